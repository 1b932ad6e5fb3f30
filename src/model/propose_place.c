/* Where: the areas, streets and estates of the city that a text names, and the address as it was said. Names that stand
 * together are one spot: 红山区红山街道红山路78号. Of several spots the one where it happened counts, not where the caller
 * lives. The longest name wins at each place; a name that several areas share is settled by what else the text names, else
 * by the area above both. Streets that the city does not list are still an address when they carry a door number
 * (propose_address.c). */
#include "model/propose.h"

#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "propose_address_p.h"
#include "propose_p.h"

#define PLACES  24 /* names looked at in one text; a caller names two or three */
#define DEPTH   8
#define NO_TERM UINT32_MAX

struct place {
	size_t at, len;
	uint32_t term; /* NO_TERM: in no table, and its tail is within len */
	bool is_street;
};

enum standing {
	SPOT_HOME, /* 我住…, …上班 */
	SPOT_NAMED,
	SPOT_EVENT /* 在…, 位于… */
};
struct spot { /* names in a row */
	int first, n;
	enum standing standing;
};

static const struct area *
area_of(const struct city *c, uint32_t id)
{
	if (id & PLACE_STREET)
		return city_area(c, c->streets[id & ~PLACE_STREET].area);
	return &c->areas[id];
}

static int
depth_of(const struct city *c, const struct area *a)
{
	int n = 0;
	for (; a != NULL && n < DEPTH; n++)
		a = city_area(c, a->parent);
	return n;
}

static const struct posting *
meanings(const struct city *c, const struct place *p, uint32_t *n)
{
	*n = 0;
	return p->term != NO_TERM ? lexicon_postings(c->index->places, p->term, n) : NULL;
}

/* ---- names ---- */

static bool
is_street(const struct city *c, uint32_t term)
{
	uint32_t n;
	const struct posting *post = lexicon_postings(c->index->places, term, &n);
	return n > 0 && (post[0].id & PLACE_STREET) != 0;
}

/* 北门街 in 北门街道办: a subdistrict, not the street of that name; 北门街道路 is the street. */
static bool
is_subdistrict(const char *text, size_t end)
{
	return end >= 3 && memcmp(text + end - 3, "街", 3) == 0 && str_starts(text + end, "道") &&
	       !str_starts(text + end, "道路");
}

static bool
name_at(const struct city *c, const char *text, size_t len, size_t at, struct place *out)
{
	struct lexicon_hit hits[LEXICON_MAX_CHARS];
	int k = c->index != NULL
		    ? lexicon_at(c->index->places, text, len, at, hits, LEXICON_MAX_CHARS)
		    : 0;
	while (k-- > 0) {
		bool street = is_street(c, hits[k].term);
		if (street && is_subdistrict(text, at + (size_t)hits[k].len))
			continue;
		*out = (struct place){ at, (size_t)hits[k].len, hits[k].term, street };
		return true;
	}
	return false;
}

static int
find_places(const struct city *c, const char *text, size_t len, struct place *out)
{
	size_t floor = 0, from, to;
	int n = 0;
	for (size_t at = 0; at < len && n < PLACES;) {
		uint32_t cp;
		size_t step = utf8_next(text + at, len - at, &cp);
		if (name_at(c, text, len, at, &out[n])) {
			floor = at + out[n++].len;
			step = floor - at;
		} else if (address_unlisted(text, at, floor, &from, &to)) {
			out[n++] = (struct place){ from, to - from, NO_TERM, true };
			floor = to;
			step = to - at;
		}
		at += step ? step : 1;
	}
	return n;
}

/* ---- spots ---- */

static bool
ends_with_one(const char *text, size_t end, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t len = strlen(words[i]);
		if (end >= len && memcmp(text + end - len, words[i], len) == 0)
			return true;
	}
	return false;
}

static enum standing
standing_of(const char *text, size_t at, size_t end)
{
	static const char *const HOME[] = { "住在", "住", "家在", "老家", "户口在", "户籍在",
		"户籍" };
	static const char *const EVENT[] = { "在", "位于", "地点", "地点:", "地点：" };
	static const char *const BUSY[] = { "上班", "工作", "上学", "居住", "住" };
	while (at > 0 && text[at - 1] == ' ')
		at--;
	if (ends_with_one(text, at, HOME, sizeof HOME / sizeof HOME[0]))
		return SPOT_HOME;
	for (size_t i = 0; i < sizeof BUSY / sizeof BUSY[0]; i++)
		if (str_starts(text + end, BUSY[i]))
			return SPOT_HOME;
	return ends_with_one(text, at, EVENT, sizeof EVENT / sizeof EVENT[0]) ? SPOT_EVENT
									      : SPOT_NAMED;
}

/* 红山路与建设路: two streets are one spot. */
static bool
goes_on(const char *text, const struct place *a, const struct place *b)
{
	size_t end = a->at + a->len, gap = b->at - end;
	return gap == 0 || (gap == 3 && a->is_street && b->is_street &&
			       (str_starts(text + end, "与") || str_starts(text + end, "和")));
}

static size_t
end_of(const struct place *p)
{
	return p->at + p->len;
}

static int
find_spots(const char *text, const struct place *places, int n, struct spot *out)
{
	int spots = 0;
	for (int i = 0; i < n; i++) {
		if (i > 0 && goes_on(text, &places[i - 1], &places[i])) {
			out[spots - 1].n++;
			continue;
		}
		out[spots++] = (struct spot){ .first = i, .n = 1 };
	}
	for (int i = 0; i < spots; i++) {
		const struct place *last = &places[out[i].first + out[i].n - 1];
		size_t end = end_of(last);
		if (last->term != NO_TERM)
			end += address_tail(text + end);
		out[i].standing = standing_of(text, places[out[i].first].at, end);
	}
	return spots;
}

/* Where it happened: the first of those that stand best. */
static int
best_spot(const struct spot *spots, int n)
{
	int best = -1;
	for (int i = 0; i < n; i++)
		if (best < 0 || spots[i].standing > spots[best].standing)
			best = i;
	return best;
}

/* ---- the area ---- */

/* Does some meaning of this name lie at or above ${a}, other than the name ${a} was taken from? */
static bool
supports(const struct city *c, const struct place *p, const struct area *a)
{
	uint32_t n;
	const struct posting *post = meanings(c, p, &n);
	for (uint32_t i = 0; i < n; i++) {
		const struct area *other = area_of(c, post[i].id);
		if (other != NULL && city_area_is_under(c, a->code, other->code))
			return true;
	}
	return false;
}

static const struct area *
common(const struct city *c, const struct area *a, const struct area *b)
{
	for (int i = 0; a != NULL && i < DEPTH; i++) {
		if (city_area_is_under(c, b->code, a->code))
			return a;
		a = city_area(c, a->parent);
	}
	return NULL;
}

/* All the names of a text, and the area that those of one spot mean together. */
struct choice {
	const struct city *c;
	const struct place *places;
	int n;
	const struct area *best;
	int top, from; /* score, and the place it was taken from */
};

static void
weigh(struct choice *k, int i, const struct area *a, bool is_street)
{
	int score = depth_of(k->c, a) * 2 + is_street;
	for (int j = 0; j < k->n; j++)
		if (j != i && supports(k->c, &k->places[j], a))
			score += 4;
	if (score > k->top) {
		k->top = score;
		k->best = a;
		k->from = i;
	} else if (score == k->top && k->from == i && k->best != NULL) {
		k->best = common(k->c, k->best, a);
	}
}

static const struct area *
area_of_spot(const struct city *c, const struct place *places, int n, const struct spot *s)
{
	struct choice k = { .c = c, .places = places, .n = n, .from = -1 };
	for (int i = s->first; i < s->first + s->n; i++) {
		uint32_t several;
		const struct posting *post = meanings(c, &places[i], &several);
		for (uint32_t m = 0; m < several; m++) {
			const struct area *a = area_of(c, post[m].id);
			if (a != NULL)
				weigh(&k, i, a, (post[m].id & PLACE_STREET) != 0);
		}
	}
	return k.best;
}

/* ---- the address ---- */

static bool
has_street(const struct place *places, const struct spot *s)
{
	for (int i = s->first; i < s->first + s->n; i++)
		if (places[i].is_street)
			return true;
	return false;
}

/* From the first street or estate on, or 上柳村三组; false when the spot is areas alone. */
static bool
address_of(
    const char *text, const struct place *places, const struct spot *s, size_t *from, size_t *to)
{
	int i = s->first, last = s->first + s->n - 1;
	size_t end = end_of(&places[last]);
	size_t tail = places[last].term == NO_TERM ? 0 : address_tail(text + end);
	while (i < last && !places[i].is_street)
		i++;
	if (!places[i].is_street && address_door(text + end) == 0)
		return false;
	*from = places[i].at;
	*to = end + tail;
	return true;
}

/* Another spot that says more of the same: 红山区 … 红山路78号. */
static bool
says_more(const struct city *c, const struct area *area, const struct area *other)
{
	return area == NULL ||
	       (other != NULL && other != area && city_area_is_under(c, other->code, area->code));
}

static void
take_address(const char *text, size_t from, size_t to, struct place_hit *out)
{
	char said[sizeof out->address];
	size_t len = to - from < sizeof said ? to - from : sizeof said - 1;
	memcpy(said, text + from, len);
	said[len] = '\0';
	str_copy(out->address, sizeof out->address, said);
}

bool
propose_place(const struct city *c, const char *text, struct place_hit *out)
{
	struct place places[PLACES] = { 0 };
	struct spot spots[PLACES] = { 0 };
	size_t from = 0, to = 0;
	*out = (struct place_hit){ 0 };
	int n = find_places(c, text, strlen(text), places);
	int n_spots = find_spots(text, places, n, spots), best = best_spot(spots, n_spots);
	if (best < 0)
		return false;
	const struct spot *at = &spots[best];
	out->area = area_of_spot(c, places, n, at);
	bool found = address_of(text, places, at, &from, &to);
	for (int i = 0; i < n_spots && !has_street(places, at); i++) {
		const struct area *a = area_of_spot(c, places, n, &spots[i]);
		bool home = spots[i].standing == SPOT_HOME && at->standing != SPOT_HOME;
		bool unlisted = a == NULL && has_street(places, &spots[i]);
		if (i == best || home || !(unlisted || says_more(c, out->area, a)))
			continue;
		if (a != NULL)
			out->area = a;
		found = address_of(text, places, &spots[i], &from, &to) || found;
		at = has_street(places, &spots[i]) ? &spots[i] : at;
	}
	if (found)
		take_address(text, from, to, out);
	/* that the city is meant goes without saying */
	if (out->area != NULL && strcmp(out->area->kind, "city") == 0)
		out->area = NULL;
	return out->area != NULL || out->address[0] != '\0';
}
