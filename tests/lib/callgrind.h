#ifndef TESTS_LIB_CALLGRIND_H
#define TESTS_LIB_CALLGRIND_H

#include <stdio.h>

#include "tmpdir.h"

#define CALLGRIND "/usr/bin/valgrind"

/** callgrind_total(dir, name): instructions of thread 1, the screen's, of the profile <dir>/<name>.out-01; -1: there is none. */
static inline long long
callgrind_total(const char *dir, const char *name)
{
	char file[64], path[TMPDIR_PATHS], line[512];
	long long n = -1;
	FILE *f;

	(void)snprintf(file, sizeof(file), "%s.out-01", name);
	f = fopen(tmpdir_path(dir, file, path), "re");
	if (f == NULL)
		return -1;
	while (fgets(line, sizeof(line), f) != NULL)
		if (sscanf(line, "totals: %lld", &n) == 1 || /* NOLINT(cert-err34-c) */
		    sscanf(line, "summary: %lld", &n) == 1)  /* NOLINT(cert-err34-c) */
			break;
	(void)fclose(f);
	return n;
}

#endif
