/* hotseatd verify: every chain is walked, and every stored byte of an event is accounted for. The hash covers the values;
 * the text around them is covered by writing the event again and comparing it with what is stored, byte for byte. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/chain.h"
#include "store_p.h"
#include "wire/ticket_json.h"

struct walk {
	struct store *s;
	void (*bad)(void *, const struct store_verify_bad *);
	void *arg;
	char ticket[ID_SIZE], no[24], prev[65];
	int64_t expect; /* next seq */
	int64_t tickets, events;
};

static void
report(struct walk *w, int64_t seq, const char *why)
{
	struct store_verify_bad b = { .ticket = w->ticket, .no = w->no, .seq = seq, .why = why };

	w->bad(w->arg, &b);
}

static void
number_of(struct walk *w)
{
	struct sqlite3_stmt *st;

	w->no[0] = '\0';
	if (db_stmt(w->s->db, "SELECT no FROM ticket WHERE id = ?1", &st, NULL) != ERR_OK)
		return;
	db_bind_text(st, 1, w->ticket);
	if (db_step(w->s->db, st, NULL) == 1)
		str_copy(w->no, sizeof(w->no), db_text(st, 0));
	db_done(st);
}

/* The projection must stand at the end of its chain: a chain cut short at the end shows here. */
static void
check_head(struct walk *w)
{
	struct sqlite3_stmt *st;
	struct ticket t;
	const char *doc;

	if (w->ticket[0] == '\0')
		return;
	if (db_stmt(w->s->db, "SELECT doc FROM ticket WHERE id = ?1", &st, NULL) != ERR_OK)
		return;
	db_bind_text(st, 1, w->ticket);
	ticket_init(&t);
	if (db_step(w->s->db, st, NULL) != 1)
		report(w, w->expect - 1, "工单行不存在");
	else if (doc = db_text(st, 0), ticket_json_read(doc, strlen(doc), &t, NULL) != ERR_OK)
		report(w, w->expect - 1, "工单行读不出来");
	else if (t.event_count >= w->expect)
		report(w, w->expect, "链的末尾有环节缺失");
	else if (strcmp(t.head_hash, w->prev) != 0 || t.event_count != w->expect - 1)
		report(w, w->expect - 1, "链的末尾与工单不符");
	ticket_free(&t);
	db_done(st);
}

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

/* Row: ticket, seq, id, kind, at_server, doc, identity, salt. Returns NULL when all is well, else the reason. */
static const char *
check_row(struct walk *w, struct sqlite3_stmt *st)
{
	struct str plain = { 0 };
	struct event ev;
	const char *doc = db_text(st, 5), *why = NULL;
	size_t n;
	const void *sealed = db_blob(st, 6, &n);

	event_init(&ev);
	if (db_int(st, 1) != w->expect)
		why = "环节序号不连续";
	else if (event_json_read(doc, strlen(doc), &ev, NULL) != ERR_OK)
		why = "环节读不出来";
	else if (!same_bytes(&ev, doc))
		why = "环节文本被改动";
	else if (strcmp(ev.id, db_text(st, 2)) != 0 || ev.kind != (int)db_int(st, 3) ||
		 ev.at_server != db_int(st, 4) || strcmp(ev.ticket, w->ticket) != 0 ||
		 ev.seq != w->expect)
		why = "环节的列与内容不符";
	else if (store_unseal(w->s, "event", ev.id, sealed, n, &plain, NULL) != ERR_OK)
		why = "身份信息打不开";
	else if (plain.len > 0 && event_json_read_payload(plain.s, plain.len, &ev, NULL) != ERR_OK)
		why = "身份信息读不出来";
	else {
		if (plain.len > 0) {
			const void *salt = db_blob(st, 7, &n);
			ev.has_identity = true;
			ev.identity_withheld = false;
			if (n == sizeof(ev.salt))
				memcpy(ev.salt, salt, n);
		}
		if (chain_check(&ev, w->prev, NULL) != ERR_OK)
			why = "校验值不符";
	}
	str_copy(w->prev, sizeof(w->prev), ev.hash);
	event_free(&ev);
	if (plain.s != NULL)
		secret_wipe(plain.s, plain.len);
	str_free(&plain);
	return why;
}

static void
next_ticket(struct walk *w, const char *id)
{
	check_head(w);
	str_copy(w->ticket, sizeof(w->ticket), id);
	w->prev[0] = '\0';
	w->expect = 1;
	w->tickets++;
	number_of(w);
}

/* Tickets without a single event have no chain to walk; each is named. */
static void
check_eventless(struct walk *w, struct err *e)
{
	struct sqlite3_stmt *st;

	if (db_stmt(w->s->db,
		"SELECT id, no FROM ticket t WHERE NOT EXISTS(SELECT 1 FROM ticket_event v WHERE "
		"v.ticket = t.id)",
		&st, e) != ERR_OK)
		return;
	while (db_step(w->s->db, st, e) == 1) {
		str_copy(w->ticket, sizeof(w->ticket), db_text(st, 0));
		str_copy(w->no, sizeof(w->no), db_text(st, 1));
		report(w, 0, "没有任何环节");
	}
	db_done(st);
}

enum err_code
store_verify(struct store *s, void (*bad)(void *, const struct store_verify_bad *), void *arg,
    int64_t *tickets, int64_t *events, struct err *e)
{
	struct walk w = { .s = s, .bad = bad, .arg = arg, .expect = 1 };
	struct sqlite3_stmt *st;
	int step;

	if (db_stmt(s->db,
		"SELECT ticket, seq, id, kind, at_server, doc, identity, salt FROM ticket_event "
		"ORDER BY "
		"ticket, seq",
		&st, e) != ERR_OK)
		return ERR_DB;
	while ((step = db_step(s->db, st, e)) == 1) {
		const char *why;
		if (strcmp(db_text(st, 0), w.ticket) != 0)
			next_ticket(&w, db_text(st, 0));
		why = check_row(&w, st);
		if (why != NULL)
			report(&w, db_int(st, 1), why);
		w.expect = db_int(st, 1) + 1;
		w.events++;
	}
	db_done(st);
	check_head(&w);
	check_eventless(&w, e);
	*tickets = w.tickets;
	*events = w.events;
	return step < 0 ? ERR_DB : ERR_OK;
}
