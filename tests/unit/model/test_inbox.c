/* How soon what came in writing is taken up: 3 minutes for text, 24 hours for mailboxes, amber in the last quarter. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/inbox.h"

#define CAME 1795228927000LL
#define S    1000LL
#define H    3600000LL

static void
test_every_channel_has_its_clock(void **state)
{
	static const char *const text[] = { "wechat", "app", "web", "miniapp", "sms", "qq" };
	static const char *const mail[] = { "email", "leader_mailbox", "upper", "dept", "110" };

	(void)state;
	for (size_t i = 0; i < sizeof(text) / sizeof(text[0]); i++)
		assert_true(inbox_due(text[i], CAME) == CAME + 180 * S);
	for (size_t i = 0; i < sizeof(mail) / sizeof(mail[0]); i++)
		assert_true(inbox_due(mail[i], CAME) == CAME + 24 * H);
	assert_true(inbox_due("phone", CAME) == 0);
	assert_true(inbox_due("", CAME) == 0);
}

static void
test_lights(void **state)
{
	static const struct {
		const char *channel;
		int64_t after;
		enum light light;
	} cases[] = { { "web", 0, LIGHT_GREEN }, { "web", 134 * S, LIGHT_GREEN },
		{ "web", 135 * S, LIGHT_AMBER }, { "web", 180 * S, LIGHT_AMBER },
		{ "web", 181 * S, LIGHT_RED }, { "email", 17 * H, LIGHT_GREEN },
		{ "email", 18 * H, LIGHT_AMBER }, { "email", 24 * H + 1, LIGHT_RED },
		{ "phone", 99 * H, LIGHT_GREEN } };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(
		    inbox_light(cases[i].channel, CAME, CAME + cases[i].after), cases[i].light);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_channel_has_its_clock),
		cmocka_unit_test(test_lights),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
