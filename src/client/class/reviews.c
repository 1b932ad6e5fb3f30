/* What was taken off a lesson and what people said of it: the machine's deductions, the trainers' halves, disputes. Lines are
 * only ever added; the one exception is a trainer who goes on marking where nobody has said anything since.
 *
 * Invariant: a result's line says what the last trainer's review makes of it. Not here: what costs what (model/score.h). */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "results_p.h"

#define DEDUCTIONS "deductions.tsv"
#define REVIEWS    "reviews.tsv"

enum { D_LESSON, D_TRAINEE, D_AT, D_ITEM, D_WAY, D_POINTS, D_RULE, D_CELLS };
enum { V_LESSON, V_TRAINEE, V_AT, V_BY, V_KIND, V_OPEN, V_MARKS, V_WORDS, V_CELLS };

static bool
number(const char *s, long long lo, long long hi, int64_t *out)
{
	long long v = 0;
	const bool is = str_int(s, lo, hi, &v);

	*out = v;
	return is;
}

/* ---- deductions ---- */

void
deductions_put(const struct class_result *r, const struct score *x, struct str *out)
{
	for (int i = 0; i < x->n; i++) {
		const struct score_mark *m = &x->mark[i];

		str_addf(out, "%" PRId64 "\t", r->at);
		results_text(out, r->trainee);
		str_addf(out, "\t%" PRId64 "\t%d\t%d\t%d\t", m->at_ms, m->item + 1, m->way + 1,
		    m->points);
		results_text(out, m->rule);
		str_add_c(out, '\n');
	}
}

enum err_code
deductions_add(const char *dir, const struct class_result *r, const struct score *x, struct err *e)
{
	struct str lines = { 0 };
	enum err_code rc;

	deductions_put(r, x, &lines);
	rc = results_append(dir, DEDUCTIONS, &lines, e);
	str_free(&lines);
	return rc;
}

struct deduction {
	int64_t lesson_at;
	char trainee[32];
	struct score_mark mark;
};

/* Whose sheet it is, its lesson will say. */
static bool
is_on(const struct qa_form *f, int64_t item, int64_t way)
{
	return way == 0 ? item <= f->n_fatals
			: item <= f->n_items && way <= qa_ways(&f->items[item - 1]);
}

static bool
get_deduction(char *line, struct deduction *d)
{
	char *cell[D_CELLS];
	int64_t item, way, points;

	if (results_cut(line, cell, D_CELLS) != D_CELLS ||
	    !number(cell[D_LESSON], 0, INT64_MAX, &d->lesson_at) ||
	    !number(cell[D_AT], 0, INT64_MAX, &d->mark.at_ms) ||
	    !number(cell[D_WAY], 0, QA_WAYS_MOST, &way) ||
	    !number(cell[D_ITEM], 1, QA_ITEMS_MOST, &item) ||
	    !number(cell[D_POINTS], 0, 100, &points) ||
	    (!is_on(score_form(MODE_EXAM), item, way) && !is_on(score_form(MODE_DRILL), item, way)))
		return false;
	d->mark.item = (int)item - 1;
	d->mark.way = (int)way - 1;
	d->mark.points = (int)points;
	return str_copy(d->trainee, sizeof(d->trainee), cell[D_TRAINEE]) &&
	       str_copy(d->mark.rule, sizeof(d->mark.rule), cell[D_RULE]);
}

bool
deductions_get(char *line, struct score_mark *m)
{
	struct deduction d;
	const bool good = get_deduction(line, &d);

	if (good)
		*m = d.mark;
	return good;
}

static bool
take_deduction(void *out, char *line)
{
	struct sheets *all = out;
	struct deduction one, *grown;

	if (!get_deduction(line, &one))
		return true;
	grown = results_more(all->item, all->n, sizeof(one));
	if (grown == NULL)
		return false;
	all->item = grown;
	all->item[all->n++] = one;
	return true;
}

enum err_code
sheets_open(const char *dir, struct sheets *out, struct err *e)
{
	enum err_code rc;

	*out = (struct sheets){ 0 };
	rc = results_each(dir, DEDUCTIONS, take_deduction, out, e);
	return rc != ERR_OK ? rc : reviews_read(dir, &out->reviews, e);
}

void
sheets_close(struct sheets *s)
{
	free(s->item);
	reviews_free(&s->reviews);
	*s = (struct sheets){ 0 };
}

bool
sheets_score(const struct sheets *s, const struct class_result *r, struct score *x)
{
	const struct class_review *last = reviews_last(&s->reviews, r);

	*x = (struct score){ .form = score_form(r->mode) };
	for (int i = 0; i < x->form->n_items; i++)
		x->open |= score_is_trainers(i) ? 1u << i : 0;
	for (int i = 0; i < s->n && x->n < SCORE_MARKS; i++) {
		const struct deduction *d = &s->item[i];

		if (d->lesson_at != r->at || strcmp(d->trainee, r->trainee) != 0 ||
		    !is_on(x->form, d->mark.item + 1, d->mark.way + 1))
			continue;
		x->mark[x->n++] = d->mark;
		if (d->mark.way < 0)
			x->machine.fatal |= 1u << d->mark.item;
		else
			(void)qa_mark(x->form, &x->machine, d->mark.item, d->mark.way);
	}
	if (last != NULL) {
		x->trainer = last->marks;
		x->open = last->open;
	}
	return score_machine(x).got == r->machine &&
	       (r->verdict != SCORE_FATAL || x->n > 0 || last != NULL);
}

/* ---- reviews ---- */

static void
put_review(const struct class_review *v, struct str *out)
{
	str_addf(out, "%" PRId64 "\t", v->lesson_at);
	results_text(out, v->trainee);
	str_addf(out, "\t%" PRId64 "\t", v->at);
	results_text(out, v->by);
	str_addf(out, "\t%s\t%u\t", v->dispute ? "dispute" : "mark", v->open);
	if (!v->dispute)
		qa_write(&v->marks, "", "", out);
	str_add_c(out, '\t');
	results_text(out, v->words);
	str_add_c(out, '\n');
}

static bool
get_marks(const char *text, struct qa_marks *out)
{
	char of[ID_SIZE];
	const char *remark;

	return qa_read(score_form(MODE_EXAM), text, out, of, &remark, NULL) == ERR_OK ||
	       qa_read(score_form(MODE_DRILL), text, out, of, &remark, NULL) == ERR_OK;
}

static bool
get_review(char *line, struct class_review *v)
{
	char *cell[V_CELLS];
	int64_t open;

	*v = (struct class_review){ 0 };
	if (results_cut(line, cell, V_CELLS) != V_CELLS ||
	    !number(cell[V_LESSON], 0, INT64_MAX, &v->lesson_at) ||
	    !number(cell[V_AT], 0, INT64_MAX, &v->at) ||
	    !number(cell[V_OPEN], 0, (1 << QA_ITEMS_MOST) - 1, &open) ||
	    (strcmp(cell[V_KIND], "mark") != 0 && strcmp(cell[V_KIND], "dispute") != 0) ||
	    !get_marks(cell[V_MARKS], &v->marks))
		return false;
	v->open = (unsigned)open;
	v->dispute = strcmp(cell[V_KIND], "dispute") == 0;
	return str_copy(v->trainee, sizeof(v->trainee), cell[V_TRAINEE]) &&
	       str_copy(v->by, sizeof(v->by), cell[V_BY]) &&
	       str_copy(v->words, sizeof(v->words), cell[V_WORDS]);
}

static bool
take_review(void *out, char *line)
{
	struct class_reviews *all = out;
	struct class_review one, *grown;

	if (!get_review(line, &one))
		return true;
	grown = results_more(all->item, all->n, sizeof(one));
	if (grown == NULL)
		return false;
	all->item = grown;
	all->item[all->n++] = one;
	return true;
}

enum err_code
reviews_read(const char *dir, struct class_reviews *out, struct err *e)
{
	*out = (struct class_reviews){ 0 };
	return results_each(dir, REVIEWS, take_review, out, e);
}

void
reviews_free(struct class_reviews *v)
{
	free(v->item);
	*v = (struct class_reviews){ 0 };
}

static bool
is_of(const struct class_review *v, int64_t at, const char *trainee)
{
	return v->lesson_at == at && strcmp(v->trainee, trainee) == 0;
}

const struct class_review *
reviews_last(const struct class_reviews *v, const struct class_result *r)
{
	for (int i = v->n - 1; i >= 0; i--)
		if (!v->item[i].dispute && is_of(&v->item[i], r->at, r->trainee))
			return &v->item[i];
	return NULL;
}

const struct class_review *
reviews_disputed(const struct class_reviews *v, const struct class_result *r)
{
	for (int i = v->n - 1; i >= 0; i--)
		if (is_of(&v->item[i], r->at, r->trainee))
			return v->item[i].dispute ? &v->item[i] : NULL;
	return NULL;
}

/* ---- one more ---- */

static enum err_code
check(const struct class_reviews *all, const struct class_result *r, const struct class_review *v,
    struct err *e)
{
	const struct class_review *last = reviews_last(all, r);

	if (v->dispute)
		return strcmp(v->by, r->trainee) == 0
			   ? ERR_OK
			   : err_set(e, ERR_FORBIDDEN, "只有 %s 本人可以提出争议。", r->trainee);
	if (strcmp(v->by, r->trainee) == 0)
		return err_set(e, ERR_FORBIDDEN, "教员不能给自己的课评分。");
	if (reviews_disputed(all, r) != NULL && last != NULL && strcmp(last->by, v->by) == 0)
		return err_set(
		    e, ERR_FORBIDDEN, "学员对 %s 的评分有争议, 要由另一位教员复评。", v->by);
	return ERR_OK;
}

/* The line before that ${v} takes the place of: its trainer's own, with nothing said since; -1 none. */
static int
mended(const struct class_reviews *all, const struct class_review *v)
{
	int last = all->n - 1;

	while (last >= 0 && !is_of(&all->item[last], v->lesson_at, v->trainee))
		last--;
	return last >= 0 && !v->dispute && !all->item[last].dispute &&
		       strcmp(all->item[last].by, v->by) == 0
		   ? last
		   : -1;
}

static enum err_code
write_reviews(
    const char *dir, const struct class_reviews *all, const struct class_review *v, struct err *e)
{
	struct str text = { 0 };
	const int old = mended(all, v);
	enum err_code rc;

	for (int i = 0; i < all->n && old >= 0; i++)
		put_review(i == old ? v : &all->item[i], &text);
	if (old < 0)
		put_review(v, &text);
	rc = old >= 0 ? results_store(dir, REVIEWS, &text, e)
		      : results_append(dir, REVIEWS, &text, e);
	str_free(&text);
	return rc;
}

static enum err_code
add_to(const char *dir, const struct class_reviews *all, const struct class_result *r,
    const struct class_review *v, struct err *e)
{
	struct score x;
	enum err_code rc = check(all, r, v, e);

	if (rc == ERR_OK)
		rc = write_reviews(dir, all, v, e);
	if (rc == ERR_OK && !v->dispute)
		rc = results_score(dir, r, &x, e);
	if (rc == ERR_OK && !v->dispute)
		rc = results_mark(dir, r->at, r->trainee, &x, e);
	return rc;
}

enum err_code
reviews_add(const char *dir, const struct class_review *v, struct err *e)
{
	struct class_results results = { 0 };
	struct class_reviews all = { 0 };
	const struct class_result *r;
	const int held = results_lock(dir);
	enum err_code rc = results_read(dir, &results, e);

	if (rc == ERR_OK)
		rc = reviews_read(dir, &all, e);
	if (rc == ERR_OK) {
		r = results_find(&results, v->lesson_at, v->trainee);
		rc = r != NULL ? add_to(dir, &all, r, v, e)
			       : err_set(e, ERR_NOT_FOUND, "成绩里没有这一课。");
	}
	results_unlock(held);
	results_free(&results);
	reviews_free(&all);
	return rc;
}

enum err_code
results_score(const char *dir, const struct class_result *r, struct score *x, struct err *e)
{
	struct sheets s;
	enum err_code rc = sheets_open(dir, &s, e);

	if (rc == ERR_OK && !sheets_score(&s, r, x))
		rc = err_set(e, ERR_NOT_FOUND, "这一课的扣分没有留下: 是以前的版本记的。");
	sheets_close(&s);
	return rc;
}
