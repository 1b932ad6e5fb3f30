/* term.c: the terminal, through curses; with term_paint.c and terminfo.c the only place that knows it.
 *
 * Input: bytes by wgetch on a pad (reading a window would repaint it), put together in decode.c. Bracketed paste only
 * where terminfo has it. raw(): no key can suspend or kill the seat. Sizes: a handler writes to a pipe that is polled,
 * because the signal may land on any thread.
 * State of the file: curses itself, and the pipe that the signal handler writes to. */
#include "term_p.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "charset_p.h"
#include "terminfo_p.h"

#define PASTE_BEGIN 2000 /* beyond every KEY_ of curses */
#define PASTE_END   2001
#define READ_MAX    65536 /* bytes a turn, so that a flood cannot stop the screen */

static int winch_fd = -1; /* written by the signal handler */

/* What curses recognises, as keys of keymap.h; and sequences that terminals send though terminfo does not say so. */
static const struct {
	int code;
	uint16_t key;
	const char *also[3];
} KEYS[] = {
	{ KEY_UP, KEYNO_UP, { "\033[A", "\033OA", NULL } },
	{ KEY_DOWN, KEYNO_DOWN, { "\033[B", "\033OB", NULL } },
	{ KEY_RIGHT, KEYNO_RIGHT, { "\033[C", "\033OC", NULL } },
	{ KEY_LEFT, KEYNO_LEFT, { "\033[D", "\033OD", NULL } },
	{ KEY_HOME, KEYNO_HOME, { "\033[H", "\033OH", "\033[1~" } },
	{ KEY_END, KEYNO_END, { "\033[F", "\033OF", "\033[4~" } },
	{ KEY_IC, KEYNO_INSERT, { "\033[2~", NULL, NULL } },
	{ KEY_DC, KEYNO_DELETE, { "\033[3~", NULL, NULL } },
	{ KEY_PPAGE, KEYNO_PGUP, { "\033[5~", NULL, NULL } },
	{ KEY_NPAGE, KEYNO_PGDN, { "\033[6~", NULL, NULL } },
	{ KEY_BTAB, KEYNO_BACKTAB, { "\033[Z", NULL, NULL } },
	{ KEY_BACKSPACE, KEYNO_BACKSPACE, { NULL, NULL, NULL } },
	{ KEY_ENTER, KEYNO_ENTER, { "\033OM", NULL, NULL } },
	{ KEY_F(1), KEYNO_F + 1, { "\033OP", "\033[11~", "\033[[A" } },
	{ KEY_F(2), KEYNO_F + 2, { "\033OQ", "\033[12~", "\033[[B" } },
	{ KEY_F(3), KEYNO_F + 3, { "\033OR", "\033[13~", "\033[[C" } },
	{ KEY_F(4), KEYNO_F + 4, { "\033OS", "\033[14~", "\033[[D" } },
	{ KEY_F(5), KEYNO_F + 5, { "\033[15~", "\033[[E", NULL } },
	{ KEY_F(6), KEYNO_F + 6, { "\033[17~", NULL, NULL } },
	{ KEY_F(7), KEYNO_F + 7, { "\033[18~", NULL, NULL } },
	{ KEY_F(8), KEYNO_F + 8, { "\033[19~", NULL, NULL } },
	{ KEY_F(9), KEYNO_F + 9, { "\033[20~", NULL, NULL } },
	{ KEY_F(10), KEYNO_F + 10, { "\033[21~", NULL, NULL } },
	{ KEY_F(11), KEYNO_F + 11, { "\033[23~", NULL, NULL } },
	{ KEY_F(12), KEYNO_F + 12, { "\033[24~", NULL, NULL } },
};

#define LENGTH(a) (sizeof(a) / sizeof *(a))

/* ---- start and stop ---- */

static void
on_winch(int sig)
{
	int saved = errno;
	ssize_t n = write(winch_fd, "", 1);
	(void)n; /* full: a change is already waiting */
	(void)sig;
	errno = saved;
}

static void
set_keys(void)
{
	for (size_t i = 0; i < LENGTH(KEYS); i++) {
		for (size_t k = 0; k < LENGTH(KEYS[i].also) && KEYS[i].also[k]; k++) {
			if (key_defined(KEYS[i].also[k]) == 0)
				define_key(KEYS[i].also[k], KEYS[i].code);
		}
	}
}

static void
paste_start(struct term *t)
{
	const char *begin = terminfo_text("PS"), *end = terminfo_text("PE");
	if (!terminfo_paste(true))
		return;
	define_key(begin ? begin : "\033[200~", PASTE_BEGIN);
	define_key(end ? end : "\033[201~", PASTE_END);
	t->paste_mode = true;
}

static bool
resize(struct term *t)
{
	struct winsize ws = { 0 };
	int rows = LINES, cols = COLS;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws) == 0 && ws.ws_row > 0 && ws.ws_col > 0) {
		rows = ws.ws_row;
		cols = ws.ws_col;
	}
	if (t->run && rows == t->shown.rows && cols == t->shown.cols)
		return true;
	cchar_t *run = realloc(t->run, (size_t)cols * sizeof *run);
	if (!run)
		return false;
	t->run = run;
	if (rows != LINES || cols != COLS)
		resizeterm(rows, cols);
	t->resized = t->redraw = true;
	return canvas_resize(&t->shown, rows, cols);
}

static void
winch_start(struct term *t)
{
	struct sigaction sa = { .sa_handler = on_winch, .sa_flags = SA_RESTART };
	winch_fd = t->winch[1];
	sigemptyset(&sa.sa_mask);
	sigaction(SIGWINCH, &sa, &t->old_winch);
}

static enum err_code
screen_start(struct term *t, const struct term_options *o, struct err *e)
{
	use_env(FALSE);
	use_tioctl(TRUE);
	winch_start(t); /* before newterm, which takes the signal when nobody has it */
	t->screen = newterm(NULL, stdout, stdin);
	if (!t->screen)
		return err_set(e, ERR_TERMINAL, "打不开终端 TERM=%.40s", getenv("TERM"));
	if (o && o->escdelay_ms > 0)
		set_escdelay(o->escdelay_ms);
	else if (!getenv("ESCDELAY"))
		set_escdelay(TERM_ESCDELAY_MS);
	t->keys = newpad(1, 1);
	if (!t->keys)
		return err_set(e, ERR_NO_MEMORY, NULL);
	raw();
	noecho();
	nonl();
	typeahead(-1); /* a frame is never left half painted */
	keypad(t->keys, TRUE);
	nodelay(t->keys, TRUE);
	set_keys();
	paste_start(t);
	return resize(t) ? ERR_OK : err_set(e, ERR_NO_MEMORY, NULL);
}

enum err_code
term_start(const struct term_options *o, const struct theme *th, const struct keymap *km,
    struct term **out, struct err *e)
{
	const char *notice = NULL;
	if (terminfo_check(e) != ERR_OK || charset_start(&notice, e) != ERR_OK)
		return ERR_TERMINAL;
	struct term *t = calloc(1, sizeof *t);
	if (!t)
		return err_set(e, ERR_NO_MEMORY, NULL);
	t->notice = notice;
	t->keymap = *km;
	t->lossy = strcasecmp(nl_langinfo(CODESET), "GBK") == 0;
	decode_init(&t->decode, km, o && o->twin_ms > 0 ? o->twin_ms : TERM_TWIN_MS);
	if (pipe2(t->winch, O_CLOEXEC | O_NONBLOCK) != 0) {
		enum err_code rc = err_sys(e, ERR_IO, errno, "打不开内部管道");
		decode_free(&t->decode);
		free(t);
		return rc;
	}
	enum err_code rc = screen_start(t, o, e);
	if (rc != ERR_OK) {
		term_stop(t);
		return rc;
	}
	term_theme(t, th);
	*out = t;
	return ERR_OK;
}

void
term_stop(struct term *t)
{
	if (!t)
		return;
	if (t->paste_mode)
		terminfo_paste(false);
	if (t->screen) {
		endwin();
		if (t->keys)
			delwin(t->keys);
		delscreen(t->screen);
	}
	sigaction(SIGWINCH, &t->old_winch, NULL);
	winch_fd = -1;
	close(t->winch[0]);
	close(t->winch[1]);
	decode_free(&t->decode);
	canvas_free(&t->shown);
	free(t->run);
	free(t);
}

const char *
term_notice(const struct term *t)
{
	return t->notice;
}

void
term_fds(const struct term *t, int fds[2])
{
	fds[0] = STDIN_FILENO;
	fds[1] = t->winch[0];
}

void
term_size(const struct term *t, int *rows, int *cols)
{
	*rows = t->shown.rows;
	*cols = t->shown.cols;
}

/* ---- input ---- */

static void
take_code(struct term *t, int code, int64_t now)
{
	if (code == PASTE_BEGIN || code == PASTE_END) {
		decode_paste(&t->decode, code == PASTE_BEGIN, now);
		return;
	}
	for (size_t i = 0; i < LENGTH(KEYS); i++) {
		if (KEYS[i].code == code) {
			decode_key(&t->decode, KEYS[i].key, now);
			return;
		}
	}
}

bool
term_read(struct term *t)
{
	char drop[16];
	bool size = false;
	while (read(t->winch[0], drop, sizeof drop) > 0)
		size = true;
	if (size)
		resize(t);
	int n = 0, code;
	int64_t now = clock_mono_ms();
	while (n < READ_MAX && (code = wgetch(t->keys)) != ERR) {
		if (code < KEY_MIN)
			decode_byte(&t->decode, (unsigned char)code, now);
		else
			take_code(t, code, now);
		n++;
	}
	decode_time(&t->decode, clock_mono_ms());
	struct pollfd gone = { .fd = STDIN_FILENO, .events = POLLIN };
	return n > 0 || poll(&gone, 1, 0) <= 0 || !(gone.revents & (POLLHUP | POLLERR | POLLNVAL));
}

int
term_wait_ms(const struct term *t)
{
	return t->resized ? 0 : decode_wait_ms(&t->decode, clock_mono_ms());
}

bool
term_is_resized(const struct term *t)
{
	return t->resized;
}

bool
term_next(struct term *t, unsigned scopes, struct input *in)
{
	if (t->resized) {
		t->resized = false;
		*in = (struct input){ .kind = INPUT_RESIZE,
			.text = "",
			.rows = t->shown.rows,
			.cols = t->shown.cols };
		return true;
	}
	return decode_next(&t->decode, &t->keymap, scopes, in);
}

void
term_press(struct term *t, uint16_t key)
{
	const int64_t now = clock_mono_ms();

	if (key >= KEYNO_TWIN) {
		decode_byte(&t->decode, KEYNO_ESC, now);
		decode_byte(&t->decode, (unsigned char)(key - KEYNO_TWIN), now);
	} else if (key >= KEYNO_UP) {
		decode_key(&t->decode, key, now);
	} else {
		decode_byte(&t->decode, (unsigned char)key, now);
		if (key == KEYNO_ESC) /* the second says that nothing follows */
			decode_byte(&t->decode, KEYNO_ESC, now);
	}
}

void
term_type(struct term *t, const char *text)
{
	size_t left = strlen(text);
	uint32_t cp = 0;

	while (left > 0) {
		char bytes[MB_LEN_MAX];
		mbstate_t mb = { 0 };
		const size_t n = utf8_next(text, left, &cp);
		const size_t k = wcrtomb(bytes, (wchar_t)cp, &mb);

		for (size_t i = 0; k != (size_t)-1 && i < k; i++)
			decode_byte(&t->decode, (unsigned char)bytes[i], clock_mono_ms());
		text += n;
		left -= n;
	}
}

void
term_flush(struct term *t)
{
	flushinp();
	decode_flush(&t->decode);
}

void
term_bell(struct term *t)
{
	(void)t;
	beep();
}
