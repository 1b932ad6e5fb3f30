#ifndef CLIENT_VIEW_HANDLING_P_H
#define CLIENT_VIEW_HANDLING_P_H

#include "client/view/phone_look_p.h"
#include "worklist_p.h"

/* The desk of those who do what tickets ask for: units, their heads, townships, village helpers. */

struct handling {
	struct worklist w; /* first: the functions of worklist.c take it for the whole state */
	/* what is read beside the chosen ticket, when it changes */
	bool stale;
	char about[ID_SIZE];
	char back[400];    /* why it came back; "" it did not */
	char similar[256]; /* how the last one of its kind there ended; "" none */
	int64_t told_seq;  /* the last contact or relay that the centre knows; 0 none */
	bool zero_missing; /* the unit owes a 零报告 today */
	int64_t sign_due;  /* the most urgent of those to sign for; 0 none */
	/* signing for all of them */
	bool sure; /* the first of two keys was pressed */
	char to_sign[WORK_ROWS][ID_SIZE];
	int n_to_sign, signing, n_signed;
	uint64_t sign_job;
	struct phone_look phone;
};

enum handling_list {
	HANDLING_TO_DO,
	HANDLING_TO_SIGN,
	HANDLING_CONTACT,
	HANDLING_DUE,
	HANDLING_LATE,
	HANDLING_SIGN_OFF,
	HANDLING_BACK,
	HANDLING_RELAY,
	HANDLING_SUPERVISED,
	HANDLING_REPLIED,
	HANDLING_CLOSED,
	HANDLING_LISTS
};

/* What is the next thing to do about a ticket. */
struct turn {
	int kind; /* enum event_kind; -1: somebody else's turn */
	char words[32];
};

/* handling_turn.c */
/** handling_turn(w, r, out): of a row. ${out}->kind of a reply is EVENT_REPLY whoever signs it. */
void handling_turn(const struct worklist *w, const struct work_row *r, struct turn *out);
/** handling_reply_kind(d, t): does this person's reply on ${t} go out, or to his head for signature? */
enum event_kind handling_reply_kind(const struct desk *d, const struct ticket *t);
/** handling_fits(w, k): is ${k} worth a digit on the chosen ticket? */
bool handling_fits(const struct worklist *w, enum event_kind k);
/** handling_propose(w, f): what the program knows to put into a form. */
void handling_propose(const struct worklist *w, struct form *f);

/* handling_read.c */
/** handling_read(s): read again what stands beside the chosen ticket, if it changed. */
void handling_read(struct handling *s);

/* handling_draw.c */
void
handling_cell(const struct worklist *w, const struct work_row *r, int col, struct list_cell *out);
int handling_detail(const struct worklist *w, struct canvas *c, struct rect at);
void handling_above(const struct worklist *w, char *out, size_t size);
void handling_more(const struct worklist *w, int list, char *out, size_t size);
enum handling_col {
	HANDLING_COL_DUE,
	HANDLING_COL_NO,
	HANDLING_COL_TITLE,
	HANDLING_COL_AREA,
	HANDLING_COL_NEXT,
	HANDLING_COLS
};
extern const struct list_col handling_cols[HANDLING_COLS];

#endif
