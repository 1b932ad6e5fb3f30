/* Quality: the score sheets as tables, the arithmetic of one, and the words it is stored in. A sheet's text is compact
 * and readable, so that a record can be printed and checked without this program.
 *
 * Not here: the lot (qa_draw.c), and who may write which record (record.c). */
#include "model/qa.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "model/drill.h"

#define COUNT(a) ((int)(sizeof(a) / sizeof((a)[0])))

/* ---- the sheets ---- */

static const struct qa_item agent_items[] = {
	{ "接听: 15秒3声内, 首问语和工号", 5, { { "缺一部分", 2 }, { "没有首问语", 5 } } },
	{ "语音语速语调, 普通话, 无口头禅", 5, { { "每处", 1 } } },
	{ "礼貌用语, 等待致歉致谢, 称呼", 5, { { "每处", 1 }, { "较明显", 2 } } },
	{ "倾听不打断, 情绪安抚", 10, { { "打断", 2 }, { "冷漠或不耐烦", 5 } } },
	{ "理解准确, 有效引导, 复述确认", 10,
	    { { "没有复述", 5 }, { "同一问题问三遍", 3 }, { "该问的没有问", 2 } } },
	{ "业务答复正确, 依据明确", 15, { { "部分有误", 5 }, { "没有引用知识", 2 } } },
	{ "受理判断: 类型, 是否受理, 紧急, 转接", 10,
	    { { "类型不对", 3 }, { "紧急程度不对", 5 }, { "是否受理、转接不当", 5 } } },
	{ "五要素完整", 15, { { "缺一个要素", 3 } } },
	{ "工单文字: 标题, 条理, 错字, 客观", 10,
	    { { "错字", 1 }, { "主观用语", 2 }, { "标题、条理", 2 } } },
	{ "分类和派单建议准确", 5, { { "分类不对", 3 }, { "单位不对", 2 } } },
	{ "保密询问, 告知编号、时限、回访", 5, { { "每缺一项", 2 } } },
	{ "结束语, 邀请评价, 不先挂机", 3, { { "缺一部分", 1 }, { "都没有", 3 } } },
	{ "时长合理, 话后整理不超过60秒", 2, { { "通话过长", 1 }, { "整理过长", 1 } } },
};
static const char *const agent_fatals[] = {
	"主动挂机(无声、辱骂规程除外)",
	"辱骂、讽刺、推诿",
	"泄露诉求人信息",
	"应转110/119/120/122而未转",
	"编造或错误答复造成后果",
	"该建单未建单、漏单",
	"篡改诉求内容",
	"擅自承诺结果",
};
static const struct qa_item dispatcher_items[] = {
	{ "时效: 特急5分钟, 紧急15分钟, 一般2小时", 20, { { "超时", 10 }, { "特急超时", 20 } } },
	{ "承办单位准确", 30,
	    { { "协办有误", 5 }, { "主办有误", 15 }, { "派给基层不应办的", 30 } } },
	{ "依据明确", 15, { { "依据不准", 5 }, { "没有依据", 15 } } },
	{ "派单意见: 要求清楚", 15, { { "不清楚", 5 }, { "没有意见", 10 } } },
	{ "重复件、相似件处理", 10, { { "该并未并", 5 }, { "误并", 10 } } },
	{ "退单审核公正, 改派及时", 10, { { "理由不充分", 5 }, { "未在时限内", 5 } } },
};
static const char *const dispatcher_fatals[] = {
	"派给被反映的单位",
	"泄露保密件诉求人信息",
	"特急未电话通知",
	"漏派",
};
static const struct qa_item visitor_items[] = {
	{ "回访及时, 时段适当", 15, { { "时段不当", 5 }, { "超期", 15 } } },
	{ "说明身份和来意", 10, { { "缺一部分", 3 } } },
	{ "问题问全: 解决、结果、态度、建议", 25, { { "缺一问", 6 } } },
	{ "不诱导, 如实记录", 20, { { "有暗示", 10 }, { "记录不全", 5 } } },
	{ "倾听, 礼貌", 15, { { "打断", 3 }, { "不礼貌", 8 } } },
	{ "不满意的转复核, 理由写清", 15, { { "理由不清", 5 }, { "没有转", 15 } } },
};
static const char *const visitor_fatals[] = {
	"替诉求人填写评价",
	"诱导或要求好评",
	"泄露诉求人信息",
};
static const struct qa_item reply_items[] = {
	{ "核实情况", 20, { { "不具体", 5 }, { "没有核实", 20 } } },
	{ "处理方案", 15, { { "不可行、不具体", 5 }, { "没有", 15 } } },
	{ "落实情况", 20, { { "部分落实", 8 }, { "没有落实", 20 } } },
	{ "效果", 10, { { "没有说明", 5 } } },
	{ "联系诉求人", 15, { { "没有说清时间方式", 5 }, { "没有联系", 15 } } },
	{ "依据", 10, { { "不准确", 3 }, { "没有", 10 } } },
	{ "文字: 无错字, 不答非所问", 5, { { "错字", 1 }, { "答非所问", 5 } } },
	{ "时效", 5, { { "超期", 5 } } },
};
static const char *const reply_fatals[] = {
	"虚假反馈",
	"泄露诉求人信息",
	"推诿",
};
/* Of the classroom (model/drill.h), never of a record: the items of a reply, and beside them what only a trainer sees. */
static const struct qa_item drill_items[] = {
	{ "核实情况", 15, { { "不具体", 5 }, { "没有核实", 15 } } },
	{ "文字: 通顺, 无错字", 5, { { "错字", 1 }, { "不通顺", 2 } } },
	{ "语气: 对群众说话得体", 5, { { "生硬", 2 }, { "不得体", 5 } } },
	{ "切题: 答在点上, 方案可行", 10, { { "不可行", 4 }, { "答非所问", 10 } } },
	{ "处理方案", 10, { { "不具体", 4 }, { "没有", 10 } } },
	{ "落实: 该办的步骤", 20, { { "次序、内容不对", 6 }, { "没有办", 20 } } },
	{ "效果", 5, { { "不具体", 2 }, { "没有说明", 5 } } },
	{ "联系诉求人", 15, { { "没有说清", 5 }, { "没有联系", 15 } } },
	{ "依据", 10, { { "不准确", 4 }, { "没有", 10 } } },
	{ "时效", 5, { { "偏慢", 2 }, { "超过期限", 5 } } },
};
#define X(name, zh) zh,
static const char *const drill_fatals[] = { DRILL_FATALS(X) };
#undef X
static const struct qa_item observer_items[] = {
	{ "诉求听清、记全了", 25, { { "有遗漏", 10 }, { "没听清", 25 } } },
	{ "答复看得懂、有依据", 25, { { "不易懂", 10 }, { "没有依据", 15 } } },
	{ "问题办到位了", 30, { { "部分办到", 15 }, { "没有办到", 30 } } },
	{ "态度和时间", 20, { { "偏慢", 5 }, { "态度欠佳", 10 } } },
};
static const char *const observer_fatals[] = {
	"办理情况与实际不符",
};

#define FORM(code, label, name)                                                \
	{                                                                      \
		code, label, name##_items, name##_fatals, COUNT(name##_items), \
		    COUNT(name##_fatals)                                       \
	}
static const struct qa_form forms[] = {
	FORM("agent", "受理", agent),
	FORM("dispatcher", "派单", dispatcher),
	FORM("visitor", "回访", visitor),
	FORM("reply", "单位反馈", reply),
	FORM("observer", "社会监督", observer),
};
static const struct qa_form of_drills = FORM("drill", "演练", drill);

const struct qa_form *
qa_forms(int *n)
{
	*n = COUNT(forms);
	return forms;
}

const struct qa_form *
qa_form(const char *code)
{
	for (int i = 0; i < COUNT(forms); i++)
		if (strcmp(forms[i].code, code) == 0)
			return &forms[i];
	return strcmp(code, of_drills.code) == 0 ? &of_drills : NULL;
}

int
qa_ways(const struct qa_item *item)
{
	int n = 0;

	while (n < QA_WAYS_MOST && item->ways[n].label != NULL)
		n++;
	return n;
}

/* ---- marks ---- */

int
qa_item_score(const struct qa_form *f, const struct qa_marks *m, int item)
{
	const struct qa_item *it = &f->items[item];
	int left = it->points;

	for (int w = 0; w < qa_ways(it); w++)
		left -= it->ways[w].points * m->times[item][w];
	return left > 0 ? left : 0;
}

bool
qa_mark(const struct qa_form *f, struct qa_marks *m, int item, int way)
{
	if (item < 0 || item >= f->n_items || way < 0 || way >= qa_ways(&f->items[item]) ||
	    qa_item_score(f, m, item) == 0)
		return false;
	m->times[item][way]++;
	return true;
}

void
qa_unmark(struct qa_marks *m, int item)
{
	memset(m->times[item], 0, sizeof(m->times[item]));
}

int
qa_score(const struct qa_form *f, const struct qa_marks *m)
{
	int sum = 0;

	for (int i = 0; i < f->n_items; i++)
		sum += qa_item_score(f, m, i);
	return m->fatal != 0 ? 0 : sum;
}

const char *
qa_grade(const struct qa_form *f, const struct qa_marks *m)
{
	int score = qa_score(f, m);

	if (m->fatal != 0)
		return "fatal";
	return score >= QA_EXCELLENT ? "excellent" : score >= QA_PASS ? "pass" : "fail";
}

/* ---- words ---- */

void
qa_write(const struct qa_marks *m, const char *of, const char *remark, struct str *out)
{
	const char *gap = "";

	if (of[0] != '\0') {
		str_addf(out, "=%s", of);
		gap = " ";
	}
	for (int i = 0; i < QA_ITEMS_MOST; i++)
		for (int w = 0; w < QA_WAYS_MOST; w++)
			if (m->times[i][w] > 0) {
				str_addf(out, "%s%d.%d", gap, i + 1, w + 1);
				if (m->times[i][w] > 1)
					str_addf(out, "x%d", m->times[i][w]);
				gap = " ";
			}
	for (int i = 0; i < QA_FATALS_MOST; i++)
		if ((m->fatal & 1U << i) != 0) {
			str_addf(out, "%s!%d", gap, i + 1);
			gap = " ";
		}
	if (remark[0] != '\0')
		str_addf(out, "\n%s", remark);
}

/* "3", then ${stop} or the end: a number from 1. 0: none. */
static int
number(const char **at)
{
	char *end;
	long n = **at >= '0' && **at <= '9' ? strtol(*at, &end, 10) : 0;

	if (n < 1 || n > 99)
		return 0;
	*at = end;
	return (int)n;
}

static bool
read_times(const struct qa_form *f, const char *s, struct qa_marks *m)
{
	int item = number(&s), way, times = 1;

	if (item == 0 || item > f->n_items || *s++ != '.')
		return false;
	way = number(&s);
	if (way == 0 || way > qa_ways(&f->items[item - 1]))
		return false;
	if (*s == 'x') {
		s++;
		times = number(&s);
	}
	if (times == 0 || *s != '\0' || m->times[item - 1][way - 1] != 0)
		return false;
	m->times[item - 1][way - 1] = (unsigned char)times;
	return true;
}

static bool
read_token(const struct qa_form *f, const char *s, struct qa_marks *m, char of[ID_SIZE])
{
	int fatal;

	if (*s == '=')
		return id_valid(s + 1) && of[0] == '\0' && str_copy(of, ID_SIZE, s + 1);
	if (*s != '!')
		return read_times(f, s, m);
	s++;
	fatal = number(&s);
	if (fatal == 0 || fatal > f->n_fatals || *s != '\0')
		return false;
	m->fatal |= 1U << (fatal - 1);
	return true;
}

enum err_code
qa_read(const struct qa_form *f, const char *text, struct qa_marks *m, char of[ID_SIZE],
    const char **remark, struct err *e)
{
	const char *end = text + strcspn(text, "\n");

	*m = (struct qa_marks){ 0 };
	of[0] = '\0';
	*remark = *end == '\n' ? end + 1 : end;
	while (text < end) {
		size_t n = strcspn(text, " \n");
		char token[ID_SIZE + 2];

		if (n >= sizeof(token))
			return err_set(e, ERR_INVALID, "评分写得不对: %.20s…", text);
		memcpy(token, text, n);
		token[n] = '\0';
		if (!read_token(f, token, m, of))
			return err_set(e, ERR_INVALID, "“%s”评分表没有“%s”。", f->label, token);
		text += n;
		text += *text == ' ';
	}
	return ERR_OK;
}

void
qa_dispute_write(const char *sheet, const char *reason, struct str *out)
{
	record_about_write(sheet, reason, out);
}

bool
qa_dispute_read(const char *text, char sheet[ID_SIZE], const char **reason)
{
	return record_about_read(text, sheet, reason);
}

bool
qa_answers(const struct record *r, char sheet[ID_SIZE])
{
	const struct qa_form *f = qa_form(r->code);
	const char *words;
	struct qa_marks m;

	sheet[0] = '\0';
	if (r->kind == RECORD_QA_DISPUTE)
		return qa_dispute_read(record_text(r), sheet, &words);
	return r->kind == RECORD_QA_AGAIN && f != NULL &&
	       qa_read(f, record_text(r), &m, sheet, &words, NULL) == ERR_OK && sheet[0] != '\0';
}

/* ---- what holds ---- */

int64_t
qa_dispute_until(const struct calendar *cal, int64_t at)
{
	bool provisional;

	return civil_day_start(
	    calendar_add_days(cal, civil_day(at), QA_DISPUTE_DAYS, &provisional) + 1);
}

static enum err_code
check_score(const struct record *r, struct err *e)
{
	const struct qa_form *f = qa_form(r->code);
	const char *remark;
	struct qa_marks m;
	char of[ID_SIZE];

	if (f == NULL)
		return err_set(e, ERR_UNKNOWN_CODE, "没有这种评分表。");
	if (qa_read(f, record_text(r), &m, of, &remark, e) != ERR_OK)
		return e->code;
	if ((of[0] != '\0') != (r->kind == RECORD_QA_AGAIN))
		return err_set(e, ERR_INVALID, "复评要写明是哪一张评分表, 初评不写。");
	if (strcmp(qa_grade(f, &m), r->result) != 0)
		return err_set(e, ERR_INVALID, "等次与扣分算出的不同。");
	if (m.fatal != 0 && remark[0] == '\0')
		return err_set(e, ERR_GUARD, "一票否决要写明事实。");
	if (strcmp(r->by, r->object) == 0)
		return err_set(e, ERR_FORBIDDEN, "不能给自己评分。");
	return ERR_OK;
}

enum err_code
qa_check(const struct record *r, struct err *e)
{
	char sheet[ID_SIZE];
	const char *reason;

	if (r->kind == RECORD_QA_SHEET || r->kind == RECORD_QA_AGAIN)
		return check_score(r, e);
	if (r->kind != RECORD_QA_DISPUTE)
		return ERR_OK;
	if (!qa_dispute_read(record_text(r), sheet, &reason))
		return err_set(e, ERR_INVALID, "申诉要写明是哪一张评分表和理由。");
	return strcmp(r->by, r->object) == 0 ? ERR_OK
					     : err_set(e, ERR_FORBIDDEN, "只能由被评的人申诉。");
}

enum err_code
qa_check_answer(
    const struct record *r, const struct record *sheet, const struct calendar *cal, struct err *e)
{
	if (strcmp(sheet->object, r->object) != 0 || sheet->kind != RECORD_QA_SHEET)
		return err_set(e, ERR_INVALID, "不是这个人的评分表。");
	if (r->kind == RECORD_QA_AGAIN && strcmp(sheet->by, r->by) == 0)
		return err_set(e, ERR_FORBIDDEN, "复评要由另一位质检员做。");
	if (r->kind == RECORD_QA_AGAIN && strcmp(sheet->code, r->code) != 0)
		return err_set(e, ERR_INVALID, "复评用的不是同一种评分表。");
	if (r->kind == RECORD_QA_DISPUTE && r->at >= qa_dispute_until(cal, sheet->at))
		return err_set(e, ERR_GUARD, "评分已过 %d 个工作日, 不能再申诉。", QA_DISPUTE_DAYS);
	return ERR_OK;
}
