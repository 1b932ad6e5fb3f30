/* /metrics: what the centre is doing, as Prometheus reads it (text format 0.0.4), only for this machine: a monitor on it,
 * or one that comes through it. Nothing here names a person, a device or a ticket.
 *
 * Requests are counted at the HTTP door as they are answered, results of operations when their batch is committed; the
 * rest is asked when somebody looks. A proxy in front must not pass /metrics on: to the centre it is this machine. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/histogram.h"
#include "route_p.h"
#include "server/http/http.h"
#include "wire/op.h"

#define STATUSES 600

struct of_route {
	_Atomic int64_t status[STATUSES];
	struct histogram took;
};
struct metrics {
	struct of_route *route; /* api_routes_count of them, and one for what fits no line */
	_Atomic int64_t op[OP_RETRY + 1];
	_Atomic(struct http_server *) http;
};

struct metrics *
metrics_new(void)
{
	struct metrics *m = calloc(1, sizeof(*m));

	if (m == NULL)
		return NULL;
	m->route = calloc((size_t)api_routes_count + 1, sizeof(*m->route));
	if (m->route == NULL) {
		free(m);
		return NULL;
	}
	return m;
}

void
metrics_free(struct metrics *m)
{
	if (m == NULL)
		return;
	free(m->route);
	free(m);
}

void
metrics_answered(struct metrics *m, const struct api_call *c, int status)
{
	int i = c->route >= 0 && c->route < api_routes_count ? c->route : api_routes_count;

	if (status > 0 && status < STATUSES)
		m->route[i].status[status]++;
	histogram_add(&m->route[i].took, clock_mono_us() - c->began_us);
}

void
metrics_op(struct metrics *m, int status)
{
	if (status >= 0 && status <= OP_RETRY)
		m->op[status]++;
}

void
api_watch(struct api *a, struct http_server *s)
{
	a->metrics->http = s;
}

/* ---- the text ---- */

static void
family(struct str *out, const char *name, const char *type, const char *help)
{
	str_addf(out, "# HELP hotseatd_%s %s\n# TYPE hotseatd_%s %s\n", name, help, name, type);
}

static void
one(struct str *out, const char *name, const char *type, const char *help, int64_t value)
{
	family(out, name, type, help);
	str_addf(out, "hotseatd_%s %lld\n", name, (long long)value);
}

/* Microseconds as seconds. */
static void
add_seconds(struct str *out, int64_t us)
{
	str_addf(out, "%lld.%06lld", (long long)(us / 1000000), (long long)(us % 1000000));
}

static void
add_histogram(struct str *out, const char *name, const char *labels, const struct histogram *h)
{
	const char *comma = labels[0] != '\0' ? "," : "";
	int64_t sum = h->sum_us, n = 0;

	for (int i = 0; i < HISTOGRAM_BUCKETS; i++) {
		n += h->bucket[i];
		str_addf(out, "hotseatd_%s_bucket{%s%sle=\"", name, labels, comma);
		add_seconds(out, histogram_limit_us(i));
		str_addf(out, "\"} %lld\n", (long long)n);
	}
	n += h->bucket[HISTOGRAM_BUCKETS];
	str_addf(
	    out, "hotseatd_%s_bucket{%s%sle=\"+Inf\"} %lld\n", name, labels, comma, (long long)n);
	str_addf(out, "hotseatd_%s_sum{%s} ", name, labels);
	add_seconds(out, sum);
	str_addf(out, "\nhotseatd_%s_count{%s} %lld\n", name, labels, (long long)n);
}

static void
labels_of(int i, struct str *out)
{
	bool known = i < api_routes_count;

	str_reset(out);
	str_addf(out, "method=\"%s\",route=\"%s\"", known ? api_routes[i].method : "any",
	    known ? api_routes[i].path : "none");
}

static void
add_requests(struct str *out, struct metrics *m)
{
	struct str labels = { 0 };

	family(out, "http_requests_total", "counter", "Requests answered, by route and status.");
	for (int i = 0; i <= api_routes_count; i++)
		for (int s = 0; s < STATUSES; s++) {
			int64_t n = m->route[i].status[s];

			if (n == 0)
				continue;
			labels_of(i, &labels);
			str_addf(out, "hotseatd_http_requests_total{%s,status=\"%d\"} %lld\n",
			    str_c(&labels), s, (long long)n);
		}
	family(out, "http_request_duration_seconds", "histogram",
	    "From the whole request to its answer; a long poll waits on purpose.");
	for (int i = 0; i <= api_routes_count; i++) {
		labels_of(i, &labels);
		add_histogram(
		    out, "http_request_duration_seconds", str_c(&labels), &m->route[i].took);
	}
	out->bad = out->bad || labels.bad;
	str_free(&labels);
}

static void
add_door(struct str *out, struct metrics *m)
{
	struct http_server *s = m->http;
	struct http_stats st = { 0 };

	if (s != NULL)
		http_stats(s, &st);
	one(out, "http_refused_total", "counter", "Requests refused by the guard or a size limit.",
	    (int64_t)st.refused);
	one(out, "http_limited_total", "counter", "Connections over the limit of one address.",
	    (int64_t)st.limited);
	one(out, "http_cut_total", "counter", "Connections closed by a deadline.", (int64_t)st.cut);
	one(out, "http_connections", "gauge", "Connections open now.", (int64_t)st.connections);
	one(out, "http_waiting", "gauge", "Requests deferred now, long polls among them.",
	    (int64_t)st.parked);
}

static void
add_writer(struct str *out, const struct api *a)
{
	static const struct histogram none;
	struct writer_stats w = { 0 };
	const struct histogram *commits = &none;

	if (a->config.writer != NULL) {
		writer_stats(a->config.writer, &w);
		commits = writer_commits(a->config.writer);
	}
	one(out, "writer_batches_total", "counter", "Batches written.", w.batches);
	one(out, "writer_jobs_total", "counter", "Jobs written.", w.jobs);
	one(out, "writer_queue", "gauge", "Jobs that wait.", w.queue);
	family(out, "writer_age_seconds", "gauge", "Age of the batch being written; 0 idle.");
	str_add(out, "hotseatd_writer_age_seconds ");
	add_seconds(out, w.oldest_ms * 1000);
	str_add_c(out, '\n');
	family(out, "commit_duration_seconds", "histogram", "Commits of batches, to the disk.");
	add_histogram(out, "commit_duration_seconds", "", commits);
}

static void
add_ops(struct str *out, struct metrics *m)
{
	static const char *const names[] = {
#define X(name, json) [OP_##name] = (json),
		OP_STATUSES(X)
#undef X
	};

	family(out, "ops_total", "counter", "Operations answered, by result.");
	for (int i = 0; i <= OP_RETRY; i++)
		str_addf(
		    out, "hotseatd_ops_total{result=\"%s\"} %lld\n", names[i], (long long)m->op[i]);
}

static void
add_store(struct str *out, struct api *a, const struct store_figures *f)
{
	int64_t disk = a->config.dir[0] != '\0' ? fs_free_bytes(a->config.dir) : -1;

	one(out, "feed_head", "counter", "Last number of the feed.", f->feed_head);
	one(out, "tickets", "gauge", "Tickets.", f->tickets);
	one(out, "seats", "gauge", "Enrolled seats.", f->devices);
	one(out, "sessions", "gauge", "People signed in.", f->sessions);
	one(out, "database_bytes", "gauge", "The database without its log.", f->bytes);
	if (disk >= 0)
		one(out, "disk_free_bytes", "gauge", "Free space where the database is.", disk);
}

void
api_metrics_get(struct api *a, struct api_call *c)
{
	struct store_figures figures;
	struct str out = { 0 };
	struct err e = { 0 };
	struct store *s = api_reader_take(a, &e);

	if (s == NULL) {
		api_fail(c, &e);
		return;
	}
	store_figures(s, api_now(a), &figures);
	api_reader_give(a, s);
	family(&out, "info", "gauge", "Which program this is.");
	str_addf(&out, "hotseatd_info{version=\"%s\"} 1\n", a->config.version);
	add_requests(&out, a->metrics);
	add_door(&out, a->metrics);
	one(&out, "parked_polls", "gauge", "Long polls that wait for news.", park_count(a->park));
	add_writer(&out, a);
	add_ops(&out, a->metrics);
	add_store(&out, a, &figures);
	str_copy(c->head.type, sizeof(c->head.type), "text/plain; version=0.0.4; charset=utf-8");
	c->answer(c, 200, &out, 0);
}
