/* card.c: the rules of yellow and red cards: when one falls due by the calendar and the scheme of the profile, which of
 * them stand, and the tier of a unit's month.
 *
 * Nothing here writes: the event card does (workflow_supervise.c says who may, apply_after.c what it changes). A unit is
 * never given a card for time that is not its own: not when it has answered, nor while the limit is paused. */
#include "model/card.h"

#include <string.h>

#include "base/clock.h"
#include "model/deadline.h"
#include "model/workflow.h"

#define NTH_IS_RED 3   /* guangzhou: the third card of a month */
#define ONE_IN     200 /* of what a unit handled: below it nobody is reminded */

static const struct {
	const char *json, *label;
} colours[] = {
	[CARD_NONE] = { "", "" },
	[CARD_YELLOW] = { "yellow", "黄牌" },
	[CARD_RED] = { "red", "红牌" },
};

static const struct {
	const char *json, *label;
} tiers[CARD_TIER_COUNT] = {
#define X(name, json, zh) [CARD_TIER_##name] = { json, zh },
	CARD_TIERS(X)
#undef X
};

const char *
card_json(enum card_colour c)
{
	return colours[c].json;
}

const char *
card_label(enum card_colour c)
{
	return colours[c].label;
}

enum card_colour
card_by_json(const char *json)
{
	for (int c = CARD_YELLOW; c <= CARD_RED; c++)
		if (strcmp(json, colours[c].json) == 0)
			return (enum card_colour)c;
	return CARD_NONE;
}

enum card_colour
card_standing(const struct assignment *a)
{
	if (a->cards & CARD_STANDS(CARD_RED))
		return CARD_RED;
	return a->cards & CARD_STANDS(CARD_YELLOW) ? CARD_YELLOW : CARD_NONE;
}

enum card_colour
card_of_ticket(const struct ticket *t)
{
	enum card_colour highest = CARD_NONE;

	for (int i = 0; i < t->n_assign; i++)
		if (card_standing(&t->assign[i]) > highest)
			highest = card_standing(&t->assign[i]);
	return highest;
}

const struct assignment *
card_assignment(const struct ticket *t, const char *unit)
{
	const struct assignment *last = NULL;

	for (int i = 0; i < t->n_assign; i++) {
		if (strcmp(t->assign[i].unit, unit) != 0)
			continue;
		if (assignment_is_open(&t->assign[i]))
			return &t->assign[i];
		last = &t->assign[i];
	}
	return last;
}

const struct assignment *
card_of_unit(const struct ticket *t, const char *unit, const struct city *city)
{
	for (int i = 0; unit != NULL && *unit != '\0' && i < t->n_assign; i++)
		if (card_standing(&t->assign[i]) != CARD_NONE &&
		    (city_unit_is_under(city, unit, t->assign[i].unit) ||
			city_unit_is_under(city, t->assign[i].unit, unit)))
			return &t->assign[i];
	return NULL;
}

/* ---- when ---- */

static bool
is_scheme(const struct city *city, const char *scheme)
{
	return city->profile != NULL && strcmp(city->profile->card_scheme, scheme) == 0;
}

/* The highest colour whose day has come in scheme shandong. */
static enum card_colour
by_days(const struct calendar *cal, int64_t start, int64_t due_at, int64_t now)
{
	const int32_t today = civil_day(now);
	int32_t yellow, red;

	if (deadline_is_hours((struct due){ .at = due_at }, start))
		switch (deadline_light(cal, start, (struct due){ .at = due_at }, now)) {
		case LIGHT_RED:
			return CARD_RED;
		case LIGHT_AMBER:
			return CARD_YELLOW;
		case LIGHT_GREEN:
			return CARD_NONE;
		}
	deadline_card_days(cal, due_at, &yellow, &red);
	if (today >= red)
		return CARD_RED;
	/* On the day it was handed out a card reminds nobody. */
	return today >= yellow && today > civil_day(start) && now <= due_at ? CARD_YELLOW
									    : CARD_NONE;
}

/* Whether the limit of this part runs against the unit now. */
static bool
runs(const struct ticket *t, const struct assignment *a)
{
	return assignment_is_open(a) && a->state != ASSIGN_IS_REPLIED && a->role != ASSIGN_CC &&
	       a->due != 0 &&
	       (STATE_BIT(DISPATCHED) | STATE_BIT(WORKING) | STATE_BIT(RETURN_REQ)) &
		   (1u << t->state);
}

enum card_colour
card_due(const struct ticket *t, const struct assignment *a, const struct city *city, int earlier,
    int64_t now)
{
	enum card_colour colour = CARD_NONE;

	if (!runs(t, a))
		return CARD_NONE;
	if (is_scheme(city, "shandong"))
		colour = by_days(&city->calendar, a->made_at, a->due, now);
	else if (is_scheme(city, "guangzhou") && now > a->due && !(a->cards & CARDS_GIVEN))
		colour = (earlier + 1) % NTH_IS_RED == 0 ? CARD_RED : CARD_YELLOW;
	return colour != CARD_NONE && (a->cards & CARD_GIVEN(colour)) ? CARD_NONE : colour;
}

const char *
card_rule(const struct city *city, enum card_colour colour)
{
	static const struct {
		const char *scheme, *words;
		enum card_colour colour;
	} rules[] = {
		{ "shandong", "距办结时限不足一个工作日, 尚未反馈", CARD_YELLOW },
		{ "shandong", "超过办结时限仍未反馈", CARD_RED },
		{ "guangzhou", "超过办结时限未反馈", CARD_YELLOW },
		{ "guangzhou", "超过办结时限未反馈, 本月第三张", CARD_RED },
	};

	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if (rules[i].colour == colour && is_scheme(city, rules[i].scheme))
			return rules[i].words;
	return "";
}

/* ---- a unit's month ---- */

enum card_tier
card_tier(const struct card_month *m)
{
	if (m->red >= 2 && m->red * ONE_IN > m->handled)
		return CARD_TIER_REPORT;
	if (m->red > 0)
		return CARD_TIER_TALK;
	return m->yellow > 0 && m->yellow * ONE_IN > m->handled ? CARD_TIER_REMIND : CARD_TIER_CALM;
}

const char *
card_tier_json(enum card_tier t)
{
	return tiers[t].json;
}

const char *
card_tier_label(enum card_tier t)
{
	return tiers[t].label;
}
