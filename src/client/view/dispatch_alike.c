/* dispatch_alike.c: tickets that are probably one: those like the chosen one, and the incident that many callers of late make
 * of it. One key joins: of two the chosen one goes into the other; of an incident all go into the oldest, which carries
 * them. The same key right after parts them again (拆单), as far as the rules allow.
 *
 * Every join is a step of its own with its own check; what a rule refuses stays and is said. Not here: which tickets are
 * alike (client/cache/similar.h), who follows whom afterwards (server/core/join.c). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "client/ui/wrap.h"
#include "dispatch_p.h"
#include "model/number.h"

#define DAYS_MS     (INT64_C(30) * 24 * 3600 * 1000)
#define INCIDENT_MS (INT64_C(24) * 3600 * 1000)
#define INCIDENTS   4
#define JOINABLE    (STATE_BIT(PENDING) | STATE_BIT(DISPATCHED) | STATE_BIT(WORKING))
#define PART_REASON "并错了, 派单员撤销"

/* ---- finding ---- */

/* The one that the chosen ticket is part of; else, when that is like no other, the largest there is: most tickets of one
 * went out by the catalogue already and stand in no list here. */
static void
find_incident(struct dispatching *s)
{
	const struct desk *d = s->w.desk;
	struct incident_row *found = calloc(INCIDENTS, sizeof(*found));
	int n = found == NULL ? 0
			      : cache_incidents(d->cache, d->now - INCIDENT_MS, d->me.user,
				    d->me.roles, found, INCIDENTS);

	for (int i = 0; i < n && s->alike.incident.n == 0; i++)
		for (int k = 0; k < found[i].n; k++)
			if (strcmp(found[i].row[k].id, s->w.t.id) == 0)
				s->alike.incident = found[i];
	if (n > 0 && s->alike.incident.n == 0 && s->alike.n == 0)
		s->alike.incident = found[0];
	free(found);
}

void
dispatch_alike_read(struct dispatching *s)
{
	struct dispatch_alike *a = &s->alike;
	const struct desk *d = s->w.desk;
	const struct similar_query q = { .f = &s->w.t.f,
		.id = s->w.t.id,
		.at = s->w.t.created_at,
		.since_at = d->now - DAYS_MS,
		.states = STATES_OPEN,
		.me = d->me.user,
		.roles = d->me.roles,
		.least = SIMILAR_SHOWN,
		.now = d->now };

	if (!a->stale && strcmp(a->of, s->w.t.id) == 0 && a->rev == s->w.t.rev)
		return;
	(void)str_copy(a->of, sizeof(a->of), s->w.t.id);
	a->rev = s->w.t.rev;
	a->stale = false;
	a->n = 0;
	a->incident = (struct incident_row){ .n = 0 };
	if (d->cache == NULL || !part_signed_in(d))
		return;
	if (s->w.found && (JOINABLE & (1u << s->w.t.state)) != 0)
		a->n = cache_similar(d->cache, &q, a->like, ALIKE_ROWS);
	find_incident(s);
}

/* ---- joining ---- */

static void
say_end(struct dispatching *s)
{
	struct dispatch_alike *a = &s->alike;
	const int done = a->n_todo - a->refused;
	char no[24];

	number_short(a->master_no, no);
	a->joined = !a->parting && done > 0;
	if (a->refused > 0)
		s->w.desk->say(s->w.desk->app, 1, "%s %d 件, 有 %d 件不行: %s",
		    a->parting ? "已拆开" : "已并入", done, a->refused, a->why);
	else if (a->parting)
		s->w.desk->say(s->w.desk->app, 0, "已拆开 %d 件, 回到待派单", done);
	else
		s->w.desk->say(
		    s->w.desk->app, 0, "已并入 %s 共 %d 件; 并错了再按 Ctrl-] 拆开", no, done);
}

/* The next one, until one is on its way or none is left. */
static void
send_next(struct dispatching *s)
{
	struct dispatch_alike *a = &s->alike;
	const struct desk *d = s->w.desk;

	for (a->job = 0; a->job == 0 && a->at < a->n_todo; a->at++) {
		struct job *j = part_job(d, JOB_ACT);
		bool ok = j != NULL && (a->parting ? args_set(&j->args, EA_REASON, PART_REASON)
						   : args_set(&j->args, EA_OTHER, a->master));

		if (ok) {
			j->act = a->parting ? EVENT_UNMERGE : EVENT_MERGE;
			(void)str_copy(j->ticket, sizeof(j->ticket), a->todo[a->at]);
			a->job = d->job(d->app, j);
		} else {
			job_free(j);
		}
		if (a->job == 0) {
			a->refused++;
			(void)str_copy(a->why, sizeof(a->why), "现在送不出去, 请再试");
		}
	}
	if (a->job == 0)
		say_end(s);
}

static void
begin(struct dispatching *s, bool parting)
{
	s->alike.parting = parting;
	s->alike.joined = false;
	s->alike.at = s->alike.refused = 0;
	send_next(s);
}

static void
add(struct dispatch_alike *a, const char *id)
{
	if (strcmp(id, a->master) != 0 && a->n_todo < CACHE_INCIDENT_ROWS)
		(void)str_copy(a->todo[a->n_todo++], ID_SIZE, id);
}

/* May this person join now at all? Asked of the first that would be. */
static bool
may(struct dispatching *s)
{
	struct ticket t;
	struct err e = { 0 };

	ticket_init(&t);
	if (cache_ticket(s->w.desk->cache, s->alike.todo[0], &t, &e) == ERR_OK)
		(void)form_may(s->w.desk, &t, EVENT_MERGE, &e);
	ticket_free(&t);
	if (e.code != ERR_OK)
		s->w.desk->say(s->w.desk->app, 1, "%s。", e.text);
	return e.code == ERR_OK;
}

static void
join(struct dispatching *s)
{
	struct dispatch_alike *a = &s->alike;
	const struct ticket_row *master = a->incident.n > 1 ? &a->incident.row[0]
					  : a->n > 0        ? &a->like[0].row
							    : NULL;

	a->n_todo = 0;
	if (master != NULL) {
		(void)str_copy(a->master, sizeof(a->master), master->id);
		(void)str_copy(a->master_no, sizeof(a->master_no), master->no);
		if (a->incident.n <= 1)
			add(a, s->w.t.id);
		for (int i = 1; i < a->incident.n; i++)
			if ((JOINABLE & (1u << a->incident.row[i].state)) != 0)
				add(a, a->incident.row[i].id);
	}
	if (a->n_todo == 0)
		s->w.desk->say(s->w.desk->app, 1, "没有疑似同一件的工单; 知道单号的用“并单”");
	else if (may(s))
		begin(s, false);
}

bool
dispatch_alike_key(struct dispatching *s, const struct input *in)
{
	struct dispatch_alike *a = &s->alike;

	if (input_is(in, ACTION_JOIN)) {
		worklist_refresh(&s->w);
		dispatch_alike_read(s);
		if (a->job != 0)
			s->w.desk->say(s->w.desk->app, 1, "正在并单, 请稍候");
		else if (a->joined)
			begin(s, true);
		else
			join(s);
		return true;
	}
	if (input_is(in, ACTION_ALIKE)) {
		if (a->n == 0)
			s->w.desk->say(s->w.desk->app, 1, "没有疑似同一件的工单");
		else
			s->w.desk->open(s->w.desk->app, view_by_name("ticket"), a->like[0].row.id);
		return true;
	}
	if (in->kind == INPUT_ACTION || in->kind == INPUT_TEXT)
		a->joined = false; /* he has gone on: parting has its own step */
	return false;
}

bool
dispatch_alike_event(struct dispatching *s, const struct news *n)
{
	struct dispatch_alike *a = &s->alike;

	if (n->kind != NEWS_DONE || n->job == 0 || n->job != a->job)
		return false;
	if (n->err.code != ERR_OK) {
		a->refused++;
		(void)str_copy(a->why, sizeof(a->why), n->err.text);
	}
	a->stale = true;
	s->w.stale = s->w.uncounted = true;
	send_next(s);
	return true;
}

/* ---- drawing ---- */

static int
draw_incident(const struct dispatch_alike *a, struct canvas *c, struct rect at)
{
	const struct incident_row *i = &a->incident;
	struct str line = { 0 };
	int row = at.row;

	str_addf(&line, "疑似突发: %d分钟内 %d 件 ", i->rule.minutes, i->total);
	for (int k = 0; k < i->n; k++) {
		char no[24];

		number_short(i->row[k].no, no);
		str_addf(&line, "%s%s %s", k > 0 ? "; " : "", no,
		    *i->row[k].address != '\0' ? i->row[k].address : i->row[k].title);
	}
	canvas_cut(c, row, at.col, at.cols - 22, ROLE_NEAR, str_c(&line));
	canvas_right(c, row++, at.col + at.cols, ROLE_NORMAL, "[Ctrl-] 并成一件]");
	str_free(&line);
	return row;
}

int
dispatch_alike_draw(const struct dispatching *s, struct canvas *c, struct rect at)
{
	const struct dispatch_alike *a = &s->alike;
	int row = at.row;

	if (strcmp(a->of, s->w.t.id) != 0)
		return row;
	if (a->incident.n > 1 && row < at.row + at.rows)
		row = draw_incident(a, c, (struct rect){ row, at.col, at.rows, at.cols });
	for (int i = 0; i < a->n && row < at.row + at.rows; i++) {
		char line[SIMILAR_REASON + 320], head[40] = "", no[32];
		const bool first = i == 0 && a->incident.n <= 1;

		number_short(a->like[i].row.no, no);
		if (i == 0)
			(void)snprintf(head, sizeof(head), "疑似重复 %d 件: ", a->n);
		(void)snprintf(line, sizeof(line), "%s%s %s %s", head, no,
		    state_label(a->like[i].row.state), a->like[i].reason);
		if (first)
			canvas_right(c, row, at.col + at.cols, ROLE_NORMAL, "[Ctrl-] 并入]");
		canvas_cut(c, row++, at.col, at.cols - (first ? 15 : 0), ROLE_NEAR, line);
	}
	return row;
}
