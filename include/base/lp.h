#ifndef BASE_LP_H
#define BASE_LP_H

#include <stdbool.h>

/** lp_print(file, media): hand a text file to the system's printer program lp, found on $PATH; ${media} "A4", "A5", NULL
 * the printer's own. It is started and not waited for: whether the printer has paper is seen beside it. false: there is no lp here, or it did not start. */
bool lp_print(const char *file, const char *media);

#endif
