/* app_room_trainee.c: a trainee's seat in a class: what the trainer hands out is begun, what he puts in happens, what he
 * whispers is shown, and he is told how the lesson stands. Without the trainer the seat goes on by itself.
 *
 * Nothing here is trusted to fit the moment: an order that does not is answered by a sentence. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "app_room_p.h"
#include "base/clock.h"
#include "base/fs.h"

#define WHISPER_MS 60000
#define CUT_MOST_S 600

/* ---- answering ---- */

void
app_room_answer(struct app *a, const char *text)
{
	struct room_record *r = class_room_record_new(ROOM_NOTE);

	if (r != NULL)
		(void)class_room_record_text(r, 0, text);
	(void)class_room_tell(a->room->room, 0, r);
}

/* ---- how it stands ---- */

static void
look(const struct app *a, struct told *t)
{
	const struct class_info *c = &a->classroom;

	*t = (struct told){ .exam = c->exam[0] != '\0' ? c->exam_nth : 0 };
	if (!c->under_way)
		return;
	t->phase = class_run_scenario(c->run)->drill != NULL ? ROOM_WRITES
		   : class_run_is_talking(c->run)            ? ROOM_TALKS
		   : class_run_is_answered(c->run)           ? ROOM_WRITES
							     : ROOM_RINGS;
	t->mode = class_run_mode(c->run);
	t->drills = a->room->drills;
	(void)str_copy(t->id, sizeof(t->id), class_run_scenario(c->run)->id);
	(void)str_copy(t->title, sizeof(t->title), class_run_scenario(c->run)->title);
	(void)str_copy(t->hint, sizeof(t->hint), c->hint);
}

static bool
is_same(const struct told *x, const struct told *y)
{
	return x->phase == y->phase && x->mode == y->mode && x->drills == y->drills &&
	       x->exam == y->exam && strcmp(x->hint, y->hint) == 0 && strcmp(x->id, y->id) == 0 &&
	       strcmp(x->title, y->title) == 0;
}

static void
tell_state(struct app *a)
{
	struct app_room *room = a->room;
	struct room_record *r;
	struct told now;

	if (a->classroom.in_class[0] == '\0')
		return;
	look(a, &now);
	if (now.phase != room->told.phase || strcmp(now.id, room->told.id) != 0)
		room->phase_ms = clock_mono_ms();
	if (room->is_told && is_same(&now, &room->told))
		return;
	room->told = now;
	r = class_room_record_new(ROOM_STATE);
	if (r == NULL)
		return;
	r->n[ROOM_AT_PHASE] = now.phase;
	r->n[ROOM_AT_MODE] = now.mode;
	r->n[ROOM_AT_DRILLS] = (uint32_t)now.drills;
	r->n[ROOM_AT_MS] = (uint32_t)(clock_mono_ms() - room->phase_ms);
	r->n[ROOM_AT_EXAM] = (uint32_t)now.exam;
	(void)class_room_record_text(r, 0, now.id);
	(void)class_room_record_text(r, 1, now.title);
	(void)class_room_record_text(r, 2, now.hint);
	room->is_told = class_room_tell(room->room, 0, r);
}

/* ---- orders ---- */

static void
cut_line(struct app *a, bool off)
{
	struct job *j = job_new(JOB_CUT);

	if (j == NULL)
		return;
	j->choice = off;
	app_job(a, j);
}

static void
go_offline(struct app *a, uint32_t seconds)
{
	const uint32_t s = seconds == 0 ? 1 : seconds < CUT_MOST_S ? seconds : CUT_MOST_S;

	cut_line(a, true);
	if (a->classroom.under_way)
		class_run_act(a->classroom.run, app_class_ms(a), ACT_OFFLINE, -1, NULL);
	a->room->line_back_at = clock_mono_ms() + s * INT64_C(1000);
	a->room->drills++;
}

static void
drop_line(struct app *a)
{
	const struct call_info *c = &a->desk.call;

	if (!a->classroom.under_way || (!c->active && !c->ringing)) {
		app_room_answer(a, "没有通话, 没有掉线。");
		return;
	}
	if (app_class_talks(a))
		class_run_act(a->classroom.run, app_class_ms(a), ACT_CUT, -1, NULL);
	app_class_stage(a, PHONE_LEAVE, c->id, "-");
	a->room->drills++;
}

static void
change_caller(struct app *a, enum call_act act)
{
	if (!app_class_talks(a)) {
		app_room_answer(a, "没有来电人在线, 没有插进去。");
		return;
	}
	class_run_act(a->classroom.run, app_class_ms(a), act, -1, NULL);
	a->room->drills++;
}

static void
send_again(struct app *a, enum class_again how)
{
	if (a->classroom.scenario_path[0] == '\0' || a->classroom.exam[0] != '\0') {
		app_room_answer(a, a->classroom.exam[0] != '\0'
				       ? "正在考试, 不插别的来电。"
				       : "还没有上过课, 没有可以重来的事。");
		return;
	}
	if (a->room->again != CLASS_ONCE && a->room->again != how)
		app_room_answer(a, how == CLASS_AGAIN_SAME
				       ? "课后只来一通: 本人再打来, 代替了另一人。"
				       : "课后只来一通: 另一人报, 代替了本人再打来。");
	a->room->again = how;
	a->room->drills += a->classroom.under_way;
}

/* As if it had never been handed out: nobody is on the line, nothing is marked, no tape is kept. What was written on the form
 * stays a draft like any other. */
static void
take_back(struct app *a)
{
	struct app_room *room = a->room;

	if (a->classroom.exam[0] != '\0' || !a->classroom.under_way || !room->handed) {
		app_room_answer(a, a->classroom.exam[0] != '\0' ? "正在考整场, 没有收回。"
				   : a->classroom.under_way ? "手上的课是学员自己选的, 没有收回。"
							    : "手上没有课, 没有收回。");
		return;
	}
	room->again = CLASS_ONCE;
	if (room->line_back_at != 0)
		room->line_back_at = clock_mono_ms();
	app_class_drop(a);
	app_open(a, view_by_name("train"), NULL);
	app_room_show(a, "这一课收回了, 不计成绩, 电话断开了。等教员再发。");
}

static void
obey(struct app *a, const struct room_record *r)
{
	switch (r->n[0]) {
	case ROOM_ABUSE:
		change_caller(a, ACT_ABUSE);
		break;
	case ROOM_DANGER:
		change_caller(a, ACT_DANGER);
		break;
	case ROOM_DROP:
		drop_line(a);
		break;
	case ROOM_OFFLINE:
		go_offline(a, r->n[1]);
		break;
	case ROOM_AGAIN_OTHER:
		send_again(a, CLASS_AGAIN_OTHER);
		break;
	case ROOM_AGAIN_SAME:
		send_again(a, CLASS_AGAIN_SAME);
		break;
	case ROOM_TAKE_BACK:
		take_back(a);
		break;
	default:
		app_room_answer(a, "这里不认识这个插曲。");
		break;
	}
}

/* One of a single lesson, or of the whole that has five calls, also between two of them. */
static bool
in_exam(const struct class_info *c)
{
	const enum scenario_mode mode = c->under_way ? class_run_mode(c->run) : MODE_GUIDED;

	return c->exam[0] != '\0' || mode == MODE_EXAM || mode == MODE_DRILL;
}

void
app_room_show(struct app *a, const char *words)
{
	(void)str_copy(a->classroom.whisper, sizeof(a->classroom.whisper), words);
	a->room->whisper_until = clock_mono_ms() + WHISPER_MS;
	a->draw = true;
}

/* In an exam nobody helps. */
static void
whisper(struct app *a, const char *words)
{
	if (in_exam(&a->classroom)) {
		app_room_answer(a, "正在考试, 没有显示。");
		return;
	}
	app_room_show(a, words);
	if (a->classroom.under_way)
		class_run_whispered(a->classroom.run, app_class_ms(a), words);
}

/* ---- a lesson that is handed out ---- */

/* Kept with what is thrown away. Its name becomes a file's: nothing else may stand in it. */
static bool
keep_scenario(
    const struct app *a, const char *id, const char *text, size_t len, char out[700], struct err *e)
{
	char dir[600], name[48];

	if (id[0] == '\0' || strlen(id) > 32 ||
	    strspn(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") !=
		strlen(id)) {
		(void)err_set(e, ERR_INVALID, "案例的编号不能用。");
		return false;
	}
	(void)snprintf(name, sizeof(name), "%s.txt", id);
	if (!fs_join(dir, sizeof(dir), a->dir, "handed") || fs_mkdirs(dir, e) != ERR_OK ||
	    !fs_join(out, 700, dir, name))
		return false;
	return fs_write(out, text, len, 0600, e) == ERR_OK;
}

/* Whose call only rings has room for a lesson: which call goes for it is said to who may have sent that one too. */
static void
answer_replaced(struct app *a, const char *id, enum class_again again)
{
	char said[160];

	(void)snprintf(said, sizeof(said), "没接的那一通(%s%s)撤了, 换成这一课。", id,
	    again == CLASS_AGAIN_OTHER  ? ", 另一人报"
	    : again == CLASS_AGAIN_SAME ? ", 本人再打"
					: "");
	app_room_answer(a, said);
}

static void
take_lesson(struct app *a, const struct room_record *r)
{
	const struct told before = a->room->told;
	const bool rang = a->classroom.under_way && before.phase == ROOM_RINGS;
	const enum class_again again = a->classroom.again;
	struct class_order o = { .seed = r->n[0], .mode = (enum scenario_mode)r->n[1] };
	char path[700], said[ERR_TEXT_BYTES + 64];
	struct err e = { 0 };

	o.path = path;
	if (r->n[1] >= MODE_COUNT)
		(void)err_set(&e, ERR_INVALID, "不认识这种上课方式。");
	else if (a->desk.me.user[0] == '\0')
		(void)err_set(&e, ERR_STATE, "这里还没有人登录。");
	else if (keep_scenario(a, r->text[0], r->text[1], r->len[1], path, &e))
		(void)app_class_lesson(a, &o, &e);
	if (e.code != ERR_OK) {
		(void)snprintf(said, sizeof(said), "没有开始: %s", e.text);
		app_room_answer(a, said);
		return;
	}
	if (rang)
		answer_replaced(a, before.id, again);
	a->room->again = CLASS_ONCE;
	a->room->handed = true;
	a->room->drills = 0;
	a->classroom.whisper[0] = '\0'; /* of the one before */
	app_say(a, 1, "教员发来一课(%s): 等来电响了按 F2 接听; 每说一句先按 Alt-T。",
	    scenario_mode_label(o.mode));
}

/* ---- hearing ---- */

/* A lesson and an exam end under the name they began with. From then on he goes by the one he has in this class, and nobody
 * rings but whom the trainer sends. */
static void
settle(struct app *a)
{
	struct class_info *c = &a->classroom;

	if (!a->room->settles || c->under_way || c->exam[0] != '\0' || c->in_class[0] == '\0')
		return;
	a->room->settles = false;
	(void)str_copy(c->trainee, sizeof(c->trainee), a->room->name);
	if (a->desk.me.user[0] != '\0')
		(void)app_class_lesson(a, &(struct class_order){ 0 }, NULL);
}

static void
came(struct app *a, const struct room_news *n)
{
	struct class_info *c = &a->classroom;
	const char *asked = a->settings->trainee;

	c->waits_for[0] = '\0';
	(void)str_copy(c->in_class, sizeof(c->in_class), n->text);
	(void)str_copy(a->room->class_name, sizeof(a->room->class_name), n->text);
	(void)str_copy(a->room->name, sizeof(a->room->name), n->name);
	a->room->is_told = false;
	a->room->gone[0] = '\0';
	a->room->settles = true;
	settle(a);
	if (app_room_exam_left(a))
		return; /* which is what he should read */
	if (asked[0] != '\0' && strcmp(asked, n->name) != 0)
		app_say(a, 1,
		    "已加入课堂 %s: 有人也叫 %s, 您在这里叫 %s。下次用 --trainee %s 加入。",
		    n->text, asked, n->name, n->name);
	else
		app_say(a, 0, "已加入课堂 %s, 您在这里叫 %s。等教员发题。", n->text, n->name);
}

static void
gone(struct app *a, const struct room_news *n)
{
	const char *why = n->text[0] != '\0' ? n->text : "教员那边断了。";

	a->classroom.in_class[0] = '\0';
	if (strcmp(a->room->gone, why) == 0)
		return; /* is tried again and again, and said once */
	(void)str_copy(a->room->gone, sizeof(a->room->gone), why);
	app_say(a, 1, "%s正在上的课照常, 成绩在本机; 课堂回来会自动接上。", why);
}

/* A name that was mistyped waits for ever: it is said who is waited for, and who is there instead. */
static void
absent(struct app *a, const struct room_news *n)
{
	struct class_info *c = &a->classroom;

	(void)str_copy(c->waits_for, sizeof(c->waits_for), a->settings->join);
	(void)str_copy(c->open_now, sizeof(c->open_now), n->text);
	a->draw = true;
	if (a->room->class_name[0] == '\0') /* else he has read that it broke off */
		app_say(a, 1, "还没有课堂 %s: 等教员开课, 开了自动加入%s%s。", c->waits_for,
		    n->text[0] != '\0' ? "; 现在开着的: " : "", n->text);
}

static void
told(struct app *a, const struct room_record *r)
{
	if (r->kind == ROOM_ORDER)
		obey(a, r);
	else if (r->kind == ROOM_WHISPER)
		whisper(a, r->text[0]);
	else if (r->kind == ROOM_LESSON)
		take_lesson(a, r);
	else if (r->kind == ROOM_EXAM)
		app_room_exam(a, r);
	else
		a->draw = true; /* watched: there is a painting to show */
}

void
app_room_hear_trainee(struct app *a, struct room_news *n)
{
	if (n->kind == ROOM_CAME)
		came(a, n);
	else if (n->kind == ROOM_GONE)
		gone(a, n);
	else if (n->kind == ROOM_ABSENT)
		absent(a, n);
	else if (n->kind == ROOM_TOLD && n->record->kind == ROOM_REVIEW)
		app_room_review(a, n);
	else if (n->kind == ROOM_TOLD)
		told(a, n->record);
}

/* ---- what is due ---- */

/* The caller after this one, once the call before is over in every way. */
static void
ring_again(struct app *a)
{
	struct class_info *c = &a->classroom;
	struct class_order o = { .seed = c->seed, .mode = MODE_GUIDED, .again = a->room->again };
	char path[sizeof(c->scenario_path)];
	struct err e = { 0 };

	if (o.again == CLASS_ONCE || c->under_way || a->desk.call.active || a->desk.call.ringing)
		return;
	a->room->again = CLASS_ONCE;
	(void)str_copy(path, sizeof(path), c->scenario_path);
	o.path = path;
	if (app_class_lesson(a, &o, &e) != ERR_OK)
		app_room_answer(a, e.text);
	else
		a->room->handed = true;
}

void
app_room_trainee_turn(struct app *a)
{
	struct app_room *room = a->room;
	const int64_t now = clock_mono_ms();

	if (room->line_back_at != 0 && now >= room->line_back_at) {
		room->line_back_at = 0;
		cut_line(a, false);
	}
	if (room->whisper_until != 0 && (now >= room->whisper_until || in_exam(&a->classroom))) {
		room->whisper_until = 0;
		a->classroom.whisper[0] = '\0';
		a->draw = true;
	}
	if (!a->classroom.under_way) {
		room->handed = false;
		room->drills = 0;
	}
	settle(a);
	ring_again(a);
	app_room_review_turn(a);
	tell_state(a);
}

int64_t
app_room_trainee_due_in(const struct app *a)
{
	const struct app_room *room = a->room;
	int64_t at = room->line_back_at, left;

	if (at == 0 || (room->whisper_until != 0 && room->whisper_until < at))
		at = room->whisper_until;
	left = at - clock_mono_ms();
	return at == 0 ? -1 : left > 0 ? left : 0;
}
