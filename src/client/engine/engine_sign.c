/* Signing in and the data key. Online the centre says who it is, offline the key that opens under the password does. One
 * random key seals what is a person's in this seat's data: a private seat keeps it in a file, any other holds it only
 * wrapped under the passwords of those who have signed in. After sign-out it stays until exit: the outbox must drain. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "engine_p.h"

#define SIGN_IN_MS \
	60000 /* a private centre's first start included; beyond that nobody sits and waits */

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

	if (!fs_join(path, sizeof(path), g->dir, ENGINE_KEY_FILE))
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
	secret_str_free(&text);
	if (rc == ERR_OK)
		use_key(g);
	else
		drop_key(g);
	return rc;
}

/* A wrap opens, or it does not; the first that does gives the key. */
static enum err_code
unwrap(struct engine *g, const char *secret, const char *wrap, struct err *e)
{
	uint8_t *key = secret_key_new();
	enum err_code rc =
	    key != NULL ? secret_unwrap(secret, wrap, key, e) : err_set(e, ERR_NO_MEMORY, NULL);

	if (rc == ERR_OK && g->key == NULL) {
		g->key = key;
		key = NULL;
	}
	secret_key_free(key);
	return rc;
}

/* Online: this person may be new at this seat, or have a new password. Then the centre's escrow opens the key; the very
 * first person of a seat makes it. */
static enum err_code
find_key(
    struct engine *g, const char *job_no, const char *password, const char *seat_key, struct err *e)
{
	struct cache_agent own, escrow;
	char names[200];
	enum err_code rc = ERR_NOT_FOUND;

	if (g->key != NULL)
		return ERR_OK;
	if (cache_agent(g->cache, job_no, &own, e) == ERR_OK && own.wrap[0] != '\0')
		rc = unwrap(g, password, own.wrap, e);
	if (rc != ERR_OK && seat_key[0] != '\0' &&
	    cache_agent(g->cache, CACHE_AGENT_CENTRE, &escrow, e) == ERR_OK)
		rc = unwrap(g, seat_key, escrow.wrap, e);
	secret_wipe(&own, sizeof(own));
	if (rc == ERR_OK)
		return ERR_OK;
	cache_agents_names(g->cache, names, sizeof(names));
	if (names[0] == '\0')
		return new_key(g, e);
	return err_set(e, ERR_FORBIDDEN,
	    "本机的数据要由登录过的人打开: 请先由 %s 登录一次(随后可退出), 您再登录。", names);
}

/* What lets this person in next time without the centre, and the next new person with it. ${password} NULL: their wrap
 * stays as it is. */
static enum err_code
keep_agent(struct engine *g, const struct msg_session *s, const char *password, struct err *e)
{
	struct cache_agent a, escrow;
	enum err_code rc = ERR_OK;

	(void)cache_agent(g->cache, s->job_no, &a, NULL);
	str_copy(a.job_no, sizeof(a.job_no), s->job_no);
	str_copy(a.name, sizeof(a.name), s->name);
	str_copy(a.roles, sizeof(a.roles), s->roles);
	str_copy(a.unit, sizeof(a.unit), s->unit);
	str_copy(a.feed, sizeof(a.feed), s->feed);
	a.last_at = clock_now_ms();
	if (!g->is_private && password != NULL)
		rc = secret_wrap(password, g->key, a.wrap, e);
	if (rc == ERR_OK)
		rc = cache_agent_put(g->cache, &a, e);
	secret_wipe(&a, sizeof(a));
	if (rc != ERR_OK || g->is_private || s->seat_key[0] == '\0' ||
	    cache_agent(g->cache, CACHE_AGENT_CENTRE, &escrow, NULL) == ERR_OK)
		return rc;
	str_copy(escrow.job_no, sizeof(escrow.job_no), CACHE_AGENT_CENTRE);
	rc = secret_wrap(s->seat_key, g->key, escrow.wrap, e);
	return rc == ERR_OK ? cache_agent_put(g->cache, &escrow, e) : rc;
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
	n->once = g->once;
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
	engine_phone_sits(g);
}

static void
end_signing(struct engine *g, const struct err *e)
{
	struct job *job = g->signing;

	g->signing = NULL;
	if (job != NULL)
		engine_done(g, job->id, e);
	job_free(job);
	if (e == NULL) /* somebody works here now: once a day old copies are looked through */
		engine_file_sweep(g);
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
	const struct job *job = g->signing;
	struct err e;

	err_clear(&e);
	if (find_key(g, job->job_no, job->password, s->seat_key, &e) != ERR_OK ||
	    keep_agent(g, s, job->password, &e) != ERR_OK) {
		fail(g, &e);
		return;
	}
	g->once = s->once;
	sit_down(g, s->job_no, s->name, s->roles, s->unit);
	g->wants_city = true;
	engine_step_sync(g, &(struct sync_event){ .kind = SYNC_KICK });
	engine_signed_in(g);
}

/* Signed in means ready to work: a seat new to its centre has the city's data first, moments later. */
void
engine_signed_in(struct engine *g)
{
	if (g->signing == NULL || !g->wants_city)
		return;
	if (cache_writer_city(g->cache) == NULL && sync_is_online(g->sync))
		return;
	g->wants_city = false;
	end_signing(g, NULL);
}

/* Who sits here already and waits for the city's data only is not sent away. */
void
engine_sign_late(struct engine *g)
{
	struct err e;

	if (g->signing == NULL || g->wants_city || clock_mono_ms() < g->signing_until)
		return;
	err_set(&e, ERR_TIMEOUT, "%s %d 秒没有答复, 没有登录上; 请再试一次。",
	    g->is_private ? "本机的中心" : "中心", SIGN_IN_MS / 1000);
	fail(g, &e);
}

/* A session for somebody who sits here already: after an offline sign-in, or renewed. The centre knows the roles. */
static void
renewed(struct engine *g, const struct msg_session *s)
{
	uint32_t roles = 0;
	struct err e;

	if (!str_eq(s->job_no, g->me.job_no))
		return;
	if (keep_agent(g, s, NULL, &e) != ERR_OK)
		log_warn("agent not kept: %s", e.text);
	roles_parse(s->roles, &roles);
	if (roles != g->me.roles || !str_eq(s->name, g->me.name) || !str_eq(s->unit, g->me.unit))
		sit_down(g, s->job_no, s->name, s->roles, s->unit);
}

/* ---- offline ---- */

/* The line's fault, not the person's: the centre would not have said no. */
static bool
is_line_trouble(enum err_code code)
{
	return code == ERR_SCHEMA || (code != ERR_BUSY && err_retry_class(code) == RETRY_LATER);
}

static enum err_code
open_offline(struct engine *g, struct cache_agent *agent, struct err *e)
{
	enum err_code rc = cache_agent(g->cache, g->signing->job_no, agent, e);

	if (rc == ERR_NOT_FOUND || (rc == ERR_OK && !g->is_private && agent->wrap[0] == '\0'))
		return err_set(e, ERR_NEEDS_CENTRE,
		    "现在连不上中心; 工号 %s 第一次在本机登录要连上中心。", g->signing->job_no);
	if (rc != ERR_OK || g->is_private)
		return rc;
	rc = unwrap(g, g->signing->password, agent->wrap, e);
	return rc == ERR_UNAUTHORISED
		   ? err_set(e, rc, "密码不对(现在连不上中心, 用的是上次联网登录的密码)。")
		   : rc;
}

static enum err_code
offline(struct engine *g, struct err *e)
{
	struct cache_agent agent;
	enum err_code rc = open_offline(g, &agent, e);

	if (rc == ERR_OK) {
		sit_down(g, agent.job_no, agent.name, agent.roles, agent.unit);
		end_signing(g, NULL);
	}
	secret_wipe(&agent, sizeof(agent));
	return rc;
}

/* ---- doors ---- */

/* The private centre is ours and on its way up: its person waits for it, however long the first start takes. */
static void
not_now(struct engine *g, const struct err *why)
{
	struct err e;
	enum err_code rc = is_line_trouble(why->code) ? offline(g, &e) : (e = *why).code;

	if (rc == ERR_OK && !g->is_private)
		engine_notice(g, "现在连不上中心, 已离线登录; 登记照常, 恢复后自动送出。");
	else if (rc != ERR_OK && !(g->is_private && rc == ERR_NEEDS_CENTRE))
		fail(g, &e);
}

void
engine_session(struct engine *g, const struct sync_note *note)
{
	if (note->err.code == ERR_OK)
		engine_home_keep(g);
	if (note->err.code == ERR_OK && g->signing != NULL)
		online(g, &note->session);
	else if (note->err.code == ERR_OK)
		renewed(g, &note->session);
	else if (g->signing != NULL)
		not_now(g, &note->err);
	else if (!is_line_trouble(note->err.code))
		engine_notice(g, note->err.text);
}

/* Where the line is known to be down, or not known yet, who can open the seat need not wait for it. */
void
engine_sign_in(struct engine *g, struct job *job)
{
	char job_no[sizeof(job->job_no)], password[sizeof(job->password)];
	struct sync_event ev = { .kind = SYNC_SIGN_IN, .job_no = job_no, .password = password };
	struct err e;

	if (g->signing != NULL) {
		err_set(&e, ERR_BUSY, "正在登录, 请稍候。");
		engine_done(g, job->id, &e);
		job_free(job);
		return;
	}
	str_copy(job_no, sizeof(job_no), job->job_no);
	str_copy(password, sizeof(password), job->password);
	g->signing = job;
	g->signing_until = clock_mono_ms() + SIGN_IN_MS;
	g->wants_city = g->once = false;
	if (!sync_is_online(g->sync))
		(void)offline(
		    g, &e); /* if not, the centre is asked: the password may be a new one */
	engine_step_sync(g, &ev);
	secret_wipe(password, sizeof(password));
}

enum err_code
engine_rewrap(struct engine *g, const char *password, struct err *e)
{
	struct cache_agent a;
	enum err_code rc = cache_agent(g->cache, g->me.job_no, &a, e);

	g->once = false;
	if (rc == ERR_OK && !g->is_private)
		rc = secret_wrap(password, g->key, a.wrap, e);
	if (rc == ERR_OK)
		rc = cache_agent_put(g->cache, &a, e);
	secret_wipe(&a, sizeof(a));
	return rc;
}

/* The person is here already, or another signs beside: nothing changes but that the password is known to be right. */
enum err_code
engine_unlock(struct engine *g, const struct job *job, struct err *e)
{
	struct cache_agent own = { 0 };
	enum err_code rc;

	if (g->me.job_no[0] == '\0')
		return err_set(e, ERR_UNAUTHORISED, NULL);
	if (g->is_private)
		return ERR_OK;
	rc = cache_agent(g->cache, job->job_no[0] != '\0' ? job->job_no : g->me.job_no, &own, e);
	if (rc == ERR_NOT_FOUND && job->job_no[0] != '\0')
		rc = err_set(e, ERR_UNAUTHORISED,
		    "%s 没有在这台坐席机上登录过, 请先登录一次再签字。", job->job_no);
	if (rc == ERR_OK && own.wrap[0] == '\0')
		rc = err_set(e, ERR_UNAUTHORISED, "本机没有您的密码, 请按 F10 注销后重新登录。");
	else if (rc == ERR_OK && unwrap(g, job->password, own.wrap, e) != ERR_OK)
		rc = err_set(e, ERR_UNAUTHORISED, "密码不对, 请再输一次。");
	secret_wipe(own.wrap, sizeof(own.wrap));
	return rc;
}

void
engine_sign_out(struct engine *g)
{
	struct err e;

	engine_phone_leaves(g);
	engine_step_sync(g, &(struct sync_event){ .kind = SYNC_SIGN_OUT });
	if (g->signing != NULL) {
		err_set(&e, ERR_CANCELLED, NULL);
		end_signing(g, &e);
	}
	g->me = (struct me){ 0 };
	tell_user(g);
}
