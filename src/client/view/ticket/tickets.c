/* tickets.c: the list of tickets (工单列表): queues, a filter, order by limit or newest first.
 *
 * The cache may hold a hundred thousand tickets: a piece of the list at a time is read, the next one from behind its last
 * row, so that rows that arrive meanwhile move nothing (tickets_read.c). Rows are read again when they are painted, never
 * between. Not here: what a row says (part.c). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "base/utf8.h"
#include "client/view/all_p.h"
#include "text/fold.h"
#include "text/match.h"
#include "tickets_p.h"

/* ---- columns ---- */

enum wide_col {
	WIDE_NO,
	WIDE_CREATED,
	WIDE_TITLE,
	WIDE_CATEGORY,
	WIDE_UNIT,
	WIDE_STATE,
	WIDE_DUE,
	WIDE_COLS
};

static const struct list_col wide_cols[WIDE_COLS] = {
	{ .head = "单号", .cols = 12 },
	{ .head = "登记", .cols = 11 },
	{ .head = "诉求", .cols = 0 },
	{ .head = "分类", .cols = 14 },
	{ .head = "承办", .cols = 16 },
	{ .head = "状态", .cols = 8 },
	{ .head = "办结期限", .cols = 13 },
};

static void
wide_cell(const struct desk *d, const struct ticket_row *r, int col, struct list_cell *out)
{
	static const int narrow[WIDE_COLS] = { [WIDE_NO] = PART_NO,
		[WIDE_TITLE] = PART_TITLE,
		[WIDE_UNIT] = PART_UNIT,
		[WIDE_STATE] = PART_STATE,
		[WIDE_DUE] = PART_DUE };

	if (col == WIDE_CREATED)
		out->text = civil_format(r->created_at, "%m-%d %H:%M", out->buf, sizeof(out->buf));
	else if (col == WIDE_CATEGORY)
		out->text = tickets_category(d, r);
	else
		part_ticket_cell(d, r, narrow[col], out);
}

static size_t
count(void *ctx)
{
	const struct tickets *s = ctx;

	return (size_t)s->n_rows;
}

static void
cell(void *ctx, size_t row, int col, struct list_cell *out)
{
	const struct tickets *s = ctx;

	if (s->list.n_cols == WIDE_COLS)
		wide_cell(s->desk, &s->rows[row], col, out);
	else
		part_ticket_cell(s->desk, &s->rows[row], col, out);
}

/* ---- where one stands ---- */

static unsigned
from_start(struct tickets *s)
{
	s->piece = 0;
	s->stale = true;
	s->to_top = true;
	list_select(&s->list, 0);
	return VIEW_DRAW;
}

static unsigned
next_piece(struct tickets *s)
{
	const struct ticket_row *last = &s->rows[s->n_rows - 1];
	struct tickets_place *p;

	if (s->piece + 1 == TICKETS_PIECES)
		return VIEW_DRAW;
	p = &s->place[++s->piece];
	p->at = s->by_due ? last->due_at : last->created_at;
	(void)str_copy(p->id, sizeof(p->id), last->id);
	s->stale = true;
	s->to_top = true;
	list_select(&s->list, 0);
	return VIEW_DRAW;
}

static unsigned
piece_before(struct tickets *s)
{
	s->piece--;
	s->stale = true;
	tickets_refresh(s);
	if (s->n_rows > 0)
		list_select(&s->list, (size_t)s->n_rows - 1);
	return VIEW_DRAW;
}

/* ---- opening ---- */

/* ${arg}: the label of a queue, "超期", or nothing. */
static enum err_code
tickets_open(struct view *v, const char *arg, struct err *e)
{
	struct tickets *s = v->state;

	(void)e;
	s->desk = v->desk;
	s->stale = true;
	s->total = -1;
	editor_init(&s->filter, MATCH_QUERY_CHARS, false, false);
	for (int i = 0; arg != NULL && i < TICKETS_QUEUES; i++)
		if (strcmp(tickets_queues[i].label, arg) == 0) {
			s->queue = i;
			arg = NULL;
		}
	if (arg != NULL) /* no queue: what the rows are filtered by */
		editor_set(&s->filter, arg, SIZE_MAX);
	list_init(&s->list, (struct list_source){ s, count, cell }, part_ticket_cols, PART_COLS);
	return ERR_OK;
}

static void
tickets_close(struct view *v)
{
	struct tickets *s = v->state;

	list_free(&s->list);
	editor_free(&s->filter);
	free(s->rows);
}

/* ---- inputs ---- */

static unsigned
to_queue(struct tickets *s, int by)
{
	s->queue = (s->queue + TICKETS_QUEUES + by) % TICKETS_QUEUES;
	return from_start(s);
}

static unsigned
clear_filter(struct tickets *s)
{
	editor_set(&s->filter, NULL, 0);
	return from_start(s);
}

static bool
is_filtered(const struct tickets *s)
{
	return s->filter.text.len > 0;
}

static unsigned
type_filter(struct tickets *s, const struct input *in)
{
	struct str folded = { 0 };
	struct react r = { 0 };

	if (in->kind == INPUT_ACTION) {
		editor_input(&s->filter, in, &r);
	} else {
		fold_add(&folded, in->text);
		editor_insert(&s->filter, str_c(&folded), folded.len, &r);
		str_free(&folded);
	}
	part_refused(s->desk, &r);
	return (r.bits & REACT_EDIT) != 0 ? from_start(s) : VIEW_DRAW;
}

/* Keys of this screen that the list does not know. 0: not one of them. */
static unsigned
own_key(struct tickets *s, const struct input *in)
{
	bool at_end = s->n_rows > 0 && list_row(&s->list) == (size_t)s->n_rows - 1;
	bool at_start = list_row(&s->list) == 0 || s->n_rows == 0;

	switch ((int)in->action) {
	case ACTION_LEFT:
		return to_queue(s, -1);
	case ACTION_RIGHT:
		return to_queue(s, 1);
	case ACTION_NEXT:
	case ACTION_PREV:
		s->by_due = !s->by_due;
		return from_start(s);
	case ACTION_BACK:
	case ACTION_ERASE_HEAD:
		return is_filtered(s) ? clear_filter(s) : 0;
	case ACTION_ERASE:
		return is_filtered(s) ? type_filter(s, in) : VIEW_DRAW;
	case ACTION_DOWN:
	case ACTION_PAGE_DOWN:
		return at_end && s->more ? next_piece(s) : 0;
	case ACTION_UP:
	case ACTION_PAGE_UP:
		return at_start && s->piece > 0 ? piece_before(s) : 0;
	case ACTION_HOME:
		return s->piece > 0 ? from_start(s) : 0;
	default:
		return 0;
	}
}

static unsigned
tickets_input(struct view *v, const struct input *in)
{
	struct tickets *s = v->state;
	struct react r = { 0 };
	unsigned bits = 0;
	size_t row;

	if (!part_signed_in(s->desk))
		return VIEW_IGNORED;
	if (in->kind == INPUT_ACTION)
		bits = own_key(s, in);
	else if ((in->kind == INPUT_TEXT || in->kind == INPUT_PASTE) && input_digit(in) == 0)
		bits = type_filter(s, in);
	if (bits != 0)
		return bits;
	list_input(&s->list, in, &r);
	part_refused(s->desk, &r);
	row = list_row(&s->list);
	if ((r.bits & REACT_TAKE) != 0 && row != LIST_NONE)
		s->desk->open(s->desk->app, view_by_name("ticket"), s->rows[row].id);
	return r.bits != 0 ? VIEW_DRAW : VIEW_IGNORED;
}

static unsigned
tickets_event(struct view *v, const struct news *n)
{
	struct tickets *s = v->state;

	if (n->kind != NEWS_TABLES ||
	    (n->tables & (CACHE_TICKETS | CACHE_OUTBOX | CACHE_CONFLICTS | CACHE_CITY)) == 0)
		return 0;
	s->stale = true;
	return VIEW_DRAW;
}

static unsigned
tickets_resume(struct view *v)
{
	struct tickets *s = v->state;

	s->stale = true;
	return VIEW_DRAW;
}

/* ---- picture ---- */

static void
draw_queues(const struct tickets *s, struct canvas *c, struct rect body)
{
	int col = body.col + 1;

	for (int i = 0; i < TICKETS_QUEUES; i++) {
		bool here = i == s->queue;
		enum role role =
		    here ? ROLE_FOCUS : ROLE_NORMAL; /* a blank in a colour costs bytes */

		col += canvas_text(c, body.row, col, -1, role, here ? "[" : " ");
		col += canvas_text(c, body.row, col, -1, role, tickets_queues[i].label);
		col += canvas_text(c, body.row, col, -1, role, here ? "]" : " ") + 1;
	}
	canvas_right(c, body.row, body.col + body.cols - 1, ROLE_DIM,
	    s->by_due ? "按期限先后" : "按登记, 最新在前");
}

static void
draw_summary(const struct tickets *s, struct canvas *c, struct rect body)
{
	char number[32], line[256] = "";

	if (is_filtered(s))
		(void)snprintf(line, sizeof(line), "筛选 %.*s  %d%s 件  Esc=取消筛选",
		    (int)utf8_head(str_c(&s->filter.text), 40), str_c(&s->filter.text), s->n_rows,
		    s->more ? "+" : "");
	else if (s->piece > 0)
		(void)snprintf(line, sizeof(line), "第 %d 件起", s->piece * TICKETS_PIECE + 1);
	else if (s->total >= 0)
		(void)snprintf(line, sizeof(line), "共 %s 件", part_thousands(s->total, number));
	canvas_cut(c, body.row + 1, body.col + 2, body.cols - 20, ROLE_DIM, line);
	if (s->partial)
		canvas_right(c, body.row + 1, body.col + body.cols - 1, ROLE_NEAR,
		    "未完: 只找了最近的一部分");
}

static void
tickets_draw(const struct view *v, struct canvas *c, struct rect body)
{
	struct tickets *s = v->state;
	bool wide = body.cols >= 110;

	tickets_refresh(s);
	draw_queues(s, c, body);
	draw_summary(s, c, body);
	s->list.cols = wide ? wide_cols : part_ticket_cols;
	s->list.n_cols = wide ? (int)WIDE_COLS : (int)PART_COLS;
	s->list.at = (struct rect){ body.row + 2, body.col, body.rows - 2, body.cols };
	s->list.empty =
	    !part_signed_in(s->desk) ? "还没有登录, 按 Ctrl-P 输 登录。"
	    : is_filtered(s)
		? "没有符合筛选的工单。可以输标题、地点、承办单位的汉字或拼音首字母; Esc "
		  "取消筛选, 按单号找请按 Ctrl-G。"
		: tickets_queues[s->queue].empty;
	list_draw(&s->list, c, true);
}

static const struct bar_key footer[] = {
	{ ACTION_NONE, "数字=打开 字母=筛选 左右=换队列 Tab=换排序" },
	{ ACTION_GO_TO, NULL },
	{ ACTION_HELP, NULL },
};

const struct view_ops tickets_view = {
	.name = "tickets",
	.title = "工单列表",
	.aliases = "工单 列表 待完善 超期 list",
	.footer = footer,
	.n_footer = sizeof(footer) / sizeof(footer[0]),
	.answers = ACTS_ROWS | ACT(NEXT) | ACT(PREV) | ACT(LEFT) | ACT(RIGHT) | ACT(ERASE) |
		   ACT(ERASE_HEAD),
	.roles = ROLES_CENTRE | ROLES_UNIT,
	.state_size = sizeof(struct tickets),
	.open = tickets_open,
	.input = tickets_input,
	.event = tickets_event,
	.resume = tickets_resume,
	.draw = tickets_draw,
	.close = tickets_close,
};
