#ifndef TESTS_LIB_ONE_DIR_H
#define TESTS_LIB_ONE_DIR_H

/* The stage of tests that only need a place for files: empty for each of them, gone after it. */

#include "tmpdir.h"

static char dir[TMPDIR_SIZE];

static inline int
setup(void **state)
{
	(void)state;
	tmpdir_make(dir);
	return 0;
}

static inline int
teardown(void **state)
{
	(void)state;
	tmpdir_remove(dir);
	return 0;
}

#endif
