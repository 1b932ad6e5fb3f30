/* test_term: the terminal on a pty: what is refused, what reaches the program, how many bytes a key costs. */
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <pty.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/fs.h"
#include "client/ui/charset_p.h"
#include "client/ui/field.h"
#include "client/ui/term.h"
#include "client/ui/textarea.h"
#include "../../lib/tmpdir.h"

#define DEADLINE_MS 30000
#define READY       "painted\n"

/* A seat of two fields on a pty, in a child. It tells on a pipe what it was given, line by line. */
struct seat {
	pid_t pid;
	int tty, told;
	struct str screen; /* bytes the terminal got */
	struct str log;    /* what the child told */
};

/* ---- the child ---- */

static void
tell(int fd, const struct input *in)
{
	static const char *const KIND[] = { "none", "action", "text", "paste", "resize", "unbound",
		"refused" };
	const char *text = in->kind == INPUT_ACTION ? action_info(in->action)->name : in->text;
	if (in->kind == INPUT_RESIZE)
		dprintf(fd, "resize %d %d\n", in->rows, in->cols);
	else
		dprintf(fd, "%s %s\n", KIND[in->kind], text);
}

static void
draw(struct canvas *c, const struct field *f, const struct textarea *t, const char *picture)
{
	canvas_clear(c);
	for (int row = 0; *picture; row++) {
		size_t n = strcspn(picture, "\n");
		canvas_text_n(c, row, 0, -1, row == 0 ? ROLE_STATUS : ROLE_NORMAL, picture, n);
		picture += n + (picture[n] == '\n');
	}
	textarea_draw(t, c, ROLE_VALUE, false);
	field_draw(f, c, ROLE_VALUE, true);
}

static void
give(struct field *f, const struct input *in, struct canvas *c, struct term *t)
{
	struct react r = { 0 };
	if (in->kind == INPUT_RESIZE)
		canvas_resize(c, in->rows, in->cols);
	else if (in->kind == INPUT_ACTION && in->action == ACTION_REDRAW)
		term_redraw(t);
	else
		field_input(f, in, &r);
}

static int
child_main(int fd, const char *picture)
{
	struct term *t = NULL;
	struct theme th;
	struct keymap km;
	struct canvas c = { 0 };
	struct field f;
	struct textarea area;
	struct err e = { 0 };
	struct input in;
	theme_default(&th);
	keymap_default(&km);
	if (term_start(NULL, &th, &km, &t, &e) != ERR_OK) {
		dprintf(fd, "error %d %s\n", e.code, e.text);
		return 2;
	}
	if (term_notice(t))
		dprintf(fd, "notice %s\n", term_notice(t));
	field_init(&f, 0);
	f.at = (struct rect){ 20, 10, 1, 60 };
	textarea_init(&area, 0, true);
	for (bool on = true; on;) {
		int fds[2];
		term_fds(t, fds);
		struct pollfd p[2] = { { fds[0], POLLIN, 0 }, { fds[1], POLLIN, 0 } };
		poll(p, 2, term_wait_ms(t));
		on = term_read(t);
		while (on && term_next(t, SCOPE_ALL | SCOPE_EDIT, &in)) {
			tell(fd, &in);
			give(&f, &in, &c, t);
			on = in.kind != INPUT_ACTION || in.action != ACTION_SUBMIT;
		}
		draw(&c, &f, &area, picture);
		term_paint(t, &c);
		dprintf(fd, READY);
	}
	term_stop(t);
	field_free(&f);
	textarea_free(&area);
	canvas_free(&c);
	dprintf(fd, "bye\n");
	return 0;
}

/* ---- the parent ---- */

static struct seat
start(const char *term, const char *locale, const char *picture)
{
	struct seat s = { 0 };
	struct winsize ws = { .ws_row = 24, .ws_col = 80 };
	int told[2];
	assert_int_equal(pipe2(told, O_CLOEXEC), 0);
	s.pid = forkpty(&s.tty, NULL, NULL, &ws);
	assert_true(s.pid >= 0);
	if (s.pid == 0) {
		if (term)
			setenv("TERM", term, 1);
		else
			unsetenv("TERM");
		unsetenv("LC_CTYPE");
		unsetenv("LANG");
		unsetenv("ESCDELAY");
		setenv("LC_ALL", locale, 1);
		_exit(child_main(told[1], picture));
	}
	close(told[1]);
	s.told = told[0];
	fcntl(s.tty, F_SETFL, O_NONBLOCK);
	fcntl(s.told, F_SETFL, O_NONBLOCK);
	return s;
}

static bool
take(int fd, struct str *into)
{
	char buf[4096];
	ssize_t n = read(fd, buf, sizeof buf);
	if (n > 0)
		str_add_n(into, buf, (size_t)n);
	return n > 0;
}

/* Read until ${text} turns up in ${where} (screen or log) after ${from}; fails at the deadline. */
static void
await(struct seat *s, struct str *where, size_t from, const char *text)
{
	int64_t end = clock_mono_ms() + DEADLINE_MS;
	while (where->len < from || !strstr(str_c(where) + from, text)) {
		struct pollfd p[2] = { { s->tty, POLLIN, 0 }, { s->told, POLLIN, 0 } };
		if (clock_mono_ms() > end)
			fail_msg("waited for \"%s\", have \"%s\"", text, str_c(where) + from);
		poll(p, 2, 100);
		take(s->tty, &s->screen);
		take(s->told, &s->log);
	}
}

/* Send bytes and wait until they were painted. */
static void
send(struct seat *s, const char *bytes, const char *told)
{
	size_t from = s->log.len;
	assert_int_equal(write(s->tty, bytes, strlen(bytes)), strlen(bytes));
	await(s, &s->log, from, told);
	await(s, &s->log, from, READY);
}

static int
finish(struct seat *s)
{
	int status = 0;
	int64_t end = clock_mono_ms() + DEADLINE_MS;
	while (waitpid(s->pid, &status, WNOHANG) == 0 && clock_mono_ms() < end) {
		struct pollfd p[2] = { { s->tty, POLLIN, 0 }, { s->told, POLLIN, 0 } };
		poll(p, 2, 20);
		if (s->tty >= 0)
			take(s->tty, &s->screen);
		take(s->told, &s->log);
	}
	while (take(s->told, &s->log))
		;
	if (s->tty >= 0)
		close(s->tty);
	close(s->told);
	str_free(&s->screen);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void
quit(struct seat *s)
{
	assert_int_equal(write(s->tty, "\x0f", 1), 1);
	assert_int_equal(finish(s), 0);
	assert_non_null(strstr(str_c(&s->log), "bye\n"));
	str_free(&s->log);
}

static void
refused(const char *term, const char *locale, const char *says)
{
	struct seat s = start(term, locale, "");
	assert_int_equal(finish(&s), 2);
	if (!strstr(str_c(&s.log), says))
		fail_msg("wanted \"%s\", got \"%s\"", says, str_c(&s.log));
	str_free(&s.log);
}

static void
test_what_cannot_work_is_refused_in_words(void **state)
{
	(void)state;
	refused("dumb", "C.UTF-8", "是 dumb");
	refused(NULL, "C.UTF-8", "没有设");
	refused("", "C.UTF-8", "没有设");
	refused("no-such-terminal", "C.UTF-8", "no-such-terminal");
	refused("unknown", "C.UTF-8", "TERM=unknown");
	refused("xterm", "en_US.ISO-8859-1", "en_US.ISO-8859-1");
	refused("xterm", "zh_TW.Big5", "zh_TW.Big5");
}

static void
test_no_terminal_at_all(void **state)
{
	(void)state;
	int told[2];
	char got[512] = "";
	assert_int_equal(pipe(told), 0);
	pid_t pid = fork();
	if (pid == 0) {
		int null = open("/dev/null", O_RDWR);
		dup2(null, 0);
		dup2(null, 1);
		setenv("TERM", "xterm", 1);
		_exit(child_main(told[1], ""));
	}
	close(told[1]);
	int status = 0;
	waitpid(pid, &status, 0);
	assert_true(read(told[0], got, sizeof got - 1) > 0);
	close(told[0]);
	assert_int_equal(WEXITSTATUS(status), 2);
	assert_non_null(strstr(got, "不是终端"));
}

static void
test_no_locale_is_taken_as_utf8_and_said(void **state)
{
	(void)state;
	struct seat s = start("xterm-256color", "C", "受理\n路灯");
	await(&s, &s.log, 0, READY);
	assert_non_null(strstr(str_c(&s.log), "notice 没有设好语言环境"));
	await(&s, &s.screen, 0, "路灯");
	quit(&s);
}

static void
test_charset_rules(void **state)
{
	(void)state;
	static const struct {
		const char *wanted;
		bool installed;
		const char *codeset;
		enum charset want;
	} CASES[] = {
		{ "zh_CN.UTF-8", true, "UTF-8", CHARSET_GOOD },
		{ "zh_CN.GB18030", true, "GB18030", CHARSET_GOOD },
		{ "zh_CN.GBK", true, "GBK", CHARSET_GOOD },
		{ "", true, "ANSI_X3.4-1968", CHARSET_FALLBACK },
		{ "C", true, "ANSI_X3.4-1968", CHARSET_FALLBACK },
		{ "zh_CN.UTF-8", false, "ANSI_X3.4-1968", CHARSET_FALLBACK },
		{ "zh_CN.utf8@x", false, "ANSI_X3.4-1968", CHARSET_FALLBACK },
		{ "zh_CN", false, "ANSI_X3.4-1968", CHARSET_FALLBACK },
		{ "zh_CN.GB18030", false, "ANSI_X3.4-1968", CHARSET_REFUSED },
		{ "zh_CN", true, "GB2312", CHARSET_REFUSED },
		{ "ja_JP.EUC-JP", true, "EUC-JP", CHARSET_REFUSED },
	};
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		struct err e = { 0 };
		assert_int_equal(
		    charset_judge(CASES[i].wanted, CASES[i].installed, CASES[i].codeset, &e),
		    CASES[i].want);
		assert_int_equal(e.text[0] != '\0', CASES[i].want == CHARSET_REFUSED);
	}
}

static void
test_input_arrives_whole(void **state)
{
	(void)state;
	struct seat s = start("xterm-256color", "C.UTF-8", "受理");
	await(&s, &s.log, 0, "resize 24 80\n" READY);
	send(&s, "红山路", "text 红山路\n");
	assert_int_equal(write(s.tty, "\xe8", 1), 1); /* 路 in three reads */
	assert_int_equal(write(s.tty, "\xb7", 1), 1);
	send(&s, "\xaf", "text 路\n");
	send(&s, "\033OA", "action up\n");
	send(&s, "\033[A", "action up\n"); /* a terminal that ignores the keypad mode */
	send(&s, "\033OP", "action help\n");
	send(&s, "\033[11~", "action help\n");
	send(&s, "\033[[A", "action help\n");
	send(&s, "\033[24~", "action lock\n");
	send(&s,
	    "\033"
	    "4",
	    "action history\n");
	send(&s, "\033[Z", "action prev\n");
	send(&s, "\033[3~", "action erase-next\n");
	send(&s, "\r", "action enter\n");
	send(&s, "\033\r", "action newline\n");
	send(&s, "\x7f", "action erase\n");
	send(&s, "\x02", "unbound Ctrl-B\n");
	send(&s, "\x03\x1a\x13\x11", "unbound Ctrl-Q\n"); /* no signal, no stop, no flow control */
	send(&s, "\033", "action back\n");                /* alone, after its wait */
	send(&s, "\xff", "refused 终端送来认不出的字节 <FF>");
	send(&s, "\033[200~第一行\r第二行 \033[A\x0f\033[201~", "paste 第一行");
	send(&s, "x", "text x\n"); /* nothing inside the paste was obeyed */
	assert_null(strstr(str_c(&s.log), "action submit"));
	quit(&s);
}

/* On every terminal that passes over what it does not know; one without private modes would show the request. */
static void
test_pastes_come_in_brackets(void **state)
{
	static const char *const TERMS[] = { "xterm-256color", "screen-256color", "screen", "linux",
		"vt220" };
	(void)state;
	for (size_t i = 0; i < sizeof TERMS / sizeof TERMS[0]; i++) {
		struct seat s = start(TERMS[i], "C.UTF-8", "");
		await(&s, &s.log, 0, READY);
		await(&s, &s.screen, 0, "\033[?2004h");
		send(&s, "\033[200~第一行\r第二行\033[201~", "paste 第一行");
		send(&s, "x", "text x\n");
		assert_null(strstr(str_c(&s.log), "action enter"));
		quit(&s);
	}
	struct seat s = start("vt52", "C.UTF-8", "");
	await(&s, &s.log, 0, READY);
	assert_null(strstr(str_c(&s.screen), "2004"));
	quit(&s);
}

static void
test_resize(void **state)
{
	(void)state;
	struct seat s = start("xterm-256color", "C.UTF-8", "受理\n\n路灯坏了");
	await(&s, &s.log, 0, "resize 24 80\n" READY);
	await(&s, &s.screen, 0, "路灯坏了");
	static const int SIZES[][2] = { { 36, 120 }, { 10, 60 }, { 1, 1 }, { 24, 80 } };
	for (size_t i = 0; i < 4; i++) {
		struct winsize ws = { .ws_row = (unsigned short)SIZES[i][0],
			.ws_col = (unsigned short)SIZES[i][1] };
		char want[32];
		size_t from = s.log.len;
		snprintf(want, sizeof want, "resize %d %d\n", SIZES[i][0], SIZES[i][1]);
		assert_int_equal(ioctl(s.tty, TIOCSWINSZ, &ws), 0);
		await(&s, &s.log, from, want);
		await(&s, &s.log, from, READY);
	}
	size_t from = s.screen.len;
	send(&s, "\x0c", "action redraw\n");
	await(&s, &s.screen, from, "路灯坏了");
	quit(&s);
}

static void
test_a_lost_terminal_ends_it(void **state)
{
	(void)state;
	struct seat s = start("xterm-256color", "C.UTF-8", "受理");
	await(&s, &s.log, 0, READY);
	signal(SIGHUP, SIG_DFL);
	close(s.tty);
	s.tty = -1;
	int rc = finish(&s); /* by SIGHUP, or by term_read saying so: never a loop */
	assert_true(rc == 0 || rc == -1);
	str_free(&s.log);
}

/* ---- bytes ---- */

static const char *
intake_picture(void)
{
	return " 受理  1154 王芳  通话 02:13  排队 3 最久 0:48  今日 41      线路正常 同步 10:42\n"
	       " 来电 138****5678 归属地云江  称呼 张女士  上次 红山街道   近30天 3 件 F4\n"
	       " 在办! 11-19 路灯不亮 红山路78号 市政管理处     F4 Enter=催办(不另建单)\n"
	       " ------------------------------------------------------------------------------\n"
	       " 诉求内容  红山路78号门口路灯坏了三天,晚上很黑,昨晚老人在那儿摔了一跤,之前\n"
	       "           也打过电话,一直没人来修_\n"
	       " 提醒!     \"摔了一跤\": 先问\"人现在怎么样, 送医了吗?\" 需急救 F8 再按 3 转 120\n"
	       " 诉求目的  尽快修复,并告知处理结果\n"
	       " 类型      求助                紧急程度  一般        保密 否  匿名 否  回访 是\n"
	       " 分类      0205 城市管理 > 路灯照明\n"
	       " 地点      红山区 红山街道     红山路78号\n"
	       " 时间      11月18日起          涉及对象  市政路灯    人数 1     录音 有\n"
	       " 诉求人    张女士              联系电话  同来电 尾号5678    群体 -  短信 是\n"
	       " 承办      市政管理处          依据 派单目录0205     明日10:45前修复(24小时)\n"
	       " ------------------------------------------------------------------------------\n"
	       " 五要素 时间+ 地点+ 人物+ 事件+ 诉求+   齐全                      已存 10:42:07\n"
	       " 建议  路灯照明 92%   道路井盖 3%   供电停电 2%                [Tab Enter 采纳]\n"
	       " 重复  11-19 08:30 路灯不亮 红山路78号 87% 办理中     本人曾报, 先核对是否同件\n"
	       " 知识  路灯报修流程与时限   公共设施致人受伤怎样主张赔偿               [F3]\n"
	       " 公告  红山路以东 08:00-18:00 计划停水                               [F3 看口径]\n"
	       "\n\n"
	       " ------------------------------------------------------------------------------\n"
	       " F1帮助 F3知识 F4历史 F6转接 F7三方 F8紧急 F9班长 F10提交 F11状态   Ctrl-P 命令\n";
}

/* Bytes for ${n} keys typed one by one, each painted before the next. */
static size_t
cost_of(struct seat *s, const char *const *keys, size_t n)
{
	size_t from = s->screen.len, after;
	for (size_t i = 0; i < n; i++) {
		char told[32];
		snprintf(told, sizeof told, "text %s\n", keys[i % 4]);
		send(s, keys[i % 4], told);
	}
	after = s->screen.len > from ? s->screen.len : from;
	send(s, "@", "text @\n"); /* all before it has arrived when it has */
	await(s, &s->screen, after > from + 4 ? after - 4 : from, "@");
	return s->screen.len - from;
}

static void
check_key_bytes(const char *term)
{
	static const char *const ASCII[4] = { "a", "b", "c", "d" };
	static const char *const HANZI[4] = { "路", "灯", "坏", "了" };
	struct seat s = start(term, "C.UTF-8", intake_picture());
	await(&s, &s.log, 0, READY);
	await(&s, &s.screen, 0, "命令");
	size_t ascii = cost_of(&s, ASCII, 120); /* twice the field: it scrolls on the way */
	send(&s, "\x15", "action erase-head\n");
	send(&s, "#", "text #\n");
	await(&s, &s.screen, 0, "#");
	size_t hanzi = cost_of(&s, HANZI, 60);
	if (ascii > 121 * 3 || hanzi > 61 * 8)
		fail_msg("%s: %zu bytes for 121 ASCII keys, %zu for 61 Chinese ones", term, ascii,
		    hanzi);
	quit(&s);
}

static void
test_bytes_per_key(void **state)
{
	(void)state;
	check_key_bytes("xterm-256color");
	check_key_bytes("screen-256color");
	check_key_bytes("linux");
	check_key_bytes("vt100");
}

static void
test_nothing_changed_costs_nothing(void **state)
{
	(void)state;
	struct seat s = start("xterm-256color", "C.UTF-8", intake_picture());
	await(&s, &s.log, 0, READY);
	send(&s, "Q", "text Q\n");
	await(&s, &s.screen, 0, "Q");
	size_t before = s.screen.len;
	for (int i = 0; i < 20; i++)
		send(&s, "\x02", "unbound Ctrl-B\n"); /* twenty turns, twenty paints of the same */
	send(&s, "Z", "text Z\n");
	await(&s, &s.screen, before, "Z");
	assert_int_equal(s.screen.len - before, 1);
	quit(&s);
}

static void
test_full_paint(void **state)
{
	(void)state;
	struct seat s = start("xterm-256color", "C.UTF-8", intake_picture());
	await(&s, &s.log, 0, READY);
	await(&s, &s.screen, 0, "Ctrl-P 命令");
	send(&s, "Q", "text Q\n");
	size_t from = s.screen.len;
	send(&s, "\x0c", "action redraw\n");
	await(&s, &s.screen, from, "Ctrl-P 命令");
	send(&s, "Z", "text Z\n");
	await(&s, &s.screen, from, "Z");
	size_t cost = s.screen.len - from;
	if (cost > 2560)
		fail_msg("a full paint of intake is %zu bytes", cost);
	quit(&s);
}

/* Colours where there are some, and every state without them: vt100, or who asks for none. */
static void
check_colours(const char *term, const char *has, const char *lacks)
{
	struct seat s = start(term, "C.UTF-8", "受理\n路灯坏了");
	await(&s, &s.screen, 0, "路灯坏了");
	if (!strstr(str_c(&s.screen), has) || (lacks && strstr(str_c(&s.screen), lacks)))
		fail_msg("%s: \"%s\"", term, str_c(&s.screen));
	await(&s, &s.log, 0, READY);
	quit(&s);
}

static void
test_colours(void **state)
{
	(void)state;
	check_colours("xterm-256color", "\033[44m", NULL);
	check_colours("xterm", "\033[44m", NULL);
	check_colours("linux", "\033[44m", NULL);
	check_colours("vt100", ";7m", "\033[44m");
	setenv("NO_COLOR", "1", 1);
	check_colours("xterm-256color", ";7m", "44m");
	unsetenv("NO_COLOR");
}

/* ---- GB18030 ---- */

static void
test_gb18030_terminal(void **state)
{
	(void)state;
	char dir[TMPDIR_SIZE], path[TMPDIR_PATHS], command[TMPDIR_PATHS + 80];
	if (!fs_exists("/usr/share/i18n/charmaps/GB18030.gz"))
		skip();
	tmpdir_make(dir);
	tmpdir_path(dir, "zh_CN.GB18030", path);
	snprintf(command, sizeof command, "localedef -i zh_CN -f GB18030 %s 2>/dev/null", path);
	int made = system(command);
	(void)made; /* its warnings count as failure; the locale is there all the same */
	setenv("LOCPATH", dir, 1);
	struct seat s = start("xterm", "zh_CN.GB18030", "\xe5\x8f\x97\xe7\x90\x86\n路灯");
	await(&s, &s.log, 0, "resize 24 80\n" READY);
	await(&s, &s.screen, 0, "\xc2\xb7\xb5\xc6");  /* 路灯 in GB18030 */
	assert_int_equal(write(s.tty, "\xca", 1), 1); /* 市 in two reads */
	send(&s, "\xd0", "text 市\n");
	await(&s, &s.screen, 0, "\xca\xd0");
	send(&s, "\x81\x40", "text 丂\n"); /* the second byte is an '@' */
	send(&s,
	    "\x81\x39\xee\x39"
	    "1",
	    "text 㐀1\n"); /* digits inside */
	send(&s, "\x95\x32\x82\x36", "text 𠀀\n");
	send(&s, "\033[200~\xca\xd0\r\xc3\xf1\033[201~", "paste 市");
	quit(&s);
	unsetenv("LOCPATH");
	tmpdir_remove(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_cannot_work_is_refused_in_words),
		cmocka_unit_test(test_no_terminal_at_all),
		cmocka_unit_test(test_no_locale_is_taken_as_utf8_and_said),
		cmocka_unit_test(test_charset_rules),
		cmocka_unit_test(test_input_arrives_whole),
		cmocka_unit_test(test_pastes_come_in_brackets),
		cmocka_unit_test(test_resize),
		cmocka_unit_test(test_a_lost_terminal_ends_it),
		cmocka_unit_test(test_bytes_per_key),
		cmocka_unit_test(test_nothing_changed_costs_nothing),
		cmocka_unit_test(test_full_paint),
		cmocka_unit_test(test_colours),
		cmocka_unit_test(test_gb18030_terminal),
	};
	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
