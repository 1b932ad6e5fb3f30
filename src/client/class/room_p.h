#ifndef CLIENT_CLASS_ROOM_P_H
#define CLIENT_CLASS_ROOM_P_H

#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>

#include "base/limits.h"
#include "base/queue.h"
#include "client/class/back.h"
#include "client/class/owed.h"
#include "client/class/room.h"

/* ---- room_place.c: where a class is ---- */

struct room_place {
	int port; /* of 127.0.0.1; 0: the socket */
	char path[LIMIT_SOCKET_PATH + 1];
};
/** room_place_of(text, out, e): what stands behind --join. room_place_of_class(name, out, e): the socket of a class of this
 * user, its directory made and looked at. */
enum err_code room_place_of(const char *text, struct room_place *out, struct err *e);
enum err_code room_place_of_class(const char *name, struct room_place *out, struct err *e);
/** room_place_listen(p, fd, e): ERR_LOCKED when somebody listens there. room_place_reach(p): a descriptor on its way to being
 * connected, -1 when nobody is there. Neither waits. room_place_is_ours(fd): by whom is the other end held? Of a
 * loopback address nobody can tell. */
enum err_code room_place_listen(const struct room_place *p, int *fd, struct err *e);
int room_place_reach(const struct room_place *p);
bool room_place_is_ours(int fd);
/** room_place_others(p, out, size): the classes of this user that are open now but for that one, "一班、二班"; "" none. */
void room_place_others(const struct room_place *p, char *out, size_t size);

/* ---- room_film.c: the newest picture from one thread to another, neither ever waits ---- */

struct room_film {
	struct canvas c[3]; /* one with the writer, one with the reader, one between them */
	int back, front;
	atomic_int middle;
};
void room_film_init(struct room_film *f);
void room_film_free(struct room_film *f);
/** room_film_put(f, c): the writer's. room_film_take(f): the reader's: the newest since the last one taken, his until the
 * next; NULL nothing new. */
void room_film_put(struct room_film *f, const struct canvas *c);
const struct canvas *room_film_take(struct room_film *f);

/* ---- room_peer.c: one connection ---- */

struct peer {
	int fd, id;
	bool in;         /* of a host: has said who he is. Of a trainee: is welcome */
	bool lost, more; /* behind too far; has said more than was looked at */
	int64_t until;   /* not in by then: goes */
	bool resumed;    /* of a tape a part was there */
	char name[ROOM_NAME + 1];
	char tape[160]; /* of a host: that is being fetched from him, "" none … */
	uint32_t got;   /* … and how much of it there is */
	struct str heard, says;
	size_t said; /* of says, gone already */
};
void peer_init(struct peer *p, int fd, int64_t until);
void peer_close(struct peer *p);
/** peer_hear(p): reads what is there; false: he is gone. peer_next(p, out): a record of it, as room_record_read. */
bool peer_hear(struct peer *p);
int peer_next(struct peer *p, struct room_record **out);
/** peer_say(p, r): to be sent; false: too much waits. peer_flush(p): as much as goes; false: he is gone. peer_waits(p): bytes
 * that do not go yet. */
bool peer_say(struct peer *p, const struct room_record *r);
bool peer_flush(struct peer *p);
size_t peer_waits(const struct peer *p);

/* ---- the room ---- */

#define ROOM_DOOR 8 /* who stands in the door, not in class yet */
#define ROOM_FDS  (ROOM_MOST + ROOM_DOOR + 3)

struct room_told { /* by the screen's thread */
	int peer;
	struct room_record *record;
};
struct room {
	bool host, started;
	char name[ROOM_NAME + 1]; /* the class; of a trainee: his own */
	char text[LIMIT_SOCKET_PATH + 32];
	char dir[512]; /* of the results; "" none are brought or kept */
	struct room_place place;
	pthread_t thread;
	struct queue *told, *news;
	atomic_bool watched, pictured; /* pictured: ROOM_PICTURE is on its way */
	struct room_film film;
	/* the room's thread alone */
	struct canvas seen; /* host: of the watched one; trainee: what was sent last */
	int listens[2];
	struct peer *peers; /* host: ROOM_MOST + ROOM_DOOR; trainee: one */
	int n, last_id, watching;
	int64_t again_at, shown_at; /* trainee: the next try; the last frame */
	bool missed;                /* trainee: it was said that nobody holds the class … */
	char others[160];           /* … and which ones were open then, looked for again … */
	int64_t others_at;          /* … from then on */
	/* trainee: what is owed to the class (room_bring.c) */
	char class_name[ROOM_NAME + 1];
	struct owed flying; /* has been told, and it is not known yet whether the class has it */
	bool flies;
	int put_off;             /* so many the class did not have room for now */
	char reviewed[BACK_KEY]; /* of what a trainer said of a lesson: what was told on last */
};

/** room.c: a piece of news to the screen's thread; takes ${record}. */
void room_say(struct room *r, enum room_news_kind kind, const struct peer *p, const char *text,
    struct room_record *record);
/** room_words(kind, version, text): a record of one text. */
struct room_record *room_words(enum room_kind kind, uint32_t version, const char *text);

/** room_bring(r, p): the next thing that is owed, unless one is on its way; room_bring_anew(r): from the first. room_brought(r, p,
 * kept): the class has it, or not now. room_give_piece(r, p, want): of a tape; false: too much waits. */
void room_bring(struct room *r, struct peer *p);
void room_bring_anew(struct room *r);
void room_brought(struct room *r, struct peer *p, const struct room_record *kept);
bool room_give_piece(struct room *r, struct peer *p, const struct room_record *want);
/** room_fetch(r, p, tape): from that trainee; ROOM_TAPE is said at its end. room_fetched(r, p, piece): false: nobody asked for it. */
void room_fetch(struct room *r, struct peer *p, const char *tape);
bool room_fetched(struct room *r, struct peer *p, const struct room_record *piece);

/* Turns of the two: descriptors to wait for, ms to wait (-1 for ever), what is done then; what the screen's thread told. */
int room_host_fds(struct room *r, struct pollfd *fds);
int room_host_wait(const struct room *r, int64_t now);
void room_host_turn(struct room *r, const struct pollfd *fds, int n, int64_t now);
void room_host_told(struct room *r, int peer, const struct room_record *record);
int room_join_fds(struct room *r, struct pollfd *fds);
int room_join_wait(const struct room *r, int64_t now);
void room_join_turn(struct room *r, const struct pollfd *fds, int n, int64_t now);
void room_join_told(struct room *r, const struct room_record *record);

/** class_room_record_bytes(r, i, p, n): as room_record_text, of any bytes; false also when they are too many for its kind. */
bool class_room_record_bytes(struct room_record *r, int i, const char *p, size_t n);

#endif
