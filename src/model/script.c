/* The moments and words of spoken sentences, as data. One line here makes a moment that views may ask for and that
 * check-city wants of every pack. The sentences themselves are the city's (scripts.tsv). */
#include "model/script.h"

#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const struct script_moment MOMENTS[] = {
	/* the course of a call */
	{ "greet", "首问", true },
	{ "greet_line", "旧号首问", true },
	{ "greet_ent", "涉企专线首问", false },
	{ "next_matter", "同一来电又一件", false },
	{ "called", "称呼", true },
	{ "slow", "慢速(老人)", false },
	{ "dialect", "听不清方言", false },
	{ "english", "外语来电", false },
	{ "minor", "未成年人来电", true },
	{ "calm", "安抚情绪", false },
	{ "restate", "复述核对", true },
	{ "ask_place", "问地点", true },
	{ "ask_time", "问时间", true },
	{ "ask_people", "问涉及对象", false },
	{ "ask_demand", "问诉求目的", true },
	{ "ask_phone", "问联系电话", false },
	{ "ask_public", "问是否公开", false },
	{ "confidential", "保密询问", true },
	{ "report_secret", "举报保密", true },
	{ "anonymous", "匿名说明", false },
	{ "limit", "时限", true },
	{ "no_promise", "要求保证结果", false },
	{ "submitted", "提交后", true },
	{ "submitted_hidden", "提交后(匿名)", false },
	{ "number", "报编号", true },
	{ "incomplete", "待完善", true },
	{ "second_matter", "一电多单", false },
	{ "direct", "直接答复", true },
	{ "answered", "答复之后", false },
	{ "consent", "问当场办结", false },
	{ "expired", "口径过期", false },
	{ "hold", "请稍候", true },
	{ "hold_back", "让您久等", true },
	{ "evaluate", "邀请评价", true },
	{ "close", "结束语", true },
	/* handing over */
	{ "transfer", "转接", true },
	{ "transfer_ask", "转接: 请对方看看", false }, /* not known to be theirs */
	{ "transfer_brief", "对接听方说", true },
	{ "transfer_busy", "对方忙或无人接", true },
	{ "transfer_closed", "对方下班", true },
	{ "transfer_back", "收回来电", false },
	{ "dial_self", "请来电人自拨", true },
	{ "tripartite", "三方通话", true },
	{ "tripartite_brief", "三方开场", true },
	{ "tripartite_end", "三方收尾", true },
	{ "other_city", "外地事项", true },
	{ "emergency", "紧急转接", true },
	{ "emergency_brief", "对110、119、120、122说", true },
	{ "emergency_after", "110、119、120、122接手后", false },
	{ "utility_brief", "通知抢修", false },
	/* danger: what to say first */
	{ "gas", "燃气险情", true },
	{ "fire", "火情", true },
	{ "lift", "电梯困人", true },
	{ "co", "煤气中毒", false },
	{ "shock", "触电、电线落地", false },
	{ "water", "溺水、落水", false },
	{ "fraud", "正在被骗", false },
	{ "violence", "正在受侵害", false },
	{ "suicide", "轻生", true },
	{ "suicide_stay", "轻生: 稳住", true },
	{ "suicide_110", "轻生: 对110说", true },
	/* on a ticket that is there */
	{ "identity_check", "查单核对", true },
	{ "not_matched", "核对不符", true },
	{ "progress", "查询进度", true },
	{ "urge", "催办", true },
	{ "overdue", "超期致歉", true },
	{ "supplement", "补充情况", true },
	{ "withdraw", "撤诉核对", false },
	{ "reopen", "办结后又反映", false },
	/* what is not taken */
	{ "reject", "不予受理", true },
	{ "cannot", "无法满足", true },
	{ "civil", "民事争议", true },
	{ "discipline", "反映干部违纪", false },
	{ "guided", "指引", true },
	{ "wrong", "打错", true },
	{ "misdial", "只是拨错", false },
	{ "media", "媒体采访", true },
	{ "acquaintance", "领导或熟人查单", true },
	{ "test", "测试通话", true },
	{ "dropped", "掉线回拨", true },
	{ "callback", "未接回拨", true },
	{ "silent_1", "无声 5秒", true },
	{ "silent_2", "无声 10秒", true },
	{ "silent_3", "无声 15秒, 挂机", true },
	{ "abuse_1", "辱骂第一次", true },
	{ "abuse_2", "辱骂第二次", true },
	{ "abuse_3", "辱骂第三次", true },
	{ "abuse_end", "班长接听", true },
	{ "harass", "骚扰、无实质诉求", true },
	{ "senior", "转班长", true },
	/* the hotline itself */
	{ "job_no", "问工号或找人", false },
	{ "self_complaint", "投诉热线", false },
	{ "praise", "表扬", false },
	{ "suggest", "建议", false },
	{ "peak", "高峰快单", true },
	{ "maintenance", "系统维护", true },
	{ "paper", "纸单登记", true },
	{ "back_entry", "补录回告", true },
	/* call-backs */
	{ "visit", "回访", true },
	{ "visit_solved", "回访: 问是否解决", false },
	{ "visit_result", "回访: 问办理结果", false },
	{ "visit_manner", "回访: 问服务态度", false },
	{ "visit_suggest", "回访: 问意见建议", false },
	{ "visit_bad", "回访不满意", false },
	{ "visit_busy", "回访不便", false },
	/* notices: number, state, limit */
	{ "notice_accepted", "通知: 受理", true },
	{ "notice_incomplete", "通知: 待完善", true },
	{ "notice_incomplete_last", "通知: 待完善最后一天", true },
	{ "notice_extended", "通知: 延期", true },
	{ "notice_replied", "通知: 答复评价", true },
	{ "notice_forwarded", "通知: 转出", true },
	{ "notice_closed", "通知: 办结", false },
	{ "notice_unit_new", "通知单位: 新工单", true },
	{ "notice_unit_due", "通知单位: 临期", true },
	{ "notice_unit_supervised", "通知单位: 督办", true },
	{ "notice_unit_back", "通知单位: 退回重办", true },
	{ "notice_unit_kept", "通知单位: 退单未获同意", false },
	{ "notice_unit_part", "通知单位: 交办其中一部分", false },
	{ "notice_asked", "通知: 网上来件请补充", false },
	{ "notice_merged", "通知: 并单", false },
	{ "notice_rejected", "通知: 网上来件不予受理", false },
};

static const char *const WORDS[] = {
	"answer",
	"area_code",
	"basis",
	"body",
	"caller",
	"contact_due",
	"date",
	"demand",
	"job_no",
	"last6",
	"last_contact",
	"last_step",
	"line_name",
	"matter",
	"missing",
	"number",
	"open_at",
	"phone",
	"place",
	"process",
	"promised_due",
	"reason",
	"state",
	"time",
	"told",
	"unit",
	"until",
};
static const char *const NOTICE_WORDS[] = { "contact_due", "last6", "number", "promised_due",
	"state" };

const struct script_moment *
script_moment_at(size_t i)
{
	return i < COUNT(MOMENTS) ? &MOMENTS[i] : NULL;
}

const struct script_moment *
script_moment(const char *name)
{
	for (size_t i = 0; i < COUNT(MOMENTS); i++)
		if (strcmp(MOMENTS[i].name, name) == 0)
			return &MOMENTS[i];
	return NULL;
}

static bool
is_among(const char *const *words, size_t n, const char *word, size_t len)
{
	for (size_t i = 0; i < n; i++)
		if (strlen(words[i]) == len && memcmp(words[i], word, len) == 0)
			return true;
	return false;
}

bool
script_is_word(const char *word, size_t len)
{
	return is_among(WORDS, COUNT(WORDS), word, len);
}

bool
script_is_notice(const char *moment)
{
	return strncmp(moment, "notice_", 7) == 0;
}

bool
script_is_notice_word(const char *word, size_t len)
{
	return is_among(NOTICE_WORDS, COUNT(NOTICE_WORDS), word, len);
}

void
script_fill(const char *text, script_value_fn *value, const void *arg, struct str *out)
{
	while (*text != '\0') {
		size_t plain = strcspn(text, "{");
		const char *end = text[plain] == '{' ? strchr(text + plain, '}') : NULL, *v;

		if (end == NULL) {
			str_add(out, text);
			return;
		}
		str_add_n(out, text, plain);
		v = value(arg, text + plain + 1, (size_t)(end - text) - plain - 1);
		str_add(out, v != NULL && v[0] != '\0' ? v : SCRIPT_BLANK);
		text = end + 1;
	}
}
