/* The program's log. One write(2) a line, so that lines of several threads and of two processes on one file never mix.
 *
 * The state below is the one allowed to this file. Control and other hidden characters and broken bytes are written
 * as \xNN or \u{N}, so that no text can forge a line or drive the terminal of the one who reads. errno is kept, so a
 * log line may stand between a failure and its report. Not done here: rotation (logrotate with copytruncate, or
 * journald), and no identity or narrative ever: callers log ids and codes. */
#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/utf8.h"

#define LOG_LINE_BYTES 2048
#define LOG_TEXT_BYTES 1024

static struct {
	pthread_mutex_t lock;
	int fd;
	_Atomic enum log_level
	    level; /* read without the lock: a silent debug line must cost nothing */
} state = { PTHREAD_MUTEX_INITIALIZER, STDERR_FILENO, LOG_LEVEL_INFO };

/* Under the lock. */
static void
point_at(int fd)
{
	if (state.fd != STDERR_FILENO)
		close(state.fd);
	state.fd = fd;
}

int
log_open(const char *path, enum log_level level)
{
	int fd = STDERR_FILENO;

	if (path != NULL) {
		fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
		if (fd < 0)
			return -1;
	}
	pthread_mutex_lock(&state.lock);
	point_at(fd);
	state.level = level;
	pthread_mutex_unlock(&state.lock);
	return 0;
}

void
log_close(void)
{
	pthread_mutex_lock(&state.lock);
	point_at(STDERR_FILENO);
	pthread_mutex_unlock(&state.lock);
}

/* ${text} with everything hidden made visible; always terminated, cut where ${size} ends. */
static size_t
escape(const char *text, char *out, size_t size)
{
	size_t n = strlen(text), at = 0, used = 0;

	while (at < n) {
		char piece[16];
		uint32_t cp = 0;
		size_t len = utf8_next(text + at, n - at, &cp);
		int made;

		if (len == 0)
			made = snprintf(piece, sizeof(piece), "\\x%02X", (unsigned char)text[at]);
		else if (utf8_is_hidden(cp))
			made = snprintf(
			    piece, sizeof(piece), cp < 0x100 ? "\\x%02X" : "\\u{%X}", (unsigned)cp);
		else
			made = snprintf(piece, sizeof(piece), "%.*s", (int)len, text + at);
		if (made < 0 || used + (size_t)made >= size)
			break;
		memcpy(out + used, piece, (size_t)made);
		used += (size_t)made;
		at += len > 0 ? len : 1;
	}
	out[used] = '\0';
	return used;
}

static void
write_all(int fd, const char *p, size_t n)
{
	while (n > 0) {
		ssize_t done = write(fd, p, n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return; /* a full disk must not stop the program; there is nobody left to tell */
		p += done;
		n -= (size_t)done;
	}
}

void
log_line(enum log_level level, const char *fmt, ...)
{
	static const char letters[] = "EWID";
	char text[LOG_TEXT_BYTES], line[LOG_LINE_BYTES], stamp[32];
	int saved = errno, n;
	int64_t now = clock_now_ms();
	size_t used;
	va_list ap;

	if (level > state.level)
		return;
	va_start(ap, fmt);
	n = vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (n < 0)
		text[0] = '\0';
	else if ((size_t)n >= sizeof(text))
		memcpy(text + utf8_whole(text, sizeof(text) - sizeof("…")), "…", sizeof("…"));
	civil_format(now, "%Y-%m-%dT%H:%M:%S", stamp, sizeof(stamp));
	used = (size_t)snprintf(
	    line, sizeof(line), "%s.%03d %c ", stamp, (int)(now % 1000), letters[level]);
	used += escape(text, line + used, sizeof(line) - used - 1);
	line[used++] = '\n';
	pthread_mutex_lock(&state.lock);
	write_all(state.fd, line, used);
	pthread_mutex_unlock(&state.lock);
	errno = saved;
}
