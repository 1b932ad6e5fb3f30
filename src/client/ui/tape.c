/* Making a lesson's tape. What is made is appended only; between two flushes it lives in memory, so that a full disk or a
 * slow one never holds up a key. Not here: playing (tape_play.c), the difference of pictures (canvas_diff.c). */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/utf8.h"
#include "client/ui/canvas_diff.h"
#include "tape_p.h"

#define WAIT_BYTES (64 << 10)

struct tape_maker {
	int fd;
	int64_t end; /* of what stands in the file */
	int64_t ms;  /* of the record before */
	struct canvas seen;
	struct str waiting, body;
};

void
tape_check(const char *p, size_t n, char out[TAPE_CHECK_BYTES])
{
	uint8_t hash[SECRET_HASH_BYTES];

	secret_sha256(p, n, hash);
	memcpy(out, hash, TAPE_CHECK_BYTES);
}

/* The record whose own bytes stand in m->body. */
static void
put(struct tape_maker *m, enum tape_kind kind, int64_t ms)
{
	struct str head = { 0 };
	char check[TAPE_CHECK_BYTES];
	size_t from = m->waiting.len;

	if (ms < m->ms)
		ms = m->ms;
	str_add_c(&head, (char)kind);
	leb_put(&head, (uint64_t)(ms - m->ms));
	leb_put(&m->waiting, head.len + m->body.len);
	str_add_n(&m->waiting, str_c(&head), head.len);
	str_add_n(&m->waiting, str_c(&m->body), m->body.len);
	if (!m->waiting.bad) {
		tape_check(m->waiting.s + from, m->waiting.len - from, check);
		str_add_n(&m->waiting, check, sizeof(check));
	}
	m->ms = ms;
	str_free(&head);
	str_reset(&m->body);
	if (m->waiting.len >= WAIT_BYTES)
		(void)tape_flush(m, NULL);
}

static void
put_text(struct tape_maker *m, enum tape_kind kind, int64_t ms, const char *text)
{
	size_t n = strlen(text);

	if (n > TAPE_TEXT_BYTES)
		n = utf8_whole(text, TAPE_TEXT_BYTES);
	str_add_n(&m->body, text, n);
	put(m, kind, ms);
}

enum err_code
tape_make(const char *path, const char *title, int64_t ms, struct tape_maker **out, struct err *e)
{
	struct tape_maker *m = calloc(1, sizeof(*m));
	enum err_code rc;

	*out = NULL;
	if (m == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	m->ms = ms;
	m->fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (m->fd < 0) {
		rc = err_sys(e, ERR_IO, errno, "这一课的回放建不了文件 %s。", path);
		free(m);
		return rc;
	}
	str_add(&m->waiting, TAPE_MAGIC);
	put_text(m, TAPE_TITLE, ms, title);
	rc = tape_flush(m, e);
	if (rc != ERR_OK) {
		(void)tape_close(m, NULL);
		return rc;
	}
	*out = m;
	return ERR_OK;
}

void
tape_key(struct tape_maker *m, int64_t ms, const char *name)
{
	put_text(m, TAPE_KEY, ms, name);
}

void
tape_answer(struct tape_maker *m, int64_t ms)
{
	put(m, TAPE_ANSWER, ms);
}

void
tape_note(struct tape_maker *m, int64_t ms, const char *text)
{
	put_text(m, TAPE_NOTE, ms, text);
}

void
tape_aside(struct tape_maker *m, int64_t ms, const char *text)
{
	put_text(m, TAPE_ASIDE, ms, text);
}

void
tape_frame(struct tape_maker *m, int64_t ms, const struct canvas *c)
{
	if (c->cells == NULL || canvas_same(&m->seen, c))
		return;
	canvas_diff_write(&m->seen, c, &m->body);
	/* without memory for what was seen the next one is written whole */
	if (!canvas_copy(&m->seen, c))
		canvas_free(&m->seen);
	put(m, TAPE_FRAME, ms);
}

enum err_code
tape_flush(struct tape_maker *m, struct err *e)
{
	if (m->waiting.bad)
		return err_set(e, ERR_NO_MEMORY, NULL);
	if (m->waiting.len == 0)
		return ERR_OK;
	if (!fs_write_at(m->fd, m->waiting.s, m->waiting.len, m->end))
		return err_sys(e, errno == ENOSPC ? ERR_DISK_FULL : ERR_IO, errno,
		    "这一课的回放写不进磁盘(错误 %d); 课照常上。", errno);
	m->end += (int64_t)m->waiting.len;
	str_reset(&m->waiting);
	return ERR_OK;
}

enum err_code
tape_close(struct tape_maker *m, struct err *e)
{
	enum err_code rc;

	put(m, TAPE_END, m->ms);
	rc = tape_flush(m, e);
	close(m->fd);
	canvas_free(&m->seen);
	str_free(&m->waiting);
	str_free(&m->body);
	free(m);
	return rc;
}
