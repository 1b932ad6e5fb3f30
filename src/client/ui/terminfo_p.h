#ifndef CLIENT_UI_TERMINFO_P_H
#define CLIENT_UI_TERMINFO_P_H

#include <stdbool.h>

#include "base/err.h"

/** terminfo_check(e): can a full-screen program run here? ERR_TERMINAL with a sentence: not a terminal, TERM missing,
 * dumb, unknown or without cursor addressing. Nothing is sent. */
enum err_code terminfo_check(struct err *e);
/** terminfo_text(name): a capability of the terminal curses has started, extended ones too; NULL when it has none. */
const char *terminfo_text(const char *name);
/** terminfo_put(name): send it; false when there is none. */
bool terminfo_put(const char *name);
/** terminfo_paste(on): ask that what is pasted comes in brackets, or no more; false: not asked. Also where terminfo says nothing of
 * it, as of screen-256color, which is what tmux calls itself: there the lines of a paste would be so many Enters. */
bool terminfo_paste(bool on);

#endif
