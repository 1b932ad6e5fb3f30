/* lp.c: a file to the printer. Invariant: between fork and exec only calls that are safe there, since other threads of
 * this program go on. Not here: what is printed (text/paper.h). */
#include "base/lp.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fs.h"

static void
become_lp(const char *lp, const char *file, const char *media)
{
	int null = open("/dev/null", O_RDWR);

	if (null >= 0) {
		(void)dup2(null, 0);
		(void)dup2(null, 1);
		(void)dup2(null, 2);
	}
	if (media != NULL)
		(void)execl(lp, "lp", "-o", media, "--", file, (char *)NULL);
	else
		(void)execl(lp, "lp", "--", file, (char *)NULL);
	_exit(127);
}

/* By a child's child, so that nobody has to wait for it. */
static bool
start_lp(const char *lp, const char *file, const char *media)
{
	int status = 0;
	pid_t pid = fork();

	if (pid == 0) {
		pid = fork();
		if (pid == 0)
			become_lp(lp, file, media);
		_exit(pid < 0);
	}
	return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0;
}

bool
lp_print(const char *file, const char *media)
{
	char lp[300], option[32];

	if (media != NULL)
		(void)snprintf(option, sizeof(option), "media=%s", media);
	return fs_program("lp", lp, sizeof(lp)) && /* before forking */
	       start_lp(lp, file, media != NULL ? option : NULL);
}
