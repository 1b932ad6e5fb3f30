#ifndef MODEL_CARD_H
#define MODEL_CARD_H

#include <stddef.h>
#include <stdint.h>

#include "model/city.h"
#include "model/event.h"

/* 红黄牌 (domain.md §2.8, §4.3): when one falls due, which stand, and what a unit's month comes to. Pure rules: who
 * asks and when is the centre's clock; the step itself is the event card. */

/* assignment.cards: what a unit was given on one ticket. A colour is given once a round; it stands until revoked. */
#define CARD_GIVEN(colour)  (1u << ((colour)-CARD_YELLOW))
#define CARD_STANDS(colour) (4u << ((colour)-CARD_YELLOW))
#define CARDS_GIVEN         (CARD_GIVEN(CARD_YELLOW) | CARD_GIVEN(CARD_RED))

const char *card_json(enum card_colour c);  /* "yellow", "red"; "" none */
const char *card_label(enum card_colour c); /* 黄牌, 红牌; "" none */
/** card_by_json(json): the colour; CARD_NONE for anything else. */
enum card_colour card_by_json(const char *json);
/** card_standing(a): the highest colour of an assignment that stands. card_of_ticket(t): the highest of them all. */
enum card_colour card_standing(const struct assignment *a);
enum card_colour card_of_ticket(const struct ticket *t);

/* The assignment of a unit that a card is written on: the open one, else the last. NULL when it had none. */
const struct assignment *card_assignment(const struct ticket *t, const char *unit);

/** card_of_unit(t, unit, city): the assignment with a standing card of ${unit}, one above or one below it; NULL: none. */
const struct assignment *
card_of_unit(const struct ticket *t, const char *unit, const struct city *city);

/** card_due(t, a, city, earlier, now): the colour that falls due now for the part ${a} of ${t}, which is not given yet in
 * this round; CARD_NONE when none does, when it has answered, when its limit stands still, or when no scheme is set.
 *   shandong   yellow, a reminder: one working day is left, never on the day it got it; red: the first working day after.
 *              A limit of hours waits for no working day: yellow in its last quarter, red when it has passed.
 *   guangzhou  overdue: yellow; every third card of the unit in the calendar month is red instead. ${earlier}: how many
 *              the unit was given in the month of ${now} that stand. */
enum card_colour card_due(const struct ticket *t, const struct assignment *a,
    const struct city *city, int earlier, int64_t now);
/** card_rule(city, colour): why, in words for the event's reason; "" for CARD_NONE or no scheme. */
const char *card_rule(const struct city *city, enum card_colour colour);

/* What a unit was given in one calendar month. */
struct card_month {
	int yellow, red; /* that stand */
	int handled;     /* what it answered in the month */
};

/* Tiers of a month: units are told how they stand, not which place they took (国办函〔2025〕66号).
 * X(NAME, json, Chinese) */
#define CARD_TIERS(X)               \
	X(CALM, "calm", "平稳")     \
	X(REMIND, "remind", "提醒") \
	X(TALK, "talk", "约谈")     \
	X(REPORT, "report", "通报")
enum card_tier {
#define X(name, json, zh) CARD_TIER_##name,
	CARD_TIERS(X)
#undef X
	    CARD_TIER_COUNT
};
/** card_tier(m): 平稳 no red and yellow at most one in two hundred · 提醒 some yellow · 约谈 a red · 通报 reds in more than
 * one in two hundred of what it handled, and two at least. */
enum card_tier card_tier(const struct card_month *m);
const char *card_tier_json(enum card_tier t);
const char *card_tier_label(enum card_tier t);

#endif
