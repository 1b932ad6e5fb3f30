/* The engine on its own thread, as under the screen: every job answered, nothing raced (this one runs on tsan too), and it
 * ends whatever it is doing. */
#include "desk.h"

#include "../../lib/poll.h"

#define WAIT_MS 20000

static int
setup(void **state)
{
	struct desk *d;
	const char *servers[1];
	struct engine_config c;

	if (desk_setup_with(state, true) != 0)
		return -1;
	d = *state;
	engine_stop(d->g);
	d->g = NULL;
	servers[0] = d->server;
	c = desk_config(d, servers, true);
	return engine_start(&c, &d->g, &d->e) == ERR_OK ? 0 : -1;
}

static enum err_code
wait_done(struct desk *d)
{
	int64_t end = clock_mono_ms() + WAIT_MS;

	while (!desk_done(d)) {
		if (clock_mono_ms() > end)
			fail_msg("job %d was not answered", (int)d->job);
		(void)poll_readable(engine_news_fd(d->g), 100);
	}
	return d->done.code;
}

static enum err_code
run(struct desk *d, struct job *j)
{
	assert_non_null(j);
	j->id = ++d->job;
	d->has_done = false;
	assert_true(engine_post(d->g, j));
	return wait_done(d);
}

static void
sign_in(struct desk *d)
{
	struct job *j = job_new(JOB_SIGN_IN);

	str_copy(j->job_no, sizeof(j->job_no), "1154");
	assert_int_equal(run(d, j), ERR_OK);
}

static void
test_a_morning(void **state)
{
	struct desk *d = *state;
	struct ticket_query q = { .queue = QUEUE_ALL, .limit = 20, .now = 1 };
	struct ticket_row rows[20];

	sign_in(d);
	assert_int_equal(cache_reader_open(d->dir, engine_key(d->g), &d->r, &d->e), ERR_OK);
	for (int i = 0; i < 10; i++) {
		struct job *save = job_new(JOB_DRAFT_SAVE);
		id_new(save->draft.id);
		str_copy(save->draft.owner, sizeof(save->draft.owner), "1154");
		fields_set(&save->draft.f, TF_CONTENT, "草稿");
		save->id = 100000;
		assert_true(engine_post(d->g, save));
		assert_int_equal(run(d, desk_form(EVENT_SUBMIT)), ERR_OK);
		assert_int_equal(cache_tickets(d->r, &q, rows, NULL, &d->e), i + 1);
		cache_turn_end(d->r);
	}
}

/* A full queue refuses; whatever it took is answered. */
static void
test_more_jobs_than_the_queue_holds(void **state)
{
	struct desk *d = *state;
	int taken = 0, answered = 0;
	int64_t end = clock_mono_ms() + WAIT_MS;

	sign_in(d);
	for (int i = 0; i < 500; i++) {
		struct job *j = job_new(JOB_SYNC_NOW);
		j->id = 5000;
		if (engine_post(d->g, j))
			taken++;
		else
			job_free(j);
	}
	while (answered < taken && clock_mono_ms() < end) {
		struct news *n = engine_news(d->g);
		if (n == NULL) {
			(void)poll_readable(engine_news_fd(d->g), 100);
			continue;
		}
		answered += n->kind == NEWS_DONE && n->job == 5000;
		news_free(n);
	}
	assert_true(taken > 0);
	assert_int_equal(answered, taken);
}

/* Stopped in the middle, with nobody reading its news: it ends, and what it had taken is done. */
static void
test_stopped_in_the_middle(void **state)
{
	struct desk *d = *state;
	struct ticket_query q = { .queue = QUEUE_ALL, .limit = 1, .now = 1 };
	int taken = 0;

	sign_in(d);
	for (int i = 0; i < 30; i++) {
		struct job *j = desk_form(EVENT_SUBMIT);
		if (engine_post(d->g, j))
			taken++;
		else
			job_free(j);
	}
	engine_stop(d->g);
	d->g = NULL;
	assert_int_equal(cache_reader_open(d->dir, d->key, &d->r, &d->e), ERR_OK);
	assert_int_equal(cache_ticket_count(d->r, &q), taken);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_a_morning, setup, desk_teardown),
		cmocka_unit_test_setup_teardown(
		    test_more_jobs_than_the_queue_holds, setup, desk_teardown),
		cmocka_unit_test_setup_teardown(test_stopped_in_the_middle, setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
