/* Which calls of a month are listened to. A recording has no row of its own: a call is the ticket that was taken down in it,
 * and what the citizen said of its answer, when he was rung, is the rating of the call.
 *
 * Not here: the lot (model/qa_draw.c), who listens (draw.c). */
#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "draw_p.h"

/* Which of his tickets this is; 0 without memory. */
static int
nth_of(struct tally *seen, const char *agent)
{
	struct tally_row *grown;

	for (size_t i = 0; i < seen->n; i++)
		if (strcmp(seen->v[i].agent, agent) == 0)
			return ++seen->v[i].n;
	grown = vec_room(seen->v, &seen->room, seen->n + 1, sizeof(*grown));
	if (grown == NULL)
		return 0;
	seen->v = grown;
	(void)str_copy(seen->v[seen->n].agent, sizeof(seen->v[seen->n].agent), agent);
	return seen->v[seen->n++].n = 1;
}

/* The worse of the two, of what the call-taker answered himself; the unit's answers are not his. */
static int
stars_of(const struct ticket *t)
{
	const int a = t->stars_result, b = t->stars_manner;

	if (strcmp(fields_get(&t->f, TF_CLOSE_TYPE), "direct") != 0)
		return 0;
	return a == 0 || (b != 0 && b < a) ? b : a;
}

bool
draw_call(struct found_list *l, struct tally *seen, const struct ticket *t, int64_t from_at,
    int64_t to_at)
{
	struct found *f;
	int nth;

	if (strcmp(fields_get(&t->f, TF_CHANNEL), "phone") != 0 ||
	    strcmp(fields_get(&t->f, TF_ENTERED_LATE), "1") == 0 || t->created_by[0] == '\0')
		return true;
	nth = nth_of(seen, t->created_by);
	if (nth == 0)
		return false;
	if (t->created_at < from_at || t->created_at >= to_at)
		return true;
	f = found_add(l, t);
	if (f == NULL)
		return false;
	(void)str_copy(f->agent, sizeof(f->agent), t->created_by);
	f->stars = stars_of(t);
	f->nth = nth <= QA_NEWCOMER ? nth : 0;
	return true;
}

static int
by_id(const void *id, const void *f)
{
	return strcmp(id, ((const struct found *)f)->row.id);
}

bool
draw_calls_choose(struct found_list *l, int a_month, int64_t seed)
{
	struct qa_call *c = calloc(l->n + 1, sizeof(*c));

	if (c == NULL)
		return false;
	for (size_t i = 0; i < l->n; i++)
		c[i] = (struct qa_call){ .id = l->v[i].row.id,
			.agent = l->v[i].agent,
			.stars = l->v[i].stars,
			.nth = l->v[i].nth };
	(void)qa_sample(c, l->n, a_month, (uint64_t)seed);
	for (size_t i = 0; i < l->n; i++) { /* in another order now */
		struct found *f = bsearch(c[i].id, l->v, l->n, sizeof(*l->v), by_id);

		if (f != NULL)
			f->row.why = c[i].why;
	}
	free(c);
	return true;
}
