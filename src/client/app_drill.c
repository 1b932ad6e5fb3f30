/* app_drill.c: a drill at this seat (--demo): its tickets are really put into the private centre, by operations as any seat
 * sends them; the person of the drill sits down; what he does to the tickets on the real screens is told to the lesson; the
 * line goes down and comes back when the drill says so; at the end who sat here before sits here again.
 *
 * A caller's older tickets come to be there the same way; then he rings.
 *
 * Invariant: from its beginning to its end exactly one stage is under way, and each is left by what the engine says, never
 * by waiting so and so long. Not here: what a lesson is (app_class.c), what is good (model/drill.h), what is shown
 * (view/class/drill.c). */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "app.h"
#include "model/number.h"

#define LOOK_MS 100   /* while the desk is being laid: how often to look */
#define LAID_MS 20000 /* a ticket that is not there by then is none of this person's */

static struct app_drill *
it(struct app *a)
{
	return &a->drill;
}

static const struct drill *
what(const struct app *a)
{
	const struct scenario *s = class_run_scenario(a->classroom.run);

	return s->drill != NULL ? s->drill : s->before;
}

bool
app_drill_is_on(const struct app *a)
{
	return a->drill.stage != DRILL_OFF && !a->drill.of_call;
}

bool
app_drill_is_laying(const struct app *a)
{
	return a->drill.stage != DRILL_OFF && a->drill.of_call;
}

/* ---- laying the desk ---- */

/* The number a caller reads out: of the second when it was taken down, with the end that he knows. */
static bool
number_it(struct app *a, const struct drill_move *m, struct fields *f)
{
	char no[NUMBER_SIZE], when[16];

	if (m->last6[0] == '\0')
		return true;
	civil_format(a->desk.now - m->ago_ms, "%Y%m%d%H%M%S", when, sizeof(when));
	(void)snprintf(no, sizeof(no), "%.12s%.6s", when + 2, m->last6);
	return fields_set(f, TF_NO, no);
}

static void
post_move(struct app *a)
{
	struct app_drill *d = it(a);
	const struct drill_move *m = &d->move[d->next];
	struct job *j = job_new(JOB_STAGE);

	if (j == NULL)
		return;
	str_copy(j->ticket, sizeof(j->ticket), d->ids[m->ticket]);
	str_copy(j->job_no, sizeof(j->job_no), m->by);
	j->act = (int)m->event;
	j->local = m->ago_ms;
	if ((m->set != NULL && !fields_copy(&j->draft.f, m->set)) ||
	    !number_it(a, m, &j->draft.f) || !args_copy(&j->args, &m->args)) {
		job_free(j);
		return;
	}
	d->next++;
	d->job = app_job(a, j);
}

static void
line(struct app *a, bool cut)
{
	struct job *j = job_new(JOB_CUT);

	if (j == NULL)
		return;
	j->choice = cut;
	it(a)->cut = cut;
	app_job(a, j);
}

static void
sit(struct app *a, const char *job_no, enum drill_stage stage)
{
	struct app_drill *d = it(a);

	d->stage = stage;
	d->since_ms = clock_mono_ms();
	str_copy(d->wanted, sizeof(d->wanted), job_no);
	if (strcmp(a->desk.me.user, job_no) == 0)
		return;
	app_job(a, job_new(JOB_SIGN_OUT));
	app_sign_in(a);
}

const char *
app_drill_person(const struct app *a)
{
	return app_drill_is_on(a) && a->drill.wanted[0] != '\0' ? a->drill.wanted
								: a->settings->user;
}

static void
forget(struct app *a)
{
	struct app_drill *d = it(a);

	drill_moves_free(d->move, d->n_moves);
	for (int i = 0; i < d->n_pending; i++)
		args_free(&d->pending[i].deed.args);
	*d = (struct app_drill){ 0 };
}

/* It cannot be laid: said, and over. */
static void
give_up(struct app *a, const char *why)
{
	app_say(a, 2, "%s没有布置好: %s", it(a)->of_call ? "来电人以前的工单" : "演练", why);
	app_class_drop(a);
}

enum err_code
app_drill_begin(struct app *a, struct err *e)
{
	struct app_drill *d = it(a);
	struct drill_names names = { .drill = what(a), .now = a->desk.now };
	enum err_code rc;

	if (a->desk.city == NULL || a->desk.me.user[0] == '\0' || a->desk.link.state != LINK_ONLINE)
		return err_set(e, ERR_STATE, "本机的中心还没有就绪, 过几秒再开始。");
	forget(a);
	for (int i = 0; i < what(a)->n_tickets; i++) {
		id_new(d->ids[i]);
		names.ticket[i] = d->ids[i];
		class_run_ticket(a->classroom.run, i, d->ids[i]);
	}
	rc = drill_moves(a->desk.city, &names, d->move, &d->n_moves, e);
	if (rc != ERR_OK) {
		forget(a);
		return rc;
	}
	str_copy(d->before, sizeof(d->before), a->desk.me.user);
	d->stage = DRILL_PUTTING;
	d->of_call = class_run_scenario(a->classroom.run)->drill == NULL;
	app_say(a, 0, d->of_call ? "正在布置来电人以前的工单…" : "正在布置演练…");
	return ERR_OK;
}

/* The centre's answer to the move under way: none yet, a refusal, or done. */
static void
next_move(struct app *a)
{
	struct app_drill *d = it(a);
	struct outbox_row row;

	if (d->job != 0)
		return;
	if (d->op[0] != '\0' && cache_outbox_of(a->desk.cache, d->op, &row)) {
		if (row.state == OUTBOX_PARKED)
			give_up(a, row.detail);
		if (row.state != OUTBOX_ACKED)
			return;
	}
	d->op[0] = '\0';
	if (d->next < d->n_moves) {
		post_move(a);
	} else if (d->of_call) {
		d->stage = DRILL_LOOKING;
		d->since_ms = clock_mono_ms();
	} else {
		sit(a, what(a)->job_no, DRILL_SITTING);
	}
}

/* Does every ticket lie where its person sees it, as the centre has it? */
static bool
all_there(struct app *a)
{
	const struct drill *d = what(a);

	for (int i = 0; i < d->n_tickets; i++) {
		struct ticket t;
		bool there;

		ticket_init(&t);
		there = cache_ticket(a->desk.cache, it(a)->ids[i], &t, NULL) == ERR_OK &&
			t.state != STATE_NONE &&
			(t.lead_unit[0] != '\0' || strcmp(d->ticket[i].unit, "无") == 0);
		ticket_free(&t);
		if (!there)
			return false;
	}
	return true;
}

static void
start(struct app *a)
{
	if (it(a)->of_call) {
		forget(a);
		app_unsay(a);
		app_class_ring(a);
		return;
	}
	it(a)->stage = DRILL_ON;
	it(a)->begun_ms = app_class_ms(a);
	class_run_answered(a->classroom.run, it(a)->begun_ms);
	app_unsay(a);
	app_open(a, view_by_name("drill"), NULL);
}

/* ---- under way ---- */

static void
mind_the_line(struct app *a)
{
	struct app_drill *d = it(a);
	const struct drill *w = what(a);
	const int64_t from = d->begun_ms + (int64_t)w->cut_at_s * 1000;
	const int64_t now = app_class_ms(a);

	if (w->cut_s == 0)
		return;
	if (!d->was_cut && now >= from) {
		d->was_cut = true;
		line(a, true);
	} else if (d->cut && now >= from + (int64_t)w->cut_s * 1000) {
		line(a, false);
		app_say(a, 0, "线路恢复了: 断线时办的正在送出。");
	}
}

static bool
spoken(struct app *a, const char *ticket)
{
	struct ticket t;
	bool is;

	ticket_init(&t);
	is = cache_ticket(a->desk.cache, ticket, &t, NULL) == ERR_OK && workflow_spoken(&t);
	ticket_free(&t);
	return is;
}

void
app_drill_job(struct app *a, const struct job *j)
{
	struct app_drill *d = it(a);
	const char *ticket = j->kind == JOB_ACT ? j->ticket : j->draft.ticket;

	if (d->stage != DRILL_ON || (j->kind != JOB_ACT && j->kind != JOB_SUBMIT) ||
	    d->n_pending == DRILL_PENDING)
		return;
	for (int i = 0; i < what(a)->n_tickets; i++)
		if (strcmp(d->ids[i], ticket) == 0) {
			struct lesson_deed deed = { .at_ms = app_class_ms(a),
				.ticket = i,
				.event = j->act,
				.offline = a->desk.link.state != LINK_ONLINE,
				.spoken = spoken(a, ticket) };

			if (!args_copy(&deed.args, &j->args))
				return;
			d->pending[d->n_pending].job = j->id;
			d->pending[d->n_pending++].deed = deed;
		}
}

static void
answered(struct app *a, int i, bool refused)
{
	struct app_drill *d = it(a);

	d->pending[i].deed.refused = refused;
	class_run_deed(a->classroom.run, &d->pending[i].deed);
	args_free(&d->pending[i].deed.args);
	d->pending[i] = d->pending[--d->n_pending];
}

void
app_drill_done(struct app *a, const struct news *n)
{
	struct app_drill *d = it(a);

	if (d->stage == DRILL_OFF || n->job == 0)
		return;
	if (n->job == d->job) {
		d->job = 0;
		str_copy(d->op, sizeof(d->op), n->op);
		if (n->err.code != ERR_OK)
			give_up(a, n->err.text);
		return;
	}
	for (int i = 0; i < d->n_pending; i++)
		if (d->pending[i].job == n->job) {
			answered(a, i, n->err.code != ERR_OK);
			return;
		}
}

void
app_drill_refused(struct app *a, const struct err *e)
{
	if (it(a)->stage == DRILL_SITTING && e->code != ERR_CANCELLED)
		give_up(a, e->text);
}

/* ---- the end ---- */

void
app_drill_end(struct app *a)
{
	struct app_drill *d = it(a);
	char before[16];

	if (d->stage == DRILL_OFF || d->stage == DRILL_LEAVING)
		return;
	if (d->of_call) {
		forget(a);
		return;
	}
	if (d->cut)
		line(a, false);
	str_copy(before, sizeof(before), d->before);
	forget(a);
	str_copy(d->before, sizeof(d->before), before);
	sit(a, before, DRILL_LEAVING);
}

bool
app_drill_turn(struct app *a)
{
	struct app_drill *d = it(a);
	const bool sits = strcmp(a->desk.me.user, d->wanted) == 0;

	/* a sign-in that was taken back by the next one */
	if ((d->stage == DRILL_SITTING || d->stage == DRILL_LEAVING) && a->desk.me.user[0] == '\0')
		app_sign_in(a);
	switch (d->stage) {
	case DRILL_PUTTING:
		next_move(a);
		break;
	case DRILL_SITTING:
		if (sits)
			d->stage = DRILL_LOOKING;
		break;
	case DRILL_LOOKING:
		if (all_there(a))
			start(a);
		else if (clock_mono_ms() - d->since_ms > LAID_MS)
			give_up(a, "这个岗位看不到演练里的工单。");
		break;
	case DRILL_ON:
		mind_the_line(a);
		break;
	case DRILL_LEAVING:
		if (sits && a->signing == 0) {
			forget(a);
			return true;
		}
		break;
	default:
		break;
	}
	return false;
}

bool
app_drill_holds(const struct app *a)
{
	const struct app_drill *d = &a->drill;
	const struct link_info *l = &a->desk.link;

	return d->stage == DRILL_ON && d->was_cut &&
	       (d->cut || l->state != LINK_ONLINE || l->waiting > 0);
}

int64_t
app_drill_due_in(const struct app *a)
{
	const struct app_drill *d = &a->drill;
	int64_t at;

	if (d->stage == DRILL_OFF)
		return -1;
	if (d->stage != DRILL_ON)
		return LOOK_MS;
	if (what(a)->cut_s == 0 || (d->was_cut && !d->cut))
		return -1;
	at = d->begun_ms + (int64_t)(what(a)->cut_at_s + (d->cut ? what(a)->cut_s : 0)) * 1000;
	return class_clock_left(&a->class_clock, at, clock_mono_ms());
}
