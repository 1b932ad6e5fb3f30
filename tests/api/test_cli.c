/* The commands of hotseat with a real private centre: a script files, lists, shows and syncs. Beside a running seat:
 * test_cli_beside.c. */
#include "shell.h"

static void
a_ticket_from_a_file_to_the_centre_and_back(void **state)
{
	struct shell *t = *state;
	char no[32], line[64];

	SAYS(0, "ticket new --from @/lamp.txt", "已提交");
	assert_int_equal(t->out.len, 19); /* the number alone, for a script */
	snprintf(no, sizeof(no), "%.18s", str_c(&t->out));
	SAYS(0, "ticket list", no);
	assert_non_null(strstr(str_c(&t->out), "市政管理处")); /* by name */
	SAYS(1, "--user 9999 ticket list", "9999");            /* nobody */
	assert_int_equal(t->out.len, 0);
	SAYS(0, "ticket list --json", "\"unit\":\"");
	assert_null(strstr(str_c(&t->out), "市政管理处"));
	SAYS(0, "ticket list", no);
	assert_non_null(strstr(str_c(&t->out), "待签收")); /* the centre has dispatched it */
	snprintf(line, sizeof(line), "ticket show %s", no);
	SAYS(0, line, "派单");
	assert_null(strstr(str_c(&t->out), "张三丰"));
	assert_null(strstr(str_c(&t->out), "13800000001"));
	snprintf(line, sizeof(line), "ticket show %s --json", no + 12);
	SAYS(0, line, "\"state\":\"dispatched\"");
	assert_null(strstr(str_c(&t->out), "张三丰"));
	SAYS(0, "ticket new --from @/lamp.txt --json", "\"sent\":true");
	SAYS(0, "sync --json", "{\"done\":true,\"waiting\":0,\"parked\":0,\"conflicts\":0}");
	SAYS(0, "status --json", "\"tickets\":2");
	SAYS(0, "status", "本机审计记录 0 条, 留痕相符");
	SAYS(0, "--show-keys", "submit = \"F10, Esc 0, Ctrl-O\";");
	SAYS(0, "ticket list --queue overdue --json", "[]");
	SAYS(1, "ticket show 999999", "没有单号");
}

/* What lies here is what the last one signed in may see: somebody else is told so, not shown it. */
static void
the_tickets_are_those_of_who_asks(void **state)
{
	static const struct {
		const char *words;
		bool number; /* of the ticket, behind them */
	} asks[] = { { "ticket show ", true }, { "find 路灯", false }, { "similar ", true },
		{ "ticket list", false }, { "report units", false } };
	struct shell *t = *state;
	char no[32], ask[64], line[96];

	SAYS(0, "ticket new --from @/lamp.txt", "已提交");
	snprintf(no, sizeof(no), "%.18s", str_c(&t->out));
	for (size_t i = 0; i < sizeof(asks) / sizeof(asks[0]); i++) {
		snprintf(ask, sizeof(ask), "%s%s", asks[i].words, asks[i].number ? no : "");
		snprintf(line, sizeof(line), "--user 6004 %s", ask);
		SAYS(1, line, "工号 6004 没有在本机登录过, 先运行 hotseat --user 6004 sync");
		assert_int_equal(t->out.len, 0);
	}
	SAYS(0, "--user 6004 find 市政 --in units", "市政管理处"); /* everybody's */
	SAYS(0, "--user 1102 sync", "已同步");
	snprintf(line, sizeof(line), "ticket show %s", no);
	SAYS(0, line, "路灯"); /* a dispatcher sees what a call-taker does */
	SAYS(0, "--user 6004 sync", "已同步");
	for (size_t i = 0; i < sizeof(asks) / sizeof(asks[0]); i++) {
		snprintf(ask, sizeof(ask), "%s%s", asks[i].words, asks[i].number ? no : "");
		SAYS(1, ask, "工号 6004 看得到的工单, 和工号 1154 看得到的不一样");
		assert_int_equal(t->out.len, 0);
	}
	snprintf(line, sizeof(line), "--user 6004 ticket show %s", no);
	SAYS(0, line, "路灯");
	SAYS(0, "sync", "已同步");
	snprintf(line, sizeof(line), "ticket show %s --user 1154", no);
	SAYS(0, line, "路灯");
}

static void
knowledge_is_found_and_shown(void **state)
{
	struct shell *t = *state;

	SAYS(1, "kb search 停车", "hotseat sync");
	SAYS(0, "sync", "已同步"); /* only done when all can be found */
	SAYS(0, "kb search '公积金提取'", "K0108-01\t公积金提取需要什么材料\t公积金中心\t有效至 2");
	assert_int_equal(t->err.len, 0);
	SAYS(0, "kb search 'gjj 提取' --limit 1 --json",
	    "[{\"kb_no\":\"K0108-01\",\"title\":\"公积金提取需要什么材料\"");
	assert_non_null(strstr(str_c(&t->out), "\"standing\":\"valid\""));
	assert_non_null(strstr(str_c(&t->out), "\"title_marks\":[[0,15]]"));
	SAYS(0, "kb search '停车难\" OR (1'", "K0308-02");
	SAYS(1, "kb search '查无此事vv'", "没有找到 查无此事vv");
	assert_int_equal(t->out.len, 0);
	SAYS(1, "kb search vvvv --json", "[]");
	SAYS(2, "kb search 停车 --limit 0", "--limit");
	SAYS(2, "kb search", "要查的话");
	SAYS(0, "kb expiring", "K0901-06\t2026-08-31\t-");
	SAYS(
	    0, "kb expiring --json", "{\"kb_no\":\"K0901-06\",\"until\":\"2026-08-31\",\"days\":-");
	SAYS(0, "kb review --json", "[]");
	SAYS(0, "kb review", "没有在改或待审的稿子");
	SAYS(1, "kb diff K0108-01", "没有在改或待审的稿子");
	SAYS(1, "kb diff K0108-01 --in 1,2", "没有第1版或第2版");
	SAYS(0, "kb diff K0108-01 --in 7,7", "  title: 公积金提取需要什么材料");
	SAYS(2, "kb diff K0108-01 --in 7", "--in");
	SAYS(2, "kb review K0108-01", "--as");
	SAYS(2, "kb review K0108-01 --as submit", "publish");
	SAYS(2, "kb review K0108-01 --as return", "--reason");
	SAYS(2, "kb draft", "--from");
	SAYS(1, "kb draft --from @/none.txt", "none.txt");
	SAYS(1, "kb draft --from @/lamp.txt", "channel");
	SAYS(0, "kb show K0108-01", "读给来电人: ");
	SAYS(0, "kb show K0108-01 --json", "\"kb_no\":\"K0108-01\"");
	SAYS(1, "kb show K9999-99", "没有 K9999-99");
}

static void
everything_is_found_by_one_command(void **state)
{
	struct shell *t = *state;

	SAYS(1, "find 路灯", "hotseat sync");
	SAYS(0, "ticket new --from @/lamp.txt", "已提交");
	SAYS(0, "sync", "已同步");
	SAYS(0, "find '路灯三天' --in tickets", "诉求内容");
	assert_int_equal(t->err.len, 0);
	SAYS(0, "find 红山路78号 --in tickets --json", "\"where\":\"地点\"");
	SAYS(0, "find ldzm --in categories", "分类\t0205\t");
	SAYS(0, "find gjj提取 --in articles,units", "K0108-01");
	SAYS(0, "find 路灯 --json", "{\"in\":\"tickets\"");
	assert_non_null(strstr(str_c(&t->out), "{\"in\":\"articles\""));
	assert_null(strstr(str_c(&t->out), "13800000001"));
	SAYS(1, "find 13800000001", "");
	SAYS(1, "find zzvvzz", "没有找到 zzvvzz");
	SAYS(1, "find ''", "没有给要查的字");
	SAYS(1, "find \"$(printf '查无\\033[31m此事')\" --in units", "没有找到 查无<1B>[31m此事\n");
	SAYS(1, "find \"$(printf 'vz%.0s' $(seq 999))\"", "vzvz..\n");
	SAYS(1, "find 0001 --in tickets",
	    "命令行里不按它们查"); /* how 张三丰's number ends: he is there */
	SAYS(1, "find 张三丰 --in tickets", "姓名和电话号码是加密存的");
	assert_int_equal(shell_tell(t, "find zzvvzz --in units"), 1);
	assert_null(strstr(str_c(&t->err), "加密"));
	SAYS(1, "find - --json", "[]"); /* nothing comes in */
	SAYS(1, "find '\" OR (*' --in tickets", "");
	SAYS(2, "find 路灯 --in tickets,cars", "--in");
	SAYS(2, "find 路灯 --limit 0", "--limit");
	SAYS(2, "find", "要查的话");
}

/* The same matter: by words from the standard input, or of a ticket. */
static void
what_is_alike(void **state)
{
	static const char again[] = "红山路78号路灯不亮, 晚上回家很黑";
	struct shell *t = *state;
	char path[TMPDIR_PATHS];

	tmpdir_put(t->dir, "again.txt", again, strlen(again), path);
	tmpdir_put(t->dir, "short.txt", "路灯不亮", strlen("路灯不亮"), path);
	tmpdir_put(t->dir, "bad", "\xff\xfe\xe7", 3, path);
	SAYS(1, "similar < @/again.txt", "hotseat sync");
	SAYS(0, "ticket new --from @/lamp.txt", "已提交");
	SAYS(0, "sync", "已同步");
	SAYS(0, "similar --set 分类=路灯照明 --set 地点=红山路78号 < @/again.txt",
	    "同一地点 红山路78号, 同类, ");
	SAYS(0, "similar --set category=0205 --set 地点=红山路78号 --json < @/again.txt",
	    "[{\"percent\":");
	assert_null(strstr(str_c(&t->out), "张三丰"));
	assert_null(strstr(str_c(&t->out), "13800000001"));
	SAYS(0, "similar < @/again.txt", "同一地点 红山路78号, 同类"); /* proposed from the words */
	SAYS(1, "similar --set 区域=红山街道 < @/short.txt",
	    "分类 路灯照明, 区域 红山区 红山街道, 地点 不明");
	assert_non_null(strstr(str_c(&t->err), "--set 地点="));
	SAYS(1, "similar --json < @/bad", "[]");
	SAYS(1, "similar --json", "[]"); /* nothing comes in */
	SAYS(1, "similar --set 颜色=红 < @/again.txt", "颜色");
	SAYS(1, "similar --set 分类=没有这一类 < @/again.txt", "没有这一类");
	SAYS(1, "similar 999999", "没有单号为 999999 的工单");
	SAYS(2, "similar --limit 0", "--limit");
	SAYS(0, "ticket new --from @/lamp.txt", "已提交");
	SAYS(0, "sync", "已同步");
	SAYS(0, "ticket list --limit 1", "");
	{
		char line[64];

		snprintf(line, sizeof(line), "similar %.18s", str_c(&t->out));
		SAYS(0, line, "文字相近100%");
	}
}

/* hotseatd train in the seat's own centre; its exit status, what it said in t->out. */
static int
train(struct shell *t, const char *more)
{
	char bin[512];
	struct str cmd = { 0 };
	FILE *f;
	int status;

	str_addf(&cmd, "%s train categories --data %s/centre %s 2>&1 </dev/null",
	    daemon_bin("hotseatd", bin), t->data, more);
	f = popen(str_c(&cmd), "r"); /* NOLINT(cert-env33-c): the tests' own words */
	assert_non_null(f);
	str_reset(&t->out);
	for (int ch; (ch = fgetc(f)) != EOF;)
		str_add_c(&t->out, (char)ch);
	status = pclose(f);
	str_free(&cmd);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

/* What the screen would propose, each with its reason; with and without weights from the centre. */
static void
what_is_suggested(void **state)
{
	static const char lamps[] = "请问红山路78号3栋门口路灯坏了三天找谁, 晚上很黑";
	struct shell *t = *state;
	struct str much = { 0 };
	char path[TMPDIR_PATHS];

	tmpdir_put(t->dir, "lamps", lamps, strlen(lamps), path);
	tmpdir_put(t->dir, "bad", "\xff\xfe\xe7 \x1b[2J", 8, path);
	for (int i = 0; i < 8001; i++)
		str_add(&much, "灯");
	tmpdir_put(t->dir, "much", much.s, much.len, path);
	str_free(&much);
	SAYS(1, "suggest < @/lamps", "hotseat sync");
	SAYS(0, "sync", "已同步");
	SAYS(0, "suggest < @/lamps", "0205 城市管理 > 路灯照明");
	assert_non_null(strstr(str_c(&t->out), "咨询\t有\"请问\""));
	assert_non_null(strstr(str_c(&t->out), "市政管理处\t派单目录0205"));
	assert_non_null(strstr(str_c(&t->out), "红山街道\t红山路78号3栋"));
	assert_non_null(strstr(str_c(&t->out), "知识\tK0205"));
	SAYS(0, "suggest --json < @/lamps", "\"value\":\"0205\"");
	SAYS(0, "ticket new --from @/lamp.txt", "已提交"); /* training opens nobody's identity */
	SAYS(0, "sync", "已同步");
	assert_int_equal(train(t, ""), 0);
	assert_non_null(strstr(str_c(&t->out), "第 1 版"));
	SAYS(0, "sync", "已同步");
	assert_true(fs_exists(tmpdir_path(t->data, "weights.bin", path)));
	SAYS(0, "suggest < @/lamps", "0205 城市管理 > 路灯照明");
	assert_int_equal(train(t, ""), 1); /* nothing to compare it by: those that are there stay */
	assert_non_null(strstr(str_c(&t->out), "现有权重保留"));
	assert_int_equal(train(t, "--replace --dry-run"), 0);
	SAYS(1, "suggest", "来电人说的话"); /* nothing comes in */
	SAYS(1, "suggest < @/bad", "iconv");
	assert_int_equal(t->out.len, 0);
	SAYS(1, "suggest < @/much", "8001");
	SAYS(2, "suggest --limit 3 < @/lamps", "--limit");
}

static void
what_is_wrong_is_said(void **state)
{
	struct shell *t = *state;
	char path[TMPDIR_PATHS];

	SAYS(1, "ticket list", "hotseat sync");
	tmpdir_put(t->dir, "bad.txt", "content: x\nbogus: reds\n", 23, path);
	SAYS(1, "ticket new --from @/bad.txt", "bad.txt:2");
	SAYS(1, "ticket new --from @/none.txt", "none.txt");
	tmpdir_put(t->dir, "poor.txt", "content: 有事\nchannel: phone\n",
	    strlen("content: 有事\nchannel: phone\n"), path);
	SAYS(1, "ticket new --from @/poor.txt", "还缺");
	tmpdir_put(t->dir, "guess.txt", "分类: 路灯不亮\n", strlen("分类: 路灯不亮\n"), path);
	SAYS(1, "ticket new --from @/guess.txt", "最接近的: ");
	assert_non_null(strstr(str_c(&t->err), "城市管理 > 路灯照明 0205"));
	SAYS(2, "ticket new", "--from");
	assert_null(strstr(str_c(&t->err), "type"));
	SAYS(2, "kb", "search、show、draft、review、diff、expiring");
	SAYS(2, "kb burn", "kb 没有 burn, 只有 search、");
	SAYS(2, "burn", "没有这个命令: burn");
	tmpdir_put(t->dir, "odd.json", "{\"type\":\"reds\"}", strlen("{\"type\":\"reds\"}"), path);
	SAYS(1, "ticket new --from @/odd.json", "odd.json 类型: ");
	SAYS(1, "ticket new --from @/poor.txt", "hotseat: 类型: 还缺");
	SAYS(1, "--server unix:@/nobody.sock ticket new --from @/lamp.txt", "HOTSEAT_PASSWORD");
}

/* The fields of a category by their labels, in the words of people, once the seat knows the city. */
static void
the_fields_of_a_category(void **state)
{
	static const char fridge[] =
	    "诉求来源: 电话\n商家全称: 好家电城\n类型: 投诉\n涉及金额: 1.2万元\nbought: "
	    "2026年11月3日\n"
	    "诉求内容: 冰箱三天就不制冷了, 商家不给退, 要求退款\n分类: 消费纠纷退款\n"
	    "区域: 990102001\n地点: 城东路12号\n时间: 11月3日\n涉及对象: 好家电城\n"
	    "诉求目的: 退款\n称呼: 刘女士\n来电号码: 13800000001\n";
	static const char odd[] = "类型: 投诉\n分类: 路灯照明\n商家全称: 好家电城\n";
	static const char wrong[] = "分类: 1001\n涉及金额: 很多\n";
	struct shell *t = *state;
	char path[TMPDIR_PATHS], line[64];

	SAYS(0, "sync", "");
	tmpdir_put(t->dir, "fridge.txt", fridge, strlen(fridge), path);
	tmpdir_put(t->dir, "odd.txt", odd, strlen(odd), path);
	tmpdir_put(t->dir, "wrong.txt", wrong, strlen(wrong), path);
	SAYS(1, "ticket new --from @/odd.txt", "odd.txt:3");
	SAYS(1, "ticket new --from @/wrong.txt", "涉及金额“很多”不是金额");
	SAYS(0, "ticket new --from @/fridge.txt", "已提交");
	(void)snprintf(line, sizeof(line), "ticket show %.18s", str_c(&t->out));
	SAYS(0, line, "补充项: 商家全称 好家电城; 购买日期 2026-11-03; 涉及金额 12000元");
	SAYS(0, strcat(line, " --json"),
	    "\"extra\":\"merchant=好家电城\\nbought=2026-11-03\\namount=12000\"");
}

/* What is left out is filled in by the rules, as the screen does it: this one is urgent. */
static void
what_is_not_given_follows_the_rules(void **state)
{
	static const char gas[] =
	    "channel: phone\ntype: help\n分类: 燃气\narea: 990102001\naddress: 红山路78号\n"
	    "content: 红山路78号3楼燃气泄漏, 煤气味很大\nevent_time: 今天\nappellant_name: 张三丰\n"
	    "caller_phone: 13800000001\ndemand: 尽快处理\n";
	struct shell *t = *state;
	char path[TMPDIR_PATHS], line[64];

	tmpdir_put(t->dir, "gas.txt", gas, strlen(gas), path);
	SAYS(0, "ticket new --from @/gas.txt", "已提交");
	snprintf(line, sizeof(line), "ticket show %.18s --json", str_c(&t->out));
	SAYS(0, line, "\"urgency\":\"");
	assert_null(strstr(str_c(&t->out), "\"urgency\":\"normal\""));
}

static void
help_of_a_command(void **state)
{
	struct shell *t = *state;
	char path[TMPDIR_PATHS];

	SAYS(0, "ticket new --help", "紧急程度: 一般 normal, 紧急 urgent");
	SAYS(0, "kb draft --help", "kb_no     知识编号(必填): ");
	assert_non_null(strstr(str_c(&t->out), "until     有效期至(必填): 日期"));
	SAYS(0, "ticket --help", "ticket list");
	SAYS(0, "kb --help", "kb show");
	SAYS(0, "status --help --data @/elsewhere", "status [--json]");
	assert_false(fs_exists(tmpdir_path(t->dir, "elsewhere", path)));
	assert_false(fs_exists(t->data)); /* who asks for help starts nothing */
}

/* What is on the screen is what may be written; the seat's own options may come last. */
static void
in_the_words_of_the_screen(void **state)
{
	static const char words[] =
	    "诉求来源: 电话\n类型: 求助\n紧急程度: 一般\n分类: 路灯照明\n区域: "
	    "红山区红山街道\n承办: 市政管理处\n"
	    "地址: 红山路78号\n诉求内容: 红山路78号门前的路灯三天没亮了, 晚上回家很黑\n"
	    "时间: 三天前\n诉求人: 张三丰\n来电号码: 13800000001\n诉求目的: 尽快修好\n保密: 否\n"
	    "群体: 老年人、孕妇\n";
	struct shell *t = *state;
	char path[TMPDIR_PATHS], show[80];

	tmpdir_put(t->dir, "zh.txt", words, strlen(words), path);
	SAYS(0, "ticket new --from @/zh.txt --data @/other --json --user 1154", "\"sent\":true");
	snprintf(show, sizeof(show), "--data @/other ticket show %.18s",
	    strstr(str_c(&t->out), "\"ticket_no\":\"") + strlen("\"ticket_no\":\""));
	SAYS(0, show, "\n保密: 否\n"); /* and what is shown, in them too */
	assert_non_null(strstr(str_c(&t->out), "\n群体: 老年人、孕妇\n"));
	strcat(show, " --json");
	SAYS(0, show, "\"confidential\":\"0\"");
	SAYS(1, "ticket list", "hotseat sync"); /* it went where the last --data said */
	SAYS(0, "ticket --data @/other list", "待签收");
	SAYS(2, "ticket list --data", "--data");
	SAYS(2, "ticket list --date x", "--date");
}

/* On paper: to the file that is named, and nothing about who it is for. */
static void
on_paper(void **state)
{
	struct shell *t = *state;
	char line[160], path[TMPDIR_PATHS];
	struct str text = { 0 };
	struct err e = { 0 };

	SAYS(0, "ticket new --from @/lamp.txt", "已提交");
	(void)snprintf(
	    line, sizeof(line), "ticket print %.18s --sheet receipt --out @/r.txt", str_c(&t->out));
	SAYS(0, line, "受理回执已写到");
	assert_int_equal(fs_read(tmpdir_path(t->dir, "r.txt", path), 1 << 20, &text, &e), ERR_OK);
	assert_non_null(strstr(text.s, "受 理 回 执"));
	assert_null(strstr(text.s, "13800000001"));
	assert_null(strstr(text.s, "张三丰"));
	str_free(&text);
	SAYS(2, "ticket print 115417 --sheet A4", "village");
	SAYS(2, "ticket print 115417", "--sheet");
	SAYS(2, "ticket print 12 --sheet unit", "单号");
	SAYS(1, "ticket print 999999 --sheet unit", "hotseat sync");
}

/* ---- a step on a ticket ---- */

#define DO(code, words, says)                                               \
	do {                                                                \
		snprintf(line, sizeof(line), "ticket do %s %s", no, words); \
		SAYS(code, line, says);                                     \
	} while (0)

static void
any_step_is_a_command(void **state)
{
	struct shell *t = *state;
	char no[20], line[512];

	SAYS(0, "ticket new --from @/lamp.txt", "已提交"); /* dispatched by the catalogue */
	snprintf(no, sizeof(no), "%.18s", str_c(&t->out));
	DO(0, "签收 --as 6004", "签收: 办理中");
	DO(1, "signin --as 6004", "已经签收过了");   /* the rules' own words */
	DO(1, "signin --as 6006", "不在您的范围里"); /* not in that unit's list */
	DO(0, "contact --set 结果=已联系 --set summary=明天去修 --as 6004 --json",
	    "\"event\":\"contact\",\"sent\":true,\"state\":\"working\"");
	DO(0,
	    "督办 --set 督办方式=督办单 --set 督办单位=市政管理处 --set 反馈期限=后天17:30 --set "
	    "督办要求=快办 --as 1110",
	    "督办");
	DO(0, "add_co --set 协办单位=热力公司 --set note=井盖 --as 1102", "加派");
	DO(0, "amend --set 地址=红山路80号", "补充修改: 办理中");
	SAYS(0, "sync", "已同步");
	snprintf(line, sizeof(line), "ticket show %s --json", no + 12);
	SAYS(0, line, "\"unit\":\"2004\"");
	assert_non_null(strstr(str_c(&t->out), "\"was\":{\"address\":\"红山路78号\"}"));
}

static void
a_step_that_cannot_be_done(void **state)
{
	struct shell *t = *state;
	char no[20], line[256];

	SAYS(0, "ticket new --from @/lamp.txt", "已提交");
	snprintf(no, sizeof(no), "%.18s", str_c(&t->out));
	DO(1, "contact --set 结果=联系了 --as 6004", "可写: 已联系 reached");
	DO(1, "contact --set 结论=好 --as 6004", "这个环节问: 结果 result");
	DO(1, "加派 --set 协办单位=热力 --set 请它做什么=x --as 1102", "最接近的: ");
	DO(1, "并单 --set 并入工单=999999 --as 1102", "没有单号");
	DO(1, "督办 --set 督办方式=督办单 --set 督办单位=1004 --set 反馈期限=改天 --as 1110",
	    "看不懂");
	DO(2, "", "缺环节");
	DO(2, "飞走", "没有“飞走”这个环节");
	DO(2, "signin --set 内容", "名称=内容");
	DO(2, "signin now", "多了一个词");
	SAYS(2, "ticket do 12 signin", "不是单号");
	SAYS(1, "ticket do 999999 signin", "没有单号为 999999");
	SAYS(0, "ticket do --help", "退单理由 reason_code (必填): 非本单位职责 not_duty");
	SAYS(0, "ticket list", "待签收"); /* nothing was half done */
}

int
main(void)
{
	struct err e = { 0 };
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    a_ticket_from_a_file_to_the_centre_and_back, shell_setup, shell_teardown),
		cmocka_unit_test_setup_teardown(
		    knowledge_is_found_and_shown, shell_setup, shell_teardown),
		cmocka_unit_test_setup_teardown(
		    everything_is_found_by_one_command, shell_setup, shell_teardown),
		cmocka_unit_test_setup_teardown(
		    the_tickets_are_those_of_who_asks, shell_setup, shell_teardown),
		cmocka_unit_test_setup_teardown(what_is_alike, shell_setup, shell_teardown),
		cmocka_unit_test_setup_teardown(what_is_suggested, shell_setup, shell_teardown),
		cmocka_unit_test_setup_teardown(what_is_wrong_is_said, shell_setup, shell_teardown),
		cmocka_unit_test_setup_teardown(
		    the_fields_of_a_category, shell_setup, shell_teardown),
		cmocka_unit_test_setup_teardown(help_of_a_command, shell_setup, shell_teardown),
		cmocka_unit_test_setup_teardown(
		    what_is_not_given_follows_the_rules, shell_setup, shell_teardown),
		cmocka_unit_test_setup_teardown(
		    in_the_words_of_the_screen, shell_setup, shell_teardown),
		cmocka_unit_test_setup_teardown(on_paper, shell_setup, shell_teardown),
		cmocka_unit_test_setup_teardown(any_step_is_a_command, shell_setup, shell_teardown),
		cmocka_unit_test_setup_teardown(
		    a_step_that_cannot_be_done, shell_setup, shell_teardown),
	};

	if (secret_init(&e) != ERR_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
