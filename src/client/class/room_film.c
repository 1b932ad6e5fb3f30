/* The newest picture from one thread to another: three of them, exchanged by one atomic word, so that the writer never
 * waits for the reader and the reader never sees half a picture. Older ones that nobody took are gone: only the newest
 * counts. One writer, one reader. */
#include "client/ui/canvas_diff.h"
#include "room_p.h"

#define FRESH 4 /* beside the number of the one in the middle: not taken yet */

void
room_film_init(struct room_film *f)
{
	f->back = 0;
	f->front = 1;
	atomic_init(&f->middle, 2);
}

void
room_film_free(struct room_film *f)
{
	for (int i = 0; i < 3; i++)
		canvas_free(&f->c[i]);
}

void
room_film_put(struct room_film *f, const struct canvas *c)
{
	if (canvas_copy(&f->c[f->back], c))
		f->back = atomic_exchange(&f->middle, f->back | FRESH) & ~FRESH;
}

const struct canvas *
room_film_take(struct room_film *f)
{
	if ((atomic_load(&f->middle) & FRESH) == 0)
		return NULL;
	f->front = atomic_exchange(&f->middle, f->front) & ~FRESH;
	return &f->c[f->front];
}
