/* test_run: a lesson from the ring to the marks: what is said reaches the caller and the trace, the coach leads through it,
 * the tape has the remarks at their moments; results are kept, mended by the trainer and counted. */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/fs.h"
#include "client/class/results.h"
#include "client/class/run.h"
#include "client/class/shelf.h"
#include "client/ui/tape.h"
#include "model/workflow.h"

static char dir[64];

static int
setup(void **state)
{
	(void)state;
	(void)snprintf(dir, sizeof(dir), "/tmp/hotseat-class-XXXXXX");
	return mkdtemp(dir) == NULL;
}

static int
teardown(void **state)
{
	char command[128];

	(void)state;
	(void)snprintf(command, sizeof(command), "rm -rf '%s'", dir);
	return system(command);
}

static void
path_of(const char *name, char out[512])
{
	const char *share = getenv("HOTSEAT_SHARE");

	(void)snprintf(out, 512, "%s/conf/scenarios/%s", share != NULL ? share : ".", name);
}

static struct class_run *
begin(const char *name, enum scenario_mode mode)
{
	char path[512], tape[128];
	struct class_run *r;
	struct err e = { 0 };

	path_of(name, path);
	(void)snprintf(tape, sizeof(tape), "%s/lesson.tape", dir);
	if (class_run_open(&(struct class_order){ .path = path, .mode = mode, .tape = tape }, 1000,
		&r, &e) != ERR_OK)
		fail_msg("%s: %s %s", name, e.where, e.text);
	return r;
}

/* What he says until ${ms}; true when ${words} were among it. */
static bool
hear(struct class_run *r, int64_t ms, const char *words)
{
	struct caller_out out;
	bool said = false;

	while (class_run_next(r, ms, &out))
		if (out.event == CALLER_SAYS)
			said |= strstr(out.text, words) != NULL;
	return said;
}

/* The same matter from somebody else, or the same person once more. */
static void
he_comes_after_another(void **state)
{
	static const struct {
		enum class_again again;
		const char *opening, *phone, *name;
	} rows[] = {
		{ CLASS_AGAIN_SAME, "我刚才打过电话的", "13800000217", "我叫赵桂兰" },
		{ CLASS_AGAIN_OTHER, "我也是来说这件事的", "13800000218", "我叫赵秀英" },
	};
	char path[512];

	(void)state;
	path_of("S0205-01.txt", path);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct class_run *r;

		assert_int_equal(class_run_open(&(struct class_order){ .path = path,
						    .mode = MODE_GUIDED,
						    .again = rows[i].again },
				     1000, &r, NULL),
		    ERR_OK);
		assert_string_equal(class_run_scenario(r)->persona.phone, rows[i].phone);
		class_run_answered(r, 2000);
		assert_true(hear(r, 30000, rows[i].opening));
		class_run_act(r, 30000, ACT_ASK, ELEMENT_PEOPLE, NULL);
		assert_true(hear(r, 50000, rows[i].name));
		class_run_close(r);
	}
}

static void
he_hears_what_is_said(void **state)
{
	struct class_run *r = begin("S0205-01.txt", MODE_EXAM);
	int64_t ms = 5000;

	(void)state;
	assert_false(class_run_is_talking(r));
	class_run_act(r, 2000, ACT_ASK, ELEMENT_PLACE, NULL); /* nobody is there yet */
	class_run_answered(r, ms);
	assert_true(hear(r, ms + 20000, "路灯不亮"));
	class_run_act(r, ms + 21000, ACT_ASK, ELEMENT_TIME, NULL);
	assert_true(hear(r, ms + 40000, "18号"));
	class_run_said(r, ms + 41000, "有没有人受伤?");
	assert_true(hear(r, ms + 60000, "没摔着"));
	class_run_ended(r, ms + 70000, LESSON_BY_CALLER);
	assert_int_equal(class_run_lesson(r)->talk_ms, 70000);
	assert_int_equal(class_run_lesson(r)->ring_ms, 4000);
	assert_int_equal(lesson_first(class_run_lesson(r), ACT_ASK), 21000);
	class_run_close(r);
}

/* What is done to somebody else's ticket, or is only asked after it was urged, is not what his call came to. */
static void
his_own_older_ticket_counts(void **state)
{
	static const char his[] = "00000000-0000-7000-8000-000000000001",
			  other[] = "00000000-0000-7000-8000-000000000002";
	struct class_run *r = begin("S0107-01.txt", MODE_EXAM);

	(void)state;
	class_run_ticket(r, 0, his);
	class_run_answered(r, 2000);
	assert_true(class_run_is_his(r, his));
	class_run_older(r, other, EVENT_URGE);
	class_run_older(r, his, EVENT_SUBMIT);
	assert_string_equal(class_run_lesson(r)->outcome, "");
	class_run_older(r, his, EVENT_PROGRESS);
	assert_string_equal(class_run_lesson(r)->outcome, "progress");
	class_run_older(r, his, EVENT_URGE);
	class_run_older(r, his, EVENT_PROGRESS);
	assert_string_equal(class_run_lesson(r)->outcome, "urge");
	class_run_close(r);
	r = begin("S0205-01.txt", MODE_EXAM); /* who has none may be told of any */
	class_run_answered(r, 2000);
	class_run_older(r, other, EVENT_SUPPLEMENT);
	assert_string_equal(class_run_lesson(r)->outcome, "supplement");
	class_run_close(r);
}

static void
the_coach_knows_of_an_older_ticket(void **state)
{
	static const char his[] = "00000000-0000-7000-8000-000000000001";
	static const struct {
		const char *file, *says;
		int event;
	} rows[] = { { "S0205-02.txt", "F4 看原来那件, 是这件就 Enter 催办", EVENT_URGE },
		{ "S0304-03.txt", "按 2 记查询", EVENT_PROGRESS } };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct class_run *r = begin(rows[i].file, MODE_GUIDED);
		char hint[256];
		bool told = false;

		class_run_ticket(r, 0, his);
		class_run_answered(r, 2000);
		for (int turn = 0; turn < 6 && !told; turn++) {
			class_run_act(
			    r, 3000 + turn * 2000, turn == 0 ? ACT_GREET : ACT_SOOTHE, -1, NULL);
			class_run_hint(r, hint);
			told = strstr(hint, rows[i].says) != NULL;
		}
		assert_true(told);
		class_run_older(r, his, rows[i].event);
		class_run_hint(r, hint);
		assert_null(strstr(hint, "F4"));
		for (int e = 0; e < ELEMENT_COUNT; e++)
			for (int k = 0; k < 2; k++)
				class_run_act(r, 20000, ACT_ASK, e, NULL);
		class_run_act(r, 21000, ACT_RESTATE, -1, NULL);
		for (int k = 0; k < class_run_scenario(r)->n_facts; k++)
			if (class_run_scenario(r)->fact[k].asks.n > 0)
				class_run_said(
				    r, 22000, class_run_scenario(r)->fact[k].asks.item[0]);
		for (int k = 0; k < class_run_scenario(r)->answer[0].scripts.n; k++)
			class_run_act(r, 23000, ACT_SCRIPT, -1,
			    class_run_scenario(r)->answer[0].scripts.item[k]);
		(void)hear(r, 90000, "");
		class_run_hint(r, hint);
		if (strstr(hint, "F10") != NULL || strstr(hint, "告知时限") == NULL)
			fail_msg("%s: %s", rows[i].file, hint);
		class_run_close(r);
	}
}

/* Of two matters the first has its ticket already: the one that is filed is of the second, and the first is urged. */
static void
a_matter_that_has_its_ticket_wants_none(void **state)
{
	static const char his[] = "00000000-0000-7000-8000-000000000001";

	(void)state;
	for (int urged = 0; urged < 2; urged++) {
		struct class_run *r = begin("S0205-02.txt", MODE_EXAM);
		const struct scenario *s = class_run_scenario(r);
		const struct score *x;
		int untouched = 0;

		assert_int_equal(scenario_tickets(s, 2), 1);
		assert_int_equal(scenario_ticket_matter(s, 0), 1);
		assert_int_equal(scenario_ticket_matter(s, 1), 0); /* one too many */
		class_run_ticket(r, 0, his);
		class_run_answered(r, 2000);
		(void)hear(r, 20000, "");
		class_run_act(r, 21000, ACT_MORE, -1, NULL);
		(void)hear(r, 60000, "");
		if (urged == 1)
			class_run_older(r, his, EVENT_URGE);
		class_run_filed(r, 70000, &s->answer[1].reference);
		class_run_outcome(r, "ticket", NULL);
		class_run_ended(r, 80000, LESSON_BY_CALLER);
		assert_true(class_run_is_over(r));
		x = class_run_finish(r, 90000, NULL);
		for (int i = 0; i < x->n; i++) {
			untouched += strstr(x->mark[i].rule, "以前登记的那件没有催办") != NULL;
			assert_null(strstr(x->mark[i].rule, "没有写清"));
			assert_null(strstr(x->mark[i].rule, "不该成单"));
		}
		assert_int_equal(untouched, 1 - urged);
		class_run_close(r);
	}
}

static void
it_is_over_when_written_down(void **state)
{
	struct class_run *r = begin("S0205-01.txt", MODE_EXAM);
	struct fields f = { 0 };

	(void)state;
	class_run_answered(r, 2000);
	class_run_filed(r, 30000, &f);
	assert_false(class_run_is_over(r));
	class_run_ended(r, 40000, LESSON_BY_CALLER);
	assert_true(class_run_is_over(r));
	class_run_close(r);
	r = begin("S1208-01.txt", MODE_EXAM);
	class_run_answered(r, 2000);
	class_run_ended(r, 20000, LESSON_BY_SEAT);
	assert_false(class_run_is_over(r));
	class_run_outcome(r, "silent", NULL);
	assert_true(class_run_is_over(r));
	class_run_close(r);
	fields_free(&f);
}

/* Done as the coach says, the call runs to its end: each hint changes once it is followed. */
static void
the_coach_leads_through_it(void **state)
{
	static const struct {
		const char *hint;
		enum call_act act;
	} steps[] = { { "首问", ACT_GREET }, { "地点还没问清", ACT_ASK }, { "复述", ACT_RESTATE } };
	struct class_run *r = begin("S0205-01.txt", MODE_GUIDED);
	char hint[256];
	int64_t ms = 10000;
	int found = 0, turns = 0;

	(void)state;
	class_run_hint(r, hint);
	assert_non_null(strstr(hint, "F2"));
	class_run_answered(r, ms);
	for (; turns < 40; turns++) {
		class_run_hint(r, hint);
		if (found < 3 && strstr(hint, steps[found].hint) != NULL)
			found++;
		ms += 9000;
		if (strstr(hint, "首问") != NULL)
			class_run_act(r, ms, ACT_GREET, -1, NULL);
		else if (strstr(hint, "安抚") != NULL)
			class_run_act(r, ms, ACT_SOOTHE, -1, NULL);
		else if (strstr(hint, "念话术") != NULL)
			class_run_act(r, ms, ACT_SCRIPT, -1, "restate");
		else if (strstr(hint, "打字问问") != NULL)
			class_run_said(r, ms, strstr(hint, "“") + strlen("“"));
		else if (strstr(hint, "复述") != NULL)
			class_run_act(r, ms, ACT_RESTATE, -1, NULL);
		else if (strstr(hint, "F3") != NULL)
			class_run_act(r, ms, ACT_CITE, -1, "K0205-01");
		else if (strstr(hint, "问保密") != NULL)
			class_run_act(r, ms, ACT_SECRET, -1, NULL);
		else
			for (int e = 0; e < ELEMENT_COUNT; e++)
				if (strstr(hint, element_label((enum element)e)) != NULL &&
				    strstr(hint, "还没问清") != NULL) {
					class_run_act(r, ms, ACT_ASK, e, NULL);
					break;
				}
		(void)hear(r, ms + 8000, "");
		if (strstr(hint, "F10") != NULL)
			break;
	}
	assert_int_equal(found, 3);
	assert_true(turns < 40);
	class_run_close(r);
}

/* What must not be said is said so at once, with what to say instead; and no more of it once that is said. */
static void
the_coach_mends_a_slip_at_once(void **state)
{
	static const struct {
		const char *said, *hint, *instead;
	} rows[] = {
		{ "您放心，明天一定给您解决。", "刚才是承诺, 一票否决",
		    "我说得不准, 会在期限内答复您" },
		{ "你讲不讲理？", "刚才是争执, 一票否决", "您别急, 我给您记下来" },
		{ "这事不归我们管。", "刚才是推诿, 一票否决", "您别急，您说，我来登记" },
	};
	char hint[256];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		for (int mended = 0; mended < 2; mended++) {
			struct class_run *r = begin("S0205-01.txt", MODE_GUIDED);

			class_run_answered(r, 5000);
			class_run_act(r, 6000, ACT_GREET, -1, NULL);
			(void)hear(r, 20000, "");
			class_run_said(r, 21000, rows[i].said);
			class_run_hint(r, hint);
			assert_non_null(strstr(hint, rows[i].hint));
			if (mended)
				class_run_said(r, 25000, rows[i].instead);
			else /* nor is the call held up by it for ever */
				class_run_act(r, 60000, ACT_HOLD, -1, NULL);
			class_run_hint(r, hint);
			assert_null(strstr(hint, rows[i].hint));
			class_run_close(r);
		}
}

/* What the trainer puts in goes before everything else, also before what the coach had in mind. */
static void
the_coach_answers_an_insert(void **state)
{
	static const struct {
		enum call_act put_in, not_yet, done;
		const char *text, *hint;
	} rows[] = {
		{ ACT_DANGER, ACT_ASK, ACT_TRIPARTITE, "E119", "有险情: 按 F8" },
		{ ACT_DANGER, ACT_SOOTHE, ACT_HELP, NULL, "有险情: 按 F8" },
		{ ACT_ABUSE, ACT_ASK, ACT_SCRIPT, "abuse_1", "他骂人: 不还嘴" },
		{ ACT_ABUSE, ACT_ASK, ACT_SOOTHE, NULL, "他骂人: 不还嘴" },
	};
	char hint[256];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct class_run *r = begin("S0205-01.txt", MODE_GUIDED);

		class_run_answered(r, 5000);
		(void)hear(r, 20000, "");
		class_run_act(r, 21000, rows[i].put_in, -1, NULL);
		class_run_act(r, 22000, rows[i].not_yet, ELEMENT_PLACE, NULL);
		class_run_hint(r, hint);
		assert_non_null(strstr(hint, rows[i].hint));
		class_run_act(r, 24000, rows[i].done, -1, rows[i].text);
		class_run_hint(r, hint);
		assert_null(strstr(hint, rows[i].hint));
		class_run_close(r);
	}
}

/* A danger that F8 filed is not what he called for: the coach says how that goes on, and the lesson waits for the sheet that is
 * being written. */
static void
after_a_rescue_what_he_called_for_goes_on(void **state)
{
	(void)state;
	for (int writes = 0; writes < 2; writes++) {
		struct class_run *r = begin("S0205-01.txt", MODE_GUIDED);
		struct fields f = { 0 };
		char hint[256];

		class_run_answered(r, 5000);
		(void)hear(r, 20000, "");
		class_run_act(r, 21000, ACT_GREET, -1, NULL);
		class_run_act(r, 22000, ACT_DANGER, -1, NULL);
		assert_true(fields_set(&f, TF_CONTENT, "紧急来电, 转 119 消防"));
		class_run_filed(r, 24000, &f);
		class_run_act(r, 25000, ACT_TRIPARTITE, -1, "E119");
		class_run_hint(r, hint);
		assert_non_null(strstr(hint, "原来那件事接着办: 按 F2 再记一件"));
		class_run_act(r, 60000, ACT_HOLD, -1, NULL); /* and then how a call goes on */
		class_run_hint(r, hint);
		assert_null(strstr(hint, "险情有人接了"));
		class_run_key(r, 61000, "1", CLASS_KEY_TEXT); /* of a strip */
		if (writes)
			class_run_key(r, 62000, "红山路灯不亮", CLASS_KEY_TEXT);
		class_run_ended(r, 70000, LESSON_BY_CALLER);
		class_run_hint(r, hint);
		assert_non_null(strstr(hint, "原来那件事还没有记"));
		assert_int_equal(class_run_is_over(r), !writes);
		class_run_filed(r, 80000, &f);
		assert_true(class_run_is_over(r));
		class_run_close(r);
		fields_free(&f);
	}
}

/* Who was kept waiting and hung up did not say goodbye; and a line that is down is nothing he hears. */
static void
how_he_left_is_kept(void **state)
{
	struct class_run *r = begin("S0205-01.txt", MODE_EXAM);
	struct caller_out out = { 0 };
	const struct score *x;
	int64_t ms = 5000;
	bool said = false;

	(void)state;
	class_run_answered(r, ms);
	class_run_act(r, ms + 1000, ACT_OFFLINE, -1, NULL);
	while (out.event != CALLER_LEAVES) {
		ms = class_run_wake(r);
		assert_true(ms != INT64_MAX);
		while (out.event != CALLER_LEAVES && class_run_next(r, ms, &out))
			;
	}
	class_run_ended(r, out.at, LESSON_BY_CALLER);
	x = class_run_finish(r, out.at + 1000, NULL);
	assert_int_equal(class_run_lesson(r)->end, LESSON_WAITED);
	for (int i = 0; i < x->n; i++)
		said = said || (x->mark[i].way == SCORE_IS_REMARK &&
				   x->mark[i].at_ms == class_run_lesson(r)->talk_ms &&
				   strstr(x->mark[i].rule, "等不及, 自己挂了") != NULL);
	assert_true(said);
	class_run_close(r);
}

/* Who was left without a word hangs up: the coach says why, and what is to be done now. */
static void
the_coach_says_why_he_left(void **state)
{
	struct class_run *r = begin("S0205-01.txt", MODE_GUIDED);
	struct caller_out out = { 0 };
	char hint[256], why[64];

	(void)state;
	class_run_answered(r, 5000);
	while (out.event != CALLER_LEAVES) {
		const int64_t ms = class_run_wake(r);

		assert_true(ms != INT64_MAX);
		while (out.event != CALLER_LEAVES && class_run_next(r, ms, &out))
			;
	}
	class_run_ended(r, out.at, LESSON_BY_CALLER);
	(void)snprintf(why, sizeof(why), "挂了: 超过 %d 秒没有人跟他说话。",
	    class_run_scenario(r)->persona.patience_s);
	class_run_hint(r, hint);
	assert_int_equal(strncmp(hint, why, strlen(why)), 0);
	assert_non_null(strstr(hint, "F10"));
	class_run_close(r);
}

static void
an_exam_has_no_coach(void **state)
{
	struct class_run *r = begin("S0205-01.txt", MODE_EXAM);
	char hint[256];

	(void)state;
	class_run_hint(r, hint);
	assert_string_equal(hint, "");
	class_run_close(r);
}

static void
the_tape_has_the_remarks(void **state)
{
	struct class_run *r = begin("S0205-01.txt", MODE_EXAM);
	struct canvas c = { 0 }, there = { 0 };
	struct tape *t;
	const struct score *x;
	char path[128];
	int notes = 0, keys = 0, asides = 0, put_in = 0;

	(void)state;
	assert_true(canvas_resize(&c, 24, 80));
	class_run_answered(r, 3000);
	for (int i = 0; i < 5; i++) {
		class_run_key(r, 4000 + i * 1000, i == 0 ? "F2" : "路灯",
		    i > 0 ? CLASS_KEY_TEXT : CLASS_KEY_OTHER);
		canvas_printf(&c, i, 0, -1, ROLE_NORMAL, "第%d键", i);
		class_run_frame(r, 4000 + i * 1000, &c);
		if (i == 2) {
			class_run_whispered(r, 6500, "别慌");
			class_run_act(r, 6600, ACT_ABUSE, -1, NULL);
		}
	}
	class_run_ended(r, 20000, LESSON_BY_CALLER);
	class_run_outcome(r, "direct", NULL);
	x = class_run_finish(r, 25000, NULL);
	assert_true(x->n > 3);
	assert_true(score_verdict(x) != SCORE_PASSED);
	assert_int_equal(class_run_lesson(r)->keys, 9); /* four times two characters, and F2 */
	assert_int_equal(class_run_lesson(r)->free_keys, 8);
	(void)snprintf(path, sizeof(path), "%s/lesson.tape", dir);
	assert_int_equal(tape_open(path, &t, NULL), ERR_OK);
	assert_false(tape_broken(t));
	for (size_t i = 0; i < tape_count(t); i++) {
		notes += tape_at(t, i).kind == TAPE_NOTE;
		put_in += strstr(tape_at(t, i).text, "00:03 插曲 辱骂") != NULL;
		keys += tape_at(t, i).kind == TAPE_KEY;
		if (tape_at(t, i).kind == TAPE_ASIDE) {
			assert_string_equal(tape_at(t, i).text, "别慌");
			assert_int_equal(keys, 3); /* at its moment */
			asides++;
		}
		assert_true(tape_show(t, i, &there));
	}
	assert_int_equal(notes, x->n);
	assert_int_equal(keys, 5);
	assert_int_equal(asides, 1);
	assert_int_equal(put_in, 1); /* what the trainer put in is a remark of its moment */
	assert_memory_equal(there.cells, c.cells, (size_t)24 * 80 * sizeof(*c.cells));
	tape_free(t);
	class_run_close(r);
	canvas_free(&c);
	canvas_free(&there);
}

static void
one_left_early_keeps_no_tape(void **state)
{
	struct class_run *r = begin("S0205-01.txt", MODE_EXAM);
	char path[128];

	(void)state;
	class_run_answered(r, 3000);
	class_run_close(r);
	(void)snprintf(path, sizeof(path), "%s/lesson.tape", dir);
	assert_false(fs_exists(path));
}

/* ---- the shelf and the results ---- */

static void
the_shelf_shows_mistakes(void **state)
{
	struct shelf s;
	char path[128];

	(void)state;
	(void)snprintf(path, sizeof(path), "%s/bad.txt", dir);
	assert_int_equal(fs_write(path, "版式: 9\n", strlen("版式: 9\n"), 0600, NULL), ERR_OK);
	assert_int_equal(shelf_open(dir, &s, NULL), ERR_OK);
	assert_int_equal(s.n, 1);
	assert_int_equal(s.item[0].modes, 0);
	assert_non_null(strstr(s.item[0].title, "第1行"));
	shelf_free(&s);
	path_of("", (char[512]){ 0 });
	assert_int_equal(shelf_open("/nowhere", &s, NULL), ERR_NOT_FOUND);
}

static void
add(int64_t at, const char *who, uint64_t seed, int got, enum score_verdict verdict)
{
	struct class_result r = { .at = at,
		.seed = seed,
		.mode = MODE_EXAM,
		.machine = got,
		.machine_of = 70,
		.trainer = -1,
		.trainer_of = 30,
		.verdict = verdict,
		.keys = 40 };

	(void)snprintf(r.trainee, sizeof(r.trainee), "%s", who);
	(void)snprintf(r.scenario, sizeof(r.scenario), "S0205-01");
	(void)snprintf(r.title, sizeof(r.title), "路灯\t不亮, \"老人\"");
	(void)snprintf(r.tape, sizeof(r.tape), "a.tape");
	assert_int_equal(results_add(dir, &r, &(struct score){ 0 }, NULL), ERR_OK);
}

static void
results_are_kept_and_counted(void **state)
{
	struct class_results r;
	struct str csv = { 0 };

	(void)state;
	assert_int_equal(results_read(dir, &r, NULL), ERR_OK);
	assert_int_equal(r.n, 0);
	add(1000, "王芳", 1, 63, SCORE_PASSED);
	add(2000, "王芳", 1, 70, SCORE_PASSED); /* the same variant again */
	add(3000, "王芳", 2, 68, SCORE_PASSED);
	add(4000, "李宁", 2, 70, SCORE_FATAL);
	assert_int_equal(results_read(dir, &r, NULL), ERR_OK);
	assert_int_equal(r.n, 4);
	assert_int_equal(results_best(&r, "王芳", "S0205-01"), 100);
	assert_int_equal(results_best(&r, "李宁", "S0205-01"), 0);
	assert_int_equal(results_best(&r, NULL, "S9999-01"), -1);
	assert_int_equal(results_passed(&r, "王芳", "S0205-01"), 2);
	assert_int_equal(results_passed(&r, "李宁", "S0205-01"), 0);
	results_csv(&r, &(struct class_reviews){ 0 }, &csv);
	assert_non_null(strstr(str_c(&csv), "\"路灯 不亮, \"\"老人\"\"\""));
	str_free(&csv);
	results_free(&r);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = { T(he_hears_what_is_said), T(he_comes_after_another),
		T(his_own_older_ticket_counts), T(the_coach_knows_of_an_older_ticket),
		T(a_matter_that_has_its_ticket_wants_none), T(it_is_over_when_written_down),
		T(the_coach_leads_through_it), T(the_coach_mends_a_slip_at_once),
		T(the_coach_answers_an_insert), T(after_a_rescue_what_he_called_for_goes_on),
		T(how_he_left_is_kept), T(the_coach_says_why_he_left), T(an_exam_has_no_coach),
		T(the_tape_has_the_remarks), T(one_left_early_keeps_no_tape),
		T(the_shelf_shows_mistakes), T(results_are_kept_and_counted) };

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
