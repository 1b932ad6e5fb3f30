/* sim_trouble.c: what goes wrong, by plan: at a step of a call, once, in the order given, so that a test or a lesson can say
 * "the telephone system dies while the caller is held". While it is dead calls live on and nothing is heard of them; it comes
 * back by itself, or with mend=FILE when that file is there: when whoever wrote the plan has seen enough. */
#include <string.h>

#include "base/fs.h"
#include "base/str.h"
#include "sim_p.h"

#define DOWN_S  5  /* paces that the telephone system is dead */
#define MEND_MS 50 /* or, with mend=FILE, until that file is there: looked at as often */

static const char *const steps[] = {
#define X(name, config) config,
	SIM_STEPS(X)
#undef X
};
static const char *const troubles[] = {
#define X(name, config) config,
	SIM_TROUBLES(X)
#undef X
};

static int
find(const char *const *list, size_t n, const char *word, size_t len)
{
	for (size_t i = 0; i < n; i++)
		if (strlen(list[i]) == len && memcmp(list[i], word, len) == 0)
			return (int)i;
	return -1;
}

enum err_code
sim_trouble_read(struct sim *s, const char *plan, struct err *e)
{
	for (size_t n; *plan != '\0'; plan += n + (plan[n] == '+')) {
		const size_t step = strcspn(plan, ":+");
		int at, what;

		n = strcspn(plan, "+");
		at = find(steps, sizeof(steps) / sizeof(steps[0]), plan, step);
		what = step < n ? find(troubles, sizeof(troubles) / sizeof(troubles[0]),
				      plan + step + 1, n - step - 1)
				: -1;
		if (at < 0 || what < 0)
			return err_set(e, ERR_CONFIG,
			    "模拟故障应为 步骤:故障, 用 + 连接, 如 talking:down+held:drop; 不认识 "
			    "%.*s",
			    (int)n, plan);
		if (s->n_plans == SIM_PLANS)
			return err_set(e, ERR_LIMIT, "模拟故障最多 %d 个。", SIM_PLANS);
		s->plans[s->n_plans].at = (enum sim_step)at;
		s->plans[s->n_plans++].what = (enum sim_trouble)what;
	}
	return ERR_OK;
}

static void
die(struct phone *p, int64_t now)
{
	struct sim *s = p->state;

	s->down = true;
	s->up_at = now + (s->mend[0] != '\0' ? MEND_MS : DOWN_S * s->pace_ms + 1);
	sim_emit(p, PHONE_LINK_DOWN, "", 0, now);
}

static void
go_wrong(struct phone *p, enum sim_trouble what, int64_t now)
{
	struct sim *s = p->state;

	switch (what) {
	case SIM_DOWN:
		die(p, now);
		break;
	case SIM_LOST:
		die(p, now);
		if (s->phase != SIM_WAITING)
			sim_clear(p, now, "来电人已挂机");
		break;
	case SIM_DROP:
		s->dropping = s->phase != SIM_WAITING;
		s->due_at = now;
		break;
	case SIM_DEAF:
		s->deaf = true;
		break;
	case SIM_BUSY:
	case SIM_NO_ANSWER:
		s->fated = what == SIM_BUSY ? CAUSE_BUSY : CAUSE_NO_ANSWER;
		break;
	}
}

void
sim_trouble(struct phone *p, enum sim_step step, int64_t now)
{
	struct sim *s = p->state;

	for (int i = 0; i < s->n_plans; i++) {
		const enum sim_trouble what = s->plans[i].what;

		if (s->plans[i].at != step)
			continue;
		memmove(&s->plans[i], &s->plans[i + 1],
		    (size_t)(--s->n_plans - i) * sizeof(s->plans[0]));
		go_wrong(p, what, now);
		return;
	}
}

void
sim_trouble_ends(struct phone *p, int64_t now)
{
	struct sim *s = p->state;

	if (s->mend[0] != '\0' && !fs_exists(s->mend)) {
		s->up_at = now + MEND_MS;
		return;
	}
	s->down = false;
	s->up_at = 0;
	p->emit(p->arg, &(struct phone_event){
			    .kind = PHONE_LINK_UP, .caps = p->ops->caps, .queue = -1, .at = now });
	sim_queue_say(p, now);
}
