#ifndef MODEL_EXTRA_H
#define MODEL_EXTRA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "model/city.h"
#include "model/ticket.h"

/* 补充项 (practice.md A19): the further fields that a ticket of a category carries, by the city's rules (city_fields).
 * They are one value, TF_EXTRA: lines "name=value", those of the category in the order of its rules, then whatever the
 * category has no rule for: a word taken down under another category is kept and shown as 原分类的补充项. A field without
 * a value has no line. ${c} may be NULL (no city yet): then nothing has a rule. */

#define EXTRA_VALUE_CHARS 60
#define EXTRA_VALUE_BYTES (EXTRA_VALUE_CHARS * 4 + 1)
#define EXTRA_NAME_BYTES  25 /* with the end; check-city holds the city to it */
#define EXTRA_LINES       24

struct extra_line {
	const char *name, *value; /* borrowed, not terminated */
	size_t name_len, value_len;
};
/** extra_next(text, at, out): walk the lines; *at starts at 0. false at the end. Lines without "=" are passed over. */
bool extra_next(const char *text, size_t *at, struct extra_line *out);
/** extra_get(text, name, out): the value, "" when there is none; true when there is one. */
bool extra_get(const char *text, const char *name, char out[EXTRA_VALUE_BYTES]);
/** extra_set(c, category, text, name, value, out): append to the empty ${out} the text with that value ("" takes it
 * away), in the order of the rules. out->bad without memory. */
void extra_set(const struct city *c, const char *category, const char *text, const char *name,
    const char *value, struct str *out);

/** extra_rule(c, category, name): the rule of a name, or of a label, for tickets of that category; NULL none. */
const struct field_rule *extra_rule(const struct city *c, const char *category, const char *name);
/** extra_label(c, category, name): what the category, else any category of the city, calls it; else ${name}. */
const char *extra_label(const struct city *c, const char *category, const char *name);
/** extra_words(c, category, text, out): "商家全称 好家电; 涉及金额 3000元; 原分类的补充项: 户号 1203", appended.
 * extra_change_words: of changes: whatever category they are of, ${category} (NULL: not known) before all others. */
void extra_words(const struct city *c, const char *category, const char *text, struct str *out);
void extra_change_words(
    const struct city *c, const char *category, const char *changes, struct str *out);
/** extra_shown(r, value, out): a value as one reads it: money and amounts of money with 元. */
void extra_shown(const struct field_rule *r, const char *value, char out[EXTRA_VALUE_BYTES + 8]);

/** extra_check(c, category, text, e): every line for itself: form, length, no name twice; and by the type of its rule
 * where the category has one. ERR_INVALID, ERR_LIMIT or ERR_UNKNOWN_CODE with a sentence, e->where "extra". */
enum err_code
extra_check(const struct city *c, const char *category, const char *text, struct err *e);
/** extra_check_value(r, value, e): one value that is there, as it is kept: money 3000 or 12.50, number 3 or 16.5, day
 * 2026-11-03 (only the month or the year when no more is known: 2026-11, 2026), choice one of the options. */
enum err_code extra_check_value(const struct field_rule *r, const char *value, struct err *e);
/** extra_normal(r, typed, now, out): what people write as it is kept: 1.2万元 -> 12000, 昨天 -> 2026-11-20, 11月3日 ->
 * 2026-11-03. false when it is nothing of the kind; ${out} then holds the words without the blanks around them. */
bool extra_normal(
    const struct field_rule *r, const char *typed, int64_t now, char out[EXTRA_VALUE_BYTES]);

/** extra_missing(c, f, out): the fields that the category asks for and that are empty, in order; ${out} holds
 * CITY_FIELDS_MOST, or is NULL. Only of a matter somebody has to work on, and never of a critical one. */
int extra_missing(const struct city *c, const struct fields *f, const struct field_rule **out);
/** extra_is_due(f): is it a matter whose further fields one asks for at all? Not a question, a suggestion, praise. */
bool extra_is_due(const struct fields *f);

/** extra_changes(was, mine, out): the lines of ${mine} that differ; a line taken away as "name=". extra_overlay(text,
 * changes, out): ${text} with those changes. extra_merge: both sides' changes of ${was}: what they alone or we alone
 * changed; where both did, ${theirs} stays and our change goes to ${lost}. Appended; true when nothing was lost. */
void extra_changes(const char *was, const char *mine, struct str *out);
void extra_overlay(const char *text, const char *changes, struct str *out);
bool extra_merge(
    const char *theirs, const char *was, const char *mine, struct str *merged, struct str *lost);

#endif
