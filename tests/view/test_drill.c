/* The brief of a drill: who one is, what one is told, its tickets; a digit opens one, 0 ends it; afterwards what should have
 * been done and why. And the shelf says how a drill is begun. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../lib/tmpdir.h"
#include "../lib/viewdesk.h"
#include "base/str.h"
#include "client/view/classroom.h"
#include "model/drill.h"

static char dir[TMPDIR_SIZE];
static struct class_info info;
static struct viewdesk d;
static int ended;
static struct class_order begun;

static enum err_code
lesson(void *app, const struct class_order *o, struct err *e)
{
	(void)app;
	(void)e;
	if (o != NULL && o->path != NULL)
		begun = *o;
	else if (o != NULL && info.under_way)
		ended++;
	return ERR_OK;
}

static int
setup(void **state)
{
	const struct class_order o = {
		.path = "conf/scenarios/drills/D03.txt", .mode = MODE_DRILL, .tape = ""
	};
	struct err e = { 0 };

	(void)state;
	tmpdir_make(dir);
	memset(&info, 0, sizeof(info));
	ended = 0;
	str_copy(info.scenarios, sizeof(info.scenarios), "conf/scenarios");
	str_copy(info.results, sizeof(info.results), dir);
	str_copy(info.trainee, sizeof(info.trainee), "小李");
	if (class_run_open(&o, 0, &info.run, &e) != ERR_OK)
		fail_msg("%s: %s", e.where, e.text);
	class_run_ticket(info.run, 0, "01930000-0000-7000-8000-000000000001");
	class_run_ticket(info.run, 1, "01930000-0000-7000-8000-000000000002");
	class_run_answered(info.run, 0);
	info.under_way = true;
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	viewdesk_free(&d);
	class_run_close(info.run);
	tmpdir_remove(dir);
	return 0;
}

static void
open_at(const char *name, int rows, int cols)
{
	viewdesk_init(&d, rows, cols);
	d.desk.classroom = &info;
	d.desk.lesson = lesson;
	d.desk.demo = true;
	viewdesk_open(&d, name, NULL);
}

static void
test_what_one_is_told(void **state)
{
	(void)state;
	open_at("drill", 24, 80);
	viewdesk_golden(&d, "drill-80");
	viewdesk_type(&d, "2");
	assert_string_equal(d.opened, "ticket:01930000-0000-7000-8000-000000000002");
	viewdesk_type(&d, "3"); /* there is none */
	assert_string_equal(d.opened, "ticket:01930000-0000-7000-8000-000000000002");
	viewdesk_type(&d, "0");
	assert_int_equal(ended, 1);
}

static void
test_what_should_have_been_done(void **state)
{
	(void)state;
	struct lesson_deed deed = {
		.at_ms = 1000, .ticket = 0, .event = EVENT_SIGNIN, .offline = true
	};

	class_run_deed(info.run, &deed);
	assert_false(class_run_is_over(info.run));
	(void)class_run_finish(info.run, 90000, NULL);
	info.under_way = false;
	open_at("drill", 36, 120);
	viewdesk_golden(&d, "drill-after-120");
	viewdesk_type(&d, "0");
	assert_int_equal(ended, 0);
}

static void
test_how_it_is_begun(void **state)
{
	(void)state;
	info.under_way = false;
	open_at("train", 24, 80);
	viewdesk_type(&d, "xianlu");
	viewdesk_golden(&d, "train-drill-80");
	viewdesk_type(&d, "2");
	assert_int_equal(begun.mode, MODE_DRILL);
	assert_non_null(strstr(begun.path, "drills/D03.txt"));
	viewdesk_type(&d, "1");
	assert_int_equal(begun.mode, MODE_COACHED);
	viewdesk_type(&d, "3");
	assert_int_equal(begun.mode, MODE_COACHED); /* not under stress */
	assert_true(strstr(d.said, "不用这种方式") != NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_what_one_is_told, setup, teardown),
		cmocka_unit_test_setup_teardown(test_what_should_have_been_done, setup, teardown),
		cmocka_unit_test_setup_teardown(test_how_it_is_begun, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
