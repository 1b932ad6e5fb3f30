/* 派单目录: conditions, priority, validity, and the three guards above it (practice A11, the grassroots rule). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/clock.h"
#include "model/dispatch.h"
#include "town.h"

static int
setup(void **state)
{
	*state = town_new();
	return 0;
}

static int
teardown(void **state)
{
	city_free(*state);
	return 0;
}

static int64_t
day(const char *s)
{
	return civil_day_start(civil_parse_day(s)) + 36000000;
}

/* One question to the catalogue on a day of November 2026. */
struct ask {
	const char *category, *area, *content, *subject_kind, *type, *subject;
};

static struct dispatch_choice
choose(const struct city *c, struct ask a, const char *today)
{
	struct fields f = { 0 };
	struct dispatch_choice out;
	fields_set(&f, TF_CATEGORY, a.category);
	fields_set(&f, TF_AREA, a.area);
	fields_set(&f, TF_CONTENT, a.content);
	fields_set(&f, TF_SUBJECT_KIND, a.subject_kind);
	fields_set(&f, TF_TYPE, a.type);
	fields_set(&f, TF_SUBJECT, a.subject);
	dispatch_choose(c, &f, day(today), &out);
	fields_free(&f);
	return out;
}

static void
the_catalogue_case_by_case(void **state)
{
	static const struct {
		struct ask ask;
		const char *rule, *unit;
		bool unique;
	} CASES[] = {
		{ { .category = "0205", .area = "99010101" }, "D0205", "1004", true },
		/* in a village the town does its own lamps */
		{ { .category = "0205", .area = "99010201" }, "D0205-1", "4002", true },
		/* area_level town holds for what lies in a town, not for a street */
		{ { .category = "0101", .area = "99010201" }, "D0101-1", "4002", true },
		{ { .category = "0101", .area = "990101" }, "D0101", "1001", true },
		{ { .category = "0101" }, "D0101", "1001", true },
		/* keywords */
		{ { .category = "0203", .content = "路上结冰没人管" }, "D0203-1", "1004", true },
		{ { .category = "0203", .content = "垃圾没人清运" }, "D0203", "1003", true },
		/* every condition must hold */
		{ { .category = "0401", .content = "夜间施工" }, "D0401", "1006", true },
		{ { .category = "0401", .content = "夜间施工", .subject_kind = "site" }, "D0401-1",
		    "1003", true },
		/* the best rule leads to a unit that is no more: the next one, which has a rival */
		{ { .category = "0402", .content = "吵" }, "D0402-1", "1003", false },
		/* a department's duty is not put on the town by a rule that says so itself */
		{ { .category = "0206", .area = "990101" }, "D0206-1", "1004", false },
	};
	struct city *c = *state;
	for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
		struct dispatch_choice out = choose(c, CASES[i].ask, "2026-11-20");
		assert_non_null(out.rule);
		assert_string_equal(out.rule->id, CASES[i].rule);
		assert_non_null(out.unit);
		assert_string_equal(out.unit->code, CASES[i].unit);
		assert_null(out.why_not);
		assert_int_equal(out.unique, CASES[i].unique);
	}
}

static void
a_rule_holds_within_its_days(void **state)
{
	struct ask ask = { .category = "0401" };
	assert_string_equal(choose(*state, ask, "2026-05-31").rule->id, "D0401");
	assert_string_equal(choose(*state, ask, "2026-06-01").rule->id, "D0401-2");
	assert_string_equal(choose(*state, ask, "2026-06-30").rule->id, "D0401-2");
	assert_string_equal(choose(*state, ask, "2026-07-01").rule->id, "D0401");
}

static void
an_unknown_area_or_category_says_what_to_do(void **state)
{
	struct dispatch_choice out =
	    choose(*state, (struct ask){ .category = "0206" }, "2026-11-20");
	assert_null(out.unit);
	assert_string_equal(out.rule->id, "D0206");
	assert_non_null(strstr(out.why_not, "区域"));
	out = choose(*state, (struct ask){ .category = "0999" }, "2026-11-20");
	assert_null(out.rule);
	assert_non_null(strstr(out.why_not, "派单目录里没有"));
	out = choose(*state, (struct ask){ 0 }, "2026-11-20");
	assert_null(out.unit);
	assert_non_null(strstr(out.why_not, "分类"));
}

static void
a_complaint_about_a_unit_goes_above_it(void **state)
{
	struct city *c = *state;
	/* by name, short name or code; its own superior, never unique: a person looks at it */
	static const char *const SUBJECTS[] = { "市政管理处", "云江市市政管理处维修队的工人",
		"1004" };
	for (int i = 0; i < 3; i++) {
		struct dispatch_choice out = choose(c,
		    (struct ask){ .category = "0205", .type = "complaint", .subject = SUBJECTS[i] },
		    "2026-11-20");
		assert_string_equal(out.unit->code, "1003");
		assert_false(out.unique);
		assert_null(out.why_not);
	}
	/* about its superior: not to the one below, but to the one above */
	struct dispatch_choice out =
	    choose(c, (struct ask){ .category = "0205", .type = "report", .subject = "城管局" },
		"2026-11-20");
	assert_string_equal(out.unit->code, "0002");
	/* a mere mention in a call for help changes nothing */
	out = choose(c, (struct ask){ .category = "0205", .type = "help", .subject = "市政管理处" },
	    "2026-11-20");
	assert_string_equal(out.unit->code, "1004");
	/* about somebody else: as the catalogue says */
	out = choose(c,
	    (struct ask){ .category = "0205", .type = "complaint", .subject = "燃气公司" },
	    "2026-11-20");
	assert_string_equal(out.unit->code, "1004");
}

static void
a_person_is_held_to_the_same_rules(void **state)
{
	static const struct {
		const char *category, *area, *unit, *type, *subject;
		enum err_code want;
	} CASES[] = {
		{ "0205", "990101", "1004", "help", "", ERR_OK },
		{ "0205", "990101", "1006", "help", "", ERR_OK },    /* unusual, but a person may */
		{ "0205", "990101", "4001", "help", "", ERR_GUARD }, /* a department's duty */
		{ "0205", "99010201", "4002", "help", "",
		    ERR_OK }, /* a rule gives it to the town */
		{ "0101", "990101", "4001", "help", "", ERR_OK },
		{ "0205", "990101", "1099", "help", "", ERR_GUARD }, /* closed last year */
		{ "0205", "990101", "1004", "complaint", "市政管理处", ERR_GUARD },
		{ "0205", "990101", "1004", "report", "城管局",
		    ERR_GUARD }, /* below the reported one */
		{ "0205", "990101", "1003", "complaint", "市政管理处", ERR_OK },
		{ "0205", "990101", "7777", "help", "", ERR_UNKNOWN_CODE },
		{ "0205", "990101", "", "help", "", ERR_UNKNOWN_CODE },
	};
	for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
		struct fields f = { 0 };
		struct err e = { 0 };
		fields_set(&f, TF_CATEGORY, CASES[i].category);
		fields_set(&f, TF_AREA, CASES[i].area);
		fields_set(&f, TF_TYPE, CASES[i].type);
		fields_set(&f, TF_SUBJECT, CASES[i].subject);
		assert_int_equal(
		    dispatch_may(*state, &f, CASES[i].unit, day("2026-11-20"), &e), CASES[i].want);
		if (CASES[i].want != ERR_OK) {
			assert_string_equal(e.where, "unit");
			assert_true(e.text[0] != '\0');
		}
		fields_free(&f);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_catalogue_case_by_case, setup, teardown),
		cmocka_unit_test_setup_teardown(a_rule_holds_within_its_days, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    an_unknown_area_or_category_says_what_to_do, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    a_complaint_about_a_unit_goes_above_it, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    a_person_is_held_to_the_same_rules, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
