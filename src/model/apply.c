/* apply.c: ticket_apply, the only code that changes a ticket, on both ends.
 *
 * Invariants: a ticket is a function of its events and the city's clocks; promised_due, once said to a citizen, is not
 * moved by anything here but a first acceptance; first_owner is set once; a report is confidential whatever the event
 * says. On failure the ticket is as it was. Judges nothing: workflow_check has done so. */
#include "workflow_p.h"

#include <string.h>

#include "base/str.h"
#include "model/deadline.h"
#include "model/number.h"

#define SEAT_AT  12 /* of a ticket number: YYMMDDhhmmss, then the seat */
#define SEAT_LEN 4

/* When the words were said: the device's time as the centre reconstructed it, never after the receipt. What the
 * citizen is told (promised_due) counts from here on both ends, so that the sentence read aloud and the ticket agree. */
static int64_t
said_at(const struct event *ev)
{
	if (ev->at == 0 || (ev->at_server != 0 && ev->at > ev->at_server))
		return ev->at_server;
	return ev->at;
}

/* When it counts as done: at receipt, or, out of contact, when it was done (protocol rule 17). */
static int64_t
done_at(const struct event *ev)
{
	return ev->offline || ev->at_server == 0 ? said_at(ev) : ev->at_server;
}

static int64_t
due_at(struct ticket *t, struct due due)
{
	t->due_provisional = t->due_provisional || due.provisional;
	return due.at;
}

/* ---- clocks ---- */

static void
accept(struct ticket *t, const struct event *ev, const struct city *city)
{
	t->accepted_at = done_at(ev);
	t->incomplete_due = 0;
	t->dispatch_due = due_at(t, deadline_dispatch(city, &t->f, t->accepted_at));
	if (t->promised_due == 0)
		t->promised_due = due_at(t, deadline_resolve(city, &t->f, said_at(ev)));
}

static void
send_out(struct ticket *t, const struct event *ev, const struct city *city)
{
	const bool from_accept = city->profile != NULL && city->profile->start_at_accept;

	t->dispatched_at = done_at(ev);
	t->dispatch_count++;
	t->signin_due = due_at(t, deadline_signin(city, &t->f, t->dispatched_at));
	t->contact_due = due_at(t, deadline_contact(city, &t->f, t->dispatched_at));
	t->unit_due = due_at(
	    t, deadline_resolve(city, &t->f, from_accept ? t->accepted_at : t->dispatched_at));
}

static void
stop(struct ticket *t, const struct event *ev)
{
	t->closed_at = done_at(ev);
	t->dispatch_due = t->signin_due = t->contact_due = 0;
	t->unit_due = t->visit_due = t->incomplete_due = 0;
	t->lead_unit[0] = '\0';
}

static int64_t
sooner(int64_t a, int64_t b)
{
	return a == 0 || (b != 0 && b < a) ? b : a;
}

/* The urgency was raised on the way: what is still to be done is due sooner, never later; the promise stands. */
static void
hurry(struct ticket *t, const struct event *ev, const struct city *city)
{
	const int64_t now = done_at(ev);

	if (t->state == STATE_PENDING)
		t->dispatch_due =
		    sooner(t->dispatch_due, due_at(t, deadline_dispatch(city, &t->f, now)));
	if (t->lead_unit[0] == '\0')
		return;
	t->signin_due = sooner(t->signin_due, due_at(t, deadline_signin(city, &t->f, now)));
	t->contact_due = sooner(t->contact_due, due_at(t, deadline_contact(city, &t->f, now)));
	t->unit_due = sooner(t->unit_due, due_at(t, deadline_resolve(city, &t->f, now)));
}

static void
run_clocks(struct ticket *t, const struct event *ev, uint32_t clock, const struct city *city)
{
	/* Answered on the spot: received and closed at once, and nothing was promised. */
	if ((clock & CLOCK_ACCEPT) && (clock & CLOCK_STOP))
		t->accepted_at = done_at(ev);
	else if (clock & CLOCK_ACCEPT)
		accept(t, ev, city);
	if (clock & CLOCK_INCOMPLETE)
		t->incomplete_due = due_at(t, deadline_incomplete(city, done_at(ev)));
	if (clock & CLOCK_DISPATCH)
		send_out(t, ev, city);
	if (clock & CLOCK_STOP)
		stop(t, ev);
	if (clock & CLOCK_REOPEN) {
		t->closed_at = 0;
		accept(t, ev, city);
	}
}

/* ---- what the event says ---- */

static bool
set_fields(struct ticket *t, const struct event *ev)
{
	for (int i = 0; i < TF_COUNT; i++)
		if (ev->set.v[i] != NULL && !fields_set(&t->f, (enum ticket_field)i, ev->set.v[i]))
			return false;
	return strcmp(fields_get(&t->f, TF_TYPE), "report") != 0 ||
	       fields_set(&t->f, TF_CONFIDENTIAL, "1");
}

static bool
set_title(struct ticket *t, const struct city *city)
{
	const struct category *c = city_category(city, fields_get(&t->f, TF_CATEGORY));
	char title[256];

	if (values_ink(fields_get(&t->f, TF_TITLE)) > 0)
		return true;
	ticket_auto_title(&t->f, c == NULL ? NULL : c->name, title, (int)sizeof(title));
	return fields_set(&t->f, TF_TITLE, title);
}

/* The first event of a ticket. */
static void
birth(struct ticket *t, const struct event *ev)
{
	(void)str_copy(t->id, sizeof(t->id), ev->ticket);
	(void)str_copy(t->created_by, sizeof(t->created_by), ev->actor);
	t->created_at = said_at(ev);
	t->created_offline = ev->offline;
	t->round = 1;
}

static void
count_contact(struct ticket *t, const struct event *ev)
{
	const char *result = args_get(&ev->args, EA_RESULT);

	t->contact_count++;
	if (strcmp(result, "reached") == 0)
		t->contact_reached++;
	/* Somebody was spoken to, by the unit: a call-taker's question before dispatch is not its first contact. */
	if (t->first_contact_at == 0 && t->lead_unit[0] != '\0' &&
	    (strcmp(result, "reached") == 0 || strcmp(result, "refused") == 0))
		t->first_contact_at = done_at(ev);
}

static bool
take_unit(struct ticket *t, const struct event *ev)
{
	const char *unit = args_get(&ev->args, EA_TO_UNIT), *basis = args_get(&ev->args, EA_BASIS);

	(void)str_copy(t->lead_unit, sizeof(t->lead_unit), unit);
	return fields_set(&t->f, TF_UNIT, unit) &&
	       (*basis == '\0' || fields_set(&t->f, TF_UNIT_BASIS, basis));
}

/* What is peculiar to one kind of event. */
static bool
effect(struct ticket *t, const struct event *ev)
{
	switch (ev->kind) {
	case EVENT_CONTACT:
		count_contact(t, ev);
		return true;
	case EVENT_URGE:
		t->urge_count++;
		if (t->supervise_level == 0)
			t->supervise_level = 1;
		return true;
	case EVENT_SUPPLEMENT:
		t->supplement_count++;
		return true;
	case EVENT_DISPATCH:
		return take_unit(t, ev);
	case EVENT_REJECT:
		return fields_set(&t->f, TF_CLOSE_TYPE, "rejected");
	case EVENT_REOPEN_REJECT:
		return fields_set(&t->f, TF_CLOSE_TYPE, NULL);
	case EVENT_AUTO_CLOSE:
		return fields_set(&t->f, TF_CLOSE_TYPE, "auto");
	default:
		return true;
	}
}

/* The seat that issued the number. */
static void
set_seat(struct ticket *t)
{
	const char *no = fields_get(&t->f, TF_NO);

	if (number_valid(no)) {
		memcpy(t->seat_no, no + SEAT_AT, SEAT_LEN);
		t->seat_no[SEAT_LEN] = '\0';
	}
}

/* 首问责任: whoever took it down; what the centre took in by itself belongs to the person who completes it. */
static void
own(struct ticket *t, const struct event *ev)
{
	const bool takes =
	    ev->kind == EVENT_COMPLETE || (workflow_is_new(t) && ev->kind != EVENT_SAVE_DRAFT);

	if (takes && t->first_owner[0] == '\0' && strcmp(ev->actor, "system") != 0)
		(void)str_copy(t->first_owner, sizeof(t->first_owner), ev->actor);
}

static bool
change(struct ticket *t, const struct event *ev, const struct city *city)
{
	const struct event_info *row = event_info((enum event_kind)ev->kind);

	if (!set_fields(t, ev))
		return false;
	if (t->event_count == 0)
		birth(t, ev);
	set_seat(t);
	own(t, ev);
	if (!effect(t, ev))
		return false;
	if (row->to != STATE_NONE)
		t->state = row->to;
	if (t->state != STATE_DRAFT && !set_title(t, city))
		return false;
	run_clocks(t, ev, row->clock, city);
	if (ev->kind == EVENT_AMEND && ev->set.v[TF_URGENCY] != NULL)
		hurry(t, ev, city);
	t->updated_at = ev->at_server != 0 ? ev->at_server : ev->at;
	t->event_count++;
	if (ev->hash[0] != '\0')
		(void)str_copy(t->head_hash, sizeof(t->head_hash), ev->hash);
	return true;
}

enum err_code
ticket_apply(struct ticket *t, const struct event *ev, const struct city *city, struct err *e)
{
	const struct event_info *row;
	struct ticket next;

	if (ev->kind < 0 || ev->kind >= EVENT_COUNT)
		return err_set(e, ERR_UNKNOWN_CODE, "没有这样的环节, 请升级程序");
	row = event_info((enum event_kind)ev->kind);
	if (row->stage > 1)
		return err_set(e, ERR_STAGE, "本版本还不能办理“%s”", row->label);
	if (!(row->from & (1u << t->state)))
		return err_set(e, ERR_STATE, "工单现在是“%s”, 不能办理“%s”", state_label(t->state),
		    row->label);
	ticket_init(&next);
	if (!ticket_copy(&next, t) || !change(&next, ev, city)) {
		ticket_free(&next);
		return err_set(e, ERR_NO_MEMORY, NULL);
	}
	ticket_free(t);
	*t = next;
	return ERR_OK;
}
