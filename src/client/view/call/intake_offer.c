/* intake_offer.c: what the seat offers from the caller's words and number: categories with type, unit and limit, the danger
 * to ask about, what was announced for that place.
 *
 * Invariant: a proposal fills empty fields and replaces earlier proposals; what a person entered it never touches.
 * Nothing here asks the cache while text is typed: only when a field is left or changed. Not here: the rules themselves
 * (model/propose.h, model/dispatch.h), what is read out of the words as it stands (intake_said.c), what the cache knows (intake_known.c), how it looks (intake_draw.c). */
#include "intake_p.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "client/cache/ledger.h"
#include "model/deadline.h"
#include "model/members.h"
#include "text/spoken.h"

#define DANGERS_MAX 8

/* ---- what would be taken ---- */

/* For notices and look-alikes. */
const char *
intake_offer_likely(const struct intake *s, enum ticket_field f)
{
	const char *v = intake_value(s, f);

	if (*v != '\0')
		return v;
	if (f == TF_AREA)
		return s->offer.area;
	if (f == TF_CATEGORY && s->offer.n > 0)
		return s->offer.p[0].category->code;
	return "";
}

static bool
may_fill(const struct intake *s, enum ticket_field f)
{
	return *intake_value(s, f) == '\0' || (intake_sheet(s)->offered & (UINT64_C(1) << f)) != 0;
}

void
intake_offer_fill(struct intake *s, enum ticket_field f, const char *value)
{
	if (*value != '\0' && may_fill(s, f))
		intake_draft_put(s, f, value, true);
}

bool
intake_offer_any(const struct intake *s)
{
	return s->offer.n > 0 || s->offer.pressed[0] != '\0' || intake_said_any(s);
}

bool
intake_offer_is_open(const struct intake *s)
{
	const struct intake_offer *o = &s->offer;

	return (o->n > 0 && *intake_value(s, TF_CATEGORY) == '\0') || intake_pressed_is_open(s) ||
	       intake_said_is_open(s);
}

/* ---- the unit, by the catalogue, else by who had such tickets ---- */

#define PAST_LEAST 3 /* kept: fewer say nothing */

/* The unit that kept most of them hereabouts and may have this one; false: nobody did. */
static bool
unit_by_past(const struct intake *s, struct unit_past *out)
{
	const struct fields *f = &intake_sheet(s)->d.f;
	struct unit_past past[UNIT_PASTS];
	int n = s->desk->cache != NULL ? cache_unit_past(s->desk->cache, fields_get(f, TF_CATEGORY),
					     fields_get(f, TF_AREA), past, UNIT_PASTS)
				       : 0;

	for (int i = 0; i < n; i++)
		if (past[i].given >= 2 * past[i].returned + PAST_LEAST &&
		    dispatch_may(s->city, f, past[i].unit, s->desk->now, NULL) == ERR_OK) {
			*out = past[i];
			return true;
		}
	return false;
}

static bool
fill_by_past(struct intake *s)
{
	struct unit_past past;
	char basis[96];

	if (!unit_by_past(s, &past))
		return false;
	(void)snprintf(basis, sizeof(basis), "以往此类工单 %lld 件由其承办",
	    (long long)(past.given - past.returned));
	intake_offer_fill(s, TF_UNIT, past.unit);
	intake_offer_fill(s, TF_UNIT_BASIS, basis);
	return true;
}

static void
fill_unit(struct intake *s)
{
	struct dispatch_choice best;

	if (s->city == NULL || *intake_value(s, TF_CATEGORY) == '\0' || !may_fill(s, TF_UNIT))
		return;
	dispatch_choose(s->city, &intake_sheet(s)->d.f, s->desk->now, &best);
	if (best.unit == NULL && best.rule == NULL && fill_by_past(s))
		return;
	if (best.unit == NULL || best.why_not != NULL) {
		if (*intake_value(s, TF_UNIT) != '\0') {
			intake_draft_put(s, TF_UNIT, "", true);
			intake_draft_put(s, TF_UNIT_BASIS, "", true);
		}
		return;
	}
	intake_offer_fill(s, TF_UNIT, best.unit->code);
	if (best.rule != NULL)
		intake_offer_fill(s, TF_UNIT_BASIS, best.rule->basis);
}

/* ---- what follows from the fields ---- */

static void
count_due(struct intake *s)
{
	const struct fields *f = &intake_sheet(s)->d.f;
	struct due due;
	char span[32];

	s->offer.due[0] = '\0';
	if (s->city == NULL ||
	    (*fields_get(f, TF_TYPE) == '\0' && *fields_get(f, TF_CATEGORY) == '\0'))
		return;
	due = deadline_resolve(s->city, f, s->desk->now);
	(void)span_words(due.span, span, sizeof(span));
	(void)spoken_due(
	    due.at, s->desk->now, SPOKEN_WRITTEN, span, s->offer.due, sizeof(s->offer.due));
}

static int
notice_fit(const struct intake *s, const struct bulletin *b)
{
	const char *area = intake_offer_likely(s, TF_AREA);
	bool here = *area != '\0' && city_area_is_under(s->city, area, b->area);
	bool everywhere = b->area[0] == '\0' || strcmp(b->area, s->city->code) == 0;
	bool same =
	    b->category[0] != '\0' && strcmp(b->category, intake_offer_likely(s, TF_CATEGORY)) == 0;

	if (b->starts_at > s->desk->now || (b->ends_at != 0 && b->ends_at < s->desk->now))
		return 0;
	if (!here && !everywhere)
		return 0;
	if (same)
		return everywhere ? 3 : 4;
	return everywhere ? 0 : 1;
}

static void
find_notices(struct intake *s)
{
	struct intake_offer *o = &s->offer;
	int fit[OFFER_NOTICE];

	o->n_notices = 0;
	for (size_t i = 0; s->city != NULL && i < s->city->n_bulletins; i++) {
		int f = notice_fit(s, &s->city->bulletins[i]), at = o->n_notices;

		while (at > 0 && fit[at - 1] < f)
			at--;
		if (f == 0 || at == OFFER_NOTICE)
			continue;
		if (o->n_notices < OFFER_NOTICE)
			o->n_notices++;
		for (int k = o->n_notices - 1; k > at; k--) {
			fit[k] = fit[k - 1];
			o->notice[k] = o->notice[k - 1];
		}
		fit[at] = f;
		o->notice[at] = &s->city->bulletins[i];
	}
}

/* What the chosen unit did with such tickets before: nothing is said of one that kept them all. */
static void
look_back(struct intake *s)
{
	const struct fields *f = &intake_sheet(s)->d.f;
	struct unit_past past;
	struct str words = { 0 };

	s->offer.past[0] = '\0';
	if (s->desk->cache != NULL && *fields_get(f, TF_UNIT) != '\0' &&
	    cache_past_of(s->desk->cache, fields_get(f, TF_CATEGORY), fields_get(f, TF_AREA),
		fields_get(f, TF_UNIT), &past) &&
	    unit_past_words(&past, &words))
		(void)str_copy(s->offer.past, sizeof(s->offer.past), str_c(&words));
	str_free(&words);
}

static bool
moves_unit(enum ticket_field f)
{
	return f == TF_CATEGORY || f == TF_AREA || f == TF_TYPE || f == TF_SUBJECT_KIND ||
	       f == TF_SUBJECT;
}

void
intake_offer_fields(struct intake *s, enum ticket_field f)
{
	const struct fields *now = &intake_sheet(s)->d.f;

	if (f == TF_CATEGORY || f == TF_TYPE || f == TF_COUNT)
		intake_extra_refresh(s);
	if (f == TF_TYPE && intake_is(s, TF_TYPE, "report"))
		intake_draft_put(s, TF_CONFIDENTIAL, "1", true); /* always: they are told so */
	if (moves_unit(f))
		fill_unit(s);
	if (moves_unit(f) || f == TF_UNIT || f == TF_COUNT)
		look_back(s);
	if (s->city != NULL)
		s->offer.urgency = propose_urgency(s->city, now);
	if (f != TF_COUNT && f != TF_URGENCY && s->offer.urgency != NULL &&
	    *intake_value(s, TF_CATEGORY) != '\0')
		intake_offer_fill(s, TF_URGENCY, s->offer.urgency);
	s->offer.elements = elements_of(now);
	count_due(s);
	if (f == TF_CATEGORY || f == TF_AREA || f == TF_COUNT)
		find_notices(s);
	s->offer.stale &= ~(unsigned)STALE_ELEMENTS;
}

/* ---- what follows from the words ---- */

/* A danger that comes or goes may change the urgency. */
static void
follow_danger(struct intake *s)
{
	s->offer.urgency = propose_urgency(s->city, &intake_sheet(s)->d.f);
	if (*intake_value(s, TF_CATEGORY) != '\0' && !intake_is(s, TF_URGENCY, s->offer.urgency)) {
		intake_offer_fill(s, TF_URGENCY, s->offer.urgency);
		count_due(s);
	}
	s->dirty = true;
}

static void
find_danger(struct intake *s, const char *text)
{
	struct danger_hit hits[DANGERS_MAX];
	struct intake_offer *o = &s->offer;
	const struct ticket *base = intake_sheet(s)->base;
	const struct danger_row *before = o->danger;
	char word[sizeof(o->danger_word)];
	int n = base == NULL || strcmp(text, fields_get(&base->f, TF_CONTENT)) != 0
		    ? propose_dangers(s->city, text, hits, DANGERS_MAX)
		    : 0; /* asked about when it was taken down */

	(void)str_copy(word, sizeof(word), o->danger_word);
	o->danger = NULL;
	for (int i = 0; i < n && o->danger == NULL; i++) {
		size_t len = (size_t)hits[i].len;

		if (members_has(intake_sheet(s)->asked, hits[i].row->id))
			continue;
		if (len >= sizeof(o->danger_word))
			len = sizeof(o->danger_word) - 1;
		o->danger = hits[i].row;
		memcpy(o->danger_word, text + hits[i].at, len);
		o->danger_word[len] = '\0';
	}
	if (o->danger != before || n != o->n_dangers)
		follow_danger(s);
	if (o->danger != NULL && strcmp(word, o->danger_word) != 0)
		s->dirty = true;
	o->n_dangers = n;
	if (o->danger == NULL && s->focus == FOCUS_DANGER) /* F8 answered it: the line is gone */
		intake_form_focus(s, intake_form_cell(TF_CONTENT));
}

/* Shares move with every word; the figures shown move only when the order does, or each key would cost a line. */
static void
find_categories(struct intake *s, const char *text)
{
	struct intake_offer *o = &s->offer;
	struct proposal p[OFFER_MAX];
	const struct classifier *learned =
	    s->desk->cache != NULL ? cache_weights(s->desk->cache) : NULL;
	int n = propose_categories(
	    s->city, learned, text, intake_offer_likely(s, TF_AREA), p, OFFER_MAX);
	bool same;

	if (n == 0)
		n = propose_by_line(s->city, intake_value(s, TF_ORIGIN_LINE),
		    intake_draft_same_call(s) ? s->desk->call.ivr : "", p);
	while (n > 1 && p[n - 1].percent == 0) /* no reason to think of it */
		n--;
	intake_pressed_find(s, text, n);
	same = n == o->n;
	for (int i = 0; i < n && same; i++)
		same = p[i].category == o->p[i].category && strcmp(p[i].type, o->p[i].type) == 0 &&
		       strcmp(p[i].unit, o->p[i].unit) == 0;
	if (same)
		return;
	memcpy(o->p, p, sizeof(o->p[0]) * (size_t)n);
	o->n = n;
	if (o->chosen >= n)
		o->chosen = 0;
	find_notices(s);
	s->dirty = true;
}

static void
find_elements(struct intake *s)
{
	struct elements now = elements_of(&intake_sheet(s)->d.f);

	if (memcmp(&now, &s->offer.elements, sizeof(now)) == 0)
		return;
	s->offer.elements = now;
	s->dirty = true;
}

static void
freshen(struct intake *s, unsigned what)
{
	const char *text = intake_value(s, TF_CONTENT);

	what &= s->offer.stale;
	s->offer.stale &= ~what;
	if (what & STALE_ELEMENTS)
		find_elements(s);
	intake_said_find(s, text, what);
	if (s->city != NULL && (what & STALE_CATEGORY) != 0)
		find_categories(s, text);
}

void
intake_offer_typed(struct intake *s, const struct edit *ed)
{
	const char *text = intake_value(s, TF_CONTENT);

	s->offer.stale = STALE_ALL;
	if (s->city != NULL && (s->offer.n_dangers > 0 || intake_sheet(s)->base != NULL ||
				   propose_danger_near(s->city, text, ed->at, ed->ins_len)))
		find_danger(s, text);
}

void
intake_offer_settle(struct intake *s)
{
	freshen(s, STALE_ALL);
}

void
intake_offer_text(struct intake *s)
{
	s->offer.stale = STALE_ALL;
	if (s->city != NULL) {
		find_danger(s, intake_value(s, TF_CONTENT));
		s->offer.urgency = propose_urgency(s->city, &intake_sheet(s)->d.f);
	}
	intake_offer_settle(s);
}

/* ---- taking ---- */

static unsigned
take(struct intake *s, int which)
{
	struct intake_offer *o = &s->offer;
	const char *type;

	intake_said_fill(s);
	if (which < o->n) {
		char category[16];

		type = o->p[which].type;
		(void)str_copy(category, sizeof(category), o->p[which].category->code);
		/* chosen by hand from what was offered: replaces what was chosen before */
		intake_draft_put(s, TF_CATEGORY, category, true);
		if (!intake_pressed_stays(s))
			intake_offer_fill(s, TF_TYPE, type);
		intake_offer_fields(s, TF_TYPE);
		intake_offer_fields(s, TF_CATEGORY);
	} else {
		intake_pressed_take(s);
		intake_offer_fields(s, TF_AREA);
	}
	intake_form_needed(s);
	intake_draft_save(s);
	return VIEW_DRAW;
}

bool
intake_offer_take_empty(struct intake *s)
{
	const struct intake_offer *o = &s->offer;
	const bool open = intake_offer_is_open(s);

	if (!open || intake_sheet(s)->base != NULL)
		return false;
	intake_said_fill(s);
	if (o->n > 0 && *intake_value(s, TF_CATEGORY) == '\0') {
		char type[sizeof(o->p[0].type)];

		(void)str_copy(type, sizeof(type), o->p[0].type);
		intake_offer_fill(s, TF_CATEGORY, o->p[0].category->code);
		intake_offer_fill(s, TF_TYPE, type);
		intake_offer_fields(s, TF_TYPE);
	}
	intake_pressed_take(s);
	intake_offer_fields(s, TF_CATEGORY);
	return true;
}

unsigned
intake_offer_input(struct intake *s, const struct input *in)
{
	struct intake_offer *o = &s->offer;
	int digit = input_digit(in);

	if (digit > 0) {
		if (digit <= o->n)
			return take(s, digit - 1);
		s->desk->say(s->desk->app, 1, "建议只有 %d 条, Esc 回到内容", o->n);
		return VIEW_DRAW;
	}
	if (in->kind == INPUT_TEXT || in->kind == INPUT_PASTE) { /* more words belong to the text */
		intake_form_focus(s, intake_form_cell(TF_CONTENT));
		return intake_form_input(s, in);
	}
	if (in->kind != INPUT_ACTION)
		return VIEW_IGNORED;
	switch ((int)in->action) {
	case ACTION_ENTER:
		return take(s, o->chosen);
	case ACTION_RIGHT:
	case ACTION_DOWN:
		o->chosen += o->chosen + 1 < o->n;
		return VIEW_DRAW;
	case ACTION_LEFT:
	case ACTION_UP:
		o->chosen -= o->chosen > 0;
		return VIEW_DRAW;
	case ACTION_NEXT:
		intake_form_focus(s, intake_form_cell(TF_DEMAND));
		return VIEW_DRAW;
	case ACTION_PREV:
	case ACTION_BACK:
		intake_form_focus(s, intake_form_cell(TF_CONTENT));
		return VIEW_DRAW;
	default:
		return VIEW_IGNORED;
	}
}
