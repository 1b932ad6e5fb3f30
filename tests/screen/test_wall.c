/* The floor on two seats of one real centre: what a call-taker says of himself stands on the senior's wall within seconds,
 * without a key; and the wall at rest costs the line a digit a row a second. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <stdio.h>

#include "../lib/poll.h"
#include "../lib/seat.h"
#include "../lib/site.h"

#define PASSWORD "lamp-post-78"
#define FLOOR_MS 20000 /* the feed asks every two seconds; the machine may be busy */
#define RINGS_MS 10000 /* time to open the wall in */
#define SECONDS  3
/* A row: its digits, where the cursor goes and back; and every five minutes the bars. */
#define BYTES_SECOND 100

static struct site site;
static struct screen *taker, *senior, *other, *rung;

static int
setup(void **state)
{
	(void)state;
	site_real(&site);
	assert_int_equal(daemon_password(&site.centre, "1154", PASSWORD), 0);
	assert_int_equal(daemon_password(&site.centre, "1101", PASSWORD), 0);
	assert_int_equal(daemon_password(&site.centre, "1001", PASSWORD), 0);
	site_start(&site);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	screen_leave(&taker);
	screen_leave(&senior); /* who may have moved already */
	screen_leave(&other);
	screen_leave(&rung);
	site_close(&site);
	return 0;
}

static void
choose(struct screen *s, const char *digit)
{
	screen_key(s, "F11");
	screen_await(s, "选一个状态");
	screen_settle(s); /* what is typed before the question stands there is no answer to it */
	screen_type(s, digit);
	assert_true(screen_wait_gone(s, "选一个状态"));
}

static void
test_the_floor_is_live(void **state)
{
	(void)state;
	senior = site_enrolled(&site, "senior", "1101", 36, 120);
	assert_true(seat_sign_in(senior, "1101", "赵敏", PASSWORD));
	assert_true(seat_command(senior, "班长台", "最近30分钟来电"));
	screen_await(senior, "接通率 --");
	taker = site_enrolled(&site, "taker", "1154", 24, 80);
	assert_true(seat_sign_in(taker, "1154", "王芳", PASSWORD));
	choose(taker, "4");
	assert_true(screen_wait_ms(senior, "小休 就餐", FLOOR_MS));
	screen_await(senior, "1154 王芳");
	screen_await(senior, "在席 1  振铃 0  通话 0  话后 0  示闲 0  外呼 0  小休 1");
	choose(taker, "1");
	assert_true(screen_wait_ms(senior, "示闲 1", FLOOR_MS));
	assert_true(screen_wait_gone(senior, "小休 就餐"));
}

/* Who waits is known to the telephone at the leader's seat, and stands on the wall of the one without. */
static void
test_who_waits_is_on_every_wall(void **state)
{
	static const char calls[] = "路灯\t路灯坏了。\n";
	static const char *const some[] = { "排队 1", "排队 2", "排队 3", "排队 4", "排队 5",
		"排队 6", "排队 7", "排队 8" };
	char code[64], file[TMPDIR_PATHS], phone[TMPDIR_PATHS + 64];
	const char *more[] = { "--enrol", code, "--phone", phone, NULL };

	(void)state;
	screen_await(senior, "排队 --");
	tmpdir_put(site.dir, "calls", calls, sizeof(calls) - 1, file);
	(void)snprintf(phone, sizeof(phone), "sim:calls=%s,pace=3,seed=7,queue=2", file);
	site_code(&site, "1109", code);
	other = site_seat(&site, "other", 24, 80, more);
	screen_await(other, "线路正常, 由中心核对");
	assert_true(seat_sign_in(other, "1001", "邹晓超", PASSWORD));
	assert_true(
	    seat_wait_any(other, some, 8) >= 0); /* in the line of whoever has such a telephone */
	assert_true(seat_wait_any(senior, some, 8) >= 0);
	screen_await(senior, "最久 0:");
}

/* A senior who takes calls herself: while it rings the wall says so, as a state of its own, and F2 answers, as its footer
 * names it; on the call it leads back there. */
static void
test_a_ringing_call_comes_first(void **state)
{
	static const char calls[] = "路灯\t路灯坏了。\n";
	char code[64], file[TMPDIR_PATHS], phone[TMPDIR_PATHS + 64];
	const char *more[] = { "--enrol", code, "--phone", phone, NULL };

	(void)state;
	tmpdir_put(site.dir, "rings", calls, sizeof(calls) - 1, file);
	(void)snprintf(phone, sizeof(phone), "sim:calls=%s,pace=30,gap=%d,seed=7", file, RINGS_MS);
	site_code(&site, "1107", code);
	screen_leave(&senior); /* she moves to the seat with the telephone */
	rung = site_seat(&site, "rung", 24, 80, more);
	screen_await(rung, "线路正常, 由中心核对");
	assert_true(seat_sign_in(rung, "1101", "赵敏", PASSWORD));
	assert_true(seat_command(rung, "班长台", "发公告"));
	assert_true(screen_wait_ms(rung, "按 F2 接听", RINGS_MS + FLOOR_MS));
	screen_await(rung, "F2接听");
	assert_false(screen_has(rung, "发公告"));
	assert_true(screen_wait_ms(rung, "振铃 1  通话 0", FLOOR_MS));
	screen_key(rung, "F2");
	screen_await(rung, "诉求内容");
	assert_true(seat_command(rung, "班长台", "F2回通话"));
	assert_true(screen_wait_ms(rung, "振铃 0  通话 1", FLOOR_MS));
	screen_key(rung, "F2");
	screen_await(rung, "诉求内容");
}

/* Reads what comes, until the time is up. */
static bool
never(void *arg)
{
	screen_has(arg, "");
	return false;
}

static void
test_a_second_costs_a_digit(void **state)
{
	size_t before;

	(void)state;
	screen_settle(senior);
	before = screen_bytes(senior);
	assert_false(poll_until(never, senior, SECONDS * 1000));
	print_message("%zu bytes in some %d seconds\n", screen_bytes(senior) - before, SECONDS);
	assert_in_range(screen_bytes(senior) - before, 1, SECONDS * BYTES_SECOND);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_floor_is_live),
		cmocka_unit_test(test_a_second_costs_a_digit),
		cmocka_unit_test(test_who_waits_is_on_every_wall),
		cmocka_unit_test(test_a_ringing_call_comes_first),
	};

	(void)setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, setup, teardown);
}
