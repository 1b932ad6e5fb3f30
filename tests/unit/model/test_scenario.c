/* A scenario file: what is read from it, how it varies, and that a slip of its writer is told with its line and in words.
 * The sample is one of the finished files; a row of the table spoils one line of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "model/drill.h"
#include "model/scenario_p.h"
#include "scenarios.h"

static char *
sample(void)
{
	char path[512];
	struct str text = { 0 };

	scenarios_path("S0205-01.txt", path);
	assert_int_equal(fs_read_text(path, SCENARIO_BYTES, &text, NULL), ERR_OK);
	return str_take(&text);
}

/* ${from} in the sample becomes ${to}; which line that is. */
static char *
spoilt(const char *from, const char *to, int *line)
{
	char *text = sample(), *at = strstr(text, from);
	struct str out = { 0 };

	assert_non_null(at);
	*line = 1;
	for (const char *p = text; p < at; p++)
		*line += *p == '\n';
	str_add_n(&out, text, (size_t)(at - text));
	str_add(&out, to);
	str_add(&out, at + strlen(from));
	free(text);
	return str_take(&out);
}

static void
everything_is_read(void **state)
{
	(void)state;
	struct scenario s;
	const struct scenario_answer *a;

	assert_true(scenarios_open("S0205-01.txt", &s));
	a = &s.answer[0];
	assert_string_equal(s.id, "S0205-01");
	assert_int_equal(s.skill, SKILL_BUSINESS);
	assert_int_equal(s.modes, 0xf);
	assert_int_equal(s.reviewed.n, 2);
	assert_string_equal(s.persona.name, "赵桂兰");
	assert_int_equal(s.persona.traits, TRAIT_BIT(ELDERLY));
	assert_int_equal(s.persona.patience_s, 40);
	assert_int_equal(s.persona.n_dialect, 2);
	assert_string_equal(s.persona.dialect[1].meant, "很黑");
	assert_int_equal(s.n_matters, 1);
	assert_int_equal(s.n_facts, 6);
	assert_int_equal(s.fact[0].element, ELEMENT_PLACE);
	assert_string_equal(s.fact[0].words, "78号|七十八号");
	assert_int_equal(s.fact[4].element, -1);
	assert_int_equal(s.fact[4].asks.n, 5);
	assert_int_equal(s.n_utterances, 6);
	assert_int_equal(s.utterance[2].cue, CUE_SILENCE);
	assert_int_equal(s.utterance[2].n, 10);
	assert_int_equal(s.utterance[5].cue, CUE_AFTER);
	assert_int_equal(s.utterance[5].n, ACT_RESTATE);
	assert_string_equal(a->outcomes.item[0], "ticket");
	assert_string_equal(a->types.item[1], "complaint");
	assert_string_equal(a->scripts.item[0], "restate");
	assert_int_equal(a->tickets, 1);
	assert_int_equal(a->confidential, 0);
	assert_int_equal(a->tells, ACT_BIT(SECRET) | ACT_BIT(NUMBER) | ACT_BIT(LIMIT));
	assert_string_equal(fields_get(&a->reference, TF_ADDRESS), "红山路78号门口");
	assert_non_null(strstr(fields_get(&a->reference, TF_CONTENT), "夜间光线暗。昨晚家中老人"));
	assert_int_equal(s.choices, 3);
	scenario_free(&s);
}

static void
seeds_vary_it_and_the_same_seed_does_not(void **state)
{
	(void)state;
	struct scenario s, a, b;
	bool seen[3] = { false };

	scenario_init(&a);
	scenario_init(&b);
	assert_true(scenarios_open("S0205-01.txt", &s));
	for (uint64_t seed = 0; seed < 40; seed++) {
		assert_int_equal(scenario_variant(&s, seed, &a, NULL), ERR_OK);
		assert_int_equal(scenario_variant(&s, seed, &b, NULL), ERR_OK);
		assert_string_equal(a.persona.name, b.persona.name);
		assert_string_equal(a.fact[0].says, b.fact[0].says);
		seen[0] = seen[0] || strcmp(a.persona.name, "赵桂兰") == 0;
		seen[1] = seen[1] || strcmp(a.persona.name, "孙长林") == 0;
		seen[2] = seen[2] || strcmp(a.persona.name, "周玉珍") == 0;
		assert_int_equal(a.persona.sex, strcmp(a.persona.name, "孙长林") == 0);
		assert_null(strchr(a.opening, '{'));
	}
	assert_true(seen[0] && seen[1] && seen[2]);
	scenario_free(&a);
	scenario_free(&b);
	scenario_free(&s);
}

static void
what_he_says_may_come_in_another_order(void **state)
{
	(void)state;
	int line, other = 0;
	char *text = spoilt("沉默10秒", "顺序: 打乱\n接着: 三\n接着: 四\n沉默10秒", &line);
	struct scenario s, v;

	scenario_init(&s);
	scenario_init(&v);
	assert_int_equal(scenario_read(text, strlen(text), &s, NULL), ERR_OK);
	for (uint64_t seed = 0; seed < 20; seed++) {
		assert_int_equal(scenario_variant(&s, seed, &v, NULL), ERR_OK);
		other += strcmp(v.utterance[0].text, s.utterance[0].text) != 0;
		assert_int_equal(v.utterance[4].cue, CUE_SILENCE);
		if (seed == 0)
			assert_int_equal(other, 0);
	}
	assert_true(other > 5);
	scenario_free(&v);
	scenario_free(&s);
	free(text);
}

/* What the caller told before this call. */
static const char old[] =
    "[旧单 甲]\n受理: 35天前\n登记: 1131\n后六位: 000417\n标题: 路灯不亮\n类型: 求助\n"
    "分类: 0205\n诉求内容: 来电人反映路灯不亮。\n\n[经过 甲]\n催办: 1154; "
    "内容=没人来\n\n[标准答案]";

static void
older_tickets_are_read(void **state)
{
	(void)state;
	int line;
	char *text = spoilt("[标准答案]", old, &line);
	struct scenario s;
	const struct drill_ticket *t;
	struct err e = { 0 };

	scenario_init(&s);
	if (scenario_read(text, strlen(text), &s, &e) != ERR_OK)
		fail_msg("%s %s", e.where, e.text);
	assert_null(s.drill);
	assert_non_null(s.before);
	assert_int_equal(s.before->n_tickets, 1);
	assert_int_equal(s.before->n_pasts, 1);
	t = &s.before->ticket[0];
	assert_string_equal(t->last6, "000417");
	assert_true(t->taken_ago == INT64_C(35) * 86400000);
	assert_string_equal(fields_get(&t->f, TF_CALLER_PHONE), s.persona.phone);
	assert_string_equal(fields_get(&t->f, TF_NAME), s.persona.name);
	assert_int_equal(s.before->past[0].event, EVENT_URGE);
	scenario_free(&s);
	free(text);
}

static void
slips_in_older_tickets_are_told(void **state)
{
	(void)state;
	static const struct {
		const char *from, *to, *says;
	} rows[] = {
		{ "受理: 35天前\n", "", "缺少“受理" },
		{ "登记: 1131\n", "", "[旧单]缺少“登记" },
		{ "后六位: 000417", "后六位: 417", "“后六位”应是 6 个数字" },
		{ "标题: 路灯不亮\n类型", "类型", "缺少“标题" },
		{ "分类: 0205\n诉求内容", "诉求内容", "缺少“分类" },
		{ "[经过 甲]", "[经过 乙]", "前面没有[旧单 乙]" },
		{ "催办: 1154", "崔办: 1154", "没有“崔办”这个环节" },
		{ "[旧单 甲]", "[旧单]", "要有叫法" },
		{ "[旧单 甲]", "[演练]\n[旧单 甲]", "[演练]缺少" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int line;
		char *text = spoilt("[标准答案]", old, &line);
		struct str torn = { 0 };
		struct scenario s;
		struct err e = { 0 };
		const char *at = strstr(strstr(text, "[旧单"), rows[i].from);

		assert_non_null(at);
		str_add_n(&torn, text, (size_t)(at - text));
		str_add(&torn, rows[i].to);
		str_add(&torn, at + strlen(rows[i].from));
		scenario_init(&s);
		if (scenario_read(torn.s, torn.len, &s, &e) == ERR_OK ||
		    strstr(e.text, rows[i].says) == NULL)
			fail_msg("%s: %s %s", rows[i].says, e.where, e.text);
		scenario_free(&s);
		str_free(&torn);
		free(text);
	}
}

/* How writers at their own keyboards put it. */
static void
other_ways_of_writing_are_read_too(void **state)
{
	(void)state;
	static const char *const ways[][2] = {
		{ "[来电人]", "【来电人】" },
		{ "[来电人]", "[ 来电人 ]  " },
		{ "[事实 地点]", "[事实：地点]" },
		{ "难度: 1", "难度：1" },
		{ "耐心: 40秒", "耐心 ： 40" },
		{ "审核: 丁立群, 霍家宁", "审核: 丁立群、霍家宁" },
		{ "复述后: 对对", "  \n# 话\n\n复述后: 对对" },
		{ "话术: 复述核对", "话术: restate，gas" },
		{ "分类: 0205\n紧急: 一般", "分类: 02\n紧急: 一般" },
		{ "开场: 喂", "开场:\n　 喂" },
		{ "整条街\n答: 就", "整条街\n答:\r\n 就" },
	};

	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		int line;
		char *text = spoilt(ways[i][0], ways[i][1], &line);
		struct scenario s;
		struct err e = { 0 };

		scenario_init(&s);
		if (scenario_read(text, strlen(text), &s, &e) != ERR_OK)
			fail_msg("%s: %s %s", ways[i][1], e.where, e.text);
		scenario_free(&s);
		free(text);
	}
}

static const struct {
	const char *from, *to;
	const char *at; /* how the line begins that is named; NULL: the line of the change */
	const char *says;
} slips[] = {
	/* version, what is missing, what is doubled */
	{ "版式: 1", "版式: 2", NULL, "第 2 版的写法, 本程序只认第 1 版" },
	{ "版式: 1", "版式: 新", NULL, "应写 1" },
	{ "版式: 1\n", "", "# 案例", "缺少“版式: 1”" },
	{ "编号: S0205-01\n", "", "# 案例", "开头缺少“编号" },
	{ "难度: 1", "难度: 1\n难度: 2", "难度: 2", "“难度”写了两次" },
	{ "[来电人]", "[来电人]\n[来电人]", NULL, "[来电人]缺少“姓名" },
	{ "年龄: 67\n", "", "[来电人]", "[来电人]缺少“年龄" },
	{ "[参考工单]", "[标准答案]", NULL, "[标准答案]写了两次" },
	/* what is unknown */
	{ "难度: 1", "程度: 1", NULL, "开头没有“程度”这一项" },
	{ "[说话]", "[说活]", NULL, "没有[说活]这一段" },
	{ "[事实 时间]", "[事实 时候]", NULL, "没有“时候”这个要素" },
	{ "技能: 业务", "技能: 营业", NULL, "“技能”没有“营业”, 可写: 业务 沟通 应急" },
	{ "特点: 老人", "特点: 老人, 话多", NULL, "没有“话多”" },
	{ "沉默10秒", "安静10秒", NULL, "不认得“安静10秒”这个时候" },
	{ "复述后", "复读后", NULL, "不认得“复读后”" },
	{ "结果: 成单", "结果: 成功", NULL, "“结果”没有“成功”, 可写: 成单 直接答复" },
	{ "话术: 复述核对", "话术: 复述一下", NULL, "“话术”没有“复述一下”" },
	{ "告知: 保密", "告知: 隐私", NULL, "“告知”没有“隐私”" },
	{ "分类: 0205\n紧急: ", "分类: 路灯照明\n紧急: ", NULL,
	    "“分类”没有“路灯照明”, 要写城市目录里的代码, 不写名称" },
	{ "涉及对象: 市政路灯", "对象: 市政路灯", NULL, "没有“对象”这一项" },
	{ "涉及对象: 市政路灯", "工单编号: 1", NULL, "没有“工单编号”这一项" },
	{ "就{路}，{门牌}门口", "就{大路}，{门牌}门口", NULL, "[变化]里没有“大路”" },
	{ "挨着{旁边}。\n先", "挨着{旁边。\n先", NULL, "没有对应的“}”" },
	/* what is impossible */
	{ "难度: 1", "难度: 6", NULL, "1 到 5 的整数" },
	{ "01-01 至 2027", "01-01 至 2025", NULL, "结束在开始之前" },
	{ "2026-01-01 至", "2026-02-30 至", NULL, "应写成" },
	{ "2026-01-01 至", "2026-01-01 到", NULL, "应写成" },
	{ "年龄: 67", "年龄: 670", NULL, "6 到 110" },
	{ "情绪: {脾气}", "情绪: 十分\n年龄: {脾气}", NULL, "“情绪”应是 0 到 9" },
	{ "脾气: 3 | 5", "脾气: 3 | 15", "情绪", "各变化取第 2 样时" },
	{ "耐心: 40秒", "耐心: -5", NULL, "5 到 600" },
	{ "沉默10秒", "沉默0秒", NULL, "不认得" },
	{ "等候25秒", "2500秒", NULL, "1800" },
	{ "标准时长: 210秒", "标准时长: 3小时", NULL, "10 到 1800" },
	{ "电话: 13800000217", "电话: 一三八", NULL, "应是电话号码" },
	/* the form of a line, of [变化] */
	{ "难度: 1", "难度 1", NULL, "应写成“名称: 内容”" },
	{ "难度: 1", "难度\t1", NULL, "制表符" },
	{ "难度: 1", "难度: \xe2\x80\xae 1", NULL, "看不见的字符 U+202E" },
	{ "难度: 1", "难度: \xff", NULL, "不是 UTF-8" },
	{ "脾气: 3 | 5", "脾气: 3", NULL, "至少要有两样" },
	{ "脾气: 3 | 5", "脾气: 3 | 5\n空: 1 | 2", "空", "“空”没有用到" },
	{ "脾气: 3 | 5", "姓名: 3 | 5", NULL, "“姓名”写了两次" },
	{ "赵桂兰/赵阿姨/女", "赵桂兰/女", NULL, "应有 3 项" },
	/* what does not fit together */
	{ "审核: 丁立群, 霍家宁", "审核: 丁立群", NULL, "要写 2 个人" },
	{ "审核: 丁立群, 霍家宁", "审核: 丁立群, 苗春兰", NULL, "也不能是作者" },
	{ "知识版本: K0205-01=3", "知识版本: K0205-01", NULL, "应写成 K0205-01=3" },
	{ "差点绊着", "在78号差点绊着", "[事实 地点]", "“78号”没问就说出来了, 见第 40 行" },
	{ "先错: 就{路}，", "先错: 就{路}{门牌}，", "[事实 地点]",
	    "”在“先错”里也有, 他说错时就算说出来了: 换个不含它的说法, 见第 " },
	{ "词: {起始}\n", "词: 半年\n", "[事实 时间]", "“答”里没有说到“词”" },
	{ "问: 受伤", "答: 有\n问: 受伤", "答: 没", "“答”写了两次" },
	{ "问: 受伤, 摔着, 伤着, 人怎么样\n", "问:\n", NULL, "“问”不能空" },
	{ "[事实 诉求]\n", "[事实]\n", NULL, "要有“问" },
	{ "词: {姓名}\n", "词: {姓名}\n须先: 问保密\n", "[事实 人物]", "要一起写" },
	{ "特点: 老人", "特点: 无声", "开场", "无声的来电人不说话" },
	{ "类型: 求助\n分类: 0205\n紧急程度", "类型: 举报\n分类: 0205\n紧急程度",
	    "类型: 求助, 投诉", "不在“类型”里" },
	{ "诉求词: 修", "诉求词: 赔偿", "[标准答案]", "“诉求词”要的: 赔偿" },
	{ "工单: 要", "工单: 不要", "[标准答案]", "不建工单的案例不写[参考工单]" },
	{ "告知: 保密, 编号, 时限", "转接: E119", NULL, "“结果”里却没有转接" },
	{ "标题: {路}{门牌}门口路灯不亮\n", "", "[标准答案]", "缺少“标题" },
};

static int
line_that_begins(const char *text, const char *words)
{
	int line = 1;

	for (const char *at = text; *at != '\0'; at++) {
		if ((at == text || at[-1] == '\n') && str_starts(at, words))
			return line;
		line += *at == '\n';
	}
	return 0;
}

static void
slips_are_told_with_their_line(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(slips) / sizeof(slips[0]); i++) {
		int line = 0;
		char *text = spoilt(slips[i].from, slips[i].to, &line), where[32];
		struct scenario s;
		struct err e = { 0 };

		scenario_init(&s);
		if (slips[i].at != NULL)
			line = line_that_begins(text, slips[i].at);
		snprintf(where, sizeof(where), "line %d", line);
		if (scenario_read(text, strlen(text), &s, &e) == ERR_OK)
			fail_msg("%s was taken", slips[i].to);
		if (strstr(e.text, slips[i].says) == NULL || strcmp(e.where, where) != 0)
			fail_msg("%s: %s (%s expected): %s", slips[i].to, e.where, where, e.text);
		free(text);
	}
}

/* ---- all of them at once ---- */

static bool
is_found(const struct scenario_mistakes *m, int line, const char *says)
{
	for (int i = 0; i < m->n; i++)
		if (m->item[i].line == line && strstr(m->item[i].text, says) != NULL)
			return true;
	return false;
}

/* What the strict reader refuses a file for is among them, wherever the reading went on. */
static void
inspecting_finds_every_slip(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(slips) / sizeof(slips[0]); i++) {
		int line = 0;
		char *text = spoilt(slips[i].from, slips[i].to, &line);
		struct scenario_mistakes m;
		struct scenario s;
		struct err e = { 0 };

		scenario_init(&s);
		if (slips[i].at != NULL)
			line = line_that_begins(text, slips[i].at);
		assert_int_equal(scenario_inspect(text, strlen(text), &s, &m, &e), ERR_OK);
		if (!is_found(&m, line, slips[i].says))
			fail_msg("%s: %d mistakes, line %d is none", slips[i].to, m.n, line);
		for (int k = 1; k < m.n; k++)
			assert_true(m.item[k - 1].line <= m.item[k].line);
		scenario_free(&s);
		free(text);
	}
}

static void
many_mistakes_are_found_in_one_reading(void **state)
{
	(void)state;
	static const char *const changes[][2] = { { "技能: 业务", "技能: 营业" },
		{ "难度: 1", "难度: 9" }, { "审核: 丁立群, 霍家宁", "审核: 丁立群" },
		{ "脾气: 3 | 5", "脾气: 3 | 15" }, { "年龄: 67\n", "" }, { "沉默10秒", "安静10秒" },
		{ "[事实 时间]", "[事实 时候]" }, { "词: {姓名}\n", "词: {姓名}\n须先: 问保密\n" },
		{ "诉求词: 修", "诉求词: 赔偿\n\t这样 \n没这项: 1\n 接着写的: 不算" } };
	static const char *const found[] = { "“技能”没有“营业”", "1 到 5", "缺少“年龄",
		"各变化取第 2 样时", "不认得“安静10秒”", "没有“时候”这个要素", "有制表符",
		"没有“没这项”" };
	struct str all = { 0 };
	struct scenario_mistakes m;
	struct scenario s;
	struct err e = { 0 };
	char *text = sample();
	int at = 0;

	str_add(&all, text);
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		const char *from = strstr(str_c(&all), changes[i][0]);

		assert_non_null(from);
		str_splice(&all, (size_t)(from - str_c(&all)), strlen(changes[i][0]), changes[i][1],
		    strlen(changes[i][1]));
	}
	scenario_init(&s);
	assert_int_equal(scenario_inspect(all.s, all.len, &s, &m, &e), ERR_OK);
	for (size_t i = 0; i < sizeof(found) / sizeof(found[0]); i++, at++) {
		while (at < m.n && strstr(m.item[at].text, found[i]) == NULL)
			at++;
		if (at >= m.n)
			fail_msg("not found in its place: %s", found[i]);
	}
	assert_string_equal(s.id, "S0205-01"); /* the rest could be read */
	scenario_free(&s);
	str_free(&all);
	free(text);
}

static void
no_more_than_fifty_are_kept(void **state)
{
	(void)state;
	struct str all = { 0 };
	struct scenario_mistakes m;
	struct scenario s;
	struct err e = { 0 };

	for (int i = 0; i < 70; i++)
		str_addf(&all, "没有的%d: 1\n", i);
	scenario_init(&s);
	assert_int_equal(scenario_inspect(all.s, all.len, &s, &m, &e), ERR_OK);
	assert_int_equal(m.n, SCENARIO_MISTAKES);
	assert_true(m.more >= 20);
	assert_true(m.item[m.n - 1].line < 60);
	scenario_free(&s);
	str_free(&all);
}

/* Cut off anywhere: refused, or it was only blank lines that went. */
static void
a_file_cut_short_is_refused(void **state)
{
	(void)state;
	char *text = sample();
	size_t whole = strlen(text), last = (size_t)(strstr(text, "诉求内容:") - text);

	for (size_t n = 0; n < whole; n += n < last ? 7 : 1) {
		char *cut = str_dup_n(text, n);
		struct scenario s;
		struct err e = { 0 };

		struct scenario_mistakes m;

		scenario_init(&s);
		if (n < last && scenario_read(cut, n, &s, &e) == ERR_OK)
			fail_msg("cut at %zu was taken", n);
		assert_int_equal(scenario_inspect(cut, n, &s, &m, &e), ERR_OK);
		assert_true(n >= last || m.n > 0);
		assert_true(m.n == 0 || m.item[0].line >= 1); /* also of an empty file */
		scenario_free(&s);
		free(cut);
	}
	free(text);
}

static void
too_much_is_refused(void **state)
{
	(void)state;
	struct str big = { 0 };
	struct scenario s;
	struct err e = { 0 };
	int line;
	char *text;

	scenario_init(&s);
	for (int i = 0; i <= SCENARIO_BYTES; i++)
		str_add_c(&big, '#');
	assert_int_equal(scenario_read(big.s, big.len, &s, &e), ERR_INVALID);
	assert_non_null(strstr(e.text, "最多 32768 字节"));
	str_reset(&big);
	for (int i = 0; i < SCENARIO_UTTERANCES; i++)
		str_add(&big, "接着: 又一句。\n");
	text = spoilt("沉默10秒", str_c(&big), &line);
	assert_int_equal(scenario_read(text, strlen(text), &s, &e), ERR_INVALID);
	assert_non_null(strstr(e.text, "最多 40 句"));
	free(text);
	str_reset(&big);
	for (int i = 0; i <= SCENARIO_CHARS; i++)
		str_add(&big, "长");
	text = spoilt("喂，你好，", str_c(&big), &line);
	assert_int_equal(scenario_read(text, strlen(text), &s, &e), ERR_INVALID);
	assert_non_null(strstr(e.text, "最多 300 个"));
	free(text);
	str_free(&big);
}

/* Whatever may be written is told to who writes it. */
static void
the_guide_tells_every_key(void **state)
{
	(void)state;
	char path[512];
	struct str guide = { 0 };

	scenarios_path("README.md", path);
	assert_int_equal(fs_read_text(path, 1 << 17, &guide, NULL), ERR_OK);
	for (int i = 0; i < SECTIONS; i++)
		for (size_t k = 0; k < scenario_sections[i].n; k++) {
			char quoted[64];

			(void)snprintf(
			    quoted, sizeof(quoted), "`%s`", scenario_sections[i].keys[k].name);
			if (strstr(str_c(&guide), quoted) == NULL)
				fail_msg("%s is not told", quoted);
		}
	str_free(&guide);
}

static void
words_are_compared_as_people_read(void **state)
{
	(void)state;
	assert_true(scenario_words("", "什么都行"));
	assert_true(scenario_words("红山路, 78号|七十八号", "就在红山路 ７８ 号门口"));
	assert_true(scenario_words("红山路，78号｜七十八号", "红山路七十八号"));
	assert_false(scenario_words("红山路, 78号|七十八号", "红山路87号"));
	assert_false(scenario_words("红山路, 78号", "78号"));
}

static void
typed_words_are_understood(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		unsigned acts;
		int element;
	} rows[] = {
		{ "请问是哪条路？", ACT_BIT(ASK), ELEMENT_PLACE },
		{ "从什么时候开始的", ACT_BIT(ASK), ELEMENT_TIME },
		{ "您贵姓？", ACT_BIT(ASK), ELEMENT_PEOPLE },
		{ "您别着急，慢慢说", ACT_BIT(SOOTHE), -1 },
		{ "明天就给您修好", ACT_BIT(PROMISE), -1 },
		{ "我们保证处理", ACT_BIT(PROMISE), -1 },
		{ "我不能保证结果", 0, -1 },
		{ "保证金退了吗", 0, -1 },
		{ "今天修不好的", 0, -1 },
		{ "承办单位会在明天上午前联系您", ACT_BIT(LIMIT), -1 },
		{ "这个不归我们管", ACT_BIT(PUSH_OFF), -1 },
		{ "感谢您今天来电，再见", ACT_BIT(CLOSE), -1 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int element;
		unsigned acts = act_in_words(rows[i].text, &element);

		if (acts != rows[i].acts || element != rows[i].element)
			fail_msg("%s: %x %d", rows[i].text, acts, element);
	}
	for (int a = 0; a < ACT_COUNT; a++) {
		const char *label = act_label((enum call_act)a);

		assert_int_equal(act_by_code(act_code((enum call_act)a)), a);
		assert_int_equal(act_by_label(label, strlen(label)), a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everything_is_read),
		cmocka_unit_test(seeds_vary_it_and_the_same_seed_does_not),
		cmocka_unit_test(what_he_says_may_come_in_another_order),
		cmocka_unit_test(older_tickets_are_read),
		cmocka_unit_test(slips_in_older_tickets_are_told),
		cmocka_unit_test(other_ways_of_writing_are_read_too),
		cmocka_unit_test(slips_are_told_with_their_line),
		cmocka_unit_test(inspecting_finds_every_slip),
		cmocka_unit_test(many_mistakes_are_found_in_one_reading),
		cmocka_unit_test(no_more_than_fifty_are_kept),
		cmocka_unit_test(a_file_cut_short_is_refused),
		cmocka_unit_test(too_much_is_refused),
		cmocka_unit_test(the_guide_tells_every_key),
		cmocka_unit_test(words_are_compared_as_people_read),
		cmocka_unit_test(typed_words_are_understood),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
