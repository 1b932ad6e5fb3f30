/* The room: its thread, and the doors between it and the screen's thread: two bounded queues, the newest picture, and one
 * word that says whether somebody watches. What the two sides do with it: room_host.c, room_join.c.
 *
 * Invariants: the screen's thread touches no socket and takes no lock but the queues'; the room's thread blocks in one
 * poll, and in handing over news to a screen that has fallen far behind. */
#include "client/class/room.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "client/ui/canvas_diff.h"
#include "room_p.h"

#define TOLD_MOST 256
#define NEWS_MOST 256
#define LEAVE_MS  500 /* what is said last still goes */

/* ---- the thread ---- */

static void
take_told(struct room *r)
{
	struct room_told *t;

	while ((t = queue_pop(r->told)) != NULL) {
		if (r->host)
			room_host_told(r, t->peer, t->record);
		else
			room_join_told(r, t->record);
		class_room_record_free(t->record);
		free(t);
	}
}

static bool
has_to_say(const struct room *r)
{
	for (int i = 0; i < r->n; i++)
		if (r->peers[i].in && peer_waits(&r->peers[i]) > 0)
			return true;
	return false;
}

static void
turn(struct room *r, int most_ms)
{
	struct pollfd fds[ROOM_FDS + 1] = { { .fd = queue_fd(r->told), .events = POLLIN } };
	const int64_t now = clock_mono_ms();
	int n = 1, ms;

	n += r->host ? room_host_fds(r, fds + 1) : room_join_fds(r, fds + 1);
	ms = r->host ? room_host_wait(r, now) : room_join_wait(r, now);
	if (most_ms >= 0 && (ms < 0 || ms > most_ms)) {
		ms = most_ms;
		fds[0].fd = -1; /* closed: it would wake for ever */
	}
	if (poll(fds, (nfds_t)n, ms) < 0)
		return;
	take_told(r);
	if (r->host)
		room_host_turn(r, fds + 1, n - 1, clock_mono_ms());
	else
		room_join_turn(r, fds + 1, n - 1, clock_mono_ms());
}

static void *
run(void *arg)
{
	struct room *r = arg;
	int64_t until;

	while (!queue_done(r->told))
		turn(r, -1);
	until = clock_mono_ms() + LEAVE_MS;
	while (has_to_say(r) && clock_mono_ms() < until)
		turn(r, 20);
	return NULL;
}

/* ---- making and ending one ---- */

static enum err_code
start(struct room *r, struct err *e)
{
	r->told = queue_new(TOLD_MOST);
	r->news = queue_new(NEWS_MOST);
	r->peers = calloc(ROOM_MOST + ROOM_DOOR, sizeof(*r->peers));
	if (r->told == NULL || r->news == NULL || r->peers == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	if (pthread_create(&r->thread, NULL, run, r) != 0)
		return err_set(e, ERR_NO_MEMORY, "课堂的线程起不来。");
	r->started = true;
	return ERR_OK;
}

static struct room *
make(bool host, const char *name, const char *dir)
{
	struct room *r = calloc(1, sizeof(*r));

	if (r == NULL)
		return NULL;
	r->host = host;
	r->listens[0] = r->listens[1] = -1;
	(void)str_copy(r->name, sizeof(r->name), name);
	(void)str_copy(r->dir, sizeof(r->dir), dir);
	room_film_init(&r->film);
	return r;
}

enum err_code
class_room_host(const char *name, int port, const char *dir, struct room **out, struct err *e)
{
	struct room *r = make(true, name, dir);
	enum err_code rc;

	*out = NULL;
	if (r == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	rc = room_place_of_class(name, &r->place, e);
	if (rc == ERR_OK)
		rc = room_place_listen(&r->place, &r->listens[0], e);
	if (rc == ERR_OK && port != 0)
		rc = room_place_listen(&(struct room_place){ .port = port }, &r->listens[1], e);
	if (rc == ERR_OK) {
		if (port != 0)
			(void)snprintf(r->text, sizeof(r->text), "%s 或 127.0.0.1:%d", name, port);
		else
			(void)str_copy(r->text, sizeof(r->text), name);
		rc = start(r, e);
	}
	if (rc != ERR_OK) {
		class_room_close(r);
		return rc;
	}
	*out = r;
	return ERR_OK;
}

enum err_code
class_room_join(
    const char *place, const char *who, const char *dir, struct room **out, struct err *e)
{
	struct room *r = make(false, who, dir);
	enum err_code rc;

	*out = NULL;
	if (r == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	(void)str_copy(r->text, sizeof(r->text), place);
	rc = room_place_of(place, &r->place, e);
	if (rc == ERR_OK)
		rc = start(r, e);
	if (rc != ERR_OK) {
		class_room_close(r);
		return rc;
	}
	*out = r;
	return ERR_OK;
}

static void
drop_queues(struct room *r)
{
	struct room_told *t;
	struct room_news *n;

	while (r->told != NULL && (t = queue_pop(r->told)) != NULL) {
		class_room_record_free(t->record);
		free(t);
	}
	while (r->news != NULL && (n = queue_pop(r->news)) != NULL)
		class_room_news_free(n);
	queue_free(r->told);
	queue_free(r->news);
}

void
class_room_close(struct room *r)
{
	if (r == NULL)
		return;
	if (r->news != NULL)
		queue_close(r->news); /* whom it waits for does not listen any more */
	if (r->told != NULL)
		queue_close(r->told);
	if (r->started)
		pthread_join(r->thread, NULL);
	for (int i = 0; i < r->n; i++)
		peer_close(&r->peers[i]);
	for (int i = 0; i < 2; i++)
		if (r->listens[i] >= 0)
			close(r->listens[i]);
	if (r->host && r->listens[0] >= 0)
		(void)unlink(r->place.path);
	drop_queues(r);
	free(r->peers);
	room_film_free(&r->film);
	canvas_free(&r->seen);
	free(r);
}

/* ---- between the threads ---- */

bool
class_room_is_host(const struct room *r)
{
	return r->host;
}

const char *
class_room_name(const struct room *r)
{
	return r->name;
}

const char *
class_room_place(const struct room *r)
{
	return r->text;
}

void
room_say(struct room *r, enum room_news_kind kind, const struct peer *p, const char *text,
    struct room_record *record)
{
	struct room_news *n = calloc(1, sizeof(*n));

	if (n == NULL) {
		class_room_record_free(record);
		return;
	}
	n->kind = kind;
	n->peer = p != NULL ? p->id : 0;
	(void)str_copy(n->name, sizeof(n->name), p != NULL ? p->name : "");
	(void)str_copy(n->text, sizeof(n->text), text);
	n->record = record;
	if (!queue_push_wait(r->news, n))
		class_room_news_free(n);
}

struct room_record *
room_words(enum room_kind kind, uint32_t version, const char *text)
{
	struct room_record *r = class_room_record_new(kind);

	if (r == NULL)
		return NULL;
	r->n[0] = version;
	if (class_room_record_text(r, 0, text))
		return r;
	class_room_record_free(r);
	return NULL;
}

struct room_news *
class_room_news(struct room *r)
{
	return queue_pop(r->news);
}

void
class_room_news_free(struct room_news *n)
{
	if (n == NULL)
		return;
	class_room_record_free(n->record);
	free(n);
}

int
class_room_fd(const struct room *r)
{
	return queue_fd(r->news);
}

bool
class_room_tell(struct room *r, int peer, struct room_record *record)
{
	struct room_told *t = record != NULL ? malloc(sizeof(*t)) : NULL;

	if (t != NULL) {
		*t = (struct room_told){ peer, record };
		if (queue_push(r->told, t))
			return true;
	}
	free(t);
	class_room_record_free(record);
	return false;
}

void
class_room_show(struct room *r, const struct canvas *c)
{
	if (atomic_load_explicit(&r->watched, memory_order_relaxed))
		room_film_put(&r->film, c);
}

bool
class_room_is_watched(const struct room *r)
{
	return atomic_load(&r->watched);
}

bool
class_room_picture(struct room *r, struct canvas *c)
{
	const struct canvas *newest;

	atomic_store(&r->pictured, false); /* before it is taken: what comes after is told again */
	newest = room_film_take(&r->film);
	return newest != NULL && canvas_copy(c, newest);
}
