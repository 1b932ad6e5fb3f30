/* POST /v1/tickets and PATCH /v1/tickets/{id}: one operation at a time, for systems beside the hotline that keep no log of
 * their own. The author is the session's, the device is the session's; the rules, the merging and the writer are those
 * of a push (core_single).
 *
 * Sent twice is done once: a request is known by its Idempotency-Key, which a new ticket must have, and is answered again
 * as it was. A change names the version it is of (If-Match): when others were faster the answer is 412 with what stands
 * there now. If-Match: * leaves it to the values of "was", field by field, as for a seat that was offline. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api_p.h"
#include "wire/op.h"
#include "wire/ticket_json.h"

struct single {
	struct op op;
	struct op_result r;
	char key[72], fingerprint[SECRET_HEX_SIZE];
	char match[132]; /* If-Match of a change */
	bool fresh;      /* a new ticket */
};

/* ---- If-Match ---- */

enum match { MATCH_NO, MATCH_YES, MATCH_ANY, MATCH_BAD };

/* One tag of the list, with what follows it: true when it is ours. A weak tag never is (RFC 9110 13.1.1). */
static const char *
next_tag(const char *p, const char *mine, bool *ours)
{
	bool weak = str_starts(p, "W/");
	const char *open = weak ? p + 2 : p, *close;

	if (*open != '"' || (close = strchr(open + 1, '"')) == NULL)
		return NULL;
	*ours = !weak && (size_t)(close - open - 1) == strlen(mine) &&
		strncmp(open + 1, mine, strlen(mine)) == 0;
	return close + 1;
}

static enum match
match_of(const char *p, int64_t rev)
{
	struct str mine = { 0 };
	enum match m = MATCH_NO;
	bool ours = false;

	if (strcmp(p, "*") == 0)
		return MATCH_ANY;
	str_addf(&mine, "%lld", (long long)rev);
	while (m == MATCH_NO && *p != '\0') {
		p = next_tag(p, str_c(&mine), &ours);
		if (p == NULL)
			m = MATCH_BAD;
		else if (ours)
			m = MATCH_YES;
		else
			p += strspn(p, " \t,");
	}
	str_free(&mine);
	return m;
}

/* ---- the work ---- */

/* A place of the rules ("content") as a place of the request. */
static void
point(struct err *e)
{
	struct err at = *e;

	if (field_by_json(at.where) >= 0)
		err_at(e, "/set/%s", at.where);
	else if (arg_by_json(at.where) >= 0)
		err_at(e, "/args/%s", at.where);
}

/* The first words of a ticket that has no number yet. */
static bool
wants_number(const struct op *op, const char *has)
{
	uint32_t from = event_info((enum event_kind)op->kind)->from;

	return op->kind != EVENT_SAVE_DRAFT && (from & (STATE_BIT(NONE) | STATE_BIT(DRAFT))) != 0 &&
	       has[0] == '\0' && fields_get(&op->set, TF_NO)[0] == '\0';
}

/* What the request does not say. It may be run twice (writer.h), so the request itself stays as it is. */
static enum err_code
carry_out(struct api_job *j, struct core *c, const struct op *asked, const char *has, struct err *e)
{
	struct single *x = j->data;
	const struct auth_who *who = &j->call->who;
	char no[NUMBER_SIZE];
	uint8_t random[10];
	struct op op;
	enum err_code rc = ERR_OK;

	op_init(&op);
	if (!op_copy(&op, asked))
		return err_set(e, ERR_NO_MEMORY, NULL);
	c->random(c->random_arg, random, sizeof(random));
	id_make(op.id, c->now, random);
	str_copy(op.by, sizeof(op.by), who->user.job_no);
	if (op.at == 0)
		op.at = c->now;
	if (wants_number(&op, has)) {
		rc = core_number(c, who->device.seat_no, no, e);
		if (rc == ERR_OK && !fields_set(&op.set, TF_NO, no))
			rc = err_set(e, ERR_NO_MEMORY, NULL);
	}
	c->contact_since =
	    1; /* whoever asks this way is not out of contact, whenever it happened */
	if (rc == ERR_OK)
		rc = core_single(c, who->device.id, x->key, &op, x->fingerprint, &x->r, e);
	op_free(&op);
	if (rc != ERR_OK)
		point(e);
	return rc;
}

/* Answered before: ERR_OK with that answer. */
static enum err_code
seen(struct api_job *j, struct core *c, struct err *e)
{
	struct single *x = j->data;
	enum err_code rc = ERR_NOT_FOUND;

	if (x->key[0] != '\0')
		rc = core_single_seen(c, j->call->who.device.id, x->key, x->fingerprint, &x->r, e);
	if (rc == ERR_NOT_FOUND)
		err_clear(e);
	return rc;
}

static enum err_code
file(struct api_job *j, struct core *c, struct err *e)
{
	struct single *x = j->data;
	struct op op = x->op; /* its strings stay ${x}'s */
	uint8_t random[10];
	enum err_code rc = seen(j, c, e);

	if (rc != ERR_NOT_FOUND)
		return rc;
	c->random(c->random_arg, random, sizeof(random));
	id_make(op.ticket, c->now, random);
	return carry_out(j, c, &op, "", e);
}

/* 412 and what stands there now, as far as this person may see it. */
static enum err_code
stale(struct api_job *j, const struct ticket *t, bool identity, struct err *e)
{
	str_add(&j->members, "\"current\":");
	ticket_json_write(t, identity, &j->members);
	if (j->members.bad)
		return err_set(e, ERR_NO_MEMORY, NULL);
	return err_set(e, ERR_PRECONDITION,
	    "工单已改到第 %lld 版, 请先看现在的内容 (current) 再改。", (long long)t->rev);
}

static enum err_code
change_ticket(struct api_job *j, struct core *c, const struct ticket *t, struct err *e)
{
	struct single *x = j->data;
	struct op op = x->op;
	bool shielded = ticket_is_shielded(t);

	switch (match_of(x->match, t->rev)) {
	case MATCH_BAD:
		return err_set(e, ERR_SYNTAX, "请求头 If-Match 的内容不合规范: 写作 \"7\" 或 *。");
	case MATCH_NO:
		return stale(j, t, feed_sees_identity(j->call->who.roles, shielded), e);
	case MATCH_YES:
		op.base = t->rev;
		break;
	case MATCH_ANY:
		break;
	}
	str_copy(op.ticket, sizeof(op.ticket), t->id);
	return carry_out(j, c, &op, fields_get(&t->f, TF_NO), e);
}

static void
there(void *arg, const struct store_ticket_row *row)
{
	(void)row;
	*(bool *)arg = true;
}

static enum err_code
change(struct api_job *j, struct core *c, struct err *e)
{
	const struct api_call *call = j->call;
	bool found = false;
	struct ticket t;
	enum err_code rc = seen(j, c, e);

	if (rc != ERR_NOT_FOUND)
		return rc;
	if (!store_ticket_row(c->store, call->id, call->who.feed, there, &found) || !found)
		return err_set(e, ERR_NOT_FOUND, "没有这件工单, 或不在您的办理范围内。");
	ticket_init(&t);
	rc = store_ticket_get(c->store, call->id, &t, e);
	if (rc == ERR_OK)
		rc = change_ticket(j, c, &t, e);
	ticket_free(&t);
	return rc;
}

static void
done(struct api_job *j)
{
	struct single *x = j->data;
	struct api_call *c = j->call;
	struct str body = { 0 };

	metrics_op(c->api->metrics, (int)x->r.status);
	op_result_write(&x->r, &body);
	if (x->fresh)
		snprintf(c->head.location, sizeof(c->head.location), "/v1/tickets/%s", x->r.ticket);
	c->answer(c, x->fresh ? 201 : 200, &body, x->r.rev);
}

static void
drop(void *single)
{
	struct single *x = single;

	op_free(&x->op);
	free(x);
}

/* ---- the request ---- */

static enum err_code
read_single(const struct api_call *c, struct single *x, struct err *e)
{
	bool makes;

	if (op_single_read(c->rq.body, c->rq.body_bytes, &x->op, e) != ERR_OK)
		return e->code;
	makes = (event_info((enum event_kind)x->op.kind)->from & STATE_BIT(NONE)) != 0;
	if (x->fresh && !makes) {
		err_set(e, ERR_INVALID, "这一操作要在已有的工单上做: PATCH /v1/tickets/{id}。");
		return err_at(e, "/kind");
	}
	if (!op_single_fingerprint(&x->op, c->who.user.job_no, c->id, x->fingerprint))
		return err_set(e, ERR_NO_MEMORY, NULL);
	return ERR_OK;
}

static void
begin(struct api_call *c, bool fresh)
{
	struct single *x = api_calloc(c, sizeof(*x));
	struct err e = { 0 };

	if (x == NULL)
		return;
	op_init(&x->op);
	x->fresh = fresh;
	if (c->rq.idempotency_key != NULL)
		str_copy(x->key, sizeof(x->key), c->rq.idempotency_key);
	if (c->rq.if_match != NULL)
		str_copy(x->match, sizeof(x->match), c->rq.if_match);
	if (fresh && x->key[0] == '\0')
		err_set(&e, ERR_SYNTAX, "缺少请求头 Idempotency-Key: 每件新工单一个, 重发时不变。");
	else if (!fresh && x->match[0] == '\0')
		err_set(&e, ERR_PRECONDITION_MISSING,
		    "缺少请求头 If-Match: 写上 GET 得到的 ETag, 如 \"7\"。");
	else
		read_single(c, x, &e);
	if (e.code != ERR_OK) {
		drop(x);
		api_fail(c, &e);
		return;
	}
	api_write(c, fresh ? file : change, done, drop, x);
}

void
api_ticket_post(struct api *a, struct api_call *c)
{
	(void)a;
	begin(c, true);
}

void
api_ticket_patch(struct api *a, struct api_call *c)
{
	(void)a;
	begin(c, false);
}
