/* The figures of the floor from end to end: ten minutes of twenty seats with calls that come by chance, as the desk records that
 * real seats would have sent, over the real interface into a real centre. What a senior's wall shows and what hotseatd report
 * calls says is what an independent script makes of the raw records (tests/tools/recount_calls.awk). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/ask.h"
#include "../lib/crowd.h"
#include "../lib/poll.h"
#include "../lib/seat.h"
#include "../lib/site.h"
#include "base/fs.h"
#include "wire/record_json.h"

#define PASSWORD   "lamp-post-78"
#define MINUTE     INT64_C(60000)
#define MINUTES    10
#define BETWEEN_MS 4200 /* calls: somewhat more than twenty people can take */
#define SEED       10   /* at the end some wait, and of the people one rests and one is busy */
#define FLOOR_MS   30000

static struct site site;
static struct crowd crowd;
static struct ask_seat seats[CROWD_PEOPLE + 1];
static struct screen *senior;
static int sent; /* rows of the crowd */

/* ---- people ---- */

static void
job_no_of(int who, char out[16])
{
	if (who == CROWD_WATCH)
		(void)snprintf(out, 16,
		    "1001"); /* the leader, whose seat has the telephone that tells the queue */
	else
		(void)snprintf(out, 16, "%d", CROWD_FIRST + who);
}

static void
hire(const char *job_no)
{
	char bin[512];
	const char *argv[] = { daemon_bin("hotseatd", bin), "user", "add", "--data",
		site.centre.data, "--key-file", site.centre.key, "--job-no", job_no, "--name", "甲",
		"--roles", "agent", "--unit", "0001", "--password-stdin", NULL };

	assert_int_equal(daemon_command(argv, PASSWORD "\n"), 0);
}

static int
setup(void **state)
{
	char job_no[16], code[64];

	(void)state;
	site_real(&site);
	assert_int_equal(daemon_password(&site.centre, "1101", PASSWORD), 0);
	assert_int_equal(daemon_password(&site.centre, "1001", PASSWORD), 0);
	for (int i = 0; i < CROWD_PEOPLE; i++) {
		job_no_of(i, job_no);
		hire(job_no);
	}
	site_start(&site);
	for (int i = 0; i <= CROWD_PEOPLE; i++) {
		job_no_of(i, job_no);
		site_code(&site, job_no, code);
		ask_enrol(&seats[i], site.centre.server, code);
		assert_int_equal(ask_sign_in(&seats[i], job_no, PASSWORD), 201);
	}
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	screen_stop(senior);
	crowd_free(&crowd);
	site_close(&site);
	return 0;
}

/* ---- what they write ---- */

static void
post(int who, const struct record *rows, size_t n)
{
	struct str body = { 0 }, answer = { 0 };
	struct record_answer a = { 0 };

	record_json_write(rows, n, &body);
	assert_int_equal(
	    ask(&seats[who], "POST /v1/records", seats[who].device, str_c(&body), &answer), 200);
	assert_int_equal(record_answer_read(str_c(&answer), answer.len, &a, NULL), ERR_OK);
	assert_int_equal(a.count, 0);
	assert_int_equal(a.kept, n);
	record_answer_free(&a);
	str_free(&body);
	str_free(&answer);
}

/* Each seat its own, in the order they were made. */
static void
send_until(int64_t made_at)
{
	struct record batch[RECORD_ROWS];
	int end = sent;

	while (end < crowd.n_rows && crowd.row[end].made_at <= made_at)
		end++;
	for (int who = 0; who <= CROWD_PEOPLE; who++) {
		size_t n = 0;

		for (int i = sent; i < end; i++) {
			if (crowd.row[i].who != who)
				continue;
			batch[n] = crowd.row[i].r; /* its text stays the crowd's */
			job_no_of(who, batch[n++].by);
			if (n == RECORD_ROWS) {
				post(who, batch, n);
				n = 0;
			}
		}
		if (n > 0)
			post(who, batch, n);
	}
	sent = end;
}

/* ---- counted again ---- */

static void
recount(int64_t to, struct str *out)
{
	char bin[512], script[512], line[2048];
	const char *argv[] = { "/bin/sh", "-c", line, NULL };
	const int64_t day = civil_day_start(civil_day(to));

	(void)snprintf(line, sizeof(line),
	    "'%s' records --data '%s' --key-file '%s' --json |"
	    " awk -v day=%lld -v to=%lld -v settled=%lld -f '%s'",
	    daemon_bin("hotseatd", bin), site.centre.data, site.centre.key, (long long)day,
	    (long long)to, (long long)crowd_settled(&crowd),
	    daemon_share("tests/tools/recount_calls.awk", script));
	str_reset(out);
	if (site_run(argv, NULL, out) != 0)
		fail_msg("%s", str_c(out));
}

/* The next line of ${*at} that begins with ${word}: behind it, until its end; false at the end. */
static bool
line_of(const char **at, const char *word, char *out, size_t size)
{
	while (**at != '\0') {
		const char *begin = *at;
		const size_t n = strcspn(begin, "\n");

		*at = begin + n + (begin[n] == '\n');
		if (str_starts(begin, word)) {
			(void)snprintf(
			    out, size, "%.*s", (int)(n - strlen(word)), begin + strlen(word));
			return true;
		}
	}
	return false;
}

static long long
number_behind(const char *text, const char *word)
{
	const char *at = strstr(text, word);

	if (at == NULL)
		fail_msg("no %s in %s", word, text);
	return strtoll(at != NULL ? at + strlen(word) : "", NULL, 10);
}

/* ---- the wall ---- */

static void
the_wall_says(const struct str *counted)
{
	const char *at = str_c(counted);
	char want[512];
	int n = 0;

	while (line_of(&at, "wall ", want, sizeof(want))) {
		print_message("%s\n", want);
		assert_true(screen_wait_ms(senior, want, FLOOR_MS));
		n++;
	}
	assert_int_equal(n, 2);
}

struct longest {
	int64_t since_at;
	int row;
};

/* It runs on while one looks: the second before is as good. */
static bool
says_longest(void *arg)
{
	const struct longest *l = arg;
	int64_t now = clock_now_ms();

	for (int back = 0; back < 2; back++, now -= 1000) {
		const long long s = (now - l->since_at) / 1000;
		char want[64];

		(void)snprintf(want, sizeof(want), "最久 %lld:%02lld ", s / 60, s % 60);
		if (screen_has(senior, want))
			return true;
	}
	return false;
}

static void
test_the_wall(void **state)
{
	struct str counted = { 0 };
	struct longest l = { 0 };
	char want[64];
	int64_t begin;

	(void)state;
	senior = site_enrolled(&site, "senior", "1101", 36, 120);
	assert_true(seat_sign_in(senior, "1101", "赵敏", PASSWORD));
	assert_true(seat_command(senior, "班长台", "最近30分钟来电"));
	begin = clock_now_ms() - MINUTES * MINUTE;
	crowd_begin(&crowd, SEED, begin, BETWEEN_MS);
	for (int i = 1; i <= MINUTES; i++) {
		crowd_run(&crowd, begin + i * MINUTE);
		send_until(crowd.now);
	}
	recount(crowd.now, &counted);
	print_message("%d calls, %d records\n", crowd.calls, crowd.n_rows);
	the_wall_says(&counted);
	assert_null(strstr(str_c(&counted), "wrong "));
	assert_true(number_behind(str_c(&counted), "checked ") > 20);
	assert_true(number_behind(str_c(&counted), "waiting ") > 0); /* or the seed is a dull one */
	(void)snprintf(
	    want, sizeof(want), "排队 %lld 最久", number_behind(str_c(&counted), "waiting "));
	screen_await(senior, want);
	l.since_at = number_behind(str_c(&counted), " since ");
	assert_true(poll_until(says_longest, &l, SCREEN_WAIT_MS));
	str_free(&counted);
}

/* ---- the report ---- */

static void
report(const char *by, const char *day, struct str *out)
{
	char bin[512];
	const char *argv[] = { daemon_bin("hotseatd", bin), "report", "calls", day, "--data",
		site.centre.data, "--key-file", site.centre.key, "--by", by, "--json", NULL };

	str_reset(out);
	if (site_run(argv, NULL, out) != 0)
		fail_msg("%s", str_c(out));
}

/* Does the row of that name say it? */
static void
must_say(const char *reported, const char *name, const char *key, const char *value)
{
	char row[64], want[3][96];
	const char *at, *end;

	(void)snprintf(row, sizeof(row), "{\"name\":\"%s\"", name);
	(void)snprintf(want[0], sizeof(want[0]), "\"%s\":\"%s\"", key, value);
	(void)snprintf(want[1], sizeof(want[1]), "\"%s\":%s,", key, value);
	(void)snprintf(want[2], sizeof(want[2]), "\"%s\":%s}", key, value);
	at = strstr(reported, row);
	if (at == NULL)
		fail_msg("no row %s in %s", name, reported);
	end = at != NULL ? strchr(at, '}') : NULL;
	for (int i = 0; i < 3 && end != NULL; i++) {
		const char *found = strstr(at, want[i]);

		if (found != NULL && found <= end)
			return;
	}
	fail_msg("%s: %s is not %s: %.900s", name, key, value, at);
}

static void
test_the_report(void **state)
{
	struct str counted = { 0 }, whole = { 0 }, people = { 0 };
	char day[16], line[256], name[32], key[32], value[32];
	const char *at;
	int n = 0;

	(void)state;
	(void)civil_format(crowd.now, "%Y-%m-%d", day, sizeof(day));
	report("day", day, &whole); /* while they still sit there */
	recount(crowd.now, &counted);
	assert_int_equal(number_behind(str_c(&whole), "\"waiting\":"),
	    number_behind(str_c(&counted), "waiting "));
	assert_true(number_behind(str_c(&whole), "\"waiting_longest_s\":") > 0);
	crowd.now = clock_now_ms();
	crowd_leave(&crowd); /* now no state goes on while one looks */
	send_until(crowd.now);
	recount(crowd.now, &counted);
	report("day", day, &whole);
	report("person", day, &people);
	at = str_c(&counted);
	while (line_of(&at, "report ", line, sizeof(line))) {
		assert_int_equal(sscanf(line, "%31s %31s %31s", name, key, value), 3);
		if (strcmp(name, "day") == 0)
			must_say(str_c(&whole), day, key, value);
		else
			must_say(str_c(&people), name, key, value);
		n++;
	}
	print_message("%d figures\n", n);
	assert_true(n > CROWD_PEOPLE * 10);
	the_wall_says(&counted);
	str_free(&counted);
	str_free(&whole);
	str_free(&people);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_wall),
		cmocka_unit_test(test_the_report),
	};

	(void)setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, setup, teardown);
}
