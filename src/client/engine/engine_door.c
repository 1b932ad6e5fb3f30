/* The seat's own door: a unix socket in its data directory where a command hands over what it wants done while the seat has
 * the data (hotseat ticket new, do, attach, files, print). One form a connection (engine_door_form.c).
 *
 * Invariants: everything runs in the engine's thread between its other work, and nothing waits: one connection at a time,
 * closed when its time is over; one that asked for what is at the centre is answered when that has come. Only the user this
 * seat runs as gets in, and at a real centre's seat only with the password of who sits here. A seat that can have no door
 * (path too long) works without. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "engine_p.h"

#define FORM_MS   3000  /* from the first byte to the last */
#define ANSWER_MS 60000 /* a file that has to come from the centre first */
#define WAITING   4
#define OF_DOOR   (UINT64_C(1) << 63) /* its jobs: the screen counts its own from 1 */

struct door {
	int listen_fd, fd; /* fd: who is being heard; -1 nobody */
	int64_t until;     /* clock_mono_ms */
	struct job *asked; /* waits for its answer; its id is that of the job */
	uint64_t jobs;     /* asked so far */
	struct str in;
	char path[LIMIT_SOCKET_PATH + 1];
};

bool
engine_door_path(const char *dir, char out[LIMIT_SOCKET_PATH + 1])
{
	return fs_join(out, LIMIT_SOCKET_PATH + 1, dir, "seat.sock");
}

void
engine_door_open(struct engine *g)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	struct door *d = calloc(1, sizeof(*d));

	if (d == NULL || !engine_door_path(g->dir, d->path)) {
		free(d);
		return;
	}
	d->fd = -1;
	str_copy(a.sun_path, sizeof(a.sun_path), d->path);
	(void)unlink(d->path); /* the cache's lock is ours, so its owner is gone */
	d->listen_fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (d->listen_fd >= 0 && bind(d->listen_fd, (const struct sockaddr *)&a, sizeof(a)) == 0 &&
	    chmod(d->path, 0600) == 0 && listen(d->listen_fd, WAITING) == 0) {
		g->door = d;
		return;
	}
	log_warn("no door for commands at %s: %s", d->path, strerror(errno));
	if (d->listen_fd >= 0)
		close(d->listen_fd);
	free(d);
}

static void
hang_up(struct door *d)
{
	if (d->fd >= 0)
		close(d->fd);
	d->fd = -1;
	secret_str_free(&d->in);
	job_free(d->asked);
	d->asked = NULL;
}

void
engine_door_close(struct engine *g)
{
	struct door *d = g->door;

	if (d == NULL)
		return;
	hang_up(d);
	close(d->listen_fd);
	(void)unlink(d->path);
	free(d);
	g->door = NULL;
}

int
engine_door_fds(const struct engine *g, struct pollfd *out)
{
	const struct door *d = g->door;

	if (d == NULL)
		return 0;
	*out = (struct pollfd){ .fd = d->fd >= 0 ? d->fd : d->listen_fd,
		.events = d->asked == NULL ? POLLIN : 0 }; /* all it said has been heard */
	return 1;
}

int64_t
engine_door_wait(const struct engine *g, int64_t now, int64_t wait)
{
	const struct door *d = g->door;

	if (d == NULL || d->fd < 0 || d->until - now >= wait)
		return wait;
	return d->until > now ? d->until - now : 0;
}

/* ---- one form ---- */

/* May whoever knocks have anything done here? */
static enum err_code
check_caller(struct engine *g, const struct job *job, struct err *e)
{
	if (g->me.job_no[0] == '\0')
		return err_set(e, ERR_UNAUTHORISED, "坐席程序里还没有人登录, 登录后再试。");
	if (job->job_no[0] != '\0' && strcmp(job->job_no, g->me.job_no) != 0)
		return err_set(e, ERR_FORBIDDEN, "坐席程序里登录的是 %s, 不是 %s。", g->me.job_no,
		    job->job_no);
	return engine_unlock(g, job, e);
}

static enum err_code
run(struct engine *g, struct job *job, struct news *done, struct err *e)
{
	switch (job->kind) {
	case JOB_ACT:
		return engine_act(g, job, done, e);
	case JOB_FILE_ADD:
		return engine_file_add(g, job, done, e);
	case JOB_PRINT:
		return engine_print(g, job, done, e);
	default:
		id_new(job->draft.id);
		str_copy(job->draft.owner, sizeof(job->draft.owner), g->me.job_no);
		return engine_submit(g, job, done, e);
	}
}

static void
say(struct engine *g, const struct job *job, const struct news *done)
{
	struct door *d = g->door;
	struct str out = { 0 };

	engine_door_tell(g, job, done, &out);
	/* a few kilobytes at most into an empty buffer: they fit, or whom they are for has gone */
	(void)send(d->fd, str_c(&out), out.len, MSG_NOSIGNAL | MSG_DONTWAIT);
	str_free(&out);
	hang_up(d);
}

/* What is at the centre is answered when it has come, or cannot (engine_door_heard). */
static bool
ask_centre(struct engine *g, struct job *job)
{
	struct door *d = g->door;

	if (job->kind != JOB_FILES && job->kind != JOB_FILE_GET)
		return false;
	job->id = OF_DOOR | ++d->jobs;
	d->asked = job;
	d->until = clock_mono_ms() + ANSWER_MS;
	engine_file(g, job);
	return true;
}

static void
serve_form(struct engine *g)
{
	struct door *d = g->door;
	struct job *job = job_new(JOB_SUBMIT);
	struct news *done = engine_news_new(NEWS_DONE);
	bool waits = false;

	if (job == NULL || done == NULL || d->in.bad) {
		hang_up(d);
	} else {
		struct err *e = &done->err;

		if (engine_door_read(&d->in, job, e) == ERR_OK &&
		    check_caller(g, job, e) == ERR_OK) {
			waits = ask_centre(g, job);
			if (!waits)
				(void)run(g, job, done, e);
		}
		if (!waits)
			say(g, job, done);
	}
	news_free(done);
	if (!waits)
		job_free(job);
}

bool
engine_door_heard(struct engine *g, const struct news *n)
{
	struct door *d = g->door;

	if (n->kind != NEWS_DONE || (n->job & OF_DOOR) == 0)
		return false;
	if (d != NULL && d->asked != NULL && d->asked->id == n->job)
		say(g, d->asked, n);
	return true;
}

/* ---- turns ---- */

static void
let_in(struct door *d)
{
	struct ucred peer;
	socklen_t len = sizeof(peer);

	d->fd = accept4(d->listen_fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	if (d->fd < 0)
		return;
	d->until = clock_mono_ms() + FORM_MS;
	if (getsockopt(d->fd, SOL_SOCKET, SO_PEERCRED, &peer, &len) != 0 || peer.uid != geteuid())
		hang_up(d);
}

/* More of the form; false when there can be no more of it. */
static bool
read_on(struct engine *g)
{
	struct door *d = g->door;
	char part[4096];
	ssize_t n = -1;

	while (d->in.len <= LIMIT_BODY_BYTES && (n = recv(d->fd, part, sizeof(part), 0)) > 0)
		str_add_n(&d->in, part, (size_t)n);
	secret_wipe(part, sizeof(part));
	if (n == 0)
		serve_form(g);
	return n == 0 || (n < 0 && (errno == EAGAIN || errno == EINTR));
}

/* Who waits for an answer has gone. */
static bool
has_left(const struct door *d)
{
	struct pollfd p = { .fd = d->fd, .events = 0 };

	return poll(&p, 1, 0) > 0 && (p.revents & (POLLHUP | POLLERR)) != 0;
}

void
engine_door_serve(struct engine *g)
{
	struct door *d = g->door;

	if (d == NULL)
		return;
	if (d->fd < 0)
		let_in(d);
	if (d->fd < 0)
		return;
	if ((d->asked != NULL ? has_left(d) : !read_on(g)) ||
	    (d->fd >= 0 && clock_mono_ms() >= d->until))
		hang_up(d);
}
