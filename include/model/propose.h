#ifndef MODEL_PROPOSE_H
#define MODEL_PROPOSE_H

#include <stdbool.h>

#include "model/city.h"
#include "model/classify.h"
#include "model/ticket.h"

/* What the seat offers from the caller's words, by the city's own tables (catalogue, synonyms) and by what its closed tickets
 * have taught (model/classify.h). */

struct proposal {
	const struct category *category;
	int percent;   /* share of the score among the candidates, for ranking only */
	char type[16]; /* consult help complaint report suggest praise */
	const struct dispatch_rule *rule;
	char unit[16];   /* lead unit with @town/@district resolved by area, "" when it cannot be */
	char reason[96]; /* the words that matched: "路灯 不亮" */
	bool learned;    /* they are of closed tickets, not of the city's tables */
	bool dialled;    /* it is the merged old line that was dialled, and nobody's words */
};
/** propose_categories(c, learned, text, area, out, max): best first; 0 when nothing fits. ${learned} NULL: by the city's own
 * words alone. Both make one order, in which a word of the city outweighs whatever was learned. */
int propose_categories(const struct city *c, const struct classifier *learned, const char *text,
    const char *area, struct proposal *out, int max);
/** propose_by_line(c, line, pressed, out): before any words: what the merged old line is for that was dialled, of the type that
 * the key names which the caller pressed ("3 投诉举报"; "" none). 0: the line is for no one category; else 1. */
int
propose_by_line(const struct city *c, const char *line, const char *pressed, struct proposal *out);
/** propose_type_pressed(pressed): the type that such a key of the voice menu names, the first one of several; "" none. */
const char *propose_type_pressed(const char *pressed);
/** propose_is_whole(c): are all categories and words of the city indexed? false past the fixed limits
 * or without memory: what is left out is never proposed. */
bool propose_is_whole(const struct city *c);
/** propose_type(text): the type the words suggest, "help" when nothing does. */
const char *propose_type(const char *text);
/** propose_type_why(text, why): likewise; *why is the word that says so most, "" of "help". */
const char *propose_type_why(const char *text, const char **why);

/* Danger words: a row that hits, where. Rows of level critical or urgent derive the urgency. */
struct danger_hit {
	const struct danger_row *row;
	int at, len; /* bytes in the text */
};
/** propose_dangers(c, text, out, max): the gravest first. One inside a word that its row excepts, of PROPOSE_HARMLESS bytes at most,
 * is none. */
#define PROPOSE_HARMLESS 64
int propose_dangers(const struct city *c, const char *text, struct danger_hit *out, int max);
/** propose_danger_near(c, text, at, len): does a danger word touch these bytes or the seam at ${at}? After an edit there
 * of a text that had none, the only place where one can stand. */
bool propose_danger_near(const struct city *c, const char *text, size_t at, size_t len);
/** propose_urgency(c, f): the urgency the rules derive from category, dispatch rule and danger words: "critical",
 * "urgent" or "normal". A person may raise it, only a dispatcher or senior lowers it. */
const char *propose_urgency(const struct city *c, const struct fields *f);

/* Places named in the text: an area and the street + door number as written. */
struct place_hit {
	const struct area *area; /* most specific known, NULL when only words */
	char address[160];       /* "红山路78号" */
};
bool propose_place(const struct city *c, const char *text, struct place_hit *out);
/** propose_time(text, now, out, size): "昨晚10点" -> "11月20日22时"; "三天了" -> "11月18日起". false when no phrase. */
bool propose_time(const char *text, int64_t now, char *out, int size);

/** propose_demand(text, out, size): what the caller asks for, in his words: "路灯坏了, 希望尽快修好, 并告知结果。" -> "尽快修好,
 * 并告知结果". The last wish of the text, whole clauses, at most PROPOSE_DEMAND_CHARS; false when none is said. ${size} at
 * least PROPOSE_DEMAND_BYTES. */
#define PROPOSE_DEMAND_CHARS 80
#define PROPOSE_DEMAND_BYTES (4 * PROPOSE_DEMAND_CHARS + 1)
bool propose_demand(const char *text, char *out, size_t size);

#endif
