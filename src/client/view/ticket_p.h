#ifndef CLIENT_VIEW_TICKET_P_H
#define CLIENT_VIEW_TICKET_P_H

#include "client/ui/choice.h"
#include "client/ui/pager.h"
#include "client/ui/picker.h"
#include "client/ui/textarea.h"
#include "model/dispatch.h"
#include "part_p.h"
#include "ticket_note_p.h"

/* The ticket screen, private to its files. */

/* What a person is asked before a step is sent. */
enum deed_form {
	FORM_NONE,    /* nothing: one key */
	FORM_TEXT,    /* words */
	FORM_CONTACT, /* how it went, and words */
	FORM_UNIT,    /* which unit of the catalogue */
	FORM_INTAKE   /* the intake screen does it */
};
struct deed {
	enum event_kind kind;
	const char *label, *ask; /* ask: what to write */
	enum deed_form form;
	enum event_arg arg; /* where the words go */
};
/* The digit of a step is its place in this table: the same on every ticket. */
#define TICKET_DEEDS 9
extern const struct deed ticket_deeds[TICKET_DEEDS];

enum dossier_mode {
	DOSSIER_LOOK,
	DOSSIER_READ, /* a long text over the trace */
	DOSSIER_FORM, /* a step being filled in: dossier.deed */
	DOSSIER_WHY   /* the reason for looking at the identity */
};

struct dossier {
	struct desk *desk;
	struct ticket t; /* identity masked */
	struct event *ev;
	struct list trace;
	int64_t urged_at, bad; /* bad: the first event that does not fit, 0 none */
	int n_ev, checked, total;
	enum dossier_mode mode;
	char id[ID_SIZE];
	bool stale, found, fetched;
	bool raise_only; /* of its fields this person may only raise the urgency */
	bool on_how, picking;
	/* the step being filled in */
	const struct deed *deed;
	struct ticket_note
	    notes[TICKET_DEEDS]; /* what was written for a step and not sent, by its digit - 1 */
	struct textarea words;
	struct choice how; /* FORM_CONTACT */
	const char *how_labels[9];
	struct picker pick; /* FORM_UNIT */
	struct picker_catalogue units;
	struct picker_item unit_items[DISPATCH_OPTIONS];
	struct dispatch_choice options[DISPATCH_OPTIONS];
	uint64_t job;
	/* the whole identity, for a minute */
	int64_t whole_until;
	struct fields whole;
	/* reading */
	struct str text;
	struct str line; /* what a cell of the trace says, until the next one */
	struct pager pager;
	int job_kind; /* enum event_kind; EVENT_COUNT: the unmasking */
};

#define RECORD_UNITS    4 /* of the catalogue shown at a time */
#define RECORD_SHOWN_MS INT64_C(60000)

/* ticket.c */
void ticket_refresh(struct dossier *s);
/** ticket_is_shown(s): may the identity stand on the screen right now? */
bool ticket_is_shown(const struct dossier *s);
void ticket_hide(struct dossier *s);

/* ticket_act.c: the steps */
/** ticket_act_may(s, d, e): could this person take that step now? */
bool ticket_act_may(const struct dossier *s, const struct deed *d, struct err *e);
/** ticket_act_label(s, d): what it is called for this person. */
const char *ticket_act_label(const struct dossier *s, const struct deed *d);
unsigned ticket_act_open(struct dossier *s, int digit);
unsigned ticket_act_input(struct dossier *s, const struct input *in);
unsigned ticket_act_done(struct dossier *s, const struct news *n);
void ticket_act_close(struct dossier *s);
/** ticket_act_recall(s): read again what was written for the steps and not sent; what is not saved yet stays. */
void ticket_act_recall(struct dossier *s);
/** ticket_act_save(s): a pause: what was written goes to the table too. */
void ticket_act_save(struct dossier *s);
/** ticket_act_news(s, n): true: it was about the words being saved. */
bool ticket_act_news(struct dossier *s, const struct news *n);
void ticket_act_free(struct dossier *s);

/* ticket_look.c: the identity */
unsigned ticket_look_open(struct dossier *s);
unsigned ticket_look_input(struct dossier *s, const struct input *in);
unsigned ticket_look_news(struct dossier *s, const struct news *n);

/* ticket_trace.c: what an event says; ${category} of its ticket, NULL not known */
void ticket_trace_text(
    const struct desk *d, const char *category, const struct event *ev, struct str *out);
/** ticket_trace_who: "1107 陈静", "市政 周建军", "系统". */
void ticket_trace_who(const struct city *c, const struct event *ev, char *out, size_t size);
/** ticket_trace_matter(s, out): everything that was taken down, to read as a whole. */
void ticket_trace_matter(const struct dossier *s, struct str *out);
/* At 80 columns, where the seconds do not fit, and at 110 and more. */
extern const struct list_col ticket_trace_cols[5], ticket_trace_wide[5];
void ticket_trace_cell(void *ctx, size_t row, int col, struct list_cell *out);

/* ticket_draw.c */
void ticket_draw(const struct view *v, struct canvas *c, struct rect body);

#endif
