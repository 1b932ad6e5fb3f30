#ifndef CITY_WEIGHTS_H
#define CITY_WEIGHTS_H

#include "base/err.h"
#include "base/secret.h"
#include "base/str.h"
#include "city/rows.h"
#include "model/classify.h"

/* The weights of the proposals (model/classify.h) as reference rows, for the feed: a head that says what the file is, and
 * its pieces as text behind it, in the order of their codes. They are no part of struct city. */
#define WEIGHTS_KIND "weights"
#define WEIGHTS_HEAD "categories"

/** weights_pieces(bytes): how many pieces a file of that size has. */
size_t weights_pieces(size_t bytes);
/** weights_rows_each(file, row, arg): the rows of a file; ERR_CORRUPT when it is none, ERR_CANCELLED when ${row} returned
 * false. */
enum err_code weights_rows_each(const struct str *file, city_row_fn *row, void *arg, struct err *e);

/* Rows put together again. Zero it before the first. */
struct weights_join {
	char hash[SECRET_HEX_SIZE]; /* as the head says; "" when there was none */
	long long bytes, pieces;
	long long n; /* pieces so far */
	struct str file;
	bool bad;
};
/** weights_join_row(j, code, text): the next one, in the order of the codes. weights_join_end(j, c, e): is it what the head
 * says, and a file? ${c} points into j->file then. ERR_NOT_FOUND: there were no rows at all; ERR_CORRUPT: something is
 * missing or other than the head says. weights_join_free: always. */
void weights_join_row(struct weights_join *j, const char *code, const char *text);
enum err_code weights_join_end(struct weights_join *j, struct classifier *c, struct err *e);
void weights_join_free(struct weights_join *j);
/** weights_hash(p, n, hex): of a whole file, as the head has it. */
void weights_hash(const void *p, size_t n, char hex[SECRET_HEX_SIZE]);

#endif
