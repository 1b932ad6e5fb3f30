/* A seat of a run: the real step function over the real cache writer, in memory, and the person who works at it. A crash
 * takes the step function away and leaves the cache. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/id.h"
#include "model/role.h"
#include "model/workflow.h"
#include "sim.h"

/* ---- life ---- */

static void
seat_random(void *arg, void *out, size_t n)
{
	sim_bytes(&((struct sim_seat *)arg)->sim->rng, out, n);
}

static int64_t
seat_wall(void *arg)
{
	struct sim_seat *t = arg;

	return SIM_DAWN_MS + t->sim->now + t->clock_ms;
}

static void
start(struct sim_seat *t)
{
	struct sync_args args = { .cache = t->cache,
		.is_private = true,
		.name = t->name,
		.boot = t->boot,
		.random = seat_random,
		.wall = seat_wall,
		.arg = t };

	t->sync = sync_new(&args);
	if (t->sync == NULL)
		abort();
	t->life++;
	t->wake_at = t->sim->now;
	t->again = false;
}

void
sim_seat_open(struct sim *s, int no)
{
	static const struct {
		const char *job_no, *name;
		bool of_unit;
	} people[SIM_SEATS] = { { "1101", "一号席", false }, { "6001", "城建办", true },
		{ "1154", "二号席", false }, { "6002", "民生办", true }, { "6011", "市政处", true },
		{ "1102", "三号席", false } };
	struct sim_seat *t = &s->seat[no];
	struct cache_args args = { .memory = true, .like = s->world->cache, .key = s->world->key };
	struct err e = { 0 };

	*t = (struct sim_seat){ .sim = s,
		.no = no,
		.job_no = people[no].job_no,
		.name = people[no].name,
		.of_unit = people[no].of_unit };
	snprintf(t->boot, sizeof(t->boot), "boot-%d-0", no);
	if (cache_writer_open(&args, &t->cache, &e) != ERR_OK) {
		sim_fail(s, "seat %d has no cache: %s", no, e.text);
		return;
	}
	sim_feed(t);
	start(t);
	sim_seat_sign_in(t);
}

void
sim_seat_close(struct sim_seat *t)
{
	sync_free(t->sync);
	cache_writer_close(t->cache);
	t->sync = NULL;
	t->cache = NULL;
}

void
sim_seat_crash(struct sim_seat *t)
{
	bool reboot = sim_chance(&t->sim->rng, 30);

	sim_say(t->sim, "seat %d: %s", t->no, reboot ? "reboots" : "crashes");
	sync_free(t->sync);
	if (reboot)
		snprintf(t->boot, sizeof(t->boot), "boot-%d-%d", t->no, ++t->boots);
	start(t);
	sim_seat_sign_in(t);
}

/* ---- steps ---- */

static struct sim_message *
free_message(struct sim *s)
{
	struct sim_message *m = NULL;

	for (int i = 0; i < SIM_MESSAGES && m == NULL; i++)
		if (s->message[i].leg == LEG_FREE)
			m = &s->message[i];
	for (int i = 0; i < SIM_MESSAGES && m == NULL; i++)
		if (s->message[i].told || s->message[i].life != s->seat[s->message[i].seat].life)
			m = &s->message[i];
	if (m == NULL)
		sim_fail(s, "more requests on their way than three lanes a seat can have asked");
	return m;
}

/* "…?feed=unit%3A1001&…": the one byte that is ever escaped in a feed is the colon. */
static void
feed_asked(const char *path, char out[32])
{
	const char *at = strstr(path, "feed=");
	const char *colon;
	size_t n;

	out[0] = '\0';
	if (at == NULL)
		return;
	at += 5;
	n = strcspn(at, "&");
	colon = strstr(at, "%3A");
	if (colon != NULL && colon < at + n)
		snprintf(out, 32, "%.*s:%.*s", (int)(colon - at), at, (int)(at + n - colon - 3),
		    colon + 3);
	else
		snprintf(out, 32, "%.*s", (int)n, at);
}

static void
post(struct sim_seat *t, const struct sync_request *rq)
{
	struct sim *s = t->sim;
	struct sim_message *m = free_message(s);
	struct cache_seat seat;

	if (m == NULL)
		return;
	sim_message_free(m);
	m->leg = LEG_ASKED;
	m->seat = t->no;
	m->life = t->life;
	m->rq = *rq;
	m->rq.path = str_dup(rq->path);
	m->rq.auth = str_dup(rq->auth);
	m->rq.body = rq->body != NULL ? str_dup_n(rq->body, rq->len) : NULL;
	m->give_up_at = s->now + rq->park_ms + rq->timeout_ms;
	cache_seat(t->cache, &seat);
	str_copy(m->from.epoch, sizeof(m->from.epoch), seat.epoch);
	if (rq->ask == ASK_CHANGES) {
		feed_asked(rq->path, m->feed);
		cache_place(t->cache, m->feed, &m->from);
	}
	sim_say(
	    s, "seat %d: %llu %s %.60s", t->no, (unsigned long long)rq->id, rq->method, rq->path);
}

void
sim_seat_step(struct sim_seat *t, const struct sync_event *ev)
{
	struct sync_actions a = { 0 };
	bool refused = false;

	t->asked = false;
	sync_step(t->sync, ev, t->sim->now, &a);
	for (int i = 0; i < a.n_send; i++)
		post(t, &a.send[i]);
	for (int i = 0; i < a.n_notes; i++)
		if (a.notes[i].err.code != ERR_OK) {
			sim_say(t->sim, "seat %d: note %d %s", t->no, (int)a.notes[i].kind,
			    err_json(a.notes[i].err.code));
			refused = refused || a.notes[i].kind == NOTE_SESSION ||
				  a.notes[i].err.code == ERR_UNAUTHORISED;
		}
	t->wake_at = a.wake_at;
	t->again = a.again;
	t->signed_out = t->signed_out || refused;
	sync_actions_clear(&a);
	sim_check_place(t);
}

void
sim_seat_sign_in(struct sim_seat *t)
{
	struct sync_event in = { .kind = SYNC_SIGN_IN, .job_no = t->job_no, .password = "" };

	t->signed_out = false;
	sim_seat_step(t, &in);
}

void
sim_seat_shift(struct sim_seat *t)
{
	struct sync_event out = { .kind = SYNC_SIGN_OUT };

	if (t->of_unit)
		return;
	t->job_no = strcmp(t->job_no, "1102") == 0 ? "1154" : "1102";
	sim_feed(t);
	sim_say(t->sim, "seat %d: %s takes over", t->no, t->job_no);
	sim_seat_step(t, &out);
	sim_seat_sign_in(t);
}

void
sim_seat_copied(struct sim_seat *t)
{
	struct sync_event kick = { .kind = SYNC_KICK };
	struct err e = { 0 };

	sim_say(t->sim, "seat %d: must enrol again", t->no);
	if (cache_reuse(t->cache, &e) != ERR_OK)
		sim_fail(t->sim, "seat %d: %s", t->no, e.text);
	sim_seat_step(t, &kick);
}

/* The step function listens to the latest request only; the cache must not rely on it (protocol rule 2). */
void
sim_seat_late(struct sim_seat *t, const struct sim_message *m)
{
	struct cache_answered answered;
	struct op_results r = { 0 };
	struct cache_seat seat;
	struct page p;
	bool applied;

	t->asked = false;
	if (m->rq.ask == ASK_CHANGES && page_read(m->answer.s, m->answer.len, &p, NULL) == ERR_OK) {
		(void)cache_page(t->cache, m->feed, &m->from, &p, &applied, NULL);
		page_free(&p);
	}
	/* Results do not say their epoch: that those of an earlier one go nowhere is the step function's business. */
	cache_seat(t->cache, &seat);
	if (m->rq.ask == ASK_OPS && str_eq(seat.epoch, m->from.epoch) &&
	    op_results_read(m->answer.s, m->answer.len, &r, NULL) == ERR_OK)
		(void)cache_answers(t->cache, &r, &answered, NULL);
	op_results_free(&r);
	sim_check_place(t);
}

/* ---- what its person does ---- */

static struct actor
person(const struct sim_seat *t)
{
	static const struct {
		const char *job_no, *roles, *unit;
	} who[] = { { "1101", "agent,senior,dispatcher", "" }, { "1102", "agent,dispatcher", "" },
		{ "1154", "agent", "" }, { "6001", "unit", "1001" }, { "6002", "unit", "1002" },
		{ "6011", "unit_lead", "1011" } };
	struct actor a = { .user = t->job_no, .name = t->name, .unit = "" };

	for (size_t i = 0; i < sizeof(who) / sizeof(who[0]); i++)
		if (strcmp(who[i].job_no, t->job_no) == 0) {
			roles_parse(who[i].roles, &a.roles);
			a.unit = who[i].unit;
		}
	return a;
}

static void
make_id(struct sim_seat *t, char out[ID_SIZE])
{
	uint8_t random[10];

	sim_bytes(&t->sim->rng, random, sizeof(random));
	id_make(out, seat_wall(t), random);
}

static void
set(struct op *op, enum ticket_field f, const char *value)
{
	if (!fields_set(&op->set, f, value))
		abort();
}

static void
arg(struct op *op, enum event_arg a, const char *value)
{
	if (!args_set(&op->args, a, value))
		abort();
}

static void
take_down(struct sim_seat *t, struct op *op, struct number_state *numbers)
{
	static const char *const matters[] = { "0205", "0203", "0205", "0999" };
	struct sim_rng *r = &t->sim->rng;
	struct cache_seat seat;
	char no[NUMBER_SIZE], words[64];
	int kind = sim_below(r, 10);

	cache_seat(t->cache, &seat);
	cache_number(t->cache, numbers);
	number_issue(numbers, seat.seat_no, seat_wall(t), no);
	op->kind = kind < 7   ? EVENT_SUBMIT
		   : kind < 9 ? EVENT_SUBMIT_INCOMPLETE
			      : EVENT_SUBMIT_DIRECT;
	make_id(t, op->ticket);
	snprintf(words, sizeof(words), "来电 %d 反映的事", t->sim->n_ops);
	set(op, TF_NO, no);
	set(op, TF_CHANNEL, "phone");
	set(op, TF_TYPE, "consult");
	set(op, TF_URGENCY, "normal");
	set(op, TF_CONTENT, words);
	set(op, TF_CALLER_PHONE, "13800000001");
	if (op->kind != EVENT_SUBMIT_INCOMPLETE) {
		set(op, TF_NAME, "张三");
		set(op, TF_CATEGORY, matters[sim_below(r, 4)]);
	}
	if (op->kind == EVENT_SUBMIT_DIRECT) {
		set(op, TF_CLOSE_TYPE, "direct");
		set(op, TF_ANSWER, "已经按规定当场答复来电人了");
	}
	if (sim_chance(r, 15))
		set(op, TF_CONFIDENTIAL, "1");
	if (sim_chance(r, 50))
		set(op, TF_SMS, "1");
}

/* What it showed there goes along: the centre merges field by field. */
static void
change(struct sim_seat *t, struct op *op, const struct ticket *shown)
{
	static const enum ticket_field fields[] = { TF_DEMAND, TF_ADDRESS, TF_EVENT_TIME, TF_NAME,
		TF_KB_REFS, TF_CONTENT, TF_CATEGORY };
	struct sim_rng *r = &t->sim->rng;
	int n = 1 + sim_below(r, 2);
	char value[64];

	op->kind = EVENT_AMEND;
	for (int i = 0; i < n; i++) {
		enum ticket_field f = fields[sim_below(r, sizeof(fields) / sizeof(fields[0]))];
		snprintf(value, sizeof(value), "%s%d", f == TF_KB_REFS ? "k" : "改", t->sim->n_ops);
		set(op, f, f == TF_CATEGORY ? "0205" : value);
		if (shown->f.v[f] != NULL && !fields_set(&op->was, f, shown->f.v[f]))
			abort();
	}
}

static void
act_on(struct sim_seat *t, struct op *op, const struct ticket *shown)
{
	int what = sim_below(&t->sim->rng, 100);

	if (t->of_unit || (shown->state == STATE_INCOMPLETE && what < 20)) {
		op->kind = EVENT_CONTACT;
		arg(op, EA_RESULT, "reached");
		arg(op, EA_SUMMARY, "说过了");
	} else if (shown->state == STATE_INCOMPLETE && what < 40) {
		op->kind = EVENT_COMPLETE;
		set(op, TF_CATEGORY, "0203");
		set(op, TF_NAME, "李四");
	} else if (shown->state == STATE_PENDING && what < 40) {
		op->kind = EVENT_DISPATCH;
		arg(op, EA_TO_UNIT, "1011");
		arg(op, EA_RULE, "D0205");
	} else if (what < 65) {
		change(t, op, shown);
	} else {
		static const int words[] = { EVENT_SUPPLEMENT, EVENT_NOTE, EVENT_URGE,
			EVENT_SUPPLEMENT };
		op->kind = words[sim_below(&t->sim->rng, 4)];
		arg(op, EA_NOTE, "又来电说");
	}
}

/* The seat asks the rules first, as the program does; now and then it does not, and the centre has to say no. */
static bool
may(struct sim_seat *t, const struct op *op, const struct ticket *shown, bool *lawful)
{
	struct actor who = person(t);
	struct workflow_env env = { .city = cache_writer_city(t->cache),
		.now = seat_wall(t),
		.online = sync_is_online(t->sync),
		.last_urge_at = cache_last_at(t->cache, op->ticket, EVENT_URGE) };
	struct event ev;

	event_init(&ev);
	*lawful = op_event(op, &ev) && workflow_check(shown, &ev, &who, &env, NULL) == ERR_OK;
	event_free(&ev);
	return *lawful || sim_chance(&t->sim->rng, 15);
}

static void
keep(struct sim_seat *t, const struct op *op, const struct number_state *numbers, bool lawful)
{
	struct sim *s = t->sim;
	struct cache_op o = { .op = op, .number = numbers, .mono_ms = s->now, .boot = t->boot };
	struct sim_op *kept = &s->op[s->n_ops];
	struct sync_event kick = { .kind = SYNC_KICK };
	struct err e = { 0 };
	int64_t n;

	if (cache_op_add(t->cache, &o, &n, &e) != ERR_OK) {
		sim_fail(s, "seat %d cannot keep an operation: %s", t->no, e.text);
		return;
	}
	*kept = (struct sim_op){ .seat = t->no, .kind = op->kind, .lawful = lawful };
	str_copy(kept->id, sizeof(kept->id), op->id);
	str_copy(kept->ticket, sizeof(kept->ticket), op->ticket);
	s->n_ops++;
	if (op->base == 0 && numbers != NULL)
		str_copy(s->ticket[s->n_tickets++], ID_SIZE, op->ticket);
	sim_say(s, "seat %d: kept %lld %s of %.13s", t->no, (long long)n,
	    event_info((enum event_kind)op->kind)->json, op->ticket);
	sim_seat_step(t, &kick);
}

/* Only somebody at an enrolled seat that knows the city can work, and only on what the seat shows. */
static void
work(struct sim_seat *t, struct op *op)
{
	struct sim *s = t->sim;
	struct number_state numbers;
	struct ticket shown;
	bool lawful, fresh = !t->of_unit && (s->n_tickets == 0 || sim_chance(&s->rng, 30));

	ticket_init(&shown);
	if (fresh && s->n_tickets < SIM_TICKETS) {
		take_down(t, op, &numbers);
		if (may(t, op, &shown, &lawful))
			keep(t, op, &numbers, lawful);
	} else if (s->n_tickets > 0) {
		str_copy(op->ticket, ID_SIZE, s->ticket[sim_below(&s->rng, s->n_tickets)]);
		if (cache_ticket_whole(t->cache, op->ticket, &shown, NULL) == ERR_OK) {
			op->base = shown.rev;
			act_on(t, op, &shown);
			if (may(t, op, &shown, &lawful))
				keep(t, op, NULL, lawful);
		}
	}
	ticket_free(&shown);
}

/* Something that was refused is thrown away, if there is any. */
static bool
throw_away(struct sim_seat *t)
{
	struct sim *s = t->sim;

	for (int i = 0; i < s->n_ops; i++) {
		int64_t local = s->op[i].seat == t->no ? sim_parked(t, s->op[i].id) : 0;
		if (local == 0)
			continue;
		sim_say(s, "seat %d: throws operation %d away", t->no, i);
		if (cache_parked_drop(t->cache, local, NULL) != ERR_OK)
			sim_fail(s, "seat %d cannot throw an operation away", t->no);
		s->op[i].fate = FATE_SETTLED;
		return true;
	}
	return false;
}

static void
look_up(struct sim_seat *t)
{
	struct sim *s = t->sim;
	struct sync_event fetch = { .kind = SYNC_FETCH };

	if (s->n_tickets == 0)
		return;
	fetch.ticket = s->ticket[sim_below(&s->rng, s->n_tickets)];
	sim_seat_step(t, &fetch);
}

void
sim_seat_act(struct sim_seat *t)
{
	struct sim *s = t->sim;
	struct cache_seat seat;
	struct op op;

	cache_seat(t->cache, &seat);
	if (seat.seat_no[0] == '\0' || cache_writer_city(t->cache) == NULL || s->n_ops == SIM_OPS)
		return;
	if (sim_chance(&s->rng, 12)) {
		look_up(t);
		return;
	}
	if (sim_chance(&s->rng, 5) && throw_away(t))
		return;
	op_init(&op);
	make_id(t, op.id);
	str_copy(op.by, sizeof(op.by), sim_chance(&s->rng, 3) ? "8888" : t->job_no);
	op.at = seat_wall(t);
	op.age_ms = -1;
	op.v = OP_VERSION;
	if (sim_chance(&s->rng, 12))
		sim_record_act(t, op.id, op.by, op.at);
	else
		work(t, &op);
	op_free(&op);
}
