/* home.c: the first screen (首页): my day, what I still owe, what holds today, what the city calls about, my tickets.
 *
 * Only figures this seat really has are shown. Rows are read again when they are painted, never between: what a person
 * acts on is what stands on the screen. Nothing personal before sign-in. Not here: what there is (home_read.c), the picture
 * (home_draw.c). */
#include "home_p.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/id.h"
#include "base/str.h"
#include "client/view/all_p.h"

/* ---- rows ---- */

static size_t
ticket_count(void *ctx)
{
	const struct home *s = ctx;

	return (size_t)s->n_rows;
}

static void
ticket_cell(void *ctx, size_t row, int col, struct list_cell *out)
{
	const struct home *s = ctx;

	part_ticket_cell(s->desk, &s->rows[row], col, out);
}

static size_t
notice_count(void *ctx)
{
	const struct home *s = ctx;

	return (size_t)s->n_notices;
}

static void
notice_cell(void *ctx, size_t row, int col, struct list_cell *out)
{
	const struct home *s = ctx;
	const struct bulletin *b = s->notices[row];

	(void)col;
	home_notice_line(b, s->unread[row], s->desk->now, out->buf, sizeof(out->buf));
	out->text = out->buf;
}

static size_t
desk_count(void *ctx)
{
	const struct home *s = ctx;

	return (size_t)s->n_desks;
}

static void
desk_cell(void *ctx, size_t row, int col, struct list_cell *out)
{
	const struct home *s = ctx;
	const struct home_desk *d = &s->desks[row];

	if (col == 0) {
		out->text = d->ops->title;
	} else if (d->waits[0] != '\0') {
		out->text = d->waits;
	} else if (d->ops->waits != NULL) {
		out->text = "暂无";
		out->role = ROLE_DIM;
	}
}

static const struct list_col desk_cols[] = { { .head = "工作台", .cols = 12 },
	{ .head = "待办事项", .cols = 0 } };

bool
home_takes_calls(const struct home *s)
{
	return view_may_act(s->desk->me.roles, ACTION_NEW);
}

struct list *
home_rows(struct home *s)
{
	return home_takes_calls(s) ? &s->list : &s->desk_list;
}

static const struct list_col notice_cols[] = { { .head = "公告", .cols = 0 } };

/* ---- opening ---- */

static enum err_code
home_open(struct view *v, const char *arg, struct err *e)
{
	struct home *s = v->state;

	(void)arg;
	s->desk = v->desk;
	s->rows = calloc(HOME_ROWS, sizeof(*s->rows));
	if (s->rows == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	list_init(&s->list, (struct list_source){ s, ticket_count, ticket_cell }, part_ticket_cols,
	    PART_COLS);
	s->list.digits_filter = true;
	list_init(&s->desk_list, (struct list_source){ s, desk_count, desk_cell }, desk_cols, 2);
	list_init(
	    &s->notice_list, (struct list_source){ s, notice_count, notice_cell }, notice_cols, 1);
	s->notice_list.headless = true;
	s->stale = true;
	return ERR_OK;
}

static void
home_close(struct view *v)
{
	struct home *s = v->state;

	list_free(&s->list);
	list_free(&s->desk_list);
	list_free(&s->notice_list);
	free(s->rows);
}

/* ---- inputs ---- */

static unsigned
open_named(struct home *s, const char *name, const char *arg)
{
	s->desk->open(s->desk->app, view_by_name(name), arg);
	return VIEW_DRAW;
}

static unsigned
read_notice(struct home *s, const struct input *in)
{
	struct react r = { 0 };

	if (input_is(in, ACTION_BACK) || input_is(in, ACTION_ENTER) || input_is(in, ACTION_NEXT)) {
		s->reading = NULL;
		return VIEW_DRAW;
	}
	s->pager.text = s->reading->points;
	pager_input(&s->pager, in, &r);
	return (r.bits & REACT_USED) != 0 ? VIEW_DRAW : VIEW_IGNORED;
}

/* The half-done sheet written on last. One about no ticket is on the form, which may be open: the app brings it back. */
static unsigned
open_draft(struct home *s)
{
	home_refresh(s);
	if (s->draft_open && s->draft_ticket[0] != '\0')
		return open_named(s, "intake", s->draft_ticket);
	if (s->draft_open)
		return VIEW_IGNORED;
	s->desk->say(s->desk->app, 1, "没有草稿; F2 受理");
	return VIEW_DRAW;
}

static void
take(struct home *s)
{
	struct list *l = s->on_notices ? &s->notice_list : home_rows(s);
	size_t row = list_row(l);

	if (row == LIST_NONE)
		return;
	if (s->on_notices)
		open_named(s, "bulletins", s->notices[row]->id);
	else if (!home_takes_calls(s))
		open_named(s, s->desks[row].ops->name, NULL);
	else
		open_named(s, "ticket", s->rows[row].id);
}

static unsigned
home_input(struct view *v, const struct input *in)
{
	struct home *s = v->state;
	struct react r = { 0 };

	if (s->reading != NULL)
		return read_notice(s, in);
	if (!part_signed_in(s->desk))
		return input_is(in, ACTION_ENTER) ? open_named(s, "login", NULL) : VIEW_IGNORED;
	if (input_is(in, ACTION_NEXT) || input_is(in, ACTION_PREV)) {
		s->on_notices = !s->on_notices && s->n_notices > 0;
		return VIEW_DRAW;
	}
	if (input_is(in, ACTION_NEXT_DRAFT))
		return open_draft(s);
	if (s->zero[0] != '\0' && in->kind == INPUT_TEXT && strcmp(in->text, "0") == 0 &&
	    home_rows(s)->filter.text.len == 0)
		return open_named(s, "zero", NULL);
	list_input(s->on_notices ? &s->notice_list : home_rows(s), in, &r);
	part_refused(s->desk, &r);
	if ((r.bits & REACT_TAKE) != 0)
		take(s);
	if (r.bits == 0 && s->on_notices && input_is(in, ACTION_BACK)) {
		s->on_notices = false;
		return VIEW_DRAW;
	}
	return r.bits != 0 ? VIEW_DRAW : VIEW_IGNORED;
}

static unsigned
home_event(struct view *v, const struct news *n)
{
	struct home *s = v->state;

	if (n->kind == NEWS_TABLES && (n->tables & CACHE_CITY) != 0)
		s->reading = NULL; /* it pointed into the city that is gone */
	if (n->kind == NEWS_TABLES || n->kind == NEWS_USER)
		s->stale = true;
	if ((n->kind == NEWS_TABLES && (n->tables & CACHE_CITY) != 0))
		s->n_notices = 0;
	return n->kind == NEWS_TABLES || n->kind == NEWS_USER || n->kind == NEWS_LINK ? VIEW_DRAW
										      : 0;
}

static unsigned
home_resume(struct view *v)
{
	struct home *s = v->state;

	s->stale = true;
	return VIEW_DRAW;
}

static const struct bar_key footer[] = {
	{ ACTION_NEW, NULL },
	{ ACTION_STATE, NULL },
	{ ACTION_NONE, "数字=打开 字母=筛选 Tab=换栏" },
	{ ACTION_GO_TO, NULL },
	{ ACTION_HELP, NULL },
};

const struct view_ops home_view = {
	.name = "home",
	.title = "首页",
	.aliases = "今天 待办 主页 start",
	.footer = footer,
	.n_footer = sizeof(footer) / sizeof(footer[0]),
	.answers = ACTS_ROWS | ACT(NEXT) | ACT(PREV) | ACT(NEXT_DRAFT),
	.state_size = sizeof(struct home),
	.open = home_open,
	.input = home_input,
	.event = home_event,
	.resume = home_resume,
	.draw = home_draw,
	.close = home_close,
};
