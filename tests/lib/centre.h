#ifndef TESTS_LIB_CENTRE_H
#define TESTS_LIB_CENTRE_H

#include "server/core/core.h"
#include "server/core/setup.h"
#include "tmpdir.h"
#include "wire/op.h"

/* A centre inside a test: the desk's small city, a few people, one seat on which they have all signed in. Its time and
 * its randomness are the test's. Whatever cannot be set up ends the test program. */

#define CENTRE_AGENT      "1154" /* 王芳, at the centre */
#define CENTRE_OTHER      "1107" /* another agent */
#define CENTRE_SENIOR     "1001"
#define CENTRE_DISPATCHER "2001"
#define CENTRE_UNIT       "7021" /* of unit 1021, which street lamps go to */
#define CENTRE_SIGNER     "7022" /* signs for unit 1021 */
#define CENTRE_HELPER     "7031" /* of unit 3001 */
#define CENTRE_VISITOR    "6001"
#define CENTRE_SUPERVISOR "3101"
#define CENTRE_LEADER     "3001"
#define CENTRE_ADMIN      "9001"
#define CENTRE_STRANGER   "1199" /* an agent who has never signed in on the seat */
#define CENTRE_PASSWORD   "lamp-post-78"

struct tcentre {
	char dir[TMPDIR_SIZE]; /* "" in memory */
	uint8_t key[SECRET_KEY_BYTES];
	struct city *city;
	struct store *store;
	struct core core;
	int64_t now; /* handed to each batch; tests move it */
	uint64_t x;  /* of the randomness */
	int made;    /* ids so far */
	char device[ID_SIZE], device_key[16];
	int64_t n; /* last operation number of the seat */
};

/** tcentre_open(c, files, private): in memory, or in a directory of its own. */
void tcentre_open(struct tcentre *c, bool files, bool is_private);
void tcentre_close(struct tcentre *c);
/** tcentre_setup(state), tcentre_setup_files, tcentre_teardown: of a test whose state is a centre, a real one. */
int tcentre_setup(void **state);
int tcentre_setup_files(void **state);
int tcentre_teardown(void **state);
/** tcentre_reopen(c): as after a stop of the centre; files only. */
void tcentre_reopen(struct tcentre *c);
/** tcentre_reader(c): a reading store; the store itself in memory. tcentre_reader_done: closes what is to be closed. */
struct store *tcentre_reader(struct tcentre *c);
void tcentre_reader_done(struct tcentre *c, struct store *s);
void tcentre_id(struct tcentre *c, char out[ID_SIZE]);
/** tcentre_device(c, seat, key, id): one more seat, enrolled, with nobody signed in. */
void tcentre_device(struct tcentre *c, const char *seat, const char *key, char id[ID_SIZE]);
void tcentre_sign_in(struct tcentre *c, const char *device, const char *job_no);
/** tcentre_person(c, job_no, roles): somebody with these roles is there and signs in at c->device. */
void tcentre_person(struct tcentre *c, const char *job_no, const char *roles);

/** tcentre_op(c, op, by, kind, ticket): an operation of the seat with the next number; ${ticket} NULL: a new id.
 * tcentre_lamp: a submit of the street lamp of every wireframe, ticket number …${last2}. */
void tcentre_op(struct tcentre *c, struct op *op, const char *by, int kind, const char *ticket);
void tcentre_lamp(struct tcentre *c, struct op *op, int kind, int last2);
void tcentre_set(struct op *op, enum ticket_field f, const char *value, const char *was);
/** tcentre_push(c, op, r, e): one push of one operation in a batch of its own; an error aborts it. The seat's number
 * moves on when the centre has taken it. tcentre_push_from: of another seat. */
enum err_code
tcentre_push(struct tcentre *c, const struct op *op, struct op_result *r, struct err *e);
enum err_code tcentre_push_from(
    struct tcentre *c, const char *device, const struct op *op, struct op_result *r, struct err *e);
/** tcentre_do(c, by, kind, ticket, r, …): one step, with pairs of enum event_arg and value up to -1, pushed as it was made
 * now; its answer also in ${r} (NULL: not wanted). */
enum op_status tcentre_do(struct tcentre *c, const char *by, int kind, const char *ticket,
    struct op_result *r, ... /* int arg, const char *value, …, -1 */);
/** tcentre_filed(c, kind, last2, ticket): the lamp, filed and applied; its ticket's id. */
void tcentre_filed(struct tcentre *c, int kind, int last2, char ticket[ID_SIZE]);
void tcentre_ticket(struct tcentre *c, const char *id, struct ticket *t);

#endif
