/* Results of lessons as a table of lines. The files are small (a line a lesson) and written whole, beside and renamed, so
 * that a class never loses yesterday's marks to a full disk. Not here: deductions and reviews (reviews.c), what the whole of
 * it amounts to (results_look.c). */
#include "client/class/results.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "results_p.h"

#define TABLE   "results.tsv"
#define COLUMNS 22
#define OLDER   17 /* before there were exams */

static const char *const verdicts[] = { "open", "passed", "failed", "fatal" };

/* ---- a line ---- */

void
results_put(const struct class_result *r, struct str *out)
{
	str_addf(out, "%" PRId64 "\t", r->at);
	results_text(out, r->trainee);
	str_add_c(out, '\t');
	results_text(out, r->scenario);
	str_add_c(out, '\t');
	results_text(out, r->title);
	str_addf(out,
	    "\t%" PRIu64 "\t%d\t%d\t%d\t%d\t%d\t%s\t%d\t%d\t%" PRId64 "\t%" PRId64 "\t%" PRId64
	    "\t",
	    r->seed, (int)r->mode, r->machine, r->machine_of, r->trainer, r->trainer_of,
	    verdicts[r->verdict], r->keys, r->text_keys, r->klm_ms, r->talk_ms, r->acw_ms);
	results_text(out, r->tape);
	str_add_c(out, '\t');
	results_text(out, r->exam);
	str_addf(out, "\t%d\t%d\t%d\t%d\n", r->nth, r->par_s, r->acw_s, r->stars);
}

static bool
get_number(const char *s, long long lo, long long hi, int64_t *out)
{
	long long v;

	if (!str_int(s, lo, hi, &v))
		return false;
	*out = v;
	return true;
}

static bool
get_numbers(char *const cell[COLUMNS], struct class_result *r)
{
	int64_t v[9];
	long long seed;
	static const int from[9] = { 5, 6, 7, 8, 9, 11, 12, 0, 0 };

	for (int i = 0; i < 7; i++)
		if (!get_number(cell[from[i]], -1, 1000000, &v[i]))
			return false;
	if (v[0] < 0 || v[0] >= MODE_COUNT || !str_int(cell[4], 0, INT64_MAX, &seed))
		return false;
	r->seed = (uint64_t)seed;
	r->mode = (enum scenario_mode)v[0];
	r->machine = (int)v[1];
	r->machine_of = (int)v[2];
	r->trainer = (int)v[3];
	r->trainer_of = (int)v[4];
	r->keys = (int)v[5];
	r->text_keys = (int)v[6];
	return get_number(cell[0], 0, INT64_MAX, &r->at) &&
	       get_number(cell[13], 0, INT64_MAX, &r->klm_ms) &&
	       get_number(cell[14], 0, INT64_MAX, &r->talk_ms) &&
	       get_number(cell[15], 0, INT64_MAX, &r->acw_ms);
}

/* What lines of before lack. */
static bool
get_newer(char *const cell[COLUMNS], struct class_result *r)
{
	int64_t v[4];

	for (int i = 0; i < 4; i++)
		if (!get_number(cell[OLDER + 1 + i], -1, 1000000, &v[i]))
			return false;
	r->nth = (int)v[0];
	r->par_s = (int)v[1];
	r->acw_s = (int)v[2];
	r->stars = (int)v[3];
	return str_copy(r->exam, sizeof(r->exam), cell[OLDER]);
}

bool
results_get(char *line, struct class_result *r)
{
	char *cell[COLUMNS];
	int verdict = -1;
	const int n = results_cut(line, cell, COLUMNS);

	memset(r, 0, sizeof(*r));
	r->stars = -1;
	if ((n != COLUMNS && n != OLDER) || !get_numbers(cell, r) ||
	    (n == COLUMNS && !get_newer(cell, r)))
		return false;
	for (int i = 0; i < (int)(sizeof(verdicts) / sizeof(verdicts[0])); i++)
		if (strcmp(cell[10], verdicts[i]) == 0)
			verdict = i;
	r->verdict = (enum score_verdict)verdict;
	return verdict >= 0 && str_copy(r->trainee, sizeof(r->trainee), cell[1]) &&
	       str_copy(r->scenario, sizeof(r->scenario), cell[2]) &&
	       str_copy(r->title, sizeof(r->title), cell[3]) &&
	       str_copy(r->tape, sizeof(r->tape), cell[16]) && strchr(r->tape, '/') == NULL;
}

/* ---- the file ---- */

static bool
take(void *out, char *line)
{
	struct class_results *all = out;
	struct class_result one;

	return !results_get(line, &one) || results_keep(&all->item, &all->n, &one, sizeof(one));
}

enum err_code
results_read(const char *dir, struct class_results *out, struct err *e)
{
	*out = (struct class_results){ 0 };
	return results_each(dir, TABLE, take, out, e);
}

void
results_free(struct class_results *r)
{
	free(r->item);
	*r = (struct class_results){ 0 };
}

/* The deductions first: a lesson that stands in the table has all of them. */
enum err_code
results_add(const char *dir, const struct class_result *r, const struct score *x, struct err *e)
{
	struct str line = { 0 };
	enum err_code rc = fs_mkdirs(dir, e);
	const int held = results_lock(dir);

	if (rc == ERR_OK)
		rc = deductions_add(dir, r, x, e);
	results_put(r, &line);
	if (rc == ERR_OK)
		rc = results_append(dir, TABLE, &line, e);
	results_unlock(held);
	str_free(&line);
	return rc;
}

void
results_of(const struct score *x, struct class_result *r)
{
	const struct score_half machine = score_machine(x), trainer = score_of_trainer(x);

	r->machine = machine.got;
	r->machine_of = machine.of;
	r->trainer = trainer.whole ? trainer.got : -1;
	r->trainer_of = trainer.of;
	r->verdict = score_verdict(x);
}

struct marked {
	int64_t at;
	const char *trainee;
	const struct score *x;
	bool found;
};

static bool
mark_line(void *arg, char *line, struct str *out)
{
	struct marked *m = arg;
	struct class_result r;

	if (!results_get(line, &r) || r.at != m->at || strcmp(r.trainee, m->trainee) != 0)
		return false;
	results_of(m->x, &r);
	results_put(&r, out);
	m->found = true;
	return true;
}

enum err_code
results_mark(const char *dir, int64_t at, const char *trainee, const struct score *x, struct err *e)
{
	struct marked m = { at, trainee, x, false };
	const enum err_code rc = results_change(dir, TABLE, mark_line, &m, e);

	return rc == ERR_OK && !m.found ? err_set(e, ERR_NOT_FOUND, "成绩里没有这一课。") : rc;
}

const struct class_result *
results_find(const struct class_results *r, int64_t at, const char *trainee)
{
	for (int i = 0; i < r->n; i++)
		if (r->item[i].at == at && strcmp(r->item[i].trainee, trainee) == 0)
			return &r->item[i];
	return NULL;
}
