#ifndef SERVER_AUTH_AUTH_H
#define SERVER_AUTH_AUTH_H

#include <stdbool.h>
#include <stdint.h>

#include "model/role.h"
#include "server/store/store.h"

/* Who asks, and what they may have. A device authenticates with its key ("Device <id>.<key>"): it may push and sign people
 * in. A session ("Bearer <token>") is a person on a device: it may read. Only SHA-256 of keys and tokens is stored. */

enum auth_need {
	AUTH_NOBODY,
	AUTH_DEVICE,
	AUTH_SESSION,
	AUTH_ADMIN, /* no header: the user the centre runs as, over a unix socket; the transport knows */
	AUTH_STEWARD, /* a session whose roles have the route's right, or, with no header, as AUTH_ADMIN */
	AUTH_MACHINE /* no header: from this machine, by a unix socket or loopback */
};

struct auth_who {
	bool has_device, has_session;
	struct store_device device;
	struct store_user user;
	uint32_t roles;
	char feed[32]; /* "centre" or "unit:<code>" */
	char token_sha[SECRET_HEX_SIZE];
};

/** auth_check(s, need, header, now, who, e): ERR_UNAUTHORISED, ERR_DEVICE, ERR_FORBIDDEN with a sentence. ${header} is
 * the Authorization header or NULL. */
enum err_code auth_check(struct store *s, enum auth_need need, const char *header, int64_t now,
    struct auth_who *who, struct err *e);
/** auth_feed_of(u, roles, out): the feed a person pulls beside "reference". */
void auth_feed_of(const struct store_user *u, uint32_t roles, char out[32]);
/** auth_may_pull(who, feed): "reference" or the person's own. */
bool auth_may_pull(const struct auth_who *who, const char *feed);
/** auth_seat_key(key, device, out): the escrow of a device's data key, derived from the centre's key. */
void
auth_seat_key(const uint8_t key[SECRET_KEY_BYTES], const char *device, char out[SECRET_HEX_SIZE]);
/** auth_sha(secret, out): how keys, tokens and codes are stored. */
void auth_sha(const char *secret, char out[SECRET_HEX_SIZE]);
/** auth_code_sha(code, out): of a one-time code, as typed: case, blanks and dashes do not count. */
void auth_code_sha(const char *code, char out[SECRET_HEX_SIZE]);

#define AUTH_SESSION_MS (12LL * 3600 * 1000) /* a shift and a half */
#define AUTH_ONCE_MS \
	(15LL * 60 * 1000)             /* with a password that another has set: time to change it */
#define AUTH_TRIES   5                 /* wrong passwords in a row … */
#define AUTH_LOCK_MS (5LL * 60 * 1000) /* … lock the job number this long */

/* ---- password checks cost 19 MiB and 20 ms each: a bounded pool, never an I/O thread ---- */
struct auth_pool;
/** auth_pool_start(threads, waiting): at most ${waiting} checks queued. */
struct auth_pool *auth_pool_start(int threads, int waiting);
void auth_pool_stop(struct auth_pool *p);
/** auth_pool_check(p, password, hash, done, arg): false when full (answer 429). done on a pool thread. An empty hash
 * costs the same and never fits, so that unknown job numbers cannot be told by time. */
bool auth_pool_check(struct auth_pool *p, const char *password, const char *hash,
    void (*done)(void *arg, bool fits), void *arg);

#endif
