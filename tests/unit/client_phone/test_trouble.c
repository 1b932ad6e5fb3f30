/* Everything that can go wrong at every step of a call, as a table: the citizen is never dropped by us, what the seat
 * believes is true again with the reconnect, a command without an answer is told in words, nothing is said out of order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/str.h"
#include "client/phone/phone.h"

#define T0   1000
#define PACE 1000 /* ms */

struct ear {
	struct phone *p;
	char call[40];
	int cleared, failed, down, up, events;
	char said[256]; /* of the last failure */
	enum phone_cause cause;
};

static void
hear(void *arg, const struct phone_event *ev)
{
	struct ear *x = arg;

	x->events++;
	switch (ev->kind) {
	case PHONE_OFFERED:
		str_copy(x->call, sizeof(x->call), ev->call);
		break;
	case PHONE_CLEARED:
		x->cleared++;
		break;
	case PHONE_FAILED:
		x->failed++;
		str_copy(x->said, sizeof(x->said), ev->text);
		break;
	case PHONE_LINK_UP:
		x->up++;
		break;
	case PHONE_LINK_DOWN:
		x->down++;
		break;
	case PHONE_NOT_REACHED:
		x->cause = ev->cause;
		break;
	case PHONE_SNAPSHOT:
		fail_msg("a snapshot is nobody's news");
		break;
	default:
		break;
	}
}

struct place {
	char path[40];
	struct ear ear;
	int64_t now;
};

static void
open_place(struct place *x, const char *plan)
{
	static const char calls[] =
	    "燃气\t一。二。三。四。五。六。七。八。九。十。一。二。三。四。五。\n";
	char config[160];
	struct err e = { 0 };
	int fd;

	*x = (struct place){ .now = T0 };
	strcpy(x->path, "/tmp/hotseat-trouble-XXXXXX");
	fd = mkstemp(x->path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, calls, strlen(calls)), (ssize_t)strlen(calls));
	close(fd);
	snprintf(config, sizeof(config), "sim:calls=%s,pace=1,seed=7%s%s", x->path,
	    *plan != '\0' ? ",fail=" : "", plan);
	if (phone_open(config, hear, &x->ear, T0, &x->ear.p, &e) != ERR_OK)
		fail_msg("%s", e.text);
}

static void
close_place(struct place *x)
{
	phone_close(x->ear.p);
	unlink(x->path);
}

/* Time goes on in tenths of a second, as the engine's loop would have it. */
static void
pass(struct place *x, int64_t ms)
{
	for (const int64_t end = x->now + ms; x->now < end; x->now += 100)
		phone_service(x->ear.p, x->now);
}

static void
ask(struct place *x, enum phone_command c, const char *number)
{
	struct err e = { 0 };

	if (phone_command(x->ear.p, c, x->ear.call, number, x->now, &e) != ERR_OK)
		fail_msg("%s: %s", phone_command_label(c), e.text);
}

/* ---- the way to a step ---- */

enum step { RINGING, TALKING, HELD, CALLING, CONSULTING, CONFERENCE, ACW, STEPS };
static const char *const names[STEPS] = { "ringing", "talking", "held", "calling", "consulting",
	"conference", "acw" };
static const struct {
	enum phone_command command;
	const char *number;
	int64_t ms; /* until it is so */
} ways[STEPS] = {
	[TALKING] = { PHONE_ANSWER, "", 100 },
	[HELD] = { PHONE_HOLD, "", 100 },
	[CALLING] = { PHONE_CONSULT, "110", 0 },
	[CONSULTING] = { PHONE_CONSULT, "110", 1500 },
	[CONFERENCE] = { PHONE_CONFERENCE, "", 100 },
};

static void
go_to(struct place *x, enum step step)
{
	static const enum step before[STEPS][4] = {
		[TALKING] = { TALKING },
		[HELD] = { TALKING, HELD },
		[CALLING] = { TALKING, CALLING },
		[CONSULTING] = { TALKING, CONSULTING },
		[CONFERENCE] = { TALKING, CONSULTING, CONFERENCE },
	};

	pass(x, 600); /* it rings */
	assert_string_not_equal(x->ear.call, "");
	for (int i = 0; i < 4 && before[step][i] != RINGING; i++) {
		ask(x, ways[before[step][i]].command, ways[before[step][i]].number);
		pass(x, ways[before[step][i]].ms);
	}
	if (step != ACW)
		return;
	ask(x, PHONE_ANSWER, "");
	ask(x, PHONE_HANGUP, "");
	x->ear.cleared = 0; /* that was meant */
	assert_int_equal(phone_agent(x->ear.p, AGENT_ACW, 0, x->now, NULL), ERR_OK);
}

/* What the telephone says of itself is what the seat believes: asked once more it has nothing new to tell. */
static void
is_true(struct place *x)
{
	const int before = x->ear.events;

	x->ear.p->ops->snapshot(x->ear.p, x->now);
	assert_int_equal(x->ear.events, before);
}

static const enum phone_phase phases[STEPS] = { PHONE_RINGS, PHONE_TALKS, PHONE_ON_HOLD,
	PHONE_ON_HOLD, PHONE_ON_HOLD, PHONE_TALKS, PHONE_NO_CALL };

/* ---- the table ---- */

static void
dies_and_comes_back(struct place *x, enum step step)
{
	const struct phone_picture *pic = phone_picture_of(x->ear.p);
	struct err e = { 0 };

	assert_int_equal(x->ear.down, 1);
	assert_int_equal(
	    phone_command(x->ear.p, PHONE_HANGUP, x->ear.call, "", x->now, &e), ERR_STATE);
	assert_non_null(strstr(e.text, "话务中断"));
	pass(x, 5500);
	assert_int_equal(x->ear.up, 2);
	assert_int_equal(x->ear.cleared, 0); /* nobody was dropped */
	is_true(x);
	if (step == CALLING) /* answered in the meantime */
		assert_int_equal(pic->leg, PHONE_LEG_TALKING);
	else
		assert_int_equal(pic->phase, phases[step]);
	if (step == CONFERENCE)
		assert_string_equal(pic->joined, "110");
	if (step < ACW && step > RINGING) { /* and goes on */
		ask(x, PHONE_HANGUP, "");
		assert_int_equal(x->ear.cleared, 1);
	}
}

static void
is_lost(struct place *x, enum step step)
{
	pass(x, 5500);
	assert_int_equal(x->ear.up, 2);
	assert_int_equal(x->ear.cleared, step == ACW ? 0 : 1); /* told once, when it can be */
	assert_int_equal(phone_picture_of(x->ear.p)->phase, PHONE_NO_CALL);
	assert_int_equal(phone_picture_of(x->ear.p)->leg, PHONE_LEG_NONE);
	is_true(x);
}

static void
is_dropped(struct place *x, enum step step)
{
	pass(x, 200);
	assert_int_equal(x->ear.down, 0);
	assert_int_equal(x->ear.cleared, step == ACW ? 0 : 1);
	assert_int_equal(phone_picture_of(x->ear.p)->phase, PHONE_NO_CALL);
	is_true(x);
}

static void
is_deaf(struct place *x, enum step step)
{
	const enum phone_command c = step == RINGING ? PHONE_ANSWER : PHONE_HANGUP;

	if (step == ACW)
		return; /* nothing is asked of it there */
	ask(x, c, "");
	pass(x, 2900);
	assert_int_equal(x->ear.failed, 0);
	pass(x, 200);
	assert_int_equal(x->ear.failed, 1);
	assert_non_null(strstr(x->ear.said, "没有回应"));
	assert_non_null(strstr(x->ear.said, phone_command_label(c)));
	assert_int_equal(x->ear.cleared, 0);
	is_true(x);
	ask(x, c, ""); /* once more, and it is done */
	pass(x, 4000);
	assert_int_equal(x->ear.failed, 1);
	assert_int_equal(x->ear.cleared, step == RINGING ? 0 : 1);
}

static void
is_not_reached(struct place *x, enum phone_cause cause)
{
	ask(x, PHONE_CONSULT, "4567");
	pass(x, 4500);
	assert_int_equal(x->ear.cause, cause);
	assert_int_equal(x->ear.cleared, 0);
	assert_int_equal(phone_picture_of(x->ear.p)->phase, PHONE_TALKS); /* the caller is back */
	is_true(x);
}

static void
whatever_goes_wrong_wherever(void **state)
{
	static const char *const troubles[] = { "down", "lost", "drop", "deaf" };

	(void)state;
	for (int step = 0; step < STEPS; step++)
		for (int t = 0; t < 4; t++) {
			struct place x;
			char plan[40];

			snprintf(plan, sizeof(plan), "%s:%s", names[step], troubles[t]);
			open_place(&x, plan);
			go_to(&x, (enum step)step);
			if (t == 0)
				dies_and_comes_back(&x, (enum step)step);
			else if (t == 1)
				is_lost(&x, (enum step)step);
			else if (t == 2)
				is_dropped(&x, (enum step)step);
			else
				is_deaf(&x, (enum step)step);
			if (phone_dropped(x.ear.p) != 0)
				fail_msg("%s: said out of order", plan);
			close_place(&x);
		}
}

static void
who_is_busy_or_away_costs_no_caller(void **state)
{
	struct place x;

	(void)state;
	open_place(&x, "talking:busy");
	go_to(&x, TALKING);
	is_not_reached(&x, CAUSE_BUSY);
	close_place(&x);
	open_place(&x, "talking:no_answer");
	go_to(&x, TALKING);
	is_not_reached(&x, CAUSE_NO_ANSWER);
	close_place(&x);
}

/* ---- the five ways of handing over, and what is beside them ---- */

static void
each_way_of_handing_over(void **state)
{
	static const struct {
		enum phone_command command;
		const char *plan;
		int64_t ms;
		int cleared;
		enum phone_phase phase;
	} cases[] = {
		{ PHONE_RELEASE, "", 0, 1, PHONE_NO_CALL }, /* out at once */
		{ PHONE_RELEASE, "talking:busy", 0, 0, PHONE_TALKS },
		{ PHONE_SUCCEED, "", 500, 0, PHONE_ON_HOLD },
		{ PHONE_SUCCEED, "", 1500, 1, PHONE_NO_CALL },
		{ PHONE_SUCCEED, "talking:no_answer", 4500, 0, PHONE_TALKS },
		{ PHONE_SUSPEND, "", 500, 0, PHONE_ON_HOLD },
		{ PHONE_SUSPEND, "", 3500, 0, PHONE_TALKS }, /* and back */
		{ PHONE_CONFERENCE, "", 1500, 0, PHONE_TALKS },
		{ PHONE_CONSULT, "", 1500, 0, PHONE_ON_HOLD },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct place x;

		open_place(&x, cases[i].plan);
		go_to(&x, TALKING);
		ask(&x, cases[i].command, "110");
		pass(&x, cases[i].ms);
		if (x.ear.cleared != cases[i].cleared ||
		    phone_picture_of(x.ear.p)->phase != cases[i].phase)
			fail_msg(
			    "case %d: phase %d", (int)i, (int)phone_picture_of(x.ear.p)->phase);
		is_true(&x);
		assert_int_equal(phone_dropped(x.ear.p), 0);
		close_place(&x);
	}
}

static void
beside_the_call(void **state)
{
	struct place x;
	struct err e = { 0 };

	(void)state;
	open_place(&x, "");
	go_to(&x, TALKING);
	ask(&x, PHONE_MUTE, "");
	assert_true(phone_picture_of(x.ear.p)->muted);
	ask(&x, PHONE_UNMUTE, "");
	assert_false(phone_picture_of(x.ear.p)->muted);
	ask(&x, PHONE_DTMF, "12#");
	assert_int_equal(
	    phone_command(x.ear.p, PHONE_DTMF, x.ear.call, "12a", x.now, &e), ERR_INVALID);
	ask(&x, PHONE_CONSULT, "110");
	pass(&x, 1500);
	ask(&x, PHONE_ALTERNATE, "");
	assert_int_equal(phone_picture_of(x.ear.p)->phase, PHONE_TALKS);
	assert_int_equal(phone_picture_of(x.ear.p)->leg, PHONE_LEG_TALKING);
	ask(&x, PHONE_ALTERNATE, "");
	assert_int_equal(phone_picture_of(x.ear.p)->phase, PHONE_ON_HOLD);
	pass(&x, 4000);
	assert_int_equal(x.ear.failed, 0); /* every one was answered */
	close_place(&x);
	open_place(&x, "");
	go_to(&x, RINGING);
	ask(&x, PHONE_REJECT, "");
	assert_int_equal(x.ear.cleared, 1);
	close_place(&x);
}

static void
a_plan_that_is_none_is_refused(void **state)
{
	static const char *const plans[] = { "talking", "talking:", "walking:down", "talking:flood",
		"talking:down+", "held:drop+x" };
	struct place x;

	(void)state;
	open_place(&x, "");
	for (size_t i = 0; i < sizeof(plans) / sizeof(plans[0]); i++) {
		struct phone *p = NULL;
		struct err e = { 0 };
		char config[160];
		const bool good = strcmp(plans[i], "talking:down+") == 0;

		snprintf(config, sizeof(config), "sim:calls=%s,fail=%s", x.path, plans[i]);
		assert_int_equal(
		    phone_open(config, hear, &x.ear, T0, &p, &e), good ? ERR_OK : ERR_CONFIG);
		phone_close(p);
	}
	close_place(&x);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whatever_goes_wrong_wherever),
		cmocka_unit_test(who_is_busy_or_away_costs_no_caller),
		cmocka_unit_test(each_way_of_handing_over),
		cmocka_unit_test(beside_the_call),
		cmocka_unit_test(a_plan_that_is_none_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
