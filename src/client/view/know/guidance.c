/* guidance.c: temporary talking points (临时口径) from a seat: those that wait for who lets them out, and what became of them,
 * one question after the other. Every step is a desk record: with the line down it waits.
 *
 * Not here: the rules (model/guidance.c), what is typed (guidance_form.c), the list of what is out (bulletins.c). */
#include "guidance_p.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"

#define BACK_MS (24LL * 3600 * 1000) /* so long one is told that his own came back */

enum { STEP_NEXT = -1, STEP_NONE = -2, STEP_AGAIN = -3 }; /* answers that are no step */

/* ---- what there is ---- */

/* What is over by its date is nobody's any more: it can only be returned. */
static bool
may(const struct guidance_desk *g, const struct guidance_item *i, enum guidance_step s)
{
	return (!(i->over || i->replaced) || s == GUIDANCE_STEP_REFUSE) &&
	       guidance_flow_may(&i->w.flow, s, g->desk->me.user, g->desk->me.roles, NULL) ==
		   ERR_OK;
}

static bool
is_mine(const struct guidance_desk *g, const struct guidance_item *i)
{
	return strcmp(i->w.flow.issuer, g->desk->me.user) == 0 || i->w.why[0] != '\0';
}

/* ${since}: when this person was last taken at his word; what came back before that is seen to. */
static bool
is_back(const struct guidance_desk *g, const struct guidance_item *i, int64_t since)
{
	return is_mine(g, i) && i->w.at > since && g->desk->now - i->w.at < BACK_MS &&
	       (i->w.why[0] != '\0' || i->w.flow.state == GUIDANCE_REFUSED);
}

/* The words of ${w}; false when they are not here. */
static bool
words_of(const struct guidance_desk *g, const struct guidance_work *w, struct guidance *t,
    struct str *raw)
{
	const char *id = w->flow.words[0] != '\0' ? w->flow.words : w->refused;
	struct record r;
	bool there;

	if (id[0] == '\0' || !cache_record(g->desk->cache, id, &r))
		return false;
	there = guidance_read(record_text(&r), t, NULL) == ERR_OK;
	if (raw != NULL)
		str_add(raw, record_text(&r));
	record_free(&r);
	return there;
}

/* How each ended without a step of its own. */
static void
look_ends(const struct guidance_desk *g, struct guidance_item *all, int n)
{
	struct guidance t;

	for (int i = 0; i < n; i++) {
		if (!words_of(g, &all[i].w, &t, NULL))
			continue;
		all[i].over = t.ends_at <= g->desk->now;
		for (int k = 0; k < n && all[i].w.flow.state == GUIDANCE_OUT; k++)
			if (t.replaces[0] != '\0' && strcmp(all[k].w.id, t.replaces) == 0)
				all[k].replaced = true;
	}
}

void
guidance_look(struct guidance_desk *g)
{
	struct guidance_work works[GUIDANCE_WORKS];
	struct guidance_item all[GUIDANCE_WORKS];
	int64_t since = 0;
	int n;

	g->n = g->n_due = g->n_back = 0;
	if (!part_signed_in(g->desk) || g->desk->cache == NULL)
		return;
	n = cache_guidance_works(g->desk->cache, works, GUIDANCE_WORKS);
	for (int i = 0; i < n; i++) {
		all[i] = (struct guidance_item){ .w = works[i] };
		if (is_mine(g, &all[i]) && works[i].why[0] == '\0' &&
		    works[i].flow.state == GUIDANCE_PROPOSED && works[i].at > since)
			since = works[i].at;
	}
	look_ends(g, all, n);
	for (int due = 1; due >= 0; due--)
		for (int i = 0; i < n; i++) {
			const bool waits = may(g, &all[i], GUIDANCE_STEP_APPROVE);

			if (waits != (due == 1) ||
			    (!waits && !is_mine(g, &all[i]) &&
				!roles_may(g->desk->me.roles, RIGHT_GUIDANCE_APPROVE) &&
				!may(g, &all[i], GUIDANCE_STEP_END)))
				continue;
			g->items[g->n++] = all[i];
			g->n_due += waits;
			g->n_back += is_back(g, &all[i], since);
		}
}

void
guidance_readers(const struct guidance_desk *g, const struct bulletin *b, char *out, size_t size)
{
	char names[120];
	int n;

	out[0] = '\0';
	if (g->desk->cache == NULL || !guidance_is_id(b->id) ||
	    !roles_may(g->desk->me.roles, RIGHT_GUIDANCE_APPROVE))
		return;
	n = cache_bulletin_readers(g->desk->cache, b->id, names, sizeof(names));
	(void)snprintf(out, size, "已阅 %d 人%s%s", n, n > 0 ? ": " : "", names);
}

void
guidance_head(const struct guidance_desk *g, char *out, size_t size)
{
	out[0] = '\0';
	if (g->n_due > 0)
		(void)snprintf(out, size, "待批 %d 条 Tab", g->n_due);
	else if (g->n_back > 0)
		(void)snprintf(out, size, "退回 %d 条 Tab", g->n_back);
}

/* ---- one after the other ---- */

/* Of what is out, or waits to be. */
static const char *
standing_words(
    const struct guidance_desk *g, const struct guidance_item *i, const struct guidance *t)
{
	const bool out = i->w.flow.state == GUIDANCE_OUT;

	if (i->w.waits)
		return part_online(g->desk) ? "正在送中心" : "等线路恢复后送出";
	if (i->replaced)
		return "后来由另一条代替";
	if (i->over)
		return out ? "已到期" : "没有批就过了结束时间";
	if (!out)
		return "等待批准";
	return t->starts_at > g->desk->now ? "还没到开始时间" : "正在用";
}

static void
state_words(const struct guidance_desk *g, const struct guidance_item *i, const struct guidance *t,
    char *out, size_t size)
{
	const struct guidance_flow *f = &i->w.flow;
	struct record r;

	if (i->w.why[0] != '\0')
		(void)snprintf(out, size, "中心没有收: %s", i->w.why);
	else if (f->state == GUIDANCE_OUT || f->state == GUIDANCE_PROPOSED)
		(void)snprintf(out, size, "%s %s, %s", f->state == GUIDANCE_OUT ? f->by : f->issuer,
		    f->state == GUIDANCE_OUT ? "已批准" : "拟写", standing_words(g, i, t));
	else if (cache_record(g->desk->cache, f->reason, &r)) {
		(void)snprintf(out, size, "%s %s: %s", f->by,
		    f->state == GUIDANCE_REFUSED ? "退回" : "提前结束", record_text(&r));
		record_free(&r);
	}
}

static void
time_words(const struct guidance *t, char *out, size_t size)
{
	char from[24], to[24];

	(void)snprintf(out, size, "%s 至 %s",
	    civil_format(t->starts_at, "%Y-%m-%d %H:%M", from, sizeof(from)),
	    civil_format(guidance_last_minute(t->ends_at), "%m-%d %H:%M", to, sizeof(to)));
}

/* Where, about what, and instead of what, in the names of the city: nobody decides by a code. */
static void
place_words(const struct city *c, const struct guidance *t, char *out, size_t size)
{
	const struct area *a = c != NULL ? city_area(c, t->area) : NULL;
	const struct category *k = c != NULL ? city_category(c, t->category) : NULL;
	const char *instead = t->replaces;

	for (size_t i = 0; c != NULL && i < c->n_bulletins; i++)
		if (strcmp(c->bulletins[i].id, t->replaces) == 0)
			instead = c->bulletins[i].title;
	(void)snprintf(out, size, "%s%s%s%s%s", a != NULL ? a->name : "全市",
	    k != NULL ? "  类别 " : "", k != NULL ? k->name : "",
	    *instead != '\0' ? "\n批准后撤下: " : "", instead);
}

static void
answer(struct guidance_desk *g, int *n, const char *label, int step)
{
	g->answers[*n] = label;
	g->step_of[(*n)++] = step;
}

/* Returned to me, or never taken: its words need not be typed again. */
static bool
may_again(const struct guidance_desk *g, const struct guidance_item *i)
{
	const struct guidance_flow *f = &i->w.flow;

	return roles_may(g->desk->me.roles, RIGHT_GUIDANCE_WRITE) &&
	       ((f->state == GUIDANCE_NONE && i->w.refused[0] != '\0') ||
		   (f->state == GUIDANCE_REFUSED && strcmp(f->issuer, g->desk->me.user) == 0));
}

/* What the chosen one may be answered with. */
static int
put_answers(struct guidance_desk *g)
{
	static const struct {
		enum guidance_step step;
		const char *label;
	} acts[] = { { GUIDANCE_STEP_APPROVE, "批准" }, { GUIDANCE_STEP_REFUSE, "退回" },
		{ GUIDANCE_STEP_END, "提前结束" } };
	int n = 0;

	for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]) && n < 2; i++)
		if (may(g, &g->one, acts[i].step))
			answer(g, &n, acts[i].label, (int)acts[i].step);
	if (n == 0 && may_again(g, &g->one))
		answer(g, &n, "改了再送", STEP_AGAIN);
	if (g->n > 1)
		answer(g, &n, "下一条", STEP_NEXT);
	else if (n == 0)
		answer(g, &n, "知道了", STEP_NONE);
	return n;
}

static unsigned
show(struct guidance_desk *g)
{
	char state[800] = "", times[64], place[400];
	struct guidance t = { .starts_at = 0 };

	guidance_look(g);
	if (g->n == 0) {
		g->desk->say(g->desk->app, 0, "没有待批的口径, 也没有您拟的口径");
		return VIEW_DRAW;
	}
	g->at %= g->n;
	g->one = g->items[g->at];
	(void)words_of(g, &g->one.w, &t, NULL);
	state_words(g, &g->one, &t, state, sizeof(state));
	time_words(&t, times, sizeof(times));
	(void)snprintf(g->title, sizeof(g->title), "临时口径 %d/%d  %s", g->at + 1, g->n, t.title);
	place_words(g->desk->city, &t, place, sizeof(place));
	(void)snprintf(g->text, sizeof(g->text), "%s\n%s  %s\n%s", state, times, place, t.points);
	dialog_ask(&g->dialog, g->title, g->text, g->answers, put_answers(g), -1);
	return VIEW_DRAW | VIEW_FLUSH;
}

/* Somebody else may take a step while one reads: what is asked about is asked as it stands now. */
static unsigned
show_again(struct guidance_desk *g)
{
	const struct guidance_work *was = &g->one.w;

	for (int i = 0; i < g->n; i++) {
		const struct guidance_work *w = &g->items[i].w;

		if (strcmp(w->id, was->id) != 0)
			continue;
		if (w->flow.state == was->flow.state && w->waits == was->waits &&
		    strcmp(w->why, was->why) == 0)
			return VIEW_DRAW;
		g->at = i;
		return show(g);
	}
	g->dialog.open = false;
	return VIEW_DRAW;
}

unsigned
guidance_records(struct guidance_desk *g)
{
	guidance_look(g);
	return g->dialog.open ? show_again(g) : VIEW_DRAW;
}

/* ---- steps ---- */

/* The very words that were proposed. */
static void
approve(struct guidance_desk *g)
{
	struct guidance t;
	struct str raw = { 0 };
	struct err e = { 0 };

	if (!words_of(g, &g->one.w, &t, &raw) || raw.bad)
		g->desk->say(g->desk->app, 2, "口径的内容没有取到, 请稍后再批");
	else if (guidance_ready(&t, g->desk->now, &e) != ERR_OK)
		g->desk->say(g->desk->app, 1, "%s", e.text);
	else if ((g->job = guidance_send(g->desk, g->one.w.id, GUIDANCE_STEP_APPROVE, str_c(&raw),
		      g->one.w.flow.last_at)) != 0)
		g->desk->say(g->desk->app, 0,
		    part_online(g->desk) ? "已批准: %s, 一两分钟内各席位都看到"
					 : "已记下批准: %s, 线路恢复后送出, 送到才生效",
		    t.title);
	str_free(&raw);
}

static void
again(struct guidance_desk *g)
{
	struct guidance t;

	if (words_of(g, &g->one.w, &t, NULL))
		guidance_form_new(&g->form, &t);
}

static unsigned
dialog_in(struct guidance_desk *g, const struct input *in)
{
	struct react r = { 0 };
	int step;

	dialog_input(&g->dialog, in, &r);
	if ((r.bits & REACT_TAKE) == 0)
		return VIEW_DRAW;
	step = g->step_of[g->dialog.taken];
	if (step == STEP_NEXT) {
		g->at++;
		return show(g);
	}
	if (step == STEP_AGAIN)
		again(g);
	else if (step == GUIDANCE_STEP_APPROVE)
		approve(g);
	else if (step != STEP_NONE)
		guidance_form_reason(
		    &g->form, (enum guidance_step)step, g->one.w.id, g->one.w.flow.last_at);
	return VIEW_DRAW;
}

unsigned
guidance_event(struct guidance_desk *g, const struct news *n)
{
	unsigned bits = guidance_form_event(&g->form, n);

	if (n->kind == NEWS_DONE && n->job != 0 && n->job == g->job) {
		g->job = 0;
		if (n->err.code != ERR_OK)
			g->desk->say(g->desk->app, 2, "没有批成: %s", n->err.text);
		bits = VIEW_DRAW;
	}
	if (bits != 0)
		guidance_look(g);
	return bits;
}

/* ---- all of it ---- */

enum err_code
guidance_open(struct guidance_desk *g, struct desk *d, struct err *e)
{
	g->desk = g->form.desk = d;
	g->items = calloc(GUIDANCE_WORKS, sizeof(*g->items));
	if (g->items == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	guidance_look(g);
	return ERR_OK;
}

void
guidance_close(struct guidance_desk *g)
{
	guidance_form_free(&g->form);
	free(g->items);
}

bool
guidance_busy(const struct guidance_desk *g)
{
	return g->dialog.open || g->form.f.open;
}

unsigned
guidance_input(struct guidance_desk *g, const struct input *in)
{
	const uint32_t roles = g->desk->me.roles;

	if (g->dialog.open)
		return dialog_in(g, in);
	if (g->form.f.open)
		return guidance_form_input(&g->form, in);
	if (input_is(in, ACTION_NEW) && roles_may(roles, RIGHT_GUIDANCE_WRITE)) {
		guidance_form_new(&g->form, NULL);
		return VIEW_DRAW;
	}
	if (input_is(in, ACTION_NEXT) &&
	    (roles_may(roles, RIGHT_GUIDANCE_WRITE) || roles_may(roles, RIGHT_GUIDANCE_APPROVE))) {
		g->at = 0;
		return show(g);
	}
	return VIEW_IGNORED;
}

/* ---- its keys ---- */

#define LIST_KEYS                                                                             \
	{ ACTION_HELP, NULL }, { ACTION_BACK, NULL }, { ACTION_NONE, "数字=选择 字母=筛选" }, \
	{                                                                                     \
		ACTION_ENTER, "已阅"                                                        \
	}
#define N(keys) (sizeof(keys) / sizeof((keys)[0]))

const struct bar_key *
guidance_keys(const struct guidance_desk *g, size_t *n)
{
	static const struct bar_key in_form[] = { { ACTION_HELP, NULL }, { ACTION_BACK, "先放着" },
		{ ACTION_ENTER, "下一项" }, { ACTION_PREV, "上一项" }, { ACTION_SUBMIT, "送批" } };
	static const struct bar_key in_reason[] = { { ACTION_HELP, NULL },
		{ ACTION_BACK, "先放着" }, { ACTION_SUBMIT, "送出" } };
	static const struct bar_key both[] = { LIST_KEYS, { ACTION_NEW, "拟口径" },
		{ ACTION_NEXT, "待批" }, { ACTION_PAGE_DOWN, "翻页" } };
	static const struct bar_key writer[] = { LIST_KEYS, { ACTION_NEW, "拟口径" },
		{ ACTION_NEXT, "我拟的" }, { ACTION_PAGE_DOWN, "翻页" } };
	static const struct bar_key approver[] = { LIST_KEYS, { ACTION_NEXT, "待批" },
		{ ACTION_PAGE_DOWN, "翻页" } };
	const bool writes = roles_may(g->desk->me.roles, RIGHT_GUIDANCE_WRITE);
	const bool lets_out = roles_may(g->desk->me.roles, RIGHT_GUIDANCE_APPROVE);

	if (!part_signed_in(g->desk))
		return NULL;
	if (g->form.f.open) {
		*n = g->form.step == GUIDANCE_STEP_PROPOSE ? N(in_form) : N(in_reason);
		return g->form.step == GUIDANCE_STEP_PROPOSE ? in_form : in_reason;
	}
	*n = writes && lets_out ? N(both) : writes ? N(writer) : N(approver);
	return writes && lets_out ? both : writes ? writer : lets_out ? approver : NULL;
}
