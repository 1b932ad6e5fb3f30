#ifndef SERVER_CORE_WRITER_H
#define SERVER_CORE_WRITER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/histogram.h"
#include "server/core/core.h"

/* The one thread that writes. It takes whatever is queued (at most WRITER_BATCH jobs), runs each in a savepoint, commits
 * once, then answers all: group commit. Answers are given on the writer's thread and must not block. */

#define WRITER_BATCH 256
#define WRITER_QUEUE 4096

struct writer;
struct writer_job {
	/** run(core, job, e): the work, inside the batch's transaction. An error undoes this job alone. It may be run
	 * again, when a job of the batch broke the transaction or failed after it had written: nothing may depend on
	 * the run before. */
	enum err_code (*run)(struct core *c, struct writer_job *j, struct err *e);
	/** done(job, e): after the commit, or with the error that undid it. Takes the job back. */
	void (*done)(struct writer_job *j, const struct err *e);
	struct err err;
};

/** writer_start(core, wake, arg): ${wake} is called after a commit that changed feeds or told somebody (core->touched), on the writer's
 * thread. The core belongs to the writer until writer_stop. */
struct writer *
writer_start(struct core *core, void (*wake)(void *arg, const struct core_touched *t), void *arg);
/** writer_stop: finishes what is queued, then ends the thread. */
void writer_stop(struct writer *w);
/** writer_submit(w, job): false when the queue is full or stopping: answer 503. */
bool writer_submit(struct writer *w, struct writer_job *j);
/** writer_run(w, job, e): submit and wait (command line, start-up). */
enum err_code writer_call(struct writer *w,
    enum err_code (*run)(struct core *c, struct writer_job *j, struct err *e), struct writer_job *j,
    struct err *e);
/** writer_batch(core, jobs, n, now): the body of the thread, for tests and the simulator: one batch, answers given. */
void writer_batch(struct core *core, struct writer_job **jobs, size_t n, int64_t now);

struct writer_stats {
	int64_t batches, jobs, last_batch_ms, queue;
	int64_t oldest_ms; /* age of the job now being written; 0 idle */
};
void writer_stats(struct writer *w, struct writer_stats *out);
/** writer_commits(w): how long its commits took; borrowed as long as ${w}. */
const struct histogram *writer_commits(const struct writer *w);

#endif
