/* Commands beside a seat that works at a real centre, given as a person gives them: without the centre's address, and without a
 * number: the data know both. Where nobody knows the address, the option is named. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../lib/poll.h"
#include "../lib/seat.h"
#include "../lib/site.h"

#define PASSWORD "lamp-post-78"

static const char lamp[] =
    "channel: phone\ntype: help\ncategory: 0205\narea: 990102001\naddress: 红山路78号\n"
    "content: 红山路78号门前的路灯三天没亮了, 晚上回家很黑\nevent_time: 三天前\n"
    "appellant_name: 张三丰\ncaller_phone: 13800000001\ndemand: 尽快修好\n";

static struct site site;
static struct screen *seat;

static int
setup(void **state)
{
	(void)state;
	site_real(&site);
	assert_int_equal(daemon_password(&site.centre, "1107", PASSWORD), 0);
	site_start(&site);
	seat = site_enrolled(&site, "seat", "1107", 24, 80);
	assert_true(seat_sign_in(seat, "1107", "陈静", PASSWORD));
	screen_key(seat, "F2");
	screen_await(seat, "诉求内容");
	screen_type(seat, "路灯不亮");
	screen_await(seat, "Tab Enter 采纳"); /* the city's lists are there */
	assert_int_equal(setenv("HOTSEAT_PASSWORD", PASSWORD, 1), 0); /* of the command line */
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	screen_leave(&seat);
	site_close(&site);
	return 0;
}

/* hotseat --data <seat> and up to four words: its status, and what it says. */
static int
say(const char *const words[4], struct str *out)
{
	char bin[512], share[512], data[TMPDIR_PATHS];
	const char *argv[] = { daemon_bin("hotseat", bin), "--share", daemon_share("", share),
		"--data", tmpdir_path(site.dir, "seat", data), words[0], words[1], words[2],
		words[3], NULL };

	str_reset(out);
	return site_run(argv, NULL, out);
}

/* What it says must have ${says}. */
static void
tells(int code, const char *says, const char *const words[4])
{
	struct str out = { 0 };
	const int rc = say(words, &out);

	if (rc != code || strstr(str_c(&out), says) == NULL)
		fail_msg("%s %s: exit %d: %s", words[0], words[1] != NULL ? words[1] : "", rc,
		    str_c(&out));
	str_free(&out);
}
#define TELLS(code, says, ...) tells((code), (says), (const char *const[4]){ __VA_ARGS__ })

/* The running seat puts it into its index when it has time for it. */
static bool
is_found(void *arg)
{
	struct str out = { 0 };
	const int rc = say((const char *const[4]){ "find", "路灯" }, &out);
	const bool found = rc == 0 && strstr(str_c(&out), arg) != NULL;

	str_free(&out);
	return found;
}

static void
test_a_running_seat_is_found(void **state)
{
	char form[TMPDIR_PATHS], address[] = "红山路78号";

	(void)state;
	tmpdir_put(site.dir, "lamp.txt", lamp, strlen(lamp), form);
	TELLS(0, "坐席程序正在运行", "status");
	TELLS(0, "由正在运行的坐席程序送出", "ticket", "new", "--from", form);
	assert_true(poll_until(is_found, address, SCREEN_WAIT_MS));
	assert_true(site_wait_tickets(&site, 1));
}

static void
test_without_the_seat_its_centre_is_found(void **state)
{
	(void)state;
	assert_int_equal(seat_quit(seat), 0);
	seat = NULL;
	TELLS(0, "已同步", "sync");
	TELLS(0, site.centre.server, "status");
	TELLS(0, "红山路78号", "find", "路灯");
}

/* Data of before, or copied without it. */
static void
test_what_is_missing_is_named(void **state)
{
	char path[TMPDIR_PATHS];

	(void)state;
	assert_int_equal(unlink(tmpdir_path(site.dir, "seat/server", path)), 0);
	TELLS(2, "请用 --server 写明中心的地址", "sync");
	TELLS(2, "请用 --server 写明中心的地址", "find", "路灯");
	TELLS(0, "已同步", "--server", site.centre.server, "sync");
	TELLS(0, "已同步", "sync"); /* and known again */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_running_seat_is_found),
		cmocka_unit_test(test_without_the_seat_its_centre_is_found),
		cmocka_unit_test(test_what_is_missing_is_named),
	};

	(void)setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, setup, teardown);
}
