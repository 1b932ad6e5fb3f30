/* test_refer: who of the directory fits a matter: its category and unit, its town, the emergency services only where the
 * matter is theirs, the repair line that must hear of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/refer.h"
#include "town.h"

static struct city *
directory(void)
{
	static const struct transfer_target TARGETS[] = {
		{ .id = "E1",
		    .kind = "emergency",
		    .name = "119",
		    .number = "119",
		    .hours = "24h",
		    .modes = "consult,tripartite",
		    .categories = "0303",
		    .aliases = "",
		    .unit = "",
		    .areas = "",
		    .note = "" },
		{ .id = "K1",
		    .kind = "dept",
		    .name = "科",
		    .number = "1",
		    .hours = "24h",
		    .modes = "blind",
		    .categories = "03",
		    .aliases = "",
		    .unit = "1001",
		    .areas = "",
		    .note = "" },
		{ .id = "O1",
		    .kind = "other_city",
		    .name = "外地",
		    .number = "2",
		    .hours = "24h",
		    .modes = "blind",
		    .categories = "0303",
		    .aliases = "",
		    .unit = "",
		    .areas = "",
		    .note = "" },
		{ .id = "T1",
		    .kind = "dept",
		    .name = "红山街道",
		    .number = "3",
		    .hours = "24h",
		    .modes = "consult",
		    .categories = "",
		    .aliases = "",
		    .unit = "4001",
		    .areas = "990101",
		    .note = "" },
		{ .id = "U1",
		    .kind = "utility",
		    .name = "客服",
		    .number = "4",
		    .hours = "daily 08:00-20:00",
		    .modes = "blind",
		    .categories = "0303",
		    .aliases = "",
		    .unit = "2003",
		    .areas = "",
		    .note = "",
		    .order = 5 },
		{ .id = "U2",
		    .kind = "utility",
		    .name = "抢修",
		    .number = "5",
		    .hours = "24h",
		    .modes = "consult",
		    .categories = "0303,0304",
		    .aliases = "",
		    .unit = "2003",
		    .areas = "",
		    .note = "",
		    .order = 10 },
	};
	struct city *c = town_new();

	TOWN_ADD(targets, TARGETS);
	city_finish(c);
	return c;
}

static void
the_first_rule_that_holds(void **state)
{
	static const struct {
		const char *category, *unit, *area, *target;
		enum refer_fit fit;
	} cases[] = {
		{ "0303", "", "", "U1", REFER_MATTER },
		{ "0304", "", "", "U2", REFER_MATTER },
		{ "0304", "", "", "U1", REFER_ANY },
		{ "", "2003", "", "U1", REFER_UNIT },
		{ "0303", "2003", "", "U1", REFER_UNIT },
		{ "0304", "2003", "", "U1",
		    REFER_MATTER }, /* its unit, a desk for something else */
		{ "0303", "1001", "", "U1", REFER_MATTER }, /* lists it, and another unit has it */
		{ "0303", "1001", "", "K1", REFER_UNIT },   /* the room of the unit */
		{ "0205", "4001", "99010101", "T1", REFER_UNIT },
		{ "0303", "", "", "E1", REFER_EMERGENCY },
		{ "0304", "", "", "E1", REFER_NO_EMERGENCY },
		{ "", "", "", "E1", REFER_NO_EMERGENCY },
		{ "0301", "", "", "K1", REFER_KIND },
		{ "0", "", "", "K1", REFER_ANY },
		{ "0205", "1001", "", "K1", REFER_MATTER },
		{ "0205", "", "99010101", "T1", REFER_TOWN }, /* a community of the street */
		{ "0205", "", "9901", "T1", REFER_ANY }, /* the district is not in the street */
		{ "0205", "", "990201", "T1", REFER_ANY },
		{ "0205", "4001", "990201", "T1", REFER_ANY }, /* its unit, elsewhere */
		{ "0303", "", "", "O1", REFER_OTHER_CITY },
		{ "", "", "", "U2", REFER_ANY },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct fields f = { 0 };
		struct refer_matter m = { .f = &f };

		assert_true(fields_set(&f, TF_CATEGORY, cases[i].category) &&
			    fields_set(&f, TF_UNIT, cases[i].unit) &&
			    fields_set(&f, TF_AREA, cases[i].area));
		m.unit = fields_get(&f, TF_UNIT);
		if (refer_fit(*state, &m, city_target(*state, cases[i].target)) != cases[i].fit)
			fail_msg("case %zu", i);
		fields_free(&f);
	}
}

/* Who asks about a bill is not put through to those who dig; who smells gas is. */
static void
a_question_is_not_for_the_repair_line(void **state)
{
	static const struct {
		const char *type, *target;
		bool danger;
		enum refer_fit fit;
	} cases[] = {
		{ "consult", "U1", false, REFER_UNIT },
		{ "consult", "U2", false, REFER_MATTER },
		{ "consult", "U2", true, REFER_UNIT },
		{ "help", "U2", false, REFER_UNIT },
		{ "", "U2", false, REFER_UNIT },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct fields f = { 0 };
		struct refer_matter m = { .f = &f, .unit = "2003", .danger = cases[i].danger };

		assert_true(
		    fields_set(&f, TF_CATEGORY, "0303") && fields_set(&f, TF_TYPE, cases[i].type));
		if (refer_fit(*state, &m, city_target(*state, cases[i].target)) != cases[i].fit)
			fail_msg("case %zu", i);
		fields_free(&f);
	}
}

static void
services_and_repair(void **state)
{
	struct fields f = { 0 };

	assert_string_equal(refer_service(*state, "119")->id, "E1");
	assert_null(refer_service(*state, "110"));
	assert_null(refer_service(*state, "5"));
	assert_null(refer_repair(*state, &f));
	assert_true(fields_set(&f, TF_CATEGORY, "0303"));
	assert_string_equal(refer_repair(*state, &f)->id, "U2"); /* day and night only */
	assert_true(fields_set(&f, TF_CATEGORY, "0205"));
	assert_null(refer_repair(*state, &f));
	assert_true(refer_takes(city_target(*state, "E1"), "tripartite"));
	assert_false(refer_takes(city_target(*state, "E1"), "blind"));
	assert_false(refer_takes(city_target(*state, "E1"), ""));
	fields_free(&f);
}

static int
setup(void **state)
{
	*state = directory();
	return 0;
}

static int
teardown(void **state)
{
	city_free(*state);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_rule_that_holds),
		cmocka_unit_test(a_question_is_not_for_the_repair_line),
		cmocka_unit_test(services_and_repair),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
