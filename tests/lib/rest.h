#ifndef TESTS_LIB_REST_H
#define TESTS_LIB_REST_H

#include <stdbool.h>
#include <sys/types.h>

/** rest_is_at(pid, pty): is the program at rest at the other end of ${pty}: has it read all that was typed, and does every
 * thread of it sleep? One that waits for a processor, or was stopped, is not. true also of one that has ended. What it has asked
 * others for may still come. */
bool rest_is_at(pid_t pid, int pty);

#endif
