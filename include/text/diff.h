#ifndef TEXT_DIFF_H
#define TEXT_DIFF_H

#include <stdbool.h>
#include <stddef.h>

/* What has changed between two texts, clause by clause: a clause ends with a line, or with one of 。；！？. */
enum diff_kind { DIFF_SAME, DIFF_GONE, DIFF_NEW };

/** diff_clauses(before, after, fn, arg): every clause of both in reading order, what is gone before what is new in its place;
 * without the line's end, empty lines left out. As few as can be are told to have changed; of texts too long for that
 * (more than DIFF_MOST clauses differ) all that lies between what they begin and end with. false without memory, or as soon
 * as ${fn} says so. */
#define DIFF_MOST 1500
typedef bool diff_fn(void *arg, enum diff_kind kind, const char *clause, size_t n);
bool diff_clauses(const char *before, const char *after, diff_fn *fn, void *arg);

#endif
