/* A trainee's side of a room: finds the class, again and again until it is there; passes on what the trainer tells; shows
 * his screen while it is watched, as differences, a few times a second and only when what was sent before has gone: a slow
 * console costs pictures, never a key. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "client/ui/canvas_diff.h"
#include "room_p.h"

#define AGAIN_MS   1000
#define REFUSED_MS 10000
#define WELCOME_MS 5000
#define FRAME_MS   100
#define OTHERS_MS  5000

static struct peer *
host_of(struct room *r)
{
	return r->n > 0 ? &r->peers[0] : NULL;
}

/* Nobody holds that class: said once, and again when others are open than then: one of them may be meant. */
static void
miss(struct room *r, int64_t now)
{
	char others[sizeof(r->others)];

	if (r->missed && now < r->others_at)
		return;
	r->others_at = now + OTHERS_MS;
	room_place_others(&r->place, others, sizeof(others));
	if (r->missed && strcmp(others, r->others) == 0)
		return;
	r->missed = true;
	(void)str_copy(r->others, sizeof(r->others), others);
	room_say(r, ROOM_ABSENT, NULL, others, NULL);
}

static void
lose(struct room *r, const char *why, int64_t again_at)
{
	const bool was_in = r->peers[0].in;

	atomic_store(&r->watched, false);
	peer_close(&r->peers[0]);
	r->n = 0;
	r->again_at = again_at;
	if (was_in || why[0] != '\0')
		room_say(r, ROOM_GONE, NULL, why, NULL);
	else
		miss(r, again_at);
}

static void
knock(struct room *r, int64_t now)
{
	const int fd = room_place_reach(&r->place);
	struct room_record *hello;

	r->again_at = now + AGAIN_MS;
	if (fd < 0) {
		miss(r, now);
		return;
	}
	if (!room_place_is_ours(fd)) {
		close(fd);
		miss(r, now);
		return;
	}
	peer_init(&r->peers[0], fd, now + WELCOME_MS);
	r->n = 1;
	hello = room_words(ROOM_HELLO, ROOM_VERSION, r->name);
	if (hello == NULL || !peer_say(&r->peers[0], hello))
		lose(r, "", now + AGAIN_MS);
	class_room_record_free(hello);
}

/* ---- what the trainer says ---- */

static bool
is_let_in(struct room *r, struct peer *p, const struct room_record *yes)
{
	if (p->in || yes->n[0] != ROOM_VERSION)
		return false;
	p->in = true;
	r->missed = false;
	(void)str_copy(p->name, sizeof(p->name), yes->text[1]);
	(void)str_copy(
	    r->name, sizeof(r->name), p->name); /* and so again, should the class come back */
	(void)str_copy(r->class_name, sizeof(r->class_name), yes->text[0]);
	room_say(r, ROOM_CAME, p, yes->text[0], NULL);
	room_bring_anew(r);
	room_bring(r, p);
	return true;
}

static void
be_watched(struct room *r, bool on)
{
	canvas_free(&r->seen);          /* the first one is whole */
	(void)room_film_take(&r->film); /* of an earlier time */
	atomic_store(&r->watched, on);
}

/* What a trainer said of a lesson is kept here, by this thread, before it is answered; what it is the screen's thread says,
 * of one that comes twice once. Takes ${record}; false: too much waits. */
static bool
take_review(struct room *r, struct peer *p, struct room_record *record)
{
	struct room_record *heard = class_room_record_new(ROOM_HEARD);
	char said[ERR_TEXT_BYTES];
	struct err e = { 0 };
	const enum back_took took = back_take(r->dir, r->name, record, said, &e);
	bool told;

	if (heard != NULL)
		heard->n[0] = (uint32_t)took;
	told = heard != NULL && class_room_record_text(heard, 0, record->text[0]) &&
	       class_room_record_text(heard, 1, took == BACK_REFUSED ? e.text : "") &&
	       peer_say(p, heard);
	class_room_record_free(heard);
	if (took == BACK_KEPT && strcmp(r->reviewed, record->text[0]) == 0)
		said[0] = '\0';
	if (took == BACK_KEPT)
		(void)str_copy(r->reviewed, sizeof(r->reviewed), record->text[0]);
	room_say(r, ROOM_TOLD, p, said, record);
	return told;
}

/* false: this is no class of ours. Takes ${record}. */
static bool
heard(struct room *r, struct peer *p, struct room_record *record)
{
	bool good = false;

	if (record->kind == ROOM_WATCH && p->in)
		be_watched(r, record->n[0] != 0);
	switch (record->kind) {
	case ROOM_WELCOME:
		good = is_let_in(r, p, record);
		break;
	case ROOM_KEPT:
		good = p->in;
		if (good)
			room_brought(r, p, record);
		break;
	case ROOM_WANT:
		good = p->in && room_give_piece(r, p, record);
		break;
	case ROOM_REVIEW:
		if (p->in)
			return take_review(r, p, record);
		break;
	case ROOM_WATCH: /* told on, so that there is a painting to show */
	case ROOM_ORDER:
	case ROOM_WHISPER:
	case ROOM_LESSON:
	case ROOM_EXAM:
		if (p->in) {
			room_say(r, ROOM_TOLD, p, "", record);
			return true;
		}
		break;
	default:
		break;
	}
	class_room_record_free(record);
	return good;
}

static void
listen_to(struct room *r, int64_t now)
{
	struct peer *p = &r->peers[0];
	struct room_record *record;
	const bool here = peer_hear(p);
	int got;

	while ((got = peer_next(p, &record)) == 1) {
		if (record->kind == ROOM_REFUSED) {
			lose(r, record->text[0], now + REFUSED_MS);
			class_room_record_free(record);
			return;
		}
		if (!heard(r, p, record)) {
			got = -1;
			break;
		}
	}
	if (got < 0)
		lose(r, "教员那边说的话看不懂, 版本可能不同。", now + REFUSED_MS);
	else if (!here)
		lose(r, "", now + AGAIN_MS);
}

/* ---- the watched screen ---- */

static void
send_frame(struct room *r, struct peer *p, const struct canvas *c)
{
	struct room_record *frame = class_room_record_new(ROOM_FRAME);
	struct str bytes = { 0 };

	canvas_diff_write(&r->seen, c, &bytes);
	if (frame != NULL && !bytes.bad &&
	    class_room_record_bytes(frame, 0, str_c(&bytes), bytes.len) && peer_say(p, frame) &&
	    !canvas_copy(&r->seen, c))
		canvas_free(&r->seen); /* whole the next time */
	class_room_record_free(frame);
	str_free(&bytes);
}

static void
show(struct room *r, struct peer *p, int64_t now)
{
	const struct canvas *c;

	if (!p->in || !class_room_is_watched(r) || now - r->shown_at < FRAME_MS ||
	    peer_waits(p) > 0)
		return;
	r->shown_at = now;
	c = room_film_take(&r->film);
	if (c != NULL && !canvas_same(&r->seen, c))
		send_frame(r, p, c);
}

/* ---- turns ---- */

int
room_join_fds(struct room *r, struct pollfd *fds)
{
	const struct peer *p = host_of(r);

	if (p == NULL)
		return 0;
	fds[0] = (struct pollfd){ .fd = p->fd,
		.events = (short)(POLLIN | (peer_waits(p) > 0 ? POLLOUT : 0)) };
	return 1;
}

int
room_join_wait(const struct room *r, int64_t now)
{
	int64_t at;

	if (r->n == 0)
		at = r->again_at;
	else if (!r->peers[0].in)
		at = r->peers[0].until;
	else if (class_room_is_watched(r) && peer_waits(&r->peers[0]) == 0)
		at = r->shown_at + FRAME_MS; /* looked for: the screen's thread wakes nobody */
	else
		return -1;
	return at > now ? (int)(at - now) : 0;
}

void
room_join_turn(struct room *r, const struct pollfd *fds, int n, int64_t now)
{
	if (n > 0 && r->n > 0 && (fds[0].revents & (POLLIN | POLLHUP | POLLERR)) != 0)
		listen_to(r, now);
	if (r->n == 0) {
		if (now >= r->again_at)
			knock(r, now);
		return;
	}
	show(r, &r->peers[0], now);
	if (!peer_flush(&r->peers[0]) || (!r->peers[0].in && now >= r->peers[0].until))
		lose(r, "", now + AGAIN_MS);
}

/* Told while the class is away: all but what is owed has lost its meaning by the time it is back. */
void
room_join_told(struct room *r, const struct room_record *record)
{
	struct peer *p = host_of(r);

	if (p == NULL || !p->in)
		return;
	if (record->kind == ROOM_RESULT) {
		r->put_off = 0;
		room_bring(r, p);
	} else {
		(void)peer_say(p, record);
	}
}
