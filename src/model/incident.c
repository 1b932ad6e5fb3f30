/* incident.c: tickets of late that belong together.
 *
 * A ticket is tied to another of its category when both are told within the minutes of the rule and are alike; what hangs
 * together by such ties is one incident when there are enough. Not here: reading tickets (client/cache), joining them
 * (workflow_join.c). */
#include "model/incident.h"

#include <stdlib.h>
#include <string.h>

#define MINUTE_MS  INT64_C(60000)
#define TOWN       9  /* digits of an area's code */
#define SAME_WORDS 20 /* percent: of one category in one town this is enough */

void
incident_rule_of(const struct city *c, const char *category, struct incident_rule *out)
{
	size_t best = 0;

	*out = (struct incident_rule){ "", INCIDENT_COUNT, INCIDENT_MINUTES };
	for (size_t i = 0; c != NULL && i < c->n_incident_rules; i++) {
		const struct incident_rule *r = &c->incident_rules[i];
		const size_t len = strlen(r->category);

		if (len > best && strncmp(category, r->category, len) == 0 && r->count > 1 &&
		    r->minutes > 0) {
			best = len;
			*out = *r;
		}
	}
}

static bool
same_town(const struct similar *a, const struct similar *b)
{
	return strlen(a->area) >= TOWN && strncmp(a->area, b->area, TOWN) == 0;
}

/* Percent of the tie, 0 none. */
static int
tie(const struct similar *a, const struct similar *b, const struct similar_weights *w)
{
	struct similar_score s;

	similar_compare(a, b, w, &s);
	if (s.percent >= SIMILAR_SURE || (s.percent >= SIMILAR_SHOWN && s.where >= WHERE_STREET) ||
	    (same_town(a, b) && s.words >= SAME_WORDS))
		return s.percent;
	return 0;
}

struct group { /* the newest of one category */
	const struct similar *list;
	const struct similar_weights *w;
	struct incident_rule rule;
	int at[INCIDENT_MEMBERS]; /* oldest first */
	int n;
	bool taken[INCIDENT_MEMBERS];
};

/* All that hang together with the first one not taken. */
static void
grow(struct group *g, int from, struct incident *out)
{
	int done = 0, of[INCIDENT_MEMBERS];

	*out = (struct incident){ .n = 0, .least = 100 };
	of[out->n++] = from;
	g->taken[from] = true;
	while (done < out->n) {
		const struct similar *a = &g->list[g->at[of[done++]]];

		for (int k = 0; k < g->n; k++) {
			const struct similar *b = &g->list[g->at[k]];
			const int64_t apart = a->at > b->at ? a->at - b->at : b->at - a->at;
			int percent;

			if (g->taken[k] || apart > g->rule.minutes * MINUTE_MS ||
			    (percent = tie(a, b, g->w)) == 0)
				continue;
			g->taken[k] = true;
			of[out->n++] = k;
			out->least = percent < out->least ? percent : out->least;
		}
	}
	/* in the order of their time, as the group is */
	for (int k = 0, i = 0; k < g->n; k++)
		for (int m = 0; m < out->n; m++)
			if (of[m] == k)
				out->member[i++] = g->at[k];
}

static int
keep(struct incident *out, int n, int max, const struct incident *one)
{
	int at = n < max ? n : max - 1;

	if (n == max && out[at].n >= one->n)
		return n;
	for (; at > 0 && out[at - 1].n < one->n; at--)
		out[at] = out[at - 1];
	out[at] = *one;
	return n < max ? n + 1 : n;
}

static bool
seen_before(const struct similar *list, int at)
{
	for (int i = 0; i < at; i++)
		if (strcmp(list[i].category, list[at].category) == 0)
			return true;
	return false;
}

static void
gather(struct group *g, const struct similar *list, int n, const char *category)
{
	g->n = 0;
	for (int i = n - 1; i >= 0 && g->n < INCIDENT_MEMBERS; i--)
		if (strcmp(list[i].category, category) == 0)
			g->at[g->n++] = i;
	for (int i = 0; i < g->n / 2; i++) {
		const int last = g->at[g->n - 1 - i];

		g->at[g->n - 1 - i] = g->at[i];
		g->at[i] = last;
	}
	memset(g->taken, 0, sizeof(g->taken));
}

int
incident_find(const struct city *c, const struct similar *list, int n,
    const struct similar_weights *w, struct incident *out, int max)
{
	struct group g = { .list = list, .w = w };
	struct incident one;
	int found = 0;

	for (int i = 0; i < n && max > 0; i++) {
		if (list[i].category[0] == '\0' || seen_before(list, i))
			continue;
		incident_rule_of(c, list[i].category, &g.rule);
		gather(&g, list, n, list[i].category);
		for (int k = 0; k < g.n && g.n >= g.rule.count; k++) {
			if (g.taken[k])
				continue;
			grow(&g, k, &one);
			if (one.n >= g.rule.count)
				found = keep(out, found, max, &one);
		}
	}
	return found;
}
