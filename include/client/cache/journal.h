#ifndef CLIENT_CACHE_JOURNAL_H
#define CLIENT_CACHE_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "client/cache/read.h"

/* The typing journal: what 已存 means. The screen thread appends one sealed record with one write(2) before it handles
 * the next key, so a kill -9 at any instant loses at most the key in hand. Two files alternate under the data directory;
 * the engine folds what they say into the draft table at the next start (cache_journal_fold), and while the seat runs by
 * JOB_DRAFT_SAVE. When a write fails (disk full) the record stays in memory, in order, and is tried again with the next:
 * the error is for the screen, nothing is lost while the program lives.
 *
 * Order of things: open a draft: journal_begin. Each edit: journal_edit. Now and then (and on Ctrl-N, F5, idle):
 * JOB_DRAFT_SAVE with job.local = journal_seq(j); on its NEWS_DONE journal_saved(j, draft id, that seq). */

struct journal;

struct journal_edit { /* of one field: bytes */
	size_t at, del;
	const char *ins;
	size_t ins_len;
	size_t cursor; /* afterwards */
};

/** journal_open(dir, key, first_seq, out, e): for appending; ${first_seq} from cache_journal_next, ${key} borrowed. Only
 * one at a time (the engine holds the data directory's lock). */
enum err_code journal_open(
    const char *dir, const uint8_t *key, int64_t first_seq, struct journal **out, struct err *e);
void journal_close(struct journal *j); /* tries what still waits once more */
/** journal_begin(j, d, e): a draft as it is: new, copied from another, or opened again. One that is never edited or set
 * afterwards is nobody's work (journal_draft.written). */
enum err_code journal_begin(struct journal *j, const struct draft *d, struct err *e);
enum err_code journal_edit(struct journal *j, const char *draft, enum ticket_field f,
    const struct journal_edit *edit, int64_t now, struct err *e);
/** journal_set(j, draft, f, value, now, e): a whole value at once (a picker, a proposal, undo); NULL unsets. */
enum err_code journal_set(struct journal *j, const char *draft, enum ticket_field f,
    const char *value, int64_t now, struct err *e);
enum err_code journal_focus(
    struct journal *j, const char *draft, const char *focus, int64_t cursor, struct err *e);
enum err_code
journal_view(struct journal *j, const char *draft, const char *view_state, struct err *e);
/** journal_call(j, draft, call, phone, e): which call, whose number. */
enum err_code journal_call(
    struct journal *j, const char *draft, const char *call, const char *phone, struct err *e);
enum err_code journal_drop(struct journal *j, const char *draft, struct err *e);

/** journal_seq(j): of the last record written. journal_saved(j, draft, seq): the draft table has everything of it up to
 * ${seq}: files whose records are all there may be used again. */
int64_t journal_seq(const struct journal *j);
void journal_saved(struct journal *j, const char *draft, int64_t seq);
/** journal_retry(j, e): write what waits. journal_waiting: records not on disk yet (0: 已存). */
enum err_code journal_retry(struct journal *j, struct err *e);
int journal_waiting(const struct journal *j);

/* ---- reading it back ---- */
struct journal_draft {
	struct draft d;
	int64_t seq;  /* last record in it */
	bool written; /* somebody edited or set something, or ${base} has it */
	bool gone;    /* dropped, or in ${base} as done */
	bool damaged; /* a record did not fit (its draft is as far as it went) */
};
struct journal_drafts {
	struct journal_draft *v;
	size_t n;
	int64_t last_seq;
	bool
	    spoilt; /* a file goes on with what no kill leaves behind: damage, or another version */
};
/** journal_replay(dir, key, all, e): bring ${all} (the drafts of the table with their seq, or empty) up to what the files
 * say. A torn or unreadable end of a file is the end of it; unreadable is told by ${all->spoilt}. ERR_UNAUTHORISED when the very first record does not open
 * under ${key}: nothing may then be forgotten. */
enum err_code
journal_replay(const char *dir, const uint8_t *key, struct journal_drafts *all, struct err *e);
void journal_drafts_free(struct journal_drafts *all);
/** journal_draft_of(all, id, make): the one with that id; made empty when missing and ${make}; NULL. */
struct journal_draft *journal_draft_of(struct journal_drafts *all, const char *id, bool make);
/** journal_forget(dir): the files go; only after what they say is in the table, on disk. */
void journal_forget(const char *dir);
/** journal_put_aside(dir, mark): likewise, but the files stay there under other names, journal.0.bad-MARK. */
void journal_put_aside(const char *dir, int64_t mark);

#endif
