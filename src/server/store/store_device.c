/* Enrolled seats, their one-time codes, and who has signed in on which. Keys and codes are kept as SHA-256 only. */
#include "store_p.h"

enum err_code
store_device_get(struct store *s, const char *id, struct store_device *out, struct err *e)
{
	struct sqlite3_stmt *st;
	int step;

	if (db_stmt(s->db,
		"SELECT key_sha, seat_no, name, created_at, last_op, last_seen_at, revoked, "
		"offset_ms FROM device WHERE id = ?1",
		&st, e) != ERR_OK)
		return ERR_DB;
	db_bind_text(st, 1, id);
	step = db_step(s->db, st, e);
	if (step == 1) {
		*out = (struct store_device){ .created_at = db_int(st, 3),
			.last_op = db_int(st, 4),
			.last_seen_at = db_int(st, 5),
			.revoked = db_int(st, 6) != 0,
			.offset_ms = db_int(st, 7) };
		str_copy(out->id, sizeof(out->id), id);
		str_copy(out->key_sha, sizeof(out->key_sha), db_text(st, 0));
		str_copy(out->seat_no, sizeof(out->seat_no), db_text(st, 1));
		str_copy(out->name, sizeof(out->name), db_text(st, 2));
	}
	db_done(st);
	return step == 1  ? ERR_OK
	       : step < 0 ? ERR_DB
			  : err_set(e, ERR_NOT_FOUND, "没有登记过这台坐席机。");
}

enum err_code
store_device_put(struct store *s, const struct store_device *d, struct err *e)
{
	struct sqlite3_stmt *st;

	if (db_stmt(s->db,
		"INSERT INTO device(id, key_sha, seat_no, name, created_at, last_op, last_seen_at, "
		"revoked, offset_ms)"
		" VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9) ON CONFLICT(id) DO UPDATE SET key_sha = ?2, "
		"name = ?4, last_op = ?6, last_seen_at = ?7, revoked = ?8, offset_ms = ?9",
		&st, e) != ERR_OK)
		return ERR_DB;
	db_bind_text(st, 1, d->id);
	db_bind_text(st, 2, d->key_sha);
	db_bind_text(st, 3, d->seat_no);
	db_bind_text(st, 4, d->name);
	db_bind_int(st, 5, d->created_at);
	db_bind_int(st, 6, d->last_op);
	db_bind_int(st, 7, d->last_seen_at);
	db_bind_int(st, 8, d->revoked);
	db_bind_int(st, 9, d->offset_ms);
	return db_run(s->db, st, e);
}

int
store_devices(struct store *s, const char *after, struct store_device *out, int max)
{
	struct sqlite3_stmt *st;
	int n = 0;

	if (db_stmt(s->db,
		"SELECT id, seat_no, name, created_at, last_op, last_seen_at, revoked, "
		"offset_ms FROM device WHERE seat_no > ?1 ORDER BY seat_no LIMIT ?2",
		&st, NULL) != ERR_OK)
		return -1;
	db_bind_text(st, 1, after);
	db_bind_int(st, 2, max);
	for (; n < max && db_step(s->db, st, NULL) == 1; n++) {
		out[n] = (struct store_device){ .created_at = db_int(st, 3),
			.last_op = db_int(st, 4),
			.last_seen_at = db_int(st, 5),
			.revoked = db_int(st, 6) != 0,
			.offset_ms = db_int(st, 7) };
		str_copy(out[n].id, sizeof(out[n].id), db_text(st, 0));
		str_copy(out[n].seat_no, sizeof(out[n].seat_no), db_text(st, 1));
		str_copy(out[n].name, sizeof(out[n].name), db_text(st, 2));
	}
	db_done(st);
	return n;
}

enum err_code
store_device_revoke(struct store *s, const char *seat_no, struct err *e)
{
	struct sqlite3_stmt *st;
	enum err_code rc;

	if (db_stmt(s->db, "UPDATE device SET revoked = 1 WHERE seat_no = ?1", &st, e) != ERR_OK)
		return ERR_DB;
	db_bind_text(st, 1, seat_no);
	rc = db_run(s->db, st, e);
	if (rc == ERR_OK && db_changes(s->db) == 0)
		rc = err_set(e, ERR_NOT_FOUND, "没有坐席号为 %s 的坐席机。", seat_no);
	return rc;
}

bool
store_seat_taken(struct store *s, const char *seat_no)
{
	struct sqlite3_stmt *st;
	bool taken;

	if (db_stmt(s->db, "SELECT 1 FROM device WHERE seat_no = ?1", &st, NULL) != ERR_OK)
		return true;
	db_bind_text(st, 1, seat_no);
	taken = db_step(s->db, st, NULL) != 0;
	db_done(st);
	return taken;
}

enum err_code
store_code_add(
    struct store *s, const char *code_sha, const char *seat_no, int64_t expires_at, struct err *e)
{
	struct sqlite3_stmt *st;

	if (db_stmt(s->db,
		"INSERT INTO device_code(code_sha, seat_no, expires_at) VALUES(?1,?2,?3)", &st,
		e) != ERR_OK)
		return ERR_DB;
	db_bind_text(st, 1, code_sha);
	db_bind_text(st, 2, seat_no);
	db_bind_int(st, 3, expires_at);
	return db_run(s->db, st, e);
}

enum err_code
store_code_take(struct store *s, const char *code_sha, int64_t now, char seat_no[8], struct err *e)
{
	struct sqlite3_stmt *st;
	int64_t expires = 0;
	int step;

	if (db_stmt(s->db, "SELECT seat_no, expires_at FROM device_code WHERE code_sha = ?1", &st,
		e) != ERR_OK)
		return ERR_DB;
	db_bind_text(st, 1, code_sha);
	step = db_step(s->db, st, e);
	if (step == 1) {
		str_copy(seat_no, 8, db_text(st, 0));
		expires = db_int(st, 1);
	}
	db_done(st);
	if (step < 0)
		return ERR_DB;
	if (step == 0 || expires < now)
		return err_set(e, ERR_NOT_FOUND,
		    "登记码不对、已用过或已过期, 请管理员用 hotseatd device add 重新生成。");
	if (db_stmt(s->db, "DELETE FROM device_code WHERE code_sha = ?1", &st, e) != ERR_OK)
		return ERR_DB;
	db_bind_text(st, 1, code_sha);
	return db_run(s->db, st, e);
}

enum err_code
store_codes_expire(struct store *s, int64_t now, struct err *e)
{
	struct sqlite3_stmt *st;

	if (db_stmt(s->db, "DELETE FROM device_code WHERE expires_at < ?1", &st, e) != ERR_OK)
		return ERR_DB;
	db_bind_int(st, 1, now);
	return db_run(s->db, st, e);
}

enum err_code
store_device_user(
    struct store *s, const char *device, const char *job_no, int64_t at, struct err *e)
{
	struct sqlite3_stmt *st;

	if (db_stmt(s->db,
		"INSERT INTO device_user(device, job_no, since_at) VALUES(?1,?2,?3) ON "
		"CONFLICT(device, job_no) DO NOTHING",
		&st, e) != ERR_OK)
		return ERR_DB;
	db_bind_text(st, 1, device);
	db_bind_text(st, 2, job_no);
	db_bind_int(st, 3, at);
	return db_run(s->db, st, e);
}

int64_t
store_device_user_since(struct store *s, const char *device, const char *job_no)
{
	struct sqlite3_stmt *st;

	if (db_stmt(s->db, "SELECT since_at FROM device_user WHERE device = ?1 AND job_no = ?2",
		&st, NULL) != ERR_OK)
		return 0;
	db_bind_text(st, 1, device);
	db_bind_text(st, 2, job_no);
	return db_take_int(s->db, st, 0);
}
