#ifndef TEST_MARKS_H
#define TEST_MARKS_H

#include "seat.h"

#include "base/utf8.h"
#include "client/cache/kb.h"

/* "[停车]难": the text with its marks. */
static inline const char *
marked(const char *text, const struct kb_mark *m, int n)
{
	static char out[1024];
	size_t at = 0;

	out[0] = '\0';
	for (int i = 0; i < n; i++) {
		if (m[i].from < at || m[i].to <= m[i].from || m[i].to > strlen(text))
			fail_msg("marks of “%s” are out of place", text);
		snprintf(out + strlen(out), sizeof(out) - strlen(out), "%.*s[%.*s]",
		    (int)(m[i].from - at), text + at, m[i].to - m[i].from, text + m[i].from);
		at = m[i].to;
	}
	snprintf(out + strlen(out), sizeof(out) - strlen(out), "%s", text + at);
	if (!utf8_valid(out, strlen(out)))
		fail_msg("a mark cuts a character of “%s”", text);
	return out;
}

#endif
