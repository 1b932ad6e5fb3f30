/* Desk records on their way to the centre, on the lane beside the feeds: a batch at a time, the same again until it is
 * answered; the centre goes by their ids, so that a lost answer costs nothing. A batch that the centre cannot read is
 * halved until the one it dislikes stands alone; that is put aside.
 *
 * Invariant: an answer counts only in the epoch its batch was sent in (the door lets go of the request): a centre restored
 * meanwhile may have lost what the answer says it has. */
#include "sync_p.h"

#include <string.h>

static void
send(struct sync *s, struct str *body)
{
	struct sync_request *r = sync_send(s, &s->side, ASK_RECORDS, "POST");

	if (r == NULL)
		return;
	r->path = str_dup("/v1/records");
	r->auth = sync_auth_device(s);
	r->len = body->len;
	r->body = str_take(body);
}

void
record_plan(struct sync *s)
{
	struct str body = { 0 };

	if (!(s->look_record && !s->record_off && sync_may_send(s, &s->side)))
		return;
	if (s->record_offer && cache_record_offer_again(s->cache, NULL) == ERR_OK)
		s->record_offer = false;
	if (cache_record_batch(s->cache, s->max_records, &body, &s->record_batch, NULL) != ERR_OK)
		sync_fail(s, &s->side);
	else if (s->record_batch.count > 0)
		send(s, &body);
	else
		s->look_record = false;
	secret_str_free(&body);
}

/* ---- answers ---- */

static void
tell_refused(struct sync *s, size_t n, const char *why)
{
	struct err e;

	err_set(&e, ERR_FORBIDDEN, "有 %zu 条席位记录中心没有收下, 已留在本机: %s", n, why);
	sync_note(s, NOTE_TEXT, &e);
}

static void
kept(struct sync *s, const struct sync_event *ev)
{
	struct record_answer a;

	if (record_answer_read(ev->body, ev->len, &a, NULL) != ERR_OK) {
		sync_fail(s, &s->side); /* torn: the same again */
		return;
	}
	if (cache_record_answered(
		s->cache, &s->record_batch, &a, s->args.wall(s->args.arg), NULL) != ERR_OK) {
		sync_fail(s, &s->side);
	} else {
		s->side.tries = 0;
		if (s->max_records < RECORD_ROWS)
			s->max_records *= 2;
		if (a.count > 0)
			tell_refused(s, a.count, a.refused[0].detail);
	}
	record_answer_free(&a);
	s->out->link_changed = true;
}

static void
not_taken(struct sync *s, const struct err *e)
{
	if (s->record_batch.count > 1) {
		s->max_records = s->record_batch.count / 2;
		return;
	}
	s->max_records = 1;
	if (cache_record_refused(s->cache, &s->record_batch, e->text, NULL) != ERR_OK)
		sync_fail(s, &s->side);
	else
		tell_refused(s, 1, e->text);
	s->out->link_changed = true;
}

static void
refused(struct sync *s, const struct sync_event *ev)
{
	struct err e;
	enum err_code code = sync_problem(ev, &e, NULL);

	if (ev->outcome == SYNC_ANSWERED && (ev->status == 404 || ev->status == 405)) {
		s->record_off = true; /* an older centre: the rows stay here */
	} else if (ev->outcome == SYNC_ANSWERED &&
		   (ev->status == 400 || ev->status == 413 || ev->status == 422)) {
		not_taken(s, &e);
	} else {
		if (code == ERR_DEVICE || code == ERR_UNAUTHORISED)
			door_lost_device(s, &e);
		sync_fail(s, &s->side);
	}
}

void
record_answer(struct sync *s, const struct sync_event *ev)
{
	s->look_record = true;
	if (sync_is_ok(ev))
		kept(s, ev);
	else
		refused(s, ev);
}
