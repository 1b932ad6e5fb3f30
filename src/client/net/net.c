/* Requests to the centre: submitting, stepping, failing over, cancelling. How one request becomes a libcurl handle is in
 * transfer.c, which server is next in net_servers.c.
 *
 * Invariant: a transfer is in the list and in the multi handle, or it is being called back, or it is freed. Its callback
 * is called exactly once, and never from inside a function of libcurl. */
#include "net_p.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

enum err_code
net_new(
    const struct net_servers *servers, const struct net_options *o, struct net **out, struct err *e)
{
	*out = NULL;
	if (curl_global_init(CURL_GLOBAL_DEFAULT) !=
	    CURLE_OK) /* counted, and thread-safe since 7.84 */
		return err_set(e, ERR_NO_MEMORY, NULL);
	struct net *n = calloc(1, sizeof *n);
	if (!n) {
		curl_global_cleanup();
		return err_set(e, ERR_NO_MEMORY, NULL);
	}
	n->servers = *servers;
	n->connect_ms = o && o->connect_ms ? o->connect_ms : 3000;
	n->ca_file = o ? str_dup(o->ca_file) : NULL;
	n->agent = o ? str_dup(o->agent) : NULL;
	n->zstd = curl_version_info(CURLVERSION_NOW)->features & CURL_VERSION_ZSTD;
	n->multi = curl_multi_init();
	if (!n->multi || (o && ((o->ca_file && !n->ca_file) || (o->agent && !n->agent)))) {
		net_free(n);
		return err_set(e, ERR_NO_MEMORY, NULL);
	}
	*out = n;
	return ERR_OK;
}

static void
unlist(struct transfer *t)
{
	struct net *n = t->net;
	*(t->prev ? &t->prev->next : &n->first) = t->next;
	if (t->next)
		t->next->prev = t->prev;
	n->busy--;
}

/* Out of the list, call back, free: the callback may already submit the next request. */
static void
finish(struct transfer *t)
{
	unlist(t);
	t->done(t->arg, &t->answer);
	transfer_free(t);
}

static void
cancel(struct transfer *t)
{
	curl_multi_remove_handle(t->net->multi, t->easy);
	str_free(&t->answer.body);
	t->answer.outcome = NET_CANCELLED;
	err_set(&t->answer.err, ERR_CANCELLED, NULL);
	finish(t);
}

void
net_free(struct net *n)
{
	if (!n)
		return;
	while (n->first)
		cancel(n->first);
	if (n->multi)
		curl_multi_cleanup(n->multi);
	free(n->ca_file);
	free(n->agent);
	free(n);
	curl_global_cleanup();
}

uint64_t
net_submit(struct net *n, const struct net_request *r, net_done *done, void *arg, struct err *e)
{
	struct transfer *t;
	if (n->servers.n == 0) {
		err_set(e, ERR_CONFIG, "没有配置中心地址");
		return 0;
	}
	if (transfer_new(n, r, &t, e) != ERR_OK)
		return 0;
	if (!transfer_start(t, net_servers_pick(&n->servers, 0, clock_mono_ms()))) {
		transfer_free(t);
		err_set(e, ERR_NO_MEMORY, NULL);
		return 0;
	}
	t->id = ++n->last_id;
	t->done = done;
	t->arg = arg;
	t->next = n->first;
	if (n->first)
		n->first->prev = t;
	n->first = t;
	n->busy++;
	return t->id;
}

bool
net_cancel(struct net *n, uint64_t id)
{
	for (struct transfer *t = n->first; t; t = t->next)
		if (t->id == id) {
			cancel(t);
			return true;
		}
	return false;
}

/* A handle that libcurl is done with: the answer, or the same request to the next server. True when called back. */
static bool
ended(struct transfer *t, CURLcode code)
{
	struct net *n = t->net;
	struct net_answer *a = &t->answer;
	int64_t now = clock_mono_ms();
	transfer_judge(t, code);
	curl_multi_remove_handle(n->multi, t->easy);
	if (a->outcome == NET_ANSWER)
		net_servers_worked(&n->servers, a->server);
	else if (a->err.code == ERR_NETWORK || a->err.code == ERR_TIMEOUT)
		net_servers_failed(&n->servers, a->server, now);
	if (a->outcome == NET_REFUSED) {
		size_t next = net_servers_pick(&n->servers, t->tried, now);
		if (next < n->servers.n && transfer_start(t, next))
			return false;
	}
	finish(t);
	return true;
}

/* Those that were there when it began: who is called back may submit the next one already. */
static int
lose_all(struct net *n)
{
	const uint64_t last = n->last_id;
	int count = 0;

	for (;;) {
		struct transfer *t = n->first;

		while (t != NULL && t->id > last)
			t = t->next;
		if (t == NULL)
			return count;
		transfer_lose(t);
		curl_multi_remove_handle(n->multi, t->easy);
		finish(t);
		count++;
	}
}

static int
turn(struct net *n)
{
	int running, left, count = 0;
	CURLMsg *m;
	if (n->cut)
		return lose_all(n);
	curl_multi_perform(n->multi, &running);
	while ((m = curl_multi_info_read(n->multi, &left)) != NULL) {
		struct transfer *t = NULL;
		if (m->msg != CURLMSG_DONE)
			continue;
		CURLcode code = m->data.result; /* m dies with the handle */
		curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &t);
		count += ended(t, code);
	}
	return count;
}

int
net_step(struct net *n, int ms, struct pollfd *extra, size_t count)
{
	struct curl_waitfd fd[NET_EXTRA_FDS];
	if (count > NET_EXTRA_FDS)
		count = NET_EXTRA_FDS;
	for (size_t i = 0; i < count; i++) {
		short want = 0;
		if (extra[i].events & POLLIN)
			want |= CURL_WAIT_POLLIN;
		if (extra[i].events & POLLOUT)
			want |= CURL_WAIT_POLLOUT;
		if (extra[i].events & POLLPRI)
			want |= CURL_WAIT_POLLPRI;
		fd[i] = (struct curl_waitfd){ .fd = extra[i].fd, .events = want };
	}
	int done = turn(n); /* starts what was submitted since */
	/* libcurl has no "for ever"; a day is as good. */
	curl_multi_poll(n->multi, fd, (unsigned)count, done > 0 ? 0 : ms < 0 ? 86400000 : ms, NULL);
	done += turn(n);
	/* libcurl reports only readable and writable; a hang-up must be seen as one. */
	if (count > 0)
		poll(extra, count, 0);
	return done;
}

void
net_cut(struct net *n, bool cut)
{
	n->cut = cut;
	net_wakeup(n);
}

void
net_wakeup(struct net *n)
{
	curl_multi_wakeup(n->multi);
}

size_t
net_busy(const struct net *n)
{
	return n->busy;
}

const struct net_servers *
net_list(const struct net *n)
{
	return &n->servers;
}

/* ---- for command lines ---- */

struct waiting {
	struct net_answer *out;
	bool done;
};

static void
keep_answer(void *arg, struct net_answer *a)
{
	struct waiting *w = arg;
	*w->out = *a;
	a->body = (struct str){ 0 };
	w->done = true;
}

enum err_code
net_call_wait(struct net *n, const struct net_request *r, struct net_answer *out)
{
	struct waiting w = { out, false };
	*out = (struct net_answer){ .outcome = NET_REFUSED };
	if (net_submit(n, r, keep_answer, &w, &out->err) == 0)
		return out->err.code;
	while (!w.done)
		net_step(n, -1, NULL, 0);
	return out->err.code;
}

void
net_answer_free(struct net_answer *a)
{
	str_free(&a->body);
}

void
net_escape(struct str *out, const char *text)
{
	static const char hex[] = "0123456789ABCDEF";
	for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
		bool plain = (*p >= '0' && *p <= '9') || (*p >= 'A' && *p <= 'Z') ||
			     (*p >= 'a' && *p <= 'z') || strchr("-._~", *p);
		if (plain) {
			str_add_c(out, (char)*p);
		} else {
			str_add_c(out, '%');
			str_add_c(out, hex[*p >> 4]);
			str_add_c(out, hex[*p & 15]);
		}
	}
}
