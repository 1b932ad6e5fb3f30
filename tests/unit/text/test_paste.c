/* The paste rule, case by case, then as properties over seeded random bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "text/paste.h"

struct paste_case {
	const char *in;
	size_t n; /* 0: strlen */
	const char *lines, *one;
};

static void
check(const struct paste_case *c)
{
	struct str a = { 0 }, b = { 0 };
	size_t n = c->n ? c->n : strlen(c->in);

	text_paste(&a, c->in, n);
	text_paste_line(&b, c->in, n);
	assert_string_equal(str_c(&a), c->lines);
	assert_string_equal(str_c(&b), c->one);
	str_free(&a);
	str_free(&b);
}

static void
rule(void **state)
{
	static const struct paste_case cases[] = {
		{ "红山路78号门口路灯坏了", 0, "红山路78号门口路灯坏了", "红山路78号门口路灯坏了" },
		{ "", 0, "", "" },
		{ " ", 0, "", "" },
		{ "\r\n\r\n", 0, "", "" },
		{ "a\r\nb\rc\nd", 0, "a\nb\nc\nd", "a b c d" },
		{ "a\n\rb", 0, "a\n\nb", "a b" },
		{ "a\x0b"
		  "b\x0c"
		  "c\xc2\x85"
		  "d",
		    0, "a\nb\nc\nd", "a b c d" },
		{ "a\xe2\x80\xa8"
		  "b\xe2\x80\xa9"
		  "c",
		    0, "a\nb\nc", "a b c" },
		{ "一\t二", 0, "一 二", "一 二" },
		{ "　　尊敬的领导:\n　　我反映", 0, "  尊敬的领导:\n  我反映",
		    "尊敬的领导: 我反映" },
		{ "a\xc2\xa0"
		  "b\xe2\x80\x83"
		  "c\xe3\x80\x80"
		  "d",
		    0, "a b c d", "a b c d" },
		{ "a  \t\nb\xe3\x80\x80", 0, "a\nb", "a b" },
		{ "\n\n  a\n\n\nb\n \n", 0, "  a\n\n\nb", "a b" },
		{ "a   b", 0, "a   b", "a   b" },
		{ "\xef\xbb\xbf"
		  "张三",
		    0, "张三", "张三" },
		{ "张\xe2\x80\x8b三\xe2\x81\xa0\xc2\xad\xef\xbb\xbf", 0,
		    "张<200B>三<2060><AD><FEFF>", "张<200B>三<2060><AD><FEFF>" },
		{ "\xe2\x80\xae"
		  "evil",
		    0, "<202E>evil", "<202E>evil" },
		{ "\xe2\x80\x8f"
		  "x\xe2\x81\xa6"
		  "y\xe2\x81\xa9",
		    0, "<200F>x<2066>y<2069>", "<200F>x<2066>y<2069>" },
		{ "\x1b[31m红\x1b[0m\x07\x7f", 0, "<1B>[31m红<1B>[0m<07><7F>",
		    "<1B>[31m红<1B>[0m<07><7F>" },
		{ "a\0b", 3, "a<00>b", "a<00>b" },
		{ "\xc2\x9b"
		  "2J",
		    0, "<9B>2J", "<9B>2J" },
		{ "坏\xff\xfe"
		  "字",
		    0, "坏<FF><FE>字", "坏<FF><FE>字" },
		{ "\xed\xa0\x80", 0, "<ED><A0><80>", "<ED><A0><80>" },
		{ "\xc0\x80", 0, "<C0><80>", "<C0><80>" },
		{ "\xe7\xba", 0, "<E7><BA>", "<E7><BA>" }, /* cut short at the end */
		{ "\xef\xbf\xbe\xf4\x8f\xbf\xbf", 0, "<FFFE><10FFFF>", "<FFFE><10FFFF>" },
		{ "<1B>", 0, "<1B>", "<1B>" },
		{ "Ａ１；", 0, "Ａ１；", "Ａ１；" }, /* what was said stays */
		{ "𠮷😀é", 0, "𠮷😀é", "𠮷😀é" },
		{ "葛\xf3\xa0\x84\x80城", 0, "葛\xf3\xa0\x84\x80城", "葛\xf3\xa0\x84\x80城" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		check(&cases[i]);
	struct str s = { 0 };
	text_paste(&s, NULL, 0);
	text_paste_line(&s, NULL, 0);
	assert_int_equal(s.len, 0);
	str_free(&s);
}

static void
appends(void **state)
{
	struct str s = { 0 };

	(void)state;
	str_add(&s, "地点 ");
	text_paste_line(&s, " 红山路\n", strlen(" 红山路\n"));
	assert_string_equal(str_c(&s), "地点 红山路");
	str_free(&s);
}

static void
nothing_is_cut(void **state)
{
	struct str in = { 0 }, out = { 0 };

	(void)state;
	for (int i = 0; i < 100000; i++)
		str_add(&in, "路");
	text_paste(&out, in.s, in.len);
	assert_false(out.bad);
	assert_int_equal(out.len, in.len);
	str_free(&in);
	str_free(&out);
}

static uint32_t
next_random(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(*seed >> 33);
}

static void
check_result(const struct str *s, int one_line)
{
	size_t at = 0, len;
	uint32_t cp, before = '\n';

	assert_true(utf8_valid(str_c(s), s->len));
	for (; at < s->len; at += len) {
		len = utf8_next(s->s + at, s->len - at, &cp);
		assert_true(len > 0);
		assert_true(!utf8_is_hidden(cp) || (cp == '\n' && !one_line));
		if (cp == '\n')
			assert_true(at > 0 && before != ' ');
		before = cp;
	}
	if (s->len > 0)
		assert_true(before != ' ' && before != '\n');
}

static void
holds_for_anything_and_twice_is_once(void **state)
{
	static const char *const pieces[] = { "\r", "\n", "\r\n", " ", "\t", "　", "\xc2\xa0", "字",
		"a", "\xff", "\xe5", "\x81", "\xe2\x80\xae", "\xe2\x80\x8b", "\xef\xbb\xbf", "\x1b",
		"<1B>", "\xe2\x80\xa8", "😀", "\xc2" };
	uint64_t seed = 20261121;

	(void)state;
	for (int round = 0; round < 4000; round++) {
		struct str in = { 0 };
		uint32_t n = next_random(&seed) % 12;
		for (uint32_t i = 0; i < n; i++) {
			uint32_t r = next_random(&seed);
			if (r % 8 == 0)
				str_add_c(&in, (char)(next_random(&seed) & 0xFF));
			else
				str_add(&in, pieces[next_random(&seed) %
						    (sizeof pieces / sizeof pieces[0])]);
		}
		for (int one_line = 0; one_line < 2; one_line++) {
			void (*paste)(struct str *, const char *, size_t) =
			    one_line ? text_paste_line : text_paste;
			struct str once = { 0 }, twice = { 0 };
			paste(&once, in.s, in.len);
			paste(&twice, once.s, once.len);
			check_result(&once, one_line);
			assert_string_equal(str_c(&once), str_c(&twice));
			str_free(&once);
			str_free(&twice);
		}
		str_free(&in);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rule),
		cmocka_unit_test(appends),
		cmocka_unit_test(nothing_is_cut),
		cmocka_unit_test(holds_for_anything_and_twice_is_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
