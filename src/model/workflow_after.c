/* workflow_after.c: the conditions of what comes after a reply and beside the line: asking the citizen, review, taking a
 * matter back, passing it on, opening it again, appeal, and whose first responsibility it is. Guards, as in
 * workflow_guard.c: each looks and changes nothing.
 *
 * What one person asked for another decides (practice A11). Not here: supervision and cards (workflow_supervise.c), the
 * effects (apply_after.c). */
#include "workflow_p.h"

#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "model/deed.h"
#include "model/mask.h"
#include "model/members.h"
#include "model/until.h"
#include "model/visit.h"

#define DAY_MS      86400000LL
#define REOPEN_DAYS 30 /* practice A17: until it is archived */
#define APPEAL_DAYS 5  /* working days */
#define HASH_HEX    64

enum err_code
guard_until(const struct ask *q, struct err *e)
{
	long long until;

	if (str_int(ask_arg(q, EA_UNTIL), 1, INT64_MAX, &until) && until <= q->env->now)
		return ask_refuse_arg(e, EA_UNTIL, "期限要晚于现在, 请重新填写");
	return ERR_OK;
}

/* Not by a form, which says so itself: days are counted one by one. */
enum err_code
guard_far(const struct ask *q, struct err *e)
{
	long long until;

	if (str_int(ask_arg(q, EA_UNTIL), 1, INT64_MAX, &until) &&
	    until - q->env->now > UNTIL_AHEAD_MS)
		return ask_refuse_arg(e, EA_UNTIL, "时间写得太远, 最多两年, 请重新填写");
	return ERR_OK;
}

/* ---- decided by somebody else ---- */

enum err_code
guard_decide(const struct ask *q, struct err *e)
{
	static const struct {
		enum event_kind kind;
		enum ticket_request asked;
	} rows[] = {
		{ EVENT_URGENCY_OK, REQUEST_URGENCY },
		{ EVENT_URGENCY_NO, REQUEST_URGENCY },
		{ EVENT_APPEAL_OK, REQUEST_APPEAL },
		{ EVENT_APPEAL_NO, REQUEST_APPEAL },
		{ EVENT_CARD_KEEP, REQUEST_CARD },
		{ EVENT_INFO_NO, REQUEST_INFO },
		{ EVENT_EXTEND_OK, REQUEST_EXTEND },
		{ EVENT_EXTEND_NO, REQUEST_EXTEND },
		{ EVENT_SUSPEND, REQUEST_SUSPEND },
		{ EVENT_SUSPEND_NO, REQUEST_SUSPEND },
		{ EVENT_REPLY_BACK, REQUEST_SIGN_OFF },
	};
	const struct request *asked = NULL;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if ((int)rows[i].kind == q->ev->kind)
			asked = &q->t->request[rows[i].asked];
	if (asked == NULL || asked->at == 0)
		return err_set(e, ERR_GUARD, "没有待审批的申请, 不用办理“%s”", q->row->label);
	if (strcmp(asked->by, q->who->user) == 0)
		return err_set(e, ERR_FORBIDDEN, "这是您自己提出的申请, 要由另一人审批");
	return ERR_OK;
}

/* ---- asking the citizen ---- */

/* When it was done: a visit written down out of contact counts at its own time. */
static int64_t
acted_at(const struct ask *q)
{
	return q->ev->offline && q->ev->at != 0 ? q->ev->at : q->env->now;
}

static enum err_code
quiet_hours(const struct ask *q, struct err *e)
{
	const int64_t at = acted_at(q);
	const char *method = ask_arg(q, EA_METHOD);

	if (ask_role(q, ROLE_BIT(SYSTEM)) || (*method != '\0' && strcmp(method, "manual") != 0) ||
	    !visit_ended_quiet(at))
		return ERR_OK;
	if (visit_hour(at) == VISIT_NOON)
		return err_set(
		    e, ERR_GUARD, "12:00到14:00是午休时间, 不打回访电话, 请14:00以后再访");
	return err_set(e, ERR_GUARD, "20:30以后、8:30以前不打回访电话, 请白天再访");
}

static bool
is_satisfied(const struct ask *q)
{
	return visit_outcome(&q->ev->args) == EVENT_VISIT_OK;
}

static enum err_code
right_row(const struct ask *q, struct err *e)
{
	const bool ok = is_satisfied(q);

	if (q->ev->kind == EVENT_VISIT_OK && !ok)
		return ask_refuse_arg(
		    e, EA_STARS, "办理结果低于3星或问题未解决, 请改办“回访不满意”, 转复核");
	if (q->ev->kind == EVENT_VISIT_BAD && ok)
		return ask_refuse_arg(
		    e, EA_STARS, "办理结果3星以上且问题不是未解决, 请改办“回访满意”");
	return ERR_OK;
}

/* He calls by himself after it was closed. */
static enum err_code
late(const struct ask *q, struct err *e)
{
	if (q->t->eval_until == 0)
		return err_set(e, ERR_GUARD, "这张工单不再接受评价; 诉求人有新情况的请办“重启”");
	if (q->env->now > q->t->eval_until)
		return err_set(
		    e, ERR_GUARD, "办结已过24小时, 不能再作事后评价; 诉求人有新情况的请办“重启”");
	if (is_satisfied(q))
		return ask_refuse_arg(
		    e, EA_STARS, "低于3星或问题未解决的才转复核; 满意的不用再登记");
	return ERR_OK;
}

enum err_code
guard_visit(const struct ask *q, struct err *e)
{
	enum err_code code = ERR_OK;

	if (q->ev->kind == EVENT_LATE_EVAL)
		return late(q, e);
	if (q->ev->kind != EVENT_VISIT_FAIL)
		code = right_row(q, e);
	return code == ERR_OK ? quiet_hours(q, e) : code;
}

/* ---- review and rating: never by somebody who handled it ---- */

enum err_code
guard_not_handler(const struct ask *q, struct err *e)
{
	if (members_has(q->t->handlers, q->who->user))
		return err_set(e, ERR_FORBIDDEN, "您经办过这张工单, “%s”要由没有经办过的人办理",
		    q->row->label);
	return ERR_OK;
}

enum err_code
guard_rate(const struct ask *q, struct err *e)
{
	if (q->t->superior_stars != 0)
		return err_set(
		    e, ERR_GUARD, "这一轮办理已经评价过(%d星), 不能重复评价", q->t->superior_stars);
	return ERR_OK;
}

/* ---- taken back, opened again, appealed, put away ---- */

static bool
same_number(const char *field, const char *caller)
{
	char a[24], b[24];

	return mask_phone_normal(field, a, sizeof(a)) > 0 &&
	       mask_phone_normal(caller, b, sizeof(b)) > 0 && strcmp(a, b) == 0;
}

enum err_code
guard_withdraw(const struct ask *q, struct err *e)
{
	const char *caller = ask_arg(q, EA_PHONE);

	if (values_ink(caller) == 0)
		return ask_refuse_arg(e, EA_PHONE, "撤诉要在诉求人来电时办理, 以便核对号码");
	if (!same_number(fields_get(&q->t->f, TF_CONTACT_PHONE), caller) &&
	    !same_number(fields_get(&q->t->f, TF_CALLER_PHONE), caller))
		return ask_refuse_arg(e, EA_PHONE,
		    "来电号码与工单登记的号码不一致, 不能撤诉; 请诉求人用登记的号码来电");
	return ERR_OK;
}

enum err_code
guard_reopen(const struct ask *q, struct err *e)
{
	if (q->env->now - q->t->closed_at > REOPEN_DAYS * DAY_MS)
		return err_set(e, ERR_GUARD, "办结已超过30天, 不能重启; 请另建工单, 关联本单");
	return ERR_OK;
}

enum err_code
guard_appeal(const struct ask *q, struct err *e)
{
	if (q->t->excluded)
		return err_set(e, ERR_GUARD, "这张工单已经剔除, 不用再申诉");
	if (q->t->request[REQUEST_APPEAL].at != 0)
		return err_set(e, ERR_GUARD, "申诉已经提交, 正在审批, 不用重复提交");
	if (calendar_between(&q->env->city->calendar, civil_day(q->t->closed_at),
		civil_day(q->env->now)) > APPEAL_DAYS)
		return err_set(e, ERR_GUARD, "办结已超过5个工作日, 不能再申诉剔除");
	return ERR_OK;
}

enum err_code
guard_archive(const struct ask *q, struct err *e)
{
	static const enum ticket_request undecided[] = { REQUEST_APPEAL, REQUEST_CARD,
		REQUEST_SUPERVISE };

	if (q->env->now - q->t->closed_at < REOPEN_DAYS * DAY_MS)
		return err_set(e, ERR_GUARD, "办结未满30天, 还可能重启, 不能归档");
	for (size_t i = 0; i < sizeof(undecided) / sizeof(undecided[0]); i++)
		if (q->t->request[undecided[i]].at != 0)
			return err_set(e, ERR_GUARD, "还有“%s”没有办结, 不能归档",
			    request_label(undecided[i]));
	return ERR_OK;
}

/* ---- first responsibility ---- */

static enum err_code
hand_over(const struct ask *q, struct err *e)
{
	const struct actor *to = q->env->receiver;
	const char *job_no = ask_arg(q, EA_TO_USER);

	if (!ask_role(q, ROLE_BIT(SENIOR)) && strcmp(q->who->user, q->t->first_owner) != 0)
		return err_set(e, ERR_FORBIDDEN, "首问责任只能由首问责任人本人或班长移交");
	if (strcmp(job_no, q->t->first_owner) == 0)
		return ask_refuse_arg(e, EA_TO_USER, "首问责任人就是这一位, 请另选接收人");
	if (to == NULL &&
	    !q->env->at_centre) /* a seat does not know everybody: the centre will say */
		return ERR_OK;
	if (to == NULL || strcmp(to->user, job_no) != 0)
		return ask_refuse_arg(e, EA_TO_USER, "没有这个工号的在岗人员, 请核对工号");
	if (!(to->roles & (ROLE_BIT(AGENT) | ROLE_BIT(SENIOR))))
		return ask_refuse_arg(e, EA_TO_USER, "首问责任只能交给话务员或班长, 请另选接收人");
	return ERR_OK;
}

static enum err_code
take_over(const struct ask *q, struct err *e)
{
	const struct request *asked = &q->t->request[REQUEST_HANDOVER];

	if (asked->at == 0)
		return err_set(e, ERR_GUARD, "没有待接受的移交");
	if (strcmp(asked->unit, q->who->user) != 0)
		return err_set(e, ERR_FORBIDDEN, "这张工单移交给了%s号, 要由本人接受", asked->unit);
	return ERR_OK;
}

enum err_code
guard_handover(const struct ask *q, struct err *e)
{
	return q->ev->kind == EVENT_HANDOVER ? hand_over(q, e) : take_over(q, e);
}

/* ---- two people lower what is critical (practice A3) ---- */

enum err_code
guard_urgency_ask(const struct ask *q, struct err *e)
{
	if (strcmp(fields_get(&q->t->f, TF_URGENCY), "critical") != 0)
		return err_set(
		    e, ERR_GUARD, "只有特急件降级要申请; 其他工单请办“补充修改”, 写明定级理由");
	if (q->t->request[REQUEST_URGENCY].at != 0)
		return err_set(e, ERR_GUARD, "已有人申请降级, 请由另一人审批");
	return ERR_OK;
}

/* ---- evidence ---- */

enum err_code
guard_files(const struct ask *q, struct err *e)
{
	const char *code = NULL;
	size_t n = 0;

	while (members_next(ask_arg(q, EA_FILES), &code, &n))
		if (n != HASH_HEX || strspn(code, "0123456789abcdef") < n)
			return ask_refuse_arg(e, EA_FILES, "附件清单有误, 请重新选取文件上传");
	return ERR_OK;
}
