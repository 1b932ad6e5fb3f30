/* The figures of a call centre against sums done by hand, and the published shares of domain.md §9. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/call_kpi.h"

static void
percent(struct kpi_rate r, const char *want)
{
	char text[KPI_PERCENT_SIZE];

	assert_string_equal(kpi_percent(r, text), want);
}

static void
seconds(struct kpi_rate r, const char *want)
{
	char text[KPI_PERCENT_SIZE];

	assert_string_equal(call_kpi_seconds(r, text), want);
}

static void
sums_by_hand(void **state)
{
	static const struct call_fact calls[] = {
		{ CALL_ANSWERED, 15000, 120000, 10000, 30000 }, /* fast: to the millisecond */
		{ CALL_ANSWERED, 15001, 60000, 0, -1 },         /* nothing after it is known */
		{ CALL_ANSWERED, 2050, 90000, 0, 60000 }, { CALL_MISSED, 20000, 0, 0, -1 },
		{ CALL_ABANDONED, 50000, 0, 0, -1 },
		{ CALL_PASSED, 20000, 0, 0, -1 }, /* counts where it was answered */
		{ CALL_CALLED, 9000, 30000, 0, -1 }, { CALL_UNCALLED, 9000, 0, 0, -1 },
		{ CALL_BUSY, 0, 0, 0, -1 }, /* never came in: of no other figure */
	};
	struct call_kpi k = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
		call_kpi_add(&k, &calls[i]);
	assert_int_equal(call_kpi_offered(&k), 5);
	percent(call_kpi_rate(&k, CALL_RATE_ANSWERED), "60.00");
	percent(call_kpi_rate(&k, CALL_RATE_FAST), "66.67");
	percent(call_kpi_rate(&k, CALL_RATE_GIVEN_UP), "40.00");
	percent(call_kpi_rate(&k, CALL_RATE_CALLED), "50.00");
	percent(call_kpi_rate(&k, CALL_RATE_LINE_BUSY), "16.67");
	seconds(call_kpi_mean(&k, CALL_MEAN_ASA), "10.7"); /* 32.051 / 3 */
	seconds(call_kpi_mean(&k, CALL_MEAN_ATT), "90.0");
	seconds(call_kpi_mean(&k, CALL_MEAN_ACW), "30.0");
	seconds(call_kpi_mean(&k, CALL_MEAN_AHT), "120.0");
	seconds(call_kpi_mean(&k, CALL_MEAN_HOLD), "3.3");
	seconds(
	    call_kpi_longest(&k), "50.0"); /* who gave up; what only rang on waits on elsewhere */
}

static void
nothing_is_divided_by_nothing(void **state)
{
	const struct call_kpi none = { 0 };
	const struct call_kpi_person nobody = { 0 };

	(void)state;
	for (int i = 0; i < CALL_RATE_COUNT; i++)
		percent(call_kpi_rate(&none, (enum call_rate)i), "--");
	for (int i = 0; i < CALL_MEAN_COUNT; i++)
		seconds(call_kpi_mean(&none, (enum call_mean)i), "--");
	seconds(call_kpi_longest(&none), "--");
	percent(call_kpi_use(&nobody), "--");
	percent(call_kpi_share(&nobody, AGENT_REST), "--");
	seconds((struct kpi_rate){ 1250, 1 }, "1.3"); /* half up */
	seconds((struct kpi_rate){ 1249, 1 }, "1.2");
	seconds((struct kpi_rate){ 0, 1 }, "0.0");
}

/* A share as domain.md §9 has it: 34859 of 38447. */
static void
a_published_day(void **state)
{
	struct call_kpi k = { .ways = { [CALL_ANSWERED] = 90, [CALL_ABANDONED] = 10 } };

	(void)state;
	percent(call_kpi_rate(&k, CALL_RATE_ANSWERED), "90.00");
	k.ways[CALL_ANSWERED] = 34859;
	k.ways[CALL_MISSED] = 38447 - 34859 - 10;
	percent(call_kpi_rate(&k, CALL_RATE_ANSWERED), "90.67");
	percent(call_kpi_rate(&k, CALL_RATE_GIVEN_UP), "9.33");
}

static void
the_use_of_a_shift(void **state)
{
	const struct call_kpi_person p = { .ms = { [AGENT_OFFLINE] = 999999,
					       [AGENT_IDLE] = 100,
					       [AGENT_TALKING] = 500,
					       [AGENT_HOLD] = 50,
					       [AGENT_ACW] = 150,
					       [AGENT_BUSY] = 40,
					       [AGENT_REST] = 160 } };

	(void)state;
	percent(call_kpi_use(&p), "80.00");
	percent(call_kpi_share(&p, AGENT_BUSY), "4.00");
	percent(call_kpi_share(&p, AGENT_REST), "16.00");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sums_by_hand),
		cmocka_unit_test(nothing_is_divided_by_nothing),
		cmocka_unit_test(a_published_day),
		cmocka_unit_test(the_use_of_a_shift),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
