/* visit.c: the call-backs (回访): whom to ring now, what was answered to him, the words to say, his answers by digits.
 *
 * The answers say which step it is (model/visit.h): the person at the keys asks and writes down. Nobody is rung at noon or
 * at night, and one person once for all his tickets. The number is masked until it is asked for, and that is audited. Not
 * here: the order of the calls (cache_work), what the answers lead to (model/). */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "client/ui/wrap.h"
#include "client/view/all_p.h"
#include "client/view/aloud_p.h"
#include "client/view/phone_look_p.h"
#include "model/visit.h"
#include "text/spoken.h"
#include "said_p.h"

#define LIST_ROWS  6
#define SAY_ROWS   2
#define MATTER_MIN 3
#define EVAL_MS    (INT64_C(24) * 3600 * 1000)

struct visit {
	struct worklist w; /* first: the view's state is one too */
	struct phone_look phone;
};

/* ---- lists ---- */

static void
ask_all(const struct desk *d, struct work_query *q)
{
	q->states = STATE_BIT(VISITING);
	q->call_band = visit_band(d->now);
}

static void
ask_today(const struct desk *d, struct work_query *q)
{
	ask_all(d, q);
	q->due_before = civil_day_start(civil_day(d->now) + 1);
}

static void
ask_late(const struct desk *d, struct work_query *q)
{
	ask_all(d, q);
	q->due_before = d->now;
}

/* Closed a day ago at most: who is not content after all may still say so (guard late). */
static void
ask_closed(const struct desk *d, struct work_query *q)
{
	q->states = STATE_BIT(CLOSED);
	q->closed_from = d->now - EVAL_MS;
}

static const struct work_list lists[] = {
	{ "待回访", "没有待回访的工单。单位的答复审核通过后会到这里来。", 0, ask_all },
	{ "今日到期", "没有今天要访完的工单。", 0, ask_today },
	{ "超期", "没有超期未访的工单。", 0, ask_late },
	{ "刚办结", "24小时内没有办结的工单。诉求人事后不满意的, 在这里登记。", 0, ask_closed },
};

/* ---- rows ---- */

/* Those of every list of tickets; in place of unit and state, who it is and how often he was called. */
#define COL_WHO   PART_UNIT
#define COL_TRIED PART_STATE
static const struct list_col cols[PART_COLS] = {
	[PART_NO] = { .head = "单号", .cols = 12 },
	[PART_TITLE] = { .head = "诉求", .cols = 0 },
	[COL_WHO] = { .head = "诉求人", .cols = 10 },
	[COL_TRIED] = { .head = "拨过", .cols = 14 },
	[PART_DUE] = { .head = "期限", .cols = 13 },
};

static const char *
tried(const struct work_row *r, char *buf, size_t size)
{
	static const char *const names[] = { "上午", "下午", "晚间" };
	char bands[32] = "";

	if (r->row.pending)
		return "待送";
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (r->visit_bands >> i & 1)
			(void)snprintf(
			    bands + strlen(bands), sizeof(bands) - strlen(bands), " %s", names[i]);
	if (r->visit_count == 0)
		return r->round > 1 ? "重办后" : "";
	(void)snprintf(buf, size, "%d次%s", r->visit_count, bands);
	return buf;
}

static void
cell(const struct worklist *w, const struct work_row *r, int col, struct list_cell *out)
{
	if (col == COL_WHO)
		out->text = r->same_person ? "同上" : r->row.called;
	else if (col == COL_TRIED)
		out->text = tried(r, out->buf, sizeof(out->buf));
	else
		part_ticket_cell(w->desk, &r->row, col, out);
}

/* ---- steps ---- */

static const struct work_step steps[] = {
	{ EVENT_VISIT_OK, "回访" },
	{ EVENT_VISIT_FAIL, "未接通" },
	{ EVENT_LATE_EVAL, "事后不满意" },
	{ EVENT_SUPPLEMENT, NULL },
	{ EVENT_NOTE, "便签" },
};

/* A late word is taken while the window is open; the rest the state says. */
static bool
fits(const struct worklist *w, enum event_kind k)
{
	struct err e = { 0 };

	return k != EVENT_LATE_EVAL || form_may(w->desk, &w->t, k, &e) == ERR_OK;
}

static bool
next(const struct worklist *w, const struct ticket *t, enum event_kind *k)
{
	*k = t->state == STATE_CLOSED ? EVENT_LATE_EVAL : EVENT_VISIT_OK;
	return t->state == STATE_VISITING || (t->state == STATE_CLOSED && fits(w, *k));
}

static enum event_kind
outcome(const struct form *f)
{
	struct args a = { 0 };
	enum event_kind k = f->kind;

	if (args_set(&a, EA_STARS, form_value(f, EA_STARS)) &&
	    args_set(&a, EA_SOLVED, form_value(f, EA_SOLVED)))
		k = visit_outcome(&a);
	args_free(&a);
	return k;
}

static void
propose(const struct worklist *w, struct form *f)
{
	char said[PHONE_LOOK_WORDS];

	if (f->kind != EVENT_VISIT_OK && f->kind != EVENT_VISIT_FAIL && f->kind != EVENT_LATE_EVAL)
		return;
	form_fix(f, EA_METHOD, "manual");
	if (f->kind == EVENT_LATE_EVAL) /* he called: no words of ours to begin with */
		return;
	f->label = f->kind == EVENT_VISIT_OK ? "回访" : "未接通";
	if (f->kind == EVENT_VISIT_OK) {
		f->becomes = outcome;
		return;
	}
	form_fix(f, EA_SUMMARY, "");
	if (strcmp(phone_look_talked(&((const struct visit *)w)->phone, w->desk, &w->t, said),
		"no_answer") == 0)
		form_fill(f, EA_RESULT, "no_answer");
	f->at_once = true;
}

/* ---- the chosen one ---- */

static int
draw_number(const struct visit *s, struct canvas *c, struct rect at)
{
	const bool shown = phone_look_shows(&s->phone, s->w.desk, &s->w.t);
	const struct fields *f = phone_look_of(&s->phone, s->w.desk, &s->w.t);
	const char *phone = phone_look_number(f), *best = fields_get(&s->w.t.f, TF_BEST_TIME);
	int col = at.col;

	col +=
	    canvas_cut(c, at.row, col, 20, shown ? ROLE_VALUE : ROLE_MASKED, phone_look_name(f)) +
	    1;
	col += canvas_cut(c, at.row, col, 24, shown ? ROLE_VALUE : ROLE_MASKED,
		   *phone != '\0' ? phone : "没有登记电话") +
	       1;
	col += canvas_text(c, at.row, col, at.col + at.cols - col, ROLE_HINT,
		   shown ? "[Ctrl-Y 遮蔽]" : "[Ctrl-Y 看全号, 记入审计]") +
	       1;
	if (*best != '\0' && col < at.col + at.cols) {
		col += canvas_text(c, at.row, col, at.col + at.cols - col, ROLE_LABEL, "方便时段 ");
		canvas_cut(c, at.row, col, at.col + at.cols - col, ROLE_NEAR, best);
	}
	return at.row + 1;
}

/* Which sentence is due: that of the question with the cursor, or of the call. */
static const char *
moment(const struct worklist *w)
{
	const struct form *f = &w->form;

	if (!f->open || f->label == NULL)
		return "visit";
	if (f->kind == EVENT_VISIT_FAIL)
		return "visit_busy";
	switch (f->cell[f->focus].ask->arg) {
	case EA_SOLVED:
		return "visit_solved";
	case EA_STARS:
		return "visit_result";
	case EA_MANNER:
		return "visit_manner";
	default:
		return *form_value(f, EA_STARS) != '\0' && outcome(f) == EVENT_VISIT_BAD
			   ? "visit_bad"
			   : "visit_suggest";
	}
}

static int
draw_say(const struct worklist *w, struct canvas *c, struct rect at)
{
	char when[SPOKEN_SIZE], text[512];
	const struct civil day = civil_of(w->t.created_at);
	const struct say_word words[] = {
		{ "date", when },
		{ "matter", fields_get(&w->t.f, TF_TITLE) },
		{ "caller", fields_get(&w->t.f, TF_CALLED) },
		{ "unit", w->desk->city != NULL ? city_unit_name(w->desk->city, w->t.lead_unit)
						: w->t.lead_unit },
		{ "job_no", w->desk->me.user },
	};

	(void)snprintf(when, sizeof(when), "%d月%d日", day.month, day.day);
	aloud_script(w->desk->city, moment(w), "", words, sizeof(words) / sizeof(words[0]), text,
	    sizeof(text));
	if (text[0] == '\0')
		return at.row;
	canvas_text(c, at.row, at.col, 3, ROLE_LABEL, "读:");
	return at.row + wrap_draw(c, (struct rect){ at.row, at.col + 4, at.rows, at.cols - 4 },
			    ROLE_HEADING, text);
}

static int
draw_tries(const struct worklist *w, struct canvas *c, struct rect at)
{
	const int64_t begin = visit_begin(w->desk->now);
	char text[320], tries[256], when[SPOKEN_SIZE];

	if (visit_ended_quiet(w->desk->now)) {
		(void)snprintf(text, sizeof(text), "现在是%s, 不打回访电话; %s起可以打",
		    visit_hour_label(visit_hour(w->desk->now)),
		    spoken_when(begin, w->desk->now, SPOKEN_TIME, when, sizeof(when)));
		canvas_cut(c, at.row++, at.col, at.cols, ROLE_NEAR, text);
	}
	said_tries(w, tries, sizeof(tries));
	if (tries[0] == '\0')
		return at.row;
	(void)snprintf(text, sizeof(text), "拨过: %s%s", tries,
	    strstr(tries, "今天") != NULL ? "  今天已打过, 一天只打一次" : "");
	canvas_cut(c, at.row++, at.col, at.cols,
	    strstr(tries, "今天") != NULL ? ROLE_NEAR : ROLE_DIM, text);
	return at.row;
}

/* How many of them get a message; with the line down what this seat knows of them. */
static int
told_by_message(const struct worklist *w)
{
	int n = 0;

	for (int i = 0; i < w->n_events; i++) {
		const struct event *ev = &w->events[i];
		const char *other = args_get(&ev->args, EA_OTHER);
		struct ticket t;

		if (ev->kind != EVENT_FOLLOW)
			continue;
		ticket_init(&t);
		if (*other != '\0' && cache_ticket(w->desk->cache, other, &t, NULL) == ERR_OK)
			n += t.state == STATE_MERGED && strcmp(fields_get(&t.f, TF_SMS), "1") == 0;
		ticket_free(&t);
		n += strcmp(args_get(&ev->args, EA_METHOD), WORKFLOW_SMS) == 0;
	}
	return n;
}

/* Others told the same: those who take no message are told by whoever rings now. */
static int
draw_followers(const struct worklist *w, struct canvas *c, struct rect at)
{
	const int all = w->t.follow_count, sms = all > 0 ? told_by_message(w) : 0;
	char text[160];

	if (all == 0 || at.rows < 1)
		return at.row;
	if (sms >= all)
		(void)snprintf(text, sizeof(text), "另有%d位反映同一件, 结果都发短信告知", all);
	else
		(void)snprintf(text, sizeof(text),
		    "另有%d位反映同一件: %d位发短信, %d位请一并电话告知 (见该件流转里的“关注”)",
		    all, sms, all - sms);
	canvas_cut(c, at.row, at.col, at.cols, sms >= all ? ROLE_DIM : ROLE_NEAR, text);
	return at.row + 1;
}

static int
detail(const struct worklist *w, struct canvas *c, struct rect at)
{
	const bool reply = worklist_event_of(w, EVENT_REPLY) != NULL;
	int row = draw_number((const struct visit *)w, c, at);
	int rows;

	row = draw_tries(w, c, said_rest(at, row, 0));
	row = draw_followers(w, c, said_rest(at, row, 0));
	row = draw_say(w, c, (struct rect){ row, at.col, SAY_ROWS, at.cols });
	rows = said_rest(at, row, 0).rows;
	if (reply && rows > MATTER_MIN + 1)
		rows = rows / 2 > MATTER_MIN ? rows / 2 : MATTER_MIN;
	else if (reply)
		rows = rows > 2 ? rows - 2 : 0;
	if (rows > 0)
		row =
		    worklist_matter(w->desk, &w->t, c, (struct rect){ row, at.col, rows, at.cols });
	return said_reply(w, c, said_rest(at, row, 0));
}

/* ---- the screen ---- */

/* Would this key begin a call? */
static bool
begins(const struct worklist *w, const struct input *in)
{
	const int digit = input_digit(in);

	if (w->form.open)
		return false;
	if (input_is(in, ACTION_ENTER))
		return w->found && w->t.state == STATE_VISITING;
	return digit > 0 && digit <= w->n_steps && w->steps[digit - 1] == EVENT_VISIT_OK;
}

static unsigned
visit_input(struct view *v, const struct input *in)
{
	struct visit *s = v->state;
	const struct desk *d = s->w.desk;
	char when[SPOKEN_SIZE];

	if (input_is(in, ACTION_UNMASK) && part_signed_in(d))
		return phone_look_key(
		    &s->phone, s->w.desk, s->w.found ? &s->w.t : NULL, "回访拨号");
	if (input_is(in, ACTION_TRANSFER) &&
	    (d->call.leg != LEG_NONE || !visit_ended_quiet(d->now)))
		return phone_look_dial(&s->phone, s->w.desk, s->w.found ? &s->w.t : NULL);
	if (!input_is(in, ACTION_TRANSFER) && (!begins(&s->w, in) || !visit_ended_quiet(d->now)))
		return worklist_input(v, in);
	d->say(d->app, 1, "现在是%s, 不打回访电话; %s起可以打。",
	    visit_hour_label(visit_hour(d->now)),
	    spoken_when(visit_begin(d->now), d->now, SPOKEN_TIME, when, sizeof(when)));
	return VIEW_DRAW;
}

static unsigned
visit_event(struct view *v, const struct news *n)
{
	struct visit *s = v->state;
	const unsigned bits = phone_look_event(&s->phone, s->w.desk, n);

	return bits != 0 ? bits : worklist_event(v, n);
}

static void
visit_draw(const struct view *v, struct canvas *c, struct rect body)
{
	struct visit *s = v->state;

	worklist_refresh(&s->w);
	phone_look_expire(&s->phone, s->w.desk, &s->w.t);
	worklist_draw(v, c, body);
}

static int64_t
visit_wake_at(const struct view *v)
{
	const struct visit *s = v->state;

	if (s->phone.until != 0)
		return s->phone.until;
	return visit_is_quiet(visit_hour(s->w.desk->now)) ? visit_begin(s->w.desk->now) : 0;
}

static void
visit_close(struct view *v)
{
	phone_look_hide(&((struct visit *)v->state)->phone);
	worklist_close(v);
}

static const struct work_kind calling = {
	.lists = lists,
	.n_lists = sizeof(lists) / sizeof(lists[0]),
	.steps = steps,
	.n_steps = sizeof(steps) / sizeof(steps[0]),
	.cols = cols,
	.n_cols = PART_COLS,
	.cell = cell,
	.next = next,
	.propose = propose,
	.fits = fits,
	.detail = detail,
	.trace = true,
	.keeps = true,
	.moves_on = true,
	.quiet = 1u << 3, /* 刚办结 */
	.aside = 1u << 3,
	.rows = LIST_ROWS,
};

static enum err_code
visit_open(struct view *v, const char *arg, struct err *e)
{
	struct visit *s = v->state;

	(void)e;
	worklist_open(&s->w, v->desk, &calling, arg);
	return ERR_OK;
}

const struct view_ops visit_view = {
	.footer = worklist_footer,
	.n_footer = sizeof(worklist_footer) / sizeof(worklist_footer[0]),
	.keys = worklist_keys,
	.answers = WORKLIST_ANSWERS | ACT(UNMASK) | ACT(TRANSFER),
	.state_size = sizeof(struct visit),
	.scopes = worklist_scopes,
	.input = visit_input,
	.event = visit_event,
	.resume = worklist_resume,
	.draw = visit_draw,
	.close = visit_close,
	.idle = worklist_idle,
	.wake_at = visit_wake_at,
	.name = "visit",
	.title = "回访",
	.aliases = "回访 待回访 打电话 visit",
	.roles = ROLE_BIT(VISITOR),
	.open = visit_open,
	.waits = worklist_waits,
	.work = &calling,
};
