#ifndef SERVER_STORE_RECORDS_H
#define SERVER_STORE_RECORDS_H

#include <stdbool.h>
#include <stdint.h>

#include "model/record.h"
#include "server/store/store.h"

/* What seats write down beside the tickets, and what the centre has to tell people. Both are only ever added to; phones
 * (and the words of a record) are sealed on the way in. */

/* ---- desk records (model/record.h) ---- */
struct store_record {
	struct record r;
	char device[ID_SIZE];
	int64_t at_server;
};
/** store_record_add(s, x, e): a row whose id is there already changes nothing. store_record_known: is it there? */
enum err_code store_record_add(struct store *s, const struct store_record *x, struct err *e);
bool store_record_known(struct store *s, const char *id);
/** store_records(s, kind, since_at, fn, arg, e): those of a kind (RECORD_NONE: all) made since, oldest first, whole; false
 * from ${fn} stops. The record is borrowed during the call. */
typedef bool store_record_fn(void *arg, const struct store_record *x);
enum err_code store_records(struct store *s, enum record_kind kind, int64_t since_at,
    store_record_fn *fn, void *arg, struct err *e);
/** store_record_get(s, id, x, e): whole; record_free x->r after ERR_OK. ERR_NOT_FOUND. */
enum err_code
store_record_get(struct store *s, const char *id, struct store_record *x, struct err *e);
/** store_records_shared(s, after, since_at, fn, arg, e): those that seats get back (record_is_shared), in the order they
 * came in, past number ${after}, that came since then or, as the versions of an article, last
 * however old; ${seq} is the row's own. False from ${fn} stops. */
typedef bool store_shared_fn(void *arg, const struct record *r, int64_t seq);
enum err_code store_records_shared(struct store *s, int64_t after, int64_t since_at,
    store_shared_fn *fn, void *arg, struct err *e);
/** store_shared_last(s): the number of the newest of those; 0 none. */
int64_t store_shared_last(struct store *s);
/** store_record_steps(s, kind, object, fn, arg, e): the steps of an article (RECORD_ARTICLE) or of talking points
 * (RECORD_GUIDANCE), oldest first; false from ${fn} stops. */
enum err_code store_record_steps(struct store *s, enum record_kind kind, const char *object,
    store_record_fn *fn, void *arg, struct err *e);
/** store_record_count(s, kind): RECORD_NONE: all. */
int64_t store_record_count(struct store *s, enum record_kind kind);
/** store_cited(s, since, out, max): articles cited in records that came in since, and how often in all; by number, after
 * ${after}. The count, -1 on error. */
struct store_cited {
	char kb_no[RECORD_OBJECT_BYTES];
	int64_t count;
};
int
store_cited(struct store *s, int64_t since, const char *after, struct store_cited *out, int max);

/* ---- notices (model/notice.h) ---- */
struct store_notice {
	char ticket[ID_SIZE], template[32];
	int round;
	char channel[8];
	char unit[16];                  /* to a unit; "" to a person */
	char phone[RECORD_PHONE_BYTES]; /* to a person; "" to a unit */
	char text[512];                 /* as it will be sent */
	char state[8];                  /* queued; the gateway's own come with it */
	int64_t at;                     /* queued */
};
/** store_notice_add(s, x, added, e): once for a ticket, template and round: a second time changes nothing, and *added
 * says so. */
enum err_code
store_notice_add(struct store *s, const struct store_notice *x, bool *added, struct err *e);
/** store_notices(s, ticket, fn, arg, e): of a ticket, or (NULL) all, oldest first; false from ${fn} stops. */
typedef bool store_notice_fn(void *arg, const struct store_notice *x);
enum err_code
store_notices(struct store *s, const char *ticket, store_notice_fn *fn, void *arg, struct err *e);
/** store_incomplete(s, now, after_id, ids, max): incomplete tickets whose time is not over, in id order after that one. */
int
store_incomplete(struct store *s, int64_t now, const char *after_id, char (*ids)[ID_SIZE], int max);

/* ---- cards given to units: a ledger beside the tickets, so that a month can be counted ---- */
struct store_card {
	const char *ticket, *unit, *colour; /* colour: "yellow" or "red" */
	int round;
	int64_t at;
};
/** store_card_add: one of a colour a ticket, unit and round; one that is there changes nothing. store_card_revoke: the last
 * of that colour on that ticket and unit stands no more. store_card_count(s, unit, from, to): those given in [from, to)
 * that stand; -1 on error. */
enum err_code store_card_add(struct store *s, const struct store_card *x, struct err *e);
enum err_code store_card_revoke(struct store *s, const struct store_card *x, struct err *e);
int store_card_count(struct store *s, const char *unit, int64_t from_at, int64_t to_at);

#endif
