#ifndef SERVER_STORE_BLOB_H
#define SERVER_STORE_BLOB_H

#include <stdbool.h>
#include <stdint.h>

#include "model/blob.h"
#include "server/store/store.h"

/* Attachments: a row says what a file is and how much of it is there; the bytes lie under <data>/blobs. Which ticket has
 * which file, its events say; store_blob_link keeps that beside them. */

struct store_blob {
	struct blob_info i;
	char device[ID_SIZE]; /* the one that sends it */
	char ticket[ID_SIZE]; /* what it was first meant for; "" not said */
};
/** store_blob_get: ERR_NOT_FOUND. store_blob_put: insert or replace; a complete one is only ever replaced by itself. */
enum err_code
store_blob_get(struct store *s, const char *id, struct store_blob *out, struct err *e);
enum err_code store_blob_put(struct store *s, const struct store_blob *b, struct err *e);
/** store_blob_begin_again(s, id, have, at, e): it is not whole (any more): ${have} bytes are there, since ${at}.
 * store_blob_delete: the row goes; no ticket names it. */
enum err_code
store_blob_begin_again(struct store *s, const char *id, int64_t have, int64_t at, struct err *e);
enum err_code store_blob_delete(struct store *s, const char *id, struct err *e);
/** store_blob_ages(s, after, out, max): the next ones by id behind ${after}: how many, -1 on error. */
struct store_blob_age {
	int64_t have, at;
	char id[BLOB_ID_SIZE];
	bool used; /* a ticket names it */
};
int store_blob_ages(struct store *s, const char *after, struct store_blob_age *out, int max);
/** store_blob_link(s, ticket, id, by_unit, e): an event of the ticket names the file; once. */
enum err_code
store_blob_link(struct store *s, const char *ticket, const char *id, bool by_unit, struct err *e);
/** store_blob_count(s, ticket, but): files of a ticket, linked or on their way, without ${but}; -1 on error. */
int store_blob_count(struct store *s, const char *ticket, const char *but);
struct store_blob_use {
	char ticket[ID_SIZE];
	struct blob_info i; /* .complete false and no name: not here yet */
	bool by_unit;       /* attached by a unit: no citizen's, whatever the ticket */
};
/** store_blob_uses(s, ticket, id, fn, arg, e): every use: of one ticket (${id} NULL), of one file (${ticket} NULL), or all
 * (both NULL); false from ${fn} stops. */
typedef bool store_blob_fn(void *arg, const struct store_blob_use *u);
enum err_code store_blob_uses(struct store *s, const char *ticket, const char *id,
    store_blob_fn *fn, void *arg, struct err *e);

/* ---- the bytes: ${dir} is the data directory ---- */
/** blob_file_append(dir, id, at, p, n, e): bytes at ${at} of the part; on disk when it returns. ERR_DISK_FULL, ERR_IO. */
enum err_code blob_file_append(
    const char *dir, const char *id, int64_t at, const void *p, size_t n, struct err *e);
/** blob_file_finish(dir, id, bytes, e): the part becomes the file when its hash fits; ERR_CHECKSUM: the part is gone. */
enum err_code blob_file_finish(const char *dir, const char *id, int64_t bytes, struct err *e);
/** blob_file_drop(dir, id): the part goes, if there is one. */
void blob_file_drop(const char *dir, const char *id);
/** blob_file_forget(dir, id): the file and the part go, if they are there. blob_file_bytes(dir, id, whole): length of the
 * file, or of its part; 0 when there is none. */
void blob_file_forget(const char *dir, const char *id);
int64_t blob_file_bytes(const char *dir, const char *id, bool whole);
/** blob_file_read(dir, id, at, most, out, e): append up to ${most} bytes from ${at}. ERR_NOT_FOUND, ERR_IO. */
enum err_code blob_file_read(
    const char *dir, const char *id, int64_t at, size_t most, struct str *out, struct err *e);
/** blob_file_check(dir, id, bytes): NULL when the file is there and whole; else what is wrong, in words. */
const char *blob_file_check(const char *dir, const char *id, int64_t bytes);
/** blob_file_copy(dir, to, id, e): the file into the tree of ${to}, which is a directory; one that is there stays. */
enum err_code blob_file_copy(const char *dir, const char *to, const char *id, struct err *e);

#endif
