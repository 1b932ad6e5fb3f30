/* Who has signed in on this seat: enough to let them in offline, with the data key wrapped under their password. */
#include "cache_p.h"

enum err_code
cache_agent(struct cache_writer *w, const char *job_no, struct cache_agent *out, struct err *e)
{
	struct sqlite3_stmt *st;
	int step;
	enum err_code rc = db_stmt(w->db,
	    "SELECT name, roles, unit, feed, wrap, last_at FROM agent WHERE job_no = ?1", &st, e);

	*out = (struct cache_agent){ 0 };
	if (rc != ERR_OK)
		return rc;
	db_bind_text(st, 1, job_no);
	step = db_step(w->db, st, e);
	if (step == 1) {
		str_copy(out->job_no, sizeof(out->job_no), job_no);
		str_copy(out->name, sizeof(out->name), db_text(st, 0));
		str_copy(out->roles, sizeof(out->roles), db_text(st, 1));
		str_copy(out->unit, sizeof(out->unit), db_text(st, 2));
		str_copy(out->feed, sizeof(out->feed), db_text(st, 3));
		str_copy(out->wrap, sizeof(out->wrap), db_text(st, 4));
		out->last_at = db_int(st, 5);
	} else {
		rc = step < 0 ? ERR_DB
			      : err_set(e, ERR_NOT_FOUND, "工号 %s 没有在本机登录过。", job_no);
	}
	db_done(st);
	return rc;
}

enum err_code
cache_agent_put(struct cache_writer *w, const struct cache_agent *a, struct err *e)
{
	struct sqlite3_stmt *st;
	enum err_code rc = cache_enter(w, true, e);

	if (rc != ERR_OK)
		return rc;
	rc = db_stmt(w->db,
	    "INSERT INTO agent(job_no, name, roles, unit, feed, wrap, last_at) "
	    "VALUES(?1,?2,?3,?4,?5,?6,?7)"
	    " ON CONFLICT(job_no) DO UPDATE SET name = ?2, roles = ?3, unit = ?4, feed = ?5, wrap "
	    "= ?6, last_at = ?7",
	    &st, e);
	if (rc == ERR_OK) {
		db_bind_text(st, 1, a->job_no);
		db_bind_text(st, 2, a->name);
		db_bind_text(st, 3, a->roles);
		db_bind_text(st, 4, a->unit);
		db_bind_text(st, 5, a->feed);
		db_bind_text(st, 6, a->wrap);
		db_bind_int(st, 7, a->last_at);
		rc = db_run(w->db, st, e);
	}
	return cache_leave(w, rc, e);
}

void
cache_agents_names(struct cache_writer *w, char *out, size_t size)
{
	struct sqlite3_stmt *st;
	struct str names = { 0 };

	out[0] = '\0';
	if (db_stmt(w->db,
		"SELECT job_no, name FROM agent WHERE wrap <> '' AND job_no <> '" CACHE_AGENT_CENTRE
		"' ORDER BY last_at DESC LIMIT 5",
		&st, NULL) != ERR_OK)
		return;
	while (db_step(w->db, st, NULL) == 1)
		str_addf(
		    &names, "%s%s %s", names.len > 0 ? ", " : "", db_text(st, 0), db_text(st, 1));
	db_done(st);
	str_copy(out, size, str_c(&names));
	str_free(&names);
}
