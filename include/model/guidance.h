#ifndef MODEL_GUIDANCE_H
#define MODEL_GUIDANCE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "base/str.h"
#include "model/record.h"

/* 临时口径 from a seat: somebody writes what callers are to be told for some days, ANOTHER person lets it out. Each step is a
 * desk record (RECORD_GUIDANCE: object the bulletin's id, code the step, text the words or the reason), never changed; what was
 * let out lives beside them as a reference row of kind bulletin, which everybody must read, and ends by its own dates. Who has
 * read it (RECORD_READ) is told to those who may let it out, and to nobody else (record_may_read): they answer for its being
 * known on every desk.
 *
 * X(NAME, json, label, from, to, right, is its text the words?) */
#define GUIDANCE_STEPS(X)                                                             \
	X(PROPOSE, "propose", "拟写", NONE, PROPOSED, RIGHT_GUIDANCE_WRITE, true)     \
	X(APPROVE, "approve", "批准", PROPOSED, OUT, RIGHT_GUIDANCE_APPROVE, true)    \
	X(REFUSE, "refuse", "退回", PROPOSED, REFUSED, RIGHT_GUIDANCE_APPROVE, false) \
	X(END, "end", "提前结束", OUT, ENDED, RIGHT_GUIDANCE_WRITE, false)

enum guidance_step {
#define X(name, json, label, from, to, right, words) GUIDANCE_STEP_##name,
	GUIDANCE_STEPS(X)
#undef X
	    GUIDANCE_STEP_COUNT
};
extern const struct enum_item guidance_step_items[GUIDANCE_STEP_COUNT];

enum guidance_state {
	GUIDANCE_NONE,
	GUIDANCE_PROPOSED,
	GUIDANCE_OUT,
	GUIDANCE_REFUSED,
	GUIDANCE_ENDED
};
struct guidance_flow { /* all zero: nothing has happened */
	enum guidance_state state;
	char issuer[16], by[16]; /* who proposed it; who took the last step */
	char words[ID_SIZE];     /* the record that holds its words */
	char reason[ID_SIZE];    /* the record of why it was refused or ended */
	int64_t last_at;
};

#define GUIDANCE_DAYS_MOST    30 /* behind the day it starts: 30天 is the end of the last of them */
#define GUIDANCE_TITLE_CHARS  40
#define GUIDANCE_POINTS_CHARS 300
struct guidance {
	char title[GUIDANCE_TITLE_CHARS * 4 + 1], points[GUIDANCE_POINTS_CHARS * 4 + 1];
	char area[16], category[16];        /* codes; "" all */
	char replaces[RECORD_OBJECT_BYTES]; /* id of a bulletin; "" none */
	int64_t starts_at, ends_at;         /* whole minutes; 0: not said, or no such time */
};

/** guidance_id(now, user, out): the id of a new one, of a form of its own: beside the bulletins of the city's tables nobody
 * takes it for theirs. guidance_is_id(id): is it of that form? */
void guidance_id(int64_t now, const char *user, char out[RECORD_OBJECT_BYTES]);
bool guidance_is_id(const char *id);
/** guidance_write(t, out), guidance_read(text, t, e): the words as a record's text. ERR_INVALID, with e->where "text". */
void guidance_write(const struct guidance *t, struct str *out);
enum err_code guidance_read(const char *text, struct guidance *t, struct err *e);
/** guidance_ready(t, now, e): may it stand: title and words of one line, an end, not longer than GUIDANCE_DAYS_MOST, not past?
 * ERR_GUARD in words. */
enum err_code guidance_ready(const struct guidance *t, int64_t now, struct err *e);

/** guidance_step_of(r): of a RECORD_GUIDANCE; -1. guidance_step_check(r, e): does the record hold together by itself? ERR_INVALID. */
int guidance_step_of(const struct record *r);
enum err_code guidance_step_check(const struct record *r, struct err *e);
/** guidance_flow_apply(f, r): after step ${r}; in the order of their time. What cannot have happened changes nothing. */
void guidance_flow_apply(struct guidance_flow *f, const struct record *r);
/** guidance_flow_may(f, step, user, roles, e): may that person take it now? By right, state and four eyes. ERR_FORBIDDEN, ERR_STATE.
 * guidance_flow_check(f, words, r, roles, now, e): the same of a record, and its words, which are those that were proposed
 * (${words}; "" none) when they are let out; what is over by its date is neither let out nor ended. ERR_CONFLICT, ERR_GUARD too. */
enum err_code guidance_flow_may(const struct guidance_flow *f, enum guidance_step s,
    const char *user, uint32_t roles, struct err *e);
enum err_code guidance_flow_check(const struct guidance_flow *f, const char *words,
    const struct record *r, uint32_t roles, int64_t now, struct err *e);

#endif
