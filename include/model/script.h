#ifndef MODEL_SCRIPT_H
#define MODEL_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/* The moments at which the program has a sentence to be said (scripts.tsv of a city has one for each), and the words
 * in braces that it can fill in. A city that knows a moment nobody asks for, or a word nobody fills, is told so by
 * check-city; city_script asks only for moments of this table. */

struct script_moment {
	const char *name, *title; /* title: what it is for, Chinese */
	bool must;                /* every city says it; else a city may leave it out */
};

/** script_moment_at(i): the i-th of the table, in the order of a call; NULL after the last. */
const struct script_moment *script_moment_at(size_t i);
/** script_moment(name): NULL when there is no such moment. */
const struct script_moment *script_moment(const char *name);

/** script_is_word(word, len): can "{word}" be filled in? What is not known at the moment is shown as "____". */
bool script_is_word(const char *word, size_t len);
/** script_is_notice(moment): is it the text of a notice to the citizen or a unit (notice_…)? script_is_notice_word: may
 * a notice hold the word: number, state and limits only, never matter, place or name (practice.md C). */
bool script_is_notice(const char *moment);
bool script_is_notice_word(const char *word, size_t len);

/** script_fill(text, value, arg, out): append a sentence with its "{word}" filled in; what ${value} knows nothing of
 * (NULL or "") is SCRIPT_BLANK. */
#define SCRIPT_BLANK "____"
typedef const char *script_value_fn(const void *arg, const char *word, size_t len);
void script_fill(const char *text, script_value_fn *value, const void *arg, struct str *out);

#endif
