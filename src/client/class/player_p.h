#ifndef CLIENT_CLASS_PLAYER_P_H
#define CLIENT_CLASS_PLAYER_P_H

#include <string.h>

#include "client/class/player.h"
#include "run_p.h"

/* The player, private to its files: what he remembers from look to look is no more than what no screen and no lesson
 * tells: what he is just saying, and how often he has tried a thing. */

#define PLAYER_PATIENCE 400 /* looks at one and the same picture before he is lost */
#define PLAYER_WAITS_LOOKS \
	10000 /* … while a step is being written down: twenty seconds of a disk that stalls */
#define PLAYER_TRIES 6 /* of a key that should lead on */

struct player {
	enum player_style style;
	const struct class_run *run;
	const struct city *city;
	struct player_does does; /* of this look */
	const struct player_sees *sees;
	char text[4096];
	/* being said */
	bool saying;
	char words[1100], pick[96]; /* typed; the candidate then chosen, "" none */
	int rest_ms;
	/* done so far that the lesson does not keep */
	int matter, listened, matters_before;
	unsigned restated, promised,
	    sought; /* bits by matter: restated, promised, knowledge looked for */
	int asked[SCENARIO_FACTS];
	int tried[TF_COUNT];  /* keys spent on a field of this matter */
	int submits, handing; /* F10, F6 of this matter */
	bool took_offer, looked_back, rejected, evaluated;
	/* where he stood */
	char before[2 * 64 + 8];
	int looks;
};

static inline bool
player_did(const struct player *p, enum call_act a)
{
	return lesson_done(&p->run->lesson, a) > 0;
}
static inline const struct scenario_answer *
player_answer(const struct player *p)
{
	return &p->run->scenario.answer[p->matter];
}
static inline bool
player_at(const struct player *p, const char *place)
{
	return strcmp(p->sees->place, place) == 0;
}
static inline bool
player_sees_view(const struct player *p, const char *view)
{
	return strcmp(p->sees->view, view) == 0;
}
/** Each is true, so that a rule can end with it. */
bool player_press(struct player *p, enum action a, const char *why);
bool player_type(struct player *p, const char *text, const char *why);
bool player_wait(struct player *p, int ms);
/** player_say(p, words, pick, why): in the line for it; ${pick}: the candidate of that name is taken. */
bool player_say(struct player *p, const char *words, const char *pick, const char *why);
bool player_say_act(struct player *p, enum call_act a, int element, const char *why);
/** player_wants_ticket(p), player_outcome_is(p, code): of the matter in hand. player_is_filed: it has its ticket. */
bool player_wants_ticket(const struct player *p);
bool player_outcome_is(const struct player *p, const char *code);
bool player_is_filed(const struct player *p);

/* player_talk.c: rules of what is said; player_form.c: of what is written; player_hand.c: screens over the form. A rule
 * is true when it had something to do. */
bool player_greet(struct player *p);
bool player_listen(struct player *p);
bool player_calm(struct player *p);
bool player_read_aloud(struct player *p);
bool player_ask(struct player *p);
bool player_restate(struct player *p);
bool player_keep_secret(struct player *p);
bool player_tell(struct player *p);
bool player_more(struct player *p);
bool player_take_leave(struct player *p);

bool player_cite(struct player *p);
bool player_fill(struct player *p);
bool player_take_first(struct player *p);
bool player_submit(struct player *p);

bool player_screen(struct player *p);
bool player_hand_over(struct player *p);
bool player_urge(struct player *p);
bool player_write_outcome(struct player *p);

#endif
