/* The telephone dies, the caller's line breaks, a command is swallowed, nobody answers: at every step of a call, by keys on the
 * real programs. Each time nobody is let go of by us (the simulated telephone's own ledger says what ended a call), what was
 * typed stands as it was typed and goes on being typed, it is said in words, and afterwards the strip is right. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "../lib/poll.h"
#include "../lib/screen.h"
#include "../lib/site.h"
#include "base/fs.h"
#include "base/str.h"

#define CALLS                                                                                                               \
	"路灯\t红山路的路灯坏了。一。二。三。四。五。六。七。八。九。十。一。二。三。" \
	"四。五。六。七。八。九。十。一。二。三。四。五。六。七。八。\n"
#define FIRST  "红山路78号 路灯不亮,已三天"
#define SECOND ", 老人摔了a1"
#define MENU   "\033p"
#define MUTE   "\033m"

enum step { RINGING, TALKING, HELD, CALLING, CONSULTING, CONFERENCE, ACW, STEPS };
static const struct row {
	const char *name;    /* in the simulation's plan */
	const char *strip;   /* when it is so */
	const char *command; /* what is asked of the telephone there, as it is called */
	const char *done;    /* on the screen once it has done so */
} rows[STEPS] = {
	[RINGING] = { "ringing", "按 F2 接听", "接听", " 通话 " },
	[TALKING] = { "talking", " 通话 ", "静音", " 静音 0" },
	[HELD] = { "held", " 保持 ", "取回", " 通话 " },
	[CALLING] = { "calling", " 咨询 119", "收回", "没有告知结果" },
	[CONSULTING] = { "consulting", " 咨询 119", "转出", "没有告知结果" },
	[CONFERENCE] = { "conference", " 三方 119", "转出", "没有告知结果" },
	[ACW] = { "acw", " 话后整理 ", "", "" },
};

static struct site site;
static struct screen *now;
static char mend[TMPDIR_PATHS], ledger[TMPDIR_PATHS];

static int
setup(void **state)
{
	(void)state;
	site_private(&site);
	tmpdir_path(site.dir, "mended", mend);
	tmpdir_path(site.dir, "ledger", ledger);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	screen_leave(&now);
	site_close(&site);
	return 0;
}

/* ---- what is so ---- */

static void
press(const char *keys)
{
	screen_send(now, keys, strlen(keys));
}

/* What ended calls, by the simulation itself; "" nothing did. */
static void
ended(struct str *out)
{
	str_reset(out);
	if (fs_exists(ledger))
		assert_int_equal(fs_read(ledger, 65536, out, NULL), ERR_OK);
}

static bool
is_ended(void *how)
{
	struct str said = { 0 };
	bool found;

	ended(&said);
	found = strstr(str_c(&said), how) != NULL;
	str_free(&said);
	return found;
}

/* ${but}: how the one call there was did end, and it may just be doing so. */
static void
nobody_was_dropped(const char *but)
{
	struct str said = { 0 };
	char how[64];

	(void)str_copy(how, sizeof(how), but);
	if (*but != '\0')
		(void)poll_until(is_ended, how, SCREEN_WAIT_MS);
	ended(&said);
	if (*but == '\0' ? said.len != 0 : strstr(str_c(&said), but) == NULL)
		fail_msg("ended: %s", str_c(&said));
	if (strstr(str_c(&said), "已挂机") != NULL && strstr(str_c(&said), "来电人已挂机") == NULL)
		fail_msg("we hung up: %s", str_c(&said));
	str_free(&said);
}

/* The form's own row of words: those of a draft that waits may stand elsewhere, alike. */
static bool
row_ends_in(void *arg)
{
	const char *words = arg;
	char row[1024];

	screen_has(now, "");
	for (int y = 1; y < 21; y++) {
		const char *at;

		screen_row(now, y, row, sizeof(row));
		if (strncmp(row, " 诉求内容", strlen(" 诉求内容")) == 0)
			return (at = strstr(row, words)) != NULL && strcmp(at, words) == 0;
	}
	return false;
}

static void
words_are(const char *words)
{
	char wanted[256];

	(void)str_copy(wanted, sizeof(wanted), words);
	if (poll_until(row_ends_in, wanted, SCREEN_WAIT_MS))
		return;
	screen_print(now);
	fail_msg("not \"%s\" and nothing behind it", words);
}

/* ---- keys ---- */

/* From another screen, or to answer: on the form itself F2 is another matter. */
static void
to_form(void)
{
	screen_key(now, "F2");
	screen_await(now, "诉求内容");
}

static void
back_to_form(void)
{
	for (int i = 0; i < 4 && !screen_has(now, " 诉求内容"); i++) {
		screen_key(now, "Esc");
		screen_settle(now);
	}
	screen_await(now, " 诉求内容");
}

static void
menu(const char *row)
{
	press(MENU);
	screen_await(now, row);
	screen_settle(now); /* what is typed before the question stands there is no answer */
	screen_type(now, "2");
}

static void
call_the_fire_brigade(void)
{
	screen_key(now, "F6");
	screen_await(now, "个对象");
	screen_type(now, "119");
	screen_await(now, ">1 119");
	screen_key(now, "Enter");
}

static bool
was_said(void *s)
{
	return screen_saw(s);
}

/* A seat that rings, where ${plan} goes wrong, led to the step. */
static void
arrive(enum step step, const char *what, int seed)
{
	char config[2 * TMPDIR_PATHS + 128], plan[64];

	(void)unlink(mend);
	(void)unlink(ledger);
	(void)snprintf(plan, sizeof(plan), "%s%s:%s", step == ACW ? "talking:drop+" : "",
	    rows[step].name, what);
	(void)snprintf(config, sizeof(config),
	    "pace=1,gap=200,seed=%d,legs=%d,fail=%s,mend=%s,ledger=%s", seed,
	    step == CALLING && strcmp(what, "deaf") == 0 ? 2500 : 400, plan, mend, ledger);
	print_message("%s\n", plan);
	screen_leave(&now);
	now = site_phoned(&site, CALLS, config, NULL);
	if (step == RINGING)
		return;
	screen_await(now, "按 F2 接听");
	to_form();
	screen_type(now, FIRST);
	words_are(FIRST);
	if (step >= HELD && step <= CONFERENCE)
		screen_await(now, " 通话 ");
	if (step == HELD)
		menu("2  保持");
	if (step >= CALLING && step <= CONFERENCE)
		call_the_fire_brigade();
	if (step == CONFERENCE) {
		screen_await(now, "已接听");
		screen_key(now, "F7");
	}
}

/* What the person does with the telephone there. */
static void
ask(enum step step)
{
	if (step == RINGING)
		screen_key(now, "F2");
	else if (step == TALKING)
		press(MUTE);
	else if (step == HELD)
		menu("2  取回");
	else if (step == CALLING)
		screen_key(now, "Esc");
	else
		screen_key(now, "Ctrl-O");
}

static bool
on_transfer(enum step step)
{
	return step >= CALLING && step <= CONFERENCE;
}

/* ---- each trouble ---- */

static void
type_on(enum step step)
{
	if (step == RINGING || on_transfer(step))
		to_form();
	if (step == RINGING)
		screen_type(now, FIRST);
	screen_type(now, SECOND);
	words_are(FIRST SECOND);
}

/* Dead: what is asked is refused in words; then it is back, and so is the strip, before anybody presses a key. */
static void
dies(enum step step, int seed)
{
	arrive(step, "down", seed);
	screen_await(now, " 话务中断 ");
	type_on(step);
	if (on_transfer(step)) {
		screen_key(now, "F6");
		screen_await(now, "个对象");
	}
	if (step == HELD || step == TALKING)
		press(MUTE);
	else if (step != ACW && step != RINGING)
		ask(step);
	if (step != ACW)
		screen_await(now,
		    step == HELD || step == TALKING ? "话务中断, 请用话机" : "话务中断, 现在不能");
	nobody_was_dropped(step == ACW ? "来电人掉线" : "");
	assert_int_equal(fs_write(mend, "", 0, 0600, NULL), ERR_OK);
	assert_true(screen_wait_gone(now, " 话务中断 "));
	screen_await(now, rows[step].strip);
	nobody_was_dropped(step == ACW ? "来电人掉线" : "");
	if (on_transfer(step))
		screen_await(now, step == CONFERENCE ? "三方通话中" : "已接听");
	if (step == RINGING || on_transfer(step))
		to_form();
	if (step == RINGING)
		screen_await(now, " 通话 ");
	words_are(FIRST SECOND);
}

/* The next caller may have given up by then, which is said in its place. */
static void
is_told_of_its_end(void)
{
	screen_watch(now, "在中断时已经结束");
	assert_int_equal(fs_write(mend, "", 0, 0600, NULL), ERR_OK);
	assert_true(poll_until(was_said, now, SCREEN_WAIT_MS));
	screen_watch(now, NULL);
}

static void
is_lost(enum step step, int seed)
{
	arrive(step, "lost", seed);
	screen_await(now, " 话务中断 ");
	type_on(step);
	nobody_was_dropped(step == ACW ? "来电人掉线" : "来电人已挂机");
	if (step != ACW) {
		is_told_of_its_end();
	} else {
		assert_int_equal(fs_write(mend, "", 0, 0600, NULL), ERR_OK);
		assert_true(screen_wait_gone(now, " 话务中断 "));
	}
	if (step != RINGING)
		screen_await(now, " 话后整理 ");
	words_are(FIRST SECOND);
}

static void
is_dropped(enum step step, int seed)
{
	arrive(step, "drop", seed);
	screen_await(now, "来电人掉线");
	nobody_was_dropped("来电人掉线");
	if (step == RINGING)
		return; /* nobody has begun anything */
	screen_await(now, " 话后整理 ");
	back_to_form();
	words_are(FIRST);
	screen_type(now, SECOND);
	words_are(FIRST SECOND);
}

static void
is_deaf(enum step step, int seed)
{
	arrive(step, "deaf", seed);
	if (step != CALLING)
		screen_await(now, rows[step].strip);
	if (step == CONSULTING)
		screen_await(now, "已接听");
	ask(step);
	screen_await(now, "没有回应");
	assert_true(screen_has(now, rows[step].command));
	screen_await(now, rows[step].strip);
	nobody_was_dropped("");
	if (step == RINGING)
		screen_type(now, FIRST); /* F2 has opened it */
	else if (on_transfer(step))
		to_form();
	words_are(FIRST);
	if (on_transfer(step)) {
		screen_key(now, "F6");
		screen_await(now, "个对象"); /* the form says of the other line what is said here */
		screen_await(now, step == CONFERENCE ? "三方通话中" : "已接听");
	}
	ask(step); /* once more, and it is done */
	screen_await(now, rows[step].done);
}

static void
is_not_reached(const char *what, const char *said, int seed)
{
	arrive(TALKING, what, seed);
	screen_await(now, " 通话 ");
	call_the_fire_brigade();
	screen_await(now, said);
	screen_await(now, " 通话 "); /* with the caller again */
	nobody_was_dropped("");
	to_form();
	screen_type(now, SECOND);
	words_are(FIRST SECOND);
}

/* ---- the table ---- */

static void
the_telephone_dies(void **state)
{
	(void)state;
	for (int i = 0; i < STEPS; i++)
		dies((enum step)i, 20 + i);
}

static void
the_caller_leaves_meanwhile(void **state)
{
	(void)state;
	for (int i = 0; i < STEPS; i++)
		is_lost((enum step)i, 40 + i);
}

static void
the_line_breaks(void **state)
{
	(void)state;
	for (int i = 0; i < ACW; i++)
		is_dropped((enum step)i, 60 + i);
}

static void
a_command_is_swallowed(void **state)
{
	(void)state;
	for (int i = 0; i < ACW; i++)
		is_deaf((enum step)i, 80 + i);
}

static void
nobody_answers_there(void **state)
{
	(void)state;
	is_not_reached("busy", "忙, 来电人已回到您这里", 100);
	is_not_reached("no_answer", "无人接听, 来电人已回到您这里", 101);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_telephone_dies, setup, teardown),
		cmocka_unit_test_setup_teardown(the_caller_leaves_meanwhile, setup, teardown),
		cmocka_unit_test_setup_teardown(the_line_breaks, setup, teardown),
		cmocka_unit_test_setup_teardown(a_command_is_swallowed, setup, teardown),
		cmocka_unit_test_setup_teardown(nobody_answers_there, setup, teardown),
	};

	(void)setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
