/* The lot of an exam. Kinds are spread by one point in each fifth of the whole, so that every single exam is near life in
 * its mix and not only a hundred of them together; which fifth comes when is by lot too.
 *
 * Not here: what is kept of an exam, when it is passed (client/class/exam.h). */
#include "model/exam.h"

#include <string.h>

#include "lot_p.h"
#include "model/score.h"

static const struct {
	enum exam_kind kind;
	int of_hundred;
} mix[] = { { EXAM_ASKS, 50 }, { EXAM_HELP, 30 }, { EXAM_COMPLAINS, 12 }, { EXAM_IDLE, 5 },
	{ EXAM_SUGGESTS, 3 } };
#define FINE 1000 /* points of lot a hundredth */

enum exam_kind
exam_kind_of(const struct scenario *s)
{
	static const struct {
		const char *type;
		enum exam_kind kind;
	} rows[] = { { "consult", EXAM_ASKS }, { "help", EXAM_HELP },
		{ "complaint", EXAM_COMPLAINS }, { "report", EXAM_COMPLAINS },
		{ "suggest", EXAM_SUGGESTS }, { "praise", EXAM_SUGGESTS } };
	const struct scenario_list *types = &s->answer[0].types;

	if (score_is_odd(s))
		return EXAM_IDLE;
	for (size_t i = 0; types->n > 0 && i < sizeof(rows) / sizeof(rows[0]); i++)
		if (strcmp(types->item[0], rows[i].type) == 0)
			return rows[i].kind;
	return EXAM_ASKS;
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

/* ---- which kind ---- */

static enum exam_kind
kind_of_place(uint64_t seed, int nth)
{
	int fifth[EXAM_QUESTIONS];
	int point = (int)lot_below(&seed, (size_t)100 * FINE / EXAM_QUESTIONS), until = 0;

	for (int i = 0; i < EXAM_QUESTIONS; i++)
		fifth[i] = i;
	for (int i = EXAM_QUESTIONS - 1; i > 0; i--) {
		const int k = (int)lot_below(&seed, (size_t)i + 1), was = fifth[i];

		fifth[i] = fifth[k];
		fifth[k] = was;
	}
	point += fifth[(nth - 1) % EXAM_QUESTIONS] * 100 * FINE / EXAM_QUESTIONS;
	for (size_t i = 0; i < sizeof(mix) / sizeof(mix[0]); i++)
		if (point < (until += mix[i].of_hundred * FINE))
			return mix[i].kind;
	return EXAM_ASKS;
}

/* ---- which scenario ---- */

/* How often it was examined; -1: it may not be asked. */
static int
times_had(const struct exam_item *i, const struct exam_had *had, size_t m)
{
	int times = 0;

	for (size_t k = 0; k < m; k++)
		if (strcmp(had[k].scenario, i->id) == 0) {
			if (had[k].guided || had[k].now)
				return -1;
			times++;
		}
	return times;
}

size_t
exam_left(const struct exam_item *item, size_t n, const struct exam_had *had, size_t m)
{
	size_t left = 0;

	for (size_t i = 0; i < n; i++)
		left += times_had(&item[i], had, m) >= 0;
	return left;
}

/* Of the kind (EXAM_KINDS: any), one of those least often had, by lot; ${n} none. */
static size_t
draw_item(const struct exam_item *item, size_t n, const struct exam_had *had, size_t m,
    enum exam_kind kind, uint64_t *lot)
{
	int least = -1;
	size_t equal = 0, chosen = n;

	for (size_t i = 0; i < n; i++) {
		const int times = times_had(&item[i], had, m);

		if (times < 0 || (kind != EXAM_KINDS && item[i].kind != kind) ||
		    (least >= 0 && times > least))
			continue;
		if (times != least)
			equal = 0;
		least = times;
		if (lot_below(lot, ++equal) == 0) /* each of those so far with the same chance */
			chosen = i;
	}
	return chosen;
}

/* ---- which variant ---- */

/* When it was had last: the place among all; 0 never. */
static size_t
had_last(const struct exam_had *had, size_t m, const char *id, uint64_t variant)
{
	while (m > 0 && (had[m - 1].variant != variant || strcmp(had[m - 1].scenario, id) != 0))
		m--;
	return m;
}

static uint64_t
draw_variant(const struct exam_item *i, const struct exam_had *had, size_t m, uint64_t *lot)
{
	const size_t n = i->choices > 0 ? (size_t)i->choices : 1;
	const size_t from = lot_below(lot, n);
	size_t best = from, best_at = SIZE_MAX;

	for (size_t k = 0; k < n && best_at > 0; k++) {
		const size_t at = had_last(had, m, i->id, (from + k) % n);

		if (at < best_at) {
			best = (from + k) % n;
			best_at = at;
		}
	}
	return best;
}

bool
exam_lot(const struct exam_item *item, size_t n, const struct exam_had *had, size_t m,
    uint64_t seed, int nth, struct exam_pick *out)
{
	uint64_t lot = seed + (uint64_t)nth;
	size_t i = draw_item(item, n, had, m, kind_of_place(seed, nth), &lot);

	if (i == n)
		i = draw_item(item, n, had, m, EXAM_KINDS, &lot);
	if (i == n)
		return false;
	*out = (struct exam_pick){ i, draw_variant(&item[i], had, m, &lot) };
	return true;
}
