/* app_watch.c: 观摩: somebody else plays the lesson on the real screens, key by key, and the line of the coach says what he
 * does and why. Who watches may stop him, have one step, or leave. A robot (app_robot.c) plays the same way, as fast as the
 * screens go: then the lesson's clock stands, and each key puts it on by what it takes a person.
 *
 * Invariant: a key of the player goes the way of every key, through the decoder of the terminal, and he looks again only when it was
 * acted on. Nothing of a watched lesson is kept. Not here: what he does (client/class/player.h). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "base/clock.h"
#include "base/utf8.h"

#define KEY_MS        400 /* a key that is none of text, with the thought before it */
#define CHAR_MS       120 /* a character: who has done it for years */
#define ASKS_MS       20  /* whether the seat has come so far; nobody sees a key later by so much */
#define ROBOT_ASKS_MS 2   /* he who plays hundreds of lessons mostly waits for that */

struct watch {
	struct player *player;
	bool at_once; /* a robot's: no time but what keys take */
	bool paused, step;
	char typing[4096]; /* what is being typed, and how far */
	size_t typed;
	int64_t next_ms; /* of the machine: not before */
	char why[200];
	bool strayed;         /* who watches pressed what is not his */
	enum agent_state sat; /* what the person did at this seat before */
	int sat_reason;       /* of a rest */
};

/* ---- begin, end ---- */

enum err_code
app_watch_begin(struct app *a, struct err *e)
{
	struct watch *w;

	if (class_run_scenario(a->classroom.run)->drill != NULL)
		return err_set(e, ERR_STATE, "演练没有观摩: 按 1 有提示地做一遍。");
	w = calloc(1, sizeof(*w));
	if (w == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	w->player = player_new(app_robot_style(a), a->classroom.run, a->desk.city);
	if (w->player == NULL) {
		free(w);
		return err_set(e, ERR_NO_MEMORY, NULL);
	}
	w->at_once = a->robots != NULL;
	w->sat = a->desk.call.agent;
	w->sat_reason = a->desk.call.agent_reason;
	a->watch = w;
	class_clock_stand(&a->class_clock, w->at_once, clock_mono_ms());
	return ERR_OK;
}

void
app_watch_end(struct app *a)
{
	if (a->watch == NULL)
		return;
	if (a->prompting != PROMPT_NONE) /* what he was saying */
		app_prompt_end(a);
	player_free(a->watch->player);
	free(a->watch);
	a->watch = NULL;
	class_clock_stand(&a->class_clock, a->robots != NULL, clock_mono_ms());
}

bool
app_watch_is_on(const struct app *a)
{
	return a->watch != NULL;
}

bool
app_watch_hint(const struct app *a, char out[256])
{
	const struct watch *w = a->watch;

	if (w == NULL)
		return false;
	(void)str_copy(out, 256, w->strayed ? "现在是观摩, 键盘不归您。" : w->why);
	return true;
}

const char *
app_watch_keys(const struct app *a)
{
	return a->watch->paused ? "[停着: 空格走 →一步 Esc离开]" : "[空格停 →一步 Esc离开]";
}

/* The caller was the player's, and so is the work he leaves: who watched does what he did before. A rest that a senior
 * ordered is no wish of his; it comes back by whatever he wishes. */
static void
sit_again(struct app *a, enum agent_state sat, int reason)
{
	const bool free = sat == AGENT_BUSY || (sat == AGENT_REST && agent_reason_is_free(reason));
	struct job *j = sat != AGENT_OFFLINE && sat != AGENT_ACW ? job_new(JOB_AGENT) : NULL;

	if (j == NULL)
		return;
	j->agent = free ? sat : AGENT_IDLE;
	j->reason = free && sat == AGENT_REST ? reason : 0;
	app_job(a, j);
}

static int
asks_ms(const struct app *a)
{
	return a->robots != NULL ? ROBOT_ASKS_MS : ASKS_MS;
}

static void
leave(struct app *a, const char *why)
{
	const enum agent_state sat = a->watch->sat;
	const int reason = a->watch->sat_reason;

	app_class_end(a);
	sit_again(a, sat, reason);
	if (app_top(a) == NULL || strcmp(app_top(a)->ops->name, "train") != 0)
		app_open(a, view_by_name("train"), NULL);
	app_say(a, 0, "%s", why);
}

void
app_watch_over(struct app *a)
{
	struct score_half half;

	(void)class_run_finish(a->classroom.run, app_class_ms(a), a->desk.city);
	half = score_machine(class_run_score(a->classroom.run));
	if (a->robots != NULL) {
		app_robot_marked(a, NULL);
		return;
	}
	leave(a, "");
	app_say(a, 0, "观摩完了: 这样做机评百分之 %d。自己来: 按 1 引导, 2 单考。", half.percent);
}

/* ---- who watches ---- */

void
app_watch_input(struct app *a, const struct input *in)
{
	struct watch *w = a->watch;

	a->draw = true;
	w->strayed = false;
	if (in->kind == INPUT_TEXT && strcmp(in->text, " ") == 0) {
		w->paused = !w->paused;
		class_clock_stand(&a->class_clock, w->paused || w->at_once, clock_mono_ms());
	} else if (input_is(in, ACTION_RIGHT) || input_is(in, ACTION_ENTER)) {
		w->paused = w->step = true;
		class_clock_stand(&a->class_clock, true, clock_mono_ms());
	} else if (input_is(in, ACTION_BACK)) {
		leave(a, "观摩结束。自己来: 按 1 引导, 2 单考。");
	} else if (input_is(in, ACTION_REDRAW)) {
		term_redraw(a->term);
	} else { /* on his line, where the keys are that he has: the player may be saying something on the message line */
		w->strayed = true;
	}
}

/* ---- the player ---- */

static void
see(struct app *a, struct player_sees *v, char place[VIEW_PLACE])
{
	const struct view *top = app_top(a);

	place[0] = '\0';
	if (top != NULL && top->ops->place != NULL)
		top->ops->place(top, place);
	*v = (struct player_sees){ .ms = app_class_ms(a),
		.ringing = a->desk.call.ringing && !a->desk.call.answering,
		.view = top != NULL ? top->ops->name : "",
		.place = place,
		.sheet = a->desk.sheet != NULL ? &a->desk.sheet->f : NULL,
		.saying = a->prompting == PROMPT_TALK ? &a->prompt : NULL,
		.heard = a->desk.call.heard };
}

/* What a key takes: of the clock when it goes, else it is put on by so much. */
static void
takes(struct app *a, int ms)
{
	struct watch *w = a->watch;

	if (w->at_once || w->paused)
		class_clock_put_on(&a->class_clock, ms, clock_mono_ms());
	w->next_ms = w->at_once || w->paused ? 0 : clock_mono_ms() + ms / a->classroom.pace;
}

static void
press(struct app *a, enum action action)
{
	char name[16];

	takes(a, KEY_MS);
	term_press(a->term, keymap_key(keymap_first(&a->keymap, action, name)));
}

/* In life a character at a time; in one piece where nobody looks. */
static bool
type_on(struct app *a)
{
	struct watch *w = a->watch;
	const char *rest = w->typing + w->typed;
	const size_t len = strlen(rest);
	char one[8] = "";
	uint32_t cp = 0;
	size_t n;

	if (len == 0)
		return false;
	if (w->at_once || w->step) {
		takes(a, (int)utf8_count(rest) * CHAR_MS);
		term_type(a->term, rest);
		w->typed += len;
		return true;
	}
	n = utf8_next(rest, len, &cp);
	memcpy(one, rest, n < sizeof(one) ? n : sizeof(one) - 1);
	takes(a, CHAR_MS);
	term_type(a->term, one);
	w->typed += n;
	return true;
}

static bool
begin_typing(struct app *a, const char *text)
{
	a->watch->typed = 0;
	(void)str_copy(a->watch->typing, sizeof(a->watch->typing), text);
	return type_on(a);
}

static void
wait_for(struct app *a, int ms)
{
	struct watch *w = a->watch;

	if (ms > 0)
		takes(a, ms);
	else
		w->next_ms = clock_mono_ms() + asks_ms(a);
}

static bool
play(struct app *a)
{
	struct watch *w = a->watch;
	struct player_sees v;
	struct player_does does;
	char place[VIEW_PLACE];

	see(a, &v, place);
	player_look(w->player, &v, &does);
	if (does.why[0] != '\0') {
		w->strayed = w->strayed && strcmp(w->why, does.why) == 0;
		(void)str_copy(w->why, sizeof(w->why), does.why);
	}
	switch (does.what) {
	case PLAYER_PRESSES:
		press(a, does.action);
		return true;
	case PLAYER_TYPES:
		return begin_typing(a, does.text);
	case PLAYER_WAITS:
		wait_for(a, does.wait_ms);
		return false;
	case PLAYER_IS_LOST:
	case PLAYER_IS_DONE:
		break;
	}
	if (a->robots != NULL)
		app_robot_marked(a, does.what == PLAYER_IS_LOST           ? does.text
				    : class_run_is_over(a->classroom.run) ? NULL
									  : place);
	else
		leave(a, "这个案例照标准答案没有做完, 请告诉写案例的人。");
	return false;
}

/* What he would see is not yet what there is: a query was cut short and is asked again in a pause, or the engine has not done
 * what he did before. */
static bool
is_unfinished(struct app *a)
{
	if (!a->ask_again && !engine_is_behind(a->engine))
		return false;
	wait_for(a, 0);
	return true;
}

bool
app_watch_turn(struct app *a)
{
	struct watch *w;
	bool pressed;

	app_robot_turn(a);
	w = a->watch;
	if (w == NULL || app_drill_is_laying(a) || (w->paused && !w->step) ||
	    clock_mono_ms() < w->next_ms || is_unfinished(a))
		return false;
	pressed = type_on(a) || play(a);
	if (pressed && a->watch != NULL)
		a->watch->step = false; /* a step is as far as the next key */
	return pressed;
}

int64_t
app_watch_due_in(const struct app *a)
{
	const struct watch *w = a->watch;
	int64_t left;

	if (w == NULL)
		return a->robots != NULL ? asks_ms(a) : -1;
	if (w->paused && !w->step)
		return -1;
	left = w->next_ms - clock_mono_ms();
	return left > 0 ? left : 0;
}
