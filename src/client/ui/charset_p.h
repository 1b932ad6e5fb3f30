#ifndef CLIENT_UI_CHARSET_P_H
#define CLIENT_UI_CHARSET_P_H

#include <stdbool.h>

#include "base/err.h"

enum charset {
	CHARSET_GOOD, /* UTF-8, GB18030, GBK */
	CHARSET_FALLBACK, /* no or C locale, or an UTF-8 one that is not installed: take C.UTF-8 and say so */
	CHARSET_REFUSED,
};

/** charset_judge(wanted, installed, codeset, e): what to do about the locale that the environment asks for (${wanted},
 * "" when none), whether setlocale took it, and what nl_langinfo(CODESET) says then. REFUSED leaves the sentence in
 * ${e}. */
enum charset charset_judge(const char *wanted, bool installed, const char *codeset, struct err *e);
/** charset_start(notice, e): set LC_CTYPE for the process; ${*notice} is a sentence to show once, or NULL. */
enum err_code charset_start(const char **notice, struct err *e);

#endif
