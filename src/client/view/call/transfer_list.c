/* transfer_list.c: the directory as it is listed: who fits the matter first, who is closed last, filtered by what is
 * typed (Hanzi, pinyin, initials) or by the number.
 *
 * Nothing is dialled here. One digit chooses a row; the second one in a row turns them into a number looked for, so that
 * 12348 and 8890-0119 are found without a mode. */
#include "transfer_p.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "model/dispatch.h"
#include "text/fold.h"

#define CLOSED_COST 1000

static const struct list_col cols[] = {
	{ "对象", 0, false },
	{ "号码", 13, false },
	{ "方式", 14, false },
	{ "状态", 18, false },
};
static const struct list_col wide_cols[] = {
	{ "对象", 30, false },
	{ "号码", 13, false },
	{ "方式", 14, false },
	{ "状态", 18, false },
	{ "说明", 0, false },
};

void
transfer_list_place(struct transfer *s, struct rect at)
{
	const bool wide = at.cols >= 110;

	s->list.at = at;
	s->list.cols = wide ? wide_cols : cols;
	s->list.n_cols = wide ? 5 : 4;
}

static size_t
count(void *ctx)
{
	const struct transfer *s = ctx;

	return s->n_shown;
}

static void
modes_words(const struct transfer_target *t, char *out, size_t size)
{
	static const char *const modes[] = { "consult", "blind", "tripartite" };
	size_t at = 0;

	out[0] = '\0';
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++)
		if (refer_takes(t, modes[i]) && at + 12 < size &&
		    (strcmp(modes[i], "blind") != 0 || !refer_takes(t, "consult")))
			at += (size_t)snprintf(out + at, size - at, "%s%s", at > 0 ? " " : "",
			    workflow_mode_label(modes[i]));
}

static void
cell(void *ctx, size_t row, int col, struct list_cell *out)
{
	const struct transfer *s = ctx;
	const struct transfer_row *r = &s->rows[s->shown[row]];

	out->role = r->hours.open ? ROLE_NORMAL : ROLE_DIM;
	if (col == 0)
		out->text = r->t->name;
	else if (col == 1)
		out->text = r->t->number;
	else if (col == 3)
		out->text = r->state;
	else if (col == 4)
		out->text = r->t->note;
	else {
		modes_words(r->t, out->buf, sizeof(out->buf));
		out->text = out->buf;
	}
}

/* The unit chosen, else where the catalogue sends it. */
static const char *
goes_to(const struct transfer *s)
{
	const char *unit = fields_get(&s->hand->f, TF_UNIT);
	struct dispatch_choice choice;

	if (*unit != '\0' || s->city == NULL || *fields_get(&s->hand->f, TF_CATEGORY) == '\0')
		return unit;
	dispatch_choose(s->city, &s->hand->f, s->desk->now, &choice);
	return choice.unit != NULL && choice.why_not == NULL ? choice.unit->code : "";
}

/* What holds of all rows. Amid danger nobody who is away stands before an emergency service. */
static void
weigh(struct transfer *s, bool danger)
{
	bool there = false;

	s->best = REFER_NO_EMERGENCY;
	for (size_t i = 0; i < s->n_rows; i++) {
		const struct transfer_row *r = &s->rows[i];

		if (r->fit < s->best)
			s->best = r->fit;
		there = there || (r->fit == REFER_UNIT && r->hours.open);
	}
	s->unit_away = s->best == REFER_UNIT && !there && !danger;
}

bool
transfer_list_load(struct transfer *s)
{
	const struct city *c = s->desk->city;
	const size_t n_targets = c != NULL ? c->n_targets : 0, n = n_targets + (size_t)s->n_mates;
	struct refer_matter m = { .f = &s->hand->f,
		.danger = s->hand->danger[0] != '\0' || s->hand->urgent };

	transfer_list_free(s);
	s->city = c;
	m.unit = goes_to(s);
	s->rows = calloc(n + 1, sizeof(*s->rows));
	s->shown = calloc(n + 1, sizeof(*s->shown));
	if (s->rows == NULL || s->shown == NULL)
		return false;
	for (size_t i = 0; i < n; i++) {
		struct transfer_row *r = &s->rows[s->n_rows++];
		char text[512];

		r->t = i < n_targets ? &c->targets[i] : &s->mates[i - n_targets].t;
		if (i < n_targets) {
			r->hours = hours_at(r->t->hours, &c->calendar, s->desk->now);
			(void)hours_label(r->hours, s->desk->now, r->state, sizeof(r->state));
			r->fit = refer_fit(c, &m, r->t);
		} else {
			transfer_mate_row(&s->mates[i - n_targets], r);
			r->fit = REFER_ANY;
		}
		(void)snprintf(text, sizeof(text), "%s。%s", r->t->name, r->t->aliases);
		if (!match_label_init(&r->label, text))
			return false;
	}
	weigh(s, m.danger);
	list_init(&s->list, (struct list_source){ s, count, cell }, cols, 4);
	s->list.empty = n == 0
			    ? "转接名录还没有从中心取到。"
			    : "没有这样的对象。可以输名称的汉字、拼音首字母或号码; Esc 取消查找。";
	transfer_list_filter(s);
	return true;
}

void
transfer_list_again(struct transfer *s)
{
	const struct transfer_row *r = transfer_list_at(s);
	char id[16] = "";

	if (r != NULL)
		(void)str_copy(id, sizeof(id), r->t->id);
	if (transfer_list_load(s) && id[0] != '\0')
		transfer_list_select(s, id);
}

void
transfer_list_free(struct transfer *s)
{
	for (size_t i = 0; i < s->n_rows; i++)
		match_label_free(&s->rows[i].label);
	free(s->rows);
	free(s->shown);
	s->rows = NULL;
	s->shown = NULL;
	s->n_rows = s->n_shown = 0;
	list_free(&s->list);
}

/* ---- order ---- */

/* The number itself, or a part of it: as good as a name typed whole, or a piece of one. */
static int
number_score(const struct transfer_target *t, const char *digits)
{
	char plain[32];
	size_t n = 0;

	for (const char *at = t->number; *at != '\0' && n + 1 < sizeof(plain); at++)
		if (*at != '-')
			plain[n++] = *at;
	plain[n] = '\0';
	if (strcmp(plain, digits) == 0)
		return MATCH_STEP * MATCH_EXACT;
	return strstr(plain, digits) != NULL ? MATCH_STEP * MATCH_INSIDE : 0;
}

static int
score_of(const struct transfer_row *r, const struct match_query *q, const char *filter)
{
	char digits[sizeof(((struct transfer *)NULL)->filter)];
	size_t n = 0;
	int named = match_find(q, &r->label, NULL);

	for (const char *at = filter; *at != '\0'; at++)
		if (*at >= '0' && *at <= '9')
			digits[n++] = *at;
		else if (*at != '-')
			return named;
	digits[n] = '\0';
	n = n > 0 ? (size_t)number_score(r->t, digits) : 0;
	return (int)n > named ? (int)n : named;
}

/* Names typed: who is there, then the better hit. Nothing typed: the better fit, and of those who fit the closed ones
 * too before everybody else: the caller is told when they open. Who is right comes before who is there: with nobody of
 * its unit at the telephone, that unit stands first all the same. */
static int
cost(const struct transfer *s, const struct transfer_row *r)
{
	const int closed = r->hours.open ? 0 : CLOSED_COST;
	int by_name = r->score > 1 ? ((int)MATCH_EXACT - (int)match_tier_of(r->score)) * 10 : 0;

	if (r->score > 1)
		return closed + by_name + (int)r->fit;
	if (s->unit_away && r->fit == REFER_UNIT)
		return (int)r->fit;
	return (r->fit <= REFER_KIND ? 0 : 2 * CLOSED_COST) + closed + (int)r->fit;
}

static int
compare(const struct transfer *s, const struct transfer_row *a, const struct transfer_row *b)
{
	if (cost(s, a) != cost(s, b))
		return cost(s, a) - cost(s, b);
	if (a->fit == REFER_TOWN && strlen(a->t->areas) != strlen(b->t->areas))
		return strlen(a->t->areas) > strlen(b->t->areas) ? -1 : 1; /* the town itself */
	if (a->t->order != b->t->order)
		return a->t->order - b->t->order;
	return strcmp(a->t->id, b->t->id);
}

void
transfer_list_filter(struct transfer *s)
{
	struct match_query q;

	match_query_init(&q, s->filter);
	s->n_shown = 0;
	for (size_t i = 0; i < s->n_rows; i++) {
		struct transfer_row *r = &s->rows[i];
		size_t at = s->n_shown;

		r->score = score_of(r, &q, s->filter);
		if (r->score == 0)
			continue;
		while (at > 0 && compare(s, r, &s->rows[s->shown[at - 1]]) < 0) {
			s->shown[at] = s->shown[at - 1];
			at--;
		}
		s->shown[at] = i;
		s->n_shown++;
	}
	list_refresh(&s->list);
	list_select(&s->list, 0);
}

const struct transfer_row *
transfer_list_at(const struct transfer *s)
{
	size_t row = list_row(&s->list);

	return row != LIST_NONE && row < s->n_shown ? &s->rows[s->shown[row]] : NULL;
}

bool
transfer_list_answers(const struct transfer *s, const struct transfer_row *r)
{
	return r->hours.open && r->fit == s->best && r->fit <= REFER_KIND;
}

void
transfer_list_select(struct transfer *s, const char *id)
{
	for (size_t i = 0; i < s->n_shown; i++)
		if (strcmp(s->rows[s->shown[i]].t->id, id) == 0)
			list_select(&s->list, i);
}

bool
transfer_list_digit(struct transfer *s, const struct input *in)
{
	struct str plain = { 0 };
	size_t n = strlen(s->digits), row;
	bool is;

	if (in->kind != INPUT_TEXT)
		return false;
	fold_add(&plain, in->text);
	is = plain.len == 1 && (strchr("0123456789-", str_c(&plain)[0]) != NULL);
	if (is && n + 1 < sizeof(s->digits)) {
		s->digits[n] = str_c(&plain)[0];
		s->digits[n + 1] = '\0';
		row = (size_t)(s->digits[n] - '1');
		if (n == 0 && s->digits[0] > '0' && row < s->n_shown) {
			list_select(&s->list, row);
		} else {
			(void)str_copy(s->filter, sizeof(s->filter), s->digits);
			transfer_list_filter(s);
		}
	}
	str_free(&plain);
	return is;
}
