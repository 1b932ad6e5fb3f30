/* wall_side.c: the side of 班长台: a surge before everything else (wall_surge.c), the calls of the last half hour, who is to be called back, and what waits for somebody on
 * other screens. Draws what wall.c has read. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "wall_p.h"

#define BAR_COLS  16 /* of the longest bar; the wide side has some more */
#define MINUTE_MS INT64_C(60000)

static const char *const waiting[WAITS] = {
	[WAITS_DISPATCH] = "待派单",
	[WAITS_RETURN] = "退单待审",
	[WAITS_LATE] = "超期",
};

/* One sign a call, as long as they fit; then as many as the busiest five minutes leave room for. */
static int
draw_half_hour(const struct wall *s, struct canvas *c, struct rect at)
{
	const int room =
	    BAR_COLS + (at.cols > WALL_SIDE_COLS ? WALL_SIDE_WIDE - WALL_SIDE_COLS : 0);
	int most = 0, row = at.row;

	canvas_cut(c, row++, at.col, at.cols, ROLE_HEADING, "最近30分钟来电");
	for (int back = FLOOR_SLOTS - 1; back >= 0; back--) {
		const int n = floor_slot(&s->calls, s->desk->now, back);

		most = n > most ? n : most;
	}
	for (int back = FLOOR_SLOTS - 1; back >= 0; back--, row++) {
		const int n = floor_slot(&s->calls, s->desk->now, back);
		const int signs = most <= room ? n : (n * room + most - 1) / most;
		char when[24], bar[WALL_SIDE_WIDE + 1] = "";

		memset(bar, '#', (size_t)signs);
		(void)civil_format(floor_slot_at(s->desk->now, back), "%H:%M", when, sizeof(when));
		canvas_printf(c, row, at.col, at.cols, ROLE_NORMAL, "%s %s%s%d", when, bar,
		    signs > 0 ? " " : "", n);
	}
	return row;
}

static void
draw_peak(const struct wall *s, struct canvas *c, struct rect at, int row)
{
	const struct call_peak *p = &s->peak;

	if (p->days > 0)
		canvas_printf(c, row, at.col, at.cols, ROLE_NORMAL, "今日预计最忙 %02d:%02d 约%d通",
		    p->slot / 2, p->slot % 2 * 30, p->calls);
	else
		canvas_cut(c, row, at.col, at.cols, ROLE_NORMAL, "今日预计最忙 --");
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
	    s->n_owed == WALL_OWED_MOST ? "+" : "", waited(s->desk->now - s->owed[0].at, waits));
	return row + 1;
}

/* What waits goes before what was: where a request for help leaves few rows, the half hour is not there. */
static int
draw_day(const struct wall *s, struct canvas *c, struct rect at, int row)
{
	const int spare = at.row + at.rows - row - 1 - WAITS;

	if (spare > FLOOR_SLOTS + 1)
		row = draw_half_hour(s, c, (struct rect){ row, at.col, spare, at.cols });
	if (spare > 0)
		draw_peak(s, c, at, row++);
	return spare > FLOOR_SLOTS + 2 ? row + 1 : row;
}

void
wall_side_draw(const struct wall *s, struct canvas *c, struct rect at)
{
	int row = draw_day(s, c, at, wall_surge_draw(s, c, at));

	row = draw_owed(s, c, at, row);
	for (int i = 0; i < WAITS && row < at.row + at.rows; i++, row++) {
		const bool bad = i == WAITS_LATE && s->waits[i] > 0;
		char n[32] = "--";

		if (s->waits[i] >= 0)
			(void)part_thousands(s->waits[i], n);
		canvas_cut(c, row, at.col, 9, ROLE_NORMAL, waiting[i]);
		canvas_printf(c, row, at.col + 9, at.cols - 9, bad ? ROLE_OVERDUE : ROLE_NORMAL,
		    "%s%s", bad ? "!!" : " ", n);
	}
}
