/* Beside the feeds: tickets asked for by id, questions, the audit rows of this seat, and its desk records. None ever holds up anything else. */
#include <string.h>

#include "sync_p.h"

/* ---- a ticket by id ---- */

static void
fetched(struct sync *s, const struct err *e)
{
	struct sync_note *note = sync_note(s, NOTE_FETCHED, e);

	if (note != NULL)
		str_copy(note->ticket, sizeof(note->ticket), s->fetch[0]);
	memmove(s->fetch[0], s->fetch[1], (size_t)(s->n_fetch - 1) * ID_SIZE);
	s->n_fetch--;
}

void
side_fetch(struct sync *s, const char *ticket)
{
	struct err e;

	if (s->n_fetch == SYNC_FETCHES || !id_valid(ticket)) {
		struct sync_note *note;
		err_set(&e, ERR_BUSY, NULL);
		note = sync_note(s, NOTE_FETCHED, &e);
		if (note != NULL)
			str_copy(note->ticket, sizeof(note->ticket), ticket);
		return;
	}
	str_copy(s->fetch[s->n_fetch++], ID_SIZE, ticket);
}

static void
ask_ticket(struct sync *s)
{
	struct sync_request *r = sync_send(s, &s->side, ASK_TICKET, "GET");
	struct str path = { 0 };

	if (r == NULL)
		return;
	str_addf(&path, "/v1/tickets/%s", s->fetch[0]);
	r->path = str_take(&path);
	r->auth = sync_auth_session(s);
}

static void
ticket_came(struct sync *s, const struct sync_event *ev)
{
	struct msg_ticket m = { 0 };
	struct err e;

	if (sync_is_ok(ev)) {
		if (msg_ticket_read(ev->body, ev->len, &m, &e) == ERR_OK) {
			err_clear(&e);
			(void)cache_fetched(s->cache, &m, &e);
			msg_ticket_free(&m);
		}
	} else {
		sync_problem(ev, &e, NULL);
		if (e.code == ERR_UNAUTHORISED)
			door_lost_session(s, &e);
	}
	if (s->n_fetch > 0)
		fetched(s, &e);
}

/* ---- the audit log ---- */

static void
ask_audit(struct sync *s)
{
	struct sync_request *r;
	struct str body = { 0 };
	struct cache_seat seat;

	cache_seat(s->cache, &seat);
	s->look_audit = false;
	if (seat.device_id[0] == '\0' || seat.reenrol || s->audit_off ||
	    cache_audit_batch(s->cache, &body, &s->audit_last, NULL) != ERR_OK ||
	    s->audit_last == 0 || (r = sync_send(s, &s->side, ASK_AUDIT, "POST")) == NULL) {
		str_free(&body);
		return;
	}
	r->path = str_dup("/v1/audit");
	r->auth = sync_auth_device(s);
	r->len = body.len;
	r->body = str_take(&body);
}

static void
audit_answered(struct sync *s, const struct sync_event *ev)
{
	s->look_audit = true;
	if (sync_is_ok(ev) && cache_audit_sent(s->cache, s->audit_last, NULL) == ERR_OK)
		s->side.tries = 0;
	else if (ev->outcome == SYNC_ANSWERED && (ev->status == 404 || ev->status == 405))
		s->audit_off = true; /* an older centre: the rows stay here */
	else
		sync_fail(s, &s->side);
}

/* ---- both ---- */

void
side_plan(struct sync *s)
{
	struct err e;

	while (s->n_fetch > 0 && s->side.id == 0 &&
	       (!s->up || !s->has_session || !cache_writer_has_key(s->cache))) {
		err_set(&e, ERR_NEEDS_CENTRE, "本机没有这件工单的全部内容, 连上中心后才能取。");
		fetched(s, &e);
	}
	if (!s->up || s->side.id != 0) {
		(void)question_plan(s);
		return;
	}
	if (s->n_fetch > 0)
		ask_ticket(s);
	else if (question_plan(s))
		return;
	else if (s->look_audit && sync_free_at(s, &s->side))
		ask_audit(s);
	record_plan(s);
	desk_plan(s);
}

void
side_answer(struct sync *s, const struct sync_event *ev)
{
	if (s->side.ask == ASK_TICKET)
		ticket_came(s, ev);
	else if (s->side.ask == ASK_RECORDS)
		record_answer(s, ev);
	else if (s->side.ask == ASK_DESK)
		desk_answer(s, ev);
	else if (s->side.ask == ASK_QUESTION)
		question_answer(s, ev);
	else
		audit_answered(s, ev);
}
