/* Any bytes through both paste rules: the result is valid, nothing hidden but line ends, and stable. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "text/paste.h"

int LLVMFuzzerTestOneInput(const uint8_t *d, size_t n);

static void
check(void (*paste)(struct str *, const char *, size_t), const char *s, size_t n, int line_ends)
{
	struct str once = { 0 }, twice = { 0 };
	uint32_t cp;

	paste(&once, s, n);
	paste(&twice, once.s, once.len);
	if (once.bad || twice.bad || once.len != twice.len ||
	    strcmp(str_c(&once), str_c(&twice)) != 0)
		abort();
	for (size_t at = 0, len; at < once.len; at += len) {
		len = utf8_next(once.s + at, once.len - at, &cp);
		if (len == 0 || (utf8_is_hidden(cp) && !(cp == '\n' && line_ends)))
			abort();
	}
	str_free(&once);
	str_free(&twice);
}

int
LLVMFuzzerTestOneInput(const uint8_t *d, size_t n)
{
	check(text_paste, (const char *)d, n, 1);
	check(text_paste_line, (const char *)d, n, 0);
	return 0;
}
