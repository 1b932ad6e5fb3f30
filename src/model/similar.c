/* similar.c: how likely two tickets are about the same matter, and why.
 *
 * Four parts, each with a most it can give: the place, the words, the category, the time. What one of the two does not say
 * gives the middle of its part; places that differ take away. Invariant: the same either way round, 0..100. The steps were
 * measured on the messages of a real city (tests/bench/similar.c). Not here: what a ticket names (similar_place.c), which
 * tickets are looked at (client/cache). */
#include "similar_p.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/role.h"
#include "text/grams.h"
#include "text/spoken.h"

#define MINUTE_MS   INT64_C(60000)
#define HOUR_MS     (60 * MINUTE_MS)
#define DAY_MS      (24 * HOUR_MS)
#define NEAR_DOORS  12
#define TITLE_BYTES 400
#define WORDS_BYTES 24000
#define WORDS_MOST  45  /* points of the words; */
#define WORDS_FULL  0.5 /* this much alike gives all of them */
#define RARE_PRIOR  20  /* tickets that are thought to be there before the first is learnt */
#define SHORT_GRAMS 12  /* with fewer words there is little to go by */
#define DISTRICT    6   /* digits of an area's code */
#define TOWN        9

/* ---- what is compared ---- */

static size_t
join(uint16_t *v, size_t n, const uint16_t *more, size_t n_more)
{
	uint16_t all[2 * SIMILAR_GRAMS] = { 0 };
	size_t a = 0, b = 0, k = 0;

	while ((a < n || b < n_more) && k < SIMILAR_GRAMS) {
		const uint16_t next = b == n_more || (a < n && v[a] <= more[b]) ? v[a] : more[b];

		a += a < n && v[a] == next;
		b += b < n_more && more[b] == next;
		all[k++] = next;
	}
	memcpy(v, all, k * sizeof(*v));
	return k;
}

void
similar_of(const struct fields *f, int64_t at, struct similar *out)
{
	const char *title = fields_get(f, TF_TITLE), *words = fields_get(f, TF_CONTENT);
	uint16_t more[SIMILAR_GRAMS] = { 0 };
	size_t n;

	*out = (struct similar){ .at = at };
	(void)str_copy(out->category, sizeof(out->category), fields_get(f, TF_CATEGORY));
	(void)str_copy(out->area, sizeof(out->area), fields_get(f, TF_AREA));
	(void)str_copy(out->address, sizeof(out->address), fields_get(f, TF_ADDRESS));
	similar_places(f, out);
	n = grams_of(words, strnlen(words, WORDS_BYTES), out->gram, SIMILAR_GRAMS);
	if (*title != '\0')
		n = join(out->gram, n, more,
		    grams_of(title, strnlen(title, TITLE_BYTES), more, SIMILAR_GRAMS));
	out->n_grams = (int)n;
}

/* ---- as bytes ---- */

static void
put(struct str *out, uint32_t v, int bytes)
{
	for (int i = 0; i < bytes; i++)
		str_add_c(out, (char)(v >> 8 * i & 0xFF));
}

static uint32_t
take(const unsigned char *p, int bytes)
{
	uint32_t v = 0;

	for (int i = 0; i < bytes; i++)
		v |= (uint32_t)p[i] << 8 * i;
	return v;
}

void
similar_write(const struct similar *s, struct str *out)
{
	put(out, SIMILAR_VERSION, 1);
	put(out, s->addressed, 1);
	put(out, (uint32_t)s->number, 2);
	put(out, (uint32_t)s->n_names, 1);
	put(out, (uint32_t)s->n_grams, 2);
	for (int i = 0; i < s->n_names; i++)
		put(out, s->name[i], 4);
	for (int i = 0; i < s->n_grams; i++)
		put(out, s->gram[i], 2);
}

bool
similar_read(const void *bytes, size_t n, struct similar *s)
{
	const unsigned char *p = bytes;
	size_t names, grams;

	if (n < 7 || p[0] != SIMILAR_VERSION)
		return false;
	names = p[4];
	grams = take(p + 5, 2);
	if (names > SIMILAR_NAMES || grams > SIMILAR_GRAMS || n != 7 + names * 4 + grams * 2)
		return false;
	s->addressed = p[1] != 0;
	s->number = (int)take(p + 2, 2);
	s->n_names = (int)names;
	s->n_grams = (int)grams;
	for (size_t i = 0; i < names; i++)
		s->name[i] = take(p + 7 + i * 4, 4);
	for (size_t i = 0; i < grams; i++)
		s->gram[i] = (uint16_t)take(p + 7 + names * 4 + i * 2, 2);
	return true;
}

/* ---- words ---- */

void
similar_learn(struct similar_weights *w, const struct similar *s)
{
	if (w->n == UINT16_MAX)
		return;
	w->n++;
	for (int i = 0; i < s->n_grams; i++)
		w->in[s->gram[i]]++;
}

void
similar_learnt(struct similar_weights *w)
{
	for (int i = 0; i < SIMILAR_COUNTS; i++) {
		const double rare = log((double)(w->n + RARE_PRIOR) / (i + 1.0));

		w->worth[i] = rare > 0 ? (float)(rare * rare) : 0;
	}
}

static double
weight(const struct similar_weights *w, uint16_t gram)
{
	if (w == NULL)
		return 1;
	return (double)w->worth[w->in[gram] < SIMILAR_COUNTS ? w->in[gram] : SIMILAR_COUNTS - 1];
}

/* 0..1. Half of a text that is only being typed must find the whole one: of the two sizes the smaller counts more. */
static double
words_alike(const struct similar *a, const struct similar *b, const struct similar_weights *w)
{
	double one = 0, two = 0, both = 0, least, most, alike;
	int i = 0, k = 0;

	while (i < a->n_grams || k < b->n_grams) {
		const bool first = k == b->n_grams || (i < a->n_grams && a->gram[i] <= b->gram[k]);
		const uint16_t g = first ? a->gram[i] : b->gram[k];
		const bool here = i < a->n_grams && a->gram[i] == g,
			   there = k < b->n_grams && b->gram[k] == g;
		const double x = weight(w, g);

		one += here ? x : 0;
		two += there ? x : 0;
		both += here && there ? x : 0;
		i += here;
		k += there;
	}
	least = one < two ? one : two;
	most = one < two ? two : one;
	if (least <= 0)
		return 0;
	alike = both / (pow(least, 0.6) * pow(most, 0.4));
	i = a->n_grams < b->n_grams ? a->n_grams : b->n_grams;
	if (i < SHORT_GRAMS)
		alike *= (double)i / SHORT_GRAMS;
	return alike < 1 ? alike : 1;
}

/* ---- place ---- */

static bool
shares_name(const struct similar *a, const struct similar *b)
{
	for (int i = 0; i < a->n_names; i++)
		for (int k = 0; k < b->n_names; k++)
			if (a->name[i] == b->name[k])
				return true;
	return false;
}

static bool
same_area(const struct similar *a, const struct similar *b, size_t digits)
{
	return strlen(a->area) >= digits && strlen(b->area) >= digits &&
	       strncmp(a->area, b->area, digits) == 0;
}

static bool
other_district(const struct similar *a, const struct similar *b)
{
	return strlen(a->area) >= DISTRICT && strlen(b->area) >= DISTRICT &&
	       strncmp(a->area, b->area, DISTRICT) != 0;
}

/* Only doors of one street are counted: 幸福里3号楼 is not three doors from 红山路6号. */
static bool
same_street(const struct similar *a, const struct similar *b)
{
	return a->addressed && b->addressed && a->name[0] == b->name[0];
}

static enum similar_where
where(const struct similar *a, const struct similar *b, struct similar_score *out)
{
	const int doors = abs(a->number - b->number);

	if (shares_name(a, b) && !other_district(a, b)) {
		if (a->number == 0 || b->number == 0 || !same_street(a, b))
			return WHERE_STREET;
		out->doors = doors;
		return doors == 0 ? WHERE_DOOR : doors <= NEAR_DOORS ? WHERE_NEAR : WHERE_STREET;
	}
	if (other_district(a, b) || (a->n_names > 0 && b->n_names > 0))
		return WHERE_ELSEWHERE;
	if (strlen(a->area) > TOWN && strcmp(a->area, b->area) == 0)
		return WHERE_QUARTER;
	return same_area(a, b, DISTRICT) ? WHERE_REGION : WHERE_UNKNOWN;
}

static int
place_points(const struct similar_score *s)
{
	static const int points[] = { [WHERE_UNKNOWN] = 12,
		[WHERE_ELSEWHERE] = -15,
		[WHERE_REGION] = 14,
		[WHERE_QUARTER] = 22,
		[WHERE_STREET] = 28,
		[WHERE_NEAR] = 30,
		[WHERE_DOOR] = 35 };

	if (s->where == WHERE_STREET && s->doors > 0)
		return 18; /* the same street, far apart */
	return points[s->where];
}

/* ---- all of it ---- */

static int
category_of(const struct similar *a, const struct similar *b)
{
	if (a->category[0] == '\0' || b->category[0] == '\0')
		return -1;
	if (strcmp(a->category, b->category) == 0)
		return 2;
	return strncmp(a->category, b->category, 2) == 0;
}

static int
time_points(int64_t apart)
{
	static const struct {
		int64_t within;
		int points;
	} steps[] = { { 2 * HOUR_MS, 10 }, { DAY_MS, 9 }, { 7 * DAY_MS, 7 }, { 30 * DAY_MS, 4 } };

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (apart <= steps[i].within)
			return steps[i].points;
	return 0;
}

void
similar_compare(const struct similar *a, const struct similar *b, const struct similar_weights *w,
    struct similar_score *out)
{
	static const int category[] = { 5, -4, 0, 10 }; /* not known, another, the kind, the same */
	const double alike = words_alike(a, b, w);
	int points;

	*out = (struct similar_score){ .words = (int)(alike * 100 + 0.5),
		.category = category_of(a, b),
		.apart_ms = a->at > b->at ? a->at - b->at : b->at - a->at };
	out->where = where(a, b, out);
	points = place_points(out) + category[out->category + 1] + time_points(out->apart_ms);
	points += (int)(WORDS_MOST * (alike < WORDS_FULL ? alike / WORDS_FULL : 1) + 0.5);
	out->percent = points < 0 ? 0 : points > 100 ? 100 : points;
}

/* ---- why ---- */

static void
say_where(const struct similar_score *s, const char *address, struct str *out)
{
	static const char *const words[] = { [WHERE_UNKNOWN] = "",
		[WHERE_ELSEWHERE] = "地点不同",
		[WHERE_REGION] = "同一区域",
		[WHERE_QUARTER] = "同一社区",
		[WHERE_STREET] = "同一地点",
		[WHERE_NEAR] = "同一地点",
		[WHERE_DOOR] = "同一地点" };

	if (s->where == WHERE_UNKNOWN)
		return;
	str_add(out, s->doors > 0 ? "同一条街" : words[s->where]);
	if (s->where >= WHERE_STREET && *address != '\0')
		str_addf(out, " %s", address);
	if (s->doors > 0)
		str_addf(out, " 相距%d号", s->doors);
	str_add(out, ", ");
}

void
similar_reason(const struct similar_score *s, const char *address, int64_t age_ms, struct str *out)
{
	char ago[SPOKEN_SIZE];

	say_where(s, address, out);
	if (s->category > 0)
		str_add(out, s->category == 2 ? "同类, " : "类别相近, ");
	if (age_ms < 60000) /* spoken_length's short form does not go before 前 */
		(void)str_copy(ago, sizeof(ago), "不到1分钟");
	else
		(void)spoken_length(age_ms, ago, sizeof(ago));
	str_addf(out, "%s前, 文字相近%d%%", ago, s->words);
}

/* ---- who may be shown it ---- */

bool
similar_is_shielded(const struct ticket *t)
{
	return t->sensitive || strcmp(fields_get(&t->f, TF_TYPE), "report") == 0 ||
	       strcmp(fields_get(&t->f, TF_CONFIDENTIAL), "1") == 0;
}

bool
similar_sees_all(uint32_t roles)
{
	return (roles & (ROLE_BIT(SENIOR) | ROLE_BIT(DISPATCHER) | ROLE_BIT(SUPERVISOR) |
			    ROLE_BIT(LEADER))) != 0;
}
