/* To whom a ticket was given and who gave it back. A return counts when a dispatcher agreed to it, or when another unit was
 * named over it; the basis is what the unit wrote when it asked. The ticket's category and area are those of the moment. */
#include "model/given.h"

#include <string.h>

#include "base/str.h"
#include "model/workflow.h"

bool
given_matters(int kind)
{
	return kind == EVENT_DISPATCH || kind == EVENT_RETURN || kind == EVENT_RETURN_OK ||
	       kind == EVENT_DESIGNATE;
}

static bool
add(struct givens *g, const struct ticket *t, const struct event *ev)
{
	struct given *x;

	if (g->n == GIVEN_MAX || t->lead_unit[0] == '\0')
		return false;
	x = &g->v[g->n++];
	*x = (struct given){ .seq = ev->seq, .at = ev->at_server };
	str_copy(x->category, sizeof(x->category), fields_get(&t->f, TF_CATEGORY));
	str_copy(x->area, sizeof(x->area), fields_get(&t->f, TF_AREA));
	str_copy(x->unit, sizeof(x->unit), t->lead_unit);
	return true;
}

bool
given_apply(struct givens *g, const struct ticket *t, const struct event *ev)
{
	struct given *last = g->n > 0 ? &g->v[g->n - 1] : NULL;
	bool back = ev->kind == EVENT_RETURN_OK ||
		    (ev->kind == EVENT_DESIGNATE && ev->from == STATE_RETURN_REQ);
	bool changed = false;

	if (!given_matters(ev->kind))
		return false;
	if (ev->kind == EVENT_RETURN) {
		if (last != NULL)
			str_copy(last->basis, sizeof(last->basis), args_get(&ev->args, EA_BASIS));
		return last != NULL;
	}
	/* named again although it asked: it keeps the ticket */
	if (back && last != NULL && strcmp(last->unit, t->lead_unit) != 0) {
		last->returned = true;
		last->at = ev->at_server;
		changed = true;
	}
	return add(g, t, ev) || changed;
}
