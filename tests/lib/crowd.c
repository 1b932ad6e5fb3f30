/* Twenty call-takers by steps of 50 ms. What happens to a call is drawn when it begins to ring. */
#include "crowd.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/str.h"

#define STEP_MS   50
#define ACW_MS    30000
#define SECOND_MS INT64_C(1000)

/* ---- lots ---- */

static uint64_t
lot(struct crowd *c)
{
	c->random ^= c->random << 13;
	c->random ^= c->random >> 7;
	c->random ^= c->random << 17;
	return c->random;
}

static int64_t
between(struct crowd *c, int64_t least_s, int64_t most_s)
{
	return (least_s * SECOND_MS) +
	       (int64_t)(lot(c) % (uint64_t)((most_s - least_s) * SECOND_MS));
}

static bool
percent(struct crowd *c, unsigned n)
{
	return lot(c) % 100 < n;
}

static int64_t
apart(struct crowd *c)
{
	const double u = ((double)(lot(c) >> 11) + 1) / 9007199254740993.0;

	return (int64_t)(-log(u) * (double)c->mean_ms) + 1;
}

/* ---- what is written down ---- */

static void
write_down(struct crowd *c, int who, const struct record *r)
{
	if (c->n_rows == CROWD_ROWS)
		abort();
	c->row[c->n_rows].who = who;
	c->row[c->n_rows].made_at = c->now;
	c->row[c->n_rows].r = *r;
	id_new(c->row[c->n_rows++].r.id);
}

static void
name_seat(int who, char out[8])
{
	(void)snprintf(out, 8, "%u", (unsigned)(CROWD_FIRST + who) % 10000u);
}

static void
step(struct crowd *c, int who, struct agent_step s)
{
	struct crowd_person *p = &c->who[who];
	struct record r = { 0 };
	char seat[8];

	s.at = c->now;
	s.call = p->call;
	if (!agent_step(&p->agent, &s))
		return;
	name_seat(who, seat);
	agent_record(&p->agent, seat, &r);
	write_down(c, who, &r);
}

static void
write_call(struct crowd *c, int who, struct call_log *log, enum call_way way, const char *id)
{
	struct record r = { 0 };

	log->way = way;
	log->ended_at = c->now;
	(void)str_copy(log->line, sizeof(log->line), "12345");
	(void)str_copy(log->queue, sizeof(log->queue), "综合");
	name_seat(who, log->seat);
	(void)snprintf(log->peer, sizeof(log->peer), "13800000%03d", c->calls % 1000);
	if (!call_record(log, id, &r))
		abort();
	write_down(c, who, &r);
}

static void
name_call(int n, char out[RECORD_CALL_BYTES])
{
	(void)snprintf(out, RECORD_CALL_BYTES, "X-%06d", n);
}

/* ---- the queue ---- */

static void
take_out(struct crowd *c, int i)
{
	for (c->n_waiting--; i < c->n_waiting; i++)
		c->waiting[i] = c->waiting[i + 1];
}

static void
comes(struct crowd *c)
{
	while (c->next_at <= c->now && c->n_waiting < CROWD_WAIT) {
		c->waiting[c->n_waiting++] = (struct crowd_waiting){
			.since_at = c->next_at, .patience_ms = between(c, 8, 60), .n = ++c->calls
		};
		c->next_at += apart(c);
	}
}

/* The exchange tells the seat that it tells everything to of who gave up. */
static void
give_up(struct crowd *c)
{
	for (int i = 0; i < c->n_waiting;) {
		const struct crowd_waiting w = c->waiting[i];
		struct call_log log = { .began_at = w.since_at, .end = CALL_END_CALLER };
		char id[RECORD_CALL_BYTES];

		if (w.since_at + w.patience_ms > c->now) {
			i++;
			continue;
		}
		name_call(w.n, id);
		take_out(c, i);
		write_call(c, 0, &log, CALL_ABANDONED, id);
	}
}

static void
rings(struct crowd *c, int who)
{
	struct crowd_person *p = &c->who[who];
	const struct crowd_waiting w = c->waiting[0];

	take_out(c, 0);
	p->log = (struct call_log){ .began_at = c->now, .waited_ms = c->now - w.since_at };
	p->n = w.n;
	name_call(w.n, p->call);
	p->fate = percent(c, 4) ? CROWD_PASSES : percent(c, 5) ? CROWD_MISSES : CROWD_ANSWERS;
	p->due_at = c->now + (p->fate == CROWD_ANSWERS ? between(c, 1, 9) : between(c, 10, 20));
	step(c, who, (struct agent_step){ .event = AGENT_RINGS });
}

/* Whoever is ready longest is rung first. */
static void
hand_out(struct crowd *c)
{
	while (c->n_waiting > 0) {
		int first = -1;

		for (int i = 0; i < CROWD_PEOPLE; i++)
			if (c->who[i].agent.state == AGENT_IDLE &&
			    c->who[i].agent.since_at <
				c->now && /* two things at one instant have no order */
			    (first < 0 || c->who[i].agent.since_at < c->who[first].agent.since_at))
				first = i;
		if (first < 0)
			return;
		rings(c, first);
	}
}

static void
say_queue(struct crowd *c)
{
	const struct call_queue q = { .n = c->n_waiting,
		.since_at = c->n_waiting > 0 ? c->waiting[0].since_at : c->now,
		.at = c->now };
	struct record r = { 0 };

	if (call_queue_due(&q, &c->wrote, c->now) > c->now)
		return;
	call_queue_record(&q, c->now, &r);
	write_down(c, CROWD_WATCH, &r);
	c->wrote = q;
}

/* ---- a call ---- */

static void
hold(struct crowd *c, int who, bool on)
{
	struct crowd_person *p = &c->who[who];

	if (on) {
		p->held_at = c->now;
		p->log.holds++;
	} else {
		p->log.hold_ms += c->now - p->held_at;
		p->held_at = 0;
	}
	step(c, who, (struct agent_step){ .event = on ? AGENT_HOLDS : AGENT_TALKS });
	p->due_at = on ? c->now + between(c, 3, 15) : p->talk_until;
}

static void
is_over(struct crowd *c, int who, enum call_way way)
{
	struct crowd_person *p = &c->who[who];

	p->log.end = way == CALL_PASSED ? CALL_END_UNKNOWN : CALL_END_CALLER;
	write_call(c, who, &p->log, way, p->call);
	if (percent(c, 8)) { /* during the call: it waits behind it and its work */
		const bool rest = percent(c, 60);

		step(c, who,
		    (struct agent_step){ .event = AGENT_WANTS,
			.state = rest ? AGENT_REST : AGENT_BUSY,
			.reason = rest ? AGENT_REST_PLAIN : 0 });
		p->away_until = c->now + ACW_MS + between(c, 10, 40);
	}
	step(c, who, (struct agent_step){ .event = AGENT_CLEARS });
	/* some are ready before the time is up */
	p->due_at = way == CALL_ANSWERED && percent(c, 50) ? c->now + between(c, 2, 25) : 0;
}

static void
answers(struct crowd *c, int who)
{
	struct crowd_person *p = &c->who[who];

	p->log.answered_at = c->now;
	p->talk_until = c->now + between(c, 15, 150);
	p->due_at = percent(c, 25) ? c->now + between(c, 5, 14) : p->talk_until;
	step(c, who, (struct agent_step){ .event = AGENT_TALKS });
}

/* It rings on at another seat, as the first of those who wait. */
static void
passes(struct crowd *c, int who)
{
	const int64_t since = c->who[who].log.began_at - c->who[who].log.waited_ms;

	if (c->n_waiting == CROWD_WAIT)
		abort();
	for (int i = c->n_waiting++; i > 0; i--)
		c->waiting[i] = c->waiting[i - 1];
	c->waiting[0] =
	    (struct crowd_waiting){ since, c->now - since + 60 * SECOND_MS, c->who[who].n };
	is_over(c, who, CALL_PASSED);
}

static void
next_of_call(struct crowd *c, int who)
{
	struct crowd_person *p = &c->who[who];

	switch (p->agent.state) {
	case AGENT_RINGING:
		if (p->fate == CROWD_ANSWERS)
			answers(c, who);
		else if (p->fate == CROWD_PASSES)
			passes(c, who);
		else
			is_over(c, who, CALL_MISSED);
		break;
	case AGENT_TALKING:
		if (c->now < p->talk_until)
			hold(c, who, true);
		else
			is_over(c, who, CALL_ANSWERED);
		break;
	case AGENT_HOLD:
		hold(c, who, false);
		break;
	default: /* the work after it is done */
		p->due_at = 0;
		if (p->agent.state == AGENT_ACW && p->agent.then == AGENT_IDLE)
			step(c, who,
			    (struct agent_step){ .event = AGENT_WANTS, .state = AGENT_IDLE });
		break;
	}
}

static void
live(struct crowd *c, int who)
{
	struct crowd_person *p = &c->who[who];

	if (p->due_at != 0 && p->due_at <= c->now)
		next_of_call(c, who);
	step(c, who, (struct agent_step){ .event = AGENT_TIME });
	if ((p->agent.state == AGENT_REST || p->agent.state == AGENT_BUSY) &&
	    p->away_until <= c->now)
		step(c, who, (struct agent_step){ .event = AGENT_WANTS, .state = AGENT_IDLE });
}

/* ---- its life ---- */

void
crowd_begin(struct crowd *c, uint64_t seed, int64_t now, int64_t mean_ms)
{
	*c = (struct crowd){
		.random = seed * 0x9e3779b97f4a7c15u + 1, .now = now, .mean_ms = mean_ms
	};
	c->next_at = now + apart(c);
	for (int i = 0; i < CROWD_PEOPLE; i++) {
		c->who[i].agent = (struct agent){ .acw_ms = ACW_MS, .then = AGENT_IDLE };
		step(c, i, (struct agent_step){ .event = AGENT_SIGNED_IN });
	}
}

void
crowd_run(struct crowd *c, int64_t until)
{
	for (; c->now + STEP_MS <= until; c->now += STEP_MS) {
		comes(c);
		give_up(c);
		for (int i = 0; i < CROWD_PEOPLE; i++)
			live(c, i);
		hand_out(c);
		say_queue(c);
	}
}

int64_t
crowd_settled(const struct crowd *c)
{
	int64_t at = c->now;

	for (int i = 0; i < c->n_waiting; i++)
		at = c->waiting[i].since_at < at ? c->waiting[i].since_at : at;
	for (int i = 0; i < CROWD_PEOPLE; i++) {
		const struct crowd_person *p = &c->who[i];
		const int64_t came = p->log.began_at - p->log.waited_ms;

		if (agent_is_on_call(p->agent.state) && came < at)
			at = came;
	}
	return at;
}

void
crowd_leave(struct crowd *c)
{
	for (int i = 0; i < CROWD_PEOPLE; i++)
		step(c, i, (struct agent_step){ .event = AGENT_SIGNED_OUT });
}

void
crowd_free(struct crowd *c)
{
	for (int i = 0; i < c->n_rows; i++)
		record_free(&c->row[i].r);
	c->n_rows = 0;
}
