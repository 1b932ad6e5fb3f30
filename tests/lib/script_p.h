#ifndef TESTS_LIB_SCRIPT_P_H
#define TESTS_LIB_SCRIPT_P_H

#include "hall.h"

/* The words of a script into the values of an operation. */
struct script_words {
	const struct city *city;
	struct hall *hall;
	struct op *op;
	int64_t told; /* event number that 告知诉求人=上次联系 means */
};
/** script_say(w, label, value): one cell of the step's form, else a field of the ticket; false when nothing is called so. */
bool script_say(const struct script_words *w, const char *label, const char *value);
/** script_time("11-23 09:02", year): ms UTC; 0 when it is no time. */
int64_t script_time(const char *words, int year);
/** script_choose(list, n, turn, out): the turn-th of "甲|乙|丙", round and round. */
void script_choose(const char *list, size_t n, int turn, struct str *out);
/** script_unit(c, name): by its short name. */
const struct unit *script_unit(const struct city *c, const char *name);

#endif
