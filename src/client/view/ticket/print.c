/* print.c: a ticket on paper: which sheets there are, for whom, and what of them can be printed now. One digit prints.
 *
 * What stands on a sheet about the citizen is said before it is printed. The engine writes the audit row and the paper
 * (engine_print.c) and says where it is. Not here: what a sheet says (model/sheet.h). */
#include <stdio.h>
#include <string.h>

#include "client/ui/list.h"
#include "client/ui/wrap.h"
#include "client/view/all_p.h"
#include "client/view/part_p.h"
#include "model/sheet.h"

struct printing {
	struct desk *desk;
	struct ticket t;
	char id[ID_SIZE];
	struct list list;
	uint64_t job;
	char told[ERR_TEXT_BYTES]; /* where the last one is */
	bool stale;
};

enum { COL_TITLE, COL_USE, COL_MEDIA, COL_NOW };
static const struct list_col cols[] = { { "单子", 12, false }, { "给谁用", 30, false },
	{ "纸", 4, false }, { "现在", 0, false } };

static size_t
count(void *ctx)
{
	(void)ctx;
	return SHEET_COUNT;
}

static const char *
identity_words(const struct printing *s, enum sheet_kind k)
{
	return k == SHEET_SUPERVISION                         ? "不印诉求人"
	       : k == SHEET_RECEIPT                           ? "诉求人遮蔽"
	       : ticket_is_shielded(&s->t)                    ? "保密, 由热线转达"
	       : sheet_shows_identity(k, &s->t, &s->desk->me) ? "印全名和电话"
							      : "诉求人遮蔽";
}

static void
cell(void *ctx, size_t row, int col, struct list_cell *out)
{
	const struct printing *s = ctx;
	const struct sheet_info *info = sheet_info((enum sheet_kind)row);
	const bool can = sheet_check((enum sheet_kind)row, &s->t, NULL) == ERR_OK;

	out->role = can ? ROLE_NORMAL : ROLE_DIM;
	out->text = col == COL_TITLE   ? info->title
		    : col == COL_USE   ? info->use
		    : col == COL_MEDIA ? info->media
		    : can              ? identity_words(s, (enum sheet_kind)row)
				       : "现在不能打";
}

static void
refresh(struct printing *s)
{
	s->stale = false;
	part_ticket_again(s->desk, s->id, &s->t);
	list_refresh(&s->list);
}

static enum err_code
print_open(struct view *v, const char *arg, struct err *e)
{
	struct printing *s = v->state;

	s->desk = v->desk;
	if (arg == NULL || *arg == '\0' || s->desk->cache == NULL)
		return err_set(e, ERR_NOT_FOUND, "先打开一件工单, 再打印。");
	(void)str_copy(s->id, sizeof(s->id), arg);
	ticket_init(&s->t);
	list_init(&s->list, (struct list_source){ s, count, cell }, cols, 4);
	refresh(s);
	return ERR_OK;
}

static void
print_close(struct view *v)
{
	struct printing *s = v->state;

	list_free(&s->list);
	ticket_free(&s->t);
}

static unsigned
print_one(struct printing *s)
{
	const struct desk *d = s->desk;
	size_t row = list_row(&s->list);
	struct err e = { 0 };
	struct job *j;

	if (row == LIST_NONE || s->job != 0)
		return VIEW_DRAW;
	if (sheet_check((enum sheet_kind)row, &s->t, &e) != ERR_OK) {
		d->say(d->app, 1, "%s。", e.text);
		return VIEW_DRAW;
	}
	if ((j = part_job(d, JOB_PRINT)) == NULL)
		return VIEW_DRAW;
	(void)str_copy(j->ticket, sizeof(j->ticket), s->id);
	j->choice = (int)row;
	s->job = d->job(d->app, j);
	return VIEW_DRAW;
}

static unsigned
print_input(struct view *v, const struct input *in)
{
	struct printing *s = v->state;
	struct react r = { 0 };

	list_input(&s->list, in, &r);
	if ((r.bits & REACT_TAKE) != 0)
		return print_one(s);
	return r.bits != 0 ? VIEW_DRAW : VIEW_IGNORED;
}

static unsigned
print_event(struct view *v, const struct news *n)
{
	struct printing *s = v->state;
	const struct desk *d = s->desk;

	if (n->kind == NEWS_TABLES && (n->tables & (CACHE_TICKETS | CACHE_CITY)) != 0) {
		s->stale = true;
		return VIEW_DRAW;
	}
	if (n->kind != NEWS_DONE || n->job == 0 || n->job != s->job)
		return 0;
	s->job = 0;
	(void)str_copy(s->told, sizeof(s->told), n->err.code == ERR_OK ? n->text : "");
	if (n->err.code != ERR_OK)
		d->say(d->app, 2, "没有打印: %s", n->err.text);
	else
		d->say(d->app, 0, "已生成, 已记审计。");
	return VIEW_DRAW;
}

static void
print_draw(const struct view *v, struct canvas *c, struct rect body)
{
	struct printing *s = v->state;
	int row = body.row;

	if (canvas_too_small(c))
		return;
	if (s->stale)
		refresh(s);
	part_ticket_line(&s->t, c, body);
	canvas_hline(c, row + 1, body.col + 1, body.cols - 2, ROLE_RULE);
	s->list.at = (struct rect){ row + 2, body.col, SHEET_COUNT + 1, body.cols };
	list_draw(&s->list, c, true);
	row += SHEET_COUNT + 4;
	canvas_cut(c, row, body.col + 1, body.cols - 2, ROLE_DIM,
	    "每页印工号、姓名和时间, 打印记入审计; 没有打印机(lp)就存成文件。");
	(void)wrap_draw(
	    c, (struct rect){ row + 2, body.col + 1, 4, body.cols - 2 }, ROLE_NORMAL, s->told);
}

static const struct bar_key keys[] = { { ACTION_NONE, "数字=打印" }, { ACTION_BACK, NULL },
	{ ACTION_HELP, NULL } };

const struct view_ops print_view = {
	.name = "print",
	.title = "打印",
	.aliases = "打印工单 交办单 村居单 督办单 回执 dayin print",
	.footer = keys,
	.n_footer = sizeof(keys) / sizeof(keys[0]),
	.answers = ACTS_ROWS | ACT(ERASE),
	.roles = ROLES_CENTRE | ROLES_UNIT,
	.state_size = sizeof(struct printing),
	.open = print_open,
	.input = print_input,
	.event = print_event,
	.draw = print_draw,
	.close = print_close,
};
