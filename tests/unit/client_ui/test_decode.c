/* test_decode: every way a character, a key or a paste can arrive, without a terminal. */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "base/str.h"
#include "base/utf8.h"
#include "client/ui/decode_p.h"

#define TWIN_MS 400

static struct keymap km;

struct seen {
	struct decode d;
	struct str log;
	int64_t now;
};

static struct seen
start(void)
{
	struct seen s = { .now = 1000 };
	decode_init(&s.d, &km, TWIN_MS);
	return s;
}

/* What came out, in a short form: 'text' [paste] <action> {unbound} (refused). */
static void
drain(struct seen *s, unsigned scopes)
{
	struct input in;
	while (decode_next(&s->d, &km, scopes, &in)) {
		if (in.kind == INPUT_TEXT)
			str_addf(&s->log, "'%s'", in.text);
		else if (in.kind == INPUT_PASTE)
			str_addf(&s->log, "[%s]", in.text);
		else if (in.kind == INPUT_ACTION)
			str_addf(&s->log, "<%s>", action_info(in.action)->name);
		else if (in.kind == INPUT_UNBOUND)
			str_addf(&s->log, "{%s}", in.text);
		else
			str_addf(&s->log, "(%s)", in.text);
		assert_int_equal(in.len, strlen(in.text));
		assert_true(in.kind == INPUT_PASTE || utf8_valid(in.text, in.len));
	}
}

static void
send(struct seen *s, const char *bytes)
{
	for (const char *p = bytes; *p; p++)
		decode_byte(&s->d, (unsigned char)*p, s->now);
}

static void
expect_in(struct seen *s, unsigned scopes, const char *want)
{
	drain(s, scopes);
	assert_string_equal(str_c(&s->log), want);
	str_reset(&s->log);
}

static void
expect(struct seen *s, const char *want)
{
	expect_in(s, SCOPE_ALL | SCOPE_EDIT, want);
}

static void
wait_ms(struct seen *s, int64_t ms)
{
	s->now += ms;
	decode_time(&s->d, s->now);
}

static void
finish(struct seen *s)
{
	decode_free(&s->d);
	str_free(&s->log);
}

static void
test_text_and_keys(void **state)
{
	(void)state;
	struct seen s = start();
	send(&s, "红山路78号\r\t");
	expect(&s, "'红山路78号'<enter><next>");
	send(&s, "\x7f\b\x0f\x10\n");
	expect(&s, "<erase><erase><submit><command><enter>");
	decode_key(&s.d, KEYNO_UP, s.now);
	decode_key(&s.d, KEYNO_F + 8, s.now);
	decode_byte(&s.d, 0, s.now);
	send(&s, "\x02");
	expect(&s, "<up><emergency>{Ctrl-B}");
	decode_key(&s.d, KEYNO_INSERT, s.now);
	expect(&s, "<join>");
	assert_int_equal(decode_wait_ms(&s.d, s.now), -1);
	finish(&s);
}

static void
test_one_byte_at_a_time(void **state)
{
	(void)state;
	struct seen s = start();
	for (const char *p = "路𠮷é"; *p; p++) {
		char one[2] = { *p, 0 };
		send(&s, one);
		wait_ms(&s, 30);
		drain(&s, SCOPE_EDIT);
	}
	assert_string_equal(str_c(&s.log), "'路''𠮷''é'");
	finish(&s);
}

static void
test_characters_one_by_one_where_nothing_is_edited(void **state)
{
	(void)state;
	struct seen s = start();
	send(&s, "sg1路");
	expect_in(&s, SCOPE_ALL, "'s''g''1''路'");
	send(&s, "ab");
	struct input in;
	assert_true(decode_next(&s.d, &km, SCOPE_ALL, &in));
	assert_string_equal(in.text, "a");
	assert_false(in.ahead);
	send(&s, "c"); /* the focus moved to a field: the rest comes as a run */
	expect(&s, "'bc'");
	finish(&s);
}

static void
test_bad_bytes_are_reported_and_never_text(void **state)
{
	(void)state;
	struct seen s = start();
	send(&s, "a\xff\xfe"
		 "b");
	expect(&s, "'a'(终端送来认不出的字节 <FF><FE>, 已略去; 请检查终端的字符集)'b'");
	send(&s, "\xe8\xb7"); /* a character that never ends */
	expect(&s, "");
	assert_int_equal(decode_wait_ms(&s.d, s.now), DECODE_PART_MS);
	wait_ms(&s, DECODE_PART_MS);
	expect(&s, "(终端送来认不出的字节 <E8><B7>, 已略去; 请检查终端的字符集)");
	send(&s, "\xe8\xb7x"); /* cut short by a letter */
	expect(&s, "(终端送来认不出的字节 <E8><B7>, 已略去; 请检查终端的字符集)'x'");
	send(&s, "\xe8\xe8\xb7\xaf"); /* cut short by another character */
	expect(&s, "(终端送来认不出的字节 <E8>, 已略去; 请检查终端的字符集)'路'");
	send(&s, "\xe8");
	decode_key(&s.d, KEYNO_LEFT, s.now);
	expect(&s, "(终端送来认不出的字节 <E8>, 已略去; 请检查终端的字符集)<left>");
	send(&s, "\xed\xa0\x80"); /* a surrogate */
	drain(&s, SCOPE_EDIT);
	assert_null(strchr(str_c(&s.log), '\''));
	str_reset(&s.log);
	send(&s, "ok");
	expect(&s, "'ok'");
	finish(&s);
}

static void
test_escape_and_its_twins(void **state)
{
	(void)state;
	struct seen s = start();
	send(&s, "\033");
	expect(&s, ""); /* it may be half of something */
	assert_int_equal(decode_wait_ms(&s.d, s.now), TWIN_MS);
	wait_ms(&s, TWIN_MS - 1);
	expect(&s, "");
	wait_ms(&s, 1);
	expect(&s, "<back>");
	send(&s, "\033");
	wait_ms(&s, 300); /* a person's Esc, then 0 */
	send(&s, "0");
	expect(&s, "<submit>");
	send(&s, "\033-\033=\033\r\033\n");
	expect(&s, "<state><lock><newline><newline>");
	send(&s, "\033\033");
	expect(&s, "<back>");
	send(&s, "\033x"); /* no such twin: Esc, and the letter is not lost */
	expect(&s, "<back>'x'");
	send(&s, "\033\xe8\xb7\xaf");
	expect(&s, "<back>'路'");
	send(&s, "\033");
	decode_key(&s.d, KEYNO_DOWN, s.now);
	expect(&s, "<back><down>");
	finish(&s);
}

static void
test_a_paste_is_one_input(void **state)
{
	(void)state;
	struct seen s = start();
	send(&s, "a");
	decode_paste(&s.d, true, s.now);
	send(&s, "第一行\r第二行\t\033[31m\x0f\x7f");
	decode_key(&s.d, KEYNO_UP, s.now);
	send(&s, "\xff"
		 "1");
	expect(&s, "'a'");
	decode_paste(&s.d, false, s.now);
	send(&s, "b");
	expect(&s, "[第一行\r第二行\t\033[31m\x0f\x7f\033<FF>1]'b'");
	decode_paste(&s.d, false, s.now); /* an end without a beginning */
	expect(&s, "");
	decode_paste(&s.d, true, s.now);
	send(&s, "no end");
	assert_int_equal(decode_wait_ms(&s.d, s.now), DECODE_PASTE_MS);
	wait_ms(&s, DECODE_PASTE_MS);
	expect(&s, "[no end]");
	send(&s, "\033");
	decode_paste(&s.d, true, s.now);
	decode_paste(&s.d, false, s.now);
	expect(&s, "<back>[]");
	decode_paste(&s.d, true, s.now);
	decode_byte(&s.d, 0, s.now);
	decode_paste(&s.d, false, s.now);
	expect(&s, "[<00>]");
	finish(&s);
}

static void
test_a_paste_too_long_is_refused_whole(void **state)
{
	(void)state;
	struct seen s = start();
	decode_paste(&s.d, true, s.now);
	for (int i = 0; i < LIMIT_PASTE_BYTES; i++)
		decode_byte(&s.d, 'x', s.now);
	decode_paste(&s.d, false, s.now);
	struct input in;
	assert_true(decode_next(&s.d, &km, SCOPE_EDIT, &in));
	assert_int_equal(in.kind, INPUT_PASTE);
	assert_int_equal(in.len, LIMIT_PASTE_BYTES);
	decode_paste(&s.d, true, s.now);
	for (int i = 0; i <= LIMIT_PASTE_BYTES; i++)
		decode_byte(&s.d, 'x', s.now);
	decode_paste(&s.d, false, s.now);
	expect(&s, "(粘贴的内容有 257 KB, 一次最多 256 KB: 没有放进去)");
	send(&s, "y");
	expect(&s, "'y'");
	finish(&s);
}

static void
test_what_was_typed_ahead_is_marked(void **state)
{
	(void)state;
	struct seen s = start();
	struct input in;
	send(&s, "\x0f\r1");
	assert_true(decode_next(&s.d, &km, SCOPE_ALL, &in));
	assert_false(in.ahead);
	assert_true(decode_next(&s.d, &km, SCOPE_ALL, &in));
	assert_true(in.ahead);
	assert_true(decode_next(&s.d, &km, SCOPE_ALL, &in));
	assert_true(in.ahead);
	send(&s, "2");
	assert_true(decode_next(&s.d, &km, SCOPE_ALL, &in));
	assert_false(in.ahead);
	send(&s, "abc\033\xe8");
	decode_flush(&s.d);
	wait_ms(&s, 5000);
	expect(&s, "");
	finish(&s);
}

/* Any bytes, keys and silences: what comes out is valid text, and nothing is stuck for ever. */
static void
test_noise(void **state)
{
	(void)state;
	struct seen s = start();
	uint32_t r = 99;
	for (int i = 0; i < 60000; i++) {
		r = r * 1664525u + 1013904223u;
		unsigned pick = r >> 24;
		if (pick < 3)
			decode_paste(&s.d, pick == 1, s.now);
		else if (pick < 10)
			decode_key(&s.d, (uint16_t)(KEYNO_UP + pick), s.now);
		else if (pick < 20)
			wait_ms(&s, (r >> 8) % 700);
		else
			decode_byte(&s.d, (unsigned char)(r >> 16), s.now);
		if (i % 50 == 0) {
			drain(&s, pick % 2 ? SCOPE_EDIT : SCOPE_ALL);
			str_reset(&s.log);
		}
	}
	wait_ms(&s, 10000);
	drain(&s, SCOPE_ALL);
	assert_int_equal(decode_wait_ms(&s.d, s.now), -1);
	finish(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text_and_keys),
		cmocka_unit_test(test_one_byte_at_a_time),
		cmocka_unit_test(test_characters_one_by_one_where_nothing_is_edited),
		cmocka_unit_test(test_bad_bytes_are_reported_and_never_text),
		cmocka_unit_test(test_escape_and_its_twins),
		cmocka_unit_test(test_a_paste_is_one_input),
		cmocka_unit_test(test_a_paste_too_long_is_refused_whole),
		cmocka_unit_test(test_what_was_typed_ahead_is_marked),
		cmocka_unit_test(test_noise),
	};
	setlocale(LC_CTYPE, "C.UTF-8");
	keymap_default(&km);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
