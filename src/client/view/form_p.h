#ifndef CLIENT_VIEW_FORM_P_H
#define CLIENT_VIEW_FORM_P_H

#include "client/ui/choice.h"
#include "client/ui/field.h"
#include "client/ui/picker.h"
#include "client/ui/textarea.h"
#include "client/view/view.h"
#include "model/deed.h"
#include "ticket_note_p.h"

/* The form of a step (model/deed.h) as a panel of a screen: one cell a question, kept key by key like every other word
 * (ticket_note), checked by the rules before it is sent, with the cursor in the cell that is wrong. The screen that shows
 * it owns the ticket and says where it stands. */

#define FORM_CELLS  12
#define FORM_LABELS 9
#define FORM_FIXED  2

struct form_cell {
	const struct deed_ask *ask;
	enum ticket_field slot; /* of the draft its text is kept in */
	struct textarea words;  /* DEED_TEXT */
	struct field line;      /* LINE DAYS TIME TICKET PERSON FILES */
	struct choice pick;     /* CHOICE STARS */
	struct picker unit;     /* UNIT UNITS */
	struct str units;       /* UNITS, FILES: the codes, or ids, taken so far */
	uint64_t taking;        /* FILES: the job that takes one in; 0 none */
	uint64_t naming;        /* FILES: the job that completes a path; 0 none */
	const char *labels[FORM_LABELS];
	char was[16];  /* CHOICE: what another found, who is signed for; "" nobody did */
	size_t before; /* FILES: how long its line was before this key */
	bool wrong;    /* FILES: the message line says what is wrong with the path in its line */
	bool proposed; /* what stands in it is the program's word: nothing of it is kept yet */
};

struct form {
	struct desk *desk;
	const struct ticket *t; /* borrowed from the screen; it may change under the form */
	enum event_kind kind;
	bool open;
	struct form_cell cell[FORM_CELLS];
	int n, focus;
	struct ticket_note note;
	struct ticket_note last; /* of a form that was left, until the table has it */
	uint64_t job;            /* being sent */
	/* set by the screen after form_open, where a form serves more than its step */
	const char *label; /* what it is called; NULL: as its event */
	enum event_kind (*becomes)(
	    const struct form *f); /* which step the answers come to; NULL: ${kind} */
	bool jumped;               /* the last key was a choice, and the focus went on by itself */
	bool told;                 /* that an answer of another was changed, by the last key */
	bool at_once;              /* the last closed cell sends as soon as it has its value */
	struct form_fixed {
		enum event_arg arg;
		char value[16];
	} fixed[FORM_FIXED]; /* said without a cell */
	int n_fixed;
	/* an argument no cell asks for: it goes along while the cell it belongs to says what it said */
	struct form_also {
		enum event_arg arg;
		int cell; /* -1: there is none */
		char value[64], said[32];
	} also;
	struct picker_item *unit_items;
	struct picker_catalogue units;
};

/** form_open(f, d, t, k): the form of step ${k} on ${t}, with what was written for it before and not sent. ${f} zero or
 * closed; form_free at the end. False without memory; the message line says so. A step that asks nothing has a form without cells: form_send. */
bool form_open(struct form *f, struct desk *d, const struct ticket *t, enum event_kind k);
/** form_may(d, t, k, e): is step ${k} on ${t} refused whatever one writes (no contact yet, the time is over)? Asked before
 * anybody types; ERR_OK also where the form may still make it right. */
enum err_code
form_may(const struct desk *d, const struct ticket *t, enum event_kind k, struct err *e);
/** form_fill(f, a, value): what the program proposes, where nothing has been written yet. */
void form_fill(struct form *f, enum event_arg a, const char *value);
/** form_put(f, a, value): what the program knows better than what stands there, also "". */
void form_put(struct form *f, enum event_arg a, const char *value);
/** form_hold(f, a): the choice that stands in the cell of ${a} is another person's finding: changed, it is said in words
 * and sent by a second F10. */
void form_hold(struct form *f, enum event_arg a);
/** form_rank(f, code, weight, hint): unit ${code} stands higher in the list of units, with ${hint} beside it; both
 * strings are borrowed while the form is open. */
void form_rank(struct form *f, const char *code, long weight, const char *hint);
/** form_also(f, a, value, of): ${a}, which no cell asks for, is sent along as long as the cell of ${of} says what it says
 * now (the rule behind a proposed unit). */
void form_also(struct form *f, enum event_arg a, const char *value, enum event_arg of);
/** form_fix(f, a, value): ${a}, asked for in the last cell, is not asked here: it is ${value}, or ("") not said. Nothing
 * happens when the last cell asks for something else. */
void form_fix(struct form *f, enum event_arg a, const char *value);
/** form_value(f, a): what stands in the cell of ${a}; "" when there is none. Borrowed until the next input. */
const char *form_value(const struct form *f, enum event_arg a);
/** form_label(f): what it is called. */
const char *form_label(const struct form *f);
/** form_send(f): check and send; a refusal is said and the cursor goes to the cell it means. */
unsigned form_send(struct form *f);
/** form_ready(f): check and do not send: the cursor goes to what is still lacking, else the message line names F10. */
unsigned form_ready(struct form *f);
/** form_leave(f): Esc: the words are kept, and that is said. */
unsigned form_leave(struct form *f);
/** form_input(f, in): VIEW bits; the form may be closed afterwards (Esc: the words are kept). */
unsigned form_input(struct form *f, const struct input *in);
/** form_event(f, n, done): was the news about this form? ${done}: its step is on disk, and the form closed. */
bool form_event(struct form *f, const struct news *n, bool *done);
/** form_scopes(f): what the next key means (enum scope bits). */
unsigned form_scopes(const struct form *f);
/** form_keys(f, v, n): the footer of screen ${v}: what the keys do in the cell with the focus, while ${f} is open. */
const struct bar_key *form_keys(const struct form *f, const struct view *v, size_t *n);
/** form_save(f): at a pause. form_close(f): the words are kept. form_free(f): the screen goes; open or not. */
void form_save(struct form *f);
void form_close(struct form *f);
void form_free(struct form *f);
/** form_first(f): the cell one begins in. form_cell_of(f, a): the cell of ${a}, -1 none. form_keep(f, c, ed): one edit of
 * the widget is kept. */
int form_first(const struct form *f);
int form_cell_of(const struct form *f, enum event_arg a);
void form_keep(struct form *f, struct form_cell *c, struct edit ed);

/* form_cell.c: one cell */
void form_cell_open(struct form *f, int i, const struct deed_ask *ask);
void form_cell_free(struct form_cell *c);
/** form_cell_text(c): what stands in it as it is kept; borrowed until the next input. form_cell_put: that text again. */
const char *form_cell_text(const struct form_cell *c);
void form_cell_put(struct form_cell *c, const char *text);
/** form_cell_go(c, cursor): the cursor in its text. form_cell_cursor(c): where it is; 0 in a closed cell. */
void form_cell_go(struct form_cell *c, size_t cursor);
size_t form_cell_cursor(const struct form_cell *c);
/** form_cell_value(f, i, out, e): what it says as the argument of an event; "" for an empty one. */
enum err_code form_cell_value(const struct form *f, int i, struct str *out, struct err *e);
/** form_cell_input(f, i, in, r): REACT_TAKE: a closed cell has its value, go on. */
void form_cell_input(struct form *f, int i, const struct input *in, struct react *r);
/** form_cell_is_choice(c): its answer is a digit. */
bool form_cell_is_choice(const struct form_cell *c);
/** form_cell_takes_all(c): keys mean what they mean in an open list. */
bool form_cell_takes_all(const struct form_cell *c);

/* form_draw.c */
/** form_rows(f, rows): how many of at most ${rows} it would like. */
int form_rows(const struct form *f, int rows);
void form_draw(struct form *f, struct canvas *c, struct rect at);

#endif
