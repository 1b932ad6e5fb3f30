/* Keys of what is typed: which ways there are, and which of them only find again what others have found. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "text/pinyin.h"
#include "text/sounds.h"

static const struct sound_key *
key_of(const struct sound_key *keys, int n, const char *text)
{
	for (int i = 0; i < n; i++)
		if (strcmp(keys[i].text, text) == 0)
			return &keys[i];
	return NULL;
}

static void
keys_of_a_query(void **state)
{
	static const struct {
		const char *query, *key; /* ${key} is one of its ways */
		bool again;
	} cases[] = {
		{ "lijiekuan", "slijiekuan", false },
		{ "lijiekuan", "iljk", true }, /* three whole syllables */
		{ "lijk", "iljk", false },     /* j and k alone are in no joined key */
		{ "ljk", "iljk", false },
		{ "tcnan", "itcn", false },
		{ "tingche", "itc", true },
		{ "tingchen", "itcn", false },
		{ "停che", "itc", false }, /* which reading of the Hanzi is joined is bounded */
		{ "停che", "stingche", false },
		{ "a3qu", "ia3q", false },
		{ "xian", "sxian", false },
	};
	struct sound_key keys[SOUNDS_KEYS];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int n = sounds_keys(cases[i].query, keys);
		const struct sound_key *k = key_of(keys, n, cases[i].key);

		if (k == NULL || k->again != cases[i].again)
			fail_msg("%s: %s %s", cases[i].query, cases[i].key,
			    k == NULL ? "is no way" : "does not say what it finds");
	}
	assert_int_equal(sounds_keys("a", keys), 0);
	assert_int_equal(sounds_keys("停车", keys), 0);
}

/* ---- a title and its joined keys ---- */

struct tokens_of {
	const char *key;
	bool found;
};

static bool
look(void *arg, const char *token, size_t n)
{
	struct tokens_of *t = arg;
	size_t len = strlen(t->key);

	t->found = t->found || (n >= len && memcmp(token, t->key, len) == 0);
	return true;
}

/* Whatever an "again" key is there for, a joined one that is not finds first. */
static void
joined_keys_find_it(void **state)
{
	static const char *const words[] = { "停车难", "路灯不亮", "重庆市", "行政银行", "朝阳区",
		"长寿单县", "会计出差" };
	struct sound_key keys[SOUNDS_KEYS];

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		struct str spelt = { 0 };
		bool found = false, again = false;
		int n;

		pinyin_spell(words[i], &spelt);
		n = sounds_keys(str_c(&spelt), keys);
		for (int k = 0; k < n; k++) {
			struct tokens_of t = { keys[k].text, false };

			(void)sounds_each(words[i], strlen(words[i]), look, &t);
			found = found || (t.found && !keys[k].again);
			again = again || keys[k].again;
		}
		if (!found || !again)
			fail_msg("%s by %s: %d %d", words[i], str_c(&spelt), found, again);
		str_free(&spelt);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_of_a_query),
		cmocka_unit_test(joined_keys_find_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
