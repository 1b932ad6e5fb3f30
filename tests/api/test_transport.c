/* The seat's client against the centre's server, in one process: over the unix socket and loopback, now and later,
 * compressed, through a change of centres and through the server's end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../lib/httproom.h"
#include "../lib/poll.h"
#include "client/net/net.h"

static struct net *
net_to(const struct room *r, bool tcp)
{
	char list[64];
	struct net_servers s;
	struct net *n;
	struct err e = { 0 };
	snprintf(list, sizeof list, "http://127.0.0.1:%d", http_port(r->server));
	if (net_servers_parse(tcp ? list : r->spec, &s, &e) != ERR_OK ||
	    net_new(&s, NULL, &n, &e) != ERR_OK)
		fail_msg("%s", e.text);
	return n;
}

static void
whole_messages(void **state)
{
	(void)state;
	static char body[LIMIT_BODY_BYTES];
	struct room r;
	room_open(&r, NULL);
	memset(body, 'x', sizeof body);
	for (int tcp = 0; tcp < 2; tcp++) {
		struct net *n = net_to(&r, tcp);
		struct net_answer a;
		struct net_request post = {
			.method = "POST", .path = "/v1/x", .body = body, .body_bytes = sizeof body
		};
		for (int i = 0; i < 3; i++) { /* on one kept connection */
			assert_int_equal(net_call_wait(n, &post, &a), ERR_OK);
			assert_int_equal(a.status, 200);
			const char *at = strstr(a.body.s, " body=1048576:");
			assert_non_null(at);
			assert_memory_equal(strchr(at, ':') + 1, body, sizeof body);
			net_answer_free(&a);
		}
		struct http_stats st;
		http_stats(r.server, &st);
		assert_int_equal(st.connections, 1);
		net_free(n);
		for (int64_t end = clock_mono_ms() + WAIT_MS;
		     st.connections > 0 && clock_mono_ms() < end;)
			http_stats(r.server, &st);
	}
	room_close(&r);
}

static void
pages_are_compressed_and_decoded(void **state)
{
	(void)state;
	struct room r;
	struct net_answer a;
	room_open(&r, NULL);
	struct net *n = net_to(&r, true);
	assert_int_equal(
	    net_call_wait(n, &(struct net_request){ .method = "GET", .path = "/big" }, &a), ERR_OK);
	assert_true(str_starts(a.body.s, "{\"id\":0,\"text\":\"路灯不亮\"},{\"id\":3919,"));
	assert_true(a.body.len > 100000);
	assert_string_equal(a.type, "application/json");
	net_answer_free(&a);
	net_free(n);
	room_close(&r);
}

static void
problems_are_answers(void **state)
{
	(void)state;
	struct room r;
	struct net_answer a;
	room_open(&r, NULL);
	struct net *n = net_to(&r, false);
	assert_int_equal(
	    net_call_wait(n, &(struct net_request){ .method = "GET", .path = "/bad" }, &a), ERR_OK);
	assert_int_equal(a.status, 409);
	assert_string_equal(a.type, "application/problem+json");
	net_answer_free(&a);
	net_free(n);
	room_close(&r);
}

struct seen {
	int n;
	enum net_outcome outcome;
	int status;
};

static void
see(void *arg, struct net_answer *a)
{
	struct seen *s = arg;
	s->n++;
	s->outcome = a->outcome;
	s->status = a->status;
}

static void
step_until(struct net *n, const struct seen *s, int want)
{
	for (int64_t end = clock_mono_ms() + WAIT_MS; s->n < want && clock_mono_ms() < end;)
		net_step(n, 50, NULL, 0);
	assert_int_equal(s->n, want);
}

static bool
step_until_parked(struct room *r, struct net *n, size_t want)
{
	for (int64_t end = clock_mono_ms() + WAIT_MS; clock_mono_ms() < end;
	     net_step(n, 5, NULL, 0)) {
		struct http_stats st;
		http_stats(r->server, &st);
		if (st.parked == want)
			return room_wait_parked(r, want);
	}
	return false;
}

static void
parked_polls_come_back(void **state)
{
	(void)state;
	enum { N = 40 };
	struct room r;
	struct seen s = { 0 };
	room_open(&r, NULL);
	struct net *n = net_to(&r, true);
	struct net_request poll = { .method = "GET", .path = "/later", .wait_ms = 25000 };
	for (int i = 0; i < N; i++)
		assert_true(net_submit(n, &poll, see, &s, NULL) != 0);
	assert_true(step_until_parked(&r, n, N));
	assert_int_equal(room_answer(&r, r.big), N);
	step_until(n, &s, N);
	assert_int_equal(s.outcome, NET_ANSWER);
	net_free(n);
	room_close(&r);
}

/* The server ends while a poll is parked: a whole answer; the next request finds nobody and has not been sent. */
static void
the_end_of_a_centre(void **state)
{
	(void)state;
	struct room r;
	struct seen s = { 0 };
	room_open(&r, NULL);
	struct net *n = net_to(&r, false);
	struct net_request poll = { .method = "GET", .path = "/later", .wait_ms = 25000 };
	assert_true(net_submit(n, &poll, see, &s, NULL) != 0);
	assert_true(step_until_parked(&r, n, 1));
	http_stop(r.server);
	r.server = NULL;
	step_until(n, &s, 1);
	assert_int_equal(s.outcome, NET_ANSWER);
	assert_int_equal(s.status, 200);
	assert_true(net_submit(n, &poll, see, &s, NULL) != 0);
	step_until(n, &s, 2);
	assert_int_equal(s.outcome, NET_REFUSED);
	net_free(n);
	room_close(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole_messages),
		cmocka_unit_test(pages_are_compressed_and_decoded),
		cmocka_unit_test(problems_are_answers),
		cmocka_unit_test(parked_polls_come_back),
		cmocka_unit_test(the_end_of_a_centre),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
