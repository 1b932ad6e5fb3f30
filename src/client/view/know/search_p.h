#ifndef CLIENT_VIEW_SEARCH_P_H
#define CLIENT_VIEW_SEARCH_P_H

#include "client/cache/find.h"
#include "client/ui/field.h"
#include "client/view/part_p.h"

/* The search over everything, private to its files. */

#define SEARCH_ROWS        40
#define SEARCH_PAGE        9 /* of these on the screen at most: a digit each */
#define SEARCH_QUERY_CHARS 100

/* Where it looks: everywhere, one of find_scope, or the screens of the program. */
enum { SEARCH_ALL = -1, SEARCH_SCREENS = FIND_SCOPE_COUNT, SEARCH_LAST = SEARCH_SCREENS };

struct search_hit {
	int scope;
	char code[40]; /* what it is opened by */
	char title[192], no[24];
	struct kb_mark mark[KB_MARKS];
	int n_marks;
	const char *where; /* why it is here; a constant */
	char piece[200]; /* what has it, when it is not the title; else what tells it from others */
	const char *of;  /* what that is; a constant */
	struct kb_mark in_piece[KB_MARKS];
	int n_in_piece;
	char state[16];
};

struct search {
	struct desk *desk;
	struct field query;
	bool on_list; /* the focus: there digits choose; in the query they are text */
	int scope;
	bool stale, put_off;
	struct search_hit *hit; /* SEARCH_ROWS */
	int n, at;
	int page; /* rows on the screen, as last drawn */
	struct find_note note;
	bool partial;     /* a search of the knowledge was cut short */
	bool kb_damaged;  /* the index of articles */
	uint64_t mending; /* a damaged index is reported */
};

const char *search_scope_label(int scope);
/** search_refresh(s, exact): what is found for the query, if that is out of date. search_settle: and what was put off. */
void search_refresh(struct search *s, bool exact);
void search_settle(struct search *s);

void search_draw(const struct view *v, struct canvas *c, struct rect body);

#endif
