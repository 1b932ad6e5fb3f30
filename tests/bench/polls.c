/* polls ROOT N: N long polls parked at the private centre of ROOT/centre: what each costs in its memory, and how long
 * after one push the last of them has its answer. Prints name<TAB>value lines. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "../lib/bench.h"
#include "../lib/daemon.h"
#include "../lib/deed.h"
#include "../lib/meter.h"
#include "base/clock.h"
#include "client/net/net.h"
#include "wire/message.h"

#define WAIT_MS 20000

static struct net *net;
static char device[200], bearer[200];

static void
call(const char *method, const char *path, const char *auth, const struct str *body,
    struct net_answer *a)
{
	const char *headers[] = { auth };
	struct net_request r = { .method = method,
		.path = path,
		.headers = headers,
		.header_count = auth[0] != '\0',
		.body = body != NULL ? body->s : NULL,
		.body_bytes = body != NULL ? body->len : 0 };

	net_call_wait(net, &r, a);
	if (a->status / 100 != 2)
		fprintf(stderr, "polls: %s %s: %d %s\n", method, path, a->status, str_c(&a->body));
	bench_must(a->status / 100 == 2, path, NULL);
}

static void
enrol(char seat_no[8])
{
	struct msg_enrol ask = { .name = "bench" };
	struct msg_login in = { .job_no = DEEDS_AUTHOR };
	struct net_answer a = { 0 };
	struct str body = { 0 };
	struct msg_session s;
	struct msg_device d;

	msg_enrol_write(&ask, &body);
	call("POST", "/v1/devices", "", &body, &a);
	bench_must(msg_device_read(a.body.s, a.body.len, &d, NULL) == ERR_OK, "no device", NULL);
	snprintf(device, sizeof(device), "Authorization: Device %s.%s", d.device_id, d.device_key);
	str_copy(seat_no, 8, d.seat_no);
	net_answer_free(&a);
	str_reset(&body);
	msg_login_write(&in, &body);
	call("POST", "/v1/sessions", device, &body, &a);
	bench_must(msg_session_read(a.body.s, a.body.len, &s, NULL) == ERR_OK, "no session", NULL);
	snprintf(bearer, sizeof(bearer), "Authorization: Bearer %s", s.token);
	net_answer_free(&a);
	str_free(&body);
}

/* Where the feed ends: a snapshot's cursor stands there. */
static void
cursor_of(char out[CURSOR_SIZE])
{
	struct str body = { 0 };
	struct net_answer a = { 0 };
	struct msg_snapshot m;

	msg_feed_write("centre", &body);
	call("POST", "/v1/sync/snapshot", bearer, &body, &a);
	bench_must(
	    msg_snapshot_read(a.body.s, a.body.len, &m, NULL) == ERR_OK, "no snapshot", NULL);
	str_copy(out, CURSOR_SIZE, m.cursor);
	net_answer_free(&a);
	str_free(&body);
}

static void
push_one(const char *seat_no)
{
	struct number_state numbers = { .sequence = -1 };
	struct str body = { 0 }, push = { 0 };
	struct net_answer a = { 0 };
	struct deeds deeds;
	struct op_item item;
	char no[NUMBER_SIZE];
	struct op op;

	deeds_open(&deeds, (uint64_t)clock_now_ms());
	number_issue(&numbers, seat_no, clock_now_ms(), no);
	deeds_submit(&deeds, 1, 1, no, clock_now_ms(), &op);
	bench_must(op_body(&op, &body, NULL) == ERR_OK, "no operation", NULL);
	item = (struct op_item){ .n = 1, .age_ms = 0, .body = body.s, .len = body.len };
	bench_must(ops_write(&item, 1, &push, NULL) == ERR_OK, "no push", NULL);
	call("POST", "/v1/sync/ops", device, &push, &a);
	net_answer_free(&a);
	op_free(&op);
	str_free(&body);
	str_free(&push);
	deeds_close(&deeds);
}

static void
park(int n, int *fds, int ep, const char *path, const char *cursor)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	char head[800];
	int len = snprintf(head, sizeof(head),
	    "GET /v1/sync/changes?feed=centre&cursor=%s&limit=256&wait=25 HTTP/1.1\r\nHost: "
	    "localhost\r\n%s\r\n\r\n",
	    cursor, bearer);

	snprintf(to.sun_path, sizeof(to.sun_path), "%.100s", path);
	for (int i = 0; i < n; i++) {
		struct epoll_event ev = { .events = EPOLLIN, .data.fd = i };

		fds[i] = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
		bench_must(fds[i] >= 0, "too few descriptors", NULL);
		while (connect(fds[i], (const struct sockaddr *)&to, sizeof(to)) != 0)
			bench_must(errno == EAGAIN || errno == EINTR, "not connected", NULL);
		bench_must(write(fds[i], head, (size_t)len) == len, "not asked", NULL);
		epoll_ctl(ep, EPOLL_CTL_ADD, fds[i], &ev);
	}
}

/* Until the first byte has come on every connection; ms since ${from} of the median and the last. */
static void
collect(int n, int *fds, int ep, double from, double *median, double *last)
{
	struct epoll_event ev[512];
	double end = from + WAIT_MS;
	char buf[8192];
	int got = 0;

	while (got < n) {
		int k = epoll_wait(ep, ev, 512, 200);

		bench_must(meter_now_ms() < end, "polls without an answer", NULL);
		for (int i = 0; i < k; i++) {
			ssize_t r = read(fds[ev[i].data.fd], buf, sizeof(buf));
			bench_must(r > 12 && memcmp(buf + 9, "200", 3) == 0,
			    "an answer that is none", NULL);
			epoll_ctl(ep, EPOLL_CTL_DEL, fds[ev[i].data.fd], NULL);
			if (++got == n / 2)
				*median = meter_now_ms() - from;
		}
	}
	*last = meter_now_ms() - from;
}

static void
raise_files(void)
{
	struct rlimit r;

	getrlimit(RLIMIT_NOFILE, &r);
	r.rlim_cur = r.rlim_max;
	setrlimit(RLIMIT_NOFILE, &r);
}

int
main(int argc, char **argv)
{
	struct daemon d = { .is_private = true };
	struct net_servers servers;
	char seat_no[8], cursor[CURSOR_SIZE];
	int n = argc == 3 ? atoi(argv[2]) : 0, ep = epoll_create1(EPOLL_CLOEXEC), *fds;
	double before, after, median = 0, last = 0, at;
	struct err e = { 0 };

	bench_must(n > 0 && secret_init(&e) == ERR_OK, "usage: polls ROOT N", NULL);
	raise_files();
	tmpdir_path(argv[1], "centre", d.data);
	tmpdir_path(argv[1], "centre/key", d.key);
	snprintf(d.server, sizeof(d.server), "unix:%s/centre.sock", d.data);
	daemon_start(&d, NULL, NULL);
	bench_must(net_servers_parse(d.server, &servers, &e) == ERR_OK &&
		       net_new(&servers, NULL, &net, &e) == ERR_OK,
	    e.text, NULL);
	enrol(seat_no);
	cursor_of(cursor);
	before = (double)meter_kb(d.pid, "Rss");
	fds = calloc((size_t)n, sizeof(*fds));
	bench_must(fds != NULL, "no memory", NULL);
	at = meter_now_ms();
	park(n, fds, ep, d.server + strlen("unix:"), cursor);
	bench_must(epoll_wait(ep, &(struct epoll_event){ 0 }, 1, 1500) == 0,
	    "a poll was answered at once", NULL);
	after = (double)meter_kb(d.pid, "Rss");
	printf("parked\t%d\nparked_in_ms\t%.0f\ncentre_before_MB\t%.1f\ncentre_parked_MB\t%.1f\n",
	    n, meter_now_ms() - at - 1500, before / 1024, after / 1024);
	push_one(seat_no);
	at = meter_now_ms();
	collect(n, fds, ep, at, &median, &last);
	printf("wake_median_ms\t%.0f\nwake_last_ms\t%.0f\n", median, last);
	free(fds);
	net_free(net);
	daemon_stop(&d);
	return 0;
}
