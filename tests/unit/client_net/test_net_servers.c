/* The list of centres: what is accepted, and who is asked next after failures. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "client/net/net.h"

static void
lists_are_read(void **state)
{
	(void)state;
	struct net_servers s;
	struct err e = { 0 };
	assert_int_equal(
	    net_servers_parse(
		"unix:/run/a.sock, https://a.gov.example:8443/hot/ ,http://127.0.0.1:8012,"
		"http://[::1]:1/x,http://LOCALHOST,https://[fd00::5]",
		&s, &e),
	    ERR_OK);
	assert_int_equal(s.n, 6);
	assert_string_equal(s.at[0].unix_path, "/run/a.sock");
	assert_true(s.at[0].loopback);
	assert_string_equal(s.at[1].base, "https://a.gov.example:8443/hot");
	assert_string_equal(s.at[1].text, "https://a.gov.example:8443/hot/");
	assert_string_equal(s.at[1].unix_path, "");
	assert_false(s.at[1].loopback);
	assert_true(s.at[2].loopback && s.at[3].loopback && s.at[4].loopback);
	assert_false(s.at[5].loopback);
}

static void
bad_lists_are_refused(void **state)
{
	(void)state;
	static const char *const bad[] = {
		"",
		",",
		"https://a,",
		"unix:",
		"a.example",
		"ftp://a",
		"https://",
		"https:///x",
		"https://:80",
		"https://a:",
		"https://a:0",
		"https://a:65536",
		"https://a:8a",
		"https://a:80:80",
		"https://user:pw@a",
		"https://a?x",
		"https://a#x",
		"https://a b",
		"https://a\\b",
		"https://\xe4\xb8\xad",
		"https://[::1",
		"https://[::1]x",
		"http://a.example",
		"http://10.0.0.1:80",
		"http://127.0.0.1.example",
		"http://localhost.example",
		"https://1,https://2,https://3,https://4,https://5,https://6,https://7,https://"
		"8,https://9",
	};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct net_servers s;
		struct err e = { 0 };
		if (net_servers_parse(bad[i], &s, &e) != ERR_CONFIG || e.text[0] == '\0')
			fail_msg("accepted or silent: %s", bad[i]);
	}
	char path[LIMIT_SOCKET_PATH + 8], url[NET_SERVER_SIZE + 16];
	struct net_servers s;
	snprintf(path, sizeof path, "unix:/%0*d", LIMIT_SOCKET_PATH, 1);
	assert_int_equal(net_servers_parse(path, &s, NULL), ERR_CONFIG);
	path[5 + LIMIT_SOCKET_PATH] = '\0';
	assert_int_equal(net_servers_parse(path, &s, NULL), ERR_OK);
	snprintf(url, sizeof url, "https://%0*d", NET_SERVER_SIZE, 1);
	assert_int_equal(net_servers_parse(url, &s, NULL), ERR_CONFIG);
}

static void
the_order_after_failures(void **state)
{
	(void)state;
	struct net_servers s;
	assert_int_equal(net_servers_parse("https://a,https://b,https://c", &s, NULL), ERR_OK);
	assert_int_equal(net_servers_pick(&s, 0, 1000), 0);
	net_servers_failed(&s, 0, 1000);
	assert_int_equal(net_servers_pick(&s, 0, 1000), 1);
	net_servers_failed(
	    &s, 0, 5000); /* a second request that was under way to it: not a new failure */
	assert_int_equal(net_servers_pick(&s, 0, 30999), 1);
	assert_int_equal(net_servers_pick(&s, 0, 31000), 0); /* home again after 30 s */
	net_servers_failed(&s, 0, 31000);
	assert_int_equal(net_servers_pick(&s, 0, 90999), 1); /* then 60 s */
	assert_int_equal(net_servers_pick(&s, 0, 91000), 0);
	net_servers_failed(&s, 1, 40000);
	assert_int_equal(net_servers_pick(&s, 0, 40000), 2);
	net_servers_failed(&s, 2, 40001);
	assert_int_equal(net_servers_pick(&s, 0, 40001), 1); /* all down: who is back first */
	net_servers_worked(&s, 1);
	assert_int_equal(net_servers_pick(&s, 0, 40001), 1);
	assert_int_equal(s.at[1].failures, 0);
}

static void
each_is_tried_once(void **state)
{
	(void)state;
	struct net_servers s;
	assert_int_equal(net_servers_parse("https://a,https://b,https://c", &s, NULL), ERR_OK);
	assert_int_equal(net_servers_pick(&s, 1, 0), 1);
	assert_int_equal(net_servers_pick(&s, 1 | 2, 0), 2);
	assert_int_equal(net_servers_pick(&s, 1 | 2 | 4, 0), 3);
	net_servers_failed(&s, 1, 10);
	net_servers_failed(&s, 2, 5);
	assert_int_equal(net_servers_pick(&s, 1, 20), 2);
}

static void
patience_has_an_end(void **state)
{
	(void)state;
	struct net_servers s;
	int64_t now = 0;
	assert_int_equal(net_servers_parse("unix:a", &s, NULL), ERR_OK);
	for (int i = 0; i < 200; i++) {
		net_servers_failed(&s, 0, now);
		assert_true(
		    s.at[0].down_until - now >= 30000 && s.at[0].down_until - now <= 300000);
		assert_int_equal(
		    net_servers_pick(&s, 0, now), 0); /* a list of one is always tried */
		now = s.at[0].down_until;
	}
	assert_int_equal(s.at[0].failures, 200);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lists_are_read),
		cmocka_unit_test(bad_lists_are_refused),
		cmocka_unit_test(the_order_after_failures),
		cmocka_unit_test(each_is_tried_once),
		cmocka_unit_test(patience_has_an_end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
