/* A request for help by its records: whatever order, whoever writes them, over-long and hostile; who may write and read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "model/assist.h"
#include "model/role.h"

#define ONE "0190cafe-0000-7000-8000-000000000001"
#define TWO "0190cafe-0000-7000-8000-000000000002"
#define NOW INT64_C(1795142522000)

static struct record
made(const char *id, const char *by, enum assist_code code, const char *object, int64_t at)
{
	struct record r = { .kind = RECORD_ASSIST, .at = at };

	(void)str_copy(r.id, sizeof(r.id), id);
	(void)str_copy(r.by, sizeof(r.by), by);
	(void)str_copy(r.object, sizeof(r.object), object);
	(void)str_copy(r.code, sizeof(r.code), assist_items[code].code);
	return r;
}

static void
begin(struct assist *a, const char *wanted, const char *words)
{
	struct record r = made(ONE, "1154", ASSIST_ASK, "1154", NOW);

	assert_true(assist_ask(&r, wanted, "0701", words));
	assert_int_equal(record_check(&r, NULL), ERR_OK);
	assert_true(assist_begin(a, &r));
	record_free(&r);
}

static void
follow(struct assist *a, struct record r, const char *text)
{
	assert_true(record_set_text(&r, text));
	assist_follow(a, &r);
	record_free(&r);
}

static void
test_asked_answered_withdrawn(void **state)
{
	struct record r = made(TWO, "1101", ASSIST_ANSWER, "", NOW + 5000);
	struct assist a;

	(void)state;
	begin(&a, "要不要转110", "工地老板拖欠工资\n有人说要爬塔吊");
	assert_true(assist_is_open(&a, NOW));
	assert_string_equal(a.wanted, "要不要转110");
	assert_string_equal(a.category, "0701");
	assert_string_equal(a.words, "工地老板拖欠工资\n有人说要爬塔吊");
	follow(&a, made(TWO, "1154", ASSIST_MORE, ONE, NOW + 1000), "\n0304\n供热");
	assert_string_equal(a.words, "供热");
	assert_string_equal(a.category, "0304");
	assert_true(assist_answer(&r, ASSIST_ANSWER, "1154", ONE, "先稳住, 问在几楼"));
	assert_int_equal(record_check(&r, NULL), ERR_OK);
	assert_string_equal(assist_said(&r), "先稳住, 问在几楼");
	assist_follow(&a, &r);
	record_free(&r);
	assert_string_equal(a.senior, "1101");
	assert_string_equal(a.answer, "先稳住, 问在几楼");
	assert_true(assist_is_open(&a, NOW + 6000));
	follow(&a, made(TWO, "1154", ASSIST_WITHDRAW, ONE, NOW + 7000), NULL);
	assert_false(assist_is_open(&a, NOW + 7000));
	assist_free(&a);
}

/* Of somebody whose seat has died nothing more is heard. */
static void
test_it_ends_by_itself(void **state)
{
	struct assist a;

	(void)state;
	begin(&a, "", "");
	assert_true(assist_is_open(&a, NOW + ASSIST_OPEN_MS - 1));
	assert_false(assist_is_open(&a, NOW + ASSIST_OPEN_MS));
	follow(&a, made(TWO, "1154", ASSIST_MORE, ONE, NOW + 60000), "\n\n还在等");
	assert_true(assist_is_open(&a, NOW + ASSIST_OPEN_MS));
	assist_free(&a);
}

static void
test_what_is_not_about_it_changes_nothing(void **state)
{
	struct assist a;

	(void)state;
	begin(&a, "", "路灯");
	follow(&a, made(TWO, "1107", ASSIST_WITHDRAW, ONE, NOW), NULL);   /* another person */
	follow(&a, made(TWO, "1154", ASSIST_WITHDRAW, TWO, NOW), NULL);   /* another request */
	follow(&a, made(TWO, "1107", ASSIST_MORE, ONE, NOW), "\n\n别的"); /* words of another */
	follow(&a, made(TWO, "1154", ASSIST_MORE, ONE, NOW), "只有一行");
	follow(&a, made(TWO, "1154", ASSIST_MORE, ONE, NOW),
	    "\n012345678901234567890123456789\n分类太长");
	follow(&a, made(TWO, "1101", ASSIST_DONE, "1107", NOW), "=" ONE "\n好了"); /* to another */
	follow(&a, made(TWO, "1101", ASSIST_DONE, "1154", NOW), "好了"); /* to no request */
	assert_true(assist_is_open(&a, NOW));
	assert_string_equal(a.words, "路灯");
	follow(&a, made(TWO, "1101", ASSIST_DONE, "1154", NOW), "=" ONE "\n好了");
	assert_false(assist_is_open(&a, NOW));
	assist_free(&a);
}

/* Too long is cut where it hurts least: the end of what is wanted, the beginning of the sheet. Lines stay lines. */
static void
test_over_long(void **state)
{
	struct str s = { 0 };
	struct assist a;

	(void)state;
	for (int i = 0; i < 8000; i++)
		str_add(&s, i == 7999 ? "末" : i == 7 ? "\n" : "很");
	begin(&a, str_c(&s), str_c(&s));
	assert_int_equal(utf8_count(a.wanted), ASSIST_LINE_CHARS);
	assert_null(strchr(a.wanted, '\n'));
	assert_int_equal(utf8_count(a.words), ASSIST_WORDS_CHARS);
	assert_string_equal(a.words + strlen(a.words) - strlen("末"), "末");
	str_free(&s);
	assist_free(&a);
}

static void
test_what_is_refused(void **state)
{
	static const struct {
		enum assist_code code;
		const char *object, *text;
		enum err_code rc;
	} cases[] = {
		{ ASSIST_ASK, "", "\n\n", ERR_OK },
		{ ASSIST_ASK, "", NULL, ERR_INVALID },
		{ ASSIST_ASK, "", "一行", ERR_INVALID },
		{ ASSIST_MORE, "1154", "\n\n", ERR_INVALID },
		{ ASSIST_MORE, ONE, "\n\n", ERR_OK },
		{ ASSIST_WITHDRAW, ONE, NULL, ERR_OK },
		{ ASSIST_WITHDRAW, ONE, "为什么", ERR_INVALID },
		{ ASSIST_WITHDRAW, "", NULL, ERR_INVALID },
		{ ASSIST_ANSWER, "", "好", ERR_INVALID },
		{ ASSIST_ANSWER, "1154", NULL, ERR_INVALID },
		{ ASSIST_ANSWER, "1154", "好", ERR_OK },
		{ ASSIST_TAKE, "1154", "=" ONE "\n1101", ERR_OK },
		{ ASSIST_TAKE, "1154", "=" ONE "\n转给我", ERR_INVALID },
		{ ASSIST_TAKE, "1154", "123456789012345678901234567890123456", ERR_INVALID },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct record r = made(TWO, "1154", cases[i].code, cases[i].object, NOW);

		assert_true(record_set_text(&r, cases[i].text));
		if (record_check(&r, NULL) != cases[i].rc)
			fail_msg("case %zu", i);
		record_free(&r);
	}
}

/* What a call is about is no request, and nobody is told of it at once. */
static void
test_the_matter_of_a_call(void **state)
{
	struct record r = made(ONE, "1154", ASSIST_MATTER, "", NOW);
	char category[8], danger[ASSIST_LINE_BYTES], id[ID_SIZE];
	struct assist a;

	(void)state;
	assert_true(assist_ask(&r, "爬塔吊", "0701", ""));
	assert_int_equal(record_check(&r, NULL), ERR_INVALID); /* of no call */
	(void)str_copy(r.call, sizeof(r.call), "c1");
	assert_int_equal(record_check(&r, NULL), ERR_OK);
	assert_true(assist_matter(&r, category, danger));
	assert_string_equal(category, "0701");
	assert_string_equal(danger, "爬塔吊");
	assert_false(assist_request(&r, id));
	assert_false(assist_begin(&a, &r));
	assert_false(record_is_prompt(&r));
	assert_false(record_is_awaited(&r, "1101", ROLE_BIT(SENIOR)));
	assert_true(record_may_read(&r, "1101", ROLE_BIT(SENIOR)));
	assert_true(record_set_text(&r, "只有一行"));
	assert_false(assist_matter(&r, category, danger));
	record_free(&r);
}

static void
test_who(void **state)
{
	struct record ask = made(ONE, "1154", ASSIST_ASK, "1154", NOW);
	struct record says = made(TWO, "1101", ASSIST_ANSWER, "1154", NOW);
	struct record order = { .kind = RECORD_ORDER, .by = "1101", .object = "1154" };

	(void)state;
	assert_true(record_may_write(&ask, ROLE_BIT(AGENT)));
	assert_false(record_may_write(&ask, ROLE_BIT(UNIT)));
	assert_false(record_may_write(&says, ROLE_BIT(AGENT)));
	assert_true(record_may_write(&says, ROLE_BIT(SENIOR)));
	assert_false(record_may_write(&order, ROLE_BIT(AGENT)));
	assert_true(record_may_write(&order, ROLE_BIT(LEADER)));
	assert_true(record_may_read(&ask, "1101", ROLE_BIT(SENIOR)));
	assert_false(record_may_read(&ask, "1107", ROLE_BIT(AGENT)));
	assert_false(record_may_read(&ask, "1301", ROLE_BIT(QA)));
	assert_true(record_may_read(&says, "1154", ROLE_BIT(AGENT)));
	assert_false(record_may_read(&says, "1107", ROLE_BIT(AGENT)));
	/* who is told at once: not who wrote it, not who has nothing to do with it */
	assert_true(record_is_awaited(&ask, "1101", ROLE_BIT(SENIOR)));
	assert_false(record_is_awaited(&ask, "1154", ROLE_BIT(AGENT)));
	assert_true(record_is_awaited(&order, "1154", ROLE_BIT(AGENT)));
	assert_false(record_is_awaited(&order, "1102", ROLE_BIT(SENIOR)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_asked_answered_withdrawn),
		cmocka_unit_test(test_it_ends_by_itself),
		cmocka_unit_test(test_what_is_not_about_it_changes_nothing),
		cmocka_unit_test(test_over_long),
		cmocka_unit_test(test_what_is_refused),
		cmocka_unit_test(test_the_matter_of_a_call),
		cmocka_unit_test(test_who),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
