/* Any bytes to the real HTTP server on a socket, in two pieces, then the end: heads, bodies by length and by chunks,
 * pipelines. What reaches the handler keeps the promises of http.h; what comes back is answers and nothing else; and
 * afterwards the server serves. The guard by itself is fuzz_http_guard.c's. */
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "../lib/tmpdir.h"
#include "fuzz.h"
#include "server/http/http.h"

#define BODY_MOST 2048
#define SOON_MS   10 /* of what waits for more, nothing comes: the client goes */
#define LONG_MS   20000

static struct http_server *server;
static char dir[TMPDIR_SIZE], listens[TMPDIR_PATHS + 8];

/* ---- the handler: on the server's thread ---- */

static void
check_header(const char *s)
{
	for (; s != NULL && *s != '\0'; s++)
		fuzz_must(*s >= 0x20 && *s < 0x7f, "a header of plain characters");
}

static void
handle(void *arg, struct http_request *r)
{
	char answer[64];

	(void)arg;
	fuzz_must(r->path[0] == '/' && utf8_valid(r->path, strlen(r->path)), "a path");
	fuzz_must(strstr(r->path, "/../") == NULL && strstr(r->path, "/./") == NULL, "no dots");
	fuzz_must(r->body_bytes <= BODY_MOST && r->body[r->body_bytes] == '\0', "a whole body");
	fuzz_must(r->queries <= HTTP_PARAMS, "parameters");
	for (size_t i = 0; i < r->queries; i++)
		for (size_t k = 0; k < i; k++)
			fuzz_must(strcmp(r->query[i].name, r->query[k].name) != 0, "a name once");
	check_header(r->authorization);
	check_header(r->content_type);
	check_header(r->idempotency_key);
	check_header(r->if_match);
	check_header(r->if_none_match);
	(void)snprintf(answer, sizeof(answer), "{\"bytes\":%zu}", r->body_bytes);
	http_reply_text(r, 200, answer, strlen(answer));
}

/* ---- the client ---- */

static int
call(void)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	fuzz_must(fd >= 0 && str_copy(a.sun_path, sizeof(a.sun_path), listens + strlen("unix:")) &&
		      connect(fd, (const struct sockaddr *)&a, sizeof(a)) == 0,
	    "the server takes connections");
	return fd;
}

static void
hand_over(int fd, const void *p, size_t n)
{
	ssize_t done;

	for (size_t at = 0; at < n; at += (size_t)done) {
		done = send(fd, (const char *)p + at, n - at, MSG_NOSIGNAL);
		if (done <= 0)
			return; /* it has had enough */
	}
}

static void
read_all(int fd, int ms, struct str *out)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	char buf[4096];
	ssize_t n;

	for (;;) {
		n = poll(&p, 1, ms) == 1 ? read(fd, buf, sizeof(buf)) : 0;
		if (n <= 0)
			return;
		str_add_n(out, buf, (size_t)n);
	}
}

/* Answers one after the other, each with its length, up to the one that says it is the last. Of an answer that
 * libmicrohttpd gives by itself, before any handler, 0.9.75 may send the head twice: it is always the last. */
static void
check_answers(const struct str *out)
{
	const char *s = str_c(out), *end = s + out->len;

	while (s < end) {
		const char *body = memmem(s, (size_t)(end - s), "\r\n\r\n", 4), *length;

		if (end - s < 13)
			return;
		fuzz_must(strncmp(s, "HTTP/1.", 7) == 0, "an answer");
		fuzz_must(s[9] >= '1' && s[9] <= '5', "a status");
		if (body == NULL || memmem(s, (size_t)(body - s), "onnection: close", 16) != NULL)
			return;
		length = memmem(s, (size_t)(body - s), "ontent-Length: ", 15);
		s = body + 4 + (length != NULL ? strtoul(length + 15, NULL, 10) : 0);
	}
}

static void
exchange(const void *p, size_t n, size_t cut, int ms, struct str *out)
{
	int fd = call();

	hand_over(fd, p, cut);
	hand_over(fd, (const char *)p + cut, n - cut);
	(void)shutdown(fd, SHUT_WR);
	read_all(fd, ms, out);
	close(fd);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char plain[] = "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc";
	static unsigned turn;
	struct str out = { 0 };
	size_t n = size > 0 ? size - 1 : 0;

	exchange(data + (size > 0), n, n > 0 ? data[0] * n / 256 : 0, SOON_MS, &out);
	if (memmem(data, size, "HEAD", 4) == NULL) /* an answer without the body it tells of */
		check_answers(&out);
	if (turn++ % 16 == 0) {
		str_reset(&out);
		exchange(plain, sizeof(plain) - 1, 20, LONG_MS, &out);
		fuzz_must(strstr(str_c(&out), " 200 ") != NULL &&
			      strstr(str_c(&out), "{\"bytes\":3}") != NULL,
		    "the server serves");
	}
	str_free(&out);
	return 0;
}

static void
forget(void)
{
	http_stop(server);
	tmpdir_remove(dir);
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	struct http_config c = {
		.handle = handle, .threads = 1, .per_address = -1, .body_bytes = BODY_MOST
	};
	char path[TMPDIR_PATHS];
	struct err e = { 0 };

	tmpdir_make(dir);
	(void)snprintf(listens, sizeof(listens), "unix:%s", tmpdir_path(dir, "s", path));
	c.listen[0] = listens;
	fuzz_must(http_start(&c, &server, &e) == ERR_OK, e.text);
	atexit(forget);
	/* Memory of the server's threads comes and goes between runs: its leaks are the unit tests' business. */
	fuzz_args(argc, argv, (const char *const[]){ "-max_len=3000", "-detect_leaks=0" }, 2);
	return 0;
}

static const struct fuzz_word words[] = {
	FUZZ_WORD("GET /v1/centre HTTP/1.1\r\nHost: a\r\n\r\n"),
	FUZZ_WORD("POST /v1/sync/ops HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n{\"a\":"),
	FUZZ_WORD("POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: "
		  "chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"),
	FUZZ_WORD(
	    "GET /a%2fb?x=%E5%81%9C&y=1 HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer abc\r\n\r\n"),
	FUZZ_WORD("Host: b\r\n"),
	FUZZ_WORD("Content-Length: 3\r\n"),
	FUZZ_WORD("Content-Length: 99999999999999999999\r\n"),
	FUZZ_WORD("Content-Length : 3\r\n"),
	FUZZ_WORD("Transfer-Encoding: chunked\r\n"),
	FUZZ_WORD("Transfer-Encoding: gzip, chunked\r\n"),
	FUZZ_WORD("Expect: 100-continue\r\n"),
	FUZZ_WORD("Connection: close\r\n"),
	FUZZ_WORD("Accept-Encoding: gzip, zstd\r\n"),
	FUZZ_WORD("If-Match: \"5\"\r\n"),
	FUZZ_WORD("Idempotency-Key: 0190\r\n"),
	FUZZ_WORD("\r\n\r\n"),
	FUZZ_WORD("\r\n folded\r\n"),
	FUZZ_WORD("FFFFFFFFFFFFFFFF\r\n"),
	FUZZ_WORD("0\r\n\r\n"),
	FUZZ_WORD("3;ext=\"\r\n"),
	FUZZ_WORD("1\nx\n"),
	FUZZ_WORD("/../%2e%2e/"),
	FUZZ_WORD("%00"),
	FUZZ_WORD("\0"),
	FUZZ_WORD(" HTTP/1.0\r\n"),
	FUZZ_WORD("http://b/x"),
};

size_t
LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed)
{
	return fuzz_mutate(words, sizeof(words) / sizeof(words[0]), data, size, max, seed);
}
