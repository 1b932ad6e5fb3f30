/* What seats pull: pages in commit order, in and out of feeds, cursors that cannot be forged, identities only for those
 * who may see them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../../lib/centre.h"
#include "base/limits.h"
#include "server/core/feed.h"
#include "wire/page.h"

#define AGENT ROLE_BIT(AGENT)
#define UNIT  ROLE_BIT(UNIT)

/* A page as a seat reads it; page_free it. ${cursor} moves on. */
static void
pull(struct tcentre *c, const char *feed, uint32_t roles, char cursor[CURSOR_SIZE], int limit,
    struct page *p)
{
	struct feed_reader who = { roles, feed, c->device, 0 };
	struct str text = { 0 };
	struct err e = { 0 };
	bool empty;

	if (feed_page(c->store, &who, cursor, limit, c->now, &text, &empty, &e) != ERR_OK)
		fail_msg("page: %s", e.text);
	if (page_read(text.s, text.len, p, &e) != ERR_OK)
		fail_msg("page_read: %s %s", e.where, e.text);
	assert_int_equal(empty, p->n_tickets + p->n_events + p->n_refs + p->n_out + p->n_del == 0);
	str_copy(cursor, CURSOR_SIZE, p->cursor);
	str_free(&text);
}

static enum err_code
pull_fails(struct tcentre *c, const char *feed, const char *cursor)
{
	struct feed_reader who = { AGENT, feed, "", 0 };
	struct str text = { 0 };
	struct err e = { 0 };
	bool empty;
	enum err_code rc = feed_page(c->store, &who, cursor, 10, c->now, &text, &empty, &e);

	str_free(&text);
	return rc;
}

static void
dispatch_to(struct tcentre *c, const char *ticket, const char *unit, const char *rule)
{
	struct op_result r;
	struct err e = { 0 };
	struct op op;

	tcentre_op(c, &op, CENTRE_DISPATCHER, EVENT_DISPATCH, ticket);
	assert_true(args_set(&op.args, EA_TO_UNIT, unit));
	assert_true(args_set(&op.args, EA_RULE, rule));
	assert_int_equal(tcentre_push(c, &op, &r, &e), ERR_OK);
	if (r.status != OP_APPLIED)
		fail_msg("dispatch: %s", r.detail);
	op_free(&op);
}

/* ---- what is in which feed ---- */

static void
a_ticket_is_in_the_feeds_of_its_units(void **state)
{
	struct tcentre *c = *state;
	char id[ID_SIZE], centre[CURSOR_SIZE] = "", unit[CURSOR_SIZE] = "", other[CURSOR_SIZE] = "";
	struct page p;

	tcentre_filed(c, EVENT_SUBMIT, 1, id);
	pull(c, "centre", AGENT, centre, 100, &p);
	assert_int_equal(p.n_tickets, 1);
	assert_string_equal(p.tickets[0].id, id);
	assert_int_equal(p.n_events, 2); /* submitted, dispatched */
	assert_false(p.more);
	assert_int_equal(p.last_op, 1);
	page_free(&p);
	pull(c, "unit:1021", UNIT, unit, 100, &p);
	assert_int_equal(p.n_tickets, 1);
	page_free(&p);
	pull(c, "unit:3001", UNIT, other, 100, &p);
	assert_int_equal(p.n_tickets + p.n_events, 0);
	page_free(&p);
	/* and nothing new after that, for anybody */
	pull(c, "centre", AGENT, centre, 100, &p);
	assert_int_equal(p.n_tickets + p.n_events, 0);
	page_free(&p);
}

/* A town's ticket is in its district's feed too: at or under that unit. */
static void
a_unit_above_sees_it_too(void **state)
{
	struct tcentre *c = *state;
	struct op_result r;
	char id[ID_SIZE], town[CURSOR_SIZE] = "", district[CURSOR_SIZE] = "";
	struct err e = { 0 };
	struct page p;
	struct op op;

	tcentre_lamp(c, &op, EVENT_SUBMIT, 2);
	tcentre_set(&op, TF_CATEGORY, "0301", NULL);
	str_copy(id, sizeof(id), op.ticket);
	assert_int_equal(tcentre_push(c, &op, &r, &e), ERR_OK);
	op_free(&op);
	pull(c, "unit:4001", UNIT, town, 100, &p);
	assert_int_equal(p.n_tickets, 1);
	assert_string_equal(p.tickets[0].lead_unit, "4001");
	page_free(&p);
	pull(c, "unit:3001", UNIT, district, 100, &p);
	assert_int_equal(p.n_tickets, 1);
	page_free(&p);
}

/* Moved elsewhere: the old unit is told so; absence is never how it learns. */
static void
what_moves_is_an_explicit_out(void **state)
{
	struct tcentre *c = *state;
	struct store_scopes here = { .n = 1 };
	char id[ID_SIZE], unit[CURSOR_SIZE] = "", next[CURSOR_SIZE] = "";
	struct op_result r;
	struct err e = { 0 };
	struct page p;
	struct op op;

	tcentre_filed(c, EVENT_SUBMIT, 3, id);
	pull(c, "unit:1021", UNIT, unit, 100, &p);
	page_free(&p);
	/* the next stage returns and dispatches again; until then the scopes are moved by hand */
	str_copy(here.scope[0], STORE_SCOPE_SIZE, "unit:3001");
	assert_int_equal(store_scopes_set(c->store, id, &here, &e), ERR_OK);
	tcentre_op(c, &op, CENTRE_AGENT, EVENT_NOTE, id);
	assert_true(args_set(&op.args, EA_NOTE, "来电人补充"));
	assert_int_equal(tcentre_push(c, &op, &r, &e), ERR_OK);
	assert_int_equal(r.status, OP_APPLIED);
	op_free(&op);
	pull(c, "unit:3001", UNIT, next, 100, &p);
	assert_int_equal(p.n_tickets, 0);
	assert_int_equal(p.n_out, 1);
	assert_string_equal(p.out[0].id, id);
	assert_string_equal(p.out[0].kind, "ticket");
	page_free(&p);
	pull(c, "unit:1021", UNIT, unit, 100, &p);
	assert_int_equal(p.n_tickets, 1);
	assert_int_equal(p.n_out, 0);
	page_free(&p);
}

/* ---- pages ---- */

static void
pages_come_in_order_and_lose_nothing(void **state)
{
	struct tcentre *c = *state;
	bool more;
	char cursor[CURSOR_SIZE] = "", id[ID_SIZE];
	size_t tickets = 0, events = 0;
	int pages = 0;
	struct page p;

	for (int i = 0; i < 20; i++)
		tcentre_filed(c, EVENT_SUBMIT, i, id);
	do {
		pull(c, "centre", AGENT, cursor, 4, &p);
		/* whole operations only: a ticket comes with what happened to it */
		assert_int_equal(p.n_events, 2 * p.n_tickets);
		tickets += p.n_tickets;
		events += p.n_events;
		pages++;
		more = p.more;
		page_free(&p);
	} while (more && pages < 100);
	assert_int_equal(tickets, 20);
	assert_int_equal(events, 40);
	assert_true(pages >= 10);
}

/* One transaction of many operations: still one feed number each, so that a page may end between two. */
static void
a_batch_is_not_one_page(void **state)
{
	struct tcentre *c = *state;
	bool more;
	char cursor[CURSOR_SIZE] = "";
	struct err e = { 0 };
	struct page p;
	size_t refs = 0;
	int pages = 0;

	assert_int_equal(core_begin(&c->core, c->now, &e), ERR_OK);
	for (int i = 0; i < 50; i++) {
		char code[16];
		snprintf(code, sizeof(code), "T%02d", i);
		core_step(&c->core);
		assert_int_equal(core_ref_put(&c->core, "script", code, "x", &e), ERR_OK);
	}
	assert_int_equal(core_commit(&c->core, &e), ERR_OK);
	do {
		pull(c, "reference", AGENT, cursor, 10, &p);
		refs += p.n_refs;
		pages++;
		assert_true(p.n_refs <= 100);
		more = p.more;
		page_free(&p);
	} while (more && pages < 100);
	assert_true(refs >= 50);
	assert_true(pages >= 5);
}

/* However large the tickets, a page stays what a seat is ready to read. */
static void
a_page_of_long_tickets_is_cut(void **state)
{
	struct tcentre *c = *state;
	bool more;
	char cursor[CURSOR_SIZE] = "";
	struct feed_reader who = { AGENT, "centre", "", 0 };
	struct str content = { 0 };
	struct op_result r;
	struct err e = { 0 };
	size_t tickets = 0;
	struct page p;
	struct op op;

	for (int i = 0; i < 7000; i++)
		str_add(&content, "灯");
	for (int i = 0; i < 60; i++) {
		tcentre_lamp(c, &op, EVENT_SUBMIT, i);
		tcentre_set(&op, TF_CONTENT, str_c(&content), NULL);
		assert_int_equal(tcentre_push(c, &op, &r, &e), ERR_OK);
		assert_int_equal(r.status, OP_APPLIED);
		op_free(&op);
	}
	do {
		struct str text = { 0 };
		bool empty;
		assert_int_equal(
		    feed_page(c->store, &who, cursor, 2000, c->now, &text, &empty, &e), ERR_OK);
		assert_true(text.len <= LIMIT_PAGE_BYTES);
		assert_int_equal(page_read(text.s, text.len, &p, &e), ERR_OK);
		str_copy(cursor, sizeof(cursor), p.cursor);
		tickets += p.n_tickets;
		more = p.more;
		page_free(&p);
		str_free(&text);
	} while (more);
	assert_int_equal(tickets, 60);
	str_free(&content);
}

/* ---- cursors ---- */

static void
cursors_cannot_be_made_up(void **state)
{
	struct tcentre *c = *state;
	char id[ID_SIZE], cursor[CURSOR_SIZE] = "", unit[CURSOR_SIZE] = "", forged[CURSOR_SIZE];
	struct page p;
	struct err e = { 0 };

	tcentre_filed(c, EVENT_SUBMIT, 4, id);
	pull(c, "centre", AGENT, cursor, 100, &p);
	page_free(&p);
	pull(c, "unit:1021", UNIT, unit, 100, &p);
	page_free(&p);
	for (size_t i = 0; cursor[i] != '\0'; i++) {
		str_copy(forged, sizeof(forged), cursor);
		forged[i] = forged[i] == '1' ? '2' : '1';
		assert_int_not_equal(pull_fails(c, "centre", forged), ERR_OK);
	}
	assert_int_equal(pull_fails(c, "unit:1021", cursor), ERR_CURSOR_EXPIRED);
	assert_int_equal(pull_fails(c, "centre", unit), ERR_CURSOR_EXPIRED);
	assert_int_equal(pull_fails(c, "centre", "nonsense"), ERR_INVALID);
	assert_int_equal(pull_fails(c, "centre", ".."), ERR_INVALID);
	assert_int_equal(
	    pull_fails(c, "centre", "x.99999999999999999999.0123456789abcdef"), ERR_INVALID);
	assert_int_equal(store_meta_set(c->store, "epoch", "another", &e), ERR_OK);
	assert_int_equal(pull_fails(c, "centre", cursor), ERR_EPOCH);
}

static void
what_was_forgotten_is_said(void **state)
{
	struct tcentre *c = *state;
	char id[ID_SIZE], old[CURSOR_SIZE] = "", now[CURSOR_SIZE] = "", ref[CURSOR_SIZE] = "";
	struct err e = { 0 };
	struct page p;
	bool more;

	tcentre_filed(c, EVENT_SUBMIT, 5, id);
	pull(c, "centre", AGENT, old, 1, &p);
	page_free(&p);
	tcentre_filed(c, EVENT_SUBMIT, 6, id);
	pull(c, "centre", AGENT, now, 100, &p);
	page_free(&p);
	assert_int_equal(store_feed_day(c->store, 20000, &e), ERR_OK);
	assert_int_equal(store_feed_prune(c->store, 19999, &more, &e), ERR_OK);
	assert_int_equal(pull_fails(c, "centre", old), ERR_OK);
	assert_int_equal(store_feed_prune(c->store, 20000, &more, &e), ERR_OK);
	assert_int_equal(pull_fails(c, "centre", old), ERR_CURSOR_EXPIRED);
	assert_int_equal(pull_fails(c, "centre", now), ERR_OK);
	/* reference data can always be read from the beginning */
	pull(c, "reference", AGENT, ref, 2000, &p);
	assert_true(p.n_refs > 0);
	page_free(&p);
}

/* More than one piece: the floor moves with each, of reference data the last line of each row stays and no other. */
static void
a_long_feed_is_forgotten_in_pieces(void **state)
{
	struct tcentre *c = *state;
	struct store_change rows[2];
	struct err e = { 0 };
	int64_t head, floor;
	char id[32];
	bool more = true;
	int pieces = 0;

	assert_int_equal(core_begin(&c->core, c->now, &e), ERR_OK);
	assert_int_equal(store_feed_next(c->store, 1, &floor, &e), ERR_OK);
	for (int i = 0; i < 5000; i++) {
		assert_int_equal(store_feed_next(c->store, 1, &head, &e), ERR_OK);
		snprintf(id, sizeof(id), "used/KB%d", i % 2);
		assert_int_equal(
		    store_change_add(c->store, head, "reference", "ref", id, i, 'p', &e), ERR_OK);
		assert_int_equal(
		    store_change_add(c->store, head, "unit:1021", "ticket", id, i, 'p', &e),
		    ERR_OK);
	}
	assert_int_equal(store_feed_day(c->store, 30000, &e), ERR_OK);
	for (; more; pieces++) {
		int64_t before = store_feed_floor(c->store);

		assert_int_equal(store_feed_prune(c->store, 30000, &more, &e), ERR_OK);
		assert_true(store_feed_floor(c->store) > before);
		assert_true(store_feed_floor(c->store) - before <= 2000 || before < floor);
	}
	assert_true(pieces >= 3);
	assert_int_equal(store_feed_floor(c->store), head);
	assert_int_equal(store_changes(c->store, "unit:1021", 0, 2, rows, &e), 0);
	assert_int_equal(store_changes(c->store, "reference", floor, 2, rows, &e), 2);
	assert_int_equal(rows[0].rev + rows[1].rev, 4998 + 4999);
	/* once more replaced, and forgotten on another day */
	assert_int_equal(store_feed_next(c->store, 1, &head, &e), ERR_OK);
	assert_int_equal(
	    store_change_add(c->store, head, "reference", "ref", "used/KB0", 9000, 'p', &e),
	    ERR_OK);
	assert_int_equal(store_feed_day(c->store, 30001, &e), ERR_OK);
	assert_int_equal(store_feed_prune(c->store, 30001, &more, &e), ERR_OK);
	assert_false(more);
	assert_int_equal(store_changes(c->store, "reference", floor, 2, rows, &e), 2);
	assert_int_equal(rows[0].rev, 4999);
	assert_int_equal(rows[1].rev, 9000);
	assert_int_equal(core_commit(&c->core, &e), ERR_OK);
}

/* ---- identities ---- */

static void
file_as(struct tcentre *c, int last2, const char *type, const char *confidential)
{
	struct op_result r;
	struct err e = { 0 };
	struct op op;

	tcentre_lamp(c, &op, EVENT_SUBMIT, last2);
	tcentre_set(&op, TF_TYPE, type, NULL);
	tcentre_set(&op, TF_CONFIDENTIAL, confidential, NULL);
	tcentre_set(&op, TF_CATEGORY, "0205", NULL);
	assert_int_equal(tcentre_push(c, &op, &r, &e), ERR_OK);
	if (r.status != OP_APPLIED)
		fail_msg("%s", r.detail);
	op_free(&op);
	if (strcmp(r.ticket, "") != 0) {
		struct ticket t;
		tcentre_ticket(c, r.ticket, &t);
		if (t.state == STATE_PENDING)
			dispatch_to(c, r.ticket, "1021", "D0205");
		ticket_free(&t);
	}
}

/* Bytes of a page for somebody, and whether a phone number is anywhere in them. */
static bool
page_shows(struct tcentre *c, const char *feed, uint32_t roles, const char *what)
{
	struct feed_reader who = { roles, feed, "", 0 };
	struct str text = { 0 };
	struct err e = { 0 };
	bool empty, shows;

	assert_int_equal(feed_page(c->store, &who, "", 2000, c->now, &text, &empty, &e), ERR_OK);
	assert_false(empty);
	shows = strstr(str_c(&text), what) != NULL;
	str_free(&text);
	return shows;
}

static bool
snapshot_shows(struct tcentre *c, const char *feed, uint32_t roles, const char *what)
{
	struct feed_reader who = { roles, feed, "", 0 };
	struct str text = { 0 };
	struct err e = { 0 };
	bool shows;

	assert_int_equal(feed_snapshot_page(c->store, &who,
			     &(struct feed_fill){ "cursor", "", 0, 100 }, c->now, &text, &e),
	    ERR_OK);
	assert_non_null(strstr(str_c(&text), "\"id\""));
	shows = strstr(str_c(&text), what) != NULL;
	str_free(&text);
	return shows;
}

static void
identity_goes_to_those_who_may(void **state)
{
	struct tcentre *c = *state;

	file_as(c, 7, "help", "0");
	assert_true(page_shows(c, "centre", AGENT, "13800005678"));
	assert_true(page_shows(c, "unit:1021", UNIT, "13800005678"));
	assert_false(page_shows(c, "centre", ROLE_BIT(OBSERVER), "13800005678"));
	assert_false(page_shows(c, "centre", ROLE_BIT(ADMIN), "13800005678"));
	assert_true(snapshot_shows(c, "unit:1021", UNIT, "13800005678"));
	assert_false(snapshot_shows(c, "centre", ROLE_BIT(OBSERVER), "13800005678"));
}

static void
a_shielded_identity_never_goes_to_a_unit(void **state)
{
	struct tcentre *c = *state;

	file_as(c, 8, "help", "1");
	assert_true(page_shows(c, "unit:1021", UNIT, "红山路"));
	assert_false(page_shows(c, "unit:1021", UNIT, "13800005678"));
	assert_false(page_shows(c, "unit:1021", UNIT, "张女士"));
	assert_false(snapshot_shows(c, "unit:1021", UNIT, "13800005678"));
	assert_true(page_shows(c, "centre", AGENT, "13800005678"));
}

/* ---- first fill ---- */

static void
a_snapshot_walks_every_ticket_once(void **state)
{
	struct tcentre *c = *state;
	bool more;
	struct feed_reader who = { AGENT, "centre", "", 0 };
	char after[ID_SIZE] = "", id[ID_SIZE];
	struct err e = { 0 };
	size_t n = 0;
	struct page p;

	for (int i = 0; i < 11; i++)
		tcentre_filed(c, EVENT_SUBMIT, i, id);
	do {
		struct str text = { 0 };
		assert_int_equal(
		    feed_snapshot_page(c->store, &who, &(struct feed_fill){ "cursor", after, 0, 4 },
			c->now, &text, &e),
		    ERR_OK);
		assert_int_equal(page_read(text.s, text.len, &p, &e), ERR_OK);
		assert_string_equal(p.cursor, "cursor");
		for (size_t i = 0; i < p.n_tickets; i++) {
			assert_true(strcmp(p.tickets[i].id, after) > 0);
			str_copy(after, sizeof(after), p.tickets[i].id);
		}
		n += p.n_tickets;
		more = p.more;
		page_free(&p);
		str_free(&text);
	} while (more);
	assert_int_equal(n, 11);
}

/* The window leaves out what is done, never what is still owed. */
static void
the_window_keeps_what_is_open(void **state)
{
	struct tcentre *c = *state;
	struct feed_reader who = { AGENT, "centre", "", 0 };
	struct str text = { 0 };
	struct err e = { 0 };
	struct op_result r;
	char open[ID_SIZE];
	struct page p;
	struct op op;

	tcentre_filed(c, EVENT_SUBMIT, 1, open);
	tcentre_lamp(c, &op, EVENT_SUBMIT_DIRECT, 2);
	tcentre_set(&op, TF_TYPE, "consult", NULL);
	tcentre_set(&op, TF_CLOSE_TYPE, "direct", NULL);
	tcentre_set(&op, TF_ANSWER, "带身份证到街道便民服务中心办理", NULL);
	assert_int_equal(tcentre_push(c, &op, &r, &e), ERR_OK);
	if (r.status != OP_APPLIED)
		fail_msg("%s %s", r.where, r.detail);
	op_free(&op);
	assert_int_equal(store_ticket_count(c->store, "centre", c->now + 1), 1);
	assert_int_equal(store_ticket_count(c->store, "centre", c->now), 2);
	assert_int_equal(store_ticket_count(c->store, "unit:1021", c->now + 1), 1);
	assert_int_equal(
	    feed_snapshot_page(c->store, &who, &(struct feed_fill){ "cursor", "", c->now + 1, 100 },
		c->now, &text, &e),
	    ERR_OK);
	assert_int_equal(page_read(text.s, text.len, &p, &e), ERR_OK);
	assert_int_equal(p.n_tickets, 1);
	assert_string_equal(p.tickets[0].id, open);
	page_free(&p);
	str_free(&text);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, tcentre_setup, tcentre_teardown)
	const struct CMUnitTest tests[] = {
		T(a_ticket_is_in_the_feeds_of_its_units),
		T(a_unit_above_sees_it_too),
		T(what_moves_is_an_explicit_out),
		T(pages_come_in_order_and_lose_nothing),
		T(a_batch_is_not_one_page),
		T(a_page_of_long_tickets_is_cut),
		T(cursors_cannot_be_made_up),
		T(what_was_forgotten_is_said),
		T(a_long_feed_is_forgotten_in_pieces),
		T(identity_goes_to_those_who_may),
		T(a_shielded_identity_never_goes_to_a_unit),
		T(a_snapshot_walks_every_ticket_once),
		T(the_window_keeps_what_is_open),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
