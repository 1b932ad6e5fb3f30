#ifndef CLIENT_UI_TERM_H
#define CLIENT_UI_TERM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "client/ui/canvas.h"
#include "client/ui/input.h"
#include "client/ui/keymap.h"
#include "client/ui/theme.h"

/* The terminal. One at a time, used by the screen thread only. A turn of the loop: poll term_fds (with term_wait_ms as
 * the time-out), term_read, then term_next until it has no more (each input is looked up in the scopes of the place that
 * has the focus *now*), then draw and term_paint once. */

#define TERM_ESCDELAY_MS 100 /* an arrow key split by a slow line stays whole up to here */
#define TERM_TWIN_MS     400 /* a lone Esc waits this long for the digit of Esc 1 */

struct term;

struct term_options {
	int escdelay_ms; /* 0: TERM_ESCDELAY_MS, or $ESCDELAY */
	int twin_ms;     /* 0: TERM_TWIN_MS */
};

/** term_start(o, th, km, out, e): set the locale, take the terminal over (raw, alternate screen). ERR_TERMINAL with a
 * sentence, the terminal untouched: not a terminal, TERM missing, dumb or unknown, an encoding other than UTF-8, GB18030
 * or GBK. ${th} and ${km} are copied; ${o} may be NULL. */
enum err_code term_start(const struct term_options *o, const struct theme *th,
    const struct keymap *km, struct term **out, struct err *e);
/** term_stop(t): give the terminal back as it was. NULL is fine. */
void term_stop(struct term *t);
/** term_notice(t): a sentence to show once after the start (the locale was not usable as it was), or NULL. */
const char *term_notice(const struct term *t);
/** term_fds(t, fds): what to poll for reading: the keyboard, and changes of size. */
void term_fds(const struct term *t, int fds[2]);
/** term_wait_ms(t): time-out for poll; -1 for none, 0: there is input already. */
int term_wait_ms(const struct term *t);
/** term_size: of the terminal now. */
void term_size(const struct term *t, int *rows, int *cols);

/** term_read(t): take in everything that waits. false when the terminal has gone away (line cut, window closed). */
bool term_read(struct term *t);
/** term_next(t, scopes, in): the next input; false when there is none. A new size comes as INPUT_RESIZE. */
bool term_next(struct term *t, unsigned scopes, struct input *in);
/** term_press(t, key), term_type(t, text): as if that key (of keymap.h) was pressed, that text typed, after what waits
 * already: by whoever plays at the seat for somebody who watches. */
void term_press(struct term *t, uint16_t key);
void term_type(struct term *t, const char *text);
/** term_is_resized(t): is a new size the next input? Nothing is painted before it is taken. */
bool term_is_resized(const struct term *t);
/** term_flush(t): throw away what was typed ahead, so that an unexpected question is not answered blind. */
void term_flush(struct term *t);

/** term_paint(t, c): bring the picture to the terminal: only cells that changed, and nothing at all when none did and
 * the cursor stays. */
void term_paint(struct term *t, const struct canvas *c);
/** term_redraw(t): the next paint draws everything anew (something else wrote on the terminal). */
void term_redraw(struct term *t);
/** term_theme(t, th): another theme. */
void term_theme(struct term *t, const struct theme *th);
/** term_bell(t): the terminal's bell, for a ringing call. */
void term_bell(struct term *t);

#endif
