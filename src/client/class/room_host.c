/* The trainer's side of a room: lets trainees in by a name that nobody has yet, passes on what they say, sends them what the
 * trainer tells, and puts together the screen of the one who is watched.
 *
 * Invariants: nothing is passed on of who has not said who he is; a record that is damaged, or not a trainee's to say, ends
 * the connection; of a slow or silent one only his own place suffers. */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "client/ui/canvas_diff.h"
#include "room_p.h"

#define HELLO_MS     5000
#define RECORDS_TURN 64 /* of one trainee, then it is the next one's turn */

/* ---- who is there ---- */

static struct peer *
find(struct room *r, int id)
{
	for (int i = 0; i < r->n; i++)
		if (r->peers[i].id == id && r->peers[i].in)
			return &r->peers[i];
	return NULL;
}

static bool
has_name(const struct room *r, const char *name)
{
	for (int i = 0; i < r->n; i++)
		if (r->peers[i].in && strcmp(r->peers[i].name, name) == 0)
			return true;
	return false;
}

static int
in_class(const struct room *r)
{
	int n = 0;

	for (int i = 0; i < r->n; i++)
		n += r->peers[i].in;
	return n;
}

/* The second of a name is "小陈2": he can say so himself when he comes again, and nobody else is it then. false: nobody
 * has that name yet. */
static bool
name_apart(const struct room *r, const char *wanted, char out[ROOM_NAME + 1])
{
	const char *base = wanted[0] != '\0' ? wanted : "学员";

	(void)str_copy(out, ROOM_NAME + 1, base);
	if (!has_name(r, out))
		return false;
	for (int i = 2; has_name(r, out); i++) {
		char number[8];
		const int tail = snprintf(number, sizeof(number), "%d", i % 1000);

		(void)str_copy(out, (size_t)(ROOM_NAME + 1 - tail), base);
		memcpy(out + strlen(out), number, (size_t)tail + 1);
	}
	return true;
}

static void
leave(struct room *r, int i, const char *why)
{
	struct peer *p = &r->peers[i];

	if (p->in) {
		if (r->watching == p->id)
			r->watching = 0;
		room_say(r, ROOM_GONE, p, why, NULL);
	}
	peer_close(p);
	memmove(p, p + 1, (size_t)(r->n - i - 1) * sizeof(*p));
	r->n--;
}

/* ---- coming in ---- */

static bool
refuse(struct peer *p, const char *why)
{
	struct room_record *no = room_words(ROOM_REFUSED, ROOM_VERSION, why);

	if (no != NULL)
		(void)peer_say(p, no);
	class_room_record_free(no);
	(void)peer_flush(p);
	return false;
}

static bool
welcome(struct room *r, struct peer *p, const struct room_record *hello)
{
	struct room_record *yes;
	char why[160];
	bool said, twice;

	if (hello->kind != ROOM_HELLO)
		return false;
	if (hello->n[0] != ROOM_VERSION) {
		(void)snprintf(why, sizeof(why),
		    "课堂的版本不同: 教员 %d, 这里 %u。教员和学员要用同一个版本的 hotseat。",
		    ROOM_VERSION, (unsigned)hello->n[0]);
		return refuse(p, why);
	}
	if (in_class(r) >= ROOM_MOST) {
		(void)snprintf(why, sizeof(why), "课堂已满 %d 人。", ROOM_MOST);
		return refuse(p, why);
	}
	twice = name_apart(r, hello->text[0], p->name);
	p->in = true;
	yes = room_words(ROOM_WELCOME, ROOM_VERSION, r->name);
	said = yes != NULL && class_room_record_text(yes, 1, p->name) && peer_say(p, yes);
	class_room_record_free(yes);
	if (said)
		room_say(r, ROOM_CAME, p, twice ? hello->text[0] : "", NULL);
	else
		p->in = false;
	return said;
}

static void
open_door(struct room *r, int listens, int64_t now)
{
	for (;;) {
		const int fd = accept4(listens, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

		if (fd < 0)
			return;
		if (r->n == ROOM_MOST + ROOM_DOOR || !room_place_is_ours(fd)) {
			close(fd);
			continue;
		}
		peer_init(&r->peers[r->n], fd, now + HELLO_MS);
		r->peers[r->n++].id = ++r->last_id;
	}
}

/* ---- what they say ---- */

static bool
see(struct room *r, const struct peer *p, const struct room_record *frame)
{
	if (r->watching != p->id)
		return true; /* was on its way */
	if (!canvas_diff_read(&r->seen, frame->text[0], frame->len[0]))
		return false;
	room_film_put(&r->film, &r->seen);
	if (!atomic_exchange(&r->pictured, true))
		room_say(r, ROOM_PICTURE, p, "", NULL);
	return true;
}

/* false: he has to go. Takes ${record}. */
static bool
heard(struct room *r, struct peer *p, struct room_record *record)
{
	bool good;

	switch (record->kind) {
	case ROOM_STATE:
	case ROOM_RESULT:
	case ROOM_SENT:
	case ROOM_DISPUTE:
	case ROOM_HEARD:
	case ROOM_NOTE:
		if (p->in) {
			room_say(r, ROOM_TOLD, p, "", record);
			return true;
		}
		good = false;
		break;
	case ROOM_PIECE:
		good = p->in && room_fetched(r, p, record);
		break;
	case ROOM_FRAME:
		good = p->in && see(r, p, record);
		break;
	default:
		good = !p->in && welcome(r, p, record);
		break;
	}
	class_room_record_free(record);
	return good;
}

/* NULL: he stays. */
static const char *
listen_to(struct room *r, struct peer *p)
{
	struct room_record *record;
	const bool here = peer_hear(p);
	int got = 1;

	for (int i = 0; i < RECORDS_TURN && (got = peer_next(p, &record)) == 1; i++)
		if (!heard(r, p, record))
			return "说的话看不懂, 已断开";
	if (got < 0)
		return "说的话看不懂, 已断开";
	p->more = got == 1;
	return here || p->more ? NULL : "";
}

/* ---- turns ---- */

int
room_host_fds(struct room *r, struct pollfd *fds)
{
	int n = 0;

	for (int i = 0; i < 2; i++)
		fds[n++] = (struct pollfd){ .fd = r->listens[i], .events = POLLIN };
	for (int i = 0; i < r->n; i++)
		fds[n++] = (struct pollfd){ .fd = r->peers[i].fd,
			.events = (short)(POLLIN | (peer_waits(&r->peers[i]) > 0 ? POLLOUT : 0)) };
	return n;
}

int
room_host_wait(const struct room *r, int64_t now)
{
	int64_t ms = -1;

	for (int i = 0; i < r->n; i++) {
		const int64_t left = r->peers[i].until - now;

		if (r->peers[i].more)
			return 0;
		if (!r->peers[i].in && (ms < 0 || left < ms))
			ms = left > 0 ? left : 0;
	}
	return (int)ms;
}

void
room_host_turn(struct room *r, const struct pollfd *fds, int n, int64_t now)
{
	for (int i = n - 3; i >= 0; i--) { /* from behind: who leaves moves those behind him */
		struct peer *p = &r->peers[i];
		const char *why = NULL;

		if (p->more || (fds[i + 2].revents & (POLLIN | POLLHUP | POLLERR)) != 0)
			why = listen_to(r, p);
		if (why == NULL && (!peer_flush(p) || (!p->in && now >= p->until)))
			why = "";
		if (why != NULL)
			leave(r, i, why);
	}
	for (int i = 0; i < 2; i++)
		if (r->listens[i] >= 0 && (fds[i].revents & POLLIN) != 0)
			open_door(r, r->listens[i], now);
}

static void
watch(struct room *r, struct peer *p, const struct room_record *record)
{
	struct peer *before = find(r, r->watching);
	const struct room_record off = { .kind = ROOM_WATCH };

	if (before != NULL && before != p) {
		(void)peer_say(before, &off);
		(void)peer_flush(before);
	}
	r->watching = record->n[0] != 0 ? p->id : 0;
	canvas_free(&r->seen);
	r->seen = (struct canvas){ 0 };
}

void
room_host_told(struct room *r, int peer, const struct room_record *record)
{
	for (int i = 0; i < r->n; i++) {
		struct peer *p = &r->peers[i];

		if (!p->in || (peer != 0 && p->id != peer))
			continue;
		if (record->kind == ROOM_WATCH)
			watch(r, p, record);
		if (record->kind == ROOM_WANT) {
			room_fetch(r, p, record->text[0]);
			(void)peer_flush(p);
			continue;
		}
		(void)peer_say(p, record); /* behind too far: he goes at the next turn */
		(void)peer_flush(p);
	}
}
