/* Opening the centre's database, its transactions and its seals. One store writes; the lock file of db/ sees to that. */
#include "server/store/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "store_p.h"

/* A page that every batch changes is moved into the file once for all of them: with more of the log between two times it
 * is done less often. */
#define WRITER_LOG_PAGES 4000

enum err_code
store_open(const struct store_args *args, struct store **out, struct err *e)
{
	struct db_open_args open = {
		.mode = args->memory   ? DB_MEMORY
			: args->writer ? DB_WRITER
				       : DB_READER,
		.application_id = STORE_APPLICATION_ID,
		.migrations = store_migrations,
		.n_migrations = store_migrations_count,
		.log_pages = WRITER_LOG_PAGES,
	};
	struct store *s = calloc(1, sizeof(*s));
	char path[1024] = "";

	*out = NULL;
	if (s == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	if (!args->memory && !fs_join(path, sizeof(path), args->dir, "centre.db")) {
		free(s);
		return err_set(e, ERR_LIMIT, "数据目录的路径太长: %s", args->dir);
	}
	open.path = path;
	if (db_open(&open, &s->db, e) != ERR_OK) {
		free(s);
		return e != NULL ? e->code : ERR_DB;
	}
	s->key = args->key;
	s->writer = args->writer || args->memory;
	*out = s;
	return ERR_OK;
}

void
store_close(struct store *s)
{
	if (s == NULL)
		return;
	db_close(s->db);
	free(s);
}

enum err_code
store_begin(struct store *s, struct err *e)
{
	s->light = s->spoilt = false;
	s->n_marks = 0;
	return db_begin(s->db, true, e);
}

void
store_light(struct store *s)
{
	s->light = true;
}

bool
store_spoilt(const struct store *s)
{
	return s->spoilt;
}

enum err_code
store_commit(struct store *s, struct err *e)
{
	return db_commit(s->db, e);
}

void
store_rollback(struct store *s)
{
	if (db_in_transaction(s->db))
		db_rollback(s->db);
}

enum err_code
store_mark(struct store *s, struct err *e)
{
	if (!s->light)
		return db_savepoint(s->db, e);
	if (s->n_marks == STORE_MARKS_MAX)
		return err_set(e, ERR_DB, NULL);
	s->written[s->n_marks++] = db_written(s->db);
	return ERR_OK;
}

void
store_undo(struct store *s)
{
	if (!s->light)
		db_undo(s->db);
	else if (db_written(s->db) != s->written[--s->n_marks])
		s->spoilt = true;
}

enum err_code
store_keep(struct store *s, struct err *e)
{
	if (!s->light)
		return db_release(s->db, e);
	s->n_marks--;
	return ERR_OK;
}

enum err_code
store_look(struct store *s, struct err *e)
{
	return s->writer ? ERR_OK : db_begin(s->db, false, e);
}

void
store_look_end(struct store *s)
{
	if (!s->writer)
		db_rollback(s->db);
}

void
store_checkpoint(struct store *s)
{
	db_checkpoint(s->db);
}

static void
seal_context(const char *what, const char *id, char *out, size_t size)
{
	snprintf(out, size, "%s:%s", what, id);
}

void
store_seal(
    struct store *s, const char *what, const char *id, const struct str *plain, struct str *out)
{
	char context[96];

	if (plain->len <= 2) /* "{}": nobody in it */
		return;
	seal_context(what, id, context, sizeof(context));
	secret_seal(s->key, context, plain->s, plain->len, out);
}

enum err_code
store_unseal(struct store *s, const char *what, const char *id, const void *p, size_t n,
    struct str *out, struct err *e)
{
	char context[96];

	if (n == 0)
		return ERR_OK;
	seal_context(what, id, context, sizeof(context));
	if (s->key == NULL || !secret_open(s->key, context, p, n, out))
		return err_set(
		    e, ERR_CORRUPT, "%s %s 的身份信息打不开: 密钥不对或数据被改动。", what, id);
	return ERR_OK;
}
