/* The bytes of attachments on a seat: <data>/blobs/<sha256>, sealed with the seat's data key by pieces of one size, each
 * bound to its file and place, so that a piece can be opened without the others; "<sha256>.part" while they come.
 *
 * Invariants: a file has its name only when it is whole; plain bytes are only ever written where a person has said. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "cache_file_p.h"

#define PATH_SIZE    1200
#define SEALED_EXTRA 40 /* nonce and tag */
#define SEALED_PIECE (BLOB_PIECE_BYTES + SEALED_EXTRA)

static enum err_code
fail(const char *doing, struct err *e)
{
	if (errno == ENOSPC || errno == EDQUOT || errno == EFBIG)
		return err_sys(e, ERR_DISK_FULL, errno, "本机磁盘已满, 附件%s不了。", doing);
	return err_sys(e, ERR_IO, errno, "附件%s失败: 系统错误 %d。", doing, errno);
}

static enum err_code
path_of(const struct cache_writer *w, const char *id, const char *end, char out[PATH_SIZE],
    struct err *e)
{
	if (w->dir[0] == '\0' || !blob_id_valid(id) ||
	    snprintf(out, PATH_SIZE, "%s/blobs/%s%s", w->dir, id, end) >= PATH_SIZE)
		return err_set(e, ERR_NOT_FOUND, "本机没有这个附件。");
	return ERR_OK;
}

/* As much as there is, up to ${n}; -1 on error. */
static ssize_t
read_most(int fd, char *p, size_t n, int64_t at)
{
	size_t got = 0;

	while (got < n) {
		ssize_t one = pread(fd, p + got, n - got, at + (int64_t)got);

		if (one < 0 && errno == EINTR)
			continue;
		if (one < 0)
			return -1;
		if (one == 0)
			break;
		got += (size_t)one;
	}
	return (ssize_t)got;
}

/* ---- sealed pieces ---- */

static void
context_of(const char *id, int64_t nth, char out[100])
{
	snprintf(out, 100, "blob:%s:%lld", id, (long long)nth);
}

static enum err_code
seal_piece(struct cache_writer *w, int fd, const char *id, int64_t nth, const char *p, size_t n,
    struct err *e)
{
	struct str sealed = { 0 };
	char context[100];
	enum err_code rc = ERR_OK;

	context_of(id, nth, context);
	secret_seal(w->key, context, p, n, &sealed);
	if (sealed.bad)
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	else if (!fs_write_at(fd, sealed.s, sealed.len, nth * SEALED_PIECE))
		rc = fail("保存", e);
	str_free(&sealed);
	return rc;
}

static enum err_code
open_piece(
    struct cache_writer *w, int fd, const char *id, int64_t nth, struct str *out, struct err *e)
{
	struct str sealed = { 0 };
	char context[100];
	char *room = str_extend(&sealed, SEALED_PIECE);
	ssize_t n = room != NULL ? read_most(fd, room, SEALED_PIECE, nth * SEALED_PIECE) : -1;
	enum err_code rc = ERR_OK;

	context_of(id, nth, context);
	if (room == NULL)
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	else if (n < 0)
		rc = fail("读取", e);
	else if (n > 0 && (w->key == NULL || !secret_open(w->key, context, room, (size_t)n, out)))
		rc = err_set(e, ERR_CORRUPT, "本机存的附件已损坏, 打不开, 请重新添加。");
	str_free(&sealed);
	return rc;
}

/* ---- taking in ---- */

struct source { /* a file of a person's */
	int fd;
	int64_t bytes;
	enum blob_type type;
};

static enum err_code
open_source(const char *path, const char *name, struct source *s, struct err *e)
{
	char head[BLOB_HEAD_BYTES];
	struct stat st;
	ssize_t n;

	s->fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (s->fd < 0)
		return errno == ENOENT ? err_set(e, ERR_NOT_FOUND, "没有这个文件: %s", path)
				       : err_set(e, ERR_IO, "文件打不开: %s", path);
	if (fstat(s->fd, &st) != 0 || !S_ISREG(st.st_mode))
		return err_set(e, ERR_INVALID, "“%s”不是文件。", name);
	s->bytes = st.st_size;
	if (s->bytes == 0)
		return err_set(e, ERR_INVALID, "“%s”是空文件, 不能作附件。", name);
	if (s->bytes > BLOB_BYTES_MAX)
		return err_set(e, ERR_LIMIT, "“%s”有 %lld MB, 附件每个不得超过 %lld MB。", name,
		    (long long)(s->bytes >> 20), (long long)(BLOB_BYTES_MAX >> 20));
	n = read_most(s->fd, head, sizeof(head), 0);
	if (n < 0)
		return fail("读取", e);
	return blob_check(name, head, (size_t)n, &s->type, e);
}

/* Through the whole file once: its hash, and with ${to} a sealed copy. */
static enum err_code
pass(struct cache_writer *w, const struct source *s, const char *id, int to,
    char hex[SECRET_HEX_SIZE], struct err *e)
{
	uint8_t hash[SECRET_HASH_BYTES];
	struct secret_sha sha;
	struct str piece = { 0 };
	char *room = str_extend(&piece, BLOB_PIECE_BYTES);
	enum err_code rc = room != NULL ? ERR_OK : err_set(e, ERR_NO_MEMORY, NULL);
	int64_t at = 0;

	secret_sha_start(&sha);
	while (rc == ERR_OK && at < s->bytes) {
		ssize_t n = read_most(s->fd, room, BLOB_PIECE_BYTES, at);

		if (n <= 0 || at + n > s->bytes) {
			rc = n < 0 ? fail("读取", e) : ERR_CONFLICT;
			break;
		}
		secret_sha_add(&sha, room, (size_t)n);
		if (to >= 0)
			rc = seal_piece(w, to, id, at / BLOB_PIECE_BYTES, room, (size_t)n, e);
		at += n;
	}
	secret_sha_end(&sha, hash);
	secret_hex(hash, sizeof(hash), hex);
	secret_str_free(&piece);
	if (rc == ERR_CONFLICT || (rc == ERR_OK && to >= 0 && strcmp(hex, id) != 0))
		return err_set(e, ERR_CONFLICT, "文件正在被改动, 请稍后再添加。");
	return rc;
}

static enum err_code
name_it(const char *part, const char *path, int fd, struct err *e)
{
	if (fsync(fd) != 0 || rename(part, path) != 0)
		return fail("保存", e);
	return ERR_OK;
}

static enum err_code
copy_in(struct cache_writer *w, const struct source *s, const char *id, struct err *e)
{
	char part[PATH_SIZE], path[PATH_SIZE], dir[PATH_SIZE], hex[SECRET_HEX_SIZE];
	enum err_code rc = path_of(w, id, ".part", part, e);
	int fd;

	if (rc == ERR_OK)
		rc = path_of(w, id, "", path, e);
	if (rc != ERR_OK)
		return rc;
	if (fs_exists(path)) { /* as young as if it had come now (cache_file_sweep.c) */
		(void)utimensat(AT_FDCWD, path, NULL, 0);
		return ERR_OK;
	}
	snprintf(dir, sizeof(dir), "%.1100s/blobs", w->dir);
	rc = fs_mkdirs(dir, e);
	if (rc != ERR_OK)
		return rc;
	fd = open(part, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return fail("保存", e);
	rc = pass(w, s, id, fd, hex, e);
	if (rc == ERR_OK)
		rc = name_it(part, path, fd, e);
	close(fd);
	if (rc != ERR_OK)
		unlink(part);
	return rc;
}

enum err_code
cache_file_add(struct cache_writer *w, const char *path, const char *ticket, const char *by,
    int64_t at, struct cache_file *out, struct err *e)
{
	struct source s = { .fd = -1 };
	enum err_code rc;

	*out = (struct cache_file){ .state = FILE_HELD, .here = true };
	blob_name(path, out->i.name);
	if (w->key == NULL)
		return err_set(e, ERR_UNAUTHORISED, "请先登录。");
	rc = open_source(path, out->i.name, &s, e);
	if (rc == ERR_OK)
		rc = pass(w, &s, "", -1, out->i.id, e);
	if (rc == ERR_OK)
		rc = copy_in(w, &s, out->i.id, e);
	if (s.fd >= 0)
		close(s.fd);
	out->i.bytes = s.bytes;
	out->i.type = s.type;
	out->i.at = at;
	str_copy(out->i.by, sizeof(out->i.by), by);
	str_copy(out->ticket, sizeof(out->ticket), ticket);
	return rc == ERR_OK ? cache_file_put(w, out, 1, e) : rc;
}

/* ---- out again ---- */

enum err_code
cache_file_piece(struct cache_writer *w, const char *id, int64_t at, struct str *out, struct err *e)
{
	char path[PATH_SIZE];
	struct str piece = { 0 };
	size_t skip = (size_t)(at % BLOB_PIECE_BYTES);
	enum err_code rc = path_of(w, id, "", path, e);
	int fd = rc == ERR_OK ? open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) : -1;

	if (rc == ERR_OK && fd < 0)
		rc = err_set(e, ERR_NOT_FOUND, "本机存的附件不见了, 请重新添加。");
	if (rc == ERR_OK)
		rc = open_piece(w, fd, id, at / BLOB_PIECE_BYTES, &piece, e);
	if (rc == ERR_OK && piece.len > skip)
		str_add_n(out, piece.s + skip, piece.len - skip);
	if (fd >= 0)
		close(fd);
	secret_str_free(&piece);
	return rc == ERR_OK && out->bad ? err_set(e, ERR_NO_MEMORY, NULL) : rc;
}

enum err_code
cache_file_plain(struct cache_writer *w, const struct cache_file *f, struct str *out, struct err *e)
{
	uint8_t hash[SECRET_HASH_BYTES];
	char hex[SECRET_HEX_SIZE];
	enum err_code rc = ERR_OK;

	for (int64_t at = 0; rc == ERR_OK && at < f->i.bytes; at += BLOB_PIECE_BYTES)
		rc = cache_file_piece(w, f->i.id, at, out, e);
	if (rc != ERR_OK)
		return rc;
	secret_sha256(str_c(out), out->len, hash);
	secret_hex(hash, sizeof(hash), hex);
	return strcmp(hex, f->i.id) == 0
		   ? ERR_OK
		   : err_set(e, ERR_CORRUPT, "附件的内容与它的 SHA-256 不符。");
}

/* ---- from the centre ---- */

static enum err_code
check_taken(struct cache_writer *w, const char *id, int64_t bytes, struct err *e)
{
	struct cache_file f = { .i = { .bytes = bytes } };
	struct str all = { 0 };
	enum err_code rc;

	str_copy(f.i.id, sizeof(f.i.id), id);
	rc = cache_file_plain(w, &f, &all, e);
	secret_str_free(&all);
	return rc;
}

enum err_code
cache_file_take(struct cache_writer *w, const char *id, int64_t at, const char *p, size_t n,
    int64_t bytes, struct err *e)
{
	char part[PATH_SIZE], path[PATH_SIZE], dir[PATH_SIZE];
	enum err_code rc = path_of(w, id, ".part", part, e);
	int fd;

	if (rc == ERR_OK)
		rc = path_of(w, id, "", path, e);
	if (rc != ERR_OK || w->key == NULL)
		return rc != ERR_OK ? rc : err_set(e, ERR_UNAUTHORISED, "请先登录。");
	snprintf(dir, sizeof(dir), "%.1100s/blobs", w->dir);
	rc = fs_mkdirs(dir, e);
	if (rc != ERR_OK)
		return rc;
	fd = open(part, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return fail("保存", e);
	for (size_t done = 0; rc == ERR_OK && done < n; done += BLOB_PIECE_BYTES)
		rc = seal_piece(w, fd, id, (at + (int64_t)done) / BLOB_PIECE_BYTES, p + done,
		    n - done < BLOB_PIECE_BYTES ? n - done : BLOB_PIECE_BYTES, e);
	if (rc == ERR_OK && at + (int64_t)n >= bytes)
		rc = name_it(part, path, fd, e);
	close(fd);
	if (rc != ERR_OK || at + (int64_t)n < bytes)
		return rc;
	rc = check_taken(w, id, bytes, e);
	if (rc != ERR_OK)
		unlink(path);
	return rc == ERR_OK ? cache_file_here(w, id, e) : rc;
}
