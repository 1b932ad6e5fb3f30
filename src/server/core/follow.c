/* What the centre does by itself after an event: dispatch by the catalogue, and the consequences the rules name
 * (model/consequence.h). Each passes the same checks as a person's step; one that a rule refuses is no failure of the event
 * it follows. What follows a consequence follows it at once, but no deeper than a few steps: the tables hold no circle. */
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "core_p.h"
#include "model/consequence.h"
#include "model/dispatch.h"

#define DEEP 3

static const struct actor centre_itself = {
	.user = "system", .name = "系统", .unit = "", .roles = ROLE_BIT(SYSTEM)
};

static enum err_code system_event(struct core *c, struct ticket *t, enum event_kind kind,
    const struct args *args, int deep, struct err *e);

/* ---- by the catalogue ---- */

/* A pending ticket whose catalogue names exactly one unit goes there without a person, unless it is 特急: that one takes a
 * dispatcher and a telephone notice. */
static bool
goes_by_itself(const struct core *c, const struct ticket *t, struct dispatch_choice *choice)
{
	if (t->state != STATE_PENDING || strcmp(fields_get(&t->f, TF_URGENCY), "critical") == 0)
		return false;
	dispatch_choose(c->city, &t->f, c->now, choice);
	return choice->rule != NULL && choice->unit != NULL && choice->unique &&
	       choice->why_not == NULL;
}

/* The row of a ticket that was just accepted is written here: by its dispatch, or as it is when there is none. */
static enum err_code
auto_dispatch(struct core *c, struct ticket *t, int deep, struct err *e)
{
	struct dispatch_choice choice;
	struct args args = { 0 };
	enum err_code rc;

	if (!goes_by_itself(c, t, &choice))
		return core_put_row(c, t, e);
	if (!args_set(&args, EA_TO_UNIT, choice.unit->code) ||
	    !args_set(&args, EA_RULE, choice.rule->id) ||
	    !args_set(&args, EA_BASIS, choice.rule->basis))
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	else
		rc = system_event(c, t, EVENT_DISPATCH, &args, deep, e);
	args_free(&args);
	if (rc == ERR_OK || core_is_machine(rc))
		return rc;
	err_clear(e); /* then a dispatcher does it: the submission stands */
	return core_put_row(c, t, e);
}

/* ---- by the rules ---- */

/* Of a chain of joined tickets the last one is handled, and counts whose they are. */
static enum err_code
do_follow(struct core *c, struct ticket *t, const struct follow *f, int deep, struct err *e)
{
	struct ticket other;
	char id[ID_SIZE];
	enum err_code rc = ERR_OK;

	if (strcmp(f->ticket, t->id) == 0)
		return system_event(c, t, f->kind, &f->args, deep, e);
	str_copy(id, sizeof(id), f->ticket);
	ticket_init(&other);
	if (f->kind == EVENT_FOLLOW)
		rc = core_join_root(c, id, e);
	if (rc == ERR_OK)
		rc = store_ticket_get(c->store, id, &other, e);
	if (rc == ERR_OK)
		rc = system_event(c, &other, f->kind, &f->args, deep, e);
	fields_drop_identity(&other.f);
	ticket_free(&other);
	return rc;
}

/* What a rule refuses is written in the log, and no failure. */
static enum err_code
try_follow(struct core *c, struct ticket *t, const struct event *ev, const struct follow *f,
    int deep, struct err *e)
{
	struct err why = { 0 };
	enum err_code rc = do_follow(c, t, f, deep, &why);

	if (rc == ERR_OK)
		return rc;
	if (core_is_machine(rc)) {
		*e = why;
		return rc;
	}
	log_info("%s after %s on %s: %s", event_info(f->kind)->json,
	    event_info((enum event_kind)ev->kind)->json, t->id, err_json(rc));
	return ERR_OK;
}

static enum err_code
consequences(struct core *c, struct ticket *t, const struct event *ev, int deep, struct err *e)
{
	struct follow list[FOLLOWS_MAX];
	enum err_code rc = ERR_OK;
	int n = workflow_follows(ev, t, c->city, list);

	if (n < 0)
		return err_set(e, ERR_NO_MEMORY, NULL);
	for (int i = 0; i < n && rc == ERR_OK; i++)
		rc = try_follow(c, t, ev, &list[i], deep, e);
	follows_free(list, n);
	return rc;
}

/* Those who follow a ticket go with it to the one it is joined to, and come back with it when the two are parted; who has
 * left meanwhile is not counted here any more. */
static enum err_code
move_followers(struct core *c, struct ticket *t, const struct event *ev, int deep, struct err *e)
{
	const bool parted = ev->kind == EVENT_UNMERGE;
	struct core_joined *list = calloc(1, sizeof(*list));
	enum err_code rc =
	    list != NULL ? core_joined(c, t->id, list, e) : err_set(e, ERR_NO_MEMORY, NULL);

	for (int i = 0; list != NULL && rc == ERR_OK && i < list->n; i++) {
		struct follow f = { .kind = EVENT_FOLLOW };

		if (!list->v[i].still && !parted)
			continue;
		str_copy(f.ticket, sizeof(f.ticket),
		    list->v[i].still ? args_get(&ev->args, EA_OTHER) : t->id);
		if (!args_set(&f.args, EA_OTHER, list->v[i].id) ||
		    (parted && !args_set(&f.args, EA_RESULT, "left")))
			rc = err_set(e, ERR_NO_MEMORY, NULL);
		else
			rc = try_follow(c, t, ev, &f, deep, e);
		args_free(&f.args);
	}
	free(list);
	return rc;
}

static enum err_code
follow_up(struct core *c, struct ticket *t, const struct event *ev, int deep, struct err *e)
{
	const bool accepted = core_accepts(ev);
	enum err_code rc = ERR_OK;

	if (deep == 0)
		return accepted ? core_put_row(c, t, e) : ERR_OK;
	rc = consequences(c, t, ev, deep, e);
	if (rc == ERR_OK && (ev->kind == EVENT_MERGE || ev->kind == EVENT_UNMERGE))
		rc = move_followers(c, t, ev, deep, e);
	return rc == ERR_OK && accepted ? auto_dispatch(c, t, deep, e) : rc;
}

enum err_code
core_follow_up(struct core *c, struct ticket *t, const struct event *ev, struct err *e)
{
	return follow_up(c, t, ev, DEEP, e);
}

/* ---- an event of the centre itself ---- */

void
core_own_event(struct core *c, const struct ticket *t, enum event_kind kind, struct event *ev)
{
	uint8_t random[10];

	event_init(ev);
	c->random(c->random_arg, random, sizeof(random));
	id_make(ev->id, c->now, random);
	str_copy(ev->ticket, sizeof(ev->ticket), t->id);
	ev->kind = (int)kind;
	ev->at = ev->at_server = c->now;
	str_copy(ev->actor, sizeof(ev->actor), centre_itself.user);
	str_copy(ev->actor_name, sizeof(ev->actor_name), centre_itself.name);
}

enum err_code
core_own_check(struct core *c, const struct ticket *t, const struct event *ev, struct err *e)
{
	struct core_env x;
	enum err_code rc = core_env(c, ev, &x, e);

	if (rc == ERR_OK)
		rc = workflow_check(t, ev, &centre_itself, &x.env, e);
	core_env_end(&x);
	return rc;
}

static enum err_code
system_event(struct core *c, struct ticket *t, enum event_kind kind, const struct args *args,
    int deep, struct err *e)
{
	struct event ev;
	enum err_code rc = ERR_OK;

	core_own_event(c, t, kind, &ev);
	if (!args_copy(&ev.args, args))
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	if (rc == ERR_OK)
		rc = core_own_check(c, t, &ev, e);
	if (rc == ERR_OK)
		rc = core_record(c, t, &ev, e);
	if (rc == ERR_OK)
		rc = follow_up(c, t, &ev, deep - 1, e);
	event_free(&ev);
	return rc;
}

enum err_code
core_system(struct core *c, const char *ticket, enum event_kind kind, const struct args *args,
    struct err *e)
{
	struct ticket t;
	enum err_code rc;

	ticket_init(&t);
	core_step(c);
	rc = store_ticket_get(c->store, ticket, &t, e);
	if (rc == ERR_OK)
		rc = system_event(c, &t, kind, args, DEEP + 1, e);
	fields_drop_identity(&t.f);
	ticket_free(&t);
	return rc;
}
