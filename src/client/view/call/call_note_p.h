#ifndef CLIENT_VIEW_CALL_NOTE_P_H
#define CLIENT_VIEW_CALL_NOTE_P_H

#include "client/view/view.h"
#include "model/city.h"

/* Desk records of a call: one function a kind. Which call is said: the next one may ring before the words about the last
 * one are written. Each posts a job; the message line says when it was refused. 0 then, else the job's id. */

struct call_of {
	const char *id, *phone; /* "" unknown */
};
uint64_t call_note_transfer(const struct desk *d, const char *call, const char *ticket,
    const struct transfer_target *t, const char *mode, const char *result);
/** call_note_outcome(d, of, code, object, text): how the call ended (call codes of model/record.h); ${object} whom the
 * caller was sent to, ${text} in words; "" nothing. */
uint64_t call_note_outcome(const struct desk *d, struct call_of of, const char *code,
    const char *object, const char *text);
/** call_note_done(d, call): that record is on disk: nothing is owed to this call any more, when it is still the last. */
void call_note_done(struct desk *d, const char *call);
/** call_note_way(mode): how a call ended in which somebody was reached by ${mode} of RECORD_TRANSFER. */
const char *call_note_way(const char *mode);
/** call_note_abuse(d, nth): the caller was warned for the 1st, 2nd, 3rd time. */
uint64_t call_note_abuse(const struct desk *d, int nth);
/** call_note_nuisance(d, of, before): warned in vain: the number goes to the seniors' list (practice A14), where one of them
 * agrees or not; ${before}: other calls in which it had to be warned within 30 days. 0 also of no number. */
uint64_t call_note_nuisance(const struct desk *d, struct call_of of, int before);

#endif
