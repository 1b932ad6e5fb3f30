/* Is it the same matter: each part alone, all of them together, the reason in words, the bytes that are kept. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "model/role.h"
#include "model/similar.h"

#define NOW    INT64_C(1795142522000)
#define MINUTE INT64_C(60000)
#define DAY    (1440 * MINUTE)
#define LAMP   "红山路78号门口路灯从前天晚上起不亮, 老人出行差点绊倒"

struct told {
	const char *words, *category, *area, *address;
	int64_t ago;
};

static void
of(const struct told *t, struct similar *out)
{
	struct fields f = { 0 };

	assert_true(fields_set(&f, TF_CONTENT, t->words) &&
		    fields_set(&f, TF_CATEGORY, t->category) && fields_set(&f, TF_AREA, t->area) &&
		    fields_set(&f, TF_ADDRESS, t->address));
	similar_of(&f, NOW - t->ago, out);
	fields_free(&f);
}

static struct similar_score
compare(const struct told *a, const struct told *b)
{
	struct similar x, y;
	struct similar_score s, turned;

	of(a, &x);
	of(b, &y);
	similar_compare(&x, &y, NULL, &s);
	similar_compare(&y, &x, NULL, &turned);
	assert_memory_equal(&s, &turned, sizeof(s));
	assert_in_range(s.percent, 0, 100);
	return s;
}

static void
the_same_lamp_and_others(void **state)
{
	static const struct told lamp = { LAMP, "0205", "990102001", "红山路78号", 0 };
	static const struct {
		struct told other;
		enum similar_where where;
		int doors;
		bool shown;
	} cases[] = {
		{ { "红山路78号路灯不亮, 晚上很黑", "0205", "990102001", "红山路78号门口",
		      12 * MINUTE },
		    WHERE_DOOR, 0, true },
		{ { "红山路82号这边路灯都不亮", "0205", "990102001", "红山路82号", 12 * MINUTE },
		    WHERE_NEAR, 4, true },
		{ { "红山路路灯不亮, 晚上老人出行很黑", "0205", "", "红山路", DAY }, WHERE_STREET,
		    0, true },
		{ { "红山路900号路灯不亮", "0205", "990102001", "红山路900号", DAY }, WHERE_STREET,
		    822, false },
		{ { "松涛路78号路灯不亮, 晚上很黑", "0205", "990102001", "松涛路78号",
		      12 * MINUTE },
		    WHERE_ELSEWHERE, 0, false },
		{ { "老人说路灯不亮, 晚上黑", "0205", "990102001", "红山街道红山路82号", DAY },
		    WHERE_NEAR, 4, true }, /* of two names the one before the number */
		{ { "红山路78号附近路灯不亮", "0205", "990102001", "幸福里3号楼", 12 * MINUTE },
		    WHERE_STREET, 0, true }, /* 3 is no door of 红山路 */
		{ { "红山路78号井盖丢了, 车轮陷进去", "0206", "990102001", "红山路78号",
		      12 * MINUTE },
		    WHERE_DOOR, 0, false },
		{ { LAMP, "0205", "990104001", "红山路78号", 12 * MINUTE }, WHERE_ELSEWHERE, 0,
		    false },
		{ { "咨询居民医保怎么缴费", "0803", "", "", DAY }, WHERE_UNKNOWN, 0, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct similar_score s = compare(&lamp, &cases[i].other);

		assert_int_equal(s.where, cases[i].where);
		assert_int_equal(s.doors, cases[i].doors);
		if ((s.percent >= SIMILAR_SHOWN) != cases[i].shown)
			fail_msg("%s: %d%%, words %d%%", cases[i].other.words, s.percent, s.words);
	}
}

/* Estates in the words are places too, with or without 小区 behind them. */
static void
places_stand_in_the_words(void **state)
{
	static const struct told one = { "丽发新城小区旁边建搅拌站, 噪音和粉尘很大", "0402", "", "",
		0 },
				 two = { "投诉北门街道丽发新城附近的搅拌站, 噪音扰民, 粉尘很大",
					 "0402", "", "", DAY },
				 other = { "阳光新城附近的搅拌站噪音扰民, 粉尘很大", "0402", "", "",
					 DAY };

	(void)state;
	assert_int_equal(compare(&one, &two).where, WHERE_STREET);
	assert_true(compare(&one, &two).percent >= SIMILAR_SHOWN);
	assert_int_equal(compare(&one, &other).where, WHERE_ELSEWHERE);
	assert_true(compare(&one, &other).percent < SIMILAR_SHOWN);
}

/* Half a sentence, while it is typed. */
static void
a_beginning_finds_the_whole(void **state)
{
	static const struct told whole = { LAMP, "0205", "990102001", "红山路78号", 30 * MINUTE },
				 begun = { "红山路78号路灯不亮", "0205", "990102001", "红山路78号",
					 0 },
				 none = { "您好", "", "", "", 0 };

	(void)state;
	assert_true(compare(&whole, &begun).percent >= SIMILAR_SURE);
	assert_true(compare(&whole, &none).percent < SIMILAR_SHOWN);
	assert_int_equal(compare(&none, &none).words < 20, true);
}

static void
time_tells(void **state)
{
	struct told a = { LAMP, "0205", "990102001", "红山路78号", 0 }, b = a;
	int before = 101;

	(void)state;
	for (int64_t ago = 0; ago < 100 * DAY; ago = ago * 3 + MINUTE) {
		int now;

		b.ago = ago;
		now = compare(&a, &b).percent;
		assert_true(now <= before);
		before = now;
	}
	assert_true(before < 100);
}

/* A word that every ticket of the city has says less than one that few have. */
static void
common_words_say_little(void **state)
{
	static const struct told a = { "请有关部门尽快处理丢失的井盖问题", "", "", "", 0 },
				 b = { "请有关部门尽快处理烧烤油烟问题", "", "", "", 0 };
	struct similar_weights *w = calloc(1, sizeof(*w));
	struct similar x, y;
	struct similar_score plain, learnt;

	(void)state;
	assert_non_null(w);
	of(&a, &x);
	of(&b, &y);
	similar_compare(&x, &y, NULL, &plain);
	for (int i = 0; i < 50; i++) {
		static const struct told any = { "请有关部门尽快处理这个问题", "", "", "", 0 };
		struct similar s;

		of(&any, &s);
		similar_learn(w, &s);
	}
	similar_learnt(w);
	similar_compare(&x, &y, w, &learnt);
	assert_true(learnt.words < plain.words / 2);
	free(w);
}

static void
the_reason_is_in_words(void **state)
{
	static const struct told lamp = { LAMP, "0205", "990102001", "红山路78号", 0 },
				 same = { LAMP, "0205", "990102001", "红山路78号", 12 * MINUTE },
				 far = { LAMP, "0206", "990102001", "红山路90号", 2 * DAY };
	struct similar_score s = compare(&lamp, &same);
	struct str out = { 0 };

	(void)state;
	similar_reason(&s, "红山路78号", MINUTE - 1, &out);
	assert_non_null(strstr(str_c(&out), "不到1分钟前"));
	str_reset(&out);
	similar_reason(&s, "红山路78号", 12 * MINUTE, &out);
	assert_string_equal(str_c(&out), "同一地点 红山路78号, 同类, 12分前, 文字相近100%");
	str_reset(&out);
	s = compare(&lamp, &far);
	similar_reason(&s, "红山路90号", 2 * DAY, &out);
	assert_string_equal(
	    str_c(&out), "同一条街 红山路90号 相距12号, 类别相近, 2 天前, 文字相近100%");
	str_free(&out);
}

static void
bytes_come_back(void **state)
{
	static const struct told lamp = { LAMP, "0205", "990102001", "红山路78号", 0 };
	struct similar s, back = { 0 };
	struct str bytes = { 0 };

	(void)state;
	of(&lamp, &s);
	similar_write(&s, &bytes);
	assert_true(bytes.len <= SIMILAR_BYTES_MAX);
	assert_true(similar_read(bytes.s, bytes.len, &back));
	assert_int_equal(back.n_names, s.n_names);
	assert_memory_equal(back.name, s.name, sizeof(s.name[0]) * (size_t)s.n_names);
	assert_int_equal(back.number, 78);
	assert_int_equal(back.n_grams, s.n_grams);
	assert_memory_equal(back.gram, s.gram, sizeof(s.gram[0]) * (size_t)s.n_grams);
	for (size_t n = 0; n < bytes.len; n++)
		assert_false(similar_read(bytes.s, n, &back));
	bytes.s[0]++; /* of another version */
	assert_false(similar_read(bytes.s, bytes.len, &back));
	str_free(&bytes);
}

static void
shielded_matters(void **state)
{
	struct ticket t;

	(void)state;
	ticket_init(&t);
	assert_false(similar_is_shielded(&t));
	t.sensitive = true;
	assert_true(similar_is_shielded(&t));
	t.sensitive = false;
	fields_set(&t.f, TF_TYPE, "report");
	assert_true(similar_is_shielded(&t));
	fields_set(&t.f, TF_TYPE, "help");
	fields_set(&t.f, TF_ANONYMOUS, "1"); /* who it was nobody knows; the lamp all may know */
	assert_false(similar_is_shielded(&t));
	fields_set(&t.f, TF_CONFIDENTIAL, "1");
	assert_true(similar_is_shielded(&t));
	ticket_free(&t);
	assert_false(similar_sees_all(ROLE_BIT(AGENT) | ROLE_BIT(UNIT_LEAD)));
	assert_true(similar_sees_all(ROLE_BIT(AGENT) | ROLE_BIT(DISPATCHER)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_lamp_and_others),
		cmocka_unit_test(places_stand_in_the_words),
		cmocka_unit_test(a_beginning_finds_the_whole),
		cmocka_unit_test(time_tells),
		cmocka_unit_test(common_words_say_little),
		cmocka_unit_test(the_reason_is_in_words),
		cmocka_unit_test(bytes_come_back),
		cmocka_unit_test(shielded_matters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
