/* action.c: the rows of the ACTIONS table. The table is in the header; nothing is decided here. */
#include <stddef.h>

#include "base/str.h"
#include "client/ui/action.h"

static const struct action_info TABLE[ACTION_COUNT] = {
#define X(name, text, scope, keys, label, help) \
	[ACTION_##name] = { text, SCOPE_##scope, keys, label, help },
	ACTIONS(X)
#undef X
};

const struct action_info *
action_info(enum action a)
{
	return a > ACTION_NONE && a < ACTION_COUNT ? &TABLE[a] : NULL;
}

enum action
action_by_name(const char *s)
{
	for (int a = ACTION_NONE + 1; a < ACTION_COUNT; a++) {
		if (str_eq(TABLE[a].name, s))
			return (enum action)a;
	}
	return ACTION_NONE;
}

bool
action_is_reserved(enum action a)
{
	return a == ACTION_TALK;
}
