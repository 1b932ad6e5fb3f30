/* Temporary directories for tests. Independent of fs.c, which is itself tested with them. */
#include "tmpdir.h"

#include <dirent.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void
must(int ok, const char *what, const char *path)
{
	if (ok)
		return;
	fprintf(stderr, "tmpdir: %s %s failed\n", what, path);
	abort();
}

void
tmpdir_make(char out[TMPDIR_SIZE])
{
	const char *base = getenv("TMPDIR");
	int n = snprintf(out, TMPDIR_SIZE, "%s/hotseat-test-XXXXXX",
	    base != NULL && *base == '/' ? base : "/tmp");

	if (n >= TMPDIR_SIZE) /* a $TMPDIR too long also for the sockets that tests put there */
		snprintf(out, TMPDIR_SIZE, "/tmp/hotseat-test-XXXXXX");
	must(mkdtemp(out) != NULL, "making", out);
}

const char *
tmpdir_path(const char *dir, const char *name, char out[TMPDIR_PATHS])
{
	int n = snprintf(out, TMPDIR_PATHS, "%s/%s", dir, name);

	must(n > 0 && n < TMPDIR_PATHS, "naming", name);
	return out;
}

const char *
tmpdir_put(const char *dir, const char *name, const void *p, size_t n, char out[TMPDIR_PATHS])
{
	FILE *f = fopen(tmpdir_path(dir, name, out), "w");

	must(f != NULL, "opening", out);
	must(fwrite(p, 1, n, f) == n, "writing", out);
	must(fclose(f) == 0, "closing", out);
	return out;
}

size_t
tmpdir_count(const char *dir)
{
	DIR *d = opendir(dir);
	const struct dirent *one;
	size_t n = 0;

	must(d != NULL, "listing", dir);
	while ((one = readdir(d)) != NULL)
		n += strcmp(one->d_name, ".") != 0 && strcmp(one->d_name, "..") != 0;
	closedir(d);
	return n;
}

static int
remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)st;
	(void)kind;
	(void)at;
	return remove(path);
}

void
tmpdir_remove(const char *dir)
{
	must(nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS) == 0, "removing", dir);
}
