/* Article files of a pack: read in order, judged with file and line; answers of a table as drafts; single tables brought
 * to a city that runs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "../../lib/tmpdir.h"
#include "base/fs.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "city/article.h"
#include "city/import.h"
#include "city/pack.h"

#define SAMPLE "conf/city/yunjiang"

struct room {
	char dir[TMPDIR_SIZE];
	struct city *city;
	struct str report, rows; /* rows: "kind/code\n" each */
	int n;
};

static int
setup(void **state)
{
	struct room *r = calloc(1, sizeof *r);
	const char *share = getenv("HOTSEAT_SHARE");
	char pack[512];

	assert_non_null(r);
	tmpdir_make(r->dir);
	fs_join(pack, sizeof pack, share != NULL ? share : ".", SAMPLE);
	assert_int_equal(city_pack_load(pack, &r->city, NULL), ERR_OK);
	*state = r;
	return 0;
}

static int
teardown(void **state)
{
	struct room *r = *state;

	city_free(r->city);
	tmpdir_remove(r->dir);
	str_free(&r->report);
	str_free(&r->rows);
	free(r);
	return 0;
}

static bool
take(void *arg, const char *kind, const char *code, const char *text)
{
	struct room *r = arg;

	str_addf(&r->rows, "%s/%s\n", kind, code);
	assert_true(text[0] != '\0');
	r->n++;
	return true;
}

static void
put(struct room *r, const char *name, const char *text)
{
	char path[TMPDIR_PATHS];

	tmpdir_put(r->dir, name, text, strlen(text), path);
}

static int
check(struct room *r)
{
	str_reset(&r->report);
	str_reset(&r->rows);
	r->n = 0;
	return city_articles_check(r->dir, r->city, take, r, &r->report);
}

#define HEAD(no, title)                                                  \
	"kb_no: " no "\ntitle: " title "\nkind: guide\ncategory: 0205\n" \
	"source: 1004\nfrom: 2026-01-01\nuntil: 2027-12-31\nversion: 1\n"

static void
files_come_by_name(void **state)
{
	struct room *r = *state;

	put(r, "B2.txt", HEAD("B2", "二") "\n答复。\n");
	put(r, "A1.txt", "\xef\xbb\xbf" HEAD("A1", "一") "\n答复。\r\n--\r\n正文\r\n");
	put(r, "README.md", "nothing");
	put(r, ".A0.txt", "nothing");
	assert_int_equal(check(r), 0);
	assert_string_equal(str_c(&r->report), "");
	assert_string_equal(str_c(&r->rows), "article/A1\narticle/B2\n");
	/* one file instead of a directory */
	char path[TMPDIR_PATHS];
	str_reset(&r->rows);
	tmpdir_path(r->dir, "B2.txt", path);
	assert_int_equal(city_articles_check(path, r->city, take, r, &r->report), 0);
	assert_string_equal(str_c(&r->rows), "article/B2\n");
	/* nothing there */
	tmpdir_path(r->dir, "none", path);
	assert_int_equal(city_articles_check(path, r->city, take, r, &r->report), 1);
}

static void
a_pack_without_articles_has_none(void **state)
{
	struct room *r = *state;
	struct err e = { 0 };

	assert_int_equal(city_articles_each(r->dir, take, r, &e), ERR_OK);
	assert_int_equal(r->n, 0);
}

/* What is wrong with one file beside a good one: the line it is told with. */
static const struct {
	const char *name, *text, *says;
} BAD[] = {
	{ "K2.txt", HEAD("K1", "题") "\n答。\n", "K2.txt:1: kb_no 是 K1, 文件名应是 K1.txt" },
	{ "k1.txt", HEAD("K1", "题") "\n答。\n", "k1.txt:1: kb_no" },
	{ "K1.txt", HEAD("K1", "题") "colour: red\n\n答。\n", "K1.txt:9: 没有“colour”" },
	{ "K1.txt", HEAD("K1", "好的") "\n答。\n", "K1.txt:1: 标题与 " },
	{ "K1.txt",
	    "kb_no: K1\ntitle: 题\nkind: faq\ncategory: 0299\nsource: 9999\narea: 110000\n"
	    "from: 2026-02-01\nuntil: 2026-01-01\nversion: 1\n\n答。\n",
	    "K1.txt:4: 没有这个分类: 0299" },
	{ "K1.txt",
	    "kb_no: K1\ntitle: 题\nkind: faq\ncategory: 0299\nsource: 9999\narea: 110000\n"
	    "from: 2026-02-01\nuntil: 2026-01-01\nversion: 1\n\n答。\n",
	    "K1.txt:5: 没有这个单位: 9999" },
	{ "K1.txt",
	    "kb_no: K1\ntitle: 题\nkind: faq\ncategory: 0299\nsource: 9999\narea: 110000\n"
	    "from: 2026-02-01\nuntil: 2026-01-01\nversion: 1\n\n答。\n",
	    "K1.txt:6: 没有这个区划: 110000" },
	{ "K1.txt",
	    "kb_no: K1\ntitle: 题\nkind: faq\ncategory: 0299\nsource: 9999\narea: 110000\n"
	    "from: 2026-02-01\nuntil: 2026-01-01\nversion: 1\n\n答。\n",
	    "K1.txt:8: 有效期的结束早于开始" },
	/* the lamp's own rule says 24 hours, whatever the type */
	{ "K1.txt", HEAD("K1", "题") "limit: resolve=48hour\n\n48小时内修复。\n",
	    "K1.txt:9: resolve 写的是 48小时, 分类 0205 的规则(street_light)是 24小时" },
	{ "K1.txt", HEAD("K1", "题") "limit: resolve=24hour\n\n尽快修复。\n",
	    "K1.txt:9: 答复和正文里都没有说 24小时" },
	{ "K1.txt", HEAD("K1", "题") "limit: dispatch=1hour\n\n1小时内派单。\n",
	    "dispatch 写的是 1小时, 分类 0205 的规则(street_light)是 2小时" },
	/* without a rule of its own the type decides */
	{ "K1.txt",
	    "kb_no: K1\ntitle: 题\nkind: faq\ncategory: 0101\nlimit: resolve=3wd\nsource: 1001\n"
	    "from: 2026-01-01\nuntil: 2026-12-31\nversion: 1\n\n3个工作日内答复。\n",
	    "K1.txt:5: resolve 写的是 3个工作日, 分类 0101 的规则是 咨询 2个工作日, 求助 "
	    "10个工作日" },
};

static void
mistakes_have_file_and_line(void **state)
{
	struct room *r = *state;

	for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
		char path[TMPDIR_PATHS];

		put(r, "A1.txt", HEAD("A1", "好的") "\n答复。\n");
		put(r, BAD[i].name, BAD[i].text);
		int n = check(r);
		if (n == 0 || strstr(str_c(&r->report), BAD[i].says) == NULL)
			fail_msg("%zu: %d: %s", i, n, str_c(&r->report));
		remove(tmpdir_path(r->dir, BAD[i].name, path));
	}
}

static void
limits_as_the_rules_give_them(void **state)
{
	struct room *r = *state;

	put(r, "A1.txt",
	    HEAD("A1", "灯") "limit: resolve=24hour dispatch=2hour visit=48hour\n\n"
			     "2小时内派单，24小时内修复，四十八小时内回访。\n");
	/* urgent by its category, and the stricter of the two where both say something */
	put(r, "A2.txt",
	    "kb_no: A2\ntitle: 暖\nkind: faq\ncategory: 0304\nlimit: contact=2hour resolve=24hour\n"
	    "source: 1004\nfrom: 2026-01-01\nuntil: 2026-12-31\nversion: 1\n\n"
	    "两小时内联系您。\n--\n24 小时内上门。\n");
	put(r, "A3.txt",
	    "kb_no: A3\ntitle: 投诉\nkind: faq\ncategory: 0101\nlimit: resolve=15wd\n"
	    "source: 1001\nfrom: 2026-01-01\nuntil: 2026-12-31\nversion: 1\n\n"
	    "投诉在15个工作日内答复。\n");
	if (check(r) != 0)
		fail_msg("%s", str_c(&r->report));
	assert_int_equal(r->n, 3);
}

/* In a pack the words are judged too. */
static void
the_words_of_a_pack(void **state)
{
	static const struct {
		const char *text, *says; /* NULL: nothing */
	} CASES[] = {
		{ "我们保证修好。\n", "A1.txt:10: 念给来电人听的话里不能说“保证”" },
		{ "一句话\n马上修好。\n", "A1.txt:11: 念给来电人听的话里不能说“马上”" },
		{ "明天一定到。\n", "“一定”" },
		{ "保证金不一定退, 有一定条件, 不能保证。\n--\n一定要保证。\n", NULL },
		{ "请拨打8890-3380。\n--\n或110、12345、13900000123。\n", NULL },
		{ "请拨打0571-88157777。\n", "A1.txt:10: 号码不是 numbers.tsv 里的写法" },
		{ "答。\n--\n一\n二 13912345678\n", "A1.txt:13: 号码不是 numbers.tsv 里的写法" },
	};
	struct room *r = *state;
	const char *share = getenv("HOTSEAT_SHARE");
	char pack[512], copy[TMPDIR_PATHS], cmd[2000];

	fs_join(pack, sizeof pack, share != NULL ? share : ".", SAMPLE);
	tmpdir_path(r->dir, "pack", copy);
	snprintf(cmd, sizeof cmd, "cp -R %s %s && rm -rf %s/articles && mkdir %s/articles", pack,
	    copy, copy, copy);
	assert_int_equal(system(cmd), 0); /* NOLINT(cert-env33-c): the tests' own words */
	for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
		struct str text = { 0 };

		str_addf(&text, "%s\n%s", HEAD("A1", "一"), CASES[i].text);
		put(r, "pack/articles/A1.txt", str_c(&text));
		str_reset(&r->report);
		int n = city_pack_check(copy, &r->report);
		if (CASES[i].says == NULL ? n != 0
					  : strstr(str_c(&r->report), CASES[i].says) == NULL)
			fail_msg("%zu: %d: %s", i, n, str_c(&r->report));
		str_free(&text);
	}
}

/* ---- answers given before ---- */

struct replies {
	int n;
	struct str seen;
};

static bool
take_reply(void *arg, const struct article *a, int line)
{
	struct replies *t = arg;

	assert_true(utf8_count(a->title) <= LIMIT_ARTICLE_TITLE_CHARS);
	assert_true(utf8_count(a->answer) <= ARTICLE_ANSWER_CHARS);
	str_addf(&t->seen, "%d[%s|%s|%s|%s]", line, a->title, a->question, a->answer, a->body);
	return ++t->n < 100;
}

static enum err_code
replies(struct room *r, const char *text, struct replies *t, struct err *e)
{
	char path[TMPDIR_PATHS];

	str_reset(&t->seen);
	t->n = 0;
	err_clear(e);
	tmpdir_put(r->dir, "r.tsv", text, strlen(text), path);
	return city_replies_each(path, take_reply, t, e);
}

static void
answers_become_drafts(void **state)
{
	struct room *r = *state;
	struct replies t = { 0 };
	struct err e;
	struct str text = { 0 };

	assert_int_equal(
	    replies(r, "# 说明\nquestion\tanswer\n路灯不亮\t\xe3\x80\x80已修复。\n", &t, &e),
	    ERR_OK);
	assert_string_equal(str_c(&t.seen), "3[路灯不亮|路灯不亮|已修复。|]");
	assert_int_equal(replies(r,
			     "id\tuser\ttime\treply_time\ttitle\tdetail\treply\n"
			     "1\tA\t\t\t停车难\t说来话长\t您好！\x01已划线。\n",
			     &t, &e),
	    ERR_OK);
	assert_string_equal(str_c(&t.seen), "2[停车难|停车难|您好！<01>已划线。|]");
	/* cut at a sentence; with none, at the limit */
	str_add(&text, "question\tanswer\n");
	for (int i = 0; i < 60; i++)
		str_add(&text, "问");
	str_add(&text, "\t一句话说明白了是谁管这件事。二句说什么时候！");
	for (int i = 0; i < 200; i++)
		str_add(&text, "长");
	str_add(&text, "\n无句号\t您好！");
	for (int i = 0; i < 200; i++)
		str_add(&text, "长");
	str_add(&text, "\n");
	assert_int_equal(replies(r, str_c(&text), &t, &e), ERR_OK);
	assert_int_equal(t.n, 2);
	assert_non_null(strstr(str_c(&t.seen), "…|问问"));
	assert_non_null(strstr(str_c(&t.seen), "|一句话说明白了是谁管这件事。二句说什么时候！|"
					       "一句话说明白了是谁管这件事。二句说什么时候！长长"));
	assert_non_null(strstr(str_c(&t.seen), "长…|您好！长长"));
	str_free(&text);
	str_free(&t.seen);
}

static void
answers_that_will_not_do(void **state)
{
	static const struct {
		const char *text, *where;
	} CASES[] = {
		{ "", "r.tsv:1" },
		{ "question\n", "r.tsv:1" },
		{ "id\tuser\n", "r.tsv:1" },
		{ "question\tanswer\n一\n", "r.tsv:2" },
		{ "question\tanswer\n一\t二\n \t三\n", "r.tsv:3" },
		{ "question\tanswer\n一\t二\t三\n", "r.tsv:2" },
		{ "question\tanswer\n一\t\xff\n", "r.tsv:2" },
	};
	struct room *r = *state;
	struct replies t = { 0 };
	struct err e;

	for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++)
		if (replies(r, CASES[i].text, &t, &e) != ERR_CONFIG ||
		    strstr(e.where, CASES[i].where) == NULL)
			fail_msg("%zu: %s: %s", i, e.where, e.text);
	str_free(&t.seen);
}

/* ---- single tables ---- */

static int
check_file(struct room *r, const char *kind, const char *text)
{
	char path[TMPDIR_PATHS];

	str_reset(&r->report);
	str_reset(&r->rows);
	r->n = 0;
	tmpdir_put(r->dir, "f.tsv", text, strlen(text), path);
	return city_table_check(kind, path, r->city, take, r, &r->report);
}

static void
a_table_for_a_city_that_runs(void **state)
{
	static const struct {
		const char *kind, *text, *says;
	} BAD_TABLES[] = {
		{ "area", "code\tname\n", "f.tsv:1" },
		{ "area", "code\tparent\tkind\tname\taliases\n991000\t999999\tdistrict\t新区\t\n",
		    "f.tsv:2: “parent”列: 区划不存在: 999999" },
		{ "area", "code\tparent\tkind\tname\taliases\n991000\t990100\tplanet\t新区\t\n",
		    "f.tsv:2: “kind”列" },
		{ "area", "code\tparent\tkind\tname\taliases\n991000\t990100\tdistrict\t\t\n",
		    "f.tsv:2: “name”列不能空" },
		{ "area",
		    "code\tparent\tkind\tname\taliases\n991000\t990100\tdistrict\t一\t\n"
		    "991000\t990100\tdistrict\t二\t\n",
		    "f.tsv:3: 与第 2 行重复" },
		{ "area",
		    "code\tparent\tkind\tname\taliases\n991000\t991001\tdistrict\t一\t\n"
		    "991001\t991000\tstreet\t二\t\n",
		    "上级绕成了圈" },
		{ "calendar", "date\tkind\tname\n2027-02-30\trest\t\n", "f.tsv:2" },
		{ "calendar", "date\tkind\tname\n2027-01-01\thalf\t\n", "f.tsv:2: “kind”列" },
		{ "calendar", "date\tkind\tname\n2027-01-01\trest\t\n2027-01-01\twork\t\n",
		    "f.tsv:3: 与第 2 行重复" },
	};
	struct room *r = *state;

	assert_int_equal(check_file(r, "area",
			     "code\tparent\tkind\tname\taliases\n"
			     "991000001\t991000\tstreet\t新街道\t\n"
			     "991000\t990100\tdistrict\t新区\t新城\n"),
	    0);
	assert_string_equal(str_c(&r->rows), "area/991000\narea/991000001\n");
	assert_int_equal(
	    check_file(r, "calendar", "date\tkind\tname\n2027-01-01\trest\t元旦\n"), 0);
	assert_string_equal(str_c(&r->rows), "calendar/2027-01-01\n");
	for (size_t i = 0; i < sizeof BAD_TABLES / sizeof BAD_TABLES[0]; i++) {
		int n = check_file(r, BAD_TABLES[i].kind, BAD_TABLES[i].text);

		if (n == 0 || r->n != 0 || strstr(str_c(&r->report), BAD_TABLES[i].says) == NULL)
			fail_msg("%zu: %d: %s", i, n, str_c(&r->report));
	}
}

static void
count_refused(void *arg, const struct err *e)
{
	struct replies *t = arg;

	str_addf(&t->seen, "!%s", strrchr(e->where, ':'));
}

static void
headings_ask(void **state)
{
	static const struct {
		const char *text, *seen;
	} CASES[] = {
		{ "", "" },
		{ "没有标题的一段\n", "" },
		{ "# 停水找谁\n请拨热线。\n", "1[停水找谁|停水找谁|请拨热线。|]" },
		{ "# 问答\r\n\r\n## 一\r\n甲。\r\n### 细目\r\n## 二\r\n关键词：水\r\n乙。",
		    "3[一|一|甲。 ### 细目|甲。\n### 细目]6[二|二|乙。|]" },
		{ "## 只有问\n", "!:1" },
		{ "# 一\n#没有空格\n", "1[一|一|#没有空格|]" },
	};
	struct room *r = *state;
	char path[TMPDIR_PATHS];

	for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
		struct replies t = { 0 };
		struct err e = { 0 };

		tmpdir_put(r->dir, "r.md", CASES[i].text, strlen(CASES[i].text), path);
		assert_int_equal(
		    city_replies_report(path, take_reply, count_refused, &t, &e), ERR_OK);
		assert_string_equal(str_c(&t.seen), CASES[i].seen);
		str_free(&t.seen);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(files_come_by_name, setup, teardown),
		cmocka_unit_test_setup_teardown(a_pack_without_articles_has_none, setup, teardown),
		cmocka_unit_test_setup_teardown(mistakes_have_file_and_line, setup, teardown),
		cmocka_unit_test_setup_teardown(limits_as_the_rules_give_them, setup, teardown),
		cmocka_unit_test_setup_teardown(the_words_of_a_pack, setup, teardown),
		cmocka_unit_test_setup_teardown(answers_become_drafts, setup, teardown),
		cmocka_unit_test_setup_teardown(answers_that_will_not_do, setup, teardown),
		cmocka_unit_test_setup_teardown(headings_ask, setup, teardown),
		cmocka_unit_test_setup_teardown(a_table_for_a_city_that_runs, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
