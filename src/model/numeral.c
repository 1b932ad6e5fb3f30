/* Numbers as they are said and written down on the telephone: ASCII and full-width digits, Chinese numerals by place
 * (二十三) and by digit (四〇二). Up to 9999: doors, days, hours and counts. */
#include "numeral_p.h"

#include <string.h>

static const struct {
	char text[4];
	int value; /* 0..9, or 10 and 100 as multipliers */
} NUMERALS[] = {
	{ "零", 0 },
	{ "〇", 0 },
	{ "一", 1 },
	{ "二", 2 },
	{ "两", 2 },
	{ "三", 3 },
	{ "四", 4 },
	{ "五", 5 },
	{ "六", 6 },
	{ "七", 7 },
	{ "八", 8 },
	{ "九", 9 },
	{ "十", 10 },
	{ "百", 100 },
};

/* One numeral of three bytes; -1 when there is none. */
static int
one_numeral(const char *s)
{
	for (size_t i = 0; i < sizeof NUMERALS / sizeof NUMERALS[0]; i++)
		if (strncmp(s, NUMERALS[i].text, 3) == 0)
			return NUMERALS[i].value;
	return -1;
}

/* A digit, ASCII or full width; returns its bytes. */
static size_t
digit(const char *s, int *out)
{
	const unsigned char *u = (const unsigned char *)s;
	if (u[0] >= '0' && u[0] <= '9') {
		*out = u[0] - '0';
		return 1;
	}
	if (u[0] == 0xEF && u[1] == 0xBC && u[2] >= 0x90 && u[2] <= 0x99) {
		*out = u[2] - 0x90;
		return 3;
	}
	return 0;
}

static int
cut(int value)
{
	return value > 9999 ? 9999 : value;
}

size_t
numeral_read(const char *s, int *value)
{
	size_t n = 0, step;
	int d;
	*value = 0;
	while ((step = digit(s + n, &d)) > 0) {
		*value = cut(*value * 10 + d);
		n += step;
	}
	if (n > 0)
		return n;
	int sum = 0, pending = -1; /* a digit waiting for its multiplier */
	for (int v; (v = one_numeral(s + n)) >= 0; n += 3) {
		if (v >= 10) {
			sum = cut(sum + (pending < 0 ? 1 : pending) * v);
			pending = -1;
		} else if (pending > 0 || (pending == 0 && sum == 0)) {
			pending = cut(pending * 10 + v); /* digit by digit: 四〇二 */
		} else {
			pending = v;
		}
	}
	*value = cut(sum + (pending > 0 ? pending : 0));
	return n;
}
