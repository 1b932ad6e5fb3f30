/* What must hold (research/sync.md §3), named by its number. Some of it at any moment, the rest when all has come to
 * rest. The centre's writing store is read directly: between two calls it is exactly what is committed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/workflow.h"
#include "server/auth/auth.h"
#include "server/core/feed.h"
#include "sim.h"
#include "wire/op.h"
#include "wire/ticket_json.h"

#define CHANGES 4096

static void
feed_of(const struct sim_seat *t, struct store *store, char feed[32], uint32_t *roles)
{
	struct store_user u;

	feed[0] = '\0';
	*roles = 0;
	if (store_user_get(store, t->job_no, &u, NULL) != ERR_OK)
		return;
	roles_parse(u.roles, roles);
	auth_feed_of(&u, *roles, feed);
}

void
sim_feed(struct sim_seat *t)
{
	uint32_t roles;

	feed_of(t, t->sim->centre.store, t->feed, &roles);
}

/* Where the seat stands in its feed, when that is in the centre's present epoch. */
static bool
stands(struct sim_seat *t, struct cache_place *place)
{
	cache_place(t->cache, t->feed, place);
	return place->cursor[0] != '\0' && strcmp(t->sim->centre.epoch, place->epoch) == 0;
}

struct sim_op *
sim_op_of(struct sim *s, const char *id)
{
	for (int i = s->n_ops - 1; i >= 0; i--)
		if (strcmp(s->op[i].id, id) == 0)
			return &s->op[i];
	return NULL;
}

/* ---- at any moment ---- */

static bool
creates(const struct sim_op *op)
{
	return (event_info((enum event_kind)op->kind)->from & STATE_BIT(NONE)) != 0;
}

/* Own words that the centre has not refused: they are shown, always, unless their ticket was thrown away. */
static void
check_own(struct sim_seat *t, const char *ticket, const struct ticket *shown)
{
	struct sim *s = t->sim;
	int words = 0, mine = 0;

	for (int i = 0; i < s->n_ops; i++) {
		const struct sim_op *op = &s->op[i];
		if (op->seat != t->no || strcmp(op->ticket, ticket) != 0 ||
		    op->fate == FATE_REFUSED)
			continue;
		if (op->fate == FATE_AGAIN || (op->fate == FATE_SETTLED && creates(op)))
			return;
		if (op->fate == FATE_SETTLED)
			continue;
		mine++;
		words += op->kind == EVENT_SUPPLEMENT && op->lawful;
	}
	if (shown == NULL && mine > 0 && !t->of_unit)
		sim_fail(s, "I6: seat %d does not show %s, which it has written", t->no, ticket);
	if (shown != NULL && shown->supplement_count < words)
		sim_fail(s, "I6: seat %d shows %d of its own %d supplements of %s", t->no,
		    shown->supplement_count, words, ticket);
}

void
sim_check_ticket(struct sim_seat *t, int i)
{
	struct sim_seen *seen = &t->sim->seen[t->no][i];
	struct cache_place place;
	struct ticket shown;
	enum err_code rc;

	if (!stands(t, &place)) {
		seen->epoch[0] = '\0';
		return;
	}
	ticket_init(&shown);
	rc = cache_ticket_whole(t->cache, t->sim->ticket[i], &shown, NULL);
	if (rc != ERR_OK && rc != ERR_NOT_FOUND)
		sim_fail(t->sim, "I9: seat %d cannot read %s", t->no, t->sim->ticket[i]);
	if (rc == ERR_OK && strcmp(seen->epoch, place.epoch) == 0 && shown.rev < seen->rev)
		sim_fail(t->sim, "I6: seat %d shows revision %lld of %s after %lld", t->no,
		    (long long)shown.rev, t->sim->ticket[i], (long long)seen->rev);
	if (rc == ERR_OK) {
		seen->rev = shown.rev;
		str_copy(seen->epoch, sizeof(seen->epoch), place.epoch);
	}
	check_own(t, t->sim->ticket[i], rc == ERR_OK ? &shown : NULL);
	ticket_free(&shown);
}

void
sim_check_place(struct sim_seat *t)
{
	struct cache_place place;

	if (stands(t, &place) && strcmp(place.epoch, t->stood.epoch) == 0 &&
	    feed_cursor_seq(place.cursor) < feed_cursor_seq(t->stood.cursor))
		sim_fail(t->sim, "I6: seat %d went back from %lld to %lld", t->no,
		    (long long)feed_cursor_seq(t->stood.cursor),
		    (long long)feed_cursor_seq(place.cursor));
	t->stood = place;
}

/* The last word of the feed about each ticket, at or before where the seat stands: it must have heard it. */
void
sim_check_gap(struct sim_seat *t)
{
	struct sim *s = t->sim;
	struct store_change *all = malloc(CHANGES * sizeof(*all));
	struct cache_place place;
	struct ticket shown;
	int64_t seq;
	int n = 0;

	if (all == NULL)
		abort();
	if (stands(t, &place))
		n = store_changes(s->centre.store, t->feed, 0, CHANGES, all, NULL);
	seq = feed_cursor_seq(place.cursor);
	for (int i = 0; i < n && !s->failed; i++) {
		bool last = strcmp(all[i].kind, "ticket") == 0 && all[i].seq <= seq;
		for (int j = i + 1; j < n && last; j++)
			last = strcmp(all[i].id, all[j].id) != 0;
		if (!last || all[i].what != 'p')
			continue;
		ticket_init(&shown);
		if (cache_ticket_whole(t->cache, all[i].id, &shown, NULL) != ERR_OK)
			sim_fail(s, "I5: seat %d stands at %lld and has not seen %s", t->no,
			    (long long)seq, all[i].id);
		else if (shown.rev < all[i].rev)
			sim_fail(s, "I5: seat %d stands at %lld with revision %lld of %s, not %lld",
			    t->no, (long long)seq, (long long)shown.rev, all[i].id,
			    (long long)all[i].rev);
		ticket_free(&shown);
	}
	free(all);
}

/* ---- at the end: both ends have the same ---- */

static void
note_shield(void *arg, const struct store_ticket_row *row)
{
	*(bool *)arg = row->shielded;
}

static bool
as_centre_has_it(struct sim_seat *t, const char *id, struct str *out)
{
	struct store *store = t->sim->centre.store;
	bool shielded = false, there;
	struct ticket whole;
	char feed[32];
	uint32_t roles;

	feed_of(t, store, feed, &roles);
	there = store_ticket_row(store, id, feed, note_shield, &shielded);
	ticket_init(&whole);
	if (there && store_ticket_get(store, id, &whole, NULL) == ERR_OK)
		ticket_json_write(&whole, feed_sees_identity(roles, shielded), out);
	ticket_free(&whole);
	return there;
}

static bool
as_seat_has_it(struct sim_seat *t, const char *id, struct str *out)
{
	struct ticket whole;
	bool there;

	ticket_init(&whole);
	there = cache_ticket_whole(t->cache, id, &whole, NULL) == ERR_OK;
	if (there)
		ticket_json_write(&whole, true, out);
	ticket_free(&whole);
	return there;
}

int64_t
sim_parked(struct sim_seat *t, const char *id)
{
	struct op op;
	bool found = false;
	int64_t local = 0;

	while (!found && local < t->sim->n_ops) {
		op_init(&op);
		found =
		    cache_parked(t->cache, ++local, &op, NULL) == ERR_OK && strcmp(op.id, id) == 0;
		op_free(&op);
	}
	return found ? local : 0;
}

/* A ticket that was refused altogether is shown to whoever gave its number to a citizen, and to nobody else. */
static bool
is_local(struct sim_seat *t, const char *id)
{
	const struct sim *s = t->sim;

	for (int i = 0; i < s->n_ops; i++)
		if (s->op[i].seat == t->no && strcmp(s->op[i].ticket, id) == 0 &&
		    creates(&s->op[i]) && sim_parked(t, s->op[i].id) != 0)
			return true;
	return false;
}

static void
check_same(struct sim_seat *t, const char *id)
{
	struct str want = { 0 }, have = { 0 };
	bool at_centre = as_centre_has_it(t, id, &want), at_seat = as_seat_has_it(t, id, &have);

	if (at_centre && !at_seat)
		sim_fail(t->sim, "I3: seat %d misses %s", t->no, id);
	else if (at_seat && !at_centre && !is_local(t, id))
		sim_fail(t->sim, "I3: seat %d has %s, which is not in its feed", t->no, id);
	else if (at_seat && at_centre && strcmp(str_c(&want), str_c(&have)) != 0)
		sim_fail(t->sim, "I3: seat %d has another %s:\n  centre %s\n  seat   %s", t->no, id,
		    str_c(&want), str_c(&have));
	str_free(&want);
	str_free(&have);
}

static void
check_units(struct sim_seat *t)
{
	const struct city *mine = cache_writer_city(t->cache), *theirs = t->sim->centre.core.city;
	const struct unit *a = mine != NULL ? city_unit(mine, "1011") : NULL,
			  *b = city_unit(theirs, "1011");

	if (a == NULL || strcmp(a->parent, b->parent) != 0)
		sim_fail(t->sim, "I3: seat %d has not heard of the units' new superiors", t->no);
}

/* ---- at the end: every promise is kept, once ---- */

static void
check_op(struct sim *s, const struct sim_op *op)
{
	struct sim_seat *t = &s->seat[op->seat];
	bool parked = sim_parked(t, op->id) != 0, done;
	struct event ev;

	event_init(&ev);
	done = store_event_by_id(s->centre.store, op->id, &ev, NULL) == ERR_OK;
	/* A change whose every value lost, or was there already, is answered without an event of its own. */
	if (!done && op->kind == EVENT_AMEND && sim_centre_fate(s, op) == FATE_APPLIED)
		done = true;
	else if (done && (ev.kind != op->kind || strcmp(ev.ticket, op->ticket) != 0))
		sim_fail(s, "I2: operation %s of seat %d became another", op->id, op->seat);
	event_free(&ev);
	if (op->fate == FATE_SETTLED) {
		if (done || parked)
			sim_fail(s,
			    "I2: operation %s (%s) of seat %d was thrown away and came back",
			    op->id, event_info((enum event_kind)op->kind)->json, op->seat);
		return;
	}
	if (done && parked)
		sim_fail(
		    s, "I2: operation %s of seat %d was refused and applied", op->id, op->seat);
	if (!done && !parked)
		sim_fail(s, "I1: operation %s (%s) of seat %d is lost", op->id,
		    event_info((enum event_kind)op->kind)->json, op->seat);
}

/* ---- at the end: in the order in which they were made, and counted once ---- */

static void
check_order(struct sim *s, const struct event *ev, size_t n)
{
	int last[SIM_SEATS];

	for (int i = 0; i < SIM_SEATS; i++)
		last[i] = -1;
	for (size_t i = 0; i < n; i++) {
		const struct sim_op *op = sim_op_of(s, ev[i].id);
		if (ev[i].seq != (int64_t)i + 1)
			sim_fail(s, "I2: event %zu of %s is number %lld", i + 1, ev[i].ticket,
			    (long long)ev[i].seq);
		if (op == NULL)
			continue;
		if (op - s->op < last[op->seat])
			sim_fail(s, "I4: seat %d's operations on %s took effect in another order",
			    op->seat, ev[i].ticket);
		last[op->seat] = (int)(op - s->op);
	}
}

static void
check_counts(struct sim *s, const char *id, const struct event *ev, size_t n)
{
	int words = 0, urges = 0;
	struct ticket t;

	for (size_t i = 0; i < n; i++) {
		words += ev[i].kind == EVENT_SUPPLEMENT;
		urges += ev[i].kind == EVENT_URGE;
	}
	ticket_init(&t);
	if (store_ticket_get(s->centre.store, id, &t, NULL) != ERR_OK ||
	    t.supplement_count != words || t.urge_count != urges || t.event_count != (int64_t)n)
		sim_fail(s, "I2: %s does not add up: %lld events, %d supplements, %d urges", id,
		    (long long)t.event_count, t.supplement_count, t.urge_count);
	ticket_free(&t);
}

static void
check_events(struct sim *s, const char *id)
{
	struct event *ev = NULL;
	size_t n = 0;

	if (store_events(s->centre.store, id, 1, &ev, &n, NULL) != ERR_OK)
		sim_fail(s, "the events of %s cannot be read", id);
	check_order(s, ev, n);
	if (n > 0)
		check_counts(s, id, ev, n);
	for (size_t i = 0; i < n; i++)
		event_free(&ev[i]);
	free(ev);
}

/* What a device was answered stands in the order in which its person acted. */
static void
check_numbers(struct sim_seat *t)
{
	struct sim *s = t->sim;
	struct cache_seat seat;
	struct store_device d;
	const struct sim_op *last = NULL;

	cache_seat(t->cache, &seat);
	/* A restored centre need not know a device that has nothing to send: it enrols when it has. */
	if (store_device_get(s->centre.store, seat.device_id, &d, NULL) != ERR_OK)
		return;
	for (int64_t n = 1; n <= d.last_op; n++) {
		struct store_op seen = { 0 };
		struct op_results r = { 0 };
		const struct sim_op *op = NULL;
		if (store_op_get(s->centre.store, seat.device_id, n, &seen, NULL) == ERR_OK &&
		    op_results_read(seen.result, strlen(seen.result), &r, NULL) == ERR_OK &&
		    r.count == 1)
			op = sim_op_of(s, r.r[0].id);
		if (op == NULL)
			sim_fail(
			    s, "I2: number %lld of seat %d has no answer", (long long)n, t->no);
		else if (op->seat != t->no || (last != NULL && op <= last))
			sim_fail(
			    s, "I4: number %lld of seat %d is out of order", (long long)n, t->no);
		last = op;
		op_results_free(&r);
		free(seen.result);
	}
}

static void
bad_event(void *arg, const struct store_verify_bad *bad)
{
	sim_fail(
	    arg, "I9: event %lld of %s: %s %s", (long long)bad->seq, bad->no, bad->field, bad->why);
}

static void
check_seat(struct sim_seat *t)
{
	int64_t waiting, parked, conflicts, oldest_at;

	cache_waiting(t->cache, &waiting, &parked, &conflicts, &oldest_at);
	if (waiting != 0)
		sim_fail(t->sim, "I13: %lld operations of seat %d still wait", (long long)waiting,
		    t->no);
	check_numbers(t);
	check_units(t);
	for (int i = 0; i < t->sim->n_tickets && !t->sim->failed; i++)
		check_same(t, t->sim->ticket[i]);
	if (!t->sim->failed)
		sim_check_gap(t);
}

void
sim_check_end(struct sim *s)
{
	struct store_verify v = { .city = s->centre.core.city, .bad = bad_event, .arg = s };
	struct err e = { 0 };

	for (int i = 0; i < s->n_ops && !s->failed; i++)
		check_op(s, &s->op[i]);
	for (int i = 0; i < s->n_tickets && !s->failed; i++)
		check_events(s, s->ticket[i]);
	for (int i = 0; i < s->n_seats && !s->failed; i++)
		check_seat(&s->seat[i]);
	if (!s->failed)
		sim_record_check(s);
	if (!s->failed && store_verify(s->centre.store, &v, &e) != ERR_OK)
		sim_fail(s, "I9: the chains do not verify: %s", e.text);
}
