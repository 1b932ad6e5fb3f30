/* Where: the areas, streets and estates of the city that a text names, and the address as it was said. The longest
 * name wins at each place; a name that several areas share is settled by what else the text names, else by the area
 * above both. Streets that the city does not list are still taken as an address when they carry a door number. */
#include "model/propose.h"

#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "propose_p.h"
#include "numeral_p.h"

#define PLACES 24 /* names looked at in one text; a caller names two or three */
#define DEPTH  8

struct place {
	size_t at, len;
	uint32_t term;
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

static int
find_places(const struct city *c, const char *text, size_t len, struct place *out)
{
	struct lexicon_hit hits[LEXICON_MAX_CHARS];
	int n = 0;
	for (size_t at = 0; at < len && n < PLACES;) {
		uint32_t cp;
		size_t step = utf8_next(text + at, len - at, &cp);
		int k = lexicon_at(c->index->places, text, len, at, hits, LEXICON_MAX_CHARS);
		if (k > 0) {
			out[n++] = (struct place){ at, (size_t)hits[k - 1].len, hits[k - 1].term };
			step = (size_t)hits[k - 1].len;
		}
		at += step ? step : 1;
	}
	return n;
}

/* Does some meaning of this name lie at or above ${a}, other than the name ${a} was taken from? */
static bool
supports(const struct city *c, const struct place *p, const struct area *a)
{
	uint32_t n;
	const struct posting *post = lexicon_postings(c->index->places, p->term, &n);
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

/* The area that the names together mean; *anchor is the name it was taken from. */
static const struct area *
choose(const struct city *c, const struct place *places, int n, int *anchor)
{
	const struct area *best = NULL;
	int top = 0;
	for (int i = 0; i < n; i++) {
		uint32_t meanings;
		const struct posting *post =
		    lexicon_postings(c->index->places, places[i].term, &meanings);
		for (uint32_t m = 0; m < meanings; m++) {
			const struct area *a = area_of(c, post[m].id);
			if (a == NULL)
				continue;
			int score = depth_of(c, a) * 2 + ((post[m].id & PLACE_STREET) != 0);
			for (int k = 0; k < n; k++)
				if (k != i && supports(c, &places[k], a))
					score += 4;
			if (score > top) {
				top = score;
				best = a;
				*anchor = i;
			} else if (score == top && *anchor == i && best != NULL) {
				best = common(c, best, a);
			}
		}
	}
	return best;
}

/* ---- the address ---- */

static bool
is_street(const struct city *c, const struct place *p)
{
	uint32_t n;
	const struct posting *post = lexicon_postings(c->index->places, p->term, &n);
	return n > 0 && (post[0].id & PLACE_STREET) != 0;
}

/* 石板街17号楼下 is number 17, downstairs. */
static bool
is_unit(const char *s, const char *unit)
{
	if (!str_starts(s, unit))
		return false;
	s += strlen(unit);
	return strcmp(unit, "号楼") != 0 || !(str_starts(s, "下") || str_starts(s, "上"));
}

/* Bytes of "78号3栋2单元402" after a name: numbers with their words; a bare number only as the room at the end. */
static size_t
door(const char *s)
{
	static const char *const UNITS[] = { "号楼", "号院", "号", "栋", "幢", "座", "单元", "楼",
		"层", "室", "弄", "巷", "组", "队", "社", "期", "区", "门" };
	size_t n = 0;
	for (;;) {
		int value;
		size_t digits = numeral_read(s + n, &value);
		if (digits == 0)
			return n;
		size_t unit = 0;
		for (size_t i = 0; i < sizeof UNITS / sizeof UNITS[0] && unit == 0; i++)
			if (is_unit(s + n + digits, UNITS[i]))
				unit = strlen(UNITS[i]);
		if (unit == 0)
			return n > 0 && value >= 100 && value < 10000 ? n + digits : n;
		n += digits + unit;
	}
}

static size_t
locator(const char *s)
{
	static const char *const WORDS[] = { "交叉口", "路口", "门口", "对面", "旁边", "附近",
		"后面", "前面", "东门", "西门", "南门", "北门", "正门", "后门", "东侧", "西侧",
		"南侧", "北侧", "地下车库", "里面", "楼下" };
	for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++)
		if (str_starts(s, WORDS[i]))
			return strlen(WORDS[i]);
	return 0;
}

/* The end of the address that begins with place ${i}: further names right behind it or joined by 与, then the door,
 * or without one a word like 门口. */
static size_t
address_end(const char *text, const struct place *places, int n, int i)
{
	size_t end = places[i].at + places[i].len;
	bool crossing = false;
	while (++i < n) {
		size_t gap = places[i].at - end;
		bool joined =
		    gap == 3 && (str_starts(text + end, "与") || str_starts(text + end, "和"));
		if (gap != 0 && !joined)
			break;
		crossing = crossing || joined;
		end = places[i].at + places[i].len;
	}
	size_t tail = crossing ? 0 : door(text + end);
	return end + (tail ? tail : locator(text + end));
}

/* An unlisted street: "解放路12号", taken back from the word 路 over at most ${NAME_CHARS} characters of its name. */
#define NAME_CHARS 4

static bool
breaks_name(uint32_t cp)
{
	/* 在 住 到 的 是 我 们 从 去 往 有 于 和 与 叫 里 家 了 这 那 市 区 县 镇 乡 村 道 过 来 */
	static const uint32_t STOPS[] = { 0x5728, 0x4F4F, 0x5230, 0x7684, 0x662F, 0x6211, 0x4EEC,
		0x4ECE, 0x53BB, 0x5F80, 0x6709, 0x4E8E, 0x548C, 0x4E0E, 0x53EB, 0x91CC, 0x5BB6,
		0x4E86, 0x8FD9, 0x90A3, 0x5E02, 0x533A, 0x53BF, 0x9547, 0x4E61, 0x6751, 0x9053,
		0x8FC7, 0x6765 };
	if (!utf8_is_han(cp))
		return true;
	for (size_t i = 0; i < sizeof STOPS / sizeof STOPS[0]; i++)
		if (STOPS[i] == cp)
			return true;
	return false;
}

static bool
unlisted(const char *text, size_t *from, size_t *to)
{
	static const char *const ROADS[] = { "大道", "大街", "胡同", "路", "街", "巷", "弄" };
	for (const char *p = text; *p != '\0'; p++)
		for (size_t i = 0; i < sizeof ROADS / sizeof ROADS[0]; i++) {
			if (!str_starts(p, ROADS[i]))
				continue;
			size_t end = (size_t)(p - text) + strlen(ROADS[i]), tail = door(text + end);
			size_t start = (size_t)(p - text);
			for (int k = 0; k < NAME_CHARS && start > 0; k++) {
				size_t prev = utf8_prev(text, start);
				uint32_t cp = 0;
				if (utf8_next(text + prev, start - prev, &cp) == 0 ||
				    breaks_name(cp))
					break;
				start = prev;
			}
			if (tail > 0 && start < (size_t)(p - text)) {
				*from = start;
				*to = end + tail;
				return true;
			}
		}
	return false;
}

bool
propose_place(const struct city *c, const char *text, struct place_hit *out)
{
	struct place places[PLACES] = { 0 };
	int anchor = -1;
	size_t from = 0, to = 0;
	*out = (struct place_hit){ 0 };
	int n = c->index != NULL ? find_places(c, text, strlen(text), places) : 0;
	out->area = choose(c, places, n, &anchor);
	/* that the city is meant goes without saying */
	if (out->area != NULL && strcmp(out->area->kind, "city") == 0)
		out->area = NULL;
	int i = 0;
	while (i < n && !is_street(c, &places[i]))
		i++;
	if (i < n && (anchor < 0 || !is_street(c, &places[anchor])))
		anchor = i;
	if (anchor >= 0 && is_street(c, &places[anchor])) {
		/* 文昌街桃李园: the address begins with the first of the names in a row */
		while (anchor > 0 && is_street(c, &places[anchor - 1]) &&
		       places[anchor - 1].at + places[anchor - 1].len == places[anchor].at)
			anchor--;
		from = places[anchor].at;
		to = address_end(text, places, n, anchor);
	} else if (!unlisted(text, &from, &to) && anchor >= 0) {
		size_t end = places[anchor].at + places[anchor].len, tail = door(text + end);
		from = places[anchor].at;
		to = tail > 0 ? end + tail : from;
	}
	char said[sizeof out->address];
	size_t len = to - from < sizeof said ? to - from : sizeof said - 1;
	memcpy(said, text + from, len);
	said[len] = '\0';
	str_copy(out->address, sizeof out->address, said);
	return out->area != NULL || out->address[0] != '\0';
}
