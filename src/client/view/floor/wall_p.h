/* wall_p.h: the rooms of 班长台 among themselves: what the wall has read (wall.c) and what draws a part of it. Who draws
 * reads only; nothing here asks the cache but wall.c. */
#ifndef CLIENT_VIEW_WALL_P_H
#define CLIENT_VIEW_WALL_P_H

#include "client/cache/records.h"
#include "client/ui/field.h"
#include "client/view/part_p.h"

#define WALL_SEATS_MOST 512
#define WALL_OWED_MOST  100
#define WALL_SIDE_COLS  30
#define WALL_SIDE_WIDE  46

/* What waits for somebody, by lists of the screens where it is dealt with. */
enum wall_waits { WAITS_DISPATCH, WAITS_RETURN, WAITS_LATE, WAITS };

#define WALL_HELPS_MOST 32

/* A person on the wall; one who only asks, at a seat without a telephone, has no state of his own. */
struct wall_row {
	int seat;                     /* in seats; -1 none */
	int help;                     /* the open request, in helps; -1 none */
	char category[8], danger[32]; /* of the call there is; "" not told */
};

/* What a senior does about the chosen person, by digits that never move; what cannot be done is not there. */
enum wall_act { WALL_ACT_NONE, WALL_SAY = 3, WALL_TAKE = 5, WALL_DONE = 8, WALL_ACTS };
enum wall_focus { WALL_ON_LIST, WALL_ON_FOOT, WALL_ON_LINE };
enum wall_asking { WALL_ASKS_ANSWER, WALL_ASKS_REST };

/* Many callers about one thing, the largest of what there is. */
struct wall_surge {
	int n, total; /* incidents; tickets of the largest */
	int minutes;  /* in which they came */
	int usual;    /* tickets of the category in such a time; -1 not known */
	char id[ID_SIZE], category[8], area[16],
	    bulletin[32]; /* of the ticket that carries it, or would */
};
#define WALL_BULLETIN 32

struct wall {
	struct desk *desk;
	bool stale_seats, stale_work;
	bool more;      /* calls of the day that were not read yet */
	int64_t minute; /* of the last look */
	struct floor_seat seats[WALL_SEATS_MOST];
	int n;
	struct assist helps[WALL_HELPS_MOST]; /* open, the oldest first; their words are owned */
	int n_helps;
	struct wall_row rows[WALL_SEATS_MOST + WALL_HELPS_MOST]; /* as they are listed */
	int n_rows;
	bool moved; /* a person has chosen a row */
	enum wall_focus focus;
	enum wall_asking asking; /* in the line: words to whom, and about which request */
	char to[16], request[ID_SIZE];
	struct field line;
	uint64_t job; /* being written down */
	int in[AGENT_STATE_COUNT];
	struct floor_calls calls;
	struct call_peak peak;   /* of today; days 0: not known */
	struct call_queue queue; /* as somebody's telephone said it; n -1 unknown */
	struct callback owed[WALL_OWED_MOST];
	int n_owed;
	int64_t waits[WAITS]; /* -1: not known */
	bool stale_surge;
	int64_t surge_at; /* of the last look for one */
	struct wall_surge surge;
	struct list list;
};

/* ---- wall_rows.c: people ---- */
/** wall_rows_source(s): the rows for the list. */
struct list_source wall_rows_source(struct wall *s);
/** wall_rows_read(s): who is there and who asks for help, ordered; the chosen person stays chosen. */
void wall_rows_read(struct wall *s);
void wall_rows_free(struct wall *s);
/** wall_rows_columns(s, wide): what a row says; the wide one also what its request is about. */
void wall_rows_columns(struct wall *s, bool wide);
/** wall_chosen(s): the chosen row; NULL nobody. wall_who(s, r): the job number. wall_help(s, r): the request; NULL none. */
const struct wall_row *wall_chosen(const struct wall *s);
const char *wall_who(const struct wall *s, const struct wall_row *r);
const struct assist *wall_help(const struct wall *s, const struct wall_row *r);
/** wall_danger(s, a): the first word of danger in a request; NULL none. */
const struct danger_row *
wall_danger(const struct wall *s, const struct assist *a, char *word, size_t size);

/* ---- wall_do.c: what is done about the chosen one ---- */
/** wall_may(s, act): can it be done for the chosen person, here and now? */
bool wall_may(const struct wall *s, enum wall_act act);
unsigned wall_do_input(struct wall *s, const struct input *in);
unsigned wall_do_event(struct wall *s, const struct news *n);

/* ---- wall_foot.c: the chosen one's request ---- */
/** wall_foot_rows(s, rows): how many rows of ${rows} it takes; 0 when there is nothing to show. */
int wall_foot_rows(const struct wall *s, int rows);
void wall_foot_draw(struct wall *s, struct canvas *c, struct rect at);

/* ---- wall_surge.c: many callers about one thing ---- */
void wall_surge_read(struct wall *s);
/** wall_surge_bulletin(s, out): what the screen of bulletins is told for one about it. wall_surge_join(s): to where it is joined. */
void wall_surge_bulletin(const struct wall *s, char out[WALL_BULLETIN]);
unsigned wall_surge_join(struct wall *s);
/** wall_surge_draw(s, c, at): from the top of ${at}; the row behind it. */
int wall_surge_draw(const struct wall *s, struct canvas *c, struct rect at);

/* ---- wall_head.c, wall_side.c ---- */
/* The lines of how many are at what and of the day's rates, from the top of at. */
void wall_head_draw(const struct wall *s, struct canvas *c, struct rect at);
/* The last half hour and what waits for somebody. */
void wall_side_draw(const struct wall *s, struct canvas *c, struct rect at);

#endif
