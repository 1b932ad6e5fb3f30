/* Days as callers name them: 昨晚10点, 上周二, 11月18日起, 18号晚上, 上个月. */
#include "when_p.h"

#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* 昨天, 前晚, 今早 … and 刚才 */
bool
when_read_relative(const struct when_scan *p, struct when *w)
{
	static const struct {
		const char *word;
		int days;
	} DAYS[] = { { "大前天", 3 }, { "前天", 2 }, { "前日", 2 }, { "昨天", 1 }, { "昨日", 1 },
		{ "今天", 0 }, { "今日", 0 }, { "当天", -1 }, { "前晚", 2 }, { "昨晚", 1 },
		{ "昨夜", 1 }, { "昨早", 1 }, { "今早", 0 }, { "今晚", 0 }, { "今晨", 0 } };
	const char *s = p->s;
	if (when_eat(&s, "刚才") || when_eat(&s, "刚刚")) {
		when_set_day(w, p->now);
		w->hour = p->today.hour;
		w->minute = p->today.minute;
		return true;
	}
	for (size_t i = 0; i < COUNT(DAYS); i++) {
		if (!str_starts(s, DAYS[i].word) || DAYS[i].days < 0)
			continue;
		when_set_day(w, p->now - DAYS[i].days * WHEN_DAY_MS);
		/* 昨晚 holds its own part of the day */
		bool fused =
		    strstr(DAYS[i].word, "天") == NULL && strstr(DAYS[i].word, "日") == NULL;
		s += fused ? strlen("昨") : strlen(DAYS[i].word);
		when_clock(&s, w);
		when_since(&s, p, w);
		return true;
	}
	return false;
}

/* 上周二, 本周三, 星期五, 上周 */
bool
when_read_weekday(const struct when_scan *p, struct when *w)
{
	static const char *const WEEK[] = { "星期", "礼拜", "周" };
	static const char *const COUNTED[] = { "每", "一", "两", "几",
		"半" }; /* 一周三次 is no Wednesday */
	static const char *const NAMES[] = { "日", "一", "二", "三", "四", "五", "六", "天" };
	const char *s = p->s;
	int back = when_eat(&s, "上上")                       ? 2
		   : when_eat(&s, "上")                       ? 1
		   : when_eat(&s, "这") || when_eat(&s, "本") ? 0
							      : -1;
	if (back >= 0)
		when_eat(&s, "个");
	if (when_eat_any(&s, WEEK, COUNT(WEEK)) < 0)
		return false;
	int name = when_eat_any(&s, NAMES, COUNT(NAMES));
	for (size_t i = 0; back < 0 && i < COUNT(COUNTED); i++)
		if (when_comes_after(p, COUNTED[i]))
			return false;
	if (name < 0) {
		if (back < 1 || str_starts(s, "围") || str_starts(s, "边")) /* 楼上周围 */
			return false;
		name = 1; /* 上周: from its Monday on */
		w->since = true;
	}
	int weekday = name == 0 || name == 7 ? 7 : name,
	    today = p->today.weekday == 0 ? 7 : p->today.weekday;
	int days = today - weekday + 7 * (back > 0 ? back : 0);
	if (back < 0 && days < 0)
		days += 7; /* 周五 said on a Monday was last Friday */
	when_set_day(w, p->now - days * WHEN_DAY_MS);
	when_clock(&s, w);
	when_since(&s, p, w);
	return true;
}

static bool
valid_date(int month, int day)
{
	return month >= 1 && month <= 12 && day >= 0 && day <= 31;
}

/* -11-18, .11.18, /11/18 behind a year: the same sign twice, or it is something else. */
static bool
eat_signed(const char **s, struct when *w)
{
	static const char *const SIGNS[] = { "-", ".", "/" };
	int sign = when_eat_any(s, SIGNS, COUNT(SIGNS));
	return sign >= 0 && when_eat_number(s, &w->month) && when_eat(s, SIGNS[sign]) &&
	       when_eat_number(s, &w->day);
}

/* 2026-11-18, 11月18日, 今年3月, 去年底, 2019年5月 */
bool
when_read_date(const struct when_scan *p, struct when *w)
{
	static const char *const YEARS[] = { "今年", "去年", "前年" };
	const char *s = p->s;
	int n, year = 0, named = when_eat_any(&s, YEARS, COUNT(YEARS));
	if (named >= 0) {
		year = p->today.year - named;
	} else if (when_eat_number(&s, &n) && n >= 1980 && n <= p->today.year) {
		const char *t = s;
		if (eat_signed(&t, w)) {
			s = t;
			w->year = n;
			when_clock(&s, w);
			when_since(&s, p, w);
			return valid_date(w->month, w->day) && w->day > 0;
		}
		w->month = w->day = 0;
		if (!when_eat(&s, "年"))
			return false;
		year = n;
	} else {
		s = p->s;
	}
	w->year = year;
	const char *t = s;
	if (when_eat_number(&t, &n) && when_eat(&t, "月")) {
		w->month = n;
		when_eat(&t, "份");
		s = t;
		if (when_eat_number(&t, &n) && (when_eat(&t, "日") || when_eat(&t, "号"))) {
			w->day = n;
			s = t;
		}
	} else if (year == 0) {
		return false;
	}
	if (w->day > 0)
		when_clock(&s, w);
	when_since(&s, p, w);
	if (w->month != 0 && !valid_date(w->month, w->day))
		return false;
	if (w->year == 0)
		w->year = w->month > p->today.month + 1 ? p->today.year - 1 : p->today.year;
	/* 今年 alone says nothing; 建于2005年 is not when it happened, 2005年起 is */
	return w->month != 0 || (w->since && named != 0);
}

/* 18号晚上, 十八号开始: only with a word behind that makes it a day and not a door */
bool
when_read_day_of_month(const struct when_scan *p, struct when *w)
{
	const char *s = p->s;
	int n;
	if (!when_eat_number(&s, &n) || n < 1 || n > 31 ||
	    !(when_eat(&s, "号") || when_eat(&s, "日")))
		return false;
	bool clock = when_clock(&s, w);
	when_since(&s, p, w);
	if (!clock && !w->since)
		return false;
	when_set_day(w, p->now);
	if (n > w->day && --w->month == 0) {
		w->month = 12;
		w->year--;
	}
	w->day = n;
	return true;
}

bool
when_read_month_word(const struct when_scan *p, struct when *w)
{
	const char *s = p->s;
	bool last = when_eat(&s, "上个月") || when_eat(&s, "上月");
	if (!last && !when_eat(&s, "这个月") && !when_eat(&s, "本月"))
		return false;
	int n;
	when_set_day(w, p->now);
	w->day = 0;
	if (last && --w->month == 0) {
		w->month = 12;
		w->year--;
	}
	const char *t = s;
	if (when_eat_number(&t, &n) && n >= 1 && n <= 31 &&
	    (when_eat(&t, "号") || when_eat(&t, "日"))) {
		w->day = n;
		s = t;
		when_clock(&s, w);
	}
	when_since(&s, p, w);
	return last || w->day > 0 || w->since;
}
