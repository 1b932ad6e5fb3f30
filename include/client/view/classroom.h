#ifndef CLIENT_VIEW_CLASSROOM_H
#define CLIENT_VIEW_CLASSROOM_H

#include "client/class/results.h"
#include "client/class/room.h"
#include "client/class/run.h"

/* A trainee in the class that this seat holds. */
struct class_seat {
	int peer; /* 0: has gone, and may come back */
	char name[ROOM_NAME + 1];
	enum room_phase phase;
	enum scenario_mode mode;
	int drills; /* put in by the trainer in this lesson */
	char scenario[32], title[160], hint[256];
	int64_t since_at;         /* of the phase */
	struct class_result last; /* of his lessons in this class; at 0: none yet */
};
struct class_hall {
	char name[ROOM_NAME + 1], place[160];
	struct class_seat seat[ROOM_MOST];
	int n;
	int watching;         /* peer whose screen is shown; 0 nobody's */
	struct canvas screen; /* that screen; without cells: not there yet */
	char said[256]; /* what a trainee's seat has answered last; "" nothing since the last key */
};

/* What screens see of the classroom; the app owns it. */
struct class_info {
	char scenarios[512];   /* directory of the scenario files */
	char results[512];     /* and of the results */
	char trainee[32];      /* "" nobody has said who he is yet */
	char trainer[32];      /* who marks here, likewise */
	struct class_run *run; /* the lesson under way, or the last one; NULL none yet */
	bool under_way;
	int64_t ms;              /* its clock, of this turn (client/class/clock.h) */
	int pace;                /* of its clock: 1 as in life */
	char scenario_path[512]; /* of that lesson */
	uint64_t seed;
	int in_line;                  /* under stress: how many there were */
	struct class_result last;     /* the last one, as it was kept; at 0: none yet */
	char hint[256];               /* guided: what comes next; "" nothing */
	char file[160];               /* its tape, beside the results */
	char exam[32];                /* the exam that is on at this seat, "" none */
	int exam_nth;                 /* its call now, or the one before while it waits */
	bool exam_waits;              /* between two calls of it */
	enum class_again again;       /* of that lesson: the trainer sent him, it is not marked */
	char whisper[256];            /* what the trainer says to this trainee; "" nothing */
	char in_class[ROOM_NAME + 1]; /* the class he is in; "" none */
	struct class_hall *hall;      /* the class that this seat holds; NULL none */
};

#endif
