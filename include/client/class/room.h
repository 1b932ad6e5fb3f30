#ifndef CLIENT_CLASS_ROOM_H
#define CLIENT_CLASS_ROOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "client/ui/canvas.h"

/* The class of several terminals: one trainer's seat is the host, trainees join it over a unix socket or the loopback
 * address of this machine. Each seat keeps its own throw-away centre; the room carries who is there, what lesson, the
 * screen of the one who is watched, the trainer's orders, and the results.
 *
 * The room has a thread of its own: nothing here makes the screen's thread wait, read, or write to a socket. What it says
 * is heard with room_news when room_fd is readable. */

#define ROOM_VERSION     4
#define ROOM_MOST        40         /* trainees: a large classroom */
#define ROOM_TAPE_MOST   (16 << 20) /* bytes of a tape that is sent: some hours of a lesson */
#define ROOM_PIECE_BYTES 65536      /* of it at once */
#define ROOM_NAME        31         /* bytes of a class's or a person's name */

/* ---- what is said: records. Numbers are permanent; so is how HELLO and REFUSED are written, by which two versions tell
 * each other that they differ. X(NAME, number, numbers, texts, bytes of each text at most, what a text may hold) ---- */
#define ROOM_KINDS(X)                                                                            \
	X(HELLO, 1, 1, 1, 64, LINE)      /* trainee: version; name */                            \
	X(WELCOME, 2, 1, 2, 64, LINE)    /* host: version; class, the name one has here */       \
	X(REFUSED, 3, 1, 1, 512, LINE)   /* host: version; why */                                \
	X(WATCH, 4, 1, 0, 0, LINE)       /* host: 1 show your screen, 0 no more */               \
	X(FRAME, 5, 0, 1, 900000, BYTES) /* trainee: what changed (ui/canvas_diff.h) */          \
	X(STATE, 6, 5, 3, 512, LINE)     /* trainee: see below; id, title, hint */               \
	X(ORDER, 7, 2, 0, 0, LINE)       /* host: enum room_order, seconds */                    \
	X(WHISPER, 8, 0, 1, 512, LINE)   /* host: words */                                       \
	X(LESSON, 9, 2, 2, 32768, TEXT)  /* host: seed, mode; id, the scenario's file */         \
	X(RESULT, 10, 0, 1, 32768, TEXT) /* trainee: a lesson (results_pack) */                  \
	X(NOTE, 11, 0, 1, 512, LINE)     /* trainee: a sentence for the trainer */               \
	X(EXAM, 12, 1, 2, 300000, TEXT)  /* host: enum room_exam; id, paper (paper.h) */         \
	X(SENT, 13, 0, 2, 32768, TEXT)   /* trainee: an exam's id, its lines (exam.h) */         \
	X(KEPT, 14, 2, 1, 64,                                                                    \
	    LINE) /* host: enum owed_kind, 1 it is there 0 not now; key (owed.h), "": unread */  \
	X(WANT, 15, 1, 1, 256, LINE)     /* host: from which byte on; a tape's name */           \
	X(PIECE, 16, 2, 2, 65536, BYTES) /* trainee: from, of; the tape's name, bytes */         \
	X(DISPUTE, 17, 0, 3, 1024, TEXT) /* trainee: the lesson's end, when, why */              \
	X(REVIEW, 18, 1, 3, 4096,                                                                \
	    TEXT) /* host: how many come behind it; key, the lesson's scenario, line (back.h) */ \
	X(HEARD, 19, 1, 2, 512, LINE) /* trainee: enum back_took; key, why not */
enum room_kind {
#define X(name, number, numbers, texts, most, form) ROOM_##name = (number),
	ROOM_KINDS(X)
#undef X
};
/* Of a STATE: how long he has stood there is his to say: one who comes back has not begun anew. */
enum {
	ROOM_AT_PHASE,
	ROOM_AT_MODE,
	ROOM_AT_DRILLS,
	ROOM_AT_MS,
	ROOM_AT_EXAM /* its call, 0 none */
};
enum room_exam {
	ROOM_EXAM_STOP,
	ROOM_EXAM_BEGIN,
	ROOM_EXAM_STOP_ANY /* who has none says nothing */
};
#define ROOM_NUMBERS 5
#define ROOM_TEXTS   3

/* What the trainer makes happen: on his console the digits 1-6 are those of the same number; a lesson that he handed out is
 * taken back where it was handed out. Numbers are permanent. X(NAME, number, label) */
#define ROOM_ORDERS(X)                      \
	X(ABUSE, 1, "辱骂")                 \
	X(DANGER, 2, "险情")                \
	X(DROP, 3, "掉线")                  \
	X(OFFLINE, 4, "中心断线")           \
	X(AGAIN_OTHER, 5, "另一人报同一件") \
	X(AGAIN_SAME, 6, "同一人再打来")    \
	X(TAKE_BACK, 7, "收回手上的课")
enum room_order {
#define X(name, number, label) ROOM_##name = (number),
	ROOM_ORDERS(X)
#undef X
	    ROOM_ORDER_END
};
/** class_room_order_label(o): "" unknown. */
const char *class_room_order_label(int order);

/* Where a trainee stands. Numbers are permanent. */
enum room_phase { ROOM_FREE, ROOM_RINGS, ROOM_TALKS, ROOM_WRITES };

struct room_record {
	enum room_kind kind;
	uint32_t n[ROOM_NUMBERS];
	char *text[ROOM_TEXTS]; /* owned; NULL is "" */
	size_t len[ROOM_TEXTS];
};
/** class_room_record_new(kind): zeroed, NULL without memory. class_room_record_text(r, i, s): a copy of ${s} as its ${i}th text, cut at
 * a character to what its kind holds; false without memory. class_room_record_free: NULL is fine. */
struct room_record *class_room_record_new(enum room_kind kind);
bool class_room_record_text(struct room_record *r, int i, const char *s);
void class_room_record_free(struct room_record *r);

/** class_room_record_write(r, out): append: length of the rest (4 bytes, big-endian), kind, its numbers (LEB128), its texts
 * (length, bytes). class_room_record_read(p, n, out, used): 1 a record, of *used bytes; 0 not all of it is there; -1 damaged: of no
 * known kind, longer than its kind, not of its form. Any bytes may be handed in. */
#define ROOM_HEAD 4
void class_room_record_write(const struct room_record *r, struct str *out);
int class_room_record_read(const char *p, size_t n, struct room_record **out, size_t *used);

/* ---- a room ---- */

struct room;

/** class_room_host(name, port, dir, out, e): the trainer's: a class of that name (letters, digits, Hanzi, '-', '_'), on a socket in a
 * directory of this user alone, and with a ${port} also on 127.0.0.1; never on another address. ERR_LOCKED: there is
 * a class of that name. class_room_join(place, who, dir, out, e): a trainee's: a class's name, the path of its socket, or
 * 127.0.0.1:PORT. ERR_CONFIG in words: another address. A class that is not there yet, or no more, is looked for again
 * until it is. ${dir}: of the results, where a trainee's tapes are read and a trainer's kept. Both start the room's
 * thread. */
enum err_code
class_room_host(const char *name, int port, const char *dir, struct room **out, struct err *e);
enum err_code class_room_join(
    const char *place, const char *who, const char *dir, struct room **out, struct err *e);
/** class_room_close(r): takes leave; NULL is fine. */
void class_room_close(struct room *r);
bool class_room_is_host(const struct room *r);
/** class_room_name(r): of a host: the class. class_room_place(r): where trainees find it, as they type it behind --join. */
const char *class_room_name(const struct room *r);
const char *class_room_place(const struct room *r);

enum room_news_kind {
	ROOM_CAME, /* host: a trainee, ${peer}, ${name}; text: what he wanted to be called, where another has that
	            * name. Trainee: in class: ${name} is what one is called there, text the class */
	ROOM_GONE, /* host: that one. Trainee: the class is gone; text says why */
	ROOM_ABSENT, /* trainee: nobody holds the class yet, or any more; text: which ones are open, "" none. Once,
	              * and when others are */
	ROOM_TOLD, /* record. Trainee: of a ROOM_REVIEW that is kept already text says what it is, "" nothing he
	            * has to hear */
	ROOM_TAPE, /* host: one that was wanted has come: record names it; text: what is wrong with it, "" nothing */
	ROOM_PICTURE /* host: the watched screen has changed: room_picture */
};
struct room_news {
	enum room_news_kind kind;
	int peer; /* of a host: who, from 1 and never twice */
	char name[ROOM_NAME + 1], text[ERR_TEXT_BYTES];
	struct room_record *record; /* ROOM_TOLD; owned */
};
/** class_room_news(r): the next, or NULL; room_news_free it. class_room_fd(r): readable while there is some. */
struct room_news *class_room_news(struct room *r);
void class_room_news_free(struct room_news *n);
int class_room_fd(const struct room *r);
/** class_room_tell(r, peer, record): host: to that trainee, 0 to all; a trainee: to the host. Takes ${record}, also NULL; false:
 * too much is waiting, it is not told. Never waits. A ROOM_WATCH of one ends that of the one before; a ROOM_WANT fetches that
 * tape, whole, from where a part of it ends. A trainee's ROOM_RESULT, empty: there is something owed (owed.h). */
bool class_room_tell(struct room *r, int peer, struct room_record *record);

/** class_room_show(r, c): trainee: what is seen now; copied when somebody watches, else nothing is done. */
void class_room_show(struct room *r, const struct canvas *c);
bool class_room_is_watched(const struct room *r);
/** class_room_picture(r, c): host: the watched screen as it is now into ${c}; false: nothing new. */
bool class_room_picture(struct room *r, struct canvas *c);

#endif
