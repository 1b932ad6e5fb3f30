/* visit.c: the hours of a call-back and what the citizen's answers come to: the one place that knows either, for the
 * rules (workflow_after.c) as for the screen.
 *
 * Not here: how often he is rung (workflow.c), what follows from few stars (consequence.c). */
#include "model/visit.h"

#include <stddef.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"

#define MIN_MS       60000LL
#define FINISH_MIN   10 /* a call takes so long at most */
#define STARS_ENOUGH 3  /* 基本满意 */
#define STARS_MOST   5

/* From which minute of the day on it is what. */
static const struct {
	int minute;
	enum visit_hour hour;
} day[] = {
	{ 0, VISIT_NIGHT },
	{ 8 * 60 + 30, VISIT_MORNING },
	{ 12 * 60, VISIT_NOON },
	{ 14 * 60, VISIT_AFTERNOON },
	{ 18 * 60, VISIT_EVENING },
	{ 20 * 60 + 30, VISIT_NIGHT },
};
#define HOURS (sizeof(day) / sizeof(day[0]))

static size_t
hour_at(int64_t at)
{
	const struct civil c = civil_of(at);
	size_t i = HOURS - 1;

	while (day[i].minute > c.hour * 60 + c.minute)
		i--;
	return i;
}

enum visit_hour
visit_hour(int64_t at)
{
	return day[hour_at(at)].hour;
}

const char *
visit_hour_label(enum visit_hour h)
{
	static const char *const labels[] = { [VISIT_NIGHT] = "夜间",
		[VISIT_MORNING] = "上午",
		[VISIT_NOON] = "午休",
		[VISIT_AFTERNOON] = "下午",
		[VISIT_EVENING] = "晚间" };

	return labels[h];
}

bool
visit_is_quiet(enum visit_hour h)
{
	return h == VISIT_NIGHT || h == VISIT_NOON;
}

bool
visit_ended_quiet(int64_t at)
{
	return visit_is_quiet(visit_hour(at)) &&
	       visit_hour(at) == visit_hour(at - FINISH_MIN * MIN_MS);
}

int64_t
visit_begin(int64_t at)
{
	const size_t i = hour_at(at);
	const int32_t today = civil_day(at);

	if (!visit_is_quiet(day[i].hour))
		return at;
	if (i + 1 < HOURS)
		return civil_day_start(today) + day[i + 1].minute * MIN_MS;
	return civil_day_start(today + 1) + day[1].minute * MIN_MS;
}

unsigned
visit_band(int64_t at)
{
	const int hour = civil_of(at).hour;

	return hour < 12 ? 1 : hour < 18 ? 2 : 4;
}

enum event_kind
visit_outcome(const struct args *a)
{
	long long stars = 0;
	const bool known = str_int(args_get(a, EA_STARS), 1, STARS_MOST, &stars);

	return known && stars >= STARS_ENOUGH && strcmp(args_get(a, EA_SOLVED), "unsolved") != 0
		   ? EVENT_VISIT_OK
		   : EVENT_VISIT_BAD;
}
