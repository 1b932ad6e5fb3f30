#ifndef CLIENT_VIEW_CLASSROOM_H
#define CLIENT_VIEW_CLASSROOM_H

#include "client/class/results.h"
#include "client/class/run.h"

/* What screens see of the classroom; the app owns it. */
struct class_info {
	char scenarios[512];   /* directory of the scenario files */
	char results[512];     /* and of the results */
	char trainee[32];      /* "" nobody has said who he is yet */
	char trainer[32];      /* who marks here, likewise */
	struct class_run *run; /* the lesson under way, or the last one; NULL none yet */
	bool under_way;
	int pace;                /* of its clock: 1 as in life */
	char scenario_path[512]; /* of that lesson */
	uint64_t seed;
	int in_line;              /* under stress: how many there were */
	struct class_result last; /* the last one, as it was kept; at 0: none yet */
	char hint[256];           /* guided: what comes next; "" nothing */
	char file[160];           /* its tape, beside the results */
	char exam[32];            /* the exam that is on at this seat, "" none */
	int exam_nth;             /* its call now, or the one before while it waits */
	bool exam_waits;          /* between two calls of it */
};

#endif
