/* The lot of an exam. Scenarios of one kind with the same marks are a cell; each cell has a weight such that all shares come out
 * together: first as if they had nothing to do with each other, then in turns for each share until all fit (raking). Cells
 * stand in a row, one kind beside the other, and an exam has one point in each fifth of the row, so that every single exam is near
 * life in its mix and not only a hundred of them together; which fifth comes when is by lot too.
 *
 * A share that the shelf cannot give (no scenario of it) is left out. Not here: the table of shares (exam_mix.c), what is kept
 * of an exam, when it is passed (client/class/exam.h). */
#include "model/exam.h"

#include <string.h>

#include "lot_p.h"
#include "model/score.h"

#define CELLS  ((size_t)EXAM_KINDS << EXAM_MARKS)
#define ROUNDS 25     /* of fitting: after so many nothing moves any more */
#define FINE   100000 /* points of lot on the row */

enum exam_kind
exam_kind_of(const struct scenario *s)
{
	static const struct {
		const char *type;
		enum exam_kind kind;
	} rows[] = { { "consult", EXAM_ASKS }, { "help", EXAM_HELP },
		{ "complaint", EXAM_COMPLAINS }, { "report", EXAM_COMPLAINS },
		{ "suggest", EXAM_SUGGESTS }, { "praise", EXAM_SUGGESTS } };
	const struct scenario_answer *a = &s->answer[0];
	const char *type = a->types.n > 0 ? a->types.item[0] : fields_get(&a->reference, TF_TYPE);

	if (score_is_odd(s))
		return EXAM_IDLE;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (strcmp(type, rows[i].type) == 0)
			return rows[i].kind;
	return EXAM_ASKS;
}

/* What he wants of an older matter. */
static bool
is_again(const struct scenario *s)
{
	static const char *const codes[] = { "urge", "supplement", "progress" };
	const struct scenario_list *right = &s->answer[0].outcomes;

	for (size_t i = 0; right->n > 0 && i < sizeof(codes) / sizeof(codes[0]); i++)
		if (strcmp(right->item[0], codes[i]) == 0)
			return true;
	return s->before != NULL || (s->persona.traits & TRAIT_BIT(REPEAT)) != 0;
}

/* The best way out files none. */
static bool
needs_ticket(const struct scenario_answer *a)
{
	static const char *const filed[] = { "ticket", "direct" };

	for (size_t i = 0; a->tickets < 0 && i < sizeof(filed) / sizeof(filed[0]); i++)
		if (a->outcomes.n > 0 && strcmp(a->outcomes.item[0], filed[i]) == 0)
			return true;
	return a->tickets == 1;
}

unsigned
exam_marks_of(const struct scenario *s)
{
	unsigned marks = EXAM_MARK(NO_TICKET);

	for (int i = 0; i < s->n_matters; i++)
		if (needs_ticket(&s->answer[i]))
			marks &= ~EXAM_MARK(NO_TICKET);
	return marks | (is_again(s) ? EXAM_MARK(AGAIN) : 0) |
	       (s->n_matters > 1 ? EXAM_MARK(TWO) : 0);
}

uint64_t
exam_seed(uint64_t class_seed, const char *trainee, int count)
{
	uint64_t state = class_seed;

	for (const char *p = trainee; *p != '\0'; p++)
		state = lot_next(&state) ^ (unsigned char)*p;
	state += (uint64_t)count;
	return lot_next(&state);
}

/* ---- the row ---- */

static size_t
cell_of(enum exam_kind kind, unsigned marks)
{
	return ((size_t)kind << EXAM_MARKS) | marks;
}

/* How often it was examined; -1: it may not be asked. */
static int
times_had(const struct exam_item *i, const struct exam_lots *l, bool now_too)
{
	int times = 0;

	for (size_t k = 0; k < l->m; k++)
		if (strcmp(l->had[k].scenario, i->id) == 0) {
			if (l->had[k].guided || (l->had[k].now && !now_too))
				return -1;
			times++;
		}
	return times;
}

struct cell {
	size_t at; /* kind and marks: cell_of */
	double weight;
};
struct row {
	struct cell cell[CELLS];
	size_t n; /* those of which there is something */
};
/* Of a kind the cells with it, of a mark those with it, or those without. */
struct share {
	enum exam_kind kind; /* EXAM_KINDS: it is one of a mark */
	unsigned mark;
	bool with;
	double is;
};

static bool
belongs(const struct share *s, const struct cell *c)
{
	return s->kind != EXAM_KINDS ? c->at >> EXAM_MARKS == (size_t)s->kind
				     : ((c->at & s->mark) != 0) == s->with;
}

static void
fit(const struct share *s, struct row *r)
{
	double sum = 0;

	for (size_t i = 0; i < r->n; i++)
		sum += belongs(s, &r->cell[i]) ? r->cell[i].weight : 0;
	for (size_t i = 0; sum > 0 && i < r->n; i++)
		r->cell[i].weight *= belongs(s, &r->cell[i]) ? s->is / sum : 1;
}

static void
fit_all(const struct exam_mix *mix, struct row *r)
{
	for (int k = 0; k < EXAM_KINDS; k++)
		fit(&(struct share){ .kind = (enum exam_kind)k, .is = mix->kind[k] / 100.0 }, r);
	for (int m = 0; m < EXAM_MARKS; m++)
		for (int with = 0; with < 2; with++)
			fit(&(struct share){ .kind = EXAM_KINDS,
				.mark = 1u << m,
				.with = with == 1,
				.is = (with == 1 ? mix->mark[m] : 100 - mix->mark[m]) / 100.0 },
			    r);
}

/* The cells of which something may be asked, with their weights; those of this exam belong to it still. */
static void
weigh(const struct exam_lots *l, struct row *r)
{
	int items[CELLS] = { 0 };
	bool shares = false;
	double sum = 0;

	*r = (struct row){ 0 };
	for (int k = 0; k < EXAM_KINDS; k++)
		shares = shares || l->mix->kind[k] > 0;
	for (size_t i = 0; i < l->n; i++)
		items[cell_of(l->item[i].kind, l->item[i].marks)] +=
		    times_had(&l->item[i], l, true) >= 0;
	for (size_t c = 0; c < CELLS; c++)
		if (items[c] > 0)
			r->cell[r->n++] = (struct cell){ c, items[c] };
	for (int i = 0; shares && i < ROUNDS; i++)
		fit_all(l->mix, r);
	for (size_t i = 0; i < r->n; i++)
		sum += r->cell[i].weight;
	for (size_t i = 0; sum > 0 && i < r->n; i++)
		r->cell[i].weight /= sum;
}

static size_t
cell_of_place(const struct exam_lots *l, uint64_t seed, int nth)
{
	int fifth[EXAM_QUESTIONS];
	struct row r;
	double until = 0;
	size_t point = lot_below(&seed, FINE / EXAM_QUESTIONS), last = 0;

	for (int i = 0; i < EXAM_QUESTIONS; i++)
		fifth[i] = i;
	for (int i = EXAM_QUESTIONS - 1; i > 0; i--) {
		const int k = (int)lot_below(&seed, (size_t)i + 1), was = fifth[i];

		fifth[i] = fifth[k];
		fifth[k] = was;
	}
	point += (size_t)fifth[(nth - 1) % EXAM_QUESTIONS] * (FINE / EXAM_QUESTIONS);
	weigh(l, &r);
	for (size_t i = 0; i < r.n; i++) {
		until += r.cell[i].weight * FINE;
		last = r.cell[i].weight > 0 ? r.cell[i].at : last;
		if (r.cell[i].weight > 0 && (double)point < until)
			return r.cell[i].at;
	}
	return last;
}

/* ---- which scenario ---- */

size_t
exam_left(const struct exam_lots *l)
{
	size_t left = 0;

	for (size_t i = 0; i < l->n; i++)
		left += times_had(&l->item[i], l, false) >= 0;
	return left;
}

static int
bits(unsigned v)
{
	int n = 0;

	for (; v != 0; v &= v - 1)
		n++;
	return n;
}

/* How far an item is from a cell: marks that differ; of another kind further than any of this. */
static int
distance(const struct exam_item *i, size_t cell)
{
	return bits(i->marks ^ (unsigned)(cell & ((1u << EXAM_MARKS) - 1))) +
	       ((size_t)i->kind == cell >> EXAM_MARKS ? 0 : EXAM_MARKS + 1);
}

/* Of the nearest to the cell one of those least often had, by lot; l->n none. */
static size_t
draw_item(const struct exam_lots *l, size_t cell, uint64_t *lot)
{
	int least = -1, nearest = 0;
	size_t equal = 0, chosen = l->n;

	for (size_t i = 0; i < l->n; i++) {
		const int times = times_had(&l->item[i], l, false);
		const int far = distance(&l->item[i], cell);

		if (times < 0 ||
		    (least >= 0 && (far > nearest || (far == nearest && times > least))))
			continue;
		if (far != nearest || times != least)
			equal = 0;
		least = times;
		nearest = far;
		if (lot_below(lot, ++equal) == 0) /* each of those so far with the same chance */
			chosen = i;
	}
	return chosen;
}

/* ---- which variant ---- */

/* When it was had last: the place among all; 0 never. */
static size_t
had_last(const struct exam_lots *l, const char *id, uint64_t variant)
{
	size_t m = l->m;

	while (
	    m > 0 && (l->had[m - 1].variant != variant || strcmp(l->had[m - 1].scenario, id) != 0))
		m--;
	return m;
}

static uint64_t
draw_variant(const struct exam_item *i, const struct exam_lots *l, uint64_t *lot)
{
	const size_t n = i->choices > 0 ? (size_t)i->choices : 1;
	const size_t from = lot_below(lot, n);
	size_t best = from, best_at = SIZE_MAX;

	for (size_t k = 0; k < n && best_at > 0; k++) {
		const size_t at = had_last(l, i->id, (from + k) % n);

		if (at < best_at) {
			best = (from + k) % n;
			best_at = at;
		}
	}
	return best;
}

bool
exam_lot(const struct exam_lots *l, uint64_t seed, int nth, struct exam_pick *out)
{
	uint64_t lot = seed + (uint64_t)nth;
	const size_t i = draw_item(l, cell_of_place(l, seed, nth), &lot);

	if (i == l->n)
		return false;
	*out = (struct exam_pick){ i, draw_variant(&l->item[i], l, &lot) };
	return true;
}
