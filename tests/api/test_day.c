/* A whole day of the hotline and the month that follows from it, from a file that a hotline person reads
 * (tests/day/day.tsv): every role, over real HTTP, by the test's clock. In the end the figures are counted twice, the
 * second time by somebody who knows nothing of the first; the centre's own check is clean, and no byte of any event can
 * be changed without it naming the ticket and the event. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../lib/recount.h"
#include "../lib/daemon.h"
#include "../lib/script.h"
#include "base/clock.h"
#include "db/db.h"
#include "model/kpi.h"
#include "server/store/store_p.h"

#define TICKETS_LEAST 300
#define FLIPS_LEAST   600

struct day {
	struct hall h;
	struct script s;
};

static int64_t
at(int month, int day, int hour)
{
	return civil_to_ms(
	    &(struct civil){ .year = 2026, .month = month, .day = day, .hour = hour });
}

static void
the_day_goes_as_written(void **state)
{
	struct day *d = *state;

	hall_open(&d->h, NULL, at(11, 23, 8));
	script_open(&d->s, &d->h, "tests/day/day.tsv");
	assert_true(d->s.n_tickets >= TICKETS_LEAST);
	script_play(&d->s);
	printf("%u steps, %u refused\n", d->s.done[0], d->s.done[1]);
	assert_int_equal(d->s.failures, 0);
	assert_int_equal(store_ticket_count(d->h.store, "centre", 0), d->s.n_tickets);
}

/* Nothing of the state machine is left out: each event happened at least once. */
static void
every_event_happens(void **state)
{
	struct day *d = *state;
	bool seen[EVENT_COUNT] = { false };
	int missing = 0;

	for (int i = 0; i < d->s.n_tickets; i++) {
		struct event *list;
		size_t n;

		assert_int_equal(
		    store_events(d->h.store, d->s.ticket[i].id, 1, &list, &n, NULL), ERR_OK);
		for (size_t k = 0; k < n; k++) {
			seen[list[k].kind] = true;
			event_free(&list[k]);
		}
		free(list);
	}
	for (int k = 0; k < EVENT_COUNT; k++)
		if (!seen[k] && k != EVENT_RECALC) { /* a new calendar: tests/api/test_import.c */
			print_message("%s\n", event_info((enum event_kind)k)->label);
			missing++;
		}
	assert_int_equal(missing, 0);
}

/* ---- the figures, twice ---- */

static void
count_by_model(struct day *d, int64_t as_of, struct kpi *k)
{
	struct err e = { 0 };

	*k = (struct kpi){ .count = { 0 } };
	for (int i = 0; i < d->s.n_tickets; i++) {
		struct event *list;
		size_t n;

		assert_int_equal(
		    store_events(d->h.store, d->s.ticket[i].id, 1, &list, &n, &e), ERR_OK);
		if (kpi_add(k, list, n, d->h.city, as_of, &e) != ERR_OK)
			fail_msg("%s: %s", d->s.ticket[i].id, e.text);
		while (n > 0)
			event_free(&list[--n]);
		free(list);
	}
}

/* As anybody could who may read the tickets: over the wire. */
static void
fetch(struct day *d, struct str *bodies)
{
	struct hall_person *p = hall_person(&d->h, "王芳");
	char token[SECRET_TOKEN_SIZE], path[64];

	hall_sign_in(&d->h, p, token);
	for (int i = 0; i < d->s.n_tickets; i++) {
		snprintf(path, sizeof(path), "/v1/tickets/%s", d->s.ticket[i].id);
		assert_int_equal(hall_get(&d->h, p, token, path, &bodies[i]), 200);
	}
}

static int
differ(const struct kpi_info *info, struct kpi_rate a, const struct recount *r)
{
	struct kpi_rate b;
	char one[KPI_PERCENT_SIZE];

	recount_get(r, info->json, &b.n, &b.of);
	if (getenv("SHOW") != NULL)
		printf("%s\t%lld/%lld\t%s\n", info->label, (long long)a.n, (long long)a.of,
		    kpi_percent(a, one));
	if (a.n == b.n && a.of == b.of)
		return 0;
	print_message("%s: %lld/%lld, counted again %lld/%lld\n", info->json, (long long)a.n,
	    (long long)a.of, (long long)b.n, (long long)b.of);
	return 1;
}

static void
agree(struct day *d, const struct str *bodies, int64_t as_of)
{
	struct recount r = { .rows = 0 };
	struct kpi k;
	int wrong = 0;

	count_by_model(d, as_of, &k);
	for (int i = 0; i < d->s.n_tickets; i++)
		recount_ticket(&r, str_c(&bodies[i]), as_of);
	for (int i = 0; i < KPI_RATE_COUNT; i++) {
		wrong += differ(kpi_rate_info((enum kpi_rate_kind)i), k.rate[i], &r);
		assert_true(k.rate[i].n <= k.rate[i].of);
	}
	for (int i = 0; i < KPI_COUNT_COUNT; i++)
		wrong += differ(
		    kpi_count_info((enum kpi_count_kind)i), (struct kpi_rate){ k.count[i], 0 }, &r);
	assert_int_equal(wrong, 0);
}

/* At the end, a month later, when what was left lying is overdue and the rest archived; and as it stood on the way. */
static void
the_figures_agree(void **state)
{
	static const struct {
		int month, day, hour;
	} when[] = { { 11, 23, 9 }, { 11, 23, 12 }, { 11, 23, 18 }, { 11, 24, 10 }, { 11, 24, 15 },
		{ 11, 25, 8 }, { 11, 26, 1 }, { 11, 27, 12 }, { 12, 1, 12 }, { 12, 8, 8 },
		{ 12, 10, 12 }, { 12, 30, 9 } };
	struct day *d = *state;
	struct str *bodies = calloc((size_t)d->s.n_tickets, sizeof(*bodies));

	script_run_until(&d->s, at(12, 30, 9));
	fetch(d, bodies);
	for (size_t i = 0; i < sizeof(when) / sizeof(when[0]); i++)
		agree(d, bodies, at(when[i].month, when[i].day, when[i].hour));
	for (int i = 0; i < d->s.n_tickets; i++)
		str_free(&bodies[i]);
	free(bodies);
}

static void
listen_to(const char *command, struct str *said)
{
	FILE *f = popen(command, "r"); /* NOLINT(cert-env33-c): the test's own words */
	char buf[4096];
	size_t n;

	assert_non_null(f);
	while ((n = fread(buf, 1, sizeof(buf), f)) > 0)
		str_add_n(said, buf, n);
	assert_int_equal(pclose(f), 0);
}

/* hotseatd report kpi, on a copy of what the centre has. */
static void
the_command_says_the_same(void **state)
{
	struct day *d = *state;
	char dir[TMPDIR_SIZE], keys[TMPDIR_SIZE], db[TMPDIR_PATHS], key[TMPDIR_PATHS], bin[512],
	    hex[SECRET_HEX_SIZE];
	struct str said = { 0 }, row = { 0 };
	struct err e = { 0 };
	struct kpi k;

	tmpdir_make(dir);
	tmpdir_make(keys);
	secret_hex(d->h.key, sizeof(d->h.key), hex);
	chmod(tmpdir_put(keys, "key", hex, strlen(hex), key), 0600);
	if (store_backup(d->h.store, tmpdir_path(dir, "centre.db", db), &e) != ERR_OK)
		fail_msg("%s", e.text);
	str_addf(&row,
	    "%s report kpi --data %s --key-file %s --month 2026-11 --as-of 2026-12-09 "
	    "--json",
	    daemon_bin("hotseatd", bin), dir, key);
	listen_to(str_c(&row), &said);
	count_by_model(d, at(12, 10, 0) - 1, &k);
	for (int i = 0; i < KPI_RATE_COUNT; i++) {
		char percent[KPI_PERCENT_SIZE];

		str_reset(&row);
		str_addf(&row, "{\"name\":\"%s\",\"n\":%lld,\"of\":%lld,\"percent\":\"%s\"}",
		    kpi_rate_info((enum kpi_rate_kind)i)->json, (long long)k.rate[i].n,
		    (long long)k.rate[i].of, kpi_percent(k.rate[i], percent));
		if (strstr(str_c(&said), str_c(&row)) == NULL)
			fail_msg("%s is not in %s", str_c(&row), str_c(&said));
	}
	str_free(&said);
	str_free(&row);
	tmpdir_remove(dir);
	tmpdir_remove(keys);
}

/* ---- the centre's own check ---- */

struct found {
	const char *ticket; /* looked for; the others must not be named */
	int64_t seq;
	bool named;
};
struct check {
	struct found *want;
	size_t n;
	int others;
};

static void
bad(void *arg, const struct store_verify_bad *b)
{
	struct check *c = arg;

	for (size_t i = 0; i < c->n; i++)
		if (strcmp(c->want[i].ticket, b->ticket) == 0) {
			c->want[i].named = c->want[i].named || c->want[i].seq == b->seq;
			return;
		}
	c->others++;
	if (c->others < 4)
		print_message("%s %lld %s: %s\n", b->ticket, (long long)b->seq, b->field, b->why);
}

static void
verify(struct day *d, struct check *c)
{
	struct store_verify v = { .city = d->h.city, .bad = bad, .arg = c };

	assert_int_equal(store_verify(d->h.store, &v, NULL), ERR_OK);
	assert_int_equal(v.tickets, d->s.n_tickets);
	assert_int_equal(v.old_clocks, 0);
}

static void
the_centre_finds_nothing(void **state)
{
	struct check c = { .n = 0 };

	verify(*state, &c);
	assert_int_equal(c.others, 0);
}

static struct str
doc_of(struct day *d, const struct found *f)
{
	struct sqlite3_stmt *st;
	struct str doc = { 0 };

	assert_int_equal(
	    db_stmt(d->h.store->db, "SELECT doc FROM ticket_event WHERE ticket = ?1 AND seq = ?2",
		&st, NULL),
	    ERR_OK);
	db_bind_text(st, 1, f->ticket);
	db_bind_int(st, 2, f->seq);
	assert_int_equal(db_step(d->h.store->db, st, NULL), 1);
	str_add(&doc, db_text(st, 0));
	db_done(st);
	return doc;
}

static void
put_doc(struct day *d, const struct found *f, const struct str *doc)
{
	struct sqlite3_stmt *st;

	assert_int_equal(
	    db_stmt(d->h.store->db,
		"UPDATE ticket_event SET doc = ?3 WHERE ticket = ?1 AND seq = ?2", &st, NULL),
	    ERR_OK);
	db_bind_text(st, 1, f->ticket);
	db_bind_int(st, 2, f->seq);
	db_bind_text(st, 3, str_c(doc));
	assert_int_equal(db_run(d->h.store->db, st, NULL), ERR_OK);
}

static uint64_t
chance(uint64_t *x)
{
	*x ^= *x << 13;
	*x ^= *x >> 7;
	*x ^= *x << 17;
	return *x;
}

/* One byte of one event of each ticket is made another; put back afterwards. */
static void
flip_one_each(struct day *d, uint64_t *x)
{
	struct check c = { .n = (size_t)d->s.n_tickets };
	struct str *kept = calloc(c.n, sizeof(*kept));

	c.want = calloc(c.n, sizeof(*c.want));
	for (size_t i = 0; i < c.n; i++) {
		struct ticket t;
		struct str doc;
		size_t at_byte;

		assert_true(hall_ticket(&d->h, d->s.ticket[i].id, &t));
		c.want[i] = (struct found){ d->s.ticket[i].id,
			1 + (int64_t)(chance(x) % (uint64_t)t.event_count), false };
		ticket_free(&t);
		kept[i] = doc_of(d, &c.want[i]);
		doc = (struct str){ 0 };
		str_add(&doc, str_c(&kept[i]));
		at_byte = chance(x) % doc.len;
		doc.s[at_byte] = (char)(doc.s[at_byte] ^ (1 << chance(x) % 7));
		if (doc.s[at_byte] == '\0') /* a text column ends there */
			doc.s[at_byte] = '~';
		put_doc(d, &c.want[i], &doc);
		str_free(&doc);
	}
	verify(d, &c);
	for (size_t i = 0; i < c.n; i++) {
		if (!c.want[i].named)
			fail_msg("ticket %s event %lld is changed and not named", c.want[i].ticket,
			    (long long)c.want[i].seq);
		put_doc(d, &c.want[i], &kept[i]);
		str_free(&kept[i]);
	}
	assert_int_equal(c.others, 0);
	free(kept);
	free(c.want);
}

static void
no_byte_of_an_event_can_be_changed(void **state)
{
	struct day *d = *state;
	uint64_t x = 0x9e3779b97f4a7c15u;
	struct err e = { 0 };

	/* What the tables forbid is what a forger takes away first. */
	assert_int_equal(db_exec(d->h.store->db,
			     "DROP TRIGGER event_no_update; DROP TRIGGER event_no_delete;", &e),
	    ERR_OK);
	for (int flips = 0; flips < FLIPS_LEAST; flips += d->s.n_tickets)
		flip_one_each(d, &x);
	the_centre_finds_nothing(state);
}

static int
close_all(void **state)
{
	struct day *d = *state;

	script_close(&d->s);
	hall_close(&d->h);
	return 0;
}

int
main(void)
{
	static struct day day;
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_prestate(the_day_goes_as_written, &day),
		cmocka_unit_test_prestate(the_figures_agree, &day),
		cmocka_unit_test_prestate(the_command_says_the_same, &day),
		cmocka_unit_test_prestate(every_event_happens, &day),
		cmocka_unit_test_prestate(the_centre_finds_nothing, &day),
		cmocka_unit_test_prestate(no_byte_of_an_event_can_be_changed, &day),
	};

	return cmocka_run_group_tests(tests, NULL, NULL) + close_all((void *[]){ &day });
}
