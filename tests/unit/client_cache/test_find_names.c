/* Names of the city's lists through the one search box: found as the pickers find them, by what is typed in any way; what nobody
 * types on purpose finds nothing, and breaks nothing. */
#include "marks.h"
#include "seat.h"

#include "client/cache/find.h"

#define MOST 9

static int
setup(void **state)
{
	if (seat_setup(state) != 0)
		return -1;
	seat_city(*state);
	seat_reader(*state);
	return 0;
}

static void
test_cases(void **state)
{
	static const struct {
		enum find_scope scope;
		const char *text, *code, *marked; /* the first row; "" the name has it not */
	} cases[] = {
		{ FIND_IN_CATEGORIES, "路灯", "0205", "[路灯]照明" },
		{ FIND_IN_CATEGORIES, "路燈", "0205", "[路灯]照明" },
		{ FIND_IN_CATEGORIES, "ldzm", "0205", "[路灯照明]" },
		{ FIND_IN_CATEGORIES, "LDZM", "0205", "[路灯照明]" },
		{ FIND_IN_CATEGORIES, "ｌｄｚｍ", "0205", "[路灯照明]" },
		{ FIND_IN_CATEGORIES, "ludeng", "0205", "[路灯]照明" },
		{ FIND_IN_CATEGORIES, "路d", "0205", "[路灯]照明" },
		{ FIND_IN_CATEGORIES, "0205", "0205", "" },
		{ FIND_IN_CATEGORIES, "自来水", "0301", "" }, /* a synonym */
		{ FIND_IN_AREAS, "学府里", "990102001004", "" },
		{ FIND_IN_AREAS, "xuefuli", "990102001004", "" },
	};
	struct seat *s = *state;
	struct find_name rows[MOST];

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int n = cache_find_names(s->r, cases[i].scope, cases[i].text, SEAT_NOW, rows, MOST);
		const char *shown =
		    n > 0 ? marked(rows[0].name, rows[0].mark, rows[0].n_marks) : "nothing";

		if (n == 0 || strcmp(rows[0].code, cases[i].code) != 0 ||
		    (cases[i].marked[0] != '\0' && strcmp(shown, cases[i].marked) != 0))
			fail_msg("“%s”: %s %s", cases[i].text, n > 0 ? rows[0].code : "", shown);
		for (int k = 1; k < n; k++)
			assert_true(rows[k].score <= rows[k - 1].score);
	}
}

static void
ask(struct seat *s, const char *text)
{
	struct find_name rows[MOST];

	for (int scope = FIND_IN_CATEGORIES; scope < FIND_SCOPE_COUNT; scope++) {
		int n = cache_find_names(s->r, (enum find_scope)scope, text, SEAT_NOW, rows, MOST);

		assert_true(n >= 0 && n <= MOST);
		for (int k = 0; k < n; k++)
			(void)marked(rows[k].name, rows[k].mark, rows[k].n_marks);
		assert_int_equal(
		    cache_find_names(s->r, (enum find_scope)scope, text, SEAT_NOW, rows, 0), 0);
	}
}

static void
test_any_text(void **state)
{
	static const char *const odd[] = { "", " ", "%", "\"", "\"\"", "*", "()", "NEAR", "AND",
		"路灯*", "-路灯", "；。，", "😀", "𠮷", "\xed\xa0\x80", "路灯\xff", "\xe5\x81",
		"{name}", "'; DROP TABLE ref", "\x01\x1b[31m", "\xe2\x80\xae路灯", "a", "vv",
		"iii" };
	static const char *const units[] = { "车", "x", "7", "路灯 ", "\xff", "l" };

	ask(*state, NULL);
	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++)
		ask(*state, odd[i]);
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		struct str paste = { 0 };

		for (int k = 0; k < 10000; k++)
			str_add(&paste, units[i]);
		ask(*state, str_c(&paste));
		str_free(&paste);
	}
}

/* Only what holds now is announced. */
static void
test_bulletins_hold(void **state)
{
	static const int64_t during = INT64_C(1795230000000); /* 2026-11-21 11:00 */
	struct seat *s = *state;
	struct find_name rows[MOST];

	int n;

	assert_true(cache_find_names(s->r, FIND_IN_BULLETINS, "燃气抢修", during, rows, MOST) > 0);
	assert_string_equal(rows[0].code, "B01");
	n = cache_find_names(
	    s->r, FIND_IN_BULLETINS, "燃气抢修", during + INT64_C(86400000), rows, MOST);
	for (int i = 0; i < n; i++)
		assert_string_not_equal(rows[i].code, "B01");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_cases, setup, seat_teardown),
		cmocka_unit_test_setup_teardown(test_any_text, setup, seat_teardown),
		cmocka_unit_test_setup_teardown(test_bulletins_hold, setup, seat_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
