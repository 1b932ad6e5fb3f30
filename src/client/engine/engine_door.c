/* The seat's own door: a unix socket in its data directory where a command hands over a form while the seat has the data
 * (hotseat ticket new, ticket do). One form a connection: a line with the caller's job number and, for a step on a ticket,
 * a blank and its id; a line with the password; then the operation as JSON, to the end of what it sends. Back come number,
 * ticket and operation, or the refusal in words.
 *
 * Invariants: everything runs in the engine's thread between its other work, and nothing waits: one connection at a time,
 * closed when its time is over. Only the user this seat runs as gets in, and at a real centre's seat only with the password
 * of who sits here. A seat that can have no door (path too long) works without. */
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
#include "wire/op.h"

#define FORM_MS 3000 /* from the first byte to the last */
#define WAITING 4

struct door {
	int listen_fd, fd; /* fd: who is being heard; -1 nobody */
	int64_t until;     /* clock_mono_ms */
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
	if (d->in.s != NULL)
		secret_wipe(d->in.s, d->in.len);
	str_free(&d->in);
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
	*out = (struct pollfd){ .fd = d->fd >= 0 ? d->fd : d->listen_fd, .events = POLLIN };
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

/* The line at *at, cut off there; NULL when there is none. */
static char *
next_line(char **at)
{
	char *line = *at, *end = line != NULL ? strchr(line, '\n') : NULL;

	if (end == NULL)
		return NULL;
	*end = '\0';
	*at = end + 1;
	return line;
}

/* "1154", "1154 <ticket>" */
static bool
read_who(char *line, struct job *job)
{
	char *ticket = strchr(line, ' ');

	if (ticket != NULL)
		*ticket++ = '\0';
	return str_copy(job->job_no, sizeof(job->job_no), line) &&
	       (ticket == NULL || (id_valid(ticket) && str_copy(job->ticket, ID_SIZE, ticket)));
}

static bool
is_new_form(int kind)
{
	return kind == EVENT_SUBMIT || kind == EVENT_SUBMIT_INCOMPLETE ||
	       kind == EVENT_SUBMIT_DIRECT;
}

static enum err_code
read_form(struct door *d, struct job *job, struct err *e)
{
	char *at = d->in.s, *who = next_line(&at), *password = next_line(&at);
	struct op op;
	enum err_code rc;

	if (password == NULL || !read_who(who, job) ||
	    !str_copy(job->password, sizeof(job->password), password))
		return err_set(e, ERR_SYNTAX, NULL);
	op_init(&op);
	rc = op_single_read(at, strlen(at), &op, e);
	if (rc == ERR_OK && is_new_form(op.kind) != (job->ticket[0] == '\0'))
		rc = err_set(e, ERR_FORBIDDEN, "没有指明工单的只能是提交新单。");
	if (rc == ERR_OK) {
		job->kind = is_new_form(op.kind) ? JOB_SUBMIT : JOB_ACT;
		job->act = op.kind;
		if (!fields_copy(&job->draft.f, &op.set) || !fields_copy(&job->was, &op.was) ||
		    !args_copy(&job->args, &op.args))
			rc = err_set(e, ERR_NO_MEMORY, NULL);
	}
	op_free(&op);
	return rc;
}

static enum err_code
file(struct engine *g, struct job *job, struct news *done, struct err *e)
{
	if (g->me.job_no[0] == '\0')
		return err_set(e, ERR_UNAUTHORISED, "坐席程序里还没有人登录, 登录后再试。");
	if (job->job_no[0] != '\0' && strcmp(job->job_no, g->me.job_no) != 0)
		return err_set(e, ERR_FORBIDDEN, "坐席程序里登录的是 %s, 不是 %s。", g->me.job_no,
		    job->job_no);
	if (engine_unlock(g, job, e) != ERR_OK)
		return e->code;
	if (job->kind == JOB_ACT)
		return engine_act(g, job, done, e);
	id_new(job->draft.id);
	str_copy(job->draft.owner, sizeof(job->draft.owner), g->me.job_no);
	return engine_submit(g, job, done, e);
}

static void
answer(struct engine *g)
{
	struct door *d = g->door;
	struct job *job = job_new(JOB_SUBMIT);
	struct news *done = engine_news_new(NEWS_DONE);
	struct str out = { 0 };
	struct err e = { 0 };

	if (job == NULL || done == NULL || d->in.bad)
		err_set(&e, ERR_NO_MEMORY, NULL);
	else if (read_form(d, job, &e) == ERR_OK)
		(void)file(g, job, done, &e);
	if (e.code == ERR_OK)
		str_addf(&out, "ok\n%s\n%s\n%s\n", done->number, done->ticket, done->op);
	else
		str_addf(&out, "%s\n%s\n%s\n", err_json(e.code), e.where, e.text);
	/* a few hundred bytes into an empty buffer: they fit, or whom they are for has gone */
	(void)send(d->fd, str_c(&out), out.len, MSG_NOSIGNAL | MSG_DONTWAIT);
	str_free(&out);
	news_free(done);
	job_free(job);
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

void
engine_door_serve(struct engine *g)
{
	struct door *d = g->door;
	char part[4096];
	ssize_t n = -1;

	if (d == NULL)
		return;
	if (d->fd < 0)
		let_in(d);
	while (d->fd >= 0 && d->in.len <= LIMIT_BODY_BYTES &&
	       (n = recv(d->fd, part, sizeof(part), 0)) > 0)
		str_add_n(&d->in, part, (size_t)n);
	secret_wipe(part, sizeof(part));
	if (d->fd < 0)
		return;
	if (n == 0)
		answer(g);
	if (n == 0 || d->in.len > LIMIT_BODY_BYTES || clock_mono_ms() >= d->until ||
	    (n < 0 && errno != EAGAIN && errno != EINTR))
		hang_up(d);
}
