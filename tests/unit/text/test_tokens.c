/* The cut into tokens, the words of a query, and the marks they leave. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "base/utf8.h"
#include "text/fold.h"
#include "text/highlight.h"
#include "text/tokens.h"
#include "text/words.h"

/* ---- tokens ---- */

struct seen {
	struct str out;
	size_t n, from; /* where the last one began */
	size_t size;
};

/* "停车 车难 =难": a token at the place of the one before it has a "=". */
static bool
see(void *arg, const struct token *t)
{
	struct seen *s = arg;

	assert_true(t->len > 0 && t->len <= TOKENS_BYTES);
	assert_true(t->from < t->to && t->to <= s->size);
	assert_true(t->from >= s->from);
	s->from = t->from;
	str_addf(
	    &s->out, "%s%s%.*s", s->n++ > 0 ? " " : "", t->also ? "=" : "", (int)t->len, t->text);
	return true;
}

static void
check_cut(const char *text, size_t n, enum token_side side, const char *want)
{
	struct seen s = { .size = n };

	assert_true(tokens_each(text, n, side, see, &s));
	if (strcmp(str_c(&s.out), want) != 0)
		fail_msg("“%s” (%d) cuts to “%s”, not “%s”", text, side, str_c(&s.out), want);
	str_free(&s.out);
}

static void
test_cut(void **state)
{
	static const struct {
		const char *text, *doc, *query;
	} cases[] = {
		{ "", "", "" },
		{ "停车难", "停车 车难 难", "停车 车难" },
		{ "停車難", "停车 车难 难", "停车 车难" },
		{ "难", "难", "难" },
		{ "停。车", "停 车", "停 车" },
		{ "停\u200b车", "停车 车", "停车" }, /* what nobody sees parts nothing */
		{ "停 车", "停 车", "停 车" },
		{ "ＡＢＣ１２", "abc12", "abc12" },
		{ "沪A12345", "沪 a12345 =12345", "沪 a12345" },
		{ "沪Ａ１２３４５号", "沪 a12345 =12345 号", "沪 a12345 号" },
		{ "A12", "a12", "a12" }, /* two digits alone tell nothing */
		{ "13812345678", "13812345678 =5678", "13812345678" },
		{ "a13812345678", "a13812345678 =13812345678 =5678", "a13812345678" },
		{ "138****5678", "138 5678", "138 5678" },
		{ "人民路22号房屋", "人民 民路 路 22 号房 =号 房屋 屋",
		    "人民 民路 路 22 号房 房屋" },
		{ "22号", "22 号", "22 号" },
		{ "A3区星河", "a3 区星 =区 星河 河", "a3 区星 星河" },
		{ "𠮷野家", "𠮷野 野家 家", "𠮷野 野家" },
		{ "カラオケ屋", "カラ ラオ オケ ケ屋 屋", "カラ ラオ オケ ケ屋" },
		{ "Café店", "café 店", "café 店" },
		{ "，。!?", "", "" },
		{ "😀停😀", "停", "停" },
		{ "停\xff车", "停 车", "停 车" },
		{ "\xe5\x81", "", "" },
		{ "停\xed\xa0\x80车", "停 车", "停 车" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t n = strlen(cases[i].text);

		check_cut(cases[i].text, n, TOKENS_DOC, cases[i].doc);
		check_cut(cases[i].text, n, TOKENS_QUERY, cases[i].query);
	}
	check_cut("停\0车", 7, TOKENS_DOC, "停 车");
}

static void
test_offsets_are_of_the_original(void **state)
{
	struct seen s = { .size = 12 };

	(void)state;
	/* full width and traditional take other bytes than what they are folded to */
	assert_true(tokens_each("Ａ停車x", 10, TOKENS_DOC, see, &s));
	assert_string_equal(str_c(&s.out), "a 停车 =停 车 x");
	assert_int_equal(s.from, 9);
	str_free(&s.out);
}

static bool
stop_at_two(void *arg, const struct token *t)
{
	(void)t;
	return ++*(int *)arg < 2;
}

static void
test_long_runs(void **state)
{
	struct str text = { 0 };
	struct seen s = { 0 };
	int n = 0;

	(void)state;
	for (int i = 0; i < 5000; i++)
		str_add(&text, "字");
	str_add_c(&text, ' ');
	for (int i = 0; i < 5000; i++)
		str_add_c(&text, 'x');
	s.size = text.len;
	assert_true(tokens_each(text.s, text.len, TOKENS_DOC, see, &s));
	assert_int_equal(s.n, 5001); /* 4,999 pairs, the last one, the letters */
	assert_int_equal(s.out.len, 4999 * 7 + 4 + TOKENS_BYTES);
	assert_false(tokens_each(text.s, text.len, TOKENS_QUERY, stop_at_two, &n));
	assert_int_equal(n, 2);
	str_free(&s.out);
	str_free(&text);
}

/* ---- words ---- */

static const char *
words(const struct words *w)
{
	static char out[512];

	out[0] = '\0';
	for (int i = 0; i < w->n; i++)
		snprintf(out + strlen(out), sizeof(out) - strlen(out), "%s%s%s%s%s%s",
		    i > 0 ? " " : "", words_text(w, i), w->word[i].han ? "/h" : "",
		    w->word[i].letter ? "/l" : "", w->word[i].digit ? "/d" : "",
		    w->word[i].open ? "/o" : "");
	return out;
}

static void
test_words(void **state)
{
	static const struct {
		const char *text, *want, *apart, *joined; /* NULL: as it is */
	} cases[] = {
		{ "", "", NULL, NULL },
		{ "停车难", "停车难/h", NULL, NULL },
		{ " 停車　难 ", "停车/h 难/h", NULL, "停车难/h" },
		{ "gjj提取", "gjj提取/h/l", "gjj/l/o 提取/h", NULL },
		{ "GJJ", "gjj/l/o", NULL, NULL },
		{ "沪A12345", "沪a12345/h/l/d/o", NULL, NULL },
		{ "停che 难", "停che/h/l/o 难/h", "停/h che/l/o 难/h", NULL },
		{ "8890-2020", "8890/d/o 2020/d/o", NULL, "88902020/d/o" },
		{ "停车\" OR 1", "停车/h or/l/o 1/d", NULL, NULL },
		{ "\xff\xfe", "", NULL, NULL },
		{ "a b c d e f g h i", "a/l b/l c/l d/l e/l f/l g/l h/l", NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct words w, other;

		words_read(&w, cases[i].text, strlen(cases[i].text));
		if (strcmp(words(&w), cases[i].want) != 0)
			fail_msg("“%s” has the words “%s”", cases[i].text, words(&w));
		assert_int_equal(words_apart(&w, &other), cases[i].apart != NULL);
		assert_string_equal(
		    words(&other), cases[i].apart != NULL ? cases[i].apart : cases[i].want);
		assert_int_equal(words_joined(&w, &other), cases[i].joined != NULL);
		if (cases[i].joined != NULL)
			assert_string_equal(words(&other), cases[i].joined);
	}
}

static void
test_words_of_a_paste(void **state)
{
	struct str text = { 0 };
	struct words w;

	(void)state;
	for (int i = 0; i < 10000; i++)
		str_add(&text, "𠮷");
	words_read(&w, text.s, text.len);
	assert_true(w.cut);
	assert_int_equal(w.n, 1);
	assert_int_equal(w.word[0].chars, WORDS_CHARS);
	str_free(&text);
}

/* ---- marks ---- */

static const char *
marked(const char *text, const struct match_range *r, size_t n)
{
	static char out[1024];
	size_t at = 0;

	out[0] = '\0';
	for (size_t i = 0; i < n; i++) {
		assert_true(r[i].len > 0 && r[i].at + r[i].len <= strlen(text));
		assert_true(i == 0 || r[i].at > at); /* touching ones are one */
		snprintf(out + strlen(out), sizeof(out) - strlen(out), "%.*s[%.*s]",
		    (int)(r[i].at - at), text + at, (int)r[i].len, text + r[i].at);
		at = r[i].at + r[i].len;
	}
	snprintf(out + strlen(out), sizeof(out) - strlen(out), "%s", text + at);
	return out;
}

static void
test_highlight(void **state)
{
	static const struct {
		const char *query, *want;
	} cases[] = {
		{ "停车", "[停车]难问题反映, [停车]位" },
		{ "停车难 车难问", "[停车难问]题反映" }, /* where FTS5's own doubles the text */
		{ "停车 难问", "[停车难问]题反映" },
		{ "停車", "[停车]难" },
		{ "停车", "[停車]难" },
		{ "停车难", "[停車難]" },
		{ "abc", "[ＡＢＣ]路" },
		{ "ＡＢＣ", "[abc]路" },
		{ "公积金提取", "[提取]住房[公积金]" }, /* nowhere whole: its pieces */
		{ "公积金提取", "[公积金提取]和提取公积金" },
		{ "12345", "拨[12345]或[12345]6, 不是112345和212345号" },
		{ "5678", "1381234[5678]" }, /* the last digits of a number */
		{ "123", "[123]4, a[123], 4123号" },
		{ "ktv", "[KTV]吵, 量贩[ktv]" },
		{ "tv", "KTV" },
		{ "难", "停车[难], 上学[难]" },
		{ "停车", "停。车" },
		{ "停车", "[停\u200b车]" },
		{ "22号", "人民路[22号]房" },
		{ "没有", "停车" },
		{ "", "停车" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct match_range r[16];
		struct words w;
		char plain[128];
		size_t n, len = 0;

		for (const char *p = cases[i].want; *p != '\0'; p++)
			if (*p != '[' && *p != ']')
				plain[len++] = *p;
		plain[len] = '\0';
		words_read(&w, cases[i].query, strlen(cases[i].query));
		n = highlight_find(&w, plain, len, r, 16);
		if (strcmp(marked(plain, r, n), cases[i].want) != 0)
			fail_msg("“%s” marks %s, not %s", cases[i].query, marked(plain, r, n),
			    cases[i].want);
		assert_true(n <= 16);
		if (n > 1) /* fewer asked for: the first ones */
			assert_int_equal(highlight_find(&w, plain, len, r, 1), n);
	}
}

static void
test_snippet(void **state)
{
	static const char text[] =
	    "一、先查公告。有计划停水或抢修公告, 地点在范围里的, 告知原因和时间。\n二、问清\n"
	    "1. 一户、一单元、全楼还是整个小区。2. 家里有没有病人, 有没有水用, 停车方便不方便。"
	    "3. 附近有没有施工、马路冒水、停车位下陷, 停车场里停车难不难。4. "
	    "热水器、马桶以外的龙头有没有水。";
	struct highlight_snippet found;
	struct words w;
	char out[120];

	(void)state;
	words_read(&w, "停车难", strlen("停车难"));
	assert_true(highlight_snippet(&w, text, strlen(text), out, sizeof(out), &found));
	assert_true(utf8_valid(out, strlen(out)));
	assert_true(strlen(out) < sizeof(out));
	assert_null(strchr(out, '\n'));
	assert_non_null(strstr(marked(out, found.range, found.n), "[停车难]不难"));
	assert_int_equal(strncmp(out, "…", 3), 0);
	words_read(&w, "公告", strlen("公告"));
	assert_true(highlight_snippet(&w, text, strlen(text), out, sizeof(out), &found));
	assert_int_equal(strncmp(out, "一、先查公告", strlen("一、先查公告")), 0);
	assert_int_equal(found.n, 2);
	words_read(&w, "没有这个", strlen("没有这个"));
	assert_true(highlight_snippet(&w, text, strlen(text), out, sizeof(out), &found));
	words_read(&w, "公积金", strlen("公积金"));
	assert_false(highlight_snippet(&w, text, strlen(text), out, sizeof(out), &found));
	assert_string_equal(out, "");
	assert_false(highlight_snippet(&w, "", 0, out, sizeof(out), &found));
}

/* A word longer than the piece is cut at a border, and so is its mark. */
static void
test_snippet_of_a_long_word(void **state)
{
	struct highlight_snippet found;
	struct str text = { 0 };
	struct words w;
	char out[64];

	(void)state;
	for (int i = 0; i < 60; i++)
		str_add(&text, i % 2 ? "停" : "车");
	words_read(&w, text.s, text.len);
	assert_true(highlight_snippet(&w, text.s, text.len, out, sizeof(out), &found));
	assert_int_equal(found.n, 1);
	assert_true(found.range[0].at + found.range[0].len <= strlen(out));
	assert_true(utf8_valid(out, strlen(out)));
	str_free(&text);
}

/* Any bytes: marks lie inside, in order; snippets are whole lines. */
static void
test_any_bytes(void **state)
{
	unsigned seed = 7;

	(void)state;
	for (int round = 0; round < 3000; round++) {
		static const char *const bits[] = { "停", "车", "難", "Ａ", "a", "1", "12", "\xff",
			"\xe5\x81", "\xed\xa0\x80", " ", "。", "\n", "\u200b", "𠮷", "\"" };
		char text[256] = "", query[64] = "", out[80];
		struct match_range r[8];
		struct highlight_snippet found;
		struct words w;
		size_t n;

		for (int i = 0; i < 24; i++)
			strcat(text, bits[rand_r(&seed) % 16]);
		for (int i = 0; i < 4; i++)
			strcat(query, bits[rand_r(&seed) % 16]);
		words_read(&w, query, strlen(query));
		n = highlight_find(&w, text, strlen(text), r, 8);
		for (size_t i = 0; i < n && i < 8; i++) {
			assert_true(r[i].len > 0 && r[i].at + r[i].len <= strlen(text));
			assert_true(i == 0 || r[i].at > r[i - 1].at + r[i - 1].len);
		}
		assert_int_equal(
		    highlight_snippet(&w, text, strlen(text), out, sizeof(out), &found), n > 0);
		assert_true(strlen(out) < sizeof(out) && strchr(out, '\n') == NULL);
		for (size_t i = 0; i < found.n; i++)
			assert_true(found.range[i].len > 0 &&
				    found.range[i].at + found.range[i].len <= strlen(out));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_offsets_are_of_the_original),
		cmocka_unit_test(test_long_runs),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_words_of_a_paste),
		cmocka_unit_test(test_highlight),
		cmocka_unit_test(test_snippet),
		cmocka_unit_test(test_snippet_of_a_long_word),
		cmocka_unit_test(test_any_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
