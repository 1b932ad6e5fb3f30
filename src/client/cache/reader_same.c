/* Which numbers are one person's: from the number of the call along the merges that hold, each number once, so that a
 * chain is one person and a circle does no harm. Bounded: a person has a handful of numbers; who merges more has made a
 * mistake, and what lies beyond is not followed.
 *
 * A merge holds unless a later record undoes it or one of the same two numbers, and unless the centre refused it. Numbers
 * come masked. */
#include "client/cache/records.h"

#include <string.h>

#include "cache_record_p.h"
#include "model/mask.h"
#include "model/same_caller.h"
#include "reader_p.h"

/* The merges of the number ?1 since ?3, the newest first. */
#define MERGES                                                                               \
	"SELECT " CACHE_RECORD_COLUMNS ", phone, other FROM record s WHERE seq IN ("         \
	"SELECT seq FROM record WHERE phone = ?1 AND phone IS NOT NULL UNION"                \
	" SELECT seq FROM record WHERE other = ?1 AND other IS NOT NULL)"                    \
	" AND kind = 'same_caller' AND code = 'same' AND sent <> 2 AND s.at >= ?3"           \
	" AND NOT EXISTS("                                                                   \
	"SELECT 1 FROM record m JOIN record u ON u.object = m.id AND u.kind = 'same_caller'" \
	" AND u.object <> '' AND u.code = 'apart' AND u.sent <> 2 AND"                       \
	" (u.at >= s.at OR m.id = s.id) WHERE m.phone IS NOT NULL AND m.phone IN (s.phone,"  \
	" s.other) AND m.other IN (s.phone, s.other) AND m.kind = 'same_caller')"            \
	" ORDER BY at DESC, id DESC LIMIT ?2"
#define MERGES_MOST 64

struct walk {
	struct cache_reader *r;
	int64_t hash[SAME_MOST + 1]; /* the first: the number asked about */
	struct same_number *out;
	int n, max;
};

static bool
is_known(const struct walk *k, int64_t hash)
{
	for (int i = 0; i <= k->n; i++)
		if (k->hash[i] == hash)
			return true;
	return false;
}

/* The other end of a merge, as this record tells it. */
static void
add(struct walk *k, struct sqlite3_stmt *st, int64_t hash, bool is_other)
{
	struct same_number *to = &k->out[k->n];
	char number[RECORD_PHONE_BYTES];
	const char *reason = "";
	struct record r;

	*to = (struct same_number){ 0 };
	(void)cache_record_row(k->r->key, st, &r, NULL);
	if (!is_other)
		(void)str_copy(number, sizeof(number), r.phone);
	else if (!same_caller_read(&r, number, &reason))
		number[0] = '\0';
	mask_phone(number, to->phone, sizeof(to->phone));
	(void)str_copy(to->record, sizeof(to->record), r.id);
	secret_wipe(number, sizeof(number));
	record_free(&r);
	k->hash[++k->n] = hash;
}

static void
follow(struct walk *k, int64_t from)
{
	struct sqlite3_stmt *st;

	if (db_stmt(k->r->db, MERGES, &st, NULL) != ERR_OK)
		return;
	db_bind_int(st, 1, from);
	db_bind_int(st, 2, MERGES_MOST);
	db_bind_int(st, 3, k->r->people_from_at);
	while (k->n < k->max && db_step(k->r->db, st, NULL) == 1) {
		const int64_t phone = db_int(st, 11), other = db_int(st, 12);
		const int64_t end = phone == from ? other : phone;

		if (end != 0 && !is_known(k, end))
			add(k, st, end, phone == from);
	}
	db_done(st);
}

int
reader_same(struct cache_reader *r, const char *phone, struct same_number *out, int64_t *hashes)
{
	struct walk k = { .r = r, .out = out, .max = SAME_MOST };

	k.hash[0] = cache_phone_hash(r->index_key, phone);
	for (int i = 0; k.hash[0] != 0 && i <= k.n; i++)
		follow(&k, k.hash[i]);
	memcpy(hashes, k.hash + 1, sizeof(*hashes) * (size_t)k.n);
	return k.n;
}

int
reader_same_json(struct cache_reader *r, const char *phone, struct str *out)
{
	struct same_number numbers[SAME_MOST];
	int64_t hashes[SAME_MOST];
	const int n = reader_same(r, phone, numbers, hashes);

	str_add_c(out, '[');
	for (int i = 0; i < n; i++)
		str_addf(out, "%s%lld", i > 0 ? "," : "", (long long)hashes[i]);
	str_add_c(out, ']');
	return n;
}

void
cache_people_from(struct cache_reader *r, int64_t at)
{
	r->people_from_at = at;
}

int
cache_same_numbers(struct cache_reader *r, const char *phone, struct same_number out[SAME_MOST])
{
	int64_t hashes[SAME_MOST];

	return reader_same(r, phone, out, hashes);
}
