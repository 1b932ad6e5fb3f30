/* A scenario in memory: its life, and how the words that are looked for are compared. Comparing is by folded text without
 * blanks, so that ７８号 and 78 号 are 78号; nothing here knows Chinese numerals: a writer gives both ways of writing. */
#include "model/scenario.h"

#include <stdlib.h>
#include <string.h>

#include "model/drill.h"
#include "scenario_p.h"
#include "text/fold.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

#define X(name, zh) zh,
static const char *const skills[] = { SCENARIO_SKILLS(X) };
static const char *const modes[] = { SCENARIO_MODES(X) };
static const char *const traits[] = { SCENARIO_TRAITS(X) };
#undef X

const char *
scenario_skill_label(enum scenario_skill s)
{
	return (size_t)s < COUNT(skills) ? skills[s] : "";
}

const char *
scenario_mode_label(enum scenario_mode m)
{
	if (m == MODE_EXAM) /* the file's word means that it may be asked in either kind of exam */
		return "单考";
	return (size_t)m < COUNT(modes) ? modes[m] : "";
}

const char *
scenario_trait_label(enum scenario_trait t)
{
	return (size_t)t < COUNT(traits) ? traits[t] : "";
}

void
scenario_init(struct scenario *s)
{
	*s = (struct scenario){ 0 };
}

void
scenario_free(struct scenario *s)
{
	for (int i = 0; i < SCENARIO_MATTERS; i++)
		fields_free(&s->answer[i].reference);
	drill_free(s->drill);
	drill_free(s->before);
	free(s->source_text);
	free(s->buffer);
	scenario_init(s);
}

/* ---- words ---- */

char *
scenario_fold(const char *text)
{
	struct str s = { 0 };
	size_t n = 0;

	fold_add(&s, text);
	if (s.bad || s.s == NULL) {
		str_free(&s);
		return s.bad ? NULL : str_dup("");
	}
	for (size_t i = 0; i < s.len; i++)
		if (s.s[i] != ' ' && s.s[i] != '\n')
			s.s[n++] = s.s[i];
	s.s[n] = '\0';
	return str_take(&s);
}

const char *
scenario_each_word(const char *words, size_t *at, size_t *len)
{
	words += *at;
	while (*words == ',' || *words == '|') {
		words++;
		(*at)++;
	}
	*len = strcspn(words, ",|");
	*at += *len;
	return *len > 0 ? words : NULL;
}

/* One group, its ways of writing apart by |, ${len} bytes. */
static bool
any_of(const char *group, size_t len, const char *text)
{
	const char *end = group + len;
	bool wanted = false;

	while (group < end) {
		const char *bar = memchr(group, '|', (size_t)(end - group));
		size_t n = (size_t)((bar != NULL ? bar : end) - group);

		if (n > 0 && memmem(text, strlen(text), group, n) != NULL)
			return true;
		wanted = wanted || n > 0;
		group += n + 1;
	}
	return !wanted;
}

bool
scenario_words(const char *words, const char *text)
{
	char *w = scenario_fold(words), *t = scenario_fold(text);
	bool all = w != NULL && t != NULL;

	for (const char *group = w; all && *group != '\0';) {
		size_t n = strcspn(group, ",");

		all = any_of(group, n, t);
		group += n + (group[n] == ',');
	}
	free(w);
	free(t);
	return all;
}

bool
scenario_has_element(const struct scenario_answer *a, enum element el, const struct fields *f)
{
	static const enum ticket_field where[ELEMENT_COUNT][3] = {
		[ELEMENT_TIME] = { TF_EVENT_TIME, TF_CONTENT, TF_CONTENT },
		[ELEMENT_PLACE] = { TF_ADDRESS, TF_CONTENT, TF_CONTENT },
		[ELEMENT_PEOPLE] = { TF_NAME, TF_CALLED, TF_SUBJECT },
		[ELEMENT_EVENT] = { TF_TITLE, TF_CONTENT, TF_CONTENT },
		[ELEMENT_DEMAND] = { TF_DEMAND, TF_DEMAND, TF_DEMAND },
	};
	struct str text = { 0 };
	bool has;

	for (int i = 0; i < 3; i++)
		str_addf(&text, "%s\n", fields_get(f, where[el][i]));
	str_add(&text, fields_get(f, TF_CONTENT));
	has = !text.bad && scenario_words(a->words[el], str_c(&text));
	str_free(&text);
	return has;
}

bool
scenario_list_has(const struct scenario_list *l, const char *item)
{
	for (int i = 0; i < l->n; i++) {
		size_t n = strlen(l->item[i]);

		if (strcmp(l->item[i], item) == 0)
			return true;
		if (n == 2 && strlen(item) == 4 && strncmp(l->item[i], item, n) == 0)
			return true;
	}
	return false;
}

int
scenario_ticket_matter(const struct scenario *s, int nth)
{
	int none = s->n_matters - 1;

	for (int i = s->n_matters - 1; i >= 0; i--)
		none = s->answer[i].tickets == 0 ? i : none;
	for (int i = 0; i < s->n_matters; i++)
		if (s->answer[i].tickets != 0 && nth-- == 0)
			return i;
	return none;
}

int
scenario_tickets(const struct scenario *s, int matters)
{
	int n = 0;

	for (int i = 0; i < matters && i < s->n_matters; i++)
		n += s->answer[i].tickets != 0;
	return n;
}

int
scenario_asked_too_often(const struct scenario *s, int element)
{
	int facts = 0;

	for (int i = 0; i < s->n_facts; i++)
		facts += s->fact[i].element == element;
	return 2 + (facts > 1 ? facts : 1);
}

bool
scenario_asks(const struct scenario_fact *f, const char *text)
{
	int element = -1;
	bool asked = false;

	for (int i = 0; !asked && i < f->asks.n; i++)
		asked = scenario_words(f->asks.item[i], text);
	if (!asked && f->element >= 0)
		asked = (act_in_words(text, &element) & ACT_BIT(ASK)) != 0 && element == f->element;
	return asked;
}
