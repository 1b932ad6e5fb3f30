/* The way of an article: every step by every role from every state, four eyes, the version after the one that is out, and
 * what it must say before it is let out; corrections and searches without a result. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/str.h"
#include "model/article_flow.h"
#include "model/correction.h"

#define TODAY "2026-11-22"

struct world {
	struct article_flow flow;
	struct article live;
	bool is_live;
	char copy[2000];
	int n;
};

static void
text_of(char *out, size_t size, int version, const char *more)
{
	struct str s = { 0 };

	str_addf(&s,
	    "kb_no: K0205-09\ntitle: 路灯报修\nkind: guide\ncategory: 0205\nbasis: "
	    "云市政8号\nsource: 1004\n"
	    "from: 2026-01-01\nuntil: 2027-12-31\nversion: %d\n\n请提供灯杆编号。%s\n",
	    version, more);
	str_copy(out, size, str_c(&s));
	str_free(&s);
}

static struct record
step(struct world *w, const char *by, const char *code, const char *text)
{
	struct record r = { .kind = RECORD_ARTICLE, .at = 1795300000000 + ++w->n * 1000 };

	(void)snprintf(r.id, sizeof(r.id), "01890000-0000-7000-8000-%012d", w->n);
	str_copy(r.by, sizeof(r.by), by);
	str_copy(r.object, sizeof(r.object), "K0205-09");
	str_copy(r.code, sizeof(r.code), code);
	assert_true(record_set_text(&r, text));
	return r;
}

/* As the centre does it. */
static enum err_code
take(struct world *w, const char *by, uint32_t roles, const char *code, const char *text)
{
	struct record r = step(w, by, code, text);
	const struct article_case c = { &w->flow, w->copy, w->is_live ? &w->live : NULL,
		civil_parse_day(TODAY) };
	struct err e = { 0 };
	enum err_code rc = record_check(&r, &e);

	if (rc == ERR_OK)
		rc = article_flow_check(&c, &r, roles, &e);
	if (rc == ERR_OK) {
		article_flow_apply(&w->flow, &r);
		if (article_step_has_text((enum article_step)article_step_of(&r)))
			str_copy(w->copy, sizeof(w->copy), record_text(&r));
		if (strcmp(code, "publish") == 0) {
			article_free(&w->live);
			assert_int_equal(article_read(text, strlen(text), &w->live, &e), ERR_OK);
			w->is_live = true;
		}
		if (strcmp(code, "withdraw") == 0)
			w->live.status = ARTICLE_OFFLINE;
	}
	record_free(&r);
	return rc;
}

#define EDITOR   "1106", ROLE_BIT(KB_EDITOR)
#define REVIEWER "1108", ROLE_BIT(KB_AUDITOR)

static void
the_usual_way(void **state)
{
	struct world w = { 0 };
	char one[2000], two[2000];

	(void)state;
	text_of(one, sizeof(one), 1, "");
	text_of(two, sizeof(two), 2, "一般三个工作日修好。");
	assert_int_equal(take(&w, EDITOR, "draft", one), ERR_OK);
	assert_int_equal(take(&w, REVIEWER, "publish", one), ERR_STATE);
	assert_int_equal(take(&w, EDITOR, "submit", one), ERR_OK);
	assert_int_equal(take(&w, EDITOR, "draft", one), ERR_STATE);
	assert_int_equal(take(&w, EDITOR, "publish", one), ERR_FORBIDDEN);
	assert_int_equal(take(&w, REVIEWER, "return", "号码不对"), ERR_OK);
	assert_int_equal(w.flow.copy, ARTICLE_COPY_RETURNED);
	assert_int_equal(take(&w, EDITOR, "submit", one), ERR_OK);
	assert_int_equal(take(&w, REVIEWER, "publish", two), ERR_CONFLICT); /* not what was sent */
	assert_int_equal(take(&w, REVIEWER, "publish", one), ERR_OK);
	assert_int_equal(w.flow.copy, ARTICLE_COPY_NONE);
	/* revised: the next version, no other */
	assert_int_equal(take(&w, EDITOR, "submit", one), ERR_CONFLICT);
	assert_int_equal(take(&w, EDITOR, "submit", two), ERR_OK);
	assert_int_equal(take(&w, REVIEWER, "publish", two), ERR_OK);
	assert_int_equal(w.live.version, 2);
	assert_int_equal(take(&w, EDITOR, "withdraw", "线路已撤"), ERR_FORBIDDEN);
	assert_int_equal(take(&w, REVIEWER, "withdraw", "线路已撤"), ERR_OK);
	assert_int_equal(take(&w, REVIEWER, "withdraw", "线路已撤"), ERR_STATE);
	article_free(&w.live);
}

static void
nobody_lets_out_his_own(void **state)
{
	struct world w = { 0 };
	char one[2000];

	(void)state;
	text_of(one, sizeof(one), 1, "");
	/* a reviewer may write too; then another one lets it out, also when an editor sent it */
	assert_int_equal(take(&w, REVIEWER, "draft", one), ERR_OK);
	assert_int_equal(take(&w, EDITOR, "submit", one), ERR_OK);
	assert_int_equal(take(&w, REVIEWER, "publish", one), ERR_FORBIDDEN);
	assert_int_equal(take(&w, "1101", ROLE_BIT(LEADER), "publish", one), ERR_OK);
	article_free(&w.live);
}

static void
who_may_at_all(void **state)
{
	struct world w = { 0 };
	const struct article_case c = { &w.flow, "", NULL, 0 };

	(void)state;
	for (int role = 0; role < ROLE_NO_COUNT; role++)
		for (int s = 0; s < ARTICLE_STEP_COUNT; s++) {
			const bool edits = (ROLES_KB_EDIT & 1U << role) != 0;
			const bool reviews = (ROLES_KB_REVIEW & 1U << role) != 0;
			const bool may = s == ARTICLE_STEP_DRAFT || s == ARTICLE_STEP_SUBMIT ||
						 s == ARTICLE_STEP_DISCARD
					     ? edits
					     : reviews && s != ARTICLE_STEP_IMPORT;
			struct err e = { 0 };

			assert_int_equal(article_flow_may(&c, (enum article_step)s, "1", 1U << role,
					     &e) != ERR_FORBIDDEN,
			    may);
		}
}

static void
what_it_must_say(void **state)
{
	static const struct {
		const char *from, *to;
		enum err_code rc;
	} cases[] = {
		{ "basis: 云市政8号\n", "", ERR_GUARD },
		{ "until: 2027-12-31", "until: 2026-11-21", ERR_GUARD },
		{ "from: 2026-01-01", "from: 2028-01-01", ERR_GUARD },
		{ "请提供灯杆编号。", "", ERR_INVALID },
		{ "kb_no: K0205-09", "kb_no: K0205-08", ERR_INVALID },
		{ "version: 1\n", "version: 1\nstatus: offline\n", ERR_INVALID },
		{ "kind: guide", "kind: poem", ERR_INVALID },
	};
	char one[2000];

	(void)state;
	text_of(one, sizeof(one), 1, "");
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct world w = { 0 };
		struct str text = { 0 };
		const char *hit = strstr(one, cases[i].from);

		assert_non_null(hit);
		str_add_n(&text, one, (size_t)(hit - one));
		str_addf(&text, "%s%s", cases[i].to, hit + strlen(cases[i].from));
		assert_int_equal(take(&w, EDITOR, "submit", str_c(&text)), cases[i].rc);
		if (cases[i].rc == ERR_GUARD) /* half done it may be kept */
			assert_int_equal(take(&w, EDITOR, "draft", str_c(&text)), ERR_OK);
		str_free(&text);
	}
}

static void
steps_out_of_order_change_nothing(void **state)
{
	struct world w = { 0 };
	struct record r = step(&w, "1108", "return", "不行");

	(void)state;
	article_flow_apply(&w.flow, &r);
	assert_int_equal(w.flow.copy, ARTICLE_COPY_NONE);
	assert_int_equal(w.flow.last_at, 0);
	record_free(&r);
	r = step(&w, "1108", "dance", "不行");
	assert_int_equal(article_step_of(&r), -1);
	article_flow_apply(&w.flow, &r);
	assert_int_equal(record_check(&r, NULL), ERR_UNKNOWN_CODE);
	record_free(&r);
}

static void
many_writers(void **state)
{
	struct world w = { 0 };
	char one[2000];

	(void)state;
	text_of(one, sizeof(one), 1, "");
	for (int i = 0; i <= ARTICLE_WRITERS; i++) {
		char who[16];

		(void)snprintf(who, sizeof(who), "20%02d", i);
		assert_int_equal(take(&w, who, ROLE_BIT(KB_EDITOR), "draft", one), ERR_OK);
	}
	assert_int_equal(take(&w, "2000", ROLE_BIT(KB_EDITOR), "submit", one), ERR_OK);
	assert_int_equal(take(&w, REVIEWER, "publish", one), ERR_FORBIDDEN);
}

/* ---- corrections ---- */

#define ASKED "01890000-0000-7000-8000-00000000000a"

static void
an_answer_names_its_correction(void **state)
{
	static const struct {
		enum record_kind kind;
		const char *text;
		enum err_code rc;
	} cases[] = {
		{ RECORD_ANSWER, "=" ASKED "\n已改", ERR_OK },
		{ RECORD_ANSWER, "=" ASKED "\n", ERR_INVALID },
		{ RECORD_ANSWER, "已改", ERR_INVALID },
		{ RECORD_TASK, "=" ASKED "\n2026-11-25 问市政局", ERR_OK },
		{ RECORD_TASK, "=" ASKED "\n2026-11-25", ERR_OK },
		{ RECORD_TASK, "=" ASKED "\n2026-13-25", ERR_INVALID },
		{ RECORD_TASK, "=" ASKED "\n问市政局", ERR_INVALID },
	};
	struct record asked = { .kind = RECORD_CORRECT, .by = "1154" }, r;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		r = (struct record){ .id = ASKED, .kind = cases[i].kind, .by = "1106", .at = 1 };
		str_copy(r.object, sizeof(r.object), "1154");
		str_copy(r.code, sizeof(r.code), r.kind == RECORD_ANSWER ? "fixed" : "");
		assert_true(record_set_text(&r, cases[i].text));
		assert_int_equal(record_check(&r, NULL), cases[i].rc);
		record_free(&r);
	}
	r = (struct record){ .kind = RECORD_ANSWER, .object = "1155" };
	assert_int_equal(correction_check_about(&r, &asked, NULL), ERR_FORBIDDEN);
	str_copy(r.object, sizeof(r.object), "1154");
	assert_int_equal(correction_check_about(&r, &asked, NULL), ERR_OK);
	asked.kind = RECORD_CITE;
	assert_int_equal(correction_check_about(&r, &asked, NULL), ERR_FORBIDDEN);
}

static void
a_task_reads_back(void **state)
{
	struct record r = { .kind = RECORD_TASK };
	struct str text = { 0 };
	char id[ID_SIZE];

	(void)state;
	correction_task_write(ASKED, civil_parse_day("2026-11-25"), "问市政局", &text);
	assert_true(record_set_text(&r, str_c(&text)));
	assert_true(correction_about(&r, id));
	assert_string_equal(id, ASKED);
	assert_int_equal(correction_due(&r), civil_parse_day("2026-11-25"));
	assert_string_equal(correction_words(&r), "问市政局");
	str_free(&text);
	record_free(&r);
}

static void
what_was_looked_for(void **state)
{
	static const char *const cases[][2] = {
		{ "  公积金　提取 ", "公积金 提取" },
		{ "GJJ", "gjj" },
		{ "停", "" },
		{ "13800000678", "" },
		{ "138 0000-0678 停水", "" },
		{ "A座302", "a座302" },
		{ "", "" },
		{ " \n", "" },
	};
	char out[RECORD_OBJECT_BYTES];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		correction_query(cases[i][0], out);
		assert_string_equal(out, cases[i][1]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_usual_way),
		cmocka_unit_test(nobody_lets_out_his_own),
		cmocka_unit_test(who_may_at_all),
		cmocka_unit_test(what_it_must_say),
		cmocka_unit_test(steps_out_of_order_change_nothing),
		cmocka_unit_test(many_writers),
		cmocka_unit_test(an_answer_names_its_correction),
		cmocka_unit_test(a_task_reads_back),
		cmocka_unit_test(what_was_looked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
