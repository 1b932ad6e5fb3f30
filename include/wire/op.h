#ifndef WIRE_OP_H
#define WIRE_OP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/secret.h"
#include "base/str.h"
#include "model/event.h"

/* Operations: what a seat asks the centre to do to a ticket. JSON member names: n id by kind ticket base set was args at
 * age v. Reading is strict (protocol rule 18): unknown members, wrong types, duplicate members, unknown codes and text
 * over its limit are refused with a JSON pointer in e->where ("/ops/3/set/type"). */

/* Schema version v of what this program writes; the centre reads the two before too. */
#define OP_VERSION 1

struct op {
	int64_t n;        /* 1.. per device, contiguous; 0 before it is put into the outbox */
	char id[ID_SIZE]; /* becomes the event's id */
	char by[16];      /* job number of the author */
	int kind;         /* enum event_kind */
	char ticket[ID_SIZE];
	int64_t base; /* rev of the ticket the author saw; 0 for a new ticket */
	struct fields set, was;
	struct args args;
	int64_t at;     /* device's wall clock when the person acted */
	int64_t age_ms; /* how long ago by the monotonic clock when sent; -1 unknown (rebooted) */
	int v;
};

void op_init(struct op *op);
void op_free(struct op *op);
bool op_copy(struct op *to, const struct op *from);
/** op_event(op, ev): the event this op would become (ids, kind, at, set, was, args, actor). ${ev} initialised. */
bool op_event(const struct op *op, struct event *ev);

/** op_body(op, out): the part of an op that never changes once it is in the outbox: a JSON object without n and age.
 * These bytes are stored, fingerprinted and sent again identically. What ops_read would refuse is refused here (lengths,
 * closed lists, ids: e->where "/set/content"), so that nothing is stored that could never be sent. */
enum err_code op_body(const struct op *op, struct str *out, struct err *e);
/** op_fingerprint(body, len, out): SHA-256 of the body bytes as hex. */
void op_fingerprint(const char *body, size_t len, char out[SECRET_HEX_SIZE]);
/** op_read_body(body, len, op, e): back. ${op} initialised; after a failure it is to be freed all the same. */
enum err_code op_read_body(const char *body, size_t len, struct op *op, struct err *e);

/* One operation by itself, of another system (POST /v1/tickets, PATCH /v1/tickets/{id}):
 * {"kind":"submit","set":{},"was":{},"args":{},"at":ms}; the rest follows from the request. op_single_read: strictly;
 * ${op} initialised, to be freed also after a failure. op_single_fingerprint: of what is asked, by whom and of which
 * ticket ("" a new one); false without memory. */
enum err_code op_single_read(const char *text, size_t len, struct op *op, struct err *e);
bool op_single_fingerprint(
    const struct op *op, const char *by, const char *ticket, char out[SECRET_HEX_SIZE]);
void op_single_write(const struct op *op, struct str *out);

/* A push: {"ops":[{"n":1,"age":0,"body":{…}}]} */
struct op_item {
	int64_t n, age_ms;
	const char *body; /* borrowed */
	size_t len;
};
enum err_code ops_write(const struct op_item *items, size_t count, struct str *out, struct err *e);
struct op_list {
	struct op *ops;
	char (*fingerprint)[SECRET_HEX_SIZE]; /* of each body as received, canonical bytes */
	size_t count;
};
enum err_code ops_read(const char *text, size_t len, struct op_list *out, struct err *e);
void op_list_free(struct op_list *l);

/* One result an op. */
#define OP_STATUSES(X)            \
	X(APPLIED, "applied")     \
	X(MERGED, "merged")       \
	X(DUPLICATE, "duplicate") \
	X(CONFLICT, "conflict")   \
	X(REJECTED, "rejected")   \
	X(RETRY, "retry")
enum op_status {
#define X(name, json) OP_##name,
	OP_STATUSES(X)
#undef X
};
struct op_result {
	int64_t n;
	char id[ID_SIZE], ticket[ID_SIZE];
	enum op_status status;
	enum err_code code;          /* of REJECTED and RETRY */
	char detail[ERR_TEXT_BYTES]; /* sentence for a person */
	char where[96];
	int64_t rev, seq; /* of the ticket row after it; feed number it will be seen at */
	char number[20];  /* the ticket's; differs from the one asked for when that was used */
	char lost[256];   /* CONFLICT: fields not overwritten: json names, comma separated */
};
struct op_results {
	struct op_result *r;
	size_t count;
	int64_t last_op; /* last n the centre has of this device */
	int64_t server_ms;
};
enum err_code op_results_write(const struct op_results *r, struct str *out);
enum err_code op_results_read(const char *text, size_t len, struct op_results *out, struct err *e);
/** op_result_write(r, out): one by itself, without n: the answer to a single operation. */
void op_result_write(const struct op_result *r, struct str *out);
void op_results_free(struct op_results *r);

#endif
