/* Looking for something by its own words: what the indexes of tickets and of articles have in common. */
#include "cache_probe_p.h"

#define WORDS 64 /* looked for at a time, most */

uint32_t
probe_draw(struct probe *p)
{
	p->random = p->random * 1664525 + 1013904223;
	return p->random >> 8;
}

bool
probe_is_next(struct probe *p)
{
	unsigned at = p->at++;

	return p->every > 0 && at % p->every == p->random % p->every;
}

bool
probe_look_up(struct probe *p, const char *sql, struct db_fts_expr *x, bool said)
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

bool
probe_word(void *arg, const struct token *t)
{
	struct probe *p = arg;
	struct db_fts_expr x = { .n = 0 };

	if (t->also || !probe_is_next(p)) /* only what a query can say */
		return true;
	return probe_look_up(p, p->word_sql, &x, db_fts_add(&x, "", t->text, t->len, false));
}

void
probe_some(struct probe *p, void (*all)(struct probe *p, const void *what), const void *what)
{
	p->at = 0;
	all(p, what);
	p->every = p->at / WORDS + 1;
	p->at = 0;
	all(p, what);
}
