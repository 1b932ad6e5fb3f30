/* Telephone numbers in the words of a pack: whether each is of a form that the city allows. The forms are data, so
 * nothing of a real city is in the code.
 * Deliberately not here: whether a number reaches anybody, and how one is written (is_phone in pack_check.c). */
#include "numbers_p.h"

#include <string.h>

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
fits(const char *form, const char *number, size_t len)
{
	if (strlen(form) != len)
		return false;
	for (size_t i = 0; i < len; i++)
		if (form[i] == 'x' ? !is_digit(number[i]) : form[i] != number[i])
			return false;
	return true;
}

bool
numbers_has(const struct number_forms *f, const char *number, size_t len)
{
	for (size_t i = 0; i < f->n_forms; i++)
		if (fits(f->forms[i].form, number, len))
			return true;
	for (size_t i = 0; f->city != NULL && i < f->city->n_lines; i++)
		if (fits(f->city->lines[i].code, number, len))
			return true;
	return f->n_forms == 0;
}

/* 2026-11-21 */
static bool
is_day(const char *s, size_t len)
{
	return len == 10 && s[4] == '-' && s[7] == '-';
}

/* What stands after the digits tells an amount. */
static bool
is_amount(const char *after)
{
	static const char *const UNITS[] = { "元", "万", "户", "人", "亩", "平方" };
	for (size_t i = 0; i < sizeof UNITS / sizeof UNITS[0]; i++)
		if (strncmp(after, UNITS[i], strlen(UNITS[i])) == 0)
			return true;
	return false;
}

static bool
looks_like_number(const char *s, size_t len)
{
	size_t digits = 0;
	if (is_amount(s + len))
		return false;
	for (size_t i = 0; i < len; i++)
		digits += is_digit(s[i]);
	if (digits == len && (len == 5 || len == 6))
		return strncmp(s, "95", 2) == 0 || strncmp(s, "96", 2) == 0 ||
		       (strncmp(s, "100", 3) == 0 && len == 5 && s[3] != '0');
	return digits >= 7 && !is_day(s, len);
}

const char *
numbers_strange(const struct number_forms *f, const char *text, size_t *at, size_t *len)
{
	size_t i = *at;
	while (text[i] != '\0') {
		size_t n = strspn(text + i, "0123456789-");
		const char *s = text + i;
		if (n == 0) {
			i++;
			continue;
		}
		i += n;
		while (n > 0 && *s == '-') {
			s++;
			n--;
		}
		while (n > 0 && s[n - 1] == '-')
			n--;
		if (looks_like_number(s, n) && !numbers_has(f, s, n)) {
			*at = i;
			*len = n;
			return s;
		}
	}
	return NULL;
}
