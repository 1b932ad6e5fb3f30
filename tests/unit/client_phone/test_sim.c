/* The simulated telephone: same seed, same calls; a call goes by the book; a bad file is refused with its line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/str.h"
#include "client/phone/phone.h"

struct heard {
	struct str text; /* one letter and text an event */
	char call[40], peer[24];
};

static void
hear(void *arg, const struct phone_event *ev)
{
	struct heard *h = arg;

	str_addf(
	    &h->text, "%d:%s|", (int)ev->kind, ev->kind >= PHONE_CALLING ? ev->target : ev->text);
	if (ev->cause != CAUSE_NONE)
		str_addf(&h->text, "c%d|", (int)ev->cause);
	if (ev->kind == PHONE_OFFERED) {
		str_copy(h->call, sizeof(h->call), ev->call);
		str_copy(h->peer, sizeof(h->peer), ev->peer);
	}
}

static void
file_with(char path[32], const char *text)
{
	int fd;

	strcpy(path, "/tmp/hotseat-sim-XXXXXX");
	fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
}

static struct phone *
open_sim(const char *path, int seed, struct heard *h)
{
	struct phone *p = NULL;
	struct err e = { 0 };
	char config[128];

	snprintf(config, sizeof(config), "sim:calls=%s,pace=0,seed=%d", path, seed);
	assert_int_equal(phone_open(config, hear, h, 1000, &p, &e), ERR_OK);
	return p;
}

static void
a_call_rings_speaks_and_ends(void **state)
{
	struct heard h = { 0 };
	struct err e = { 0 };
	struct phone *p;
	char path[32];

	(void)state;
	file_with(path, "# 来电\n路灯不亮\t路灯坏了三天。晚上很黑！什么时候修\n");
	p = open_sim(path, 7, &h);
	p->ops->service(p, 1000);
	assert_true(str_starts(str_c(&h.text), "0:|2:|")); /* what it can do, then a call */
	assert_int_equal(strlen(h.peer), 11);
	assert_memory_equal(h.peer + 3, "00000", 5);
	assert_int_equal(p->ops->command(p, PHONE_HOLD, h.call, "", 1000, &e), ERR_STATE);
	assert_int_equal(p->ops->command(p, PHONE_ANSWER, "other", "", 1000, &e), ERR_STATE);
	assert_int_equal(p->ops->command(p, PHONE_ANSWER, h.call, "", 1000, &e), ERR_OK);
	for (int i = 0; i < 3; i++)
		p->ops->service(p, 1000);
	assert_non_null(strstr(str_c(&h.text), "3:|4:路灯坏了三天。|4:晚上很黑！|4:什么时候修|"));
	assert_int_equal(p->ops->command(p, PHONE_HANGUP, h.call, "", 1000, &e), ERR_OK);
	assert_int_equal(p->ops->timeout_ms(p, 1000), 0);
	phone_close(p);
	str_free(&h.text);
	unlink(path);
}

/* ---- a second line ---- */

static struct phone *
open_talking(char path[32], int seed, struct heard *h)
{
	struct phone *p;

	file_with(path, "燃气\t楼道里燃气味很重。\n");
	p = open_sim(path, seed, h);
	p->ops->service(p, 1000);
	assert_int_equal(p->ops->command(p, PHONE_ANSWER, h->call, "", 1000, NULL), ERR_OK);
	str_free(&h->text);
	return p;
}

static void
do_it(struct phone *p, const struct heard *h, enum phone_command c, const char *number)
{
	struct err e = { 0 };

	if (p->ops->command(p, c, h->call, number, 1000, &e) != ERR_OK)
		fail_msg("%s", e.text);
	p->ops->service(p, 1000);
}

static void
whom_it_is_handed_to_answers_and_takes_over(void **state)
{
	struct heard h = { 0 };
	char path[32];
	struct phone *p = open_talking(path, 7, &h);

	(void)state;
	assert_int_equal(p->ops->command(p, PHONE_TRANSFER, h.call, "", 1000, NULL), ERR_STATE);
	assert_int_equal(p->ops->command(p, PHONE_RECONNECT, h.call, "", 1000, NULL), ERR_STATE);
	assert_int_equal(p->ops->command(p, PHONE_CONSULT, h.call, "", 1000, NULL), ERR_LIMIT);
	do_it(p, &h, PHONE_CONSULT, "119");
	assert_string_equal(str_c(&h.text), "5:|10:119|11:119|"); /* held, rings there, answers */
	assert_int_equal(p->ops->command(p, PHONE_CONSULT, h.call, "110", 1000, NULL), ERR_STATE);
	assert_int_equal(p->ops->command(p, PHONE_RETRIEVE, h.call, "", 1000, NULL), ERR_STATE);
	str_free(&h.text);
	do_it(p, &h, PHONE_TRANSFER, "");
	assert_true(str_starts(str_c(&h.text), "15:119|7:已转给对方"));
	phone_close(p);
	str_free(&h.text);
	unlink(path);
}

/* Busy, no answer and answering by seed and number; the caller is always back afterwards. */
static void
the_caller_comes_back_when_nobody_answers(void **state)
{
	int fates[3] = { 0 };

	(void)state;
	for (int seed = 0; seed < 60; seed++) {
		struct heard h = { 0 };
		char path[32];
		struct phone *p = open_talking(path, seed, &h);

		do_it(p, &h, PHONE_CONSULT, "8890-0777");
		if (strstr(str_c(&h.text), "12:8890-0777") == NULL) {
			fates[CAUSE_NONE]++;
			do_it(p, &h, PHONE_RECONNECT, "");
			assert_non_null(strstr(str_c(&h.text), "14:8890-0777|6:"));
		} else {
			fates[strstr(str_c(&h.text), "|c1") != NULL ? CAUSE_BUSY
								    : CAUSE_NO_ANSWER]++;
			assert_non_null(strstr(str_c(&h.text), "|6:|")); /* retrieved */
		}
		do_it(p, &h, PHONE_HOLD, ""); /* only somebody who is there can be held */
		phone_close(p);
		str_free(&h.text);
		unlink(path);
	}
	assert_true(fates[CAUSE_NONE] > 30);
	assert_true(fates[CAUSE_BUSY] > 0 && fates[CAUSE_NO_ANSWER] > 0);
}

static void
three_talk_while_a_fourth_is_told(void **state)
{
	struct heard h = { 0 };
	char path[32];
	struct phone *p = open_talking(path, 7, &h);

	(void)state;
	do_it(p, &h, PHONE_CONFERENCE, "119");
	assert_non_null(strstr(str_c(&h.text), "11:119|13:119|6:|"));
	str_free(&h.text);
	do_it(p, &h, PHONE_CONSULT, "110"); /* caller and 119 talk on */
	assert_string_equal(str_c(&h.text), "10:110|11:110|");
	do_it(p, &h, PHONE_RECONNECT, "");
	assert_non_null(strstr(str_c(&h.text), "14:110|"));
	str_free(&h.text);
	assert_int_equal(p->ops->command(p, PHONE_TRANSFER, h.call, "", 1000, NULL), ERR_OK);
	assert_true(str_starts(str_c(&h.text), "15:119|7:"));
	str_free(&h.text);
	assert_int_equal(p->ops->command(p, PHONE_DIAL, "", "120", 1000, NULL), ERR_OK);
	p->ops->service(p, 1000);
	assert_true(str_starts(str_c(&h.text), "10:120|11:120|")); /* a call of one's own */
	assert_null(strstr(str_c(&h.text), "2:|"));                /* nobody rings meanwhile */
	assert_int_equal(p->ops->command(p, PHONE_RECONNECT, "", "", 1000, NULL), ERR_OK);
	phone_close(p);
	str_free(&h.text);
	unlink(path);
}

static void
nobody_rings_while_resting(void **state)
{
	struct heard h = { 0 };
	struct phone *p;
	char path[32];

	(void)state;
	file_with(path, "甲\t乙。\n");
	p = open_sim(path, 1, &h);
	assert_int_equal(p->ops->agent(p, AGENT_REST, 1, 1000, NULL), ERR_OK);
	assert_int_equal(p->ops->timeout_ms(p, 1000), -1);
	p->ops->service(p, 999999);
	assert_null(strstr(str_c(&h.text), "2:"));
	phone_close(p);
	str_free(&h.text);
	unlink(path);
}

static void
the_seed_decides(void **state)
{
	char path[32], first[3][24];

	(void)state;
	file_with(path, "一\t甲。\n二\t乙。\n三\t丙。\n");
	for (int i = 0; i < 3; i++) {
		struct heard h = { 0 };
		struct phone *p = open_sim(path, i == 2 ? 99 : 5, &h);
		p->ops->service(p, 1000);
		str_copy(first[i], sizeof(first[i]), h.peer);
		phone_close(p);
		str_free(&h.text);
	}
	assert_string_equal(first[0], first[1]);
	assert_string_not_equal(first[0], first[2]);
	unlink(path);
}

static void
bad_input_is_refused_in_words(void **state)
{
	static const struct {
		const char *config, *where, *text;
	} cases[] = {
		{ "baresip:", "", "没有名为" },
		{ "sim:", "", "calls=" },
		{ "sim:calls=/nonexistent/x", "", "" },
		{ "sim:pace=abc", "", "整数" },
		{ "sim:legs=60001", "", "整数" },
		{ "sim:speed=1", "", "没有参数" },
		{ "sim:pace", "", "名=值" },
	};
	struct phone *p;
	char path[32], config[64];
	struct err e;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		memset(&e, 0, sizeof(e));
		assert_int_not_equal(phone_open(cases[i].config, hear, NULL, 0, &p, &e), ERR_OK);
		assert_null(p);
		assert_non_null(strstr(e.text, cases[i].text));
	}
	file_with(path, "好\t好。\n没有制表符\n");
	snprintf(config, sizeof(config), "sim:calls=%s", path);
	assert_int_equal(phone_open(config, hear, NULL, 0, &p, &e), ERR_CONFIG);
	assert_non_null(strstr(e.where, ":2"));
	unlink(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_call_rings_speaks_and_ends),
		cmocka_unit_test(whom_it_is_handed_to_answers_and_takes_over),
		cmocka_unit_test(the_caller_comes_back_when_nobody_answers),
		cmocka_unit_test(three_talk_while_a_fourth_is_told),
		cmocka_unit_test(nobody_rings_while_resting),
		cmocka_unit_test(the_seed_decides),
		cmocka_unit_test(bad_input_is_refused_in_words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
