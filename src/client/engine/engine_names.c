/* A path half typed is completed as a shell does it: the names in its directory that begin so. Disks may sleep, a directory
 * may be at the other end of a network: the engine looks, never the screen. Not here: what a file is (engine_file.c). */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/utf8.h"
#include "engine_p.h"

#define NAMES_MOST 4096 /* of a directory looked through */
#define MORE_MOST  6    /* named when there are several */

static bool
is_dir(const char *dir, const char *name)
{
	char path[1024];
	struct stat st;

	return snprintf(path, sizeof(path), "%s/%s", dir, name) < (int)sizeof(path) &&
	       stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Where the names are: the typed directory, "~" and "" as a shell has them. */
static bool
look_where(const char *typed, size_t head, char out[1024])
{
	const char *home = getenv("HOME");
	int n;

	if (head == 0)
		n = snprintf(out, 1024, ".");
	else if (typed[0] == '~' && typed[1] == '/' && home != NULL)
		n = snprintf(out, 1024, "%s%.*s", home, (int)head - 1, typed + 1);
	else
		n = snprintf(out, 1024, "%.*s", (int)head, typed);
	return n > 0 && n < 1024;
}

/* The part that all of them begin with, in whole characters. */
static void
narrow(char *common, const char *name)
{
	size_t n = 0;

	while (common[n] != '\0' && common[n] == name[n])
		n++;
	common[utf8_whole(common, n)] = '\0';
}

struct found {
	char common[256];
	int n;
	bool dir; /* the only one is a directory */
};

static void
take_name(struct found *x, const char *dir, const char *name, struct str *more)
{
	if (x->n == 0) {
		(void)str_copy(x->common, sizeof(x->common), name);
		x->dir = is_dir(dir, name);
	} else {
		narrow(x->common, name);
	}
	if (x->n < MORE_MOST)
		str_addf(more, "%s%s", x->n > 0 ? "  " : "", name);
	else if (x->n == MORE_MOST)
		str_add(more, " …");
	x->n++;
}

static bool
complete(const char *typed, struct str *out, struct str *more)
{
	const char *slash = strrchr(typed, '/'), *stem = slash != NULL ? slash + 1 : typed;
	size_t head = (size_t)(stem - typed);
	struct found x = { .n = 0 };
	const struct dirent *one;
	char dir[1024];
	DIR *d = look_where(typed, head, dir) ? opendir(dir) : NULL;

	if (d == NULL)
		return false;
	for (int i = 0; i < NAMES_MOST && (one = readdir(d)) != NULL; i++)
		if (str_starts(one->d_name, stem) && (one->d_name[0] != '.' || stem[0] == '.') &&
		    utf8_valid(one->d_name, strlen(one->d_name)) && strcmp(one->d_name, ".") != 0 &&
		    strcmp(one->d_name, "..") != 0)
			take_name(&x, dir, one->d_name, more);
	(void)closedir(d);
	if (x.n == 0)
		return false;
	str_add_n(out, typed, head);
	str_addf(out, "%s%s", x.common, x.n == 1 && x.dir ? "/" : "");
	if (x.n == 1)
		str_reset(more);
	return true;
}

enum err_code
engine_names(const struct job *job, struct news *done, struct err *e)
{
	struct str out = { 0 }, more = { 0 };
	enum err_code rc = ERR_OK;

	if (!complete(job->text, &out, &more))
		rc = err_set(e, ERR_NOT_FOUND, "没有以“%s”开头的文件。", job->text);
	else if (out.bad || out.len + 1 >= sizeof(done->text))
		rc = err_set(e, ERR_LIMIT, "路径太长, 请把文件放近一点再添加。");
	if (rc == ERR_OK) {
		str_addf(&out, "\n%s", str_c(&more));
		(void)str_copy(done->text, sizeof(done->text), str_c(&out));
	}
	str_free(&out);
	str_free(&more);
	return rc;
}
