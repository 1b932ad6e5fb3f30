/* The events of a ticket applied again from the first on, each looked at before it counts: its hash, its place in the
 * chain, and every stored byte, by writing it again. What they make of the ticket is what its row must say
 * (store_projection.c). Not here: who is told of what does not add up (store_verify.c), writing rows (store_remake.c). */
#include <stdlib.h>
#include <string.h>

#include "model/chain.h"
#include "model/number.h"
#include "model/workflow.h"
#include "store_p.h"
#include "wire/ticket_json.h"

static int64_t
made_seq(struct store *s)
{
	struct str text = { 0 };
	long long seq = 0;

	if (store_meta_get(s, STORE_MADE_SEQ, &text, NULL) == ERR_OK)
		(void)str_int(str_c(&text), 0, INT64_MAX, &seq);
	str_free(&text);
	return seq;
}

/* From when on the rows that clocks and titles are made by are those of now; 0 when they always were. */
static int64_t
clocks_since(struct store *s)
{
	struct sqlite3_stmt *st;
	int64_t
	    last = db_one_int(s->db,
		"SELECT coalesce(max(seq), 0) FROM change WHERE scope = 'reference' AND"
		" substr(id, 1, instr(id, '/') - 1) IN ('calendar', 'profile', 'category', 'city')",
		INT64_MAX),
	    since = INT64_MAX;

	if (last <= made_seq(s))
		return 0;
	/* A day is noted with the feed's place at its beginning: what came a day later came behind the change. */
	if (db_stmt(s->db, "SELECT min(day) + 1 FROM feed_day WHERE head >= ?1 HAVING min(day) > 0",
		&st, NULL) != ERR_OK)
		return since;
	db_bind_int(st, 1, last);
	if (db_step(s->db, st, NULL) == 1)
		since = db_int(st, 0) * 86400000;
	db_done(st);
	return since;
}

/* ---- an event ---- */

static bool
same_bytes(const struct event *ev, const char *doc)
{
	struct str again = { 0 };
	bool same;

	event_json_write(ev, false, &again);
	same = strcmp(str_c(&again), doc) == 0;
	str_free(&again);
	return same;
}

/* The identity that stands beside an event, into it. NULL when all is well, else the reason. */
static const char *
open_identity(struct store_walk *w, struct sqlite3_stmt *st, struct event *ev)
{
	struct str plain = { 0 };
	const char *why = NULL;
	size_t n;
	const void *sealed = db_blob(st, 6, &n);

	if (store_unseal(w->s, "event", ev->id, sealed, n, &plain, NULL) != ERR_OK) {
		why = "身份信息打不开";
	} else if (plain.len > 0 &&
		   event_json_read_payload(plain.s, plain.len, ev, NULL) != ERR_OK) {
		why = "身份信息读不出来";
	} else if (plain.len > 0) {
		store_event_salted(ev, st, 7);
	}
	secret_str_free(&plain);
	return why;
}

/* Row: ticket, seq, id, kind, at_server, doc, identity, salt. Reads it into ${ev}. NULL when all is well. */
static const char *
check_event(struct store_walk *w, struct sqlite3_stmt *st, struct event *ev)
{
	const char *doc = db_text(st, 5), *why;

	if (db_int(st, 1) != w->expect)
		return "环节序号不连续";
	if (event_json_read(doc, strlen(doc), ev, NULL) != ERR_OK)
		return "环节读不出来";
	if (!same_bytes(ev, doc))
		return "环节文本被改动";
	if (strcmp(ev->id, db_text(st, 2)) != 0 || ev->kind != (int)db_int(st, 3) ||
	    ev->at_server != db_int(st, 4) || strcmp(ev->ticket, w->ticket) != 0 ||
	    ev->seq != w->expect)
		return "环节的列与内容不符";
	why = open_identity(w, st, ev);
	if (why != NULL)
		return why;
	return chain_check(ev, w->prev, NULL) == ERR_OK ? NULL : "校验值不符";
}

/* A ticket without a number of its own bears the seat of the device that made it. */
static void
set_seat(struct store_walk *w, const struct event *ev)
{
	struct store_device d;

	if (!number_valid(fields_get(&ev->set, TF_NO)) &&
	    store_device_get(w->s, ev->via, &d, NULL) == ERR_OK)
		str_copy(w->made.t.seat_no, sizeof(w->made.t.seat_no), d.seat_no);
}

/* What the centre did with it then (core/record.c). */
static const char *
replay(struct store_walk *w, const struct event *ev)
{
	struct store_made *m = &w->made;

	if (ev->seq == 1) {
		set_seat(w, ev);
		m->old_clocks = ev->at_server < w->clocks_since;
	}
	if (ticket_apply(&m->t, ev, w->city, NULL) != ERR_OK)
		return "前面的环节之后不能有这个环节";
	(void)given_apply(&m->given, &m->t, ev);
	m->t.rev++;
	m->erased = m->erased || ev->identity_withheld;
	m->titled = m->titled || fields_get(&ev->set, TF_TITLE)[0] != '\0';
	return NULL;
}

const char *
store_walk_event(struct store_walk *w, struct sqlite3_stmt *st)
{
	const char *why;
	struct event ev;

	event_init(&ev);
	why = check_event(w, st, &ev);
	if (why == NULL && !w->broken)
		why = replay(w, &ev);
	w->broken = w->broken || why != NULL;
	str_copy(w->prev, sizeof(w->prev), ev.hash);
	w->expect = db_int(st, 1) + 1;
	event_free(&ev);
	return why;
}

/* ---- one ticket after the other ---- */

void
store_walk_open(struct store_walk *w)
{
	w->clocks_since = clocks_since(w->s);
	w->made = (struct store_made){ 0 };
	ticket_init(&w->made.t);
	w->ticket[0] = '\0';
}

void
store_walk_begin(struct store_walk *w, const char *id)
{
	str_copy(w->ticket, sizeof(w->ticket), id);
	w->prev[0] = '\0';
	w->expect = 1;
	w->broken = false;
	store_walk_close(w);
	w->made = (struct store_made){ 0 };
	ticket_init(&w->made.t);
}

void
store_walk_close(struct store_walk *w)
{
	fields_drop_identity(&w->made.t.f);
	ticket_free(&w->made.t);
}
