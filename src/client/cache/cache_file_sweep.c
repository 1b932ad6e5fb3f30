/* What of a seat's copies is not needed any more: files taken in for a step that was never made, copies of what the centre
 * has, downloads that were cut. Once a day, some at a time.
 *
 * Invariants: no file goes that waits to be sent, or that an operation not accepted yet, a draft or a note names, however
 * old; what cannot be read is taken for one that names it. The rows say first that a copy is not here, then it goes. */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fs.h"
#include "cache_file_p.h"

#define SWEEP_MOST 64 /* of one day; the rest tomorrow */
#define SWEPT_DAY  "files_swept_day"
#define PART       ".part"
#define DAY_MS     (24 * INT64_C(3600000))

struct old { /* a copy that nobody has touched for long */
	char id[BLOB_ID_SIZE];
	bool part, named;
};

/* ---- which are old ---- */

static bool
read_name(const char *name, struct old *o)
{
	size_t n = strlen(name);

	o->part =
	    n == BLOB_ID_SIZE - 1 + strlen(PART) && strcmp(name + BLOB_ID_SIZE - 1, PART) == 0;
	if (!o->part && n != BLOB_ID_SIZE - 1)
		return false;
	snprintf(o->id, sizeof(o->id), "%.64s", name);
	return blob_id_valid(o->id);
}

static int
find_old(const char *dir, int64_t before, struct old *out)
{
	const struct dirent *one;
	DIR *d = opendir(dir);
	int n = 0;

	while (d != NULL && n < SWEEP_MOST && (one = readdir(d)) != NULL) {
		struct old o = { .named = false };
		struct stat st;

		if (read_name(one->d_name, &o) &&
		    fstatat(dirfd(d), one->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
		    S_ISREG(st.st_mode) && (int64_t)st.st_mtime * 1000 < before)
			out[n++] = o;
	}
	if (d != NULL)
		(void)closedir(d);
	return n;
}

/* ---- which are needed ---- */

static void
mark(struct old *list, int n, const char *text)
{
	for (int i = 0; i < n; i++)
		list[i].named = list[i].named || strstr(text, list[i].id) != NULL;
}

static bool
mark_waiting(struct cache_writer *w, struct old *list, int n)
{
	for (int i = 0; i < n; i++) {
		struct sqlite3_stmt *st;

		if (db_stmt(w->db, "SELECT 1 FROM file WHERE id = ?1 AND state = 1", &st, NULL) !=
		    ERR_OK)
			return false;
		db_bind_text(st, 1, list[i].id);
		list[i].named = db_step(w->db, st, NULL) != 0;
		db_done(st);
	}
	return true;
}

/* Not sent, or refused and still to be settled. */
static bool
mark_promised(struct cache_writer *w, struct old *list, int n)
{
	struct sqlite3_stmt *st;
	bool ok = true;
	int step = 0;

	if (db_stmt(w->db, "SELECT id, body FROM outbox WHERE state IN (0, 1, 2)", &st, NULL) !=
	    ERR_OK)
		return false;
	while (ok && (step = db_step(w->db, st, NULL)) == 1) {
		struct str plain = { 0 };
		size_t len;
		const void *body = db_blob(st, 1, &len);

		ok = cache_unseal(w->key, "outbox", db_text(st, 0), body, len, &plain);
		mark(list, n, str_c(&plain));
		secret_str_free(&plain);
	}
	db_done(st);
	return ok && step == 0;
}

static bool
mark_drafted(struct cache_writer *w, struct old *list, int n)
{
	struct sqlite3_stmt *st;
	bool ok = true;
	int step = 0;

	if (db_stmt(w->db, "SELECT " CACHE_DRAFT_COLUMNS " FROM draft", &st, NULL) != ERR_OK)
		return false;
	while (ok && (step = db_step(w->db, st, NULL)) == 1) {
		struct draft d;
		int64_t seq;

		ok = cache_draft_row(w->key, st, &d, &seq) == ERR_OK;
		for (int f = 0; ok && f < TF_COUNT; f++)
			mark(list, n, fields_get(&d.f, (enum ticket_field)f));
		if (ok)
			draft_free(&d);
	}
	db_done(st);
	return ok && step == 0;
}

/* ---- gone ---- */

static enum err_code
not_here(struct cache_writer *w, const char *id, struct err *e)
{
	static const char *const steps[] = { "DELETE FROM file WHERE id = ?1 AND state = 0",
		"UPDATE file SET here = 0, state = CASE state WHEN 2 THEN 4 ELSE state END WHERE "
		"id = "
		"?1" };
	enum err_code rc = cache_enter(w, false, e);

	if (rc != ERR_OK)
		return rc;
	for (size_t i = 0; i < 2 && rc == ERR_OK; i++) {
		struct sqlite3_stmt *st;

		rc = db_stmt(w->db, steps[i], &st, e);
		if (rc != ERR_OK)
			break;
		db_bind_text(st, 1, id);
		rc = db_run(w->db, st, e);
	}
	w->touched |= CACHE_FILES;
	return cache_leave(w, rc, e);
}

static enum err_code
drop(struct cache_writer *w, const char *dir, const struct old *o, struct err *e)
{
	char path[1200];
	enum err_code rc = o->part ? ERR_OK : not_here(w, o->id, e);

	if (rc == ERR_OK && snprintf(path, sizeof(path), "%s/%s%s", dir, o->id,
				o->part ? PART : "") < (int)sizeof(path))
		(void)unlink(path);
	return rc;
}

enum err_code
cache_file_sweep(struct cache_writer *w, int64_t now, int *gone, struct err *e)
{
	struct old list[SWEEP_MOST];
	char dir[1100];
	int64_t today = civil_day(now);
	enum err_code rc = ERR_OK;
	int n;

	*gone = 0;
	if (w->key == NULL || w->dir[0] == '\0' || !fs_join(dir, sizeof(dir), w->dir, "blobs") ||
	    cache_meta_int(w->db, SWEPT_DAY, 0) == today)
		return ERR_OK;
	n = find_old(dir, now - BLOB_UNUSED_DAYS * DAY_MS, list);
	if (n > 0 &&
	    (!mark_waiting(w, list, n) || !mark_promised(w, list, n) || !mark_drafted(w, list, n)))
		n = 0; /* what it cannot read may name them */
	for (int i = 0; i < n && rc == ERR_OK; i++)
		if (!list[i].named) {
			rc = drop(w, dir, &list[i], e);
			(*gone)++;
		}
	if (rc == ERR_OK)
		rc = cache_enter(w, false, e);
	return rc == ERR_OK ? cache_leave(w, cache_meta_put_int(w, SWEPT_DAY, today, e), e) : rc;
}
