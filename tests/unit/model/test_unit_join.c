/* One ticket joined to another and parted from it again (practice A9, domain.md §9 f). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "desk_unit.h"

#define DAY_MS  86400000LL
#define HOUR_MS 3600000LL

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

/* ---- what may be joined: domain.md §9 (f), practice A9 ---- */

enum who { MASTER, NOBODY, NOT_KNOWN_HERE, ITSELF };

static const struct {
	enum who other;
	enum ticket_state state; /* of the master; NONE: as it is */
	int64_t closed_ago;
	struct {
		enum ticket_field field;
		const char *mine, *theirs;
	} set[3];
	enum err_code code;
	const char *words;
} joins[] = {
	{ .code = ERR_OK },
	{ .other = NOBODY, .code = ERR_NOT_FOUND, .words = "核对单号" },
	{ .other = NOT_KNOWN_HERE, .code = ERR_OK },
	{ .other = ITSELF, .code = ERR_GUARD, .words = "自己" },
	{ .state = STATE_MERGED, .code = ERR_GUARD, .words = "主单" },
	{ .state = STATE_CLOSED, .closed_ago = 30 * DAY_MS, .code = ERR_OK },
	{ .state = STATE_CLOSED,
	    .closed_ago = 30 * DAY_MS + 1,
	    .code = ERR_GUARD,
	    .words = "30天" },
	{ .state = STATE_ARCHIVED, .code = ERR_GUARD, .words = "30天" },
	{ .state = STATE_REJECTED, .code = ERR_GUARD, .words = "没有在办" },
	{ .set = { { TF_TYPE, "report", "help" } }, .code = ERR_GUARD, .words = "举报" },
	{ .set = { { TF_TYPE, "report", "report" } }, .code = ERR_OK },
	/* Another person: the same place will do, the same kind of thing in the same area too; else not. */
	{ .set = { { TF_CALLER_PHONE, "13900000001", "13800005678" } }, .code = ERR_OK },
	{ .set = { { TF_CALLER_PHONE, "13900000001", "13800005678" },
	      { TF_ADDRESS, "红山路99号", "红山路78号" } },
	    .code = ERR_OK },
	{ .set = { { TF_CALLER_PHONE, "13900000001", "13800005678" },
	      { TF_ADDRESS, "红山路99号", "红山路78号" }, { TF_CATEGORY, "0301", "0205" } },
	    .code = ERR_GUARD,
	    .words = "同一地点" },
	{ .set = { { TF_CALLER_PHONE, "13900000001", "13800005678" }, { TF_AREA, "", "" } },
	    .code = ERR_GUARD,
	    .words = "同一地点" },
	/* Two communities of one street, one kind of thing: the water of both. Two streets: not. */
	{ .set = { { TF_CALLER_PHONE, "13900000001", "13800005678" },
	      { TF_AREA, "990101001001", "990101001002" }, { TF_ADDRESS, "1号楼", "2号楼" } },
	    .code = ERR_OK },
	{ .set = { { TF_CALLER_PHONE, "13900000001", "13800005678" },
	      { TF_AREA, "990101001", "990101002" } },
	    .code = ERR_GUARD,
	    .words = "同一地点" },
	{ .set = { { TF_CALLER_PHONE, "12345", "12345" }, { TF_AREA, "", "" } },
	    .code = ERR_GUARD,
	    .words = "同一诉求人" },
	/* The same person, elsewhere, his number written otherwise. */
	{ .set = { { TF_CALLER_PHONE, NULL, "13800005678" },
	      { TF_CONTACT_PHONE, "138 0000 5678", NULL }, { TF_AREA, "990101", "990101001" } },
	    .code = ERR_OK },
};

static void
master_for(struct desk *d, struct desk *m, size_t i)
{
	desk_ticket(m, STATE_PENDING);
	(void)str_copy(m->t.id, sizeof(m->t.id), DESK_OTHER_TICKET);
	d->env.other = joins[i].other == MASTER ? &m->t : joins[i].other == ITSELF ? &d->t : NULL;
	d->env.at_centre = joins[i].other != NOT_KNOWN_HERE;
	if (joins[i].state != STATE_NONE)
		m->t.state = joins[i].state;
	m->t.closed_at = d->env.now - joins[i].closed_ago;
	for (int k = 0; k < 3 && joins[i].set[k].field != TF_NO; k++) {
		assert_true(fields_set(&d->t.f, joins[i].set[k].field, joins[i].set[k].mine));
		assert_true(fields_set(&m->t.f, joins[i].set[k].field, joins[i].set[k].theirs));
	}
}

static void
what_may_be_joined(void **state)
{
	struct desk d, m;

	open_two(&d, &m, *state);
	for (size_t i = 0; i < sizeof(joins) / sizeof(joins[0]); i++) {
		good(&d, EVENT_MERGE);
		master_for(&d, &m, i);
		if (desk_check(&d) != joins[i].code)
			fail_msg("case %zu: %s %s", i, err_json(d.e.code), d.e.text);
		if (joins[i].code == ERR_OK)
			continue;
		assert_string_equal(d.e.where, "other_ticket");
		assert_non_null(strstr(d.e.text, joins[i].words));
	}
	/* No circle: the master was joined to this very ticket. */
	good(&d, EVENT_MERGE);
	m.t.state = STATE_MERGED;
	(void)str_copy(m.t.merged_into, sizeof(m.t.merged_into), d.t.id);
	d.env.other = &m.t;
	assert_int_equal(desk_check(&d), ERR_GUARD);
	assert_non_null(strstr(d.e.text, "互相"));
	close_two(&d, &m);
}

static void
parting_brings_back_what_was(void **state)
{
	static const enum ticket_state from[] = { STATE_PENDING, STATE_DISPATCHED, STATE_WORKING };
	struct desk d, m;

	open_two(&d, &m, *state);
	for (size_t i = 0; i < 3; i++) {
		int64_t promised, accepted, due, signin;

		good(&d, EVENT_MERGE);
		desk_ticket(&d, from[i]);
		promised = d.t.promised_due;
		accepted = d.t.accepted_at;
		due = d.t.unit_due;
		signin = d.t.signin_due;
		d.env.now += HOUR_MS;
		desk_merge(&d);
		desk_must(&d);
		assert_string_equal(d.t.merged_into, DESK_OTHER_TICKET);
		assert_int_equal(d.t.before, from[i]);
		assert_int_equal(d.t.closed_at, d.env.now);
		assert_string_equal(fields_get(&d.t.f, TF_CLOSE_TYPE), "merged");
		assert_null(ticket_lead(&d.t));
		assert_string_equal(d.t.lead_unit, "");
		d.env.now += 2 * HOUR_MS;
		step(&d, EVENT_UNMERGE);
		desk_must(&d);
		assert_int_equal(d.t.state, from[i]);
		assert_int_equal(d.ev.to, from[i]);
		assert_string_equal(d.t.merged_into, "");
		assert_int_equal(d.t.closed_at, 0);
		assert_string_equal(fields_get(&d.t.f, TF_CLOSE_TYPE), "");
		/* Nothing is promised or accepted twice; the unit gets back the hours it could not work. */
		assert_int_equal(d.t.promised_due, promised);
		assert_int_equal(d.t.accepted_at, accepted);
		if (from[i] == STATE_PENDING) {
			assert_int_equal(d.t.dispatch_due, d.env.now + 2 * HOUR_MS);
			assert_int_equal(d.t.n_assign, 0);
			continue;
		}
		assert_string_equal(d.t.lead_unit, "1021");
		assert_int_equal(d.t.n_assign, 1);
		assert_int_equal(d.t.unit_due, due + 2 * HOUR_MS);
		assert_int_equal(ticket_lead(&d.t)->due, d.t.unit_due);
		assert_int_equal(d.t.dispatch_count, 1);
		/* A limit of working days is not moved by hours of a Saturday. */
		assert_int_equal(d.t.signin_due, from[i] == STATE_WORKING ? 0 : signin);
		assert_int_equal(ticket_lead(&d.t)->state,
		    from[i] == STATE_WORKING ? ASSIGN_IS_SIGNED : ASSIGN_IS_WAITING);
	}
	close_two(&d, &m);
}

static void
the_master_knows_who_follows(void **state)
{
	struct desk d, m;

	open_two(&d, &m, *state);
	good(&d, EVENT_FOLLOW);
	desk_must(&d);
	step(&d, EVENT_FOLLOW);
	desk_must(&d);
	assert_int_equal(d.t.follow_count, 2);
	step(&d, EVENT_FOLLOW);
	desk_arg(&d, EA_RESULT, "left");
	desk_must(&d);
	assert_int_equal(d.t.follow_count, 1);
	/* Anybody at the desk may keep an eye on it; that joins nothing. */
	desk_be(&d, DESK_AGENT, ROLE_BIT(AGENT), "");
	desk_begin(&d, EVENT_FOLLOW);
	desk_must(&d);
	assert_int_equal(d.t.follow_count, 1);
	/* One more caller tells the same: he is counted, and what he said is asked for. */
	desk_arg(&d, EA_KIND, WORKFLOW_CALLER);
	desk_arg(&d, EA_PHONE, "13800000001");
	assert_int_equal(desk_check(&d), ERR_GUARD);
	assert_string_equal(d.e.where, "note");
	desk_arg(&d, EA_NOTE, "二楼也看不见路");
	desk_must(&d);
	assert_int_equal(d.t.follow_count, 2);
	desk_arg(&d, EA_OTHER, DESK_OTHER_TICKET);
	assert_int_equal(desk_check(&d), ERR_GUARD);
	assert_non_null(strstr(d.e.text, "并单"));
	close_two(&d, &m);
}

static void
a_proposal_to_join_waits_for_the_dispatcher(void **state)
{
	struct desk d, m;

	open_two(&d, &m, *state);
	good(&d, EVENT_MERGE_ASK);
	desk_must(&d);
	assert_string_equal(d.t.request[REQUEST_MERGE].by, DESK_AGENT);
	assert_int_equal(d.t.request[REQUEST_MERGE].at, d.env.now);
	step(&d, EVENT_DISPATCH);
	desk_must(&d);
	assert_int_equal(d.t.request[REQUEST_MERGE].at, 0);
	/* A unit too; and it is closed when they are joined. */
	desk_be(&d, DESK_UNIT, ROLE_BIT(UNIT), "1021");
	desk_begin(&d, EVENT_MERGE_ASK);
	desk_arg(&d, EA_OTHER, DESK_OTHER_TICKET);
	desk_must(&d);
	assert_string_equal(d.t.request[REQUEST_MERGE].unit, "1021");
	desk_merge(&d);
	desk_must(&d);
	assert_int_equal(d.t.request[REQUEST_MERGE].at, 0);
	close_two(&d, &m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_may_be_joined),
		cmocka_unit_test(parting_brings_back_what_was),
		cmocka_unit_test(the_master_knows_who_follows),
		cmocka_unit_test(a_proposal_to_join_waits_for_the_dispatcher),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
