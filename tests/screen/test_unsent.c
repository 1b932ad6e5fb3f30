/* kill -9 in the middle of a sentence written for a step on a ticket (催办): what the screen had shown is there again after
 * the next start, under that ticket, with the cursor; it is told on the first screen as what it is, never as a
 * half-done sheet; and with the step it is gone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/poll.h"
#include "base/str.h"
#include "one_matter.h"

#define LIVES  6
#define LITTER 9 /* row of a matter without danger words */

static struct seat_filed filed;

static void
start(void)
{
	now = site_seat(&site, "seat", 24, 80, NULL);
	assert_true(seat_ready(now));
}

static void
killed(void)
{
	screen_kill(now, SIGKILL);
	assert_true(screen_wait_exit(now, SCREEN_WAIT_MS) >= 0);
	screen_has(now, "");
}

static void
open_ticket(void)
{
	screen_key(now, "Ctrl-G");
	assert_true(screen_wait(now, "单号或后六位"));
	screen_type(now, filed.no);
	screen_settle(now);
	screen_key(now, "Enter");
	assert_true(screen_wait(now, "逐条校验相符"));
}

#define HEADING "Esc Enter=换行"
#define LABEL   "内容"

/* The words of the form stand alone in the row below its heading, behind their label. */
static void
read_words(char *out, size_t size)
{
	int y = screen_find(now, HEADING, NULL);
	char row[1024];

	out[0] = '\0';
	if (y < 0)
		return;
	screen_row(now, y + 1, row, sizeof(row));
	if (strstr(row, LABEL) != NULL)
		(void)str_copy(out, size,
		    strstr(row, LABEL) + strlen(LABEL) +
			strspn(strstr(row, LABEL) + strlen(LABEL), " "));
}

static bool
words_are(void *arg)
{
	char has[1024];

	screen_has(now, "");
	read_words(has, sizeof(has));
	return strcmp(has, arg) == 0;
}

static void
test_the_words_survive(void **state)
{
	static const char *const noted[] = { "已记催办", "催办已存本机" };
	static const char *const sentence[LIVES] = { "来电人说", "家里有老人", "发烧两天了",
		", 再不来", "就要送医院", ", 请今天" };
	char said[512] = "", has[1024];
	struct seat_matter m;
	int y, x, was_y, was_x;

	(void)state;
	start();
	seat_matter(&messages, LITTER, &m);
	assert_true(seat_file(now, site.city, &m, 0, &filed));
	for (int life = 0; life < LIVES; life++) {
		open_ticket();
		screen_key(now, "2");
		assert_true(poll_until(words_are, said, SCREEN_WAIT_MS));
		screen_settle_ms(now, 20);
		screen_cursor(now, &y, &x);
		if (life > 0) { /* one goes on where one was */
			assert_int_equal(y, was_y);
			assert_int_equal(x, was_x);
		}
		(void)strcat(said, sentence[life]);
		screen_type(now, sentence[life]);
		if (life % 2 == 0) { /* killed at once: a prefix, not behind what was shown */
			killed();
			read_words(has, sizeof(has));
			assert_true(str_starts(said, has));
			(void)strcpy(said, has);
			screen_stop(now);
			start();
			open_ticket();
			screen_key(now, "2");
			assert_true(screen_wait(now, HEADING));
			screen_settle_ms(now, 20);
			read_words(has, sizeof(has));
			assert_true(str_starts(has, said));
			(void)strcpy(said, has);
		}
		assert_true(poll_until(words_are, said, SCREEN_WAIT_MS));
		screen_settle_ms(now, 20);
		screen_cursor(now, &was_y, &was_x);
		killed();
		screen_stop(now);
		start();
		if (said[0] == '\0')
			continue;
		assert_true(screen_wait(now, "便签   1"));
		assert_true(screen_has(now, "草稿   0"));
	}
	assert_true(said[0] != '\0');
	open_ticket();
	assert_true(screen_has(now, "[2] 催办(待送)"));
	screen_key(now, "2");
	assert_true(poll_until(words_are, said, SCREEN_WAIT_MS));
	screen_key(now, "Enter");
	assert_true(seat_wait_any(now, noted, 2) >= 0);
	killed(); /* it is on disk with the step: it does not come back to be sent twice */
	screen_stop(now);
	start();
	assert_false(screen_has(now, "便签"));
	open_ticket();
	assert_false(screen_has(now, "待送)"));
	assert_true(screen_has(now, "催办 1"));
	assert_int_equal(seat_quit(now), 0);
	now = NULL;
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_the_words_survive) };

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, setup_matters, teardown_matters);
}
