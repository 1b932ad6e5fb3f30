/* Which tickets of late are one incident: enough of them, in time, tied; by the rule of the city's category. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "model/incident.h"

#define NOW    INT64_C(1795142522000)
#define MINUTE INT64_C(60000)

struct day {
	struct similar list[200];
	int n;
};

static void
told(struct day *d, int minutes, const char *category, const char *area, const char *address,
    const char *words)
{
	struct fields f = { 0 };

	assert_true(fields_set(&f, TF_CATEGORY, category) && fields_set(&f, TF_AREA, area) &&
		    fields_set(&f, TF_ADDRESS, address) && fields_set(&f, TF_CONTENT, words));
	similar_of(&f, NOW + minutes * MINUTE, &d->list[d->n++]);
	fields_free(&f);
}

/* The water is off in a street: four houses call, and others about other things. */
static void
outage(struct day *d, int every)
{
	static const char *const houses[] = { "学府里2号楼", "学府里5号楼", "北苑小区3栋",
		"学府里7号楼" };

	for (int i = 0; i < 4; i++) {
		char words[200];

		told(d, i * every, "0301", "990102001", houses[i],
		    (snprintf(words, sizeof(words), "%s从早上起停水了, 没有通知", houses[i]),
			words));
		told(d, i * every, "0205", "990102001", "松涛路", "松涛路路灯不亮");
	}
}

static void
enough_in_time_are_one(void **state)
{
	struct day d = { .n = 0 };
	struct incident found[4];

	(void)state;
	outage(&d, 10);
	assert_int_equal(incident_find(NULL, d.list, d.n, NULL, found, 4), 2);
	assert_int_equal(found[0].n, 4); /* the default count is reached by both */
	for (int i = 1; i < found[0].n; i++)
		assert_true(found[0].member[i] > found[0].member[i - 1]);
	assert_int_equal(incident_find(NULL, d.list, d.n, NULL, found, 1), 1);
	assert_int_equal(incident_find(NULL, d.list, d.n, NULL, found, 0), 0);
	assert_int_equal(incident_find(NULL, d.list, 0, NULL, found, 4), 0);
	assert_int_equal(incident_find(NULL, d.list, 5, NULL, found, 4), 0); /* too few yet */
	d.n = 0;
	outage(&d, 200); /* each more than two hours after the other */
	assert_int_equal(incident_find(NULL, d.list, d.n, NULL, found, 4), 0);
}

static void
another_town_is_another_matter(void **state)
{
	struct day d = { .n = 0 };
	struct incident found[4];

	(void)state;
	told(&d, 0, "0301", "990102001", "学府里2号楼", "学府里2号楼停水了");
	told(&d, 1, "0301", "990102001", "学府里5号楼", "学府里5号楼停水了");
	told(&d, 2, "0301", "990104001", "观澜府1号楼", "观澜府1号楼停水了");
	told(&d, 3, "0301", "990104001", "观澜府2号楼", "观澜府2号楼停水了");
	assert_int_equal(incident_find(NULL, d.list, d.n, NULL, found, 4), 0);
}

static void
the_city_says_how_many(void **state)
{
	struct incident_rule rules[] = { { "03", 3, 60 }, { "0301", 2, 15 }, { "04", 0, 0 } };
	struct city c = { .incident_rules = rules, .n_incident_rules = 3 };
	struct incident_rule r;
	struct day d = { .n = 0 };
	struct incident found[4];

	(void)state;
	incident_rule_of(&c, "0301", &r);
	assert_int_equal(r.count, 2);
	incident_rule_of(&c, "0302", &r);
	assert_int_equal(r.minutes, 60);
	incident_rule_of(&c, "0401", &r); /* senseless: the default */
	assert_int_equal(r.count, INCIDENT_COUNT);
	incident_rule_of(&c, "", &r);
	assert_int_equal(r.count, INCIDENT_COUNT);
	told(&d, 0, "0301", "990102001", "学府里2号楼", "学府里2号楼停水了");
	told(&d, 14, "0301", "990102001", "学府里5号楼", "学府里5号楼停水了");
	assert_int_equal(incident_find(&c, d.list, d.n, NULL, found, 4), 1);
	d.list[1].at += 2 * MINUTE;
	assert_int_equal(incident_find(&c, d.list, d.n, NULL, found, 4), 0);
}

/* More than can be looked at: the newest, and nothing is written beyond the lists. */
static void
a_flood_is_bounded(void **state)
{
	struct day d = { .n = 0 };
	struct incident found[2];

	(void)state;
	for (int i = 0; i < 200; i++)
		told(&d, i / 4, "0301", "990102001", "学府里2号楼", "学府里2号楼停水了");
	assert_int_equal(incident_find(NULL, d.list, d.n, NULL, found, 2), 1);
	assert_int_equal(found[0].n, INCIDENT_MEMBERS);
	assert_int_equal(found[0].member[INCIDENT_MEMBERS - 1], 199);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(enough_in_time_are_one),
		cmocka_unit_test(another_town_is_another_matter),
		cmocka_unit_test(the_city_says_how_many),
		cmocka_unit_test(a_flood_is_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
