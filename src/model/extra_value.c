/* extra_value.c: the values of further fields: what each type may be, what people write for it, and which of them a
 * ticket still wants.
 *
 * A seat writes them as they are kept (extra_normal) when somebody leaves the cell; both ends check the same
 * (extra_check). What cannot be read is never changed: it stays as it was typed, and the sentence says what fits. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "model/extra.h"
#include "numeral_p.h"
#include "text/fold.h"
#include "when_p.h"
#include "workflow_p.h"

#define DIGITS       "0123456789"
#define MONEY_DIGITS 10
#define MONEY_MOST   9999999999LL /* so many digits */
#define YEAR_LEAST   1900
#define YEAR_MOST    2100
#define AHEAD_DAYS   62 /* a day without its year further ahead than this was last year's */

/* ---- as it is kept ---- */

/* [-]digits[.digits], at most ${whole} before the point and two behind. */
static bool
is_decimal(const char *s, size_t whole, bool negative)
{
	size_t n, after;

	s += negative && *s == '-';
	n = strspn(s, DIGITS);
	if (n == 0 || n > whole)
		return false;
	if (s[n] == '\0')
		return true;
	after = s[n] == '.' ? strspn(s + n + 1, DIGITS) : 0;
	return after > 0 && after <= 2 && s[n + 1 + after] == '\0';
}

static bool
is_day(const char *s)
{
	const size_t len = strlen(s);
	char whole[16];
	int year = len >= 4 ? (int)strtol(s, NULL, 10) : 0;

	if (year < YEAR_LEAST || year > YEAR_MOST || (len != 4 && len != 7 && len != 10))
		return false;
	(void)snprintf(whole, sizeof(whole), "%s%s", s,
	    len == 4   ? "-01-01"
	    : len == 7 ? "-01"
		       : "");
	return civil_parse_day(whole) != INT32_MIN;
}

static enum err_code
refuse(struct err *e, enum err_code code, const struct field_rule *r, const char *value,
    const char *should)
{
	(void)err_set(e, code, "%s“%s”%s", r->label, value, should);
	(void)err_at(e, "%s", field_info(TF_EXTRA)->json);
	return code;
}

static enum err_code
refuse_choice(struct err *e, const struct field_rule *r, const char *value)
{
	struct str should = { 0 };
	const char *item;
	size_t at = 0, len;

	for (int i = 0; (item = city_each(r->options, &at, &len)) != NULL; i++)
		str_addf(&should, "%s%.*s", i == 0 ? "不在选项里, 可选: " : "、", (int)len, item);
	(void)refuse(e, ERR_UNKNOWN_CODE, r, value, str_c(&should));
	str_free(&should);
	return ERR_UNKNOWN_CODE;
}

enum err_code
extra_check_value(const struct field_rule *r, const char *value, struct err *e)
{
	if (strcmp(r->type, "money") == 0 && !is_decimal(value, MONEY_DIGITS, false))
		return refuse(e, ERR_INVALID, r, value, "不是金额, 请写数字, 如 3000 或 12.50");
	if (strcmp(r->type, "number") == 0 && !is_decimal(value, MONEY_DIGITS, true))
		return refuse(e, ERR_INVALID, r, value, "不是数字, 请写如 3 或 16.5");
	if (strcmp(r->type, "day") == 0 && !is_day(value))
		return refuse(
		    e, ERR_INVALID, r, value, "不是日期, 请写如 2026-11-03, 只知道月份写 2026-11");
	if (strcmp(r->type, "choice") == 0 && !city_list_has(r->options, value))
		return refuse_choice(e, r, value);
	return ERR_OK;
}

/* ---- all of them ---- */

static enum err_code
bad(struct err *e, enum err_code code, const char *sentence)
{
	(void)err_set(e, code, "%s", sentence);
	(void)err_at(e, "%s", field_info(TF_EXTRA)->json);
	return code;
}

/* As check-city wants the names of rules; other names than the city's never come from a seat. */
static bool
is_name(const struct extra_line *line)
{
	size_t n = 0;

	while (n < line->name_len &&
	       strchr("abcdefghijklmnopqrstuvwxyz_" DIGITS, line->name[n]) != NULL)
		n++;
	return n > 0 && n == line->name_len && n < EXTRA_NAME_BYTES;
}

static enum err_code
check_line(const struct city *c, const char *category, const struct extra_line *line,
    const char *rest, struct err *e)
{
	char name[EXTRA_NAME_BYTES], value[EXTRA_VALUE_BYTES];
	const struct field_rule *r;
	struct extra_line other;
	size_t at = 0;

	if (!is_name(line))
		return bad(
		    e, ERR_INVALID, "补充项每行写“名称=内容”, 名称只用小写字母、数字和下划线");
	(void)str_copy(name, line->name_len + 1, line->name);
	while (extra_next(rest, &at, &other))
		if (other.name_len == line->name_len &&
		    memcmp(other.name, line->name, line->name_len) == 0) {
			(void)err_set(
			    e, ERR_INVALID, "补充项里“%s”写了两次", extra_label(c, category, name));
			(void)err_at(e, "%s", field_info(TF_EXTRA)->json);
			return ERR_INVALID;
		}
	(void)extra_get(line->name, name, value);
	r = extra_rule(c, category, name);
	if (line->value_len >= sizeof(value) || utf8_count(value) > EXTRA_VALUE_CHARS) {
		(void)err_set(e, ERR_LIMIT, "%s最多%d字, 请删减", extra_label(c, category, name),
		    EXTRA_VALUE_CHARS);
		(void)err_at(e, "%s", field_info(TF_EXTRA)->json);
		return ERR_LIMIT;
	}
	if (value[0] == '\0' || r == NULL || strcmp(r->name, name) != 0)
		return ERR_OK;
	return extra_check_value(r, value, e);
}

/* A line that extra_next passes over says nothing: it is a mistake of whoever sent it. */
static bool
all_lines_read(const char *s)
{
	while (*s != '\0') {
		size_t n = strcspn(s, "\n");

		if (memchr(s, '=', n) == NULL)
			return false;
		s += n + (s[n] == '\n');
	}
	return true;
}

enum err_code
extra_check(const struct city *c, const char *category, const char *text, struct err *e)
{
	enum err_code rc = ERR_OK;
	struct extra_line line;
	size_t at = 0, n = 0;

	for (const char *s = text; *s != '\0'; s++)
		if (((unsigned char)*s < ' ' && *s != '\n') || *s == 0x7f)
			return bad(e, ERR_INVALID, "补充项里不能有制表符等控制字符, 请重新输入");
	if (!all_lines_read(text))
		return bad(e, ERR_INVALID, "补充项每行写“名称=内容”");
	while (rc == ERR_OK && extra_next(text, &at, &line)) {
		if (++n > EXTRA_LINES)
			return bad(e, ERR_LIMIT, "补充项太多, 最多 24 行");
		rc = check_line(c, category, &line, text + at, e);
	}
	return rc;
}

/* ---- as people write it ---- */

/* Drop one of the words at the end of ${s}; false when none stands there. */
static bool
drop_tail(char *s, const char *const *tails, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t len = strlen(s), tail = strlen(tails[i]);

		if (len > tail && strcmp(s + len - tail, tails[i]) == 0) {
			s[len - tail] = '\0';
			return true;
		}
	}
	return false;
}

static long
drop_scale(char *s)
{
	static const struct {
		const char *word;
		long times;
	} scales[] = { { "万", 10000 }, { "千", 1000 }, { "百", 100 } };

	for (size_t i = 0; i < sizeof(scales) / sizeof(scales[0]); i++)
		if (drop_tail(s, &scales[i].word, 1))
			return scales[i].times;
	return 1;
}

static void
drop_char(char *s, char c)
{
	char *to = s;

	for (; *s != '\0'; s++)
		if (*s != c)
			*to++ = *s;
	*to = '\0';
}

/* "3,000.5" by hundredths, so that 1.2万 is exact; -1 when it is none. */
static long long
hundredths(const char *s)
{
	long long whole = 0, part = 0;
	int value;

	if (is_decimal(s, MONEY_DIGITS, false)) {
		const char *point = strchr(s, '.');

		whole = strtoll(s, NULL, 10);
		if (point != NULL)
			part = strtoll(point + 1, NULL, 10) * (strlen(point + 1) == 1 ? 10 : 1);
		return whole * 100 + part;
	}
	/* said in words: 三百五十; the reader cuts at 9999 */
	if (strspn(s, DIGITS) == 0 && numeral_read(s, &value) == strlen(s) && value < 9999)
		return value * 100LL;
	return -1;
}

static bool
normal_amount(char *s, size_t size)
{
	static const char *const money[] = { "元钱", "块钱", "元整", "元", "块", "圆" };
	long long n;
	long times;

	drop_char(s, ',');
	(void)drop_tail(s, money, sizeof(money) / sizeof(money[0]));
	if (strncmp(s, "¥", strlen("¥")) == 0)
		memmove(s, s + strlen("¥"), strlen(s + strlen("¥")) + 1);
	n = hundredths(s); /* 三百 is a numeral before 百 is a scale */
	times = n < 0 ? drop_scale(s) : 1;
	if (n < 0)
		n = hundredths(s);
	if (n < 0 || n > (MONEY_MOST * 100 + 99) / times)
		return false;
	n *= times;
	if (n % 100 == 0)
		(void)snprintf(s, size, "%lld", n / 100);
	else
		(void)snprintf(s, size, "%lld.%02lld", n / 100, n % 100);
	return true;
}

static bool
normal_number(char *s, size_t size)
{
	static const char *const units[] = { "人", "名", "个", "盏", "度", "℃", "亩", "节",
		"课时" };

	(void)drop_tail(s, units, sizeof(units) / sizeof(units[0]));
	if (is_decimal(s, MONEY_DIGITS, true))
		return true;
	return normal_amount(s, size);
}

/* ---- days ---- */

/* A run of digits and what stands behind it; -1 none. */
static int
eat_digits(const char **s)
{
	size_t n = strspn(*s, DIGITS);
	int v = n > 0 && n <= 4 ? (int)strtol(*s, NULL, 10) : -1;

	*s += n;
	return v;
}

static void
eat_mark(const char **s, const char *word)
{
	if (strchr("-/.", **s) != NULL && **s != '\0')
		(*s)++;
	else
		(void)when_eat(s, word);
}

/* The year that is meant when it is not said. */
static int
year_of(int month, int day, int64_t now)
{
	const struct civil today = civil_of(now);
	struct civil at = { .year = today.year, .month = month, .day = day };

	return civil_day(civil_to_ms(&at)) > civil_day(now) + AHEAD_DAYS ? today.year - 1
									 : today.year;
}

/* 2026-11-03, 2026/11/3, 2026年11月3日, 20261103, 11月3号, 11-3, 2026年11月, 2026年. */
static bool
day_from_digits(const char *s, int64_t now, char *out, size_t size)
{
	int year = 0, month = 0, day = 0, first;

	if (strlen(s) == 8 && strspn(s, DIGITS) == 8) {
		(void)snprintf(out, size, "%.4s-%.2s-%.2s", s, s + 4, s + 6);
		return is_day(out);
	}
	first = eat_digits(&s);
	if (first >= YEAR_LEAST) {
		year = first;
		eat_mark(&s, "年");
		first = eat_digits(&s);
	}
	if (first >= 0) {
		month = first;
		eat_mark(&s, "月");
		day = eat_digits(&s);
		if (day >= 0 && !when_eat(&s, "日"))
			(void)when_eat(&s, "号");
	}
	if (*s != '\0' || (year == 0 && (month < 1 || month > 12 || day < 1)))
		return false;
	if (year == 0)
		year = year_of(month, day, now);
	if (month == 0)
		(void)snprintf(out, size, "%04d", year);
	else if (day < 0)
		(void)snprintf(out, size, "%04d-%02d", year, month);
	else
		(void)snprintf(out, size, "%04d-%02d-%02d", year, month, day);
	return is_day(out);
}

static bool
day_from_words(const char *s, int64_t now, char *out, size_t size)
{
	static const char *const words[] = { "今天", "昨天", "前天", "大前天" };
	static const char *const weeks[] = { "上上", "上", "这", "本" };
	static const char *const week[] = { "周", "星期", "礼拜" };
	static const char *const days[] = { "一", "二", "三", "四", "五", "六", "日", "天" };
	struct when_scan p = { .text = s, .s = s, .now = now, .today = civil_of(now) };
	struct when w = { .hour = -1 };
	const char *at = s;

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(s, words[i]) == 0) {
			civil_format(now - (int64_t)i * WHEN_DAY_MS, "%Y-%m-%d", out, size);
			return true;
		}
	(void)when_eat_any(&at, weeks, sizeof(weeks) / sizeof(weeks[0]));
	if (when_eat_any(&at, week, sizeof(week) / sizeof(week[0])) < 0 ||
	    when_eat_any(&at, days, sizeof(days) / sizeof(days[0])) < 0 || *at != '\0' ||
	    !when_read_weekday(&p, &w) || w.day == 0)
		return false;
	(void)snprintf(
	    out, size, "%04d-%02d-%02d", w.year != 0 ? w.year : p.today.year, w.month, w.day);
	return is_day(out);
}

static bool
normal_day(char *s, size_t size, int64_t now)
{
	char out[32];

	if (!is_day(s) && !day_from_digits(s, now, out, sizeof(out)) &&
	    !day_from_words(s, now, out, sizeof(out)))
		return false;
	return is_day(s) || str_copy(s, size, out);
}

/* ---- any type ---- */

static void
trimmed(const char *typed, char out[EXTRA_VALUE_BYTES])
{
	size_t n;

	typed += strspn(typed, " ");
	(void)str_copy(out, EXTRA_VALUE_BYTES, typed);
	for (n = strlen(out); n > 0 && out[n - 1] == ' ';)
		out[--n] = '\0';
}

bool
extra_normal(
    const struct field_rule *r, const char *typed, int64_t now, char out[EXTRA_VALUE_BYTES])
{
	struct str folded = { 0 };
	char s[EXTRA_VALUE_BYTES];
	bool ok = true;

	trimmed(typed, out);
	if (out[0] == '\0' || strcmp(r->type, "text") == 0)
		return true;
	if (strcmp(r->type, "choice") == 0)
		return city_list_has(r->options, out);
	fold_add(&folded, out);
	(void)str_copy(s, sizeof(s), str_c(&folded));
	str_free(&folded);
	drop_char(s, ' ');
	if (strcmp(r->type, "money") == 0)
		ok = normal_amount(s, sizeof(s));
	else if (strcmp(r->type, "number") == 0)
		ok = normal_number(s, sizeof(s));
	else if (strcmp(r->type, "day") == 0)
		ok = normal_day(s, sizeof(s), now);
	if (ok)
		(void)str_copy(out, EXTRA_VALUE_BYTES, s);
	return ok;
}

void
extra_shown(const struct field_rule *r, const char *value, char out[EXTRA_VALUE_BYTES + 8])
{
	const bool money =
	    r != NULL && strcmp(r->type, "money") == 0 && is_decimal(value, MONEY_DIGITS, false);

	(void)snprintf(out, EXTRA_VALUE_BYTES + 8, "%s%s", value, money ? "元" : "");
}

/* ---- what is wanted ---- */

bool
extra_is_due(const struct fields *f)
{
	static const char *const spoken[] = { "consult", "suggest", "praise", "other" };
	const char *type = fields_get(f, TF_TYPE);

	for (size_t i = 0; i < sizeof(spoken) / sizeof(spoken[0]); i++)
		if (strcmp(type, spoken[i]) == 0)
			return false;
	return true;
}

int
extra_missing(const struct city *c, const struct fields *f, const struct field_rule **out)
{
	const struct field_rule *rules[CITY_FIELDS_MOST];
	char value[EXTRA_VALUE_BYTES];
	int n = 0;
	size_t all;

	if (c == NULL || !extra_is_due(f) || strcmp(fields_get(f, TF_URGENCY), "critical") == 0)
		return 0;
	all = city_fields(c, fields_get(f, TF_CATEGORY), rules, CITY_FIELDS_MOST);
	for (size_t i = 0; i < all; i++) {
		(void)extra_get(fields_get(f, TF_EXTRA), rules[i]->name, value);
		if (!rules[i]->required || values_ink(value) > 0)
			continue;
		if (out != NULL)
			out[n] = rules[i];
		n++;
	}
	return n;
}
