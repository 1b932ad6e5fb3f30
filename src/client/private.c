/* Starting and keeping the private centre. It is started by main before any thread, found beside this program, and ends
 * at EOF of a pipe it inherits: that holds also when this process is killed. (PDEATHSIG would fire when the forking
 * *thread* ends.) Nothing here waits for it: the first picture must not. */
#include "private.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/limits.h"
#include "base/str.h"

#define STOP_WAIT_MS 8000

static enum err_code
socket_path(struct private_centre *p, struct err *e)
{
	const char *run = getenv("XDG_RUNTIME_DIR");
	char path[700];
	unsigned h = 5381;

	snprintf(path, sizeof(path), "%s/centre.sock", p->dir);
	if (strlen(path) >
	    LIMIT_SOCKET_PATH) { /* sun_path is short: move to the runtime directory, named by the data's path */
		for (const char *s = p->dir; *s != '\0'; s++)
			h = h * 33 + (unsigned char)*s;
		if (run != NULL && run[0] == '/' && strlen(run) < LIMIT_SOCKET_PATH - 40)
			snprintf(path, sizeof(path), "%s/hotseat-%08x/centre.sock", run, h);
		else
			snprintf(path, sizeof(path), "/tmp/hotseat-%u-%08x/centre.sock",
			    (unsigned)getuid(), h);
	}
	if (strlen(path) > LIMIT_SOCKET_PATH)
		return err_set(e, ERR_LIMIT, "套接字路径太长: %s", path);
	snprintf(p->socket, sizeof(p->socket), "unix:%.*s", LIMIT_SOCKET_PATH, path);
	*strrchr(path, '/') = '\0';
	return fs_mkdirs(path, e);
}

enum err_code
private_prepare(const char *data, const char *share, struct private_centre *p, struct err *e)
{
	*p = (struct private_centre){ .pipe = -1 };
	if (!fs_join(p->dir, sizeof(p->dir), data, "centre") ||
	    !fs_join(p->city, sizeof(p->city), share, "conf/city/yunjiang"))
		return err_set(e, ERR_LIMIT, "数据目录的路径太长: %s", data);
	if (!fs_beside_exe("hotseatd", p->program, sizeof(p->program)) ||
	    access(p->program, X_OK) != 0)
		return err_set(e, ERR_NOT_FOUND, "找不到 hotseatd: 它应与 hotseat 在同一个目录。");
	if (fs_mkdirs(p->dir, e) != ERR_OK)
		return e != NULL ? e->code : ERR_IO;
	return socket_path(p, e);
}

/* ---- in the child: only calls that are safe after fork ---- */

static void
quiet_ends(const char *log)
{
	int null = open("/dev/null", O_RDONLY),
	    out = open(log, O_WRONLY | O_CREAT | O_APPEND, 0600);

	if (null >= 0)
		dup2(null, 0);
	dup2(out >= 0 ? out : null, 1);
	dup2(out >= 0 ? out : null, 2);
}

static void
init_first(const struct private_centre *p, const char *db)
{
	pid_t pid;
	int status;

	if (access(db, F_OK) == 0)
		return;
	pid = fork();
	if (pid == 0) {
		execl(p->program, "hotseatd", "init", "--data", p->dir, "--city", p->city,
		    "--private", (char *)NULL);
		_exit(127);
	}
	if (pid > 0)
		while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
			;
}

static void
become_centre(const struct private_centre *p, const char *db, const char *log, const char *fd)
{
	sigset_t none;

	sigemptyset(&none); /* what the seat holds back is its own affair */
	sigprocmask(SIG_SETMASK, &none, NULL);
	setsid(); /* a hang-up of the terminal is for the seat to handle; the centre follows the pipe */
	signal(SIGINT, SIG_IGN);
	quiet_ends(log);
	init_first(p, db);
	execl(p->program, "hotseatd", "run", "--data", p->dir, "--listen", p->socket, "--private",
	    "--until-eof", fd, (char *)NULL);
	_exit(127);
}

enum err_code
private_start(struct private_centre *p, struct err *e)
{
	char db[700], log[700], fd[16];
	int ends[2];
	pid_t pid;

	snprintf(db, sizeof(db), "%s/centre.db", p->dir);
	snprintf(log, sizeof(log), "%s/centre.log", p->dir);
	if (pipe2(ends, O_CLOEXEC) != 0)
		return err_sys(e, ERR_IO, errno, "不能启动本机中心: 打开的文件太多。");
	snprintf(fd, sizeof(fd), "%d", ends[0]);
	pid = fork();
	if (pid == 0) {
		fcntl(ends[0], F_SETFD, 0); /* the child's child inherits this end only */
		close(ends[1]);
		become_centre(p, db, log, fd);
	}
	close(ends[0]);
	if (pid < 0) {
		close(ends[1]);
		return err_sys(e, ERR_IO, errno, "不能启动本机中心。");
	}
	if (p->pipe >= 0)
		close(p->pipe);
	p->pipe = ends[1];
	p->pid = (int)pid;
	return ERR_OK;
}

bool
private_watch(struct private_centre *p, long long now_mono)
{
	int status;

	if (p->pid > 0 && waitpid(p->pid, &status, WNOHANG) == p->pid) {
		p->pid = 0;
		p->failures++;
		p->next_try_ms = now_mono + (500LL << (p->failures < 7 ? p->failures : 7));
	}
	if (p->pid != 0 || now_mono < p->next_try_ms)
		return false;
	return private_start(p, NULL) == ERR_OK;
}

static bool
ended(struct private_centre *p)
{
	int status;
	pid_t r = waitpid(p->pid, &status, WNOHANG);

	return r == p->pid || (r < 0 && errno != EINTR);
}

void
private_stop(struct private_centre *p)
{
	int64_t until = clock_mono_ms() + STOP_WAIT_MS;

	if (p->pipe >= 0)
		close(p->pipe);
	p->pipe = -1;
	while (p->pid > 0 && !ended(p) && clock_mono_ms() < until)
		usleep(
		    5000); /* it has at most a batch to finish; there is nothing to poll on for a child's end */
	p->pid = 0;
}
