/* Names of categories, areas and units in a file: what becomes a code, and what is refused with what was meant. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../city/spoil.h"
#include "city/pack.h"
#include "client/cmd/cmd_p.h"

static int
setup(void **state)
{
	struct city *c = NULL;
	struct err e = { 0 };
	struct area *a;
	struct category *k;

	assert_int_equal(city_pack_load(sample(), &c, &e), ERR_OK);
	/* a second of some names, as a larger city has them */
	a = city_push(&c->areas, &c->n_areas, sizeof(*a));
	*a = (struct area){ .code = "990199001",
		.parent = "990100",
		.kind = "street",
		.name = "红山街道",
		.aliases = "",
		.full = "山阳区 红山街道" };
	k = city_push(&c->categories, &c->n_categories, sizeof(*k));
	*k = c->categories[0];
	k->code = "9999";
	k->name = "路灯照明";
	*state = c;
	return 0;
}

static int
teardown(void **state)
{
	city_free(*state);
	return 0;
}

static enum err_code
resolve(const struct city *c, enum ticket_field field, const char *text, struct str *code,
    struct err *e)
{
	struct fields f = { 0 };
	enum err_code rc;

	str_reset(code);
	*e = (struct err){ 0 };
	fields_set(&f, field, text);
	rc = ticket_names_resolve(c, &f, e);
	str_add(code, fields_get(&f, field));
	fields_free(&f);
	return rc;
}

static void
names_become_codes(void **state)
{
	static const struct {
		enum ticket_field field;
		const char *text, *code;
	} CASES[] = {
		{ TF_CATEGORY, "0205", "0205" },
		{ TF_CATEGORY, "城市管理 > 路灯照明", "0205" },
		{ TF_CATEGORY, "城市管理>路灯照明", "0205" },
		{ TF_CATEGORY, "城市管理/路灯照明", "0205" },
		{ TF_CATEGORY, "物业管理", "0101" },
		{ TF_CATEGORY, "", "" },
		{ TF_AREA, "990102001", "990102001" },
		{ TF_AREA, "红山区 红山街道", "990102001" },
		{ TF_AREA, "红山区红山街道", "990102001" },
		{ TF_AREA, "云江市红山区红山街道", "990102001" },
		{ TF_AREA, "红山街办", "990102001" },
		{ TF_AREA, "松涛社区", "990102001001" },
		{ TF_AREA, "云江市", "990100" },
		{ TF_UNIT, "1004", "1004" },
		{ TF_UNIT, "市政管理处", "1004" },
		{ TF_UNIT, "云江市市政管理处", "1004" },
	};
	struct str code = { 0 };
	struct err e;

	for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
		if (resolve(*state, CASES[i].field, CASES[i].text, &code, &e) != ERR_OK ||
		    strcmp(str_c(&code), CASES[i].code) != 0)
			fail_msg("%s: %s %s", CASES[i].text, str_c(&code), e.text);
	}
	str_free(&code);
}

/* Nothing is guessed: what stood there stays. */
static void
what_is_not_clear_is_refused(void **state)
{
	static const struct {
		enum ticket_field field;
		const char *text, *says[2];
	} CASES[] = {
		{ TF_AREA, "红山街道",
		    { "不止一个", "红山区 红山街道 990102001; 山阳区 红山街道 990199001" } },
		{ TF_CATEGORY, "路灯照明", { "不止一个", "城市管理 > 路灯照明 0205; " } },
		{ TF_CATEGORY, "路灯不亮", { "没有“路灯不亮”, 最接近的: ", "路灯照明 0205" } },
		{ TF_UNIT, "市政处", { "没有“市政处”", "云江市市政管理处 1004" } },
		{ TF_AREA, "松涛小区", { "最接近的: ", "松涛社区 990102001001" } },
		{ TF_UNIT, "zzqq", { "没有“zzqq”", "" } },
		{ TF_AREA, ">", { "没有“>”", "请写代码" } },
	};
	struct str code = { 0 };
	struct err e;

	for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
		enum err_code rc = resolve(*state, CASES[i].field, CASES[i].text, &code, &e);
		if (rc != ERR_UNKNOWN_CODE || strcmp(str_c(&code), CASES[i].text) != 0 ||
		    strstr(e.text, CASES[i].says[0]) == NULL ||
		    strstr(e.text, CASES[i].says[1]) == NULL)
			fail_msg("%s: %s %s", CASES[i].text, str_c(&code), e.text);
	}
	str_free(&code);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(names_become_codes, setup, teardown),
		cmocka_unit_test_setup_teardown(what_is_not_clear_is_refused, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
