#ifndef CLIENT_CLASS_PAPER_H
#define CLIENT_CLASS_PAPER_H

#include "base/str.h"
#include "client/class/shelf.h"

/* A paper: the calls of an exam that a trainer hands out, drawn at his seat, the scenario files with them: what he wrote this
 * morning is on no trainee's shelf, and a whole class can have the same five. Behind the five stand some more, in place of
 * a call that was heard in vain (nobody answered, the seat died). It is kept at the trainee's seat until the exam is over
 * (<dir>/papers), so that the exam goes on after a crash.
 *
 * The text: "hotseat paper 1", then of each call a line "scenario TAB variant TAB bytes" and that many bytes of its file. */

#define PAPER_CALLS 8
#define PAPER_BYTES 300000

struct paper_call {
	char scenario[32];
	uint64_t variant;
	const char *text; /* its file; borrowed from the paper */
	size_t len;
};

/** paper_draw(shelf, dir, who, n, seed, out, e): what none of those ${n} persons has had with hints, near life in its mix, by
 * the results in ${dir}. ERR_STATE: fewer than five are left for them. */
enum err_code paper_draw(const struct shelf *shelf, const char *dir, const char *const *who, int n,
    uint64_t seed, struct str *out, struct err *e);
/** paper_read(text, call, most, e): its calls; how many; -1: it is no paper, or cut. Any text may be handed in. */
int paper_read(const char *text, struct paper_call call[PAPER_CALLS], struct err *e);
/** paper_keep(dir, trainee, id, text, e): the paper of that person's exam; ERR_INVALID: it is none. paper_load(dir, trainee, id, out, e):
 * ERR_NOT_FOUND there is none. paper_drop: the exam is over. */
enum err_code
paper_keep(const char *dir, const char *trainee, const char *id, const char *text, struct err *e);
enum err_code
paper_load(const char *dir, const char *trainee, const char *id, struct str *out, struct err *e);
void paper_drop(const char *dir, const char *trainee, const char *id);
/** paper_lay(dir, trainee, id, call, path, e): the file of that call where a lesson reads it: one at a time. */
enum err_code paper_lay(const char *dir, const char *trainee, const char *id,
    const struct paper_call *call, char path[512], struct err *e);

#endif
