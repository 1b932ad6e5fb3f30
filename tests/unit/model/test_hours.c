/* Opening hours: what is accepted, and when somebody answers - around noon, midnight, weekends and the long holidays
 * with their make-up days. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "model/hours.h"
#include "notice.h"

#define OFFICE "wd 08:30-12:00,14:00-17:30"

static int
setup(void **state)
{
	struct calendar *c = calloc(1, sizeof *c);
	assert_non_null(c);
	notice_load(c);
	*state = c;
	return 0;
}

static int
teardown(void **state)
{
	calendar_free(*state);
	free(*state);
	return 0;
}

/* "2026-11-21 10:42" */
static int64_t
at(const char *s)
{
	char day[11] = "";
	memcpy(day, s, 10);
	int32_t d = civil_parse_day(day);
	assert_true(d != INT32_MIN);
	return civil_day_start(d) + (atoi(s + 11) * 60 + atoi(s + 14)) * 60000LL;
}

static void
well_formed_and_malformed(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		bool good;
	} CASES[] = {
		{ "24h", true },
		{ OFFICE, true },
		{ "daily 09:00-21:00", true },
		{ "daily 00:00-24:00", true },
		{ "wd 08:30-17:30; rest 09:00-16:00", true },
		{ "wd 08:30-12:00, 14:00-17:30 ; rest 09:00-12:00", true },
		{ "daily 20:00-08:00", true },
		{ "wd 17:30-24:00;wd 00:00-08:30;rest 00:00-24:00", true },
		{ "", false },
		{ " ", false },
		{ "24H", false },
		{ "24h; wd 08:30-12:00", false },
		{ "08:30-17:30", false },
		{ "wd", false },
		{ "wd ", false },
		{ "wd 8:30-17:30", false },
		{ "wd 08:30", false },
		{ "wd 08:30-", false },
		{ "wd 08:30-17:60", false },
		{ "wd 08:30-25:00", false },
		{ "wd 08:30-24:30", false },
		{ "wd 24:00-08:00", false },
		{ "wd 20:00-00:00", false },
		{ "wd 08:30-08:30", false },
		{ "wd 08:30-12:00,", false },
		{ "wd 08:30-12:00;", false },
		{ "wd 08:30-12:00 14:00-17:30", false },
		{ "wd 08:30-12:00 下午休息", false },
		{ "workdays 08:30-17:30", false },
		{ "wd 08：30-17：30", false },
		{ "工作日 08:30-17:30", false },
		{ "wd 01:00-01:10,02:00-02:10,03:00-03:10,04:00-04:10,05:00-05:10,06:00-06:10,"
		  "07:00-07:10,08:00-08:10,09:00-09:10,10:00-10:10,11:00-11:10,12:00-12:10,"
		  "13:00-13:10",
		    false },
	};
	for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
		const char *wrong = hours_check(CASES[i].text);
		if ((wrong == NULL) != CASES[i].good)
			print_message("“%s”: %s\n", CASES[i].text, wrong ? wrong : "accepted");
		assert_int_equal(wrong == NULL, CASES[i].good);
	}
	assert_non_null(hours_check(NULL));
}

static void
open_or_not_and_until_when(void **state)
{
	static const struct {
		const char *hours, *now;
		bool open;
		const char *until; /* "" for ever or unknown */
		const char *label;
	} CASES[] = {
		/* Saturday 21 November, Monday 23 */
		{ OFFICE, "2026-11-20 10:42", true, "2026-11-20 12:00", "可接" },
		{ OFFICE, "2026-11-20 08:29", false, "2026-11-20 08:30", "下班 至08:30" },
		{ OFFICE, "2026-11-20 08:30", true, "2026-11-20 12:00", "可接" },
		{ OFFICE, "2026-11-20 12:00", false, "2026-11-20 14:00", "下班 至14:00" },
		{ OFFICE, "2026-11-20 17:30", false, "2026-11-23 08:30", "下班 周一08:30" },
		{ OFFICE, "2026-11-22 23:59", false, "2026-11-23 08:30", "下班 明天08:30" },
		{ OFFICE, "2026-11-23 00:00", false, "2026-11-23 08:30", "下班 至08:30" },
		/* always */
		{ "24h", "2026-11-22 03:00", true, "", "可接" },
		{ "daily 00:00-24:00", "2026-11-22 23:59", true, "", "可接" },
		{ "wd 00:00-24:00; rest 00:00-24:00", "2026-02-16 10:00", true, "", "可接" },
		/* every day, weekend or not */
		{ "daily 09:00-21:00", "2026-11-22 20:59", true, "2026-11-22 21:00", "可接" },
		{ "daily 09:00-21:00", "2026-11-22 21:00", false, "2026-11-23 09:00",
		    "下班 明天09:00" },
		{ "wd 08:30-17:30; rest 09:00-16:00", "2026-11-21 16:30", false, "2026-11-22 09:00",
		    "下班 明天09:00" },
		{ "wd 08:30-17:30; rest 09:00-16:00", "2026-11-21 09:00", true, "2026-11-21 16:00",
		    "可接" },
		{ "rest 09:00-16:00", "2026-11-23 09:30", false, "2026-11-28 09:00",
		    "下班 周六09:00" },
		/* past midnight: the night belongs to the evening it begins on */
		{ "daily 20:00-08:00", "2026-11-22 23:59", true, "2026-11-23 08:00", "可接" },
		{ "daily 20:00-08:00", "2026-11-23 00:00", true, "2026-11-23 08:00", "可接" },
		{ "daily 20:00-08:00", "2026-11-23 08:00", false, "2026-11-23 20:00",
		    "下班 至20:00" },
		{ "wd 20:00-08:00", "2026-11-21 07:00", true, "2026-11-21 08:00", "可接" },
		{ "wd 20:00-08:00", "2026-11-23 07:00", false, "2026-11-23 20:00", "下班 至20:00" },
		/* spans that touch are one, also over midnight and from one kind of day to the next */
		{ "daily 18:00-24:00,00:00-06:00", "2026-11-22 19:00", true, "2026-11-23 06:00",
		    "可接" },
		{ "wd 09:00-24:00; rest 00:00-12:00", "2026-11-20 22:00", true, "2026-11-21 12:00",
		    "可接" },
		{ "wd 08:30-12:00,12:00-17:30", "2026-11-20 11:00", true, "2026-11-20 17:30",
		    "可接" },
		/* spring festival 15 to 23 February, make-up days on Saturday 14 and 28 */
		{ OFFICE, "2026-02-13 18:00", false, "2026-02-14 08:30", "下班 明天08:30" },
		{ OFFICE, "2026-02-14 09:00", true, "2026-02-14 12:00", "可接" },
		{ OFFICE, "2026-02-14 17:30", false, "2026-02-24 08:30", "下班 2月24日08:30" },
		{ OFFICE, "2026-02-18 10:00", false, "2026-02-24 08:30", "下班 周二08:30" },
		{ OFFICE, "2026-02-28 10:00", true, "2026-02-28 12:00", "可接" },
		{ "rest 09:00-12:00", "2026-02-28 10:00", false, "2026-03-01 09:00",
		    "下班 明天09:00" },
		{ "rest 09:00-12:00", "2026-02-18 10:00", true, "2026-02-18 12:00", "可接" },
		/* a city cannot write nonsense here, an old row may hold some: nobody is hidden */
		{ "", "2026-11-22 03:00", true, "", "可接" },
		{ "whenever", "2026-11-22 03:00", true, "", "可接" },
	};
	for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
		char label[64];
		int64_t now = at(CASES[i].now);
		struct hours_state s = hours_at(CASES[i].hours, *state, now);
		int64_t until = CASES[i].until[0] != '\0' ? at(CASES[i].until) : 0;
		hours_label(s, now, label, sizeof label);
		if (s.open != CASES[i].open || s.until_at != until ||
		    strcmp(label, CASES[i].label) != 0)
			print_message("“%s” at %s: %s\n", CASES[i].hours, CASES[i].now, label);
		assert_int_equal(s.open, CASES[i].open);
		assert_int_equal(s.until_at, until);
		assert_string_equal(label, CASES[i].label);
	}
}

static void
never_open_within_the_look(void **state)
{
	(void)state;
	struct calendar work = { 0 };
	char label[64];
	int64_t now = at("2026-11-20 10:00");
	for (int32_t d = civil_day(now); d < civil_day(now) + 40; d++)
		assert_true(calendar_add(&work, d, true));
	struct hours_state s = hours_at("rest 09:00-12:00", &work, now);
	assert_false(s.open);
	assert_int_equal(s.until_at, 0);
	assert_string_equal(hours_label(s, now, label, sizeof label), "下班");
	calendar_free(&work);
	assert_true(hours_at(NULL, &work, now).open);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(well_formed_and_malformed, setup, teardown),
		cmocka_unit_test_setup_teardown(open_or_not_and_until_when, setup, teardown),
		cmocka_unit_test(never_open_within_the_look),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
