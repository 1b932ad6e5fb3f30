/* handling.c: the desk of those who do what tickets ask for (办理): a unit, its head, a township, a village helper. The first
 * screen they see: what waits to be signed for, whom to ring today, what falls due, what came back.
 *
 * Enter does what it is the turn of: signs, writes down a call, replies. Signing, contact and reply work with
 * the line down; what needs a decision is kept as a request (practice A16). Not here: the rules (model/), what a worklist
 * does anyway (worklist.c). */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "client/view/all_p.h"
#include "handling_p.h"
#include "zero_p.h"

/* ---- lists ---- */

#define WITH_UNIT (STATE_BIT(DISPATCHED) | STATE_BIT(WORKING))

static void
of_unit(const struct desk *d, struct work_query *q, enum work_part part, uint32_t states)
{
	q->unit = d->me.unit;
	q->part = part;
	q->states = states;
}

static void
ask_to_do(const struct desk *d, struct work_query *q)
{
	of_unit(d, q, WORK_TO_DO, WITH_UNIT);
}

static void
ask_to_sign(const struct desk *d, struct work_query *q)
{
	of_unit(d, q, WORK_TO_SIGN, WITH_UNIT);
}

/* The lead unit rings; what a village was given it rings for itself. */
static void
ask_contact(const struct desk *d, struct work_query *q)
{
	const bool village = (d->me.roles & ROLE_BIT(VILLAGE)) != 0;

	of_unit(d, q, village ? WORK_HELD : WORK_LEADS, WITH_UNIT);
	q->not_contacted = true;
}

static void
ask_due(const struct desk *d, struct work_query *q)
{
	of_unit(d, q, WORK_TO_DO, WITH_UNIT);
	q->due_kind = "resolve";
	q->due_from = d->now;
	q->due_before = civil_day_start(civil_day(d->now) + 1);
}

static void
ask_late(const struct desk *d, struct work_query *q)
{
	of_unit(d, q, WORK_TO_DO, WITH_UNIT);
	q->due_before = d->now;
}

static void
ask_sign_off(const struct desk *d, struct work_query *q)
{
	of_unit(d, q, WORK_LEADS, STATE_BIT(WORKING));
	q->asked = REQUEST_BIT(SIGN_OFF);
}

static void
ask_back(const struct desk *d, struct work_query *q)
{
	of_unit(d, q, WORK_HELD, STATE_BIT(WORKING));
	q->sent_back = true;
}

static void
ask_relay(const struct desk *d, struct work_query *q)
{
	of_unit(d, q, WORK_OPEN, STATES_OPEN);
	q->asked = REQUEST_BIT(RELAY);
}

static void
ask_supervised(const struct desk *d, struct work_query *q)
{
	of_unit(d, q, WORK_OPEN, STATES_OPEN);
	q->asked = REQUEST_BIT(SUPERVISE);
}

static void
ask_replied(const struct desk *d, struct work_query *q)
{
	of_unit(d, q, WORK_OPEN, STATE_BIT(REPLIED) | STATE_BIT(RETURN_REQ) | STATE_BIT(SUSPENDED));
}

/* Those closed in the last working days in which a unit may dispute what counts against it (workflow_after.c). What
 * stands in the cache of a unit's seat was the unit's. */
#define APPEAL_DAYS 5

static void
ask_closed(const struct desk *d, struct work_query *q)
{
	const int32_t today = civil_day(d->now);
	int32_t from = today;

	while (d->city != NULL && today - from < 31 &&
	       calendar_between(&d->city->calendar, from - 1, today) <= APPEAL_DAYS)
		from--;
	q->states = STATE_BIT(CLOSED);
	q->closed_from = civil_day_start(from);
}

static const struct work_list lists[HANDLING_LISTS] = {
	[HANDLING_TO_DO] = { "要办", "没有要办的工单。新派来的件会自己出现在这里。", 0, ask_to_do },
	[HANDLING_TO_SIGN] = { "待签收", "没有待签收的工单。", 0, ask_to_sign },
	[HANDLING_CONTACT] = { "今日联系", "都联系过了。", 0, ask_contact },
	[HANDLING_DUE] = { "今日到期", "今天没有到期的工单。", 0, ask_due },
	[HANDLING_LATE] = { "超期", "没有超期的工单。", 0, ask_late },
	[HANDLING_SIGN_OFF] = { "待审签", "没有等您审签的反馈。",
	    ROLE_BIT(UNIT_LEAD) | ROLE_BIT(TOWNSHIP), ask_sign_off },
	[HANDLING_BACK] = { "退回", "没有退回重报或重办的工单。", 0, ask_back },
	[HANDLING_RELAY] = { "转达", "没有在等热线转达的工单。", 0, ask_relay },
	[HANDLING_SUPERVISED] = { "督办", "没有要反馈的督办。", 0, ask_supervised },
	[HANDLING_REPLIED] = { "在审", "没有在等审核的反馈和申请。", 0, ask_replied },
	[HANDLING_CLOSED] = { "可申诉",
	    "5个工作日内没有办结的工单。对评价有异议的, 办结后在这里申诉。", 0, ask_closed },
};

#define LIST(name) (1u << HANDLING_##name)

/* ---- steps ---- */

static const struct work_step steps[] = {
	{ EVENT_SIGNIN, "签收" },
	{ EVENT_CONTACT, "联系" },
	{ EVENT_ASK_RELAY, "请热线转达" },
	{ EVENT_REPLY, "反馈" },
	{ EVENT_REPLY_ASK, "反馈" },
	{ EVENT_REPLY_BACK, "审签退回" },
	{ EVENT_CO_REPLY, "反馈" },
	{ EVENT_SUPERVISE_REPLY, "督办反馈" },
	{ EVENT_RETURN, "退单" },
	{ EVENT_ASSIGN_DOWN, "下派" },
	{ EVENT_EXTEND_ASK, "申请延期" },
	{ EVENT_SUSPEND_ASK, "申请挂起" },
	{ EVENT_INFO_ASK, "请补充" },
	{ EVENT_ADD_CO, "加派" },
	{ EVENT_CARD_APPEAL, "红黄牌申诉" },
	{ EVENT_APPEAL, "申诉剔除" },
};

static bool
next(const struct worklist *w, const struct ticket *t, enum event_kind *k)
{
	const struct work_row *row = worklist_row(w);
	struct turn turn;

	if (row == NULL || strcmp(row->row.id, t->id) != 0)
		return false;
	handling_turn(w, row, &turn);
	if (turn.kind < 0)
		return false;
	*k = (enum event_kind)turn.kind;
	if (*k == EVENT_REPLY)
		*k = handling_reply_kind(w->desk, t);
	return true;
}

static const struct work_kind handling_kind = {
	.lists = lists,
	.n_lists = HANDLING_LISTS,
	.quiet = LIST(SIGN_OFF) | LIST(BACK) | LIST(RELAY) | LIST(SUPERVISED) | LIST(REPLIED) |
		 LIST(CLOSED),
	.aside = LIST(REPLIED) | LIST(CLOSED),
	.steps = steps,
	.n_steps = sizeof(steps) / sizeof(steps[0]),
	.cols = handling_cols,
	.n_cols = HANDLING_COLS,
	.cell = handling_cell,
	.next = next,
	.fits = handling_fits,
	.propose = handling_propose,
	.more = handling_more,
	.above = handling_above,
	.detail = handling_detail,
};

/* ---- signing for all ---- */

static bool
sign_one(struct handling *s)
{
	struct desk *d = s->w.desk;
	struct job *j;

	if (s->signing == s->n_to_sign || (j = part_job(d, JOB_ACT)) == NULL)
		return false;
	(void)str_copy(j->ticket, sizeof(j->ticket), s->to_sign[s->signing++]);
	j->act = EVENT_SIGNIN;
	s->sign_job = d->job(d->app, j);
	return s->sign_job != 0;
}

/* Those to be signed for, whatever list is looked at. */
static unsigned
sign_all(struct handling *s)
{
	struct desk *d = s->w.desk;
	struct work_query q = { .limit = WORK_ROWS, .now = d->now };
	struct work_row *rows = calloc(WORK_ROWS, sizeof(*rows));
	bool partial;
	int n;

	ask_to_sign(d, &q);
	n = rows != NULL ? cache_work(d->cache, &q, rows, &partial, NULL) : 0;
	s->n_to_sign = s->signing = s->n_signed = 0;
	for (int i = 0; i < n; i++)
		(void)str_copy(s->to_sign[s->n_to_sign++], ID_SIZE, rows[i].row.id);
	free(rows);
	if (!sign_one(s))
		d->say(d->app, 1, "没有待签收的工单。");
	return VIEW_DRAW;
}

/* "0", and once more to be sure. */
static bool
is_all_key(const struct input *in)
{
	return in->kind == INPUT_TEXT &&
	       ((in->len == 1 && in->text[0] == '0') || strcmp(in->text, "０") == 0);
}

static unsigned
all_key(struct handling *s)
{
	struct desk *d = s->w.desk;
	const long long n = (long long)s->w.counts[HANDLING_TO_SIGN];

	if (s->sign_job != 0)
		return VIEW_DRAW;
	if (s->sure) {
		s->sure = false;
		return sign_all(s);
	}
	s->sure = n > 0;
	if (n > 0)
		d->say(d->app, 1, "待签收%lld件: 再按一次 0 全部签收, 按别的键不签。", n);
	else
		d->say(d->app, 1, "没有待签收的工单。");
	return VIEW_DRAW;
}

static bool
signed_news(struct handling *s, const struct news *n)
{
	struct desk *d = s->w.desk;

	if (n->kind != NEWS_DONE || n->job == 0 || n->job != s->sign_job)
		return false;
	s->sign_job = 0;
	s->n_signed += n->err.code == ERR_OK;
	if (sign_one(s))
		return true;
	s->stale = s->w.stale = s->w.uncounted = true;
	if (s->n_signed < s->n_to_sign)
		d->say(d->app, 2, "签收了%d件, %d件没有签成: %s", s->n_signed,
		    s->n_to_sign - s->n_signed, n->err.text);
	else
		d->say(d->app, 0, "已签收%d件%s。", s->n_signed,
		    part_online(d) ? "" : ", 线路恢复后自动送出");
	return true;
}

/* ---- the screen ---- */

static enum err_code
handling_open(struct view *v, const char *arg, struct err *e)
{
	struct handling *s = v->state;

	(void)e;
	s->stale = true;
	worklist_open(&s->w, v->desk, &handling_kind, arg);
	return ERR_OK;
}

static unsigned
handling_input(struct view *v, const struct input *in)
{
	struct handling *s = v->state;

	if (!part_signed_in(s->w.desk))
		return VIEW_IGNORED;
	if (input_is(in, ACTION_UNMASK))
		return phone_look_key(
		    &s->phone, s->w.desk, s->w.found ? &s->w.t : NULL, "承办单位联系诉求人");
	if (input_is(in, ACTION_TRANSFER))
		return phone_look_dial(&s->phone, s->w.desk, s->w.found ? &s->w.t : NULL);
	if (is_all_key(in) && !s->w.form.open && s->w.list.filter.text.len == 0)
		return all_key(s);
	s->sure = false;
	return worklist_input(v, in);
}

static unsigned
handling_event(struct view *v, const struct news *n)
{
	struct handling *s = v->state;
	unsigned bits;

	if (n->kind == NEWS_TABLES || n->kind == NEWS_USER)
		s->stale = true;
	if (signed_news(s, n))
		return VIEW_DRAW;
	bits = phone_look_event(&s->phone, s->w.desk, n);
	return bits != 0 ? bits : worklist_event(v, n);
}

static unsigned
handling_resume(struct view *v)
{
	((struct handling *)v->state)->stale = true;
	return worklist_resume(v);
}

static int64_t
handling_wake_at(const struct view *v)
{
	return ((const struct handling *)v->state)->phone.until;
}

static void
handling_draw(const struct view *v, struct canvas *c, struct rect body)
{
	struct handling *s = v->state;
	char words[64];

	worklist_refresh(&s->w);
	if (s->stale)
		s->zero_missing = zero_words(s->w.desk, words, sizeof(words)) > 0;
	phone_look_expire(&s->phone, s->w.desk, &s->w.t);
	handling_read(s);
	worklist_draw(v, c, body);
}

static void
handling_close(struct view *v)
{
	phone_look_hide(&((struct handling *)v->state)->phone);
	worklist_close(v);
}

const struct view_ops handling_view = {
	.name = "handling",
	.title = "办理",
	.aliases = "办理 签收 联系 反馈 申诉 handling",
	.footer = worklist_footer,
	.n_footer = sizeof(worklist_footer) / sizeof(worklist_footer[0]),
	.keys = worklist_keys,
	.answers = WORKLIST_ANSWERS | ACT(UNMASK) | ACT(TRANSFER),
	.roles = ROLES_UNIT,
	.state_size = sizeof(struct handling),
	.scopes = worklist_scopes,
	.open = handling_open,
	.input = handling_input,
	.event = handling_event,
	.resume = handling_resume,
	.draw = handling_draw,
	.wake_at = handling_wake_at,
	.close = handling_close,
	.idle = worklist_idle,
	.waits = worklist_waits,
	.work = &handling_kind,
};
