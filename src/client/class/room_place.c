/* Where a class is: a socket named by the class in a directory of this user alone, or 127.0.0.1. No other address can be
 * named: a classroom reaches nobody beyond this machine. */
#include <dirent.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/utf8.h"
#include "room_p.h"

#define BACKLOG 64

/* ---- names and addresses ---- */

static bool
is_name(const char *s)
{
	const size_t n = strlen(s);
	uint32_t cp;

	if (n == 0 || n > ROOM_NAME || !utf8_valid(s, n))
		return false;
	for (size_t len; *s != '\0'; s += len) {
		len = utf8_next(s, strlen(s), &cp);
		if (!((cp >= '0' && cp <= '9') || (cp >= 'a' && cp <= 'z') ||
			(cp >= 'A' && cp <= 'Z') || cp == '-' || cp == '_' || utf8_is_han(cp)))
			return false;
	}
	return true;
}

/* Only the user's own, and nobody else's to write in: whoever could might put another socket in our place. */
static enum err_code
class_dir(char *out, size_t size, struct err *e)
{
	const char *run = getenv("XDG_RUNTIME_DIR");
	struct stat st;

	if (run != NULL && run[0] == '/')
		(void)snprintf(out, size, "%s/hotseat-class", run);
	else
		(void)snprintf(out, size, "/tmp/hotseat-class-%u", (unsigned)geteuid());
	if (fs_mkdirs(out, e) != ERR_OK)
		return e != NULL ? e->code : ERR_IO;
	if (lstat(out, &st) != 0 || !S_ISDIR(st.st_mode) || st.st_uid != geteuid() ||
	    (st.st_mode & 077) != 0)
		return err_set(e, ERR_CONFIG,
		    "目录 %s 不只是您自己的, 不能放课堂: 它应是您的, 权限 0700。", out);
	return ERR_OK;
}

enum err_code
room_place_of_class(const char *name, struct room_place *out, struct err *e)
{
	char dir[512], file[ROOM_NAME + 8];

	*out = (struct room_place){ 0 };
	if (!is_name(name))
		return err_set(e, ERR_CONFIG,
		    "课堂名 %.60s 不能用: 只用汉字、字母、数字、- 和 _, 最多 10 个汉字。", name);
	if (class_dir(dir, sizeof(dir), e) != ERR_OK)
		return e != NULL ? e->code : ERR_IO;
	(void)snprintf(file, sizeof(file), "%s.sock", name);
	if (!fs_join(out->path, sizeof(out->path), dir, file))
		return err_set(e, ERR_CONFIG, "课堂的套接字路径太长: %s/%s", dir, file);
	return ERR_OK;
}

static enum err_code
of_address(const char *text, struct room_place *out, struct err *e)
{
	const char *colon = strrchr(text, ':');
	const size_t n = (size_t)(colon - text);
	long long port;

	if (!(n == 9 && memcmp(text, "127.0.0.1", n) == 0) &&
	    !(n == 9 && memcmp(text, "localhost", n) == 0))
		return err_set(e, ERR_CONFIG,
		    "课堂只在本机开, 不连别的地址: %.80s。学员登录到教员这台机器上, 用 --join "
		    "课堂名 加入; 地址只能是 127.0.0.1:端口。",
		    text);
	if (!str_int(colon + 1, 1, 65535, &port))
		return err_set(e, ERR_CONFIG, "端口应为 1 到 65535: %.80s", text);
	out->port = (int)port;
	return ERR_OK;
}

enum err_code
room_place_of(const char *text, struct room_place *out, struct err *e)
{
	*out = (struct room_place){ 0 };
	if (strchr(text, '/') != NULL)
		return str_copy(out->path, sizeof(out->path), text)
			   ? ERR_OK
			   : err_set(e, ERR_CONFIG, "套接字路径太长: 最多 %d 字节。",
				 LIMIT_SOCKET_PATH);
	if (strchr(text, ':') != NULL)
		return of_address(text, out, e);
	return room_place_of_class(text, out, e);
}

/* ---- sockets ---- */

static socklen_t
address_of(const struct room_place *p, struct sockaddr_storage *out)
{
	*out = (struct sockaddr_storage){ 0 };
	if (p->port != 0) {
		struct sockaddr_in *in = (struct sockaddr_in *)out;

		in->sin_family = AF_INET;
		in->sin_port = htons((uint16_t)p->port);
		in->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
		return sizeof(*in);
	}
	struct sockaddr_un *un = (struct sockaddr_un *)out;

	un->sun_family = AF_UNIX;
	(void)str_copy(un->sun_path, sizeof(un->sun_path), p->path);
	return sizeof(*un);
}

static int
socket_of(const struct room_place *p)
{
	return socket(
	    p->port != 0 ? AF_INET : AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

int
room_place_reach(const struct room_place *p)
{
	struct sockaddr_storage a;
	const socklen_t len = address_of(p, &a);
	const int fd = socket_of(p);

	if (fd < 0)
		return -1;
	if (connect(fd, (const struct sockaddr *)&a, len) == 0 || errno == EINPROGRESS)
		return fd;
	close(fd);
	return -1;
}

bool
room_place_is_ours(int fd)
{
	struct ucred peer;
	socklen_t len = sizeof(peer);
	int domain = 0;
	socklen_t domain_len = sizeof(domain);

	if (getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &domain_len) == 0 && domain == AF_INET)
		return true;
	return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &len) == 0 && peer.uid == geteuid();
}

/* Whether somebody listens at ${file}, which is of a class. */
static bool
is_open(const char *dir, const char *file, const struct room_place *but)
{
	struct room_place p = { 0 };
	int fd;

	if (!fs_join(p.path, sizeof(p.path), dir, file) || strcmp(p.path, but->path) == 0)
		return false;
	fd = room_place_reach(&p);
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

void
room_place_others(const struct room_place *p, char *out, size_t size)
{
	static const char tail[] = ".sock";
	char dir[512];
	struct dirent **found = NULL;
	int n;

	out[0] = '\0';
	if (class_dir(dir, sizeof(dir), NULL) != ERR_OK)
		return;
	n = scandir(dir, &found, NULL, alphasort);
	for (int i = 0; i < n; i++) {
		char *name = found[i]->d_name;
		const size_t len = strlen(name), used = strlen(out);

		if (len >= sizeof(tail) && strcmp(name + len - sizeof(tail) + 1, tail) == 0 &&
		    used + len < size && is_open(dir, name, p))
			(void)snprintf(out + used, size - used, "%s%.*s", used > 0 ? "、" : "",
			    (int)(len - sizeof(tail) + 1), name);
		free(found[i]);
	}
	free(found);
}

/* What a class that was killed left behind. */
static enum err_code
remove_stale(const struct room_place *p, struct err *e)
{
	struct stat st;
	int fd;

	if (p->port != 0 || lstat(p->path, &st) != 0)
		return ERR_OK;
	fd = S_ISSOCK(st.st_mode) ? room_place_reach(p) : -1;
	if (fd >= 0) {
		close(fd);
		return err_set(e, ERR_LOCKED, "这个名字的课堂已经开着: %s", p->path);
	}
	if (!S_ISSOCK(st.st_mode) || unlink(p->path) != 0)
		return err_set(e, ERR_CONFIG, "%s 不是留下的套接字, 请先移走。", p->path);
	return ERR_OK;
}

enum err_code
room_place_listen(const struct room_place *p, int *fd, struct err *e)
{
	struct sockaddr_storage a;
	const socklen_t len = address_of(p, &a);
	const int on = 1;
	enum err_code rc = remove_stale(p, e);

	*fd = -1;
	if (rc != ERR_OK)
		return rc;
	*fd = socket_of(p);
	if (*fd < 0)
		return err_sys(e, ERR_IO, errno, "课堂的套接字建不起来。");
	if (p->port != 0)
		(void)setsockopt(*fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(*fd, (const struct sockaddr *)&a, len) == 0 &&
	    (p->port != 0 || chmod(p->path, 0600) == 0) && listen(*fd, BACKLOG) == 0)
		return ERR_OK;
	rc = err_sys(e, errno == EADDRINUSE ? ERR_LOCKED : ERR_IO, errno,
	    p->port != 0 ? "127.0.0.1:%d 用不了, 可能已被占用。" : "课堂的套接字放不进去。(%d)",
	    p->port);
	close(*fd);
	*fd = -1;
	return rc;
}
