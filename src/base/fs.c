/* Files: whole reads, atomic writes, lock files, and where things are.
 *
 * Invariants: every size read has a limit; fs_write leaves the old content or the new, never half, and survives power
 * loss (data and directory are synced); texts of failures say what to do in words, with errno kept in e->sys. A lock
 * belongs to the open file (flock), so it ends with its process and is not lost by closing another descriptor.
 * Not done here: databases (db/), the typing journal (client/), and what kind of file system it is (fs_net.c). */
#include "base/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/utf8.h"

#ifndef PREFIX
#define PREFIX "/usr/local"
#endif

/* What went wrong, in words a person can act on. */
static const struct cause {
	int sys;
	enum err_code code;
	const char *text;
} causes[] = {
	{ ENOENT, ERR_NOT_FOUND, "没有这个文件或目录" },
	{ ENOTDIR, ERR_IO, "路径中有一段不是目录" },
	{ EISDIR, ERR_IO, "这是一个目录" },
	{ EACCES, ERR_IO, "没有权限" },
	{ EPERM, ERR_IO, "没有权限" },
	{ EROFS, ERR_IO, "文件系统是只读的" },
	{ ENOSPC, ERR_DISK_FULL, "磁盘已满, 请先清理" },
	{ EDQUOT, ERR_DISK_FULL, "磁盘配额已用完, 请先清理" },
	{ EFBIG, ERR_IO, "文件太大" },
	{ EMFILE, ERR_IO, "打开的文件太多" },
	{ ENFILE, ERR_IO, "系统打开的文件太多" },
	{ ENAMETOOLONG, ERR_IO, "路径太长" },
	{ ELOOP, ERR_IO, "符号链接成环" },
	{ EEXIST, ERR_IO, "已有同名文件" },
	{ ENOLCK, ERR_IO, "文件系统不支持加锁" },
	{ ENOMEM, ERR_NO_MEMORY, "内存不足" },
};

/* ${what} ("读取", "写入") of ${path} failed with ${sys}. */
static enum err_code
fail(struct err *e, int sys, const char *what, const char *path)
{
	for (size_t i = 0; i < sizeof(causes) / sizeof(causes[0]); i++) {
		if (causes[i].sys == sys)
			return err_sys(
			    e, causes[i].code, sys, "无法%s %s: %s", what, path, causes[i].text);
	}
	return err_sys(e, ERR_IO, sys, "无法%s %s: 系统错误 %d", what, path, sys);
}

bool
fs_join(char *out, size_t size, const char *dir, const char *name)
{
	size_t n = strlen(dir);
	const char *slash = n > 0 && dir[n - 1] == '/' ? "" : "/";
	int len = snprintf(out, size, "%s%s%s", dir, slash, name);

	return len >= 0 && (size_t)len < size;
}

bool
fs_write_at(int fd, const void *p, size_t n, int64_t at)
{
	const char *from = p;

	while (n > 0) {
		ssize_t done = pwrite(fd, from, n, at);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return false;
		from += done;
		at += done;
		n -= (size_t)done;
	}
	return true;
}

bool
fs_exists(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0;
}

static bool
is_dir(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

enum err_code
fs_mkdirs(const char *path, struct err *e)
{
	char part[PATH_MAX];
	size_t n = strlen(path);

	if (n == 0 || n >= sizeof(part))
		return fail(e, n == 0 ? ENOENT : ENAMETOOLONG, "创建目录", path);
	memcpy(part, path, n + 1);
	for (size_t i = 1; i <= n; i++) {
		if (part[i] != '/' && part[i] != '\0')
			continue;
		part[i] = '\0';
		if (mkdir(part, 0700) != 0) {
			int sys = errno;

			if (!is_dir(part))
				return fail(e, sys, "创建目录", part);
		}
		part[i] = path[i];
	}
	return ERR_OK;
}

/* ---- whole files ---- */

static enum err_code
read_fd(int fd, const char *path, size_t max, struct str *out, struct err *e)
{
	const size_t piece = 65536;
	size_t start = out->len;

	for (;;) {
		char *at = str_extend(out, piece);
		ssize_t n;

		if (at == NULL)
			return err_set(e, ERR_NO_MEMORY, NULL);
		do
			n = read(fd, at, piece);
		while (n < 0 && errno == EINTR);
		out->len -= piece - (n > 0 ? (size_t)n : 0);
		out->s[out->len] = '\0';
		if (n < 0)
			return fail(e, errno, "读取", path);
		if (out->len - start > max)
			return err_set(e, ERR_LIMIT, "%s 太大, 最多 %zu 字节", path, max);
		if (n == 0)
			return ERR_OK;
	}
}

enum err_code
fs_read(const char *path, size_t max, struct str *out, struct err *e)
{
	size_t start = out->len;
	enum err_code rc;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return fail(e, errno, "读取", path);
	rc = read_fd(fd, path, max, out, e);
	close(fd);
	if (rc != ERR_OK && out->s != NULL) {
		out->len = start;
		out->s[start] = '\0';
	}
	return rc;
}

enum err_code
fs_read_text(const char *path, size_t max, struct str *out, struct err *e)
{
	static const char bom[] = "\xef\xbb\xbf";
	size_t start = out->len, good;
	enum err_code rc = fs_read(path, max, out, e);
	int line = 1;

	if (rc != ERR_OK)
		return rc;
	if (str_starts(out->s + start, bom))
		str_splice(out, start, sizeof(bom) - 1, "", 0);
	good = utf8_good(out->s + start, out->len - start);
	if (start + good == out->len)
		return ERR_OK;
	for (size_t i = start; i < start + good; i++)
		line += out->s[i] == '\n';
	err_set(e, ERR_CONFIG, "这一行不是 UTF-8 文本, 请用 UTF-8 编码另存后再试");
	err_at_line(e, path, line);
	out->len = start;
	out->s[start] = '\0';
	return ERR_CONFIG;
}

/* 0 or errno. */
static int
write_fd(int fd, const char *p, size_t n, unsigned mode)
{
	while (n > 0) {
		ssize_t done = write(fd, p, n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return errno;
		p += done;
		n -= (size_t)done;
	}
	if (fchmod(fd, (mode_t)mode) != 0 || fsync(fd) != 0)
		return errno;
	return 0;
}

/* Make the new name durable: the rename itself lives in the directory. */
static void
sync_parent(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *dir = slash == NULL ? str_dup(".")
				  : str_dup_n(path, slash == path ? 1 : (size_t)(slash - path));
	int fd = dir != NULL ? open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;

	if (fd >= 0) {
		fsync(
		    fd); /* some file systems refuse it on directories; the content is whole either way */
		close(fd);
	}
	free(dir);
}

enum err_code
fs_write(const char *path, const void *p, size_t n, unsigned mode, struct err *e)
{
	char beside[PATH_MAX];
	int len = snprintf(beside, sizeof(beside), "%s.XXXXXX", path), fd, sys;

	if (len < 0 || (size_t)len >= sizeof(beside))
		return fail(e, ENAMETOOLONG, "写入", path);
	fd = mkostemp(beside, O_CLOEXEC);
	if (fd < 0)
		return fail(e, errno, "写入", path);
	sys = write_fd(fd, p, n, mode);
	if (close(fd) != 0 && sys == 0)
		sys = errno;
	if (sys == 0 && rename(beside, path) != 0)
		sys = errno;
	if (sys != 0) {
		unlink(beside);
		return fail(e, sys, "写入", path);
	}
	sync_parent(path);
	return ERR_OK;
}

/* ---- locks ---- */

/* Who holds the lock, by what it wrote into the file; 0 if it has not yet. */
static long long
holder(int fd)
{
	char text[32];
	ssize_t n = pread(fd, text, sizeof(text) - 1, 0);
	long long pid;

	if (n <= 0)
		return 0;
	text[n] = '\0';
	text[strcspn(text, "\n")] = '\0';
	return str_int(text, 1, INT_MAX, &pid) ? pid : 0;
}

enum err_code
fs_lock(const char *path, int *fd, struct err *e)
{
	char text[32];
	long long pid;
	int f = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600), n, sys;

	if (f < 0)
		return fail(e, errno, "打开锁文件", path);
	if (flock(f, LOCK_EX | LOCK_NB) != 0) {
		sys = errno;
		pid = holder(f);
		close(f);
		if (sys != EWOULDBLOCK)
			return fail(e, sys, "锁定", path);
		if (pid == 0)
			return err_sys(e, ERR_LOCKED, sys, "%s 正被另一个程序占用", path);
		return err_sys(e, ERR_LOCKED, sys, "%s 正被另一个程序占用(进程号 %lld)", path, pid);
	}
	n = snprintf(text, sizeof(text), "%ld\n", (long)getpid());
	/* The pid is a courtesy to the next one: a full disk must not keep the lock from us. */
	if (ftruncate(f, 0) == 0 && pwrite(f, text, (size_t)n, 0) != n)
		errno = 0;
	*fd = f;
	return ERR_OK;
}

/* ---- places ---- */

int64_t
fs_free_bytes(const char *path)
{
	struct statvfs v;

	if (statvfs(path, &v) != 0)
		return -1;
	return (int64_t)v.f_bavail * (int64_t)v.f_frsize;
}

/* The directory of the running program, without a final slash (but "/" itself). */
static bool
exe_dir(char out[PATH_MAX])
{
	ssize_t n = readlink("/proc/self/exe", out, PATH_MAX - 1);
	char *slash;

	if (n <= 0)
		return false;
	out[n] = '\0';
	slash = strrchr(out, '/');
	if (slash == NULL)
		return false;
	slash[slash == out ? 1 : 0] = '\0';
	return true;
}

bool
fs_program(const char *name, char *out, size_t size)
{
	const char *at = getenv("PATH");

	for (size_t n; at != NULL && *at != '\0'; at += n + (at[n] == ':')) {
		char dir[256];

		n = strcspn(at, ":");
		if (n == 0 || n >= sizeof(dir))
			continue;
		memcpy(dir, at, n);
		dir[n] = '\0';
		if (fs_join(out, size, dir, name) && access(out, X_OK) == 0)
			return true;
	}
	return false;
}

bool
fs_beside_exe(const char *name, char *out, size_t size)
{
	char dir[PATH_MAX];

	return exe_dir(dir) && fs_join(out, size, dir, name);
}

static bool
has(const char *dir, const char *name)
{
	char path[PATH_MAX];

	return fs_join(path, sizeof(path), dir, name) && is_dir(path);
}

/* An unrelated /opt/conf must not be taken for ours: what is only found must have both directories. */
static bool
take_found(const char *dir, char *out, size_t size)
{
	return has(dir, "conf") && has(dir, "themes") && str_copy(out, size, dir);
}

/* A directory that someone named is used or refused, never passed over. */
static enum err_code
take_named(const char *dir, const char *by, char *out, size_t size, struct err *e)
{
	if (!has(dir, "conf"))
		return err_set(e, ERR_NOT_FOUND, "%s 指定的目录 %s 里没有 conf/", by, dir);
	if (!str_copy(out, size, dir))
		return err_set(e, ERR_LIMIT, "%s 指定的目录路径太长: %s", by, dir);
	return ERR_OK;
}

static bool
share_upwards(char *out, size_t size)
{
	char dir[PATH_MAX], share[PATH_MAX];
	char *slash;

	if (!exe_dir(dir))
		return false;
	for (;;) {
		if (take_found(dir, out, size))
			return true;
		if (fs_join(share, sizeof(share), dir, "share/hotseat") &&
		    take_found(share, out, size))
			return true;
		slash = strrchr(dir, '/');
		if (slash == NULL || slash[1] == '\0')
			return false;
		slash[slash == dir ? 1 : 0] = '\0';
	}
}

enum err_code
fs_share(const char *arg, char *out, size_t size, struct err *e)
{
	const char *env = getenv("HOTSEAT_SHARE");

	if (arg != NULL && *arg != '\0')
		return take_named(arg, "--share", out, size, e);
	if (env != NULL && *env != '\0')
		return take_named(env, "环境变量 HOTSEAT_SHARE", out, size, e);
	if (share_upwards(out, size) || take_found(PREFIX "/share/hotseat", out, size))
		return ERR_OK;
	return err_set(
	    e, ERR_NOT_FOUND, "找不到程序的 conf/ 和 themes/ 目录, 请用 --share 指定所在目录");
}

enum err_code
fs_data_dir(const char *arg, const char *program, char *out, size_t size, struct err *e)
{
	const char *xdg = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
	const struct passwd *pw;
	char base[PATH_MAX];
	bool ok;

	if (arg != NULL && *arg != '\0')
		return str_copy(out, size, arg)
			   ? ERR_OK
			   : err_set(e, ERR_LIMIT, "--data 的路径太长: %s", arg);
	if (xdg != NULL &&
	    xdg[0] == '/') { /* a relative one is to be ignored, says its specification */
		ok = fs_join(out, size, xdg, program);
	} else {
		if (home == NULL || *home == '\0') {
			pw = getpwuid(getuid());
			home = pw != NULL ? pw->pw_dir : NULL;
		}
		if (home == NULL)
			return err_set(
			    e, ERR_NOT_FOUND, "不知道家目录在哪里, 请用 --data 指定数据目录");
		ok = fs_join(base, sizeof(base), home, ".local/share") &&
		     fs_join(out, size, base, program);
	}
	return ok ? ERR_OK : err_set(e, ERR_LIMIT, "数据目录的路径太长, 请用 --data 另行指定");
}
