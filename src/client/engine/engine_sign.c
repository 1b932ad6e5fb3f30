/* Who is at this seat, and the key to what it keeps. A private seat has its key in a file of its own (convenience, no
 * protection from a stolen disk). Any other seat has one random data key, wrapped under the password of each agent who
 * has signed in here: opening the wrap *is* the offline sign-in. A person new to the seat gets the key through the
 * centre's escrow, which only an online sign-in brings. After sign-out the key stays in locked memory until the program
 * ends, so that what waits can still be sent. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/fs.h"
#include "engine_p.h"

/* From here on identities open, and what the journal has more than the table is folded in. */
static enum err_code
use_key(struct engine *g, struct err *e)
{
	cache_writer_key(g->cache, g->key);
	return cache_journal_fold(g->cache, g->data_dir, e);
}

static enum err_code
new_key(struct engine *g, struct err *e)
{
	g->key = secret_key_new();
	if (g->key == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	secret_random(g->key, SECRET_KEY_BYTES);
	return ERR_OK;
}

enum err_code
engine_key_load(struct engine *g, struct err *e)
{
	struct str bytes = { 0 };
	char path[600];
	enum err_code rc;

	if (!g->is_private)
		return ERR_OK; /* somebody must sign in first */
	if (!fs_join(path, sizeof(path), g->data_dir, "key"))
		return err_set(e, ERR_LIMIT, "数据目录的路径太长。");
	rc = new_key(g, e);
	if (rc == ERR_OK && !fs_exists(path))
		rc = fs_write(path, g->key, SECRET_KEY_BYTES, 0600, e);
	if (rc == ERR_OK)
		rc = fs_read(path, SECRET_KEY_BYTES, &bytes, e);
	if (rc == ERR_OK && bytes.len != SECRET_KEY_BYTES)
		rc = err_set(e, ERR_CORRUPT, "%s 不是一把密钥: 本机加密的内容打不开了。", path);
	if (rc == ERR_OK) {
		memcpy(g->key, bytes.s, SECRET_KEY_BYTES);
		rc = use_key(g, e);
	}
	if (bytes.s != NULL)
		secret_wipe(bytes.s, bytes.len);
	str_free(&bytes);
	return rc;
}

/* ---- who ---- */

static void
welcome(struct engine *g, const struct cache_agent *who, uint64_t job)
{
	struct news *n = engine_news_new(NEWS_USER);

	g->me = *who;
	g->roles = 0;
	roles_parse(who->roles, &g->roles);
	if (n != NULL) {
		str_copy(n->job_no, sizeof(n->job_no), who->job_no);
		str_copy(n->name, sizeof(n->name), who->name);
		str_copy(n->unit, sizeof(n->unit), who->unit);
		n->roles = g->roles;
		n->key = g->key;
	}
	engine_tell(g, n);
	engine_done(g, job, NULL, NULL, NULL);
}

static void
end_sign(struct engine *g)
{
	g->sign_job = 0;
	g->sign_no[0] = '\0';
	secret_wipe(g->sign_password, sizeof(g->sign_password));
}

/* Offline: the wrap opens, or it does not. A private seat has its key already and needs no password. */
static enum err_code
offline(struct engine *g, const char *job_no, const char *password, struct cache_agent *who,
    struct err *e)
{
	uint8_t key[SECRET_KEY_BYTES];
	char names[256];
	enum err_code rc = cache_agent(g->cache, job_no, who, e);

	if (rc == ERR_OK && g->is_private)
		return ERR_OK;
	if (rc != ERR_OK || who->wrap[0] == '\0') {
		cache_agents_names(g->cache, names, sizeof(names));
		return err_set(e, ERR_NETWORK,
		    "连不上中心, 工号 %s 又没有在本机登录过, 现在不能登录。本机可离线登录的: %s",
		    job_no, names[0] != '\0' ? names : "无");
	}
	rc = secret_unwrap(password, who->wrap, key, e);
	if (rc != ERR_OK)
		return rc == ERR_UNAUTHORISED ? err_set(e, rc, "工号或密码不对。") : rc;
	if (g->key == NULL && (g->key = secret_key_new()) != NULL) {
		memcpy(g->key, key, sizeof(key));
		rc = use_key(g, e);
	}
	secret_wipe(key, sizeof(key));
	return rc;
}

void
engine_sign_in(struct engine *g, const struct job *j)
{
	struct sync_event ev = {
		.kind = SYNC_SIGN_IN, .job_no = j->job_no, .password = j->password
	};
	struct cache_agent who;
	struct err e = { 0 };
	bool known = false;

	end_sign(g);
	if (!sync_is_online(g->sync)) {
		known = offline(g, j->job_no, j->password, &who, &e) == ERR_OK;
		if (e.code ==
		    ERR_UNAUTHORISED) { /* the wrap is here and does not open: no centre need be asked */
			engine_done(g, j->id, &e, NULL, NULL);
			return;
		}
	}
	if (known) {
		welcome(g, &who, j->id);
	} else {
		g->sign_job = j->id;
	}
	str_copy(g->sign_no, sizeof(g->sign_no), j->job_no);
	str_copy(g->sign_password, sizeof(g->sign_password), j->password);
	engine_step(g, &ev); /* the session to read and fill with comes when the centre answers */
}

/* ---- the centre's answer ---- */

/* The data key of this seat for a person whose password the centre has just confirmed. */
static enum err_code
obtain_key(struct engine *g, const struct cache_agent *who, const char *seat_key, struct err *e)
{
	struct cache_agent escrow;
	uint8_t key[SECRET_KEY_BYTES];
	enum err_code rc = ERR_UNAUTHORISED;

	if (g->key != NULL)
		return ERR_OK;
	if (who->wrap[0] != '\0')
		rc = secret_unwrap(g->sign_password, who->wrap, key, e);
	if (rc != ERR_OK && cache_agent(g->cache, CACHE_AGENT_CENTRE, &escrow, e) == ERR_OK) {
		rc = secret_unwrap(seat_key, escrow.wrap, key, e);
		if (rc != ERR_OK)
			return err_set(
			    e, ERR_CORRUPT, "本机的密钥打不开: 这份数据不是在这台坐席机上写成的。");
	}
	err_clear(e);
	if (rc == ERR_OK) {
		g->key = secret_key_new();
		if (g->key != NULL)
			memcpy(g->key, key, sizeof(key));
		secret_wipe(key, sizeof(key));
		return g->key != NULL ? use_key(g, e) : err_set(e, ERR_NO_MEMORY, NULL);
	}
	rc = new_key(g, e); /* nobody was here before */
	return rc == ERR_OK ? use_key(g, e) : rc;
}

static enum err_code
keep_wraps(struct engine *g, struct cache_agent *who, const char *seat_key, struct err *e)
{
	struct cache_agent escrow;
	enum err_code rc = ERR_OK;

	if (!g->is_private)
		rc = secret_wrap(g->sign_password, g->key, who->wrap, e);
	who->last_at = clock_now_ms();
	if (rc == ERR_OK)
		rc = cache_agent_put(g->cache, who, e);
	if (rc != ERR_OK || g->is_private || seat_key[0] == '\0' ||
	    cache_agent(g->cache, CACHE_AGENT_CENTRE, &escrow, NULL) == ERR_OK)
		return rc;
	escrow = (struct cache_agent){ .job_no = CACHE_AGENT_CENTRE };
	rc = secret_wrap(seat_key, g->key, escrow.wrap, e);
	return rc == ERR_OK ? cache_agent_put(g->cache, &escrow, e) : rc;
}

static bool
line_trouble(enum err_code c)
{
	return c == ERR_NETWORK || c == ERR_TIMEOUT || c == ERR_BUSY ||
	       err_retry_class(c) == RETRY_LATER;
}

static void
refused(struct engine *g, const struct err *why)
{
	struct cache_agent who;
	struct err e = *why;

	if (g->sign_job != 0 && line_trouble(why->code) &&
	    offline(g, g->sign_no, g->sign_password, &who, &e) == ERR_OK) {
		welcome(g, &who, g->sign_job);
		g->sign_job = 0; /* the password stays: a session is still wanted */
		return;
	}
	if (g->sign_job != 0 && line_trouble(why->code) && g->is_private)
		return; /* the private centre is on its way up: the core goes on asking */
	engine_done(g, g->sign_job, &e, NULL, NULL);
	g->sign_job = 0;
}

void
engine_session(struct engine *g, const struct sync_note *n)
{
	const struct msg_session *s = &n->session;
	struct cache_agent who;
	struct err e = { 0 };

	if (n->err.code != ERR_OK) {
		refused(g, &n->err);
		return;
	}
	if (cache_agent(g->cache, s->job_no, &who, NULL) != ERR_OK)
		who = (struct cache_agent){ 0 };
	str_copy(who.job_no, sizeof(who.job_no), s->job_no);
	str_copy(who.name, sizeof(who.name), s->name);
	str_copy(who.roles, sizeof(who.roles), s->roles);
	str_copy(who.unit, sizeof(who.unit), s->unit);
	str_copy(who.feed, sizeof(who.feed), s->feed);
	if (strcmp(g->sign_no, s->job_no) == 0 && obtain_key(g, &who, s->seat_key, &e) == ERR_OK)
		keep_wraps(g, &who, s->seat_key, &e);
	if (e.code != ERR_OK) {
		engine_done(g, g->sign_job, &e, NULL, NULL);
		end_sign(g);
		return;
	}
	welcome(g, &who, g->sign_job);
	end_sign(g);
	engine_kick(g);
}

void
engine_sign_out(struct engine *g, const struct job *j)
{
	struct sync_event ev = { .kind = SYNC_SIGN_OUT };

	engine_step(g, &ev);
	end_sign(g);
	g->me = (struct cache_agent){ 0 };
	g->roles = 0;
	engine_tell(g, engine_news_new(NEWS_USER));
	engine_done(g, j->id, NULL, NULL, NULL);
}
