#ifndef WIRE_WORK_P_H
#define WIRE_WORK_P_H

#include "rows_p.h"

/** work_write(t, o): the member "work" of the open object of a ticket; nothing when nobody has worked on it. */
void work_write(const struct ticket *t, struct json_out *o);
/** work_read(in, at, v, t): what stands in it, tolerantly; ${t} initialised. */
enum err_code
work_read(const struct json_in *in, const struct json_at *at, json_t *v, struct ticket *t);
/** work_scan(s, t): the same from the text itself; false: ask work_read. ${t}: a struct ticket. */
struct scan;
bool work_scan(struct scan *s, void *t);

#endif
