#ifndef CLIENT_CACHE_CACHE_RECORD_P_H
#define CLIENT_CACHE_CACHE_RECORD_P_H

#include "cache_p.h"
#include "model/record.h"

/* What a desk record takes of a row: for the writer, which sends it, and for readers, who show it. */
#define CACHE_RECORD_COLUMNS \
	"id, kind, author, at, ticket, call, object, code, result, seconds, sealed"

/** cache_record_row(key, st, r, e): a row that selected CACHE_RECORD_COLUMNS first, whole. ERR_CORRUPT when its sealed
 * part does not open; ${r} then holds the rest. record_free it in any case. */
enum err_code
cache_record_row(const uint8_t *key, struct sqlite3_stmt *st, struct record *r, struct err *e);

/** cache_record_insert(w, r, sent, e): one row, in a transaction of the caller's; an id that is there stays as it is. */
enum { RECORD_WAITS, RECORD_SENT, RECORD_REFUSED, RECORD_OF_OTHERS }; /* column "sent" */
enum err_code
cache_record_insert(struct cache_writer *w, const struct record *r, int sent, struct err *e);

#endif
