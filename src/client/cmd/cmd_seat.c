/* A seat for the length of one command: the engine without a thread, somebody signed in, one job at a time; or, where a seat
 * runs on the data, that one, asked through its door. Nothing is
 * promised here that the engine has not put on disk: what cannot be sent now is sent by the next seat on this data. */
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/secret.h"
#include "cmd_p.h"

#define JOB_MS  20000 /* the first sign-in waits until a private centre is made, with its city */
#define LINE_MS 5000  /* a private centre that has just been started needs a moment */

/* ---- what the engine says ---- */

static void
hear(struct cmd_seat *s, struct news *n)
{
	if (n->kind == NEWS_DONE && n->job == s->job) {
		s->done.err = n->err;
		str_copy(s->done.ticket, sizeof(s->done.ticket), n->ticket);
		str_copy(s->done.number, sizeof(s->done.number), n->number);
		str_copy(s->done.op, sizeof(s->done.op), n->op);
		str_copy(s->done.text, sizeof(s->done.text), n->text);
		s->has_done = true;
	} else if (n->kind == NEWS_USER) {
		str_copy(s->me, sizeof(s->me), n->job_no);
		s->roles = n->roles;
	} else if ((n->kind == NEWS_NUMBER || n->kind == NEWS_NOTICE) && s->n_told < 4) {
		if (n->kind == NEWS_NUMBER)
			snprintf(s->told[s->n_told++], ERR_TEXT_BYTES,
			    "单号 %s 已被占用, 已改为 %s, 请告知来电人。", n->old_number,
			    n->number);
		else
			str_copy(s->told[s->n_told++], ERR_TEXT_BYTES, n->text);
	}
	news_free(n);
}

static void
hear_all(struct cmd_seat *s)
{
	struct news *n;

	if (s->tend != NULL)
		s->tend(s->tend_arg);
	while ((n = engine_news(s->engine)) != NULL)
		hear(s, n);
}

static bool
answered(void *arg)
{
	struct cmd_seat *s = arg;

	hear_all(s);
	return s->has_done;
}

static bool
settled(void *arg)
{
	struct cmd_seat *s = arg;
	struct link_info link;

	hear_all(s);
	engine_link(s->engine, &link);
	return engine_idle(s->engine) || link.state == LINK_REFUSED;
}

static bool
line_known(void *arg)
{
	struct cmd_seat *s = arg;
	struct link_info link;

	hear_all(s);
	engine_link(s->engine, &link);
	return link.state != LINK_STARTING;
}

/* ---- signing in ---- */

/* Typed without an echo. */
static bool
ask_password(char *out, size_t size)
{
	struct termios was, quiet;
	bool ok;

	if (!isatty(0) || tcgetattr(0, &was) != 0)
		return false;
	quiet = was;
	quiet.c_lflag &= ~(tcflag_t)ECHO;
	fputs("密码: ", stderr);
	tcsetattr(0, TCSAFLUSH, &quiet);
	ok = fgets(out, (int)size, stdin) != NULL;
	tcsetattr(0, TCSAFLUSH, &was);
	fputc('\n', stderr);
	if (ok)
		out[strcspn(out, "\n")] = '\0';
	return ok;
}

/* Of who gives the command: "" at a private centre, from the environment, or typed. */
static enum err_code
own_password(const struct cmd_env *env, char *out, size_t size, struct err *e)
{
	const char *given = getenv("HOTSEAT_PASSWORD");

	out[0] = '\0';
	if (env->is_private)
		return ERR_OK;
	if (given != NULL && str_copy(out, size, given))
		return ERR_OK;
	if (given == NULL && ask_password(out, size))
		return ERR_OK;
	return err_set(e, ERR_UNAUTHORISED,
	    "工号 %s 的密码从哪里来? 在终端里输入, 或设环境变量 HOTSEAT_PASSWORD。", env->user);
}

static enum err_code
sign_in(const struct cmd_env *env, struct cmd_seat *s, struct err *e)
{
	struct job *j = job_new(JOB_SIGN_IN);
	enum err_code rc;

	if (j == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	str_copy(j->job_no, sizeof(j->job_no), env->user != NULL ? env->user : "");
	rc = own_password(env, j->password, sizeof(j->password), e);
	if (rc == ERR_OK)
		return cmd_seat_job(s, j, e);
	job_free(j);
	return rc;
}

/* ---- life ---- */

enum err_code
cmd_seat_take(const struct cmd_env *env, struct cmd_seat *s, struct err *e)
{
	struct engine_config config = { .data_dir = env->data_dir,
		.servers = env->servers,
		.n_servers = env->n_servers,
		.phone = "none",
		.enrol_code = getenv("HOTSEAT_ENROL_CODE"),
		.is_private = env->is_private,
		.brief = true };

	*s = (struct cmd_seat){ .tend = env->tend, .tend_arg = env->tend_arg };
	return engine_open(&config, &s->engine, e);
}

enum err_code
cmd_seat_open(const struct cmd_env *env, struct cmd_seat *s, struct err *e)
{
	enum err_code rc = cmd_seat_take(env, s, e);

	if (rc == ERR_LOCKED)
		return err_set(
		    e, ERR_LOCKED, "坐席程序正在运行, 请在它里面办理, 或退出后再试。(%s)", e->text);
	return rc == ERR_OK ? sign_in(env, s, e) : rc;
}

enum err_code
cmd_seat_join(const struct cmd_env *env, struct cmd_seat *s, struct err *e)
{
	enum err_code rc = cmd_seat_open(env, s, e);

	if (rc != ERR_LOCKED)
		return rc;
	s->beside = env->data_dir;
	str_copy(s->as, sizeof(s->as), env->user != NULL ? env->user : "");
	return own_password(env, s->password, sizeof(s->password), e);
}

void
cmd_seat_close(struct cmd_seat *s)
{
	secret_wipe(s->password, sizeof(s->password));
	free(s->done.more);
	s->done.more = NULL;
	engine_stop(s->engine);
	s->engine = NULL;
	for (int i = 0; i < s->n_told; i++)
		fprintf(stderr, "hotseat: %s\n", s->told[i]);
}

/* To the seat that runs. */
static enum err_code
hand_over(struct cmd_seat *s, struct job *job, struct err *e)
{
	struct news done = { .kind = NEWS_DONE };
	struct err why = { 0 };
	enum err_code rc;

	str_copy(job->job_no, sizeof(job->job_no), s->as);
	str_copy(job->password, sizeof(job->password), s->password);
	rc = engine_ask(s->beside, job, &done, &why);
	free(s->done.more);
	s->done.more = done.more; /* ours now */
	s->done.err = why;
	str_copy(s->done.ticket, sizeof(s->done.ticket), done.ticket);
	str_copy(s->done.number, sizeof(s->done.number), done.number);
	str_copy(s->done.op, sizeof(s->done.op), done.op);
	str_copy(s->done.text, sizeof(s->done.text), "");
	if (rc == ERR_OK && done.more != NULL) /* its first line */
		snprintf(s->done.text, sizeof(s->done.text), "%.*s", (int)strcspn(done.more, "\n"),
		    done.more);
	job_free(job);
	if (rc != ERR_OK && e != NULL)
		*e = why;
	return rc;
}

bool
cmd_path(const char *path, char *out, size_t size)
{
	char here[1024];

	if (path[0] == '/' || strcmp(path, "~") == 0 || str_starts(path, "~/"))
		return str_copy(out, size, path);
	return getcwd(here, sizeof(here)) != NULL && fs_join(out, size, here, path);
}

enum err_code
cmd_seat_job(struct cmd_seat *s, struct job *job, struct err *e)
{
	if (s->beside != NULL)
		return hand_over(s, job, e);
	job->id = ++s->job;
	s->has_done = false;
	if (!engine_post(s->engine, job)) {
		job_free(job);
		return err_set(e, ERR_BUSY, NULL);
	}
	if (!engine_run_until(s->engine, answered, s, JOB_MS))
		return err_set(e, ERR_TIMEOUT, "等了 %d 秒没有结果, 请再试。", JOB_MS / 1000);
	if (s->done.err.code != ERR_OK && e != NULL)
		*e = s->done.err;
	return s->done.err.code;
}

bool
cmd_seat_settle(struct cmd_seat *s, int ms, struct link_info *link)
{
	bool idle;

	if (s->beside != NULL) /* that one goes on by itself */
		return false;
	(void)engine_run_until(s->engine, settled, s, ms);
	idle = engine_idle(s->engine);
	engine_link(s->engine, link);
	return idle;
}

void
cmd_seat_line(struct cmd_seat *s, struct link_info *link)
{
	if (s->beside != NULL)
		return;
	(void)engine_run_until(s->engine, line_known, s, LINE_MS);
	engine_link(s->engine, link);
}

const char *
cmd_link_text(const struct link_info *link)
{
	static const char *const texts[] = { "正在连接", "已连上中心", "连不上中心", "中心不接受",
		"正在初始同步" };

	return texts[link->state];
}
