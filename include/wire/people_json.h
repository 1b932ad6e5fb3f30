#ifndef WIRE_PEOPLE_JSON_H
#define WIRE_PEOPLE_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

/* The lists an administrator works on: GET /v1/admin/users and /v1/admin/seats, page by page behind the last row seen:
 * {"people":[…],"more":false}, {"seats":[…],"more":false}. Read tolerantly. No secret is in them. */

#define PEOPLE_ROWS 200 /* of a page */

struct admin_person {
	char job_no[16], name[64], roles[160], unit[16], skills[80], company[64];
	bool active, password; /* ${password}: there is one */
	bool once;             /* it was set by another and is to be changed at the next sign-in */
	int sessions;          /* signed in on so many seats now */
	int64_t locked_until;  /* too many wrong passwords; 0 not */
	int64_t last_at;       /* signed in last; 0 never */
	int64_t rev;
	char deputy_by[16], deputy_from[12], deputy_to[12]; /* signs off for that lead; "" nobody */
};
struct admin_seat_row {
	char seat_no[8], name[64], job_no[16]; /* ${job_no}: who is signed in there; "" nobody */
	int64_t enrolled_at;
	int64_t seen_at, pushed_at; /* heard of last; its work was taken in last. 0 not known */
	int64_t last_op, offset_ms;
	bool revoked;
};

/* GET /v1/seats/there: who sits where and takes calls, for who hands a caller to a colleague: {"seats":[…],"more":false}. */
struct seat_there {
	char seat_no[8], job_no[16], state[16]; /* state: model/agent.h */
	bool reached;                           /* the centre and that seat have a line */
};

void people_write(const struct admin_person *rows, size_t n, bool more, struct str *out);
void seat_rows_write(const struct admin_seat_row *rows, size_t n, bool more, struct str *out);
/** people_read(text, len, out, n, more, e): at most PEOPLE_ROWS rows into ${out}. seat_rows_read: likewise. */
enum err_code people_read(
    const char *text, size_t len, struct admin_person *out, size_t *n, bool *more, struct err *e);
enum err_code seat_rows_read(
    const char *text, size_t len, struct admin_seat_row *out, size_t *n, bool *more, struct err *e);
/** seats_there_write, seats_there_read: likewise, at most SEATS_THERE rows. */
#define SEATS_THERE 400
void seats_there_write(const struct seat_there *rows, size_t n, bool more, struct str *out);
enum err_code seats_there_read(
    const char *text, size_t len, struct seat_there *out, size_t *n, bool *more, struct err *e);

#endif
