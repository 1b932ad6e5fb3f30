/* Who is on duty: the roster by the minute, over midnight, and the unit's own telephone where there is none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/clock.h"
#include "model/city.h"

static struct city *
town(void)
{
	static const struct duty rows[] = {
		{ "2026-11-21", "1004", "周建军", "88900401", "08:00-20:00" },
		{ "2026-11-21", "1004", "吴霞", "88900402", "20:00-08:00" },
		{ "2026-11-22", "1004", "马超", "88900403", "" },
		{ "2026-11-23", "1004", "坏行", "88900404", "8点起" },
	};
	struct city *c = city_new();
	struct contact *k = city_push(&c->contacts, &c->n_contacts, sizeof(*k));

	*k = (struct contact){ "1004", "duty", "值班室", "88900400", "" };
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct duty *d = city_push(&c->duties, &c->n_duties, sizeof(*d));

		*d = rows[i];
	}
	city_finish(c);
	return c;
}

static int64_t
at(const char *day, int hour, int minute)
{
	return civil_day_start(civil_parse_day(day)) + (hour * 60 + minute) * 60000LL;
}

static void
test_who(void **state)
{
	static const struct {
		const char *day;
		int hour, minute;
		const char *name;
		bool roster;
	} cases[] = {
		{ "2026-11-21", 7, 59, "值班室", false }, { "2026-11-21", 8, 0, "周建军", true },
		{ "2026-11-21", 19, 59, "周建军", true }, { "2026-11-21", 20, 0, "吴霞", true },
		{ "2026-11-22", 23, 59, "马超", true },
		{ "2026-11-23", 9, 0, "值班室", false }, /* a row that cannot be read is none */
	};
	struct city *c = town();
	struct duty_person who;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_true(
		    city_duty(c, "1004", at(cases[i].day, cases[i].hour, cases[i].minute), &who));
		if (strcmp(who.name, cases[i].name) != 0 || who.from_roster != cases[i].roster)
			fail_msg("case %zu: %s", i, who.name);
	}
	assert_true(city_duty(c, "1004", at("2026-11-22", 3, 0), &who));
	assert_true(who.from_roster); /* the night's turn, or the day's: both are there */
	assert_false(city_duty(c, "9999", at("2026-11-21", 9, 0), &who));
	city_free(c);
}

static void
test_hours(void **state)
{
	static const char *const bad[] = { "8:00-20:00", "08:00-24:01", "08:00-08:00",
		"24:00-08:00", "08:00", "08:60-09:00", "08:00-20:00 ", "全天" };
	int from, to;

	(void)state;
	assert_true(city_duty_hours("", &from, &to));
	assert_int_equal(to, 1440);
	assert_true(city_duty_hours("20:00-08:00", &from, &to));
	assert_int_equal(from, 1200);
	assert_int_equal(to, 1440 + 480);
	assert_true(city_duty_hours("00:00-24:00", &from, &to));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (city_duty_hours(bad[i], &from, &to))
			fail_msg("%s", bad[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_who),
		cmocka_unit_test(test_hours),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
