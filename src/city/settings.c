/* What city.conf and profiles.conf hold, as settings with a name and a text, whatever brings them: libconfig groups
 * (pack_conf.c) or the key=value lines of a reference row (rows.c). One table row a setting. Unknown keys are told
 * apart from bad values, because a file must have neither and a row of a newer centre may have the first. */
#include "settings_p.h"

#include <stdio.h>
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* ---- city.conf ---- */

static const struct {
	const char *key;
	size_t offset;
	bool must;
} CITY[] = {
	{ "name", offsetof(struct city, name), true },
	{ "code", offsetof(struct city, code), true },
	{ "area_code", offsetof(struct city, area_code), true },
	{ "hotline", offsetof(struct city, hotline), true },
	{ "centre_name", offsetof(struct city, centre_name), true },
	{ "profile", offsetof(struct city, profile_name), true },
	{ "business_end", offsetof(struct city, business_end), false },
};

static const char *
city_text(const struct city *c, size_t i)
{
	const char *s;
	memcpy(&s, (const char *)c + CITY[i].offset, sizeof s);
	return s != NULL ? s : "";
}

enum setting_result
settings_city_set(struct city *c, const char *key, const char *value)
{
	for (size_t i = 0; i < COUNT(CITY); i++)
		if (strcmp(CITY[i].key, key) == 0) {
			const char *kept = city_dup(c, value);
			memcpy((char *)c + CITY[i].offset, &kept, sizeof kept);
			return SETTING_OK;
		}
	return SETTING_UNKNOWN;
}

void
settings_city_add(const struct city *c, struct str *out)
{
	for (size_t i = 0; i < COUNT(CITY); i++)
		str_addf(out, "%s=%s\n", CITY[i].key, city_text(c, i));
}

const char *
settings_city_missing(const struct city *c)
{
	for (size_t i = 0; i < COUNT(CITY); i++)
		if (CITY[i].must && city_text(c, i)[0] == '\0')
			return CITY[i].key;
	return NULL;
}

/* ---- one profile ---- */

enum value_kind {
	VALUE_TEXT,
	VALUE_FLAG,  /* true, false */
	VALUE_WORD,  /* bool by one of two words */
	VALUE_CLOCK, /* 17:30:00 as seconds of the day */
	VALUE_SPAN
};

struct value {
	const char *key;
	enum value_kind kind;
	size_t offset, size;  /* size: of a text */
	const char *off, *on; /* the two words */
};

#define IN_PROFILE(member) offsetof(struct profile, member), sizeof(((struct profile *)0)->member)
#define IN_ROW(member)     offsetof(struct limit_row, member), sizeof(((struct limit_row *)0)->member)

static const struct value PROFILE[] = {
	{ "name", VALUE_TEXT, IN_PROFILE(name), NULL, NULL },
	{ "title", VALUE_TEXT, IN_PROFILE(title), NULL, NULL },
	{ "mode", VALUE_WORD, IN_PROFILE(same_time), "day_end", "same_time" },
	{ "day_end", VALUE_CLOCK, IN_PROFILE(day_end_s), NULL, NULL },
	{ "start_at", VALUE_WORD, IN_PROFILE(start_at_accept), "dispatch", "accept" },
	{ "restart_on_redispatch", VALUE_FLAG, IN_PROFILE(restart_on_redispatch), NULL, NULL },
	{ "cards", VALUE_TEXT, IN_PROFILE(card_scheme), NULL, NULL },
};

static const struct value ROW[] = {
	{ "dispatch", VALUE_SPAN, IN_ROW(dispatch), NULL, NULL },
	{ "signin", VALUE_SPAN, IN_ROW(signin), NULL, NULL },
	{ "contact", VALUE_SPAN, IN_ROW(contact), NULL, NULL },
	{ "resolve", VALUE_SPAN, IN_ROW(resolve), NULL, NULL },
	{ "visit", VALUE_SPAN, IN_ROW(visit), NULL, NULL },
	{ "phone_notice", VALUE_FLAG, IN_ROW(phone_notice), NULL, NULL },
	{ "photo_required", VALUE_FLAG, IN_ROW(photo_required), NULL, NULL },
};

static const char *const URGENCY[] = { "critical", "urgent" };

/* "17:30:00" or "17:30" */
static bool
clock_parse(const char *s, int *out)
{
	int part[3] = { 0 }, n = 0;
	for (; n < 3; n++) {
		if (s[0] < '0' || s[0] > '9' || s[1] < '0' || s[1] > '9')
			return false;
		part[n] = (s[0] - '0') * 10 + s[1] - '0';
		s += 2;
		if (*s == '\0')
			break;
		if (*s++ != ':')
			return false;
	}
	if (n == 0 || n == 3 || part[0] > 23 || part[1] > 59 || part[2] > 59)
		return false;
	*out = part[0] * 3600 + part[1] * 60 + part[2];
	return *out > 0;
}

static bool
flag_parse(const char *s, const char *off, const char *on, bool *out)
{
	*out = strcmp(s, on) == 0;
	return *out || strcmp(s, off) == 0;
}

static enum setting_result
value_set(const struct value *v, void *base, const char *text)
{
	char *at = (char *)base + v->offset;
	bool ok = false, flag;
	int seconds;
	struct span span;
	switch (v->kind) {
	case VALUE_TEXT:
		ok = str_copy(at, v->size, text);
		break;
	case VALUE_FLAG:
		ok = flag_parse(text, "false", "true", &flag);
		memcpy(at, &flag, sizeof flag);
		break;
	case VALUE_WORD:
		ok = flag_parse(text, v->off, v->on, &flag);
		memcpy(at, &flag, sizeof flag);
		break;
	case VALUE_CLOCK:
		ok = clock_parse(text, &seconds);
		if (ok)
			memcpy(at, &seconds, sizeof seconds);
		break;
	case VALUE_SPAN:
		ok = profile_span_parse(text, &span);
		memcpy(at, &span, sizeof span);
		break;
	}
	return ok ? SETTING_OK : SETTING_BAD;
}

static void
value_add(const struct value *v, const char *prefix, const void *base, struct str *out)
{
	const char *at = (const char *)base + v->offset;
	char buf[32];
	bool flag;
	int s;
	struct span span;
	str_addf(out, "%s%s=", prefix, v->key);
	switch (v->kind) {
	case VALUE_TEXT:
		str_add(out, at);
		break;
	case VALUE_FLAG:
		memcpy(&flag, at, sizeof flag);
		str_add(out, flag ? "true" : "false");
		break;
	case VALUE_WORD:
		memcpy(&flag, at, sizeof flag);
		str_add(out, flag ? v->on : v->off);
		break;
	case VALUE_CLOCK:
		memcpy(&s, at, sizeof s);
		str_addf(out, "%02d:%02d:%02d", s / 3600, s / 60 % 60, s % 60);
		break;
	case VALUE_SPAN:
		memcpy(&span, at, sizeof span);
		str_add(out, profile_span_text(span, buf, sizeof buf));
		break;
	}
	str_add_c(out, '\n');
}

static enum setting_result
row_set(struct limit_row *row, const char *key, const char *value)
{
	for (size_t i = 0; i < COUNT(ROW); i++)
		if (strcmp(ROW[i].key, key) == 0)
			return value_set(&ROW[i], row, value);
	return SETTING_UNKNOWN;
}

/* The row of a rule, made when new; NULL when the key is too long or there is no room. */
static struct limit_row *
rule_of(struct profile *p, const char *key, size_t len)
{
	if (len == 0 || len >= sizeof p->rule[0].key)
		return NULL;
	for (size_t i = 0; i < p->n_rules; i++)
		if (strlen(p->rule[i].key) == len && memcmp(p->rule[i].key, key, len) == 0)
			return &p->rule[i];
	if (p->n_rules == COUNT(p->rule))
		return NULL;
	struct limit_row *row = &p->rule[p->n_rules++];
	*row = (struct limit_row){ 0 };
	memcpy(row->key, key, len);
	return row;
}

static enum setting_result
limit_set(struct profile *p, const char *name, const char *value)
{
	for (int l = 0; l < LIMIT_OF_COUNT; l++)
		if (strcmp(profile_limit_name((enum profile_limit)l), name) == 0)
			return profile_span_parse(value, &p->limit[l]) ? SETTING_OK : SETTING_BAD;
	return SETTING_UNKNOWN;
}

enum setting_result
settings_profile_set(struct profile *p, const char *key, const char *value)
{
	const char *dot = strchr(key, '.');
	if (dot == NULL) {
		for (size_t i = 0; i < COUNT(PROFILE); i++)
			if (strcmp(PROFILE[i].key, key) == 0)
				return value_set(&PROFILE[i], p, value);
		return SETTING_UNKNOWN;
	}
	if (str_starts(key, "limits."))
		return limit_set(p, dot + 1, value);
	const char *end = strchr(dot + 1, '.');
	if (end == NULL)
		return SETTING_UNKNOWN;
	size_t len = (size_t)(end - dot - 1);
	if (str_starts(key, "rules.")) {
		struct limit_row *row = rule_of(p, dot + 1, len);
		return row != NULL ? row_set(row, end + 1, value) : SETTING_BAD;
	}
	for (size_t i = 0; str_starts(key, "urgency.") && i < COUNT(URGENCY); i++)
		if (strlen(URGENCY[i]) == len && memcmp(URGENCY[i], dot + 1, len) == 0) {
			str_copy(p->urgency[i].key, sizeof p->urgency[i].key, URGENCY[i]);
			return row_set(&p->urgency[i], end + 1, value);
		}
	return SETTING_UNKNOWN;
}

static void
row_add(const char *group, const struct limit_row *row, struct str *out)
{
	char prefix[48];
	if (row->key[0] == '\0')
		return;
	snprintf(prefix, sizeof prefix, "%s.%s.", group, row->key);
	for (size_t i = 0; i < COUNT(ROW); i++)
		value_add(&ROW[i], prefix, row, out);
}

void
settings_profile_add(const struct profile *p, struct str *out)
{
	char buf[32];
	for (size_t i = 0; i < COUNT(PROFILE); i++)
		value_add(&PROFILE[i], "", p, out);
	for (int l = 0; l < LIMIT_OF_COUNT; l++)
		str_addf(out, "limits.%s=%s\n", profile_limit_name((enum profile_limit)l),
		    profile_span_text(p->limit[l], buf, sizeof buf));
	for (size_t i = 0; i < COUNT(URGENCY); i++)
		row_add("urgency", &p->urgency[i], out);
	for (size_t i = 0; i < p->n_rules; i++)
		row_add("rules", &p->rule[i], out);
}
