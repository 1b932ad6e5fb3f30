/* The clocks: every case C1-C14, P1-P4, E1 of domain.md §9, the other modes, and which limit wins. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "model/deadline.h"
#include "notice.h"

#define WD(n) ((struct span){ (n), SPAN_WORKDAY })

static struct city *
town(void)
{
	struct city *c = city_new();
	notice_load(&c->calendar);
	struct profile *p = &c->profiles[c->n_profiles++];
	strcpy(p->name, "guangdong");
	p->day_end_s = 86399;
	p->limit[LIMIT_OF_CONSULT] = WD(2);
	p->limit[LIMIT_OF_HELP] = p->limit[LIMIT_OF_SUGGEST] = WD(10);
	p->limit[LIMIT_OF_COMPLAINT] = p->limit[LIMIT_OF_REPORT] = WD(15);
	p->limit[LIMIT_OF_DISPATCH] = (struct span){ 2, SPAN_HOUR };
	p->limit[LIMIT_OF_SIGNIN] = p->limit[LIMIT_OF_CONTACT] = WD(1);
	p->limit[LIMIT_OF_VISIT] = WD(3);
	p->limit[LIMIT_OF_INCOMPLETE] = (struct span){ 3, SPAN_DAY };
	p->urgency[0] = (struct limit_row){ .key = "critical",
		.dispatch = { 5, SPAN_MIN },
		.signin = { 15, SPAN_MIN },
		.contact = { 1, SPAN_HOUR },
		.resolve = { 24, SPAN_HOUR },
		.phone_notice = true };
	p->urgency[1] = (struct limit_row){ .key = "urgent",
		.dispatch = { 15, SPAN_MIN },
		.signin = { 30, SPAN_MIN },
		.contact = { 4, SPAN_HOUR },
		.resolve = { 1, SPAN_WORKDAY } };
	p->rule[p->n_rules++] = (struct limit_row){ .key = "street_light",
		.dispatch = { 2, SPAN_HOUR },
		.resolve = { 24, SPAN_HOUR },
		.visit = { 48, SPAN_HOUR },
		.photo_required = true };
	struct category *k = city_push(&c->categories, &c->n_categories, sizeof *k);
	*k =
	    (struct category){ .code = "0205", .name = "路灯照明", .profile_rule = "street_light" };
	k = city_push(&c->categories, &c->n_categories, sizeof *k);
	*k = (struct category){ .code = "0101", .name = "物业管理" };
	c->profile_name = "guangdong";
	city_finish(c);
	return c;
}

static int
setup(void **state)
{
	*state = town();
	return 0;
}

static int
teardown(void **state)
{
	city_free(*state);
	return 0;
}

/* "2026-10-13 10:45" as an instant. */
static int64_t
at(const char *day, int hour, int minute)
{
	return civil_day_start(civil_parse_day(day)) + (hour * 60 + minute) * 60000LL;
}

static const char *
instant_text(int64_t t)
{
	static char buf[4][32];
	static int next;
	return civil_format(t, "%Y-%m-%d %H:%M:%S", buf[next++ & 3], 32);
}

static void
cases_of_the_domain_page(void **state)
{
	static const struct {
		const char *start;
		int days;
		const char *due, *yellow, *red; /* NULL: the page gives none */
	} CASES[] = {
		{ "2026-01-01", 1, "2026-01-04", "2025-12-31", "2026-01-05" }, /* C1 */
		{ "2026-02-13", 5, "2026-02-27", "2026-02-26", "2026-02-28" }, /* C2 */
		{ "2026-02-14", 1, "2026-02-24", "2026-02-14", "2026-02-25" }, /* C3 */
		{ "2026-02-27", 1, "2026-02-28", "2026-02-27", "2026-03-02" }, /* C4 */
		{ "2026-03-05", 5, "2026-03-12", "2026-03-11", "2026-03-13" }, /* C5 */
		{ "2026-04-03", 1, "2026-04-07", "2026-04-03", "2026-04-08" }, /* C6 */
		{ "2026-04-03", 5, "2026-04-13", "2026-04-10", "2026-04-14" }, /* C6 */
		{ "2026-04-30", 1, "2026-05-06", NULL, NULL },                 /* C7 */
		{ "2026-04-30", 2, "2026-05-07", NULL, NULL },                 /* C7 */
		{ "2026-05-08", 1, "2026-05-09", NULL, NULL },                 /* C8 */
		{ "2026-05-08", 2, "2026-05-11", NULL, NULL },                 /* C8 */
		{ "2026-06-18", 5, "2026-06-26", "2026-06-25", "2026-06-29" }, /* C9 */
		{ "2026-09-19", 1, "2026-09-20", "2026-09-18", "2026-09-21" }, /* C10 */
		{ "2026-09-24", 1, "2026-09-28", NULL, NULL },                 /* C11 */
		{ "2026-09-24", 5, "2026-10-09", NULL, NULL },                 /* C11 */
		{ "2026-09-30", 1, "2026-10-08", NULL, NULL },                 /* C12 */
		{ "2026-09-30", 5, "2026-10-13", NULL, NULL },                 /* C12 */
		{ "2026-09-30", 15, "2026-10-27", NULL, NULL },                /* C12 */
		{ "2026-10-03", 2, "2026-10-09", "2026-10-08", "2026-10-10" }, /* C13 */
	};
	struct city *c = *state;
	for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
		/* any hour of the start day gives the same end of day */
		for (int hour = 0; hour < 24; hour += 23) {
			struct due due = deadline_add(&c->calendar, c->profile,
			    at(CASES[i].start, hour, 59), WD(CASES[i].days));
			assert_int_equal(due.at, at(CASES[i].due, 23, 59) + 59000);
			assert_false(due.provisional);
			int32_t yellow, red;
			deadline_card_days(&c->calendar, due.at, &yellow, &red);
			if (CASES[i].yellow != NULL)
				assert_string_equal(day_text(yellow), CASES[i].yellow);
			if (CASES[i].red != NULL)
				assert_string_equal(day_text(red), CASES[i].red);
		}
	}
}

static void
c14_needs_the_calendar_of_2027(void **state)
{
	struct city *c = *state;
	struct due due = deadline_add(&c->calendar, c->profile, at("2026-12-31", 10, 0), WD(1));
	assert_string_equal(day_text(civil_day(due.at)), "2027-01-01");
	assert_true(due.provisional);
	calendar_add(&c->calendar, civil_parse_day("2027-01-01"), false);
	due = deadline_add(&c->calendar, c->profile, at("2026-12-31", 10, 0), WD(1));
	assert_string_equal(day_text(civil_day(due.at)), "2027-01-04");
	assert_false(due.provisional);
}

static void
pauses_of_the_domain_page(void **state)
{
	static const struct {
		const char *start, *due, *paused, *resumed, *then;
	} CASES[] = {
		{ "2026-09-21", "2026-09-29", "2026-09-23", "2026-10-08", "2026-10-12" }, /* P1 */
		{ "2026-03-02", "2026-03-09", "2026-03-04", "2026-03-04", "2026-03-09" }, /* P2 */
		{ "2026-04-29", "2026-05-09", "2026-04-30", "2026-05-06", "2026-05-11" }, /* P3 */
		{ "2026-03-06", "2026-03-13", "2026-03-07", "2026-03-08", "2026-03-13" }, /* P4 */
	};
	struct city *c = *state;
	for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
		int64_t due =
		    deadline_add(&c->calendar, c->profile, at(CASES[i].start, 9, 0), WD(5)).at;
		assert_string_equal(day_text(civil_day(due)), CASES[i].due);
		due = deadline_pause(&c->calendar, c->profile, due, at(CASES[i].paused, 9, 0),
		    at(CASES[i].resumed, 16, 0));
		assert_int_equal(due, at(CASES[i].then, 23, 59) + 59000);
	}
}

static void
e1_extends_by_working_days(void **state)
{
	struct city *c = *state;
	int64_t start = at("2026-09-21", 8, 0);
	int64_t due = deadline_add(&c->calendar, c->profile, start, WD(5)).at;
	assert_string_equal(day_text(civil_day(due)), "2026-09-29");
	due = deadline_extend(&c->calendar, due, 10);
	assert_string_equal(instant_text(due), "2026-10-19 23:59:59");
	assert_int_equal(due, deadline_add(&c->calendar, c->profile, start, WD(15)).at);
	assert_int_equal(deadline_extend(&c->calendar, 0, 10), 0);
}

static void
office_hours_end_the_day(void **state)
{
	struct city *c = *state;
	struct profile p = *c->profile;
	p.day_end_s = 63000;
	struct due due = deadline_add(&c->calendar, &p, at("2026-09-30", 22, 0), WD(1));
	assert_string_equal(instant_text(due.at), "2026-10-08 17:30:00");
	/* a natural day has no office hours */
	due = deadline_add(&c->calendar, &p, at("2026-09-30", 22, 0), (struct span){ 3, SPAN_DAY });
	assert_string_equal(instant_text(due.at), "2026-10-03 23:59:59");
	assert_string_equal(instant_text(deadline_pause(&c->calendar, &p, at("2026-10-08", 17, 30),
				at("2026-09-30", 23, 0), at("2026-10-08", 8, 0))),
	    "2026-10-09 17:30:00");
}

static void
same_time_keeps_the_clock(void **state)
{
	struct city *c = *state;
	struct profile p = *c->profile;
	p.same_time = true;
	struct due due = deadline_add(&c->calendar, &p, at("2026-09-24", 10, 42), WD(5));
	assert_string_equal(instant_text(due.at), "2026-10-09 10:42:00");
	due =
	    deadline_add(&c->calendar, &p, at("2026-09-26", 10, 42), (struct span){ 3, SPAN_DAY });
	assert_string_equal(instant_text(due.at), "2026-09-29 10:42:00");
	/* paused over the holiday: Thursday 12 h left of the 24th and 10 h of the 28th count, rest days do not */
	int64_t moved = deadline_pause(&c->calendar, &p, at("2026-09-29", 10, 0),
	    at("2026-09-24", 12, 0), at("2026-09-28", 10, 0));
	assert_string_equal(instant_text(moved), "2026-09-30 08:00:00");
	/* pushed past the end of a working day it goes on at the next one's start */
	moved = deadline_pause(&c->calendar, &p, at("2026-09-30", 20, 0), at("2026-09-28", 0, 0),
	    at("2026-09-28", 6, 0));
	assert_string_equal(instant_text(moved), "2026-10-08 02:00:00");
}

static void
hours_run_day_and_night(void **state)
{
	struct city *c = *state;
	struct due due = deadline_add(
	    &c->calendar, c->profile, at("2026-10-01", 23, 50), (struct span){ 15, SPAN_MIN });
	assert_string_equal(instant_text(due.at), "2026-10-02 00:05:00");
	due = deadline_add(
	    &c->calendar, c->profile, at("2026-12-31", 10, 45), (struct span){ 24, SPAN_HOUR });
	assert_string_equal(instant_text(due.at), "2027-01-01 10:45:00");
	assert_false(due.provisional);
	/* and a pause of such a limit gives back exactly what it took */
	int64_t moved = deadline_pause(&c->calendar, c->profile, at("2026-10-02", 10, 45),
	    at("2026-10-01", 12, 0), at("2026-10-03", 13, 30));
	assert_string_equal(instant_text(moved), "2026-10-04 12:15:00");
}

/* The page counts working days, so a limit paused on its last day and resumed on a Saturday would not move at all. */
static void
nothing_is_late_the_moment_it_goes_on(void **state)
{
	static const struct {
		bool same_time;
		const char *due, *paused, *resumed, *then;
		int due_h, paused_h, resumed_h;
	} CASES[] = {
		{ false, "2026-11-20", "2026-11-20", "2026-11-21", "2026-11-23 18:00:00", 18, 17,
		    9 },
		{ false, "2026-11-19", "2026-11-19", "2026-11-20", "2026-11-23 18:00:00", 18, 17,
		    19 },
		{ false, "2026-11-19", "2026-11-19", "2026-11-20", "2026-11-20 18:00:00", 18, 17,
		    9 },
		/* on one day the page moves nothing; and what was late before stays late */
		{ false, "2026-11-20", "2026-11-20", "2026-11-20", "2026-11-20 18:00:00", 18, 17,
		    19 },
		{ false, "2026-11-20", "2026-11-20", "2026-11-21", "2026-11-20 18:00:00", 18, 19,
		    9 },
		/* a limit of hours that ends on a Saturday; one of days that ends on Monday */
		{ true, "2026-11-21", "2026-11-21", "2026-11-22", "2026-11-22 19:00:00", 17, 10,
		    12 },
		{ true, "2026-11-23", "2026-11-21", "2026-11-22", "2026-11-23 10:00:00", 10, 10,
		    12 },
	};
	struct city *c = *state;
	struct profile p = *c->profile;

	for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
		p.same_time = CASES[i].same_time;
		p.day_end_s = p.same_time ? 0 : 18 * 3600;
		assert_string_equal(instant_text(deadline_pause(&c->calendar, &p,
					at(CASES[i].due, CASES[i].due_h, 0),
					at(CASES[i].paused, CASES[i].paused_h, 0),
					at(CASES[i].resumed, CASES[i].resumed_h, 0))),
		    CASES[i].then);
	}
}

static void
no_limit_stays_none(void **state)
{
	struct city *c = *state;
	struct due due = deadline_add(
	    &c->calendar, c->profile, at("2026-10-01", 9, 0), (struct span){ 0, SPAN_NONE });
	assert_int_equal(due.at, 0);
	assert_int_equal(deadline_pause(&c->calendar, c->profile, 0, 1, 2), 0);
	assert_int_equal(deadline_light(&c->calendar, 0, due, at("2030-01-01", 0, 0)), LIGHT_GREEN);
}

static void
category_wins_over_urgency_over_type(void **state)
{
	struct city *c = *state;
	struct fields f = { 0 };
	int64_t start = at("2026-11-20", 10, 45); /* a Friday */
	fields_set(&f, TF_TYPE, "complaint");
	fields_set(&f, TF_CATEGORY, "0101");
	fields_set(&f, TF_URGENCY, "normal");
	struct due due = deadline_resolve(c, &f, start);
	assert_string_equal(instant_text(due.at), "2026-12-11 23:59:59");
	assert_int_equal(due.span.n, 15);
	assert_false(due.photo);
	fields_set(&f, TF_URGENCY, "urgent");
	due = deadline_resolve(c, &f, start);
	assert_string_equal(instant_text(due.at), "2026-11-23 23:59:59");
	fields_set(&f, TF_CATEGORY, "0205");
	due = deadline_resolve(c, &f, start);
	assert_string_equal(instant_text(due.at), "2026-11-21 10:45:00");
	assert_true(due.photo);
	fields_set(&f, TF_TYPE, "help");
	fields_set(&f, TF_URGENCY, "critical");
	assert_true(deadline_resolve(c, &f, start).photo);
	fields_free(&f);
}

static void
each_type_has_its_limit(void **state)
{
	static const struct {
		const char *type;
		int days;
	} CASES[] = { { "consult", 2 }, { "help", 10 }, { "suggest", 10 }, { "complaint", 15 },
		{ "report", 15 }, { "", 10 } };
	struct city *c = *state;
	for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
		struct fields f = { 0 };
		fields_set(&f, TF_TYPE, CASES[i].type);
		assert_int_equal(
		    deadline_resolve(c, &f, at("2026-11-20", 9, 0)).span.n, CASES[i].days);
		fields_free(&f);
	}
}

static void
steps_take_the_stricter_row(void **state)
{
	struct city *c = *state;
	struct fields f = { 0 };
	int64_t start = at("2026-11-21", 10, 0); /* a Saturday */
	assert_string_equal(
	    instant_text(deadline_dispatch(c, &f, start).at), "2026-11-21 12:00:00");
	assert_string_equal(instant_text(deadline_signin(c, &f, start).at), "2026-11-23 23:59:59");
	fields_set(&f, TF_CATEGORY, "0205");
	assert_string_equal(
	    instant_text(deadline_dispatch(c, &f, start).at), "2026-11-21 12:00:00");
	assert_string_equal(instant_text(deadline_visit(c, &f, start).at), "2026-11-23 10:00:00");
	fields_set(&f, TF_URGENCY, "critical");
	assert_string_equal(
	    instant_text(deadline_dispatch(c, &f, start).at), "2026-11-21 10:05:00");
	assert_string_equal(instant_text(deadline_signin(c, &f, start).at), "2026-11-21 10:15:00");
	assert_string_equal(instant_text(deadline_contact(c, &f, start).at), "2026-11-21 11:00:00");
	assert_string_equal(instant_text(deadline_incomplete(c, start).at), "2026-11-24 23:59:59");
	fields_free(&f);
}

/* Practice A2: the promise counts from acceptance, the unit's limit from its dispatch, each by the same rule. */
static void
two_clocks(void **state)
{
	struct city *c = *state;
	struct fields f = { 0 };
	fields_set(&f, TF_TYPE, "help");
	int64_t accepted = at("2026-09-21", 9, 0), redispatched = at("2026-09-24", 9, 0);
	assert_string_equal(
	    day_text(civil_day(deadline_resolve(c, &f, accepted).at)), "2026-10-12");
	assert_string_equal(
	    day_text(civil_day(deadline_resolve(c, &f, redispatched).at)), "2026-10-15");
	fields_free(&f);
}

static void
a_city_without_profile_has_no_limits(void **state)
{
	(void)state;
	struct city *c = city_new();
	city_finish(c);
	struct fields f = { 0 };
	assert_int_equal(deadline_resolve(c, &f, 1).at, 0);
	assert_int_equal(deadline_dispatch(c, &f, 1).at, 0);
	assert_int_equal(deadline_incomplete(c, 1).at, 0);
	city_free(c);
}

static void
lights(void **state)
{
	static const struct {
		const char *start;
		struct span span;
		const char *now;
		int hour;
		enum light want;
	} CASES[] = {
		/* 15 working days from Nov 2: due Nov 23; 20 % are 3 days */
		{ "2026-11-02", { 15, SPAN_WORKDAY }, "2026-11-17", 9, LIGHT_GREEN },
		{ "2026-11-02", { 15, SPAN_WORKDAY }, "2026-11-18", 9, LIGHT_AMBER },
		{ "2026-11-02", { 15, SPAN_WORKDAY }, "2026-11-23", 23, LIGHT_AMBER },
		{ "2026-11-02", { 15, SPAN_WORKDAY }, "2026-11-24", 0, LIGHT_RED },
		/* 2 working days from Friday: due Tuesday; Monday has one left */
		{ "2026-11-20", { 2, SPAN_WORKDAY }, "2026-11-22", 9, LIGHT_GREEN },
		{ "2026-11-20", { 2, SPAN_WORKDAY }, "2026-11-23", 9, LIGHT_AMBER },
		/* 1 working day, due Monday 24:00 (86 hours) or Saturday's start (62): its last quarter */
		{ "2026-11-20", { 1, SPAN_WORKDAY }, "2026-11-20", 10, LIGHT_GREEN },
		{ "2026-11-20", { 1, SPAN_WORKDAY }, "2026-11-23", 2, LIGHT_GREEN },
		{ "2026-11-20", { 1, SPAN_WORKDAY }, "2026-11-23", 3, LIGHT_AMBER },
		{ "2026-11-20", { 1, SPAN_WORKDAY }, "2026-11-24", 0, LIGHT_RED },
		{ "2026-11-21", { 1, SPAN_WORKDAY }, "2026-11-21", 10, LIGHT_GREEN },
		{ "2026-11-21", { 1, SPAN_WORKDAY }, "2026-11-23", 9, LIGHT_AMBER },
		/* 24 hours from 10:00: the last six are amber */
		{ "2026-11-20", { 24, SPAN_HOUR }, "2026-11-21", 3, LIGHT_GREEN },
		{ "2026-11-20", { 24, SPAN_HOUR }, "2026-11-21", 4, LIGHT_AMBER },
		{ "2026-11-20", { 24, SPAN_HOUR }, "2026-11-21", 10, LIGHT_AMBER },
		{ "2026-11-20", { 24, SPAN_HOUR }, "2026-11-21", 11, LIGHT_RED },
		/* natural days do not care for the weekend */
		{ "2026-11-20", { 3, SPAN_DAY }, "2026-11-21", 9, LIGHT_GREEN },
		{ "2026-11-20", { 3, SPAN_DAY }, "2026-11-22", 9, LIGHT_AMBER },
		{ "2026-11-20", { 1, SPAN_DAY }, "2026-11-20", 11, LIGHT_GREEN },
		{ "2026-11-20", { 1, SPAN_DAY }, "2026-11-21", 20, LIGHT_AMBER },
	};
	struct city *c = *state;
	for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
		int64_t start = at(CASES[i].start, 10, 0);
		struct due due = deadline_add(&c->calendar, c->profile, start, CASES[i].span);
		int64_t now = at(CASES[i].now, CASES[i].hour, 0);
		assert_int_equal(deadline_light(&c->calendar, start, due, now), CASES[i].want);
		/* a due read back from a ticket has lost its span */
		if (CASES[i].span.unit != SPAN_DAY) {
			due.span = (struct span){ 0, SPAN_NONE };
			assert_int_equal(
			    deadline_light(&c->calendar, start, due, now), CASES[i].want);
		}
	}
	assert_string_equal(deadline_mark(LIGHT_GREEN), "");
	assert_string_equal(deadline_mark(LIGHT_AMBER), "!");
	assert_string_equal(deadline_mark(LIGHT_RED), "!!");
}

static void
spans_in_words_and_in_files(void **state)
{
	(void)state;
	static const struct {
		const char *text, *words;
	} GOOD[] = { { "15min", "15分钟" }, { "24hour", "24小时" }, { "3day", "3日" },
		{ "5wd", "5个工作日" }, { "", "" } };
	static const char *const BAD[] = { "5", "wd", "0wd", "5 wd", "5days", "-1wd", "99999wd",
		"123456wd", "5WD", "１wd" };
	char buf[32];
	struct span s;
	for (size_t i = 0; i < sizeof GOOD / sizeof GOOD[0]; i++) {
		assert_true(profile_span_parse(GOOD[i].text, &s));
		assert_string_equal(span_words(s, buf, sizeof buf), GOOD[i].words);
		assert_string_equal(profile_span_text(s, buf, sizeof buf), GOOD[i].text);
	}
	for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++)
		assert_false(profile_span_parse(BAD[i], &s));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(cases_of_the_domain_page, setup, teardown),
		cmocka_unit_test_setup_teardown(c14_needs_the_calendar_of_2027, setup, teardown),
		cmocka_unit_test_setup_teardown(pauses_of_the_domain_page, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    nothing_is_late_the_moment_it_goes_on, setup, teardown),
		cmocka_unit_test_setup_teardown(e1_extends_by_working_days, setup, teardown),
		cmocka_unit_test_setup_teardown(office_hours_end_the_day, setup, teardown),
		cmocka_unit_test_setup_teardown(same_time_keeps_the_clock, setup, teardown),
		cmocka_unit_test_setup_teardown(hours_run_day_and_night, setup, teardown),
		cmocka_unit_test_setup_teardown(no_limit_stays_none, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    category_wins_over_urgency_over_type, setup, teardown),
		cmocka_unit_test_setup_teardown(each_type_has_its_limit, setup, teardown),
		cmocka_unit_test_setup_teardown(steps_take_the_stricter_row, setup, teardown),
		cmocka_unit_test_setup_teardown(two_clocks, setup, teardown),
		cmocka_unit_test(a_city_without_profile_has_no_limits),
		cmocka_unit_test_setup_teardown(lights, setup, teardown),
		cmocka_unit_test(spans_in_words_and_in_files),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
