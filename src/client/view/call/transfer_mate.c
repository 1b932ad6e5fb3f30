/* transfer_mate.c: handing a caller to another seat of the centre: who is there, one line why, and the packet with all that is
 * known, which that seat sees before it picks up. What is said on the telephone is the same as to anybody (transfer_call.c).
 *
 * Invariants: nobody is asked for who is not there to take calls; a packet that comes to nothing is taken back, one whose
 * caller is with the colleague, or has gone, stays with him. Where it cannot be seen, that is said at once. Not here: what the
 * other seat does with it (packet.c, intake_packet.c). */
#include "transfer_p.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "client/cache/records.h"
#include "client/view/part_p.h"
#include "wire/people_json.h"

#define LOOK_BACK_MS (60LL * 60 * 1000)
#define LOOK_AT      8 /* packets: a seat offers one at a time */

/* ---- who is there ---- */

void
transfer_mates_ask(struct transfer *s)
{
	struct job *j;

	if (!view_may_act(s->desk->me.roles, ACTION_STATE))
		return; /* who takes no calls hands none over */
	if (!part_online(s->desk)) {
		if (s->hand != &s->own)
			s->desk->say(s->desk->app, 1,
			    "和中心的线路断着, 看不到哪些同事在岗, 转接单也到不了: "
			    "转给同事请打内线口头说清");
		return;
	}
	if (s->asked != 0 || (j = part_job(s->desk, JOB_QUESTION)) == NULL)
		return;
	(void)str_copy(j->what, sizeof(j->what), "GET /v1/seats/there");
	s->asked = s->desk->job(s->desk->app, j);
}

void
transfer_mates_free(struct transfer *s)
{
	free(s->mates);
	s->mates = NULL;
	s->n_mates = 0;
}

const struct transfer_mate *
transfer_mate(const struct transfer *s, const struct transfer_target *t)
{
	for (int i = 0; t != NULL && i < s->n_mates; i++)
		if (&s->mates[i].t == t)
			return &s->mates[i];
	return NULL;
}

void
transfer_mate_row(const struct transfer_mate *m, struct transfer_row *r)
{
	r->hours = (struct hours_state){ .open = m->state == AGENT_IDLE };
	(void)snprintf(r->state, sizeof(r->state), "%s%s",
	    m->state == AGENT_IDLE ? "可接" : agent_label(m->state), m->reached ? "" : " 断线");
}

/* The words of a target are the row's own: rows are never moved once they are made. */
static void
make(struct transfer *s, const struct seat_there *from, struct transfer_mate *m)
{
	char name[64];
	const bool known = cache_person(s->desk->cache, from->job_no, name, sizeof(name));

	(void)str_copy(m->job_no, sizeof(m->job_no), from->job_no);
	(void)str_copy(m->seat, sizeof(m->seat), from->seat_no);
	(void)snprintf(m->id, sizeof(m->id), "@%.14s", from->job_no);
	(void)snprintf(m->name, sizeof(m->name), "坐席 %s%s%s", m->job_no, known ? " " : "",
	    known ? name : "");
	m->state = (enum agent_state)agent_by_json(from->state);
	m->reached = from->reached;
	m->t = (struct transfer_target){ .id = m->id,
		.kind = "colleague",
		.name = m->name,
		.aliases = "同事",
		.number = m->seat,
		.unit = "",
		.hours = "24h",
		.modes = "consult",
		.categories = "",
		.areas = "",
		.note = "接听前就看到转接单" };
}

static bool
take(struct transfer *s, const char *answer)
{
	struct seat_there *rows = calloc(SEATS_THERE, sizeof(*rows));
	struct transfer_mate *mates = NULL;
	size_t n = 0;
	bool more, ok = rows != NULL && answer != NULL && s->desk->cache != NULL &&
			seats_there_read(answer, strlen(answer), rows, &n, &more, NULL) == ERR_OK &&
			(mates = calloc(n + 1, sizeof(*mates))) != NULL;

	if (ok)
		transfer_mates_free(s);
	for (size_t i = 0; ok && i < n; i++)
		if (strcmp(rows[i].job_no, s->desk->me.user) != 0 && rows[i].seat_no[0] != '\0' &&
		    agent_by_json(rows[i].state) >= 0)
			make(s, &rows[i], &mates[s->n_mates++]);
	if (ok)
		s->mates = mates;
	free(rows);
	return ok;
}

/* Does the colleague's seat say that it is on the screen there? */
static unsigned
look_at_packet(struct transfer *s)
{
	struct packet p[LOOK_AT];
	const bool seen = s->seen;
	int n = s->hand->packet[0] != '\0' && s->desk->cache != NULL
		    ? cache_packets(s->desk->cache, s->desk->me.user,
			  desk_there(s->desk) - LOOK_BACK_MS, p, LOOK_AT)
		    : 0;

	s->seen = false;
	for (int i = 0; i < n; i++) {
		s->seen = s->seen ||
			  (strcmp(p[i].id, s->hand->packet) == 0 && p[i].stand != PACKET_OFFER);
		packet_free(&p[i]);
	}
	return s->seen != seen ? VIEW_DRAW : 0;
}

/* The seat has written the packet down, or could not: then nothing has gone. */
static unsigned
offered(struct transfer *s, const struct err *e)
{
	s->offered = 0;
	if (e->code == ERR_OK)
		return 0;
	s->hand->packet[0] = '\0';
	s->desk->say(s->desk->app, 2, "转接单没有送出, 请口头说清: %s", e->text);
	return VIEW_DRAW;
}

unsigned
transfer_mates_heard(struct transfer *s, const struct news *n)
{
	if (n->kind == NEWS_TABLES && (n->tables & CACHE_RECORDS) != 0)
		return look_at_packet(s);
	if (n->kind == NEWS_DONE && s->offered != 0 && n->job == s->offered)
		return offered(s, &n->err);
	if (n->kind != NEWS_DONE || s->asked == 0 || n->job != s->asked)
		return 0;
	s->asked = 0;
	/* whom one is calling is a row of the list there is */
	if (n->err.code != ERR_OK || s->step != STEP_CHOOSE || !take(s, n->answer))
		return VIEW_DRAW;
	s->to = s->unreached = NULL;
	transfer_list_again(s);
	transfer_call_resume(s);
	return VIEW_DRAW;
}

/* ---- the packet ---- */

/* What the form shows masked is not known here, and says nothing to a colleague. */
static bool
put_sheet(const struct transfer *s, struct packet *p)
{
	const struct handover *h = s->hand;
	const char *phone =
	    s->desk->call.active ? s->desk->call.peer : fields_get(&h->f, TF_CALLER_PHONE);

	if (!fields_copy(&p->f, &h->f))
		return false;
	for (int f = 0; f < TF_COUNT; f++)
		if (field_info((enum ticket_field)f)->part == PART_IDENTITY &&
		    strchr(fields_get(&p->f, (enum ticket_field)f), '*') != NULL)
			(void)fields_set(&p->f, (enum ticket_field)f, NULL);
	if (strchr(phone, '*') == NULL)
		(void)str_copy(p->phone, sizeof(p->phone), phone);
	if (strcmp(fields_get(&p->f, TF_CONTACT_PHONE), p->phone) ==
	    0) /* 同来电: said once, masked */
		(void)fields_set(&p->f, TF_CONTACT_PHONE, NULL);
	(void)str_copy(p->told, sizeof(p->told), h->told);
	(void)str_copy(p->basis, sizeof(p->basis), h->basis);
	(void)str_copy(p->ticket, sizeof(p->ticket), h->ticket);
	(void)str_copy(p->call, sizeof(p->call), h->call[0] != '\0' ? h->call : s->desk->call.id);
	return true;
}

/* The job that writes it down; 0 none does. */
static uint64_t
send(struct transfer *s, struct job *j, bool made)
{
	if (j != NULL && made)
		return s->desk->job(s->desk->app, j);
	job_free(j);
	return 0;
}

static bool
offer(struct transfer *s, const struct transfer_mate *m)
{
	struct job *j = part_job(s->desk, JOB_RECORD);
	struct packet p = { 0 };
	char id[ID_SIZE];
	bool made;

	id_new(id);
	(void)str_copy(p.to, sizeof(p.to), m->job_no);
	(void)str_copy(p.seat, sizeof(p.seat), s->desk->link.seat_no);
	(void)str_copy(p.why, sizeof(p.why), field_text(&s->line));
	made = j != NULL && put_sheet(s, &p) && packet_offer(&p, &j->record);
	packet_free(&p);
	if (made)
		(void)str_copy(j->record.id, sizeof(j->record.id), id);
	s->seen = false;
	s->offered = send(s, j, made);
	if (s->offered == 0)
		return false;
	(void)str_copy(s->hand->packet, sizeof(s->hand->packet), id);
	(void)str_copy(s->hand->packet_to, sizeof(s->hand->packet_to), m->job_no);
	return true;
}

static void
take_back(struct transfer *s, const char *words)
{
	struct job *j = part_job(s->desk, JOB_RECORD);
	struct packet p = { 0 };

	(void)str_copy(p.id, sizeof(p.id), s->hand->packet);
	(void)str_copy(p.by, sizeof(p.by), s->desk->me.user);
	(void)str_copy(p.to, sizeof(p.to), s->hand->packet_to);
	(void)send(s, j, j != NULL && packet_say(&p, PACKET_BACK, p.by, words, &j->record));
	s->hand->packet[0] = '\0';
}

void
transfer_mate_over(struct transfer *s, const char *result)
{
	const bool refused = strcmp(result, "refused") == 0;

	if (s->hand->packet[0] == '\0')
		return;
	if (refused || strcmp(result, "busy") == 0 || strcmp(result, "no_answer") == 0)
		take_back(s, refused ? "说过之后收回了" : "没有接通");
	else
		s->hand->packet[0] = '\0'; /* it stays with whom it is for */
}

void
transfer_mate_settle(struct transfer *s)
{
	if (s->step == STEP_CHOOSE && s->hand->packet[0] != '\0')
		take_back(s, "没有拨");
}

/* ---- why, and off it goes ---- */

unsigned
transfer_mate_begin(struct transfer *s)
{
	const struct transfer_row *r = transfer_list_at(s);

	if (!r->hours.open) {
		s->desk->say(s->desk->app, 1, "%s 现在%s, 不能转; 请换一位", r->t->name, r->state);
		return VIEW_DRAW;
	}
	editor_set(&s->line.ed, NULL, 0);
	s->step = STEP_WHY;
	return VIEW_DRAW;
}

static unsigned
ring(struct transfer *s)
{
	const struct transfer_row *r = transfer_list_at(s);
	const struct transfer_mate *m = r != NULL ? transfer_mate(s, r->t) : NULL;
	unsigned bits;
	bool sent;

	s->step = STEP_CHOOSE;
	if (m == NULL)
		return VIEW_DRAW;
	sent = offer(s, m);
	bits = transfer_call_start(s, r, "consult");
	if (!sent)
		s->desk->say(s->desk->app, 2, "转接单没有送出, 请口头说清");
	return bits;
}

unsigned
transfer_mate_why(struct transfer *s, const struct input *in)
{
	struct react r = { 0 };

	if (input_is(in, ACTION_BACK)) {
		s->step = STEP_CHOOSE;
		return VIEW_DRAW;
	}
	if (input_is(in, ACTION_ENTER) || input_is(in, ACTION_SUBMIT))
		return in->ahead ? VIEW_EARLY : ring(s);
	field_input(&s->line, in, &r);
	return part_react(s->desk, &r);
}

unsigned
transfer_mate_said(struct transfer *s, const char *result)
{
	const bool handed = hand_reached(s->mode, result);

	s->desk->say(s->desk->app, 0, "%s %s", s->to->name,
	    handed ? "已接手, 转接单在他那里" : "没有接手, 来电人在您这里");
	return handed ? VIEW_DRAW | VIEW_CLOSE : VIEW_DRAW;
}

bool
transfer_mate_note(const struct transfer *s, char *out, size_t size)
{
	const struct transfer_mate *m = transfer_mate(s, s->to);

	if (m == NULL || s->hand->packet[0] == '\0' ||
	    (s->step != STEP_CALLING && s->step != STEP_TALKING && s->step != STEP_REPORT))
		return false;
	(void)snprintf(out, size, "%s",
	    s->seen ? "对方屏幕上已有转接单。"
	    : !part_online(s->desk)
		? "和中心的线路断着, 对方看不到转接单: 请口头说清, 恢复后自动送到。"
	    : !m->reached ? "对方坐席和中心断线, 看不到转接单: 请口头说清。"
			  : "转接单已送出, 对方还没有看到。");
	return true;
}
