/* The rules of a ticket that was filed in a lesson: type, urgency, category, unit, the five elements, its words. Where a
 * scenario says nothing of a field, any value will do. */
#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "model/wording.h"
#include "score_p.h"

#define CONTENT_CHARS 15 /* less is no account of a matter */

static void
in_set(struct scoring *k, const struct lesson_ticket *t, const struct scenario_list *right,
    enum ticket_field field, int item, int way)
{
	const char *value = fields_get(&t->f, field);

	if (right->n == 0 || scenario_list_has(right, value))
		return;
	score_deduct(k, t->at_ms, item, way, "%s是“%s”, 应为“%s”", field_info(field)->label,
	    value[0] != '\0' ? enum_label(field, value) : "没有填",
	    enum_label(field, right->item[0]));
}

static void
elements(struct scoring *k, const struct lesson_ticket *t, const struct scenario_answer *a)
{
	const struct elements there = elements_of(&t->f);

	if (a->tickets == 0) { /* none was wanted: it must at least be one */
		for (int i = 0; i < ELEMENT_COUNT; i++)
			if (there.mark[i] == ELEMENT_MISSING)
				score_deduct(k, t->at_ms, ITEM_ELEMENTS, 0,
				    "%s没有, 这一通也不该成单", element_label((enum element)i));
		return;
	}
	for (int i = 0; i < ELEMENT_COUNT; i++)
		if (!scenario_has_element(a, (enum element)i, &t->f))
			score_deduct(k, t->at_ms, ITEM_ELEMENTS, 0, "%s没有写清: %s",
			    element_label((enum element)i), a->words[i]);
}

static void
words(struct scoring *k, const struct lesson_ticket *t)
{
	static const enum ticket_field all[] = { TF_TITLE, TF_CONTENT, TF_DEMAND, TF_ANSWER };
	const char *title = fields_get(&t->f, TF_TITLE), *answer = fields_get(&t->f, TF_ANSWER);
	int element;

	if (title[0] == '\0' || utf8_count(title) > LIMIT_TITLE_CHARS)
		score_deduct(k, t->at_ms, ITEM_WRITING, 2, "标题没有写或太长");
	if (utf8_count(fields_get(&t->f, TF_CONTENT)) < CONTENT_CHARS)
		score_deduct(k, t->at_ms, ITEM_WRITING, 2, "诉求内容不到 %d 个字", CONTENT_CHARS);
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		struct str why = { 0 };

		if ((wording_check(k->c, fields_get(&t->f, all[i]), false, &why) & WORDING_BLAME) !=
		    0)
			score_deduct(k, t->at_ms, ITEM_WRITING, 1, "%s%s",
			    field_info(all[i])->label, str_c(&why));
		str_free(&why);
	}
	if ((act_in_words(answer, &element) & ACT_BIT(PROMISE)) != 0)
		score_fatal(k, t->at_ms, FATAL_PROMISED, "答复里承诺了结果或日期");
}

/* Filed for the danger that the trainer put in: with what was there, and urgent. Where F8 filed one of its own any later one is
 * of what he had called for. */
static bool
is_of_rescue(const struct lesson *l, const struct lesson_ticket *t)
{
	const int own = score_rescue(l);

	return own >= 0 ? t == &l->ticket[own]
			: score_rescued_at(l) >= 0 && t->at_ms >= lesson_first(l, ACT_DANGER);
}

void
score_ticket(struct scoring *k, const struct lesson_ticket *t, int matter)
{
	const struct scenario_answer *a = &k->s->answer[matter];

	in_set(k, t, &a->types, TF_TYPE, ITEM_JUDGED, 0);
	if (!is_of_rescue(k->l, t))
		in_set(k, t, &a->urgencies, TF_URGENCY, ITEM_JUDGED, 1);
	if (a->tickets == 0)
		for (int way = 0; way < 2; way++)
			score_deduct(
			    k, t->at_ms, ITEM_CLASSED, way, "这一通不该成单, 派给谁都是白跑");
	in_set(k, t, &a->categories, TF_CATEGORY, ITEM_CLASSED, 0);
	in_set(k, t, &a->units, TF_UNIT, ITEM_CLASSED, 1);
	if (!is_of_rescue(k->l, t))
		elements(k, t, a);
	words(k, t);
	if (a->confidential >= 0 &&
	    str_eq(fields_get(&t->f, TF_CONFIDENTIAL), "1") != (a->confidential == 1))
		score_deduct(
		    k, t->at_ms, ITEM_TOLD, 0, "保密应为“%s”", a->confidential == 1 ? "是" : "否");
}
