/* Arrays grow, keep what is in them, and are left alone where there is no memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "base/vec.h"

#define MANY 10000

static void
it_keeps_what_is_in_it(void **state)
{
	int *v = NULL;
	size_t room = 0, moved = 0;

	(void)state;
	for (size_t n = 0; n < MANY; n++) {
		size_t had = room;
		int *grown = vec_room(v, &room, n + 1, sizeof(*v));

		assert_non_null(grown);
		assert_true(room >= n + 1 && (room == had || room >= 2 * had));
		moved += room != had;
		v = grown;
		v[n] = (int)n;
	}
	for (int i = 0; i < MANY; i++)
		assert_int_equal(v[i], i);
	assert_true(moved <= 14); /* doubled each time */
	free(v);
}

static void
many_at_once(void **state)
{
	size_t room = 0;
	char *v = vec_room(NULL, &room, 1000, 3);

	(void)state;
	assert_non_null(v);
	assert_true(room >= 1000);
	v[2999] = 'x';
	assert_ptr_equal(vec_room(v, &room, room, 3), v);
	free(v);
}

static void
what_cannot_be_had_changes_nothing(void **state)
{
	size_t room = 0, had;
	char *v = vec_room(NULL, &room, 4, 8);

	(void)state;
	assert_non_null(v);
	had = room;
	assert_null(vec_room(v, &room, SIZE_MAX, 8));
	assert_null(vec_room(v, &room, SIZE_MAX / 4, 8));
	assert_int_equal(room, had);
	free(v);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_keeps_what_is_in_it),
		cmocka_unit_test(many_at_once),
		cmocka_unit_test(what_cannot_be_had_changes_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
