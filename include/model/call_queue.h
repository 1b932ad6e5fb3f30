#ifndef MODEL_CALL_QUEUE_H
#define MODEL_CALL_QUEUE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "model/record.h"

/* Who waits on the telephone before any seat rings: how many, and since when the longest. The seat of somebody who watches the
 * floor writes down what its telephone says (RECORD_QUEUE), so that the walls without such a telephone see it too: object
 * the number of callers, seconds how long the longest has waited at the record's time. Nobody is named in it. The newest
 * record of anybody is what there is; CALL_QUEUE_STALE_MS without one, nobody knows. */

#define CALL_QUEUE_MOST     9999
#define CALL_QUEUE_STEP_MS  5000  /* no two records of a seat are nearer */
#define CALL_QUEUE_BEAT_MS  60000 /* also when nothing changes: it is still so */
#define CALL_QUEUE_STALE_MS 180000

struct call_queue {
	int n;            /* -1: not known */
	int64_t since_at; /* of the longest waiting; meaningless when nobody waits */
	int64_t at;       /* when that was so */
};
/** call_queue_known(q, now): is it known at ${now}? call_queue_waited_ms(q, now): of the longest waiting; 0 when nobody does. */
bool call_queue_known(const struct call_queue *q, int64_t now);
int64_t call_queue_waited_ms(const struct call_queue *q, int64_t now);
/** call_queue_due(q, wrote, now): when a seat that wrote ${wrote} last has to write ${q} down: <= now at once. */
int64_t call_queue_due(const struct call_queue *q, const struct call_queue *wrote, int64_t now);

/** call_queue_record(q, now, r): as a desk record of ${now}, but for id and author. call_queue_check: does a record of the kind
 * hold together? ERR_INVALID. call_queue_read(r, q): false when it is none. */
void call_queue_record(const struct call_queue *q, int64_t now, struct record *r);
enum err_code call_queue_check(const struct record *r, struct err *e);
bool call_queue_read(const struct record *r, struct call_queue *q);

#endif
