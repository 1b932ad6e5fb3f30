/* A search that takes long does not hold the screen: after 20 ms it shows what it has and says so (未完), and once the hands
 * rest it is whole by itself, without a key. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <sqlite3.h>
#include <stdio.h>

#include "../lib/seat.h"
#include "one_seat.h"

/* Rows whose addresses take a search a tenth of a second to look through, several times what it is given. */
#define ROWS          2000
#define ADDRESS_BYTES "10000" /* twice that in hex */

static void
run(sqlite3 *db, const char *sql)
{
	char *why = NULL;

	if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
		fail_msg("%s: %s", sql, why);
}

/* The one ticket there is, so many times older ones of a long address; the oldest is of another place. */
static void
add_rows(void)
{
	char path[TMPDIR_PATHS];
	sqlite3 *db;

	tmpdir_path(site.dir, "seat/seat.db", path);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	run(db, "BEGIN; CREATE TEMP TABLE one AS SELECT * FROM ticket LIMIT 1;"
		"UPDATE one SET due_at = 0, address = hex(zeroblob(" ADDRESS_BYTES "))");
	for (int i = 0; i < ROWS; i++)
		run(db, "UPDATE one SET created_at = created_at - 1000,"
			" id = printf('01900000-0000-7000-8000-%012x', created_at & 0xffffffffff);"
			"INSERT INTO ticket SELECT * FROM one");
	run(db, "UPDATE one SET created_at = created_at - 1000, address = '明月山脚下', title ="
		" '明月山的泉水', id = '01900000-0000-7000-8000-ffffffffffff';"
		"INSERT INTO ticket SELECT * FROM one; COMMIT");
	sqlite3_close(db);
}

static void
test_a_long_search_is_whole_once_the_hands_rest(void **state)
{
	(void)state;
	add_rows();
	now = site_seat(&site, "seat", 24, 80, NULL);
	assert_true(seat_ready(now));
	assert_true(seat_command(now, "工单列表", "按登记, 最新在前"));
	screen_watch(now, "未完");
	screen_type(now, "明月山脚");
	screen_await(now, "明月山的泉水");
	assert_true(screen_saw(now));
	assert_true(screen_wait_gone(now, "未完"));
	assert_int_equal(seat_quit(now), 0);
	now = NULL;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_long_search_is_whole_once_the_hands_rest),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, setup_lamp, teardown);
}
