/* Parked polls: calls whose feed has nothing new, held without a thread each. One thread answers them all.
 *
 * A commit marks the feeds it touched; at most every COALESCE_MS the thread takes the calls of the marked feeds, reads one
 * page for each kind of reader among them and gives all of them the same body. That page begins where the one furthest
 * behind stands: each of them has found its feed empty from its own place on, so it is the page each would have read,
 * but for last_op, which it cannot say of many: a seat that must know asks once without waiting (sync_pull.c).
 * A desk record that somebody waits for (record_is_prompt) ends the polls of those who read it, at once and no others: their
 * page says how far there are some.
 * A poll that meets a commit between its empty read and its parking is found by the generation, which it notes before it
 * reads. Answers at the deadline are given by the same thread in the same way. Rare reference rows that everybody should
 * have at once (a bulletin, an article, an incident) answer every call, also with an empty page: it says that there are
 * some. Not done here: what a page is (feed.c), who may read (auth.c), time-outs (the transport tells). */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/limits.h"
#include "park_p.h"
#include "server/http/http.h"

#define COALESCE_MS 200

/* Has somebody written what its reader waits for? Looked for only among what was written since the last time. */
static bool
is_told(struct park *p, struct waiter *w)
{
	int64_t found;

	if (w->desk < 0 || w->looked >= p->desk.last)
		return false;
	found = park_desk_for(&p->desk, &w->call->who, w->looked);
	w->looked = p->desk.last;
	w->told = found > 0 ? found : w->told;
	return found > 0;
}

/* Back among the waiting, or among the ended when its time came, or a word for its reader, while the thread had it. */
static void
settle(struct park *p, struct waiter *w)
{
	if (is_told(p, w) || w->ended)
		park_end(p, w);
	else
		park_link(w);
}

/* ---- answering; without the lock ---- */

static void
give(struct park *p, struct waiter *w, struct http_body *body, const struct err *e)
{
	struct str nothing = { 0 };
	struct api_call *c = w->call;
	bool gone;

	pthread_mutex_lock(&p->lock);
	p->n--;
	gone = w->gone;
	c->park = NULL;
	pthread_mutex_unlock(&p->lock);
	if (gone)
		c->answer(c, 204, &nothing, 0);
	else if (body != NULL)
		c->answer_shared(c, http_body_ref(body));
	else
		c->problem(c, e, NULL);
	free(w); /* after the answer: the transport may tell it off until then */
}

/* Readers of one kind on one feed. */
struct group {
	struct waiter *list;
	struct feed_reader who;
	int64_t seq;
	int limit;
	const char *cursor;
};

/* Take the first of ${list} and all that can share its body. */
static struct group
take_group(struct waiter **list)
{
	struct waiter *first = *list, *left = NULL, *w;
	struct group g = { .seq = INT64_MAX, .limit = LIMIT_PAGE_ROWS };

	g.who = (struct feed_reader){ .roles = first->call->who.roles,
		.feed = first->q->feed,
		.device = "",
		.desk = first->told };
	while ((w = *list) != NULL) {
		bool same = w->q == first->q && w->class == first->class && w->told == first->told;
		struct waiter **to = same ? &g.list : &left;

		*list = w->next;
		w->next = *to;
		*to = w;
		if (!same)
			continue;
		if (w->seq < g.seq) {
			g.seq = w->seq;
			g.cursor = w->cursor;
		}
		if (w->limit < g.limit)
			g.limit = w->limit;
	}
	*list = left;
	return g;
}

static struct http_body *
page_body(struct api *a, const struct group *g, bool *empty, struct err *e)
{
	struct http_body *body = NULL;
	struct str text = { 0 };
	size_t len;

	if (sync_page(a, &g->who, g->cursor, g->limit, &text, empty, e) == ERR_OK) {
		len = text.len;
		body = http_body_take(str_take(&text), len);
		if (body == NULL)
			err_set(e, ERR_NO_MEMORY, NULL);
	}
	str_free(&text);
	return body;
}

/* One page, many answers. ${always}: also when nothing is new; else those go back to waiting. */
static void
serve(struct park *p, struct waiter *list, bool always)
{
	while (list != NULL) {
		struct group g = take_group(&list);
		struct err e = { 0 };
		bool empty = false;
		struct http_body *body = page_body(p->api, &g, &empty, &e);
		struct waiter *w;

		while ((w = g.list) != NULL) {
			g.list = w->next;
			w->next = NULL;
			if (!empty || always || body == NULL) {
				give(p, w, body, &e);
				continue;
			}
			pthread_mutex_lock(&p->lock);
			settle(p, w);
			pthread_mutex_unlock(&p->lock);
		}
		http_body_unref(body);
	}
}

/* ---- the thread ---- */

/* The calls of all queues that have news. *always: they are answered also when their page is empty. */
static struct waiter *
take_news(struct park *p, bool *always)
{
	struct waiter *list = NULL, **end = &list;

	for (int i = 0; i < FEED_BUCKETS; i++)
		for (struct queue_of_feed *q = p->bucket[i]; q != NULL; q = q->next) {
			if (!q->news && !p->reference)
				continue;
			q->news = false;
			*end = park_take(q);
			while (*end != NULL)
				end = &(*end)->next;
		}
	*always = p->reference;
	p->news = p->reference = false;
	p->flushed_at = clock_mono_ms();
	return list;
}

/* Waits until there is something to do: news that are due, or calls that are over. */
static void
wait_for_work(struct park *p)
{
	while (!p->stop && p->ended == NULL) {
		int64_t left = p->flushed_at + COALESCE_MS - clock_mono_ms();
		struct timespec t;

		if (p->news && left <= 0)
			return;
		if (!p->news) {
			pthread_cond_wait(&p->work, &p->lock);
			continue;
		}
		clock_gettime(CLOCK_MONOTONIC, &t);
		t.tv_nsec += (long)left * 1000000;
		t.tv_sec += t.tv_nsec / 1000000000;
		t.tv_nsec %= 1000000000;
		pthread_cond_timedwait(&p->work, &p->lock, &t);
	}
}

static void *
park_main(void *arg)
{
	struct park *p = arg;

	pthread_mutex_lock(&p->lock);
	for (;;) {
		struct waiter *ended, *news = NULL;
		bool always = false;

		wait_for_work(p);
		if (p->stop)
			break;
		ended = p->ended;
		p->ended = NULL;
		if (p->news && clock_mono_ms() >= p->flushed_at + COALESCE_MS)
			news = take_news(p, &always);
		pthread_mutex_unlock(&p->lock);
		serve(p, ended, true);
		serve(p, news, always);
		pthread_mutex_lock(&p->lock);
	}
	pthread_mutex_unlock(&p->lock);
	return NULL;
}

/* Started with the first call that parks: a centre inside a test has none. */
static bool
have_thread(struct park *p)
{
	if (!p->running)
		p->running = pthread_create(&p->thread, NULL, park_main, p) == 0;
	return p->running;
}

/* ---- from outside ---- */

struct park *
park_new(struct api *a)
{
	struct park *p = calloc(1, sizeof(*p));
	pthread_condattr_t attr;

	if (p == NULL)
		return NULL;
	p->api = a;
	p->flushed_at = INT64_MIN / 2;
	pthread_mutex_init(&p->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&p->work, &attr);
	pthread_condattr_destroy(&attr);
	return p;
}

static void
end_list(struct park *p, struct waiter *list)
{
	struct err e = { 0 };

	err_set(&e, ERR_BUSY, "中心正在停止。");
	while (list != NULL) {
		struct waiter *w = list;
		list = w->next;
		give(p, w, NULL, &e);
	}
}

static void
end_all(struct park *p)
{
	end_list(p, p->ended);
	for (int i = 0; i < FEED_BUCKETS; i++)
		while (p->bucket[i] != NULL) {
			struct queue_of_feed *q = p->bucket[i];
			end_list(p, park_take(q));
			p->bucket[i] = q->next;
			free(q);
		}
}

void
park_free(struct park *p)
{
	if (p == NULL)
		return;
	pthread_mutex_lock(&p->lock);
	p->stop = true;
	pthread_cond_signal(&p->work);
	pthread_mutex_unlock(&p->lock);
	if (p->running)
		pthread_join(p->thread, NULL);
	end_all(p);
	pthread_cond_destroy(&p->work);
	pthread_mutex_destroy(&p->lock);
	free(p);
}

uint64_t
park_generation(struct park *p)
{
	uint64_t g;

	pthread_mutex_lock(&p->lock);
	g = p->generation;
	pthread_mutex_unlock(&p->lock);
	return g;
}

int
park_count(struct park *p)
{
	int n;

	pthread_mutex_lock(&p->lock);
	n = p->n;
	pthread_mutex_unlock(&p->lock);
	return n;
}

/* From a thread of the transport, which keeps the call alive meanwhile. */
static void
over(struct api_call *c, enum api_end why)
{
	struct park *p = c->api->park;
	struct waiter *w;

	pthread_mutex_lock(&p->lock);
	w = c->park;
	if (w != NULL && !w->ended) {
		w->ended = true;
		w->gone = why == API_GONE;
		if (w->linked) {
			park_unlink(w);
			park_end(p, w);
			pthread_cond_signal(&p->work);
		}
	}
	pthread_mutex_unlock(&p->lock);
}

static struct waiter *
new_waiter(struct park *p, struct api_call *c, const struct poll *poll)
{
	struct waiter *w = calloc(1, sizeof(*w));

	if (w == NULL)
		return NULL;
	w->call = c;
	w->seq = feed_cursor_seq(poll->cursor);
	w->limit = poll->limit;
	w->class = (feed_sees_identity(c->who.roles, false) ? 1u : 0u) |
		   (feed_sees_identity(c->who.roles, true) ? 2u : 0u) |
		   (feed_sees_internal(c->who.roles) ? 4u : 0u);
	w->cursor = poll->cursor;
	w->desk = w->looked = poll->desk;
	pthread_mutex_lock(&p->lock);
	w->q = park_queue(p, poll->feed, true);
	if (w->q == NULL || p->stop || !have_thread(p)) {
		free(w);
		w = NULL;
	}
	pthread_mutex_unlock(&p->lock);
	return w;
}

void
park_add(struct park *p, struct api_call *c, const struct poll *poll)
{
	struct waiter *w = new_waiter(p, c, poll);
	struct err e = { 0 };

	if (w == NULL) {
		err_set(&e, ERR_BUSY, NULL);
		api_fail(c, &e);
		return;
	}
	c->park = w;
	c->defer(c, poll->wait_ms, over);
	pthread_mutex_lock(&p->lock);
	p->n++;
	settle(p, w);
	if (p->generation != poll->generation)
		w->q->news = p->news = true;
	if (poll->generation < p->reference_at)
		p->reference = true;
	if (p->ended != NULL || p->news)
		pthread_cond_signal(&p->work);
	pthread_mutex_unlock(&p->lock);
}

int64_t
park_told(struct park *p, const struct api_call *c, int64_t after)
{
	int64_t told;

	pthread_mutex_lock(&p->lock);
	told = park_desk_for(&p->desk, &c->who, after);
	pthread_mutex_unlock(&p->lock);
	return told;
}

/* Records for some people: whoever of them waits is answered now, the others are left alone. */
static void
wake_told(struct park *p, const struct core_touched *touched)
{
	for (int i = 0; i < touched->n_told; i++)
		park_desk_add(&p->desk, &touched->told[i]);
	for (int i = 0; i < FEED_BUCKETS && touched->n_told > 0; i++)
		for (struct queue_of_feed *q = p->bucket[i]; q != NULL; q = q->next)
			for (struct waiter *w = q->first, *next; w != NULL; w = next) {
				next = w->next;
				if (!is_told(p, w))
					continue;
				park_unlink(w);
				park_end(p, w);
			}
}

void
park_wake(struct park *p, const struct core_touched *touched)
{
	struct queue_of_feed *q;

	pthread_mutex_lock(&p->lock);
	p->generation++;
	for (int i = 0; i < touched->n; i++)
		if ((q = park_queue(p, touched->scope[i], false)) != NULL)
			q->news = p->news = true;
	for (int i = 0; i < FEED_BUCKETS && touched->all; i++)
		for (q = p->bucket[i]; q != NULL; q = q->next)
			q->news = p->news = true;
	if (touched->reference) {
		p->reference_at = p->generation;
		p->reference = p->news = true;
	}
	wake_told(p, touched);
	if (p->news || p->ended != NULL)
		pthread_cond_signal(&p->work);
	pthread_mutex_unlock(&p->lock);
}
