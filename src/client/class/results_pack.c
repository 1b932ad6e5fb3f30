/* A lesson's result on its way from a trainee's seat to the trainer's: the line of the table and those of its deductions,
 * as they stand in the files. */
#include <stdlib.h>

#include "results_p.h"

void
results_pack(const struct class_result *r, const struct score *x, struct str *out)
{
	results_put(r, out);
	deductions_put(r, x, out);
}

bool
results_unpack(const char *text, struct class_result *r, struct score *x)
{
	char *own = str_dup(text), *rest = own, *line = results_line(&rest);
	bool good = line != NULL && results_get(line, r);

	*x = (struct score){ .form = score_form(good ? r->mode : MODE_EXAM) };
	while (good && (line = results_line(&rest)) != NULL) {
		good = x->n < SCORE_MARKS && deductions_get(line, &x->mark[x->n]);
		x->n += good;
	}
	free(own);
	return good;
}
