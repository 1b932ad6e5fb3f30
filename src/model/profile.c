/* Time-limit profiles: names of the limits, look-up of a category's own row, and the one written form of a span
 * ("15min", "24hour", "3day", "2wd") that city packs and reference rows use. What a span means in time is deadline.c. */
#include "model/profile.h"

#include <stdio.h>
#include <string.h>

static const char *const LIMIT_NAME[] = {
#define X(name, conf) conf,
	PROFILE_LIMITS(X)
#undef X
};

static const struct {
	const char *suffix;
	enum span_unit unit;
} SUFFIX[] = {
	{ "min", SPAN_MIN },
	{ "hour", SPAN_HOUR },
	{ "day", SPAN_DAY },
	{ "wd", SPAN_WORKDAY },
};

const char *
profile_limit_name(enum profile_limit l)
{
	return (unsigned)l < LIMIT_OF_COUNT ? LIMIT_NAME[l] : "";
}

const struct limit_row *
profile_rule(const struct profile *p, const char *key)
{
	if (p == NULL || key == NULL || key[0] == '\0')
		return NULL;
	for (size_t i = 0; i < p->n_rules; i++)
		if (strcmp(p->rule[i].key, key) == 0)
			return &p->rule[i];
	return NULL;
}

bool
profile_span_parse(const char *s, struct span *out)
{
	*out = (struct span){ 0, SPAN_NONE };
	if (s == NULL || s[0] == '\0')
		return true;
	int n = 0, digits = 0;
	while (*s >= '0' && *s <= '9' && digits < 5) {
		n = n * 10 + (*s++ - '0');
		digits++;
	}
	if (digits == 0 || n == 0 || n > PROFILE_SPAN_MAX)
		return false;
	for (size_t i = 0; i < sizeof SUFFIX / sizeof SUFFIX[0]; i++)
		if (strcmp(s, SUFFIX[i].suffix) == 0) {
			*out = (struct span){ n, SUFFIX[i].unit };
			return true;
		}
	return false;
}

const char *
profile_span_text(struct span s, char *out, size_t size)
{
	if (size > 0)
		out[0] = '\0';
	for (size_t i = 0; i < sizeof SUFFIX / sizeof SUFFIX[0]; i++)
		if (SUFFIX[i].unit == s.unit)
			snprintf(out, size, "%d%s", s.n, SUFFIX[i].suffix);
	return out;
}
