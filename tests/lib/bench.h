#ifndef TESTS_LIB_BENCH_H
#define TESTS_LIB_BENCH_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>

/* What the programs of tests/bench have in common: an end when something cannot be measured, percentiles in a line each,
 * and SQLite's own means of finding text as a peer: FTS5's trigram tokenizer and LIKE. */

/** bench_fail(what, why): the program ends with 1, its name and both said; ${why} NULL: nothing more. bench_must(ok, what,
 * why): that, unless ${ok}; here, so that compiler and analyser see what holds behind it. */
_Noreturn void bench_fail(const char *what, const char *why);
static inline void
bench_must(bool ok, const char *what, const char *why)
{
	if (!ok)
		bench_fail(what, why);
}
/** bench_ranks(name, ms, n): "name_p50_ms" and "name_p99_ms"; sorts them. */
void bench_ranks(const char *name, double *ms, size_t n);

/** bench_han(text, from, chars, out): ${chars} neighbouring Hanzi from character ${from} on, three bytes each; false when
 * there are not so many. */
bool bench_han(const char *text, size_t from, size_t chars, char *out);

/** bench_peer_open(dir, schema): a database of its own in ${dir}, with ${schema} run and a transaction begun; of the schema
 * is "t", an FTS5 table. bench_peer_filled(db, began): committed, "t" merged, "trigram_fill_s" since ${began} printed. */
sqlite3 *bench_peer_open(const char *dir, const char *schema);
void bench_peer_filled(sqlite3 *db, double began);
sqlite3_stmt *bench_peer_prepare(sqlite3 *db, const char *sql);
/** bench_peer_put(st, texts, n): a row of ${n} texts. */
void bench_peer_put(sqlite3_stmt *st, const char *const *texts, int n);
/** bench_peer_trigram(st, text), bench_peer_like(st, text): how many rows a statement gives whose ?1 is the text as a
 * phrase of MATCH, and as a pattern of LIKE; two columns of each row are made. ${st}: an sqlite3_stmt. */
int bench_peer_trigram(void *st, const char *text);
int bench_peer_like(void *st, const char *text);

#endif
