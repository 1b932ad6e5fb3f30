#ifndef TEST_TMPDIR_H
#define TEST_TMPDIR_H

#include <stddef.h>

#define TMPDIR_SIZE  64  /* a directory made by tmpdir_make */
#define TMPDIR_PATHS 256 /* a file in it */

/* A directory of a test's own below $TMPDIR or /tmp. Whatever fails ends the test program: no test can go on. */

/** tmpdir_make(out): make it, mode 0700. */
void tmpdir_make(char out[TMPDIR_SIZE]);
/** tmpdir_path(dir, name, out): "dir/name". */
const char *tmpdir_path(const char *dir, const char *name, char out[TMPDIR_PATHS]);
/** tmpdir_put(dir, name, p, n, out): write a file and leave its path in ${out}; returns ${out}. */
const char *
tmpdir_put(const char *dir, const char *name, const void *p, size_t n, char out[TMPDIR_PATHS]);
/** tmpdir_count(dir): names in it, without "." and "..". */
size_t tmpdir_count(const char *dir);
/** tmpdir_remove(dir): with everything inside; links are removed, not followed. */
void tmpdir_remove(const char *dir);

#endif
