/* Queueing notices: in the transaction of the event that gives rise to them, so that neither is there without the other.
 * The words are made now: what was queued is what will have been said. */
#include "server/core/desk.h"

#include <stdio.h>

#include "base/log.h"
#include "core_p.h"
#include "model/clock.h"
#include "model/members.h"

#define MIN_MS 60000LL

/* ${unit}: who is told of UNIT_PART, or of UNIT_DUE beside the lead; "" the one the table names. */
static bool
address(const struct ticket *t, enum notice_kind kind, const char *unit, struct store_notice *x)
{
	if (notice_info(kind)->to == NOTICE_TO_PERSON)
		return notice_phone(t, x->phone, sizeof(x->phone));
	return str_copy(x->unit, sizeof(x->unit), *unit != '\0' ? unit : notice_unit(kind, t)) &&
	       x->unit[0] != '\0';
}

static enum err_code
queue(struct core *c, const struct ticket *t, enum notice_kind kind, const char *unit, int round,
    bool *added, struct err *e)
{
	const struct notice_info *info = notice_info(kind);
	struct store_notice x = { .round = round, .state = "queued", .at = c->now };
	struct str text = { 0 };
	enum err_code rc = ERR_OK;

	*added = false;
	if (address(t, kind, unit, &x)) {
		str_copy(x.ticket, sizeof(x.ticket), t->id);
		str_copy(x.template, sizeof(x.template), info->template);
		str_copy(x.channel, sizeof(x.channel), info->channel);
		notice_text(kind, t, unit, c->city, &text);
		if (text.bad)
			rc = err_set(e, ERR_NO_MEMORY, NULL);
		else if (str_copy(x.text, sizeof(x.text), str_c(&text)))
			rc = store_notice_add(c->store, &x, added, e);
		else /* the ticket matters more than a message about it */
			log_error("notice %s: its words are too long to be sent", info->template);
		str_free(&text);
	}
	secret_wipe(x.phone, sizeof(x.phone));
	return rc;
}

enum err_code
core_notice(
    struct core *c, const struct ticket *t, enum notice_kind kind, bool *added, struct err *e)
{
	bool fresh;
	enum err_code rc = queue(c, t, kind, "", notice_round(kind, t), &fresh, e);

	if (added != NULL)
		*added = fresh;
	return rc;
}

/* ---- each unit of an event ---- */

enum err_code
core_notice_event(struct core *c, const struct ticket *t, const struct event *ev, struct err *e)
{
	const int kind = notice_of_event(ev);
	const char *code = NULL;
	enum err_code rc = ERR_OK;
	size_t n = 0;

	if (kind >= 0)
		rc = core_notice(c, t, (enum notice_kind)kind, NULL, e);
	for (int i = 0; rc == ERR_OK && i < ASSIGN_MAX && members_next(notice_parts(ev), &code, &n);
	     i++) {
		char unit[16];
		bool added;

		(void)snprintf(unit, sizeof(unit), "%.*s", (int)n, code);
		rc = queue(
		    c, t, NOTICE_UNIT_PART, unit, (int)t->event_count * ASSIGN_MAX + i, &added, e);
	}
	return rc;
}

/* ---- a limit that is near ---- */

/* Which limit of which part: the lead's by the limit alone, as ever. */
static int
near_round(const struct ticket *t, int i)
{
	const int limit = (int)(notice_part_due(t, &t->assign[i]) / MIN_MS);

	return t->assign[i].role == ASSIGN_LEAD ? limit : limit * ASSIGN_MAX + i;
}

/* Every unit that still owes its part, not the lead alone. */
enum err_code
core_notice_near(struct core *c, const struct ticket *t, struct err *e)
{
	enum err_code rc = ERR_OK;

	for (int i = 0; i < t->n_assign && rc == ERR_OK; i++) {
		const struct assignment *a = &t->assign[i];
		const int64_t at = assignment_is_open(a) ? notice_part_near_at(t, a, c->city) : 0;
		bool added;

		if (at != 0 && at <= c->now && c->now <= notice_part_due(t, a))
			rc = queue(c, t, NOTICE_UNIT_DUE, a->role == ASSIGN_LEAD ? "" : a->unit,
			    near_round(t, i), &added, e);
	}
	return rc;
}

int64_t
core_wake_at(const struct core *c, const struct ticket *t)
{
	int64_t next = clock_next(t, c->city);

	for (int i = 0; i < t->n_assign; i++) {
		const struct assignment *a = &t->assign[i];
		const int64_t near = assignment_is_open(a) ? notice_part_near_at(t, a, c->city) : 0;

		if (near > c->now && (next == 0 || near < next))
			next = near;
	}
	return next;
}
