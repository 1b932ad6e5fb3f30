#ifndef CLIENT_VIEW_TICKET_NOTE_P_H
#define CLIENT_VIEW_TICKET_NOTE_P_H

#include "client/view/view.h"
#include "model/workflow.h"

/* Words for a step on a ticket (催办, 补充, …) that were not sent yet. Kept key by key like a sheet of the intake form:
 * in the journal before the next key, in the draft table at a pause. A note belongs to one person, one ticket, one kind
 * of step; it is gone with its last character, and with the step that takes its words along. */
struct ticket_note {
	struct draft d; /* id "": nothing written */
	uint64_t save_job;
	bool unsaved; /* changed since the last JOB_DRAFT_SAVE */
};

#define TICKET_NOTES 16 /* of one ticket and person: one a kind of step */

/** ticket_note_open(n, d, ticket, k): what was written for that step and not sent, else nothing. ${n} zero or open. */
void ticket_note_open(
    struct ticket_note *n, const struct desk *d, const char *ticket, enum event_kind k);
/** ticket_note_open_as(n, d, subject, act): the same of what is no step on a ticket: ${act} is no event's name. */
void ticket_note_open_as(
    struct ticket_note *n, const struct desk *d, const char *subject, const char *act);
#define TICKET_NOTE_QA      "qa" /* a score sheet; subject: the ticket, or the sheet it answers */
#define TICKET_NOTE_ARTICLE "article" /* the form of an article; subject: its number */
#define TICKET_NOTE_EDITING \
	"editing" /* words for a step of one, or to the reporter of a correction */
#define TICKET_NOTE_SHIFT "handover" /* subject: the same word */
#define TICKET_NOTE_GUIDANCE \
	"guidance" /* talking points; subject: the same word, or whose end or return it is */
/** ticket_note_begun(d, ticket, kinds, n): for which of ${kinds} (at most 32) words wait, as a set of bits by place. */
uint32_t
ticket_note_begun(const struct desk *d, const char *ticket, const enum event_kind *kinds, int n);
void ticket_note_free(struct ticket_note *n);
/** ticket_note_settled(n): the table has all of it: it may be read again. */
bool ticket_note_settled(const struct ticket_note *n);

bool ticket_note_any(const struct ticket_note *n);
const char *ticket_note_text(const struct ticket_note *n);
size_t ticket_note_cursor(const struct ticket_note *n);
/** ticket_note_edit(n, d, ed, now): one change of a widget, whose whole text is ${now} after it. */
void
ticket_note_edit(struct ticket_note *n, struct desk *d, const struct edit *ed, const char *now);
/** ticket_note_edit_in: the same of a form with several cells, each kept in a field of the draft of its own. The note is
 * gone when all are empty. */
void ticket_note_edit_in(struct ticket_note *n, struct desk *d, enum ticket_field slot,
    const struct edit *ed, const char *now);
/** ticket_note_mark(n, cursor, state): where one was, and the form's own state (draft.view_state); kept at the next
 * pause. Nothing is kept of a form without words. */
void ticket_note_mark(struct ticket_note *n, size_t cursor, const char *state);
void ticket_note_save(struct ticket_note *n, struct desk *d);
/** ticket_note_drop(n, d): its words are on disk as something else. ticket_note_with is better where there is a step. */
void ticket_note_drop(struct ticket_note *n, struct desk *d);
/** ticket_note_with(n, j): JOB_ACT takes the words along: the note goes when the step is on disk, in the same
 * transaction. ticket_note_done(n): it has. */
void ticket_note_with(const struct ticket_note *n, struct job *j);
void ticket_note_done(struct ticket_note *n);
/** ticket_note_event(n, d, news): was it the answer to a save? Says so when the save failed. */
bool ticket_note_event(struct ticket_note *n, struct desk *d, const struct news *news);

#endif
