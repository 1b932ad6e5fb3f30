/* input.c: small questions about inputs that every widget asks. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "client/ui/input.h"
#include "text/fold.h"

struct input
input_action(enum action a)
{
	return (struct input){ .kind = INPUT_ACTION, .action = a };
}

struct input
input_text(const char *s)
{
	return (struct input){ .kind = INPUT_TEXT, .text = s, .len = strlen(s) };
}

struct input
input_paste(const char *s)
{
	return (struct input){ .kind = INPUT_PASTE, .text = s, .len = strlen(s) };
}

bool
input_is(const struct input *in, enum action a)
{
	return in->kind == INPUT_ACTION && in->action == a;
}

int
input_digit(const struct input *in)
{
	if (in->kind != INPUT_TEXT)
		return 0;
	uint32_t cp = 0;
	if (utf8_next(in->text, in->len, &cp) != in->len)
		return 0;
	cp = fold_width(cp);
	return cp >= '1' && cp <= '9' ? (int)(cp - '0') : 0;
}

void
react_refuse(struct react *r, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(r->note, sizeof r->note, fmt, ap);
	va_end(ap);
	r->bits = (r->bits & ~(unsigned)REACT_EDIT) | REACT_USED | REACT_REFUSED;
}
