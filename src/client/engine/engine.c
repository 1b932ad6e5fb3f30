/* The engine's loop: jobs of the screen, the sync core, the network and the telephone, each given its turn; nothing in it
 * waits for anything but all of them at once. Everything the sync core wants sent goes through here, and every answer
 * back; the core itself knows no socket and no clock. */
#include "client/engine/engine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/log.h"
#include "base/secret.h"
#include "engine_p.h"

#define POLL_WAIT_MS (LIMIT_WAIT_S * 1000)
#define PHONE_FDS    8

/* ---- news ---- */

struct news *
engine_news_new(enum news_kind kind)
{
	struct news *n = calloc(1, sizeof(*n));

	if (n != NULL)
		n->kind = kind;
	return n;
}

void
engine_tell(struct engine *g, struct news *n)
{
	if (n == NULL)
		return;
	if (!queue_push(g->news, n)) {
		log_warn("news of kind %d dropped: the screen does not listen", (int)n->kind);
		news_free(n);
	}
}

void
engine_done(
    struct engine *g, uint64_t job, const struct err *e, const char *ticket, const char *number)
{
	struct news *n = job != 0 ? engine_news_new(NEWS_DONE) : NULL;

	if (n == NULL)
		return;
	n->job = job;
	if (e != NULL)
		n->err = *e;
	if (ticket != NULL)
		str_copy(n->ticket, sizeof(n->ticket), ticket);
	if (number != NULL)
		str_copy(n->number, sizeof(n->number), number);
	engine_tell(g, n);
}

void
engine_link(struct engine *g, struct link_info *out)
{
	const struct net_servers *list = net_list(g->net);
	size_t i = (size_t)sync_server(g->sync);

	*out = (struct link_info){ 0 };
	sync_link(g->sync, clock_mono_ms(), out);
	out->is_private = g->is_private;
	out->demo = g->demo;
	if (i < list->n)
		str_copy(out->server, sizeof(out->server), list->at[i].text);
}

static void
tell_changes(struct engine *g)
{
	uint32_t tables = cache_writer_changed(g->cache);
	struct link_info now;
	struct news *n;

	if (tables != 0 && (n = engine_news_new(NEWS_TABLES)) != NULL) {
		n->tables = tables;
		engine_tell(g, n);
	}
	engine_link(g, &now);
	if (memcmp(&now, &g->link, sizeof(now)) == 0)
		return;
	g->link = now;
	if ((n = engine_news_new(NEWS_LINK)) != NULL) {
		n->link = now;
		engine_tell(g, n);
	}
}

/* ---- requests ---- */

struct flight {
	struct engine *g;
	uint64_t id;
};

static void
landed(void *arg, struct net_answer *a)
{
	struct flight *f = arg;
	struct engine *g = f->g;
	struct sync_event ev = { .kind = SYNC_ANSWER,
		.request = f->id,
		.status = a->status,
		.body = str_c(&a->body),
		.len = a->body.len,
		.server = (int)a->server };

	free(f);
	if (a->outcome == NET_CANCELLED)
		return;
	ev.outcome = a->outcome == NET_ANSWER    ? SYNC_ANSWERED
		     : a->outcome == NET_REFUSED ? SYNC_UNREACHED
						 : SYNC_UNKNOWN;
	engine_step(g, &ev);
}

/* A request that cannot even be made is one that did not reach the centre. */
static void
never_sent(struct engine *g, uint64_t id)
{
	struct sync_event ev = { .kind = SYNC_ANSWER, .request = id, .outcome = SYNC_UNREACHED };

	engine_step(g, &ev);
}

static void
send_request(struct engine *g, const struct sync_request *r)
{
	bool poll = r->ask == ASK_CHANGES && r->timeout_ms > POLL_WAIT_MS;
	struct net_request rq = { .method = r->method,
		.path = r->path,
		.body = r->body,
		.body_bytes = r->len,
		.total_ms = poll ? r->timeout_ms - POLL_WAIT_MS : r->timeout_ms,
		.wait_ms = poll ? POLL_WAIT_MS : 0 };
	struct flight *f = calloc(1, sizeof(*f));
	struct str auth = { 0 };
	const char *headers[1];
	struct err e = { 0 };

	if (r->auth != NULL) {
		str_addf(&auth, "Authorization: %s", r->auth);
		headers[0] = str_c(&auth);
		rq.headers = headers;
		rq.header_count = 1;
	}
	if (f != NULL)
		*f = (struct flight){ .g = g, .id = r->id };
	if (f == NULL || auth.bad || net_submit(g->net, &rq, landed, f, &e) == 0) {
		log_error("request not made: %s", e.text);
		free(f);
		never_sent(g, r->id);
	}
	if (auth.s != NULL)
		secret_wipe(auth.s, auth.len);
	str_free(&auth);
}

static void
fetched(struct engine *g, const struct sync_note *n)
{
	for (int i = 0; i < g->n_waits; i++)
		if (strcmp(g->waits[i].ticket, n->ticket) == 0) {
			engine_done(g, g->waits[i].job, n->err.code != ERR_OK ? &n->err : NULL,
			    n->ticket, NULL);
			g->waits[i--] = g->waits[--g->n_waits];
		}
}

static void
hear_note(struct engine *g, const struct sync_note *n)
{
	struct news *news = NULL;

	switch (n->kind) {
	case NOTE_SESSION:
		engine_session(g, n);
		break;
	case NOTE_NUMBER:
		if ((news = engine_news_new(NEWS_NUMBER)) != NULL) {
			str_copy(news->ticket, sizeof(news->ticket), n->ticket);
			str_copy(news->number, sizeof(news->number), n->number);
			str_copy(news->old_number, sizeof(news->old_number), n->old_number);
		}
		break;
	case NOTE_FETCHED:
		fetched(g, n);
		break;
	case NOTE_TEXT:
		if ((news = engine_news_new(NEWS_NOTICE)) != NULL)
			str_copy(news->text, sizeof(news->text), n->err.text);
		break;
	case NOTE_ENROLLED:
		break; /* NEWS_LINK carries the seat number */
	}
	engine_tell(g, news);
}

void
engine_step(struct engine *g, const struct sync_event *ev)
{
	struct sync_actions a = { 0 };

	sync_step(g->sync, ev, clock_mono_ms(), &a);
	g->wake_at = a.wake_at;
	g->again = a.again;
	for (int i = 0; i < a.n_notes; i++)
		hear_note(g, &a.notes[i]);
	for (int i = 0; i < a.n_send; i++)
		send_request(g, &a.send[i]);
	sync_actions_clear(&a);
}

void
engine_kick(struct engine *g)
{
	struct sync_event ev = { .kind = SYNC_KICK };

	engine_step(g, &ev);
}

/* ---- the loop ---- */

static struct job *
next_job(struct engine *g)
{
	struct job *j = NULL;

	pthread_mutex_lock(&g->lock);
	if (g->n_jobs > 0) {
		j = g->jobs[0];
		memmove(g->jobs, g->jobs + 1, (size_t)--g->n_jobs * sizeof(g->jobs[0]));
	}
	pthread_mutex_unlock(&g->lock);
	return j;
}

static void
run_jobs(struct engine *g)
{
	struct job *j;

	while ((j = next_job(g)) != NULL) {
		engine_job(g, j);
		job_free(j);
	}
}

static int
patience(struct engine *g, int64_t now, int most)
{
	int64_t ms = most < 0 ? INT32_MAX : most, left;
	int phone = g->phone->ops->timeout_ms(g->phone, clock_now_ms());

	if (g->again)
		return 0;
	if (g->wake_at != INT64_MAX) {
		left = g->wake_at > now ? g->wake_at - now : 0;
		ms = left < ms ? left : ms;
	}
	if (phone >= 0 && phone < ms)
		ms = phone;
	return ms == INT32_MAX ? -1 : (int)ms;
}

static void
turn(struct engine *g, int most_ms)
{
	struct sync_event time = { .kind = SYNC_TIME };
	struct pollfd fds[PHONE_FDS];
	int n;

	run_jobs(g);
	if (g->again || clock_mono_ms() >= g->wake_at)
		engine_step(g, &time);
	g->phone->ops->service(g->phone, clock_now_ms());
	tell_changes(g);
	n = g->phone->ops->fds(g->phone, fds, PHONE_FDS);
	net_step(g->net, patience(g, clock_mono_ms(), most_ms), fds, (size_t)n);
}

static void *
engine_main(void *arg)
{
	struct engine *g = arg;

	while (!g->stop)
		turn(g, -1);
	run_jobs(g);
	tell_changes(g);
	return NULL;
}

bool
engine_run_until(struct engine *g, bool (*done)(void *arg), void *arg, int timeout_ms)
{
	int64_t until = clock_mono_ms() + timeout_ms;

	while (!done(arg)) {
		int64_t left = until - clock_mono_ms();
		if (left <= 0)
			return false;
		turn(g, left > 200 ? 200 : (int)left);
	}
	return true;
}

bool
engine_idle(struct engine *g)
{
	return sync_idle(g->sync);
}

const uint8_t *
engine_key(struct engine *g)
{
	return g->key;
}

/* ---- handing over ---- */

/* Only the last state of a draft is of interest: a save that has not begun gives way to the next one. */
static bool
replace_save(struct engine *g, struct job *job)
{
	for (int i = 0; i < g->n_jobs; i++)
		if (job->kind == JOB_DRAFT_SAVE && g->jobs[i]->kind == JOB_DRAFT_SAVE &&
		    strcmp(g->jobs[i]->draft.id, job->draft.id) == 0) {
			job_free(g->jobs[i]);
			g->jobs[i] = job;
			return true;
		}
	return false;
}

bool
engine_post(struct engine *g, struct job *job)
{
	bool room;

	pthread_mutex_lock(&g->lock);
	room = replace_save(g, job);
	if (!room && g->n_jobs < ENGINE_JOBS) {
		g->jobs[g->n_jobs++] = job;
		room = true;
	}
	pthread_mutex_unlock(&g->lock);
	if (room)
		net_wakeup(g->net);
	return room;
}

struct news *
engine_news(struct engine *g)
{
	return queue_pop(g->news);
}

int
engine_news_fd(struct engine *g)
{
	return queue_fd(g->news);
}

/* ---- life ---- */

static void
on_phone(void *arg, const struct phone_event *ev)
{
	struct news *n = engine_news_new(NEWS_PHONE);

	if (n == NULL)
		return;
	n->phone = *ev;
	engine_tell(arg, n);
}

static void
random_bytes(void *arg, void *out, size_t n)
{
	(void)arg;
	secret_random(out, n);
}

static int64_t
wall(void *arg)
{
	(void)arg;
	return clock_now_ms();
}

static void
boot_id(char out[ID_SIZE])
{
	struct str text = { 0 };

	if (fs_read("/proc/sys/kernel/random/boot_id", 64, &text, NULL) == ERR_OK &&
	    text.len >= ID_LEN)
		str_copy(out, ID_SIZE, str_c(&text));
	else
		id_new(out); /* without one, ages do not outlive this run */
	str_free(&text);
}

static enum err_code
open_network(struct engine *g, const struct engine_config *c, struct err *e)
{
	struct net_options options = { .ca_file = c->ca_file, .agent = "hotseat" };
	struct net_servers servers;
	struct str list = { 0 };
	enum err_code rc;

	for (int i = 0; i < c->n_servers; i++)
		str_addf(&list, "%s%s", i > 0 ? "," : "", c->servers[i]);
	rc = net_servers_parse(str_c(&list), &servers, e);
	str_free(&list);
	return rc != ERR_OK ? rc : net_new(&servers, &options, &g->net, e);
}

static enum err_code
open_sync(struct engine *g, const struct engine_config *c, struct err *e)
{
	char host[64] = "";
	struct sync_args args = { .cache = g->cache,
		.is_private = c->is_private,
		.enrol_code = c->enrol_code,
		.name = c->seat_name != NULL ? c->seat_name : host,
		.boot = g->boot,
		.random = random_bytes,
		.wall = wall };

	(void)gethostname(host, sizeof(host) - 1);
	g->sync =
	    sync_new(&args); /* one server to it: client/net goes through the list by itself */
	return g->sync != NULL ? ERR_OK : err_set(e, ERR_NO_MEMORY, NULL);
}

enum err_code
engine_open(const struct engine_config *c, struct engine **out, struct err *e)
{
	struct cache_args cache = { .dir = c->data_dir };
	struct engine *g = calloc(1, sizeof(*g));
	enum err_code rc;

	*out = NULL;
	if (g == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	pthread_mutex_init(&g->lock, NULL);
	str_copy(g->data_dir, sizeof(g->data_dir), c->data_dir);
	g->is_private = c->is_private;
	g->demo = c->demo;
	boot_id(g->boot);
	g->news = queue_new(ENGINE_NEWS);
	rc = g->news == NULL ? err_set(e, ERR_NO_MEMORY, NULL)
			     : cache_writer_open(&cache, &g->cache, e);
	if (rc == ERR_OK)
		rc = engine_key_load(g, e);
	if (rc == ERR_OK)
		rc = open_network(g, c, e);
	if (rc == ERR_OK)
		rc = open_sync(g, c, e);
	if (rc == ERR_OK)
		rc = phone_open(c->phone != NULL ? c->phone : "none", on_phone, g, clock_now_ms(),
		    &g->phone, e);
	if (rc != ERR_OK) {
		engine_stop(g);
		return rc;
	}
	*out = g;
	return ERR_OK;
}

enum err_code
engine_start(const struct engine_config *c, struct engine **out, struct err *e)
{
	enum err_code rc = engine_open(c, out, e);

	if (rc != ERR_OK)
		return rc;
	if (pthread_create(&(*out)->thread, NULL, engine_main, *out) != 0) {
		engine_stop(*out);
		*out = NULL;
		return err_set(e, ERR_NO_MEMORY, "不能建立后台线程。");
	}
	(*out)->threaded = true;
	return ERR_OK;
}

void
engine_stop(struct engine *g)
{
	struct news *n;
	struct job *j;

	if (g == NULL)
		return;
	g->stop = true;
	if (g->threaded) {
		net_wakeup(g->net);
		pthread_join(g->thread, NULL);
	}
	while ((j = next_job(g)) != NULL)
		job_free(j);
	phone_close(g->phone);
	net_free(g->net);
	sync_free(g->sync);
	cache_writer_close(g->cache);
	while (g->news != NULL && (n = queue_pop(g->news)) != NULL)
		news_free(n);
	queue_free(g->news);
	secret_wipe(g->sign_password, sizeof(g->sign_password));
	secret_key_free(g->key);
	pthread_mutex_destroy(&g->lock);
	free(g);
}
