/* deed.c: the forms of the steps: what each asks for, and whether a value is one of its kind.
 *
 * One row a question, in the order a person answers them. Codes are stored and permanent; a code is never reused or
 * renamed. Not here: what must not be missing, and what several values say together (the guards of the EVENTS table). */
#include "model/deed.h"

#include <string.h>

#include "base/str.h"
#include "model/members.h"

#define COUNT(a) ((int)(sizeof(a) / sizeof((a)[0])))

#define STARS_MAX 5
#define DAYS_MAX  365

/* ---- closed lists ---- */

static const struct enum_item contact_results[] = {
	{ "reached", "已联系" },
	{ "no_answer", "无人接听" },
	{ "refused", "拒绝沟通" },
	{ "wrong", "号码错误" },
	{ "off", "关机" },
	{ "noticed", "未接通已发短信告知" },
};
static const struct enum_item contact_stages[] = {
	{ "first", "先行联系" },
	{ "process", "过程沟通" },
	{ "reply", "答复" },
};
static const struct enum_item return_reasons[] = {
	{ "not_duty", "非本单位职责" },
	{ "wrong_area", "不属本辖区" },
	{ "insufficient", "信息不全" },
	{ "duplicate", "重复件" },
	{ "legal", "应走法定途径" },
	{ "other", "其他" },
};
static const struct enum_item suspend_causes[] = {
	{ "await_third", "待第三方或司法鉴定" },
	{ "force_majeure", "不可抗力" },
	{ "season", "季节性施工" },
	{ "plan", "已列计划" },
	{ "await_info", "待诉求人补充" },
};
static const struct enum_item truths[] = {
	{ "yes", "属实" },
	{ "partly", "部分属实" },
	{ "no", "不属实" },
};
static const struct enum_item solutions[] = {
	{ "solved", "已解决" },
	{ "partly", "部分解决" },
	{ "explained", "已解释" },
	{ "unsolved", "未解决" },
};
static const struct enum_item unsolved_reasons[] = {
	{ "policy", "政策限制" },
	{ "history", "历史遗留" },
	{ "funds", "经费或规划待定" },
	{ "court", "需司法途径" },
	{ "unreasonable", "诉求不合理" },
	{ "other", "其他" },
};
static const struct enum_item back_reasons[] = {
	{ "incomplete", "回复不全面" },
	{ "wording", "有错别字或用语不当" },
	{ "no_contact", "未联系诉求人" },
	{ "off_point", "答非所问" },
	{ "no_basis", "无依据" },
	{ "no_files", "附件缺失" },
	{ "other", "其他" },
};
static const struct enum_item visit_methods[] = {
	{ "manual", "人工" },
	{ "ivr", "自动语音" },
	{ "sms", "短信" },
	{ "web", "网上" },
};
static const struct enum_item visit_solutions[] = {
	{ "solved", "已解决" },
	{ "partly", "部分解决" },
	{ "explained", "已解释" },
	{ "unsolved", "未解决" },
};
static const struct enum_item visit_failures[] = {
	{ "no_answer", "无人接听" },
	{ "refused", "拒绝回访" },
	{ "wrong", "号码错误" },
	{ "off", "关机" },
};
static const struct enum_item supervise_kinds[] = {
	{ "supervise", "督办单" },
	{ "leader", "领导督办" },
	{ "meeting", "联席会议" },
	{ "joint", "联合执法" },
	{ "conduct", "作风核查" },
};
static const struct enum_item forward_bodies[] = {
	{ "other_city", "外地12345" },
	{ "petition", "信访部门" },
	{ "discipline", "纪检监察机关" },
	{ "police", "公安机关" },
	{ "other", "其他机关" },
};
static const struct enum_item colours[] = {
	{ "yellow", "黄牌" },
	{ "red", "红牌" },
};
static const struct enum_item lowered[] = {
	{ "urgent", "紧急" },
	{ "normal", "一般" },
};
static const struct enum_item sensitive_kinds[] = {
	{ "suicide", "轻生极端" },
	{ "crowd", "群体性" },
	{ "petition", "涉访" },
	{ "media", "舆情媒体" },
	{ "minor", "未成年人" },
	{ "safety", "安全事故" },
};
static const struct enum_item redo_reasons[] = {
	{ "fault", "办理不到位" },
	{ "new_facts", "有新情况" },
	{ "manner", "工作作风" },
};

/* ---- rows ---- */

#define LIST(x) x, COUNT(x)
#define NO_LIST NULL, 0
#define MUST    true
#define MAY     false
#define A(arg, label, kind, m, hint)                           \
	{                                                      \
		EA_##arg, DEED_##kind, label, hint, NO_LIST, m \
	}
#define C(arg, label, m, list)                                  \
	{                                                       \
		EA_##arg, DEED_CHOICE, label, "", LIST(list), m \
	}

static const struct deed_ask note[] = { A(NOTE, "内容", TEXT, MUST, "") };
static const struct deed_ask reason[] = { A(REASON, "原因", TEXT, MUST, "") };
static const struct deed_ask contact[] = {
	C(RESULT, "结果", MUST, contact_results),
	C(STAGE, "环节", MAY, contact_stages),
	A(SUMMARY, "沟通内容", TEXT, MAY, "对方怎么说, 约定了什么"),
	A(FOR, "代录", LINE, MAY, "代谁记的, 如上柳村代办员"),
};
static const struct deed_ask dispatch[] = {
	A(TO_UNIT, "主办单位", UNIT, MUST, ""),
	A(CO_UNITS, "协办单位", UNITS, MAY, ""),
	A(BASIS, "依据", LINE, MAY, "不按目录派的, 写明三定、权责清单或协商意见"),
	A(NOTE, "派单意见", TEXT, MAY, ""),
};
static const struct deed_ask designate[] = {
	A(TO_UNIT, "指定单位", UNIT, MUST, ""),
	A(CO_UNITS, "协办单位", UNITS, MAY, ""),
	A(BASIS, "依据", LINE, MUST, "编办、司法意见或会商纪要"),
	A(NOTE, "派单意见", TEXT, MAY, ""),
};
static const struct deed_ask add_co[] = {
	A(TO_UNIT, "协办单位", UNIT, MUST, ""),
	A(DAYS, "几个工作日内", DAYS, MAY, "不超过主办单位的剩余时限"),
	A(NOTE, "请它做什么", TEXT, MUST, ""),
};
static const struct deed_ask assign_down[] = {
	A(TO_UNIT, "交给", UNIT, MUST, "本单位所辖的科室、社区或村"),
	A(DAYS, "几个工作日内", DAYS, MAY, ""),
	A(NOTE, "交办内容", TEXT, MAY, ""),
};
static const struct deed_ask give_back[] = {
	C(REASON_CODE, "退单理由", MUST, return_reasons),
	A(BASIS, "依据", LINE, MUST, "法规、三定或权责清单的文号和条款"),
	A(SUGGEST, "建议单位", UNIT, MUST, ""),
	A(REASON, "说明", TEXT, MUST, ""),
};
static const struct deed_ask merge[] = {
	A(OTHER, "并入工单", TICKET, MUST, "单号或后六位"),
	A(REASON, "为什么是同一件", LINE, MAY, ""),
};
static const struct deed_ask info[] = { A(NOTE, "请诉求人补充什么", TEXT, MUST, "") };
static const struct deed_ask extend_ask[] = {
	A(DAYS, "延长几个工作日", DAYS, MUST, ""),
	A(REASON, "延期原因", TEXT, MUST, ""),
	A(PLAN, "下一步安排", TEXT, MUST, ""),
	A(TOLD, "告知诉求人", LINE, MAY, "哪一次联系告知的: 环节号; 匿名件不填"),
};
static const struct deed_ask extend_ok[] = {
	A(DAYS, "同意延长几个工作日", DAYS, MUST, ""),
	A(NOTE, "意见", LINE, MAY, ""),
};
static const struct deed_ask suspend[] = {
	C(REASON_CODE, "挂起原因", MUST, suspend_causes),
	A(UNTIL, "挂起到", TIME, MUST, "如 12月20日"),
	A(REASON, "说明", TEXT, MUST, ""),
};
static const struct deed_ask reply[] = {
	C(IS_TRUE, "诉求属实", MUST, truths),
	A(FACTS, "核实情况", TEXT, MUST, "什么时候、谁去的、看到什么"),
	A(PLAN, "处理方案", TEXT, MAY, ""),
	A(ACTION, "落实情况", TEXT, MAY, ""),
	A(EFFECT, "效果", TEXT, MAY, ""),
	C(SOLVED, "是否解决", MUST, solutions),
	C(UNSOLVED, "未解决原因", MAY, unsolved_reasons),
	A(BASIS, "法律政策依据", LINE, MAY, ""),
	A(PUBLIC, "公开答复", TEXT, MAY, "可以向社会公开的说法, 不写姓名和电话"),
	A(FILES, "附件", FILES, MAY, ""),
	A(SIGNED_BY, "审签人", LINE, MAY, "授权代签的写明授权人和日期"),
	A(FOR, "代录", LINE, MAY, "代谁记的, 如上柳村代办员"),
};
static const struct deed_ask audit_ok[] = { A(NOTE, "审核意见", LINE, MAY, "") };
static const struct deed_ask audit_back[] = {
	C(REASON_CODE, "退回理由", MUST, back_reasons),
	A(REASON, "要补什么", TEXT, MUST, ""),
};
static const struct deed_ask visited[] = {
	C(SOLVED, "问题解决了吗", MUST, visit_solutions),
	A(STARS, "办理结果几星", STARS, MUST, "5 很满意 4 满意 3 基本满意 2 不满意 1 很不满意"),
	A(MANNER, "服务态度几星", STARS, MUST, ""),
	A(SUMMARY, "意见建议", TEXT, MAY, ""),
	C(METHOD, "回访方式", MAY, visit_methods),
};
static const struct deed_ask visit_fail[] = {
	C(RESULT, "没访成的原因", MUST, visit_failures),
	A(SUMMARY, "说明", LINE, MAY, ""),
	C(METHOD, "回访方式", MAY, visit_methods),
};
static const struct deed_ask review_redo[] = {
	C(REASON_CODE, "重办理由", MUST, redo_reasons),
	A(REASON, "要求", TEXT, MUST, "哪里没做到, 要做到什么"),
};
static const struct deed_ask review_keep[] = {
	A(BASIS, "依据", LINE, MUST, "法规政策的名称和条款"),
	A(REASON, "怎样向诉求人解释的", TEXT, MUST, ""),
	C(SOLVED, "结论", MAY, solutions),
};
static const struct deed_ask supervise[] = {
	C(KIND, "督办方式", MUST, supervise_kinds),
	A(TO_UNIT, "督办单位", UNIT, MUST, ""),
	A(UNTIL, "反馈期限", TIME, MUST, "如 后天17:30"),
	A(REASON, "督办要求", TEXT, MUST, ""),
};
static const struct deed_ask supervise_end[] = {
	A(REASON, "销号说明", LINE, MAY, "单位没有反馈就销号的, 写明原因"),
};
static const struct deed_ask instruct[] = {
	A(NOTE, "批示内容", TEXT, MUST, "照原话记"),
	A(ANSWERED_BY, "批示领导", LINE, MUST, ""),
	A(UNTIL, "办理期限", TIME, MAY, ""),
};
static const struct deed_ask meeting[] = {
	A(CO_UNITS, "参加单位", UNITS, MUST, ""),
	A(NOTE, "会商纪要", TEXT, MUST, "议题、结论、牵头单位、分工和时限"),
	A(UNTIL, "落实期限", TIME, MAY, ""),
};
static const struct deed_ask withdraw[] = {
	A(CALL_ID, "通话", LINE, MUST, ""),
	A(REASON, "诉求人怎么说", TEXT, MUST, ""),
};
static const struct deed_ask forward[] = {
	C(KIND, "转往", MUST, forward_bodies),
	A(TARGET, "接收机关", LINE, MUST, ""),
	A(REASON, "转出原因", TEXT, MUST, ""),
};
static const struct deed_ask phone_notify[] = {
	A(ANSWERED_BY, "谁接的", LINE, MUST, "值班、联络员还是分管领导, 姓名"),
	A(NOTE, "通知内容", TEXT, MUST, ""),
};
static const struct deed_ask handover[] = {
	A(TO_USER, "交给", PERSON, MUST, "工号"),
	A(REASON, "原因", LINE, MUST, ""),
};
static const struct deed_ask urgency_ask[] = {
	C(RESULT, "降为", MUST, lowered),
	A(REASON, "理由", TEXT, MUST, ""),
};
static const struct deed_ask card[] = {
	C(COLOUR, "牌色", MUST, colours),
	A(TO_UNIT, "单位", UNIT, MUST, ""),
	A(REASON, "事由", TEXT, MUST, ""),
};
static const struct deed_ask card_revoke[] = {
	C(COLOUR, "牌色", MUST, colours),
	A(TO_UNIT, "单位", UNIT, MUST, ""),
	A(REASON, "撤牌理由", TEXT, MUST, ""),
};
static const struct deed_ask appeal[] = {
	A(REASON, "申诉理由", TEXT, MUST, "剔除哪一项, 依据是什么"),
	A(BASIS, "依据", LINE, MUST, ""),
	A(FILES, "证据", FILES, MAY, ""),
};
static const struct deed_ask rate[] = {
	A(STARS, "办理质量几星", STARS, MUST, ""),
	A(NOTE, "评语", LINE, MAY, ""),
};
static const struct deed_ask important[] = {
	C(KIND, "类别", MUST, sensitive_kinds),
	A(NOTE, "情况", TEXT, MUST, "时间、地点、人数、现在的状况"),
	A(ANSWERED_BY, "已口头报告", LINE, MUST, "向哪位值班领导, 几点"),
};
static const struct deed_ask attach[] = {
	A(FILES, "附件", FILES, MUST, ""),
	A(NOTE, "说明", LINE, MAY, ""),
};

static const struct {
	const struct deed_ask *rows;
	int n;
} forms[EVENT_COUNT] = {
	[EVENT_NOTE] = { LIST(note) },
	[EVENT_URGE] = { LIST(note) },
	[EVENT_SUPPLEMENT] = { LIST(note) },
	[EVENT_CONTACT] = { LIST(contact) },
	[EVENT_REOPEN_REJECT] = { LIST(reason) },
	[EVENT_DISPATCH] = { LIST(dispatch) },
	[EVENT_RETURN_OK] = { LIST(dispatch) },
	[EVENT_RETURN_NO] = { LIST(reason) },
	[EVENT_DESIGNATE] = { LIST(designate) },
	[EVENT_ADD_CO] = { LIST(add_co) },
	[EVENT_ASSIGN_DOWN] = { LIST(assign_down) },
	[EVENT_RETURN] = { LIST(give_back) },
	[EVENT_MERGE] = { LIST(merge) },
	[EVENT_MERGE_ASK] = { LIST(merge) },
	[EVENT_INBOX_MERGE] = { LIST(merge) },
	[EVENT_UNMERGE] = { LIST(reason) },
	[EVENT_INFO_ASK] = { LIST(info) },
	[EVENT_ASK_INFO] = { LIST(info) },
	[EVENT_INFO_NO] = { LIST(reason) },
	[EVENT_EXTEND_ASK] = { LIST(extend_ask) },
	[EVENT_EXTEND_OK] = { LIST(extend_ok) },
	[EVENT_EXTEND_NO] = { LIST(reason) },
	[EVENT_SUSPEND_ASK] = { LIST(suspend) },
	[EVENT_SUSPEND] = { LIST(suspend) },
	[EVENT_SUSPEND_NO] = { LIST(reason) },
	[EVENT_REPLY_ASK] = { LIST(reply) },
	[EVENT_REPLY] = { LIST(reply) },
	[EVENT_REPLY_BACK] = { LIST(reason) },
	[EVENT_CO_REPLY] = { LIST(note) },
	[EVENT_AUDIT_OK] = { LIST(audit_ok) },
	[EVENT_AUDIT_BACK] = { LIST(audit_back) },
	[EVENT_VISIT_OK] = { LIST(visited) },
	[EVENT_VISIT_BAD] = { LIST(visited) },
	[EVENT_LATE_EVAL] = { LIST(visited) },
	[EVENT_VISIT_FAIL] = { LIST(visit_fail) },
	[EVENT_REVIEW_REDO] = { LIST(review_redo) },
	[EVENT_REVIEW_KEEP] = { LIST(review_keep) },
	[EVENT_ESCALATE] = { LIST(reason) },
	[EVENT_SUPERVISE] = { LIST(supervise) },
	[EVENT_SUPERVISE_REPLY] = { LIST(note) },
	[EVENT_SUPERVISE_END] = { LIST(supervise_end) },
	[EVENT_INSTRUCT] = { LIST(instruct) },
	[EVENT_MEETING] = { LIST(meeting) },
	[EVENT_WITHDRAW] = { LIST(withdraw) },
	[EVENT_FORWARD] = { LIST(forward) },
	[EVENT_PHONE_NOTIFY] = { LIST(phone_notify) },
	[EVENT_HANDOVER] = { LIST(handover) },
	[EVENT_URGENCY_ASK] = { LIST(urgency_ask) },
	[EVENT_URGENCY_NO] = { LIST(reason) },
	[EVENT_ASK_RELAY] = { LIST(note) },
	[EVENT_RELAY] = { LIST(note) },
	[EVENT_CARD] = { LIST(card) },
	[EVENT_CARD_REVOKE] = { LIST(card_revoke) },
	[EVENT_CARD_APPEAL] = { LIST(reason) },
	[EVENT_CARD_KEEP] = { LIST(reason) },
	[EVENT_REOPEN] = { LIST(reason) },
	[EVENT_APPEAL] = { LIST(appeal) },
	[EVENT_APPEAL_NO] = { LIST(reason) },
	[EVENT_RATE] = { LIST(rate) },
	[EVENT_IMPORTANT] = { LIST(important) },
	[EVENT_ATTACH] = { LIST(attach) },
};

const struct deed_ask *
deed_asks(enum event_kind k, int *n)
{
	*n = forms[k].n;
	return forms[k].rows;
}

const struct deed_ask *
deed_ask_of(enum event_kind k, enum event_arg a)
{
	for (int i = 0; i < forms[k].n; i++)
		if (forms[k].rows[i].arg == a)
			return &forms[k].rows[i];
	return NULL;
}

static const char *
label_of(const struct deed_ask *row, const char *code)
{
	for (int i = 0; row != NULL && i < row->n_items; i++)
		if (strcmp(row->items[i].code, code) == 0)
			return row->items[i].label;
	return NULL;
}

const char *
deed_choice_label(enum event_kind k, enum event_arg a, const char *code)
{
	const char *label = label_of(deed_ask_of(k, a), code);

	return label != NULL ? label : code;
}

/* ---- values ---- */

static bool
units_known(const char *set, const struct city *city)
{
	const char *code = NULL;
	char one[16];
	size_t n = 0;

	while (members_next(set, &code, &n)) {
		if (n >= sizeof(one))
			return false;
		memcpy(one, code, n);
		one[n] = '\0';
		if (city_unit(city, one) == NULL)
			return false;
	}
	return true;
}

static bool
is_known(const struct deed_ask *row, const char *value, const struct city *city)
{
	switch (row->kind) {
	case DEED_CHOICE:
		return label_of(row, value) != NULL;
	case DEED_UNIT:
		return city_unit(city, value) != NULL;
	case DEED_UNITS:
		return units_known(value, city);
	default:
		return true;
	}
}

static bool
is_number(const struct deed_ask *row, const char *value)
{
	long long n;

	switch (row->kind) {
	case DEED_DAYS:
		return str_int(value, 1, DAYS_MAX, &n);
	case DEED_STARS:
		return str_int(value, 1, STARS_MAX, &n);
	case DEED_TIME:
		return str_int(value, 1, INT64_MAX, &n);
	default:
		return true;
	}
}

enum err_code
deed_values_check(const struct event *ev, const struct city *city, struct err *e)
{
	enum err_code code = ERR_OK;
	int n;
	const struct deed_ask *rows = deed_asks((enum event_kind)ev->kind, &n);

	for (int i = 0; i < n && code == ERR_OK; i++) {
		const char *value = args_get(&ev->args, rows[i].arg);

		if (*value == '\0')
			continue;
		if (!is_known(&rows[i], value, city))
			code = err_set(
			    e, ERR_UNKNOWN_CODE, "%s里没有“%s”, 请重新选择", rows[i].label, value);
		else if (!is_number(&rows[i], value))
			code = err_set(
			    e, ERR_INVALID, "%s“%s”看不懂, 请重新填写", rows[i].label, value);
		if (code != ERR_OK)
			(void)err_at(e, "%s", arg_info(rows[i].arg)->json);
	}
	return code;
}
