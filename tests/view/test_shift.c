/* test_shift: from one shift to the next: what is open stands there, both sign, and only then it is written down. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../lib/viewcache.h"
#include "base/id.h"
#include "base/str.h"

static struct viewcache cache;

static void
start(struct viewdesk *d, int rows, int cols)
{
	struct record r = { .kind = RECORD_HANDOVER, .by = "1107", .object = "1154" };
	struct err e = { 0 };

	viewdesk_init(d, rows, cols);
	viewcache_open(&cache, d);
	viewcache_story(&cache);
	id_new(r.id);
	r.at = d->desk.now - 7 * 3600000;
	assert_true(record_set_text(&r, "未办结: 草稿 0\n热点问题: 供热升温, 统一口径见公告\n"
					"设备故障: 3号耳机有杂音"));
	if (cache_record_add(cache.w, &r, &e) != ERR_OK)
		fail_msg("%s", e.text);
	record_free(&r);
	viewdesk_open(d, "handover", NULL);
}

static void
stop(struct viewdesk *d)
{
	viewdesk_free(d);
	viewcache_close(&cache);
}

/* The newest job is answered. */
static void
done(struct viewdesk *d, enum job_kind kind, const char *why)
{
	struct news n = { .kind = NEWS_DONE };
	const struct job *j = viewdesk_last(d, kind);

	assert_non_null(j);
	n.job = j->id;
	if (why != NULL)
		err_set(&n.err, ERR_UNAUTHORISED, "%s", why);
	viewdesk_news(d, &n);
}

static void
fill(struct viewdesk *d)
{
	viewdesk_type(d, "暖气集中来电");
	viewdesk_key(d, ACTION_ENTER);
	viewdesk_key(d, ACTION_ENTER);
	viewdesk_type(d, "11点供热公司回话");
	viewdesk_key(d, ACTION_ENTER);
	viewdesk_type(d, "mine");
	viewdesk_key(d, ACTION_ENTER);
	viewdesk_type(d, "1160");
	viewdesk_key(d, ACTION_ENTER);
	viewdesk_type(d, "theirs");
}

static void
test_pictures(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	fill(&d);
	viewdesk_golden(&d, "handover-80");
	stop(&d);
	start(&d, 36, 120);
	viewdesk_golden(&d, "handover-120");
	stop(&d);
}

static void
test_two_signatures(void **state)
{
	const struct job *j;
	struct viewdesk d;
	int unlocks = 0;

	(void)state;
	start(&d, 24, 80);
	fill(&d);
	viewdesk_key(&d, ACTION_SUBMIT);
	viewdesk_key(&d, ACTION_SUBMIT); /* once */
	for (int i = 0; i < d.n_jobs; i++)
		unlocks += d.jobs[i]->kind == JOB_UNLOCK;
	assert_int_equal(unlocks, 1);
	j = viewdesk_last(&d, JOB_UNLOCK);
	assert_string_equal(j->job_no, "");
	assert_string_equal(j->password, "mine");
	done(&d, JOB_UNLOCK, NULL);
	j = viewdesk_last(&d, JOB_UNLOCK);
	assert_string_equal(j->job_no, "1160");
	assert_string_equal(j->password, "theirs");
	assert_null(viewdesk_last(&d, JOB_RECORD)); /* one signature is none */
	done(&d, JOB_UNLOCK, NULL);
	j = viewdesk_last(&d, JOB_RECORD);
	assert_non_null(j);
	assert_string_equal(j->record.object, "1160");
	assert_non_null(strstr(record_text(&j->record), "热点问题: 暖气集中来电"));
	assert_non_null(strstr(record_text(&j->record), "设备故障: 无"));
	assert_non_null(strstr(record_text(&j->record), "交班 1154 王芳, 接班 1160"));
	assert_null(strstr(record_text(&j->record), "mine"));
	done(&d, JOB_RECORD, NULL);
	assert_true(d.closed);
	assert_non_null(viewdesk_last(&d, JOB_DRAFT_DROP)); /* the words are in the record */
	stop(&d);
}

/* What is written is kept before both sign, the passwords are not. */
static void
test_words_are_kept(void **state)
{
	const struct draft *kept;
	struct viewdesk d;
	struct err e = { 0 };

	(void)state;
	start(&d, 24, 80);
	fill(&d);
	(void)d.view.ops->idle(&d.view);
	kept = &viewdesk_last(&d, JOB_DRAFT_SAVE)->draft;
	assert_string_equal(fields_get(&kept->f, TF_CONTENT), "暖气集中来电");
	assert_string_equal(fields_get(&kept->f, TF_ANSWER), "11点供热公司回话");
	for (int f = 0; f < TF_COUNT; f++)
		assert_null(strstr(fields_get(&kept->f, (enum ticket_field)f), "mine"));
	assert_int_equal(cache_draft_save(cache.w, kept, 1, &e), ERR_OK);
	viewdesk_key(&d, ACTION_BACK);
	assert_true(d.closed);
	assert_string_equal(d.said, "还没有签字交班, 写的已存下, 再打开交接班接着写。");
	view_close(&d.view);
	viewdesk_open(&d, "handover", NULL);
	assert_true(viewdesk_shows(&d, "暖气集中来电"));
	assert_true(viewdesk_shows(&d, "11点供热公司回话"));
	stop(&d);
}

/* Where there are no passwords the cursor does not go to their places. */
static void
test_no_place_unseen(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	d.desk.link.is_private = true;
	for (int i = 0; i < 3; i++)
		viewdesk_key(&d, ACTION_ENTER);
	viewdesk_type(&d, "1160");
	assert_true(viewdesk_shows(&d, "接班工号  1160"));
	viewdesk_key(&d, ACTION_ENTER);
	viewdesk_type(&d, "热点");
	assert_true(viewdesk_shows(&d, "热点问题  热点"));
	stop(&d);
}

static void
test_a_wrong_password_is_no_signature(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	fill(&d);
	viewdesk_key(&d, ACTION_SUBMIT);
	done(&d, JOB_UNLOCK, NULL);
	done(&d, JOB_UNLOCK, "密码不对, 请再输一次。");
	assert_string_equal(d.said, "密码不对, 请再输一次。");
	assert_null(viewdesk_last(&d, JOB_RECORD));
	assert_true(viewdesk_shows(&d, "暖气集中来电")); /* the words stay */
	viewdesk_key(&d, ACTION_SUBMIT);                 /* and her place is empty again */
	assert_string_equal(d.said, "请接班人在这里输入密码签字。");
	stop(&d);
}

static void
test_nobody_hands_over_to_himself(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_string_equal(d.said, "交班人先签字: 输入您的密码。");
	viewdesk_type(&d, "mine");
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_string_equal(d.said, "写接班人的工号。");
	viewdesk_type(&d, "1154");
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_string_equal(d.said, "接班的要是另一个人。");
	assert_int_equal(d.n_jobs, 0);
	stop(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pictures),
		cmocka_unit_test(test_two_signatures),
		cmocka_unit_test(test_words_are_kept),
		cmocka_unit_test(test_no_place_unseen),
		cmocka_unit_test(test_a_wrong_password_is_no_signature),
		cmocka_unit_test(test_nobody_hands_over_to_himself),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
