#ifndef CLIENT_UI_INPUT_H
#define CLIENT_UI_INPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "client/ui/action.h"

/* What views and widgets get instead of keys: an action of the table, text, or news about the terminal. */
enum input_kind {
	INPUT_NONE,
	/* ${action} */
	INPUT_ACTION,
	/* Typed or committed by an IME: valid UTF-8, no line ends. Where the scopes hold EDIT a whole run at once,
	 * elsewhere character by character. Digits come this way too: the place with the focus decides whether 1 is a
	 * choice or text. */
	INPUT_TEXT,
	/* A whole paste, raw (text/paste.h normalises); valid UTF-8, may hold line ends and controls. */
	INPUT_PASTE,
	/* The terminal has a new size: ${rows}, ${cols}. The first input of all is one. */
	INPUT_RESIZE,
	/* A key without meaning here: ${text} is its name, for the message line. */
	INPUT_UNBOUND,
	/* ${text} is the sentence why: bytes that are no characters, a paste beyond LIMIT_PASTE_BYTES. */
	INPUT_REFUSED,
};

struct input {
	enum input_kind kind;
	enum action action;
	const char *text; /* NUL-terminated, borrowed until the next input is read */
	size_t len;       /* bytes of text */
	int rows, cols;
	/* Was already waiting when the input before it was handed out: typed ahead, or the rest of a burst. What cannot be
	 * undone takes no such input (nor a paste) for an answer. */
	bool ahead;
};

/* What a widget made of an input: bits, and what comes with them. */
enum react_bit {
	REACT_USED = 1,  /* the input was for this widget; without it the view looks further */
	REACT_EDIT = 2,  /* the text changed: react.edit, to be journalled before the next input */
	REACT_MOVED = 4, /* cursor or selection moved, nothing else */
	REACT_REFUSED = 8, /* nothing changed; react.note says why */
	REACT_TAKE = 16,   /* the chosen thing is taken: row, item, answer, line */
	REACT_CANCEL = 32, /* left without taking */
};

/* One change of a text as a splice: at byte ${at}, ${del} bytes give way to ${ins_len} bytes of ${ins} (borrowed from
 * the widget until its next input); the cursor stands at byte ${cursor} afterwards. */
struct edit {
	size_t at, del;
	const char *ins;
	size_t ins_len;
	size_t cursor;
};

struct react {
	unsigned bits; /* of enum react_bit; 0 = not mine */
	struct edit edit;
	char note[160]; /* with REACT_REFUSED */
};

/** input_action(a), input_text(s): build one; for tests and replay. ${s} is borrowed. */
struct input input_action(enum action a);
struct input input_text(const char *s);
struct input input_paste(const char *s);
/** react_refuse(r, fmt, ...): the input is used, nothing changed, and here is why. */
void react_refuse(struct react *r, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/** input_is(in, a): an INPUT_ACTION of that action. */
bool input_is(const struct input *in, enum action a);
/** input_digit(in): 1..9 when the whole input is that one digit (full-width ones too), otherwise 0. */
int input_digit(const struct input *in);

#endif
