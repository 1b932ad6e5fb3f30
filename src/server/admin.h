#ifndef SERVER_ADMIN_H
#define SERVER_ADMIN_H

#include "settings.h"

/** admin_ask(s, path, body, answer, e): POST ${body} to /v1/admin/… of the centre of s->data: of the running one over
 * its control socket, else of one that lives just for this call and holds the lock. ${answer}: the body of the answer
 * when it went well. */
enum err_code admin_ask(const struct settings *s, const char *path, const struct str *body,
    struct str *answer, struct err *e);

#endif
