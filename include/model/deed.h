#ifndef MODEL_DEED_H
#define MODEL_DEED_H

#include <stdbool.h>

#include "model/workflow.h"

/* The form of a step: what a person is asked for when he takes it, in the order he is asked. One table serves the forms
 * on every screen, `hotseat ticket do`, the check of the values on both ends and the words of the trace. Which of it may
 * not be missing at all is said by the guards of the EVENTS table; ${must} only marks the cell. */
enum deed_kind {
	DEED_LINE,   /* one line of words */
	DEED_TEXT,   /* several lines */
	DEED_CHOICE, /* a code of ${items} */
	DEED_UNIT,   /* a unit of the city */
	DEED_UNITS,  /* several, joined by "," (members.h) */
	DEED_PERSON, /* a job number */
	DEED_DAYS,   /* working days, 1.. */
	DEED_TIME,   /* ms UTC as digits; typed by a person as model/when.h reads it */
	DEED_STARS,  /* 1..5 */
	DEED_TICKET, /* another ticket: its id; typed as a number or its last six */
	DEED_FILES   /* ids of attachments, joined by "," */
};
struct deed_ask {
	enum event_arg arg;
	enum deed_kind kind;
	const char *label; /* of the cell; often shorter than the argument's own */
	const char *hint;  /* "" none */
	const struct enum_item *items;
	int n_items;
	bool must;
};

/** deed_asks(k, n): the rows of the form of event ${k}; NULL and 0 for a step that asks nothing. Borrowed for ever. */
const struct deed_ask *deed_asks(enum event_kind k, int *n);
/** deed_ask_of(k, a): its row; NULL when ${k} does not ask for it. */
const struct deed_ask *deed_ask_of(enum event_kind k, enum event_arg a);
/** deed_choice_label(k, a, code): the Chinese of a code of a choice; the code itself when it is none. */
const char *deed_choice_label(enum event_kind k, enum event_arg a, const char *code);
/** deed_values_check(ev, city, e): every argument that the form of ${ev} asks for has a value of its kind: codes known,
 * days and stars in range, a time a time. ERR_UNKNOWN_CODE or ERR_INVALID with a sentence, e->where the argument. */
enum err_code deed_values_check(const struct event *ev, const struct city *city, struct err *e);

#endif
