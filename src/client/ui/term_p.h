#ifndef CLIENT_UI_TERM_P_H
#define CLIENT_UI_TERM_P_H

#define NCURSES_WIDECHAR 1
#include <curses.h>

#include <signal.h>

#include "client/ui/term.h"
#include "decode_p.h"

/* The terminal, private to what starts and reads it (term.c) and what paints it (term_paint.c). */

struct look {
	attr_t attrs;
	short pair;
};

struct term {
	SCREEN *screen;
	WINDOW *keys; /* a pad: reading it never draws */
	struct decode decode;
	struct keymap keymap;
	struct look look[ROLE_COUNT];
	struct canvas shown; /* what the terminal shows; all bits set in a cell: not known */
	cchar_t *run;        /* one row */
	int cursor_row, cursor_col;
	bool redraw, resized;
	bool paste_mode; /* a paste comes in brackets */
	bool lossy;      /* the encoding lacks characters (GBK) */
	const char *notice;
	int winch[2]; /* pipe: a byte for each change of size */
	struct sigaction old_winch;
};

#endif
