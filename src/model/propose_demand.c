/* What a caller asks for: the clause that begins with a wish (希望, 要求, 请, ...), and those that go on with it. Only the
 * beginning of a clause is looked at: 申请, 符合要求 and 希望小学 stand within one, and are no wish. General Chinese, so the
 * words stand here and not in a city's pack. */
#include "model/propose.h"

#include "base/utf8.h"
#include "first_p.h"

#define LEAST_CHARS          2  /* of what is asked for */
#define SHORT_CHARS          10 /* 领导重视: nothing is asked for in so few */
#define FIRST_WORD(s, words) first_word(s, words, sizeof(words) / sizeof((words)[0]))

/* Between clauses, and where a sentence ends besides. */
static const char *const PAUSES[] = { "，", ",", "；", ";", "：", ":", " ", "\t", "　" };
static const char *const STOPS[] = { "。", "！", "!", "？", "?", "\n" };

/* Who wishes and how much; of words with a common beginning the longer one first. */
static const char *const LEADS[] = { "所以", "因此", "为此", "故", "现在", "现", "在此", "特此",
	"特", "并且", "并", "也", "还", "同时", "最后", "另外", "而且", "且", "但", "只是", "只",
	"就", "我们", "我", "本人", "来电人", "反映人", "投诉人", "当事人", "全体业主", "广大业主",
	"业主们", "业主", "居民们", "居民", "市民", "村民们", "村民", "家长们", "家长", "大家",
	"非常", "十分", "强烈", "诚恳", "真诚", "再次", "恳切", "衷心", "真心", "都", "急切",
	"迫切", "郑重", "一致", "地" };
static const char *const WISHES[] = { "请求", "恳请", "恳求", "敬请", "拜托", "希望", "盼望",
	"期望", "期盼", "要求", "诉求是", "诉求为", "诉求", "望", "请" };

/* What makes other words of them: names, and what others are asked. */
static const char *const NO_HOPE[] = { "小学", "中学", "学校", "工程", "路", "街", "大厦", "广场",
	"花园", "城", "很小", "渺茫" };
static const char *const NO_PLEASE[] = { "问", "示", "假", "产假", "病假", "年假", "客", "教", "柬",
	"帖", "进", "来", "勿", "人", "律师", "工", "了", "师傅", "保姆", "护工", "吃", "看", "见",
	"你稍", "您稍", "稍", "耐心" };
/* 望 and a bare 要求 are a caller's only before these: 望江路; 物业要求交三年的费. */
static const char *const HOPES_THAT[] = { "政府", "相关", "有关", "能", "领导", "上级", "部门",
	"贵", "市", "区", "各级", "对", "依法", "立即", "马上", "全额" };

/* A clause that begins so goes on with the wish before it. */
static const char *const GOES_ON[] = { "并", "及时", "尽快", "尽早", "早日", "同时", "还我", "还给",
	"还业", "还居", "给予", "给个", "避免", "杜绝", "防止", "减少", "加强", "加大", "恢复",
	"维护", "保障", "保护", "保证", "确保", "解决", "处理", "查处", "查明", "核实", "核查",
	"调查", "制止", "整改", "整治", "清理", "拆除", "撤销", "赔偿", "退还", "退款", "退费",
	"退回", "补偿", "补办", "补发", "补贴", "停止", "修复", "修好", "修建", "修缮", "降低",
	"严格", "严肃", "严查", "严惩", "严厉", "不要", "不再", "让", "以便", "以免", "以保",
	"以维", "责令", "督促", "规定", "落实", "明确", "切实", "确定", "公开", "公布", "答复",
	"告知", "回复", "协调", "安排", "增加", "增设", "设置", "安装", "取消", "予以", "把",
	"将" };

/* No wish of a matter. */
static const char *const CIVIL[] = { "的", "您的", "你的", "包涵", "谅解", "原谅", "理解", "见谅",
	"海涵" };
/* Whom it is asked of and when: what is asked for comes behind the pause. */
static const char *const OPEN_ENDS[] = { "政府", "局", "委", "部门", "领导", "单位", "书记", "市长",
	"县长", "省长", "公司", "医院", "法院", "学校", "社区", "街道", "情况下", "同时", "时",
	"后", "前" };
/* Of few words nothing is asked for: what is meant comes behind the pause, or not at all. */
static const char *const BARE_ENDS[] = { "重视", "关注", "出面", "做主", "作主", "领导们" };
/* With one of them something is asked for, whatever the clause ends with: 新建一所学校. */
static const char *const DEEDS[] = { "新建", "修建", "建一", "建设", "增", "查", "办理", "解决",
	"处理", "公布", "公开", "退", "赔", "拆", "取消", "告诉", "告知", "答复" };

/* Bytes of the pause or stop at ${s}; *stops: a sentence ends there. */
static size_t
pause_at(const char *s, bool *stops)
{
	const size_t n = FIRST_WORD(s, STOPS);

	*stops = n > 0;
	return n > 0 ? n : FIRST_WORD(s, PAUSES);
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* 22:00, 1,200 元. */
static bool
is_in_number(const char *from, const char *s, size_t pause)
{
	return s > from && is_digit(s[-1]) && is_digit(s[pause]);
}

static const char *
clause_end(const char *from)
{
	const char *s = from;
	bool stops;
	size_t n;

	for (; *s != '\0'; s++) {
		n = utf8_is_inner(*s) ? 0 : pause_at(s, &stops);
		if (n > 0 && (stops || !is_in_number(from, s, n)))
			break;
	}
	return s;
}

static bool
is_other_word(const char *wish, const char *after, bool led)
{
	if (str_starts(wish, "希望"))
		return FIRST_WORD(after, NO_HOPE) > 0;
	if (str_starts(wish, "望") || (str_starts(wish, "要求") && !led))
		return FIRST_WORD(after, HOPES_THAT) == 0 && FIRST_WORD(after, GOES_ON) == 0;
	return str_starts(wish, "请") && !str_starts(wish, "请求") &&
	       FIRST_WORD(after, NO_PLEASE) > 0;
}

/* Bytes of what leads to the thing wished for, where a clause begins with a wish; else 0. */
static size_t
wish_at(const char *s, const char *end)
{
	const char *p = s;
	size_t n;

	while ((n = FIRST_WORD(p, LEADS)) > 0)
		p += n;
	n = FIRST_WORD(p, WISHES);
	if (n == 0 || (p + n < end && is_other_word(p, p + n, p > s)))
		return 0;
	return (size_t)(p + n - s);
}

static bool
ends_with(const char *s, const char *end, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const size_t len = strlen(words[i]);

		if ((size_t)(end - s) >= len && memcmp(end - len, words[i], len) == 0)
			return true;
	}
	return false;
}
#define ENDS_WITH(s, end, words) ends_with(s, end, words, sizeof(words) / sizeof((words)[0]))

/* Is nothing asked for in these words yet? */
static bool
is_open(const char *s, const char *end)
{
	for (const char *p = s; p < end; p++)
		if (!utf8_is_inner(*p) && FIRST_WORD(p, DEEDS) > 0)
			return false;
	return ENDS_WITH(s, end, OPEN_ENDS) ||
	       (utf8_count_n(s, (size_t)(end - s)) <= SHORT_CHARS && ENDS_WITH(s, end, BARE_ENDS));
}

/* A wish that goes on over clauses, and still fits. */
struct wish {
	const char *from, *to; /* NULL: none */
	bool goes_on;
	bool open; /* nothing is asked for yet */
};

static bool
fits(const char *from, const char *to)
{
	return utf8_count_n(from, (size_t)(to - from)) <= PROPOSE_DEMAND_CHARS;
}

/* A wish of which only the word was said (诉求: 恢复供水) begins with the next clause. */
static void
begin(struct wish *w, const char *s, const char *end)
{
	const size_t chars = utf8_count_n(s, (size_t)(end - s));

	*w = (struct wish){ 0 };
	if (chars == 0)
		*w = (struct wish){ .goes_on = true, .open = true };
	else if (chars >= LEAST_CHARS && fits(s, end) && FIRST_WORD(s, CIVIL) == 0)
		*w = (struct wish){ s, end, true, is_open(s, end) };
}

static void
hear_clause(struct wish *w, const char *s, const char *end)
{
	const size_t leads = wish_at(s, end);
	const bool more = w->goes_on && (w->open || leads > 0 || FIRST_WORD(s, GOES_ON) > 0);

	const bool civil = leads > 0 && FIRST_WORD(s + leads, CIVIL) > 0;

	if (more && w->from != NULL && !civil && fits(w->from, end)) {
		w->to = end;
		w->open = false;
	} else if ((more && w->from == NULL) || leads > 0) {
		begin(w, s + leads, end);
	} else {
		w->goes_on = false;
	}
}

bool
propose_demand(const char *text, char *out, size_t size)
{
	struct wish w = { 0 }, best = { 0 };
	bool stops;

	for (const char *s = text; *s != '\0';) {
		const char *end = clause_end(s);

		if (end > s)
			hear_clause(&w, s, end);
		if (w.from != NULL && !w.open)
			best = w;
		for (size_t n; (n = pause_at(end, &stops)) > 0; end += n)
			w.goes_on = w.goes_on && !stops;
		s = end;
	}
	out[0] = '\0';
	if (best.from == NULL || (size_t)(best.to - best.from) >= size)
		return false;
	memcpy(out, best.from, (size_t)(best.to - best.from));
	out[best.to - best.from] = '\0';
	return true;
}
