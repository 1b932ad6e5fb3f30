/* What the centre makes of operations: applied, repeated, refused, merged; who may; what it does by itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../lib/centre.h"
#include "wire/ticket_json.h"

static int64_t
events_of(struct tcentre *c, const char *ticket, int kind, struct event *last)
{
	struct event *list;
	size_t n;
	int64_t found = 0;
	struct err e = { 0 };

	assert_int_equal(store_events(c->store, ticket, 1, &list, &n, &e), ERR_OK);
	for (size_t i = 0; i < n; i++) {
		if (list[i].kind == kind || kind < 0) {
			found++;
			if (last != NULL) {
				event_free(last);
				assert_true(event_copy(last, &list[i]));
			}
		}
		event_free(&list[i]);
	}
	free(list);
	return found;
}

static void
expect(struct tcentre *c, struct op *op, enum op_status status, struct op_result *r)
{
	struct err e = { 0 };
	enum err_code rc = tcentre_push(c, op, r, &e);

	if (rc != ERR_OK)
		fail_msg("push: %s", e.text);
	if (r->status != status)
		fail_msg("status %d, not %d: %s", (int)r->status, (int)status, r->detail);
	op_free(op);
}

/* ---- filing ---- */

static void
a_submit_is_applied_and_dispatched(void **state)
{
	struct tcentre *c = *state;
	struct op_result r;
	struct event dispatch;
	char id[ID_SIZE];
	struct ticket t;
	struct op op;

	tcentre_lamp(c, &op, EVENT_SUBMIT, 17);
	str_copy(id, sizeof(id), op.ticket);
	expect(c, &op, OP_APPLIED, &r);
	assert_string_equal(r.number, "261121104231115417");
	assert_string_equal(r.ticket, id);
	tcentre_ticket(c, id, &t);
	assert_int_equal(t.state, STATE_DISPATCHED);
	assert_string_equal(t.lead_unit, "1021");
	assert_string_equal(t.created_by, CENTRE_AGENT);
	assert_string_equal(t.seat_no, "1154");
	assert_int_equal(t.rev, r.rev);
	assert_int_equal(t.accepted_at, c->now);
	assert_string_equal(fields_get(&t.f, TF_CALLER_PHONE), "13800005678");
	event_init(&dispatch);
	assert_int_equal(events_of(c, id, EVENT_DISPATCH, &dispatch), 1);
	assert_string_equal(dispatch.actor, "system");
	assert_string_equal(args_get(&dispatch.args, EA_RULE), "D0205");
	assert_string_equal(args_get(&dispatch.args, EA_BASIS), "市政职责清单3.2");
	event_free(&dispatch);
	ticket_free(&t);
}

/* A critical matter takes a person who also telephones; an ambiguous category takes a person too. */
static void
not_everything_is_dispatched_alone(void **state)
{
	struct tcentre *c = *state;
	struct op_result r;
	struct ticket t;
	struct op op;
	char id[ID_SIZE];

	tcentre_lamp(c, &op, EVENT_SUBMIT, 1);
	tcentre_set(&op, TF_URGENCY, "critical", NULL);
	str_copy(id, sizeof(id), op.ticket);
	expect(c, &op, OP_APPLIED, &r);
	tcentre_ticket(c, id, &t);
	assert_int_equal(t.state, STATE_PENDING);
	ticket_free(&t);
	assert_int_equal(events_of(c, id, -1, NULL), 1);
}

static void
the_same_number_moves_on(void **state)
{
	struct tcentre *c = *state;
	char first[ID_SIZE];
	struct op_result r;
	struct ticket t;
	struct op op;

	tcentre_filed(c, EVENT_SUBMIT, 99, first);
	tcentre_lamp(c, &op, EVENT_SUBMIT, 99);
	expect(c, &op, OP_APPLIED, &r);
	assert_string_not_equal(r.number, "261121104231115499");
	assert_int_equal(strlen(r.number), 18);
	tcentre_ticket(c, first, &t);
	assert_string_equal(fields_get(&t.f, TF_NO), "261121104231115499");
	ticket_free(&t);
	tcentre_ticket(c, r.ticket, &t);
	assert_string_equal(fields_get(&t.f, TF_NO), r.number);
	ticket_free(&t);
}

/* ---- again and out of order ---- */

static void
asked_twice_answered_twice_done_once(void **state)
{
	struct tcentre *c = *state;
	struct op_result first, again;
	struct err e = { 0 };
	struct op op;

	tcentre_lamp(c, &op, EVENT_SUBMIT, 2);
	assert_int_equal(tcentre_push(c, &op, &first, &e), ERR_OK);
	c->now += 60000;
	op.age_ms = 60000; /* another try of the same: age is not part of it */
	assert_int_equal(tcentre_push(c, &op, &again, &e), ERR_OK);
	assert_int_equal(again.status, first.status);
	assert_int_equal(again.rev, first.rev);
	assert_int_equal(again.seq, first.seq);
	assert_string_equal(again.number, first.number);
	assert_int_equal(events_of(c, op.ticket, EVENT_SUBMIT, NULL), 1);
	assert_int_equal(store_ticket_count(c->store, "centre", 0), 1);
	op_free(&op);
}

static void
a_gap_is_told_with_what_is_expected(void **state)
{
	struct tcentre *c = *state;
	struct op_result r;
	struct err e = { 0 };
	struct op op;

	tcentre_lamp(c, &op, EVENT_SUBMIT, 3);
	op.n = 3;
	assert_int_equal(tcentre_push(c, &op, &r, &e), ERR_OP_GAP);
	assert_int_equal(e.sys, 1);
	assert_int_equal(store_ticket_count(c->store, "centre", 0), 0);
	op_free(&op);
}

static void
another_operation_under_an_old_number(void **state)
{
	struct tcentre *c = *state;
	char ticket[ID_SIZE];
	struct op_result r;
	struct err e = { 0 };
	struct op op;

	tcentre_filed(c, EVENT_SUBMIT, 4, ticket);
	tcentre_lamp(c, &op, EVENT_SUBMIT, 5);
	op.n = 1;
	assert_int_equal(tcentre_push(c, &op, &r, &e), ERR_OP_REUSE);
	assert_int_equal(store_ticket_count(c->store, "centre", 0), 1);
	op_free(&op);
}

/* A seat that had to enrol again sends what it is not sure of once more, under its new name. */
static void
known_under_another_seat(void **state)
{
	struct tcentre *c = *state;
	struct op_result first, again;
	struct err e = { 0 };
	char other[ID_SIZE];
	struct op op;

	tcentre_lamp(c, &op, EVENT_SUBMIT, 6);
	assert_int_equal(tcentre_push(c, &op, &first, &e), ERR_OK);
	tcentre_device(c, "1155", "k2", other);
	tcentre_sign_in(c, other, CENTRE_AGENT);
	op.n = 1;
	assert_int_equal(tcentre_push_from(c, other, &op, &again, &e), ERR_OK);
	assert_int_equal(again.status, OP_DUPLICATE);
	assert_string_equal(again.number, first.number);
	assert_int_equal(events_of(c, op.ticket, EVENT_SUBMIT, NULL), 1);
	op_free(&op);
}

static void
a_refused_operation_uses_its_number(void **state)
{
	struct tcentre *c = *state;
	struct op_result r;
	struct err e = { 0 };
	char id[ID_SIZE];
	struct op op;

	tcentre_lamp(c, &op, EVENT_SUBMIT, 7);
	tcentre_set(&op, TF_CATEGORY, "9999", NULL);
	str_copy(id, sizeof(id), op.ticket);
	expect(c, &op, OP_REJECTED, &r);
	assert_int_equal(r.code, ERR_UNKNOWN_CODE);
	assert_string_equal(r.where, "category");
	assert_true(strlen(r.detail) > 0);
	assert_int_equal(store_ticket_count(c->store, "centre", 0), 0);
	assert_int_equal(events_of(c, id, -1, NULL), 0);
	tcentre_op(c, &op, CENTRE_AGENT, EVENT_NOTE, id);
	assert_true(args_set(&op.args, EA_NOTE, "来电人又来电"));
	expect(c, &op, OP_REJECTED, &r); /* depends on it */
	assert_int_equal(r.code, ERR_NOT_FOUND);
	tcentre_lamp(c, &op, EVENT_SUBMIT, 8);
	assert_int_equal(op.n, 3);
	assert_int_equal(tcentre_push(c, &op, &r, &e), ERR_OK);
	assert_int_equal(r.status, OP_APPLIED);
	op_free(&op);
}

/* ---- two people, one ticket ---- */

static void
amend(struct tcentre *c, struct op *op, const char *ticket, int64_t base)
{
	tcentre_op(c, op, CENTRE_AGENT, EVENT_AMEND, ticket);
	op->base = base;
}

static void
different_fields_merge(void **state)
{
	struct tcentre *c = *state;
	char id[ID_SIZE];
	struct op_result r;
	struct ticket t;
	struct op op;

	tcentre_filed(c, EVENT_SUBMIT, 9, id);
	tcentre_ticket(c, id, &t);
	amend(c, &op, id, t.rev);
	tcentre_set(&op, TF_ADDRESS, "红山路87号", "红山路78号");
	expect(c, &op, OP_APPLIED, &r);
	amend(c, &op, id, t.rev); /* has not seen the first */
	tcentre_set(&op, TF_PEOPLE, "30", "1");
	expect(c, &op, OP_MERGED, &r);
	ticket_free(&t);
	tcentre_ticket(c, id, &t);
	assert_string_equal(fields_get(&t.f, TF_ADDRESS), "红山路87号");
	assert_string_equal(fields_get(&t.f, TF_PEOPLE), "30");
	ticket_free(&t);
}

static void
the_same_field_conflicts_and_nothing_is_lost(void **state)
{
	struct tcentre *c = *state;
	char id[ID_SIZE];
	struct op_result r;
	struct event note;
	struct ticket t;
	struct op op;

	tcentre_filed(c, EVENT_SUBMIT, 10, id);
	tcentre_ticket(c, id, &t);
	amend(c, &op, id, t.rev);
	tcentre_set(&op, TF_CONTENT, "路灯坏了, 电线也露在外面", fields_get(&t.f, TF_CONTENT));
	expect(c, &op, OP_APPLIED, &r);
	amend(c, &op, id, t.rev);
	tcentre_set(&op, TF_CONTENT, "路灯坏了, 有人摔伤", fields_get(&t.f, TF_CONTENT));
	tcentre_set(&op, TF_CONTACT_PHONE, "13900001111", "");
	expect(c, &op, OP_CONFLICT, &r);
	assert_string_equal(r.lost, "content");
	ticket_free(&t);
	tcentre_ticket(c, id, &t);
	assert_string_equal(fields_get(&t.f, TF_CONTENT), "路灯坏了, 电线也露在外面");
	assert_string_equal(fields_get(&t.f, TF_CONTACT_PHONE), "13900001111");
	ticket_free(&t);
	event_init(&note);
	assert_int_equal(events_of(c, id, EVENT_NOTE, &note), 1);
	assert_string_equal(args_get(&note.args, EA_LOST), "路灯坏了, 有人摔伤");
	assert_string_equal(args_get(&note.args, EA_FIELD), "content");
	assert_string_equal(note.actor, CENTRE_AGENT);
	event_free(&note);
}

/* A name that loses is somebody's name all the same: kept in the sealed half. */
static void
a_lost_name_stays_sealed(void **state)
{
	struct tcentre *c = *state;
	struct str doc = { 0 };
	char id[ID_SIZE];
	struct op_result r;
	struct event note;
	struct ticket t;
	struct op op;

	tcentre_filed(c, EVENT_SUBMIT, 11, id);
	tcentre_ticket(c, id, &t);
	amend(c, &op, id, t.rev);
	tcentre_set(&op, TF_NAME, "张春兰", "");
	expect(c, &op, OP_APPLIED, &r);
	amend(c, &op, id, t.rev);
	tcentre_set(&op, TF_NAME, "章春岚", "");
	expect(c, &op, OP_CONFLICT, &r);
	event_init(&note);
	assert_int_equal(events_of(c, id, EVENT_NOTE, &note), 1);
	assert_string_equal(args_get(&note.args, EA_LOST_SEALED), "章春岚");
	event_json_write(&note, false, &doc);
	assert_null(strstr(str_c(&doc), "章春岚"));
	str_free(&doc);
	event_free(&note);
	ticket_free(&t);
}

/* What is written by nobody else meanwhile and says the same changes nothing, but is answered. */
static void
the_same_value_from_two_people(void **state)
{
	struct tcentre *c = *state;
	char id[ID_SIZE];
	struct op_result r;
	struct ticket t;
	struct op op;
	int64_t n;

	tcentre_filed(c, EVENT_SUBMIT, 12, id);
	tcentre_ticket(c, id, &t);
	amend(c, &op, id, t.rev);
	tcentre_set(&op, TF_PEOPLE, "5", "1");
	expect(c, &op, OP_APPLIED, &r);
	n = events_of(c, id, -1, NULL);
	amend(c, &op, id, t.rev);
	tcentre_set(&op, TF_PEOPLE, "5", "1");
	expect(c, &op, OP_MERGED, &r);
	assert_int_equal(events_of(c, id, -1, NULL), n);
	ticket_free(&t);
}

/* Answered once is answered: also an operation that left no event, and is sent again by a seat that enrolled anew. */
static void
what_changed_nothing_is_known_elsewhere(void **state)
{
	struct tcentre *c = *state;
	char id[ID_SIZE], other[ID_SIZE];
	struct op_result r, again;
	struct op merged, lost, op;
	struct err e = { 0 };
	struct ticket t;
	int64_t n;

	tcentre_filed(c, EVENT_SUBMIT, 13, id);
	tcentre_ticket(c, id, &t);
	amend(c, &op, id, t.rev);
	tcentre_set(&op, TF_PEOPLE, "5", "1");
	tcentre_set(&op, TF_ADDRESS, "红山路80号", "红山路78号");
	expect(c, &op, OP_APPLIED, &r);
	amend(c, &merged, id, t.rev);
	tcentre_set(&merged, TF_PEOPLE, "5", "1");
	assert_int_equal(tcentre_push(c, &merged, &r, &e), ERR_OK);
	assert_int_equal(r.status, OP_MERGED);
	amend(c, &lost, id, t.rev);
	tcentre_set(&lost, TF_ADDRESS, "红山路79号", "红山路78号");
	assert_int_equal(tcentre_push(c, &lost, &r, &e), ERR_OK);
	assert_int_equal(r.status, OP_CONFLICT);
	amend(c, &op, id, r.rev);
	tcentre_set(&op, TF_PEOPLE, "1", "5");
	expect(c, &op, OP_APPLIED, &r);
	n = events_of(c, id, -1, NULL);

	tcentre_device(c, "1155", "another-key", other);
	tcentre_sign_in(c, other, CENTRE_AGENT);
	merged.n = 1;
	assert_int_equal(tcentre_push_from(c, other, &merged, &again, &e), ERR_OK);
	assert_int_equal(again.status, OP_DUPLICATE);
	assert_int_equal(again.rev, r.rev);
	lost.n = 2;
	assert_int_equal(tcentre_push_from(c, other, &lost, &again, &e), ERR_OK);
	assert_int_equal(again.status, OP_DUPLICATE);
	assert_int_equal(events_of(c, id, -1, NULL), n);
	ticket_free(&t);
	tcentre_ticket(c, id, &t);
	assert_string_equal(fields_get(&t.f, TF_PEOPLE), "1");
	ticket_free(&t);
	op_free(&merged);
	op_free(&lost);
}

/* ---- who ---- */

static void
rights_are_those_of_the_author(void **state)
{
	struct tcentre *c = *state;
	struct op_result r;
	struct op op;

	tcentre_lamp(c, &op, EVENT_SUBMIT, 13);
	str_copy(op.by, sizeof(op.by), CENTRE_STRANGER);
	expect(c, &op, OP_REJECTED, &r); /* never signed in here */
	assert_int_equal(r.code, ERR_FORBIDDEN);
	tcentre_lamp(c, &op, EVENT_SUBMIT, 14);
	str_copy(op.by, sizeof(op.by), "0000");
	expect(c, &op, OP_REJECTED, &r); /* nobody */
	assert_int_equal(r.code, ERR_FORBIDDEN);
	tcentre_lamp(c, &op, EVENT_SUBMIT, 15);
	str_copy(op.by, sizeof(op.by), CENTRE_UNIT);
	expect(c, &op, OP_REJECTED, &r); /* not a call-taker */
	assert_int_equal(r.code, ERR_FORBIDDEN);
}

/* Shift change: A's work is pushed while B sits there, and stays A's. */
static void
work_of_the_shift_before_stays_theirs(void **state)
{
	struct tcentre *c = *state;
	struct op_result r;
	struct event ev;
	char id[ID_SIZE];
	struct op op;

	tcentre_lamp(c, &op, EVENT_SUBMIT, 16);
	str_copy(op.by, sizeof(op.by), CENTRE_OTHER);
	str_copy(id, sizeof(id), op.ticket);
	expect(c, &op, OP_APPLIED, &r);
	event_init(&ev);
	assert_int_equal(events_of(c, id, EVENT_SUBMIT, &ev), 1);
	assert_string_equal(ev.actor, CENTRE_OTHER);
	assert_string_equal(ev.actor_name, "陈静");
	assert_string_equal(ev.via, c->device);
	event_free(&ev);
}

static void
a_private_centre_trusts_its_authors(void **state)
{
	struct tcentre c;
	struct op_result r;
	struct op op;

	(void)state;
	tcentre_open(&c, false, true);
	tcentre_lamp(&c, &op, EVENT_SUBMIT, 18);
	str_copy(op.by, sizeof(op.by), CENTRE_STRANGER);
	expect(&c, &op, OP_APPLIED, &r);
	tcentre_close(&c);
}

/* ---- when ---- */

static void
submit_at(struct tcentre *c, int last2, int64_t at, int64_t age, struct event *ev)
{
	struct op_result r;
	char id[ID_SIZE];
	struct op op;

	tcentre_lamp(c, &op, EVENT_SUBMIT, last2);
	op.at = at;
	op.age_ms = age;
	str_copy(id, sizeof(id), op.ticket);
	expect(c, &op, OP_APPLIED, &r);
	event_init(ev);
	assert_int_equal(events_of(c, id, EVENT_SUBMIT, ev), 1);
}

static void
the_seats_time_is_reconstructed(void **state)
{
	struct tcentre *c = *state;
	struct event ev;

	/* the monotonic age counts, whatever the clock on the wall said */
	c->now += 3600000;
	submit_at(c, 20, c->now + 86400000, 1800000, &ev);
	assert_int_equal(ev.at, c->now - 1800000);
	assert_int_equal(ev.at_server, c->now);
	assert_true(ev.offline);
	event_free(&ev);
	/* rebooted: only the wall clock is left, and it is never in the future */
	submit_at(c, 21, c->now + 86400000, -1, &ev);
	assert_int_equal(ev.at, c->now);
	assert_false(ev.offline);
	event_free(&ev);
	/* in contact a minute ago: what comes now was not made offline */
	c->now += 30000;
	submit_at(c, 22, c->now - 20000, 20000, &ev);
	assert_int_equal(ev.at, c->now - 20000);
	assert_false(ev.offline);
	event_free(&ev);
}

/* ---- the chain ---- */

static void
chains_add_up_after_all_of_it(void **state)
{
	struct tcentre *c = *state;
	char id[ID_SIZE];
	struct op_result r;
	struct ticket t;
	struct op op;

	tcentre_filed(c, EVENT_SUBMIT, 30, id);
	tcentre_op(c, &op, CENTRE_OTHER, EVENT_URGE, id);
	assert_true(args_set(&op.args, EA_NOTE, "催一下"));
	expect(c, &op, OP_APPLIED, &r);
	tcentre_op(c, &op, CENTRE_OTHER, EVENT_URGE, id);
	assert_true(args_set(&op.args, EA_NOTE, "再催"));
	expect(c, &op, OP_REJECTED, &r); /* once a day */
	tcentre_ticket(c, id, &t);
	assert_int_equal(t.event_count, 3);
	assert_int_equal(t.urge_count, 1);
	ticket_free(&t);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, tcentre_setup, tcentre_teardown)
	const struct CMUnitTest tests[] = {
		T(a_submit_is_applied_and_dispatched),
		T(not_everything_is_dispatched_alone),
		T(the_same_number_moves_on),
		T(asked_twice_answered_twice_done_once),
		T(a_gap_is_told_with_what_is_expected),
		T(another_operation_under_an_old_number),
		T(known_under_another_seat),
		T(a_refused_operation_uses_its_number),
		T(different_fields_merge),
		T(the_same_field_conflicts_and_nothing_is_lost),
		T(a_lost_name_stays_sealed),
		T(the_same_value_from_two_people),
		T(what_changed_nothing_is_known_elsewhere),
		T(rights_are_those_of_the_author),
		T(work_of_the_shift_before_stays_theirs),
		cmocka_unit_test(a_private_centre_trusts_its_authors),
		T(the_seats_time_is_reconstructed),
		T(chains_add_up_after_all_of_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
