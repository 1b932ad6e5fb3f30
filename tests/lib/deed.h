#ifndef TESTS_LIB_DEED_H
#define TESTS_LIB_DEED_H

#include <stdint.h>

#include "base/id.h"
#include "base/tsv.h"
#include "model/city.h"
#include "model/number.h"
#include "wire/op.h"

/* Invented work: operations of call-takers, made from the sample city's forty messages, the same for the same numbers.
 * Whatever fails ends the program. */

struct deeds {
	struct tsv messages;
	struct city *city;
	uint64_t seed; /* of the ids */
};

/** deeds_open(d, seed): reads the sample city below $HOTSEAT_SHARE. */
void deeds_open(struct deeds *d, uint64_t seed);
void deeds_close(struct deeds *d);
/** deeds_id(d, device, i, out): the i-th id of a device, for ever the same; time-ordered within the device. */
void deeds_id(const struct deeds *d, int device, int64_t i, char out[ID_SIZE]);
/** deeds_submit(d, device, i, no, at, op): message i (mod 40) filed whole as ticket deeds_id(device, i) with number ${no};
 * op->n is left for the caller. deeds_note(d, device, i, ticket, at, op): a note on it. Free with op_free. */
void deeds_submit(
    const struct deeds *d, int device, int64_t i, const char *no, int64_t at, struct op *op);
void deeds_note(
    const struct deeds *d, int device, int64_t i, const char *ticket, int64_t at, struct op *op);
/** deeds_fields(d, i, f): the form of message i (mod 40), complete but for its number. */
void deeds_fields(const struct deeds *d, int64_t i, struct fields *f);

#define DEEDS_AUTHOR "1154" /* an agent of the sample city */

#endif
