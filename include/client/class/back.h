#ifndef CLIENT_CLASS_BACK_H
#define CLIENT_CLASS_BACK_H

#include "client/class/results.h"
#include "client/class/room.h"

/* What trainers have said of lessons, on its way back to the seats of those who had them: one ROOM_REVIEW after another, each
 * named by its key: the lesson's end, which of that lesson's it is, and when it was said (a trainer who goes on marking
 * mends his line, and says it again). At the trainer's <dir>/back.tsv has a line for each that a seat has answered; what is
 * not there is told at every join until it is. */

#define BACK_KEY 64
#define BACK_DAYS \
	30 /* a lesson that this seat has not: another seat of that name may have it, so long it is looked for */

/* Numbers are permanent: of the wire and of the table. */
enum back_took { BACK_LATER, BACK_KEPT, BACK_REFUSED };

/* What has been told in this connection: up to which line of reviews.tsv, as it was then. */
struct back_place {
	int line; /* -1: nothing yet */
	int64_t at,
	    newest; /* of that line; of his lines up to it: one that is newer was mended since */
};

/** back_next(dir, name, now, p, key, out): the next that the trainee of that name has not answered, also one that was mended since
 * ${p} passed it; ${p} moves on. false: no more, or the tables cannot be read now. The record is the caller's. */
bool back_next(const char *dir, const char *name, int64_t now, struct back_place *p,
    char key[BACK_KEY], struct room_record **out);
/** back_heard(dir, name, key, took, again, e): his answer, on disk before it returns; BACK_LATER changes nothing. *again: that he
 * refuses it is known already. */
enum err_code back_heard(const char *dir, const char *name, const char *key, enum back_took took,
    bool *again, struct err *e);

/** back_read(r, v, nth, e): what a ROOM_REVIEW says, and which of the lesson's lines it is; any record of that kind may be handed in.
 * ERR_INVALID: damaged; ERR_FORBIDDEN: nobody's to say; both in words. */
enum err_code
back_read(const struct room_record *r, struct class_review *v, int64_t *nth, struct err *e);
/** back_take(dir, name, r, said, e): at the trainee's: one that has come is kept beside his own result, once, however often it
 * comes, also where both seats keep theirs in one place; the result's line has what it makes of it. ${said}: what it is, in
 * a sentence; "" while the trainer has not marked his half to its end. BACK_REFUSED: damaged, of no lesson here, or
 * nobody's to say; BACK_LATER: it cannot be kept now; both with ${e} in words. */
enum back_took back_take(const char *dir, const char *name, const struct room_record *r,
    char said[ERR_TEXT_BYTES], struct err *e);

#endif
