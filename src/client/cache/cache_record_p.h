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

#endif
