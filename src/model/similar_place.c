/* similar_place.c: which places a ticket names, so that two callers who name the same one are found together: the street or
 * estate of the address, and those in the words that end like a place (路 小区 新城 苑 …).
 *
 * Of a name what stands last counts, 北门街道丽发新城 and 丽发新城小区 alike, as a number; only the letters are looked at.
 * Not here: which area a name lies in (propose_place.c), what a shared name is worth (similar.c). */
#include "similar_p.h"

#include <string.h>

#include "base/utf8.h"
#include "numeral_p.h"
#include "text/fold.h"
#include "text/grams.h"

#define WORDS_BYTES 6000 /* of the words; where it is is said early */
#define KEPT        2    /* characters before the ending that tell one from another */
#define FULL        8    /* characters of an address without any such ending */
#define COUNT(a)    (sizeof(a) / sizeof((a)[0]))

/* Longer ones first. The generic ones fall away behind a name that is one already: 丽发新城|小区. */
static const struct {
	const char *word;
	bool generic;
} endings[] = { { "国际城", false }, { "工业园", false }, { "幼儿园", false }, { "家属院", false },
	{ "新城", false }, { "花园", false }, { "家园", false }, { "公寓", false },
	{ "大厦", false }, { "广场", false }, { "新村", false }, { "名苑", false },
	{ "大道", false }, { "大街", false }, { "公园", false }, { "小学", false },
	{ "中学", false }, { "大学", false }, { "学院", false }, { "医院", false },
	{ "市场", false }, { "宿舍", false }, { "水库", false }, { "小区", true }, { "社区", true },
	{ "路", false }, { "街", false }, { "巷", false }, { "苑", false }, { "府", false },
	{ "城", false }, { "园", false }, { "湾", false }, { "庭", false }, { "村", false } };

/* No name ends in these before its ending, and none begins before them. */
static const char *const stops[] = { "在", "住", "到", "的", "是", "我", "们", "从", "去", "往",
	"有", "于", "和", "与", "及", "跟", "了", "这", "那", "该", "本", "各", "每", "某", "全",
	"整", "个", "条", "来", "过", "号", "栋", "楼", "市", "区", "县", "镇", "乡", "道", "由",
	"对", "将", "被", "把", "为", "给", "请", "向", "离", "距", "靠", "近", "旁", "边" };

/* So many matters have one of these that it tells nothing. */
static const char *const common[] = { "市政府", "区政府", "县政府", "省政府", "行政村", "自然村",
	"新农村", "水泥路", "柏油路", "高速路", "速公路", "条公路", "步行街", "段道路", "村道路",
	"市道路", "水沟路", "断头路", "必经之路", "住宅小区", "老旧小区", "居民小区", "安置小区",
	"封闭小区", "物业小区", "商业广场", "超级市场", "建材市场", "农贸市场", "集贸市场",
	"地产市场", "人才市场", "消费市场", "公办幼儿园", "民办幼儿园", "普惠幼儿园", "配套幼儿园",
	"惠性幼儿园", "公办小学", "公办中学", "公立医院", "民营医院", "三甲医院", "职工宿舍",
	"学生宿舍", "员工宿舍", "文明城", "卫生城", "安全城", "中心城", "会城", "租赁公寓",
	"人才公寓", "产业园", "科技园", "技术园", "物流园", "生态园", "职业学院", "技术学院",
	"十字路", "回家路", "上学路", "出行路", "背街巷", "理工大学", "业主社区", "居民社区",
	"城中村", "空心村" };

struct names {
	struct similar *out;
	size_t from, to; /* of the last name, the ending included */
};

static bool
one_of(const char *s, size_t n, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strlen(words[i]) == n && memcmp(words[i], s, n) == 0)
			return true;
	return false;
}

static void
keep(struct similar *s, const char *name, size_t n)
{
	const uint32_t hash = grams_mix(GRAMS_SEED, name, n);

	for (int i = 0; i < s->n_names; i++)
		if (s->name[i] == hash)
			return;
	if (s->n_names < SIMILAR_NAMES)
		s->name[s->n_names++] = hash;
}

/* Where the name that ends before ${at} begins: KEPT characters back; ${at} when there are fewer. */
static size_t
begins(const char *text, size_t floor, size_t at)
{
	size_t from = at;

	for (int k = 0; k < KEPT; k++) {
		size_t prev = from > floor ? utf8_prev(text, from) : from;
		uint32_t cp;

		if (prev < floor || prev == from || utf8_next(text + prev, from - prev, &cp) == 0 ||
		    !utf8_is_han(cp) || one_of(text + prev, from - prev, stops, COUNT(stops)))
			return at;
		from = prev;
	}
	return from;
}

/* Is there an ending at ${at}? Bytes of it; 0 none. */
static size_t
name_at(struct names *k, const char *text, size_t n, size_t at)
{
	for (size_t i = 0; i < COUNT(endings); i++) {
		const size_t len = strlen(endings[i].word);
		size_t from;

		if (len > n - at || memcmp(text + at, endings[i].word, len) != 0)
			continue;
		from = begins(text, 0, at);
		if (from == at || (endings[i].generic && k->to == at && at > 0))
			return len;
		if (!one_of(text + from, at + len - from, common, COUNT(common)))
			keep(k->out, text + from, at + len - from);
		k->from = from;
		k->to = at + len;
		return len;
	}
	return 0;
}

static void
scan(struct similar *out, const char *text, size_t n)
{
	struct names k = { .out = out };

	for (size_t at = 0; at < n;) {
		uint32_t cp;
		size_t step = name_at(&k, text, n, at);

		if (step == 0)
			step = utf8_next(text + at, n - at, &cp);
		at += step > 0 ? step : 1;
	}
}

/* 幸福里3号楼 has no ending: what stands before the number is the name. */
static void
whole_name(struct similar *out, const char *text, size_t n)
{
	size_t at = 0, chars = 0;

	while (at < n && chars < FULL) {
		uint32_t cp;
		int value;
		size_t step = utf8_next(text + at, n - at, &cp);

		if (step == 0 || !utf8_is_han(cp) || numeral_read(text + at, &value) > 0)
			break;
		at += step;
		chars++;
	}
	if (chars >= 2)
		keep(out, text, at);
}

/* The first number of the address: its door, and where it stands; 0 and ${n} when there is none. */
static int
door_of(const char *text, size_t n, size_t *where)
{
	size_t at = 0;

	while (at < n) {
		uint32_t cp;
		int value = 0;
		size_t step = numeral_read(text + at, &value);

		*where = at;
		if (step > 0 && value > 0 && (text[at] & 0x80) == 0)
			return value;
		step = utf8_next(text + at, n - at, &cp);
		at += step > 0 ? step : 1;
	}
	*where = n;
	return 0;
}

/* The name that the door's number belongs to comes first: 红山路 of 红山街道红山路78号. */
static int
address_names(struct similar *out, const char *text, size_t n)
{
	size_t door;
	const int number = door_of(text, n, &door);

	scan(out, text, door);
	if (number > 0 && out->n_names > 1) {
		const uint32_t first = out->name[0];

		out->name[0] = out->name[out->n_names - 1];
		out->name[out->n_names - 1] = first;
	}
	scan(out, text + door, n - door);
	return number;
}

void
similar_places(const struct fields *f, struct similar *out)
{
	const char *address = fields_get(f, TF_ADDRESS), *words = fields_get(f, TF_CONTENT);
	char text[WORDS_BYTES + 1];
	size_t n;

	out->n_names = out->number = 0;
	n = fold_into(address, utf8_whole(address, strnlen(address, 400)), text, NULL);
	out->number = address_names(out, text, n);
	if (out->n_names == 0)
		whole_name(out, text, n);
	out->addressed = out->n_names > 0;
	if (!out->addressed)
		out->number = 0;
	n = fold_into(words, utf8_whole(words, strnlen(words, WORDS_BYTES)), text, NULL);
	scan(out, text, n);
}
