/* charset.c: which encoding the terminal speaks, from the locale.
 *
 * A wrong guess here garbles every name and address, so a locale that is asked for but cannot be had is only replaced
 * by C.UTF-8 when that is what it would have been; a GB terminal is never fed UTF-8. */
#include "charset_p.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool
good_codeset(const char *codeset)
{
	return strcasecmp(codeset, "UTF-8") == 0 || strcasecmp(codeset, "GB18030") == 0 ||
	       strcasecmp(codeset, "GBK") == 0;
}

static bool
plain_ascii(const char *codeset)
{
	return strcmp(codeset, "ANSI_X3.4-1968") == 0 || strcasecmp(codeset, "US-ASCII") == 0;
}

/* The encoding that a locale's name gives: after the dot, without a modifier. */
static bool
names_utf8(const char *wanted)
{
	const char *dot = strchr(wanted, '.');
	return dot &&
	       (strncasecmp(dot + 1, "utf-8", 5) == 0 || strncasecmp(dot + 1, "utf8", 4) == 0);
}

enum charset
charset_judge(const char *wanted, bool installed, const char *codeset, struct err *e)
{
	if (installed && good_codeset(codeset))
		return CHARSET_GOOD;
	if (installed && plain_ascii(codeset))
		return CHARSET_FALLBACK;
	if (!installed && (!strchr(wanted, '.') || names_utf8(wanted)))
		return CHARSET_FALLBACK;
	if (!installed)
		err_set(e, ERR_TERMINAL,
		    "系统里没有语言环境 %s, 不知道怎样向终端写汉字: 请安装它 (dpkg-reconfigure "
		    "locales), 或改用 UTF-8 终端并设 LC_ALL=C.UTF-8",
		    wanted);
	else
		err_set(e, ERR_TERMINAL,
		    "终端的字符集是 %s, 只支持 UTF-8, GB18030 和 GBK: 请改用 UTF-8 终端并设 "
		    "LC_ALL=C.UTF-8",
		    codeset);
	return CHARSET_REFUSED;
}

static const char *
wanted_locale(void)
{
	static const char *const NAMES[] = { "LC_ALL", "LC_CTYPE", "LANG" };
	for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
		const char *v = getenv(NAMES[i]);
		if (v && v[0])
			return v;
	}
	return "";
}

enum err_code
charset_start(const char **notice, struct err *e)
{
	const char *wanted = wanted_locale();
	bool installed = setlocale(LC_CTYPE, "") != NULL;
	*notice = NULL;
	switch (charset_judge(wanted, installed, nl_langinfo(CODESET), e)) {
	case CHARSET_GOOD:
		return ERR_OK;
	case CHARSET_REFUSED:
		return ERR_TERMINAL;
	case CHARSET_FALLBACK:
		break;
	}
	if (!setlocale(LC_CTYPE, "C.UTF-8"))
		return err_set(e, ERR_TERMINAL,
		    "系统里没有 C.UTF-8 语言环境, 写不出汉字: 请设 LC_ALL 为一个 UTF-8 语言环境");
	*notice = "没有设好语言环境, 已按 UTF-8 显示; 若汉字是乱码, 请设 LC_ALL=C.UTF-8 后重开";
	return ERR_OK;
}
