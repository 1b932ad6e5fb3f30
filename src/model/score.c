/* The sheet of a lesson: two halves, what each amounts to, the verdict. The rules of the machine's half are score_call.c,
 * score_ticket.c and score_insert.c.
 *
 * Invariant: the halves have no item in common, and nothing here ever adds them up. */
#include "model/score.h"

#include <stdio.h>
#include <string.h>

#include "model/drill.h"
#include "score_p.h"

#define TRAINERS (1u << ITEM_VOICE | 1u << ITEM_MANNERS | 1u << ITEM_LISTENING)

bool
score_is_trainers(int item)
{
	return item >= 0 && item < QA_ITEMS_MOST && (TRAINERS >> item & 1u) != 0;
}

const struct qa_form *
score_form(enum scenario_mode mode)
{
	return qa_form(SCENARIO_MODE_IS_DRILL(mode) ? "drill" : "agent");
}

const char *
score_brief(const struct qa_form *f, int item)
{
#define X(name, zh) zh,
	static const char *const of_drills[] = { DRILL_ITEMS(X) };
#undef X
	static const char *const names[] = {
		[ITEM_ANSWERING] = "接听首问",
		[ITEM_VOICE] = "语音语速",
		[ITEM_MANNERS] = "礼貌用语",
		[ITEM_LISTENING] = "倾听安抚",
		[ITEM_UNDERSTOOD] = "理解复述",
		[ITEM_BUSINESS] = "业务答复",
		[ITEM_JUDGED] = "受理判断",
		[ITEM_ELEMENTS] = "五要素",
		[ITEM_WRITING] = "工单文字",
		[ITEM_CLASSED] = "分类派单",
		[ITEM_TOLD] = "告知事项",
		[ITEM_CLOSING] = "结束评价",
		[ITEM_TIME] = "时长",
	};

	if (item < 0 || item >= f->n_items)
		return "";
	return f == score_form(MODE_DRILL) ? of_drills[item] : names[item];
}

/* ---- deductions ---- */

/* In the order of their moments; what comes at one moment in the order of the rules. */
static struct score_mark *
insert(struct score *x, int64_t at_ms)
{
	int i = x->n;

	if (x->n == SCORE_MARKS)
		return NULL;
	for (; i > 0 && x->mark[i - 1].at_ms > at_ms; i--)
		x->mark[i] = x->mark[i - 1];
	x->n++;
	return &x->mark[i];
}

static void note(struct score *x, struct score_mark m, const char *fmt, va_list ap)
    __attribute__((format(printf, 3, 0)));

static void
note(struct score *x, struct score_mark m, const char *fmt, va_list ap)
{
	struct score_mark *at = insert(x, m.at_ms);
	struct err e = { 0 };

	if (at == NULL)
		return;
	(void)err_setv(&e, ERR_INVALID, fmt, ap); /* cuts between characters */
	str_copy(m.rule, sizeof(m.rule), e.text);
	*at = m;
}

void
score_deduct(struct scoring *k, int64_t at_ms, int item, int way, const char *fmt, ...)
{
	struct score *x = k->x;
	int had = qa_item_score(x->form, &x->machine, item);
	va_list ap;

	(void)qa_mark(x->form, &x->machine, item, way);
	va_start(ap, fmt);
	note(x,
	    (struct score_mark){ .at_ms = at_ms,
		.item = item,
		.way = way,
		.points = had - qa_item_score(x->form, &x->machine, item) },
	    fmt, ap);
	va_end(ap);
}

void
score_fatal(struct scoring *k, int64_t at_ms, int fatal, const char *fmt, ...)
{
	va_list ap;

	if ((k->x->machine.fatal & 1u << fatal) != 0)
		return;
	k->x->machine.fatal |= 1u << fatal;
	va_start(ap, fmt);
	note(k->x, (struct score_mark){ .at_ms = at_ms, .item = fatal, .way = SCORE_IS_FATAL }, fmt,
	    ap);
	va_end(ap);
}

void
score_remark(struct scoring *k, int64_t at_ms, enum score_remark what, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	note(k->x, (struct score_mark){ .at_ms = at_ms, .item = (int)what, .way = SCORE_IS_REMARK },
	    fmt, ap);
	va_end(ap);
}

bool
score_only(const struct scenario_list *l, const char *const *codes)
{
	for (int i = 0; i < l->n; i++) {
		const char *const *code = codes;

		while (*code != NULL && strcmp(*code, l->item[i]) != 0)
			code++;
		if (*code == NULL)
			return false;
	}
	return true;
}

/* Those of the caller's matters; that of a danger is one only where there is no other. */
static int
of_matters(const struct lesson *l, const struct lesson_ticket *out[LESSON_TICKETS])
{
	const int rescue = l->n_tickets > 1 ? score_rescue(l) : -1;
	int n = 0;

	for (int i = 0; i < l->n_tickets; i++)
		if (i != rescue)
			out[n++] = &l->ticket[i];
	return n;
}

/* The ticket of each matter: in the order filed, unless their categories say it was the other way round. */
static void
score_tickets(struct scoring *k)
{
	const struct lesson_ticket *t[LESSON_TICKETS];
	const int n = of_matters(k->l, t);
	const struct scenario_answer *a = k->s->answer;
	const bool swapped =
	    n == 2 && k->s->n_matters == 2 && a[0].categories.n > 0 && a[1].categories.n > 0 &&
	    !scenario_list_has(&a[0].categories, fields_get(&t[0]->f, TF_CATEGORY)) &&
	    scenario_list_has(&a[1].categories, fields_get(&t[0]->f, TF_CATEGORY));

	for (int i = 0; i < n && i < k->s->n_matters; i++)
		score_ticket(k, t[i], swapped ? 1 - i : scenario_ticket_matter(k->s, i));
}

void
score_lesson(
    const struct lesson *l, const struct scenario *s, const struct city *c, struct score *out)
{
	struct scoring k = { .l = l, .s = s, .c = c, .x = out };

	if (s->drill != NULL) {
		*out = (struct score){ .form = score_form(MODE_DRILL), .open = TRAINERS };
		score_drill(&k);
		score_inserts(&k);
		return;
	}
	*out = (struct score){ .form = score_form(MODE_EXAM), .open = TRAINERS };
	score_call(&k);
	score_tickets(&k);
	score_inserts(&k);
}

/* ---- the trainer ---- */

bool
score_trainer(struct score *x, int item, const unsigned char times[QA_WAYS_MOST])
{
	if (!score_is_trainers(item))
		return false;
	qa_unmark(&x->trainer, item);
	for (int way = 0; way < qa_ways(&x->form->items[item]); way++)
		for (int i = 0; i < times[way]; i++)
			(void)qa_mark(x->form, &x->trainer, item, way);
	x->open &= ~(1u << item);
	return true;
}

void
score_trainer_fatal(struct score *x, int fatal, bool is)
{
	if (fatal < 0 || fatal >= x->form->n_fatals)
		return;
	x->trainer.fatal &= ~(1u << fatal);
	if (is)
		x->trainer.fatal |= 1u << fatal;
}

/* ---- what it amounts to ---- */

int
score_item(const struct score *x, int item)
{
	const bool his = score_is_trainers(item);
	const int got = qa_item_score(x->form, his ? &x->trainer : &x->machine, item) -
			(his ? 0 : x->eased[item]);

	return got > 0 ? got : 0;
}

static bool
has_eased(const struct score *x, int item)
{
	for (int i = 0; i < x->n; i++)
		if (x->mark[i].eased && x->mark[i].way >= 0 && x->mark[i].item == item)
			return true;
	return false;
}

static void
count_again(struct score *x, struct score_mark *m)
{
	const int had = score_item(x, m->item);

	if (m->eased)
		x->eased[m->item] += m->left;
	else
		(void)qa_mark(x->form, &x->machine, m->item, m->way);
	if (has_eased(x, m->item))
		m->points = had - score_item(x, m->item);
}

void
score_recount(struct score *x)
{
	x->machine = (struct qa_marks){ 0 };
	memset(x->eased, 0, sizeof(x->eased));
	for (int i = 0; i < x->n; i++) {
		struct score_mark *m = &x->mark[i];

		if (m->way >= 0)
			count_again(x, m);
		else if (m->way == SCORE_IS_FATAL && !m->eased)
			x->machine.fatal |= 1u << m->item;
	}
}

static struct score_half
half(const struct score *x, bool trainers)
{
	struct score_half h = { .whole = !trainers || x->open == 0 };

	for (int i = 0; i < x->form->n_items; i++)
		if (score_is_trainers(i) == trainers) {
			h.of += x->form->items[i].points;
			h.got += score_item(x, i);
		}
	h.percent =
	    (x->machine.fatal | x->trainer.fatal) != 0 || h.of == 0 ? 0 : h.got * 100 / h.of;
	return h;
}

struct score_half
score_machine(const struct score *x)
{
	return half(x, false);
}

struct score_half
score_of_trainer(const struct score *x)
{
	return half(x, true);
}

enum score_verdict
score_verdict(const struct score *x)
{
	struct score_half machine = score_machine(x), trainer = score_of_trainer(x);

	if ((x->machine.fatal | x->trainer.fatal) != 0)
		return SCORE_FATAL;
	if (machine.percent < QA_PASS || (trainer.whole && trainer.percent < QA_PASS))
		return SCORE_FAILED;
	return trainer.whole ? SCORE_PASSED : SCORE_OPEN;
}

const char *
score_verdict_label(enum score_verdict v)
{
	static const char *const labels[] = { "待教员评", "合格", "不合格", "一票否决" };

	return (size_t)v < sizeof(labels) / sizeof(labels[0]) ? labels[v] : "";
}

const char *
score_remark_label(int r)
{
#define X(name, label) label,
	static const char *const labels[] = { SCORE_REMARKS(X) };
#undef X

	return r >= 0 && r < SCORE_REMARK_COUNT ? labels[r] : "";
}

void
score_mark_say(const struct score *x, const struct score_mark *m, struct str *out)
{
	long s = (long)(m->at_ms / 1000);

	str_addf(out, "%02ld:%02ld ", s / 60, s % 60);
	if (m->way == SCORE_IS_REMARK)
		str_addf(out, "%s %s", score_remark_label(m->item), m->rule);
	else if (m->way == SCORE_IS_FATAL)
		str_addf(out, "一票否决 %s: %s", x->form->fatals[m->item], m->rule);
	else if (m->points == 0)
		str_addf(out, "%s %s: %s (" SCORE_SPENT ")", score_brief(x->form, m->item),
		    x->form->items[m->item].ways[m->way].label, m->rule);
	else
		str_addf(out, "%s %s -%d: %s", score_brief(x->form, m->item),
		    x->form->items[m->item].ways[m->way].label, m->points, m->rule);
}
