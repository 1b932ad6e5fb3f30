#ifndef SERVER_CORE_FEED_H
#define SERVER_CORE_FEED_H

#include <stdbool.h>
#include <stdint.h>

#include "server/store/store.h"
#include "wire/page.h"

/* What a seat pulls. A feed is "reference", "centre" or "unit:<code>"; a cursor is bound to its feed and epoch and signed,
 * so that nobody can read another feed by changing it. Read-only: runs on any reading store. */

#define FEED_REFERENCE "reference"
/* What the cursors of those outside the hotline are bound to: they read the reference feed without internal articles. */
#define FEED_REFERENCE_PUBLIC "reference-public"

struct feed_reader {    /* who asks */
	uint32_t roles; /* decides whose identity is in the rows */
	const char *feed;
	const char *device; /* for last_op; "" none */
	int64_t desk; /* to be told: how far there are desk records for the reader; 0 nothing */
};

/** feed_cursor(s, feed, seq, out): the cursor that stands after ${seq}. */
enum err_code
feed_cursor(struct store *s, const char *feed, int64_t seq, char out[CURSOR_SIZE], struct err *e);
/** feed_cursor_seq(cursor): the feed number in a cursor that has been checked; 0 of "". */
int64_t feed_cursor_seq(const char *cursor);
/** feed_seq(s, feed, cursor, seq, e): back; "" is 0. ERR_EPOCH, ERR_CURSOR_EXPIRED (pruned, or another feed's),
 * ERR_INVALID. */
enum err_code
feed_seq(struct store *s, const char *feed, const char *cursor, int64_t *seq, struct err *e);
/** feed_page(s, who, cursor, limit, now, out, empty, e): the next page as JSON; *empty when nothing is new (the page
 * still holds the scanned cursor). */
enum err_code feed_page(struct store *s, const struct feed_reader *who, const char *cursor,
    int limit, int64_t now, struct str *out, bool *empty, struct err *e);
struct feed_fill {          /* a first fill under way */
	const char *cursor; /* taken before page one */
	const char *after;  /* the last id the reader has; "" none */
	int64_t since_at;   /* older tickets only when open */
	int limit;
};
/** feed_snapshot_page(s, who, fill, now, out, e): tickets in id order after ${fill->after}; the page's cursor is the one
 * given, "more" tells whether to go on after the last id. */
enum err_code feed_snapshot_page(struct store *s, const struct feed_reader *who,
    const struct feed_fill *fill, int64_t now, struct str *out, struct err *e);
/** feed_sees_identity(roles, shielded): may a row's identity be sent? feed_sees_event: and that in one event: who else told
 * of the same matter is the hotline's own affair (practice A9). */
bool feed_sees_identity(uint32_t roles, bool shielded);
bool feed_sees_event(uint32_t roles, bool shielded, const struct event *ev);
/** feed_sees_internal(roles): may articles that are internal, or not published, be sent? */
bool feed_sees_internal(uint32_t roles);

#endif
