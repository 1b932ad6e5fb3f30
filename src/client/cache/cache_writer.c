/* Opening the cache for writing, its transactions, and the reference data it holds. One writer at a time: the lock file
 * of db/ sees to that, and says who has it. */
#include <stdlib.h>

#include "base/fs.h"
#include "cache_p.h"

/* Damage that was met in the last run may be in what has been made anew since: then nothing is wrong any more. */
static bool
is_whole(struct cache_writer *w, const char *dir)
{
	if (!cache_damage_marked(dir))
		return true;
	if (db_integrity(w->db, NULL) != ERR_OK)
		return false;
	cache_damage_mark(dir, false);
	return true;
}

static enum err_code
open_file(struct cache_writer *w, const char *dir, const struct db_open_args *open, struct err *e)
{
	enum err_code rc;

	cache_rescue_resume(dir);
	rc = db_open(open, &w->db, e);
	if (rc != ERR_CORRUPT && (rc != ERR_OK || is_whole(w, dir)))
		return rc;
	db_close(w->db);
	w->db = NULL;
	rc = cache_rescue(dir, open, w->rescued, sizeof(w->rescued), e);
	return rc == ERR_OK ? db_open(open, &w->db, e) : rc;
}

enum err_code
cache_writer_open(const struct cache_args *args, struct cache_writer **out, struct err *e)
{
	struct db_open_args open = {
		.mode = args->memory ? DB_MEMORY : DB_WRITER,
		.like = args->like != NULL ? args->like->db : NULL,
		.application_id = CACHE_APPLICATION_ID,
		.migrations = cache_migrations,
		.n_migrations = cache_migrations_count,
		.damage = CACHE_DAMAGE_WORDS,
	};
	struct cache_writer *w;
	char path[1024] = "";
	enum err_code rc;

	*out = NULL;
	if (!args->memory && !fs_join(path, sizeof(path), args->dir, CACHE_FILE))
		return err_set(e, ERR_LIMIT, "数据目录的路径太长: %s", args->dir);
	if (!args->memory && (rc = fs_mkdirs(args->dir, e)) != ERR_OK)
		return rc;
	w = calloc(1, sizeof(*w));
	if (w == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	open.path = path;
	rc = args->memory ? db_open(&open, &w->db, e) : open_file(w, args->dir, &open, e);
	if (rc != ERR_OK) {
		free(w);
		return rc;
	}
	w->city_version = -1;
	w->weights_due = true;
	if (!args->memory)
		str_copy(w->dir, sizeof(w->dir), args->dir);
	cache_writer_key(w, args->key);
	*out = w;
	return ERR_OK;
}

void
cache_writer_close(struct cache_writer *w)
{
	if (w == NULL)
		return;
	db_close(w->db);
	city_free(w->city);
	secret_key_free(w->index_key);
	free(w);
}

void
cache_writer_key(struct cache_writer *w, const uint8_t *key)
{
	secret_key_free(w->index_key);
	w->index_key = key != NULL ? cache_index_key(key) : NULL;
	w->key = w->index_key != NULL ? key : NULL;
}

bool
cache_writer_has_key(const struct cache_writer *w)
{
	return w->key != NULL;
}

void
cache_writer_patience(struct cache_writer *w, bool (*wanted)(void *arg), void *arg)
{
	w->wanted = wanted;
	w->wanted_arg = arg;
}

const char *
cache_writer_rescued(const struct cache_writer *w)
{
	return w->rescued;
}

bool
cache_writer_damaged(struct cache_writer *w)
{
	if (w->told_damage || !db_damaged(w->db) || w->dir[0] == '\0')
		return false;
	w->told_damage = true;
	cache_damage_mark(w->dir, true);
	return true;
}

uint32_t
cache_writer_changed(struct cache_writer *w)
{
	uint32_t changed = w->changed;

	w->changed = 0;
	return changed;
}

const struct city *
cache_writer_city(struct cache_writer *w)
{
	int64_t version = cache_meta_int(w->db, "city", 0);

	struct city *city;

	if (version <= 0 || version == w->city_version)
		return w->city;
	city = cache_city_load(w->db);
	if (city == NULL)
		return w->city; /* no memory now: the one we have, and try again */
	city_free(w->city);
	w->city = city;
	w->city_version = version;
	return w->city;
}

void
cache_writer_checkpoint(struct cache_writer *w)
{
	db_checkpoint(w->db);
}

void
cache_writer_bulk(struct cache_writer *w, bool on)
{
	if (w->bulk == on)
		return;
	w->bulk = on;
	db_bulk(w->db, on);
}

enum err_code
cache_enter(struct cache_writer *w, bool full, struct err *e)
{
	enum err_code rc;

	if (w->depth > 0) {
		w->depth++;
		return ERR_OK;
	}
	rc = db_begin(w->db, full, e);
	if (rc != ERR_OK)
		return rc;
	w->depth = 1;
	w->doomed = false;
	w->touched = 0;
	w->gen = 0;
	w->truths = 0;
	return ERR_OK;
}

enum err_code
cache_leave(struct cache_writer *w, enum err_code rc, struct err *e)
{
	w->doomed = w->doomed || rc != ERR_OK;
	if (--w->depth > 0)
		return rc;
	w->gen = 0;
	w->truths = 0;
	if (rc == ERR_OK && w->doomed)
		rc = err_set(e, ERR_DB, "前面的写入没有成功, 整笔撤回。");
	if (rc != ERR_OK) {
		db_rollback(w->db);
		w->find.known = false;
		return rc;
	}
	rc = db_commit(w->db, e);
	/* Also after a failed commit: it may be there, and looking again does no harm. */
	w->changed |= w->touched;
	return rc;
}
