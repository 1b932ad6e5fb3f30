/* workflow_guard.c: the conditions of domain.md §3 as corrected by practice.md A for a ticket that exists: changing it,
 * contact, urging, rejecting, closing. One function each with its own sentence: what is wanting and what to do.
 *
 * A guard sees the ticket, the event, the person and the fields as they would be afterwards; it changes nothing and
 * asks no clock. Which rows ask which guards stands in events.def. Not here: what intake must bring
 * (workflow_intake.c), which unit does it (workflow_unit.c), values for themselves (values.c). */
#include "workflow_p.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "model/deed.h"
#include "model/extra.h"
#include "model/propose.h"

#define DAY_MS 86400000LL

/* ---- the question ---- */

const char *
ask_after(const struct ask *q, enum ticket_field f)
{
	return fields_get(&q->after, f);
}

bool
ask_is(const struct ask *q, enum ticket_field f, const char *code)
{
	return strcmp(ask_after(q, f), code) == 0;
}

bool
ask_blank(const struct ask *q, enum ticket_field f)
{
	return values_ink(ask_after(q, f)) == 0;
}

const char *
ask_arg(const struct ask *q, enum event_arg a)
{
	return args_get(&q->ev->args, a);
}

bool
ask_role(const struct ask *q, uint32_t roles)
{
	return (q->who->roles & roles) != 0;
}

int64_t
ask_made_at(const struct ask *q)
{
	const int64_t at = q->ev->at, now = q->env->now;

	return q->ev->offline && at > 0 && at <= now && now - at <= DAY_MS ? at : now;
}

enum err_code
ask_refuse(struct err *e, enum ticket_field f, const char *sentence)
{
	(void)err_set(e, ERR_GUARD, "%s", sentence);
	(void)err_at(e, "%s", field_info(f)->json);
	return ERR_GUARD;
}

enum err_code
ask_refuse_arg(struct err *e, enum event_arg a, const char *sentence)
{
	(void)err_set(e, ERR_GUARD, "%s", sentence);
	(void)err_at(e, "%s", arg_info(a)->json);
	return ERR_GUARD;
}

/* ---- changing it ---- */

static int
urgency_rank(const char *code)
{
	return strcmp(code, "critical") == 0 ? 2 : strcmp(code, "urgent") == 0 ? 1 : 0;
}

static const char *
urgency_before(const struct ask *q)
{
	return workflow_is_new(q->t) ? propose_urgency(q->env->city, &q->after)
				     : fields_get(&q->t->f, TF_URGENCY);
}

enum err_code
guard_urgency(const struct ask *q, struct err *e)
{
	const char *before = urgency_before(q);
	struct str text = { 0 };

	if (urgency_rank(ask_after(q, TF_URGENCY)) >= urgency_rank(before))
		return ERR_OK;
	if (!workflow_is_new(q->t) && urgency_rank(before) == 2) {
		str_addf(&text, "特急件降级要两人确认, 请办“%s”, 再由另一人同意",
		    event_info(EVENT_URGENCY_ASK)->label);
		(void)ask_refuse(e, TF_URGENCY, str_c(&text));
		str_free(&text);
		return ERR_GUARD;
	}
	if (!ask_role(q, ROLE_BIT(SENIOR) | ROLE_BIT(DISPATCHER))) {
		str_addf(&text, "按规则应为“%s”, 只能调高; 要调低请班长或派单员处理",
		    enum_label(TF_URGENCY, before));
		(void)ask_refuse(e, TF_URGENCY, str_c(&text));
		str_free(&text);
		return ERR_GUARD;
	}
	if (ask_blank(q, TF_URGENCY_REASON))
		return ask_refuse(e, TF_URGENCY_REASON, "调低紧急程度要写明定级理由");
	return ERR_OK;
}

static bool
names_fields(const struct event *ev)
{
	for (int i = 0; i < TF_COUNT; i++)
		if (ev->set.v[i] != NULL)
			return true;
	return false;
}

enum err_code
guard_writes(const struct ask *q, struct err *e)
{
	const bool intake = (q->row->from & STATE_BIT(NONE)) != 0;

	if (!names_fields(q->ev) ||
	    ((q->row->guards & GUARD_BIT(FIELDS)) && (workflow_is_new(q->t) || !intake)))
		return ERR_OK;
	return err_set(e, ERR_GUARD, "办理“%s”时不能同时改动工单内容, 请另做“%s”", q->row->label,
	    event_info(EVENT_AMEND)->label);
}

enum err_code
guard_fields(const struct ask *q, struct err *e)
{
	const char *way = q->ev->set.v[TF_CLOSE_TYPE];

	if (way != NULL && *way != '\0' && q->ev->kind != EVENT_SUBMIT_DIRECT &&
	    q->ev->kind != EVENT_SAVE_DRAFT)
		return ask_refuse(e, TF_CLOSE_TYPE, "办结方式由办结环节写入, 不能在这里填写");
	if (workflow_is_new(q->t) && ask_is(q, TF_ENTERED_LATE, "1") && ask_blank(q, TF_TAKEN_AT))
		return ask_refuse(
		    e, TF_TAKEN_AT, "补录要写来电时间, 如 09:40、昨天21:10、11-22 09:40");
	if (!workflow_is_new(q->t) &&
	    strcmp(ask_after(q, TF_TAKEN_AT), fields_get(&q->t->f, TF_TAKEN_AT)) != 0)
		return ask_refuse(e, TF_TAKEN_AT, "来电时间只能在补录登记时写, 以后不能添加");
	return ERR_OK;
}

/* Only the urgency, upwards: what anybody at the hotline may do to anybody's ticket. */
static bool
only_raises_urgency(const struct ask *q)
{
	for (int i = 0; i < TF_COUNT; i++)
		if (q->ev->set.v[i] != NULL && i != TF_URGENCY && i != TF_URGENCY_REASON)
			return false;
	return urgency_rank(ask_after(q, TF_URGENCY)) >
	       urgency_rank(fields_get(&q->t->f, TF_URGENCY));
}

enum err_code
guard_own(const struct ask *q, struct err *e)
{
	if (workflow_is_new(q->t) || ask_role(q, ROLE_BIT(SENIOR) | ROLE_BIT(DISPATCHER)) ||
	    strcmp(q->who->user, q->t->created_by) == 0 ||
	    strcmp(q->who->user, q->t->first_owner) == 0)
		return ERR_OK;
	return err_set(e, ERR_FORBIDDEN,
	    "不是您受理的工单, 只有受理人、首问责任人、班长或派单员能办理“%s”", q->row->label);
}

/* The first field that was filled before and would not be any more, TF_COUNT when none. */
static enum ticket_field
emptied(const struct ask *q)
{
	enum ticket_field missing[TF_COUNT];
	int n = q->t->state == STATE_INCOMPLETE ? 0 : workflow_missing(&q->after, missing);

	for (int i = 0; i < n; i++)
		if (workflow_is_there(&q->t->f, missing[i]))
			return missing[i];
	return TF_COUNT;
}

/* The same of the further fields; another category asks for others. NULL none. */
static const char *
emptied_extra(const struct ask *q)
{
	const struct field_rule *missing[CITY_FIELDS_MOST];
	char was[EXTRA_VALUE_BYTES];
	int n = q->t->state == STATE_INCOMPLETE || q->ev->set.v[TF_EXTRA] == NULL
		    ? 0
		    : extra_missing(q->env->city, &q->after, missing);

	for (int i = 0; i < n; i++)
		if (extra_get(fields_get(&q->t->f, TF_EXTRA), missing[i]->name, was))
			return missing[i]->label;
	return NULL;
}

enum err_code
guard_amend(const struct ask *q, struct err *e)
{
	const bool was_report = strcmp(fields_get(&q->t->f, TF_TYPE), "report") == 0;
	struct str text = { 0 };
	enum ticket_field lost;
	const char *label;

	if (!names_fields(q->ev))
		return err_set(e, ERR_GUARD, "没有改动任何内容");
	if (!only_raises_urgency(q) && guard_own(q, e) != ERR_OK)
		return ERR_FORBIDDEN;
	if (q->ev->set.v[TF_UNIT] != NULL && q->t->lead_unit[0] != '\0' &&
	    !ask_is(q, TF_UNIT, q->t->lead_unit))
		return ask_refuse(e, TF_UNIT, "工单已经派出, 承办单位只能通过退单改派");
	if (was_report && !ask_is(q, TF_TYPE, "report") &&
	    !ask_role(q, ROLE_BIT(SENIOR) | ROLE_BIT(DISPATCHER)))
		return ask_refuse(e, TF_TYPE, "举报件改为其他类型要由班长或派单员处理");
	label = emptied_extra(q);
	if ((lost = emptied(q)) != TF_COUNT)
		label = field_info(lost)->label;
	else if (label != NULL)
		lost = TF_EXTRA;
	if (label != NULL) {
		str_addf(&text, "%s是必填项, 不能清空", label);
		(void)ask_refuse(e, lost, str_c(&text));
		str_free(&text);
		return ERR_GUARD;
	}
	return ERR_OK;
}

enum err_code
guard_shield(const struct ask *q, struct err *e)
{
	const char *wanted = q->ev->set.v[TF_CONFIDENTIAL];
	const bool report =
	    ask_is(q, TF_TYPE, "report") || strcmp(fields_get(&q->t->f, TF_TYPE), "report") == 0;

	/* At intake it is set without a word (apply.c); taking it away later is another matter. */
	if (!workflow_is_new(q->t) && report && wanted != NULL && strcmp(wanted, "1") != 0)
		return ask_refuse(e, TF_CONFIDENTIAL, "举报件一律保密, 不能取消");
	return ERR_OK;
}

/* ---- words ---- */

/* Every cell of the step's form that may not be empty (deed.c), and each value one of its kind. */
enum err_code
guard_form(const struct ask *q, struct err *e)
{
	int n;
	const struct deed_ask *rows = deed_asks((enum event_kind)q->ev->kind, &n);

	for (int i = 0; i < n; i++) {
		if (!rows[i].must || values_ink(ask_arg(q, rows[i].arg)) > 0)
			continue;
		(void)err_set(e, ERR_GUARD, "请填写“%s”%s%s", rows[i].label,
		    rows[i].hint[0] == '\0' ? "" : ": ", rows[i].hint);
		(void)err_at(e, "%s", arg_info(rows[i].arg)->json);
		return ERR_GUARD;
	}
	return deed_values_check(q->ev, q->env->city, e);
}

enum err_code
guard_text(const struct ask *q, struct err *e)
{
	struct str text = { 0 };

	if (values_ink(ask_arg(q, EA_NOTE)) > 0)
		return ERR_OK;
	str_addf(&text, "请写明%s内容", q->row->label);
	(void)ask_refuse_arg(e, EA_NOTE, str_c(&text));
	str_free(&text);
	return ERR_GUARD;
}

enum err_code
guard_reason(const struct ask *q, struct err *e)
{
	struct str text = { 0 };

	if (values_ink(ask_arg(q, EA_REASON)) > 0)
		return ERR_OK;
	str_addf(&text, "请写明“%s”的原因", q->row->label);
	(void)ask_refuse_arg(e, EA_REASON, str_c(&text));
	str_free(&text);
	return ERR_GUARD;
}

enum err_code
guard_contact(const struct ask *q, struct err *e)
{
	static const char *const stages[] = { "", "first", "process", "reply" };
	const char *result = ask_arg(q, EA_RESULT), *label;
	const bool by_unit = !ask_role(q, q->row->actors & ~(uint32_t)ROLES_UNIT);
	size_t i = 0;

	if (q->t->state != STATE_INCOMPLETE && !by_unit)
		return err_set(
		    e, ERR_GUARD, "派单后由承办单位联系诉求人; 来电人补充的情况请记“补充”");
	if (by_unit && ticket_is_shielded(q->t))
		return err_set(e, ERR_GUARD, "信息保密, 不能直接联系诉求人, 请由热线转达");
	label = workflow_result_label(EVENT_CONTACT, result);
	if (label == result)
		return ask_refuse_arg(e, EA_RESULT,
		    "请选联系结果: 已联系、无人接听、拒绝沟通、号码错误、关机或短信告知");
	if (strcmp(result, "noticed") == 0 && q->t->contact_count == 0)
		return ask_refuse_arg(
		    e, EA_RESULT, "还没有拨打过, 请先打电话联系, 打不通再发短信告知");
	if ((strcmp(result, "reached") == 0 || strcmp(result, "refused") == 0) &&
	    values_ink(ask_arg(q, EA_SUMMARY)) == 0)
		return ask_refuse_arg(e, EA_SUMMARY, "接通了的请写一句沟通内容");
	while (
	    i < sizeof(stages) / sizeof(stages[0]) && strcmp(ask_arg(q, EA_STAGE), stages[i]) != 0)
		i++;
	if (i == sizeof(stages) / sizeof(stages[0]))
		return ask_refuse_arg(e, EA_STAGE, "联系环节只能是先行联系、过程沟通或答复");
	return ERR_OK;
}

enum err_code
guard_transfer(const struct ask *q, struct err *e)
{
	const char *result = ask_arg(q, EA_RESULT), *mode = ask_arg(q, EA_MODE);

	if (values_ink(ask_arg(q, EA_TARGET)) == 0)
		return ask_refuse_arg(e, EA_TARGET, "请选转接对象");
	if (workflow_result_label(EVENT_TRANSFER, result) == result)
		return ask_refuse_arg(
		    e, EA_RESULT, "请选转接结果: 已接通、忙、无人接听或来电人挂断");
	if (workflow_mode_label(mode) == mode)
		return ask_refuse_arg(
		    e, EA_MODE, "请选转接方式: 通话转、成功转、三方转、释放转、挂起转或通知");
	return ERR_OK;
}

enum err_code
guard_urge(const struct ask *q, struct err *e)
{
	int64_t last = q->env->last_urge_at;

	if (last > 0 && civil_day(last) == civil_day(q->env->now))
		return err_set(e, ERR_GUARD,
		    "这一件今天已经催办过, 一天计一次; 新情况请记“补充”, 只问进度记“查询”");
	return ERR_OK;
}

/* ---- not taken, closed ---- */

static bool
needs_senior(const struct reject_reason *r)
{
	/* 9 nothing concrete, 10 abuse, 11 unreasonable: never one call-taker's word alone (practice A14). */
	long n = strtol(r->code, NULL, 10);

	return r->needs_senior || (n >= 9 && n <= 11);
}

enum err_code
guard_reject(const struct ask *q, struct err *e)
{
	const struct reject_reason *r = city_reject(q->env->city, ask_arg(q, EA_REASON_CODE));

	if (ask_blank(q, TF_CONTENT))
		return ask_refuse(e, TF_CONTENT, "不予受理也要记下来电内容");
	if (r == NULL)
		return ask_refuse_arg(e, EA_REASON_CODE, "请选不予受理的原因");
	if (needs_senior(r) && !ask_role(q, ROLE_BIT(SENIOR)))
		return ask_refuse_arg(
		    e, EA_REASON_CODE, "以这个原因不予受理要由班长决定, 请转给班长办");
	if (strcmp(ask_arg(q, EA_SCRIPT_READ), "1") != 0)
		return ask_refuse_arg(
		    e, EA_SCRIPT_READ, "请先把不予受理的话术读给来电人, 再确认已读");
	if (values_ink(ask_arg(q, EA_LEGAL_WAY)) == 0)
		return ask_refuse_arg(e, EA_LEGAL_WAY, "请写明告知来电人的法定途径");
	return ERR_OK;
}

enum err_code
guard_auto_close(const struct ask *q, struct err *e)
{
	if (q->t->incomplete_due == 0 || q->env->now <= q->t->incomplete_due)
		return err_set(e, ERR_GUARD, "补充期限还没有到, 不能关闭");
	if (q->t->contact_count == 0)
		return err_set(e, ERR_GUARD, "还没有联系过来电人, 不能关闭, 请先联系一次并记录");
	return ERR_OK;
}
