/* theme.c: what a role looks like on a terminal of 256, 8 or no colours.
 *
 * The fallbacks of the ROLES table and the theme files speak the same small language of styles, read by theme_style.
 * A file may leave roles or depths out (the fallback stays) but may not name what does not exist: a slip in a theme is
 * an error with its line, never a silent default. Not here: colour pairs and attributes of curses (term.c). */
#include <stdio.h>
#include <string.h>

#include "base/conf.h"
#include "base/str.h"
#include "client/ui/theme.h"

static const struct {
	const char *name;
	const char *style[DEPTH_COUNT];
} TABLE[ROLE_COUNT] = {
#define X(name, text, c256, c8, c0, use) \
	[ROLE_##name] = { text, { [DEPTH_256] = (c256), [DEPTH_8] = (c8), [DEPTH_MONO] = (c0) } },
	ROLES(X)
#undef X
};

static const char *const DEPTH_NAME[DEPTH_COUNT] = {
	[DEPTH_256] = "c256",
	[DEPTH_8] = "c8",
	[DEPTH_MONO] = "mono",
};

static const char *const COLOURS[] = { "black", "red", "green", "yellow", "blue", "magenta", "cyan",
	"white" };

static const struct {
	const char *word;
	unsigned attr;
} ATTRS[] = {
	{ "bold", ATTR_BOLD },
	{ "reverse", ATTR_REVERSE },
	{ "underline", ATTR_UNDERLINE },
	{ "dim", ATTR_DIM },
};

#define LENGTH(a) (sizeof(a) / sizeof *(a))

const char *
theme_role_name(enum role r)
{
	return r < ROLE_COUNT ? TABLE[r].name : "";
}

enum role
theme_role(const char *name)
{
	for (int r = 0; r < ROLE_COUNT; r++) {
		if (str_eq(TABLE[r].name, name))
			return (enum role)r;
	}
	return ROLE_COUNT;
}

/* A colour by name or number; false when it is neither, or not of this depth. */
static bool
colour(const char *word, enum depth depth, short *out)
{
	long long n = 0;
	for (size_t i = 0; i < LENGTH(COLOURS); i++) {
		if (str_eq(word, COLOURS[i])) {
			*out = (short)i;
			return depth != DEPTH_MONO;
		}
	}
	if (!str_int(word, 0, depth == DEPTH_256 ? 255 : 7, &n) || depth == DEPTH_MONO)
		return false;
	*out = (short)n;
	return true;
}

static bool
one_word(const char *word, enum depth depth, bool *background, struct style *st)
{
	for (size_t i = 0; i < LENGTH(ATTRS); i++) {
		if (str_eq(word, ATTRS[i].word)) {
			st->attrs |= ATTRS[i].attr;
			return !*background;
		}
	}
	if (str_eq(word, "on")) {
		bool first = !*background && st->bg < 0;
		*background = true;
		return first;
	}
	short *where = *background ? &st->bg : &st->fg;
	*background = false;
	return *where < 0 && colour(word, depth, where);
}

bool
theme_style(const char *text, enum depth depth, struct style *out)
{
	struct style st = { .fg = -1, .bg = -1 };
	bool background = false;
	const char *p = text;
	for (;;) {
		p += strspn(p, " \t");
		size_t n = strcspn(p, " \t");
		char word[16];
		if (n == 0)
			break;
		if (n >= sizeof word)
			return false;
		memcpy(word, p, n);
		word[n] = '\0';
		if (!one_word(word, depth, &background, &st))
			return false;
		p += n;
	}
	if (background)
		return false;
	*out = st;
	return true;
}

void
theme_default(struct theme *t)
{
	*t = (struct theme){ .name = "default" };
	for (int r = 0; r < ROLE_COUNT; r++) {
		for (int d = 0; d < DEPTH_COUNT; d++)
			theme_style(TABLE[r].style[d], (enum depth)d, &t->style[r][d]);
	}
}

static enum err_code
load_role(const struct conf *c, const struct conf_node *n, struct theme *t, struct err *e)
{
	enum role role = theme_role(conf_name(n));
	if (role == ROLE_COUNT)
		return conf_fail(c, n, e, "没有名为 %s 的界面角色", conf_name(n));
	if (!conf_is_group(n))
		return conf_fail(c, n, e,
		    "角色 %s 应写成 { c256 = \"...\"; c8 = \"...\"; mono = \"...\"; }",
		    conf_name(n));
	for (size_t i = 0; i < conf_count(n); i++) {
		const struct conf_node *m = conf_at(n, i);
		const char *text = NULL;
		int depth = 0;
		while (depth < DEPTH_COUNT && !str_eq(DEPTH_NAME[depth], conf_name(m)))
			depth++;
		if (depth == DEPTH_COUNT)
			return conf_fail(
			    c, m, e, "%s 不是颜色档, 只能是 c256, c8 或 mono", conf_name(m));
		if (conf_text(c, m, &text, e) != ERR_OK)
			return e->code;
		if (!theme_style(text, (enum depth)depth, &t->style[role][depth]))
			return conf_fail(
			    c, m, e, "看不懂样式 \"%s\": 应为 \"颜色 on 底色 bold\" 的形式", text);
	}
	return ERR_OK;
}

static enum err_code
load_roles(const struct conf *c, struct theme *t, struct err *e)
{
	const struct conf_node *root = conf_root(c), *roles = NULL;
	for (size_t i = 0; i < conf_count(root); i++) {
		const struct conf_node *n = conf_at(root, i);
		const char *name = NULL;
		if (str_eq(conf_name(n), "roles")) {
			roles = n;
		} else if (!str_eq(conf_name(n), "name")) {
			return conf_fail(
			    c, n, e, "不认识 %s, 主题里只有 name 和 roles", conf_name(n));
		} else if (conf_text(c, n, &name, e) != ERR_OK) {
			return e->code;
		} else if (!str_copy(t->name, sizeof t->name, name)) {
			return conf_fail(c, n, e, "主题名过长");
		}
	}
	if (!roles || !conf_is_group(roles) || conf_count(roles) == 0)
		return conf_fail(c, roles ? roles : root, e,
		    "主题没有写出任何界面角色: 需要 roles = { normal = { ... }; ... };");
	for (size_t i = 0; i < conf_count(roles); i++) {
		enum err_code rc = load_role(c, conf_at(roles, i), t, e);
		if (rc != ERR_OK)
			return rc;
	}
	return ERR_OK;
}

enum err_code
theme_load(const char *path, struct theme *t, struct err *e)
{
	struct conf *c = NULL;
	struct err mine = { 0 };
	struct err *err = e ? e : &mine;
	enum err_code rc = conf_open(path, &c, err);
	if (rc != ERR_OK)
		return rc;
	struct theme fresh;
	theme_default(&fresh);
	rc = load_roles(c, &fresh, err);
	conf_close(c);
	if (rc == ERR_OK)
		*t = fresh;
	return rc;
}
