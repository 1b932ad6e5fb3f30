/* A disk that is full while a call is taken down: it is said with the first word that is not kept, the mark says so as long as it
 * is true, nothing on the screen goes, and when there is room again all of it is kept and goes out. The seat's own files are
 * not let grow (RLIMIT_FSIZE); its centre has room. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>

#include "../lib/seat.h"
#include "../lib/site.h"

#define WORDS "红山路78号路灯不亮"
#define MORE  "三天了, 晚上回家很黑"

static struct site site;
static struct screen *s;

static int
setup(void **state)
{
	(void)state;
	site_private(&site);
	s = site_seat(&site, "seat", 24, 80, NULL);
	return seat_ready(s) && seat_open_form(s) ? 0 : -1;
}

static int
teardown(void **state)
{
	(void)state;
	screen_leave(&s);
	site_close(&site);
	return 0;
}

static void
disk(bool full)
{
	struct rlimit now;

	assert_int_equal(prlimit(screen_pid(s), RLIMIT_FSIZE, NULL, &now), 0);
	now.rlim_cur = full ? 1 : now.rlim_max;
	assert_int_equal(prlimit(screen_pid(s), RLIMIT_FSIZE, &now, NULL), 0);
}

static void
test_a_call_on_a_full_disk(void **state)
{
	(void)state;
	screen_type(s, WORDS);
	screen_await(s, "已存");
	disk(true);
	screen_type(s, MORE);
	screen_await(s, "没有存上: 磁盘已满");
	screen_await(s, WORDS MORE);
	screen_await(s, "Tab Enter 采纳");
	screen_key(s, "Tab");
	screen_await(s, "[Enter 采纳]");
	screen_key(s, "Enter");
	screen_await(s, "0205");
	assert_true(seat_fill(s, "诉求人", "张三"));
	assert_true(seat_fill(s, "联系电话", "13800000001"));
	screen_key(s, "Ctrl-O"); /* it cannot be promised: it is not on disk */
	screen_await(s, "磁盘已满");
	screen_settle(s);
	assert_false(screen_has(s, "已提交"));
	screen_await(s, WORDS MORE);
	screen_await(s, "13800000001");
}

static void
test_when_there_is_room_again(void **state)
{
	(void)state;
	disk(false);
	assert_true(seat_go(s, "诉求人"));
	screen_settle(s);
	screen_type(s, "丰");
	screen_await(s, "刚才没存上的都补存上了");
	screen_await(s, "已存");
	assert_false(screen_has(s, "没有存上"));
	screen_kill(s, SIGKILL);
	screen_leave(&s);
	s = site_seat(&site, "seat", 24, 80, NULL);
	assert_true(seat_ready(s));
	screen_key(s, "Ctrl-N"); /* what was typed on the full disk, too */
	screen_await(s, WORDS MORE);
	screen_await(s, "张三丰");
	screen_await(s, "13800000001");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_call_on_a_full_disk),
		cmocka_unit_test(test_when_there_is_room_again),
	};

	(void)setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, setup, teardown);
}
