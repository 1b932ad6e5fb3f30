/* Two seats on one real centre: what one files the other sees without touching a key; what both change while the line is
 * down is merged field by field, and where they differ a person decides; whoever sits down next, unsent work keeps its
 * author. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/poll.h"
#include "../lib/seat.h"
#include "../lib/site.h"
#include "model/workflow.h"

#define PASSWORD "lamp-post-78"
#define LITTER   9 /* row of a matter without danger words */
#define LAMP     0

static struct site site;
static struct tsv messages;
static struct screen *left, *right; /* 1154 王芳; 1101 赵敏, who may change anybody's ticket */
static struct seat_filed filed;

static int
setup(void **state)
{
	(void)state;
	site_real(&site);
	assert_int_equal(daemon_password(&site.centre, "1154", PASSWORD), 0);
	assert_int_equal(daemon_password(&site.centre, "1107", PASSWORD), 0);
	assert_int_equal(daemon_password(&site.centre, "1101", PASSWORD), 0);
	seat_matters(&messages);
	site_start(&site);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	screen_stop(left);
	screen_stop(right);
	tsv_close(&messages);
	site_close(&site);
	return 0;
}

static bool
sign_out(struct screen *s)
{
	return seat_command(s, "注销", "Enter 登录");
}

/* ---- one files, the other sees ---- */

static void
test_seen_by_the_other(void **state)
{
	struct seat_matter m;
	char shown[24];

	(void)state;
	right = site_enrolled(&site, "right", "1101", 24, 80);
	assert_true(seat_sign_in(right, "1101", "赵敏", PASSWORD));
	/* the left seat is shared: its other person has been here before */
	left = site_enrolled(&site, "left", "1154", 24, 80);
	assert_true(seat_sign_in(left, "1107", "陈静", PASSWORD));
	assert_true(sign_out(left));
	assert_true(seat_sign_in(left, "1154", "王芳", PASSWORD));
	assert_true(seat_command(right, "工单列表", "单号"));
	seat_matter(&messages, LITTER, &m);
	assert_true(seat_file(left, site.city, &m, 0, &filed));
	/* 261121104231115417 is 1121-1154-17 in lists */
	(void)snprintf(
	    shown, sizeof(shown), "%.4s-%.4s-%.2s", filed.no + 2, filed.no + 12, filed.no + 16);
	assert_true(screen_wait(right, shown));
}

/* ---- both change it, the line is down ---- */

static bool
open_ticket(struct screen *s, const char *no)
{
	screen_key(s, "Ctrl-G");
	if (!screen_wait(s, "单号或后六位"))
		return false;
	screen_type(s, no + 12);
	screen_settle(s);
	screen_key(s, "Enter");
	return screen_wait(s, "[5] 修改") && screen_wait(s, "逐条校验相符");
}

static bool
amend(struct screen *s, const char *address, const char *label, const char *value)
{
	screen_key(s, "5");
	if (!screen_wait(s, "F10 存") || !seat_fill(s, "地址", address) ||
	    !seat_fill(s, label, value))
		return false;
	screen_key(s, "F10");
	return screen_wait(s, "已存修改");
}

struct wanted {
	enum ticket_field f;
	const char *value;
};

static bool
centre_says(void *arg)
{
	const struct wanted *w = arg;
	struct ticket t;
	bool ok;

	ticket_init(&t);
	ok = site_ticket(&site, filed.no, &t) && strcmp(fields_get(&t.f, w->f), w->value) == 0;
	ticket_free(&t);
	return ok;
}

static bool
wait_centre(enum ticket_field f, const char *value)
{
	struct wanted w = { f, value };

	return poll_until(centre_says, &w, SITE_WAIT_MS);
}

static void
test_both_amend(void **state)
{
	(void)state;
	assert_true(open_ticket(left, filed.no));
	assert_true(open_ticket(right, filed.no));
	assert_int_equal(daemon_stop(&site.centre), 0);
	assert_true(screen_wait(left, "离线"));
	assert_true(screen_wait(right, "离线"));
	assert_true(amend(left, "翠竹园东门北侧", "涉及对象", "清运公司"));
	assert_true(amend(right, "翠竹园东门南侧", "时间", "连续三天"));
	/* the left one is heard first */
	screen_kill(right, SIGSTOP);
	site_start(&site);
	assert_true(wait_centre(TF_ADDRESS, "翠竹园东门北侧"));
	screen_kill(right, SIGCONT);
	assert_true(wait_centre(TF_EVENT_TIME, "连续三天"));
	assert_true(wait_centre(TF_SUBJECT, "清运公司"));
	assert_true(screen_wait(right, "有冲突 1 处")); /* on the ticket itself */
	/* nothing was overwritten in silence */
	assert_true(wait_centre(TF_ADDRESS, "翠竹园东门北侧"));
}

static void
test_conflict_is_settled(void **state)
{
	(void)state;
	assert_true(seat_command(right, "冲突", "冲突 1"));
	assert_true(screen_wait(right, "您写的  翠竹园东门南侧"));
	assert_true(screen_wait(right, "中心的  翠竹园东门北侧"));
	screen_key(right, "Tab");
	assert_true(screen_wait(right, "[2] 用您的"));
	screen_key(right, "2");
	assert_true(screen_wait(right, "冲突 0"));
	if (!wait_centre(TF_ADDRESS, "翠竹园东门南侧")) {
		screen_settle(right);
		screen_print(right);
		fail_msg("the centre never heard of the choice");
	}
	assert_true(screen_wait(left, "翠竹园东门南侧")); /* the ticket stands open there */
}

/* ---- both have it open ---- */

/* Has the right seat heard of it? It stands in its cache, whatever is on its screen. */
static bool
right_has(void *arg)
{
	char path[300];
	struct sqlite3 *db = NULL;
	struct sqlite3_stmt *st = NULL;
	bool has = false;

	(void)snprintf(path, sizeof(path), "%s/right/seat.db", site.dir);
	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
	    sqlite3_prepare_v2(
		db, "SELECT 1 FROM ticket WHERE instr(doc, ?1) > 0", -1, &st, NULL) == SQLITE_OK) {
		sqlite3_bind_text(st, 1, arg, -1, SQLITE_STATIC);
		has = sqlite3_step(st) == SQLITE_ROW;
	}
	sqlite3_finalize(st);
	sqlite3_close(db);
	return has;
}

/* Another address is written there, and not saved. */
static bool
right_begins(const char *address)
{
	if (!open_ticket(right, filed.no))
		return false;
	screen_key(right, "5");
	return screen_wait(right, "F10 存") && seat_fill(right, "地址", address);
}

/* What another saved meanwhile is neither replaced unasked nor undone. */
static void
test_told_before_it_is_replaced(void **state)
{
	static char gate[] = "翠竹园北门口";

	(void)state;
	assert_true(seat_command(right, "工单列表", "单号"));
	assert_true(right_begins("翠竹园西门口"));
	assert_true(amend(left, gate, "时间", "连续五天"));
	assert_true(wait_centre(TF_ADDRESS, gate));
	assert_true(poll_until(right_has, gate, SITE_WAIT_MS));
	screen_key(right, "F10");
	assert_true(screen_wait(right, "1154 王芳"));
	assert_true(screen_wait(right, "改成“翠竹园北门口”: 再按 F10 换成您的"));
	assert_true(wait_centre(TF_ADDRESS, gate));
	screen_key(right, "F10");
	assert_true(screen_wait(right, "已存修改"));
	assert_true(wait_centre(TF_ADDRESS, "翠竹园西门口"));
	assert_true(wait_centre(TF_EVENT_TIME, "连续五天"));
}

/* A sheet left half-done comes back on what the ticket has become. */
static void
test_half_done_meanwhile(void **state)
{
	static char corner[] = "翠竹园西北角";

	(void)state;
	assert_true(right_begins("翠竹园东北角"));
	for (int i = 0; i < 4 && screen_has(right, "F10 存"); i++) {
		screen_key(right, "Esc"); /* out of the field, to the words, and away */
		screen_settle(right);
	}
	assert_true(screen_wait(right, "逐条校验相符"));
	assert_true(amend(left, corner, "时间", "连续六天"));
	assert_true(poll_until(right_has, corner, SITE_WAIT_MS));
	screen_key(right, "5");
	assert_true(screen_wait(right, "您没动的已换成新的"));
	assert_true(screen_wait(right, "连续六天"));
	assert_true(screen_has(right, "翠竹园东北角"));
	screen_type(right, "\033[21~\033[21~"); /* F10 twice at once: he has not read it */
	assert_true(screen_wait(right, "改成“翠竹园西北角”: 再按 F10 换成您的"));
	screen_settle(right);
	assert_false(screen_has(right, "已存修改"));
	screen_key(right, "F10");
	assert_true(screen_wait(right, "已存修改"));
	assert_true(wait_centre(TF_ADDRESS, "翠竹园东北角"));
	assert_true(wait_centre(TF_EVENT_TIME, "连续六天"));
}

/* ---- shift change with unsent work ---- */

static void
check_author(const char *no, const char *job_no)
{
	struct store *store = site_store(&site);
	struct event *ev = NULL;
	char id[ID_SIZE];
	size_t n = 0;

	assert_non_null(store);
	assert_int_equal(store_ticket_by_number(store, no, id, NULL), ERR_OK);
	assert_int_equal(store_events(store, id, 0, &ev, &n, NULL), ERR_OK);
	assert_true(n > 0 && ev[0].kind == EVENT_SUBMIT);
	assert_string_equal(ev[0].actor, job_no);
	for (size_t i = 0; i < n; i++)
		event_free(&ev[i]);
	free(ev);
	store_close(store);
}

static void
test_shift_change(void **state)
{
	struct seat_filed late = { 0 };
	struct seat_matter m;

	(void)state;
	assert_int_equal(daemon_stop(&site.centre), 0);
	assert_true(screen_wait(left, "离线"));
	seat_matter(&messages, LAMP, &m);
	assert_true(seat_command(left, "首页", "我的事"));
	assert_true(seat_file(left, site.city, &m, 0, &late));
	assert_true(sign_out(left));
	assert_true(seat_sign_in(left, "1107", "陈静", PASSWORD));
	site_start(&site);
	assert_true(site_wait_tickets(&site, 2));
	check_author(late.no, "1154");
	assert_int_equal(daemon_verify(&site.centre), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_seen_by_the_other),
		cmocka_unit_test(test_both_amend),
		cmocka_unit_test(test_conflict_is_settled),
		cmocka_unit_test(test_told_before_it_is_replaced),
		cmocka_unit_test(test_half_done_meanwhile),
		cmocka_unit_test(test_shift_change),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, setup, teardown);
}
