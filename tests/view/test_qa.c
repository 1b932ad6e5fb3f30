/* test_qa: quality: what was drawn, a sheet filled by digits, a dispute by the one it is about, a second score. */
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
#include "model/qa.h"

enum { LIGHT, HEAT, NOISE, FUND };

static struct viewcache cache;

/* A record that came from the centre, or was written here. */
static void
add(struct viewdesk *d, enum record_kind kind, const char *by, const char *object, int ticket,
    const char *code, const char *result, const char *text, char id[ID_SIZE])
{
	struct record r = { .kind = kind, .at = d->desk.now - 3600000 };
	struct news n = { .kind = NEWS_TABLES, .tables = CACHE_RECORDS };
	struct err e = { 0 };

	id_new(r.id);
	if (id != NULL)
		str_copy(id, ID_SIZE, r.id);
	str_copy(r.by, sizeof(r.by), by);
	str_copy(r.object, sizeof(r.object), object);
	str_copy(r.ticket, sizeof(r.ticket), cache.tickets[ticket].t.id);
	str_copy(r.code, sizeof(r.code), code);
	str_copy(r.result, sizeof(r.result), result);
	assert_true(record_set_text(&r, text));
	if (cache_record_add(cache.w, &r, &e) != ERR_OK)
		fail_msg("%s: %s", e.where, e.text);
	record_free(&r);
	if (d->view.ops != NULL)
		viewdesk_news(d, &n);
}

static void
sit(struct viewdesk *d, int rows, int cols, const char *user, uint32_t roles)
{
	viewdesk_init(d, rows, cols);
	d->desk.me.user = user;
	d->desk.me.roles = roles;
	viewcache_open(&cache, d);
	viewcache_story(&cache);
}

static void
stop(struct viewdesk *d)
{
	viewdesk_free(d);
	viewcache_close(&cache);
}

static void
test_nothing_yet(void **state)
{
	struct viewdesk d;

	(void)state;
	sit(&d, 24, 80, "1154", ROLE_BIT(AGENT));
	viewdesk_open(&d, "qa", NULL);
	assert_true(viewdesk_shows(&d, "没有要评的"));
	viewdesk_key(&d, ACTION_ENTER);
	assert_int_equal(d.n_jobs, 0);
	stop(&d);
}

static void
fill_lists(struct viewdesk *d)
{
	char id[ID_SIZE];
	struct str plea = { 0 };

	add(d, RECORD_QA_DRAW, "system", "1301", FUND, "direct", "",
	    "2026-11 种子42 抽1件, 可抽1件", NULL);
	add(d, RECORD_QA_SHEET, "1302", "1154", NOISE, "agent", "fail",
	    "5.1 8.1x3 7.2\n没有复述, 缺时间和对象", id);
	qa_dispute_write(id, "录音里第40秒已经复述", &plea);
	add(d, RECORD_QA_DISPUTE, "1154", "1154", NOISE, "", "", str_c(&plea), NULL);
	add(d, RECORD_QA_SHEET, "1302", "1107", LIGHT, "agent", "excellent", "", NULL);
	str_free(&plea);
}

static void
test_pictures(void **state)
{
	struct viewdesk d;

	(void)state;
	sit(&d, 24, 80, "1301", ROLE_BIT(QA));
	fill_lists(&d);
	viewdesk_open(&d, "qa", NULL);
	viewdesk_golden(&d, "qa-80");
	viewdesk_key(&d, ACTION_ENTER); /* the one that was drawn */
	viewdesk_type(&d, "1");
	viewdesk_key(&d, ACTION_DOWN);
	viewdesk_type(&d, "11");
	viewdesk_golden(&d, "qa-sheet-80");
	stop(&d);
	sit(&d, 36, 120, "1301", ROLE_BIT(QA));
	fill_lists(&d);
	viewdesk_open(&d, "qa", NULL);
	viewdesk_golden(&d, "qa-120");
	viewdesk_key(&d, ACTION_ENTER);
	viewdesk_key(&d, ACTION_END);
	viewdesk_golden(&d, "qa-sheet-120");
	stop(&d);
}

/* A call is judged by the ear: where to find it stands beside the row and on the sheet, unless the ways need the room. */
static void
test_where_to_listen(void **state)
{
	struct viewdesk d;

	(void)state;
	sit(&d, 24, 80, "1301", ROLE_BIT(QA));
	assert_true(fields_set(&cache.tickets[FUND].t.f, TF_RECORDING, "R-0042"));
	viewcache_put(&cache, FUND);
	fill_lists(&d);
	viewdesk_open(&d, "qa", NULL);
	assert_true(viewdesk_shows(&d, "来电 11-21 09:30  1154 接听  录音 R-0042"));
	assert_true(viewdesk_shows(&d, "问公积金在外地买房怎么提取。"));
	viewdesk_key(&d, ACTION_ENTER);
	assert_true(viewdesk_shows(&d, "录音 R-0042"));
	assert_true(viewdesk_shows(&d, "问公积金在外地买房怎么提取。"));
	viewdesk_key(&d, ACTION_END);
	assert_true(viewdesk_shows(&d, "8=擅自承诺结果"));
	stop(&d);
}

/* What a call-taker marked in her call stands beside the recording, in its order. */
static void
mark(struct viewdesk *d, int64_t seconds, const char *words)
{
	struct record r = { .kind = RECORD_MARK,
		.at = d->desk.now - 3600000 + seconds * 1000,
		.seconds = seconds };

	id_new(r.id);
	str_copy(r.by, sizeof(r.by), "1154");
	str_copy(r.call, sizeof(r.call), "c-42");
	assert_true(record_set_text(&r, words));
	assert_int_equal(cache_record_add(cache.w, &r, NULL), ERR_OK);
	record_free(&r);
}

static void
test_where_she_marked_it(void **state)
{
	struct viewdesk d;

	(void)state;
	sit(&d, 24, 80, "1301", ROLE_BIT(QA));
	assert_true(fields_set(&cache.tickets[FUND].t.f, TF_RECORDING, "R-0042"));
	assert_true(fields_set(&cache.tickets[FUND].t.f, TF_CALL_ID, "c-42"));
	viewcache_put(&cache, FUND);
	mark(&d, 42, "要提前还贷");
	mark(&d, 130, "");
	fill_lists(&d);
	viewdesk_open(&d, "qa", NULL);
	assert_true(viewdesk_shows(&d, "时间点 00:42(要提前还贷) 02:10"));
	stop(&d);
}

static void
test_sheet_by_digits(void **state)
{
	struct viewdesk d;
	struct record *r;

	(void)state;
	sit(&d, 24, 80, "1301", ROLE_BIT(QA));
	fill_lists(&d);
	viewdesk_open(&d, "qa", NULL);
	viewdesk_key(&d, ACTION_ENTER);
	viewdesk_type(&d, "3"); /* there is no third way */
	assert_string_equal(d.said, "这一项没有这种扣分。");
	viewdesk_type(&d, "1");
	assert_true(viewdesk_shows(&d, "98分 优秀"));
	viewdesk_type(&d, "0");
	assert_true(viewdesk_shows(&d, "100分 优秀"));
	viewdesk_type(&d, "2");
	viewdesk_type(&d, "1"); /* nothing left to lose */
	assert_string_equal(d.said, "这一项已经扣完; 按 0 重来。");
	viewdesk_key(&d, ACTION_END);
	viewdesk_type(&d, "8");
	assert_true(viewdesk_shows(&d, "! 0分 一票否决"));
	viewdesk_key(&d, ACTION_SUBMIT); /* the facts must be written */
	assert_null(viewdesk_last(&d, JOB_RECORD));
	viewdesk_type(&d, "承诺三天修好");
	viewdesk_key(&d, ACTION_SUBMIT);
	r = &viewdesk_last(&d, JOB_RECORD)->record;
	assert_int_equal(r->kind, RECORD_QA_SHEET);
	assert_string_equal(r->object, "1154");
	assert_string_equal(r->result, "fatal");
	assert_string_equal(r->ticket, cache.tickets[FUND].t.id);
	assert_string_equal(record_text(r), "1.2 !8\n承诺三天修好");
	str_copy(r->by, sizeof(r->by), "1301");
	viewdesk_done(&d, JOB_RECORD, "");
	assert_true(viewdesk_shows(&d, "被评")); /* back on the list */
	assert_non_null(viewdesk_last(&d, JOB_DRAFT_DROP));
	stop(&d);
}

/* A sheet that is half done is there again after Esc and after the seat began again, and gone when it was taken back. */
static void
test_marks_are_kept(void **state)
{
	const struct draft *kept;
	struct viewdesk d;
	struct err e = { 0 };

	(void)state;
	sit(&d, 24, 80, "1301", ROLE_BIT(QA));
	fill_lists(&d);
	viewdesk_open(&d, "qa", NULL);
	viewdesk_key(&d, ACTION_ENTER);
	viewdesk_type(&d, "1");
	viewdesk_key(&d, ACTION_NEXT);
	viewdesk_type(&d, "开头没有报工号");
	viewdesk_key(&d, ACTION_BACK);
	viewdesk_key(&d, ACTION_BACK);
	assert_true(viewdesk_shows(&d, "被评"));
	kept = &viewdesk_last(&d, JOB_DRAFT_SAVE)->draft;
	assert_string_equal(kept->act, "qa");
	assert_string_equal(kept->view_state, "agent");
	viewdesk_key(&d, ACTION_ENTER); /* at once */
	assert_true(viewdesk_shows(&d, "98分"));
	assert_int_equal(cache_draft_save(cache.w, kept, 1, &e), ERR_OK);
	view_close(&d.view);
	viewdesk_open(&d, "qa", NULL);
	viewdesk_key(&d, ACTION_ENTER);
	assert_true(viewdesk_shows(&d, "98分"));
	assert_true(viewdesk_shows(&d, "开头没有报工号"));
	viewdesk_type(&d, "0");
	viewdesk_key(&d, ACTION_NEXT);
	for (int i = 0; i < 7; i++)
		viewdesk_key(&d, ACTION_ERASE);
	assert_string_equal(viewdesk_last(&d, JOB_DRAFT_DROP)->draft.id, kept->id);
	stop(&d);
}

static void
test_dispute_and_second_score(void **state)
{
	char id[ID_SIZE], want[80];
	struct viewdesk d;
	struct record *r;

	(void)state;
	sit(&d, 24, 80, "1154", ROLE_BIT(AGENT));
	add(&d, RECORD_QA_SHEET, "1302", "1154", NOISE, "agent", "excellent", "5.1\n没有复述", id);
	add(&d, RECORD_QA_SHEET, "1302", "1107", LIGHT, "agent", "pass", "5.1 8.1", NULL);
	viewdesk_open(&d, "qa", NULL);
	assert_false(viewdesk_shows(&d, "路灯")); /* not hers */
	viewdesk_key(&d, ACTION_ENTER);
	viewdesk_type(&d, "1"); /* she may look, not change */
	assert_true(viewdesk_shows(&d, "95分"));
	viewdesk_key(&d, ACTION_SUBMIT);
	viewdesk_type(&d, "已经复述");
	viewdesk_key(&d, ACTION_SUBMIT);
	r = &viewdesk_last(&d, JOB_RECORD)->record;
	assert_int_equal(r->kind, RECORD_QA_DISPUTE);
	snprintf(want, sizeof(want), "=%s\n已经复述", id);
	assert_string_equal(record_text(r), want);
	str_copy(r->by, sizeof(r->by), "1154");
	assert_string_equal(r->object, "1154");
	stop(&d);

	sit(&d, 24, 80, "1301", ROLE_BIT(QA));
	fill_lists(&d);
	viewdesk_open(&d, "qa", NULL);
	viewdesk_key(&d, ACTION_DOWN);
	viewdesk_key(&d, ACTION_ENTER);
	assert_true(viewdesk_shows(&d, "(复评)"));
	assert_true(viewdesk_shows(&d, "81分")); /* as it was scored */
	for (int i = 0; i < 4; i++)
		viewdesk_key(&d, ACTION_DOWN);
	viewdesk_type(&d, "0");
	viewdesk_key(&d, ACTION_SUBMIT);
	r = &viewdesk_last(&d, JOB_RECORD)->record;
	assert_int_equal(r->kind, RECORD_QA_AGAIN);
	assert_string_equal(r->result, "pass");
	str_copy(r->by, sizeof(r->by), "1301");
	r->at = d.desk.now;
	id_new(r->id);
	assert_int_equal(record_check(r, NULL), ERR_OK);
	stop(&d);
}

static void
test_observers_own_sheet(void **state)
{
	struct viewdesk d;

	(void)state;
	sit(&d, 24, 80, "9101", ROLE_BIT(OBSERVER));
	viewdesk_open(&d, "qa", NULL);
	viewdesk_key(&d, ACTION_ENTER); /* a closed ticket, chosen freely */
	assert_true(viewdesk_shows(&d, "社会监督评分"));
	viewdesk_key(&d, ACTION_RIGHT); /* no other sheet for him */
	assert_true(viewdesk_shows(&d, "社会监督评分"));
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_string_equal(viewdesk_last(&d, JOB_RECORD)->record.code, "observer");
	stop(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing_yet),
		cmocka_unit_test(test_pictures),
		cmocka_unit_test(test_where_to_listen),
		cmocka_unit_test(test_where_she_marked_it),
		cmocka_unit_test(test_sheet_by_digits),
		cmocka_unit_test(test_marks_are_kept),
		cmocka_unit_test(test_dispute_and_second_score),
		cmocka_unit_test(test_observers_own_sheet),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
