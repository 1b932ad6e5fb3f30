/* taken.c: the time of a call that was written on paper: how it is typed, how it is stored, which times cannot be.
 *
 * Invariant: what taken_read writes passes taken_check at the same instant. The small words of time (下午三点半, 21:10) are
 * those of when.c; here a day and a clock must fill the whole text, since a guess would stand on a ticket for ever. Not
 * here: limits, which count from the entry (apply.c). */
#include "model/taken.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "when_p.h"

#define COUNT(a)  (sizeof(a) / sizeof((a)[0]))
#define SLACK_MS  (2 * 60000LL) /* a seat's clock and the centre's */
#define HALF_YEAR 183           /* days: 12-31 typed in January was last year */

/* ---- stored ---- */

static int
days_of(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	if (month == 2 && ((year % 4 == 0 && year % 100 != 0) || year % 400 == 0))
		return 29;
	return days[month - 1];
}

static bool
is_moment(const struct civil *c)
{
	return c->year >= 2000 && c->year <= 9999 && c->month >= 1 && c->month <= 12 &&
	       c->day >= 1 && c->day <= days_of(c->year, c->month) && c->hour >= 0 &&
	       c->hour <= 23 && c->minute >= 0 && c->minute <= 59;
}

int64_t
taken_at(const char *value)
{
	static const char form[] = "0000-00-00 00:00";
	struct civil c = { 0 };
	int *const part[] = { &c.year, &c.month, &c.day, &c.hour, &c.minute };
	size_t k = 0;

	if (strlen(value) != sizeof(form) - 1)
		return 0;
	for (size_t i = 0; i < sizeof(form) - 1; i++) {
		if (form[i] != '0' && value[i] != form[i])
			return 0;
		if (form[i] == '0' && (value[i] < '0' || value[i] > '9'))
			return 0;
		if (form[i] != '0')
			k++;
		else
			*part[k] = *part[k] * 10 + (value[i] - '0');
	}
	return is_moment(&c) ? civil_to_ms(&c) : 0;
}

/* ---- which times cannot be ---- */

static enum err_code
refuse(struct err *e, const char *sentence)
{
	(void)err_set(e, ERR_INVALID, "%s", sentence);
	(void)err_at(e, "%s", field_info(TF_TAKEN_AT)->json);
	return ERR_INVALID;
}

static enum err_code
in_range(int64_t at, int64_t now, struct err *e)
{
	char when[24], text[160];

	(void)civil_format(at, "%Y-%m-%d %H:%M", when, sizeof(when));
	if (at > now + SLACK_MS)
		(void)snprintf(text, sizeof(text),
		    "来电时间 %s 还没有到, 请照纸单核对; 昨天的写成 昨天21:10", when);
	else if (at < now - TAKEN_DAYS * WHEN_DAY_MS)
		(void)snprintf(text, sizeof(text), "来电时间 %s 已过 %d 天, 不能补录, 请交班长处理",
		    when, TAKEN_DAYS);
	else
		return ERR_OK;
	return refuse(e, text);
}

enum err_code
taken_check(const char *value, int64_t now, struct err *e)
{
	int64_t at = taken_at(value);

	if (at == 0)
		return refuse(e, "来电时间要写成 2026-11-22 09:40 这样, 年月日和时分都要有");
	return now == 0 ? ERR_OK : in_range(at, now, e);
}

/* ---- as it is typed ---- */

static void
skip_blanks(const char **s)
{
	while (when_eat(s, " ") || when_eat(s, "　") || when_eat(s, ","))
		continue;
}

/* 昨天, 前晚: the day; what is left of a fused word is the clock's. */
static bool
read_named_day(const char **s, int64_t now, struct when *w)
{
	static const struct {
		const char *word;
		size_t eaten; /* characters of it */
		int days;
	} named[] = { { "大前天", 3, 3 }, { "前天", 2, 2 }, { "前日", 2, 2 }, { "前晚", 1, 2 },
		{ "昨天", 2, 1 }, { "昨日", 2, 1 }, { "昨", 1, 1 }, { "今天", 2, 0 },
		{ "今日", 2, 0 }, { "当天", 2, 0 }, { "今", 1, 0 } };

	for (size_t i = 0; i < COUNT(named); i++)
		if (str_starts(*s, named[i].word)) {
			*s += named[i].eaten * strlen("天");
			when_set_day(w, now - named[i].days * WHEN_DAY_MS);
			return true;
		}
	return false;
}

static bool
eat_between(const char **s)
{
	static const char *const between[] = { "-", "－", "/", ".", "月", "年" };

	return when_eat_any(s, between, COUNT(between)) >= 0;
}

static bool
is_far_ahead(const struct when *w, int64_t now)
{
	struct civil c = { .year = w->year, .month = w->month, .day = w->day };

	return is_moment(&c) && civil_day(civil_to_ms(&c)) - civil_day(now) > HALF_YEAR;
}

/* 11-22, 11月22日, 2026-11-22, 22日: what stands before the clock; false leaves the text as it was. */
static bool
read_date(const char **s, int64_t now, struct when *w)
{
	const char *t = *s;
	int n[3], k = 0;

	while (k < 3 && when_eat_number(&t, &n[k])) {
		k++;
		if (!eat_between(&t))
			break;
	}
	if (k == 0 || (k == 1 && !str_starts(t, "日") && !str_starts(t, "号")))
		return false;
	if (!when_eat(&t, "日"))
		(void)when_eat(&t, "号");
	(void)when_eat(&t, "T");
	when_set_day(w, now);
	if (k == 3)
		w->year = n[0];
	if (k >= 2)
		w->month = n[k - 2];
	else if (n[0] > w->day && --w->month == 0) { /* 28日 said on the 2nd was last month */
		w->month = 12;
		w->year--;
	}
	w->day = n[k - 1];
	if (k == 2 && is_far_ahead(w, now))
		w->year--;
	*s = t;
	return true;
}

static int
digit_of(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : -1;
}

/* 0940: what one types when the colon sits on the other side of an input method. */
static bool
read_four_digits(const char **s, struct when *w)
{
	const char *t = *s;

	for (int i = 0; i < 4; i++)
		if (digit_of(t[i]) < 0) /* also at the end */
			return false;
	if (digit_of(t[4]) >= 0)
		return false;
	w->hour = digit_of(t[0]) * 10 + digit_of(t[1]);
	w->minute = digit_of(t[2]) * 10 + digit_of(t[3]);
	*s += 4;
	return true;
}

static bool
read_clock(const char **s, struct when *w)
{
	if (!read_four_digits(s, w) && (!when_clock(s, w) || w->hour < 0))
		return false;
	(void)when_eat(s, "分");
	skip_blanks(s);
	return **s == '\0';
}

bool
taken_may_say(const char *text)
{
	static const char signs[] =
	    "0123456789０１２３４５６７８９零〇一二三四五六七八九十两廿 　:：.．-－/／,，T"
	    "年月日号今昨明前大当天早晨清凌上中下午傍晚间深后半夜里的点时分刻钟整";

	for (size_t at = 0, n = strlen(text), one; at < n; at += one) {
		uint32_t cp;
		char c[5] = "";

		one = utf8_next(text + at, n - at, &cp);
		if (one == 0)
			return false;
		memcpy(c, text + at, one);
		if (strstr(signs, c) == NULL)
			return false;
	}
	return true;
}

enum err_code
taken_read(const char *text, int64_t now, char out[TAKEN_SIZE], struct err *e)
{
	struct when w = { .hour = -1 };
	struct civil c;
	const char *s = text;
	int64_t at;
	enum err_code rc;

	out[0] = '\0';
	skip_blanks(&s);
	if (*s == '\0')
		return refuse(e, "补录要写来电时间, 如 09:40、昨天21:10、11-22 09:40");
	when_set_day(&w, now);
	if (!read_named_day(&s, now, &w))
		(void)read_date(&s, now, &w);
	skip_blanks(&s);
	if (!read_clock(&s, &w))
		return refuse(e, "来电时间没有看懂, 请写成 09:40、昨天21:10 或 11-22 09:40");
	c = (struct civil){
		.year = w.year, .month = w.month, .day = w.day, .hour = w.hour, .minute = w.minute
	};
	if (!is_moment(&c))
		return refuse(e, "来电时间没有这一天或这一刻, 请照纸单核对");
	at = civil_to_ms(&c);
	rc = in_range(at, now, e);
	if (rc == ERR_OK)
		(void)civil_format(at, "%Y-%m-%d %H:%M", out, TAKEN_SIZE);
	return rc;
}

/* ---- in words ---- */

bool
taken_is_late(const struct fields *f)
{
	return strcmp(fields_get(f, TF_ENTERED_LATE), "1") == 0;
}

char *
taken_words(const struct ticket *t, char out[TAKEN_WORDS])
{
	const int64_t at = taken_at(fields_get(&t->f, TF_TAKEN_AT));
	char call[16], entry[16];

	out[0] = '\0';
	if (!taken_is_late(&t->f))
		return out;
	(void)civil_format(at, "%m-%d %H:%M", call, sizeof(call));
	(void)civil_format(t->created_at, "%m-%d %H:%M", entry, sizeof(entry));
	(void)snprintf(out, TAKEN_WORDS, "补录 来电 %s 录入 %s (%s)", at != 0 ? call : "-", entry,
	    t->created_by);
	return out;
}
