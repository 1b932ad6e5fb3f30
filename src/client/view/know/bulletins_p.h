#ifndef CLIENT_VIEW_BULLETINS_P_H
#define CLIENT_VIEW_BULLETINS_P_H

#include "client/ui/pager.h"
#include "guidance_p.h"

/* Between the parts of the screen of bulletins: what stands there (bulletins.c), its picture (bulletins_draw.c). */

enum when { HOLDS_NOW, HOLDS_LATER, IS_OVER };

struct bulletin_row {
	const struct bulletin *b; /* in the city: gone with CACHE_CITY news */
	enum when when;
	bool unread;
};

struct bulletins {
	struct desk *desk;
	bool stale;                /* the city changed */
	struct bulletin_row *rows; /* ROWS_MOST */
	int n;
	char wanted[40]; /* to be chosen when the rows come */
	bool for_call;   /* opened from a half-done ticket: what fits it is chosen */
	struct list list;
	struct pager pager;
	struct guidance_desk guidance; /* written and let out here */
};

/** bulletins_refresh(s): the rows of the city as it is now. bulletins_chosen(s): NULL none. */
void bulletins_refresh(struct bulletins *s);
const struct bulletin_row *bulletins_chosen(const struct bulletins *s);
bool bulletins_is_due(const struct bulletin_row *r); /* holds now, must be read and was not */
void bulletins_draw(const struct view *v, struct canvas *c, struct rect body);

#endif
