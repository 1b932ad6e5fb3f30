/* app_room_exam.c: the exam of five that the trainer hands out, at a trainee's seat: its paper is kept, its first call
 * rings; and broken off, when the trainer says so. From then on it is an exam like one's own (app_exam.c): one call after
 * the other, also after the seat died.
 *
 * An exam that was broken off stays so: the call that was on is not marked, those before are. */
#include <stdio.h>
#include <string.h>

#include "app_room_p.h"
#include "client/class/exam.h"
#include "client/class/paper.h"

static enum err_code
begin(struct app *a, const char *id, const char *paper, struct err *e)
{
	struct class_info *c = &a->classroom;
	enum err_code rc;

	if (a->desk.me.user[0] == '\0')
		return err_set(e, ERR_STATE, "这里还没有人登录。");
	if (c->exam[0] != '\0')
		return err_set(e, ERR_STATE, "上一场整场考试还没有考完。");
	if (a->desk.call.active || (c->under_way && class_run_is_answered(c->run)))
		return err_set(e, ERR_STATE, "手上有一课, 做完再发。");
	rc = paper_keep(c->results, c->trainee, id, paper, e);
	if (rc == ERR_OK)
		rc = app_exam_handed(a, id, e);
	if (rc != ERR_OK)
		paper_drop(c->results, c->trainee, id);
	return rc;
}

static void
answer(struct app *a, const char *what, const struct err *e)
{
	char said[ERR_TEXT_BYTES + 64];

	(void)snprintf(said, sizeof(said), "%s: %s", what, e->text);
	app_room_answer(a, said);
}

void
app_room_exam(struct app *a, const struct room_record *r)
{
	struct err e = { 0 };

	if (r->n[0] == ROOM_EXAM_BEGIN) {
		if (begin(a, r->text[0], r->text[1], &e) != ERR_OK)
			answer(a, "整场考试没有开始", &e);
		return;
	}
	if (app_exam_break(a, &e) == ERR_OK)
		app_room_show(
		    a, "整场考试中止了: 手上这一通作废, 考过的几通成绩都留着。再考等教员发。");
	else if (r->n[0] != ROOM_EXAM_STOP_ANY || e.code != ERR_NOT_FOUND)
		answer(a, "没有中止", &e);
}

/* One that a seat that died has left: trainee and trainer see why nobody rings. */
bool
app_room_exam_left(struct app *a)
{
	const struct class_info *c = &a->classroom;
	char id[sizeof(c->exam)], said[160];
	int done;

	if (c->exam[0] != '\0' || c->trainee[0] == '\0' || app_exam_settle(a) ||
	    !exam_open(c->results, c->trainee, id, &done))
		return false;
	(void)snprintf(said, sizeof(said),
	    "有一场整场考试断在第 %d/%d 通: 学员按 Ctrl-P 输 培训, 再按 4 接着考。", done + 1,
	    EXAM_QUESTIONS);
	app_room_answer(a, said);
	app_say(a, 1, "您有一场整场考试断在第 %d/%d 通: 按 Ctrl-P 输 培训, 再按 4 接着考。",
	    done + 1, EXAM_QUESTIONS);
	return true;
}
