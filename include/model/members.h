#ifndef MODEL_MEMBERS_H
#define MODEL_MEMBERS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/* Values of CLASS_SET fields (special_groups, kb_refs, related) and of CO_UNITS: codes joined by ",", no blanks, each
 * once, in the order they were added. "" is the empty set; NULL is read as "". */

bool members_has(const char *set, const char *code);
/** members_next(set, code, n): the next code and its length, ${*code} NULL to begin; false at the end. Borrowed. */
bool members_next(const char *set, const char **code, size_t *n);
/** members_add(out, code, n): append to ${out} unless it is there already. */
void members_add(struct str *out, const char *code, size_t n);
/** members_merge(theirs, was, mine, out): what ${mine} added to ${was} is added to ${theirs}, what it took away is taken
 * away: both people's changes hold. */
void members_merge(const char *theirs, const char *was, const char *mine, struct str *out);

#endif
