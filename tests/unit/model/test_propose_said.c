/* Times and places as callers say them, made by a grammar: what is said comes out again, at any hour of any day; words of the
 * past never name a moment to come; and whatever else is said does no harm. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "base/utf8.h"
#include "model/propose.h"
#include "town.h"

#define ROUNDS   4000
#define DAY_MS   INT64_C(86400000)
#define MIN_MS   INT64_C(60000)
#define FIRST    INT64_C(1704067200000) /* 2024-01-01: a leap year is crossed */
#define COUNT(a) (int)(sizeof(a) / sizeof((a)[0]))

struct dice {
	uint64_t x;
};

static int
throw_die(struct dice *d, int n)
{
	d->x ^= d->x << 13;
	d->x ^= d->x >> 7;
	d->x ^= d->x << 17;
	return (int)((d->x >> 20) % (uint64_t)n);
}

static int64_t
some_moment(struct dice *d)
{
	return FIRST + throw_die(d, 3 * 365) * DAY_MS + throw_die(d, 24 * 60) * MIN_MS;
}

/* A number as it may be written: 22, ２２, 二十二. */
static void
put_number(struct dice *d, int n, struct str *out)
{
	static const char *const digits[] = { "零", "一", "二", "三", "四", "五", "六", "七", "八",
		"九" };
	char plain[16];

	switch (throw_die(d, 3)) {
	case 0:
		str_addf(out, "%d", n);
		break;
	case 1: /* full width */
		(void)snprintf(plain, sizeof(plain), "%d", n);
		for (const char *p = plain; *p != '\0'; p++)
			str_addf(out, "\xef\xbc%c", 0x90 + (*p - '0'));
		break;
	default:
		if (n >= 20)
			str_add(out, digits[n / 10]);
		if (n >= 10)
			str_add(out, "十");
		if (n % 10 != 0 || n < 10)
			str_add(out, digits[n % 10]);
	}
}

static const char *
frame(struct dice *d, bool before)
{
	static const char *const begin[] = { "", "", "你好, ", "我反映一下, ", "楼上" };
	static const char *const end[] = { "停的电", "有人打架", "就没水了", "", "那边很吵" };

	return before ? begin[throw_die(d, COUNT(begin))] : end[throw_die(d, COUNT(end))];
}

/* ---- times ---- */

struct said {        /* what a phrase means */
	int64_t day; /* a moment of that day */
	int hour, minute;
};

static void
say_moment(struct dice *d, int64_t now, struct str *text, struct said *s)
{
	static const struct {
		const char *word;
		int ago;
	} days[] = { { "昨天", 1 }, { "前天", 2 }, { "大前天", 3 }, { "今天", 0 }, { "昨日", 1 } };
	static const struct {
		const char *word;
		int from, to, add; /* hours as said, and what is added to them */
	} parts[] = { { "凌晨", 1, 5, 0 }, { "早上", 6, 9, 0 }, { "上午", 8, 11, 0 },
		{ "下午", 1, 6, 12 }, { "晚上", 7, 11, 12 }, { "", 13, 23, 0 } };
	const int day = throw_die(d, COUNT(days)), part = throw_die(d, COUNT(parts));
	const int hour = parts[part].from + throw_die(d, parts[part].to - parts[part].from + 1);

	s->day = now - days[day].ago * DAY_MS;
	s->hour = hour + parts[part].add;
	s->minute = throw_die(d, 3) == 0 ? 30 : throw_die(d, 2) == 0 ? 10 + throw_die(d, 49) : 0;
	str_add(text, frame(d, true));
	str_addf(text, "%s%s", days[day].word, parts[part].word);
	put_number(d, hour, text);
	str_add(text, "点");
	if (s->minute == 30)
		str_add(text, "半");
	else if (s->minute > 0) {
		put_number(d, s->minute, text);
		str_add(text, "分");
	}
	str_add(text, frame(d, false));
}

static void
words_of(const struct said *s, int64_t now, bool since, char out[64])
{
	const struct civil c = civil_of(s->day);
	struct str b = { 0 };

	if (c.year != civil_of(now).year)
		str_addf(&b, "%d年", c.year);
	str_addf(&b, "%d月%d日%d时", c.month, c.day, s->hour);
	if (s->minute > 0)
		str_addf(&b, "%02d分", s->minute);
	str_add(&b, since ? "起" : "");
	(void)str_copy(out, 64, str_c(&b));
	str_free(&b);
}

static void
a_moment_comes_back_as_it_was_said(void **state)
{
	struct dice d = { 88172645463325252u };

	(void)state;
	for (int i = 0; i < ROUNDS; i++) {
		const int64_t now = some_moment(&d);
		struct str text = { 0 };
		struct said s;
		char got[64], want[64];

		say_moment(&d, now, &text, &s);
		words_of(&s, now, strstr(str_c(&text), "就没水") != NULL, want);
		if (!propose_time(str_c(&text), now, got, sizeof(got)) || strcmp(got, want) != 0)
			fail_msg("%d: %s -> %s, not %s", i, str_c(&text), got, want);
		str_free(&text);
	}
}

/* The day that is written, as days since 1970; 0 when none is. */
static int32_t
day_written(const char *text, int64_t now)
{
	struct civil c = { .year = civil_of(now).year };
	const char *p = strstr(text, "年");

	if (p != NULL) {
		c.year = atoi(text);
		text = p + strlen("年");
	}
	if (sscanf(text, "%d月%d日", &c.month, &c.day) != 2)
		return 0;
	return civil_day(civil_to_ms(&c));
}

static void
put_past(struct dice *d, struct str *out)
{
	static const char *const units[] = { "天了", "天前", "天没修", "个星期了", "周前",
		"个小时了", "个月了", "年了" };
	static const char *const names[] = { "昨晚", "前晚", "昨夜", "今早", "今晨", "刚才", "昨天",
		"大前天", "前天晚上", "上周二", "上上周五", "周日", "星期天", "上个星期三",
		"礼拜四", "三十一号", "29号晚上", "1号", "去年12月5日", "上个月", "去年底" };

	if (throw_die(d, 2) == 0) {
		put_number(d, 1 + throw_die(d, 29), out);
		str_add(out, units[throw_die(d, COUNT(units))]);
	} else {
		str_add(out, names[throw_die(d, COUNT(names))]);
	}
}

static void
words_of_the_past_are_never_to_come(void **state)
{
	struct dice d = { 424242 };

	(void)state;
	for (int i = 0; i < ROUNDS; i++) {
		const int64_t now = some_moment(&d);
		struct str text = { 0 };
		char got[64];

		str_add(&text, frame(&d, true));
		put_past(&d, &text);
		str_add(&text, frame(&d, false));
		if (propose_time(str_c(&text), now, got, sizeof(got)) &&
		    day_written(got, now) > civil_day(now))
			fail_msg("%s -> %s", str_c(&text), got);
		str_free(&text);
	}
}

/* ---- places ---- */

struct part {
	const char *word;
	int most; /* of the number before it */
};

/* A street of the town, a number, then perhaps building, entrance and flat. */
static const char *
say_address(struct dice *d, struct str *text, struct str *address)
{
	static const struct {
		const char *name, *area;
	} streets[] = { { "红山路", "990101" }, { "建设路", "990101" }, { "幸福里", "990101" },
		{ "望湖花园", "990201" }, { "文昌街", "990201" }, { "桃李园", "990201" } };
	static const char *const begin[] = { "", "我住", "你好, 在", "就在" };
	static const char *const end[] = { "路灯坏了", "没人管", ", 已经很久了", "" };
	static const struct part inner[] = { { "栋", 30 }, { "号楼", 30 }, { "单元", 6 } };
	const int street = throw_die(d, COUNT(streets));
	int first = 0;

	str_add(address, streets[street].name);
	if (street < 2 || street == 4) {
		put_number(d, 1 + throw_die(d, 99), address);
		str_add(address, "号");
	}
	if (throw_die(d, 2) == 0) {
		first = throw_die(d, 2);
		put_number(d, 1 + throw_die(d, inner[first].most), address);
		str_add(address, inner[first].word);
		if (throw_die(d, 2) == 0) {
			put_number(d, 1 + throw_die(d, inner[2].most), address);
			str_add(address, inner[2].word);
		}
	}
	str_add(text, begin[throw_die(d, COUNT(begin))]);
	str_add_n(text, str_c(address), address->len);
	str_add(text, end[throw_die(d, COUNT(end))]);
	return streets[street].area;
}

static void
an_address_comes_back_as_it_was_said(void **state)
{
	struct dice d = { 7 };

	for (int i = 0; i < ROUNDS; i++) {
		struct str text = { 0 }, address = { 0 };
		const char *area = say_address(&d, &text, &address);
		struct place_hit hit;

		if (!propose_place(*state, str_c(&text), &hit) || hit.area == NULL ||
		    strcmp(hit.area->code, area) != 0 || strcmp(hit.address, str_c(&address)) != 0)
			fail_msg(
			    "%d: %s -> %s, not %s", i, str_c(&text), hit.address, str_c(&address));
		str_free(&text);
		str_free(&address);
	}
}

/* ---- whatever else is said ---- */

/* Pieces of the grammar in any order, cut anywhere, with bytes that are no text between them. */
static void
put_junk(struct dice *d, struct str *out)
{
	static const char *const pieces[] = { "昨", "晚", "10", "点", "十", "半", "号", "栋", "月",
		"日", "年", "周", "天", "前", "了", "起", "从", "每", "红山路", "路", "78", "附",
		"-", ".", "/", "单元", "一", "零", "九十九", "99999999999999999999", "：", ":",
		"０", "\xef\xbc", "\xff", "\xe5", "\xed\xa0\x80", "𠮷", "😀", " ", "\t", "\n",
		"去年", "今", "刚才", "个", "小时" };

	for (int n = throw_die(d, 24); n >= 0; n--) {
		const char *p = pieces[throw_die(d, COUNT(pieces))];

		str_add_n(out, p, throw_die(d, 9) == 0 ? strlen(p) / 2 : strlen(p));
	}
}

static void
junk_does_no_harm(void **state)
{
	struct dice d = { 99 };

	for (int i = 0; i < ROUNDS; i++) {
		const int64_t now = some_moment(&d);
		struct str text = { 0 };
		struct place_hit hit;
		char got[64];

		put_junk(&d, &text);
		if (propose_time(str_c(&text), now, got, sizeof(got)))
			assert_true(got[0] != '\0' && utf8_valid(got, strlen(got)));
		if (propose_place(*state, str_c(&text), &hit)) { /* what is proposed was said */
			assert_true(utf8_valid(hit.address, strlen(hit.address)));
			assert_non_null(strstr(str_c(&text), hit.address));
		}
		str_free(&text);
	}
}

/* A paste of a page, and one character five thousand times. */
static void
long_texts_do_no_harm(void **state)
{
	static const char *const units[] = { "昨晚10点红山路78号3栋", "十", "1", "号", "红山路",
		"\xff" };

	for (int i = 0; i < COUNT(units); i++) {
		struct str text = { 0 };
		struct place_hit hit;
		char got[64];

		while (text.len < 30000)
			str_add(&text, units[i]);
		(void)propose_time(str_c(&text), FIRST, got, sizeof(got));
		if (propose_place(*state, str_c(&text), &hit))
			assert_true(utf8_valid(hit.address, strlen(hit.address)));
		str_free(&text);
	}
}

static int
setup(void **state)
{
	*state = town_new();
	return *state == NULL ? -1 : 0;
}

static int
teardown(void **state)
{
	city_free(*state);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_moment_comes_back_as_it_was_said),
		cmocka_unit_test(words_of_the_past_are_never_to_come),
		cmocka_unit_test(an_address_comes_back_as_it_was_said),
		cmocka_unit_test(junk_does_no_harm),
		cmocka_unit_test(long_texts_do_no_harm),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
