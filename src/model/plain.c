/* Plain text that a person wrote: refused whole when a part of it could not be shown as it is. Nothing is repaired. */
#include "plain_p.h"

#include "base/utf8.h"

enum err_code
plain_fail(struct err *e, int line, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	err_setv(e, ERR_INVALID, fmt, ap);
	va_end(ap);
	if (e != NULL)
		err_at(e, "line %d", line);
	return ERR_INVALID;
}

void
plain_lines(const char *text, size_t len, struct str *out)
{
	for (size_t i = 0; i < len; i++)
		if (text[i] != '\r' || i + 1 == len || text[i + 1] != '\n')
			str_add_c(out, text[i]);
}

enum err_code
plain_check(const char *text, size_t len, size_t most, const char *what, struct err *e)
{
	const char *end = text + len;
	int line = 1;
	size_t n;
	uint32_t cp = 0;

	if (len > most)
		return plain_fail(e, 1, "%s最多 %zu 字节, 这里有 %zu", what, most, len);
	for (const char *p = text; p < end; p += n) {
		n = utf8_next(p, (size_t)(end - p), &cp);
		if (n == 0)
			return plain_fail(e, line, "这一行不是 UTF-8 文本");
		if (cp == '\n')
			line++;
		else if (cp == '\t')
			return plain_fail(e, line, "有制表符, 请改用空格");
		else if (utf8_is_hidden(cp))
			return plain_fail(e, line, "有看不见的字符 U+%04X", (unsigned)cp);
	}
	return ERR_OK;
}
