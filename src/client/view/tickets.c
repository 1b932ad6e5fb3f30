/* tickets.c: the list of tickets (工单列表): queues, a filter, order by limit or newest first.
 *
 * The cache may hold a hundred thousand tickets: a piece of the list at a time is read, the next one from behind its last
 * row, so that rows that arrive meanwhile move nothing. A filter of Hanzi is asked of the cache; letters are pinyin
 * initials and are matched here, over a bounded number of rows, and 未完 says when that was not all. Rows are read again
 * when they are painted, never between. Not here: what a row says (part.c). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "all_p.h"
#include "base/clock.h"
#include "base/str.h"
#include "base/utf8.h"
#include "part_p.h"
#include "text/fold.h"
#include "text/match.h"

#define PIECE      100  /* rows read and listed at a time */
#define PIECES     1000 /* pieces one may go down */
#define SCAN_ROWS  3000 /* rows looked through for initials at one key */
#define ROWS_BATCH 100

struct place { /* where a piece begins: behind this row */
	int64_t at;
	char id[ID_SIZE];
};

struct tickets {
	struct desk *desk;
	bool stale, to_top; /* read again; from its first row */
	int queue;
	bool by_due;
	struct ticket_row *rows; /* PIECE */
	int n_rows;
	bool partial, more;
	int64_t total; /* of the queue; -1 unknown */
	struct place place[PIECES];
	int piece;
	struct editor filter;
	struct list list;
};

static const struct {
	enum ticket_queue queue;
	const char *label, *empty;
} queues[] = {
	{ QUEUE_ALL, "全部", "本机还没有工单。按 F2 受理; 第一次取数据时请等状态行说完成。" },
	{ QUEUE_MINE, "我的", "没有您登记或首问负责的工单。按 F2 受理。" },
	{ QUEUE_OPEN, "在办", "没有在办的工单。" },
	{ QUEUE_INCOMPLETE, "待完善", "没有等待补充的工单。" },
	{ QUEUE_OVERDUE, "超期", "没有超期的工单。" },
	{ QUEUE_DUE_TODAY, "今日到期", "今天没有到期的工单。" },
	{ QUEUE_PENDING_SYNC, "未送出", "都已送到中心。" },
};
#define N_QUEUES ((int)(sizeof(queues) / sizeof(queues[0])))

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

static const char *
category_name(const struct desk *d, const struct ticket_row *r)
{
	const struct category *k = d->city != NULL ? city_category(d->city, r->category) : NULL;

	return k != NULL ? k->name : r->category;
}

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
		out->text = category_name(d, r);
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

/* ---- reading ---- */

static struct ticket_query
question(const struct tickets *s)
{
	return (struct ticket_query){
		.queue = queues[s->queue].queue,
		.me = s->desk->me.user,
		.by_due = s->by_due,
		.limit = PIECE,
		.now = s->desk->now,
	};
}

static bool
is_initials(const char *filter)
{
	for (; *filter != '\0'; filter++)
		if ((unsigned char)*filter >= 0x80)
			return false;
	return true;
}

/* Is one of the things a person would look for what was typed? */
static bool
fits(const struct tickets *s, const struct match_query *q, const struct ticket_row *r)
{
	const struct city *c = s->desk->city;
	struct match_label label = { 0 };
	struct str text = { 0 };
	bool ok;

	str_addf(&text, "%s；%s；%s；%s；%s", r->title,
	    c != NULL ? city_unit_name(c, r->unit) : r->unit, category_name(s->desk, r), r->address,
	    state_label(r->state));
	ok = match_label_init(&label, str_c(&text)) && match_find(q, &label, NULL) > 0;
	match_label_free(&label);
	str_free(&text);
	return ok;
}

static void
go_behind(const struct tickets *s, struct ticket_query *q, const struct ticket_row *r)
{
	q->before_at = s->by_due ? r->due_at : r->created_at;
	q->before_id = r->id;
}

/* Rows of the queue that fit the initials, until the piece is full, the queue ends or enough were looked through. */
static int
scan(struct tickets *s, struct ticket_query *q, const char *filter, struct ticket_row *out)
{
	struct ticket_row *batch = calloc(ROWS_BATCH, sizeof(*batch)), last;
	struct match_query m;
	int kept = 0, seen = 0, n = ROWS_BATCH;

	if (batch == NULL)
		return -1;
	match_query_init(&m, filter);
	q->limit = ROWS_BATCH;
	while (kept < PIECE && n == ROWS_BATCH && !s->partial) {
		n = cache_tickets(s->desk->cache, q, batch, &s->partial, NULL);
		for (int i = 0; i < n && kept < PIECE; i++) {
			if (fits(s, &m, &batch[i]))
				out[kept++] = batch[i];
			last = batch[i];
		}
		if (n <= 0)
			break;
		seen += n;
		go_behind(s, q, &last);
		if (seen >= SCAN_ROWS && n == ROWS_BATCH)
			s->partial = true;
	}
	free(batch);
	return n < 0 ? -1 : kept;
}

static void
take_rows(struct tickets *s, struct ticket_row *rows, int n)
{
	char kept[ID_SIZE] = "";
	size_t row = list_row(&s->list);

	if (!s->to_top && row != LIST_NONE && row < (size_t)s->n_rows)
		(void)str_copy(kept, sizeof(kept), s->rows[row].id);
	free(s->rows);
	s->rows = rows;
	s->n_rows = n;
	s->more = n == PIECE;
	s->to_top = false;
	list_refresh(&s->list);
	for (int i = 0; i < n; i++)
		if (strcmp(rows[i].id, kept) == 0)
			list_select(&s->list, (size_t)i);
}

static void
refresh(struct tickets *s)
{
	const char *filter = str_c(&s->filter.text);
	struct ticket_query q = question(s);
	struct ticket_row *rows;
	int n;

	if (!s->stale || !part_signed_in(s->desk))
		return;
	rows = calloc(PIECE, sizeof(*rows));
	if (rows == NULL)
		return;
	if (s->piece > 0) {
		q.before_at = s->place[s->piece].at;
		q.before_id = s->place[s->piece].id;
	}
	s->partial = false;
	s->total = -1;
	if (*filter != '\0' && is_initials(filter)) {
		n = scan(s, &q, filter, rows);
	} else {
		q.text = *filter != '\0' ? filter : NULL;
		n = cache_tickets(s->desk->cache, &q, rows, &s->partial, NULL);
		if (q.text == NULL && s->piece == 0)
			s->total = cache_ticket_count(s->desk->cache, &q);
	}
	if (n < 0) { /* busy: what is there stays, asked again at the next picture */
		free(rows);
		return;
	}
	take_rows(s, rows, n);
	s->stale = false;
}

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
	struct place *p;

	if (s->piece + 1 == PIECES)
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
	refresh(s);
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
	for (int i = 0; arg != NULL && i < N_QUEUES; i++)
		if (strcmp(queues[i].label, arg) == 0)
			s->queue = i;
	editor_init(&s->filter, MATCH_QUERY_CHARS, false, false);
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
	s->queue = (s->queue + N_QUEUES + by) % N_QUEUES;
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
	if ((r.bits & REACT_REFUSED) != 0)
		s->desk->say(s->desk->app, 1, "%s", r.note);
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
	if ((r.bits & REACT_REFUSED) != 0)
		s->desk->say(s->desk->app, 0, "%s", r.note);
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

	for (int i = 0; i < N_QUEUES; i++) {
		bool here = i == s->queue;

		col += canvas_text(c, body.row, col, -1, ROLE_FOCUS, here ? "[" : " ");
		col += canvas_text(
		    c, body.row, col, -1, here ? ROLE_FOCUS : ROLE_NORMAL, queues[i].label);
		col += canvas_text(c, body.row, col, -1, ROLE_FOCUS, here ? "]" : " ") + 1;
	}
	canvas_right(c, body.row, body.col + body.cols - 1, ROLE_DIM,
	    s->by_due ? "按期限先后" : "按登记, 最新在前");
}

static void
draw_summary(const struct tickets *s, struct canvas *c, struct rect body)
{
	char number[32], line[256] = "";

	if (is_filtered(s))
		(void)snprintf(line, sizeof(line), "筛选 %.120s  %d%s 件  Esc=取消筛选",
		    str_c(&s->filter.text), s->n_rows, s->more ? "+" : "");
	else if (s->piece > 0)
		(void)snprintf(line, sizeof(line), "第 %d 件起", s->piece * PIECE + 1);
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

	refresh(s);
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
		: queues[s->queue].empty;
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
	.roles = ROLES_CENTRE | ROLES_UNIT,
	.state_size = sizeof(struct tickets),
	.open = tickets_open,
	.input = tickets_input,
	.event = tickets_event,
	.resume = tickets_resume,
	.draw = tickets_draw,
	.close = tickets_close,
};
