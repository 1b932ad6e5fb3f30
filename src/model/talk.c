/* Which sentence is due in a call, as a table: the first row whose facts hold is it. Rows for the field that has the
 * cursor come first, because the person has chosen what to ask; the rest is the order of a call: greeting, how to address
 * the caller, what nobody has said yet, the restating before F10.
 *
 * While the caller's words are being written only what was wholly left out is asked for: who tells a story is not
 * interrupted for a field. Not here: the sentences (scripts.tsv of the city), when the line on the screen may change. */
#include "model/talk.h"

#include <stddef.h>
#include <string.h>

#include "model/members.h"

#define ANYWHERE (-1)

/* Facts about the sheet. */
enum {
	BEGUN = 1 << 0,      /* enough is written down to ask about */
	WRITING = 1 << 1,    /* the cursor stands in the caller's words */
	FILLED = 1 << 2,     /* the field with the cursor has its value */
	TYPED = 1 << 3,      /* one knows what kind of matter it is */
	SCENE = 1 << 4,      /* it happened somewhere: no question, suggestion or praise */
	NAMED = 1 << 5,      /* one knows how to address the caller, or may not know */
	PLACED = 1 << 6,     /* entered, or recognised and offered */
	PLACE_SAID = 1 << 7, /* a part of it is known */
	TIMED = 1 << 8,
	TIME_SAID = 1 << 9,
	WANTED = 1 << 10,
	WISH_SAID = 1 << 11,
	CONSULT = 1 << 12,
	SUGGEST = 1 << 13,
	PRAISE = 1 << 14,
	REPORT = 1 << 15,
	ANSWERED = 1 << 16,
	ANSWER_SHOWN = 1 << 17,
	AGAIN = 1 << 18,
	OLD_LINE = 1 << 19,   /* dialled a number that was merged */
	FIRMS_LINE = 1 << 20, /* the line for enterprises */
	ELDERLY = 1 << 21,
	MINOR = 1 << 22,
	SECRET = 1 << 23, /* confidential already, or nobody's name is known */
	SENT = 1 << 24,
	DIRECT = 1 << 25,
	CONSENT = 1 << 26
};

static const struct rule {
	const char *moment;
	int at; /* field with the cursor */
	unsigned all, none;
} RULES[] = {
	{ "consent", ANYWHERE, CONSENT, 0 },
	{ "evaluate", ANYWHERE, SENT, 0 },
	{ "close", ANYWHERE, DIRECT, 0 },
	/* the person has gone there to ask */
	{ "called", TF_CALLED, 0, NAMED },
	{ "called", TF_NAME, 0, NAMED },
	{ "ask_demand", TF_DEMAND, SCENE, FILLED },
	{ "ask_place", TF_AREA, SCENE, PLACED },
	{ "ask_place", TF_ADDRESS, SCENE, PLACED },
	{ "ask_time", TF_EVENT_TIME, SCENE, TIMED },
	{ "ask_people", TF_SUBJECT, 0, FILLED },
	{ "ask_people", TF_PEOPLE, 0, FILLED },
	{ "ask_phone", TF_CONTACT_PHONE, 0, FILLED },
	{ "report_secret", TF_CONFIDENTIAL, REPORT, 0 },
	{ "confidential", TF_CONFIDENTIAL, 0, 0 },
	{ "anonymous", TF_ANONYMOUS, 0, 0 },
	{ "ask_public", TF_PUBLIC, 0, FILLED },
	{ "minor", TF_GROUPS, MINOR, 0 },
	{ "slow", TF_GROUPS, ELDERLY, 0 },
	/* the beginning */
	{ "next_matter", ANYWHERE, AGAIN, BEGUN },
	{ "greet_ent", ANYWHERE, FIRMS_LINE, BEGUN },
	{ "greet_line", ANYWHERE, OLD_LINE, BEGUN },
	{ "greet", ANYWHERE, 0, BEGUN },
	/* the caller talks */
	{ "minor", TF_CONTENT, MINOR, 0 },
	{ "called", ANYWHERE, 0, NAMED },
	{ "slow", TF_CONTENT, ELDERLY, 0 },
	{ "praise", ANYWHERE, PRAISE, 0 },
	{ "ask_place", TF_CONTENT, TYPED | SCENE, PLACE_SAID },
	{ "ask_time", TF_CONTENT, TYPED | SCENE, TIME_SAID },
	{ "ask_demand", TF_CONTENT, TYPED | SCENE, WISH_SAID },
	/* the words stand */
	{ "answered", ANYWHERE, CONSULT | ANSWERED, 0 },
	{ "hold", ANYWHERE, CONSULT, ANSWERED | ANSWER_SHOWN | WRITING },
	{ "suggest", ANYWHERE, SUGGEST, WRITING },
	{ "ask_place", ANYWHERE, SCENE, PLACED | WRITING },
	{ "ask_time", ANYWHERE, SCENE, TIMED | WRITING },
	{ "ask_demand", ANYWHERE, SCENE, WANTED | WRITING },
	{ "restate", ANYWHERE, SCENE | PLACED | TIMED | WANTED, 0 },
};

static const struct {
	const char *after, *moment;
	unsigned all, none;
} THEN[] = {
	{ "restate", "report_secret", REPORT, 0 },
	{ "restate", "confidential", 0, REPORT | SECRET },
	{ "evaluate", "close", 0, 0 },
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static bool
is_set(const struct talk *t, enum ticket_field f)
{
	return fields_get(t->f, f)[0] != '\0';
}

static bool
is_on(const struct talk *t, enum ticket_field f)
{
	return strcmp(fields_get(t->f, f), "1") == 0;
}

static unsigned
when(bool holds, unsigned fact)
{
	return holds ? fact : 0;
}

/* 公开 starts as 未问, which is no value yet (practice.md B5). */
static bool
is_filled(const struct talk *t)
{
	return t->at >= 0 && is_set(t, (enum ticket_field)t->at) &&
	       (t->at != TF_PUBLIC || strcmp(fields_get(t->f, TF_PUBLIC), "unasked") != 0);
}

static unsigned
of_type(const struct talk *t)
{
	static const struct {
		const char *type;
		unsigned fact;
	} TYPES[] = { { "consult", CONSULT }, { "suggest", SUGGEST }, { "praise", PRAISE },
		{ "report", REPORT } };
	unsigned facts =
	    when(t->type[0] != '\0', TYPED) | when(elements_need_scene(t->type), SCENE);

	for (size_t i = 0; i < COUNT(TYPES); i++)
		facts |= when(strcmp(t->type, TYPES[i].type) == 0, TYPES[i].fact);
	return facts;
}

static unsigned
of_elements(const struct talk *t)
{
	const enum element_mark *mark = t->elements.mark;

	return when(mark[ELEMENT_PLACE] == ELEMENT_THERE || t->place_offered, PLACED) |
	       /* 小区门口 hints at a place and names none */
	       when(t->place_heard || is_set(t, TF_AREA) || is_set(t, TF_ADDRESS), PLACE_SAID) |
	       when(mark[ELEMENT_TIME] == ELEMENT_THERE || t->time_offered, TIMED) |
	       when(mark[ELEMENT_TIME] != ELEMENT_MISSING, TIME_SAID) |
	       when(mark[ELEMENT_DEMAND] == ELEMENT_THERE, WANTED) |
	       when(mark[ELEMENT_DEMAND] != ELEMENT_MISSING, WISH_SAID);
}

static unsigned
of_call(const struct talk *t)
{
	const char *line = fields_get(t->f, TF_ORIGIN_LINE), *groups = fields_get(t->f, TF_GROUPS);
	const char *firms = strstr(line, "-ent");

	return when(t->again, AGAIN) | when(*line != '\0', OLD_LINE) |
	       when(firms != NULL && firms[4] == '\0', FIRMS_LINE) |
	       when(members_has(groups, "elderly"), ELDERLY) |
	       when(members_has(groups, "minor"), MINOR) | when(t->stage == TALK_SENT, SENT) |
	       when(t->stage == TALK_DIRECT, DIRECT) | when(t->stage == TALK_CONSENT, CONSENT);
}

static unsigned
facts_of(const struct talk *t)
{
	const enum element_mark event = t->elements.mark[ELEMENT_EVENT];
	const bool writing = t->at == TF_CONTENT, anonymous = is_on(t, TF_ANONYMOUS);

	/* a note of four words counts once one has gone on from it */
	return when(event == ELEMENT_THERE || (event == ELEMENT_HALF && !writing), BEGUN) |
	       when(writing, WRITING) | when(is_filled(t), FILLED) |
	       when(is_set(t, TF_CALLED) || is_set(t, TF_NAME) || anonymous, NAMED) |
	       when(is_set(t, TF_ANSWER), ANSWERED) | when(t->answer_shown, ANSWER_SHOWN) |
	       when(anonymous || is_on(t, TF_CONFIDENTIAL), SECRET) | of_type(t) | of_elements(t) |
	       of_call(t);
}

const char *
talk_moment(const struct talk *t)
{
	const unsigned facts = facts_of(t);

	if (t->danger)
		return NULL;
	for (size_t i = 0; i < COUNT(RULES); i++) {
		const struct rule *r = &RULES[i];

		if ((r->at == ANYWHERE || r->at == t->at) && (facts & r->all) == r->all &&
		    (facts & r->none) == 0)
			return r->moment;
	}
	return NULL;
}

const char *
talk_then(const struct talk *t, const char *moment)
{
	const unsigned facts = facts_of(t);

	for (size_t i = 0; i < COUNT(THEN); i++)
		if (strcmp(THEN[i].after, moment) == 0 && (facts & THEN[i].all) == THEN[i].all &&
		    (facts & THEN[i].none) == 0)
			return THEN[i].moment;
	return NULL;
}
