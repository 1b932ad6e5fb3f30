#ifndef CLIENT_UI_PAGER_H
#define CLIENT_UI_PAGER_H

#include "client/ui/canvas.h"
#include "client/ui/input.h"

/* A long text to read, page by page; "第 1/2 页" in the last row when there is more than one. */
struct pager {
	const char *text; /* borrowed */
	struct rect at;   /* set by the view */
	int page;         /* from 0; beyond the end counts as the last */
	int hang;         /* columns further in that a paragraph goes on; 0 as it began */
};

/** pager_pages(p): pages at the present size, at least 1. */
int pager_pages(const struct pager *p);
/** pager_input(p, in, r): pages, arrows and Home, End. At the ends they are not used. */
void pager_input(struct pager *p, const struct input *in, struct react *r);
void pager_draw(const struct pager *p, struct canvas *c, enum role role, bool focused);

#endif
