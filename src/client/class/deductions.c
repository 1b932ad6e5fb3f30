/* What was taken off a lesson: the machine's deductions, kept as they were marked, and the sheet they make with what people
 * have said of it since. Not here: what they said (reviews.c), what costs what (model/score.h). */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "results_p.h"

#define DEDUCTIONS "deductions.tsv"

enum { D_LESSON, D_TRAINEE, D_AT, D_ITEM, D_WAY, D_POINTS, D_RULE, D_CELLS };

bool
results_number(const char *s, long long lo, long long hi, int64_t *out)
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
	struct str lines = { 0 }, all = { 0 };
	enum err_code rc = results_load(dir, DEDUCTIONS, &all, e);

	deductions_put(r, x, &lines);
	/* there already: of a time before, when the lesson itself could not be kept */
	if (rc == ERR_OK && (lines.len == 0 || results_has(&all, &lines) < 0))
		rc = results_append(dir, DEDUCTIONS, &lines, e);
	str_free(&lines);
	str_free(&all);
	return rc;
}

struct deduction {
	int64_t lesson_at;
	char trainee[32];
	struct score_mark mark;
};

/* Whose sheet it is, its lesson will say: both as they stand in the file, one more than on the sheet. */
static bool
is_on(const struct qa_form *f, int64_t item, int64_t way)
{
	if (way == SCORE_IS_REMARK + 1)
		return item <= SCORE_REMARK_COUNT;
	return way == SCORE_IS_FATAL + 1
		   ? item <= f->n_fatals
		   : item <= f->n_items && way <= qa_ways(&f->items[item - 1]);
}

static bool
get_deduction(char *line, struct deduction *d)
{
	char *cell[D_CELLS];
	int64_t item, way, points;

	*d = (struct deduction){ 0 };
	if (results_cut(line, cell, D_CELLS) != D_CELLS ||
	    !results_number(cell[D_LESSON], 0, INT64_MAX, &d->lesson_at) ||
	    !results_number(cell[D_AT], 0, INT64_MAX, &d->mark.at_ms) ||
	    !results_number(cell[D_WAY], SCORE_IS_REMARK + 1, QA_WAYS_MOST, &way) ||
	    !results_number(cell[D_ITEM], 1, QA_ITEMS_MOST, &item) ||
	    !results_number(cell[D_POINTS], 0, 100, &points) ||
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
	struct deduction one;

	return !get_deduction(line, &one) || results_keep(&all->item, &all->n, &one, sizeof(one));
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

/* The machine's half as it is now: what a trainer took back is taken back. false: nobody ever did. */
static bool
ease(const struct class_reviews *v, const struct class_result *r, struct score *x)
{
	bool any = false;

	for (int i = 0; i < v->n; i++) {
		const struct class_review *one = &v->item[i];
		struct score_mark *m;

		if (one->kind != REVIEW_EASE || !review_is_of(one, r->at, r->trainee) ||
		    (m = reviews_deduction(one, x)) == NULL)
			continue;
		m->eased = one->ease.left != REVIEW_AS_WAS;
		m->left = m->eased ? one->ease.left : 0;
		any = true;
	}
	score_recount(x);
	return any;
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
	}
	if (last != NULL) {
		x->trainer = last->marks;
		x->open = last->open;
	}
	if (ease(&s->reviews, r, x)) /* its deductions were there then */
		return true;
	return score_machine(x).got == r->machine &&
	       (r->verdict != SCORE_FATAL || x->n > 0 || last != NULL);
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
