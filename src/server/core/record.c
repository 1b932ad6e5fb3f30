/* Recording an event that passed its checks: chained, applied, stored, told to the feeds. This is the only place that writes
 * tickets and events. Not here: what the centre does by itself afterwards (follow.c). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core_p.h"
#include "model/chain.h"
#include "model/number.h"
#include "server/core/attach.h"
#include "server/core/desk.h"
#include "server/store/given.h"
#include "server/store/records.h"

static bool
in_scopes(const struct store_scopes *s, const char *scope)
{
	for (int i = 0; i < s->n; i++)
		if (strcmp(s->scope[i], scope) == 0)
			return true;
	return false;
}

static void
add_scope(struct store_scopes *out, const char *code)
{
	char scope[STORE_SCOPE_SIZE];

	snprintf(scope, sizeof(scope), "unit:%.16s", code);
	if (!in_scopes(out, scope) && out->n < STORE_SCOPES_MAX)
		str_copy(out->scope[out->n++], STORE_SCOPE_SIZE, scope);
}

/* A unit and every unit above it. */
static void
add_scopes(const struct core *c, struct store_scopes *out, const char *code)
{
	while (code != NULL && code[0] != '\0') {
		const struct unit *u = city_unit(c->city, code);

		add_scope(out, code);
		code = u != NULL ? u->parent : NULL;
	}
}

/* The unit feeds of a ticket ("at or under that unit"): units that work or have worked on it; one that gave it back or was
 * taken off it has no more business with it. */
static void
scopes_of(const struct core *c, const struct ticket *t, struct store_scopes *out)
{
	out->n = 0;
	add_scopes(c, out, t->lead_unit);
	for (int i = 0; i < t->n_assign; i++)
		if (t->assign[i].state != ASSIGN_IS_RETURNED &&
		    t->assign[i].state != ASSIGN_IS_CANCELLED)
			add_scopes(c, out, t->assign[i].unit);
}

/* One scope hears of the ticket and of the event. */
static enum err_code
tell(struct core *c, const char *scope, const struct ticket *t, const struct event *ev,
    struct err *e)
{
	enum err_code rc = core_change(c, scope, "ticket", t->id, t->rev, 'p', e);

	if (rc == ERR_OK)
		rc = core_change(c, scope, "event", ev->id, ev->seq, 'p', e);
	return rc;
}

static enum err_code
tell_feeds(struct core *c, const struct ticket *t, const struct event *ev, struct err *e)
{
	struct store_scopes before, after;
	enum err_code rc = store_scopes_get(c->store, t->id, &before, e);
	bool moved = false;

	scopes_of(c, t, &after);
	if (rc == ERR_OK)
		rc = tell(c, "centre", t, ev, e);
	for (int i = 0; rc == ERR_OK && i < after.n; i++) {
		moved = moved || !in_scopes(&before, after.scope[i]);
		rc = tell(c, after.scope[i], t, ev, e);
	}
	for (int i = 0; rc == ERR_OK && i < before.n; i++)
		if (!in_scopes(&after, before.scope[i])) {
			moved = true;
			rc = core_change(c, before.scope[i], "ticket", t->id, t->rev, 'o', e);
		}
	if (rc == ERR_OK && moved)
		rc = store_scopes_set(c->store, t->id, &after, e);
	return rc;
}

/* A number another ticket already bears becomes the next free one: the one exception to "final" (protocol rule 3). */
static enum err_code
free_number(struct core *c, struct event *ev, struct err *e)
{
	const char *no = fields_get(&ev->set, TF_NO);
	char next[NUMBER_SIZE];

	if (no[0] == '\0')
		return ERR_OK;
	str_copy(next, sizeof(next), no);
	for (int tries = 0; store_number_used(c->store, next, ev->ticket); tries++) {
		char now[NUMBER_SIZE];
		if (tries == 1000)
			return err_set(e, ERR_NUMBER_USED, "找不到空闲的单号。");
		str_copy(now, sizeof(now), next);
		number_next(now, next);
	}
	if (strcmp(next, no) != 0 && !fields_set(&ev->set, TF_NO, next))
		return err_set(e, ERR_NO_MEMORY, NULL);
	return ERR_OK;
}

/* "last sequence in-second"; a text that is none leaves the state of a seat that has issued nothing. */
static void
read_number_state(const char *text, struct number_state *st)
{
	long long v[3];
	char *end;

	for (size_t i = 0; i < 3; i++, text = end) {
		v[i] = strtoll(text, &end, 10);
		if (end == text)
			return;
	}
	*st =
	    (struct number_state){ .last_at = v[0], .sequence = (int)v[1], .in_second = (int)v[2] };
}

/* A number for a seat that asks for one: what was issued last stands in the same transaction as the ticket. */
enum err_code
core_number(struct core *c, const char *seat, char out[NUMBER_SIZE], struct err *e)
{
	struct number_state st = { .sequence = -1 };
	struct str text = { 0 };
	char name[24];
	enum err_code rc;

	snprintf(name, sizeof(name), "number %.8s", seat);
	rc = store_meta_get(c->store, name, &text, e);
	if (rc == ERR_OK && text.len > 0)
		read_number_state(text.s, &st);
	number_issue(&st, seat, c->now, out);
	str_reset(&text);
	str_addf(&text, "%lld %d %d", (long long)st.last_at, st.sequence, st.in_second);
	if (rc == ERR_OK && text.bad)
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	if (rc == ERR_OK)
		rc = store_meta_set(c->store, name, text.s, e);
	str_free(&text);
	return rc;
}

/* The month's ledger of a unit is counted without looking through its tickets. */
static enum err_code
keep_card(struct core *c, const struct ticket *t, const struct event *ev, struct err *e)
{
	const struct store_card x = { .ticket = t->id,
		.unit = args_get(&ev->args, EA_TO_UNIT),
		.colour = args_get(&ev->args, EA_COLOUR),
		.round = t->round,
		.at = c->now };

	if (ev->kind == EVENT_CARD)
		return store_card_add(c->store, &x, e);
	return ev->kind == EVENT_CARD_REVOKE ? store_card_revoke(c->store, &x, e) : ERR_OK;
}

bool
core_accepts(const struct event *ev)
{
	return ev->kind == EVENT_SUBMIT || ev->kind == EVENT_COMPLETE ||
	       ev->kind == EVENT_REOPEN_REJECT;
}

enum err_code
core_put_row(struct core *c, const struct ticket *t, struct err *e)
{
	return store_ticket_put(c->store, t, core_wake_at(c, t), e);
}

enum err_code
core_put(struct core *c, const struct ticket *t, struct err *e)
{
	struct store_scopes scopes;
	enum err_code rc = core_put_row(c, t, e);

	scopes_of(c, t, &scopes);
	return rc == ERR_OK ? store_scopes_set(c->store, t->id, &scopes, e) : rc;
}

enum err_code
core_record(struct core *c, struct ticket *t, struct event *ev, struct err *e)
{
	enum err_code rc = free_number(c, ev, e);

	if (rc != ERR_OK)
		return rc;
	ev->seq = t->event_count + 1;
	ev->at_server = c->now; /* where it leads may depend on the hour */
	workflow_route(t, ev);
	c->random(c->random_arg, ev->salt, sizeof(ev->salt));
	chain_seal(ev, t->head_hash);
	rc = ticket_apply(t, ev, c->city, e);
	if (rc != ERR_OK)
		return rc;
	t->rev++;
	if (!core_accepts(ev))
		rc = core_put_row(c, t, e);
	if (rc == ERR_OK)
		rc = store_event_add(c->store, ev, e);
	if (rc == ERR_OK)
		rc = tell_feeds(c, t, ev, e);
	if (rc == ERR_OK)
		rc = keep_card(c, t, ev, e);
	if (rc == ERR_OK)
		rc = store_given_event(c->store, t, ev, e);
	if (rc == ERR_OK && args_get(&ev->args, EA_FILES)[0] != '\0')
		rc = core_attach_event(c, t->id, ev, e);
	if (rc == ERR_OK)
		rc = core_notice_event(c, t, ev, e);
	return rc == ERR_OK ? core_notice_near(c, t, e) : rc;
}
