/* The training scenarios against the sample city: every file of conf/scenarios is good, and what a city has not got is told
 * with its line, once, however many variants have it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "city/pack.h"
#include "city/scenario.h"
#include "model/score.h"
#include "spoil.h"

static char dir[TMPDIR_SIZE];

static const char *
scenarios(void)
{
	static char path[512];
	const char *share = getenv("HOTSEAT_SHARE");

	fs_join(path, sizeof(path), share != NULL ? share : ".", "conf/scenarios");
	return path;
}

static void
note(void *report, const char *path, int line, const char *text)
{
	str_addf(report, "%s:%d: %s\n", path, line, text);
}

static int
check(const char *path, struct str *report, int *files)
{
	struct err e = { 0 };
	int n = city_scenarios_check(sample(), &path, 1, note, report, files, &e);

	if (n < 0)
		fail_msg("%s: %s", e.where, e.text);
	return n;
}

static void
every_scenario_fits_the_sample_city(void **state)
{
	(void)state;
	struct str report = { 0 };
	int files;

	if (check(scenarios(), &report, &files) != 0)
		fail_msg("\n%s", str_c(&report));
	assert_true(files >= 50); /* those of drills too */
	str_free(&report);
}

struct slip {
	const char *from, *to, *says;
};
static const struct slip slips[] = {
	{ "编号: S0205-01", "编号: S0205-09", ":1: 文件名应是 S0205-09.txt" },
	{ "K0205-01=3", "K0205-01=2", "K0205-01 现在是第 3 版, 案例按第 2 版写的" },
	{ "K0205-01=3", "K0299-01=1", "没有这个知识: K0299-01" },
	{ "电话: 13800000217", "电话: 13812345678",
	    "号码不是 numbers.tsv 里的写法: 13812345678; 编的电话用 1xx00000xxx 或 8890-xxxx" },
	{ "没人来。", "没人来，我打的8812345。", "号码不是 numbers.tsv 里的写法: 8812345" },
	{ "拨打: 12345", "拨打: 12999", "没有“拨打”的这个号: 12999" },
	{ "990102001 | 松", "990199001 | 松", "区域没有这个代码: 990199001" },
	{ "七十八号/990102001 | 松涛路/12号/十二号/990102001",
	    "七十八号/990102001 | 松涛路/12号/十二号/990199001", "区域没有这个代码: 990199001" },
	{ "分类: 0205\n紧急: 一般", "分类: 0205, 0299\n紧急: 一般", "没有这个分类: 0299" },
	{ "单位: 1004", "单位: 1004, 9999", "没有这个单位: 9999" },
	{ "知识: K0205-01\n", "知识: K0205-99\n", "没有这个知识: K0205-99" },
	{ "结果: 成单", "结果: 成单, 转接, 不予受理\n转接: U9999\n不予受理: 07",
	    "没有这个转接对象: U9999" },
	{ "结果: 成单", "结果: 成单, 转接, 不予受理\n转接: E119\n不予受理: 77",
	    "没有这个不予受理的原因: 77" },
	{ "引用知识: K0205-01", "引用知识: K0205-77", "引用的知识没有: K0205-77" },
	{ "情绪: {脾气}", "情绪: {心情}", "[变化]里没有“心情”" },
};

/* ${name} of the tree with each slip: it is told, in its file, and at most ${most} lines in all: in every variant the same, or
 * what follows from it. */
static void
each_is_told(const char *name, const struct slip *slip, size_t n, int most)
{
	char from[600], path[TMPDIR_PATHS];
	const char *slash = strrchr(name, '/'), *file = slash != NULL ? slash + 1 : name;
	struct str text = { 0 };

	fs_join(from, sizeof(from), scenarios(), name);
	assert_int_equal(fs_read(from, 1 << 16, &text, NULL), ERR_OK);
	for (size_t i = 0; i < n; i++) {
		const char *at = strstr(str_c(&text), slip[i].from);
		struct str out = { 0 }, report = { 0 };
		int files, told;

		assert_non_null(at);
		str_add_n(&out, str_c(&text), (size_t)(at - str_c(&text)));
		str_add(&out, slip[i].to);
		str_add(&out, at + strlen(slip[i].from));
		tmpdir_put(dir, file, str_c(&out), out.len, path);
		told = check(path, &report, &files);
		if (told < 1 || told > most || strncmp(str_c(&report), path, strlen(path)) != 0 ||
		    strstr(str_c(&report), slip[i].says) == NULL)
			fail_msg("%s: %s", slip[i].to, str_c(&report));
		str_free(&out);
		str_free(&report);
	}
	str_free(&text);
}

static void
what_a_city_has_not_got_is_told(void **state)
{
	(void)state;
	each_is_told("S0205-01.txt", slips, sizeof(slips) / sizeof(slips[0]), 1);
}

/* Of a drill also what the rules of the hotline do not allow. */
static const struct slip of_drills[] = {
	{ "工号: 4021", "工号: 4099", "“工号”没有这个工号: 4099" },
	{ "工号: 4021", "工号: 4022", "4022 罗晓云 的单位是 4001" },
	{ "派单: 1102", "派单: 1154", "“派单”的 1154 王芳 没有这个岗位" },
	{ "签收: 4021", "签收: 1154", "“签收”的 1154 王芳 没有这个岗位" },
	{ "分类: 0202", "分类: 0299", "没有这个分类: 0299" },
	{ "区域: 990122100201", "区域: 990122100299", "没有这个区域: 990122100299" },
	{ "联系电话: 13800000673", "联系电话: 13812345678", "号码不是 numbers.tsv 里的写法" },
	{ "区域: 990122100201", "派给: 1003\n区域: 990122100201", "会按派单目录自动派给 4021" },
	{ "结果: 已联系\n", "结果: 无人接听\n", "不合自己的“要有”: 结果" },
	{ "结果: 已联系\n环节: 答复\n沟通内容: "
	  "告知已核实并下达限期拆除通知书，诉求人要求拆除后再告知\n"
	  "要有: 结果=已联系; 沟通",
	    "结果: 无人接听\n沟通内容: 通知书\n要有: 沟通", "照写的做不下去: 还没有联系上诉求人" },
	{ "处理方案: 依法责令限期拆除，逾期不拆的报县里依法处理\n", "",
	    "不合自己的“要有”: 处理方案" },
};

static void
what_a_drill_may_not_is_told(void **state)
{
	(void)state;
	each_is_told("drills/D02.txt", of_drills, sizeof(of_drills) / sizeof(of_drills[0]), 4);
}

/* The older tickets of a caller by the city and its rules, too. */
static const struct slip of_older[] = {
	{ "登记: 1131", "登记: 9999", "“登记”没有这个工号: 9999" },
	{ "登记: 1131", "登记: 1102", "“登记”的 1102 韩立新 没有这个岗位" },
	{ "分类: 0107\n区域: 990102\n地点", "分类: 0199\n区域: 990102\n地点",
	    "没有这个分类: 0199" },
	{ "区域: 990102\n地点", "区域: 990102\n派给: 1004\n地点",
	    "旧单照写的布置不了: [工单 甲]会按派单目录自动派给" },
	{ "[标准答案]", "[经过 甲]\n提交反馈: 6004\n\n[标准答案]", "旧单照写的布置不了" },
};

static void
what_an_older_ticket_may_not_is_told(void **state)
{
	(void)state;
	each_is_told("S0107-01.txt", of_older, sizeof(of_older) / sizeof(of_older[0]), 4);
}

static void
a_number_is_used_once_and_a_file_must_be_there(void **state)
{
	(void)state;
	char from[600];
	struct str report = { 0 };
	struct err e = { 0 };
	const char *twice[2] = { from, from };
	int files;

	fs_join(from, sizeof(from), scenarios(), "S0205-01.txt");
	assert_int_equal(city_scenarios_check(sample(), twice, 2, note, &report, &files, &e), 1);
	assert_int_equal(files, 2);
	assert_non_null(strstr(str_c(&report), "编号 S0205-01 已有别的案例用了"));
	assert_int_equal(check("/nowhere/S1.txt", &report, &files), 1);
	assert_int_equal(city_scenarios_check("/nowhere", twice, 1, note, &report, &files, &e), -1);
	assert_true(e.text[0] != '\0');
	str_free(&report);
}

/* Several paths at once: each is named that is not there or holds nothing, and a file's mistakes come in the order of its
 * lines, those of the city among the others. */
static void
every_mistake_of_every_path_is_told(void **state)
{
	(void)state;
	char empty[TMPDIR_PATHS], none[TMPDIR_PATHS], path[TMPDIR_PATHS], from[600],
	    want[TMPDIR_PATHS + 80];
	struct str text = { 0 }, report = { 0 };
	struct err e = { 0 };
	const char *at, *age, *unit;
	int files;

	fs_join(from, sizeof(from), scenarios(), "S0205-01.txt");
	assert_int_equal(fs_read(from, 1 << 16, &text, NULL), ERR_OK);
	at = strstr(str_c(&text), "年龄: 67");
	str_splice(&text, (size_t)(at - str_c(&text)), strlen("年龄: 67"), "年龄: 670",
	    strlen("年龄: 670"));
	at = strstr(str_c(&text), "单位: 1004");
	str_splice(&text, (size_t)(at - str_c(&text)), strlen("单位: 1004"), "单位: 9999",
	    strlen("单位: 9999"));
	tmpdir_put(dir, "S0205-01.txt", str_c(&text), text.len, path);
	assert_int_equal(fs_mkdirs(tmpdir_path(dir, "empty", empty), NULL), ERR_OK);
	tmpdir_path(dir, "none", none);
	const char *all[] = { empty, path, none };

	assert_true(city_scenarios_check(sample(), all, 3, note, &report, &files, &e) >= 4);
	assert_int_equal(files, 1);
	(void)snprintf(want, sizeof(want), "%s:0: 这个目录里没有案例", empty);
	assert_non_null(strstr(str_c(&report), want));
	(void)snprintf(want, sizeof(want), "%s:0: 没有这个文件或目录", none);
	assert_non_null(strstr(str_c(&report), want));
	assert_non_null(age = strstr(str_c(&report), "“年龄”应是"));
	assert_non_null(unit = strstr(str_c(&report), "没有这个单位: 9999"));
	assert_true(age < unit);
	str_free(&text);
	str_free(&report);
}

/* What a trainer copies first is good as it stands there. */
static void
the_example_of_the_guide_is_good(void **state)
{
	(void)state;
	static const char open[] = "```text\n", close[] = "```";
	char from[600], path[TMPDIR_PATHS];
	struct str text = { 0 }, report = { 0 };
	const char *at, *end;
	int files;

	fs_join(from, sizeof(from), scenarios(), "README.md");
	assert_int_equal(fs_read(from, 1 << 17, &text, NULL), ERR_OK);
	assert_non_null(at = strstr(str_c(&text), open));
	assert_non_null(end = strstr(at += sizeof(open) - 1, close));
	tmpdir_put(dir, "S0205-90.txt", at, (size_t)(end - at), path);
	if (check(path, &report, &files) != 0)
		fail_msg("\n%s", str_c(&report));
	str_free(&text);
	str_free(&report);
}

/* What must not be written is the city's (wording.tsv). */
static void
a_citys_words_count_in_the_marks(void **state)
{
	(void)state;
	char from[600];
	struct str text = { 0 };
	struct city *c = NULL;
	struct scenario s;
	struct lesson l;
	struct score x, without;
	struct fields f = { 0 };

	fs_join(from, sizeof(from), scenarios(), "S0205-01.txt");
	assert_int_equal(fs_read(from, 1 << 16, &text, NULL), ERR_OK);
	scenario_init(&s);
	assert_int_equal(scenario_read(str_c(&text), text.len, &s, NULL), ERR_OK);
	assert_int_equal(city_pack_load(sample(), &c, NULL), ERR_OK);
	lesson_init(&l);
	assert_true(fields_copy(&f, &s.answer[0].reference));
	assert_true(fields_set(&f, TF_TITLE, "来电人无理取闹"));
	assert_true(lesson_file(&l, 1000, &f));
	score_lesson(&l, &s, NULL, &without);
	score_lesson(&l, &s, c, &x);
	assert_int_equal(qa_item_score(x.form, &without.machine, 8), 10);
	assert_int_equal(qa_item_score(x.form, &x.machine, 8), 8);
	fields_free(&f);
	lesson_free(&l);
	city_free(c);
	scenario_free(&s);
	str_free(&text);
}

static int
setup(void **state)
{
	(void)state;
	tmpdir_make(dir);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	tmpdir_remove(dir);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_scenario_fits_the_sample_city),
		cmocka_unit_test(what_a_city_has_not_got_is_told),
		cmocka_unit_test(what_a_drill_may_not_is_told),
		cmocka_unit_test(what_an_older_ticket_may_not_is_told),
		cmocka_unit_test(every_mistake_of_every_path_is_told),
		cmocka_unit_test(the_example_of_the_guide_is_good),
		cmocka_unit_test(a_citys_words_count_in_the_marks),
		cmocka_unit_test(a_number_is_used_once_and_a_file_must_be_there),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
