/* marked.c: a line of text with the words of a query marked in it. */
#include "marked_p.h"

#include <string.h>

#include "base/width.h"

int
marked_span(struct canvas *c, struct rect at, enum role role, const char *s, size_t from, size_t to,
    const struct kb_mark *m, int n)
{
	int used = 0, i = 0;

	while (from < to && used < at.cols) {
		size_t end = to;
		bool hit;

		while (i < n && m[i].to <= from)
			i++;
		hit = i < n && m[i].from <= from;
		if (hit && m[i].to < end)
			end = m[i].to;
		else if (!hit && i < n && m[i].from < end)
			end = m[i].from;
		used += canvas_text_n(c, at.row, at.col + used, at.cols - used,
		    hit ? ROLE_MATCH : role, s + from, end - from);
		from = end;
	}
	return used;
}

void
marked_line(
    struct canvas *c, struct rect at, enum role role, const char *s, const struct kb_mark *m, int n)
{
	size_t len = strlen(s);

	if (width_str(s) <= at.cols) {
		(void)marked_span(c, at, role, s, 0, len, m, n);
		return;
	}
	at.cols -= 2;
	at.col += marked_span(c, at, role, s, 0, width_fit(s, at.cols), m, n);
	canvas_text(c, at.row, at.col, 2, role, "..");
}
