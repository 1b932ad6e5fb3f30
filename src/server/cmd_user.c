/* hotseatd user add|list|passwd: the people of a centre. A password is hashed here and only its hash goes on. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "admin.h"
#include "base/limits.h"
#include "command.h"
#include "listing.h"
#include "model/role.h"
#include "wire/admin_json.h"
#include "wire/ticket_json.h"

#define PASSWORD_MIN 8
#define USERS_MAX    20000 /* a province has some 8,000 */

/* ---- passwords ---- */

static enum err_code
read_line(char out[LIMIT_PASSWORD_BYTES + 2], struct err *e)
{
	size_t n;

	if (fgets(out, LIMIT_PASSWORD_BYTES + 2, stdin) == NULL)
		return err_set(e, ERR_INVALID, "没有读到密码。");
	n = strlen(out);
	if (n > 0 && out[n - 1] == '\n')
		out[--n] = '\0';
	else if (n > LIMIT_PASSWORD_BYTES)
		return err_set(e, ERR_LIMIT, "密码最长 %d 字节。", LIMIT_PASSWORD_BYTES);
	if (n < PASSWORD_MIN)
		return err_set(e, ERR_INVALID, "密码至少 %d 个字符。", PASSWORD_MIN);
	return ERR_OK;
}

/* At a terminal: unseen, and typed twice. */
static enum err_code
ask_password(char out[LIMIT_PASSWORD_BYTES + 2], struct err *e)
{
	char again[LIMIT_PASSWORD_BYTES + 2] = "";
	struct termios was, quiet;
	enum err_code rc;

	if (tcgetattr(STDIN_FILENO, &was) != 0)
		return err_set(e, ERR_INVALID, "标准输入不是终端: 请用 --password-stdin。");
	quiet = was;
	quiet.c_lflag &= ~(tcflag_t)ECHO;
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
	fprintf(stderr, "密码: ");
	rc = read_line(out, e);
	if (rc == ERR_OK) {
		fprintf(stderr, "\n再输一遍: ");
		rc = read_line(again, e);
	}
	fprintf(stderr, "\n");
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &was);
	if (rc == ERR_OK && strcmp(out, again) != 0)
		rc = err_set(e, ERR_INVALID, "两次输入的密码不同。");
	secret_wipe(again, sizeof(again));
	return rc;
}

static enum err_code
hash_password(const struct settings *s, char out[SECRET_PWHASH_SIZE], struct err *e)
{
	char password[LIMIT_PASSWORD_BYTES + 2] = "";
	enum err_code rc = s->password_stdin ? read_line(password, e) : ask_password(password, e);

	if (rc == ERR_OK)
		rc = secret_pw_hash(password, out, e);
	secret_wipe(password, sizeof(password));
	return rc;
}

/* ---- add, passwd ---- */

static enum err_code
send_user(const struct settings *s, const char *path, const struct admin_user *m, struct err *e)
{
	struct str body = { 0 }, answer = { 0 };
	enum err_code rc;

	admin_user_write(m, &body);
	rc = admin_ask(s, path, &body, &answer, e);
	str_free(&body);
	str_free(&answer);
	return rc;
}

static int
run_add(const struct settings *s)
{
	struct admin_user m = { .pwhash = "" };
	struct err e = { 0 };

	if (!str_copy(m.unit, sizeof(m.unit), s->unit))
		err_set(&e, ERR_UNKNOWN_CODE, "没有编码为 %s 的单位。", s->unit);
	str_copy(m.job_no, sizeof(m.job_no), s->job_no);
	str_copy(m.name, sizeof(m.name), s->name);
	str_copy(m.roles, sizeof(m.roles), s->roles);
	if (e.code == ERR_OK && s->password_stdin)
		hash_password(s, m.pwhash, &e);
	if (e.code == ERR_OK)
		send_user(s, "/v1/admin/users", &m, &e);
	if (e.code != ERR_OK)
		return command_fail(&e);
	printf("已添加: %s %s%s\n", m.job_no, m.name,
	    m.pwhash[0] != '\0' ? "" : ", 还没有密码, 用 hotseatd user passwd 设置后才能登录");
	return EXIT_DONE;
}

static int
run_passwd(const struct settings *s)
{
	struct admin_user m = { .pwhash = "" };
	struct err e = { 0 };

	str_copy(m.job_no, sizeof(m.job_no), s->job_no);
	if (hash_password(s, m.pwhash, &e) == ERR_OK)
		send_user(s, "/v1/admin/passwords", &m, &e);
	if (e.code != ERR_OK)
		return command_fail(&e);
	printf("已设置 %s 的密码\n", m.job_no);
	return EXIT_DONE;
}

/* ---- list ---- */

/* 话务员、班长 for agent,senior; what is no role stands as it is. */
static void
add_roles(const char *list, struct str *out)
{
	uint32_t roles;
	int n = 0;

	if (!roles_parse(list, &roles)) {
		str_add(out, list);
		return;
	}
	for (int r = 0; r < ROLE_NO_COUNT; r++)
		if (roles & 1u << r)
			str_addf(out, "%s%s", n++ > 0 ? "、" : "", role_label((enum person_role)r));
}

static void
print_user(const struct store_user *u, struct listing *l)
{
	struct str out = { 0 };

	if (l->json) {
		str_add(&out, "{\"job_no\":");
		json_escape(u->job_no, &out);
		str_add(&out, ",\"name\":");
		json_escape(u->name, &out);
		str_add(&out, ",\"roles\":");
		json_escape(u->roles, &out);
		str_add(&out, ",\"unit\":");
		json_escape(u->unit, &out);
		str_addf(&out, ",\"password\":%s,\"active\":%s}",
		    u->pwhash[0] != '\0' ? "true" : "false", u->active ? "true" : "false");
	} else {
		str_addf(&out, "%s\t%s\t", u->job_no, u->name);
		add_roles(u->roles, &out);
		str_addf(&out, "\t%s\t%s", u->unit,
		    !u->active             ? "停用"
		    : u->pwhash[0] != '\0' ? "有密码"
					   : "无密码");
	}
	listing_row(l, &out);
	str_free(&out);
}

static enum err_code
list(const struct settings *s, struct store *st, struct listing *l, struct err *e)
{
	struct store_user *u = calloc(USERS_MAX, sizeof(*u));
	int n = 0;

	(void)s;
	if (u == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	n = store_users(st, "", u, USERS_MAX);
	for (int i = 0; i < n; i++)
		print_user(&u[i], l);
	free(u);
	return n >= 0 ? ERR_OK : err_set(e, ERR_DB, NULL);
}

static int
run_list(const struct settings *s)
{
	return listing_run(s, false, list);
}

const struct command cmd_user_add = {
	.name = "user add",
	.takes = "data key_file config job_no name roles unit password_stdin",
	.must = "job_no name roles",
	.does = "添加一个人员",
	.run = run_add,
};
const struct command cmd_user_list = {
	.name = "user list",
	.takes = "data key_file config json",
	.does = "列出全部人员",
	.run = run_list,
};
const struct command cmd_user_passwd = {
	.name = "user passwd",
	.takes = "data key_file config job_no password_stdin",
	.must = "job_no",
	.does = "设置一个人员的密码",
	.run = run_passwd,
};
