/* The events of a ticket: appended, never changed (a trigger refuses), identity sealed beside the rest. */
#include <stdlib.h>
#include <string.h>

#include "store_p.h"
#include "wire/ticket_json.h"

enum err_code
store_event_add(struct store *s, const struct event *ev, struct err *e)
{
	struct str doc = { 0 }, plain = { 0 }, sealed = { 0 };
	struct sqlite3_stmt *st;
	enum err_code rc;

	if (db_stmt(s->db,
		"INSERT INTO ticket_event(ticket, seq, id, kind, at_server, doc, identity, salt) "
		"VALUES(?1,?2,?3,?4,?5,?6,?7,?8)",
		&st, e) != ERR_OK)
		return ERR_DB;
	event_json_write(ev, false, &doc);
	event_json_identity(ev, &plain);
	store_seal(s, "event", ev->id, &plain, &sealed);
	db_bind_text(st, 1, ev->ticket);
	db_bind_int(st, 2, ev->seq);
	db_bind_text(st, 3, ev->id);
	db_bind_int(st, 4, ev->kind);
	db_bind_int(st, 5, ev->at_server);
	db_bind_text(st, 6, str_c(&doc));
	db_bind_blob(st, 7, sealed.len > 0 ? sealed.s : NULL, sealed.len);
	/* The salt stands beside the sealed member: erasing both leaves only the digest. */
	db_bind_blob(
	    st, 8, sealed.len > 0 ? ev->salt : NULL, sealed.len > 0 ? sizeof(ev->salt) : 0);
	if (doc.bad || plain.bad || sealed.bad) {
		db_done(st);
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	} else {
		rc = db_run(s->db, st, e);
	}
	secret_str_free(&plain);
	str_free(&doc);
	str_free(&sealed);
	return rc;
}

void
store_event_salted(struct event *ev, struct sqlite3_stmt *st, int col)
{
	size_t n;
	const void *salt = db_blob(st, col, &n);

	ev->has_identity = true;
	ev->identity_withheld = false;
	if (n == sizeof(ev->salt))
		memcpy(ev->salt, salt, n);
}

/* Row: id, doc, identity, salt. */
static enum err_code
event_of_row(struct store *s, struct sqlite3_stmt *st, struct event *ev, struct err *e)
{
	struct str plain = { 0 };
	const char *doc = db_text(st, 1);
	size_t n;
	const void *sealed = db_blob(st, 2, &n);
	enum err_code rc = event_json_read(doc, strlen(doc), ev, e);

	if (rc == ERR_OK)
		rc = store_unseal(s, "event", db_text(st, 0), sealed, n, &plain, e);
	if (rc == ERR_OK && plain.len > 0)
		rc = event_json_read_payload(plain.s, plain.len, ev, e);
	if (rc == ERR_OK && plain.len > 0)
		store_event_salted(ev, st, 3);
	secret_str_free(&plain);
	return rc;
}

static void
events_free(struct event *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		event_free(&list[i]);
	free(list);
}

enum err_code
store_events(struct store *s, const char *ticket, int64_t from_seq, struct event **out, size_t *n,
    struct err *e)
{
	struct event *list = NULL;
	struct sqlite3_stmt *st;
	size_t count = 0;
	enum err_code rc = ERR_OK;
	int step;

	*out = NULL;
	*n = 0;
	if (db_stmt(s->db,
		"SELECT id, doc, identity, salt FROM ticket_event WHERE ticket = ?1 AND seq >= ?2 "
		"ORDER "
		"BY seq",
		&st, e) != ERR_OK)
		return ERR_DB;
	db_bind_text(st, 1, ticket);
	db_bind_int(st, 2, from_seq);
	while (rc == ERR_OK && (step = db_step(s->db, st, e)) != 0) {
		struct event *grown;
		if (step < 0) {
			rc = ERR_DB;
			break;
		}
		grown = realloc(list, (count + 1) * sizeof(*list));
		if (grown == NULL) {
			rc = err_set(e, ERR_NO_MEMORY, NULL);
			break;
		}
		list = grown;
		event_init(&list[count]);
		rc = event_of_row(s, st, &list[count++], e);
	}
	db_done(st);
	if (rc != ERR_OK) {
		events_free(list, count);
		return rc;
	}
	*out = list;
	*n = count;
	return ERR_OK;
}

enum err_code
store_event_by_id(struct store *s, const char *id, struct event *ev, struct err *e)
{
	struct sqlite3_stmt *st;
	enum err_code rc;
	int step;

	if (db_stmt(s->db, "SELECT id, doc, identity, salt FROM ticket_event WHERE id = ?1", &st,
		e) != ERR_OK)
		return ERR_DB;
	db_bind_text(st, 1, id);
	step = db_step(s->db, st, e);
	if (step == 1)
		rc = event_of_row(s, st, ev, e);
	else
		rc = step < 0 ? ERR_DB : err_set(e, ERR_NOT_FOUND, "没有这个环节。");
	db_done(st);
	return rc;
}

int64_t
store_last_event_at(struct store *s, const char *ticket, int kind)
{
	struct sqlite3_stmt *st;

	if (db_stmt(s->db,
		"SELECT max(at_server) FROM ticket_event WHERE ticket = ?1 AND kind = ?2", &st,
		NULL) != ERR_OK)
		return 0;
	db_bind_text(st, 1, ticket);
	db_bind_int(st, 2, kind);
	return db_take_int(s->db, st, 0);
}
