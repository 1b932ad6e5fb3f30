/* workflow_supervise.c: the conditions of supervision and of red and yellow cards: who may be supervised, who answers,
 * when it ends, which card may be given, revoked and appealed against. Guards, as in workflow_guard.c.
 *
 * A unit is supervised, and given a card, only for what it had to do on this ticket. Not here: when a card falls due
 * (card.c), what the centre orders by itself (consequence.c). */
#include "workflow_p.h"

#include <string.h>

#include "base/str.h"
#include "model/card.h"

#define LEVEL_MAX 3

static bool
is_between(const struct ask *q, const char *unit, const char *other)
{
	const struct city *c = q->env->city;

	return unit != NULL &&
	       (city_unit_is_under(c, unit, other) || city_unit_is_under(c, other, unit));
}

/* ---- supervision ---- */

static enum err_code
may_escalate(const struct ask *q, struct err *e)
{
	if (q->t->supervise_level >= LEVEL_MAX)
		return err_set(
		    e, ERR_GUARD, "已经是最高一级督办; 仍解决不了的, 请召集会商, 记“会商纪要”");
	return ERR_OK;
}

static enum err_code
may_supervise(const struct ask *q, struct err *e)
{
	if (q->t->n_assign == 0)
		return err_set(e, ERR_GUARD, "工单还没有派出, 没有可以督办的单位, 请先派单");
	if (workflow_part(q->t, ask_arg(q, EA_TO_UNIT), q->env->city) == NULL)
		return ask_refuse_arg(e, EA_TO_UNIT,
		    "这个单位没有承办这张工单; 请督办承办单位或它的上级, 要别的单位配合的先加派");
	if (q->t->request[REQUEST_SUPERVISE].at != 0)
		return err_set(e, ERR_GUARD,
		    "已有一份督办等待%s反馈; 请先办“督办销号”, 或办“提级督办”",
		    city_unit_name(q->env->city, q->t->request[REQUEST_SUPERVISE].unit));
	return ERR_OK;
}

static enum err_code
may_answer(const struct ask *q, struct err *e)
{
	const struct request *asked = &q->t->request[REQUEST_SUPERVISE];

	if (asked->at == 0)
		return err_set(
		    e, ERR_GUARD, "没有等待反馈的督办; 办理进展请记“联系群众”或“提交反馈”");
	if (!is_between(q, q->who->unit, asked->unit))
		return err_set(e, ERR_FORBIDDEN, "这份督办是给%s的, 由该单位反馈",
		    city_unit_name(q->env->city, asked->unit));
	return ERR_OK;
}

static enum err_code
may_end(const struct ask *q, struct err *e)
{
	const bool waits = q->t->request[REQUEST_SUPERVISE].at != 0;

	if (!waits && q->t->supervise_level < 2)
		return err_set(e, ERR_GUARD, "这张工单没有在督办, 不用销号");
	if (waits && values_ink(ask_arg(q, EA_REASON)) == 0)
		return ask_refuse_arg(e, EA_REASON, "单位还没有反馈督办, 现在销号请写明原因");
	return ERR_OK;
}

enum err_code
guard_supervise(const struct ask *q, struct err *e)
{
	switch (q->ev->kind) {
	case EVENT_ESCALATE:
		return may_escalate(q, e);
	case EVENT_SUPERVISE_REPLY:
		return may_answer(q, e);
	case EVENT_SUPERVISE_END:
		return may_end(q, e);
	default:
		return may_supervise(q, e);
	}
}

/* ---- cards ---- */

static enum card_colour
colour_of(const struct ask *q)
{
	return card_by_json(ask_arg(q, EA_COLOUR));
}

static enum err_code
may_give(const struct ask *q, struct err *e)
{
	const struct assignment *a = card_assignment(q->t, ask_arg(q, EA_TO_UNIT));

	if (a == NULL)
		return ask_refuse_arg(e, EA_TO_UNIT, "这个单位没有承办这张工单, 不能发牌");
	if (a->cards & CARD_GIVEN(colour_of(q)))
		return err_set(e, ERR_GUARD, "本轮办理已经给%s发过%s, 不能重复发",
		    city_unit_name(q->env->city, a->unit), card_label(colour_of(q)));
	return ERR_OK;
}

static enum err_code
may_revoke(const struct ask *q, struct err *e)
{
	const char *unit = ask_arg(q, EA_TO_UNIT);
	const struct assignment *a = card_assignment(q->t, unit);

	if (a != NULL && (a->cards & CARD_STANDS(colour_of(q))))
		return ERR_OK;
	(void)err_set(e, ERR_GUARD, "%s在这张工单上没有未撤的%s, 不能撤牌",
	    city_unit_name(q->env->city, unit), card_label(colour_of(q)));
	(void)err_at(e, "%s", arg_info(EA_COLOUR)->json);
	return ERR_GUARD;
}

static enum err_code
may_appeal(const struct ask *q, struct err *e)
{
	if (card_of_unit(q->t, q->who->unit, q->env->city) == NULL)
		return err_set(e, ERR_GUARD, "您所在单位在这张工单上没有红黄牌, 不用申诉");
	if (q->t->request[REQUEST_CARD].at != 0)
		return err_set(e, ERR_GUARD, "红黄牌申诉已经提交, 正在审核, 不用重复提交");
	return ERR_OK;
}

enum err_code
guard_card(const struct ask *q, struct err *e)
{
	switch (q->ev->kind) {
	case EVENT_CARD_REVOKE:
		return may_revoke(q, e);
	case EVENT_CARD_APPEAL:
		return may_appeal(q, e);
	default:
		return may_give(q, e);
	}
}
