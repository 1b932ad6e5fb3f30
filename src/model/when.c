/* The small words of time phrases: hours and parts of the day (下午三点半, 22:30, 晚), since (起, 从 … 开始), and how a
 * phrase is written down. The days themselves are when_day.c, lengths and repetition when_length.c. */
#include "when_p.h"

#include <string.h>

#include "numeral_p.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

bool
when_eat(const char **s, const char *word)
{
	if (!str_starts(*s, word))
		return false;
	*s += strlen(word);
	return true;
}

/* The first of ${n} words that stands at *s; its index, or -1. Longer words come first in every list. */
int
when_eat_any(const char **s, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (when_eat(s, words[i]))
			return (int)i;
	return -1;
}

bool
when_eat_number(const char **s, int *out)
{
	size_t n = numeral_read(*s, out);
	*s += n;
	return n > 0;
}

/* Does ${word} end right before the reading point? */
bool
when_comes_after(const struct when_scan *p, const char *word)
{
	size_t n = strlen(word);
	return (size_t)(p->s - p->text) >= n && strncmp(p->s - n, word, n) == 0;
}

void
when_set_day(struct when *w, int64_t at)
{
	struct civil c = civil_of(at);
	w->year = c.year;
	w->month = c.month;
	w->day = c.day;
}

/* ---- the hour and the part of the day ---- */

static const struct {
	const char *word, *shown;
	int pm; /* 12: 下午3点 is 15 */
} PARTS[] = {
	{ "凌晨", "凌晨", 0 },
	{ "后半夜", "凌晨", 0 },
	{ "清晨", "早上", 0 },
	{ "早晨", "早上", 0 },
	{ "早上", "早上", 0 },
	{ "今晨", "早上", 0 },
	{ "上午", "上午", 0 },
	{ "中午", "中午", 12 },
	{ "下午", "下午", 12 },
	{ "傍晚", "傍晚", 12 },
	{ "晚上", "晚", 12 },
	{ "晚间", "晚", 12 },
	{ "夜里", "夜里", 12 },
	{ "夜间", "夜里", 12 },
	{ "半夜", "半夜", 12 },
	{ "深夜", "深夜", 12 },
	{ "早", "早上", 0 },
	{ "晚", "晚", 12 },
	{ "夜", "夜里", 12 },
	{ "晨", "早上", 0 },
};

/* 夜里两点 is 2, 夜里十一点 is 23. */
static bool
is_night(const char *shown)
{
	return strcmp(shown, "夜里") == 0 || strcmp(shown, "半夜") == 0 ||
	       strcmp(shown, "深夜") == 0 || strcmp(shown, "晚") == 0;
}

static void
read_minute(const char **s, struct when *w)
{
	const char *t = *s;
	int n;
	if (when_eat(s, "半")) {
		w->minute = 30;
	} else if (when_eat(s, "一刻")) {
		w->minute = 15;
	} else if (when_eat(s, "三刻")) {
		w->minute = 45;
	} else if (when_eat_number(&t, &n) && n < 60) {
		w->minute = n;
		*s = t;
		when_eat(s, "分");
	}
}

/* "下午三点半", "22:30", "晚上"; false when neither an hour nor a part of the day stands there. */
bool
when_clock(const char **s, struct when *w)
{
	int pm = -1, hour;
	for (size_t i = 0; i < COUNT(PARTS) && pm < 0; i++)
		if (when_eat(s, PARTS[i].word)) {
			w->part = PARTS[i].shown;
			pm = PARTS[i].pm;
		}
	when_eat(s, "的");
	const char *t = *s;
	if (!when_eat_number(&t, &hour) || hour > 24)
		return pm >= 0;
	bool colon = when_eat(&t, ":") || when_eat(&t, "：");
	if (colon) {
		int minute;
		const char *u = t;
		if (!when_eat_number(&u, &minute) || minute > 59)
			return pm >= 0;
		w->minute = minute;
		t = u;
	} else if (when_eat(&t, "点钟")) {
		w->minute = 0;
	} else if (when_eat(&t, "点") || when_eat(&t, "时")) {
		read_minute(&t, w);
	} else {
		return pm >= 0;
	}
	if (pm == 12 && hour < 12 && (hour > 0) && !(is_night(w->part) && hour < 6))
		hour += strcmp(w->part, "中午") == 0 && hour > 9 ? 0 : 12;
	else if (pm == 12 && hour == 12 && strcmp(w->part, "中午") != 0)
		hour = 24;
	w->hour = hour;
	w->part = NULL;
	*s = t;
	return true;
}

void
when_since(const char **s, const struct when_scan *p, struct when *w)
{
	static const char *const AFTER[] = { "开始", "以来", "至今", "到现在", "就", "起" };
	const char *t = *s;
	when_eat(&t, "左右");
	when_eat(&t, "那天");
	w->since = w->since || when_comes_after(p, "从") || when_comes_after(p, "自") ||
		   when_comes_after(p, "自从") || when_eat_any(&t, AFTER, COUNT(AFTER)) >= 0;
}

/* ---- words ---- */

static void
write_clock(const struct when *w, struct str *out)
{
	if (w->hour >= 0)
		str_addf(out, "%d时", w->hour);
	if (w->hour >= 0 && w->minute > 0)
		str_addf(out, "%d分", w->minute);
	if (w->part != NULL)
		str_add(out, w->part);
}

void
when_write(const struct when *w, int this_year, struct str *out)
{
	if (w->each != NULL) {
		str_add(out, w->each);
	} else {
		if (w->year != this_year || w->month == 0)
			str_addf(out, "%d年", w->year);
		if (w->month > 0)
			str_addf(out, "%d月", w->month);
		if (w->day > 0)
			str_addf(out, "%d日", w->day);
	}
	write_clock(w, out);
	if (w->since && w->each == NULL)
		str_add(out, "起");
}
