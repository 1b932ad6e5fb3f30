/* The weights of the category proposals on this seat: the reference rows that came over the feed, and the file beside the
 * database that the screen reads. The rows are the truth: a file that is missing, damaged or another is made anew from
 * them; rows that do not add up are asked for again, once for each set of them, and until then there is no file, and
 * the proposals go by the city's own words. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "cache_p.h"
#include "city/weights.h"
#include "model/call_peak.h"
#include "model/incident.h"

bool
cache_weights_is_kind(const char *kind)
{
	return strcmp(kind, WEIGHTS_KIND) == 0;
}

bool
cache_is_beside(const char *kind)
{
	return cache_weights_is_kind(kind) || strcmp(kind, "unit_past") == 0 ||
	       strcmp(kind, "person") == 0 || strcmp(kind, INCIDENT_KIND) == 0 ||
	       strcmp(kind, CALL_PEAK_KIND) == 0;
}

bool
cache_weights_waits(const struct cache_writer *w)
{
	return w->weights_due && w->dir[0] != '\0';
}

/* ---- rows ---- */

static enum err_code
read_rows(struct cache_writer *w, struct weights_join *j, struct err *e)
{
	struct sqlite3_stmt *st;
	int step;

	if (db_stmt(w->db,
		"SELECT code, text FROM ref WHERE kind = '" WEIGHTS_KIND "' ORDER BY code", &st,
		e) != ERR_OK)
		return ERR_DB;
	while ((step = db_step(w->db, st, e)) == 1)
		weights_join_row(j, db_text(st, 0), db_text(st, 1));
	db_done(st);
	return step < 0 ? ERR_DB : ERR_OK;
}

/* ---- the file ---- */

static bool
is_whole(const char *path, const char *hash)
{
	struct str file = { 0 };
	struct classifier c;
	char found[SECRET_HEX_SIZE] = "";

	if (fs_read(path, CLASSIFY_MAX_BYTES, &file, NULL) == ERR_OK &&
	    classify_open(str_c(&file), file.len, &c, NULL) == ERR_OK)
		weights_hash(file.s, file.len, found);
	str_free(&file);
	return strcmp(found, hash) == 0;
}

/* Another file, or none: whoever has it open looks again. */
static enum err_code
note(struct cache_writer *w, struct err *e)
{
	enum err_code rc = cache_enter(w, false, e);

	if (rc != ERR_OK)
		return rc;
	rc = cache_meta_put_int(
	    w, CACHE_WEIGHTS_META, cache_meta_int(w->db, CACHE_WEIGHTS_META, 0) + 1, e);
	return cache_leave(w, rc, e);
}

static enum err_code
drop(struct cache_writer *w, const char *path, struct err *e)
{
	if (!fs_exists(path))
		return ERR_OK;
	unlink(path);
	return note(w, e);
}

/* Once for what came; what comes again broken is the centre's own. */
static bool
ask_once(struct cache_writer *w, const struct weights_join *j)
{
	if (w->weights_asked && strcmp(w->weights_hash, j->hash) == 0)
		return false;
	w->weights_asked = true;
	memcpy(w->weights_hash, j->hash, sizeof(w->weights_hash));
	return true;
}

enum err_code
cache_weights_settle(struct cache_writer *w, bool *again, struct err *e)
{
	struct weights_join j = { 0 };
	struct classifier c;
	char path[1024];
	enum err_code rc;

	*again = false;
	w->weights_due = false;
	if (w->dir[0] == '\0' || !fs_join(path, sizeof(path), w->dir, CACHE_WEIGHTS_FILE))
		return ERR_OK;
	rc = read_rows(w, &j, e);
	if (rc == ERR_OK && (rc = weights_join_end(&j, &c, e)) == ERR_OK) {
		if (!is_whole(path, j.hash)) {
			rc = fs_write(path, j.file.s, j.file.len, 0600, e);
			rc = rc == ERR_OK ? note(w, e) : rc;
		}
	} else if (rc == ERR_NOT_FOUND || rc == ERR_CORRUPT) {
		*again = rc == ERR_CORRUPT && ask_once(w, &j);
		rc = drop(w, path, e);
	}
	weights_join_free(&j);
	return rc;
}
