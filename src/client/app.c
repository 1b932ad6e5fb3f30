/* The loop of the screen thread: wait for the terminal or the engine, let the screen on top act, draw once, paint once.
 * Each input is handled to its end, journal included, before the next one is looked at. */
#include "app.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"

#define STARTING_MS \
	5000 /* it takes half a second, on a slow machine and with an empty directory some */

static unsigned
scopes_now(const struct app *a)
{
	const struct view *v = a->depth > 0 ? &a->stack[a->depth - 1] : NULL;

	if (a->prompting != PROMPT_NONE)
		return SCOPE_ALL | SCOPE_EDIT;
	if (a->dialog.open || v == NULL || v->ops->scopes == NULL)
		return SCOPE_ALL;
	return v->ops->scopes(v);
}

static void
unbound(struct app *a, const struct input *in)
{
	const struct action_info *info = in->kind == INPUT_ACTION ? action_info(in->action) : NULL;

	if (in->kind == INPUT_REFUSED)
		app_say(a, 2, "%s", in->text);
	else if (info != NULL && in->action <= ACTION_GO_TO)
		app_say(a, 0, "这一屏用不到 %s。F1 看这里能做什么。", info->label);
}

/* A caller comes first: whatever else F2 begins on a screen, while it rings it answers; who is locked out unlocks first. */
static bool
answers_call(const struct app *a, const struct input *in)
{
	return input_is(in, ACTION_NEW) && !app_is_locked(a) && app_new_answers(a);
}

static void
to_view(struct app *a, const struct input *in)
{
	struct view *v = app_top(a);
	unsigned bits = VIEW_IGNORED;

	if (v != NULL && v->ops->input != NULL && !answers_call(a, in))
		bits = v->ops->input(v, in);
	app_react(a, bits & ~(unsigned)VIEW_IGNORED);
	if ((bits & VIEW_IGNORED) == 0)
		return;
	if (in->kind != INPUT_ACTION || !app_global(a, in->action))
		unbound(a, in);
}

/* A key on what is in front. What was wrong on a screen is not carried on to the next. */
static void
handle(struct app *a, const struct input *in)
{
	const struct view *before = app_top(a);
	const int64_t now = clock_mono_ms();

	if (in->kind == INPUT_RESIZE) {
		canvas_resize(&a->canvas, in->rows, in->cols);
		a->draw = true;
		return;
	}
	if (message_key(&a->message, true, now))
		a->draw = true;
	app_class_key(a, in);
	if (!a->dialog.open && a->prompting != PROMPT_NONE &&
	    (a->prompting != PROMPT_TALK || !app_class_talks(a)) && answers_call(a, in))
		app_prompt_end(a);
	if (a->dialog.open)
		app_dialog_input(a, in);
	else if (a->prompting == PROMPT_TALK)
		app_talk_input(a, in);
	else if (a->prompting == PROMPT_SENIOR)
		app_senior_input(a, in);
	else if (a->prompting != PROMPT_NONE)
		app_prompt_input(a, in);
	else if (canvas_too_small(&a->canvas))
		a->draw = true; /* keys typed blind would go nowhere one can see */
	else
		to_view(a, in);
	if (app_top(a) != before && !a->message.answered && message_drop(&a->message, now))
		a->draw = true;
	(void)message_key(&a->message, false, now);
}

static void
hear_engine(struct app *a)
{
	struct news *n;

	while ((n = engine_news(a->engine)) != NULL) {
		app_news(a, n);
		news_free(n);
	}
}

/* Until the seat locks by itself; -1 never. Who talks is there, though no key is pressed. */
static int64_t
lock_due_in(const struct app *a)
{
	int64_t left = a->touched_at + a->settings->lock_minutes * 60000 - clock_mono_ms();

	if (a->settings->lock_minutes == 0 || a->desk.me.user[0] == '\0' || a->desk.call.active ||
	    app_is_locked(a) || a->room != NULL) /* in a class one looks, and waits to be sent */
		return -1;
	return left > 0 ? left : 0;
}

/* Keys of somebody who is faster than the centre of his own seat: until it knows him, F2 would be refused and the words
 * behind it would be keys of the first screen. They wait for that, for so many ms yet, and no longer than one waits for a
 * picture to say something; 0: they are taken. */
static int64_t
holds_keys_for(const struct app *a)
{
	const int64_t left = a->run_at + STARTING_MS - clock_mono_ms();

	if (a->centre == NULL || a->desk.me.user[0] != '\0' || a->depth > 1 ||
	    (a->desk.link.state != LINK_STARTING && a->signing == 0))
		return 0;
	return left > 0 ? left : 0;
}

static int
patience(const struct app *a)
{
	int view = app_wait_ms(a), term = term_wait_ms(a->term), ms = view;
	int64_t pause = a->idle_at == 0 ? -1 : a->idle_at - clock_mono_ms();
	const int64_t said = message_due_in(&a->message, clock_mono_ms()), held = holds_keys_for(a);

	if (a->idle_at != 0 && (ms < 0 || pause < ms))
		ms = pause > 0 ? (int)pause : 0;

	if (held > 0 && !term_is_resized(a->term)) /* it has keys and would not wait */
		term = (int)held;
	if (term >= 0 && (ms < 0 || term < ms))
		ms = term;
	if (app_class_due_in(a) >= 0 && (ms < 0 || app_class_due_in(a) < ms))
		ms = (int)app_class_due_in(a);
	if (app_packet_due_in(a) >= 0 && (ms < 0 || app_packet_due_in(a) < ms))
		ms = (int)app_packet_due_in(a);
	if (app_senior_due_in(a) >= 0 && (ms < 0 || app_senior_due_in(a) < ms))
		ms = (int)app_senior_due_in(a);
	if (app_room_due_in(a) >= 0 && (ms < 0 || app_room_due_in(a) < ms))
		ms = (int)app_room_due_in(a);
	if (app_drill_due_in(a) >= 0 && (ms < 0 || app_drill_due_in(a) < ms))
		ms = (int)app_drill_due_in(a);
	if (app_watch_due_in(a) >= 0 && (ms < 0 || app_watch_due_in(a) < ms))
		ms = (int)app_watch_due_in(a);
	if (said >= 0 && (ms < 0 || said < ms))
		ms = (int)said;
	if (lock_due_in(a) >= 0 && (ms < 0 || lock_due_in(a) < ms))
		ms = (int)lock_due_in(a);
	if (a->centre != NULL && (ms < 0 || ms > 60000) && a->desk.link.state != LINK_ONLINE)
		ms = 1000; /* has the private centre died? */
	return ms;
}

/* The only moment when a signal is let in (main.c holds them back): it ends this wait, or the next one at once. */
static void
await(struct pollfd *fds, nfds_t n, int ms)
{
	struct timespec t = { ms / 1000, (long)(ms % 1000) * 1000000 };
	sigset_t all;

	sigemptyset(&all);
	ppoll(fds, n, ms < 0 ? NULL : &t, &all);
}

static void
watch_centre(struct app *a)
{
	if (a->centre == NULL || a->desk.link.state == LINK_ONLINE)
		return;
	if (private_watch(a->centre, clock_mono_ms()))
		app_job(a, job_new(JOB_SYNC_NOW));
}

/* What was pressed at the seat, or (${played}) by who plays for somebody who watches. */
static void
take_inputs(struct app *a, bool played)
{
	struct input in;

	while (!a->quit && (holds_keys_for(a) == 0 || term_is_resized(a->term)) &&
	       term_next(a->term, scopes_now(a), &in)) {
		a->desk.now = clock_now_ms();
		a->touched_at = clock_mono_ms();
		app_before_key(a, &in);
		if (played == app_watch_is_on(a) || in.kind == INPUT_RESIZE)
			handle(a, &in);
		else
			app_watch_input(a, &in);
		app_senior_typed(a);
		app_class_turn(a);
		app_after_key(a);
	}
}

static bool
turn(struct app *a)
{
	struct pollfd fds[4] = { 0 };
	int term[2];
	bool talking;

	if (message_turn(&a->message, a->canvas.cols - 2, clock_mono_ms()))
		a->draw = true;
	if (a->draw)
		app_show(a);
	term_fds(a->term, term);
	fds[0] = (struct pollfd){ .fd = term[0], .events = POLLIN };
	fds[1] = (struct pollfd){ .fd = term[1], .events = POLLIN };
	fds[2] = (struct pollfd){ .fd = engine_news_fd(a->engine), .events = POLLIN };
	fds[3] = (struct pollfd){ .fd = app_room_fd(a), .events = POLLIN };
	await(fds, 4, patience(a));
	a->desk.now = clock_now_ms();
	if (app_wait_ms(a) >= 0 && fds[0].revents == 0)
		a->draw = true; /* the status line moves by itself */
	talking = a->desk.call.active;
	hear_engine(a);
	app_class_turn(a);
	app_room_turn(a);
	watch_centre(a);
	if (talking || a->desk.call.active)
		a->touched_at = clock_mono_ms(); /* who talks is there */
	if (lock_due_in(a) == 0)
		app_lock(a);
	if (!term_read(a->term))
		return false;
	take_inputs(a, false);
	if (app_watch_turn(a))
		take_inputs(a, true);
	app_pay_rest(a);
	app_senior_turn(a);
	app_packet_turn(a);
	if (a->desk.cache != NULL) {
		cache_turn_end(a->desk.cache);
		if (cache_reader_damaged(a->desk.cache))
			app_say(a, 2, "%s", CACHE_DAMAGE_WORDS);
	}
	return !a->quit;
}

enum err_code
app_run(struct app *a, struct err *e)
{
	int rows, cols;
	bool gone = false;

	term_size(a->term, &rows, &cols);
	if (!canvas_resize(&a->canvas, rows, cols))
		return err_set(e, ERR_NO_MEMORY, NULL);
	if (term_notice(a->term) != NULL)
		app_say(a, 1, "%s", term_notice(a->term));
	a->touched_at = a->run_at = clock_mono_ms();
	a->draw = true;
	app_hurry(a, true);
	while (turn(a))
		;
	gone = !a->quit;
	app_hurry(a, false);
	while (a->depth > 0)
		view_close(&a->stack[--a->depth]);
	app_senior_close(a);
	canvas_free(&a->canvas);
	canvas_free(&a->frame.canvas);
	return gone ? err_set(e, ERR_TERMINAL, "终端已断开。已输入的内容都在本机。") : ERR_OK;
}
