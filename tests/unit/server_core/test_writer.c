/* Group commit: jobs of a batch stand or fall alone, a broken transaction finds its breaker, a failed commit is told to
 * all. Runs on tsan too. */
#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../lib/centre.h"
#include "../../lib/poll.h"
#include "db/db.h"
#include "server/core/writer.h"

struct job {
	struct writer_job job; /* first */
	const char *name;      /* the meta row it writes */
	enum err_code fails;
	int runs, answers;
	enum err_code answer;
};

static int
teardown(void **state)
{
	db_fault(NULL, NULL);
	tcentre_close(*state);
	free(*state);
	return 0;
}

static enum err_code
work(struct core *core, struct writer_job *w, struct err *e)
{
	struct job *j = (struct job *)(void *)w;
	enum err_code rc = store_meta_set(core->store, j->name, "written", e);

	j->runs++;
	if (rc == ERR_OK)
		rc = core_ref_put(core, "script", j->name, "text", e);
	return rc == ERR_OK && j->fails != ERR_OK ? err_set(e, j->fails, NULL) : rc;
}

static void
done(struct writer_job *w, const struct err *e)
{
	struct job *j = (struct job *)(void *)w;

	j->answers++;
	j->answer = e->code;
}

#define JOB(n, f)                                                                             \
	{                                                                                     \
		.job = { .run = work, .done = done }, .name = (n), .fails = (f), .answer = -1 \
	}

static bool
written(struct tcentre *c, const char *name)
{
	struct str v = { 0 };
	struct err e = { 0 };
	bool there;

	assert_int_equal(store_meta_get(c->store, name, &v, &e), ERR_OK);
	there = v.len > 0;
	str_free(&v);
	return there;
}

static void
batch_of(struct tcentre *c, struct job *jobs, size_t n)
{
	struct writer_job *list[8];

	for (size_t i = 0; i < n; i++)
		list[i] = &jobs[i].job;
	writer_batch(&c->core, list, n, c->now);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(jobs[i].answers, 1);
}

static void
a_job_fails_alone(void **state)
{
	struct tcentre *c = *state;
	struct job jobs[] = { JOB("a", ERR_OK), JOB("b", ERR_GUARD), JOB("c", ERR_OK) };

	batch_of(c, jobs, 3);
	assert_int_equal(jobs[0].answer, ERR_OK);
	assert_int_equal(jobs[1].answer, ERR_GUARD);
	assert_int_equal(jobs[2].answer, ERR_OK);
	assert_true(written(c, "a"));
	assert_false(written(c, "b"));
	assert_true(written(c, "c"));
	assert_int_equal(jobs[0].runs, 2); /* without savepoints, and once more with them */
	assert_true(c->core.changed);
	assert_string_equal(c->core.touched.scope[0], "reference");
}

static enum err_code
refuse(struct core *core, struct writer_job *w, struct err *e)
{
	struct job *j = (struct job *)(void *)w;

	(void)core;
	j->runs++;
	return err_set(e, j->fails, NULL);
}

/* What most refusals are: there is nothing to take back, and nobody's work is done twice. */
static void
a_job_that_wrote_nothing_fails_at_no_cost(void **state)
{
	struct tcentre *c = *state;
	struct job jobs[] = { JOB("a", ERR_OK), JOB("b", ERR_GUARD), JOB("c", ERR_OK) };

	jobs[1].job.run = refuse;
	batch_of(c, jobs, 3);
	assert_int_equal(jobs[1].answer, ERR_GUARD);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(jobs[i].runs, 1);
	assert_true(written(c, "a"));
	assert_true(written(c, "c"));
}

/* A part that wrote is undone inside a job that goes on, as an operation is that cannot be recorded. */
static enum err_code
work_in_parts(struct core *core, struct writer_job *w, struct err *e)
{
	struct job *j = (struct job *)(void *)w;
	enum err_code rc = store_mark(core->store, e);

	j->runs++;
	if (rc == ERR_OK)
		rc = store_meta_set(core->store, "part", "written", e);
	if (rc == ERR_OK)
		store_undo(core->store);
	return rc == ERR_OK ? store_meta_set(core->store, j->name, "written", e) : rc;
}

static void
a_part_of_a_job_is_undone_alone(void **state)
{
	struct tcentre *c = *state;
	struct job jobs[] = { JOB("a", ERR_OK), JOB("b", ERR_OK) };

	jobs[1].job.run = work_in_parts;
	batch_of(c, jobs, 2);
	assert_int_equal(jobs[0].answer, ERR_OK);
	assert_int_equal(jobs[1].answer, ERR_OK);
	assert_int_equal(jobs[1].runs, 2);
	assert_true(written(c, "a"));
	assert_true(written(c, "b"));
	assert_false(written(c, "part"));
}

/* Nobody else is in the batch: it is done again all the same. */
static void
a_job_alone_is_undone(void **state)
{
	struct tcentre *c = *state;
	struct job jobs[] = { JOB("a", ERR_GUARD) }, later[] = { JOB("b", ERR_OK) };

	batch_of(c, jobs, 1);
	assert_int_equal(jobs[0].answer, ERR_GUARD);
	assert_int_equal(jobs[0].runs, 2);
	assert_false(written(c, "a"));
	batch_of(c, later, 1); /* light again */
	assert_int_equal(later[0].runs, 1);
	assert_true(written(c, "b"));
}

static void
who_breaks_the_transaction_breaks_it_alone(void **state)
{
	struct tcentre *c = *state;
	struct job jobs[] = { JOB("a", ERR_OK), JOB("b", ERR_DB), JOB("c", ERR_OK) };

	batch_of(c, jobs, 3);
	assert_int_equal(jobs[0].answer, ERR_OK);
	assert_int_equal(jobs[1].answer, ERR_DB);
	assert_int_equal(jobs[2].answer, ERR_OK);
	assert_true(written(c, "a"));
	assert_false(written(c, "b"));
	assert_true(written(c, "c"));
	assert_true(c->core.changed); /* the polls are woken for a and c */
	assert_int_equal(c->core.touched.n, 1);
}

static int
disk_full(void *arg)
{
	return *(bool *)arg ? ENOSPC : 0;
}

static void
a_failed_commit_is_told_to_all(void **state)
{
	struct tcentre *c = *state;
	struct job jobs[] = { JOB("a", ERR_OK), JOB("b", ERR_OK) };
	struct job later[] = { JOB("d", ERR_OK) };
	bool full = true;

	db_fault(disk_full, &full);
	batch_of(c, jobs, 2);
	assert_int_equal(jobs[0].answer, ERR_DISK_FULL);
	assert_int_equal(jobs[1].answer, ERR_DISK_FULL);
	full = false;
	assert_false(written(c, "a"));
	batch_of(c, later, 1); /* and goes on when there is room again */
	assert_int_equal(later[0].answer, ERR_OK);
	assert_true(written(c, "d"));
}

/* ---- the thread ---- */

#define THREADS 4
#define EACH    50

struct caller {
	struct writer *writer;
	pthread_t thread;
	int number, ok;
};

static enum err_code
count_up(struct core *core, struct writer_job *w, struct err *e)
{
	struct str v = { 0 };
	long long n = 0;
	char text[24];
	enum err_code rc = store_meta_get(core->store, "count", &v, e);

	(void)w;
	str_int(str_c(&v), 0, INT64_MAX, &n);
	str_free(&v);
	snprintf(text, sizeof(text), "%lld", n + 1);
	if (rc == ERR_OK)
		rc = core_ref_put(core, "script", "count", text, e);
	return rc == ERR_OK ? store_meta_set(core->store, "count", text, e) : rc;
}

static void *
call_often(void *arg)
{
	struct caller *x = arg;

	for (int i = 0; i < EACH; i++) {
		struct err e = { 0 };
		if (writer_call(x->writer, count_up, NULL, &e) == ERR_OK)
			x->ok++;
	}
	return NULL;
}

static void
woken(void *arg, const struct core_touched *t)
{
	atomic_int *n = arg;

	if (t->n == 1 && strcmp(t->scope[0], "reference") == 0)
		atomic_fetch_add(n, 1);
}

static void
many_callers_one_writer(void **state)
{
	struct tcentre *c = *state;
	struct caller callers[THREADS];
	struct writer_stats stats;
	atomic_int wakes = 0;
	struct writer *w = writer_start(&c->core, woken, &wakes);
	struct str v = { 0 };
	struct err e = { 0 };

	assert_non_null(w);
	for (int i = 0; i < THREADS; i++) {
		callers[i] = (struct caller){ .writer = w, .number = i };
		assert_int_equal(
		    pthread_create(&callers[i].thread, NULL, call_often, &callers[i]), 0);
	}
	for (int i = 0; i < THREADS; i++) {
		pthread_join(callers[i].thread, NULL);
		assert_int_equal(callers[i].ok, EACH);
	}
	writer_stats(w, &stats);
	writer_stop(w);
	assert_int_equal(stats.queue, 0);
	assert_true(stats.batches >= 1 && stats.batches <= THREADS * EACH);
	assert_true(wakes >= 1 && wakes <= THREADS * EACH);
	assert_int_equal(store_meta_get(c->store, "count", &v, &e), ERR_OK);
	assert_string_equal(str_c(&v), "200");
	str_free(&v);
}

struct gate {
	struct writer_job job; /* first */
	pthread_mutex_t lock;
	pthread_cond_t change;
	bool inside, open;
};

static enum err_code
stand_in_the_way(struct core *core, struct writer_job *w, struct err *e)
{
	struct gate *g = (struct gate *)(void *)w;

	(void)core;
	(void)e;
	pthread_mutex_lock(&g->lock);
	g->inside = true;
	pthread_cond_broadcast(&g->change);
	while (!g->open)
		pthread_cond_wait(&g->change, &g->lock);
	pthread_mutex_unlock(&g->lock);
	return ERR_OK;
}

static atomic_int answered;

static enum err_code
nothing(struct core *core, struct writer_job *w, struct err *e)
{
	(void)core;
	(void)w;
	(void)e;
	return ERR_OK;
}

static void
count_answer(struct writer_job *w, const struct err *e)
{
	(void)w;
	if (e->code == ERR_OK)
		atomic_fetch_add(&answered, 1);
}

/* A full queue is said at once; what was taken is done also when the centre stops. */
static void
a_full_queue_refuses_and_a_stop_drains(void **state)
{
	struct tcentre *c = *state;
	struct gate g = { .job = { .run = stand_in_the_way, .done = count_answer },
		.lock = PTHREAD_MUTEX_INITIALIZER,
		.change = PTHREAD_COND_INITIALIZER };
	struct writer_job *jobs = calloc(WRITER_QUEUE + 1, sizeof(*jobs));
	struct writer *w = writer_start(&c->core, NULL, NULL);
	int taken = 0;

	assert_non_null(jobs);
	assert_non_null(w);
	answered = 0;
	assert_true(writer_submit(w, &g.job));
	pthread_mutex_lock(&g.lock);
	while (!g.inside)
		pthread_cond_wait(&g.change, &g.lock);
	pthread_mutex_unlock(&g.lock);
	for (int i = 0; i <= WRITER_QUEUE; i++) {
		jobs[i] = (struct writer_job){ .run = nothing, .done = count_answer };
		taken += writer_submit(w, &jobs[i]) ? 1 : 0;
	}
	assert_int_equal(taken, WRITER_QUEUE);
	pthread_mutex_lock(&g.lock);
	g.open = true;
	pthread_cond_broadcast(&g.change);
	pthread_mutex_unlock(&g.lock);
	writer_stop(w);
	assert_int_equal(answered, WRITER_QUEUE + 1);
	free(jobs);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, tcentre_setup_files, teardown)
	const struct CMUnitTest tests[] = {
		T(a_job_fails_alone),
		T(a_job_that_wrote_nothing_fails_at_no_cost),
		T(a_part_of_a_job_is_undone_alone),
		T(a_job_alone_is_undone),
		T(who_breaks_the_transaction_breaks_it_alone),
		T(a_failed_commit_is_told_to_all),
		T(many_callers_one_writer),
		T(a_full_queue_refuses_and_a_stop_drains),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
