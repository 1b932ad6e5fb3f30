/* Streets and the numbers of houses in addresses and in texts.
 *
 * Invariants: what route_place reads of an address, route_places reads of a text that has it; depends on the bytes alone.
 * Not done here: which streets there are (model/propose_place.c knows the city's). */
#include "text/route.h"

#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "text/fold.h"
#include "text/tokens.h"

#define ADDRESS_MOST 640 /* bytes */
#define HOUSE_MOST   100000

static bool
ends_in(const char *s, size_t n, const char *what)
{
	size_t k = strlen(what);

	return n > k && memcmp(s + n - k, what, k) == 0;
}

/* Where the name of the street begins in a run of Hanzi: behind the last area in front of it. */
static size_t
behind_areas(const char *s, size_t n)
{
	static const char *const area[] = { "省", "市", "区", "县", "镇", "乡", "街道", "社区" };
	size_t from = 0;

	for (size_t at = 3; at < n; at += 3)
		for (size_t i = 0; i < sizeof(area) / sizeof(area[0]); i++)
			if (ends_in(s, at, area[i]) && n - at > 3)
				from = at;
	return from;
}

static bool
is_street(const char *s, size_t n)
{
	static const char *const street[] = { "路", "街", "道", "巷", "弄", "胡同", "里", "村",
		"小区", "花园", "苑", "园", "坊", "城", "路东", "路西", "路南", "路北", "街东",
		"街西", "街南", "街北" };

	if (n < 6 || n >= ROUTE_STREET)
		return false;
	for (size_t i = 0; i < sizeof(street) / sizeof(street[0]); i++)
		if (ends_in(s, n, street[i]))
			return true;
	return false;
}

/* Folded Hanzi of three bytes in front of byte ${at}. */
static size_t
han_before(const char *s, size_t at)
{
	size_t from = at;

	while (from >= 3) {
		uint32_t cp = 0;

		if (utf8_next(s + from - 3, 3, &cp) != 3 || token_class(cp) != TOKEN_HAN)
			break;
		from -= 3;
	}
	return from;
}

/* The number that begins with the digit ${at}; 0 when it is no house's. */
static int
house_at(const char *at)
{
	long number = 0;

	for (; *at >= '0' && *at <= '9' && number < HOUSE_MOST; at++)
		number = number * 10 + (*at - '0');
	return number < HOUSE_MOST ? (int)number : 0;
}

static bool
place_at(const char *s, size_t digits, char street[ROUTE_STREET], int *house)
{
	size_t from = han_before(s, digits), n;

	from += behind_areas(s + from, digits - from);
	n = digits - from;
	*house = house_at(s + digits);
	if (!is_street(s + from, n) || *house == 0)
		return false;
	memcpy(street, s + from, n);
	street[n] = '\0';
	return true;
}

bool
route_place(const char *s, char street[ROUTE_STREET], int *house)
{
	struct str folded = { 0 };
	const char *at;
	bool found = false;

	street[0] = '\0';
	*house = 0;
	if (strlen(s) > ADDRESS_MOST)
		return false;
	fold_add(&folded, s);
	at = str_c(&folded);
	for (size_t i = 0; at[i] != '\0' && !found; i++)
		if (at[i] >= '0' && at[i] <= '9') {
			found = place_at(at, i, street, house);
			i += strspn(at + i, "0123456789") - 1;
		}
	str_free(&folded);
	return found;
}

/* ---- in a text ---- */

void
route_backwards(const char *street, size_t n, char out[ROUTE_STREET])
{
	size_t k = 0;

	for (size_t at = n; at > 0;) {
		size_t before = utf8_prev(street, at);

		if (k + at - before >= ROUTE_STREET)
			break;
		memcpy(out + k, street + before, at - before);
		k += at - before;
		at = before;
	}
	out[k] = '\0';
}

/* Signs and blanks between a street and its number are no more than they are to the index of texts. */
static size_t
end_of_name(const char *s, size_t digits)
{
	size_t at = digits;

	while (at > 0) {
		size_t before = utf8_prev(s, at);
		uint32_t cp = 0;

		if (utf8_next(s + before, at - before, &cp) > 0 && token_class(cp) != TOKEN_NONE)
			break;
		at = before;
	}
	return at;
}

/* The end of a run of Hanzi is a street's name when what is_street asks is: the last of them, whatever is in front. */
static bool
may_be_street(const char *s, size_t from, size_t to)
{
	size_t most = ROUTE_STREET - 3;

	return is_street(
	    to - from > most ? s + to - most : s + from, to - from > most ? most : to - from);
}

bool
route_places(const char *s, route_place_fn *fn, void *arg)
{
	struct str folded = { 0 };
	const char *text;
	bool go_on = true;

	fold_add(&folded, s);
	text = str_c(&folded);
	for (size_t i = strcspn(text, "0123456789"); text[i] != '\0' && go_on;
	     i += strcspn(text + i, "0123456789")) {
		size_t to = end_of_name(text, i), from = han_before(text, to);
		int house = house_at(text + i);
		char backwards[ROUTE_STREET];

		if (house > 0 && may_be_street(text, from, to)) {
			route_backwards(text + from, to - from, backwards);
			go_on = fn(arg, backwards, house);
		}
		i += strspn(text + i, "0123456789");
	}
	str_free(&folded);
	return go_on;
}
