#ifndef CLIENT_CLASS_EXAM_H
#define CLIENT_CLASS_EXAM_H

#include "base/str.h"
#include "client/class/results.h"
#include "client/class/shelf.h"
#include "model/exam.h"

/* Exams of a class: which calls were sent (<dir>/exams.tsv, a line before each rings) and what they brought (results.h). So an
 * exam goes on after the seat died: what rang and has no result was heard in vain, and another call takes its place. An
 * exam that was broken off stays so, and is not passed. */

struct exam_call { /* which call comes */
	char path[512], scenario[32];
	uint64_t variant;
	int nth; /* from 1 */
};

/** exam_open(dir, trainee, id, done): the exam of that person that is under way: its id, how many of its calls are marked; false:
 * there is none. */
bool exam_open(const char *dir, const char *trainee, char id[32], int *done);
/** exam_begin(shelf, dir, trainee, now, id, e): the id of a new one. ERR_STATE: fewer scenarios than it needs are left for this
 * person. */
enum err_code exam_begin(const struct shelf *shelf, const char *dir, const char *trainee,
    int64_t now, char id[32], struct err *e);
/** exam_next(shelf, dir, trainee, id, class_seed, now, out, e): the next call of it, written down before it rings. */
enum err_code exam_next(const struct shelf *shelf, const char *dir, const char *trainee,
    const char *id, uint64_t class_seed, int64_t now, struct exam_call *out, struct err *e);
/** exam_stop(dir, trainee, id, now, e): broken off. */
enum err_code
exam_stop(const char *dir, const char *trainee, const char *id, int64_t now, struct err *e);

/** exam_late(dir, trainee, id, now, e): its time is over: what is not had by then is not had. exam_began(dir, trainee, id): when its
 * first call was sent; 0 none was. */
enum err_code
exam_late(const char *dir, const char *trainee, const char *id, int64_t now, struct err *e);
int64_t exam_began(const char *dir, const char *trainee, const char *id);

/** exam_lines(dir, trainee, id, out, e): what was sent in it, as lines, for another seat. exam_take(dir, trainee, lines, e): those of
 * another seat that are not here yet, as that person's; ERR_INVALID: they are none. Any text may be handed in. */
enum err_code
exam_lines(const char *dir, const char *trainee, const char *id, struct str *out, struct err *e);
enum err_code exam_take(const char *dir, const char *trainee, const char *lines, struct err *e);

/** exam_seen(dir, trainee, scenario, variant, now, e): that person was shown how it is done (观摩): it is in none of his exams. */
enum err_code exam_seen(const char *dir, const char *trainee, const char *scenario,
    uint64_t variant, int64_t now, struct err *e);

/* What an exam has brought. Passed: each of its calls has 85 of a hundred in both halves, and nothing is fatal. */
enum exam_verdict {
	EXAM_UNDER_WAY,
	EXAM_OPEN,
	EXAM_PASSED,
	EXAM_FAILED,
	EXAM_FATAL,
	EXAM_BROKEN,
	EXAM_LATE
};
struct exam_sum {
	char id[32], trainee[32];
	int64_t began_at;                                /* its first call was sent */
	int64_t at;                                      /* of its last call's end */
	const struct class_result *call[EXAM_QUESTIONS]; /* by their number; NULL not had */
	int done, sent; /* calls that have a result; the last that rang */
	int repeated;   /* that were sent once more after a crash */
	enum exam_verdict verdict;
	bool counts; /* passed, and no variant of it was in one that counted before */
};
struct exam_sums {
	struct exam_sum *item; /* oldest first */
	int n;
	struct class_results results; /* what they point into */
};
/** exams_read(dir, out, e): all exams of the class. exams_free. exams_counted(s, trainee): how many count: two are what a
 * call-taker needs. exam_verdict_label: 合格 … */
enum err_code exams_read(const char *dir, struct exam_sums *out, struct err *e);
void exams_free(struct exam_sums *s);
int exams_counted(const struct exam_sums *s, const char *trainee);
const char *exam_verdict_label(enum exam_verdict v);
#define EXAMS_NEEDED 2

#endif
