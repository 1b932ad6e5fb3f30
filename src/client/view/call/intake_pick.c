/* intake_pick.c: the closed fields of the intake form: categories, areas and units as picker lists, and the short lists
 * that are chosen by one digit.
 *
 * A list is compiled when its field is first entered and lives as long as the city it points into. Not here: drawing
 * and matching (ui/picker.h, ui/choice.h), what is stored (the sheet). */
#include "intake_p.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "text/fold.h"
#include "text/pinyin.h"

/* ---- long lists ---- */

static size_t
fill_categories(struct intake_list *l, const struct city *c)
{
	size_t n = 0;

	for (size_t i = 0; i < c->n_categories; i++) {
		const struct category *k = &c->categories[i];

		if (k->parent[0] == '\0')
			continue;
		city_category_path(c, k->code, l->labels[n], sizeof(l->labels[n]));
		l->items[n] = (struct picker_item){
			.code = k->code, .label = l->labels[n], .search = k->synonyms
		};
		n++;
	}
	return n;
}

static size_t
fill_areas(struct intake_list *l, const struct city *c)
{
	size_t n = 0;

	for (size_t i = 0; i < c->n_areas; i++) {
		const struct area *a = &c->areas[i];

		if (strcmp(a->kind, "city") == 0)
			continue;
		l->items[n++] =
		    (struct picker_item){ .code = a->code, .label = a->full, .search = a->aliases };
	}
	return n;
}

static size_t
fill_units(struct intake_list *l, const struct city *c)
{
	size_t n = 0;

	for (size_t i = 0; i < c->n_units; i++) {
		const struct unit *u = &c->units[i];

		if (strcmp(u->kind, "centre") == 0 || strcmp(u->kind, "village") == 0)
			continue;
		l->items[n++] = (struct picker_item){
			.code = u->code, .label = u->name, .search = u->short_name
		};
	}
	return n;
}

static enum pick_list
which_list(enum ticket_field f)
{
	return f == TF_CATEGORY ? PICK_CATEGORY : f == TF_AREA ? PICK_AREA : PICK_UNIT;
}

static void
drop_list(struct intake_list *l)
{
	if (l->ready)
		picker_catalogue_free(&l->catalogue);
	free(l->items);
	free(l->labels);
	*l = (struct intake_list){ 0 };
}

static bool
compile(struct intake_list *l, enum pick_list which, const struct city *c)
{
	const size_t most[PICK_COUNT] = { c->n_categories, c->n_areas, c->n_units };
	size_t n = most[which] > 0 ? most[which] : 1;

	l->items = calloc(n, sizeof(*l->items));
	if (which == PICK_CATEGORY)
		l->labels = calloc(n, sizeof(*l->labels));
	if (l->items == NULL || (which == PICK_CATEGORY && l->labels == NULL)) {
		drop_list(l);
		return false;
	}
	n = which == PICK_CATEGORY ? fill_categories(l, c)
	    : which == PICK_AREA   ? fill_areas(l, c)
				   : fill_units(l, c);
	l->ready = picker_catalogue_init(&l->catalogue, l->items, n, NULL) == ERR_OK;
	if (!l->ready)
		drop_list(l);
	return l->ready;
}

/* The list of a field; NULL before the city is known or without memory. */
const struct picker_catalogue *
intake_pick_list(struct intake *s, enum ticket_field f)
{
	struct intake_list *l = &s->lists[which_list(f)];

	if (s->city == NULL || (!l->ready && !compile(l, which_list(f), s->city)))
		return NULL;
	return &l->catalogue;
}

void
intake_pick_free(struct intake *s)
{
	for (int i = 0; i < PICK_COUNT; i++)
		drop_list(&s->lists[i]);
}

static long
weight(const struct intake *s, enum pick_list which, const char *code)
{
	const struct intake_offer *o = &s->offer;
	long w = 0;

	for (int i = 0; i < o->n; i++) {
		if (which == PICK_CATEGORY && strcmp(o->p[i].category->code, code) == 0)
			w = 100 + o->p[i].percent;
		if (which == PICK_UNIT && strcmp(o->p[i].unit, code) == 0)
			w = 100 - i;
	}
	if (which == PICK_AREA && strcmp(o->area, code) == 0)
		w = 200;
	if (which == PICK_AREA && strcmp(s->who.c.last_area, code) == 0)
		w += 100;
	return w;
}

/* What fits the text stands first in every list. */
void
intake_pick_weigh(struct intake *s)
{
	for (int k = 0; k < PICK_COUNT; k++) {
		struct intake_list *l = &s->lists[k];

		for (size_t i = 0; l->ready && i < l->catalogue.n; i++)
			l->items[i].weight = weight(s, (enum pick_list)k, l->items[i].code);
	}
}

/* 村北水井 is no area and a place all the same: words in the list of areas that fit none belong to the address. */
bool
intake_pick_strays(const struct intake *s, const struct slot *c)
{
	return c->kind == CELL_PICK && c->field == TF_AREA && s->pick.open &&
	       s->pick.n_found == 0 && str_c(&s->pick.query.text)[0] != '\0' &&
	       !intake_amend_locked(s, TF_ADDRESS);
}

void
intake_pick_leave(struct intake *s, const struct slot *c)
{
	const char *typed = str_c(&s->pick.query.text), *now = intake_value(s, TF_ADDRESS);
	struct str address = { 0 };

	if (!intake_pick_strays(s, c))
		return;
	str_addf(&address, "%s%s%s", now, *now != '\0' ? " " : "", typed);
	s->desk->say(s->desk->app, 1, "区划里没有“%.60s”, 已记到地址里", typed);
	intake_draft_put(s, TF_ADDRESS, str_c(&address), false);
	str_free(&address);
	picker_set(&s->pick, intake_value(s, TF_AREA));
}

/* ---- short lists ---- */

static const char *const yes_no[] = { "否", "是" };

int
intake_pick_labels(enum ticket_field f, const char *labels[9])
{
	const struct enum_item *items;
	int n = 0;

	if (field_info(f)->kind == KIND_BOOL) {
		labels[0] = yes_no[0];
		labels[1] = yes_no[1];
		return 2;
	}
	items = enum_items(f, &n);
	if (n > 8)
		n = 8;
	for (int i = 0; i < n; i++)
		labels[i] = items[i].label;
	if (f == TF_TYPE) /* where one is when it turns out that the matter is not ours */
		labels[n++] = "不予受理";
	return n;
}

const char *
intake_pick_code(enum ticket_field f, int value)
{
	const struct enum_item *items;
	int n = 0;

	if (field_info(f)->kind == KIND_BOOL)
		return value == 1 ? "1" : "0";
	items = enum_items(f, &n);
	return value >= 0 && value < n ? items[value].code : "";
}

int
intake_pick_value(enum ticket_field f, const char *code)
{
	const struct enum_item *items;
	int n = 0;

	if (field_info(f)->kind == KIND_BOOL)
		return *code == '\0' ? -1 : strcmp(code, "1") == 0;
	items = enum_items(f, &n);
	for (int i = 0; i < n; i++)
		if (strcmp(items[i].code, code) == 0)
			return i;
	return -1;
}

int
intake_pick_letter(const struct choice *ch, const char *typed)
{
	struct str key = { 0 };
	int found = -1;

	fold_add(&key, typed);
	for (int k = 1; key.len == 1 && k <= ch->n && found < 0; k++) {
		int i = (ch->value + k + ch->n) % ch->n;
		struct str initials = { 0 };

		pinyin_initials(ch->labels[i], &initials);
		if (str_c(&initials)[0] == str_c(&key)[0])
			found = i;
		str_free(&initials);
	}
	str_free(&key);
	return found;
}
