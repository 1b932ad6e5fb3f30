/* The pictures of a ticket by keys at 80x24 and 120x36: drawn by a program that shouts at the terminal, drawn anew for another
 * size, and exported where there is no such program. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/seat.h"
#include "../lib/site.h"
#include "base/fs.h"

static const char lamp[] =
    "channel: phone\ntype: help\ncategory: 0205\narea: 990102001\naddress: 红山路78号\n"
    "content: 红山路78号门前的路灯三天没亮了, 晚上回家很黑\nevent_time: 三天前\n"
    "appellant_name: 张三丰\ncaller_phone: 13800000001\ndemand: 尽快修好\n";
/* clears the screen, names the window, asks the terminal who it is */
static const char chafa[] =
    "#!/bin/sh\nprintf '\\033[2J\\033]0;TITLE\\007\\033[c########\\n%s\\n' \"$*\"\n";
static const char photo[] = "\xff\xd8\xff\xe0 a street lamp";

static struct site site;
static char bin[TMPDIR_PATHS]; /* the only programs there are */

static int
setup(void **state)
{
	char path[TMPDIR_PATHS];

	(void)state;
	site_private(&site);
	tmpdir_path(site.dir, "bin", bin);
	assert_int_equal(fs_mkdirs(bin, NULL), ERR_OK);
	tmpdir_path(bin, "chafa", path);
	assert_int_equal(fs_write(path, chafa, strlen(chafa), 0700, NULL), ERR_OK);
	assert_int_equal(setenv("PATH", bin, 1), 0);
	assert_int_equal(setenv("HOME", site.dir, 1), 0);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	site_close(&site);
	return 0;
}

/* hotseat with these words on the seat's data. */
static void
command(const char *const *words, struct str *said)
{
	char program[512], share[512], data[TMPDIR_PATHS];
	const char *argv[16] = { daemon_bin("hotseat", program), "--share", daemon_share("", share),
		"--data", tmpdir_path(site.dir, "seat", data) };
	int n = 5, rc;

	while (*words != NULL)
		argv[n++] = *words++;
	rc = site_run(argv, NULL, said);
	if (rc != 0)
		fail_msg("%s: %d, %s", argv[6], rc, str_c(said));
}

static void
a_ticket_with_photos(char no[20])
{
	char path[TMPDIR_PATHS], bad[TMPDIR_PATHS];
	struct str said = { 0 };
	const char *at;

	tmpdir_put(site.dir, "lamp.txt", lamp, strlen(lamp), path);
	command((const char *[]){ "ticket", "new", "--from", path, NULL }, &said);
	for (at = str_c(&said); strspn(at, "0123456789") < 18; at++)
		assert_int_not_equal(*at, '\0');
	(void)snprintf(no, 20, "%.18s", at);
	tmpdir_put(site.dir, "路灯.jpg", photo, sizeof(photo), path);
	tmpdir_put(site.dir, "-x 'a\" b.jpg", photo, sizeof(photo) - 1, bad);
	str_reset(&said);
	command((const char *[]){ "ticket", "attach", no, path, bad, NULL }, &said);
	str_free(&said);
}

static void
pictures_are_looked_at(void **state)
{
	char no[20], path[TMPDIR_PATHS];
	struct screen *s;

	(void)state;
	a_ticket_with_photos(no);
	s = site_seat(&site, "seat", 24, 80, NULL);
	assert_true(seat_ready(s));
	screen_key(s, "Ctrl-G");
	screen_settle(s);
	screen_type(s, no + 12);
	screen_key(s, "Enter");
	assert_true(screen_wait(s, "Ctrl-F 看"));
	screen_key(s, "Ctrl-F");
	assert_true(screen_wait(s, "-x 'a\" b.jpg"));
	assert_true(screen_wait(s, "3=看图"));
	screen_type(s, "3");
	assert_true(screen_wait(s, "########"));
	assert_true(screen_has(s, "[2J ]0;TITLE  [c########")); /* seen, not obeyed */
	assert_true(screen_has(s, "3=换画法"));
	screen_resize(s, 36, 120);
	assert_true(screen_wait(s, "--size=118x30 -"));
	screen_key(s, "Down");
	assert_true(screen_wait(s, "-x 'a\" b.jpg  18 字节"));
	assert_true(screen_wait(s, "########"));
	assert_int_equal(remove(tmpdir_path(bin, "chafa", path)), 0);
	screen_type(s, "3");
	assert_true(screen_wait(s, "本机没有装 chafa, 看不了图; 可按 2 导出"));
	screen_type(s, "2");
	assert_true(screen_wait(s, "导出到"));
	screen_type(s, "out.jpg");
	screen_key(s, "Enter");
	assert_true(screen_wait(s, "已导出到 ~/out.jpg, 已记审计"));
	assert_true(fs_exists(tmpdir_path(site.dir, "out.jpg", path)));
	assert_int_equal(seat_quit(s), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(pictures_are_looked_at) };

	(void)setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, setup, teardown);
}
