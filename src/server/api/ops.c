/* POST /v1/sync/ops: a device's operations, in order, one answer each. The push as a whole fails only when its numbers do
 * not fit (op_gap, op_reuse), its schema is unknown, or the centre cannot write. */
#include <stdlib.h>

#include "api_p.h"
#include "base/limits.h"
#include "wire/op.h"

/* The centre reads the two versions before its own. */
#define OLDEST (OP_VERSION > 2 ? OP_VERSION - 2 : 1)

struct push {
	struct op_list list;
	struct op_results results;
};

/* Operations before one that does not fit stand: their answers are stored and found again when the device resends. */
static enum err_code
apply(struct api_job *j, struct core *c, struct err *e)
{
	struct push *p = j->data;
	const char *device = j->call->who.device.id;

	p->results.count = 0;
	p->results.last_op = 0;
	c->contact_since = j->call->contact_since;
	for (size_t i = 0; i < p->list.count; i++) {
		struct op_result *r = &p->results.r[i];
		enum err_code rc =
		    core_op(c, device, &p->list.ops[i], p->list.fingerprint[i], r, e);
		if (rc == ERR_OP_GAP)
			str_addf(&j->members, "\"expect\":%d", e->sys);
		if (rc != ERR_OK)
			return rc;
		p->results.count++;
		p->results.last_op = r->n;
	}
	p->results.server_ms = c->now;
	return ERR_OK;
}

static void
applied(struct api_job *j)
{
	struct push *p = j->data;
	struct str body = { 0 };
	struct err e = { 0 };

	for (size_t i = 0; i < p->results.count; i++)
		metrics_op(j->call->api->metrics, (int)p->results.r[i].status);
	if (op_results_write(&p->results, &body) == ERR_OK) {
		j->call->answer(j->call, 200, &body, 0);
		return;
	}
	str_free(&body);
	err_set(&e, ERR_NO_MEMORY, NULL);
	api_fail(j->call, &e);
}

static void
drop(void *push)
{
	struct push *p = push;

	op_list_free(&p->list);
	free(p->results.r);
	free(p);
}

/* A seat that is ahead of the centre is told like one that is behind: it stops pushing and keeps its work (426). */
static enum err_code
read_ops(const struct api_call *c, struct op_list *l, struct err *e)
{
	enum err_code rc = ops_read(c->rq.body, c->rq.body_bytes, l, e);

	if (rc == ERR_NEWER)
		return err_set(
		    e, ERR_SCHEMA, "坐席程序比中心新, 中心认不得它的操作格式, 请升级中心。");
	for (size_t i = 0; rc == ERR_OK && i < l->count; i++)
		if (l->ops[i].v < OLDEST)
			rc = err_set(e, ERR_SCHEMA,
			    "操作的格式版本是 %d, 中心只认 %d 起的, 请升级坐席程序。", l->ops[i].v,
			    OLDEST);
	return rc;
}

static enum err_code
read_push(struct api *a, const struct api_call *c, void *data, struct err *e)
{
	struct push *p = data;
	enum err_code rc = read_ops(c, &p->list, e);

	(void)a;
	if (rc != ERR_OK)
		return rc;
	p->results.r = calloc(p->list.count + 1, sizeof(*p->results.r));
	return p->results.r != NULL ? ERR_OK : err_set(e, ERR_NO_MEMORY, NULL);
}

void
api_ops_post(struct api *a, struct api_call *c)
{
	static const struct api_act act = { sizeof(struct push), read_push, apply, applied, drop };

	api_act(a, c, &act);
}
