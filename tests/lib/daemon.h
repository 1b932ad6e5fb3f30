#ifndef TESTS_LIB_DAEMON_H
#define TESTS_LIB_DAEMON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/secret.h"
#include "tmpdir.h"

/* The real hotseatd of $HOTSEAT_BIN as a process of its own, for tests that kill it. Whatever fails ends the program. */

struct daemon {
	char data[TMPDIR_PATHS];        /* its data directory */
	char key[TMPDIR_PATHS];         /* key file */
	char server[TMPDIR_PATHS + 32]; /* "unix:<data>/centre.sock": what a client is told */
	bool is_private;
	pid_t pid; /* 0 while it does not run */
};

/** daemon_bin(name, out): "$HOTSEAT_BIN/name". daemon_share(name, out): "$HOTSEAT_SHARE/name". */
const char *daemon_bin(const char *name, char out[512]);
const char *daemon_share(const char *name, char out[512]);
/** daemon_command(argv, input): run a program with ${input} on its standard input (NULL: none); its exit code. What it
 * says goes to standard error. */
int daemon_command(const char *const *argv, const char *input);

/** daemon_init(d, root, is_private): a centre of the sample city in "root/centre". */
void daemon_init(struct daemon *d, const char *root, bool is_private);
/** daemon_launch(d, option, value): run it, with one further option or NULL; daemon_start: and wait until it accepts. */
void daemon_launch(struct daemon *d, const char *option, const char *value);
void daemon_start(struct daemon *d, const char *option, const char *value);
/** daemon_free_port(): of this machine, that nobody listens on now. */
int daemon_free_port(void);
/** daemon_kill(d): kill -9, and wait for its end. daemon_stop(d): SIGTERM; its exit code, 128 + n of a signal. */
void daemon_kill(struct daemon *d);
int daemon_stop(struct daemon *d);
/** daemon_verify(d): exit code of hotseatd verify. daemon_password(d, job_no, password): hotseatd user passwd. */
int daemon_verify(const struct daemon *d);
int daemon_password(const struct daemon *d, const char *job_no, const char *password);
/** daemon_key(d, key): the centre's key, to look into its store with. */
void daemon_key(const struct daemon *d, uint8_t key[SECRET_KEY_BYTES]);

#endif
