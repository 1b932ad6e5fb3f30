/* test_tags: what the next one should know of a caller: put from the caller's history by two digits and a reason, shown
 * beside the number, taken away the same way; a nuisance waits in the list for another senior's word. */
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

#define CALLER "13800005678"

static void
start(struct viewdesk *d, struct viewcache *k, const char *view)
{
	viewdesk_init(d, 24, 80);
	viewcache_open(k, d);
	if (strcmp(view, "intake") == 0)
		viewdesk_call(d, CALLER);
	else
		d->desk.me.roles = ROLE_BIT(SENIOR);
	viewdesk_open(d, view, NULL);
}

static void
stop(struct viewdesk *d, struct viewcache *k)
{
	viewdesk_free(d);
	viewcache_close(k);
}

static void
keep(struct viewcache *k, struct record *r, int n, const char *by)
{
	struct err e = { 0 };

	(void)snprintf(r->id, sizeof(r->id), "0190cafe-0000-7000-8000-%012d", 900 + n);
	(void)str_copy(r->by, sizeof(r->by), by);
	r->at = VIEWDESK_NOW + n;
	if (cache_record_add(k->w, r, &e) != ERR_OK)
		fail_msg("%s %s", e.where, e.text);
}

/* What the engine does with a record, and its answer. */
static void
kept(struct viewdesk *d, struct viewcache *k, int n)
{
	struct news tables = { .kind = NEWS_TABLES, .tables = CACHE_RECORDS };
	struct news done = { .kind = NEWS_DONE };
	struct job *j = viewdesk_last(d, JOB_RECORD);

	assert_non_null(j);
	keep(k, &j->record, n, d->desk.me.user);
	viewdesk_news(d, &tables);
	done.job = j->id;
	viewdesk_news(d, &done);
}

static void
put_and_taken_away_from_the_history(void **state)
{
	struct viewdesk d;
	struct viewcache k;

	(void)state;
	start(&d, &k, "intake");
	viewdesk_key(&d, ACTION_HISTORY);
	viewdesk_type(&d, "6");
	assert_true(viewdesk_shows(&d, "1 老年人"));
	viewdesk_type(&d, "9"); /* there is none */
	assert_non_null(strstr(d.said, "请按 1 至 6"));
	viewdesk_type(&d, "1");
	assert_true(viewdesk_shows(&d, "标老年人, 依据"));
	viewdesk_type(&d, "\n");
	assert_int_equal(
	    caller_tag_code_of(&viewdesk_last(&d, JOB_RECORD)->record), CALLER_TAG_ELDERLY);
	kept(&d, &k, 1);
	assert_non_null(strstr(d.said, "已标“老年人”, 365天后自动取消"));
	assert_true(viewdesk_shows(&d, "老年人("));
	viewdesk_key(&d, ACTION_BACK);
	assert_true(viewdesk_shows(&d, " 老年人")); /* beside the number, on the form */
	viewdesk_key(&d, ACTION_HISTORY);
	viewdesk_type(&d, "61");
	assert_true(viewdesk_shows(&d, "取消老年人, 依据"));
	viewdesk_type(&d, "\n");
	kept(&d, &k, 2);
	assert_false(viewdesk_shows(&d, "老年人("));
	stop(&d, &k);
}

static void
a_nuisance_waits_for_a_senior(void **state)
{
	struct viewdesk d;
	struct viewcache k;

	(void)state;
	start(&d, &k, "intake");
	viewdesk_key(&d, ACTION_HISTORY);
	viewdesk_type(&d, "66\n");
	kept(&d, &k, 1);
	assert_non_null(strstr(d.said, "班长同意后“骚扰”才算"));
	assert_true(viewdesk_shows(&d, "骚扰(待班长同意)"));
	viewdesk_key(&d, ACTION_BACK);
	assert_false(viewdesk_shows(&d, "骚扰"));
	stop(&d, &k);
}

static void
another_senior_agrees_or_does_not(void **state)
{
	static const struct {
		const char *by, *keys;
		enum caller_tag_code what;
	} cases[] = {
		{ "1001", "\n", CALLER_TAG_AGREED }, { "1001", "够不上\n", CALLER_TAG_REFUSED },
		{ "me", "\n", CALLER_TAG_REMOVED }, /* not to one's own wish */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct record r = { 0 };
		struct viewdesk d;
		struct viewcache k;
		const bool own = strcmp(cases[i].by, "me") == 0;

		start(&d, &k, "tags");
		assert_true(viewdesk_shows(&d, "还没有来电标签"));
		assert_true(caller_tag_put(
		    &r, CALLER_TAG_NUISANCE, CALLER, VIEWDESK_NOW, "辱骂, 提醒三次不听"));
		keep(&k, &r, 1, own ? d.desk.me.user : cases[i].by);
		record_free(&r);
		viewdesk_news(&d, &(struct news){ .kind = NEWS_TABLES, .tables = CACHE_RECORDS });
		assert_true(viewdesk_shows(&d, "待班长同意"));
		assert_true(viewdesk_shows(&d, "138****5678"));
		if (i == 0)
			viewdesk_golden(&d, "tags-80");
		viewdesk_type(&d, "\n");
		assert_true(!own || strstr(d.said, "请另一位班长同意") != NULL);
		viewdesk_type(&d, cases[i].keys);
		assert_int_equal(
		    caller_tag_code_of(&viewdesk_last(&d, JOB_RECORD)->record), cases[i].what);
		kept(&d, &k, 2);
		assert_int_equal(viewdesk_shows(&d, "138****5678"), i == 0);
		assert_false(viewdesk_shows(&d, "待班长同意"));
		stop(&d, &k);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(put_and_taken_away_from_the_history),
		cmocka_unit_test(a_nuisance_waits_for_a_senior),
		cmocka_unit_test(another_senior_agrees_or_does_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
