/* wall.c: 班长台: the floor as a senior sees it: what each call-taker does and since when, the calls of the day and of the last
 * half hour, and what waits for somebody. All of it from this seat's cache, which the sync feed keeps within seconds of
 * the centre; where the line is down it shows what was heard last, and the status line says so. The people are in
 * wall_rows.c, the rest is drawn by wall_head.c, wall_side.c and wall_foot.c.
 *
 * Invariants: time runs on by wake_at, and only what it changes is another cell; a look at the cache is bounded, a long day is
 * taken in over several turns. Not here: the formulas (model/call_kpi.h), who is told of the floor (model/record.h), any
 * step on a ticket, which is done on its own screens. What is done about a person: wall_do.c. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "client/cache/work.h"
#include "client/view/all_p.h"
#include "wall_p.h"

#define HEAD_ROWS   3
#define WIDE        110 /* columns of a screen that has room for the wide side */
#define SECOND_MS   INT64_C(1000)
#define MINUTE_MS   INT64_C(60000)
#define SURGE_MS    INT64_C(10000) /* not for each of the tickets that one brings */
#define TICKET_NEWS (CACHE_TICKETS | CACHE_EVENTS | CACHE_OUTBOX | CACHE_CITY)

/* The lists of what waits for somebody (their words: wall_side.c). */
static const struct {
	uint32_t states;
	bool late;
} waiting[WAITS] = {
	[WAITS_DISPATCH] = { STATE_BIT(PENDING), false },
	[WAITS_RETURN] = { STATE_BIT(RETURN_REQ), false },
	[WAITS_LATE] = { STATES_OPEN & ~STATE_BIT(SUSPENDED), true },
};

/* ---- reading ---- */

/* A count that a key cut short is the one before. */
static void
read_work(struct wall *s)
{
	for (int i = 0; i < WAITS; i++) {
		const struct work_query q = { .states = waiting[i].states,
			.due_before = waiting[i].late ? s->desk->now : 0,
			.now = s->desk->now };
		const int64_t n = cache_work_count(s->desk->cache, &q);

		if (n >= 0)
			s->waits[i] = n;
	}
}

/* What is late becomes so without any news: looked at again every minute. */
static void
refresh(struct wall *s)
{
	const int64_t now = s->desk->now;
	const int64_t day_at = civil_day_start(civil_day(now));
	const int64_t minute = now / MINUTE_MS;

	if (!part_signed_in(s->desk))
		return;
	if (s->minute != minute)
		s->stale_seats = s->stale_work = s->stale_surge = true;
	if (s->minute != minute && !cache_call_peak(s->desk->cache, now, &s->peak))
		s->peak.days = 0;
	s->minute = minute;
	if (s->calls.day_at != day_at) {
		s->calls = (struct floor_calls){ .day_at = day_at };
		s->more = true;
	}
	if (s->stale_seats) {
		wall_rows_read(s);
		cache_floor_queue(s->desk->cache, &s->queue);
		s->n_owed = cache_callbacks(s->desk->cache, now, s->owed, WALL_OWED_MOST);
	}
	if (s->stale_seats || s->more)
		s->more = cache_floor_calls(s->desk->cache, &s->calls);
	if (s->stale_work)
		read_work(s);
	if (s->stale_surge && (now < s->surge_at || now - s->surge_at >= SURGE_MS)) {
		wall_surge_read(s);
		s->surge_at = now;
		s->stale_surge = false;
	}
	s->stale_seats = s->stale_work = false;
}

/* ---- the screen ---- */

static enum err_code
wall_open(struct view *v, const char *arg, struct err *e)
{
	struct wall *s = v->state;

	(void)arg;
	(void)e;
	s->desk = v->desk;
	s->queue.n = -1;
	s->stale_seats = s->stale_work = s->stale_surge = true;
	for (int i = 0; i < WAITS; i++)
		s->waits[i] = -1;
	wall_rows_columns(s, false);
	list_init(&s->list, wall_rows_source(s), s->list.cols, s->list.n_cols);
	field_init(&s->line, ASSIST_ANSWER_CHARS);
	s->list.no_digits = s->list.digits_filter = true;
	s->list.empty = "还没有收到坐席状态。有人签入话务后几秒内就列在这里。";
	return ERR_OK;
}

static void
wall_close(struct view *v)
{
	struct wall *s = v->state;

	list_free(&s->list);
	field_free(&s->line);
	wall_rows_free(s);
}

static unsigned
wall_input(struct view *v, const struct input *in)
{
	struct wall *s = v->state;
	struct react r = { 0 };
	unsigned bits;

	if (!part_signed_in(s->desk))
		return VIEW_IGNORED;
	bits = wall_do_input(s, in);
	if (bits != VIEW_IGNORED || s->focus == WALL_ON_LINE)
		return bits;
	list_input(&s->list, in, &r);
	s->moved = s->moved || r.bits != 0;
	return part_react(s->desk, &r);
}

static unsigned
wall_event(struct view *v, const struct news *n)
{
	struct wall *s = v->state;

	if (n->kind == NEWS_DONE)
		return wall_do_event(s, n);
	if (n->kind != NEWS_TABLES || (n->tables & (CACHE_RECORDS | TICKET_NEWS)) == 0)
		return 0;
	s->stale_seats = s->stale_seats || (n->tables & CACHE_RECORDS) != 0;
	s->stale_work = s->stale_work || (n->tables & TICKET_NEWS) != 0;
	s->stale_surge = s->stale_surge || (n->tables & TICKET_NEWS) != 0;
	return VIEW_DRAW;
}

static unsigned
wall_resume(struct view *v)
{
	struct wall *s = v->state;

	s->stale_seats = s->stale_work = s->stale_surge = true;
	return VIEW_DRAW;
}

static int64_t
wall_wake_at(const struct view *v)
{
	const struct wall *s = v->state;
	const int64_t step = s->desk->low_bandwidth ? MINUTE_MS : SECOND_MS;

	return s->more ? s->desk->now : (s->desk->now / step + 1) * step;
}

static void
wall_draw(const struct view *v, struct canvas *c, struct rect body)
{
	struct wall *s = v->state;
	const int side = body.cols >= WIDE ? WALL_SIDE_WIDE : WALL_SIDE_COLS;
	const int row = body.row + HEAD_ROWS;
	int foot, rows;

	if (canvas_too_small(c))
		return;
	refresh(s);
	foot = wall_foot_rows(s, body.rows);
	rows = body.rows - HEAD_ROWS - foot;
	wall_rows_columns(s, body.cols >= WIDE);
	wall_head_draw(s, c, body);
	canvas_hline(c, body.row + 2, body.col + 1, body.cols - 2, ROLE_RULE);
	s->list.at = (struct rect){ row, body.col, rows, body.cols - side - 3 };
	list_draw(&s->list, c, s->focus == WALL_ON_LIST);
	canvas_vline(c, row, body.col + body.cols - side - 2, rows, ROLE_RULE);
	wall_side_draw(s, c, (struct rect){ row, body.col + body.cols - side, rows, side - 1 });
	if (foot > 0)
		wall_foot_draw(s, c, (struct rect){ row + rows, body.col, foot, body.cols });
}

static unsigned
wall_scopes(const struct view *v)
{
	const struct wall *s = v->state;

	return s->focus == WALL_ON_LINE ? SCOPE_ALL | SCOPE_EDIT : SCOPE_ALL;
}

static const struct bar_key footer[] = {
	{ ACTION_HELP, NULL },
	{ ACTION_NONE, "字母 数字=找坐席" },
	{ ACTION_NEXT, "换栏" },
	{ ACTION_NEW, "发公告" },
	{ ACTION_STATE, "安排小休" },
	{ ACTION_BACK, NULL },
};
/* Who talks herself goes back to her caller by the same key. */
static const struct bar_key talking_keys[] = {
	{ ACTION_HELP, NULL },
	{ ACTION_NONE, "字母 数字=找坐席" },
	{ ACTION_NEXT, "换栏" },
	{ ACTION_NEW, "回通话" },
	{ ACTION_STATE, "安排小休" },
	{ ACTION_BACK, NULL },
};
static const struct bar_key foot_keys[] = {
	{ ACTION_HELP, NULL },
	{ ACTION_NONE, "数字=办理" },
	{ ACTION_NEXT, "换栏" },
	{ ACTION_BACK, NULL },
};
static const struct bar_key line_keys[] = {
	{ ACTION_ENTER, "发出" },
	{ ACTION_BACK, "不发" },
};

#define KEYS(k) (*n = sizeof(k) / sizeof((k)[0]), (k))

static const struct bar_key *
wall_keys(const struct view *v, size_t *n)
{
	const struct wall *s = v->state;

	if (s->focus == WALL_ON_LINE)
		return KEYS(line_keys);
	if (s->focus == WALL_ON_FOOT)
		return KEYS(foot_keys);
	return s->desk->call.active ? KEYS(talking_keys) : KEYS(footer);
}

const struct view_ops wall_view = {
	.name = "wall",
	.title = "班长台",
	.aliases = "班长台 坐席状态 现场 话务 wall floor",
	.footer = footer,
	.n_footer = sizeof(footer) / sizeof(footer[0]),
	.answers = ACTS_ROWS | ACTS_EDIT | ACT(NEXT) | ACT(NEW) | ACT(STATE) | ACT(JOIN),
	.keys = wall_keys,
	.scopes = wall_scopes,
	.roles = ROLE_BIT(SENIOR) | ROLE_BIT(LEADER),
	.state_size = sizeof(struct wall),
	.open = wall_open,
	.input = wall_input,
	.event = wall_event,
	.resume = wall_resume,
	.draw = wall_draw,
	.close = wall_close,
	.wake_at = wall_wake_at,
};
