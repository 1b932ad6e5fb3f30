/* sim_stage.c: a caller of a classroom: he rings when he is sent, says nothing by himself and hangs up when he is told to;
 * what he says is the lesson's (client/class/run.h). While a lesson is on, no caller of the file rings. */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "sim_p.h"

/* The part of "a|b|c" at *p, into ${out}; false when it does not fit. */
static bool
part(const char **p, char *out, size_t size)
{
	const size_t n = strcspn(*p, "|");

	if (n >= size)
		return false;
	memcpy(out, *p, n);
	out[n] = '\0';
	*p += n + ((*p)[n] == '|');
	return true;
}

enum err_code
sim_stage(struct phone *p, const char *caller, int64_t now, struct err *e)
{
	struct sim *s = p->state;

	if (*caller == '\0') {
		s->staged = false;
		if (s->phase == SIM_WAITING && s->agent == AGENT_IDLE)
			s->due_at = now + s->gap_ms;
		sim_emit(p, PHONE_AGENT_STATE, "", 0, now);
		return ERR_OK;
	}
	if (s->phase == SIM_RINGING && !s->staged) { /* nobody has taken him yet */
		s->staged = true;
		sim_clear(p, now, "");
	}
	if (s->phase != SIM_WAITING || s->leg != LEG_NONE)
		return err_set(e, ERR_STATE, "先结束现在的通话, 再开始案例。");
	s->staged = true;
	s->due_at = 0;
	if (strcmp(caller, "-") == 0) {
		sim_emit(p, PHONE_AGENT_STATE, "", 0, now);
		return ERR_OK;
	}
	s->speaking = "";
	if (!part(&caller, s->peer, sizeof(s->peer)) || !part(&caller, s->line, sizeof(s->line)) ||
	    !part(&caller, s->ivr, sizeof(s->ivr)))
		return err_set(e, ERR_LIMIT, "案例的来电号码太长。");
	s->waited_ms = 0;
	sim_new_call(s);
	s->phase = SIM_RINGING;
	sim_emit(p, PHONE_OFFERED, "", 0, now);
	return ERR_OK;
}

enum err_code
sim_leave(struct phone *p, const char *stars, int64_t now, struct err *e)
{
	struct sim *s = p->state;
	long long n = 0;

	(void)e;
	if (str_int(stars, 1, 5, &n))
		s->rated = (int)n;
	if (strcmp(stars, "-") == 0)
		sim_break(p, now);
	else /* of one who was never answered the lesson says what is to be said */
		sim_clear(p, now, s->phase == SIM_RINGING ? "" : "来电人已挂机");
	return ERR_OK;
}
