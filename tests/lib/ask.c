/* Requests by hand, one connection each: it ends with its answer, so that the answer is what came until then. */
#include "ask.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "wire/message.h"

static void
must(bool ok, const char *what, const char *why)
{
	if (ok)
		return;
	fprintf(stderr, "ask: %s: %s\n", what, why);
	abort();
}

static int
dial(const char *server)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	(void)snprintf(to.sun_path, sizeof(to.sun_path), "%.100s", server + strlen("unix:"));
	must(connect(fd, (const struct sockaddr *)&to, sizeof(to)) == 0, server, "nobody answers");
	return fd;
}

static void
send_all(int fd, const struct str *s)
{
	size_t at = 0;

	while (at < s->len) {
		const ssize_t n = write(fd, s->s + at, s->len - at);

		must(n > 0, "request", "not taken");
		at += (size_t)n;
	}
}

int
ask(const struct ask_seat *s, const char *what, const char *authorization, const char *body,
    struct str *out)
{
	struct str text = { 0 }, in = { 0 };
	const int fd = dial(s->server);
	const char *end;
	char buf[8192];
	ssize_t n;
	long status;

	str_addf(&text, "%s HTTP/1.1\r\nHost: test\r\nConnection: close\r\n", what);
	if (authorization != NULL)
		str_addf(&text, "Authorization: %s\r\n", authorization);
	if (body != NULL)
		str_addf(&text, "Content-Type: application/json\r\nContent-Length: %zu\r\n",
		    strlen(body));
	str_addf(&text, "\r\n%s", body != NULL ? body : "");
	send_all(fd, &text);
	while ((n = read(fd, buf, sizeof(buf))) > 0)
		str_add_n(&in, buf, (size_t)n);
	close(fd);
	end = strstr(str_c(&in), "\r\n\r\n");
	must(str_starts(str_c(&in), "HTTP/1.1 ") && end != NULL, what, str_c(&in));
	status = strtol(str_c(&in) + strlen("HTTP/1.1 "), NULL, 10);
	if (out != NULL) {
		str_reset(out);
		str_add(out, end + 4);
	}
	str_free(&text);
	str_free(&in);
	return (int)status;
}

void
ask_enrol(struct ask_seat *s, const char *server, const char *code)
{
	struct str out = { 0 };
	struct msg_device d;
	char body[128];

	(void)snprintf(s->server, sizeof(s->server), "%s", server);
	(void)snprintf(body, sizeof(body), "{\"code\":\"%.64s\",\"name\":\"测试席\"}", code);
	must(ask(s, "POST /v1/devices", NULL, body, &out) == 201 &&
		 msg_device_read(str_c(&out), out.len, &d, NULL) == ERR_OK,
	    "enrolling", str_c(&out));
	(void)snprintf(s->device, sizeof(s->device), "Device %s.%s", d.device_id, d.device_key);
	str_free(&out);
}

int
ask_sign_in(struct ask_seat *s, const char *job_no, const char *password)
{
	char body[128];

	(void)snprintf(
	    body, sizeof(body), "{\"job_no\":\"%.15s\",\"password\":\"%.64s\"}", job_no, password);
	return ask(s, "POST /v1/sessions", s->device, body, NULL);
}
