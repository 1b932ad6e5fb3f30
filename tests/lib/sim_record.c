/* Desk records and notices in a run: what its people write down beside the tickets must be at the centre once and as it was
 * written, whatever the network, crashes and restored copies do; and nobody is told the same thing twice. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/notice.h"
#include "model/workflow.h"
#include "server/store/records.h"
#include "sim.h"

void
sim_record_act(struct sim_seat *t, const char *id, const char *by, int64_t at)
{
	static const enum record_kind kinds[] = { RECORD_CITE, RECORD_TOLD, RECORD_CALL };
	struct sim *s = t->sim;
	struct sim_record *kept = &s->record[s->n_records];
	struct record r = { .kind = kinds[s->n_records % 3], .at = at };
	struct sync_event kick = { .kind = SYNC_KICK };
	char words[40];
	struct err e = { 0 };

	if (s->n_records == SIM_RECORDS)
		return;
	str_copy(r.id, sizeof(r.id), id);
	str_copy(r.by, sizeof(r.by), by);
	snprintf(words, sizeof(words), "说过的话 %d", s->n_records);
	str_copy(r.code, sizeof(r.code), r.kind == RECORD_CALL ? "guided" : "");
	str_copy(r.object, sizeof(r.object), r.kind != RECORD_CALL ? "K0205-01" : "");
	if (r.kind != RECORD_CITE && !record_set_text(&r, words))
		abort();
	if (cache_record_add(t->cache, &r, &e) != ERR_OK)
		sim_fail(s, "seat %d cannot keep a record: %s", t->no, e.text);
	record_free(&r);
	*kept = (struct sim_record){ .n = s->n_records, .kind = r.kind };
	kept->lawful = strcmp(by, t->job_no) == 0;
	str_copy(kept->id, sizeof(kept->id), id);
	s->n_records++;
	sim_say(s, "seat %d: wrote record %d", t->no, kept->n);
	sim_seat_step(t, &kick);
}

/* ---- after the calm ---- */

static bool
check_one(void *arg, const struct store_record *x)
{
	struct sim *s = arg;
	char words[40];

	for (int i = 0; i < s->n_records; i++) {
		struct sim_record *kept = &s->record[i];
		if (strcmp(kept->id, x->r.id) != 0)
			continue;
		snprintf(words, sizeof(words), "说过的话 %d", kept->n);
		if (kept->seen || !kept->lawful)
			sim_fail(s, "R1: record %d is there %s", i,
			    kept->seen ? "twice" : "though it may not be");
		if (x->r.kind != kept->kind ||
		    strcmp(record_text(&x->r), kept->kind != RECORD_CITE ? words : "") != 0)
			sim_fail(s, "R1: record %d is not as it was written", i);
		kept->seen = true;
		return !s->failed;
	}
	sim_fail(s, "R1: nobody has written record %s", x->r.id);
	return false;
}

struct told {
	int to_unit, to_person;
};

static bool
count_one(void *arg, const struct store_notice *x)
{
	struct told *t = arg;

	t->to_unit += x->unit[0] != '\0';
	t->to_person += x->unit[0] == '\0';
	return true;
}

/* Who wants it was told once that it was taken or done, each unit once a dispatch. */
static void
check_told(struct sim *s, const char *id)
{
	struct told told = { 0 }, due = { 0 };
	struct event *ev = NULL;
	struct ticket t;
	char phone[32];
	size_t n = 0;

	ticket_init(&t);
	if (store_ticket_get(s->centre.store, id, &t, NULL) == ERR_OK &&
	    store_events(s->centre.store, id, 1, &ev, &n, NULL) == ERR_OK) {
		for (size_t i = 0; i < n; i++) {
			int k = notice_of_event(&ev[i]);
			if (k == NOTICE_UNIT_NEW)
				due.to_unit++;
			else if (k >= 0 && notice_phone(&t, phone, sizeof(phone)))
				due.to_person = 1;
			event_free(&ev[i]);
		}
		free(ev);
		if (store_notices(s->centre.store, id, count_one, &told, NULL) != ERR_OK ||
		    told.to_unit != due.to_unit || told.to_person != due.to_person)
			sim_fail(s, "R2: %s: %d units told, not %d; %d people, not %d", id,
			    told.to_unit, due.to_unit, told.to_person, due.to_person);
	}
	ticket_free(&t);
}

void
sim_record_check(struct sim *s)
{
	struct err e = { 0 };

	if (store_records(s->centre.store, RECORD_NONE, 0, check_one, s, &e) != ERR_OK)
		sim_fail(s, "R1: the records cannot be read: %s", e.text);
	for (int i = 0; i < s->n_records && !s->failed; i++)
		if (s->record[i].lawful && !s->record[i].seen)
			sim_fail(s, "R1: record %d is lost", i);
	for (int i = 0; i < s->n_tickets && !s->failed; i++)
		check_told(s, s->ticket[i]);
}
