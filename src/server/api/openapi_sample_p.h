#ifndef SERVER_API_OPENAPI_SAMPLE_P_H
#define SERVER_API_OPENAPI_SAMPLE_P_H

#include "openapi_p.h"

/* What the examples are about: one ticket of one morning. */
#define AT        INT64_C(1795228951000) /* 2026-11-21 10:42:31 in the sample city */
#define TICKET_ID "019ab5c1-7c00-7000-8000-000000000001"
#define EVENT_ID  "019ab5c1-7c00-7000-8000-000000000002"
#define DEVICE_ID "019ab5c1-7c00-7000-8000-000000000003"
#define CENTRE_ID "019ab5c1-7c00-7000-8000-000000000004"
#define NUMBER    "261121104231115417"
#define EPOCH     "5e7a91c0d2f34b68"
#define CURSOR    "5e7a91c0d2f34b68.c.117.0b1f"

/** openapi_sample_desk(schema, out): as openapi_sample, of the desk, the administrator and files; false when it is none
 * of theirs. */
bool openapi_sample_desk(const char *schema, struct str *out);

#endif
