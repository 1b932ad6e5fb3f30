/* Who looked at whom: append only, each row's hash over the one before it, so that a look can be denied by nobody. */
#include <stdio.h>
#include <string.h>

#include "store_p.h"

static void
hash_part(struct secret_sha *h, const char *s)
{
	size_t n = strlen(s);
	uint8_t len[4] = { (uint8_t)(n >> 24), (uint8_t)(n >> 16), (uint8_t)(n >> 8), (uint8_t)n };

	secret_sha_add(h, len, sizeof(len));
	secret_sha_add(h, s, n);
}

static void
hash_row(const char *prev, const struct store_audit *a, char out[SECRET_HEX_SIZE])
{
	uint8_t raw[SECRET_HASH_BYTES];
	struct secret_sha h;
	char number[48];

	secret_sha_start(&h);
	hash_part(&h, "hotseat-audit-1");
	hash_part(&h, prev);
	snprintf(number, sizeof(number), "%lld %lld", (long long)a->seq, (long long)a->at);
	hash_part(&h, number);
	hash_part(&h, a->id);
	hash_part(&h, a->user);
	hash_part(&h, a->device);
	hash_part(&h, a->action);
	hash_part(&h, a->object);
	hash_part(&h, a->reason);
	secret_sha_end(&h, raw);
	secret_hex(raw, sizeof(raw), out);
}

static void
last_hash(struct store *s, int64_t *seq, char out[SECRET_HEX_SIZE])
{
	struct sqlite3_stmt *st;

	*seq = 0;
	out[0] = '\0';
	if (db_stmt(s->db, "SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1", &st, NULL) !=
	    ERR_OK)
		return;
	if (db_step(s->db, st, NULL) == 1) {
		*seq = db_int(st, 0);
		str_copy(out, SECRET_HEX_SIZE, db_text(st, 1));
	}
	db_done(st);
}

static bool
is_there(struct store *s, const char *id)
{
	struct sqlite3_stmt *st;

	if (db_stmt(s->db, "SELECT 1 FROM audit WHERE id = ?1", &st, NULL) != ERR_OK)
		return false;
	db_bind_text(st, 1, id);
	return db_take_any(s->db, st);
}

enum err_code
store_audit_add(struct store *s, const struct store_audit *a, struct err *e)
{
	char prev[SECRET_HEX_SIZE], hash[SECRET_HEX_SIZE];
	struct store_audit row = *a;
	struct sqlite3_stmt *st;

	if (is_there(s, a->id))
		return ERR_OK;
	last_hash(s, &row.seq, prev);
	row.seq++;
	hash_row(prev, &row, hash);
	if (db_stmt(s->db,
		"INSERT INTO audit(seq, at, job_no, device, action, object, reason, hash, id) "
		"VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9)",
		&st, e) != ERR_OK)
		return ERR_DB;
	db_bind_int(st, 1, row.seq);
	db_bind_int(st, 2, row.at);
	db_bind_text(st, 3, row.user);
	db_bind_text(st, 4, row.device);
	db_bind_text(st, 5, row.action);
	db_bind_text(st, 6, row.object);
	db_bind_text(st, 7, row.reason);
	db_bind_text(st, 8, hash);
	db_bind_text(st, 9, row.id);
	return db_run(s->db, st, e);
}

int64_t
store_audit_verify(struct store *s)
{
	char prev[SECRET_HEX_SIZE] = "", hash[SECRET_HEX_SIZE];
	struct sqlite3_stmt *st;
	int64_t expect = 1, bad = 0;

	if (db_stmt(s->db,
		"SELECT seq, at, job_no, device, action, object, reason, hash, id FROM audit ORDER "
		"BY seq",
		&st, NULL) != ERR_OK)
		return 1;
	while (bad == 0 && db_step(s->db, st, NULL) == 1) {
		struct store_audit a = { .seq = db_int(st, 0), .at = db_int(st, 1) };
		str_copy(a.user, sizeof(a.user), db_text(st, 2));
		str_copy(a.device, sizeof(a.device), db_text(st, 3));
		str_copy(a.action, sizeof(a.action), db_text(st, 4));
		str_copy(a.object, sizeof(a.object), db_text(st, 5));
		str_copy(a.reason, sizeof(a.reason), db_text(st, 6));
		str_copy(a.id, sizeof(a.id), db_text(st, 8));
		hash_row(prev, &a, hash);
		if (a.seq != expect || strcmp(hash, db_text(st, 7)) != 0)
			bad = a.seq;
		str_copy(prev, sizeof(prev), db_text(st, 7));
		expect++;
	}
	db_done(st);
	return bad;
}

int64_t
store_audit_count(struct store *s)
{
	return db_one_int(s->db, "SELECT count(*) FROM audit", 0);
}
