#ifndef CLIENT_UI_TAPE_P_H
#define CLIENT_UI_TAPE_P_H

#include "base/secret.h"
#include "client/ui/tape.h"

#define TAPE_CHECK_BYTES 4

/** tape_check(p, n, out): what stands behind a record of these bytes, its length included. */
void tape_check(const char *p, size_t n, char out[TAPE_CHECK_BYTES]);

#endif
