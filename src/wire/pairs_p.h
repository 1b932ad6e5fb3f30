#ifndef WIRE_PAIRS_P_H
#define WIRE_PAIRS_P_H

#include "json_p.h"
#include "model/event.h"

/* Fields of a ticket and arguments of an event are the same thing on the wire: an object of named texts. */
struct pairs;
extern const struct pairs pairs_fields; /* struct fields */
extern const struct pairs pairs_args;   /* struct args */

enum { PAIRS_MATTER = 1 << PART_MATTER, PAIRS_IDENTITY = 1 << PART_IDENTITY, PAIRS_ALL = 3 };

/** pairs_any(p, of, parts): is there a value of these parts? */
bool pairs_any(const struct pairs *p, const void *of, unsigned parts);
/** pairs_write(p, of, parts, out): {"name":"value",…} in table order; values that are not set are absent. */
void pairs_write(const struct pairs *p, const void *of, unsigned parts, struct str *out);
/** pairs_read(p, in, at, v, check, to): add what the object holds to ${to}. ${check}: lengths and codes too. */
enum err_code pairs_read(const struct pairs *p, const struct json_in *in, const struct json_at *at,
    json_t *v, bool check, void *to);
/** pairs_scan(p, s, to): as pairs_read of a tolerant reader without ${check}, from the text itself; false: ask pairs_read. */
struct scan;
bool pairs_scan(const struct pairs *p, struct scan *s, void *to);
/** pairs_check(p, in, at, of): would pairs_read with ${check} take these values? ERR_INVALID for text that is no UTF-8. */
enum err_code pairs_check(
    const struct pairs *p, const struct json_in *in, const struct json_at *at, const void *of);

#endif
