#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>

/* A growing byte string, always NUL-terminated once written. Zero-initialise: struct str s = { 0 }. Memory failure
 * sets the sticky ${bad} flag and later writes do nothing, so callers check once, at the end. */
struct str {
	char *s; /* may be NULL while len == 0: use str_c() to print */
	size_t len, cap;
	bool bad;
};

void str_add(struct str *b, const char *s);
void str_add_n(struct str *b, const char *s, size_t n);
void str_add_c(struct str *b, char c);
void str_addf(struct str *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/** str_extend(b, n): lengthen the text by ${n} bytes and return where they begin, for the caller to fill (or shorten
 * again through b->len); NULL without memory. */
char *str_extend(struct str *b, size_t n);
/** str_splice(b, at, del, ins, n): replace ${del} bytes at ${at} by ${n} bytes. at and at+del must be inside. */
void str_splice(struct str *b, size_t at, size_t del, const char *ins, size_t n);
/** str_reset: length 0, not bad, memory kept. str_free: memory given back, ready for use again. */
void str_reset(struct str *b);
void str_free(struct str *b);
/** str_c(b): the text, "" while empty; borrowed until the next write. */
const char *str_c(const struct str *b);
/** str_take(b): the text as malloc'ed memory, caller frees; ${b} becomes empty. NULL without memory. */
char *str_take(struct str *b);

/** str_dup(s): malloc'ed copy, NULL for NULL. str_dup_n: of n bytes. */
char *str_dup(const char *s);
char *str_dup_n(const char *s, size_t n);
/** str_eq(a, b): equal texts; NULL equals NULL and "" only with itself; str_same treats NULL as "". */
bool str_eq(const char *a, const char *b);
bool str_same(const char *a, const char *b);
bool str_starts(const char *s, const char *prefix);
/** str_copy(dst, size, src): copy that always terminates and never cuts a UTF-8 character in half; true if whole. */
bool str_copy(char *dst, size_t size, const char *src);
/** str_int(s, lo, hi, out): strict decimal number, whole string: an optional '-' and digits ("08" is 8: times and days
 * are written so); false if not one or out of range, ${out} then untouched. */
bool str_int(const char *s, long long lo, long long hi, long long *out);

#endif
