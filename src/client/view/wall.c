/* wall.c: 班长台: the floor as a senior sees it: what each call-taker does and since when, the calls of the day and of the last
 * half hour, and what waits for somebody. All of it from this seat's cache, which the sync feed keeps within seconds of
 * the centre; where the line is down it shows what was heard last, and the status line says so.
 *
 * Invariants: time runs on by wake_at, and only what it changes is another cell; a look at the cache is bounded, a long day is
 * taken in over several turns. Not here: the formulas (model/call_kpi.h), who is told of the floor (model/record.h), any
 * step: what a senior does about a ticket is done on its own screens. */
#include <stdio.h>
#include <string.h>

#include "all_p.h"
#include "base/clock.h"
#include "base/str.h"
#include "client/cache/records.h"
#include "client/cache/work.h"
#include "part_p.h"

#define SEATS_MOST  512
#define OWED_MOST   100
#define HEAD_ROWS   3
#define SIDE_COLS   30
#define SIDE_WIDE   46
#define WIDE        110 /* columns of a screen that has room for the wide side */
#define BAR_COLS    16  /* of the longest bar; the wide side has some more */
#define SECOND_MS   INT64_C(1000)
#define MINUTE_MS   INT64_C(60000)
#define TICKET_NEWS (CACHE_TICKETS | CACHE_EVENTS | CACHE_OUTBOX | CACHE_CITY)

/* What waits for somebody, by lists of the screens where it is dealt with. */
enum waits { WAITS_DISPATCH, WAITS_RETURN, WAITS_LATE, WAITS };
static const struct {
	const char *label;
	uint32_t states;
	bool late;
} waiting[WAITS] = {
	[WAITS_DISPATCH] = { "待派单", STATE_BIT(PENDING), false },
	[WAITS_RETURN] = { "退单待审", STATE_BIT(RETURN_REQ), false },
	[WAITS_LATE] = { "超期", STATES_OPEN & ~STATE_BIT(SUSPENDED), true },
};

struct wall {
	struct desk *desk;
	bool stale_seats, stale_work;
	bool more;      /* calls of the day that were not read yet */
	int64_t minute; /* of the last look */
	struct floor_seat seats[SEATS_MOST];
	int n;
	int in[AGENT_STATE_COUNT];
	struct floor_calls calls;
	struct callback owed[OWED_MOST];
	int n_owed;
	int64_t waits[WAITS]; /* -1: not known */
	struct list list;
};

/* ---- reading ---- */

static void
read_seats(struct wall *s)
{
	const size_t row = list_row(&s->list);
	char chosen[sizeof(s->seats[0].job_no)] = "";

	if (row != LIST_NONE && row < (size_t)s->n)
		(void)str_copy(chosen, sizeof(chosen), s->seats[row].job_no);
	s->n = cache_floor(s->desk->cache, s->desk->now, s->seats, SEATS_MOST);
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
		s->n_owed = cache_callbacks(s->desk->cache, s->desk->now, s->owed, OWED_MOST);
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

/* ---- head ---- */

/* Where somebody is on the line in another way than talking, it is the same to a senior. */
static void
draw_states(const struct wall *s, struct canvas *c, struct rect at)
{
	const int talking = s->in[AGENT_RINGING] + s->in[AGENT_TALKING] + s->in[AGENT_HOLD] +
			    s->in[AGENT_CONSULTING];
	struct str line = { 0 };

	str_addf(&line, "在席 %d  通话 %d  话后 %d  示闲 %d  外呼 %d  小休 %d", s->n, talking,
	    s->in[AGENT_ACW], s->in[AGENT_IDLE], s->in[AGENT_OUTBOUND], s->in[AGENT_REST]);
	if (s->in[AGENT_BUSY] > 0)
		str_addf(&line, "  示忙 %d", s->in[AGENT_BUSY]);
	canvas_cut(c, at.row, at.col + 1, at.cols - 2, ROLE_HEADING, str_c(&line));
	str_free(&line);
	if (s->more)
		canvas_right(c, at.row, at.col + at.cols - 1, ROLE_NEAR, "未完");
}

static void
add_percent(struct str *line, const struct call_kpi *k, enum call_rate rate)
{
	char percent[KPI_PERCENT_SIZE];
	const struct kpi_rate r = call_kpi_rate(k, rate);

	str_addf(line, "  %s %s%s", call_kpi_rate_info(rate)->label, kpi_percent(r, percent),
	    r.of > 0 ? "%" : "");
}

static void
draw_rates(const struct wall *s, struct canvas *c, struct rect at)
{
	const struct call_kpi *k = &s->calls.kpi;
	const struct kpi_rate wait = call_kpi_mean(k, CALL_MEAN_ASA);
	char seconds[KPI_PERCENT_SIZE];
	struct str line = { 0 };

	str_addf(&line, "今日接通 %lld", (long long)k->ways[CALL_ANSWERED]);
	add_percent(&line, k, CALL_RATE_ANSWERED);
	add_percent(&line, k, CALL_RATE_FAST);
	str_addf(
	    &line, "  平均等待 %s%s", call_kpi_seconds(wait, seconds), wait.of > 0 ? "秒" : "");
	canvas_cut(c, at.row, at.col + 1, at.cols - 2, ROLE_NORMAL, str_c(&line));
	str_free(&line);
}

/* ---- side ---- */

/* One sign a call, as long as they fit; then as many as the busiest five minutes leave room for. */
static int
draw_half_hour(const struct wall *s, struct canvas *c, struct rect at)
{
	const int room = BAR_COLS + (at.cols > SIDE_COLS ? SIDE_WIDE - SIDE_COLS : 0);
	int most = 0, row = at.row;

	canvas_cut(c, row++, at.col, at.cols, ROLE_HEADING, "最近30分钟来电");
	for (int back = FLOOR_SLOTS - 1; back >= 0; back--) {
		const int n = floor_slot(&s->calls, s->desk->now, back);

		most = n > most ? n : most;
	}
	for (int back = FLOOR_SLOTS - 1; back >= 0; back--, row++) {
		const int n = floor_slot(&s->calls, s->desk->now, back);
		const int signs = most <= room ? n : (n * room + most - 1) / most;
		char when[24], bar[SIDE_WIDE + 1] = "";

		memset(bar, '#', (size_t)signs);
		(void)civil_format(floor_slot_at(s->desk->now, back), "%H:%M", when, sizeof(when));
		canvas_printf(c, row, at.col, at.cols, ROLE_NORMAL, "%s %s%s%d", when, bar,
		    signs > 0 ? " " : "", n);
	}
	return row;
}

/* A missed call may be of the day before yesterday. */
static const char *
waited(int64_t ms, char out[24])
{
	const long long minutes = ms / MINUTE_MS;

	if (minutes < 120)
		(void)snprintf(out, 24, "%lld 分", minutes);
	else
		(void)snprintf(out, 24, "%lld 小时", minutes / 60);
	return out;
}

static int
draw_owed(const struct wall *s, struct canvas *c, struct rect at, int row)
{
	char waits[24];

	if (s->n_owed == 0) {
		canvas_cut(c, row, at.col, at.cols, ROLE_NORMAL, "未接回拨  0");
		return row + 1;
	}
	canvas_printf(c, row, at.col, at.cols, ROLE_NEAR, "未接回拨 !%d%s  最久 %s", s->n_owed,
	    s->n_owed == OWED_MOST ? "+" : "", waited(s->desk->now - s->owed[0].at, waits));
	return row + 1;
}

static void
draw_side(const struct wall *s, struct canvas *c, struct rect at)
{
	int row = draw_half_hour(s, c, at);

	row = draw_owed(s, c, at, row + 1);
	for (int i = 0; i < WAITS && row < at.row + at.rows; i++, row++) {
		const bool bad = waiting[i].late && s->waits[i] > 0;
		char n[32] = "--";

		if (s->waits[i] >= 0)
			(void)part_thousands(s->waits[i], n);
		canvas_cut(c, row, at.col, 9, ROLE_NORMAL, waiting[i].label);
		canvas_printf(c, row, at.col + 9, at.cols - 9, bad ? ROLE_OVERDUE : ROLE_NORMAL,
		    "%s%s", bad ? "!!" : " ", n);
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
	const int side = body.cols >= WIDE ? SIDE_WIDE : SIDE_COLS;
	const int rows = body.rows - HEAD_ROWS, row = body.row + HEAD_ROWS;

	if (canvas_too_small(c))
		return;
	refresh(s);
	draw_states(s, c, body);
	draw_rates(s, c, (struct rect){ body.row + 1, body.col, 1, body.cols });
	canvas_hline(c, body.row + 2, body.col + 1, body.cols - 2, ROLE_RULE);
	s->list.at = (struct rect){ row, body.col, rows, body.cols - side - 3 };
	list_draw(&s->list, c, true);
	canvas_vline(c, row, body.col + body.cols - side - 2, rows, ROLE_RULE);
	draw_side(s, c, (struct rect){ row, body.col + body.cols - side, rows, side - 1 });
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
