/* The registration form on paper: no line wider and no page longer than the paper, everything of the city on it. */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/fs.h"
#include "base/width.h"
#include "city/form.h"
#include "city/pack.h"
#include "model/ticket.h"

static struct city *
sample(void)
{
	const char *share = getenv("HOTSEAT_SHARE");
	struct city *c = NULL;
	struct err e = { 0 };
	char dir[512];

	assert_true(fs_join(dir, sizeof(dir), share != NULL ? share : ".", "conf/city/yunjiang"));
	if (city_pack_load(dir, &c, &e) != ERR_OK)
		fail_msg("%s: %s", e.where, e.text);
	return c;
}

/* Also where the printer makes □ two columns wide. */
static int
cols(const char *s)
{
	int n = width_str(s);

	for (const char *p = s; (p = strstr(p, "□")) != NULL; p += strlen("□"))
		n++;
	return n;
}

/* Every line of every page; the number of pages. */
static int
measure(char *text)
{
	int pages = 0;

	for (char *page = text, *end; *page != '\0'; page = end + 1) {
		int rows = 0;

		end = strchr(page, '\f');
		assert_non_null(end);
		*end = '\0';
		for (char *s = page, *nl; *s != '\0'; s = nl + 1, rows++) {
			nl = strchr(s, '\n');
			assert_non_null(nl);
			*nl = '\0';
			if (cols(s) > FORM_COLS)
				fail_msg("%d columns: %s", cols(s), s);
			assert_true(nl == s || nl[-1] != ' ');
		}
		assert_true(rows > 20 && rows <= FORM_ROWS);
		pages++;
	}
	return pages;
}

static void
test_fits_the_paper(void **state)
{
	struct city *c = sample();
	struct str out = { 0 };

	(void)state;
	form_write(c, "1154", 1, &out);
	form_write(c, "", 0, &out);
	form_write(c, "1154", FORM_COPIES_MOST, &out);
	assert_false(out.bad);
	assert_int_equal(measure(out.s), 6);
	str_free(&out);
	city_free(c);
}

static void
test_everything_is_on_it(void **state)
{
	static const char *const must[] = { "云江市12345政务服务便民热线中心", "纸-1154-03",
		"来电时间", "来电号码", "称呼", "五要素", "时间 (", "地点 (", "人物 (", "事件 (",
		"诉求 (", "保密 □是", "匿名 □是", "回访 □是", "02城市管理", "110 报警", "119 消防",
		"120 急救", "122 交通", "1154号话务员为您服务", "感谢您的来电", "补录人",
		"补录时间", "工单编号(18位)", "8890-0119", "不予受理的情形", "燃气" };
	struct city *c = sample();
	struct str out = { 0 };
	int n;
	const struct enum_item *types = enum_items(TF_TYPE, &n);

	(void)state;
	form_write(c, "1154", 3, &out);
	for (size_t i = 0; i < sizeof(must) / sizeof(must[0]); i++)
		if (strstr(out.s, must[i]) == NULL)
			fail_msg("没有 %s", must[i]);
	for (int i = 0; i < n; i++)
		assert_non_null(strstr(out.s, types[i].label));
	for (size_t i = 0; i < c->n_rejects; i++)
		assert_non_null(strstr(out.s, c->rejects[i].code));
	str_free(&out);
	city_free(c);
}

/* A city that brings next to nothing still gets a form to write on. */
static void
test_of_an_empty_city(void **state)
{
	struct city *c = city_new();
	struct str out = { 0 };

	(void)state;
	c->centre_name = "很长很长很长很长很长很长很长很长很长很长很长很长很长的中心名称十二个字";
	form_write(c, "", 0, &out);
	assert_non_null(strstr(out.s, "纸-____-____"));
	str_free(&out);
	city_free(c);
}

/* The change of shift: one page, what the screen asks in its order, room to sign. */
static void
test_the_change_of_shift(void **state)
{
	static const char *const must[] = { "云江市12345政务服务便民热线中心", "交接班登记表",
		"交班人(工号) 1154", "未了", "热点问题", "设备故障", "其他事项", "交班人签字",
		"接班人签字" };
	struct city *c = sample();
	struct str out = { 0 };
	const char *at;

	(void)state;
	form_handover(c, "1154", &out);
	at = out.s;
	for (size_t i = 0; i < sizeof(must) / sizeof(must[0]); i++) {
		at = strstr(at, must[i]);
		if (at == NULL)
			fail_msg("没有 %s", must[i]);
	}
	form_handover(c, "", &out);
	assert_int_equal(measure(out.s), 2);
	str_free(&out);
	city_free(c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fits_the_paper),
		cmocka_unit_test(test_everything_is_on_it),
		cmocka_unit_test(test_of_an_empty_city),
		cmocka_unit_test(test_the_change_of_shift),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
