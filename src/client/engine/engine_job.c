/* What the screen asks for, one row a kind of job. Each is answered by NEWS_DONE: at once, or when the centre has. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "engine_p.h"

typedef void job_fn(struct engine *g, struct job *j);

static void
settled(
    struct engine *g, struct job *j, const struct err *e, const char *ticket, const char *number)
{
	engine_done(g, j->id, e->code != ERR_OK ? e : NULL, ticket, number);
}

static void
draft_save(struct engine *g, struct job *j)
{
	struct err e = { 0 };

	cache_draft_save(g->cache, &j->draft, j->local, &e);
	settled(g, j, &e, NULL, NULL);
}

static void
draft_drop(struct engine *g, struct job *j)
{
	struct err e = { 0 };

	cache_draft_drop(g->cache, j->draft.id, &e);
	settled(g, j, &e, NULL, NULL);
}

static void
submit(struct engine *g, struct job *j)
{
	char ticket[ID_SIZE] = "", number[20] = "";
	struct err e = { 0 };
	bool ok = engine_submit_draft(g, j, ticket, number, &e) == ERR_OK;

	settled(g, j, &e, ticket, number);
	if (ok)
		engine_kick(g);
}

static void
act(struct engine *g, struct job *j)
{
	struct err e = { 0 };
	bool ok = engine_act(g, j, &e) == ERR_OK;

	settled(g, j, &e, j->ticket, NULL);
	if (ok)
		engine_kick(g);
}

static void
sync_now(struct engine *g, struct job *j)
{
	engine_kick(g);
	engine_done(g, j->id, NULL, NULL, NULL);
}

static void
sign_in(struct engine *g, struct job *j)
{
	engine_sign_in(g, j);
}

static void
sign_out(struct engine *g, struct job *j)
{
	engine_sign_out(g, j);
}

static void
only_identity(struct fields *f)
{
	for (int i = 0; i < TF_COUNT; i++)
		if (field_info((enum ticket_field)i)->part != PART_IDENTITY)
			fields_set(f, (enum ticket_field)i, NULL);
}

/* The look is on the audit log, on disk, before the number is on its way to the screen. */
static void
unmask(struct engine *g, struct job *j)
{
	struct news *n = NULL;
	struct ticket t;
	struct err e = { 0 };

	ticket_init(&t);
	if (cache_ticket_whole(g->cache, j->ticket, &t, &e) == ERR_OK &&
	    cache_audit_add(g->cache, clock_now_ms(), g->me.job_no, "unmask", j->ticket, j->text,
		&e) == ERR_OK &&
	    (n = engine_news_new(NEWS_IDENTITY)) != NULL) {
		str_copy(n->ticket, sizeof(n->ticket), j->ticket);
		fields_copy(&n->identity, &t.f);
		only_identity(&n->identity);
		engine_tell(g, n);
	}
	ticket_free(&t);
	settled(g, j, &e, j->ticket, NULL);
	engine_kick(g); /* the audit row goes to the centre */
}

static void
parked(struct engine *g, struct job *j)
{
	struct err e = { 0 };

	engine_parked(g, j, &e);
	settled(g, j, &e, NULL, NULL);
	engine_kick(g);
}

static void
conflict(struct engine *g, struct job *j)
{
	struct err e = { 0 };

	engine_conflict(g, j, &e);
	settled(g, j, &e, NULL, NULL);
	engine_kick(g);
}

static void
fetch(struct engine *g, struct job *j)
{
	struct sync_event ev = { .kind = SYNC_FETCH, .ticket = j->ticket };
	struct err e = { 0 };

	if (!sync_is_online(g->sync))
		err_set(&e, ERR_NETWORK, "离线: 先看本机已有的环节。");
	else if (g->n_waits == ENGINE_WAITS)
		err_set(&e, ERR_BUSY, NULL);
	if (e.code != ERR_OK) {
		settled(g, j, &e, j->ticket, NULL);
		return;
	}
	g->waits[g->n_waits].job = j->id;
	str_copy(g->waits[g->n_waits++].ticket, ID_SIZE, j->ticket);
	engine_step(g, &ev);
}

static void
phone(struct engine *g, struct job *j)
{
	struct err e = { 0 };

	g->phone->ops->command(g->phone, j->phone, j->text, "", clock_now_ms(), &e);
	settled(g, j, &e, NULL, NULL);
}

static void
agent_state(struct engine *g, struct job *j)
{
	struct err e = { 0 };

	g->phone->ops->agent(g->phone, j->agent, j->reason, clock_now_ms(), &e);
	settled(g, j, &e, NULL, NULL);
}

static void
call_end(struct engine *g, struct job *j)
{
	struct err e = { 0 };

	cache_call_end(g->cache, j->text, j->choice, g->me.job_no, clock_now_ms(), &e);
	settled(g, j, &e, NULL, NULL);
}

void
engine_job(struct engine *g, struct job *j)
{
	static job_fn *const table[] = {
		[JOB_DRAFT_SAVE] = draft_save,
		[JOB_DRAFT_DROP] = draft_drop,
		[JOB_SUBMIT] = submit,
		[JOB_ACT] = act,
		[JOB_SYNC_NOW] = sync_now,
		[JOB_SIGN_IN] = sign_in,
		[JOB_SIGN_OUT] = sign_out,
		[JOB_UNMASK] = unmask,
		[JOB_PARKED] = parked,
		[JOB_CONFLICT] = conflict,
		[JOB_FETCH] = fetch,
		[JOB_PHONE] = phone,
		[JOB_AGENT] = agent_state,
		[JOB_CALL_END] = call_end,
	};

	table[j->kind](g, j);
}
