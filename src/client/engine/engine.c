/* The engine: one loop over jobs, the network and the telephone, the only writer of the cache. With its own thread under
 * the screen, or turned by hand for commands.
 *
 * Invariants: nothing here waits but the one net_step of a turn; jobs are looked at every turn, and a turn does at most
 * one chunk of a page; every job is answered once (a draft save that a later one replaced is not begun). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "engine_p.h"

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
	if (engine_door_heard(g, n)) {
		news_free(n);
		return;
	}
	/* The screen always reads on; only at its end does it not, and then the queue is closed. */
	if (!(g->threaded ? queue_push_wait(g->news, n) : queue_push(g->news, n)))
		news_free(n);
}

void
engine_done(struct engine *g, uint64_t job, const struct err *e)
{
	struct news *n = engine_news_new(NEWS_DONE);

	if (n == NULL)
		return;
	n->job = job;
	if (e != NULL)
		n->err = *e;
	engine_tell(g, n);
}

void
engine_notice(struct engine *g, const char *text)
{
	struct news *n = engine_news_new(NEWS_NOTICE);

	if (n == NULL)
		return;
	str_copy(n->text, sizeof(n->text), text);
	engine_tell(g, n);
}

void
engine_warn(struct engine *g, const char *text)
{
	struct news *n = engine_news_new(NEWS_NOTICE);

	if (n == NULL)
		return;
	(void)err_set(&n->err, ERR_CORRUPT, NULL);
	str_copy(n->text, sizeof(n->text), text);
	engine_tell(g, n);
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

/* ---- the line ---- */

void
engine_link(struct engine *g, struct link_info *out)
{
	const struct net_servers *list = net_list(g->net);
	size_t at = (size_t)sync_server(g->sync);

	sync_link(g->sync, clock_mono_ms(), out);
	if (at < list->n)
		str_copy(out->server, sizeof(out->server), list->at[at].text);
	out->demo = g->demo;
}

/* What has changed since last told, at most a few times a second while a fill runs: the screen has other things to do. */
static void
tell_changes(struct engine *g)
{
	int64_t now = clock_mono_ms();
	struct link_info link;
	struct news *n;

	g->tables |= cache_writer_changed(g->cache);
	if (g->tables == 0 && !g->tell_link)
		return;
	engine_link(g, &link);
	if (g->again && link.state == g->told_state && now - g->told_at < ENGINE_TELL_MS)
		return;
	if (g->tables != 0 && (n = engine_news_new(NEWS_TABLES)) != NULL) {
		n->tables = g->tables;
		engine_tell(g, n);
	}
	if ((n = engine_news_new(NEWS_LINK)) != NULL) {
		n->link = link;
		engine_tell(g, n);
	}
	g->told_state = link.state;
	g->told_at = now;
	g->tables = 0;
	g->tell_link = false;
}

/* ---- sync: its requests and notes ---- */

struct call { /* a request under way */
	struct engine *g;
	uint64_t request;
};

static void
answered(void *arg, struct net_answer *a)
{
	struct call *call = arg;
	struct engine *g = call->g;
	struct sync_event ev = { .kind = SYNC_ANSWER,
		.request = call->request,
		.outcome = a->outcome == NET_ANSWER    ? SYNC_ANSWERED
			   : a->outcome == NET_REFUSED ? SYNC_UNREACHED
						       : SYNC_UNKNOWN,
		.status = a->status,
		.server = (int)a->server,
		.retry_after_s = a->retry_after_s,
		.body = str_c(&a->body),
		.len = a->body.len };

	free(call);
	if (a->outcome != NET_CANCELLED)
		engine_step_sync(g, &ev);
}

static bool
submit(struct engine *g, const struct sync_request *r)
{
	struct call *call = malloc(sizeof(*call));
	struct str auth = { 0 };
	const char *headers[1 + SYNC_HEADERS];
	struct net_request rq = { .method = r->method,
		.path = r->path,
		.headers = headers,
		.body = r->body,
		.body_bytes = r->len,
		.type = r->type,
		.total_ms = r->timeout_ms,
		.wait_ms = r->park_ms };
	struct err e;
	uint64_t id = 0;

	if (r->auth != NULL) {
		str_addf(&auth, "Authorization: %s", r->auth);
		headers[0] = str_c(&auth);
		rq.header_count = 1;
	}
	for (int i = 0; i < r->n_headers; i++)
		if (r->headers[i] != NULL)
			headers[rq.header_count++] = r->headers[i];
	if (call != NULL && r->path != NULL && !auth.bad) {
		*call = (struct call){ g, r->id };
		id = net_submit(g->net, &rq, answered, call, &e);
	}
	if (id == 0)
		free(call);
	secret_str_free(&auth);
	return id != 0;
}

static void
hear(struct engine *g, const struct sync_note *note)
{
	struct news *n;

	switch (note->kind) {
	case NOTE_SESSION:
		engine_session(g, note);
		break;
	case NOTE_NUMBER:
		if ((n = engine_news_new(NEWS_NUMBER)) == NULL)
			break;
		str_copy(n->ticket, sizeof(n->ticket), note->ticket);
		str_copy(n->old_number, sizeof(n->old_number), note->old_number);
		str_copy(n->number, sizeof(n->number), note->number);
		engine_tell(g, n);
		break;
	case NOTE_FETCHED:
		engine_fetched(g, note->ticket, &note->err);
		break;
	case NOTE_FILE:
		engine_filed(g, note->ticket, note->file, &note->err);
		break;
	case NOTE_ANSWER:
		engine_answered(g, note);
		break;
	case NOTE_ORDER:
		engine_phone_order(g, note->order.code, note->order.at);
		break;
	case NOTE_ENROLLED:
		g->tell_link = true;
		break;
	case NOTE_TEXT:
		engine_notice(g, note->err.text);
		break;
	}
}

void
engine_step_sync(struct engine *g, const struct sync_event *ev)
{
	struct sync_actions a = { 0 };

	sync_step(g->sync, ev, clock_mono_ms(), &a);
	g->wake_at = a.wake_at;
	g->again = a.again;
	g->tell_link = g->tell_link || a.link_changed;
	for (int i = 0; i < a.n_send; i++)
		if (!submit(g, &a.send[i])) {
			/* No memory for it: as if the line had failed. The core waits and asks again. */
			struct sync_event lost = { .kind = SYNC_ANSWER,
				.request = a.send[i].id,
				.outcome = SYNC_UNKNOWN };
			engine_step_sync(g, &lost);
		}
	for (int i = 0; i < a.n_notes; i++)
		hear(g, &a.notes[i]);
	sync_actions_clear(&a);
}

/* ---- jobs ---- */

struct job *
engine_take_draft(struct engine *g)
{
	struct job *job = NULL;

	pthread_mutex_lock(&g->lock);
	for (int i = 0; i < ENGINE_DRAFTS && job == NULL; i++) {
		job = g->drafts[i];
		g->drafts[i] = NULL;
	}
	pthread_mutex_unlock(&g->lock);
	return job;
}

/* Not done, and need not be: the later one says more. */
static void
answer_replaced(struct engine *g, const struct job *old)
{
	struct news *n = engine_news_new(NEWS_DONE);

	if (n == NULL)
		return;
	n->job = old->id;
	err_set(&n->err, ERR_CANCELLED, "后一次暂存已包括这一次。");
	if (!queue_push(g->news, n)) /* the screen's own thread: it never waits */
		news_free(n);
}

static bool
post_draft(struct engine *g, struct job *job)
{
	struct job *old = NULL;
	int at = -1;

	pthread_mutex_lock(&g->lock);
	for (int i = 0; i < ENGINE_DRAFTS; i++) {
		if (g->drafts[i] == NULL) {
			at = at < 0 ? i : at;
		} else if (strcmp(g->drafts[i]->draft.id, job->draft.id) == 0) {
			at = i;
			break;
		}
	}
	if (at >= 0) {
		old = g->drafts[at];
		g->drafts[at] = job;
	}
	pthread_mutex_unlock(&g->lock);
	if (old != NULL) {
		answer_replaced(g, old);
		job_free(old);
	}
	/* The engine itself in the queue says "look at the drafts". A full queue is being worked on, and they are looked
	 * at after it. */
	if (at >= 0 && old == NULL)
		(void)queue_push(g->jobs, g);
	return at >= 0;
}

bool
engine_post(struct engine *g, struct job *job)
{
	return job->kind == JOB_DRAFT_SAVE ? post_draft(g, job) : queue_push(g->jobs, job);
}

bool
engine_is_behind(const struct engine *g)
{
	return queue_len(g->jobs) >= ENGINE_JOBS / 2;
}

/* Drafts first: a submit must find its draft's last words already there, or gone for good. */
void
engine_run_jobs(struct engine *g)
{
	void *item;
	struct job *job;

	while ((job = engine_take_draft(g)) != NULL)
		engine_run(g, job);
	for (int i = 0; i < ENGINE_JOBS && (item = queue_pop(g->jobs)) != NULL; i++)
		if (item != g)
			engine_run(g, item);
	while ((job = engine_take_draft(g)) != NULL)
		engine_run(g, job);
}

/* ---- the loop ---- */

static int
patience(struct engine *g, int most_ms)
{
	int64_t now = clock_mono_ms(), wait = most_ms;

	if (g->again || queue_len(g->jobs) > 0)
		return 0;
	if (g->wake_at - now < wait)
		wait = g->wake_at > now ? g->wake_at - now : 0;
	if (g->signing != NULL && g->signing_until - now < wait)
		wait = g->signing_until > now ? g->signing_until - now : 0;
	if (g->tables != 0 && wait > ENGINE_TELL_MS)
		wait = ENGINE_TELL_MS;
	wait = engine_phone_wait(g, wait);
	return (int)engine_look_wait(g, now, engine_door_wait(g, now, wait));
}

/* Who may want something, beside the network. */
static int
doors(struct engine *g, struct pollfd fds[NET_EXTRA_FDS])
{
	int n = 1;

	fds[0] = (struct pollfd){ .fd = queue_fd(g->jobs), .events = POLLIN };
	n += engine_door_fds(g, fds + n);
	n += engine_look_fds(g, fds + n);
	return n + g->phone->ops->fds(g->phone, fds + n, NET_EXTRA_FDS - n);
}

bool
engine_is_wanted(void *arg)
{
	struct pollfd fds[NET_EXTRA_FDS];
	struct engine *g = arg;

	return queue_len(g->jobs) > 0 || poll(fds, (nfds_t)doors(g, fds), 0) != 0;
}

void
engine_turn(struct engine *g, int most_ms)
{
	struct pollfd fds[NET_EXTRA_FDS];
	int n = doors(g, fds);

	engine_run_jobs(g);
	if (g->again || g->wake_at <= clock_mono_ms())
		engine_step_sync(g, &(struct sync_event){ .kind = SYNC_TIME });
	tell_changes(g);
	(void)net_step(g->net, patience(g, most_ms), fds, (size_t)n);
	engine_phone_settle(g); /* after the jobs: who has just hung up is not rung */
	phone_service(g->phone, clock_now_ms());
	engine_phone_settle(g);
	engine_door_serve(g);
	engine_look_serve(g);
	tell_changes(g);
	engine_signed_in(g);
	engine_sign_late(g);
	if (cache_writer_damaged(g->cache))
		engine_warn(g, CACHE_DAMAGE_WORDS);
}

bool
engine_run_until(struct engine *g, bool (*done)(void *arg), void *arg, int timeout_ms)
{
	int64_t end = clock_mono_ms() + timeout_ms;

	for (;;) {
		int64_t left = end - clock_mono_ms();
		if (done(arg))
			return true;
		if (left <= 0)
			return false;
		engine_turn(g, left < 100 ? (int)left : 100);
	}
}

bool
engine_idle(struct engine *g)
{
	return queue_len(g->jobs) == 0 && g->signing == NULL && g->n_fetching == 0 &&
	       g->n_filing == 0 && !g->again && sync_idle(g->sync);
}

bool
engine_has_desk(struct engine *g)
{
	return sync_has_desk(g->sync);
}

const uint8_t *
engine_key(struct engine *g)
{
	return g->key;
}
