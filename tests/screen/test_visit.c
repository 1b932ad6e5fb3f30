/* A ticket's whole life on a private centre: filed, signed for, contacted, answered and audited by commands, then the
 * citizen is rung by keys: satisfied in five keys; dissatisfied, reviewed by another and done again; not reached. At noon
 * and at night the screen refuses to ring, and the answers come as by message. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "../lib/poll.h"
#include "../lib/seat.h"
#include "base/str.h"
#include "model/number.h"
#include "one_seat.h"

#define ARGS_MOST 24

static int keys;

/* ---- by commands ---- */

static void
command(const char *const *more, const char *input, struct str *out)
{
	char bin[512], data[TMPDIR_PATHS];
	const char *argv[ARGS_MOST] = { daemon_bin("hotseat", bin), "--data",
		tmpdir_path(site.dir, "seat", data) };
	int n = 3;

	for (int i = 0; more[i] != NULL && n + 1 < ARGS_MOST; i++)
		argv[n++] = more[i];
	if (site_run(argv, input, out) != 0)
		fail_msg("%s: %s", more[1], str_c(out));
}

#define DO(no, ...)                                                                             \
	do {                                                                                    \
		struct str out = { 0 };                                                         \
                                                                                                \
		command((const char *[]){ "ticket", "do", no, __VA_ARGS__, NULL }, NULL, &out); \
		str_free(&out);                                                                 \
	} while (0)

/* A matter of heating, which the catalogue sends to its unit by itself. */
static void
file(char no[20])
{
	static const char words[] =
	    "类型: help\n诉求内容: 幸福里5号楼2单元整栋暖气不热, 家里14度, 有老人\n"
	    "诉求目的: 希望尽快供暖\n分类: 0304\n区域: 990102001\n地点: 幸福里5号楼\n"
	    "时间: 今天早上\n称呼: 张女士\n来电号码: 13800005678\n紧急程度: urgent\n";
	char path[TMPDIR_PATHS];
	struct str out = { 0 };
	const char *at;
	size_t n;

	tmpdir_put(site.dir, "matter", words, sizeof(words) - 1, path);
	command((const char *[]){ "ticket", "new", "--from", path, NULL }, NULL, &out);
	for (at = str_c(&out); (n = strspn(at, "0123456789")) != NUMBER_LEN; at += n + 1)
		assert_true(at[n] != '\0');
	memcpy(no, at, n);
	no[n] = '\0';
	str_free(&out);
}

static void
answered(char no[20])
{
	file(no);
	DO(no, "signin", "--as", "6006");
	DO(no, "contact", "--as", "6006", "--set", "result=reached", "--set", "summary=约好上门");
	DO(no, "reply", "--as", "6006", "--set", "is_true=yes", "--set", "facts=阀门堵塞", "--set",
	    "action=已清洗阀门", "--set", "solved=solved");
	DO(no, "audit_ok", "--as", "1102");
}

/* ---- by keys ---- */

static void
sit_down(const char *job_no, const char *screen, const char *expect)
{
	now = site_seat(&site, "seat", 24, 80, (const char *[]){ "--user", job_no, NULL });
	assert_non_null(now);
	assert_true(screen_wait(now, job_no));
	assert_true(screen_wait(now, "线路正常"));
	assert_true(seat_command(now, screen, expect));
	keys = 0;
}

static void
key(const char *name)
{
	screen_key(now, name);
	keys++;
}

static void
digit(const char *d)
{
	screen_type(now, d);
	keys++;
}

/* The form of the chosen ticket; false when nobody may be rung now, which the screen says. */
static bool
ring(void)
{
	static const char *const either[] = { "1已解决", "不打回访电话" };

	key("Enter");
	return seat_wait_any(now, either, 2) == 0;
}

static void
is_at(const char *no, enum ticket_state state, int stars)
{
	struct ticket t;

	ticket_init(&t);
	assert_true(site_ticket(&site, no, &t));
	assert_int_equal(t.state, state);
	assert_int_equal(t.stars_result, stars);
	ticket_free(&t);
}

struct wanted {
	const char *no;
	enum ticket_state state;
	int visits; /* so many times they have tried to reach him */
};

static bool
has_come(void *arg)
{
	const struct wanted *w = arg;
	struct ticket t;
	bool ok;

	ticket_init(&t);
	ok = site_ticket(&site, w->no, &t) && t.state == w->state && t.visit_count == w->visits;
	ticket_free(&t);
	return ok;
}

static void
wait_state(const char *no, enum ticket_state state, int visits)
{
	struct wanted w = { no, state, visits };

	assert_true(poll_until(has_come, &w, SITE_WAIT_MS));
}

static void
leave(void)
{
	assert_int_equal(seat_quit(now), 0);
	now = NULL;
}

/* Who is gone before his work is sent takes it along: it is at the centre first. */
static void
leave_once(const char *no, enum ticket_state state, int visits)
{
	wait_state(no, state, visits);
	leave();
}

static void
test_satisfied_in_five_keys(void **state)
{
	char no[20];

	(void)state;
	answered(no);
	sit_down("1103", "回访", "待回访 1");
	assert_true(screen_wait(now, "已清洗阀门"));
	assert_true(screen_has(now, "138****5678"));
	if (ring()) {
		digit("1");
		digit("5");
		digit("5");
		key("Enter");
		assert_true(screen_wait(now, "已记回访满意"));
		assert_int_equal(keys, 5);
		assert_true(screen_wait(now, "没有待回访的工单"));
		leave_once(no, STATE_CLOSED, 1);
	} else {
		leave();
		DO(no, "visit_ok", "--as", "1103", "--set", "solved=solved", "--set", "stars=5",
		    "--set", "manner=5", "--set", "method=sms");
	}
	is_at(no, STATE_CLOSED, 5);
}

static void
test_dissatisfied_is_reviewed_and_done_again(void **state)
{
	char no[20];
	struct ticket t;

	(void)state;
	answered(no);
	sit_down("1103", "回访", "待回访 1");
	if (ring()) {
		digit("4");
		digit("1");
		digit("2");
		screen_type(now, "根本没人来过");
		key("Enter");
		assert_true(screen_wait(now, "已记回访不满意"));
		assert_int_equal(keys, 5);
		leave_once(no, STATE_REVIEW, 1);
	} else {
		leave();
		DO(no, "visit_bad", "--as", "1103", "--set", "solved=unsolved", "--set", "stars=1",
		    "--set", "manner=2", "--set", "summary=根本没人来过", "--set", "method=sms");
	}
	sit_down("1101", "复核", "待复核 1");
	assert_true(screen_wait(now, "根本没人来过"));
	digit("1");
	assert_true(screen_wait(now, "重办理由"));
	digit("1");
	screen_type(now, "今天上门, 量室温并拍照");
	key("F10");
	assert_true(screen_wait(now, "已记重办"));
	leave_once(no, STATE_WORKING, 0);
	ticket_init(&t);
	assert_true(site_ticket(&site, no, &t));
	assert_int_equal(t.round, 2);
	assert_true(t.supervise_level >= 2); /* fewer than 3 stars */
	ticket_free(&t);
}

static void
test_not_reached_is_two_keys(void **state)
{
	char no[20];
	struct ticket t;

	(void)state;
	answered(no);
	sit_down("1103", "回访", "待回访 1");
	if (!ring()) {
		leave();
		return; /* nobody may be rung: said by the other two */
	}
	screen_key(now, "Esc");
	assert_true(screen_wait_gone(now, "1已解决"));
	keys = 0;
	digit("2");
	assert_true(screen_wait(now, "没访成的原因"));
	digit("1");
	assert_true(screen_wait(now, "拨过: 今天"));
	assert_int_equal(keys, 2);
	leave_once(no, STATE_VISITING, 1);
	ticket_init(&t);
	assert_true(site_ticket(&site, no, &t));
	assert_int_equal(t.state, STATE_VISITING);
	assert_int_equal(t.visit_count, 1);
	ticket_free(&t);
}

/* What these tickets come to in the month of their unit. */
static void
test_the_month_is_reported(void **state)
{
	static const struct {
		const char *form, *says;
	} rows[] = {
		{ "--json", "\"unit\":\"2004\"" },
		{ "--json", "\"in_time\":" },
		{ "--csv", "2004,\"热力公司\",平稳," },
	};
	char bin[512], data[TMPDIR_PATHS];
	struct str out = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		command((const char *[]){ "report", "units", rows[i].form, NULL }, NULL, &out);
		assert_non_null(strstr(str_c(&out), rows[i].says));
		str_reset(&out);
	}
	assert_int_equal(site_run((const char *[]){ daemon_bin("hotseat", bin), "--data",
				      tmpdir_path(site.dir, "seat", data), "report", "units",
				      "--month", "2026-13", NULL },
			     NULL, &out),
	    2);
	assert_non_null(strstr(str_c(&out), "2026-11 这样的年月"));
	str_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_satisfied_in_five_keys, close_seat),
		cmocka_unit_test_teardown(test_dissatisfied_is_reviewed_and_done_again, close_seat),
		cmocka_unit_test_teardown(test_not_reached_is_two_keys, close_seat),
		cmocka_unit_test(test_the_month_is_reported),
	};

	(void)setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, setup, teardown);
}
