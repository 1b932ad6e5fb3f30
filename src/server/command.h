#ifndef SERVER_COMMAND_H
#define SERVER_COMMAND_H

#include <stdbool.h>

#include "settings.h"

#define HOTSEATD_VERSION "0.1"

/* What hotseatd can be told to do: one row a command, one file each (cmd_*.c). */
struct command {
	const char *name;       /* "user add" */
	const char *takes;      /* option names, apart by blanks */
	const char *must;       /* those that may not be empty */
	const char *operand;    /* the option that stands without its name; NULL none */
	const char *operand_is; /* what it is, for help: 目录 */
	const char *does;
	int (*run)(const struct settings *s); /* the exit code */
};

/* Exit codes: done; it did not work (said on standard error); the command line is wrong. */
enum { EXIT_DONE, EXIT_FAILED, EXIT_USAGE };

extern const struct command cmd_init, cmd_run, cmd_verify, cmd_backup, cmd_check_city, cmd_user_add,
    cmd_user_list, cmd_user_passwd, cmd_device_add, cmd_device_list, cmd_device_revoke,
    cmd_show_config, cmd_report_kpi, cmd_report_calls, cmd_qa_draw, cmd_records, cmd_notices,
    cmd_import_articles, cmd_import_calendar, cmd_import_city, cmd_import_divisions,
    cmd_import_roster, cmd_bulletin_add, cmd_import_protection, cmd_import_visits,
    cmd_train_categories;

bool command_takes(const struct command *cmd, const struct option *row);
/** command_fail(e): say what went wrong; EXIT_FAILED. */
int command_fail(const struct err *e);

#endif
