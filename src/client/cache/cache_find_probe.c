/* Is the index of tickets what it should be? A page of it that is none SQLite notices; one with zeros in it reads like one
 * without those words, and what stands there is found no more, in silence. So while nobody waits a ticket is looked for by
 * its own words.
 *
 * Invariants: a whole index is never taken for a damaged one: only what find_put_in put there is asked for, and nothing
 * while something is still to be put there or taken out; each word is asked for in the row of its ticket alone, so that it
 * costs the same however many have it. Not done here: when that happens (client/engine). */
#include <string.h>

#include "find_p.h"

#define WORDS  64 /* of a ticket looked for at a time, most */
#define SHORT  3  /* letters of the beginnings that ticket_sound has lists of: from … */
#define LENGTH 4  /* … and so many lengths */

struct probe {
	struct cache_writer *w;
	int64_t doc;
	uint32_t random;
	unsigned at, every; /* of all words every ${every}th; 0: they are only counted */
	bool lost;
	enum err_code rc;
	struct err *e;
};

static uint32_t
draw(struct probe *p)
{
	p->random = p->random * 1664525 + 1013904223;
	return p->random >> 8;
}

/* Is it this one's turn? */
static bool
is_next(struct probe *p)
{
	unsigned at = p->at++;

	return p->every > 0 && at % p->every == p->random % p->every;
}

/* False when there is nothing more to find out. */
static bool
look_up(struct probe *p, const char *sql, struct db_fts_expr *x, bool said)
{
	struct sqlite3_stmt *st;
	int step;

	p->rc = x->text.bad ? err_set(p->e, ERR_NO_MEMORY, NULL) : ERR_OK;
	if (p->rc == ERR_OK && said)
		p->rc = db_stmt(p->w->db, sql, &st, p->e);
	if (p->rc == ERR_OK && said) {
		db_bind_text(st, 1, str_c(&x->text));
		db_bind_int(st, 2, p->doc);
		step = db_step(p->w->db, st, p->e);
		db_done(st);
		p->rc = step < 0 ? p->e->code : ERR_OK;
		p->lost = step == 0 || p->rc == ERR_CORRUPT;
	}
	str_free(&x->text);
	return p->rc == ERR_OK && !p->lost &&
	       (p->w->wanted == NULL || !p->w->wanted(p->w->wanted_arg));
}

static bool
ask_word(void *arg, const struct token *t)
{
	struct probe *p = arg;
	struct db_fts_expr x = { .n = 0 };

	if (t->also || !is_next(p)) /* only what a query can say */
		return true;
	return look_up(p, "SELECT 1 FROM ticket_fts WHERE ticket_fts MATCH ?1 AND rowid = ?2", &x,
	    db_fts_add(&x, "", t->text, t->len, false));
}

/* Letters as the whole token or as its beginning: those lists are pages of their own. */
static bool
ask_sound(void *arg, const char *token, size_t n)
{
	struct probe *p = arg;
	struct db_fts_expr x = { .n = 0 };
	char typed[SOUNDS_BYTES + 1] = "";
	uint32_t how;
	bool open;

	if (!is_next(p))
		return true;
	how = draw(p);
	open = n > SHORT && (unsigned char)token[0] < 0x80 && how % 2 == 0;
	if (open && n > SHORT + how / 2 % LENGTH)
		n = SHORT + how / 2 % LENGTH;
	memcpy(typed, token, n < SOUNDS_BYTES ? n : SOUNDS_BYTES);
	return look_up(p, "SELECT 1 FROM ticket_sound WHERE ticket_sound MATCH ?1 AND rowid = ?2",
	    &x, db_fts_add_raw(&x, "", typed, open));
}

static void
ask_all(struct probe *p, const struct ticket *t, const struct str *body)
{
	const char *title = fields_get(&t->f, TF_TITLE);

	p->at = 0;
	if (tokens_each(title, strlen(title), TOKENS_DOC, ask_word, p) &&
	    tokens_each(str_c(body), body->len, TOKENS_DOC, ask_word, p))
		(void)sounds_each(title, strlen(title), ask_sound, p);
}

static void
ask_some(struct probe *p, const struct ticket *t)
{
	struct str body = { 0 };

	find_body(t, &body);
	if (body.bad) {
		p->rc = err_set(p->e, ERR_NO_MEMORY, NULL);
	} else {
		ask_all(p, t, &body);
		p->every = p->at / WORDS + 1;
		ask_all(p, t, &body);
	}
	str_free(&body);
}

/* Any ticket; false when it is not in the index as it stands in the cache. */
static bool
draw_ticket(struct probe *p, struct ticket *t)
{
	int64_t rows = db_one_int(p->w->db, "SELECT max(rowid) FROM ticket", 0);
	struct sqlite3_stmt *st;
	bool there;

	if (rows <= 0 ||
	    db_stmt(p->w->db,
		"SELECT t.id, t.doc, f.doc, f.sum FROM (SELECT rowid, id, doc FROM ticket WHERE"
		" rowid > ?1 ORDER BY rowid LIMIT 1) t JOIN find_doc f ON f.ticket = t.id",
		&st, p->e) != ERR_OK)
		return false;
	db_bind_int(st, 1, draw(p) % rows);
	there = db_step(p->w->db, st, p->e) == 1 &&
		cache_doc_read(NULL, db_text(st, 0), db_text(st, 1), NULL, 0, t, NULL) == ERR_OK;
	if (there) {
		p->doc = db_int(st, 2);
		there = db_int(st, 3) == find_sum(t);
	}
	db_done(st);
	return there;
}

bool
cache_find_probe(struct cache_writer *w, uint32_t random, struct err *e)
{
	struct err mine = { 0 };
	struct probe p = { .w = w, .random = random, .e = e != NULL ? e : &mine };
	struct cache_fill fill;
	struct ticket t;

	if (cache_fill(w, &fill) || cache_find_waits(w) || w->find.remade >= FIND_REMADE_MOST ||
	    cache_enter(w, false, p.e) != ERR_OK)
		return false;
	ticket_init(&t);
	if (draw_ticket(&p, &t))
		ask_some(&p, &t);
	ticket_free(&t);
	(void)cache_leave(w, ERR_OK, p.e);
	if (!p.lost)
		return false;
	w->find.remade++;
	return cache_find_again(w, p.e) == ERR_OK;
}
