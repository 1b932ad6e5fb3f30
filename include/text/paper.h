#ifndef TEXT_PAPER_H
#define TEXT_PAPER_H

#include "base/str.h"

/* Pages of plain text for a printer: lines of at most ${cols} columns, pages of at most ${most} lines, each ended by a
 * form feed. □ counts as two columns, which printers' Chinese fonts make of it. A character that a printer would obey is
 * written as the screen shows it, <1B>. */

#define PAPER_A4_COLS 80
#define PAPER_A4_ROWS 66
#define PAPER_A5_COLS 56
#define PAPER_A5_ROWS 46

struct paper {
	struct str *out; /* where the text is appended */
	int cols, most;
	const char *
	    mark; /* the first and the last line of every page; what is too much for a page goes on the next. NULL: is left off */
	int rows, page; /* of the page under way; how many pages are done */
};

/** paper_cols(s): columns on the widest printer. */
int paper_cols(const char *s);
/** paper_line: one line as it stands. paper_centred, paper_rule (a line of ${c}). */
void paper_line(struct paper *p, const char *s);
void paper_centred(struct paper *p, const char *s);
void paper_rule(struct paper *p, char c);
/** paper_blank(p, label): the label and a line to write on, to the edge. */
void paper_blank(struct paper *p, const char *label);
/** paper_words(p, head, text): over as many lines as it takes: ${head} begins the first, the others begin below what
 * follows it. */
void paper_words(struct paper *p, const char *head, const char *text);
/** paper_end: the page under way is done. */
void paper_end(struct paper *p);

/* Things that are not cut in two, side by side: boxes to tick, numbers. */
struct paper_items {
	struct paper *page;
	struct str line;
	int indent;
};
void paper_items_begin(struct paper_items *t, struct paper *p, const char *label);
void paper_item(struct paper_items *t, const char *s);
void paper_tick(struct paper_items *t, const char *code, const char *label); /* □code label */
void paper_items_end(struct paper_items *t);

#endif
