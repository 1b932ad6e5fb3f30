/* test_replay: a lesson plays at its speed, key by key, remark by remark, and ends on the picture it ended on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "../lib/tmpdir.h"
#include "../lib/viewdesk.h"
#include "base/fs.h"
#include "base/str.h"
#include "client/ui/canvas_diff.h"
#include "client/ui/tape.h"
#include "client/view/classroom.h"

static char path[TMPDIR_PATHS];

static int
setup(void **state)
{
	(void)state;
	(void)snprintf(path, sizeof(path), "/tmp/hotseat-replay-%d", (int)getpid());
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	unlink(path);
	return 0;
}

/* A screen as the program has them: a rule above the keys. */
static void
blank(struct canvas *c, int rows, int cols)
{
	assert_true(canvas_resize(c, rows, cols));
	for (int row = 0; row < rows; row++)
		canvas_printf(c, row, 0, -1, ROLE_DIM, "第%d行", row + 1);
	canvas_fill(c, (struct rect){ rows - 2, 0, 1, cols }, ROLE_NORMAL);
	canvas_hline(c, rows - 2, 1, cols - 2, ROLE_RULE);
}

/* Three keys, a second apart, each shown in its row; a remark with the second. */
static void
record(int rows, int cols)
{
	static const char *const words[] = { "路灯", "红山路78号", "F10" };
	struct canvas c = { 0 };
	struct tape_maker *m;

	assert_int_equal(tape_make(path, "红山路路灯不亮", 5000, &m, NULL), ERR_OK);
	blank(&c, rows, cols);
	tape_frame(m, 5000, &c);
	for (int i = 0; i < 3; i++) {
		tape_key(m, 6000 + 1000 * i, words[i]);
		canvas_text(&c, 3 + i, 20, -1, ROLE_VALUE, words[i]);
		canvas_cursor(&c, 3 + i, 30);
		tape_frame(m, 6000 + 1000 * i, &c);
		if (i == 1)
			tape_note(m, 7400, "没有复述, 扣5分 (理解准确)");
	}
	assert_int_equal(tape_close(m, NULL), ERR_OK);
	canvas_free(&c);
}

static void
start(struct viewdesk *d, int rows, int cols)
{
	record(24, 80);
	viewdesk_init(d, rows, cols);
	viewdesk_open(d, "replay", path);
}

static void
later(struct viewdesk *d, int64_t ms)
{
	d->desk.now += ms;
}

static void
it_plays_by_itself(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	assert_true(viewdesk_shows(&d, "第2行"));
	assert_false(viewdesk_shows(&d, "路灯"));
	later(&d, 1000);
	assert_true(viewdesk_shows(&d, "键 路灯"));
	assert_false(viewdesk_shows(&d, "红山路78号"));
	assert_true(d.view.ops->wake_at(&d.view) - d.desk.now == 1000);
	later(&d, 1400);
	assert_true(viewdesk_shows(&d, "没有复述"));
	viewdesk_golden(&d, "replay-80");
	later(&d, 60000);
	assert_true(viewdesk_shows(&d, "停在 00:03/00:03"));
	assert_int_equal(d.view.ops->wake_at(&d.view), 0);
	viewdesk_free(&d);
}

/* A call that rings for two seconds: what stands on its screen is what would make one reach for F2. */
static void
it_is_not_taken_for_a_call(void **state)
{
	struct canvas c = { 0 };
	struct tape_maker *m;
	struct viewdesk d;

	(void)state;
	assert_int_equal(tape_make(path, "红山路路灯不亮", 5000, &m, NULL), ERR_OK);
	assert_true(canvas_resize(&c, 24, 80));
	canvas_text(&c, 0, 0, -1, ROLE_STATUS,
	    " 受理  培训 - 非真实数据  1154 王芳  来电 138****0906 按 F2 接听");
	canvas_text(&c, 23, 1, -1, ROLE_NORMAL, "F2新单 F10提交");
	tape_frame(m, 5000, &c);
	tape_answer(m, 7000);
	canvas_text(&c, 5, 0, -1, ROLE_NORMAL, "您好");
	tape_frame(m, 9000, &c);
	assert_int_equal(tape_close(m, NULL), ERR_OK);
	canvas_free(&c);
	viewdesk_init(&d, 24, 80);
	viewdesk_open(&d, "replay", path);
	assert_true(viewdesk_shows(&d, " 回放 - 不是来电  受理 "));
	assert_true(viewdesk_shows(&d, "来电 138****0906")); /* what was seen, behind that */
	assert_false(viewdesk_shows(&d, "非真实数据"));
	assert_false(viewdesk_shows(&d, "F2新单"));
	assert_true(viewdesk_shows(&d, "回放 响铃 00:00/00:02"));
	later(&d, 1500);
	assert_true(viewdesk_shows(&d, "回放 响铃 00:01/00:02"));
	later(&d, 1500);
	assert_true(viewdesk_shows(&d, "回放 接通 00:01/00:02"));
	viewdesk_golden(&d, "replay-rings-80");
	later(&d, 9000);
	assert_true(viewdesk_shows(&d, "停在 接通 00:02/00:02"));
	viewdesk_free(&d);
}

static void
key_by_key_and_remark_by_remark(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_key(&d, ACTION_RIGHT);
	assert_true(viewdesk_shows(&d, "停在 00:01"));
	viewdesk_key(&d, ACTION_RIGHT);
	viewdesk_key(&d, ACTION_RIGHT);
	assert_true(viewdesk_shows(&d, "键 F10"));
	viewdesk_key(&d, ACTION_LEFT);
	assert_false(viewdesk_shows(&d, "键 F10"));
	viewdesk_key(&d, ACTION_HOME);
	viewdesk_key(&d, ACTION_DOWN);
	assert_true(viewdesk_shows(&d, "评语 1/1"));
	later(&d, 60000); /* it stands */
	assert_false(viewdesk_shows(&d, "键 F10"));
	viewdesk_type(&d, " ");
	later(&d, 600);
	assert_true(viewdesk_shows(&d, "键 F10"));
	viewdesk_key(&d, ACTION_BACK);
	assert_true(d.closed);
	viewdesk_free(&d);
}

static void
faster_and_slower(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, "-");
	later(&d, 1000);
	assert_false(viewdesk_shows(&d, "键 路灯"));
	later(&d, 1000);
	assert_true(viewdesk_shows(&d, "键 路灯"));
	viewdesk_key(&d, ACTION_HOME);
	viewdesk_type(&d, "+++++++ "); /* no waiting: each turn a key, and a picture of it */
	for (int i = 0; i < 3; i++) {
		static const char *const seen[] = { "键 路灯", "键 红山路78号", "键 F10" };

		assert_int_equal(d.view.ops->wake_at(&d.view) - d.desk.now, 1);
		later(&d, 1);
		assert_true(viewdesk_shows(&d, seen[i]));
	}
	assert_true(viewdesk_shows(&d, "停在 00:03/00:03 不等"));
	assert_int_equal(d.view.ops->wake_at(&d.view), 0);
	viewdesk_free(&d);
}

static void
a_large_window_has_remarks_beside_it(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 36, 120);
	viewdesk_key(&d, ACTION_END);
	viewdesk_golden(&d, "replay-120");
	viewdesk_free(&d);
}

/* A lesson of a window of 120x36: what the caller says and what the coach says stand far below, knowledge far right. */
static void
record_large(void)
{
	struct canvas c = { 0 };
	struct tape_maker *m;

	assert_int_equal(tape_make(path, "红山路路灯不亮", 5000, &m, NULL), ERR_OK);
	blank(&c, 36, 120);
	for (int row = 1; row < 24; row++)
		canvas_printf(&c, row, 82, -1, ROLE_DIM, "右%d行", row + 1);
	canvas_text(&c, 30, 1, -1, ROLE_NORMAL, "来电人: 路灯不亮了");
	canvas_text(&c, 34, 1, -1, ROLE_HINT, "教练: 问地点");
	canvas_cursor(&c, 4, 11);
	tape_frame(m, 5000, &c);
	tape_key(m, 6000, "Tab");
	canvas_cursor(&c, 20, 11);
	tape_frame(m, 6000, &c);
	tape_key(m, 8000, "Alt-T");
	canvas_cursor(&c, 33, 11);
	tape_frame(m, 8000, &c);
	assert_int_equal(tape_close(m, NULL), ERR_OK);
	canvas_free(&c);
}

/* In a small one its last rows are always there, above them the part with the cursor, or the one that is turned to. */
static void
a_larger_lesson_is_seen_in_parts(void **state)
{
	static const struct {
		enum action key;
		const char *says, *shows, *not_there;
	} turns[] = { { ACTION_PAGE_DOWN, "上半是 14-25行 1-80列", "第25行", "第13行" },
		{ ACTION_PAGE_DOWN, "上半是 16-27行 1-80列", "第27行", "第15行" },
		{ ACTION_PAGE_DOWN, "上半是 2-13行 41-120列", "右13行", "右14行" },
		{ ACTION_PAGE_DOWN, "上半是 14-25行 41-120列", "右24行", "右13行" },
		{ ACTION_PAGE_DOWN, "上半是 16-27行 41-120列", "右16行", "右15行" },
		{ ACTION_PAGE_DOWN, "现在跟着光标", "第2行", "第14行" },
		{ ACTION_PAGE_UP, "上半是 16-27行 41-120列", "右24行", "第16行" } };
	struct viewdesk d;

	(void)state;
	record_large();
	viewdesk_init(&d, 24, 80);
	viewdesk_open(&d, "replay", path);
	viewdesk_golden(&d, "replay-large-80");
	for (size_t i = 0; i < sizeof(turns) / sizeof(turns[0]); i++) {
		viewdesk_key(&d, turns[i].key);
		assert_true(viewdesk_shows(&d, turns[i].says));
		assert_true(viewdesk_shows(&d, turns[i].shows));
		assert_false(viewdesk_shows(&d, turns[i].not_there));
		assert_true(viewdesk_shows(&d, " 回放 - 不是来电"));
	}
	viewdesk_key(&d, ACTION_PAGE_DOWN); /* follows again */
	assert_true(viewdesk_shows(&d, "来电人: 路灯不亮了"));
	viewdesk_key(&d, ACTION_RIGHT);
	assert_true(viewdesk_shows(&d, "第21行"));
	assert_int_equal(d.canvas.cursor_col, 11);
	viewdesk_key(&d, ACTION_RIGHT); /* below the fold: what was above stays */
	assert_true(viewdesk_shows(&d, "第21行"));
	assert_true(viewdesk_shows(&d, "教练: 问地点"));
	assert_int_equal(d.canvas.cursor_row, 20);
	viewdesk_free(&d);
	viewdesk_init(&d, 40, 80); /* high enough: only the right of it is missing */
	viewdesk_open(&d, "replay", path);
	assert_true(viewdesk_shows(&d, "那边窗口 120x36: 这里是 1-80列"));
	assert_true(viewdesk_shows(&d, "第15行"));
	viewdesk_key(&d, ACTION_PAGE_DOWN);
	assert_true(viewdesk_shows(&d, "右24行"));
	viewdesk_free(&d);
}

/* One line too many: the keys and an empty line go, never what the coach says. */
static void
of_its_own_size_the_coach_is_seen(void **state)
{
	struct canvas c = { 0 };
	struct tape_maker *m;
	struct viewdesk d;

	(void)state;
	assert_int_equal(tape_make(path, "红山路路灯不亮", 5000, &m, NULL), ERR_OK);
	blank(&c, 24, 80);
	canvas_fill(&c, (struct rect){ 21, 0, 2, 80 }, ROLE_NORMAL);
	canvas_text(&c, 22, 1, -1, ROLE_HINT, "教练: 问地点");
	tape_frame(m, 5000, &c);
	canvas_text(&c, 23, 0, -1, ROLE_FOCUS, " 教员: ");
	canvas_text(&c, 23, 7, -1, ROLE_HINT, "别慌");
	tape_frame(m, 6000, &c);
	assert_int_equal(tape_close(m, NULL), ERR_OK);
	canvas_free(&c);
	viewdesk_init(&d, 24, 80);
	viewdesk_open(&d, "replay", path);
	assert_true(viewdesk_shows(&d, "教练: 问地点"));
	assert_true(viewdesk_shows(&d, "第21行"));
	assert_false(viewdesk_shows(&d, "第24行"));
	viewdesk_key(&d, ACTION_END); /* and what the trainer says in place of the keys */
	assert_true(viewdesk_shows(&d, "教练: 问地点"));
	assert_true(viewdesk_shows(&d, " 教员: 别慌"));
	assert_false(viewdesk_shows(&d, "PgUp"));
	viewdesk_free(&d);
}

/* Down and Up meet every remark and whisper, in their order, from wherever one stands. */
static void
one_by_one_down_and_up(void **state)
{
	static const char *const stops[] = { "评语 1/5 00:00 一票", "评语 2/5 00:02 教员耳语: 别慌",
		"评语 3/5 甲", "评语 4/5 乙", "评语 5/5 丙" };
	const int n = (int)(sizeof(stops) / sizeof(stops[0]));
	struct canvas c = { 0 };
	struct tape_maker *m;
	struct viewdesk d;

	(void)state;
	assert_int_equal(tape_make(path, "红山路路灯不亮", 5000, &m, NULL), ERR_OK);
	blank(&c, 24, 80);
	tape_frame(m, 5000, &c);
	tape_answer(m, 6000);
	tape_note(m, 6000, "00:00 一票否决");
	for (int i = 0; i < 4; i++) { /* he only listens: pictures, and no key */
		canvas_printf(&c, 5, 20, -1, ROLE_DIM, "画面%d", i);
		tape_frame(m, 7000 + 1000 * i, &c);
		if (i == 1)
			tape_aside(m, 8000, "别慌");
	}
	tape_note(m, 12000, "甲");
	tape_note(m, 12000, "乙");
	canvas_text(&c, 5, 20, -1, ROLE_DIM, "画面末");
	tape_frame(m, 12050, &c);
	tape_note(m, 12060, "丙");
	tape_key(m, 20000, "F10");
	assert_int_equal(tape_close(m, NULL), ERR_OK);
	canvas_free(&c);
	for (int size = 0; size < 2; size++) {
		viewdesk_init(&d, size ? 36 : 24, size ? 120 : 80);
		viewdesk_open(&d, "replay", path);
		viewdesk_type(&d, " ");
		for (int i = 0; i < n; i++) {
			viewdesk_key(&d, ACTION_DOWN);
			assert_true(viewdesk_shows(&d, stops[i]));
		}
		viewdesk_key(&d, ACTION_DOWN); /* then the end, and back to the last */
		assert_true(viewdesk_shows(&d, "停在 接通 00:14"));
		assert_true(viewdesk_shows(&d, "评语 5/5(到头) 丙"));
		for (int i = n - 1; i >= 0; i--) {
			viewdesk_key(&d, ACTION_UP);
			assert_true(viewdesk_shows(&d, stops[i]));
		}
		viewdesk_free(&d);
	}
}

static void
what_was_taken_back_since_is_said(void **state)
{
	struct class_info info = { 0 };
	struct class_result r = { .at = 1000, .trainee = "小陈", .mode = MODE_EXAM, .stars = -1 };
	struct score x = { .form = score_form(MODE_EXAM), .n = 1 };
	const struct class_review v = { .lesson_at = 1000,
		.trainee = "小陈",
		.at = 2000,
		.by = "王老师",
		.kind = REVIEW_EASE,
		.ease = { 0, 4, 0, 5, 0 },
		.words = "录音里有" };
	char dir[TMPDIR_SIZE], tape[TMPDIR_PATHS];
	struct viewdesk d;

	(void)state;
	tmpdir_make(dir);
	(void)snprintf(tape, sizeof(tape), "%s", path);
	(void)tmpdir_path(dir, "a.tape", path);
	(void)str_copy(info.results, sizeof(info.results), dir);
	(void)str_copy(r.tape, sizeof(r.tape), "a.tape");
	x.mark[0] =
	    (struct score_mark){ .at_ms = 2400, .item = 4, .points = 5, .rule = "没有复述" };
	score_recount(&x);
	results_of(&x, &r);
	assert_int_equal(results_add(dir, &r, &x, NULL), ERR_OK);
	assert_int_equal(reviews_add(dir, &v, NULL, NULL), ERR_OK);
	record(24, 80);
	viewdesk_init(&d, 24, 80);
	d.desk.classroom = &info;
	viewdesk_open(&d, "replay", path);
	viewdesk_key(&d, ACTION_END);
	assert_true(viewdesk_shows(&d, "评语 1/1"));
	/* in the words of the sheet, whatever the tape was recorded with */
	assert_true(viewdesk_shows(&d, "免扣(王老师: 录音里有) 00:02 理解复述"));
	assert_true(viewdesk_shows(&d, "-5: 没有复述"));
	assert_false(viewdesk_shows(&d, "扣5分"));
	viewdesk_free(&d);
	(void)snprintf(path, sizeof(path), "%s", tape);
	tmpdir_remove(dir);
}

/* A deduction that was taken back left points to others of its item: they cost here what they cost on the sheet today. And
 * what happened after the call is not of the call. */
static void
it_reads_as_the_sheet_does_today(void **state)
{
	struct class_info info = { 0 };
	struct class_result r = { .at = 1000,
		.trainee = "小陈",
		.mode = MODE_EXAM,
		.stars = -1,
		.talk_ms = 6000,
		.tape = "a.tape" };
	struct score x = { .form = score_form(MODE_EXAM), .n = 5 };
	const struct class_review v = { .lesson_at = 1000,
		.trainee = "小陈",
		.at = 2000,
		.by = "王老师",
		.kind = REVIEW_EASE,
		.ease = { 0, 4, 0, 5, 0 },
		.words = "录音里有" };
	static const int points[] = { 5, 3, 2, 0, 0 };
	char dir[TMPDIR_SIZE], tape[TMPDIR_PATHS];
	struct canvas c = { 0 };
	struct tape_maker *m;
	struct viewdesk d;

	(void)state;
	tmpdir_make(dir);
	(void)snprintf(tape, sizeof(tape), "%s", path);
	(void)tmpdir_path(dir, "a.tape", path);
	(void)str_copy(info.results, sizeof(info.results), dir);
	assert_int_equal(tape_make(path, "红山路路灯不亮", 5000, &m, NULL), ERR_OK);
	blank(&c, 24, 80);
	tape_frame(m, 5000, &c);
	tape_answer(m, 7000);
	for (int i = 0; i < x.n; i++) {
		x.mark[i] = (struct score_mark){ .at_ms = 2000 + 1000 * i,
			.item = 4,
			.way = i > 0,
			.points = points[i],
			.rule = "没有问" };
		tape_note(m, 9000 + 1000 * i, "录的时候的话");
	}
	tape_key(m, 20000, "F10");
	assert_int_equal(tape_close(m, NULL), ERR_OK);
	canvas_free(&c);
	score_recount(&x);
	results_of(&x, &r);
	assert_int_equal(results_add(dir, &r, &x, NULL), ERR_OK);
	for (int eased = 0; eased < 2; eased++) {
		if (eased)
			assert_int_equal(reviews_add(dir, &v, NULL, NULL), ERR_OK);
		viewdesk_init(&d, 24, 80);
		d.desk.classroom = &info;
		viewdesk_open(&d, "replay", path);
		assert_true(viewdesk_shows(&d, "回放 响铃 00:00/00:13"));
		for (int i = 0; i < x.n; i++)
			viewdesk_key(&d, ACTION_DOWN);
		assert_true(viewdesk_shows(&d, "停在 接通 00:06/00:13"));
		assert_true(viewdesk_shows(&d, "00:06 理解复述"));
		assert_int_equal(viewdesk_shows(&d, "-1: 没有问"), eased);
		assert_int_equal(viewdesk_shows(&d, SCORE_SPENT), !eased);
		viewdesk_key(&d, ACTION_END);
		assert_true(viewdesk_shows(&d, "停在 话后 00:13/00:13"));
		viewdesk_free(&d);
	}
	(void)snprintf(path, sizeof(path), "%s", tape);
	tmpdir_remove(dir);
}

static const char long_remark[] =
    "接通 21 秒后才说首问语, 应在 5 秒内; 来电人说了两遍地点才记下, 地点写成了“红山路”, "
    "没有写门牌号, 办理单位找不到地方, 会退回来重派 (接听首问)";

/* What has no room behind the clock lies above it, whole, as long as its moment lasts; in a larger window elsewhere. */
static void
a_long_remark_is_read_whole(void **state)
{
	struct canvas c = { 0 };
	struct tape_maker *m;
	struct viewdesk d;

	(void)state;
	assert_int_equal(tape_make(path, "红山路路灯不亮", 5000, &m, NULL), ERR_OK);
	blank(&c, 24, 80);
	tape_frame(m, 5000, &c);
	for (int i = 0; i < 30; i++)
		tape_note(m, 6000, long_remark); /* of one moment, and read one by one */
	canvas_text(&c, 21, 60, -1, ROLE_DIM, "很久以后");
	tape_frame(m, 30000, &c);
	tape_key(m, 40000, "F10");
	assert_int_equal(tape_close(m, NULL), ERR_OK);
	canvas_free(&c);
	viewdesk_init(&d, 24, 80);
	viewdesk_open(&d, "replay", path);
	viewdesk_key(&d, ACTION_DOWN);
	viewdesk_golden(&d, "replay-long-80");
	viewdesk_key(&d, ACTION_END);
	assert_true(viewdesk_shows(&d, "评语 30/30(到头) 接通 21"));
	assert_false(viewdesk_shows(&d, "退回来重派")); /* the picture is seen again */
	assert_true(viewdesk_shows(&d, "第22行"));
	viewdesk_free(&d);
	viewdesk_init(&d, 36, 120);
	viewdesk_open(&d, "replay", path);
	for (int i = 0; i < 30; i++)
		viewdesk_key(&d, ACTION_DOWN);
	viewdesk_golden(&d, "replay-long-120");
	viewdesk_key(&d, ACTION_UP);
	assert_true(viewdesk_shows(&d, "评语 29/30"));
	viewdesk_key(&d, ACTION_END);
	assert_true(viewdesk_shows(&d, "很久以后"));
	viewdesk_key(&d, ACTION_UP); /* back to the last one's own moment, then before it */
	assert_true(viewdesk_shows(&d, "停在 00:01/00:35"));
	assert_true(viewdesk_shows(&d, "评语 30/30"));
	assert_false(viewdesk_shows(&d, "很久以后"));
	viewdesk_key(&d, ACTION_UP);
	assert_true(viewdesk_shows(&d, "评语 29/30"));
	viewdesk_key(&d, ACTION_HOME);
	viewdesk_key(&d, ACTION_UP); /* before the first there is none */
	assert_false(viewdesk_shows(&d, "评语 1/"));
	assert_true(viewdesk_shows(&d, "第2行"));
	viewdesk_free(&d);
	viewdesk_init(&d, 36, 90);
	viewdesk_open(&d, "replay", path);
	viewdesk_key(&d, ACTION_DOWN);
	assert_true(viewdesk_shows(&d, "退回来重派"));
	assert_true(viewdesk_shows(&d, "第24行")); /* nothing lies over it */
	viewdesk_free(&d);
}

static void
a_torn_one_says_so(void **state)
{
	struct viewdesk d;
	struct str all = { 0 };

	(void)state;
	record(24, 80);
	assert_int_equal(fs_read(path, TAPE_FILE_BYTES, &all, NULL), ERR_OK);
	assert_int_equal(fs_write(path, str_c(&all), all.len - 12, 0600, NULL), ERR_OK);
	viewdesk_init(&d, 24, 80);
	viewdesk_open(&d, "replay", path);
	viewdesk_key(&d, ACTION_END);
	assert_true(viewdesk_shows(&d, "录到这里断了"));
	viewdesk_free(&d);
	str_free(&all);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(it_plays_by_itself, setup, teardown),
		cmocka_unit_test_setup_teardown(it_is_not_taken_for_a_call, setup, teardown),
		cmocka_unit_test_setup_teardown(key_by_key_and_remark_by_remark, setup, teardown),
		cmocka_unit_test_setup_teardown(faster_and_slower, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    a_large_window_has_remarks_beside_it, setup, teardown),
		cmocka_unit_test_setup_teardown(a_larger_lesson_is_seen_in_parts, setup, teardown),
		cmocka_unit_test_setup_teardown(of_its_own_size_the_coach_is_seen, setup, teardown),
		cmocka_unit_test_setup_teardown(one_by_one_down_and_up, setup, teardown),
		cmocka_unit_test_setup_teardown(what_was_taken_back_since_is_said, setup, teardown),
		cmocka_unit_test_setup_teardown(it_reads_as_the_sheet_does_today, setup, teardown),
		cmocka_unit_test_setup_teardown(a_long_remark_is_read_whole, setup, teardown),
		cmocka_unit_test_setup_teardown(a_torn_one_says_so, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
