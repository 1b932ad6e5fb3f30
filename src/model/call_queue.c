/* Who waits on the telephone: the picture of it, and as a desk record.
 *
 * Invariants: what is not known is said to be so, never 0. Not here: who writes it down (engine), what it is drawn as (wall). */
#include "model/call_queue.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/str.h"

#define SECOND_MS INT64_C(1000)

bool
call_queue_known(const struct call_queue *q, int64_t now)
{
	return q->n >= 0 && now - q->at < CALL_QUEUE_STALE_MS;
}

int64_t
call_queue_waited_ms(const struct call_queue *q, int64_t now)
{
	return q->n > 0 && now > q->since_at ? now - q->since_at : 0;
}

/* A telephone that says how long somebody has waited does not say it to the millisecond twice. */
static bool
is_same(const struct call_queue *a, const struct call_queue *b)
{
	return a->n == b->n && (a->n <= 0 || llabs(a->since_at - b->since_at) < 2 * SECOND_MS);
}

int64_t
call_queue_due(const struct call_queue *q, const struct call_queue *wrote, int64_t now)
{
	if (q->n < 0)
		return INT64_MAX;
	if (wrote->at == 0 || wrote->at > now)
		return now;
	return wrote->at + (is_same(q, wrote) ? CALL_QUEUE_BEAT_MS : CALL_QUEUE_STEP_MS);
}

void
call_queue_record(const struct call_queue *q, int64_t now, struct record *r)
{
	const int64_t waited = call_queue_waited_ms(q, now) / SECOND_MS;

	r->kind = RECORD_QUEUE;
	r->at = now;
	r->seconds = waited < RECORD_SECONDS_MOST ? waited : RECORD_SECONDS_MOST;
	(void)snprintf(r->object, sizeof(r->object), "%d", q->n);
}

static bool
count_of(const struct record *r, long long *n)
{
	return r->kind == RECORD_QUEUE && str_int(r->object, 0, CALL_QUEUE_MOST, n);
}

enum err_code
call_queue_check(const struct record *r, struct err *e)
{
	long long n = 0;

	if (r->kind != RECORD_QUEUE || (count_of(r, &n) && (n > 0 || r->seconds == 0)))
		return ERR_OK;
	(void)err_set(e, ERR_INVALID, "排队人数要是 0 到 9999 的整数; 没有人排队就没有等待");
	return e != NULL ? err_at(e, "object") : ERR_INVALID;
}

bool
call_queue_read(const struct record *r, struct call_queue *q)
{
	long long n = 0;

	if (!count_of(r, &n))
		return false;
	*q = (struct call_queue){
		.n = (int)n, .since_at = r->at - r->seconds * SECOND_MS, .at = r->at
	};
	return true;
}
