/* Limits and lengths of time in words.
 *
 * What is read to the citizen, shown on the screen and printed on the sheet comes from here, so that they never
 * differ. Not done here: working days (model/calendar.h) and which limit applies (model/deadline.h). */
#include "text/spoken.h"

#include <stdbool.h>
#include <stdio.h>

#include "base/clock.h"

#define MINUTE_MS INT64_C(60000)
#define HOUR_MS   (60 * MINUTE_MS)
#define DAY_MS    (24 * HOUR_MS)

/* An instant as it is said: the midnight that ends a day belongs to that day. */
struct moment {
	struct civil c;
	int32_t days; /* civil days from now: 0 today, 1 tomorrow */
	bool end;     /* of the day */
	bool year;    /* not this year: must be said */
};

static struct moment
moment_of(int64_t at, int64_t now)
{
	struct moment m;

	if (at == civil_day_start(civil_day(at)))
		at--;
	m.c = civil_of(at);
	m.days = civil_day(at) - civil_day(now);
	m.end = m.c.hour == 23 && m.c.minute == 59;
	m.year = m.c.year != civil_of(now).year;
	return m;
}

/* "上午10点45分", "中午12点", "晚上12点" at the end of the day. */
static void
say_time(const struct moment *m, char *out, size_t size)
{
	static const struct {
		int until;
		const char *word;
	} PARTS[] = { { 6, "凌晨" }, { 12, "上午" }, { 13, "中午" }, { 18, "下午" },
		{ 24, "晚上" } };
	int part = 0, hour = m->end ? 12 : m->c.hour > 12 ? m->c.hour - 12 : m->c.hour;

	while (m->c.hour >= PARTS[part].until)
		part++;
	if (m->end || m->c.minute == 0)
		snprintf(out, size, "%s%d点", PARTS[part].word, hour);
	else
		snprintf(out, size, "%s%d点%02d分", PARTS[part].word, hour, m->c.minute);
}

static void
say_date(const struct moment *m, bool weekday, char *out, size_t size)
{
	static const char *const WEEKDAY[] = { "(周日)", "(周一)", "(周二)", "(周三)", "(周四)",
		"(周五)", "(周六)" };
	char year[24] = "";

	if (m->year)
		snprintf(year, sizeof year, "%d年", m->c.year);
	snprintf(out, size, "%s%d月%d日%s", year, m->c.month, m->c.day,
	    weekday ? WEEKDAY[m->c.weekday] : "");
}

static void
write_when(const struct moment *m, char *out, size_t size)
{
	char day[SPOKEN_SIZE], time[16] = "";

	if (m->days == 0)
		snprintf(day, sizeof day, "今日");
	else if (m->days == 1 && !m->end)
		snprintf(day, sizeof day, "明日");
	else
		say_date(m, false, day, sizeof day);
	if (m->end && m->days == 0)
		snprintf(time, sizeof time, "24:00");
	else if (!m->end)
		snprintf(time, sizeof time, "%02d:%02d", m->c.hour, m->c.minute);
	snprintf(out, size, "%s%s", day, time);
}

char *
spoken_when(int64_t at, int64_t now, enum spoken_mode mode, char *out, size_t size)
{
	struct moment m = moment_of(at, now);
	char day[SPOKEN_SIZE], time[SPOKEN_SIZE] = "";
	bool near = m.days == 0 || (m.days == 1 && mode == SPOKEN_TIME);

	if (at == 0) {
		snprintf(out, size, "%s", "");
		return out;
	}
	if (mode == SPOKEN_WRITTEN) {
		write_when(&m, out, size);
		return out;
	}
	if (near)
		snprintf(day, sizeof day, "%s", m.days == 0 ? "今天" : "明天");
	else
		say_date(&m, true, day, sizeof day);
	if (near || (mode == SPOKEN_TIME && !m.end))
		say_time(&m, time, sizeof time);
	snprintf(out, size, "%s%s", day, time);
	return out;
}

char *
spoken_due(int64_t at, int64_t now, enum spoken_mode mode, const char *span, char *out, size_t size)
{
	char when[SPOKEN_SIZE];
	bool has = span && span[0];

	spoken_when(at, now, mode, when, sizeof when);
	if (at == 0)
		snprintf(out, size, "%s", "");
	else
		snprintf(
		    out, size, "%s前%s%s%s", when, has ? "(" : "", has ? span : "", has ? ")" : "");
	return out;
}

char *
spoken_length(int64_t ms, char *out, size_t size)
{
	int64_t minutes = ms < 0 ? 0 : ms / MINUTE_MS;

	if (ms >= DAY_MS)
		snprintf(out, size, "%lld 天", (long long)(ms / DAY_MS));
	else if (minutes == 0)
		snprintf(out, size, "不足1分");
	else if (minutes < 60)
		snprintf(out, size, "%lld分", (long long)minutes);
	else if (minutes % 60 == 0)
		snprintf(out, size, "%lld时", (long long)(minutes / 60));
	else
		snprintf(out, size, "%lld时%lld分", (long long)(minutes / 60),
		    (long long)(minutes % 60));
	return out;
}

/* a - b for instants that may come from outside: huge ones stay huge. */
static int64_t
gap(int64_t a, int64_t b)
{
	int64_t d;

	if (__builtin_sub_overflow(a, b, &d))
		return a > b ? INT64_MAX : -INT64_MAX;
	return d;
}

char *
spoken_left(int64_t due_at, int64_t now, char *out, size_t size)
{
	int64_t left = gap(due_at, now);
	char length[SPOKEN_SIZE];

	if (due_at == 0)
		snprintf(out, size, "%s", "");
	else if (left >= DAY_MS)
		snprintf(out, size, "剩 %d 天", (int)moment_of(due_at, now).days);
	else if (left > 0)
		spoken_length(left, out, size);
	else if (left > -MINUTE_MS)
		snprintf(out, size, "到期");
	else
		snprintf(
		    out, size, "超期 %s", spoken_length(gap(now, due_at), length, sizeof length));
	return out;
}
