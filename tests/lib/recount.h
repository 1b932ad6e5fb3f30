#ifndef TESTS_LIB_RECOUNT_H
#define TESTS_LIB_RECOUNT_H

#include <stdint.h>

/* The figures of domain.md §6 once more, from nothing but the events' JSON as the centre sends it: written from the page,
 * with its own limits, its own working days and its own idea of a ticket's course, so that an error of the model is not
 * made twice. It knows the sample city's default profile (guangdong) in months without holidays, and the categories that
 * have a rule of their own; nothing else. */

#define RECOUNT_NAMES 48

struct recount {
	struct {
		char name[32];
		int64_t n, of;
	} row[RECOUNT_NAMES];
	int rows;
};

/** recount_ticket(r, json, as_of): add {"events":[…]}. Anything it does not understand ends the program.
 * recount_get(r, name, n, of): a rate by its name; a plain count stands in ${n} with ${of} 0. Never asked for: 0, 0. */
void recount_ticket(struct recount *r, const char *json, int64_t as_of);
void recount_get(const struct recount *r, const char *name, int64_t *n, int64_t *of);

#endif
