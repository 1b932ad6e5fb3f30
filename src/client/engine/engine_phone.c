/* The telephone at this seat: what it says is passed to the screen, drives the state of the call-taker (model/agent.h), and
 * is written down: an interval when it begins, a call when it is over, both as desk records, also with the line down.
 *
 * Invariants: a record is on disk before the next event of the telephone is looked at; nothing is written in nobody's
 * name; the telephone is told a state only between its events, never inside one. Not here: whether an event may be
 * believed (phone/), figures (the centre). */
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "engine_p.h"
#include "model/assist.h"

#define CALL_TAKERS (ROLE_BIT(AGENT) | ROLE_BIT(SENIOR))

/* ---- records ---- */

static void
keep(struct engine *g, struct record *r)
{
	struct err e;

	if (g->me.job_no[0] == '\0')
		return;
	id_new(r->id);
	str_copy(r->by, sizeof(r->by), g->me.job_no);
	if (cache_record_add(g->cache, r, &e) != ERR_OK)
		log_error("%s not kept: %s", record_json(r->kind), e.text);
	else
		engine_step_sync(g, &(struct sync_event){ .kind = SYNC_KICK });
}

static const char *
seat_no(struct engine *g, char out[8])
{
	struct link_info link;

	engine_link(g, &link);
	str_copy(out, 8, link.seat_no);
	return out;
}

static void
tell_state(struct engine *g)
{
	const struct agent *a = &g->call.agent;
	struct news *n = engine_news_new(NEWS_PHONE);

	if (n == NULL)
		return;
	n->phone = (struct phone_event){ .kind = PHONE_AGENT_STATE,
		.agent = a->state,
		.reason = a->reason,
		.until_at = a->acw_until,
		.queue = -1,
		.at = a->since_at };
	engine_tell(g, n);
}

static void
step(struct engine *g, const struct agent_step *s)
{
	struct record r = { 0 };
	char seat[8];

	if (!agent_step(&g->call.agent, s))
		return;
	agent_record(&g->call.agent, seat_no(g, seat), &r);
	keep(g, &r);
	tell_state(g);
}

static void
step_to(struct engine *g, enum agent_event event, const struct phone_event *ev)
{
	step(g, &(struct agent_step){ .event = event, .call = ev->call, .at = ev->at });
}

static void
write_call(struct engine *g, struct engine_call *x, enum call_way way, const char *id)
{
	struct record r = { 0 };

	x->log.way = way;
	seat_no(g, x->log.seat);
	if (call_record(&x->log, id, &r)) {
		str_copy(r.ticket, sizeof(r.ticket), x->ticket);
		str_copy(r.object, sizeof(r.object), x->back);
		keep(g, &r);
	}
	record_free(&r);
	*x = (struct engine_call){ 0 };
}

/* ---- the caller ---- */

static void
offered(struct engine_call *x, const struct phone_event *ev)
{
	*x = (struct engine_call){ .log = { .began_at = ev->at, .waited_ms = ev->waited_ms } };
	str_copy(x->id, sizeof(x->id), ev->call);
	str_copy(x->log.peer, sizeof(x->log.peer), ev->peer);
	str_copy(x->log.line, sizeof(x->log.line), ev->line);
	str_copy(x->log.queue, sizeof(x->log.queue), ev->skill);
	str_copy(x->log.ivr, sizeof(x->log.ivr), ev->ivr);
}

static void
held(struct engine_call *x, bool on, int64_t at)
{
	if (on && x->held_at == 0) {
		x->held_at = at;
		x->log.holds++;
	} else if (!on && x->held_at != 0) {
		x->log.hold_ms += at > x->held_at ? at - x->held_at : 0;
		x->held_at = 0;
	}
}

static void
cleared(struct engine *g, const struct phone_event *ev)
{
	struct engine_call *x = &g->call.caller;
	struct call_log *c = &x->log;

	if (x->id[0] == '\0')
		return;
	held(x, false, ev->at);
	c->ended_at = ev->at;
	c->rated = ev->rated;
	if (c->end == CALL_END_UNKNOWN)
		c->end = x->ours ? CALL_END_SEAT
			 : ev->at == g->call.up_at
			     ? CALL_END_LOST /* while nothing could be heard */
			     : CALL_END_CALLER;
	write_call(g, x,
	    c->answered_at != 0                       ? CALL_ANSWERED
	    : x->ours || ev->cause == CAUSE_ELSEWHERE ? CALL_PASSED
						      : CALL_MISSED,
	    ev->call);
}

static void
abandoned(struct engine *g, const struct phone_event *ev)
{
	struct engine_call x;

	offered(&x, ev);
	x.log.began_at = ev->at - ev->waited_ms;
	x.log.waited_ms = 0;
	x.log.ended_at = ev->at;
	x.log.end = CALL_END_CALLER;
	write_call(g, &x, ev->cause == CAUSE_BUSY ? CALL_BUSY : CALL_ABANDONED, ev->call);
}

/* ---- a call of one's own ---- */

static bool
is_own(const struct engine *g)
{
	return g->call.caller.id[0] == '\0';
}

static void
dialling(struct engine *g, const struct phone_event *ev)
{
	struct engine_call *x = &g->call.own;

	if (!is_own(g)) {
		step_to(g, AGENT_CONSULTS, ev);
		return;
	}
	id_new(x->id);
	x->log.began_at = ev->at;
	str_copy(x->log.peer, sizeof(x->log.peer), ev->target);
	step(g, &(struct agent_step){ .event = AGENT_DIALS, .call = x->id, .at = ev->at });
}

static void
dialled(struct engine *g, const struct phone_event *ev)
{
	struct engine_call *x = &g->call.own;

	if (!is_own(g) || x->id[0] == '\0') {
		if (g->call.caller.held_at == 0)
			step_to(g, AGENT_TALKS, ev);
		return;
	}
	x->log.ended_at = ev->at;
	step_to(g, AGENT_DIALLED, ev);
	write_call(g, x, x->log.answered_at != 0 ? CALL_CALLED : CALL_UNCALLED, x->id);
}

/* ---- every event ---- */

static void
follow(struct engine *g, const struct phone_event *ev)
{
	struct engine_call *x = &g->call.caller;

	switch (ev->kind) {
	case PHONE_LINK_UP:
		g->call.up_at = ev->at;
		break;
	case PHONE_LINK_DOWN:
		g->call.queue.n = -1;
		break;
	case PHONE_QUEUE:
		g->call.queue = (struct call_queue){
			.n = ev->queue, .since_at = ev->at - ev->waited_ms, .at = ev->at
		};
		break;
	case PHONE_OFFERED:
		offered(x, ev);
		step_to(g, AGENT_RINGS, ev);
		break;
	case PHONE_ESTABLISHED:
		x->log.answered_at = x->log.answered_at != 0 ? x->log.answered_at : ev->at;
		str_copy(x->log.recording, sizeof(x->log.recording), ev->recording);
		step_to(g, AGENT_TALKS, ev);
		break;
	case PHONE_HELD:
	case PHONE_RETRIEVED:
		held(x, ev->kind == PHONE_HELD, ev->at);
		step_to(g,
		    ev->kind == PHONE_RETRIEVED                         ? AGENT_TALKS
		    : phone_picture_of(g->phone)->leg != PHONE_LEG_NONE ? AGENT_CONSULTS
									: AGENT_HOLDS,
		    ev);
		break;
	case PHONE_CALLING:
		dialling(g, ev);
		break;
	case PHONE_REACHED:
		if (is_own(g))
			g->call.own.log.answered_at = ev->at;
		break;
	case PHONE_NOT_REACHED:
	case PHONE_PARTED:
		dialled(g, ev);
		break;
	case PHONE_TRANSFERRED:
		x->log.end = CALL_END_MOVED;
		break;
	case PHONE_CLEARED:
		cleared(g, ev);
		step_to(g, AGENT_CLEARS, ev);
		break;
	case PHONE_ABANDONED:
		abandoned(g, ev);
		break;
	case PHONE_FAILED: /* nor has this seat ended it, whatever ends it later */
		x->ours = false;
		x->log.refusal[0] = '\0';
		break;
	default:
		break;
	}
}

/* To a citizen: of his ticket, or because he had called in vain. */
static bool
is_to_citizen(const struct engine_call *x)
{
	return x->id[0] != '\0' && (x->ticket[0] != '\0' || x->back[0] != '\0');
}

void
engine_phone_heard(void *arg, const struct phone_event *ev)
{
	struct engine *g = arg;
	struct news *n;

	if (ev->kind == PHONE_AGENT_STATE) {
		/* the exchange's own wish, or our word come back */
		if (agent_may_want(ev->agent, ev->reason, NULL) == ERR_OK &&
		    ev->agent != g->call.told)
			step(g, &(struct agent_step){ .event = AGENT_WANTS,
				    .state = ev->agent,
				    .reason = ev->reason,
				    .at = ev->at });
		return;
	}
	follow(g, ev);
	n = engine_news_new(NEWS_PHONE);
	if (n == NULL)
		return;
	n->phone = *ev;
	if (ev->kind == PHONE_CALLING && is_own(g) && is_to_citizen(&g->call.own))
		str_copy(n->phone.call, sizeof(n->phone.call), g->call.own.id);
	engine_tell(g, n);
}

/* ---- what the person does ---- */

void
engine_phone_sits(struct engine *g)
{
	const bool takes = (g->me.roles & CALL_TAKERS) != 0 && g->me.job_no[0] != '\0';
	const bool rings = (g->phone->ops->caps & PHONE_CAP_ANSWER) != 0;

	/* who takes calls by a set on the desk is on the wall too; a senior who only watches it is not free for them */
	if (takes && (rings || (g->me.roles & ROLE_BIT(AGENT)) != 0))
		step(g, &(struct agent_step){ .event = AGENT_SIGNED_IN, .at = clock_now_ms() });
}

void
engine_phone_leaves(struct engine *g)
{
	step(g, &(struct agent_step){ .event = AGENT_SIGNED_OUT, .at = clock_now_ms() });
}

static enum err_code
want(struct engine *g, const struct job *job, struct err *e)
{
	struct agent *a = &g->call.agent;
	struct agent_step s = { .event = AGENT_WANTS,
		.state = job->agent,
		.reason = job->reason,
		.at = clock_now_ms() };

	if (agent_may_want(job->agent, job->reason, e) != ERR_OK)
		return ERR_INVALID;
	if (g->me.job_no[0] == '\0' || (g->me.roles & CALL_TAKERS) == 0)
		return err_set(e, ERR_FORBIDDEN, "您的岗位不接来电, 没有坐席状态。");
	if (a->state == AGENT_OFFLINE) { /* no telephone has begun the shift */
		a->then = job->agent == AGENT_ACW ? AGENT_IDLE : job->agent;
		a->then_reason = job->agent == AGENT_REST ? job->reason : 0;
		s.event = AGENT_SIGNED_IN;
	} else if (job->agent == AGENT_ACW && a->state == AGENT_ACW) {
		s.event = AGENT_PROLONGS;
	}
	step(g, &s);
	tell_state(g); /* also what changed but how long it lasts */
	return ERR_OK;
}

/* Forced rest begins at once, else after the call and the work it leaves. One that comes late is not obeyed: what it was
 * for has passed. */
void
engine_phone_order(struct engine *g, const char *code, int64_t at)
{
	const int64_t now = clock_now_ms();
	struct agent *a = &g->call.agent;
	struct agent_step s = {
		.event = AGENT_WANTS, .state = AGENT_REST, .reason = AGENT_REST_FORCED, .at = now
	};

	if (strcmp(code, order_items[ORDER_REST].code) != 0 ||
	    now + sync_offset_ms(g->sync) - at > ORDER_OBEYED_MS || g->me.job_no[0] == '\0' ||
	    (g->me.roles & CALL_TAKERS) == 0)
		return;
	if (a->state == AGENT_OFFLINE) { /* no telephone has begun the shift */
		a->then = AGENT_REST;
		a->then_reason = AGENT_REST_FORCED;
		s.event = AGENT_SIGNED_IN;
	}
	step(g, &s);
}

/* A number that the screen does not know is not asked of it: it goes from the sealed row to the telephone. */
static enum err_code
dial(struct engine *g, const struct job *job, struct err *e)
{
	struct engine_call *own = &g->call.own;
	char number[RECORD_PHONE_BYTES];
	enum err_code rc = ERR_OK;

	(void)str_copy(number, sizeof(number), job->job_no);
	if (number[0] == '\0' && job->record.object[0] != '\0')
		rc = cache_call_number(g->cache, job->record.object, number, sizeof(number), e);
	else if (number[0] == '\0' && job->ticket[0] != '\0')
		rc = engine_number(g, job->ticket, number, sizeof(number), e);
	if (rc != ERR_OK)
		return rc;
	if (own->id[0] == '\0') { /* before: the first event may come at once */
		str_copy(own->ticket, sizeof(own->ticket), job->ticket);
		str_copy(own->back, sizeof(own->back), job->record.object);
	}
	rc = phone_command(g->phone, PHONE_DIAL, "", number, clock_now_ms(), e);
	secret_wipe(number, sizeof(number));
	if (rc != ERR_OK && own->id[0] == '\0')
		*own = (struct engine_call){ 0 };
	return rc;
}

enum err_code
engine_phone(struct engine *g, const struct job *job, struct err *e)
{
	const int64_t now = clock_now_ms();

	if (job->kind == JOB_AGENT)
		return want(g, job, e);
	if (job->phone == PHONE_HANGUP || job->phone == PHONE_REJECT)
		g->call.caller.ours = strcmp(job->text, g->call.caller.id) == 0;
	if (job->phone == PHONE_REJECT && g->call.caller.ours)
		str_copy(
		    g->call.caller.log.refusal, sizeof(g->call.caller.log.refusal), job->job_no);
	if (job->phone == PHONE_DIAL)
		return dial(g, job, e);
	return phone_command(g->phone, job->phone, job->text, job->job_no, now, e);
}

/* ---- between the events ---- */

/* What the exchange has to know: it sends no call to who is not ready. */
static enum agent_state
state_there(const struct engine *g)
{
	const enum agent_state s = g->call.agent.state;

	return agent_is_on_call(s) ? g->call.told : s;
}

/* Only by a seat of somebody who watches the floor: three hundred would all say the same. */
static int64_t
queue_due(const struct engine *g, int64_t now)
{
	const bool tells = (g->phone->ops->caps & PHONE_CAP_QUEUE) != 0 &&
			   g->me.job_no[0] != '\0' && record_is_floor(g->me.roles);

	return tells ? call_queue_due(&g->call.queue, &g->call.wrote, now) : INT64_MAX;
}

static void
write_queue(struct engine *g, int64_t now)
{
	struct record r = { 0 };

	if (queue_due(g, now) > now)
		return;
	call_queue_record(&g->call.queue, now, &r);
	keep(g, &r);
	g->call.wrote = g->call.queue;
	g->call.wrote.at = now;
}

void
engine_phone_settle(struct engine *g)
{
	const struct agent *a = &g->call.agent;
	enum agent_state there;
	struct err e;

	write_queue(g, clock_now_ms());

	step(g, &(struct agent_step){ .event = AGENT_TIME, .at = clock_now_ms() });
	there = state_there(g);
	if (there == g->call.told)
		return;
	g->call.told = there;
	if (phone_agent(g->phone, there, a->reason, clock_now_ms(), &e) != ERR_OK)
		engine_notice(g, e.text);
}

int64_t
engine_phone_wait(const struct engine *g, int64_t wait)
{
	const int64_t now = clock_now_ms(), queue = queue_due(g, now);
	int64_t wake = agent_wake_at(&g->call.agent);
	const int timed = phone_timeout(g->phone, now);

	if (wake == 0 || queue < wake)
		wake = queue;
	if (wake - now < wait)
		wait = wake > now ? wake - now : 0;
	return timed >= 0 && timed < wait ? timed : wait;
}
