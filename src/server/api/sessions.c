/* Signing in: job number and password of a person, on an enrolled device. The password is checked in the pool, the session
 * is written by the writer; five wrong passwords lock the job number for five minutes. A private centre lets the user it
 * runs as in without a password, as any of its people: that user owns its data and could give each of them one. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api_p.h"

struct login {
	struct api_call *call;
	struct msg_login ask;
	struct store_user user;
	char hash[SECRET_PWHASH_SIZE]; /* that the password was checked against */
	bool known, checked, fits;
	struct msg_session answer;
};

static enum err_code
locked(const struct store_user *u, struct err *e)
{
	return err_set(e, ERR_BUSY, "密码连续输错, 工号 %s 暂停登录 5 分钟。", u->job_no);
}

/* The count is kept, so the refusal is the answer of a job that went well. */
static enum err_code
wrong(struct login *x, struct core *c, struct err *e)
{
	if (!x->known)
		return ERR_OK;
	x->user.failures++;
	if (x->user.failures >= AUTH_TRIES) {
		x->user.failures = 0;
		x->user.locked_until = c->now + AUTH_LOCK_MS;
	}
	return store_user_put(c->store, &x->user, e);
}

/* Between the look at the person and this job others may have tried the same job number, or an administrator may have
 * given another password: what counts is the row as it is now. */
static enum err_code
look_again(struct login *x, struct core *c, struct err *e)
{
	enum err_code rc;

	if (!x->known)
		return ERR_OK;
	rc = store_user_get(c->store, x->ask.job_no, &x->user, e);
	if (rc != ERR_OK)
		return rc;
	if (x->user.locked_until > c->now)
		return locked(&x->user, e);
	x->fits = x->checked && x->user.active && strcmp(x->user.pwhash, x->hash) == 0;
	return ERR_OK;
}

static enum err_code
sign_in(struct api_job *j, struct core *c, struct err *e)
{
	struct login *x = j->data;
	struct store_session s = { .created_at = c->now, .expires_at = c->now + AUTH_SESSION_MS };
	enum err_code rc = look_again(x, c, e);

	if (rc != ERR_OK)
		return rc;
	if (!x->fits)
		return wrong(x, c, e);
	if (x->user.once)
		s.expires_at = c->now + AUTH_ONCE_MS;
	secret_token(x->answer.token);
	auth_sha(x->answer.token, s.token_sha);
	str_copy(s.job_no, sizeof(s.job_no), x->user.job_no);
	str_copy(s.device, sizeof(s.device), x->call->who.device.id);
	x->user.failures = 0;
	x->user.locked_until = 0;
	x->user.last_at = c->now;
	rc = store_sessions_expire(c->store, c->now, e);
	if (rc == ERR_OK)
		rc = store_session_put(c->store, &s, e);
	if (rc == ERR_OK)
		rc = store_device_user(c->store, s.device, s.job_no, c->now, e);
	if (rc == ERR_OK)
		rc = store_user_put(c->store, &x->user, e);
	x->answer.once = x->user.once;
	x->answer.expires_at = s.expires_at;
	x->answer.server_ms = c->now;
	return rc;
}

/* Asked without a password by the user a private centre runs as. Both hold only there: a real centre has a password of
 * everybody, and so has a private one of whom comes by the network. */
static bool
at_home(const struct api *a, const struct login *x)
{
	return a->centre.is_private && x->call->rq.same_user && x->ask.password[0] == '\0';
}

static void
signed_in(struct api_job *j)
{
	struct login *x = j->data;
	struct str body = { 0 };
	struct err e = { 0 };
	uint32_t roles = 0;
	char all[200];

	if (!x->fits) {
		if (at_home(x->call->api, x)) /* nobody to be kept from guessing job numbers */
			err_set(&e, ERR_UNAUTHORISED, "没有 %s 这个人。", x->ask.job_no);
		else
			err_set(&e, ERR_UNAUTHORISED, "工号或密码不对。");
		api_fail(x->call, &e);
		return;
	}
	roles_parse(x->user.roles, &roles);
	str_copy(x->answer.job_no, sizeof(x->answer.job_no), x->user.job_no);
	str_copy(x->answer.name, sizeof(x->answer.name), x->user.name);
	(void)snprintf(all, sizeof(all), "%s%s", x->user.roles,
	    store_user_is_deputy(&x->user, x->answer.server_ms) ? ",unit_lead" : "");
	if (!str_copy(x->answer.roles, sizeof(x->answer.roles), all))
		str_copy(x->answer.roles, sizeof(x->answer.roles), x->user.roles);
	str_copy(x->answer.unit, sizeof(x->answer.unit), x->user.unit);
	auth_feed_of(&x->user, roles, x->answer.feed);
	auth_seat_key(x->call->api->config.key, x->call->who.device.id, x->answer.seat_key);
	msg_session_write(&x->answer, &body);
	x->call->answer(x->call, 201, &body, 0);
}

static void
drop(void *login)
{
	secret_wipe(login, sizeof(struct login));
	free(login);
}

static void
checked(void *arg, bool fits)
{
	struct login *x = arg;

	x->checked = fits;
	api_write(x->call, sign_in, signed_in, drop, x);
}

static void
stay(struct api_call *c, enum api_end why)
{
	(void)c; /* the pool answers within seconds, also to a client that has gone */
	(void)why;
}

/* Before the pool: is there such a person, and is the job number locked? */
static enum err_code
look_up(struct api *a, struct login *x, struct err *e)
{
	struct store *s = api_reader_take(a, e);
	enum err_code rc;

	if (s == NULL)
		return e->code;
	rc = store_user_get(s, x->ask.job_no, &x->user, NULL);
	api_reader_give(a, s);
	x->known = rc == ERR_OK && x->user.active;
	if (x->known)
		str_copy(x->hash, sizeof(x->hash), x->user.pwhash);
	return x->known && x->user.locked_until > api_now(a) ? locked(&x->user, e) : ERR_OK;
}

static void
check_password(struct api *a, struct login *x)
{
	struct api_call *c = x->call;
	struct err e = { 0 };

	if (x->known && at_home(a, x)) {
		checked(x, true);
	} else if (a->config.pool == NULL) {
		checked(x, x->hash[0] != '\0' && secret_pw_check(x->ask.password, x->hash));
	} else {
		if (c->defer != NULL)
			c->defer(c, 30000, stay);
		if (auth_pool_check(a->config.pool, x->ask.password, x->hash, checked, x))
			return;
		drop(x);
		err_set(&e, ERR_BUSY, "登录的人太多, 请稍后再试。");
		api_fail(c, &e);
	}
}

void
api_session_post(struct api *a, struct api_call *c)
{
	struct login *x = api_calloc(c, sizeof(*x));
	struct err e = { 0 };

	if (x == NULL)
		return;
	x->call = c;
	if (msg_login_read(c->rq.body, c->rq.body_bytes, &x->ask, &e) == ERR_OK)
		look_up(a, x, &e);
	if (e.code != ERR_OK) {
		drop(x);
		api_fail(c, &e);
		return;
	}
	check_password(a, x);
}

/* ---- signing out ---- */

static enum err_code
sign_out(struct api_job *j, struct core *c, struct err *e)
{
	return store_session_end(c->store, j->call->who.token_sha, e);
}

static void
signed_out(struct api_job *j)
{
	struct str body = { 0 };

	j->call->answer(j->call, 204, &body, 0);
}

void
api_session_delete(struct api *a, struct api_call *c)
{
	(void)a;
	api_write(c, sign_out, signed_out, NULL, NULL);
}
