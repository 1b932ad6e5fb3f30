/* What a person decides about an operation the centre refused, or a value it did not take. What is done instead is a new
 * operation; the old one goes in the same transaction, so that no choice can be half made. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "engine_p.h"
#include "model/extra.h"

/* ---- parked ---- */

/* Of the further fields only what this operation changed, on what stands there now. */
static bool
renew_extra(const struct op *old, const struct ticket *t, struct op *now)
{
	struct str changes = { 0 }, value = { 0 };
	bool ok;

	extra_changes(fields_get(&old->was, TF_EXTRA), old->set.v[TF_EXTRA], &changes);
	extra_overlay(fields_get(&t->f, TF_EXTRA), str_c(&changes), &value);
	ok = !changes.bad && !value.bad && fields_set(&now->set, TF_EXTRA, str_c(&value));
	str_free(&changes);
	str_free(&value);
	return ok;
}

/* Correct and send: the corrected fields over the old ones, on the ticket as it is now. */
static enum err_code
resend(struct engine *g, const struct job *job, struct op *op, struct err *e)
{
	struct promise p = { .drop_parked = job->local };
	bool fresh = !cache_at_centre(g->cache, op->ticket);
	struct ticket t;
	enum err_code rc = ERR_OK;

	ticket_init(&t);
	if (!fresh)
		rc = cache_ticket_whole(g->cache, op->ticket, &t, e);
	if (rc == ERR_OK && !op_copy(&p.op, op))
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	for (int f = 0; rc == ERR_OK && f < TF_COUNT; f++)
		if ((job->draft.f.v[f] != NULL &&
			!fields_set(&p.op.set, (enum ticket_field)f, job->draft.f.v[f])) ||
		    (!fresh && p.op.set.v[f] != NULL &&
			!fields_set(&p.op.was, (enum ticket_field)f,
			    fields_get(&t.f, (enum ticket_field)f))))
			rc = err_set(e, ERR_NO_MEMORY, NULL);
	if (rc == ERR_OK && !fresh && op->set.v[TF_EXTRA] != NULL &&
	    job->draft.f.v[TF_EXTRA] == NULL && !renew_extra(op, &t, &p.op))
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	for (int a = 0; rc == ERR_OK && a < EA_COUNT; a++)
		if (job->args.v[a] != NULL &&
		    !args_set(&p.op.args, (enum event_arg)a, job->args.v[a]))
			rc = err_set(e, ERR_NO_MEMORY, NULL);
	if (rc == ERR_OK) {
		engine_anew(g, &p.op);
		rc = engine_do(g, &t, &p, e);
	}
	op_free(&p.op);
	ticket_free(&t);
	return rc;
}

/* What the operation said, in words, for a note. Identity is never copied into a note: notes are not sealed. */
static void
describe(const struct op *op, struct str *out)
{
	str_addf(out, "%s未被受理", event_info((enum event_kind)op->kind)->label);
	for (int f = 0; f < TF_COUNT; f++)
		if (op->set.v[f] != NULL && op->set.v[f][0] != '\0' &&
		    field_info((enum ticket_field)f)->part == PART_MATTER)
			str_addf(out, "; %s: %s", field_info((enum ticket_field)f)->label,
			    field_info((enum ticket_field)f)->kind == KIND_ENUM
				? enum_label((enum ticket_field)f, op->set.v[f])
				: op->set.v[f]);
	for (int a = 0; a < EA_COUNT; a++)
		if (op->args.v[a] != NULL && op->args.v[a][0] != '\0' &&
		    arg_info((enum event_arg)a)->part == PART_MATTER)
			str_addf(
			    out, "; %s: %s", arg_info((enum event_arg)a)->label, op->args.v[a]);
}

static enum err_code
as_note(
    struct engine *g, const struct job *job, const struct op *op, const char *lead, struct err *e)
{
	struct promise p = { .drop_parked = job->local };
	struct str text = { 0 };
	struct ticket t;
	enum err_code rc;

	if (!cache_at_centre(g->cache, op->ticket))
		return err_set(e, ERR_STATE, "工单本身还没有被中心受理, 请先改正提交。");
	ticket_init(&t);
	rc = cache_ticket_whole(g->cache, op->ticket, &t, e);
	str_add(&text, lead);
	if (job->text[0] != '\0')
		str_addf(&text, "%s。", job->text);
	describe(op, &text);
	if (rc == ERR_OK && utf8_count(str_c(&text)) > LIMIT_NOTE_CHARS)
		rc = err_set(e, ERR_LIMIT, "内容太长, 便签放不下(最多 %d 字), 请改正后再送。",
		    LIMIT_NOTE_CHARS);
	engine_begin(g, &p.op, op->ticket, EVENT_NOTE);
	if (rc == ERR_OK && !args_set(&p.op.args, EA_NOTE, str_c(&text)))
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	if (rc == ERR_OK)
		rc = engine_do(g, &t, &p, e);
	str_free(&text);
	op_free(&p.op);
	ticket_free(&t);
	return rc;
}

/* A ticket the centre does not have yet cannot carry a note: it stays here, marked, for a senior at this seat. */
static enum err_code
to_senior(struct engine *g, const struct job *job, const struct op *op, struct err *e)
{
	struct str mark = { 0 };
	enum err_code rc;

	if (cache_at_centre(g->cache, op->ticket))
		return as_note(g, job, op, "请班长处理: ", e);
	str_addf(&mark, "已交班长处理%s%s", job->text[0] != '\0' ? ": " : "", job->text);
	rc = cache_parked_note(g->cache, job->local, str_c(&mark), e);
	str_free(&mark);
	return rc;
}

static enum err_code
discard(struct engine *g, const struct job *job, const struct op *op, struct err *e)
{
	enum err_code rc;

	if (job->text[0] == '\0')
		return err_set(e, ERR_GUARD, "放弃要写明原因。");
	rc = cache_enter(g->cache, true, e);
	if (rc != ERR_OK)
		return rc;
	rc = cache_audit_add(
	    g->cache, clock_now_ms(), g->me.job_no, "discard", op->ticket, job->text, e);
	if (rc == ERR_OK)
		rc = cache_parked_drop(g->cache, job->local, e);
	return cache_leave(g->cache, rc, e);
}

enum err_code
engine_parked(struct engine *g, struct job *job, struct err *e)
{
	struct op op;
	enum err_code rc;

	if (g->me.job_no[0] == '\0')
		return err_set(e, ERR_UNAUTHORISED, NULL);
	op_init(&op);
	rc = cache_parked(g->cache, job->local, &op, e);
	if (rc == ERR_OK)
		switch ((enum parked_choice)job->choice) {
		case PARKED_RESEND:
			rc = resend(g, job, &op, e);
			break;
		case PARKED_NOTE:
			rc = as_note(g, job, &op, "", e);
			break;
		case PARKED_SENIOR:
			rc = to_senior(g, job, &op, e);
			break;
		case PARKED_DISCARD:
			rc = discard(g, job, &op, e);
			break;
		}
	op_free(&op);
	return rc;
}

/* ---- conflicts ---- */

/* Both, where both can stand: free text. Codes and numbers cannot be two things at once. */
static enum err_code
join(int field, const char *theirs, const char *mine, struct str *out, struct err *e)
{
	enum field_kind kind = field_info((enum ticket_field)field)->kind;

	if ((kind != KIND_LINE && kind != KIND_TEXT) ||
	    field_info((enum ticket_field)field)->class == CLASS_KEYS)
		return err_set(e, ERR_INVALID, "“%s”只能取一个值, 请选保留中心的或用您的。",
		    field_info((enum ticket_field)field)->label);
	str_addf(out, "%s%s%s", theirs, kind == KIND_TEXT ? "\n" : " / ", mine);
	return out->bad ? err_set(e, ERR_NO_MEMORY, NULL) : ERR_OK;
}

/* The value weighed against is the centre's: in the row shown, the refused operation may still lie on top of it. */
static enum err_code
set_value(struct engine *g, const struct job *job, const char *ticket, int field, const char *mine,
    struct err *e)
{
	struct promise p = { .drop_conflict = job->local };
	struct str value = { 0 };
	struct ticket t;
	enum err_code rc;
	const char *theirs;

	ticket_init(&t);
	engine_begin(g, &p.op, ticket, EVENT_AMEND);
	rc = cache_ticket_centre(g->cache, ticket, &t, e);
	theirs = fields_get(&t.f, (enum ticket_field)field);
	if (rc == ERR_OK && job->choice == CONFLICT_BOTH)
		rc = join(field, theirs, mine, &value, e);
	else if (field_info((enum ticket_field)field)->class == CLASS_KEYS)
		extra_overlay(theirs, mine, &value); /* only what we changed */
	else
		str_add(&value, mine);
	if (rc == ERR_OK && (!fields_set(&p.op.set, (enum ticket_field)field, str_c(&value)) ||
				!fields_set(&p.op.was, (enum ticket_field)field, theirs)))
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	if (rc == ERR_OK)
		rc = engine_do(g, &t, &p, e);
	secret_str_free(&value);
	op_free(&p.op);
	ticket_free(&t);
	return rc;
}

enum err_code
engine_conflict(struct engine *g, struct job *job, struct err *e)
{
	char ticket[ID_SIZE], *mine = NULL;
	int field;
	enum err_code rc;

	if (g->me.job_no[0] == '\0')
		return err_set(e, ERR_UNAUTHORISED, NULL);
	rc = cache_conflict(g->cache, job->local, ticket, &field, &mine, e);
	if (rc == ERR_OK && job->choice == CONFLICT_THEIRS)
		rc = cache_conflict_drop(g->cache, job->local, e);
	else if (rc == ERR_OK)
		rc = set_value(g, job, ticket, field, mine, e);
	if (mine != NULL)
		secret_wipe(mine, strlen(mine));
	free(mine);
	return rc;
}
