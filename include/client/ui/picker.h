#ifndef CLIENT_UI_PICKER_H
#define CLIENT_UI_PICKER_H

#include "base/err.h"
#include "client/ui/canvas.h"
#include "client/ui/editor.h"
#include "text/match.h"

/* A closed field: one of a list of codes, found without an input method by pinyin initials, syllables or Hanzi
 * (text/match.h), or by its code in digits. The best rows open below; 1-9 take one at once, Enter the first. */

struct picker_item {
	const char *code;   /* "0205"; what is stored */
	const char *label;  /* "城市管理 > 路灯照明"; what is shown */
	const char *search; /* words it is also found by (synonyms, short names), or NULL */
	const char *hint;   /* shown dim at the right, or NULL */
	long weight;        /* fit to the text, use of this hour: order among equal matches */
};

/* Items compiled for matching; one catalogue serves many pickers. */
struct picker_catalogue {
	const struct picker_item *item; /* borrowed, in the order shown when all is equal */
	struct match_label *label;
	size_t n;
};

/** picker_catalogue_init(k, items, n, e): compile; ${items} is borrowed until picker_catalogue_free. */
enum err_code picker_catalogue_init(
    struct picker_catalogue *k, const struct picker_item *items, size_t n, struct err *e);
void picker_catalogue_free(struct picker_catalogue *k);
/** picker_catalogue_find(k, code): index of the item with that code, -1 when there is none. */
long picker_catalogue_find(const struct picker_catalogue *k, const char *code);

#define PICKER_ROWS 9

struct picker {
	const struct picker_catalogue *from; /* borrowed */
	struct rect at;                      /* the field, one row; set by the view */
	int rows;                            /* rows of the open list, 1..PICKER_ROWS */
	long value;                          /* index in the catalogue; -1 = empty */
	bool open;
	struct editor query;
	size_t shown[PICKER_ROWS];
	size_t n_shown, n_found;
	size_t chosen;    /* in shown */
	const char *none; /* what is said where nothing fits; NULL the usual */
};

void picker_init(struct picker *p, const struct picker_catalogue *from, int rows);
void picker_free(struct picker *p);
/** picker_set(p, code): that value; NULL, "" or an unknown code empties it. Closes the list. */
void picker_set(struct picker *p, const char *code);
/** picker_code(p), picker_label(p): of the value; "" when empty. */
const char *picker_code(const struct picker *p);
const char *picker_label(const struct picker *p);
/** picker_input(p, in, r): typing opens the list, so does ACTION_DOWN. Open: Enter and Tab take the chosen row (the view
 * then goes on as the key says), Esc closes it (REACT_CANCEL). Closed: ACTION_ERASE empties. REACT_TAKE: the value is
 * new. A digit chooses a row, unless it begins or goes on with a code. Its place has the scopes without SCOPE_EDIT. */
void picker_input(struct picker *p, const struct input *in, struct react *r);
/** picker_draw(p, c, role, focused): the field. picker_draw_list(p, c): the open list below it, above where there is no
 * room; draw it after everything else. */
void picker_draw(const struct picker *p, struct canvas *c, enum role role, bool focused);
void picker_draw_list(const struct picker *p, struct canvas *c);

#endif
