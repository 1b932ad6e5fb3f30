#ifndef CLIENT_CACHE_READER_P_H
#define CLIENT_CACHE_READER_P_H

#include "cache_p.h"
#include "model/classify.h"
#include "model/similar.h"

/* A statement put together once, for its address (db_stmt). */
struct reader_sql {
	struct reader_sql *next;
	char text[];
};
struct cache_reader {
	struct db *db;
	const uint8_t *key;
	uint8_t *index_key;
	struct city *city, *city_before; /* before: until the end of the turn; NULL none */
	int64_t city_version;
	bool (*poll)(void *);
	void *poll_arg;
	bool rests;         /* nobody types */
	enum cache_cut cut; /* since last asked */
	struct reader_sql *work_sql;
	char dir[1024];
	bool told_damage;
	struct classifier learned; /* in the map */
	int64_t learned_version;
	void *learned_map; /* NULL none */
	size_t learned_bytes;
	bool has_learned;
	struct kb_shelf *kb;             /* NULL before the first search for articles */
	int64_t give_up_at;              /* monotonic, of the query in a hurry */
	struct similar_weights *weights; /* NULL before the first search for what is alike */
	int64_t weights_until;           /* monotonic */
	int64_t people_from_at;          /* what was said of callers before counts for nothing */
};

/** reader_weights_close(r): the map, if there is one. */
void reader_weights_close(struct cache_reader *r);
/** reader_hurry(r): from now until reader_calm a query ends after 20 ms or when the poll says so. */
void reader_hurry(struct cache_reader *r);
void reader_calm(struct cache_reader *r);
/** reader_hold(r): until reader_let_go everything read is of one moment, and the file is not asked anew at every statement
 * whether somebody wrote. Of many statements only: whoever writes must wait with tidying up. */
void reader_hold(struct cache_reader *r);
void reader_let_go(struct cache_reader *r);
/** reader_count(r, st): the number that ${st} asks for, in a hurry; -1 when it did not come in time. Done with ${st}. */
int64_t reader_count(struct cache_reader *r, struct sqlite3_stmt *st);
/** reader_attend(r): until reader_calm only the poll ends a query, not the time. */
void reader_attend(struct cache_reader *r);
/** reader_rows(n, step, why, partial, e): what a list of ${n} rows answers whose last db_step was ${step}: the rows, or those
 * that were found in time (*partial), or -1. */
int reader_rows(int n, int step, const struct err *why, bool *partial, struct err *e);
int64_t reader_gen(struct cache_reader *r);
struct same_number;
/** reader_same(r, phone, out, hashes): the other numbers of one person and their keyed hashes (records.h), SAME_MOST at
 * most. reader_same_json(r, phone, out): the hashes as a JSON array, for a statement; the count. */
int
reader_same(struct cache_reader *r, const char *phone, struct same_number *out, int64_t *hashes);
int reader_same_json(struct cache_reader *r, const char *phone, struct str *out);
/** reader_mask(f): every identity value as it may be shown without unmasking. reader_mask_args: the same of an event's. */
void reader_mask(struct fields *f);
void reader_mask_args(struct args *a);
/** reader_mask_value(field, value, out, size): one value, masked when it is identity. */
void reader_mask_value(enum ticket_field f, const char *value, char *out, size_t size);
/** reader_city(r): the city as whoever holds it from cache_city sees it: never made anew here, which would free theirs.
 * NULL before the first fill. */
const struct city *reader_city(struct cache_reader *r);
/** reader_named(r, text, categories, units): ",0101,0205,": append the codes whose name contains the text, "," for none. */
void
reader_named(struct cache_reader *r, const char *text, struct str *categories, struct str *units);
/** reader_called(key, id, sealed, n, out, size): 称呼, else the masked name. */
void reader_called(
    const uint8_t *key, const char *id, const void *sealed, size_t n, char *out, size_t size);
/** reader_row(r, st, me, row): a row of a list from a statement that selects READER_COLUMNS first. */
void
reader_row(struct cache_reader *r, struct sqlite3_stmt *st, const char *me, struct ticket_row *row);
/** reader_weights(r): what words are worth among this seat's newest tickets; NULL without memory. */
const struct similar_weights *reader_weights(struct cache_reader *r);
#define READER_MATTER                                                                     \
	"id, no, title, unit, category, type, area, urgency, state, created_at, due_at, " \
	"updated_at, rev, due_kind, pending,"                                             \
	" conflict, address, owner, author"
#define READER_COLUMNS      READER_MATTER ", identity"
#define READER_COLUMN_COUNT 20
/* The mark of a back-entry (补录) stands in the document: as it is written there no words of a citizen can look like it.
 * Of a row that is read anyway reader_is_late is asked: SQLite looks through a document character by character. */
#define READER_LATE_MARK "\"entered_late\":\"1\""
#define READER_LATE      "instr(doc, '" READER_LATE_MARK "') > 0"
/** reader_is_late(doc) */
bool reader_is_late(const char *doc);

#endif
