#ifndef TESTS_LIB_SCRIPT_H
#define TESTS_LIB_SCRIPT_H

#include "base/tsv.h"
#include "hall.h"
#include "model/number.h"

/* A day of the hotline as a file that a hotline person reads and writes: who does what to which ticket at what time, and
 * what must come of it (tests/day/README.md has the rules). Each ticket of the file is played several times over, with
 * other names, places and numbers and a little later each time. */

#define SCRIPT_LABELS 64

struct script_label { /* a ticket of the file */
	const char *name, *form;
	int copies;
	bool failed; /* of one of its copies it was said */
};
struct script_ticket { /* one of its copies */
	char id[ID_SIZE], no[NUMBER_SIZE], phone[32];
	int label, copy;
	int64_t told; /* event number of the last contact or relay */
	int64_t rev;  /* before the step at hand, 0: there was none */
	bool failed;  /* a step did not come out: what follows says nothing */
};
struct script {
	struct hall *h;
	struct tsv file;
	struct script_label label[SCRIPT_LABELS];
	int n_labels;
	struct script_ticket *ticket;
	int n_tickets;
	int first[SCRIPT_LABELS]; /* of a label, in ${ticket} */
	struct number_state numbers;
	unsigned done[2]; /* steps that went through; that had to be refused and were */
	int failures;     /* each was printed */
};

/** script_open(s, h, path): people are hired and labels read. script_play(s): all steps in the order of time, the centre's
 * timer running in between; what does not come out as written is printed and counted. script_run_until: only the timer. */
void script_open(struct script *s, struct hall *h, const char *path);
void script_play(struct script *s);
void script_run_until(struct script *s, int64_t at);
void script_close(struct script *s);

#endif
