/* wall.c: 班长台: the floor as a senior sees it: what each call-taker does and since when, the calls of the day and of the last
 * half hour, and what waits for somebody. All of it from this seat's cache, which the sync feed keeps within seconds of
 * the centre; where the line is down it shows what was heard last, and the status line says so. Drawn by wall_head.c and
 * wall_side.c; the rows of people are here.
 *
 * Invariants: time runs on by wake_at, and only what it changes is another cell; a look at the cache is bounded, a long day is
 * taken in over several turns. Not here: the formulas (model/call_kpi.h), who is told of the floor (model/record.h), any
 * step: what a senior does about a ticket is done on its own screens. */
#include <stdio.h>
#include <string.h>

#include "all_p.h"
#include "base/clock.h"
#include "base/str.h"
#include "client/cache/work.h"
#include "wall_p.h"

#define HEAD_ROWS   3
#define WIDE        110 /* columns of a screen that has room for the wide side */
#define SECOND_MS   INT64_C(1000)
#define MINUTE_MS   INT64_C(60000)
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

static void
read_seats(struct wall *s)
{
	const size_t row = list_row(&s->list);
	char chosen[sizeof(s->seats[0].job_no)] = "";

	if (row != LIST_NONE && row < (size_t)s->n)
		(void)str_copy(chosen, sizeof(chosen), s->seats[row].job_no);
	s->n = cache_floor(s->desk->cache, s->desk->now, s->seats, WALL_SEATS_MOST);
	memset(s->in, 0, sizeof(s->in));
	for (int i = 0; i < s->n; i++)
		s->in[s->seats[i].state]++;
	list_refresh(&s->list);
	for (int i = 0; i < s->n; i++)
		if (strcmp(s->seats[i].job_no, chosen) == 0)
			list_select(&s->list, (size_t)i);
}

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
	const int64_t day_at = civil_day_start(civil_day(s->desk->now));
	const int64_t minute = s->desk->now / MINUTE_MS;

	if (!part_signed_in(s->desk))
		return;
	if (s->minute != minute)
		s->stale_seats = s->stale_work = true;
	s->minute = minute;
	if (s->calls.day_at != day_at) {
		s->calls = (struct floor_calls){ .day_at = day_at };
		s->more = true;
	}
	if (s->stale_seats) {
		read_seats(s);
		cache_floor_queue(s->desk->cache, &s->queue);
		s->n_owed = cache_callbacks(s->desk->cache, s->desk->now, s->owed, WALL_OWED_MOST);
	}
	if (s->stale_seats || s->more)
		s->more = cache_floor_calls(s->desk->cache, &s->calls);
	if (s->stale_work)
		read_work(s);
	s->stale_seats = s->stale_work = false;
}

/* ---- people ---- */

enum col { COL_SEAT, COL_WHO, COL_STATE, COL_SINCE, COLS };
static const struct list_col cols[COLS] = {
	{ .head = "坐席", .cols = 5 },
	{ .head = "姓名", .cols = 0 },
	{ .head = "状态", .cols = 13 },
	{ .head = "持续", .cols = 8, .right = true },
};

static size_t
count(void *ctx)
{
	return (size_t)((const struct wall *)ctx)->n;
}

/* On a thin line whole minutes: a wall of seconds would be all that the line carries. */
static void
since_words(const struct wall *s, int64_t since_at, char *out, size_t size)
{
	const int64_t ms = s->desk->now > since_at ? s->desk->now - since_at : 0;
	const long long seconds = ms / SECOND_MS;

	if (s->desk->low_bandwidth)
		(void)snprintf(out, size, "%lld分", seconds / 60);
	else if (seconds < 3600)
		(void)snprintf(out, size, "%02lld:%02lld", seconds / 60, seconds % 60);
	else
		(void)snprintf(out, size, "%lld:%02lld:%02lld", seconds / 3600, seconds / 60 % 60,
		    seconds % 60);
}

static void
cell(void *ctx, size_t row, int col, struct list_cell *out)
{
	const struct wall *s = ctx;
	const struct floor_seat *a = &s->seats[row];
	char who[PART_PERSON_SIZE];

	out->text = out->buf;
	switch ((enum col)col) {
	case COL_SEAT:
		out->text = a->seat;
		break;
	case COL_WHO:
		(void)str_copy(out->buf, sizeof(out->buf), part_person(s->desk, a->job_no, who));
		break;
	case COL_STATE:
		(void)snprintf(out->buf, sizeof(out->buf), "%s%s%s", agent_label(a->state),
		    a->state == AGENT_REST ? " " : "",
		    a->state == AGENT_REST ? agent_reason_label(a->reason) : "");
		break;
	case COL_SINCE:
		since_words(s, a->since_at, out->buf, sizeof(out->buf));
		break;
	case COLS:
		break;
	}
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
	s->stale_seats = s->stale_work = true;
	for (int i = 0; i < WAITS; i++)
		s->waits[i] = -1;
	list_init(&s->list, (struct list_source){ s, count, cell }, cols, COLS);
	s->list.no_digits = s->list.digits_filter = true;
	s->list.empty = "还没有收到坐席状态。有人签入话务后几秒内就列在这里。";
	return ERR_OK;
}

static void
wall_close(struct view *v)
{
	list_free(&((struct wall *)v->state)->list);
}

static unsigned
wall_input(struct view *v, const struct input *in)
{
	struct wall *s = v->state;
	struct react r = { 0 };

	if (!part_signed_in(s->desk))
		return VIEW_IGNORED;
	if (input_is(in, ACTION_ENTER)) /* nothing lies behind a row */
		return VIEW_DRAW;
	list_input(&s->list, in, &r);
	return part_react(s->desk, &r);
}

static unsigned
wall_event(struct view *v, const struct news *n)
{
	struct wall *s = v->state;

	if (n->kind != NEWS_TABLES || (n->tables & (CACHE_RECORDS | TICKET_NEWS)) == 0)
		return 0;
	s->stale_seats = s->stale_seats || (n->tables & CACHE_RECORDS) != 0;
	s->stale_work = s->stale_work || (n->tables & TICKET_NEWS) != 0;
	return VIEW_DRAW;
}

static unsigned
wall_resume(struct view *v)
{
	struct wall *s = v->state;

	s->stale_seats = s->stale_work = true;
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
	const int rows = body.rows - HEAD_ROWS, row = body.row + HEAD_ROWS;

	if (canvas_too_small(c))
		return;
	refresh(s);
	wall_head_draw(s, c, body);
	canvas_hline(c, body.row + 2, body.col + 1, body.cols - 2, ROLE_RULE);
	s->list.at = (struct rect){ row, body.col, rows, body.cols - side - 3 };
	list_draw(&s->list, c, true);
	canvas_vline(c, row, body.col + body.cols - side - 2, rows, ROLE_RULE);
	wall_side_draw(s, c, (struct rect){ row, body.col + body.cols - side, rows, side - 1 });
}

static const struct bar_key footer[] = {
	{ ACTION_HELP, NULL },
	{ ACTION_NONE, "字母 数字=找坐席" },
	{ ACTION_BACK, NULL },
};

const struct view_ops wall_view = {
	.name = "wall",
	.title = "班长台",
	.aliases = "班长台 坐席状态 现场 话务 wall floor",
	.footer = footer,
	.n_footer = sizeof(footer) / sizeof(footer[0]),
	.answers = ACTS_ROWS,
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
