/* The clocks: from an instant and a time limit to the instant it is due (domain.md §4.1, §4.4, §4.5), which limit a
 * ticket has (practice A2, A3), and how near it is (practice A13, §4.3).
 * Invariants: hours and minutes run day and night, every day; working days never count the start day; all of it is pure
 * arithmetic on the instants handed in. Which clock an event starts or stops is decided by apply (workflow). */
#include "model/deadline.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "model/protection.h"

#define DAY_MS  86400000LL
#define HOUR_MS 3600000LL
#define MIN_MS  60000LL
#define DAY_END 86399 /* 23:59:59, the end of a natural day */

static int64_t
at_second(int32_t day, int64_t second)
{
	return civil_day_start(day) + second * 1000;
}

static int64_t
ms_of_day(int64_t at)
{
	return at - civil_day_start(civil_day(at));
}

struct due
deadline_add(const struct calendar *cal, const struct profile *p, int64_t start, struct span span)
{
	struct due due = { .span = span };
	int32_t day = civil_day(start);
	bool same_time = p != NULL && p->same_time;
	int end_s = p != NULL && p->day_end_s > 0 ? p->day_end_s : DAY_END;
	switch (span.unit) {
	case SPAN_NONE:
		break;
	case SPAN_MIN:
		due.at = start + span.n * MIN_MS;
		break;
	case SPAN_HOUR:
		due.at = start + span.n * HOUR_MS;
		break;
	case SPAN_DAY:
		due.at = same_time ? start + span.n * DAY_MS : at_second(day + span.n, DAY_END);
		break;
	case SPAN_WORKDAY:
		day = calendar_add_days(cal, day, span.n, &due.provisional);
		due.at =
		    same_time ? civil_day_start(day) + ms_of_day(start) : at_second(day, end_s);
		break;
	}
	return due;
}

/* ---- which limit ---- */

static enum profile_limit
limit_of_type(const char *type)
{
	static const struct {
		const char *type;
		enum profile_limit limit;
	} ROWS[] = {
		{ "consult", LIMIT_OF_CONSULT },
		{ "suggest", LIMIT_OF_SUGGEST },
		{ "complaint", LIMIT_OF_COMPLAINT },
		{ "report", LIMIT_OF_REPORT },
		{ "praise", LIMIT_OF_PRAISE },
		{ "other", LIMIT_OF_OTHER },
	};
	for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++)
		if (strcmp(type, ROWS[i].type) == 0)
			return ROWS[i].limit;
	return LIMIT_OF_HELP;
}

/* The rows that may override the profile's limit: the category's own and the urgency's; NULL where there is none. */
struct rows {
	const struct limit_row *category, *urgency;
};

static struct rows
rows_of(const struct city *c, const struct fields *f)
{
	struct rows r = { 0 };
	const struct category *k = city_category(c, fields_get(f, TF_CATEGORY));
	if (k != NULL)
		r.category = profile_rule(c->profile, k->profile_rule);
	for (int i = 0; i < 2; i++)
		if (strcmp(c->profile->urgency[i].key, fields_get(f, TF_URGENCY)) == 0 &&
		    c->profile->urgency[i].key[0] != '\0')
			r.urgency = &c->profile->urgency[i];
	return r;
}

/* In a special-protection period: its limit, where that is the earlier one. ${offset}: of the limit in the period. */
static struct due
sooner(const struct city *c, const struct fields *f, int64_t start, struct due due, size_t offset)
{
	const struct protection *p = protection_of(c, f, start);
	struct span span;
	struct due other;
	const char *text;

	if (p == NULL)
		return due;
	memcpy(&text, (const char *)p + offset, sizeof(text));
	if (!profile_span_parse(text, &span) || span.unit == SPAN_NONE)
		return due;
	other = deadline_add(&c->calendar, c->profile, start, span);
	other.photo = due.photo;
	return due.at == 0 || other.at < due.at ? other : due;
}

bool
deadline_wants_photo(const struct city *c, const struct fields *f)
{
	const struct limit_row *category = c->profile != NULL ? rows_of(c, f).category : NULL;

	return category != NULL && category->photo_required;
}

struct due
deadline_resolve(const struct city *c, const struct fields *f, int64_t start)
{
	if (c->profile == NULL)
		return (struct due){ 0 };
	struct rows r = rows_of(c, f);
	struct span span = c->profile->limit[limit_of_type(fields_get(f, TF_TYPE))];
	if (r.category != NULL && r.category->resolve.unit != SPAN_NONE)
		span = r.category->resolve;
	else if (r.urgency != NULL && r.urgency->resolve.unit != SPAN_NONE)
		span = r.urgency->resolve;
	struct due due = sooner(c, f, start, deadline_add(&c->calendar, c->profile, start, span),
	    offsetof(struct protection, resolve));
	due.photo = deadline_wants_photo(c, f);
	return due;
}

struct due
deadline_redo(const struct city *c, const struct fields *f, int64_t start)
{
	struct due whole = deadline_resolve(c, f, start), again = { 0 };
	if (c->profile != NULL)
		again =
		    deadline_add(&c->calendar, c->profile, start, c->profile->limit[LIMIT_OF_REDO]);
	return again.at == 0 || (whole.at != 0 && whole.at < again.at) ? whole : again;
}

/* A step on the way: the stricter of the category's and the urgency's row, since a live wire on a lamp post must not
 * wait for the two hours that lamps have; without either the profile's. */
static struct due
step_due(const struct city *c, const struct fields *f, int64_t start, enum profile_limit limit,
    size_t offset)
{
	if (c->profile == NULL)
		return (struct due){ 0 };
	struct rows r = rows_of(c, f);
	const struct limit_row *rows[] = { r.category, r.urgency };
	struct due best = { 0 };
	for (int i = 0; i < 2; i++) {
		struct span span = { 0, SPAN_NONE };
		if (rows[i] != NULL)
			memcpy(&span, (const char *)rows[i] + offset, sizeof span);
		struct due due = deadline_add(&c->calendar, c->profile, start, span);
		if (due.at != 0 && (best.at == 0 || due.at < best.at))
			best = due;
	}
	if (best.at == 0)
		best = deadline_add(&c->calendar, c->profile, start, c->profile->limit[limit]);
	return best;
}

struct due
deadline_dispatch(const struct city *c, const struct fields *f, int64_t start)
{
	return sooner(c, f, start,
	    step_due(c, f, start, LIMIT_OF_DISPATCH, offsetof(struct limit_row, dispatch)),
	    offsetof(struct protection, dispatch));
}

struct due
deadline_signin(const struct city *c, const struct fields *f, int64_t start)
{
	return sooner(c, f, start,
	    step_due(c, f, start, LIMIT_OF_SIGNIN, offsetof(struct limit_row, signin)),
	    offsetof(struct protection, signin));
}

struct due
deadline_contact(const struct city *c, const struct fields *f, int64_t start)
{
	return sooner(c, f, start,
	    step_due(c, f, start, LIMIT_OF_CONTACT, offsetof(struct limit_row, contact)),
	    offsetof(struct protection, contact));
}

struct due
deadline_visit(const struct city *c, const struct fields *f, int64_t start)
{
	return step_due(c, f, start, LIMIT_OF_VISIT, offsetof(struct limit_row, visit));
}

struct due
deadline_incomplete(const struct city *c, int64_t start)
{
	if (c->profile == NULL)
		return (struct due){ 0 };
	return deadline_add(
	    &c->calendar, c->profile, start, c->profile->limit[LIMIT_OF_INCOMPLETE]);
}

/* ---- moving a limit ---- */

static int64_t
shift_workdays(const struct calendar *cal, int64_t due, int n)
{
	return civil_day_start(calendar_add_days(cal, civil_day(due), n, NULL)) + ms_of_day(due);
}

/* Milliseconds between two instants that lie in working days. */
static int64_t
working_ms(const struct calendar *cal, int64_t from, int64_t to)
{
	int64_t sum = 0;
	for (int64_t at = from; at < to;) {
		int32_t day = civil_day(at);
		int64_t end = civil_day_start(day + 1) < to ? civil_day_start(day + 1) : to;
		if (calendar_is_work(cal, day))
			sum += end - at;
		at = end;
	}
	return sum;
}

static int64_t
add_working_ms(const struct calendar *cal, int64_t at, int64_t ms)
{
	while (ms > 0) {
		int32_t day = civil_day(at);
		if (!calendar_is_work(cal, day)) {
			at = civil_day_start(calendar_next_work(cal, day));
			continue;
		}
		int64_t left = civil_day_start(day + 1) - at;
		int64_t take = ms < left ? ms : left;
		at += take;
		ms -= take;
	}
	return at;
}

/* A limit that ends when days end is one of days; any other instant came from hours. */
static bool
ends_a_day(const struct profile *p, int64_t due)
{
	int64_t ms = ms_of_day(due);
	return ms == DAY_END * 1000LL ||
	       (p != NULL && p->day_end_s > 0 && ms == p->day_end_s * 1000LL);
}

/* Hours run day and night, and so do they stand still. Only they end on a day of rest where the time of day is kept. */
static bool
is_of_hours(const struct calendar *cal, const struct profile *p, int64_t due)
{
	return p != NULL && p->same_time ? !calendar_is_work(cal, civil_day(due))
					 : !ends_a_day(p, due);
}

int64_t
deadline_pause(const struct calendar *cal, const struct profile *p, int64_t due, int64_t paused_at,
    int64_t resumed_at)
{
	const int32_t from = civil_day(paused_at), to = civil_day(resumed_at);
	int64_t then;

	if (due == 0 || resumed_at <= paused_at)
		return due;
	if (is_of_hours(cal, p, due))
		return due + (resumed_at - paused_at);
	if (p != NULL && p->same_time)
		return add_working_ms(cal, due, working_ms(cal, paused_at, resumed_at));
	then = shift_workdays(cal, due, calendar_between(cal, from, to));
	/* Paused on its last day, resumed on a day of rest or after hours: nothing is late the moment it goes on. */
	if (due >= paused_at && then < resumed_at && to > from)
		then = civil_day_start(calendar_next_work(cal, to)) + ms_of_day(due);
	return then;
}

int64_t
deadline_extend(const struct calendar *cal, int64_t due, int workdays)
{
	return due == 0 ? 0 : shift_workdays(cal, due, workdays);
}

bool
deadline_is_provisional(const struct calendar *cal, int64_t from, int64_t to)
{
	if (to > from)
		for (int year = civil_of(from).year; year <= civil_of(to).year; year++)
			if (!calendar_has_year(cal, year))
				return true;
	return false;
}

/* ---- how near ---- */

bool
deadline_is_hours(struct due due, int64_t start)
{
	if (due.span.unit == SPAN_MIN || due.span.unit == SPAN_HOUR)
		return true;
	return due.span.unit == SPAN_NONE && due.at - start <= 2 * DAY_MS &&
	       !ends_a_day(NULL, due.at);
}

static bool
last_quarter(int64_t start, int64_t due_at, int64_t now)
{
	return (due_at - now) * 4 <= due_at - start;
}

enum light
deadline_light(const struct calendar *cal, int64_t start, struct due due, int64_t now)
{
	if (due.at == 0)
		return LIGHT_GREEN;
	if (now > due.at)
		return LIGHT_RED;
	if (deadline_is_hours(due, start))
		return last_quarter(start, due.at, now) ? LIGHT_AMBER : LIGHT_GREEN;
	int32_t first = civil_day(start), today = civil_day(now), last = civil_day(due.at);
	int total, left;
	if (due.span.unit == SPAN_DAY) {
		total = last - first;
		left = last - today;
	} else {
		total = calendar_between(cal, first, last);
		left = calendar_between(cal, today, last);
	}
	if (total <= 1) /* its last day is all of it: a ticket a minute old is not near its end */
		return last_quarter(start, due.at, now) ? LIGHT_AMBER : LIGHT_GREEN;
	return left <= 1 || left * 5 <= total ? LIGHT_AMBER : LIGHT_GREEN;
}

const char *
deadline_mark(enum light l)
{
	switch (l) {
	case LIGHT_AMBER:
		return "!";
	case LIGHT_RED:
		return "!!";
	case LIGHT_GREEN:
		break;
	}
	return "";
}

void
deadline_card_days(const struct calendar *cal, int64_t due_at, int32_t *yellow, int32_t *red)
{
	int32_t day = civil_day(due_at);
	*yellow = calendar_prev_work(cal, day);
	*red = calendar_next_work(cal, day);
}

const char *
span_words(struct span s, char *out, size_t size)
{
	static const char *const WORD[] = {
		[SPAN_MIN] = "分钟",
		[SPAN_HOUR] = "小时",
		[SPAN_DAY] = "日",
		[SPAN_WORKDAY] = "个工作日",
	};
	if (size > 0)
		out[0] = '\0';
	if (s.unit != SPAN_NONE)
		snprintf(out, size, "%d%s", s.n, WORD[s.unit]);
	return out;
}
