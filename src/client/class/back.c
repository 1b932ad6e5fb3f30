/* What trainers have said of lessons, on its way back: at the trainer's, what a seat has not answered yet; at the trainee's, where
 * it goes among the lines he has. Not here: who tells it when (app_room_marks.c, room_join.c), what a review is (reviews.c).
 *
 * Invariant: the lines of a lesson stand in one order at both ends, the trainer's; so both ends agree whether a dispute is
 * answered. */
#include "client/class/back.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "results_p.h"

#define TABLE  "back.tsv"
#define DAY_MS INT64_C(86400000)

struct back_key {
	int64_t lesson_at, nth, at;
};

static void
write_key(const struct back_key *k, char out[BACK_KEY])
{
	(void)snprintf(
	    out, BACK_KEY, "%" PRId64 " %" PRId64 " %" PRId64, k->lesson_at, k->nth, k->at);
}

static bool
read_key(const char *text, struct back_key *k)
{
	int64_t *const to[] = { &k->lesson_at, &k->nth, &k->at };
	char own[BACK_KEY], *rest = own;

	if (!str_copy(own, sizeof(own), text))
		return false;
	for (int i = 0; i < 3; i++) {
		char *const word = rest;

		if (word == NULL)
			return false;
		rest = strchr(word, ' ');
		if (rest != NULL)
			*rest++ = '\0';
		if (!results_number(word, 0, INT64_MAX, to[i]))
			return false;
	}
	return rest == NULL;
}

/* ---- at the trainer's: what was answered ---- */

enum { B_NAME, B_LESSON, B_NTH, B_AT, B_TOOK, B_CELLS };

struct answer {
	char name[32];
	struct back_key key;
	enum back_took took;
};
struct answers {
	struct answer *item;
	int n;
};

static bool
get_answer(char *line, struct answer *a)
{
	char *cell[B_CELLS];
	int64_t took;

	if (results_cut(line, cell, B_CELLS) != B_CELLS ||
	    !results_number(cell[B_LESSON], 0, INT64_MAX, &a->key.lesson_at) ||
	    !results_number(cell[B_NTH], 0, INT64_MAX, &a->key.nth) ||
	    !results_number(cell[B_AT], 0, INT64_MAX, &a->key.at) ||
	    !results_number(cell[B_TOOK], BACK_KEPT, BACK_REFUSED, &took))
		return false;
	a->took = (enum back_took)took;
	return str_copy(a->name, sizeof(a->name), cell[B_NAME]);
}

static void
put_answer(const struct answer *a, struct str *out)
{
	results_text(out, a->name);
	str_addf(out, "\t%" PRId64 "\t%" PRId64 "\t%" PRId64 "\t%d\n", a->key.lesson_at, a->key.nth,
	    a->key.at, (int)a->took);
}

static bool
take_answer(void *out, char *line)
{
	struct answers *all = out;
	struct answer one;

	return !get_answer(line, &one) || results_keep(&all->item, &all->n, &one, sizeof(one));
}

static bool
is_of(const struct answer *x, const char *name, const struct back_key *k)
{
	return x->key.lesson_at == k->lesson_at && x->key.nth == k->nth &&
	       strcmp(x->name, name) == 0;
}

/* BACK_LATER: not answered yet. */
static enum back_took
answered(const struct answers *all, const char *name, const struct back_key *k)
{
	for (int i = all->n - 1; i >= 0; i--)
		if (is_of(&all->item[i], name, k) && all->item[i].key.at == k->at)
			return all->item[i].took;
	return BACK_LATER;
}

struct mending {
	const struct answer *now;
	bool found;
};

/* Of one that was mended only the last counts. */
static bool
mend_answer(void *arg, char *line, struct str *out)
{
	struct mending *m = arg;
	struct answer one;

	if (!get_answer(line, &one) || !is_of(&one, m->now->name, &m->now->key))
		return false;
	put_answer(m->now, out);
	m->found = true;
	return true;
}

static enum err_code
keep_answer(const char *dir, const struct answer *a, struct err *e)
{
	struct mending m = { a, false };
	struct str line = { 0 };
	enum err_code rc = results_change(dir, TABLE, mend_answer, &m, e);

	put_answer(a, &line);
	if (rc == ERR_OK && !m.found)
		rc = results_append(dir, TABLE, &line, e);
	str_free(&line);
	return rc;
}

enum err_code
back_heard(const char *dir, const char *name, const char *key, enum back_took took, bool *again,
    struct err *e)
{
	struct answers all = { 0 };
	struct answer a = { .took = took };
	enum err_code rc;
	int held;

	*again = false;
	if (took == BACK_LATER || !read_key(key, &a.key) || !str_copy(a.name, sizeof(a.name), name))
		return ERR_OK;
	held = results_lock(dir);
	rc = results_each(dir, TABLE, take_answer, &all, e);
	*again = rc == ERR_OK && answered(&all, name, &a.key) == took;
	if (rc == ERR_OK && !*again)
		rc = keep_answer(dir, &a, e);
	results_unlock(held);
	free(all.item);
	return rc;
}

/* ---- at the trainer's: what comes next ---- */

struct looking {
	const char *name;
	int64_t now;
	struct class_reviews reviews;
	struct answers answers;
};

static int
nth_of(const struct class_reviews *v, int line)
{
	int nth = 0;

	for (int i = 0; i < line; i++)
		nth += review_is_of(&v->item[i], v->item[line].lesson_at, v->item[line].trainee);
	return nth;
}

/* What he said himself is at his seat, and what he has answered too. */
static enum back_took
stands(const struct looking *l, int line, struct back_key *k)
{
	const struct class_review *v = &l->reviews.item[line];
	enum back_took took;

	if (strcmp(v->trainee, l->name) != 0 || strcmp(v->by, v->trainee) == 0)
		return BACK_KEPT;
	*k = (struct back_key){ v->lesson_at, nth_of(&l->reviews, line), v->at };
	took = answered(&l->answers, l->name, k);
	return took == BACK_REFUSED && v->at < l->now - BACK_DAYS * DAY_MS ? BACK_KEPT : took;
}

static struct room_record *
record_of(const char *dir, const struct looking *l, int line, const char *key, uint32_t more)
{
	const struct class_review *v = &l->reviews.item[line];
	struct room_record *r = class_room_record_new(ROOM_REVIEW);
	struct class_results all = { 0 };
	const struct class_result *lesson = NULL;
	struct str text = { 0 };

	if (results_read(dir, &all, NULL) == ERR_OK)
		lesson = results_find(&all, v->lesson_at, v->trainee);
	reviews_put(v, &text);
	if (r != NULL) {
		r->n[0] = more;
		if (lesson == NULL || text.bad || !class_room_record_text(r, 0, key) ||
		    !class_room_record_text(r, 1, lesson->scenario) ||
		    !class_room_record_text(r, 2, str_c(&text))) {
			class_room_record_free(r);
			r = NULL;
		}
	}
	results_free(&all);
	str_free(&text);
	return r;
}

static bool
find_next(const char *dir, const struct looking *l, struct back_place *p, char key[BACK_KEY],
    struct room_record **out)
{
	struct back_key k, other;
	uint32_t more = 0;
	int found = -1;

	for (int i = p->line < 0 ? 0 : p->line; i < l->reviews.n; i++) {
		if ((i == p->line && l->reviews.item[i].at == p->at) ||
		    stands(l, i, found < 0 ? &k : &other) == BACK_KEPT)
			continue;
		more += found >= 0;
		found = found < 0 ? i : found;
	}
	if (found < 0)
		return false;
	*p = (struct back_place){ found, l->reviews.item[found].at };
	write_key(&k, key);
	*out = record_of(dir, l, found, key, more);
	return true;
}

bool
back_next(const char *dir, const char *name, int64_t now, struct back_place *p, char key[BACK_KEY],
    struct room_record **out)
{
	struct looking l = { .name = name, .now = now };
	bool found = false;

	*out = NULL;
	if (reviews_read(dir, &l.reviews, NULL) == ERR_OK &&
	    results_each(dir, TABLE, take_answer, &l.answers, NULL) == ERR_OK)
		while (*out == NULL && (found = find_next(dir, &l, p, key, out)))
			; /* of a lesson that has gone from the tables there is nothing to tell */
	reviews_free(&l.reviews);
	free(l.answers.item);
	return found;
}

/* ---- at the trainee's ---- */

struct taking {
	const char *dir;
	struct class_review v;
	struct back_key key;
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

		if (r->at == t->key.lesson_at && strcmp(r->scenario, scenario) == 0 &&
		    (found == NULL || strcmp(r->trainee, name) == 0))
			found = r;
	}
	if (found != NULL)
		t->lesson = *found;
	results_free(&all);
	return rc != ERR_OK || found != NULL ? rc : err_set(e, ERR_NOT_FOUND, "那一台上没有这一课");
}

static enum err_code
read_review(struct taking *t, const char *name, const struct room_record *r, struct err *e)
{
	char *own = str_dup(r->text[2]), *rest = own, *line;
	enum err_code rc;
	bool good;

	if (own == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	good = read_key(r->text[0], &t->key) && (line = results_line(&rest)) != NULL &&
	       reviews_get(line, &t->v) && results_line(&rest) == NULL &&
	       t->v.lesson_at == t->key.lesson_at && t->v.at == t->key.at;
	free(own);
	if (!good)
		return err_set(e, ERR_INVALID, "内容已损坏");
	if (t->v.kind == REVIEW_DISPUTE || strcmp(t->v.by, t->v.trainee) == 0)
		return err_set(e, ERR_FORBIDDEN, "不是教员的评分");
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
		if (nth++ != t->key.nth)
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
