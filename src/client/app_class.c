/* app_class.c: the classroom at this seat (--demo): a lesson is begun, the simulated telephone rings for it, what the
 * call-taker does is told to the lesson, what its caller says is heard as any caller is, and at the end the marks are kept
 * and shown.
 *
 * Invariants: nothing here runs but in a classroom; the lesson hears of a thing when it happens (an event of the
 * telephone, a job handed over), not when a screen shows it. Not here: the caller, the marks, the tape (client/class), the
 * strip that says things (app_talk.c), a line of callers (app_class_line.c), exams (app_exam.c), the list and the result (view/class/train.c, view/class/marks.c). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/fs.h"
#include "client/cache/records.h"
#include "client/class/results.h"
#include "app.h"

#define LISTENS_MS \
	15000 /* who writes down what he hears is listening: the caller notices so often */

int64_t
app_class_ms(const struct app *a)
{
	return class_clock_ms(&a->class_clock, clock_mono_ms());
}

/* ---- the telephone of the classroom ---- */

void
app_class_stage(struct app *a, enum phone_command c, const char *call, const char *arg)
{
	struct job *j = job_new(JOB_PHONE);

	if (j == NULL)
		return;
	j->phone = c;
	str_copy(j->text, sizeof(j->text), call);
	str_copy(j->job_no, sizeof(j->job_no), arg);
	app_job(a, j);
}

void
app_class_ring(struct app *a)
{
	const struct scenario_persona *p = &class_run_scenario(a->classroom.run)->persona;
	char caller[160];

	class_run_rings(a->classroom.run, app_class_ms(a));
	(void)snprintf(caller, sizeof(caller), "%s|%s|%s", p->phone, p->line, p->ivr);
	app_class_stage(a, PHONE_STAGE, caller, "");
}

/* ---- beginning and breaking off ---- */

void
app_class_drop(struct app *a)
{
	struct class_info *c = &a->classroom;

	app_drill_end(a);
	if (c->under_way && a->desk.call.id[0] != '\0' &&
	    (a->desk.call.active || a->desk.call.ringing))
		app_class_stage(a, PHONE_LEAVE, a->desk.call.id, "");
	app_watch_end(a);
	class_run_close(c->run);
	c->run = NULL;
	c->under_way = false;
	c->hint[0] = '\0';
}

static void
name_tape(struct class_info *c, int64_t now)
{
	char at[32];

	civil_format(now, "%Y%m%d-%H%M%S", at, sizeof(at));
	(void)snprintf(c->file, sizeof(c->file), "%s-%s.tape", at, c->trainee);
	for (char *p = c->file; *p != '\0'; p++)
		if (*p == '/')
			*p = '_';
}

static int64_t
told_from(const struct app *a, const struct drill *before)
{
	int64_t ago = 0;

	for (int i = 0; i < before->n_tickets; i++)
		if (before->ticket[i].taken_ago > ago)
			ago = before->ticket[i].taken_ago;
	return a->desk.now - ago - 1;
}

/* A call is announced when this telephone rings, not when the lesson begins: an F2 before it would find nobody. */
static void
coach(struct app *a)
{
	struct class_info *c = &a->classroom;
	const struct call_info *call = &a->desk.call;
	const bool drill = class_run_scenario(c->run)->drill != NULL;

	if (!drill && !class_run_is_answered(c->run) && (!call->ringing || call->answering))
		c->hint[0] = '\0';
	else
		class_run_hint(c->run, c->hint);
}

enum err_code
app_class_begin(struct app *a, const struct class_order *o, struct err *e)
{
	struct class_info *c = &a->classroom;
	struct class_order mine = *o;
	char tape[700] = "";
	enum err_code rc;
	const struct scenario *s;

	if (a->desk.call.active)
		return err_set(e, ERR_STATE, "先结束现在的通话, 再开始案例。");
	if (app_drill_is_on(a))
		return err_set(e, ERR_STATE, "演练还没有完: 在培训里按 0 结束它。");
	app_class_drop(a);
	name_tape(c, a->desk.now);
	if (o->mode != MODE_WATCH && fs_mkdirs(c->results, NULL) == ERR_OK)
		(void)fs_join(tape, sizeof(tape), c->results, c->file);
	mine.tape = o->again == CLASS_ONCE ? tape : "";
	rc = class_run_open(&mine, app_class_ms(a), &c->run, e);
	if (rc != ERR_OK)
		return rc;
	str_copy(c->scenario_path, sizeof(c->scenario_path), o->path);
	c->seed = o->seed;
	c->under_way = true;
	c->again = o->again;
	s = class_run_scenario(c->run);
	if (o->again == CLASS_ONCE) { /* who comes after another is known from him */
		c->known_from_at = a->desk.now;
		c->told_from_at = s->before != NULL ? told_from(a, s->before) : 0;
		if (a->desk.cache != NULL)
			cache_people_from(a->desk.cache, c->known_from_at);
	}
	coach(a);
	if (o->mode == MODE_WATCH)
		rc = app_watch_begin(a, e);
	if (rc == ERR_OK && (s->drill != NULL || s->before != NULL))
		rc = app_drill_begin(a, e);
	if (rc != ERR_OK)
		app_class_drop(a);
	else if (o->mode == MODE_WATCH)
		app_exam_seen(a);
	if (rc == ERR_OK && s->drill == NULL && s->before == NULL)
		app_class_ring(a);
	return rc;
}

enum err_code
app_class_lesson(void *app, const struct class_order *o, struct err *e)
{
	struct app *a = app;

	if (o != NULL && o->wish != CLASS_LESSON)
		return app_exam_wish(a, o, e);
	a->classroom.missed = a->classroom.missed_running = 0;
	if (o != NULL && o->path != NULL)
		return a->classroom.exam[0] == '\0'
			   ? app_class_begin(a, o, e)
			   : err_set(e, ERR_STATE, "整场考试还没有完: 4 接着考, 0 放弃。");
	if (a->classroom.under_way) {
		app_class_end(a);
		return ERR_OK;
	}
	(void)app_exam_settle(a);
	if (a->classroom.exam[0] == '\0' && (o == NULL || !a->desk.call.active))
		app_class_stage(
		    a, PHONE_STAGE, o == NULL && !app_room_holds_callers(a) ? "" : "-", "");
	return ERR_OK;
}

void
app_class_open(struct app *a, const char *share)
{
	struct class_info *c = &a->classroom;
	const char *who = a->settings->trainee;

	if (!a->settings->demo)
		return;
	(void)snprintf(c->scenarios, sizeof(c->scenarios), "%.480s/conf/scenarios", share);
	if (a->settings->lessons[0] != '\0')
		str_copy(c->results, sizeof(c->results), a->settings->lessons);
	else if (fs_data_dir(NULL, "hotseat", c->results, sizeof(c->results) - 16, NULL) == ERR_OK)
		(void)snprintf(c->results + strlen(c->results), 16, "/lessons");
	str_copy(c->trainee, sizeof(c->trainee), who);
	c->class_seed = (uint64_t)a->settings->seed;
	c->pace = (int)a->settings->pace;
	class_clock_start(&a->class_clock, c->pace, clock_mono_ms());
	a->desk.classroom = c;
	a->desk.lesson = app_class_lesson;
}

void
app_class_close(struct app *a)
{
	app_watch_end(a);
	class_run_close(a->classroom.run);
	a->classroom.run = NULL;
}

static bool
is_on(const struct app *a)
{
	return a->classroom.under_way;
}

bool
app_class_talks(const struct app *a)
{
	return is_on(a) && class_run_is_talking(a->classroom.run) && a->desk.call.active;
}

/* ---- what happens at the seat ---- */

void
app_class_key(struct app *a, const struct input *in)
{
	struct class_run *r = a->classroom.run;
	const int64_t ms = app_class_ms(a);
	const bool own = a->prompting == PROMPT_TALK || input_is(in, ACTION_TALK);
	const bool text = (in->kind == INPUT_TEXT || in->kind == INPUT_PASTE) &&
			  (own || a->prompting == PROMPT_NONE); /* a command is no writing */
	char name[16] = "";

	if (!is_on(a) || in->kind == INPUT_RESIZE || in->kind == INPUT_NONE)
		return;
	if (in->kind == INPUT_ACTION)
		(void)keymap_first(&a->keymap, in->action, name);
	class_run_key(r, ms,
	    in->kind == INPUT_ACTION ? name
	    : in->text != NULL       ? in->text
				     : "",
	    own    ? CLASS_KEY_OWN
	    : text ? CLASS_KEY_TEXT
		   : CLASS_KEY_OTHER);
	if (input_is(in, ACTION_SENIOR))
		class_run_act(r, ms, ACT_HELP, -1, NULL);
	if (text && !own && ms - a->listened_ms >= LISTENS_MS) {
		a->listened_ms = ms;
		class_run_act(r, ms, ACT_LISTEN, -1, NULL);
	}
}

void
app_class_frame(struct app *a)
{
	if (is_on(a))
		class_run_frame(a->classroom.run, app_class_ms(a), &a->canvas);
}

/* ---- what the caller does, and the end ---- */

/* Over the list, where one goes on from there; after a drill when who sat here before is back. */
static void
show_marks(struct app *a)
{
	if (a->classroom.again != CLASS_ONCE) {
		app_say(a, 0, "教员插的这通电话结束了, 不计成绩。");
		return;
	}
	if (app_drill_is_on(a)) {
		app_drill_end(a);
		return;
	}
	app_open(a, view_by_name("train"), NULL);
	app_open(a, view_by_name("marks"), NULL);
}

/* Marked and kept. */
static void
close_lesson(struct app *a)
{
	struct class_info *c = &a->classroom;
	const struct scenario *s = class_run_scenario(c->run);
	const struct lesson *l = class_run_lesson(c->run);
	struct class_result *r = &c->last;
	struct err e = { 0 };

	c->under_way = false;
	c->hint[0] = '\0';
	if (c->again != CLASS_ONCE) { /* the trainer's, to look at: not marked */
		*r = (struct class_result){ 0 };
		(void)class_run_finish(c->run, app_class_ms(a), a->desk.city);
		return;
	}
	*r = (struct class_result){ .at = a->desk.now, .mode = class_run_mode(c->run) };
	results_of(class_run_finish(c->run, app_class_ms(a), a->desk.city), r);
	r->seed = c->seed;
	r->keys = l->keys;
	r->text_keys = l->free_keys;
	r->klm_ms = l->klm_ms;
	r->talk_ms = l->talk_ms;
	r->acw_ms = l->acw_ms;
	r->stars = l->stars;
	r->par_s = s->answer[0].par_s;
	r->acw_s = s->answer[0].acw_s;
	r->nth = c->exam[0] != '\0' ? c->exam_nth : 0;
	str_copy(r->exam, sizeof(r->exam), c->exam);
	str_copy(r->trainee, sizeof(r->trainee), c->trainee);
	str_copy(r->scenario, sizeof(r->scenario), s->id);
	str_copy(r->title, sizeof(r->title), s->title);
	str_copy(r->tape, sizeof(r->tape), c->file);
	if (results_add(c->results, r, class_run_score(c->run), &e) != ERR_OK)
		app_say(a, 2, "成绩没有存下: %s", e.text);
	app_room_result(a, r);
}

static void
finish(struct app *a)
{
	if (app_watch_is_on(a)) {
		app_watch_over(a);
		return;
	}
	close_lesson(a);
	if (app_exam_after(a))
		return;
	if (class_run_mode(a->classroom.run) != MODE_STRESS || !app_class_next(a))
		show_marks(a);
}

void
app_class_turn(struct app *a)
{
	struct class_info *c = &a->classroom;
	struct caller_out out;
	char before[sizeof(c->hint)];

	if (app_drill_turn(a) && c->run != NULL && !c->under_way)
		show_marks(a);
	if (!is_on(a)) {
		app_exam_turn(a);
		return;
	}
	c->ms = app_class_ms(a);
	if (app_class_gives_up(a))
		return;
	while (class_run_next(c->run, app_class_ms(a), &out)) {
		char stars[8];

		if (out.event == CALLER_SAYS) {
			app_heard(a, out.text);
			continue;
		}
		(void)snprintf(stars, sizeof(stars), "%d", out.stars);
		if (out.why != CALLER_HANDED && out.why != CALLER_CUT)
			app_class_stage(a, PHONE_LEAVE, a->desk.call.id, stars);
	}
	str_copy(before, sizeof(before), c->hint);
	if (!app_watch_hint(a, c->hint))
		coach(a);
	if (strcmp(before, c->hint) != 0)
		a->draw = true;
	if (class_run_is_over(c->run) && !app_drill_holds(a))
		finish(a);
	app_exam_turn(a);
}

/* As it stands: what was answered is marked, what was not never happened. */
void
app_class_end(struct app *a)
{
	struct class_info *c = &a->classroom;

	if (!is_on(a))
		return;
	if (app_watch_is_on(a)) { /* somebody else's: nothing of it is marked */
		app_class_drop(a);
		return;
	}
	if (a->desk.call.active || a->desk.call.ringing)
		app_class_stage(a, PHONE_LEAVE, a->desk.call.id, "");
	if (class_run_is_answered(c->run)) {
		class_run_ended(c->run, app_class_ms(a),
		    class_run_scenario(c->run)->drill != NULL ? LESSON_BY_LINE : LESSON_STOPPED);
		close_lesson(a);
		if (!app_exam_after(a))
			show_marks(a);
	} else {
		app_class_drop(a);
		(void)app_exam_after(a);
	}
}

int64_t
app_class_due_in(const struct app *a)
{
	const int64_t exam = app_exam_due_in(a), gives_up = app_class_gives_up_in(a);
	int64_t caller;

	if (!is_on(a))
		return exam;
	caller =
	    class_clock_left(&a->class_clock, class_run_wake(a->classroom.run), clock_mono_ms());
	if (gives_up >= 0 && (caller < 0 || gives_up < caller))
		caller = gives_up;
	return exam >= 0 && (caller < 0 || exam < caller) ? exam : caller;
}
