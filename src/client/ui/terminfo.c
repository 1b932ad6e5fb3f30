/* terminfo.c: what the terminal can do, before and beside curses. Apart from term.c because <term.h> of curses has names
 * of its own (struct term). */
#include <curses.h>
#include <term.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "terminfo_p.h"

const char *
terminfo_text(const char *name)
{
	const char *s = tigetstr(name);
	return s && s != (const char *)-1 && s[0] ? s : NULL;
}

bool
terminfo_put(const char *name)
{
	const char *s = terminfo_text(name);
	if (!s)
		return false;
	putp(s);
	fflush(stdout);
	return true;
}

/* Has the terminal private modes at all? Then it passes over one that it does not know. */
static bool
has_private_modes(void)
{
	static const char *const SENT[] = { "civis", "smcup", "smkx", "rs2", "is2" };
	for (size_t i = 0; i < sizeof SENT / sizeof SENT[0]; i++) {
		const char *s = terminfo_text(SENT[i]);
		if (s && strstr(s, "\033[?"))
			return true;
	}
	return false;
}

bool
terminfo_paste(bool on)
{
	if (terminfo_put(on ? "BE" : "BD"))
		return true;
	if (!has_private_modes())
		return false;
	putp(on ? "\033[?2004h" : "\033[?2004l");
	fflush(stdout);
	return true;
}

enum err_code
terminfo_check(struct err *e)
{
	const char *name = getenv("TERM");
	int rc = 0;
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return err_set(e, ERR_TERMINAL,
		    "坐席要在终端里打开, 标准输入或输出现在不是终端; 脚本里请用 hotseat ticket, "
		    "hotseat sync 等命令");
	if (!name || !name[0] || strcmp(name, "dumb") == 0)
		return err_set(e, ERR_TERMINAL,
		    "终端类型(TERM)%s, 画不出全屏界面: 请设 TERM, 例如 TERM=xterm-256color",
		    name && name[0] ? "是 dumb" : "没有设");
	if (setupterm(name, STDOUT_FILENO, &rc) != OK)
		return err_set(e, ERR_TERMINAL,
		    "系统不认识终端类型 TERM=%.40s: 请改用 xterm-256color, linux 或 vt220", name);
	bool moves = terminfo_text("cup") != NULL;
	del_curterm(cur_term);
	if (!moves)
		return err_set(e, ERR_TERMINAL,
		    "终端类型 TERM=%.40s 不能定位光标, 画不出全屏界面: 请改用 xterm-256color, "
		    "linux 或 vt220",
		    name);
	return ERR_OK;
}
