/* The keys of a scenario file as tables: a line here makes one, with what may stand behind it. */
#include <stddef.h>
#include <string.h>

#include "model/drill.h"
#include "model/record.h"
#include "model/role.h"
#include "model/script.h"
#include "scenario_p.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* ---- words and their codes ---- */

static const struct enum_item *
outcomes(int *n)
{
	return record_codes(RECORD_CALL, n);
}

static const struct enum_item *
types(int *n)
{
	return enum_items(TF_TYPE, n);
}

static const struct enum_item *
urgencies(int *n)
{
	return enum_items(TF_URGENCY, n);
}

static const char *
script_code(const char *word)
{
	for (size_t i = 0; script_moment_at(i) != NULL; i++)
		if (strcmp(script_moment_at(i)->name, word) == 0 ||
		    strcmp(script_moment_at(i)->title, word) == 0)
			return script_moment_at(i)->name;
	return NULL;
}

#define X(name, zh) zh " "
#define SKILLS      SCENARIO_SKILLS(X)
#define MODES       SCENARIO_MODES(X)
#define TRAITS      SCENARIO_TRAITS(X)

#define AT(type, member) offsetof(struct type, member)
#define KEY(n, t, ...)                                          \
	{                                                       \
		.name = (n), .type = (t), .offset = __VA_ARGS__ \
	}

static const struct scenario_key head_keys[] = {
	KEY("编号", VALUE_CODE, AT(scenario, id), .hi = 24, .must = true),
	KEY("标题", VALUE_TEXT, AT(scenario, title), .hi = 40, .must = true),
	KEY("技能", VALUE_LABEL, AT(scenario, skill), .labels = SKILLS, .must = true),
	KEY("难度", VALUE_INT, AT(scenario, difficulty), .lo = 1, .hi = 5, .must = true),
	KEY("方式", VALUE_MASK, AT(scenario, modes), .labels = MODES),
	KEY("作者", VALUE_TEXT, AT(scenario, author), .hi = 20, .must = true),
	KEY("审核", VALUE_WORDS, AT(scenario, reviewed), .must = true),
	KEY("有效期", VALUE_DAYS, AT(scenario, from), .must = true),
	KEY("知识版本", VALUE_LIST, AT(scenario, knowledge)),
	KEY("来源", VALUE_TEXT, AT(scenario, source), .hi = 120, .must = true),
};

#define P(member) AT(scenario_persona, member)
static const struct scenario_key persona_keys[] = {
	KEY("姓名", VALUE_TEXT, P(name), .hi = 20, .must = true),
	KEY("称呼", VALUE_TEXT, P(called), .hi = 20, .must = true),
	KEY("性别", VALUE_LABEL, P(sex), .labels = "女 男", .must = true),
	KEY("年龄", VALUE_INT, P(age), .lo = 6, .hi = 110, .must = true),
	KEY("电话", VALUE_PHONE, P(phone), .more = P(phone_line), .must = true),
	KEY("拨打", VALUE_CODE, P(line), .hi = 16),
	KEY("按键", VALUE_TEXT, P(ivr), .hi = 40),
	KEY("特点", VALUE_MASK, P(traits), .labels = TRAITS),
	KEY("情绪", VALUE_INT, P(mood), .lo = 0, .hi = SCENARIO_MOOD_MOST - 1),
	KEY("耐心", VALUE_INT, P(patience_s), .lo = 5, .hi = 600),
	KEY("语速", VALUE_INT, P(rate), .lo = 1, .hi = 12),
	KEY("不知道", VALUE_TEXT, P(unknown), .hi = SCENARIO_CHARS),
	KEY("要求保密", VALUE_LABEL, P(secrecy), .labels = "否 是"),
	KEY("保密回答", VALUE_TEXT, P(secret), .hi = SCENARIO_CHARS),
	KEY("方言词", VALUE_PAIRS, P(dialect), .more = P(n_dialect)),
	KEY("旧地名", VALUE_PAIRS, P(places), .more = P(n_places)),
};
#undef P

static const struct scenario_key talk_keys[] = {
	KEY("开场", VALUE_TEXT, AT(scenario, opening), .hi = SCENARIO_CHARS),
	KEY("顺序", VALUE_LABEL, AT(scenario, shuffled), .labels = "照写 打乱"),
};

#define F(member) AT(scenario_fact, member)
static const struct scenario_key fact_keys[] = {
	KEY("答", VALUE_TEXT, F(says), .hi = SCENARIO_CHARS, .must = true),
	KEY("问", VALUE_WORDS, F(asks)),
	KEY("先错", VALUE_TEXT, F(wrong), .hi = SCENARIO_CHARS),
	KEY("词", VALUE_TEXT, F(words), .hi = 200),
	KEY("须先", VALUE_ACTS, F(first)),
	KEY("不肯", VALUE_TEXT, F(refusal), .hi = SCENARIO_CHARS),
};
#undef F

#define U(member) AT(scenario_utterance, member)
static const struct scenario_key second_keys[] = {
	KEY("说", VALUE_TEXT, U(text), .hi = SCENARIO_CHARS, .must = true),
};
#undef U

#define A(member) AT(scenario_answer, member)
static const struct scenario_key answer_keys[] = {
	KEY("结果", VALUE_LIST, A(outcomes), .items = outcomes, .must = true),
	KEY("类型", VALUE_LIST, A(types), .items = types),
	KEY("分类", VALUE_LIST, A(categories)),
	KEY("紧急", VALUE_LIST, A(urgencies), .items = urgencies),
	KEY("单位", VALUE_LIST, A(units)),
	KEY("知识", VALUE_LIST, A(articles)),
	KEY("话术", VALUE_LIST, A(scripts), .code = script_code),
	KEY("转接", VALUE_LIST, A(targets)),
	KEY("不予受理", VALUE_LIST, A(rejects)),
	KEY("工单", VALUE_LABEL, A(tickets), .lo = -1, .labels = "可有 不要 要"),
	KEY("保密", VALUE_LABEL, A(confidential), .labels = "否 是"),
	KEY("告知", VALUE_TELLS, A(tells)),
	KEY("禁止", VALUE_ACTS, A(forbidden)),
	KEY("时间词", VALUE_LINED, A(words[ELEMENT_TIME]), .more = A(words_line[ELEMENT_TIME]),
	    .hi = 200),
	KEY("地点词", VALUE_LINED, A(words[ELEMENT_PLACE]), .more = A(words_line[ELEMENT_PLACE]),
	    .hi = 200),
	KEY("人物词", VALUE_LINED, A(words[ELEMENT_PEOPLE]), .more = A(words_line[ELEMENT_PEOPLE]),
	    .hi = 200),
	KEY("事件词", VALUE_LINED, A(words[ELEMENT_EVENT]), .more = A(words_line[ELEMENT_EVENT]),
	    .hi = 200),
	KEY("诉求词", VALUE_LINED, A(words[ELEMENT_DEMAND]), .more = A(words_line[ELEMENT_DEMAND]),
	    .hi = 200),
	KEY("标准时长", VALUE_INT, A(par_s), .lo = 10, .hi = SCENARIO_SECONDS_MOST),
	KEY("话后时长", VALUE_INT, A(acw_s), .lo = 0, .hi = 600),
};
#undef A
#undef X

/* ---- of a drill ---- */

#define X(name, json, zh) zh " "
#define ROLES             ROLES_OF_PEOPLE(X)
#define D(member)         AT(drill, member)
static const struct scenario_key drill_keys[] = {
	KEY("岗位", VALUE_LABEL, D(role), .labels = ROLES, .must = true),
	KEY("工号", VALUE_CODE, D(job_no), .hi = 16, .must = true),
	KEY("单位", VALUE_CODE, D(unit), .hi = 16),
	KEY("登记", VALUE_CODE, D(agent), .hi = 16, .must = true),
	KEY("派单", VALUE_CODE, D(dispatcher), .hi = 16, .must = true),
	KEY("情况", VALUE_TEXT, D(situation), .hi = DRILL_BRIEF, .must = true),
	KEY("讲评", VALUE_TEXT, D(remark), .hi = DRILL_BRIEF, .must = true),
	KEY("保密词", VALUE_TEXT, D(secret), .hi = 200),
	KEY("标准时长", VALUE_INT, D(par_s), .lo = 10, .hi = SCENARIO_SECONDS_MOST),
	KEY("次序", VALUE_LABEL, D(ordered), .labels = "不限 照写"),
	KEY("断线", VALUE_INT, D(cut_at_s), .lo = 1, .hi = 600),
	KEY("断线时长", VALUE_INT, D(cut_s), .lo = 10, .hi = 600),
};
#undef D
#undef X

static const struct scenario_key case_keys[] = {
	KEY("派给", VALUE_TEXT, AT(drill_ticket, unit), .hi = 16),
};

/* An older ticket of a call. */
#define O(member) AT(drill_ticket, member)
static const struct scenario_key old_keys[] = {
	KEY("派给", VALUE_TEXT, O(unit), .hi = 16),
	KEY("登记", VALUE_CODE, O(agent), .hi = 16, .must = true),
	KEY("派单", VALUE_CODE, O(dispatcher), .hi = 16),
	KEY("后六位", VALUE_CODE, O(last6), .hi = 6),
};
#undef O

#define X(name, zh) zh " "
#define S(member)   AT(drill_step, member)
static const struct scenario_key step_keys[] = {
	KEY("规矩", VALUE_TEXT, S(rule), .hi = 100, .must = true),
	KEY("提示", VALUE_TEXT, S(hint), .hi = 100, .must = true),
	KEY("期限", VALUE_INT, S(within_s), .lo = 5, .hi = SCENARIO_SECONDS_MOST),
	KEY("扣", VALUE_LABEL, S(item), .labels = DRILL_ITEMS(X)),
	KEY("漏办", VALUE_LABEL, S(fatal), .labels = DRILL_FATALS(X)),
	KEY("断线时", VALUE_LABEL, S(offline), .labels = "否 是"),
};
#undef S

#define N(member) AT(drill_never, member)
static const struct scenario_key never_keys[] = {
	KEY("规矩", VALUE_TEXT, N(rule), .hi = 100, .must = true),
	KEY("算", VALUE_LABEL, N(fatal), .labels = DRILL_FATALS(X)),
};
#undef N
#undef X

/* ---- sections ---- */

const struct scenario_part scenario_sections[SECTIONS] = {
	[IN_HEAD] = { "", head_keys, COUNT(head_keys) },
	[IN_VARIED] = { "变化", NULL, 0 },
	[IN_PERSONA] = { "来电人", persona_keys, COUNT(persona_keys) },
	[IN_TALK] = { "说话", talk_keys, COUNT(talk_keys) },
	[IN_FACT] = { "事实", fact_keys, COUNT(fact_keys) },
	[IN_SECOND] = { "第二件事", second_keys, COUNT(second_keys) },
	[IN_ANSWER] = { "标准答案", answer_keys, COUNT(answer_keys) },
	[IN_TICKET] = { "参考工单", NULL, 0 },
	[IN_DRILL] = { "演练", drill_keys, COUNT(drill_keys) },
	[IN_CASE] = { "工单", case_keys, COUNT(case_keys) },
	[IN_PAST] = { "经过", NULL, 0 },
	[IN_STEP] = { "步骤", step_keys, COUNT(step_keys) },
	[IN_NEVER] = { "不许", never_keys, COUNT(never_keys) },
	[IN_OLD] = { "旧单", old_keys, COUNT(old_keys) },
};
