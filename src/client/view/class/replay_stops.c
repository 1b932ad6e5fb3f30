/* replay_stops.c: where a replay can be stopped at: each remark of the score, and what the trainer whispered, one by one, also
 * within one moment. A remark is said as the sheet says it today, so that a deduction that was changed since, or what it
 * then cost elsewhere, reads here as it does there; where the sheet is not kept it is said as it stands on the tape.
 *
 * Not here: going there (replay.c), how they look (replay_draw.c). */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "replay_p.h"

/* The lesson of this tape, and the trainers' word on it. */
static void
find_lesson(struct replay *s, const char *dir, const char *name)
{
	struct class_results all = { 0 };

	if (results_read(dir, &all, NULL) != ERR_OK)
		return;
	for (int i = 0; i < all.n; i++)
		if (strcmp(all.item[i].tape, name) == 0)
			s->lesson = all.item[i];
	results_free(&all);
}

static int
notes_of(const struct tape *t)
{
	int n = 0;

	for (size_t i = 0; i < tape_count(t); i++)
		n += tape_at(t, i).kind == TAPE_NOTE;
	return n;
}

/* The ${k}th remark, from 0; before it that a trainer took it back since. ${x}: the sheet, NULL: ${on_tape} counts. */
static void
say_remark(const struct score *x, const struct class_review *by, int k, const char *on_tape,
    struct str *out)
{
	struct score_mark m;

	if (by != NULL && by->ease.left > 0)
		str_addf(out, "改扣%d分(%s: %s) ", by->ease.left, by->by, by->words);
	else if (by != NULL)
		str_addf(out, "免扣(%s: %s) ", by->by, by->words);
	if (x == NULL) {
		str_add(out, on_tape);
		return;
	}
	m = x->mark[k];
	if (by != NULL && by->ease.left == 0)
		m.points =
		    by->ease
			.was; /* it costs nothing: what it was is said, not that nothing was left */
	score_mark_say(x, &m, out);
}

/* Of the call, as remarks count: since it was answered. */
static void
say_whisper(const struct replay *s, int64_t ms, const char *words, struct str *out)
{
	const long at = (long)((ms - (s->answer_ms > 0 ? s->answer_ms : 0)) / 1000);

	str_addf(
	    out, "%02ld:%02ld 教员耳语: %s", at < 0 ? 0 : at / 60, at < 0 ? 0 : at % 60, words);
}

static bool
add(struct replay *s, size_t at, struct str *words)
{
	struct replay_stop *grown = realloc(s->stop, ((size_t)s->n_stops + 1) * sizeof(*grown));
	char *text = grown != NULL ? strdup(str_c(words)) : NULL;

	if (grown != NULL)
		s->stop = grown;
	if (text == NULL)
		return false;
	s->stop[s->n_stops++] = (struct replay_stop){ at, tape_at(s->tape, at).ms, text };
	return true;
}

void
replay_stops_open(struct replay *s, const char *path)
{
	const char *dir = s->desk->classroom != NULL ? s->desk->classroom->results : "";
	const char *slash = strrchr(path, '/');
	struct class_reviews said = { 0 };
	struct score x = { 0 };
	bool kept = false, room = true;
	int k = 0;

	if (*dir != '\0')
		find_lesson(s, dir, slash != NULL ? slash + 1 : path);
	if (s->lesson.at != 0) {
		(void)reviews_read(dir, &said, NULL);
		kept =
		    results_score(dir, &s->lesson, &x, NULL) == ERR_OK && x.n == notes_of(s->tape);
	}
	for (size_t i = 0; i < tape_count(s->tape) && room; i++) {
		const struct tape_record one = tape_at(s->tape, i);
		struct str words = { 0 };

		if (one.kind == TAPE_NOTE) {
			say_remark(kept ? &x : NULL, reviews_eased(&said, &s->lesson, k), k,
			    one.text, &words);
			k++;
		} else if (one.kind == TAPE_ASIDE) {
			say_whisper(s, one.ms, one.text, &words);
		}
		if (words.len > 0)
			room = add(s, i, &words);
		str_free(&words);
	}
	reviews_free(&said);
}

void
replay_stops_close(struct replay *s)
{
	for (int i = 0; i < s->n_stops; i++)
		free(s->stop[i].text);
	free(s->stop);
}

int
replay_came(const struct replay *s)
{
	int n = 0;

	while (n < s->n_stops && s->stop[n].at < s->next)
		n++;
	return n;
}
