/* Paste normalisation; include/text/paste.h is the rule, this is one pass over the bytes that follows it.
 *
 * Blanks and line ends are held back until something visible follows, so that trailing ones vanish without going back.
 * Not done here: limits, wrapping, folding of full-width letters (what the citizen's text says stays as it is). */
#include "text/paste.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/utf8.h"

struct paste {
	struct str *out;
	bool one_line;
	bool any;      /* something visible was written */
	size_t ends;   /* line ends held back */
	size_t blanks; /* blanks held back, after the last of them */
};

#define BYTE_ORDER_MARK 0xFEFF

enum kind { KIND_TEXT, KIND_END, KIND_BLANK, KIND_ESCAPE };

static enum kind
kind_of(uint32_t cp)
{
	if (cp > 0x20 && cp < 0x7F)
		return KIND_TEXT;
	switch (cp) {
	case '\n':
	case '\r':
	case 0x0B:
	case 0x0C:
	case 0x85:
	case 0x2028:
	case 0x2029:
		return KIND_END;
	case ' ':
	case '\t':
	case 0xA0:
	case 0x1680:
	case 0x202F:
	case 0x205F:
	case 0x3000:
		return KIND_BLANK;
	default:
		if (cp >= 0x2000 && cp <= 0x200A)
			return KIND_BLANK;
		return utf8_is_hidden(cp) ? KIND_ESCAPE : KIND_TEXT;
	}
}

static void
visible(struct paste *p, const char *s, size_t n)
{
	if (p->one_line) {
		if (p->any && p->ends > 0)
			p->blanks = 1;
		if (!p->any)
			p->blanks = 0;
	} else {
		for (; p->any && p->ends > 0; p->ends--)
			str_add_c(p->out, '\n');
	}
	for (; p->blanks > 0; p->blanks--)
		str_add_c(p->out, ' ');
	p->ends = 0;
	p->any = true;
	str_add_n(p->out, s, n);
}

static void
escape(struct paste *p, uint32_t cp)
{
	char text[16];
	int n = snprintf(text, sizeof text, "<%02X>", (unsigned)cp);

	visible(p, text, (size_t)n);
}

static void
run(struct paste *p, const char *s, size_t n)
{
	for (size_t at = 0, len; at < n; at += len) {
		uint32_t cp;
		len = utf8_next(s + at, n - at, &cp);
		if (len == 0) {
			len = 1;
			escape(p, (unsigned char)s[at]);
			continue;
		}
		switch (kind_of(cp)) {
		case KIND_TEXT:
			visible(p, s + at, len);
			break;
		case KIND_END:
			if (cp == '\r' && at + 1 < n && s[at + 1] == '\n')
				len = 2;
			p->ends++;
			p->blanks = 0;
			break;
		case KIND_BLANK:
			p->blanks++;
			break;
		case KIND_ESCAPE:
			if (cp != BYTE_ORDER_MARK || at > 0)
				escape(p, cp);
			break;
		}
	}
}

void
text_paste(struct str *out, const char *s, size_t n)
{
	struct paste p = { .out = out };

	run(&p, s, n);
}

void
text_paste_line(struct str *out, const char *s, size_t n)
{
	struct paste p = { .out = out, .one_line = true };

	run(&p, s, n);
}
