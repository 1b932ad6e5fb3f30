/* What is to be told to people and units: a queue that only grows until a gateway takes from it. Who has been told what is
 * its key, so that nothing that comes twice is told twice. */
#include <stdio.h>

#include "server/store/records.h"
#include "store_p.h"

#define KEY_BYTES 96

static void
key_of(const char *ticket, const char *template, int round, char out[KEY_BYTES])
{
	snprintf(out, KEY_BYTES, "%.36s/%.31s/%d", ticket, template, round);
}

static enum err_code
bind_phone(
    struct store *s, const struct store_notice *x, struct sqlite3_stmt *st, int i, struct err *e)
{
	struct str plain = { 0 }, sealed = { 0 };
	char key[KEY_BYTES];
	bool bad;

	key_of(x->ticket, x->template, x->round, key);
	str_add(&plain, x->phone);
	store_seal(s, "notice", key, &plain, &sealed);
	db_bind_blob(st, i, sealed.s, sealed.len);
	bad = plain.bad || sealed.bad;
	secret_str_free(&plain);
	str_free(&sealed);
	return bad ? err_set(e, ERR_NO_MEMORY, NULL) : ERR_OK;
}

enum err_code
store_notice_add(struct store *s, const struct store_notice *x, bool *added, struct err *e)
{
	struct sqlite3_stmt *st;
	enum err_code rc;

	*added = false;
	if (db_stmt(s->db,
		"INSERT INTO notice(ticket, template, round, channel, unit, text, state, at, phone)"
		" VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9) ON CONFLICT(ticket, template, round) DO "
		"NOTHING",
		&st, e) != ERR_OK)
		return ERR_DB;
	db_bind_text(st, 1, x->ticket);
	db_bind_text(st, 2, x->template);
	db_bind_int(st, 3, x->round);
	db_bind_text(st, 4, x->channel);
	db_bind_text(st, 5, x->unit);
	db_bind_text(st, 6, x->text);
	db_bind_text(st, 7, x->state);
	db_bind_int(st, 8, x->at);
	rc = bind_phone(s, x, st, 9, e);
	if (rc != ERR_OK) {
		db_done(st);
		return rc;
	}
	rc = db_run(s->db, st, e);
	*added = rc == ERR_OK && db_changes(s->db) == 1;
	return rc;
}

static enum err_code
read_row(struct store *s, struct sqlite3_stmt *st, struct store_notice *x, struct err *e)
{
	struct str phone = { 0 };
	char key[KEY_BYTES];
	const void *sealed;
	enum err_code rc;
	size_t n;

	*x = (struct store_notice){ .round = (int)db_int(st, 2), .at = db_int(st, 7) };
	str_copy(x->ticket, sizeof(x->ticket), db_text(st, 0));
	str_copy(x->template, sizeof(x->template), db_text(st, 1));
	str_copy(x->channel, sizeof(x->channel), db_text(st, 3));
	str_copy(x->unit, sizeof(x->unit), db_text(st, 4));
	str_copy(x->text, sizeof(x->text), db_text(st, 5));
	str_copy(x->state, sizeof(x->state), db_text(st, 6));
	key_of(x->ticket, x->template, x->round, key);
	sealed = db_blob(st, 8, &n);
	rc = store_unseal(s, "notice", key, sealed, n, &phone, e);
	str_copy(x->phone, sizeof(x->phone), str_c(&phone));
	secret_str_free(&phone);
	return rc;
}

enum err_code
store_notices(struct store *s, const char *ticket, store_notice_fn *fn, void *arg, struct err *e)
{
	struct sqlite3_stmt *st;
	enum err_code rc = ERR_OK;
	bool more = true;
	int step = 1;

	if (db_stmt(s->db,
		"SELECT ticket, template, round, channel, unit, text, state, at, phone FROM notice"
		" WHERE ?1 IS NULL OR ticket = ?1 ORDER BY at, ticket, template, round",
		&st, e) != ERR_OK)
		return ERR_DB;
	db_bind_text(st, 1, ticket);
	while (more && rc == ERR_OK && (step = db_step(s->db, st, e)) == 1) {
		struct store_notice x;
		rc = read_row(s, st, &x, e);
		if (rc == ERR_OK)
			more = fn(arg, &x);
		secret_wipe(x.phone, sizeof(x.phone));
	}
	db_done(st);
	return step < 0 ? ERR_DB : rc;
}

int
store_incomplete(struct store *s, int64_t now, const char *after_id, char (*ids)[ID_SIZE], int max)
{
	struct sqlite3_stmt *st;
	int n = 0;

	if (db_stmt(s->db,
		"SELECT id FROM ticket INDEXED BY ticket_incomplete WHERE incomplete_due > 0 AND "
		"incomplete_due > ?1 AND id > ?2"
		" ORDER BY id LIMIT ?3",
		&st, NULL) != ERR_OK)
		return 0;
	db_bind_int(st, 1, now);
	db_bind_text(st, 2, after_id);
	db_bind_int(st, 3, max);
	while (n < max && db_step(s->db, st, NULL) == 1)
		str_copy(ids[n++], ID_SIZE, db_text(st, 0));
	db_done(st);
	return n;
}
