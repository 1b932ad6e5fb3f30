/* keymap.c: which key does what, from the ACTIONS table and conf/keys.conf.
 *
 * Keys are numbers with names; F1..F12 bring their Esc twins along, also when remapped. The check that no two actions
 * of a scope share a key is the same for the table (a test) and for a user's file (an error with its line).
 * Not here: turning bytes into keys (decode.c, term.c). */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/conf.h"
#include "base/fs.h"
#include "client/ui/keymap.h"

static const struct {
	const char *name;
	uint16_t key;
} NAMED[] = {
	{ "Enter", KEYNO_ENTER },
	{ "Tab", KEYNO_TAB },
	{ "Esc", KEYNO_ESC },
	{ "Backspace", KEYNO_BACKSPACE },
	{ "Up", KEYNO_UP },
	{ "Down", KEYNO_DOWN },
	{ "Left", KEYNO_LEFT },
	{ "Right", KEYNO_RIGHT },
	{ "Home", KEYNO_HOME },
	{ "End", KEYNO_END },
	{ "PgUp", KEYNO_PGUP },
	{ "PgDn", KEYNO_PGDN },
	{ "Insert", KEYNO_INSERT },
	{ "Delete", KEYNO_DELETE },
	{ "Shift-Tab", KEYNO_BACKTAB },
	{ "Esc Enter", KEYNO_TWIN + KEYNO_ENTER },
};

#define CTRL_BACKSLASH 28 /* "Ctrl-\\" in a file: there it escapes itself */

static const char TWINS[] = "1234567890-="; /* F1..F12 */

#define LENGTH(a) (sizeof(a) / sizeof *(a))

uint16_t
keymap_key(const char *name)
{
	for (size_t i = 0; i < LENGTH(NAMED); i++) {
		if (strcasecmp(name, NAMED[i].name) == 0)
			return NAMED[i].key;
	}
	long long n = 0;
	if ((name[0] == 'F' || name[0] == 'f') && str_int(name + 1, 1, 12, &n))
		return (uint16_t)(KEYNO_F + n);
	if (strncasecmp(name, "Ctrl-", 5) == 0 && name[5] && !name[6]) {
		int c = name[5] >= 'a' && name[5] <= 'z' ? name[5] - 'a' + 'A' : name[5];
		/* these four are Tab, Enter, Backspace and Esc themselves, J is the Enter of some */
		if (c < 'A' || c > '_' || strchr("IJMH[", c))
			return 0;
		return (uint16_t)(c - '@');
	}
	if (strncasecmp(name, "Alt-", 4) == 0 && isalpha((unsigned char)name[4]) && !name[5])
		return (uint16_t)(KEYNO_TWIN + tolower((unsigned char)name[4]));
	if (strncasecmp(name, "Esc ", 4) == 0 && name[4] > ' ' && name[4] < 127 && !name[5] &&
	    name[4] != '[' && name[4] != 'O')
		return (uint16_t)(KEYNO_TWIN + name[4]);
	return 0;
}

const char *
keymap_key_name(uint16_t key, char out[16])
{
	out[0] = '\0';
	for (size_t i = 0; i < LENGTH(NAMED); i++) {
		if (NAMED[i].key == key) {
			str_copy(out, 16, NAMED[i].name);
			return out;
		}
	}
	if (key > KEYNO_F && key <= KEYNO_F + 12)
		snprintf(out, 16, "F%d", key - KEYNO_F);
	else if (key >= KEYNO_TWIN + 'a' && key <= KEYNO_TWIN + 'z') /* as people call it */
		snprintf(out, 16, "Alt-%c", key - KEYNO_TWIN - 'a' + 'A');
	else if (key > KEYNO_TWIN + ' ' && key < KEYNO_TWIN + 127)
		snprintf(out, 16, "Esc %c", key - KEYNO_TWIN);
	else if (key < 32)
		snprintf(out, 16, "Ctrl-%c", key + '@');
	return out;
}

static bool
add_key(uint16_t keys[KEYMAP_KEYS], uint16_t key)
{
	for (int i = 0; i < KEYMAP_KEYS; i++) {
		if (keys[i] == key)
			return true;
		if (keys[i] == 0) {
			keys[i] = key;
			return true;
		}
	}
	return false;
}

/* One name of a list "F10, Ctrl-O"; ${n} bytes at ${s}, blanks around it allowed. */
static enum err_code
bind_one(uint16_t keys[KEYMAP_KEYS], const char *s, size_t n, struct err *e)
{
	char name[24];
	while (n && (s[0] == ' ' || s[0] == '\t')) {
		s++;
		n--;
	}
	while (n && (s[n - 1] == ' ' || s[n - 1] == '\t'))
		n--;
	if (n == 0)
		return err_set(e, ERR_CONFIG, "逗号前后缺少键名");
	if (n >= sizeof name)
		return err_set(e, ERR_CONFIG, "没有这样的键: \"%.*s\"", (int)(n > 60 ? 60 : n), s);
	memcpy(name, s, n);
	name[n] = '\0';
	uint16_t key = keymap_key(name);
	if (key == 0)
		return err_set(e, ERR_CONFIG,
		    "没有这样的键: \"%s\" (可用 F1 至 F12, Esc 1, Ctrl-O, Tab, Up 等; "
		    "单个字母数字和 "
		    "Ctrl-I/J/M/H/[ 不能用)",
		    name);
	bool room = add_key(keys, key);
	if (key > KEYNO_F && key <= KEYNO_F + 12)
		room = room && add_key(keys, (uint16_t)(KEYNO_TWIN + TWINS[key - KEYNO_F - 1]));
	return room ? ERR_OK : err_set(e, ERR_CONFIG, "一个动作最多 %d 个键", KEYMAP_KEYS);
}

enum err_code
keymap_bind(struct keymap *km, enum action a, const char *keys, struct err *e)
{
	uint16_t fresh[KEYMAP_KEYS] = { 0 };
	const char *p = keys;
	while (*keys) {
		size_t n = strcspn(p, ",");
		enum err_code rc = bind_one(fresh, p, n, e);
		if (rc != ERR_OK)
			return rc;
		if (!p[n])
			break;
		p += n + 1;
	}
	memcpy(km->keys[a], fresh, sizeof fresh);
	return ERR_OK;
}

static bool
has_key(const struct keymap *km, enum action a, uint16_t key)
{
	for (int i = 0; i < KEYMAP_KEYS && km->keys[a][i]; i++) {
		if (km->keys[a][i] == key)
			return true;
	}
	return false;
}

/* The first key of ${a} that another action of its scope has too; 0 when none. */
static uint16_t
clash(const struct keymap *km, enum action a, enum action *other)
{
	for (int b = ACTION_NONE + 1; b < ACTION_COUNT; b++) {
		if (b == (int)a || action_info((enum action)b)->scope != action_info(a)->scope)
			continue;
		for (int i = 0; i < KEYMAP_KEYS && km->keys[a][i]; i++) {
			if (has_key(km, (enum action)b, km->keys[a][i])) {
				*other = (enum action)b;
				return km->keys[a][i];
			}
		}
	}
	return 0;
}

static enum err_code
check_one(const struct keymap *km, enum action a, struct err *e)
{
	enum action other = ACTION_NONE;
	uint16_t key = clash(km, a, &other);
	char name[16];
	if (key == 0)
		return ERR_OK;
	return err_set(e, ERR_CONFIG, "%s 同时给了 %s(%s) 和 %s(%s)", keymap_key_name(key, name),
	    action_info(a)->name, action_info(a)->label, action_info(other)->name,
	    action_info(other)->label);
}

enum err_code
keymap_check(const struct keymap *km, struct err *e)
{
	for (int a = ACTION_NONE + 1; a < ACTION_COUNT; a++) {
		enum err_code rc = check_one(km, (enum action)a, e);
		if (rc != ERR_OK)
			return rc;
	}
	return ERR_OK;
}

void
keymap_default(struct keymap *km)
{
	*km = (struct keymap){ 0 };
	for (int a = ACTION_NONE + 1; a < ACTION_COUNT; a++)
		keymap_bind(km, (enum action)a, action_info((enum action)a)->keys, NULL);
}

static enum err_code
load_lines(const struct conf *c, struct keymap *km, struct err *e)
{
	const struct conf_node *root = conf_root(c);
	for (size_t i = 0; i < conf_count(root); i++) {
		const struct conf_node *n = conf_at(root, i);
		enum action a = action_by_name(conf_name(n));
		const char *keys = NULL;
		struct err why = { 0 };
		if (a == ACTION_NONE)
			return conf_fail(c, n, e, "没有名为 %s 的动作", conf_name(n));
		if (conf_text(c, n, &keys, e) != ERR_OK)
			return ERR_CONFIG;
		if (keymap_bind(km, a, keys, &why) != ERR_OK)
			return conf_fail(c, n, e, "%s", why.text);
	}
	/* only now: a file may swap two keys */
	for (size_t i = 0; i < conf_count(root); i++) {
		const struct conf_node *n = conf_at(root, i);
		struct err why = { 0 };
		if (check_one(km, action_by_name(conf_name(n)), &why) != ERR_OK)
			return conf_fail(c, n, e, "%s", why.text);
	}
	return ERR_OK;
}

enum err_code
keymap_load(const char *path, struct keymap *km, struct err *e)
{
	struct conf *c = NULL;
	if (!fs_exists(path))
		return ERR_OK;
	enum err_code rc = conf_open(path, &c, e);
	if (rc != ERR_OK)
		return rc;
	struct keymap fresh = *km;
	rc = load_lines(c, &fresh, e);
	conf_close(c);
	if (rc == ERR_OK)
		*km = fresh;
	return rc;
}

enum action
keymap_find(const struct keymap *km, unsigned scopes, uint16_t key)
{
	enum action found = ACTION_NONE;
	unsigned best = 0;
	for (int a = ACTION_NONE + 1; a < ACTION_COUNT; a++) {
		unsigned scope = action_info((enum action)a)->scope;
		if ((scope & scopes) && scope > best && has_key(km, (enum action)a, key)) {
			found = (enum action)a;
			best = scope;
		}
	}
	return found;
}

bool
keymap_twin(const struct keymap *km, unsigned char c)
{
	return keymap_find(km, ~0u, (uint16_t)(KEYNO_TWIN + c)) != ACTION_NONE;
}

const char *
keymap_first(const struct keymap *km, enum action a, char out[16])
{
	out[0] = '\0';
	if (action_info(a) && km->keys[a][0])
		keymap_key_name(km->keys[a][0], out);
	return out;
}

void
keymap_show(const struct keymap *km, struct str *out)
{
	for (int a = ACTION_NONE + 1; a < ACTION_COUNT; a++) {
		char name[16];
		const char *sep = "";
		str_addf(out, "# %s\n%s = \"", action_info((enum action)a)->help,
		    action_info((enum action)a)->name);
		for (int i = 0; i < KEYMAP_KEYS && km->keys[a][i]; i++) {
			str_addf(out, "%s%s%s", sep, keymap_key_name(km->keys[a][i], name),
			    km->keys[a][i] == CTRL_BACKSLASH ? "\\" : "");
			sep = ", ";
		}
		str_add(out, "\";\n");
	}
}
