/* A class of three terminals, by keys on the real program: a trainer and two trainees. What he hands out rings at both; the
 * screen he watches is the trainee's, cell by cell; what he whispers and puts in happens there; what is killed is missed,
 * comes back, and the results are at the trainer's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <glob.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/poll.h"
#include "../lib/seat.h"
#include "base/fs.h"
#include "base/str.h"
#include "one_class.h"

#define ROWS     24
#define COLS     80
#define SPEAK_MS 60000 /* a caller speaks in real seconds */

static int
setup(void **state)
{
	(void)state;
	class_opens();
	screen_await(one, "您在这里叫 小陈。");
	if (class_grows("小陈") != 0) /* of the same name */
		return -1;
	screen_await(two, "您在这里叫 小陈2");
	return 0;
}

static void
hand_out(const char *key)
{
	class_hands_out(key);
	screen_await(host, "已发给全班: S0205-01");
}

static void
answer(struct screen *s)
{
	assert_true(seat_answer(s));
}

/* All rows but his keys, where the console's own line lies, and the cursor; where he has no keys, as long as something is
 * whispered there, an empty row gives way. */
static bool
is_the_same(void *arg)
{
	char seen[512], shown[512];
	int row[2], col[2], gone = 0;

	(void)arg;
	screen_settle_ms(one, 20);
	screen_settle_ms(host, 20);
	for (int y = 0; y < ROWS - 1 + gone; y++) {
		screen_row(one, y, seen, sizeof(seen));
		screen_row(host, y - gone, shown, sizeof(shown));
		if (strcmp(seen, shown) == 0)
			continue;
		if (gone != 0 || seen[strspn(seen, " -|")] != '\0' || !screen_has(one, "教员: "))
			return false;
		gone = 1;
	}
	screen_cursor(one, &row[0], &col[0]);
	screen_cursor(host, &row[1], &col[1]);
	return (row[0] == row[1] || row[0] == row[1] + gone) && col[0] == col[1];
}

static void
shows_his_screen(void)
{
	if (poll_until(is_the_same, NULL, SCREEN_WAIT_MS))
		return;
	screen_print(one);
	screen_print(host);
	fail_msg("the watched screen is another");
}

static bool
host_has(const char *table, const char *words)
{
	char path[TMPDIR_PATHS];
	struct str all = { 0 };
	const bool is = fs_read(tmpdir_path(dir, table, path), 1 << 20, &all, NULL) == ERR_OK &&
			strstr(str_c(&all), words) != NULL;

	str_free(&all);
	return is;
}

static bool
results_hold(const char *who)
{
	return host_has("host/results.tsv", who);
}

/* The same person rings once more, says so, and is not marked. */
static void
calls_again(void)
{
	static const char *const over[] = { "不计成绩", "来电人已挂机" };

	assert_true(seat_command(two, "培训", "学员 小陈2"));
	screen_type(two, "0");
	screen_await(two, "机评 ");
	screen_await(host, "小陈2 上完一课");
	screen_key(host, "Down");
	screen_await(host, ">  小陈2");
	screen_type(host, "6");
	screen_await(host, "已给 小陈2: 同一人再打来");
	answer(two);
	assert_true(screen_wait_ms(two, "我刚才打过电话的", SPEAK_MS));
	assert_true(seat_command(two, "培训", "学员 小陈2"));
	screen_type(two, "0");
	assert_true(seat_wait_any(two, over, 2) >= 0); /* whichever is said last */
	screen_await(host, "小陈2 上一课: ");          /* the one before is still his last */
}

static void
a_lesson_of_three_terminals(void **state)
{
	(void)state;
	hand_out("11");
	answer(one);
	answer(two);
	screen_key(host, "Enter");
	screen_await(host, "看 小陈 通话");
	screen_type(one, "红山路78号门口路灯不亮，晚上很黑");
	shows_his_screen();
	screen_key(one, "F1"); /* another screen, whole */
	screen_await(one, "再按 F1");
	shows_his_screen();
	screen_key(one, "Esc");
	assert_true(seat_wait_at(one, "诉求内容"));

	screen_send(host, "\033t", 2);
	screen_await(host, "对 小陈 说:");
	screen_type(host, "先问清几号");
	screen_key(host, "Enter");
	screen_await(one, "教员: 先问清几号");
	assert_true(screen_has(one, "教练: ")); /* both are read, also while he speaks */
	screen_send(one, "\033t", 2);
	screen_await(one, "空着 Enter=首问");
	assert_true(screen_has(one, "教练: ") && screen_has(one, "教员: 先问清几号"));
	screen_key(one, "Esc");
	assert_false(screen_has(two, "先问清几号")); /* to one */
	shows_his_screen();
	screen_type(host, "1");
	assert_true(screen_wait_ms(one, "糊弄人", SPEAK_MS));
	screen_type(host, "2");
	assert_true(screen_wait_ms(one, "冒烟", SPEAK_MS));
	assert_false(screen_has(two, "糊弄人") || screen_has(two, "冒烟"));
	screen_type(host, "4");
	screen_await(one, "离线 0分");
	assert_true(screen_has(two, "线路正常"));
	screen_type(host, "3");
	screen_await(one, "来电人掉线");
	screen_await(host, "看 小陈 整理");
	screen_key(host, "Esc");
	screen_await(host, "课堂 一班");

	assert_true(seat_command(one, "培训", "学员 小陈"));
	screen_type(one, "0"); /* as it stands */
	screen_await(one, "机评 ");
	screen_await(host, "小陈 上完一课");
	assert_true(results_hold("\t小陈\tS0205-01\t"));
	calls_again();
}

static void
take_back(bool to_one, const char *says)
{
	screen_key(host, "F10");
	screen_await(host, "7 收回全班手上的课");
	if (to_one) {
		screen_key(host, "Tab");
		screen_await(host, "7 收回他手上的课");
	}
	screen_type(host, "7");
	screen_await(host, "再按 7 收回");
	screen_type(host, "7");
	screen_await(host, says);
}

static int
tapes(const char *lessons)
{
	char pattern[TMPDIR_PATHS + 32];
	glob_t found;
	int n;

	(void)snprintf(pattern, sizeof(pattern), "%s/%s/*.tape", dir, lessons);
	n = glob(pattern, 0, NULL, &found) == 0 ? (int)found.gl_pathc : 0;
	globfree(&found);
	return n;
}

/* He is told, and nobody is on his line. */
static void
lost(struct screen *s)
{
	screen_await(s, "教员: 这一课收回了, 不计成绩");
	screen_await(s, "来电人已挂机");
}

/* What was handed out by mistake: of one, then of both, one of whom talks and one of whom is rung; nothing of it counts, and
 * the next one rings. What a trainee began himself stays his. */
static void
a_lesson_is_taken_back(void **state)
{
	(void)state;
	hand_out("11");
	answer(one);
	answer(two);
	take_back(true, "已收回 小陈 手上的课, 不计成绩");
	lost(one);
	screen_await(host, "等题");
	assert_true(screen_has(two, "  通话 "));
	assert_false(screen_has(two, "收回"));

	class_hands_out("11"); /* who talks has no room for it */
	screen_await(host, "小陈2: 没有开始: 先结束现在的通话");
	answer(one);
	screen_type(one, "红山路78号");
	take_back(false, "已收回 2 人手上的课, 不计成绩");
	lost(one);
	lost(two);
	assert_int_equal(tapes("one") + tapes("two"), 0);
	assert_false(results_hold("S0205-01"));

	hand_out("11");
	answer(one);
	answer(two);
	assert_false(screen_has(one, "收回了"));
	assert_true(seat_command(two, "培训", "学员 小陈2"));
	screen_type(two, "0");
	screen_await(two, "机评 ");
	screen_await(host, "小陈2 上完一课");
	take_back(false, "已收回 1 人手上的课");
	lost(one);
	assert_false(results_hold("\t小陈\t"));

	assert_true(seat_command(one, "培训", "学员 小陈"));
	screen_type(one, "ludeng");
	screen_await(one, "筛选 ludeng");
	screen_type(one, "1");
	screen_await(one, "来电 138");
	screen_await(host, "响铃");
	take_back(false, "小陈: 手上的课是学员自己选的, 没有收回。");
	assert_true(screen_has(one, "来电 138"));
	/* whom nobody has answered has to go for a lesson, and that is said */
	class_hands_out("11");
	screen_await(host, "小陈: 没接的那一通(S0205-01)撤了, 换成这一课。");
}

static bool
has_it_heard_again(void *arg)
{
	(void)arg;
	return host_has("host/reviews.tsv", "再听一遍");
}

/* What a trainee disputes at his seat is at the trainer's, also when he was away; there nobody disputes for him. */
static void
a_dispute_reaches_the_trainer(void **state)
{
	(void)state;
	hand_out("11");
	answer(one);
	assert_true(seat_command(one, "培训", "学员 小陈"));
	screen_type(one, "0");
	screen_await(one, "机评 ");
	screen_await(host, "小陈 上完一课");
	screen_key(one, "F10");
	screen_await(one, "争议理由");
	screen_type(one, "录音里问过了");
	screen_key(one, "Enter");
	screen_await(one, "也报给教员了");
	screen_await(host, "小陈 提了争议");
	screen_await(host, "有争议: 按 Tab 看");
	assert_true(host_has("host/reviews.tsv", "录音里问过了"));
	screen_key(host, "Tab");
	screen_await(host, "争议 未答复: 录音里问过了");
	screen_key(host, "F10");
	screen_await(host, "争议由 小陈 自己提");

	screen_kill(host, SIGKILL);
	screen_await(one, "教员那边断了。正在上的课照常");
	screen_leave(&host);
	screen_key(one, "F10");
	screen_await(one, "争议理由");
	screen_type(one, "再听一遍");
	screen_key(one, "Enter");
	screen_await(one, "争议记下了");
	host = lesson_in_class(dir, "--class", "一班", "教员", "host");
	assert_true(poll_until(has_it_heard_again, NULL, SCREEN_WAIT_MS));
}

/* A lesson is over, the class is not: Esc too many throws nobody out of it, and what is said to nobody is said so and lands in no
 * search. */
static void
nobody_falls_out_of_the_class(void **state)
{
	(void)state;
	hand_out("11");
	answer(one);
	assert_true(seat_command(one, "培训", "学员 小陈"));
	screen_type(one, "0");
	screen_await(one, "机评 ");
	screen_await(host, "小陈 上完一课"); /* not over what is answered there next */
	screen_key(one, "Esc");
	screen_await(one, "[案例 ");
	screen_key(one, "Esc");
	screen_await(one, "课堂 一班 还开着: 要离开这一屏, 再按一次 Esc。");
	assert_true(screen_has(one, "[案例 "));
	screen_send(one, "\033t", 2);
	screen_await(one, "打的字没有人听见");
	screen_await(one, "现在没有来电人在线");
	screen_type(one, "您好");
	screen_key(one, "Enter");
	screen_await(one, "没有人听见, 没有说出去。");
	assert_false(screen_has(one, "筛选"));
	screen_key(one, "Esc"); /* other keys were between */
	screen_await(one, "再按一次 Esc");
	screen_key(one, "Esc");
	assert_true(screen_wait_gone(one, "[案例 "));
	screen_send(one, "\033t", 2);
	screen_await(one, "现在没有来电人在线");
	hand_out("11"); /* and the next one is answered from there */
	screen_await(one, "电话来了: 三声以内");
	answer(one);

	screen_key(host, "Esc");
	screen_await(host, "课堂 一班 还开着: 要离开这一屏, 再按一次 Esc。");
	screen_key(host, "Esc");
	screen_await(host, "我的事");
}

/* What comes in one moment is all read, one behind the other, and hides no row of the screen. */
static void
two_pieces_of_news(void **state)
{
	int at, col;

	(void)state;
	screen_kill(one, SIGSTOP);
	hand_out("11");
	class_hands_out("22");
	screen_await(two, "(单考): 等来电响了");
	screen_kill(one, SIGCONT);
	screen_await(one, "教员发来一课(引导): 等来电响了按 F2 接听");
	at = screen_find(one, "教员发来一课(引导)", &col);
	screen_await(one, "教员发来一课(单考): 等来电响了按 F2 接听");
	assert_int_equal(screen_find(one, "教员发来一课(单考)", &col), at);
}

/* Neither is a danger got rid of by ending the lesson; nor does who hands it over lose the matter he was called for. */
static void
amid_a_danger(void **state)
{
	(void)state;
	hand_out("11");
	answer(one);
	answer(two);
	screen_key(host, "Down");
	screen_await(host, ">  小陈2");
	screen_type(host, "2");
	screen_await(two, "有险情: 按 F8");
	assert_true(seat_command(two, "培训", "学员 小陈2"));
	screen_type(two, "0");
	screen_await(two, "按 0 结束了这一课");
	screen_await(two, "一票否决, 这一课不计分");
	screen_key(host, "Up");
	screen_await(host, ">  小陈 ");
	screen_type(host, "2");
	screen_await(one, "有险情: 按 F8");
	screen_key(one, "F8");
	screen_await(one, "1=110 公安");
	screen_type(one, "2");
	screen_await(one, "原来那件事接着办: 按 F2 再记一件");
	screen_key(one, "Esc");
	screen_await(one, "F2 同一来电再记一件");
	screen_key(one, "F2");
	assert_true(seat_wait_at(one, "诉求内容"));
}

/* Another person sits down at the trainee's seat, and the class does not end his lesson by it. */
static void
a_drill_in_a_class(void **state)
{
	(void)state;
	assert_true(seat_command(one, "培训", "学员 小陈"));
	screen_type(one, "d01");
	screen_await(one, ">  D01 ");
	screen_type(one, "2");
	screen_await(one, "按 Esc 去办");
	screen_await(one, "4021 李强");
	screen_type(one, "0");
	screen_await(one, "1154 王芳");
	screen_await(host, "小陈 上完一课");
	assert_true(seat_command(host, "培训", "成绩 1")); /* who teaches is not asked who he is */
	assert_false(screen_has(host, "您的姓名"));
	screen_key(host, "Tab");
	screen_await(host, "[成绩 1]");
}

/* Words of the middle of the exam reach nobody; a killed trainee is missed, a killed trainer is waited for, and has what he
 * missed when he is back. */
static void
what_is_killed_comes_back(void **state)
{
	(void)state;
	hand_out("22");
	answer(one);
	screen_await(host, "小陈         通话"); /* the trainer's seat knows it */
	screen_send(host, "\033t", 2);
	screen_await(host, "正在考试");
	screen_await(two, "按 F2 接听");
	screen_kill(two, SIGKILL);
	screen_await(host, "小陈2 断开了");
	screen_await(host, "在 1 人");
	screen_leave(&two);
	two = lesson_in_class(dir, "--join", "一班", "小陈2", "two"); /* whose call only rang */
	screen_await(two, "教员: 刚才的 S0205-01 断在半路, 没有成绩");
	screen_await(host, "小陈2 回来了: 手上的 S0205-01 断了, 没有成绩");
	screen_await(host, "S0205-01 断了: 再发一次");
	screen_leave(&two);

	screen_kill(host, SIGKILL);
	screen_await(one, "教员那边断了。正在上的课照常");
	screen_leave(&host);
	screen_type(one, "红山路78号门口路灯不亮"); /* goes on */
	screen_await(one, "红山路78号门口路灯不亮");
	assert_true(seat_command(one, "培训", "学员 小陈"));
	screen_type(one, "0");
	screen_await(one, "机评 ");
	assert_false(results_hold("小陈"));
	host = lesson_in_class(dir, "--class", "一班", "教员", "host");
	screen_await(host, "小陈 上完一课");
	assert_true(results_hold("\t小陈\tS0205-01\t"));
}

/* A name that was mistyped, or a trainer who is late: it is said where one sits down and where one looks for it, and which
 * class is open; and when it opens one is in. */
static void
a_class_that_is_not_open(void **state)
{
	(void)state;
	two = lesson_in_class(dir, "--join", "二班", "小王", "two");
	assert_true(seat_ready(two));
	screen_await(two, "课堂 二班 没有开: 开了自动加入; 开着的有: 一班");
	assert_true(seat_command(two, "课堂", "您是学员 小王, 课堂 二班 没有开"));
	screen_leave(&host);
	host = lesson_in_class(dir, "--class", "二班", "教员", "host");
	screen_await(two, "课堂 二班, 您叫 小王: 等教员发题");
	assert_true(seat_command(two, "课堂", "您是学员 小王, 已加入课堂 二班"));
}

static int
setup_of_one(void **state)
{
	(void)state;
	class_opens();
	return seat_ready(one) ? 0 : -1;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_lesson_of_three_terminals, setup, teardown),
		cmocka_unit_test_setup_teardown(a_lesson_is_taken_back, setup, teardown),
		cmocka_unit_test_setup_teardown(a_dispute_reaches_the_trainer, setup, teardown),
		cmocka_unit_test_setup_teardown(nobody_falls_out_of_the_class, setup, teardown),
		cmocka_unit_test_setup_teardown(two_pieces_of_news, setup, teardown),
		cmocka_unit_test_setup_teardown(amid_a_danger, setup, teardown),
		cmocka_unit_test_setup_teardown(a_drill_in_a_class, setup, teardown),
		cmocka_unit_test_setup_teardown(what_is_killed_comes_back, setup, teardown),
		cmocka_unit_test_setup_teardown(a_class_that_is_not_open, setup_of_one, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
