#ifndef CLIENT_CACHE_CACHE_FILE_P_H
#define CLIENT_CACHE_CACHE_FILE_P_H

#include "cache_p.h"
#include "client/cache/files.h"

#define CACHE_FILE_COLUMNS "id, ticket, bytes, have, type, author, at, state, here, why, name"

/** cache_file_row(key, st, f): a row that selected CACHE_FILE_COLUMNS; the name stays "" without its key. */
void cache_file_row(const uint8_t *key, struct sqlite3_stmt *st, struct cache_file *f);

#endif
