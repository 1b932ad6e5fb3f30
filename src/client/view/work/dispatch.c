/* dispatch.c: the dispatcher's desk (派单): what waits to be sent out, what units give back or ask for, what they answered.
 *
 * Enter does what it is the turn of: sends a ticket where the catalogue says, grants, passes an answer on; the basis stands
 * beside it before the key is pressed. Everything here moves responsibility between people and needs the centre: with the
 * line down the steps are not offered, and the list says how old it is. */
#include <stdio.h>
#include <string.h>

#include "client/view/all_p.h"
#include "dispatch_p.h"

/* ---- lists ---- */

static void
ask_pending(const struct desk *d, struct work_query *q)
{
	(void)d;
	q->states = STATE_BIT(PENDING);
}

static void
ask_calls(const struct desk *d, struct work_query *q)
{
	(void)d;
	q->states = STATE_BIT(DISPATCHED) | STATE_BIT(WORKING);
	q->to_notify = true;
}

static void
ask_returned(const struct desk *d, struct work_query *q)
{
	(void)d;
	q->states = STATE_BIT(RETURN_REQ);
}

static void
ask_requests(const struct desk *d, struct work_query *q)
{
	(void)d;
	q->states = STATES_OPEN;
	q->asked =
	    REQUEST_BIT(EXTEND) | REQUEST_BIT(INFO) | REQUEST_BIT(MERGE) | REQUEST_BIT(URGENCY);
}

static void
ask_replied(const struct desk *d, struct work_query *q)
{
	(void)d;
	q->states = STATE_BIT(REPLIED);
}

static void
ask_late(const struct desk *d, struct work_query *q)
{
	q->states =
	    STATE_BIT(PENDING) | STATE_BIT(DISPATCHED) | STATE_BIT(WORKING) | STATE_BIT(RETURN_REQ);
	q->due_before = d->now;
}

static const struct work_list lists[] = {
	{ "待派单", "没有待派的工单。目录上只对应一家单位的由中心自动派出, 其余的到这里来。", 0,
	    ask_pending },
	{ "待通知", "没有要打电话的特急件。", 0, ask_calls },
	{ "退单", "没有待审的退单。", 0, ask_returned },
	{ "待批", "没有等您决定的延期、要求补充、并单或降级。", 0, ask_requests },
	{ "待审核", "没有待审核的反馈。", 0, ask_replied },
	{ "超期", "没有超期的工单。", 0, ask_late },
};

/* ---- rows ---- */

/* Those of every list of tickets; in place of the state, what sets it apart. */
#define COL_ROUND PART_STATE
static const struct list_col cols[PART_COLS] = {
	[PART_NO] = { .head = "单号", .cols = 12 },
	[PART_TITLE] = { .head = "诉求", .cols = 0 },
	[PART_UNIT] = { .head = "拟派/承办", .cols = 14 },
	[COL_ROUND] = { .head = "情况", .cols = 10 },
	[PART_DUE] = { .head = "期限", .cols = 13 },
};

/* What a dispatcher decides upon, in the order he is asked. */
static const struct {
	enum ticket_request request;
	enum event_kind yes, no; /* no: the same where there is none */
	const char *word;
} decided[] = {
	{ REQUEST_EXTEND, EVENT_EXTEND_OK, EVENT_EXTEND_NO, "要延期" },
	{ REQUEST_INFO, EVENT_ASK_INFO, EVENT_INFO_NO, "要补充" },
	{ REQUEST_MERGE, EVENT_MERGE, EVENT_MERGE, "要并单" },
	{ REQUEST_URGENCY, EVENT_URGENCY_OK, EVENT_URGENCY_NO, "要降级" },
};

/* What sets it apart from an ordinary one, in a word or two. */
static const char *
remark(const struct work_row *r, char *buf, size_t size)
{
	const char *urgency = enum_label(TF_URGENCY, r->row.urgency);

	if (r->row.pending)
		return "待送";
	for (size_t i = 0; i < sizeof(decided) / sizeof(decided[0]); i++)
		if ((r->asked & (UINT32_C(1) << decided[i].request)) != 0)
			return decided[i].word;
	if (strcmp(r->row.urgency, "normal") != 0)
		return urgency;
	if (r->return_count > 0)
		(void)snprintf(buf, size, "退%d次", r->return_count);
	else if (r->round > 1)
		(void)snprintf(buf, size, "第%d轮", r->round);
	else if (r->urge_count > 0)
		(void)snprintf(buf, size, "催%d", r->urge_count);
	else
		return "";
	return buf;
}

/* Of one that nobody has yet: where the catalogue would send it, marked as not yet so. */
static void
cell_unit(const struct worklist *w, const struct work_row *r, struct list_cell *out)
{
	out->role = ROLE_DIM;
	out->text = "待定";
	if (r->suggested[0] == '\0' || w->desk->city == NULL)
		return;
	(void)snprintf(
	    out->buf, sizeof(out->buf), "拟 %s", city_unit_name(w->desk->city, r->suggested));
	out->text = out->buf;
}

static void
cell(const struct worklist *w, const struct work_row *r, int col, struct list_cell *out)
{
	if (col == PART_UNIT && r->row.state == STATE_PENDING) {
		cell_unit(w, r, out);
		return;
	}
	if (col != COL_ROUND) {
		part_ticket_cell(w->desk, &r->row, col, out);
		return;
	}
	out->text = remark(r, out->buf, sizeof(out->buf));
	if (strcmp(r->row.urgency, "critical") == 0)
		out->role = ROLE_OVERDUE;
}

/* ---- steps ---- */

static const struct work_step steps[] = {
	{ EVENT_DISPATCH, "派单" },
	{ EVENT_RETURN_OK, "同意改派" },
	{ EVENT_RETURN_NO, "驳回退单" },
	{ EVENT_DESIGNATE, "指定承办" },
	{ EVENT_AUDIT_OK, "通过" },
	{ EVENT_AUDIT_BACK, "退回重报" },
	{ EVENT_EXTEND_OK, "同意延期" },
	{ EVENT_EXTEND_NO, "不同意延期" },
	{ EVENT_ASK_INFO, "要求补充" },
	{ EVENT_INFO_NO, "不要求补充" },
	{ EVENT_PHONE_NOTIFY, "电话通知" },
	{ EVENT_MERGE, "并单" },
	{ EVENT_UNMERGE, "拆单" },
	{ EVENT_ADD_CO, "加派" },
	{ EVENT_RESUME, "恢复" },
	{ EVENT_URGENCY_OK, "同意降级" },
	{ EVENT_URGENCY_NO, "不同意降级" },
	{ EVENT_AMEND, "修改" },
	{ EVENT_FORWARD, "转出" },
	{ EVENT_MEETING, "会商纪要" },
	{ EVENT_NOTE, "便签" },
};

static bool
next(const struct worklist *w, const struct ticket *t, enum event_kind *k)
{
	(void)w;
	for (size_t i = 0; i < sizeof(decided) / sizeof(decided[0]); i++)
		if (t->request[decided[i].request].at != 0) {
			*k = decided[i].yes;
			return true;
		}
	if (t->state == STATE_PENDING)
		*k = EVENT_DISPATCH;
	else if (t->state == STATE_RETURN_REQ)
		*k = EVENT_RETURN_OK;
	else if (t->state == STATE_REPLIED)
		*k = EVENT_AUDIT_OK;
	else if (dispatch_offer_call_due(t))
		*k = EVENT_PHONE_NOTIFY;
	else
		return false;
	return true;
}

/* A ticket goes where the catalogue sends it without another key, an answer goes on; 特急 takes a look and a telephone
 * call, and what somebody has begun to write is shown before it is sent. */
static bool
ready(const struct worklist *w, const struct form *f)
{
	if (ticket_note_any(&f->note))
		return false;
	if (f->kind == EVENT_AUDIT_OK)
		return true;
	return f->kind == EVENT_DISPATCH && *form_value(f, EA_TO_UNIT) != '\0' &&
	       strcmp(fields_get(&w->t.f, TF_URGENCY), "critical") != 0;
}

static void
propose(const struct worklist *w, struct form *f)
{
	dispatch_offer_fill(&(struct offer){ w->desk, &w->t, w->events, w->n_events }, f);
}

static void
changed(const struct worklist *w, struct form *f, enum event_arg a)
{
	dispatch_offer_changed(&(struct offer){ w->desk, &w->t, w->events, w->n_events }, f, a);
}

static bool
after(const struct worklist *w, enum event_kind k, enum event_kind *then)
{
	*then = EVENT_PHONE_NOTIFY;
	return (k == EVENT_DISPATCH || k == EVENT_RETURN_OK || k == EVENT_DESIGNATE) &&
	       dispatch_offer_call_due(&w->t);
}

/* What no word of his could make possible has no digit: there is no request, the ticket has no unit yet. */
static bool
fits(const struct worklist *w, enum event_kind k)
{
	struct err e = { 0 };

	if (k == EVENT_AMEND) /* on the form of the ticket itself */
		return true;
	if (k == EVENT_PHONE_NOTIFY && strcmp(fields_get(&w->t.f, TF_URGENCY), "normal") == 0)
		return false;
	for (size_t i = 0; i < sizeof(decided) / sizeof(decided[0]); i++)
		if (decided[i].no == k && k != decided[i].yes &&
		    w->t.request[decided[i].request].at == 0)
			return false;
	return form_may(w->desk, &w->t, k, &e) == ERR_OK;
}

/* ---- the chosen one ---- */

static int
detail(const struct worklist *w, struct canvas *c, struct rect at)
{
	char line[320], path[160] = "";

	if (w->desk->city != NULL)
		city_category_path(
		    w->desk->city, fields_get(&w->t.f, TF_CATEGORY), path, sizeof(path));
	(void)snprintf(line, sizeof(line), "%s  %s  %s%s%s",
	    enum_label(TF_TYPE, fields_get(&w->t.f, TF_TYPE)),
	    *path != '\0' ? path : "没有分类, 请先用“修改”补上",
	    enum_label(TF_URGENCY, fields_get(&w->t.f, TF_URGENCY)),
	    *fields_get(&w->t.f, TF_URGENCY_REASON) != '\0' ? ": " : "",
	    fields_get(&w->t.f, TF_URGENCY_REASON));
	canvas_cut(c, at.row, at.col, at.cols, ROLE_DIM, line);
	at.row++;
	at.rows--;
	return worklist_matter(w->desk, &w->t, c, at);
}

/* ---- the screen ---- */

static const struct work_kind dispatch_kind = {
	.lists = lists,
	.n_lists = sizeof(lists) / sizeof(lists[0]),
	.quiet = 1u << 1, /* 待通知 */
	.steps = steps,
	.n_steps = sizeof(steps) / sizeof(steps[0]),
	.cols = cols,
	.n_cols = PART_COLS,
	.cell = cell,
	.next = next,
	.propose = propose,
	.ready = ready,
	.fits = fits,
	.detail = detail,
	.trace = true,
	.rows = 8,
	.side = dispatch_offer_draw,
	.changed = changed,
	.after = after,
};

static enum err_code
dispatch_open(struct view *v, const char *arg, struct err *e)
{
	struct dispatching *s = v->state;

	(void)e;
	s->alike.stale = true;
	s->alike.seen = &s->seen;
	worklist_open(&s->w, v->desk, &dispatch_kind, arg);
	return ERR_OK;
}

static unsigned
dispatch_input(struct view *v, const struct input *in)
{
	struct dispatching *s = v->state;

	if (part_signed_in(s->w.desk) && !s->w.form.open && dispatch_alike_key(s, in))
		return VIEW_DRAW;
	return worklist_input(v, in);
}

static unsigned
dispatch_event(struct view *v, const struct news *n)
{
	struct dispatching *s = v->state;

	if (n->kind == NEWS_TABLES && (n->tables & CACHE_TICKETS) != 0)
		s->alike.stale = true;
	return dispatch_alike_event(s, n) ? VIEW_DRAW : worklist_event(v, n);
}

static void
dispatch_draw(const struct view *v, struct canvas *c, struct rect body)
{
	struct dispatching *s = v->state;

	worklist_refresh(&s->w);
	dispatch_alike_read(s);
	s->seen.shown = false;
	worklist_draw(v, c, body);
	if (!s->w.found && !s->w.form.open) /* an empty list has nothing beside it */
		(void)dispatch_alike_draw(s, c,
		    (struct rect){ body.row + body.rows - 4, body.col + 1, 3, body.cols - 2 });
}

const struct view_ops dispatch_view = {
	.name = "dispatch",
	.title = "派单",
	.aliases = "派单 退单 审核 dispatch",
	.footer = worklist_footer,
	.n_footer = sizeof(worklist_footer) / sizeof(worklist_footer[0]),
	.keys = worklist_keys,
	.answers = WORKLIST_ANSWERS | ACT(JOIN) | ACT(ALIKE),
	.state_size = sizeof(struct dispatching),
	.scopes = worklist_scopes,
	.input = dispatch_input,
	.event = dispatch_event,
	.resume = worklist_resume,
	.draw = dispatch_draw,
	.close = worklist_close,
	.idle = worklist_idle,
	.roles = ROLE_BIT(DISPATCHER) | ROLE_BIT(LEADER),
	.open = dispatch_open,
	.waits = worklist_waits,
	.work = &dispatch_kind,
};
