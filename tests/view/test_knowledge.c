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
#include "base/id.h"
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

/* On a slow line the list waits for a pause; a key that acts on it does not. */
static void
test_a_slow_line(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	d.desk.low_bandwidth = true;
	viewdesk_input(&d, input_text("路灯"));
	assert_true(viewdesk_shows(&d, ">  公积金提取需要什么材料"));
	(void)d.view.ops->idle(&d.view);
	assert_true(viewdesk_shows(&d, ">  路灯坏了怎么报修"));
	viewdesk_key(&d, ACTION_ERASE_HEAD);
	viewdesk_input(&d, input_text("gjj提取"));
	viewdesk_key(&d, ACTION_CITE_ANSWER);
	assert_string_equal(handed(&d)->kb_no, "K0108-01");
	stop(&d);
}

static bool
at_once(void *arg)
{
	(void)arg;
	return true;
}

/* A search that is cut short says so, and is asked again, to its end, at the pause. */
static void
test_a_search_cut_short(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	assert_false(viewdesk_shows(&d, "未完"));
	cache_reader_patience(d.desk.cache, at_once, NULL);
	viewdesk_input(&d, input_text("办理 材料 什么 怎么 哪里 多少"));
	assert_true(viewdesk_shows(&d, "未完"));
	(void)d.view.ops->idle(&d.view); /* keys still come: no end yet */
	assert_true(viewdesk_shows(&d, "未完"));
	cache_reader_patience(d.desk.cache, NULL, NULL);
	(void)d.view.ops->idle(&d.view);
	assert_false(viewdesk_shows(&d, "未完"));
	assert_false(viewdesk_shows(&d, "没有找到"));
	viewdesk_type(&d, "路灯");
	cache_reader_patience(d.desk.cache, at_once, NULL);
	viewdesk_key(&d, ACTION_ERASE_HEAD); /* nothing typed asks for nothing to be found */
	assert_false(viewdesk_shows(&d, "未完"));
	cache_reader_patience(d.desk.cache, NULL, NULL);
	stop(&d);
}

static void
test_what_nobody_means_to_type(void **state)
{
	static const char *const junk[] = { "\"", "AND OR NOT NEAR(", "* ^ : -", "。，！", "%_'--",
		"\t" };
	char long_one[4096];
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	for (size_t i = 0; i < sizeof(junk) / sizeof(junk[0]); i++) {
		viewdesk_input(&d, input_paste(junk[i]));
		viewdesk_draw(&d);
		assert_string_equal(d.said, "");
		viewdesk_key(&d, ACTION_ERASE_HEAD);
	}
	memset(long_one, 'x', sizeof(long_one) - 1);
	long_one[sizeof(long_one) - 1] = '\0';
	viewdesk_input(&d, input_paste(long_one));
	assert_string_not_equal(d.said, ""); /* too long for a question: nothing of it is taken */
	assert_true(viewdesk_shows(&d, "汉字或拼音首字母"));
	viewdesk_type(&d, "天外飞仙");
	viewdesk_key(&d, ACTION_USELESS);
	assert_non_null(strstr(d.said, "没有查到知识"));
	for (enum action a = ACTION_NONE + 1; a < ACTION_COUNT; a++) { /* with nothing found */
		if (a == ACTION_ERASE || a == ACTION_ERASE_HEAD || a == ACTION_ERASE_WORD)
			continue;
		viewdesk_key(&d, a);
		viewdesk_draw(&d);
	}
	assert_null(viewdesk_last(&d, JOB_RECORD));
	stop(&d);
}

/* ---- citing ---- */

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
	assert_false(viewdesk_shows(&d, "本单"));
	assert_true(viewdesk_shows(&d, "引用并直接答复"));
	viewdesk_key(&d, ACTION_CITE_ANSWER);
	assert_non_null(handed(&d));
	assert_string_equal(handed(&d)->draft, "");
	assert_int_equal(handed(&d)->how, CITED_AS_ANSWER);
	stop(&d);
}

static void
acceptance_i_what_has_expired_is_asked_about(void **state)
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

/* ---- what is written down ---- */

/* The newest record asked for, as the engine would keep it. */
static const struct record *
keep_record(struct viewdesk *d)
{
	struct job *j = viewdesk_last(d, JOB_RECORD);
	struct news n = { .kind = NEWS_TABLES, .tables = CACHE_RECORDS };
	struct err e = { 0 };

	assert_non_null(j);
	id_new(j->record.id);
	(void)str_copy(j->record.by, sizeof(j->record.by), "1154");
	j->record.at = d->desk.now;
	if (cache_record_add(cache.w, &j->record, &e) != ERR_OK)
		fail_msg("%s: %s", e.where, e.text);
	viewdesk_news(d, &n);
	return &j->record;
}

static void
test_what_was_told_is_kept(void **state)
{
	struct viewdesk d;
	const struct record *r;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, "gjj提取");
	viewdesk_key(&d, ACTION_TELL);
	assert_string_equal(d.said, "没有来电, 不用记已告知");
	viewdesk_call(&d, "13812345678");
	viewdesk_key(&d, ACTION_TELL);
	r = keep_record(&d);
	assert_int_equal(r->kind, RECORD_TOLD);
	assert_string_equal(r->object, "K0108-01");
	assert_string_equal(r->call, d.desk.call.id);
	assert_true(str_starts(record_text(r), "第7版: 购房提取"));
	viewdesk_golden(&d, "knowledge-told-80");
	viewdesk_key(&d, ACTION_TELL); /* once a call */
	assert_string_equal(d.said, "这条已经记过告知");
	assert_int_equal(d.n_jobs, 1);
	viewdesk_key(&d, ACTION_ERASE_HEAD);
	viewdesk_type(&d, "租房提取额度");
	viewdesk_key(&d, ACTION_TELL); /* it was read all the same */
	assert_non_null(strstr(d.said, "请当场更正"));
	(void)keep_record(&d);
	viewdesk_golden(&d, "knowledge-told-two-80");
	viewdesk_call(&d, "13812345679"); /* another caller was told nothing */
	(void)d.view.ops->resume(&d.view);
	assert_true(viewdesk_shows(&d, "已告知来电人: -"));
	stop(&d);
}

static void
test_citing_is_recorded(void **state)
{
	struct viewdesk d;
	const struct record *r;

	(void)state;
	start(&d, 24, 80);
	viewdesk_call(&d, "13812345678");
	viewdesk_type(&d, "gjj提取");
	viewdesk_key(&d, ACTION_CITE_ANSWER);
	assert_int_equal(d.n_jobs, 2); /* cited, and told */
	assert_int_equal(d.jobs[0]->record.kind, RECORD_CITE);
	r = keep_record(&d);
	assert_int_equal(r->kind, RECORD_TOLD);
	viewdesk_key(&d, ACTION_CITE_ANSWER);
	assert_int_equal(d.n_jobs, 3); /* told once */
	r = keep_record(&d);
	assert_int_equal(r->kind, RECORD_CITE);
	assert_string_equal(r->object, "K0108-01");
	stop(&d);
}

static void
answer_last(struct viewdesk *d, enum job_kind kind, enum err_code code)
{
	struct news n = { .kind = NEWS_DONE, .job = viewdesk_last(d, kind)->id };

	if (code != ERR_OK)
		(void)err_set(&n.err, code, "磁盘已满");
	viewdesk_news(d, &n);
}

static void
test_a_correction(void **state)
{
	struct viewdesk d;
	struct record r = { 0 };

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, "gjj提取");
	viewdesk_key(&d, ACTION_LINE_END); /* Ctrl-E at the end of the query */
	viewdesk_golden(&d, "knowledge-mend-80");
	viewdesk_type(&d, "9");
	assert_true(viewdesk_shows(&d, "1 有误"));
	viewdesk_type(&d, "2窗口2026年12月起搬到政务中心三楼");
	viewdesk_golden(&d, "knowledge-mend-words-80");
	assert_string_equal(fields_get(d.journal, TF_CONTENT), "窗口2026年12月起搬到政务中心三楼");
	viewdesk_key(&d, ACTION_ENTER);
	(void)record_copy(&r, &viewdesk_last(&d, JOB_RECORD)->record);
	assert_int_equal(r.kind, RECORD_CORRECT);
	assert_string_equal(r.object, "K0108-01");
	assert_string_equal(r.code, "outdated");
	assert_string_equal(record_text(&r), "窗口2026年12月起搬到政务中心三楼");
	record_free(&r);
	answer_last(&d, JOB_RECORD, ERR_DB);
	assert_non_null(strstr(d.said, "写的话还在"));
	assert_true(viewdesk_shows(&d, "政务中心三楼"));
	viewdesk_key(&d, ACTION_ENTER);
	(void)keep_record(&d);
	answer_last(&d, JOB_RECORD, ERR_OK);
	assert_true(str_starts(d.said, "已报采编: K0108-01"));
	assert_non_null(viewdesk_last(&d, JOB_DRAFT_DROP));
	assert_true(viewdesk_shows(&d, "引用并直接答复"));
	stop(&d);
}

/* Words that come before the choice are words, with their digits; Enter, then the choice. */
static void
test_a_correction_written_first(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, "gjj提取");
	viewdesk_key(&d, ACTION_LINE_END);
	viewdesk_type(&d, "窗口12月搬到3楼");
	assert_true(viewdesk_shows(&d, "窗口12月搬到3楼"));
	assert_string_equal(fields_get(d.journal, TF_CONTENT), "窗口12月搬到3楼");
	viewdesk_key(&d, ACTION_ENTER);
	assert_null(viewdesk_last(&d, JOB_RECORD));
	assert_non_null(strstr(d.said, "按 1 至"));
	viewdesk_type(&d, "2");
	assert_true(viewdesk_shows(&d, "窗口12月搬到3楼"));
	viewdesk_key(&d, ACTION_ENTER);
	assert_string_equal(viewdesk_last(&d, JOB_RECORD)->record.code, "outdated");
	assert_string_equal(record_text(&viewdesk_last(&d, JOB_RECORD)->record), "窗口12月搬到3楼");
	stop(&d);
}

/* Esc keeps the words: the table and the journal have them, the strip begins with them again. */
static void
test_a_correction_put_off(void **state)
{
	struct viewdesk d;
	struct err e = { 0 };
	const struct job *j;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, "gjj提取\t");
	viewdesk_key(&d, ACTION_CORRECT);
	viewdesk_type(&d, "3没写贷款");
	viewdesk_key(&d, ACTION_BACK);
	j = viewdesk_last(&d, JOB_DRAFT_SAVE);
	assert_non_null(j);
	if (cache_draft_save(cache.w, &j->draft, 1, &e) != ERR_OK)
		fail_msg("%s", e.text);
	view_close(&d.view);
	viewdesk_open(&d, "knowledge", "gjj提取");
	viewdesk_draw(&d);
	viewdesk_key(&d, ACTION_LINE_END);
	assert_true(viewdesk_shows(&d, "没写贷款"));
	assert_true(viewdesk_shows(&d, "缺内容"));
	viewdesk_key(&d, ACTION_ENTER);
	assert_string_equal(viewdesk_last(&d, JOB_RECORD)->record.code, "missing");
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

/* Nobody chose a type and it sounds like a complaint: taken for a question, and said so. */
static void
test_words_that_sound_like_a_complaint(void **state)
{
	struct viewdesk d;

	(void)state;
	start_form(&d, "我要投诉建材城半夜装修噪声扰民");
	hand(&d, "K0108-01", CITED_AS_ANSWER);
	assert_non_null(strstr(d.said, "请先改类型"));
	assert_string_equal(fields_get(d.journal, TF_TYPE), "consult");
	stop(&d);
}

/* Praise is neither answered nor closed by an article; a suggestion may be, from knowledge only (practice A7). */
static void
test_by_type(void **state)
{
	struct viewdesk d;

	(void)state;
	start_form(&d, "建议公积金提取少交几样材料");
	viewdesk_key(&d, ACTION_ENTER);
	viewdesk_key(&d, ACTION_ENTER);
	viewdesk_type(&d, "5"); /* 类型 建议 */
	hand(&d, "K0108-01", CITED_AS_ANSWER);
	assert_true(viewdesk_shows(&d, "读:"));
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_non_null(viewdesk_last(&d, JOB_SUBMIT));
	assert_int_equal(viewdesk_last(&d, JOB_SUBMIT)->act, EVENT_SUBMIT_DIRECT);
	stop(&d);
	start_form(&d, "表扬公积金中心窗口");
	viewdesk_key(&d, ACTION_ENTER);
	viewdesk_key(&d, ACTION_ENTER);
	viewdesk_type(&d, "b"); /* 类型 表扬 */
	hand(&d, "K0108-01", CITED_AS_ANSWER);
	assert_non_null(strstr(d.said, "不能直接答复办结"));
	assert_string_equal(fields_get(d.journal, TF_ANSWER), "");
	stop(&d);
}

static void
test_a_call_for_help_wants_consent(void **state)
{
	struct viewdesk d;

	(void)state;
	start_form(&d, "求助: 公积金提不出来");
	viewdesk_key(&d, ACTION_ENTER);
	viewdesk_key(&d, ACTION_ENTER);
	viewdesk_type(&d, "q"); /* 类型 求助 */
	hand(&d, "K0108-01", CITED_AS_ANSWER);
	assert_non_null(strstr(d.said, "同不同意"));
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_null(viewdesk_last(&d, JOB_SUBMIT));
	viewdesk_type(&d, "1");
	assert_non_null(viewdesk_last(&d, JOB_SUBMIT));
	assert_int_equal(viewdesk_last(&d, JOB_SUBMIT)->act, EVENT_SUBMIT_DIRECT);
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

/* One key looks for the same words in everything else: whoever sits there need not know two searches. */
static void
test_the_same_words_in_everything(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, "路灯");
	viewdesk_key(&d, ACTION_PREV);
	assert_string_equal(d.opened, "search:路灯");
	viewdesk_type(&d, "照明");
	viewdesk_key(&d, ACTION_PREV);
	assert_string_equal(d.opened, "search:路灯照明");
	stop(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing_typed_lists_what_is_used_most),
		cmocka_unit_test(test_search_as_one_types),
		cmocka_unit_test(test_the_same_words_in_everything),
		cmocka_unit_test(test_digits_choose_on_the_list_only),
		cmocka_unit_test(test_more_rows_than_the_screen),
		cmocka_unit_test(test_pages_of_the_body),
		cmocka_unit_test(test_a_slow_line),
		cmocka_unit_test(test_a_search_cut_short),
		cmocka_unit_test(test_what_nobody_means_to_type),
		cmocka_unit_test(test_enter_cites_into_the_sheet),
		cmocka_unit_test(test_without_a_sheet_only_answering_begins_one),
		cmocka_unit_test(acceptance_i_what_has_expired_is_asked_about),
		cmocka_unit_test(test_a_sheet_is_offered_what_fits_it),
		cmocka_unit_test(test_others_read_and_do_not_cite),
		cmocka_unit_test(test_what_was_told_is_kept),
		cmocka_unit_test(test_citing_is_recorded),
		cmocka_unit_test(test_a_correction),
		cmocka_unit_test(test_a_correction_written_first),
		cmocka_unit_test(test_a_correction_put_off),
		cmocka_unit_test(test_cited_in_the_form),
		cmocka_unit_test(test_a_question_is_answered_and_closed),
		cmocka_unit_test(test_complaints_are_cited_never_answered),
		cmocka_unit_test(test_words_that_sound_like_a_complaint),
		cmocka_unit_test(test_by_type),
		cmocka_unit_test(test_a_call_for_help_wants_consent),
		cmocka_unit_test(test_own_words_stay),
		cmocka_unit_test(test_the_form_offers_what_fits_the_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
