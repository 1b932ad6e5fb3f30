/* Lots: which tickets are inspected and by whom (双随机), and which calls are listened to. The randomness is a seed that is
 * handed in and written down, so that anybody can draw again and get the same.
 *
 * Invariant: what is drawn depends on what there is to draw from and on the seed, never on the order it came in. */
#include <stdlib.h>
#include <string.h>

#include "lot_p.h"
#include "model/members.h"
#include "model/qa.h"

/* ---- two lots ---- */

static bool
may_look(const struct qa_subject *s, const struct qa_person *p)
{
	return !members_has(s->users, p->job_no) &&
	       (p->unit[0] == '\0' || !members_has(s->units, p->unit));
}

static int
by_job_no(const void *a, const void *b)
{
	const struct qa_person *const *x = a, *const *y = b;

	return strcmp((*x)->job_no, (*y)->job_no);
}

struct lot {
	const struct qa_subject *s;
	size_t at;
};

static int
by_id(const void *a, const void *b)
{
	const struct lot *x = a, *y = b;

	return strcmp(x->s->id, y->s->id);
}

/* One of those who may: two walks, no room for a list. */
static int
inspector(const struct qa_subject *s, const struct qa_person *const *pool, int m,
    const struct qa_person *first, uint64_t *state)
{
	size_t may = 0, which;

	for (int i = 0; i < m; i++)
		may += may_look(s, pool[i]);
	if (may == 0)
		return -1;
	which = lot_below(state, may);
	for (int i = 0; i < m; i++)
		if (may_look(s, pool[i]) && which-- == 0)
			return (int)(pool[i] - first);
	return -1;
}

static bool
anybody(const struct qa_subject *s, const struct qa_person *pool, int m)
{
	for (int i = 0; i < m; i++)
		if (may_look(s, &pool[i]))
			return true;
	return false;
}

static int
draw(struct lot *lots, size_t n, const struct qa_person *const *sorted,
    const struct qa_person *pool, int m, int k, uint64_t state, struct qa_pick *out)
{
	size_t rest = 0;
	int done = 0;

	for (size_t i = 0; i < n; i++)
		if (lots[i].s->always)
			out[done++] = (struct qa_pick){ lots[i].at,
				inspector(lots[i].s, sorted, m, pool, &state) };
		else if (anybody(lots[i].s, pool, m))
			lots[rest++] = lots[i];
	for (; k > 0 && rest > 0; k--) {
		size_t i = lot_below(&state, rest);

		out[done++] =
		    (struct qa_pick){ lots[i].at, inspector(lots[i].s, sorted, m, pool, &state) };
		lots[i] = lots[--rest];
	}
	return done;
}

int
qa_draw(const struct qa_subject *s, size_t n, const struct qa_person *pool, int m, int k,
    uint64_t seed, struct qa_pick *out)
{
	const struct qa_person **sorted = calloc((size_t)m + 1, sizeof(struct qa_person *));
	struct lot *lots = calloc(n + 1, sizeof(*lots));
	int done = -1;

	if (sorted != NULL && lots != NULL) {
		for (int i = 0; i < m; i++)
			sorted[i] = &pool[i];
		for (size_t i = 0; i < n; i++)
			lots[i] = (struct lot){ &s[i], i };
		qsort(sorted, (size_t)m, sizeof(struct qa_person *), by_job_no);
		qsort(lots, n, sizeof(*lots), by_id);
		done = draw(lots, n, sorted, pool, m, k, seed, out);
	}
	free(sorted);
	free(lots);
	return done;
}

/* ---- calls ---- */

static int
by_agent(const void *a, const void *b)
{
	const struct qa_call *x = a, *y = b;
	int d = strcmp(x->agent, y->agent);

	return d != 0 ? d : strcmp(x->id, y->id);
}

/* ${n} calls of one agent, ${want} of them drawn at least. Returns how many are. */
static int
sample_one(struct qa_call *c, size_t n, int want, uint64_t *state)
{
	size_t left = 0;
	int have = 0;

	for (size_t i = 0; i < n; i++) {
		c[i].why = c[i].stars > 0 && c[i].stars <= QA_STARS_LOW ? "stars"
			   : c[i].nth > 0 && c[i].nth <= QA_NEWCOMER    ? "newcomer"
									: NULL;
		have += c[i].why != NULL;
		left += c[i].why == NULL;
	}
	for (; have < want && left > 0; have++, left--) {
		size_t which = lot_below(state, left), i = 0;

		while (c[i].why != NULL || which-- > 0)
			i++;
		c[i].why = "month";
	}
	return have;
}

int
qa_sample(struct qa_call *c, size_t n, int a_month, uint64_t seed)
{
	int done = 0;

	qsort(c, n, sizeof(*c), by_agent);
	for (size_t from = 0, to; from < n; from = to) {
		for (to = from + 1; to < n && strcmp(c[to].agent, c[from].agent) == 0;)
			to++;
		done += sample_one(&c[from], to - from, a_month, &seed);
	}
	return done;
}
