/* event.c: what an event holds in memory. It is filled by whoever acts (a seat's operation) or reads (a stored row),
 * and owns its field values and arguments.
 *
 * Not here: which events exist and who may do them (workflow.c), what they change (apply.c), their hashes (chain.c). */
#include "model/event.h"

#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "base/str.h"

static const struct arg_info table[EA_COUNT] = {
#define X(name, json, label, part, chars) [EA_##name] = { json, label, PART_##part, chars },
	EVENT_ARGS(X)
#undef X
};

const struct arg_info *
arg_info(enum event_arg a)
{
	return &table[a];
}

int
arg_by_json(const char *json)
{
	for (int i = 0; json != NULL && i < EA_COUNT; i++)
		if (strcmp(table[i].json, json) == 0)
			return i;
	return -1;
}

/* ---- arguments ---- */

static void
drop(struct args *a, int i)
{
	if (a->v[i] != NULL && table[i].part == PART_IDENTITY)
		secret_wipe(a->v[i], strlen(a->v[i]));
	free(a->v[i]);
	a->v[i] = NULL;
}

void
args_free(struct args *a)
{
	for (int i = 0; i < EA_COUNT; i++)
		drop(a, i);
}

bool
args_set(struct args *a, enum event_arg which, const char *value)
{
	char *copy = str_dup(value);

	if (copy == NULL && value != NULL)
		return false;
	drop(a, (int)which);
	a->v[which] = copy;
	return true;
}

const char *
args_get(const struct args *a, enum event_arg which)
{
	return a->v[which] != NULL ? a->v[which] : "";
}

bool
args_copy(struct args *to, const struct args *from)
{
	if (to == from)
		return true;
	for (int i = 0; i < EA_COUNT; i++)
		if (!args_set(to, (enum event_arg)i, from->v[i]))
			return false;
	return true;
}

/* ---- the event ---- */

void
event_init(struct event *ev)
{
	*ev = (struct event){ .kind = -1 };
}

void
event_free(struct event *ev)
{
	fields_free(&ev->set);
	fields_free(&ev->was);
	args_free(&ev->args);
}

bool
event_copy(struct event *to, const struct event *from)
{
	struct fields set = { { NULL } }, was = { { NULL } };
	struct args args = { { NULL } };

	if (to == from)
		return true;
	if (!fields_copy(&set, &from->set) || !fields_copy(&was, &from->was) ||
	    !args_copy(&args, &from->args)) {
		fields_free(&set);
		fields_free(&was);
		args_free(&args);
		return false;
	}
	event_free(to);
	*to = *from;
	to->set = set;
	to->was = was;
	to->args = args;
	return true;
}

static bool
has_identity(const struct event *ev)
{
	for (int i = 0; i < TF_COUNT; i++)
		if (field_info((enum ticket_field)i)->part == PART_IDENTITY &&
		    (ev->set.v[i] != NULL || ev->was.v[i] != NULL))
			return true;
	for (int i = 0; i < EA_COUNT; i++)
		if (table[i].part == PART_IDENTITY && ev->args.v[i] != NULL)
			return true;
	return false;
}

void
event_drop_identity(struct event *ev)
{
	if (!has_identity(ev))
		return;
	fields_drop_identity(&ev->set);
	fields_drop_identity(&ev->was);
	for (int i = 0; i < EA_COUNT; i++)
		if (table[i].part == PART_IDENTITY)
			drop(&ev->args, i);
	ev->has_identity = false;
	ev->identity_withheld = true;
}
