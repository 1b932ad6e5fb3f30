/* Requests for a senior's help as the seat's cache tells them: in the order they came in, because two seats' clocks say nothing
 * of what was first; how old one is, the centre's clock says (engine_record.c writes them by it). */
#include "seat.h"

#include "client/cache/cache_p.h"
#include "client/cache/records.h"
#include "model/assist.h"

#define MINUTE INT64_C(60000)

static void
keep(struct seat *s, struct record *r, int id, const char *by, int64_t at)
{
	seat_id(r->id, 800 + id);
	str_copy(r->by, sizeof(r->by), by);
	r->at = at;
	if (cache_record_add(s->w, r, &s->e) != ERR_OK)
		fail_msg("%s at %s", s->e.text, s->e.where);
	record_free(r);
}

static void
asks(struct seat *s, int id, int64_t at)
{
	struct record r = { .kind = RECORD_ASSIST, .code = "ask" };

	str_copy(r.object, sizeof(r.object), "2");
	assert_true(assist_ask(&r, "要班长听一下", "", ""));
	keep(s, &r, id, "1154", at);
}

static void
answers(struct seat *s, int id, int of, enum assist_code code, int64_t at)
{
	struct record r = { 0 };
	char ask[ID_SIZE];

	seat_id(ask, 800 + of);
	assert_true(assist_answer(&r, code, "1154", ask, "先稳住"));
	keep(s, &r, id, "1107", at);
}

static void
signs_out(struct seat *s, int id, int64_t at)
{
	struct record r = { 0 };

	agent_record(&(struct agent){ .state = AGENT_OFFLINE, .since_at = at }, "2", &r);
	keep(s, &r, id, "1154", at);
}

/* How many are open; who answered the first of them. */
static int
open_ones(struct seat *s, int64_t now, char senior[16])
{
	struct assist a[4];
	int n;

	cache_reader_close(s->r);
	seat_reader(s);
	n = cache_assists(s->r, NULL, now, a, 4);
	str_copy(senior, 16, n > 0 ? a[0].senior : "");
	for (int i = 0; i < n; i++)
		assist_free(&a[i]);
	return n;
}

/* The senior's clock is behind: her answer bears a time before the question. */
static void
an_answer_from_a_clock_that_is_behind(void **state)
{
	struct seat *s = *state;
	char senior[16];

	asks(s, 1, SEAT_NOW);
	assert_int_equal(open_ones(s, SEAT_NOW + MINUTE, senior), 1);
	assert_string_equal(senior, "");
	answers(s, 2, 1, ASSIST_ANSWER, SEAT_NOW - 20 * MINUTE);
	assert_int_equal(open_ones(s, SEAT_NOW + MINUTE, senior), 1);
	assert_string_equal(senior, "1107");
	answers(s, 3, 1, ASSIST_DONE, SEAT_NOW - 19 * MINUTE);
	assert_int_equal(open_ones(s, SEAT_NOW + MINUTE, senior), 0);
}

/* To her request: also where the two seats' ideas of the centre's clock are a little apart. */
static void
what_was_said_to_her(void **state)
{
	static const struct {
		int64_t since_ms; /* after the answer */
		int request;      /* 0 none is open */
		bool said;
	} cases[] = { { 0, 0, true }, { 1, 0, false }, { 800, 1, true }, { 800, 9, false },
		{ 2 * MINUTE, 1, false } };
	struct seat *s = *state;

	asks(s, 1, SEAT_NOW);
	answers(s, 2, 1, ASSIST_ANSWER, SEAT_NOW);
	seat_reader(s);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char of[ID_SIZE] = "";
		struct record r;

		if (cases[i].request != 0)
			seat_id(of, 800 + cases[i].request);
		if (cache_senior_said(s->r, "1154", SEAT_NOW + cases[i].since_ms, of, &r) !=
		    cases[i].said)
			fail_msg("case %zu", i);
		record_free(&r);
	}
}

/* States are written by the clock of the seat they are of. */
static void
whoever_has_signed_out_since(void **state)
{
	struct seat *s = *state;
	char senior[16];

	signs_out(s, 1, SEAT_NOW + 15 * MINUTE); /* the shift before, by a clock that is ahead */
	asks(s, 2, SEAT_NOW);
	assert_int_equal(open_ones(s, SEAT_NOW + MINUTE, senior), 1);
	signs_out(s, 3, SEAT_NOW - 15 * MINUTE); /* her own, by one that is behind */
	assert_int_equal(open_ones(s, SEAT_NOW + MINUTE, senior), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    an_answer_from_a_clock_that_is_behind, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(what_was_said_to_her, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(
		    whoever_has_signed_out_since, seat_setup, seat_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
