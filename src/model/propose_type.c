/* What a caller wants done by the words of it: 咨询, 投诉, 举报, 建议, 表扬, else 求助. General Chinese, so the phrases stand
 * here and not in a city's pack; what the words are about is propose.c. One pass over the text, nothing allocated. */
#include "model/propose.h"

#include <string.h>

#include "base/str.h"
#include "first_p.h"

enum said { TYPE_PRAISE, TYPE_REPORT, TYPE_COMPLAINT, TYPE_SUGGEST, TYPE_CONSULT, TYPE_COUNT };

/* A phrase and how surely it means its type; a type's phrases add up. 感谢 weighs little: most letters end so. */
static const struct {
	const char *phrase;
	enum said type;
	int weight;
} PHRASES[] = {
	{ "表扬", TYPE_PRAISE, 6 },
	{ "点赞", TYPE_PRAISE, 6 },
	{ "锦旗", TYPE_PRAISE, 6 },
	{ "好人好事", TYPE_PRAISE, 6 },
	{ "拾金不昧", TYPE_PRAISE, 6 },
	{ "感谢", TYPE_PRAISE, 2 },
	{ "谢意", TYPE_PRAISE, 2 },
	{ "举报", TYPE_REPORT, 5 },
	{ "检举", TYPE_REPORT, 5 },
	{ "揭发", TYPE_REPORT, 5 },
	{ "违法", TYPE_REPORT, 5 },
	{ "无证经营", TYPE_REPORT, 5 },
	{ "无证", TYPE_REPORT, 5 },
	{ "偷排", TYPE_REPORT, 5 },
	{ "直排", TYPE_REPORT, 5 },
	{ "非法", TYPE_REPORT, 5 },
	{ "违规经营", TYPE_REPORT, 5 },
	{ "贪污", TYPE_REPORT, 5 },
	{ "受贿", TYPE_REPORT, 5 },
	{ "私自搭建", TYPE_REPORT, 5 },
	{ "私搭乱建", TYPE_REPORT, 5 },
	{ "违建", TYPE_REPORT, 5 },
	{ "假冒", TYPE_REPORT, 5 },
	{ "制假", TYPE_REPORT, 5 },
	{ "假货", TYPE_REPORT, 5 },
	{ "堵住消防", TYPE_REPORT, 5 },
	{ "消防通道被", TYPE_REPORT, 5 },
	{ "投诉", TYPE_COMPLAINT, 4 },
	{ "态度恶劣", TYPE_COMPLAINT, 4 },
	{ "态度差", TYPE_COMPLAINT, 4 },
	{ "态度不好", TYPE_COMPLAINT, 4 },
	{ "服务态度", TYPE_COMPLAINT, 4 },
	{ "乱收费", TYPE_COMPLAINT, 4 },
	{ "推诿", TYPE_COMPLAINT, 4 },
	{ "踢皮球", TYPE_COMPLAINT, 4 },
	{ "不作为", TYPE_COMPLAINT, 4 },
	{ "乱作为", TYPE_COMPLAINT, 4 },
	{ "敷衍", TYPE_COMPLAINT, 4 },
	{ "欺骗", TYPE_COMPLAINT, 4 },
	{ "霸王条款", TYPE_COMPLAINT, 4 },
	{ "拒不退款", TYPE_COMPLAINT, 4 },
	{ "不给退", TYPE_COMPLAINT, 4 },
	{ "不退", TYPE_COMPLAINT, 4 },
	{ "强制消费", TYPE_COMPLAINT, 4 },
	{ "骂人", TYPE_COMPLAINT, 4 },
	{ "刁难", TYPE_COMPLAINT, 4 },
	{ "扰民", TYPE_COMPLAINT, 4 },
	{ "无法休息", TYPE_COMPLAINT, 4 },
	{ "没法休息", TYPE_COMPLAINT, 4 },
	{ "没法睡", TYPE_COMPLAINT, 4 },
	{ "拒载", TYPE_COMPLAINT, 4 },
	{ "甩站", TYPE_COMPLAINT, 4 },
	{ "不打表", TYPE_COMPLAINT, 4 },
	{ "绕路", TYPE_COMPLAINT, 4 },
	{ "占道", TYPE_COMPLAINT, 4 },
	{ "没人清运", TYPE_COMPLAINT, 4 },
	{ "拖欠", TYPE_COMPLAINT, 4 },
	{ "欠薪", TYPE_COMPLAINT, 4 },
	{ "未发工资", TYPE_COMPLAINT, 4 },
	{ "没发工资", TYPE_COMPLAINT, 4 },
	{ "不发工资", TYPE_COMPLAINT, 4 },
	{ "工钱", TYPE_COMPLAINT, 4 },
	{ "辞退", TYPE_COMPLAINT, 4 },
	{ "未付", TYPE_COMPLAINT, 4 },
	{ "失联", TYPE_COMPLAINT, 4 },
	{ "跑路", TYPE_COMPLAINT, 4 },
	{ "停满", TYPE_COMPLAINT, 4 },
	{ "建议", TYPE_SUGGEST, 4 },
	{ "提议", TYPE_SUGGEST, 4 },
	{ "能否增设", TYPE_SUGGEST, 4 },
	{ "能不能增设", TYPE_SUGGEST, 4 },
	{ "希望增设", TYPE_SUGGEST, 4 },
	{ "希望增加", TYPE_SUGGEST, 4 },
	{ "意见建议", TYPE_SUGGEST, 4 },
	{ "献计", TYPE_SUGGEST, 4 },
	{ "应该增加", TYPE_SUGGEST, 4 },
	{ "延长一点", TYPE_SUGGEST, 4 },
	{ "咨询", TYPE_CONSULT, 4 },
	{ "请问", TYPE_CONSULT, 4 },
	{ "询问", TYPE_CONSULT, 4 },
	{ "怎么办理", TYPE_CONSULT, 4 },
	{ "如何办理", TYPE_CONSULT, 4 },
	{ "怎样办理", TYPE_CONSULT, 4 },
	{ "怎么申请", TYPE_CONSULT, 4 },
	{ "如何申请", TYPE_CONSULT, 4 },
	{ "在哪办", TYPE_CONSULT, 4 },
	{ "在哪里办", TYPE_CONSULT, 4 },
	{ "去哪办", TYPE_CONSULT, 4 },
	{ "去哪里办", TYPE_CONSULT, 4 },
	{ "需要什么材料", TYPE_CONSULT, 4 },
	{ "要带什么", TYPE_CONSULT, 4 },
	{ "什么手续", TYPE_CONSULT, 4 },
	{ "什么条件", TYPE_CONSULT, 4 },
	{ "什么政策", TYPE_CONSULT, 4 },
	{ "政策是什么", TYPE_CONSULT, 4 },
	{ "是否可以", TYPE_CONSULT, 4 },
	{ "能不能办", TYPE_CONSULT, 4 },
	{ "想问", TYPE_CONSULT, 4 },
	{ "问问", TYPE_CONSULT, 4 },
	{ "想了解", TYPE_CONSULT, 4 },
	{ "问一下", TYPE_CONSULT, 4 },
	{ "什么时候能", TYPE_CONSULT, 4 },
	{ "几点上班", TYPE_CONSULT, 4 },
	{ "多少钱补贴", TYPE_CONSULT, 4 },
	{ "怎么查", TYPE_CONSULT, 4 },
	{ "标准是多少", TYPE_CONSULT, 4 },
	{ "怎么报销", TYPE_CONSULT, 4 },
	{ "能报销吗", TYPE_CONSULT, 4 },
	{ "怎么交", TYPE_CONSULT, 4 },
	{ "要什么材料", TYPE_CONSULT, 4 },
	{ "什么材料", TYPE_CONSULT, 4 },
};

#define N_PHRASES     (sizeof PHRASES / sizeof PHRASES[0])
#define OPENING_BYTES 30 /* what a call opens with weighs double: 感谢…, 请问…, 我要投诉… */
#define TYPE_MIN      4

/* Phrases are at least two Chinese characters, so three bytes settle nearly every comparison. */
static bool
begins(const char *s, const char *phrase)
{
	return s[0] == phrase[0] && s[1] == phrase[1] && s[2] == phrase[2] && str_starts(s, phrase);
}

struct weighed {
	const char *phrase; /* the weightiest; of equals the first */
	int score, most;
};

/* Add up what stands in the text, each phrase once. */
static void
weigh(const char *text, struct weighed type[TYPE_COUNT])
{
	struct first first = { 0 };
	bool said[N_PHRASES] = { false };
	for (size_t i = 0; i < N_PHRASES; i++)
		first_add(&first, PHRASES[i].phrase);
	for (const char *p = text; *p != '\0'; p++) {
		if (!first_may(&first, p))
			continue;
		for (size_t i = 0; i < N_PHRASES; i++)
			if (!said[i] && begins(p, PHRASES[i].phrase)) {
				struct weighed *t = &type[PHRASES[i].type];
				int weight = PHRASES[i].weight * (p - text < OPENING_BYTES ? 2 : 1);

				said[i] = true;
				t->score += weight;
				if (weight > t->most) {
					t->most = weight;
					t->phrase = PHRASES[i].phrase;
				}
			}
	}
}

const char *
propose_type_why(const char *text, const char **why)
{
	static const char *const CODES[TYPE_COUNT] = { "praise", "report", "complaint", "suggest",
		"consult" };
	struct weighed type[TYPE_COUNT] = { 0 };
	int top = TYPE_MIN - 1;
	const char *best = "help";
	*why = "";
	weigh(text, type);
	for (int i = 0; i < TYPE_COUNT; i++)
		if (type[i].score > top) {
			top = type[i].score;
			best = CODES[i];
			*why = type[i].phrase;
		}
	return best;
}

const char *
propose_type(const char *text)
{
	const char *why;
	return propose_type_why(text, &why);
}
