/* Times without a day: how long it has gone on (三天了, 半个月没人管), how often (每天晚上10点), and vague words (最近). */
#include "when_p.h"

#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* ---- lengths ---- */

enum length_unit { UNIT_HOUR, UNIT_DAY, UNIT_WEEK, UNIT_MONTH, UNIT_YEAR };

static int
eat_unit(const char **s)
{
	static const struct {
		const char *word;
		enum length_unit unit;
	} UNITS[] = { { "个小时", UNIT_HOUR }, { "小时", UNIT_HOUR }, { "个钟头", UNIT_HOUR },
		{ "天", UNIT_DAY }, { "个星期", UNIT_WEEK }, { "星期", UNIT_WEEK },
		{ "个礼拜", UNIT_WEEK }, { "礼拜", UNIT_WEEK }, { "周", UNIT_WEEK },
		{ "个月", UNIT_MONTH }, { "年", UNIT_YEAR } };
	for (size_t i = 0; i < COUNT(UNITS); i++)
		if (when_eat(s, UNITS[i].word))
			return (int)UNITS[i].unit;
	return -1;
}

static void
go_back(const struct when_scan *p, struct when *w, int n, enum length_unit unit, bool half)
{
	static const int HOURS[] = { 1, 24, 168, 0, 0 };
	int months = unit == UNIT_YEAR ? n * 12 + (half ? 6 : 0) : unit == UNIT_MONTH ? n : 0;
	int64_t at = p->now - (int64_t)n * HOURS[unit] * WHEN_HOUR_MS;
	if (unit == UNIT_MONTH && half)
		at -= 15 * WHEN_DAY_MS;
	when_set_day(w, at);
	if (unit == UNIT_HOUR)
		w->hour = civil_of(at).hour;
	if (months > 0) {
		int since = w->year * 12 + w->month - 1 - months;
		w->year = since / 12;
		w->month = since % 12 + 1;
		w->day = 0;
	}
	if (unit == UNIT_YEAR && !half)
		w->month = 0;
}

/* What makes "三天" a time gone by: a word before it (已经三天) or behind it (三天了, 三天没人来). */
static bool
has_passed(const struct when_scan *p, const char *s)
{
	static const char *const BEFORE[] = { "已经", "已", "快", "近", "将近", "持续", "连续",
		"超过", "长达", "有", "好", "等了", "停了", "坏了", "断了" };
	static const char *const AFTER[] = { "了", "没", "不", "都", "以来", "还", "一直" };
	static const char *const LIMIT[] = { "之内", "以内", "内", "后", "一次", "一趟", "一遍",
		"无理由" };
	if (when_eat_any(&s, LIMIT, COUNT(LIMIT)) >= 0)
		return false;
	for (size_t i = 0; i < COUNT(BEFORE); i++)
		if (when_comes_after(p, BEFORE[i]))
			return true;
	return when_eat_any(&s, AFTER, COUNT(AFTER)) >= 0;
}

/* 三天了, 半个月没人管, 两个多星期, 三天前, 一年半了 */
bool
when_read_length(const struct when_scan *p, struct when *w)
{
	static const char *const LOOSE[] = { "多", "来" };
	const char *s = p->s;
	int n = 0;
	bool half = when_eat(&s, "半");
	if (!half && (!when_eat_number(&s, &n) || n == 0 || n > 200))
		return false;
	const char *t = s;
	if (!half && when_eat(&t, "个半"))
		half = true;
	else
		t = s;
	when_eat_any(&t, LOOSE, COUNT(LOOSE));
	if (when_eat(&t, "个多") && !str_starts(t, "小时") && !str_starts(t, "月") &&
	    !str_starts(t, "星期"))
		return false;
	int unit = eat_unit(&t);
	if (unit < 0) {
		static const char *const BARE[] = { "小时", "月", "星期" };
		static const enum length_unit MEANT[] = { UNIT_HOUR, UNIT_MONTH, UNIT_WEEK };
		int k = s != t ? when_eat_any(&t, BARE, COUNT(BARE)) : -1;
		if (k < 0)
			return false;
		unit = (int)MEANT[k];
	}
	if (unit == UNIT_YEAR && when_eat(&t, "半"))
		half = true;
	if (half && n == 0 && unit == UNIT_DAY)
		return false; /* 半天了: too little to say a date by */
	when_eat_any(&t, LOOSE, COUNT(LOOSE));
	bool before = when_eat(&t, "之前") || when_eat(&t, "以前") || when_eat(&t, "前");
	if (!before && !has_passed(p, t))
		return false;
	go_back(p, w, n, (enum length_unit)unit, half);
	w->since = !before;
	return true;
}

/* ---- repetition ---- */

bool
when_read_each(const struct when_scan *p, struct when *w)
{
	static const char *const EACH[] = { "每天", "每日", "天天", "每晚", "每到", "每周末",
		"每逢周末", "夜夜" };
	static const char *const SHOWN[] = { "每天", "每天", "每天", "每天", "每天", "每周末",
		"每周末", "每天" };
	const char *s = p->s;
	int i = when_eat_any(&s, EACH, COUNT(EACH));
	if (i < 0)
		return false;
	if (strcmp(EACH[i], "每晚") == 0)
		s -= strlen("晚");
	w->each = SHOWN[i];
	when_clock(&s, w);
	return strcmp(EACH[i], "每到") != 0 || w->hour >= 0 || w->part != NULL;
}

bool
when_read_vague(const struct when_scan *p, struct when *w)
{
	static const char *const VAGUE[] = { "这几天", "这两天", "好几天", "最近", "近期", "近日",
		"近来" };
	const char *s = p->s;
	if (when_eat_any(&s, VAGUE, COUNT(VAGUE)) < 0)
		return false;
	w->each = "近日";
	return true;
}
