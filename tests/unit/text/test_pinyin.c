/* Readings: the polyphones of everyday places and names, and strings spelled out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "text/pinyin.h"

static uint32_t
first_cp(const char *s)
{
	uint32_t cp = 0;

	assert_true(utf8_next(s, strlen(s), &cp) > 0);
	return cp;
}

static void
readings(void **state)
{
	static const struct {
		const char *ch, *want; /* all readings must be there, the first one first */
	} cases[] = {
		{ "停", "ting" },
		{ "重", "zhong chong" },
		{ "乐", "le yue lao" },
		{ "行", "xing hang" },
		{ "长", "zhang chang" },
		{ "单", "dan chan shan" },
		{ "曾", "ceng zeng" },
		{ "解", "jie xie" },
		{ "厦", "sha xia" },
		{ "藏", "cang zang" },
		{ "女", "nv" },
		{ "绿", "lv lu" },
		{ "略", "lve" },
		{ "六", "liu lu" },
		{ "巷", "xiang hang" },
		{ "弄", "nong long" },
		{ "会", "hui kuai" },
		{ "车", "che ju" },
		{ "朝", "chao zhao" },
		{ "调", "diao tiao" },
		{ "都", "dou du" },
		{ "区", "qu ou" },
		{ "查", "cha zha" },
		{ "朴", "pu piao" },
		{ "盖", "gai ge" },
		{ "蚌", "bang beng" },
		{ "枞", "cong zong" },
		{ "垃", "la" },
		{ "圾", "ji" },
		{ "〇", "ling" },
		{ "車", "che ju" },
		{ "臺", "tai" },
		{ "樂", "le yue" },
		{ "\xef\xa4\x80", "qi" },
		{ "〇", "ling" },
		{ "𬶍", "tuo" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const char *r[PINYIN_MAX];
		size_t n = pinyin_readings(first_cp(cases[i].ch), r), want = 0;
		char copy[64];
		snprintf(copy, sizeof copy, "%s", cases[i].want);
		for (char *save = NULL, *w = strtok_r(copy, " ", &save); w;
		     w = strtok_r(NULL, " ", &save)) {
			size_t k = 0;
			while (k < n && strcmp(r[k], w) != 0)
				k++;
			if (k == n)
				fail_msg("%s is not read %s", cases[i].ch, w);
			want++;
		}
		assert_true(n >= want);
	}
}

static void
what_has_no_reading(void **state)
{
	static const uint32_t cps[] = { 0, 'a', '1', 0x3002, 0xFF21, 0x1F600, 0xD800, 0x110000,
		UINT32_MAX };
	const char *r[PINYIN_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof cps / sizeof cps[0]; i++)
		assert_int_equal(pinyin_readings(cps[i], r), 0);
}

/* Every reading is lower-case ASCII of 1 to 6 letters and no character names one twice. */
static void
table_is_sound(void **state)
{
	size_t known = 0;

	(void)state;
	for (uint32_t cp = 0; cp <= 0x32000; cp++) {
		const char *r[PINYIN_MAX];
		size_t n = pinyin_readings(cp, r);
		assert_true(n <= PINYIN_MAX);
		known += n > 0;
		for (size_t i = 0; i < n; i++) {
			assert_in_range(strlen(r[i]), 1, 6);
			assert_int_equal(strspn(r[i], "abcdefghijklmnopqrstuvwxyz"), strlen(r[i]));
			for (size_t k = 0; k < i; k++)
				assert_string_not_equal(r[i], r[k]);
		}
	}
	assert_true(known > 26000);
}

static void
spelled(void **state)
{
	static const struct {
		const char *in, *initials, *full;
	} cases[] = {
		{ "停车难", "tcn", "tingchenan" },
		{ "建筑施工噪声", "jzsgzs", "jianzhushigongzaosheng" },
		{ "Ａ3区 星河湾", "a3qxhw", "a3quxinghewan" },
		{ "", "", "" },
		{ "。!\xff", "", "" },
		{ "女厕", "nc", "nvce" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct str a = { 0 }, b = { 0 };
		pinyin_initials(cases[i].in, &a);
		pinyin_spell(cases[i].in, &b);
		assert_string_equal(str_c(&a), cases[i].initials);
		assert_string_equal(str_c(&b), cases[i].full);
		str_free(&a);
		str_free(&b);
	}
	struct str none = { 0 };
	pinyin_spell(NULL, &none);
	assert_int_equal(none.len, 0);
	str_free(&none);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(readings),
		cmocka_unit_test(what_has_no_reading),
		cmocka_unit_test(table_is_sound),
		cmocka_unit_test(spelled),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
