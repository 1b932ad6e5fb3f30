#ifndef MODEL_SAME_CALLER_H
#define MODEL_SAME_CALLER_H

#include "model/record.h"

/* Two numbers are one person's (同一来电人): a desk record says so and why, another takes it back. A record is never changed:
 * a merge holds until a later record undoes it; merging again is a new record. Both numbers are identity: one is the
 * record's phone, the other begins its text, and both are sealed wherever they rest. */

enum same_caller_code { SAME_CALLER_MERGED, SAME_CALLER_UNDONE, SAME_CALLER_CODES };
extern const struct enum_item same_caller_items[SAME_CALLER_CODES]; /* same, apart */

/** same_caller_merge(r, phone, other, reason): ${r} says that both numbers are one person's. same_caller_undo(r, of, reason):
 * that the record ${of} does not hold. false without memory. */
bool same_caller_merge(struct record *r, const char *phone, const char *other, const char *reason);
bool same_caller_undo(struct record *r, const char *of, const char *reason);
/** same_caller_read(r, other, reason): the other number of a merge, and why, borrowed from its text; false of any other
 * record. */
bool same_caller_read(const struct record *r, char other[RECORD_PHONE_BYTES], const char **reason);

/** same_caller_check(r, e): what record_check asks of this kind: two numbers that differ and a reason; an undoing names the
 * record it undoes. ERR_OK of other kinds. */
enum err_code same_caller_check(const struct record *r, struct err *e);

#endif
