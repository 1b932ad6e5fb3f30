#ifndef SERVER_SETTINGS_H
#define SERVER_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/conf.h"

/* hotseatd's options: rows of one table each for what may also stand in the settings file and for what is said on the
 * command line only. */
struct settings {
	/* settings file or command line */
	char data[512], listen[1024], key_file[512], log[512], log_level[16], kpi_weights[16];
	long long window_days, io_threads, connections, per_address, password_threads, clock_s;
	/* command line only */
	char config[512], city[512], from[512], to[512], job_no[16], name[64], roles[160], unit[16],
	    seat[8], kind[24], since[16], month[16], day[16], by[16], as_of[16], seed[24];
	long long count, calls;
	long long until_eof;
	bool is_private, save, json, csv, password_stdin, dry_run, replace, draft;
};

extern const struct option settings_file[];
extern const size_t settings_file_count;
extern const struct option settings_line[];
extern const size_t settings_line_count;

struct command; /* command.h */
/** settings_parse(cmd, argc, argv, s, e): defaults, then the settings file, then the arguments after the command's name.
 * ERR_CONFIG with a sentence. */
enum err_code
settings_parse(const struct command *cmd, int argc, char **argv, struct settings *s, struct err *e);
/** settings_flag(row, out): "--key-file". */
const char *settings_flag(const struct option *row, char out[32]);

#endif
