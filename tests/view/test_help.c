/* test_help: keys from the tables for the screen one came from, and what to do next. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../lib/viewdesk.h"
#include "model/role.h"

static void
test_pictures(void **state)
{
	struct viewdesk d;

	(void)state;
	viewdesk_init(&d, 24, 80);
	viewdesk_open(&d, "help", "sync");
	viewdesk_golden(&d, "help-sync-80");
	viewdesk_key(&d, ACTION_HELP);
	viewdesk_golden(&d, "help-sync-next-80");
	viewdesk_key(&d, ACTION_HELP);
	assert_true(viewdesk_shows(&d, "这里的键"));
	viewdesk_free(&d);
}

/* What fills the screen to its last row has no empty page behind it. */
static void
test_next_steps_have_no_empty_page(void **state)
{
	struct viewdesk d;

	(void)state;
	viewdesk_init(&d, 24, 80);
	viewdesk_open(&d, "help", "intake");
	viewdesk_key(&d, ACTION_HELP);
	assert_true(viewdesk_shows(&d, "8. "));
	viewdesk_key(&d, ACTION_PAGE_DOWN);
	assert_true(viewdesk_shows(&d, "8. "));
	viewdesk_free(&d);
}

/* On the pages of what was asked about? */
static bool
is_listed(struct viewdesk *d, const char *words)
{
	bool found = false;

	viewdesk_key(d, ACTION_HOME);
	for (int page = 0; page < 9 && !found; page++) {
		found = viewdesk_shows(d, words);
		viewdesk_key(d, ACTION_PAGE_DOWN);
	}
	return found;
}

/* A screen's page has what the screen acts on, in the table's words or in its own, and nothing that does nothing there;
 * what is the same everywhere stands there once. */
static void
test_only_what_does_something(void **state)
{
	static const enum action everywhere[] = { ACTION_HELP, ACTION_STATE, ACTION_LOCK,
		ACTION_COMMAND, ACTION_GO_TO, ACTION_REDRAW };
	static const struct {
		const char *view;
		enum action action;
		bool there;
	} cases[] = {
		{ "home", ACTION_HISTORY, false },
		{ "home", ACTION_HOLD, false },
		{ "home", ACTION_SUBMIT, false },
		{ "home", ACTION_SAME, false },
		{ "home", ACTION_UNMASK, false },
		{ "home", ACTION_NEWLINE, false },
		{ "home", ACTION_RETRY, false },
		{ "home", ACTION_NEXT_DRAFT, true },
		{ "home", ACTION_PAGE_DOWN, true },
		{ "ticket", ACTION_HISTORY, false },
		{ "ticket", ACTION_SUBMIT, false },
		{ "ticket", ACTION_UNMASK, true },
		{ "ticket", ACTION_RESTORE, true },
		{ "tickets", ACTION_NEXT_DRAFT, false },
		{ "tickets", ACTION_RESTORE, false },
		{ "intake", ACTION_HISTORY, true },
		{ "intake", ACTION_HOLD, true },
		{ "intake", ACTION_MODULE, true },
		{ "intake", ACTION_UNMASK, false },
		{ "sync", ACTION_RETRY, true },
		{ "sync", ACTION_HOLD, false },
		{ "bulletins", ACTION_MODULE, false },
	};
	struct viewdesk d;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		viewdesk_init(&d, 60, 120);
		viewdesk_open(&d, "help", cases[i].view);
		if (is_listed(&d, action_info(cases[i].action)->help) != cases[i].there)
			fail_msg("%s: %s", cases[i].view, action_info(cases[i].action)->name);
		for (size_t k = 0; k < sizeof(everywhere) / sizeof(everywhere[0]); k++)
			assert_true(is_listed(&d, action_info(everywhere[k])->help));
		assert_false(is_listed(&d, action_info(ACTION_SENIOR)->help));
		viewdesk_free(&d);
	}
}

/* Who trains finds there what is done when marks are wrong, and where a scenario of his own goes. */
static void
test_guides_of_the_classroom(void **state)
{
	static const char *const views[] = { "console", "train" }, *const told[] = { "不服",
		"F10 写理由", "另一位教员", "免扣", "conf/scenarios/", "README.md",
		"check-scenario" };
	struct viewdesk d;

	(void)state;
	for (size_t i = 0; i < sizeof(views) / sizeof(views[0]); i++) {
		viewdesk_init(&d, 36, 120);
		viewdesk_open(&d, "help", views[i]);
		viewdesk_key(&d, ACTION_HELP);
		for (size_t k = 0; k < sizeof(told) / sizeof(told[0]); k++)
			if (!is_listed(&d, told[k]))
				fail_msg("%s: %s", views[i], told[k]);
		viewdesk_free(&d);
	}
	viewdesk_init(&d, 24, 80);
	viewdesk_open(&d, "help", "marks");
	assert_true(is_listed(&d, "Alt-T 那一行里说的不算"));
	viewdesk_free(&d);
}

/* Of talking points each is told what he may do: who answers calls is told nothing, who only lets out not how to write. */
static void
test_who_writes_and_who_lets_out(void **state)
{
	static const struct {
		uint32_t roles;
		bool writes, decides;
	} cases[] = { { ROLE_BIT(AGENT), false, false }, { ROLE_BIT(SENIOR), true, true },
		{ ROLE_BIT(KB_EDITOR), true, true }, { ROLE_BIT(LEADER), false, true } };
	struct viewdesk d;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		viewdesk_init(&d, 24, 80);
		d.desk.me.roles = cases[i].roles;
		viewdesk_open(&d, "help", "bulletins");
		assert_int_equal(is_listed(&d, "拟写临时口径, 另一人批准才生效"), cases[i].writes);
		assert_int_equal(is_listed(&d, "批准、退回、提前结束"), cases[i].decides);
		viewdesk_key(&d, ACTION_HELP);
		assert_int_equal(is_listed(&d, "突然停气停水"), cases[i].writes);
		assert_int_equal(is_listed(&d, "上面写着待批"), cases[i].decides);
		viewdesk_free(&d);
	}
}

/* What a screen says it answers is what it does: no key that it takes, just opened, is left out. */
static void
test_no_key_is_left_out(void **state)
{
	size_t n;
	const struct view_ops *const *all = views_all(&n);
	struct viewdesk first;

	(void)state;
	viewdesk_init(&first, 60, 120);
	for (size_t i = 0; i < n; i++) {
		if (strcmp(all[i]->name, "lock") == 0 || strcmp(all[i]->name, "ticket") == 0 ||
		    strcmp(all[i]->name, "print") == 0 || strcmp(all[i]->name, "files") == 0 ||
		    strcmp(all[i]->name, "replay") == 0 || strcmp(all[i]->name, "subject") == 0 ||
		    strcmp(all[i]->name, "train") == 0 || strcmp(all[i]->name, "marks") == 0 ||
		    strcmp(all[i]->name, "exam") == 0 || strcmp(all[i]->name, "console") == 0 ||
		    strcmp(all[i]->name, "drill") == 0)
			continue; /* takes everything, to let nothing through; want a ticket, a lesson, a name */
		for (int a = ACTION_NONE + 1; a < ACTION_COUNT; a++) {
			const struct input in = input_action((enum action)a);
			struct viewdesk d, help;
			unsigned bits;

			viewdesk_init_beside(&d, &first);
			viewdesk_open(&d, all[i]->name, NULL);
			bits = all[i]->input(&d.view, &in);
			viewdesk_free(&d);
			if ((bits & VIEW_IGNORED) != 0 || (all[i]->answers >> a & 1) != 0)
				continue;
			viewdesk_init_beside(
			    &help, &first); /* else it must be of those everywhere */
			viewdesk_open(&help, "help", "modules");
			if (!is_listed(&help, action_info((enum action)a)->help))
				fail_msg("%s: %s", all[i]->name, action_info((enum action)a)->name);
			viewdesk_free(&help);
		}
	}
	viewdesk_free(&first);
}

static void
test_keys_of_one_screen_are_on_its_page(void **state)
{
	struct viewdesk d;

	(void)state;
	viewdesk_init(&d, 60, 120);
	viewdesk_open(&d, "help", "knowledge");
	for (int a = ACTION_NONE + 1; a < ACTION_COUNT; a++) {
		const struct action_info *info = action_info((enum action)a);

		if (info->scope == SCOPE_KNOWLEDGE && !action_is_reserved((enum action)a))
			assert_true(viewdesk_shows(&d, info->help));
	}
	viewdesk_golden(&d, "help-knowledge-120");
	viewdesk_free(&d);
}

static void
test_a_remapped_key_is_shown(void **state)
{
	struct viewdesk d;
	struct keymap km;

	(void)state;
	viewdesk_init(&d, 36, 120);
	keymap_default(&km);
	assert_int_equal(keymap_bind(&km, ACTION_SUBMIT, "Ctrl-V", NULL), ERR_OK);
	d.desk.keymap = &km;
	viewdesk_open(&d, "help", "login");
	assert_true(viewdesk_shows(&d, "Ctrl-V"));
	viewdesk_free(&d);
}

/* Each screen that one can stand on has next steps of its own. */
static void
test_next_steps_of_every_screen(void **state)
{
	size_t n;
	const struct view_ops *const *all = views_all(&n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		struct viewdesk d;

		if (strcmp(all[i]->name, "help") == 0)
			continue;
		viewdesk_init(&d, 24, 80);
		viewdesk_open(&d, "help", all[i]->name);
		viewdesk_key(&d, ACTION_HELP);
		if (!viewdesk_shows(&d, "1. "))
			fail_msg("%s", all[i]->name);
		viewdesk_free(&d);
	}
}

static void
test_the_end_of_the_text_is_left_to_the_app(void **state)
{
	struct viewdesk d;

	(void)state;
	viewdesk_init(&d, 24, 80);
	viewdesk_open(&d, "help", NULL);
	viewdesk_draw(&d);
	viewdesk_key(&d, ACTION_PAGE_DOWN);
	assert_int_equal(d.bits, VIEW_DRAW);
	viewdesk_key(&d, ACTION_BACK);
	assert_int_equal(d.bits, VIEW_IGNORED);
	viewdesk_free(&d);
}

/* A unit takes no calls: the keys of those who do are not listed to it. */
static void
rights_decide_what_is_listed(void **state)
{
	static const enum action calls[] = { ACTION_NEW, ACTION_TRANSFER, ACTION_EMERGENCY,
		ACTION_OUTCOME, ACTION_STATE };
	struct viewdesk d;

	(void)state;
	viewdesk_init(&d, 60, 120);
	viewdesk_open(&d, "help", "sync");
	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
		assert_true(is_listed(&d, action_info(calls[i])->help));
	viewdesk_free(&d);
	viewdesk_init(&d, 60, 120);
	d.desk.me = (struct actor){
		.user = "6004", .name = "周建军", .unit = "1004", .roles = ROLE_BIT(UNIT)
	};
	viewdesk_open(&d, "help", "sync");
	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
		assert_false(is_listed(&d, action_info(calls[i])->help));
	assert_true(is_listed(&d, action_info(ACTION_LOCK)->help));
	viewdesk_free(&d);
}

/* Who answers no calls is told of none; where nobody signs out, that is not said. */
static void
test_words_for_who_sits_here(void **state)
{
	struct viewdesk d;

	(void)state;
	viewdesk_init(&d, 40, 80);
	viewdesk_open(&d, "help", "home");
	viewdesk_key(&d, ACTION_HELP);
	assert_true(viewdesk_shows(&d, "来电响铃"));
	assert_true(viewdesk_shows(&d, "注销"));
	viewdesk_free(&d);
	viewdesk_init(&d, 40, 80);
	d.desk.me.roles = ROLE_BIT(ADMIN);
	d.desk.link.is_private = true;
	viewdesk_open(&d, "help", "home");
	assert_false(is_listed(&d, action_info(ACTION_NEXT_DRAFT)->help));
	viewdesk_key(&d, ACTION_HELP);
	assert_false(viewdesk_shows(&d, "F2"));
	assert_true(viewdesk_shows(&d, "Ctrl-P"));
	assert_false(viewdesk_shows(&d, "注销"));
	viewdesk_free(&d);
}

/* A key that means another thing on a screen is told as what it means there. */
static void
test_keys_by_what_they_mean_there(void **state)
{
	struct viewdesk d;

	(void)state;
	viewdesk_init(&d, 60, 120);
	viewdesk_open(&d, "help", "files");
	assert_true(is_listed(&d, "看图"));
	assert_false(is_listed(&d, action_info(ACTION_SUBMIT)->help));
	viewdesk_free(&d);
	viewdesk_init(&d, 60, 120);
	viewdesk_open(&d, "help", "dispatch");
	assert_true(is_listed(&d, "并成一件"));
	assert_false(is_listed(&d, action_info(ACTION_JOIN)->help));
	viewdesk_free(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rights_decide_what_is_listed),
		cmocka_unit_test(test_next_steps_have_no_empty_page),
		cmocka_unit_test(test_pictures),
		cmocka_unit_test(test_only_what_does_something),
		cmocka_unit_test(test_guides_of_the_classroom),
		cmocka_unit_test(test_who_writes_and_who_lets_out),
		cmocka_unit_test(test_no_key_is_left_out),
		cmocka_unit_test(test_keys_of_one_screen_are_on_its_page),
		cmocka_unit_test(test_a_remapped_key_is_shown),
		cmocka_unit_test(test_next_steps_of_every_screen),
		cmocka_unit_test(test_words_for_who_sits_here),
		cmocka_unit_test(test_keys_by_what_they_mean_there),
		cmocka_unit_test(test_the_end_of_the_text_is_left_to_the_app),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
