/* What is due happens once: also after the centre was down, also when asked twice. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "round.h"
#include "../../lib/poll.h"
#include "server/core/feed.h"

#define DAY_MS (24LL * 3600 * 1000)

static void
contacted(struct tcentre *c, const char *ticket)
{
	struct op_result r;
	struct err e = { 0 };
	struct op op;

	tcentre_op(c, &op, CENTRE_AGENT, EVENT_CONTACT, ticket);
	assert_true(args_set(&op.args, EA_RESULT, "no_answer"));
	assert_int_equal(tcentre_push(c, &op, &r, &e), ERR_OK);
	if (r.status != OP_APPLIED)
		fail_msg("contact: %s", r.detail);
	op_free(&op);
}

static enum ticket_state
state_of(struct tcentre *c, const char *ticket)
{
	struct ticket t;
	enum ticket_state s;

	tcentre_ticket(c, ticket, &t);
	s = t.state;
	ticket_free(&t);
	return s;
}

/* Three days to complete it; nobody did; they tried to reach the caller. */
static void
incomplete_tickets_are_closed_once(void **state)
{
	struct tcentre *c = *state;
	char reached[ID_SIZE], never[ID_SIZE];
	struct clock_done done;

	tcentre_filed(c, EVENT_SUBMIT_INCOMPLETE, 1, reached);
	tcentre_filed(c, EVENT_SUBMIT_INCOMPLETE, 2, never);
	contacted(c, reached);
	done = one_round(c); /* too early */
	assert_int_equal(done.closed + done.kept, 0);
	tcentre_reopen(c); /* the centre is down while the time passes */
	c->now += 10 * DAY_MS;
	done = one_round(c);
	assert_int_equal(done.closed, 1);
	assert_int_equal(done.kept, 1); /* nobody has telephoned yet: a guard says no */
	assert_int_equal(state_of(c, reached), STATE_AUTO_CLOSED);
	assert_int_equal(state_of(c, never), STATE_INCOMPLETE);
	done = one_round(c);
	assert_int_equal(done.closed, 0);
	contacted(c, never);
	done = one_round(c);
	assert_int_equal(done.closed, 1);
	assert_int_equal(done.kept, 0);
}

/* A long night: the rounds are pieces, so that seats come in between, and nothing is done twice or left out. */
static void
a_backlog_is_done_in_pieces(void **state)
{
	enum { MANY = 300 };
	struct tcentre *c = *state;
	struct clock_done done = { .more = true };
	char id[ID_SIZE];
	int closed = 0, rounds = 0;

	for (int i = 0; i < MANY; i++) {
		tcentre_filed(c, EVENT_SUBMIT_INCOMPLETE, i, id);
		contacted(c, id);
	}
	c->now += 10 * DAY_MS;
	for (; done.more; rounds++) {
		done = one_round(c);
		assert_true(done.closed < MANY);
		closed += done.closed;
	}
	assert_true(rounds > 1);
	assert_int_equal(closed, MANY);
	assert_int_equal(one_round(c).acted, 0);
}

static void
sessions_end(void **state)
{
	struct tcentre *c = *state;
	struct store_session s = { .token_sha = "t", .job_no = "1154", .expires_at = c->now + 5 };
	struct err e = { 0 };

	assert_int_equal(store_session_put(c->store, &s, &e), ERR_OK);
	one_round(c);
	assert_int_equal(store_session_get(c->store, "t", &s, &e), ERR_OK);
	c->now += 10;
	one_round(c);
	assert_int_equal(store_session_get(c->store, "t", &s, &e), ERR_UNAUTHORISED);
}

static void
old_feed_lines_go_after_90_days(void **state)
{
	struct tcentre *c = *state;
	char id[ID_SIZE], cursor[CURSOR_SIZE];
	struct err e = { 0 };
	int64_t seq;

	tcentre_filed(c, EVENT_SUBMIT, 3, id);
	one_round(c);
	assert_int_equal(feed_cursor(c->store, "centre", 1, cursor, &e), ERR_OK);
	c->now += 89 * DAY_MS;
	one_round(c);
	assert_int_equal(feed_seq(c->store, "centre", cursor, &seq, &e), ERR_OK);
	c->now += 2 * DAY_MS;
	one_round(c);
	assert_int_equal(feed_seq(c->store, "centre", cursor, &seq, &e), ERR_CURSOR_EXPIRED);
	assert_true(store_ticket_row(c->store, id, "centre", NULL, NULL)); /* the ticket stays */
}

/* The thread asks at once and again, and stops while the writer still runs. */
static bool
has_run(void *arg)
{
	struct writer_stats s;

	writer_stats(arg, &s);
	return s.jobs >= 3;
}

static void
the_thread_comes_round(void **state)
{
	struct tcentre *c = *state;
	struct writer *w = writer_start(&c->core, NULL, NULL);
	struct job_clock *k;

	assert_non_null(w);
	k = clock_start(w, 10);
	assert_non_null(k);
	assert_true(poll_until(has_run, w, 20000));
	clock_stop(k);
	writer_stop(w);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, tcentre_setup_files, tcentre_teardown)
	const struct CMUnitTest tests[] = {
		T(incomplete_tickets_are_closed_once),
		T(a_backlog_is_done_in_pieces),
		T(sessions_end),
		T(old_feed_lines_go_after_90_days),
		T(the_thread_comes_round),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
