/* A whole exam of five calls by keys on the real program, twice: careful work has 90 of a hundred and more in each, nothing
 * fatal, and each call replays on the picture it ended on; careless work fails, for the right reasons at the right
 * moments. And an exam goes on after the seat died, with another call.
 *
 * The shelf is one of five of the sample's scenarios, so that whatever the lot draws is known here. Callers live faster than
 * we do; what is typed is the reference ticket of the variant that rings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../lib/daemon.h"
#include "../lib/lesson.h"
#include "../lib/poll.h"
#include "../lib/screen.h"
#include "../lib/seat.h"
#include "../lib/site.h"
#include "../lib/tmpdir.h"
#include "base/clock.h"
#include "base/fs.h"
#include "client/class/clock.h"
#include "model/exam.h"

#define ROWS     24
#define COLS     80
#define PACE     8
#define SPEAK_MS 60000       /* until the caller has said all he has to say */
#define TOWN     "990102001" /* of who asks about the whole city: the form wants a town */
#define TALK     "空着 Enter=首问"

static const char *const scenarios[] = { "S0101-01", "S0205-01", "S0902-01", "S0601-01",
	"S0901-01" };

static struct site place;
static struct screen *now;

/* ---- the room ---- */

static void
link_to(const char *share, const char *name, const char *as)
{
	char from[1024], to[TMPDIR_PATHS];

	(void)snprintf(from, sizeof(from), "%s/%s", share, name);
	assert_int_equal(symlink(from, tmpdir_path(place.dir, as, to)), 0);
}

/* Like the program's own, but for the shelf. */
static void
make_share(void)
{
	char share[512], path[TMPDIR_PATHS], name[64], as[96];

	assert_int_equal(
	    fs_mkdirs(tmpdir_path(place.dir, "share/conf/scenarios", path), NULL), ERR_OK);
	daemon_share("", share);
	link_to(share, "themes", "share/themes");
	link_to(share, "conf/city", "share/conf/city");
	link_to(share, "conf/keys.conf", "share/conf/keys.conf");
	for (size_t i = 0; i < sizeof(scenarios) / sizeof(scenarios[0]); i++) {
		(void)snprintf(name, sizeof(name), "conf/scenarios/%s.txt", scenarios[i]);
		(void)snprintf(as, sizeof(as), "share/%s", name);
		link_to(share, name, as);
	}
}

static void
start_at(int pace)
{
	char share[TMPDIR_PATHS];

	now = lesson_seat(place.dir, tmpdir_path(place.dir, "share", share), "小陈", pace);
	assert_true(seat_command(now, "培训", "学员 小陈"));
}

static void
start(void)
{
	start_at(PACE);
}

static int
setup(void **state)
{
	(void)state;
	site_private(&place);
	make_share();
	start();
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	screen_leave(&now);
	site_close(&place);
	return 0;
}

enum { EXAM_NTH = 3, EXAM_SCENARIO, EXAM_VARIANT };
enum { RESULT_GOT = 6, RESULT_OF = 7, RESULT_VERDICT = 10 };
enum { DEDUCTION_LESSON, DEDUCTION_AT = 2, DEDUCTION_ITEM, DEDUCTION_WAY };
enum { ITEM_UNDERSTOOD = 5, ITEM_CLASSED = 10 }; /* as the sheet numbers them */
#define FATAL_PROMISED 8

/* ---- one call ---- */

/* The call that rings now, in its variant. */
static void
read_call(struct scenario *out)
{
	char id[32], variant[32], name[64], path[TMPDIR_PATHS];
	struct scenario first;
	struct str text = { 0 };

	assert_true(lesson_kept(place.dir, "exams.tsv", -1, EXAM_SCENARIO, id, sizeof(id)));
	assert_true(
	    lesson_kept(place.dir, "exams.tsv", -1, EXAM_VARIANT, variant, sizeof(variant)));
	(void)snprintf(name, sizeof(name), "share/conf/scenarios/%s.txt", id);
	assert_int_equal(
	    fs_read_text(tmpdir_path(place.dir, name, path), SCENARIO_BYTES, &text, NULL), ERR_OK);
	scenario_init(&first);
	scenario_init(out);
	assert_int_equal(scenario_read(str_c(&text), text.len, &first, NULL), ERR_OK);
	assert_int_equal(scenario_variant(&first, strtoull(variant, NULL, 10), out, NULL), ERR_OK);
	scenario_free(&first);
	str_free(&text);
}

/* When it was answered, by our clock: not before and not after. */
static struct {
	int64_t from_ms, to_ms;
} answered;

static void
answer(void)
{
	screen_await(now, "  来电 ");
	screen_await(now, "F2 接听");
	answered.from_ms = clock_mono_ms();
	screen_key(now, "F2");
	screen_await(now, "  通话 ");
	answered.to_ms = clock_mono_ms();
	assert_true(seat_wait_at(now, "诉求内容"));
}

/* Something done between two moments of ours: between which of the call, by the caller's clock. */
struct moment {
	int64_t from_ms, to_ms;
};

static struct moment
in_call(int64_t from_ms, int64_t to_ms)
{
	const int64_t from = from_ms - answered.to_ms;

	return (struct moment){ (from > 0 ? from : 0) * PACE,
		(to_ms - answered.from_ms) * PACE + PACE };
}

static void
say(const char *words)
{
	screen_send(now, "\033t", 2);
	screen_await(now, TALK);
	screen_type(now, words);
	if (words[0] < '0' || words[0] > '9')
		screen_key(now, "Enter");
	assert_true(screen_wait_gone(now, TALK));
}

/* Each fact is asked for by the key of its element. */
static void
ask_all(const struct scenario *s)
{
	for (int i = 0; i < s->n_facts; i++) {
		const char digit[2] = { (char)('1' + s->fact[i].element), '\0' };

		if (s->fact[i].element >= 0)
			say(digit);
	}
}

/* The article of that number is looked for among those that fit. */
static void
open_article(const char *number)
{
	screen_key(now, "F3");
	screen_await(now, "Enter 引用到本单");
	screen_settle_ms(now, 50);
	for (int i = 0; i < 8 && !screen_has(now, number); i++) {
		screen_key(now, "Down");
		screen_settle_ms(now, 50);
	}
	assert_true(screen_has(now, number));
}

static void
work_carefully(const struct scenario *s)
{
	const struct scenario_answer *a = &s->answer[0];
	const struct fields *f = &a->reference;
	const bool direct = strcmp(a->outcomes.item[0], "direct") == 0;
	const struct seat_matter m = { .detail = fields_get(f, TF_CONTENT),
		.type = fields_get(f, TF_TYPE),
		.category = fields_get(f, TF_CATEGORY),
		.area = direct ? TOWN : fields_get(f, TF_AREA),
		.address = fields_get(f, TF_ADDRESS),
		.name = fields_get(f, TF_NAME),
		.phone = s->persona.phone,
		.demand = fields_get(f, TF_DEMAND) };
	char no[20];

	say("");
	ask_all(s);
	assert_true(seat_write(now, place.city, &m, 0));
	say("6"); /* the caller is patient while one speaks with him */
	if ((a->tells & 1u << ACT_SECRET) != 0)
		say("8");
	open_article(a->articles.item[0]);
	if (direct) {
		screen_send(now, "\022", 1); /* Ctrl-R */
		screen_await(now, "F10 直接办结");
	} else {
		screen_key(now, "Enter");
		screen_await(now, "已引用 ");
	}
	say("");
	assert_true(seat_submit(now, place.city, &m, no));
	if (a->tells != 0)
		say("9");
	say("0");
	say("0");
}

/* Looks until the call is over: ${arg} keeps what was seen before. */
static bool
is_over(void *arg)
{
	screen_settle_ms(now, 20);
	if (screen_has(now, "通完了。") || screen_has(now, " 的整场考试 "))
		return true;
	lesson_look(now, arg);
	return false;
}

static void
until_over(int nth, struct lesson_picture *last)
{
	char words[32];

	if (!poll_until(is_over, last, SPEAK_MS)) {
		screen_print(now);
		fail();
	}
	(void)snprintf(words, sizeof(words), "第 %d/%d 通完了", nth, EXAM_QUESTIONS);
	if (nth < EXAM_QUESTIONS) {
		screen_await(now, words);
		screen_key(now, "Enter"); /* the next one at once */
	} else {
		screen_await(now, " 的整场考试 ");
	}
}

/* From the page of the exam: row ${nth} plays, and ends on that picture. */
static void
replays_on(int nth, const struct lesson_picture *last)
{
	screen_key(now, "Home");
	for (int i = 1; i < nth; i++)
		screen_key(now, "Down");
	screen_key(now, "Right");
	lesson_replay_ends_on(now, last);
	screen_key(now, "Esc");
	screen_await(now, " 的整场考试 ");
}

/* ---- tests ---- */

static void
careful_work_passes_and_replays(void **state)
{
	struct lesson_picture last[EXAM_QUESTIONS] = { 0 };
	struct scenario s;

	(void)state;
	screen_type(now, "4");
	for (int nth = 1; nth <= EXAM_QUESTIONS; nth++) {
		answer();
		assert_int_equal(lesson_kept_number(place.dir, "exams.tsv", -1, EXAM_NTH), nth);
		read_call(&s);
		work_carefully(&s);
		scenario_free(&s);
		until_over(nth, &last[nth - 1]);
	}
	screen_await(now, "考了 5/5 通");
	screen_await(now, "没有一票否决");
	assert_true(screen_has(now, "待教员评"));
	for (int i = 0; i < EXAM_QUESTIONS; i++) {
		const int got = lesson_kept_number(place.dir, "results.tsv", i, RESULT_GOT),
			  of = lesson_kept_number(place.dir, "results.tsv", i, RESULT_OF);
		char verdict[16];

		assert_true(lesson_kept(
		    place.dir, "results.tsv", i, RESULT_VERDICT, verdict, sizeof(verdict)));
		assert_string_equal(verdict, "open");
		if (got * 100 < 90 * of)
			fail_msg("call %d: %d/%d", i + 1, got, of);
	}
	for (int nth = 1; nth <= EXAM_QUESTIONS; nth++)
		replays_on(nth, &last[nth - 1]);
}

/* What the machine took off in lesson ${nth} for that item in that way (0: a fatal one): was it once and then? */
static void
marked(int nth, int item, int way, struct moment when)
{
	char lesson[32], of[32];
	int found = 0;

	assert_true(lesson_kept(place.dir, "results.tsv", nth - 1, 0, lesson, sizeof(lesson)));
	for (int i = 0;
	     lesson_kept(place.dir, "deductions.tsv", i, DEDUCTION_LESSON, of, sizeof(of)); i++) {
		if (strcmp(of, lesson) != 0 ||
		    lesson_kept_number(place.dir, "deductions.tsv", i, DEDUCTION_ITEM) != item ||
		    lesson_kept_number(place.dir, "deductions.tsv", i, DEDUCTION_WAY) != way)
			continue;
		found++;
		assert_in_range(lesson_kept_number(place.dir, "deductions.tsv", i, DEDUCTION_AT),
		    when.from_ms, when.to_ms);
	}
	assert_int_equal(found, 1);
}

/* Nothing asked, nothing restated, and the ticket says something else than the caller; once a promise too. */
static void
work_carelessly(int nth, struct moment *promised, struct moment *filed)
{
	int64_t from;

	say("");
	if (nth == 1) {
		from = clock_mono_ms();
		say("明天肯定给您修好");
		*promised = in_call(from, clock_mono_ms());
	}
	screen_paste(now, "红山路78号楼上装修噪音扰民，从18号晚上起吵了三天，希望制止");
	screen_await(now, "Enter 采纳]");
	screen_key(now, "Tab");
	screen_await(now, "[Enter 采纳]");
	screen_key(now, "Enter");
	assert_true(screen_wait_gone(now, "[Enter 采纳]"));
	from = clock_mono_ms();
	screen_key(now, "F10");
	screen_await(now, "再按 F10");
	screen_key(now, "F10");
	screen_await(now, " 已提交 ");
	*filed = in_call(from, clock_mono_ms());
	say("0");
	say("0");
}

static void
careless_work_fails_where_it_was_careless(void **state)
{
	struct lesson_picture last = { 0 };
	struct moment promised, filed[EXAM_QUESTIONS];
	char verdict[16];

	(void)state;
	screen_type(now, "4");
	for (int nth = 1; nth <= EXAM_QUESTIONS; nth++) {
		answer();
		work_carelessly(nth, &promised, &filed[nth - 1]);
		until_over(nth, &last);
	}
	screen_await(now, "考了 5/5 通");
	assert_true(screen_find(now, "擅自承诺结果: 向来电人承诺了结果或日期", NULL) >= 0);
	assert_true(screen_find(now, "第1题 ", NULL) > 0);
	for (int nth = 1; nth <= EXAM_QUESTIONS; nth++) {
		assert_true(lesson_kept(
		    place.dir, "results.tsv", nth - 1, RESULT_VERDICT, verdict, sizeof(verdict)));
		assert_string_equal(verdict, nth == 1 ? "fatal" : "failed");
		marked(nth, ITEM_UNDERSTOOD, 1, filed[nth - 1]);
		marked(nth, ITEM_CLASSED, 1, filed[nth - 1]);
	}
	marked(1, FATAL_PROMISED, 0, promised);
	screen_key(now, "Home"); /* and the marks of the first say so */
	screen_key(now, "Enter");
	screen_await(now, "这一课不计分");
	screen_await(now, "向来电人承诺了结果或日期");
	screen_await(now, "没有复述核对");
	screen_key(now, "Esc");
	screen_await(now, "考了 5/5 通");
}

static void
it_goes_on_after_the_seat_died(void **state)
{
	char id[32], again[32], first[32], second[32];
	int status;

	(void)state;
	screen_type(now, "4");
	answer();
	assert_true(lesson_kept(place.dir, "exams.tsv", -1, 0, id, sizeof(id)));
	assert_true(lesson_kept(place.dir, "exams.tsv", -1, EXAM_SCENARIO, first, sizeof(first)));
	screen_kill(now, SIGKILL);
	status = screen_wait_exit(now, SCREEN_WAIT_MS);
	assert_true(WIFSIGNALED(status));
	screen_leave(&now);
	start();
	screen_type(now, "4");
	screen_await(now, "来电 1"); /* it rings, and all that is said of it has been said */
	screen_await(now, "整场考试第 1/5 通");
	assert_true(lesson_kept(place.dir, "exams.tsv", -1, 0, again, sizeof(again)));
	assert_string_equal(again, id);
	assert_int_equal(lesson_kept_number(place.dir, "exams.tsv", -1, EXAM_NTH), 1);
	assert_true(lesson_kept(place.dir, "exams.tsv", -1, EXAM_SCENARIO, second, sizeof(second)));
	assert_string_not_equal(second, first); /* what he heard is not asked again */
	screen_type(now, "0");
	screen_await(now, "第 1/5 通没有接");
	screen_settle(now);
	screen_type(now, "0");
	screen_await(now, "再按 0 就放弃");
	screen_type(now, "0");
	screen_await(now, "中途停考");
	assert_true(screen_has(now, "考了 0/5 通"));
}

/* On its page, before the first call is answered: nothing of it is marked. */
static void
it_is_given_up_while_it_rings(void **state)
{
	(void)state;
	screen_type(now, "4");
	screen_await(now, "F2 接听");
	assert_true(seat_command(now, "考试", "第 1/5 通在考"));
	screen_type(now, "0");
	screen_await(now, "再按 0 就放弃");
	screen_type(now, "0");
	screen_await(now, "中途停考");
	assert_true(screen_wait_gone(now, "F2 接听"));
	assert_true(screen_has(now, "考了 0/5 通"));
}

/* Half an hour of its clock: what is not had by then is not had. */
static void
its_time_is_over(void **state)
{
	(void)state;
	screen_leave(&now);
	start_at(CLASS_PACE_MOST);
	screen_type(now, "4");
	screen_await(now, "五通限时 30 分钟");
	screen_await(now, "非真实数据 余");
	screen_await(now, "限时 30 分钟, 时间到时考完 0 通");
	screen_await(now, "超时没考完");
	screen_await(now, "考了 0/5 通"); /* a picture may come in two pieces */
	screen_await(now, "没有考完");    /* the one that was on */
	screen_await(now, "没有考到");    /* and those that did not come */
	assert_true(screen_wait_gone(now, "F2 接听"));
	assert_false(screen_has(now, "非真实数据 余"));
	assert_int_equal(lesson_kept_number(place.dir, "exams.tsv", -1, EXAM_NTH), 0);
}

/* One that was left yesterday does not go on. */
static void
it_does_not_go_on_when_its_time_is_over(void **state)
{
	static const char left[] = "20200101-080000\t小陈\t1577836800000\t1\tS0205-01\t0\n";
	char path[TMPDIR_PATHS];

	(void)state;
	assert_int_equal(fs_mkdirs(tmpdir_path(place.dir, "lessons", path), NULL), ERR_OK);
	tmpdir_put(place.dir, "lessons/exams.tsv", left, sizeof(left) - 1, path);
	screen_type(now, "4");
	screen_await(now, "上一场整场考试限时 30 分钟, 时间到了");
	screen_type(now, "4");
	screen_await(now, "五通限时 30 分钟");
	screen_await(now, "非真实数据 余");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(careful_work_passes_and_replays, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    careless_work_fails_where_it_was_careless, setup, teardown),
		cmocka_unit_test_setup_teardown(it_goes_on_after_the_seat_died, setup, teardown),
		cmocka_unit_test_setup_teardown(it_is_given_up_while_it_rings, setup, teardown),
		cmocka_unit_test_setup_teardown(its_time_is_over, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    it_does_not_go_on_when_its_time_is_over, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
