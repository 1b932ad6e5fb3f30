#ifndef SERVER_CORE_ATTACH_H
#define SERVER_CORE_ATTACH_H

#include "server/core/core.h"
#include "server/store/blob.h"
#include "wire/tus.h"

/* Attachments as they come from the seats, by pieces. Inside a batch, like all of core; the bytes go to core.dir. */

/** core_attach_begin(c, device, u, bytes, out, e): a file of ${bytes} is announced; one that has been before goes on where
 * it was, from whichever seat, or where its bytes end (a restored centre has fewer than it says). ERR_LIMIT: too large, or too many of a ticket. ERR_FORBIDDEN: its author may not speak
 * through that seat. */
enum err_code core_attach_begin(struct core *c, const char *device, const struct tus_upload *u,
    int64_t bytes, struct store_blob *out, struct err *e);

struct attach_piece {
	const char *id;
	int64_t at;
	const void *p;
	size_t n;
};
/** core_attach_piece(c, device, x, out, refused, e): the next piece; the last makes the file. ERR_CONFLICT: not the
 * next one, ${out} says where to go on. What is wrong with the file itself is said in ${refused}, and what had come of
 * it is given up: ERR_MEDIA, ERR_CHECKSUM. Doing it twice is harmless. */
enum err_code core_attach_piece(struct core *c, const char *device, const struct attach_piece *x,
    struct store_blob *out, struct err *refused, struct err *e);

/** core_attach_sweep(c, after, gone, e): the next files by id, from ${after} on, which is moved along and "" at the end:
 * what no ticket has named for BLOB_UNUSED_DAYS is given up, and goes with its row when next it is come across and has
 * not begun again. *gone counts those. */
enum err_code core_attach_sweep(struct core *c, char after[BLOB_ID_SIZE], int *gone, struct err *e);

/** core_attach_event(c, ticket, ev, e): the files ${ev} names belong to the ticket from now on, whether they are here yet
 * or not. ERR_LIMIT: too many. */
enum err_code
core_attach_event(struct core *c, const char *ticket, const struct event *ev, struct err *e);

#endif
