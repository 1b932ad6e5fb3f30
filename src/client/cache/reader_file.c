/* Attachments, for the screen. */
#include <stdio.h>

#include "cache_file_p.h"
#include "reader_p.h"

int
cache_files(struct cache_reader *r, const char *ticket, struct cache_file *out, int max)
{
	struct sqlite3_stmt *st;
	int n = 0, step = 0;

	if (db_stmt(r->db,
		"SELECT " CACHE_FILE_COLUMNS
		" FROM file WHERE ticket = ?1 AND state <> 0 ORDER BY seq LIMIT ?2",
		&st, NULL) != ERR_OK)
		return -1;
	db_bind_text(st, 1, ticket);
	db_bind_int(st, 2, max);
	while (n < max && (step = db_step(r->db, st, NULL)) == 1)
		cache_file_row(r->key, st, &out[n++]);
	db_done(st);
	return step < 0 ? -1 : n;
}

bool
cache_file(struct cache_reader *r, const char *id, struct cache_file *out)
{
	struct sqlite3_stmt *st;
	bool there;

	if (db_stmt(r->db,
		"SELECT " CACHE_FILE_COLUMNS
		" FROM file WHERE id = ?1 ORDER BY here DESC, seq LIMIT 1",
		&st, NULL) != ERR_OK)
		return false;
	db_bind_text(st, 1, id);
	there = db_step(r->db, st, NULL) == 1;
	if (there)
		cache_file_row(r->key, st, out);
	db_done(st);
	return there;
}

void
cache_files_line(struct cache_reader *r, const char *ticket, char *out, size_t size)
{
	struct cache_file list[BLOB_PER_TICKET];
	int n = cache_files(r, ticket, list, BLOB_PER_TICKET), waits = 0, refused = 0;

	out[0] = '\0';
	for (int i = 0; i < n; i++) {
		waits += list[i].state == FILE_WAITS ||
			 (list[i].state == FILE_THERE && !list[i].i.complete);
		refused += list[i].state == FILE_REFUSED;
	}
	if (n <= 0)
		return;
	if (refused > 0)
		snprintf(out, size, "附件 %d (%d 未收下)", n, refused);
	else if (waits > 0)
		snprintf(out, size, "附件 %d (%d 待传)", n, waits);
	else
		snprintf(out, size, "附件 %d", n);
}
