/* What a caller asks for: the clause that begins with a wish (希望, 要求, 请, ...), and those that go on with it. Only the
 * beginning of a clause is looked at: 申请, 符合要求 and 希望小学 stand within one, and are no wish. General Chinese, so the
 * words stand here and not in a city's pack. */
#include "model/propose.h"

#include "base/utf8.h"
#include "first_p.h"

#define LEAST_CHARS          2 /* of what is asked for */
#define FIRST_WORD(s, words) first_word(s, words, sizeof(words) / sizeof((words)[0]))

/* Between clauses, and where a sentence ends besides. */
static const char *const PAUSES[] = { "，", ",", "；", ";", "：", ":", " ", "\t", "　" };
static const char *const STOPS[] = { "。", "！", "!", "？", "?", "\n" };

/* Who wishes and how much; of words with a common beginning the longer one first. */
static const char *const LEADS[] = { "所以", "因此", "为此", "故", "现在", "现", "在此", "特此",
	"特", "并且", "并", "也", "还", "同时", "最后", "另外", "而且", "但", "只是", "只", "就",
	"我们", "我", "本人", "来电人", "反映人", "投诉人", "当事人", "全体业主", "广大业主",
	"业主们", "业主", "居民们", "居民", "市民", "村民们", "村民", "家长们", "家长", "大家",
	"非常", "十分", "强烈", "诚恳", "真诚", "再次", "恳切", "衷心", "真心", "都", "急切",
	"迫切", "郑重", "一致", "地" };
static const char *const WISHES[] = { "请求", "恳请", "恳求", "敬请", "拜托", "希望", "盼望",
	"期望", "期盼", "要求", "诉求是", "诉求为", "诉求", "望", "请" };

/* What makes other words of them: names, and what others demand of the caller. */
static const char *const NO_HOPE[] = { "小学", "中学", "学校", "工程", "路", "街", "大厦", "广场",
	"花园", "城", "很小", "渺茫" };
static const char *const NO_DEMAND[] = { "业主", "家长", "学生", "住户", "村民", "居民", "员工",
	"职工", "消费者", "客户", "顾客", "我", "大家", "下", "太", "高", "不合理" };
static const char *const NO_PLEASE[] = { "问", "示", "假", "客", "教", "柬", "帖", "进", "来", "勿",
	"人", "律师", "工", "了", "师傅", "保姆", "护工", "吃", "你稍", "您稍", "稍" };
static const char *const HOPES_THAT[] = { "政府", "相关", "有关", "尽快", "尽早", "早日", "能",
	"领导", "上级", "部门", "予以", "给予", "及时", "贵", "核实", "解决", "处理", "市", "区",
	"各级", "协调", "加强" };

/* A clause that begins so goes on with the wish before it. */
static const char *const GOES_ON[] = { "并", "及时", "尽快", "尽早", "同时", "还", "给", "避免",
	"杜绝", "防止", "加强", "加大", "恢复", "维护", "保障", "保护", "保证", "确保", "解决",
	"处理", "查处", "查明", "核实", "核查", "调查", "制止", "整改", "整治", "清理", "拆除",
	"赔偿", "退", "补", "停止", "修", "降低", "严", "不要", "不再", "让", "使", "以", "责令",
	"督促", "规定", "落实", "公开", "答复", "告知", "回复", "协调", "安排", "增加", "增设",
	"设置", "安装", "取消" };

/* No wish of a matter. */
static const char *const CIVIL[] = { "的", "您的", "你的", "包涵", "谅解", "原谅", "理解" };
/* Whom it is asked of and when: what is asked for comes behind the pause. */
static const char *const OPEN_ENDS[] = { "政府", "局", "委", "部门", "领导", "单位", "书记", "公司",
	"医院", "学校", "社区", "街道", "情况下", "同时", "时", "后", "前" };

/* Bytes of the pause or stop at ${s}; *stops: a sentence ends there. */
static size_t
pause_at(const char *s, bool *stops)
{
	const size_t n = FIRST_WORD(s, STOPS);

	*stops = n > 0;
	return n > 0 ? n : FIRST_WORD(s, PAUSES);
}

static bool
is_other_word(const char *wish, const char *after)
{
	if (str_starts(wish, "希望"))
		return FIRST_WORD(after, NO_HOPE) > 0;
	if (str_starts(wish, "要求"))
		return FIRST_WORD(after, NO_DEMAND) > 0;
	if (str_starts(wish, "望")) /* 望江路, 望着 */
		return FIRST_WORD(after, HOPES_THAT) == 0;
	return str_starts(wish, "请") && !str_starts(wish, "请求") &&
	       FIRST_WORD(after, NO_PLEASE) > 0;
}

/* Bytes of what leads to the thing wished for, where a clause begins with a wish; else 0. */
static size_t
wish_at(const char *s)
{
	const char *p = s;
	size_t n;

	while ((n = FIRST_WORD(p, LEADS)) > 0)
		p += n;
	n = FIRST_WORD(p, WISHES);
	if (n == 0 || is_other_word(p, p + n))
		return 0;
	return (size_t)(p + n - s);
}

static const char *
clause_end(const char *s)
{
	bool stops;

	while (*s != '\0' && (utf8_is_inner(*s) || pause_at(s, &stops) == 0))
		s++;
	return s;
}

static bool
ends_open(const char *s, const char *end)
{
	for (size_t i = 0; i < sizeof(OPEN_ENDS) / sizeof(OPEN_ENDS[0]); i++) {
		const size_t n = strlen(OPEN_ENDS[i]);

		if ((size_t)(end - s) >= n && memcmp(end - n, OPEN_ENDS[i], n) == 0)
			return true;
	}
	return false;
}

/* A wish that goes on over clauses, and still fits. */
struct wish {
	const char *from, *to; /* NULL: none */
	bool goes_on;
	bool open; /* nothing is asked for yet */
};

static void
go_on(struct wish *w, const char *end)
{
	if (utf8_count_n(w->from, (size_t)(end - w->from)) > PROPOSE_DEMAND_CHARS) {
		w->goes_on = false;
		return;
	}
	w->to = end;
	w->open = false;
}

static void
begin(struct wish *w, const char *s, const char *end)
{
	const size_t chars = utf8_count_n(s, (size_t)(end - s));

	if (chars >= LEAST_CHARS && chars <= PROPOSE_DEMAND_CHARS && FIRST_WORD(s, CIVIL) == 0)
		*w = (struct wish){ s, end, true, ends_open(s, end) };
}

static void
hear_clause(struct wish *w, const char *s, const char *end)
{
	const size_t leads = wish_at(s);

	if (w->goes_on && (w->open || leads > 0 || FIRST_WORD(s, GOES_ON) > 0)) {
		go_on(w, end);
		return;
	}
	w->goes_on = false;
	if (leads > 0)
		begin(w, s + leads, end);
}

bool
propose_demand(const char *text, char *out, size_t size)
{
	struct wish w = { 0 };
	bool stops;

	for (const char *s = text; *s != '\0';) {
		const char *end = clause_end(s);

		if (end > s)
			hear_clause(&w, s, end);
		for (size_t n; (n = pause_at(end, &stops)) > 0; end += n)
			w.goes_on = w.goes_on && !stops;
		s = end;
	}
	out[0] = '\0';
	if (w.from == NULL || w.open || (size_t)(w.to - w.from) >= size)
		return false;
	memcpy(out, w.from, (size_t)(w.to - w.from));
	out[w.to - w.from] = '\0';
	return true;
}
