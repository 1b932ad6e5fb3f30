#ifndef CLIENT_UI_KEYMAP_H
#define CLIENT_UI_KEYMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "client/ui/action.h"

/* Which key does what. A key is a number: 1..31 and 127 the control characters (Ctrl-A is 1, Tab 9, Enter 13, Esc 27,
 * Backspace 127), from 256 on those below; KEYNO_TWIN + x is Esc followed by x (a printable ASCII character or Enter). */
enum {
	KEYNO_UP = 256,
	KEYNO_DOWN,
	KEYNO_LEFT,
	KEYNO_RIGHT,
	KEYNO_HOME,
	KEYNO_END,
	KEYNO_PGUP,
	KEYNO_PGDN,
	KEYNO_INSERT,
	KEYNO_DELETE,
	KEYNO_BACKTAB,
	KEYNO_F = 320,     /* KEYNO_F + n is Fn, n = 1..12 */
	KEYNO_TWIN = 4096, /* KEYNO_TWIN + c is Esc c */
	KEYNO_TAB = 9,
	KEYNO_ENTER = 13,
	KEYNO_ESC = 27,
	KEYNO_BACKSPACE = 127,
};

#define KEYMAP_KEYS 6 /* keys an action may have, twins included */

struct keymap {
	uint16_t keys[ACTION_COUNT][KEYMAP_KEYS]; /* 0 ends */
};

/** keymap_default(km): the table's keys. */
void keymap_default(struct keymap *km);
/** keymap_load(path, km, e): read conf/keys.conf over them: help = "F1"; submit = "F10, Ctrl-O"; An empty text takes the
 * keys away. ERR_CONFIG with file:line for an unknown action, an unknown or impossible key, or two actions of one scope on
 * one key; ${km} is then unchanged. A missing file is no error. */
enum err_code keymap_load(const char *path, struct keymap *km, struct err *e);
/** keymap_bind(km, a, keys, e): give ${a} exactly the keys of that text. Two actions of a scope may clash until
 * keymap_check. */
enum err_code keymap_bind(struct keymap *km, enum action a, const char *keys, struct err *e);
enum err_code keymap_check(const struct keymap *km, struct err *e);

/** keymap_find(km, scopes, key): the action, looked up in the highest of ${scopes} (bits of enum scope) first;
 * ACTION_NONE when the key means nothing there. */
enum action keymap_find(const struct keymap *km, unsigned scopes, uint16_t key);
/** keymap_twin(km, c): true if Esc ${c} means something in any scope. */
bool keymap_twin(const struct keymap *km, unsigned char c);

/** keymap_key(name): "F1", "Esc 1", "Alt-T" ("Esc t" is the same key), "Ctrl-O", "Shift-Tab", "PgUp"…; 0 when there is no such key. */
uint16_t keymap_key(const char *name);
/** keymap_key_name(key, out): its name; returns ${out}. */
const char *keymap_key_name(uint16_t key, char out[16]);
/** keymap_first(km, a, out): the name of its first key, "" without one; for the footer and for help. */
const char *keymap_first(const struct keymap *km, enum action a, char out[16]);
/** keymap_show(km, out): every action as a line of keys.conf with its sentence; readable back. */
void keymap_show(const struct keymap *km, struct str *out);

#endif
