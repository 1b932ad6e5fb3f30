/* Results of call-backs that no person of ours made. Which step a result is follows from its answers and the ticket; the
 * rules judge it as they judge a visitor's.
 *
 * Invariant: a result is recorded once, however often it comes: its event's id is made from its time and a digest of all it
 * says. Not here: files (cmd_import_visits.c), and what the answers come to (model/visit.h). */
#include "server/core/visit.h"

#include <string.h>

#include "base/secret.h"
#include "core_p.h"
#include "model/visit.h"

#define MINUTE_MS 60000

static bool
says(const struct args *a, enum event_arg which)
{
	return *args_get(a, which) != '\0';
}

static enum err_code
answers_fit(const struct args *a, struct err *e)
{
	const bool answered = says(a, EA_SOLVED) || says(a, EA_STARS) || says(a, EA_MANNER);

	if (says(a, EA_RESULT) && answered)
		return err_set(e, ERR_INVALID, "既有评价又有没访成的原因, 只能写一样");
	if (!says(a, EA_RESULT) && !answered)
		return err_set(e, ERR_INVALID, "没有评价, 也没有没访成的原因");
	return ERR_OK;
}

/* Results come to the minute, so a minute is no difference. */
static enum err_code
time_fits(const struct core *c, const struct ticket *t, int64_t at, struct err *e)
{
	if (at > c->now + MINUTE_MS)
		return err_set(e, ERR_INVALID, "回访时间还没有到, 请核对");
	if (at + MINUTE_MS <= t->replied_at)
		return err_set(e, ERR_INVALID, "回访时间早于本次答复, 是以前的回访结果, 不能记入");
	return ERR_OK;
}

static enum event_kind
step_of(const struct ticket *t, const struct args *a)
{
	if (says(a, EA_RESULT))
		return EVENT_VISIT_FAIL;
	return t->state == STATE_CLOSED ? EVENT_LATE_EVAL : visit_outcome(a);
}

/* The number and every argument, each with its end, so that no two results read alike. */
static void
result_id(const struct core_visit *v, char id[ID_SIZE])
{
	uint8_t hash[SECRET_HASH_BYTES];
	struct secret_sha sha;

	secret_sha_start(&sha);
	secret_sha_add(&sha, v->no, strlen(v->no) + 1);
	for (int i = 0; i < EA_COUNT; i++) {
		const char *value = args_get(v->args, (enum event_arg)i);

		if (*value == '\0')
			continue;
		secret_sha_add(&sha, arg_info((enum event_arg)i)->json,
		    strlen(arg_info((enum event_arg)i)->json) + 1);
		secret_sha_add(&sha, value, strlen(value) + 1);
	}
	secret_sha_end(&sha, hash);
	id_make(id, v->at, hash);
}

static enum err_code
seen(struct core *c, const char *id, bool *again, struct err *e)
{
	struct event ev;
	enum err_code rc;

	event_init(&ev);
	rc = store_event_by_id(c->store, id, &ev, e);
	event_free(&ev);
	*again = rc == ERR_OK;
	if (rc != ERR_NOT_FOUND)
		return rc;
	err_clear(e);
	return ERR_OK;
}

/* Asked while nobody of ours was there: what he answered counts from when he did (protocol rule 17). A late evaluation
 * is judged by its receipt. */
static void
set_time(const struct core *c, const struct ticket *t, int64_t at, struct event *ev)
{
	ev->at = at > t->replied_at ? at : t->replied_at;
	if (ev->at > c->now)
		ev->at = c->now;
	ev->offline = ev->kind != EVENT_LATE_EVAL;
}

static enum err_code
take(struct core *c, struct ticket *t, const struct core_visit *v, struct core_visited *out,
    const char *id, struct err *e)
{
	struct event ev;
	enum err_code rc = time_fits(c, t, v->at, e);

	if (rc != ERR_OK)
		return rc;
	out->kind = step_of(t, v->args);
	core_own_event(c, t, out->kind, &ev);
	str_copy(ev.id, sizeof(ev.id), id);
	set_time(c, t, v->at, &ev);
	if (!args_copy(&ev.args, v->args))
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	if (rc == ERR_OK)
		rc = core_own_check(c, t, &ev, e);
	if (rc == ERR_OK && !v->dry_run)
		rc = core_record(c, t, &ev, e);
	if (rc == ERR_OK && !v->dry_run)
		rc = core_follow_up(c, t, &ev, e);
	event_free(&ev);
	return rc;
}

enum err_code
core_visit(struct core *c, const struct core_visit *v, struct core_visited *out, struct err *e)
{
	char id[ID_SIZE], ticket[ID_SIZE];
	struct ticket t;
	enum err_code rc = answers_fit(v->args, e);

	*out = (struct core_visited){ .again = false };
	result_id(v, id);
	if (rc == ERR_OK)
		rc = seen(c, id, &out->again, e);
	if (rc != ERR_OK || out->again)
		return rc;
	ticket_init(&t);
	core_step(c);
	rc = store_ticket_by_number(c->store, v->no, ticket, e);
	if (rc == ERR_NOT_FOUND)
		rc = err_set(e, ERR_NOT_FOUND, "没有单号为 %s 的工单", v->no);
	if (rc == ERR_OK)
		rc = store_ticket_get(c->store, ticket, &t, e);
	if (rc == ERR_OK)
		rc = take(c, &t, v, out, id, e);
	fields_drop_identity(&t.f);
	ticket_free(&t);
	return rc;
}
