/* A picture as characters: chafa, where it is installed, as a process of its own that the loop listens to. It is handed the
 * bytes alone, in memory: no name, no path, nothing on the disk.
 *
 * Invariants: nothing here waits; one picture at a time, a newer one ends it; the process has no terminal, no files, little
 * memory and little time, and is gone with all it has started when either is over. What it says are only characters of one
 * column: nothing that a terminal would obey comes through. Not here: where a picture is drawn (view/ticket/files.c). */
#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "base/width.h"
#include "engine_p.h"

#define LOOK_MS      5000 /* a phone's photograph takes a tenth of a second */
#define MEMORY_BYTES ((rlim_t)768 << 20)
#define CPU_SECONDS  5
#define ROWS_MOST    200
#define COLS_MOST    400
#define TEXT_MOST    ((size_t)ROWS_MOST * (COLS_MOST * 4 + 1))

struct look {
	uint64_t job; /* who asked */
	char ticket[ID_SIZE], file[BLOB_ID_SIZE];
	pid_t pid; /* 0 before it runs */
	int fd;    /* what it says */
	int64_t until;
	struct str text;
};

/* ---- the process ---- */

static void
limit(__rlimit_resource_t what, rlim_t most)
{
	(void)setrlimit(what, &(struct rlimit){ most, most });
}

/* Between fork and exec: only calls that are safe there, since other threads of this program go on. */
static _Noreturn void
become_chafa(const char *chafa, char *const *argv, int picture, int out)
{
	char *const env[] = { (char[]){ "LC_ALL=C.UTF-8" }, (char[]){ "TERM=dumb" },
		(char[]){ "HOME=/nonexistent" }, (char[]){ "PATH=/nonexistent" },
		(char[]){ "OMP_NUM_THREADS=1" }, NULL };
	sigset_t none;
	int null = open("/dev/null", O_RDWR);

	(void)setsid(); /* no terminal; and a group of its own, to be ended as a whole */
	sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
	if (null < 0 || dup2(picture, 0) < 0 || dup2(out, 1) < 0 || dup2(null, 2) < 0)
		_exit(127);
#ifdef SYS_close_range
	(void)syscall(SYS_close_range, 3U, ~0U, 0U); /* what does not close itself */
#endif
	limit(RLIMIT_AS, MEMORY_BYTES);
	limit(RLIMIT_CPU, CPU_SECONDS);
	limit(RLIMIT_FSIZE, 0);
	limit(RLIMIT_CORE, 0);
	(void)execve(chafa, argv, env);
	_exit(127);
}

static const char *
symbols_of(int style)
{
	/* dots are one column wide everywhere, blocks are not; other encodings have neither */
	return style == LOOK_LETTERS || strcmp(nl_langinfo(CODESET), "UTF-8") != 0 ? "ascii"
										   : "braille";
}

static bool
start(struct look *k, const struct look_ask *ask, const char *chafa, int picture)
{
	char size[32], symbols[32], invert[] = "--invert";
	char *argv[] = { (char[]){ "chafa" }, (char[]){ "--format=symbols" },
		(char[]){ "--colors=none" }, (char[]){ "--dither=diffusion" },
		(char[]){ "--animate=off" }, (char[]){ "--threads=1" }, symbols, size,
		(char[]){ "-" }, ask->style == LOOK_INVERSE ? invert : NULL, NULL };
	int ends[2];
	pid_t pid;

	(void)snprintf(symbols, sizeof(symbols), "--symbols=%s", symbols_of(ask->style));
	(void)snprintf(size, sizeof(size), "--size=%dx%d", ask->cols, ask->rows);
	if (pipe2(ends, O_CLOEXEC) != 0)
		return false;
	pid = fork();
	if (pid == 0)
		become_chafa(chafa, argv, picture, ends[1]);
	close(ends[1]);
	if (pid < 0) {
		close(ends[0]);
		return false;
	}
	k->pid = pid;
	k->fd = ends[0];
	return fcntl(k->fd, F_SETFL, O_NONBLOCK) == 0;
}

/* The picture in memory of no name, for its standard input. -1: there is none. */
static int
in_memory(const struct str *p)
{
	int fd = memfd_create("picture", MFD_CLOEXEC);

	if (fd >= 0 && fs_write_at(fd, p->s, p->len, 0))
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

/* ---- asked, and over ---- */

/* It is gone, whatever it was doing, with all it started. */
static void
drop(struct look *k)
{
	if (k == NULL)
		return;
	if (k->pid > 0) {
		(void)kill(-k->pid, SIGKILL);
		(void)kill(k->pid, SIGKILL); /* it may not have got so far as to be a group */
		while (waitpid(k->pid, NULL, 0) < 0 && errno == EINTR)
			;
		close(k->fd);
	}
	str_free(&k->text);
	free(k);
}

/* Characters of one column, line by line; anything else is a blank. */
static char *
only_characters(const struct str *text)
{
	struct str out = { 0 };

	for (size_t at = 0, n; at < text->len; at += n) {
		uint32_t cp = 0;

		n = utf8_next(text->s + at, text->len - at, &cp);
		if (n > 0 && (cp == '\n' || (!utf8_is_hidden(cp) && width_cp(cp) == 1)))
			str_add_n(&out, text->s + at, n);
		else
			str_add_c(&out, ' ');
		n = n > 0 ? n : 1;
	}
	return str_take(&out);
}

/* The answer; the process is gone then. ${why} NULL: it is there. */
static void
over(struct engine *g, const struct err *why)
{
	struct look *k = g->look;
	struct news *done = engine_news_new(NEWS_DONE);

	g->look = NULL;
	if (done != NULL) {
		done->job = k->job;
		str_copy(done->ticket, sizeof(done->ticket), k->ticket);
		str_copy(done->text, sizeof(done->text), k->file);
		if (why != NULL)
			done->err = *why;
		else if ((done->more = only_characters(&k->text)) == NULL)
			err_set(&done->err, ERR_NO_MEMORY, NULL);
		engine_tell(g, done);
	}
	drop(k);
}

void
engine_look_close(struct engine *g)
{
	struct err e;

	if (g->look == NULL)
		return;
	err_set(&e, ERR_CANCELLED, NULL);
	over(g, &e);
}

/* The bytes say what it is, not its name nor who sent it. */
static enum err_code
plain_picture(struct engine *g, const struct cache_file *f, struct str *out, struct err *e)
{
	enum err_code rc = cache_file_plain(g->cache, f, out, e);

	if (rc == ERR_OK && !blob_is_image(blob_type_of(str_c(out), out->len)))
		rc = err_set(e, ERR_MEDIA, "这不是图片, 不能在这里看; 可按 2 导出。");
	return rc;
}

enum err_code
engine_look(struct engine *g, const struct look_ask *ask, const struct cache_file *f, struct err *e)
{
	struct look *k;
	struct str plain = { 0 };
	char chafa[512];
	int picture = -1;
	enum err_code rc = ERR_OK;

	engine_look_close(g);
	if (!fs_program("chafa", chafa, sizeof(chafa)))
		return err_set(
		    e, ERR_NOT_FOUND, "本机没有装 chafa, 看不了图; 可按 2 导出后用看图程序看。");
	if (ask->rows < 1 || ask->cols < 1 || ask->rows > ROWS_MOST || ask->cols > COLS_MOST)
		return err_set(e, ERR_INVALID, NULL);
	k = calloc(1, sizeof(*k));
	rc = k == NULL ? err_set(e, ERR_NO_MEMORY, NULL) : plain_picture(g, f, &plain, e);
	if (rc == ERR_OK && (picture = in_memory(&plain)) < 0)
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	secret_str_free(&plain);
	if (k != NULL && rc == ERR_OK) {
		*k = (struct look){ .job = ask->job, .until = clock_mono_ms() + LOOK_MS };
		str_copy(k->ticket, sizeof(k->ticket), ask->ticket);
		str_copy(k->file, sizeof(k->file), f->i.id);
		if (!start(k, ask, chafa, picture))
			rc = err_sys(e, ERR_IO, errno, "chafa 没有运行起来: 系统错误 %d。", errno);
	}
	if (picture >= 0)
		close(picture);
	if (rc == ERR_OK)
		g->look = k;
	else
		drop(k);
	return rc;
}

/* ---- turns ---- */

int
engine_look_fds(const struct engine *g, struct pollfd *out)
{
	if (g->look == NULL)
		return 0;
	*out = (struct pollfd){ .fd = g->look->fd, .events = POLLIN };
	return 1;
}

int64_t
engine_look_wait(const struct engine *g, int64_t now, int64_t wait)
{
	if (g->look == NULL || g->look->until - now >= wait)
		return wait;
	return g->look->until > now ? g->look->until - now : 0;
}

void
engine_look_serve(struct engine *g)
{
	struct look *k = g->look;
	char part[4096];
	struct err e;
	ssize_t n = -1;

	if (k == NULL)
		return;
	while (k->text.len <= TEXT_MOST && (n = read(k->fd, part, sizeof(part))) > 0)
		str_add_n(&k->text, part, (size_t)n);
	if (n == 0 && k->text.len > 0) {
		over(g, NULL);
	} else if (n == 0 || k->text.len > TEXT_MOST) {
		err_set(&e, ERR_MEDIA, "这张图画不出来(已损坏, 或太大), 可按 2 导出后再看。");
		over(g, &e);
	} else if (clock_mono_ms() >= k->until) {
		err_set(&e, ERR_TIMEOUT, "这张图 %d 秒还没有画出来, 可按 2 导出后再看。",
		    LOOK_MS / 1000);
		over(g, &e);
	}
}
