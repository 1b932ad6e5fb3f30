#ifndef SERVER_CORE_CORE_P_H
#define SERVER_CORE_CORE_P_H

#include "server/core/core.h"

/** core_touched_add(t, scope): the feed has something new. */
void core_touched_add(struct core_touched *t, const char *scope);
/** core_told_add(t, told): somebody waits for a desk record. */
void core_told_add(struct core_touched *t, const struct core_told *told);
/** core_change(c, scope, kind, id, rev, what, e): a line of the feed at this batch's number. */
enum err_code core_change(struct core *c, const char *scope, const char *kind, const char *id,
    int64_t rev, char what, struct err *e);
/** core_accepts(ev): does the ticket wait for its dispatch after ${ev}? */
bool core_accepts(const struct event *ev);
/** core_record(c, t, ev, e): ${ev} passed every check: number it, chain it, apply it to ${t}, store both, tell the
 * feeds. ${t} is the ticket after it. Of an event that accepts it the row is left to core_follow_up, so that it is
 * written once and not before and after its dispatch. */
enum err_code core_record(struct core *c, struct ticket *t, struct event *ev, struct err *e);
/** core_put_row(c, t, e): the row of ${t}. core_put: and the feeds it is in, without telling them. */
enum err_code core_put_row(struct core *c, const struct ticket *t, struct err *e);
enum err_code core_put(struct core *c, const struct ticket *t, struct err *e);
/** core_follow_up(c, t, ev, e): what the centre does by itself after ${ev}, which has been recorded: dispatch by
 * catalogue. ${t} is the ticket after that, and its row stands. Always after core_record. */
enum err_code
core_follow_up(struct core *c, struct ticket *t, const struct event *ev, struct err *e);
/** core_own_event(c, t, kind, ev): an event of the centre itself, with a new id and no arguments yet; event_free it.
 * core_own_check(c, t, ev, e): do the rules allow it? Nothing is changed. */
void core_own_event(struct core *c, const struct ticket *t, enum event_kind kind, struct event *ev);
enum err_code
core_own_check(struct core *c, const struct ticket *t, const struct event *ev, struct err *e);

/* ---- join.c ---- */
#define CORE_JOINED_MAX 256 /* of one ticket; more are counted, not moved on */
struct core_joined {
	struct {
		char id[ID_SIZE];
		bool still; /* is joined to it now, at whatever remove */
	} v[CORE_JOINED_MAX];
	int n;
};
/** core_joined(c, ticket, out, e): the tickets whose people follow ${ticket}, by its trace. core_join_root(c, id, e): the
 * ticket that ${id} ends in: itself, or the master of its master. */
enum err_code
core_joined(struct core *c, const char *ticket, struct core_joined *out, struct err *e);
enum err_code core_join_root(struct core *c, char id[ID_SIZE], struct err *e);

/* ---- notice.c ---- */
/** core_notice_event(c, t, ev, e): whom ${ev}, that led to ${t}, is told to: the citizen or the lead unit, and each unit
 * that was given a part by it. */
enum err_code
core_notice_event(struct core *c, const struct ticket *t, const struct event *ev, struct err *e);

/* What the rules are told beside the ticket and the event; not to be copied: it points into itself. */
struct core_env {
	struct workflow_env env;
	struct ticket other;
	struct store_user user;
	struct actor receiver;
};
/** core_env(c, ev, x, e): look it up for ${ev}. What is not there stays NULL: the guards say so. core_env_end: always. */
enum err_code core_env(struct core *c, const struct event *ev, struct core_env *x, struct err *e);
void core_env_end(struct core_env *x);

/** core_author(c, device, by, u, e): may ${by} speak through that seat (protocol rule 16)? ERR_FORBIDDEN. */
enum err_code core_author(
    struct core *c, const char *device, const char *by, struct store_user *u, struct err *e);

#endif
