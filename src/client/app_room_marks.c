/* app_room_marks.c: what comes home to the trainer's seat: results, what was sent in exams, tapes, disputes; and what trainers said
 * of lessons, which goes back. Each is kept here before the trainee is told that he need not bring it again.
 *
 * Invariant: a lesson stands in the table before its tape is asked for; a seat that dies between the two is asked again.
 * Where both keep their results in one place all of it is there already. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/fs.h"
#include "app_room_p.h"
#include "client/class/exam.h"
#include "client/class/owed.h"

static void
tell(struct app *a, int peer, enum room_kind kind, uint32_t n0, uint32_t n1, const char *text)
{
	struct room_record *r = class_room_record_new(kind);

	if (r != NULL) {
		r->n[0] = n0;
		r->n[1] = n1;
		(void)class_room_record_text(r, 0, text);
	}
	(void)class_room_tell(a->room->room, peer, r);
}

/* The trainee names a lesson by its end. */
static void
kept(struct app *a, const struct class_seat *s, int64_t at, bool good)
{
	char key[32];

	(void)snprintf(key, sizeof(key), "%" PRId64, at);
	tell(a, s->peer, ROOM_KEPT, OWED_LESSON, good, key);
}

static bool
is_kept(const struct class_results *all, const struct class_result *r)
{
	for (int i = all->n - 1; i >= 0; i--)
		if (all->item[i].at == r->at && strcmp(all->item[i].trainee, r->trainee) == 0 &&
		    strcmp(all->item[i].scenario, r->scenario) == 0)
			return true;
	return false;
}

/* What each call of his exam has brought. */
static void
put_exam(struct class_seat *s, const struct class_result *r)
{
	if (r->nth < 1 || r->nth > EXAM_QUESTIONS)
		return;
	for (int i = 0; i < EXAM_QUESTIONS && strcmp(s->had, r->exam) != 0; i++)
		s->got[i] = -2;
	(void)str_copy(s->had, sizeof(s->had), r->exam);
	s->got[r->nth - 1] = r->verdict == SCORE_FATAL ? -1 : results_percent(r);
}

/* Its tape, when it is to be had and is not here. */
static void
fetch(struct app *a, struct class_seat *s, const struct class_result *r)
{
	char path[1024];

	if (!owed_is_tape(r->tape) ||
	    (fs_join(path, sizeof(path), a->classroom.results, r->tape) && fs_exists(path))) {
		kept(a, s, r->at, true);
		return;
	}
	(void)str_copy(s->tape, sizeof(s->tape), r->tape);
	s->tape_at = r->at;
	tell(a, s->peer, ROOM_WANT, 0, 0, r->tape);
}

static void
say(struct app *a, const struct class_seat *s, const char *more)
{
	app_say(a, 0, "%s 上完一课: 机评 %d/%d, %s%s", s->name, s->last.machine, s->last.machine_of,
	    score_verdict_label(s->last.verdict), more);
}

/* Under the name he has in this class. */
void
app_room_marked(struct app *a, struct class_seat *s, const struct room_record *record)
{
	const char *dir = a->classroom.results;
	struct class_results all;
	struct class_result r;
	struct score x;
	struct err e = { 0 };
	enum err_code rc;
	bool before;

	if (!results_unpack(record->text[0], &r, &x)) {
		app_say(a, 2,
		    "%s 送来的一课读不懂, 没有存下; 成绩还在他自己的机器上。两边程序的版本一样吗?",
		    s->name);
		tell(a, s->peer, ROOM_KEPT, OWED_LESSON, 0, ""); /* its end is not known either */
		return;
	}
	(void)str_copy(r.trainee, sizeof(r.trainee), s->name);
	if (!owed_is_tape(r.tape))
		r.tape[0] = '\0';
	rc = results_read(dir, &all, &e);
	before = rc == ERR_OK && is_kept(&all, &r);
	if (rc == ERR_OK && !before)
		rc = results_add(dir, &r, &x, &e);
	results_free(&all);
	if (rc != ERR_OK) {
		app_say(a, 2, "%s 的成绩没有存下: %s", s->name, e.text);
		kept(a, s, r.at, false);
		return;
	}
	if (strcmp(s->broke, r.scenario) == 0 && r.at >= s->broke_at)
		s->broke[0] = '\0';
	if (s->last.at < r.at) {
		s->last = r;
		s->disputed = false;
		put_exam(s, &r);
		say(a, s, "。");
	}
	fetch(a, s, &r);
}

void
app_room_sent(struct app *a, struct class_seat *s, const struct room_record *r)
{
	struct err e = { 0 };
	const bool good = exam_take(a->classroom.results, s->name, r->text[1], &e) == ERR_OK;

	if (!good)
		app_say(a, 2, "%s 的整场考试没有记下: %s", s->name, e.text);
	tell(a, s->peer, ROOM_KEPT, OWED_EXAM, good, r->text[0]);
}

/* What is wrong with it he hears once; a disk that is full is another matter: it is brought again. */
void
app_room_tape(struct app *a, struct class_seat *s, const struct room_news *n)
{
	if (s->tape_at == 0 || strcmp(s->tape, n->record->text[0]) != 0)
		return;
	if (n->text[0] == '\0' && s->last.at == s->tape_at)
		say(a, s, ", 回放到了: 选中他按 Tab 看。");
	else if (n->text[0] != '\0')
		app_say(a, 1, "%s 那一课的回放: %s。", s->name, n->text);
	kept(a, s, s->tape_at, strstr(n->text, "存不下") == NULL);
	s->tape_at = 0;
}

/* ---- disputes ---- */

static bool
is_there(const char *dir, const struct class_review *v)
{
	struct class_reviews all;
	bool is = false;

	(void)reviews_read(dir, &all, NULL);
	for (int i = 0; i < all.n && !is; i++)
		is = all.item[i].kind == REVIEW_DISPUTE && all.item[i].at == v->at &&
		     all.item[i].lesson_at == v->lesson_at &&
		     strcmp(all.item[i].trainee, v->trainee) == 0;
	reviews_free(&all);
	return is;
}

/* In the words of the room; false: it is none. */
static bool
read_dispute(const struct class_seat *s, const struct room_record *r, struct class_review *v)
{
	long long lesson, at;

	*v = (struct class_review){ .kind = REVIEW_DISPUTE };
	if (!str_int(r->text[0], 1, INT64_MAX, &lesson) || !str_int(r->text[1], 1, INT64_MAX, &at))
		return false;
	v->lesson_at = lesson;
	v->at = at;
	return str_copy(v->trainee, sizeof(v->trainee), s->name) &&
	       str_copy(v->by, sizeof(v->by), s->name) &&
	       str_copy(v->words, sizeof(v->words), r->text[2]);
}

/* A lesson that is not here yet comes first, and the dispute again; what is refused stays refused. */
void
app_room_dispute(struct app *a, struct class_seat *s, const struct room_record *r)
{
	const char *dir = a->classroom.results;
	const struct city *c = a->desk.city;
	struct class_review v;
	struct err e = { 0 };
	enum err_code rc = ERR_OK;

	if (!read_dispute(s, r, &v))
		rc = err_set(&e, ERR_INVALID, "看不懂。");
	else if (!is_there(dir, &v))
		rc = reviews_add(dir, &v, c != NULL ? &c->calendar : NULL, &e);
	if (rc != ERR_OK)
		app_say(a, 2, "%s 的争议没有记下: %s", s->name, e.text);
	else
		app_say(a, 1, "%s 提了争议: 选中他按 Tab 看, 由另一位教员复评。", s->name);
	s->disputed = s->disputed || (rc == ERR_OK && s->last.at == v.lesson_at);
	tell(a, s->peer, ROOM_KEPT, OWED_DISPUTE,
	    rc == ERR_OK || rc == ERR_INVALID || rc == ERR_FORBIDDEN || rc == ERR_GUARD,
	    r->text[0]);
}

/* ---- what trainers said of lessons, back to those who had them ---- */

void
app_room_back(struct app *a, struct class_seat *s)
{
	const struct back_place before = s->back;
	struct room_record *r;

	if (s->peer == 0 || s->told[0] != '\0')
		return;
	if (!back_next(a->classroom.results, s->name, a->desk.now, &s->back, s->told, &r)) {
		s->told[0] = '\0';
		return;
	}
	(void)str_copy(s->told_of, sizeof(s->told_of), r->text[1]);
	if (!class_room_tell(a->room->room, s->peer, r)) {
		s->told[0] = '\0'; /* the room is full: with the next one, or when he comes again */
		s->back = before;
	}
}

/* His seat alone: the tables are read for each, and this is done at every digit of a sheet. */
void
app_room_reviewed(struct app *a, const char *trainee)
{
	struct class_hall *h = a->classroom.hall;

	for (int i = 0; a->room != NULL && h != NULL && i < h->n; i++)
		if (strcmp(h->seat[i].name, trainee) == 0)
			app_room_back(a, &h->seat[i]);
}

/* What he refuses is said once, and holds up nothing behind it. */
void
app_room_heard(struct app *a, struct class_seat *s, const struct room_record *r)
{
	const enum back_took took =
	    r->n[0] <= BACK_REFUSED ? (enum back_took)r->n[0] : BACK_REFUSED;
	struct err e = { 0 };
	bool again;

	if (s->told[0] == '\0' || strcmp(s->told, r->text[0]) != 0)
		return; /* of an earlier time */
	s->told[0] = '\0';
	if (back_heard(a->classroom.results, s->name, r->text[0], took, &again, &e) != ERR_OK)
		app_say(a, 2, "%s 收到了评分, 这里没有记下, 下次加入再送: %s", s->name, e.text);
	else if (took == BACK_LATER)
		app_say(a, 1, "%s 那边存不下 %s 的评分, 下次加入再送。", s->name, s->told_of);
	else if (took == BACK_REFUSED && !again)
		app_say(a, 1, "%s 那边没有收 %s 的评分: %s。", s->name, s->told_of,
		    r->text[1] != NULL ? r->text[1] : "");
	app_room_back(a, s);
}
