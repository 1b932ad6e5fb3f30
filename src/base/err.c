/* Failures: one table (ERRORS in err.h) from which code, JSON name, HTTP status, retry class and sentence follow.
 *
 * Invariants: e->text and e->where are always terminated UTF-8 as far as their arguments were; what does not fit is
 * cut at a character boundary and marked with "…". Texts are composed beside the record before it is overwritten, so
 * a failure can be wrapped in a longer sentence. strerror is never used: its words are for programmers and depend on
 * the locale. Not done here: printing, translation, stack traces. */
#include "base/err.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

static const struct row {
	const char *json;
	const char *text;
	int http;
	enum err_retry retry;
} rows[] = {
#define X(name, number, json, http, retry, text) [ERR_##name] = { json, text, http, RETRY_##retry },
	ERRORS(X)
#undef X
};

#define ROWS (sizeof(rows) / sizeof(rows[0]))

static const char cut_mark[] = "…";

static const struct row *
row_of(enum err_code code)
{
	size_t i = (size_t)code;

	return i < ROWS && rows[i].json != NULL ? &rows[i] : &rows[ERR_INVALID];
}

/* Compose into ${out}; what does not fit ends in the mark. */
static void
compose(char *out, size_t size, const char *fmt, va_list ap) __attribute__((format(printf, 3, 0)));

static void
compose(char *out, size_t size, const char *fmt, va_list ap)
{
	int n = vsnprintf(out, size, fmt, ap);

	if (n < 0)
		out[0] = '\0';
	else if ((size_t)n >= size)
		memcpy(out + utf8_whole(out, size - sizeof(cut_mark)), cut_mark, sizeof(cut_mark));
}

static void record(struct err *e, enum err_code code, int sys, const char *fmt, va_list ap)
    __attribute__((format(printf, 4, 0)));

static void
record(struct err *e, enum err_code code, int sys, const char *fmt, va_list ap)
{
	char text[ERR_TEXT_BYTES];

	if (fmt != NULL)
		compose(text, sizeof(text), fmt, ap);
	else
		snprintf(text, sizeof(text), "%s", err_hint(code));
	e->code = code;
	e->sys = sys;
	e->where[0] = '\0';
	memcpy(e->text, text, strlen(text) + 1);
}

enum err_code
err_setv(struct err *e, enum err_code code, const char *fmt, va_list ap)
{
	if (e != NULL)
		record(e, code, 0, fmt, ap);
	return code;
}

enum err_code
err_set(struct err *e, enum err_code code, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	err_setv(e, code, fmt, ap);
	va_end(ap);
	return code;
}

enum err_code
err_sys(struct err *e, enum err_code code, int sys, const char *fmt, ...)
{
	va_list ap;

	if (e == NULL)
		return code;
	va_start(ap, fmt);
	record(e, code, sys, fmt, ap);
	va_end(ap);
	return code;
}

enum err_code
err_at(struct err *e, const char *fmt, ...)
{
	char where[sizeof(e->where)];
	va_list ap;

	if (e == NULL)
		return ERR_INVALID;
	va_start(ap, fmt);
	compose(where, sizeof(where), fmt, ap);
	va_end(ap);
	memcpy(e->where, where, strlen(where) + 1);
	return e->code;
}

enum err_code
err_at_line(struct err *e, const char *path, int line)
{
	const size_t most = sizeof(e->where) - sizeof("…:-2147483648");
	size_t n = strlen(path), skip;

	if (n <= most)
		return err_at(e, "%s:%d", path, line);
	skip = n - most;
	while (utf8_is_inner(path[skip]))
		skip++;
	return err_at(e, "…%s:%d", path + skip, line);
}

void
err_clear(struct err *e)
{
	if (e == NULL)
		return;
	e->code = ERR_OK;
	e->sys = 0;
	e->where[0] = '\0';
	e->text[0] = '\0';
}

const char *
err_json(enum err_code code)
{
	return row_of(code)->json;
}

int
err_http(enum err_code code)
{
	return row_of(code)->http;
}

enum err_retry
err_retry_class(enum err_code code)
{
	return row_of(code)->retry;
}

const char *
err_hint(enum err_code code)
{
	return row_of(code)->text;
}

enum err_code
err_by_json(const char *s)
{
	if (s == NULL)
		return ERR_INVALID;
	for (size_t i = 0; i < ROWS; i++) {
		if (rows[i].json != NULL && strcmp(rows[i].json, s) == 0)
			return (enum err_code)i;
	}
	return ERR_INVALID;
}
