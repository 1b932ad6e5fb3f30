#ifndef TESTS_LIB_ASK_H
#define TESTS_LIB_ASK_H

#include "base/str.h"

/* A seat that is no program: single requests to a real centre on its unix socket, by hand. Whatever cannot be said at all ends the
 * test program. */

struct ask_seat {
	char server[320]; /* "unix:path" */
	char device[160]; /* the header that it is known by */
};

/** ask(s, what, authorization, body, out): "POST /v1/records" with a JSON body, or a request without one (NULL); the body of the answer
 * in ${out} (NULL: not wanted). Its status. */
int ask(const struct ask_seat *s, const char *what, const char *authorization, const char *body,
    struct str *out);
/** ask_enrol(s, server, code): a seat with that one-time code. ask_sign_in(s, job_no, password): its status. */
void ask_enrol(struct ask_seat *s, const char *server, const char *code);
int ask_sign_in(struct ask_seat *s, const char *job_no, const char *password);

#endif
