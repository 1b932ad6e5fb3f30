/* mask.c: what may stand on a screen or in a list before anybody has asked to see an identity (domain.md §7.9).
 *
 * A mask errs on the side of hiding: what is not recognised is hidden whole. It never tells more by its length than
 * the eye needs. Not here: who may unmask, and the audit row that goes with it. */
#include "model/mask.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "model/ticket.h"

#define PHONE_DIGITS_MAX 40
#define PUBLIC_DIGITS    5 /* 110, 12345, 95588: numbers of services, not of people */
#define MOBILE_DIGITS    11

/* ---- phones ---- */

static size_t
digits_of(const char *s, char *out, size_t size, bool *plus)
{
	size_t left = strlen(s), n = 0;

	*plus = false;
	while (left > 0) {
		uint32_t cp = 0;
		size_t k = utf8_next(s, left, &cp);

		if (k == 0)
			k = 1;
		s += k;
		left -= k;
		if (cp >= 0xff10 && cp <= 0xff19)
			cp = cp - 0xff10 + '0';
		if ((cp == '+' || cp == 0xff0b) && n == 0)
			*plus = true;
		if (cp >= '0' && cp <= '9' && n + 1 < size)
			out[n++] = (char)cp;
	}
	if (size > 0)
		out[n] = '\0';
	return n;
}

/* Bytes of country and trunk prefix before the number as it is dialled in China. */
static size_t
prefix_of(const char *d, size_t n, bool plus)
{
	size_t skip = 0;

	if (str_starts(d, "0086"))
		skip = 4;
	else if (str_starts(d, "86") && (plus || (n == MOBILE_DIGITS + 2 && d[2] == '1')))
		skip = 2;
	/* A long-distance 0 before a mobile: no area code begins with 013..019. */
	if (n - skip == MOBILE_DIGITS + 1 && d[skip] == '0' && d[skip + 1] == '1' &&
	    d[skip + 2] >= '3')
		skip++;
	return skip;
}

size_t
mask_phone_normal(const char *typed, char *out, size_t size)
{
	char d[PHONE_DIGITS_MAX];
	bool plus;
	size_t n = digits_of(typed, d, sizeof(d), &plus), skip = prefix_of(d, n, plus);

	(void)str_copy(out, size, d + skip);
	return n - skip;
}

void
mask_tail(const char *phone, char out[8])
{
	char d[PHONE_DIGITS_MAX];
	size_t n = mask_phone_normal(phone, d, sizeof(d));

	(void)str_copy(out, 8, n >= 4 ? d + n - 4 : "");
}

void
mask_phone(const char *phone, char *out, size_t size)
{
	char d[PHONE_DIGITS_MAX];
	size_t n = mask_phone_normal(phone, d, sizeof(d));
	struct str b = { 0 };

	if (n > 0 && n <= PUBLIC_DIGITS) {
		str_add(&b, d);
	} else if (*phone != '\0') {
		if (n == MOBILE_DIGITS && d[0] == '1')
			str_add_n(&b, d, 3);
		str_add(&b, "****");
		/* Of a six-digit company short number four digits would be nearly all of it. */
		str_add(&b, n > PUBLIC_DIGITS + 1 ? d + n - 4 : d + (n > 2 ? n - 2 : n));
	}
	(void)str_copy(out, size, str_c(&b));
	str_free(&b);
}

/* ---- names ---- */

static const char *const compound_surnames[] = { "欧阳", "司马", "上官", "诸葛", "东方", "皇甫",
	"尉迟", "公孙", "轩辕", "令狐", "宇文", "长孙", "慕容", "司徒", "司空", "夏侯", "端木",
	"南宫", "东郭", "百里", "呼延", "申屠", "太史", "独孤", "闻人", "濮阳", "淳于", "单于",
	"澹台", "公冶", "宗政", "赫连", "钟离", "拓跋", "万俟" };

static const char *const courtesies[] = { "先生", "女士", "小姐", "同志", "老师", "师傅", "医生",
	"经理", "阿姨", "叔叔", "大爷", "大妈", "大娘", "爷爷", "奶奶", "同学" };

static bool
ends_with(const char *s, size_t n, const char *tail)
{
	size_t k = strlen(tail);

	return n >= k && memcmp(s + n - k, tail, k) == 0;
}

static size_t
courtesy_bytes(const char *s, size_t n)
{
	for (size_t i = 0; i < sizeof(courtesies) / sizeof(courtesies[0]); i++)
		if (n > strlen(courtesies[i]) && ends_with(s, n, courtesies[i]))
			return strlen(courtesies[i]);
	return 0;
}

/* Bytes of the surname of a Chinese name of ${n} bytes, of which at least one character must stay to be hidden unless
 * ${alone} (a courtesy follows: 欧阳女士). */
static size_t
surname_bytes(const char *s, size_t n, bool alone)
{
	for (size_t i = 0; i < sizeof(compound_surnames) / sizeof(compound_surnames[0]); i++) {
		size_t k = strlen(compound_surnames[i]);

		if ((n > k || (alone && n == k)) && memcmp(s, compound_surnames[i], k) == 0)
			return k;
	}
	return utf8_head(s, 1);
}

static bool
all_han(const char *s, size_t n)
{
	while (n > 0) {
		uint32_t cp = 0;
		size_t k = utf8_next(s, n, &cp);

		if (k == 0 || !utf8_is_han(cp))
			return false;
		s += k;
		n -= k;
	}
	return true;
}

void
mask_name(const char *name, char *out, size_t size)
{
	size_t n, polite, keep;
	struct str b = { 0 };

	name += strspn(name, " ");
	n = strlen(name);
	while (n > 0 && name[n - 1] == ' ')
		n--;
	polite = courtesy_bytes(name, n);
	if (n > 0 && all_han(name, n)) {
		keep = surname_bytes(name, n - polite, polite > 0);
		str_add_n(&b, name, keep);
		/* A lone character gets a star too: whether a given name follows is nobody's business. */
		for (size_t i = keep; i < n - polite; i += utf8_head(name + i, 1))
			str_add_c(&b, '*');
		if (keep == n)
			str_add_c(&b, '*');
		str_add_n(&b, name + n - polite, polite);
	} else if (n > 0) {
		/* Foreign and minority names: no rule says which part is the family's. */
		uint32_t cp;

		str_add_n(&b, name, utf8_next(name, n, &cp));
		str_add(&b, "***");
	}
	(void)str_copy(out, size, str_c(&b));
	str_free(&b);
}

/* ---- documents and addresses ---- */

void
mask_id(const char *id, char *out, size_t size)
{
	size_t chars = utf8_count(id), head = chars >= 8 ? 3 : 0, tail = chars >= 8 ? 4 : 0;
	struct str b = { 0 };

	str_add_n(&b, id, utf8_head(id, head));
	for (size_t i = head + tail; i < chars; i++)
		str_add_c(&b, '*');
	if (tail > 0)
		str_add(&b, id + utf8_head(id, chars - tail));
	(void)str_copy(out, size, str_c(&b));
	str_free(&b);
}

static bool
is_number_part(uint32_t cp)
{
	return (cp >= '0' && cp <= '9') || (cp >= 0xff10 && cp <= 0xff19) ||
	       (cp >= 'A' && cp <= 'Z') || (cp >= 'a' && cp <= 'z') || cp == '-' || cp == '#';
}

/* Bytes of a run of Chinese numerals that numbers a door: one that 号, 栋, 室… follows. 三里屯 is a name. */
static size_t
han_number_bytes(const char *s)
{
	static const char *const numerals[] = { "一", "二", "三", "四", "五", "六", "七", "八",
		"九", "十", "百", "零", "〇" };
	static const char *const counted[] = { "号", "栋", "幢", "座", "单元", "室", "层", "楼",
		"门", "弄" };
	size_t n = 0, i;

	do {
		for (i = 0; i < sizeof(numerals) / sizeof(numerals[0]); i++)
			if (str_starts(s + n, numerals[i])) {
				n += strlen(numerals[i]);
				break;
			}
	} while (i < sizeof(numerals) / sizeof(numerals[0]));
	for (i = 0; i < sizeof(counted) / sizeof(counted[0]); i++)
		if (n > 0 && str_starts(s + n, counted[i]))
			return n;
	return 0;
}

void
mask_address(const char *addr, char *out, size_t size)
{
	struct str b = { 0 };
	bool hidden = false;

	while (*addr != '\0') {
		uint32_t cp = 0;
		size_t k = utf8_next(addr, strlen(addr), &cp), han = han_number_bytes(addr);
		bool part = han > 0 || (k > 0 && is_number_part(cp));

		if (part && !hidden)
			str_add(&b, "**");
		hidden = part;
		if (k == 0)
			k = 1;
		if (!part)
			str_add_n(&b, addr, k);
		addr += han > 0 ? han : k;
	}
	(void)str_copy(out, size, str_c(&b));
	str_free(&b);
}

/* ---- prose ---- */

#define PROSE_DIGITS 7 /* a telephone number at least */

/* Bytes of a number at ${s}: digits, with dashes and spaces between them, perhaps the X of an ID; 0 when it is short. */
static size_t
long_number(const char *s)
{
	size_t n = 0, end = 0;
	int digits = 0;

	for (; (s[n] >= '0' && s[n] <= '9') || (digits > 0 && (s[n] == '-' || s[n] == ' ')); n++)
		if (s[n] >= '0' && s[n] <= '9') {
			digits++;
			end = n + 1;
		}
	if (digits < PROSE_DIGITS)
		return 0;
	return end + (s[end] == 'X' || s[end] == 'x');
}

static size_t
a_persons(const char *s, const struct fields *who)
{
	static const enum ticket_field members[] = { TF_NAME, TF_CALLED, TF_HOME_ADDRESS };

	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
		const char *v = fields_get(who, members[i]);

		if (utf8_count(v) >= 2 && str_starts(s, v))
			return strlen(v);
	}
	return 0;
}

void
mask_prose(const char *text, const struct fields *who, struct str *out)
{
	for (size_t n; *text != '\0'; text += n) {
		n = a_persons(text, who);
		if (n > 0) {
			str_add(out, "某某");
			continue;
		}
		n = long_number(text);
		if (n > 0) {
			str_add(out, "****");
			continue;
		}
		n = strspn(text, "0123456789"); /* a short one as it is, whole */
		n = n > 0 ? n : 1;
		str_add_n(out, text, n);
	}
}
