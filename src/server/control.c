/* One HTTP request over a unix socket to a centre of our own: enough of a client for hotseatd's commands, and no more.
 * The answer is read to its end by "Connection: close"; our server never chunks. */
#include "control.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/limits.h"

#define ANSWER_MS 30000

static int
connect_to(const char *path, struct err *e)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0) {
		err_sys(e, ERR_IO, errno, "无法创建套接字。");
		return -1;
	}
	str_copy(a.sun_path, sizeof(a.sun_path), path);
	if (connect(fd, (const struct sockaddr *)&a, sizeof(a)) == 0)
		return fd;
	if (errno == ENOENT || errno == ECONNREFUSED)
		err_set(e, ERR_NOT_FOUND, "中心没有运行。");
	else
		err_sys(e, ERR_IO, errno, "连不上中心 %s: %s", path, strerror(errno));
	close(fd);
	return -1;
}

static enum err_code
send_all(int fd, const struct str *s, struct err *e)
{
	for (size_t at = 0; at < s->len;) {
		ssize_t n = send(fd, s->s + at, s->len - at, MSG_NOSIGNAL);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_sys(e, ERR_IO, errno, "给中心的请求没有送到。");
		at += (size_t)n;
	}
	return ERR_OK;
}

static enum err_code
receive_all(int fd, struct str *in, struct err *e)
{
	int64_t until = clock_mono_ms() + ANSWER_MS;
	struct pollfd p = { fd, POLLIN, 0 };
	char part[4096];

	for (;;) {
		int64_t left = until - clock_mono_ms();
		ssize_t n;
		if (left <= 0 || in->len > LIMIT_BODY_BYTES)
			return err_set(
			    e, ERR_TIMEOUT, "中心没有答复, 是否办好未知, 请查看后再试。");
		if (poll(&p, 1, (int)left) <= 0)
			continue;
		n = read(fd, part, sizeof(part));
		if (n == 0)
			return ERR_OK;
		if (n < 0 && errno != EINTR)
			return err_sys(
			    e, ERR_IO, errno, "中心的答复中断, 是否办好未知, 请查看后再试。");
		if (n > 0)
			str_add_n(in, part, (size_t)n);
	}
}

static enum err_code
split_answer(const struct str *in, int *status, struct str *answer, struct err *e)
{
	const char *text = str_c(in), *end = strstr(text, "\r\n\r\n");
	char code[4] = "";
	long long number = 0;

	if (end != NULL && str_starts(text, "HTTP/1.1 "))
		snprintf(code, sizeof(code), "%.3s", text + 9);
	if (end == NULL || !str_int(code, 100, 599, &number))
		return err_set(e, ERR_IO, "中心的答复不完整, 是否办好未知, 请查看后再试。");
	*status = (int)number;
	str_add_n(answer, end + 4, in->len - (size_t)(end + 4 - text));
	return ERR_OK;
}

enum err_code
control_post(const char *socket_path, const char *path, const struct str *body, int *status,
    struct str *answer, struct err *e)
{
	struct str out = { 0 }, in = { 0 };
	int fd = connect_to(socket_path, e);
	enum err_code rc;

	if (fd < 0)
		return e->code;
	str_addf(&out,
	    "POST %s HTTP/1.1\r\nHost: hotseatd\r\nContent-Type: "
	    "application/json\r\nContent-Length: "
	    "%zu\r\nConnection: close\r\n\r\n",
	    path, body->len);
	str_add_n(&out, str_c(body), body->len);
	rc = out.bad ? err_set(e, ERR_NO_MEMORY, NULL) : send_all(fd, &out, e);
	if (rc == ERR_OK)
		rc = receive_all(fd, &in, e);
	if (rc == ERR_OK)
		rc = split_answer(&in, status, answer, e);
	close(fd);
	str_free(&out);
	str_free(&in);
	return rc;
}
