/* console_marks.c: what lessons have brought, on the console: from who is chosen to the marks of his last one, and from there
 * back with what a trainer took back meanwhile. Not here: the marks (marks.c), what comes home (app_room_marks.c). */
#include <string.h>

#include "class_p.h"
#include "client/class/results.h"
#include "client/view/all_p.h"
#include "console_p.h"

void
console_marks_open(const struct console *s)
{
	const struct class_seat *x = console_seat(s);
	char lesson[CLASS_LESSON_SIZE];

	if (x == NULL || x->last.at == 0)
		s->desk->say(s->desk->app, 1, "%s还没有上完一课。", x != NULL ? x->name : "");
	else
		s->desk->open(s->desk->app, &marks_view, class_lesson(&x->last, lesson));
}

/* His last lesson, and the calls of his exam, as the tables have them now. */
static void
look_again(
    struct class_seat *x, const struct class_results *all, const struct class_reviews *reviews)
{
	const struct class_result *last = results_find(all, x->last.at, x->name);

	if (last != NULL)
		x->last = *last;
	x->disputed = last != NULL && reviews_disputed(reviews, last) != NULL;
	for (int i = 0; i < all->n && x->had[0] != '\0'; i++) {
		const struct class_result *r = &all->item[i];

		if (r->nth >= 1 && r->nth <= EXAM_QUESTIONS && strcmp(r->exam, x->had) == 0 &&
		    strcmp(r->trainee, x->name) == 0)
			x->got[r->nth - 1] = r->verdict == SCORE_FATAL ? -1 : results_percent(r);
	}
}

void
console_marks_again(struct console *s)
{
	const char *dir = s->desk->classroom->results;
	struct class_results all = { 0 };
	struct class_reviews reviews;

	if (results_read(dir, &all, NULL) != ERR_OK)
		return; /* as it was told stays */
	(void)reviews_read(dir, &reviews, NULL);
	for (int i = 0; i < s->hall->n; i++)
		look_again(&s->hall->seat[i], &all, &reviews);
	reviews_free(&reviews);
	results_free(&all);
}
