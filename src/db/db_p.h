#ifndef DB_DB_P_H
#define DB_DB_P_H

#include <sqlite3.h>

#include "db/db.h"

struct db_slot {
	const char *sql; /* the literal's address is the key; NULL: free */
	sqlite3_stmt *st;
};

struct db {
	sqlite3 *h;
	enum db_mode mode;
	int lock_fd; /* -1 none */
	int cache_kib, log_pages;
	int full; /* what PRAGMA synchronous was last set to: 1 FULL, 0 NORMAL, -1 not yet */
	char *path;
	struct db_slot *slots; /* open hash, n_slots a power of two */
	size_t n_slots, n_used;
	bool damaged;                /* db_damaged */
	const char *damage;          /* what to say of it; NULL as of a centre's */
	const sqlite3_stmt *unbound; /* a value of it could not be bound: it must not run */
	bool (*poll)(void *arg);
	void *poll_arg;
};

/** db_fail(d, rc, e): what SQLite's ${rc} means to the caller, in words; e->sys is the extended code. */
enum err_code db_fail(struct db *d, int rc, struct err *e);
/** db_cache(d, kib, e): so much of the file is kept in memory, at the most, from now on. */
enum err_code db_cache(struct db *d, int kib, struct err *e);
/** db_dir(path): the directory it is in; caller frees, NULL without memory. */
char *db_dir(const char *path);
/** db_stmt_free_all(d): finalise what the cache holds. */
void db_stmt_free_all(struct db *d);
/** db_migrate(d, args, e): check whose file it is and of which version; a writer brings it up to date. */
enum err_code db_migrate(struct db *d, const struct db_open_args *args, struct err *e);
/** db_fts_register(d, e): the tokenizer and the score, on this connection. */
enum err_code db_fts_register(struct db *d, struct err *e);
/* What tokenizers share: they have no state, and hand their tokens over one by one. */
struct db_hand_over {
	int (*token)(void *, int, const char *, int, int, int);
	void *context;
	int rc;
};
int db_tokenizer_create(void *context, const char **args, int n, Fts5Tokenizer **out);
void db_tokenizer_delete(Fts5Tokenizer *t);
/* What fts_quick answers: the score above so many bits of phrases. A number: a blob is memory taken and given back for every
 * row of four hundred. */
#define DB_FTS_QUICK 32
/** db_sounds_register(d, api, e): and those for titles by sound. */
enum err_code db_sounds_register(struct db *d, fts5_api *api, struct err *e);

#endif
