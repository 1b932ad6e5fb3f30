#ifndef CLIENT_CLASS_RESULTS_H
#define CLIENT_CLASS_RESULTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "model/score.h"

/* Results of lessons, kept beyond the throw-away data of the classroom: <dir>/results.tsv, a line a lesson, and the tape of
 * each beside it. A line: the members of struct class_result in their order; marks as qa_write has them. A table that any
 * spreadsheet opens; a line that cannot be read is left as it is and not shown. */

struct class_result {
	int64_t at; /* the lesson ended */
	char trainee[32], scenario[32], title[160];
	uint64_t seed;
	enum scenario_mode mode;
	int machine, machine_of; /* points of the machine's half */
	int trainer, trainer_of; /* of the trainer's; -1 while something of it is open */
	enum score_verdict verdict;
	int keys, text_keys; /* all, and those that are text */
	int64_t klm_ms, talk_ms, acw_ms;
	char tape[160]; /* name of the file beside the table, "" none was kept */
};
struct class_results {
	struct class_result *item; /* newest last */
	int n;
};

/** results_read(dir, out, e): what is there; nothing yet is no error. results_free: ready for use again. */
enum err_code results_read(const char *dir, struct class_results *out, struct err *e);
void results_free(struct class_results *r);
/** results_add(dir, r, e): one line more, on disk before it returns. results_mark(dir, at, trainee, x, e): the trainer has marked his half of the lesson of
 * that person and moment. ERR_NOT_FOUND. */
enum err_code results_add(const char *dir, const struct class_result *r, struct err *e);
enum err_code results_mark(
    const char *dir, int64_t at, const char *trainee, const struct score *x, struct err *e);
/** results_of(x, r): the halves and the verdict of a score into a result. */
void results_of(const struct score *x, struct class_result *r);
/** results_csv(r, out): all of them, with a heading, for a spreadsheet. */
void results_csv(const struct class_results *r, struct str *out);
/** results_best(r, trainee, scenario): the best machine's half in hundredths, -1 never played; trainee NULL: anybody.
 * results_passed(r, trainee, scenario): how many exams of that scenario are passed on different variants (85 twice on different
 * variants with nothing fatal is a pass of the scenario: practice.md E). */
int results_best(const struct class_results *r, const char *trainee, const char *scenario);
int results_passed(const struct class_results *r, const char *trainee, const char *scenario);

#endif
