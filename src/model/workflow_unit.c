/* workflow_unit.c: the conditions of who does it: where a ticket may be sent, which unit's people may take which step,
 * when it may be given back. Guards, as in workflow_guard.c.
 *
 * Not here: one ticket joined to another (workflow_join.c), what a reply or an extension must bring
 * (workflow_reply.c), the effects (apply_unit.c). */
#include "dispatch_p.h"
#include "workflow_p.h"

#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "model/deadline.h"
#include "model/members.h"

#define RETURNS_MAX  2 /* a third unit that is not the right one is designated by the hotline */
#define DESIGNATE_AT 3 /* dispatches after which the dispatcher may */

/* ---- sent ---- */

/* Whether the rule named fits this ticket and leads to ${unit}; or the best one, past it, to a superior. */
static bool
rule_fits(const struct ask *q, const struct dispatch_choice *best, const char *unit)
{
	const struct dispatch_ask ask = dispatch_ask_of(&q->after, q->env->now);
	const struct dispatch_rule *rules[DISPATCH_FIT_MAX];
	const char *id = ask_arg(q, EA_RULE);
	int n = dispatch_fit(q->env->city, &ask, rules, DISPATCH_FIT_MAX);

	if (best->rule != NULL && best->unit != NULL && strcmp(best->rule->id, id) == 0 &&
	    strcmp(best->unit->code, unit) == 0)
		return true;
	for (int i = 0; i < n; i++) {
		const struct unit *lead = dispatch_lead(q->env->city, rules[i], ask.area);

		if (strcmp(rules[i]->id, id) == 0)
			return lead != NULL && strcmp(lead->code, unit) == 0;
	}
	return false;
}

/* May ${unit} have it? The refusal stands at the argument that names it. */
static enum err_code
may_have(const struct ask *q, const char *unit, enum event_arg a, struct err *e)
{
	enum err_code code = dispatch_may(q->env->city, &q->after, unit, q->env->now, e);

	if (code != ERR_OK)
		(void)err_at(e, "%s", arg_info(a)->json);
	return code;
}

static enum err_code
known_unit(const struct ask *q, const char *wanting, struct err *e)
{
	const char *unit = ask_arg(q, EA_TO_UNIT);

	if (*unit == '\0')
		return ask_refuse_arg(e, EA_TO_UNIT, wanting);
	if (city_unit(q->env->city, unit) != NULL)
		return ERR_OK;
	(void)err_set(e, ERR_UNKNOWN_CODE, "没有代码为“%s”的承办单位", unit);
	(void)err_at(e, "%s", arg_info(EA_TO_UNIT)->json);
	return ERR_UNKNOWN_CODE;
}

static enum err_code
helpers_may(const struct ask *q, const char *lead, struct err *e)
{
	const char *code = NULL;
	char one[16];
	enum err_code rc;
	size_t n = 0;
	int count = 1;

	while (members_next(ask_arg(q, EA_CO_UNITS), &code, &n)) {
		if (++count > ASSIGN_MAX || n >= sizeof(one))
			return ask_refuse_arg(e, EA_CO_UNITS, "协办单位太多, 请只留必要的几个");
		memcpy(one, code, n);
		one[n] = '\0';
		if (strcmp(one, lead) == 0)
			return ask_refuse_arg(
			    e, EA_CO_UNITS, "主办单位不能同时是协办单位, 请去掉重复的一个");
		if ((rc = may_have(q, one, EA_CO_UNITS, e)) != ERR_OK)
			return rc;
	}
	return ERR_OK;
}

enum err_code
guard_dispatch(const struct ask *q, struct err *e)
{
	const char *unit = ask_arg(q, EA_TO_UNIT);
	const bool by_rule = *ask_arg(q, EA_RULE) != '\0';
	struct dispatch_choice best;
	enum err_code code;

	if ((code = known_unit(q, "请选承办单位", e)) != ERR_OK ||
	    (code = may_have(q, unit, EA_TO_UNIT, e)) != ERR_OK ||
	    (code = helpers_may(q, unit, e)) != ERR_OK)
		return code;
	dispatch_choose(q->env->city, &q->after, q->env->now, &best);
	if (by_rule && !rule_fits(q, &best, unit))
		return ask_refuse_arg(e, EA_RULE, "派单目录的这一条不是派给这个单位的, 请重新选择");
	if (ask_role(q, ROLE_BIT(SYSTEM)) &&
	    (!by_rule || !best.unique || ask_is(q, TF_URGENCY, "critical")))
		return err_set(e, ERR_GUARD, "特急件和目录不唯一的件要由派单员派单");
	if (!by_rule && values_ink(ask_arg(q, EA_BASIS)) == 0)
		return ask_refuse_arg(
		    e, EA_BASIS, "不按派单目录派单的, 请写明依据: 三定、权责清单或协商意见");
	return ERR_OK;
}

enum err_code
guard_designate(const struct ask *q, struct err *e)
{
	if (!ask_role(q, ROLE_BIT(LEADER)) && q->t->dispatch_count < DESIGNATE_AT)
		return err_set(e, ERR_GUARD,
		    "派单满%d次仍定不下来的才能指定, 现在是%d次; 急需指定的请热线办领导办理",
		    DESIGNATE_AT, q->t->dispatch_count);
	if (values_ink(ask_arg(q, EA_BASIS)) == 0)
		return ask_refuse_arg(e, EA_BASIS, "请写明指定的依据: 编办或司法意见、会商纪要");
	if (q->t->state != STATE_RETURN_REQ && q->t->lead_unit[0] != '\0' &&
	    strcmp(q->t->lead_unit, ask_arg(q, EA_TO_UNIT)) == 0)
		return ask_refuse_arg(e, EA_TO_UNIT, "这张工单正由该单位承办, 不用再指定");
	return ERR_OK;
}

enum err_code
guard_phone_notify(const struct ask *q, struct err *e)
{
	if (q->t->lead_unit[0] == '\0')
		return err_set(e, ERR_GUARD, "现在没有承办单位, 派单以后再电话通知");
	if (values_ink(ask_arg(q, EA_ANSWERED_BY)) == 0)
		return ask_refuse_arg(
		    e, EA_ANSWERED_BY, "请写明是谁接的电话: 值班、联络员还是分管领导");
	return ERR_OK;
}

/* ---- taken ---- */

static const struct assignment *
part_of(const struct ask *q)
{
	return workflow_part(q->t, q->who->unit, q->env->city);
}

enum err_code
guard_lead(const struct ask *q, struct err *e)
{
	const struct assignment *part;

	if (ask_role(q, q->row->actors & ~(uint32_t)ROLES_UNIT))
		return ERR_OK;
	part = part_of(q);
	if (part != NULL && part->role == ASSIGN_LEAD)
		return ERR_OK;
	return err_set(e, ERR_FORBIDDEN,
	    "“%s”由主办单位办理; 您所在单位办的是其中一部分, 办好请交“%s”", q->row->label,
	    event_info(EVENT_CO_REPLY)->label);
}

enum err_code
guard_signin(const struct ask *q, struct err *e)
{
	const struct assignment *part = part_of(q);

	if (part == NULL || part->state != ASSIGN_IS_WAITING)
		return err_set(e, ERR_GUARD, "已经签收过了, 可以直接联系和办理");
	if (part->role != ASSIGN_LEAD && strcmp(part->unit, q->who->unit) != 0)
		return err_set(e, ERR_FORBIDDEN, "这一部分交给了%s, 由%s签收",
		    city_unit_name(q->env->city, part->unit),
		    city_unit_name(q->env->city, part->unit));
	return ERR_OK;
}

enum err_code
guard_auto_signin(const struct ask *q, struct err *e)
{
	const int64_t until = q->t->return_until != 0 ? q->t->return_until : q->t->signin_due;

	return until != 0 && q->env->now > until
		   ? ERR_OK
		   : err_set(e, ERR_GUARD, "退单期限还没有过, 不能视同签收");
}

/* ---- given back ---- */

enum err_code
guard_returnable(const struct ask *q, struct err *e)
{
	const struct ticket *t = q->t;
	char until[32];

	if (t->designated)
		return err_set(e, ERR_GUARD,
		    "这张工单已指定由贵单位承办, 不能退单; 有困难的可申请延期或提请会商");
	if (t->return_count >= RETURNS_MAX)
		return err_set(e, ERR_GUARD,
		    "这张工单已退过%d次, 不能再退; 请与派单员联系, 由热线办指定承办单位",
		    t->return_count);
	if (t->return_until == 0)
		return err_set(e, ERR_GUARD, "退单申请已被驳回, 不能再退, 请继续办理");
	if (ask_made_at(q) <= t->return_until)
		return ERR_OK;
	(void)civil_format(t->return_until, "%m月%d日%H:%M", until, sizeof(until));
	return err_set(e, ERR_GUARD, "退单期限到%s为止, 已经过了, 视同接办; 请继续办理", until);
}

enum err_code
guard_return(const struct ask *q, struct err *e)
{
	const char *suggested = ask_arg(q, EA_SUGGEST);

	if (*ask_arg(q, EA_REASON_CODE) == '\0')
		return ask_refuse_arg(e, EA_REASON_CODE, "请选退单理由");
	if (values_ink(ask_arg(q, EA_BASIS)) == 0)
		return ask_refuse_arg(
		    e, EA_BASIS, "请写明退单依据: 法规、三定或权责清单的文号和条款");
	if (*suggested == '\0')
		return ask_refuse_arg(e, EA_SUGGEST, "请写建议由哪个单位承办");
	if (city_unit_is_under(q->env->city, suggested, q->t->lead_unit))
		return ask_refuse_arg(
		    e, EA_SUGGEST, "建议的是本单位或所属单位, 内部分工请用“下派”, 不用退单");
	return ERR_OK;
}

enum err_code
guard_return_decided(const struct ask *q, struct err *e)
{
	if (strcmp(q->who->user, q->t->request[REQUEST_RETURN].by) == 0)
		return err_set(e, ERR_FORBIDDEN, "退单是您自己申请的, 要由另一位派单员审核");
	if (q->ev->kind == EVENT_RETURN_OK && strcmp(ask_arg(q, EA_TO_UNIT), q->t->lead_unit) == 0)
		return ask_refuse_arg(
		    e, EA_TO_UNIT, "改派的还是原单位; 不同意退单的请用“驳回退单”");
	return ERR_OK;
}

/* ---- helped ---- */

/* Within ${days} working days, and no later than ${due} (0: whenever). */
static enum err_code
days_fit(const struct ask *q, int64_t due, struct err *e)
{
	const struct city *c = q->env->city;
	long long days;
	int left;

	if (due == 0 || !str_int(ask_arg(q, EA_DAYS), 1, PROFILE_SPAN_MAX, &days) ||
	    deadline_add(
		&c->calendar, c->profile, q->env->now, (struct span){ (int)days, SPAN_WORKDAY })
		    .at <= due)
		return ERR_OK;
	left = calendar_between(&c->calendar, civil_day(q->env->now), civil_day(due));
	(void)err_set(e, ERR_GUARD,
	    left > 0 ? "不能超过主办单位的剩余时限, 最多%d个工作日"
		     : "主办单位的剩余时限不足1个工作日, 请不填天数, 与主办单位同时到期",
	    left);
	(void)err_at(e, "%s", arg_info(EA_DAYS)->json);
	return ERR_GUARD;
}

/* Room on the ticket, and not there already. */
static enum err_code
is_free(const struct ask *q, const char *unit, struct err *e)
{
	int open = 0;

	for (int i = 0; i < q->t->n_assign; i++)
		open += assignment_is_open(&q->t->assign[i]);
	if (ticket_assignment(q->t, unit) != NULL)
		return ask_refuse_arg(
		    e, EA_TO_UNIT, "该单位已经在办这张工单, 不用再加; 要催请用“催办”");
	return open < ASSIGN_MAX
		   ? ERR_OK
		   : ask_refuse_arg(e, EA_TO_UNIT, "参加办理的单位已满16个, 请先会商分工");
}

enum err_code
guard_add_co(const struct ask *q, struct err *e)
{
	const char *unit = ask_arg(q, EA_TO_UNIT);
	enum err_code code;

	if ((code = known_unit(q, "请选协办单位", e)) != ERR_OK ||
	    (code = is_free(q, unit, e)) != ERR_OK)
		return code;
	if (!ask_role(q, ROLE_BIT(DISPATCHER)) &&
	    !city_unit_is_under(q->env->city, unit, q->who->unit))
		return ask_refuse_arg(
		    e, EA_TO_UNIT, "只能加派本单位所属单位; 要其他单位协办的请与派单员联系");
	if ((code = may_have(q, unit, EA_TO_UNIT, e)) != ERR_OK)
		return code;
	return days_fit(q, q->t->unit_due, e);
}

enum err_code
guard_assign_down(const struct ask *q, struct err *e)
{
	const char *unit = ask_arg(q, EA_TO_UNIT);
	const struct assignment *part = part_of(q);
	enum err_code code;

	if ((code = known_unit(q, "请选交给哪个科室、社区或村", e)) != ERR_OK)
		return code;
	if (strcmp(unit, q->who->unit) == 0 ||
	    !city_unit_is_under(q->env->city, unit, q->who->unit))
		return ask_refuse_arg(
		    e, EA_TO_UNIT, "只能下派给本单位所辖的科室、社区或村; 属其他单位的请申请退单");
	if ((code = is_free(q, unit, e)) != ERR_OK ||
	    (code = may_have(q, unit, EA_TO_UNIT, e)) != ERR_OK)
		return code;
	return days_fit(q, part == NULL ? 0 : part->due, e);
}

enum err_code
guard_co_reply(const struct ask *q, struct err *e)
{
	const struct assignment *part = part_of(q);

	if (part != NULL && (part->role == ASSIGN_CO || part->role == ASSIGN_DOWN))
		return ERR_OK;
	return part != NULL && part->role == ASSIGN_CC
		   ? err_set(e, ERR_GUARD, "抄送件供知悉, 不用反馈")
		   : err_set(e, ERR_GUARD, "贵单位是主办单位, 办好请用“%s”",
			 event_info(EVENT_REPLY)->label);
}
