#ifndef WIRE_AUDIT_JSON_H
#define WIRE_AUDIT_JSON_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "base/str.h"

/* POST /v1/audit: {"rows":[{"id":uuid,"at":ms,"user":"1154","action":"unmask","object":ticket id,"reason":"…"}]}: who
 * looked at whose identity on a seat. Read strictly. A row may come twice: the centre goes by its id. */

#define AUDIT_REASON_BYTES 512
#define AUDIT_ROWS         100 /* rows of one request */

struct audit_row {
	char id[ID_SIZE];
	int64_t at; /* the seat's clock */
	char user[16], action[24], object[ID_SIZE], reason[AUDIT_REASON_BYTES];
};
struct audit_list {
	struct audit_row *rows;
	size_t count;
};

/** audit_json_write(rows, n, out): a request. audit_json_read(text, len, out, e): ERR_INVALID, ERR_UNKNOWN_FIELD,
 * ERR_LIMIT … with a pointer in e->where; audit_list_free after success. */
void audit_json_write(const struct audit_row *rows, size_t n, struct str *out);
enum err_code audit_json_read(const char *text, size_t len, struct audit_list *out, struct err *e);
void audit_list_free(struct audit_list *l);

#endif
