/* Events on tickets, from this seat: the same rules the centre enforces say "no" here, before anything is sent; then the
 * operation, the ticket as it is shown and, at submit, the number are written in one transaction that is on disk before
 * anybody is told. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "engine_p.h"
#include "model/workflow.h"

void
engine_op(struct engine *g, struct op *op, int kind, const char *ticket)
{
	op_init(op);
	id_new(op->id);
	str_copy(op->by, sizeof(op->by), g->me.job_no);
	str_copy(op->ticket, sizeof(op->ticket), ticket);
	op->kind = kind;
	op->at = clock_now_ms();
	op->age_ms = 0;
	op->v = OP_VERSION;
}

static enum err_code
check(struct engine *g, const struct op *op, const struct ticket *t, struct err *e)
{
	struct actor who = {
		.user = g->me.job_no, .name = g->me.name, .unit = g->me.unit, .roles = g->roles
	};
	struct workflow_env env = { .city = cache_writer_city(g->cache),
		.now = clock_now_ms() + sync_offset_ms(g->sync),
		.online = sync_is_online(g->sync) };
	struct event ev;
	enum err_code rc;

	if (who.user[0] == '\0')
		return err_set(e, ERR_UNAUTHORISED, NULL);
	if (env.city == NULL)
		return err_set(e, ERR_NEEDS_CENTRE,
		    "本机还没有取到本市的目录, 连上中心后再提交。草稿已存在本机。");
	if (op->kind == EVENT_URGE)
		env.last_urge_at = cache_last_at(g->cache, op->ticket, EVENT_URGE);
	event_init(&ev);
	rc = op_event(op, &ev) ? ERR_OK : err_set(e, ERR_NO_MEMORY, NULL);
	str_copy(ev.actor, sizeof(ev.actor), who.user);
	str_copy(ev.actor_name, sizeof(ev.actor_name), who.name);
	str_copy(ev.unit, sizeof(ev.unit), who.unit);
	if (rc == ERR_OK)
		rc = workflow_check(t, &ev, &who, &env, e);
	event_free(&ev);
	return rc;
}

enum err_code
engine_add(
    struct engine *g, struct op *op, const struct ticket *t, struct cache_op *drop, struct err *e)
{
	int64_t n = 0;
	enum err_code rc = check(g, op, t, e);

	drop->op = op;
	drop->mono_ms = clock_mono_ms();
	drop->boot = g->boot;
	return rc == ERR_OK ? cache_op_add(g->cache, drop, &n, e) : rc;
}

/* ---- submit ---- */

static enum err_code
give_number(struct engine *g, struct op *op, struct number_state *st, struct err *e)
{
	struct cache_seat seat;
	char no[NUMBER_SIZE];

	cache_seat(g->cache, &seat);
	if (seat.seat_no[0] == '\0')
		return err_set(e, ERR_NEEDS_CENTRE,
		    "本机还没有坐席号, 连上中心登记后才能编号。草稿已存在本机。");
	cache_number(g->cache, st);
	number_issue(st, seat.seat_no, clock_now_ms() + sync_offset_ms(g->sync), no);
	return fields_set(&op->set, TF_NO, no) ? ERR_OK : err_set(e, ERR_NO_MEMORY, NULL);
}

static enum err_code
submit_new(struct engine *g, struct job *j, char ticket[ID_SIZE], char number[20], struct err *e)
{
	struct cache_op drop = { .drop_draft = j->draft.id };
	struct number_state st;
	struct ticket nothing;
	struct op op;
	enum err_code rc;

	id_new(ticket);
	engine_op(g, &op, j->act, ticket);
	ticket_init(&nothing);
	str_copy(nothing.id, sizeof(nothing.id), ticket);
	rc = fields_copy(&op.set, &j->draft.f) && args_copy(&op.args, &j->args)
		 ? ERR_OK
		 : err_set(e, ERR_NO_MEMORY, NULL);
	if (rc == ERR_OK)
		rc = give_number(g, &op, &st, e);
	drop.number = &st;
	if (rc == ERR_OK)
		rc = engine_add(g, &op, &nothing, &drop, e);
	if (rc == ERR_OK)
		str_copy(number, 20, fields_get(&op.set, TF_NO));
	ticket_free(&nothing);
	op_free(&op);
	return rc;
}

/* What the draft has otherwise than the ticket: only that is said, with what was there before. */
static bool
differences(const struct fields *draft, const struct fields *now, struct op *op)
{
	bool ok = true;

	for (int f = 0; f < TF_COUNT; f++) {
		enum ticket_field which = (enum ticket_field)f;
		if (draft->v[f] == NULL || str_same(draft->v[f], now->v[f]))
			continue;
		ok = ok && fields_set(&op->set, which, draft->v[f]) &&
		     fields_set(&op->was, which, fields_get(now, which));
	}
	return ok;
}

static enum err_code
submit_existing(
    struct engine *g, struct job *j, char ticket[ID_SIZE], char number[20], struct err *e)
{
	struct cache_op drop = { .drop_draft = j->draft.id };
	struct ticket t;
	struct op op;
	enum err_code rc;

	str_copy(ticket, ID_SIZE, j->draft.ticket);
	engine_op(g, &op, j->act, ticket);
	ticket_init(&t);
	rc = cache_ticket_whole(g->cache, ticket, &t, e);
	op.base = t.rev;
	if (rc == ERR_OK &&
	    (!differences(&j->draft.f, &t.f, &op) || !args_copy(&op.args, &j->args)))
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	if (rc == ERR_OK)
		rc = engine_add(g, &op, &t, &drop, e);
	if (rc == ERR_OK)
		str_copy(number, 20, fields_get(&t.f, TF_NO));
	ticket_free(&t);
	op_free(&op);
	return rc;
}

enum err_code
engine_submit_draft(
    struct engine *g, struct job *j, char ticket[ID_SIZE], char number[20], struct err *e)
{
	return j->draft.ticket[0] != '\0' ? submit_existing(g, j, ticket, number, e)
					  : submit_new(g, j, ticket, number, e);
}

enum err_code
engine_act(struct engine *g, struct job *j, struct err *e)
{
	struct cache_op drop = { 0 };
	struct ticket t;
	struct op op;
	enum err_code rc;

	engine_op(g, &op, j->act, j->ticket);
	ticket_init(&t);
	rc = cache_ticket_whole(g->cache, j->ticket, &t, e);
	op.base = t.rev;
	if (rc == ERR_OK && (!fields_copy(&op.set, &j->draft.f) || !fields_copy(&op.was, &j->was) ||
				!args_copy(&op.args, &j->args)))
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	if (rc == ERR_OK)
		rc = engine_add(g, &op, &t, &drop, e);
	ticket_free(&t);
	op_free(&op);
	return rc;
}
