/* Attachments: announced, filled piece by piece, named by events. A file and the event that names it come in any order.
 *
 * Invariants: a row says no more of a file than is on the disk; nothing but a whole file with the right hash is complete;
 * what is given up is given up on both sides. Not done here: who may read (api/blobs.c). */
#include "server/core/attach.h"

#include <string.h>

#include "core_p.h"
#include "model/members.h"
#include "model/role.h"

enum err_code
core_attach_begin(struct core *c, const char *device, const struct tus_upload *u, int64_t bytes,
    struct store_blob *out, struct err *e)
{
	struct store_user author;
	enum err_code rc = core_author(c, device, u->by, &author, e);

	if (rc != ERR_OK)
		return rc;
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
	if (out->i.bytes != bytes) /* one hash, one length */
		return err_set(e, ERR_INVALID, "同一个文件的大小前后不一, 请重新选取。");
	str_copy(out->device, sizeof(out->device), device);
	return store_blob_put(c->store, out, e);
}

/* It is no file we take, or not the one it was said to be: it may begin again. */
static enum err_code
give_up(struct core *c, const char *dir, struct store_blob *b, const struct err *why,
    struct err *refused, struct err *e)
{
	*refused = *why;
	err_clear(e);
	b->i.have = 0;
	b->i.type = BLOB_UNKNOWN;
	blob_file_drop(dir, b->i.id);
	return store_blob_put(c->store, b, e);
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
core_attach_piece(struct core *c, const char *dir, const char *device, const struct attach_piece *x,
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
		out->i.type = blob_type_of(x->p, x->n);
		if (out->i.type == BLOB_UNKNOWN) {
			err_set(&why, ERR_MEDIA, "“%s”不能作附件: %s。",
			    out->i.name[0] != '\0' ? out->i.name : "这个文件", BLOB_TYPES_TEXT);
			return give_up(c, dir, out, &why, refused, e);
		}
	}
	rc = blob_file_append(dir, x->id, x->at, x->p, x->n, e);
	if (rc != ERR_OK)
		return rc;
	out->i.have += (int64_t)x->n;
	if (out->i.have == out->i.bytes) {
		rc = blob_file_finish(dir, x->id, out->i.bytes, &why);
		if (rc == ERR_CHECKSUM)
			return give_up(c, dir, out, &why, refused, e);
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
