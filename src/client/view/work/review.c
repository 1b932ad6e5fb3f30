/* review.c: 复核: tickets whose citizen was not satisfied: what he said, what the unit answered, and the decision of
 * somebody who has not handled it: done again, or kept as it is with the basis explained.
 *
 * Not here: who may decide (the rule says so before a form opens), what a redo does to the limits (model/). */
#include "client/view/all_p.h"
#include "said_p.h"

#define LIST_ROWS 5

static void
ask_all(const struct desk *d, struct work_query *q)
{
	(void)d;
	q->states = STATE_BIT(REVIEW);
}

static const struct work_list lists[] = {
	{ "待复核", "没有待复核的工单。回访不满意的会到这里来, 由没有经办过的人复核。", 0,
	    ask_all },
};

static void
cell(const struct worklist *w, const struct work_row *r, int col, struct list_cell *out)
{
	if (col == PART_STATE && r->round > 1) {
		out->text = "重办后";
		return;
	}
	part_ticket_cell(w->desk, &r->row, col, out);
}

static const struct work_step steps[] = {
	{ EVENT_REVIEW_REDO, "重办" },
	{ EVENT_REVIEW_KEEP, "维持" },
	{ EVENT_SUPERVISE, NULL },
	{ EVENT_ESCALATE, NULL },
	{ EVENT_NOTE, NULL },
};

/* There are two ways, and neither is the usual one. */
static bool
next(const struct worklist *w, const struct ticket *t, enum event_kind *k)
{
	(void)w;
	(void)t;
	(void)k;
	return false;
}

static void
propose(const struct worklist *w, struct form *f)
{
	const struct event *reply = worklist_event_of(w, EVENT_REPLY);

	if (f->kind == EVENT_REVIEW_KEEP) {
		form_fill(f, EA_BASIS, reply != NULL ? args_get(&reply->args, EA_BASIS) : "");
		form_fill(f, EA_SOLVED, "explained");
	}
	if (f->kind == EVENT_SUPERVISE)
		said_propose_supervise(w, f);
}

static int
detail(const struct worklist *w, struct canvas *c, struct rect at)
{
	const int reply = worklist_event_of(w, EVENT_REPLY) != NULL ? 3 : 0;
	int row = said_citizen(w, c, said_rest(at, at.row, reply + 2));

	row = said_reply(w, c, said_rest(at, row, 2));
	return said_rest(at, row, 0).rows > 1
		   ? worklist_matter(w->desk, &w->t, c, said_rest(at, row, 0))
		   : row;
}

static const struct work_kind reviewing = {
	.lists = lists,
	.n_lists = sizeof(lists) / sizeof(lists[0]),
	.steps = steps,
	.n_steps = sizeof(steps) / sizeof(steps[0]),
	.cols = part_ticket_cols,
	.n_cols = PART_COLS,
	.cell = cell,
	.next = next,
	.propose = propose,
	.detail = detail,
	.trace = true,
	.keeps = true,
	.rows = LIST_ROWS,
};

static enum err_code
review_open(struct view *v, const char *arg, struct err *e)
{
	(void)e;
	worklist_open(v->state, v->desk, &reviewing, arg);
	return ERR_OK;
}

const struct view_ops review_view = {
	WORKLIST_OPS,
	.name = "review",
	.title = "复核",
	.aliases = "复核 重办 不满意 review",
	.roles = ROLE_BIT(SENIOR) | ROLE_BIT(SUPERVISOR),
	.open = review_open,
	.waits = worklist_waits,
	.work = &reviewing,
};
