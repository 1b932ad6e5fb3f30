/* proof_time.c: times that cannot be together: a day that no month has, a weekday that is not that day's, 上午15点, a span that
 * ends before it begins, and in one sentence a beginning that is later than the length told (昨晚停电 … 停了三天). The
 * last looks only at moments whose own clause says that something began: most people name a day for other reasons
 * (昨天打过电话). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "base/utf8.h"
#include "numeral_p.h"
#include "proof_p.h"
#include "when_p.h"
#include "wording_p.h"

#define COUNT(a)   (sizeof(a) / sizeof((a)[0]))
#define SHOWN      8  /* characters of a clause that are repeated */
#define MOMENTS    12 /* of one sentence */
#define DIGITS     "0123456789"
#define SLACK_DAYS 1 /* 昨晚 and 两天了 agree */

/* At most ${chars} characters of ${s}, and not beyond the clause. */
static size_t
clip(const char *s, size_t most, int chars)
{
	static const char STOPS[] = ",;.!?，。；！？、…";
	size_t n = 0;

	while (chars-- > 0 && n < most && s[n] != '\0') {
		uint32_t cp = 0;
		const size_t len = utf8_next(s + n, most - n, &cp);
		char one[5] = "";

		if (len == 0 || len > 4)
			break;
		memcpy(one, s + n, len);
		if (cp == '\n' || strstr(STOPS, one) != NULL)
			break;
		n += len;
	}
	return n;
}

/* ---- one phrase ---- */

static int
days_in(int month)
{
	static const int DAYS[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return month >= 1 && month <= 12 ? DAYS[month - 1] : 0;
}

/* INT32_MIN when there is no such day. */
static int32_t
day_number(int year, int month, int day)
{
	const struct civil c = { .year = year, .month = month, .day = day };
	const int32_t number = civil_day(civil_to_ms(&c));
	const struct civil is = civil_of(civil_day_start(number));

	return is.month == month && is.day == day ? number : INT32_MIN;
}

/* The day nearest to ${now} that is called so; INT32_MIN when there is none. */
static int32_t
nearest_day(int month, int day, int64_t now)
{
	const int32_t today = civil_day(now);
	int32_t best = INT32_MIN;

	for (int year = civil_of(now).year - 1; year <= civil_of(now).year + 1; year++) {
		const int32_t one = day_number(year, month, day);

		if (one != INT32_MIN && (best == INT32_MIN || abs(one - today) < abs(best - today)))
			best = one;
	}
	return best;
}

/* "(周三", "星期三" at ${s}: 0 Sunday, -1 none. */
static int
weekday_at(const char *s)
{
	static const char *const OPEN[] = { "(", "（" }, *const WEEK[] = { "星期", "礼拜", "周" },
				 *const NAMES[] = { "日", "一", "二", "三", "四", "五", "六",
					 "天" };
	int name;

	(void)when_eat_any(&s, OPEN, COUNT(OPEN));
	if (when_eat_any(&s, WEEK, COUNT(WEEK)) < 0)
		return -1;
	name = when_eat_any(&s, NAMES, COUNT(NAMES));
	return name == 7 ? 0 : name;
}

/* 2月30日, 11月20日周三; a day of a year that was told is another's calendar. */
static void
check_day(const char *text, size_t at, bool has_year, int64_t now, struct proof_list *l)
{
	static const char *const NAMES[] = { "日", "一", "二", "三", "四", "五", "六" };
	size_t len = 0;
	const int day = wording_day(text + at, &len);
	const int weekday = day > 0 ? weekday_at(text + at + len) : -1;
	int32_t which;
	struct proof *p;

	if (day == 0)
		return;
	if (day % 100 == 0 || day % 100 > days_in(day / 100)) {
		if ((p = proof_put(l, PROOF_TIMES, at, len)) != NULL)
			(void)snprintf(p->say, sizeof(p->say), "没有“%.*s”这一天, 问清日期",
			    (int)len, text + at);
		return;
	}
	which = has_year ? INT32_MIN : nearest_day(day / 100, day % 100, now);
	if (weekday < 0 || which == INT32_MIN ||
	    civil_of(civil_day_start(which)).weekday == weekday)
		return;
	if ((p = proof_put(l, PROOF_TIMES, at, len)) != NULL)
		(void)snprintf(p->say, sizeof(p->say), "“%.*s”是星期%s, 不是星期%s", (int)len,
		    text + at, NAMES[civil_of(civil_day_start(which)).weekday], NAMES[weekday]);
}

/* 上午15点, 晚上26点, told from the number at ${at}; 凌晨两三点 is no 23, 凌晨24点 is midnight */
static void
check_hour(const char *text, size_t at, struct proof_list *l)
{
	static const struct {
		const char *word;
		int most;
	} PARTS[] = { { "凌晨", 12 }, { "早上", 12 }, { "上午", 12 }, { "下午", 24 },
		{ "晚上", 24 } };
	static const char *const CLOCK[] = { "点钟", "点半", "点", "时" };
	const char *t = text + at;
	int hour = 0;

	if (at < 6 || !when_eat_number(&t, &hour) || hour <= PARTS[0].most || hour == 24 ||
	    when_eat_any(&t, CLOCK, COUNT(CLOCK)) < 0)
		return;
	for (size_t i = 0; i < COUNT(PARTS); i++) {
		const size_t from = at - 6; /* each has six bytes */
		struct proof *p;

		if (strncmp(text + from, PARTS[i].word, 6) != 0 || hour <= PARTS[i].most)
			continue;
		p = proof_put(l, PROOF_TIMES, from, (size_t)(t - text) - from);
		if (p != NULL)
			(void)snprintf(p->say, sizeof(p->say), "没有“%.*s”, 问清是几点",
			    (int)p->len, text + from);
	}
}

/* ---- a beginning and a length ---- */

struct moment {
	size_t at;
	int32_t day;
	bool is_length, begins;
};

static int32_t
day_of(const struct when *w)
{
	if (w->year == 0 || w->month == 0)
		return INT32_MIN;
	return day_number(w->year, w->month, w->day > 0 ? w->day : w->month == 2 ? 28 : 30);
}

/* Does the clause from ${at} on say that something began then, for the first time? */
static bool
begins_at(const char *text, size_t at, size_t end)
{
	static const char *const BEGINS[] = { "停水", "停电", "停气", "停暖", "断水", "断电",
		"断网", "坏", "不亮", "不热", "漏", "爆", "堵", "塌", "跳闸", "开始", "起", "发生",
		"出现", "没水", "没电" };
	static const char *const AGAIN[] = { "又", "再", "还", "仍", "继续", "修", "报", "打电话",
		"反映", "投诉", "去", "来", "说", "问", "到期", "才", "发现", "恢复", "起诉" };
	const size_t n = clip(text + at, end - at, 24);
	bool begins = false;

	for (size_t i = 0; i < COUNT(AGAIN); i++) {
		const char *hit = strstr(text + at, AGAIN[i]);

		if (hit != NULL && (size_t)(hit - text) < at + n)
			return false;
	}
	for (size_t i = 0; i < COUNT(BEGINS) && !begins; i++) {
		const char *hit = strstr(text + at, BEGINS[i]);

		begins = hit != NULL && (size_t)(hit - text) < at + n;
	}
	return begins;
}

/* 报修三天 is a length too, though nothing behind it says so. */
static bool
is_reported(struct when_scan *p, struct when *w)
{
	static const char *const BEFORE[] = { "报修", "停水", "停电", "停气", "停暖" };
	const char *s = p->s;
	int n = 0;

	for (size_t i = 0; i < COUNT(BEFORE); i++)
		if (when_comes_after(p, BEFORE[i]) && when_eat_number(&s, &n) && n > 0 && n < 100 &&
		    when_eat(&s, "天") && !str_starts(s, "内") && !str_starts(s, "后")) {
			when_set_day(w, p->now - n * WHEN_DAY_MS);
			w->since = true;
			return true;
		}
	return false;
}

static bool
read_moment(struct when_scan *p, size_t end, struct moment *m)
{
	static when_read_fn *const DAYS[] = { when_read_relative, when_read_date,
		when_read_day_of_month };
	struct when w = { .hour = -1 };

	*m = (struct moment){ .at = (size_t)(p->s - p->text) };
	if (when_read_length(p, &w) || is_reported(p, &w)) {
		m->is_length = w.since;
		m->day = day_of(&w);
		return m->day != INT32_MIN;
	}
	for (size_t i = 0; i < COUNT(DAYS); i++) {
		w = (struct when){ .hour = -1 };
		if (when_comes_after(p, "月") || !DAYS[i](p, &w)) /* the day of a date */
			continue;
		m->day = day_of(&w);
		m->begins = begins_at(p->text, m->at, end);
		return m->day != INT32_MIN;
	}
	return false;
}

/* The earliest moment and the only length; of two lengths one is of something else. */
static void
compare(
    const struct when_scan *scan, size_t end, const struct moment *m, int n, struct proof_list *l)
{
	const struct moment *length = NULL, *start = NULL;
	const char *text = scan->text;
	int lengths = 0;
	struct proof *p;

	for (int i = 0; i < n; i++) {
		lengths += m[i].is_length;
		if (m[i].is_length)
			length = &m[i];
		else if (start == NULL || m[i].day < start->day)
			start = &m[i];
	}
	if (lengths != 1 || start == NULL || !start->begins || start->day > civil_day(scan->now) ||
	    start->day - length->day <= SLACK_DAYS)
		return;
	p = proof_put(l, PROOF_TIMES, start->at, clip(text + start->at, end - start->at, SHOWN));
	if (p != NULL)
		(void)snprintf(p->say, sizeof(p->say), "“%.*s”和“%.*s”对不上, 问清从哪天开始",
		    (int)p->len, text + start->at,
		    (int)clip(text + length->at, end - length->at, 3), text + length->at);
}

static const char *const ENDS[] = { "。", "！", "？", "!", "?", "\n" };

static bool
ends_sentence(const char *s)
{
	return when_eat_any(&s, ENDS, COUNT(ENDS)) >= 0;
}

/* Most sentences name no day: nothing in them can contradict a length. */
static bool
names_day(const char *s, size_t n)
{
	static const char *const MARKS[] = { "昨", "今", "前", "月", "号", "日" };

	for (size_t i = 0; i < COUNT(MARKS); i++)
		if (memmem(s, n, MARKS[i], 3) != NULL) /* each has three bytes */
			return true;
	return false;
}

/* From ${at} to the end of the sentence, which is returned. */
static size_t
check_sentence(struct when_scan *p, size_t at, const struct first *may, const struct first *ends,
    struct proof_list *l)
{
	struct moment m[MOMENTS];
	size_t end = at;
	int n = 0;

	while (p->text[end] != '\0' &&
	       !(first_may(ends, p->text + end) && ends_sentence(p->text + end)))
		end++;
	if (!names_day(p->text + at, end - at))
		return end;
	for (p->s = p->text + at; p->s < p->text + end && n < MOMENTS; p->s++) {
		int value = 0;
		size_t digits;

		if (((unsigned char)*p->s & 0xC0) == 0x80 || !first_may(may, p->s))
			continue;
		n += read_moment(p, end, &m[n]);
		/* a number is read from its first digit or not at all */
		digits = numeral_read(p->s, &value);
		if (digits > 1)
			p->s += digits - 1;
	}
	compare(p, end, m, n, l);
	return end;
}

/* ---- all of it ---- */

void
proof_times(const char *text, int64_t now, struct proof_list *l)
{
	struct when_scan scan = { .text = text, .now = now, .today = civil_of(now) };
	struct first may, ends = { 0 };
	size_t len = 0;
	const char *span = wording_span(text, &len);
	struct proof *p;

	if (span != NULL && (p = proof_put(l, PROOF_TIMES, (size_t)(span - text), len)) != NULL)
		(void)snprintf(p->say, sizeof(p->say), "“%.*s”前后颠倒", (int)len, span);
	for (size_t at = strcspn(text, DIGITS); text[at] != '\0';
	     at += strcspn(text + at, DIGITS)) {
		check_hour(text, at, l);
		check_day(text, at, at >= 3 && strncmp(text + at - 3, "年", 3) == 0, now, l);
		at += strspn(text + at, DIGITS);
	}
	when_beginnings(&may);
	for (size_t i = 0; i < COUNT(ENDS); i++)
		first_add(&ends, ENDS[i]);
	for (size_t at = 0; text[at] != '\0'; at += text[at] != '\0')
		at = check_sentence(&scan, at, &may, &ends, l);
}
