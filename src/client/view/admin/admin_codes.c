/* What stands in the forms and lists of people in the administrator's screen: units, roles and skills by code, and in words. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "admin_p.h"
#include "base/str.h"
#include "model/members.h"

static const struct picker_item skills[] = {
	{ "dialect", "方言席", NULL, NULL, 0 },
	{ "foreign", "外语席", NULL, NULL, 0 },
	{ "enterprise", "涉企专席", NULL, NULL, 0 },
	{ "emergency", "应急席", NULL, NULL, 0 },
};
#define SKILLS (sizeof(skills) / sizeof(skills[0]))

/* With strings of its own: the city is read anew while the screen is open. */
static bool
unit_catalogue(struct admin *s)
{
	const struct city *c = s->desk->city;
	const size_t n = c != NULL ? c->n_units : 0;

	s->unit_items = calloc(n + 1, sizeof(*s->unit_items));
	s->unit_words = city_new();
	if (s->unit_items == NULL || s->unit_words == NULL)
		return false;
	for (size_t i = 0; i < n; i++)
		s->unit_items[i] =
		    (struct picker_item){ .code = city_dup(s->unit_words, c->units[i].code),
			    .label = city_dup(s->unit_words, c->units[i].name),
			    .search = city_dup(s->unit_words, c->units[i].short_name) };
	return !city_is_short(s->unit_words) &&
	       picker_catalogue_init(&s->units, s->unit_items, n, NULL) == ERR_OK;
}

bool
admin_people_catalogues(struct admin *s)
{
	size_t n = 0;

	for (int r = 0; r < ROLE_NO_COUNT; r++)
		if (r != ROLE_NO_SYSTEM)
			s->role_items[n++] =
			    (struct picker_item){ .code = role_json((enum person_role)r),
				    .label = role_label((enum person_role)r),
				    .search = role_json((enum person_role)r) };
	return unit_catalogue(s) &&
	       picker_catalogue_init(&s->roles, s->role_items, n, NULL) == ERR_OK &&
	       picker_catalogue_init(&s->skills, skills, SKILLS, NULL) == ERR_OK;
}

static const char *
skill_label(const char *code)
{
	for (size_t i = 0; i < SKILLS; i++)
		if (strcmp(skills[i].code, code) == 0)
			return skills[i].label;
	return code;
}

static const char *
role_name(const char *code)
{
	for (int r = 0; r < ROLE_NO_COUNT; r++)
		if (strcmp(role_json((enum person_role)r), code) == 0)
			return role_label((enum person_role)r);
	return code;
}

static void
words_of(const char *set, const char *(*name)(const char *code), char *out, size_t size)
{
	struct str text = { 0 };
	const char *code = NULL;
	char one[32];
	size_t n = 0;

	while (members_next(set, &code, &n)) {
		(void)snprintf(one, sizeof(one), "%.*s", (int)n, code);
		str_addf(&text, "%s%s", text.len > 0 ? "、" : "", name(one));
	}
	(void)str_copy(out, size, str_c(&text));
	str_free(&text);
}

void
admin_roles_words(const char *roles, char *out, size_t size)
{
	words_of(roles, role_name, out, size);
}

void
admin_skills_words(const char *skills_set, char *out, size_t size)
{
	words_of(skills_set, skill_label, out, size);
}
