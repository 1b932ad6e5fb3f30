/* A growing byte string, and the handful of C string functions that the rest of the house would otherwise each write.
 *
 * Invariants of struct str: cap > len once written, s[len] == 0; after a failed allocation ${bad} stays set and the
 * text stays what it was, so a caller checks once, at the end. Not done here: anything about characters but cutting
 * between them (utf8.c), columns (width.c) or Chinese (text/). */
#include "base/str.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

#define STR_FIRST_BYTES 64

/* Room for ${n} more bytes and the NUL. */
static bool
reserve(struct str *b, size_t n)
{
	size_t want, cap;
	char *s;

	if (b->bad)
		return false;
	if (n < b->cap - b->len)
		return true;
	if (n > SIZE_MAX / 4 - b->len) {
		b->bad = true;
		return false;
	}
	want = b->len + n + 1;
	cap = b->cap > 0 ? b->cap : STR_FIRST_BYTES;
	while (cap < want)
		cap *= 2;
	s = realloc(b->s, cap);
	if (s == NULL) {
		b->bad = true;
		return false;
	}
	b->s = s;
	b->cap = cap;
	return true;
}

char *
str_extend(struct str *b, size_t n)
{
	char *at;

	if (!reserve(b, n))
		return NULL;
	at = b->s + b->len;
	b->len += n;
	b->s[b->len] = '\0';
	return at;
}

void
str_add_n(struct str *b, const char *s, size_t n)
{
	char *at = str_extend(b, n);

	if (at != NULL && n > 0)
		memcpy(at, s, n);
}

void
str_add(struct str *b, const char *s)
{
	if (s != NULL)
		str_add_n(b, s, strlen(s));
}

void
str_add_c(struct str *b, char c)
{
	str_add_n(b, &c, 1);
}

void
str_addf(struct str *b, const char *fmt, ...)
{
	va_list ap, again;
	int n;

	if (!reserve(b, 0))
		return;
	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(b->s + b->len, b->cap - b->len, fmt, ap);
	if (n < 0) {
		b->bad = true;
	} else if ((size_t)n < b->cap - b->len) {
		b->len += (size_t)n;
	} else if (reserve(b, (size_t)n)) {
		vsnprintf(b->s + b->len, b->cap - b->len, fmt, again);
		b->len += (size_t)n;
	} else {
		b->s[b->len] = '\0';
	}
	va_end(again);
	va_end(ap);
}

void
str_splice(struct str *b, size_t at, size_t del, const char *ins, size_t n)
{
	if (!reserve(b, n))
		return;
	memmove(b->s + at + n, b->s + at + del, b->len - at - del);
	if (n > 0)
		memcpy(b->s + at, ins, n);
	b->len = b->len - del + n;
	b->s[b->len] = '\0';
}

void
str_reset(struct str *b)
{
	b->len = 0;
	b->bad = false;
	if (b->s != NULL)
		b->s[0] = '\0';
}

void
str_free(struct str *b)
{
	free(b->s);
	*b = (struct str){ 0 };
}

const char *
str_c(const struct str *b)
{
	return b->s != NULL ? b->s : "";
}

char *
str_take(struct str *b)
{
	char *s;

	if (b->bad) {
		str_free(b);
		return NULL;
	}
	s = b->s != NULL ? b->s : str_dup("");
	*b = (struct str){ 0 };
	return s;
}

char *
str_dup(const char *s)
{
	return s != NULL ? str_dup_n(s, strlen(s)) : NULL;
}

char *
str_dup_n(const char *s, size_t n)
{
	char *copy = malloc(n + 1);

	if (copy == NULL)
		return NULL;
	if (n > 0)
		memcpy(copy, s, n);
	copy[n] = '\0';
	return copy;
}

bool
str_eq(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return strcmp(a, b) == 0;
}

bool
str_same(const char *a, const char *b)
{
	return strcmp(a != NULL ? a : "", b != NULL ? b : "") == 0;
}

bool
str_starts(const char *s, const char *prefix)
{
	return s != NULL && prefix != NULL && strncmp(s, prefix, strlen(prefix)) == 0;
}

bool
str_copy(char *dst, size_t size, const char *src)
{
	size_t n = src != NULL ? strlen(src) : 0;
	bool whole = n < size;

	if (size == 0)
		return false;
	if (!whole)
		n = utf8_whole(src, size - 1);
	if (n > 0)
		memcpy(dst, src, n);
	dst[n] = '\0';
	return whole;
}

bool
str_int(const char *s, long long lo, long long hi, long long *out)
{
	bool minus;
	long long v = 0;

	if (s == NULL)
		return false;
	minus = *s == '-';
	if (minus)
		s++;
	if (*s == '\0')
		return false;
	/* Built up below zero: the least number has no positive twin. */
	for (; *s != '\0'; s++) {
		if (*s < '0' || *s > '9')
			return false;
		if (__builtin_mul_overflow(v, 10LL, &v) ||
		    __builtin_sub_overflow(v, (long long)(*s - '0'), &v))
			return false;
	}
	if (!minus && __builtin_sub_overflow(0LL, v, &v))
		return false;
	if (v < lo || v > hi)
		return false;
	*out = v;
	return true;
}
