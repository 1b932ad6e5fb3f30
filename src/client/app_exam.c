/* app_exam.c: an exam at this seat: five calls in a row. Each rings when the after-call work of the one before is done, or at
 * once when the trainee says so; between two stands the page of the exam, without marks, and after the last one with all.
 *
 * Invariants: while an exam is on, no other lesson begins; a call that nobody answered, or that was on when the seat died,
 * has no result: another one takes its place. Its time runs from its first call, whatever happens to the seat; when it is
 * over, the call that is on is not marked and none comes any more. Not here: which call comes, what is kept (client/class/exam.h), what a lesson
 * is (app_class.c), the page (view/class/exam.c). */
#include <string.h>

#include "base/clock.h"
#include "client/class/exam.h"
#include "client/class/paper.h"
#include "app.h"

#define BREATH_MS 3000 /* so that one sees that the call before is over */

/* None is on here any more. */
static void
leave(struct class_info *c)
{
	c->exam[0] = '\0';
	c->exam_waits = false;
	c->exam_until_at = 0;
}

/* By the clock of the lesson, which may go faster than that of the machine. */
static int64_t
until_of(const struct app *a, const char *id)
{
	const struct class_info *c = &a->classroom;
	const int64_t began_at = exam_began(c->results, c->trainee, id);

	return began_at != 0 ? began_at + (int64_t)EXAM_MINUTES * 60000 / c->pace : 0;
}

bool
app_exam_settle(struct app *a)
{
	struct class_info *c = &a->classroom;
	char id[sizeof(c->exam)];
	int64_t until;
	int done;

	if (c->exam[0] != '\0' || !exam_open(c->results, c->trainee, id, &done))
		return false;
	until = until_of(a, id);
	if (until == 0 || a->desk.now < until ||
	    exam_late(c->results, c->trainee, id, a->desk.now, NULL) != ERR_OK)
		return false;
	app_room_sent_out(a, id);
	paper_drop(c->results, c->trainee, id);
	app_say(a, 1, "上一场整场考试限时 %d 分钟, 时间到了: 没考完的算没考完。按 4 考新的一场。",
	    EXAM_MINUTES);
	return true;
}

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

		app_room_sent_out(a, c->exam);
		rc = app_class_begin(a, &o, e);
	}
	if (rc == ERR_OK) {
		c->exam_nth = call.nth;
		c->exam_waits = false;
		c->exam_until_at = until_of(a, c->exam);
		if (call.nth == 1)
			app_say(a, 0,
			    "整场考试第 1/%d 通, 不提示, 五通限时 %d 分钟。按 F2 接听; "
			    "每说一句先按 "
			    "Alt-T。",
			    EXAM_QUESTIONS, EXAM_MINUTES);
		else
			app_say(a, 0,
			    "整场考试第 %d/%d 通, 不提示。来电响了按 F2 接听; 每说一句先按 Alt-T。",
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

	if (app_exam_settle(a)) /* which says so */
		return err_set(e, ERR_STATE, "%s", a->message.text);
	if (!exam_open(c->results, c->trainee, id, &done)) {
		if (c->in_class[0] !=
		    '\0') /* whom the class waits for has no half hour of his own */
			return err_set(e, ERR_STATE,
			    "在课堂里, 整场考试由教员发。想自己考, 等下课或退出课堂再来。");
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
		leave(c);
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
		return err_set(e, ERR_NOT_FOUND, "没有没考完的整场考试。");
	rc = exam_stop(c->results, c->trainee, id, a->desk.now, e);
	if (rc != ERR_OK)
		return rc;
	app_room_sent_out(a, id);
	paper_drop(c->results, c->trainee, id);
	leave(c);
	return ERR_OK;
}

enum err_code
app_exam_handed(struct app *a, const char *id, struct err *e)
{
	struct class_info *c = &a->classroom;
	enum err_code rc;

	(void)str_copy(c->exam, sizeof(c->exam), id);
	rc = send_next(a, e);
	if (rc != ERR_OK)
		leave(c);
	else
		show(a);
	return rc;
}

enum err_code
app_exam_break(struct app *a, struct err *e)
{
	enum err_code rc;

	if (a->classroom.under_way && a->classroom.exam[0] != '\0')
		app_class_drop(a);
	rc = stop(a, e);
	if (rc == ERR_OK)
		show(a);
	return rc;
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
		(void)app_exam_settle(a);
		return ERR_OK;
	case CLASS_TRAINER:
		(void)str_copy(c->trainer, sizeof(c->trainer), o->path);
		return ERR_OK;
	case CLASS_DISPUTED:
		app_room_disputed(a, o->path);
		return ERR_OK;
	case CLASS_REVIEWED:
		app_room_reviewed(a, o->path);
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
		paper_drop(c->results, c->trainee, c->exam);
		leave(c);
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

/* The time is over. */
static void
end_late(struct app *a)
{
	struct class_info *c = &a->classroom;
	char id[sizeof(c->exam)];
	struct err e = { 0 };
	enum err_code rc;
	int done = 0;

	if (c->under_way)
		app_class_drop(a);
	(void)exam_open(c->results, c->trainee, id, &done);
	rc = exam_late(c->results, c->trainee, c->exam, a->desk.now, &e);
	app_room_sent_out(a, c->exam);
	paper_drop(c->results, c->trainee, c->exam);
	leave(c);
	show(a);
	if (rc != ERR_OK)
		app_say(a, 2, "整场考试的时间到了, 没有记下: %s", e.text);
	else
		app_say(a, 1, "时间到: 整场考试限时 %d 分钟, 考完 %d/%d 通, 没考完的算没考完。",
		    EXAM_MINUTES, done, EXAM_QUESTIONS);
}

static bool
is_late(const struct app *a)
{
	const struct class_info *c = &a->classroom;

	return c->exam[0] != '\0' && c->exam_until_at != 0 && a->desk.now >= c->exam_until_at;
}

void
app_exam_turn(struct app *a)
{
	const struct class_info *c = &a->classroom;
	const struct call_info *call = &a->desk.call;
	struct err e = { 0 };

	if (is_late(a)) {
		end_late(a);
		return;
	}
	if (c->under_way || !c->exam_waits || clock_mono_ms() < a->exam_due_ms || call->active ||
	    call->ringing || call->agent != AGENT_IDLE || app_is_locked(a))
		return;
	if (send_next(a, &e) != ERR_OK) {
		a->exam_due_ms = INT64_MAX; /* once is enough: Enter tries again */
		app_say(a, 2, "下一通来不了: %s", e.text);
	}
}

/* When its time is over, or the breath. Later than that it is the state of the seat that decides, and that wakes us by itself. */
int64_t
app_exam_due_in(const struct app *a)
{
	const struct class_info *c = &a->classroom;
	const int64_t breath = a->exam_due_ms - clock_mono_ms(),
		      late = c->exam_until_at - clock_now_ms();
	const bool waits =
	    c->exam_waits && !c->under_way && breath > 0 && a->exam_due_ms != INT64_MAX;

	if (c->exam[0] == '\0' || c->exam_until_at == 0)
		return waits ? breath : -1;
	if (waits && breath < late)
		return breath;
	return late > 0 ? late : 0;
}
