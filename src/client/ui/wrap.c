/* wrap.c: where a line ends when Chinese and ASCII stand together.
 *
 * Chinese breaks between any two characters, ASCII between words; closing punctuation is not left to begin a line. One
 * function decides it for text area, pager, dialog and message alike. A long word is cut only when keeping it whole
 * would leave half the line empty. One blank may hang over the edge; nothing else is swallowed, so that a byte of the text
 * has one place on the screen. */
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "base/width.h"
#include "client/ui/wrap.h"

static bool
closes(uint32_t cp)
{
	static const uint32_t CLOSING[] = { ',', '.', ';', ':', '!', '?', ')', ']', '}', 0x2019,
		0x201d, 0x3001, 0x3002, 0x3009, 0x300b, 0x300d, 0x300f, 0x3011, 0xff01, 0xff05,
		0xff09, 0xff0c, 0xff0e, 0xff1a, 0xff1b, 0xff1f };
	if (cp > 0x3011 && cp < 0xff00)
		return false; /* nearly every Chinese character */
	for (size_t i = 0; i < sizeof CLOSING / sizeof *CLOSING; i++) {
		if (CLOSING[i] == cp)
			return true;
	}
	return false;
}

static bool
opens(uint32_t cp)
{
	return cp == '(' || cp == '[' || cp == '{' || cp == 0x2018 || cp == 0x201c ||
	       cp == 0x3008 || cp == 0x300a || cp == 0x300c || cp == 0x300e || cp == 0x3010 ||
	       cp == 0xff08;
}

static bool
word_char(uint32_t cp)
{
	return cp > ' ' && cp < 0x300;
}

static bool
may_break(uint32_t before, uint32_t after)
{
	if (before == 0 || opens(before))
		return false;
	if (word_char(before) && word_char(after))
		return false;
	/* a plain ASCII mark after Chinese closes too: 坏了,一直 */
	return !closes(after);
}

size_t
wrap_next(const char *s, size_t n, int cols, size_t *next)
{
	size_t i = 0, stop = 0;
	int used = 0, stop_used = 0;
	uint32_t before = 0;
	if (cols < 1)
		cols = 1;
	while (i < n) {
		uint32_t cp = (unsigned char)s[i];
		size_t len = cp >= 0x20 && cp < 0x7f ? 1 : utf8_next(s + i, n - i, &cp);
		if (len == 1 && cp == '\n') {
			*next = i + 1;
			return i;
		}
		int w = len == 0 ? 4 : len == 1 && cp >= 0x20 && cp < 0x7f ? 1 : width_cp(cp);
		if (w > 0 && may_break(before, cp)) {
			stop = i;
			stop_used = used;
		}
		if (used + w > cols && i > 0 && cp == ' ' && len == 1) {
			*next =
			    i + 1; /* a blank may hang over the edge instead of beginning a line */
			return i;
		}
		if (used + w > cols && i > 0) {
			*next = stop > 0 && stop_used * 2 >= cols ? stop : i;
			return *next;
		}
		used += w;
		i += len ? len : 1;
		if (w > 0)
			before = cp;
	}
	*next = n;
	return n;
}

int
wrap_lines(const char *s, int cols)
{
	size_t n = s ? strlen(s) : 0, at = 0;
	int lines = 0;
	do {
		size_t next = 0, shown = wrap_next(s + at, n - at, cols, &next);
		at += next;
		lines++;
		if (at == n && next > shown && s[n - 1] == '\n')
			lines++;
	} while (at < n);
	return lines;
}

int
wrap_draw(struct canvas *c, struct rect r, enum role role, const char *s)
{
	size_t n = s ? strlen(s) : 0, at = 0;
	int row = 0;
	while (at < n && row < r.rows) {
		size_t next = 0, shown = wrap_next(s + at, n - at, r.cols, &next);
		bool more = at + next < n && row + 1 == r.rows;
		if (more) { /* the last row carries on to its end and says that there is more */
			size_t line = strcspn(s + at, "\n");
			size_t fit = width_fit(s + at, r.cols - 2);
			int used = canvas_text_n(c, r.row + row, r.col, r.cols - 2, role, s + at,
			    line < fit ? line : fit);
			canvas_text(c, r.row + row, r.col + used, 2, role, "..");
		} else {
			canvas_text_n(c, r.row + row, r.col, r.cols, role, s + at, shown);
		}
		at += next;
		row++;
	}
	return row;
}
