#ifndef MODEL_WORKFLOW_H
#define MODEL_WORKFLOW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "model/city.h"
#include "model/event.h"
#include "model/role.h"

/* The state machine of a ticket, domain.md §3 row for row as corrected by practice.md. The table EVENTS lives in
 * src/model/events.def: X(NAME, json, Chinese, from-states, to-state, actors, guards, clock effect, offline).
 * The seat asks workflow_check before it sends; the centre asks it and decides. */

enum event_kind {
#define X(name, json, zh, from, to, actors, guards, clock, offline) EVENT_##name,
#include "model/events.def"
#undef X
	EVENT_COUNT
};

/* What may be done with the line down (protocol.md): REQUEST are queued as applications the centre may refuse as late. */
enum event_offline { OFFLINE_NO, OFFLINE_YES, OFFLINE_REQUEST };

struct event_info {
	const char *json, *label;
	uint64_t guards;      /* GUARD_BIT set (workflow_p.h) */
	uint32_t from;        /* STATE_BIT set */
	enum ticket_state to; /* STATE_NONE: stays as it is */
	uint32_t actors;      /* ROLE_BIT set */
	uint32_t clock;       /* CLOCK_… effects (deadline.h) */
	enum event_offline offline;
};

const struct event_info *event_info(enum event_kind k);
int event_by_json(const char *json); /* -1 unknown */

/* What a rule may look at beside the ticket and the event. */
struct workflow_env {
	const struct city *city;
	int64_t now; /* the centre's time, or the seat's best idea of it */
	bool online; /* false: refuse OFFLINE_NO events (seat only; the centre is always online) */
	int64_t last_urge_at; /* last urge by the same caller, 0 none: an urge counts once a day */
	bool
	    at_centre; /* what only the centre can look up is looked up: NULL below means "there is none" */
	const struct ticket *other; /* the ticket EA_OTHER names (merge); NULL not known here */
	const struct actor
	    *receiver; /* the person EA_TO_USER names (handover); NULL not known here */
	bool
	    no_picture; /* of the files of the reply all are known, and none is a picture (blob_none_is_image) */
	int told_kind; /* kind of the event of this ticket EA_TOLD points to; -1 or 0 with EA_TOLD empty: none */
};

#define WORKFLOW_CALLER "caller"
#define WORKFLOW_SMS    "sms" /* EA_METHOD of such a call: he agreed to be told by message */

/** workflow_check(t, ev, who, env, e): may ${who} do ${ev} to ${t} now? OK, or the code with a sentence in Chinese
 * that says what is missing and what to do: ERR_STATE, ERR_FORBIDDEN, ERR_GUARD, ERR_NEEDS_CENTRE,
 * ERR_UNKNOWN_CODE, ERR_LIMIT; e->where names the field ("content") where one is meant. Changes nothing. */
enum err_code workflow_check(const struct ticket *t, const struct event *ev,
    const struct actor *who, const struct workflow_env *env, struct err *e);

/** workflow_may(k, t, who, env, e): the first half of workflow_check, before anybody has typed anything: stage, state,
 * role, own ticket and line. For greying out a key and for saying why. */
enum err_code workflow_may(enum event_kind k, const struct ticket *t, const struct actor *who,
    const struct workflow_env *env, struct err *e);

/** workflow_route(t, ev): set ev->from and ev->to as the table says for ${t} now. Call before the event is sealed. */
void workflow_route(const struct ticket *t, struct event *ev);

/** workflow_results(k, n): what EA_RESULT may say in an event of that kind (contact: reached, no_answer, …;
 * submit_direct: agreed; transfer: connected, busy, …); NULL when nothing. workflow_result_label: its Chinese, the code itself when unknown. */
const struct enum_item *workflow_results(enum event_kind k, int *n);
const char *workflow_result_label(enum event_kind k, const char *code);
/** workflow_mode_label(code): how a caller was handed over (EA_MODE) in Chinese; the code itself when unknown. */
const char *workflow_mode_label(const char *code);

/* Of what ticket_apply makes of the same events. One more whenever it makes something else, so that a centre with older
 * rows makes them again (server/core/remake.h). 1: without assignments, requests and the clocks of units. */
#define TICKET_PROJECTION 2

/** ticket_apply(t, ev, city, e): the only code that changes a ticket. Sets fields, state, counters, clocks (by the
 * profile of ${city}); expects an event that workflow_check passed, with at_server set at the centre (a seat that shows
 * its own pending operations leaves it 0 and ev->at counts). ERR_STATE when the table has no such step from
 * here; on failure ${t} is as it was. Where the words are kept:
 *   note, urge, supplement, transfer  EA_NOTE          submit_direct  TF_ANSWER, TF_CLOSE_TYPE; EA_RESULT=agreed (help);
 *   contact   EA_RESULT, EA_STAGE, EA_SUMMARY, EA_PHONE                EA_SUMMARY what the target of a transfer reported
 *   reject    EA_REASON_CODE, EA_SCRIPT_READ=1, EA_LEGAL_WAY           submit below the threshold  EA_REASON
 *   dispatch  EA_TO_UNIT, EA_RULE, EA_BASIS, EA_CO_UNITS               reopen_reject  EA_REASON
 *   merge     EA_OTHER (id of the master); the centre then writes "follow" to the master with EA_OTHER the joined
 *             ticket, and after unmerge again with EA_RESULT=left: follow_count
 *   follow    of a call about a ticket that is there: EA_KIND=WORKFLOW_CALLER, EA_NOTE what he said, EA_PHONE his number,
 *             EA_METHOD=WORKFLOW_SMS when he wants a message, EA_CALL_ID: follow_count
 *   the steps of stage 2: the rows of their forms (model/deed.h). ev->unit says for whom a unit's person acts. */
enum err_code
ticket_apply(struct ticket *t, const struct event *ev, const struct city *city, struct err *e);

/** workflow_is_new(t): no ticket yet, or a draft at the centre (model/inbox.h): whatever comes now is its first words. */
bool workflow_is_new(const struct ticket *t);
/** workflow_spoken(t): has the citizen been spoken with as far as a reply needs it (practice A5): reached, or tried often
 * enough and told so, or nobody to speak with. */
bool workflow_spoken(const struct ticket *t);
/** workflow_signs_itself(t, who): the reply is submitted by who works on it; false: the head signs a heavy one. */
bool workflow_signs_itself(const struct ticket *t, const struct actor *who);
/** workflow_wants_arg(t, k, a, who): is ${a} of the form of step ${k} of any use on ${t}? What no rule asks of a matter like
 * this one is not in its way. */
bool workflow_wants_arg(
    const struct ticket *t, enum event_kind k, enum event_arg a, const struct actor *who);

/** workflow_needs_photo(c, f, k): does step ${k} on a matter like ${f} come with a photograph (practice C)? */
bool workflow_needs_photo(const struct city *c, const struct fields *f, enum event_kind k);

/** workflow_missing(f, out): the required fields that are empty, in the order of the form; returns how many.
 * ${out} holds TF_COUNT. submit needs none missing. What is required depends on the type (a question needs no place);
 * a critical matter needs nothing but the words. TF_NAME stands for name or 称呼, unless anonymous. */
int workflow_missing(const struct fields *f, enum ticket_field *out);
/** workflow_wants(c, f, most, names): how many are missing, with the further fields that the category asks for
 * (model/extra.h); their labels, "类型、商家全称等5项" when they are more than ${most}, are appended to ${names} (NULL:
 * none wanted). */
int workflow_wants(const struct city *c, const struct fields *f, int most, struct str *names);

/** workflow_merge(t, ev, merged, lost): protocol rule 6 for an event whose author saw ev->was: copies each field of
 * ev->set that may be applied into ${merged}, each that may not into ${lost} (both handed in empty, freed by the caller);
 * what the ticket already says is in neither. Returns true when nothing was lost. Without memory: false, both empty. */
bool workflow_merge(
    const struct ticket *t, const struct event *ev, struct fields *merged, struct fields *lost);

#endif
