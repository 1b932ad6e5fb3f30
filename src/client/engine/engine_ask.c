/* The other side of the seat's door (engine_door.c): a command hands what it wants done to the seat that has the data. */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/limits.h"
#include "engine_p.h"

#define STEP_MS 10000
#define FILE_MS \
	65000 /* what is at the centre has to come first: longer than the seat waits for it */
#define ANSWER_BYTES 16384

static int
connect_to(const char *dir)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	char path[LIMIT_SOCKET_PATH + 1];
	int fd;

	if (!engine_door_path(dir, path))
		return -1;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	str_copy(a.sun_path, sizeof(a.sun_path), path);
	if (fd >= 0 && connect(fd, (const struct sockaddr *)&a, sizeof(a)) == 0)
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

static bool
send_all(int fd, const struct str *s)
{
	for (size_t at = 0; at < s->len;) {
		ssize_t n = send(fd, s->s + at, s->len - at, MSG_NOSIGNAL);
		if (n < 0 && errno != EINTR)
			return false;
		at += n > 0 ? (size_t)n : 0;
	}
	return shutdown(fd, SHUT_WR) == 0;
}

/* To its end, or as far as it came in time. */
static void
receive(int fd, int ms, struct str *in)
{
	int64_t until = clock_mono_ms() + ms;
	char part[512];
	ssize_t n = 1;

	while (n > 0 && in->len < ANSWER_BYTES) {
		struct pollfd p = { .fd = fd, .events = POLLIN };
		int64_t left = until - clock_mono_ms();

		if (left <= 0 || poll(&p, 1, (int)left) <= 0)
			return;
		n = recv(fd, part, sizeof(part), 0);
		if (n > 0)
			str_add_n(in, part, (size_t)n);
	}
}

enum err_code
engine_ask(const char *dir, const struct job *job, struct news *done, struct err *e)
{
	struct str form = { 0 }, in = { 0 };
	int fd = connect_to(dir);
	enum err_code rc;

	if (fd < 0)
		return err_set(
		    e, ERR_LOCKED, "坐席程序正在运行, 但不听命令, 请在它里面办理, 或退出后再试。");
	rc = engine_door_write(job, &form, e);
	if (rc == ERR_OK && send_all(fd, &form))
		receive(fd, engine_door_verb(job->kind) != NULL ? FILE_MS : STEP_MS, &in);
	if (rc == ERR_OK)
		rc = engine_door_hear(&in, done, e);
	close(fd);
	secret_str_free(&form);
	str_free(&in);
	return rc;
}
