#ifndef TESTS_LIB_SITE_H
#define TESTS_LIB_SITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "daemon.h"
#include "model/city.h"
#include "screen.h"
#include "server/store/store.h"

/* A place of a test's own with the real programs in it: one directory, a centre, any number of seats. The centre is the
 * private one of the first seat, or a real one with passwords that the test starts and stops. Whatever cannot be set up
 * ends the test program: no test can go on. */

#define SITE_WAIT_MS 20000

struct site {
	char dir[TMPDIR_SIZE];
	struct daemon centre;
	bool real;
	struct city *city; /* the sample city, to know its codes by */
};

/** site_private(s): seats bring their own centre, in <dir>/seat/centre. site_real(s): a centre is initialised in
 * <dir>/centre, not started; its key lies beside it. site_close: stops it, removes everything. */
void site_private(struct site *s);
void site_real(struct site *s);
void site_close(struct site *s);

/** site_start(s): the real centre; returns once it answers; daemon_stop(&s->centre). site_code(s, seat_no, out): a
 * one-time code to enrol that seat with. */
void site_start(struct site *s);
void site_code(struct site *s, const char *seat_no, char out[64]);

/** site_seat(s, name, rows, cols, more): hotseat on a pty with <dir>/<name> as its data; ${more}: further arguments up
 * to a NULL, or NULL. */
struct screen *
site_seat(struct site *s, const char *name, int rows, int cols, const char *const *more);
/** site_phoned(s, calls, config, option): a seat of 24 x 80 named "seat" whose telephone plays ${calls}, lines of a title, a
 * TAB and the caller's words, with ${config} besides ("pace=1,seed=3"); ${option} NULL or one more.
 * site_called(s, calls, seed, option): that of such a seed and a pace of one second, which has just been answered. The fates
 * of those who are called are the seed's. */
struct screen *
site_phoned(struct site *s, const char *calls, const char *config, const char *option);
struct screen *site_called(struct site *s, const char *calls, int seed, const char *option);
/** site_enrolled(s, name, seat_no, rows, cols): the same on a real centre, that runs: with a code of its own for that
 * seat number, once the centre has it. */
struct screen *
site_enrolled(struct site *s, const char *name, const char *seat_no, int rows, int cols);
/** site_run(argv, input, out): a program without a terminal: ${input} (NULL none) on its standard input, what it says on
 * standard output and error appended to ${out}. Its exit code, 128 + signal when killed. */
int site_run(const char *const *argv, const char *input, struct str *out);

/** site_file_lamp(s): a street lamp out at 红山路78号, of 13800000001, filed by the command line at the seat "seat". false when
 * it is not: standard error says why. */
bool site_file_lamp(struct site *s);

/** site_store(s): the centre's memory, to look at, also while the centre runs; store_close it; NULL while it cannot be
 * looked at. site_tickets: how many tickets it has, -1 then. site_wait_tickets: until it has ${n}. */
struct store *site_store(struct site *s);
int64_t site_tickets(struct site *s);
bool site_wait_tickets(struct site *s, int64_t n);
/** site_ticket(s, no, t): the ticket with that number; ${t} initialised. false when there is none. */
bool site_ticket(struct site *s, const char *no, struct ticket *t);

#endif
