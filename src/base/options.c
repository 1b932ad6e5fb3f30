/* A program's options, from one table: defaults, the settings file, the command line and --show-config all follow
 * from its rows.
 *
 * Invariant: a value that is in the settings struct has passed its row's check, whichever way it came. A row whose own
 * default fails its check leaves zero; the tests of each program's table look for that. Not done here: finding the
 * file, reading argv. */
#include "base/conf.h"

#include <string.h>

#include "base/utf8.h"

static void *
place(const struct option *row, void *settings)
{
	return (char *)settings + row->offset;
}

static const void *
place_const(const struct option *row, const void *settings)
{
	return (const char *)settings + row->offset;
}

/* A value was refused: what, and which values would do. */
static enum err_code
refuse(const struct option *row, struct err *e)
{
	switch (row->kind) {
	case OPTION_INT:
		return err_set(e, ERR_CONFIG, "“%s”应是 %lld 到 %lld 之间的整数%s%s%s", row->name,
		    row->lo, row->hi, *row->unit != '\0' ? "(" : "", row->unit,
		    *row->unit != '\0' ? ")" : "");
	case OPTION_BOOL:
		return err_set(e, ERR_CONFIG, "“%s”应是 true 或 false", row->name);
	case OPTION_CHOICE:
		return err_set(e, ERR_CONFIG, "“%s”只能是其中之一: %s", row->name, row->choices);
	case OPTION_TEXT:
		break;
	}
	return err_set(e, ERR_CONFIG, "“%s”应是最多 %zu 字节的一行文字", row->name,
	    row->hi > 0 && (size_t)row->hi < row->size ? (size_t)row->hi : row->size - 1);
}

/* One line of visible text that fits. */
static bool
text_ok(const struct option *row, const char *text)
{
	size_t n = strlen(text), at = 0, len;
	uint32_t cp;

	if (n >= row->size || (row->hi > 0 && n > (size_t)row->hi))
		return false;
	for (; at < n; at += len) {
		len = utf8_next(text + at, n - at, &cp);
		if (len == 0 || utf8_is_hidden(cp))
			return false;
	}
	return true;
}

static bool
choice_ok(const struct option *row, const char *text)
{
	size_t n = strlen(text), len;

	for (const char *p = row->choices; *p != '\0'; p += len + (p[len] == '|')) {
		len = strcspn(p, "|");
		if (len == n && memcmp(p, text, n) == 0)
			return n < row->size;
	}
	return false;
}

static bool
bool_of(const char *text, bool *out)
{
	static const struct {
		const char *word;
		bool value;
	} words[] = { { "true", true }, { "false", false }, { "yes", true }, { "no", false },
		{ "on", true }, { "off", false } };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(text, words[i].word) == 0) {
			*out = words[i].value;
			return true;
		}
	}
	return false;
}

/* Check and store; ERR_CONFIG says what would do, without a place. */
static enum err_code
store_text(const struct option *row, const char *text, void *settings, struct err *e)
{
	long long number = 0;
	bool truth = false;

	switch (row->kind) {
	case OPTION_INT:
		if (!str_int(text, row->lo, row->hi, &number))
			return refuse(row, e);
		memcpy(place(row, settings), &number, sizeof(number));
		return ERR_OK;
	case OPTION_BOOL:
		if (!bool_of(text, &truth))
			return refuse(row, e);
		memcpy(place(row, settings), &truth, sizeof(truth));
		return ERR_OK;
	case OPTION_CHOICE:
		if (!choice_ok(row, text))
			return refuse(row, e);
		break;
	case OPTION_TEXT:
		if (!text_ok(row, text))
			return refuse(row, e);
		break;
	}
	memcpy(place(row, settings), text, strlen(text) + 1);
	return ERR_OK;
}

enum err_code
options_set(const struct option *row, const char *text, void *settings, struct err *e)
{
	enum err_code rc = store_text(row, text, settings, e);

	if (rc != ERR_OK)
		err_at(e, "--%s", row->name);
	return rc;
}

void
options_default(const struct option *table, size_t n, void *settings)
{
	for (size_t i = 0; i < n; i++) {
		size_t size = table[i].kind == OPTION_INT    ? sizeof(long long)
			      : table[i].kind == OPTION_BOOL ? sizeof(bool)
							     : table[i].size;

		memset(place(&table[i], settings), 0, size);
		if (table[i].initial != NULL)
			(void)store_text(&table[i], table[i].initial, settings, NULL);
	}
}

/* One setting of the file. */
static enum err_code
load_one(const struct option *row, const struct conf *c, const struct conf_node *n, void *settings,
    struct err *e)
{
	struct err why;
	long long number;
	const char *text;
	enum err_code rc;
	bool truth;

	switch (row->kind) {
	case OPTION_INT:
		rc = conf_int(c, n, row->lo, row->hi, &number, e);
		if (rc == ERR_OK)
			memcpy(place(row, settings), &number, sizeof(number));
		return rc;
	case OPTION_BOOL:
		rc = conf_bool(c, n, &truth, e);
		if (rc == ERR_OK)
			memcpy(place(row, settings), &truth, sizeof(truth));
		return rc;
	case OPTION_TEXT:
	case OPTION_CHOICE:
		break;
	}
	rc = conf_text(c, n, &text, e);
	if (rc != ERR_OK)
		return rc;
	if (store_text(row, text, settings, &why) != ERR_OK)
		return conf_fail(c, n, e, "%s", why.text);
	return ERR_OK;
}

static const struct option *
row_named(const struct option *table, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++) {
		if (str_eq(table[i].name, name))
			return &table[i];
	}
	return NULL;
}

enum err_code
options_load(const struct option *table, size_t n, const char *path, void *settings, struct err *e)
{
	const struct conf_node *root, *one;
	const struct option *row;
	struct conf *c;
	enum err_code rc = conf_open(path, &c, e);

	if (rc == ERR_NOT_FOUND) {
		err_clear(e);
		return ERR_OK;
	}
	if (rc != ERR_OK)
		return rc;
	root = conf_root(c);
	for (size_t i = 0; rc == ERR_OK && i < conf_count(root); i++) {
		one = conf_at(root, i);
		row = row_named(table, n, conf_name(one));
		if (row == NULL)
			rc = conf_fail(c, one, e, "不认识的选项“%s”, 可用的选项见 --show-config",
			    conf_name(one));
		else
			rc = load_one(row, c, one, settings, e);
	}
	conf_close(c);
	return rc;
}

static void
show_text(struct str *out, const char *text)
{
	str_add_c(out, '"');
	for (; *text != '\0'; text++) {
		if (*text == '"' || *text == '\\')
			str_add_c(out, '\\');
		str_add_c(out, *text);
	}
	str_add_c(out, '"');
}

/* What values would do: "(0 到 5000 ms)", "(day|night|mono)". */
static void
show_range(struct str *out, const struct option *row)
{
	if (row->kind == OPTION_INT)
		str_addf(out, " (%lld 到 %lld%s%s)", row->lo, row->hi,
		    *row->unit != '\0' ? " " : "", row->unit);
	else if (row->kind == OPTION_CHOICE)
		str_addf(out, " (%s)", row->choices);
}

void
options_show(const struct option *table, size_t n, const void *settings, struct str *out)
{
	long long number;
	bool truth;

	for (size_t i = 0; i < n; i++) {
		const struct option *row = &table[i];

		str_addf(out, "# %s", row->sentence);
		show_range(out, row);
		str_addf(out, "\n%s = ", row->name);
		if (row->kind == OPTION_INT) {
			memcpy(&number, place_const(row, settings), sizeof(number));
			str_addf(out, "%lld", number);
		} else if (row->kind == OPTION_BOOL) {
			memcpy(&truth, place_const(row, settings), sizeof(truth));
			str_add(out, truth ? "true" : "false");
		} else {
			show_text(out, place_const(row, settings));
		}
		str_add(out, ";\n");
	}
}
