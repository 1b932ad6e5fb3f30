#ifndef CLIENT_VIEW_REPLAY_P_H
#define CLIENT_VIEW_REPLAY_P_H

#include "client/class/results.h"
#include "client/ui/canvas_diff.h"
#include "client/ui/tape.h"
#include "client/view/classroom.h"
#include "client/view/part_p.h"

/* A replay between its two files: how it runs (replay.c) and how it looks (replay_draw.c). */

struct replay {
	struct desk *desk;
	struct tape *tape;
	struct canvas screen;
	size_t next;                /* the record that comes */
	int64_t at_ms;              /* where it stood when it was last set going, or stands */
	int64_t from_at;            /* when that was; 0: it stands */
	int64_t answer_ms;          /* until then it rang; -1 not known */
	int speed;                  /* of speeds */
	bool damaged;               /* a picture could not be shown: it stays there */
	struct class_result lesson; /* whose it is; at 0 not known */
	struct class_reviews said;
};

/** replay_now_ms(s): where it is. replay_catch_up(s): the picture of now. replay_is_at(s, i, kind): is record ${i} of that kind?
 * replay_speed(s): its name. */
int64_t replay_now_ms(const struct replay *s);
void replay_catch_up(struct replay *s);
bool replay_is_at(const struct replay *s, size_t i, enum tape_kind kind);
const char *replay_speed(const struct replay *s);

void replay_draw(const struct view *v, struct canvas *c, struct rect body);

#endif
