#ifndef CLIENT_CLASS_RUN_P_H
#define CLIENT_CLASS_RUN_P_H

#include "client/class/run.h"
#include "client/ui/tape.h"

/* A lesson under way, private to its two files: what happens (run.c) and the coach's line (hint.c). */
struct class_run {
	struct scenario scenario; /* the variant */
	struct caller *caller;    /* NULL before the answer */
	struct lesson lesson;
	struct score score;
	struct tape_maker *tape; /* NULL: none is kept, or it is closed */
	enum scenario_mode mode;
	uint64_t seed;
	int64_t opened_ms, rang_ms, answered_ms, ended_ms, last_key_ms;
	bool answered, ended, finished;
	enum caller_why left; /* CALLER_STAYS: he has not yet */
	bool was_text;
	int blocks; /* of keys of one kind, for the keystroke-level model */
	int wrote;  /* characters since the ticket of a danger: of another sheet */
	char path[512];
	struct again *again; /* words of a caller who comes after another; NULL: he does not */
};

/** again_make(s, how, e): ${s} becomes that caller's; what it owns, again_free it after ${s}; NULL without memory. */
struct again *again_make(struct scenario *s, enum class_again how);
void again_free(struct again *a);

#endif
