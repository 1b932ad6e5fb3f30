/* What hotseatd's own commands change in a running centre. Only the user it runs as gets here, over a unix socket
 * (AUTH_ADMIN in the route table); with no centre running the command serves itself through the same handlers. */
#include <stdlib.h>
#include <string.h>

#include "api_p.h"
#include "base/utf8.h"
#include "wire/admin_json.h"

#define CODE_MS (24LL * 3600 * 1000) /* a one-time code is good for a day */

/* ---- people ---- */

static bool
is_job_no(const char *s)
{
	size_t n = strspn(s, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

	return n > 0 && s[n] == '\0' && strcmp(s, "system") != 0;
}

static bool
is_line(const char *s)
{
	size_t n = strlen(s), at = 0, len;
	uint32_t cp;

	for (; at < n; at += len) {
		len = utf8_next(s + at, n - at, &cp);
		if (len == 0 || utf8_is_hidden(cp))
			return false;
	}
	return n > 0;
}

static enum err_code
check_user(const struct admin_user *m, const struct city *city, struct err *e)
{
	uint32_t roles;

	if (!is_job_no(m->job_no))
		err_set(e, ERR_INVALID, "工号“%s”应由数字或字母组成。", m->job_no);
	else if (!is_line(m->name))
		err_set(e, ERR_INVALID, "缺少姓名, 或姓名中有不能显示的字符。");
	else if (m->roles[0] == '\0' || !roles_parse(m->roles, &roles) ||
		 (roles & ROLE_BIT(SYSTEM)) != 0)
		err_set(e, ERR_UNKNOWN_CODE, "角色“%s”不存在, 可用的如 agent,senior,dispatcher。",
		    m->roles);
	else if (m->unit[0] != '\0' && city_unit(city, m->unit) == NULL)
		err_set(e, ERR_UNKNOWN_CODE, "没有编码为 %s 的单位。", m->unit);
	else if ((roles & ROLES_UNIT) != 0 && m->unit[0] == '\0')
		err_set(e, ERR_INVALID, "承办单位的人员要用 --unit 写明所在单位。");
	else
		return ERR_OK;
	return e->code;
}

static enum err_code
add_user(struct api_job *j, struct core *c, struct err *e)
{
	const struct admin_user *m = j->data;
	struct store_user u = { .active = true }, have;

	if (check_user(m, c->city, e) != ERR_OK)
		return e->code;
	if (store_user_get(c->store, m->job_no, &have, NULL) == ERR_OK)
		return err_set(e, ERR_CONFLICT, "工号 %s 已经是 %s。", m->job_no, have.name);
	str_copy(u.job_no, sizeof(u.job_no), m->job_no);
	str_copy(u.name, sizeof(u.name), m->name);
	str_copy(u.roles, sizeof(u.roles), m->roles);
	str_copy(u.unit, sizeof(u.unit), m->unit);
	str_copy(u.pwhash, sizeof(u.pwhash), m->pwhash);
	return store_user_put(c->store, &u, e);
}

static enum err_code
set_password(struct api_job *j, struct core *c, struct err *e)
{
	const struct admin_user *m = j->data;
	struct store_user u;
	enum err_code rc = store_user_get(c->store, m->job_no, &u, e);

	if (rc != ERR_OK)
		return rc;
	str_copy(u.pwhash, sizeof(u.pwhash), m->pwhash);
	u.failures = 0;
	u.locked_until = 0;
	return store_user_put(c->store, &u, e);
}

static void
done(struct api_job *j)
{
	struct str body = { 0 };

	j->call->answer(j->call, 204, &body, 0);
}

static void
forget(struct api_job *j)
{
	free(j->data);
}

static void
user_job(struct api_call *c, enum err_code (*work)(struct api_job *, struct core *, struct err *))
{
	struct admin_user *m = api_calloc(c, sizeof(*m));
	struct err e = { 0 };

	if (m == NULL)
		return;
	if (admin_user_read(c->rq.body, c->rq.body_bytes, m, &e) != ERR_OK) {
		free(m);
		api_fail(c, &e);
		return;
	}
	api_write(c, work, done, forget, m);
}

void
api_admin_user(struct api *a, struct api_call *c)
{
	(void)a;
	user_job(c, add_user);
}

void
api_admin_password(struct api *a, struct api_call *c)
{
	(void)a;
	user_job(c, set_password);
}

/* ---- one-time codes ---- */

struct seat {
	struct admin_seat ask;
	struct admin_code answer;
};

/* Twelve letters and digits that cannot be taken for each other, in three groups: 60 bits, read out or typed once. */
static void
make_code(struct core *c, char out[16])
{
	static const char letters[] = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
	uint8_t random[12];
	size_t at = 0;

	c->random(c->random_arg, random, sizeof(random));
	for (size_t i = 0; i < sizeof(random); i++) {
		if (i > 0 && i % 4 == 0)
			out[at++] = '-';
		out[at++] = letters[random[i] % (sizeof(letters) - 1)];
	}
	out[at] = '\0';
}

static enum err_code
check_seat(const char *seat, struct store *s, struct err *e)
{
	long long n;

	if (seat[0] == '\0')
		return ERR_OK;
	if (strlen(seat) != 4 || !str_int(seat, 0, 9999, &n))
		return err_set(e, ERR_INVALID, "坐席号是 4 位数字, 这里是“%s”。", seat);
	if (n >= 9000)
		return err_set(
		    e, ERR_INVALID, "坐席号 9000-9999 由中心自动分配, 请用别的号或不写 --seat。");
	if (store_seat_taken(s, seat))
		return err_set(e, ERR_CONFLICT, "坐席号 %s 已被登记。", seat);
	return ERR_OK;
}

static enum err_code
add_code(struct api_job *j, struct core *c, struct err *e)
{
	struct seat *x = j->data;
	char sha[SECRET_HEX_SIZE];

	if (check_seat(x->ask.seat_no, c->store, e) != ERR_OK)
		return e->code;
	make_code(c, x->answer.code);
	auth_code_sha(x->answer.code, sha);
	x->answer.expires_at = c->now + CODE_MS;
	str_copy(x->answer.seat_no, sizeof(x->answer.seat_no), x->ask.seat_no);
	return store_code_add(c->store, sha, x->ask.seat_no, x->answer.expires_at, e);
}

static void
code_added(struct api_job *j)
{
	const struct seat *x = j->data;
	struct str body = { 0 };

	admin_code_write(&x->answer, &body);
	j->call->answer(j->call, 201, &body, 0);
}

/* ---- a machine that is gone ---- */

static enum err_code
revoke(struct api_job *j, struct core *c, struct err *e)
{
	const struct seat *x = j->data;

	return store_device_revoke(c->store, x->ask.seat_no, e);
}

static void
seat_job(struct api_call *c, enum err_code (*work)(struct api_job *, struct core *, struct err *),
    void (*answer)(struct api_job *))
{
	struct seat *x = api_calloc(c, sizeof(*x));
	struct err e = { 0 };

	if (x == NULL)
		return;
	if (admin_seat_read(c->rq.body, c->rq.body_bytes, &x->ask, &e) != ERR_OK) {
		free(x);
		api_fail(c, &e);
		return;
	}
	api_write(c, work, answer, forget, x);
}

void
api_admin_seat(struct api *a, struct api_call *c)
{
	(void)a;
	seat_job(c, add_code, code_added);
}

void
api_admin_seat_off(struct api *a, struct api_call *c)
{
	(void)a;
	seat_job(c, revoke, done);
}
