/* The caller of a classroom: rings when he is sent and not before, says nothing by himself, leaves when he is told to; and
 * while a lesson is on nobody else rings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "client/phone/phone.h"

#define KINDS (PHONE_SNAPSHOT + 1)
#define LATER 3600000 /* ms: whoever meant to ring or to speak has by then */

struct heard {
	int n[KINDS];
	struct phone_event last[KINDS];
};

static void
hear(void *arg, const struct phone_event *ev)
{
	struct heard *h = arg;

	h->n[ev->kind]++;
	h->last[ev->kind] = *ev;
}

struct room {
	struct heard h;
	struct phone *p;
	int64_t now;
	char path[32];
};

static int
setup(void **state)
{
	static const char calls[] = "燃气\t楼道里燃气味很重。你们快来。\n";
	struct room *r = calloc(1, sizeof(*r));
	char config[128];
	int fd;

	assert_non_null(r);
	strcpy(r->path, "/tmp/hotseat-stage-XXXXXX");
	fd = mkstemp(r->path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, calls, sizeof(calls) - 1), (ssize_t)sizeof(calls) - 1);
	close(fd);
	r->now = 1000;
	(void)snprintf(config, sizeof(config), "sim:calls=%.31s,pace=1,legs=40,seed=7", r->path);
	assert_int_equal(phone_open(config, hear, &r->h, r->now, &r->p, NULL), ERR_OK);
	*state = r;
	return 0;
}

static int
teardown(void **state)
{
	struct room *r = *state;

	phone_close(r->p);
	unlink(r->path);
	free(r);
	return 0;
}

/* An hour goes by, a second at a time. */
static void
time_passes(struct room *r)
{
	for (int64_t end = r->now + LATER; r->now < end; r->now += 1000)
		phone_service(r->p, r->now);
}

static enum err_code
stage(struct room *r, const char *caller)
{
	return phone_command(r->p, PHONE_STAGE, caller, "", r->now, NULL);
}

static void
answer(struct room *r)
{
	assert_int_equal(
	    phone_command(r->p, PHONE_ANSWER, r->h.last[PHONE_OFFERED].call, "", r->now, NULL),
	    ERR_OK);
	phone_service(r->p, r->now);
	assert_int_equal(r->h.n[PHONE_ESTABLISHED], 1);
}

static void
he_rings_when_he_is_sent_and_says_nothing(void **state)
{
	struct room *r = *state;

	assert_int_equal(stage(r, "-"), ERR_OK);
	time_passes(r);
	assert_int_equal(r->h.n[PHONE_OFFERED], 0);
	assert_int_equal(stage(r, "13800000217|12345|2"), ERR_OK);
	assert_int_equal(r->h.n[PHONE_OFFERED], 1);
	assert_string_equal(r->h.last[PHONE_OFFERED].peer, "13800000217");
	assert_string_equal(r->h.last[PHONE_OFFERED].line, "12345");
	assert_string_equal(r->h.last[PHONE_OFFERED].ivr, "2");
	answer(r);
	time_passes(r);
	assert_int_equal(r->h.n[PHONE_SAYS], 0);
	assert_int_equal(r->h.n[PHONE_CLEARED], 0); /* nor does he leave by himself */
}

static void
he_leaves_when_told_with_his_stars(void **state)
{
	struct room *r = *state;

	assert_int_equal(stage(r, "13800000217|12345|"), ERR_OK);
	answer(r);
	assert_int_equal(
	    phone_command(r->p, PHONE_LEAVE, r->h.last[PHONE_OFFERED].call, "4", r->now, NULL),
	    ERR_OK);
	assert_int_equal(r->h.n[PHONE_CLEARED], 1);
	assert_int_equal(r->h.last[PHONE_CLEARED].rated, 4);
	time_passes(r); /* the lesson is not over: nobody else */
	assert_int_equal(r->h.n[PHONE_OFFERED], 1);
}

static void
the_line_drops_when_told(void **state)
{
	struct room *r = *state;

	assert_int_equal(stage(r, "13800000217|12345|"), ERR_OK);
	answer(r);
	assert_int_equal(
	    phone_command(r->p, PHONE_LEAVE, r->h.last[PHONE_OFFERED].call, "-", r->now, NULL),
	    ERR_OK);
	assert_string_equal(r->h.last[PHONE_CLEARED].text, "来电人掉线");
	assert_int_equal(r->h.last[PHONE_CLEARED].rated, 0);
}

static void
after_the_lesson_others_ring_again(void **state)
{
	struct room *r = *state;

	assert_int_equal(stage(r, "-"), ERR_OK);
	time_passes(r);
	assert_int_equal(r->h.n[PHONE_OFFERED], 0);
	assert_int_equal(stage(r, ""), ERR_OK);
	time_passes(r);
	assert_int_equal(r->h.n[PHONE_OFFERED], 1);
	assert_string_not_equal(r->h.last[PHONE_OFFERED].peer, "13800000217");
	answer(r);
	time_passes(r);
	assert_true(r->h.n[PHONE_SAYS] > 0);
}

static void
not_in_the_middle_of_a_call(void **state)
{
	static const char *const callers[] = { "13800000217|12345|", "-" };
	struct room *r = *state;

	time_passes(r);
	answer(r);
	for (size_t i = 0; i < sizeof(callers) / sizeof(callers[0]); i++) {
		struct err e = { 0 };

		assert_int_equal(
		    phone_command(r->p, PHONE_STAGE, callers[i], "", r->now, &e), ERR_STATE);
		assert_non_null(strstr(e.text, "先结束现在的通话"));
	}
	assert_int_equal(r->h.n[PHONE_CLEARED], 0); /* who talks talks on */
	assert_int_equal(phone_picture_of(r->p)->phase, PHONE_TALKS);
}

/* Nobody has taken him yet: he makes room. */
static void
who_only_rings_makes_room(void **state)
{
	struct room *r = *state;

	time_passes(r);
	assert_int_equal(phone_picture_of(r->p)->phase, PHONE_RINGS);
	assert_int_equal(stage(r, "13800000217|12345|"), ERR_OK);
	assert_string_equal(phone_picture_of(r->p)->peer, "13800000217");
	assert_int_equal(r->h.n[PHONE_CLEARED], 1);
}

static void
too_long_numbers_are_refused(void **state)
{
	static const char digits[] = "1380000021713800000217138000002171380000021713800000217"
				     "13800000217138000002171380000021713800000217";
	struct room *r = *state;
	char caller[512];

	for (int part = 0; part < 3; part++) {
		struct err e = { 0 };

		(void)snprintf(caller, sizeof(caller), "%s|%s|%s", part == 0 ? digits : "138",
		    part == 1 ? digits : "12345", part == 2 ? digits : "");
		assert_int_equal(
		    phone_command(r->p, PHONE_STAGE, caller, "", r->now, &e), ERR_LIMIT);
		assert_non_null(strstr(e.text, "太长"));
		assert_int_equal(r->h.n[PHONE_OFFERED], 0);
	}
	assert_int_equal(stage(r, "13800000217|12345|2"), ERR_OK); /* and a right one rings */
	assert_int_equal(r->h.n[PHONE_OFFERED], 1);
}

/* Whom one calls is as quick as the lesson goes, whatever the callers of the file do. */
static void
whom_one_calls_answers_in_his_own_time(void **state)
{
	struct room *r = *state;

	assert_int_equal(stage(r, "13800000217|12345|"), ERR_OK);
	answer(r);
	assert_int_equal(
	    phone_command(r->p, PHONE_CONSULT, r->h.last[PHONE_OFFERED].call, "119", r->now, NULL),
	    ERR_OK);
	phone_service(r->p, r->now + 39);
	assert_int_equal(r->h.n[PHONE_REACHED], 0);
	phone_service(r->p, r->now + 40);
	assert_int_equal(r->h.n[PHONE_REACHED], 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    he_rings_when_he_is_sent_and_says_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    he_leaves_when_told_with_his_stars, setup, teardown),
		cmocka_unit_test_setup_teardown(the_line_drops_when_told, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    after_the_lesson_others_ring_again, setup, teardown),
		cmocka_unit_test_setup_teardown(not_in_the_middle_of_a_call, setup, teardown),
		cmocka_unit_test_setup_teardown(who_only_rings_makes_room, setup, teardown),
		cmocka_unit_test_setup_teardown(too_long_numbers_are_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    whom_one_calls_answers_in_his_own_time, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
