#ifndef CLIENT_VIEW_TICKET_P_H
#define CLIENT_VIEW_TICKET_P_H

#include "client/ui/pager.h"
#include "client/ui/textarea.h"
#include "client/view/form_p.h"
#include "client/view/part_p.h"

/* The ticket screen, private to its files. */

enum dossier_mode {
	DOSSIER_LOOK,
	DOSSIER_READ, /* a long text over the trace */
	DOSSIER_FORM, /* a step being filled in: dossier.form */
	DOSSIER_WHY   /* the reason for looking at the identity */
};

#define TICKET_KEYS  9
#define TICKET_STEPS 36

struct dossier {
	struct desk *desk;
	struct ticket t; /* identity masked */
	struct event *ev;
	struct list trace;
	int64_t urged_at, bad; /* bad: the first event that does not fit, 0 none */
	int n_ev, checked, total;
	int refused, conflicts; /* what of it somebody must decide on the screen 同步 */
	char subject[64];       /* how often the other party is named elsewhere; "" never */
	char files[64];         /* 附件 2 (1 待传); "" none */
	enum dossier_mode mode;
	char id[ID_SIZE];
	bool stale, found, fetched;
	bool raise_only; /* of its fields this person may only raise the urgency */
	/* the steps */
	enum event_kind steps[TICKET_STEPS]; /* that this person may take now */
	const char *labels[TICKET_STEPS];
	int n_steps, page;      /* TICKET_KEYS have a digit at a time */
	bool kept[EVENT_COUNT]; /* something was written for it and not sent */
	struct form form;
	struct textarea words; /* why the identity is looked at */
	uint64_t job;          /* the unmasking */
	/* the whole identity, for a minute */
	int64_t whole_until;
	struct fields whole;
	/* reading */
	struct str text;
	struct str line; /* what a cell of the trace says, until the next one */
	struct pager pager;
};

#define RECORD_SHOWN_MS INT64_C(60000)

/* ticket.c */
void ticket_refresh(struct dossier *s);
/** ticket_is_shown(s): may the identity stand on the screen right now? */
bool ticket_is_shown(const struct dossier *s);
void ticket_hide(struct dossier *s);

/* ticket_act.c: the steps */
/** ticket_act_find(s): which there are now. */
void ticket_act_find(struct dossier *s);
unsigned ticket_act_open(struct dossier *s, int digit);
/** ticket_act_more(s): the next page of steps. */
unsigned ticket_act_more(struct dossier *s);
unsigned ticket_act_input(struct dossier *s, const struct input *in);
void ticket_act_close(struct dossier *s);
/** ticket_act_recall(s): read again for which steps something was written and not sent. */
void ticket_act_recall(struct dossier *s);
/** ticket_act_news(s, n): true: it was about the step being filled in, or its words. */
bool ticket_act_news(struct dossier *s, const struct news *n);

/* ticket_look.c: the identity */
unsigned ticket_look_open(struct dossier *s);
unsigned ticket_look_input(struct dossier *s, const struct input *in);
unsigned ticket_look_news(struct dossier *s, const struct news *n);

/* ticket_trace.c */
/** ticket_trace_matter(s, out): everything that was taken down, to read as a whole. */
void ticket_trace_matter(const struct dossier *s, struct str *out);
/* At 80 columns, where the seconds do not fit, and at 110 and more. */
extern const struct list_col ticket_trace_cols[5], ticket_trace_wide[5];
void ticket_trace_cell(void *ctx, size_t row, int col, struct list_cell *out);

/* ticket_head.c: the upper half */
/* A line that is put together piece by piece and breaks where a piece does not fit. */
struct ticket_flow {
	struct canvas *c; /* NULL: only where it would stand */
	struct rect at;   /* rows left */
	int col;
};
void ticket_flow_text(struct ticket_flow *f, enum role role, const char *s);
/** ticket_flow_pair: "渠道 电话": nothing when there is no value. */
void ticket_flow_pair(struct ticket_flow *f, const char *label, const char *value);
/** ticket_flow_end(f): the row after the last. */
int ticket_flow_end(const struct ticket_flow *f);
/** ticket_head_draw(s, c, body): which ticket, how long, what it is, where, who; the row after. */
int ticket_head_draw(const struct dossier *s, struct canvas *c, struct rect body);

/* ticket_work.c */
/** ticket_work_draw(s, c, at): who works on it and what stands against it; the row after. */
int ticket_work_draw(const struct dossier *s, struct canvas *c, struct rect at);

/* ticket_draw.c */
void ticket_draw(const struct view *v, struct canvas *c, struct rect body);

#endif
