/* The lesson: caller, trace, tape, marks. Invariants: everything of the trace is timed from the answer; the caller hears
 * each act once; after the finish nothing changes any more. Not here: who tells us (the app), where results go
 * (results.c), what is good (model/score.c). */
#include "client/class/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/utf8.h"
#include "client/class/shelf.h"
#include "client/ui/tape.h"
#include "model/drill.h"
#include "model/workflow.h"
#include "run_p.h"

#define WORD_CHARS 4 /* so much is of a sheet, no digit of a strip */

enum err_code
class_run_open(const struct class_order *o, int64_t ms, struct class_run **out, struct err *e)
{
	struct class_run *r = calloc(1, sizeof(*r));
	enum err_code rc;

	*out = NULL;
	if (r == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	scenario_init(&r->scenario);
	lesson_init(&r->lesson);
	r->lesson.stars = -1;
	r->mode = o->mode;
	r->seed = o->seed;
	r->opened_ms = r->rang_ms = ms;
	rc = shelf_read(o->path, o->seed, &r->scenario, e);
	if (r->scenario.drill != NULL &&
	    !SCENARIO_MODE_IS_DRILL(r->mode)) /* asked for as a call is */
		r->mode = r->mode == MODE_GUIDED ? MODE_COACHED : MODE_DRILL;
	if (rc == ERR_OK && o->again != CLASS_ONCE &&
	    (r->again = again_make(&r->scenario, o->again)) == NULL)
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	if (rc == ERR_OK && o->tape != NULL && o->tape[0] != '\0') {
		str_copy(r->path, sizeof(r->path), o->tape);
		rc = tape_make(o->tape, r->scenario.title, ms, &r->tape, e);
	}
	if (rc != ERR_OK) {
		class_run_close(r);
		return rc;
	}
	*out = r;
	return ERR_OK;
}

void
class_run_close(struct class_run *r)
{
	if (r == NULL)
		return;
	if (r->tape != NULL) /* left before its end: no result will ever name it */
		(void)tape_close(r->tape, NULL);
	if (r->tape != NULL)
		(void)remove(r->path);
	caller_close(r->caller);
	lesson_free(&r->lesson);
	scenario_free(&r->scenario);
	again_free(r->again);
	free(r);
}

const struct scenario *
class_run_scenario(const struct class_run *r)
{
	return &r->scenario;
}

enum scenario_mode
class_run_mode(const struct class_run *r)
{
	return r->mode;
}

const struct lesson *
class_run_lesson(const struct class_run *r)
{
	return &r->lesson;
}

struct score *
class_run_score(struct class_run *r)
{
	return &r->score;
}

/* ---- what happens at the seat ---- */

void
class_run_rings(struct class_run *r, int64_t ms)
{
	if (!r->answered)
		r->rang_ms = ms;
}

int64_t
class_run_rings_since(const struct class_run *r)
{
	return r->rang_ms;
}

static int64_t
since(const struct class_run *r, int64_t ms)
{
	return r->answered && ms > r->answered_ms ? ms - r->answered_ms : 0;
}

void
class_run_answered(struct class_run *r, int64_t ms)
{
	if (r->answered)
		return;
	r->answered = true;
	r->answered_ms = ms;
	r->lesson.ring_ms = ms - r->rang_ms;
	if (r->scenario.drill != NULL)
		return;
	if (r->tape != NULL)
		tape_answer(r->tape, ms);
	if (caller_open(&r->scenario, r->seed, ms, &r->caller, NULL) != ERR_OK)
		class_run_ended(r, ms, LESSON_BY_LINE);
}

bool
class_run_is_talking(const struct class_run *r)
{
	return r->answered && !r->ended;
}

/* After the call one may still look something up and ask for help. */
static bool
counts_later(enum call_act act)
{
	return act == ACT_SCRIPT || act == ACT_CITE || act == ACT_HELP;
}

void
class_run_act(struct class_run *r, int64_t ms, enum call_act act, int element, const char *text)
{
	struct caller_act a = { .act = act, .element = element, .text = text, .at = ms };

	if (r->finished || !r->answered || (r->ended && !counts_later(act)))
		return;
	(void)lesson_add(&r->lesson, since(r, ms), act, element, text);
	if (!r->ended && r->caller != NULL && act != ACT_OFFLINE) /* which he does not notice */
		caller_act(r->caller, &a);
}

void
class_run_said(struct class_run *r, int64_t ms, const char *words)
{
	int element = -1;
	unsigned acts = act_in_words(words, &element);

	class_run_act(r, ms, ACT_SAY, -1, words);
	for (int act = 0; act < ACT_COUNT; act++)
		if ((acts & (1u << act)) != 0 && act != ACT_ASK && act != ACT_SAY)
			class_run_act(r, ms, (enum call_act)act, -1, words);
	if ((acts & ACT_BIT(ASK)) !=
	    0) /* the caller has heard the question: only the trace lacks it */
		(void)lesson_add(&r->lesson, since(r, ms), ACT_ASK, element, words);
}

void
class_run_filed(struct class_run *r, int64_t ms, const struct fields *f)
{
	if (r->finished || !r->answered)
		return;
	(void)lesson_file(&r->lesson, since(r, ms), f);
	if (r->ended)
		(void)lesson_add(&r->lesson, since(r, ms), ACT_FILE, -1, NULL);
	else
		class_run_act(r, ms, ACT_FILE, -1, NULL);
}

void
class_run_outcome(struct class_run *r, const char *code, const char *reject)
{
	if (r->finished)
		return;
	if (code != NULL)
		str_copy(r->lesson.outcome, sizeof(r->lesson.outcome), code);
	if (reject != NULL)
		str_copy(r->lesson.reject, sizeof(r->lesson.reject), reject);
}

void
class_run_ticket(struct class_run *r, int i, const char *id)
{
	str_copy(r->lesson.ticket_id[i], sizeof(r->lesson.ticket_id[i]), id);
}

bool
class_run_is_his(const struct class_run *r, const char *id)
{
	const struct drill *before = r->scenario.before;
	bool is = before == NULL;

	for (int i = 0; !is && i < before->n_tickets; i++)
		is = strcmp(r->lesson.ticket_id[i], id) == 0;
	return is;
}

void
class_run_older(struct class_run *r, const char *id, int event)
{
	const char *code;

	if (r->finished || !class_run_is_his(r, id) ||
	    (code = lesson_older(&r->lesson, event)) == NULL)
		return;
	if (event != EVENT_PROGRESS || r->lesson.outcome[0] == '\0')
		class_run_outcome(r, code, NULL);
}

void
class_run_deed(struct class_run *r, const struct lesson_deed *d)
{
	struct lesson_deed deed = *d;

	if (r->finished || !r->answered)
		return;
	deed.at_ms = since(r, d->at_ms);
	(void)lesson_deed(&r->lesson, &deed);
}

void
class_run_ended(struct class_run *r, int64_t ms, enum lesson_end end)
{
	if (!r->answered || r->ended)
		return;
	r->ended = true;
	r->ended_ms = r->last_key_ms = ms;
	r->lesson.end = end == LESSON_BY_CALLER ? lesson_end_of((int)r->left) : end;
	r->lesson.talk_ms = since(r, ms);
	if (end == LESSON_BY_SEAT && r->scenario.drill == NULL)
		(void)lesson_add(&r->lesson, since(r, ms), ACT_HANG_UP, -1, NULL);
	if (r->caller != NULL && !caller_is_over(r->caller))
		caller_act(
		    r->caller, &(struct caller_act){ .act = ACT_CUT, .element = -1, .at = ms });
}

void
class_run_key(struct class_run *r, int64_t ms, const char *name, enum class_key kind)
{
	const bool is_text = kind == CLASS_KEY_TEXT;

	if (r->finished)
		return;
	if (r->tape != NULL)
		tape_key(r->tape, ms, name);
	if (r->ended)
		r->last_key_ms = ms;
	if (!r->answered || kind == CLASS_KEY_OWN)
		return;
	r->lesson.keys += is_text ? (int)utf8_count(name) : 1;
	r->lesson.free_keys += is_text ? (int)utf8_count(name) : 0;
	r->wrote += is_text && score_goes_on(&r->lesson) ? (int)utf8_count(name) : 0;
	r->blocks += r->was_text != is_text;
	r->was_text = is_text;
}

void
class_run_frame(struct class_run *r, int64_t ms, const struct canvas *c)
{
	if (r->tape != NULL && !r->finished)
		tape_frame(r->tape, ms, c);
}

void
class_run_whispered(struct class_run *r, int64_t ms, const char *words)
{
	if (r->tape != NULL && !r->finished)
		tape_aside(r->tape, ms, words);
}

/* ---- what the caller does ---- */

bool
class_run_next(struct class_run *r, int64_t ms, struct caller_out *out)
{
	if (r->caller == NULL || r->ended || !caller_next(r->caller, ms, out))
		return false;
	if (out->event == CALLER_LEAVES) {
		r->lesson.stars = out->stars;
		r->left = out->why;
	}
	return true;
}

int64_t
class_run_wake(const struct class_run *r)
{
	return r->caller == NULL || r->ended ? INT64_MAX : caller_wake(r->caller);
}

bool
class_run_is_answered(const struct class_run *r)
{
	return r->answered;
}

/* A ticket of every matter he brought up, where one is wanted; else an outcome. Where a danger has a ticket of its own the
 * sheet is waited for that is being written. */
bool
class_run_is_over(const struct class_run *r)
{
	const int matters = r->caller != NULL ? caller_matters(r->caller) : 1;
	const int wanted = scenario_tickets(&r->scenario, matters);

	if (r->scenario.drill != NULL)
		return r->answered && drill_next(&r->scenario, &r->lesson) < 0;
	if (r->ended && r->wrote >= WORD_CHARS && score_goes_on(&r->lesson) && wanted > 0)
		return false;
	return r->ended && (r->lesson.n_tickets > 0 ? r->lesson.n_tickets >= wanted
						    : r->lesson.outcome[0] != '\0');
}

/* ---- the end ---- */

/* The tape once more, with the remarks between its records; where that fails the lesson keeps the plain one. */
static void
annotate(struct class_run *r)
{
	const int64_t from = r->answered_ms - r->opened_ms;
	struct tape_maker *to = NULL;
	struct tape *t = NULL;
	struct canvas c = { 0 };
	struct str words = { 0 };
	char path[600];
	int mark = 0;

	(void)snprintf(path, sizeof(path), "%s.new", r->path);
	if (tape_open(r->path, &t, NULL) != ERR_OK ||
	    tape_make(path, r->scenario.title, 0, &to, NULL) != ERR_OK) {
		tape_free(t);
		return;
	}
	for (size_t i = 0; i < tape_count(t); i++) {
		const struct tape_record one = tape_at(t, i);

		for (; mark < r->score.n && one.kind != TAPE_TITLE &&
		       (r->score.mark[mark].at_ms + from < one.ms || one.kind == TAPE_END);
		     mark++) {
			str_reset(&words);
			score_mark_say(&r->score, &r->score.mark[mark], &words);
			tape_note(to, r->score.mark[mark].at_ms + from, str_c(&words));
		}
		if (one.kind == TAPE_KEY)
			tape_key(to, one.ms, one.text);
		else if (one.kind == TAPE_ANSWER)
			tape_answer(to, one.ms);
		else if (one.kind == TAPE_ASIDE)
			tape_aside(to, one.ms, one.text);
		else if (one.kind == TAPE_FRAME && tape_show(t, i, &c))
			tape_frame(to, one.ms, &c);
	}
	if (tape_close(to, NULL) == ERR_OK)
		(void)rename(path, r->path);
	else
		(void)remove(path);
	tape_free(t);
	canvas_free(&c);
	str_free(&words);
}

const struct score *
class_run_finish(struct class_run *r, int64_t ms, const struct city *c)
{
	struct lesson *l = &r->lesson;

	if (r->finished)
		return &r->score;
	if (!r->ended)
		class_run_ended(r, ms, LESSON_BY_SEAT);
	r->finished = true;
	l->n_matters = r->caller != NULL ? caller_matters(r->caller) : 0;
	l->acw_ms = r->last_key_ms - r->ended_ms;
	l->klm_ms = lesson_klm(l->free_keys, l->keys - l->free_keys, r->blocks);
	score_lesson(l, &r->scenario, c, &r->score);
	if (r->tape != NULL) {
		const bool kept = tape_close(r->tape, NULL) == ERR_OK;

		r->tape = NULL;
		if (kept)
			annotate(r);
	}
	return &r->score;
}
