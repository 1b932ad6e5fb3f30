/* A city in memory: arrays, the arena that owns their strings, sorting; look-ups are city_find.c. Filled by city/ (packs
 * and reference rows) or by tests; read only after city_finish, so that any number of threads may share it.
 * Invariants after city_finish: areas, units, categories sorted by code; rules by category, then priority downwards;
 * contacts by unit; targets by id, modules by abbreviation, field rules by category, then order. Does not judge the
 * data: dangling codes are found by city/pack_check.c and simply look up as NULL here, circles of parents end after
 * CITY_DEPTH steps. */
#include "model/city.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "city_p.h"
#include "propose_p.h"

struct chunk {
	struct chunk *next;
	size_t used, size;
	char bytes[];
};

struct arena {
	struct chunk *head;
	bool failed; /* a string was lost for want of memory */
};

#define CHUNK_BYTES \
	((size_t)64 * 1024) /* a sample city is 200 KB of text: few mallocs, little waste */

struct city *
city_new(void)
{
	struct city *c = calloc(1, sizeof *c);
	if (c == NULL)
		return NULL;
	c->arena = calloc(1, sizeof *c->arena);
	if (c->arena == NULL) {
		free(c);
		return NULL;
	}
	c->name = c->code = c->area_code = c->hotline = c->centre_name = c->profile_name =
	    c->business_end = "";
	return c;
}

void
city_free(struct city *c)
{
	if (c == NULL)
		return;
	void *arrays[] = { c->areas, c->streets, c->units, c->contacts, c->duties, c->categories,
		c->rules, c->dangers, c->lines, c->rejects, c->scripts, c->home_areas, c->bulletins,
		c->wordings, c->protections, c->targets, c->modules, c->field_rules,
		c->incident_rules };
	for (size_t i = 0; i < sizeof arrays / sizeof arrays[0]; i++)
		free(arrays[i]);
	calendar_free(&c->calendar);
	propose_index_free(c->index);
	for (struct chunk *k = c->arena->head, *next; k != NULL; k = next) {
		next = k->next;
		free(k);
	}
	free(c->arena);
	free(c);
}

const char *
city_dup(struct city *c, const char *s)
{
	if (s == NULL || s[0] == '\0')
		return "";
	size_t n = strlen(s) + 1;
	struct chunk *k = c->arena->head;
	if (k == NULL || k->size - k->used < n) {
		size_t size = n > CHUNK_BYTES ? n : CHUNK_BYTES;
		k = malloc(sizeof *k + size);
		if (k == NULL) {
			c->arena->failed = true;
			return "";
		}
		*k = (struct chunk){ .next = c->arena->head, .size = size };
		c->arena->head = k;
	}
	char *to = k->bytes + k->used;
	memcpy(to, s, n);
	k->used += n;
	return to;
}

bool
city_is_short(const struct city *c)
{
	return c->arena->failed;
}

void *
city_push(void *array, size_t *n, size_t size)
{
	char *p;
	memcpy(&p, array, sizeof p); /* array is the address of any pointer: T ** */
	if (*n == 0 || (*n >= 8 && (*n & (*n - 1)) == 0)) {
		char *bigger = realloc(p, (*n ? *n * 2 : 8) * size);
		if (bigger == NULL)
			return NULL;
		p = bigger;
		memcpy(array, &p, sizeof p);
	}
	void *slot = p + (*n)++ * size;
	memset(slot, 0, size);
	return slot;
}

/* ---- lists in a cell ---- */

static size_t
separator(const char *s)
{
	static const char *const WIDE[] = { "、", "，", "；", "　" };
	if (*s != '\0' && strchr("|,; ", *s) != NULL)
		return 1;
	for (size_t i = 0; i < sizeof WIDE / sizeof WIDE[0]; i++)
		if (strncmp(s, WIDE[i], 3) == 0)
			return 3;
	return 0;
}

const char *
city_each(const char *list, size_t *at, size_t *len)
{
	if (list == NULL)
		return NULL;
	size_t i = *at, step;
	while (list[i] != '\0' && (step = separator(list + i)) > 0)
		i += step;
	if (list[i] == '\0')
		return NULL;
	size_t start = i;
	while (list[i] != '\0' && separator(list + i) == 0)
		i++;
	*at = i;
	*len = i - start;
	return list + start;
}

bool
city_list_has(const char *list, const char *item)
{
	size_t at = 0, len;
	for (const char *p; (p = city_each(list, &at, &len)) != NULL;)
		if (strlen(item) == len && memcmp(p, item, len) == 0)
			return true;
	return false;
}

/* ---- finish ---- */

static int
area_order(const void *a, const void *b)
{
	return strcmp(((const struct area *)a)->code, ((const struct area *)b)->code);
}
static int
unit_order(const void *a, const void *b)
{
	return strcmp(((const struct unit *)a)->code, ((const struct unit *)b)->code);
}
static int
category_order(const void *a, const void *b)
{
	return strcmp(((const struct category *)a)->code, ((const struct category *)b)->code);
}

/* The order in which an office is called: 值班, 联络员, 分管领导 (practice A3). */
static int
contact_rank(const char *role)
{
	static const char *const ORDER[] = { "duty", "liaison", "leader" };
	int i = 0;
	while (i < 3 && strcmp(role, ORDER[i]) != 0)
		i++;
	return i;
}

static int
contact_order(const void *a, const void *b)
{
	const struct contact *x = a, *y = b;
	int order = strcmp(x->unit, y->unit);
	if (order == 0)
		order = contact_rank(x->role) - contact_rank(y->role);
	return order ? order : strcmp(x->phone, y->phone);
}

static int
rule_order(const void *a, const void *b)
{
	const struct dispatch_rule *x = a, *y = b;
	int order = strcmp(x->category, y->category);
	if (order == 0)
		order = (x->priority < y->priority) - (x->priority > y->priority);
	return order ? order : strcmp(x->id, y->id);
}

static int
target_order(const void *a, const void *b)
{
	return strcmp(
	    ((const struct transfer_target *)a)->id, ((const struct transfer_target *)b)->id);
}
static int
module_order(const void *a, const void *b)
{
	return strcmp(((const struct text_module *)a)->abbr, ((const struct text_module *)b)->abbr);
}

static int
field_order(const void *a, const void *b)
{
	const struct field_rule *x = a, *y = b;
	int order = strcmp(x->category, y->category);
	if (order == 0)
		order = (x->order > y->order) - (x->order < y->order);
	return order ? order : strcmp(x->name, y->name);
}

static void
sort(void *array, size_t n, size_t size, int (*order)(const void *, const void *))
{
	if (n > 1)
		qsort(array, n, size, order);
}

static const char *
or_empty(const char *s)
{
	return s ? s : "";
}

/* A builder may leave members unset: no reader has to think of NULL. Every text member of these structs comes first
 * as const char *, so one loop fills them. */
static void
fill(void *array, size_t n, size_t size, size_t n_texts)
{
	for (size_t i = 0; i < n; i++) {
		const char **text = (const char **)(void *)((char *)array + i * size);
		for (size_t k = 0; k < n_texts; k++)
			text[k] = or_empty(text[k]);
	}
}

static void
area_full(const struct city *c, struct area *a)
{
	const struct area *chain[CITY_DEPTH];
	size_t n = 0;
	for (const struct area *p = a; p != NULL && n < CITY_DEPTH; p = city_area(c, p->parent)) {
		if (n > 0 && strcmp(p->kind, "city") == 0)
			break;
		chain[n++] = p;
	}
	struct str out = { 0 };
	while (n > 0) {
		str_add(&out, chain[--n]->name);
		if (n > 0)
			str_add_c(&out, ' ');
	}
	str_copy(a->full, sizeof a->full, str_c(&out));
	str_free(&out);
}

/* Every text is one, and every array in its order. */
static void
settle_arrays(struct city *c)
{
	fill(c->areas, c->n_areas, sizeof *c->areas, 5);
	fill(c->streets, c->n_streets, sizeof *c->streets, 3);
	fill(c->units, c->n_units, sizeof *c->units, 9);
	fill(c->contacts, c->n_contacts, sizeof *c->contacts, 5);
	fill(c->duties, c->n_duties, sizeof *c->duties, 5);
	fill(c->categories, c->n_categories, sizeof *c->categories, 8);
	fill(c->rules, c->n_rules, sizeof *c->rules, 13);
	fill(c->dangers, c->n_dangers, sizeof *c->dangers, 6);
	fill(c->lines, c->n_lines, sizeof *c->lines, 4);
	fill(c->rejects, c->n_rejects, sizeof *c->rejects, 4);
	fill(c->scripts, c->n_scripts, sizeof *c->scripts, 4);
	fill(c->home_areas, c->n_home_areas, sizeof *c->home_areas, 2);
	fill(c->bulletins, c->n_bulletins, sizeof *c->bulletins, 10);
	fill(c->wordings, c->n_wordings, sizeof *c->wordings, 5);
	fill(c->protections, c->n_protections, sizeof *c->protections, 8);
	fill(c->targets, c->n_targets, sizeof *c->targets, 11);
	fill(c->modules, c->n_modules, sizeof *c->modules, 5);
	fill(c->field_rules, c->n_field_rules, sizeof *c->field_rules, 6);
	fill(c->incident_rules, c->n_incident_rules, sizeof *c->incident_rules, 1);
	sort(c->areas, c->n_areas, sizeof *c->areas, area_order);
	sort(c->units, c->n_units, sizeof *c->units, unit_order);
	sort(c->categories, c->n_categories, sizeof *c->categories, category_order);
	sort(c->contacts, c->n_contacts, sizeof *c->contacts, contact_order);
	sort(c->rules, c->n_rules, sizeof *c->rules, rule_order);
	sort(c->targets, c->n_targets, sizeof *c->targets, target_order);
	sort(c->modules, c->n_modules, sizeof *c->modules, module_order);
	sort(c->field_rules, c->n_field_rules, sizeof *c->field_rules, field_order);
}

void
city_finish(struct city *c)
{
	settle_arrays(c);
	for (size_t i = 0; i < c->n_areas; i++)
		area_full(c, &c->areas[i]);
	c->profile = NULL;
	for (size_t i = 0; i < c->n_profiles; i++)
		if (strcmp(c->profiles[i].name, or_empty(c->profile_name)) == 0)
			c->profile = &c->profiles[i];
	if (c->profile == NULL && c->n_profiles > 0)
		c->profile = &c->profiles[0];
	propose_index_free(c->index);
	c->index = propose_index_build(c);
}
