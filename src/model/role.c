/* role.c: the names of roles, what stands beside the tickets and is for some of them only, and the one question about
 * privacy that depends on nothing but them.
 *
 * Not here: what a role may do to a ticket (events.def says it, row by row). */
#include "model/role.h"

#include <string.h>

#include "base/str.h"

static const struct {
	const char *json, *label;
} table[ROLE_NO_COUNT] = {
#define X(name, json, zh) [ROLE_NO_##name] = { json, zh },
	ROLES_OF_PEOPLE(X)
#undef X
};

const char *
role_json(enum person_role r)
{
	return table[r].json;
}

const char *
role_label(enum person_role r)
{
	return table[r].label;
}

static const struct {
	uint32_t roles;
	const char *label;
} rights[RIGHT_COUNT] = {
#define X(name, roles, zh) [RIGHT_##name] = { roles, zh },
	RIGHTS(X)
#undef X
};

uint32_t
role_right_holders(enum role_right right)
{
	return right > RIGHT_NONE && right < RIGHT_COUNT ? rights[right].roles : 0;
}

bool
roles_may(uint32_t roles, enum role_right right)
{
	return (roles & role_right_holders(right)) != 0;
}

const char *
role_right_label(enum role_right right)
{
	return right > RIGHT_NONE && right < RIGHT_COUNT ? rights[right].label : "";
}

static int
by_json(const char *s, size_t n)
{
	for (int i = 0; i < ROLE_NO_COUNT; i++)
		if (strlen(table[i].json) == n && memcmp(table[i].json, s, n) == 0)
			return i;
	return -1;
}

bool
roles_parse(const char *list, uint32_t *out)
{
	*out = 0;
	if (list == NULL)
		return true;
	while (*list != '\0') {
		size_t n = strcspn(list, ",");
		int r = by_json(list, n);

		if (r < 0)
			return false;
		*out |= 1u << r;
		list += n;
		if (*list == ',' && *++list == '\0')
			return false;
	}
	return true;
}

const char *
roles_label(uint32_t roles)
{
	/* The most senior first: what others need to know about somebody who holds several. */
	static const enum person_role order[] = { ROLE_NO_SYSTEM, ROLE_NO_LEADER,
		ROLE_NO_SUPERVISOR, ROLE_NO_INSPECTOR, ROLE_NO_SENIOR, ROLE_NO_DISPATCHER,
		ROLE_NO_QA, ROLE_NO_VISITOR, ROLE_NO_AGENT, ROLE_NO_TRAINER, ROLE_NO_TRAINEE,
		ROLE_NO_KB_AUDITOR, ROLE_NO_KB_EDITOR, ROLE_NO_UNIT_LEAD, ROLE_NO_UNIT,
		ROLE_NO_TOWNSHIP, ROLE_NO_VILLAGE, ROLE_NO_OBSERVER, ROLE_NO_ADMIN };

	_Static_assert(sizeof(order) / sizeof(order[0]) == ROLE_NO_COUNT, "every role has a rank");
	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++)
		if (roles & (1u << order[i]))
			return table[order[i]].label;
	return "";
}

bool
roles_may_see_identity(uint32_t roles, bool confidential, bool report)
{
	if (roles & (ROLES_CENTRE | ROLE_BIT(SYSTEM)))
		return true;
	/* Trainees, trainers, knowledge editors, observers and the administrator have no business with it. */
	return (roles & ROLES_UNIT) != 0 && !confidential && !report;
}
