/* app_class_call.c: what the lesson is told of the call: whom the telephone connects, what is filed and written down, and so how
 * the call counts: as a ticket, answered on the spot, handed over. Invariant: it hears of a thing when it happens, not when a screen
 * shows it. Not here: keys, the lesson's beginning and end (app_class.c). */
#include <string.h>

#include "app.h"
#include "model/workflow.h"

static bool
same_number(const char *a, const char *b)
{
	for (;; a++, b++) {
		while (*a == '-' || *a == ' ')
			a++;
		while (*b == '-' || *b == ' ')
			b++;
		if (*a != *b || *a == '\0')
			return *a == *b;
	}
}

/* Whom that number belongs to: a target of the city; the number itself when to none. */
static const char *
target_of(const struct app *a, const char *number)
{
	const struct city *c = a->desk.city;

	for (size_t i = 0; c != NULL && i < c->n_targets; i++)
		if (same_number(c->targets[i].number, number))
			return c->targets[i].id;
	return number;
}

/* How a call is written down whose caller was handed over; NULL: he was not. */
static const char *
handed_as(const struct class_run *r)
{
	const struct lesson *l = class_run_lesson(r);

	for (int i = l->n_acts - 1; i >= 0; i--) {
		const struct lesson_act *x = &l->act[i];

		if (x->text == NULL || (x->act != ACT_TRANSFER && x->act != ACT_TRIPARTITE))
			continue;
		return x->text[0] == 'E'          ? "emergency"
		       : x->text[0] == 'C'        ? "other_city"
		       : x->act == ACT_TRIPARTITE ? "tripartite"
						  : "transfer";
	}
	return NULL;
}

/* In an emergency the ticket is filed before anybody answers (F8): the call is one handed over all the same. */
static void
was_handed(struct class_run *r, int64_t ms, enum call_act how, const char *target)
{
	class_run_act(r, ms, how, -1, target);
	if (strcmp(class_run_lesson(r)->outcome, "ticket") == 0)
		class_run_outcome(r, handed_as(r), NULL);
}

void
app_class_phone(struct app *a, const struct phone_event *p)
{
	struct class_run *r = a->classroom.run;
	const int64_t ms = app_class_ms(a);

	if (!a->classroom.under_way)
		return;
	switch (p->kind) {
	case PHONE_ESTABLISHED:
		class_run_answered(r, ms);
		a->classroom.missed_running = 0;
		break;
	case PHONE_HELD:
	case PHONE_RETRIEVED:
		class_run_act(r, ms, p->kind == PHONE_HELD ? ACT_HOLD : ACT_BACK, -1, NULL);
		break;
	case PHONE_JOINED:
		was_handed(r, ms, ACT_TRIPARTITE, target_of(a, p->target));
		break;
	case PHONE_TRANSFERRED:
		was_handed(r, ms, ACT_TRANSFER,
		    target_of(a, p->target[0] != '\0' ? p->target : a->desk.call.joined));
		class_run_ended(r, ms, LESSON_HANDED);
		break;
	case PHONE_CLEARED:
		class_run_ended(r, ms,
		    p->cause == CAUSE_BROKEN         ? LESSON_BY_LINE
		    : strcmp(p->text, "已挂机") == 0 ? LESSON_BY_SEAT
						     : LESSON_BY_CALLER);
		break;
	default:
		break;
	}
}

/* How the call stands written down when a ticket of it is filed. */
static const char *
outcome_of(const struct class_run *r, const struct job *j)
{
	if (j->act == EVENT_REJECT)
		return "rejected";
	if (handed_as(r) != NULL)
		return handed_as(r);
	return j->act == EVENT_SUBMIT_DIRECT ? "direct" : "ticket";
}

static void
record_written(struct app *a, const struct record *rec)
{
	struct class_run *r = a->classroom.run;

	if (rec->kind == RECORD_CITE || rec->kind == RECORD_TOLD)
		class_run_act(r, app_class_ms(a), ACT_CITE, -1, rec->object);
	else if (rec->kind == RECORD_CALL)
		class_run_outcome(r, rec->code, NULL);
}

void
app_class_job(struct app *a, const struct job *j)
{
	struct class_run *r = a->classroom.run;

	if (!a->classroom.under_way)
		return;
	app_drill_job(a, j);
	if (j->kind == JOB_RECORD) {
		record_written(a, &j->record);
	} else if (j->kind == JOB_SUBMIT) {
		class_run_filed(r, app_class_ms(a), &j->draft.f);
		class_run_outcome(r, outcome_of(r, j), args_get(&j->args, EA_REASON_CODE));
	} else if (j->kind == JOB_ACT) {
		class_run_older(r, j->ticket, j->act);
	}
}
