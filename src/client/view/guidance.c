/* guidance.c: temporary talking points (临时口径) from a seat: a form for who writes them, one question after the other for who
 * lets them out, and what became of them for who wrote them. Every step is a desk record: with the line down it waits.
 *
 * Not here: the rules (model/guidance.c), the list of what is out (bulletins.c). */
#include "guidance_p.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "base/utf8.h"
#include "model/until.h"

#define DAYS      2 /* proposed: three with today */
#define MINUTE_MS 60000LL

enum { STEP_NEXT = -1, STEP_NONE = -2 }; /* answers that are no step */

enum {
	CELL_TITLE,
	CELL_POINTS,
	CELL_FROM,
	CELL_TO,
	CELL_AREA,
	CELL_CATEGORY,
	CELL_REPLACES,
	CELLS
};
static const struct admin_spec cells[CELLS] = {
	{ "标题", ADMIN_LINE, true, GUIDANCE_TITLE_CHARS, NULL },
	{ "统一口径", ADMIN_TEXT, true, GUIDANCE_POINTS_CHARS, NULL },
	{ "开始", ADMIN_LINE, false, 30, "不填: 现在; 可写 18:00、明天8:00、12-20" },
	{ "结束", ADMIN_LINE, true, 30, "可写 18:00、明天12:00、3天、12-20 8:00" },
	{ "地区", ADMIN_ONE, false, 0, "不填: 全市" },
	{ "类别", ADMIN_ONE, false, 0, "不填: 不限类别" },
	{ "代替", ADMIN_ONE, false, 0, "批准后撤下哪一条公告; 不填: 不代替" },
};
static const struct admin_spec reason_cells[] = { { "理由", ADMIN_LINE, true, 200, NULL } };

/* ---- what there is ---- */

static bool
may(const struct guidance_desk *g, const struct guidance_work *w, enum guidance_step s)
{
	return guidance_flow_may(&w->flow, s, g->desk->me.user, g->desk->me.roles, NULL) == ERR_OK;
}

static bool
is_mine(const struct guidance_desk *g, const struct guidance_work *w)
{
	return strcmp(w->flow.issuer, g->desk->me.user) == 0 || w->why[0] != '\0';
}

void
guidance_look(struct guidance_desk *g)
{
	struct guidance_work all[GUIDANCE_WORKS];
	int n;

	g->n = g->n_due = 0;
	if (!part_signed_in(g->desk) || g->desk->cache == NULL)
		return;
	n = cache_guidance_works(g->desk->cache, all, GUIDANCE_WORKS);
	for (int due = 1; due >= 0; due--)
		for (int i = 0; i < n; i++) {
			const bool waits = may(g, &all[i], GUIDANCE_STEP_APPROVE);

			if (waits != (due == 1) ||
			    (!waits && !is_mine(g, &all[i]) && !may(g, &all[i], GUIDANCE_STEP_END)))
				continue;
			g->works[g->n++] = all[i];
			g->n_due += waits;
		}
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

void
guidance_readers(const struct guidance_desk *g, const struct bulletin *b, char *out, size_t size)
{
	char names[120];
	int n;

	out[0] = '\0';
	if (g->desk->cache == NULL || (strcmp(b->issuer, g->desk->me.user) != 0 &&
					  strcmp(b->approver, g->desk->me.user) != 0))
		return;
	n = cache_bulletin_readers(g->desk->cache, b->id, names, sizeof(names));
	/* a seat has no list of people: it says so rather than leave one to believe that this is everybody */
	(void)snprintf(out, size, "已阅 %d 人(应阅总数本机没有)%s%s", n, n > 0 ? ": " : "", names);
}

/* ---- from and to ---- */

int64_t
guidance_last_minute(int64_t ends_at)
{
	return ends_at == civil_day_start(civil_day(ends_at)) ? ends_at - MINUTE_MS : ends_at;
}

/* A moment as people type it, in whole minutes; a day without an hour begins with its first minute and ends with its last. */
static enum err_code
read_moment(const struct guidance_desk *g, const char *text, bool end, int64_t *out, struct err *e)
{
	const struct city *city = g->desk->city;
	int64_t at = 0;
	enum err_code rc =
	    until_read(text, city != NULL ? &city->calendar : NULL, g->desk->now, &at, e);

	if (rc != ERR_OK)
		return rc;
	if (at % MINUTE_MS != 0) /* it is the last second of a day */
		at = civil_day_start(civil_day(at) + end);
	*out = at;
	return ERR_OK;
}

static enum err_code
read_times(const struct guidance_desk *g, struct guidance *t, int *wrong, struct err *e)
{
	const char *from = admin_form_text(&g->form, CELL_FROM);

	*wrong = CELL_FROM;
	t->starts_at = g->desk->now - g->desk->now % MINUTE_MS;
	if (*from != '\0' && read_moment(g, from, false, &t->starts_at, e) != ERR_OK)
		return e->code;
	*wrong = CELL_TO;
	return read_moment(g, admin_form_text(&g->form, CELL_TO), true, &t->ends_at, e);
}

static void
time_words(const struct guidance *t, char *out, size_t size)
{
	char from[24], to[24];

	(void)snprintf(out, size, "%s 至 %s",
	    civil_format(t->starts_at, "%Y-%m-%d %H:%M", from, sizeof(from)),
	    civil_format(guidance_last_minute(t->ends_at), "%m-%d %H:%M", to, sizeof(to)));
}

/* ---- one after the other ---- */

static void
state_words(const struct guidance_desk *g, const struct guidance_work *w, char *out, size_t size)
{
	struct record r;

	if (w->why[0] != '\0')
		(void)snprintf(out, size, "中心没有收: %s", w->why);
	else if (w->flow.state == GUIDANCE_OUT)
		(void)snprintf(out, size, "%s 已批准, 正在用", w->flow.by);
	else if (w->flow.state == GUIDANCE_PROPOSED)
		(void)snprintf(
		    out, size, w->waits ? "等线路恢复后送出" : "%s 拟写, 等待批准", w->flow.issuer);
	else if (cache_record(g->desk->cache, w->flow.reason, &r)) {
		(void)snprintf(out, size, "%s %s: %s", w->flow.by,
		    w->flow.state == GUIDANCE_REFUSED ? "退回" : "提前结束", record_text(&r));
		record_free(&r);
	}
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

static unsigned
show(struct guidance_desk *g)
{
	static const struct {
		enum guidance_step step;
		const char *label;
	} acts[] = { { GUIDANCE_STEP_APPROVE, "批准" }, { GUIDANCE_STEP_REFUSE, "退回" },
		{ GUIDANCE_STEP_END, "提前结束" } };
	char state[800] = "", times[64], place[400];
	struct guidance t = { .starts_at = 0 };
	int n = 0;

	guidance_look(g);
	if (g->n == 0) {
		g->desk->say(g->desk->app, 0, "没有待批的口径, 也没有您拟的口径");
		return VIEW_DRAW;
	}
	g->at %= g->n;
	g->one = g->works[g->at];
	(void)words_of(g, &g->one, &t, NULL);
	state_words(g, &g->one, state, sizeof(state));
	time_words(&t, times, sizeof(times));
	(void)snprintf(g->title, sizeof(g->title), "临时口径 %d/%d  %s", g->at + 1, g->n, t.title);
	place_words(g->desk->city, &t, place, sizeof(place));
	(void)snprintf(g->text, sizeof(g->text), "%s。\n%s  %s\n%s", state, times, place, t.points);
	for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]) && n < 2; i++)
		if (may(g, &g->one, acts[i].step)) {
			g->answers[n] = acts[i].label;
			g->step_of[n++] = (int)acts[i].step;
		}
	if (g->n > 1) {
		g->answers[n] = "下一条";
		g->step_of[n++] = STEP_NEXT;
	} else if (n == 0) {
		g->answers[n] = "知道了";
		g->step_of[n++] = STEP_NONE;
	}
	dialog_ask(&g->dialog, g->title, g->text, g->answers, n, -1);
	return VIEW_DRAW | VIEW_FLUSH;
}

/* ---- steps ---- */

static bool
send(struct guidance_desk *g, const char *id, enum guidance_step s, const char *text, int64_t after)
{
	struct job *j = part_job(g->desk, JOB_RECORD);

	if (j == NULL)
		return false;
	j->record.kind = RECORD_GUIDANCE;
	j->record.at = g->desk->now > after ? g->desk->now : after + 1;
	(void)str_copy(j->record.object, sizeof(j->record.object), id);
	(void)str_copy(j->record.code, sizeof(j->record.code), guidance_step_items[s].code);
	if (!record_set_text(&j->record, text)) {
		job_free(j);
		g->desk->say(g->desk->app, 2, "%s", err_hint(ERR_NO_MEMORY));
		return false;
	}
	g->job = g->desk->job(g->desk->app, j);
	return g->job != 0;
}

static unsigned
dialog_in(struct guidance_desk *g, const struct input *in)
{
	struct react r = { 0 };
	struct guidance t;
	struct str raw = { 0 };
	int step;

	dialog_input(&g->dialog, in, &r);
	if ((r.bits & REACT_TAKE) == 0)
		return VIEW_DRAW;
	step = g->step_of[g->dialog.taken];
	if (step == STEP_NONE)
		return VIEW_DRAW;
	if (step == STEP_NEXT) {
		g->at++;
		return show(g);
	}
	if (step != GUIDANCE_STEP_APPROVE) {
		g->step = step;
		g->reason = true;
		admin_form_open(&g->form, g->desk,
		    step == GUIDANCE_STEP_REFUSE ? "退回口径: 写明理由" : "提前结束: 写明理由",
		    reason_cells, 1);
		return VIEW_DRAW;
	}
	if (words_of(g, &g->one, &t, &raw) && !raw.bad &&
	    send(g, g->one.id, GUIDANCE_STEP_APPROVE, str_c(&raw), g->one.flow.last_at))
		g->desk->say(g->desk->app, 0, "已批准: %s", t.title);
	str_free(&raw);
	return VIEW_DRAW;
}

/* Says what is wrong, and leaves the form open. */
static bool
propose(struct guidance_desk *g)
{
	const struct admin_form *f = &g->form;
	struct guidance t = { .starts_at = 0 };
	char id[RECORD_OBJECT_BYTES];
	int wrong;
	struct str text = { 0 };
	struct err e = { 0 };
	bool sent = false;

	(void)str_copy(t.title, sizeof(t.title), admin_form_text(f, CELL_TITLE));
	(void)str_copy(t.points, sizeof(t.points), admin_form_text(f, CELL_POINTS));
	for (char *s = t.points; *s != '\0';
	     s++) /* it is read out in one piece, and one line of a table */
		if (*s == '\n')
			*s = ' ';
	(void)str_copy(t.area, sizeof(t.area), admin_form_text(f, CELL_AREA));
	(void)str_copy(t.category, sizeof(t.category), admin_form_text(f, CELL_CATEGORY));
	(void)str_copy(t.replaces, sizeof(t.replaces), admin_form_text(f, CELL_REPLACES));
	if (read_times(g, &t, &wrong, &e) != ERR_OK ||
	    guidance_ready(&t, g->desk->now, &e) != ERR_OK) {
		g->form.focus = wrong;
		g->desk->say(g->desk->app, 1, "%s", e.text);
		return false;
	}
	guidance_id(g->desk->now, g->desk->me.user, id);
	guidance_write(&t, &text);
	sent = !text.bad && send(g, id, GUIDANCE_STEP_PROPOSE, str_c(&text), 0);
	str_free(&text);
	return sent;
}

static unsigned
form_in(struct guidance_desk *g, const struct input *in)
{
	unsigned bits;

	switch (admin_form_input(&g->form, in, &bits)) {
	case ADMIN_FORM_SEND:
		if (g->job != 0)
			return VIEW_DRAW; /* on its way already */
		if (g->reason)
			(void)send(g, g->one.id, (enum guidance_step)g->step,
			    admin_form_text(&g->form, 0), g->one.flow.last_at);
		else
			(void)propose(g);
		return VIEW_DRAW;
	case ADMIN_FORM_LEFT:
		admin_form_close(&g->form);
		return VIEW_DRAW;
	default:
		return bits;
	}
}

unsigned
guidance_event(struct guidance_desk *g, const struct news *n)
{
	if (n->kind != NEWS_DONE || n->job == 0 || n->job != g->job)
		return 0;
	g->job = 0;
	if (n->err.code != ERR_OK) {
		g->desk->say(g->desk->app, 2, "%s", n->err.text);
		return VIEW_DRAW;
	}
	if (g->form.open) {
		g->desk->say(g->desk->app, 0, "%s",
		    g->reason              ? "已记下"
		    : part_online(g->desk) ? "已送批: 由另一位班长或领导批准后生效"
					   : "已记下, 线路恢复后送批");
		admin_form_close(&g->form);
	}
	guidance_look(g);
	return VIEW_DRAW;
}

/* ---- what a form chooses from ---- */

static void
names_free(struct guidance_names *k)
{
	picker_catalogue_free(&k->from);
	free(k->item);
	free(k->name);
	*k = (struct guidance_names){ .n = 0 };
}

static size_t
names_most(const struct city *c, int which)
{
	return which == GUIDANCE_AREA       ? c->n_areas
	       : which == GUIDANCE_CATEGORY ? c->n_categories
					    : c->n_bulletins;
}

static bool
names_fill(struct guidance_names *k, const struct city *c, int which)
{
	const size_t most = names_most(c, which);

	k->name = calloc(most + 1, sizeof(*k->name));
	k->item = calloc(most + 1, sizeof(*k->item));
	if (k->name == NULL || k->item == NULL)
		return false;
	for (size_t i = 0; i < most; i++) {
		struct guidance_name *to = &k->name[i];
		const char *code = which == GUIDANCE_AREA       ? c->areas[i].code
				   : which == GUIDANCE_CATEGORY ? c->categories[i].code
								: c->bulletins[i].id;
		const char *label = which == GUIDANCE_AREA       ? c->areas[i].name
				    : which == GUIDANCE_CATEGORY ? c->categories[i].name
								 : c->bulletins[i].title;

		(void)str_copy(to->code, sizeof(to->code), code);
		(void)str_copy(to->label, sizeof(to->label), label);
		k->item[i] = (struct picker_item){ .code = to->code, .label = to->label };
	}
	k->n = most;
	return picker_catalogue_init(&k->from, k->item, most, NULL) == ERR_OK;
}

static unsigned
open_form(struct guidance_desk *g)
{
	char day[24];
	bool filled = g->desk->city != NULL;

	for (int i = 0; i < GUIDANCE_CATALOGUES && filled; i++) {
		names_free(&g->names[i]);
		filled = names_fill(&g->names[i], g->desk->city, i);
	}
	if (!filled) {
		g->desk->say(g->desk->app, 1, "还没有城市资料, 现在不能拟口径");
		return VIEW_DRAW;
	}
	g->reason = false;
	admin_form_open(&g->form, g->desk, "新增临时口径", cells, CELLS);
	for (int i = 0; i < GUIDANCE_CATALOGUES; i++)
		admin_form_catalogue(&g->form, CELL_AREA + i, &g->names[i].from);
	admin_form_put(&g->form, CELL_TO,
	    civil_format(
		civil_day_start(civil_day(g->desk->now) + DAYS), "%Y-%m-%d", day, sizeof(day)));
	return VIEW_DRAW;
}

/* ---- all of it ---- */

enum err_code
guidance_open(struct guidance_desk *g, struct desk *d, struct err *e)
{
	g->desk = d;
	g->works = calloc(GUIDANCE_WORKS, sizeof(*g->works));
	if (g->works == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	guidance_look(g);
	return ERR_OK;
}

void
guidance_close(struct guidance_desk *g)
{
	admin_form_close(&g->form);
	for (int i = 0; i < GUIDANCE_CATALOGUES; i++)
		names_free(&g->names[i]);
	free(g->works);
}

bool
guidance_busy(const struct guidance_desk *g)
{
	return g->dialog.open || g->form.open;
}

unsigned
guidance_input(struct guidance_desk *g, const struct input *in)
{
	const uint32_t roles = g->desk->me.roles;

	if (g->dialog.open)
		return dialog_in(g, in);
	if (g->form.open)
		return form_in(g, in);
	if (input_is(in, ACTION_NEW) && roles_may(roles, RIGHT_GUIDANCE_WRITE))
		return open_form(g);
	if (input_is(in, ACTION_NEXT) &&
	    (roles_may(roles, RIGHT_GUIDANCE_WRITE) || roles_may(roles, RIGHT_GUIDANCE_APPROVE))) {
		g->at = 0;
		return show(g);
	}
	return VIEW_IGNORED;
}

const struct bar_key *
guidance_keys(const struct guidance_desk *g, size_t *n)
{
	static const struct bar_key in_form[] = { { ACTION_HELP, NULL }, { ACTION_BACK, "不写了" },
		{ ACTION_ENTER, "下一项" }, { ACTION_PREV, "上一项" }, { ACTION_SUBMIT, "送出" } };

	if (!g->form.open || g->dialog.open)
		return NULL;
	*n = sizeof(in_form) / sizeof(in_form[0]);
	return in_form;
}
