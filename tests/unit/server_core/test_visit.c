/* Results of call-backs from a gateway, at the centre: which step each becomes, that it happens once, and what is refused.
 * It is noon here: nobody is rung, but a message may be answered. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../lib/centre.h"
#include "base/clock.h"
#include "server/core/visit.h"

#define MINUTE_MS 60000LL
#define HOUR_MS   (60 * MINUTE_MS)

struct line { /* one result, "" what it does not say */
	const char *method, *solved, *stars, *manner, *words, *result;
};
static const struct line good = { "sms", "solved", "5", "4", "很快", "" };
static const struct line poor = { "ivr", "unsolved", "1", "3", "", "" };
static const struct line absent = { "ivr", "", "", "", "", "no_answer" };
static const struct line refusing = { "ivr", "", "", "", "", "refused" };

struct bench {
	struct tcentre c; /* first */
	char id[ID_SIZE], no[24];
	struct core_visited done;
	struct err e;
};

#define STEP(by, kind, ...)                                                                     \
	do {                                                                                    \
		t->c.now += 1000;                                                               \
		assert_int_equal(                                                               \
		    tcentre_do(&t->c, by, EVENT_##kind, t->id, NULL, __VA_ARGS__), OP_APPLIED); \
	} while (0)

/* A lamp that has been answered and audited: its citizen is to be asked. */
static int
setup(void **state)
{
	struct bench *t = calloc(1, sizeof(*t));
	struct ticket k;

	assert_non_null(t);
	tcentre_open(&t->c, false, false);
	tcentre_filed(&t->c, EVENT_SUBMIT, 1, t->id);
	STEP(CENTRE_UNIT, SIGNIN, -1);
	STEP(CENTRE_UNIT, CONTACT, EA_RESULT, "reached", EA_SUMMARY, "明天去修", -1);
	STEP(
	    CENTRE_SIGNER, REPLY, EA_IS_TRUE, "yes", EA_FACTS, "灯泡坏了", EA_SOLVED, "solved", -1);
	STEP(CENTRE_DISPATCHER, AUDIT_OK, -1);
	t->c.now += HOUR_MS;
	ticket_init(&k);
	tcentre_ticket(&t->c, t->id, &k);
	str_copy(t->no, sizeof(t->no), fields_get(&k.f, TF_NO));
	ticket_free(&k);
	*state = t;
	return 0;
}

static int
teardown(void **state)
{
	struct bench *t = *state;

	tcentre_close(&t->c);
	free(t);
	return 0;
}

static enum err_code
take_as(struct bench *t, const char *no, const struct line *l, int64_t at, bool dry_run)
{
	struct args args = { 0 };
	const struct core_visit v = { no, at, &args, dry_run };
	struct err e = { 0 };
	enum err_code rc;

	args_set(&args, EA_METHOD, l->method);
	args_set(&args, EA_SOLVED, l->solved);
	args_set(&args, EA_STARS, l->stars);
	args_set(&args, EA_MANNER, l->manner);
	args_set(&args, EA_SUMMARY, l->words);
	args_set(&args, EA_RESULT, l->result);
	err_clear(&t->e);
	assert_int_equal(core_begin(&t->c.core, t->c.now, &e), ERR_OK);
	rc = core_visit(&t->c.core, &v, &t->done, &t->e);
	assert_int_equal(core_commit(&t->c.core, &e), ERR_OK);
	args_free(&args);
	return rc;
}

static enum err_code
take(struct bench *t, const struct line *l, int64_t at)
{
	return take_as(t, t->no, l, at, false);
}

static void
stands(struct bench *t, enum ticket_state state, int64_t events)
{
	struct ticket k;

	ticket_init(&k);
	tcentre_ticket(&t->c, t->id, &k);
	assert_int_equal(k.state, state);
	if (events >= 0)
		assert_int_equal(k.event_count, events);
	ticket_free(&k);
}

static int64_t
events(struct bench *t)
{
	struct ticket k;
	int64_t n;

	ticket_init(&k);
	tcentre_ticket(&t->c, t->id, &k);
	n = k.event_count;
	ticket_free(&k);
	return n;
}

/* ---- what a result becomes ---- */

static void
satisfied_closes_it_once(void **state)
{
	struct bench *t = *state;
	struct event *list = NULL;
	size_t n = 0;
	int64_t at = t->c.now - 10 * MINUTE_MS, before = events(t);

	assert_int_equal(take_as(t, t->no, &good, at, true), ERR_OK);
	assert_int_equal(t->done.kind, EVENT_VISIT_OK);
	stands(t, STATE_VISITING, before); /* only judged */
	assert_int_equal(take(t, &good, at), ERR_OK);
	assert_false(t->done.again);
	assert_int_equal(t->done.kind, EVENT_VISIT_OK);
	stands(t, STATE_CLOSED, -1);
	assert_int_equal(store_events(t->c.store, t->id, before + 1, &list, &n, &t->e), ERR_OK);
	assert_true(n >= 1);
	assert_int_equal(list[0].kind, EVENT_VISIT_OK);
	assert_int_equal(list[0].at, at);
	assert_string_equal(list[0].actor, "system");
	assert_string_equal(args_get(&list[0].args, EA_SUMMARY), "很快");
	for (size_t i = 0; i < n; i++)
		event_free(&list[i]);
	free(list);
	before = events(t);
	t->c.now += HOUR_MS;
	assert_int_equal(take(t, &good, at), ERR_OK);
	assert_true(t->done.again);
	stands(t, STATE_CLOSED, before);
}

static void
dissatisfied_goes_to_review(void **state)
{
	struct bench *t = *state;

	assert_int_equal(take(t, &poor, t->c.now - MINUTE_MS), ERR_OK);
	assert_int_equal(t->done.kind, EVENT_VISIT_BAD);
	stands(t, STATE_REVIEW, -1);
	assert_int_equal(take(t, &poor, t->c.now - MINUTE_MS), ERR_OK);
	assert_true(t->done.again);
	assert_int_equal(take(t, &good, t->c.now - MINUTE_MS), ERR_STATE);
}

static void
who_was_not_reached_is_asked_again(void **state)
{
	struct bench *t = *state;
	struct ticket k;

	assert_int_equal(take(t, &absent, t->c.now - 20 * MINUTE_MS), ERR_OK);
	assert_int_equal(t->done.kind, EVENT_VISIT_FAIL);
	assert_int_equal(take(t, &absent, t->c.now - 20 * MINUTE_MS), ERR_OK);
	assert_true(t->done.again);
	assert_int_equal(take(t, &absent, t->c.now - 10 * MINUTE_MS), ERR_OK);
	assert_false(t->done.again); /* another attempt */
	ticket_init(&k);
	tcentre_ticket(&t->c, t->id, &k);
	assert_int_equal(k.visit_count, 2);
	assert_int_equal(k.state, STATE_VISITING);
	ticket_free(&k);
	assert_int_equal(take(t, &refusing, t->c.now - MINUTE_MS), ERR_OK);
	stands(t, STATE_CLOSED, -1);
}

static void
late_and_dissatisfied_goes_to_review(void **state)
{
	struct bench *t = *state;

	assert_int_equal(take(t, &good, t->c.now - MINUTE_MS), ERR_OK);
	t->c.now += HOUR_MS;
	assert_int_equal(take(t, &absent, t->c.now), ERR_STATE);
	assert_int_equal(take(t, &good, t->c.now), ERR_GUARD); /* satisfied: nothing new */
	assert_int_equal(take(t, &poor, t->c.now), ERR_OK);
	assert_int_equal(t->done.kind, EVENT_LATE_EVAL);
	stands(t, STATE_REVIEW, -1);
}

static void
too_late_is_refused(void **state)
{
	struct bench *t = *state;

	assert_int_equal(take(t, &good, t->c.now - MINUTE_MS), ERR_OK);
	t->c.now += 25 * HOUR_MS;
	assert_int_equal(take(t, &poor, t->c.now), ERR_GUARD);
	assert_non_null(strstr(t->e.text, "24小时"));
	stands(t, STATE_CLOSED, -1);
}

/* ---- what is refused ---- */

static void
what_cannot_be(void **state)
{
	static const struct {
		struct line l;
		enum err_code code;
	} cases[] = {
		{ { "sms", "", "", "", "", "" }, ERR_INVALID },
		{ { "sms", "solved", "5", "5", "", "no_answer" }, ERR_INVALID },
		{ { "sms", "solved", "6", "5", "", "" }, ERR_INVALID },
		{ { "sms", "", "5", "5", "", "" }, ERR_GUARD },
		{ { "sms", "也许", "5", "5", "", "" }, ERR_UNKNOWN_CODE },
		{ { "pigeon", "solved", "5", "5", "", "" }, ERR_UNKNOWN_CODE },
		{ { "ivr", "", "", "", "", "asleep" }, ERR_UNKNOWN_CODE },
	};
	struct bench *t = *state;
	const int64_t before = events(t);

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		enum err_code rc = take(t, &cases[i].l, t->c.now);

		if (rc != cases[i].code)
			fail_msg("%zu: %d %s", i, (int)rc, t->e.text);
		assert_true(t->e.text[0] != '\0');
	}
	assert_int_equal(take(t, &good, t->c.now + HOUR_MS), ERR_INVALID);
	assert_non_null(strstr(t->e.text, "还没有到"));
	assert_int_equal(take(t, &good, t->c.now - 2 * HOUR_MS), ERR_INVALID);
	assert_non_null(strstr(t->e.text, "早于本次答复"));
	assert_int_equal(take_as(t, "261121104231115499", &good, t->c.now, false), ERR_NOT_FOUND);
	stands(t, STATE_VISITING, before);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(satisfied_closes_it_once),
		T(dissatisfied_goes_to_review),
		T(who_was_not_reached_is_asked_again),
		T(late_and_dissatisfied_goes_to_review),
		T(too_late_is_refused),
		T(what_cannot_be),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
