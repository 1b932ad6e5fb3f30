/* hotseatd run: the centre itself. */
#include <errno.h>
#include <string.h>

#include "base/log.h"
#include "command.h"
#include "serve.h"

static enum log_level
level_of(const char *name)
{
	static const char *const names[] = { "error", "warn", "info", "debug" };

	for (int i = 0; i < 4; i++)
		if (strcmp(names[i], name) == 0)
			return (enum log_level)i;
	return LOG_LEVEL_INFO;
}

static int
run(const struct settings *s)
{
	struct err e = { 0 };
	int rc;

	if (log_open(s->log[0] != '\0' ? s->log : NULL, level_of(s->log_level)) != 0) {
		err_sys(&e, ERR_IO, errno, "不能写日志 %s: %s", s->log, strerror(errno));
		return command_fail(&e);
	}
	rc = serve_run(s, &e) == ERR_OK ? EXIT_DONE : command_fail(&e);
	log_close();
	return rc;
}

const struct command cmd_run = {
	.name = "run",
	.takes = "data listen key_file private until_eof config log log_level window_days "
		 "io_threads connections "
		 "per_address password_threads clock_s",
	.does = "运行中心, 直到收到 SIGTERM",
	.run = run,
};
