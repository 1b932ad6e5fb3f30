/* gen ROOT N [SEAT]: N invented tickets into the private centre of ROOT/centre, by the centre's own rules, over the last 25
 * days: the sample city's forty messages at streets and doors of the city, so that no two are alike. The centre must not
 * be running; for more of them at the same centre it is told another first SEAT than 8000. Prints "tickets<TAB>N" and how long it took. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/daemon.h"
#include "../lib/deed.h"
#include "../lib/meter.h"
#include "base/clock.h"
#include "model/propose.h"
#include "server/core/core.h"
#include "server/job/clock.h"

#define BATCH 256
#define DAYS  25
#define SEATS 40

static struct deeds deeds;
static struct number_state numbers[SEATS];
static int64_t last_n[SEATS];
static int first_seat = 8000;

static void
must(bool ok, const char *what, const struct err *e)
{
	if (ok)
		return;
	fprintf(stderr, "gen: %s: %s\n", what, e->text);
	exit(1);
}

static void
random_bytes(void *arg, void *out, size_t n)
{
	(void)arg;
	secret_random(out, n);
}

static void
device_id(int seat, char out[ID_SIZE])
{
	snprintf(out, ID_SIZE, "01900000-0000-7000-8000-00000000%04d", first_seat + seat);
}

static void
add_devices(struct store *s, struct err *e)
{
	for (int i = 0; i < SEATS; i++) {
		struct store_device d = { .created_at = 1 };

		device_id(i, d.id);
		snprintf(d.seat_no, sizeof(d.seat_no), "%04d", first_seat + i);
		must(store_device_put(s, &d, e) == ERR_OK, "a seat", e);
	}
}

/* The words of a message, at another door. */
static void
move_it(struct op *op, int64_t i)
{
	const struct city *c = deeds.city;
	const struct street *st = &c->streets[(size_t)(i * 7919) % c->n_streets];
	char door[200], content[4096], phone[16];

	snprintf(door, sizeof(door), "%.120s%lld号%lld单元", st->name, (long long)(i % 397 + 1),
	    (long long)(i % 7 + 1));
	snprintf(content, sizeof(content), "%.3000s来电人说地点是%s, 附近居民都知道。",
	    fields_get(&op->set, TF_CONTENT), door);
	snprintf(phone, sizeof(phone), "1%02d00000%03d", (int)(30 + i % 60), (int)(i / 60 % 1000));
	if (!fields_set(&op->set, TF_ADDRESS, door) || !fields_set(&op->set, TF_CONTENT, content) ||
	    !fields_set(&op->set, TF_CALLER_PHONE, phone) ||
	    !fields_set(&op->set, TF_CONTACT_PHONE, phone) ||
	    !fields_set(&op->set, TF_URGENCY, propose_urgency(c, &op->set)))
		abort();
}

static void
add_ticket(struct core *c, int64_t i, int64_t at, struct err *e)
{
	int seat = (int)(i % SEATS);
	char device[ID_SIZE], no[NUMBER_SIZE], seat_no[8], fingerprint[SECRET_HEX_SIZE];
	struct str body = { 0 };
	struct op_result r;
	struct op op;

	device_id(seat, device);
	snprintf(seat_no, sizeof(seat_no), "%04d", first_seat + seat);
	number_issue(&numbers[seat], seat_no, at, no);
	deeds_submit(&deeds, seat, i, no, at, &op);
	move_it(&op, i);
	op.n = ++last_n[seat];
	must(op_body(&op, &body, e) == ERR_OK, "body", e);
	op_fingerprint(body.s, body.len, fingerprint);
	must(core_op(c, device, &op, fingerprint, &r, e) == ERR_OK, "operation", e);
	if (r.status != OP_APPLIED) {
		fprintf(stderr, "gen: ticket %lld: %s %s\n", (long long)i, r.where, r.detail);
		exit(1);
	}
	str_free(&body);
	op_free(&op);
}

/* What a centre does by itself while the days pass. */
static void
catch_up(struct core *c, int64_t at)
{
	struct clock_done done;
	struct err e = { 0 };

	do {
		must(core_begin(c, at, &e) == ERR_OK && clock_round(c, &done, &e) == ERR_OK &&
			 core_commit(c, &e) == ERR_OK,
		    "clock", &e);
	} while (done.more);
}

int
main(int argc, char **argv)
{
	struct daemon d = { .is_private = true };
	uint8_t key[SECRET_KEY_BYTES];
	struct store_args args = { .dir = d.data, .writer = true, .key = key };
	struct core c = { .is_private = true, .random = random_bytes };
	int64_t n = argc >= 3 ? atoll(argv[2]) : 0, now = clock_now_ms(),
		from = now - DAYS * 86400000LL;
	double began = meter_now_ms();
	struct store *s = NULL;
	struct err e = { 0 };

	if (n <= 0 || secret_init(&e) != ERR_OK) {
		fprintf(stderr, "usage: gen ROOT TICKETS [SEAT]\n");
		return 2;
	}
	if (argc == 4)
		first_seat = atoi(argv[3]);
	tmpdir_path(argv[1], "centre", d.data);
	tmpdir_path(argv[1], "centre/key", d.key);
	daemon_key(&d, key);
	deeds_open(&deeds, (uint64_t)now);
	for (int i = 0; i < SEATS; i++)
		numbers[i].sequence = -1;
	must(store_open(&args, &s, &e) == ERR_OK, d.data, &e);
	c.store = s;
	c.city = deeds.city;
	for (int64_t i = 0; i < n; i += BATCH) {
		int64_t at = from + (now - from) * i / n;

		must(core_begin(&c, at, &e) == ERR_OK, "begin", &e);
		if (i == 0)
			add_devices(s, &e);
		for (int64_t k = i; k < n && k < i + BATCH; k++)
			add_ticket(&c, k, at, &e);
		must(core_commit(&c, &e) == ERR_OK, "commit", &e);
		catch_up(&c, at);
	}
	store_close(s);
	deeds_close(&deeds);
	printf("tickets\t%lld\nseconds\t%.1f\n", (long long)n, (meter_now_ms() - began) / 1e3);
	return 0;
}
