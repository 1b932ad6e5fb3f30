/* What the rules may look up beside the ticket, looked up: the other ticket of a merge, the person who is to take over, the
 * event an extension points to, what the files of a reply are. Only the centre can; a seat leaves it open and hears the answer here. */
#include <stdlib.h>
#include <string.h>

#include "core_p.h"
#include "model/members.h"
#include "server/store/blob.h"

static enum err_code
find_other(struct core *c, const struct event *ev, struct core_env *x, struct err *e)
{
	const char *id = args_get(&ev->args, EA_OTHER);
	enum err_code rc;

	if (id[0] == '\0' || strcmp(id, ev->ticket) == 0)
		return ERR_OK;
	rc = store_ticket_get(c->store, id, &x->other, e);
	if (rc == ERR_OK)
		x->env.other = &x->other;
	if (rc != ERR_NOT_FOUND)
		return rc;
	err_clear(e);
	return ERR_OK;
}

static enum err_code
find_receiver(struct core *c, const struct event *ev, struct core_env *x, struct err *e)
{
	const char *job_no = args_get(&ev->args, EA_TO_USER);
	enum err_code rc;

	if (job_no[0] == '\0')
		return ERR_OK;
	rc = store_user_get(c->store, job_no, &x->user, e);
	if (rc == ERR_OK && x->user.active) {
		x->receiver = (struct actor){
			.user = x->user.job_no, .name = x->user.name, .unit = x->user.unit
		};
		(void)roles_parse(x->user.roles, &x->receiver.roles);
		x->env.receiver = &x->receiver;
	}
	if (rc != ERR_NOT_FOUND)
		return rc;
	err_clear(e);
	return ERR_OK;
}

/* EA_TOLD is the number of an event of this ticket. */
static enum err_code
find_told(struct core *c, const struct event *ev, struct core_env *x, struct err *e)
{
	const char *told = args_get(&ev->args, EA_TOLD);
	struct event *list = NULL;
	size_t n = 0;
	long long seq;
	enum err_code rc;

	x->env.told_kind = -1;
	if (!str_int(told, 1, INT64_MAX, &seq))
		return ERR_OK;
	rc = store_events(c->store, ev->ticket, seq, &list, &n, e);
	if (rc == ERR_OK && n > 0 && list[0].seq == seq)
		x->env.told_kind = list[0].kind;
	for (size_t i = 0; i < n; i++)
		event_free(&list[i]);
	free(list);
	return rc;
}

static enum blob_type
type_here(void *core, const char *id)
{
	struct core *c = core;
	struct store_blob b;

	return store_blob_get(c->store, id, &b, NULL) == ERR_OK && b.i.complete ? b.i.type
										: BLOB_UNKNOWN;
}

static bool
add_file(void *ids, const struct store_blob_use *u)
{
	if (u->by_unit)
		members_add(ids, u->i.id, strlen(u->i.id));
	return true;
}

/* Of a reply the files it names; when it is audited whatever the units attached. */
static enum err_code
find_pictures(struct core *c, const struct event *ev, struct core_env *x, struct err *e)
{
	struct str ids = { 0 };
	enum err_code rc = ERR_OK;

	if (ev->kind == EVENT_AUDIT_OK)
		rc = store_blob_uses(c->store, ev->ticket, NULL, add_file, &ids, e);
	else if (ev->kind == EVENT_REPLY || ev->kind == EVENT_REPLY_ASK)
		str_add(&ids, args_get(&ev->args, EA_FILES));
	if (rc == ERR_OK && ids.bad)
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	x->env.no_picture = rc == ERR_OK && blob_none_is_image(str_c(&ids), type_here, c);
	str_free(&ids);
	return rc;
}

enum err_code
core_env(struct core *c, const struct event *ev, struct core_env *x, struct err *e)
{
	enum err_code rc;

	*x = (struct core_env){
		.env = { .city = c->city, .now = c->now, .online = true, .at_centre = true }
	};
	ticket_init(&x->other);
	if (ev->kind == EVENT_URGE)
		x->env.last_urge_at = store_last_event_at(c->store, ev->ticket, EVENT_URGE);
	rc = find_other(c, ev, x, e);
	if (rc == ERR_OK)
		rc = find_receiver(c, ev, x, e);
	if (rc == ERR_OK)
		rc = find_pictures(c, ev, x, e);
	return rc == ERR_OK ? find_told(c, ev, x, e) : rc;
}

void
core_env_end(struct core_env *x)
{
	fields_drop_identity(&x->other.f);
	ticket_free(&x->other);
}
