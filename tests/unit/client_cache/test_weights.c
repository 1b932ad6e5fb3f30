/* The weights of the category proposals on a seat: they come over the feed, the screen maps them; a damaged file is made
 * anew, damaged rows are asked for again, once, and meanwhile there are none. */
#include "seat.h"

#include <unistd.h>

#include "../../lib/weights.h"
#include "base/fs.h"
#include "city/weights.h"
#include "client/cache/cache_p.h"

static void
come(struct seat *s, uint32_t version)
{
	struct str file = { 0 };
	struct page p;

	seat_page_init(s, &p);
	weights_make(&file, version);
	assert_int_equal(weights_rows_each(&file, seat_ref_row, &p, NULL), ERR_OK);
	assert_true(seat_apply(s, "reference", &p));
	page_free(&p);
	str_free(&file);
}

static bool
settle(struct seat *s)
{
	bool again = false;

	if (cache_weights_settle(s->w, &again, &s->e) != ERR_OK)
		fail_msg("%s", s->e.text);
	assert_false(cache_weights_waits(s->w));
	return again;
}

static uint32_t
version_of(struct seat *s)
{
	const struct classifier *c = cache_weights(s->r);
	struct classify_guess g[1];

	if (c == NULL)
		return 0;
	assert_int_equal(classify_text(c, "路口的灯黑漆漆的", g, 1), 1);
	assert_string_equal(g[0].code, "0205");
	return c->figures.version;
}

static void
path_of(const struct seat *s, char path[TMPDIR_PATHS])
{
	(void)tmpdir_path(s->dir, CACHE_WEIGHTS_FILE, path);
}

static void
test_come_and_go(void **state)
{
	struct seat *s = *state;
	char path[TMPDIR_PATHS];

	path_of(s, path);
	assert_false(settle(s)); /* nothing there, nothing to ask */
	assert_int_equal(version_of(s), 0);
	come(s, 1);
	assert_true(cache_weights_waits(s->w));
	assert_int_equal(version_of(s), 0);
	assert_false(settle(s));
	assert_int_equal(version_of(s), 1);
	come(s, 2);
	assert_false(settle(s));
	assert_int_equal(version_of(s), 2);
	assert_non_null(cache_writer_city(s->w)); /* the city is none of it */
	assert_int_equal(cache_place_forget(s->w, "reference", &s->e), ERR_OK);
	seat_city(s); /* a whole pull without them: the centre has none any more */
	assert_true(cache_weights_waits(s->w));
	assert_false(settle(s));
	assert_int_equal(version_of(s), 0);
	assert_false(fs_exists(path));
}

static void
test_damaged_file(void **state)
{
	struct seat *s = *state;
	char path[TMPDIR_PATHS];
	struct str file = { 0 };

	path_of(s, path);
	come(s, 3);
	assert_false(settle(s));
	assert_int_equal(fs_read(path, CLASSIFY_MAX_BYTES, &file, NULL), ERR_OK);
	file.s[file.len / 2] ^= 1;
	assert_int_equal(fs_write(path, file.s, file.len, 0600, NULL), ERR_OK);
	seat_again(s);
	seat_reader(s);
	assert_int_equal(version_of(s), 0); /* the screen was first: it has none */
	assert_true(cache_weights_waits(s->w));
	assert_false(settle(s));
	assert_int_equal(version_of(s), 3); /* and now it has */
	assert_int_equal(unlink(path), 0);
	seat_again(s);
	seat_reader(s);
	assert_false(settle(s));
	assert_int_equal(version_of(s), 3);
	assert_int_equal(fs_write(path, "foreign", 7, 0600, NULL), ERR_OK);
	seat_again(s);
	seat_reader(s);
	assert_false(settle(s));
	assert_int_equal(version_of(s), 3);
	str_free(&file);
}

static void
spoil_row(struct seat *s)
{
	struct page p;

	seat_page_init(s, &p);
	(void)seat_ref_row(&p, WEIGHTS_KIND, WEIGHTS_HEAD "/002", "AAAA");
	assert_true(seat_apply(s, "reference", &p));
	page_free(&p);
}

static void
test_damaged_rows(void **state)
{
	struct seat *s = *state;
	char path[TMPDIR_PATHS];

	path_of(s, path);
	come(s, 4);
	assert_false(settle(s));
	spoil_row(s);
	assert_true(settle(s)); /* to be asked for again */
	assert_int_equal(version_of(s), 0);
	assert_false(fs_exists(path));
	spoil_row(s);
	assert_false(settle(s)); /* the same once more: not in a circle */
	come(s, 4);
	assert_false(settle(s));
	assert_int_equal(version_of(s), 4);
	spoil_row(s);
	seat_again(s);
	seat_reader(s);
	assert_true(settle(s)); /* a new start asks again */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    test_come_and_go, seat_setup_reading, seat_teardown),
		cmocka_unit_test_setup_teardown(
		    test_damaged_file, seat_setup_reading, seat_teardown),
		cmocka_unit_test_setup_teardown(
		    test_damaged_rows, seat_setup_reading, seat_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
