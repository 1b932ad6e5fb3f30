/* Rosters and the calendar in the administrator's screen: who is on duty at which unit on a day, which unit has nobody, which
 * year has no calendar. From the seat's own copy of the city, so that it can be read with the line down. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "admin_p.h"
#include "base/clock.h"
#include "base/str.h"
#include "client/ui/wrap.h"

#define NOON_MS (12LL * 3600 * 1000)

enum col { COL_UNIT, COL_WHO, COL_PHONE, COL_HOURS, COLS };
static const struct list_col cols[COLS] = {
	{ .head = "单位", .cols = 0 },
	{ .head = "值班", .cols = 14 },
	{ .head = "电话", .cols = 14 },
	{ .head = "时段", .cols = 12 },
};

/* A unit's first turn of that day; NULL none. */
static const struct duty *
turn(const struct admin *s, const char *unit, int *turns)
{
	const struct city *c = s->desk->city;
	const struct duty *first = NULL;
	char day[16];

	civil_format(civil_day_start(s->day), "%Y-%m-%d", day, sizeof(day));
	*turns = 0;
	for (size_t i = 0; i < c->n_duties; i++)
		if (strcmp(c->duties[i].date, day) == 0 && strcmp(c->duties[i].unit, unit) == 0) {
			first = first != NULL ? first : &c->duties[i];
			*turns += 1;
		}
	return first;
}

void
admin_duty_start(struct admin *s)
{
	const struct city *c = s->desk->city;
	size_t n = 0, at = 0;
	int turns;

	if (s->day == 0)
		s->day = civil_day(s->desk->now);
	free(s->by_need);
	s->by_need = c != NULL ? calloc(c->n_units + 1, sizeof(*s->by_need)) : NULL;
	s->n_missing = 0;
	s->duty_of = c;
	if (s->by_need == NULL)
		return;
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < c->n_units; i++)
			if ((turn(s, c->units[i].code, &turns) == NULL) == (pass == 0)) {
				s->by_need[at++] = i;
				n += pass == 0;
			}
	s->n_missing = n;
}

static size_t
count(void *admin)
{
	struct admin *s = admin;

	if (s->duty_of != s->desk->city)
		admin_duty_start(s);
	return s->by_need != NULL && s->desk->city != NULL ? s->desk->city->n_units : 0;
}

static void
cell(void *admin, size_t i, int col, struct list_cell *out)
{
	const struct admin *s = admin;
	const struct unit *u = &s->desk->city->units[s->by_need[i]];
	struct duty_person p;
	int turns;
	const struct duty *d = turn(s, u->code, &turns);

	if (col == COL_UNIT) {
		out->text = u->name;
		return;
	}
	if (d == NULL) {
		out->role = ROLE_DIM;
		if (col == COL_WHO) {
			out->text = "! 没有排班";
			out->role = ROLE_NEAR;
		} else if (col == COL_PHONE && city_duty(s->desk->city, u->code,
						   civil_day_start(s->day) + NOON_MS, &p)) {
			(void)str_copy(out->buf, sizeof(out->buf), p.phone);
		}
		return;
	}
	if (col == COL_WHO)
		(void)snprintf(
		    out->buf, sizeof(out->buf), turns > 1 ? "%s 等%d班" : "%s", d->name, turns);
	else
		out->text = col == COL_PHONE ? d->phone : *d->hours != '\0' ? d->hours : "全天";
}

static unsigned
step(struct admin *s, int by)
{
	s->day += by;
	admin_duty_start(s);
	list_refresh(&s->list);
	return VIEW_DRAW;
}

/* The years this one touches that have no calendar: limits of the next weeks reach into the next. */
static void
say_calendar(const struct admin *s, struct str *out)
{
	const struct calendar *k = &s->desk->city->calendar;
	const int year = civil_of(s->desk->now).year;

	str_add(out, "日历已有");
	for (size_t i = 0; i < k->n_years; i++)
		str_addf(out, "%s%d", i > 0 ? "、" : " ", k->years[i]);
	str_add(out, " 年");
	for (int y = year; y <= year + 1; y++)
		if (!calendar_has_year(k, y))
			str_addf(out, ", !! 缺 %d 年: 跨年的办结期限只是暂定", y);
}

static void
right(const struct admin *s, char *out, size_t size)
{
	char day[32];

	civil_format(civil_day_start(s->day), "%Y-%m-%d", day, sizeof(day));
	(void)snprintf(out, size, "%s  缺 %zu 家", day, s->n_missing);
}

static void
detail(struct admin *s, struct canvas *c, struct rect at)
{
	struct str line = { 0 };

	if (s->desk->city == NULL)
		return;
	str_addf(&line, "没有排班的, 派单和转接时用单位的值班电话。左右键换日子。");
	say_calendar(s, &line);
	str_add(&line, "。");
	(void)wrap_draw(c, at, ROLE_VALUE, str_c(&line));
	str_free(&line);
}

const struct admin_page admin_duty_page = {
	.title = "值班和日历",
	.columns_empty = "本机还没有城市资料。",
	.cols = cols,
	.n_cols = COLS,
	.count = count,
	.cell = cell,
	.answer = admin_tables_answer,
	.add = admin_tables_add,
	.send = admin_tables_send,
	.detail = detail,
	.step = step,
	.right = right,
};
