/* intake_late.c: 补录: calls that were taken down on paper while the system was down, typed in from the sheets. A form
 * without a call: the time of the call and the number of the paper stand in its caller's line.
 *
 * The time is kept on the sheet as it is shown, "11-22 09:40", and sent as it is stored. Not here: which times cannot be
 * (model/taken.h); what counts from when (apply.c). */
#include "intake_p.h"

#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "model/taken.h"

#define YEAR_BYTES 5 /* "2026-" of a stored time; within the days that count it says nothing */

bool
intake_late_is(const struct intake *s)
{
	const struct sheet *p = intake_sheet(s);

	return p != NULL && p->base == NULL && taken_is_late(&p->d.f);
}

unsigned
intake_late_begin(struct intake *s)
{
	if (intake_draft_has_call(s) || s->desk->call.ringing) {
		s->desk->say(s->desk->app, 1, "有来电在线, 先办这一通; 挂机后再补录纸单");
		return VIEW_DRAW;
	}
	if (s->n_sheets > 0)
		intake_draft_save(s);
	if (!intake_draft_new(s, NULL))
		return VIEW_DRAW;
	if (!fields_set(&intake_sheet(s)->d.f, TF_ENTERED_LATE, "1")) {
		s->desk->say(s->desk->app, 2, "%s, 请再试", err_hint(ERR_NO_MEMORY));
		return VIEW_DRAW;
	}
	intake_form_focus(s, intake_form_cell(TF_TAKEN_AT));
	s->desk->say(
	    s->desk->app, 0, "补录纸单: 照纸单写来电时间, 如 09:40、昨天21:10、11-22 09:40");
	return VIEW_DRAW;
}

/* After one paper the next one; a blank form that was to be a paper becomes an ordinary one. */
unsigned
intake_late_again(struct intake *s)
{
	if (intake_draft_has_call(s))
		return 0;
	if (s->mode == MODE_SENT && s->last != NULL && taken_is_late(&s->last->d.f))
		return intake_late_begin(s);
	if (s->mode != MODE_FORM || !intake_late_is(s) || intake_sheet(s)->begun)
		return 0;
	(void)intake_draft_new(s, NULL);
	return VIEW_DRAW;
}

/* The form begins here, and who tells the matter at once tells it to this place: nothing is taken, so that nothing is to
 * be cut out again. */
bool
intake_late_strays(struct intake *s, const struct input *in)
{
	if ((in->kind != INPUT_TEXT && in->kind != INPUT_PASTE) || taken_may_say(in->text))
		return false;
	s->desk->say(
	    s->desk->app, 1, "这里只写来电时间, 如 09:40、昨天21:10; 别的按 Enter 到下一栏再写");
	return true;
}

/* What was typed as it is shown; what cannot be read stays, with a sentence. */
void
intake_late_settle(struct intake *s)
{
	const char *typed = intake_value(s, TF_TAKEN_AT);
	char at[TAKEN_SIZE];
	struct err e = { 0 };

	if (!intake_late_is(s) || *typed == '\0')
		return;
	if (taken_read(typed, s->desk->now, at, &e) == ERR_OK)
		intake_draft_put(s, TF_TAKEN_AT, at + YEAR_BYTES, false);
	else
		s->desk->say(s->desk->app, 1, "%s", e.text);
	s->offer.stale |= STALE_TIME; /* 昨晚 on the paper is the night before the call */
}

bool
intake_late_refuses(struct intake *s)
{
	char at[TAKEN_SIZE];
	struct err e = { 0 };

	if (!intake_late_is(s) ||
	    taken_read(intake_value(s, TF_TAKEN_AT), s->desk->now, at, &e) == ERR_OK)
		return false;
	intake_form_focus(s, intake_form_cell(TF_TAKEN_AT));
	s->desk->say(s->desk->app, 2, "%s", e.text);
	return true;
}

bool
intake_late_prepare(const struct intake *s, struct fields *f)
{
	char at[TAKEN_SIZE];

	if (!taken_is_late(f) ||
	    taken_read(fields_get(f, TF_TAKEN_AT), s->desk->now, at, NULL) != ERR_OK)
		return true; /* the rules say what is wrong */
	return fields_set(f, TF_TAKEN_AT, at);
}

int64_t
intake_late_said_at(const struct intake *s)
{
	char at[TAKEN_SIZE];

	if (intake_late_is(s) &&
	    taken_read(intake_value(s, TF_TAKEN_AT), s->desk->now, at, NULL) == ERR_OK)
		return taken_at(at);
	return s->desk->now;
}

void
intake_late_tell(struct intake *s, const struct fields *f, int64_t promised)
{
	char due[96], date[32];
	const struct say_word words[] = { { "job_no", s->desk->me.user }, { "date", date },
		{ "last6", s->sent.last6 }, { "promised_due", due } };

	aloud_due(s->city, f, promised, s->desk->now, due);
	(void)civil_format(taken_at(fields_get(f, TF_TAKEN_AT)), "%m月%d日", date, sizeof(date));
	aloud_script(s->city, "back_entry",
	    "您{date}打来时系统有故障, 您的事已经补录, 编号后六位{last6}, {promised_due}前答复。",
	    words, sizeof(words) / sizeof(words[0]), s->sent.read, sizeof(s->sent.read));
}
