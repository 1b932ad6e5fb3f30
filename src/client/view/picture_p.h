#ifndef CLIENT_VIEW_PICTURE_P_H
#define CLIENT_VIEW_PICTURE_P_H

#include "client/view/view.h"

/* An attached picture as characters, drawn by the engine for just the room there is (JOB_FILE_LOOK). */

struct picture {
	uint64_t job; /* asked for; 0 none under way */
	char ticket[ID_SIZE], file[BLOB_ID_SIZE];
	int style;        /* enum look_style */
	struct rect room; /* of the last painting */
	int rows, cols;   /* it was asked for */
	char *text;       /* as it came; NULL none */
	struct err why;   /* it did not */
};

/** picture_show(p, d, ticket, file): that one, in the way last chosen. picture_turn(p, d): in the next way. */
void picture_show(struct picture *p, const struct desk *d, const char *ticket, const char *file);
void picture_turn(struct picture *p, const struct desk *d);
/** picture_fit(p, d): asked for anew when the room is another one than it was drawn for. */
void picture_fit(struct picture *p, const struct desk *d);
/** picture_event(p, n): was the news about it? */
bool picture_event(struct picture *p, const struct news *n);
void picture_draw(struct picture *p, struct canvas *c, struct rect at);
void picture_free(struct picture *p);

#endif
