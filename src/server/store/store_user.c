/* People and their sessions. Of a token only its SHA-256 is kept; of a password only its Argon2id hash. */
#include "base/clock.h"
#include "model/role.h"
#include "store_p.h"

#define COLUMNS                                                                                \
	"job_no, name, roles, unit, pwhash, active, failures, locked_until, skills, company, " \
	"once, "                                                                               \
	"rev, last_at, deputy_by, deputy_from, deputy_to"

static void
user_of_row(struct sqlite3_stmt *st, struct store_user *u)
{
	*u = (struct store_user){ .active = db_int(st, 5) != 0,
		.failures = (int)db_int(st, 6),
		.locked_until = db_int(st, 7),
		.once = db_int(st, 10) != 0,
		.rev = db_int(st, 11),
		.last_at = db_int(st, 12) };
	str_copy(u->job_no, sizeof(u->job_no), db_text(st, 0));
	str_copy(u->name, sizeof(u->name), db_text(st, 1));
	str_copy(u->roles, sizeof(u->roles), db_text(st, 2));
	str_copy(u->unit, sizeof(u->unit), db_text(st, 3));
	str_copy(u->pwhash, sizeof(u->pwhash), db_text(st, 4));
	str_copy(u->skills, sizeof(u->skills), db_text(st, 8));
	str_copy(u->company, sizeof(u->company), db_text(st, 9));
	str_copy(u->deputy_by, sizeof(u->deputy_by), db_text(st, 13));
	str_copy(u->deputy_from, sizeof(u->deputy_from), db_text(st, 14));
	str_copy(u->deputy_to, sizeof(u->deputy_to), db_text(st, 15));
}

bool
store_user_is_deputy(const struct store_user *u, int64_t at)
{
	const int32_t day = civil_day(at);
	uint32_t roles = 0;

	roles_parse(u->roles, &roles);
	return u->deputy_by[0] != '\0' && (roles & ROLE_BIT(UNIT_LEAD)) == 0 &&
	       day >= civil_parse_day(u->deputy_from) && day <= civil_parse_day(u->deputy_to);
}

uint32_t
store_user_roles(const struct store_user *u, int64_t at)
{
	uint32_t roles = 0;

	roles_parse(u->roles, &roles);
	return store_user_is_deputy(u, at) ? roles | ROLE_BIT(UNIT_LEAD) : roles;
}

enum err_code
store_user_get(struct store *s, const char *job_no, struct store_user *out, struct err *e)
{
	struct sqlite3_stmt *st;
	int step;

	if (db_stmt(s->db, "SELECT " COLUMNS " FROM person WHERE job_no = ?1", &st, e) != ERR_OK)
		return ERR_DB;
	db_bind_text(st, 1, job_no);
	step = db_step(s->db, st, e);
	if (step == 1)
		user_of_row(st, out);
	db_done(st);
	return step == 1  ? ERR_OK
	       : step < 0 ? ERR_DB
			  : err_set(e, ERR_NOT_FOUND, "没有工号 %s。", job_no);
}

enum err_code
store_user_put(struct store *s, const struct store_user *u, struct err *e)
{
	struct sqlite3_stmt *st;

	if (db_stmt(s->db,
		"INSERT OR REPLACE INTO person(" COLUMNS
		") VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16)",
		&st, e) != ERR_OK)
		return ERR_DB;
	db_bind_text(st, 1, u->job_no);
	db_bind_text(st, 2, u->name);
	db_bind_text(st, 3, u->roles);
	db_bind_text(st, 4, u->unit);
	db_bind_text(st, 5, u->pwhash);
	db_bind_int(st, 6, u->active);
	db_bind_int(st, 7, u->failures);
	db_bind_int(st, 8, u->locked_until);
	db_bind_text(st, 9, u->skills);
	db_bind_text(st, 10, u->company);
	db_bind_int(st, 11, u->once);
	db_bind_int(st, 12, u->rev);
	db_bind_int(st, 13, u->last_at);
	db_bind_text(st, 14, u->deputy_by);
	db_bind_text(st, 15, u->deputy_from);
	db_bind_text(st, 16, u->deputy_to);
	return db_run(s->db, st, e);
}

int
store_users(struct store *s, const char *after, struct store_user *out, int max)
{
	struct sqlite3_stmt *st;
	int n = 0;

	if (db_stmt(s->db,
		"SELECT " COLUMNS " FROM person WHERE job_no > ?1 ORDER BY job_no LIMIT ?2", &st,
		NULL) != ERR_OK)
		return 0;
	db_bind_text(st, 1, after);
	db_bind_int(st, 2, max);
	while (n < max && db_step(s->db, st, NULL) == 1)
		user_of_row(st, &out[n++]);
	db_done(st);
	return n;
}

int
store_renamed(struct store *s, const char *after, struct store_name *out, int max)
{
	struct sqlite3_stmt *st;
	int n = 0;

	if (db_stmt(s->db,
		"SELECT p.job_no, p.name, p.roles FROM person p LEFT JOIN ref r ON r.kind = "
		"'" STORE_PERSON_KIND
		"' AND r.code = p.job_no WHERE p.job_no > ?1 AND r.text IS NOT p.name"
		" ORDER BY p.job_no LIMIT ?2",
		&st, NULL) != ERR_OK)
		return 0;
	db_bind_text(st, 1, after);
	db_bind_int(st, 2, max);
	while (n < max && db_step(s->db, st, NULL) == 1) {
		struct store_name *x = &out[n++];

		str_copy(x->job_no, sizeof(x->job_no), db_text(st, 0));
		str_copy(x->name, sizeof(x->name), db_text(st, 1));
		str_copy(x->roles, sizeof(x->roles), db_text(st, 2));
	}
	db_done(st);
	return n;
}

int
store_unit_users(struct store *s, const char *unit, struct store_user *out, int max)
{
	struct sqlite3_stmt *st;
	int n = 0;

	if (db_stmt(s->db,
		"SELECT " COLUMNS " FROM person WHERE unit = ?1 ORDER BY job_no LIMIT ?2", &st,
		NULL) != ERR_OK)
		return 0;
	db_bind_text(st, 1, unit);
	db_bind_int(st, 2, max);
	while (n < max && db_step(s->db, st, NULL) == 1)
		user_of_row(st, &out[n++]);
	db_done(st);
	return n;
}

int64_t
store_users_of_unit(struct store *s, const char *unit)
{
	struct sqlite3_stmt *st;

	if (db_stmt(s->db, "SELECT count(*) FROM person WHERE unit = ?1", &st, NULL) != ERR_OK)
		return 0;
	db_bind_text(st, 1, unit);
	return db_take_int(s->db, st, 0);
}

enum err_code
store_session_get(struct store *s, const char *token_sha, struct store_session *out, struct err *e)
{
	struct sqlite3_stmt *st;
	int step;

	if (db_stmt(s->db,
		"SELECT job_no, device, created_at, expires_at FROM session WHERE token_sha = ?1",
		&st, e) != ERR_OK)
		return ERR_DB;
	db_bind_text(st, 1, token_sha);
	step = db_step(s->db, st, e);
	if (step == 1) {
		*out = (struct store_session){ .created_at = db_int(st, 2),
			.expires_at = db_int(st, 3) };
		str_copy(out->token_sha, sizeof(out->token_sha), token_sha);
		str_copy(out->job_no, sizeof(out->job_no), db_text(st, 0));
		str_copy(out->device, sizeof(out->device), db_text(st, 1));
	}
	db_done(st);
	return step == 1  ? ERR_OK
	       : step < 0 ? ERR_DB
			  : err_set(e, ERR_UNAUTHORISED, "登录已失效, 请重新登录。");
}

enum err_code
store_session_put(struct store *s, const struct store_session *x, struct err *e)
{
	struct sqlite3_stmt *st;

	if (db_stmt(s->db,
		"INSERT INTO session(token_sha, job_no, device, created_at, expires_at) "
		"VALUES(?1,?2,?3,?4,?5)",
		&st, e) != ERR_OK)
		return ERR_DB;
	db_bind_text(st, 1, x->token_sha);
	db_bind_text(st, 2, x->job_no);
	db_bind_text(st, 3, x->device);
	db_bind_int(st, 4, x->created_at);
	db_bind_int(st, 5, x->expires_at);
	return db_run(s->db, st, e);
}

enum err_code
store_session_end(struct store *s, const char *token_sha, struct err *e)
{
	struct sqlite3_stmt *st;

	if (db_stmt(s->db, "DELETE FROM session WHERE token_sha = ?1", &st, e) != ERR_OK)
		return ERR_DB;
	db_bind_text(st, 1, token_sha);
	return db_run(s->db, st, e);
}

enum err_code
store_sessions_expire(struct store *s, int64_t now, struct err *e)
{
	struct sqlite3_stmt *st;

	if (db_stmt(s->db, "DELETE FROM session WHERE expires_at < ?1", &st, e) != ERR_OK)
		return ERR_DB;
	db_bind_int(st, 1, now);
	return db_run(s->db, st, e);
}

enum err_code
store_sessions_end_of(struct store *s, const char *job_no, struct err *e)
{
	struct sqlite3_stmt *st;

	if (db_stmt(s->db, "DELETE FROM session WHERE job_no = ?1", &st, e) != ERR_OK)
		return ERR_DB;
	db_bind_text(st, 1, job_no);
	return db_run(s->db, st, e);
}

int
store_sessions_of(struct store *s, const char *job_no, int64_t now)
{
	struct sqlite3_stmt *st;

	if (db_stmt(s->db, "SELECT count(*) FROM session WHERE job_no = ?1 AND expires_at > ?2",
		&st, NULL) != ERR_OK)
		return 0;
	db_bind_text(st, 1, job_no);
	db_bind_int(st, 2, now);
	return (int)db_take_int(s->db, st, 0);
}

void
store_session_on(struct store *s, const char *device, int64_t now, char job_no[16])
{
	struct sqlite3_stmt *st;

	job_no[0] = '\0';
	if (db_stmt(s->db,
		"SELECT job_no FROM session WHERE device = ?1 AND expires_at > ?2 ORDER BY "
		"created_at DESC LIMIT 1",
		&st, NULL) != ERR_OK)
		return;
	db_bind_text(st, 1, device);
	db_bind_int(st, 2, now);
	if (db_step(s->db, st, NULL) == 1)
		str_copy(job_no, 16, db_text(st, 0));
	db_done(st);
}

enum err_code
store_session_only(
    struct store *s, const char *token_sha, const char *job_no, int64_t expires_at, struct err *e)
{
	struct sqlite3_stmt *st;
	enum err_code rc;

	if (db_stmt(s->db, "DELETE FROM session WHERE job_no = ?1 AND token_sha <> ?2", &st, e) !=
	    ERR_OK)
		return ERR_DB;
	db_bind_text(st, 1, job_no);
	db_bind_text(st, 2, token_sha);
	rc = db_run(s->db, st, e);
	if (rc != ERR_OK)
		return rc;
	if (db_stmt(s->db, "UPDATE session SET expires_at = ?1 WHERE token_sha = ?2", &st, e) !=
	    ERR_OK)
		return ERR_DB;
	db_bind_int(st, 1, expires_at);
	db_bind_text(st, 2, token_sha);
	return db_run(s->db, st, e);
}
