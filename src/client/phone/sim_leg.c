/* sim_leg.c: whom a simulated caller is handed to: busy, silent or answering by seed and number, consulted, joined, parted
 * from. Fates are drawn apart from the calls, so that a transfer changes no later call; the emergency services always
 * answer. Not here: the caller (sim.c). */
#include "sim_p.h"

#include <string.h>

#include "base/str.h"

#define GIVE_UP_S \
	4 /* nobody answers there: the seat is told after so many times the time of an answer */

/* By seed, number and how many were tried before: one in eight is busy, one in eight does not answer. */
static enum phone_cause
fate_of(const struct sim *s)
{
	static const char *const services[] = { "110", "119", "120", "122" };
	uint64_t h = s->seed ^ s->legs;

	if (s->fated != CAUSE_NONE)
		return s->fated;
	for (size_t i = 0; i < sizeof(services) / sizeof(services[0]); i++)
		if (strcmp(s->target, services[i]) == 0)
			return CAUSE_NONE;
	for (const char *at = s->target; *at != '\0'; at++)
		h = (h ^ (unsigned char)*at) * 0x100000001b3u;
	switch ((h >> 32) % 8) {
	case 0:
		return CAUSE_BUSY;
	case 1:
		return CAUSE_NO_ANSWER;
	default:
		return CAUSE_NONE;
	}
}

enum err_code
sim_leg_call(struct phone *p, const char *number, bool join, int64_t now, struct err *e)
{
	struct sim *s = p->state;

	if (s->leg != LEG_NONE)
		return err_set(e, ERR_STATE, "正在和 %s 通话, 请先结束。", s->target);
	if (number[0] == '\0' || !str_copy(s->target, sizeof(s->target), number))
		return err_set(e, ERR_LIMIT, "没有这样的号码。");
	s->legs++;
	s->fate = fate_of(s);
	s->fated = CAUSE_NONE;
	s->join = join;
	s->leg = LEG_RINGING;
	s->leg_due_at = now + (s->fate == CAUSE_NO_ANSWER ? GIVE_UP_S : 1) * s->leg_ms;
	if (s->phase == SIM_TALKING && s->joined[0] == '\0') {
		s->phase = SIM_HELD;
		s->due_at = 0;
		sim_emit(p, PHONE_HELD, "", 0, now);
	}
	sim_emit(p, PHONE_CALLING, "", 0, now);
	sim_trouble(p, SIM_AT_CALLING, now);
	return ERR_OK;
}

/* The second line ends as ${how}; whoever waited is back. */
static void
end_leg(struct phone *p, enum phone_event_kind how, int64_t now)
{
	struct sim *s = p->state;

	sim_emit(p, how, "", 0, now);
	s->leg = LEG_NONE;
	s->leg_due_at = 0;
	s->release = false;
	if (s->phase == SIM_HELD) {
		s->phase = SIM_TALKING;
		s->due_at = sim_next_words(s, now);
		sim_emit(p, PHONE_RETRIEVED, "", 0, now);
	}
}

static void
join(struct phone *p, int64_t now)
{
	struct sim *s = p->state;

	str_copy(s->joined, sizeof(s->joined), s->target);
	end_leg(p, PHONE_JOINED, now);
	sim_trouble(p, SIM_AT_CONFERENCE, now);
}

static enum err_code
hand_over(struct phone *p, int64_t now, struct err *e)
{
	struct sim *s = p->state;

	if (s->leg != LEG_TALKING && s->joined[0] == '\0')
		return err_set(e, ERR_STATE, "对方还没有接听, 不能转过去。");
	sim_emit(p, PHONE_TRANSFERRED, "", 0, now);
	sim_clear(p, now, "已转给对方, 您已退出通话");
	return ERR_OK;
}

void
sim_leg_answer(struct phone *p, int64_t now)
{
	struct sim *s = p->state;

	s->leg_due_at = 0;
	if (s->fate != CAUSE_NONE) {
		end_leg(p, PHONE_NOT_REACHED, now);
		return;
	}
	s->leg = LEG_TALKING;
	sim_emit(p, PHONE_REACHED, "", 0, now);
	if (s->release)
		(void)hand_over(p, now, NULL);
	else if (s->join)
		join(p, now);
	else
		sim_trouble(p, SIM_AT_CONSULTING, now);
}

/* 释放转: the seat is out at once. Who is busy never gets the caller: the exchange looks first. */
static enum err_code
release(struct phone *p, const char *number, int64_t now, struct err *e)
{
	struct sim *s = p->state;
	const enum err_code rc = sim_leg_call(p, number, false, now, e);

	if (rc != ERR_OK)
		return rc;
	if (s->fate == CAUSE_BUSY) {
		end_leg(p, PHONE_NOT_REACHED, now);
		return ERR_OK;
	}
	sim_emit(p, PHONE_TRANSFERRED, "", 0, now);
	sim_clear(p, now, "已转给对方, 您已退出通话");
	return ERR_OK;
}

enum err_code
sim_leg_command(
    struct phone *p, enum phone_command c, const char *number, int64_t now, struct err *e)
{
	struct sim *s = p->state;

	if (c == PHONE_TRANSFER)
		return hand_over(p, now, e);
	if (c == PHONE_RELEASE)
		return release(p, number, now, e);
	if (c == PHONE_SUCCEED) {
		const enum err_code rc = sim_leg_call(p, number, false, now, e);

		s->release = rc == ERR_OK;
		return rc;
	}
	if (c == PHONE_CONFERENCE && s->leg == LEG_TALKING) {
		join(p, now);
		return ERR_OK;
	}
	if (c == PHONE_CONSULT || c == PHONE_CONFERENCE)
		return sim_leg_call(p, number, c == PHONE_CONFERENCE, now, e);
	if (s->leg != LEG_NONE) { /* PHONE_RECONNECT */
		end_leg(p, PHONE_PARTED, now);
		return ERR_OK;
	}
	if (s->joined[0] == '\0')
		return err_set(e, ERR_STATE, "没有第三方在线上。");
	sim_emit(p, PHONE_PARTED, "", 0, now);
	s->joined[0] = '\0';
	return ERR_OK;
}
