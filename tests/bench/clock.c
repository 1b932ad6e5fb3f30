/* clock [TICKETS]: a round of the centre's clock over that many open tickets (100,000) of which a few are due: how long it
 * takes, how many it touched, and the round after it that finds nothing. On a store in a directory. Prints name<TAB>value. */
#include <stdio.h>
#include <stdlib.h>

#include "../lib/centre.h"
#include "base/clock.h"
#include "server/job/clock.h"

#define MANY  100000
#define DUE   50
#define BATCH 2000

static void
must(enum err_code rc, const struct err *e, const char *what)
{
	if (rc == ERR_OK)
		return;
	(void)fprintf(stderr, "clock: %s: %s\n", what, e->text);
	exit(1);
}

/* Rows like a filed one, in each state of a unit's work; none is due for a month. */
static void
fill(struct tcentre *c, const char *first, int many)
{
	static const enum ticket_state states[] = { STATE_DISPATCHED, STATE_WORKING };
	struct err e = { 0 };

	for (int i = 0; i < many; i += BATCH) {
		must(core_begin(&c->core, c->now, &e), &e, "begin");
		for (int k = i; k < i + BATCH && k < many; k++) {
			struct ticket t;

			ticket_init(&t);
			must(store_ticket_get(c->store, first, &t, &e), &e, "read");
			(void)snprintf(t.id, sizeof(t.id), "01890000-0000-7000-8000-%012d", k);
			(void)fields_set(&t.f, TF_NO, NULL);
			t.state = states[k % 2];
			must(
			    store_ticket_put(c->store, &t, c->now + INT64_C(30) * 86400000 + k, &e),
			    &e, "write");
			ticket_free(&t);
		}
		must(core_commit(&c->core, &e), &e, "commit");
	}
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

int
main(int argc, char **argv)
{
	const int many = argc > 1 ? atoi(argv[1]) : MANY; /* NOLINT(cert-err34-c) */
	struct tcentre c;
	char id[ID_SIZE];

	tcentre_open(&c, true, false);
	tcentre_filed(&c, EVENT_SUBMIT, 0, id);
	fill(&c, id, many);
	for (int i = 1; i < DUE; i++)
		tcentre_filed(&c, EVENT_SUBMIT, i, id);
	while (one_round(&c, NULL)) /* the calendars it was made with */
		;
	one_round(&c, "round_none_due");
	c.now += INT64_C(5) * 86400000;
	one_round(&c, "round_some_due");
	one_round(&c, "round_after");
	tcentre_close(&c);
	return 0;
}
