#ifndef CLIENT_VIEW_INTAKE_WORDS_P_H
#define CLIENT_VIEW_INTAKE_WORDS_P_H

#include "intake_p.h"

#define INTAKE_WORDS_BYTES 256 /* a value in words; an address and its mark fit */

/** intake_value_words(s, c, cols, buf): what the sheet has for that cell, in words of at most about ${cols} columns; in
 * ${buf} or borrowed from sheet and city; "" nothing. intake_hint_words: what stands in an empty one: what would be
 * taken, with a question mark, or what counts meanwhile. */
const char *intake_value_words(
    const struct intake *s, const struct slot *c, int cols, char buf[INTAKE_WORDS_BYTES]);
const char *intake_hint_words(
    const struct intake *s, const struct slot *c, int cols, char buf[INTAKE_WORDS_BYTES]);

#endif
