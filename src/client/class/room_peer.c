/* One connection of a room: bytes in and out, nothing of what they mean. Never blocks; what waits to go out is bounded, and
 * so is what is read at once, so that one talker does not keep the others waiting. */
#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include "room_p.h"

#define READ_BYTES 65536
#define READ_TURNS 16
#define HELLO_MOST 512 /* from somebody who has not said who he is */
#define SAYS_MOST \
	(2 << 20) /* two lessons' worth and a whole screen: a peer behind that far is gone */

void
peer_init(struct peer *p, int fd, int64_t until)
{
	*p = (struct peer){ .fd = fd, .until = until };
}

void
peer_close(struct peer *p)
{
	if (p->fd >= 0)
		close(p->fd);
	str_free(&p->heard);
	str_free(&p->says);
	*p = (struct peer){ .fd = -1 };
}

bool
peer_hear(struct peer *p)
{
	for (int i = 0; i < READ_TURNS; i++) {
		char bytes[READ_BYTES];
		const ssize_t n = recv(p->fd, bytes, sizeof(bytes), MSG_DONTWAIT);

		if (n < 0)
			return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
		if (n == 0)
			return false;
		str_add_n(&p->heard, bytes, (size_t)n);
		if (p->heard.bad || (!p->in && p->heard.len > HELLO_MOST))
			return false;
		if ((size_t)n < sizeof(bytes))
			return true;
	}
	return true;
}

int
peer_next(struct peer *p, struct room_record **out)
{
	size_t used = 0;
	const int got = class_room_record_read(str_c(&p->heard), p->heard.len, out, &used);

	if (got == 1)
		str_splice(&p->heard, 0, used, "", 0);
	return got;
}

bool
peer_say(struct peer *p, const struct room_record *r)
{
	p->lost = p->lost || peer_waits(p) > SAYS_MOST;
	if (p->lost)
		return false;
	class_room_record_write(r, &p->says);
	return !p->says.bad;
}

bool
peer_flush(struct peer *p)
{
	if (p->lost || p->says.bad)
		return false;
	while (p->said < p->says.len) {
		const ssize_t n = send(
		    p->fd, p->says.s + p->said, p->says.len - p->said, MSG_DONTWAIT | MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno == EAGAIN || errno == EWOULDBLOCK || errno == ENOTCONN;
		p->said += (size_t)n;
	}
	str_reset(&p->says);
	p->said = 0;
	return true;
}

size_t
peer_waits(const struct peer *p)
{
	return p->says.len - p->said;
}
