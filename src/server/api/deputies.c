/* 授权代签: a unit's lead lets a colleague sign off replies for him, from one day to another (practice A11). For those days the
 * colleague has the lead's role, and each reply so signed says by whose word.
 *
 * Invariants: only for the lead's own unit, never for himself, never handed on by a deputy; who gave what to whom stands in
 * the audit log. What a deputy may do with it the rules of the ticket say: who sent a reply for sign-off does not sign it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api_p.h"
#include "base/clock.h"
#include "wire/admin_json.h"
#include "wire/people_json.h"

#define DAYS_MOST 92 /* longer is an appointment, not an absence */

/* The lead himself: a deputy's role is not his to give. */
static enum err_code
own_lead(const struct store_user *u, struct err *e)
{
	uint32_t roles = 0;

	roles_parse(u->roles, &roles);
	return (roles & ROLE_BIT(UNIT_LEAD)) != 0 && u->unit[0] != '\0'
		   ? ERR_OK
		   : err_set(e, ERR_GUARD, "授权代签由承办单位的审签人本人来办。");
}

static void
list(struct api *a, struct store *s, const struct store_user *lead, struct str *body)
{
	struct store_user *u = calloc(PEOPLE_ROWS, sizeof(*u));
	struct admin_person *p = calloc(PEOPLE_ROWS, sizeof(*p));
	size_t n = 0;

	if (u != NULL && p != NULL) {
		const int all = store_unit_users(s, lead->unit, u, PEOPLE_ROWS);

		for (int i = 0; i < all; i++)
			if (u[i].active && strcmp(u[i].job_no, lead->job_no) != 0)
				people_row(s, &u[i], api_now(a), &p[n++]);
		people_write(p, n, false, body);
		secret_wipe(u, PEOPLE_ROWS * sizeof(*u));
	} else {
		body->bad = true;
	}
	free(u);
	free(p);
}

void
api_deputies_get(struct api *a, struct api_call *c)
{
	struct str body = { 0 };
	struct err e = { 0 };
	struct store *s = NULL;

	if (own_lead(&c->who.user, &e) == ERR_OK)
		s = api_reader_take(a, &e);
	if (s != NULL) {
		list(a, s, &c->who.user, &body);
		api_reader_give(a, s);
		if (body.bad)
			err_set(&e, ERR_NO_MEMORY, NULL);
	}
	if (e.code != ERR_OK)
		api_fail(c, &e);
	else
		c->answer(c, 200, &body, 0);
	str_free(&body);
}

static enum err_code
check_days(const struct admin_deputy *m, const struct store_user *u, int64_t now, struct err *e)
{
	const int32_t from = civil_parse_day(m->from), to = civil_parse_day(m->to);
	uint32_t roles = 0;

	roles_parse(u->roles, &roles);
	if (!u->active)
		err_set(e, ERR_GUARD, "工号 %s 已停用, 不能代签。", u->job_no);
	else if ((roles & ROLES_UNIT) == 0)
		err_set(e, ERR_GUARD, "%s 不是承办人员, 不能代签。", u->name);
	else if (from == INT32_MIN || to == INT32_MIN || to < from)
		err_set(e, ERR_INVALID, "起止日期写成 2026-11-20 这样, 止不能早于起。");
	else if (to < civil_day(now))
		err_set(e, ERR_INVALID, "止的日期已经过了。");
	else if (to - from > DAYS_MOST)
		err_set(e, ERR_LIMIT, "一次授权最长 %d 天。", DAYS_MOST);
	return e->code;
}

static enum err_code
put_deputy(struct api_job *j, struct core *c, struct err *e)
{
	const struct admin_deputy *m = j->data;
	const bool ends = m->from[0] == '\0' && m->to[0] == '\0';
	struct store_user lead = j->call->who.user, u;
	char words[80];
	enum err_code rc = own_lead(&lead, e);

	if (rc == ERR_OK)
		rc = store_user_get(c->store, m->job_no, &u, e);
	if (rc == ERR_OK && (strcmp(u.unit, lead.unit) != 0 || strcmp(u.job_no, lead.job_no) == 0))
		rc = err_set(e, ERR_FORBIDDEN, "只能授权本单位的另一个人代签。");
	if (rc == ERR_OK && !ends)
		rc = check_days(m, &u, c->now, e);
	if (rc != ERR_OK)
		return rc;
	str_copy(u.deputy_by, sizeof(u.deputy_by), ends ? "" : lead.job_no);
	str_copy(u.deputy_from, sizeof(u.deputy_from), m->from);
	str_copy(u.deputy_to, sizeof(u.deputy_to), m->to);
	(void)snprintf(words, sizeof(words), "%s 至 %s", ends ? "撤回" : m->from, m->to);
	rc = store_user_put(c->store, &u, e);
	return rc == ERR_OK ? admin_audit(j, c, "deputy", u.job_no, words, e) : rc;
}

static enum err_code
read_deputy(struct api *a, const struct api_call *c, void *data, struct err *e)
{
	(void)a;
	return admin_deputy_read(c->rq.body, c->rq.body_bytes, data, e);
}

void
api_deputy_post(struct api *a, struct api_call *c)
{
	static const struct api_act act = { sizeof(struct admin_deputy), read_deputy, put_deputy,
		admin_done, free };

	api_act(a, c, &act);
}
