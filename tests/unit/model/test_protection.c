/* Special-protection periods: who falls in, that limits only get shorter, what is said, what cannot be one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/deadline.h"
#include "model/protection.h"
#include "working.h"

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
		.resolve = "24hour",
		.starts_at = when("2026-11-20", 0),
		.ends_at = when("2026-11-28", 0) };
	return p;
}

static void
matter(struct desk *d, const char *area, const char *category)
{
	working(d);
	field(d, TF_AREA, area);
	field(d, TF_CATEGORY, category);
	field(d, TF_URGENCY, "normal");
}

static void
done(struct desk *d)
{
	d->city->n_protections = 0;
	ticket_free(&d->t);
	event_free(&d->ev);
}

static void
test_who_falls_in(void **state)
{
	static const struct {
		const char *areas, *categories, *area, *category, *day;
		bool in;
	} cases[] = {
		{ "", "", "990101001", "0301", "2026-11-21", true },
		{ "", "", "", "", "2026-11-21", true },
		{ "990101", "", "990101001", "0301", "2026-11-21", true },
		{ "990101001", "", "990101", "0301", "2026-11-21", false },
		{ "990101", "", "", "0301", "2026-11-21", false },
		{ "", "03", "990101001", "0301", "2026-11-21", true },
		{ "", "0205|0301", "990101001", "0301", "2026-11-21", true },
		{ "", "0205", "990101001", "0301", "2026-11-21", false },
		{ "", "03", "990101001", "", "2026-11-21", false },
		{ "", "", "990101001", "0301", "2026-11-19", false },
		{ "", "", "990101001", "0301", "2026-11-20", true },
		{ "", "", "990101001", "0301", "2026-11-28", false },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct desk d = { .city = *state };
		const struct protection *p;

		matter(&d, cases[i].area, cases[i].category);
		p = add(d.city, cases[i].areas, cases[i].categories);
		if ((protection_of(d.city, &d.t.f, when(cases[i].day, 0)) == p) != cases[i].in)
			fail_msg("case %zu", i);
		done(&d);
	}
}

static void
test_limits_only_get_shorter(void **state)
{
	const int64_t start = when("2026-11-21", 9);
	struct desk d = { .city = *state };
	struct protection *p;
	struct due plain, with;

	matter(&d, "990101001", "0301");
	plain = deadline_resolve(d.city, &d.t.f, start);
	p = add(d.city, "", "");
	with = deadline_resolve(d.city, &d.t.f, start);
	assert_true(with.at == start + 24 * HOUR_MS);
	assert_true(with.at < plain.at);
	assert_true(deadline_signin(d.city, &d.t.f, start).at == start + HOUR_MS / 4);
	p->resolve = "90day"; /* longer than the matter may take at other times */
	assert_true(deadline_resolve(d.city, &d.t.f, start).at == plain.at);
	p->resolve = "";
	assert_true(deadline_resolve(d.city, &d.t.f, start).at == plain.at);
	p->resolve = "24hour";
	assert_true(deadline_resolve(d.city, &d.t.f, when("2026-11-28", 9)).at >
		    when("2026-11-29", 9)); /* it is over */
	done(&d);
}

static void
test_what_is_said(void **state)
{
	struct desk d = { .city = *state };
	struct str out = { 0 };

	protection_words(add(d.city, "", ""), &out);
	assert_string_equal(out.s, "保障期 国庆活动(至11-28 00:00) 签收15分钟 办结24小时");
	str_free(&out);
	d.city->n_protections = 0;
}

static void
test_what_cannot_be_one(void **state)
{
	struct desk d = { .city = *state };
	struct protection *p = add(d.city, "", "");
	struct err e = { 0 };

	assert_int_equal(protection_check(p, &e), ERR_OK);
	p->resolve = "soon";
	assert_int_equal(protection_check(p, &e), ERR_INVALID);
	assert_non_null(strstr(e.text, "soon"));
	p->resolve = p->signin = "";
	assert_int_equal(protection_check(p, &e), ERR_INVALID);
	p->resolve = "24hour";
	p->ends_at = p->starts_at;
	assert_int_equal(protection_check(p, &e), ERR_INVALID);
	d.city->n_protections = 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_who_falls_in, setup, teardown),
		cmocka_unit_test_setup_teardown(test_limits_only_get_shorter, setup, teardown),
		cmocka_unit_test_setup_teardown(test_what_is_said, setup, teardown),
		cmocka_unit_test_setup_teardown(test_what_cannot_be_one, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
