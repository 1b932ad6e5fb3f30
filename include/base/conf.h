#ifndef BASE_CONF_H
#define BASE_CONF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

/* Configuration files, through libconfig and nothing else. A BOM is stripped; integers too long for 64 bits and
 * integers with leading zeros are refused with file:line, because libconfig 1.5 would read 99999999999 as 1215752191
 * and 0205 as 205 in silence: codes and phone numbers are quoted strings. */

struct conf;      /* a parsed file */
struct conf_node; /* a setting inside it; borrowed until conf_close */

enum err_code conf_open(const char *path, struct conf **out, struct err *e);
void conf_close(struct conf *c);

const struct conf_node *conf_root(const struct conf *c);
const struct conf_node *
conf_get(const struct conf_node *group, const char *name); /* NULL when absent */
size_t conf_count(const struct conf_node *n);              /* members of a group, list or array */
const struct conf_node *conf_at(const struct conf_node *n, size_t i);
const char *conf_name(const struct conf_node *n); /* NULL in lists */
int conf_line(const struct conf_node *n);
bool conf_is_group(const struct conf_node *n);
bool conf_is_list(const struct conf_node *n);
/** Typed reads: ERR_CONFIG with file:line and what was wanted when the setting has another type or is outside. */
enum err_code
conf_text(const struct conf *c, const struct conf_node *n, const char **out, struct err *e);
enum err_code conf_int(const struct conf *c, const struct conf_node *n, long long lo, long long hi,
    long long *out, struct err *e);
enum err_code conf_bool(const struct conf *c, const struct conf_node *n, bool *out, struct err *e);
/** conf_fail(c, n, e, fmt, …): an ERR_CONFIG that names file:line of ${n}. */
enum err_code conf_fail(const struct conf *c, const struct conf_node *n, struct err *e,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* ---- options: one table a program ---- */
enum option_kind { OPTION_TEXT, OPTION_INT, OPTION_BOOL, OPTION_CHOICE };

/* A row of the OPTIONS table. The value lives at ${offset} in the program's settings struct: char[size] for text and
 * choice, long long for int, bool for bool. */
struct option {
	const char *name; /* "escdelay" in the file, "--escdelay" where ${flag} */
	enum option_kind kind;
	size_t offset, size;
	long long lo, hi;     /* int: range. text: at most hi bytes */
	const char *unit;     /* "ms", "行", "" */
	const char *initial;  /* default, as text */
	const char *choices;  /* "day|night|mono" */
	const char *sentence; /* what it does, for --show-config and the manual */
};

/** options_default(table, n, settings): every value from its row's default. */
void options_default(const struct option *table, size_t n, void *settings);
/** options_load(table, n, path, settings, e): read a file over them; unknown names and bad values are errors with
 * file:line. A missing file is no error. */
enum err_code
options_load(const struct option *table, size_t n, const char *path, void *settings, struct err *e);
/** options_set(row, text, settings, e): one value given as text (from the command line). */
enum err_code
options_set(const struct option *row, const char *text, void *settings, struct err *e);
/** options_show(table, n, settings, out): "# sentence\nname = value;" for --show-config; readable back. */
void options_show(const struct option *table, size_t n, const void *settings, struct str *out);

#endif
