#ifndef CLIENT_UI_CANVAS_H
#define CLIENT_UI_CANVAS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "client/ui/theme.h"

/* A picture of the screen in cells by role. Views and widgets draw here; term.c brings it to the terminal; tests dump
 * it as text. Everything is clipped: drawing outside is not an error. A character that must not be obeyed or cannot be
 * shown (control, bidi override, broken byte) appears as <XX>. Half a wide character never stays behind: writing on
 * one half blanks the other. */

#define CANVAS_ROWS \
	24 /* the size everything must fit in; smaller gets a sentence (canvas_too_small) */
#define CANVAS_COLS 80

struct rect {
	int row, col, rows, cols;
};

struct cell {
	uint32_t ch;      /* base character; 0 = right half of the wide character before it */
	uint32_t mark[2]; /* combining marks, 0 = none */
	uint8_t role;     /* enum role */
	uint8_t width;    /* 1, 2 = left half of a wide one, 0 = right half */
	uint16_t zero;    /* so that cells can be compared as bytes */
};

struct canvas {
	int rows, cols;
	struct cell *cells; /* rows * cols */
	int cursor_row, cursor_col;
	bool
	    low_bandwidth; /* lists mark the chosen row by '>' alone, not by a full row in ROLE_SELECT */
};

/** canvas_resize(c, rows, cols): new size, everything blank, cursor 0,0. Zero-initialise before the first call. false
 * without memory (the old picture stays). */
bool canvas_resize(struct canvas *c, int rows, int cols);
void canvas_free(struct canvas *c);
/** canvas_clear(c): all blank, ROLE_NORMAL; the cursor stays where it is. */
void canvas_clear(struct canvas *c);

/** canvas_text(c, row, col, cols, role, s): draw ${s} in at most ${cols} columns (negative: to the edge), cut where it
 * ends. '\n' and other controls are drawn as <0A>. Returns the columns used. */
int canvas_text(struct canvas *c, int row, int col, int cols, enum role role, const char *s);
/** canvas_text_n: the first ${n} bytes of ${s}. */
int canvas_text_n(
    struct canvas *c, int row, int col, int cols, enum role role, const char *s, size_t n);
/** canvas_cut: like canvas_text, but text that does not fit ends in ".." so that one sees there is more. */
int canvas_cut(struct canvas *c, int row, int col, int cols, enum role role, const char *s);
/** canvas_right: right-aligned, the last character ends before column ${end}. Returns the column where it starts. */
int canvas_right(struct canvas *c, int row, int end, enum role role, const char *s);
/** canvas_printf: formatted, at most 1023 bytes. */
int canvas_printf(struct canvas *c, int row, int col, int cols, enum role role, const char *fmt,
    ...) __attribute__((format(printf, 6, 7)));

/** canvas_fill(c, r, role): blanks. canvas_hline: '-'. canvas_vline: '|'. */
void canvas_fill(struct canvas *c, struct rect r, enum role role);
void canvas_hline(struct canvas *c, int row, int col, int cols, enum role role);
void canvas_vline(struct canvas *c, int row, int col, int rows, enum role role);
/** canvas_cursor(c, row, col): the hardware cursor, where the work is: always visible, so every screen sets it. IME
 * pre-edit and screen readers follow it. Clamped to the canvas. */
void canvas_cursor(struct canvas *c, int row, int col);
/** canvas_too_small(c): below 80x24, draw the sentence that says so and return true; nothing else need be drawn. */
bool canvas_too_small(struct canvas *c);

/** rect_all(c): the whole canvas. */
struct rect rect_all(const struct canvas *c);

/** canvas_dump(c, out): append rows as text, trailing blanks cut, one '\n' each. */
void canvas_dump(const struct canvas *c, struct str *out);
/** canvas_dump_roles(c, out): the same, and below each row that has roles other than normal a line "~" with one letter
 * a column (A = the first role after normal), then "cursor ROW,COL". */
void canvas_dump_roles(const struct canvas *c, struct str *out);

#endif
