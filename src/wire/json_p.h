#ifndef WIRE_JSON_P_H
#define WIRE_JSON_P_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "wire/ticket_json.h" /* json_escape */

/* ---- writing: straight into the buffer, no tree ---- */

/** json_open/close: an object; json_key: a comma when it is not the first member, then "name": . */
struct json_out {
	struct str *out;
	bool any; /* a member has been written */
};
struct json_out json_open(struct str *out);
void json_key(struct json_out *o, const char *name);
void json_close(struct json_out *o);
void json_int(int64_t v, struct str *out);
/** json_pair: one member of text, of a number. */
void json_pair(struct json_out *o, const char *name, const char *text);
void json_pair_int(struct json_out *o, const char *name, int64_t v);

/* ---- reading ---- */

/* A message that was read: its values in the order of its bytes, one node each, over one copy of its text. A page of a
 * thousand tickets takes two allocations, not one a value (measured: a fifth of the instructions of a tree). */
enum node_kind {
	NODE_NULL,
	NODE_FALSE,
	NODE_TRUE,
	NODE_INTEGER,
	NODE_REAL, /* its value is never asked for */
	NODE_TEXT,
	NODE_ARRAY,
	NODE_OBJECT
};
struct json_node {
	const char *name; /* of a member; NULL: an element, or the message itself */
	union {
		const char *text; /* TEXT: unescaped, UTF-8, without NUL inside */
		int64_t number;   /* INTEGER */
	};
	uint32_t count; /* TEXT: bytes; ARRAY, OBJECT: values directly inside */
	uint32_t span;  /* nodes it takes up, itself included */
	enum node_kind kind;
};
struct json_tree {
	const struct json_node *root;
	struct json_node *nodes;
	char *text;
	size_t len;
};
/** json_next(v, child): the value inside the array or object ${v} that comes after ${child}, NULL: the first; NULL when
 * there are no more. */
const struct json_node *json_next(const struct json_node *v, const struct json_node *child);
/** json_member(v, name), json_element(v, i): NULL when it has none or is something else; ${v} may be NULL.
 * json_count(v): elements of an array, 0 of anything else. json_is: false of NULL. */
const struct json_node *json_member(const struct json_node *v, const char *name);
const struct json_node *json_element(const struct json_node *v, size_t i);
size_t json_count(const struct json_node *v);
bool json_is(const struct json_node *v, enum node_kind kind);

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

/** json_parse(in, text, len, most, out): a whole message of at most ${most} bytes: an object or array of at most 32
 * levels, UTF-8, without duplicate members. Requests (strict) must be JSON to jansson too. json_done it; after a failure
 * there is nothing to be done. */
enum err_code json_parse(
    const struct json_in *in, const char *text, size_t len, size_t most, struct json_tree *out);
void json_done(struct json_tree *t);
/** json_bad(in, at, code, fmt, …): refuse, with the pointer in e->where; returns ${code}. */
enum err_code json_bad(const struct json_in *in, const struct json_at *at, enum err_code code,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/** json_want_object/array: ERR_SYNTAX when it is something else. */
enum err_code
json_want_object(const struct json_in *in, const struct json_at *at, const struct json_node *v);
enum err_code
json_want_array(const struct json_in *in, const struct json_at *at, const struct json_node *v);
/** json_get_text(in, at, v, out, size): copy a text that must fit, never cut. json_get_int: within lo..hi. */
enum err_code json_get_text(const struct json_in *in, const struct json_at *at,
    const struct json_node *v, char *out, size_t size);
enum err_code json_get_int(const struct json_in *in, const struct json_at *at,
    const struct json_node *v, int64_t lo, int64_t hi, int64_t *out);

#endif
