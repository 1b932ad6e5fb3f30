/* Addresses as they are said: what follows a name (门牌, 楼栋, 对面, 交叉口), and names that the city does not list but that
 * carry such a tail. Only the letters are looked at: which area a name lies in is propose_place.c's. */
#include "propose_address_p.h"

#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "first_p.h"
#include "numeral_p.h"

#define COUNT(a)   (sizeof(a) / sizeof((a)[0]))
#define NAME_CHARS 4 /* of an unlisted name, before 路, 小区, … */

/* ---- numbers with their words ---- */

static const char *const UNITS[] = { "号楼", "号院", "号", "#楼", "#", "栋", "幢", "座", "单元",
	"楼", "层", "室", "弄", "巷", "排", "组", "队", "社", "期", "区", "门" };
static const char *const DASHES[] = { "-", "－", "—", "之" };
static const char *const BLOCKS[] = { "座", "栋", "区", "单元", "幢" };

/* 石板街17号楼下 is number 17, downstairs. */
static size_t
unit_at(const char *s)
{
	if (str_starts(s, "号楼") && (str_starts(s + 6, "下") || str_starts(s + 6, "上")))
		return strlen("号");
	return first_word(s, UNITS, COUNT(UNITS));
}

static bool
is_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* 12, 12-3, A座's A, F5栋's F5: what stands before a unit; *value of the last number, -1 of one with a letter. */
static size_t
number_at(const char *s, int *value)
{
	size_t n = numeral_read(s, value), dash, more;
	if (n == 0 && is_letter(*s)) {
		int number;
		n = 1 + numeral_read(s + 1, &number);
		*value = -1;
		if (n > 1)
			return unit_at(s + n) > 0 ? n : 0;
		return first_word(s + 1, BLOCKS, COUNT(BLOCKS)) > 0 ? 1 : 0;
	}
	while (n > 0 && (dash = first_word(s + n, DASHES, COUNT(DASHES))) > 0 &&
	       (more = numeral_read(s + n + dash, value)) > 0)
		n += dash + more;
	return n;
}

/* 东区8号楼, 78号附3号: only with a number behind. */
static const char *const SIDES[] = { "东区", "西区", "南区", "北区" };
static const char *const ADDED[] = { "附" };

size_t
address_door(const char *s)
{
	size_t n = 0;
	for (;;) {
		int value;
		size_t side =
		    first_word(s + n, n > 0 ? ADDED : SIDES, n > 0 ? COUNT(ADDED) : COUNT(SIDES));
		size_t digits = number_at(s + n + side, &value), unit;
		if (digits == 0)
			return n;
		n += side;
		unit = unit_at(s + n + digits);
		if (unit == 0) /* a bare number only as the room at the end */
			return n > 0 && value >= 100 && value < 10000 ? n + digits : n;
		n += digits + unit;
	}
}

/* ---- beside it ---- */

static const char *const CROSSINGS[] = { "交叉路口", "交叉口", "十字路口", "丁字路口", "交汇处",
	"交汇口", "交界处", "交口", "路口" };
static const char *const BESIDES[] = { "斜对面", "对面", "后面", "东侧", "西侧", "南侧", "北侧" };
static const char *const THERE[] = { "门口", "旁边", "附近", "前面", "东门", "西门", "南门", "北门",
	"正门", "后门", "地下车库", "里面", "楼下", "东段", "西段", "南段", "北段", "中段",
	"桥下" };

static size_t
locator(const char *s)
{
	size_t n = first_word(s, CROSSINGS, COUNT(CROSSINGS));
	if (n == 0)
		n = first_word(s, BESIDES, COUNT(BESIDES));
	return n > 0 ? n : first_word(s, THERE, COUNT(THERE));
}

/* ---- names that are in no table ---- */

enum ending {
	ROAD,   /* with a door number, or where it crosses another */
	ESTATE, /* with a door number or a word like 对面 */
	VILLAGE /* with a number */
};
static const struct {
	const char *word;
	enum ending kind;
	int least; /* characters before it */
} ENDINGS[] = { { "大道", ROAD, 1 }, { "大街", ROAD, 1 }, { "公路", ROAD, 1 }, { "胡同", ROAD, 1 },
	{ "路", ROAD, 1 }, { "街", ROAD, 1 }, { "巷", ROAD, 1 }, { "弄", ROAD, 1 },
	{ "小区", ESTATE, 2 }, { "花园", ESTATE, 2 }, { "家园", ESTATE, 2 }, { "公寓", ESTATE, 2 },
	{ "大厦", ESTATE, 2 }, { "广场", ESTATE, 2 }, { "新村", ESTATE, 2 },
	{ "家属院", ESTATE, 2 }, { "宿舍", ESTATE, 2 }, { "苑", ESTATE, 2 }, { "社区", VILLAGE, 2 },
	{ "村", VILLAGE, 1 } };
static const char *const JOINS[] = { "与", "和", "跟", "同", "及", "、" };
static const char *const AREAS[] = { "街道", "市", "区", "县", "镇", "乡" };

/* No name has these: 红山路 begins behind 在. Some are names' own in 和平, 张家村. */
static bool
breaks_name(const char *s, size_t n)
{
	static const char STOPS[] =
	    "在住到的是我们从去往有于和与跟叫里家了这那市区县镇乡道过来个附近旁边隔"
	    "壁本全某同该每各整号栋楼院层";
	static const char *const KEPT[] = { "和平", "和谐", "和睦", "和顺", "家村", "家庄", "家湾",
		"家沟" };
	uint32_t cp = 0;
	if (utf8_next(s, n, &cp) == 0 || !utf8_is_han(cp))
		return true;
	if (first_word(s, KEPT, COUNT(KEPT)) > 0)
		return false;
	for (const char *p = STOPS; *p != '\0'; p += 3) /* each has three bytes */
		if (n == 3 && memcmp(p, s, 3) == 0)
			return true;
	return false;
}

/* 昨晚10点左右翠湖路78号: what is said before a place and is no part of its name. */
static bool
ends_with_word(const char *text, size_t end)
{
	static const char *const WORDS[] = { "左右", "前后", "上午", "下午", "中午", "晚上", "早上",
		"凌晨", "夜里", "半夜", "今天", "昨天", "前天", "明天", "昨晚", "今早", "今晚",
		"每天", "天天", "每晚", "经常", "一直", "最近", "近期", "现在", "刚才", "反映",
		"投诉", "举报", "咨询", "发现", "看见", "看到", "经过", "路过", "位于", "沿着" };
	for (size_t i = 0; i < COUNT(WORDS); i++) {
		size_t n = strlen(WORDS[i]);
		if (n <= end && memcmp(text + end - n, WORDS[i], n) == 0)
			return true;
	}
	return false;
}

/* Where a name that ends before ${end} begins, at most ${chars} back and not before ${floor}. */
static size_t
name_start(const char *text, size_t end, size_t floor, int chars)
{
	while (chars-- > 0 && end > floor) {
		size_t prev = utf8_prev(text, end);
		if (prev < floor || breaks_name(text + prev, end - prev) ||
		    ends_with_word(text, end))
			break;
		end = prev;
	}
	return end;
}

/* 北门街道幸福路: an area that the city does not have stays with the address, or it would be lost. */
static size_t
with_areas(const char *text, size_t start, size_t floor)
{
	for (size_t i = 0; i < COUNT(AREAS); i++) {
		size_t n = strlen(AREAS[i]), name;
		if (start < floor + n || memcmp(text + start - n, AREAS[i], n) != 0)
			continue;
		name = name_start(text, start - n, floor, NAME_CHARS);
		if (start - n - name >= 6)
			return with_areas(text, name, floor);
	}
	return start;
}

/* Bytes of 和平安路交叉口; 0 when it is none. */
static size_t
crossing(const char *s)
{
	size_t join = first_word(s, JOINS, COUNT(JOINS)), n = join, step;
	if (join == 0)
		return 0;
	for (int chars = 0; chars <= NAME_CHARS; chars++, n += step) {
		uint32_t cp;
		for (size_t i = 0; chars > 0 && i < COUNT(ENDINGS); i++) {
			size_t road = strlen(ENDINGS[i].word), at;
			if (ENDINGS[i].kind != ROAD || !str_starts(s + n, ENDINGS[i].word))
				continue;
			at = first_word(s + n + road, CROSSINGS, COUNT(CROSSINGS));
			return at > 0 ? n + road + at : 0;
		}
		step = utf8_next(s + n, strlen(s + n), &cp);
		if (step == 0 || (chars > 0 && breaks_name(s + n, step)))
			return 0;
	}
	return 0;
}

size_t
address_tail(const char *s)
{
	size_t n = address_door(s);
	if (n > 0)
		return n + first_word(s + n, BESIDES, COUNT(BESIDES));
	n = crossing(s);
	return n > 0 ? n : locator(s);
}

static size_t
tail_of(enum ending kind, const char *s)
{
	size_t n;
	switch (kind) {
	case ROAD:
		n = address_door(s);
		return n > 0 ? n : crossing(s);
	case ESTATE:
		return address_tail(s);
	case VILLAGE:
		break;
	}
	return address_door(s);
}

bool
address_unlisted(const char *text, size_t at, size_t floor, size_t *from, size_t *to)
{
	for (size_t i = 0; i < COUNT(ENDINGS); i++) {
		if (!str_starts(text + at, ENDINGS[i].word))
			continue;
		size_t end = at + strlen(ENDINGS[i].word);
		size_t tail = tail_of(ENDINGS[i].kind, text + end);
		size_t start = name_start(text, at, floor, NAME_CHARS);
		if (tail == 0 || at - start < 3 * (size_t)ENDINGS[i].least ||
		    str_starts(text + start, "家")) /* 我家村 */
			continue;
		*from = with_areas(text, start, floor);
		*to = end + tail;
		return true;
	}
	return false;
}
