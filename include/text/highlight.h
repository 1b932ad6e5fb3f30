#ifndef TEXT_HIGHLIGHT_H
#define TEXT_HIGHLIGHT_H

#include <stdbool.h>
#include <stddef.h>

#include "text/match.h"
#include "text/words.h"

/* Where the words of a query stand in a text, to be shown: exact bytes of the original, whole characters, ascending, one
 * range where hits overlap or touch. A word that stands there whole is marked wherever it does; of one that does not,
 * the pieces that the index found it by (公积金提取 in 提取住房公积金: 提取, 公积金). FTS5's own highlight() doubles text
 * where tokens overlap and is not used. */

/** highlight_find(w, s, n, out, max): how many ranges of ${n} bytes, the first ${max} of them in ${out}. 0 also
 * without memory. */
size_t
highlight_find(const struct words *w, const char *s, size_t n, struct match_range *out, size_t max);

/* A piece of a long text around where most of the query stands. */
struct highlight_snippet {
	size_t n; /* ranges */
	struct match_range range[MATCH_RANGES];
};
/** highlight_snippet(w, s, n, out, size, found): the best piece as one line: cut on character borders, line ends as
 * spaces, "…" where text was left out. False and "" when nothing of the query stands in the text. */
bool highlight_snippet(const struct words *w, const char *s, size_t n, char *out, size_t size,
    struct highlight_snippet *found);

/** highlight_piece(r, k, s, n, out, size, found): the same around ${k} ranges found otherwise. */
bool highlight_piece(const struct match_range *r, size_t k, const char *s, size_t n, char *out,
    size_t size, struct highlight_snippet *found);

#endif
