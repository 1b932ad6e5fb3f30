#ifndef TESTS_LIB_CONTRACT_H
#define TESTS_LIB_CONTRACT_H

#include <stdbool.h>
#include <stddef.h>

/* The document of the interface, held against what goes over the counter. The checker knows the keywords of JSON Schema
 * that the document uses and refuses any other, so that nothing in it is passed over in silence. */

struct contract;

/** contract_open(text, len): parse; ends the test program when it is no JSON. */
struct contract *contract_open(const char *text, size_t len);
void contract_close(struct contract *k);
/** contract_faults(k, say): what is wrong with the document itself: dead references, examples that do not fit their
 * schema, operations without a name, a summary, a tag, an answer; the count, each told to ${say}. */
int contract_faults(const struct contract *k, void (*say)(const char *what));
/** contract_routes(k): operations in it. contract_has(k, method, pattern): is "/v1/tickets/{id}" in it? */
int contract_routes(const struct contract *k);
bool contract_has(const struct contract *k, const char *method, const char *pattern);

struct exchange {
	const char *method, *path; /* without the query */
	const char *request;       /* NULL none */
	int status;
	const char *code;   /* of a problem, NULL unknown */
	const char *answer; /* NULL: not looked at */
	size_t answer_bytes;
};
/** contract_fits(k, x, why, size): does the exchange keep to the document? The status is named, and with a problem its
 * code; the answer fits its schema and has no member that the schema does not name; what was accepted fits the schema
 * of the request. Paths that are not in the document answer 404 or 405. */
bool contract_fits(const struct contract *k, const struct exchange *x, char *why, size_t size);

#endif
