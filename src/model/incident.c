/* incident.c: tickets of late that belong together, and the row in which that is told.
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

bool
incident_same_town(const char *a, const char *b)
{
	return strlen(a) >= TOWN && strncmp(a, b, TOWN) == 0;
}

/* Percent of the tie, 0 none. */
static int
tie(const struct similar *a, const struct similar *b, const struct similar_weights *w)
{
	struct similar_score s;

	similar_compare(a, b, w, &s);
	if (s.percent >= SIMILAR_SURE || (s.percent >= SIMILAR_SHOWN && s.where >= WHERE_STREET) ||
	    (incident_same_town(a->area, b->area) && s.words >= SAME_WORDS))
		return s.percent;
	return 0;
}

struct group { /* the newest of one category */
	const struct similar *list;
	const struct similar_weights *w;
	struct incident_rule rule;
	int at[INCIDENT_MEMBERS]; /* oldest first */
	int n, told;              /* told: with those who have no ticket of their own */
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
	for (int m = 0; m < out->n; m++)
		out->total += 1 + g->list[out->member[m]].also;
}

static int
keep(struct incident *out, int n, int max, const struct incident *one)
{
	int at = n < max ? n : max - 1;

	if (n == max && out[at].total >= one->total)
		return n;
	for (; at > 0 && out[at - 1].total < one->total; at--)
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
	g->n = g->told = 0;
	for (int i = n - 1; i >= 0 && g->n < INCIDENT_MEMBERS; i--)
		if (strcmp(list[i].category, category) == 0) {
			g->at[g->n++] = i;
			g->told += 1 + list[i].also;
		}
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
		for (int k = 0; k < g.n && g.told >= g.rule.count; k++) {
			if (g.taken[k])
				continue;
			grow(&g, k, &one);
			if (one.total >= g.rule.count)
				found = keep(out, found, max, &one);
		}
	}
	return found;
}

/* ---- as it is told ---- */

void
incident_write(const struct incident_told *t, struct str *out)
{
	str_addf(out, "%d\t%d\t%lld\t%lld\t%s\t%s\t%s\t", t->total, t->joined,
	    (long long)t->first_at, (long long)t->last_at, t->category, t->area, t->bulletin);
	for (int i = 0; i < t->n; i++)
		str_addf(out, "%s%s", i > 0 ? "," : "", t->member[i]);
}

/* The next cell, with what follows it in *at; false behind the last one. */
static bool
next_cell(const char **at, char *out, size_t size)
{
	const size_t len = strcspn(*at, "\t");
	const bool fits = len < size;

	if (fits) {
		memcpy(out, *at, len);
		out[len] = '\0';
	}
	*at += len;
	if (**at == '\t')
		(*at)++;
	return fits;
}

static bool
next_number(const char **at, int64_t most, int64_t *out)
{
	char cell[24];
	long long v = 0;
	const bool good = next_cell(at, cell, sizeof(cell)) && str_int(cell, 0, most, &v);

	*out = v;
	return good;
}

static bool
read_members(const char *list, struct incident_told *t)
{
	while (*list != '\0' && *list != '\t' && t->n < INCIDENT_TOLD) {
		const size_t len = strcspn(list, ",\t");

		if (len != ID_SIZE - 1)
			return false;
		memcpy(t->member[t->n], list, len);
		t->member[t->n++][len] = '\0';
		list += len + (list[len] == ',');
	}
	return t->n > 0;
}

bool
incident_read(const char *code, const char *text, struct incident_told *t)
{
	int64_t total, joined;

	*t = (struct incident_told){ .n = 0 };
	if (!next_number(&text, INT32_MAX, &total) || !next_number(&text, INT32_MAX, &joined) ||
	    !next_number(&text, INT64_MAX, &t->first_at) ||
	    !next_number(&text, INT64_MAX, &t->last_at) ||
	    !next_cell(&text, t->category, sizeof(t->category)) ||
	    !next_cell(&text, t->area, sizeof(t->area)) ||
	    !next_cell(&text, t->bulletin, sizeof(t->bulletin)))
		return false;
	t->total = (int)total;
	t->joined = (int)joined;
	return read_members(text, t) && strcmp(t->member[0], code) == 0;
}

bool
incident_names(const struct incident_told *t, const char *ticket)
{
	for (int i = 0; i < t->n; i++)
		if (strcmp(t->member[i], ticket) == 0)
			return true;
	return false;
}

/* 0: it speaks of something else. */
static int
speaks_of(
    const struct city *c, const struct bulletin *b, const struct incident_told *t, const char *no)
{
	const size_t len = strlen(b->category);

	if (b->incident[0] != '\0')
		return strcmp(b->incident, no) == 0 ? 2 : 0;
	if (len == 0 || strncmp(t->category, b->category, len) != 0 || b->area[0] == '\0' ||
	    strcmp(b->area, c->code) == 0)
		return 0;
	return city_area_is_under(c, t->area, b->area) ? 1 : 0;
}

const struct bulletin *
incident_bulletin(const struct city *c, const struct bulletin *list, size_t n,
    const struct incident_told *t, const char *no, int64_t now)
{
	const struct bulletin *best = NULL;
	int most = 0;

	for (size_t i = 0; i < n; i++) {
		const struct bulletin *b = &list[i];
		const bool holds = b->starts_at <= now && (b->ends_at == 0 || b->ends_at > now);
		const int fit = holds ? speaks_of(c, b, t, no) : 0;

		if (fit > most) {
			most = fit;
			best = b;
		}
	}
	return best;
}
