/* Who looked at whose identity, and who threw work away: rows that are only ever added, each with the hash of the one
 * before, committed to disk before the identity is shown. The centre gets them when it can be reached; it keeps the chain
 * that counts, this one shows that the seat has not changed its mind. */
#include "cache_p.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/id.h"
#include "reader_p.h"
#include "wire/audit_json.h"

static void
add_part(struct secret_sha *h, const char *s)
{
	size_t n = strlen(s);
	const uint8_t len[4] = { (uint8_t)(n >> 24), (uint8_t)(n >> 16), (uint8_t)(n >> 8),
		(uint8_t)n };

	secret_sha_add(h, len, sizeof(len));
	secret_sha_add(h, s, n);
}

static void
hash_row(const char *prev, const char *const parts[6], char out[SECRET_HEX_SIZE])
{
	static const char label[] = "hotseat-seat-audit-1";
	uint8_t sum[SECRET_HASH_BYTES];
	struct secret_sha h;

	secret_sha_start(&h);
	secret_sha_add(&h, label, sizeof(label) - 1);
	add_part(&h, prev);
	for (int i = 0; i < 6; i++)
		add_part(&h, parts[i]);
	secret_sha_end(&h, sum);
	secret_hex(sum, sizeof(sum), out);
}

static void
last_hash(struct cache_writer *w, char out[SECRET_HEX_SIZE])
{
	struct sqlite3_stmt *st;

	out[0] = '\0';
	if (db_stmt(w->db, "SELECT hash FROM audit ORDER BY seq DESC LIMIT 1", &st, NULL) != ERR_OK)
		return;
	if (db_step(w->db, st, NULL) == 1)
		str_copy(out, SECRET_HEX_SIZE, db_text(st, 0));
	db_done(st);
}

static enum err_code
insert(
    struct cache_writer *w, const char *id, int64_t at, const char *const parts[6], struct err *e)
{
	char prev[SECRET_HEX_SIZE], hash[SECRET_HEX_SIZE];
	struct sqlite3_stmt *st;
	enum err_code rc;

	last_hash(w, prev);
	hash_row(prev, parts, hash);
	rc = db_stmt(w->db,
	    "INSERT INTO audit(id, at, user, action, object, reason, hash) "
	    "VALUES(?1,?2,?3,?4,?5,?6,?7)",
	    &st, e);
	if (rc != ERR_OK)
		return rc;
	db_bind_text(st, 1, id);
	db_bind_int(st, 2, at);
	for (int i = 2; i < 6; i++)
		db_bind_text(st, i + 1, parts[i]);
	db_bind_text(st, 7, hash);
	return db_run(w->db, st, e);
}

enum err_code
cache_audit_add(struct cache_writer *w, int64_t at, const char *user, const char *action,
    const char *object, const char *reason, struct err *e)
{
	char id[ID_SIZE], when[24];
	const char *const parts[6] = { id, when, user, action, object, reason };
	enum err_code rc = cache_enter(w, true, e);

	if (rc != ERR_OK)
		return rc;
	id_new(id);
	snprintf(when, sizeof(when), "%" PRId64, at);
	return cache_leave(w, insert(w, id, at, parts, e), e);
}

static void
read_row(struct sqlite3_stmt *st, struct audit_row *r)
{
	*r = (struct audit_row){ .at = db_int(st, 2) };
	str_copy(r->id, sizeof(r->id), db_text(st, 1));
	str_copy(r->user, sizeof(r->user), db_text(st, 3));
	str_copy(r->action, sizeof(r->action), db_text(st, 4));
	str_copy(r->object, sizeof(r->object), db_text(st, 5));
	str_copy(r->reason, sizeof(r->reason), db_text(st, 6));
}

enum err_code
cache_audit_batch(struct cache_writer *w, struct str *out, int64_t *last, struct err *e)
{
	struct audit_row *rows;
	struct sqlite3_stmt *st;
	size_t n = 0;
	int step = 0;
	enum err_code rc = db_stmt(w->db,
	    "SELECT seq, id, at, user, action, object, reason FROM audit WHERE seq > ?1 ORDER BY "
	    "seq LIMIT ?2",
	    &st, e);

	*last = 0;
	if (rc != ERR_OK)
		return rc;
	rows = calloc(AUDIT_ROWS, sizeof(*rows));
	if (rows == NULL) {
		db_done(st);
		return err_set(e, ERR_NO_MEMORY, NULL);
	}
	db_bind_int(st, 1, cache_meta_int(w->db, "audit_sent", 0));
	db_bind_int(st, 2, AUDIT_ROWS);
	while (n < AUDIT_ROWS && (step = db_step(w->db, st, e)) == 1) {
		*last = db_int(st, 0);
		read_row(st, &rows[n++]);
	}
	db_done(st);
	if (n > 0)
		audit_json_write(rows, n, out);
	free(rows);
	if (step < 0)
		return ERR_DB;
	return out->bad ? err_set(e, ERR_NO_MEMORY, NULL) : ERR_OK;
}

enum err_code
cache_audit_sent(struct cache_writer *w, int64_t last, struct err *e)
{
	enum err_code rc = cache_enter(w, false, e);

	return rc == ERR_OK ? cache_leave(w, cache_meta_put_int(w, "audit_sent", last, e), e) : rc;
}

int64_t
cache_audit_verify(struct cache_reader *r, int64_t *rows)
{
	char prev[SECRET_HEX_SIZE] = "", want[SECRET_HEX_SIZE], when[24];
	struct sqlite3_stmt *st;
	int64_t bad = 0, expected = 1;

	*rows = db_one_int(r->db, "SELECT count(*) FROM audit", 0);
	if (db_stmt(r->db,
		"SELECT seq, id, at, user, action, object, reason, hash FROM audit ORDER BY seq",
		&st, NULL) != ERR_OK)
		return 1;
	while (bad == 0 && db_step(r->db, st, NULL) == 1) {
		const char *const parts[6] = { db_text(st, 1), when, db_text(st, 3), db_text(st, 4),
			db_text(st, 5), db_text(st, 6) };
		snprintf(when, sizeof(when), "%" PRId64, db_int(st, 2));
		hash_row(prev, parts, want);
		if (db_int(st, 0) != expected++ || !str_eq(want, db_text(st, 7)))
			bad = db_int(st, 0);
		str_copy(prev, sizeof(prev), want);
	}
	db_done(st);
	return bad;
}
