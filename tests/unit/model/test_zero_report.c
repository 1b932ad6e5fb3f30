/* 零报告: which unit owes one for which period on which day, what counts as one, what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "model/role.h"
#include "model/zero_report.h"
#include "working.h"

#define ID_A "01890000-0000-7000-8000-000000000001"

/* From the 20th at nine to the 28th at noon. */
static struct protection *
add(struct city *c, const char *areas, const char *categories)
{
	struct protection *p = city_push(&c->protections, &c->n_protections, sizeof(*p));

	*p = (struct protection){ .id = "P01",
		.title = "国庆活动",
		.areas = areas,
		.categories = categories,
		.dispatch = "",
		.signin = "15min",
		.contact = "",
		.resolve = "",
		.starts_at = when("2026-11-20", 9),
		.ends_at = when("2026-11-28", 12) };
	return p;
}

static struct record
said(const char *unit, const char *code, int64_t at)
{
	struct record r = { .id = ID_A, .kind = RECORD_ZERO_REPORT, .by = "5001", .at = at };

	assert_true(zero_report_object(unit, "P01", r.object));
	(void)str_copy(r.code, sizeof(r.code), code);
	return r;
}

static void
test_who_owes(void **state)
{
	static const struct {
		const char *areas, *categories, *unit, *day;
		int hour;
		bool owes;
	} cases[] = {
		{ "", "", "1021", "2026-11-21", 10, true },
		{ "", "", "1021", "2026-11-20", 8, false }, /* it begins at nine */
		{ "", "", "1021", "2026-11-20", 9, true },
		{ "", "", "1021", "2026-11-28", 23, true }, /* the day it ends on is a day */
		{ "", "", "1021", "2026-11-29", 0, false },
		{ "", "", "4001", "2026-11-21", 10, true },
		{ "", "", "4101", "2026-11-21", 10, false }, /* a village */
		{ "", "0205", "1021", "2026-11-21", 10, true },
		{ "", "0205", "4001", "2026-11-21", 10, false },
		{ "", "0301", "4001", "2026-11-21", 10, true }, /* @town */
		{ "", "0301", "1021", "2026-11-21", 10, false },
		{ "", "02", "3001", "2026-11-21", 10, true },
		{ "990101001", "", "4001", "2026-11-21", 10, true },
		{ "990101", "", "4001", "2026-11-21", 10, true }, /* the town lies in it */
		{ "990999", "", "4001", "2026-11-21", 10, false },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct city *c = *state;
		const struct protection *p = add(c, cases[i].areas, cases[i].categories);
		const struct unit *u = city_unit(c, cases[i].unit);

		assert_non_null(u);
		if (zero_report_owes(c, p, u, when(cases[i].day, cases[i].hour)) != cases[i].owes)
			fail_msg("case %zu", i);
		c->n_protections = 0;
	}
}

static void
test_a_unit_that_is_no_more_owes_nothing(void **state)
{
	struct city *c = *state;
	const struct protection *p = add(c, "", "");
	struct unit gone = *city_unit(c, "1021");

	gone.active_to = "2026-11-01";
	assert_false(zero_report_owes(c, p, &gone, when("2026-11-21", 10)));
}

static void
test_what_counts_today(void **state)
{
	struct city *c = *state;
	const int64_t now = when("2026-11-21", 10);
	struct zero_due due[16];
	struct record r;
	size_t n;

	(void)add(c, "", "02");
	n = zero_report_due(c, "", now, due, 16);
	assert_true(n >= 2);
	assert_int_equal(zero_report_due(c, "", now, due, 1), 1);
	n = zero_report_due(c, "1021", now, due, 16);
	assert_int_equal(n, 1);
	r = said("1021", "none", now - DAY_MS); /* yesterday's */
	zero_report_take(due, n, &r, now);
	r = said("3001", "none", now); /* another's */
	zero_report_take(due, n, &r, now);
	assert_int_equal(zero_report_missing(due, n), 1);
	r = said("1021", "some", when("2026-11-21", 0)); /* the first minute of the day */
	zero_report_take(due, n, &r, now);
	assert_int_equal(zero_report_missing(due, n), 0);
	assert_true(due[0].some);
	r = said("1021", "none", now); /* what happened stays said */
	zero_report_take(due, n, &r, now);
	assert_true(due[0].some && due[0].reported_at == now);
}

static void
test_what_may_stand(void **state)
{
	struct record r = said("1021", "none", when("2026-11-21", 10));
	struct err e = { 0 };

	(void)state;
	assert_int_equal(record_check(&r, &e), ERR_OK);
	assert_true(record_set_text(&r, "会场外有人聚集"));
	assert_int_equal(record_check(&r, &e), ERR_INVALID);
	assert_string_equal(e.where, "text");
	(void)str_copy(r.code, sizeof(r.code), "some");
	assert_int_equal(record_check(&r, NULL), ERR_OK);
	record_free(&r);
	assert_int_equal(record_check(&r, NULL), ERR_INVALID);
	r = said("1021", "none", r.at);
	(void)str_copy(r.object, sizeof(r.object), "P01");
	assert_int_equal(record_check(&r, NULL), ERR_INVALID);
	(void)str_copy(r.object, sizeof(r.object), "1021 ");
	assert_int_equal(record_check(&r, NULL), ERR_INVALID);
}

static void
test_who_writes_and_reads(void **state)
{
	const struct record r = said("1021", "none", when("2026-11-21", 10));

	(void)state;
	assert_true(record_may_write(&r, ROLE_BIT(UNIT)));
	assert_true(record_may_write(&r, ROLE_BIT(TOWNSHIP)));
	assert_false(record_may_write(&r, ROLE_BIT(VILLAGE)));
	assert_false(record_may_write(&r, ROLE_BIT(AGENT) | ROLE_BIT(SUPERVISOR)));
	assert_true(record_may_read(&r, "3101", ROLE_BIT(SUPERVISOR)));
	assert_true(record_may_read(&r, "5001", ROLE_BIT(UNIT)));
	assert_false(record_may_read(&r, "5009", ROLE_BIT(UNIT)));
	assert_true(zero_report_is_of(&r, "1021")); /* colleagues */
	assert_false(zero_report_is_of(&r, "102"));
	assert_false(zero_report_is_of(&r, ""));
}

static void
refused(struct city *c, const struct record *r, const char *unit, const char *why)
{
	struct err e = { 0 };

	assert_int_equal(zero_report_fits(c, r, unit, r->at, &e), ERR_FORBIDDEN);
	if (strstr(e.text, why) == NULL)
		fail_msg("%s", e.text);
}

static void
test_what_the_centre_refuses(void **state)
{
	struct city *c = *state;
	struct protection *p = add(c, "", "0205");
	struct record r = said("1021", "none", when("2026-11-21", 10));

	assert_int_equal(zero_report_fits(c, &r, "1021", r.at, NULL), ERR_OK);
	refused(c, &r, "4001", "本单位");
	refused(c, &r, "", "本单位");
	r.at = when("2026-11-29", 10);
	refused(c, &r, "1021", "不在期内");
	r = said("4001", "none", when("2026-11-21", 10));
	refused(c, &r, "4001", "不涉及");
	p->id = "P02";
	refused(c, &r, "4001", "没有这个保障期");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_who_owes, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    test_a_unit_that_is_no_more_owes_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(test_what_counts_today, setup, teardown),
		cmocka_unit_test_setup_teardown(test_what_may_stand, setup, teardown),
		cmocka_unit_test_setup_teardown(test_who_writes_and_reads, setup, teardown),
		cmocka_unit_test_setup_teardown(test_what_the_centre_refuses, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
