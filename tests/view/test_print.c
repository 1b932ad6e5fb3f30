/* test_print: a ticket on paper: what can be printed now, for whom, what of the citizen stands on it; refusals in words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../lib/viewcache.h"
#include "base/str.h"
#include "model/sheet.h"

#define LIGHT "0190a000-0000-7000-8000-000000000001"

static struct viewcache cache;

static void
start(struct viewdesk *d, int rows, int cols)
{
	viewdesk_init(d, rows, cols);
	viewcache_open(&cache, d);
	viewcache_story(&cache);
	viewdesk_open(d, "print", LIGHT);
	viewdesk_draw(d);
}

static void
stop(struct viewdesk *d)
{
	viewcache_close(&cache);
	viewdesk_free(d);
}

static void
answer(struct viewdesk *d, enum err_code code, const char *text)
{
	struct news n = { .kind = NEWS_DONE, .err = { .code = code } };

	assert_non_null(viewdesk_last(d, JOB_PRINT));
	n.job = viewdesk_last(d, JOB_PRINT)->id;
	(void)str_copy(code == ERR_OK ? n.text : n.err.text, sizeof(n.text), text);
	viewdesk_news(d, &n);
}

static void
test_pictures(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_golden(&d, "print-80");
	viewdesk_type(&d, "1");
	assert_string_equal(viewdesk_last(&d, JOB_PRINT)->ticket, LIGHT);
	assert_int_equal(viewdesk_last(&d, JOB_PRINT)->choice, SHEET_UNIT);
	answer(&d, ERR_OK, "交办单本机没有打印程序(lp), 已存 /home/hotseat/打印/交办单-1.txt");
	viewdesk_golden(&d, "print-done-80");
	stop(&d);
	start(&d, 36, 120);
	viewdesk_golden(&d, "print-120");
	stop(&d);
}

static void
test_one_at_a_time_and_only_what_there_is(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, "3"); /* nobody supervises it */
	assert_null(viewdesk_last(&d, JOB_PRINT));
	assert_non_null(strstr(d.said, "督办"));
	viewdesk_key(&d, ACTION_UP);
	viewdesk_key(&d, ACTION_ENTER);
	assert_int_equal(viewdesk_last(&d, JOB_PRINT)->choice, SHEET_VILLAGE);
	viewdesk_type(&d, "1"); /* the last one is not answered yet */
	assert_int_equal(viewdesk_last(&d, JOB_PRINT)->choice, SHEET_VILLAGE);
	answer(&d, ERR_IO, "磁盘满了");
	assert_non_null(strstr(d.said, "没有打印: 磁盘满了"));
	viewdesk_type(&d, "1");
	assert_int_equal(viewdesk_last(&d, JOB_PRINT)->choice, SHEET_UNIT);
	stop(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pictures),
		cmocka_unit_test(test_one_at_a_time_and_only_what_there_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
