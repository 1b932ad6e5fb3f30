#ifndef TESTS_LIB_NETROOM_H
#define TESTS_LIB_NETROOM_H

#include <stdbool.h>
#include <stddef.h>

/* A network of a test's own: the test and all it starts see one interface, over which every packet goes, to this machine and to
 * anywhere else, and the kernel counts them. As root, and as anybody where people may have name spaces of their own
 * (Debian 12 as it comes). Whatever fails after it was entered ends the test program. */

/** netroom_enter(address, why, size): from now on; ${address} is one more of this machine. false with the reason: this machine
 * does not let its people have one. */
bool netroom_enter(const char *address, char *why, size_t size);
/** netroom_packets(): that went out on any interface since. */
long long netroom_packets(void);
/** netroom_listen(address, port): a socket that accepts there; netroom_heard(fd): did anybody knock since it was asked last? */
int netroom_listen(const char *address, int port);
bool netroom_heard(int fd);
/** netroom_knock(address): one datagram to it. */
void netroom_knock(const char *address);

#endif
