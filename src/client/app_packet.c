/* app_packet.c: a packet of handing over that has come to this seat (model/packet.h): a line above the footer on whatever screen, and
 * where nobody is typing or talking the packet itself, before the telephone is picked up. And to who sent one: that it was taken.
 *
 * Invariants: no field and no cursor is taken from who writes a ticket or has a caller; what has ended by itself is gone from the
 * line; on a locked screen nothing of the caller stands, and nobody is told that it was seen. Not here: the packet whole (view/call/packet.c), what becomes of it (view/call/intake_packet.c). */
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "client/cache/records.h"
#include "app.h"

#define LOOK_AT    8
#define WHAT_BYTES 200 /* of the matter, on the line */

/* ---- the line ---- */

static void
compose(struct app *a, const struct packet *p)
{
	struct packet_line *l = &a->packet;
	const char *called = fields_get(&p->f, TF_CALLED);
	const struct category *c = a->desk.city != NULL
				       ? city_category(a->desk.city, fields_get(&p->f, TF_CATEGORY))
				       : NULL;
	const char *what = p->why[0] != '\0' ? p->why : fields_get(&p->f, TF_CONTENT);
	char name[64];

	(void)cache_person(a->desk.cache, p->by, name, sizeof(name));
	(void)snprintf(l->line, sizeof(l->line), "%s %s 转来 %s%s%s  %s%s%.*s", p->by, name,
	    p->phone, *called != '\0' ? " " : "", called, c != NULL ? c->name : "",
	    c != NULL ? " " : "", (int)utf8_whole(what, strnlen(what, WHAT_BYTES)), what);
	for (char *at = l->line; *at != '\0'; at++)
		if (*at == '\n')
			*at = ' ';
	(void)snprintf(l->locked, sizeof(l->locked), "%s 转来, 解锁后看", p->by);
	l->ends_at = p->at + PACKET_OPEN_MS;
	str_copy(l->id, sizeof(l->id), p->id);
	str_copy(l->by, sizeof(l->by), p->by);
}

static void
clear(struct app *a)
{
	if (a->packet.id[0] == '\0')
		return;
	a->packet.id[0] = a->packet.line[0] = '\0';
	a->packet.version++;
	a->draw = true;
}

/* ---- what comes ---- */

static void
say_seen(struct app *a)
{
	struct packet_line *l = &a->packet;
	struct job *j = l->said ? NULL : job_new(JOB_RECORD);
	struct packet p = { 0 };

	if (j == NULL)
		return;
	str_copy(p.id, sizeof(p.id), l->id);
	str_copy(p.by, sizeof(p.by), l->by);
	l->said = true;
	if (packet_say(&p, PACKET_SEEN, a->desk.me.user, "", &j->record))
		(void)app_job(a, j);
	else
		job_free(j);
}

/* Is she busy with a caller, a ticket, a question? Then it stays on its line. */
static bool
may_show(const struct app *a)
{
	const char *top = a->depth > 0 ? a->stack[a->depth - 1].ops->name : "";

	return !a->desk.call.active && a->prompting == PROMPT_NONE && !a->dialog.open &&
	       !a->classroom.under_way &&
	       (strcmp(top, "home") == 0 || strcmp(top, "packet") == 0 ||
		   strcmp(top, "tickets") == 0 || strcmp(top, "wall") == 0);
}

/* Somebody sits here. */
static void
show(struct app *a)
{
	a->packet.unseen = false;
	say_seen(a);
	if (!may_show(a))
		return;
	app_open(a, view_by_name("packet"), NULL);
	term_flush(a->term);
}

static void
arrived(struct app *a, const struct packet *p)
{
	compose(a, p);
	a->packet.said = p->stand != PACKET_OFFER;
	a->packet.unseen = app_is_locked(a);
	a->packet.version++;
	a->draw = true;
	term_bell(a->term);
	if (!a->packet.unseen)
		show(a);
}

/* Of one that stood on the line: why it does no more. */
static void
ended(struct app *a, const struct packet *p)
{
	if (p->stand == PACKET_BACK)
		app_say(a, 1, "%s 转来的已收回: %s", p->by, p->words);
	clear(a);
}

/* One that she sent has been taken: she need not file it herself. */
static void
look_at_mine(struct app *a, const struct packet *p)
{
	char name[64];

	if (p->stand != PACKET_TAKEN || str_eq(a->packet.told, p->id) ||
	    p->said_at < a->started_at + a->desk.link.offset_ms)
		return;
	str_copy(a->packet.told, sizeof(a->packet.told), p->id);
	(void)cache_person(a->desk.cache, p->to, name, sizeof(name));
	app_say(a, 0, "%s %s 已收下转接单, 由他成单, 您不用再建单。", p->to, name);
}

static void
look(struct app *a)
{
	const char *me = a->desk.me.user;
	struct packet p[LOOK_AT];
	bool shown = false;
	int n;

	if (me[0] == '\0' || a->desk.cache == NULL ||
	    !view_may_act(a->desk.me.roles, ACTION_STATE)) {
		clear(a);
		return;
	}
	n = cache_packets(a->desk.cache, me, desk_there(&a->desk) - PACKET_OPEN_MS, p, LOOK_AT);
	for (int i = 0; i < n; i++) {
		const bool for_me = str_eq(p[i].to, me);

		if (!for_me)
			look_at_mine(a, &p[i]);
		else if (str_eq(p[i].id, a->packet.id) &&
			 !packet_is_open(&p[i], desk_there(&a->desk)))
			ended(a, &p[i]);
		if (for_me && !shown && packet_is_open(&p[i], desk_there(&a->desk))) {
			shown = true;
			if (!str_eq(p[i].id, a->packet.id))
				arrived(a, &p[i]);
		}
		packet_free(&p[i]);
	}
	if (!shown)
		clear(a);
}

/* A colleague rings, and what he knows cannot come. */
static void
rings(struct app *a, const struct phone_event *p)
{
	const size_t n = strlen(p->peer);

	if (n > 0 && n <= 4 && a->desk.link.state != LINK_ONLINE && !a->desk.link.is_private)
		app_say(a, 2, "坐席 %s 来电, 和中心的线路断着, 看不到转接单: 请对方口头说清。",
		    p->peer);
}

void
app_packet_news(struct app *a, const struct news *n)
{
	if (n->kind == NEWS_USER)
		clear(a);
	if (n->kind == NEWS_USER || (n->kind == NEWS_TABLES && (n->tables & CACHE_RECORDS) != 0))
		look(a);
	else if (n->kind == NEWS_PHONE && n->phone.kind == PHONE_OFFERED)
		rings(a, &n->phone);
}

const char *
app_packet_line(const struct app *a)
{
	return app_is_locked(a) ? a->packet.locked : a->packet.line;
}

void
app_packet_turn(struct app *a)
{
	if (a->packet.id[0] != '\0' && desk_there(&a->desk) >= a->packet.ends_at)
		clear(a);
	if (a->packet.id[0] != '\0' && a->packet.unseen && !app_is_locked(a))
		show(a);
}

int64_t
app_packet_due_in(const struct app *a)
{
	if (a->packet.id[0] == '\0')
		return -1;
	return a->packet.ends_at > desk_there(&a->desk) ? a->packet.ends_at - desk_there(&a->desk)
							: 0;
}
