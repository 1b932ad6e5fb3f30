/* intake_packet.c: a packet of handing over becomes a sheet of this person's: all that stood on the colleague's half-done one,
 * with this seat's own call. And a matter that is filed after all where it was begun takes its packet back.
 *
 * Invariants: what somebody has written here is never written over: a sheet with words of a matter stays as it is and
 * another one is begun; nothing goes to a sheet of another call unasked. Not here: the packet on the screen (packet.c). */
#include "intake_p.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "client/cache/records.h"
#include "client/view/part_p.h"
#include "model/number.h"

#define LOOK_AT      8
#define LOOK_BACK_MS (12LL * 60 * 60 * 1000)

/* ---- what it becomes ---- */

/* Nothing of a matter stands on it: it may become this one. */
static bool
is_free(const struct intake *s)
{
	static const enum ticket_field matter[] = { TF_CONTENT, TF_DEMAND, TF_ANSWER, TF_CATEGORY,
		TF_ADDRESS };

	if (s->mode == MODE_SENT || s->n_sheets == 0 || intake_sheet(s)->base != NULL)
		return false;
	for (size_t i = 0; i < sizeof(matter) / sizeof(matter[0]); i++)
		if (*intake_value(s, matter[i]) != '\0')
			return false;
	return !intake_draft_has_call(s) || intake_draft_same_call(s);
}

/* What follows from other fields may follow again when those are changed. */
static bool
is_derived(enum ticket_field f)
{
	return f == TF_UNIT || f == TF_UNIT_BASIS || f == TF_URGENCY;
}

static void
fill(struct intake *s, const struct packet *p)
{
	struct sheet *sheet = intake_sheet(s);
	const bool written = sheet->begun;

	for (int i = 0; i < TF_COUNT; i++) {
		const enum ticket_field f = (enum ticket_field)i;
		const char *v = fields_get(&p->f, f);

		if (*v != '\0' && (!written || *intake_value(s, f) == '\0'))
			intake_draft_put(s, f, v, is_derived(f));
	}
	if (p->phone[0] != '\0') { /* on the line may be the colleague's own number */
		intake_draft_put(s, TF_CALLER_PHONE, p->phone, false);
		(void)str_copy(sheet->d.origin_phone, sizeof(sheet->d.origin_phone), p->phone);
	}
	if (sheet->d.call[0] == '\0') { /* the line has dropped: hers is the call it was told in */
		(void)str_copy(sheet->d.call, sizeof(sheet->d.call), p->call);
		intake_draft_put(s, TF_CALL_ID, p->call, false);
	}
}

static void
tell(const struct intake *s, const struct packet *p)
{
	struct job *j = part_job(s->desk, JOB_RECORD);

	if (j == NULL)
		return;
	(void)str_copy(j->record.call, sizeof(j->record.call), s->desk->call.id);
	if (packet_say(p, PACKET_TAKEN, s->desk->me.user, "", &j->record))
		(void)s->desk->job(s->desk->app, j);
	else
		job_free(j);
}

static bool
become(struct intake *s, const char *id)
{
	char who[PART_PERSON_SIZE];
	struct packet p;

	if (s->desk->cache == NULL || !cache_packet(s->desk->cache, id, &p))
		return false;
	if (!is_free(s)) {
		intake_draft_save(s);
		if (!intake_draft_new(s, NULL)) {
			packet_free(&p);
			return false;
		}
	}
	fill(s, &p);
	tell(s, &p);
	intake_draft_show(s, s->at);
	intake_draft_save(s);
	s->desk->say(s->desk->app, 0, "已收作本单: %s 记到这里的都在, 接着写",
	    part_person(s->desk, p.by, who));
	packet_free(&p);
	return true;
}

void
intake_packet_take(struct intake *s)
{
	char id[ID_SIZE];

	if (s->desk->packet[0] == '\0')
		return;
	(void)str_copy(id, sizeof(id), s->desk->packet);
	s->desk->packet[0] = '\0';
	if (!become(s, id))
		s->desk->say(s->desk->app, 2, "这张转接单打不开, 请问转来的人");
}

/* On a free sheet one key; on one with words of its own the packet is only shown. */
unsigned
intake_packet_key(struct intake *s)
{
	struct packet p[LOOK_AT];
	char id[ID_SIZE] = "";
	int n = is_free(s) && s->desk->cache != NULL
		    ? cache_packets(s->desk->cache, s->desk->me.user,
			  desk_there(s->desk) - PACKET_OPEN_MS, p, LOOK_AT)
		    : 0;

	for (int i = 0; i < n; i++) {
		if (id[0] == '\0' && packet_may_take(&p[i], s->desk->me.user) &&
		    p[i].ticket[0] == '\0')
			(void)str_copy(id, sizeof(id), p[i].id);
		packet_free(&p[i]);
	}
	if (id[0] == '\0' || !become(s, id))
		return 0;
	return VIEW_DRAW;
}

/* ---- filed where it was begun ---- */

void
intake_packet_filed(const struct intake *s, const char *call, const char *number)
{
	struct packet p[LOOK_AT];
	char words[64], last6[24];
	int n = call[0] != '\0' && s->desk->cache != NULL
		    ? cache_packets(s->desk->cache, s->desk->me.user,
			  desk_there(s->desk) - LOOK_BACK_MS, p, LOOK_AT)
		    : 0;

	number_last6(number, last6);
	(void)snprintf(words, sizeof(words), "已由转来的人成单, 后六位%s", last6);
	for (int i = 0; i < n; i++) {
		struct job *j = NULL;

		if (strcmp(p[i].by, s->desk->me.user) == 0 && strcmp(p[i].call, call) == 0 &&
		    (p[i].stand == PACKET_OFFER || p[i].stand == PACKET_SEEN))
			j = part_job(s->desk, JOB_RECORD);
		if (j != NULL && packet_say(&p[i], PACKET_BACK, p[i].by, words, &j->record))
			(void)s->desk->job(s->desk->app, j);
		else
			job_free(j);
		packet_free(&p[i]);
	}
}
