/* test_files: a path for an attachment: completed by the engine, what is typed on meanwhile stays. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../lib/viewcache.h"
#include "base/str.h"

static struct viewcache cache;

/* The engine's answer to Tab. */
static void
named(struct viewdesk *d, enum err_code code, const char *text)
{
	struct news n = { .kind = NEWS_DONE };

	n.job = viewdesk_last(d, JOB_FILE_NAMES)->id;
	if (code != ERR_OK)
		err_set(&n.err, code, "%s", text);
	else
		(void)str_copy(n.text, sizeof(n.text), text);
	viewdesk_news(d, &n);
}

static void
test_a_path_is_completed(void **state)
{
	struct viewdesk d;

	(void)state;
	viewdesk_init(&d, 24, 80);
	viewcache_open(&cache, &d);
	viewcache_story(&cache);
	viewdesk_open(&d, "files", cache.tickets[1].t.id);
	viewdesk_type(&d, "1/data/路");
	viewdesk_key(&d, ACTION_NEXT);
	assert_string_equal(viewdesk_last(&d, JOB_FILE_NAMES)->text, "/data/路");
	viewdesk_key(&d, ACTION_ENTER); /* not half a path */
	assert_null(viewdesk_last(&d, JOB_FILE_ADD));
	named(&d, ERR_OK, "/data/路灯\n路灯一.jpg  路灯二.jpg");
	assert_true(viewdesk_shows(&d, "/data/路灯"));
	assert_string_equal(d.said, "路灯一.jpg  路灯二.jpg");
	viewdesk_key(&d, ACTION_NEXT);
	viewdesk_type(&d, "二");
	named(&d, ERR_OK, "/data/路灯\n"); /* late */
	assert_true(viewdesk_shows(&d, "/data/路灯二"));
	viewdesk_key(&d, ACTION_NEXT);
	named(&d, ERR_NOT_FOUND, "没有以“/data/路灯二”开头的文件。");
	assert_true(viewdesk_shows(&d, "/data/路灯二"));
	viewdesk_key(&d, ACTION_ENTER);
	assert_string_equal(viewdesk_last(&d, JOB_FILE_ADD)->text, "/data/路灯二");
	viewdesk_free(&d);
	viewcache_close(&cache);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_path_is_completed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
