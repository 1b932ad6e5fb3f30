#ifndef CLIENT_CMD_CMD_H
#define CLIENT_CMD_CMD_H

#include <stdbool.h>

#include "base/str.h"

/* The seat without a screen: the same engine, for scripts and for the line that is not a terminal. One command a file,
 * one line in the table of cmd.c. Results on stdout (--json: one JSON value), errors in Chinese on stderr with what to do. */

struct cmd_env {
	const char *data_dir;
	const char *const *servers;
	int n_servers;
	bool is_private;   /* our own centre: no password */
	const char *user;  /* job number to work as */
	bool user_given;   /* it was named on the command line */
	const char *share; /* the directory with conf/ */
	/* Looks after our own centre, time and again while it is waited for; NULL: there is none. */
	void (*tend)(void *arg);
	void *tend_arg;
};

enum cmd_exit {
	CMD_OK = 0,
	CMD_FAILED = 1,
	CMD_USAGE = 2,
	CMD_LATER =
	    3 /* another hotseat has the data, or the centre cannot be reached and work waits */
};

/** cmd_run(env, argc, argv): the command and its words, as they follow the options of the program; the exit status.
 * With a real centre the password comes from $HOTSEAT_PASSWORD, or is asked for on the terminal. */
int cmd_run(const struct cmd_env *env, int argc, char **argv);
/** cmd_is_alone(argc, argv): a command that wants no data and no centre: of ${env} only ${share} is looked at. */
bool cmd_is_alone(int argc, char *const *argv);
/** cmd_help(out): a line a command, for --help. */
void cmd_help(struct str *out);
/** cmd_help_of(argc, argv, out): when --help or -h follows a command, how that one is used (a noun alone: all its verbs),
 * into the empty ${out}; false when nobody asks or there is no such command. */
bool cmd_help_of(int argc, char *const *argv, struct str *out);

#endif
