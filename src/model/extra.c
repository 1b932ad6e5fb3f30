/* extra.c: the further fields of a ticket as one text of lines name=value: read, change, put in order, say in words, merge.
 *
 * Invariants: nothing here ever loses a line that has a value; a text goes through unchanged but for its order. What a
 * value may be is in extra_value.c. */
#include "model/extra.h"

#include <string.h>

#include "base/utf8.h"

bool
extra_next(const char *text, size_t *at, struct extra_line *out)
{
	while (text != NULL && text[*at] != '\0') {
		const char *line = text + *at;
		size_t n = strcspn(line, "\n");
		const char *eq = memchr(line, '=', n);

		*at += n + (line[n] == '\n');
		if (eq == NULL)
			continue;
		*out = (struct extra_line){ .name = line,
			.name_len = (size_t)(eq - line),
			.value = eq + 1,
			.value_len = n - (size_t)(eq - line) - 1 };
		return true;
	}
	return false;
}

static bool
find(const char *text, const char *name, size_t name_len, struct extra_line *out)
{
	size_t at = 0;

	while (extra_next(text, &at, out))
		if (out->name_len == name_len && memcmp(out->name, name, name_len) == 0)
			return true;
	*out = (struct extra_line){ .name = name, .name_len = name_len, .value = "" };
	return false;
}

bool
extra_get(const char *text, const char *name, char out[EXTRA_VALUE_BYTES])
{
	struct extra_line line;
	bool there = find(text, name, strlen(name), &line);
	size_t n = line.value_len;

	if (n >= EXTRA_VALUE_BYTES)
		n = utf8_whole(line.value, EXTRA_VALUE_BYTES - 1);
	memcpy(out, line.value, n);
	out[n] = '\0';
	return there && n > 0;
}

static void
add(struct str *out, const char *name, size_t name_len, const char *value, size_t value_len)
{
	if (out->len > 0)
		str_add_c(out, '\n');
	str_add_n(out, name, name_len);
	str_add_c(out, '=');
	str_add_n(out, value, value_len);
}

static bool
is_name(const struct extra_line *line, const char *name)
{
	return strlen(name) == line->name_len && memcmp(name, line->name, line->name_len) == 0;
}

static bool
has_rule(const struct field_rule *const *rules, size_t n, const struct extra_line *line)
{
	for (size_t i = 0; i < n; i++)
		if (is_name(line, rules[i]->name))
			return true;
	return false;
}

static size_t
rules_of(const struct city *c, const char *category, const struct field_rule *rules[])
{
	return c != NULL ? city_fields(c, category, rules, CITY_FIELDS_MOST) : 0;
}

static void
put_in_order(const struct city *c, const char *category, const char *text, struct str *out)
{
	const struct field_rule *rules[CITY_FIELDS_MOST];
	size_t n = rules_of(c, category, rules), at = 0;
	struct extra_line line;

	for (size_t i = 0; i < n; i++)
		if (find(text, rules[i]->name, strlen(rules[i]->name), &line) && line.value_len > 0)
			add(out, line.name, line.name_len, line.value, line.value_len);
	while (extra_next(text, &at, &line))
		if (line.value_len > 0 && !has_rule(rules, n, &line))
			add(out, line.name, line.name_len, line.value, line.value_len);
}

void
extra_set(const struct city *c, const char *category, const char *text, const char *name,
    const char *value, struct str *out)
{
	struct str change = { 0 }, all = { 0 };

	add(&change, name, strlen(name), value, strlen(value));
	extra_overlay(text, str_c(&change), &all);
	put_in_order(c, category, str_c(&all), out);
	out->bad = out->bad || change.bad || all.bad;
	str_free(&change);
	str_free(&all);
}

/* ---- in words ---- */

const struct field_rule *
extra_rule(const struct city *c, const char *category, const char *name)
{
	const struct field_rule *rules[CITY_FIELDS_MOST];
	size_t n = rules_of(c, category, rules);

	for (size_t i = 0; i < n; i++)
		if (strcmp(rules[i]->name, name) == 0)
			return rules[i];
	for (size_t i = 0; i < n; i++)
		if (strcmp(rules[i]->label, name) == 0)
			return rules[i];
	return NULL;
}

const char *
extra_label(const struct city *c, const char *category, const char *name)
{
	const struct field_rule *r = extra_rule(c, category, name);

	for (size_t i = 0; r == NULL && c != NULL && i < c->n_field_rules; i++)
		if (strcmp(c->field_rules[i].name, name) == 0)
			r = &c->field_rules[i];
	return r != NULL ? r->label : name;
}

static void
say(const struct city *c, const char *category, const char *text, bool apart, struct str *out)
{
	size_t at = 0;
	struct extra_line line;
	bool others = false, first = true;

	while (extra_next(text, &at, &line)) {
		char name[EXTRA_NAME_BYTES * 4], value[EXTRA_VALUE_BYTES], shown[sizeof(value) + 8];
		const struct field_rule *r;

		(void)str_copy(name,
		    line.name_len < sizeof(name) ? line.name_len + 1 : sizeof(name), line.name);
		(void)extra_get(text, name, value);
		r = category != NULL ? extra_rule(c, category, name) : NULL;
		extra_shown(r, value, shown);
		if (!first)
			str_add(out, "; ");
		if (r == NULL && apart && !others)
			str_add(out, "原分类的补充项: ");
		str_addf(
		    out, "%s %s", extra_label(c, category, name), *shown != '\0' ? shown : "(空)");
		others = others || r == NULL;
		first = false;
	}
}

void
extra_words(const struct city *c, const char *category, const char *text, struct str *out)
{
	say(c, category, text, true, out);
}

void
extra_change_words(const struct city *c, const char *category, const char *changes, struct str *out)
{
	say(c, category, changes, false, out);
}

/* ---- two people's changes ---- */

static bool
same(const struct extra_line *a, const struct extra_line *b)
{
	return a->value_len == b->value_len && memcmp(a->value, b->value, a->value_len) == 0;
}

void
extra_changes(const char *was, const char *mine, struct str *out)
{
	struct extra_line now, before;
	size_t at = 0;

	while (extra_next(mine, &at, &now)) {
		(void)find(was, now.name, now.name_len, &before);
		if (!same(&now, &before))
			add(out, now.name, now.name_len, now.value, now.value_len);
	}
	for (at = 0; extra_next(was, &at, &before);)
		if (before.value_len > 0 && !find(mine, before.name, before.name_len, &now))
			add(out, before.name, before.name_len, "", 0);
}

void
extra_overlay(const char *text, const char *changes, struct str *out)
{
	struct extra_line line, change;
	size_t at = 0;

	while (extra_next(text, &at, &line)) {
		if (find(changes, line.name, line.name_len, &change))
			line = change;
		if (line.value_len > 0)
			add(out, line.name, line.name_len, line.value, line.value_len);
	}
	for (at = 0; extra_next(changes, &at, &change);)
		if (change.value_len > 0 && !find(text, change.name, change.name_len, &line))
			add(out, change.name, change.name_len, change.value, change.value_len);
}

bool
extra_merge(
    const char *theirs, const char *was, const char *mine, struct str *merged, struct str *lost)
{
	struct str ours = { 0 }, taken = { 0 };
	struct extra_line change, now, before;
	bool whole = true;
	size_t at = 0;

	extra_changes(was, mine, &ours);
	while (extra_next(str_c(&ours), &at, &change)) {
		(void)find(theirs, change.name, change.name_len, &now);
		(void)find(was, change.name, change.name_len, &before);
		if (same(&now, &before) || same(&now, &change)) {
			add(&taken, change.name, change.name_len, change.value, change.value_len);
		} else {
			whole = false;
			add(lost, change.name, change.name_len, change.value, change.value_len);
		}
	}
	extra_overlay(theirs, str_c(&taken), merged);
	merged->bad = merged->bad || ours.bad || taken.bad;
	str_free(&ours);
	str_free(&taken);
	return whole;
}
