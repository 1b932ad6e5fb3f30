/* What trainers have said of lessons, come back to the trainee's: where it goes among the lines he has. Not here: what is on its way
 * (back.c), who answers it (room_join.c), what a review is (reviews.c).
 *
 * Invariant: the lines of a lesson stand in one order at both ends, the trainer's; so both ends agree whether a dispute is
 * answered. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "back_p.h"

struct taking {
	const char *dir;
	struct class_review v;
	int64_t nth; /* of the lesson's lines, at the trainer's */
	struct class_result lesson;
	struct class_reviews all;
	int line;    /* of the table here: where it goes … */
	bool mends;  /* … in the place of that one, else before it */
	bool is_had; /* or it is there */
	int left;    /* lines that can be read, before that one */
};

/* By its end and its scenario: here he may go by another name than in the class. */
static enum err_code
find_lesson(struct taking *t, const char *name, const char *scenario, struct err *e)
{
	struct class_results all;
	const struct class_result *found = NULL;
	const enum err_code rc = results_read(t->dir, &all, e);

	for (int i = 0; i < all.n && rc == ERR_OK; i++) {
		const struct class_result *r = &all.item[i];

		if (r->at == t->v.lesson_at && strcmp(r->scenario, scenario) == 0 &&
		    (found == NULL || strcmp(r->trainee, name) == 0))
			found = r;
	}
	if (found != NULL)
		t->lesson = *found;
	results_free(&all);
	return rc != ERR_OK || found != NULL ? rc : err_set(e, ERR_NOT_FOUND, "那一台上没有这一课");
}

enum err_code
back_read(const struct room_record *r, struct class_review *v, int64_t *nth, struct err *e)
{
	char *own = str_dup(r->text[2]), *rest = own, *line;
	struct back_key key;
	bool good;

	if (own == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	good = back_read_key(r->text[0], &key) && (line = results_line(&rest)) != NULL &&
	       reviews_get(line, v) && results_line(&rest) == NULL &&
	       v->lesson_at == key.lesson_at && v->at == key.at;
	free(own);
	if (!good)
		return err_set(e, ERR_INVALID, "内容已损坏");
	*nth = key.nth;
	if (v->kind == REVIEW_DISPUTE || strcmp(v->by, v->trainee) == 0)
		return err_set(e, ERR_FORBIDDEN, "不是教员的评分");
	return ERR_OK;
}

static enum err_code
read_review(struct taking *t, const char *name, const struct room_record *r, struct err *e)
{
	enum err_code rc = back_read(r, &t->v, &t->nth, e);

	if (rc == ERR_OK)
		rc = find_lesson(t, name, r->text[1], e);
	(void)str_copy(t->v.trainee, sizeof(t->v.trainee), t->lesson.trainee);
	return rc;
}

/* Where it goes: as many lines of the lesson stand before it as at the trainer's. */
static void
find_place(struct taking *t)
{
	int64_t nth = 0;

	t->line = t->all.n;
	for (int i = 0; i < t->all.n; i++) {
		const struct class_review *v = &t->all.item[i];

		if (!review_is_of(v, t->lesson.at, t->lesson.trainee))
			continue;
		t->is_had = t->is_had || (v->kind == t->v.kind && v->at == t->v.at &&
					     strcmp(v->by, t->v.by) == 0);
		if (nth++ != t->nth)
			continue;
		t->line = i;
		t->mends = v->kind == REVIEW_MARK && t->v.kind == REVIEW_MARK &&
			   strcmp(v->by, t->v.by) == 0;
		t->is_had = t->is_had || (t->mends && v->at > t->v.at);
	}
	t->left = t->line;
}

static bool
put_there(void *arg, char *line, struct str *out)
{
	struct taking *t = arg;
	struct class_review one;

	if (!reviews_get(line, &one) || t->left-- != 0)
		return false;
	reviews_put(&t->v, out);
	if (!t->mends)
		reviews_put(&one, out);
	return true;
}

static enum err_code
put(struct taking *t, struct err *e)
{
	struct str text = { 0 };
	enum err_code rc;

	if (t->line < t->all.n)
		return results_change(t->dir, REVIEWS_TABLE, put_there, t, e);
	reviews_put(&t->v, &text);
	rc = results_append(t->dir, REVIEWS_TABLE, &text, e);
	str_free(&text);
	return rc;
}

/* Is it of that lesson's sheet? Marks that its form has not would be read as none. */
static enum err_code
check(const struct taking *t, struct err *e)
{
	const struct qa_form *f = score_form(t->lesson.mode);
	struct str text = { 0 };
	struct qa_marks again;
	char of[ID_SIZE];
	const char *remark;
	enum err_code rc = ERR_OK;

	if (t->v.kind == REVIEW_EASE)
		return reviews_check_ease(t->dir, &t->lesson, &t->v, e);
	qa_write(&t->v.marks, "", "", &text);
	if (qa_read(f, str_c(&text), &again, of, &remark, NULL) != ERR_OK)
		rc = err_set(e, ERR_INVALID, "不是这张评分表的分");
	str_free(&text);
	return rc;
}

/* The line of the result too: also when a seat died between the two. */
static enum err_code
mark(struct taking *t, struct score *x, struct err *e)
{
	struct class_result now = t->lesson;
	enum err_code rc = results_score(t->dir, &t->lesson, x, e);

	if (rc != ERR_OK)
		return rc;
	results_of(x, &now);
	if (now.machine != t->lesson.machine || now.trainer != t->lesson.trainer ||
	    now.verdict != t->lesson.verdict)
		rc = results_mark(t->dir, t->lesson.at, t->lesson.trainee, x, e);
	t->lesson = now;
	return rc;
}

static enum err_code
keep(struct taking *t, struct score *x, struct err *e)
{
	enum err_code rc = check(t, e);

	if (rc == ERR_OK)
		rc = results_score(t->dir, &t->lesson, x, e); /* its sheet is known here */
	if (rc == ERR_OK)
		rc = reviews_read(t->dir, &t->all, e);
	if (rc != ERR_OK)
		return rc;
	find_place(t);
	if (!t->is_had)
		rc = put(t, e);
	return rc == ERR_OK ? mark(t, x, e) : rc;
}

/* "王老师评了 S0205-01: 教员分 18/20, 这一课合格。" Never one sum of both halves. */
static void
say(const struct taking *t, const struct score *x, char said[ERR_TEXT_BYTES])
{
	const struct class_result *r = &t->lesson;
	const struct score_half his = score_of_trainer(x);
	struct str words = { 0 };

	said[0] = '\0';
	if (t->v.kind == REVIEW_EASE) {
		str_addf(&words, "%s改了 %s 的机评: ", t->v.by, r->scenario);
		review_ease_say(&t->v, r->mode, &words);
		str_addf(&words, ", 机评 %d/%d, 这一课%s。", r->machine, r->machine_of,
		    score_verdict_label(r->verdict));
	} else if (his.whole || t->v.marks.fatal != 0) {
		const int nth = reviews_dispute(&t->all, r, t->line);

		str_addf(&words, "%s%s了 %s: ", t->v.by, nth >= 0 ? "复评" : "评", r->scenario);
		if (his.whole)
			str_addf(&words, "教员分 %d/%d, ", his.got, his.of);
		str_addf(&words, "这一课%s。", score_verdict_label(r->verdict));
	}
	(void)str_copy(said, ERR_TEXT_BYTES, str_c(&words));
	str_free(&words);
}

enum back_took
back_take(const char *dir, const char *name, const struct room_record *r, char said[ERR_TEXT_BYTES],
    struct err *e)
{
	struct taking t = { .dir = dir };
	struct score x;
	const int held = results_lock(dir);
	enum err_code rc = read_review(&t, name, r, e);

	if (rc == ERR_OK)
		rc = keep(&t, &x, e);
	results_unlock(held);
	said[0] = '\0';
	if (rc == ERR_OK)
		say(&t, &x, said);
	reviews_free(&t.all);
	return rc == ERR_OK                                                      ? BACK_KEPT
	       : rc == ERR_INVALID || rc == ERR_FORBIDDEN || rc == ERR_NOT_FOUND ? BACK_REFUSED
										 : BACK_LATER;
}
