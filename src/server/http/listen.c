/* Listening sockets. A unix socket is born 0600 in a directory only its owner may change, and takes the place of a dead
 * one only when nobody answers there; TCP sockets take the first address the name resolves to. */
#include "http_p.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/limits.h"

#define BACKLOG 4096

static enum err_code
prepare_dir(const char *path, struct err *e)
{
	char dir[LIMIT_SOCKET_PATH + 1];
	struct stat st;
	const char *slash = strrchr(path, '/');
	if (!slash)
		return err_set(e, ERR_CONFIG, "套接字要写完整路径: unix:/目录/名称");
	snprintf(dir, sizeof dir, "%.*s", slash == path ? 1 : (int)(slash - path), path);
	enum err_code rc = fs_mkdirs(dir, e);
	if (rc != ERR_OK)
		return rc;
	if (stat(dir, &st) != 0)
		return err_sys(e, ERR_IO, errno, "打不开目录 %s", dir);
	/* Whoever may rename in there could put another socket in our place. */
	if ((st.st_uid != geteuid() && st.st_uid != 0) ||
	    (st.st_mode & 022 && !(st.st_mode & S_ISVTX)))
		return err_set(e, ERR_CONFIG,
		    "目录 %s 其他用户可写, 不能放套接字: 请改用权限为 0700 的目录", dir);
	return ERR_OK;
}

/* Remove what a dead centre left behind. */
static enum err_code
remove_stale(const struct sockaddr_un *a, struct err *e)
{
	struct stat st;
	if (lstat(a->sun_path, &st) != 0)
		return ERR_OK;
	if (!S_ISSOCK(st.st_mode))
		return err_set(e, ERR_CONFIG, "%s 不是套接字, 请先移走", a->sun_path);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return err_sys(e, ERR_IO, errno, "无法创建套接字");
	bool dead =
	    connect(fd, (const struct sockaddr *)a, sizeof *a) != 0 && errno == ECONNREFUSED;
	close(fd);
	if (!dead)
		return err_set(e, ERR_LOCKED, "%s 上已有一个中心在运行", a->sun_path);
	if (unlink(a->sun_path) != 0)
		return err_sys(e, ERR_IO, errno, "删不掉旧的套接字 %s", a->sun_path);
	return ERR_OK;
}

static enum err_code
open_unix(const char *path, struct listener *l, struct err *e)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	struct stat st;
	if (strlen(path) > LIMIT_SOCKET_PATH)
		return err_set(
		    e, ERR_CONFIG, "套接字路径过长: 不得超过 %d 字节", LIMIT_SOCKET_PATH);
	snprintf(a.sun_path, sizeof a.sun_path, "%s", path);
	enum err_code rc = prepare_dir(path, e);
	if (rc == ERR_OK)
		rc = remove_stale(&a, e);
	if (rc != ERR_OK)
		return rc;
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return err_sys(e, ERR_IO, errno, "无法创建套接字");
	/* On Linux the mode of an unbound socket becomes that of its name: never a moment wider than 0600. */
	if (fchmod(fd, 0600) != 0 || bind(fd, (struct sockaddr *)&a, sizeof a) != 0 ||
	    listen(fd, BACKLOG) != 0 || lstat(path, &st) != 0) {
		rc = err_sys(e, ERR_IO, errno, "不能在 %s 上监听: %s", path, strerror(errno));
		close(fd);
		return rc;
	}
	l->fd = fd;
	snprintf(l->path, sizeof l->path, "%s", path);
	l->dev = st.st_dev;
	l->ino = st.st_ino;
	return ERR_OK;
}

/* "host:port", "[v6]:port", "*:port" or ":port" into its halves. */
static bool
split(const char *spec, char host[256], char port[8])
{
	const char *colon = strrchr(spec, ':');
	if (!colon || strlen(colon + 1) == 0 || strlen(colon + 1) >= 8)
		return false;
	long long number;
	if (!str_int(colon + 1, 0, 65535, &number))
		return false;
	size_t n = (size_t)(colon - spec);
	if (n >= 2 && spec[0] == '[' && spec[n - 1] == ']') {
		spec++;
		n -= 2;
	} else if (memchr(spec, ':', n)) {
		return false; /* a bare IPv6 address: where its port begins is a guess */
	}
	if (n >= 256)
		return false;
	snprintf(host, 256, "%.*s", (int)n, spec);
	snprintf(port, 8, "%s", colon + 1);
	return true;
}

static int
port_of(int fd)
{
	union {
		struct sockaddr sa;
		struct sockaddr_in in;
		struct sockaddr_in6 in6;
	} a = { .sa.sa_family = AF_UNSPEC };
	socklen_t n = sizeof a;
	if (getsockname(fd, &a.sa, &n) != 0)
		return 0;
	return ntohs(a.sa.sa_family == AF_INET6 ? a.in6.sin6_port : a.in.sin_port);
}

static enum err_code
open_tcp(const char *spec, struct listener *l, struct err *e)
{
	char host[256], port[8];
	struct addrinfo hint = { .ai_flags = AI_PASSIVE, .ai_socktype = SOCK_STREAM }, *list = NULL;
	if (!split(spec, host, port))
		return err_set(
		    e, ERR_CONFIG, "监听地址有误: %s (应为 unix:路径 或 主机:端口)", spec);
	bool any = host[0] == '\0' || strcmp(host, "*") == 0;
	int rc = getaddrinfo(any ? NULL : host, port, &hint, &list);
	if (rc != 0)
		return err_set(e, ERR_CONFIG, "监听地址有误: %s: %s", spec, gai_strerror(rc));
	int one = 1;
	int fd = socket(list->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	bool ok = fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) == 0 &&
		  bind(fd, list->ai_addr, list->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0;
	int sys = errno;
	freeaddrinfo(list);
	if (!ok) {
		if (fd >= 0)
			close(fd);
		return err_sys(e, ERR_IO, sys, "不能在 %s 上监听: %s", spec,
		    sys == EADDRINUSE ? "端口已被占用" : strerror(sys));
	}
	l->fd = fd;
	l->port = port_of(fd);
	return ERR_OK;
}

enum err_code
listen_open(const char *spec, struct listener *l, struct err *e)
{
	*l = (struct listener){ .fd = -1 };
	return str_starts(spec, "unix:") ? open_unix(spec + 5, l, e) : open_tcp(spec, l, e);
}

void
listen_unlink(const struct listener *l)
{
	struct stat st;
	if (l->path[0] && lstat(l->path, &st) == 0 && st.st_dev == l->dev && st.st_ino == l->ino)
		unlink(l->path);
}
