/* Whether a program has nothing to do: by what the system says of its threads and of its terminal, not by how long it was
 * silent. */
#include "rest.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define DIR_BYTES 32

/* Typed, and read by nobody. */
static bool
has_unread(int pty)
{
	const int slave = ioctl(pty, TIOCGPTPEER, O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	int n = 0;

	if (slave < 0)
		return false; /* hung up */
	if (ioctl(slave, FIONREAD, &n) != 0)
		n = 0;
	close(slave);
	return n > 0;
}

/* Its state is the letter behind the name, which may hold anything: "pid (name) S ...". */
static bool
sleeps(const char *dir, const char *thread)
{
	char path[DIR_BYTES + sizeof(((struct dirent *)NULL)->d_name) + sizeof("//stat")],
	    text[512];
	const char *name_end;
	ssize_t n;
	int fd;

	(void)snprintf(path, sizeof(path), "%s/%s/stat", dir, thread);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return true; /* has just ended */
	n = read(fd, text, sizeof(text) - 1);
	close(fd);
	text[n > 0 ? n : 0] = '\0';
	name_end = strrchr(text, ')');
	return name_end == NULL || strchr("SIZX", name_end[2]) != NULL;
}

bool
rest_is_at(pid_t pid, int pty)
{
	char dir[DIR_BYTES];
	const struct dirent *e;
	bool rests = !has_unread(pty);
	DIR *d;

	(void)snprintf(dir, sizeof(dir), "/proc/%d/task", (int)pid);
	d = rests ? opendir(dir) : NULL;
	while (d != NULL && rests && (e = readdir(d)) != NULL)
		rests = e->d_name[0] == '.' || sleeps(dir, e->d_name);
	if (d != NULL)
		closedir(d);
	return rests;
}
