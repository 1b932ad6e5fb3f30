/* intake_proof.c: what was typed and may want a second look (model/proof.h): one line on the rule below the form, once the
 * hands rest, so that nothing moves for it. One key puts the right word in, or passes over what only a person can say
 * otherwise; the same key again takes the word back. What was passed over is not said again of this sheet.
 *
 * Invariant: the key changes only words that still stand where they were seen. Not here: what is odd. */
#include "intake_p.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "base/width.h"
#include "model/proof.h"
#include "text/grams.h"

#define LOOKED 8 /* findings of one field: the rest is seen when these are done with */

static const enum ticket_field FIELDS[] = { TF_CONTENT, TF_DEMAND, TF_ADDRESS, TF_CALLER_PHONE,
	TF_CONTACT_PHONE };
#define N_FIELDS (sizeof(FIELDS) / sizeof(FIELDS[0]))

/* ---- what was passed over ---- */

static uint32_t
mark_of(const struct intake *s, enum proof_kind kind, const char *word, size_t len)
{
	char one[ID_SIZE + PROOF_SAY];

	(void)snprintf(one, sizeof(one), "%s%d%.*s", intake_sheet(s)->d.id, (int)kind,
	    len < PROOF_SAY - 16 ? (int)len : PROOF_SAY - 16, word);
	return grams_mix(GRAMS_SEED, one, strlen(one));
}

static void
pass(struct intake *s, uint32_t mark)
{
	struct intake_proof *k = &s->proof;

	k->passed[k->n_passed++ % PROOF_PASSED] = mark;
}

static bool
is_passed(const struct intake *s, const struct proof *p, const char *text)
{
	const uint32_t mark = mark_of(s, p->kind, text + p->at, p->len);

	for (size_t i = 0; i < PROOF_PASSED; i++)
		if (s->proof.passed[i] == mark)
			return true;
	return false;
}

/* ---- looking ---- */

/* Words of an older ticket were looked at when they were written. */
static bool
is_old(const struct intake *s, enum ticket_field f)
{
	const struct ticket *base = intake_sheet(s)->base;

	return base != NULL && strcmp(fields_get(&base->f, f), intake_value(s, f)) == 0;
}

static bool
is_phone(enum ticket_field f)
{
	return f == TF_CALLER_PHONE || f == TF_CONTACT_PHONE;
}

/* Is the cursor in it? */
static bool
is_here(const struct intake *s, enum ticket_field f)
{
	return s->focus >= 0 && intake_form_slot(s, s->focus)->field == f;
}

static int
look(const struct intake *s, enum ticket_field f, struct proof p[LOOKED])
{
	const char *text = intake_value(s, f);

	if (*text == '\0' || is_old(s, f))
		return 0;
	if (is_phone(f))
		return proof_phone(text, !is_here(s, f), p);
	return proof_text(s->city, text, intake_late_said_at(s), p, LOOKED);
}

static void
find(struct intake *s)
{
	struct intake_proof *k = &s->proof;

	k->there = k->fixed = false;
	for (size_t i = 0; i < N_FIELDS && !k->there; i++) {
		const char *text = intake_value(s, FIELDS[i]);
		struct proof p[LOOKED];
		const int n = look(s, FIELDS[i], p);

		for (int m = 0; m < n && !k->there; m++) {
			if (is_passed(s, &p[m], text))
				continue;
			k->there = true;
			k->field = FIELDS[i];
			k->p = p[m];
		}
	}
}

static uint32_t
question(const struct intake *s)
{
	const char *id = intake_sheet(s)->d.id;
	uint32_t h = grams_mix(GRAMS_SEED, id, strlen(id));

	for (size_t i = 0; i < N_FIELDS; i++) {
		const char *text = intake_value(s, FIELDS[i]);

		h = grams_mix(h, text, strlen(text) + 1);
		if (is_phone(FIELDS[i]) && is_here(s, FIELDS[i]))
			h = grams_mix(h, "here", 4);
	}
	return h;
}

void
intake_proof_settle(struct intake *s)
{
	struct intake_proof *k = &s->proof, before = *k;
	const uint32_t asked = question(s);

	if (asked == k->asked)
		return;
	k->asked = asked;
	find(s);
	s->dirty = s->dirty || before.fixed || before.there != k->there ||
		   (k->there && strcmp(before.p.say, k->p.say) != 0);
}

void
intake_proof_touch(struct intake *s, const struct input *in)
{
	if (s->proof.fixed && in->kind != INPUT_RESIZE && !input_is(in, ACTION_PROOF))
		s->proof.asked = 0;
}

/* ---- the key ---- */

/* The whole value, and where the cursor stands in it then. */
static void
put(struct intake *s, enum ticket_field f, size_t at, size_t del, const char *word)
{
	const struct slot *here = s->focus >= 0 ? intake_form_slot(s, s->focus) : NULL;
	const bool line = here != NULL && here->kind == CELL_LINE;
	struct editor *ed = f == TF_CONTENT ? &s->content.ed : line ? &s->line.ed : &s->text.ed;
	size_t cursor = ed->cursor, len = strlen(word);
	struct str now = { 0 };

	str_add(&now, intake_value(s, f));
	str_splice(&now, at, del, word, len);
	cursor = cursor >= at + del ? cursor - del + len : cursor > at ? at + len : cursor;
	intake_draft_put(s, f, str_c(&now), false);
	if (f == TF_CONTENT)
		textarea_set(&s->content, str_c(&now), cursor);
	else if (here != NULL && here->field == f && line)
		editor_set(ed, str_c(&now), cursor);
	else if (here != NULL && here->field == f)
		textarea_set(&s->text, str_c(&now), cursor);
	str_free(&now);
	if (f == TF_CONTENT)
		intake_offer_text(s);
	else
		intake_offer_fields(s, f);
}

static bool
stands(const char *text, size_t at, const char *word)
{
	return at <= strlen(text) && strncmp(text + at, word, strlen(word)) == 0;
}

/* Put back, and not said again: the person knows better. */
static unsigned
take_back(struct intake *s)
{
	struct intake_proof *k = &s->proof;

	if (!stands(intake_value(s, k->field), k->p.at, k->p.instead))
		return VIEW_DRAW;
	put(s, k->field, k->p.at, strlen(k->p.instead), k->wrong);
	pass(s, mark_of(s, k->p.kind, k->wrong, strlen(k->wrong)));
	k->asked = question(s);
	find(s);
	return VIEW_DRAW;
}

unsigned
intake_proof_press(struct intake *s)
{
	struct intake_proof *k = &s->proof;
	const char *text;

	if (k->fixed && k->asked == question(s))
		return take_back(s);
	intake_proof_settle(s);
	if (!k->there || intake_amend_locked(s, k->field)) {
		s->desk->say(s->desk->app, 1, "没有要改的字: 提醒出现在表单下面的横线上");
		return VIEW_DRAW;
	}
	text = intake_value(s, k->field);
	if (k->p.instead[0] == '\0' || k->p.len >= sizeof(k->wrong)) {
		pass(s, mark_of(s, k->p.kind, text + k->p.at, k->p.len));
		find(s);
		return VIEW_DRAW;
	}
	(void)snprintf(k->wrong, sizeof(k->wrong), "%.*s", (int)k->p.len, text + k->p.at);
	put(s, k->field, k->p.at, k->p.len, k->p.instead);
	k->there = false;
	k->fixed = true;
	k->asked = question(s);
	return VIEW_DRAW;
}

/* ---- drawing ---- */

void
intake_proof_draw(const struct intake *s, struct canvas *c, struct rect line)
{
	const struct intake_proof *k = &s->proof;
	int col = line.col + 1, end = line.col + line.cols - (s->wide ? 1 : 2);
	char what[PROOF_SAY + 64];

	if ((!k->there && !k->fixed) || s->mode != MODE_FORM)
		return;
	if (k->fixed)
		(void)snprintf(what, sizeof(what), "“%s”已改为“%s” ", k->wrong, k->p.instead);
	else
		(void)snprintf(what, sizeof(what), "%s ", k->p.say);
	canvas_text(c, line.row, col, 4, k->fixed ? ROLE_GOOD : ROLE_NEAR,
	    k->fixed ? "已改" : proof_label(k->p.kind));
	canvas_text(c, line.row, col + 4, 2, ROLE_NORMAL, "  ");
	end -= 15; /* what the key does always shows */
	col += 6 + canvas_cut(c, line.row, col + 6, end - col - 6, ROLE_NORMAL, what);
	canvas_text(c, line.row, col, 15, ROLE_NORMAL,
	    k->fixed                  ? "[Ctrl-\\ 改回] "
	    : k->p.instead[0] != '\0' ? "[Ctrl-\\ 改] "
				      : "[Ctrl-\\ 不提] ");
}
