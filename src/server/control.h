#ifndef SERVER_CONTROL_H
#define SERVER_CONTROL_H

#include "base/err.h"
#include "base/str.h"

/** control_post(socket, path, body, status, answer, e): one request to the centre that listens on the unix socket.
 * ERR_NOT_FOUND when none does. */
enum err_code control_post(const char *socket, const char *path, const struct str *body,
    int *status, struct str *answer, struct err *e);

#endif
