/* The queue of the simulated exchange: the same seed, the same queue, however often somebody looks; the longest waiting rings;
 * who gives up is told of with his waiting; while a caller is sent for a lesson nobody waits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/str.h"
#include "client/phone/phone.h"

#define BEGIN 1000000
#define HOUR  3600000

struct heard {
	struct str told; /* the queue as it was told */
	int n, most, gave_up, engaged;
	int64_t longest_since, rang_waited, gave_up_waited, now;
	char call[40];
	bool up;
};

static void
hear(void *arg, const struct phone_event *ev)
{
	struct heard *h = arg;

	if (ev->kind == PHONE_LINK_UP)
		h->up = (ev->caps & PHONE_CAP_QUEUE) != 0;
	if (ev->kind == PHONE_LINK_DOWN)
		h->up = false;
	if (ev->kind == PHONE_QUEUE) {
		assert_true(h->up);
		h->n = ev->queue;
		h->most = h->n > h->most ? h->n : h->most;
		h->longest_since = ev->at - ev->waited_ms;
		str_addf(&h->told, "%d@%lld ", h->n, (long long)(h->n > 0 ? h->longest_since : 0));
	} else {
		assert_int_equal(ev->queue, -1);
	}
	if (ev->kind == PHONE_OFFERED) {
		h->rang_waited = ev->waited_ms;
		(void)str_copy(h->call, sizeof(h->call), ev->call);
	}
	if (ev->kind == PHONE_ABANDONED && ev->cause == CAUSE_BUSY) {
		h->engaged++;
		assert_int_equal(ev->waited_ms, 0);
		assert_true(ev->call[0] != '\0');
		assert_int_equal(h->n, h->most); /* nobody else could wait */
	} else if (ev->kind == PHONE_ABANDONED) {
		h->gave_up++;
		h->gave_up_waited = ev->waited_ms;
		assert_true(ev->call[0] != '\0' && ev->waited_ms > 0);
	}
}

static struct phone *
begin(struct heard *h, int seed, const char *more)
{
	char path[] = "/tmp/hotseat-simq-XXXXXX", config[160];
	const char line[] = "路灯\t路灯坏了。\n";
	struct phone *p = NULL;
	struct err e = { 0 };
	int fd = mkstemp(path);

	assert_true(fd >= 0 && write(fd, line, sizeof(line) - 1) == (ssize_t)sizeof(line) - 1);
	close(fd);
	*h = (struct heard){ .n = -1, .now = BEGIN };
	(void)snprintf(config, sizeof(config), "sim:calls=%s,pace=1,seed=%d,%s", path, seed, more);
	assert_int_equal(phone_open(config, hear, h, BEGIN, &p, &e), ERR_OK);
	unlink(path);
	return p;
}

/* Looks when it is due, or only every so often. */
static void
run(struct phone *p, struct heard *h, int64_t until, int64_t every)
{
	while (h->now < until) {
		const int wait = phone_timeout(p, h->now);

		h->now += every > 0 ? every : wait >= 0 ? wait : until;
		phone_service(p, h->now);
	}
}

static void
the_same_seed_the_same_queue(void **state)
{
	struct heard a, b, c;
	struct phone *p = begin(&a, 7, "queue=3"), *q = begin(&b, 7, "queue=3"),
		     *r = begin(&c, 8, "queue=3");

	(void)state;
	assert_int_equal(phone_agent(p, AGENT_REST, 1, BEGIN, NULL), ERR_OK);
	assert_int_equal(phone_agent(q, AGENT_REST, 1, BEGIN, NULL), ERR_OK);
	assert_int_equal(phone_agent(r, AGENT_REST, 1, BEGIN, NULL), ERR_OK);
	run(p, &a, BEGIN + HOUR, 0);
	run(q, &b, BEGIN + HOUR, 0);
	run(r, &c, BEGIN + HOUR, 0);
	assert_in_range(a.most, 3, 8);
	assert_true(a.told.len > 1000);
	assert_string_equal(str_c(&a.told), str_c(&b.told));
	assert_string_not_equal(str_c(&a.told), str_c(&c.told));
	str_free(&a.told);
	str_free(&b.told);
	str_free(&c.told);
	phone_close(p);
	phone_close(q);
	phone_close(r);
}

/* Whoever looks seldom sees the same at that moment as who looked at each change. */
static void
looking_changes_nothing(void **state)
{
	struct heard often, seldom;
	struct phone *p = begin(&often, 7, "queue=4"), *q = begin(&seldom, 7, "queue=4");

	(void)state;
	assert_int_equal(phone_agent(p, AGENT_BUSY, 0, BEGIN, NULL), ERR_OK);
	assert_int_equal(phone_agent(q, AGENT_BUSY, 0, BEGIN, NULL), ERR_OK);
	phone_service(p, BEGIN); /* both begin now */
	phone_service(q, BEGIN);
	for (int i = 1; i < 60; i++) {
		run(p, &often, BEGIN + i * 60000, 1000);
		run(q, &seldom, BEGIN + i * 60000, 60000);
		assert_int_equal(often.n, seldom.n);
		if (often.n > 0)
			assert_int_equal(often.longest_since, seldom.longest_since);
	}
	str_free(&often.told);
	str_free(&seldom.told);
	phone_close(p);
	phone_close(q);
}

static void
the_longest_waiting_rings(void **state)
{
	struct heard h;
	struct phone *p = begin(&h, 7, "queue=2");
	int64_t since;
	int n;

	(void)state;
	assert_int_equal(phone_agent(p, AGENT_BUSY, 0, BEGIN, NULL), ERR_OK);
	for (int i = 0; h.n < 2 && i < 100; i++)
		run(p, &h, h.now + 1, 0);
	n = h.n;
	assert_true(n >= 2);
	since = h.longest_since;
	assert_int_equal(phone_agent(p, AGENT_IDLE, 0, h.now, NULL), ERR_OK);
	for (int i = 0; h.call[0] == '\0' && i < 100; i++) {
		if (h.n > 0)
			since = h.longest_since; /* another seat may have been quicker */
		run(p, &h, h.now + 1, 0);
	}
	assert_true(h.call[0] != '\0');
	assert_true(h.rang_waited > 0);
	assert_true(h.now - h.rang_waited >= since);
	str_free(&h.told);
	phone_close(p);
}

static void
who_gives_up_is_told_of(void **state)
{
	struct heard h;
	struct phone *p = begin(&h, 3, "queue=5,abandon=50");

	(void)state;
	assert_int_equal(phone_agent(p, AGENT_BUSY, 0, BEGIN, NULL), ERR_OK);
	run(p, &h, BEGIN + HOUR, 0);
	assert_in_range(h.gave_up, 100, 600); /* half of the 720 that come in an hour, about */
	assert_in_range(h.gave_up_waited, 2000, 16000);
	str_free(&h.told);
	phone_close(p);
}

/* A call goes on as if nobody had given up meanwhile. */
static void
a_call_is_not_touched(void **state)
{
	struct heard h;
	struct phone *p = begin(&h, 3, "queue=2,abandon=100");

	(void)state;
	for (int i = 0; h.call[0] == '\0' && i < 100; i++)
		run(p, &h, h.now + 1, 0);
	assert_int_equal(phone_command(p, PHONE_ANSWER, h.call, "", h.now, NULL), ERR_OK);
	assert_int_equal(phone_picture_of(p)->phase, PHONE_TALKS);
	run(p, &h, h.now + 30000, 0);
	assert_true(h.gave_up > 0);
	assert_string_equal(phone_picture_of(p)->call, h.call);
	assert_int_equal(phone_dropped(p), 0);
	str_free(&h.told);
	phone_close(p);
}

/* Who comes when nobody else can wait hears the engaged tone; with room for all nobody does. */
static void
with_a_full_queue_the_line_is_busy(void **state)
{
	struct heard a, b;
	struct phone *p = begin(&a, 7, "queue=1"), *q = begin(&b, 7, "queue=9");

	(void)state;
	assert_int_equal(phone_agent(p, AGENT_REST, 1, BEGIN, NULL), ERR_OK);
	assert_int_equal(phone_agent(q, AGENT_REST, 1, BEGIN, NULL), ERR_OK);
	run(p, &a, BEGIN + HOUR, 0);
	run(q, &b, BEGIN + HOUR, 0);
	assert_int_equal(a.most, 8);
	assert_in_range(a.engaged, 100, 3000);
	assert_int_equal(b.engaged, 0);
	str_free(&a.told);
	str_free(&b.told);
	phone_close(p);
	phone_close(q);
}

static void
in_a_lesson_nobody_waits(void **state)
{
	struct heard h;
	struct phone *p = begin(&h, 7, "queue=2");

	(void)state;
	assert_int_equal(phone_agent(p, AGENT_BUSY, 0, BEGIN, NULL), ERR_OK);
	for (int i = 0; h.n < 2 && i < 100; i++)
		run(p, &h, h.now + 1, 0);
	assert_int_equal(phone_command(p, PHONE_STAGE, "-", "", h.now, NULL), ERR_OK);
	phone_service(p, h.now + 1);
	assert_int_equal(h.n, 0);
	run(p, &h, h.now + 60000, 5000);
	assert_int_equal(h.n, 0);
	assert_int_equal(phone_command(p, PHONE_STAGE, "", "", h.now, NULL), ERR_OK);
	run(p, &h, h.now + 60000, 0);
	assert_true(h.n > 0);
	str_free(&h.told);
	phone_close(p);
}

/* Without it nothing is said: the seat does not know. */
static void
without_a_queue(void **state)
{
	struct heard h;
	struct phone *p = begin(&h, 7, "queue=0");

	(void)state;
	run(p, &h, BEGIN + 60000, 1000);
	assert_int_equal(h.n, -1);
	str_free(&h.told);
	phone_close(p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_seed_the_same_queue),
		cmocka_unit_test(looking_changes_nothing),
		cmocka_unit_test(the_longest_waiting_rings),
		cmocka_unit_test(who_gives_up_is_told_of),
		cmocka_unit_test(a_call_is_not_touched),
		cmocka_unit_test(in_a_lesson_nobody_waits),
		cmocka_unit_test(with_a_full_queue_the_line_is_busy),
		cmocka_unit_test(without_a_queue),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
