/* test_knowledge: the knowledge screen: search as one types, the list and the article, what may be cited and what only
 * after a question; what the intake form makes of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../lib/viewcache.h"
#include "base/str.h"

static struct viewcache cache;

static void
fill(struct viewdesk *d, int rows, int cols)
{
	viewdesk_init(d, rows, cols);
	viewcache_open(&cache, d);
	viewcache_articles(&cache);
	viewcache_used(&cache, "K0108-01", "318");
	viewcache_used(&cache, "K0108-02", "204");
	viewcache_used(&cache, "K0205-01", "97");
}

static void
start(struct viewdesk *d, int rows, int cols)
{
	fill(d, rows, cols);
	viewdesk_open(d, "knowledge", NULL);
	viewdesk_draw(d);
}

static void
stop(struct viewdesk *d)
{
	viewdesk_free(d);
	viewcache_close(&cache);
}

static void
test_nothing_typed_lists_what_is_used_most(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_golden(&d, "knowledge-80");
	stop(&d);
	start(&d, 36, 120);
	viewdesk_golden(&d, "knowledge-120");
	stop(&d);
}

static void
test_search_as_one_types(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, "gjj 提取");
	viewdesk_golden(&d, "knowledge-search-80");
	viewdesk_key(&d, ACTION_ERASE_HEAD);
	viewdesk_type(&d, "12345");
	viewdesk_golden(&d, "knowledge-digits-80");
	viewdesk_key(&d, ACTION_ERASE_HEAD);
	viewdesk_type(&d, "漏电");
	viewdesk_golden(&d, "knowledge-snippet-80");
	viewdesk_key(&d, ACTION_ERASE_HEAD);
	viewdesk_type(&d, "天外飞仙");
	viewdesk_golden(&d, "knowledge-nothing-80");
	stop(&d);
	start(&d, 36, 120);
	viewdesk_type(&d, "gjj 提取");
	viewdesk_golden(&d, "knowledge-search-120");
	stop(&d);
}

static void
test_digits_choose_on_the_list_only(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, "gjj 提取");
	viewdesk_type(&d, "\t2");
	viewdesk_golden(&d, "knowledge-list-80");
	viewdesk_type(&d, "9");
	assert_string_equal(d.said, "这里没有第 9 条");
	viewdesk_key(&d, ACTION_UP);
	viewdesk_key(&d, ACTION_UP); /* from the first row back to the query */
	viewdesk_type(&d, "2");
	assert_true(viewdesk_shows(&d, "gjj 提取2"));
	viewdesk_key(&d, ACTION_ERASE);
	viewdesk_key(&d, ACTION_DOWN); /* the first is shown already */
	assert_true(viewdesk_shows(&d, ">2 公积金异地提取怎样办"));
	viewdesk_type(&d, "材料"); /* words go to the query from anywhere */
	assert_true(viewdesk_shows(&d, "gjj 提取材料"));
	stop(&d);
}

static void
test_more_rows_than_the_screen(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, "电话\t");
	for (int i = 0; i < 5; i++)
		viewdesk_key(&d, ACTION_DOWN);
	viewdesk_golden(&d, "knowledge-more-80");
	viewdesk_key(&d, ACTION_HOME);
	assert_true(viewdesk_shows(&d, ">1 "));
	stop(&d);
}

static void
test_pages_of_the_body(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, "gjj 提取");
	assert_true(viewdesk_shows(&d, "第 1/"));
	viewdesk_key(&d, ACTION_PAGE_DOWN);
	assert_true(viewdesk_shows(&d, "第 2/"));
	assert_true(viewdesk_shows(&d, "gjj 提取"));
	for (int i = 0; i < 20; i++)
		viewdesk_key(&d, ACTION_PAGE_DOWN);
	viewdesk_golden(&d, "knowledge-last-page-80");
	for (int i = 0; i < 20; i++)
		viewdesk_key(&d, ACTION_PAGE_UP);
	assert_true(viewdesk_shows(&d, "第 1/"));
	stop(&d);
}

/* ---- citing ---- */

/* What the knowledge screen says to the form, or nothing. */
static const struct cited *
handed(struct viewdesk *d)
{
	if (d->desk.cited.kb_no[0] == '\0')
		return NULL;
	assert_string_equal(d->opened, "intake:");
	return &d->desk.cited;
}

static void
start_with_sheet(struct viewdesk *d, struct draft *sheet)
{
	fill(d, 24, 80);
	draft_init(sheet);
	(void)str_copy(sheet->id, sizeof(sheet->id), "0190e000-0000-7000-8000-000000000001");
	d->desk.sheet = sheet;
}

static void
test_enter_cites_into_the_sheet(void **state)
{
	struct viewdesk d;
	struct draft sheet;

	(void)state;
	start_with_sheet(&d, &sheet);
	viewdesk_open(&d, "knowledge", NULL);
	viewdesk_type(&d, "gjj提取\n");
	assert_non_null(handed(&d));
	assert_string_equal(handed(&d)->kb_no, "K0108-01");
	assert_string_equal(handed(&d)->draft, sheet.id);
	assert_int_equal(handed(&d)->how, CITED_ONLY);
	/* the form closes it by coming back to what was below: it says so once */
	assert_int_equal(d.view.ops->resume(&d.view) & VIEW_CLOSE, VIEW_CLOSE);
	assert_int_equal(d.view.ops->resume(&d.view) & VIEW_CLOSE, 0);
	assert_false(viewdesk_shows(&d, "gjj提取"));
	stop(&d);
}

static void
test_without_a_sheet_only_answering_begins_one(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, "gjj提取\n");
	assert_null(handed(&d));
	assert_non_null(strstr(d.said, "Ctrl-R"));
	viewdesk_key(&d, ACTION_CITE_ANSWER);
	assert_non_null(handed(&d));
	assert_string_equal(handed(&d)->draft, "");
	assert_int_equal(handed(&d)->how, CITED_AS_ANSWER);
	stop(&d);
}

static void
test_what_must_not_be_read_is_asked_about(void **state)
{
	static const struct {
		const char *query, *why, *golden;
	} bad[] = {
		{ "租房提取额度", "过期12天, 勿读", "knowledge-expired-80" },
		{ "2027年租房提取新额度", "未生效, 勿读", "knowledge-not-yet-80" },
		{ "供暖投诉分流", "仅内部, 不读给来电人", "knowledge-internal-80" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct viewdesk d;
		struct draft sheet;

		start_with_sheet(&d, &sheet);
		viewdesk_open(&d, "knowledge", NULL);
		viewdesk_type(&d, bad[i].query);
		assert_true(viewdesk_shows(&d, bad[i].why));
		viewdesk_key(&d, ACTION_ENTER);
		assert_int_equal(d.bits & VIEW_FLUSH, VIEW_FLUSH);
		viewdesk_golden(&d, bad[i].golden);
		viewdesk_key(&d, ACTION_ENTER); /* nobody cites it by the key that came next */
		assert_null(handed(&d));
		viewdesk_key(&d, ACTION_BACK);
		assert_null(handed(&d));
		viewdesk_key(&d, ACTION_CITE_ANSWER);
		viewdesk_type(&d, "1");
		assert_non_null(handed(&d));
		assert_int_equal(handed(&d)->how, CITED_OWN_WORDS);
		stop(&d);
	}
}

static void
test_a_sheet_is_offered_what_fits_it(void **state)
{
	struct viewdesk d;
	struct draft sheet;

	(void)state;
	start_with_sheet(&d, &sheet);
	assert_true(fields_set(&sheet.f, TF_CONTENT, "门口路灯坏了三天, 晚上很黑, 没人修"));
	viewdesk_open(&d, "knowledge", NULL);
	viewdesk_golden(&d, "knowledge-fits-80");
	viewdesk_key(&d, ACTION_ENTER);
	assert_string_equal(handed(&d)->kb_no, "K0205-01");
	draft_free(&sheet);
	stop(&d);
}

static void
test_others_read_and_do_not_cite(void **state)
{
	struct viewdesk d;

	(void)state;
	fill(&d, 24, 80);
	d.desk.me.roles = ROLE_BIT(TOWNSHIP);
	viewdesk_open(&d, "knowledge", NULL);
	viewdesk_type(&d, "路灯\n");
	assert_null(handed(&d));
	assert_true(viewdesk_shows(&d, "读给来电人"));
	stop(&d);
}

/* ---- the form's side ---- */

static void
hand(struct viewdesk *d, const char *kb_no, enum cited_how how)
{
	(void)str_copy(d->desk.cited.kb_no, sizeof(d->desk.cited.kb_no), kb_no);
	d->desk.cited.how = how;
	if (d->desk.sheet != NULL)
		(void)str_copy(d->desk.cited.draft, sizeof(d->desk.cited.draft), d->desk.sheet->id);
	d->said[0] = '\0';
	(void)d->view.ops->resume(&d->view);
}

static void
start_form(struct viewdesk *d, const char *words)
{
	fill(d, 24, 80);
	viewdesk_open(d, "intake", NULL);
	viewdesk_call(d, "13812345678");
	viewdesk_type(d, words);
}

static void
test_cited_in_the_form(void **state)
{
	struct viewdesk d;

	(void)state;
	start_form(&d, "门口路灯坏了三天");
	hand(&d, "K0205-01", CITED_ONLY);
	assert_string_equal(d.said, "已引用 K0205-01 路灯坏了怎么报修");
	hand(&d, "K0205-02", CITED_ONLY);
	hand(&d, "K0205-01", CITED_ONLY);
	assert_string_equal(fields_get(d.journal, TF_KB_REFS), "K0205-01,K0205-02");
	assert_string_equal(fields_get(d.journal, TF_ANSWER), "");
	assert_string_equal(fields_get(d.journal, TF_CONTENT), "门口路灯坏了三天");
	viewdesk_type(&d, ", 很黑"); /* the cursor is where it was */
	assert_string_equal(fields_get(d.journal, TF_CONTENT), "门口路灯坏了三天, 很黑");
	stop(&d);
}

static void
test_a_question_is_answered_and_closed(void **state)
{
	struct viewdesk d;
	const struct job *j;

	(void)state;
	start_form(&d, "");
	hand(&d, "K0108-01", CITED_AS_ANSWER);
	viewdesk_golden(&d, "knowledge-answered-80");
	viewdesk_key(&d, ACTION_SUBMIT);
	j = viewdesk_last(&d, JOB_SUBMIT);
	assert_non_null(j);
	assert_int_equal(j->act, EVENT_SUBMIT_DIRECT);
	assert_string_equal(fields_get(&j->draft.f, TF_KB_REFS), "K0108-01");
	assert_string_equal(fields_get(&j->draft.f, TF_TYPE), "consult");
	assert_string_equal(fields_get(&j->draft.f, TF_CATEGORY), "0108");
	assert_non_null(strstr(fields_get(&j->draft.f, TF_ANSWER), "购房提取请带身份证"));
	viewdesk_done(&d, JOB_SUBMIT, "261121104212115412");
	assert_null(d.desk.sheet); /* sent: nothing can be cited into it any more */
	stop(&d);
}

static void
test_complaints_are_cited_never_answered(void **state)
{
	struct viewdesk d;

	(void)state;
	start_form(&d, "公积金中心工作人员态度恶劣, 我要投诉");
	viewdesk_key(&d, ACTION_ENTER);
	viewdesk_key(&d, ACTION_ENTER);
	viewdesk_type(&d, "t"); /* 类型 投诉 */
	hand(&d, "K0108-01", CITED_AS_ANSWER);
	assert_non_null(strstr(d.said, "投诉和举报要派单办理"));
	assert_string_equal(fields_get(d.journal, TF_KB_REFS), "K0108-01");
	assert_string_equal(fields_get(d.journal, TF_ANSWER), "");
	stop(&d);
}

static void
test_own_words_stay(void **state)
{
	struct viewdesk d;

	(void)state;
	start_form(&d, "问公积金租房提取");
	hand(&d, "K0108-01", CITED_OWN_WORDS);
	assert_non_null(strstr(d.said, "请自己写答复"));
	assert_string_equal(fields_get(d.journal, TF_ANSWER), "");
	viewdesk_type(&d, "已口头说明。");
	assert_string_equal(fields_get(d.journal, TF_ANSWER), "已口头说明。");
	hand(&d, "K0108-01", CITED_AS_ANSWER);
	assert_true(str_starts(fields_get(d.journal, TF_ANSWER), "已口头说明。\n购房提取"));
	hand(&d, "K9999-99", CITED_ONLY);
	assert_non_null(strstr(d.said, "K9999-99"));
	stop(&d);
}

static void
test_the_form_offers_what_fits_the_words(void **state)
{
	struct news n = { .kind = NEWS_TABLES, .tables = CACHE_ARTICLES };
	struct viewdesk d;

	(void)state;
	start_form(&d, "红山路78号门口路灯坏了三天, 晚上很黑");
	viewdesk_golden(&d, "knowledge-form-80");
	viewdesk_type(&d, "\t\n"); /* the proposal is taken: now the category is known */
	viewdesk_golden(&d, "knowledge-form-taken-80");
	viewdesk_news(&d, &n);
	assert_false(viewdesk_shows(&d, "路灯坏了怎么报修"));
	(void)d.view.ops->idle(&d.view);
	assert_true(viewdesk_shows(&d, "路灯坏了怎么报修"));
	stop(&d);
	fill(&d, 36, 120);
	viewdesk_open(&d, "intake", NULL);
	viewdesk_call(&d, "13812345678");
	viewdesk_draw(&d);
	viewdesk_type(&d, "红山路78号门口路灯坏了三天, 晚上很黑");
	viewdesk_golden(&d, "knowledge-form-120");
	stop(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing_typed_lists_what_is_used_most),
		cmocka_unit_test(test_search_as_one_types),
		cmocka_unit_test(test_digits_choose_on_the_list_only),
		cmocka_unit_test(test_more_rows_than_the_screen),
		cmocka_unit_test(test_pages_of_the_body),
		cmocka_unit_test(test_enter_cites_into_the_sheet),
		cmocka_unit_test(test_without_a_sheet_only_answering_begins_one),
		cmocka_unit_test(test_what_must_not_be_read_is_asked_about),
		cmocka_unit_test(test_a_sheet_is_offered_what_fits_it),
		cmocka_unit_test(test_others_read_and_do_not_cite),
		cmocka_unit_test(test_cited_in_the_form),
		cmocka_unit_test(test_a_question_is_answered_and_closed),
		cmocka_unit_test(test_complaints_are_cited_never_answered),
		cmocka_unit_test(test_own_words_stay),
		cmocka_unit_test(test_the_form_offers_what_fits_the_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
