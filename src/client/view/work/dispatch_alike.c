/* dispatch_alike.c: tickets that are probably one: those like the chosen one, and the incident that many callers of late make
 * of it. One key joins: of two the chosen one goes into the other; of an incident all go into the oldest, which carries
 * them, once he was asked. The same key parts them again (拆单), as far as the rules allow, until he goes on to another row
 * or step; looking elsewhere is not going on.
 *
 * The key acts only on what the last picture told of the row that is chosen. Every join is a step of its own with its own
 * check; what a rule refuses stays and is said. Not here: which tickets are alike (client/cache/similar.h), who follows whom
 * afterwards (server/core/join.c). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/width.h"
#include "client/ui/wrap.h"
#include "dispatch_p.h"
#include "model/number.h"

#define DAYS_MS     (INT64_C(30) * 24 * 3600 * 1000)
#define INCIDENT_MS (INT64_C(24) * 3600 * 1000)
#define INCIDENTS   4
#define JOINABLE    (STATE_BIT(PENDING) | STATE_BIT(DISPATCHED) | STATE_BIT(WORKING))
#define WIDE        60 /* narrower the keys have a row of their own */
#define GONE_ON     (ACTS_ROWS | ACTS_EDIT | ACT(SUBMIT))
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
	s->alike.part_of = !s->w.found || s->alike.incident.n > 0;
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
	a->n = a->looked = 0;
	a->incident = (struct incident_row){ .n = 0 };
	if (d->cache == NULL || !part_signed_in(d))
		return;
	if (s->w.found && (JOINABLE & (1u << s->w.t.state)) != 0)
		a->n = cache_similar(d->cache, &q, a->like, ALIKE_ROWS);
	find_incident(s);
}

/* ---- joining ---- */

/* Parted, each is where it was before: 待签收 2 件, 待派单 1 件. */
static void
say_parted(const struct dispatching *s, int done)
{
	const struct dispatch_alike *a = &s->alike;
	struct str where = { 0 };

	for (int state = 0; state < STATE_COUNT; state++) {
		int n = 0;

		for (int i = 0; i < a->n_todo; i++)
			n += !a->todo[i].refused && (int)a->todo[i].before == state;
		if (n > 0)
			str_addf(&where, "%s%s %d 件", where.len > 0 ? ", " : "",
			    state_label((enum ticket_state)state), n);
	}
	s->w.desk->say(
	    s->w.desk->app, 0, "已拆开 %d 件, 回到并单前的状态: %s", done, str_c(&where));
	str_free(&where);
}

static void
say_end(struct dispatching *s)
{
	struct dispatch_alike *a = &s->alike;
	const int done = a->n_todo - a->refused;

	a->joined = !a->parting && done > 0;
	if (a->refused > 0)
		s->w.desk->say(s->w.desk->app, 1, "%s %d 件, 有 %d 件不行: %s",
		    a->parting ? "已拆开" : "已并入", done, a->refused, a->why);
	else if (a->parting)
		say_parted(s, done);
	else
		s->w.desk->say(s->w.desk->app, 0,
		    "已并入 %s 共 %d 件; 并错了再按 Ctrl-] 拆开, 或到该件用[拆单]", a->master_no,
		    done);
}

static void
refused(struct dispatch_alike *a, int i, const char *why)
{
	a->refused++;
	a->todo[i].refused = true;
	(void)str_copy(a->why, sizeof(a->why), why);
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
			(void)str_copy(j->ticket, sizeof(j->ticket), a->todo[a->at].id);
			a->job = d->job(d->app, j);
		} else {
			job_free(j);
		}
		if (a->job == 0)
			refused(a, a->at, "现在送不出去, 请再试");
	}
	if (a->job == 0)
		say_end(s);
}

static void
begin(struct dispatching *s, bool parting)
{
	s->alike.parting = parting;
	s->alike.joined = s->alike.asked = false;
	s->alike.at = s->alike.refused = 0;
	send_next(s);
}

/* What was not joined is not parted. */
static void
part(struct dispatching *s)
{
	struct dispatch_alike *a = &s->alike;
	int n = 0;

	for (int i = 0; i < a->n_todo; i++)
		if (!a->todo[i].refused)
			a->todo[n++] = a->todo[i];
	a->n_todo = n;
	begin(s, true);
}

static void
add(struct dispatch_alike *a, const char *id, const char *no, enum ticket_state state)
{
	struct alike_step *to = &a->todo[a->n_todo];

	if (strcmp(id, a->master) == 0 || a->n_todo == CACHE_INCIDENT_ROWS ||
	    (JOINABLE & (1u << state)) == 0)
		return;
	*to = (struct alike_step){ .before = state };
	(void)str_copy(to->id, sizeof(to->id), id);
	number_short(no, to->no);
	a->n_todo++;
}

/* May this person join now at all? Asked of the first that would be. */
static bool
may(struct dispatching *s)
{
	struct ticket t;
	struct err e = { 0 };

	ticket_init(&t);
	if (cache_ticket(s->w.desk->cache, s->alike.todo[0].id, &t, &e) == ERR_OK)
		(void)form_may(s->w.desk, &t, EVENT_MERGE, &e);
	ticket_free(&t);
	if (e.code != ERR_OK)
		s->w.desk->say(s->w.desk->app, 1, "%s。", e.text);
	return e.code == ERR_OK;
}

/* Does the picture tell anything, and of the row that is chosen now? */
static bool
told(const struct dispatching *s)
{
	return s->seen.shown && strcmp(s->seen.of, s->w.t.id) == 0 &&
	       strcmp(s->alike.of, s->w.t.id) == 0;
}

static void
ask(struct dispatching *s)
{
	struct dispatch_alike *a = &s->alike;
	char more[32] = "";

	if (a->n_todo > 2)
		(void)snprintf(more, sizeof(more), " 等 %d 件", a->n_todo);
	a->asked = true;
	s->w.desk->say(s->w.desk->app, 1, "%s%s%s%s 并入 %s: 再按 Ctrl-] 并入, 别的键不并",
	    a->todo[0].no, a->n_todo == 2 ? " " : "", a->n_todo == 2 ? a->todo[1].no : "", more,
	    a->master_no);
}

static void
join(struct dispatching *s)
{
	struct dispatch_alike *a = &s->alike;
	const struct incident_row *all = &a->incident;
	const struct ticket_row *master = all->n > 1 ? &all->row[0]
					  : a->n > 0 ? &a->like[0].row
						     : NULL;

	a->n_todo = 0;
	if (told(s) && all->n > 1 && !a->part_of) {
		s->w.desk->say(
		    s->w.desk->app, 1, "选中的工单不在这起突发里; Ctrl-^ 看那几件, 在那里并单");
		return;
	}
	if (told(s) && master != NULL) {
		(void)str_copy(a->master, sizeof(a->master), master->id);
		number_short(master->no, a->master_no);
		if (all->n <= 1)
			add(a, s->w.t.id, fields_get(&s->w.t.f, TF_NO), s->w.t.state);
		for (int i = 1; i < all->n; i++)
			add(a, all->row[i].id, all->row[i].no, all->row[i].state);
	}
	if (a->n_todo == 0)
		s->w.desk->say(s->w.desk->app, 1, "没有选中件的疑似同一件提示; 知道单号的用“并单”");
	else if (!may(s))
		return;
	else if (a->n_todo > 1 || strcmp(a->todo[0].id, s->w.t.id) != 0)
		ask(s);
	else
		begin(s, false);
}

/* Of an incident one after the other, the oldest first. */
static void
look(struct dispatching *s)
{
	struct dispatch_alike *a = &s->alike;
	const char *id = NULL;

	for (int i = 0; told(s) && i < a->incident.n && id == NULL; i++) {
		const char *next = a->incident.row[a->looked++ % a->incident.n].id;

		id = strcmp(next, s->w.t.id) != 0 ? next : NULL;
	}
	if (id == NULL && told(s) && a->n > 0)
		id = a->like[0].row.id;
	if (id == NULL)
		s->w.desk->say(s->w.desk->app, 1, "没有疑似同一件的工单");
	else
		s->w.desk->open(s->w.desk->app, view_by_name("ticket"), id);
}

bool
dispatch_alike_key(struct dispatching *s, const struct input *in)
{
	struct dispatch_alike *a = &s->alike;

	if (input_is(in, ACTION_JOIN)) {
		worklist_refresh(&s->w);
		if (a->job != 0)
			s->w.desk->say(s->w.desk->app, 1, "正在并单, 请稍候");
		else if (a->asked && !in->ahead)
			begin(s, false);
		else if (a->joined)
			part(s);
		else
			join(s);
		return true;
	}
	a->asked = false;
	if (input_is(in, ACTION_ALIKE)) {
		look(s);
		return true;
	}
	if (in->kind == INPUT_TEXT ||
	    (in->kind == INPUT_ACTION && ((UINT64_C(1) << in->action) & GONE_ON) != 0))
		a->joined = false; /* parting has its own step */
	return false;
}

bool
dispatch_alike_event(struct dispatching *s, const struct news *n)
{
	struct dispatch_alike *a = &s->alike;

	if (n->kind != NEWS_DONE || n->job == 0 || n->job != a->job)
		return false;
	if (n->err.code != ERR_OK)
		refused(a, a->at - 1, n->err.text);
	a->stale = true;
	s->w.stale = s->w.uncounted = true;
	send_next(s);
	return true;
}

/* ---- drawing ---- */

/* "最早 1121-1154-03, 另有 1121-1154-04 1121-1154-05": whole numbers, and that there are more. */
static void
numbers(const struct incident_row *i, int cols, struct str *out)
{
	for (int k = 0; k < i->n; k++) {
		char no[24], part[64];

		number_short(i->row[k].no, no);
		(void)snprintf(part, sizeof(part), "%s%s",
		    k == 0   ? "最早 "
		    : k == 1 ? ", 另有 "
			     : " ",
		    no);
		if (width_str(str_c(out)) + width_str(part) + 3 > cols) {
			str_add(out, " 等");
			return;
		}
		str_add(out, part);
	}
	if (i->total > i->n)
		str_add(out, " 等");
}

/* How many, within what time and where on a row of their own: they are whole whatever the numbers take. */
static int
draw_incident(const struct dispatch_alike *a, struct canvas *c, struct rect at)
{
	const struct incident_row *i = &a->incident;
	const char *keys = a->part_of ? "Ctrl-] 并成一件  Ctrl-^ 看" : "Ctrl-^ 看";
	const int room = at.cols < WIDE ? at.cols : at.cols - width_str(keys) - 1;
	const int end = at.row + at.rows;
	struct str line = { 0 };
	int row = at.row;

	str_addf(&line, "疑似突发 %d 件, %d分钟内, %s", i->total, i->rule.minutes,
	    *i->row[0].address != '\0' ? i->row[0].address : i->row[0].title);
	if (at.cols >= WIDE)
		canvas_right(c, row, at.col + at.cols, ROLE_NORMAL, keys);
	canvas_cut(c, row++, at.col, room, ROLE_NEAR, str_c(&line));
	str_reset(&line);
	numbers(i, at.cols, &line);
	if (row < end)
		canvas_cut(c, row++, at.col, at.cols, ROLE_NEAR, str_c(&line));
	if (row < end && at.cols < WIDE)
		canvas_right(c, row++, at.col + at.cols, ROLE_NORMAL, keys);
	str_free(&line);
	return row;
}

static int
draw_joined(const struct dispatch_alike *a, struct canvas *c, struct rect at)
{
	canvas_printf(c, at.row, at.col, at.cols - 15, ROLE_GOOD, "刚并入 %s 共 %d 件",
	    a->master_no, a->n_todo - a->refused);
	canvas_right(c, at.row, at.col + at.cols, ROLE_NORMAL, "Ctrl-] 拆开");
	return at.row + 1;
}

int
dispatch_alike_draw(const struct dispatching *s, struct canvas *c, struct rect at)
{
	const struct dispatch_alike *a = &s->alike;
	int row = at.row;

	a->seen->shown = false;
	if (a->joined && at.rows > 0)
		return draw_joined(a, c, at);
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
			canvas_right(c, row, at.col + at.cols, ROLE_NORMAL, "Ctrl-] 并入");
		canvas_cut(c, row++, at.col, at.cols - (first ? 15 : 0), ROLE_NEAR, line);
	}
	a->seen->shown = row > at.row;
	(void)str_copy(a->seen->of, sizeof(a->seen->of), s->w.t.id);
	return row;
}
