#ifndef MODEL_PLAIN_P_H
#define MODEL_PLAIN_P_H

#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

/* What the readers of text that a person wrote in a file of its own (article_read.c, scenario_read.c) share. */

/** plain_fail(e, line, fmt, …): ERR_INVALID at "line 7"; returns it. */
enum err_code
plain_fail(struct err *e, int line, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/** plain_check(text, len, most, what, e): at most ${most} bytes, all of it UTF-8, and nothing that a screen would have to
 * hide. ${what}: of what there are at most so many. */
enum err_code
plain_check(const char *text, size_t len, size_t most, const char *what, struct err *e);
/** plain_lines(text, len, out): added to ${out} with Notepad's line ends as ours. */
void plain_lines(const char *text, size_t len, struct str *out);

#endif
