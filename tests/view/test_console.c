/* test_console: the trainer's console: who is in the class and how they stand, what each digit tells whom, a line whispered
 * and where not, a lesson handed out to all or to one, and the watched screen as it is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../lib/tmpdir.h"
#include "../lib/viewdesk.h"
#include "base/fs.h"
#include "base/str.h"
#include "client/ui/canvas_diff.h"
#include "client/view/classroom.h"

static char dir[TMPDIR_SIZE];
static struct class_info info;
static struct class_hall hall;
static struct viewdesk d;

/* What the screen told the class last. */
static struct {
	int n, peer;
	struct room_record *record;
} told;

static bool
tell(void *app, int peer, struct room_record *r)
{
	(void)app;
	class_room_record_free(told.record);
	told.record = r;
	told.peer = peer;
	told.n++;
	if (r->kind == ROOM_WATCH)
		hall.watching = r->n[0] != 0 ? peer : 0;
	return true;
}

static void
copy(const char *from, const char *to)
{
	struct str text = { 0 };
	char path[TMPDIR_PATHS];

	assert_int_equal(fs_read(from, 1 << 20, &text, NULL), ERR_OK);
	tmpdir_put(dir, to, str_c(&text), text.len, path);
	str_free(&text);
}

static int
setup(void **state)
{
	(void)state;
	tmpdir_make(dir);
	copy("conf/scenarios/S0205-01.txt", "S0205-01.txt");
	copy("conf/scenarios/S1208-01.txt", "S1208-01.txt");
	memset(&info, 0, sizeof(info));
	memset(&hall, 0, sizeof(hall));
	memset(&told, 0, sizeof(told));
	str_copy(info.scenarios, sizeof(info.scenarios), dir);
	str_copy(info.results, sizeof(info.results), dir);
	str_copy(hall.name, sizeof(hall.name), "一班");
	str_copy(hall.place, sizeof(hall.place), "一班");
	info.hall = &hall;
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	viewdesk_free(&d);
	class_room_record_free(told.record);
	canvas_free(&hall.screen);
	tmpdir_remove(dir);
	return 0;
}

/* One rings, one talks in an exam, one is done, one has gone. */
static void
fill(void)
{
	static const struct class_seat seats[] = {
		{ .peer = 1,
		    .name = "小陈",
		    .phase = ROOM_TALKS,
		    .mode = MODE_GUIDED,
		    .drills = 2,
		    .scenario = "S0205-01",
		    .title = "路灯不亮, 老人险些绊倒",
		    .hint = "问清地点: 按 2, 哪条路几号, 附近有什么。" },
		{ .peer = 3,
		    .name = "小林",
		    .phase = ROOM_RINGS,
		    .mode = MODE_EXAM,
		    .scenario = "S0205-01",
		    .title = "路灯不亮, 老人险些绊倒" },
		{ .peer = 4,
		    .name = "小陈2",
		    .last = { .at = 1,
			.title = "路灯不亮, 老人险些绊倒",
			.machine = 62,
			.machine_of = 80,
			.verdict = SCORE_FATAL } },
		{ .peer = 0, .name = "老周" },
	};

	memcpy(hall.seat, seats, sizeof(seats));
	hall.n = (int)(sizeof(seats) / sizeof(seats[0]));
	for (int i = 0; i < hall.n; i++)
		hall.seat[i].since_at = VIEWDESK_NOW - 83000;
}

static void
start(int rows, int cols)
{
	viewdesk_init(&d, rows, cols);
	d.desk.classroom = &info;
	d.desk.tell = tell;
	d.desk.demo = true;
	viewdesk_open(&d, "console", NULL);
}

static void
who_is_there_and_how_they_stand(void **state)
{
	(void)state;
	start(24, 80);
	assert_true(viewdesk_shows(&d, "还没有学员"));
	viewdesk_type(&d, "1"); /* nobody to tell it */
	assert_int_equal(told.n, 0);
	assert_int_equal(d.view.ops->wake_at(&d.view), 0);
	fill();
	viewdesk_golden(&d, "console-80");
	assert_true(d.view.ops->wake_at(&d.view) > VIEWDESK_NOW); /* the clocks go on */
	viewdesk_free(&d);
	start(36, 120);
	viewdesk_golden(&d, "console-120");
}

static void
each_digit_tells_who_is_chosen(void **state)
{
	(void)state;
	fill();
	start(24, 80);
	for (int i = 1; i <= ROOM_AGAIN_SAME; i++) {
		const char key[2] = { (char)('0' + i), '\0' };

		viewdesk_type(&d, key);
		assert_int_equal(told.n, i);
		assert_int_equal(told.peer, 1);
		assert_int_equal(told.record->kind, ROOM_ORDER);
		assert_int_equal(told.record->n[0], i);
		assert_non_null(strstr(d.said, class_room_order_label(i)));
	}
	assert_int_equal(told.record->n[1], 60);
	assert_non_null(strstr(d.said, "(这一课完了就来)"));
	hall.seat[0].mode = MODE_STRESS; /* the queue goes on first */
	viewdesk_type(&d, "6");
	assert_non_null(strstr(d.said, "(压力: 整队完了才来, 报的是最后那一件)"));
	told.n--;
	viewdesk_key(&d, ACTION_DOWN);
	viewdesk_type(&d, "2"); /* in an exam: it is asked for, and what it costs is said */
	assert_int_equal(told.peer, 1);
	assert_non_null(strstr(d.said, "再按 2 给 小林: 险情 (正在考试"));
	viewdesk_type(&d, "1"); /* something else was meant */
	assert_int_equal(told.peer, 1);
	viewdesk_type(&d, "2");
	viewdesk_key(&d, ACTION_UP);
	viewdesk_key(&d, ACTION_DOWN);
	viewdesk_type(&d, "2");
	assert_int_equal(told.peer, 1);
	viewdesk_type(&d, "2");
	assert_int_equal(told.peer, 3);
	assert_string_equal(
	    d.said, "已给 小林: 险情。正在考试: 用时照算; 不接转也不求助, 一票否决。");
	viewdesk_type(&d, "11");
	assert_string_equal(
	    d.said, "已给 小林: 辱骂。正在考试: 插曲本身不扣分, 用时照算; 应对由教员评。");
	viewdesk_key(&d, ACTION_END);
	viewdesk_type(&d, "2"); /* has gone */
	assert_int_equal(told.n, ROOM_AGAIN_SAME + 2);
	assert_non_null(strstr(d.said, "老周 断开了"));
	viewdesk_key(&d, ACTION_HOME);
	viewdesk_type(&d, "7"); /* no order here, though there is one of that number */
	viewdesk_type(&d, "9");
	assert_int_equal(told.n, ROOM_AGAIN_SAME + 2);
}

/* What broke off with his seat stands in his row until he has the next; who lets it ring is seen. */
static void
what_broke_off_and_who_lets_it_ring(void **state)
{
	const struct cell *at;

	(void)state;
	fill();
	str_copy(hall.seat[3].broke, sizeof(hall.seat[3].broke), "S0401-02");
	start(24, 80);
	assert_true(viewdesk_shows(&d, "S0401-02 断在半路"));
	hall.seat[3].peer = 9;
	assert_true(viewdesk_shows(&d, "S0401-02 断了: 再发一次"));
	at = &d.canvas.cells[(size_t)5 * 80 + 17]; /* 小林 响铃 01:23 */
	assert_int_equal(at->role, ROLE_OVERDUE);
	hall.seat[1].since_at = VIEWDESK_NOW - 14000;
	viewdesk_draw(&d);
	assert_int_equal(at->role, ROLE_NORMAL);
}

static void
a_line_is_whispered_but_in_no_exam(void **state)
{
	(void)state;
	fill();
	start(24, 80);
	viewdesk_key(&d, ACTION_TALK);
	viewdesk_type(&d, "先复述12");
	assert_true(viewdesk_shows(&d, "对 小陈 说: 先复述12"));
	viewdesk_key(&d, ACTION_ENTER);
	assert_int_equal(told.n, 1);
	assert_int_equal(told.peer, 1);
	assert_int_equal(told.record->kind, ROOM_WHISPER);
	assert_string_equal(told.record->text[0], "先复述12");
	viewdesk_key(&d, ACTION_TALK);
	viewdesk_type(&d, "算了");
	viewdesk_key(&d, ACTION_BACK);
	viewdesk_key(&d, ACTION_TALK);
	viewdesk_key(&d, ACTION_ENTER); /* nothing to say */
	assert_int_equal(told.n, 1);
	viewdesk_key(&d, ACTION_DOWN);
	viewdesk_key(&d, ACTION_TALK);
	assert_true(viewdesk_shows(&d, "小林 正在考试: 考试不提示, 不能耳语。"));
	assert_false(viewdesk_shows(&d, "对 小林 说"));
	viewdesk_type(&d, "别慌33"); /* the words are nobody's, and no event */
	viewdesk_key(&d, ACTION_ENTER);
	assert_int_equal(told.n, 1);
	assert_false(viewdesk_shows(&d, "不能耳语"));
	assert_false(viewdesk_shows(&d, "筛选"));
	viewdesk_key(&d, ACTION_ENTER); /* over his screen likewise */
	assert_int_equal(told.n, 2);
	viewdesk_key(&d, ACTION_TALK);
	assert_true(viewdesk_shows(&d, "不能耳语"));
	viewdesk_type(&d, "3333");
	viewdesk_key(&d, ACTION_BACK);
	assert_int_equal(told.n, 2);
	viewdesk_key(&d, ACTION_BACK);
	assert_int_equal(told.record->n[0], 0);
	viewdesk_key(&d, ACTION_END); /* and to who has gone */
	viewdesk_key(&d, ACTION_TALK);
	assert_true(viewdesk_shows(&d, "老周 断开了, 听不到。"));
	viewdesk_key(&d, ACTION_BACK);
	assert_int_equal(told.n, 3);
	assert_false(d.closed);
}

/* Who is looked for by a name with a digit gets no event by it, and nothing that was meant for one reaches all because the
 * one is not shown. */
static void
nobody_is_chosen(void **state)
{
	(void)state;
	fill();
	hall.seat[2].exam = 2;
	start(24, 80);
	viewdesk_type(&d, "chen3");
	assert_int_equal(told.n, 0);
	assert_string_equal(d.said, "再按 3 给 小陈: 掉线。");
	viewdesk_key(&d, ACTION_DOWN); /* chosen by hand */
	viewdesk_key(&d, ACTION_UP);
	viewdesk_type(&d, "3");
	assert_int_equal(told.n, 1);
	viewdesk_type(&d, "别慌");
	viewdesk_type(&d, "3");
	assert_int_equal(told.n, 1);
	assert_string_equal(d.said, "没有选中学员: Esc 取消查找, 再选。");
	viewdesk_key(&d, ACTION_TALK);
	assert_true(viewdesk_shows(&d, "没有选中学员, 没有人听。"));
	viewdesk_key(&d, ACTION_BACK);

	viewdesk_key(&d, ACTION_SUBMIT);
	assert_true(viewdesk_shows(&d, "[全班]    只给 (没有选中学员)"));
	viewdesk_key(&d, ACTION_NEXT);
	assert_string_equal(
	    d.said, "没有选中学员, 现在还是全班: 先 Esc 回课堂取消查找, 选一个人再按 F10。");
	assert_true(viewdesk_shows(&d, "[全班]"));
	viewdesk_type(&d, "6");
	assert_int_equal(told.n, 1);
	assert_string_equal(
	    d.said, "再按 6 中止全班 1 人的整场考试: 手上这一通作废, 考过的成绩留着。");
	viewdesk_type(&d, "4");
	assert_string_equal(d.said, "再按 4 发给全班 3 人: 整场考试, 五通连着来");
	hall.seat[2].exam = 0;
	viewdesk_type(&d, "6");
	assert_string_equal(d.said, "全班 3 人都不在考; 再按 6, 断在半路没考完的也都作罢。");
	viewdesk_key(&d, ACTION_BACK);
	viewdesk_key(&d, ACTION_BACK); /* the filter */
	viewdesk_key(&d, ACTION_END);  /* has gone */
	viewdesk_key(&d, ACTION_SUBMIT);
	viewdesk_key(&d, ACTION_NEXT);
	viewdesk_type(&d, "ludeng1");
	assert_int_equal(told.n, 1);
	assert_string_equal(d.said, "老周 断开了。");
}

/* The number of a scenario is looked for; its digits hand nothing out, and nothing is put into anybody's lesson after. */
static void
a_number_is_looked_for(void **state)
{
	(void)state;
	fill();
	start(24, 80);
	viewdesk_key(&d, ACTION_SUBMIT);
	viewdesk_type(&d, "s12");
	assert_int_equal(told.n, 0);
	assert_true(viewdesk_shows(&d, "S1208-01"));
	assert_false(viewdesk_shows(&d, "S0205-01"));
	viewdesk_key(&d, ACTION_BACK);
	viewdesk_type(&d, "S020");
	assert_int_equal(told.n, 0);
	assert_false(viewdesk_shows(&d, "S1208-01"));
	viewdesk_type(
	    &d, "2"); /* no S0202: asked for once, which begins nothing for a whole class */
	assert_int_equal(told.n, 0);
	assert_non_null(strstr(d.said, "再按 2 发给全班 3 人: S0205-01 (单考)"));
	viewdesk_type(&d, "1"); /* something else was meant */
	viewdesk_type(&d, "2");
	assert_int_equal(told.n, 0);
	viewdesk_type(&d, "2");
	assert_int_equal(told.n, 1);
	assert_int_equal(told.record->n[1], MODE_EXAM);
	assert_string_equal(told.record->text[0], "S0205-01");
}

static void
one_scenario_for_all_or_for_one(void **state)
{
	struct str file = { 0 };

	(void)state;
	fill();
	start(24, 80);
	viewdesk_key(&d, ACTION_SUBMIT);
	viewdesk_golden(&d, "console-hand-80");
	viewdesk_type(&d, "ludeng");
	viewdesk_type(&d, "22");
	assert_int_equal(told.n, 1);
	assert_int_equal(told.peer, 0);
	assert_int_equal(told.record->kind, ROOM_LESSON);
	assert_int_equal(told.record->n[0], 0);
	assert_int_equal(told.record->n[1], MODE_EXAM);
	assert_string_equal(told.record->text[0], "S0205-01");
	assert_int_equal(fs_read("conf/scenarios/S0205-01.txt", 1 << 20, &file, NULL), ERR_OK);
	assert_string_equal(told.record->text[1], str_c(&file));
	str_free(&file);
	assert_true(viewdesk_shows(&d, "课堂 一班")); /* back at the list */

	/* the next one has another variant than anybody has had */
	assert_int_equal(results_add(dir,
			     &(struct class_result){ .at = 5,
				 .trainee = "小陈",
				 .scenario = "S0205-01",
				 .seed = 1,
				 .mode = MODE_EXAM },
			     &(struct score){ .n = 0 }, NULL),
	    ERR_OK);
	viewdesk_key(&d, ACTION_SUBMIT);
	viewdesk_key(&d, ACTION_NEXT);
	assert_true(viewdesk_shows(&d, "[只给 小陈]"));
	viewdesk_type(&d, "ludeng");
	viewdesk_type(&d, "1");
	assert_int_equal(told.peer, 1);
	assert_int_equal(told.record->n[0], 2);
	viewdesk_key(&d, ACTION_SUBMIT);
	viewdesk_key(&d, ACTION_BACK);
	assert_true(viewdesk_shows(&d, "课堂 一班"));
	assert_int_equal(told.n, 2);
}

/* What was handed out by mistake: of one, of all, never of who has an exam, and only when it is said twice. */
static void
a_lesson_is_taken_back(void **state)
{
	(void)state;
	fill();
	hall.seat[1].exam = 2;
	start(24, 80);
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_true(viewdesk_shows(&d, "7 收回全班手上的课"));
	viewdesk_type(&d, "7");
	assert_int_equal(told.n, 0);
	assert_string_equal(d.said, "再按 7 收回全班手上的课(1 人): 电话断开, 不计成绩; "
				    "整场考试的 1 人不动(按 6 中止)。");
	viewdesk_key(&d, ACTION_DOWN); /* something else was meant */
	viewdesk_type(&d, "7");
	assert_int_equal(told.n, 0);
	viewdesk_type(&d, "7");
	assert_int_equal(told.n, 1); /* the others have none, an exam, or are gone */
	assert_int_equal(told.peer, 1);
	assert_int_equal(told.record->kind, ROOM_ORDER);
	assert_int_equal(told.record->n[0], ROOM_TAKE_BACK);
	assert_string_equal(
	    d.said, "已收回 1 人手上的课, 不计成绩; 整场考试的 1 人不动(按 6 中止)。");
	assert_true(viewdesk_shows(&d, "课堂 一班")); /* back at the list */

	viewdesk_key(&d, ACTION_SUBMIT);
	viewdesk_key(&d, ACTION_NEXT);
	assert_true(viewdesk_shows(&d, "7 收回他手上的课"));
	viewdesk_type(&d, "7");
	assert_int_equal(told.n, 1);
	viewdesk_type(&d, "7");
	assert_int_equal(told.n, 2);
	assert_string_equal(d.said, "已收回 小陈 手上的课, 不计成绩。");
	viewdesk_key(&d, ACTION_SUBMIT);
	viewdesk_key(&d, ACTION_NEXT);
	viewdesk_type(&d, "66"); /* a lesson is no exam */
	assert_int_equal(told.n, 2);
	assert_string_equal(d.said, "小陈 手上不是整场考试: 按 7 收回这一课。");
	viewdesk_key(&d, ACTION_BACK);
	hall.seat[0].phase = ROOM_FREE;
	viewdesk_key(&d, ACTION_SUBMIT);
	viewdesk_type(&d, "77");
	assert_int_equal(told.n, 2);
	assert_string_equal(d.said, "没有可收回的课; 整场考试的 1 人不动(按 6 中止)。");
	viewdesk_key(&d, ACTION_NEXT);
	viewdesk_type(&d, "7");
	assert_string_equal(d.said, "没有可收回的课: 他手上没有课。");
}

/* A deduction is taken back on the marks: the console says what it is now, of the lesson and of the exam's call. */
static void
what_was_taken_back_is_seen(void **state)
{
	struct class_result r = { .at = 1,
		.trainee = "小陈2",
		.scenario = "S0205-01",
		.title = "路灯不亮",
		.exam = "x",
		.nth = 2,
		.mode = MODE_EXAM,
		.machine = 62,
		.machine_of = 80,
		.verdict = SCORE_FATAL };

	(void)state;
	fill();
	hall.seat[2].last = r;
	str_copy(hall.seat[2].had, sizeof(hall.seat[2].had), "x");
	memcpy(hall.seat[2].got, (int[]){ -2, -1, -2, -2, -2 }, sizeof(hall.seat[2].got));
	start(24, 80);
	assert_true(viewdesk_shows(&d, "否决"));
	r.machine = 72;
	r.verdict = SCORE_OPEN;
	assert_int_equal(
	    results_add(dir, &r, &(struct score){ .form = score_form(MODE_EXAM) }, NULL), ERR_OK);
	assert_int_equal(d.view.ops->resume(&d.view) & VIEW_CLOSE, 0);
	assert_true(viewdesk_shows(&d, "72/80"));
	assert_false(viewdesk_shows(&d, "否决"));
	assert_int_equal(hall.seat[2].got[1], 90);
	assert_int_equal(hall.seat[2].got[0], -2);
}

/* Thirty of them on one screen of 80x24: everybody, how he stands, since when, what the last lesson brought. */
static void
a_class_of_thirty_is_seen_whole(void **state)
{
	(void)state;
	fill();
	for (; hall.n < 30; hall.n++) {
		struct class_seat *s = &hall.seat[hall.n];

		*s = (struct class_seat){ .peer = 10 + hall.n,
			.phase = (enum room_phase)(hall.n % 4),
			.mode = MODE_EXAM,
			.exam = hall.n % 3 == 0 ? 1 + hall.n % 5 : 0,
			.since_at = VIEWDESK_NOW - INT64_C(1000) * hall.n };
		(void)snprintf(s->name, sizeof(s->name), "学员%02d", hall.n + 1);
		if (hall.n % 5 == 4)
			s->last = (struct class_result){ .at = 1, .machine = 60, .machine_of = 80 };
	}
	str_copy(hall.seat[7].name, sizeof(hall.seat[7].name), "欧阳娜娜同学二");
	start(24, 80);
	viewdesk_golden(&d, "console-thirty-80");
	for (int i = 0; i < hall.n; i++) { /* everybody can be chosen, and it is he who is told */
		viewdesk_key(&d, ACTION_HOME);
		for (int k = 0; k < i; k++)
			viewdesk_key(&d, ACTION_DOWN);
		if (hall.seat[i].peer == 0)
			continue;
		viewdesk_type(&d, "1");
		if (told.peer != hall.seat[i].peer)
			viewdesk_type(&d, "1"); /* in an exam */
		assert_int_equal(told.peer, hall.seat[i].peer);
	}
	viewdesk_key(&d, ACTION_LEFT); /* a column */
	viewdesk_type(&d, "1");
	assert_int_equal(told.peer, hall.seat[hall.n - 1 - 13].peer);
	viewdesk_type(&d, "xueyuan"); /* who is looked for, and stays chosen while others change */
	viewdesk_key(&d, ACTION_HOME);
	viewdesk_key(&d, ACTION_DOWN);
	(void)viewdesk_shows(&d, "学员06");
	viewdesk_type(&d, "22"); /* in an exam */
	assert_int_equal(told.peer, hall.seat[5].peer);
	str_copy(hall.seat[4].name, sizeof(hall.seat[4].name), "改名"); /* the first of them */
	(void)viewdesk_shows(&d, "学员06");
	viewdesk_type(&d, "22"); /* in an exam */
	assert_int_equal(told.peer, hall.seat[5].peer);
}

/* An exam goes to who is free, with five whole scenarios; it ends only when it is said twice. */
static void
an_exam_for_who_is_free(void **state)
{
	(void)state;
	fill();
	str_copy(info.scenarios, sizeof(info.scenarios), "conf/scenarios");
	start(24, 80);
	viewdesk_key(&d, ACTION_SUBMIT);
	viewdesk_type(&d, "4");
	assert_int_equal(told.n, 0);
	viewdesk_type(&d, "4");
	assert_int_equal(told.n, 1); /* the others have a lesson on their hands, or are gone */
	assert_int_equal(told.peer, 4);
	assert_int_equal(told.record->kind, ROOM_EXAM);
	assert_int_equal(told.record->n[0], 1);
	assert_non_null(strstr(told.record->text[1], "hotseat paper 1\nS"));
	assert_non_null(strstr(d.said, "已发给 1 人(小陈2); 手上有课没有发: 小陈、小林"));
	viewdesk_key(&d, ACTION_SUBMIT);
	viewdesk_type(&d, "6");
	assert_int_equal(told.n, 1);
	viewdesk_key(&d, ACTION_DOWN); /* something else was meant */
	viewdesk_type(&d, "6");
	assert_int_equal(told.n, 1);
	viewdesk_type(&d, "6");
	assert_int_equal(told.n, 4); /* all who are there */
	assert_int_equal(told.record->n[0], ROOM_EXAM_STOP_ANY);
	hall.seat[0].phase = ROOM_FREE;
	hall.seat[0].exam = 3;
	str_copy(hall.seat[0].had, sizeof(hall.seat[0].had), "x");
	memcpy(hall.seat[0].got, (int[]){ 82, -1, -2, -2, -2 }, sizeof(hall.seat[0].got));
	viewdesk_golden(&d, "console-exam-80");
	viewdesk_key(&d, ACTION_TALK); /* between two calls too */
	assert_true(viewdesk_shows(&d, "正在考试"));
}

static void
paint(int rows, int cols)
{
	assert_true(canvas_resize(&hall.screen, rows, cols));
	for (int row = 0; row < rows; row++)
		canvas_printf(&hall.screen, row, 0, -1, ROLE_VALUE, "学员的屏第%02d行", row + 1);
	canvas_text(&hall.screen, 5, cols - 1, -1, ROLE_VALUE, "x");
	canvas_cursor(&hall.screen, 7, 11);
}

static void
the_watched_screen_cell_by_cell(void **state)
{
	(void)state;
	fill();
	start(24, 80);
	viewdesk_key(&d, ACTION_ENTER);
	assert_int_equal(told.record->kind, ROOM_WATCH);
	assert_int_equal(told.record->n[0], 1);
	assert_int_equal(told.peer, 1);
	assert_true(viewdesk_shows(&d, "正在取他的屏"));
	paint(24, 80);
	viewdesk_golden(&d, "console-watch-80");
	for (int row = 0; row < 24; row++)
		if (row != 23)
			assert_memory_equal(&d.canvas.cells[(size_t)row * 80],
			    &hall.screen.cells[(size_t)row * 80], 80 * sizeof(struct cell));
	assert_int_equal(d.canvas.cursor_row, 7);
	assert_int_equal(d.canvas.cursor_col, 11);
	viewdesk_type(&d, "1");
	assert_true(viewdesk_shows(&d, "已给 小陈: 辱骂"));
	str_copy(hall.said, sizeof(hall.said), "小陈: 没有来电人在线");
	assert_true(viewdesk_shows(&d, "没有来电人在线"));
	viewdesk_key(&d, ACTION_TALK);
	viewdesk_type(&d, "慢一点");
	assert_true(viewdesk_shows(&d, "对 小陈 说: 慢一点"));
	viewdesk_key(&d, ACTION_ENTER);
	viewdesk_key(&d, ACTION_DOWN); /* the next one's */
	assert_int_equal(told.record->kind, ROOM_WATCH);
	assert_int_equal(told.peer, 3);
	viewdesk_key(&d, ACTION_BACK);
	assert_int_equal(told.record->n[0], 0);
	assert_true(viewdesk_shows(&d, "课堂 一班"));
	assert_false(d.closed);
}

static void
a_large_window_has_the_class_beside_it(void **state)
{
	(void)state;
	fill();
	start(36, 120);
	viewdesk_key(&d, ACTION_ENTER);
	paint(24, 80);
	viewdesk_golden(&d, "console-watch-120");
	paint(50,
	    200); /* of a larger one the last rows and the part with the cursor, or the one turned to */
	assert_true(viewdesk_shows(&d, "学员的屏第08行"));
	assert_true(viewdesk_shows(&d, "学员的屏第49行"));
	assert_true(viewdesk_shows(&d, "那边窗口 200x50: 上半是 2-26行 1-120列  PgUp PgDn=换"));
	assert_false(viewdesk_shows(&d, "学员的屏第30行"));
	assert_true(viewdesk_shows(&d, "Esc返回"));
	viewdesk_key(&d, ACTION_PAGE_DOWN);
	assert_true(viewdesk_shows(&d, "学员的屏第30行"));
	assert_true(viewdesk_shows(&d, "学员的屏第49行"));
	viewdesk_key(&d, ACTION_DOWN); /* another one's is followed from the beginning */
	assert_true(viewdesk_shows(&d, "现在跟着光标"));
	viewdesk_key(&d, ACTION_UP);
	hall.watching = 0; /* he has gone */
	canvas_free(&hall.screen);
	assert_true(viewdesk_shows(&d, "他断开了"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(who_is_there_and_how_they_stand, setup, teardown),
		cmocka_unit_test_setup_teardown(each_digit_tells_who_is_chosen, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    a_line_is_whispered_but_in_no_exam, setup, teardown),
		cmocka_unit_test_setup_teardown(nobody_is_chosen, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    what_broke_off_and_who_lets_it_ring, setup, teardown),
		cmocka_unit_test_setup_teardown(a_number_is_looked_for, setup, teardown),
		cmocka_unit_test_setup_teardown(one_scenario_for_all_or_for_one, setup, teardown),
		cmocka_unit_test_setup_teardown(an_exam_for_who_is_free, setup, teardown),
		cmocka_unit_test_setup_teardown(a_lesson_is_taken_back, setup, teardown),
		cmocka_unit_test_setup_teardown(what_was_taken_back_is_seen, setup, teardown),
		cmocka_unit_test_setup_teardown(a_class_of_thirty_is_seen_whole, setup, teardown),
		cmocka_unit_test_setup_teardown(the_watched_screen_cell_by_cell, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    a_large_window_has_the_class_beside_it, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
