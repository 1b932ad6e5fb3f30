/* app_print.c: the registration form on paper, printed from the screen: into a file of the data directory, so that it is
 * there also without a printer, and through lp where there is one.
 *
 * lp is started and not waited for: whether the printer has paper is seen beside it, and the file is named in any case.
 * Not here: what stands on the form (city/form.h). */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app.h"
#include "base/fs.h"
#include "city/form.h"

#define FILE_NAME "空白登记表.txt"

/* The program's path, found before forking: afterwards only calls that are safe there. */
static bool
find_lp(char *out, size_t size)
{
	const char *at = getenv("PATH");

	for (size_t n; at != NULL && *at != '\0'; at += n + (at[n] == ':')) {
		char dir[256];

		n = strcspn(at, ":");
		if (n == 0 || n >= sizeof(dir))
			continue;
		memcpy(dir, at, n);
		dir[n] = '\0';
		if (fs_join(out, size, dir, "lp") && access(out, X_OK) == 0)
			return true;
	}
	return false;
}

static void
become_lp(const char *lp, const char *file)
{
	int null = open("/dev/null", O_RDWR);

	if (null >= 0) {
		(void)dup2(null, 0);
		(void)dup2(null, 1);
		(void)dup2(null, 2);
	}
	(void)execl(lp, "lp", "--", file, (char *)NULL);
	_exit(127);
}

/* By a child's child, so that nobody has to wait for it. */
static bool
start_lp(const char *lp, const char *file)
{
	int status = 0;
	pid_t pid = fork();

	if (pid == 0) {
		pid = fork();
		if (pid == 0)
			become_lp(lp, file);
		_exit(pid < 0);
	}
	return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0;
}

void
app_print_form(struct app *a)
{
	char path[600], lp[300];
	struct str text = { 0 };
	struct err e = { 0 };

	if (a->desk.city == NULL) {
		app_say(a, 1, "城市资料还没有取到, 请稍候再打印。");
		return;
	}
	form_write(a->desk.city, a->desk.me.user, 0, &text);
	if (text.bad || !fs_join(path, sizeof(path), a->dir, FILE_NAME))
		(void)err_set(&e, ERR_NO_MEMORY, NULL);
	else
		(void)fs_write(path, text.s, text.len, 0600, &e);
	str_free(&text);
	if (e.code != ERR_OK)
		app_say(a, 2, "空白登记表没有存成: %s", e.text);
	else if (find_lp(lp, sizeof(lp)) && start_lp(lp, path))
		app_say(a, 0, "空白登记表已交打印机(lp); 没有打出来可另打 %s", path);
	else
		app_say(a, 1, "本机没有打印程序(lp), 空白登记表已存 %s", path);
}
