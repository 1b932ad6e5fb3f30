/* Starting, killing and asking the real hotseatd. It is ready when its socket accepts: nothing else is waited for. */
#include "daemon.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "poll.h"

#define DAEMON_WAIT_MS 30000

static void
must(bool ok, const char *what, const char *name)
{
	if (ok)
		return;
	fprintf(stderr, "daemon: %s: %s\n", what, name);
	abort();
}

static const char *
below(const char *variable, const char *name, char out[512])
{
	const char *dir = getenv(variable);

	must(dir != NULL, "not set", variable);
	must(snprintf(out, 512, "%s/%s", dir, name) < 512, "too long", name);
	return out;
}

const char *
daemon_bin(const char *name, char out[512])
{
	return below("HOTSEAT_BIN", name, out);
}

const char *
daemon_share(const char *name, char out[512])
{
	return below("HOTSEAT_SHARE", name, out);
}

/* Its own standard output belongs to the test's report, so it says what it has to say on standard error. It does not
 * outlive a test that fails. */
static pid_t
launch(const char *const *argv, int input)
{
	pid_t pid = fork();

	must(pid >= 0, "cannot fork for", argv[0]);
	if (pid > 0)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	dup2(input, 0);
	dup2(2, 1);
	execv(argv[0], (char *const *)(uintptr_t)argv);
	_exit(127);
}

static int
code_of(pid_t pid)
{
	int status = 0;

	must(waitpid(pid, &status, 0) == pid, "lost", "a child");
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int
daemon_command(const char *const *argv, const char *input)
{
	size_t n = input != NULL ? strlen(input) : 0;
	int ends[2];
	pid_t pid;

	must(pipe(ends) == 0 && fcntl(ends[1], F_SETFD, FD_CLOEXEC) == 0, "no pipe for", argv[0]);
	pid = launch(argv, ends[0]);
	close(ends[0]);
	must(n == 0 || write(ends[1], input, n) == (ssize_t)n, "cannot speak to", argv[0]);
	close(ends[1]);
	return code_of(pid);
}

void
daemon_init(struct daemon *d, const char *root, bool is_private)
{
	char bin[512], city[512];
	const char *argv[10] = { daemon_bin("hotseatd", bin), "init", "--data", d->data, "--city",
		daemon_share("conf/city/yunjiang", city) };

	*d = (struct daemon){ .is_private = is_private };
	tmpdir_path(root, "centre", d->data);
	tmpdir_path(root, is_private ? "centre/key" : "key", d->key);
	snprintf(d->server, sizeof(d->server), "unix:%s/centre.sock", d->data);
	argv[6] = is_private ? "--private" : "--key-file";
	argv[7] = is_private ? NULL : d->key;
	must(daemon_command(argv, NULL) == 0, "no centre in", d->data);
}

static bool
accepts(void *arg)
{
	const struct daemon *d = arg;
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool ok;

	snprintf(to.sun_path, sizeof(to.sun_path), "%.100s", d->server + strlen("unix:"));
	ok = fd >= 0 && connect(fd, (const struct sockaddr *)&to, sizeof(to)) == 0;
	if (fd >= 0)
		close(fd);
	must(ok || waitpid(d->pid, NULL, WNOHANG) == 0, "ended at once in", d->data);
	return ok;
}

void
daemon_launch(struct daemon *d, const char *option, const char *value)
{
	char bin[512];
	const char *argv[16] = { daemon_bin("hotseatd", bin), "run", "--data", d->data,
		"--log-level", "warn", "--key-file", d->key, option, value };
	int none = open("/dev/null", O_RDONLY | O_CLOEXEC);

	d->pid = launch(argv, none);
	close(none);
}

void
daemon_start(struct daemon *d, const char *option, const char *value)
{
	daemon_launch(d, option, value);
	must(poll_until(accepts, d, DAEMON_WAIT_MS), "does not accept", d->server);
}

void
daemon_kill(struct daemon *d)
{
	kill(d->pid, SIGKILL);
	code_of(d->pid);
	d->pid = 0;
}

int
daemon_stop(struct daemon *d)
{
	pid_t pid = d->pid;

	if (pid == 0)
		return 0;
	kill(pid, SIGTERM);
	d->pid = 0;
	return code_of(pid);
}

int
daemon_verify(const struct daemon *d)
{
	char bin[512];
	const char *argv[] = { daemon_bin("hotseatd", bin), "verify", "--data", d->data,
		"--key-file", d->key, NULL };

	return daemon_command(argv, NULL);
}

int
daemon_password(const struct daemon *d, const char *job_no, const char *password)
{
	char bin[512], line[300];
	const char *argv[] = { daemon_bin("hotseatd", bin), "user", "passwd", "--data", d->data,
		"--key-file", d->key, "--job-no", job_no, "--password-stdin", NULL };

	snprintf(line, sizeof(line), "%.250s\n", password);
	return daemon_command(argv, line);
}

void
daemon_key(const struct daemon *d, uint8_t key[SECRET_KEY_BYTES])
{
	char hex[SECRET_HEX_SIZE] = "";
	FILE *f = fopen(d->key, "re");

	must(f != NULL && fread(hex, 1, 2 * SECRET_KEY_BYTES, f) == 2 * SECRET_KEY_BYTES &&
		 secret_unhex(hex, key, SECRET_KEY_BYTES),
	    "no key in", d->key);
	fclose(f);
}

int
daemon_free_port(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof(a);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	must(bind(fd, (struct sockaddr *)&a, sizeof(a)) == 0 &&
		 getsockname(fd, (struct sockaddr *)&a, &n) == 0,
	    "free port", "of this machine");
	close(fd);
	return ntohs(a.sin_port);
}
