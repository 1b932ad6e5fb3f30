/* The pack of a city that runs: read again nothing changes; what is changed is found; a code that tickets or people name never
 * goes; what lives from day to day is left alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../lib/hall.h"
#include "base/fs.h"
#include "server/core/bring.h"

struct bench {
	struct hall h;
	char pack[700];
	struct str report;
	int put, same, gone;
	char last[200];
};

static int
setup(void **state)
{
	struct bench *t = calloc(1, sizeof(*t));
	char cmd[1600];

	assert_non_null(t);
	hall_open(&t->h, NULL, 1795228927000LL);
	(void)snprintf(t->pack, sizeof(t->pack), "%s/pack", t->h.dir);
	(void)snprintf(cmd, sizeof(cmd), "cp -r '%s/conf/city/yunjiang' '%s'",
	    getenv("HOTSEAT_SHARE"), t->pack);
	assert_int_equal(system(cmd), 0); /* NOLINT(cert-env33-c): our own words */
	*state = t;
	return 0;
}

static int
teardown(void **state)
{
	struct bench *t = *state;

	str_free(&t->report);
	hall_close(&t->h);
	free(t);
	return 0;
}

static bool
put(void *arg, const char *kind, const char *code, const char *text)
{
	struct bench *t = arg;
	struct str have = { 0 };
	int64_t rev;
	bool is_same =
	    store_ref_get(t->h.store, kind, code, &have, &rev) && strcmp(str_c(&have), text) == 0;

	t->same += is_same;
	t->put += !is_same;
	if (!is_same)
		(void)snprintf(t->last, sizeof(t->last), "%s/%s", kind, code);
	str_free(&have);
	return true;
}

static void
del(void *arg, const char *kind, const char *code)
{
	struct bench *t = arg;

	t->gone++;
	(void)snprintf(t->last, sizeof(t->last), "%s/%s", kind, code);
}

/* How many mistakes. */
static int
read_pack(struct bench *t)
{
	struct bring b = { .st = t->h.store,
		.city = t->h.city,
		.put = put,
		.del = del,
		.arg = t,
		.report = &t->report };
	struct err e = { 0 };

	str_reset(&t->report);
	t->put = t->same = t->gone = 0;
	if (bring(BRING_CITY, &b, t->pack, &e) != ERR_OK)
		fail_msg("%s", e.text);
	return b.bad;
}

/* Lines that begin with ${head} give way to ${to}, NULL: go. */
static void
rewrite(struct bench *t, const char *name, const char *head, const char *to)
{
	struct str text = { 0 }, out = { 0 };
	struct err e = { 0 };
	char path[800];
	int found = 0;

	assert_true(fs_join(path, sizeof(path), t->pack, name));
	assert_int_equal(fs_read(path, 1 << 20, &text, &e), ERR_OK);
	for (const char *at = str_c(&text); *at != '\0';) {
		size_t n = strcspn(at, "\n");

		n += at[n] == '\n';
		if (str_starts(at, head)) {
			found++;
			if (to != NULL)
				str_addf(&out, "%s\n", to);
		} else {
			str_add_n(&out, at, n);
		}
		at += n;
	}
	assert_true(found > 0);
	assert_int_equal(fs_write(path, str_c(&out), out.len, 0600, &e), ERR_OK);
	str_free(&text);
	str_free(&out);
}

static void
read_again_nothing_changes(void **state)
{
	struct bench *t = *state;

	assert_int_equal(read_pack(t), 0);
	assert_int_equal(t->put, 0);
	assert_int_equal(t->gone, 0);
	assert_true(t->same > 500);
}

static void
what_is_changed_is_found(void **state)
{
	struct bench *t = *state;

	rewrite(t, "modules.tsv", "scfy\t", NULL);
	assert_int_equal(read_pack(t), 0);
	assert_int_equal(t->put, 0);
	assert_int_equal(t->gone, 1);
	assert_string_equal(t->last, "module/scfy");
}

static void
a_code_that_is_named_never_goes(void **state)
{
	struct bench *t = *state;

	hall_hire(&t->h, "8801", "某人", "village", "5002");
	rewrite(t, "units.tsv", "5002\t", NULL);
	rewrite(t, "users.tsv", "5002\t", NULL);
	rewrite(t, "contacts.tsv", "5002\t", NULL);
	if (read_pack(t) != 1)
		fail_msg("%s", str_c(&t->report));
	if (strstr(str_c(&t->report), "单位 5002 ") == NULL ||
	    strstr(str_c(&t->report), "人员), 资料里没有它") == NULL)
		fail_msg("%s", str_c(&t->report));
	assert_int_equal(t->gone + t->put, 0);
}

static void
a_pack_with_a_mistake_changes_nothing(void **state)
{
	struct bench *t = *state;

	rewrite(t, "units.tsv", "1004\t", NULL);
	assert_true(read_pack(t) > 0);
	assert_non_null(strstr(str_c(&t->report), "contacts.tsv:"));
	assert_int_equal(t->gone + t->put, 0);
}

static void
what_lives_from_day_to_day_is_left_alone(void **state)
{
	struct bench *t = *state;

	rewrite(t, "calendar.tsv", "2026-10-01\t", NULL);
	(void)read_pack(t);
	assert_int_equal(t->gone + t->put, 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(read_again_nothing_changes),
		TEST(what_is_changed_is_found),
		TEST(a_code_that_is_named_never_goes),
		TEST(a_pack_with_a_mistake_changes_nothing),
		TEST(what_lives_from_day_to_day_is_left_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
