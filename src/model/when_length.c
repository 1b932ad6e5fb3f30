/* Times without a day: how long it has gone on (三天了, 半个月没人管), how often (每天晚上10点), and vague words (最近). */
#include "when_p.h"

#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

enum length_unit { UNIT_HOUR, UNIT_DAY, UNIT_WEEK, UNIT_MONTH, UNIT_YEAR };

/* 三天, 半个月, 两个半小时, 一个多星期, 一年半. */
struct length {
	int n;
	enum length_unit unit;
	bool half, more; /* 两个半, 半个; 多 */
};

static bool
eat_unit(const char **s, enum length_unit *out)
{
	static const struct {
		const char *word;
		enum length_unit unit;
	} UNITS[] = { { "小时", UNIT_HOUR }, { "钟头", UNIT_HOUR }, { "天", UNIT_DAY },
		{ "星期", UNIT_WEEK }, { "礼拜", UNIT_WEEK }, { "周", UNIT_WEEK },
		{ "月", UNIT_MONTH }, { "年", UNIT_YEAR } };
	for (size_t i = 0; i < COUNT(UNITS); i++)
		if (when_eat(s, UNITS[i].word)) {
			*out = UNITS[i].unit;
			return true;
		}
	return false;
}

static bool
eat_length(const char **s, struct length *l)
{
	static const char *const LOOSE[] = { "多", "来" };
	*l = (struct length){ .half = when_eat(s, "半") };
	if (!l->half && (!when_eat_number(s, &l->n) || l->n == 0 || l->n > 200))
		return false;
	l->more = when_eat_any(s, LOOSE, COUNT(LOOSE)) >= 0;
	bool measure = when_eat(s, "个"); /* 三个月 is a length, 三月 a month */
	if (measure && !l->half)
		l->half = when_eat(s, "半");
	l->more = when_eat_any(s, LOOSE, COUNT(LOOSE)) >= 0 || l->more;
	if (!eat_unit(s, &l->unit) || (l->unit == UNIT_MONTH && !measure))
		return false;
	if (l->unit == UNIT_YEAR && when_eat(s, "半"))
		l->half = true;
	l->more = when_eat_any(s, LOOSE, COUNT(LOOSE)) >= 0 || l->more;
	return !(
	    l->half && l->n == 0 && l->unit == UNIT_DAY); /* 半天了: too little to say a date by */
}

static void
go_back(const struct when_scan *p, struct when *w, const struct length *l)
{
	static const int HOURS[] = { 1, 24, 168, 0, 0 };
	int months = 0;
	if (l->unit == UNIT_YEAR)
		months = l->n * 12 + (l->half ? 6 : 0);
	if (l->unit == UNIT_MONTH)
		months = l->n;
	int64_t at = p->now - (int64_t)l->n * HOURS[l->unit] * WHEN_HOUR_MS;
	if (l->unit == UNIT_MONTH && l->half)
		at -= 15 * WHEN_DAY_MS;
	when_set_day(w, at);
	if (l->unit == UNIT_HOUR)
		w->hour = civil_of(at).hour;
	if (months > 0) {
		int since = w->year * 12 + w->month - 1 - months;
		w->year = since / 12;
		w->month = since % 12 + 1;
		w->day = 0;
	}
	if (l->unit == UNIT_YEAR && !l->half)
		w->month = 0;
}

static bool
ends_clause(const char *s)
{
	static const char *const STOPS[] = { ",", ".", ";", "，", "。", "；", "、", "！", "!" };
	return *s == '\0' || when_eat_any(&s, STOPS, COUNT(STOPS)) >= 0;
}

/* What makes "三天" a time gone by: a word before it (已经三天) or behind it (三天了, 三天没人来), or an open end (塌了一个
 * 多月。); three years of work with no such word are not. */
static bool
has_passed(const struct when_scan *p, const char *s, const struct length *l)
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
	return when_eat_any(&s, AFTER, COUNT(AFTER)) >= 0 ||
	       (l->more && l->unit != UNIT_YEAR && ends_clause(s));
}

/* 三天了, 半个月没人管, 两个多星期, 三天前, 一年半了 */
bool
when_read_length(const struct when_scan *p, struct when *w)
{
	static const char *const BEFORE[] = { "之前", "以前", "前" };
	struct length l;
	const char *s = p->s;
	if (!eat_length(&s, &l))
		return false;
	bool before = when_eat_any(&s, BEFORE, COUNT(BEFORE)) >= 0;
	if (!before && !has_passed(p, s, &l))
		return false;
	go_back(p, w, &l);
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
