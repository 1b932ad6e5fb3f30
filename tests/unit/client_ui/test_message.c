/* The message line: nothing that came unasked goes before it was painted; what answers a key gives way to what answers it
 * better. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "client/ui/message.h"

static void
the_last_sentence_stands_until_a_key(void **state)
{
	struct message m = { 0 };

	(void)state;
	message_say(&m, MESSAGE_NEWS, "电话恢复了。");
	message_painted(&m);
	message_say(&m, MESSAGE_NEWS, "通话已结束");
	assert_string_equal(m.text, "通话已结束");
	message_painted(&m);
	assert_true(message_key(&m, true));
	assert_string_equal(m.text, "");
	assert_false(m.answered);
	message_say(&m, MESSAGE_MIND, "现在没有通话。");
	message_say(&m, MESSAGE_NEWS, "已存");
	assert_string_equal(m.text, "已存"); /* the second thought of one and the same key */
	assert_int_equal(m.level, MESSAGE_NEWS);
	assert_true(m.answered);
	assert_false(message_key(&m, false));
	assert_true(message_key(&m, true)); /* the answer needs no painting to be over */
	assert_string_equal(m.text, "");
}

static void
a_fault_stays_beyond_a_key(void **state)
{
	struct message m = { 0 };

	(void)state;
	message_say(&m, MESSAGE_FAULT, "未存!");
	message_painted(&m);
	assert_false(message_key(&m, true));
	assert_string_equal(m.text, "未存!");
	assert_true(message_drop(&m)); /* to another screen it is not carried on */
	assert_string_equal(m.text, "");
}

static void
what_nobody_saw_is_not_replaced(void **state)
{
	struct message m = { 0 };

	(void)state;
	message_say(&m, MESSAGE_FAULT, "话务中断");
	message_say(&m, MESSAGE_NEWS, "电话恢复了。");
	message_say(&m, MESSAGE_NEWS, "电话恢复了。");
	assert_string_equal(m.text, "话务中断 · 电话恢复了。"); /* said again: once is enough */
	assert_int_equal(m.level, MESSAGE_FAULT);
	message_clear(&m);
	message_say(&m, MESSAGE_NEWS, "电话恢复了。");
	message_say(&m, MESSAGE_FAULT, "刚才的通话已经结束");
	assert_string_equal(m.text, "电话恢复了。 · 刚才的通话已经结束");
	assert_int_equal(m.level, MESSAGE_FAULT);
}

static void
no_key_takes_it_away(void **state)
{
	struct message m = { 0 };

	(void)state;
	message_say(&m, MESSAGE_NEWS, "单号已改");
	assert_false(message_key(&m, true));
	assert_string_equal(m.text, "单号已改");
	message_say(&m, MESSAGE_MIND, "再按一次");
	message_say(&m, MESSAGE_NEWS, "已存");
	(void)message_key(&m, false);
	assert_string_equal(m.text, "单号已改 · 已存");
	assert_true(message_key(&m, true)); /* a second one, and still nothing was painted */
	assert_string_equal(m.text, "单号已改");
	(void)message_key(&m, false);
	message_painted(&m);
	assert_true(message_key(&m, true));
	assert_string_equal(m.text, "");
}

/* A key that empties the line of what was said of the one before (评分's digits). */
static void
nothing_said_empties_what_was_seen(void **state)
{
	struct message m = { 0 };

	(void)state;
	message_say(&m, MESSAGE_FAULT, "没有存下");
	message_painted(&m);
	message_say(&m, MESSAGE_NEWS, "");
	assert_string_equal(m.text, "");
	message_say(&m, MESSAGE_NEWS, "小陈 来了。");
	(void)message_key(&m, true);
	message_say(&m, MESSAGE_NEWS, "");
	(void)message_key(&m, false);
	assert_string_equal(m.text, "小陈 来了。");
	message_painted(&m);
	assert_true(message_key(&m, true));
	assert_string_equal(m.text, "");
}

/* The longest that is said, and one more byte than there is room for behind the first. */
static void
there_is_room_or_the_later_one_stands(void **state)
{
	char longest[ERR_TEXT_BYTES], rest[ERR_TEXT_BYTES];
	const size_t between = strlen(" · ");

	(void)state;
	memset(longest, 'a', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	memset(rest, 'b', sizeof(rest));
	for (size_t n = 0; n < 2; n++) {
		struct message m = { 0 };

		rest[sizeof(rest) - 1 - between - 5 + n] = '\0';
		message_say(&m, MESSAGE_NEWS, "first");
		message_say(&m, MESSAGE_NEWS, rest);
		assert_int_equal(strlen(m.text), n == 0 ? sizeof(m.text) - 1 : strlen(rest));
		rest[sizeof(rest) - 1 - between - 5 + n] = 'b';
		message_say(&m, MESSAGE_NEWS, longest);
		assert_string_equal(m.text, longest);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_last_sentence_stands_until_a_key),
		cmocka_unit_test(a_fault_stays_beyond_a_key),
		cmocka_unit_test(what_nobody_saw_is_not_replaced),
		cmocka_unit_test(no_key_takes_it_away),
		cmocka_unit_test(nothing_said_empties_what_was_seen),
		cmocka_unit_test(there_is_room_or_the_later_one_stands),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
