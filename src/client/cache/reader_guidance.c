/* What a seat knows of temporary talking points in the making: folded from the steps that came with the desk records, without
 * those that the centre refused; and who has read a bulletin. Not here: the steps themselves (model/guidance.c). */
#include <stdio.h>
#include <string.h>

#include "cache_record_p.h"
#include "client/cache/records.h"
#include "reader_p.h"

/* Columns: code, author, at, id, sent, why. */
static void
fold(struct guidance_work *w, struct sqlite3_stmt *st)
{
	struct record x = { .kind = RECORD_GUIDANCE, .at = db_int(st, 2) };
	const int sent = (int)db_int(st, 4);

	w->at = x.at;
	if (sent == RECORD_REFUSED) {
		(void)str_copy(w->why, sizeof(w->why), db_text(st, 5));
		(void)str_copy(w->refused, sizeof(w->refused), db_text(st, 3));
		return;
	}
	(void)str_copy(x.code, sizeof(x.code), db_text(st, 0));
	(void)str_copy(x.by, sizeof(x.by), db_text(st, 1));
	(void)str_copy(x.id, sizeof(x.id), db_text(st, 3));
	guidance_flow_apply(&w->flow, &x);
	w->waits = w->waits || sent == RECORD_WAITS;
	w->why[0] = w->refused[0] = '\0'; /* what came after it was taken */
}

static enum err_code
fold_all(struct cache_reader *r, struct guidance_work *w)
{
	struct sqlite3_stmt *st;

	if (db_stmt(r->db,
		"SELECT code, author, at, id, sent, why FROM record WHERE kind = 'bulletin'"
		" AND object = ?1 ORDER BY at, id",
		&st, NULL) != ERR_OK)
		return ERR_DB;
	db_bind_text(st, 1, w->id);
	while (db_step(r->db, st, NULL) == 1)
		fold(w, st);
	db_done(st);
	return ERR_OK;
}

int
cache_guidance_works(struct cache_reader *r, struct guidance_work *out, int max)
{
	struct sqlite3_stmt *st;
	int n = 0, step = 0;

	if (db_stmt(r->db,
		"SELECT object FROM record WHERE kind = 'bulletin' GROUP BY object"
		" ORDER BY max(at) DESC LIMIT ?1",
		&st, NULL) != ERR_OK)
		return -1;
	db_bind_int(st, 1, max);
	while (n < max && (step = db_step(r->db, st, NULL)) == 1) {
		out[n] = (struct guidance_work){ .waits = false };
		(void)str_copy(out[n].id, sizeof(out[n].id), db_text(st, 0));
		n++;
	}
	db_done(st);
	for (int i = 0; i < n; i++)
		if (fold_all(r, &out[i]) != ERR_OK)
			return -1;
	return n == 0 && step < 0 ? -1 : n;
}

int
cache_bulletin_readers(struct cache_reader *r, const char *id, char *names, size_t size)
{
	struct sqlite3_stmt *st;
	size_t used = 0;
	int n = 0;

	names[0] = '\0';
	if (db_stmt(r->db,
		"SELECT DISTINCT author FROM record WHERE object = ?1 AND kind = 'read'"
		" ORDER BY author",
		&st, NULL) != ERR_OK)
		return 0;
	db_bind_text(st, 1, id);
	for (; db_step(r->db, st, NULL) == 1; n++)
		if (used + strlen(db_text(st, 0)) + 2 < size)
			used += (size_t)snprintf(
			    names + used, size - used, "%s%s", n > 0 ? " " : "", db_text(st, 0));
	db_done(st);
	return n;
}
