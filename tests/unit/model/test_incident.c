/* Which tickets of late are one incident: enough of them, in time, tied; by the rule of the city's category. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"

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

/* Callers who were appended to a ticket have told it too. */
static void
who_has_no_ticket_counts_too(void **state)
{
	struct day d = { .n = 0 };
	struct incident found[4];

	(void)state;
	told(&d, 0, "0205", "990102001", "松涛路", "松涛路路灯不亮");
	d.list[0].also = 2;
	assert_int_equal(incident_find(NULL, d.list, d.n, NULL, found, 4), 0);
	told(&d, 5, "0205", "990102001", "松涛路", "松涛路路灯不亮");
	assert_int_equal(incident_find(NULL, d.list, d.n, NULL, found, 4), 1);
	assert_int_equal(found[0].n, 2);
	assert_int_equal(found[0].total, 4);
	d.list[1].also = 7; /* the larger one first */
	told(&d, 6, "0301", "990102001", "学府里2号楼", "停水了");
	d.list[2].also = 3;
	assert_int_equal(incident_find(NULL, d.list, d.n, NULL, found, 4), 2);
	assert_int_equal(found[0].total, 11);
	assert_int_equal(found[1].n, 1);
}

/* ---- as it is told ---- */

#define ID(n) "01890000-0000-7000-8000-00000000000" #n

static void
a_row_comes_back_as_it_went(void **state)
{
	struct incident_told t = { .total = 7,
		.joined = 3,
		.first_at = NOW,
		.last_at = NOW + MINUTE,
		.category = "0301",
		.area = "990102001",
		.bulletin = "B01",
		.n = 3,
		.member = { ID(1), ID(2), ID(3) } };
	struct incident_told back;
	struct str text = { 0 };

	(void)state;
	incident_write(&t, &text);
	assert_true(incident_read(ID(1), str_c(&text), &back));
	assert_memory_equal(&t, &back, sizeof(t));
	str_add(&text, "\tof a newer centre");
	assert_true(incident_read(ID(1), str_c(&text), &back));
	assert_int_equal(back.n, 3);
	assert_false(incident_read(ID(2), str_c(&text), &back)); /* another's row */
	for (size_t i = 0; i < text.len; i++) { /* torn anywhere: never a word too far */
		char *torn = str_dup_n(str_c(&text), i);

		(void)incident_read(ID(1), torn, &back);
		assert_true(back.n <= 3);
		free(torn);
	}
	str_free(&text);
}

static void
damaged_rows_are_none(void **state)
{
	static const char *const rows[] = { "", "\t", "7", "7\t3\t1\t2\t0301\t990102001\tB01\t",
		"-1\t0\t1\t2\t\t\t\t" ID(1), "x\t0\t1\t2\t\t\t\t" ID(1),
		"7\t0\t1\t2\t03010000000\t\t\t" ID(1), "7\t0\t1\t2\t0301\t\t\t" ID(1) "x",
		"7\t0\t1\t2\t0301\t\t\tabc," ID(1), "99999999999999999999\t0\t1\t2\t\t\t\t" ID(1) };
	struct incident_told t;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (incident_read(ID(1), rows[i], &t))
			fail_msg("%s", rows[i]);
}

static void
the_bulletin_that_speaks_of_it(void **state)
{
	struct area areas[] = { { .code = "990102", .name = "区", .parent = "" },
		{ .code = "990102001", .name = "街道", .parent = "990102" },
		{ .code = "990103", .name = "别处", .parent = "" } };
	const struct city c = { .code = "990100", .areas = areas, .n_areas = 3 };
	struct bulletin b[] = { { .id = "B1", .category = "03", .area = "990102", .incident = "" },
		{ .id = "B2", .category = "", .area = "", .incident = "123" },
		{ .id = "B3", .category = "0301", .area = "990103", .incident = "" },
		{ .id = "B4", .category = "0301", .area = "", .incident = "" } };
	const struct incident_told t = { .category = "0301", .area = "990102001" };
	const struct bulletin *found;

	(void)state;
	found = incident_bulletin(&c, b, 4, &t, "123", NOW);
	assert_true(found == &b[1]); /* tied to it: before the one of its kind and place */
	found = incident_bulletin(&c, b, 4, &t, "124", NOW);
	assert_true(found == &b[0]);
	b[0].ends_at = NOW; /* over */
	assert_null(incident_bulletin(&c, b, 4, &t, "124", NOW));
	b[0].ends_at = 0;
	b[0].starts_at = NOW + 1; /* not yet */
	assert_null(incident_bulletin(&c, b, 4, &t, "124", NOW));
	assert_null(incident_bulletin(&c, NULL, 0, &t, "123", NOW));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(enough_in_time_are_one),
		cmocka_unit_test(another_town_is_another_matter),
		cmocka_unit_test(the_city_says_how_many),
		cmocka_unit_test(a_flood_is_bounded),
		cmocka_unit_test(who_has_no_ticket_counts_too),
		cmocka_unit_test(a_row_comes_back_as_it_went),
		cmocka_unit_test(damaged_rows_are_none),
		cmocka_unit_test(the_bulletin_that_speaks_of_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
