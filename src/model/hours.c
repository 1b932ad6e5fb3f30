/* Opening hours: the short text a city writes beside a telephone number, read on the spot. It is parsed at each look
 * (a few dozen bytes), so nothing has to be kept or invalidated.
 * Invariant: hours_check and hours_at read by the same parser, so what is accepted is what is computed.
 * Deliberately not here: whether somebody really answers; holidays beyond the city's calendar. */
#include "model/hours.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"

#define MINUTE_MS  60000LL
#define DAY_MIN    (24 * 60)
#define SPANS_MOST 12
#define LOOK_DAYS  30 /* longer than any holiday: beyond it nobody plans a call */

enum days { DAYS_ALL, DAYS_WORK, DAYS_REST };
struct span_of_day { /* minutes since midnight; to > DAY_MIN: goes on into the next day */
	enum days days;
	int from, to;
};
struct hours {
	struct span_of_day span[SPANS_MOST];
	int n;
};

static const char *
skip_blanks(const char *s)
{
	while (*s == ' ')
		s++;
	return s;
}

/* "08:30" at ${*at}; -1 when it is none. */
static int
read_time(const char **at)
{
	const char *s = *at;
	for (int i = 0; i < 5; i++)
		if (i == 2 ? s[i] != ':' : s[i] < '0' || s[i] > '9')
			return -1;
	int hour = (s[0] - '0') * 10 + s[1] - '0', minute = (s[3] - '0') * 10 + s[4] - '0';
	if (hour > 24 || minute > 59 || (hour == 24 && minute > 0))
		return -1;
	*at = s + 5;
	return hour * 60 + minute;
}

static bool
add_span(struct hours *h, enum days days, int from, int to)
{
	if (h->n == SPANS_MOST)
		return false;
	h->span[h->n++] = (struct span_of_day){ days, from, to };
	return true;
}

/* "08:30-12:00,14:00-17:30" up to the end of the part. */
static const char *
read_spans(const char **at, enum days days, struct hours *h)
{
	for (;;) {
		*at = skip_blanks(*at);
		int from = read_time(at);
		if (from < 0 || **at != '-')
			return "时段应写成 08:30-17:30";
		++*at;
		int to = read_time(at);
		if (to < 0)
			return "时段应写成 08:30-17:30";
		if (from == to || from == DAY_MIN || to == 0)
			return "时段的起止不对, 到半夜写 24:00";
		if (!add_span(h, days, from, to > from ? to : to + DAY_MIN))
			return "时段太多, 最多 12 个";
		*at = skip_blanks(*at);
		if (**at != ',')
			return NULL;
		++*at;
	}
}

static const char *
read_part(const char **at, struct hours *h)
{
	static const struct {
		const char *word;
		enum days days;
	} DAYS[] = { { "wd ", DAYS_WORK }, { "rest ", DAYS_REST }, { "daily ", DAYS_ALL } };
	for (size_t i = 0; i < sizeof DAYS / sizeof DAYS[0]; i++) {
		size_t n = strlen(DAYS[i].word);
		if (strncmp(*at, DAYS[i].word, n) == 0) {
			*at += n;
			return read_spans(at, DAYS[i].days, h);
		}
	}
	return "要以 24h、wd、rest 或 daily 开头";
}

static const char *
read_hours(const char *text, struct hours *h)
{
	const char *at = skip_blanks(text);
	if (strcmp(at, "24h") == 0)
		return add_span(h, DAYS_ALL, 0, DAY_MIN) ? NULL : "时段太多, 最多 12 个";
	for (;;) {
		const char *wrong = read_part(&at, h);
		if (wrong != NULL)
			return wrong;
		if (*at == '\0')
			return NULL;
		if (*at != ';')
			return "两段之间用分号隔开";
		at = skip_blanks(at + 1);
	}
}

const char *
hours_check(const char *text)
{
	struct hours h = { 0 };
	return read_hours(text != NULL ? text : "", &h);
}

static bool
falls_on(enum days days, const struct calendar *c, int32_t day)
{
	return days == DAYS_ALL || calendar_is_work(c, day) == (days == DAYS_WORK);
}

/* The end of the spans that hold ${at}, 0 when none does. Yesterday's may reach into today. */
static int64_t
end_of(const struct hours *h, const struct calendar *c, int64_t at)
{
	int64_t end = 0;
	for (int32_t day = civil_day(at) - 1; day <= civil_day(at); day++)
		for (int i = 0; i < h->n; i++) {
			const struct span_of_day *s = &h->span[i];
			int64_t from = civil_day_start(day) + s->from * MINUTE_MS;
			int64_t to = civil_day_start(day) + s->to * MINUTE_MS;
			if (from <= at && at < to && falls_on(s->days, c, day) && to > end)
				end = to;
		}
	return end;
}

/* The first beginning after ${at}, 0 when there is none near. */
static int64_t
next_after(const struct hours *h, const struct calendar *c, int64_t at)
{
	int64_t next = 0;
	int32_t today = civil_day(at);
	for (int32_t day = today; next == 0 && day <= today + LOOK_DAYS; day++)
		for (int i = 0; i < h->n; i++) {
			int64_t from = civil_day_start(day) + h->span[i].from * MINUTE_MS;
			if (from > at && falls_on(h->span[i].days, c, day) &&
			    (next == 0 || from < next))
				next = from;
		}
	return next;
}

struct hours_state
hours_at(const char *text, const struct calendar *calendar, int64_t now)
{
	struct hours h = { 0 };
	struct hours_state state = { .open = true };
	if (text == NULL || read_hours(text, &h) != NULL)
		return state;
	int64_t end = end_of(&h, calendar, now), more;
	if (end == 0)
		return (struct hours_state){ false, next_after(&h, calendar, now) };
	int64_t far = civil_day_start(civil_day(now) + LOOK_DAYS);
	while (end < far && (more = end_of(&h, calendar, end)) != 0)
		end = more;
	state.until_at = end < far ? end : 0;
	return state;
}

char *
hours_label(struct hours_state state, int64_t now, char *out, size_t size)
{
	static const char *const WEEKDAY[] = { "周日", "周一", "周二", "周三", "周四", "周五",
		"周六" };
	char day[24];
	struct civil c = civil_of(state.until_at);
	int32_t days = civil_day(state.until_at) - civil_day(now);
	if (state.open || state.until_at == 0) {
		snprintf(out, size, "%s", state.open ? "可接" : "下班");
		return out;
	}
	if (days <= 1)
		snprintf(day, sizeof day, "%s", days == 0 ? "至" : "明天");
	else if (days <= 6)
		snprintf(day, sizeof day, "%s", WEEKDAY[c.weekday]);
	else
		snprintf(day, sizeof day, "%d月%d日", c.month, c.day);
	snprintf(out, size, "下班 %s%02d:%02d", day, c.hour, c.minute);
	return out;
}
