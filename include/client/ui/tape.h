#ifndef CLIENT_UI_TAPE_H
#define CLIENT_UI_TAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "client/ui/canvas.h"

/* A lesson's tape: what was typed, when, and over what: keys and the pictures they were typed over, with milliseconds.
 * It holds pictures, not causes, so a lesson of last year plays as it was seen, whatever the program or the city has
 * become since. Only a classroom makes one (its callers are invented); a real seat keeps none, which is why nothing here
 * is sealed.
 *
 * The file: the magic, then records: length (LEB128), kind, milliseconds since the record before (LEB128), what the kind
 * says, 4 bytes of SHA-256 over all of it. A torn end is left out and said; a changed byte anywhere ends the tape there. */

#define TAPE_MAGIC      "HSTAPE1\n"
#define TAPE_TEXT_BYTES 8192       /* of a key or a note: a paste is cut to it */
#define TAPE_FILE_BYTES (64 << 20) /* some weeks of typing */

enum tape_kind {         /* numbers are permanent */
	TAPE_TITLE = 1,  /* text; the first record */
	TAPE_KEY = 2,    /* text: the key's name, or what was typed or pasted */
	TAPE_FRAME = 3,  /* the picture after it */
	TAPE_NOTE = 4,   /* text: what the lesson noticed: a fact told, a remark of the score */
	TAPE_END = 5,    /* closed in order */
	TAPE_ANSWER = 6, /* the call was answered: before that it rang; lessons of before lack it */
	TAPE_ASIDE = 7 /* text: what the trainer said to him; who does not know it passes over it */
};

/* ---- making one ---- */
struct tape_maker;

/** tape_make(path, title, ms, out, e): begin a tape at ${ms} of any clock that does not go back. ERR_IO, ERR_DISK_FULL. */
enum err_code
tape_make(const char *path, const char *title, int64_t ms, struct tape_maker **out, struct err *e);
/** tape_key(m, ms, name), tape_note(m, ms, text), tape_aside(m, ms, text): what was typed, remarked, whispered. tape_answer(m, ms): the call is answered. tape_frame(m, ms, c): what is seen now; nothing
 * when it is what was seen before. Records wait in memory until tape_flush (or 64 KB of them): a lesson costs no write
 * a key. */
void tape_key(struct tape_maker *m, int64_t ms, const char *name);
void tape_answer(struct tape_maker *m, int64_t ms);
void tape_note(struct tape_maker *m, int64_t ms, const char *text);
void tape_aside(struct tape_maker *m, int64_t ms, const char *text);
void tape_frame(struct tape_maker *m, int64_t ms, const struct canvas *c);
/** tape_flush(m, e): to the file; what does not get there waits. tape_close(m, e): with an end; frees ${m} either way. */
enum err_code tape_flush(struct tape_maker *m, struct err *e);
enum err_code tape_close(struct tape_maker *m, struct err *e);

/* ---- playing one ---- */
struct tape;

struct tape_record {
	enum tape_kind kind;
	int64_t ms;       /* since the beginning */
	const char *text; /* of TITLE, KEY, NOTE, ASIDE; borrowed from the tape; "" of others */
};

/** tape_open(path, out, e): the whole tape in memory. ERR_NOT_FOUND, ERR_INVALID (no tape, of another version), ERR_LIMIT.
 * tape_broken(t): it breaks off before its end: what stands before the break plays. */
enum err_code tape_open(const char *path, struct tape **out, struct err *e);
void tape_free(struct tape *t);
bool tape_broken(const struct tape *t);
/** tape_count(t): records; tape_at(t, i): the ${i}th; tape_length_ms(t). */
size_t tape_count(const struct tape *t);
struct tape_record tape_at(const struct tape *t, size_t i);
int64_t tape_length_ms(const struct tape *t);
/** tape_show(t, i, c): bring ${c}, which shows what was seen before record ${i}, to what was seen after it. tape_seek(t, i,
 * c): from any picture to that after record ${i}: all frames from the beginning. false: a damaged frame. */
bool tape_show(const struct tape *t, size_t i, struct canvas *c);
bool tape_seek(const struct tape *t, size_t i, struct canvas *c);

#endif
