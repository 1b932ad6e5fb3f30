/* marks_ease.c: 评分: a deduction of the machine is taken back, in part or whole, with a reason, by a trainer who is named;
 * once more and it stands again. Not here: who he is (marks.c), what becomes of the sum (model/score.h). */
#include <stdio.h>

#include "base/str.h"
#include "marks_p.h"

unsigned
marks_save_ease(struct marks *s, int left, const char *why)
{
	struct class_review v = marks_new_review(s, s->desk->classroom->trainer);
	const struct score_mark *m = &s->score.mark[s->easing];
	const struct class_review *was = reviews_eased(&s->reviews, &s->lesson, s->easing);
	const int before = score_machine(&s->score).got;
	struct str done = { 0 };

	v.kind = REVIEW_EASE;
	v.ease = (struct review_ease){ s->easing, m->item, m->way,
		was != NULL ? was->ease.was : m->points, left };
	(void)str_copy(v.words, sizeof(v.words), why);
	review_ease_say(&v, s->lesson.mode, &done);
	str_addf(&done, "(教员 %s)", v.by);
	str_add(&done, left == REVIEW_AS_WAS ? "" : "; 再按一次就恢复");
	if (marks_review(s, &v)) {
		if (v.ease.way >= 0 && left != REVIEW_AS_WAS &&
		    score_machine(&s->score).got == before)
			str_add(&done, "。这一项已扣到上限, 别的扣分补了上来, 机评没变");
		s->desk->say(s->desk->app, 0, "%s", str_c(&done));
	}
	str_free(&done);
	return VIEW_DRAW;
}

/* What can be taken back; else it is said, before anybody is asked who he is. */
bool
marks_may_ease(const struct marks *s)
{
	const size_t row = list_row(&s->list);
	const struct score_mark *m = row != LIST_NONE ? marks_at(s, row) : NULL;
	const char *why = NULL;

	if (m == NULL)
		why = "没有扣分, 没有可免的。";
	else if (m->way == SCORE_IS_REMARK)
		why = "这一条是记事, 没有扣分。";
	else if (m->way >= 0 && m->points == 0 && !m->eased)
		why = "这一条没有扣分: 同一项前面已经扣完。";
	if (why != NULL)
		s->desk->say(s->desk->app, 1, "%s", why);
	return why == NULL;
}

/* In whose name it is asked: whoever marked the sheet before may have named himself. */
static void
ask_him(struct marks *s, int what, const char *label, size_t limit)
{
	(void)snprintf(
	    s->label, sizeof(s->label), "教员 %s  %s", s->desk->classroom->trainer, label);
	class_ask_begin(&s->ask, what, s->label, "", limit);
}

static void
ask_left(struct marks *s)
{
	ask_him(s, ASK_LEFT, "还扣几分(0 免扣)", 2);
}

void
marks_ask_why(struct marks *s)
{
	ask_him(s, ASK_WHY, s->left == 0 ? "免扣理由" : "改扣理由", REVIEW_WORDS);
}

/* The deduction in hand: how much of it stays, then why; one that was taken back stands again. */
unsigned
marks_ease(struct marks *s)
{
	const size_t row = list_row(&s->list);
	const struct score_mark *m = row != LIST_NONE ? marks_at(s, row) : NULL;

	if (m == NULL)
		return 0;
	s->easing = s->order[row];
	s->left = 0;
	if (m->eased)
		return marks_save_ease(s, REVIEW_AS_WAS, "");
	if (m->points > 1)
		ask_left(s);
	else
		marks_ask_why(s);
	return VIEW_DRAW;
}

unsigned
marks_left_answered(struct marks *s, const char *text)
{
	const int was = s->score.mark[s->easing].points;
	long long left = 0;

	if (*text != '\0' && (!str_int(text, 0, was - 1, &left))) {
		s->desk->say(s->desk->app, 1, "原来扣 %d 分: 写 0 到 %d。", was, was - 1);
		ask_left(s);
		return VIEW_DRAW;
	}
	s->left = (int)left;
	marks_ask_why(s);
	return VIEW_DRAW;
}
