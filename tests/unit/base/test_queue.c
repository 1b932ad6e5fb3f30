/* base/queue: order, bounds, the descriptor, and two or more threads (also run under tsan). */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <poll.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/queue.h"
#include "../../lib/poll.h"

#define DEADLINE_MS 20000

static int
readable(struct queue *q)
{
	struct pollfd p = { queue_fd(q), POLLIN, 0 };

	return poll(&p, 1, 0) == 1;
}

static void
test_order_and_bound(void **state)
{
	static int item[5];
	struct queue *q = queue_new(3);

	(void)state;
	assert_non_null(q);
	assert_null(queue_pop(q));
	for (int round = 0; round < 4; round++) { /* goes round the ring at every phase */
		assert_true(queue_push(q, &item[0]));
		assert_true(queue_push(q, &item[1]));
		assert_ptr_equal(queue_pop(q), &item[0]);
		assert_true(queue_push(q, &item[2]));
		assert_true(queue_push(q, &item[3]));
		assert_false(queue_push(q, &item[4])); /* full: the caller keeps it */
		assert_int_equal(queue_len(q), 3);
		assert_ptr_equal(queue_pop(q), &item[1]);
		assert_ptr_equal(queue_pop(q), &item[2]);
		assert_ptr_equal(queue_pop(q), &item[3]);
		assert_null(queue_pop(q));
	}
	queue_free(q);
	queue_free(NULL);
	assert_null(queue_new(0));
}

static void
test_descriptor(void **state)
{
	static int item;
	struct queue *q = queue_new(2);

	(void)state;
	assert_false(readable(q));
	queue_push(q, &item);
	queue_push(q, &item);
	assert_true(readable(q));
	queue_pop(q);
	assert_true(readable(q)); /* one still waits */
	queue_pop(q);
	assert_false(readable(q));
	queue_pop(q);
	assert_false(readable(q));
	queue_push(q, &item);
	assert_true(readable(q));
	queue_free(q);
}

static void
test_close(void **state)
{
	static int item;
	struct queue *q = queue_new(2);

	(void)state;
	queue_push(q, &item);
	assert_false(queue_done(q));
	queue_close(q);
	queue_close(q);
	assert_false(queue_push(q, &item));
	assert_false(queue_push_wait(q, &item));
	assert_false(queue_done(q));
	assert_ptr_equal(queue_pop_wait(q, -1), &item); /* what is inside still comes out */
	assert_true(queue_done(q));
	assert_true(readable(q)); /* a thread in poll(2) must wake to see it */
	assert_null(queue_pop_wait(q, -1));
	queue_free(q);
}

static void
test_timeout(void **state)
{
	struct queue *q = queue_new(1);

	(void)state;
	assert_null(queue_pop_wait(q, 0));
	assert_null(queue_pop_wait(q, 5));
	queue_free(q);
}

enum { PRODUCERS = 3, EACH = 20000 };

struct producer {
	pthread_t thread;
	struct queue *q;
	int items[EACH];
	int number;
	bool waits; /* queue_push_wait, or trying again */
};

static void *
produce(void *arg)
{
	struct producer *p = arg;

	for (int i = 0; i < EACH; i++) {
		p->items[i] = p->number * EACH + i;
		if (p->waits) {
			if (!queue_push_wait(p->q, &p->items[i]))
				return p;
		} else {
			while (!queue_push(p->q, &p->items[i]))
				poll(NULL, 0, 0);
		}
	}
	return NULL;
}

/* Everything arrives once, and in order from each producer. ${pop} is the consumer's way of waiting. */
static void
many_threads(int *(*pop)(struct queue *q))
{
	static struct producer producer[PRODUCERS];
	struct queue *q = queue_new(7);
	int next[PRODUCERS] = { 0 };
	void *failed;

	for (int i = 0; i < PRODUCERS; i++) {
		producer[i].q = q;
		producer[i].number = i;
		producer[i].waits = i != 0;
		assert_int_equal(
		    pthread_create(&producer[i].thread, NULL, produce, &producer[i]), 0);
	}
	for (int n = 0; n < PRODUCERS * EACH; n++) {
		const int *item = pop(q);

		assert_non_null(item);
		assert_int_equal(*item % EACH, next[*item / EACH]);
		next[*item / EACH]++;
	}
	for (int i = 0; i < PRODUCERS; i++) {
		assert_int_equal(pthread_join(producer[i].thread, &failed), 0);
		assert_null(failed);
		assert_int_equal(next[i], EACH);
	}
	assert_false(readable(q));
	assert_int_equal(queue_len(q), 0);
	queue_free(q);
}

static int *
pop_waiting(struct queue *q)
{
	return queue_pop_wait(q, DEADLINE_MS);
}

static int *
pop_polling(struct queue *q)
{
	return poll_readable(queue_fd(q), DEADLINE_MS) ? queue_pop(q) : NULL;
}

static void
test_threads_waiting(void **state)
{
	(void)state;
	many_threads(pop_waiting);
}

static void
test_threads_polling(void **state)
{
	(void)state;
	many_threads(pop_polling);
}

static void *
push_until_closed(void *arg)
{
	static int item;

	while (queue_push_wait(arg, &item))
		;
	return NULL;
}

static void *
pop_until_closed(void *arg)
{
	while (queue_pop_wait(arg, -1) != NULL)
		;
	return NULL;
}

static bool
is_full(void *arg)
{
	return queue_len(arg) == 2;
}

/* Closing wakes a producer that waits for room and a consumer that waits for items. */
static void
test_close_wakes(void **state)
{
	struct queue *full = queue_new(2), *empty = queue_new(2);
	pthread_t pusher, popper;

	(void)state;
	assert_int_equal(pthread_create(&pusher, NULL, push_until_closed, full), 0);
	assert_int_equal(pthread_create(&popper, NULL, pop_until_closed, empty), 0);
	assert_true(poll_until(is_full, full, DEADLINE_MS));
	queue_close(full);
	queue_close(empty);
	assert_int_equal(pthread_join(pusher, NULL),
	    0); /* a missed wake-up hangs here, and the runner ends it */
	assert_int_equal(pthread_join(popper, NULL), 0);
	queue_free(full);
	queue_free(empty);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order_and_bound),
		cmocka_unit_test(test_descriptor),
		cmocka_unit_test(test_close),
		cmocka_unit_test(test_timeout),
		cmocka_unit_test(test_threads_waiting),
		cmocka_unit_test(test_threads_polling),
		cmocka_unit_test(test_close_wakes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
