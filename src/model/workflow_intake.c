/* workflow_intake.c: what must be there before a call becomes a ticket: the required fields, the five elements, the
 * number, and the rule of what may be answered on the spot (practice A7). Guards, as in workflow_guard.c.
 *
 * Not here: values for themselves (values.c), and everything that happens to a ticket afterwards. */
#include "workflow_p.h"

#include <string.h>

#include "base/str.h"
#include "model/elements.h"
#include "model/extra.h"
#include "model/mask.h"
#include "model/number.h"

#define ANSWER_INK         10 /* characters of an answer that says something */
#define PHONE_DIGITS_LEAST 3  /* 110, 12345 and extensions are numbers too */

/* ---- what a ticket must say ---- */

enum need { NEED_WORDS, NEED_ALWAYS, NEED_PLACE, NEED_DOOR };

static bool
needed(const struct fields *f, enum need need)
{
	static const char *const door[] = { "help", "complaint", "report" };
	const char *type = fields_get(f, TF_TYPE);

	/* An emergency is filed with what is there and never waits for a complete form (practice B2). */
	if (need == NEED_WORDS || strcmp(fields_get(f, TF_URGENCY), "critical") == 0)
		return need == NEED_WORDS;
	if (need == NEED_ALWAYS || (need == NEED_PLACE && strcmp(type, "suggest") == 0))
		return true;
	for (size_t i = 0; i < sizeof(door) / sizeof(door[0]); i++)
		if (strcmp(type, door[i]) == 0)
			return true;
	return false;
}

/* Some fields answer for each other: a form of address for the name, the caller's number for the contact number. */
static bool
filled(const struct fields *f, enum ticket_field which)
{
	const char *value = fields_get(f, which);
	char digits[24];

	if (which == TF_CONTACT_PHONE ||
	    which == TF_CALLER_PHONE) /* a name in its place rings nobody */
		return mask_phone_normal(value, digits, sizeof(digits)) >= PHONE_DIGITS_LEAST;
	return values_ink(value) > 0;
}

bool
workflow_is_there(const struct fields *f, enum ticket_field which)
{
	const bool anonymous = strcmp(fields_get(f, TF_ANONYMOUS), "1") == 0;

	if (filled(f, which))
		return true;
	if (which == TF_NAME)
		return filled(f, TF_CALLED) || anonymous;
	if (which == TF_CONTACT_PHONE)
		return filled(f, TF_CALLER_PHONE) || anonymous;
	return false;
}

int
workflow_missing(const struct fields *f, enum ticket_field *out)
{
	static const struct {
		enum ticket_field field;
		enum need need;
	} form[] = { { TF_CONTENT, NEED_WORDS }, { TF_TYPE, NEED_ALWAYS },
		{ TF_CATEGORY, NEED_ALWAYS }, { TF_AREA, NEED_PLACE }, { TF_ADDRESS, NEED_DOOR },
		{ TF_NAME, NEED_ALWAYS }, { TF_CONTACT_PHONE, NEED_ALWAYS } };
	int n = 0;

	for (size_t i = 0; i < sizeof(form) / sizeof(form[0]); i++)
		if (needed(f, form[i].need) && !workflow_is_there(f, form[i].field))
			out[n++] = form[i].field;
	return n;
}

int
workflow_wants(const struct city *c, const struct fields *f, int most, struct str *names)
{
	enum ticket_field missing[TF_COUNT];
	const struct field_rule *extra[CITY_FIELDS_MOST];
	int n = workflow_missing(f, missing), all = n + extra_missing(c, f, extra);

	for (int i = 0; names != NULL && i < all && i < most; i++)
		str_addf(names, "%s%s", i > 0 ? "、" : "",
		    i < n ? field_info(missing[i])->label : extra[i - n]->label);
	if (names != NULL && all > most)
		str_addf(names, "等%d项", all);
	return all;
}

enum err_code
guard_required(const struct ask *q, struct err *e)
{
	enum ticket_field missing[TF_COUNT];
	struct str names = { 0 };

	if (workflow_wants(q->env->city, &q->after, TF_COUNT, &names) == 0)
		return ERR_OK;
	(void)err_set(
	    e, ERR_GUARD, "还缺%s, 补上再提交; 一时问不到的可按“待完善”提交", str_c(&names));
	(void)err_at(e, "%s",
	    field_info(workflow_missing(&q->after, missing) > 0 ? missing[0] : TF_EXTRA)->json);
	str_free(&names);
	return ERR_GUARD;
}

/* Whether the five elements say enough. A question, praise or a call about something else has no place and time. */
static bool
elements_enough(const struct ask *q, struct elements *el)
{
	*el = elements_of(&q->after);
	return el->score >= ELEMENTS_THRESHOLD || ask_is(q, TF_TYPE, "consult") ||
	       ask_is(q, TF_TYPE, "praise") || ask_is(q, TF_TYPE, "other") ||
	       ask_is(q, TF_URGENCY, "critical");
}

enum err_code
guard_elements(const struct ask *q, struct err *e)
{
	struct str weak = { 0 };
	struct elements el;

	if (elements_enough(q, &el) || values_ink(ask_arg(q, EA_REASON)) > 0)
		return ERR_OK;
	for (int i = 0; i < ELEMENT_COUNT; i++)
		if (el.mark[i] != ELEMENT_THERE) {
			if (weak.len > 0)
				str_add(&weak, "、");
			str_add(&weak, element_label((enum element)i));
		}
	(void)err_set(e, ERR_GUARD, "五要素%d分, 未达%d分, 请补充%s; 确实问不到的写明原因再提交",
	    el.score, ELEMENTS_THRESHOLD, str_c(&weak));
	(void)err_at(e, "%s", arg_info(EA_REASON)->json);
	str_free(&weak);
	return ERR_GUARD;
}

enum err_code
guard_incomplete(const struct ask *q, struct err *e)
{
	struct elements el;

	if (ask_blank(q, TF_CONTENT))
		return ask_refuse(e, TF_CONTENT, "请先写下诉求内容, 哪怕一句话");
	if (!filled(&q->after, TF_CONTACT_PHONE) && !filled(&q->after, TF_CALLER_PHONE))
		return ask_refuse(
		    e, TF_CONTACT_PHONE, "没有联系电话, 事后无法请来电人补充, 请当场问清后提交");
	if (workflow_wants(q->env->city, &q->after, 0, NULL) == 0 && elements_enough(q, &el))
		return err_set(e, ERR_GUARD, "该填的都已齐全, 请直接提交");
	return ERR_OK;
}

enum err_code
guard_channel(const struct ask *q, struct err *e)
{
	if (ask_blank(q, TF_CHANNEL) && ask_blank(q, TF_CALL_ID))
		return ask_refuse(e, TF_CHANNEL, "请先选诉求来源");
	return ERR_OK;
}

enum err_code
guard_number(const struct ask *q, struct err *e)
{
	if (!number_valid(ask_after(q, TF_NO)))
		return ask_refuse(e, TF_NO, "工单编号缺失或不是18位数字, 请重新取号");
	return ERR_OK;
}

/* ---- answered on the spot (practice A7) ---- */

static bool
is_referred(const struct ask *q)
{
	return ask_is(q, TF_CLOSE_TYPE, "transfer") || ask_is(q, TF_CLOSE_TYPE, "tripartite");
}

/* 110, 119, 120, 122: the record is kept with what is there. */
static bool
is_emergency(const struct ask *q)
{
	return ask_is(q, TF_URGENCY, "critical") && ask_is(q, TF_CLOSE_TYPE, "transfer");
}

static enum err_code
direct_by_type(const struct ask *q, struct err *e)
{
	if (ask_is(q, TF_TYPE, "complaint") || ask_is(q, TF_TYPE, "report"))
		return ask_refuse(e, TF_TYPE, "投诉和举报必须派单办理, 不能即时办结");
	if (ask_is(q, TF_TYPE, "help") && !is_emergency(q) &&
	    strcmp(ask_arg(q, EA_RESULT), "agreed") != 0)
		return ask_refuse_arg(
		    e, EA_RESULT, "求助件要来电人当场同意才能即时办结, 否则请提交派单");
	if (ask_is(q, TF_TYPE, "suggest") && ask_blank(q, TF_KB_REFS))
		return ask_refuse(
		    e, TF_KB_REFS, "建议件要引用知识答复才能即时办结, 否则请提交派单");
	return ERR_OK;
}

enum err_code
guard_direct(const struct ask *q, struct err *e)
{
	static const char *const ways[] = { "direct", "tripartite", "transfer", "guided" };
	static const enum ticket_field must[] = { TF_TYPE, TF_CATEGORY };
	enum err_code code = direct_by_type(q, e);
	size_t i;

	if (ask_blank(q, TF_CONTENT))
		return ask_refuse(e, TF_CONTENT, "请先写下诉求内容, 哪怕一句话");
	if (code != ERR_OK || is_emergency(q))
		return code;
	for (i = 0; i < sizeof(must) / sizeof(must[0]); i++)
		if (ask_blank(q, must[i])) {
			(void)err_set(
			    e, ERR_GUARD, "还缺%s, 补上再办结", field_info(must[i])->label);
			(void)err_at(e, "%s", field_info(must[i])->json);
			return ERR_GUARD;
		}
	for (i = 0; i < sizeof(ways) / sizeof(ways[0]) && !ask_is(q, TF_CLOSE_TYPE, ways[i]);)
		i++;
	if (i == sizeof(ways) / sizeof(ways[0]))
		return ask_refuse(e, TF_CLOSE_TYPE, "请选办结方式: 即时答复、三方通话、转接或指引");
	if (is_referred(q) && values_ink(ask_arg(q, EA_SUMMARY)) == 0)
		return ask_refuse_arg(
		    e, EA_SUMMARY, "请写下对方告知的结果; 对方没有答复的请提交派单");
	if (!is_referred(q) && values_ink(ask_after(q, TF_ANSWER)) < ANSWER_INK &&
	    ask_blank(q, TF_KB_REFS))
		return ask_refuse(e, TF_ANSWER, "答复至少写10个字, 或引用一条知识");
	return ERR_OK;
}
