/* The text form of a knowledge article: what it holds, what is refused and on which line, and that writing and reading
 * are each other's mirror. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/clock.h"
#include "base/limits.h"
#include "model/article.h"

#define HEAD                                                                              \
	"kb_no: K0205-01\ntitle: 路灯坏了怎么报修\nkind: guide\ncategory: 0205\n" \
	"source: 1004\nfrom: 2026-01-01\nuntil: 2027-12-31\nversion: 3\n"

static const char whole[] = "# 样例\n"
			    "title:   路灯坏了怎么报修  \n"
			    "kb_no: K0205-01\n"
			    "kind: guide\n"
			    "category: 0205\n"
			    "area: 990100\n"
			    "question: 路灯不亮找谁\n"
			    "keywords: 路灯, 路灯报修, 灯杆\n"
			    "basis: 云市政〔2026〕8号 第六条\n"
			    "source: 1004\n"
			    "secrecy: internal\n"
			    "limit: resolve=24hour,  visit=48hour\n"
			    "from: 2026-01-01\n"
			    "until: 2027-12-31\n"
			    "version: 3\n"
			    "updated: 2026-10-20\n"
			    "status: revise\n"
			    "\n"
			    "路灯由市政管理处负责。\n"
			    "--\n"
			    "  一、报修要点\n"
			    "\n"
			    "二、说明  \n"
			    "   \n"
			    "\n";

static enum err_code
read_text(const char *text, struct article *a, struct err *e)
{
	err_clear(e);
	return article_read(text, strlen(text), a, e);
}

static void
all_members_are_read(void **state)
{
	(void)state;
	struct article a;
	struct err e;

	article_init(&a);
	assert_int_equal(read_text(whole, &a, &e), ERR_OK);
	assert_string_equal(a.kb_no, "K0205-01");
	assert_string_equal(a.title, "路灯坏了怎么报修");
	assert_int_equal(a.kind, ARTICLE_GUIDE);
	assert_string_equal(a.category, "0205");
	assert_string_equal(a.area, "990100");
	assert_string_equal(a.question, "路灯不亮找谁");
	assert_string_equal(a.keywords, "路灯, 路灯报修, 灯杆");
	assert_string_equal(a.basis, "云市政〔2026〕8号 第六条");
	assert_string_equal(a.source, "1004");
	assert_true(a.internal);
	assert_int_equal(a.n_limits, 2);
	assert_string_equal(a.limit[0].clock, "resolve");
	assert_int_equal(a.limit[0].span.n, 24);
	assert_int_equal(a.limit[0].span.unit, SPAN_HOUR);
	assert_string_equal(a.limit[1].clock, "visit");
	assert_int_equal(a.from, civil_parse_day("2026-01-01"));
	assert_int_equal(a.until, civil_parse_day("2027-12-31"));
	assert_int_equal(a.updated, civil_parse_day("2026-10-20"));
	assert_int_equal(a.version, 3);
	assert_int_equal(a.status, ARTICLE_REVISE);
	assert_string_equal(a.answer, "路灯由市政管理处负责。");
	assert_string_equal(a.body, "  一、报修要点\n\n二、说明  ");
	article_free(&a);
}

static void
what_may_be_left_out(void **state)
{
	(void)state;
	struct article a;
	struct err e;

	article_init(&a);
	assert_int_equal(read_text(HEAD "area:\nquestion:\n\n答复。\n", &a, &e), ERR_OK);
	assert_string_equal(a.area, "");
	assert_string_equal(a.question, a.title);
	assert_string_equal(a.keywords, "");
	assert_string_equal(a.basis, "");
	assert_string_equal(a.body, "");
	assert_false(a.internal);
	assert_int_equal(a.n_limits, 0);
	assert_int_equal(a.status, ARTICLE_PUBLISHED);
	assert_int_equal(a.updated, a.from);
	/* without a line end, without a line after "--" */
	assert_int_equal(read_text(HEAD "\n\n 答复。\n--", &a, &e), ERR_OK);
	assert_string_equal(a.answer, "答复。");
	assert_string_equal(a.body, "");
	article_free(&a);
}

static const struct {
	const char *what, *text;
	int line;
	const char *says;
} BAD[] = {
	{ "nothing", "", 1, "kb_no" },
	{ "an unknown member", HEAD "colour: red\n\n答。\n", 9, "colour" },
	{ "a doubled member", HEAD "title: 又一个\n\n答。\n", 9, "两次" },
	{ "a line without a colon", HEAD "路灯\n\n答。\n", 9, "名称: 内容" },
	{ "no title", "kb_no: K1\n\n答。\n", 2, "title" },
	{ "an empty title", "kb_no: K1\ntitle:  \n\n答。\n", 2, "不能空" },
	{ "no kb_no", "title: 题\nkind: faq\n\n答。\n", 3, "kb_no" },
	{ "a kb_no with a slash", "kb_no: K1/2\n", 1, "K1/2" },
	{ "a kb_no that climbs", "kb_no: ..\n", 1, "kb_no" },
	{ "a kb_no too long", "kb_no: K12345678901234567890123\n", 1, "kb_no" },
	{ "an unknown kind", "kb_no: K1\nkind: Guide\n", 2, "policy" },
	{ "a category too long", "category: 02050101\n", 1, "category" },
	{ "an area of words", "area: 红山区\n", 1, "area" },
	{ "a source with a blank", "source: 10 04\n", 1, "source" },
	{ "a wrong secrecy", "secrecy: secret\n", 1, "internal" },
	{ "a wrong status", "status: live\n", 1, "status" },
	{ "a limit without a span", "limit: resolve\n", 1, "limit" },
	{ "a limit of no time", "limit: resolve=\n", 1, "limit" },
	{ "a limit of nonsense", "limit: resolve=24h\n", 1, "limit" },
	{ "a limit of zero", "limit: resolve=0hour\n", 1, "limit" },
	{ "an unknown clock", "limit: repair=24hour\n", 1, "limit" },
	{ "a clock twice", "limit: resolve=24hour resolve=2wd\n", 1, "limit" },
	{ "five limits",
	    "limit: dispatch=1hour signin=1hour contact=1hour resolve=1hour visit=1hour\n", 1,
	    "limit" },
	{ "a date that is none", "from: 2026-02-30\n", 1, "2026-02-30" },
	{ "a date of words", "until: 长期\n", 1, "until" },
	{ "a date with a time", "updated: 2026-01-01 08:00\n", 1, "updated" },
	{ "version zero", "version: 0\n", 1, "version" },
	{ "a version of letters", "version: 三\n", 1, "version" },
	{ "a version beyond", "version: 99999999999\n", 1, "version" },
	{ "no from",
	    "kb_no: K1\ntitle: 题\nkind: faq\ncategory: 0205\nsource: 1004\n"
	    "until: 2026-01-01\nversion: 1\n\n答。\n",
	    8, "from" },
	{ "no empty line", HEAD, 8, "答复" },
	{ "no answer", HEAD "\n\n  \n--\n正文\n", 12, "答复" },
	{ "a tab", HEAD "\n答\t复。\n", 10, "制表符" },
	{ "an escape", HEAD "\n答。\n--\n正\x1b[2J文\n", 12, "U+001B" },
	{ "a carriage return", "kb_no: K1\r\n", 1, "U+000D" },
	{ "a bidi override", HEAD "\n答\xe2\x80\xae。\n", 10, "U+202E" },
	{ "a zero-width space", "kb_no: K1\ntitle: 题\xe2\x80\x8b\n", 2, "U+200B" },
	{ "a lone surrogate", HEAD "\n答。\n--\n一\n\xed\xa0\x80\n", 13, "UTF-8" },
	{ "half a character", HEAD "\n答\xe5\xa4\n", 10, "UTF-8" },
};

static void
mistakes_are_told_with_their_line(void **state)
{
	(void)state;
	struct article a, before;
	struct err e;
	char where[24];

	article_init(&a);
	assert_int_equal(read_text(whole, &a, &e), ERR_OK);
	before = a;
	for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
		enum err_code rc = read_text(BAD[i].text, &a, &e);

		snprintf(where, sizeof where, "line %d", BAD[i].line);
		if (rc != ERR_INVALID || strcmp(e.where, where) != 0 ||
		    strstr(e.text, BAD[i].says) == NULL)
			fail_msg("%s: %d at %s: %s", BAD[i].what, (int)rc, e.where, e.text);
		assert_memory_equal(&a, &before, sizeof a); /* the old one stands */
	}
	/* a NUL is a character too */
	assert_int_equal(article_read("kb_no: K\0001\n", 11, &a, &e), ERR_INVALID);
	assert_string_equal(e.where, "line 1");
	article_free(&a);
}

/* ${n} characters 字 after the header. */
static char *
long_text(const char *before, size_t n, const char *after)
{
	struct str s = { 0 };

	str_add(&s, before);
	for (size_t i = 0; i < n; i++)
		str_add(&s, "字");
	str_add(&s, after);
	return str_take(&s);
}

static void
sizes_have_limits(void **state)
{
	(void)state;
	static const struct {
		const char *before;
		size_t most;
		const char *after;
		int line;
	} CASES[] = {
		{ HEAD "\n", ARTICLE_ANSWER_CHARS, "\n--\n", 10 },
		{ HEAD "\n\n\n", ARTICLE_ANSWER_CHARS, "\n--\n", 12 },
		{ HEAD "\n答。\n--\n", LIMIT_ARTICLE_BODY_CHARS, "\n\n", 12 },
		{ HEAD "keywords: ", LIMIT_ARTICLE_LINE_CHARS, "\n\n答。\n", 9 },
		{ HEAD "question: ", LIMIT_ARTICLE_LINE_CHARS, "\n\n答。\n", 9 },
		{ HEAD "basis: ", LIMIT_ARTICLE_LINE_CHARS, "\n\n答。\n", 9 },
		{ "kind: faq\ncategory: 1\nsource: 1\nversion: 1\nfrom: 2026-01-01\n"
		  "until: 2026-01-01\nkb_no: K\ntitle: ",
		    LIMIT_ARTICLE_TITLE_CHARS, "\n\n答。\n", 8 },
	};
	struct article a;
	struct err e;
	char where[24];

	article_init(&a);
	for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
		char *fits = long_text(CASES[i].before, CASES[i].most, CASES[i].after);
		char *long_one = long_text(CASES[i].before, CASES[i].most + 1, CASES[i].after);

		assert_int_equal(read_text(fits, &a, &e), ERR_OK);
		assert_int_equal(read_text(long_one, &a, &e), ERR_INVALID);
		snprintf(where, sizeof where, "line %d", CASES[i].line);
		assert_string_equal(e.where, where);
		free(fits);
		free(long_one);
	}
	char *huge = long_text(HEAD "\n答。\n--\n", LIMIT_ARTICLE_BYTES, "\n");
	assert_int_equal(read_text(huge, &a, &e), ERR_INVALID);
	free(huge);
	article_free(&a);
}

static void
assert_same(const struct article *a, const struct article *b)
{
	assert_string_equal(a->kb_no, b->kb_no);
	assert_string_equal(a->title, b->title);
	assert_string_equal(a->question, b->question);
	assert_string_equal(a->keywords, b->keywords);
	assert_string_equal(a->basis, b->basis);
	assert_string_equal(a->answer, b->answer);
	assert_string_equal(a->body, b->body);
	assert_string_equal(a->category, b->category);
	assert_string_equal(a->area, b->area);
	assert_string_equal(a->source, b->source);
	assert_int_equal(a->kind, b->kind);
	assert_int_equal(a->status, b->status);
	assert_int_equal(a->internal, b->internal);
	assert_int_equal(a->from, b->from);
	assert_int_equal(a->until, b->until);
	assert_int_equal(a->updated, b->updated);
	assert_int_equal(a->version, b->version);
	assert_int_equal(a->n_limits, b->n_limits);
	for (int i = 0; i < a->n_limits; i++) {
		assert_string_equal(a->limit[i].clock, b->limit[i].clock);
		assert_int_equal(a->limit[i].span.n, b->limit[i].span.n);
		assert_int_equal(a->limit[i].span.unit, b->limit[i].span.unit);
	}
}

/* Read, write, read, write: the same article, and the same bytes from the first writing on. */
static void
there_and_back(const char *text, size_t len)
{
	struct article a, b;
	struct str one = { 0 }, two = { 0 };
	struct err e = { 0 };

	article_init(&a);
	article_init(&b);
	if (article_read(text, len, &a, &e) == ERR_OK) {
		article_write(&a, &one);
		if (article_read(str_c(&one), one.len, &b, &e) != ERR_OK)
			fail_msg("%s: %s in %s", e.where, e.text, str_c(&one));
		assert_same(&a, &b);
		article_write(&b, &two);
		assert_string_equal(str_c(&one), str_c(&two));
	}
	str_free(&one);
	str_free(&two);
	article_free(&a);
	article_free(&b);
}

static void
written_and_read_back(void **state)
{
	(void)state;
	static const char *const TEXTS[] = { whole, HEAD "\n答。\n", HEAD "\n# 答。\n二行\n--\n",
		HEAD "\n答。\n--\n\n\n 首行前有空行\n--\n再一段\n \n",
		HEAD "question: 路灯坏了怎么报修\n\n答。",
		HEAD "status: draft\nlimit:\n\n答。\n--\n \n" };

	for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++)
		there_and_back(TEXTS[i], strlen(TEXTS[i]));
}

static void
the_canonical_form(void **state)
{
	(void)state;
	struct article a;
	struct str out = { 0 };
	struct err e;

	article_init(&a);
	assert_int_equal(read_text(whole, &a, &e), ERR_OK);
	article_write(&a, &out);
	assert_string_equal(str_c(&out),
	    "kb_no: K0205-01\ntitle: 路灯坏了怎么报修\nkind: guide\ncategory: 0205\n"
	    "area: 990100\nquestion: 路灯不亮找谁\nkeywords: 路灯, 路灯报修, 灯杆\n"
	    "basis: 云市政〔2026〕8号 第六条\nsource: 1004\nsecrecy: internal\n"
	    "limit: resolve=24hour visit=48hour\nfrom: 2026-01-01\nuntil: 2027-12-31\n"
	    "updated: 2026-10-20\nversion: 3\nstatus: revise\n\n路灯由市政管理处负责。\n--\n"
	    "  一、报修要点\n\n二、说明  \n");
	str_free(&out);
	article_free(&a);
}

/* Cut anywhere, or with any byte replaced: an article or a refusal with a line, never anything else. */
static void
cut_and_spoiled(void **state)
{
	(void)state;
	static const char spoil[] = { '\0', '\n', ':', ' ', '-', (char)0x80, (char)0xff, 'x' };
	size_t len = strlen(whole);
	char *text = malloc(len);

	assert_non_null(text);
	for (size_t n = 0; n <= len; n++) {
		struct article a;
		struct err e = { 0 };

		article_init(&a);
		memcpy(text, whole, n);
		if (article_read(text, n, &a, &e) != ERR_OK) {
			assert_int_equal(e.code, ERR_INVALID);
			assert_int_equal(strncmp(e.where, "line ", 5), 0);
		}
		article_free(&a);
		there_and_back(text, n);
	}
	for (size_t i = 0; i < len; i++)
		for (size_t k = 0; k < sizeof spoil; k++) {
			memcpy(text, whole, len);
			text[i] = spoil[k];
			there_and_back(text, len);
		}
	free(text);
}

static void
standing_by_day(void **state)
{
	(void)state;
	struct article a;
	struct err e;

	article_init(&a);
	assert_int_equal(read_text(HEAD "\n答。\n", &a, &e), ERR_OK);
	assert_int_equal(article_standing(&a, a.from - 1), ARTICLE_NOT_YET);
	assert_int_equal(article_standing(&a, a.from), ARTICLE_VALID);
	assert_int_equal(article_standing(&a, a.until), ARTICLE_VALID);
	assert_int_equal(article_standing(&a, a.until + 1), ARTICLE_EXPIRED);
	for (int s = ARTICLE_DRAFT; s <= ARTICLE_OFFLINE; s++) {
		a.status = (enum article_status)s;
		assert_int_equal(article_standing(&a, a.from),
		    s == ARTICLE_PUBLISHED ? ARTICLE_VALID : ARTICLE_WITHDRAWN);
	}
	article_free(&a);
}

static void
names_of_kinds(void **state)
{
	(void)state;
	for (int k = ARTICLE_POLICY; k <= ARTICLE_CONTACT; k++) {
		const char *name = article_kind_name((enum article_kind)k);

		assert_int_equal(article_kind_parse(name, strlen(name)), k);
		assert_true(article_kind_label((enum article_kind)k)[0] != 0);
	}
	assert_int_equal(article_kind_parse("guid", 4), -1);
	assert_int_equal(article_kind_parse("guide", 4), -1);
	assert_int_equal(article_kind_parse("", 0), -1);
	assert_string_equal(article_kind_name((enum article_kind)99), "");
	assert_string_equal(article_kind_label((enum article_kind)99), "");
}

static void
lengths_that_a_text_names(void **state)
{
	(void)state;
	static const struct {
		const char *text, *span;
		bool says;
	} CASES[] = {
		{ "承办单位会在24小时内修复", "24hour", true },
		{ "24 小时", "24hour", true },
		{ "24个小时", "24hour", true },
		{ "二十四小时", "24hour", true },
		{ "二十四小时", "4hour", false },
		{ "124小时", "24hour", false },
		{ "24小时", "24min", false },
		{ "24", "24hour", false },
		{ "两个小时内联系您", "2hour", true },
		{ "1个工作日", "1wd", true },
		{ "一个工作日", "1wd", true },
		{ "1日", "1wd", false },
		{ "15个工作日", "5wd", false },
		{ "三天内", "3day", true },
		{ "3个自然日", "3day", true },
		{ "3个工作日", "3day", false },
		{ "半小时内", "30min", true },
		{ "30分钟", "30min", true },
		{ "", "30min", false },
	};
	for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
		struct span span;

		assert_true(profile_span_parse(CASES[i].span, &span));
		if (article_says(CASES[i].text, span) != CASES[i].says)
			fail_msg("%s in %s", CASES[i].span, CASES[i].text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_members_are_read),
		cmocka_unit_test(what_may_be_left_out),
		cmocka_unit_test(mistakes_are_told_with_their_line),
		cmocka_unit_test(sizes_have_limits),
		cmocka_unit_test(written_and_read_back),
		cmocka_unit_test(the_canonical_form),
		cmocka_unit_test(cut_and_spoiled),
		cmocka_unit_test(standing_by_day),
		cmocka_unit_test(names_of_kinds),
		cmocka_unit_test(lengths_that_a_text_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
