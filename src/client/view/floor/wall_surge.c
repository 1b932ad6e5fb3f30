/* wall_surge.c: at the top of the side of 班长台: many callers about one thing (突增), against what is usual at this hour, where most
 * of them are, and what is done about it: joined at the dispatcher's desk, a bulletin for those who answer. Which tickets are one
 * incident the centre says (model/incident.h); the seat finds it by itself with the line down.
 *
 * Invariants: it stands still, in the role of what is overdue, above everything else of the side: not to be missed, and nothing
 * blinks; a figure that this seat cannot know is left out. Nothing is joined from here: only the keys lead there. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "client/cache/similar.h"
#include "wall_p.h"

#define SINCE_MS  (INT64_C(24) * 3600 * 1000)
#define MINUTE_MS INT64_C(60000)
#define FOUND     4

/* ---- reading ---- */

/* The time it is told of: the rule's, or as many whole hours as it has gone on. */
static int
span_of(const struct incident_row *i, int64_t now)
{
	const int64_t gone = (now - i->row[0].created_at + MINUTE_MS - 1) / MINUTE_MS;

	if (gone <= i->rule.minutes)
		return i->rule.minutes;
	return (int)((gone + 59) / 60 * 60);
}

/* Where most of those are that are named. */
static const char *
place_of(const struct incident_row *i)
{
	int best = 0, most = 0;

	for (int k = 0; k < i->n; k++) {
		int same = 0;

		for (int m = 0; m < i->n; m++)
			same += strcmp(i->row[m].area, i->row[k].area) == 0;
		if (same > most) {
			most = same;
			best = k;
		}
	}
	return i->row[best].area;
}

void
wall_surge_read(struct wall *s)
{
	const struct desk *d = s->desk;
	struct incident_row *found = calloc(FOUND, sizeof(*found));
	const int n = found == NULL ? 0
				    : cache_incidents(d->cache, d->now - SINCE_MS, d->me.user,
					  d->me.roles, found, FOUND);
	struct wall_surge *to = &s->surge;

	*to = (struct wall_surge){ .n = n };
	if (n > 0) {
		to->total = found->total;
		to->minutes = span_of(found, d->now);
		(void)str_copy(to->id, sizeof(to->id), found->row[0].id);
		(void)str_copy(to->category, sizeof(to->category), found->row[0].category);
		(void)str_copy(to->area, sizeof(to->area), place_of(found));
		(void)str_copy(to->bulletin, sizeof(to->bulletin), found->bulletin);
		to->usual = cache_usual(d->cache, to->category, to->minutes * MINUTE_MS, d->now);
	}
	free(found);
}

/* ---- keys ---- */

void
wall_surge_bulletin(const struct wall *s, char out[WALL_BULLETIN])
{
	const struct wall_surge *g = &s->surge;

	if (g->n > 0 && g->bulletin[0] == '\0')
		(void)snprintf(out, WALL_BULLETIN, "new:%s:%s", g->category, g->area);
	else
		(void)snprintf(out, WALL_BULLETIN, "new");
}

/* Only a dispatcher joins; who is none sees what it is about, and asks for it there. */
unsigned
wall_surge_join(struct wall *s)
{
	const struct view_ops *desk = view_by_name("dispatch");
	struct desk *d = s->desk;

	if (s->surge.n == 0)
		d->say(d->app, 1, "现在没有突增。");
	else if (view_may_open(desk, d->me.roles, s->surge.id))
		d->open(d->app, desk, s->surge.id);
	else
		d->open(d->app, view_by_name("ticket"), s->surge.id);
	return VIEW_DRAW;
}

/* ---- drawing ---- */

static void
draw_what(const struct wall *s, struct canvas *c, int row, struct rect at)
{
	const struct wall_surge *g = &s->surge;
	const struct category *k =
	    s->desk->city != NULL ? city_category(s->desk->city, g->category) : NULL;
	const bool wide = at.cols > WALL_SIDE_COLS;
	char span[24];

	if (g->minutes % 60 == 0)
		(void)snprintf(span, sizeof(span), "%d小时", g->minutes / 60);
	else
		(void)snprintf(span, sizeof(span), "%d分钟", g->minutes);
	canvas_printf(c, row, at.col, at.cols, ROLE_OVERDUE, "突增! %d件/%s %s%s%s", g->total, span,
	    wide || k == NULL ? g->category : "", wide ? " " : "", k != NULL ? k->name : "");
}

static void
draw_where(const struct wall *s, struct canvas *c, int row, struct rect at)
{
	const struct wall_surge *g = &s->surge;
	const struct area *a = s->desk->city != NULL ? city_area(s->desk->city, g->area) : NULL;
	struct str line = { 0 };

	if (g->usual == 0)
		str_add(&line, "平时不到1件");
	else if (g->usual > 0)
		str_addf(&line, "平时 %d件", g->usual);
	if (a != NULL)
		str_addf(&line, "%s集中: %s", line.len > 0 ? "  " : "", a->name);
	if (g->n > 1)
		str_addf(&line, "  另有 %d 起", g->n - 1);
	canvas_cut(c, row, at.col, at.cols, ROLE_NEAR, str_c(&line));
	str_free(&line);
}

int
wall_surge_draw(const struct wall *s, struct canvas *c, struct rect at)
{
	int row = at.row;

	if (s->surge.n == 0)
		return row;
	draw_what(s, c, row++, at);
	draw_where(s, c, row++, at);
	canvas_cut(c, row++, at.col, at.cols, ROLE_HINT,
	    s->surge.bulletin[0] != '\0' ? "Ctrl-] 并单  已发公告" : "Ctrl-] 并单  F2 发公告");
	return row + 1;
}
