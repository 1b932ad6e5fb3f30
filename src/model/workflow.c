/* workflow.c: may this person do this to this ticket now? The table EVENTS answers stage, state, role and line; the
 * guards of its row answer the rest, each with a sentence of its own.
 *
 * Both ends ask here: the seat before it sends, the centre before it writes. Nothing is changed and nothing is read but
 * what is handed in. Not here: the conditions themselves (workflow_guard.c, values.c), the effects (apply.c). */
#include "workflow_p.h"

#include "apply_p.h"

#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "model/deadline.h"
#include "model/deed.h"
#include "model/record.h"
#include "model/visit.h"

#define S(name)     STATE_BIT(name)
#define R(name)     ROLE_BIT(name)
#define G(name)     GUARD_BIT(name)
#define OPEN        STATES_OPEN
#define UNITS       ROLES_UNIT
#define VISITS_MOST 3

#define DESK (R(AGENT) | R(SENIOR) | R(DISPATCHER) | R(SUPERVISOR))

static const struct event_info table[EVENT_COUNT] = {
#define X(name, json, zh, from, to, actors, guards, clock, offline) \
	[EVENT_##name] = { json, zh, guards, from, to, actors, clock, offline },
#include "model/events.def"
#undef X
};

static enum err_code (*const guards[GUARD_COUNT])(const struct ask *, struct err *) = {
#define X(name, function) [GUARD_NO_##name] = (function),
	GUARDS(X)
#undef X
};

/* Of every row, whatever its column says. */
static enum err_code (*const always[])(
    const struct ask *, struct err *) = { guard_writes, guard_shield, guard_files, guard_far };

const struct event_info *
event_info(enum event_kind k)
{
	return &table[k];
}

int
event_by_json(const char *json)
{
	for (int i = 0; json != NULL && i < EVENT_COUNT; i++)
		if (strcmp(table[i].json, json) == 0)
			return i;
	return -1;
}

bool
workflow_is_new(const struct ticket *t)
{
	return t->state == STATE_NONE || t->state == STATE_DRAFT;
}

int
workflow_stars(const struct event *ev, enum event_arg a)
{
	long long n;

	return str_int(args_get(&ev->args, a), 1, 5, &n) ? (int)n : 0;
}

const struct assignment *
workflow_last_lead(const struct ticket *t)
{
	const struct assignment *lead = ticket_lead(t);

	for (int i = t->n_assign - 1; lead == NULL && i >= 0; i--)
		if (t->assign[i].role == ASSIGN_LEAD && t->assign[i].state == ASSIGN_IS_DONE)
			lead = &t->assign[i];
	return lead;
}

/* A visit that did not come about: the third attempt ends it when they were made at different times of the day; one who
 * does not want to be asked is not rung again. */
static bool
visits_are_over(const struct ticket *t, const struct event *ev)
{
	const unsigned bands = t->visit_bands | visit_band(apply_done_at(ev));

	return strcmp(args_get(&ev->args, EA_RESULT), "refused") == 0 ||
	       (t->visit_count + 1 >= VISITS_MOST && (bands & (bands - 1)) != 0);
}

enum ticket_state
workflow_target(const struct ticket *t, const struct event *ev)
{
	const struct event_info *row = &table[ev->kind];
	const struct assignment *part;

	switch (ev->kind) {
	case EVENT_UNMERGE:
		return t->before;
	case EVENT_SIGNIN: /* of a unit that helps: the ticket goes on waiting for its lead */
		part = ticket_assignment(t, ev->unit);
		return part != NULL && part->role != ASSIGN_LEAD ? t->state : row->to;
	case EVENT_AUDIT_OK:
		return workflow_closes_at_once(t) ? STATE_CLOSED : row->to;
	case EVENT_VISIT_FAIL:
		return visits_are_over(t, ev) ? STATE_CLOSED : t->state;
	case EVENT_REVIEW_REDO: /* answered on the spot: now a unit is to see to it */
		return workflow_last_lead(t) == NULL ? STATE_PENDING : row->to;
	default:
		return row->to == STATE_NONE ? t->state : row->to;
	}
}

bool
workflow_closes_at_once(const struct ticket *t)
{
	return strcmp(fields_get(&t->f, TF_ANONYMOUS), "1") == 0 ||
	       strcmp(fields_get(&t->f, TF_VISIT), "no") == 0;
}

int64_t
workflow_pause_until(const struct event *ev, const struct city *city, int64_t at)
{
	const char *until = args_get(&ev->args, EA_UNTIL);
	long long ms;

	if (str_int(until, 1, INT64_MAX, &ms))
		return ms;
	return deadline_incomplete(city, at).at;
}

void
workflow_route(const struct ticket *t, struct event *ev)
{
	ev->from = t->state;
	ev->to = workflow_target(t, ev);
}

/* ---- results of a step ---- */

static const struct enum_item direct_results[] = {
	{ "agreed", "来电人同意" },
};

const struct enum_item *
workflow_results(enum event_kind k, int *n)
{
	const struct deed_ask *ask = deed_ask_of(k, EA_RESULT);

	*n = ask == NULL ? 0 : ask->n_items;
	if (ask != NULL)
		return ask->items;
	if (k == EVENT_SUBMIT_DIRECT) {
		*n = (int)(sizeof(direct_results) / sizeof(direct_results[0]));
		return direct_results;
	}
	return k == EVENT_TRANSFER ? record_results(RECORD_TRANSFER, n) : NULL;
}

const char *
workflow_result_label(enum event_kind k, const char *code)
{
	int n;
	const struct enum_item *items = workflow_results(k, &n);

	for (int i = 0; i < n; i++)
		if (strcmp(items[i].code, code) == 0)
			return items[i].label;
	return code;
}

const char *
workflow_mode_label(const char *code)
{
	return record_code_label(RECORD_TRANSFER, code);
}

/* ---- who and when ---- */

static enum err_code
wrong_state(const struct event_info *row, const struct ticket *t, struct err *e)
{
	if (t->state == STATE_NONE)
		return err_set(e, ERR_STATE, "还没有这张工单, 不能办理“%s”", row->label);
	if (row->from & (STATE_BIT(NONE) | STATE_BIT(DRAFT)))
		return err_set(e, ERR_STATE, "工单已经提交过, 现在是“%s”, 不能再次“%s”",
		    state_label(t->state), row->label);
	return err_set(
	    e, ERR_STATE, "工单现在是“%s”, 不能办理“%s”", state_label(t->state), row->label);
}

static enum err_code
wrong_role(const struct event_info *row, struct err *e)
{
	struct str names = { 0 };
	enum err_code code;

	for (int i = 0; i < ROLE_NO_COUNT; i++)
		if (row->actors & (1u << i)) {
			if (names.len > 0)
				str_add(&names, "、");
			str_add(&names, role_label((enum person_role)i));
		}
	code = err_set(e, ERR_FORBIDDEN, "您没有此项权限: “%s”由%s办理", row->label, str_c(&names));
	str_free(&names);
	return code;
}

/* How near an assignment is to a unit: its own, one it stands under, one that stands under it; 0: another's. */
static int
nearness(const struct assignment *a, const char *unit, const struct city *c)
{
	const int lead = a->role == ASSIGN_LEAD;

	if (strcmp(a->unit, unit) == 0)
		return 6 + lead;
	if (city_unit_is_under(c, unit, a->unit))
		return 4 + lead;
	return city_unit_is_under(c, a->unit, unit) ? 2 + lead : 0;
}

const struct assignment *
workflow_part(const struct ticket *t, const char *unit, const struct city *c)
{
	const bool over = ticket_lead(t) == NULL;
	const struct assignment *best = NULL;
	int near = 0;

	for (int i = t->n_assign - 1; unit != NULL && *unit != '\0' && i >= 0; i--) {
		const struct assignment *a = &t->assign[i];
		const bool counts = assignment_is_open(a) || (over && a->state == ASSIGN_IS_DONE);
		const int n = counts ? nearness(a, unit, c) : 0;

		if (n > near) {
			near = n;
			best = a;
		}
	}
	return best;
}

/* People of a unit act on what was given to it, at or below it. */
static bool
of_another_unit(const struct event_info *row, const struct ticket *t, const struct actor *who,
    const struct city *c)
{
	return (who->roles & row->actors & ~(uint32_t)ROLES_UNIT) == 0 &&
	       workflow_part(t, who->unit, c) == NULL;
}

enum err_code
workflow_may(enum event_kind k, const struct ticket *t, const struct actor *who,
    const struct workflow_env *env, struct err *e)
{
	const struct event_info *row = &table[k];

	if (!(row->from & (1u << t->state)))
		return wrong_state(row, t, e);
	if (!(row->actors & who->roles))
		return wrong_role(row, e);
	if (of_another_unit(row, t, who, env->city))
		return err_set(
		    e, ERR_FORBIDDEN, "这张工单不是由您所在单位承办, 不能办理“%s”", row->label);
	if (!env->online && row->offline == OFFLINE_NO)
		return err_set(e, ERR_NEEDS_CENTRE,
		    "“%s”要连上中心才能做, 线路恢复后再办; 已填的内容可先暂存", row->label);
	return ERR_OK;
}

/* ---- the whole question ---- */

static void
overlay(struct fields *after, const struct fields *now, const struct fields *set)
{
	for (int i = 0; i < TF_COUNT; i++)
		after->v[i] = set->v[i] != NULL ? set->v[i] : now->v[i];
}

enum err_code
workflow_check(const struct ticket *t, const struct event *ev, const struct actor *who,
    const struct workflow_env *env, struct err *e)
{
	struct ask q = { .t = t, .ev = ev, .who = who, .env = env };
	enum err_code code;

	if (ev->kind < 0 || ev->kind >= EVENT_COUNT)
		return err_set(e, ERR_UNKNOWN_CODE, "没有这样的环节, 请升级程序");
	q.row = &table[ev->kind];
	if ((code = workflow_may((enum event_kind)ev->kind, t, who, env, e)) != ERR_OK ||
	    (code = values_check(t, ev, env->city, e)) != ERR_OK)
		return code;
	overlay(&q.after, &t->f, &ev->set);
	for (size_t i = 0; i < sizeof(always) / sizeof(always[0]) && code == ERR_OK; i++)
		code = always[i](&q, e);
	for (int i = 0; i < GUARD_COUNT && code == ERR_OK; i++)
		if (q.row->guards & (UINT64_C(1) << i))
			code = guards[i](&q, e);
	return code;
}
