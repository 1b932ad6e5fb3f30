#ifndef MODEL_SHEET_H
#define MODEL_SHEET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "model/city.h"
#include "model/event.h"
#include "model/role.h"

/* A ticket on paper (practice.md C): for the unit's file, for the village helper who has no screen, for a unit under
 * supervision, for the citizen at the counter. Plain text pages (text/paper.h), each marked with who printed it and when.
 *
 * X(NAME, name for commands, title, who it is for, what the printer is told, columns, rows) */
#define SHEETS(X)                                                                         \
	X(UNIT, "unit", "交办单", "承办单位办理、存档", "A4", 80, 66)                     \
	X(VILLAGE, "village", "村居办理单", "村(社区)代办员上门用, 半张纸", "A5", 56, 46) \
	X(SUPERVISION, "supervision", "督办单", "督办单位签收、书面反馈", "A4", 80, 66)   \
	X(RECEIPT, "receipt", "受理回执", "交给来访的诉求人", "A5", 56, 46)

enum sheet_kind {
#define X(name, code, title, use, media, cols, rows) SHEET_##name,
	SHEETS(X)
#undef X
	    SHEET_COUNT
};

struct sheet_info {
	const char *code, *title, *use, *media;
	int cols, rows;
};
const struct sheet_info *sheet_info(enum sheet_kind k);
int sheet_by_code(const char *code); /* -1 unknown */

struct sheet {
	const struct city *city;
	const struct ticket
	    *t; /* whole: what of the identity may stand on the paper is decided here */
	const struct event
	    *ev; /* its trace, oldest first: the words of a supervision stand there */
	int n_ev;
	const struct actor *who; /* prints it */
	int64_t now;
};

/** sheet_check(k, t, e): is there anything to put on such a sheet? ERR_GUARD with a sentence: not dispatched yet, not
 * supervised, no number yet. */
enum err_code sheet_check(enum sheet_kind k, const struct ticket *t, struct err *e);
/** sheet_shows_identity(k, t, who): does a whole name and phone stand on that sheet when ${who} prints it? Only where
 * somebody must go and see the citizen, never of a shielded ticket, never for who may not see it. */
bool sheet_shows_identity(enum sheet_kind k, const struct ticket *t, const struct actor *who);
/** sheet_write(k, s, out): the pages, appended. */
void sheet_write(enum sheet_kind k, const struct sheet *s, struct str *out);

#endif
