/* One operation of a device, decided: seen before? who is it? does it fit the ticket as it is now? Everything it leads to
 * (ticket, event, feed lines, the answer itself) is written in one savepoint, so that a repeated operation finds either
 * all of it or nothing. Rejected operations use up their number too: they are parked at the seat, never retried. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core_p.h"

#define OFFLINE_AFTER_MS \
	60000 /* acted this long before we heard of it: made while out of contact */

#define OFFSET_MAX_MS 60000 /* a clock that is further off is not believed (practice A16) */

struct work { /* one operation on its way */
	struct core *c;
	const struct op *op;
	const char
	    *key; /* of a single request, "" without; NULL: an operation of the seat's own log */
	struct store_device device;
	struct store_user user;
	struct actor actor;
	struct ticket t;
	bool fresh; /* no such ticket yet */
	bool quiet; /* accepted, but nothing of it was left to record */
	struct event ev;
	struct fields lost;
	struct op_result *r;
};

/* ---- seen before ---- */

static enum err_code
stored_answer(const char *text, struct op_result *r, struct err *e)
{
	struct op_results list = { 0 };
	enum err_code rc = op_results_read(text, strlen(text), &list, e);

	if (rc == ERR_OK && list.count == 1)
		*r = list.r[0];
	else if (rc == ERR_OK)
		rc = err_set(e, ERR_DB, "这个操作的结果记录坏了。");
	op_results_free(&list);
	return rc;
}

static enum err_code
replay(struct core *c, const char *device, const struct op *op, const char *fingerprint,
    struct op_result *r, struct err *e)
{
	struct store_op seen = { 0 };
	enum err_code rc = store_op_get(c->store, device, op->n, &seen, e);

	if (rc == ERR_NOT_FOUND) { /* pruned: it was answered long ago */
		err_clear(e);
		r->n = op->n;
		str_copy(r->id, sizeof(r->id), op->id);
		str_copy(r->ticket, sizeof(r->ticket), op->ticket);
		r->status = OP_DUPLICATE;
		return ERR_OK;
	}
	if (rc == ERR_OK && strcmp(seen.fingerprint, fingerprint) != 0)
		rc = err_set(e, ERR_OP_REUSE,
		    "操作序号 %lld 已用于别的内容: 这份数据可能是从另一台坐席机复制来的。",
		    (long long)op->n);
	else if (rc == ERR_OK)
		rc = stored_answer(seen.result, r, e);
	free(seen.result);
	return rc;
}

/* ---- who ---- */

enum err_code
core_author(struct core *c, const char *device, const char *by, struct store_user *u, struct err *e)
{
	if (store_user_get(c->store, by, u, e) != ERR_OK)
		return err_set(e, ERR_FORBIDDEN, "没有工号 %s, 这件操作不能受理。", by);
	if (!u->active)
		return err_set(e, ERR_FORBIDDEN, "工号 %s 已停用。", by);
	if (store_device_user_since(c->store, device, by) == 0 && !c->is_private)
		return err_set(e, ERR_FORBIDDEN, "工号 %s 没有在这台坐席机上登录过。", by);
	return ERR_OK;
}

/* The device's time, reconstructed: its monotonic age where it still runs, else its wall clock, never in the future. */
static int64_t
time_of(const struct work *w)
{
	int64_t at = w->op->age_ms >= 0 ? w->c->now - w->op->age_ms : w->op->at;

	return at > w->c->now ? w->c->now : at;
}

static enum err_code
find_author(struct work *w, struct err *e)
{
	enum err_code rc = core_author(w->c, w->device.id, w->op->by, &w->user, e);

	if (rc != ERR_OK)
		return rc;
	w->actor.user = w->user.job_no;
	w->actor.name = w->user.name;
	w->actor.unit = w->user.unit;
	w->actor.roles = store_user_roles(&w->user, time_of(w));
	return ERR_OK;
}

/* ---- what ---- */

static enum err_code
find_ticket(struct work *w, struct err *e)
{
	const struct event_info *info = event_info((enum event_kind)w->op->kind);
	enum err_code rc = store_ticket_get(w->c->store, w->op->ticket, &w->t, e);

	if (rc != ERR_NOT_FOUND)
		return rc;
	if ((info->from & STATE_BIT(NONE)) == 0)
		return err_set(e, ERR_NOT_FOUND, "中心没有这件工单, 它的提交可能还没有送到。");
	err_clear(e);
	w->fresh = true;
	str_copy(w->t.id, sizeof(w->t.id), w->op->ticket);
	str_copy(w->t.seat_no, sizeof(w->t.seat_no), w->device.seat_no);
	return ERR_OK;
}

/* Made while the centre, by its own record, did not hear of the seat? */
static bool
was_offline(const struct work *w, int64_t at)
{
	int64_t now = w->c->now;

	if (now - at <= OFFLINE_AFTER_MS)
		return false;
	if (w->c->contact_since != 0)
		return at < w->c->contact_since;
	return w->device.last_seen_at < now - OFFLINE_AFTER_MS;
}

/* How far the seat's clock is off: known while its monotonic clock runs; after a restart of the machine, as it was last. */
static void
measure_clock(struct work *w)
{
	if (w->op->age_ms >= 0)
		w->device.offset_ms = w->op->at - (w->c->now - w->op->age_ms);
}

/* What is asked for in time counts at the seat's time only by a clock that is right; else it is made when it arrives. */
static bool
is_believed(const struct work *w)
{
	return event_info((enum event_kind)w->op->kind)->offline != OFFLINE_REQUEST ||
	       (w->device.offset_ms <= OFFSET_MAX_MS && w->device.offset_ms >= -OFFSET_MAX_MS);
}

static void
make_event(struct work *w)
{
	struct event *ev = &w->ev;

	op_event(w->op, ev);
	measure_clock(w);
	ev->at = time_of(w);
	ev->at_server = w->c->now;
	ev->offline = was_offline(w, ev->at);
	if (!is_believed(w))
		ev->at = w->c->now;
	str_copy(ev->via, sizeof(ev->via), w->device.id);
	str_copy(ev->actor, sizeof(ev->actor), w->actor.user);
	str_copy(ev->actor_name, sizeof(ev->actor_name), w->actor.name);
	str_copy(ev->unit, sizeof(ev->unit), w->actor.unit);
}

/* From which ticket one is parted stands in the event: its row will not say it any more. */
static bool
name_master(struct work *w)
{
	return w->ev.kind != EVENT_UNMERGE || args_set(&w->ev.args, EA_OTHER, w->t.merged_into);
}

/* ---- what others changed meanwhile (protocol rule 6) ---- */

static void
name_lost(const struct fields *lost, char *out, size_t size)
{
	struct str names = { 0 };

	for (int f = 0; f < TF_COUNT; f++)
		if (lost->v[f] != NULL)
			str_addf(&names, "%s%s", names.len > 0 ? "," : "",
			    field_info((enum ticket_field)f)->json);
	str_copy(out, size, str_c(&names));
	str_free(&names);
}

static enum err_code
merge_fields(struct work *w, struct err *e)
{
	const struct fields none = { 0 };
	struct fields merged = { 0 };
	bool whole;

	if (w->fresh || w->op->base == w->t.rev || fields_equal(&w->op->set, &none))
		return ERR_OK;
	whole = workflow_merge(&w->t, &w->ev, &merged, &w->lost);
	if (!whole && fields_equal(&w->lost, &none)) {
		fields_free(&merged);
		return err_set(e, ERR_NO_MEMORY, NULL);
	}
	fields_free(&w->ev.set);
	w->ev.set = merged;
	w->r->status = whole ? OP_MERGED : OP_CONFLICT;
	if (!whole)
		name_lost(&w->lost, w->r->lost, sizeof(w->r->lost));
	return ERR_OK;
}

/* The losing text of a conflict is kept on the ticket as a note 冲突稿, one a field, so that nothing anybody wrote is
 * gone; identity goes into the sealed half of the event. */
static enum err_code
keep_lost(struct work *w, struct err *e)
{
	for (int f = 0; f < TF_COUNT; f++) {
		const struct field_info *info = field_info((enum ticket_field)f);
		enum event_arg slot = info->part == PART_IDENTITY ? EA_LOST_SEALED : EA_LOST;
		struct event note;
		uint8_t random[10];
		enum err_code rc = ERR_OK;

		if (w->lost.v[f] == NULL || w->lost.v[f][0] == '\0')
			continue;
		event_init(&note);
		w->c->random(w->c->random_arg, random, sizeof(random));
		id_make(note.id, w->c->now, random);
		str_copy(note.ticket, sizeof(note.ticket), w->t.id);
		note.kind = EVENT_NOTE;
		note.at = w->ev.at;
		note.offline = w->ev.offline;
		str_copy(note.actor, sizeof(note.actor), w->ev.actor);
		str_copy(note.actor_name, sizeof(note.actor_name), w->ev.actor_name);
		str_copy(note.unit, sizeof(note.unit), w->ev.unit);
		str_copy(note.via, sizeof(note.via), w->ev.via);
		if (!args_set(&note.args, EA_NOTE, "冲突稿") ||
		    !args_set(&note.args, EA_FIELD, info->json) ||
		    !args_set(&note.args, slot, w->lost.v[f]))
			rc = err_set(e, ERR_NO_MEMORY, NULL);
		if (rc == ERR_OK)
			rc = core_record(w->c, &w->t, &note, e);
		event_free(&note);
		if (rc != ERR_OK)
			return rc;
	}
	return ERR_OK;
}

static bool
nothing_left(const struct work *w)
{
	return w->op->kind == EVENT_AMEND && w->r->status != OP_APPLIED &&
	       fields_equal(&w->ev.set, &(struct fields){ 0 });
}

/* ---- the whole way of one operation ---- */

/* Who signs off for a lead says by whose word (practice A11); after the rules have judged what he wrote himself. */
static bool
name_lead(struct work *w)
{
	const struct store_user *u = &w->user;
	struct store_user lead;
	char words[160];

	if (w->ev.kind != EVENT_REPLY || !store_user_is_deputy(u, w->ev.at) ||
	    args_get(&w->ev.args, EA_SIGNED_BY)[0] != '\0')
		return true;
	if (store_user_get(w->c->store, u->deputy_by, &lead, NULL) != ERR_OK)
		lead = (struct store_user){ .name = "" };
	(void)snprintf(words, sizeof(words), "%s%s授权代签 %s至%s", u->deputy_by, lead.name,
	    u->deputy_from + 5, u->deputy_to + 5);
	return args_set(&w->ev.args, EA_SIGNED_BY, words);
}

static enum err_code
check_and_record(struct work *w, struct err *e)
{
	struct core_env x;
	enum err_code rc = core_env(w->c, &w->ev, &x, e);

	if (rc == ERR_OK)
		rc = workflow_check(&w->t, &w->ev, &w->actor, &x.env, e);
	core_env_end(&x);
	if (rc == ERR_OK && !name_lead(w))
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	return rc == ERR_OK ? core_record(w->c, &w->t, &w->ev, e) : rc;
}

static enum err_code
decide(struct work *w, struct err *e)
{
	enum err_code rc = find_author(w, e);

	if (rc == ERR_OK)
		rc = find_ticket(w, e);
	if (rc != ERR_OK)
		return rc;
	make_event(w);
	if (!name_master(w))
		return err_set(e, ERR_NO_MEMORY, NULL);
	rc = merge_fields(w, e);
	w->quiet = nothing_left(w);
	if (rc == ERR_OK && !w->quiet)
		rc = check_and_record(w, e);
	if (rc == ERR_OK)
		rc = keep_lost(w, e);
	if (rc == ERR_OK && !w->quiet)
		rc = core_follow_up(w->c, &w->t, &w->ev, e);
	return rc;
}

/* Not the operation's fault: it is asked again later, with the same number. */
static bool
is_ours(enum err_code rc)
{
	return core_is_machine(rc) || rc == ERR_BUSY;
}

static void
answer(struct work *w, enum err_code rc, const struct err *e)
{
	struct op_result *r = w->r;

	if (rc == ERR_OK) {
		r->rev = w->t.rev;
		r->seq = w->c->seq;
		str_copy(r->number, sizeof(r->number), fields_get(&w->t.f, TF_NO));
	} else {
		r->status = OP_REJECTED;
		r->code = rc;
		str_copy(r->detail, sizeof(r->detail), e->text);
		str_copy(r->where, sizeof(r->where), e->where);
	}
}

/* What is remembered is found by the number of the operation in the seat's log, or by the key of the request. */
static enum err_code
keep_answer(struct work *w, const char *fingerprint, char *text, struct err *e)
{
	struct store_op seen = { .n = w->op->n,
		.result = text,
		.quiet = w->quiet && w->r->status != OP_REJECTED ? w->op->id : NULL };
	struct store_request request = { .result = text };

	str_copy(seen.fingerprint, sizeof(seen.fingerprint), fingerprint);
	str_copy(request.fingerprint, sizeof(request.fingerprint), fingerprint);
	if (w->key == NULL) {
		w->device.last_op = w->op->n;
		return store_op_add(w->c->store, w->device.id, &seen, e);
	}
	return w->key[0] == '\0'
		   ? ERR_OK
		   : store_request_add(w->c->store, w->device.id, w->key, &request, w->c->now, e);
}

static enum err_code
remember(struct work *w, const char *fingerprint, struct err *e)
{
	struct op_results one = {
		.r = w->r, .count = 1, .last_op = w->op->n, .server_ms = w->c->now
	};
	struct str text = { 0 };
	enum err_code rc = op_results_write(&one, &text);

	if (rc != ERR_OK)
		err_set(e, rc, NULL);
	else
		rc = keep_answer(w, fingerprint, text.s, e);
	w->device.last_seen_at = w->c->now;
	if (rc == ERR_OK)
		rc = store_device_put(w->c->store, &w->device, e);
	str_free(&text);
	return rc;
}

/* Was this very operation accepted before, under another device or number? (re-enrolled after a cloned disk) */
static bool
known_elsewhere(struct work *w)
{
	if (!store_op_known(w->c->store, w->op->id))
		return false;
	w->r->status = OP_DUPLICATE;
	if (store_ticket_get(w->c->store, w->op->ticket, &w->t, NULL) == ERR_OK) {
		w->r->rev = w->t.rev;
		str_copy(w->r->number, sizeof(w->r->number), fields_get(&w->t.f, TF_NO));
	}
	return true;
}

static enum err_code
perform(struct work *w, const char *fingerprint, struct err *e)
{
	enum err_code rc;

	if (known_elsewhere(w))
		return remember(w, fingerprint, e);
	rc = store_mark(w->c->store, e);
	if (rc != ERR_OK)
		return rc;
	rc = decide(w, e);
	if (rc == ERR_OK)
		store_keep(w->c->store, e);
	else
		store_undo(w->c->store);
	if (is_ours(rc) || (rc != ERR_OK && w->key != NULL))
		return rc;
	answer(w, rc, e);
	if (rc != ERR_OK)
		err_clear(e);
	return remember(w, fingerprint, e);
}

/* From an operation whose device is known to its answer. */
static enum err_code
carry_out(struct work *w, const char *fingerprint, struct err *e)
{
	enum err_code rc;

	ticket_init(&w->t);
	event_init(&w->ev);
	core_step(w->c);
	rc = perform(w, fingerprint, e);
	ticket_free(&w->t);
	event_free(&w->ev);
	fields_free(&w->lost);
	return rc;
}

static void
begin_answer(const struct op *op, struct op_result *r)
{
	*r = (struct op_result){ .n = op->n, .status = OP_APPLIED };
	str_copy(r->id, sizeof(r->id), op->id);
	str_copy(r->ticket, sizeof(r->ticket), op->ticket);
}

enum err_code
core_op(struct core *c, const char *device, const struct op *op, const char *fingerprint,
    struct op_result *r, struct err *e)
{
	struct work w = { .c = c, .op = op, .r = r };
	enum err_code rc = store_device_get(c->store, device, &w.device, e);

	begin_answer(op, r);
	if (rc != ERR_OK)
		return rc;
#ifndef BREAK_DEDUPE
	if (op->n <= w.device.last_op)
		return replay(c, device, op, fingerprint, r, e);
#endif
	if (op->n > w.device.last_op + 1) {
		err_set(
		    e, ERR_OP_GAP, "中心等的是第 %lld 个操作。", (long long)(w.device.last_op + 1));
		e->sys = (int)(w.device.last_op + 1);
		return ERR_OP_GAP;
	}
	return carry_out(&w, fingerprint, e);
}

/* ---- one at a time, for other systems ---- */

enum err_code
core_single_seen(struct core *c, const char *device, const char *key, const char *fingerprint,
    struct op_result *r, struct err *e)
{
	struct store_request seen = { .result = NULL };
	enum err_code rc = store_request_get(c->store, device, key, &seen, e);

	if (rc == ERR_OK && strcmp(seen.fingerprint, fingerprint) != 0)
		rc = err_set(
		    e, ERR_OP_REUSE, "这个 Idempotency-Key 已用于别的内容, 每件新的请求要用新的。");
	else if (rc == ERR_OK)
		rc = stored_answer(seen.result, r, e);
	free(seen.result);
	return rc;
}

enum err_code
core_single(struct core *c, const char *device, const char *key, const struct op *op,
    const char *fingerprint, struct op_result *r, struct err *e)
{
	struct work w = { .c = c, .op = op, .key = key, .r = r };
	enum err_code rc = store_device_get(c->store, device, &w.device, e);

	begin_answer(op, r);
	return rc == ERR_OK ? carry_out(&w, fingerprint, e) : rc;
}
