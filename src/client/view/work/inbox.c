/* inbox.c: what came in writing (网上来件): text within 3 minutes, mailboxes within 24 hours. Enter takes one up on the
 * intake form, with its channel kept: there it is submitted, asked back, answered or not accepted. What is in hand already
 * stands below the words, and 1 joins the item to it. Beside them wait the questions of units to citizens who are to be
 * reached through the hotline alone (转达): what is asked stands first, Enter writes down what was said.
 *
 * Not here: how an item comes to the centre (POST /v1/tickets, save_draft), the limits (model/inbox.h). */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "client/view/all_p.h"
#include "text/spoken.h"
#include "dispatch_p.h"
#include "worklist_p.h"

static void
ask_text(const struct desk *d, struct work_query *q)
{
	(void)d;
	q->states = STATE_BIT(DRAFT);
	q->came = INBOX_TEXT;
}

static void
ask_mail(const struct desk *d, struct work_query *q)
{
	(void)d;
	q->states = STATE_BIT(DRAFT);
	q->came = INBOX_MAIL;
}

static void
ask_relayed(const struct desk *d, struct work_query *q)
{
	(void)d;
	q->states = STATES_OPEN;
	q->asked = REQUEST_BIT(RELAY);
}

enum { LIST_TEXT, LIST_MAIL, LIST_RELAY };
static const struct work_list lists[] = {
	{ "文字 3分钟", "没有等着的文字来件。网站、微信、应用的来件会自动到这里。", 0, ask_text },
	{ "信箱 24小时", "没有等着的信件。领导信箱、邮件和转来的件会自动到这里。", 0, ask_mail },
	{ "待转达", "没有要转达的。承办单位请热线问保密诉求人的话会到这里。", 0, ask_relayed },
};

/* ---- rows ---- */

enum col { COL_CHANNEL, COL_TITLE, COL_CALLED, COL_CAME, COL_LEFT, COLS };
static const struct list_col cols[COLS] = { { .head = "来源", .cols = 8 },
	{ .head = "诉求", .cols = 0 }, { .head = "称呼", .cols = 10 },
	{ .head = "来件", .cols = 11 }, { .head = "接收期限", .cols = 15 } };

static void
left(const struct worklist *w, const struct work_row *r, struct list_cell *out)
{
	const enum light l = inbox_light(r->channel, r->row.created_at, w->desk->now);
	char words[SPOKEN_SIZE];

	spoken_left(inbox_due(r->channel, r->row.created_at), w->desk->now, words, sizeof(words));
	(void)snprintf(out->buf, sizeof(out->buf), "%s%s", deadline_mark(l), words);
	out->text = out->buf;
	out->role = l == LIGHT_RED ? ROLE_OVERDUE : l == LIGHT_AMBER ? ROLE_NEAR : ROLE_NORMAL;
}

static void
cell(const struct worklist *w, const struct work_row *r, int col, struct list_cell *out)
{
	switch ((enum col)col) {
	case COL_CHANNEL:
		if (w->list_no == LIST_RELAY)
			part_ticket_cell(w->desk, &r->row, PART_UNIT, out);
		else
			out->text = enum_label(TF_CHANNEL, r->channel);
		break;
	case COL_TITLE:
		out->text = r->row.title[0] != '\0' ? r->row.title : r->words;
		break;
	case COL_CALLED:
		out->text = r->row.called;
		break;
	case COL_CAME:
		out->text = part_when(r->row.created_at, w->desk->now, out->buf);
		break;
	case COL_LEFT:
		if (w->list_no == LIST_RELAY)
			part_ticket_cell(w->desk, &r->row, PART_DUE, out);
		else
			left(w, r, out);
		break;
	case COLS:
		break;
	}
}

/* ---- the screen ---- */

static bool
next(const struct worklist *w, const struct ticket *t, enum event_kind *k)
{
	(void)w;
	*k = EVENT_RELAY;
	return t->request[REQUEST_RELAY].at != 0; /* else the intake form does it all */
}

static bool
fits(const struct worklist *w, enum event_kind k)
{
	return k != EVENT_RELAY || w->t.request[REQUEST_RELAY].at != 0;
}

static int
detail(const struct worklist *w, struct canvas *c, struct rect at)
{
	const struct event *asked =
	    w->t.request[REQUEST_RELAY].at != 0 ? worklist_event_of(w, EVENT_ASK_RELAY) : NULL;
	const int end = at.row + at.rows;

	if (asked != NULL) {
		at.row = worklist_draw_said(w, asked, c, at);
		at.rows = end - at.row;
	}
	return worklist_matter(w->desk, &w->t, c, at);
}

/* What is like a ticket that is in hand already is the dispatcher's concern. */
static int
side(const struct worklist *w, struct canvas *c, struct rect at)
{
	return w->t.state == STATE_DRAFT ? dispatch_offer_like(w, c, at) : at.row;
}

/* ---- joining it to what is in hand ---- */

static const struct work_step steps[] = { { EVENT_INBOX_MERGE, "并单" }, { EVENT_RELAY, "转达" } };

static void
propose(const struct worklist *w, struct form *f)
{
	dispatch_offer_fill(&(struct offer){ w->desk, &w->t, NULL, 0 }, f);
}

/* How long the one that waits longest may still wait; and, behind the steps, what the form of Enter is for. */
static void
more(const struct worklist *w, int list, char *out, size_t size)
{
	struct work_query q = { .limit = 1, .now = w->desk->now };
	struct work_row first;
	char left[SPOKEN_SIZE];
	bool partial;

	out[0] = '\0';
	if (list < 0) {
		if (w->t.state == STATE_DRAFT)
			(void)snprintf(out, size, "[Enter] 受理、补问、答复、不予受理");
		return;
	}
	if (w->counts[list] <= 0)
		return;
	lists[list].ask(w->desk, &q);
	if (cache_work(w->desk->cache, &q, &first, &partial, NULL) == 1)
		(void)snprintf(out, size, " (最急 %s)",
		    spoken_left(list == LIST_RELAY ? first.row.due_at
						   : inbox_due(first.channel, first.row.created_at),
			w->desk->now, left, sizeof(left)));
}

static const struct work_kind inbox = {
	.lists = lists,
	.n_lists = sizeof(lists) / sizeof(lists[0]),
	.cols = cols,
	.n_cols = COLS,
	.cell = cell,
	.next = next,
	.steps = steps,
	.n_steps = sizeof(steps) / sizeof(steps[0]),
	.propose = propose,
	.detail = detail,
	.fits = fits,
	.trace = true,
	.quiet = 1u << LIST_RELAY,
	.side = side,
	.more = more,
};

static enum err_code
inbox_open(struct view *v, const char *arg, struct err *e)
{
	(void)e;
	worklist_open(v->state, v->desk, &inbox, arg);
	return ERR_OK;
}

static unsigned
inbox_input(struct view *v, const struct input *in)
{
	struct worklist *w = v->state;

	if (!input_is(in, ACTION_ENTER) || !part_signed_in(w->desk) || w->form.open)
		return worklist_input(v, in);
	worklist_refresh(
	    w); /* typed ahead of the picture: the item that is chosen, not the one that was */
	if (w->found && w->t.state != STATE_DRAFT)
		return worklist_input(v, in);
	if (w->found)
		w->desk->open(w->desk->app, view_by_name("intake"), w->t.id);
	return VIEW_DRAW;
}

/* The clocks run by themselves. */
static int64_t
inbox_wake(const struct view *v)
{
	const struct worklist *w = v->state;

	return w->n_rows > 0 ? w->desk->now + 10000 : 0;
}

static const struct bar_key keys[] = { { ACTION_NONE, "Enter=受理 数字=操作 左右=换栏 Tab=全文" },
	{ ACTION_BACK, NULL }, { ACTION_HELP, NULL } };

const struct view_ops inbox_view = {
	.name = "inbox",
	.title = "来件",
	.aliases = "网上来件 网站 微信 信箱 留言 laijian inbox",
	.footer = keys,
	.n_footer = sizeof(keys) / sizeof(keys[0]),
	.keys = worklist_keys,
	.answers = WORKLIST_ANSWERS,
	.roles = ROLE_BIT(AGENT) | ROLE_BIT(SENIOR),
	.state_size = sizeof(struct worklist),
	.open = inbox_open,
	.scopes = worklist_scopes,
	.input = inbox_input,
	.event = worklist_event,
	.resume = worklist_resume,
	.draw = worklist_draw,
	.wake_at = inbox_wake,
	.close = worklist_close,
	.idle = worklist_idle,
	.waits = worklist_waits,
	.work = &inbox,
};
