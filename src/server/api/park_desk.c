/* park_desk.c: which of the last desk records are for whom. A poll says how far its seat has heard of them; what was written
 * since is found here, whether the poll was already held, is just being held, or came in between: so none is missed and
 * none needs a look into the store. Kept in memory alone: a centre that has just started knows of none, and its seats ask
 * for what they lack in any case. */
#include "park_p.h"

void
park_desk_add(struct park_desk *d, const struct core_told *t)
{
	d->last = t->seq > d->last ? t->seq : d->last;
	if (t->all)
		d->least = d->last;
	if (d->n == PARK_DESK_MOST) {
		d->least = d->v[d->first].seq > d->least ? d->v[d->first].seq : d->least;
		d->first = (d->first + 1) % PARK_DESK_MOST;
		d->n--;
	}
	d->v[(d->first + d->n++) % PARK_DESK_MOST] = *t;
}

int64_t
park_desk_for(const struct park_desk *d, const struct auth_who *who, int64_t after)
{
	if (after < 0 || after >= d->last)
		return 0;
	if (after < d->least)
		return d->last;
	for (int i = d->n; i-- > 0;) {
		const struct core_told *t = &d->v[(d->first + i) % PARK_DESK_MOST];

		if (t->seq > after && record_is_awaited(&t->head, who->user.job_no, who->roles))
			return t->seq;
	}
	return 0;
}
