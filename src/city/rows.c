/* A city as reference rows and back. A row's text is what the pack file has: cells apart by TAB in the order of
 * table.c, or the settings of city.conf and profiles.conf as key=value lines; so the two ends need no common format
 * beside the tables. Reading is tolerant, the centre may be newer. */
#include "city/rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "settings_p.h"
#include "table_p.h"

struct writer {
	struct str code, text;
	city_row_fn *row;
	void *arg;
};

static enum err_code
emit(struct writer *w, const char *kind)
{
	enum err_code rc = ERR_OK;
	if (w->code.bad || w->text.bad)
		rc = ERR_NO_MEMORY;
	else if (!w->row(w->arg, kind, str_c(&w->code), str_c(&w->text)))
		rc = ERR_CANCELLED;
	str_reset(&w->code);
	str_reset(&w->text);
	return rc;
}

static enum err_code
each_of_table(struct writer *w, const struct table *t, const struct city *c)
{
	enum err_code rc = ERR_OK;
	size_t n = table_rows(t, c);
	for (size_t i = 0; rc == ERR_OK && i < n; i++) {
		const void *row = table_row(t, c, i);
		for (size_t k = 0; k < t->n_columns; k++) {
			str_add(&w->text, k > 0 ? "\t" : "");
			cell_add(&t->columns[k], row, &w->text);
			if (k < t->n_key) {
				str_add(&w->code, k > 0 ? "/" : "");
				cell_add(&t->columns[k], row, &w->code);
			}
		}
		rc = emit(w, t->kind);
	}
	return rc;
}

static enum err_code
each_day(struct writer *w, const struct calendar *cal)
{
	enum err_code rc = ERR_OK;
	for (size_t i = 0; rc == ERR_OK && i < cal->n_days; i++) {
		char day[16];
		civil_format(civil_day_start(cal->days[i].day), "%Y-%m-%d", day, sizeof day);
		str_add(&w->code, day);
		str_addf(&w->text, "%s\t%s\t", day, cal->days[i].work ? "work" : "rest");
		rc = emit(w, "calendar");
	}
	return rc;
}

static enum err_code
each_row(struct writer *w, const struct city *c)
{
	str_add(&w->code, "city");
	settings_city_add(c, &w->text);
	enum err_code rc = emit(w, "city");
	for (size_t i = 0; rc == ERR_OK && i < N_TABLES; i++)
		rc = each_of_table(w, &TABLES[i], c);
	if (rc == ERR_OK)
		rc = each_day(w, &c->calendar);
	for (size_t i = 0; rc == ERR_OK && i < c->n_profiles; i++) {
		str_add(&w->code, c->profiles[i].name);
		settings_profile_add(&c->profiles[i], &w->text);
		rc = emit(w, "profile");
	}
	return rc;
}

enum err_code
city_rows_each(const struct city *c, city_row_fn *row, void *arg)
{
	struct writer w = { .row = row, .arg = arg };
	enum err_code rc = each_row(&w, c);
	str_free(&w.code);
	str_free(&w.text);
	return rc;
}

/* ---- reading ---- */

/* The next piece of a text that is cut in place; NULL at its end. */
static char *
next_piece(char **at, char end)
{
	char *s = *at;
	if (s == NULL)
		return NULL;
	char *stop = strchr(s, end);
	if (stop != NULL)
		*stop++ = '\0';
	*at = stop;
	return s;
}

static enum err_code
add_cells(struct city *c, const struct table *t, char *text, struct err *e)
{
	_Alignas(max_align_t) char row[TABLE_ROW_BYTES] = { 0 };
	for (size_t k = 0; k < t->n_columns; k++) {
		const char *cell = next_piece(&text, '\t');
		if (!cell_set(&t->columns[k], c, row, cell != NULL ? cell : ""))
			return err_set(e, ERR_INVALID, "%s“%s”应是%s, 这里是“%s”", t->kind,
			    t->columns[k].name, cell_wanted(&t->columns[k]), cell);
	}
	bool kept = !city_is_short(c) && table_push(t, c, c, row);
	return kept ? ERR_OK : err_set(e, ERR_NO_MEMORY, NULL);
}

typedef enum setting_result set_fn(void *base, const char *key, const char *value);

static enum err_code
add_settings(set_fn *set, void *base, char *text, struct err *e)
{
	for (char *line; (line = next_piece(&text, '\n')) != NULL;) {
		char *value = strchr(line, '=');
		if (value == NULL)
			continue;
		*value++ = '\0';
		if (set(base, line, value) == SETTING_BAD)
			return err_set(e, ERR_INVALID, "设置“%s”读不懂: %s", line, value);
	}
	return ERR_OK;
}

static enum setting_result
set_city(void *base, const char *key, const char *value)
{
	return settings_city_set(base, key, value);
}

static enum setting_result
set_profile(void *base, const char *key, const char *value)
{
	return settings_profile_set(base, key, value);
}

static enum err_code
add_profile(struct city *c, char *text, struct err *e)
{
	struct profile p = { 0 };
	enum err_code rc = add_settings(set_profile, &p, text, e);
	if (rc != ERR_OK)
		return rc;
	if (c->n_profiles == sizeof c->profiles / sizeof c->profiles[0])
		return err_set(e, ERR_LIMIT, "时限方案太多");
	c->profiles[c->n_profiles++] = p;
	return ERR_OK;
}

enum err_code
city_rows_add(struct city *c, const char *kind, const char *text, struct err *e)
{
	if (!city_rows_is_kind(kind))
		return ERR_OK;
	char *copy = str_dup(text);
	if (copy == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	const struct table *t = table_by_kind(kind);
	enum err_code rc;
	if (t != NULL)
		rc = add_cells(c, t, copy, e);
	else if (strcmp(kind, "city") == 0)
		rc = add_settings(set_city, c, copy, e);
	else
		rc = add_profile(c, copy, e);
	free(copy);
	return rc;
}

bool
city_rows_is_kind(const char *kind)
{
	return table_by_kind(kind) != NULL || strcmp(kind, "city") == 0 ||
	       strcmp(kind, "profile") == 0;
}
