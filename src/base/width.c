/* How many columns a text takes on this terminal: wcwidth of the running locale, because that is what ncurses lays
 * out by (a GB18030 locale may make other characters wide than a UTF-8 one).
 *
 * Invariant: what width_show writes for a character is as wide as width_cp says, and nothing that utf8_is_hidden
 * names ever reaches the terminal as itself. Not done here: joining of emoji (each part is drawn), tabs and newlines
 * (views lay out lines; here they are hidden characters). glibc's wchar_t is the code point in every locale. */
#include "base/width.h"

#include <stdio.h>
#include <string.h>
#include <wchar.h>

#include "base/utf8.h"

/* Columns of "<XX>", at least two digits. */
static int
escape_cols(uint32_t cp)
{
	int digits = 2;

	for (cp >>= 8; cp > 0; cp >>= 4)
		digits++;
	return digits + 2;
}

int
width_cp(uint32_t cp)
{
	int w;

	if (cp >= 0x20 && cp < 0x7f)
		return 1;
	if (utf8_is_hidden(cp))
		return escape_cols(cp);
	w = wcwidth((wchar_t)cp);
	return w >= 0 ? w : escape_cols(cp);
}

/* Columns of the character at ${s}; its bytes into ${len}. */
static int
width_at(const char *s, size_t n, size_t *len)
{
	uint32_t cp;

	*len = utf8_next(s, n, &cp);
	if (*len > 0)
		return width_cp(cp);
	*len = 1;
	return escape_cols((unsigned char)*s);
}

int
width_str(const char *s)
{
	size_t n, len;
	int cols = 0;

	if (s == NULL)
		return 0;
	n = strlen(s);
	for (size_t at = 0; at < n; at += len)
		cols += width_at(s + at, n - at, &len);
	return cols;
}

size_t
width_fit(const char *s, int cols)
{
	size_t n, len, at;

	if (s == NULL)
		return 0;
	n = strlen(s);
	for (at = 0; at < n; at += len) {
		cols -= width_at(s + at, n - at, &len);
		if (cols < 0)
			break;
	}
	return at;
}

size_t
width_show(uint32_t cp, int bad, char out[12])
{
	size_t len;

	if (bad || utf8_is_hidden(cp) || wcwidth((wchar_t)cp) < 0)
		return (size_t)snprintf(out, 12, "<%02X>", (unsigned)cp);
	len = utf8_put(out, cp);
	out[len] = '\0';
	return len;
}
