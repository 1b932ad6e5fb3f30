/* What people said of lessons: the trainers' halves, what they took back of the machine's, disputes. Lines are only ever
 * added; the one exception is a trainer who goes on marking where nobody has said anything since.
 *
 * Invariant: a result's line says what the last trainer's review makes of it. Not here: the machine's deductions
 * (deductions.c), what costs what (model/score.h). */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "results_p.h"

enum { V_LESSON, V_TRAINEE, V_AT, V_BY, V_KIND, V_OPEN, V_MARKS, V_WORDS, V_CELLS };

static const char *const kinds[] = {
	[REVIEW_MARK] = "mark", [REVIEW_DISPUTE] = "dispute", [REVIEW_EASE] = "ease"
};
#define KINDS ((int)(sizeof(kinds) / sizeof(kinds[0])))

/* ---- a line ---- */

void
reviews_put(const struct class_review *v, struct str *out)
{
	str_addf(out, "%" PRId64 "\t", v->lesson_at);
	results_text(out, v->trainee);
	str_addf(out, "\t%" PRId64 "\t", v->at);
	results_text(out, v->by);
	str_addf(out, "\t%s\t%u\t", kinds[v->kind], v->open);
	if (v->kind == REVIEW_MARK)
		qa_write(&v->marks, "", "", out);
	else if (v->kind == REVIEW_EASE)
		str_addf(out, "%d %d %d %d %d", v->ease.nth, v->ease.item + 1, v->ease.way + 1,
		    v->ease.was, v->ease.left);
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

/* Five numbers; whether there is such a deduction its lesson will say. */
static bool
get_ease(char *text, struct review_ease *out)
{
	static const int lo[] = { 0, 1, 0, 0, REVIEW_AS_WAS },
			 hi[] = { SCORE_MARKS - 1, QA_ITEMS_MOST, QA_WAYS_MOST, 100, 100 };
	int64_t n[5];
	char *rest = text;

	for (int i = 0; i < 5; i++) {
		char *const word = rest;

		if (word == NULL)
			return false;
		rest = strchr(word, ' ');
		if (rest != NULL)
			*rest++ = '\0';
		if (!results_number(word, lo[i], hi[i], &n[i]))
			return false;
	}
	*out =
	    (struct review_ease){ (int)n[0], (int)n[1] - 1, (int)n[2] - 1, (int)n[3], (int)n[4] };
	return rest == NULL;
}

static bool
get_said(char *const cell[V_CELLS], struct class_review *v)
{
	for (int k = 0; k < KINDS; k++)
		if (strcmp(cell[V_KIND], kinds[k]) == 0) {
			v->kind = (enum review_kind)k;
			return k == REVIEW_EASE ? get_ease(cell[V_MARKS], &v->ease)
						: get_marks(cell[V_MARKS], &v->marks);
		}
	return false;
}

bool
reviews_get(char *line, struct class_review *v)
{
	char *cell[V_CELLS];
	int64_t open;

	*v = (struct class_review){ 0 };
	if (results_cut(line, cell, V_CELLS) != V_CELLS ||
	    !results_number(cell[V_LESSON], 0, INT64_MAX, &v->lesson_at) ||
	    !results_number(cell[V_AT], 0, INT64_MAX, &v->at) ||
	    !results_number(cell[V_OPEN], 0, (1 << QA_ITEMS_MOST) - 1, &open) || !get_said(cell, v))
		return false;
	v->open = (unsigned)open;
	return str_copy(v->trainee, sizeof(v->trainee), cell[V_TRAINEE]) &&
	       str_copy(v->by, sizeof(v->by), cell[V_BY]) &&
	       str_copy(v->words, sizeof(v->words), cell[V_WORDS]);
}

static bool
take_review(void *out, char *line)
{
	struct class_reviews *all = out;
	struct class_review one;

	return !reviews_get(line, &one) || results_keep(&all->item, &all->n, &one, sizeof(one));
}

enum err_code
reviews_read(const char *dir, struct class_reviews *out, struct err *e)
{
	*out = (struct class_reviews){ 0 };
	return results_each(dir, REVIEWS_TABLE, take_review, out, e);
}

void
reviews_free(struct class_reviews *v)
{
	free(v->item);
	*v = (struct class_reviews){ 0 };
}

/* ---- what counts ---- */

bool
review_is_of(const struct class_review *v, int64_t at, const char *trainee)
{
	return v->lesson_at == at && strcmp(v->trainee, trainee) == 0;
}

/* The last thing said of a lesson, of any kind; NULL none. */
static const struct class_review *
newest(const struct class_reviews *v, int64_t at, const char *trainee)
{
	for (int i = v->n - 1; i >= 0; i--)
		if (review_is_of(&v->item[i], at, trainee))
			return &v->item[i];
	return NULL;
}

const struct class_review *
reviews_last(const struct class_reviews *v, const struct class_result *r)
{
	for (int i = v->n - 1; i >= 0; i--)
		if (v->item[i].kind == REVIEW_MARK && review_is_of(&v->item[i], r->at, r->trainee))
			return &v->item[i];
	return NULL;
}

const struct class_review *
reviews_disputed(const struct class_reviews *v, const struct class_result *r)
{
	const struct class_review *last = newest(v, r->at, r->trainee);

	return last != NULL && last->kind == REVIEW_DISPUTE ? last : NULL;
}

const struct class_review *
reviews_answer(const struct class_reviews *v, const struct class_result *r, int dispute)
{
	for (int i = dispute + 1; i < v->n; i++)
		if (v->item[i].kind != REVIEW_DISPUTE &&
		    review_is_of(&v->item[i], r->at, r->trainee))
			return &v->item[i];
	return NULL;
}

int
reviews_dispute(const struct class_reviews *v, const struct class_result *r, int before)
{
	for (int i = (before < 0 || before > v->n ? v->n : before) - 1; i >= 0; i--)
		if (v->item[i].kind == REVIEW_DISPUTE &&
		    review_is_of(&v->item[i], r->at, r->trainee))
			return i;
	return -1;
}

const struct class_review *
reviews_eased(const struct class_reviews *v, const struct class_result *r, int nth)
{
	for (int i = v->n - 1; i >= 0; i--) {
		const struct class_review *one = &v->item[i];

		if (one->kind == REVIEW_EASE && one->ease.nth == nth &&
		    review_is_of(one, r->at, r->trainee))
			return one->ease.left != REVIEW_AS_WAS ? one : NULL;
	}
	return NULL;
}

int64_t
reviews_dispute_until(
    const struct class_reviews *v, const struct class_result *r, const struct calendar *cal)
{
	static const struct calendar weekdays = { 0 };
	int64_t marked_at = r->at;

	for (int i = 0; i < v->n; i++)
		if (v->item[i].kind != REVIEW_DISPUTE && v->item[i].at > marked_at &&
		    review_is_of(&v->item[i], r->at, r->trainee))
			marked_at = v->item[i].at;
	return qa_dispute_until(cal != NULL ? cal : &weekdays, marked_at);
}

struct score_mark *
reviews_deduction(const struct class_review *v, struct score *x)
{
	struct score_mark *m = &x->mark[v->ease.nth < x->n ? v->ease.nth : 0];

	return v->ease.nth < x->n && m->item == v->ease.item && m->way == v->ease.way ? m : NULL;
}

void
review_ease_say(const struct class_review *v, enum scenario_mode mode, struct str *out)
{
	const struct qa_form *f = score_form(mode);
	const struct review_ease *x = &v->ease;

	if (x->way < 0 && x->item < f->n_fatals)
		str_addf(out, "一票否决“%s”%s", f->fatals[x->item],
		    x->left == REVIEW_AS_WAS ? "恢复" : "免去");
	else if (x->left == REVIEW_AS_WAS)
		str_addf(out, "%s恢复扣%d分", score_brief(f, x->item), x->was);
	else if (x->left == 0)
		str_addf(out, "%s免扣(原扣%d分)", score_brief(f, x->item), x->was);
	else
		str_addf(out, "%s改扣%d分(原扣%d分)", score_brief(f, x->item), x->left, x->was);
}

/* How he answered, as it was then: what he marks himself, or takes back. */
static void
say_answer(const struct class_review *v, enum scenario_mode mode, struct str *out)
{
	const struct score x = { .form = score_form(mode), .trainer = v->marks, .open = v->open };
	const struct score_half h = score_of_trainer(&x);

	str_add(out, v->by);
	if (v->kind == REVIEW_EASE)
		review_ease_say(v, mode, out);
	else if (v->marks.fatal != 0)
		str_add(out, "复评一票否决");
	else if (h.whole)
		str_addf(out, "复评%d/%d", h.got, h.of);
	else
		str_add(out, "在复评");
}

void
reviews_dispute_say(
    const struct class_reviews *v, const struct class_result *r, int dispute, struct str *out)
{
	const struct class_review *by = reviews_answer(v, r, dispute);

	if (by != NULL)
		say_answer(by, r->mode, out);
	else
		str_add(out, "未答复");
	str_addf(out, ": %s", v->item[dispute].words);
}

/* ---- one more ---- */

static enum err_code
check_dispute(const struct class_reviews *all, const struct class_result *r,
    const struct class_review *v, const struct calendar *cal, struct err *e)
{
	if (strcmp(v->by, r->trainee) != 0)
		return err_set(e, ERR_FORBIDDEN, "只有 %s 本人可以提出争议。", r->trainee);
	if (v->at >= reviews_dispute_until(all, r, cal))
		return err_set(
		    e, ERR_GUARD, "评分出来已过 %d 个工作日, 不能再提争议。", QA_DISPUTE_DAYS);
	return ERR_OK;
}

enum err_code
reviews_check_ease(
    const char *dir, const struct class_result *r, const struct class_review *v, struct err *e)
{
	struct score x;
	const enum err_code rc = results_score(dir, r, &x, e);

	if (rc != ERR_OK)
		return rc;
	if (reviews_deduction(v, &x) == NULL || v->ease.way == SCORE_IS_REMARK ||
	    v->ease.left > v->ease.was)
		return err_set(e, ERR_INVALID, "这一课没有这条扣分。");
	if (v->ease.left != REVIEW_AS_WAS && v->words[strspn(v->words, " ")] == '\0')
		return err_set(e, ERR_INVALID, "免扣、改扣要写明理由。");
	return ERR_OK;
}

static enum err_code
check_marker(const struct class_reviews *all, const struct class_result *r,
    const struct class_review *v, struct err *e)
{
	const struct class_review *last = reviews_last(all, r);

	if (strcmp(v->by, r->trainee) == 0)
		return err_set(e, ERR_FORBIDDEN, "教员不能给自己的课评分。");
	if (reviews_disputed(all, r) != NULL && last != NULL && strcmp(last->by, v->by) == 0)
		return err_set(
		    e, ERR_FORBIDDEN, "学员对 %s 的评分有争议, 要由另一位教员复评。", v->by);
	return ERR_OK;
}

/* The line before that ${v} takes the place of: its trainer's own marks, with nothing said since; NULL none. */
static const struct class_review *
mended(const struct class_reviews *all, const struct class_review *v)
{
	const struct class_review *last = newest(all, v->lesson_at, v->trainee);

	return last != NULL && v->kind == REVIEW_MARK && last->kind == REVIEW_MARK &&
		       strcmp(last->by, v->by) == 0
		   ? last
		   : NULL;
}

struct mending {
	const struct class_review *now;
	int left; /* lines that can be read, before the one */
};

static bool
mend_line(void *arg, char *line, struct str *out)
{
	struct mending *m = arg;
	struct class_review one;

	if (!reviews_get(line, &one) || m->left-- != 0)
		return false;
	reviews_put(m->now, out);
	return true;
}

static enum err_code
write_reviews(
    const char *dir, const struct class_reviews *all, const struct class_review *v, struct err *e)
{
	const struct class_review *old = mended(all, v);
	struct class_review now = *v;
	struct mending m = { &now, old != NULL ? (int)(old - all->item) : -1 };
	struct str text = { 0 };
	enum err_code rc;

	if (old != NULL && now.at <= old->at && old->at < INT64_MAX)
		now.at =
		    old->at + 1; /* the clock was set back: the later one is still known by it */
	if (old != NULL)
		return results_change(dir, REVIEWS_TABLE, mend_line, &m, e);
	reviews_put(v, &text);
	rc = results_append(dir, REVIEWS_TABLE, &text, e);
	str_free(&text);
	return rc;
}

static enum err_code
add_to(const char *dir, const struct class_reviews *all, const struct class_result *r,
    const struct class_review *v, const struct calendar *cal, struct err *e)
{
	struct score x;
	enum err_code rc = v->kind == REVIEW_DISPUTE ? check_dispute(all, r, v, cal, e)
						     : check_marker(all, r, v, e);

	if (rc == ERR_OK && v->kind == REVIEW_EASE)
		rc = reviews_check_ease(dir, r, v, e);
	if (rc == ERR_OK)
		rc = write_reviews(dir, all, v, e);
	if (rc == ERR_OK && v->kind != REVIEW_DISPUTE)
		rc = results_score(dir, r, &x, e);
	if (rc == ERR_OK && v->kind != REVIEW_DISPUTE)
		rc = results_mark(dir, r->at, r->trainee, &x, e);
	return rc;
}

enum err_code
reviews_add(
    const char *dir, const struct class_review *v, const struct calendar *cal, struct err *e)
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
		rc = r != NULL ? add_to(dir, &all, r, v, cal, e)
			       : err_set(e, ERR_NOT_FOUND, "成绩里没有这一课。");
	}
	results_unlock(held);
	results_free(&results);
	reviews_free(&all);
	return rc;
}
