/* Beside the measured programs: how they end, their percentiles, and plain SQLite as a peer (bench.h). */
#include "bench.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "meter.h"
#include "text/tokens.h"
#include "tmpdir.h"

void
bench_fail(const char *what, const char *why)
{
	fprintf(stderr, "%s: %s%s%s\n", program_invocation_short_name, what,
	    why != NULL ? ": " : "", why != NULL ? why : "");
	exit(1);
}

void
bench_ranks(const char *name, double *ms, size_t n)
{
	printf("%s_p50_ms\t%.2f\n", name, meter_rank(ms, n, 50));
	printf("%s_p99_ms\t%.2f\n", name, meter_rank(ms, n, 99));
}

bool
bench_han(const char *text, size_t from, size_t chars, char *out)
{
	const char *at = text + utf8_head(text, from);
	size_t len = utf8_head(at, chars);

	if (len != 3 * chars)
		return false;
	for (size_t i = 0; i < len; i += 3) {
		uint32_t cp = 0;

		if (utf8_next(at + i, 3, &cp) != 3 || token_class(cp) != TOKEN_HAN)
			return false;
	}
	memcpy(out, at, len);
	out[len] = '\0';
	return true;
}

/* ---- the peer ---- */

static void
run(sqlite3 *db, const char *sql)
{
	bench_must(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK, sql, sqlite3_errmsg(db));
}

sqlite3 *
bench_peer_open(const char *dir, const char *schema)
{
	char path[TMPDIR_PATHS];
	sqlite3 *db;

	bench_must(sqlite3_open(tmpdir_path(dir, "peers.db", path), &db) == SQLITE_OK, path, NULL);
	run(db, schema);
	run(db, "BEGIN");
	return db;
}

void
bench_peer_filled(sqlite3 *db, double began)
{
	run(db, "COMMIT; INSERT INTO t(t) VALUES('optimize')");
	printf("trigram_fill_s\t%.2f\n", (meter_now_ms() - began) / 1e3);
}

sqlite3_stmt *
bench_peer_prepare(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *st = NULL;

	bench_must(
	    sqlite3_prepare_v2(db, sql, -1, &st, NULL) == SQLITE_OK, sql, sqlite3_errmsg(db));
	return st;
}

void
bench_peer_put(sqlite3_stmt *st, const char *const *texts, int n)
{
	for (int i = 0; i < n; i++)
		sqlite3_bind_text(st, i + 1, texts[i], -1, SQLITE_TRANSIENT);
	bench_must(sqlite3_step(st) == SQLITE_DONE, "row", "peer");
	sqlite3_reset(st);
}

static int
rows_of(sqlite3_stmt *st, const char *text)
{
	int n = 0;

	sqlite3_bind_text(st, 1, text, -1, SQLITE_TRANSIENT);
	while (sqlite3_step(st) == SQLITE_ROW) {
		(void)sqlite3_column_text(st, 0);
		(void)sqlite3_column_text(st, 1);
		n++;
	}
	sqlite3_reset(st);
	return n;
}

int
bench_peer_trigram(void *st, const char *text)
{
	struct str quoted = { 0 };
	int n;

	str_add_c(&quoted, '"');
	for (; *text != '\0'; text++) {
		str_add(&quoted, *text == '"' ? "\"" : "");
		str_add_c(&quoted, *text);
	}
	str_add_c(&quoted, '"');
	n = rows_of(st, str_c(&quoted));
	str_free(&quoted);
	return n;
}

int
bench_peer_like(void *st, const char *text)
{
	char pattern[160];

	snprintf(pattern, sizeof(pattern), "%%%s%%", text);
	return rows_of(st, pattern);
}
