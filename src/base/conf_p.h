#ifndef BASE_CONF_P_H
#define BASE_CONF_P_H

#include "base/err.h"
#include "base/str.h"

/** conf_scan(path, in, out, e): append the configuration text ${in} to ${out} with every integer made a 64-bit one
 * ("99999999999" becomes "99999999999L"), lines kept. What libconfig would misread in silence is ERR_CONFIG at
 * file:line. */
enum err_code conf_scan(const char *path, const char *in, struct str *out, struct err *e);

#endif
