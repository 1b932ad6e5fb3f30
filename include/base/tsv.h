#ifndef BASE_TSV_H
#define BASE_TSV_H

#include <stddef.h>

#include "base/err.h"

/* Tab-separated files with a header line, UTF-8, LF or CRLF, optional BOM; lines that start with # and blank lines are
 * skipped. No quoting: a field holds no tab and no newline. */

struct tsv {
	char path[256];
	char *text; /* the whole file, cut into fields in place */
	size_t columns;
	const char **head; /* columns names */
	size_t rows;
	const char **
	    cell; /* rows x columns; "" where a row ends early. More fields than columns is an error */
	int *line; /* line number of each row */
};

/** tsv_open(path, want, n, t, e): read; the header must be exactly the ${n} names of ${want}, in order. Errors name
 * file:line. Free with tsv_close, also after failure. */
enum err_code
tsv_open(const char *path, const char *const *want, size_t n, struct tsv *t, struct err *e);
/** tsv_open_to: the same of a file of at most ${most} bytes; tsv_open takes LIMIT_CONF_BYTES. */
enum err_code tsv_open_to(
    const char *path, size_t most, const char *const *want, size_t n, struct tsv *t, struct err *e);
void tsv_close(struct tsv *t);
const char *tsv_get(const struct tsv *t, size_t row, size_t column);
/** tsv_fail(t, row, e, fmt, …): ERR_CONFIG at file:line. */
enum err_code tsv_fail(const struct tsv *t, size_t row, struct err *e, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

#endif
