/* What happened in a lesson, written down as it happens. Nothing is judged here (score.c). */
#include "model/lesson.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/caller.h"
#include "model/workflow.h"

void
lesson_init(struct lesson *l)
{
	*l = (struct lesson){ .n_matters = 1, .stars = -1 };
}

void
lesson_free(struct lesson *l)
{
	for (int i = 0; i < l->n_acts; i++)
		free(l->act[i].text);
	for (int i = 0; i < l->n_tickets; i++)
		fields_free(&l->ticket[i].f);
	for (int i = 0; i < l->n_deeds; i++)
		args_free(&l->deed[i].args);
	free(l->act);
	free(l->deed);
	lesson_init(l);
}

static bool
keep(struct lesson *l, int64_t at_ms, enum call_act act, int element, const char *text)
{
	struct lesson_act *grown;
	char *copy = text != NULL ? str_dup(text) : NULL;

	if (l->n_acts == LESSON_ACTS || (text != NULL && copy == NULL)) {
		free(copy);
		return false;
	}
	grown = realloc(l->act, (size_t)(l->n_acts + 1) * sizeof(*grown));
	if (grown == NULL) {
		free(copy);
		return false;
	}
	l->act = grown;
	l->act[l->n_acts++] = (struct lesson_act){ at_ms, act, element, copy };
	return true;
}

bool
lesson_add(struct lesson *l, int64_t at_ms, enum call_act act, int element, const char *text)
{
	unsigned acts = 0;
	int asked = -1;

	if (!keep(l, at_ms, act, act == ACT_ASK ? element : -1, text))
		return false;
	if (act == ACT_SCRIPT && text != NULL)
		acts = acts_of_moment(text, &asked);
	else if (act == ACT_SAY && text != NULL)
		acts = act_in_words(text, &asked);
	acts &= ~(ACT_BIT(SCRIPT) | ACT_BIT(SAY));
	for (int i = 0; i < ACT_COUNT; i++)
		if ((acts & 1u << i) != 0 &&
		    !keep(l, at_ms, (enum call_act)i, i == ACT_ASK ? asked : -1, text))
			return false;
	return true;
}

bool
lesson_file(struct lesson *l, int64_t at_ms, const struct fields *f)
{
	struct lesson_ticket *t = &l->ticket[l->n_tickets];

	if (l->n_tickets == LESSON_TICKETS)
		return false;
	*t = (struct lesson_ticket){ .at_ms = at_ms };
	if (!fields_copy(&t->f, f)) {
		fields_free(&t->f);
		return false;
	}
	l->n_tickets++;
	return keep(l, at_ms, ACT_FILE, -1, NULL);
}

bool
lesson_deed(struct lesson *l, const struct lesson_deed *d)
{
	struct lesson_deed *grown;
	struct args copy = { 0 };

	if (l->n_deeds == LESSON_DEEDS || !args_copy(&copy, &d->args))
		return false;
	grown = realloc(l->deed, (size_t)(l->n_deeds + 1) * sizeof(*grown));
	if (grown == NULL) {
		args_free(&copy);
		return false;
	}
	l->deed = grown;
	l->deed[l->n_deeds] = *d;
	l->deed[l->n_deeds++].args = copy;
	return true;
}

/* ---- looking back ---- */

#define X(name, event, code) { EVENT_##event, code },
static const struct {
	int event;
	const char *code;
} olders[LESSON_OLDER_COUNT] = { LESSON_OLDERS(X) };
#undef X

const char *
lesson_older(struct lesson *l, int event)
{
	for (int i = 0; i < LESSON_OLDER_COUNT; i++)
		if (olders[i].event == event) {
			l->older |= 1u << i;
			return olders[i].code;
		}
	return NULL;
}

bool
lesson_was_older(const struct lesson *l, const struct scenario_list *codes)
{
	for (int i = 0; i < LESSON_OLDER_COUNT; i++)
		if ((l->older & 1u << i) != 0 && scenario_list_has(codes, olders[i].code))
			return true;
	return false;
}

int
lesson_done(const struct lesson *l, enum call_act act)
{
	int n = 0;

	for (int i = 0; i < l->n_acts; i++)
		n += l->act[i].act == act;
	return n;
}

int64_t
lesson_first(const struct lesson *l, enum call_act act)
{
	for (int i = 0; i < l->n_acts; i++)
		if (l->act[i].act == act)
			return l->act[i].at_ms;
	return -1;
}

int64_t
lesson_last(const struct lesson *l, enum call_act act)
{
	for (int i = l->n_acts; i > 0; i--)
		if (l->act[i - 1].act == act)
			return l->act[i - 1].at_ms;
	return -1;
}

bool
lesson_did(const struct lesson *l, enum call_act act, const char *text)
{
	for (int i = 0; i < l->n_acts; i++)
		if (l->act[i].act == act && str_same(l->act[i].text, text))
			return true;
	return false;
}

int64_t
lesson_taken_back(const struct lesson *l)
{
	int i = l->n_acts;

	while (i > 0 && l->act[i - 1].act != ACT_PROMISE)
		i--;
	for (; i > 0 && i < l->n_acts; i++)
		if (l->act[i].act == ACT_LIMIT ||
		    (l->act[i].act == ACT_SAY && l->act[i].text != NULL &&
			act_takes_back(l->act[i].text)))
			return l->act[i].at_ms;
	return -1;
}

enum lesson_end
lesson_end_of(int why)
{
	switch (why) {
	case CALLER_HANDED:
		return LESSON_HANDED;
	case CALLER_IMPATIENT:
		return LESSON_WAITED;
	case CALLER_ANGRY:
		return LESSON_ANGRY;
	default:
		return LESSON_BY_CALLER;
	}
}

void
lesson_why_left(const struct lesson *l, int patience_s, char out[LESSON_WHY_BYTES])
{
	const int64_t held = lesson_last(l, ACT_HOLD);

	out[0] = '\0';
	if (l->end == LESSON_ANGRY)
		(void)snprintf(out, LESSON_WHY_BYTES, "生了气");
	else if (l->end != LESSON_WAITED)
		return;
	else if (l->talk_ms >= CALLER_MOST_MS)
		(void)snprintf(out, LESSON_WHY_BYTES, "通话满了 %d 分钟", CALLER_MOST_MS / 60000);
	else if (held >= 0 && held > lesson_last(l, ACT_BACK))
		(void)snprintf(out, LESSON_WHY_BYTES, "请他等候, 超过 %d 秒没有取回", patience_s);
	else
		(void)snprintf(out, LESSON_WHY_BYTES, "超过 %d 秒没有人跟他说话", patience_s);
}

int64_t
lesson_klm(int text_keys, int other_keys, int blocks)
{
	return (int64_t)text_keys * LESSON_KLM_TEXT_MS + (int64_t)other_keys * LESSON_KLM_KEY_MS +
	       (int64_t)blocks * LESSON_KLM_THOUGHT_MS;
}
