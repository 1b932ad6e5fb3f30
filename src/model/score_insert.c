/* What whoever judges a lesson has to know beside the deductions: what the trainer put into the call and what was made of it,
 * and how the caller left. Remarks, which cost nothing; but a danger that somebody hears and leaves alone is fatal, whoever
 * thought of it (domain.md: 应转 110/119/120 未转).
 *
 * Not here: what an insert excuses (score_call.c, score_ticket.c ask for it here). */
#include <string.h>

#include "model/record.h"
#include "score_p.h"

#define TIME_TO_ACT_MS 15000 /* a talk that ends sooner left none */

static int
seconds(int64_t ms)
{
	return (int)((ms + 500) / 1000);
}

/* ---- danger ---- */

static bool
is_rescue(const struct lesson_act *x)
{
	return (x->act == ACT_TRANSFER || x->act == ACT_TRIPARTITE) && x->text != NULL &&
	       x->text[0] == 'E';
}

/* The first from the ${i}th on; NULL none. */
static const struct lesson_act *
rescue_from(const struct lesson *l, int i)
{
	for (; i < l->n_acts; i++)
		if (is_rescue(&l->act[i]))
			return &l->act[i];
	return NULL;
}

static const struct lesson_act *
act_from(const struct lesson *l, int i, enum call_act act)
{
	for (; i < l->n_acts; i++)
		if (l->act[i].act == act)
			return &l->act[i];
	return NULL;
}

int64_t
score_rescued_at(const struct lesson *l)
{
	const struct lesson_act *danger = act_from(l, 0, ACT_DANGER);
	const struct lesson_act *rescue =
	    danger != NULL ? rescue_from(l, (int)(danger - l->act)) : NULL;

	return rescue != NULL ? rescue->at_ms : -1;
}

int
score_rescue(const struct lesson *l)
{
	const int64_t danger = lesson_first(l, ACT_DANGER), rescued = score_rescued_at(l);

	for (int i = 0; i < l->n_tickets && rescued >= 0; i++)
		if (l->ticket[i].at_ms >= danger && l->ticket[i].at_ms <= rescued)
			return i;
	return -1;
}

bool
score_goes_on(const struct lesson *l)
{
	return score_rescue(l) == 0 && l->n_tickets == 1 && !score_was_cut_short(l);
}

bool
score_was_cut_short(const struct lesson *l)
{
	return (l->end == LESSON_BY_LINE && lesson_done(l, ACT_CUT) > 0) ||
	       (l->end == LESSON_HANDED && score_rescued_at(l) >= 0);
}

static void
left_alone(struct scoring *k, int64_t at)
{
	static const char rule[] = "来电人说出险情, 没有按 F8 接转, 也没有求助班长";

	if (k->l->end == LESSON_STOPPED) /* however soon: it was his to stay */
		score_fatal(k, at, FATAL_NOT_HANDED,
		    "来电人说出险情, 没有接转也没有求助, %d 秒后按 0 结束了这一课",
		    seconds(k->l->talk_ms - at));
	else if (k->l->end == LESSON_BY_LINE || k->l->talk_ms - at < TIME_TO_ACT_MS)
		score_remark(k, at, SCORE_INSERTED, "险情: 没有接转; %d 秒后通话就断了",
		    seconds(k->l->talk_ms - at));
	else if ((k->x->machine.fatal & 1u << FATAL_NOT_HANDED) != 0)
		score_remark(k, at, SCORE_INSERTED, "险情: %s", rule);
	else
		score_fatal(k, at, FATAL_NOT_HANDED, "%s", rule);
}

/* The matter he had called for, where he stayed: not on the ticket of the danger, of which it is said where points went. */
static const char *
went_on(const struct scoring *k)
{
	if (k->s->answer[0].tickets == 0 || score_rescue(k->l) < 0 || score_was_cut_short(k->l))
		return "";
	return score_goes_on(k->l) ? "; 原来那件事没有按 F2 另记一件, 险情那张单上缺的照扣"
				   : "; 原来那件事另记了一件";
}

static void
danger(struct scoring *k, int i)
{
	const struct lesson *l = k->l;
	const int64_t at = l->act[i].at_ms;
	const struct lesson_act *rescue = rescue_from(l, i), *help = act_from(l, i, ACT_HELP);

	if (rescue != NULL)
		score_remark(k, at, SCORE_INSERTED, "险情: %d 秒后接进 %s%s",
		    seconds(rescue->at_ms - at), rescue->text + 1, went_on(k));
	else if ((rescue = rescue_from(l, 0)) != NULL)
		score_remark(k, at, SCORE_INSERTED, "险情: 这时 %s 已经接进来了", rescue->text + 1);
	else if (help != NULL)
		score_remark(k, at, SCORE_INSERTED, "险情: %d 秒后求助班长, 没有自己按 F8 接转",
		    seconds(help->at_ms - at));
	else
		left_alone(k, at);
}

/* ---- the others ---- */

static void
abuse(struct scoring *k, int i)
{
	const struct lesson *l = k->l;
	const struct lesson_act *script = NULL;
	struct str done = { 0 };

	for (int n = i; n < l->n_acts && script == NULL; n++)
		if (l->act[n].text != NULL &&
		    ((l->act[n].act == ACT_SCRIPT && str_starts(l->act[n].text, "abuse")) ||
			(l->act[n].act == ACT_SAY && strstr(l->act[n].text, "文明") != NULL)))
			script = &l->act[n];
	if (script != NULL)
		str_add(&done, ", 劝他文明用语");
	if (act_from(l, i, ACT_SOOTHE) != NULL)
		str_add(&done, ", 安抚了");
	if (act_from(l, i, ACT_HELP) != NULL)
		str_add(&done, ", 求助班长");
	if (act_from(l, i, ACT_ARGUE) != NULL)
		str_add(&done, ", 和他争执");
	score_remark(k, l->act[i].at_ms, SCORE_INSERTED, "辱骂: %s",
	    done.len > 2 ? str_c(&done) + 2 : "没有劝阻, 没有安抚, 也没有求助班长");
	str_free(&done);
}

static void
dropped(struct scoring *k, int i)
{
	const struct lesson *l = k->l;
	const int64_t at = l->act[i].at_ms;

	if (l->n_tickets > 0)
		score_remark(k, at, SCORE_INSERTED, "掉线: %s",
		    l->ticket[0].at_ms <= at ? "断之前单子已经提交" : "断了以后照样提交了工单");
	else if (l->outcome[0] != '\0')
		score_remark(k, at, SCORE_INSERTED, "掉线: 断了以后记为“%s”",
		    record_code_label(RECORD_CALL, l->outcome));
	else
		score_remark(k, at, SCORE_INSERTED, "掉线: 断了以后没有提交工单, 也没有记通话结果");
}

static void
offline(struct scoring *k, int i)
{
	const struct lesson *l = k->l;
	const int64_t at = l->act[i].at_ms;
	int deeds = 0;

	for (int n = 0; n < l->n_deeds; n++)
		deeds += l->deed[n].offline && l->deed[n].at_ms >= at;
	if (k->s->drill != NULL)
		score_remark(k, at, SCORE_INSERTED, "断网: 断着的时候办了 %d 步", deeds);
	else
		score_remark(k, at, SCORE_INSERTED, "断网: 这以后%s提交工单",
		    act_from(l, i, ACT_FILE) != NULL ? "照样" : "没有");
}

/* ---- how he left ---- */

static void
left(struct scoring *k)
{
	const struct lesson *l = k->l;
	char why[LESSON_WHY_BYTES];

	lesson_why_left(l, k->s->persona.patience_s, why);
	if (l->end == LESSON_STOPPED)
		score_remark(k, l->talk_ms, SCORE_CALLER, "还在线, 学员按 0 结束了这一课");
	else if (l->end == LESSON_ANGRY)
		score_remark(k, l->talk_ms, SCORE_CALLER, "%s, 自己挂了", why);
	else if (l->end == LESSON_WAITED)
		score_remark(k, l->talk_ms, SCORE_CALLER, "等不及, 自己挂了: %s", why);
}

void
score_inserts(struct scoring *k)
{
	static const struct {
		enum call_act act;
		void (*tell)(struct scoring *k, int i);
	} rows[] = { { ACT_DANGER, danger }, { ACT_ABUSE, abuse }, { ACT_CUT, dropped },
		{ ACT_OFFLINE, offline } };

	for (int i = 0; i < k->l->n_acts; i++)
		for (size_t r = 0; r < sizeof(rows) / sizeof(rows[0]); r++)
			if (k->l->act[i].act == rows[r].act)
				rows[r].tell(k, i);
	left(k);
}
