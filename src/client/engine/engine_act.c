/* What a person does to a ticket: checked by the same rules as at the centre, numbered, and promised: in the outbox and on
 * the ticket shown, on disk, before anybody is told so. */
#include <string.h>

#include "base/clock.h"
#include "engine_p.h"
#include "model/workflow.h"

bool
engine_actor(struct engine *g, struct actor *out, struct err *e)
{
	if (g->me.job_no[0] == '\0') {
		err_set(e, ERR_UNAUTHORISED, NULL);
		return false;
	}
	*out = (struct actor){
		.user = g->me.job_no, .name = g->me.name, .unit = g->me.unit, .roles = g->me.roles
	};
	return true;
}

static bool
knows_whose(const struct engine *g, const struct ticket *t)
{
	const bool shielded = ticket_is_shielded(t);

	return roles_may_see_identity(g->me.roles, shielded, shielded);
}

static enum blob_type
type_here(void *cache, const char *id)
{
	struct cache_file f;

	return cache_file_known(cache, id, &f) ? f.i.type : BLOB_UNKNOWN;
}

/* What the rules may look up, as far as this seat has it. Two tickets whose people it was not told are not compared here:
 * the centre can tell whether they are the same. */
static void
look_up(struct engine *g, const struct ticket *t, const struct op *op, struct ticket *other,
    struct workflow_env *env)
{
	const char *id = args_get(&op->args, EA_OTHER);
	long long seq;

	if (op->kind == EVENT_URGE)
		env->last_urge_at = cache_last_at(g->cache, op->ticket, EVENT_URGE);
	if (str_int(args_get(&op->args, EA_TOLD), 1, INT64_MAX, &seq))
		env->told_kind = cache_event_kind(g->cache, op->ticket, seq);
	env->no_picture = blob_none_is_image(args_get(&op->args, EA_FILES), type_here, g->cache);
	if (id[0] != '\0' && knows_whose(g, t) &&
	    cache_ticket_whole(g->cache, id, other, NULL) == ERR_OK && knows_whose(g, other))
		env->other = other;
}

/* May the person signed in do that to the ticket as shown? */
static enum err_code
check(struct engine *g, const struct ticket *t, const struct op *op, struct err *e)
{
	struct workflow_env env = { .city = cache_writer_city(g->cache),
		.now = clock_now_ms() + sync_offset_ms(g->sync),
		.online = sync_is_online(g->sync) };
	struct ticket other;
	struct actor who;
	struct event ev;
	enum err_code rc;

	if (!engine_actor(g, &who, e))
		return e->code;
	if (env.city == NULL)
		return err_set(
		    e, ERR_NEEDS_CENTRE, "本机还没有取到分类、单位等资料, 连上中心后几秒就好。");
	ticket_init(&other);
	event_init(&ev);
	look_up(g, t, op, &other, &env);
	if (!op_event(op, &ev)) {
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	} else {
		str_copy(ev.unit, sizeof(ev.unit), who.unit);
		workflow_route(t, &ev);
		rc = workflow_check(t, &ev, &who, &env, e);
	}
	event_free(&ev);
	fields_drop_identity(&other.f);
	ticket_free(&other);
	return rc;
}

/* Number it, keep it, show it, send it. */
static enum err_code
promise(struct engine *g, struct promise *p, struct err *e)
{
	struct cache_op o = { .op = &p->op,
		.drop_draft = p->drop_draft,
		.drop_parked = p->drop_parked,
		.drop_conflict = p->drop_conflict,
		.number = p->number,
		.mono_ms = clock_mono_ms() - p->ago_ms,
		.boot = g->boot };
	int64_t n;
	/* Its files before it: what is sent in vain harms nobody, what is never sent does. */
	enum err_code rc = cache_file_named(g->cache, args_get(&p->op.args, EA_FILES), e);

	if (rc == ERR_OK)
		rc = cache_op_add(g->cache, &o, &n, e);
	if (rc == ERR_OK)
		engine_step_sync(g, &(struct sync_event){ .kind = SYNC_KICK });
	return rc;
}

void
engine_anew(struct engine *g, struct op *op)
{
	id_new(op->id);
	str_copy(op->by, sizeof(op->by), g->me.job_no);
	op->at = clock_now_ms();
}

void
engine_begin(struct engine *g, struct op *op, const char *ticket, int kind)
{
	op_init(op);
	engine_anew(g, op);
	str_copy(op->ticket, sizeof(op->ticket), ticket);
	op->kind = kind;
}

enum err_code
engine_do(struct engine *g, const struct ticket *t, struct promise *p, struct err *e)
{
	enum err_code rc;

	p->op.base = t->rev;
	rc = check(g, t, &p->op, e);
	return rc == ERR_OK ? promise(g, p, e) : rc;
}

/* The ticket as shown; a new one where there is none. */
static enum err_code
find(struct engine *g, const char *id, struct ticket *t, struct err *e)
{
	ticket_init(t);
	return id[0] != '\0' ? cache_ticket_whole(g->cache, id, t, e) : ERR_OK;
}

/* ---- submitting a form ---- */

/* Of a form about an existing ticket: the fields that differ from what is shown, and what is shown there. */
static bool
differences(const struct ticket *t, const struct fields *form, struct op *op)
{
	for (int f = 0; f < TF_COUNT; f++) {
		const char *now = fields_get(&t->f, (enum ticket_field)f);
		if (form->v[f] == NULL || strcmp(form->v[f], now) == 0)
			continue;
		if (!fields_set(&op->set, (enum ticket_field)f, form->v[f]) ||
		    !fields_set(&op->was, (enum ticket_field)f, now))
			return false;
	}
	return true;
}

static enum err_code
give_number(struct engine *g, struct promise *p, struct number_state *state, struct err *e)
{
	char no[NUMBER_SIZE];
	struct cache_seat seat;
	bool ok;

	if (fields_get(&p->op.set, TF_NO)[0] != '\0')
		return ERR_OK;
	cache_seat(g->cache, &seat);
	ok = seat.seat_no[0] != '\0';
	cache_number(g->cache, state);
	if (ok)
		number_issue(state, seat.seat_no, p->op.at, no);
	secret_wipe(&seat, sizeof(seat));
	if (!ok)
		return err_set(e, ERR_NEEDS_CENTRE,
		    "本机还没有坐席号, 不能编单号: 第一次使用要连上中心。内容已在草稿里。");
	p->number = state;
	return fields_set(&p->op.set, TF_NO, no) ? ERR_OK : err_set(e, ERR_NO_MEMORY, NULL);
}

/* Its first words; what came in writing has none before somebody takes it up. */
static bool
wants_number(const struct ticket *t, const struct op *op)
{
	return workflow_is_new(t) && op->kind != EVENT_SAVE_DRAFT &&
	       fields_get(&t->f, TF_NO)[0] == '\0';
}

static enum err_code
fill_in(struct engine *g, struct job *job, const struct ticket *t, struct promise *p,
    struct number_state *state, struct err *e)
{
	bool fresh = job->draft.ticket[0] == '\0';

	if (!(fresh ? fields_copy(&p->op.set, &job->draft.f)
		    : differences(t, &job->draft.f, &p->op)) ||
	    !args_copy(&p->op.args, &job->args))
		return err_set(e, ERR_NO_MEMORY, NULL);
	p->drop_draft = job->draft.id;
	return wants_number(t, &p->op) ? give_number(g, p, state, e) : ERR_OK;
}

enum err_code
engine_submit(struct engine *g, struct job *job, struct news *done, struct err *e)
{
	struct number_state state;
	struct promise p = { 0 };
	struct ticket t;
	char id[ID_SIZE];
	enum err_code rc = find(g, job->draft.ticket, &t, e);

	if (rc == ERR_OK) {
		if (job->draft.ticket[0] != '\0')
			str_copy(id, sizeof(id), job->draft.ticket);
		else
			id_new(id);
		engine_begin(g, &p.op, id, job->act);
		rc = fill_in(g, job, &t, &p, &state, e);
		if (rc == ERR_OK)
			rc = engine_do(g, &t, &p, e);
		if (rc == ERR_OK) {
			str_copy(done->ticket, sizeof(done->ticket), id);
			str_copy(done->op, sizeof(done->op), p.op.id);
			str_copy(done->number, sizeof(done->number),
			    p.op.set.v[TF_NO] != NULL ? p.op.set.v[TF_NO]
						      : fields_get(&t.f, TF_NO));
		}
		op_free(&p.op);
	}
	ticket_free(&t);
	return rc;
}

/* ---- one act ---- */

/* Of each field that is set, what stands there, unless the author said what he saw. */
static bool
was_shown(const struct ticket *t, struct op *op)
{
	for (int f = 0; f < TF_COUNT; f++)
		if (op->set.v[f] != NULL && op->was.v[f] == NULL &&
		    !fields_set(
			&op->was, (enum ticket_field)f, fields_get(&t->f, (enum ticket_field)f)))
			return false;
	return true;
}

enum err_code
engine_act(struct engine *g, struct job *job, struct news *done, struct err *e)
{
	struct promise p = { 0 };
	struct ticket t;
	enum err_code rc = find(g, job->ticket, &t, e);

	if (rc == ERR_OK && job->ticket[0] == '\0')
		rc = err_set(e, ERR_NOT_FOUND, "没有指明工单。");
	if (rc == ERR_OK) {
		engine_begin(g, &p.op, job->ticket, job->act);
		p.drop_draft = job->draft.id[0] != '\0' ? job->draft.id : NULL;
		if (!fields_copy(&p.op.set, &job->draft.f) || !fields_copy(&p.op.was, &job->was) ||
		    !was_shown(&t, &p.op) || !args_copy(&p.op.args, &job->args))
			rc = err_set(e, ERR_NO_MEMORY, NULL);
		if (rc == ERR_OK)
			rc = engine_do(g, &t, &p, e);
		str_copy(done->op, sizeof(done->op), p.op.id);
		op_free(&p.op);
	}
	if (rc == ERR_OK) {
		str_copy(done->ticket, sizeof(done->ticket), job->ticket);
		str_copy(done->number, sizeof(done->number), fields_get(&t.f, TF_NO));
	}
	ticket_free(&t);
	return rc;
}

/* ---- before a lesson ---- */

/* Not checked here: whose act it is does not sit at this seat. */
enum err_code
engine_stage(struct engine *g, struct job *job, struct news *done, struct err *e)
{
	struct promise p = { .ago_ms = job->local };
	struct number_state state;
	struct ticket t;
	enum err_code rc = ERR_OK;

	if (!g->demo || !g->is_private)
		return err_set(e, ERR_FORBIDDEN, "只有课堂里能这样布置工单。");
	ticket_init(&t);
	if ((event_info((enum event_kind)job->act)->from & STATE_BIT(NONE)) == 0)
		rc = cache_ticket_whole(g->cache, job->ticket, &t, e);
	engine_begin(g, &p.op, job->ticket, job->act);
	str_copy(p.op.by, sizeof(p.op.by), job->job_no);
	p.op.at -= p.ago_ms;
	p.op.base = t.rev;
	if (rc == ERR_OK &&
	    (!fields_copy(&p.op.set, &job->draft.f) || !args_copy(&p.op.args, &job->args)))
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	if (rc == ERR_OK && wants_number(&t, &p.op))
		rc = give_number(g, &p, &state, e);
	if (rc == ERR_OK)
		rc = promise(g, &p, e);
	str_copy(done->op, sizeof(done->op), p.op.id);
	op_free(&p.op);
	ticket_free(&t);
	return rc;
}

/* ---- looking at an identity ---- */

static bool
copy_identity(const struct fields *from, struct fields *to)
{
	for (int f = 0; f < TF_COUNT; f++)
		if (field_info((enum ticket_field)f)->part == PART_IDENTITY && from->v[f] != NULL &&
		    !fields_set(to, (enum ticket_field)f, from->v[f]))
			return false;
	return true;
}

static enum err_code
may_look(struct engine *g, const struct ticket *t, const char *reason, struct err *e)
{
	bool shielded = ticket_is_shielded(t);

	if (g->me.job_no[0] == '\0')
		return err_set(e, ERR_UNAUTHORISED, NULL);
	if (!roles_may_see_identity(g->me.roles, shielded, shielded))
		return err_set(e, ERR_FORBIDDEN, "您的岗位不能查看这件工单的诉求人信息。");
	if (strspn(reason, " ") == strlen(reason))
		return err_set(e, ERR_GUARD, "查看诉求人信息要写明用途。");
	return ERR_OK;
}

enum err_code
engine_unmask(struct engine *g, struct job *job, struct err *e)
{
	const char *object = job->ticket[0] != '\0' ? job->ticket : job->draft.id;
	struct news *n = NULL;
	struct ticket t;
	enum err_code rc = find(g, job->ticket, &t, e);

	if (rc == ERR_OK && *object == '\0')
		rc = err_set(e, ERR_NOT_FOUND, "没有指明工单。");
	if (rc == ERR_OK)
		rc = may_look(g, &t, job->text, e);
	if (rc == ERR_OK &&
	    ((n = engine_news_new(NEWS_IDENTITY)) == NULL || !copy_identity(&t.f, &n->identity)))
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	/* Recorded, on disk; only then told. */
	if (rc == ERR_OK)
		rc = cache_audit_add(
		    g->cache, clock_now_ms(), g->me.job_no, "unmask", object, job->text, e);
	if (rc == ERR_OK && n != NULL) {
		n->job = job->id;
		str_copy(n->ticket, sizeof(n->ticket), job->ticket);
		engine_tell(g, n);
		engine_step_sync(g, &(struct sync_event){ .kind = SYNC_KICK });
	} else {
		news_free(n);
	}
	fields_drop_identity(&t.f);
	ticket_free(&t);
	return rc;
}

enum err_code
engine_number(struct engine *g, const char *ticket, char *out, size_t size, struct err *e)
{
	struct ticket t;
	enum err_code rc = find(g, ticket, &t, e);
	const char *number;

	out[0] = '\0';
	if (rc == ERR_OK)
		rc = may_look(g, &t, "拨号", e);
	if (rc == ERR_OK) {
		number = fields_get(&t.f, TF_CONTACT_PHONE);
		if (*number == '\0')
			number = fields_get(&t.f, TF_CALLER_PHONE);
		if (*number == '\0' || !str_copy(out, size, number))
			rc = err_set(e, ERR_NOT_FOUND, "这件工单没有登记电话。");
	}
	fields_drop_identity(&t.f);
	ticket_free(&t);
	return rc;
}
