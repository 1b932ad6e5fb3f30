/* The state of a call-taker, driven by what the telephone says and what the person wants; a table of names, a table of
 * which event leads where, and one function that goes there.
 *
 * Invariants: a wish never ends a call; it waits behind the call and its work. A state does not begin twice in a row: an
 * event that changes nothing begins no interval. Not here: writing intervals down (engine), adding them up (call_kpi.c). */
#include "model/agent.h"

#include <stdio.h>
#include <string.h>

#include "model/ticket.h"

/* ---- names ---- */

const struct enum_item agent_state_items[AGENT_STATE_COUNT] = {
#define X(name, json, label) [AGENT_##name] = { json, label },
	AGENT_STATES(X)
#undef X
};

const char *
agent_json(enum agent_state s)
{
	return agent_state_items[s].code;
}

const char *
agent_label(enum agent_state s)
{
	return agent_state_items[s].label;
}

int
agent_by_json(const char *json)
{
	for (int i = 0; i < AGENT_STATE_COUNT; i++)
		if (strcmp(agent_state_items[i].code, json) == 0)
			return i;
	return -1;
}

/* As text: they are the closed list of a record's result. */
const struct enum_item agent_reason_items[AGENT_REASONS] = {
	{ "1", "普通小休" },
	{ "2", "就餐" },
	{ "3", "会议" },
	{ "4", "辅导" },
	{ "5", "培训" },
	{ "98", "强制小休" },
	{ "99", "签入小休" },
};

static const int reason_codes[AGENT_REASONS] = { AGENT_REST_PLAIN, 2, 3, 4, 5, AGENT_REST_FORCED,
	AGENT_REST_SIGN_IN };

const char *
agent_reason_label(int code)
{
	for (int i = 0; i < AGENT_REASONS; i++)
		if (reason_codes[i] == code)
			return agent_reason_items[i].label;
	return "";
}

int
agent_reason_by_json(const char *text)
{
	for (int i = 0; i < AGENT_REASONS; i++)
		if (strcmp(agent_reason_items[i].code, text) == 0)
			return reason_codes[i];
	return 0;
}

bool
agent_reason_is_free(int code)
{
	return code != AGENT_REST_FORCED && code != AGENT_REST_SIGN_IN &&
	       *agent_reason_label(code) != '\0';
}

bool
agent_is_on_call(enum agent_state s)
{
	return s == AGENT_RINGING || s == AGENT_TALKING || s == AGENT_HOLD ||
	       s == AGENT_CONSULTING || s == AGENT_OUTBOUND;
}

/* ---- the machine ---- */

static bool
begin(struct agent *a, enum agent_state state, int reason, int64_t at)
{
	if (a->state == state && a->reason == reason)
		return false;
	a->state = state;
	a->reason = reason;
	a->since_at =
	    at > a->since_at ? at : a->since_at; /* a clock set back makes no negative length */
	if (state != AGENT_ACW && !agent_is_on_call(state))
		a->call[0] = '\0';
	return true;
}

/* What was wanted during the call, else ready for the next one. */
static bool
rest_of_it(struct agent *a, int64_t at)
{
	const enum agent_state then = a->then;
	const int reason = a->then_reason;

	a->then = AGENT_IDLE;
	a->then_reason = 0;
	a->acw_until = 0;
	return begin(a, then, reason, at);
}

static bool
clear(struct agent *a, int64_t at)
{
	if (a->state == AGENT_RINGING || a->acw_ms == 0)
		return rest_of_it(a, at);
	a->acw_until = at + a->acw_ms;
	return begin(a, AGENT_ACW, 0, at);
}

static bool
want(struct agent *a, const struct agent_step *s)
{
	const bool ordered = s->state == AGENT_REST && s->reason == AGENT_REST_FORCED;
	const bool owed = a->then == AGENT_REST && a->then_reason == AGENT_REST_FORCED;

	if (owed && !agent_is_on_call(a->state)) /* what a senior ordered is not put off */
		return s->state != AGENT_ACW && rest_of_it(a, s->at);
	if (agent_is_on_call(a->state) || (ordered && a->state == AGENT_ACW && a->acw_until != 0)) {
		if (owed)
			return false;
		a->then = s->state == AGENT_ACW ? AGENT_IDLE : s->state;
		a->then_reason = s->state == AGENT_REST ? s->reason : 0;
		return false;
	}
	a->then = AGENT_IDLE;
	a->then_reason = 0;
	a->acw_until = 0;
	if (s->state == AGENT_ACW)
		a->acw_until = s->at + (a->acw_ms > 0 ? a->acw_ms : AGENT_PROLONG_MS);
	return begin(a, s->state, s->state == AGENT_REST ? s->reason : 0, s->at);
}

static bool
prolong(struct agent *a)
{
	if (a->state == AGENT_ACW &&
	    a->acw_until + AGENT_PROLONG_MS - a->since_at <= AGENT_ACW_MOST_MS)
		a->acw_until += AGENT_PROLONG_MS;
	return false;
}

/* A call that comes while the person did something else: what that was comes again afterwards. */
static bool
take_call(struct agent *a, const struct agent_step *s, enum agent_state state)
{
	if (a->state == AGENT_BUSY || a->state == AGENT_REST) {
		a->then = a->state;
		a->then_reason = a->reason;
	}
	a->acw_until = 0;
	(void)str_copy(a->call, sizeof(a->call), s->call != NULL ? s->call : "");
	return begin(a, state, 0, s->at);
}

static bool
is_talk(enum agent_state s)
{
	return s == AGENT_TALKING || s == AGENT_HOLD || s == AGENT_CONSULTING;
}

bool
agent_step(struct agent *a, const struct agent_step *s)
{
	const bool in = a->state != AGENT_OFFLINE, talk = is_talk(a->state);

	switch (s->event) {
	case AGENT_SIGNED_IN:
		return !in && rest_of_it(a, s->at);
	case AGENT_SIGNED_OUT:
		a->then = AGENT_IDLE;
		a->then_reason = 0;
		a->acw_until = 0;
		return begin(a, AGENT_OFFLINE, 0, s->at);
	case AGENT_RINGS:
		return in && !agent_is_on_call(a->state) && take_call(a, s, AGENT_RINGING);
	case AGENT_TALKS:
		return (talk || a->state == AGENT_RINGING) && begin(a, AGENT_TALKING, 0, s->at);
	case AGENT_HOLDS:
		return talk && begin(a, AGENT_HOLD, 0, s->at);
	case AGENT_CONSULTS:
		return talk && begin(a, AGENT_CONSULTING, 0, s->at);
	case AGENT_CLEARS:
		return (talk || a->state == AGENT_RINGING) && clear(a, s->at);
	case AGENT_DIALS:
		return in && !agent_is_on_call(a->state) && take_call(a, s, AGENT_OUTBOUND);
	case AGENT_DIALLED:
		return a->state == AGENT_OUTBOUND && rest_of_it(a, s->at);
	case AGENT_WANTS:
		return in && want(a, s);
	case AGENT_PROLONGS:
		return prolong(a);
	case AGENT_TIME:
		return a->acw_until != 0 && s->at >= a->acw_until && rest_of_it(a, s->at);
	}
	return false;
}

enum err_code
agent_may_want(enum agent_state state, int reason, struct err *e)
{
	if (state != AGENT_IDLE && state != AGENT_BUSY && state != AGENT_REST && state != AGENT_ACW)
		return err_set(e, ERR_INVALID, "只能选示闲、示忙、小休或话后整理。");
	if (state == AGENT_REST && !agent_reason_is_free(reason))
		return err_set(e, ERR_INVALID, "小休要选一个原因; 强制小休由班长设。");
	return ERR_OK;
}

int64_t
agent_wake_at(const struct agent *a)
{
	return a->acw_until;
}

/* ---- as a record ---- */

void
agent_record(const struct agent *a, const char *seat, struct record *r)
{
	r->kind = RECORD_AGENT;
	r->at = a->since_at;
	(void)str_copy(r->object, sizeof(r->object), seat);
	(void)str_copy(r->code, sizeof(r->code), agent_json(a->state));
	(void)str_copy(r->call, sizeof(r->call), a->call);
	r->result[0] = '\0';
	if (a->state == AGENT_REST)
		(void)snprintf(r->result, sizeof(r->result), "%d", a->reason);
}

enum err_code
agent_record_check(const struct record *r, struct err *e)
{
	if (r->kind != RECORD_AGENT || (strcmp(r->code, "rest") == 0) == (r->result[0] != '\0'))
		return ERR_OK;
	(void)err_set(e, ERR_INVALID, "小休要有原因, 别的状态没有原因");
	return e != NULL ? err_at(e, "result") : ERR_INVALID;
}

bool
agent_read(const struct record *r, enum agent_state *state, int *reason)
{
	const int code = r->kind == RECORD_AGENT ? agent_by_json(r->code) : -1;

	if (code < 0)
		return false;
	*state = (enum agent_state)code;
	*reason = agent_reason_by_json(r->result);
	return true;
}
