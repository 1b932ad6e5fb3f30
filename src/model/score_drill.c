/* The marks of a drill: which steps were taken, what stood in them, when; what must not happen at all. Each step names the
 * item it belongs to; a cell of a reply's form has its own.
 *
 * Not here: wording, tone, whether a plan is any good: those are the trainer's. */
#include <stdlib.h>
#include <string.h>

#include "drill_p.h"
#include "model/act.h"
#include "score_p.h"

static int
item_of(const struct drill_step *x, enum event_arg a)
{
	switch ((int)a) {
	case EA_FACTS:
	case EA_IS_TRUE:
		return DRILL_FACTS;
	case EA_PLAN:
		return DRILL_PLAN;
	case EA_ACTION:
	case EA_SOLVED:
		return DRILL_DONE;
	case EA_EFFECT:
		return DRILL_EFFECT;
	case EA_BASIS:
		return DRILL_BASIS;
	default:
		return x->item;
	}
}

/* ---- which deed was which step ---- */

static struct drill_names
names_of(const struct scenario *s, const struct lesson *l)
{
	struct drill_names names = { .drill = s->drill };

	for (int i = 0; i < DRILL_TICKETS; i++)
		names.ticket[i] = l->ticket_id[i];
	return names;
}

static int
fitting(const struct drill_step *x, const struct lesson_deed *l, const struct drill_names *names)
{
	int n = 0;

	for (int i = 0; i < x->wants.n; i++)
		n += drill_fits(x->event, &x->wants.v[i], &l->args, names);
	return n;
}

/* Of the deeds that no other step has, the one that meets most of it; of equals the first. */
static int
deed_of(const struct drill_step *x, const struct lesson *l, const bool *taken,
    const struct drill_names *names)
{
	int best = -1, most = -1;

	for (int i = 0; i < l->n_deeds; i++) {
		const struct lesson_deed *deed = &l->deed[i];
		int n;

		if (taken[i] || deed->refused || deed->ticket != x->ticket ||
		    deed->event != (int)x->event)
			continue;
		n = fitting(x, deed, names);
		if (n > most) {
			best = i;
			most = n;
		}
	}
	return best;
}

void
drill_found(const struct scenario *s, const struct lesson *l, int out[DRILL_STEPS])
{
	const struct drill_names names = names_of(s, l);
	bool taken[LESSON_DEEDS] = { false };

	for (int i = 0; i < s->drill->n_steps; i++) {
		out[i] = deed_of(&s->drill->step[i], l, taken, &names);
		if (out[i] >= 0)
			taken[out[i]] = true;
	}
}

/* A call that reached nobody is to be made again: it is not what was wanted. */
static bool
is_to_be_repeated(
    const struct drill_step *x, const struct lesson_deed *l, const struct drill_names *names)
{
	for (int i = 0; x->event == EVENT_CONTACT && i < x->wants.n; i++)
		if (x->wants.v[i].arg == EA_RESULT &&
		    !drill_fits(x->event, &x->wants.v[i], &l->args, names))
			return true;
	return false;
}

int
drill_next(const struct scenario *s, const struct lesson *l)
{
	const struct drill_names names = names_of(s, l);
	int found[DRILL_STEPS];

	drill_found(s, l, found);
	for (int i = 0; i < s->drill->n_steps; i++)
		if (found[i] < 0 ||
		    is_to_be_repeated(&s->drill->step[i], &l->deed[found[i]], &names))
			return i;
	return -1;
}

/* ---- steps ---- */

struct marking {
	struct scoring *k;
	const struct drill *d;
	struct drill_names names;
	int found[DRILL_STEPS];
};

static int
last_way(const struct scoring *k, int item)
{
	return qa_ways(&k->x->form->items[item]) - 1;
}

static void
missing(struct marking *m, const struct drill_step *x)
{
	struct scoring *k = m->k;
	const int64_t limit = (int64_t)x->within_s * 1000;
	const int64_t at = limit > 0 && limit < k->l->talk_ms ? limit : k->l->talk_ms;
	const char *label = event_info(x->event)->label, *name = m->d->ticket[x->ticket].name;

	if (x->fatal >= 0)
		score_fatal(k, at, x->fatal, "工单%s没有“%s”: %s", name, label, x->rule);
	score_deduct(
	    k, at, x->item, last_way(k, x->item), "工单%s没有“%s”: %s", name, label, x->rule);
	for (int i = 0; i < x->wants.n; i++) {
		const int item = item_of(x, x->wants.v[i].arg);

		if (item != x->item)
			score_deduct(k, at, item, last_way(k, item), "没有“%s”, 也就没有%s", label,
			    drill_label(x->event, x->wants.v[i].arg));
	}
}

static void
wanting(struct marking *m, const struct drill_step *x, const struct lesson_deed *deed)
{
	for (int i = 0; i < x->wants.n; i++) {
		const struct drill_value *want = &x->wants.v[i];
		const char *value = args_get(&deed->args, want->arg);
		const int item = item_of(x, want->arg);

		if (drill_fits(x->event, want, &deed->args, &m->names))
			continue;
		score_deduct(m->k, deed->at_ms, item, value[0] == '\0' ? last_way(m->k, item) : 0,
		    "“%s”的%s应有 %s: %s", event_info(x->event)->label,
		    drill_label(x->event, want->arg), want->text, x->rule);
	}
}

/* After the step before it on the same ticket? */
static bool
in_order(const struct marking *m, int step)
{
	for (int i = step - 1; m->d->ordered != 0 && i >= 0; i--)
		if (m->d->step[i].ticket == m->d->step[step].ticket && m->found[i] >= 0)
			return m->found[i] < m->found[step];
	return true;
}

static void
mark_step(struct marking *m, int step)
{
	const struct drill_step *x = &m->d->step[step];
	const struct lesson_deed *deed;
	const char *label = event_info(x->event)->label;

	if (m->found[step] < 0) {
		missing(m, x);
		return;
	}
	deed = &m->k->l->deed[m->found[step]];
	wanting(m, x, deed);
	if (!in_order(m, step))
		score_deduct(m->k, deed->at_ms, DRILL_DONE, 0, "“%s”办早了: %s", label, x->rule);
	if (x->within_s > 0 && deed->at_ms > (int64_t)x->within_s * 1000)
		score_deduct(m->k, deed->at_ms, DRILL_TIME, 1, "“%s”用了 %d 秒, 应在 %d 秒内: %s",
		    label, (int)(deed->at_ms / 1000), x->within_s, x->rule);
	if (x->offline != 0 && !deed->offline &&
	    deed->at_ms > (int64_t)(m->d->cut_at_s + m->d->cut_s) * 1000)
		score_deduct(m->k, deed->at_ms, x->item, 0,
		    "“%s”等到线路恢复才办, 断线时就该办: %s", label, x->rule);
}

/* ---- what must not happen ---- */

static bool
holds(const char *text, const char *word)
{
	return word[0] != '\0' && word[1] != '\0' && strstr(text, word) != NULL;
}

static bool
holds_any(const char *words, const char *text)
{
	char *w = scenario_fold(words), *t = scenario_fold(text);
	size_t at = 0, n;
	bool found = false;

	for (const char *word;
	     w != NULL && t != NULL && !found && (word = scenario_each_word(w, &at, &n)) != NULL;)
		found = memmem(t, strlen(t), word, n) != NULL;
	free(w);
	free(t);
	return found;
}

static bool
names_person(const struct fields *f, const char *text)
{
	return holds(text, fields_get(f, TF_NAME)) ||
	       holds(text, fields_get(f, TF_CONTACT_PHONE)) ||
	       holds(text, fields_get(f, TF_CALLER_PHONE));
}

static void
never_in_words(struct marking *m, const struct lesson_deed *deed)
{
	const struct fields *f = &m->d->ticket[deed->ticket].f;
	const bool shielded = strcmp(fields_get(f, TF_CONFIDENTIAL), "1") == 0 ||
			      strcmp(fields_get(f, TF_TYPE), "report") == 0;
	int element;

	for (int a = 0; a < EA_COUNT; a++) {
		const char *text = args_get(&deed->args, (enum event_arg)a);
		const char *label = drill_label((enum event_kind)deed->event, (enum event_arg)a);

		if (text[0] == '\0')
			continue;
		if ((act_in_words(text, &element) & ACT_BIT(PROMISE)) != 0)
			score_fatal(m->k, deed->at_ms, DRILL_FATAL_PROMISED,
			    "“%s”里承诺了结果或日期", label);
		if (holds_any(m->d->secret, text) ||
		    ((shielded || a == EA_PUBLIC) && names_person(f, text)))
			score_fatal(m->k, deed->at_ms, DRILL_FATAL_DISCLOSED,
			    "“%s”里写了能认出诉求人的内容", label);
	}
}

static bool
is_never(const struct marking *m, const struct drill_never *x, const struct lesson_deed *deed)
{
	if (deed->event != (int)x->event || deed->ticket != x->ticket)
		return false;
	for (int i = 0; i < x->wants.n; i++)
		if (!drill_fits(x->event, &x->wants.v[i], &deed->args, &m->names))
			return false;
	return true;
}

static void
never(struct marking *m, const struct lesson_deed *deed)
{
	const bool replies = deed->event == EVENT_REPLY || deed->event == EVENT_REPLY_ASK;

	never_in_words(m, deed);
	if (replies && !deed->spoken)
		score_fatal(m->k, deed->at_ms, DRILL_FATAL_UNSPOKEN,
		    "工单%s还没有联系上诉求人就反馈", m->d->ticket[deed->ticket].name);
	if (deed->event == EVENT_RETURN && args_get(&deed->args, EA_BASIS)[0] == '\0')
		score_fatal(m->k, deed->at_ms, DRILL_FATAL_NO_BASIS, "退单没有写依据");
	for (int i = 0; i < m->d->n_nevers; i++)
		if (is_never(m, &m->d->never[i], deed))
			score_fatal(m->k, deed->at_ms, m->d->never[i].fatal, "不能这样“%s”: %s",
			    event_info(m->d->never[i].event)->label, m->d->never[i].rule);
}

void
score_drill(struct scoring *k)
{
	struct marking m = { .k = k, .d = k->s->drill, .names = names_of(k->s, k->l) };

	drill_found(k->s, k->l, m.found);
	for (int i = 0; i < m.d->n_steps; i++)
		mark_step(&m, i);
	for (int i = 0; i < k->l->n_deeds; i++)
		never(&m, &k->l->deed[i]);
	if (k->l->talk_ms > (int64_t)m.d->par_s * 1000)
		score_deduct(k, k->l->talk_ms, DRILL_TIME, 0, "用了 %d 秒, 标准 %d 秒",
		    (int)(k->l->talk_ms / 1000), m.d->par_s);
}
