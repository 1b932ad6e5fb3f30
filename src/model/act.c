/* The acts of a call-taker as data: their names, what reading a sentence of the scripts amounts to, and the words by which
 * a typed sentence is recognised. Only lists of words: what they do not see is for the trainer to judge, so a list may
 * stay short, and none may catch what a good call-taker says. */
#include "model/act.h"

#include <string.h>

#include "base/str.h"
#include "model/elements.h"
#include "text/fold.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const struct {
	const char *code, *label;
} acts[] = {
#define X(name, code, label, with) { code, label },
	CALL_ACTS(X)
#undef X
};
_Static_assert(ACT_COUNT <= 32, "a set of acts is an unsigned");

const char *
act_code(enum call_act a)
{
	return (size_t)a < COUNT(acts) ? acts[a].code : "";
}

const char *
act_label(enum call_act a)
{
	return (size_t)a < COUNT(acts) ? acts[a].label : "";
}

int
act_by_code(const char *code)
{
	for (size_t i = 0; i < COUNT(acts); i++)
		if (strcmp(acts[i].code, code) == 0)
			return (int)i;
	return -1;
}

int
act_by_label(const char *label, size_t len)
{
	for (size_t i = 0; i < COUNT(acts); i++)
		if (strlen(acts[i].label) == len && memcmp(acts[i].label, label, len) == 0)
			return (int)i;
	return -1;
}

/* ---- the sentences of the scripts ---- */

static const struct {
	const char *moment;
	unsigned acts;
	int element;
} moments[] = {
	{ "greet", ACT_BIT(GREET), -1 },
	{ "greet_line", ACT_BIT(GREET), -1 },
	{ "greet_ent", ACT_BIT(GREET), -1 },
	{ "restate", ACT_BIT(RESTATE), -1 },
	{ "ask_time", ACT_BIT(ASK), ELEMENT_TIME },
	{ "ask_place", ACT_BIT(ASK), ELEMENT_PLACE },
	{ "ask_people", ACT_BIT(ASK), ELEMENT_PEOPLE },
	{ "called", ACT_BIT(ASK), ELEMENT_PEOPLE },
	{ "ask_demand", ACT_BIT(ASK), ELEMENT_DEMAND },
	{ "calm", ACT_BIT(SOOTHE), -1 },
	{ "slow", ACT_BIT(SOOTHE), -1 },
	{ "minor", ACT_BIT(SOOTHE), -1 },
	{ "suicide_stay", ACT_BIT(SOOTHE), -1 },
	{ "confidential", ACT_BIT(SECRET), -1 },
	{ "report_secret", ACT_BIT(SECRET), -1 },
	{ "anonymous", ACT_BIT(SECRET), -1 },
	{ "limit", ACT_BIT(LIMIT), -1 },
	{ "number", ACT_BIT(NUMBER), -1 },
	{ "submitted", ACT_BIT(NUMBER) | ACT_BIT(LIMIT) | ACT_BIT(VISIT) | ACT_BIT(MORE), -1 },
	{ "submitted_hidden", ACT_BIT(NUMBER) | ACT_BIT(LIMIT) | ACT_BIT(VISIT) | ACT_BIT(MORE),
	    -1 },
	{ "evaluate", ACT_BIT(EVALUATE), -1 },
	{ "close", ACT_BIT(CLOSE), -1 },
};

unsigned
acts_of_moment(const char *moment, int *element)
{
	for (size_t i = 0; i < COUNT(moments); i++)
		if (strcmp(moments[i].moment, moment) == 0) {
			*element = moments[i].element;
			return moments[i].acts;
		}
	*element = -1;
	return 0;
}

/* ---- words ---- */

static const struct {
	enum call_act act;
	int element;
	const char *words;
} heard[] = {
	{ ACT_ASK, ELEMENT_TIME,
	    "什么时候|几点|哪天|哪一天|何时|几月|多久了|多长时间了|从什么时候" },
	{ ACT_ASK, ELEMENT_PLACE,
	    "哪里|哪儿|在哪|什么地方|什么位置|具体位置|哪条路|哪个小区|哪个区|哪个村|门牌|几号楼|"
	    "几单元|地址|什么地点|详细地点" },
	{ ACT_ASK, ELEMENT_PEOPLE,
	    "贵姓|怎么称呼|如何称呼|您叫什么|姓名|名字|哪个单位|哪家店|哪家公司|对方是谁" },
	{ ACT_ASK, ELEMENT_EVENT, "怎么回事|什么情况|什么事|发生了什么|具体情况|具体说说|怎么了" },
	{ ACT_ASK, ELEMENT_DEMAND,
	    "您希望|什么要求|有什么诉求|您的诉求|什么诉求|想怎么解决|希望怎么|希望我们" },
	{ ACT_RESTATE, -1, "跟您核对|和您核对|核对一下|我复述|我重复一下|您反映的是|您说的是" },
	{ ACT_SOOTHE, -1, "别着急|别急|慢慢说|理解您|抱歉|对不起|不好意思|您受累|辛苦您|先冷静" },
	{ ACT_SECRET, -1, "告诉承办单位|需要保密|要不要保密|是否保密|给您保密|为您保密" },
	{ ACT_NUMBER, -1, "编号|单号|后六位" },
	{ ACT_LIMIT, -1, "前答复|前联系您|个工作日|小时内" },
	{ ACT_VISIT, -1, "回访" },
	{ ACT_MORE, -1, "还有别的|还有其他|还有什么" },
	{ ACT_EVALUATE, -1, "评价" },
	{ ACT_CLOSE, -1, "再见|感谢您的来电" },
	{ ACT_PUSH_OFF, -1,
	    "不归我们|不是我们管|不关我们|我们管不了|跟我没关系|爱找谁找谁|您找别人|你找别人" },
	{ ACT_ARGUE, -1, "你讲不讲理|你什么态度|你有病|无理取闹|你爱信不信|听不懂人话|你闹什么" },
	{ ACT_PROMISE, -1, "保证|一定能|一定会|一定给|肯定能|肯定会|肯定给|包您|我向您承诺" },
};

/* A day named as the one on which it will be done. */
static const char DAYS[] =
    "今天|今晚|明天|明早|后天|大后天|这周|本周|下周|下个月|月底|号之前|号前|日前";
static const char DONE[] =
    "修好|弄好|搞好|搞定|解决|办好|办完|装好|清完|能亮|通上水|通上电|通上气|恢复|到账";

/* The first of words apart by |, at or after ${from}; NULL none. */
static const char *
find_any(const char *from, const char *words, size_t *len)
{
	const char *first = NULL;

	while (*words != '\0') {
		size_t n = strcspn(words, "|");
		const char *at = memmem(from, strlen(from), words, n);

		if (at != NULL && (first == NULL || at < first)) {
			first = at;
			*len = n;
		}
		words += n + (words[n] == '|');
	}
	return first;
}

static bool
ends_so(const char *text, const char *at, const char *words)
{
	while (*words != '\0') {
		size_t n = strcspn(words, "|");

		if ((size_t)(at - text) >= n && memcmp(at - n, words, n) == 0)
			return true;
		words += n + (words[n] == '|');
	}
	return false;
}

/* 不能保证 says the contrary, and 保证金 is money. */
static bool
says(const char *text, enum call_act act, const char *words)
{
	size_t n = 0;

	for (const char *at = text; (at = find_any(at, words, &n)) != NULL; at += n)
		if (act != ACT_PROMISE ||
		    (!ends_so(text, at, "不|不能|没法|无法|不敢|不好|没办法") &&
			!str_starts(at + n, "金") && !str_starts(at + n, "书")))
			return true;
	return false;
}

/* 明天修好, within a sentence; 明天答复您 is none. */
static bool
names_a_day(const char *text)
{
	size_t n = 0, done = 0;

	for (const char *at = text; (at = find_any(at, DAYS, &n)) != NULL; at += n) {
		const char *end = at + strcspn(at, ".;?!"), *it = find_any(at + n, DONE, &done);

		if (it != NULL && it < end && !ends_so(text, it, "不|没|没有|不能|未"))
			return true;
	}
	return false;
}

unsigned
act_in_words(const char *text, int *element)
{
	struct str s = { 0 };
	unsigned found = 0;

	*element = -1;
	fold_add(&s, text);
	for (size_t i = 0; i < COUNT(heard); i++)
		if (says(str_c(&s), heard[i].act, heard[i].words)) {
			if (heard[i].act == ACT_ASK && *element < 0)
				*element = heard[i].element;
			found |= 1u << heard[i].act;
		}
	if (names_a_day(str_c(&s)))
		found |= ACT_BIT(PROMISE);
	str_free(&s);
	return found;
}

bool
act_takes_back(const char *text)
{
	static const char words[] = "说得不准|说得不对|说错了|收回|更正|"
				    "不能保证|不敢保证|没法保证|无法保证|不能承诺|不能向您承诺|"
				    "期限内|按规定|前答复|个工作日|以承办单位";
	struct str s = { 0 };
	size_t n;
	bool is;

	fold_add(&s, text);
	is = find_any(str_c(&s), words, &n) != NULL;
	str_free(&s);
	return is;
}
