/* hotseatd import visits as somebody at a terminal meets it, beside a centre that stands and one that runs: good rows are
 * done, bad ones told with their line, the same file again changes nothing. What each row becomes: test_visit.c of
 * server_core. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "../lib/centre.h"
#include "../lib/daemon.h"
#include "base/clock.h"

#define TICKETS   4 /* to be asked about; one more is still with its unit */
#define HOUR_MS   3600000LL
#define HEAD_LINE "ticket_no\tmethod\tat\tsolved\tstars\tmanner\twords\tfailure"

struct bench {
	struct tcentre c;
	struct daemon d;
	char id[TICKETS + 1][ID_SIZE], no[TICKETS + 1][24], at[24];
	struct str said;
};

#define STEP(by, kind, ...) \
	assert_int_equal(   \
	    tcentre_do(&t->c, by, EVENT_##kind, t->id[i], NULL, __VA_ARGS__), OP_APPLIED)

static void
bring(struct bench *t, int i)
{
	struct ticket k;

	tcentre_filed(&t->c, EVENT_SUBMIT, i + 1, t->id[i]);
	ticket_init(&k);
	tcentre_ticket(&t->c, t->id[i], &k);
	str_copy(t->no[i], sizeof(t->no[i]), fields_get(&k.f, TF_NO));
	ticket_free(&k);
	if (i == TICKETS)
		return;
	STEP(CENTRE_UNIT, SIGNIN, -1);
	STEP(CENTRE_UNIT, CONTACT, EA_RESULT, "reached", EA_SUMMARY, "明天去修", -1);
	STEP(
	    CENTRE_SIGNER, REPLY, EA_IS_TRUE, "yes", EA_FACTS, "灯泡坏了", EA_SOLVED, "solved", -1);
	STEP(CENTRE_DISPATCHER, AUDIT_OK, -1);
}

/* The program has a clock of its own: what was done here was done two hours ago. */
static int
setup(void **state)
{
	struct bench *t = calloc(1, sizeof(*t));
	char hex[2 * SECRET_KEY_BYTES + 1];

	assert_non_null(t);
	tcentre_open(&t->c, true, false);
	t->c.now = clock_now_ms() - 2 * HOUR_MS;
	for (int i = 0; i <= TICKETS; i++)
		bring(t, i);
	store_close(t->c.store);
	t->c.store = NULL;
	civil_format(clock_now_ms() - HOUR_MS, "%Y-%m-%d %H:%M", t->at, sizeof(t->at));
	secret_hex(t->c.key, sizeof(t->c.key), hex);
	tmpdir_put(t->c.dir, "key", hex, strlen(hex), t->d.key);
	assert_int_equal(chmod(t->d.key, 0600), 0);
	str_copy(t->d.data, sizeof(t->d.data), t->c.dir);
	(void)snprintf(t->d.server, sizeof(t->d.server), "unix:%s/centre.sock", t->d.data);
	*state = t;
	return 0;
}

static int
teardown(void **state)
{
	struct bench *t = *state;

	if (t->d.pid != 0)
		daemon_kill(&t->d);
	tcentre_close(&t->c);
	str_free(&t->said);
	free(t);
	return 0;
}

static int
import(struct bench *t, const char *more)
{
	char bin[512], part[4096];
	struct str cmd = { 0 };
	size_t n;
	FILE *f;

	str_addf(&cmd, "%s import visits %s/v.tsv --data %s --key-file %s %s 2>&1 </dev/null",
	    daemon_bin("hotseatd", bin), t->c.dir, t->d.data, t->d.key, more);
	str_reset(&t->said);
	f = popen(str_c(&cmd), "r"); /* NOLINT(cert-env33-c): the tests' own words */
	assert_non_null(f);
	while ((n = fread(part, 1, sizeof(part), f)) > 0)
		str_add_n(&t->said, part, n);
	int status = pclose(f);
	str_free(&cmd);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

#define SAYS(code, more, words)                                                         \
	do {                                                                            \
		int rc_ = import(t, more);                                              \
		if (rc_ != (code) || strstr(str_c(&t->said), (words)) == NULL)          \
			fail_msg("%s: exit %d, said: %s", words, rc_, str_c(&t->said)); \
	} while (0)
#define SAID(words) assert_non_null(strstr(str_c(&t->said), (words)))

static void
put(struct bench *t, const struct str *text)
{
	char path[TMPDIR_PATHS];

	tmpdir_put(t->c.dir, "v.tsv", str_c(text), text->len, path);
}

static void
stands(struct bench *t, int i, enum ticket_state state)
{
	struct store_args args = { .dir = t->c.dir, .key = t->c.key };
	struct store *s = NULL;
	struct err e = { 0 };
	struct ticket k;

	ticket_init(&k);
	if (store_open(&args, &s, &e) != ERR_OK || store_ticket_get(s, t->id[i], &k, &e) != ERR_OK)
		fail_msg("%s", e.text);
	assert_int_equal(k.state, state);
	ticket_free(&k);
	store_close(s);
}

/* One row of each kind, and rows that cannot be; ${end}: of a line. */
static void
put_mixed(struct bench *t, const char *begin, const char *end)
{
	struct str text = { 0 };

	str_addf(&text, "%s" HEAD_LINE "%s", begin, end);
	str_addf(&text, "%s\tsms\t%s\t已解决\t5\t5\t很快\t%s", t->no[0], t->at, end);
	str_addf(&text, "%s\tivr\t%s\tunsolved\t1\t3\t\t%s", t->no[1], t->at, end);
	str_addf(&text, "%s\tivr\t%s\t\t\t\t\tno_answer%s", t->no[2], t->at, end);
	str_addf(&text, "%s\tsms\t%s\t也许\t5\t5\t\t%s", t->no[3], t->at, end);
	str_addf(&text, "%s\tsms\t昨天\t已解决\t5\t5\t\t%s", t->no[3], end);
	str_addf(&text, "%s\tsms\t%s\t已解决\t5\t5\t\t%s", t->no[TICKETS], t->at, end);
	str_addf(&text, "999999\tsms\t%s\t已解决\t5\t5\t\t%s", t->at, end);
	str_addf(&text, "%s\t短信\t%s\t部分解决\t3\t4%s", t->no[3], t->at, end);
	put(t, &text);
	str_free(&text);
}

static void
mixed(struct bench *t, const char *begin, const char *end)
{
	put_mixed(t, begin, end);
	SAYS(1, "--dry-run",
	    "满意 2 条, 不满意转复核 1 条, 事后评价 0 条, 未接通 1 条, 以前导入过 0 条, "
	    "未收 4 条 (试导入, 没有改动)");
	stands(t, 0, STATE_VISITING);
	SAYS(1, "", "满意 2 条, 不满意转复核 1 条, 事后评价 0 条, 未接通 1 条");
	SAID("v.tsv:5: ");
	SAID("也许");
	SAID("v.tsv:6: 时间要写成 2026-11-22 10:30 这样");
	SAID("v.tsv:7: ");
	SAID("v.tsv:8: 没有单号为 999999 的工单");
	SAID("4 条没有收");
	stands(t, 0, STATE_CLOSED);
	stands(t, 1, STATE_REVIEW);
	stands(t, 2, STATE_VISITING);
	stands(t, 3, STATE_CLOSED);
	SAYS(1, "", "以前导入过 4 条, 未收 4 条 (没有改动)");
}

static void
into_a_centre_that_stands(void **state)
{
	struct bench *t = *state;

	mixed(t, "", "\n");
	assert_int_equal(daemon_verify(&t->d), 0);
}

/* As a gateway on Windows writes it. */
static void
into_a_centre_that_runs(void **state)
{
	struct bench *t = *state;

	daemon_start(&t->d, NULL, NULL);
	mixed(t, "\xef\xbb\xbf", "\r\n");
	assert_int_equal(daemon_stop(&t->d), 0);
	assert_int_equal(daemon_verify(&t->d), 0);
}

static void
late_and_dissatisfied(void **state)
{
	struct bench *t = *state;
	struct str text = { 0 };

	str_addf(&text, HEAD_LINE "\n%s\tsms\t%s\t已解决\t5\t5\t\t\n", t->no[0], t->at);
	str_addf(&text, "%s\tsms\t%s\t未解决\t2\t5\t又不亮了\t\n", t->no[0], t->at);
	put(t, &text);
	SAYS(0, "", "满意 1 条, 不满意转复核 0 条, 事后评价 1 条");
	stands(t, 0, STATE_REVIEW);
	SAYS(0, "", "以前导入过 2 条, 未收 0 条 (没有改动)");
	str_free(&text);
}

static void
no_table_of_results(void **state)
{
	static const char *const files[] = { "", "ticket_no\tstars\n1\t5\n", HEAD_LINE "\n",
		"\xff\xfe\n" };
	struct bench *t = *state;
	struct str text = { 0 };

	SAYS(1, "", "v.tsv");
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		str_reset(&text);
		str_add(&text, files[i]);
		put(t, &text);
		SAYS(1, "", "v.tsv");
	}
	put_mixed(t, "", "\n");
	SAYS(1, "--data /nowhere", "/nowhere");
	str_free(&text);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(into_a_centre_that_stands),
		T(into_a_centre_that_runs),
		T(late_and_dissatisfied),
		T(no_table_of_results),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
