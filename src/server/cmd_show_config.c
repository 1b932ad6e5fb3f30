/* hotseatd --show-config: the settings in force, in the form of a settings file. */
#include <stdio.h>

#include "command.h"

static int
run(const struct settings *s)
{
	struct str out = { 0 };

	options_show(settings_file, settings_file_count, s, &out);
	printf("%s", str_c(&out));
	str_free(&out);
	return EXIT_DONE;
}

const struct command cmd_show_config = {
	.name = "--show-config",
	.takes = "data config listen key_file log log_level window_days io_threads connections "
		 "per_address "
		 "password_threads clock_s",
	.does = "显示现行设置",
	.run = run,
};
