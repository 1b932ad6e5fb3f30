/* What the centre sends: the reference feed now and then, the first fill, then changes behind an open request. The cache
 * decides whether a page may be applied; here is what to ask for next, and from where. */
#include <stdio.h>
#include <string.h>

#include "client/net/net.h"
#include "sync_p.h"

#define REFERENCE "reference"

/* ---- asking ---- */

static void
ask_changes(struct sync *s, const char *feed, int wait_s)
{
	struct sync_request *r = sync_send(s, &s->pull, ASK_CHANGES, "GET");
	struct str path = { 0 };

	if (r == NULL)
		return;
	str_copy(s->asked_feed, sizeof(s->asked_feed), feed);
	s->asked_parked = wait_s > 0;
	s->asked_acks = s->acks;
	cache_place(s->cache, feed, &s->asked);
	str_add(&path, "/v1/sync/changes?feed=");
	net_escape(&path, feed);
	str_add(&path, "&cursor=");
	net_escape(&path, s->asked.cursor);
	str_addf(&path, "&limit=%d&wait=%d", SYNC_PAGE_ROWS, wait_s);
	if (desk_heard(s) >= 0)
		str_addf(&path, "&desk=%lld", (long long)desk_heard(s));
	r->path = str_take(&path);
	r->auth = sync_auth_session(s);
	r->park_ms = wait_s * 1000;
	r->timeout_ms = 30000;
}

static void
ask_snapshot(struct sync *s)
{
	struct sync_request *r = sync_send(s, &s->pull, ASK_SNAPSHOT, "POST");
	struct str body = { 0 };

	if (r == NULL)
		return;
	str_copy(s->asked_feed, sizeof(s->asked_feed), s->session.feed);
	msg_feed_write(s->session.feed, &body);
	r->path = str_dup("/v1/sync/snapshot");
	r->auth = sync_auth_session(s);
	r->len = body.len;
	r->body = str_take(&body);
}

static void
ask_rows(struct sync *s, const char *after)
{
	struct sync_request *r = sync_send(s, &s->pull, ASK_SNAPSHOT_PAGE, "GET");
	struct str path = { 0 };

	if (r == NULL)
		return;
	str_copy(s->ahead_after, sizeof(s->ahead_after), after);
	str_addf(
	    &path, "/v1/sync/snapshot/%s?after=%s&limit=%d", s->fill.id, after, SYNC_FILL_ROWS);
	r->path = str_take(&path);
	r->auth = sync_auth_session(s);
	r->timeout_ms = 30000;
}

/* The page after the one in hand can come while that is applied. */
static void
plan_fill(struct sync *s)
{
	if (s->ahead.len > 0)
		return;
	if (!s->holding)
		ask_rows(s, s->fill.after);
	else if (s->page.n_tickets > 0)
		ask_rows(s, s->page.tickets[s->page.n_tickets - 1].id);
}

/* An operation that took its ticket out of our feed is not in any page to come: one page that is not parked says that it
 * was passed. */
bool
pull_owes(struct sync *s)
{
	return s->session.feed[0] != '\0' && s->seen_acks < s->acks && cache_lingers(s->cache);
}

static void
plan_feed(struct sync *s)
{
	const int held_s = s->args.brief ? SYNC_BRIEF_S : LIMIT_WAIT_S;
	struct cache_place place;

	if (s->fill.id[0] != '\0' && !str_eq(s->fill.feed, s->session.feed)) {
		(void)cache_fill_drop(s->cache, NULL);
		pull_stop(s);
	}
	if (s->fill.id[0] != '\0') {
		plan_fill(s);
		return;
	}
	cache_place(s->cache, s->session.feed, &place);
	if (place.cursor[0] == '\0')
		ask_snapshot(s);
	else
		ask_changes(s, s->session.feed, s->first_poll || pull_owes(s) ? 0 : held_s);
}

/* Searches open every part of an index that is being made, and a seat that comes back in the morning is sooner in step
 * when it asks for page after page: rows first, as long as they come at once. */
static bool
rows_come(const struct sync *s)
{
	return s->feed_more && s->pull.id != 0 && s->now < s->pull.sent_at + SYNC_ROWS_MS;
}

static bool
index_waits(const struct sync *s)
{
	return cache_article_waits(s->cache) || cache_similar_waits(s->cache) ||
	       (!rows_come(s) && cache_find_waits(s->cache));
}

/* Between two pulls of the reference feed: amid one, the rows are of two kinds. */
static bool
weights_wait(const struct sync *s)
{
	return !s->reference_more && cache_weights_waits(s->cache);
}

/* Of a seat where somebody has signed in; a command is over too soon for that. */
static void
plan_probe(struct sync *s)
{
	if (s->args.brief || s->session.feed[0] == '\0')
		return;
	if (s->probe_at == 0)
		s->probe_at = s->now + SYNC_PROBE_MS;
	sync_wake(s, s->probe_at);
}

static void
plan_next(struct sync *s)
{
	if (!s->up || !s->has_session || !cache_writer_has_key(s->cache) ||
	    !sync_free_at(s, &s->pull))
		return;
	if (s->fill.id[0] == '\0' && !s->holding &&
	    (s->reference_more || s->now >= s->reference_at))
		ask_changes(s, REFERENCE, 0);
	else if (s->session.feed[0] == '\0' || (s->reference_told && s->fill.id[0] == '\0'))
		sync_wake(s, s->reference_at); /* no request is left open for long before that */
	else
		plan_feed(s);
}

void
pull_plan(struct sync *s)
{
	plan_next(s);
	if (s->holding || s->ahead.len > 0 || (s->now >= s->index_at && index_waits(s)) ||
	    weights_wait(s))
		s->out->again = true;
	else
		plan_probe(s);
	if (rows_come(s))
		sync_wake(s, s->pull.sent_at + SYNC_ROWS_MS);
}

void
pull_stop(struct sync *s)
{
	if (s->holding)
		page_free(&s->page);
	s->holding = false;
	str_free(&s->ahead);
	s->fill = (struct cache_fill){ 0 };
	s->pull.id = 0;
}

/* ---- a fill ---- */

static void
drop_fill(struct sync *s)
{
	(void)cache_fill_drop(s->cache, NULL);
	pull_stop(s);
	cache_writer_bulk(s->cache, false);
}

static void
fill_begun(struct sync *s, const struct sync_event *ev)
{
	struct msg_snapshot m;
	struct err e;

	if (msg_snapshot_read(ev->body, ev->len, &m, &e) != ERR_OK || !id_valid(m.id) ||
	    cache_fill_begin(s->cache, s->asked_feed, &m, &e) != ERR_OK ||
	    !cache_fill(s->cache, &s->fill)) {
		sync_fail(s, &s->pull);
		return;
	}
	s->pull.tries = 0;
	s->out->link_changed = true;
}

/* A page of the fill is in hand: it is applied piece by piece, between other things. */
static void
hold(struct sync *s, const char *body, size_t len)
{
	struct err e;

	if (!str_eq(s->ahead_after, s->fill.after)) /* of a place we are no longer at */
		return;
	if (page_read(body, len, &s->page, &e) != ERR_OK) {
		sync_fail(s, &s->pull);
		return;
	}
	s->pull.tries = 0;
	s->holding = true;
	s->page_at = 0;
	cache_writer_bulk(s->cache, true);
}

static void
rows_came(struct sync *s, const struct sync_event *ev)
{
	if (s->fill.id[0] == '\0')
		return;
	if (!s->holding)
		hold(s, ev->body, ev->len);
	else
		str_add_n(&s->ahead, ev->body, ev->len);
}

static void
fill_done(struct sync *s)
{
	struct err e;
	enum err_code rc = cache_fill_end(s->cache, &s->fill, &e);

	cache_writer_bulk(s->cache, false);
	s->fill = (struct cache_fill){ 0 };
	if (rc != ERR_OK) {
		sync_fail(s, &s->pull);
		(void)cache_fill(s->cache, &s->fill);
	}
	s->out->link_changed = true;
}

static void
next_page(struct sync *s, bool more)
{
	page_free(&s->page);
	s->holding = false;
	if (!more) {
		str_free(&s->ahead);
		fill_done(s);
	} else if (s->ahead.len > 0) {
		struct str body = s->ahead;
		s->ahead = (struct str){ 0 };
		hold(s, str_c(&body), body.len);
		str_free(&body);
	}
	s->out->link_changed = true;
}

static void
apply_chunk(struct sync *s)
{
	struct err e;
	bool more = s->page.more;
	enum err_code rc = ERR_OK;

	if (s->page_at < s->page.n_tickets)
		rc = cache_fill_rows(s->cache, &s->fill, &s->page, &s->page_at, &e);
	if (rc == ERR_CANCELLED) {
		pull_stop(s);
		(void)cache_fill(s->cache, &s->fill);
	} else if (rc != ERR_OK) { /* disk full: the place is kept, asked for again later */
		pull_stop(s);
		(void)cache_fill(s->cache, &s->fill);
		sync_note(s, NOTE_TEXT, &e);
		sync_fail(s, &s->pull);
	} else if (s->page_at >= s->page.n_tickets) {
		next_page(s, more);
	}
}

/* A few more articles and tickets into their indexes; on a full disk after a while. */
static bool
index_some(struct sync *s)
{
	bool some = cache_article_index(s->cache, NULL) || cache_similar_index(s->cache, NULL) ||
		    (!rows_come(s) && cache_find_index(s->cache, !sync_asks(s), NULL));

	if (!some && index_waits(s))
		s->index_at = s->now + SYNC_REFERENCE_MS;
	return some;
}

/* What an index has lost in silence is noticed while nobody waits for anything. */
static bool
probe(struct sync *s)
{
	uint32_t random;

	if (s->probe_at == 0 || s->now < s->probe_at)
		return false;
	s->probe_at = s->now + (s->probes < SYNC_PROBES ? SYNC_PROBE_MS : SYNC_PROBE_REST);
	if (sync_asks(s) || rows_come(s) || index_waits(s))
		return false;
	s->probes += s->probes < SYNC_PROBES;
	s->args.random(s->args.arg, &random, sizeof(random));
	return cache_find_probe(s->cache, random, NULL) ||
	       cache_article_probe(s->cache, random, NULL);
}

static void
settle_weights(struct sync *s)
{
	bool again;
	struct err e;

	if (!weights_wait(s))
		return;
	if (cache_weights_settle(s->cache, &again, &e) != ERR_OK)
		sync_note(s, NOTE_TEXT, &e);
	if (again && cache_place_forget(s->cache, REFERENCE, NULL) == ERR_OK)
		s->reference_at = s->now;
}

bool
pull_work(struct sync *s)
{
	if (s->holding) {
		apply_chunk(s);
		s->out->again = true;
		return true;
	}
	if (s->pull.tries == 0 && cache_sweep(s->cache, NULL)) {
		s->out->again = true;
		return true;
	}
	settle_weights(s);
	return (s->now >= s->index_at && index_some(s)) || probe(s);
}

/* ---- changes ---- */

/* Somebody has published, announced or withdrawn something: it is fetched before the next request is left open. A hall of
 * seats is told at once and does not come at once. */
static void
reference_told(struct sync *s, int64_t number)
{
	uint32_t random;

	if (number == 0 || number == s->reference_seen)
		return;
	s->args.random(s->args.arg, &random, sizeof(random));
	s->reference_seen = number;
	s->reference_told = true;
	s->reference_at =
	    s->now + (s->args.is_private || s->args.brief ? 0 : (int64_t)(random % SYNC_SPREAD_MS));
}

static void
page_applied(struct sync *s, bool is_reference, const struct page *p)
{
	s->pull.tries = 0;
	s->renewed = false;
	sync_seen(s);
	if (is_reference) {
		s->reference_more = p->more;
		s->reference_told = false;
		s->reference_at = s->now + SYNC_REFERENCE_MS;
		if (s->session.feed[0] == '\0')
			s->caught_up = !p->more;
	} else {
		s->feed_more = p->more;
	}
	if (!is_reference && !p->more) {
		if (!s->asked_parked)
			s->seen_acks = s->asked_acks;
		s->first_poll = false;
		s->caught_up = true;
		s->look = true;
	}
	if (!is_reference)
		reference_told(s, p->reference);
	desk_told(s, p->desk);
	s->out->link_changed = true;
}

static void
changes_came(struct sync *s, const struct sync_event *ev)
{
	bool is_reference = strcmp(s->asked_feed, REFERENCE) == 0, applied;
	struct cache_seat seat;
	struct page p;
	struct err e;

	if (page_read(ev->body, ev->len, &p, &e) != ERR_OK) {
		sync_fail(s, &s->pull);
		return;
	}
	cache_seat(s->cache, &seat);
	if (!str_eq(p.epoch, seat.epoch)) { /* restored since we asked who it is: ask again */
		err_set(&e, ERR_EPOCH, NULL);
		sync_down(s, &e);
		sync_fail(s, &s->pull);
	} else if (cache_page(s->cache, s->asked_feed, &s->asked, &p, &applied, &e) != ERR_OK) {
		sync_note(s, NOTE_TEXT, &e);
		sync_fail(s, &s->pull);
	} else if (applied) {
		page_applied(s, is_reference, &p);
	}
	page_free(&p);
	secret_wipe(&seat, sizeof(seat));
}

/* ---- refusals ---- */

static void
refused(struct sync *s, enum sync_ask ask, const struct sync_event *ev)
{
	struct err e;
	enum err_code code = sync_problem(ev, &e, NULL);

	if (code == ERR_UNAUTHORISED || code == ERR_FORBIDDEN || ev->status == 401) {
		door_lost_session(
		    s, &e); /* forbidden: the roles have changed since; signing in again tells */
	} else if (code == ERR_DEVICE) {
		door_lost_device(s, &e);
	} else if (ask == ASK_SNAPSHOT_PAGE &&
		   (code == ERR_CURSOR_EXPIRED || code == ERR_NOT_FOUND || code == ERR_EPOCH)) {
		drop_fill(s);
		sync_fail(s, &s->pull);
	} else if (code == ERR_CURSOR_EXPIRED || code == ERR_EPOCH) {
		(void)cache_place_forget(s->cache, s->asked_feed, NULL);
		if (code == ERR_EPOCH)
			sync_down(s, &e); /* and ask who it is now */
		sync_fail(s, &s->pull);
	} else {
		if (ev->status >= 500 || code == ERR_NETWORK)
			sync_down(s, &e);
		sync_fail(s, &s->pull);
	}
}

void
pull_answer(struct sync *s, const struct sync_event *ev)
{
	enum sync_ask ask = s->pull.ask;

	if (ev->outcome != SYNC_ANSWERED) {
		struct err e;
		sync_problem(ev, &e, NULL);
		sync_down(s, &e);
		sync_fail(s, &s->pull);
	} else if (!s->has_session) {
		/* signed out meanwhile: not ours any more */
	} else if (!sync_is_ok(ev)) {
		refused(s, ask, ev);
	} else if (ask == ASK_SNAPSHOT) {
		fill_begun(s, ev);
	} else if (ask == ASK_SNAPSHOT_PAGE) {
		rows_came(s, ev);
	} else {
		changes_came(s, ev);
	}
}
