#ifndef SERVER_SERVE_H
#define SERVER_SERVE_H

#include <stddef.h>

#include "settings.h"

/** serve_run(s, e): the running centre, until a signal or the end of s->until_eof asks it to stop. Everything that was
 * taken is written and answered first. */
enum err_code serve_run(const struct settings *s, struct err *e);
/** serve_random(arg, out, n): the randomness of a core: the system's. */
void serve_random(void *arg, void *out, size_t n);

#endif
