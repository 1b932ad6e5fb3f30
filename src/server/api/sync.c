/* What seats pull: changes behind a cursor (held when there is nothing new), the first fill page by page, and the digest
 * that finds out whether a seat has drifted. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api_p.h"
#include "base/limits.h"

enum err_code
sync_page(struct api *a, const struct feed_reader *who, const char *cursor, int limit,
    struct str *out, bool *empty, struct err *e)
{
	struct store *s = api_reader_take(a, e);
	enum err_code rc;

	if (s == NULL)
		return e->code;
	rc = store_look(s, e);
	if (rc == ERR_OK)
		rc = feed_page(s, who, cursor, limit, api_now(a), out, empty, e);
	store_look_end(s);
	api_reader_give(a, s);
	return rc;
}

static enum err_code
feed_asked(struct api_call *c, const char **feed, struct err *e)
{
	*feed = c->rq.query(c, "feed");
	if (*feed == NULL)
		return err_set(e, ERR_INVALID, "缺少参数 feed。");
	if (!auth_may_pull(&c->who, *feed))
		return err_set(e, ERR_FORBIDDEN, "没有权限取 %s 的数据。", *feed);
	return ERR_OK;
}

static enum err_code
poll_asked(struct api_call *c, struct poll *p, struct err *e)
{
	long long limit = 0, wait_s = 0, desk = -1;

	if (feed_asked(c, &p->feed, e) != ERR_OK ||
	    api_query_int(c, "limit", 500, 1, LIMIT_PAGE_ROWS, &limit, e) != ERR_OK ||
	    api_query_int(c, "wait", 0, 0, LIMIT_WAIT_S, &wait_s, e) != ERR_OK ||
	    api_query_int(c, "desk", -1, -1, INT64_MAX, &desk, e) != ERR_OK)
		return e->code;
	p->desk = desk;
	p->cursor = c->rq.query(c, "cursor");
	if (p->cursor == NULL)
		p->cursor = "";
	p->limit = (int)limit;
	p->wait_ms = c->defer != NULL ? wait_s * 1000 : 0;
	return ERR_OK;
}

void
api_changes_get(struct api *a, struct api_call *c)
{
	struct feed_reader who = { .roles = c->who.roles, .device = c->who.device.id };
	struct poll p = { .generation = park_generation(a->park) };
	struct str body = { 0 };
	struct err e = { 0 };
	bool empty = false;

	if (poll_asked(c, &p, &e) == ERR_OK) {
		who.feed = p.feed;
		who.desk = park_told(a->park, c, p.desk);
		sync_page(a, &who, p.cursor, p.limit, &body, &empty, &e);
	}
	if (e.code != ERR_OK)
		api_fail(c, &e);
	else if (empty && who.desk == 0 && p.wait_ms > 0)
		park_add(a->park, c, &p);
	else
		c->answer(c, 200, &body, 0);
	str_free(&body);
}

/* ---- first fill: the cursor is taken before page one ---- */

static enum err_code
begin_snapshot(struct api *a, const char *feed, struct msg_snapshot *m, struct err *e)
{
	struct snapshot one = { .created_at = api_now(a) };
	struct store *s = api_reader_take(a, e);
	enum err_code rc;

	if (s == NULL)
		return e->code;
	one.since_at = a->config.window_ms > 0 ? one.created_at - a->config.window_ms : 0;
	rc = feed_cursor(s, feed, store_feed_head(s), one.cursor, e);
	m->count = store_ticket_count(s, feed, one.since_at);
	api_reader_give(a, s);
	id_new(one.id);
	str_copy(one.feed, sizeof(one.feed), feed);
	snapshots_add(a->snapshots, &one);
	str_copy(m->id, sizeof(m->id), one.id);
	str_copy(m->cursor, sizeof(m->cursor), one.cursor);
	str_copy(m->epoch, sizeof(m->epoch), a->centre.epoch);
	return rc;
}

void
api_snapshot_post(struct api *a, struct api_call *c)
{
	struct msg_snapshot m = { 0 };
	struct str body = { 0 };
	struct err e = { 0 };
	char feed[32];

	if (msg_feed_read(c->rq.body, c->rq.body_bytes, feed, &e) == ERR_OK) {
		if (!auth_may_pull(&c->who, feed))
			err_set(&e, ERR_FORBIDDEN, "没有权限取 %s 的数据。", feed);
		else
			begin_snapshot(a, feed, &m, &e);
	}
	if (e.code != ERR_OK) {
		api_fail(c, &e);
		return;
	}
	msg_snapshot_write(&m, &body);
	c->answer(c, 201, &body, 0);
}

void
api_snapshot_get(struct api *a, struct api_call *c)
{
	const char *after = c->rq.query(c, "after");
	struct feed_reader who = { .roles = c->who.roles, .device = c->who.device.id };
	struct feed_fill fill;
	struct snapshot one;
	struct str body = { 0 };
	struct err e = { 0 };
	struct store *s = NULL;
	long long limit = 0;

	if (api_query_int(c, "limit", 500, 1, LIMIT_PAGE_ROWS, &limit, &e) == ERR_OK) {
		if (!snapshots_get(a->snapshots, c->id, &one) || !auth_may_pull(&c->who, one.feed))
			err_set(&e, ERR_CURSOR_EXPIRED, "这次初始同步已过期, 请重新开始。");
		else
			s = api_reader_take(a, &e);
	}
	if (s != NULL) {
		fill = (struct feed_fill){ one.cursor, after != NULL ? after : "", one.since_at,
			(int)limit };
		who.feed = one.feed;
		feed_snapshot_page(s, &who, &fill, api_now(a), &body, &e);
		api_reader_give(a, s);
	}
	if (e.code != ERR_OK) {
		str_free(&body);
		api_fail(c, &e);
		return;
	}
	c->answer(c, 200, &body, 0);
}

/* ---- digest: count and xor of hash64(id, rev) in 256 buckets by the id's first hash byte ---- */

struct digest {
	int64_t count[256];
	uint64_t sum[256];
};

static bool
digest_row(void *arg, const struct store_ticket_row *row)
{
	struct digest *d = arg;
	uint8_t hash[SECRET_HASH_BYTES];
	char text[ID_SIZE + 32];
	uint64_t h = 0;

	snprintf(text, sizeof(text), "%s %lld", row->id, (long long)row->rev);
	secret_sha256(text, strlen(text), hash);
	for (int i = 0; i < 8; i++)
		h = h << 8 | hash[i];
	secret_sha256(row->id, strlen(row->id), hash);
	d->count[hash[0]]++;
	d->sum[hash[0]] ^= h;
	return true;
}

void
api_digest_get(struct api *a, struct api_call *c)
{
	struct digest *d = api_calloc(c, sizeof(*d));
	struct str body = { 0 };
	struct err e = { 0 };
	const char *feed;
	struct store *s = NULL;

	if (d == NULL)
		return;
	if (feed_asked(c, &feed, &e) == ERR_OK && (s = api_reader_take(a, &e)) != NULL)
		store_tickets_after(s, feed, "", 0, INT32_MAX, digest_row, d, &e);
	api_reader_give(a, s);
	if (e.code != ERR_OK) {
		free(d);
		api_fail(c, &e);
		return;
	}
	str_add(&body, "{\"buckets\":[");
	for (int i = 0; i < 256; i++)
		str_addf(&body, "%s[%lld,\"%016llx\"]", i > 0 ? "," : "", (long long)d->count[i],
		    (unsigned long long)d->sum[i]);
	str_add(&body, "]}");
	free(d);
	c->answer(c, 200, &body, 0);
}
