/* What a person asks the centre at a screen and waits for: administration. Sent once: whatever an answer that does not come
 * may have meant, it is not for the seat to do it again, so the person is told to look.
 *
 * Invariant: every question is answered, in the order they came; those of a line that is down at once. */
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "sync_p.h"

static void
forget(struct question *q)
{
	if (q->body != NULL)
		secret_wipe(q->body, q->len);
	free(q->body);
	*q = (struct question){ 0 };
}

/* The first one, done with. ${answer} is taken. */
static void
tell(struct sync *s, const struct err *e, char *answer)
{
	struct sync_note *note = sync_note(s, NOTE_ANSWER, e);

	if (note != NULL) {
		note->question = s->questions[0].id;
		note->answer = answer;
	} else {
		free(answer);
	}
	forget(&s->questions[0]);
	s->n_questions--;
	memmove(
	    &s->questions[0], &s->questions[1], (size_t)s->n_questions * sizeof(s->questions[0]));
	s->questions[s->n_questions] = (struct question){ 0 };
}

void
question_take(struct sync *s, const struct sync_event *ev)
{
	struct question q = { .id = ev->question, .len = ev->len };
	struct err e = { 0 };

	if (s->n_questions == SYNC_QUESTIONS)
		err_set(&e, ERR_BUSY, "前面的还没有办完, 请稍候再试。");
	else if (!str_copy(q.what, sizeof(q.what), ev->what))
		err_set(&e, ERR_LIMIT, NULL);
	else if (ev->body != NULL && (q.body = str_dup_n(ev->body, ev->len)) == NULL)
		err_set(&e, ERR_NO_MEMORY, NULL);
	if (e.code == ERR_OK) {
		s->questions[s->n_questions++] = q;
	} else {
		struct sync_note *note = sync_note(s, NOTE_ANSWER, &e);

		if (note != NULL)
			note->question = ev->question;
	}
}

static void
send(struct sync *s)
{
	struct question *q = &s->questions[0];
	const char *blank = strchr(q->what, ' ');
	const char *method = str_starts(q->what, "GET ")     ? "GET"
			     : str_starts(q->what, "PATCH ") ? "PATCH"
							     : "POST";
	struct sync_request *r = sync_send(s, &s->side, ASK_QUESTION, method);

	if (r == NULL)
		return;
	r->path = str_dup(blank != NULL ? blank + 1 : "/");
	r->auth = sync_auth_session(s);
	r->body = q->body;
	r->len = q->len;
	r->timeout_ms = 60000; /* a whole city's tables are judged */
	q->body = NULL;
}

bool
question_plan(struct sync *s)
{
	struct err e;

	while (s->n_questions > 0 && s->side.id == 0 && (!s->up || !s->has_session)) {
		err_set(&e, ERR_NEEDS_CENTRE, "和中心的线路断了, 这件事要连上中心才能办。");
		tell(s, &e, NULL);
	}
	if (s->n_questions > 0 && s->side.id == 0)
		send(s);
	return s->side.id != 0;
}

void
question_answer(struct sync *s, const struct sync_event *ev)
{
	struct err e = { 0 };
	char *answer = NULL;

	if (s->n_questions == 0)
		return;
	if (sync_is_ok(ev)) {
		if (!str_starts(s->questions[0].what, "GET "))
			s->reference_at = 0; /* what was changed may be of the city: seen at once */
		if (ev->len > 0 && (answer = str_dup_n(ev->body, ev->len)) == NULL)
			err_set(&e, ERR_NO_MEMORY, NULL);
	} else if (ev->outcome == SYNC_UNKNOWN) {
		err_set(&e, ERR_TIMEOUT, "没有收到中心的答复, 可能已经办成, 请按 F5 看过再说。");
	} else {
		sync_problem(ev, &e, NULL);
		if (e.code == ERR_UNAUTHORISED)
			door_lost_session(s, &e);
	}
	tell(s, &e, answer);
}

void
question_drop(struct sync *s)
{
	while (s->n_questions > 0)
		forget(&s->questions[--s->n_questions]);
}
