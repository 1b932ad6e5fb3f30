/* Random lives of tickets at the centre: everybody tries everything, days pass, the centre's clock goes round. Whatever
 * comes of it, verify is clean: the chains hold and replaying the events of each ticket gives its row, "work" and all; and
 * any byte of it that is changed afterwards is named. Seeded: a failure names its seed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../lib/centre.h"
#include "base/clock.h"
#include "db/db.h"
#include "model/deed.h"
#include "server/job/clock.h"
#include "server/store/store_p.h"

enum { SEEDS = 12, STEPS = 240, TICKETS = 3, KINDS = 30 };

struct dice {
	uint64_t s;
};

static unsigned
roll(struct dice *r, unsigned n)
{
	r->s ^= r->s << 13;
	r->s ^= r->s >> 7;
	r->s ^= r->s << 17;
	return (unsigned)(r->s >> 33) % n;
}

/* ---- what may come ---- */

static const struct {
	const char *user;
	uint32_t roles;
} people[] = {
	{ CENTRE_AGENT, ROLE_BIT(AGENT) },
	{ CENTRE_OTHER, ROLE_BIT(AGENT) },
	{ CENTRE_SENIOR, ROLE_BIT(SENIOR) },
	{ CENTRE_DISPATCHER, ROLE_BIT(DISPATCHER) },
	{ CENTRE_UNIT, ROLE_BIT(UNIT) },
	{ CENTRE_SIGNER, ROLE_BIT(UNIT_LEAD) },
	{ CENTRE_HELPER, ROLE_BIT(UNIT) | ROLE_BIT(UNIT_LEAD) },
	{ CENTRE_VISITOR, ROLE_BIT(VISITOR) },
	{ CENTRE_SUPERVISOR, ROLE_BIT(SUPERVISOR) },
	{ CENTRE_LEADER, ROLE_BIT(LEADER) },
};
#define N_PEOPLE (sizeof(people) / sizeof(people[0]))

static void
answers(struct tcentre *c, struct dice *r, struct op *op, const char *other)
{
	static const char *const units[] = { "1021", "3001", "1121", "1021" };
	char when[24];
	int n;
	const struct deed_ask *rows = deed_asks((enum event_kind)op->kind, &n);

	(void)snprintf(
	    when, sizeof(when), "%lld", (long long)c->now + (1 + (int64_t)roll(r, 6)) * 86400000);
	for (int i = 0; i < n; i++) {
		const char *value = "三定规定第3条, 情况如下";

		switch (rows[i].kind) {
		case DEED_CHOICE:
			value = rows[i].items[roll(r, (unsigned)rows[i].n_items)].code;
			break;
		case DEED_UNIT:
			value = units[roll(r, 4)];
			break;
		case DEED_UNITS:
			value = roll(r, 2) ? "3001" : "";
			break;
		case DEED_DAYS:
			value = "1";
			break;
		case DEED_STARS:
			value = roll(r, 2) ? "5" : "1";
			break;
		case DEED_TIME:
			value = when;
			break;
		case DEED_TICKET:
			value = other;
			break;
		case DEED_PERSON:
			value = roll(r, 2) ? CENTRE_OTHER : CENTRE_AGENT;
			break;
		case DEED_FILES:
			continue;
		default:
			break;
		}
		if (!args_set(&op->args, rows[i].arg, value))
			abort();
	}
	if (op->kind == EVENT_AMEND || op->kind == EVENT_COMPLETE)
		tcentre_set(op, TF_ADDRESS, roll(r, 2) ? "红山路78号" : "红山路87号", NULL);
	if (op->kind == EVENT_CONTACT && !args_set(&op->args, EA_PHONE, "13800005678"))
		abort();
}

static void
step(struct tcentre *c, struct dice *r, char ids[TICKETS][ID_SIZE], int *accepted)
{
	const char *id = ids[roll(r, TICKETS)];
	const struct event_info *row;
	struct op_result res;
	struct err e = { 0 };
	struct ticket t;
	int kind, tries = 0;
	unsigned who;
	struct op op;

	tcentre_ticket(c, id, &t);
	do {
		kind = (int)roll(r, EVENT_COUNT);
		row = event_info((enum event_kind)kind);
		/* a life that ends at once shows little; from some ends nothing leads away */
	} while (++tries < 500 &&
		 (!(row->from & (1u << t.state)) || row->actors == ROLE_BIT(SYSTEM) ||
		     ((kind == EVENT_WITHDRAW || kind == EVENT_FORWARD || kind == EVENT_REJECT) &&
			 roll(r, 12) > 0)));
	do
		who = roll(r, N_PEOPLE);
	while (!(people[who].roles & row->actors) && roll(r, 20) > 0);
	tcentre_op(c, &op, people[who].user, kind, id);
	op.base = t.rev;
	op.age_ms = roll(r, 10) == 0 ? 3600000 : 0;
	answers(c, r, &op, ids[roll(r, TICKETS)]);
	ticket_free(&t);
	if (tcentre_push(c, &op, &res, &e) != ERR_OK)
		fail_msg("%s: %s", row->json, e.text);
	accepted[kind] += res.status != OP_REJECTED;
	op_free(&op);
}

static void
round_of_the_clock(struct tcentre *c)
{
	struct clock_done done;
	struct err e = { 0 };

	assert_int_equal(core_begin(&c->core, c->now, &e), ERR_OK);
	if (clock_round(&c->core, &done, &e) != ERR_OK)
		fail_msg("round: %s", e.text);
	assert_int_equal(core_commit(&c->core, &e), ERR_OK);
}

/* ---- what must hold ---- */

struct found {
	int n;
	char first[300], ticket[ID_SIZE];
	int64_t seq;
};

static void
bad(void *arg, const struct store_verify_bad *b)
{
	struct found *f = arg;

	if (f->n++ == 0) {
		(void)snprintf(f->first, sizeof(f->first), "%s event %lld %s: %s", b->ticket,
		    (long long)b->seq, b->field, b->why);
		str_copy(f->ticket, sizeof(f->ticket), b->ticket);
		f->seq = b->seq;
	}
}

static struct found
verify(struct tcentre *c)
{
	struct found f = { 0 };
	struct store_verify v = { .city = c->city, .bad = bad, .arg = &f };
	struct err e = { 0 };

	if (store_verify(c->store, &v, &e) != ERR_OK)
		fail_msg("%s", e.text);
	return f;
}

static void
live(struct tcentre *c, unsigned seed, int *accepted)
{
	static const int firsts[TICKETS] = { EVENT_SUBMIT, EVENT_SUBMIT, EVENT_SUBMIT_INCOMPLETE };
	struct dice r = { seed * UINT64_C(0x9e3779b97f4a7c15) };
	char ids[TICKETS][ID_SIZE];
	struct found f;

	str_copy(c->city->profiles[0].card_scheme, sizeof(c->city->profiles[0].card_scheme),
	    seed % 3 == 0   ? "shandong"
	    : seed % 3 == 1 ? "guangzhou"
			    : "");
	for (int i = 0; i < TICKETS; i++)
		tcentre_filed(c, firsts[i], i + 1, ids[i]);
	for (int n = 0; n < STEPS; n++) {
		c->now += roll(&r, 12) == 0 ? (int64_t)roll(&r, 30) * 3600000 : 60000;
		step(c, &r, ids, accepted);
		if (roll(&r, 6) == 0)
			round_of_the_clock(c);
	}
	f = verify(c);
	if (f.n > 0)
		fail_msg("seed %u: %d reports: %s", seed, f.n, f.first);
}

static void
replaying_the_events_gives_the_row(void **state)
{
	int accepted[EVENT_COUNT] = { 0 }, kinds = 0;

	(void)state;
	for (unsigned seed = 1; seed <= SEEDS; seed++) {
		struct tcentre c;

		tcentre_open(&c, false, false);
		live(&c, seed, accepted);
		tcentre_close(&c);
	}
	for (int k = 0; k < EVENT_COUNT; k++)
		kinds += accepted[k] > 0;
	if (kinds < KINDS)
		fail_msg("only %d kinds of step were ever accepted", kinds);
}

/* ---- forged afterwards ---- */

static void
sql(struct tcentre *c, const char *text)
{
	struct err e = { 0 };

	if (db_exec(c->store->db, text, &e) != ERR_OK)
		fail_msg("%s: %s", text, e.text);
}

/* Bytes all over one text column of one row (test_verify.c takes every one of them), changed and put back; each time the
 * place is named. */
static int
flip_each(struct tcentre *c, const char *table, const char *where, const char *ticket, int64_t seq)
{
	char text[400];
	int64_t len;
	int flipped = 0;

	(void)snprintf(
	    text, sizeof(text), "SELECT length(CAST(doc AS BLOB)) FROM %s WHERE %s", table, where);
	len = db_one_int(c->store->db, text, -1);
	assert_true(len > 20);
	for (int64_t i = 1; i <= len; i += 41) {
		struct found f;

		sql(c, "SAVEPOINT forged");
		(void)snprintf(text, sizeof(text),
		    "UPDATE %s SET doc = substr(doc, 1, %lld) || CASE substr(doc, %lld, 1) WHEN "
		    "'7' "
		    "THEN '6' ELSE '7' END || substr(doc, %lld) WHERE %s",
		    table, (long long)i - 1, (long long)i, (long long)i + 1, where);
		sql(c, text);
		f = verify(c);
		if (f.n == 0 || strcmp(f.ticket, ticket) != 0 || (seq > 0 && f.seq > seq + 1))
			fail_msg("%s %s byte %lld: %d reports, %s", table, where, (long long)i, f.n,
			    f.first);
		sql(c, "ROLLBACK TO forged; RELEASE forged");
		flipped++;
	}
	return flipped;
}

/* The steps of a unit, a supervisor and the centre's clock, and the row they led to. */
static void
what_is_changed_is_named(void **state)
{
	struct tcentre c;
	char id[ID_SIZE], where[120];
	struct found f;
	struct ticket t;
	int flipped = 0;

	(void)state;
	tcentre_open(&c, false, false);
	str_copy(
	    c.city->profiles[0].card_scheme, sizeof(c.city->profiles[0].card_scheme), "shandong");
	tcentre_filed(&c, EVENT_SUBMIT, 1, id);
	assert_int_equal(tcentre_do(&c, CENTRE_UNIT, EVENT_SIGNIN, id, NULL, -1), OP_APPLIED);
	assert_int_equal(tcentre_do(&c, CENTRE_UNIT, EVENT_CONTACT, id, NULL, EA_RESULT, "reached",
			     EA_SUMMARY, "明天去修", EA_PHONE, "13800005678", -1),
	    OP_APPLIED);
	c.now += INT64_C(4) * 86400000;
	round_of_the_clock(&c);
	f = verify(&c);
	if (f.n > 0)
		fail_msg("%d reports: %s", f.n, f.first);
	tcentre_ticket(&c, id, &t);
	assert_true(t.event_count >= 7); /* card, overdue, supervise too */
	sql(&c, "DROP TRIGGER event_no_update; DROP TRIGGER event_no_delete;");
	for (int64_t seq = 3; seq <= t.event_count; seq++) {
		(void)snprintf(
		    where, sizeof(where), "ticket = '%s' AND seq = %lld", id, (long long)seq);
		flipped += flip_each(&c, "ticket_event", where, id, seq);
	}
	(void)snprintf(where, sizeof(where), "id = '%s'", id);
	flipped += flip_each(&c, "ticket", where, id, 0);
	assert_true(flipped > 60);
	ticket_free(&t);
	tcentre_close(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(replaying_the_events_gives_the_row),
		cmocka_unit_test(what_is_changed_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
