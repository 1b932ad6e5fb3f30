/* apply.c: ticket_apply, the only code that changes a ticket, on both ends.
 *
 * Invariants: a ticket is a function of its events and the city's clocks; promised_due, once said to a citizen, is not
 * moved by anything here but a first acceptance; first_owner is set once; a report is confidential, and a call with a
 * time of its own a back-entry, whatever the event says. On failure the ticket is as it was. Judges nothing:
 * workflow_check has done so. */
#include "apply_p.h"
#include "workflow_p.h"

#include <string.h>

#include "base/str.h"
#include "model/members.h"
#include "model/number.h"

#define SEAT_AT  12 /* of a ticket number: YYMMDDhhmmss, then the seat */
#define SEAT_LEN 4

/* When the words were said: the device's time as the centre reconstructed it, never after the receipt. What the
 * citizen is told (promised_due) counts from here on both ends, so that the sentence read aloud and the ticket agree. */
int64_t
apply_said_at(const struct event *ev)
{
	if (ev->at == 0 || (ev->at_server != 0 && ev->at > ev->at_server))
		return ev->at_server;
	return ev->at;
}

/* When it counts as done: at receipt, or, out of contact, when it was done (protocol rule 17). */
int64_t
apply_done_at(const struct event *ev)
{
	return ev->offline || ev->at_server == 0 ? apply_said_at(ev) : ev->at_server;
}

int64_t
apply_due(struct ticket *t, struct due due)
{
	t->due_provisional = t->due_provisional || due.provisional;
	return due.at;
}

/* ---- what the event says ---- */

static bool
set_fields(struct ticket *t, const struct event *ev)
{
	for (int i = 0; i < TF_COUNT; i++)
		if (ev->set.v[i] != NULL && !fields_set(&t->f, (enum ticket_field)i, ev->set.v[i]))
			return false;
	if (*fields_get(&t->f, TF_TAKEN_AT) != '\0' && !fields_set(&t->f, TF_ENTERED_LATE, "1"))
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
	t->created_at = apply_said_at(ev);
	t->created_offline = ev->offline;
	t->round = 1;
}

/* ---- requests ---- */

void
apply_ask(struct ticket *t, enum ticket_request r, const struct event *ev, const char *unit,
    int64_t due_at)
{
	struct request *q = &t->request[r];

	*q = (struct request){ .at = apply_done_at(ev),
		.due = due_at,
		.seq = ev->seq != 0 ? ev->seq : t->event_count + 1 };
	(void)str_copy(q->by, sizeof(q->by), ev->actor);
	(void)str_copy(q->unit, sizeof(q->unit), unit);
}

void
apply_asked(struct ticket *t, enum ticket_request r)
{
	t->request[r] = (struct request){ 0 };
}

/* What nobody can decide any more in this state is no longer asked. */
static void
close_requests(struct ticket *t)
{
	static const uint32_t waits[REQUEST_COUNT] = {
		[REQUEST_RETURN] = STATE_BIT(RETURN_REQ),
		[REQUEST_EXTEND] = STATE_BIT(WORKING),
		[REQUEST_SUSPEND] = STATE_BIT(WORKING),
		[REQUEST_INFO] = STATE_BIT(WORKING),
		[REQUEST_SIGN_OFF] = STATE_BIT(WORKING),
		[REQUEST_URGENCY] = STATES_OPEN,
		[REQUEST_HANDOVER] = STATES_OPEN,
		[REQUEST_MERGE] = STATE_BIT(PENDING) | STATE_BIT(DISPATCHED) | STATE_BIT(WORKING),
		[REQUEST_APPEAL] = STATE_BIT(CLOSED),
		[REQUEST_CARD] = STATES_OPEN | STATE_BIT(CLOSED),
		[REQUEST_RELAY] = STATE_BIT(DISPATCHED) | STATE_BIT(WORKING) | STATE_BIT(REPLIED) |
				  STATE_BIT(VISITING),
		[REQUEST_SUPERVISE] = STATES_OPEN | STATE_BIT(CLOSED),
	};

	for (int i = 0; i < REQUEST_COUNT; i++)
		if (!(waits[i] & (1u << t->state)))
			apply_asked(t, (enum ticket_request)i);
}

/* Somebody who handled it reviews it never: people of units, at the centre who sent it where it went, and
 * who asked the citizen. */
static bool
note_handler(struct ticket *t, const struct event *ev)
{
	static const enum event_kind sent[] = { EVENT_DISPATCH, EVENT_RETURN_OK, EVENT_RETURN_NO,
		EVENT_DESIGNATE, EVENT_ADD_CO, EVENT_MERGE, EVENT_INBOX_MERGE, EVENT_UNMERGE,
		EVENT_ASK_INFO, EVENT_INFO_NO, EVENT_EXTEND_OK, EVENT_EXTEND_NO, EVENT_AUDIT_OK,
		EVENT_AUDIT_BACK, EVENT_VISIT_OK, EVENT_VISIT_BAD, EVENT_VISIT_FAIL,
		EVENT_LATE_EVAL };
	bool handled = ev->unit[0] != '\0';
	struct str all = { 0 };
	const char *set;

	for (size_t i = 0; i < sizeof(sent) / sizeof(sent[0]); i++)
		handled = handled || ev->kind == (int)sent[i];
	if (!handled || strcmp(ev->actor, "system") == 0)
		return true;
	str_add(&all, t->handlers);
	members_add(&all, ev->actor, strlen(ev->actor));
	set = str_c(&all);
	while (strlen(set) >= sizeof(t->handlers) && strchr(set, ',') != NULL)
		set = strchr(set, ',') + 1; /* so many: the first gives way */
	(void)str_copy(t->handlers, sizeof(t->handlers), set);
	handled = !all.bad;
	str_free(&all);
	return handled;
}

/* What is peculiar to one kind of event. */
static bool
effect(struct ticket *t, const struct event *ev, const struct city *city)
{
	switch (ev->kind) {
	case EVENT_URGE:
		t->urge_count++;
		t->urged_at = ev->at;
		if (t->supervise_level == 0)
			t->supervise_level = 1;
		return true;
	case EVENT_SUPPLEMENT:
		t->supplement_count++;
		return true;
	case EVENT_REJECT:
		return fields_set(&t->f, TF_CLOSE_TYPE, "rejected");
	case EVENT_REOPEN_REJECT:
		return fields_set(&t->f, TF_CLOSE_TYPE, NULL);
	case EVENT_AUTO_CLOSE:
		return fields_set(&t->f, TF_CLOSE_TYPE, "auto");
	default:
		return apply_unit(t, ev, city) && apply_reply(t, ev, city) &&
		       apply_after(t, ev, city);
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
	enum ticket_state to;

	if (!set_fields(t, ev))
		return false;
	if (t->event_count == 0)
		birth(t, ev);
	set_seat(t);
	own(t, ev);
	to = workflow_target(t, ev);
	if (!note_handler(t, ev) || !effect(t, ev, city))
		return false;
	t->state = to;
	if (t->state != STATE_DRAFT && !set_title(t, city))
		return false;
	apply_clocks(t, ev, row->clock, city);
	if (ev->kind == EVENT_AMEND && ev->set.v[TF_URGENCY] != NULL)
		apply_hurry(t, ev, city);
	close_requests(t);
	apply_unit_settle(t, ev);
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
