/* dispatch.c: the dispatcher's desk (派单): what waits to be sent out, what units give back or ask for, what they answered.
 *
 * Enter does what it is the turn of: sends a ticket where the catalogue says, grants, passes an answer on; the basis stands
 * beside it before the key is pressed. Everything here moves responsibility between people and needs the centre: with the
 * line down the steps are not offered, and the list says how old it is. */
#include <stdio.h>
#include <string.h>

#include "all_p.h"
#include "base/str.h"
#include "model/dispatch.h"
#include "worklist_p.h"

/* ---- lists ---- */

static void
ask_pending(const struct desk *d, struct work_query *q)
{
	(void)d;
	q->states = STATE_BIT(PENDING);
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
	{ "待派单", "没有待派的工单。目录唯一的件由中心自动派出, 其余的会到这里来。", 0,
	    ask_pending },
	{ "退单", "没有待审的退单。", 0, ask_returned },
	{ "待批", "没有等您决定的延期、要求补充、并单或降级。", 0, ask_requests },
	{ "待审核", "没有待审核的反馈。", 0, ask_replied },
	{ "超期", "没有超期的工单。", 0, ask_late },
};

/* ---- rows ---- */

enum col { COL_NO, COL_TITLE, COL_UNIT, COL_ROUND, COL_DUE, COLS };
static const struct list_col cols[COLS] = {
	{ .head = "单号", .cols = 12 },
	{ .head = "诉求", .cols = 0 },
	{ .head = "建议/承办", .cols = 14 },
	{ .head = "情况", .cols = 10 },
	{ .head = "期限", .cols = 13 },
};

/* What sets it apart from an ordinary one, in a word or two. */
static const char *
remark(const struct work_row *r, char *buf, size_t size)
{
	const char *urgency = enum_label(TF_URGENCY, r->row.urgency);

	if (r->row.pending)
		return "待送";
	if (r->return_count > 0)
		(void)snprintf(buf, size, "退%d次", r->return_count);
	else if (r->round > 1)
		(void)snprintf(buf, size, "第%d轮", r->round);
	else if (r->urge_count > 0)
		(void)snprintf(buf, size, "催%d", r->urge_count);
	else
		return strcmp(r->row.urgency, "normal") == 0 ? "" : urgency;
	return buf;
}

static void
cell(const struct worklist *w, const struct work_row *r, int col, struct list_cell *out)
{
	switch ((enum col)col) {
	case COL_NO:
		part_ticket_cell(w->desk, &r->row, PART_NO, out);
		break;
	case COL_TITLE:
		part_ticket_cell(w->desk, &r->row, PART_TITLE, out);
		break;
	case COL_UNIT:
		part_ticket_cell(w->desk, &r->row, PART_UNIT, out);
		break;
	case COL_ROUND:
		out->text = remark(r, out->buf, sizeof(out->buf));
		if (strcmp(r->row.urgency, "critical") == 0)
			out->role = ROLE_OVERDUE;
		break;
	case COL_DUE:
		part_ticket_cell(w->desk, &r->row, PART_DUE, out);
		break;
	case COLS:
		break;
	}
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
	{ EVENT_FORWARD, "转出" },
	{ EVENT_NOTE, "便签" },
};

static bool
next(const struct worklist *w, const struct ticket *t, enum event_kind *k)
{
	(void)w;
	if (t->request[REQUEST_EXTEND].at != 0)
		*k = EVENT_EXTEND_OK;
	else if (t->request[REQUEST_INFO].at != 0)
		*k = EVENT_ASK_INFO;
	else if (t->request[REQUEST_MERGE].at != 0)
		*k = EVENT_MERGE;
	else if (t->request[REQUEST_URGENCY].at != 0)
		*k = EVENT_URGENCY_OK;
	else if (t->state == STATE_PENDING)
		*k = EVENT_DISPATCH;
	else if (t->state == STATE_RETURN_REQ)
		*k = EVENT_RETURN_OK;
	else if (t->state == STATE_REPLIED)
		*k = EVENT_AUDIT_OK;
	else
		return false;
	return true;
}

/* What the catalogue says of the chosen ticket. */
static void
choose(const struct worklist *w, struct dispatch_choice *out)
{
	*out = (struct dispatch_choice){ 0 };
	if (w->desk->city != NULL && w->found)
		dispatch_choose(w->desk->city, &w->t.f, w->desk->now, out);
}

static void
propose(const struct worklist *w, struct form *f)
{
	struct dispatch_choice best;

	if (f->kind != EVENT_DISPATCH)
		return;
	choose(w, &best);
	if (best.rule == NULL || best.unit == NULL || best.why_not != NULL)
		return;
	form_fill(f, EA_TO_UNIT, best.unit->code);
	form_fill(f, EA_CO_UNITS, best.rule->co_units);
	form_fill(f, EA_BASIS, best.rule->basis);
	form_also(f, EA_RULE, best.rule->id, EA_TO_UNIT);
}

/* A ticket goes where the catalogue sends it without another key; 特急 takes a look and a telephone call. */
static bool
ready(const struct worklist *w, const struct form *f)
{
	if (f->kind == EVENT_AUDIT_OK)
		return true;
	return f->kind == EVENT_DISPATCH && *form_value(f, EA_TO_UNIT) != '\0' &&
	       strcmp(fields_get(&w->t.f, TF_URGENCY), "critical") != 0;
}

/* ---- the chosen one ---- */

static void
say_choice(const struct worklist *w, char *out, size_t size)
{
	struct dispatch_choice best;

	choose(w, &best);
	if (best.why_not != NULL)
		(void)snprintf(out, size, "目录: %s", best.why_not);
	else if (best.rule == NULL || best.unit == NULL)
		(void)snprintf(out, size, "目录里没有这一类, 请看内容选单位, 写明依据");
	else
		(void)snprintf(out, size, "建议 %s  依据 派单目录%s / %s%s", best.unit->name,
		    best.rule->id, best.rule->basis, best.unique ? "" : "  (另有同级单位)");
}

static int
detail(const struct worklist *w, struct canvas *c, struct rect at)
{
	char line[320], path[160] = "";
	int row;

	if (w->desk->city != NULL)
		city_category_path(
		    w->desk->city, fields_get(&w->t.f, TF_CATEGORY), path, sizeof(path));
	(void)snprintf(line, sizeof(line), "%s  %s  %s",
	    enum_label(TF_TYPE, fields_get(&w->t.f, TF_TYPE)), path,
	    enum_label(TF_URGENCY, fields_get(&w->t.f, TF_URGENCY)));
	canvas_cut(c, at.row, at.col, at.cols, ROLE_DIM, line);
	at.row++;
	at.rows -= 2;
	row = worklist_matter(w->desk, &w->t, c, at);
	if (w->t.state == STATE_PENDING) {
		say_choice(w, line, sizeof(line));
		canvas_cut(c, row++, at.col, at.cols, ROLE_HEADING, line);
	}
	return row;
}

/* ---- the screen ---- */

static const struct work_kind dispatching = {
	.lists = lists,
	.n_lists = sizeof(lists) / sizeof(lists[0]),
	.steps = steps,
	.n_steps = sizeof(steps) / sizeof(steps[0]),
	.cols = cols,
	.n_cols = COLS,
	.cell = cell,
	.next = next,
	.propose = propose,
	.ready = ready,
	.detail = detail,
};

static enum err_code
dispatch_open(struct view *v, const char *arg, struct err *e)
{
	(void)e;
	worklist_open(v->state, v->desk, &dispatching, arg);
	return ERR_OK;
}

const struct view_ops dispatch_view = {
	WORKLIST_OPS,
	.name = "dispatch",
	.title = "派单",
	.aliases = "派单 退单 审核 dispatch",
	.roles = ROLE_BIT(DISPATCHER) | ROLE_BIT(LEADER),
	.open = dispatch_open,
};
