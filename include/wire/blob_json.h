#ifndef WIRE_BLOB_JSON_H
#define WIRE_BLOB_JSON_H

#include "base/err.h"
#include "base/str.h"
#include "model/blob.h"

/* GET /v1/blobs?ticket=…: the attachments of a ticket: {"files":[{"id":sha256,"name":"…","type":"jpeg","bytes":n,
 * "have":n,"by":"1154","at":ms,"complete":true}]}. One that is named but has not arrived has no name and no size. */

void blob_json_write(const struct blob_info *list, size_t n, struct str *out);
/** blob_json_read(text, len, out, max, n, e): tolerantly; more than ${max} is ERR_LIMIT. */
enum err_code blob_json_read(
    const char *text, size_t len, struct blob_info *out, size_t max, size_t *n, struct err *e);

#endif
