/* base/id: the form of UUIDv7, order by time, and everything that is not one. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/id.h"

static void
test_known(void **state)
{
	/* The example of RFC 9562, appendix A.6. */
	static const uint8_t random[10] = { 0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39,
		0x8f };
	char id[ID_SIZE];

	(void)state;
	id_make(id, 0x017f22e279b0, random);
	assert_string_equal(id, "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
	assert_true(id_valid(id));
}

static void
test_version_and_variant_are_forced(void **state)
{
	uint8_t random[10];
	char id[ID_SIZE];

	(void)state;
	memset(random, 0xff, sizeof(random));
	id_make(id, INT64_MAX, random);
	assert_string_equal(id, "ffffffff-ffff-7fff-bfff-ffffffffffff");
	memset(random, 0, sizeof(random));
	id_make(id, 0, random);
	assert_string_equal(id, "00000000-0000-7000-8000-000000000000");
	assert_true(id_valid(id));
}

static void
test_order_is_time(void **state)
{
	uint8_t random[10];
	char before[ID_SIZE], after[ID_SIZE];

	(void)state;
	memset(random, 0xff, sizeof(random));
	id_make(before, 1795228927123, random);
	memset(random, 0, sizeof(random));
	id_make(after, 1795228927124, random);
	assert_true(strcmp(before, after) < 0);
}

static void
test_new_ids_differ(void **state)
{
	enum { MANY = 2000 };
	static char ids[MANY][ID_SIZE];

	(void)state;
	for (size_t i = 0; i < MANY; i++) {
		id_new(ids[i]);
		assert_true(id_valid(ids[i]));
		for (size_t k = 0; k < i; k++)
			assert_int_not_equal(memcmp(ids[i], ids[k], ID_LEN), 0);
	}
}

static void
test_not_ids(void **state)
{
	static const char *const bad[] = {
		"",
		"017f22e2",
		"017f22e2-79b0-7cc3-98c4-dc0c0c07398",   /* short */
		"017f22e2-79b0-7cc3-98c4-dc0c0c07398f0", /* long */
		"017F22E2-79B0-7CC3-98C4-DC0C0C07398F",  /* upper case */
		"017f22e2-79b0-4cc3-98c4-dc0c0c07398f",  /* version 4 */
		"017f22e2-79b0-7cc3-78c4-dc0c0c07398f",  /* variant */
		"017f22e2-79b0-7cc3-c8c4-dc0c0c07398f",
		"017f22e2079b0-7cc3-98c4-dc0c0c07398f", /* a digit for a dash */
		"017f22e2-79b0-7cc3-98c4-dc0c0c0739-f",
		"017f22e2-79b0-7cc3-98c4-dc0c0c07398g",
		"017f22e2-79b0-7cc3-98c4-dc0c0c07398 ",
	};

	(void)state;
	assert_false(id_valid(NULL));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(id_valid(bad[i]));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_known),
		cmocka_unit_test(test_version_and_variant_are_forced),
		cmocka_unit_test(test_order_is_time),
		cmocka_unit_test(test_new_ids_differ),
		cmocka_unit_test(test_not_ids),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
