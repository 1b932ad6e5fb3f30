/* What trainers have said of lessons, on its way back: at the trainer's, what a seat has not answered yet. Not here: where it goes
 * at the trainee's (back_take.c), who tells it when (app_room_marks.c), what a review is (reviews.c). */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "back_p.h"

#define TABLE  "back.tsv"
#define DAY_MS INT64_C(86400000)

static void
write_key(const struct back_key *k, char out[BACK_KEY])
{
	(void)snprintf(
	    out, BACK_KEY, "%" PRId64 " %" PRId64 " %" PRId64, k->lesson_at, k->nth, k->at);
}

bool
back_read_key(const char *text, struct back_key *k)
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
	if (took == BACK_LATER || !back_read_key(key, &a.key) ||
	    !str_copy(a.name, sizeof(a.name), name))
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
	struct class_results lessons;
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

/* What he said himself is at his seat, and what he has answered too; of a lesson that has gone from the tables there is nothing
 * to tell. */
static enum back_took
stands(const struct looking *l, int line, struct back_key *k)
{
	const struct class_review *v = &l->reviews.item[line];
	enum back_took took;

	if (strcmp(v->trainee, l->name) != 0 || strcmp(v->by, v->trainee) == 0 ||
	    results_find(&l->lessons, v->lesson_at, v->trainee) == NULL)
		return BACK_KEPT;
	*k = (struct back_key){ v->lesson_at, nth_of(&l->reviews, line), v->at };
	took = answered(&l->answers, l->name, k);
	return took == BACK_REFUSED && v->at < l->now - BACK_DAYS * DAY_MS ? BACK_KEPT : took;
}

static struct room_record *
record_of(const struct looking *l, int line, const char *key, uint32_t more)
{
	const struct class_review *v = &l->reviews.item[line];
	const struct class_result *lesson = results_find(&l->lessons, v->lesson_at, v->trainee);
	struct room_record *r = class_room_record_new(ROOM_REVIEW);
	struct str text = { 0 };

	reviews_put(v, &text);
	if (r != NULL) {
		r->n[0] = more;
		if (text.bad || !class_room_record_text(r, 0, key) ||
		    !class_room_record_text(r, 1, lesson->scenario) ||
		    !class_room_record_text(r, 2, str_c(&text))) {
			class_room_record_free(r);
			r = NULL;
		}
	}
	str_free(&text);
	return r;
}

/* Told in this connection, or left out of it: of the lines up to the one told last those that nobody has mended since. */
static bool
is_passed(const struct back_place *p, const struct class_review *v, int line)
{
	if (line == p->line)
		return v->at == p->at;
	return line < p->line && v->at <= p->newest;
}

/* Of those that were mended behind his back the oldest first, then what follows in the table. */
static bool
is_sooner(const struct looking *l, const struct back_place *p, int line, int than)
{
	return than < 0 || (line < p->line && l->reviews.item[line].at < l->reviews.item[than].at);
}

static void
move_on(const struct looking *l, struct back_place *p, int line)
{
	if (line < p->line) {
		p->newest = l->reviews.item[line].at;
		return;
	}
	*p = (struct back_place){ line, l->reviews.item[line].at, p->newest };
	for (int i = 0; i <= line; i++)
		if (strcmp(l->reviews.item[i].trainee, l->name) == 0 &&
		    l->reviews.item[i].at > p->newest)
			p->newest = l->reviews.item[i].at;
}

static bool
find_next(
    const struct looking *l, struct back_place *p, char key[BACK_KEY], struct room_record **out)
{
	struct back_key k, other;
	uint32_t more = 0;
	int found = -1;

	for (int i = 0; i < l->reviews.n; i++) {
		if (is_passed(p, &l->reviews.item[i], i) || stands(l, i, &other) == BACK_KEPT)
			continue;
		more += found >= 0;
		if (is_sooner(l, p, i, found)) {
			found = i;
			k = other;
		}
	}
	if (found < 0)
		return false;
	write_key(&k, key);
	*out = record_of(l, found, key, more);
	if (*out != NULL)
		move_on(l, p, found);
	return *out != NULL;
}

bool
back_next(const char *dir, const char *name, int64_t now, struct back_place *p, char key[BACK_KEY],
    struct room_record **out)
{
	struct looking l = { .name = name, .now = now };
	bool found = false;

	*out = NULL;
	if (results_read(dir, &l.lessons, NULL) == ERR_OK &&
	    reviews_read(dir, &l.reviews, NULL) == ERR_OK &&
	    results_each(dir, TABLE, take_answer, &l.answers, NULL) == ERR_OK)
		found = find_next(&l, p, key, out);
	results_free(&l.lessons);
	reviews_free(&l.reviews);
	free(l.answers.item);
	return found;
}
