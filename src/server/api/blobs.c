/* /v1/blobs: attachments, by the resumable uploads of tus 1.0 (core, creation, checksum). A seat announces a file by its
 * hash, asks how much of it is here, and sends the rest by pieces; a cut connection costs one piece. What events name is
 * read through their ticket: who may see the ticket may read its files, but a shielded citizen's papers are as much his
 * identity as his name, and no unit gets them.
 *
 * Not done here: writing files (core/attach.c, on the writer's thread). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api_p.h"
#include "base/limits.h"
#include "server/core/attach.h"
#include "wire/blob_json.h"

struct upload {
	struct tus_upload u;
	int64_t bytes;             /* of a new one */
	struct attach_piece piece; /* borrows the body of the call */
	struct store_blob b;
	struct err refused;
};

/* ---- what every upload must say ---- */

static enum err_code
check_version(const struct api_call *c, struct err *e)
{
	const char *v = c->rq.upload.version;

	if (v == NULL || strcmp(v, TUS_VERSION) != 0)
		return err_set(e, ERR_PRECONDITION,
		    "上传要写明 Tus-Resumable: " TUS_VERSION ", 中心只认这一版。");
	return ERR_OK;
}

static enum err_code
read_number(const char *text, const char *name, int64_t *out, struct err *e)
{
	long long v = 0;

	if (text == NULL)
		return err_set(e, ERR_SYNTAX, "缺少请求头 %s。", name);
	if (!str_int(text, 0, INT64_MAX / 2, &v))
		return err_set(e, ERR_SYNTAX, "请求头 %s 不是数字。", name);
	*out = v;
	return ERR_OK;
}

static enum err_code
check_id(const struct api_call *c, struct err *e)
{
	return strlen(c->id) < BLOB_ID_SIZE && blob_id_valid(c->id)
		   ? ERR_OK
		   : err_set(e, ERR_NOT_FOUND, "中心没有这个附件。");
}

static void
answer(struct api_call *c, int status, const struct blob_info *b)
{
	struct str none = { 0 };

	c->head.upload = (struct api_upload){ .on = true, .offset = b->have, .length = b->bytes };
	c->answer(c, status, &none, 0);
}

/* ---- beginning ---- */

static enum err_code
begin(struct api_job *j, struct core *c, struct err *e)
{
	struct upload *x = j->data;

	return core_attach_begin(c, j->call->who.device.id, &x->u, x->bytes, &x->b, e);
}

static void
begun(struct api_job *j)
{
	struct upload *x = j->data;

	snprintf(j->call->head.location, sizeof(j->call->head.location), "/v1/blobs/%s", x->u.id);
	answer(j->call, 201, &x->b.i);
}

static enum err_code
read_beginning(struct api *a, const struct api_call *c, void *data, struct err *e)
{
	const char *metadata = c->rq.upload.metadata;
	struct upload *x = data;
	enum err_code rc = check_version(c, e);

	(void)a;
	if (rc == ERR_OK)
		rc = read_number(c->rq.upload.length, "Upload-Length", &x->bytes, e);
	if (rc == ERR_OK)
		rc = tus_metadata_read(metadata != NULL ? metadata : "", &x->u, e);
	return rc;
}

void
api_blob_post(struct api *a, struct api_call *c)
{
	static const struct api_act act = { sizeof(struct upload), read_beginning, begin, begun,
		free };

	api_act(a, c, &act);
}

/* ---- how far ---- */

void
api_blob_head(struct api *a, struct api_call *c)
{
	struct store_blob b;
	struct err e = { 0 };
	struct store *s = NULL;

	if (check_version(c, &e) == ERR_OK && check_id(c, &e) == ERR_OK &&
	    (s = api_reader_take(a, &e)) != NULL && store_blob_get(s, c->id, &b, &e) == ERR_OK &&
	    strcmp(b.device, c->who.device.id) != 0)
		err_set(&e, ERR_NOT_FOUND, "这台坐席机没有在传这个附件。");
	api_reader_give(a, s);
	if (e.code == ERR_OK)
		answer(c, 200, &b.i);
	else
		api_fail(c, &e);
}

/* ---- pieces ---- */

static enum err_code
add(struct api_job *j, struct core *c, struct err *e)
{
	struct upload *x = j->data;
	enum err_code rc =
	    core_attach_piece(c, j->call->who.device.id, &x->piece, &x->b, &x->refused, e);

	if (rc == ERR_CONFLICT)
		str_addf(&j->members, "\"expect\":%lld", (long long)x->b.i.have);
	return rc;
}

static void
added(struct api_job *j)
{
	const struct upload *x = j->data;

	if (x->refused.code != ERR_OK)
		api_fail(j->call, &x->refused);
	else
		answer(j->call, 204, &x->b.i);
}

static enum err_code
read_piece(struct api *a, const struct api_call *c, void *data, struct err *e)
{
	struct attach_piece *x = &((struct upload *)data)->piece;
	enum err_code rc = check_version(c, e);

	(void)a;
	if (rc == ERR_OK)
		rc = check_id(c, e);
	if (rc == ERR_OK &&
	    (c->rq.content_type == NULL || strcmp(c->rq.content_type, TUS_BODY) != 0))
		rc = err_set(e, ERR_MEDIA, "附件的内容要用 Content-Type: " TUS_BODY " 传。");
	if (rc == ERR_OK)
		rc = read_number(c->rq.upload.offset, "Upload-Offset", &x->at, e);
	if (rc == ERR_OK && c->rq.upload.checksum != NULL)
		rc = tus_checksum_fits(c->rq.upload.checksum, c->rq.body, c->rq.body_bytes, e);
	x->id = c->id;
	x->p = c->rq.body;
	x->n = c->rq.body_bytes;
	return rc;
}

void
api_blob_patch(struct api *a, struct api_call *c)
{
	static const struct api_act act = { sizeof(struct upload), read_piece, add, added, free };

	api_act(a, c, &act);
}

/* ---- reading ---- */

static void
shield_of(void *arg, const struct store_ticket_row *row)
{
	*(bool *)arg = row->shielded;
}

/* Does the caller see the ticket? ${all}: with whatever belongs to its people. */
static bool
sees(struct store *s, const struct api_call *c, const char *ticket, bool *all)
{
	bool shielded = true;

	if (!store_ticket_row(s, ticket, c->who.feed, shield_of, &shielded))
		return false;
	*all = feed_sees_identity(c->who.roles, shielded);
	return true;
}

/* Whoever knows the hash of a shielded citizen's paper does not get it by naming it in a ticket of his own: what the
 * hotline attached to a ticket whose people the caller may not see is barred, wherever else it is named. */
struct bar {
	struct store *s;
	uint32_t roles;
	bool barred;
};

static bool
look_for_bar(void *arg, const struct store_blob_use *u)
{
	struct bar *b = arg;
	bool shielded = true;

	(void)store_ticket_row(b->s, u->ticket, "centre", shield_of, &shielded);
	b->barred = !u->by_unit && !feed_sees_identity(b->roles, shielded);
	return !b->barred;
}

static bool
is_barred(struct store *s, const struct api_call *c, const char *id)
{
	struct bar b = { .s = s, .roles = c->who.roles };

	return store_blob_uses(s, NULL, id, look_for_bar, &b, NULL) != ERR_OK || b.barred;
}

struct listing {
	struct blob_info list[BLOB_PER_TICKET];
	size_t n;
	bool all;
};

static bool
list_one(void *arg, const struct store_blob_use *u)
{
	struct listing *l = arg;

	if (l->all || u->by_unit)
		l->list[l->n++] = u->i;
	return l->n < BLOB_PER_TICKET;
}

static enum err_code
list_files(
    struct store *s, const struct api_call *c, const char *ticket, struct listing *l, struct err *e)
{
	enum err_code rc;
	size_t n = 0;

	if (!sees(s, c, ticket, &l->all))
		return err_set(e, ERR_NOT_FOUND, "没有这件工单, 或不在您的办理范围内。");
	rc = store_blob_uses(s, ticket, NULL, list_one, l, e);
	for (size_t i = 0; i < l->n; i++)
		if (!is_barred(s, c, l->list[i].id))
			l->list[n++] = l->list[i];
	l->n = n;
	return rc;
}

void
api_blob_list(struct api *a, struct api_call *c)
{
	const char *ticket = c->rq.query(c, "ticket");
	struct listing l = { .n = 0 };
	struct str body = { 0 };
	struct err e = { 0 };
	struct store *s = NULL;

	if (ticket == NULL || !id_valid(ticket))
		err_set(&e, ERR_INVALID, "参数 ticket 应为工单的编号。");
	else if ((s = api_reader_take(a, &e)) != NULL)
		(void)list_files(s, c, ticket, &l, &e);
	api_reader_give(a, s);
	if (e.code != ERR_OK) {
		api_fail(c, &e);
		return;
	}
	blob_json_write(l.list, l.n, &body);
	c->answer(c, 200, &body, 0);
}

struct right {
	struct store *s;
	const struct api_call *c;
	struct blob_info i;
	bool may;
};

static bool
may_by(void *arg, const struct store_blob_use *u)
{
	struct right *r = arg;
	bool all = false;

	r->i = u->i;
	r->may = sees(r->s, r->c, u->ticket, &all) && (all || u->by_unit);
	return !r->may;
}

static enum err_code
read_content(struct api *a, struct api_call *c, struct str *body, struct err *e)
{
	struct right r = { .c = c };
	long long at = 0;
	enum err_code rc = check_id(c, e);

	if (rc == ERR_OK)
		rc = api_query_int(c, "offset", 0, 0, BLOB_BYTES_MAX, &at, e);
	if (rc != ERR_OK || (r.s = api_reader_take(a, e)) == NULL)
		return e->code;
	rc = store_blob_uses(r.s, NULL, c->id, may_by, &r, e);
	r.may = r.may && !is_barred(r.s, c, c->id);
	api_reader_give(a, r.s);
	if (rc != ERR_OK)
		return rc;
	if (!r.may)
		return err_set(e, ERR_NOT_FOUND, "没有这个附件, 或不在您的办理范围内。");
	if (!r.i.complete)
		return err_set(e, ERR_NOT_FOUND, "这个附件还没有传完, 请稍后再看。");
	/* a piece of a file is no file of its type; which type it is stands in the list */
	str_copy(c->head.type, sizeof(c->head.type), "application/octet-stream");
	c->head.upload = (struct api_upload){ .on = true, .offset = at, .length = r.i.bytes };
	return blob_file_read(a->config.dir, c->id, at, LIMIT_BODY_BYTES, body, e);
}

void
api_blob_get(struct api *a, struct api_call *c)
{
	struct str body = { 0 };
	struct err e = { 0 };

	if (read_content(a, c, &body, &e) == ERR_OK) {
		c->answer(c, 200, &body, 0);
		return;
	}
	str_free(&body);
	c->head.upload.on = false;
	c->head.type[0] = '\0';
	api_fail(c, &e);
}
