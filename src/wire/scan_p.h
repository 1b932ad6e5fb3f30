#ifndef WIRE_SCAN_P_H
#define WIRE_SCAN_P_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* A text that is plainly JSON, gone through from its beginning: what is accepted here jansson accepts too, and as the same.
 * Whatever is wrong, rare or doubtful (a number that is no small integer, an escape by number, a damaged character) is
 * false: ask jansson, which reads it or says where and why. After a false nothing more is to be scanned. */
struct scan {
	const char *at, *end;
	struct str plain; /* the last text that had escapes or was wanted terminated */
};

/** scan_open(text, len): scan_close frees what it holds. */
struct scan scan_open(const char *text, size_t len);
void scan_close(struct scan *s);
/** scan_blank(s): past white space. scan_take(s, c): past that character, when it is the next. scan_at_end(s): is there
 * nothing but white space left? */
void scan_blank(struct scan *s);
bool scan_take(struct scan *s, char c);
bool scan_at_end(struct scan *s);
/** scan_text(s, out, n): a text behind its first quote, as it stands there or in s->plain: until the next call, not
 * terminated. scan_text_z(s, n): likewise, terminated; NULL for false. scan_number(s, v), scan_word(s, word): likewise. */
bool scan_text(struct scan *s, const char **out, size_t *n);
const char *scan_text_z(struct scan *s, size_t *n);
bool scan_number(struct scan *s, int64_t *v);
bool scan_word(struct scan *s, const char *word);
/** scan_value(s, v): a text, a small integer, true or false; a text until the next call. */
struct json_value;
bool scan_value(struct scan *s, struct json_value *v);
/** scan_name(s, name): the name of the next member, its colon passed: ${name} of SCAN_NAME bytes. */
#define SCAN_NAME 64 /* none of ours is longer */
bool scan_name(struct scan *s, char name[SCAN_NAME]);
/** scan_all(s, close, one, arg): what stands between an opening bracket, passed already, and ${close}: ${one} of each
 * element or member. */
bool scan_all(struct scan *s, char close, bool (*one)(struct scan *s, void *arg), void *arg);

#endif
