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

	str_addf(&h->text, "%d:%s|", (int)ev->kind, ev->text);
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
	assert_true(str_starts(str_c(&h.text), "2:|"));
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
		cmocka_unit_test(nobody_rings_while_resting),
		cmocka_unit_test(the_seed_decides),
		cmocka_unit_test(bad_input_is_refused_in_words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
