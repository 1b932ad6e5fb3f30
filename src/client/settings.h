#ifndef CLIENT_SETTINGS_H
#define CLIENT_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/conf.h"

/* What can be set, one row an option: in the file, and as --name VALUE. */
struct settings {
	char server[1024], data[512], share[512], theme[32], calls[512], phone[640], user[16],
	    enrol[64], lessons[512], trainee[32], robot[84], class_name[32], join[128];
	long long class_port, escdelay, gap, pace, seed, lock_minutes, acw;
	bool low_bandwidth, demo;
	bool user_given; /* on the command line */
};

extern const struct option settings_table[];
extern const size_t settings_count;

/** settings_read(argc, argv, s, rest, e): defaults, then the file, then the command line. Options may
 * also follow the command: ${argv} is put in order. *rest is then the index of the first word of the command, argc when
 * there is none; words there that are no option of ours, --help too, are the command's. *say: 0 go on, 'h' --help, 'v' --version, 'c'
 * --show-config, 'k' --show-keys. ERR_CONFIG with file:line or the option's name. */
enum err_code
settings_read(int argc, char **argv, struct settings *s, int *rest, int *say, struct err *e);
/** settings_help(out): the options, one a line, for --help. */
void settings_help(struct str *out);

#endif
