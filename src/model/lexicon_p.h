#ifndef MODEL_LEXICON_P_H
#define MODEL_LEXICON_P_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A set of words found in a text in one pass. Words are borrowed, they must outlive the lexicon (the city's arena).
 * ASCII letters match without case. */
struct lexicon;

#define LEXICON_MAX_CHARS 16 /* no area, street or synonym is longer; a longer word is left out */

struct posting {
	uint32_t id, tag; /* tag: the caller's, kept with the greater weight */
	float weight;
};

struct lexicon_hit {
	int at, len, chars; /* bytes, bytes, characters */
	uint32_t term;
};

struct lexicon *lexicon_new(void);
void lexicon_free(struct lexicon *l);
/** lexicon_add(l, word, len, p): p.id has this word; added twice for one id it keeps the greater weight. false without
 * memory. */
bool lexicon_add(struct lexicon *l, const char *word, size_t len, struct posting p);
/** lexicon_freeze(l): build the postings; no more adds. false without memory. */
bool lexicon_freeze(struct lexicon *l);
uint32_t lexicon_terms(const struct lexicon *l);
const struct posting *lexicon_postings(const struct lexicon *l, uint32_t term, uint32_t *n);
/** lexicon_at(l, text, len, at, out, max): the words that start at byte ${at} of ${text}, shortest first. */
int lexicon_at(const struct lexicon *l, const char *text, size_t len, size_t at,
    struct lexicon_hit *out, int max);

#endif
