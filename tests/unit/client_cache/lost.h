#ifndef TEST_LOST_H
#define TEST_LOST_H

#include "seat.h"

#include "client/cache/cache_p.h"
#include "db/db_p.h"

/* What a disk loses of an index without a word. ${table}: the one that has its pages. */

/* Zeros from ${part} quarters of the page on, as a disk leaves them that lost a block. Where the words begin is known
 * elsewhere too: read back it is no error, only nothing. */
static inline void
lost_page(struct seat *s, const char *table, int64_t id, int part)
{
	sqlite3_blob *b;
	int n;

	assert_int_equal(
	    sqlite3_blob_open(s->w->db->h, "main", table, "block", id, 1, &b), SQLITE_OK);
	n = sqlite3_blob_bytes(b);
	for (int i = n * part / 4; i < n; i++)
		assert_int_equal(sqlite3_blob_write(b, "", 1, i), SQLITE_OK);
	assert_int_equal(sqlite3_blob_close(b), SQLITE_OK);
}

/* The ${nth} page of words; 0 there are not so many. */
static inline int64_t
lost_nth(struct seat *s, const char *table, int nth)
{
	char sql[128];

	(void)snprintf(sql, sizeof(sql),
	    "SELECT id FROM %s WHERE id > 100 ORDER BY id LIMIT 1 OFFSET %d", table, nth);
	return db_one_int(s->w->db, sql, 0);
}

#endif
