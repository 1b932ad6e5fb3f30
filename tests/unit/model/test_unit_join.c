/* One ticket joined to another and parted from it again (practice A9, domain.md §9 f). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "desk_unit.h"

#define DAY_MS 86400000LL

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

/* ---- joined ---- */

/* domain.md §9 (f), practice A9 */
static void
what_may_be_joined(void **state)
{
	struct desk d, m;
	struct ticket *master;

	open_two(&d, &m, *state);
	master = &m.t;
#define TRY(change, want, words_)                                                  \
	do {                                                                       \
		desk_ticket(&m, STATE_PENDING);                                    \
		(void)str_copy(master->id, sizeof(master->id), DESK_OTHER_TICKET); \
		good(&d, EVENT_MERGE);                                             \
		d.env.other = master;                                              \
		change;                                                            \
		if (desk_check(&d) != (want) || strstr(d.e.text, words_) == NULL)  \
			fail_msg(#change ": %s %s", err_json(d.e.code), d.e.text); \
		if ((want) != ERR_OK)                                              \
			assert_string_equal(d.e.where, "other_ticket");            \
	} while (0)
	TRY((void)0, ERR_OK, "");
	TRY(d.env.other = NULL, ERR_NOT_FOUND, "核对单号");
	TRY((d.env.other = NULL, d.env.at_centre = false), ERR_OK, "");
	TRY(d.env.other = &d.t, ERR_GUARD, "自己");
	TRY(master->state = STATE_MERGED, ERR_GUARD, "主单");
	TRY((master->state = STATE_MERGED, (void)strcpy(master->merged_into, d.t.id)), ERR_GUARD,
	    "互相");
	TRY((master->state = STATE_CLOSED, master->closed_at = d.env.now - 30 * DAY_MS), ERR_OK,
	    "");
	TRY((master->state = STATE_CLOSED, master->closed_at = d.env.now - 30 * DAY_MS - 1),
	    ERR_GUARD, "30天");
	TRY(master->state = STATE_ARCHIVED, ERR_GUARD, "30天");
	TRY(master->state = STATE_REJECTED, ERR_GUARD, "没有在办");
	TRY(assert_true(fields_set(&d.t.f, TF_TYPE, "report")), ERR_GUARD, "举报");
	TRY((fields_set(&d.t.f, TF_TYPE, "report"), fields_set(&master->f, TF_TYPE, "report")),
	    ERR_OK, "");
	/* Another person: the same place will do, the same kind of thing in the same area too; else not. */
	TRY(assert_true(fields_set(&d.t.f, TF_CALLER_PHONE, "13900000001")), ERR_OK, "");
	TRY((fields_set(&d.t.f, TF_CALLER_PHONE, "13900000001"),
		fields_set(&d.t.f, TF_ADDRESS, "红山路99号")),
	    ERR_OK, "");
	TRY((fields_set(&d.t.f, TF_CALLER_PHONE, "13900000001"),
		fields_set(&d.t.f, TF_ADDRESS, "红山路99号"),
		fields_set(&d.t.f, TF_CATEGORY, "0301")),
	    ERR_GUARD, "同一地点");
	TRY((fields_set(&d.t.f, TF_CALLER_PHONE, "13900000001"), fields_set(&d.t.f, TF_AREA, "")),
	    ERR_GUARD, "同一地点");
	/* The same person, elsewhere, his number written otherwise. */
	TRY((fields_set(&d.t.f, TF_CALLER_PHONE, NULL),
		fields_set(&d.t.f, TF_CONTACT_PHONE, "138 0000 5678"),
		fields_set(&d.t.f, TF_AREA, "990101")),
	    ERR_OK, "");
#undef TRY
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
		d.env.now += 3600000;
		desk_merge(&d);
		desk_must(&d);
		assert_string_equal(d.t.merged_into, DESK_OTHER_TICKET);
		assert_int_equal(d.t.before, from[i]);
		assert_int_equal(d.t.closed_at, d.env.now);
		assert_string_equal(fields_get(&d.t.f, TF_CLOSE_TYPE), "merged");
		assert_null(ticket_lead(&d.t));
		assert_string_equal(d.t.lead_unit, "");
		d.env.now += 2 * 3600000;
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
			assert_int_equal(d.t.dispatch_due, d.env.now + 2 * 3600000);
			assert_int_equal(d.t.n_assign, 0);
			continue;
		}
		assert_string_equal(d.t.lead_unit, "1021");
		assert_int_equal(d.t.n_assign, 1);
		assert_int_equal(d.t.unit_due, due + 2 * 3600000);
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
