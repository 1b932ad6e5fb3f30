/* What the centre does by itself after an event: which steps, with which words, and that the rules let them pass. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "desk.h"
#include "model/consequence.h"

static int
setup(void **state)
{
	*state = desk_city();
	return 0;
}

static int
teardown(void **state)
{
	city_free(*state);
	return 0;
}

struct row {
	int kind, round, stars, manner, urges, level;
	const char *urgency;
	bool supervised;
	int n;
	int first, second;      /* event kinds */
	const char *how, *part; /* EA_KIND of the supervision, part of its reason */
};

static const struct row rows[] = {
	{ EVENT_VISIT_BAD, 1, 2, 5, 0, 0, "normal", false, 1, EVENT_SUPERVISE, -1, "supervise",
	    "办理结果" },
	{ EVENT_VISIT_BAD, 1, 2, 1, 0, 0, "normal", false, 1, EVENT_SUPERVISE, -1, "supervise",
	    "服务态度" },
	{ EVENT_VISIT_BAD, 1, 3, 1, 0, 0, "normal", false, 1, EVENT_SUPERVISE, -1, "conduct",
	    "作风" },
	{ EVENT_VISIT_BAD, 1, 3, 3, 0, 0, "normal", false, 0, -1, -1, NULL, NULL },
	{ EVENT_VISIT_BAD, 2, 2, 5, 0, 0, "normal", false, 2, EVENT_ESCALATE, EVENT_SUPERVISE,
	    "supervise", "办理结果" },
	{ EVENT_VISIT_BAD, 2, 4, 4, 0, 2, "normal", false, 1, EVENT_ESCALATE, -1, NULL, NULL },
	{ EVENT_VISIT_BAD, 2, 4, 4, 0, 3, "normal", false, 0, -1, -1, NULL, NULL },
	{ EVENT_VISIT_BAD, 1, 1, 1, 0, 2, "normal", true, 0, -1, -1, NULL, NULL },
	{ EVENT_LATE_EVAL, 1, 1, 4, 0, 0, "normal", false, 1, EVENT_SUPERVISE, -1, "supervise",
	    "办理结果" },
	{ EVENT_VISIT_OK, 2, 4, 2, 0, 0, "normal", false, 1, EVENT_SUPERVISE, -1, "conduct",
	    "作风" },
	{ EVENT_VISIT_OK, 2, 4, 4, 0, 0, "normal", false, 0, -1, -1, NULL, NULL },
	{ EVENT_URGE, 1, 0, 0, 2, 1, "normal", false, 0, -1, -1, NULL, NULL },
	{ EVENT_URGE, 1, 0, 0, 3, 1, "normal", false, 1, EVENT_SUPERVISE, -1, "supervise",
	    "第三次" },
	{ EVENT_URGE, 1, 0, 0, 4, 1, "normal", false, 0, -1, -1, NULL, NULL }, /* once */
	{ EVENT_REOPEN, 2, 0, 0, 0, 0, "normal", false, 0, -1, -1, NULL, NULL },
	{ EVENT_REOPEN, 3, 0, 0, 0, 0, "normal", false, 1, EVENT_SUPERVISE, -1, "supervise",
	    "第三次" },
	{ EVENT_DISPATCH, 1, 0, 0, 0, 0, "urgent", false, 0, -1, -1, NULL, NULL },
	{ EVENT_DISPATCH, 1, 0, 0, 0, 0, "critical", false, 1, EVENT_SUPERVISE, -1, "supervise",
	    "特急" },
	{ EVENT_OVERDUE, 1, 0, 0, 0, 0, "normal", false, 1, EVENT_SUPERVISE, -1, "supervise",
	    "超过" },
	{ EVENT_NOTE, 3, 1, 1, 3, 0, "critical", false, 0, -1, -1, NULL, NULL },
};

/* The step as the centre takes it. */
static void
passes(struct desk *d, const struct follow *f, size_t row)
{
	desk_be(d, "system", ROLE_BIT(SYSTEM), "");
	desk_begin(d, (int)f->kind);
	if (!args_copy(&d->ev.args, &f->args))
		abort();
	if (desk_do(d) != ERR_OK)
		fail_msg("row %zu: %s refused: %s", row, event_info(f->kind)->json, d->e.text);
}

static void
one(struct desk *d, const struct row *r, size_t i)
{
	struct follow f[FOLLOWS_MAX];
	int n;

	desk_ticket(d, STATE_WORKING);
	d->t.round = r->round;
	d->t.stars_result = r->stars;
	d->t.stars_manner = r->manner;
	d->t.urge_count = r->urges;
	d->t.supervise_level = r->level;
	d->t.request[REQUEST_SUPERVISE].at = r->supervised;
	assert_true(fields_set(&d->t.f, TF_URGENCY, r->urgency));
	desk_begin(d, r->kind);
	n = workflow_follows(&d->ev, &d->t, d->city, f);
	if (n != r->n)
		fail_msg("row %zu: %d steps", i, n);
	for (int k = 0; k < n; k++) {
		assert_int_equal(f[k].kind, k == 0 ? r->first : r->second);
		assert_string_equal(f[k].ticket, d->t.id);
		if (f[k].kind == EVENT_SUPERVISE) {
			assert_string_equal(args_get(&f[k].args, EA_KIND), r->how);
			assert_string_equal(args_get(&f[k].args, EA_TO_UNIT), "1021");
			assert_non_null(strstr(args_get(&f[k].args, EA_REASON), r->part));
		}
		passes(d, &f[k], i);
	}
	follows_free(f, n);
}

static void
each_trigger(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		one(&d, &rows[i], i);
	desk_close(&d);
}

static void
until_when(void **state)
{
	struct follow f[FOLLOWS_MAX];
	struct desk d;

	desk_open(&d, *state);
	desk_ticket(&d, STATE_WORKING);
	desk_begin(&d, EVENT_OVERDUE); /* on a Saturday: Monday, Tuesday, Wednesday */
	assert_int_equal(workflow_follows(&d.ev, &d.t, d.city, f), 1);
	assert_int_equal(
	    civil_day(atoll(args_get(&f[0].args, EA_UNTIL))), civil_parse_day("2026-11-25"));
	follows_free(f, 1);
	assert_true(fields_set(&d.t.f, TF_URGENCY, "critical"));
	d.t.unit_due = d.env.now + 3600000;
	desk_begin(&d, EVENT_DISPATCH);
	assert_int_equal(workflow_follows(&d.ev, &d.t, d.city, f), 1);
	assert_int_equal(atoll(args_get(&f[0].args, EA_UNTIL)), d.t.unit_due);
	follows_free(f, 1);
	desk_close(&d);
}

/* Nobody can be supervised where no unit ever had it; a merge is told to the master. */
static void
other_tickets(void **state)
{
	struct follow f[FOLLOWS_MAX];
	struct desk d;

	desk_open(&d, *state);
	desk_ticket(&d, STATE_PENDING);
	d.t.urge_count = 3;
	desk_begin(&d, EVENT_URGE);
	assert_int_equal(workflow_follows(&d.ev, &d.t, d.city, f), 0);
	desk_begin(&d, EVENT_MERGE);
	assert_int_equal(workflow_follows(&d.ev, &d.t, d.city, f), 0);
	(void)str_copy(d.t.merged_into, sizeof(d.t.merged_into), DESK_OTHER_TICKET);
	assert_int_equal(workflow_follows(&d.ev, &d.t, d.city, f), 1);
	assert_int_equal(f[0].kind, EVENT_FOLLOW);
	assert_string_equal(f[0].ticket, DESK_OTHER_TICKET);
	assert_string_equal(args_get(&f[0].args, EA_OTHER), d.t.id);
	follows_free(f, 1);
	desk_close(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_trigger),
		cmocka_unit_test(until_when),
		cmocka_unit_test(other_tickets),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
