#ifndef CITY_PACK_P_H
#define CITY_PACK_P_H

#include <stdbool.h>

#include "base/conf.h"
#include "base/err.h"
#include "base/str.h"
#include "base/tsv.h"
#include "model/city.h"
#include "numbers_p.h"
#include "table_p.h"

/* Where mistakes go: into a report, all of them, or (report NULL) the first into an err. */
struct sink {
	struct str *report;
	struct err *first;
	int n;
};

/** sink_add(s, e): take a failure; false when the caller should stop. */
bool sink_add(struct sink *s, const struct err *e);
bool sink_stopped(const struct sink *s);

/** pack_read_table(t, dir, base, c, s): one file; ${base} is where its array is. */
void
pack_read_table(const struct table *t, const char *dir, void *base, struct city *c, struct sink *s);
enum err_code
pack_open_table(const struct table *t, const char *dir, struct tsv *out, struct err *e);
/** pack_read_conf(dir, c, s): city.conf and profiles.conf; years_out holds the years that city.conf claims. */
#define PACK_YEARS 16
struct pack_years {
	int year[PACK_YEARS];
	size_t n;
};
void pack_read_conf(const char *dir, struct city *c, struct pack_years *years, struct sink *s);

/* What pack_check hands to its rules about one row. */
struct check {
	const struct table *table;
	const struct tsv *tsv;
	size_t row;
	const struct city *city;
	const struct pack_years *years;
	const struct number_forms *numbers;
	struct sink *sink;
};
void check_fail(const struct check *k, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/** check_get(k, column): the cell of that column, by name; "" when the table has none. */
const char *check_get(const struct check *k, const char *column);
/** check_rows(k, special): every cell of an open table, ${special} once a row, and that no key is there twice. */
void check_rows(struct check *k, void (*special)(const struct check *k));
/** check_area_place(k): that a row of areas.tsv has its place in the tree. */
void check_area_place(const struct check *k);
/** check_special(k): what no column says by itself: circles, gaps, contradictions (pack_rules.c). */
void check_special(const struct check *k);
/** check_target … check_script: the same for what is said and whom a call is handed to (pack_words.c). */
void check_target(const struct check *k);
void check_danger(const struct check *k);
void check_module(const struct check *k);
void check_field(const struct check *k);
void check_script(const struct check *k);
/** check_duty(k): that a turn of duty can be read. */
void check_duty(const struct check *k);
/** check_city(dir, c, s): what belongs to no row. check_scripts: that every moment has its sentence. */
void
check_city(const char *dir, const struct city *c, const struct pack_years *years, struct sink *s);
void check_scripts(const char *dir, const struct city *c, struct sink *s);
/** check_fail_file(dir, file, s, what, value): a mistake of a whole file. */
void check_fail_file(
    const char *dir, const char *file, struct sink *s, const char *what, const char *value);

#endif
