/* The running centre: opens its parts from the floor up, waits to be told to stop, and closes them in the other order.
 * Threads: HTTP (io_threads a listener and its sweep), one writer, the password pool, the park, the clock; this one only
 * waits. */
#include "serve.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "command.h"
#include "place.h"
#include "server/api/api.h"
#include "server/core/remake.h"
#include "server/core/setup.h"
#include "server/http/http.h"
#include "server/job/clock.h"

#define DAY_MS (24LL * 3600 * 1000)

struct centre {
	const struct settings *s;
	uint8_t *key;
	struct store *store;
	struct store_centre self;
	struct city *city;
	struct core core;
	struct writer *writer;
	struct auth_pool *pool;
	struct api *api;
	struct job_clock *clock;
	struct http_server *http;
	char control[600];
	char listen[sizeof(((struct settings *)0)->listen)];
	int signals;
};

void
serve_random(void *arg, void *out, size_t n)
{
	(void)arg;
	secret_random(out, n);
}

/* ---- data ---- */

static enum err_code
settle_epoch(struct centre *c, struct err *e)
{
	uint8_t random[8];
	char epoch[EPOCH_SIZE];
	bool changed = false;
	enum err_code rc = store_begin(c->store, e);

	if (rc != ERR_OK)
		return rc;
	secret_random(random, sizeof(random));
	secret_hex(random, sizeof(random), epoch);
	rc = store_settle(c->store, epoch, &changed, e);
	if (rc == ERR_OK)
		rc = store_commit(c->store, e);
	else
		store_rollback(c->store);
	if (rc == ERR_OK && changed)
		log_warn("started from a backup: new epoch %s, every seat fills again", epoch);
	return rc;
}

/* What a program before this one has left. */
static enum err_code
renew(struct centre *c, struct err *e)
{
	int64_t n = 0;
	enum err_code rc;

	c->core = (struct core){ .store = c->store,
		.dir = c->s->data,
		.city = c->city,
		.is_private = c->self.is_private,
		.random = serve_random };
	rc = remake_all(&c->core, clock_now_ms(), &n, e);
	return rc == ERR_OK && n > 0 ? store_centre_get(c->store, &c->self, e) : rc;
}

static enum err_code
open_data(struct centre *c, struct err *e)
{
	enum err_code rc = place_ready(c->s, e);

	if (rc == ERR_OK)
		rc = place_key(c->s, &c->key, e);
	if (rc == ERR_OK)
		rc = place_open(c->s, true, c->key, &c->store, e);
	if (rc == ERR_OK)
		rc = settle_epoch(c, e);
	if (rc == ERR_OK)
		rc = store_centre_get(c->store, &c->self, e);
	if (rc == ERR_OK && c->s->is_private && !c->self.is_private)
		rc = err_set(
		    e, ERR_WRONG_CENTRE, "%s 里是真正的中心, 不能作为本机中心运行。", c->s->data);
	if (rc == ERR_OK)
		rc = setup_city(c->store, &c->city, e);
	return rc == ERR_OK ? renew(c, e) : rc;
}

/* ---- threads ---- */

/* Signals are waited for, never handled: blocked here before any thread is made. One that the parent has us ignore stays
 * ignored. */
static enum err_code
take_signals(struct centre *c, struct err *e)
{
	static const int wanted[] = { SIGTERM, SIGINT, SIGHUP };
	struct sigaction now;
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++)
		if (sigaction(wanted[i], NULL, &now) == 0 && now.sa_handler != SIG_IGN)
			sigaddset(&set, wanted[i]);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	c->signals = signalfd(-1, &set, SFD_CLOEXEC);
	return c->signals >= 0 ? ERR_OK : err_sys(e, ERR_IO, errno, "不能接收信号。");
}

/* Every parked poll is an open file. */
static void
raise_files(long long connections)
{
	struct rlimit r;
	rlim_t want = (rlim_t)connections + 256;

	if (getrlimit(RLIMIT_NOFILE, &r) != 0 || r.rlim_cur >= want)
		return;
	r.rlim_cur = r.rlim_max < want ? r.rlim_max : want;
	setrlimit(RLIMIT_NOFILE, &r);
}

static void
wake(void *arg, const struct core_touched *touched)
{
	struct centre *c = arg;

	api_wake(c->api, touched);
}

static enum err_code
start_threads(struct centre *c, struct err *e)
{
	struct api_config config = { .dir = c->s->data,
		.key = c->key,
		.window_ms = c->s->window_days * DAY_MS,
		.version = HOTSEATD_VERSION };

	c->pool = auth_pool_start((int)c->s->password_threads, 64 * (int)c->s->password_threads);
	c->writer = writer_start(&c->core, wake, c);
	if (c->pool == NULL || c->writer == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	config.pool = c->pool;
	config.writer = c->writer;
	if (api_new(&config, &c->api, e) != ERR_OK)
		return e->code;
	/* Only now: its first round wakes polls. */
	c->clock = clock_start(c->writer, (int)c->s->clock_s * 1000);
	return c->clock != NULL ? ERR_OK : err_set(e, ERR_NO_MEMORY, NULL);
}

/* ---- listening ---- */

/* The control socket first, then what was asked for; the same one named twice is opened once. */
static enum err_code
list_listeners(struct centre *c, const char **out, struct err *e)
{
	char path[560];
	size_t n = 0;

	if (place_control(c->s, path, sizeof(path))) {
		snprintf(c->control, sizeof(c->control), "unix:%s", path);
		out[n++] = c->control;
	}
	str_copy(c->listen, sizeof(c->listen), c->s->listen);
	for (char *p = strtok(c->listen, " "); p != NULL; p = strtok(NULL, " ")) {
		if (n > 0 && strcmp(out[0], p) == 0)
			continue;
		if (n == HTTP_LISTENERS)
			return err_set(e, ERR_CONFIG, "监听地址太多。");
		out[n++] = p;
	}
	return ERR_OK;
}

static void
announce(const struct centre *c, const char *const *listen)
{
	int port = http_port(c->http);

	for (int i = 0; i < HTTP_LISTENERS && listen[i] != NULL; i++)
		printf("监听 %s\n", listen[i]);
	if (port > 0)
		printf("端口 %d\n", port);
	fflush(stdout);
	log_info("centre %s serves, epoch %s%s", c->self.centre_id, c->self.epoch,
	    c->self.is_private ? ", private" : "");
}

static enum err_code
start_http(struct centre *c, struct err *e)
{
	struct http_config config = { .handle = api_http,
		.arg = c->api,
		.threads = (int)c->s->io_threads,
		.connections = (int)c->s->connections,
		.per_address = (int)c->s->per_address };
	enum err_code rc = list_listeners(c, config.listen, e);

	if (rc == ERR_OK)
		rc = http_start(&config, &c->http, e);
	if (rc == ERR_OK) {
		api_watch(c->api, c->http);
		announce(c, config.listen);
	}
	return rc;
}

/* ---- until told ---- */

static bool
at_eof(int fd)
{
	char part[64];
	ssize_t n = read(fd, part, sizeof(part));

	return n == 0 || (n < 0 && errno != EINTR && errno != EAGAIN);
}

static void
wait_for_end(const struct centre *c)
{
	struct pollfd p[2] = { { c->signals, POLLIN, 0 }, { (int)c->s->until_eof, POLLIN, 0 } };
	struct signalfd_siginfo info;

	for (;;) {
		if (poll(p, 2, -1) < 0 && errno != EINTR)
			return;
		if ((p[0].revents & POLLIN) != 0 && read(c->signals, &info, sizeof(info)) > 0) {
			log_info("signal %u: stopping", info.ssi_signo);
			return;
		}
		if ((p[1].revents & (POLLIN | POLLHUP | POLLERR | POLLNVAL)) != 0 &&
		    at_eof(p[1].fd)) {
			log_info("the seat has gone: stopping");
			return;
		}
	}
}

static void
close_all(struct centre *c)
{
	http_stop(c->http);
	clock_stop(c->clock);
	auth_pool_stop(c->pool);
	writer_stop(c->writer);
	api_free(c->api);
	core_end(&c->core);
	city_free(c->city);
	store_close(c->store);
	secret_key_free(c->key);
	if (c->signals >= 0)
		close(c->signals);
}

enum err_code
serve_run(const struct settings *s, struct err *e)
{
	struct centre c = { .s = s, .signals = -1 };
	enum err_code rc = take_signals(&c, e);

	raise_files(s->connections);
	if (rc == ERR_OK)
		rc = open_data(&c, e);
	if (rc == ERR_OK)
		rc = start_threads(&c, e);
	if (rc == ERR_OK)
		rc = start_http(&c, e);
	if (rc == ERR_OK)
		wait_for_end(&c);
	close_all(&c);
	if (rc == ERR_OK)
		log_info("stopped");
	return rc;
}
