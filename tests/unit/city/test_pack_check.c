/* Broken city packs: each kind of mistake is found with its file and line, all of them at once, and what cannot be read is
 * not loaded. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "city/pack.h"
#include "spoil.h"

static void
each_mistake_is_found_with_its_line(void **state)
{
	(void)state;
	static const struct {
		const char *file, *line, *says;
	} CASES[] = {
		{ "areas.tsv", "990199\t990100\tdistrict\t孤区\t", "没有区县单位" },
		{ "areas.tsv", "990102009\t990102\tstreet\t孤街道\t", "没有街道乡镇单位" },
		{ "areas.tsv", "990102001099\t990102999\tcommunity\t悬社区\t",
		    "区划不存在: 990102999" },
		{ "areas.tsv", "990102001098\t\tcommunity\t无根社区\t", "上级区划" },
		{ "areas.tsv", "990102001097\t990102001097\tcommunity\t圈社区\t", "绕成了圈" },
		{ "areas.tsv", "990102001001\t990102001\tcommunity\t重复社区\t",
		    "重复: 990102001001" },
		{ "areas.tsv", "990102001096\t990102001\tplanet\t火星\t", "“kind”列是“planet”" },
		{ "areas.tsv", "9901020010011\t990102001\tcommunity\t长码社区\t", "代码太长" },
		{ "areas.tsv", "990102001095\t990102001\tcommunity\t\t", "“name”列不能空" },
		{ "streets.tsv", "990199\t某路\t", "区划不存在: 990199" },
		{ "streets.tsv", "990102001\t红山路\t", "重复" },
		{ "units.tsv", "9999\t无人局\t无人局\tdept\t0002\t990100\t\t2026-01-01\t",
		    "值班电话" },
		{ "units.tsv", "9998\t坏日子局\t坏局\tdept\t0002\t990100\t\t2026-02-30\t",
		    "应是日期" },
		{ "units.tsv", "9997\t倒日子局\t倒局\tdept\t0002\t990100\t\t2026-02-01\t2026-01-01",
		    "停用日期早于" },
		{ "units.tsv", "9996\t悬局\t悬局\tdept\t7777\t990100\t\t2026-02-01\t",
		    "单位不存在: 7777" },
		{ "contacts.tsv", "7777\tduty\t值班室\t8890-1000\t", "单位不存在: 7777" },
		{ "contacts.tsv", "1004\tduty\t值班室\t电话没有\t", "电话号码" },
		{ "contacts.tsv", "1004\tduty\t值班室\t1234567890123456789\t", "电话号码" },
		{ "contacts.tsv", "1004\tduty\t值班室\t88-90\t", "电话号码" },
		{ "contacts.tsv", "1004\tboss\t值班室\t8890-1000\t", "“role”列是“boss”" },
		{ "categories.tsv", "0299\t02\t新分类\t新\t\tnormal\t0\t\t0\t",
		    "没有它的派单规则" },
		{ "categories.tsv", "0298\t77\t新分类\t新\t\tnormal\t0\t\t0\t", "分类不存在: 77" },
		{ "categories.tsv", "0297\t02\t新分类\t新\t\tsoon\t0\t\t0\t",
		    "“urgency”列是“soon”" },
		{ "categories.tsv", "0296\t02\t新分类\t新\t\tnormal\tyes\t\t0\t", "应是0 或 1" },
		{ "categories.tsv", "0295\t02\t新分类\t新\t\tnormal\t0\tnowhere\t0\t",
		    "没有这条规则: nowhere" },
		{ "dispatch.tsv", "X1\t7777\t\t\t\t1004\t\t依据\tnormal\t\t100\t0\t2026-01-01\t\t1",
		    "分类不存在: 7777" },
		{ "dispatch.tsv", "X2\t0101\t\t\t\t7777\t\t依据\tnormal\t\t90\t0\t2026-01-01\t\t1",
		    "单位不存在: 7777" },
		{ "dispatch.tsv",
		    "X3\t0101\t\t\t\t@village\t\t依据\tnormal\t\t90\t0\t2026-01-01\t\t1",
		    "单位不存在: @village" },
		{ "dispatch.tsv", "X4\t0101\t\t\t\t@town\t\t依据\tnormal\t\t90\t1\t2026-01-01\t\t1",
		    "不得分派给基层" },
		{ "dispatch.tsv",
		    "X5\t0101\t\t\t\t1001\t1001\t依据\tnormal\t\t90\t0\t2026-01-01\t\t1",
		    "又写在协办里" },
		{ "dispatch.tsv", "X6\t0101\t\t\t\t1001\t\t依据\tnormal\t\t100\t0\t2026-01-01\t\t1",
		    "分不出先后" },
		{ "dispatch.tsv",
		    "X7\t0101\t\t\t\t1001\t\t依据\tnormal\t\t很高\t0\t2026-01-01\t\t1", "整数" },
		{ "dispatch.tsv",
		    "X8\t0101\t\t\t\t1001\t\t依据\tnormal\tutility\t90\t0\t2026-01-01\t\t1",
		    "不一致" },
		{ "dispatch.tsv",
		    "X9\t0101\t\tmartian\t\t1001\t\t依据\tnormal\t\t90\t0\t2026-01-01\t\t1",
		    "对象类别不存在: martian" },
		{ "dispatch.tsv",
		    "Y1\t0101\t\t\t\t1001\t\t依据\tnormal\t\t90\t0\t2026-06-01\t2026-05-01\t1",
		    "失效日期早于" },
		{ "dispatch.tsv", "Y2\t01\t\t\t\t1001\t\t依据\tnormal\t\t90\t0\t2026-01-01\t\t1",
		    "末级分类" },
		{ "dispatch.tsv", "Y3\t0101\t\t\t\t1001\t\t依据\tnormal\t\t90", NULL },
		{ "urgency.tsv", "U99\t\tcritical\t问\temergency", "“words”列不能空" },
		{ "urgency.tsv", "U97\t落水\tcritical\t问\temergency\t落石",
		    "“落石”里没有这一行的险情词" },
		{ "urgency.tsv", "U98\t词\tlethal\t问\temergency", "“level”列是“lethal”" },
		{ "origin_lines.tsv", "12399\t新号\t7777\t0001", "分类不存在" },
		{ "reject_reasons.tsv", "01\t重复\t说\t去\t0", "重复: 01" },
		{ "scripts.tsv", "S01\tgreet\t首问\t您好", "重复: S01" },
		{ "home_areas.tsv", "13x\t某地", "只能是数字" },
		{ "bulletins.tsv", "B99\thot\t题\t990100\t0303\t2026-11-21 25:00\t\t0\t0\t说",
		    "应是日期或时刻" },
		{ "bulletins.tsv",
		    "B98\thot\t题\t990100\t0303\t2026-11-21 08:00\t2026-11-20\t0\t0\t说",
		    "结束不晚于开始" },
		{ "bulletins.tsv", "B97\trumour\t题\t990100\t0303\t2026-11-21\t\t0\t0\t说",
		    "“kind”列是“rumour”" },
		{ "bulletins.tsv", "B96\thot\t题\t990100\t0303\t2026-11-21\t\t0\t0\t请打95598",
		    "号码不是 numbers.tsv 里的写法: 95598" },
		{ "contacts.tsv", "1004\tduty\t值班室\t13812345678\t",
		    "号码不是 numbers.tsv 里的写法: 13812345678" },
		{ "scripts.tsv", "S900\tgrete\t首问\t您好", "程序没有这个时刻: grete" },
		{ "scripts.tsv", "S901\tgreet\t首问\t您好", "时刻“greet”已有 S01" },
		{ "scripts.tsv", "S902\tcalm\t安抚\t{who}您好", "没有这个占位: {who}" },
		{ "scripts.tsv", "S903\tcalm\t安抚\t{place您好", "大括号不成对" },
		{ "scripts.tsv", "S904\tcalm\t安抚\tplace}您好", "大括号不成对" },
		{ "scripts.tsv", "S905\tcalm\t安抚\t您好{}", "没有这个占位: {}" },
		{ "scripts.tsv", "S906\tcalm\t安抚\t我们保证修好", "话术里不说“保证”" },
		{ "scripts.tsv", "S907\tnotice_replied\t通知\t编号{number}, {place}{matter}",
		    "不能有 {place}" },
		{ "reject_reasons.tsv", "99\t新\t请打010-12345678\t去\t0",
		    "号码不是 numbers.tsv 里的写法: 010-12345678" },
		{ "transfer.tsv", "X1\tutility\t水\t\t95598\t2001\t24h\tconsult",
		    "号码不是 numbers.tsv 里的写法: 95598" },
		{ "transfer.tsv", "X2\tutility\t水\t\t8890-9999\t7777\t24h\tconsult",
		    "单位不存在: 7777" },
		{ "transfer.tsv", "X3\tutility\t水\t\t8890-9999\t\t24h\tconsult", "要写所属单位" },
		{ "transfer.tsv", "X4\tutility\t水\t\t8890-9999\t2001\t8点到5点\tconsult",
		    "开头: 8点到5点" },
		{ "transfer.tsv", "X5\tutility\t水\t\t8890-9999\t2001\twd 17:30-17:30\tconsult",
		    "起止不对" },
		{ "transfer.tsv", "X6\tutility\t水\t\t8890-9999\t2001\t24h\tconsult,shout",
		    "“modes”列是“shout”" },
		{ "transfer.tsv", "X7\tutility\t水\t\t8890-9999\t2001\t24h\t", "“modes”列不能空" },
		{ "transfer.tsv", "X8\tutility\t水\t\t8890-9999\t2001\t24h\tblind\t0303,7777",
		    "分类不存在: 7777" },
		{ "transfer.tsv", "X9\tutility\t水\t\t8890-9999\t2001\t24h\tblind\t\t123",
		    "区划不存在: 123" },
		{ "transfer.tsv", "Y1\tfriend\t水\t\t8890-9999\t2001\t24h\tblind",
		    "“kind”列是“friend”" },
		{ "transfer.tsv", "Y2\temergency\t急\t\t8890-9999\t\t24h\tblind", "要一致" },
		{ "transfer.tsv", "Y3\tdept\t急\t\t119\t1504\t24h\tblind", "要一致" },
		{ "transfer.tsv", "Y4\tother_city\t外\t\t096912345\t\t24h\tblind", "外地区号" },
		{ "transfer.tsv", "Y5\tother_city\t外\t\t12345\t\t24h\tblind", "外地区号" },
		{ "transfer.tsv", "Y6\tother_city\t外\t\t8890-1234\t\t24h\tblind", "外地区号" },
		{ "transfer.tsv", "Y7\tother_city\t本\t\t099012345\t\t24h\tblind", "外地区号" },
		{ "transfer.tsv", "Y8\tutility\t水\t\t8890-9999\t2001\t24h\tblind\t\t\t\tmany",
		    "整数" },
		{ "transfer.tsv",
		    "Y9\tutility\t水\t\t8890-9999\t2001\t24h\tblind\t\t\t另打4001234567",
		    "号码不是 numbers.tsv 里的写法: 4001234567" },
		{ "transfer.tsv", "E110\temergency\t警\t\t110\t\t24h\tconsult", "重复: E110" },
		{ "modules.tsv", "x\t题\tcontent\t\t文", "缩写应是" },
		{ "modules.tsv", "abcdefg\t题\tcontent\t\t文", "缩写应是" },
		{ "modules.tsv", "XZ\t题\tcontent\t\t文", "缩写应是" },
		{ "modules.tsv", "x1\t题\tcontent\t\t文", "缩写应是" },
		{ "modules.tsv", "jkxf\t题\tcontent\t\t文", "重复: jkxf" },
		{ "modules.tsv", "zzzz\t题\ttitle\t\t文", "“place”列是“title”" },
		{ "modules.tsv", "zzzz\t题\tcontent\t7777\t文", "分类不存在: 7777" },
		{ "modules.tsv", "zzzz\t题\tcontent\t\t", "“text”列不能空" },
		{ "modules.tsv", "zzzz\t题\tcontent\t\t{who}", "没有这个占位: {who}" },
		{ "modules.tsv", "zzzz\t题\t\t\t哪里都能放", NULL },
		{ "fields.tsv", "7777\tn\t签\ttext\t\t0", "分类不存在: 7777" },
		{ "fields.tsv", "0101\tn\t签\tphoto\t\t0", "“type”列是“photo”" },
		{ "fields.tsv", "0101\tn\t签\tchoice\t\t0", "两个以上选项" },
		{ "fields.tsv", "0101\tn\t签\tchoice\t有\t0", "两个以上选项" },
		{ "fields.tsv", "0101\tn\t签\ttext\t有,没有\t0", "只有 choice" },
		{ "fields.tsv", "0101\tn\t签\tchoice\t有,没有\t2", "应是0 或 1" },
		{ "fields.tsv", "0101\tN N\t签\ttext\t\t0", "名称只用小写" },
		{ "fields.tsv", "0101\tn\t九个字长的标签在这里\ttext\t\t0", "标签太长" },
		{ "fields.tsv", "0701\temployer\t单位\ttext\t\t0", "重复: 0701/employer" },
		{ "fields.tsv", "0101\tn\t签\ttext\t\t0", NULL },
		{ "numbers.tsv", "110\t又一次", "重复: 110" },
		{ "calendar.tsv", "2031-01-01\trest\t元旦", "不在 city.conf 的 years" },
		{ "calendar.tsv", "2026-13-01\trest\t元旦", "应是日期" },
		{ "calendar.tsv", "2026-01-01\trest\t元旦", "重复: 2026-01-01" },
		{ "users.tsv", "9990\t某人\tking\t0001\t\t", "角色不存在: king" },
		{ "users.tsv", "9991\t某人\tagent\t7777\t\t", "单位不存在: 7777" },
		{ "users.tsv", "a\tb\tagent\t0001\t\t\tc\td", "列" },
	};
	for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
		char dir[TMPDIR_SIZE], where[128];
		struct str report = { 0 };
		tmpdir_make(dir);
		copy_sample(dir);
		int line = append(dir, CASES[i].file, CASES[i].line),
		    n = city_pack_check(dir, &report);
		snprintf(where, sizeof where, "%s:%d: ", CASES[i].file, line);
		if (CASES[i].says == NULL) { /* a row may end early */
			assert_int_equal(n, 0);
		} else {
			const char *at = strstr(str_c(&report), where);
			if (n == 0 || at == NULL || strstr(at, CASES[i].says) == NULL)
				print_message(
				    "%s: want %s, got\n%s", where, CASES[i].says, str_c(&report));
			assert_true(n > 0);
			assert_non_null(at);
			assert_non_null(strstr(at, CASES[i].says));
		}
		str_free(&report);
		tmpdir_remove(dir);
	}
}

static void
a_pack_may_do_without_the_newer_files(void **state)
{
	(void)state;
	char dir[TMPDIR_SIZE];
	struct str report = { 0 };
	struct city *c = NULL;
	struct err e = { 0 };
	tmpdir_make(dir);
	for (size_t i = 0; i < sizeof FILES / sizeof FILES[0]; i++)
		copy_file(dir, FILES[i]);
	append(dir, "contacts.tsv", "1004\tduty\t值班室\t13812345678\t"); /* no forms: any number */
	assert_int_equal(city_pack_check(dir, &report), 0);
	assert_int_equal(city_pack_load(dir, &c, &e), ERR_OK);
	assert_int_equal(c->n_targets + c->n_modules + c->n_field_rules, 0);
	assert_null(city_target(c, "E110"));
	assert_null(city_module(c, "jkxf"));
	city_free(c);
	str_free(&report);
	tmpdir_remove(dir);
}

static void
every_moment_has_its_sentence(void **state)
{
	(void)state;
	char dir[TMPDIR_SIZE];
	struct str report = { 0 };
	tmpdir_make(dir);
	copy_sample(dir);
	put(dir, "scripts.tsv", "id\tmoment\ttitle\ttext\nS01\tgreet\t首问\t您好\n");
	assert_true(city_pack_check(dir, &report) > 20);
	assert_non_null(strstr(str_c(&report), "scripts.tsv: 缺少时刻: silent_1\n"));
	assert_null(strstr(str_c(&report), "缺少时刻: greet\n"));
	assert_null(strstr(str_c(&report), "缺少时刻: english\n")); /* a city may leave it out */
	str_free(&report);
	tmpdir_remove(dir);
}

static void
too_many_fields_are_told(void **state)
{
	(void)state;
	char dir[TMPDIR_SIZE];
	struct str report = { 0 }, text = { 0 };
	tmpdir_make(dir);
	copy_sample(dir);
	str_add(&text, "category\tname\tlabel\ttype\toptions\trequired\thint\torder\n");
	for (int i = 0; i < CITY_FIELDS_MOST; i++)
		str_addf(&text, "10\tf%d\t字段\ttext\t\t0\t\t%d\n", i, i);
	put(dir, "fields.tsv", str_c(&text));
	assert_int_equal(city_pack_check(dir, &report), 0);
	str_add(&text, "1001\tf0\t本级\ttext\t\t0\t\t0\n"); /* in the place of its parent's */
	put(dir, "fields.tsv", str_c(&text));
	assert_int_equal(city_pack_check(dir, &report), 0);
	str_add(&text, "1001\tmore\t太多\ttext\t\t0\t\t0\n");
	put(dir, "fields.tsv", str_c(&text));
	assert_true(city_pack_check(dir, &report) > 0);
	assert_non_null(strstr(str_c(&report), "fields.tsv:15: 连同上级分类的字段太多"));
	str_free(&text);
	str_free(&report);
	tmpdir_remove(dir);
}

static void
all_mistakes_come_at_once(void **state)
{
	(void)state;
	char dir[TMPDIR_SIZE], path[TMPDIR_PATHS];
	struct str report = { 0 };
	tmpdir_make(dir);
	copy_sample(dir);
	append(dir, "streets.tsv", "990199\t某路\t");
	append(dir, "streets.tsv", "990198\t别路\t");
	append(dir, "contacts.tsv", "7777\tboss\t某人\t没有\t");
	tmpdir_put(dir, "scripts.tsv", "id\tmoment\n", 10, path);
	int n = city_pack_check(dir, &report), lines = 0;
	for (size_t i = 0; i < report.len; i++)
		lines += report.s[i] == '\n';
	assert_int_equal(n, lines);
	assert_non_null(strstr(str_c(&report), "990199"));
	assert_non_null(strstr(str_c(&report), "990198"));
	assert_non_null(strstr(str_c(&report), "单位不存在: 7777"));
	assert_non_null(strstr(str_c(&report), "boss"));
	assert_non_null(strstr(str_c(&report), "电话号码"));
	assert_non_null(strstr(str_c(&report), "scripts.tsv"));
	str_free(&report);
	tmpdir_remove(dir);
}

static void
settings_are_checked(void **state)
{
	(void)state;
	static const struct {
		const char *file, *text, *says;
	} CASES[] = {
		{ "city.conf", "name = \"某市\";\n", "code" },
		{ "city.conf", "name = 7;\n", "city.conf:1" },
		{ "city.conf", "nmae = \"某市\";\n", "没有这一项设置: “nmae”" },
		{ "city.conf", "name = \"a", "city.conf" },
		{ "city.conf",
		    "name=\"市\"; code=\"990100\"; area_code=\"0990\"; hotline=\"12345\"; "
		    "centre_name=\"心\";\n"
		    "profile=\"mars\"; years=(2025,2026);\n",
		    "没有这个时限方案: mars" },
		{ "city.conf",
		    "name=\"市\"; code=\"123\"; area_code=\"0990\"; hotline=\"12345\"; "
		    "centre_name=\"心\";\n"
		    "profile=\"guangdong\"; years=(2025,2026);\n",
		    "没有本市的区划代码: 123" },
		{ "city.conf", "years=(\"2025\");\n", "city.conf:1" },
		{ "city.conf", "years=(2025,2026,2030);\n", "没有 years 中的这一年: 2030" },
		{ "city.conf", "years=(2026);\n", "2025 年不在 city.conf" },
		{ "city.conf", "years=();\n", "缺少设置: years" },
		{ "profiles.conf", "profiles = 5;\n", "profiles" },
		{ "profiles.conf", "profiles = ( 5 );\n", "profiles.conf:1" },
		{ "profiles.conf", "profiles = ( { name = \"x\"; } );\n", "方案缺少时限“consult”" },
		{ "profiles.conf", "profiles = ( { name = \"x\"; mode = \"sometimes\"; } );\n",
		    "读不懂这个值: “sometimes”" },
		{ "profiles.conf",
		    "profiles = ( { limits = { consult = { n = 2; unit = \"moons\"; }; }; } );\n",
		    "2moons" },
		{ "profiles.conf",
		    "profiles = ( { limits = { consult = { n = 0; unit = \"wd\"; }; }; } );\n",
		    "profiles.conf:1" },
		{ "profiles.conf", "profiles = ( { limits = { consult = \"soon\"; }; } );\n",
		    "soon" },
		{ "profiles.conf",
		    "profiles = ( { limits = { lunch = { n = 2; unit = \"wd\"; }; }; } );\n",
		    "limits.lunch" },
		{ "profiles.conf", "profiles = ( { day_end = \"25:00:00\"; } );\n", "25:00:00" },
		{ "profiles.conf",
		    "profiles = ( { rules = ( { resolve = { n = 2; unit = \"wd\"; }; } ); } );\n",
		    "key" },
		{ "profiles.conf", "profiles = ( { urgency = ( 1 ); } );\n", "critical" },
		{ "profiles.conf", "profiles = ( { name = \"tab\\there\"; } );\n", "制表符" },
	};
	for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
		char dir[TMPDIR_SIZE], path[TMPDIR_PATHS];
		struct str report = { 0 };
		struct city *c = NULL;
		struct err e = { 0 };
		tmpdir_make(dir);
		copy_sample(dir);
		tmpdir_put(dir, CASES[i].file, CASES[i].text, strlen(CASES[i].text), path);
		assert_true(city_pack_check(dir, &report) > 0);
		if (strstr(str_c(&report), CASES[i].says) == NULL)
			print_message("want %s, got\n%s", CASES[i].says, str_c(&report));
		assert_non_null(strstr(str_c(&report), CASES[i].says));
		if (city_pack_load(dir, &c, &e) != ERR_OK) {
			assert_null(c);
			assert_true(e.text[0] != '\0');
		}
		city_free(c);
		str_free(&report);
		tmpdir_remove(dir);
	}
}

static void
a_cell_that_cannot_be_read_stops_loading(void **state)
{
	(void)state;
	char dir[TMPDIR_SIZE], want[64];
	struct city *c = NULL;
	struct err e = { 0 };
	tmpdir_make(dir);
	copy_sample(dir);
	int line = append(dir, "calendar.tsv", "2026-02-30\trest\t没有这天");
	assert_int_equal(city_pack_load(dir, &c, &e), ERR_CONFIG);
	assert_null(c);
	snprintf(want, sizeof want, "calendar.tsv:%d", line);
	assert_non_null(strstr(e.where, want));
	assert_int_equal(city_pack_load(dir, &c, NULL), ERR_CONFIG); /* nobody asks why */
	tmpdir_remove(dir);
}

static void
an_empty_directory_names_every_file(void **state)
{
	(void)state;
	char dir[TMPDIR_SIZE];
	struct str report = { 0 };
	struct city *c;
	struct city_users u;
	struct err e = { 0 };
	tmpdir_make(dir);
	assert_true(city_pack_check(dir, &report) >= 16);
	for (size_t i = 0; i < sizeof FILES / sizeof FILES[0]; i++)
		assert_non_null(strstr(str_c(&report), FILES[i]));
	assert_true(city_pack_load(dir, &c, &e) != ERR_OK);
	assert_true(city_pack_users(dir, &u, &e) != ERR_OK);
	assert_null(u.users);
	str_free(&report);
	tmpdir_remove(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_mistake_is_found_with_its_line),
		cmocka_unit_test(a_pack_may_do_without_the_newer_files),
		cmocka_unit_test(every_moment_has_its_sentence),
		cmocka_unit_test(too_many_fields_are_told),
		cmocka_unit_test(all_mistakes_come_at_once),
		cmocka_unit_test(settings_are_checked),
		cmocka_unit_test(a_cell_that_cannot_be_read_stops_loading),
		cmocka_unit_test(an_empty_directory_names_every_file),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
