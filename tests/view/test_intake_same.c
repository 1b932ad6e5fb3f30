/* test_intake_same: two numbers are one person's, said from the caller's history with one key, the number and why, and
 * taken back the same way; the tickets of both stand in one list. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../lib/viewcache.h"
#include "base/str.h"
#include "client/view/call/intake_p.h"
#include "model/same_caller.h"

#define CALLER "13800005678"
#define OTHER  "13900000777"

static const struct viewcache_told TOLD = { .no = "261118083000115401",
	.at = "2026-11-18 08:30",
	.kind = EVENT_SUBMIT,
	.by = "1107",
	.name = "陈静",
	.type = "complaint",
	.category = "0205",
	.area = "990102001",
	.address = "红山路60号",
	.title = "路灯不亮 红山路60号",
	.content = "红山路60号路灯不亮",
	.caller = "张女士",
	.phone = OTHER };

static struct intake *
state_of(struct viewdesk *d)
{
	return d->view.state;
}

static void
start(struct viewdesk *d, struct viewcache *k, int rows, int cols)
{
	viewdesk_init(d, rows, cols);
	viewcache_open(k, d);
	viewcache_put(k, viewcache_tell(k, &TOLD));
	viewdesk_call(d, CALLER);
	viewdesk_open(d, "intake", NULL);
	viewdesk_key(d, ACTION_HISTORY);
}

/* What the engine does with a record, and its answer. */
static void
kept(struct viewdesk *d, struct viewcache *k, int n)
{
	struct job *j = viewdesk_last(d, JOB_RECORD);
	struct news done = { .kind = NEWS_DONE };
	struct err e = { 0 };

	assert_non_null(j);
	(void)snprintf(
	    j->record.id, sizeof(j->record.id), "0190cafe-0000-7000-8000-%012d", 900 + n);
	(void)str_copy(j->record.by, sizeof(j->record.by), "1154");
	j->record.at = VIEWDESK_NOW + n;
	if (cache_record_add(k->w, &j->record, &e) != ERR_OK)
		fail_msg("%s %s", e.where, e.text);
	done.job = j->id;
	viewdesk_news(d, &done);
}

static void
merged_by_one_key_and_a_reason(void **state)
{
	for (int wide = 0; wide < 2; wide++) {
		struct viewdesk d;
		struct viewcache k;
		char other[RECORD_PHONE_BYTES];
		const char *reason;
		struct job *j;

		(void)state;
		start(&d, &k, wide ? 36 : 24, wide ? 120 : 80);
		assert_true(viewdesk_shows(&d, "[4] 合并另一号码"));
		assert_false(viewdesk_shows(&d, "红山路60号"));
		viewdesk_type(&d, "4139-0000-0777\n");
		assert_true(viewdesk_shows(&d, "与 139****0777 合并, 依据"));
		assert_null(viewdesk_last(&d, JOB_RECORD)); /* not without a reason */
		viewdesk_key(&d, ACTION_ENTER);
		j = viewdesk_last(&d, JOB_RECORD);
		assert_string_equal(j->record.phone, CALLER);
		assert_true(same_caller_read(&j->record, other, &reason));
		assert_string_equal(other, OTHER);
		assert_string_equal(reason, "来电人说两个号码都是他的");
		kept(&d, &k, 1);
		assert_non_null(strstr(d.said, "已合并"));
		viewdesk_golden(&d, wide ? "intake-same-120" : "intake-same-80");
		viewdesk_type(&d, "5");
		assert_true(viewdesk_shows(&d, "撤销合并 139****0777"));
		viewdesk_key(&d, ACTION_ENTER);
		kept(&d, &k, 2);
		assert_non_null(strstr(d.said, "已撤销"));
		assert_false(viewdesk_shows(&d, "红山路60号"));
		assert_false(viewdesk_shows(&d, "另外 1 个号码"));
		viewdesk_free(&d);
		viewcache_close(&k);
	}
}

static void
what_is_no_number_is_refused_in_words(void **state)
{
	struct viewdesk d;
	struct viewcache k;

	(void)state;
	start(&d, &k, 24, 80);
	viewdesk_type(&d, "5");
	assert_non_null(strstr(d.said, "没有和别的号码合并"));
	viewdesk_type(&d, "4" CALLER "\n");
	assert_non_null(strstr(d.said, "同一个"));
	viewdesk_key(&d, ACTION_ERASE_HEAD);
	viewdesk_type(&d, "张女士\n");
	assert_non_null(strstr(d.said, "不是电话号码"));
	viewdesk_key(&d, ACTION_BACK); /* nothing is kept, nothing was sent */
	assert_int_equal(state_of(&d)->mode, MODE_HISTORY);
	assert_null(viewdesk_last(&d, JOB_RECORD));
	viewdesk_type(&d, "4" OTHER "\n");
	viewdesk_key(&d, ACTION_BACK);
	assert_string_equal(state_of(&d)->same.number, "");
	assert_null(viewdesk_last(&d, JOB_RECORD));
	viewdesk_free(&d);
	viewcache_close(&k);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(merged_by_one_key_and_a_reason),
		cmocka_unit_test(what_is_no_number_is_refused_in_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
