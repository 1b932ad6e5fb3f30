/* Between a provider and the seat: a provider that lies, repeats itself, sends hostile names or sleeps; and from any picture
 * to any other by events that fit. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/str.h"
#include "base/utf8.h"
#include "client/phone/phone_guard_p.h"

struct heard {
	int n;
	struct phone_event last;
	char kinds[200]; /* as numbers */
};

static void
hear(void *arg, const struct phone_event *ev)
{
	struct heard *h = arg;
	const size_t at = strlen(h->kinds);

	h->n++;
	h->last = *ev;
	(void)snprintf(h->kinds + at, sizeof(h->kinds) - at, "%d ", (int)ev->kind);
}

static bool
ends_in(const char *s, const char *tail)
{
	const size_t n = strlen(s), m = strlen(tail);

	return n >= m && strcmp(s + n - m, tail) == 0;
}

/* ---- a provider that does as it is told, and no more ---- */

static int told; /* last state it was told; only tests/ may have such a thing */

static int
never(struct phone *p, int64_t now)
{
	(void)p;
	(void)now;
	return -1;
}

static void
nothing(struct phone *p, int64_t now)
{
	(void)p;
	(void)now;
}

static enum err_code
obey(struct phone *p, enum phone_command c, const char *call, const char *arg, int64_t now,
    struct err *e)
{
	(void)p;
	(void)call;
	(void)arg;
	(void)now;
	return c == PHONE_HOLD ? err_set(e, ERR_STATE, "不行") : ERR_OK;
}

static enum err_code
listen(struct phone *p, enum agent_state state, int reason, int64_t now, struct err *e)
{
	(void)p;
	(void)reason;
	(void)now;
	(void)e;
	told = (int)state;
	return ERR_OK;
}

static const struct phone_ops ops = { .name = "test",
	.caps = PHONE_CAP_ANSWER | PHONE_CAP_HOLD,
	.timeout_ms = never,
	.service = nothing,
	.command = obey,
	.agent = listen };

static void
begin(struct phone *p, struct heard *h)
{
	*h = (struct heard){ .n = 0 };
	*p = (struct phone){ .ops = &ops };
	assert_true(phone_guard_new(p, hear, h));
	p->emit(p->arg, &(struct phone_event){ .kind = PHONE_LINK_UP, .caps = ops.caps });
	h->n = 0;
	h->kinds[0] = '\0';
}

static struct phone_event
event(enum phone_event_kind kind, const char *call)
{
	struct phone_event ev = { .kind = kind, .queue = -1, .at = 1000 };

	str_copy(ev.call, sizeof(ev.call), call);
	return ev;
}

static void
emit(struct phone *p, enum phone_event_kind kind, const char *call)
{
	const struct phone_event ev = event(kind, call);

	p->emit(p->arg, &ev);
}

/* However much it says: a number of people, a wait of people. */
static void
who_waits_is_made_fit(void **state)
{
	static const struct {
		int queue, told;
		int64_t waited_ms, waited_told_ms;
	} rows[] = { { 3, 3, 48000, 48000 }, { 0, 0, 0, 0 }, { -7, -1, 0, 0 }, { 10000, -1, 5, 5 },
		{ 2, 2, -48000, 0 }, { 2, 2, INT64_MAX, 86400000 } };
	struct phone p;
	struct heard h;

	(void)state;
	begin(&p, &h);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct phone_event ev = event(PHONE_QUEUE, "");

		ev.queue = rows[i].queue;
		ev.waited_ms = rows[i].waited_ms;
		p.emit(p.arg, &ev);
		assert_int_equal(h.last.kind, PHONE_QUEUE);
		assert_int_equal(h.last.queue, rows[i].told);
		assert_int_equal(h.last.waited_ms, rows[i].waited_told_ms);
	}
	assert_int_equal(h.n, 6); /* also in the middle of nothing: it is of no call */
	phone_guard_free(&p);
}

static void
names_are_made_fit_to_be_seen(void **state)
{
	struct phone p;
	struct heard h;
	struct phone_event ev = event(PHONE_OFFERED, "C\x1b[2J-1");

	(void)state;
	begin(&p, &h);
	str_copy(ev.peer, sizeof(ev.peer), "+86 138-0000-0678");
	str_copy(ev.skill, sizeof(ev.skill), "\xe2\x80\xae一\n组\xff");
	memset(ev.ivr, 'x', sizeof(ev.ivr)); /* without an end */
	memset(ev.text, 0xe4, sizeof(ev.text));
	p.emit(p.arg, &ev);
	assert_int_equal(h.n, 1);
	assert_string_equal(h.last.call, "C<1B>[2J-1");
	assert_string_equal(h.last.peer, "13800000678");
	assert_string_equal(h.last.skill, "<202E>一 组<FF>");
	assert_true(ends_in(h.last.ivr, "…"));
	assert_true(utf8_valid(h.last.text, strlen(h.last.text)));
	assert_true(ends_in(h.last.text, "…"));
	/* known by the same clean name from then on */
	ev.kind = PHONE_ESTABLISHED;
	p.emit(p.arg, &ev);
	assert_int_equal(phone_picture_of(&p)->phase, PHONE_TALKS);
	ev = event(PHONE_CLEARED, "C\x1b[2J-1");
	p.emit(p.arg, &ev);
	ev = event(PHONE_OFFERED, "C-2");
	str_copy(ev.peer, sizeof(ev.peer), "anonymous");
	p.emit(p.arg, &ev);
	assert_string_equal(h.last.peer, "");
	phone_guard_free(&p);
}

static void
what_does_not_fit_is_counted_and_told_to_nobody(void **state)
{
	static const enum phone_event_kind early[] = { PHONE_ESTABLISHED, PHONE_SAYS, PHONE_HELD,
		PHONE_RETRIEVED, PHONE_CLEARED, PHONE_REACHED, PHONE_NOT_REACHED, PHONE_JOINED,
		PHONE_PARTED, PHONE_TRANSFERRED, PHONE_MUTED, PHONE_AWAY, PHONE_BACK };
	static const enum phone_event_kind ringing[] = { PHONE_OFFERED, PHONE_HELD, PHONE_RETRIEVED,
		PHONE_SAYS, PHONE_CALLING, PHONE_JOINED, PHONE_BACK };
	const int n_early = sizeof(early) / sizeof(early[0]),
		  n_ringing = sizeof(ringing) / sizeof(ringing[0]);
	struct phone p;
	struct heard h;

	(void)state;
	begin(&p, &h);
	for (int i = 0; i < n_early; i++)
		emit(&p, early[i], "C-1");
	assert_int_equal(h.n, 0);
	emit(&p, PHONE_OFFERED, "");
	emit(&p, PHONE_OFFERED, "C-1");
	assert_int_equal(h.n, 1);
	for (int i = 0; i < n_ringing; i++)
		emit(&p, ringing[i], "C-1");
	emit(&p, PHONE_ESTABLISHED, "C-2");
	assert_int_equal(h.n, 1);
	assert_int_equal(phone_picture_of(&p)->phase, PHONE_RINGS);
	emit(&p, PHONE_ESTABLISHED, "C-1");
	emit(&p, PHONE_ESTABLISHED, "C-1"); /* said twice */
	emit(&p, PHONE_CLEARED, "C-2");     /* of another */
	assert_int_equal(phone_picture_of(&p)->phase, PHONE_TALKS);
	assert_int_equal(h.n, 2);
	assert_int_equal(phone_dropped(&p), (unsigned)n_early + 1 + (unsigned)n_ringing + 3);
	phone_guard_free(&p);
}

static void
a_command_without_an_answer_is_told_once(void **state)
{
	struct phone p;
	struct heard h;
	struct err e = { 0 };

	(void)state;
	begin(&p, &h);
	emit(&p, PHONE_OFFERED, "C-1");
	assert_int_equal(phone_timeout(&p, 0), -1);
	assert_int_equal(phone_command(&p, PHONE_ANSWER, "C-1", "", 0, &e), ERR_OK);
	assert_int_equal(phone_timeout(&p, 500), 2500);
	phone_service(&p, 2999);
	assert_int_equal(h.n, 1);
	phone_service(&p, 3000);
	phone_service(&p, 9000);
	assert_int_equal(h.n, 2);
	assert_int_equal(h.last.kind, PHONE_FAILED);
	assert_string_equal(h.last.text, "接听: 电话系统没有回应, 请再按一次, 或用话机操作");
	/* answered late, it is true all the same */
	emit(&p, PHONE_ESTABLISHED, "C-1");
	assert_int_equal(phone_picture_of(&p)->phase, PHONE_TALKS);
	/* refused at once: nothing is waited for */
	assert_int_equal(phone_command(&p, PHONE_HOLD, "C-1", "", 10000, &e), ERR_STATE);
	assert_int_equal(phone_timeout(&p, 10000), -1);
	/* answered by an event */
	assert_int_equal(phone_command(&p, PHONE_HANGUP, "C-1", "", 10000, &e), ERR_OK);
	emit(&p, PHONE_CLEARED, "C-1");
	assert_int_equal(phone_timeout(&p, 10000), -1);
	/* what it cannot do is not asked of it */
	assert_int_equal(phone_command(&p, PHONE_CONSULT, "C-1", "110", 0, &e), ERR_STATE);
	assert_string_equal(e.text, "这套电话不能通话转。");
	phone_guard_free(&p);
}

static void
a_provider_that_was_dead_is_told_who_sits_here(void **state)
{
	struct phone p;
	struct heard h;

	(void)state;
	begin(&p, &h);
	told = -1;
	assert_int_equal(phone_command(&p, PHONE_ANSWER, "C-1", "", 0, NULL), ERR_OK);
	emit(&p, PHONE_LINK_DOWN, "");
	emit(&p, PHONE_LINK_DOWN, "");
	assert_int_equal(h.n, 2); /* once, and the answer that will not come */
	assert_non_null(strstr(h.last.text, "话务中断"));
	assert_int_equal(phone_agent(&p, AGENT_REST, 2, 0, NULL), ERR_OK);
	assert_int_equal(told, -1);
	emit(&p, PHONE_OFFERED, "C-1"); /* from the dead */
	assert_int_equal(h.n, 2);
	emit(&p, PHONE_LINK_UP, "");
	assert_int_equal(told, AGENT_REST);
	phone_guard_free(&p);
}

/* ---- every picture from every other ---- */

static struct phone_picture
picture(int n)
{
	struct phone_picture x = { .phase = (enum phone_phase)(n % 4) };
	const int leg = n / 4 % 3, call = n / 12 % 2, joined = n / 24 % 3, more = n / 72 % 2;

	if (x.phase != PHONE_NO_CALL)
		str_copy(x.call, sizeof(x.call), call == 0 ? "C-1" : "C-2");
	x.leg = x.phase == PHONE_RINGS ? PHONE_LEG_NONE : (enum phone_leg)leg;
	if (x.leg != PHONE_LEG_NONE)
		str_copy(x.target, sizeof(x.target), more ? "110" : "120");
	if (x.phase == PHONE_TALKS && joined > 0)
		str_copy(x.joined, sizeof(x.joined), joined == 1 ? "119" : "122");
	x.muted = more && (x.phase == PHONE_TALKS || x.phase == PHONE_ON_HOLD);
	return x;
}
#define PICTURES 144

static void
from_any_picture_to_any_other(void **state)
{
	(void)state;
	for (int a = 0; a < PICTURES; a++)
		for (int b = 0; b < PICTURES; b++) {
			struct phone_picture now = picture(a);
			const struct phone_picture then = picture(b);
			struct phone_event ev;
			int n = 0;

			for (; n < 16 && phone_picture_step(&now, &then, &ev); n++)
				if (!phone_picture_take(&now, &ev))
					fail_msg("%d to %d: event %d does not fit", a, b, ev.kind);
			if (n == 16 || now.phase != then.phase || now.leg != then.leg ||
			    now.muted != then.muted || strcmp(now.call, then.call) != 0 ||
			    strcmp(now.joined, then.joined) != 0 ||
			    strcmp(now.target, then.target) != 0)
				fail_msg("%d to %d: not there after %d", a, b, n);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_waits_is_made_fit),
		cmocka_unit_test(names_are_made_fit_to_be_seen),
		cmocka_unit_test(what_does_not_fit_is_counted_and_told_to_nobody),
		cmocka_unit_test(a_command_without_an_answer_is_told_once),
		cmocka_unit_test(a_provider_that_was_dead_is_told_who_sits_here),
		cmocka_unit_test(from_any_picture_to_any_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
