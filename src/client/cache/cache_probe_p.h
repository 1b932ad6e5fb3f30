#ifndef CLIENT_CACHE_CACHE_PROBE_P_H
#define CLIENT_CACHE_CACHE_PROBE_P_H

#include "cache_p.h"
#include "text/tokens.h"

/* Is an index what it should be? A page of it that is none SQLite notices; one with zeros in it reads like one without those
 * words, and what stands there is found no more, in silence. So while nobody waits something is looked for by its own words
 * (cache_find_probe.c, cache_article_probe.c).
 *
 * Invariants: a whole index is never taken for a damaged one: only what was put there is asked for, and nothing while
 * something is still to be put there or taken out; each word is asked for in the one row alone, so that it costs the same
 * however many have it. Not done here: when that happens (client/engine). */
struct probe {
	struct cache_writer *w;
	int64_t doc;          /* the row */
	const char *word_sql; /* a word in it: ?1 the expression, ?2 the row */
	uint32_t random;
	unsigned at, every; /* of all words every ${every}th; 0: they are only counted */
	bool lost;
	enum err_code rc;
	struct err *e;
};

/** probe_draw(p): the next random number. */
uint32_t probe_draw(struct probe *p);
/** probe_some(p, all, what): ${all} asks for every word of ${what} that is next (probe_is_next), in the same order each time
 * it is called: some of them are asked for, no more than take a moment. */
void probe_some(struct probe *p, void (*all)(struct probe *p, const void *what), const void *what);
bool probe_is_next(struct probe *p);
/** probe_look_up(p, sql, x, said): is the row there? Frees ${x}; ${said}: it says anything. false when there is nothing more
 * to find out. */
bool probe_look_up(struct probe *p, const char *sql, struct db_fts_expr *x, bool said);
/** probe_word(p, t): for tokens_each, of a text as it was put in. */
bool probe_word(void *p, const struct token *t);

#endif
