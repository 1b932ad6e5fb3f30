/* What the words of a script mean: labels of the forms, names of units, people, areas and categories. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "model/deed.h"
#include "model/extra.h"
#include "model/record.h"
#include "script_p.h"

#define PHOTO "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

int64_t
script_time(const char *words, int year)
{
	struct civil c = { .year = year };

	/* NOLINTNEXTLINE(cert-err34-c): what does not fit gives another time, and the day another course */
	if (sscanf(words, "%d-%d %d:%d", &c.month, &c.day, &c.hour, &c.minute) != 4)
		return 0;
	return civil_to_ms(&c);
}

void
script_choose(const char *list, size_t n, int turn, struct str *out)
{
	int ways = 1;

	for (size_t i = 0; i < n; i++)
		ways += list[i] == '|';
	for (turn %= ways; turn > 0; turn--) {
		const char *bar = memchr(list, '|', n);
		n -= (size_t)(bar + 1 - list);
		list = bar + 1;
	}
	while (n > 0 && *list != '|') {
		str_add_c(out, *list++);
		n--;
	}
}

const struct unit *
script_unit(const struct city *c, const char *name)
{
	for (size_t i = 0; i < c->n_units; i++)
		if (strcmp(c->units[i].short_name, name) == 0)
			return &c->units[i];
	return NULL;
}

static const char *
code_of(const struct enum_item *items, int n, const char *label)
{
	for (int i = 0; items != NULL && i < n; i++)
		if (strcmp(items[i].label, label) == 0)
			return items[i].code;
	return NULL;
}

/* "城管局,住建局" as codes. */
static void
unit_codes(const struct script_words *w, const char *names, struct str *out)
{
	char one[64];

	while (*names != '\0') {
		size_t n = strcspn(names, ",");
		const struct unit *u;

		snprintf(one, sizeof(one), "%.*s", (int)n, names);
		u = script_unit(w->city, one);
		str_addf(out, "%s%s", out->len > 0 ? "," : "", u != NULL ? u->code : one);
		names += n + (names[n] == ',');
	}
}

/* The value of a cell of a form as it is stored. */
static void
value_of(
    const struct script_words *w, const struct deed_ask *ask, const char *value, struct str *out)
{
	const char *code = code_of(ask->items, ask->n_items, value);
	const struct hall_person *p;
	long long at;

	switch (ask->kind) {
	case DEED_UNIT:
	case DEED_UNITS:
		unit_codes(w, value, out);
		return;
	case DEED_PERSON:
		p = hall_person(w->hall, value);
		str_add(out, p != NULL ? p->job_no : value);
		return;
	case DEED_TIME:
		at = (long long)script_time(value, 2026);
		str_addf(out, "%lld", at);
		return;
	case DEED_FILES:
		str_add(out, strcmp(value, "照片") == 0 ? PHOTO : value);
		return;
	default:
		if (ask->arg == EA_TOLD && strcmp(value, "上次联系") == 0)
			str_addf(out, "%lld", (long long)w->told);
		else
			str_add(out, code != NULL ? code : value);
	}
}

static bool
say_cell(const struct script_words *w, const char *label, const char *value)
{
	int n;
	const struct deed_ask *rows = deed_asks((enum event_kind)w->op->kind, &n);

	for (int i = 0; i < n; i++) {
		struct str v = { 0 };

		if (strcmp(rows[i].label, label) != 0)
			continue;
		value_of(w, &rows[i], value, &v);
		args_set(&w->op->args, rows[i].arg, str_c(&v));
		str_free(&v);
		return true;
	}
	return false;
}

/* Arguments that no form asks for: how a transfer ended, the number somebody called from. */
static bool
say_argument(const struct script_words *w, const char *label, const char *value)
{
	int n, codes;
	const struct enum_item *results = workflow_results((enum event_kind)w->op->kind, &n);
	const struct enum_item *modes = record_codes(RECORD_TRANSFER, &codes);

	for (int a = 0; a < EA_COUNT; a++) {
		const char *code = NULL;

		if (strcmp(arg_info((enum event_arg)a)->label, label) != 0)
			continue;
		if (a == EA_RESULT)
			code = code_of(results, n, value);
		else if (a == EA_MODE)
			code = code_of(modes, codes, value);
		return args_set(&w->op->args, (enum event_arg)a, code != NULL ? code : value);
	}
	return false;
}

static const char *
area_code(const struct city *c, const char *name)
{
	for (size_t i = 0; i < c->n_areas; i++)
		if (strcmp(c->areas[i].name, name) == 0)
			return c->areas[i].code;
	return NULL;
}

static const char *
category_code(const struct city *c, const char *name)
{
	for (size_t i = 0; i < c->n_categories; i++)
		if (strcmp(c->categories[i].name, name) == 0)
			return c->categories[i].code;
	return NULL;
}

static bool
say_field(const struct script_words *w, const char *label, const char *value)
{
	for (int f = 0; f < TF_COUNT; f++) {
		const struct field_info *info = field_info((enum ticket_field)f);
		const char *code = NULL;
		int n;
		const struct enum_item *items = enum_items((enum ticket_field)f, &n);

		if (strcmp(info->label, label) != 0)
			continue;
		if (items != NULL)
			code = code_of(items, n, value);
		else if (info->kind == KIND_AREA)
			code = area_code(w->city, value);
		else if (info->kind == KIND_CATEGORY)
			code = category_code(w->city, value);
		else if (info->kind == KIND_BOOL)
			code = strcmp(value, "是") == 0 ? "1" : "0";
		return fields_set(&w->op->set, (enum ticket_field)f, code != NULL ? code : value);
	}
	return false;
}

/* What the category asks for besides. */
static bool
say_extra(const struct script_words *w, const char *label, const char *value)
{
	const char *category = fields_get(&w->op->set, TF_CATEGORY);
	const struct field_rule *rule = extra_rule(w->city, category, label);
	struct str text = { 0 };

	if (rule == NULL)
		return false;
	extra_set(w->city, category, fields_get(&w->op->set, TF_EXTRA), rule->name, value, &text);
	fields_set(&w->op->set, TF_EXTRA, str_c(&text));
	str_free(&text);
	return true;
}

bool
script_say(const struct script_words *w, const char *label, const char *value)
{
	const bool writes = w->op->kind == EVENT_AMEND || w->op->kind == EVENT_COMPLETE;

	if (!writes && say_cell(w, label, value))
		return true;
	if (!writes && (event_info((enum event_kind)w->op->kind)->from & STATE_BIT(NONE)) == 0)
		return say_argument(w, label, value) || say_field(w, label, value);
	return say_extra(w, label, value) || say_field(w, label, value) ||
	       say_argument(w, label, value);
}
