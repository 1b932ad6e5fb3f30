#ifndef WIRE_MESSAGE_H
#define WIRE_MESSAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "base/secret.h"
#include "base/str.h"
#include "model/event.h"
#include "wire/page.h"

/* The small messages of /v1. Requests are read strictly, answers tolerantly. */

struct msg_centre { /* GET /v1/centre */
	char centre_id[ID_SIZE];
	char epoch[EPOCH_SIZE];
	char name[96]; /* 云江市12345… */
	char version[32];
	int schema_min, schema_max; /* op versions it reads */
	bool is_private;
	int64_t server_ms;
};
struct msg_enrol { /* POST /v1/devices; code "" to a private centre over its socket */
	char code[64];
	char name[64];
};
struct msg_device { /* its answer */
	char device_id[ID_SIZE];
	char device_key[SECRET_TOKEN_SIZE];
	char seat_no[8];
	char centre_id[ID_SIZE];
	char epoch[EPOCH_SIZE];
};
struct msg_login { /* POST /v1/sessions; password "" to a private centre over its socket */
	char job_no[16];
	char password[256];
};
struct msg_session {
	char token[SECRET_TOKEN_SIZE];
	int64_t expires_at, server_ms;
	char job_no[16], name[64], roles[160], unit[16];
	char feed[32]; /* "centre" or "unit:<code>": what this person may pull beside "reference" */
	/* This device's escrow: opens the wrap of the seat's data key, so that a person new to the seat can be given the
	 * key. Never stored on the seat. */
	char seat_key[SECRET_HEX_SIZE];
	bool
	    once; /* the password was set by another: the session is short, and it is to be changed */
};
struct msg_snapshot { /* POST /v1/sync/snapshot {"feed":…} -> */
	char id[ID_SIZE];
	char cursor[CURSOR_SIZE]; /* taken before page one */
	char epoch[EPOCH_SIZE];
	int64_t count;
};
struct msg_problem { /* RFC 9457 */
	enum err_code code;
	int status;
	char detail[ERR_TEXT_BYTES];
	char where[96];
	char trace[ID_SIZE];
	int64_t expect; /* op_gap: the n wanted; 0 else */
};
struct msg_ticket { /* GET /v1/tickets/{id}: {"ticket":{},"events":[]} */
	struct ticket ticket;
	struct event *events;
	size_t n_events;
};

#define MSG_CODEC(name)                                                       \
	void msg_##name##_write(const struct msg_##name *m, struct str *out); \
	enum err_code msg_##name##_read(                                      \
	    const char *text, size_t len, struct msg_##name *m, struct err *e)
MSG_CODEC(centre);
MSG_CODEC(enrol);
MSG_CODEC(device);
MSG_CODEC(login);
MSG_CODEC(session);
MSG_CODEC(snapshot);
MSG_CODEC(problem);

void msg_ticket_write(
    const struct ticket *t, const struct event *events, size_t n, bool identity, struct str *out);
enum err_code msg_ticket_read(const char *text, size_t len, struct msg_ticket *m, struct err *e);
void msg_ticket_free(struct msg_ticket *m);
/** msg_feed_read({"feed":"centre"}): the request of a snapshot. */
enum err_code msg_feed_read(const char *text, size_t len, char feed[32], struct err *e);
void msg_feed_write(const char *feed, struct str *out);
/** msg_problem_of(e, trace, m): a problem from an error. problem bodies are also written by server/http. */
void msg_problem_of(const struct err *e, const char *trace, struct msg_problem *m);

#endif
