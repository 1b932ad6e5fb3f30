#ifndef MODEL_WORKFLOW_P_H
#define MODEL_WORKFLOW_P_H

#include "model/workflow.h"

/* Conditions beyond state and role. X(NAME, function in workflow_*.c), in the order they are asked: what comes first is
 * what a person hears first. */
#define GUARDS(X)                               \
	X(FIELDS, guard_fields)                 \
	X(CHANNEL, guard_channel)               \
	X(OWN, guard_own)                       \
	X(NUMBER, guard_number)                 \
	X(REQUIRED, guard_required)             \
	X(INCOMPLETE, guard_incomplete)         \
	X(ELEMENTS, guard_elements)             \
	X(DIRECT, guard_direct)                 \
	X(AMEND, guard_amend)                   \
	X(URGENCY, guard_urgency)               \
	X(LEAD, guard_lead)                     \
	X(SIGNIN, guard_signin)                 \
	X(AUTO_SIGNIN, guard_auto_signin)       \
	X(RETURNABLE, guard_returnable)         \
	X(RETURN_DECIDED, guard_return_decided) \
	X(DESIGNATE, guard_designate)           \
	X(CO_REPLY, guard_co_reply)             \
	X(PHONE_NOTIFY, guard_phone_notify)     \
	X(MERGE, guard_merge)                   \
	X(FOLLOW, guard_follow)                 \
	X(ONCE, guard_once)                     \
	X(SIGN, guard_sign)                     \
	X(AUDIT, guard_audit)                   \
	X(RELAY, guard_relay)                   \
	X(SPOKEN, guard_spoken)                 \
	X(HELPERS, guard_helpers)               \
	X(TEXT, guard_text)                     \
	X(REASON, guard_reason)                 \
	X(CONTACT, guard_contact)               \
	X(TRANSFER, guard_transfer)             \
	X(URGE, guard_urge)                     \
	X(REJECT, guard_reject)                 \
	X(AUTO_CLOSE, guard_auto_close)         \
	X(RETURN, guard_return)                 \
	X(ADD_CO, guard_add_co)                 \
	X(ASSIGN_DOWN, guard_assign_down)       \
	X(DISPATCH, guard_dispatch)             \
	X(NOT_HANDLER, guard_not_handler)       \
	X(DECIDE, guard_decide)                 \
	X(FORM, guard_form)                     \
	X(HANDOVER, guard_handover)             \
	X(SUPERVISE, guard_supervise)           \
	X(UNTIL, guard_until)                   \
	X(VISIT, guard_visit)                   \
	X(RATE, guard_rate)                     \
	X(WITHDRAW, guard_withdraw)             \
	X(REOPEN, guard_reopen)                 \
	X(APPEAL, guard_appeal)                 \
	X(ARCHIVE, guard_archive)               \
	X(URGENCY_ASK, guard_urgency_ask)       \
	X(CARD, guard_card)                     \
	X(REPLY, guard_reply)                   \
	X(EXTEND_ASK, guard_extend_ask)         \
	X(EXTEND_OK, guard_extend_ok)           \
	X(PAUSE, guard_pause)                   \
	X(RESUME, guard_resume)                 \
	X(OVERDUE, guard_overdue)

enum guard {
#define X(name, function) GUARD_NO_##name,
	GUARDS(X)
#undef X
	    GUARD_COUNT
};
_Static_assert(GUARD_COUNT <= 64, "a guard is a bit of event_info.guards");
#define GUARD_BIT(name) (UINT64_C(1) << GUARD_NO_##name)

/* One question put to the guards. Everything is borrowed. */
struct ask {
	const struct ticket *t;
	const struct event *ev;
	const struct actor *who;
	const struct workflow_env *env;
	const struct event_info *row;
	struct fields
	    after; /* the ticket's fields as they would be; its strings belong to ${t} and ${ev}: never freed */
};

/* Short ways to look at the question, and to refuse with a sentence that belongs to one field or argument. */
const char *ask_after(const struct ask *q, enum ticket_field f);
bool ask_is(const struct ask *q, enum ticket_field f, const char *code);
bool ask_blank(const struct ask *q, enum ticket_field f);
const char *ask_arg(const struct ask *q, enum event_arg a);
bool ask_role(const struct ask *q, uint32_t roles);
/** ask_made_at(q): when an application counts as made: out of contact at the device's time if it comes within a day
 * (practice A16), else now. */
int64_t ask_made_at(const struct ask *q);
enum err_code ask_refuse(struct err *e, enum ticket_field f, const char *sentence);
enum err_code ask_refuse_arg(struct err *e, enum event_arg a, const char *sentence);

/** workflow_is_there(f, which): filled, or answered for by another field (称呼 for the name, the caller's number for the
 * contact number, anonymous for both). */
bool workflow_is_there(const struct fields *f, enum ticket_field which);

#define X(name, function) enum err_code function(const struct ask *q, struct err *e);
GUARDS(X)
#undef X

/* Asked of every event. guard_writes: only rows with FIELDS name fields, and rows of intake only for the first words.
 * guard_shield: a report stays confidential. guard_files: what is named as attached are ids of files. guard_far: no
 * moment is named that is years away. */
enum err_code guard_writes(const struct ask *q, struct err *e);
enum err_code guard_shield(const struct ask *q, struct err *e);
enum err_code guard_files(const struct ask *q, struct err *e);
enum err_code guard_far(const struct ask *q, struct err *e);

/** values_check(t, ev, city, e): every value of the event for itself: length, form, codes, set once. */
enum err_code values_check(
    const struct ticket *t, const struct event *ev, const struct city *city, struct err *e);
/** values_ink(s): characters that are not blank; 0 for NULL. */
size_t values_ink(const char *s);

/** workflow_target(t, ev): the state ${ev} leads to from here: the row's, or where what it says leads elsewhere (back to
 * the state before a merge, closed at once without a visit). */
enum ticket_state workflow_target(const struct ticket *t, const struct event *ev);

/** workflow_part(t, unit, c): the assignment that people of ${unit} act for: its own, else that of a unit above it, else
 * that of one below it, a lead before others. Only open ones, or, when nobody works on the ticket any more, those that
 * were accepted. NULL: it is another unit's ticket. */
const struct assignment *
workflow_part(const struct ticket *t, const char *unit, const struct city *c);

/** workflow_stars(ev, a): 1..5, 0 when there are none. */
int workflow_stars(const struct event *ev, enum event_arg a);
/** workflow_last_lead(t): the lead assignment that is open, else the last that was accepted; NULL when no unit ever
 * answered for the ticket. */
const struct assignment *workflow_last_lead(const struct ticket *t);
/** workflow_closes_at_once(t): nobody is to be asked how it went, for want of a person or of his wish: an accepted reply
 * closes it. */
bool workflow_closes_at_once(const struct ticket *t);
/** workflow_pause_until(ev, city, at): when a pause that ${ev} begins ends by itself: the day it names, else as long as
 * a citizen has to complete his words. 0: no limit at all. */
int64_t workflow_pause_until(const struct event *ev, const struct city *city, int64_t at);

#endif
