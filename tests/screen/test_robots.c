/* Every scenario on the real screens, by robots: whoever does what the answer asks for has at least 95 of a hundred, who does nothing
 * fails, who promises a day fails whatever else he does, who does not restate has less than who does, and who takes whatever is
 * proposed first stays at or below 70. So none is unsolvable at a seat, and none is free.
 *
 * The program plays itself (--robot): its keys are bytes in the decoder of its terminal, on a pty whose picture is drawn like
 * any other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "../lib/daemon.h"
#include "../lib/screen.h"
#include "../lib/tmpdir.h"
#include "base/fs.h"
#include "base/str.h"

#define PARTS    2 /* programs side by side, each with its part of the scenarios */
#define RUN_MS   600000
#define VARIANTS 3 /* of each scenario; other names, places, moods, orders of what is said */
#define SOLVED   95
#define FREE     70
#define MOST     200 /* scenarios */

enum style { REFERENCE, IDLE, PROMISES, NO_RESTATING, FIRST_PROPOSAL, STYLES };
static const char *const styles[STYLES] = { "reference", "idle", "promises", "no-restating",
	"first-proposal" };

struct played {
	char id[32];
	struct {
		bool there, fatal, passed;
		int percent;
		char line[4096]; /* as reported, for who reads why */
	} by[STYLES];
};
static struct played table[MOST];
static int n_table;
static int seed; /* which variant of each */

/* ---- the report ---- */

static struct played *
row_of(const char *id)
{
	for (int i = 0; i < n_table; i++)
		if (strcmp(table[i].id, id) == 0)
			return &table[i];
	assert_true(n_table < MOST);
	(void)str_copy(table[n_table].id, sizeof(table[n_table].id), id);
	return &table[n_table++];
}

enum { AT_STYLE, AT_SCENARIO, AT_PERCENT, AT_VERDICT, AT_TALK, AT_TICKETS, AT_OUTCOME, AT_LOST };

static void
field(const char *line, int n, char *out, size_t size)
{
	for (; n > 0; n--) {
		assert_non_null(line = strchr(line, '\t'));
		line++;
	}
	(void)snprintf(out, size, "%.*s", (int)strcspn(line, "\t\n"), line);
}

static void
take_line(const char *line)
{
	char style[32], id[32], percent[16], verdict[64];
	struct played *p;
	int s = 0;

	field(line, AT_STYLE, style, sizeof(style));
	field(line, AT_SCENARIO, id, sizeof(id));
	field(line, AT_PERCENT, percent, sizeof(percent));
	field(line, AT_VERDICT, verdict, sizeof(verdict));
	while (s < STYLES && strcmp(styles[s], style) != 0)
		s++;
	assert_true(s < STYLES);
	p = row_of(id);
	assert_false(p->by[s].there);
	p->by[s].there = true;
	p->by[s].percent = (int)strtol(percent, NULL, 10);
	p->by[s].fatal = strcmp(verdict, "一票否决") == 0;
	p->by[s].passed = !p->by[s].fatal && strcmp(verdict, "不合格") != 0;
	(void)snprintf(
	    p->by[s].line, sizeof(p->by[s].line), "%.*s", (int)strcspn(line, "\n"), line);
}

static void
read_report(const char *dir)
{
	char path[TMPDIR_PATHS];
	struct str all = { 0 };

	assert_int_equal(
	    fs_read(tmpdir_path(dir, "robots.tsv", path), 1 << 22, &all, NULL), ERR_OK);
	for (const char *at = str_c(&all); *at != '\0'; at += strcspn(at, "\n") + 1)
		take_line(at);
	str_free(&all);
}

/* ---- the run ---- */

static struct screen *
begin(const char *dir, const char *lessons, int part)
{
	char bin[512], share[512], order[32], variant[16];
	const char *argv[] = { daemon_bin("hotseat", bin), "--share", daemon_share("", share),
		"--demo", "--lessons", lessons, "--pace", "200", "--seed", variant, "--robot",
		order, NULL };

	(void)snprintf(variant, sizeof(variant), "%d", seed);
	(void)snprintf(order, sizeof(order), "all/%d/%d", part + 1, PARTS);
	assert_int_equal(setenv("XDG_CONFIG_HOME", dir, 1), 0);
	assert_int_equal(setenv("XDG_RUNTIME_DIR", dir, 1), 0);
	return screen_start(argv, 24, 80);
}

static int
play_all(void **state)
{
	char dir[PARTS][TMPDIR_SIZE], lessons[PARTS][TMPDIR_PATHS];
	struct screen *seat[PARTS];
	int status[PARTS];

	(void)state;
	n_table = 0;
	memset(table, 0, sizeof(table));
	for (int i = 0; i < PARTS; i++) {
		tmpdir_make(dir[i]);
		seat[i] = begin(dir[i], tmpdir_path(dir[i], "lessons", lessons[i]), i);
	}
	for (int i = 0; i < PARTS; i++)
		status[i] = screen_wait_exit(seat[i], RUN_MS);
	for (int i = 0; i < PARTS; i++) {
		if (status[i] < 0)
			screen_print(seat[i]);
		screen_stop(seat[i]);
		assert_true(WIFEXITED(status[i]) && WEXITSTATUS(status[i]) == 0);
		read_report(lessons[i]);
		tmpdir_remove(dir[i]);
	}
	return 0;
}

/* ---- what must come of it ---- */

static int
scenarios(void)
{
	char path[512];
	DIR *d = opendir(daemon_share("conf/scenarios", path));
	int n = 0;

	assert_non_null(d);
	for (struct dirent *e; (e = readdir(d)) != NULL;)
		n += e->d_name[0] == 'S' && strstr(e->d_name, ".txt") != NULL;
	closedir(d);
	return n;
}

static void
every_scenario_was_played_by_every_robot(void **state)
{
	char lost[256];

	(void)state;
	assert_int_equal(n_table, scenarios());
	for (int i = 0; i < n_table; i++)
		for (int s = 0; s < STYLES; s++) {
			assert_true(table[i].by[s].there);
			field(table[i].by[s].line, AT_LOST, lost, sizeof(lost));
			if (s != IDLE && s != FIRST_PROPOSAL && strcmp(lost, "-") != 0)
				fail_msg("%s", table[i].by[s].line);
		}
}

/* Says all that are not as they must be, before it fails. */
static void
all_are(enum style s, bool (*is)(const struct played *p))
{
	int wrong = 0;

	for (int i = 0; i < n_table; i++)
		if (!is(&table[i])) {
			fprintf(stderr, "%s\n", table[i].by[s].line);
			wrong++;
		}
	assert_int_equal(wrong, 0);
}

static bool
is_solved(const struct played *p)
{
	return p->by[REFERENCE].percent >= SOLVED && p->by[REFERENCE].passed;
}

static bool
fails_by_doing_nothing(const struct played *p)
{
	return !p->by[IDLE].passed;
}

static bool
is_fatal_by_promising(const struct played *p)
{
	return p->by[PROMISES].fatal;
}

/* Nothing is restated to a silent line or a misdialled call. */
static bool
costs_not_to_restate(const struct played *p)
{
	static const char *const odd[] = { "\tsilent\t", "\twrong\t" };

	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++)
		if (strstr(p->by[REFERENCE].line, odd[i]) != NULL)
			return true;
	return p->by[NO_RESTATING].percent < p->by[REFERENCE].percent;
}

static bool
is_not_free(const struct played *p)
{
	return p->by[FIRST_PROPOSAL].percent <= FREE;
}

static void
the_reference_solves_each(void **state)
{
	(void)state;
	all_are(REFERENCE, is_solved);
}

static void
doing_nothing_fails(void **state)
{
	(void)state;
	all_are(IDLE, fails_by_doing_nothing);
}

static void
a_promised_date_is_fatal(void **state)
{
	(void)state;
	all_are(PROMISES, is_fatal_by_promising);
}

static void
not_restating_costs_points(void **state)
{
	(void)state;
	all_are(NO_RESTATING, costs_not_to_restate);
}

static void
taking_the_first_proposal_is_not_enough(void **state)
{
	(void)state;
	all_are(FIRST_PROPOSAL, is_not_free);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_scenario_was_played_by_every_robot),
		cmocka_unit_test(the_reference_solves_each),
		cmocka_unit_test(doing_nothing_fails),
		cmocka_unit_test(a_promised_date_is_fatal),
		cmocka_unit_test(not_restating_costs_points),
		cmocka_unit_test(taking_the_first_proposal_is_not_enough),
	};

	int failed = 0;

	for (seed = 0; seed < VARIANTS; seed++)
		failed += cmocka_run_group_tests(tests, play_all, NULL);
	return failed;
}
