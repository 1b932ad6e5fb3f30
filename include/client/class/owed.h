#ifndef CLIENT_CLASS_OWED_H
#define CLIENT_CLASS_OWED_H

#include "client/class/room.h"

/* What a trainee's seat has not brought to its class yet (<dir>/owed.tsv, a line each, written before it is told): lessons
 * with their tapes, what was sent in exams, what was disputed. A line goes when the class says that it has it: so nothing is lost when
 * the trainer's seat is gone, or this one dies; at the next join it is brought. */

enum owed_kind { OWED_LESSON = 1, OWED_EXAM = 2, OWED_DISPUTE = 3 }; /* numbers are permanent */
struct owed {
	enum owed_kind kind;
	char class_name[ROOM_NAME + 1],
	    name[ROOM_NAME + 1]; /* which class, and what one is called there */
	char key[32];            /* the lesson's end, the exam's id, the disputed lesson's end */
	char trainee[32];        /* whose, in the tables here */
};

/** owed_add(dir, o, e): once, however often it is said. owed_get(dir, class_name, name, skip, out): the oldest after ${skip} of that
 * trainee's; false: no more. owed_done(dir, o): the class has it; false: that could not be written, it is
 * owed still. */
enum err_code owed_add(const char *dir, const struct owed *o, struct err *e);
bool
owed_get(const char *dir, const char *class_name, const char *name, int skip, struct owed *out);
bool owed_done(const char *dir, const struct owed *o);
/** owed_record(dir, o, out, e): as the class is told: ROOM_RESULT, ROOM_SENT, ROOM_DISPUTE. ERR_NOT_FOUND: the tables here do not have it any more;
 * any other: they cannot be read now. */
enum err_code
owed_record(const char *dir, const struct owed *o, struct room_record **out, struct err *e);

/** owed_is_tape(name): may be the name of a tape beside the tables: none that leads elsewhere, or to another kind of file. */
bool owed_is_tape(const char *name);

#endif
