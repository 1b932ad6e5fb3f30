#ifndef SERVER_API_OPENAPI_P_H
#define SERVER_API_OPENAPI_P_H

#include "route_p.h"
#include "wire/json_write.h"

/** openapi_sample(schema, method, out): append an example of that message, written by its own writer; null when there
 * is none. ${method}: an operation looks different in POST and PATCH. */
void openapi_sample(const char *schema, const char *method, struct str *out);

#endif
