#ifndef WIRE_OP_P_H
#define WIRE_OP_P_H

#include "base/limits.h"
#include "codec_p.h"
#include "wire/op.h"

/* A push holds at least one operation with its number. */
#define OP_BODY_BYTES (LIMIT_BODY_BYTES - 256)

/** op_read_tree(in, at, v, op): a body inside a push. */
enum err_code
op_read_tree(const struct json_in *in, const struct json_at *at, json_t *v, struct op *op);

#endif
