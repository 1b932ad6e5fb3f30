#ifndef CLIENT_UI_LIST_H
#define CLIENT_UI_LIST_H

#include <stddef.h>

#include "client/ui/canvas.h"
#include "client/ui/editor.h"

/* A list with columns: " >1 " marks the chosen row and the digit that opens it. The rows stay where they are: the list
 * asks for cells when it draws. Typing letters or Hanzi filters by all columns (text/match.h). */

struct list_col {
	const char *head;
	int cols;   /* 0: what the others leave; only one of them */
	bool right; /* right-aligned */
};

struct list_cell {
	const char *
	    text; /* "" to begin with; point it at ${buf} or at memory that lives until the next call */
	enum role role; /* ROLE_NORMAL to begin with */
	char buf[128];
};

struct list_source {
	void *ctx;
	size_t (*count)(void *ctx);
	/* Fill ${out} for column ${col} of row ${row}. */
	void (*cell)(void *ctx, size_t row, int col, struct list_cell *out);
};

struct list {
	struct list_source from;
	const struct list_col *cols; /* borrowed */
	int n_cols;
	struct rect at;     /* set by the view; the head takes its first row */
	bool headless;      /* no head row; a filter is then shown by the view */
	bool no_digits;     /* digits mean something else here: none are shown, none are taken */
	bool digits_filter; /* a digit of no row begins the filter, with ${no_digits} any; in one so
	                       begun digits are text */
	bool counts;        /* beyond a page the head says which rows these are: "1-10/15" */
	const char *empty;  /* why there is nothing and what to do, may wrap; borrowed */
	size_t selected;    /* in what is shown */
	struct editor filter;
	size_t *shown; /* rows that pass the filter */
	size_t n_shown, cap_shown;
};

#define LIST_NONE ((size_t)-1)

void list_init(struct list *l, struct list_source from, const struct list_col *cols, int n_cols);
void list_free(struct list *l);
/** list_refresh(l): the rows changed: filter again; the selection stays in the same place. */
void list_refresh(struct list *l);
/** list_row(l): the selected row of the source; LIST_NONE when nothing is shown. */
size_t list_row(const struct list *l);
/** list_select(l, row): select that row of the source; the first when it is not shown. */
void list_select(struct list *l, size_t row);
/** list_input(l, in, r): arrows, pages, digits and Enter (REACT_TAKE: open list_row), letters (filter), Backspace and
 * Esc (take the filter away). Without a filter Esc is left to the view. */
void list_input(struct list *l, const struct input *in, struct react *r);
void list_draw(const struct list *l, struct canvas *c, bool focused);
/** list_cursor(l, c, k): behind list_draw: the cursor at the end of column ${k} of the selected row, where what is typed goes. */
void list_cursor(const struct list *l, struct canvas *c, int k);

#endif
