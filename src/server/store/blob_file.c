/* The bytes of attachments: <data>/blobs/ab/cd/<sha256>, and "<sha256>.part" while they come. Only the writer writes here.
 *
 * Invariants: a piece is on the disk before anybody is told that it is; a file has its name only when its bytes have its
 * hash, and then never changes. A part may be longer than its row says (a crash between the two): what is beyond is
 * written again. Not done here: who may read. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "server/store/blob.h"

#define PATH_SIZE   1200
#define CHUNK_BYTES 65536

/* "" when it does not fit. */
static void
dir_of(const char *dir, const char *id, char out[PATH_SIZE])
{
	if (snprintf(out, PATH_SIZE, "%s/blobs/%.2s/%.2s", dir, id, id + 2) >= PATH_SIZE)
		out[0] = '\0';
}

static bool
path_of(const char *dir, const char *id, const char *end, char out[PATH_SIZE])
{
	return snprintf(out, PATH_SIZE, "%s/blobs/%.2s/%.2s/%s%s", dir, id, id + 2, id, end) <
	       PATH_SIZE;
}

static enum err_code
fail(const char *doing, struct err *e)
{
	if (errno == ENOSPC || errno == EDQUOT || errno == EFBIG)
		return err_sys(e, ERR_DISK_FULL, errno,
		    "中心的磁盘已满, 附件暂时收不下; 已收到的都在, 腾出地方后接着传。");
	return err_sys(e, ERR_IO, errno, "附件%s失败: 系统错误 %d。", doing, errno);
}

static enum err_code
too_long(const char *dir, struct err *e)
{
	return err_set(e, ERR_LIMIT, "数据目录的路径太长: %s", dir);
}

/* ---- writing ---- */

enum err_code
blob_file_append(
    const char *dir, const char *id, int64_t at, const void *p, size_t n, struct err *e)
{
	char path[PATH_SIZE];
	enum err_code rc;
	int fd;

	dir_of(dir, id, path);
	if (path[0] == '\0')
		return too_long(dir, e);
	rc = fs_mkdirs(path, e);
	if (rc != ERR_OK)
		return rc;
	if (!path_of(dir, id, ".part", path))
		return too_long(dir, e);
	fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return fail("写入", e);
	if (!fs_write_at(fd, p, n, at) || fdatasync(fd) != 0)
		rc = fail("写入", e);
	if (close(fd) != 0 && rc == ERR_OK)
		rc = fail("写入", e);
	return rc;
}

/* ---- hashes ---- */

/* The hash of the first ${bytes} bytes; false when there are fewer, or they cannot be read. */
static bool
hash_of(int fd, int64_t bytes, char hex[SECRET_HEX_SIZE])
{
	uint8_t chunk[CHUNK_BYTES], hash[SECRET_HASH_BYTES];
	struct secret_sha sha;

	secret_sha_start(&sha);
	for (int64_t at = 0; at < bytes;) {
		size_t want = bytes - at < CHUNK_BYTES ? (size_t)(bytes - at) : CHUNK_BYTES;
		ssize_t n = pread(fd, chunk, want, at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		secret_sha_add(&sha, chunk, (size_t)n);
		at += n;
	}
	secret_sha_end(&sha, hash);
	secret_hex(hash, sizeof(hash), hex);
	return true;
}

const char *
blob_file_check(const char *dir, const char *id, int64_t bytes)
{
	char path[PATH_SIZE], hex[SECRET_HEX_SIZE];
	const char *why = NULL;
	struct stat st;
	int fd;

	if (!path_of(dir, id, "", path))
		return "附件的路径太长";
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return errno == ENOENT ? "附件的文件不见了" : "附件的文件打不开";
	if (fstat(fd, &st) != 0 || st.st_size != bytes)
		why = "附件的长度不符";
	else if (!hash_of(fd, bytes, hex))
		why = "附件的文件读不出来";
	else if (strcmp(hex, id) != 0)
		why = "附件的内容被改动";
	close(fd);
	return why;
}

/* ---- from part to file ---- */

/* The name is on the disk only when its directory is. */
static void
sync_dir(const char *dir, const char *id)
{
	char path[PATH_SIZE];
	int fd;

	dir_of(dir, id, path);
	fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return;
	(void)fsync(fd);
	close(fd);
}

static enum err_code
check_part(const char *part, const char *id, int64_t bytes, struct err *e)
{
	char hex[SECRET_HEX_SIZE] = "";
	int fd = open(part, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	enum err_code rc = ERR_OK;

	if (fd < 0)
		return fail("核对", e);
	if (!hash_of(fd, bytes, hex) || strcmp(hex, id) != 0)
		rc = err_set(e, ERR_CHECKSUM,
		    "附件传完了, 但内容与它的 SHA-256 不符, 没有收下, 请重新上传。");
	else if (ftruncate(fd, bytes) != 0 || fsync(fd) != 0)
		rc = fail("写入", e);
	close(fd);
	return rc;
}

enum err_code
blob_file_finish(const char *dir, const char *id, int64_t bytes, struct err *e)
{
	char part[PATH_SIZE], path[PATH_SIZE];
	enum err_code rc;

	if (!path_of(dir, id, ".part", part) || !path_of(dir, id, "", path))
		return too_long(dir, e);
	if (blob_file_check(dir, id, bytes) == NULL) { /* done, and the row was not */
		blob_file_drop(dir, id);
		return ERR_OK;
	}
	rc = check_part(part, id, bytes, e);
	if (rc == ERR_OK && rename(part, path) != 0)
		rc = fail("写入", e);
	if (rc == ERR_OK)
		sync_dir(dir, id);
	if (rc == ERR_CHECKSUM)
		unlink(part);
	return rc;
}

void
blob_file_drop(const char *dir, const char *id)
{
	char part[PATH_SIZE];

	if (path_of(dir, id, ".part", part))
		unlink(part);
}

void
blob_file_forget(const char *dir, const char *id)
{
	char path[PATH_SIZE];

	blob_file_drop(dir, id);
	if (path_of(dir, id, "", path))
		unlink(path);
}

int64_t
blob_file_bytes(const char *dir, const char *id, bool whole)
{
	char path[PATH_SIZE];
	struct stat st;

	if (!path_of(dir, id, whole ? "" : ".part", path) || stat(path, &st) != 0)
		return 0;
	return st.st_size;
}

/* ---- reading ---- */

enum err_code
blob_file_read(
    const char *dir, const char *id, int64_t at, size_t most, struct str *out, struct err *e)
{
	char path[PATH_SIZE];
	char *room;
	ssize_t n;
	int fd;

	if (!path_of(dir, id, "", path))
		return too_long(dir, e);
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return errno == ENOENT ? err_set(e, ERR_NOT_FOUND, "附件的文件不见了。")
				       : fail("读取", e);
	room = str_extend(out, most);
	if (room == NULL) {
		close(fd);
		return err_set(e, ERR_NO_MEMORY, NULL);
	}
	do
		n = pread(fd, room, most, at);
	while (n < 0 && errno == EINTR);
	out->len -= most - (n > 0 ? (size_t)n : 0);
	out->s[out->len] = '\0';
	if (n < 0)
		fail("读取", e);
	close(fd);
	return n < 0 ? ERR_IO : ERR_OK;
}

enum err_code
blob_file_copy(const char *dir, const char *to, const char *id, struct err *e)
{
	char path[PATH_SIZE];
	struct str all = { 0 };
	enum err_code rc;

	if (snprintf(path, sizeof(path), "%s/%.2s/%.2s/%s", to, id, id + 2, id) >= PATH_SIZE)
		return too_long(to, e);
	if (fs_exists(path))
		return ERR_OK;
	*strrchr(path, '/') = '\0';
	rc = fs_mkdirs(path, e);
	path[strlen(path)] = '/';
	if (rc == ERR_OK)
		rc = blob_file_read(dir, id, 0, (size_t)BLOB_BYTES_MAX, &all, e);
	if (rc == ERR_OK)
		rc = fs_write(path, str_c(&all), all.len, 0600, e);
	str_free(&all);
	return rc;
}
