#ifndef MODEL_PROFILE_H
#define MODEL_PROFILE_H

#include <stdbool.h>
#include <stddef.h>

/* Time limits of a place (domain.md §4.2 as corrected by practice.md A2, A3). Filled from the city pack. */

enum span_unit { SPAN_NONE, SPAN_MIN, SPAN_HOUR, SPAN_DAY, SPAN_WORKDAY };
struct span {
	int n;
	enum span_unit unit;
};

/* Which limit: X(NAME, config name) */
#define PROFILE_LIMITS(X)                 \
	X(CONSULT, "consult")             \
	X(HELP, "help")                   \
	X(SUGGEST, "suggest")             \
	X(COMPLAINT, "complaint")         \
	X(REPORT, "report")               \
	X(PRAISE, "praise")               \
	X(OTHER, "other")                 \
	X(COMPLEX, "complex")             \
	X(DISPATCH, "dispatch")           \
	X(SIGNIN, "signin")               \
	X(CONTACT, "contact")             \
	X(RETURN_WINDOW, "return_window") \
	X(REDO, "redo")                   \
	X(VISIT, "visit")                 \
	X(INCOMPLETE, "incomplete")       \
	X(EXT_FREE, "ext_free")           \
	X(EXT_MAX, "ext_max")             \
	X(PAUSE_MAX, "pause_max")
enum profile_limit {
#define X(name, conf) LIMIT_OF_##name,
	PROFILE_LIMITS(X)
#undef X
	    LIMIT_OF_COUNT
};

/* A row that overrides the limits by urgency or by a category's own rule. SPAN_NONE leaves the profile's. */
struct limit_row {
	char key[24]; /* "critical", "urgent", "street_light" */
	struct span dispatch, signin, contact, resolve, visit;
	bool phone_notice; /* a 特急 dispatch is incomplete without phone_notify */
	bool photo_required;
};

struct profile {
	char name[32], title[64];
	struct span limit[LIMIT_OF_COUNT];
	struct limit_row urgency[2]; /* critical, urgent */
	struct limit_row rule[16];
	size_t n_rules;
	bool start_at_accept; /* unit clock starts at acceptance, else at dispatch */
	bool restart_on_redispatch;
	bool same_time; /* T+n at the same clock time, else end of day */
	int day_end_s;  /* seconds of the day a working-day limit ends: 86399, or 63000 for 17:30 */
	char card_scheme[16]; /* shandong | guangzhou */
};

const char *profile_limit_name(enum profile_limit l);
/** profile_rule(p, key): the category's own row, NULL when none. */
const struct limit_row *profile_rule(const struct profile *p, const char *key);

#define PROFILE_SPAN_MAX \
	9999 /* no limit of any city seen is longer than 90 days; minutes of a week fit */
/** profile_span_parse(s, out): "15min", "24hour", "3day" natural days, "2wd" working days, "" none.
 * false for anything else, for 0 and beyond PROFILE_SPAN_MAX. */
bool profile_span_parse(const char *s, struct span *out);
/** profile_span_text(s, out, size): that form; "" for SPAN_NONE. */
const char *profile_span_text(struct span s, char *out, size_t size);

#endif
