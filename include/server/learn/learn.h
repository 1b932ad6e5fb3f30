#ifndef SERVER_LEARN_LEARN_H
#define SERVER_LEARN_LEARN_H

#include "model/classify.h"

/* Weights for model/classify.h from texts whose class is known. Slow (a second or more) and hungry: for a command of its
 * own, never inside a centre that serves. */

struct learn_text {
	char *text;     /* owned by the set */
	uint32_t class; /* of the set */
	bool held;      /* not to be learned from: what the result is measured by */
};
struct learn_set {
	struct learn_text *texts;
	size_t n, cap;
	size_t fixed; /* of them, those that stay when there are too many */
	size_t turn;
	char (*codes)[CLASSIFY_CODE_SIZE];
	uint32_t n_classes;
};
/* What a trainer's memory bears (about 4 KB a text); past it the newest take the places of the oldest. */
#define LEARN_TEXTS 60000
/** learn_add(set, code, text, held): one more text of class ${code}; false without memory or past CLASSIFY_CLASSES.
 * learn_free: all of it. ${set} zero before the first. */
bool learn_add(struct learn_set *set, const char *code, const char *text, bool held);
void learn_free(struct learn_set *set);
/** learn_fold(key): a number below LEARN_FOLDS, always the same of a key. Those of fold 0 are held back, so that two files
 * can be compared by texts that neither has seen. */
#define LEARN_FOLDS 10
unsigned learn_fold(const char *key);

/** learn_measure(c, set, out): how a file does on the held texts of the set: fills held, right, macro_f1 and top3. Classes
 * the file does not know are wrong. */
void learn_measure(
    const struct classifier *c, const struct learn_set *set, struct classify_figures *out);
/** learn_weights(set, figures, file, e): learn from the texts that are not held, append the file, with its figures:
 * version and trained_at as given in ${figures}, the others found here. ERR_INVALID: fewer than two classes. */
enum err_code learn_weights(
    const struct learn_set *set, struct classify_figures *figures, struct str *file, struct err *e);

/* ---- of a city ---- */
struct store;
struct city;
/** learn_city(s, c, set, tickets, e): the set of a city: names, synonyms and examples of its categories, always learned
 * from, and the words of its closed tickets under the category they ended with; *tickets says how many. Tickets whose
 * citizen is shielded are left out. Needs no key: nobody's identity is opened. */
enum err_code learn_city(struct store *s, const struct city *c, struct learn_set *set,
    long long *tickets, struct err *e);
/** learn_is_worse(now, then): by the same held texts, is ${now} worse than ${then}? Accuracy and macro-F1 count alike. */
bool learn_is_worse(const struct classify_figures *now, const struct classify_figures *then);

#endif
