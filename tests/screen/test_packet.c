/* A caller handed to another seat of one real centre: that seat sees, before it picks up, who hands over and all that is known;
 * one key makes it a ticket sheet there. It is kept when the seat it came from dies, and where it cannot be seen that is said. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "../lib/seat.h"
#include "../lib/site.h"

#define PASSWORD "lamp-post-78"
#define TOLD_MS  20000 /* long before a seat asks by itself, late enough for a busy machine */
#define RINGS_MS 25000 /* after she has signed in: by then the packet is there */
#define WORDS    "红山路78号路灯不亮三天了"
#define LONG     80 /* characters: longer than the line has room for */
#define WHY      "要问路灯改造的钱谁出"

static struct site site;
static struct screen *from, *to; /* 1154 王芳; 1107 陈静 */

/* A seat whose telephone plays one caller. */
static struct screen *
phoned(const char *name, const char *seat_no, int cols, const char *config)
{
	static const char calls[] = "路灯\t路灯不亮。\n";
	char code[64], file[TMPDIR_PATHS], phone[TMPDIR_PATHS + 128];
	const char *const more[] = { "--phone", phone, seat_no != NULL ? "--enrol" : NULL, code,
		NULL };

	tmpdir_put(site.dir, name[0] == 'f' ? "from.tsv" : "to.tsv", calls, strlen(calls), file);
	(void)snprintf(phone, sizeof(phone), "sim:calls=%s,%s", file, config);
	if (seat_no != NULL) /* else it is enrolled */
		site_code(&site, seat_no, code);
	return site_seat(&site, name, 24, cols, more);
}

static int
setup_of(int cols)
{
	char config[64];

	site_real(&site);
	assert_int_equal(daemon_password(&site.centre, "1154", PASSWORD), 0);
	assert_int_equal(daemon_password(&site.centre, "1107", PASSWORD), 0);
	site_start(&site);
	(void)snprintf(config, sizeof(config), "pace=30,legs=3000,gap=%d,seed=1", RINGS_MS);
	to = phoned("to", "1107", cols, config);
	from = phoned("from", "1154", 80, "pace=30,legs=1000,gap=100,seed=3");
	screen_await(from, "线路正常, 由中心核对");
	screen_await(to, "线路正常, 由中心核对");
	assert_true(seat_sign_in(to, "1107", "陈静", PASSWORD));
	assert_true(seat_sign_in(from, "1154", "王芳", PASSWORD));
	return 0;
}

static int
setup(void **state)
{
	(void)state;
	return setup_of(80);
}

static int
setup_wide(void **state)
{
	(void)state;
	return setup_of(200);
}

static int
teardown(void **state)
{
	(void)state;
	screen_leave(&from);
	screen_leave(&to);
	site_close(&site);
	return 0;
}

/* Half a ticket, then to the colleague, and one line why. */
static void
hand_over_why(const char *words, const char *why)
{
	screen_await(from, "按 F2 接听");
	screen_key(from, "F2");
	screen_await(from, "诉求内容");
	screen_type(from, words);
	screen_await(from, "Tab Enter 采纳");
	screen_key(from, "Tab");
	screen_await(from, "[Enter 采纳]");
	screen_key(from, "Enter");
	screen_await(from, "0205");
	screen_key(from, "F6");
	screen_await(from, "转接单(对方接听前可见)");
	screen_type(from, "1107");
	screen_await(from, ">1 坐席 1107 陈静");
	screen_settle(from);
	screen_key(from, "Enter");
	screen_await(from, "为什么转给同事");
	screen_type(from, why);
	screen_await(from, why);
	screen_key(from, "Enter");
}

static void
hand_over(void)
{
	hand_over_why(WORDS, WHY);
}

/* On the other screen by itself, while it rings. */
static void
is_seen(void)
{
	assert_true(screen_wait_ms(to, "谁转来", TOLD_MS));
	screen_await(to, "1154 王芳");
	screen_await(to, WORDS);
	screen_await(to, WHY);
	screen_await(to, "0205");
	screen_await(to, "****"); /* the caller's number */
	assert_true(screen_wait_ms(from, "对方屏幕上已有转接单", TOLD_MS));
}

static void
seen_before_it_is_picked_up_and_taken_by_one_key(void **state)
{
	(void)state;
	hand_over();
	is_seen();
	assert_true(screen_wait_ms(to, "按 F2 接听", RINGS_MS + TOLD_MS));
	screen_await(to, "F2 接听; 接起后 Alt-J 收作本人工单");
	screen_key(to, "F2");
	screen_await(to, "Alt-J 收作本单");
	screen_settle(to);
	screen_send(to, "\033j", 2);
	screen_await(to, "已收作本单: 1154 王芳");
	screen_await(to, WORDS);
	screen_await(to, "0205");
	assert_true(screen_wait_gone(to, "Alt-J 收作本单")); /* it is no news any more */
	screen_await(to, "同来电 尾号");
	screen_send(to, "\033k", 2); /* the reviewer shall hear this */
	screen_await(to, "已标时间点 00:");
	assert_true(screen_wait_ms(from, "1107 陈静 已收下转接单", TOLD_MS));
	screen_key(from, "Ctrl-O");
	screen_await(from, "已转 坐席 1107 陈静");
}

static void
kept_when_the_seat_it_came_from_dies(void **state)
{
	(void)state;
	hand_over();
	is_seen();
	screen_kill(from, SIGKILL);
	screen_leave(&from);
	screen_key(to, "Enter");
	screen_await(to, "已收作本单: 1154 王芳");
	screen_await(to, WORDS);
	screen_settle(to);
	/* and nothing is lost where it began */
	from = phoned("from", NULL, 80, "pace=30,legs=1000,gap=3600000,seed=3");
	assert_true(seat_sign_in(from, "1154", "王芳", PASSWORD));
	screen_await(from, "您有 1 件草稿没写完, 都在: 按 Ctrl-N 接着写; F2 是另起新单。");
	assert_true(seat_command(from, "转接单", "对方已收作他的工单"));
	screen_key(from, "Esc");
	screen_key(from, "Ctrl-N");
	screen_await(from, WORDS);
}

static void
what_cannot_be_seen_is_said(void **state)
{
	(void)state;
	screen_await(from, "按 F2 接听");
	screen_key(from, "F2");
	screen_await(from, "诉求内容");
	screen_type(from, WORDS);
	assert_int_equal(daemon_stop(&site.centre), 0);
	screen_await(from, "离线");
	screen_key(from, "F6");
	screen_await(from, "看不到哪些同事在岗");
}

/* Nobody sits there: nothing of the caller stands on the screen, and nobody is told that it was seen. */
static void
a_locked_seat_shows_it_when_somebody_is_back(void **state)
{
	char words[LONG * 3 + 1] = WORDS "A"; /* the line ends amid a character */

	(void)state;
	while (strlen(words) + 3 < sizeof(words))
		strcat(words, "灯");
	screen_key(to, "F12");
	screen_await(to, "已锁屏");
	hand_over_why(words, "");
	screen_await(from, "转接单已送出, 对方还没有看到");
	assert_true(screen_wait_ms(to, "转接单: 1154 转来, 解锁后看", TOLD_MS));
	screen_settle(to);
	assert_false(screen_has(to, "红山路"));
	assert_false(screen_has(to, "****"));
	assert_true(screen_has(from, "对方还没有看到"));
	screen_type(to, PASSWORD "\r");
	screen_await(to, "谁转来");
	screen_await(to, "转接单: 1154 王芳 转来");
	assert_true(screen_wait_ms(from, "对方屏幕上已有转接单", TOLD_MS));
	assert_false(screen_has(to, "<E")); /* no character is cut in two */
}

/* The line down at whom a colleague rings: who rings is known, his packet is not, and that is said before she picks up. */
static int
setup_receiver(void **state)
{
	char config[64];

	(void)state;
	site_real(&site);
	assert_int_equal(daemon_password(&site.centre, "1107", PASSWORD), 0);
	site_start(&site);
	(void)snprintf(
	    config, sizeof(config), "pace=30,legs=3000,gap=%d,seed=1,from=1154", RINGS_MS);
	to = phoned("to", "1107", 80, config);
	screen_await(to, "线路正常, 由中心核对");
	assert_true(seat_sign_in(to, "1107", "陈静", PASSWORD));
	return 0;
}

static void
no_path_at_whom_it_rings(void **state)
{
	(void)state;
	assert_int_equal(daemon_stop(&site.centre), 0);
	screen_await(to, "离线");
	assert_true(screen_wait_ms(
	    to, "坐席 1154 来电, 和中心的线路断着, 看不到转接单", RINGS_MS + TOLD_MS));
	screen_await(to, "按 F2 接听");
	screen_key(to, "F2");
	screen_await(to, "诉求内容");
	screen_type(to, WORDS);
	screen_await(to, WORDS);
	assert_true(seat_command(to, "转接单", "没有转接单"));
	screen_key(to, "Esc");
	site_start(&site);
	assert_true(screen_wait_ms(to, "线路正常", TOLD_MS));
	screen_await(to, WORDS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    seen_before_it_is_picked_up_and_taken_by_one_key, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    kept_when_the_seat_it_came_from_dies, setup, teardown),
		cmocka_unit_test_setup_teardown(no_path_at_whom_it_rings, setup_receiver, teardown),
		cmocka_unit_test_setup_teardown(what_cannot_be_seen_is_said, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    a_locked_seat_shows_it_when_somebody_is_back, setup_wide, teardown),
	};

	(void)setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
