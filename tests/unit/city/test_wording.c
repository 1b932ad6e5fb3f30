/* What a reply should not say, by the sample city's words: sentences as units write them, and what is said about each. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/fs.h"
#include "city/pack.h"
#include "model/wording.h"

#define P WORDING_PROMISE
#define B WORDING_BLAME
#define E WORDING_EMPTY
#define N WORDING_PERSON
#define T WORDING_TIMES

static const struct {
	const char *text;
	unsigned bits;
} sentences[] = {
	{ "11月22日上午已到现场更换灯头两只, 路灯恢复照明。", 0 },
	{ "经核实, 该处围挡为施工单位设置, 已于11月20日拆除。", 0 },
	{ "保证三天内修好。", P },
	{ "我们一定处理好这件事。", P },
	{ "马上派人去现场。", P },
	{ "立刻整改到位。", P },
	{ "将立即清运垃圾。", P },
	{ "绝对不会再出现这种情况。", P },
	{ "肯定能在月底前完成。", P },
	{ "问题已彻底解决。", P },
	{ "今后杜绝此类现象。", P },
	{ "百分之百满意。", P },
	{ "押金为保证金, 退租后7日内退还。", 0 },
	{ "商家已提交保证书复印件备查。", 0 },
	{ "噪声有一定程度下降, 昼间52分贝。", 0 },
	{ "机器与居民楼保持一定距离, 约30米。", 0 },
	{ "能否修好还不一定, 要等配件到货。", 0 },
	{ "无法保证当天完成, 预计11月25日前完成。", 0 },
	{ "不能保证一次修好, 已约定24日复查。", 0 },
	{ "未立即处理的原因是雨天不能登高作业, 24日已处理。", 0 },
	{ "摊主沿马上路东侧占道, 已劝离。", 0 },
	{ "诉求人无理取闹, 不予处理。", B },
	{ "该户胡搅蛮缠, 多次上访。", B },
	{ "反映内容无中生有。", B },
	{ "系刁民投诉。", B },
	{ "该人难缠, 建议不回访。", B },
	{ "诉求人不听劝, 自行离开。", B },
	{ "老人自己不小心摔倒, 与路面无关。", B },
	{ "此事与我单位无关。", B },
	{ "这件事不归我们管, 请找物业。", B },
	{ "经查为职业投诉人, 恶意投诉。", B },
	{ "当事人素质低, 乱停车。", B },
	{ "租客贪小便宜被骗。", B },
	{ "已转相关部门。", E },
	{ "已转有关部门处理。", E },
	{ "已交相关科室。", E },
	{ "请耐心等待。", E },
	{ "正在处理中, 请稍候。", E },
	{ "正在办理中。", E },
	{ "已收到。", E },
	{ "情况属实。", E },
	{ "感谢您的关注。", E },
	{ "已高度重视。", E },
	{ "将进一步加强管理。", E },
	{ "已转相关部门, 请耐心等待。", E },
	{ "已转相关部门(区住建局), 该局11月22日到场检查, 责令施工单位夜间停工, 23日复查已停工。",
	    0 },
	{ "情况属实。11月21日执法人员到场, 对烧烤摊暂扣工具一套, 摊主已签承诺, 当晚复查无人占道。",
	    0 },
	{ "配件预计25日到货, 到货次日更换, 请耐心等待; 期间已加装临时照明一处。", 0 },
	{ "已联系王女士说明情况。", N },
	{ "经与李先生电话沟通, 双方同意调解。", N },
	{ "联系人电话13800000678。", N },
	{ "咨询可拨打0990-8890100。", N },
	{ "已向该女士说明情况。", 0 },
	{ "两位先生均表示认可。", 0 },
	{ "有问题请拨打12345。", 0 },
	{ "报修电话见燃气公司公告, 或拨打12345转接。", 0 },
	{ "施工期为11月20日至11月18日。", T },
	{ "11月28日到11月3日停水。", T },
	{ "施工期为11月18日至11月20日。", 0 },
	{ "12月28日至1月3日轮流值守。", 0 },
	{ "停水时间为2026年11月22日至2026年11月23日。", 0 },
	{ "11月20日到场, 11月18日已受理。", 0 },
	{ "保证马上修好, 王女士请放心。", P | N },
	{ "诉求人无理取闹, 肯定不是我们的事。", P | B },
	{ "", 0 },
	{ "好", 0 },
};

static struct city *
sample(void)
{
	const char *share = getenv("HOTSEAT_SHARE");
	struct city *c = NULL;
	struct err e = { 0 };
	char dir[512];

	assert_true(fs_join(dir, sizeof(dir), share != NULL ? share : ".", "conf/city/yunjiang"));
	if (city_pack_load(dir, &c, &e) != ERR_OK)
		fail_msg("%s: %s", e.where, e.text);
	return c;
}

static void
test_sentences(void **state)
{
	struct city *c = sample();
	const size_t n = sizeof(sentences) / sizeof(sentences[0]);
	int failed = 0;

	(void)state;
	assert_true(n >= 60);
	for (size_t i = 0; i < n; i++) {
		struct str out = { 0 };
		unsigned bits = wording_check(c, sentences[i].text, true, &out);

		if (bits != sentences[i].bits || (bits == 0) != (out.len == 0)) {
			failed++;
			print_message("%x not %x: %s [%s]\n", bits, sentences[i].bits,
			    sentences[i].text, str_c(&out));
		}
		str_free(&out);
	}
	assert_int_equal(failed, 0);
	city_free(c);
}

static void
test_what_is_said(void **state)
{
	struct city *c = sample();
	struct str out = { 0 };

	(void)state;
	assert_int_equal(wording_check(c, "保证三天修好, 请找王女士", true, &out), P | N);
	assert_string_equal(out.s, "有承诺“保证”, 写期限和已做的事; 公开的话里有称呼“王女士”");
	str_free(&out);
	assert_int_equal(wording_check(c, "请找王女士", false, NULL), 0); /* not published */
	assert_int_equal(wording_check(NULL, "保证修好", true, NULL), 0); /* no city yet */
	assert_int_equal(wording_check(NULL, "请打13800000678", true, NULL), N);
	city_free(c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sentences),
		cmocka_unit_test(test_what_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
