/* clock [TICKETS]: a round of the centre's clock over that many open tickets (100,000) of which a few are due: how long it
 * takes, how many it touched, and the round after it that finds nothing. Then what comes in heaps, where it counts how much
 * processor time one piece takes of the writer, between which seats are heard: the morning after a long night with 10,000 due, a new
 * calendar with as many limits to be made anew, as many people to be reminded, a day of the feed to be forgotten among
 * ninety, citations counted among many. On a store in a directory. Prints name<TAB>value. */
#include <stdio.h>
#include <stdlib.h>

#include "../lib/centre.h"
#include "../lib/meter.h"
#include "base/clock.h"
#include "server/job/clock.h"

#define MANY  100000
#define DUE   50
#define BATCH 2000
#define HEAP  10000
#define DAY   INT64_C(86400000)
#define LINES 10000 /* of the feed a day, half of them reference data */

static void
must(enum err_code rc, const struct err *e, const char *what)
{
	if (rc == ERR_OK)
		return;
	(void)fprintf(stderr, "clock: %s: %s\n", what, e->text);
	exit(1);
}

/* ${many} rows like the filed one, made otherwise by ${change}, looked at by the clock at ${wake}. */
static void
fill(struct tcentre *c, const char *first, int from, int many, int64_t wake,
    void (*change)(const struct tcentre *c, struct ticket *t, int i))
{
	struct err e = { 0 };

	for (int i = from; i < from + many; i += BATCH) {
		must(core_begin(&c->core, c->now, &e), &e, "begin");
		for (int k = i; k < i + BATCH && k < from + many; k++) {
			struct ticket t;

			ticket_init(&t);
			must(store_ticket_get(c->store, first, &t, &e), &e, "read");
			(void)snprintf(t.id, sizeof(t.id), "01890000-0000-7000-8000-%012d", k);
			(void)fields_set(&t.f, TF_NO, NULL);
			change(c, &t, k);
			must(store_ticket_put(c->store, &t, wake, &e), &e, "write");
			ticket_free(&t);
		}
		must(core_commit(&c->core, &e), &e, "commit");
	}
}

/* In each state of a unit's work; none is due for a month. */
static void
open_one(const struct tcentre *c, struct ticket *t, int i)
{
	static const enum ticket_state states[] = { STATE_DISPATCHED, STATE_WORKING };

	(void)c;
	t->state = states[i % 2];
}

static void
late_one(const struct tcentre *c, struct ticket *t, int i)
{
	(void)i;
	t->state = STATE_DISPATCHED;
	t->return_until = t->unit_due = t->promised_due = c->now - 1;
	t->overdue_at = 0;
	for (int k = 0; k < t->n_assign; k++) {
		t->assign[k].state = ASSIGN_IS_WAITING;
		t->assign[k].due = c->now - 1;
		t->assign[k].cards = 0;
	}
}

static void
guessed_one(const struct tcentre *c, struct ticket *t, int i)
{
	(void)c;
	(void)i;
	t->due_provisional = true;
}

static void
incomplete_one(const struct tcentre *c, struct ticket *t, int i)
{
	(void)i;
	t->state = STATE_INCOMPLETE;
	t->created_at = c->now - DAY;
	t->incomplete_due = c->now + 2 * DAY;
	(void)fields_set(&t->f, TF_SMS, "1");
}

static bool
one_round(struct tcentre *c, const char *name)
{
	struct clock_done done;
	struct err e = { 0 };
	int64_t began = clock_mono_ms();

	must(core_begin(&c->core, c->now, &e), &e, "begin");
	must(clock_round(&c->core, &done, &e), &e, "round");
	must(core_commit(&c->core, &e), &e, "commit");
	if (name != NULL)
		(void)printf("%s_ms\t%lld\n%s_events\t%d\n", name,
		    (long long)(clock_mono_ms() - began), name, done.acted);
	return done.more;
}

/* Rounds until nothing is left: how many pieces, the longest of them, what they did. */
static void
heap(struct tcentre *c, const char *name)
{
	double longest = 0, at, began = meter_busy_ms();
	int pieces = 0, did = 0;
	struct clock_done done;
	struct err e = { 0 };

	store_checkpoint(c->store); /* the writer does when nothing waits */
	do {
		at = meter_busy_ms();
		must(core_begin(&c->core, c->now, &e), &e, "begin");
		must(clock_round(&c->core, &done, &e), &e, "round");
		must(core_commit(&c->core, &e), &e, "commit");
		at = meter_busy_ms() - at;
		longest = at > longest ? at : longest;
		did += done.acted + done.recalculated + done.reminded + (int)done.cited;
		pieces++;
	} while (done.more);
	(void)printf("%s_pieces\t%d\n%s_did\t%d\n%s_piece_ms\t%.1f\n%s_s\t%.1f\n", name, pieces,
	    name, did, name, longest, name, (meter_busy_ms() - began) / 1e3);
}

/* The next year's calendar, as hotseatd import calendar brings it. */
static void
new_calendar(struct tcentre *c)
{
	struct city *city = (struct city *)(uintptr_t)c->core.city;
	struct err e = { 0 };

	must(core_begin(&c->core, c->now, &e), &e, "begin");
	must(core_ref_put(&c->core, "calendar", "2027-01-01", "rest", &e), &e, "calendar");
	must(core_commit(&c->core, &e), &e, "commit");
	(void)calendar_add(&city->calendar, civil_parse_day("2027-01-01"), false);
	if (!calendar_has_year(&city->calendar, 2027))
		city->calendar.years[city->calendar.n_years++] = 2027;
}

/* Ninety days and one of a feed: tickets of units, and counts of citations that replace each other. */
static void
long_feed(struct tcentre *c)
{
	const int32_t today = civil_day(c->now);
	struct err e = { 0 };
	int64_t seq;
	char id[48];

	for (int day = -91; day < 0; day++) {
		must(core_begin(&c->core, c->now, &e), &e, "begin");
		for (int i = 0; i < LINES / 2; i++) {
			must(store_feed_next(c->store, 1, &seq, &e), &e, "number");
			(void)snprintf(id, sizeof(id), "used/KB%05d", i * 7 % 4000);
			must(store_change_add(c->store, seq, "reference", "ref", id, seq, 'p', &e),
			    &e, "line");
			(void)snprintf(id, sizeof(id), "01890000-0000-7000-8000-%012d", i);
			must(store_change_add(c->store, seq, "centre", "ticket", id, seq, 'p', &e),
			    &e, "line");
		}
		must(store_feed_day(c->store, today + day, &e), &e, "day");
		must(core_commit(&c->core, &e), &e, "commit");
	}
}

int
main(int argc, char **argv)
{
	const int many = argc > 1 ? atoi(argv[1]) : MANY; /* NOLINT(cert-err34-c) */
	struct tcentre c;
	char id[ID_SIZE];

	tcentre_open(&c, true, false);
	tcentre_filed(&c, EVENT_SUBMIT, 0, id);
	fill(&c, id, 0, many, c.now + 30 * DAY, open_one);
	for (int i = 1; i < DUE; i++)
		tcentre_filed(&c, EVENT_SUBMIT, i, id);
	while (one_round(&c, NULL)) /* the calendars it was made with */
		;
	one_round(&c, "round_none_due");
	c.now += 5 * DAY;
	one_round(&c, "round_some_due");
	one_round(&c, "round_after");
	fill(&c, id, many, HEAP, c.now - 1, late_one);
	heap(&c, "night");
	fill(&c, id, many + HEAP, HEAP, c.now + 30 * DAY, guessed_one);
	new_calendar(&c);
	heap(&c, "calendar");
	fill(&c, id, many + 2 * HEAP, HEAP, c.now + 30 * DAY, incomplete_one);
	c.now += DAY;
	heap(&c, "remind");
	long_feed(&c);
	heap(&c, "forget");
	one_round(&c, "round_of_a_long_feed");
	tcentre_close(&c);
	return 0;
}
