#ifndef CLIENT_UI_MESSAGE_H
#define CLIENT_UI_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/* The line in which the seat says something: one sentence, the last one, until the next key.
 *
 * What the seat hears by itself (the telephone, the centre, the classroom) may come in the same instant as something else, or
 * as a key that empties the line. Nobody has read what was never painted: what is said next stands behind it, and no key
 * takes it away. */

enum message_level {
	MESSAGE_NEWS, /* what was done, or has come */
	MESSAGE_MIND, /* a refusal; what to mind */
	MESSAGE_FAULT /* stays, also beyond a key, until something else is said */
};

/* All zero is an empty line. */
struct message {
	char text[ERR_TEXT_BYTES];
	int level;     /* message_level, the gravest of what stands there */
	bool by_key;   /* a key is being handled: what is said answers it */
	bool answered; /* ... and something was */
	size_t
	    unseen; /* bytes of the text, from its beginning, that came unasked and were never painted */
};

/** message_say(m, level, text): a sentence of less than ERR_TEXT_BYTES; "" is message_drop. */
void message_say(struct message *m, int level, const char *text);
/** message_painted(m): all of it was. */
void message_painted(struct message *m);
/** message_drop(m): what was painted goes. message_clear(m): so does what was not. Was there anything? */
bool message_drop(struct message *m);
bool message_clear(struct message *m);
/** message_key(m, begins): a key begins to be handled, which drops what is no fault, or has been. Did anything go? */
bool message_key(struct message *m, bool begins);

#endif
