#ifndef SERVER_API_ROUTE_P_H
#define SERVER_API_ROUTE_P_H

#include "api_p.h"

/* One line of the interface. The router, the document and the figures all read it. */
struct route {
	const char *method,
	    *path; /* {id} stands for one segment; lines of one path stand together */
	enum auth_need need;
	int status; /* when it goes well */
	api_handler *handle;
	const char *id;      /* operationId: unique */
	const char *group;   /* tag of the document */
	const char *summary; /* what it is for, in one line */
	const char *request; /* name of its message (wire/schema.h); NULL: no body */
	const char *answer;  /* likewise; NULL: no body */
	const char *query;   /* names of its parameters, blanks between; NULL: none */
	uint64_t
	    errors; /* ROUTE_ERR of what it may be refused with, beyond route_errors() of all */
	unsigned traits;
	enum role_right right; /* of AUTH_STEWARD: who may */
};
#define ROUTE_ERR(code) (UINT64_C(1) << ERR_##code)

enum {
	ROUTE_KEY = 1,     /* wants an Idempotency-Key */
	ROUTE_MAY_KEY = 2, /* takes one */
	ROUTE_MATCH = 4,   /* wants If-Match */
	ROUTE_TAG = 8,     /* answers with an ETag */
	ROUTE_KNOWS = 16,  /* and takes If-None-Match: 304 */
	ROUTE_MADE = 32,   /* answers with a Location */
	ROUTE_PLAIN = 64,  /* its answer is plain text */
	ROUTE_UPLOAD =
	    128, /* of a resumable upload: wants Tus-Resumable, answers with Upload-Offset and -Length */
	ROUTE_BEGINS = 256, /* … which begins: wants Upload-Length and Upload-Metadata */
	ROUTE_PIECE = 512,  /* … which goes on: wants Upload-Offset, takes Upload-Checksum */
	ROUTE_UPLOAD_TELLS = 1024 /* only answers like one */
};

extern const struct route api_routes[];
extern const int api_routes_count;

/** route_find(method, path, id): its line, -1 none. ${id}: what stands at {id}. */
int route_find(const char *method, const char *path, char id[API_ID_SIZE]);
/** route_allow(path, out, size): the methods that fit ${path}, "GET, PATCH"; "" when it is no path of ours. */
void route_allow(const char *path, char *out, size_t size);
/** route_errors(r): everything it may be refused with: its own, those of who may ask, those of every call. */
uint64_t route_errors(const struct route *r);

#endif
