#ifndef CLIENT_VIEW_SYNC_P_H
#define CLIENT_VIEW_SYNC_P_H

#include "client/ui/picker.h"
#include "client/ui/textarea.h"
#include "client/view/part_p.h"

/* The screen of what waits to be sent, private to its files. */

#define SYNC_ROWS      200 /* operations read; more than that waits only after a very long cut */
#define SYNC_CONFLICTS 64

enum sync_what { SYNC_CONFLICT, SYNC_PARKED, SYNC_WAITING };
struct sync_row {
	enum sync_what what;
	int at; /* in outbox or conflicts */
};

enum sync_focus {
	SYNC_LIST,
	SYNC_CHOICES, /* what to do about the chosen row */
	SYNC_FIELD,   /* which field to correct */
	SYNC_WORDS    /* words for the choice */
};

/* What may be done about a row; the digit is its place among those offered. */
enum sync_do {
	DO_RESEND,
	DO_NOTE,
	DO_SENIOR,
	DO_DISCARD,
	DO_THEIRS,
	DO_MINE,
	DO_BOTH,
	DO_OPEN,
	DO_COUNT
};

struct sync {
	struct desk *desk;
	bool stale;
	struct outbox_row *outbox;
	int n_outbox;
	struct conflict_row *conflicts;
	int n_conflicts;
	struct sync_row rows[SYNC_ROWS + SYNC_CONFLICTS];
	int n_rows;
	struct cache_counts counts;
	struct list list;
	struct str line; /* what a cell says, until the next one */
	enum sync_focus focus;
	enum sync_do doing;
	int64_t local; /* the row it is about; it may move in the list meanwhile */
	struct textarea words;
	struct ticket t;                     /* of the operation being corrected */
	int arg;                             /* enum event_arg the corrected words go to; -1 none */
	int64_t told_of;                     /* the row ${told} is about */
	struct str told;                     /* what that operation says */
	struct picker_item fields[TF_COUNT]; /* 地点, and what stands there now */
	enum ticket_field field_of[TF_COUNT];
	struct picker_catalogue names;
	struct picker pick;
	bool picking;
	uint64_t job;
};

void sync_refresh(struct sync *s);
/** sync_told(s, o): what an operation says, in words; borrowed until the next call. */
const char *sync_told(struct sync *s, const struct outbox_row *o);
/** sync_chosen(s): the selected row; NULL none. */
const struct sync_row *sync_chosen(const struct sync *s);
/** sync_offers(s, out): what may be done about it; returns how many. */
int sync_offers(const struct sync *s, enum sync_do out[DO_COUNT]);
const char *sync_offer_label(enum sync_do what);
/** sync_value(s, field, value, words): a value as one reads it; ${words} holds it where it is put together. */
const char *sync_value(const struct sync *s, int field, const char *value, struct str *words);
unsigned sync_fix_take(struct sync *s, int digit);
unsigned sync_fix_input(struct sync *s, const struct input *in);
void sync_fix_close(struct sync *s);
void sync_draw(const struct view *v, struct canvas *c, struct rect body);

#endif
