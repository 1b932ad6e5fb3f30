/* kill -9 of the centre at random moments while several seats push. Whatever a seat does not know the outcome of it sends
 * again, the identical bytes; in the end every operation stands in the store exactly once, in the order of its device,
 * with the answer that was given, and the chains verify.
 *
 * SOAK=1: 1,000 kills. SEED=n: that schedule again (the moments themselves are the machine's). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "../lib/daemon.h"
#include "../lib/deed.h"
#include "base/clock.h"
#include "client/net/net.h"
#include "model/workflow.h"
#include "server/store/store.h"
#include "wire/message.h"

#define DEVICES    6
#define PUSH_MOST  6
#define WAIT_MS    60000
#define KILLS      200
#define KILLS_SOAK 1000

struct done { /* an operation and what the centre said of it */
	char id[ID_SIZE], ticket[ID_SIZE];
	int64_t rev;
	char number[20];
	bool submit;
};
struct seat {
	struct load *load;
	int no;
	char device[ID_SIZE], auth[160], seat_no[8];
	struct number_state numbers;
	struct done *done;
	int64_t n, room; /* operations made; space */
	int64_t acked;   /* answered so far */
	int64_t from;    /* first operation of the push below */
	struct str push; /* bytes under way, or to be sent again */
	bool replay;     /* the push was answered before: the answer must be the same */
	uint64_t request;
};
struct load {
	struct net *net;
	struct deeds deeds;
	struct seat seat[DEVICES];
	uint64_t random;
	bool finishing; /* nothing new */
	int64_t pushes, replays;
};

static uint64_t
random_next(struct load *l)
{
	l->random ^= l->random << 13;
	l->random ^= l->random >> 7;
	l->random ^= l->random << 17;
	return l->random;
}

static int
below(struct load *l, int n)
{
	return (int)(random_next(l) >> 33) % n;
}

static int64_t
now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* ---- pushes ---- */

static struct done *
new_done(struct seat *s)
{
	if (s->n == s->room) {
		s->room = s->room * 2 + 64;
		s->done = realloc(s->done, (size_t)s->room * sizeof(*s->done));
		assert_non_null(s->done);
	}
	s->done[s->n] = (struct done){ 0 };
	return &s->done[s->n++];
}

static void
make_op(struct seat *s, struct op *op)
{
	struct load *l = s->load;
	int64_t at = clock_now_ms(), i = s->n;
	struct done *d = new_done(s);
	char no[NUMBER_SIZE];

	d->submit = i == 0 || below(l, 5) < 2;
	if (d->submit) {
		number_issue(&s->numbers, s->seat_no, at, no);
		deeds_submit(&l->deeds, s->no, i, no, at, op);
		str_copy(d->number, sizeof(d->number), no);
	} else {
		int64_t on = below(l, (int)i);
		str_copy(d->number, sizeof(d->number), s->done[on].number);
		deeds_note(&l->deeds, s->no, i, s->done[on].ticket, at, op);
	}
	op->n = i + 1;
	str_copy(d->id, sizeof(d->id), op->id);
	str_copy(d->ticket, sizeof(d->ticket), op->ticket);
}

static void
make_push(struct seat *s)
{
	struct op_item items[PUSH_MOST];
	struct str bodies[PUSH_MOST] = { 0 };
	size_t n = 1 + (size_t)below(s->load, PUSH_MOST);
	struct err e = { 0 };

	s->from = s->n;
	for (size_t i = 0; i < n; i++) {
		struct op op;
		make_op(s, &op);
		if (op_body(&op, &bodies[i], &e) != ERR_OK)
			fail_msg("%s %s", e.where, e.text);
		items[i] = (struct op_item){
			.n = op.n, .age_ms = -1, .body = bodies[i].s, .len = bodies[i].len
		};
		op_free(&op);
	}
	str_reset(&s->push);
	assert_int_equal(ops_write(items, n, &s->push, &e), ERR_OK);
	for (size_t i = 0; i < n; i++)
		str_free(&bodies[i]);
	s->replay = false;
}

static net_done answered;

static void
send_push(struct seat *s)
{
	const char *const headers[] = { s->auth };
	struct net_request r = { .method = "POST",
		.path = "/v1/sync/ops",
		.headers = headers,
		.header_count = 1,
		.body = s->push.s,
		.body_bytes = s->push.len,
		.total_ms = WAIT_MS };
	struct err e = { 0 };

	s->request = net_submit(s->load->net, &r, answered, s, &e);
	if (s->request == 0)
		fail_msg("%s", e.text);
	s->load->pushes++;
}

static void
take_result(struct seat *s, const struct op_result *r, int64_t i)
{
	struct done *d = &s->done[i];

	if (r->status != OP_APPLIED && r->status != OP_MERGED)
		fail_msg("seat %d op %lld: status %d %s %s", s->no, (long long)i + 1,
		    (int)r->status, r->where, r->detail);
	assert_int_equal(r->n, i + 1);
	assert_string_equal(r->id, d->id);
	assert_string_equal(r->ticket, d->ticket);
	assert_string_equal(r->number, d->number);
	if (s->replay)
		assert_int_equal(r->rev, d->rev);
	d->rev = r->rev;
}

static void
take_answer(struct seat *s, const struct net_answer *a)
{
	struct op_results r = { 0 };
	struct err e = { 0 };

	if (a->status != 200)
		fail_msg("seat %d, from op %lld: HTTP %d %s", s->no, (long long)s->from + 1,
		    a->status, str_c(&a->body));
	assert_int_equal(op_results_read(a->body.s, a->body.len, &r, &e), ERR_OK);
	assert_int_equal(r.count, s->n - s->from);
	for (size_t i = 0; i < r.count; i++)
		take_result(s, &r.r[i], s->from + (int64_t)i);
	assert_int_equal(r.last_op, s->n);
	op_results_free(&r);
	s->acked = s->n;
	s->load->replays += s->replay;
}

/* A centre that is being stopped or overloaded may say "later": as good as no answer. */
static void
answered(void *arg, struct net_answer *a)
{
	struct seat *s = arg;

	s->request = 0;
	if (a->outcome != NET_ANSWER || a->status == 503)
		return;
	take_answer(s, a);
	s->replay = true;
	if (!s->load->finishing &&
	    below(s->load, 12) != 0) { /* else it rests until the next life */
		make_push(s);
		send_push(s);
	}
}

/* After a start: what is not answered again; now and then also what was. */
static void
resume(struct load *l)
{
	for (int i = 0; i < DEVICES; i++) {
		struct seat *s = &l->seat[i];
		bool again = s->acked > 0 && (l->finishing || below(l, 4) == 0);

		if (s->request != 0)
			continue;
		if (s->acked == s->n && !again)
			make_push(s);
		if (s->acked < s->n || again)
			send_push(s);
	}
}

static void
pump_until(struct load *l, int64_t us)
{
	for (int64_t left; (left = us - now_us()) > 0;)
		net_step(l->net, left > 2000 ? 1 : 0, NULL, 0);
}

static void
pump_out(struct load *l)
{
	int64_t end = clock_mono_ms() + WAIT_MS;

	while (net_busy(l->net) > 0) {
		assert_true(clock_mono_ms() < end);
		net_step(l->net, 100, NULL, 0);
	}
}

/* ---- beginning ---- */

static void
enrol(struct seat *s, struct load *l, int no)
{
	struct msg_enrol ask = { .name = "负载" };
	struct net_answer a = { 0 };
	struct msg_device m;
	struct str body = { 0 };
	struct err e = { 0 };

	s->load = l;
	s->no = no;
	s->numbers.sequence = -1;
	msg_enrol_write(&ask, &body);
	net_call_wait(l->net,
	    &(struct net_request){
		.method = "POST", .path = "/v1/devices", .body = body.s, .body_bytes = body.len },
	    &a);
	if (a.status != 201 || msg_device_read(a.body.s, a.body.len, &m, &e) != ERR_OK)
		fail_msg("no enrolment: %d %s", a.status, str_c(&a.body));
	str_copy(s->device, sizeof(s->device), m.device_id);
	str_copy(s->seat_no, sizeof(s->seat_no), m.seat_no);
	snprintf(
	    s->auth, sizeof(s->auth), "Authorization: Device %s.%s", m.device_id, m.device_key);
	net_answer_free(&a);
	str_free(&body);
}

static void
open_load(struct load *l, const struct daemon *d)
{
	struct net_servers servers;
	struct err e = { 0 };
	const char *seed = getenv("SEED");

	*l = (struct load){ .random = 0x9e3779b97f4a7c15u };
	l->random += seed != NULL ? strtoull(seed, NULL, 10) : 1;
	deeds_open(&l->deeds, l->random);
	assert_int_equal(net_servers_parse(d->server, &servers, &e), ERR_OK);
	assert_int_equal(net_new(&servers, NULL, &l->net, &e), ERR_OK);
	for (int i = 0; i < DEVICES; i++)
		enrol(&l->seat[i], l, i);
}

static void
close_load(struct load *l)
{
	net_free(l->net);
	deeds_close(&l->deeds);
	for (int i = 0; i < DEVICES; i++) {
		free(l->seat[i].done);
		str_free(&l->seat[i].push);
	}
}

/* ---- the end ---- */

static void
check_op(struct store *st, const struct done *d)
{
	struct event *events = NULL;
	size_t n = 0;
	int here = 0, submits = 0;
	struct err e = { 0 };

	assert_int_equal(store_events(st, d->ticket, 1, &events, &n, &e), ERR_OK);
	for (size_t i = 0; i < n; i++) {
		here += strcmp(events[i].id, d->id) == 0;
		submits += events[i].kind == EVENT_SUBMIT;
		event_free(&events[i]);
	}
	free(events);
	assert_int_equal(here, 1);
	assert_int_equal(submits, 1);
}

static void
check_seat(struct store *st, const struct seat *s, int64_t *submits)
{
	struct store_device device;
	struct err e = { 0 };
	char ticket[ID_SIZE];

	assert_int_equal(s->acked, s->n);
	assert_int_equal(store_device_get(st, s->device, &device, &e), ERR_OK);
	assert_int_equal(device.last_op, s->n);
	for (int64_t i = 0; i < s->n; i++) {
		check_op(st, &s->done[i]);
		if (!s->done[i].submit)
			continue;
		(*submits)++;
		assert_int_equal(store_ticket_by_number(st, s->done[i].number, ticket, &e), ERR_OK);
		assert_string_equal(ticket, s->done[i].ticket);
	}
}

static void
check_store(const struct daemon *d, const struct load *l)
{
	uint8_t key[SECRET_KEY_BYTES];
	struct store_args args = { .dir = d->data, .key = key };
	struct store *st;
	struct err e = { 0 };
	int64_t submits = 0, ops = 0;

	daemon_key(d, key);
	assert_int_equal(store_open(&args, &st, &e), ERR_OK);
	for (int i = 0; i < DEVICES; i++) {
		check_seat(st, &l->seat[i], &submits);
		ops += l->seat[i].n;
	}
	assert_int_equal(store_ticket_count(st, "centre", 0), submits);
	store_close(st);
	fprintf(stderr, "%lld pushes, %lld answered again, %lld operations, %lld tickets\n",
	    (long long)l->pushes, (long long)l->replays, (long long)ops, (long long)submits);
	assert_true(ops > DEVICES);
}

static void
one_life(struct daemon *d, struct load *l)
{
	if (below(l, 8) == 0) { /* killed while it starts: reading its log back */
		daemon_launch(d, "--clock-s", "1");
		pump_until(l, now_us() + below(l, 40000));
		daemon_kill(d);
		return;
	}
	daemon_start(d, "--clock-s", "1");
	resume(l);
	pump_until(l, now_us() + below(l, 40000));
	daemon_kill(d);
	pump_out(l);
}

static void
exactly_once(void **state)
{
	int kills = getenv("SOAK") != NULL ? KILLS_SOAK : KILLS;
	char root[TMPDIR_SIZE];
	struct daemon d;
	static struct load l;

	(void)state;
	tmpdir_make(root);
	daemon_init(&d, root, true);
	daemon_start(&d, NULL, NULL);
	open_load(&l, &d);
	daemon_kill(&d);
	for (int i = 0; i < kills; i++)
		one_life(&d, &l);
	daemon_start(&d, NULL, NULL);
	l.finishing = true;
	resume(&l);
	pump_out(&l);
	resume(&l); /* once more: everything has been answered */
	pump_out(&l);
	assert_int_equal(daemon_stop(&d), 0);
	check_store(&d, &l);
	assert_int_equal(daemon_verify(&d), 0);
	close_load(&l);
	tmpdir_remove(root);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(exactly_once) };
	struct err e = { 0 };

	if (secret_init(&e) != ERR_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
