/* What there is at a seat, as events tell it: one caller, one other line, and a table of what may happen when. Pure.
 *
 * Invariants: an event that does not fit changes nothing; from any picture to any other some events lead, each of which
 * fits, so that a snapshot can be told as if it had happened. */
#include <string.h>

#include "base/str.h"
#include "phone_guard_p.h"

#define NO_CALL (1u << PHONE_NO_CALL)
#define RINGS   (1u << PHONE_RINGS)
#define TALKS   (1u << PHONE_TALKS)
#define HELD    (1u << PHONE_ON_HOLD)
#define TALK    (TALKS | HELD)
#define CALL    (RINGS | TALK)
#define ANY     (NO_CALL | CALL)
#define NO_LEG  (1u << PHONE_LEG_NONE)
#define LEG_UP  (1u << PHONE_LEG_CALLING)
#define LEG_ON  (1u << PHONE_LEG_TALKING)
#define LEG     (LEG_UP | LEG_ON)
#define ANY_LEG (NO_LEG | LEG)

/* When it may happen. Of which call it is: the one there is, or (leg) of none at all when there is none. */
static const struct fit {
	enum phone_event_kind kind;
	unsigned phases, legs;
} fits[] = {
	{ PHONE_OFFERED, NO_CALL, NO_LEG },
	{ PHONE_ESTABLISHED, RINGS, ANY_LEG },
	{ PHONE_SAYS, TALK, ANY_LEG },
	{ PHONE_HELD, TALKS, ANY_LEG },
	{ PHONE_RETRIEVED, HELD, ANY_LEG },
	{ PHONE_CLEARED, CALL, ANY_LEG },
	{ PHONE_CALLING, NO_CALL | TALK, NO_LEG },
	{ PHONE_REACHED, NO_CALL | TALK, LEG_UP },
	{ PHONE_NOT_REACHED, NO_CALL | TALK, LEG_UP },
	{ PHONE_JOINED, TALK, LEG_ON },
	{ PHONE_TRANSFERRED, TALK, ANY_LEG },
	{ PHONE_MUTED, TALK, ANY_LEG },
	{ PHONE_UNMUTED, TALK, ANY_LEG },
	{ PHONE_TONES, ANY, ANY_LEG },
	{ PHONE_AWAY, TALK, NO_LEG },
	{ PHONE_BACK, TALK, ANY_LEG },
};

static bool
is_of_this(const struct phone_picture *pic, const struct phone_event *ev)
{
	return ev->kind == PHONE_OFFERED ? ev->call[0] != '\0' : strcmp(ev->call, pic->call) == 0;
}

static bool
may(const struct phone_picture *pic, const struct phone_event *ev)
{
	if (ev->kind == PHONE_PARTED) /* who is called, or who came in */
		return is_of_this(pic, ev) &&
		       (pic->leg != PHONE_LEG_NONE || pic->joined[0] != '\0');
	if (ev->kind == PHONE_BACK && !pic->away)
		return false;
	for (size_t i = 0; i < sizeof(fits) / sizeof(fits[0]); i++)
		if (fits[i].kind == ev->kind)
			return is_of_this(pic, ev) && (fits[i].phases & 1u << pic->phase) != 0 &&
			       (fits[i].legs & 1u << pic->leg) != 0;
	return true; /* of the line, of the seat */
}

static void
begin(struct phone_picture *pic, const struct phone_event *ev)
{
	*pic = (struct phone_picture){ .phase = PHONE_RINGS };
	(void)str_copy(pic->call, sizeof(pic->call), ev->call);
	(void)str_copy(pic->peer, sizeof(pic->peer), ev->peer);
	(void)str_copy(pic->line, sizeof(pic->line), ev->line);
}

static void
take_leg(struct phone_picture *pic, const struct phone_event *ev)
{
	switch (ev->kind) {
	case PHONE_CALLING:
		pic->leg = PHONE_LEG_CALLING;
		(void)str_copy(pic->target, sizeof(pic->target), ev->target);
		return;
	case PHONE_REACHED:
		pic->leg = PHONE_LEG_TALKING;
		return;
	case PHONE_JOINED:
		(void)str_copy(pic->joined, sizeof(pic->joined), pic->target);
		break;
	case PHONE_PARTED:
		if (pic->leg == PHONE_LEG_NONE)
			pic->joined[0] = '\0';
		break;
	default:
		break;
	}
	pic->leg = PHONE_LEG_NONE;
	pic->target[0] = '\0';
}

bool
phone_picture_take(struct phone_picture *pic, const struct phone_event *ev)
{
	if (!may(pic, ev))
		return false;
	switch (ev->kind) {
	case PHONE_OFFERED:
		begin(pic, ev);
		break;
	case PHONE_ESTABLISHED:
	case PHONE_RETRIEVED:
		pic->phase = PHONE_TALKS;
		if (ev->recording[0] != '\0')
			(void)str_copy(pic->recording, sizeof(pic->recording), ev->recording);
		break;
	case PHONE_HELD:
		pic->phase = PHONE_ON_HOLD;
		break;
	case PHONE_CLEARED:
		*pic = (struct phone_picture){ 0 };
		break;
	case PHONE_MUTED:
	case PHONE_UNMUTED:
		pic->muted = ev->kind == PHONE_MUTED;
		break;
	case PHONE_AWAY:
	case PHONE_BACK:
		pic->away = ev->kind == PHONE_AWAY;
		break;
	case PHONE_CALLING:
	case PHONE_REACHED:
	case PHONE_NOT_REACHED:
	case PHONE_JOINED:
	case PHONE_PARTED:
		take_leg(pic, ev);
		break;
	default:
		break;
	}
	return true;
}

/* ---- from one to another ---- */

static bool
is(struct phone_event *ev, enum phone_event_kind kind, const char *target)
{
	ev->kind = kind;
	(void)str_copy(ev->target, sizeof(ev->target), target);
	return true;
}

/* Who is called now and will have come in. */
static bool
comes_in(const struct phone_picture *now, const struct phone_picture *then)
{
	return then->joined[0] != '\0' && strcmp(now->joined, then->joined) != 0;
}

/* A caller or a line that is there no more goes first; of two lines the one that is called last. */
static bool
step_away(const struct phone_picture *now, const struct phone_picture *then, struct phone_event *ev)
{
	const bool third = now->joined[0] != '\0' && strcmp(now->joined, then->joined) != 0;

	/* of another call; or one that rings anew */
	if (now->phase != PHONE_NO_CALL &&
	    (strcmp(now->call, then->call) != 0 ||
		(now->phase != PHONE_RINGS && then->phase == PHONE_RINGS)))
		return is(ev, PHONE_CLEARED, "");
	if (third)
		return is(ev, PHONE_PARTED, now->leg != PHONE_LEG_NONE ? now->target : now->joined);
	if (now->leg == PHONE_LEG_NONE)
		return false;
	if (now->phase == PHONE_NO_CALL && then->phase != PHONE_NO_CALL)
		return is(ev, PHONE_PARTED, now->target); /* it was one's own call */
	if (comes_in(now, then))
		return strcmp(now->target, then->joined) != 0 && is(ev, PHONE_PARTED, now->target);
	return (strcmp(now->target, then->target) != 0 || now->leg > then->leg) &&
	       is(ev, PHONE_PARTED, now->target);
}

static bool
step_call(const struct phone_picture *now, const struct phone_picture *then, struct phone_event *ev)
{
	if (now->phase == PHONE_NO_CALL && then->phase != PHONE_NO_CALL) {
		(void)str_copy(ev->call, sizeof(ev->call), then->call);
		return is(ev, PHONE_OFFERED, "");
	}
	if (now->phase == PHONE_RINGS && then->phase != PHONE_RINGS)
		return is(ev, PHONE_ESTABLISHED, "");
	return false;
}

/* Whoever came in was called first. */
static bool
step_leg(const struct phone_picture *now, const struct phone_picture *then, struct phone_event *ev)
{
	const bool in = comes_in(now, then);
	const char *target = in ? then->joined : then->target;

	if (now->leg == PHONE_LEG_NONE && (in || then->leg != PHONE_LEG_NONE))
		return is(ev, PHONE_CALLING, target);
	if (now->leg == PHONE_LEG_CALLING && (in || then->leg == PHONE_LEG_TALKING))
		return is(ev, PHONE_REACHED, target);
	return now->leg == PHONE_LEG_TALKING && in && is(ev, PHONE_JOINED, target);
}

static bool
step_rest(const struct phone_picture *now, const struct phone_picture *then, struct phone_event *ev)
{
	if (now->phase != then->phase)
		return is(ev, then->phase == PHONE_ON_HOLD ? PHONE_HELD : PHONE_RETRIEVED, "");
	if (now->muted != then->muted)
		return is(ev, then->muted ? PHONE_MUTED : PHONE_UNMUTED, "");
	return now->away != then->away && is(ev, then->away ? PHONE_AWAY : PHONE_BACK, "");
}

bool
phone_picture_step(
    const struct phone_picture *now, const struct phone_picture *then, struct phone_event *ev)
{
	*ev = (struct phone_event){ .queue = -1 };
	(void)str_copy(ev->call, sizeof(ev->call), now->call);
	(void)str_copy(ev->peer, sizeof(ev->peer), then->peer);
	(void)str_copy(ev->line, sizeof(ev->line), then->line);
	(void)str_copy(ev->recording, sizeof(ev->recording), then->recording);
	return step_away(now, then, ev) || step_call(now, then, ev) || step_leg(now, then, ev) ||
	       step_rest(now, then, ev);
}
