/* subject.c: the history of the other party (被诉对象): the tickets of the last year that name it, and what came of them.
 * Opened on a name from the form or on a ticket that names one. Only shown here: whose name is whose is
 * model/subject.h's, counted in client/cache. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/id.h"
#include "base/str.h"
#include "client/cache/subject.h"
#include "client/view/all_p.h"
#include "client/view/part_p.h"
#include "model/number.h"

#define HEAD_ROWS 2

struct subject {
	struct desk *desk;
	char name[256], not_id[ID_SIZE];
	bool stale;
	struct subject_past past;
	struct ticket_row rows[SUBJECT_ROWS];
	int n;
	struct list list;
};

enum col { COL_DAY, COL_NO, COL_WHAT, COL_UNIT, COL_STATE, COLS };
static const struct list_col cols[COLS] = {
	{ .head = "日期", .cols = 6 },
	{ .head = "单号", .cols = 13 },
	{ .head = "诉求", .cols = 0 },
	{ .head = "单位", .cols = 12 },
	{ .head = "办到", .cols = 10 },
};

static struct subject_query
question(const struct subject *s)
{
	return (struct subject_query){ .name = s->name,
		.not_id = s->not_id,
		.me = s->desk->me.user,
		.roles = s->desk->me.roles,
		.now = s->desk->now };
}

static void
refresh(struct subject *s)
{
	const struct subject_query q = question(s);

	if (!s->stale || !part_signed_in(s->desk))
		return;
	s->stale = false;
	(void)cache_subject(s->desk->cache, &q, &s->past);
	s->n = cache_subject_rows(s->desk->cache, &q, s->rows, SUBJECT_ROWS);
	list_refresh(&s->list);
}

static size_t
count(void *ctx)
{
	return (size_t)((const struct subject *)ctx)->n;
}

static void
cell(void *ctx, size_t row, int col, struct list_cell *out)
{
	const struct subject *s = ctx;
	const struct ticket_row *r = &s->rows[row];
	const bool late =
	    r->due_at != 0 && r->due_at < s->desk->now && (STATES_OPEN & (1u << r->state)) != 0;

	out->text = out->buf;
	switch ((enum col)col) {
	case COL_DAY:
		(void)civil_format(r->created_at, "%m-%d", out->buf, sizeof(out->buf));
		break;
	case COL_NO:
		number_short(r->no, out->buf);
		break;
	case COL_WHAT:
		out->text = r->title;
		break;
	case COL_UNIT:
		out->text =
		    s->desk->city != NULL ? city_unit_name(s->desk->city, r->unit) : r->unit;
		break;
	case COL_STATE:
		(void)snprintf(
		    out->buf, sizeof(out->buf), "%s%s", state_label(r->state), late ? " !!" : "");
		out->role = late ? ROLE_OVERDUE : ROLE_NORMAL;
		break;
	case COLS:
		break;
	}
}

static void
name_of(struct subject *s, const char *arg)
{
	struct ticket t;

	ticket_init(&t);
	if (!id_valid(arg)) {
		(void)str_copy(s->name, sizeof(s->name), arg);
	} else if (s->desk->cache != NULL &&
		   cache_ticket(s->desk->cache, arg, &t, NULL) == ERR_OK) {
		(void)str_copy(s->name, sizeof(s->name), fields_get(&t.f, TF_SUBJECT));
		(void)str_copy(s->not_id, sizeof(s->not_id), arg);
	}
	ticket_free(&t);
}

static enum err_code
subject_open(struct view *v, const char *arg, struct err *e)
{
	struct subject *s = v->state;

	s->desk = v->desk;
	if (arg != NULL)
		name_of(s, arg);
	if (s->name[0] == '\0')
		return err_set(
		    e, ERR_INVALID, "没有写涉及对象: 受理时在“涉及对象”栏写名称, 再按 F4");
	s->stale = true;
	list_init(&s->list, (struct list_source){ s, count, cell }, cols, COLS);
	s->list.empty = "一年内没有别的工单说到这个对象。名称写全一些再看, 如 恒达物业。";
	return ERR_OK;
}

static void
subject_close(struct view *v)
{
	list_free(&((struct subject *)v->state)->list);
}

static unsigned
subject_input(struct view *v, const struct input *in)
{
	struct subject *s = v->state;
	struct react r = { 0 };
	size_t row;

	if (!part_signed_in(s->desk))
		return VIEW_IGNORED;
	if (input_is(in, ACTION_HISTORY))
		return VIEW_CLOSE;
	list_input(&s->list, in, &r);
	if ((r.bits & REACT_REFUSED) != 0)
		s->desk->say(s->desk->app, 0, "%s", r.note);
	row = list_row(&s->list);
	if ((r.bits & REACT_TAKE) != 0 && row != LIST_NONE)
		s->desk->open(s->desk->app, view_by_name("ticket"), s->rows[row].id);
	return r.bits != 0 ? VIEW_DRAW : VIEW_IGNORED;
}

static unsigned
subject_event(struct view *v, const struct news *n)
{
	struct subject *s = v->state;

	if (n->kind != NEWS_TABLES || (n->tables & (CACHE_TICKETS | CACHE_CITY)) == 0)
		return 0;
	s->stale = true;
	return VIEW_DRAW;
}

static unsigned
subject_resume(struct view *v)
{
	((struct subject *)v->state)->stale = true;
	return VIEW_DRAW;
}

static void
subject_draw(const struct view *v, struct canvas *c, struct rect body)
{
	struct subject *s = v->state;
	struct str words = { 0 };
	int col;

	if (canvas_too_small(c))
		return;
	refresh(s);
	col = body.col + 1 +
	      canvas_cut(c, body.row, body.col + 1, body.cols / 2, ROLE_HEADING, s->name);
	if (s->n > 0) {
		subject_past_words(&s->past, &words);
		canvas_cut(c, body.row, col + 2, body.col + body.cols - col - 3, ROLE_NORMAL,
		    str_c(&words));
		str_free(&words);
	}
	canvas_hline(c, body.row + 1, body.col + 1, body.cols - 2, ROLE_RULE);
	s->list.at =
	    (struct rect){ body.row + HEAD_ROWS, body.col, body.rows - HEAD_ROWS, body.cols };
	list_draw(&s->list, c, true);
}

static const struct bar_key footer[] = {
	{ ACTION_HELP, NULL },
	{ ACTION_ENTER, "看该件" },
	{ ACTION_NONE, "字母=筛选" },
	{ ACTION_BACK, NULL },
};

const struct view_ops subject_view = {
	.name = "subject",
	.title = "涉及对象",
	.aliases = "对象 涉及对象 被诉 被诉对象 subject",
	.footer = footer,
	.n_footer = sizeof(footer) / sizeof(footer[0]),
	.answers = ACTS_ROWS | ACT(HISTORY),
	.roles = ROLES_CENTRE | ROLES_UNIT,
	.state_size = sizeof(struct subject),
	.open = subject_open,
	.input = subject_input,
	.event = subject_event,
	.resume = subject_resume,
	.draw = subject_draw,
	.close = subject_close,
};
