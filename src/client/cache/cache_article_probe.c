/* The index of articles: an article is looked for by its own words (cache_probe_p.h). What is found by letters is not: the
 * titles that are compared for that are rows, which SQLite looks after. */
#include <string.h>

#include "cache_probe_p.h"
#include "model/article.h"

static void
ask_all(struct probe *p, const void *what)
{
	const struct article *a = what;
	const char *const column[] = { a->title, a->keywords, a->question, a->answer, a->body };
	bool more = true;

	for (size_t i = 0; i < sizeof(column) / sizeof(column[0]) && more; i++)
		more = tokens_each(column[i], strlen(column[i]), TOKENS_DOC, probe_word, p);
}

/* Any article; false when it is not in the index. */
static bool
draw_article(struct probe *p, struct article *a)
{
	int64_t rows = db_one_int(p->w->db, "SELECT max(id) FROM article", 0);
	struct sqlite3_stmt *st;
	bool there;

	if (rows <= 0 ||
	    db_stmt(p->w->db,
		"SELECT a.id, t.text FROM (SELECT id, indexed FROM article WHERE id > ?1 ORDER BY"
		" id LIMIT 1) a JOIN article_text t ON t.id = a.id WHERE a.indexed = 1",
		&st, p->e) != ERR_OK)
		return false;
	db_bind_int(st, 1, probe_draw(p) % rows);
	there = db_step(p->w->db, st, p->e) == 1 &&
		article_read(db_text(st, 1), strlen(db_text(st, 1)), a, NULL) == ERR_OK;
	p->doc = there ? db_int(st, 0) : 0;
	db_done(st);
	return there;
}

bool
cache_article_probe(struct cache_writer *w, uint32_t random, struct err *e)
{
	struct err mine = { 0 };
	struct probe p = { .w = w,
		.word_sql = "SELECT 1 FROM article_fts WHERE article_fts MATCH ?1 AND rowid = ?2",
		.random = random,
		.e = e != NULL ? e : &mine };
	struct article a;

	if (cache_article_waits(w) || w->kb_remade >= KB_REMADE_MOST ||
	    cache_enter(w, false, p.e) != ERR_OK)
		return false;
	article_init(&a);
	if (draw_article(&p, &a))
		probe_some(&p, ask_all, &a);
	article_free(&a);
	(void)cache_leave(w, ERR_OK, p.e);
	if (!p.lost)
		return false;
	w->kb_remade++;
	return cache_article_again(w, p.e) == ERR_OK;
}
