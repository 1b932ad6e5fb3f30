/* ledger.c: 单位台账: how each unit stands in a month, by tiers: who leads and supervises sees where to help, not who is
 * first (国办函〔2025〕66号). Only shown here; counted in client/cache, the tiers by model/card.h. */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "client/cache/ledger.h"
#include "client/view/all_p.h"
#include "client/view/part_p.h"

#define ROWS_MOST 256
#define HEAD_ROWS 2
#define FOOT_ROWS 3

struct ledger {
	struct desk *desk;
	int month;
	bool stale, partial;
	bool stuck;     /* the last look brought nothing: not again before something happens */
	char after[16]; /* the unit counted last */
	struct ledger_row rows[ROWS_MOST];
	int n;
	struct list list;
};

enum col { COL_UNIT, COL_TIER, COL_GIVEN, COL_TIME, COL_LATE, COL_BACK, COL_CARDS, COL_GOOD, COLS };
static const struct list_col cols[COLS] = {
	{ .head = "单位", .cols = 0 },
	{ .head = "档", .cols = 4 },
	{ .head = "派单", .cols = 5, .right = true },
	{ .head = "按时率%", .cols = 7, .right = true },
	{ .head = "超期未答", .cols = 8, .right = true },
	{ .head = "退单", .cols = 5, .right = true },
	{ .head = "黄/红牌", .cols = 7, .right = true },
	{ .head = "满意率%(星)", .cols = 13, .right = true },
};

/* ---- reading ---- */

/* A long month comes in pieces, one a turn, so that no key waits for it. */
static void
refresh(struct ledger *s)
{
	int n;

	if (!part_signed_in(s->desk))
		return;
	if (s->stale) {
		s->n = 0;
		s->after[0] = '\0';
		s->stale = false;
		s->partial = true;
	}
	if (!s->partial)
		return;
	n = cache_ledger(s->desk->cache, s->month, s->after, &s->rows[s->n], ROWS_MOST - s->n,
	    &s->partial, NULL);
	s->stuck = n <= 0;
	if (n > 0) {
		(void)str_copy(s->after, sizeof(s->after), s->rows[s->n + n - 1].unit);
		s->n += n;
		ledger_sort(s->rows, s->n);
	}
	list_refresh(&s->list);
}

static size_t
count(void *ctx)
{
	return (size_t)((const struct ledger *)ctx)->n;
}

static void
cell(void *ctx, size_t row, int col, struct list_cell *out)
{
	const struct ledger *s = ctx;
	const struct ledger_row *r = &s->rows[row];
	char percent[KPI_PERCENT_SIZE], stars[KPI_PERCENT_SIZE];

	out->text = out->buf;
	switch ((enum col)col) {
	case COL_UNIT:
		out->text =
		    s->desk->city != NULL ? city_unit_name(s->desk->city, r->unit) : r->unit;
		break;
	case COL_TIER:
		out->text = card_tier_label(r->tier);
		out->role = r->tier == CARD_TIER_REPORT ? ROLE_OVERDUE
			    : r->tier == CARD_TIER_TALK ? ROLE_NEAR
							: ROLE_NORMAL;
		break;
	case COL_GIVEN:
		(void)part_thousands(r->given, out->buf);
		break;
	case COL_TIME:
		(void)str_copy(out->buf, sizeof(out->buf), kpi_percent(ledger_on_time(r), percent));
		break;
	case COL_LATE:
		if (r->overdue > 0)
			(void)snprintf(
			    out->buf, sizeof(out->buf), "!! %lld", (long long)r->overdue);
		else
			out->text = "0";
		break;
	case COL_BACK:
		(void)snprintf(out->buf, sizeof(out->buf), "%lld", (long long)r->returned);
		break;
	case COL_CARDS:
		(void)snprintf(out->buf, sizeof(out->buf), "%lld/%lld", (long long)r->yellow,
		    (long long)r->red);
		break;
	case COL_GOOD:
		(void)snprintf(out->buf, sizeof(out->buf), "%s (%s)",
		    kpi_percent(ledger_satisfied(r), percent), ledger_stars(r, stars));
		break;
	case COLS:
		break;
	}
}

/* ---- the screen ---- */

static enum err_code
ledger_open(struct view *v, const char *arg, struct err *e)
{
	struct ledger *s = v->state;
	const int asked = ledger_parse(arg);

	(void)e;
	s->desk = v->desk;
	s->month = asked >= 0 ? asked : ledger_month(s->desk->now);
	s->stale = true;
	list_init(&s->list, (struct list_source){ s, count, cell }, cols, COLS);
	s->list.no_digits = true;
	s->list.empty = "这个月没有派给单位的工单。左右键换月。";
	return ERR_OK;
}

static unsigned
to_month(struct ledger *s, int by)
{
	if (s->month + by > ledger_month(s->desk->now)) {
		s->desk->say(s->desk->app, 0, "已经是本月。");
		return VIEW_DRAW;
	}
	s->month += by;
	s->stale = true;
	list_select(&s->list, 0);
	return VIEW_DRAW;
}

static unsigned
ledger_input(struct view *v, const struct input *in)
{
	struct ledger *s = v->state;
	struct react r = { 0 };

	if (!part_signed_in(s->desk))
		return VIEW_IGNORED;
	if (input_is(in, ACTION_LEFT))
		return to_month(s, -1);
	if (input_is(in, ACTION_RIGHT))
		return to_month(s, 1);
	if (input_is(in, ACTION_ENTER)) /* nothing lies behind a row */
		return VIEW_DRAW;
	list_input(&s->list, in, &r);
	return part_react(s->desk, &r);
}

static unsigned
ledger_event(struct view *v, const struct news *n)
{
	struct ledger *s = v->state;

	if (n->kind != NEWS_TABLES)
		return 0;
	s->stale = true;
	return VIEW_DRAW;
}

static unsigned
ledger_resume(struct view *v)
{
	((struct ledger *)v->state)->stale = true;
	return VIEW_DRAW;
}

/* What a key cut short is taken up again at the pause after it. */
static unsigned
ledger_idle(struct view *v)
{
	return ((const struct ledger *)v->state)->partial ? VIEW_DRAW : 0;
}

static int64_t
ledger_wake_at(const struct view *v)
{
	const struct ledger *s = v->state;

	return s->partial && !s->stuck ? s->desk->now : 0;
}

static void
draw_tiers(const struct ledger *s, struct canvas *c, struct rect at)
{
	int n[CARD_TIER_COUNT] = { 0 };
	struct str line = { 0 };

	for (int i = 0; i < s->n; i++)
		n[s->rows[i].tier]++;
	for (int t = CARD_TIER_COUNT - 1; t >= 0; t--)
		str_addf(&line, "%s %d个单位  ", card_tier_label((enum card_tier)t), n[t]);
	canvas_cut(c, at.row, at.col, at.cols, ROLE_VALUE, str_c(&line));
	canvas_cut(c, at.row + 1, at.col, at.cols, ROLE_DIM,
	    "按当月派给单位(主办)的工单统计到现在; 剔除的不计。只分档, 不排名。");
	str_free(&line);
}

static void
ledger_draw(const struct view *v, struct canvas *c, struct rect body)
{
	struct ledger *s = v->state;
	char month[16];

	refresh(s);
	canvas_printf(c, body.row, body.col + 1, body.cols - 2, ROLE_HEADING, "单位台账  %s",
	    ledger_format(s->month, month));
	if (s->partial)
		canvas_right(c, body.row, body.col + body.cols - 1, ROLE_NEAR, "未完");
	canvas_hline(c, body.row + 1, body.col + 1, body.cols - 2, ROLE_RULE);
	s->list.at = (struct rect){ body.row + HEAD_ROWS, body.col,
		body.rows - HEAD_ROWS - FOOT_ROWS, body.cols };
	list_draw(&s->list, c, true);
	canvas_hline(c, body.row + body.rows - FOOT_ROWS, body.col + 1, body.cols - 2, ROLE_RULE);
	draw_tiers(s, c,
	    (struct rect){ body.row + body.rows - FOOT_ROWS + 1, body.col + 1, 2, body.cols - 2 });
}

static void
ledger_close(struct view *v)
{
	list_free(&((struct ledger *)v->state)->list);
}

static const struct bar_key footer[] = {
	{ ACTION_HELP, NULL },
	{ ACTION_NONE, "左右=换月 字母=筛选" },
	{ ACTION_BACK, NULL },
};

const struct view_ops ledger_view = {
	.name = "ledger",
	.title = "单位台账",
	.aliases = "台账 单位台账 分档 ledger units",
	.footer = footer,
	.n_footer = sizeof(footer) / sizeof(footer[0]),
	.answers = ACTS_ROWS | ACT(LEFT) | ACT(RIGHT),
	.roles = ROLE_BIT(SUPERVISOR) | ROLE_BIT(LEADER) | ROLE_BIT(INSPECTOR),
	.state_size = sizeof(struct ledger),
	.open = ledger_open,
	.input = ledger_input,
	.event = ledger_event,
	.resume = ledger_resume,
	.draw = ledger_draw,
	.close = ledger_close,
	.idle = ledger_idle,
	.wake_at = ledger_wake_at,
};
