#ifndef MODEL_CHAIN_H
#define MODEL_CHAIN_H

#include "base/err.h"
#include "model/event.h"

/* The hash chain of a ticket's events (architecture.md "Event hash", permanent):
 * SHA-256("hotseat-event-1" || previous hash (32) || for each field in table order: u32be length || bytes).
 * The field order is fixed by chain.c and documented there; identity enters as SHA-256(salt16 || identity bytes). */

/** chain_identity(ev): fill ev->identity_hash (and has_identity) from its identity members and ev->salt. With no
 * identity member the digest is 32 zero bytes. */
void chain_identity(struct event *ev);
/** chain_seal(ev, prev_hash): set prev_hash ("" for the first) and hash. Calls chain_identity. */
void chain_seal(struct event *ev, const char *prev_hash);
/** chain_check(ev, prev_hash, e): recompute; ERR_CORRUPT naming ticket and seq when a byte differs. Where the identity
 * is present it is checked against identity_hash; where withheld or erased the stored digest is used. */
enum err_code chain_check(const struct event *ev, const char *prev_hash, struct err *e);

#endif
