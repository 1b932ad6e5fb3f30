/* until.c: a moment ahead, typed in a form: until when something is put off or must be done.
 *
 * Days first, an hour behind them if one is said. Looking back is taken.c's, reading it out of running text
 * propose_time.c's. */
#include "model/until.h"

#include <string.h>

#include "numeral_p.h"
#include "when_p.h"

#define COUNT(a)   (sizeof(a) / sizeof((a)[0]))
#define DAYS_MAX   366
#define LAST_MS    (86399 * 1000LL) /* of a day */
#define MONTHS     12
#define MONTH_DAYS 31

struct reading {
	const char *s;
	const struct calendar *cal;
	int64_t now;
	int32_t day; /* read so far */
};

static bool
read_word(struct reading *r)
{
	static const struct {
		const char *word;
		int days;
	} words[] = { { "大后天", 3 }, { "后天", 2 }, { "明天", 1 }, { "明日", 1 }, { "今天", 0 },
		{ "今日", 0 } };

	for (size_t i = 0; i < COUNT(words); i++)
		if (when_eat(&r->s, words[i].word)) {
			r->day = civil_day(r->now) + words[i].days;
			return true;
		}
	return false;
}

/* 3天, 3日, 5个工作日: days behind today. */
static bool
read_length(struct reading *r)
{
	const char *s = r->s;
	int n;

	if (!when_eat_number(&s, &n) || n < 1 || n > DAYS_MAX)
		return false;
	if (when_eat(&s, "个工作日") || when_eat(&s, "工作日")) {
		if (r->cal == NULL)
			return false;
		r->day = calendar_add_days(r->cal, civil_day(r->now), n, NULL);
	} else if (when_eat(&s, "天") || when_eat(&s, "日")) {
		r->day = civil_day(r->now) + n;
	} else {
		return false;
	}
	(void)(when_eat(&s, "内") || when_eat(&s, "后"));
	r->s = s;
	return true;
}

/* 12-20, 12月20日, 2027-01-08, 2027年1月8日; without a year the next such day. */
static bool
read_date(struct reading *r)
{
	const char *s = r->s;
	struct civil c = { .hour = 0 };
	int n[3], k = 0;
	bool said_year;

	while (k < 3 && when_eat_number(&s, &n[k])) {
		const char *next = s;
		int ahead;

		k++;
		if ((!when_eat(&next, "-") && !when_eat(&next, "年") && !when_eat(&next, "月")) ||
		    !numeral_read(next, &ahead))
			break; /* a dash that joins nothing stays unread, and is refused */
		s = next;
	}
	(void)(when_eat(&s, "日") || when_eat(&s, "号"));
	if (k < 2)
		return false;
	said_year = k == 3;
	c.year = said_year ? n[0] : civil_of(r->now).year;
	c.month = n[k - 2];
	c.day = n[k - 1];
	if (c.month < 1 || c.month > MONTHS || c.day < 1 || c.day > MONTH_DAYS || c.year > 9999)
		return false;
	r->day = civil_day(civil_to_ms(&c));
	if (!said_year && r->day < civil_day(r->now)) {
		c.year++;
		r->day = civil_day(civil_to_ms(&c));
	}
	r->s = s;
	return civil_of(civil_day_start(r->day)).day == c.day; /* no 31 April */
}

static void
eat_blanks(const char **s)
{
	while (when_eat(s, " ") || when_eat(s, "　"))
		;
}

static enum err_code
refuse(const char *text, struct err *e)
{
	return err_set(e, ERR_INVALID,
	    "“%s”看不懂, 请写成 后天17:30、12月20日、3天或3个工作日这样的以后的时间", text);
}

enum err_code
until_read(const char *text, const struct calendar *cal, int64_t now, int64_t *out, struct err *e)
{
	struct reading r = { .s = text, .cal = cal, .now = now, .day = civil_day(now) };
	struct when w = { .hour = -1 };
	bool day, clock;

	eat_blanks(&r.s);
	day = read_word(&r) || read_length(&r) || read_date(&r);
	eat_blanks(&r.s);
	clock = when_clock(&r.s, &w) && w.hour >= 0;
	(void)(when_eat(&r.s, "前") || when_eat(&r.s, "止"));
	eat_blanks(&r.s);
	if ((!day && !clock) || *r.s != '\0')
		return refuse(text, e);
	*out =
	    civil_day_start(r.day) + (clock ? (w.hour * 3600LL + w.minute * 60LL) * 1000 : LAST_MS);
	if (*out <= now || *out > now + UNTIL_AHEAD_MS)
		return err_set(e, ERR_INVALID, "“%s”不是以后两年内的时间, 请重新填写", text);
	return ERR_OK;
}
