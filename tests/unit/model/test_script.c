/* The moments at which something is said, and the words that can be filled in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "model/script.h"

static void
every_moment_is_there_once(void **state)
{
	(void)state;
	size_t n = 0;
	for (const struct script_moment *m; (m = script_moment_at(n)) != NULL; n++) {
		assert_ptr_equal(script_moment(m->name), m); /* the first of its name */
		assert_true(m->title[0] != '\0');
		assert_int_equal(
		    strspn(m->name, "abcdefghijklmnopqrstuvwxyz_0123456789"), strlen(m->name));
	}
	assert_true(n > 44);
	assert_null(script_moment("grete"));
	assert_null(script_moment(""));
	assert_true(script_moment("greet")->must);
	assert_false(script_moment("english")->must);
}

static void
words_are_whole(void **state)
{
	(void)state;
	assert_true(script_is_word("place", 5));
	assert_true(script_is_word("last6}", 5));
	assert_false(script_is_word("plac", 4));
	assert_false(script_is_word("places", 6));
	assert_false(script_is_word("", 0));
}

/* A notice goes to a telephone that others may read: who and what never stand in it. */
static void
a_notice_holds_number_state_and_limits_only(void **state)
{
	(void)state;
	static const char *const NEVER[] = { "caller", "matter", "place", "phone", "demand",
		"unit" };
	assert_true(script_is_notice("notice_accepted"));
	assert_false(script_is_notice("greet"));
	assert_true(script_is_notice_word("number", 6));
	assert_true(script_is_notice_word("promised_due", 12));
	for (size_t i = 0; i < sizeof NEVER / sizeof NEVER[0]; i++)
		assert_false(script_is_notice_word(NEVER[i], strlen(NEVER[i])));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_moment_is_there_once),
		cmocka_unit_test(words_are_whole),
		cmocka_unit_test(a_notice_holds_number_state_and_limits_only),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
