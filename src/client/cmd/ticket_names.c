/* Categories, areas and units as a person writes them in a file: by code, by name, or by the whole path of names
 * (城市管理 > 路灯照明, 红山区红山街道). A name that several have is refused with all of them, one that nobody has with the
 * nearest: a ticket is never filed under a guess. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "cmd_p.h"
#include "model/city.h"
#include "text/match.h"

#define TOLD_MAX  5 /* candidates named in a refusal */
#define PATH_SIZE 200

/* One list of the city; at() gives the ${i}th: its code, and what it is called in full. */
struct names {
	enum ticket_field field;
	size_t (*count)(const struct city *c);
	const char *(*at)(const struct city *c, size_t i, char path[PATH_SIZE]);
	bool (*is_called)(const struct city *c, size_t i, const char *name);
};

static size_t
categories(const struct city *c)
{
	return c->n_categories;
}

static const char *
category_at(const struct city *c, size_t i, char path[PATH_SIZE])
{
	city_category_path(c, c->categories[i].code, path, PATH_SIZE);
	return c->categories[i].code;
}

static bool
category_is_called(const struct city *c, size_t i, const char *name)
{
	return strcmp(c->categories[i].name, name) == 0;
}

static size_t
areas(const struct city *c)
{
	return c->n_areas;
}

static const char *
area_at(const struct city *c, size_t i, char path[PATH_SIZE])
{
	const struct area *a = &c->areas[i];

	str_copy(path, PATH_SIZE, a->full[0] != '\0' ? a->full : a->name);
	return a->code;
}

static bool
area_is_called(const struct city *c, size_t i, const char *name)
{
	return strcmp(c->areas[i].name, name) == 0 || city_list_has(c->areas[i].aliases, name);
}

static size_t
units(const struct city *c)
{
	return c->n_units;
}

static const char *
unit_at(const struct city *c, size_t i, char path[PATH_SIZE])
{
	str_copy(path, PATH_SIZE, c->units[i].name);
	return c->units[i].code;
}

static bool
unit_is_called(const struct city *c, size_t i, const char *name)
{
	return strcmp(c->units[i].short_name, name) == 0;
}

static const struct names lists[] = {
	{ TF_CATEGORY, categories, category_at, category_is_called },
	{ TF_AREA, areas, area_at, area_is_called },
	{ TF_UNIT, units, unit_at, unit_is_called },
};

/* ---- comparing ---- */

/* Without what people put between the names of a path. */
static void
squeeze(const char *s, char out[PATH_SIZE])
{
	static const char *const between[] = { " ", ">", "/", "-", "　", "＞", "→", "／" };
	size_t n = 0;

	while (*s != '\0' && n + 1 < PATH_SIZE) {
		size_t skip = 0;
		for (size_t i = 0; i < sizeof(between) / sizeof(between[0]) && skip == 0; i++)
			if (str_starts(s, between[i]))
				skip = strlen(between[i]);
		if (skip == 0)
			out[n++] = *s++;
		s += skip;
	}
	out[n] = '\0';
}

/* Its code, its name, its whole path, or the path below the city's name. */
static bool
is_meant(const struct names *l, const struct city *c, size_t i, const char *text)
{
	char path[PATH_SIZE], said[PATH_SIZE], full[PATH_SIZE];
	size_t city = strlen(c->name);

	squeeze(text, said);
	if (strcmp(l->at(c, i, path), text) == 0 || l->is_called(c, i, said))
		return true;
	squeeze(path, full);
	return strcmp(full, said) == 0 ||
	       (str_starts(said, c->name) && said[city] != '\0' && strcmp(full, said + city) == 0);
}

/* ---- refusing ---- */

static void
tell(const struct names *l, const struct city *c, size_t i, int n, struct str *out)
{
	char path[PATH_SIZE];
	const char *code = l->at(c, i, path);

	if (n < TOLD_MAX)
		str_addf(out, "%s%s %s", n > 0 ? "; " : "", path, code);
	else if (n == TOLD_MAX)
		str_add(out, " …");
}

static enum err_code
refuse_many(
    const struct names *l, const struct city *c, const char *label, const char *text, struct err *e)
{
	struct str may = { 0 };
	int n = 0;

	for (size_t i = 0; i < l->count(c); i++)
		if (is_meant(l, c, i, text))
			tell(l, c, i, n++, &may);
	(void)err_set(
	    e, ERR_UNKNOWN_CODE, "%s“%s”不止一个, 请写全名或代码: %s", label, text, str_c(&may));
	str_free(&may);
	return ERR_UNKNOWN_CODE;
}

static int
score_of(const struct names *l, const struct city *c, size_t i, const char *text)
{
	struct match_query q;
	struct match_label label;
	char path[PATH_SIZE];
	int score = 0;

	match_query_init(&q, text);
	(void)l->at(c, i, path);
	if (match_label_init(&label, path)) {
		score = match_find(&q, &label, NULL);
		match_label_free(&label);
	}
	return score;
}

/* The best by the matcher of the pickers; what nothing matches is tried without its last character, and so on. */
static int
nearest(const struct names *l, const struct city *c, const char *text, size_t best[TOLD_MAX])
{
	char said[PATH_SIZE];
	int score[TOLD_MAX] = { 0 }, n = 0;

	squeeze(text, said);
	while (n == 0 && said[0] != '\0') {
		for (size_t i = 0; i < l->count(c); i++) {
			int s = score_of(l, c, i, said), at = n;
			while (at > 0 && s > score[at - 1])
				at--;
			if (s == 0 || at == TOLD_MAX)
				continue;
			n += n < TOLD_MAX;
			for (int k = n - 1; k > at; k--) {
				score[k] = score[k - 1];
				best[k] = best[k - 1];
			}
			score[at] = s;
			best[at] = i;
		}
		said[utf8_prev(said, strlen(said))] = '\0';
	}
	return n;
}

static enum err_code
refuse_unknown(
    const struct names *l, const struct city *c, const char *label, const char *text, struct err *e)
{
	struct str may = { 0 };
	size_t best[TOLD_MAX];
	int n = nearest(l, c, text, best);

	for (int i = 0; i < n; i++)
		tell(l, c, best[i], i, &may);
	(void)err_set(e, ERR_UNKNOWN_CODE, "%s里没有“%s”%s%s", label, text,
	    n > 0 ? ", 最接近的: " : ", 请写代码", str_c(&may));
	str_free(&may);
	return ERR_UNKNOWN_CODE;
}

/* ---- resolving ---- */

enum err_code
ticket_names_code(const struct city *c, enum ticket_field list, const char *label, const char *text,
    const char **code, struct err *e)
{
	const struct names *l = NULL;
	char path[PATH_SIZE];
	int n = 0;

	for (size_t i = 0; l == NULL; i++)
		if (lists[i].field == list)
			l = &lists[i];
	for (size_t i = 0; i < l->count(c); i++)
		if (is_meant(l, c, i, text)) {
			*code = l->at(c, i, path);
			n++;
			if (strcmp(*code, text) == 0)
				return ERR_OK;
		}
	if (n > 1)
		return refuse_many(l, c, label, text, e);
	return n == 0 ? refuse_unknown(l, c, label, text, e) : ERR_OK;
}

enum err_code
ticket_names_resolve(const struct city *c, struct fields *f, struct err *e)
{
	enum err_code rc = ERR_OK;

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]) && rc == ERR_OK; i++) {
		const char *text = fields_get(f, lists[i].field), *code = NULL;

		if (*text == '\0')
			continue;
		rc = ticket_names_code(
		    c, lists[i].field, field_info(lists[i].field)->label, text, &code, e);
		if (rc == ERR_OK && !fields_set(f, lists[i].field, code))
			rc = err_set(e, ERR_NO_MEMORY, NULL);
	}
	return rc;
}
