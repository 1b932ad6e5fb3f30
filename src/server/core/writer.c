/* Group commit: whatever waits becomes one transaction. A job that fails is undone alone; a commit that fails answers every
 * job of the batch with "unknown, ask again", which the device does with identical bytes. */
#include "server/core/writer.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/queue.h"

struct writer {
	struct core *core;
	struct queue *queue;
	pthread_t thread;
	void (*wake)(void *arg, const struct core_touched *t);
	void *arg;
	_Atomic int64_t batches, jobs, failed, last_batch_ms, busy_since;
};

static void
undo_all(struct core *core, struct writer_job **jobs, size_t n, const struct err *e)
{
	(void)core;
	for (size_t i = 0; i < n; i++)
		jobs[i]->err = *e;
}

/* One job in the batch. Its own savepoints are inside (core_op); what it leaves half-done is undone here. */
static enum err_code
run_one(struct core *core, struct writer_job *j, struct err *e)
{
	enum err_code rc;

	err_clear(&j->err);
	rc = j->run(core, j, &j->err);
	if (rc == ERR_DB || rc == ERR_IO || rc == ERR_DISK_FULL || rc == ERR_NO_MEMORY) {
		*e = j->err; /* the machine's fault: the whole batch ends */
		return rc;
	}
	return ERR_OK;
}

void
writer_batch(struct core *core, struct writer_job **jobs, size_t n, int64_t now)
{
	struct err e = { 0 };
	enum err_code rc = core_begin(core, now, &e);

	for (size_t i = 0; i < n && rc == ERR_OK; i++)
		rc = run_one(core, jobs[i], &e);
	if (rc == ERR_OK)
		rc = core_commit(core, &e);
	else
		core_abort(core);
	if (rc != ERR_OK) {
		log_error("batch of %zu jobs failed: %s %s", n, err_json(rc), e.text);
		undo_all(core, jobs, n, &e);
	}
	for (size_t i = 0; i < n; i++)
		jobs[i]->done(jobs[i], &jobs[i]->err);
}

static size_t
gather(struct writer *w, struct writer_job **jobs)
{
	size_t n = 0;

	jobs[0] = queue_pop_wait(w->queue, -1);
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
		w->last_batch_ms = clock_mono_ms() - start;
		w->batches++;
		w->jobs += (int64_t)n;
		if (w->wake != NULL && w->core->changed)
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

void
writer_stats(struct writer *w, struct writer_stats *out)
{
	int64_t since = w->busy_since;

	*out = (struct writer_stats){ .batches = w->batches,
		.jobs = w->jobs,
		.failed = w->failed,
		.last_batch_ms = w->last_batch_ms,
		.queue = (int64_t)queue_len(w->queue) };
	out->oldest_ms = since != 0 ? clock_mono_ms() - since : 0;
}
