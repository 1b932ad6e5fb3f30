#ifndef CLIENT_VIEW_CONSOLE_P_H
#define CLIENT_VIEW_CONSOLE_P_H

#include "client/class/shelf.h"
#include "client/ui/field.h"
#include "client/ui/list.h"
#include "client/view/classroom.h"
#include "client/view/view.h"

/* The trainer's console, private to its files: the list of trainees (console.c), the watched screen (console_watch.c), what
 * is handed out (console_hand.c). */
struct console {
	struct desk *desk;
	struct class_hall *hall;
	struct list list; /* of trainees */
	bool watches;     /* the screen of who is chosen is shown */
	bool whispers;    /* a line to him is being written */
	struct field words;
	char did[160]; /* what the last key has done, for the line below a watched screen */
	/* handing out */
	bool hands;
	bool to_one; /* who is chosen; else to all */
	struct shelf shelf;
	struct list cases;
};

/** console_seat(s): who is chosen; NULL nobody. console_phase(x): 等题, 通话, …; console_time(s, x, out): since when, "03:20". */
struct class_seat *console_seat(const struct console *s);
const char *console_phase(const struct class_seat *x);
void console_time(const struct console *s, const struct class_seat *x, char out[16]);
/** console_did(s, fmt…): says what was done. */
void console_did(struct console *s, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/** console_digits: what each digit does, for the foot. */
extern const char console_digits[];

/* console_watch.c */
void console_watch_on(struct console *s, bool on);
void console_watch_draw(struct console *s, struct canvas *c);

/* console_hand.c */
enum err_code console_hand_open(struct console *s, struct err *e);
void console_hand_close(struct console *s);
unsigned console_hand_input(struct console *s, const struct input *in);
void console_hand_draw(struct console *s, struct canvas *c, struct rect body);

#endif
