#ifndef SERVER_HTTP_GUARD_P_H
#define SERVER_HTTP_GUARD_P_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "server/http/http.h"

#define GUARD_FIELDS       64   /* header fields of one request */
#define GUARD_VALUE_BYTES  4096 /* one header value */
#define GUARD_TARGET_BYTES 4096

struct guard_field {
	const char *name, *value;
	size_t name_len, value_len;
};

struct guard_head {
	const char *method, *target, *version;
	const struct guard_field *field;
	size_t n;
};

/* What the rest may rely on, once guard_check has said OK. Texts are borrowed from the fields. */
struct guard_facts {
	bool chunked, has_length, zstd, gzip;
	uint64_t length;
	const char *authorization, *content_type, *idempotency_key, *if_match, *if_none_match;
	struct http_tus tus;
};

/** guard_check(h, facts, e): ERR_SYNTAX (ERR_LIMIT for sheer size) when two readers could disagree about where this
 * request ends or what it says. */
enum err_code guard_check(const struct guard_head *h, struct guard_facts *facts, struct err *e);

/** guard_target(text, path, query, n, e): split and decode the request target ${text} in place. ${query} has room for
 * HTTP_PARAMS. ERR_SYNTAX when it is not a plain, unambiguous path with unique parameters. */
enum err_code
guard_target(char *text, const char **path, struct http_param *query, size_t *n, struct err *e);

#endif
