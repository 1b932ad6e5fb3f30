/* The index of tickets: a ticket is looked for by its own words, and by the sounds of its title (cache_probe_p.h). */
#include <string.h>

#include "cache_probe_p.h"
#include "find_p.h"

#define SHORT  3 /* letters of the beginnings that ticket_sound has lists of: from … */
#define LENGTH 4 /* … and so many lengths */

struct texts {
	const struct ticket *t;
	struct str body;
};

/* Letters as the whole token or as its beginning: those lists are pages of their own. */
static bool
ask_sound(void *arg, const char *token, size_t n)
{
	struct probe *p = arg;
	struct db_fts_expr x = { .n = 0 };
	char typed[SOUNDS_BYTES + 1] = "";
	uint32_t how;
	bool open;

	if (!probe_is_next(p))
		return true;
	how = probe_draw(p);
	open = n > SHORT && (unsigned char)token[0] < 0x80 && how % 2 == 0;
	if (open && n > SHORT + how / 2 % LENGTH)
		n = SHORT + how / 2 % LENGTH;
	memcpy(typed, token, n < SOUNDS_BYTES ? n : SOUNDS_BYTES);
	return probe_look_up(p,
	    "SELECT 1 FROM ticket_sound WHERE ticket_sound MATCH ?1 AND rowid = ?2", &x,
	    db_fts_add_raw(&x, "", typed, open));
}

static void
ask_all(struct probe *p, const void *what)
{
	const struct texts *x = what;
	const char *title = fields_get(&x->t->f, TF_TITLE);

	if (tokens_each(title, strlen(title), TOKENS_DOC, probe_word, p) &&
	    tokens_each(str_c(&x->body), x->body.len, TOKENS_DOC, probe_word, p))
		(void)sounds_each(title, strlen(title), ask_sound, p);
}

static void
ask_some(struct probe *p, const struct ticket *t)
{
	struct texts x = { .t = t };

	find_body(t, &x.body);
	if (x.body.bad)
		p->rc = err_set(p->e, ERR_NO_MEMORY, NULL);
	else
		probe_some(p, ask_all, &x);
	str_free(&x.body);
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
	db_bind_int(st, 1, probe_draw(p) % rows);
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
	struct probe p = { .w = w,
		.word_sql = "SELECT 1 FROM ticket_fts WHERE ticket_fts MATCH ?1 AND rowid = ?2",
		.random = random,
		.e = e != NULL ? e : &mine };
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
