/* The rules of the talk: answered, understood, answered rightly, told, ended; what must not happen at all. A thing that is
 * missing is dated to the moment by which it should have been there.
 *
 * Not here: what stands on the tickets (score_ticket.c), and tone, courtesy and listening, which no machine hears. */
#include <stdio.h>
#include <string.h>

#include "model/members.h"
#include "model/record.h"
#include "model/script.h"
#include "score_p.h"

#define RING_MS   15000
#define GREET_MS  5000
#define SILENT_MS 15000 /* three times five seconds before the seat may hang up */

static const char *const odd_calls[] = { "silent", "harass", "wrong", "dropped", "test", NULL };
static const char *const may_hang_up[] = { "silent", "harass", NULL };
static const char *const older_ones[] = { "urge", "supplement", "progress", NULL };
static const char *const danger_calls[] = { "emergency", "tripartite", NULL };

bool
score_is_odd(const struct scenario *s)
{
	return score_only(&s->answer[0].outcomes, odd_calls);
}

/* By when what belongs into the talk should have been done. */
static int64_t
talk_end(const struct lesson *l)
{
	int64_t filed = lesson_first(l, ACT_FILE);

	return filed >= 0 && filed < l->talk_ms ? filed : l->talk_ms;
}

/* ---- the beginning ---- */

static void
answered(struct scoring *k)
{
	int64_t at = lesson_first(k->l, ACT_GREET);

	if (k->l->ring_ms > RING_MS)
		score_deduct(k, 0, ITEM_ANSWERING, 0, "响铃 %d 秒才接, 应在 15 秒内",
		    (int)(k->l->ring_ms / 1000));
	if (at < 0)
		score_deduct(k, 0, ITEM_ANSWERING, 1, "没有说首问语和工号");
	else if (at > GREET_MS)
		score_deduct(k, at, ITEM_ANSWERING, 0, "接通 %d 秒后才说首问语", (int)(at / 1000));
}

/* ---- understood ---- */

/* Restated after something was asked or heard: before that there is nothing to restate. */
static bool
was_restated(const struct lesson *l)
{
	int64_t heard = lesson_first(l, ACT_ASK), restated = lesson_last(l, ACT_RESTATE);
	int64_t listened = lesson_first(l, ACT_LISTEN);

	if (heard < 0 || (listened >= 0 && listened < heard))
		heard = listened;
	return restated >= 0 && restated >= heard;
}

/* By its key, by words that ask for it, or by a sentence of the scripts. */
static bool
was_asked_for(const struct lesson *l, const struct scenario_fact *f)
{
	for (int i = 0; i < l->n_acts; i++) {
		const struct lesson_act *a = &l->act[i];

		if ((a->act == ACT_ASK && a->element == f->element) ||
		    (a->act == ACT_SAY && a->text != NULL && scenario_asks(f, a->text)))
			return true;
	}
	return false;
}

/* Of the five elements those that he tells only when asked. */
static void
asked_for(struct scoring *k)
{
	bool told[ELEMENT_COUNT] = { false };

	for (int i = 0; i < k->s->n_facts; i++) {
		const struct scenario_fact *f = &k->s->fact[i];

		if (f->element < 0 || f->matter >= k->l->n_matters || told[f->element] ||
		    was_asked_for(k->l, f))
			continue;
		told[f->element] = true;
		score_deduct(k, talk_end(k->l), ITEM_UNDERSTOOD, 2, "没有问%s",
		    element_label((enum element)f->element));
	}
}

static void
understood(struct scoring *k)
{
	const struct lesson *l = k->l;
	int asked[ELEMENT_COUNT] = { 0 };

	if (!was_restated(l) && !score_was_cut_short(l))
		score_deduct(k, talk_end(l), ITEM_UNDERSTOOD, 0, "记完没有复述核对");
	for (int i = 0; i < l->n_acts; i++) {
		int el = l->act[i].act == ACT_ASK ? l->act[i].element : -1;

		if (el >= 0 && el < ELEMENT_COUNT &&
		    ++asked[el] == scenario_asked_too_often(k->s, el))
			score_deduct(k, l->act[i].at_ms, ITEM_UNDERSTOOD, 1, "%s问了 %d 遍",
			    element_label((enum element)el), asked[el]);
	}
	if (!score_was_cut_short(l))
		asked_for(k);
}

/* ---- the business ---- */

/* The article of the list that was cited, in the talk or on a ticket; NULL none. ${other}: one that is not of the list. */
static const char *
cited(const struct lesson *l, const struct scenario_list *right, const char **other)
{
	const char *code = NULL;
	size_t n;

	for (int i = 0; i < l->n_acts; i++)
		if (l->act[i].act == ACT_CITE && l->act[i].text != NULL) {
			if (scenario_list_has(right, l->act[i].text))
				return l->act[i].text;
			*other = l->act[i].text;
		}
	for (int i = 0; i < l->n_tickets; i++)
		while (members_next(fields_get(&l->ticket[i].f, TF_KB_REFS), &code, &n))
			for (int r = 0; r < right->n; r++)
				if (strlen(right->item[r]) == n &&
				    memcmp(right->item[r], code, n) == 0)
					return right->item[r];
	return NULL;
}

/* What he asked was answered on the ticket, or by whom he was handed to; without a ticket the outcome says so. */
static bool
is_answered(const struct lesson *l)
{
	for (int i = 0; i < l->n_tickets; i++)
		if (*fields_get(&l->ticket[i].f, TF_ANSWER) != '\0')
			return true;
	return l->n_tickets == 0 || lesson_done(l, ACT_TRANSFER) > 0 ||
	       lesson_done(l, ACT_TRIPARTITE) > 0;
}

static void
business(struct scoring *k, const struct scenario_answer *a)
{
	const struct lesson *l = k->l;
	const char *other = NULL;
	int element;

	if (a->articles.n > 0 && cited(l, &a->articles, &other) == NULL) {
		if (other == NULL)
			score_deduct(k, talk_end(l), ITEM_BUSINESS, 1, "没有引用知识, 应引用 %s",
			    a->articles.item[0]);
		else
			score_deduct(k, lesson_last(l, ACT_CITE), ITEM_BUSINESS, 0,
			    "引用的是 %s, 应引用 %s", other, a->articles.item[0]);
	}
	if (strcmp(a->outcomes.item[0], "direct") == 0 && !is_answered(l))
		score_deduct(k, talk_end(l), ITEM_BUSINESS, 0, "来电人问的没有答复, 只转成了工单");
	for (int i = 0; i < a->scripts.n; i++) {
		const char *moment = a->scripts.item[i];

		/* those that are an act of their own are marked where that act is */
		if (acts_of_moment(moment, &element) == 0 && !lesson_did(l, ACT_SCRIPT, moment))
			score_deduct(k, talk_end(l), ITEM_BUSINESS, 0, "没有念“%s”的话术",
			    script_moment(moment)->title);
	}
}

/* ---- how it was taken ---- */

static bool
was_handed(const struct lesson *l, const struct scenario_list *targets)
{
	for (int i = 0; i < targets->n; i++)
		if (lesson_did(l, ACT_TRANSFER, targets->item[i]) ||
		    lesson_did(l, ACT_TRIPARTITE, targets->item[i]))
			return true;
	return false;
}

static void
judged_handing(struct scoring *k, const struct scenario_answer *a)
{
	static const char *const handed[] = { "emergency", "tripartite", "transfer", NULL };

	if (a->targets.n == 0 || was_handed(k->l, &a->targets) || score_was_cut_short(k->l))
		return;
	if (score_only(&a->outcomes, danger_calls))
		score_fatal(k, k->l->talk_ms, FATAL_NOT_HANDED, "没有转到 %s", a->targets.item[0]);
	else if (score_only(&a->outcomes, handed))
		score_deduct(k, k->l->talk_ms, ITEM_JUDGED, 2, "没有转到 %s", a->targets.item[0]);
}

/* A matter of which there is a ticket already: something is done to that one. */
static void
judged_older(struct scoring *k, const struct scenario_answer *a)
{
	if (k->s->before != NULL && score_only(&a->outcomes, older_ones) &&
	    !lesson_was_older(k->l, &a->outcomes))
		score_deduct(k, k->l->talk_ms, ITEM_JUDGED, 2, "他以前登记的那件没有%s",
		    record_code_label(RECORD_CALL, a->outcomes.item[0]));
}

/* What the trainer put in has made it another call. */
static bool
is_right_by_insert(const struct lesson *l)
{
	if (score_rescued_at(l) >= 0)
		return strcmp(l->outcome, "emergency") == 0 ||
		       strcmp(l->outcome, "tripartite") == 0;
	return score_was_cut_short(l) && strcmp(l->outcome, "dropped") == 0;
}

static void
judged_outcome(struct scoring *k)
{
	const struct lesson *l = k->l;
	const char *right = record_code_label(RECORD_CALL, k->s->answer[0].outcomes.item[0]);

	if (l->outcome[0] != '\0')
		score_deduct(k, l->talk_ms, ITEM_JUDGED, 2, "通话结果记为“%s”, 应为“%s”",
		    record_code_label(RECORD_CALL, l->outcome), right);
	else
		score_deduct(k, l->talk_ms, ITEM_JUDGED, 2, "没有记通话结果%s; 应为“%s”",
		    l->n_tickets == 0 ? ", 也没有建单" : "", right);
}

static void
judged(struct scoring *k)
{
	const struct lesson *l = k->l;
	const struct scenario *s = k->s;
	const struct scenario_answer *a = &s->answer[0];
	int must = 0, may = 0;
	bool right = is_right_by_insert(l);

	for (int i = 0; i < s->n_matters; i++) {
		right = right || scenario_list_has(&s->answer[i].outcomes, l->outcome);
		must += i < l->n_matters && s->answer[i].tickets == 1;
		may += s->answer[i].tickets != 0;
		judged_handing(k, &s->answer[i]);
		judged_older(k, &s->answer[i]);
	}
	if (!right)
		judged_outcome(k);
	if (l->outcome[0] == '\0')
		score_deduct(k, l->talk_ms, ITEM_JUDGED, 2, "这一通没有处理");
	if (right && a->rejects.n > 0 && strcmp(l->outcome, "rejected") == 0 &&
	    !scenario_list_has(&a->rejects, l->reject))
		score_deduct(k, l->talk_ms, ITEM_JUDGED, 2, "不予受理的原因选了 %s, 应为 %s",
		    l->reject, a->rejects.item[0]);
	if (l->n_tickets < must && !(score_was_cut_short(l) && is_right_by_insert(l)))
		score_fatal(k, l->talk_ms, FATAL_NOT_FILED, "应建 %d 件工单, 建了 %d 件", must,
		    l->n_tickets);
	may += score_rescue(l) >= 0 && l->n_tickets > 1; /* the danger's own */
	if (l->n_tickets > may)
		score_deduct(k, lesson_last(l, ACT_FILE), ITEM_JUDGED, 2, "多建了 %d 件工单",
		    l->n_tickets - may);
	if (l->n_matters < s->n_matters && !score_was_cut_short(l))
		score_deduct(k, l->talk_ms, ITEM_JUDGED, 2, "来电人还有一件事, 没有问出来");
}

/* ---- told, ended ---- */

static void
told(struct scoring *k)
{
	static const struct {
		enum call_act act;
		const char *rule;
	} rows[] = { { ACT_SECRET, "没有问是否保密" }, { ACT_NUMBER, "没有告知编号" },
		{ ACT_LIMIT, "没有告知时限" }, { ACT_VISIT, "没有告知回访" } };
	unsigned wanted = 0;

	if (score_was_cut_short(k->l))
		return;
	for (int i = 0; i < k->s->n_matters && i < k->l->n_matters; i++)
		wanted |= k->s->answer[i].tells;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if ((wanted & 1u << rows[i].act) != 0 && lesson_done(k->l, rows[i].act) == 0)
			score_deduct(k, k->l->talk_ms, ITEM_TOLD, 0, "%s", rows[i].rule);
}

static void
closed(struct scoring *k)
{
	const struct lesson *l = k->l;
	bool rated = lesson_done(l, ACT_EVALUATE) > 0, leave = lesson_done(l, ACT_CLOSE) > 0;

	if (l->end == LESSON_HANDED || l->end == LESSON_BY_LINE || l->end == LESSON_STOPPED)
		return;
	if (!rated && !leave)
		score_deduct(k, l->talk_ms, ITEM_CLOSING, 1, "没有结束语, 也没有请来电人评价");
	else if (!rated)
		score_deduct(k, l->talk_ms, ITEM_CLOSING, 0, "没有请来电人评价");
	else if (!leave)
		score_deduct(k, l->talk_ms, ITEM_CLOSING, 0, "没有结束语");
	else if (l->end == LESSON_BY_SEAT)
		score_deduct(k, l->talk_ms, ITEM_CLOSING, 0, "话务员先挂了机");
}

static void
in_time(struct scoring *k)
{
	int par = 0, acw = 0;

	for (int i = 0; i < k->s->n_matters; i++) {
		par += k->s->answer[i].par_s;
		acw += k->s->answer[i].acw_s;
	}
	if (k->l->talk_ms > (int64_t)par * 1000)
		score_deduct(k, k->l->talk_ms, ITEM_TIME, 0, "通话 %d 秒, 标准 %d 秒",
		    (int)(k->l->talk_ms / 1000), par);
	if (k->l->acw_ms > (int64_t)acw * 1000)
		score_deduct(k, k->l->talk_ms + k->l->acw_ms, ITEM_TIME, 1,
		    "话后整理 %d 秒, 标准 %d 秒", (int)(k->l->acw_ms / 1000), acw);
}

/* ---- what must not happen ---- */

static void
hung_up(struct scoring *k)
{
	const struct lesson *l = k->l;

	if (l->end != LESSON_BY_SEAT || lesson_done(l, ACT_CLOSE) > 0)
		return;
	if (!score_only(&k->s->answer[0].outcomes, may_hang_up))
		score_fatal(k, l->talk_ms, FATAL_HANG_UP, "来电人还在, 话务员挂了机");
	else if (l->talk_ms < SILENT_MS)
		score_fatal(k, l->talk_ms, FATAL_HANG_UP, "没有走完规程就挂了机");
}

/* In his own words, so that nobody has to look for them; that he took them back is for the trainer to weigh. */
static void
promised(struct scoring *k)
{
	const struct lesson *l = k->l;
	const int64_t back = lesson_taken_back(l);
	char then[32] = "";

	if (back >= 0)
		(void)snprintf(then, sizeof(then), ", %02d:%02d 改了口", (int)(back / 60000),
		    (int)(back / 1000 % 60));
	for (int i = 0; i < l->n_acts; i++)
		if (l->act[i].act == ACT_PROMISE) {
			score_fatal(k, l->act[i].at_ms, FATAL_PROMISED,
			    "向来电人承诺了结果或日期%s%s%s%s", then,
			    l->act[i].text != NULL ? ": “" : "",
			    l->act[i].text != NULL ? l->act[i].text : "",
			    l->act[i].text != NULL ? "”" : "");
			return;
		}
}

static void
never(struct scoring *k)
{
	static const struct {
		enum call_act act;
		int fatal;
		const char *rule;
	} rows[] = {
		{ ACT_PUSH_OFF, FATAL_RUDE, "推诿" },
		{ ACT_ARGUE, FATAL_RUDE, "与来电人争执" },
		{ ACT_DISCLOSE, FATAL_DISCLOSED, "说出了别人的信息" },
		{ ACT_PROMISE, FATAL_PROMISED, NULL },
	};
	unsigned forbidden = 0;

	hung_up(k);
	promised(k);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].rule != NULL && lesson_done(k->l, rows[i].act) > 0)
			score_fatal(
			    k, lesson_first(k->l, rows[i].act), rows[i].fatal, "%s", rows[i].rule);
	for (int i = 0; i < k->s->n_matters; i++)
		forbidden |= k->s->answer[i].forbidden;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		forbidden &= ~(1u << rows[i].act); /* told already */
	if (score_rescued_at(k->l) >= 0)
		forbidden &= ~(ACT_BIT(TRANSFER) | ACT_BIT(TRIPARTITE));
	for (int a = 0; a < ACT_COUNT; a++)
		if ((forbidden & 1u << a) != 0 && lesson_done(k->l, (enum call_act)a) > 0)
			score_fatal(k, lesson_first(k->l, (enum call_act)a), FATAL_RUDE,
			    "这一通不能“%s”", act_label((enum call_act)a));
}

void
score_call(struct scoring *k)
{
	bool odd = score_is_odd(k->s);

	answered(k);
	if (!odd)
		understood(k);
	for (int i = 0; i < k->s->n_matters && i < k->l->n_matters; i++)
		business(k, &k->s->answer[i]);
	judged(k);
	told(k);
	if (!odd)
		closed(k);
	in_time(k);
	never(k);
}
