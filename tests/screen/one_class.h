#ifndef TESTS_SCREEN_ONE_CLASS_H
#define TESTS_SCREEN_ONE_CLASS_H

/* The stage of the tests of a class by keys: the trainer's terminal and those of his trainees, with their results in one
 * place. What stands on them at first is the test's own. */

#include "../lib/lesson.h"
#include "../lib/screen.h"
#include "../lib/seat.h"
#include "../lib/tmpdir.h"

static char dir[TMPDIR_SIZE];
static struct screen *host, *one, *two; /* two: NULL where one trainee is enough */

/* The trainer and 小陈, who is there. */
static inline void
class_opens(void)
{
	tmpdir_make(dir);
	host = lesson_in_class(dir, "--class", "一班", "教员", "host");
	one = lesson_in_class(dir, "--join", "一班", "小陈", "one");
	screen_await(host, "在 1 人");
}

/* One more, by that name. */
static inline int
class_grows(const char *name)
{
	two = lesson_in_class(dir, "--join", "一班", name, "two");
	screen_await(host, "在 2 人");
	return seat_ready(one) && seat_ready(two) ? 0 : -1;
}

static inline int
teardown(void **state)
{
	(void)state;
	screen_leave(&two);
	screen_leave(&one);
	screen_leave(&host);
	tmpdir_remove(dir);
	return 0;
}

/* What the trainer has to hand out, and of it the scenario that the tests have; to all, with that digit twice. */
static inline void
class_hands_out(const char *digits)
{
	screen_key(host, "F10");
	screen_await(host, "[全班]");
	screen_type(host, "ludeng");
	screen_await(host, "筛选 ludeng");
	screen_type(host, digits);
}

#endif
