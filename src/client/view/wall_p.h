/* wall_p.h: the rooms of 班长台 among themselves: what the wall has read (wall.c) and what draws a part of it. Who draws
 * reads only; nothing here asks the cache but wall.c. */
#ifndef CLIENT_VIEW_WALL_P_H
#define CLIENT_VIEW_WALL_P_H

#include "client/cache/records.h"
#include "part_p.h"

#define WALL_SEATS_MOST 512
#define WALL_OWED_MOST  100
#define WALL_SIDE_COLS  30
#define WALL_SIDE_WIDE  46

/* What waits for somebody, by lists of the screens where it is dealt with. */
enum wall_waits { WAITS_DISPATCH, WAITS_RETURN, WAITS_LATE, WAITS };

struct wall {
	struct desk *desk;
	bool stale_seats, stale_work;
	bool more;      /* calls of the day that were not read yet */
	int64_t minute; /* of the last look */
	struct floor_seat seats[WALL_SEATS_MOST];
	int n;
	int in[AGENT_STATE_COUNT];
	struct floor_calls calls;
	struct call_queue queue; /* as somebody's telephone said it; n -1 unknown */
	struct callback owed[WALL_OWED_MOST];
	int n_owed;
	int64_t waits[WAITS]; /* -1: not known */
	struct list list;
};

/* The lines of how many are at what and of the day's rates, from the top of at. */
void wall_head_draw(const struct wall *s, struct canvas *c, struct rect at);
/* The last half hour and what waits for somebody. */
void wall_side_draw(const struct wall *s, struct canvas *c, struct rect at);

#endif
