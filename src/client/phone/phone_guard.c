/* Between a provider and the seat: what comes is made fit to be seen and must fit what there is; what is asked for must be
 * answered in time; and after the link was down the picture is made true by ordinary events.
 *
 * Invariants: nothing reaches the seat but through deliver(), which changes the picture with it; a provider that lies,
 * repeats itself or sleeps costs a count or a sentence, never a state. Not here: what may happen when (phone_picture.c). */
#include "phone_guard_p.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/str.h"
#include "base/utf8.h"
#include "model/call_queue.h"
#include "model/mask.h"
#include "text/paste.h"

#define WAITS          8                                     /* commands without an answer */
#define WAITED_MOST_MS (RECORD_SECONDS_MOST * INT64_C(1000)) /* nobody waits longer than a day */
#define STEPS_MOST     16 /* from any picture to any other it is fewer */

struct waiting {
	enum phone_command command;
	int64_t until_at; /* 0: free */
};
struct phone_guard {
	struct phone *phone;
	void (*emit)(void *arg, const struct phone_event *ev);
	void *arg;
	struct phone_picture picture;
	struct waiting waits[WAITS];
	unsigned dropped;
	bool up;
	enum agent_state agent; /* told, or to be told when the link is up */
	int reason;
};

static const struct {
	unsigned cap, answers;
	const char *label;
} commands[PHONE_COMMAND_COUNT] = {
#define X(name, cap, answers, label) [PHONE_##name] = { PHONE_CAP_##cap, answers, label },
	PHONE_COMMANDS(X)
#undef X
};

unsigned
phone_command_cap(enum phone_command c)
{
	return commands[c].cap;
}

const char *
phone_command_label(enum phone_command c)
{
	return commands[c].label;
}

/* ---- fit to be seen ---- */

/* One line of visible characters that fits, whatever stood there; what is cut ends in a mark. */
static void
clean(char *s, size_t size)
{
	static const char cut[] = "…";
	const size_t n = strnlen(s, size);
	struct str out = { 0 };

	text_paste_line(&out, s, n);
	if (out.len < size) {
		(void)str_copy(s, size, str_c(&out));
	} else {
		const size_t room = size - sizeof(cut), at = utf8_prev(str_c(&out), room + 1);

		memcpy(s, str_c(&out), at);
		memcpy(s + at, cut, sizeof(cut));
	}
	str_free(&out);
}

static void
clean_number(char *s, size_t size)
{
	char text[64], digits[64];

	(void)snprintf(text, sizeof(text), "%.*s", (int)strnlen(s, size), s);
	(void)mask_phone_normal(text, digits, sizeof(digits));
	if (!str_copy(s, size, digits))
		s[0] = '\0'; /* no number of anybody is that long */
}

static void
clean_event(struct phone_event *ev)
{
	clean(ev->call, sizeof(ev->call));
	clean(ev->line, sizeof(ev->line));
	clean(ev->text, sizeof(ev->text));
	clean(ev->skill, sizeof(ev->skill));
	clean(ev->ivr, sizeof(ev->ivr));
	clean(ev->recording, sizeof(ev->recording));
	clean(ev->target, sizeof(ev->target));
	clean_number(ev->peer, sizeof(ev->peer));
	if (ev->queue < 0 || ev->queue > CALL_QUEUE_MOST)
		ev->queue = -1;
	if (ev->waited_ms < 0)
		ev->waited_ms = 0;
	if (ev->waited_ms > WAITED_MOST_MS)
		ev->waited_ms = WAITED_MOST_MS;
	if (ev->kind != PHONE_SNAPSHOT)
		return;
	clean(ev->picture.call, sizeof(ev->picture.call));
	clean(ev->picture.line, sizeof(ev->picture.line));
	clean(ev->picture.recording, sizeof(ev->picture.recording));
	clean(ev->picture.target, sizeof(ev->picture.target));
	clean(ev->picture.joined, sizeof(ev->picture.joined));
	clean_number(ev->picture.peer, sizeof(ev->picture.peer));
}

/* ---- on to the seat ---- */

static void
settle(struct phone_guard *g, const struct phone_event *ev)
{
	for (int i = 0; i < WAITS; i++)
		if (g->waits[i].until_at != 0 &&
		    (commands[g->waits[i].command].answers & 1u << ev->kind) != 0)
			g->waits[i].until_at = 0;
}

/* Said at the first, the second, the fourth…: a provider that goes mad must not fill the disk. */
static void
drop(struct phone_guard *g, const struct phone_event *ev)
{
	g->dropped++;
	if ((g->dropped & (g->dropped - 1)) == 0)
		log_warn("telephone: event %d of call %s does not fit, %u dropped", (int)ev->kind,
		    ev->call, g->dropped);
}

static void
deliver(struct phone_guard *g, const struct phone_event *ev)
{
	if (!phone_picture_take(&g->picture, ev)) {
		drop(g, ev);
		return;
	}
	settle(g, ev);
	g->emit(g->arg, ev);
}

static void
fail(struct phone_guard *g, const struct waiting *w, int64_t now, const char *why)
{
	struct phone_event ev = { .kind = PHONE_FAILED, .queue = -1, .at = now };

	(void)str_copy(ev.call, sizeof(ev.call), g->picture.call);
	(void)snprintf(ev.text, sizeof(ev.text), "%s: %s", commands[w->command].label, why);
	deliver(g, &ev);
}

static void
fail_all(struct phone_guard *g, int64_t now, bool due_only, const char *why)
{
	for (int i = 0; i < WAITS; i++) {
		const struct waiting w = g->waits[i];

		if (w.until_at == 0 || (due_only && now < w.until_at))
			continue;
		g->waits[i].until_at = 0;
		fail(g, &w, now, why);
	}
}

/* What happened while nobody could say so. */
static void
make_true(struct phone_guard *g, const struct phone_event *snapshot)
{
	const struct phone_picture *then = &snapshot->picture;
	struct phone_event ev;

	for (int i = 0; i < STEPS_MOST && phone_picture_step(&g->picture, then, &ev); i++) {
		ev.at = snapshot->at;
		if (ev.kind == PHONE_CLEARED)
			(void)str_copy(
			    ev.text, sizeof(ev.text), "电话恢复, 刚才的通话在中断时已经结束");
		deliver(g, &ev);
	}
}

static void
link_up(struct phone_guard *g, const struct phone_event *ev)
{
	struct err e;

	g->up = true;
	deliver(g, ev);
	if (g->phone->ops->snapshot != NULL)
		g->phone->ops->snapshot(g->phone, ev->at);
	/* a provider that was dead has forgotten who sits here */
	if (g->phone->guard != NULL && g->agent != AGENT_STATE_COUNT &&
	    g->phone->ops->agent(g->phone, g->agent, g->reason, ev->at, &e) != ERR_OK)
		log_warn("telephone: state not taken: %s", e.text);
}

static void
heard(void *arg, const struct phone_event *from)
{
	struct phone_guard *g = arg;
	struct phone_event ev = *from;

	clean_event(&ev);
	switch (ev.kind) {
	case PHONE_LINK_UP:
		link_up(g, &ev);
		break;
	case PHONE_LINK_DOWN:
		if (!g->up)
			break;
		g->up = false;
		deliver(g, &ev);
		fail_all(g, ev.at, false, "话务中断, 没有做成; 登记照常, 恢复后自动接上");
		break;
	case PHONE_SNAPSHOT:
		make_true(g, &ev);
		break;
	case PHONE_FAILED: /* it says so itself */
		memset(g->waits, 0, sizeof(g->waits));
		deliver(g, &ev);
		break;
	default:
		if (g->up)
			deliver(g, &ev);
		else
			drop(g, &ev);
		break;
	}
}

/* ---- what the seat asks ---- */

static void
wait_for(struct phone_guard *g, enum phone_command c, int64_t now)
{
	int at = 0;

	for (int i = 1; i < WAITS; i++) /* a free one, else the oldest */
		if (g->waits[i].until_at < g->waits[at].until_at)
			at = i;
	g->waits[at] = (struct waiting){ c, now + PHONE_ANSWER_MS };
}

static void
forget(struct phone_guard *g, enum phone_command c, int64_t now)
{
	for (int i = 0; i < WAITS; i++)
		if (g->waits[i].command == c && g->waits[i].until_at == now + PHONE_ANSWER_MS)
			g->waits[i].until_at = 0;
}

enum err_code
phone_command(struct phone *p, enum phone_command c, const char *call, const char *arg, int64_t now,
    struct err *e)
{
	struct phone_guard *g = p->guard;
	enum err_code rc;

	if (!g->up)
		return err_set(e, ERR_STATE, "话务中断, 现在不能%s; 登记照常。", commands[c].label);
	/* a provider that can do nothing says so in words of its own */
	if (p->ops->caps != PHONE_CAP_AGENT && (p->ops->caps & commands[c].cap) == 0)
		return err_set(e, ERR_STATE, "这套电话不能%s。", commands[c].label);
	wait_for(g, c, now); /* before: the answer may come at once */
	rc = p->ops->command(p, c, call, arg, now, e);
	if (rc != ERR_OK)
		forget(g, c, now);
	return rc;
}

enum err_code
phone_agent(struct phone *p, enum agent_state state, int reason, int64_t now, struct err *e)
{
	struct phone_guard *g = p->guard;

	g->agent = state;
	g->reason = reason;
	return g->up ? p->ops->agent(p, state, reason, now, e) : ERR_OK;
}

/* ---- the clock ---- */

void
phone_service(struct phone *p, int64_t now)
{
	p->ops->service(p, now);
	fail_all(p->guard, now, true, "电话系统没有回应, 请再按一次, 或用话机操作");
}

int
phone_timeout(struct phone *p, int64_t now)
{
	int wait = p->ops->timeout_ms(p, now);

	for (int i = 0; i < WAITS; i++) {
		const int64_t until = p->guard->waits[i].until_at;

		if (until != 0 && (wait < 0 || until - now < wait))
			wait = until > now ? (int)(until - now) : 0;
	}
	return wait;
}

/* ---- its life ---- */

bool
phone_guard_new(struct phone *p, void (*emit)(void *, const struct phone_event *), void *arg)
{
	struct phone_guard *g = calloc(1, sizeof(*g));

	if (g == NULL)
		return false;
	*g = (struct phone_guard){
		.phone = p, .emit = emit, .arg = arg, .agent = AGENT_STATE_COUNT
	};
	p->emit = heard;
	p->arg = g;
	p->guard = g;
	return true;
}

void
phone_guard_free(struct phone *p)
{
	free(p->guard);
	p->guard = NULL;
}

const struct phone_picture *
phone_picture_of(const struct phone *p)
{
	return &p->guard->picture;
}

unsigned
phone_dropped(const struct phone *p)
{
	return p->guard->dropped;
}
