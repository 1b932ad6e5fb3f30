#ifndef CLIENT_UI_THEME_H
#define CLIENT_UI_THEME_H

#include <stdbool.h>

#include "base/err.h"

/* What a cell means, never what colour it has. X(NAME, config name, 256 colours, 8 colours, no colour, what it is for).
 * The styles are the fallbacks when no theme file says otherwise: "[fg] [on bg] [bold] [reverse] [underline] [dim]",
 * colours by number or by the eight names, nothing = as normal. Every state also has a mark or words in the text, so
 * that the third column alone is enough to work with. What stands on the screen many times is plain: a change of style
 * and back costs a slow line 10 to 30 bytes, and a full screen may cost its text and a tenth. */
#define ROLES(X)                                                                            \
	X(NORMAL, "normal", "", "", "", "ordinary text")                                    \
	X(STATUS, "status", "bold white on blue", "bold white on blue", "reverse",          \
	    "the line at the top")                                                          \
	X(STATUS_WARN, "status_warn", "black on yellow", "black on yellow", "bold reverse", \
	    "a status item that wants attention: line down, queue long")                    \
	X(RULE, "rule", "", "", "", "lines that part the regions")                          \
	X(HEADING, "heading", "bold", "bold", "bold", "title of a region, head of a list")  \
	X(LABEL, "label", "", "", "", "name of a form field")                               \
	X(VALUE, "value", "", "", "",                                                       \
	    "what was entered; as plain as normal, or each key costs an escape sequence")   \
	X(FOCUS, "focus", "bold yellow", "bold yellow", "bold",                             \
	    "name of the field that has the cursor")                                        \
	X(DIM, "dim", "", "", "", "secondary: codes, times, what is out of reach")          \
	X(HINT, "hint", "", "", "", "what the seat offers: proposals, knowledge")           \
	X(SELECT, "select", "reverse", "reverse", "reverse", "the chosen row of a list")    \
	X(MATCH, "match", "bold", "bold", "bold", "the part of a row that was searched")    \
	X(GOOD, "good", "green", "green", "", "in order, done, agreed")                     \
	X(NEAR, "near", "bold yellow", "bold yellow", "bold", "! nearly due")               \
	X(OVERDUE, "overdue", "bold red", "bold red", "bold reverse", "!! overdue, failed") \
	X(DANGER, "danger", "bold white on red", "bold white on red", "bold reverse",       \
	    "danger to life: ask first")                                                    \
	X(SPEAK, "speak", "bold", "bold", "bold", "a sentence to read aloud to the caller") \
	X(MASKED, "masked", "", "", "", "identity behind asterisks")                        \
	X(MESSAGE, "message", "", "", "", "the message line")                               \
	X(ERROR, "error", "bold red", "bold red", "bold",                                   \
	    "the message line when something failed")                                       \
	X(FOOTER, "footer", "", "", "", "labels of the keys")                               \
	X(KEY, "key", "", "", "", "names of the keys")                                      \
	X(DIALOG, "dialog", "reverse", "reverse", "reverse", "a question that must be answered")

enum role {
#define X(name, text, c256, c8, c0, use) ROLE_##name,
	ROLES(X)
#undef X
	    ROLE_COUNT
};

enum depth { DEPTH_MONO, DEPTH_8, DEPTH_256, DEPTH_COUNT };
enum attr { ATTR_BOLD = 1, ATTR_REVERSE = 2, ATTR_UNDERLINE = 4, ATTR_DIM = 8 };

/* fg and bg are colour numbers; -1 the terminal's own. */
struct style {
	short fg, bg;
	unsigned attrs; /* of enum attr */
};

struct theme {
	char name[32];
	struct style style[ROLE_COUNT][DEPTH_COUNT];
};

/** theme_default(t): the fallbacks of the table. */
void theme_default(struct theme *t);
/** theme_load(path, t, e): read themes/x.conf over the fallbacks:
 *     name = "day";
 *     roles = { danger = { c256 = "231 on 160 bold"; c8 = "white on red bold"; mono = "reverse"; }; ... };
 * ERR_CONFIG with file:line for a file without roles, an unknown role, depth, colour or word. ${t} is then unchanged. */
enum err_code theme_load(const char *path, struct theme *t, struct err *e);
/** theme_style(text, depth, out): parse one style; false if a word is unknown or a colour is out of range. */
bool theme_style(const char *text, enum depth depth, struct style *out);
/** theme_role_name(r): its name in theme files. theme_role(name): ROLE_COUNT when there is none. */
const char *theme_role_name(enum role r);
enum role theme_role(const char *name);

#endif
