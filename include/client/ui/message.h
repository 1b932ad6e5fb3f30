#ifndef CLIENT_UI_MESSAGE_H
#define CLIENT_UI_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/* The line in which the seat says something: what was said last, until the next key.
 *
 * What the seat hears by itself (the telephone, the centre, the classroom) may come in the same instant as something else, or
 * amid somebody's typing. Nobody has read what was never painted, or only just was: it stands for a while. What comes unasked
 * meanwhile stands beside it where the line has room, else it waits for its turn; no key that says nothing takes either away.
 * What answers a key takes the place of all that was painted, and is not replaced by news before it could be read; what came
 * of a key a moment later (an outcome) takes the place of that answer, and the next key takes it away once it was painted.
 * What is graver stands first and waits for nothing.
 *
 * Time is handed in, of any clock that does not go back. Only while something waits does anybody have to wake for it. */

#define MESSAGE_STANDS_MS 4000 /* twenty Hanzi are read in it, twice */
#define MESSAGE_PARTS     4    /* at a time; of more the oldest of the lightest goes */
#define MESSAGE_BETWEEN   " · "

enum message_level {
	MESSAGE_NEWS, /* what was done, or has come */
	MESSAGE_MIND, /* a refusal; what to mind */
	MESSAGE_FAULT /* stays, also beyond a key, until something else is said */
};

/* All zero is an empty line of any length. */
struct message {
	char text
	    [ERR_TEXT_BYTES]; /* what stands there now: the first ${shown}, MESSAGE_BETWEEN them */
	int level;            /* message_level, the gravest of those */
	int cols;             /* of the line; 0: any */
	bool by_key;          /* a key is being handled: what is said answers it */
	bool answered;        /* ... and something was */
	bool outcome;         /* what is said now is what came of an earlier key */
	bool typed_on; /* a key left standing what it did not ask for: that is in the way now */
	int n, shown;
	struct message_part {
		char text[ERR_TEXT_BYTES];
		int level;
		bool asked;    /* it answered a key */
		bool outcome;  /* or is what came of one */
		bool painted;  /* and then ... */
		int64_t until; /* ... it is to be read until this time */
		bool sticks;   /* a fault behind which nothing was said yet */
	} part[MESSAGE_PARTS]; /* the gravest first, else in the order they came in */
};

/** message_say(m, level, text, now): a sentence of less than ERR_TEXT_BYTES; "" is message_drop. */
void message_say(struct message *m, int level, const char *text, int64_t now);
/** message_painted(m, now): all that stands there was. */
void message_painted(struct message *m, int64_t now);
/** message_turn(m, cols, now): the line has so many columns, and what has stood its time gives way to what waits. Is it another
 * text? message_due_in(m, now): ms until it may be; -1 nothing waits. */
bool message_turn(struct message *m, int cols, int64_t now);
int64_t message_due_in(const struct message *m, int64_t now);
/** message_drop(m, now): what was painted goes, but for what came unasked and has not stood its time. message_clear(m): all
 * goes. Was there anything? */
bool message_drop(struct message *m, int64_t now);
bool message_clear(struct message *m);
/** message_key(m, begins, now): a key begins to be handled, which drops what message_drop does and is no fault, or has been.
 * Is it another picture? */
bool message_key(struct message *m, bool begins, int64_t now);

#endif
