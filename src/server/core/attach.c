/* Attachments: announced, filled piece by piece, named by events. A file and the event that names it come in any order.
 *
 * Invariants: a row says no more of a file than is on the disk; nothing but a whole file with the right hash is complete;
 * what is given up is given up on both sides. Not done here: who may read (api/blobs.c). */
#include "server/core/attach.h"

#include <string.h>

#include "core_p.h"
#include "model/members.h"
#include "model/role.h"

#define SWEEP_PIECE 256 /* of one batch */
#define DAY_MS      (24 * INT64_C(3600000))

/* After a restore the disk may have less than the row says: it goes on from there. Whoever announces it means to send it:
 * one that is not whole is as young as that. */
static enum err_code
compare(struct core *c, struct store_blob *b, struct err *e)
{
	bool whole = blob_file_bytes(c->dir, b->i.id, true) == b->i.bytes;
	int64_t there = whole ? b->i.bytes : blob_file_bytes(c->dir, b->i.id, false);

	if (whole && b->i.complete)
		return ERR_OK;
	if (there < b->i.have)
		b->i.have = there;
	b->i.complete = false;
	b->i.at = c->now;
	return store_blob_begin_again(c->store, b->i.id, b->i.have, c->now, e);
}

enum err_code
core_attach_begin(struct core *c, const char *device, const struct tus_upload *u, int64_t bytes,
    struct store_blob *out, struct err *e)
{
	struct store_user author;
	enum err_code rc = core_author(c, device, u->by, &author, e);

	if (rc != ERR_OK)
		return rc;
	if (c->dir == NULL)
		return err_set(e, ERR_IO, "这个中心没有存附件的地方。");
	if (bytes <= 0 || bytes > BLOB_BYTES_MAX)
		return err_set(e, bytes <= 0 ? ERR_INVALID : ERR_LIMIT,
		    bytes <= 0 ? "空文件不能作附件。" : "附件每个不得超过 %lld MB。",
		    (long long)(BLOB_BYTES_MAX >> 20));
	if (u->ticket[0] != '\0' && store_blob_count(c->store, u->ticket, u->id) >= BLOB_PER_TICKET)
		return err_set(
		    e, ERR_LIMIT, "这件工单的附件已有 %d 个, 不能再加。", BLOB_PER_TICKET);
	rc = store_blob_get(c->store, u->id, out, e);
	if (rc == ERR_NOT_FOUND) {
		err_clear(e);
		*out = (struct store_blob){ .i = { .bytes = bytes, .at = c->now } };
		str_copy(out->i.id, sizeof(out->i.id), u->id);
		str_copy(out->i.name, sizeof(out->i.name), u->name);
		str_copy(out->ticket, sizeof(out->ticket), u->ticket);
		str_copy(out->i.by, sizeof(out->i.by), u->by);
	} else if (rc != ERR_OK) {
		return rc;
	}
	if (out->i.have == 0) /* refused for its name, it comes again under another */
		str_copy(out->i.name, sizeof(out->i.name), u->name);
	if (out->i.bytes != bytes) /* one hash, one length */
		return err_set(e, ERR_INVALID, "同一个文件的大小前后不一, 请重新选取。");
	rc = compare(c, out, e);
	if (rc != ERR_OK)
		return rc;
	str_copy(out->device, sizeof(out->device), device);
	return store_blob_put(c->store, out, e);
}

/* It is no file we take, or not the one it was said to be: it may begin again. */
static enum err_code
give_up(
    struct core *c, struct store_blob *b, const struct err *why, struct err *refused, struct err *e)
{
	*refused = *why;
	err_clear(e);
	b->i.have = 0;
	b->i.type = BLOB_UNKNOWN;
	blob_file_forget(c->dir, b->i.id);
	return store_blob_put(c->store, b, e);
}

/* The whole file is judged by the bytes it begins with, into however small pieces they were cut. */
static enum err_code
judge(struct core *c, struct store_blob *b, struct err *why)
{
	struct str head = { 0 };
	enum err_code rc = blob_file_read(c->dir, b->i.id, 0, BLOB_HEAD_BYTES, &head, why);

	if (rc == ERR_OK)
		rc = blob_check(b->i.name, head.s, head.len, &b->i.type, why);
	str_free(&head);
	return rc;
}

static enum err_code
check_place(
    const struct store_blob *b, const char *device, const struct attach_piece *x, struct err *e)
{
	if (!b->i.complete && strcmp(b->device, device) != 0)
		return err_set(e, ERR_FORBIDDEN, "这个附件是别的坐席机在传。");
	if (x->at != b->i.have)
		return err_set(e, ERR_CONFLICT, "这个附件已收到 %lld 字节, 请从那里接着传。",
		    (long long)b->i.have);
	if ((int64_t)x->n > b->i.bytes - b->i.have)
		return err_set(e, ERR_LIMIT, "传来的比说好的 %lld 字节多。", (long long)b->i.bytes);
	return ERR_OK;
}

enum err_code
core_attach_piece(struct core *c, const char *device, const struct attach_piece *x,
    struct store_blob *out, struct err *refused, struct err *e)
{
	struct err why = { 0 };
	enum err_code rc = store_blob_get(c->store, x->id, out, e);

	err_clear(refused);
	if (rc == ERR_OK)
		rc = check_place(out, device, x, e);
	if (rc != ERR_OK || x->n == 0)
		return rc;
	if (x->at == 0) {
		rc = blob_check(out->i.name, x->p, x->n, &out->i.type, &why);
		if (rc != ERR_OK)
			return give_up(c, out, &why, refused, e);
	}
	rc = blob_file_append(c->dir, x->id, x->at, x->p, x->n, e);
	if (rc != ERR_OK)
		return rc;
	out->i.have += (int64_t)x->n;
	if (out->i.have == out->i.bytes) {
		rc = blob_file_finish(c->dir, x->id, out->i.bytes, &why);
		if (rc == ERR_OK)
			rc = judge(c, out, &why);
		if (rc == ERR_CHECKSUM || rc == ERR_MEDIA)
			return give_up(c, out, &why, refused, e);
		if (rc != ERR_OK) {
			*e = why;
			return rc;
		}
		out->i.complete = true;
	}
	return store_blob_put(c->store, out, e);
}

/* A unit's own file is no citizen's. Who is unknown is taken for the hotline: the stricter side. */
static bool
is_by_unit(struct core *c, const char *actor)
{
	struct store_user u;
	uint32_t roles = 0;

	return store_user_get(c->store, actor, &u, NULL) == ERR_OK &&
	       roles_parse(u.roles, &roles) && (roles & ROLES_UNIT) != 0 &&
	       (roles & ROLES_HOTLINE) == 0;
}

enum err_code
core_attach_event(struct core *c, const char *ticket, const struct event *ev, struct err *e)
{
	const char *list = args_get(&ev->args, EA_FILES), *one = NULL;
	enum err_code rc = ERR_OK;
	size_t n = 0;

	while (rc == ERR_OK && members_next(list, &one, &n)) {
		char id[BLOB_ID_SIZE] = "";

		if (n != BLOB_ID_SIZE - 1) /* the guard of the event has said so before */
			continue;
		memcpy(id, one, n);
		rc = store_blob_link(c->store, ticket, id, is_by_unit(c, ev->actor), e);
	}
	if (rc == ERR_OK && one != NULL && store_blob_count(c->store, ticket, "") > BLOB_PER_TICKET)
		rc = err_set(e, ERR_LIMIT, "一件工单的附件不得超过 %d 个。", BLOB_PER_TICKET);
	return rc;
}

/* ---- what nobody names ---- */

/* In two steps, because the disk and the row do not change together: first the row says that there is nothing, and the next
 * time, when that is certain, it is so. */
static enum err_code
forget(struct core *c, const struct store_blob_age *b, int *gone, struct err *e)
{
	if (b->have > 0)
		return store_blob_begin_again(c->store, b->id, 0, b->at, e);
	blob_file_forget(c->dir, b->id);
	(*gone)++;
	return store_blob_delete(c->store, b->id, e);
}

enum err_code
core_attach_sweep(struct core *c, char after[BLOB_ID_SIZE], int *gone, struct err *e)
{
	struct store_blob_age list[SWEEP_PIECE];
	int n = store_blob_ages(c->store, after, list, SWEEP_PIECE);
	enum err_code rc = n < 0 ? err_set(e, ERR_DB, NULL) : ERR_OK;

	for (int i = 0; i < n && rc == ERR_OK; i++)
		if (!list[i].used && list[i].at < c->now - BLOB_UNUSED_DAYS * DAY_MS)
			rc = forget(c, &list[i], gone, e);
	str_copy(after, BLOB_ID_SIZE, n == SWEEP_PIECE ? list[n - 1].id : "");
	return rc;
}
