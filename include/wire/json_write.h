#ifndef WIRE_JSON_WRITE_H
#define WIRE_JSON_WRITE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/* Writing JSON straight into the buffer, without a tree. Text that is not UTF-8 makes the buffer bad. */

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
/** json_escape(s, out): append ${s} as a JSON string with quotes; ${out} goes bad when it is not UTF-8. */
void json_escape(const char *s, struct str *out);

#endif
