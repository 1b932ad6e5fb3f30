/* workflow_reply.c: the conditions of working on a ticket: speaking with the citizen, asking for more time or for more
 * words, the reply and its way through sign-off and audit. Guards, as in workflow_guard.c.
 *
 * Who asks and who decides are never the same person (practice A11). Not here: whose part it is (workflow_unit.c), what
 * follows from it (apply_reply.c, apply_clock.c). */
#include "workflow_p.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "model/deadline.h"

#define DAY_MS      86400000LL
#define SENTENCE    320
#define TRIES_LEAST 3 /* practice A5: so often, on so many days, at so many times of the day */
#define DAYS_LEAST  2
#define BANDS_LEAST 2
#define SUPPLEMENTED \
	"supplemented" /* why the centre resumes before the day: the citizen has answered */

static bool
blank_arg(const struct ask *q, enum event_arg a)
{
	return values_ink(ask_arg(q, a)) == 0;
}

static long long
number_arg(const struct ask *q, enum event_arg a)
{
	long long n = 0;

	return str_int(ask_arg(q, a), 0, INT64_MAX, &n) ? n : 0;
}

/* ---- asked for ---- */

/* At most one of a kind waits; a reply sent for signature anew takes the place of the one before. What is decided:
 * guard_decide. */
enum err_code
guard_once(const struct ask *q, struct err *e)
{
	static const struct {
		enum event_kind kind;
		enum ticket_request asks;
	} rows[] = {
		{ EVENT_INFO_ASK, REQUEST_INFO },
		{ EVENT_EXTEND_ASK, REQUEST_EXTEND },
		{ EVENT_SUSPEND_ASK, REQUEST_SUSPEND },
		{ EVENT_ASK_RELAY, REQUEST_RELAY },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if ((int)rows[i].kind == q->ev->kind && q->t->request[rows[i].asks].at != 0)
			return err_set(e, ERR_GUARD,
			    "已经有一项“%s”在等答复, 不用再次提出; 有新情况请记“补充”或打电话说明",
			    request_label(rows[i].asks));
	return ERR_OK;
}

/* ---- more time ---- */

/* The citizen was told: by a contact or a relay of this ticket. A seat that has not got that event leaves it to the centre. */
static enum err_code
told(const struct ask *q, struct err *e)
{
	const int kind = q->env->told_kind;

	if (ask_is(q, TF_ANONYMOUS, "1")) /* nobody can be told; what was promised stands */
		return ERR_OK;
	if (blank_arg(q, EA_TOLD))
		return ask_refuse_arg(e, EA_TOLD,
		    "延期前要先告知诉求人: 请联系(保密件请热线转达)并记录, "
		    "再在这里写那一次的环节号");
	if ((!q->env->at_centre && kind <= 0) || kind == EVENT_CONTACT || kind == EVENT_RELAY)
		return ERR_OK;
	return ask_refuse_arg(
	    e, EA_TOLD, "告知依据要指向这张工单的一次“联系群众”或“转达”, 请核对环节号");
}

enum err_code
guard_extend_ask(const struct ask *q, struct err *e)
{
	if (q->t->unit_due != 0 && ask_made_at(q) > q->t->unit_due)
		return err_set(
		    e, ERR_GUARD, "承办期限已过, 不能再申请延期; 请尽快办结反馈, 并写明逾期原因");
	return told(q, e);
}

/* Working days the unit has in all, from its dispatch to ${due}, without those it was suspended. */
static int
days_in_all(const struct ask *q, int64_t due)
{
	return calendar_between(
		   &q->env->city->calendar, civil_day(q->t->dispatched_at), civil_day(due)) -
	       q->t->paused_days;
}

enum err_code
guard_extend_ok(const struct ask *q, struct err *e)
{
	const struct profile *p = q->env->city->profile;
	const int days = (int)number_arg(q, EA_DAYS),
		  free = p == NULL ? 0 : p->limit[LIMIT_OF_EXT_FREE].n,
		  most = p == NULL ? 0 : p->limit[LIMIT_OF_EXT_MAX].n;
	const int64_t due = deadline_extend(&q->env->city->calendar, q->t->unit_due, days);
	char text[SENTENCE] = "";

	if (most > 0 && days_in_all(q, due) > most && !ask_role(q, ROLE_BIT(LEADER)))
		(void)snprintf(text, sizeof(text),
		    "再延长%d个工作日, 总时限就超过%d个工作日, 要由热线办领导批准", days, most);
	else if (ask_role(q, ROLE_BIT(SUPERVISOR) | ROLE_BIT(LEADER)))
		return ERR_OK;
	else if (q->t->ext_count > 0)
		(void)snprintf(text, sizeof(text),
		    "已经延期过%d次, 再次延期要由督办员或热线办领导批准", q->t->ext_count);
	else if (free > 0 && days > free)
		(void)snprintf(text, sizeof(text),
		    "派单员一次最多同意延长%d个工作日, 再长的要由督办员或热线办领导批准", free);
	return text[0] == '\0' ? ERR_OK : ask_refuse_arg(e, EA_DAYS, text);
}

/* ---- waiting ---- */

enum err_code
guard_pause(const struct ask *q, struct err *e)
{
	const struct city *c = q->env->city;
	const int most = c->profile == NULL ? 0 : c->profile->limit[LIMIT_OF_PAUSE_MAX].n;
	const int64_t until = workflow_pause_until(q->ev, c, q->env->now);
	char text[SENTENCE];
	int days;

	if (until <= q->env->now)
		return ask_refuse_arg(e, EA_UNTIL, "挂起到的时间已经过去, 请改为今后的时间");
	days = calendar_between(&c->calendar, civil_day(q->env->now), civil_day(until));
	if (most == 0 || q->t->paused_days + days <= most)
		return ERR_OK;
	(void)snprintf(text, sizeof(text),
	    "挂起累计不能超过%d个工作日: 已挂起%d个, 这次还有%d个, 请把时间提前", most,
	    q->t->paused_days, days);
	return ask_refuse_arg(e, EA_UNTIL, text);
}

enum err_code
guard_resume(const struct ask *q, struct err *e)
{
	const int64_t until = q->t->pause_until;

	if (!ask_role(q, ROLE_BIT(SYSTEM)) || (until != 0 && q->env->now >= until))
		return ERR_OK;
	if (strcmp(ask_arg(q, EA_REASON_CODE), SUPPLEMENTED) == 0 && q->t->waits_for_info &&
	    q->t->supplement_count > 0)
		return ERR_OK;
	return err_set(e, ERR_GUARD, "挂起的时间还没有到, 诉求人也没有补充, 不能自动恢复");
}

/* ---- the citizen was spoken with (practice A5) ---- */

static int
bands(const struct ticket *t)
{
	int n = 0;

	for (unsigned b = t->contact_bands; b != 0; b &= b - 1)
		n++;
	return n;
}

static bool
tried_enough(const struct ticket *t)
{
	return t->contact_count >= TRIES_LEAST && t->contact_days >= DAYS_LEAST &&
	       bands(t) >= BANDS_LEAST;
}

bool
workflow_spoken(const struct ticket *t)
{
	return t->contact_reached > 0 || strcmp(fields_get(&t->f, TF_ANONYMOUS), "1") == 0 ||
	       (tried_enough(t) && t->contact_noticed);
}

enum err_code
guard_spoken(const struct ask *q, struct err *e)
{
	const struct ticket *t = q->t;

	if (workflow_spoken(t))
		return ERR_OK;
	if (ticket_is_shielded(t))
		return err_set(e, ERR_GUARD,
		    "诉求人信息保密, 反馈前要由热线联系: 请先“%s”, 热线转达后再反馈",
		    event_info(EVENT_ASK_RELAY)->label);
	if (tried_enough(t))
		return err_set(e, ERR_GUARD,
		    "多次没有联系上诉求人, 还要发短信告知: 请记一次联系, "
		    "结果选“未接通已发短信告知”");
	if (t->contact_count == 0)
		return err_set(e, ERR_GUARD, "还没有联系过诉求人, 不能反馈, 请先电话联系并记录");
	return err_set(e, ERR_GUARD,
	    "还没有联系上诉求人: 要在%d天、%d个时段里至少拨%d次, 并发短信告知, 才能反馈(已拨%d次, "
	    "%d天, %d个时段)",
	    DAYS_LEAST, BANDS_LEAST, TRIES_LEAST, t->contact_count, t->contact_days, bands(t));
}

enum err_code
guard_relay(const struct ask *q, struct err *e)
{
	if (ticket_is_shielded(q->t))
		return ERR_OK;
	return err_set(e, ERR_GUARD, "诉求人没有要求保密, 由承办单位直接联系, 不用热线转达");
}

/* ---- the reply ---- */

static bool
is(const struct ticket *t, enum ticket_field f, const char *code)
{
	return strcmp(fields_get(&t->f, f), code) == 0;
}

/* Answered in four parts; all other matters in a few words (practice B9). */
static bool
in_parts(const struct ticket *t)
{
	return is(t, TF_TYPE, "complaint") || is(t, TF_TYPE, "report") ||
	       is(t, TF_COMPLEXITY, "complex") || t->round > 1;
}

bool
workflow_signs_itself(const struct ticket *t, const struct actor *who)
{
	const bool heavy = is(t, TF_COMPLEXITY, "complex") || is(t, TF_URGENCY, "critical");

	return (who->roles & ROLE_BIT(UNIT_LEAD)) != 0 || !heavy;
}

/* Who sent it for signature may not sign it, but as a deputy who says so. */
static bool
signs_his_own(const struct ticket *t, const struct actor *who)
{
	const struct request *asked = &t->request[REQUEST_SIGN_OFF];

	return asked->at != 0 && strcmp(asked->by, who->user) == 0;
}

bool
workflow_wants_arg(
    const struct ticket *t, enum event_kind k, enum event_arg a, const struct actor *who)
{
	if (a == EA_FOR) /* a township writes for its village helpers, nobody else for anybody */
		return (who->roles & ROLE_BIT(TOWNSHIP)) != 0;
	if (k == EVENT_CONTACT) /* the desk only asks for what is missing */
		return a != EA_STAGE || (who->roles & ROLES_UNIT) != 0;
	if (k != EVENT_REPLY && k != EVENT_REPLY_ASK)
		return true;
	switch (a) {
	case EA_PLAN:
	case EA_ACTION:
	case EA_EFFECT:
	case EA_BASIS:
		return in_parts(t);
	case EA_PUBLIC: /* what is never published needs no public words */
		return in_parts(t) && !ticket_is_shielded(t);
	case EA_SIGNED_BY:
		return k == EVENT_REPLY && signs_his_own(t, who);
	default:
		return true;
	}
}

bool
workflow_needs_photo(const struct city *c, const struct fields *f, enum event_kind k)
{
	return (k == EVENT_REPLY || k == EVENT_REPLY_ASK) && deadline_wants_photo(c, f);
}

enum err_code
guard_reply(const struct ask *q, struct err *e)
{
	static const enum event_arg parts[] = { EA_FACTS, EA_PLAN, EA_ACTION, EA_EFFECT };
	char text[SENTENCE];

	for (size_t i = 0; in_parts(q->t) && i < sizeof(parts) / sizeof(parts[0]); i++)
		if (blank_arg(q, parts[i])) {
			(void)snprintf(text, sizeof(text),
			    "投诉、举报、疑难件和重办件要分四项反馈, 请补写“%s”",
			    arg_info(parts[i])->label);
			return ask_refuse_arg(e, parts[i], text);
		}
	if (strcmp(ask_arg(q, EA_SOLVED), "solved") != 0 && blank_arg(q, EA_UNSOLVED))
		return ask_refuse_arg(e, EA_UNSOLVED, "没有全部解决的, 请选未解决原因");
	if (deadline_wants_photo(q->env->city, &q->after) && blank_arg(q, EA_FILES))
		return ask_refuse_arg(e, EA_FILES, "这一类工单要附现场照片, 请先添加照片再反馈");
	if (deadline_wants_photo(q->env->city, &q->after) && q->env->no_picture)
		return ask_refuse_arg(e, EA_FILES,
		    "这一类工单要附现场照片, 附件里没有一个是图片: 请添加现场照片(jpg、png、heic "
		    "等)再反馈");
	return ERR_OK;
}

enum err_code
guard_helpers(const struct ask *q, struct err *e)
{
	for (int i = 0; i < q->t->n_assign; i++) {
		const struct assignment *a = &q->t->assign[i];

		if (a->role == ASSIGN_CO &&
		    (a->state == ASSIGN_IS_WAITING || a->state == ASSIGN_IS_SIGNED))
			return err_set(e, ERR_GUARD,
			    "协办单位%s还没有反馈, 请先催它“%s”, 汇总后再提交",
			    city_unit_name(q->env->city, a->unit),
			    event_info(EVENT_CO_REPLY)->label);
	}
	return ERR_OK;
}

enum err_code
guard_sign(const struct ask *q, struct err *e)
{
	if (!workflow_signs_itself(q->t, q->who))
		return err_set(e, ERR_FORBIDDEN, "特急件和疑难件的反馈由审签人提交, 请先“%s”",
		    event_info(EVENT_REPLY_ASK)->label);
	if (signs_his_own(q->t, q->who) && blank_arg(q, EA_SIGNED_BY))
		return ask_refuse_arg(e, EA_SIGNED_BY,
		    "送审的人不能自己审签; 受权代签的, 请在“审签人”写明授权人和日期");
	return ERR_OK;
}

enum err_code
guard_audit(const struct ask *q, struct err *e)
{
	const char *unit = q->who->unit;

	for (int i = 0; i < q->t->n_assign; i++) {
		const struct assignment *a = &q->t->assign[i];

		if ((unit != NULL && *unit != '\0' && assignment_is_open(a) &&
			(city_unit_is_under(q->env->city, unit, a->unit) ||
			    city_unit_is_under(q->env->city, a->unit, unit))) ||
		    strcmp(a->signed_by, q->who->user) == 0)
			return err_set(e, ERR_FORBIDDEN,
			    "您是这张工单的承办人, 反馈要由没有参加承办的派单员审核");
	}
	/* a file may come after the reply that names it */
	if (q->ev->kind == EVENT_AUDIT_OK && q->env->no_picture &&
	    deadline_wants_photo(q->env->city, &q->after))
		return err_set(e, ERR_GUARD,
		    "这一类工单要附现场照片, 而承办单位的附件没有一个是图片: 请退回重报, "
		    "写明要照片");
	return ERR_OK;
}

/* ---- the centre's own ---- */

enum err_code
guard_overdue(const struct ask *q, struct err *e)
{
	const uint32_t running = STATE_BIT(DISPATCHED) | STATE_BIT(WORKING) | STATE_BIT(RETURN_REQ);
	const char *clock = ask_arg(q, EA_CLOCK);

	if (*clock != '\0' && strcmp(clock, "resolve") != 0)
		return ask_refuse_arg(e, EA_CLOCK, "只记承办时限的超期");
	if (!(running & (1u << q->t->state)) || q->t->unit_due == 0 ||
	    q->env->now <= q->t->unit_due)
		return err_set(e, ERR_GUARD, "承办期限还没有到, 或者没有在计时, 不能记超期");
	if (q->t->overdue_at != 0)
		return err_set(e, ERR_GUARD, "这一轮的超期已经记过");
	if (q->t->request[REQUEST_EXTEND].at != 0)
		return err_set(e, ERR_GUARD, "到期前申请的延期还没有批, 批复以后再定是否超期");
	return ERR_OK;
}
