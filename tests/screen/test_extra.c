/* A consumer's complaint by keys: the merchant, the day and the amount are asked for, survive a kill, and stand on the
 * ticket and at the centre. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <signal.h>
#include <string.h>

#include "../lib/seat.h"
#include "../lib/site.h"

static struct site site;

static int
setup(void **state)
{
	(void)state;
	site_private(&site);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	site_close(&site);
	return 0;
}

static const struct seat_matter fridge = { .title = "冰箱",
	.detail = "在城东路好家电城买的冰箱三天就不制冷了, 商家不给退, 11月5日找过两次, 要求退款",
	.type = "complaint",
	.category = "1001",
	.area = "990102001",
	.address = "城东路12号",
	.name = "刘女士",
	.phone = "13800005678",
	.demand = "退一赔三" };

static void
test_typed_answers_stand_on_the_ticket(void **state)
{
	struct screen *s = site_seat(&site, "seat", 24, 80, NULL);
	struct seat_filed filed = { 0 };
	struct ticket t;

	(void)state;
	assert_true(seat_ready(s));
	/* F10 leads from one to the next; each gets what a caller would say: 说不全, 11月3日, 1.2万 */
	assert_true(seat_file(s, site.city, &fridge, 0, &filed));
	assert_true(site_wait_tickets(&site, 1));
	screen_key(s, "F4");
	assert_true(screen_wait(s, "商家全称 说不全"));
	assert_true(screen_has(s, "-11-03"));
	assert_true(screen_has(s, "涉及金额 12000元"));
	assert_int_equal(seat_quit(s), 0);
	ticket_init(&t);
	assert_true(site_ticket(&site, filed.no, &t));
	assert_non_null(strstr(fields_get(&t.f, TF_EXTRA), "merchant=说不全\nbought="));
	assert_non_null(strstr(fields_get(&t.f, TF_EXTRA), "-11-03\namount=12000"));
	assert_int_not_equal(t.state, STATE_INCOMPLETE);
	ticket_free(&t);
}

/* What was typed, to the last key, comes back in its cells. */
static void
test_a_kill_loses_no_answer(void **state)
{
	struct screen *s = site_seat(&site, "seat", 24, 80, NULL);

	(void)state;
	assert_true(seat_ready(s));
	assert_true(seat_open_form(s));
	screen_paste(s, fridge.detail);
	assert_true(screen_wait(s, "消费纠纷退款"));
	screen_key(s, "Tab");
	assert_true(screen_wait(s, "[Enter 采纳]"));
	screen_key(s, "Enter");
	assert_true(screen_wait(s, "应填 执照、小票或招牌上的全称"));
	assert_true(seat_go(s, "承办"));
	screen_key(s, "Enter");
	assert_true(screen_wait(s, "商家全称(应填)"));
	screen_type(s, "好家电城");
	screen_key(s, "Enter");
	assert_true(screen_wait(s, "购买日期(应填)"));
	screen_type(s, "前天吧");
	assert_true(screen_wait(s, "前天吧"));
	screen_kill(s, SIGKILL);
	(void)screen_stop(s);
	s = site_seat(&site, "seat", 24, 80, NULL);
	assert_true(seat_ready(s));
	screen_key(s, "F2");
	assert_true(screen_wait(s, "[Ctrl-N 换]"));
	screen_key(s, "Ctrl-N");
	assert_true(screen_wait(s, "商家全称  好家电城"));
	assert_true(screen_wait(s, "前天吧"));
	assert_true(screen_wait(s, "购买日期(应填)")); /* and the cursor with it */
	assert_int_equal(seat_quit(s), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_typed_answers_stand_on_the_ticket),
		cmocka_unit_test(test_a_kill_loses_no_answer),
	};

	(void)setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, setup, teardown);
}
