#ifndef TEST_VIEWDESK_H
#define TEST_VIEWDESK_H

#include "client/view/view.h"

#define VIEWDESK_JOBS   64
#define VIEWDESK_DRAFTS 256
/* 2026-11-21 10:42:07 in Yunjiang: the minute of the wireframes, a Saturday. */
#define VIEWDESK_NOW 1795228927000LL

/* A screen on a desk of the test's own: the sample city, no cache unless the test opens one, and a record of what the
 * screen asked for. What comes back (NEWS_DONE, calls) the test sends itself. */
struct viewdesk {
	struct desk desk;
	struct view view;
	struct canvas canvas;
	struct city *city;
	bool lent;                       /* the city is another desk's */
	struct job *jobs[VIEWDESK_JOBS]; /* handed over, oldest first */
	int n_jobs;
	bool refuse; /* the queue is full */
	int edits;   /* journalled */
	struct {
		char draft[ID_SIZE];
		struct fields f;
	} kept[VIEWDESK_DRAFTS]; /* what the journal would restore */
	int n_kept;
	const struct fields *journal; /* of the draft edited last */
	char said[512];
	int said_level;
	char opened[64]; /* "ticket:0190…" */
	unsigned bits;   /* of the last input or news */
	bool closed;     /* a VIEW_CLOSE was among them */
};

/** viewdesk_init(d, rows, cols): signed in as 1154 王芳, agent, online. Fails the test without the sample city.
 * viewdesk_init_beside(d, other): likewise, of the size and with the city of ${other}, which is freed after it: for thousands. */
void viewdesk_init(struct viewdesk *d, int rows, int cols);
void viewdesk_init_beside(struct viewdesk *d, const struct viewdesk *other);
void viewdesk_free(struct viewdesk *d);
void viewdesk_open(struct viewdesk *d, const char *name, const char *arg);
/** viewdesk_call(d, peer): a call is answered: the desk's call and the news of it. */
void viewdesk_call(struct viewdesk *d, const char *peer);
void viewdesk_key(struct viewdesk *d, enum action a);
/** viewdesk_type(d, s): character by character, as a terminal brings them; '\n' is Enter and '\t' Tab. */
void viewdesk_type(struct viewdesk *d, const char *s);
void viewdesk_input(struct viewdesk *d, struct input in);
void viewdesk_news(struct viewdesk *d, const struct news *n);
/** viewdesk_last(d, kind): the newest job of that kind, NULL none. */
struct job *viewdesk_last(struct viewdesk *d, enum job_kind kind);
/** viewdesk_done(d, kind, number): NEWS_DONE for the newest job of that kind, with a ticket and its number. */
void viewdesk_done(struct viewdesk *d, enum job_kind kind, const char *number);
/** viewdesk_reply(d, code, text): NEWS_DONE for the newest question to the centre: its answer, or of another ${code} the
 * sentence why not. */
void viewdesk_reply(struct viewdesk *d, enum err_code code, const char *text);
/** viewdesk_draw(d): paint; the status line, message and footer stay blank but for what was said. */
void viewdesk_draw(struct viewdesk *d);
/** viewdesk_shows(d, text): paint; is it on the screen? */
bool viewdesk_shows(struct viewdesk *d, const char *text);
/** viewdesk_golden(d, name): paint and compare with tests/view/golden/<name>.txt; UPDATE=1 rewrites it. */
void viewdesk_golden(struct viewdesk *d, const char *name);

#endif
