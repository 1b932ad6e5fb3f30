/* Signing in and the data key. Online the centre says who it is, offline the key that opens under the password does. One
 * random key seals what is a person's in this seat's data: a private seat keeps it in a file, any other holds it only
 * wrapped under the passwords of those who have signed in. After sign-out it stays until exit: the outbox must drain. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "engine_p.h"

#define KEY_FILE "key"

/* ---- the key ---- */

static enum err_code
new_key(struct engine *g, struct err *e)
{
	g->key = secret_key_new();
	if (g->key == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	secret_random(g->key, SECRET_KEY_BYTES);
	return ERR_OK;
}

static void
drop_key(struct engine *g)
{
	secret_key_free(g->key);
	g->key = NULL;
}

/* The journal of a run that was killed becomes drafts before anybody sees a screen. */
static void
use_key(struct engine *g)
{
	struct err e;

	cache_writer_key(g->cache, g->key);
	if (g->folded)
		return;
	g->folded = true;
	if (cache_journal_fold(g->cache, g->dir, &e) != ERR_OK) {
		log_error("journal: %s", e.text);
		engine_notice(g, e.text);
	}
}

enum err_code
engine_private_key(struct engine *g, struct err *e)
{
	struct str text = { 0 };
	char path[1100];
	enum err_code rc;

	if (!fs_join(path, sizeof(path), g->dir, KEY_FILE))
		return err_set(e, ERR_LIMIT, "数据目录的路径太长: %s", g->dir);
	rc = new_key(g, e);
	if (rc != ERR_OK)
		return rc;
	if (fs_exists(path)) {
		rc = fs_read(path, 4096, &text, e);
		if (rc == ERR_OK && text.len != SECRET_KEY_BYTES)
			rc = err_set(e, ERR_CORRUPT, "密钥文件 %s 不完整, 请从备份恢复。", path);
		if (rc == ERR_OK)
			memcpy(g->key, text.s, SECRET_KEY_BYTES);
	} else {
		rc = fs_write(path, g->key, SECRET_KEY_BYTES, 0600, e);
	}
	if (text.s != NULL)
		secret_wipe(text.s, text.len);
	str_free(&text);
	if (rc == ERR_OK)
		use_key(g);
	else
		drop_key(g);
	return rc;
}

/* The key under this agent's password. */
static enum err_code
unwrap(struct engine *g, const char *job_no, const char *password, struct err *e)
{
	struct cache_agent agent;
	enum err_code rc = cache_agent(g->cache, job_no, &agent, e);

	if (rc == ERR_OK && agent.wrap[0] == '\0')
		rc = err_set(e, ERR_NOT_FOUND, "工号 %s 还没有在本机联网登录过。", job_no);
	if (rc == ERR_OK) {
		uint8_t *key = secret_key_new();
		rc = key != NULL ? secret_unwrap(password, agent.wrap, key, e)
				 : err_set(e, ERR_NO_MEMORY, NULL);
		if (rc == ERR_OK && g->key == NULL) {
			g->key = key;
			key = NULL;
		}
		secret_key_free(key);
	}
	secret_wipe(&agent, sizeof(agent));
	return rc;
}

/* Online: this agent may be new here, or have a new password. The key must come from somebody who can open it; the very
 * first agent of a seat makes it. */
static enum err_code
find_key(struct engine *g, const struct job *job, struct err *e)
{
	char names[200];

	if (g->key != NULL || unwrap(g, job->job_no, job->password, e) == ERR_OK)
		return ERR_OK;
	cache_agents_names(g->cache, names, sizeof(names));
	if (names[0] == '\0')
		return new_key(g, e);
	return err_set(e, ERR_FORBIDDEN,
	    "本机的数据要由登录过的人打开: 请先由 %s 登录一次(随后可退出), 您再登录。", names);
}

static enum err_code
keep_agent(struct engine *g, const struct job *job, const struct msg_session *s, struct err *e)
{
	struct cache_agent a = { .last_at = clock_now_ms() };
	enum err_code rc = ERR_OK;

	str_copy(a.job_no, sizeof(a.job_no), s->job_no);
	str_copy(a.name, sizeof(a.name), s->name);
	str_copy(a.roles, sizeof(a.roles), s->roles);
	str_copy(a.unit, sizeof(a.unit), s->unit);
	str_copy(a.feed, sizeof(a.feed), s->feed);
	if (!g->is_private)
		rc = secret_wrap(job->password, g->key, a.wrap, e);
	if (rc == ERR_OK)
		rc = cache_agent_put(g->cache, &a, e);
	secret_wipe(&a, sizeof(a));
	return rc;
}

/* ---- who sits here ---- */

static void
tell_user(struct engine *g)
{
	struct news *n = engine_news_new(NEWS_USER);

	if (n == NULL)
		return;
	str_copy(n->job_no, sizeof(n->job_no), g->me.job_no);
	str_copy(n->name, sizeof(n->name), g->me.name);
	str_copy(n->unit, sizeof(n->unit), g->me.unit);
	n->roles = g->me.roles;
	n->key = g->key;
	engine_tell(g, n);
}

static void
sit_down(
    struct engine *g, const char *job_no, const char *name, const char *roles, const char *unit)
{
	g->me = (struct me){ 0 };
	str_copy(g->me.job_no, sizeof(g->me.job_no), job_no);
	str_copy(g->me.name, sizeof(g->me.name), name);
	str_copy(g->me.unit, sizeof(g->me.unit), unit);
	roles_parse(roles, &g->me.roles);
	use_key(g);
	tell_user(g);
}

static void
end_signing(struct engine *g, const struct err *e)
{
	struct job *job = g->signing;

	g->signing = NULL;
	if (job != NULL)
		engine_done(g, job->id, e);
	job_free(job);
}

static void
fail(struct engine *g, const struct err *e)
{
	engine_step_sync(g, &(struct sync_event){ .kind = SYNC_SIGN_OUT });
	end_signing(g, e);
}

/* ---- online ---- */

static void
online(struct engine *g, const struct msg_session *s)
{
	struct err e;

	err_clear(&e);
	if (find_key(g, g->signing, &e) != ERR_OK || keep_agent(g, g->signing, s, &e) != ERR_OK) {
		fail(g, &e);
		return;
	}
	sit_down(g, s->job_no, s->name, s->roles, s->unit);
	err_clear(&e);
	end_signing(g, &e);
	engine_step_sync(g, &(struct sync_event){ .kind = SYNC_KICK });
}

/* ---- offline ---- */

/* Not the line's fault: the centre would have said no. */
static bool
may_go_offline(enum err_code code)
{
	return code == ERR_SCHEMA || (code != ERR_BUSY && err_retry_class(code) == RETRY_LATER);
}

static enum err_code
open_offline(struct engine *g, struct cache_agent *agent, struct err *e)
{
	enum err_code rc = cache_agent(g->cache, g->signing->job_no, agent, e);

	if (rc == ERR_NOT_FOUND)
		return err_set(e, ERR_NEEDS_CENTRE,
		    "现在连不上中心; 工号 %s 第一次在本机登录要连上中心。", g->signing->job_no);
	if (rc != ERR_OK || g->is_private)
		return rc;
	rc = unwrap(g, g->signing->job_no, g->signing->password, e);
	return rc == ERR_UNAUTHORISED
		   ? err_set(e, rc, "密码不对(现在连不上中心, 用的是上次联网登录的密码)。")
		   : rc;
}

static void
offline(struct engine *g)
{
	struct cache_agent agent;
	struct err e;

	err_clear(&e);
	if (open_offline(g, &agent, &e) != ERR_OK) {
		fail(g, &e);
	} else {
		sit_down(g, agent.job_no, agent.name, agent.roles, agent.unit);
		engine_notice(g, "现在连不上中心, 已离线登录; 登记照常, 恢复后自动送出。");
		err_clear(&e);
		end_signing(g, &e);
	}
	secret_wipe(&agent, sizeof(agent));
}

/* ---- doors ---- */

void
engine_session(struct engine *g, const struct sync_note *note)
{
	if (g->signing == NULL)
		return; /* a session renewed by itself: the same person */
	if (note->err.code == ERR_OK)
		online(g, &note->session);
	else if (may_go_offline(note->err.code))
		offline(g);
	else
		fail(g, &note->err);
}

void
engine_sign_in(struct engine *g, struct job *job)
{
	struct sync_event ev = {
		.kind = SYNC_SIGN_IN, .job_no = job->job_no, .password = job->password
	};
	struct err e;

	if (g->signing != NULL) {
		err_set(&e, ERR_BUSY, "正在登录, 请稍候。");
		engine_done(g, job->id, &e);
		job_free(job);
		return;
	}
	g->signing = job;
	engine_step_sync(g, &ev);
}

void
engine_sign_out(struct engine *g)
{
	engine_step_sync(g, &(struct sync_event){ .kind = SYNC_SIGN_OUT });
	g->me = (struct me){ 0 };
	tell_user(g);
}
