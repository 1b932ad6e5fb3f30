/* fill ROOT: the first fill of a new seat with its data in ROOT from the private centre in ROOT/centre: wall time, the
 * processor time of the seat alone, bytes through the socket both ways. The centre is started here and stopped. Between
 * the two stands a pump that counts, in a thread whose time is not the seat's. Prints name<TAB>value lines. */
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "../lib/bench.h"
#include "../lib/daemon.h"
#include "../lib/meter.h"
#include "base/secret.h"
#include "client/engine/engine.h"

#define WIRES    16
#define WAIT_MS  600000
#define INDEX_MS 600000

struct pump {
	int door;
	const char *to;
	atomic_llong bytes;
	struct pollfd fd[1 + 2 * WIRES]; /* the door, then pairs */
	int wires;
};

static int
unix_socket(const char *path, bool door)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	snprintf(a.sun_path, sizeof(a.sun_path), "%.100s", path);
	if (door)
		bench_must(
		    bind(fd, (const struct sockaddr *)&a, sizeof(a)) == 0 && listen(fd, 16) == 0,
		    "no door", NULL);
	else
		bench_must(
		    connect(fd, (const struct sockaddr *)&a, sizeof(a)) == 0, "no centre", NULL);
	return fd;
}

static void
new_wire(struct pump *p)
{
	int in = accept(p->door, NULL, NULL);

	bench_must(in >= 0 && p->wires < WIRES, "too many connections", NULL);
	p->fd[1 + 2 * p->wires] = (struct pollfd){ in, POLLIN, 0 };
	p->fd[2 + 2 * p->wires] = (struct pollfd){ unix_socket(p->to, false), POLLIN, 0 };
	p->wires++;
}

static void
carry(struct pump *p, int from, int to)
{
	static char buf[262144];
	ssize_t n = read(p->fd[from].fd, buf, sizeof(buf));

	if (n <= 0) { /* one side has gone: so does the other */
		close(p->fd[from].fd);
		close(p->fd[to].fd);
		p->fd[from].fd = p->fd[to].fd = -1;
		return;
	}
	atomic_fetch_add(&p->bytes, n);
	for (ssize_t at = 0, k; at < n; at += k) {
		k = write(p->fd[to].fd, buf + at, (size_t)(n - at));
		if (k <= 0)
			return;
	}
}

static void *
pump_main(void *arg)
{
	struct pump *p = arg;

	p->fd[0] = (struct pollfd){ p->door, POLLIN, 0 };
	while (poll(p->fd, (nfds_t)(1 + 2 * p->wires), -1) > 0) {
		int n = p->wires;

		for (int i = 1; i <= 2 * n; i++)
			if (p->fd[i].fd >= 0 && p->fd[i].revents != 0)
				carry(p, i, i % 2 == 1 ? i + 1 : i - 1);
		if (p->fd[0].revents != 0)
			new_wire(p);
	}
	return NULL;
}

struct waiting {
	struct engine *g;
	int64_t rows; /* of the fill; the engine forgets it when it is done */
	bool indexed; /* until the indexes are made too */
};

static bool
filled(void *arg)
{
	struct waiting *w = arg;
	struct engine *g = w->g;
	struct link_info link;
	struct news *n;

	engine_link(g, &link);
	if (link.fill_total > w->rows)
		w->rows = link.fill_total;
	while ((n = engine_news(g)) != NULL) {
		if (n->kind == NEWS_DONE && n->err.code != ERR_OK)
			fprintf(stderr, "fill: %s\n", n->err.text);
		news_free(n);
	}
	/* Indexes follow in the background and are no part of it. */
	return engine_idle(g) || (!w->indexed && w->rows > 0 && link.fill_total == 0);
}

static double
thread_cpu_ms(void)
{
	struct rusage r;

	getrusage(RUSAGE_THREAD, &r);
	return (double)(r.ru_utime.tv_sec + r.ru_stime.tv_sec) * 1e3 +
	       (double)(r.ru_utime.tv_usec + r.ru_stime.tv_usec) / 1e3;
}

static void
run(const char *root, const char *server, struct pump *p)
{
	struct engine_config config = { .data_dir = root,
		.servers = &server,
		.n_servers = 1,
		.phone = "none",
		.is_private = true };
	struct engine *g = NULL;
	struct err e = { 0 };
	struct job *j;
	double began = meter_now_ms(), cpu = thread_cpu_ms(), wall;
	struct waiting waiting;

	bench_must(engine_open(&config, &g, &e) == ERR_OK, e.text, NULL);
	j = job_new(JOB_SIGN_IN);
	bench_must(j != NULL, "no memory", NULL);
	str_copy(j->job_no, sizeof(j->job_no), "1154");
	j->id = 1;
	bench_must(engine_post(g, j), "not signed in", NULL);
	waiting = (struct waiting){ g, 0, false };
	bench_must(engine_run_until(g, filled, &waiting, WAIT_MS), "not filled in time", NULL);
	wall = meter_now_ms() - began;
	printf("rows\t%lld\nwall_s\t%.2f\nseat_cpu_s\t%.2f\nMB\t%.1f\n", (long long)waiting.rows,
	    wall / 1e3, (thread_cpu_ms() - cpu) / 1e3, (double)atomic_load(&p->bytes) / 1e6);
	/* What is measured next starts over a cache at rest. */
	waiting.indexed = true;
	bench_must(engine_run_until(g, filled, &waiting, INDEX_MS), "not indexed in time", NULL);
	printf("index_s\t%.2f\n", (meter_now_ms() - began - wall) / 1e3);
	engine_stop(g);
}

int
main(int argc, char **argv)
{
	struct daemon d = { .is_private = true };
	char door[TMPDIR_PATHS], server[TMPDIR_PATHS + 8];
	struct pump p = { 0 };
	pthread_t t;
	struct err e = { 0 };

	bench_must(argc == 2 && secret_init(&e) == ERR_OK, "usage: fill ROOT", NULL);
	tmpdir_path(argv[1], "centre", d.data);
	tmpdir_path(argv[1], "centre/key", d.key);
	snprintf(d.server, sizeof(d.server), "unix:%s/centre.sock", d.data);
	daemon_start(&d, "--window-days", "0");
	unlink(tmpdir_path(argv[1], "pump.sock", door));
	p.to = d.server + strlen("unix:");
	p.door = unix_socket(door, true);
	bench_must(pthread_create(&t, NULL, pump_main, &p) == 0, "no thread", NULL);
	snprintf(server, sizeof(server), "unix:%s", door);
	run(argv[1], server, &p);
	daemon_stop(&d);
	unlink(door);
	return 0;
}
