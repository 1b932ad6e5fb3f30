/* Tickets whose clock has come, and units whose limit is near. A ticket is found by one indexed column, so that 100,000 others cost nothing; what a guard
 * refuses is asked again an hour later, or as soon as anything happens to the ticket. */
#include "base/clock.h"
#include "base/log.h"
#include "model/clock.h"
#include "round_p.h"
#include "server/core/desk.h"
#include "server/store/records.h"

#define AGAIN_MS INT64_C(3600000)
#define MOST     16 /* events of one ticket in one round: more can only be a mistake in the table */

/* One event in a savepoint. A refusal is no failure: ${why} has it. */
static enum err_code
do_one(struct core *c, const char *id, const struct clock_act *act, struct err *why, struct err *e)
{
	enum err_code rc = store_mark(c->store, e);

	if (rc != ERR_OK)
		return rc;
	err_clear(why);
	rc = core_system(c, id, act->kind, &act->args, why);
	if (rc == ERR_OK)
		return store_keep(c->store, e);
	store_undo(c->store);
	if (!core_is_machine(rc))
		return ERR_OK;
	*e = *why;
	return rc;
}

static void
count(const struct clock_act *act, const struct err *why, const char *id, struct clock_done *done)
{
	if (why->code == ERR_OK) {
		done->acted++;
		done->closed += act->kind == EVENT_AUTO_CLOSE;
		return;
	}
	done->kept++;
	if (why->code != ERR_GUARD)
		log_warn("clock: ticket %s: %s: %s", id, event_info(act->kind)->json,
		    err_json(why->code));
}

/* How many cards the unit was given this month that stand. */
static int
earlier(void *arg, const char *unit)
{
	const struct core *c = arg;
	struct civil month = civil_of(c->now);
	int n;

	month.day = 1;
	month.hour = month.minute = month.second = 0;
	n = store_card_count(c->store, unit, civil_to_ms(&month), c->now + 1);
	return n < 0 ? 0 : n;
}

static enum err_code
do_ticket(struct core *c, const char *id, struct clock_done *done, struct err *e)
{
	struct clock_act act = { .refused = 0, .earlier = earlier, .arg = c };
	enum err_code rc = ERR_OK;
	struct ticket t;
	bool more = true, any = false;
	int64_t next = 0;

	for (int i = 0; i < MOST && more && rc == ERR_OK; i++) {
		struct err why = { 0 };

		ticket_init(&t);
		rc = store_ticket_get(c->store, id, &t, e);
		if (rc == ERR_OK)
			rc = core_notice_near(c, &t, e);
		more = rc == ERR_OK && clock_due(&t, c->city, c->now, &act);
		next = core_wake_at(c, &t);
		fields_drop_identity(&t.f);
		ticket_free(&t);
		if (more)
			rc = do_one(c, id, &act, &why, e);
		if (more && rc == ERR_OK)
			count(&act, &why, id, done);
		any = any || (more && why.code == ERR_OK);
		if (why.code != ERR_OK)
			act.refused |= act.row;
		args_free(&act.args);
	}
	/* What was refused, or a moment in the row that is stale: not in this round again. */
	if (rc == ERR_OK && (act.refused != 0 || !any || more))
		rc = store_wake_put(
		    c->store, id, next == 0 || next > c->now ? next : c->now + AGAIN_MS, e);
	return rc;
}

enum err_code
due_round(struct core *c, struct clock_done *done, struct err *e)
{
	char ids[ROUND_PIECE][ID_SIZE];
	enum err_code rc = ERR_OK;
	int n = store_wake_due(c->store, c->now, ids, ROUND_PIECE);

	for (int i = 0; i < n && rc == ERR_OK; i++)
		rc = do_ticket(c, ids[i], done, e);
	done->more = n == ROUND_PIECE;
	return rc;
}
