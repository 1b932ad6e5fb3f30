/* sim_command.c: what the seat asks of the simulated telephone: a table of when a command can be done and by what. Not
 * here: the second line (sim_leg.c). */
#include <string.h>

#include "base/str.h"
#include "sim_p.h"

#define AWAY_S 3 /* paces with a machine */

static enum err_code
answer(struct phone *p, const char *arg, int64_t now, struct err *e)
{
	struct sim *s = p->state;

	(void)arg;
	(void)e;
	s->phase = SIM_TALKING;
	sim_emit(p, PHONE_ESTABLISHED, "", 0, now);
	s->due_at = now + s->pace_ms / 2;
	sim_trouble(p, SIM_AT_TALKING, now);
	return ERR_OK;
}

static enum err_code
reject(struct phone *p, const char *arg, int64_t now, struct err *e)
{
	struct sim *s = p->state;

	(void)arg;
	(void)e;
	s->why = CAUSE_ELSEWHERE;
	sim_clear(p, now, "已拒接, 转其他坐席");
	return ERR_OK;
}

static enum err_code
hang_up(struct phone *p, const char *arg, int64_t now, struct err *e)
{
	(void)arg;
	(void)e;
	sim_clear(p, now, "已挂机");
	return ERR_OK;
}

static enum err_code
hold(struct phone *p, const char *arg, int64_t now, struct err *e)
{
	struct sim *s = p->state;

	(void)arg;
	(void)e;
	s->phase = SIM_HELD;
	s->due_at = 0;
	sim_emit(p, PHONE_HELD, "", 0, now);
	sim_trouble(p, SIM_AT_HELD, now);
	return ERR_OK;
}

static void
take_back(struct phone *p, int64_t now)
{
	struct sim *s = p->state;

	s->phase = SIM_TALKING;
	s->due_at = sim_next_words(s, now);
	sim_emit(p, PHONE_RETRIEVED, "", 0, now);
}

static enum err_code
retrieve(struct phone *p, const char *arg, int64_t now, struct err *e)
{
	const struct sim *s = p->state;

	(void)arg;
	if (s->leg != LEG_NONE)
		return err_set(e, ERR_STATE, "正在和 %s 通话, 请先收回或切换。", s->target);
	take_back(p, now);
	return ERR_OK;
}

static enum err_code
alternate(struct phone *p, const char *arg, int64_t now, struct err *e)
{
	struct sim *s = p->state;

	(void)arg;
	if (s->leg != LEG_TALKING)
		return err_set(e, ERR_STATE, "没有第二路通话可以切换。");
	if (s->phase == SIM_HELD) {
		take_back(p, now);
		return ERR_OK;
	}
	s->phase = SIM_HELD;
	s->due_at = 0;
	sim_emit(p, PHONE_HELD, "", 0, now);
	return ERR_OK;
}

static enum err_code
tones(struct phone *p, const char *arg, int64_t now, struct err *e)
{
	if (*arg == '\0' || strspn(arg, "0123456789*#") != strlen(arg))
		return err_set(e, ERR_INVALID, "按键音只有 0-9、* 和 #。");
	sim_emit(p, PHONE_TONES, arg, strlen(arg), now);
	return ERR_OK;
}

static enum err_code
mute(struct phone *p, const char *arg, int64_t now, struct err *e)
{
	struct sim *s = p->state;

	(void)arg;
	(void)e;
	s->muted = true;
	sim_emit(p, PHONE_MUTED, "", 0, now);
	return ERR_OK;
}

static enum err_code
unmute(struct phone *p, const char *arg, int64_t now, struct err *e)
{
	struct sim *s = p->state;

	(void)arg;
	(void)e;
	s->muted = false;
	sim_emit(p, PHONE_UNMUTED, "", 0, now);
	return ERR_OK;
}

static enum err_code
suspend(struct phone *p, const char *arg, int64_t now, struct err *e)
{
	struct sim *s = p->state;

	if (s->leg != LEG_NONE || s->joined[0] != '\0')
		return err_set(e, ERR_STATE, "先结束和第三方的通话, 再挂起转。");
	if (*arg == '\0' || !str_copy(s->target, sizeof(s->target), arg))
		return err_set(e, ERR_LIMIT, "没有这样的号码。");
	str_copy(s->joined, sizeof(s->joined), ""); /* nobody hears the caller but the machine */
	s->away = true;
	s->phase = SIM_HELD;
	sim_emit(p, PHONE_HELD, "", 0, now);
	sim_emit(p, PHONE_AWAY, "", 0, now);
	s->due_at = now + AWAY_S * s->pace_ms + 1;
	return ERR_OK;
}

void
sim_back(struct phone *p, int64_t now)
{
	static const char said[] = "来电人已按键确认";
	struct sim *s = p->state;

	s->away = false;
	sim_emit(p, PHONE_BACK, said, strlen(said), now);
	take_back(p, now);
}

/* ---- when ---- */

#define RINGING (1u << SIM_RINGING)
#define TALKING (1u << SIM_TALKING)
#define HELD    (1u << SIM_HELD)

static const struct {
	unsigned phases;
	enum err_code (*act)(struct phone *p, const char *arg, int64_t now, struct err *e);
} commands[PHONE_COMMAND_COUNT] = {
	/* NULL: the second line's */
	[PHONE_ANSWER] = { RINGING, answer },
	[PHONE_REJECT] = { RINGING, reject },
	[PHONE_HANGUP] = { RINGING | TALKING | HELD, hang_up },
	[PHONE_HOLD] = { TALKING, hold },
	[PHONE_RETRIEVE] = { HELD, retrieve },
	[PHONE_ALTERNATE] = { TALKING | HELD, alternate },
	[PHONE_DTMF] = { TALKING | HELD, tones },
	[PHONE_MUTE] = { TALKING | HELD, mute },
	[PHONE_UNMUTE] = { TALKING | HELD, unmute },
	[PHONE_SUSPEND] = { TALKING, suspend },
	[PHONE_LEAVE] = { RINGING | TALKING | HELD, sim_leave },
	[PHONE_CONSULT] = { TALKING | HELD, NULL },
	[PHONE_TRANSFER] = { TALKING | HELD, NULL },
	[PHONE_CONFERENCE] = { TALKING | HELD, NULL },
	[PHONE_RECONNECT] = { TALKING | HELD, NULL },
	[PHONE_RELEASE] = { TALKING | HELD, NULL },
	[PHONE_SUCCEED] = { TALKING | HELD, NULL },
};

static enum err_code
do_it(struct phone *p, enum phone_command c, const char *arg, int64_t now, struct err *e)
{
	const struct sim *s = p->state;

	if ((commands[c].phases & 1u << s->phase) == 0 || s->away)
		return err_set(e, ERR_STATE, "模拟电话现在不能这样操作。");
	return commands[c].act != NULL ? commands[c].act(p, arg, now, e)
				       : sim_leg_command(p, c, arg, now, e);
}

enum err_code
sim_command(struct phone *p, enum phone_command c, const char *call, const char *arg, int64_t now,
    struct err *e)
{
	struct sim *s = p->state;

	if (s->down)
		return err_set(e, ERR_STATE, "电话系统没有响应。");
	if (s->deaf) {
		s->deaf = false;
		return ERR_OK;
	}
	if (c == PHONE_STAGE)
		return sim_stage(p, call, now, e);
	if (s->phase == SIM_WAITING && c == PHONE_DIAL)
		return sim_leg_call(p, arg, false, now, e);
	if (s->phase == SIM_WAITING && c == PHONE_RECONNECT)
		return sim_leg_command(p, c, arg, now, e);
	if (s->phase == SIM_WAITING || strcmp(call, s->call) != 0)
		return err_set(e, ERR_STATE, "这个通话已经结束。");
	return do_it(p, c, arg, now, e);
}

enum err_code
sim_agent(struct phone *p, enum agent_state state, int reason, int64_t now, struct err *e)
{
	struct sim *s = p->state;

	(void)reason;
	if (s->down)
		return err_set(e, ERR_STATE, "电话系统没有响应。");
	s->agent = state;
	if (s->phase == SIM_WAITING)
		s->due_at = state == AGENT_IDLE && !s->staged ? now + s->gap_ms : 0;
	sim_emit(p, PHONE_AGENT_STATE, "", 0, now);
	if (state == AGENT_ACW)
		sim_trouble(p, SIM_AT_ACW, now);
	return ERR_OK;
}

void
sim_snapshot(struct phone *p, int64_t now)
{
	static const enum phone_phase phases[] = { PHONE_NO_CALL, PHONE_RINGS, PHONE_TALKS,
		PHONE_ON_HOLD };
	static const enum phone_leg legs[] = { PHONE_LEG_NONE, PHONE_LEG_CALLING,
		PHONE_LEG_TALKING };
	const struct sim *s = p->state;
	struct phone_event ev = { .kind = PHONE_SNAPSHOT, .queue = -1, .at = now };
	struct phone_picture *to = &ev.picture;

	to->phase = phases[s->phase];
	to->leg = legs[s->leg];
	to->muted = s->muted;
	to->away = s->away;
	str_copy(to->call, sizeof(to->call), s->call);
	str_copy(to->peer, sizeof(to->peer), s->peer);
	str_copy(to->line, sizeof(to->line),
	    s->phase == SIM_WAITING ? ""
	    : s->line[0] != '\0'    ? s->line
				    : "12345");
	str_copy(to->target, sizeof(to->target), s->leg != LEG_NONE ? s->target : "");
	str_copy(to->joined, sizeof(to->joined), s->joined);
	p->emit(p->arg, &ev);
}
