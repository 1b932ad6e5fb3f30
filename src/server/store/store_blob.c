/* Rows of attachments and of who uses them. A name may tell who somebody is: it is sealed like an identity. */
#include <stdio.h>
#include <string.h>

#include "server/store/blob.h"
#include "store_p.h"

#define COLUMNS \
	"b.id, b.bytes, b.have, b.type, b.job_no, b.device, b.ticket, b.at, b.complete, b.name"

static enum err_code
read_row(struct store *s, struct sqlite3_stmt *st, struct store_blob *b, struct err *e)
{
	struct str name = { 0 };
	const void *sealed;
	size_t n;
	int type = blob_type_by_json(db_text(st, 3));
	enum err_code rc;

	*b = (struct store_blob){ .i = { .bytes = db_int(st, 1),
				      .have = db_int(st, 2),
				      .type = type > 0 ? (enum blob_type)type : BLOB_UNKNOWN,
				      .at = db_int(st, 7),
				      .complete = db_int(st, 8) != 0 } };
	str_copy(b->i.id, sizeof(b->i.id), db_text(st, 0));
	str_copy(b->i.by, sizeof(b->i.by), db_text(st, 4));
	str_copy(b->device, sizeof(b->device), db_text(st, 5));
	str_copy(b->ticket, sizeof(b->ticket), db_text(st, 6));
	sealed = db_blob(st, 9, &n);
	rc = s->key == NULL ? ERR_OK : store_unseal(s, "blob", b->i.id, sealed, n, &name, e);
	if (rc == ERR_OK && name.len > 2) /* as it was sealed: see put_name */
		str_copy(b->i.name, sizeof(b->i.name), name.s + 2);
	str_free(&name);
	return rc;
}

enum err_code
store_blob_get(struct store *s, const char *id, struct store_blob *out, struct err *e)
{
	struct sqlite3_stmt *st;
	enum err_code rc;
	int step;

	if (db_stmt(s->db, "SELECT " COLUMNS " FROM blob b WHERE b.id = ?1", &st, e) != ERR_OK)
		return ERR_DB;
	db_bind_text(st, 1, id);
	step = db_step(s->db, st, e);
	if (step == 1)
		rc = read_row(s, st, out, e);
	else
		rc = step < 0 ? ERR_DB : err_set(e, ERR_NOT_FOUND, "中心没有这个附件。");
	db_done(st);
	return rc;
}

/* Two letters before it, because a sealed text of two or fewer is taken for nothing (store_seal). */
static void
put_name(struct store *s, const struct store_blob *b, struct str *sealed)
{
	struct str name = { 0 };

	if (b->i.name[0] == '\0')
		return;
	str_addf(&name, "n:%s", b->i.name);
	store_seal(s, "blob", b->i.id, &name, sealed);
	sealed->bad = sealed->bad || name.bad;
	str_free(&name);
}

enum err_code
store_blob_put(struct store *s, const struct store_blob *b, struct err *e)
{
	struct sqlite3_stmt *st;
	struct str sealed = { 0 };
	enum err_code rc;

	if (db_stmt(s->db,
		"INSERT INTO blob(id, bytes, have, type, job_no, device, ticket, at, complete, "
		"name)"
		" VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10) ON CONFLICT(id) DO UPDATE SET bytes = ?2,"
		" have = ?3, type = ?4, job_no = ?5, device = ?6, ticket = ?7, at = ?8, complete ="
		" ?9, name = ?10 WHERE complete = 0",
		&st, e) != ERR_OK)
		return ERR_DB;
	put_name(s, b, &sealed);
	db_bind_text(st, 1, b->i.id);
	db_bind_int(st, 2, b->i.bytes);
	db_bind_int(st, 3, b->i.have);
	db_bind_text(st, 4, blob_type_json((int)b->i.type));
	db_bind_text(st, 5, b->i.by);
	db_bind_text(st, 6, b->device);
	db_bind_text(st, 7, b->ticket);
	db_bind_int(st, 8, b->i.at);
	db_bind_int(st, 9, b->i.complete);
	db_bind_blob(st, 10, sealed.s, sealed.len);
	if (sealed.bad) {
		db_done(st);
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	} else {
		rc = db_run(s->db, st, e);
	}
	str_free(&sealed);
	return rc;
}

enum err_code
store_blob_begin_again(struct store *s, const char *id, int64_t have, int64_t at, struct err *e)
{
	struct sqlite3_stmt *st;

	if (db_stmt(s->db, "UPDATE blob SET have = ?2, at = ?3, complete = 0 WHERE id = ?1", &st,
		e) != ERR_OK)
		return ERR_DB;
	db_bind_text(st, 1, id);
	db_bind_int(st, 2, have);
	db_bind_int(st, 3, at);
	return db_run(s->db, st, e);
}

enum err_code
store_blob_delete(struct store *s, const char *id, struct err *e)
{
	struct sqlite3_stmt *st;

	if (db_stmt(s->db, "DELETE FROM blob WHERE id = ?1", &st, e) != ERR_OK)
		return ERR_DB;
	db_bind_text(st, 1, id);
	return db_run(s->db, st, e);
}

int
store_blob_ages(struct store *s, const char *after, struct store_blob_age *out, int max)
{
	struct sqlite3_stmt *st;
	int n = 0, step = 0;

	if (db_stmt(s->db,
		"SELECT id, have, at, EXISTS(SELECT 1 FROM blob_use u WHERE u.blob = b.id) FROM "
		"blob b"
		" WHERE id > ?1 ORDER BY id LIMIT ?2",
		&st, NULL) != ERR_OK)
		return -1;
	db_bind_text(st, 1, after);
	db_bind_int(st, 2, max);
	while (n < max && (step = db_step(s->db, st, NULL)) == 1) {
		out[n] = (struct store_blob_age){
			.have = db_int(st, 1), .at = db_int(st, 2), .used = db_int(st, 3) != 0
		};
		str_copy(out[n++].id, BLOB_ID_SIZE, db_text(st, 0));
	}
	db_done(st);
	return step < 0 ? -1 : n;
}

enum err_code
store_blob_link(struct store *s, const char *ticket, const char *id, bool by_unit, struct err *e)
{
	struct sqlite3_stmt *st;

	if (db_stmt(s->db,
		"INSERT INTO blob_use(ticket, blob, by_unit) VALUES(?1,?2,?3) ON CONFLICT DO "
		"UPDATE SET by_unit = min(by_unit, ?3)",
		&st, e) != ERR_OK)
		return ERR_DB;
	db_bind_text(st, 1, ticket);
	db_bind_text(st, 2, id);
	db_bind_int(st, 3, by_unit);
	return db_run(s->db, st, e);
}

int
store_blob_count(struct store *s, const char *ticket, const char *but)
{
	struct sqlite3_stmt *st;

	if (db_stmt(s->db,
		"SELECT count(*) FROM (SELECT blob FROM blob_use WHERE ticket = ?1 UNION SELECT id"
		" FROM blob WHERE ticket = ?1) WHERE blob <> ?2",
		&st, NULL) != ERR_OK)
		return -1;
	db_bind_text(st, 1, ticket);
	db_bind_text(st, 2, but);
	return (int)db_take_int(s->db, st, -1);
}

static enum err_code
read_use(struct store *s, struct sqlite3_stmt *st, struct store_blob_use *u, struct err *e)
{
	struct store_blob b = { .device = "" };
	enum err_code rc = ERR_OK;

	*u = (struct store_blob_use){ .by_unit = db_int(st, 12) != 0 };
	if (db_text(st, 0)[0] != '\0')
		rc = read_row(s, st, &b, e);
	u->i = b.i;
	str_copy(u->ticket, sizeof(u->ticket), db_text(st, 10));
	str_copy(u->i.id, sizeof(u->i.id), db_text(st, 11));
	return rc;
}

#define USES                                                                                  \
	"SELECT " COLUMNS ", u.ticket, u.blob, u.by_unit FROM blob_use u LEFT JOIN blob b ON" \
	" b.id = u.blob"

enum err_code
store_blob_uses(struct store *s, const char *ticket, const char *id, store_blob_fn *fn, void *arg,
    struct err *e)
{
	struct sqlite3_stmt *st;
	enum err_code rc = ERR_OK;
	bool more = true;
	int step = 1;

	/* Literals, each by its index: the statement cache goes by the literal's address. */
	if (ticket != NULL)
		rc = db_stmt(s->db, USES " WHERE u.ticket = ?1 ORDER BY u.nth", &st, e);
	else if (id != NULL)
		rc = db_stmt(s->db, USES " WHERE u.blob = ?1 ORDER BY u.ticket, u.nth", &st, e);
	else
		rc = db_stmt(s->db, USES " ORDER BY u.ticket, u.nth", &st, e);
	if (rc != ERR_OK)
		return rc;
	if (ticket != NULL || id != NULL)
		db_bind_text(st, 1, ticket != NULL ? ticket : id);
	while (more && rc == ERR_OK && (step = db_step(s->db, st, e)) == 1) {
		struct store_blob_use u;

		rc = read_use(s, st, &u, e);
		if (rc == ERR_OK)
			more = fn(arg, &u);
	}
	db_done(st);
	return step < 0 ? ERR_DB : rc;
}
