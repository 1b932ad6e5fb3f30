/* test_outcome: calls that become no ticket, by the book: a wrong number told where to call, a silent line of three
 * sentences five seconds apart, an abusive caller warned three times and handed to the senior. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../lib/viewcache.h"
#include "../lib/viewdesk.h"
#include "base/str.h"
#include "client/view/call/outcome_p.h"
#include "model/caller_tag.h"

#define ID "0190a000-0000-7000-8000-000000000001"

static struct outcome *
state_of(struct viewdesk *d)
{
	return d->view.state;
}

static void
start(struct viewdesk *d)
{
	viewdesk_init(d, 24, 80);
	viewdesk_call(d, "13800005678");
	viewdesk_open(d, "outcome", NULL);
}

static int
records(struct viewdesk *d, enum record_kind kind)
{
	int n = 0;

	for (int i = 0; i < d->n_jobs; i++)
		n += d->jobs[i]->kind == JOB_RECORD && d->jobs[i]->record.kind == kind;
	return n;
}

static void
assert_recorded(struct viewdesk *d, enum record_kind kind, const char *code)
{
	const struct job *j = viewdesk_last(d, JOB_RECORD);
	struct err e = { 0 };
	struct record r;

	assert_non_null(j);
	r = j->record;
	assert_int_equal(r.kind, kind);
	assert_string_equal(r.code, code);
	assert_string_equal(r.call, d->desk.call.id);
	assert_string_equal(r.phone, "13800005678");
	(void)str_copy(r.id, sizeof(r.id), ID); /* the engine's to fill in */
	(void)str_copy(r.by, sizeof(r.by), "1154");
	r.at = 1;
	if (record_check(&r, &e) != ERR_OK)
		fail_msg("%s: %s", e.where, e.text);
}

static void
the_menu_takes_one_digit(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d);
	viewdesk_golden(&d, "outcome-80");
	viewdesk_type(&d, "0");
	assert_null(state_of(&d)->kind);
	viewdesk_input(&d, input_paste("5"));
	assert_null(state_of(&d)->kind);
	viewdesk_type(&d, "5");
	assert_string_equal(state_of(&d)->kind->code, "test");
	assert_true(viewdesk_shows(&d, "测试已记录"));
	viewdesk_key(&d, ACTION_BACK);
	assert_null(state_of(&d)->kind);
	viewdesk_type(&d, "5\n");
	assert_recorded(&d, RECORD_CALL, "test");
	assert_false(d.closed); /* not before it is on disk */
	viewdesk_done(&d, JOB_RECORD, "");
	assert_true(d.closed);
	assert_null(viewdesk_last(&d, JOB_PHONE)); /* nobody hangs up on a caller */
	viewdesk_free(&d);
}

static void
a_wrong_number_is_told_where_to_call(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d);
	viewdesk_type(&d, "2rqgskf");
	viewdesk_key(&d, ACTION_ERASE_HEAD);
	viewdesk_type(&d, "燃气公司 客服");
	viewdesk_golden(&d, "outcome-wrong-80");
	viewdesk_type(&d, "\n");
	assert_recorded(&d, RECORD_CALL, "wrong");
	assert_string_equal(viewdesk_last(&d, JOB_RECORD)->record.object, "U2003-2");
	assert_non_null(strstr(record_text(&viewdesk_last(&d, JOB_RECORD)->record), "8890-0777"));
	viewdesk_key(&d, ACTION_TRANSFER);
	assert_string_equal(d.opened, "transfer:U2003-2");
	viewdesk_free(&d);
}

static void
a_plain_misdial_takes_no_words(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d);
	viewdesk_type(&d, "1\n"); /* whom one sends a caller to is written down */
	assert_int_equal(d.n_jobs, 0);
	assert_non_null(strstr(d.said, "要找的是"));
	viewdesk_key(&d, ACTION_BACK);
	viewdesk_type(&d, "2");
	assert_true(viewdesk_shows(&d, "您可能拨错了号码"));
	viewdesk_golden(&d, "outcome-misdial-80");
	viewdesk_type(&d, "\n");
	assert_recorded(&d, RECORD_CALL, "wrong");
	assert_string_equal(record_text(&viewdesk_last(&d, JOB_RECORD)->record), "");
	assert_false(d.desk.call.noted); /* not before it is on disk */
	viewdesk_done(&d, JOB_RECORD, "");
	assert_true(d.desk.call.noted);
	viewdesk_free(&d);
}

/* The footer names the keys of the place one stands in. */
static void
the_footer_says_what_the_keys_do(void **state)
{
	static const struct {
		const char *typed, *enter, *back;
	} cases[] = { { "", "", "回去, 不记" }, { "1", "记下", "另选" },
		{ "3", "念完三遍挂机", "来电人说话了" }, { "4", "已念一次", "不再辱骂" },
		{ "5", "记下", "另选" } };
	struct viewdesk d;

	(void)state;
	start(&d);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct bar_key *keys;
		const char *enter = "", *back = "";
		size_t n;

		viewdesk_type(&d, cases[i].typed);
		keys = d.view.ops->keys(&d.view, &n);
		for (size_t k = 0; k < n; k++) {
			enter = keys[k].action == ACTION_ENTER ? keys[k].label : enter;
			back = keys[k].action == ACTION_BACK ? keys[k].label : back;
		}
		assert_string_equal(enter, cases[i].enter);
		assert_string_equal(back, cases[i].back);
		if (cases[i].typed[0] != '\0')
			viewdesk_key(&d, ACTION_BACK);
	}
	viewdesk_free(&d);
}

static void
who_is_not_in_the_directory_is_written_down_too(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d);
	viewdesk_type(&d, "2");
	viewdesk_type(&d, "老王家火锅店\n");
	assert_recorded(&d, RECORD_CALL, "wrong");
	assert_string_equal(viewdesk_last(&d, JOB_RECORD)->record.object, "");
	assert_string_equal(record_text(&viewdesk_last(&d, JOB_RECORD)->record), "老王家火锅店");
	viewdesk_free(&d);
}

static void
another_city_has_its_own_number(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d);
	viewdesk_type(&d, "7");
	viewdesk_type(&d, "溪桥");
	assert_true(viewdesk_shows(&d, "098012345"));
	assert_true(viewdesk_shows(&d, "您可以拨打098012345") || viewdesk_shows(&d, "拨打0980"));
	viewdesk_type(&d, "\n");
	assert_recorded(&d, RECORD_CALL, "other_city");
	viewdesk_free(&d);
}

static void
a_silent_line_takes_fifteen_seconds(void **state)
{
	struct viewdesk d;
	int64_t from;

	(void)state;
	start(&d);
	from = d.desk.now;
	viewdesk_type(&d, "3");
	assert_true(viewdesk_shows(&d, "先听 5 秒"));
	for (int i = 0; i < SILENT_STEPS; i++) {
		assert_int_equal(d.view.ops->wake_at(&d.view), from + (i + 1) * SILENT_STEP_MS);
		viewdesk_type(&d, "\n");
		assert_int_equal(d.n_jobs, 0); /* too early to hang up */
		d.desk.now = from + (i + 1) * SILENT_STEP_MS;
	}
	assert_int_equal(d.view.ops->wake_at(&d.view), 0); /* nothing moves any more */
	d.said[0] = '\0';
	viewdesk_golden(&d, "outcome-silent-80");
	viewdesk_type(&d, "\n");
	assert_recorded(&d, RECORD_CALL, "silent");
	assert_int_equal(viewdesk_last(&d, JOB_PHONE)->phone, PHONE_HANGUP);
	viewdesk_free(&d);
}

static void
who_speaks_after_all_is_listened_to(void **state)
{
	struct viewdesk d;
	struct news n = { .kind = NEWS_PHONE, .phone = { .kind = PHONE_SAYS } };

	(void)state;
	start(&d);
	viewdesk_type(&d, "3");
	viewdesk_news(&d, &n);
	assert_non_null(strstr(d.said, "说话了"));
	viewdesk_key(&d, ACTION_BACK);
	viewdesk_key(&d, ACTION_BACK);
	assert_true(d.closed);
	assert_int_equal(d.n_jobs, 0);
	viewdesk_free(&d);
}

static void
abuse_is_warned_three_times_and_goes_to_the_senior(void **state)
{
	static const char *const said[] = { "请您文明用语", "请您冷静", "通话将由班长接听" };
	struct viewdesk d;

	(void)state;
	start(&d);
	viewdesk_type(&d, "4");
	for (int i = 0; i < WARNINGS; i++) {
		char nth[4];

		assert_true(viewdesk_shows(&d, said[i]));
		if (i == 1)
			viewdesk_golden(&d, "outcome-abuse-80");
		viewdesk_type(&d, "\n");
		(void)snprintf(nth, sizeof(nth), "%d", i + 1);
		assert_recorded(&d, RECORD_ABUSE, nth);
	}
	assert_int_equal(records(&d, RECORD_CALL), 0);
	assert_true(viewdesk_shows(&d, "由班长接听"));
	viewdesk_type(&d, "\n");
	assert_recorded(&d, RECORD_CALL, "harass");
	viewdesk_done(&d, JOB_RECORD, "");
	assert_string_equal(d.opened, "transfer:H0001");
	assert_int_equal(/* and waits for a senior's word */
	    caller_tag_code_of(&viewdesk_last(&d, JOB_RECORD)->record), CALLER_TAG_NUISANCE);
	assert_int_equal(caller_tag_check(&viewdesk_last(&d, JOB_RECORD)->record, NULL), ERR_OK);
	assert_null(viewdesk_last(&d, JOB_PHONE));
	viewdesk_free(&d);
}

/* Somebody was reached in this call: how it ended is known, one key writes it down. */
static void
who_was_handed_over_is_known(void **state)
{
	static const struct {
		const char *mode, *result, *code;
	} cases[] = { { "consult", "connected", "transfer" },
		{ "tripartite", "outcome_told", "tripartite" }, { "consult", "busy", NULL },
		{ "inform", "connected", NULL } };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct record r = {
			.at = VIEWDESK_NOW, .kind = RECORD_TRANSFER, .id = ID, .by = "1154"
		};
		struct viewcache cache;
		struct viewdesk d;
		struct err e = { 0 };

		viewdesk_init(&d, 24, 80);
		viewcache_open(&cache, &d);
		viewdesk_call(&d, "13800005678");
		(void)str_copy(r.call, sizeof(r.call), d.desk.call.id);
		(void)str_copy(r.object, sizeof(r.object), "U2003-2");
		(void)str_copy(r.code, sizeof(r.code), cases[i].mode);
		(void)str_copy(r.result, sizeof(r.result), cases[i].result);
		assert_int_equal(cache_record_add(cache.w, &r, &e), ERR_OK);
		viewdesk_open(&d, "outcome", NULL);
		assert_int_equal(
		    viewdesk_shows(&d, "这通已转 燃气公司 客服"), cases[i].code != NULL);
		if (cases[i].code != NULL) {
			viewdesk_type(&d, "\n");
			assert_recorded(&d, RECORD_CALL, cases[i].code);
			assert_string_equal(
			    viewdesk_last(&d, JOB_RECORD)->record.object, "U2003-2");
		}
		viewcache_close(&cache);
		viewdesk_free(&d);
	}
}

static void
what_cannot_be_written_is_said(void **state)
{
	struct viewdesk d;
	struct news n = { .kind = NEWS_DONE };

	(void)state;
	start(&d);
	d.refuse = true;
	viewdesk_type(&d, "4\n");
	assert_int_equal(state_of(&d)->warned, 0);
	viewdesk_key(&d, ACTION_BACK);
	d.refuse = false;
	viewdesk_type(&d, "6\n\n"); /* twice: one record */
	assert_int_equal(records(&d, RECORD_CALL), 1);
	n.job = viewdesk_last(&d, JOB_RECORD)->id;
	n.err.code = ERR_DISK_FULL;
	(void)str_copy(n.err.text, sizeof(n.err.text), "磁盘已满");
	viewdesk_news(&d, &n);
	assert_false(d.closed);
	assert_non_null(strstr(d.said, "磁盘已满"));
	viewdesk_free(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_menu_takes_one_digit),
		cmocka_unit_test(a_wrong_number_is_told_where_to_call),
		cmocka_unit_test(a_plain_misdial_takes_no_words),
		cmocka_unit_test(the_footer_says_what_the_keys_do),
		cmocka_unit_test(who_is_not_in_the_directory_is_written_down_too),
		cmocka_unit_test(another_city_has_its_own_number),
		cmocka_unit_test(a_silent_line_takes_fifteen_seconds),
		cmocka_unit_test(who_speaks_after_all_is_listened_to),
		cmocka_unit_test(abuse_is_warned_three_times_and_goes_to_the_senior),
		cmocka_unit_test(who_was_handed_over_is_known),
		cmocka_unit_test(what_cannot_be_written_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
