#ifndef CLIENT_VIEW_CONSOLE_P_H
#define CLIENT_VIEW_CONSOLE_P_H

#include "client/class/shelf.h"
#include "client/ui/field.h"
#include "client/ui/list.h"
#include "client/view/classroom.h"
#include "client/view/view.h"
#include "model/exam.h"
#include "pan_p.h"

/* The trainer's console, private to its files: the list of trainees (console.c), the watched screen (console_watch.c), what
 * is handed out (console_hand.c). */
struct console {
	struct desk *desk;
	struct class_hall *hall;
	struct list list; /* of trainees */
	bool watches;     /* the screen of who is chosen is shown */
	bool whispers;    /* a line to him is being written */
	struct pan pan;   /* of a screen that is larger than this one */
	struct field words;
	char unheard[96]; /* why he cannot be whispered to: what is typed goes nowhere; "" he can */
	bool leaving;     /* Esc was pressed once */
	bool looks;       /* the last key was of the filter: a digit may be more of it */
	char did[160];    /* what the last key has done, for the line below a watched screen */
	/* handing out */
	bool hands;
	bool to_one;    /* who is chosen; else to all */
	int armed;      /* the digit that was pressed once and waits for itself; -1 none … */
	int armed_peer; /* … and for whom, while nothing is handed out */
	struct shelf shelf;
	struct list cases;
};

/** console_seat(s): who is chosen; NULL nobody. console_phase(x): 等题, 通话, …; console_time(s, x, out): since when, "03:20". */
struct class_seat *console_seat(const struct console *s);
const char *console_phase(const struct class_seat *x);
void console_time(const struct console *s, const struct class_seat *x, char out[16]);
/** console_did(s, fmt…): says what was done. */
void console_did(struct console *s, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/** console_in_exam(x): nobody helps him: one call of an exam, or the whole, also between two of its calls. */
bool console_in_exam(const struct class_seat *x);

/* console_put.c */
/** console_digits: what each digit does, for the foot. console_is_there(s, x): else it is said why not. */
extern const char console_digits[];
bool console_is_there(const struct console *s, const struct class_seat *x);
/** console_is_order(in): one of those digits. console_order(s, what): to who is chosen, when it is certain that it is meant. */
bool console_is_order(const struct input *in);
unsigned console_order(struct console *s, int what);
/** console_words(s): begins a line to who is chosen, which ends by Enter or Esc, also where nobody hears it. Its draw: two rows,
 * or one over a screen. Its close: nothing is being written any more. */
unsigned console_words(struct console *s);
unsigned console_words_input(struct console *s, const struct input *in);
void console_words_draw(struct console *s, struct canvas *c, struct rect at, enum role role);
void console_words_close(struct console *s);

/* console_grid.c: a class that is longer than the list has rows */
bool console_is_grid(const struct console *s);
/** console_grid_input(s, in): true: it was a column to the left or right. */
bool console_grid_input(struct console *s, const struct input *in);
void console_grid_draw(struct console *s, struct canvas *c);

/* console_watch.c */
void console_watch_on(struct console *s, bool on);
void console_watch_draw(struct console *s, struct canvas *c);

/* console_exam.c: the digits of an exam of five, while something is handed out */
enum { CONSOLE_SAME = 4, CONSOLE_EACH, CONSOLE_STOP, CONSOLE_BACK };
unsigned console_exam_input(struct console *s, int digit);

/* console_marks.c */
/** console_marks_open(s): what his last lesson lost, and from there its replay. console_marks_again(s): what lessons brought,
 * as it stands now. */
void console_marks_open(const struct console *s);
void console_marks_again(struct console *s);

/* console_back.c */
/** console_meant(s, out): to whom, while something is handed out: the one chosen, or all who are there; how many. */
int console_meant(const struct console *s, struct class_seat *out[ROOM_MOST]);
/** console_back_input(s): CONSOLE_BACK was pressed: asked for the first time, done the second. */
unsigned console_back_input(struct console *s);

/* console_hand.c */
enum err_code console_hand_open(struct console *s, struct err *e);
void console_hand_close(struct console *s);
unsigned console_hand_input(struct console *s, const struct input *in);
void console_hand_draw(struct console *s, struct canvas *c, struct rect body);

#endif
