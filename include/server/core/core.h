#ifndef SERVER_CORE_CORE_H
#define SERVER_CORE_CORE_H

#include <stdbool.h>
#include <stdint.h>

#include "model/number.h"
#include "model/record.h"
#include "model/workflow.h"
#include "server/store/store.h"
#include "wire/op.h"

/* The centre's mind: what happens to an operation. One core belongs to the writer; everything it does happens between
 * core_begin and core_commit, in one transaction of the store. Time and randomness are handed in, so that the simulator
 * runs exactly this code. */

#define CORE_TOLD_MAX 16 /* of a batch */

struct core {
	struct store *store;     /* the writing one; borrowed */
	const struct city *city; /* borrowed; replaced by core_city */
	struct city *newer;      /* what it was replaced by, owned */
	int64_t now;             /* of this batch */
	int64_t first;           /* feed number this batch began with */
	int64_t seq;  /* feed number the next change carries: each operation has its own */
	bool used;    /* a change carries it */
	bool changed; /* anything in the feed in this batch */
	int64_t
	    contact_since; /* since when the seat whose operations run has been heard of; 0 unknown */
	const char *dir;   /* the data directory, for attachments; NULL: there is none. Borrowed */
	bool is_private;   /* a private centre trusts its one seat's authors */
	int64_t commit_us; /* how long the last commit took, for the figures; the writer's own */
	void (*random)(void *arg, void *out, size_t n);
	void *random_arg;
	struct core_touched { /* feeds with something new, for waking parked polls */
		char scope[64][STORE_SCOPE_SIZE];
		int n;
		bool all;          /* more than fit */
		bool reference;    /* reference rows that every seat should have at once */
		struct core_told { /* desk records that somebody waits for (record_is_prompt) */
			struct record head; /* without what is owned or sealed */
			int64_t seq;        /* its number for who asks after it */
			bool all;           /* more than fit: everybody is told */
		} told[CORE_TOLD_MAX];
		int n_told;
	} touched;
};

/** core_begin(c, now, e): open a batch. core_commit: the counter row last, then commit; ERR_* means outcome unknown.
 * core_abort: nothing of it happened. */
enum err_code core_begin(struct core *c, int64_t now, struct err *e);
enum err_code core_commit(struct core *c, struct err *e);
void core_abort(struct core *c);

/** core_step(c): what follows is another operation: pages may end before it. */
void core_step(struct core *c);
/** core_is_machine(code): the failure of a disk or of memory, not of what was asked: nothing more can be done in this
 * batch. */
bool core_is_machine(enum err_code code);
/** core_op(c, device, op, fingerprint, r, e): one operation of a device, in its savepoint. OK: ${r} is the answer
 * (applied, merged, duplicate, conflict, rejected) and stands in the same transaction. ERR_OP_GAP (expect in e->sys),
 * ERR_OP_REUSE: the push ends here. ERR_DB and the like: the batch must be aborted. */
enum err_code core_op(struct core *c, const char *device, const struct op *op,
    const char *fingerprint, struct op_result *r, struct err *e);
/** core_single(c, device, key, op, fingerprint, r, e): one operation of another system on a device, outside the log of
 * numbered operations (op->n 0), by the same rules. OK: ${r} is the answer, remembered under ${key} ("" none). What a
 * rule refuses is the error, and nothing is remembered. core_single_seen: what ${key} was answered; ERR_NOT_FOUND,
 * ERR_OP_REUSE when it was for something else. core_number: a number for ${seat} that the centre issues. */
enum err_code core_single_seen(struct core *c, const char *device, const char *key,
    const char *fingerprint, struct op_result *r, struct err *e);
enum err_code core_single(struct core *c, const char *device, const char *key, const struct op *op,
    const char *fingerprint, struct op_result *r, struct err *e);
enum err_code core_number(struct core *c, const char *seat, char out[NUMBER_SIZE], struct err *e);
/** core_system(c, ticket, kind, args, e): an event of the centre itself (auto_dispatch, auto_close). */
enum err_code core_system(struct core *c, const char *ticket, enum event_kind kind,
    const struct args *args, struct err *e);
/** core_ref_put/del: change reference data and tell the feed. Unchanged rows are left alone. */
enum err_code
core_ref_put(struct core *c, const char *kind, const char *code, const char *text, struct err *e);
enum err_code core_ref_del(struct core *c, const char *kind, const char *code, struct err *e);
/** core_ref_pour(c, p, kind, code, text, e): one of many rows, put, or with ${text} NULL deleted; in steps small enough
 * for pages. p->changed counts. ${p} zero before the first. */
struct core_pour {
	size_t rows, bytes; /* of this step */
	int64_t changed;
};
enum err_code core_ref_pour(struct core *c, struct core_pour *p, const char *kind, const char *code,
    const char *text, struct err *e);
/** core_city(c, city): the city that counts from now on; taken. Once its rows are committed, between two batches.
 * core_end(c): frees it. */
void core_city(struct core *c, struct city *city);
void core_end(struct core *c);

#endif
