/* What this seat has promised: sent in order, one push in flight, the same bytes again until it is answered. One bad
 * operation never holds up those behind it. */
#include "sync_p.h"

#include <string.h>

#define PUSH_BYTES (LIMIT_BODY_BYTES - 16384) /* room for what stands round the bodies */

static void
send(struct sync *s, const struct cache_batch *b)
{
	struct sync_request *r;
	struct str body = { 0 };
	struct err e;

	if (ops_write(b->items, b->count, &body, &e) != ERR_OK) {
		str_free(&body);
		sync_fail(s, &s->push);
		return;
	}
	r = sync_send(s, &s->push, ASK_OPS, "POST");
	if (r == NULL) {
		str_free(&body);
		return;
	}
	r->path = str_dup("/v1/sync/ops");
	r->auth = sync_auth_device(s);
	r->len = body.len;
	r->body = str_take(&body);
	s->sent_ops = b->count;
	s->first_n = b->items[0].n;
}

void
push_plan(struct sync *s)
{
	struct cache_batch batch;
	struct err e;
	enum err_code rc;

	if (!(s->look && sync_may_send(s, &s->push)))
		return;
	rc = cache_batch(s->cache, s->max_ops, PUSH_BYTES, s->now, s->boot, &batch, &e);
	if (rc == ERR_CORRUPT) { /* it cannot be sent, and must not hold up the others */
		sync_note(s, NOTE_TEXT, &e);
		(void)cache_refused(s->cache, e.sys, ERR_CORRUPT, e.text, NULL);
		s->out->again = true;
	} else if (rc != ERR_OK) {
		sync_fail(s, &s->push);
	} else if (batch.count > 0) {
		send(s, &batch);
	} else {
		s->look = false;
	}
	if (rc == ERR_OK)
		cache_batch_free(&batch);
}

/* ---- answers ---- */

static void
tell_numbers(struct sync *s, const struct cache_answered *a)
{
	for (int i = 0; i < a->n_renumbered; i++) {
		struct sync_note *note = sync_note(s, NOTE_NUMBER, NULL);
		if (note == NULL)
			return;
		str_copy(note->ticket, sizeof(note->ticket), a->renumbered[i].ticket);
		str_copy(note->old_number, sizeof(note->old_number), a->renumbered[i].old_number);
		str_copy(note->number, sizeof(note->number), a->renumbered[i].number);
	}
}

static void
results(struct sync *s, const struct sync_event *ev)
{
	struct op_results r;
	struct cache_answered a = { 0 };
	struct err e;

	if (op_results_read(ev->body, ev->len, &r, &e) != ERR_OK) {
		sync_fail(s, &s->push); /* torn: the same again */
		return;
	}
	if (cache_answers(s->cache, &r, &a, &e) != ERR_OK || a.acked + a.parked == 0) {
		sync_fail(s, &s->push);
	} else {
		s->push.tries = 0;
		s->acks++;
		if (s->max_ops < LIMIT_OPS)
			s->max_ops *= 2;
		if (a.retry)
			sync_fail(s, &s->push);
	}
	tell_numbers(s, &a);
	s->out->link_changed = true;
	op_results_free(&r);
}

/* The centre will not take the push as it is. Halved until the one operation it dislikes stands alone; that is parked. */
static void
not_taken(struct sync *s, const struct err *e)
{
	if (s->sent_ops > 1) {
		s->max_ops = s->sent_ops / 2;
		return;
	}
	s->max_ops = 1;
	if (cache_refused(s->cache, s->first_n, e->code, e->text, NULL) != ERR_OK)
		sync_fail(s, &s->push);
	s->out->link_changed = true;
}

static void
reuse(struct sync *s, const struct err *e)
{
	(void)cache_reuse(s->cache, NULL);
	sync_note(s, NOTE_TEXT, e);
	s->out->link_changed = true;
}

static void
refused(struct sync *s, const struct sync_event *ev)
{
	struct err e;
	int64_t expect;
	enum err_code code = sync_problem(ev, &e, &expect);

	if (code == ERR_OP_GAP && expect > 0) {
		if (cache_gap(s->cache, expect, &e) == ERR_OP_REUSE)
			reuse(s, &e);
		if (s->push.tries > 0)
			sync_fail(s, &s->push);
		else
			s->push.tries = 1; /* at once the first time */
	} else if (code == ERR_OP_REUSE) {
		reuse(s, &e);
	} else if (code == ERR_SCHEMA || code == ERR_NEWER) {
		err_set(&e, ERR_SCHEMA,
		    "程序版本与中心不合, 请升级; 登记照常, 先存在本机, 升级后自动送出。");
		sync_note(s, NOTE_TEXT, &e);
		s->push.tries = 30;
		sync_fail(s, &s->push);
	} else if (code == ERR_DEVICE || code == ERR_UNAUTHORISED) {
		door_lost_device(s, &e);
		sync_fail(s, &s->push);
	} else if (ev->status == 413 || ev->status == 400 || ev->status == 422) {
		not_taken(s, &e);
	} else {
		if (ev->status >= 500 || code == ERR_NETWORK)
			sync_down(s, &e);
		sync_fail(s, &s->push);
	}
}

void
push_answer(struct sync *s, const struct sync_event *ev)
{
	s->look = true;
	if (ev->outcome != SYNC_ANSWERED) {
		struct err e;
		sync_problem(ev, &e, NULL);
		sync_down(s, &e);
		sync_fail(s, &s->push);
	} else if (sync_is_ok(ev)) {
		results(s, ev);
	} else {
		refused(s, ev);
	}
}
