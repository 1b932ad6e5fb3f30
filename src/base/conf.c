/* Configuration files: a thin, typed face over libconfig, which is included nowhere else.
 *
 * Invariants: what libconfig parses has passed conf_scan; every failure names file:line; a value is read as the type
 * it was written in, never converted. Nodes are libconfig's own settings under another name and live as long as the
 * file is open. Not done here: writing files back, includes, options (options.c). */
#include "base/conf.h"

#include <libconfig.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "conf_p.h"

struct conf {
	config_t cfg;
	char *path;
};

static const config_setting_t *
setting(const struct conf_node *n)
{
	return (const config_setting_t *)(const void *)n;
}

static const struct conf_node *
node(const config_setting_t *s)
{
	return (const struct conf_node *)(const void *)s;
}

/* libconfig's few messages, in words. */
static const char *
parse_text(const char *english)
{
	static const struct {
		const char *english, *text;
	} known[] = {
		{ "duplicate setting name", "这个名称前面已经写过" },
		{ "mismatched element type in array", "方括号里的各项要是同一种类型" },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (str_eq(english, known[i].english))
			return known[i].text;
	}
	return "这里或上一行写法有误: 请检查分号、引号和括号是否成对";
}

static enum err_code
parse(struct conf *c, struct err *e)
{
	struct str raw = { 0 }, text = { 0 };
	enum err_code rc = fs_read_text(c->path, LIMIT_CONF_BYTES, &raw, e);

	if (rc == ERR_OK)
		rc = conf_scan(c->path, str_c(&raw), &text, e);
	if (rc == ERR_OK && config_read_string(&c->cfg, str_c(&text)) != CONFIG_TRUE) {
		rc = err_set(e, ERR_CONFIG, "%s", parse_text(config_error_text(&c->cfg)));
		err_at_line(e, c->path, config_error_line(&c->cfg));
	}
	str_free(&raw);
	str_free(&text);
	return rc;
}

enum err_code
conf_open(const char *path, struct conf **out, struct err *e)
{
	struct conf *c = calloc(1, sizeof(*c));
	enum err_code rc;

	*out = NULL;
	if (c == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	config_init(&c->cfg);
	c->path = str_dup(path);
	rc = c->path != NULL ? parse(c, e) : err_set(e, ERR_NO_MEMORY, NULL);
	if (rc != ERR_OK) {
		conf_close(c);
		return rc;
	}
	*out = c;
	return ERR_OK;
}

void
conf_close(struct conf *c)
{
	if (c == NULL)
		return;
	config_destroy(&c->cfg);
	free(c->path);
	free(c);
}

const struct conf_node *
conf_root(const struct conf *c)
{
	return node(config_root_setting(&c->cfg));
}

const struct conf_node *
conf_get(const struct conf_node *group, const char *name)
{
	/* libconfig stops comparing at a path sign: it would answer "a.b" with the setting "a". */
	if (!conf_is_group(group) || strpbrk(name, ".:/") != NULL)
		return NULL;
	return node(config_setting_get_member(setting(group), name));
}

size_t
conf_count(const struct conf_node *n)
{
	return n != NULL ? (size_t)config_setting_length(setting(n)) : 0;
}

const struct conf_node *
conf_at(const struct conf_node *n, size_t i)
{
	return i < conf_count(n) ? node(config_setting_get_elem(setting(n), (unsigned)i)) : NULL;
}

const char *
conf_name(const struct conf_node *n)
{
	return n != NULL ? config_setting_name(setting(n)) : NULL;
}

int
conf_line(const struct conf_node *n)
{
	return n != NULL ? (int)config_setting_source_line(setting(n)) : 0;
}

static int
type_of(const struct conf_node *n)
{
	return n != NULL ? config_setting_type(setting(n)) : CONFIG_TYPE_NONE;
}

bool
conf_is_group(const struct conf_node *n)
{
	return type_of(n) == CONFIG_TYPE_GROUP;
}

bool
conf_is_list(const struct conf_node *n)
{
	return type_of(n) == CONFIG_TYPE_LIST || type_of(n) == CONFIG_TYPE_ARRAY;
}

enum err_code
conf_fail(const struct conf *c, const struct conf_node *n, struct err *e, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	err_setv(e, ERR_CONFIG, fmt, ap);
	va_end(ap);
	if (n != NULL)
		err_at_line(e, c->path, conf_line(n));
	else
		err_at(e, "%s", c->path);
	return ERR_CONFIG;
}

/* ${n} should be ${what} ("整数") and is not, or is missing. */
static enum err_code
wrong_type(const struct conf *c, const struct conf_node *n, const char *what, struct err *e)
{
	if (n == NULL)
		return conf_fail(c, n, e, "少了一项设置, 应是%s", what);
	if (conf_name(n) == NULL)
		return conf_fail(c, n, e, "这一项应是%s", what);
	return conf_fail(c, n, e, "“%s”应是%s", conf_name(n), what);
}

enum err_code
conf_text(const struct conf *c, const struct conf_node *n, const char **out, struct err *e)
{
	const char *s;

	if (type_of(n) != CONFIG_TYPE_STRING)
		return wrong_type(c, n, "文字, 要加引号", e);
	s = config_setting_get_string(setting(n));
	if (!utf8_valid(s, strlen(s))) /* by \x escapes: the file itself is UTF-8 */
		return wrong_type(c, n, " UTF-8 文字", e);
	*out = s;
	return ERR_OK;
}

enum err_code
conf_int(const struct conf *c, const struct conf_node *n, long long lo, long long hi,
    long long *out, struct err *e)
{
	char what[80];
	long long v;

	if (type_of(n) != CONFIG_TYPE_INT64) /* conf_scan leaves no other kind of integer */
		return wrong_type(c, n, "整数", e);
	v = config_setting_get_int64(setting(n));
	if (v < lo || v > hi) {
		snprintf(what, sizeof(what), " %lld 到 %lld 之间的整数", lo, hi);
		return wrong_type(c, n, what, e);
	}
	*out = v;
	return ERR_OK;
}

enum err_code
conf_bool(const struct conf *c, const struct conf_node *n, bool *out, struct err *e)
{
	if (type_of(n) != CONFIG_TYPE_BOOL)
		return wrong_type(c, n, " true 或 false", e);
	*out = config_setting_get_bool(setting(n)) == CONFIG_TRUE;
	return ERR_OK;
}
