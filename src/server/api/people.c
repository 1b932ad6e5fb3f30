/* The people of a centre, for its administrator: the list, a new one, changes, passwords. From a seat it takes the right
 * (model/role.h); hotseatd's own commands ask the same over the socket, or of themselves with no centre running.
 *
 * Invariants: nobody changes her own roles or switches herself off, so that an administrator always stays; every act is
 * in the audit log; somebody switched off has no session any more. A password never comes here, only its hash. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api_p.h"
#include "base/utf8.h"
#include "wire/admin_json.h"
#include "wire/people_json.h"

/* ---- the list ---- */

void
people_row(struct store *s, const struct store_user *u, int64_t now, struct admin_person *p)
{
	*p = (struct admin_person){ .active = u->active,
		.password = u->pwhash[0] != '\0',
		.once = u->once,
		.sessions = store_sessions_of(s, u->job_no, now),
		.locked_until = u->locked_until > now ? u->locked_until : 0,
		.last_at = u->last_at,
		.rev = u->rev };
	str_copy(p->job_no, sizeof(p->job_no), u->job_no);
	str_copy(p->name, sizeof(p->name), u->name);
	str_copy(p->roles, sizeof(p->roles), u->roles);
	str_copy(p->unit, sizeof(p->unit), u->unit);
	str_copy(p->skills, sizeof(p->skills), u->skills);
	str_copy(p->company, sizeof(p->company), u->company);
	str_copy(p->deputy_by, sizeof(p->deputy_by), u->deputy_by);
	str_copy(p->deputy_from, sizeof(p->deputy_from), u->deputy_from);
	str_copy(p->deputy_to, sizeof(p->deputy_to), u->deputy_to);
}

static void
list(struct api *a, struct store *s, const char *after, struct str *body)
{
	struct store_user *u = calloc(PEOPLE_ROWS + 1, sizeof(*u));
	struct admin_person *p = calloc(PEOPLE_ROWS, sizeof(*p));
	int n = 0;

	if (u == NULL || p == NULL)
		body->bad = true;
	else
		n = store_users(s, after, u, PEOPLE_ROWS + 1);
	for (int i = 0; i < n && i < PEOPLE_ROWS; i++)
		people_row(s, &u[i], api_now(a), &p[i]);
	if (!body->bad)
		people_write(p, (size_t)(n > PEOPLE_ROWS ? PEOPLE_ROWS : n), n > PEOPLE_ROWS, body);
	if (u != NULL)
		secret_wipe(u, (PEOPLE_ROWS + 1) * sizeof(*u));
	free(u);
	free(p);
}

void
api_people_get(struct api *a, struct api_call *c)
{
	const char *after = c->rq.query(c, "after");
	struct str body = { 0 };
	struct err e = { 0 };
	struct store *s = api_reader_take(a, &e);

	if (s != NULL) {
		list(a, s, after != NULL ? after : "", &body);
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

/* ---- what a row may say ---- */

static bool
is_job_no(const char *s)
{
	size_t n = strspn(s, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

	return n > 0 && s[n] == '\0' && strcmp(s, "system") != 0;
}

static bool
is_shown(const char *s)
{
	size_t n = strlen(s), at = 0, len;
	uint32_t cp;

	for (; at < n; at += len) {
		len = utf8_next(s + at, n - at, &cp);
		if (len == 0 || utf8_is_hidden(cp))
			return false;
	}
	return true;
}

static enum err_code
check_person(const struct store_user *u, const struct city *city, struct err *e)
{
	uint32_t roles;

	if (!is_job_no(u->job_no))
		err_set(e, ERR_INVALID, "工号“%s”应由数字或字母组成。", u->job_no);
	else if (u->name[0] == '\0' || !is_shown(u->name))
		err_set(e, ERR_INVALID, "缺少姓名, 或姓名中有不能显示的字符。");
	else if (u->roles[0] == '\0' || !roles_parse(u->roles, &roles) ||
		 (roles & ROLE_BIT(SYSTEM)) != 0)
		err_set(e, ERR_UNKNOWN_CODE, "角色“%s”不存在, 可用的如 agent,senior,dispatcher。",
		    u->roles);
	else if (u->unit[0] != '\0' && city_unit(city, u->unit) == NULL)
		err_set(e, ERR_UNKNOWN_CODE, "没有编码为 %s 的单位。", u->unit);
	else if ((roles & ROLES_UNIT) != 0 && u->unit[0] == '\0')
		err_set(e, ERR_INVALID, "承办单位的人员要写明所在单位(命令里用 --unit)。");
	else if (!is_shown(u->skills) || !is_shown(u->company))
		err_set(e, ERR_INVALID, "技能或公司中有不能显示的字符。");
	else
		return ERR_OK;
	return e->code;
}

/* ---- a new one ---- */

static enum err_code
add_user(struct api_job *j, struct core *c, struct err *e)
{
	const struct admin_user *m = j->data;
	struct store_user u = { .active = true, .rev = 1 }, have;
	char words[300];
	enum err_code rc;

	str_copy(u.job_no, sizeof(u.job_no), m->job_no);
	str_copy(u.name, sizeof(u.name), m->name);
	str_copy(u.roles, sizeof(u.roles), m->roles);
	str_copy(u.unit, sizeof(u.unit), m->unit);
	str_copy(u.skills, sizeof(u.skills), m->skills);
	str_copy(u.company, sizeof(u.company), m->company);
	str_copy(u.pwhash, sizeof(u.pwhash), m->pwhash);
	u.once = u.pwhash[0] != '\0' && j->call->who.has_session;
	if (check_person(&u, c->city, e) != ERR_OK)
		return e->code;
	if (store_user_get(c->store, m->job_no, &have, NULL) == ERR_OK)
		return err_set(e, ERR_CONFLICT, "工号 %s 已经是 %s。", m->job_no, have.name);
	(void)snprintf(words, sizeof(words), "%s 角色 %s 单位 %s", u.name, u.roles, u.unit);
	rc = store_user_put(c->store, &u, e);
	return rc == ERR_OK ? admin_audit(j, c, "user_add", u.job_no, words, e) : rc;
}

/* ---- changes ---- */

struct change {
	char job_no[16];
	struct admin_change to;
};

static enum err_code
may_change(const struct api_job *j, const struct store_user *u, const struct admin_change *m,
    struct err *e)
{
	const bool own = j->call->who.has_session && strcmp(admin_by(j), u->job_no) == 0;

	if (m->rev != u->rev)
		return err_set(
		    e, ERR_CONFLICT, "%s 的资料刚被别人改过, 请看过新的再改。", u->job_no);
	if (own && strcmp(m->roles, u->roles) != 0)
		return err_set(e, ERR_FORBIDDEN, "不能改自己的角色, 请另一位管理员来改。");
	if (own && !m->active)
		return err_set(e, ERR_FORBIDDEN, "不能停用自己, 请另一位管理员来办。");
	return ERR_OK;
}

/* "姓名 王方->王芳, 角色 agent->agent,qa": what the audit log says of it. */
static void
say_change(struct str *out, const char *what, const char *from, const char *to)
{
	if (strcmp(from, to) != 0)
		str_addf(out, "%s%s %s->%s", out->len > 0 ? ", " : "", what,
		    from[0] != '\0' ? from : "无", to[0] != '\0' ? to : "无");
}

static enum err_code
put_change(struct api_job *j, struct core *c, struct store_user *u, const struct admin_change *m,
    struct err *e)
{
	const char *act = u->active == m->active ? "user_change"
			  : m->active            ? "user_on"
						 : "user_off";
	struct str words = { 0 };
	char reason[AUDIT_REASON_BYTES];
	enum err_code rc;

	say_change(&words, "姓名", u->name, m->name);
	say_change(&words, "角色", u->roles, m->roles);
	say_change(&words, "单位", u->unit, m->unit);
	say_change(&words, "技能", u->skills, m->skills);
	say_change(&words, "公司", u->company, m->company);
	str_copy(reason, sizeof(reason), str_c(&words));
	str_free(&words);
	str_copy(u->name, sizeof(u->name), m->name);
	str_copy(u->roles, sizeof(u->roles), m->roles);
	str_copy(u->unit, sizeof(u->unit), m->unit);
	str_copy(u->skills, sizeof(u->skills), m->skills);
	str_copy(u->company, sizeof(u->company), m->company);
	u->active = m->active;
	u->failures = 0; /* who is looked after by hand need not wait for the lock to pass */
	u->locked_until = 0;
	u->rev++;
	if (check_person(u, c->city, e) != ERR_OK)
		return e->code;
	rc = store_user_put(c->store, u, e);
	if (rc == ERR_OK && !u->active)
		rc = store_sessions_end_of(c->store, u->job_no, e);
	return rc == ERR_OK ? admin_audit(j, c, act, u->job_no, reason, e) : rc;
}

static enum err_code
change_user(struct api_job *j, struct core *c, struct err *e)
{
	const struct change *x = j->data;
	struct store_user u;
	enum err_code rc = store_user_get(c->store, x->job_no, &u, e);

	if (rc == ERR_OK)
		rc = may_change(j, &u, &x->to, e);
	return rc == ERR_OK ? put_change(j, c, &u, &x->to, e) : rc;
}

/* ---- passwords ---- */

/* One that another has set is good for one sign-in; whoever knew the old one is signed out. */
static enum err_code
set_password(struct api_job *j, struct core *c, struct err *e)
{
	const struct admin_user *m = j->data;
	struct store_user u;
	enum err_code rc = store_user_get(c->store, m->job_no, &u, e);

	if (rc != ERR_OK)
		return rc;
	str_copy(u.pwhash, sizeof(u.pwhash), m->pwhash);
	u.once = j->call->who.has_session && strcmp(admin_by(j), u.job_no) != 0;
	u.failures = 0;
	u.locked_until = 0;
	rc = store_user_put(c->store, &u, e);
	if (rc == ERR_OK && u.once)
		rc = store_sessions_end_of(c->store, u.job_no, e);
	return rc == ERR_OK ? admin_audit(j, c, "password", u.job_no, "", e) : rc;
}

/* One's own: the session goes on, the others are over. */
static enum err_code
own_password(struct api_job *j, struct core *c, struct err *e)
{
	const struct admin_user *m = j->data;
	const struct auth_who *who = &j->call->who;
	struct store_user u;
	enum err_code rc;

	if (strcmp(m->job_no, who->user.job_no) != 0)
		return err_set(e, ERR_FORBIDDEN, "这里只能改自己的密码。");
	if (m->pwhash[0] == '\0')
		return err_set(e, ERR_INVALID, "没有新密码。");
	rc = store_user_get(c->store, m->job_no, &u, e);
	if (rc != ERR_OK)
		return rc;
	str_copy(u.pwhash, sizeof(u.pwhash), m->pwhash);
	u.once = false;
	rc = store_user_put(c->store, &u, e);
	if (rc == ERR_OK)
		rc = store_session_only(
		    c->store, who->token_sha, u.job_no, c->now + AUTH_SESSION_MS, e);
	return rc == ERR_OK ? admin_audit(j, c, "own_password", u.job_no, "", e) : rc;
}

/* ---- requests ---- */

static void
drop_user(void *user)
{
	secret_wipe(user, sizeof(struct admin_user));
	free(user);
}

static enum err_code
read_user(struct api *a, const struct api_call *c, void *data, struct err *e)
{
	(void)a;
	return admin_user_read(c->rq.body, c->rq.body_bytes, data, e);
}

void
api_admin_user(struct api *a, struct api_call *c)
{
	static const struct api_act act = { sizeof(struct admin_user), read_user, add_user,
		admin_done, drop_user };

	api_act(a, c, &act);
}

void
api_admin_password(struct api *a, struct api_call *c)
{
	static const struct api_act act = { sizeof(struct admin_user), read_user, set_password,
		admin_done, drop_user };

	api_act(a, c, &act);
}

void
api_own_password(struct api *a, struct api_call *c)
{
	static const struct api_act act = { sizeof(struct admin_user), read_user, own_password,
		admin_done, drop_user };

	api_act(a, c, &act);
}

static enum err_code
read_change(struct api *a, const struct api_call *c, void *data, struct err *e)
{
	struct change *x = data;
	enum err_code rc = admin_change_read(c->rq.body, c->rq.body_bytes, &x->to, e);

	(void)a;
	if (rc == ERR_OK && !str_copy(x->job_no, sizeof(x->job_no), c->id))
		rc = err_set(e, ERR_NOT_FOUND, "没有工号 %s。", c->id);
	return rc;
}

void
api_admin_change(struct api *a, struct api_call *c)
{
	static const struct api_act act = { sizeof(struct change), read_change, change_user,
		admin_done, free };

	api_act(a, c, &act);
}
