/* Look-ups in a city: by code where arrays are sorted by it, by walking where they are short. Everything is borrowed and
 * nothing is changed, so that any number of threads may look at once. Unknown codes are NULL, never a guess; circles of
 * parents end after CITY_DEPTH steps. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "city_p.h"
#include "model/city.h"
#include "model/script.h"

/* All arrays that are looked up by code begin with it. */
static const void *
find(const void *array, size_t n, size_t size, const char *code)
{
	if (code == NULL || code[0] == '\0')
		return NULL;
	size_t lo = 0, hi = n;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		const char *const *row =
		    (const char *const *)(const void *)((const char *)array + mid * size);
		int order = strcmp(*row, code);
		if (order == 0)
			return row;
		if (order < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return NULL;
}

const struct area *
city_area(const struct city *c, const char *code)
{
	return find(c->areas, c->n_areas, sizeof *c->areas, code);
}

const struct unit *
city_unit(const struct city *c, const char *code)
{
	return find(c->units, c->n_units, sizeof *c->units, code);
}

const struct category *
city_category(const struct city *c, const char *code)
{
	return find(c->categories, c->n_categories, sizeof *c->categories, code);
}

const struct reject_reason *
city_reject(const struct city *c, const char *code)
{
	for (size_t i = 0; code != NULL && i < c->n_rejects; i++)
		if (strcmp(c->rejects[i].code, code) == 0)
			return &c->rejects[i];
	return NULL;
}

const struct contact *
city_contact(const struct city *c, const char *unit, const char *role)
{
	for (size_t i = 0; i < c->n_contacts; i++)
		if (strcmp(c->contacts[i].unit, unit) == 0 &&
		    strcmp(c->contacts[i].role, role) == 0)
			return &c->contacts[i];
	return NULL;
}

const struct script_row *
city_script(const struct city *c, const char *moment)
{
	assert(script_moment(moment) != NULL); /* else check-city would not ask a city for it */
	for (size_t i = 0; i < c->n_scripts; i++)
		if (strcmp(c->scripts[i].moment, moment) == 0)
			return &c->scripts[i];
	return NULL;
}

const struct transfer_target *
city_target(const struct city *c, const char *id)
{
	return find(c->targets, c->n_targets, sizeof *c->targets, id);
}

const struct text_module *
city_module(const struct city *c, const char *abbr)
{
	char small[16];
	size_t n = abbr != NULL ? strlen(abbr) : 0;
	if (n == 0 || n >= sizeof small)
		return NULL;
	for (size_t i = 0; i <= n; i++)
		small[i] = (char)(abbr[i] >= 'A' && abbr[i] <= 'Z' ? abbr[i] + 'a' - 'A' : abbr[i]);
	return find(c->modules, c->n_modules, sizeof *c->modules, small);
}

size_t
city_fields(const struct city *c, const char *category, const struct field_rule **out, size_t max)
{
	const struct category *own = city_category(c, category);
	const char *parent = own != NULL ? own->parent : "";
	size_t n = 0;
	for (size_t i = 0; own != NULL && i < c->n_field_rules; i++)
		if (n < max && parent[0] != '\0' && strcmp(c->field_rules[i].category, parent) == 0)
			out[n++] = &c->field_rules[i];
	for (size_t i = 0; own != NULL && i < c->n_field_rules; i++) {
		const struct field_rule *f = &c->field_rules[i];
		size_t at = 0;
		if (strcmp(f->category, category) != 0)
			continue;
		while (at < n && strcmp(out[at]->name, f->name) != 0)
			at++;
		if (at < max)
			out[at] = f;
		n += at == n && n < max;
	}
	for (size_t i = 1; i < n; i++) /* few: by order, the parent's first among equals */
		for (size_t k = i; k > 0 && out[k - 1]->order > out[k]->order; k--) {
			const struct field_rule *f = out[k];

			out[k] = out[k - 1];
			out[k - 1] = f;
		}
	return n;
}

const char *
city_unit_name(const struct city *c, const char *code)
{
	if (code == NULL || code[0] == '\0')
		return "";
	const struct unit *u = city_unit(c, code);
	if (u == NULL)
		return code;
	return u->short_name[0] ? u->short_name : u->name;
}

void
city_category_path(const struct city *c, const char *code, char *out, size_t size)
{
	const struct category *k = city_category(c, code);
	const struct category *up = k ? city_category(c, k->parent) : NULL;
	char buf[256];
	if (k == NULL)
		str_copy(out, size, code != NULL ? code : "");
	else if (up == NULL)
		str_copy(out, size, k->name);
	else {
		snprintf(buf, sizeof buf, "%s > %s", up->name, k->name);
		str_copy(out, size, buf);
	}
}

const char *
city_home_area(const struct city *c, const char *phone)
{
	const char *best = "未知";
	size_t longest = 0;
	for (size_t i = 0; phone != NULL && i < c->n_home_areas; i++) {
		size_t n = strlen(c->home_areas[i].prefix);
		if (n > longest && strncmp(phone, c->home_areas[i].prefix, n) == 0) {
			longest = n;
			best = c->home_areas[i].name;
		}
	}
	return best;
}

bool
city_unit_is_under(const struct city *c, const char *unit, const char *ancestor)
{
	const struct unit *u = city_unit(c, unit);
	for (int i = 0; u != NULL && i < CITY_DEPTH; i++) {
		if (strcmp(u->code, ancestor) == 0)
			return true;
		u = city_unit(c, u->parent);
	}
	return false;
}

bool
city_area_is_under(const struct city *c, const char *area, const char *ancestor)
{
	const struct area *a = city_area(c, area);
	for (int i = 0; a != NULL && i < CITY_DEPTH; i++) {
		if (strcmp(a->code, ancestor) == 0)
			return true;
		a = city_area(c, a->parent);
	}
	return false;
}

const struct unit *
city_unit_for_area(const struct city *c, const char *area, const char *kind)
{
	const struct area *a = city_area(c, area);
	for (int depth = 0; a != NULL && depth < CITY_DEPTH; depth++) {
		for (size_t i = 0; i < c->n_units; i++)
			if (strcmp(c->units[i].kind, kind) == 0 &&
			    city_list_has(c->units[i].areas, a->code))
				return &c->units[i];
		a = city_area(c, a->parent);
	}
	return NULL;
}
