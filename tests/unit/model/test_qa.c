/* Quality: the sheets add up, a filled one goes through its words unchanged, disputes and re-scores; and the lots: the same
 * seed repeats, nobody inspects his own, everybody has the same chance. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "model/members.h"
#include "model/qa.h"
#include "notice.h"

#define SHEET_ID "019ab5c1-7c00-7000-8000-000000000001"
#define OTHER_ID "019ab5c1-7c00-7000-8000-000000000002"

static void
test_forms_add_up(void **state)
{
	int n;
	const struct qa_form *f = qa_forms(&n);

	(void)state;
	assert_true(n >= 5);
	for (int i = 0; i < n; i++) {
		int sum = 0;

		assert_ptr_equal(qa_form(f[i].code), &f[i]);
		assert_true(f[i].n_items <= QA_ITEMS_MOST && f[i].n_fatals <= QA_FATALS_MOST);
		for (int k = 0; k < f[i].n_items; k++) {
			sum += f[i].items[k].points;
			assert_true(qa_ways(&f[i].items[k]) > 0);
		}
		assert_int_equal(sum, 100);
		assert_string_not_equal(record_code_label(RECORD_QA_SHEET, f[i].code), f[i].code);
	}
	assert_null(qa_form("nobody"));
}

static void
test_score_and_grade(void **state)
{
	const struct qa_form *f = qa_form("agent");
	struct qa_marks m = { 0 };

	(void)state;
	assert_int_equal(qa_score(f, &m), 100);
	assert_string_equal(qa_grade(f, &m), "excellent");
	assert_true(qa_mark(f, &m, 4, 0)); /* no restating: -5 */
	assert_int_equal(qa_score(f, &m), 95);
	assert_string_equal(qa_grade(f, &m), "excellent");
	assert_true(qa_mark(f, &m, 1, 0));
	assert_string_equal(qa_grade(f, &m), "pass");
	for (int i = 0; i < 4; i++)
		assert_true(qa_mark(f, &m, 1, 0));
	assert_false(qa_mark(f, &m, 1, 0)); /* nothing left to lose */
	assert_int_equal(qa_item_score(f, &m, 1), 0);
	assert_int_equal(qa_score(f, &m), 90);
	for (int i = 0; i < 4; i++) /* 5 elements of 3, never below nothing */
		assert_true(qa_mark(f, &m, 7, 0));
	assert_string_equal(qa_grade(f, &m), "fail");
	qa_unmark(&m, 7);
	assert_int_equal(qa_score(f, &m), 90);
	m.fatal = 1;
	assert_int_equal(qa_score(f, &m), 0);
	assert_string_equal(qa_grade(f, &m), "fatal");
	assert_false(qa_mark(f, &m, 99, 0));
	assert_false(qa_mark(f, &m, 0, 3));
}

static void
test_words_come_back(void **state)
{
	const struct qa_form *f = qa_form("agent");
	struct qa_marks m = { 0 }, back;
	struct str text = { 0 };
	const char *remark;
	char of[ID_SIZE];

	(void)state;
	(void)qa_mark(f, &m, 2, 0);
	(void)qa_mark(f, &m, 2, 0);
	(void)qa_mark(f, &m, 12, 1);
	m.fatal = 1 << 7;
	qa_write(&m, SHEET_ID, "承诺了\n三天", &text);
	assert_string_equal(str_c(&text), "=" SHEET_ID " 3.1x2 13.2 !8\n承诺了\n三天");
	assert_int_equal(qa_read(f, str_c(&text), &back, of, &remark, NULL), ERR_OK);
	assert_memory_equal(&m, &back, sizeof(m));
	assert_string_equal(of, SHEET_ID);
	assert_string_equal(remark, "承诺了\n三天");
	str_free(&text);
	assert_int_equal(qa_read(f, "", &back, of, &remark, NULL), ERR_OK);
	assert_string_equal(remark, "");
	str_free(&text);
}

static void
test_bad_words(void **state)
{
	static const char *const bad[] = { "14.1", "1.3", "0.1", "1", "1.1x", "1.1x0", "1.1 1.1",
		"!9", "!", "=x", "1.1;", "1.1x100", "=" SHEET_ID " =" SHEET_ID,
		"01234567890123456789012345678901234567890123456789" };
	struct qa_marks m;
	const char *remark;
	char of[ID_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (qa_read(qa_form("agent"), bad[i], &m, of, &remark, NULL) == ERR_OK)
			fail_msg("read: %s", bad[i]);
}

/* ---- records ---- */

static struct record
record(enum record_kind kind, const char *by, const char *object, const char *text)
{
	struct record r = { .kind = kind, .at = civil_day_start(civil_parse_day("2026-11-20")) };

	str_copy(r.id, sizeof(r.id), OTHER_ID);
	str_copy(r.by, sizeof(r.by), by);
	str_copy(r.object, sizeof(r.object), object);
	if (kind != RECORD_QA_DISPUTE) {
		strcpy(r.code, "agent");
		strcpy(r.result, "excellent");
	}
	assert_true(record_set_text(&r, text));
	return r;
}

static void
test_checked_at_both_ends(void **state)
{
	static const struct {
		enum record_kind kind;
		const char *by, *text, *result;
		enum err_code code;
	} cases[] = {
		{ RECORD_QA_SHEET, "1301", "", "excellent", ERR_OK },
		{ RECORD_QA_SHEET, "1301", "8.1x3", "excellent", ERR_INVALID },
		{ RECORD_QA_SHEET, "1301", "!1", "fatal", ERR_GUARD },
		{ RECORD_QA_SHEET, "1301", "!1\n先挂了机", "fatal", ERR_OK },
		{ RECORD_QA_SHEET, "1154", "", "excellent", ERR_FORBIDDEN },
		{ RECORD_QA_SHEET, "1301", "=" SHEET_ID, "excellent", ERR_INVALID },
		{ RECORD_QA_AGAIN, "1302", "1.1", "excellent", ERR_INVALID },
		{ RECORD_QA_AGAIN, "1302", "=" SHEET_ID " 1.1", "excellent", ERR_OK },
		{ RECORD_QA_DISPUTE, "1154", "=" SHEET_ID "\n已经复述过", "", ERR_OK },
		{ RECORD_QA_DISPUTE, "1154", "=" SHEET_ID "\n", "", ERR_INVALID },
		{ RECORD_QA_DISPUTE, "1155", "=" SHEET_ID "\n替他说", "", ERR_FORBIDDEN },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct record r = record(cases[i].kind, cases[i].by, "1154", cases[i].text);
		enum err_code rc;

		str_copy(r.result, sizeof(r.result), cases[i].result);
		rc = record_check(&r, NULL);
		if (rc != cases[i].code)
			fail_msg("case %zu: %d", i, (int)rc);
		record_free(&r);
	}
}

static void
test_dispute_and_second_score(void **state)
{
	struct record sheet = record(RECORD_QA_SHEET, "1301", "1154", "");
	struct record dispute = record(RECORD_QA_DISPUTE, "1154", "1154", "=" SHEET_ID "\n不服");
	struct record again = record(RECORD_QA_AGAIN, "1302", "1154", "=" SHEET_ID);
	struct calendar cal = { 0 };

	(void)state;
	notice_load(&cal);
	/* 20 November 2026 is a Friday: three working days end with Wednesday the 25th. */
	dispute.at = civil_day_start(civil_parse_day("2026-11-26")) - 1;
	assert_int_equal(qa_check_answer(&dispute, &sheet, &cal, NULL), ERR_OK);
	dispute.at++;
	assert_int_equal(qa_check_answer(&dispute, &sheet, &cal, NULL), ERR_GUARD);
	assert_int_equal(qa_check_answer(&again, &sheet, &cal, NULL), ERR_OK);
	strcpy(again.by, "1301"); /* the one who scored it first */
	assert_int_equal(qa_check_answer(&again, &sheet, &cal, NULL), ERR_FORBIDDEN);
	strcpy(again.by, "1302");
	strcpy(again.code, "visitor");
	assert_int_equal(qa_check_answer(&again, &sheet, &cal, NULL), ERR_INVALID);
	strcpy(again.object, "1155");
	assert_int_equal(qa_check_answer(&again, &sheet, &cal, NULL), ERR_INVALID);
	record_free(&sheet);
	record_free(&dispute);
	record_free(&again);
	calendar_free(&cal);
}

static void
test_who_writes_and_reads(void **state)
{
	struct record r = record(RECORD_QA_SHEET, "1301", "1154", "");

	(void)state;
	assert_true(record_may_write(&r, ROLE_BIT(QA)));
	assert_false(record_may_write(&r, ROLE_BIT(AGENT) | ROLE_BIT(SENIOR)));
	assert_false(record_may_write(&r, ROLE_BIT(OBSERVER)));
	assert_true(record_may_read(&r, "1154", ROLE_BIT(AGENT)));  /* it is about him */
	assert_false(record_may_read(&r, "1155", ROLE_BIT(AGENT))); /* and not about her */
	assert_true(record_may_read(&r, "1399", ROLE_BIT(LEADER)));
	assert_false(record_may_read(&r, "9001", ROLE_BIT(OBSERVER)));
	strcpy(r.code, "observer");
	assert_true(record_may_write(&r, ROLE_BIT(OBSERVER)));
	r.kind = RECORD_CALL;
	assert_true(record_may_write(&r, ROLE_BIT(AGENT)));
	assert_false(record_may_read(&r, "1154", ROLE_BIT(AGENT))); /* the seat's own matter */
	record_free(&r);
}

/* ---- lots ---- */

#define SUBJECTS 200

static struct {
	char id[SUBJECTS][16], users[SUBJECTS][16];
} names;

static void
make(struct qa_subject *s)
{
	for (int i = 0; i < SUBJECTS; i++) {
		snprintf(names.id[i], sizeof(names.id[i]), "t%03d", i);
		snprintf(names.users[i], sizeof(names.users[i]), "115%d,130%d", i % 4, i % 3);
		s[i] = (struct qa_subject){ names.id[i], "closed", names.users[i],
			i % 2 == 0 ? "1004" : "1021", false };
	}
}

static const struct qa_person pool[] = { { "1300", "" }, { "1301", "" }, { "1302", "1004" },
	{ "1390", "" } };

static void
test_same_seed_repeats(void **state)
{
	struct qa_subject s[SUBJECTS], turned[SUBJECTS];
	struct qa_pick a[SUBJECTS], b[SUBJECTS], c[SUBJECTS];
	int same = 0;

	(void)state;
	make(s);
	for (int i = 0; i < SUBJECTS; i++)
		turned[i] = s[SUBJECTS - 1 - i];
	assert_int_equal(qa_draw(s, SUBJECTS, pool, 4, 20, 42, a), 20);
	assert_int_equal(qa_draw(turned, SUBJECTS, pool, 4, 20, 42, b), 20);
	assert_int_equal(qa_draw(s, SUBJECTS, pool, 4, 20, 43, c), 20);
	for (int i = 0; i < 20; i++) {
		assert_ptr_equal(s[a[i].subject].id, turned[b[i].subject].id);
		assert_int_equal(a[i].person, b[i].person);
		same += a[i].subject == c[i].subject;
	}
	assert_true(same < 20);
}

static void
test_never_one_who_had_a_hand_in_it(void **state)
{
	struct qa_subject s[SUBJECTS];
	struct qa_pick out[SUBJECTS];
	int drawn[4] = { 0 };

	(void)state;
	make(s);
	for (uint64_t seed = 1; seed <= 50; seed++) {
		bool seen[SUBJECTS] = { false };
		int n = qa_draw(s, SUBJECTS, pool, 4, 60, seed, out);

		assert_int_equal(n, 60);
		for (int i = 0; i < n; i++) {
			const struct qa_subject *x = &s[out[i].subject];
			const struct qa_person *p = &pool[out[i].person];

			assert_false(seen[out[i].subject]);
			seen[out[i].subject] = true;
			assert_false(members_has(x->users, p->job_no));
			assert_string_not_equal(x->units, p->unit);
			drawn[out[i].person]++;
		}
	}
	for (int i = 0; i < 4; i++) /* 3000 draws; the least may look at some 1/3 of half */
		assert_true(drawn[i] > 250);
}

static void
test_always_and_nobody(void **state)
{
	const struct qa_subject s[] = { { "a", "withdrawn", "1300", "", true },
		{ "b", "closed", "1300", "", false }, { "c", "closed", "1154", "", false } };
	const struct qa_person one[] = { { "1300", "" } };
	struct qa_pick out[3];

	(void)state;
	assert_int_equal(qa_draw(s, 3, one, 1, 10, 7, out), 2);
	assert_int_equal(out[0].subject, 0); /* inspected all the same: somebody must be found */
	assert_int_equal(out[0].person, -1);
	assert_int_equal(out[1].subject, 2);
	assert_int_equal(qa_draw(s, 3, one, 0, 10, 7, out), 1);
	assert_int_equal(qa_draw(s, 0, one, 1, 10, 7, out), 0);
}

static void
test_calls_of_a_month(void **state)
{
	struct qa_call c[70];
	char id[70][16];
	int of_agent[3] = { 0 };

	(void)state;
	for (int i = 0; i < 70; i++) {
		snprintf(id[i], sizeof(id[i]), "c%03d", i);
		c[i] = (struct qa_call){ id[i],
			i < 30   ? "1154"
			: i < 65 ? "1155"
				 : "1156",
			.stars = i == 3   ? 2
				 : i == 4 ? 3
					  : 0,
			.nth = i >= 30 && i < 65 ? i - 29 : 0 };
	}
	assert_int_equal(qa_sample(c, 70, QA_CALLS_A_MONTH, 5), 8 + 20 + 5);
	for (int i = 0; i < 70; i++) {
		of_agent[c[i].agent[3] - '4'] += c[i].why != NULL;
		if (strcmp(c[i].id, "c003") == 0)
			assert_string_equal(c[i].why, "stars");
		if (c[i].nth > 0 && c[i].nth <= QA_NEWCOMER)
			assert_string_equal(c[i].why, "newcomer");
	}
	assert_int_equal(of_agent[0], 8);
	assert_int_equal(of_agent[1], 20); /* a newcomer's first ones are enough */
	assert_int_equal(of_agent[2], 5);  /* all there are */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_forms_add_up),
		cmocka_unit_test(test_score_and_grade),
		cmocka_unit_test(test_words_come_back),
		cmocka_unit_test(test_bad_words),
		cmocka_unit_test(test_checked_at_both_ends),
		cmocka_unit_test(test_dispute_and_second_score),
		cmocka_unit_test(test_who_writes_and_reads),
		cmocka_unit_test(test_same_seed_repeats),
		cmocka_unit_test(test_never_one_who_had_a_hand_in_it),
		cmocka_unit_test(test_always_and_nobody),
		cmocka_unit_test(test_calls_of_a_month),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
