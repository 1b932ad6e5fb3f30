#ifndef TESTS_API_SHELL_H
#define TESTS_API_SHELL_H

/* The commands of hotseat as a script would give them, with a private centre of the test's own. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sys/wait.h>

#include "../lib/daemon.h"
#include "base/fs.h"
#include "base/secret.h"

struct shell {
	char dir[TMPDIR_SIZE], data[TMPDIR_PATHS];
	struct str out, err; /* of the last command */
};

static const char shell_lamp[] =
    "channel: phone\ntype: help\ncategory: 0205\narea: 990102001\naddress: 红山路78号\n"
    "content: 红山路78号门前的路灯三天没亮了, 晚上回家很黑\nevent_time: 三天前\n"
    "appellant_name: 张三丰\ncaller_phone: 13800000001\ndemand: 尽快修好\n";

static inline int
shell_setup(void **state)
{
	struct shell *t = calloc(1, sizeof(*t));
	char path[TMPDIR_PATHS];

	assert_non_null(t);
	tmpdir_make(t->dir);
	tmpdir_path(t->dir, "seat", t->data);
	tmpdir_put(t->dir, "lamp.txt", shell_lamp, strlen(shell_lamp), path);
	*state = t;
	return 0;
}

static inline int
shell_teardown(void **state)
{
	struct shell *t = *state;

	tmpdir_remove(t->dir);
	str_free(&t->out);
	str_free(&t->err);
	free(t);
	return 0;
}

/* hotseat ${line}, "@" standing for the test's directory; its exit status, what it said in t->out and t->err. */
static inline int
shell_tell(struct shell *t, const char *line)
{
	char bin[512], share[512], path[TMPDIR_PATHS];
	struct str cmd = { 0 };
	struct err e = { 0 };
	int status;

	str_addf(&cmd, "%s --share %s --data %s </dev/null ", daemon_bin("hotseat", bin),
	    daemon_share("", share), t->data);
	for (const char *p = line; *p != '\0'; p++)
		if (*p == '@')
			str_add(&cmd, t->dir);
		else
			str_add_c(&cmd, *p);
	str_addf(&cmd, " >%s/out 2>%s/err", t->dir, t->dir);
	status = system(str_c(&cmd)); /* NOLINT(cert-env33-c): the tests' own words */
	str_free(&cmd);
	str_reset(&t->out);
	str_reset(&t->err);
	assert_int_equal(fs_read(tmpdir_path(t->dir, "out", path), 1 << 20, &t->out, &e), ERR_OK);
	assert_int_equal(fs_read(tmpdir_path(t->dir, "err", path), 1 << 20, &t->err, &e), ERR_OK);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

#define SAYS(code, line, words)                                                          \
	do {                                                                             \
		int rc_ = shell_tell(t, (line));                                         \
		if (rc_ != (code) || (strstr(str_c(&t->out), (words)) == NULL &&         \
					 strstr(str_c(&t->err), (words)) == NULL))       \
			fail_msg("%s: exit %d, said: %s%s", (line), rc_, str_c(&t->out), \
			    str_c(&t->err));                                             \
	} while (0)

#endif
