#ifndef CITY_NUMBERS_P_H
#define CITY_NUMBERS_P_H

#include <stdbool.h>
#include <stddef.h>

#include "model/city.h"

/* The telephone numbers a pack may name (numbers.tsv): forms of digits and '-', in which x is any digit. A pack of an
 * invented city lists only numbers nobody has; a real city lists its own, or leaves the file out: then any will do. */
struct number_form {
	const char *form, *note;
};
struct number_forms {
	struct number_form *forms;
	size_t n_forms;
	const struct city
	    *city; /* its merged old lines (origin_lines.tsv) may be named too; NULL: none */
};

/** numbers_has(f, number, len): of one of the forms, or there are none. */
bool numbers_has(const struct number_forms *f, const char *number, size_t len);

/** numbers_strange(f, text, at, len): the next thing in ${text} that looks like a telephone number and has none of the
 * forms; NULL at the end. *at starts at 0; *len is its length, it is not terminated. Dates, years and amounts are no
 * numbers; a short number counts when it begins with 95, 96 or 100. */
const char *
numbers_strange(const struct number_forms *f, const char *text, size_t *at, size_t *len);

#endif
