/* hotseatd verify: every chain is walked, and every stored byte of an event is accounted for. The hash covers the values;
 * the text around them is covered by writing the event again and comparing it with what is stored, byte for byte. The
 * events are applied again too, and the ticket they make is what its row must say (store_projection.c). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/chain.h"
#include "model/number.h"
#include "model/workflow.h"
#include "store_p.h"
#include "wire/ticket_json.h"

struct walk {
	struct store *s;
	struct store_verify *v;
	int64_t clocks_since;
	char ticket[ID_SIZE], prev[65];
	int64_t expect; /* next seq */
	struct store_made made;
	bool broken; /* an event did not add up: what they make of the ticket says nothing */
};

/* ---- what does not add up ---- */

static void
number_of(struct walk *w, char no[24])
{
	struct sqlite3_stmt *st;

	no[0] = '\0';
	if (db_stmt(w->s->db, "SELECT no FROM ticket WHERE id = ?1", &st, NULL) != ERR_OK)
		return;
	db_bind_text(st, 1, w->ticket);
	if (db_step(w->s->db, st, NULL) == 1)
		str_copy(no, 24, db_text(st, 0));
	db_done(st);
}

static void
report(struct walk *w, int64_t seq, const char *field, const char *why)
{
	char no[24];
	struct store_verify_bad b = {
		.ticket = w->ticket, .no = no, .seq = seq, .field = field, .why = why
	};

	number_of(w, no);
	w->v->bad(w->v->arg, &b);
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
open_identity(struct walk *w, struct sqlite3_stmt *st, struct event *ev)
{
	struct str plain = { 0 };
	const char *why = NULL;
	size_t n;
	const void *sealed = db_blob(st, 6, &n), *salt;

	if (store_unseal(w->s, "event", ev->id, sealed, n, &plain, NULL) != ERR_OK) {
		why = "身份信息打不开";
	} else if (plain.len > 0 &&
		   event_json_read_payload(plain.s, plain.len, ev, NULL) != ERR_OK) {
		why = "身份信息读不出来";
	} else if (plain.len > 0) {
		salt = db_blob(st, 7, &n);
		ev->has_identity = true;
		ev->identity_withheld = false;
		if (n == sizeof(ev->salt))
			memcpy(ev->salt, salt, n);
	}
	if (plain.s != NULL)
		secret_wipe(plain.s, plain.len);
	str_free(&plain);
	return why;
}

/* Row: ticket, seq, id, kind, at_server, doc, identity, salt. Reads it into ${ev}. NULL when all is well. */
static const char *
check_event(struct walk *w, struct sqlite3_stmt *st, struct event *ev)
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
set_seat(struct walk *w, const struct event *ev)
{
	struct store_device d;

	if (!number_valid(fields_get(&ev->set, TF_NO)) &&
	    store_device_get(w->s, ev->via, &d, NULL) == ERR_OK)
		str_copy(w->made.t.seat_no, sizeof(w->made.t.seat_no), d.seat_no);
}

/* What the centre did with it then (core/record.c). */
static const char *
replay(struct walk *w, const struct event *ev)
{
	struct store_made *m = &w->made;

	if (ev->seq == 1) {
		set_seat(w, ev);
		m->old_clocks = ev->at_server < w->clocks_since;
	}
	if (ticket_apply(&m->t, ev, w->v->city, NULL) != ERR_OK)
		return "前面的环节之后不能有这个环节";
	m->t.rev++;
	m->erased = m->erased || ev->identity_withheld;
	m->titled = m->titled || fields_get(&ev->set, TF_TITLE)[0] != '\0';
	return NULL;
}

static void
one_event(struct walk *w, struct sqlite3_stmt *st)
{
	const char *why;
	struct event ev;

	event_init(&ev);
	why = check_event(w, st, &ev);
	if (why == NULL && !w->broken)
		why = replay(w, &ev);
	if (why != NULL) {
		report(w, db_int(st, 1), "", why);
		w->broken = true;
	}
	str_copy(w->prev, sizeof(w->prev), ev.hash);
	w->expect = db_int(st, 1) + 1;
	w->v->events++;
	event_free(&ev);
}

/* ---- a ticket ---- */

/* The row must stand at the end of its chain: a chain cut short at the end shows here. */
static void
check_head(struct walk *w, const struct ticket *row)
{
	if (row->event_count >= w->expect)
		report(w, w->expect, "", "链的末尾有环节缺失");
	else if (strcmp(row->head_hash, w->prev) != 0 || row->event_count != w->expect - 1)
		report(w, w->expect - 1, "", "链的末尾与工单不符");
}

static void
end_ticket(struct walk *w)
{
	struct store_differs d;

	if (w->ticket[0] == '\0')
		return;
	w->v->old_clocks += w->made.old_clocks;
	store_projection_check(w->s, w->ticket, &w->made, w->broken, &d);
	if (d.row_read &&
	    (d.row.event_count != w->expect - 1 || strcmp(d.row.head_hash, w->prev) != 0))
		check_head(w, &d.row);
	else if (d.why != NULL)
		report(w, 0, d.field, d.why);
	ticket_free(&d.row);
}

static void
next_ticket(struct walk *w, const char *id)
{
	end_ticket(w);
	str_copy(w->ticket, sizeof(w->ticket), id);
	w->prev[0] = '\0';
	w->expect = 1;
	w->broken = false;
	ticket_free(&w->made.t);
	w->made = (struct store_made){ 0 };
	ticket_init(&w->made.t);
	w->v->tickets++;
}

/* Tickets without a single event have no chain to walk; each is named. */
static void
check_eventless(struct walk *w, struct err *e)
{
	struct sqlite3_stmt *st;

	if (db_stmt(w->s->db,
		"SELECT id FROM ticket t WHERE NOT EXISTS(SELECT 1 FROM ticket_event v WHERE "
		"v.ticket = t.id)",
		&st, e) != ERR_OK)
		return;
	while (db_step(w->s->db, st, e) == 1) {
		str_copy(w->ticket, sizeof(w->ticket), db_text(st, 0));
		report(w, 0, "", "没有任何环节");
	}
	db_done(st);
}

/* ---- all of them ---- */

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

enum err_code
store_verify(struct store *s, struct store_verify *v, struct err *e)
{
	struct walk w = { .s = s, .v = v, .expect = 1, .clocks_since = clocks_since(s) };
	struct sqlite3_stmt *st;
	int step;

	v->tickets = v->events = v->old_clocks = 0;
	if (db_stmt(s->db,
		"SELECT ticket, seq, id, kind, at_server, doc, identity, salt FROM ticket_event "
		"ORDER BY ticket, seq",
		&st, e) != ERR_OK)
		return ERR_DB;
	ticket_init(&w.made.t);
	while ((step = db_step(s->db, st, e)) == 1) {
		if (strcmp(db_text(st, 0), w.ticket) != 0)
			next_ticket(&w, db_text(st, 0));
		one_event(&w, st);
	}
	db_done(st);
	end_ticket(&w);
	ticket_free(&w.made.t);
	check_eventless(&w, e);
	return step < 0 ? ERR_DB : ERR_OK;
}
