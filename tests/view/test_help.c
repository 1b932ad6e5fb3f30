/* test_help: keys from the tables for the screen one came from, and what to do next. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../lib/viewdesk.h"

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

/* Every action with a key is somewhere on its pages, with its sentence. */
static void
test_every_action_is_there(void **state)
{
	struct viewdesk d;

	(void)state;
	viewdesk_init(&d, 60, 120);
	viewdesk_open(&d, "help", "home");
	for (int a = ACTION_NONE + 1; a < ACTION_COUNT; a++) {
		const struct action_info *info = action_info((enum action)a);
		bool found = false;

		if (info->scope == SCOPE_SYNC || info->scope == SCOPE_KNOWLEDGE ||
		    action_is_reserved((enum action)a) || a == ACTION_NEXT)
			continue; /* elsewhere, or with home's own words */
		viewdesk_key(&d, ACTION_HOME);
		for (int page = 0; page < 9 && !found; page++) {
			found = viewdesk_shows(&d, info->help);
			viewdesk_key(&d, ACTION_PAGE_DOWN);
		}
		if (!found)
			fail_msg("%s: %s", info->name, info->help);
	}
	viewdesk_free(&d);
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pictures),
		cmocka_unit_test(test_every_action_is_there),
		cmocka_unit_test(test_keys_of_one_screen_are_on_its_page),
		cmocka_unit_test(test_a_remapped_key_is_shown),
		cmocka_unit_test(test_next_steps_of_every_screen),
		cmocka_unit_test(test_the_end_of_the_text_is_left_to_the_app),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
