/* home_read.c: what the first screen shows, read from the cache: figures of mine, what is announced, what waits for whom.
 *
 * What cannot be read now keeps its last value, or is nothing. Not here: its keys (home.c), its picture (home_draw.c). */
#include "home_p.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/id.h"
#include "base/str.h"
#include "client/cache/records.h"
#include "client/cache/similar.h"
#include "client/cache/work.h"
#include "client/view/all_p.h"
#include "client/view/know/guidance_p.h"
#include "client/view/ticket_note_p.h"
#include "client/view/work/zero_p.h"
#include "model/correction.h"
#include "model/number.h"

#define ANSWERS_SINCE_MS  (INT64_C(3) * 24 * 3600 * 1000)
#define INCIDENT_SINCE_MS (INT64_C(24) * 3600 * 1000)
#define HOME_INCIDENTS    4
#define HOT_SINCE_MS      (INT64_C(2) * 3600 * 1000)

static int
urgency_of(const struct bulletin *b, bool unread)
{
	return (unread ? 4 : 0) + (b->pinned ? 2 : 0) +
	       (strcmp(b->kind, "emergency") == 0 || strcmp(b->kind, "outage") == 0);
}

static bool
goes_before(const struct bulletin *a, bool unread, const struct home *s, int at)
{
	const struct bulletin *b = s->notices[at];
	int x = urgency_of(a, unread), y = urgency_of(b, s->unread[at]);

	return x != y ? x > y : a->starts_at > b->starts_at;
}

static bool
is_unread(const struct home *s, const struct bulletin *b)
{
	return b->must_read && (!part_signed_in(s->desk) ||
				   !cache_bulletin_read(s->desk->cache, s->desk->me.user, b->id));
}

static void
read_notices(struct home *s)
{
	const struct city *c = s->desk->city;

	s->n_notices = s->n_unread = 0;
	s->more_notices = false;
	for (size_t i = 0; c != NULL && i < c->n_bulletins; i++) {
		const struct bulletin *b = &c->bulletins[i];
		bool unread = is_unread(s, b);
		int at;

		if (b->starts_at > s->desk->now || (b->ends_at != 0 && b->ends_at < s->desk->now))
			continue;
		if (s->n_notices == HOME_NOTICES) {
			s->more_notices = true;
			continue;
		}
		for (at = s->n_notices++; at > 0 && goes_before(b, unread, s, at - 1); at--) {
			s->notices[at] = s->notices[at - 1];
			s->unread[at] = s->unread[at - 1];
		}
		s->notices[at] = b;
		s->unread[at] = unread;
		s->n_unread += unread;
	}
	list_refresh(&s->notice_list);
}

/* What came in writing, of who may take it up: the one that must be first. */
static void
read_written(struct home *s)
{
	const uint32_t who = view_by_name("inbox")->roles;
	static const enum inbox_kind kinds[] = { INBOX_TEXT, INBOX_MAIL };

	s->written = s->written_due = s->relays = 0;
	if ((s->desk->me.roles & who) != 0)
		s->relays = cache_work_count(s->desk->cache,
		    &(const struct work_query){
			.states = STATES_OPEN, .asked = REQUEST_BIT(RELAY), .now = s->desk->now });
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]) && (s->desk->me.roles & who); i++) {
		struct work_query q = { .states = STATE_BIT(DRAFT),
			.came = kinds[i],
			.limit = 1,
			.now = s->desk->now };
		const int64_t n = cache_work_count(s->desk->cache, &q);
		struct work_row first;
		bool partial;
		int64_t due;

		if (n <= 0 || cache_work(s->desk->cache, &q, &first, &partial, NULL) != 1)
			continue;
		due = inbox_due(first.channel, first.row.created_at);
		s->written += n;
		s->written_due = s->written_due == 0 || due < s->written_due ? due : s->written_due;
	}
}

/* Many callers about one thing: named to those who decide, joined at the dispatcher's desk. */
static void
read_incidents(struct home *s)
{
	const uint32_t who =
	    ROLE_BIT(SENIOR) | ROLE_BIT(DISPATCHER) | ROLE_BIT(LEADER) | ROLE_BIT(SUPERVISOR);
	struct incident_row *found =
	    (s->desk->me.roles & who) != 0 ? calloc(HOME_INCIDENTS, sizeof(*found)) : NULL;

	s->n_incidents = 0;
	if (found == NULL)
		return;
	s->n_incidents = cache_incidents(s->desk->cache, s->desk->now - INCIDENT_SINCE_MS,
	    s->desk->me.user, s->desk->me.roles, found, HOME_INCIDENTS);
	if (s->n_incidents > 0 && found->n > 0)
		(void)snprintf(s->incident, sizeof(s->incident), "%d件 %s, Ctrl-P 派单",
		    found->total, found->row[0].title);
	free(found);
}

static void
read_draft(struct home *s)
{
	struct draft d;

	draft_init(&d);
	s->draft[0] = s->draft_ticket[0] = '\0';
	s->draft_open = false;
	if (s->counts.drafts > 0 && cache_drafts(s->desk->cache, s->desk->me.user, &d, 1) == 1) {
		const char *called = fields_get(&d.f, TF_CALLED);
		const char *what = fields_get(&d.f, TF_TITLE);

		s->draft_open = true;
		(void)str_copy(s->draft_ticket, sizeof(s->draft_ticket), d.ticket);
		if (*what == '\0')
			what = fields_get(&d.f, TF_CONTENT);
		(void)str_copy(s->draft, sizeof(s->draft), called);
		if (*called != '\0' && *what != '\0')
			(void)str_copy(
			    s->draft + strlen(s->draft), sizeof(s->draft) - strlen(s->draft), " ");
		(void)str_copy(
		    s->draft + strlen(s->draft), sizeof(s->draft) - strlen(s->draft), what);
	}
	draft_free(&d);
}

/* What is no step on a ticket. false: it is one. */
static bool
read_other_note(struct home *s, const struct draft *d)
{
	if (strcmp(d->act, TICKET_NOTE_QA) == 0)
		(void)str_copy(s->note, sizeof(s->note), "质检没有保存");
	else if (strcmp(d->act, TICKET_NOTE_SHIFT) == 0)
		(void)str_copy(s->note, sizeof(s->note), "交接班没有签字");
	else if (strcmp(d->act, TICKET_NOTE_GUIDANCE) == 0)
		(void)str_copy(s->note, sizeof(s->note), "口径没有送批");
	else if (strcmp(d->act, TICKET_NOTE_ARTICLE) == 0)
		(void)snprintf(s->note, sizeof(s->note), "知识稿 %s 没有送审", d->ticket);
	else if (strcmp(d->act, TICKET_NOTE_EDITING) == 0)
		(void)str_copy(s->note, sizeof(s->note), "知识维护里有话没送出");
	else if (!id_valid(d->ticket)) /* an article that has something wrong in it */
		(void)snprintf(s->note, sizeof(s->note), "纠错 %s", d->ticket);
	else
		return false;
	return true;
}

/* Which step on which ticket has words that were not sent. */
static void
read_note(struct home *s)
{
	struct draft d;
	struct ticket t;
	char last6[24] = "";
	int kind;

	s->note[0] = '\0';
	if (s->counts.notes == 0 || cache_notes(s->desk->cache, s->desk->me.user, NULL, &d, 1) != 1)
		return;
	if (read_other_note(s, &d)) {
		draft_free(&d);
		return;
	}
	ticket_init(&t);
	if (cache_ticket(s->desk->cache, d.ticket, &t, NULL) == ERR_OK)
		number_last6(fields_get(&t.f, TF_NO), last6);
	ticket_free(&t);
	kind = event_by_json(d.act);
	(void)snprintf(s->note, sizeof(s->note), "%s %s%s待送",
	    kind >= 0 ? event_info((enum event_kind)kind)->label : "", last6,
	    last6[0] != '\0' ? " " : "");
	draft_free(&d);
}

/* What became of the corrections this person has asked for, the latest. */
static void
read_answers(struct home *s)
{
	const struct record_query q = { .kind = RECORD_ANSWER,
		.object = s->desk->me.user,
		.since_at = s->desk->now - ANSWERS_SINCE_MS };
	struct record r = { .at = 0 }, asked = { .at = 0 };
	char of[ID_SIZE];

	s->answer[0] = '\0';
	s->n_answers = cache_record_count(s->desk->cache, &q);
	if (s->n_answers > 0 && cache_records(s->desk->cache, &q, &r, 1) == 1) {
		if (correction_about(&r, of) && cache_record(s->desk->cache, of, &asked))
			(void)snprintf(s->answer, sizeof(s->answer), "%s ", asked.object);
		(void)snprintf(s->answer + strlen(s->answer), sizeof(s->answer) - strlen(s->answer),
		    "%s: %s", record_code_label(RECORD_ANSWER, r.code), correction_words(&r));
		record_free(&asked);
		record_free(&r);
	}
}

/* What runs by its limit first, then what is finished, newest first. false: the cache was busy. */
static bool
read_rows(struct home *s)
{
	const uint32_t takers = ROLE_BIT(AGENT) | ROLE_BIT(SENIOR);
	const bool taker = (s->desk->me.roles & takers) != 0;
	struct ticket_query q = {
		.queue = taker ? QUEUE_MINE : QUEUE_OPEN,
		.me = s->desk->me.user,
		.by_due = true,
		.limit = HOME_ROWS,
		.now = s->desk->now,
	};
	struct ticket_row *done = calloc(HOME_DONE, sizeof(*done));
	bool cut = false;
	int n = cache_tickets(s->desk->cache, &q, s->rows, &s->partial, NULL), more = 0;

	if (n >= 0 && taker && done != NULL) {
		q.by_due = false;
		q.limit = HOME_DONE;
		more = cache_tickets(s->desk->cache, &q, done, &cut, NULL);
	}
	for (int i = 0; i < more && n < HOME_ROWS; i++)
		if (done[i].due_at == 0)
			s->rows[n++] = done[i];
	s->partial = s->partial || cut;
	free(done);
	if (n < 0)
		return false;
	s->n_rows = n;
	return true;
}

static void
read_tickets(struct home *s)
{
	char kept[ID_SIZE] = "";
	size_t row = list_row(&s->list);

	if (row != LIST_NONE && row < (size_t)s->n_rows)
		(void)str_copy(kept, sizeof(kept), s->rows[row].id);
	if (!read_rows(s))
		return;
	list_refresh(&s->list);
	for (int i = 0; i < s->n_rows; i++)
		if (strcmp(s->rows[i].id, kept) == 0)
			list_select(&s->list, (size_t)i);
}

/* Talking points that wait for this person to let them out, or that came back to him. */
static void
read_guidance(struct home *s)
{
	struct guidance_desk g = { .n = 0 };

	s->guidance_due = s->guidance_back = 0;
	if (!roles_may(s->desk->me.roles, RIGHT_GUIDANCE_WRITE) &&
	    !roles_may(s->desk->me.roles, RIGHT_GUIDANCE_APPROVE))
		return;
	if (guidance_open(&g, s->desk, NULL) == ERR_OK) {
		s->guidance_due = g.n_due;
		s->guidance_back = g.n_back;
	}
	guidance_close(&g);
}

/* Who takes no calls has work elsewhere: where, and how much of it waits. */
static void
read_desks(struct home *s)
{
	static const struct {
		const char *name;
		uint32_t of; /* of whom it is the work; 0: of all who may open it */
	} desks[] = { { "handling", 0 }, { "dispatch", 0 }, { "inbox", 0 }, { "review", 0 },
		{ "supervise", 0 }, { "visit", 0 }, { "qa", ROLE_BIT(QA) | ROLE_BIT(OBSERVER) },
		{ "editing", 0 }, { "wall", 0 }, { "ledger", 0 }, { "admin", 0 } };
	const uint32_t roles = s->desk->me.roles;

	_Static_assert(sizeof(desks) / sizeof(desks[0]) <= HOME_DESKS, "room for each");
	s->n_desks = 0;
	for (size_t i = 0; i < sizeof(desks) / sizeof(desks[0]); i++) {
		struct home_desk *to = &s->desks[s->n_desks];

		to->ops = view_by_name(desks[i].name);
		if (to->ops == NULL || !view_may_open(to->ops, roles, NULL) ||
		    (desks[i].of != 0 && (desks[i].of & roles) == 0))
			continue;
		to->waits[0] = '\0';
		if (to->ops->waits != NULL)
			to->ops->waits(to->ops, s->desk, to->waits, sizeof(to->waits));
		s->n_desks++;
	}
	list_refresh(&s->desk_list);
}

void
home_refresh(struct home *s)
{
	struct desk *d = s->desk;

	if (!s->stale)
		return;
	s->stale = false;
	read_notices(s);
	s->n_hot = 0;
	memset(&s->counts, 0, sizeof(s->counts));
	if (!part_signed_in(d)) {
		s->n_rows = 0;
		list_refresh(&s->list);
		return;
	}
	cache_counts(d->cache, d->me.user, d->now, &s->counts);
	s->zero_missing = zero_words(d, s->zero, sizeof(s->zero));
	read_written(s);
	read_incidents(s);
	s->n_hot = cache_hot(d->cache, d->now - HOT_SINCE_MS, s->hot, HOME_HOT);
	if (s->n_hot < 0)
		s->n_hot = 0;
	read_draft(s);
	read_note(s);
	read_answers(s);
	read_guidance(s);
	s->partial = false;
	if (home_takes_calls(s))
		read_tickets(s);
	else
		read_desks(s);
	s->stale = s->partial; /* what a key cut short is asked again at the next picture */
}
