/* intake_subject.c: who is complained of, and how often before: one quiet line when the other party is named, found at a
 * pause, never while typing; F4 in that cell lists the tickets (subject.c). Not here: whose name is whose
 * (model/subject.h), the caller's own history (intake_history.c). */
#include "intake_p.h"

#include <string.h>

#include "base/str.h"
#include "client/cache/subject.h"
#include "text/grams.h"

#define WORDS_AT 7

static bool
on_cell(const struct intake *s)
{
	return s->focus >= 0 && intake_form_slot(s, s->focus)->field == TF_SUBJECT;
}

static void
find(struct intake *s)
{
	const struct ticket *base = intake_sheet(s)->base;
	const struct subject_query q = { .name = intake_value(s, TF_SUBJECT),
		.not_id = base != NULL ? base->id : NULL,
		.me = s->desk->me.user,
		.roles = s->desk->me.roles,
		.now = s->desk->now };
	struct subject_past past;
	struct str words = { 0 };

	s->subject.words[0] = '\0';
	if (s->desk->cache == NULL || !cache_subject(s->desk->cache, &q, &past))
		return;
	subject_past_words(&past, &words);
	(void)str_copy(s->subject.words, sizeof(s->subject.words), str_c(&words));
	str_free(&words);
}

void
intake_subject_settle(struct intake *s)
{
	const char *name = intake_value(s, TF_SUBJECT);
	const uint32_t asked = grams_mix(GRAMS_SEED, name, strlen(name)) | 1;
	char before[sizeof(s->subject.words)];

	if (asked == s->subject.asked)
		return;
	s->subject.asked = asked;
	(void)str_copy(before, sizeof(before), s->subject.words);
	find(s);
	s->dirty = s->dirty || strcmp(before, s->subject.words) != 0;
}

void
intake_subject_forget(struct intake *s)
{
	s->subject.asked = 0;
}

unsigned
intake_subject_open(struct intake *s)
{
	if (!on_cell(s) || *intake_value(s, TF_SUBJECT) == '\0')
		return 0;
	intake_draft_save(s);
	s->desk->open(s->desk->app, view_by_name("subject"), intake_value(s, TF_SUBJECT));
	return VIEW_DRAW;
}

int
intake_subject_draw(const struct intake *s, struct canvas *c, struct rect line)
{
	int end = line.col + line.cols - 1;

	if (s->subject.words[0] == '\0')
		return 0;
	canvas_text(c, line.row, line.col + 1, 4, ROLE_LABEL, "对象");
	end =
	    canvas_right(c, line.row, end, ROLE_NORMAL, on_cell(s) ? "[F4 看]" : "[对象栏按 F4]") -
	    2;
	canvas_printf(c, line.row, line.col + WORDS_AT, end - line.col - WORDS_AT, ROLE_NORMAL,
	    "此对象%s", s->subject.words);
	return 1;
}
