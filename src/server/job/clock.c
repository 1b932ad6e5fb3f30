/* The centre's timer. A round is a job of the writer like any other. Not done here: what falls due (model/clock.h), deadlines
 * that only colour a row (views). */
#include "server/job/clock.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/clock.h"
#include "base/log.h"
#include "round_p.h"

#define FEED_DAYS 90 /* a seat that was away longer fills again; three times the longest holiday */

/* ---- one round ---- */

enum err_code
round_is_due(struct core *c, const char *name, int64_t every_ms, bool *due, struct err *e)
{
	struct str text = { 0 };
	long long last = 0;
	char now[24];
	enum err_code rc = store_meta_get(c->store, name, &text, e);

	(void)str_int(str_c(&text), 0, INT64_MAX, &last);
	str_free(&text);
	*due = rc == ERR_OK && (c->now < last || c->now - last >= every_ms);
	if (!*due)
		return rc;
	(void)snprintf(now, sizeof(now), "%lld", (long long)c->now);
	return store_meta_set(c->store, name, now, e);
}

enum err_code
clock_round(struct core *c, struct clock_done *done, struct err *e)
{
	int32_t today = civil_day(c->now);
	enum err_code rc;
	bool given = false;

	*done = (struct clock_done){ 0 };
	rc = recalc_round(c, &done->recalculated, &done->more, e);
	if (rc == ERR_OK && !done->more) /* what a guessed limit calls late may not be */
		rc = due_round(c, done, e);
	if (rc == ERR_OK && !done->more)
		rc = remind_round(c, &done->reminded, &done->more, e);
	if (rc != ERR_OK || done->more)
		return rc;
	rc = cited_round(c, &done->cited, e);
	if (rc == ERR_OK)
		rc = named_round(c, e);
	if (rc == ERR_OK)
		rc = incident_round(c, e);
	if (rc == ERR_OK)
		rc = peak_round(c, e);
	if (rc == ERR_OK)
		rc = swept_round(c, &done->swept, e);
	if (rc == ERR_OK)
		rc = store_sessions_expire(c->store, c->now, e);
	if (rc == ERR_OK)
		rc = store_codes_expire(c->store, c->now, e);
	if (rc == ERR_OK)
		rc = store_feed_day(c->store, today, e);
	if (rc == ERR_OK)
		rc = store_feed_prune(c->store, today - FEED_DAYS, &done->more, e);
	if (rc == ERR_OK)
		rc = given_round(c, &given, e);
	done->more = done->more || given;
	return rc;
}

/* ---- the thread ---- */

struct job_clock {
	struct writer *writer;
	int every_ms;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	bool stop;
};

struct round {
	struct writer_job job; /* first */
	struct clock_done done;
};

static enum err_code
run_round(struct core *c, struct writer_job *j, struct err *e)
{
	return clock_round(c, &((struct round *)(void *)j)->done, e);
}

static bool
is_stopping(struct job_clock *k)
{
	bool stop;

	pthread_mutex_lock(&k->lock);
	stop = k->stop;
	pthread_mutex_unlock(&k->lock);
	return stop;
}

/* Each in a batch of its own: what seats ask for comes in between. */
static void
one_round(struct job_clock *k)
{
	struct round r = { .done = { 0 } };
	struct err e = { 0 };

	do {
		r.done.more = false;
		if (writer_call(k->writer, run_round, &r.job, &e) != ERR_OK)
			log_error("clock: %s", err_json(e.code));
		else if (r.done.acted > 0)
			log_info("clock: %d steps, %d incomplete tickets closed, %d not yet",
			    r.done.acted, r.done.closed, r.done.kept);
		if (r.done.swept > 0)
			log_info("clock: %d attachments gone that no ticket named", r.done.swept);
	} while (r.done.more && e.code == ERR_OK && !is_stopping(k));
}

/* True when it is time for the next round, false to end. */
static bool
sleep_until_next(struct job_clock *k)
{
	struct timespec t;
	bool stop;

	clock_gettime(CLOCK_MONOTONIC, &t);
	t.tv_sec += k->every_ms / 1000;
	t.tv_nsec += (long)(k->every_ms % 1000) * 1000000;
	t.tv_sec += t.tv_nsec / 1000000000;
	t.tv_nsec %= 1000000000;
	pthread_mutex_lock(&k->lock);
	while (!k->stop && pthread_cond_timedwait(&k->wake, &k->lock, &t) == 0)
		;
	stop = k->stop;
	pthread_mutex_unlock(&k->lock);
	return !stop;
}

static void *
clock_main(void *arg)
{
	struct job_clock *k = arg;

	do
		one_round(k);
	while (sleep_until_next(k));
	return NULL;
}

struct job_clock *
clock_start(struct writer *w, int every_ms)
{
	struct job_clock *k = calloc(1, sizeof(*k));
	pthread_condattr_t attr;

	if (k == NULL)
		return NULL;
	k->writer = w;
	k->every_ms = every_ms;
	pthread_mutex_init(&k->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&k->wake, &attr);
	pthread_condattr_destroy(&attr);
	if (pthread_create(&k->thread, NULL, clock_main, k) != 0) {
		pthread_cond_destroy(&k->wake);
		pthread_mutex_destroy(&k->lock);
		free(k);
		return NULL;
	}
	return k;
}

void
clock_stop(struct job_clock *k)
{
	if (k == NULL)
		return;
	pthread_mutex_lock(&k->lock);
	k->stop = true;
	pthread_cond_signal(&k->wake);
	pthread_mutex_unlock(&k->lock);
	pthread_join(k->thread, NULL);
	pthread_cond_destroy(&k->wake);
	pthread_mutex_destroy(&k->lock);
	free(k);
}
