/* Tickets by what has an index of its own: their number, a telephone number, street and house.
 *
 * Invariants: a telephone number is compared by its keyed hash; only of a masked one (138****5678) is the identity of the
 * few that end so opened, to see how theirs begins, and wiped. */
#include <stdio.h>
#include <string.h>

#include "base/secret.h"
#include "find_row_p.h"
#include "model/mask.h"
#include "wire/ticket_json.h"

#define BEHIND_ALL   "\xf4\x8f\xbf\xbf" /* behind every character that a name can go on with */
#define WHOLE_NUMBER 4.0                /* more than a new ticket has over an old one */

static enum err_code
by_number(struct finding *f)
{
	struct sqlite3_stmt *st;
	size_t len = strlen(f->route.number);
	int step;
	enum err_code rc = db_stmt(f->r->db,
	    "SELECT id, created_at FROM ticket WHERE substr(no, 13) = ?1 AND (?2 IS NULL OR no ="
	    " ?2) AND gen >= ?3 ORDER BY created_at DESC LIMIT ?4",
	    &st, f->e);

	if (rc != ERR_OK)
		return rc;
	db_bind_text(st, 1, f->route.number + (len > 6 ? len - 6 : 0));
	db_bind_text(st, 2, len > 6 ? f->route.number : NULL);
	db_bind_int(st, 3, f->gen);
	db_bind_int(st, 4, f->room);
	while ((step = db_step(f->r->db, st, f->e)) == 1) {
		struct find_hit h = { .why = FIND_NUMBER, .score = (double)db_int(st, 1) };

		str_copy(h.id, sizeof(h.id), db_text(st, 0));
		find_offer(f, &h);
	}
	db_done(st);
	return find_ended(f, step);
}

static bool
begins(const char *phone, const char *head)
{
	char digits[32];

	return mask_phone_normal(phone, digits, sizeof(digits)) > 0 && str_starts(digits, head);
}

/* 138****5678: the hash knows the last four only, the rest stands in the identity. */
static bool
has_head(struct finding *f, const char *id, const void *sealed, size_t n)
{
	struct str plain = { 0 };
	struct fields who = { 0 };
	bool has = false;

	if (f->route.head[0] == '\0')
		return true;
	if (f->r->key != NULL && cache_unseal(f->r->key, "ticket", id, sealed, n, &plain) &&
	    plain.len > 0 && fields_json_read(plain.s, plain.len, &who, NULL) == ERR_OK) {
		const char *contact = fields_get(&who, TF_CONTACT_PHONE);

		has = begins(contact[0] != '\0' ? contact : fields_get(&who, TF_CALLER_PHONE),
		    f->route.head);
	}
	fields_drop_identity(&who);
	fields_free(&who);
	secret_str_free(&plain);
	return has;
}

static enum err_code
by_phone(struct finding *f, const char *sql, int64_t hash)
{
	struct sqlite3_stmt *st;
	int step;
	enum err_code rc;

	if (hash == 0)
		return ERR_OK;
	rc = db_stmt(f->r->db, sql, &st, f->e);
	if (rc != ERR_OK)
		return rc;
	db_bind_int(st, 1, hash);
	db_bind_int(st, 2, f->gen);
	while ((step = db_step(f->r->db, st, f->e)) == 1) {
		struct find_hit h = { .why = FIND_PHONE, .score = (double)db_int(st, 1) };
		size_t n;
		const void *sealed = db_blob(st, 2, &n);

		str_copy(h.id, sizeof(h.id), db_text(st, 0));
		if (find_is_worth(f, &h) && has_head(f, h.id, sealed, n))
			find_offer(f, &h);
	}
	db_done(st);
	return find_ended(f, step);
}

static enum err_code
by_place(struct finding *f)
{
	struct sqlite3_stmt *st;
	int step;
	enum err_code rc = db_stmt(f->r->db,
	    "SELECT doc FROM find_doc WHERE street = ?1 AND house = ?2 ORDER BY doc DESC LIMIT"
	    " ?3",
	    &st, f->e);

	if (rc != ERR_OK)
		return rc;
	db_bind_text(st, 1, f->route.street);
	db_bind_int(st, 2, f->route.house);
	db_bind_int(st, 3, f->room);
	while ((step = db_step(f->r->db, st, f->e)) == 1) {
		struct find_hit h = { .why = FIND_PLACE, .doc = db_int(st, 0) };

		find_offer(f, &h);
	}
	db_done(st);
	return find_ended(f, step);
}

/* Names of streets that end as the one typed, between these two. */
static enum err_code
run_mentions(struct finding *f, const char *from, const char *to, int low, int high)
{
	struct sqlite3_stmt *st;
	int step;
	enum err_code rc = db_stmt(f->r->db,
	    "SELECT doc FROM find_place WHERE house BETWEEN ?1 AND ?2 AND street >= ?3 AND street <"
	    " ?4",
	    &st, f->e);

	if (rc != ERR_OK)
		return rc;
	db_bind_int(st, 1, low);
	db_bind_int(st, 2, high);
	db_bind_text(st, 3, from);
	db_bind_text(st, 4, to);
	while ((step = db_step(f->r->db, st, f->e)) == 1) {
		struct find_hit h = { .why = FIND_TEXT, .doc = db_int(st, 0) };

		h.score = (low == high ? WHOLE_NUMBER : 0) + find_freshness(f, h.doc);
		if (find_is_worth(f, &h))
			find_offer(f, &h);
	}
	db_done(st);
	return find_ended(f, step);
}

enum err_code
find_by_mention(struct finding *f)
{
	char from[ROUTE_STREET], to[ROUTE_STREET + sizeof(BEHIND_ALL)];
	int house = f->route.house;
	enum err_code rc;

	route_backwards(f->route.street, strlen(f->route.street), from);
	snprintf(to, sizeof(to), "%s" BEHIND_ALL, from);
	rc = run_mentions(f, from, to, house, house);
	if (!f->route.words.word[0].open)
		return rc;
	for (int k = 10; k <= 100 && rc == ERR_OK && f->n < f->room && !f->note->cut; k *= 10)
		rc = run_mentions(f, from, to, house * k, house * k + k - 1);
	return rc;
}

enum err_code
find_by_keys(struct finding *f)
{
	const struct route *t = &f->route;
	enum err_code rc = ERR_OK;

	if (t->ways & ROUTE_NUMBER)
		rc = by_number(f);
	if (rc == ERR_OK && (t->ways & ROUTE_PHONE))
		rc = by_phone(f,
		    "SELECT id, created_at, NULL FROM ticket WHERE (phone = ?1 OR caller = ?1) AND"
		    " gen >= ?2",
		    cache_phone_hash(f->r->index_key, t->phone));
	if (rc == ERR_OK && (t->ways & ROUTE_TAIL))
		rc = by_phone(f,
		    "SELECT id, created_at, identity FROM ticket WHERE tail = ?1 AND gen >= ?2",
		    cache_tail_hash(f->r->index_key, t->tail));
	if (rc == ERR_OK && (t->ways & ROUTE_ADDRESS))
		rc = by_place(f);
	return rc;
}
