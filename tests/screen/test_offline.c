/* The line goes down in the middle of the day: calls are filed all the same, numbers are final at once, and when the
 * line is back the centre has everything exactly once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/seat.h"
#include "../lib/site.h"
#include "model/workflow.h"

#define MATTERS  40
#define DOWN_AT  9 /* before the tenth */
#define UP_AFTER 30
#define PASSWORD "lamp-post-78"

static struct site site;
static struct tsv messages;
static struct seat_filed filed[MATTERS];

static int
setup(void **state)
{
	(void)state;
	site_real(&site);
	assert_int_equal(daemon_password(&site.centre, "1154", PASSWORD), 0);
	seat_matters(&messages);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	tsv_close(&messages);
	site_close(&site);
	return 0;
}

/* Nothing waits for the line: while the centre is gone a key is answered and the strip is shown. */
static void
file(struct screen *s, size_t i)
{
	struct seat_matter m;
	bool down = i >= DOWN_AT && i < UP_AFTER;

	seat_matter(&messages, i, &m);
	if (!seat_file(s, site.city, &m, 0, &filed[i]))
		fail_msg("message %zu, the line is %s", i + 1, down ? "down" : "up");
	if (down)
		assert_true(screen_wait(s, "已存本机, 编号有效, 恢复后自动送出"));
	for (size_t k = 0; k < i; k++)
		assert_string_not_equal(filed[i].no, filed[k].no);
}

static void
test_filed_offline(void **state)
{
	struct screen *s;

	(void)state;
	site_start(&site);
	s = site_enrolled(&site, "seat", "1154", 24, 80);
	assert_true(seat_sign_in(s, "1154", "王芳", PASSWORD));
	assert_true(screen_wait(s, "线路正常 "));
	for (size_t i = 0; i < MATTERS; i++) {
		if (i == DOWN_AT) {
			assert_true(site_wait_tickets(&site, DOWN_AT));
			assert_int_equal(daemon_stop(&site.centre), 0);
			assert_true(screen_wait(s, "离线"));
		}
		if (i == UP_AFTER) {
			assert_int_equal(site_tickets(&site), DOWN_AT);
			site_start(&site);
		}
		file(s, i);
	}
	assert_true(site_wait_tickets(&site, MATTERS));
	assert_true(screen_wait(s, "线路正常"));
	assert_int_equal(seat_quit(s), 0);
}

/* Each number read out is the number of one ticket, and each ticket was submitted once. */
static void
test_exactly_once(void **state)
{
	struct store *store = site_store(&site);

	(void)state;
	assert_non_null(store);
	assert_int_equal(store_ticket_count(store, "centre", 0), MATTERS);
	for (size_t i = 0; i < MATTERS; i++) {
		struct event *ev = NULL;
		char id[ID_SIZE];
		size_t n = 0, submits = 0;

		assert_int_equal(store_ticket_by_number(store, filed[i].no, id, NULL), ERR_OK);
		assert_int_equal(store_events(store, id, 0, &ev, &n, NULL), ERR_OK);
		for (size_t k = 0; k < n; k++) {
			submits += ev[k].kind == EVENT_SUBMIT;
			event_free(&ev[k]);
		}
		free(ev);
		assert_int_equal(submits, 1);
	}
	store_close(store);
	assert_int_equal(daemon_verify(&site.centre), 0);
}

/* The command line says so too. */
static void
test_nothing_waits(void **state)
{
	char bin[512], data[TMPDIR_PATHS];
	struct str said = { 0 };
	int rc;

	(void)state;
	setenv("HOTSEAT_PASSWORD", PASSWORD, 1);
	rc = site_run((const char *[]){ daemon_bin("hotseat", bin), "--data",
			  tmpdir_path(site.dir, "seat", data), "--server", site.centre.server,
			  "--user", "1154", "sync", "--json", NULL },
	    NULL, &said);
	if (rc != 0 || strstr(str_c(&said), "\"done\":true,\"waiting\":0") == NULL)
		fail_msg("hotseat sync: %d, %s", rc, str_c(&said));
	str_free(&said);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_filed_offline),
		cmocka_unit_test(test_exactly_once),
		cmocka_unit_test(test_nothing_waits),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, setup, teardown);
}
