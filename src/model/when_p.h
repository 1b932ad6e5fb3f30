#ifndef MODEL_WHEN_P_H
#define MODEL_WHEN_P_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/str.h"
#include "first_p.h"

/* The parts of propose_time: a text is read from one point, what stands there is a struct when. */

#define WHEN_DAY_MS  86400000LL
#define WHEN_HOUR_MS 3600000LL

/* What has been read. 0 in month or day: not said. */
struct when {
	int year, month, day;
	int hour, minute; /* hour -1: not said */
	const char *part; /* 晚, 上午: of a day without an hour */
	const char *each; /* 每天, 近日: repeats or is vague; then no date */
	bool since;
};

struct when_scan {
	const char *text, *s; /* all of it, and the reading point */
	int64_t now;
	struct civil today;
};

/* A reader: does a phrase of its kind stand at p->s? Then it fills ${w}. */
typedef bool when_read_fn(const struct when_scan *p, struct when *w);
when_read_fn when_read_relative, when_read_weekday, when_read_date, when_read_day_of_month,
    when_read_month_word, when_read_length, when_read_each, when_read_vague;

/** when_beginnings(f): every character that begins a phrase of some reader. */
void when_beginnings(struct first *f);
/** when_eat(s, word): step over ${word} if it stands at *s. when_eat_any: the index of the first that does, -1 none.
 * when_eat_number: a number (numeral_p.h). when_comes_after: does ${word} end right before the reading point? */
bool when_eat(const char **s, const char *word);
int when_eat_any(const char **s, const char *const *words, size_t n);
bool when_eat_number(const char **s, int *out);
bool when_comes_after(const struct when_scan *p, const char *word);
/** when_clock(s, w): "下午三点半", "22:30", "晚上"; false when neither an hour nor a part of the day stands there. */
bool when_clock(const char **s, struct when *w);
/** when_since(s, p, w): set w->since when 从 stands before or 开始, 起 … behind. */
void when_since(const char **s, const struct when_scan *p, struct when *w);
void when_set_day(struct when *w, int64_t at);
/** when_write(w, this_year, out): "11月18日起", "2025年3月5日22时", "每天22时30分". */
void when_write(const struct when *w, int this_year, struct str *out);

#endif
