/* assignment.c: what a unit's part of a ticket and a request that waits are called. What they do is in apply_unit.c. */
#include "model/assignment.h"

#include <stddef.h>
#include <string.h>

#include "model/ticket.h"

struct name {
	const char *json, *label;
};

static const struct name roles[ASSIGN_ROLE_COUNT] = {
#define X(name, json, zh) [ASSIGN_##name] = { json, zh },
	ASSIGN_ROLES(X)
#undef X
};
static const struct name states[ASSIGN_STATE_COUNT] = {
#define X(name, json, zh) [ASSIGN_IS_##name] = { json, zh },
	ASSIGN_STATES(X)
#undef X
};
static const struct name requests[REQUEST_COUNT] = {
#define X(name, json, zh) [REQUEST_##name] = { json, zh },
	TICKET_REQUESTS(X)
#undef X
};

static int
by_json(const struct name *names, int n, const char *json)
{
	for (int i = 0; json != NULL && i < n; i++)
		if (strcmp(names[i].json, json) == 0)
			return i;
	return -1;
}

const char *
assign_role_json(enum assign_role r)
{
	return roles[r].json;
}

const char *
assign_role_label(enum assign_role r)
{
	return roles[r].label;
}

int
assign_role_by_json(const char *json)
{
	return by_json(roles, ASSIGN_ROLE_COUNT, json);
}

const char *
assign_state_json(enum assign_state s)
{
	return states[s].json;
}

const char *
assign_state_label(enum assign_state s)
{
	return states[s].label;
}

int
assign_state_by_json(const char *json)
{
	return by_json(states, ASSIGN_STATE_COUNT, json);
}

const char *
request_json(enum ticket_request r)
{
	return requests[r].json;
}

const char *
request_label(enum ticket_request r)
{
	return requests[r].label;
}

int
request_by_json(const char *json)
{
	return by_json(requests, REQUEST_COUNT, json);
}

bool
assignment_is_open(const struct assignment *a)
{
	return a->state == ASSIGN_IS_WAITING || a->state == ASSIGN_IS_SIGNED ||
	       a->state == ASSIGN_IS_REPLIED;
}

const struct assignment *
ticket_lead(const struct ticket *t)
{
	for (int i = 0; i < t->n_assign; i++)
		if (t->assign[i].role == ASSIGN_LEAD && assignment_is_open(&t->assign[i]))
			return &t->assign[i];
	return NULL;
}

const struct assignment *
ticket_assignment(const struct ticket *t, const char *unit)
{
	for (int i = 0; i < t->n_assign; i++)
		if (assignment_is_open(&t->assign[i]) && strcmp(t->assign[i].unit, unit) == 0)
			return &t->assign[i];
	return NULL;
}
