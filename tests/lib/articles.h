#ifndef TESTS_LIB_ARTICLES_H
#define TESTS_LIB_ARTICLES_H

#include "model/article.h"

/* More articles than anybody wrote: those of a city pack, recombined. What cannot be read ends the program. */

struct articles {
	struct article *made; /* the pack's own */
	size_t n;
};

/** articles_open(a, pack); articles_close(a). */
void articles_open(struct articles *a, const char *pack);
void articles_close(struct articles *a);
/** articles_mix(from, i, seed, fn, arg): number ${i}, B00000 and up: the title of one article with a place and the end of
 * another's, keywords and paragraphs of four; lent to ${fn}. */
typedef void articles_fn(void *arg, const struct article *a);
void articles_mix(const struct articles *from, int i, unsigned *seed, articles_fn *fn, void *arg);

#endif
