/* One person with two numbers, by keys on the real programs: told from the caller's history, the tickets of both numbers
 * stand there; taken back, they do not; the centre has both records, and neither number lies open in its file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "../lib/poll.h"
#include "server/store/records.h"
#include "one_seat.h"

static bool
has_both(void *arg)
{
	struct store *s = site_store(&site);
	const bool both = s != NULL && store_record_count(s, RECORD_SAME_CALLER) == 2;

	(void)arg;
	store_close(s);
	return both;
}

/* Both records at the centre; its memory has the number only sealed. */
static void
the_centre_has_both(void)
{
	static char file[16 << 20];

	assert_true(poll_until(has_both, NULL, SITE_WAIT_MS));
	for (int wal = 0; wal < 2; wal++) {
		char path[TMPDIR_PATHS + 64];
		size_t len;
		FILE *f;

		(void)snprintf(
		    path, sizeof(path), "%s/seat/centre/centre.db%s", site.dir, wal ? "-wal" : "");
		f = fopen(path, "rb");
		assert_true(wal == 1 || f != NULL);
		if (f == NULL)
			continue;
		len = fread(file, 1, sizeof(file), f);
		(void)fclose(f);
		assert_null(memmem(file, len, "13800000001", 11));
	}
}

static void
two_numbers_are_one_person(void **state)
{
	(void)state;
	now = site_called(&site, "咨询\t我想问一下医保缴费的事。\n", 3, NULL);
	screen_key(now, "F4");
	screen_await(now, "[4] 合并另一号码");
	screen_type(now, "4");
	screen_await(now, "他的另一个号码");
	screen_type(now, "13800000001");
	screen_await(now, "13800000001");
	screen_key(now, "Enter");
	screen_await(now, "与 138****0001 合并, 依据");
	screen_key(now, "Enter");
	screen_await(now, "含另外 1 个号码 138****0001 的 1 件");
	screen_await(now, "红山路78号");
	screen_await(now, "[5] 撤销");
	screen_type(now, "5");
	screen_await(now, "撤销合并 138****0001, 原因");
	screen_key(now, "Enter");
	screen_await(now, "已撤销合并");
	assert_true(screen_wait_gone(now, "含另外 1 个号码"));
	assert_true(screen_wait_gone(now, "红山路78号"));
	the_centre_has_both();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_numbers_are_one_person),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, setup_lamp, teardown);
}
