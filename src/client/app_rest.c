/* Queries of the screen give way to whoever types: a key that waits, or 20 ms, ends one, and the picture has what was found
 * until then, marked 未完. What was cut short is asked again when the hands rest, and then only a key ends it.
 *
 * Invariants: what an action asks is whole (it acts on what it finds), and so is what is shown until the next letter: the
 * row it was about stays the chosen one; only letters, whose answers are passing, are answered in a hurry. An action that came before anybody could see what
 * it had cut short finds the whole of it. Not done here: what a screen does with news, and what it puts off. */
#include <poll.h>

#include "app.h"
#include "base/clock.h"

#define IDLE_MS 200

/* ---- giving way ---- */

static bool
key_waits(void *arg)
{
	const struct app *a = arg;
	struct pollfd keyboard = { .events = POLLIN };
	int fds[2];

	term_fds(a->term, fds);
	keyboard.fd = fds[0];
	return poll(&keyboard, 1, 0) == 1 && (keyboard.revents & POLLIN) != 0;
}

void
app_hurry(struct app *a, bool on)
{
	if (a->desk.cache != NULL)
		cache_reader_patience(a->desk.cache, on ? key_waits : NULL, a);
}

static void
look_at_cut(struct app *a)
{
	enum cache_cut cut = a->desk.cache != NULL ? cache_reader_cut(a->desk.cache) : CACHE_WHOLE;

	a->ask_again = a->ask_again || cut != CACHE_WHOLE;
	a->cut_by_key = a->cut_by_key || cut == CACHE_CUT_BY_KEY;
}

/* ---- asking again ---- */

/* To a screen it is as if rows had changed. The city is never read in a hurry. */
static void
ask_again(struct app *a)
{
	struct news n = { .kind = NEWS_TABLES, .tables = ~(uint32_t)CACHE_CITY };

	a->ask_again = a->cut_by_key = false;
	app_tell_views(a, &n);
}

void
app_show(struct app *a)
{
	a->draw = false;
	app_draw(a);
	if (a->prompting == PROMPT_NONE) /* which stands over it */
		message_painted(&a->message, clock_mono_ms());
	a->canvas.low_bandwidth = a->desk.low_bandwidth;
	if (a->dialog.open && a->dialog.flush) {
		/* before it is seen: a key that answers it is never thrown away */
		term_flush(a->term);
		a->dialog.flush = false;
	}
	term_paint(a->term, &a->canvas);
	app_class_frame(a);
	app_room_frame(a);
	look_at_cut(a);
	if (a->ask_again && a->idle_at == 0)
		a->idle_at = clock_mono_ms() + IDLE_MS;
}

void
app_before_key(struct app *a, const struct input *in)
{
	const bool acts = in->kind == INPUT_ACTION;

	app_hurry(a, !acts);
	look_at_cut(a);
	if (acts && a->cut_by_key && !a->dialog.open && a->prompting == PROMPT_NONE) {
		ask_again(a);
		app_draw(a); /* that is when screens read */
		a->draw = true;
	}
	a->cut_by_key = false; /* the next one sees the picture first */
}

void
app_after_key(struct app *a)
{
	const struct view *v = app_top(a);

	look_at_cut(a);
	a->idle_at =
	    a->ask_again || (v != NULL && v->ops->idle != NULL) ? clock_mono_ms() + IDLE_MS : 0;
}

/* ---- a pause: what is worth doing once the hands rest ---- */

static void
rest(struct app *a)
{
	struct view *v;

	if (a->ask_again) {
		ask_again(a);
		if (a->draw)
			app_show(a);
	}
	v = app_top(a);
	if (v != NULL && v->ops->idle != NULL)
		app_react(a, v->ops->idle(v));
}

void
app_pay_rest(struct app *a)
{
	if (a->idle_at == 0 || clock_mono_ms() < a->idle_at)
		return;
	a->idle_at = 0;
	if (a->desk.cache != NULL)
		cache_reader_rest(a->desk.cache, true);
	rest(a);
	if (a->desk.cache != NULL)
		cache_reader_rest(a->desk.cache, false);
	look_at_cut(a); /* by a key, which is handled next: behind it is another pause */
}
