/* Whatever comes from outside and is wrong gets one clear sentence - where, what, what to do - and an honest exit code,
 * and nothing typed is lost: terminals, texts, data directories, configuration. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "text/paste.h"
#include "one_matter.h"

#define EXIT_WRONG 2 /* configuration or terminal */
#define WORDS      "红山路78号门口路灯不亮"

static struct screen *
sit_down(void)
{
	now = site_seat(&site, "seat", 24, 80, NULL);
	assert_true(seat_ready(now));
	return now;
}

static void
leave(void)
{
	struct screen *s = now;

	now = NULL;
	assert_int_equal(seat_quit(s), 0);
}

/* hotseat in an environment of its own: ${settings} "TERM=dumb". */
static struct screen *
seat_with(const char *settings, const char *const *more)
{
	char bin[512], data[TMPDIR_PATHS];
	const char *argv[16] = { "/usr/bin/env", settings, daemon_bin("hotseat", bin), "--data",
		tmpdir_path(site.dir, "seat", data) };

	for (size_t i = 0; more != NULL && more[i] != NULL && i < 8; i++)
		argv[5 + i] = more[i];
	return screen_start(argv, 24, 80);
}

/* Does the whole screen say it, wherever a terminal of 80 columns breaks the line? */
static bool
says(struct screen *s, const char *text)
{
	struct str all = { 0 };
	char row[1024];
	bool ok;

	for (int y = 0; y < 24; y++) {
		screen_row(s, y, row, sizeof(row));
		str_add(&all, row);
	}
	ok = strstr(str_c(&all), text) != NULL;
	if (!ok)
		screen_print(s);
	str_free(&all);
	return ok;
}

/* Ends by itself with that code and says both texts. */
static void
check_refused(struct screen *s, int code, const char *what, const char *also)
{
	int status = screen_wait_exit(s, SCREEN_WAIT_MS);

	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), code);
	assert_true(says(s, what));
	assert_true(says(s, also));
	screen_stop(s);
}

/* ---- terminals ---- */

static void
test_small_terminal(void **state)
{
	struct screen *s = sit_down();

	(void)state;
	assert_true(seat_open_form(s));
	screen_type(s, WORDS);
	assert_true(screen_wait(s, WORDS));
	screen_resize(s, 10, 60);
	assert_true(screen_wait(s, "终端过小: 需要 80x24, 现在 60x10"));
	screen_resize(s, 24, 80);
	assert_true(screen_wait(s, "诉求内容  " WORDS));
	screen_type(s, ", 老人");
	assert_true(screen_wait(s, WORDS ", 老人"));
	leave();
}

static void
test_locale_c(void **state)
{
	struct screen *s = now = seat_with("LC_ALL=C", NULL);

	(void)state;
	assert_true(screen_wait(s, "没有设好语言环境, 已按 UTF-8 显示"));
	assert_true(seat_ready(s));
	screen_key(s, "F2");
	assert_true(screen_wait(s, "[Ctrl-N 换]"));
	assert_true(screen_wait(s, "这是一张新单; 另有 1 件草稿没写完, 按 Ctrl-N 接着写"));
	screen_key(s, "Ctrl-N"); /* what was typed before the seat was closed */
	assert_true(screen_wait(s, WORDS));
	screen_type(s, "绊倒");
	assert_true(screen_wait(s, "绊倒"));
	leave();
}

/* Bad blocks in the seat's own data: told, a new file in its place, and the words that were only here are in it. */
static void
test_damaged_data(void **state)
{
	char data[TMPDIR_PATHS], path[TMPDIR_PATHS], noise[4096];
	struct screen *s = sit_down();
	struct stat st;
	FILE *f;

	(void)state;
	leave();
	memset(noise, 0xa5, sizeof(noise));
	tmpdir_path(site.dir, "seat", data);
	assert_int_equal(stat(tmpdir_path(data, "seat.db", path), &st), 0);
	f = fopen(path, "r+");
	assert_non_null(f);
	assert_int_equal(fseek(f, (long)(st.st_size / 4096 * 3 / 4 * 4096), SEEK_SET), 0);
	for (int i = 0; i < 20; i++)
		assert_int_equal(fwrite(noise, sizeof(noise), 1, f), 1);
	assert_int_equal(fclose(f), 0);
	tmpdir_put(data, "seat.db.damaged", "", 0, path); /* the run before has met it */
	s = sit_down();
	screen_await(s, "本机数据文件有损坏, 已换新的: 草稿 1 件");
	screen_await(s, "坏文件留在 seat.db.bad-");
	screen_key(s, "Ctrl-N");
	screen_await(s, WORDS ", 老人绊倒");
	assert_false(screen_has(s, "这是一张新单"));
	leave();
}

static void
test_no_terminal(void **state)
{
	struct str said = { 0 };
	char bin[512], data[TMPDIR_PATHS];

	(void)state;
	assert_int_equal(site_run((const char *[]){ daemon_bin("hotseat", bin), "--data",
				      tmpdir_path(site.dir, "none", data), NULL },
			     NULL, &said),
	    EXIT_WRONG);
	assert_non_null(strstr(str_c(&said), "终端"));
	assert_non_null(strstr(str_c(&said), "hotseat --help"));
	assert_int_equal(access(data, F_OK), -1); /* and nothing was begun */
	str_free(&said);
}

static void
test_dumb_terminal(void **state)
{
	(void)state;
	check_refused(seat_with("TERM=dumb", NULL), EXIT_WRONG, "终端类型(TERM)是 dumb",
	    "TERM=xterm-256color");
	check_refused(seat_with("TERM=no-such-terminal", NULL), EXIT_WRONG, "no-such-terminal",
	    "xterm-256color");
}

/* ---- texts ---- */

/* ${chars} characters as they come from a web form: tabs, full-width blanks, line ends of another system. */
static char *
long_text(size_t chars)
{
	struct str t = { 0 };

	for (size_t i = 0; i < chars; i++)
		str_add(&t, i % 500 == 499   ? "\r\n"
			    : i % 97 == 96   ? "\t"
			    : i % 101 == 100 ? "　"
			    : i % 2          ? "垃"
					     : "圾");
	return str_take(&t);
}

static void
test_long_paste(void **state)
{
	struct screen *s = sit_down();
	char *text = long_text(7000);
	struct seat_filed filed;
	struct seat_matter m;
	struct str want = { 0 };
	struct ticket t;
	int64_t before;

	(void)state;
	before = site_tickets(&site);
	seat_matter(&messages, 9, &m);
	m.detail = text;
	assert_true(seat_file(s, site.city, &m, 0, &filed));
	assert_true(site_wait_tickets(&site, before + 1));
	ticket_init(&t);
	assert_true(site_ticket(&site, filed.no, &t));
	text_paste(&want, text, strlen(text));
	assert_true(utf8_count(str_c(&want)) > 6900);
	assert_string_equal(fields_get(&t.f, TF_CONTENT), str_c(&want));
	ticket_free(&t);
	str_free(&want);
	free(text);
	leave();
}

/* Too long stays in the draft; F10 says by how much. */
static void
test_too_long(void **state)
{
	struct screen *s = sit_down();
	struct str text = { 0 };
	int64_t before = 0;

	(void)state;
	for (int i = 0; i < LIMIT_CONTENT_CHARS + 123; i++)
		str_add(&text, "水");
	str_add(&text, "尾");
	before = site_tickets(&site);
	assert_true(seat_open_form(s));
	screen_paste(s, str_c(&text));
	assert_true(screen_wait(s, "水尾"));
	screen_key(s, "F10");
	assert_true(screen_wait(s, "超出 8000 字上限 124 字: 请删减再按 F10"));
	assert_int_equal(site_tickets(&site), before);
	assert_true(screen_has(s, "水尾"));
	leave();
	str_free(&text);
}

static void
test_bad_bytes(void **state)
{
	static const char street[] = "青屏路";
	static const char override[] = { '\xe2', '\x80', '\xae' }; /* U+202E: from right to left */
	struct screen *s = sit_down();

	(void)state;
	assert_true(seat_open_form(s));
	screen_type(s, "甲\xff\xfe\xc3");
	screen_type(s, "乙");
	assert_true(screen_wait(s, "认不出的字节"));
	assert_true(screen_wait(s, "甲乙"));
	for (size_t i = 0; i < strlen(street); i++) { /* each byte in a read of its own */
		screen_send(s, street + i, 1);
		screen_settle(s);
	}
	assert_true(screen_wait(s, "甲乙青屏路"));
	screen_send(s, override, sizeof(override)); /* shown, not obeyed */
	screen_type(s, "丙");
	assert_true(screen_wait(s, "甲乙青屏路<202E>丙"));
	screen_type(s, "\xe2\x80\x8b"); /* nor is what looks like nothing, typed or pasted */
	screen_paste(s, "丁\xe2\x80\x8b戊");
	assert_true(screen_wait(s, "丙<200B>丁<200B>戊"));
	leave();
}

/* ---- data directories ---- */

static void
test_second_seat(void **state)
{
	struct screen *first = sit_down();

	(void)state;
	check_refused(site_seat(&site, "seat", 24, 80, NULL), 1, "正被另一个程序占用", "进程号");
	screen_key(first, "F2"); /* the first one does not mind */
	assert_true(screen_wait(first, "诉求内容"));
	assert_true(screen_wait(first, "线路正常"));
	leave();
}

static void
set_version(const char *path, int version)
{
	sqlite3 *db = NULL;
	char sql[64];

	(void)snprintf(sql, sizeof(sql), "PRAGMA user_version = %d", version);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void
test_newer_data(void **state)
{
	char path[TMPDIR_PATHS], bin[512];
	struct str said = { 0 };

	(void)state;
	set_version(tmpdir_path(site.dir, "seat/seat.db", path), 999);
	check_refused(
	    site_seat(&site, "seat", 24, 80, NULL), 1, "由更新的版本写成", "请升级本程序");
	set_version(tmpdir_path(site.dir, "seat/centre/centre.db", path), 999);
	assert_int_equal(site_run((const char *[]){ daemon_bin("hotseatd", bin), "verify", "--data",
				      site.centre.data, NULL },
			     NULL, &said),
	    1);
	assert_non_null(strstr(str_c(&said), "由更新的版本写成"));
	str_free(&said);
}

static void
test_another_centre(void **state)
{
	static struct site one, other;
	struct screen *s;
	char data[TMPDIR_PATHS], bin[512];

	(void)state;
	site_real(&one);
	site_real(&other);
	site_start(&one);
	site_start(&other);
	s = site_enrolled(&one, "seat", "1154", 24, 80);
	assert_true(screen_wait_gone(s, "正在连接"));
	screen_stop(s);
	s = screen_start(
	    (const char *[]){ daemon_bin("hotseat", bin), "--data",
		tmpdir_path(one.dir, "seat", data), "--server", other.centre.server, NULL },
	    24, 80);
	assert_true(screen_wait(s, "这份数据属于"));
	assert_true(screen_wait(s, "请检查 --server"));
	screen_stop(s);
	site_close(&other);
	site_close(&one);
}

/* ---- configuration ---- */

static void
put(const char *name, const char *text)
{
	char path[TMPDIR_PATHS];

	tmpdir_put(site.dir, name, text, strlen(text), path);
}

static void
refuse_config(const char *text, const char *where, const char *what)
{
	char path[TMPDIR_PATHS];

	put("bad.conf", text);
	check_refused(
	    seat_with("TERM=xterm-256color",
		(const char *[]){ "--config", tmpdir_path(site.dir, "bad.conf", path), NULL }),
	    EXIT_WRONG, where, what);
}

static void
test_broken_config(void **state)
{
	(void)state;
	refuse_config("theme = \"day\";\nescdelay = ;\n", "bad.conf:2", "");
	refuse_config("theme = \"day\";\n\ncolour = \"red\";\n", "bad.conf:3", "colour");
	refuse_config("escdelay = 99999;\n", "bad.conf:1", "escdelay");
	refuse_config("escdelay = \"soon\";\n", "bad.conf:1", "escdelay");
}

/* A share directory of the test's own: the sample city, keys and one theme. */
static void
refuse_share(const char *keys, const char *theme, const char *where, const char *what)
{
	char path[TMPDIR_PATHS], city[512];

	mkdir(tmpdir_path(site.dir, "share", path), 0700);
	mkdir(tmpdir_path(site.dir, "share/conf", path), 0700);
	mkdir(tmpdir_path(site.dir, "share/themes", path), 0700);
	if (access(tmpdir_path(site.dir, "share/conf/city", path), F_OK) != 0)
		assert_int_equal(symlink(daemon_share("conf/city", city), path), 0);
	put("share/conf/keys.conf", keys);
	put("share/themes/odd.conf", theme);
	check_refused(
	    seat_with("TERM=xterm-256color", (const char *[]){ "--theme", "odd", "--share",
						 tmpdir_path(site.dir, "share", path), NULL }),
	    EXIT_WRONG, where, what);
}

static void
test_broken_looks(void **state)
{
	static const char good[] = "name = \"odd\";\nroles = {\n\tnormal = { mono = \"\"; };\n};\n";

	(void)state;
	refuse_share("", "name = \"odd\";\nroles = {\n\tno_such_role = { mono = \"bold\"; };\n};\n",
	    "odd.conf:3", "no_such_role");
	refuse_share("submit = \"F9\";\n", good, "keys.conf", "F9"); /* F9 calls the senior */
	refuse_share("submit = \"Ctrl-I\";\n", good, "keys.conf:1", "Ctrl-I");
	refuse_share("\nsubmitt = \"F10\";\n", good, "keys.conf:2", "submitt");
	refuse_share("", "", "odd.conf", "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_long_paste, close_seat),
		cmocka_unit_test_teardown(test_small_terminal, close_seat),
		cmocka_unit_test_teardown(test_locale_c, close_seat),
		cmocka_unit_test_teardown(test_damaged_data, close_seat),
		cmocka_unit_test_teardown(test_no_terminal, close_seat),
		cmocka_unit_test_teardown(test_dumb_terminal, close_seat),
		cmocka_unit_test_teardown(test_too_long, close_seat),
		cmocka_unit_test_teardown(test_bad_bytes, close_seat),
		cmocka_unit_test_teardown(test_second_seat, close_seat),
		cmocka_unit_test_teardown(test_broken_config, close_seat),
		cmocka_unit_test_teardown(test_broken_looks, close_seat),
		cmocka_unit_test_teardown(test_newer_data, close_seat),
		cmocka_unit_test_teardown(test_another_centre, close_seat),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, setup_matters, teardown_matters);
}
