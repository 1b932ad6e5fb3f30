#ifndef WIRE_RECORD_JSON_H
#define WIRE_RECORD_JSON_H

#include <stddef.h>

#include "base/err.h"
#include "base/str.h"
#include "model/record.h"

/* POST /v1/records: {"rows":[{"id":uuid,"kind":"call","by":"1154","at":ms,"ticket":id,"call":"…","object":"…","code":"…",
 * "result":"…","phone":"…","text":"…","seconds":35}]}: desk records of a seat. Read strictly: one row that is not right
 * refuses the request. A row may come twice: the centre goes by its id. The answer: {"kept":n,"refused":[{"id":uuid,
 * "code":"forbidden","detail":"…"}]}: refused are the rows the centre will not have of that author. */

#define RECORD_ROWS 100 /* of one request */

struct record_list {
	struct record *rows;
	size_t count;
};
/** record_json_write(rows, n, out): a request. record_json_read(text, len, out, e): ERR_INVALID, ERR_UNKNOWN_FIELD,
 * ERR_UNKNOWN_CODE, ERR_LIMIT … with a pointer in e->where; record_list_free after success. */
void record_json_write(const struct record *rows, size_t n, struct str *out);
enum err_code
record_json_read(const char *text, size_t len, struct record_list *out, struct err *e);
void record_list_free(struct record_list *l);
/** record_json_most(r): bytes that one row takes at most. */
size_t record_json_most(const struct record *r);
/** record_json_one(r, out): one row alone: what lists print. */
void record_json_one(const struct record *r, struct str *out);

struct record_refused {
	char id[ID_SIZE];
	enum err_code code;
	char detail[ERR_TEXT_BYTES];
};
struct record_answer {
	int64_t kept; /* those there before included */
	struct record_refused *refused;
	size_t count;
};
void record_answer_write(const struct record_answer *a, struct str *out);
/** record_answer_read(text, len, out, e): read tolerantly; record_answer_free after success. */
enum err_code
record_answer_read(const char *text, size_t len, struct record_answer *out, struct err *e);
void record_answer_free(struct record_answer *a);

/* GET /v1/records: what a seat gets back of what others wrote (record_may_read): {"rows":[…],"next":17,"more":false}. Read
 * tolerantly: rows that this program does not know or would refuse are left out, the rest counts. */
struct record_page {
	struct record *rows;
	size_t count;
	int64_t next; /* ask after this one */
	bool more;
};
void record_page_write(const struct record_page *p, struct str *out);
/** record_page_read: record_page_free after success. */
enum err_code
record_page_read(const char *text, size_t len, struct record_page *out, struct err *e);
void record_page_free(struct record_page *p);

/** record_sealed_write(r, out): what is a person's in it, phone and text, as an object to be sealed; "{}" when there is
 * nothing. record_sealed_read(text, len, r, e): back into ${r}; "" is nothing. */
void record_sealed_write(const struct record *r, struct str *out);
enum err_code record_sealed_read(const char *text, size_t len, struct record *r, struct err *e);

#endif
