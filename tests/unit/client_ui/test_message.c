/* The message line: what came unasked goes neither before it was painted nor before it could be read; what answers a key gives
 * way to what answers it better; what has no room waits for its turn, but what is grave waits for nothing. */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "client/ui/message.h"

/* By the hand's clock: nobody waits here. */
static int64_t now = 1000;

static void
say(struct message *m, int level, const char *text)
{
	message_say(m, level, text, now);
}

/* Painted, and ${ms} later. */
static void
stands(struct message *m, int64_t ms)
{
	message_painted(m, now);
	now += ms;
}

/* Was the picture another one when the key began? */
static bool
press(struct message *m)
{
	return message_key(m, true, now);
}

static void
release(struct message *m)
{
	(void)message_key(m, false, now);
}

static void
the_last_sentence_stands_until_a_key(void **state)
{
	struct message m = { 0 };

	(void)state;
	say(&m, MESSAGE_NEWS, "电话恢复了。");
	stands(&m, MESSAGE_STANDS_MS);
	assert_string_equal(m.text, "电话恢复了。"); /* time alone takes nothing away */
	say(&m, MESSAGE_NEWS, "通话已结束");
	assert_string_equal(m.text, "通话已结束");
	stands(&m, MESSAGE_STANDS_MS);
	assert_true(press(&m));
	assert_string_equal(m.text, "");
	assert_false(m.answered);
	say(&m, MESSAGE_MIND, "现在没有通话。");
	say(&m, MESSAGE_NEWS, "已存");
	assert_string_equal(m.text, "已存"); /* the second thought of one and the same key */
	assert_int_equal(m.level, MESSAGE_NEWS);
	assert_true(m.answered);
	release(&m);
	assert_true(press(&m)); /* the answer needs no painting to be over */
	assert_string_equal(m.text, "");
}

/* Two in one second are both read, and each has its own time. */
static void
what_was_just_painted_is_not_replaced(void **state)
{
	struct message m = { 0 };

	(void)state;
	say(&m, MESSAGE_NEWS, "小陈 来了。");
	stands(&m, 1000);
	say(&m, MESSAGE_NEWS, "单号已改");
	assert_string_equal(m.text, "小陈 来了。 · 单号已改");
	stands(&m, MESSAGE_STANDS_MS - 1000);
	say(&m, MESSAGE_NEWS, "电话恢复了。");
	assert_string_equal(m.text, "单号已改 · 电话恢复了。");
	stands(&m, MESSAGE_STANDS_MS);
	say(&m, MESSAGE_NEWS, "通话已结束");
	assert_string_equal(m.text, "通话已结束");
	assert_int_equal(message_due_in(&m, now), -1); /* for nothing that waits nobody wakes */
}

/* Where the line has no room for both they are read one behind the other; each begins its time when it is painted. */
static void
what_has_no_room_waits(void **state)
{
	struct message m = { 0 };

	(void)state;
	assert_false(message_turn(&m, 20, now));
	say(&m, MESSAGE_NEWS, "小陈 来了。");
	say(&m, MESSAGE_NEWS, "单号已改");
	say(&m, MESSAGE_NEWS, "通话已结束");
	assert_string_equal(m.text, "小陈 来了。");
	assert_int_equal(message_due_in(&m, now), -1); /* it was not painted yet */
	stands(&m, 1000);
	assert_int_equal(message_due_in(&m, now), MESSAGE_STANDS_MS - 1000);
	assert_false(message_turn(&m, 20, now));
	now += MESSAGE_STANDS_MS - 1000;
	assert_int_equal(message_due_in(&m, now), 0);
	assert_true(message_turn(&m, 20, now));
	assert_string_equal(m.text, "单号已改");
	stands(&m, 100);
	(void)press(&m); /* no key takes it away, nor what waits */
	release(&m);
	assert_string_equal(m.text, "单号已改");
	assert_true(message_turn(&m, 21, now)); /* the window grew by as much as it takes */
	assert_string_equal(m.text, "单号已改 · 通话已结束");
	assert_int_equal(message_due_in(&m, now), -1);
	assert_true(message_turn(&m, 20, now));
	stands(&m, MESSAGE_STANDS_MS);
	assert_true(message_turn(&m, 20, now));
	assert_string_equal(m.text, "通话已结束");
}

/* What answers a key, and what is grave, waits for nothing; what it drives out has its whole time when it is back. */
static void
what_is_graver_goes_first(void **state)
{
	struct message m = { .cols = 12 };

	(void)state;
	say(&m, MESSAGE_NEWS, "小陈 来了。");
	stands(&m, 1000);
	say(&m, MESSAGE_MIND, "发来一课");
	assert_string_equal(m.text, "发来一课");
	assert_int_equal(m.level, MESSAGE_MIND);
	stands(&m, 1000);
	say(&m, MESSAGE_FAULT, "磁盘满了");
	assert_string_equal(m.text, "磁盘满了");
	assert_int_equal(m.level, MESSAGE_FAULT);
	stands(&m, MESSAGE_STANDS_MS);
	assert_true(message_turn(&m, 12, now));
	assert_string_equal(m.text, "发来一课");
	assert_int_equal(m.level, MESSAGE_MIND);
	stands(&m, 100);
	(void)press(&m);
	say(&m, MESSAGE_NEWS, "已存");
	release(&m);
	assert_string_equal(m.text, "已存"); /* in place of what was painted, before what waits */
	stands(&m, MESSAGE_STANDS_MS - 1);
	assert_false(message_turn(&m, 12, now));
	now++;
	assert_true(message_turn(&m, 12, now));
	assert_string_equal(m.text, "小陈 来了。");
}

/* Who types reads it too; what answers a key comes in its place at once. */
static void
a_key_that_says_nothing_leaves_it(void **state)
{
	struct message m = { 0 };

	(void)state;
	say(&m, MESSAGE_NEWS, "单号已改");
	stands(&m, 100);
	assert_true(press(&m)); /* from now on it hides nothing */
	assert_true(m.typed_on);
	release(&m);
	assert_false(press(&m));
	assert_string_equal(m.text, "单号已改");
	release(&m);
	now += MESSAGE_STANDS_MS;
	assert_true(press(&m));
	assert_string_equal(m.text, "");
	assert_false(m.typed_on);
	release(&m);
	say(&m, MESSAGE_NEWS, "电话恢复了。");
	stands(&m, 100);
	(void)press(&m);
	say(&m, MESSAGE_MIND, "现在没有通话。");
	assert_string_equal(m.text, "现在没有通话。");
	assert_false(m.typed_on);
}

static void
a_fault_stays_beyond_a_key(void **state)
{
	struct message m = { 0 };

	(void)state;
	say(&m, MESSAGE_FAULT, "未存!");
	stands(&m, MESSAGE_STANDS_MS);
	assert_false(press(&m));
	assert_string_equal(m.text, "未存!");
	assert_true(message_drop(&m, now)); /* to another screen it is not carried on */
	assert_string_equal(m.text, "");
	release(&m);
	say(&m, MESSAGE_FAULT, "未存!");
	stands(&m, 100);
	assert_false(message_drop(&m, now)); /* but for as long as it takes to read it */
	now += MESSAGE_STANDS_MS;
	assert_true(press(&m));
	assert_string_equal(m.text, "");
}

/* Chatter takes no fault away that was just painted, whoever asked; and what is over does not stand for ever. */
static void
a_fault_is_read_too(void **state)
{
	struct message m = { 0 };

	(void)state;
	say(&m, MESSAGE_NEWS, "小陈 来了。");
	stands(&m, 100);
	say(&m, MESSAGE_FAULT, "话务中断");
	assert_string_equal(m.text, "话务中断 · 小陈 来了。");
	assert_int_equal(m.level, MESSAGE_FAULT);
	say(&m, MESSAGE_FAULT, "磁盘满了");
	say(&m, MESSAGE_NEWS, "电话恢复了。");
	assert_string_equal(m.text, "话务中断 · 磁盘满了 · 小陈 来了。 · 电话恢复了。");
	say(&m, MESSAGE_NEWS, "单号已改"); /* one too many: the oldest of the lightest */
	assert_string_equal(m.text, "话务中断 · 磁盘满了 · 电话恢复了。 · 单号已改");
	stands(&m, MESSAGE_STANDS_MS);
	assert_true(press(&m)); /* something was said behind the faults */
	assert_string_equal(m.text, "");
	say(&m, MESSAGE_FAULT, "没有存下");
	release(&m);
	stands(&m, 100);
	say(&m, MESSAGE_NEWS, "小陈 来了。");
	assert_string_equal(m.text, "没有存下 · 小陈 来了。");
}

static void
what_nobody_saw_is_not_replaced(void **state)
{
	struct message m = { 0 };

	(void)state;
	say(&m, MESSAGE_FAULT, "话务中断");
	say(&m, MESSAGE_NEWS, "电话恢复了。");
	say(&m, MESSAGE_NEWS, "电话恢复了。");
	assert_string_equal(m.text, "话务中断 · 电话恢复了。"); /* said again: once is enough */
	assert_int_equal(m.level, MESSAGE_FAULT);
	assert_true(message_clear(&m));
	assert_false(message_clear(&m));
	say(&m, MESSAGE_NEWS, "电话恢复了。");
	say(&m, MESSAGE_MIND, "刚才的通话已经结束");
	assert_string_equal(m.text, "刚才的通话已经结束 · 电话恢复了。");
	assert_int_equal(m.level, MESSAGE_MIND);
	message_clear(&m);
	(void)press(&m);
	say(&m, MESSAGE_NEWS, "已存");
	release(&m);
	say(&m, MESSAGE_NEWS, "小陈 来了。"); /* in the same turn of the loop */
	assert_string_equal(m.text, "已存 · 小陈 来了。");
	stands(&m, 100);
	say(&m, MESSAGE_NEWS, "小李 来了。"); /* who pressed the key looks for its answer */
	assert_string_equal(m.text, "已存 · 小陈 来了。 · 小李 来了。");
}

/* What comes of a key a moment later: in the place of the answer to it, read by whoever goes on, never lost unseen. */
static void
an_outcome_is_an_answer_too(void **state)
{
	struct message m = { 0 };

	(void)state;
	(void)press(&m);
	say(&m, MESSAGE_NEWS, "正在提交");
	release(&m);
	stands(&m, 100);
	m.outcome = true;
	say(&m, MESSAGE_NEWS, "已提交");
	m.outcome = false;
	assert_string_equal(m.text, "已提交");
	(void)press(&m); /* typed ahead: nobody has seen it */
	release(&m);
	assert_string_equal(m.text, "已提交");
	stands(&m, 100);
	say(&m, MESSAGE_NEWS, "小陈 来了。");
	assert_string_equal(m.text, "已提交 · 小陈 来了。");
	stands(&m, 100);
	(void)press(&m);
	release(&m);
	assert_string_equal(m.text, "小陈 来了。");
}

static void
what_is_said_again_stands_anew(void **state)
{
	struct message m = { 0 };

	(void)state;
	say(&m, MESSAGE_NEWS, "单号已改");
	stands(&m, MESSAGE_STANDS_MS - 1);
	say(&m, MESSAGE_FAULT, "单号已改");
	assert_int_equal(m.level, MESSAGE_FAULT);
	stands(&m, MESSAGE_STANDS_MS - 1);
	say(&m, MESSAGE_NEWS, "小陈 来了。");
	assert_string_equal(m.text, "单号已改 · 小陈 来了。");
	stands(&m, 1);
	assert_true(press(&m));
	assert_string_equal(m.text, "小陈 来了。");
}

static void
no_key_takes_it_away(void **state)
{
	struct message m = { 0 };

	(void)state;
	say(&m, MESSAGE_NEWS, "单号已改");
	assert_false(press(&m));
	assert_string_equal(m.text, "单号已改");
	say(&m, MESSAGE_MIND, "再按一次");
	say(&m, MESSAGE_NEWS, "已存");
	release(&m);
	assert_string_equal(m.text, "已存 · 单号已改");
	assert_true(press(&m)); /* a second one, and still nothing was painted */
	assert_string_equal(m.text, "单号已改");
	release(&m);
	stands(&m, MESSAGE_STANDS_MS);
	assert_true(press(&m));
	assert_string_equal(m.text, "");
}

/* A key that empties the line of what was said of the one before (评分's digits). */
static void
nothing_said_empties_what_was_seen(void **state)
{
	struct message m = { 0 };

	(void)state;
	(void)press(&m);
	say(&m, MESSAGE_FAULT, "没有存下");
	release(&m);
	stands(&m, 100);
	(void)press(&m);
	say(&m, MESSAGE_NEWS, "");
	assert_string_equal(m.text, "");
	release(&m);
	say(&m, MESSAGE_NEWS, "小陈 来了。");
	(void)press(&m);
	say(&m, MESSAGE_NEWS, "");
	release(&m);
	assert_string_equal(m.text, "小陈 来了。");
	stands(&m, MESSAGE_STANDS_MS);
	assert_true(press(&m));
	assert_string_equal(m.text, "");
}

/* The longest that is said, and one more byte than there is room for behind the first. */
static void
as_much_as_there_is_room_for(void **state)
{
	char rest[ERR_TEXT_BYTES];
	const size_t room = sizeof(rest) - 1 - strlen("first" MESSAGE_BETWEEN);

	(void)state;
	memset(rest, 'b', sizeof(rest));
	for (size_t n = 0; n < 2; n++) {
		struct message m = { 0 };

		rest[room + n] = '\0';
		say(&m, MESSAGE_NEWS, "first");
		say(&m, MESSAGE_NEWS, rest);
		assert_int_equal(strlen(m.text), n == 0 ? sizeof(m.text) - 1 : strlen("first"));
		rest[room + n] = 'b';
		rest[sizeof(rest) - 1] = '\0';
		message_clear(&m);
		say(&m, MESSAGE_NEWS, rest);
		assert_string_equal(m.text, rest);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_last_sentence_stands_until_a_key),
		cmocka_unit_test(what_was_just_painted_is_not_replaced),
		cmocka_unit_test(what_has_no_room_waits),
		cmocka_unit_test(what_is_graver_goes_first),
		cmocka_unit_test(a_key_that_says_nothing_leaves_it),
		cmocka_unit_test(a_fault_stays_beyond_a_key),
		cmocka_unit_test(a_fault_is_read_too),
		cmocka_unit_test(what_nobody_saw_is_not_replaced),
		cmocka_unit_test(an_outcome_is_an_answer_too),
		cmocka_unit_test(what_is_said_again_stands_anew),
		cmocka_unit_test(no_key_takes_it_away),
		cmocka_unit_test(nothing_said_empties_what_was_seen),
		cmocka_unit_test(as_much_as_there_is_room_for),
	};

	(void)setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
