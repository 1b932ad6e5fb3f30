#ifndef CLIENT_VIEW_PHONE_LOOK_P_H
#define CLIENT_VIEW_PHONE_LOOK_P_H

#include "client/view/view.h"

/* The whole number of whom to call, for a minute at one key, on the screens whose work is to ring people. All zero:
 * nothing is shown. */
struct phone_look {
	struct { /* the last one made from here: what the telephone said of it */
		char of[ID_SIZE], tail[8];
		int64_t at, answered_at, over_at;
		bool busy;
	} talk;
	uint64_t job;  /* being asked for */
	uint64_t dial; /* being dialled */
	int64_t until;
	char of[ID_SIZE];
	struct fields whole;
};

/** phone_look_key(p, d, t, purpose): asks for the number of ${t} (NULL: no ticket is chosen), or hides what is shown.
 * ${purpose} goes to the audit. VIEW bits; what cannot be shown is said. */
unsigned
phone_look_key(struct phone_look *p, struct desk *d, const struct ticket *t, const char *purpose);
/** phone_look_dial(p, d, t): calls whom ${t} is about by this seat's telephone, or ends that call; the call logs itself on the
 * ticket, and the number is shown to nobody. VIEW bits; what cannot be is said. */
unsigned phone_look_dial(struct phone_look *p, struct desk *d, const struct ticket *t);
/** phone_look_talked(p, d, t, words): what came of the call to whom ${t} is about, while that is fresh: "reached",
 * "no_answer"; "" none was made from here. ${words}: when, to which number, how long. */
#define PHONE_LOOK_WORDS 96
const char *phone_look_talked(const struct phone_look *p, const struct desk *d,
    const struct ticket *t, char words[PHONE_LOOK_WORDS]);
/** phone_look_event(p, d, n): was it the answer? VIEW bits. */
unsigned phone_look_event(struct phone_look *p, struct desk *d, const struct news *n);
/** phone_look_of(p, d, t): what may stand on the screen of ${t}: its identity while it is shown, else its masked fields. */
const struct fields *
phone_look_of(const struct phone_look *p, const struct desk *d, const struct ticket *t);
bool phone_look_shows(const struct phone_look *p, const struct desk *d, const struct ticket *t);
/** phone_look_expire(p, d, t): before a picture: hidden when its minute is over or another ticket is chosen. */
void phone_look_expire(struct phone_look *p, const struct desk *d, const struct ticket *t);
void phone_look_hide(struct phone_look *p);

/** phone_look_number(f), phone_look_name(f): where the citizen wants to be rung and how he is called; "" not known. */
const char *phone_look_number(const struct fields *f);
const char *phone_look_name(const struct fields *f);

#endif
