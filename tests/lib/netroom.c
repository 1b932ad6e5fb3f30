/* A network name space of the test's own. Its only interface is the loopback; the way to everywhere leads over it, so that a
 * packet to whomever is one that the kernel has counted there. */
#include "netroom.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <net/route.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define SENT_PACKETS 10 /* its place in the row of an interface */

static void
must(bool ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "netroom: %s: %s\n", what, strerror(errno));
	abort();
}

static void
say_to(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	must(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text), path);
	close(fd);
}

/* The same person in there as out here, so that files are still one's own. */
static void
same_person(uid_t uid, gid_t gid)
{
	char map[64];

	say_to("/proc/self/setgroups", "deny");
	(void)snprintf(map, sizeof(map), "%u %u 1", (unsigned)uid, (unsigned)uid);
	say_to("/proc/self/uid_map", map);
	(void)snprintf(map, sizeof(map), "%u %u 1", (unsigned)gid, (unsigned)gid);
	say_to("/proc/self/gid_map", map);
}

static struct sockaddr_in
place(const char *address, int port)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };

	must(inet_pton(AF_INET, address, &a.sin_addr) == 1, address);
	return a;
}

static void
set_address(int fd, struct ifreq *r, unsigned long what, const char *address)
{
	const struct sockaddr_in a = place(address, 0);

	memcpy(&r->ifr_addr, &a, sizeof(a));
	must(ioctl(fd, what, r) == 0, address);
}

static void
lay(const char *address)
{
	struct sockaddr_in anywhere = { .sin_family = AF_INET };
	char name[] = "lo";
	struct rtentry way = { .rt_flags = RTF_UP, .rt_dev = name };
	struct ifreq r = { .ifr_name = "lo" };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	must(fd >= 0 && ioctl(fd, SIOCGIFFLAGS, &r) == 0, "lo");
	r.ifr_flags |= IFF_UP;
	must(ioctl(fd, SIOCSIFFLAGS, &r) == 0, "lo up");
	(void)snprintf(r.ifr_name, sizeof(r.ifr_name), "lo:1");
	set_address(fd, &r, SIOCSIFADDR, address);
	set_address(fd, &r, SIOCSIFNETMASK, "255.255.255.255");
	memcpy(&way.rt_dst, &anywhere, sizeof(anywhere));
	memcpy(&way.rt_genmask, &anywhere, sizeof(anywhere));
	must(ioctl(fd, SIOCADDRT, &way) == 0, "a way to everywhere");
	close(fd);
}

bool
netroom_enter(const char *address, char *why, size_t size)
{
	const uid_t uid = getuid();
	const gid_t gid = getgid();

	if (unshare(CLONE_NEWNET) != 0) {
		if (unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0) {
			(void)snprintf(why, size, "no network name space of one's own here: %s",
			    strerror(errno));
			return false;
		}
		same_person(uid, gid);
	}
	lay(address);
	return true;
}

long long
netroom_packets(void)
{
	FILE *f = fopen("/proc/self/net/dev", "re");
	char line[512];
	long long all = 0;

	must(f != NULL, "/proc/self/net/dev");
	while (fgets(line, sizeof(line), f) != NULL) {
		char *at = strchr(line, ':');
		long long number = 0;

		if (at == NULL)
			continue; /* the heads */
		at++;
		for (int i = 0; i < SENT_PACKETS; i++)
			number = strtoll(at, &at, 10);
		all += number;
	}
	fclose(f);
	return all;
}

int
netroom_listen(const char *address, int port)
{
	const struct sockaddr_in a = place(address, port);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), yes = 1;

	must(fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes)) == 0 &&
		 bind(fd, (const struct sockaddr *)&a, sizeof(a)) == 0 && listen(fd, 16) == 0,
	    "listening");
	return fd;
}

bool
netroom_heard(int fd)
{
	bool any = false;

	for (int to; (to = accept4(fd, NULL, NULL, SOCK_CLOEXEC)) >= 0; any = true)
		close(to);
	return any;
}

void
netroom_knock(const char *address)
{
	const struct sockaddr_in a = place(address, 9);
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	must(
	    fd >= 0 && sendto(fd, "?", 1, 0, (const struct sockaddr *)&a, sizeof(a)) == 1, address);
	close(fd);
}
