/* 五要素: is it said when, where, who, what happened and what is wanted. A filled field counts whole; words in the
 * narrative that only hint at it count half, so that the meter moves while the caller talks and the call-taker sees
 * what to ask next. Judges presence, never truth or style. */
#include "model/elements.h"

#include <string.h>

#include "base/utf8.h"
#include "model/propose.h"

#define EVENT_CHARS 10 /* fewer say that something is wrong, not what */

/* Any instant does: the narrative is asked for a phrase, not for its date. 2026-01-01. */
#define SOME_DAY_MS 1767196800000LL

const char *
element_label(enum element e)
{
	static const char *const LABELS[] = { "时间", "地点", "人物", "事件", "诉求" };
	return (unsigned)e < ELEMENT_COUNT ? LABELS[e] : "";
}

static bool
is_set(const struct fields *f, enum ticket_field which)
{
	return fields_get(f, which)[0] != '\0';
}

static bool
is_on(const struct fields *f, enum ticket_field which)
{
	return strcmp(fields_get(f, which), "1") == 0;
}

static bool
has_any(const char *text, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strstr(text, words[i]) != NULL)
			return true;
	return false;
}

#define HAS_ANY(text, words) has_any(text, words, sizeof(words) / sizeof((words)[0]))

static enum element_mark
time_of(const struct fields *f, const char *said)
{
	char words[64];
	if (is_set(f, TF_EVENT_TIME))
		return ELEMENT_THERE;
	return propose_time(said, SOME_DAY_MS, words, sizeof words) ? ELEMENT_HALF
								    : ELEMENT_MISSING;
}

static enum element_mark
place_of(const struct fields *f, const char *said)
{
	static const char *const HINTS[] = { "路", "街", "号楼", "小区", "社区", "村", "镇", "市场",
		"广场", "学校", "医院", "公园", "单元", "巷" };
	if (is_set(f, TF_AREA) && is_set(f, TF_ADDRESS))
		return ELEMENT_THERE;
	if (is_set(f, TF_AREA) || is_set(f, TF_ADDRESS) || HAS_ANY(said, HINTS))
		return ELEMENT_HALF;
	return ELEMENT_MISSING;
}

/* Who speaks and whom it concerns (practice B5); somebody who stays anonymous is known well enough. */
static enum element_mark
people_of(const struct fields *f, const char *said)
{
	static const char *const HINTS[] = { "老人", "孩子", "邻居", "老板", "司机", "物业", "公司",
		"业主", "住户", "村民", "工人", "我们", "商家", "医生", "老师" };
	bool speaker = is_set(f, TF_NAME) || is_set(f, TF_CALLED) || is_on(f, TF_ANONYMOUS);
	bool other = is_set(f, TF_SUBJECT) || is_set(f, TF_PEOPLE);
	if (speaker && (other || HAS_ANY(said, HINTS)))
		return ELEMENT_THERE;
	return speaker || other || HAS_ANY(said, HINTS) ? ELEMENT_HALF : ELEMENT_MISSING;
}

const char *
element_wanting(const struct fields *f, enum element e, enum element_mark mark)
{
	const bool speaker = is_set(f, TF_NAME) || is_set(f, TF_CALLED) || is_on(f, TF_ANONYMOUS);

	if (mark == ELEMENT_HALF && e == ELEMENT_PEOPLE)
		return field_info(speaker ? TF_SUBJECT : TF_CALLED)->label;
	if (mark == ELEMENT_HALF && e == ELEMENT_PLACE && is_set(f, TF_AREA))
		return "详细地点";
	if (mark == ELEMENT_HALF && e == ELEMENT_PLACE && is_set(f, TF_ADDRESS))
		return field_info(TF_AREA)->label;
	return element_label(e);
}

static enum element_mark
event_of(const char *said)
{
	size_t chars = utf8_count(said);
	return chars >= EVENT_CHARS ? ELEMENT_THERE : chars > 0 ? ELEMENT_HALF : ELEMENT_MISSING;
}

static enum element_mark
demand_of(const struct fields *f, const char *said)
{
	static const char *const HINTS[] = { "要求", "希望", "请", "咨询", "询问", "想问", "建议",
		"能不能", "能否", "尽快", "赔偿", "退款", "怎么办" };
	if (is_set(f, TF_DEMAND))
		return ELEMENT_THERE;
	return HAS_ANY(said, HINTS) ? ELEMENT_HALF : ELEMENT_MISSING;
}

/* A question, a suggestion and thanks have no scene: their time and place are shown, but never missed. */
bool
elements_need_scene(const char *type)
{
	return strcmp(type, "consult") != 0 && strcmp(type, "suggest") != 0 &&
	       strcmp(type, "praise") != 0;
}

struct elements
elements_of(const struct fields *f)
{
	static const int POINTS[] = { 0, 10, 20 };
	const char *said = fields_get(f, TF_CONTENT);
	bool scene = elements_need_scene(fields_get(f, TF_TYPE));
	struct elements e = { .mark = {
				  [ELEMENT_TIME] = time_of(f, said),
				  [ELEMENT_PLACE] = place_of(f, said),
				  [ELEMENT_PEOPLE] = people_of(f, said),
				  [ELEMENT_EVENT] = event_of(said),
				  [ELEMENT_DEMAND] = demand_of(f, said),
			      } };
	for (int i = 0; i < ELEMENT_COUNT; i++) {
		bool waived = !scene && (i == ELEMENT_TIME || i == ELEMENT_PLACE);
		e.score += waived ? POINTS[ELEMENT_THERE] : POINTS[e.mark[i]];
	}
	return e;
}
