/* Group commit: whatever waits becomes one transaction. Nearly every job succeeds, or fails before it has written anything:
 * so the batch is run without savepoints, and once more with them when a job must be undone. A job that fails is undone
 * alone; one that breaks the transaction is found by running the batch's jobs one by one; a commit that fails answers
 * every job of the batch with "unknown, ask again", which the device does with identical bytes. */
#include "server/core/writer.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/queue.h"
#include "core_p.h"

#define CHECKPOINT_IDLE_MS 2000

struct writer {
	struct core *core;
	struct queue *queue;
	pthread_t thread;
	void (*wake)(void *arg, const struct core_touched *t);
	void *arg;
	bool dirty; /* written since the last checkpoint; the thread's own */
	struct histogram commits;
	_Atomic int64_t batches, jobs, last_batch_ms, busy_since;
};

/* ---- one batch ---- */

/* One job in its savepoint. What it says went wrong is its answer; the batch goes on. */
static enum err_code
run_one(struct core *core, struct writer_job *j)
{
	enum err_code rc;

	err_clear(&j->err);
	rc = store_mark(core->store, &j->err);
	if (rc != ERR_OK)
		return rc;
	rc = j->run(core, j, &j->err);
	if (rc != ERR_OK && j->err.code == ERR_OK)
		err_set(&j->err, rc, NULL);
	if (rc == ERR_OK)
		return store_keep(core->store, &j->err);
	store_undo(core->store);
	return core_is_machine(rc) ? rc : ERR_OK;
}

static enum err_code
commit(struct core *core, struct err *e)
{
	int64_t start = clock_mono_us();
	enum err_code rc = core_commit(core, e);

	core->commit_us = clock_mono_us() - start;
	return rc;
}

enum how {
	LIGHT,   /* without savepoints */
	CAREFUL, /* with them */
};

/* All of them in one transaction, or none. *again: a job broke it before the commit, so that the others may be tried
 * without it. A failed commit is never tried again here: whether it happened is for the device to find out. ERR_OK of a
 * light one that is spoilt: nothing happened, and nothing is wrong. */
static enum err_code
attempt(
    struct core *core, struct writer_job **jobs, size_t n, int64_t now, enum how how, bool *again)
{
	struct err e = { 0 };
	enum err_code rc = core_begin(core, now, &e);

	*again = false;
	if (rc == ERR_OK && how == LIGHT)
		store_light(core->store);
	for (size_t i = 0; i < n && rc == ERR_OK && !store_spoilt(core->store); i++) {
		rc = run_one(core, jobs[i]);
		if (rc != ERR_OK) {
			e = jobs[i]->err;
			*again = n > 1;
		}
	}
	if (rc == ERR_OK && store_spoilt(core->store)) {
		core_abort(core);
		return ERR_OK;
	}
	if (rc == ERR_OK)
		rc = commit(core, &e);
	else
		core_abort(core);
	if (rc == ERR_OK)
		return rc;
	log_error("batch of %zu jobs failed: %s (%d)", n, err_json(rc), e.sys);
	for (size_t i = 0; i < n; i++)
		jobs[i]->err = e;
	return rc;
}

static void
add_touched(struct core_touched *sum, const struct core_touched *t)
{
	sum->all = sum->all || t->all;
	sum->reference = sum->reference || t->reference;
	for (int i = 0; i < t->n && !sum->all; i++)
		core_touched_add(sum, t->scope[i]);
	for (int i = 0; i < t->n_told; i++)
		core_told_add(sum, &t->told[i]);
}

/* Whoever broke the batch breaks it alone. */
static void
one_by_one(struct core *core, struct writer_job **jobs, size_t n, int64_t now)
{
	struct core_touched sum = { .n = 0 };
	bool changed = false, again;

	for (size_t i = 0; i < n; i++)
		if (attempt(core, &jobs[i], 1, now, CAREFUL, &again) == ERR_OK) {
			changed = changed || core->changed;
			add_touched(&sum, &core->touched);
		}
	core->changed = changed;
	core->touched = sum;
}

void
writer_batch(struct core *core, struct writer_job **jobs, size_t n, int64_t now)
{
	bool again;
	enum err_code rc = attempt(core, jobs, n, now, LIGHT, &again);

	if (rc == ERR_OK && store_spoilt(core->store))
		rc = attempt(core, jobs, n, now, CAREFUL, &again);
	if (rc != ERR_OK && again)
		one_by_one(core, jobs, n, now);
	for (size_t i = 0; i < n; i++)
		jobs[i]->done(jobs[i], &jobs[i]->err);
}

/* ---- the thread ---- */

/* Takes what waits. With nothing to do for a moment it moves the log into the database, off everybody's way. */
static size_t
gather(struct writer *w, struct writer_job **jobs)
{
	size_t n;

	jobs[0] = queue_pop_wait(w->queue, w->dirty ? CHECKPOINT_IDLE_MS : -1);
	if (jobs[0] == NULL && w->dirty && !queue_done(w->queue)) {
		store_checkpoint(w->core->store);
		w->dirty = false;
		jobs[0] = queue_pop_wait(w->queue, -1);
	}
	if (jobs[0] == NULL)
		return 0;
	for (n = 1; n < WRITER_BATCH; n++)
		if ((jobs[n] = queue_pop(w->queue)) == NULL)
			break;
	return n;
}

static void *
writer_main(void *arg)
{
	struct writer *w = arg;
	struct writer_job *jobs[WRITER_BATCH];
	size_t n;

	while ((n = gather(w, jobs)) > 0) {
		int64_t start = clock_mono_ms();
		w->busy_since = start;
		writer_batch(w->core, jobs, n, clock_now_ms());
		w->busy_since = 0;
		if (w->core->commit_us > 0)
			histogram_add(&w->commits, w->core->commit_us);
		w->core->commit_us = 0;
		w->last_batch_ms = clock_mono_ms() - start;
		w->batches++;
		w->jobs += (int64_t)n;
		w->dirty = true;
		if (w->wake != NULL && (w->core->changed || w->core->touched.n_told > 0))
			w->wake(w->arg, &w->core->touched);
	}
	return NULL;
}

struct writer *
writer_start(struct core *core, void (*wake)(void *arg, const struct core_touched *t), void *arg)
{
	struct writer *w = calloc(1, sizeof(*w));

	if (w == NULL || (w->queue = queue_new(WRITER_QUEUE)) == NULL) {
		free(w);
		return NULL;
	}
	w->core = core;
	w->wake = wake;
	w->arg = arg;
	if (pthread_create(&w->thread, NULL, writer_main, w) != 0) {
		queue_free(w->queue);
		free(w);
		return NULL;
	}
	return w;
}

void
writer_stop(struct writer *w)
{
	if (w == NULL)
		return;
	queue_close(w->queue);
	pthread_join(w->thread, NULL);
	queue_free(w->queue);
	free(w);
}

bool
writer_submit(struct writer *w, struct writer_job *j)
{
	return queue_push(w->queue, j);
}

/* ---- and wait ---- */

struct call {
	struct writer_job job; /* first: the writer hands this back */
	enum err_code (*run)(struct core *c, struct writer_job *j, struct err *e);
	struct writer_job *theirs;
	pthread_mutex_t lock;
	pthread_cond_t ready;
	bool done;
	struct err err;
};

static enum err_code
call_run(struct core *c, struct writer_job *j, struct err *e)
{
	struct call *call = (struct call *)(void *)j;

	return call->run(c, call->theirs, e);
}

static void
call_done(struct writer_job *j, const struct err *e)
{
	struct call *call = (struct call *)(void *)j;

	pthread_mutex_lock(&call->lock);
	call->err = *e;
	call->done = true;
	pthread_cond_signal(&call->ready);
	pthread_mutex_unlock(&call->lock);
}

enum err_code
writer_call(struct writer *w,
    enum err_code (*run)(struct core *c, struct writer_job *j, struct err *e), struct writer_job *j,
    struct err *e)
{
	struct call call = { .job = { .run = call_run, .done = call_done },
		.run = run,
		.theirs = j,
		.lock = PTHREAD_MUTEX_INITIALIZER,
		.ready = PTHREAD_COND_INITIALIZER };

	if (!queue_push_wait(w->queue, &call.job))
		return err_set(e, ERR_BUSY, "中心正在停止。");
	pthread_mutex_lock(&call.lock);
	while (!call.done)
		pthread_cond_wait(&call.ready, &call.lock);
	pthread_mutex_unlock(&call.lock);
	if (e != NULL)
		*e = call.err;
	return call.err.code;
}

const struct histogram *
writer_commits(const struct writer *w)
{
	return &w->commits;
}

void
writer_stats(struct writer *w, struct writer_stats *out)
{
	int64_t since = w->busy_since;

	*out = (struct writer_stats){ .batches = w->batches,
		.jobs = w->jobs,
		.last_batch_ms = w->last_batch_ms,
		.queue = (int64_t)queue_len(w->queue) };
	out->oldest_ms = since != 0 ? clock_mono_ms() - since : 0;
}
