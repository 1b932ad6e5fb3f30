/* The table of what was sent in exams, a line each: read, added to, and from seat to seat of a class. Not here: what it
 * amounts to (exam.c). */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "exam_p.h"
#include "results_p.h"

#define TABLE "exams.tsv"

/* A line: the exam, whose, when, the number of the call (0: it is at its end before its end, exam.c), which
 * call. */
enum { X_ID, X_TRAINEE, X_AT, X_NTH, X_SCENARIO, X_VARIANT, X_CELLS };

/* ---- what was sent ---- */

static bool
get_sent(char *line, struct sent *s)
{
	char *cell[X_CELLS];
	long long at, nth, variant;

	if (results_cut(line, cell, X_CELLS) != X_CELLS ||
	    !str_int(cell[X_AT], 0, INT64_MAX, &at) ||
	    !str_int(cell[X_NTH], 0, EXAM_QUESTIONS, &nth) ||
	    !str_int(cell[X_VARIANT], 0, INT64_MAX, &variant))
		return false;
	s->at = at;
	s->nth = (int)nth;
	s->variant = (uint64_t)variant;
	return str_copy(s->id, sizeof(s->id), cell[X_ID]) &&
	       str_copy(s->trainee, sizeof(s->trainee), cell[X_TRAINEE]) &&
	       str_copy(s->scenario, sizeof(s->scenario), cell[X_SCENARIO]);
}

static bool
take_sent(void *out, char *line)
{
	struct log *l = out;
	struct sent one;

	return !get_sent(line, &one) || results_keep(&l->item, &l->n, &one, sizeof(one));
}

enum err_code
exam_log(const char *dir, struct log *out, struct err *e)
{
	*out = (struct log){ 0 };
	return results_each(dir, TABLE, take_sent, out, e);
}

static void
put_sent(const struct sent *s, struct str *out)
{
	results_text(out, s->id);
	str_add_c(out, '\t');
	results_text(out, s->trainee);
	str_addf(out, "\t%" PRId64 "\t%d\t", s->at, s->nth);
	results_text(out, s->scenario);
	str_addf(out, "\t%" PRIu64 "\n", s->variant);
}

static enum err_code
add_lines(const char *dir, const struct str *lines, struct err *e)
{
	enum err_code rc = fs_mkdirs(dir, e);

	if (rc == ERR_OK) {
		const int held = results_lock(dir);

		rc = results_append(dir, TABLE, lines, e);
		results_unlock(held);
	}
	return rc;
}

enum err_code
exam_log_add(const char *dir, const struct sent *s, struct err *e)
{
	struct str line = { 0 };
	enum err_code rc;

	put_sent(s, &line);
	rc = add_lines(dir, &line, e);
	str_free(&line);
	return rc;
}

/* ---- from seat to seat ---- */

enum err_code
exam_lines(const char *dir, const char *trainee, const char *id, struct str *out, struct err *e)
{
	struct log log = { 0 };
	const enum err_code rc = exam_log(dir, &log, e);

	for (int i = 0; rc == ERR_OK && i < log.n; i++)
		if (strcmp(log.item[i].id, id) == 0 && strcmp(log.item[i].trainee, trainee) == 0)
			put_sent(&log.item[i], out);
	free(log.item);
	return rc == ERR_OK && out->bad ? err_set(e, ERR_NO_MEMORY, NULL) : rc;
}

static bool
is_in(const struct log *log, const struct sent *s)
{
	for (int i = 0; i < log->n; i++)
		if (log->item[i].at == s->at && log->item[i].nth == s->nth &&
		    strcmp(log->item[i].id, s->id) == 0 &&
		    strcmp(log->item[i].trainee, s->trainee) == 0)
			return true;
	return false;
}

enum err_code
exam_take(const char *dir, const char *trainee, const char *lines, struct err *e)
{
	struct log log = { 0 };
	struct str fresh = { 0 };
	char *own = str_dup(lines), *rest = own, *line;
	enum err_code rc = own != NULL ? exam_log(dir, &log, e) : err_set(e, ERR_NO_MEMORY, NULL);

	while (rc == ERR_OK && (line = results_line(&rest)) != NULL) {
		struct sent s;

		if (!get_sent(line, &s))
			rc = err_set(e, ERR_INVALID, "考试的记录看不懂。");
		(void)str_copy(s.trainee, sizeof(s.trainee), trainee);
		if (rc == ERR_OK && !is_in(&log, &s))
			put_sent(&s, &fresh);
	}
	if (rc == ERR_OK)
		rc = add_lines(dir, &fresh, e);
	str_free(&fresh);
	free(log.item);
	free(own);
	return rc;
}
