/* consequence.c: what the centre does by itself after an event: which steps, on which ticket, with which words.
 *
 * A table of triggers, no state and no clock of its own. The steps pass the same checks as a person's. Not here: what
 * time alone brings (server/job), dispatch by catalogue (dispatch.c). */
#include "model/consequence.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "model/deadline.h"
#include "workflow_p.h"

#define STARS_ENOUGH 3 /* below: 不满意 */
#define TIMES_MANY   3
#define LEVEL_MAX    3

static const struct span answer_within = { 3, SPAN_WORKDAY };

struct making {
	const struct event *ev;
	const struct ticket *t;
	const struct city *city;
	struct follow *out;
	int n;
	bool bad;
};

static struct follow *
add(struct making *m, enum event_kind kind, const char *ticket)
{
	struct follow *f = &m->out[m->n++];

	*f = (struct follow){ .kind = kind };
	(void)str_copy(f->ticket, sizeof(f->ticket), ticket);
	return f;
}

static void
say(struct making *m, struct follow *f, enum event_arg a, const char *words)
{
	m->bad = !args_set(&f->args, a, words) || m->bad;
}

static int64_t
happened_at(const struct event *ev)
{
	return ev->at_server != 0 ? ev->at_server : ev->at;
}

/* ---- the steps ---- */

static void
escalate(struct making *m, const char *reason)
{
	if (m->t->supervise_level < LEVEL_MAX)
		say(m, add(m, EVENT_ESCALATE, m->t->id), EA_REASON, reason);
}

/* ${until} 0: as long as an answer usually may take. */
static void
supervise(struct making *m, const char *kind, const char *reason, int64_t until)
{
	const struct assignment *lead = workflow_last_lead(m->t);
	const int64_t now = happened_at(m->ev);
	char text[24];
	struct follow *f;

	if (lead == NULL || m->t->request[REQUEST_SUPERVISE].at != 0)
		return;
	if (until <= now)
		until = deadline_add(&m->city->calendar, m->city->profile, now, answer_within).at;
	(void)snprintf(text, sizeof(text), "%lld", (long long)until);
	f = add(m, EVENT_SUPERVISE, m->t->id);
	say(m, f, EA_KIND, kind);
	say(m, f, EA_TO_UNIT, lead->unit);
	say(m, f, EA_UNTIL, text);
	say(m, f, EA_REASON, reason);
}

/* ---- the triggers ---- */

static void
after_evaluation(struct making *m)
{
	const bool few = m->t->stars_result < STARS_ENOUGH,
		   rude = m->t->stars_manner < STARS_ENOUGH;

	if (m->ev->kind != EVENT_VISIT_OK && m->t->round > 1)
		escalate(m, "重办后诉求人仍不满意");
	if (few && rude)
		supervise(m, "supervise", "回访办理结果和服务态度都低于3星, 请核查并整改", 0);
	else if (few)
		supervise(m, "supervise", "回访办理结果低于3星, 请核查并整改", 0);
	else if (rude)
		supervise(m, "conduct", "回访服务态度低于3星, 请核查工作作风", 0);
}

static void
after_coming_again(struct making *m)
{
	/* He came once to begin with; urging and opening it again are the times after that. */
	const int times = m->ev->kind == EVENT_REOPEN ? m->t->round : m->t->urge_count;

	if (times == TIMES_MANY)
		supervise(m, "supervise", "诉求人第三次反映同一事项, 请加快办理并说明原因", 0);
}

static void
after_sending(struct making *m)
{
	if (strcmp(fields_get(&m->t->f, TF_URGENCY), "critical") == 0)
		supervise(m, "supervise", "特急件, 请在时限内反馈处置结果", m->t->unit_due);
}

static void
after_his_answer(struct making *m)
{
	struct follow *f;

	if (m->t->state != STATE_SUSPENDED || !m->t->waits_for_info)
		return;
	f = add(m, EVENT_RESUME, m->t->id);
	say(m, f, EA_REASON_CODE, "supplemented");
	say(m, f, EA_REASON, "诉求人已补充, 恢复办理");
}

static void
after_merge(struct making *m)
{
	if (m->t->merged_into[0] != '\0')
		say(m, add(m, EVENT_FOLLOW, m->t->merged_into), EA_OTHER, m->t->id);
}

/* The ticket stands by itself again: the one it was joined to (named by the event) counts it no more. */
static void
after_parting(struct making *m)
{
	const char *master = args_get(&m->ev->args, EA_OTHER);
	struct follow *f;

	if (master[0] == '\0')
		return;
	f = add(m, EVENT_FOLLOW, master);
	say(m, f, EA_OTHER, m->t->id);
	say(m, f, EA_RESULT, "left");
}

int
workflow_follows(const struct event *ev, const struct ticket *t, const struct city *city,
    struct follow out[FOLLOWS_MAX])
{
	struct making m = { .ev = ev, .t = t, .city = city, .out = out };

	switch (ev->kind) {
	case EVENT_VISIT_OK:
	case EVENT_VISIT_BAD:
	case EVENT_LATE_EVAL:
		after_evaluation(&m);
		break;
	case EVENT_URGE:
	case EVENT_REOPEN:
		after_coming_again(&m);
		break;
	case EVENT_DISPATCH:
	case EVENT_RETURN_OK:
	case EVENT_DESIGNATE:
		after_sending(&m);
		break;
	case EVENT_OVERDUE:
		supervise(&m, "supervise", "超过办结时限未反馈, 请说明原因并尽快办结", 0);
		break;
	case EVENT_SUPPLEMENT:
		after_his_answer(&m);
		break;
	case EVENT_MERGE:
	case EVENT_INBOX_MERGE:
		after_merge(&m);
		break;
	case EVENT_UNMERGE:
		after_parting(&m);
		break;
	default:
		break;
	}
	if (!m.bad)
		return m.n;
	follows_free(out, m.n);
	return -1;
}

void
follows_free(struct follow *f, int n)
{
	for (int i = 0; i < n; i++)
		args_free(&f[i].args);
}
