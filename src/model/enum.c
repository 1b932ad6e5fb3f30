/* enum.c: the closed lists of a ticket. A code is stored, its Chinese is shown; a code is never reused or renamed.
 * The order is the order of the picker: what an agent takes most often has the lowest digit.
 *
 * Not here: codes that a city brings (areas, units, categories: city.h). */
#include "model/ticket.h"

#include <string.h>

#define COUNT(a) ((int)(sizeof(a) / sizeof((a)[0])))

static const struct enum_item channels[] = {
	{ "phone", "电话" },
	{ "wechat", "微信" },
	{ "app", "手机应用" },
	{ "web", "网站" },
	{ "miniapp", "小程序" },
	{ "sms", "短信" },
	{ "email", "邮件" },
	{ "qq", "QQ" },
	{ "leader_mailbox", "领导信箱" },
	{ "upper", "上级转办" },
	{ "110", "110移交" },
	{ "dept", "部门转入" },
	{ "proactive", "巡查发现" },
	{ "iot", "设备告警" },
};
static const struct enum_item types[] = {
	{ "consult", "咨询" },
	{ "help", "求助" },
	{ "complaint", "投诉" },
	{ "report", "举报" },
	{ "suggest", "建议" },
	{ "praise", "表扬" },
	{ "other", "其他" },
};
static const struct enum_item urgencies[] = {
	{ "normal", "一般" },
	{ "urgent", "紧急" },
	{ "critical", "特急" },
};
static const struct enum_item complexities[] = {
	{ "normal", "一般" },
	{ "simple", "简单" },
	{ "complex", "复杂" },
};
static const struct enum_item subject_kinds[] = {
	{ "merchant", "商家" },
	{ "unit", "单位" },
	{ "site", "工地" },
	{ "property", "物业" },
	{ "facility", "公共设施" },
	{ "person", "个人" },
	{ "gov", "政府部门" },
	{ "other", "其他" },
};
static const struct enum_item appellant_kinds[] = {
	{ "person", "个人" },
	{ "enterprise", "企业" },
	{ "org", "其他组织" },
};
static const struct enum_item genders[] = {
	{ "f", "女" },
	{ "m", "男" },
	{ "u", "未知" },
};
static const struct enum_item groups[] = {
	{ "elderly", "老年人" },
	{ "disabled", "残疾人" },
	{ "minor", "未成年人" },
	{ "pregnant", "孕妇" },
	{ "veteran", "退役军人" },
	{ "foreign", "外籍" },
};
static const struct enum_item visits[] = {
	{ "yes", "是" },
	{ "no", "否" },
	{ "sms", "短信" },
};
/* Public starts as 未问 (practice B5): an unasked citizen has not agreed. */
static const struct enum_item publics[] = {
	{ "unasked", "未问" },
	{ "yes", "是" },
	{ "no", "否" },
};
static const struct enum_item close_types[] = {
	{ "direct", "即时答复" },
	{ "tripartite", "三方通话" },
	{ "transfer", "转接" },
	{ "guided", "指引" },
	{ "dispatched", "派单办结" },
	{ "rejected", "不予受理" },
	{ "merged", "并单" },
	{ "auto", "自动关闭" },
	{ "withdrawn", "撤诉" },
	{ "forwarded", "转出" },
};

static const struct {
	const struct enum_item *items;
	enum ticket_field field;
	int n;
} lists[] = {
	{ channels, TF_CHANNEL, COUNT(channels) },
	{ types, TF_TYPE, COUNT(types) },
	{ urgencies, TF_URGENCY, COUNT(urgencies) },
	{ complexities, TF_COMPLEXITY, COUNT(complexities) },
	{ subject_kinds, TF_SUBJECT_KIND, COUNT(subject_kinds) },
	{ appellant_kinds, TF_APPELLANT_KIND, COUNT(appellant_kinds) },
	{ genders, TF_GENDER, COUNT(genders) },
	{ groups, TF_GROUPS, COUNT(groups) },
	{ visits, TF_VISIT, COUNT(visits) },
	{ publics, TF_PUBLIC, COUNT(publics) },
	{ close_types, TF_CLOSE_TYPE, COUNT(close_types) },
};

const struct enum_item *
enum_items(enum ticket_field f, int *n)
{
	for (int i = 0; i < COUNT(lists); i++)
		if (lists[i].field == f) {
			*n = lists[i].n;
			return lists[i].items;
		}
	*n = 0;
	return NULL;
}

const char *
enum_label(enum ticket_field f, const char *code)
{
	int n;
	const struct enum_item *items = enum_items(f, &n);

	if (code == NULL)
		return "";
	for (int i = 0; i < n; i++)
		if (strcmp(items[i].code, code) == 0)
			return items[i].label;
	return code;
}

const char *
enum_code(enum ticket_field f, const char *word)
{
	int n;
	const struct enum_item *items = enum_items(f, &n);

	for (int i = 0; i < n; i++)
		if (strcmp(items[i].code, word) == 0 || strcmp(items[i].label, word) == 0)
			return items[i].code;
	return NULL;
}
