/* app_exam.c: an exam at this seat: five calls in a row. Each rings when the after-call work of the one before is done, or at
 * once when the trainee says so; between two stands the page of the exam, without marks, and after the last one with all.
 *
 * Invariants: while an exam is on, no other lesson begins; a call that nobody answered, or that was on when the seat died,
 * has no result: another one takes its place. Not here: which call comes, what is kept (client/class/exam.h), what a lesson
 * is (app_class.c), the page (view/class/exam.c). */
#include <string.h>

#include "base/clock.h"
#include "client/class/exam.h"
#include "app.h"

#define BREATH_MS 3000 /* so that one sees that the call before is over */

static enum err_code
send_next(struct app *a, struct err *e)
{
	struct class_info *c = &a->classroom;
	struct exam_call call;
	struct shelf shelf;
	enum err_code rc = shelf_open(c->scenarios, &shelf, e);

	if (rc == ERR_OK)
		rc = exam_next(&shelf, c->results, c->trainee, c->exam, (uint64_t)a->settings->seed,
		    a->desk.now, &call, e);
	if (rc == ERR_OK) {
		const struct class_order o = {
			.path = call.path, .seed = call.variant, .mode = MODE_EXAM
		};

		rc = app_class_begin(a, &o, e);
	}
	if (rc == ERR_OK) {
		c->exam_nth = call.nth;
		c->exam_waits = false;
		app_say(a, 0, "考试第 %d/%d 通, 不提示。来电响了按 F2 接听; 每说一句先按 Alt-T。",
		    call.nth, EXAM_QUESTIONS);
	}
	shelf_free(&shelf);
	return rc;
}

static enum err_code
begin(struct app *a, struct err *e)
{
	struct class_info *c = &a->classroom;
	struct shelf shelf = { 0 };
	char id[sizeof(c->exam)];
	int done;
	enum err_code rc = ERR_OK;

	if (!exam_open(c->results, c->trainee, id, &done)) {
		rc = shelf_open(c->scenarios, &shelf, e);
		if (rc == ERR_OK)
			rc = exam_begin(&shelf, c->results, c->trainee, a->desk.now, id, e);
		shelf_free(&shelf);
	}
	if (rc != ERR_OK)
		return rc;
	(void)str_copy(c->exam, sizeof(c->exam), id);
	rc = send_next(a, e);
	if (rc != ERR_OK)
		c->exam[0] = '\0';
	return rc;
}

static enum err_code
go_on(struct app *a, struct err *e)
{
	if (a->classroom.under_way || a->desk.call.active || a->desk.call.ringing)
		return err_set(e, ERR_STATE, "先结束现在的通话, 再考下一通。");
	return a->classroom.exam[0] == '\0' ? begin(a, e) : send_next(a, e);
}

static void
show(struct app *a)
{
	app_open(a, view_by_name("train"), NULL);
	app_open(a, view_by_name("exam"), NULL);
}

/* One that waits here, or one of this person that was left. */
static enum err_code
stop(struct app *a, struct err *e)
{
	struct class_info *c = &a->classroom;
	char id[sizeof(c->exam)];
	int done;
	enum err_code rc;

	if (c->under_way && !class_run_is_answered(c->run))
		app_class_end(a); /* it only rings: nothing of it is lost */
	if (c->under_way)
		return err_set(e, ERR_STATE, "先结束现在这一通。");
	if (!exam_open(c->results, c->trainee, id, &done))
		return err_set(e, ERR_NOT_FOUND, "没有没考完的考试。");
	rc = exam_stop(c->results, c->trainee, id, a->desk.now, e);
	if (rc != ERR_OK)
		return rc;
	c->exam[0] = '\0';
	c->exam_waits = false;
	return ERR_OK;
}

enum err_code
app_exam_wish(struct app *a, const struct class_order *o, struct err *e)
{
	struct class_info *c = &a->classroom;

	switch (o->wish) {
	case CLASS_EXAM:
		return go_on(a, e);
	case CLASS_EXAM_STOP:
		return stop(a, e);
	case CLASS_TRAINEE:
		(void)str_copy(c->trainee, sizeof(c->trainee), o->path);
		return ERR_OK;
	case CLASS_TRAINER:
		(void)str_copy(c->trainer, sizeof(c->trainer), o->path);
		return ERR_OK;
	case CLASS_LESSON:
	default:
		return ERR_OK;
	}
}

bool
app_exam_after(struct app *a)
{
	struct class_info *c = &a->classroom;

	if (c->exam[0] == '\0')
		return false;
	if (c->exam_nth == EXAM_QUESTIONS && strcmp(c->last.exam, c->exam) == 0 &&
	    c->last.nth == EXAM_QUESTIONS) {
		c->exam[0] = '\0';
	} else {
		c->exam_waits = true;
		a->exam_due_ms = clock_mono_ms() + BREATH_MS;
	}
	show(a);
	return true;
}

void
app_exam_seen(struct app *a)
{
	const struct class_info *c = &a->classroom;

	if (c->trainee[0] != '\0' && a->robots == NULL)
		(void)exam_seen(c->results, c->trainee, class_run_scenario(c->run)->id, c->seed,
		    a->desk.now, NULL);
}

void
app_exam_turn(struct app *a)
{
	const struct class_info *c = &a->classroom;
	const struct call_info *call = &a->desk.call;
	struct err e = { 0 };

	if (!c->exam_waits || clock_mono_ms() < a->exam_due_ms || call->active || call->ringing ||
	    call->agent != AGENT_IDLE || app_is_locked(a))
		return;
	if (send_next(a, &e) != ERR_OK) {
		a->exam_due_ms = INT64_MAX; /* once is enough: Enter tries again */
		app_say(a, 2, "下一通来不了: %s", e.text);
	}
}

/* Later than the breath it is the state of the seat that decides, and that wakes us by itself. */
int64_t
app_exam_due_in(const struct app *a)
{
	const int64_t left = a->exam_due_ms - clock_mono_ms();

	return a->classroom.exam_waits && left > 0 && a->exam_due_ms != INT64_MAX ? left : -1;
}
