/* app_class_line.c: under stress (压力) the callers come one behind another. Who is not answered gives up as in life, is not
 * marked and is counted: what was not answered is what stress costs. */
#include <stdint.h>
#include <string.h>

#include "base/clock.h"
#include "client/class/results.h"
#include "client/class/shelf.h"
#include "app.h"

#define RINGS_MS   40000 /* of the lesson's clock; an answer is due after 15 s (model/score_call.c) */
#define GONE_AFTER 5     /* unanswered ones running: nobody sits there */

bool
app_class_next(struct app *a)
{
	struct class_info *c = &a->classroom;
	struct class_order o = { .mode = MODE_STRESS };
	struct shelf s;
	bool begun = false;

	if (shelf_open(c->scenarios, &s, NULL) != ERR_OK)
		return false;
	for (int i = 0; i < s.n && !begun; i++) {
		const struct shelf_item *x = &s.item[(c->in_line * 17 + i) % s.n];

		if ((x->modes & (1u << MODE_STRESS)) == 0 || strcmp(x->path, c->scenario_path) == 0)
			continue;
		o.path = x->path;
		o.seed = (uint64_t)c->in_line % (uint64_t)(x->choices > 0 ? x->choices : 1);
		begun = app_class_begin(a, &o, NULL) == ERR_OK;
	}
	c->in_line++;
	shelf_free(&s);
	return begun;
}

/* When, by the lesson's clock; INT64_MAX: he has been answered, or waits for ever. */
static int64_t
gives_up_ms(const struct app *a)
{
	const struct class_run *r = a->classroom.run;

	if (!a->classroom.under_way || class_run_mode(r) != MODE_STRESS ||
	    class_run_is_answered(r) || !a->desk.call.ringing || a->desk.call.answering)
		return INT64_MAX;
	return class_run_rings_since(r) + RINGS_MS;
}

int64_t
app_class_gives_up_in(const struct app *a)
{
	const int64_t at = gives_up_ms(a);

	return at == INT64_MAX ? -1 : class_clock_left(&a->class_clock, at, clock_mono_ms());
}

bool
app_class_gives_up(struct app *a)
{
	struct class_info *c = &a->classroom;

	if (app_class_ms(a) < gives_up_ms(a))
		return false;
	c->missed++;
	if (++c->missed_running == GONE_AFTER) {
		app_class_drop(a);
		app_say(a, 1, "连着 %d 个没接到, 这一轮停了, 共没接到 %d 个: 按 3 再来。",
		    GONE_AFTER, c->missed);
		return true;
	}
	if (app_class_next(a)) {
		app_say(a, 1, "响了 %d 秒没人接, 来电人挂了。这一轮没接到 %d 个; 下一个马上来。",
		    RINGS_MS / 1000, c->missed);
		return true;
	}
	app_class_drop(a);
	app_say(a, 1,
	    "响了 %d 秒没人接, 来电人挂了。没有别的案例可接, 这一轮停了, 共没接到 %d 个。",
	    RINGS_MS / 1000, c->missed);
	return true;
}
