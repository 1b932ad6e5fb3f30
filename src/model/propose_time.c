/* When: the time phrase of a text, as a date that still means the same next week. Relative days, weekdays, lengths,
 * dates and repetition are read at each place of the text. A phrase that says since when wins over a single moment
 * (路灯坏了三天, 昨晚有人摔了: the lamp counts), else the earliest; vague words only when there is nothing else. Never
 * guesses a time that was not said; what it cannot read it leaves to the call-taker. */
#include "model/propose.h"

#include "numeral_p.h"
#include "when_p.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* Every character that begins a phrase of some reader: one that is missing here is never read. */
static const char *const BEGINNINGS[] = { "每", "天", "夜", "大", "前", "昨", "今", "刚", "上",
	"这", "本", "周", "星", "礼", "去", "半", "最", "近", "好", "零", "〇", "一", "二", "两",
	"三", "四", "五", "六", "七", "八", "九", "十", "百", "0", "1", "2", "3", "4", "5", "6",
	"7", "8", "9", "０", "１", "２", "３", "４", "５", "６", "７", "８", "９" };

void
when_beginnings(struct first *f)
{
	*f = (struct first){ 0 };
	for (size_t i = 0; i < COUNT(BEGINNINGS); i++)
		first_add(f, BEGINNINGS[i]);
}

static bool
read_at(const struct when_scan *p, when_read_fn *const *readers, size_t n, struct when *w)
{
	for (size_t i = 0; i < n; i++) {
		*w = (struct when){ .hour = -1 };
		if (readers[i](p, w))
			return true;
	}
	return false;
}

enum rank { RANK_YEARS, RANK_MOMENT, RANK_SINCE };

/* Since a year is how long somebody has lived there: it counts when nothing else was said. */
static enum rank
rank_of(const struct when *w)
{
	if (!w->since || w->each != NULL)
		return RANK_MOMENT;
	return w->month != 0 ? RANK_SINCE : RANK_YEARS;
}

static bool
first_of(struct when_scan *p, when_read_fn *const *readers, size_t n, struct when *out)
{
	struct first first;
	bool found = false;
	when_beginnings(&first);
	for (p->s = p->text; *p->s != '\0'; p->s++) {
		struct when w;
		if (!first_may(&first, p->s))
			continue;
		if (read_at(p, readers, n, &w)) {
			if (!found || rank_of(&w) > rank_of(out))
				*out = w;
			found = true;
			if (rank_of(out) == RANK_SINCE)
				return true;
		}
		/* a number is read from its first digit or not at all */
		int value;
		size_t digits = numeral_read(p->s, &value);
		if (digits > 1)
			p->s += digits - 1;
	}
	return found;
}

bool
propose_time(const char *text, int64_t now, char *out, int size)
{
	static when_read_fn *const EXACT[] = { when_read_each, when_read_relative,
		when_read_weekday, when_read_month_word, when_read_date, when_read_day_of_month,
		when_read_length };
	static when_read_fn *const VAGUE[] = { when_read_vague };
	struct when_scan p = { .text = text, .now = now, .today = civil_of(now) };
	struct when w;
	struct str words = { 0 };
	if (size <= 0)
		return false;
	out[0] = '\0';
	if (!first_of(&p, EXACT, COUNT(EXACT), &w) && !first_of(&p, VAGUE, COUNT(VAGUE), &w))
		return false;
	when_write(&w, p.today.year, &words);
	bool ok = !words.bad && str_copy(out, (size_t)size, str_c(&words));
	str_free(&words);
	return ok;
}
