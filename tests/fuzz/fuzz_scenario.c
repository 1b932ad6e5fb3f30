/* The bytes are a scenario file; or, after an odd byte and two that say where, what is written into a good one. Whatever they are, it is read or refused at a line with a reason; what is read is read the
 * same again, its caller tells nothing hidden unless he is asked and leaves in the end, and its marks stay on the sheet. */
#include "fuzz.h"
#include "model/caller.h"
#include "model/rehearse.h"
#include "model/score.h"

static const struct fuzz_word words[] = {
	FUZZ_WORD("[变化]\n"),
	FUZZ_WORD("甲/乙: 一/二 | 三/四\n"),
	FUZZ_WORD("{甲}"),
	FUZZ_WORD("[来电人]\n"),
	FUZZ_WORD("[说话]\n"),
	FUZZ_WORD("[事实 地点]\n"),
	FUZZ_WORD("[事实]\n问: 几盏\n答: 一盏\n"),
	FUZZ_WORD("[第二件事]\n说: 还有个事。\n"),
	FUZZ_WORD("[标准答案]\n结果: 成单\n"),
	FUZZ_WORD("[参考工单]\n标题: 路灯不亮\n诉求内容: 路灯不亮\n"),
	FUZZ_WORD("接着: 又一句。\n"),
	FUZZ_WORD("沉默8秒: 喂？\n"),
	FUZZ_WORD("等候20秒: 喂？\n"),
	FUZZ_WORD("情绪到4: 你们！\n"),
	FUZZ_WORD("问过地点: 就那儿。\n"),
	FUZZ_WORD("复述后: 对。\n"),
	FUZZ_WORD("顺序: 打乱\n"),
	FUZZ_WORD("先错: 不是\n"),
	FUZZ_WORD("须先: 问保密\n不肯: 不说\n"),
	FUZZ_WORD("词: 一盏|1盏, 两\n"),
	FUZZ_WORD("方言词: 片子=暖气\n"),
	FUZZ_WORD("禁止: 转走\n"),
	FUZZ_WORD("告知: 无\n"),
	FUZZ_WORD("：\n　 "),
	FUZZ_WORD("[演练]\n岗位: 分中心\n工号: 1\n登记: 2\n派单: 3\n情况: 一\n讲评: 二\n"),
	FUZZ_WORD("[工单 甲]\n标题: 路灯\n受理: 3天前\n"),
	FUZZ_WORD("[经过 甲]\n催办: 2; 内容=没有人来\n"),
	FUZZ_WORD("[步骤 甲 联系群众]\n规矩: 一\n提示: 二\n结果: 已联系\n沟通内容: 下午\n"),
	FUZZ_WORD("要有: 结果=已联系; 沟通内容=下午|上午\n"),
	FUZZ_WORD("[不许 甲 提交反馈]\n规矩: 一\n要是: 是否解决=已解决\n"),
};

static const char whole[] =
    "版式: 1\n编号: T1\n标题: 试\n技能: 应急\n难度: 1\n作者: 甲\n审核: 乙, 丙\n"
    "有效期: 2026-01-01 至 2027-12-31\n来源: 编写\n[变化]\n门: 78号 | 21号\n[来电人]\n姓名: "
    "何雅琴\n"
    "称呼: 何女士\n性别: 女\n年龄: 30\n电话: 13600000452\n耐心: 20\n[说话]\n开场: 喂。\n接着: "
    "灯不亮。\n"
    "[事实 地点]\n答: 红山路{门}。\n词: {门}\n[事实 时间]\n先错: 昨天。\n答: 前天。\n"
    "[标准答案]\n结果: 成单\n分类: 0205\n地点词: {门}\n[参考工单]\n标题: 路灯\n分类: 0205\n"
    "诉求内容: 红山路{门}路灯不亮。\n";

size_t
LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed)
{
	return fuzz_mutate(words, sizeof(words) / sizeof(words[0]), data, size, max, seed);
}

static char *
written(const uint8_t *d, size_t *n)
{
	struct str text = { 0 };
	size_t at, len = sizeof(whole) - 1;

	if (*n < 3 || d[0] % 2 == 0)
		return fuzz_exact(d, *n);
	at = (size_t)(d[1] << 8 | d[2]) % len;
	while (at > 0 && (d[0] & 2) != 0 && whole[at - 1] != '\n')
		at--; /* mostly between lines */
	str_add_n(&text, whole, at);
	str_add_n(&text, (const char *)d + 3, *n - 3);
	str_add(&text, whole + at);
	*n = text.len;
	char *exact = fuzz_exact(text.s, text.len);
	str_free(&text);
	return exact;
}

/* A call of acts by the bytes; only questions may bring facts out. */
static void
play(const struct scenario *s, const uint8_t *d, size_t n)
{
	struct caller *c;
	struct caller_out o = { 0 };
	struct lesson l;
	struct score x;
	int64_t now = 0, last = 0;
	bool asked = false, left = false;

	lesson_init(&l);
	if (caller_open(s, n, 0, &c, NULL) != ERR_OK)
		return;
	for (size_t i = 0; !left; i++) {
		enum call_act act = (enum call_act)(i < n ? d[i] % ACT_COUNT : ACT_LISTEN);
		bool plain =
		    act != ACT_ASK && act != ACT_SAY && act != ACT_SCRIPT && act != ACT_RESTATE;

		fuzz_must(i < 100000, "a call ends");
		if (i < n && (plain || d[i] % 3 == 0)) {
			asked = asked || !plain;
			caller_act(
			    c, &(struct caller_act){
				   .act = act, .element = d[i] % 5, .text = "几盏", .at = now });
			(void)lesson_add(&l, now, act, d[i] % 5, "ask_place");
		}
		now += 1500;
		while (caller_next(c, now, &o)) {
			fuzz_must(!left && o.at >= last && o.at <= now,
			    "in order, and nothing after he left");
			fuzz_must(o.fact < 0 || asked, "nothing hidden unasked");
			fuzz_must(o.mood >= 0 && o.mood <= SCENARIO_MOOD_MOST, "his mood");
			last = o.at;
			left = o.event == CALLER_LEAVES;
		}
	}
	l.talk_ms = now;
	l.n_matters = caller_matters(c);
	(void)lesson_file(&l, now, &s->answer[0].reference);
	score_lesson(&l, s, NULL, &x);
	fuzz_must(score_machine(&x).percent <= 100 && score_machine(&x).got >= 0, "the marks");
	lesson_free(&l);
	caller_close(c);
}

/* The model solution of a drill, and whatever its writer would be told of it. */
static void
rehearsed(const struct scenario *s)
{
	struct str why = { 0 };
	struct rehearsal r;
	int line = 0;

	if (rehearse(s, 0, REHEARSE_GOOD, NULL, &r, NULL) == ERR_OK)
		fuzz_must(
		    score_machine(&r.score).percent <= 100 && score_machine(&r.score).got >= 0,
		    "the marks of a drill");
	rehearsal_free(&r);
	if (rehearse_judge(s, 0, NULL, &line, &why))
		fuzz_must(why.len > 0 && line >= 1, "what is wrong with a drill");
	str_free(&why);
}

/* All mistakes: there is one exactly where the strict reader finds one. */
static void
inspected(const char *text, size_t len, bool good)
{
	struct scenario_mistakes *m = calloc(1, sizeof(*m));
	struct err e = { 0 };
	struct scenario s;

	scenario_init(&s);
	if (m != NULL && scenario_inspect(text, len, &s, m, &e) == ERR_OK) {
		fuzz_must(good == (m->n == 0), "mistakes where there are some");
		for (int i = 0; i < m->n; i++)
			fuzz_must(m->item[i].line >= 1 && m->item[i].text[0] != '\0' &&
				      (i == 0 || m->item[i - 1].line <= m->item[i].line),
			    "a line and a reason");
	} else {
		fuzz_must(!good, "a good file can be looked at");
	}
	scenario_free(&s);
	free(m);
}

int
LLVMFuzzerTestOneInput(const uint8_t *d, size_t n)
{
	size_t len = n;
	char *text = written(d, &len);
	struct scenario s, again;
	struct err e = { 0 };

	scenario_init(&s);
	scenario_init(&again);
	if (scenario_read(text, len, &s, &e) != ERR_OK) {
		fuzz_must(e.text[0] != '\0' && utf8_valid(e.text, strlen(e.text)), "a reason");
		fuzz_must(strncmp(e.where, "line ", 5) == 0 && atoi(e.where + 5) >= 1, "a line");
	} else {
		fuzz_must(scenario_variant(&s, n, &again, NULL) == ERR_OK, "its variants too");
		if (again.drill != NULL)
			rehearsed(&again);
		else
			play(&again, d, n < 200 ? n : 200);
	}
	inspected(text, len, s.source_text != NULL);
	scenario_free(&again);
	scenario_free(&s);
	free(text);
	return 0;
}
