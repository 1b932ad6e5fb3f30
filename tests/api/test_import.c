/* hotseatd import as somebody at a terminal meets it, with no centre running: what changes, what is said, and that a file
 * with one mistake changes nothing. Into a running centre: test_loopback.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "../lib/daemon.h"
#include "base/str.h"
#include "model/article.h"
#include "server/store/records.h"

#define ANSWERS 1665 /* as many as the real file has */

struct bench {
	char dir[TMPDIR_SIZE];
	struct daemon d;
	struct str said;
};

static int
setup(void **state)
{
	struct bench *t = calloc(1, sizeof(*t));

	assert_non_null(t);
	tmpdir_make(t->dir);
	daemon_init(&t->d, t->dir, false);
	*state = t;
	return 0;
}

static int
teardown(void **state)
{
	struct bench *t = *state;

	tmpdir_remove(t->dir);
	str_free(&t->said);
	free(t);
	return 0;
}

/* hotseatd ${what} ${file} ${more}; the exit code, what it said in t->said. */
static int
import(struct bench *t, const char *what, const char *file, const char *more)
{
	char bin[512], part[4096];
	struct str cmd = { 0 };
	size_t n;
	FILE *f;

	str_addf(&cmd, "%s %s %s/%s --data %s --key-file %s %s 2>&1 </dev/null",
	    daemon_bin("hotseatd", bin), what, t->dir, file, t->d.data, t->d.key, more);
	str_reset(&t->said);
	f = popen(str_c(&cmd), "r"); /* NOLINT(cert-env33-c): the tests' own words */
	assert_non_null(f);
	while ((n = fread(part, 1, sizeof(part), f)) > 0)
		str_add_n(&t->said, part, n);
	int status = pclose(f);
	str_free(&cmd);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

#define SAYS(code, what, file, more, words)                                              \
	do {                                                                             \
		int rc_ = import(t, (what), (file), (more));                             \
		if (rc_ != (code) || strstr(str_c(&t->said), (words)) == NULL)           \
			fail_msg("%s: exit %d, said: %s", (file), rc_, str_c(&t->said)); \
	} while (0)

static void
put(struct bench *t, const char *name, const char *text)
{
	char path[TMPDIR_PATHS];

	tmpdir_put(t->dir, name, text, strlen(text), path);
}

/* The text of a reference row, "" when there is none. */
static void
row(struct bench *t, const char *kind, const char *code, struct str *text)
{
	struct store_args args = { .dir = t->d.data };
	struct store *s = NULL;
	struct err e = { 0 };
	int64_t rev = 0;

	str_reset(text);
	if (store_open(&args, &s, &e) != ERR_OK)
		fail_msg("%s", e.text);
	store_ref_get(s, kind, code, text, &rev);
	store_close(s);
}

/* ---- a table of answers ---- */

/* ${n} questions; the answer to number ${other} is another one. Some are longer than may be read aloud. */
static void
put_answers(struct bench *t, const char *name, int n, int other)
{
	struct str text = { 0 };

	str_add(&text, "question\tanswer\n");
	for (int i = 1; i <= n; i++) {
		str_addf(&text, "第%d个问题怎么办\t", i);
		str_addf(&text, "答复%d，请按第%d条办理。", i, i == other ? 0 : i);
		for (int k = 0; k < i % 50; k++)
			str_add(&text, "具体情况请向承办单位咨询。");
		str_add_c(&text, '\n');
	}
	put(t, name, str_c(&text));
	str_free(&text);
}

static void
a_table_of_answers(void **state)
{
	struct bench *t = *state;
	struct str text = { 0 };
	struct article a;
	struct err e = { 0 };

	put_answers(t, "a.tsv", ANSWERS, 0);
	SAYS(0, "import articles", "a.tsv", "--dry-run",
	    "新增 1665 条, 修改 0 条, 未变 0 条 (试导入");
	row(t, "article", "I00001", &text);
	assert_int_equal(text.len, 0);
	SAYS(0, "import articles", "a.tsv", "", "新增 1665 条, 修改 0 条, 未变 0 条");
	row(t, "article", "I01665", &text);
	article_init(&a);
	assert_int_equal(article_read(str_c(&text), text.len, &a, &e), ERR_OK);
	assert_string_equal(a.title, "第1665个问题怎么办");
	assert_string_equal(a.category, "1208");
	assert_string_equal(a.source, "0001");
	assert_false(a.internal);
	assert_int_equal(a.until - a.from, 365);
	assert_int_equal(a.version, 1);
	SAYS(0, "import articles", "a.tsv", "", "新增 0 条, 修改 0 条, 未变 1665 条");
	/* one answer is another, and two questions are new: nothing else moves */
	put_answers(t, "b.tsv", ANSWERS + 2, 700);
	SAYS(0, "import articles", "b.tsv", "", "新增 2 条, 修改 1 条, 未变 1664 条");
	row(t, "article", "I00700", &text);
	assert_non_null(strstr(str_c(&text), "version: 2\n"));
	assert_non_null(strstr(str_c(&text), "答复700，请按第0条办理"));
	row(t, "article", "I01667", &text);
	assert_true(text.len > 0);
	assert_int_equal(daemon_verify(&t->d), 0);
	article_free(&a);
	str_free(&text);
}

/* The same question twice is two articles, and stays two. */
static void
questions_asked_twice(void **state)
{
	struct bench *t = *state;
	struct str text = { 0 };

	put(t, "a.tsv", "question\tanswer\n停车难\t甲。\n停车难\t乙。\n");
	SAYS(0, "import articles", "a.tsv", "", "新增 2 条");
	SAYS(0, "import articles", "a.tsv", "", "未变 2 条");
	put(t, "a.tsv", "question\tanswer\n停车难\t乙。\n停车难\t丙。\n");
	SAYS(0, "import articles", "a.tsv", "", "新增 0 条, 修改 1 条, 未变 1 条");
	row(t, "article", "I00001", &text);
	assert_non_null(strstr(str_c(&text), "丙。"));
	str_free(&text);
}

/* ---- article files ---- */

#define HEAD(no, title)                                                  \
	"kb_no: " no "\ntitle: " title "\nkind: guide\ncategory: 0205\n" \
	"source: 1004\nfrom: 2026-01-01\nuntil: 2027-12-31\nversion: 1\n"

static void
a_directory_of_articles(void **state)
{
	struct bench *t = *state;
	struct str text = { 0 };
	char path[TMPDIR_PATHS];

	mkdir(tmpdir_path(t->dir, "kb", path), 0700);
	put(t, "kb/X1.txt", HEAD("X1", "甲") "\n答复。\n");
	put(t, "kb/X2.txt", HEAD("X2", "乙") "colour: red\n\n答复。\n");
	put(t, "kb/X3.txt", HEAD("X3", "丙") "limit: resolve=48hour\n\n48小时。\n");
	SAYS(1, "import articles", "kb", "", "2 处错误, 没有导入");
	SAYS(1, "import articles", "kb", "", "kb/X2.txt:9: 没有“colour”这一项");
	SAYS(1, "import articles", "kb", "--dry-run", "kb/X3.txt:9: resolve 写的是 48小时");
	row(t, "article", "X1", &text);
	assert_int_equal(text.len, 0); /* nor the good one */
	put(t, "kb/X2.txt", HEAD("X2", "乙") "\n答复。\n");
	put(t, "kb/X3.txt", HEAD("X3", "丙") "limit: resolve=24hour\n\n24小时。\n");
	SAYS(0, "import articles", "kb", "", "新增 3 条");
	SAYS(0, "import articles", "kb/X1.txt", "", "新增 0 条, 修改 0 条, 未变 1 条");
	row(t, "article", "X3", &text);
	assert_non_null(strstr(str_c(&text), "limit: resolve=24hour\n"));
	str_free(&text);
}

/* ---- single tables ---- */

static void
a_calendar_replaces_its_years(void **state)
{
	struct bench *t = *state;
	struct str text = { 0 };

	put(t, "c.tsv", "date\tkind\tname\n2027-01-01\trest\t元旦\n2027-01-02\trest\t元旦\n");
	SAYS(0, "import calendar", "c.tsv", "", "新增 2 条, 修改 0 条, 未变 0 条");
	put(t, "c.tsv", "date\tkind\tname\n2027-01-01\trest\t元旦\n2027-01-03\twork\t\n");
	SAYS(0, "import calendar", "c.tsv", "", "新增 1 条, 修改 0 条, 删除 1 条, 未变 1 条");
	row(t, "calendar", "2027-01-02", &text);
	assert_int_equal(text.len, 0);
	row(t, "calendar", "2026-01-01", &text); /* another year stands */
	assert_true(text.len > 0);
	put(t, "c.tsv", "date\tkind\tname\n2027-01-01\tmaybe\t\n");
	SAYS(1, "import calendar", "c.tsv", "", "c.tsv:2: ");
	put(t, "c.tsv", "date\tkind\tname\n");
	SAYS(1, "import calendar", "c.tsv", "", "没有可导入的内容");
	str_reset(&text);
	str_add(&text, "date\tkind\tname\n");
	for (int year = 2030; year < 2045; year++)
		str_addf(&text, "%d-01-01\trest\t元旦\n", year);
	put(t, "c.tsv", str_c(&text));
	SAYS(1, "import calendar", "c.tsv", "", "日历最多 16 个年份, 连同已有的共 18 个");
	str_free(&text);
}

static void
a_roster_replaces_its_days(void **state)
{
	struct bench *t = *state;
	struct str text = { 0 };
	static const char head[] = "date\tunit\tname\tphone\thours\n";

	str_addf(&text,
	    "%s2026-11-21\t1004\t周建军\t8890-4401\t08:00-20:00\n"
	    "2026-11-21\t1004\t吴霞\t8890-4402\t20:00-08:00\n"
	    "2026-11-22\t1004\t马超\t8890-4403\t\n",
	    head);
	put(t, "r.tsv", str_c(&text));
	SAYS(0, "import roster", "r.tsv", "", "新增 3 条");
	str_reset(&text);
	str_addf(&text, "%s2026-11-21\t1004\t马超\t8890-4403\t\n", head);
	put(t, "r.tsv", str_c(&text));
	SAYS(0, "import roster", "r.tsv", "",
	    "新增 1 条, 修改 0 条, 删除 2 条"); /* the 22nd stays */
	row(t, "duty", "2026-11-22/1004/马超/8890-4403/", &text);
	assert_true(text.len > 0);
	str_reset(&text);
	str_addf(&text, "%s2026-11-21\t7777\t某\t8890-4403\t8点起\n", head);
	put(t, "r.tsv", str_c(&text));
	SAYS(1, "import roster", "r.tsv", "", "r.tsv:2: ");
	SAYS(1, "import roster", "r.tsv", "", "时段要写成 08:00-20:00");
	SAYS(1, "import roster", "r.tsv", "", "7777");
	str_free(&text);
}

static void
divisions_are_added_and_renamed(void **state)
{
	struct bench *t = *state;
	struct str text = { 0 };
	static const char head[] = "code\tparent\tkind\tname\taliases\n";

	str_addf(&text, "%s991000\t990100\tdistrict\t新区\t\n", head);
	put(t, "d.tsv", str_c(&text));
	SAYS(0, "import divisions", "d.tsv", "", "新增 1 条, 修改 0 条");
	str_reset(&text);
	str_addf(&text, "%s991000\t990100\tdistrict\t高新区\t新区\n", head);
	put(t, "d.tsv", str_c(&text));
	SAYS(0, "import divisions", "d.tsv", "", "新增 0 条, 修改 1 条");
	row(t, "area", "991000", &text);
	assert_string_equal(str_c(&text), "991000\t990100\tdistrict\t高新区\t新区");
	row(t, "area", "990100", &text); /* what is not named is kept */
	assert_true(text.len > 0);
	str_reset(&text);
	str_addf(&text, "%s991001\t990999\tdistrict\t某区\t\n", head);
	put(t, "d.tsv", str_c(&text));
	SAYS(1, "import divisions", "d.tsv", "", "d.tsv:2: “parent”列: 区划不存在: 990999");
	str_free(&text);
}

/* ---- temporary talking points ---- */

#define POINTS_HEAD                                                    \
	"id\tkind\ttitle\tarea\tcategory\tstarts\tends\tpinned\tmust_" \
	"read\tpoints\tissuer\tapprover"                               \
	"\treplaces\tincident\n"
#define POINTS(id, kind, ends, people)                                          \
	id "\t" kind "\t暴雨积水答复口径\t990102002\t\t2026-11-21 08:00\t" ends \
	   "\t1\t1\t积水路段正在抽排, "                                 \
	   "请绕行, 急事打 12345。\t" people "\n"

static void
points_are_pushed(void **state)
{
	struct bench *t = *state;
	struct str text = { 0 };

	put(t, "p.tsv", POINTS_HEAD POINTS("T01", "temporary", "2099-11-22 08:00", "1101\t1001\t"));
	SAYS(0, "bulletin add", "p.tsv", "--dry-run", "新增 1 条");
	row(t, "bulletin", "T01", &text);
	assert_string_equal(str_c(&text), "");
	SAYS(0, "bulletin add", "p.tsv", "", "临时口径: 新增 1 条");
	row(t, "bulletin", "T01", &text);
	assert_non_null(strstr(str_c(&text), "1101\t1001"));
	SAYS(0, "bulletin add", "p.tsv", "", "未变 1 条");
	put(t, "p.tsv",
	    POINTS_HEAD POINTS("T02", "temporary", "2099-11-23 08:00", "1101\t1001\tT01"));
	SAYS(0, "bulletin add", "p.tsv", "", "新增 1 条, 修改 0 条, 删除 1 条");
	row(t, "bulletin", "T01", &text);
	assert_string_equal(str_c(&text), "");
	SAYS(0, "bulletin add", "p.tsv", "", "未变 1 条"); /* it has replaced it already */
	str_free(&text);
}

static void
points_need_two_people_and_an_end(void **state)
{
	static const struct {
		const char *line, *words;
	} cases[] = {
		{ POINTS("T01", "temporary", "2099-11-22 08:00", "1001\t1001\t"),
		    "不能是同一个人" },
		{ POINTS("T01", "temporary", "2099-11-22 08:00", "1001\t\t"), "批准人" },
		{ POINTS("T01", "temporary", "2099-11-22 08:00", "\t1001\t"), "签发人" },
		{ POINTS("T01", "temporary", "2099-11-22 08:00", "1001\t7777\t"),
		    "批准人 7777 不是" },
		{ POINTS("T01", "temporary", "", "1101\t1001\t"), "结束时间" },
		{ POINTS("T01", "temporary", "2026-11-21 07:00", "1101\t1001\t"),
		    "结束不晚于开始" },
		{ POINTS("T01", "temporary", "2026-11-21 09:00", "1101\t1001\t"), "已经过了" },
		{ POINTS("T01", "hot", "2099-11-22 08:00", "1101\t1001\t"), "只能下发临时口径" },
		{ POINTS("T01", "temporary", "2099-11-22 08:00", "1101\t1001\tT99"), "T99 不存在" },
		{ POINTS("T01", "temporary", "2099-11-22 08:00", "1101\t1001\tT01"),
		    "不能代替自己" },
	};
	struct bench *t = *state;
	struct str text = { 0 };
	char file[2048];

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		(void)snprintf(file, sizeof(file), "%s%s", POINTS_HEAD, cases[i].line);
		put(t, "p.tsv", file);
		SAYS(1, "bulletin add", "p.tsv", "", cases[i].words);
		row(t, "bulletin", "T01", &text);
		assert_string_equal(str_c(&text), "");
	}
	SAYS(1, "bulletin add", "none.tsv", "", "none.tsv");
	str_free(&text);
}

#define PERIOD_HEAD \
	"id\ttitle\tareas\tcategories\tstarts\tends\tdispatch\tsignin\tcontact\tresolve\n"

static void
a_protection_period(void **state)
{
	struct bench *t = *state;
	struct str text = { 0 };

	put(t, "p.tsv",
	    PERIOD_HEAD
	    "P01\t国庆活动\t990102002\t0205\t2026-09-28\t2026-10-08\t\t15min\t\t24hour\n");
	SAYS(0, "import protection", "p.tsv", "", "保障期: 新增 1 条");
	row(t, "protection", "P01", &text);
	assert_non_null(strstr(str_c(&text), "24hour"));
	put(t, "p.tsv", PERIOD_HEAD "P02\t无时限\t\t\t2026-09-28\t2026-10-08\t\t\t\t\n");
	SAYS(1, "import protection", "p.tsv", "", "至少要缩短一项时限");
	put(t, "p.tsv", PERIOD_HEAD "P02\t读不懂\t\t\t2026-09-28\t2026-10-08\t\t\t\t很快\n");
	SAYS(1, "import protection", "p.tsv", "", "很快");
	put(t, "p.tsv",
	    PERIOD_HEAD "P02\t没有的区\t777777\t\t2026-09-28\t2026-10-08\t\t\t\t1day\n");
	SAYS(1, "import protection", "p.tsv", "", "777777");
	row(t, "protection", "P02", &text);
	assert_string_equal(str_c(&text), "");
	str_free(&text);
}

static void
what_cannot_be_imported(void **state)
{
	struct bench *t = *state;

	SAYS(1, "import articles", "none", "", "没有导入");
	SAYS(1, "import calendar", "none.tsv", "", "没有导入");
	put(t, "a.tsv", "question\tanswer\n一\t二\n三\t\n");
	SAYS(1, "import articles", "a.tsv", "", "a.tsv:3: 答复不能空");
	put(t, "a.tsv", "question\tanswer\n一\t--\n");
	SAYS(1, "import articles", "a.tsv", "", "a.tsv:2: ");
	put(t, "a.tsv", "question\tanswer\n");
	SAYS(1, "import articles", "a.tsv", "", "没有可导入的内容");
	SAYS(2, "import articles", "a.tsv", "--colour", "--colour");
	SAYS(1, "import articles", "a.tsv", "--data /nowhere", "/nowhere");
	SAYS(2, "import holidays", "a.tsv", "", "没有命令");
}

/* What is wrong with one is told with its line; the others come in. */
static void
what_is_left_out_is_told(void **state)
{
	struct bench *t = *state;

	put(t, "a.tsv", "question\tanswer\n停车难\t已划线。\n三\t\n路灯不亮\t已修复。\n");
	SAYS(1, "import articles", "a.tsv", "", "a.tsv:3: 答复不能空");
	SAYS(1, "import articles", "a.tsv", "", "有 1 条没有收");
	SAYS(1, "import articles", "a.tsv", "", "未变 2 条");
	put(t, "a.md",
	    "# 停水问答\n\n## 停水了找谁\n依据: 云水〔2026〕3号\n请拨供水热线。\n\n## "
	    "水费怎么交\n");
	SAYS(1, "import articles", "a.md", "", "a.md:7: 答复不能空");
	SAYS(1, "import articles", "a.md", "--dry-run", "未变 1 条");
}

static bool
count_step(void *arg, const struct store_record *x)
{
	assert_string_equal(x->r.code, "draft");
	assert_string_equal(x->r.by, "system");
	++*(int *)arg;
	return true;
}

static void
as_drafts_they_reach_no_seat(void **state)
{
	struct bench *t = *state;
	struct store_args args = { .dir = t->d.data };
	struct store *s = NULL;
	struct str text = { 0 };
	struct err e = { 0 };
	uint8_t key[SECRET_KEY_BYTES];
	int64_t rev;
	int n = 0;

	put(t, "a.tsv", "question\tanswer\n停车难\t已划线。\n路灯不亮\t已修复。\n");
	SAYS(0, "import articles", "a.tsv", "--draft", "都是草稿");
	put(t, "b.tsv", "question\tanswer\n噪音扰民\t已劝阻。\n停车难\t已划线。\n");
	SAYS(0, "import articles", "b.tsv", "--draft", "新增 1 条, 修改 0 条, 未变 1 条");
	daemon_key(&t->d, key);
	args.key = key;
	assert_int_equal(store_open(&args, &s, &e), ERR_OK);
	assert_int_equal(store_records(s, RECORD_ARTICLE, 0, count_step, &n, &e), ERR_OK);
	assert_int_equal(n, 3);
	assert_false(store_ref_get(s, "article", "I00001", &text, &rev));
	store_close(s);
	str_free(&text);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(a_table_of_answers),
		T(questions_asked_twice),
		T(a_directory_of_articles),
		T(a_calendar_replaces_its_years),
		T(divisions_are_added_and_renamed),
		T(a_roster_replaces_its_days),
		T(points_are_pushed),
		T(points_need_two_people_and_an_end),
		T(a_protection_period),
		T(what_cannot_be_imported),
		T(what_is_left_out_is_told),
		T(as_drafts_they_reach_no_seat),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
