/* supervise.c: 督办: what is late or nearly so, what is supervised and whether the unit has answered, cards, what waits
 * for a decision from above, 重要信息, and what is to be rated. A supervisor and a leader act here, an inspector looks.
 *
 * Not here: when a card falls due or supervision follows by itself (the centre's clock), the month of a unit
 * (ledger.c). */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "client/view/all_p.h"
#include "model/card.h"
#include "said_p.h"

#define LIST_ROWS 6
#define WITH_UNIT (STATE_BIT(DISPATCHED) | STATE_BIT(WORKING) | STATE_BIT(RETURN_REQ))
#define ASKED     (REQUEST_BIT(SUSPEND) | REQUEST_BIT(EXTEND) | REQUEST_BIT(URGENCY))
#define APPEALED  (REQUEST_BIT(APPEAL) | REQUEST_BIT(CARD))

/* ---- lists ---- */

static void
ask_late(const struct desk *d, struct work_query *q)
{
	q->states = STATES_OPEN & ~STATE_BIT(SUSPENDED);
	q->due_before = d->now;
}

/* Until the end of the next working day (practice A13). */
static void
ask_near(const struct desk *d, struct work_query *q)
{
	const int32_t today = civil_day(d->now);

	q->states = STATE_BIT(PENDING) | WITH_UNIT;
	q->due_from = d->now;
	q->due_before = civil_day_start(
	    (d->city != NULL ? calendar_next_work(&d->city->calendar, today) : today + 1) + 1);
}

static void
ask_supervised(const struct desk *d, struct work_query *q)
{
	(void)d;
	q->supervised = true;
}

static void
ask_cards(const struct desk *d, struct work_query *q)
{
	(void)d;
	q->carded = true;
}

static void
ask_asked(const struct desk *d, struct work_query *q)
{
	(void)d;
	q->states = STATES_OPEN;
	q->asked = ASKED;
}

static void
ask_appeals(const struct desk *d, struct work_query *q)
{
	(void)d;
	q->asked = APPEALED;
}

static void
ask_sensitive(const struct desk *d, struct work_query *q)
{
	(void)d;
	q->states = STATES_OPEN | STATE_BIT(CLOSED);
	q->sensitive = true;
}

static void
ask_unrated(const struct desk *d, struct work_query *q)
{
	(void)d;
	q->states = STATE_BIT(VISITING) | STATE_BIT(CLOSED);
	q->unrated = true;
}

static const struct work_list lists[] = {
	{ "超期", "没有超期的工单。", 0, ask_late },
	{ "将到期", "下一个工作日以前没有到期的工单。", 0, ask_near },
	{ "督办中", "没有在督办的工单。要督办的在“超期”里按数字督办。", 0, ask_supervised },
	{ "发牌", "没有未撤的红黄牌。", 0, ask_cards },
	{ "待批", "没有等您决定的挂起、延期或降级。", 0, ask_asked },
	{ "申诉", "没有等待决定的申诉。", 0, ask_appeals },
	{ "重要信息", "没有重要信息。", 0, ask_sensitive },
	{ "待评价", "没有待作上级评价的工单。", 0, ask_unrated },
};

/* ---- rows ---- */

/* Those of every list of tickets; in place of the state, what sets it apart. */
#define COL_STANDS PART_STATE
static const struct list_col cols[PART_COLS] = {
	[PART_NO] = { .head = "单号", .cols = 12 },
	[PART_TITLE] = { .head = "诉求", .cols = 0 },
	[PART_UNIT] = { .head = "承办", .cols = 14 },
	[COL_STANDS] = { .head = "情况", .cols = 12 },
	[PART_DUE] = { .head = "期限", .cols = 13 },
};

/* What waits for a decision; NULL nothing. */
static const char *
asked(const struct work_row *r)
{
	static const struct {
		enum ticket_request request;
		const char *label;
	} order[] = {
		{ REQUEST_SUSPEND, "申请挂起" },
		{ REQUEST_EXTEND, "申请延期" },
		{ REQUEST_URGENCY, "申请降级" },
		{ REQUEST_APPEAL, "申诉剔除" },
		{ REQUEST_CARD, "申诉发牌" },
	};

	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++)
		if (r->asked >> order[i].request & 1)
			return order[i].label;
	return NULL;
}

static const char *
stands(const struct work_row *r, char *buf, size_t size)
{
	if (r->row.pending)
		return "待送";
	if (asked(r) != NULL)
		return asked(r);
	if (r->asked & REQUEST_BIT(SUPERVISE))
		return r->supervise_level > 2 ? "提级待反馈" : "督办待反馈";
	if (r->supervise_level >= 2)
		return r->supervise_level > 2 ? "已提级" : "督办已反馈";
	if (r->card != CARD_NONE)
		return card_label(r->card);
	if (r->urge_count > 0)
		(void)snprintf(buf, size, "催办%d次", r->urge_count);
	else if (r->return_count > 0)
		(void)snprintf(buf, size, "退单%d次", r->return_count);
	else
		return state_label(r->row.state);
	return buf;
}

static void
cell(const struct worklist *w, const struct work_row *r, int col, struct list_cell *out)
{
	if (col != COL_STANDS) {
		part_ticket_cell(w->desk, &r->row, col, out);
		return;
	}
	out->text = stands(r, out->buf, sizeof(out->buf));
	if (r->card == CARD_RED)
		out->role = ROLE_OVERDUE;
}

/* ---- steps ---- */

static const struct work_step steps[] = {
	{ EVENT_SUSPEND, "同意挂起" },
	{ EVENT_SUSPEND_NO, NULL },
	{ EVENT_EXTEND_OK, NULL },
	{ EVENT_EXTEND_NO, NULL },
	{ EVENT_URGENCY_OK, NULL },
	{ EVENT_URGENCY_NO, NULL },
	{ EVENT_APPEAL_OK, NULL },
	{ EVENT_APPEAL_NO, NULL },
	{ EVENT_CARD_KEEP, NULL },
	{ EVENT_CARD_REVOKE, NULL },
	{ EVENT_SUPERVISE, NULL },
	{ EVENT_SUPERVISE_END, "督办销号" },
	{ EVENT_ESCALATE, "提级" },
	{ EVENT_CARD, NULL },
	{ EVENT_INSTRUCT, NULL },
	{ EVENT_MEETING, "会商" },
	{ EVENT_RATE, "评价" },
	{ EVENT_IMPORTANT, NULL },
	{ EVENT_NOTE, NULL },
};

static bool
waits(const struct ticket *t, enum ticket_request r)
{
	return t->request[r].at != 0;
}

/* Steps that could only be refused take no digit. */
static bool
fits(const struct worklist *w, enum event_kind k)
{
	const struct ticket *t = &w->t;

	switch ((int)k) {
	case EVENT_SUSPEND:
	case EVENT_SUSPEND_NO:
		return waits(t, REQUEST_SUSPEND);
	case EVENT_EXTEND_OK:
	case EVENT_EXTEND_NO:
		return waits(t, REQUEST_EXTEND);
	case EVENT_URGENCY_OK:
	case EVENT_URGENCY_NO:
		return waits(t, REQUEST_URGENCY);
	case EVENT_APPEAL_OK:
	case EVENT_APPEAL_NO:
		return waits(t, REQUEST_APPEAL);
	case EVENT_CARD_KEEP:
		return waits(t, REQUEST_CARD);
	case EVENT_CARD_REVOKE:
		return t->card != CARD_NONE;
	case EVENT_SUPERVISE:
		return t->n_assign > 0 && !waits(t, REQUEST_SUPERVISE);
	case EVENT_SUPERVISE_END:
		return t->supervise_level >= 2 || waits(t, REQUEST_SUPERVISE);
	case EVENT_ESCALATE:
		return t->supervise_level < 3;
	case EVENT_CARD:
		return t->n_assign > 0;
	case EVENT_RATE:
		return t->superior_stars == 0;
	default:
		return true;
	}
}

/* A unit's request is decided, an answer to a supervision looked at, a late ticket supervised; what takes a look at the
 * grounds first (申诉) is left to the digits. */
static bool
next(const struct worklist *w, const struct ticket *t, enum event_kind *k)
{
	enum event_kind turn = EVENT_COUNT;

	if (waits(t, REQUEST_SUSPEND))
		turn = EVENT_SUSPEND;
	else if (waits(t, REQUEST_EXTEND))
		turn = EVENT_EXTEND_OK;
	else if (t->supervise_level >= 2 && !waits(t, REQUEST_SUPERVISE))
		turn = EVENT_SUPERVISE_END;
	else if (t->overdue_at != 0 || (t->unit_due != 0 && t->unit_due < w->desk->now &&
					   (WITH_UNIT >> t->state & 1) != 0))
		turn = EVENT_SUPERVISE;
	for (int i = 0; i < w->n_steps; i++)
		if (w->steps[i] == turn) {
			*k = turn;
			return true;
		}
	return false;
}

/* What the unit asked for, as the answer's first words. */
static void
copy_request(const struct worklist *w, struct form *f, enum ticket_request r)
{
	static const enum event_arg args[] = { EA_REASON_CODE, EA_DAYS, EA_REASON };
	const struct event *ev = worklist_event_no(w, w->t.request[r].seq);
	char day[24];
	long long until;

	if (ev == NULL)
		return;
	for (size_t i = 0; i < sizeof(args) / sizeof(args[0]); i++)
		form_fill(f, args[i], args_get(&ev->args, args[i]));
	if (str_int(args_get(&ev->args, EA_UNTIL), 1, INT64_MAX, &until))
		form_fill(f, EA_UNTIL, civil_format(until, "%Y-%m-%d", day, sizeof(day)));
}

static void
propose_revoke(const struct worklist *w, struct form *f)
{
	for (int i = w->t.n_assign - 1; i >= 0; i--) {
		const enum card_colour colour = card_standing(&w->t.assign[i]);

		if (colour == CARD_NONE)
			continue;
		form_fill(f, EA_COLOUR, card_json(colour));
		form_fill(f, EA_TO_UNIT, w->t.assign[i].unit);
		return;
	}
}

static void
propose(const struct worklist *w, struct form *f)
{
	switch ((int)f->kind) {
	case EVENT_SUSPEND:
		copy_request(w, f, REQUEST_SUSPEND);
		break;
	case EVENT_EXTEND_OK:
		copy_request(w, f, REQUEST_EXTEND);
		break;
	case EVENT_SUPERVISE:
		said_propose_supervise(w, f);
		break;
	case EVENT_CARD:
		form_fill(f, EA_TO_UNIT, said_unit(w));
		break;
	case EVENT_CARD_REVOKE:
		propose_revoke(w, f);
		break;
	default:
		break;
	}
}

/* ---- the chosen one ---- */

/* What stands above everything else: requests that wait, supervision and its answer, 重要信息. */
static int
draw_matters_at_hand(const struct worklist *w, struct canvas *c, struct rect at)
{
	static const enum ticket_request requests[] = { REQUEST_SUSPEND, REQUEST_EXTEND,
		REQUEST_URGENCY, REQUEST_APPEAL, REQUEST_CARD };
	const struct {
		enum event_kind kind;
		bool shown;
	} kinds[] = {
		{ EVENT_IMPORTANT, true },
		{ EVENT_INSTRUCT, true },
		{ EVENT_CARD, w->t.card != CARD_NONE },
		{ EVENT_SUPERVISE, w->t.supervise_level >= 2 },
	};
	const struct event *answer = worklist_event_of(w, EVENT_SUPERVISE_REPLY);
	int row = at.row;

	for (size_t i = 0; i < sizeof(requests) / sizeof(requests[0]); i++)
		if (waits(&w->t, requests[i]))
			row = said_event(w, worklist_event_no(w, w->t.request[requests[i]].seq),
			    request_label(requests[i]), c, said_rest(at, row, 0));
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (kinds[i].shown)
			row = said_event(w, worklist_event_of(w, kinds[i].kind),
			    event_info(kinds[i].kind)->label, c, said_rest(at, row, 0));
	if (answer != NULL && w->t.supervise_level >= 2 && !waits(&w->t, REQUEST_SUPERVISE))
		row = said_event(
		    w, answer, event_info(EVENT_SUPERVISE_REPLY)->label, c, said_rest(at, row, 0));
	return row;
}

static int
detail(const struct worklist *w, struct canvas *c, struct rect at)
{
	int row = draw_matters_at_hand(w, c, said_rest(at, at.row, 2));

	if (said_rest(at, row, 0).rows > 1)
		row = worklist_matter(
		    w->desk, &w->t, c, said_rest(at, row, said_rest(at, row, 0).rows > 5 ? 2 : 0));
	row = said_reply(w, c, said_rest(at, row, 0));
	return said_citizen(w, c, said_rest(at, row, 0));
}

/* ---- the screen ---- */

static const struct work_kind supervising = {
	.lists = lists,
	.n_lists = sizeof(lists) / sizeof(lists[0]),
	.quiet = 1u << 5 | 1u << 6,
	.steps = steps,
	.n_steps = sizeof(steps) / sizeof(steps[0]),
	.cols = cols,
	.n_cols = PART_COLS,
	.cell = cell,
	.next = next,
	.fits = fits,
	.propose = propose,
	.detail = detail,
	.trace = true,
	.keeps = true,
	.rows = LIST_ROWS,
};

static enum err_code
supervise_open(struct view *v, const char *arg, struct err *e)
{
	(void)e;
	worklist_open(v->state, v->desk, &supervising, arg);
	return ERR_OK;
}

const struct view_ops supervise_view = {
	WORKLIST_OPS,
	.name = "supervise",
	.title = "督办",
	.aliases = "督办 超期 红黄牌 批示 supervise",
	.roles = ROLE_BIT(SUPERVISOR) | ROLE_BIT(LEADER) | ROLE_BIT(INSPECTOR),
	.open = supervise_open,
	.waits = worklist_waits,
	.work = &supervising,
};
