#ifndef TESTS_LIB_RECOUNT_P_H
#define TESTS_LIB_RECOUNT_P_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One ticket as its events tell it, with the limits as they stood before each of them. */

#define MOST 256

struct limits {
	int64_t promised, dispatch, signin, contact, unit, visit;
};
struct course { /* one ticket */
	size_t n;
	json_t *ev[MOST];
	struct limits before[MOST + 1]; /* [n]: as it stands now */
	char type[16], category[8], urgency[16], wanted[16];
	bool anonymous, repeat, excluded;
	int64_t paused_at, paused_until;
	struct limits at_merge;
	int64_t merged_at;
};

extern const char recount_sendings[],
    recount_open_states[]; /* kinds of events; states: apart by blanks */

/** recount_text(o, name), recount_number, recount_arg(ev, name): a member, "" or 0 when it is not there. recount_is(ev, kinds): is it of one
 * of them? recount_goes(ev, from, to): does it lead so? NULL: whatever. recount_in_state(state, states). */
const char *recount_text(const json_t *o, const char *name);
int64_t recount_number(const json_t *ev, const char *name);
const char *recount_arg(const json_t *ev, const char *name);
bool recount_is(const json_t *ev, const char *kinds);
bool recount_goes(const json_t *ev, const char *from, const char *to);
bool recount_in_state(const char *state, const char *states);
/** recount_done(ev): when it counts as done; recount_said(ev): when the words were said. */
int64_t recount_done(const json_t *ev);
int64_t recount_said(const json_t *ev);
/** recount_workdays(from, n): the end of the n-th working day after that one; recount_day(at): the day of an instant. */
int64_t recount_workdays(int64_t from, int n);
int64_t recount_day(int64_t at);
/** recount_learn(c, ev): what it says of the matter; recount_move_limits(c, ev, l): the limits after it. In this order. */
void recount_learn(struct course *c, const json_t *ev);
void recount_move_limits(struct course *c, const json_t *ev, struct limits *l);

#endif
