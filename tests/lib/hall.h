#ifndef TESTS_LIB_HALL_H
#define TESTS_LIB_HALL_H

#include "httproom.h"
#include "server/api/api.h"
#include "server/core/setup.h"
#include "tmpdir.h"
#include "wire/op.h"

/* A whole hotline inside a test: the centre of the sample city behind a real HTTP server on a unix socket, its people each
 * on a seat of their own, signed in with a password. The clock is the test's: it moves when the test says so, and
 * hall_tick does what the centre's timer would. Whatever cannot be set up ends the program. */

#define HALL_PASSWORD "lamp-post-78"
#define HALL_PEOPLE   48

struct hall_person {
	char job_no[16], name[64], roles[160], unit[16];
	char device[ID_SIZE];
	int64_t n; /* last operation of the seat */
	struct raw line;
};

struct hall {
	char dir[TMPDIR_SIZE], socket[TMPDIR_PATHS];
	uint8_t key[SECRET_KEY_BYTES];
	struct city *city;
	struct store *store;
	struct core core;
	struct api *api;
	struct http_server *http;
	int64_t now;
	uint64_t x; /* of the randomness */
	int made;   /* ids so far */
	char pwhash[SECRET_PWHASH_SIZE];
	struct hall_person people[HALL_PEOPLE];
	int n_people;
	/* not 0: of each operation the line drops once before it is answered: within the request, behind it, before the
	 * answer is read; each so many times the centre dies with it and is started again */
	unsigned drops, dropped;
};

/** hall_open(h, profile, now): ${profile} of the sample city, NULL its own. */
void hall_open(struct hall *h, const char *profile, int64_t now);
void hall_close(struct hall *h);
/** hall_hire(h, job_no, name, roles, unit): a person with a seat, signed in over HTTP. hall_person: by name or job
 * number; NULL when there is none. */
struct hall_person *hall_hire(
    struct hall *h, const char *job_no, const char *name, const char *roles, const char *unit);
struct hall_person *hall_person(struct hall *h, const char *who);
void hall_id(struct hall *h, char out[ID_SIZE]);
/** hall_do(h, p, op, r): push ${op} as the next operation of the seat of ${p}; author, number, id and time are filled in
 * where they are empty. The answer of the centre in ${r}. */
void hall_do(struct hall *h, struct hall_person *p, struct op *op, struct op_result *r);
/** hall_sign_in(h, p, token): a session of now. hall_get(h, p, token, path, out): the HTTP status, the body in ${out}. */
void hall_sign_in(struct hall *h, struct hall_person *p, char token[SECRET_TOKEN_SIZE]);
int hall_get(
    struct hall *h, struct hall_person *p, const char *token, const char *path, struct str *out);
/** hall_post(h, p, path, body): the same by the seat itself, with its key. */
int hall_post(struct hall *h, struct hall_person *p, const char *path, const char *body);
/** hall_tick(h): one round of the centre's timer at h->now. */
void hall_tick(struct hall *h);
/** hall_ticket(h, id, t): as the centre has it; false when there is none. */
bool hall_ticket(struct hall *h, const char *id, struct ticket *t);

#endif
