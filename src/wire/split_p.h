#ifndef WIRE_SPLIT_P_H
#define WIRE_SPLIT_P_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/* One array of "rows" in a page: where each of its elements stands in the text. */
struct split_part {
	const char *name; /* "ticket" */
	size_t most;      /* elements beyond are counted, not kept */
	struct split_span {
		const char *s; /* borrowed */
		size_t n;
	} * span; /* free() */
	size_t count;
};

/** split_rows(text, len, parts, n, rest, deepest): part {"rows":{"ticket":[a,b],…},…} into the elements of the named
 * arrays and ${rest}, the same text with those arrays empty; *deepest: levels of nesting in all of it. Whatever is not of
 * that shape stays in ${rest}; a torn text leaves a ${rest} or an element that no parser takes. false: no memory. */
bool split_rows(const char *text, size_t len, struct split_part *parts, size_t n_parts,
    struct str *rest, int *deepest);

#endif
