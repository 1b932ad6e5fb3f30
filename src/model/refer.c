/* refer.c: how well somebody of the city's directory fits a matter. One rule a line, the first that holds counts: a
 * call-taker must find the right one in the first rows, whatever else the directory holds.
 *
 * Not here: opening hours (hours.c), names and pinyin (the screen's matcher), what the telephone can do. */
#include "model/refer.h"

#include <string.h>

#include "base/str.h"

bool
refer_takes(const struct transfer_target *t, const char *mode)
{
	return city_list_has(t->modes, mode);
}

static bool
answers_for(const struct transfer_target *t, const char *category, size_t digits)
{
	char code[8];

	if (strlen(category) < digits || digits >= sizeof(code))
		return false;
	memcpy(code, category, digits);
	code[digits] = '\0';
	return city_list_has(t->categories, code);
}

/* A list of areas holds one when it names it or one above it. */
static bool
covers(const struct city *c, const char *areas, const char *area)
{
	size_t at = 0, len;
	const char *item;
	char code[16];

	if (*area == '\0')
		return false;
	while ((item = city_each(areas, &at, &len)) != NULL) {
		if (len >= sizeof(code))
			continue;
		memcpy(code, item, len);
		code[len] = '\0';
		if (city_area_is_under(c, area, code))
			return true;
	}
	return false;
}

/* A line of a utility that sends people out and takes no call unheard: not for a question about a bill. */
static bool
only_repairs(const struct transfer_target *t)
{
	return strcmp(t->kind, "utility") == 0 && strcmp(t->hours, "24h") == 0 &&
	       !refer_takes(t, "blind");
}

/* Of the unit, and no desk for something else of it. */
static bool
is_its_desk(const struct refer_matter *m, const struct transfer_target *t)
{
	const char *category = fields_get(m->f, TF_CATEGORY);

	if (*m->unit == '\0' || !str_eq(t->unit, m->unit))
		return false;
	if (!m->danger && strcmp(fields_get(m->f, TF_TYPE), "consult") == 0 && only_repairs(t))
		return false;
	return *category == '\0' || *t->categories == '\0' || answers_for(t, category, 4) ||
	       answers_for(t, category, 2);
}

enum refer_fit
refer_fit(const struct city *c, const struct refer_matter *m, const struct transfer_target *t)
{
	const char *category = fields_get(m->f, TF_CATEGORY);
	const char *area = fields_get(m->f, TF_AREA);
	bool here = *t->areas == '\0' || *area == '\0' || covers(c, t->areas, area);

	if (strcmp(t->kind, "other_city") == 0)
		return REFER_OTHER_CITY;
	if (strcmp(t->kind, "emergency") == 0)
		return answers_for(t, category, 4) ? REFER_EMERGENCY : REFER_NO_EMERGENCY;
	if (here && is_its_desk(m, t))
		return REFER_UNIT;
	if (here && (answers_for(t, category, 4) || (*m->unit != '\0' && str_eq(t->unit, m->unit))))
		return REFER_MATTER;
	if (*t->areas != '\0' && covers(c, t->areas, area))
		return REFER_TOWN;
	return here && answers_for(t, category, 2) ? REFER_KIND : REFER_ANY;
}

const struct transfer_target *
refer_service(const struct city *c, const char *number)
{
	for (size_t i = 0; i < c->n_targets; i++)
		if (strcmp(c->targets[i].kind, "emergency") == 0 &&
		    strcmp(c->targets[i].number, number) == 0)
			return &c->targets[i];
	return NULL;
}

const struct transfer_target *
refer_repair(const struct city *c, const struct fields *f)
{
	const struct transfer_target *best = NULL;

	for (size_t i = 0; i < c->n_targets; i++) {
		const struct transfer_target *t = &c->targets[i];

		if (strcmp(t->kind, "utility") != 0 || strcmp(t->hours, "24h") != 0 ||
		    !answers_for(t, fields_get(f, TF_CATEGORY), 4))
			continue;
		if (best == NULL || t->order < best->order)
			best = t;
	}
	return best;
}
