/* The names of the city's lists, found as the pickers find them: compiled, matched, the best kept.
 *
 * Invariants: the order depends on the city and the text alone, equals as the list has them. Not done here: tickets
 * (reader_find.c), articles (reader_kb.c). */
#include <string.h>

#include "client/cache/find.h"
#include "reader_p.h"
#include "text/match.h"

static const struct {
	const char *json, *label;
} scopes[] = {
#define X(name, json, label) { json, label },
	FIND_SCOPES(X)
#undef X
};

const char *
find_scope_json(enum find_scope s)
{
	return scopes[s].json;
}

const char *
find_scope_label(enum find_scope s)
{
	return scopes[s].label;
}

int
find_scope_by_json(const char *json)
{
	for (int i = 0; i < FIND_SCOPE_COUNT; i++)
		if (strcmp(scopes[i].json, json) == 0)
			return i;
	return -1;
}

/* ---- one name ---- */

struct entry {
	const char *code, *name, *also;
};

/* The ${i}-th of a list; false behind its end. A code of "" is passed over. */
static bool
entry_at(const struct city *c, enum find_scope s, size_t i, int64_t now, struct entry *e)
{
	*e = (struct entry){ "", "", "" };
	if (s == FIND_IN_CATEGORIES && i < c->n_categories)
		*e = (struct entry){ c->categories[i].code, c->categories[i].name,
			c->categories[i].synonyms };
	else if (s == FIND_IN_UNITS && i < c->n_units)
		*e = (struct entry){ c->units[i].code, c->units[i].name, c->units[i].short_name };
	else if (s == FIND_IN_AREAS && i < c->n_areas)
		*e = (struct entry){ c->areas[i].code,
			c->areas[i].full[0] != '\0' ? c->areas[i].full : c->areas[i].name,
			c->areas[i].aliases };
	else if (s == FIND_IN_TARGETS && i < c->n_targets)
		*e = (struct entry){ c->targets[i].id, c->targets[i].name, c->targets[i].aliases };
	else if (s == FIND_IN_BULLETINS && i < c->n_bulletins) {
		const struct bulletin *b = &c->bulletins[i];

		if (b->starts_at <= now && (b->ends_at == 0 || now < b->ends_at))
			*e = (struct entry){ b->id, b->title, b->points };
	} else
		return false;
	return true;
}

static int
match_text(const struct match_query *q, const char *text, struct match_hit *hit)
{
	struct match_label l;
	int score;

	if (text == NULL || text[0] == '\0' || !match_label_init(&l, text))
		return 0;
	score = match_find(q, &l, hit);
	match_label_free(&l);
	return score;
}

static int
match_entry(
    const struct match_query *q, const char *text, const struct entry *e, struct find_name *out)
{
	struct match_hit hit;
	int score = match_text(q, e->name, &hit);

	*out = (struct find_name){ .code = e->code, .name = e->name, .also = "", .score = score };
	for (size_t i = 0; score > 0 && i < hit.n && out->n_marks < KB_MARKS; i++)
		if (hit.range[i].at + hit.range[i].len <= UINT16_MAX)
			out->mark[out->n_marks++] = (struct kb_mark){ (uint16_t)hit.range[i].at,
				(uint16_t)(hit.range[i].at + hit.range[i].len) };
	if (score > 0)
		return score;
	if (strcmp(text, e->code) == 0)
		out->score = MATCH_EXACT * MATCH_STEP;
	else if ((score = match_text(q, e->also, NULL)) > 0 &&
		 match_tier_of(score) > MATCH_SCATTERED) {
		out->also = e->also;
		out->score = score / 2;
	}
	return out->score;
}

/* Keeps the best ${max}; equals stay as they came. */
static int
insert(struct find_name *best, int n, int max, const struct find_name *one)
{
	int i = n < max ? n : max;

	if (i == max && one->score <= best[max - 1].score)
		return n;
	if (i == max)
		i--;
	for (; i > 0 && one->score > best[i - 1].score; i--)
		best[i] = best[i - 1];
	best[i] = *one;
	return n < max ? n + 1 : max;
}

int
cache_find_names(struct cache_reader *r, enum find_scope scope, const char *text, int64_t now,
    struct find_name *out, int max)
{
	const struct city *c = reader_city(r);
	struct match_query q;
	struct find_name one;
	struct entry e;
	int n = 0;

	match_query_init(&q, text);
	if (c == NULL || text == NULL || max <= 0 || match_query_empty(&q))
		return 0;
	for (size_t i = 0; entry_at(c, scope, i, now, &e); i++)
		if (e.code[0] != '\0' && match_entry(&q, text, &e, &one) > 0) {
			one.scope = scope;
			n = insert(out, n, max, &one);
		}
	return n;
}
