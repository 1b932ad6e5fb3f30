/* What a person decides about operations the centre refused and fields two people changed. Nothing disappears: a refused
 * operation is sent corrected, kept as a note, handed to the senior, or given up with a reason that is audited. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "engine_p.h"
#include "model/workflow.h"

/* The ticket as it is, or an empty one when its submission itself is what was refused. */
static enum err_code
ticket_of(struct engine *g, const struct op *op, struct ticket *t, struct err *e)
{
	if (cache_at_centre(g->cache, op->ticket))
		return cache_ticket_whole(g->cache, op->ticket, t, e);
	str_copy(t->id, sizeof(t->id), op->ticket);
	return ERR_OK;
}

static bool
lay_over(struct fields *to, const struct fields *from)
{
	bool ok = true;

	for (int f = 0; f < TF_COUNT; f++)
		if (from->v[f] != NULL)
			ok = ok && fields_set(to, (enum ticket_field)f, from->v[f]);
	return ok;
}

/* The same thing again, corrected, as a new operation. */
static enum err_code
resend(struct engine *g, struct job *j, const struct op *old, struct err *e)
{
	struct cache_op drop = { .drop_parked = j->local };
	struct ticket t;
	struct op op;
	enum err_code rc;

	engine_op(g, &op, old->kind, old->ticket);
	ticket_init(&t);
	rc = ticket_of(g, old, &t, e);
	op.base = t.rev;
	if (rc == ERR_OK &&
	    (!fields_copy(&op.set, &old->set) || !fields_copy(&op.was, &old->was) ||
		!args_copy(&op.args, &old->args) || !lay_over(&op.set, &j->draft.f)))
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	for (int a = 0; rc == ERR_OK && a < EA_COUNT; a++)
		if (j->args.v[a] != NULL && !args_set(&op.args, (enum event_arg)a, j->args.v[a]))
			rc = err_set(e, ERR_NO_MEMORY, NULL);
	if (rc == ERR_OK)
		rc = engine_add(g, &op, &t, &drop, e);
	ticket_free(&t);
	op_free(&op);
	return rc;
}

/* What it said, in words, for a note. */
static void
describe(const struct op *old, const char *remark, struct str *out)
{
	static const enum event_arg spoken[] = { EA_NOTE, EA_SUMMARY, EA_REASON };

	str_addf(out, "未能%s: ", event_info((enum event_kind)old->kind)->label);
	for (size_t i = 0; i < sizeof(spoken) / sizeof(spoken[0]); i++)
		str_add(out, args_get(&old->args, spoken[i]));
	str_add(out, fields_get(&old->set, TF_CONTENT));
	if (remark[0] != '\0')
		str_addf(out, " (%s)", remark);
}

static enum err_code
as_note(struct engine *g, struct job *j, const struct op *old, struct err *e)
{
	struct cache_op drop = { .drop_parked = j->local };
	struct str text = { 0 };
	struct ticket t;
	struct op op;
	enum err_code rc;

	if (!cache_at_centre(g->cache, old->ticket))
		return err_set(e, ERR_STATE,
		    "这件工单还没有到中心, 不能转为便签: 请补充后再送, 或放弃并写明原因。");
	engine_op(g, &op, EVENT_NOTE, old->ticket);
	ticket_init(&t);
	rc = cache_ticket_whole(g->cache, old->ticket, &t, e);
	op.base = t.rev;
	describe(old, j->text, &text);
	if (rc == ERR_OK && (text.bad || !args_set(&op.args, EA_NOTE, str_c(&text))))
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	if (rc == ERR_OK)
		rc = engine_add(g, &op, &t, &drop, e);
	str_free(&text);
	ticket_free(&t);
	op_free(&op);
	return rc;
}

static enum err_code
give_up(struct engine *g, struct job *j, const struct op *old, struct err *e)
{
	enum err_code rc;

	if (j->text[0] == '\0')
		return err_set(e, ERR_GUARD, "放弃要写明原因。");
	rc = cache_enter(g->cache, true, e);
	if (rc != ERR_OK)
		return rc;
	rc = cache_audit_add(
	    g->cache, clock_now_ms(), g->me.job_no, "discard", old->ticket, j->text, e);
	if (rc == ERR_OK)
		rc = cache_parked_drop(g->cache, j->local, e);
	return cache_leave(g->cache, rc, e);
}

enum err_code
engine_parked(struct engine *g, struct job *j, struct err *e)
{
	char note[600];
	struct op old;
	enum err_code rc;

	op_init(&old);
	rc = cache_parked(g->cache, j->local, &old, e);
	if (rc == ERR_OK)
		switch ((enum parked_choice)j->choice) {
		case PARKED_RESEND:
			rc = resend(g, j, &old, e);
			break;
		case PARKED_NOTE:
			rc = as_note(g, j, &old, e);
			break;
		case PARKED_SENIOR:
			snprintf(note, sizeof(note), "已交班长处理 %s", j->text);
			rc = cache_parked_note(g->cache, j->local, note, e);
			break;
		case PARKED_DISCARD:
			rc = give_up(g, j, &old, e);
			break;
		}
	op_free(&old);
	return rc;
}

/* ---- conflicts ---- */

static bool
chosen_value(enum conflict_choice choice, const char *mine, const char *theirs, enum ticket_field f,
    struct str *out)
{
	const char *between = field_info(f)->kind == KIND_TEXT ? "\n" : " / ";

	if (choice == CONFLICT_BOTH)
		str_addf(out, "%s%s", theirs, between);
	str_add(out, mine);
	return !out->bad;
}

static enum err_code
put_mine(struct engine *g, struct job *j, const char *ticket, enum ticket_field f, const char *mine,
    struct err *e)
{
	struct cache_op drop = { .drop_conflict = j->local };
	struct str value = { 0 };
	struct ticket t;
	struct op op;
	enum err_code rc;

	engine_op(g, &op, EVENT_AMEND, ticket);
	ticket_init(&t);
	rc = cache_ticket_whole(g->cache, ticket, &t, e);
	op.base = t.rev;
	if (rc == ERR_OK &&
	    (!chosen_value((enum conflict_choice)j->choice, mine, fields_get(&t.f, f), f, &value) ||
		!fields_set(&op.set, f, str_c(&value)) ||
		!fields_set(&op.was, f, fields_get(&t.f, f))))
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	if (rc == ERR_OK)
		rc = engine_add(g, &op, &t, &drop, e);
	str_free(&value);
	ticket_free(&t);
	op_free(&op);
	return rc;
}

enum err_code
engine_conflict(struct engine *g, struct job *j, struct err *e)
{
	char ticket[ID_SIZE], *mine = NULL;
	int field = 0;
	enum err_code rc = cache_conflict(g->cache, j->local, ticket, &field, &mine, e);

	if (rc == ERR_OK)
		rc = j->choice == CONFLICT_THEIRS
			 ? cache_conflict_drop(g->cache, j->local, e)
			 : put_mine(g, j, ticket, (enum ticket_field)field, mine, e);
	free(mine);
	return rc;
}
