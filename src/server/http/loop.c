/* The I/O threads. Each runs a libmicrohttpd daemon of its own on a duplicate of the listening socket, driven from the
 * outside: wait for its epoll descriptor, then MHD_run.
 *
 * Not libmicrohttpd's own threads: 0.9.75 asks its epoll for 128 events, and when it gets exactly that many asks again
 * with the same, endless time-out before it looks at the first 128. A burst of polls could so hang a thread with all
 * its connections (seen under load). Driven from outside the time-out is always zero. */
#include "http_p.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/limits.h"

void
loop_wake(struct loop *l)
{
	const uint64_t one = 1;
	ssize_t n;
	do
		n = write(l->wake_fd, &one, sizeof one);
	while (n < 0 && errno == EINTR); /* EAGAIN: it is awake already */
}

static void *
run(void *arg)
{
	struct loop *l = arg;
	struct pollfd fd[] = { { l->epoll_fd, POLLIN, 0 }, { l->wake_fd, POLLIN, 0 } };
	while (!atomic_load(&l->quit)) {
		MHD_UNSIGNED_LONG_LONG left;
		uint64_t woken;
		bool pending = MHD_get_timeout(l->daemon, &left) ==
			       MHD_YES; /* only ever 0: no time-outs are set */
		poll(fd, 2, pending ? 0 : -1);
		/* First empty the bell, then look: a resume after the look rings it again. */
		if (fd[1].revents && read(l->wake_fd, &woken, sizeof woken) < 0 &&
		    errno != EAGAIN && errno != EINTR)
			break;
		MHD_run(l->daemon);
	}
	return NULL;
}

static bool
start_daemon(struct loop *l, int fd, const struct http_config *c)
{
	struct http_server *s = l->server;
	/* Strict about what a client may send. No time-out: libmicrohttpd's starts again with every byte. */
	l->daemon = MHD_start_daemon(MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL,
	    call_step, s, MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_CONNECTION_LIMIT,
	    (unsigned)(c->connections / c->threads), MHD_OPTION_CONNECTION_TIMEOUT, 0U,
	    MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)LIMIT_HEADER_BYTES,
	    MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1,
	    MHD_OPTION_NOTIFY_CONNECTION, conn_notice, l, MHD_OPTION_NOTIFY_COMPLETED,
	    call_completed, s, MHD_OPTION_URI_LOG_CALLBACK, call_line, s, MHD_OPTION_END);
	const union MHD_DaemonInfo *i =
	    l->daemon ? MHD_get_daemon_info(l->daemon, MHD_DAEMON_INFO_EPOLL_FD) : NULL;
	l->epoll_fd = i ? i->epoll_fd : -1;
	return i != NULL;
}

enum err_code
loop_start(struct loop *l, struct http_server *s, int listen_fd, struct err *e)
{
	sigset_t all, before;
	*l = (struct loop){ .server = s, .wake_fd = -1 };
	int fd = fcntl(listen_fd, F_DUPFD_CLOEXEC, 0);
	l->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (fd < 0 || l->wake_fd < 0 || !start_daemon(l, fd, &s->c)) {
		if (fd >= 0 && !l->daemon)
			close(fd);
		loop_stop(l);
		return err_set(e, ERR_IO, "HTTP 服务启动失败");
	}
	sigfillset(&all); /* signals are the main thread's business, SIGPIPE nobody's */
	pthread_sigmask(SIG_BLOCK, &all, &before);
	int sys = pthread_create(&l->thread, NULL, run, l);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (sys != 0) {
		loop_stop(l);
		return err_sys(e, ERR_NO_MEMORY, sys, "HTTP 服务启动失败");
	}
	l->running = true;
	return ERR_OK;
}

void
loop_stop(struct loop *l)
{
	if (l->running) {
		atomic_store(&l->quit, true);
		loop_wake(l);
		pthread_join(l->thread, NULL);
	}
	if (l->daemon)
		MHD_stop_daemon(
		    l->daemon); /* closes its connections and its duplicate of the listening socket */
	if (l->wake_fd >= 0)
		close(l->wake_fd);
	*l = (struct loop){ .wake_fd = -1 };
}
