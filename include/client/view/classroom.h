#ifndef CLIENT_VIEW_CLASSROOM_H
#define CLIENT_VIEW_CLASSROOM_H

#include "client/class/back.h"
#include "client/class/results.h"
#include "client/class/room.h"
#include "client/class/run.h"
#include "model/exam.h"

/* A trainee in the class that this seat holds. */
struct class_seat {
	int peer; /* 0: has gone, and may come back */
	char name[ROOM_NAME + 1];
	enum room_phase phase;
	enum scenario_mode mode;
	int drills; /* put in by the trainer in this lesson */
	int exam;   /* which call of an exam that is on, also between two; 0 none */
	char scenario[32], title[160], hint[256];
	char had[32];            /* the exam of which he has had calls, "" none … */
	int got[EXAM_QUESTIONS]; /* … and what each brought in hundredths; -1 fatal, -2 not had */
	char tape[160];          /* on its way from him, of … */
	int64_t tape_at;         /* … that lesson; 0 none */
	char broke[32];          /* the scenario that was on his hands when he went, "" none … */
	int64_t broke_at;        /* … since when it was */
	int64_t since_at;        /* of the phase */
	struct class_result last; /* of his lessons in this class; at 0: none yet */
	bool disputed;            /* by him, and nobody has answered yet */
	struct back_place back; /* what trainers said of his lessons: told so far since he came … */
	char told[BACK_KEY]; /* … and what he has not answered yet, "" nothing is on its way … */
	char told_of[32];    /* … of that scenario */
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
	uint64_t class_seed;      /* of what is drawn by lot */
	int in_line;              /* under stress: how many there were */
	int missed;               /* of them, who gave up unanswered */
	int missed_running;       /* since the last one that was answered */
	struct class_result last; /* the last one, as it was kept; at 0: none yet */
	char hint[256];           /* guided: what comes next; "" nothing */
	char file[160];           /* its tape, beside the results */
	char exam[32];            /* the exam that is on at this seat, "" none */
	int exam_nth;             /* its call now, or the one before while it waits */
	bool exam_waits;          /* between two calls of it */
	int64_t exam_until_at;    /* then its time is over; 0 none is on */
	enum class_again again;   /* of that lesson: the trainer sent him, it is not marked */
	int64_t known_from_at;    /* of callers nothing is known from before: each lesson's are new
	                                 to the seat, whoever had them before; 0 all is known */
	int64_t
	    told_from_at; /* but for the older tickets of this caller (class_run_is_his): the oldest; 0 none */
	char whisper[256];            /* what the trainer says to this trainee; "" nothing */
	char in_class[ROOM_NAME + 1]; /* the class he is in; "" none … */
	char waits_for[160];          /* … and which one he waits for, as he named it; "" none */
	char open_now[160];           /* the others that are open meanwhile, "一班、二班" */
	struct class_hall *hall;      /* the class that this seat holds; NULL none */
	bool
	    joins; /* a trainee's seat of a class, also while its trainer is away: nobody marks here */
};

#endif
