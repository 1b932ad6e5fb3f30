/* reader_tag.c: which tags a caller has now (model/caller_tag.h): of any number of the same person, not over, not taken away,
 * of one kind the newest, rather one that counts; and all of them, for who decides about them.
 *
 * A tag that asks for a senior counts once one who is not its author has agreed. What the centre refused is none. Numbers
 * come masked. */
#include "client/cache/records.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "cache_record_p.h"
#include "model/mask.h"
#include "reader_p.h"

#define STANDING                                                                                  \
	"SELECT " CACHE_RECORD_COLUMNS ", EXISTS(SELECT 1 FROM record a WHERE"                    \
	" a.kind = 'caller_tag' AND a.object <> '' AND a.object = t.id AND a.code = 'agreed'"     \
	" AND a.author <> t.author AND a.sent <> 2) AS agreed FROM record t WHERE"                \
	" t.kind = 'caller_tag' AND t.object = '' AND t.sent <> 2 AND NOT EXISTS(SELECT 1 FROM"   \
	" record u WHERE u.kind = 'caller_tag' AND u.object <> '' AND u.object = t.id AND u.code" \
	" IN ('refused', 'removed') AND u.sent <> 2)"
#define OF_PERSON                                                                                  \
	STANDING " AND t.at >= ?4 AND t.phone IS NOT NULL AND t.phone IN (SELECT"                  \
		 " ?1 UNION ALL SELECT value FROM json_each(?2)) ORDER BY agreed DESC, t.at DESC " \
		 "LIMIT ?3"
#define OF_ALL     STANDING " ORDER BY t.at DESC LIMIT ?1"
#define LOOKED_AT  64
#define COL_AGREED 11

/* False: over, or it does not open. */
static bool
take(struct cache_reader *r, struct sqlite3_stmt *st, int64_t now, struct caller_tag *to)
{
	const char *reason = "";
	struct record x;
	bool ok;

	*to = (struct caller_tag){ 0 };
	(void)cache_record_row(r->key, st, &x, NULL);
	ok = caller_tag_read(&x, &to->until, &reason) && to->until > now;
	if (ok) {
		to->code = (enum caller_tag_code)caller_tag_code_of(&x);
		to->at = x.at;
		to->counts = !caller_tag_asks(to->code) || db_int(st, COL_AGREED) != 0;
		str_copy(to->record, sizeof(to->record), x.id);
		str_copy(to->by, sizeof(to->by), x.by);
		(void)snprintf(to->reason, sizeof(to->reason), "%.*s",
		    (int)utf8_whole(reason, strnlen(reason, sizeof(to->reason) - 1)), reason);
		mask_phone(x.phone, to->phone, sizeof(to->phone));
	}
	record_free(&x);
	return ok;
}

static bool
has(const struct caller_tag *out, int n, enum caller_tag_code code)
{
	for (int i = 0; i < n; i++)
		if (out[i].code == code)
			return true;
	return false;
}

int
cache_caller_tags(
    struct cache_reader *r, const char *phone, int64_t now, struct caller_tag out[CALLER_TAG_COUNT])
{
	const int64_t hash = cache_phone_hash(r->index_key, phone);
	struct str same = { 0 };
	struct sqlite3_stmt *st;
	int n = 0;

	if (hash == 0)
		return 0;
	(void)reader_same_json(r, phone, &same);
	if (db_stmt(r->db, OF_PERSON, &st, NULL) == ERR_OK) {
		db_bind_int(st, 1, hash);
		db_bind_text(st, 2, str_c(&same));
		db_bind_int(st, 3, LOOKED_AT);
		db_bind_int(st, 4, r->people_from_at);
		while (n < CALLER_TAG_COUNT && db_step(r->db, st, NULL) == 1)
			if (take(r, st, now, &out[n]) && !has(out, n, out[n].code))
				n++;
		db_done(st);
	}
	str_free(&same);
	return n;
}

/* Who waits for a word first; otherwise as they are. */
static void
waiting_first(struct caller_tag *t, int n)
{
	for (int i = 0, waiting = 0; i < n; i++) {
		const struct caller_tag one = t[i];

		if (one.counts)
			continue;
		memmove(&t[waiting + 1], &t[waiting], (size_t)(i - waiting) * sizeof(*t));
		t[waiting++] = one;
	}
}

int
cache_tags(struct cache_reader *r, int64_t now, struct caller_tag *out, int max)
{
	struct sqlite3_stmt *st;
	int n = 0;

	if (db_stmt(r->db, OF_ALL, &st, NULL) != ERR_OK)
		return 0;
	db_bind_int(st, 1, INT64_C(4) * max);
	while (n < max && db_step(r->db, st, NULL) == 1)
		if (take(r, st, now, &out[n]))
			n++;
	db_done(st);
	waiting_first(out, n);
	return n;
}
