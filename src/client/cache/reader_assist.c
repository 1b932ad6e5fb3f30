/* Requests for a senior's help (model/assist.h) as they stand by the records this seat has, and what seniors said to one
 * person. Bounded by hours, not by the table: an index of its own. */
#include "client/cache/records.h"

#include <string.h>

#include "cache_record_p.h"
#include "reader_p.h"

#define LOOK_MS \
	(4LL * 3600 * 1000) /* a request is not kept open for longer, whatever is added to it */
#define APART_MS 60000      /* two seats' ideas of the centre's clock, most */

/* In the order they came in: an answer is never here before what it answers, whatever the clocks say of the two seats. */
#define ASSISTS                                                                                   \
	"SELECT " CACHE_RECORD_COLUMNS " FROM record INDEXED BY record_assist WHERE"              \
	" kind IN ('assist', 'order') AND kind = 'assist' AND code <> 'matter' AND at >= ?1 AND " \
	"sent <> 2"                                                                               \
	" ORDER BY seq"
/* After the last word about it of who asked. */
#define GONE                                                                                    \
	"SELECT 1 FROM record WHERE kind = 'agent' AND author = ?1 AND code = 'offline' AND"    \
	" seq > (SELECT max(seq) FROM record INDEXED BY record_assist WHERE kind IN ('assist'," \
	" 'order') AND at >= ?3 AND author = ?1 AND (id = ?2 OR object = ?2)) LIMIT 1"

/* Room for one more: one that is over leaves it first, then the oldest. */
static struct assist *
room(struct assist *out, int *n, int max, int64_t now)
{
	int at = 0;

	if (*n < max)
		return &out[(*n)++];
	for (int i = 0; i < max; i++)
		if (!assist_is_open(&out[i], now)) {
			at = i;
			break;
		}
	assist_free(&out[at]);
	memmove(&out[at], &out[at + 1], (size_t)(max - at - 1) * sizeof(*out));
	return &out[max - 1];
}

static void
take(struct assist *out, int *n, int max, const struct record *r, int64_t now)
{
	struct assist one;

	if (assist_begin(&one, r)) {
		*room(out, n, max, now) = one;
		return;
	}
	for (int i = 0; i < *n; i++)
		assist_follow(&out[i], r);
}

/* Signed out since: at whatever seat, nobody waits for an answer there. */
static bool
has_gone(struct cache_reader *r, const struct assist *a)
{
	struct sqlite3_stmt *st;

	if (db_stmt(r->db, GONE, &st, NULL) != ERR_OK)
		return false;
	db_bind_text(st, 1, a->by);
	db_bind_text(st, 2, a->id);
	db_bind_int(st, 3, a->at);
	return db_take_any(r->db, st);
}

int
cache_assists(struct cache_reader *r, const char *by, int64_t now, struct assist *out, int max)
{
	struct sqlite3_stmt *st;
	int n = 0, kept = 0;

	if (db_stmt(r->db, ASSISTS, &st, NULL) != ERR_OK)
		return 0;
	db_bind_int(st, 1, now - LOOK_MS);
	while (db_step(r->db, st, NULL) == 1) {
		struct record x;

		if (cache_record_row(r->key, st, &x, NULL) == ERR_OK &&
		    (by == NULL || strcmp(x.by, by) == 0 || strcmp(x.object, by) == 0))
			take(out, &n, max, &x, now);
		record_free(&x);
	}
	db_done(st);
	for (int i = 0; i < n; i++) {
		if (assist_is_open(&out[i], now) && (by == NULL || strcmp(out[i].by, by) == 0) &&
		    !has_gone(r, &out[i]))
			out[kept++] = out[i];
		else
			assist_free(&out[i]);
	}
	return kept;
}

bool
cache_matter(
    struct cache_reader *r, const char *call, char category[8], char danger[ASSIST_LINE_BYTES])
{
	struct sqlite3_stmt *st;
	struct record x = { 0 };
	bool found = false;

	if (call[0] == '\0' ||
	    db_stmt(r->db,
		"SELECT " CACHE_RECORD_COLUMNS " FROM record INDEXED BY record_call WHERE"
		" call = ?1 AND call <> '' AND kind = 'assist' AND code = 'matter' AND sent <> 2"
		" ORDER BY seq DESC LIMIT 1",
		&st, NULL) != ERR_OK)
		return false;
	db_bind_text(st, 1, call);
	if (db_step(r->db, st, NULL) == 1)
		found = cache_record_row(r->key, st, &x, NULL) == ERR_OK &&
			assist_matter(&x, category, danger);
	db_done(st);
	record_free(&x);
	return found;
}

static bool
is_said_to(const struct record *x, const char *request)
{
	char id[ID_SIZE];

	return request[0] != '\0' && assist_request(x, id) && strcmp(id, request) == 0;
}

bool
cache_senior_said(struct cache_reader *r, const char *to, int64_t since_at, const char *request,
    struct record *out)
{
	struct sqlite3_stmt *st;
	bool found = false;

	*out = (struct record){ 0 };
	if (db_stmt(r->db,
		"SELECT " CACHE_RECORD_COLUMNS " FROM record INDEXED BY record_assist WHERE"
		" kind IN ('assist', 'order') AND at >= ?1 AND object = ?2 AND sent <> 2"
		" AND (kind = 'order' OR code IN ('answer', 'take', 'done'))"
		" ORDER BY seq DESC LIMIT 8",
		&st, NULL) != ERR_OK)
		return false;
	db_bind_int(st, 1, request[0] != '\0' ? since_at - APART_MS : since_at);
	db_bind_text(st, 2, to);
	while (!found && db_step(r->db, st, NULL) == 1) {
		found = cache_record_row(r->key, st, out, NULL) == ERR_OK &&
			(out->at >= since_at || is_said_to(out, request));
		if (!found) {
			record_free(out);
			*out = (struct record){ 0 };
		}
	}
	db_done(st);
	return found;
}
