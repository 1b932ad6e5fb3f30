/* acceptance_k (domain.md §9) by the kernel's own count: in a network of its own, with a production centre that listens there and
 * named in every way a seat can be told of one, practice sends no packet, to it or to anybody. What shows that the count
 * counts: the same seat at work, in the same room, with the same files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../lib/netroom.h"
#include "../lib/poll.h"
#include "../lib/seat.h"
#include "../lib/site.h"

#define ADDRESS    "203.0.113.12" /* of documents, nobody's */
#define STRANGER   "198.51.100.7"
#define PORT       443
#define OLD_PORT   8012
#define PRODUCTION "https://203.0.113.12"
#define OLD        "http://127.0.0.1:8012" /* the centre that the files of the seat are of */
#define BOTH       "https://203.0.113.12,http://127.0.0.1:8012"
#define PASSWORD   "lamp-post-78"
#define BANNER     "演示 - 非真实数据"

static struct site site;
static char refused[256]; /* why there is no such room here */
static int production = -1, old = -1;

/* ---- the room and what stands in it ---- */

static void
need_room(void)
{
	if (refused[0] == '\0')
		return;
	print_message("skipped: %s\n", refused);
	skip();
}

/* A seat of a real centre of this machine, that was signed in, looked round and left. */
static void
earlier_days(void)
{
	char listen[64], code[64];
	const char *more[] = { "--enrol", code, NULL };
	struct screen *s;

	(void)snprintf(listen, sizeof(listen), "127.0.0.1:%d", OLD_PORT);
	assert_int_equal(daemon_password(&site.centre, "1154", PASSWORD), 0);
	site_code(&site, "1154", code); /* before: it must be there, or not yet begun */
	daemon_launch(&site.centre, "--listen", listen);
	(void)snprintf(site.centre.server, sizeof(site.centre.server), "%s", OLD);
	s = site_seat(&site, "seat", 24, 80, more);
	screen_await(s, "线路正常, 由中心核对");
	assert_true(seat_sign_in(s, "1154", "王芳", PASSWORD));
	assert_true(seat_command(s, "工单列表", "工单列表"));
	assert_int_equal(seat_quit(s), 0);
	daemon_stop(&site.centre);
}

static int
setup(void **state)
{
	(void)state;
	if (!netroom_enter(ADDRESS, refused, sizeof(refused)))
		return 0;
	site_real(&site);
	earlier_days();
	production = netroom_listen(ADDRESS, PORT);
	old = netroom_listen("127.0.0.1", OLD_PORT);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	if (refused[0] != '\0')
		return 0;
	close(production);
	close(old);
	site_close(&site);
	return 0;
}

/* ---- the count counts ---- */

static bool
production_heard(void *arg)
{
	screen_has(arg, "");
	return netroom_heard(production);
}

static bool
old_heard(void *arg)
{
	screen_has(arg, "");
	return netroom_heard(old);
}

static void
at_work(const char *server, bool (*heard)(void *))
{
	const long long before = netroom_packets();
	char bin[512], data[TMPDIR_PATHS];
	const char *argv[] = { daemon_bin("hotseat", bin), "--data",
		tmpdir_path(site.dir, "seat", data), "--server", server, NULL };
	struct screen *s = screen_start(argv, 24, 80);

	assert_true(poll_until(heard, s, SCREEN_WAIT_MS));
	assert_true(netroom_packets() > before);
	screen_stop(s);
}

static void
test_the_count_counts(void **state)
{
	long long before;

	(void)state;
	need_room();
	before = netroom_packets();
	assert_true(before > 0); /* the days at the centre */
	netroom_knock(STRANGER);
	assert_true(netroom_packets() > before);
	at_work(PRODUCTION, production_heard);
	at_work(OLD, old_heard);
}

/* ---- practice ---- */

static void
nothing_was_sent(long long before)
{
	assert_false(netroom_heard(production));
	assert_false(netroom_heard(old));
	assert_int_equal(netroom_packets(), before);
}

static void
configure(const char *text)
{
	char dir[TMPDIR_PATHS], path[TMPDIR_PATHS];

	(void)mkdir(tmpdir_path(site.dir, "hotseat", dir), 0700);
	tmpdir_put(site.dir, "hotseat/hotseat.conf", text, strlen(text), path);
}

static void
refuses(const char *const *more)
{
	char bin[512];
	const char *argv[8] = { daemon_bin("hotseat", bin) };
	const long long before = netroom_packets();
	struct screen *s;

	for (size_t i = 0; more[i] != NULL; i++)
		argv[i + 1] = more[i];
	s = screen_start(argv, 24, 80);
	screen_await(s, "演示模式不连任何中心");
	assert_int_equal(screen_wait_exit(s, SCREEN_WAIT_MS), 2 << 8);
	screen_stop(s);
	nothing_was_sent(before);
}

/* By option, by its own configuration file, by another one; practice itself by option and by file. */
static void
test_one_that_names_a_centre_does_not_play(void **state)
{
	char path[TMPDIR_PATHS];
	static const char named[] = "server = \"" PRODUCTION "\";\n", plays[] = "demo = true;\n";

	(void)state;
	need_room();
	refuses((const char *const[]){ "--demo", "--server", PRODUCTION, NULL });
	refuses((const char *const[]){ "--server", BOTH, "--demo", "true", NULL });
	refuses((const char *const[]){ "--demo", "--server", PRODUCTION, "ticket", "list", NULL });
	configure(named);
	refuses((const char *const[]){ "--demo", NULL });
	configure(plays);
	refuses((const char *const[]){ "--server", PRODUCTION, NULL });
	configure("");
	tmpdir_put(site.dir, "other.conf", named, sizeof(named) - 1, path);
	refuses((const char *const[]){ "--config", path, "--demo", NULL });
}

static void
surround(bool on)
{
	static const char *const names[] = { "HOTSEAT_SERVER", "HOTSEAT_SERVERS", "SERVER",
		"http_proxy", "https_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy",
		"HOTSEAT_ENROL_CODE" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (on)
			(void)setenv(names[i], PRODUCTION, 1);
		else
			(void)unsetenv(names[i]);
	}
}

/* A call answered and written down, and the screens that have most to do with a centre. */
static void
practise(struct screen *s)
{
	static const char *const screens[] = { "工单列表", "知识", "同步", "培训" };

	assert_true(seat_ready(s));
	screen_await(s, BANNER);
	screen_await(s, "按 F2 接听");
	screen_key(s, "F2");
	screen_await(s, "诉求内容");
	screen_type(s, "红山路78号门前的路灯不亮");
	screen_await(s, "0205");
	screen_key(s, "F5");
	for (size_t i = 0; i < sizeof(screens) / sizeof(screens[0]); i++) {
		assert_true(seat_command(s, screens[i], screens[i]));
		screen_await(s, BANNER);
	}
}

/* In the files of the seat that was at the centre yesterday, with whatever the surroundings name. */
static void
test_who_plays_sends_nothing(void **state)
{
	char bin[512], data[TMPDIR_PATHS], list[2 * TMPDIR_PATHS];
	const char *argv[] = { daemon_bin("hotseat", bin), "--demo", "--gap", "1", "--trainee",
		"小陈", "--data", tmpdir_path(site.dir, "seat", data), NULL };
	long long before;
	struct screen *s;

	(void)state;
	need_room();
	surround(true);
	(void)setenv("XDG_DATA_HOME", site.dir, 1);
	(void)snprintf(list, sizeof(list), "cp -r '%s/.' '%s/hotseat'", data, site.dir);
	assert_int_equal(system(list), 0); /* and where a seat looks that is told nothing */
	before = netroom_packets();
	s = screen_start(argv, 24, 80);
	practise(s);
	nothing_was_sent(before);
	assert_int_equal(seat_quit(s), 0);
	surround(false);
	nothing_was_sent(before);
}

/* ---- a class ---- */

static struct screen *
in_class(const char *how, const char *where, const char *name)
{
	char bin[512], data[TMPDIR_PATHS], lessons[TMPDIR_PATHS];
	const char *argv[] = { daemon_bin("hotseat", bin), "--demo", "--data",
		tmpdir_path(site.dir, "seat", data), "--lessons",
		tmpdir_path(site.dir, "lessons", lessons), how, where, "--trainee", name, NULL };

	return screen_start(argv, 24, 80);
}

/* Trainer and trainee are on this machine and nowhere else: another address is no class, and what one says to the other goes
 * over no network. */
static void
test_a_class_sends_nothing(void **state)
{
	struct screen *host, *one, *no;
	long long before;

	(void)state;
	need_room();
	surround(true);
	(void)setenv("XDG_RUNTIME_DIR", site.dir, 1);
	before = netroom_packets();
	no = in_class("--join", ADDRESS ":443", "小陈");
	assert_true(screen_wait_exit(no, SCREEN_WAIT_MS) > 0);
	assert_true(screen_has(no, "课堂只在本机开"));
	screen_stop(no);
	host = in_class("--class", "一班", "教员");
	one = in_class("--join", "一班", "小陈");
	screen_await(one, "您在这里叫 小陈");
	screen_await(host, "在 1 人");
	assert_true(seat_ready(one));
	assert_int_equal(seat_quit(one), 0);
	screen_stop(host);
	surround(false);
	nothing_was_sent(before);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_count_counts),
		cmocka_unit_test(test_one_that_names_a_centre_does_not_play),
		cmocka_unit_test(test_who_plays_sends_nothing),
		cmocka_unit_test(test_a_class_sends_nothing),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
