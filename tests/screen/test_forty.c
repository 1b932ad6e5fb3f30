/* The main job on real input: the 40 messages of the sample city are filed by keys alone; afterwards the centre has
 * exactly what was typed, and the keys beyond the text were few. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/poll.h"
#include "text/paste.h"
#include "one_matter.h"

#define MATTERS   40
#define KEYS_MOST 20 /* beyond the text, a standard complaint of a known caller */
#define LAST_MOST 3  /* of these, after the last word */
#define COMPLAINT 0  /* row of the everyday matter: a street lamp is out */

static struct seat_filed filed[MATTERS];

static void
test_filed_by_keys(void **state)
{
	struct screen *s = site_seat(&site, "seat", 24, 80, NULL);

	(void)state;
	assert_int_equal(messages.rows, MATTERS);
	assert_true(seat_ready(s));
	for (size_t i = 0; i < MATTERS; i++) {
		struct seat_matter m;
		unsigned how = (i % 2 ? SEAT_TYPED : 0u) | (i % 3 ? 0u : SEAT_INITIALS);

		seat_matter(&messages, i, &m);
		if (!seat_file(s, site.city, &m, how, &filed[i]))
			fail_msg("message %zu: %s", i + 1, m.title);
	}
	assert_true(site_wait_tickets(&site, MATTERS));
	assert_int_equal(seat_quit(s), 0);
}

/* ---- what the centre has ---- */

static void
check_field(const struct ticket *t, enum ticket_field f, const char *want)
{
	const char *has = fields_get(&t->f, f);

	if (strcmp(has, want) != 0)
		fail_msg("%s, %s: the centre has \"%s\", typed was \"%s\"",
		    fields_get(&t->f, TF_NO), field_info(f)->json, has, want);
}

static void
check_ticket(const struct ticket *t, const struct seat_matter *m)
{
	struct str words = { 0 };

	text_paste(&words, m->detail, strlen(m->detail));
	check_field(t, TF_CONTENT, str_c(&words));
	str_free(&words);
	check_field(t, TF_TYPE, m->type);
	check_field(t, TF_CATEGORY, m->category);
	check_field(t, TF_AREA, m->area);
	check_field(t, TF_ADDRESS, m->address);
	check_field(t, TF_DEMAND, m->demand);
	check_field(t, TF_CALLER_PHONE, m->phone);
	if (m->name[0] == '\0')
		check_field(t, TF_ANONYMOUS, "1");
	else
		check_field(t, *fields_get(&t->f, TF_NAME) != '\0' ? TF_NAME : TF_CALLED, m->name);
}

static void
test_the_centre_has_them(void **state)
{
	(void)state;
	for (size_t i = 0; i < MATTERS; i++) {
		struct seat_matter m;
		struct ticket t;

		seat_matter(&messages, i, &m);
		ticket_init(&t);
		if (!site_ticket(&site, filed[i].no, &t))
			fail_msg("the centre has no ticket %s", filed[i].no);
		check_ticket(&t, &m);
		ticket_free(&t);
	}
}

static void
test_numbers_unique(void **state)
{
	(void)state;
	for (size_t i = 0; i < MATTERS; i++)
		for (size_t k = 0; k < i; k++) {
			assert_string_not_equal(filed[i].no, filed[k].no);
			/* what is spoken differs too: the last six */
			assert_string_not_equal(filed[i].no + 12, filed[k].no + 12);
		}
}

static void
test_chains_clean(void **state)
{
	(void)state;
	assert_int_equal(daemon_verify(&site.centre), 0);
}

/* ---- the standard complaint of a known caller, brought by the telephone ---- */

/* The simulated telephone: with the same seed the same number rings first, run after run. */
static struct screen *
ring(const char *calls)
{
	char phone[TMPDIR_PATHS + 64];
	const char *more[] = { "--phone", phone, NULL };
	struct screen *s;

	(void)snprintf(phone, sizeof(phone), "sim:calls=%s,pace=1,seed=1", calls);
	s = site_seat(&site, "seat", 24, 80, more);
	assert_true(screen_wait(s, "按 F2 接听"));
	return s;
}

static void
test_standard_complaint(void **state)
{
	static const char line[] = "广场舞\t楼下跳广场舞，天天都跳。\n";
	char calls[TMPDIR_PATHS];
	struct seat_filed first = { 0 }, again = { 0 };
	struct seat_matter m;
	struct screen *s;

	(void)state;
	tmpdir_put(site.dir, "calls.tsv", line, strlen(line), calls);
	seat_matter(&messages, COMPLAINT, &m);
	s = ring(calls);
	assert_true(seat_file(s, site.city, &m, SEAT_BY_CALL, &first));
	screen_stop(s);
	s = ring(calls);
	assert_true(seat_file(s, site.city, &m, SEAT_BY_CALL, &again));
	screen_stop(s);
	print_message(
	    "standard complaint: %d keys beyond the text, %d of them after the last word; "
	    "of a caller not known yet %d\n",
	    again.keys, again.last_keys, first.keys);
	assert_true(again.keys <= KEYS_MOST);
	assert_true(again.last_keys <= LAST_MOST);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_filed_by_keys),
		cmocka_unit_test(test_the_centre_has_them),
		cmocka_unit_test(test_numbers_unique),
		cmocka_unit_test(test_chains_clean),
		cmocka_unit_test(test_standard_complaint),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, setup_matters, teardown_matters);
}
