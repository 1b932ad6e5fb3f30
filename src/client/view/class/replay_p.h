#ifndef CLIENT_VIEW_REPLAY_P_H
#define CLIENT_VIEW_REPLAY_P_H

#include "client/class/results.h"
#include "client/ui/canvas_diff.h"
#include "client/ui/tape.h"
#include "client/view/classroom.h"
#include "client/view/part_p.h"
#include "pan_p.h"

/* A replay between its files: how it runs (replay.c), where it can be stopped at (replay_stops.c), how it looks
 * (replay_draw.c). */

struct replay_stop { /* a remark, or what the trainer whispered */
	size_t at;   /* its record */
	int64_t ms;
	char *text;
};

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
	struct replay_stop *stop;
	int n_stops;
	struct pan pan; /* of a lesson that was seen in a larger window */
};

/** replay_now_ms(s): where it is. replay_catch_up(s): the picture of now. replay_is_at(s, i, kind): is record ${i} of that kind?
 * replay_speed(s): its name. */
int64_t replay_now_ms(const struct replay *s);
void replay_catch_up(struct replay *s);
bool replay_is_at(const struct replay *s, size_t i, enum tape_kind kind);
const char *replay_speed(const struct replay *s);

/** replay_stops_open(s, path): finds them, and whose lesson it is; s->answer_ms is known. replay_came(s): how many of them are
 * behind where it is. */
void replay_stops_open(struct replay *s, const char *path);
void replay_stops_close(struct replay *s);
int replay_came(const struct replay *s);

void replay_draw(const struct view *v, struct canvas *c, struct rect body);

#endif
