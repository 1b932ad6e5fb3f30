/* A question answered from knowledge, by keys on a pty: in at most ten beyond the query, closed as answered on the spot,
 * with the line and without it; and a correction whose words outlive a kill. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/poll.h"
#include "../lib/seat.h"
#include "../lib/site.h"
#include "base/str.h"
#include "server/store/records.h"

#define KEYS_MOST 10
#define PASSWORD  "lamp-post-78"

static struct site site;
static struct screen *now;

static int
setup_private(void **state)
{
	(void)state;
	site_private(&site);
	return 0;
}

static int
setup_real(void **state)
{
	(void)state;
	site_real(&site);
	return daemon_password(&site.centre, "1154", PASSWORD);
}

static int
teardown(void **state)
{
	(void)state;
	screen_leave(&now);
	site_close(&site);
	return 0;
}

/* ---- one call ---- */

struct question {
	const char *query, *title, *kb_no, *answer;
};

static const struct question questions[] = {
	{ "公积金提取", "公积金提取需要什么材料", "K0108-01", "购房提取请带身份证" },
	{ "gjj tq", "公积金提取需要什么材料", "K0108-01", "购房提取请带身份证" },
	{ "12345", "12345管什么不管什么", "K1207-01", "12345受理" },
};
#define QUESTIONS (sizeof(questions) / sizeof(questions[0]))

/* "已提交   261122-130842-9000-00": its 18 digits. */
static void
read_number(struct screen *s, char no[20])
{
	char row[1024];
	int col, y = screen_find(s, "已提交", &col);
	size_t n = 0;

	assert_true(y >= 0);
	screen_row(s, y, row, sizeof(row));
	for (const char *p = strstr(row, "已提交"); *p != '\0' && n < 18; p++)
		if (*p >= '0' && *p <= '9')
			no[n++] = *p;
	no[n] = '\0';
	assert_int_equal(n, 18);
}

/* From the first screen to the strip with its number. */
static void
answer(struct screen *s, const struct question *q, bool online, char no[20])
{
	char first[256];
	int keys = screen_keys(s);

	assert_true(seat_open_form(s));
	screen_key(s, "F3");
	assert_true(screen_wait(s, "查询 "));
	screen_type(s, q->query);
	(void)snprintf(first, sizeof(first), ">  %s", q->title);
	assert_true(screen_wait(s, first));
	assert_true(screen_wait(s, q->answer)); /* to be read out: no key was needed */
	screen_key(s, "Ctrl-R");
	assert_true(screen_wait(s, "F10 直接办结"));
	assert_true(screen_has(s, q->answer));
	screen_key(s, "F10");
	assert_true(screen_wait(s, "已直接答复办结"));
	if (!online)
		assert_true(screen_wait(s, "编号有效, 恢复后自动送出"));
	read_number(s, no);
	keys = screen_keys(s) - keys;
	print_message("“%s”: answered in %d keys beyond the query\n", q->query, keys);
	assert_true(keys <= KEYS_MOST);
}

/* At the centre: closed on the spot, with what it was answered from. */
static bool
is_closed(struct store *store, const char *no, const char *kb_no)
{
	char id[ID_SIZE];
	struct ticket t;
	bool ok;

	if (store_ticket_by_number(store, no, id, NULL) != ERR_OK)
		return false;
	ticket_init(&t);
	ok = store_ticket_get(store, id, &t, NULL) == ERR_OK && t.state == STATE_CLOSED &&
	     strcmp(fields_get(&t.f, TF_CLOSE_TYPE), "direct") == 0 &&
	     strcmp(fields_get(&t.f, TF_TYPE), "consult") == 0 &&
	     strcmp(fields_get(&t.f, TF_KB_REFS), kb_no) == 0 &&
	     *fields_get(&t.f, TF_ANSWER) != '\0';
	ticket_free(&t);
	return ok;
}

/* Citing and telling are kept as records of their own. */
static bool
has_records(void *arg)
{
	struct store *store = site_store(arg);
	bool all = store != NULL && store_record_count(store, RECORD_CITE) == QUESTIONS &&
		   store_record_count(store, RECORD_TOLD) >= 1;

	store_close(store);
	return all;
}

static void
check_centre(char (*no)[20])
{
	struct store *store;

	assert_true(site_wait_tickets(&site, QUESTIONS));
	assert_true(poll_until(has_records, &site, SITE_WAIT_MS));
	store = site_store(&site);
	assert_non_null(store);
	for (size_t i = 0; i < QUESTIONS; i++)
		if (!is_closed(store, no[i], questions[i].kb_no))
			fail_msg("%s is not closed from %s", no[i], questions[i].kb_no);
	store_close(store);
}

static void
test_answered_online(void **state)
{
	char no[QUESTIONS][20];

	(void)state;
	now = site_seat(&site, "seat", 24, 80, NULL);
	assert_true(seat_ready(now));
	for (size_t i = 0; i < QUESTIONS; i++)
		answer(now, &questions[i], true, no[i]);
	check_centre(no);
}

static void
test_answered_offline(void **state)
{
	char no[QUESTIONS][20];

	(void)state;
	site_start(&site);
	now = site_enrolled(&site, "seat", "1154", 24, 80);
	assert_true(seat_sign_in(now, "1154", "王芳", PASSWORD));
	assert_true(seat_ready(now));
	screen_key(now, "F3"); /* the articles have come */
	assert_true(screen_wait(now, "常用 "));
	screen_key(now, "Esc");
	assert_true(screen_wait(now, "首页"));
	assert_int_equal(daemon_stop(&site.centre), 0);
	assert_true(screen_wait(now, "离线"));
	for (size_t i = 0; i < QUESTIONS; i++)
		answer(now, &questions[i], false, no[i]);
	assert_int_equal(site_tickets(&site), 0);
	site_start(&site);
	check_centre(no);
}

/* ---- a correction ---- */

static void
open_correction(void)
{
	screen_key(now, "F3");
	assert_true(screen_wait(now, "查询 "));
	screen_type(now, "公积金提取");
	assert_true(screen_wait(now, ">  公积金提取需要什么材料"));
	screen_key(now, "Ctrl-E");
}

static void
test_words_of_a_correction_outlive_a_kill(void **state)
{
	static const char words[] = "窗口已经搬到政务中心三楼";

	(void)state;
	now = site_seat(&site, "seat", 24, 80, NULL);
	assert_true(seat_ready(now));
	open_correction();
	assert_true(screen_wait(now, "2 过时"));
	screen_type(now, "2");
	assert_true(screen_wait(now, "写一句哪里不对"));
	screen_type(now, words);
	assert_true(screen_wait(now, words));
	screen_kill(now, SIGKILL);
	(void)screen_wait_exit(now, SCREEN_WAIT_MS);
	screen_stop(now);
	now = site_seat(&site, "seat", 24, 80, NULL);
	assert_true(seat_ready(now));
	assert_true(screen_wait(now, "便签   1   纠错 K0108-01"));
	open_correction();
	assert_true(screen_wait(now, words));
	assert_true(screen_has(now, "过时"));
	screen_key(now, "Enter");
	assert_true(screen_wait(now, "已报采编: K0108-01"));
	screen_key(now, "Esc");
	assert_true(screen_wait_gone(now, "便签"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_answered_online, setup_private, teardown),
		cmocka_unit_test_setup_teardown(test_answered_offline, setup_real, teardown),
		cmocka_unit_test_setup_teardown(
		    test_words_of_a_correction_outlive_a_kill, setup_private, teardown),
	};

	(void)setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
