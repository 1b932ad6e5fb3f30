#ifndef TESTS_LIB_SEAT_H
#define TESTS_LIB_SEAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/tsv.h"
#include "model/city.h"
#include "screen.h"

/* A person at the intake form of a seat of 80x24, by keys alone: looks where the cursor stands, presses what a
 * call-taker would press, reads what the screen says. Nothing here knows more than what is on the screen. A function
 * that returns false has said on standard error what it waited for and printed the screen. */

/* One row of messages40.tsv: what a caller wants, and the codes it should get. */
struct seat_matter {
	const char *title, *detail, *type, *category, *area, *address, *name, *phone, *demand;
};
/** seat_matters(t): read the 40 messages of the sample city; tsv_close it. seat_matter(t, row, out): borrowed. */
void seat_matters(struct tsv *t);
void seat_matter(const struct tsv *t, size_t row, struct seat_matter *out);

/* What became of it. */
struct seat_filed {
	char no[20];   /* 18 digits, as the strip reads them out */
	int keys;      /* pressed beyond text, from F2 to the strip */
	int last_keys; /* of these, after the last word */
};

enum seat_how {
	SEAT_TYPED = 1,    /* the words begin by typing; else they are one paste */
	SEAT_INITIALS = 2, /* closed fields by pinyin initials; else by their code */
	SEAT_BY_CALL = 4   /* a telephone brought the number and the known name */
};

/** seat_ready(s): until the private centre's person is signed in, the line is there and the
 * city's lists are. */
bool seat_ready(struct screen *s);
/** seat_sign_in(s, job_no, name, password): at the first screen of a real centre's seat, until the first page of that
 * person is there. */
bool seat_sign_in(struct screen *s, const char *job_no, const char *name, const char *password);
/** seat_open_form(s): F2 from the first screen or the strip of a matter just sent, until the form takes words. */
bool seat_open_form(struct screen *s);
/** seat_file(s, c, m, how, out): a whole call: from F2 to the number on the strip. */
bool seat_file(struct screen *s, const struct city *c, const struct seat_matter *m, unsigned how,
    struct seat_filed *out);
/** seat_write(s, c, m, how): the part of it between an open form with its caller and F10. */
bool seat_write(struct screen *s, const struct city *c, const struct seat_matter *m, unsigned how);
/** seat_submit(s, c, m, out): F10 with whatever it still asks, until the strip shows the number. */
bool seat_submit(struct screen *s, const struct city *c, const struct seat_matter *m, char no[20]);

/** seat_at(s): label of the field the cursor stands in ("诉求内容", "诉求目的", "类型", "地址" for the second half of
 * 地点, …); "建议" on the proposals; "" elsewhere. seat_go(s, label): there, by Enter and Shift-Tab as a person would.
 * seat_value(s, label, out): what the field shows. */
const char *seat_at(struct screen *s);
bool seat_go(struct screen *s, const char *label);
void seat_value(struct screen *s, const char *label, char *out, size_t size);
bool seat_wait_at(struct screen *s, const char *label);
/** seat_move(s, key): a key that leads from one field to another, until it has. seat_wait_value(s, label, text): until
 * the field shows it. seat_answer_dangers(s): the danger prompt has the focus: each is answered by Enter; ends at
 * 诉求目的. seat_complain(s, what, of): says so, prints the screen, is false. */
bool seat_move(struct screen *s, const char *key);
bool seat_wait_value(struct screen *s, const char *label, const char *text);
bool seat_answer_dangers(struct screen *s);
bool seat_complain(struct screen *s, const char *what, const char *of);
/** seat_fill(s, label, text): go there and put ${text} in place of what stands there. */
bool seat_fill(struct screen *s, const char *label, const char *text);
/** seat_pick(s, label, query, code): in a closed field: type the query, go down to the row of ${code}, take it. */
bool seat_pick(struct screen *s, const char *label, const char *query, const char *code);

/** seat_wait_any(s, texts, n): until one of them is on the screen: its index; -1 when the time was up. */
int seat_wait_any(struct screen *s, const char *const *texts, int n);
/** seat_command(s, words, expect): Ctrl-P, the words, Enter, until ${expect} is on the screen. */
bool seat_command(struct screen *s, const char *words, const char *expect);
/** seat_answer(s): a call that rings there is answered: F2 once the status line says that it rings (its number alone may still
 * stand on the sheet of one before), until the line is up and the words are waited for. */
bool seat_answer(struct screen *s);
/** seat_quit(s): Ctrl-P 退出, with its question answered; exit code, -1 when it does not end. Frees. */
int seat_quit(struct screen *s);

#endif
