#ifndef CLIENT_VIEW_WORKLIST_P_H
#define CLIENT_VIEW_WORKLIST_P_H

#include "client/cache/work.h"
#include "client/ui/list.h"
#include "client/view/form_p.h"
#include "client/view/part_p.h"

/* What the screens of the people who work on tickets have in common: lists of what waits, the chosen ticket below, the
 * steps one may take on it by their digits, the form of one. A screen is a const table of these (struct work_kind): its
 * lists, its columns, its steps, and what it proposes. */

struct worklist;

/* A list: 待签收. */
struct work_list {
	const char *label;
	const char *empty; /* why there is nothing, and what to do */
	uint32_t roles;    /* who has it; 0 everybody who may open the screen */
	/* ${q} zeroed; its text, limit, place, now are the worklist's */
	void (*ask)(const struct desk *d, struct work_query *q);
};

struct work_step {
	enum event_kind kind;
	const char *label; /* NULL: the event's own */
};

struct work_kind {
	const struct work_list *lists;
	int n_lists;
	uint32_t quiet; /* bit i: list i is not named while there is nothing in it */
	uint32_t
	    aside; /* bit i: nothing waits in list i for who sits here: the screen never opens on it by itself */
	const struct work_step
	    *steps; /* of those allowed the first nine are shown, in this order */
	int n_steps;
	const struct list_col *cols;
	int n_cols;
	void (*cell)(
	    const struct worklist *w, const struct work_row *r, int col, struct list_cell *out);
	/** next: what Enter does to ${t}: the step that is its turn. false: Enter opens the ticket. */
	bool (*next)(const struct worklist *w, const struct ticket *t, enum event_kind *k);
	/** propose: what the program puts into a form that has just been opened. NULL: nothing. */
	void (*propose)(const struct worklist *w, struct form *f);
	/** ready: may Enter send the form as proposed, without showing it? NULL: never. */
	bool (*ready)(const struct worklist *w, const struct form *f);
	/** fits: is step ${k}, that state and role allow, worth a digit on the chosen ticket? NULL: always. */
	bool (*fits)(const struct worklist *w, enum event_kind k);
	/** more: a word behind the count of list ${list} (最急 40 分钟), or behind the steps (${list} -1: another key).
	 * NULL: none; else "" for none. */
	void (*more)(const struct worklist *w, int list, char *out, size_t size);
	/** above: what stands over a form, on one line, in place of the ticket's title. NULL: the title. */
	void (*above)(const struct worklist *w, char *out, size_t size);
	/** detail: the chosen ticket below the list; returns the first row that is free. */
	int (*detail)(const struct worklist *w, struct canvas *c, struct rect at);
	bool trace;    /* the events of the chosen ticket are wanted (worklist.events) */
	bool keeps;    /* the chosen ticket stays in the picture above its form */
	bool moves_on; /* after a step the top of the list is chosen, not the same ticket again */
	int rows;      /* of the list with its head at 80x24; 0 the usual */
	/** side: what a decision on it rests on: beside it at 120 columns, below it at 80, and beside or above its form;
	 * returns the first row that is free. NULL: nothing.  */
	int (*side)(const struct worklist *w, struct canvas *c, struct rect at);
	/** changed: a person gave another answer to ${a}: what hangs on it. NULL: nothing does. */
	void (*changed)(const struct worklist *w, struct form *f, enum event_arg a);
	/** after: step ${k} was taken on w->t, as it is now: the step on it that comes at once. NULL, false: none. */
	bool (*after)(const struct worklist *w, enum event_kind k, enum event_kind *then);
};

#define WORK_LISTS  12
#define WORK_STEPS  24
#define WORK_ROWS   60  /* read at a time: a piece */
#define WORK_PIECES 500 /* one may go down */
#define WORK_KEYS   9

struct worklist {
	struct desk *desk;
	const struct work_kind *kind;
	bool stale, uncounted; /* what is read again at the next picture: the rows, all counts */
	bool fresh;            /* nobody has chosen a list yet, and none had anything in it */
	int list_no;           /* in kind->lists */
	char wanted[ID_SIZE];  /* to be chosen when the rows come; "" none */
	int64_t counts[WORK_LISTS];
	struct work_row rows[WORK_ROWS];
	int n_rows, piece;
	struct work_place place[WORK_PIECES]; /* behind which each begins; the first: nothing */
	bool partial, more;
	struct list list;
	/* the chosen one, whole but for its identity */
	struct ticket t;
	bool found;
	struct event *events; /* its trace, oldest first; with kind->trace */
	int n_events;
	char fetched[ID_SIZE];            /* whose trace was asked of the centre last */
	enum event_kind steps[WORK_KEYS]; /* that may be taken on it now */
	const char *step_labels[WORK_KEYS];
	uint32_t begun; /* for which of them words wait that were not sent */
	int n_steps;
	struct form form;
	bool done; /* a step was taken: with kind->moves_on the next picture begins at the top */
	char form_ticket[ID_SIZE]; /* the form's ticket stays while rows move under it */
};

/** worklist_open(w, d, k, arg): ${w} zeroed, the state of a view. ${arg}: the label of a list, or the id of a ticket to begin
 * with, or NULL: the first list with something in it. */
void worklist_open(struct worklist *w, struct desk *d, const struct work_kind *k, const char *arg);

/* The functions of a view whose state is one struct worklist; what it adds itself are name, title, aliases, roles, open. */
void worklist_close(struct view *v);
unsigned worklist_input(struct view *v, const struct input *in);
unsigned worklist_event(struct view *v, const struct news *n);
unsigned worklist_resume(struct view *v);
unsigned worklist_idle(struct view *v);
unsigned worklist_scopes(const struct view *v);
void worklist_draw(const struct view *v, struct canvas *c, struct rect body);
/** worklist_keys(v, n): worklist_footer, or those of the form that is open. */
const struct bar_key *worklist_keys(const struct view *v, size_t *n);
extern const struct bar_key worklist_footer[4];
#define WORKLIST_ANSWERS                                                              \
	(ACTS_ROWS | ACTS_EDIT | ACT(NEXT) | ACT(PREV) | ACT(SUBMIT) | ACT(NEWLINE) | \
	    ACT(MODULE) | ACT(PRINT))
#define WORKLIST_OPS                                                                             \
	.footer = worklist_footer,                                                               \
	.n_footer = sizeof(worklist_footer) / sizeof(worklist_footer[0]), .keys = worklist_keys, \
	.answers = WORKLIST_ANSWERS, .state_size = sizeof(struct worklist),                      \
	.scopes = worklist_scopes, .input = worklist_input, .event = worklist_event,             \
	.resume = worklist_resume, .draw = worklist_draw, .close = worklist_close,               \
	.idle = worklist_idle

/** worklist_waits: view_ops.waits of a work screen: its lists with something in them, but for those where nothing waits. */
void worklist_waits(const struct view_ops *ops, const struct desk *d, char *out, size_t size);
/** worklist_shows(w, i): is list ${i} named in the head? */
bool worklist_shows(const struct worklist *w, int i);
/** worklist_row(w): the chosen row; NULL when the list is empty. */
const struct work_row *worklist_row(const struct worklist *w);
/** worklist_event_of(w, k): the last event of kind ${k} in the trace; NULL none. worklist_event_no(w, seq): the one of
 * that number. Borrowed until the next refresh. */
const struct event *worklist_event_of(const struct worklist *w, enum event_kind k);
const struct event *worklist_event_no(const struct worklist *w, int64_t seq);
/** worklist_refresh(w): read again what changed; called by draw. */
void worklist_refresh(struct worklist *w);

/** worklist_draw_said(w, ev, c, at): who said it and when, and all he said, a line a question; the row after the last. */
int worklist_draw_said(
    const struct worklist *w, const struct event *ev, struct canvas *c, struct rect at);
/** worklist_draw_trace(w, c, at): the last steps, newest first, a line each; the row after the last. */
int worklist_draw_trace(const struct worklist *w, struct canvas *c, struct rect at);

/** worklist_matter(d, t, c, at): the words, place, 涉及对象 of a ticket and its 诉求人 as far as it may be shown, in at
 * most ${at}.rows; the row after the last. */
int worklist_matter(const struct desk *d, const struct ticket *t, struct canvas *c, struct rect at);

/* worklist_read.c, for worklist.c */
/** worklist_read_may(w, l): has this person that list? worklist_read_label(w, k): what the step is called here. */
bool worklist_read_may(const struct worklist *w, const struct work_list *l);
const char *worklist_read_label(const struct worklist *w, enum event_kind k);
/** worklist_read_ticket(w): the chosen row's ticket; with a form open, the form's. worklist_read_drop(w): none. */
void worklist_read_ticket(struct worklist *w);
void worklist_read_drop(struct worklist *w);
/** worklist_read_missing(w): what the trace lacks is asked of the centre, when one rests on a row. */
void worklist_read_missing(struct worklist *w);

#endif
