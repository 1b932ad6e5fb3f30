/* A pty, a child and a libvterm picture of what it draws. */
#include "screen.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vterm.h>

#include "base/clock.h"
#include "base/str.h"
#include "base/utf8.h"
#include "poll.h"
#include "rest.h"

#define SLICE_MS 10   /* how often one looks whether it rests */
#define ESC_MS   150  /* a lone Esc is one when nothing has come behind it for 100 ms */
#define BUSY_MS  2000 /* a program that never rests is looked at all the same */
#define QUIET_MS 150

struct screen {
	int fd, rows, cols, keys;
	pid_t pid;
	bool ended;
	int status;
	size_t bytes;
	bool cursor_shown;
	int unread_ms; /* after what was typed last it is at rest when it was so for that long; -1 it was */
	const char *watched; /* NULL nothing */
	bool seen;
	struct str heard;
	VTerm *vt;
	VTermScreen *vs;
};

static int
on_property(VTermProp prop, VTermValue *value, void *arg)
{
	struct screen *s = arg;

	if (prop == VTERM_PROP_CURSORVISIBLE)
		s->cursor_shown = value->boolean != 0;
	return 1;
}

struct screen *
screen_start(const char *const *argv, int rows, int cols)
{
	static const VTermScreenCallbacks heard = { .settermprop = on_property };
	struct winsize ws = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols };
	struct screen *s = calloc(1, sizeof(*s));

	if (s == NULL)
		abort();
	s->rows = rows;
	s->cols = cols;
	s->unread_ms = -1;
	s->pid = forkpty(&s->fd, NULL, NULL, &ws);
	if (s->pid == 0) {
		setenv("TERM", "xterm-256color", 1);
		setenv("LC_ALL", "C.UTF-8", 1);
		execv(argv[0], (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	if (s->pid < 0)
		abort();
	fcntl(s->fd, F_SETFD, FD_CLOEXEC);
	s->vt = vterm_new(rows, cols);
	vterm_set_utf8(s->vt, 1);
	s->vs = vterm_obtain_screen(s->vt);
	vterm_screen_set_callbacks(s->vs, &heard, s);
	vterm_screen_enable_altscreen(s->vs, 1);
	vterm_screen_reset(s->vs, 1);
	return s;
}

/* Kept of what was written: as much as a watched text may have begun in. */
static void
watch(struct screen *s, const char *bytes, size_t n)
{
	size_t most = strlen(s->watched);

	str_add_n(&s->heard, bytes, n);
	s->seen = s->seen || memmem(str_c(&s->heard), s->heard.len, s->watched, most) != NULL;
	if (s->heard.len > most)
		str_splice(&s->heard, 0, s->heard.len - most, "", 0);
}

void
screen_watch(struct screen *s, const char *text)
{
	s->watched = text;
	s->seen = false;
	str_reset(&s->heard);
}

bool
screen_saw(struct screen *s)
{
	(void)screen_has(s, "");
	return s->seen;
}

/* Takes in what waits; waits at most ${ms} for the first byte. false when the program has closed its side. */
static bool
take_in(struct screen *s, int ms)
{
	struct pollfd p = { .fd = s->fd, .events = POLLIN };
	char buf[16384];
	ssize_t n;

	while (poll(&p, 1, ms) > 0) {
		n = read(s->fd, buf, sizeof(buf));
		if (n <= 0)
			return false;
		vterm_input_write(s->vt, buf, (size_t)n);
		s->bytes += (size_t)n;
		if (s->watched != NULL)
			watch(s, buf, (size_t)n);
		ms = 0;
	}
	return true;
}

static void
reap(struct screen *s, int options)
{
	if (!s->ended && waitpid(s->pid, &s->status, options) == s->pid)
		s->ended = true;
}

int
screen_wait_exit(struct screen *s, int ms)
{
	int64_t until = clock_mono_ms() + ms;

	for (;;) {
		reap(s, WNOHANG);
		if (s->ended)
			return s->status;
		if (clock_mono_ms() > until)
			return -1;
		if (!take_in(s, 20))
			poll(NULL, 0,
			    5); /* its terminal is closed already; the process ends any moment */
	}
}

int
screen_stop(struct screen *s)
{
	int status;

	if (!s->ended) {
		kill(s->pid, SIGTERM);
		if (screen_wait_exit(s, 10000) < 0) {
			kill(s->pid, SIGKILL);
			reap(s, 0);
		}
	}
	status = s->status;
	close(s->fd);
	vterm_free(s->vt);
	str_free(&s->heard);
	free(s);
	return status;
}

void
screen_leave(struct screen **s)
{
	if (*s != NULL)
		(void)screen_stop(*s);
	*s = NULL;
}

void
screen_kill(struct screen *s, int signal)
{
	kill(s->pid, signal);
}

pid_t
screen_pid(const struct screen *s)
{
	return s->pid;
}

void
screen_send(struct screen *s, const char *bytes, size_t n)
{
	if (n > 0)
		s->unread_ms = bytes[n - 1] == '\033' ? ESC_MS : 0;
	while (n > 0) {
		ssize_t w = write(s->fd, bytes, n);
		if (w < 0 && errno != EAGAIN && errno != EINTR)
			return;
		if (w > 0) {
			bytes += w;
			n -= (size_t)w;
		}
		take_in(
		    s, 0); /* a program that is busy drawing must not fill the pipe against us */
	}
}

void
screen_type(struct screen *s, const char *text)
{
	screen_send(s, text, strlen(text));
}

struct echo {
	struct screen *s;
	size_t bytes;
};

static bool
has_written(void *arg)
{
	struct echo *w = arg;

	(void)screen_has(w->s, ""); /* takes in what came */
	return w->s->bytes > w->bytes;
}

bool
screen_wait_bytes(struct screen *s, size_t beyond, int ms)
{
	struct echo w = { s, beyond };

	return poll_until(has_written, &w, ms);
}

bool
screen_type_painted(struct screen *s, const char *text)
{
	for (size_t len; *text != '\0'; text += len) {
		const size_t before = s->bytes;

		len = utf8_head(text, 1);
		screen_send(s, text, len);
		if (!screen_wait_bytes(s, before, SCREEN_WAIT_MS))
			return false;
	}
	return true;
}

void
screen_paste(struct screen *s, const char *text)
{
	screen_type(s, "\033[200~");
	screen_type(s, text);
	screen_type(s, "\033[201~");
}

void
screen_resize(struct screen *s, int rows, int cols)
{
	struct winsize ws = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols };

	take_in(s, 0);
	s->rows = rows;
	s->cols = cols;
	vterm_set_size(s->vt, rows, cols);
	ioctl(s->fd, TIOCSWINSZ, &ws);
}

static const char *
key_bytes(const char *name, char ctrl[2])
{
	static const struct {
		const char *name, *bytes;
	} keys[] = {
		{ "F1", "\033OP" },
		{ "F2", "\033OQ" },
		{ "F3", "\033OR" },
		{ "F4", "\033OS" },
		{ "F5", "\033[15~" },
		{ "F6", "\033[17~" },
		{ "F7", "\033[18~" },
		{ "F8", "\033[19~" },
		{ "F9", "\033[20~" },
		{ "F10", "\033[21~" },
		{ "F11", "\033[23~" },
		{ "F12", "\033[24~" },
		{ "Enter", "\r" },
		{ "Tab", "\t" },
		{ "BackTab", "\033[Z" },
		{ "Esc", "\033" },
		{ "Up", "\033OA" },
		{ "Down", "\033OB" },
		{ "Right", "\033OC" },
		{ "Left", "\033OD" },
		{ "Home", "\033OH" },
		{ "End", "\033OF" },
		{ "PgUp", "\033[5~" },
		{ "PgDn", "\033[6~" },
		{ "Backspace", "\177" },
		{ "Delete", "\033[3~" },
	};

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (strcmp(keys[i].name, name) == 0)
			return keys[i].bytes;
	if (strncmp(name, "Ctrl-", 5) == 0) {
		ctrl[0] = (char)(name[5] & 0x1f);
		ctrl[1] = '\0';
		return ctrl;
	}
	return name; /* a digit or letter pressed as a key */
}

void
screen_key(struct screen *s, const char *name)
{
	char ctrl[2];

	s->keys++;
	screen_type(s, key_bytes(name, ctrl));
}

int
screen_keys(const struct screen *s)
{
	return s->keys;
}

size_t
screen_bytes(const struct screen *s)
{
	return s->bytes;
}

struct VTermScreen *
screen_vterm(const struct screen *s)
{
	return s->vs;
}

void
screen_row(struct screen *s, int y, char *out, size_t size)
{
	size_t n = 0, used = 0;

	for (int x = 0; x < s->cols;) {
		VTermScreenCell cell = { 0 }; /* libvterm sets it up to the first 0 only */
		VTermPos pos = { y, x };
		vterm_screen_get_cell(s->vs, pos, &cell);
		for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && (i == 0 || cell.chars[i] != 0);
		     i++) {
			char put[4];
			uint32_t cp = cell.chars[i] != 0 ? cell.chars[i] : ' ';
			size_t len = utf8_put(put, cp);
			if (n + len + 1 > size)
				break;
			memcpy(out + n, put, len);
			n += len;
			if (cp != ' ')
				used = n;
		}
		x += cell.width > 0 ? cell.width : 1;
	}
	out[used] = '\0';
}

int
screen_find(struct screen *s, const char *text, int *col)
{
	char row[4096];

	for (int y = 0; y < s->rows; y++) {
		const char *at;
		screen_row(s, y, row, sizeof(row));
		at = strstr(row, text);
		if (at != NULL) {
			if (col != NULL)
				*col = (int)(at - row);
			return y;
		}
	}
	return -1;
}

bool
screen_has(struct screen *s, const char *text)
{
	take_in(s, 0);
	return screen_find(s, text, NULL) >= 0;
}

/* Reads until the program has written nothing for ${quiet_ms} and was at rest meanwhile: on a machine that has no time for it
 * silence alone says nothing. At most ${most_ms}. */
static void
settle(struct screen *s, int quiet_ms, int most_ms)
{
	const int64_t until = clock_mono_ms() + most_ms;
	const int slice = quiet_ms > 0 && quiet_ms < SLICE_MS ? quiet_ms : SLICE_MS;
	int64_t since = clock_mono_ms(), now;

	do {
		const size_t before = s->bytes;
		const bool open =
		    take_in(s, quiet_ms > 0 || !rest_is_at(s->pid, s->fd) ? slice : 0);

		now = clock_mono_ms();
		if (!open)
			break;
		if (s->bytes != before || !rest_is_at(s->pid, s->fd))
			since = now;
		else if (now - since >= quiet_ms)
			break;
	} while (now < until);
	s->unread_ms = -1;
}

/* What stands there may be of before the last key: is it in the picture that it led to? */
static void
let_it_read(struct screen *s, int most_ms)
{
	if (s->unread_ms >= 0)
		settle(s, s->unread_ms, most_ms < BUSY_MS ? most_ms : BUSY_MS);
}

static bool
wait_for(struct screen *s, const char *text, bool there, int ms)
{
	int64_t until = clock_mono_ms() + ms;
	bool waited = false;

	let_it_read(s, ms);
	while (screen_has(s, text) != there) {
		int64_t left = until - clock_mono_ms();
		waited = true;
		if (left <= 0 || !take_in(s, left > 200 ? 200 : (int)left)) {
			if (screen_has(s, text) == there)
				return true;
			fprintf(stderr, "%s on the screen: %s\n", there ? "not" : "still", text);
			screen_print(s);
			return false;
		}
	}
	if (waited) /* the rest of that picture, which may come in two pieces */
		settle(s, 0, BUSY_MS);
	return true;
}

void
screen_settle_ms(struct screen *s, int ms)
{
	settle(s, ms, SCREEN_WAIT_MS);
}

void
screen_settle(struct screen *s)
{
	settle(s, QUIET_MS, SCREEN_WAIT_MS);
}

bool
screen_wait_ms(struct screen *s, const char *text, int ms)
{
	return wait_for(s, text, true, ms);
}

bool
screen_wait(struct screen *s, const char *text)
{
	return wait_for(s, text, true, SCREEN_WAIT_MS);
}

bool
screen_wait_gone(struct screen *s, const char *text)
{
	return wait_for(s, text, false, SCREEN_WAIT_MS);
}

void
screen_cursor(struct screen *s, int *row, int *col)
{
	VTermPos pos;

	take_in(s, 0);
	vterm_state_get_cursorpos(vterm_obtain_state(s->vt), &pos);
	*row = pos.row;
	*col = pos.col;
}

bool
screen_cursor_shown(const struct screen *s)
{
	return s->cursor_shown;
}

void
screen_print(struct screen *s)
{
	char row[4096];

	for (int y = 0; y < s->rows; y++) {
		screen_row(s, y, row, sizeof(row));
		fprintf(stderr, "%2d|%s\n", y, row);
	}
}

size_t
screen_repaint_bytes(struct screen *s)
{
	size_t before;

	screen_settle(s);
	before = screen_bytes(s);
	screen_key(s, "Ctrl-L");
	screen_settle(s);
	return screen_bytes(s) - before;
}

size_t
screen_text_bytes(struct screen *s)
{
	char row[1024];
	size_t n = 0;

	for (int y = 0; y < s->rows; y++) {
		screen_row(s, y, row, sizeof(row));
		n += strlen(row);
	}
	return n;
}
