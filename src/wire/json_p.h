#ifndef WIRE_JSON_P_H
#define WIRE_JSON_P_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "wire/json_write.h"

/* ---- reading ---- */

/* How a message is read: strict (requests) refuses members it does not know, tolerant (answers) passes over them and
 * takes null for absent. */
struct json_in {
	bool strict;
	struct err *e; /* may be NULL */
};
/* Where in the message: a chain on the stack, written as a JSON pointer when something is wrong. */
struct json_at {
	const struct json_at *up; /* NULL: the message itself */
	const char *name;         /* of a member; NULL: element ${i} of an array */
	size_t i;
};

/** json_parse(text, len, most, out, e): the tree of a whole message of at most ${most} bytes, 32 levels deep, without
 * duplicate members. json_decref it. */
enum err_code json_parse(const char *text, size_t len, size_t most, json_t **out, struct err *e);
/** json_check(len, depth, most, e): what json_parse asks of a text before it parses. json_parse_checked: for one of which
 * that is known; ${text} need not be terminated. */
enum err_code json_check(size_t len, int depth, size_t most, struct err *e);
enum err_code json_parse_checked(const char *text, size_t len, json_t **out, struct err *e);
/** json_tree(text, len): the tree of a text in which nothing is unusual; NULL when something is, or is wrong: ask jansson.
 * At most JSON_DEPTH_MOST levels. */
#define JSON_DEPTH_MOST 32 /* our deepest message has 7 levels */
json_t *json_tree(const char *text, size_t len);
/* A value as it stands in a message, whoever read it. */
struct json_value {
	enum { JSON_VALUE_OTHER, JSON_VALUE_TEXT, JSON_VALUE_INT, JSON_VALUE_BOOL } kind;
	const char *text; /* terminated */
	size_t len;
	int64_t number; /* of a bool 0 or 1 */
};
/** json_value_of(v): what the tree has there; borrowed. */
struct json_value json_value_of(const json_t *v);
/** json_plain(s, end): past the bytes from ${s} on that stand for themselves in a text, whole characters; what it stops at
 * may still be one of a rare kind. */
const char *json_plain(const char *s, const char *end);
/** json_bad(in, at, code, fmt, …): refuse, with the pointer in e->where; returns ${code}. */
enum err_code json_bad(const struct json_in *in, const struct json_at *at, enum err_code code,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/** json_want_object/array: ERR_SYNTAX when it is something else. */
enum err_code json_want_object(const struct json_in *in, const struct json_at *at, const json_t *v);
enum err_code json_want_array(const struct json_in *in, const struct json_at *at, const json_t *v);
/** json_put_text(in, at, v, out, size): copy a text that must fit, never cut. json_put_int: within lo..hi. json_get_text,
 * json_get_int: the same of a tree. */
enum err_code json_put_text(const struct json_in *in, const struct json_at *at,
    const struct json_value *v, char *out, size_t size);
enum err_code json_put_int(const struct json_in *in, const struct json_at *at,
    const struct json_value *v, int64_t lo, int64_t hi, int64_t *out);
enum err_code json_get_text(
    const struct json_in *in, const struct json_at *at, const json_t *v, char *out, size_t size);
enum err_code json_get_int(const struct json_in *in, const struct json_at *at, const json_t *v,
    int64_t lo, int64_t hi, int64_t *out);

#endif
