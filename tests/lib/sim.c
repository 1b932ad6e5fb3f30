/* One schedule: who does what next is drawn from the seed. First some hundred steps with everything that can go wrong,
 * then a calm in which all that was begun must come to an end, then the checks. */
#include "sim.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "wire/page.h"

#define CALM_MS     (90 * 1000)
#define CALM_ROUNDS 6000

/* ---- what is told ---- */

void
sim_say(struct sim *s, const char *fmt, ...)
{
	char line[300];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	/* Ids of devices and snapshots are of the system's making: the trace keeps to what comes from the seed. */
	for (const char *p = line; *p != '\0' && *p != '/'; p++)
		s->trace = (s->trace ^ (uint8_t)*p) * 0x100000001b3u;
	if (s->world->verbose)
		fprintf(stderr, "%5d %9lld  %s\n", s->step, (long long)s->now, line);
}

void
sim_fail(struct sim *s, const char *fmt, ...)
{
	va_list ap;

	if (s->failed)
		return;
	va_start(ap, fmt);
	vsnprintf(s->why, sizeof(s->why), fmt, ap);
	va_end(ap);
	s->failed = true;
	if (s->world->verbose)
		fprintf(stderr, "%5d %9lld  FAILED: %s\n", s->step, (long long)s->now, s->why);
}

/* ---- the network ---- */

void
sim_message_free(struct sim_message *m)
{
	free(m->rq.path);
	free(m->rq.auth);
	free(m->rq.body);
	str_free(&m->answer);
	*m = (struct sim_message){ 0 };
}

static bool
is_current(const struct sim *s, const struct sim_message *m)
{
	return m->life == s->seat[m->seat].life;
}

static void
tell(struct sim *s, struct sim_message *m, enum sync_outcome outcome)
{
	struct sync_event ev = { .kind = SYNC_ANSWER,
		.request = m->rq.id,
		.outcome = outcome,
		.status = outcome == SYNC_ANSWERED ? m->status : 0,
		.body = outcome == SYNC_ANSWERED ? str_c(&m->answer) : "",
		.len = outcome == SYNC_ANSWERED ? m->answer.len : 0 };

	if (outcome == SYNC_ANSWERED && m->status == 200 && (m->told || !is_current(s, m)))
		sim_seat_late(&s->seat[m->seat], m);
	if (!is_current(s, m))
		return;
	sim_say(s, "seat %d: %llu is %s %d%s", m->seat, (unsigned long long)m->rq.id,
	    outcome == SYNC_ANSWERED    ? "answered"
	    : outcome == SYNC_UNREACHED ? "not sent"
					: "unknown",
	    ev.status, m->told ? ", late" : "");
	sim_seat_step(&s->seat[m->seat], &ev);
}

/* A poll that found nothing stays at the centre until something is committed or its time is over. */
static bool
is_parked(const struct sim *s, const struct sim_message *m)
{
	return m->leg == LEG_ASKED && m->parked_until > s->now &&
	       m->parked_at_commit == s->centre.commits;
}

static bool
is_empty_page(const struct sim_message *m)
{
	struct page p;
	bool empty;

	if (m->status != 200 || page_read(m->answer.s, m->answer.len, &p, NULL) != ERR_OK)
		return false;
	empty = p.n_tickets + p.n_events + p.n_refs + p.n_out + p.n_del == 0 && !p.more;
	page_free(&p);
	return empty;
}

static void
serve(struct sim *s, struct sim_message *m)
{
	uint64_t commits = s->centre.commits;

	sim_centre_serve(s, m);
	if (m->rq.ask != ASK_CHANGES || m->rq.park_ms == 0 || !is_empty_page(m))
		return;
	if (m->parked_until == 0)
		m->parked_until = s->now + m->rq.park_ms;
	m->parked_at_commit = commits;
	if (m->parked_until > s->now)
		m->leg = LEG_ASKED;
}

/* Somebody else's poll that can be answered while a push is being written. */
static struct sim_message *
other_poll(struct sim *s, const struct sim_message *push)
{
	for (int i = 0; i < SIM_MESSAGES; i++) {
		struct sim_message *m = &s->message[i];
		if (m != push && m->leg == LEG_ASKED && m->rq.ask == ASK_CHANGES)
			return m;
	}
	return NULL;
}

/* Once more, later: the network has kept a copy of the request. */
static void
double_it(struct sim *s, const struct sim_message *m)
{
	for (int i = 0; i < SIM_MESSAGES; i++) {
		struct sim_message *copy = &s->message[i];
		if (copy->leg != LEG_FREE)
			continue;
		*copy = *m;
		copy->leg = LEG_ASKED;
		copy->told = true;
		copy->answer = (struct str){ 0 };
		copy->rq.path = str_dup(m->rq.path);
		copy->rq.auth = str_dup(m->rq.auth);
		copy->rq.body = m->rq.body != NULL ? str_dup_n(m->rq.body, m->rq.len) : NULL;
		sim_say(s, "net: %llu of seat %d doubled", (unsigned long long)m->rq.id, m->seat);
		return;
	}
}

static void
arrive(struct sim *s, struct sim_message *m)
{
	int luck = s->calm ? 100 : sim_below(&s->rng, 100);

	if (luck < 4) {
		sim_say(s, "net: %llu of seat %d lost", (unsigned long long)m->rq.id, m->seat);
		m->leg = LEG_LOST;
	} else if (luck < 9) {
		tell(s, m, SYNC_UNREACHED);
		sim_message_free(m);
	} else if (luck < 11) {
		sim_centre_half(s, m);
		m->leg = LEG_LOST;
	} else {
		if (luck < 18)
			double_it(s, m);
		if (m->rq.ask == ASK_OPS && !s->calm && sim_chance(&s->rng, 40))
			s->centre.mid = other_poll(s, m);
		serve(s, m);
		s->centre.mid = NULL;
		if (luck >= 18 && luck < 20)
			sim_centre_crash(s);
	}
}

/* The answer is cut off: the transport sees it, or a proxy in between has made a whole answer of it. */
static void
tear(struct sim *s, struct sim_message *m)
{
	m->answer.len = m->answer.len > 0 ? (size_t)sim_below(&s->rng, (int)m->answer.len) : 0;
	if (m->answer.s != NULL)
		m->answer.s[m->answer.len] = '\0';
	tell(s, m, sim_chance(&s->rng, 50) ? SYNC_UNKNOWN : SYNC_ANSWERED);
}

static void
bad_gateway(struct sim *s, struct sim_message *m)
{
	m->status = 502;
	str_reset(&m->answer);
	str_add(&m->answer, "<html><body>502 Bad Gateway</body></html>");
	tell(s, m, SYNC_ANSWERED);
}

static void
come_back(struct sim *s, struct sim_message *m)
{
	int luck = s->calm ? 100 : sim_below(&s->rng, 100);

	if (luck < 4) {
		m->leg = LEG_LOST; /* the seat waits until its patience ends */
		return;
	}
	if (luck < 10) {
		tell(s, m, SYNC_UNKNOWN);
		m->told = true; /* and the answer comes all the same, late */
		return;
	}
	if (luck < 13)
		tear(s, m);
	else if (luck < 15)
		bad_gateway(s, m);
	else
		tell(s, m, SYNC_ANSWERED);
	if (luck >= 15 && luck < (m->rq.ask == ASK_CHANGES ? 40 : 21)) {
		m->told = true; /* the same answer once more, later */
		return;
	}
	sim_message_free(m);
}

static void
move_message(struct sim *s, struct sim_message *m)
{
	if (m->leg == LEG_ASKED)
		arrive(s, m);
	else if (m->leg == LEG_ANSWERED)
		come_back(s, m);
}

/* Patience ends: the seat is told that nobody knows. What is still on its way may yet come, late. */
static void
give_up(struct sim *s)
{
	for (int i = 0; i < SIM_MESSAGES; i++) {
		struct sim_message *m = &s->message[i];
		if (m->leg == LEG_FREE)
			continue;
		if (!m->told && s->now >= m->give_up_at) {
			tell(s, m, SYNC_UNKNOWN);
			m->told = true;
		}
		if (m->leg == LEG_LOST && m->told)
			sim_message_free(m);
	}
}

static bool
can_move(const struct sim *s, const struct sim_message *m)
{
	return (m->leg == LEG_ASKED || m->leg == LEG_ANSWERED) && !is_parked(s, m);
}

/* Any of those on their way; false when none is. */
static bool
move_any(struct sim *s)
{
	int n = 0, pick;

	for (int i = 0; i < SIM_MESSAGES; i++)
		n += can_move(s, &s->message[i]);
	if (n == 0)
		return false;
	pick = sim_below(&s->rng, n);
	for (int i = 0; i < SIM_MESSAGES; i++)
		if (can_move(s, &s->message[i]) && pick-- == 0) {
			move_message(s, &s->message[i]);
			return true;
		}
	return false;
}

/* ---- time ---- */

/* Whether the seat had anything to do. */
static bool
pump(struct sim *s, struct sim_seat *t)
{
	struct sync_event time = { .kind = SYNC_TIME };

	if (t->signed_out)
		sim_seat_sign_in(t);
	else if (t->again || t->wake_at <= s->now)
		sim_seat_step(t, &time);
	else
		return false;
	return true;
}

static int64_t
next_moment(const struct sim *s)
{
	int64_t next = s->now + 1000;

	for (int i = 0; i < s->n_seats; i++)
		if (s->seat[i].wake_at < next)
			next = s->seat[i].wake_at;
	return next > s->now ? next : s->now + 1;
}

static void
pass(struct sim *s, int64_t ms)
{
	s->now += ms;
	give_up(s);
}

/* ---- what goes wrong beside the network ---- */

static void
trouble(struct sim *s)
{
	struct sim_seat *t = &s->seat[sim_below(&s->rng, s->n_seats)];
	int what = sim_below(&s->rng, 100);

	if (what < 28) {
		sim_seat_crash(t);
	} else if (what < 42) {
		sim_centre_crash(s);
	} else if (what < 54) {
		sim_centre_backup(s);
	} else if (what < 62) {
		if (s->centre.has_backup)
			sim_centre_restore(s);
	} else if (what < 77) {
		sim_centre_reorganise(s);
	} else if (what < 85) {
		t->clock_ms = sim_below(&s->rng, 7200000) - 3600000;
		sim_say(s, "seat %d: clock set to %+lld ms", t->no, (long long)t->clock_ms);
	} else if (what < 88) {
		s->centre.clock_ms = sim_below(&s->rng, 600000) - 300000;
	} else if (what < 93) {
		sim_seat_shift(t);
	} else if (what < 97) {
		sim_seat_copied(t);
	} else {
		sim_say(s, "a night passes");
		pass(s, 13LL * 3600 * 1000);
	}
}

static void
one_step(struct sim *s)
{
	struct sim_seat *t = &s->seat[sim_below(&s->rng, s->n_seats)];
	int what = sim_below(&s->rng, 1000);

	if (what < 260)
		sim_seat_act(t);
	else if (what < 640 && move_any(s))
		;
	else if (what < 860 && pump(s, t))
		;
	else if (what < 965)
		pass(s,
		    sim_chance(&s->rng, 70) ? next_moment(s) - s->now : sim_below(&s->rng, 9000));
	else
		trouble(s);
	if (s->n_tickets > 0 && !s->failed)
		sim_check_ticket(t, sim_below(&s->rng, s->n_tickets));
	if (!s->failed && sim_chance(&s->rng, 4))
		sim_check_gap(t);
}

/* ---- calm ---- */

static bool
is_idle(struct sim_seat *t)
{
	if (!t->asked)
		t->idle = sync_idle(t->sync);
	t->asked = true;
	return t->idle;
}

static bool
all_idle(struct sim *s)
{
	for (int i = 0; i < s->n_seats; i++)
		if (!is_idle(&s->seat[i]) || s->seat[i].signed_out || s->seat[i].again)
			return false;
	return true;
}

/* Everything that can happen now; false when nothing could. */
static bool
calm_round(struct sim *s)
{
	bool busy = false;

	for (int i = 0; i < SIM_MESSAGES && !s->failed; i++)
		if (can_move(s, &s->message[i])) {
			move_message(s, &s->message[i]);
			busy = true;
		}
	for (int i = 0; i < s->n_seats && !s->failed; i++) {
		struct sim_seat *t = &s->seat[i];
		if (t->signed_out || t->again || t->wake_at <= s->now) {
			pump(s, t);
			busy = true;
		}
	}
	return busy;
}

static void
calm(struct sim *s, int64_t rest_ms)
{
	int64_t idle_since = -1;
	int rounds = 0;

	s->calm = true;
	sim_say(s, "calm");
	while (!s->failed) {
		if (++rounds > CALM_ROUNDS) {
			sim_fail(s, "I13: not at rest after %d rounds of calm", rounds);
			return;
		}
		if (!all_idle(s))
			idle_since = -1;
		else if (idle_since < 0)
			idle_since = s->now;
		else if (s->now - idle_since >= rest_ms)
			return;
		if (!calm_round(s))
			pass(s, next_moment(s) - s->now);
	}
}

/* ---- a run ---- */

static void
clean_up(struct sim *s)
{
	for (int i = 0; i < SIM_MESSAGES; i++)
		sim_message_free(&s->message[i]);
	for (int i = 0; i < s->n_seats; i++)
		sim_seat_close(&s->seat[i]);
	sim_centre_close(s);
}

bool
sim_run(const struct sim_world *world, uint64_t seed, int steps, struct sim *s)
{
	*s = (struct sim){
		.world = world, .seed = seed, .trace = 0xcbf29ce484222325u, .steps = steps
	};
	s->rng.state = seed * 0x2545f4914f6cdd1du + 1;
	s->n_seats = 3 + sim_below(&s->rng, SIM_SEATS - 2);
	sim_centre_open(s);
	for (int i = 0; i < s->n_seats && !s->failed; i++)
		sim_seat_open(s, i);
	if (!s->failed && sim_chance(&s->rng, 85)) /* most begin on a day on which all is well */
		calm(s, 0);
	s->calm = false;
	for (s->step = 0; s->step < steps && !s->failed; s->step++)
		one_step(s);
	if (!s->failed)
		calm(s, CALM_MS);
	if (!s->failed)
		sim_check_end(s);
	clean_up(s);
	return !s->failed;
}
