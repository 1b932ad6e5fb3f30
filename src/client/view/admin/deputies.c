/* deputies.c: 授权代签: a unit's lead says who of the unit signs off replies for him, and from which day to which. The centre
 * decides and keeps it; with the line down it cannot be given, and the screen says so before anybody types. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "client/ui/wrap.h"
#include "client/view/all_p.h"
#include "wire/admin_json.h"
#include "admin_p.h"

#define DETAIL_ROWS 3
#define DAYS        6 /* proposed: a week with today */

enum { CELL_FROM, CELL_TO, CELLS };
static const struct admin_spec cells[CELLS] = {
	{ "从哪一天", ADMIN_LINE, true, 10, NULL },
	{ "到哪一天", ADMIN_LINE, true, 10, NULL },
};

struct deputies {
	struct desk *desk;
	struct list list;
	struct admin_person *rows;
	size_t n;
	struct admin_person one; /* whom the form or the dialog is about */
	struct admin_form form;
	struct dialog dialog;
	char title[120];
	uint64_t job;
	bool loading, loaded;
};

enum col { COL_NO, COL_NAME, COL_STATE, COLS };
static const struct list_col cols[COLS] = {
	{ .head = "工号", .cols = 6 },
	{ .head = "姓名", .cols = 10 },
	{ .head = "代签", .cols = 0 },
};

static size_t
count(void *ctx)
{
	return ((const struct deputies *)ctx)->n;
}

static void
cell(void *ctx, size_t i, int col, struct list_cell *out)
{
	const struct admin_person *p = &((const struct deputies *)ctx)->rows[i];

	if (col == COL_NO)
		out->text = p->job_no;
	else if (col == COL_NAME)
		out->text = p->name;
	else if (p->deputy_by[0] != '\0') {
		(void)snprintf(out->buf, sizeof(out->buf), "代 %s 审签  %s 至 %s", p->deputy_by,
		    p->deputy_from, p->deputy_to);
		out->text = out->buf;
	}
}

/* ---- asking ---- */

static void
ask(struct deputies *s, const char *what, struct str *body)
{
	struct job *j = body->bad || s->job != 0 ? NULL : part_job(s->desk, JOB_QUESTION);

	if (j != NULL) {
		(void)str_copy(j->what, sizeof(j->what), what);
		j->body = body->len > 0 ? str_take(body) : NULL;
		s->job = s->desk->job(s->desk->app, j);
	}
	str_free(body);
}

static void
load(struct deputies *s)
{
	struct str none = { 0 };

	if (!part_online(s->desk) || s->job != 0)
		return;
	ask(s, "GET /v1/deputies", &none);
	s->loading = s->job != 0;
}

static void
give(struct deputies *s, const char *from, const char *to)
{
	struct admin_deputy m = { .job_no = "" };
	struct str body = { 0 };

	str_copy(m.job_no, sizeof(m.job_no), s->one.job_no);
	str_copy(m.from, sizeof(m.from), from);
	str_copy(m.to, sizeof(m.to), to);
	admin_deputy_write(&m, &body);
	ask(s, "POST /v1/deputies", &body);
}

static enum err_code
deputies_open(struct view *v, const char *arg, struct err *e)
{
	struct deputies *s = v->state;

	(void)arg;
	s->desk = v->desk;
	s->rows = calloc(PEOPLE_ROWS, sizeof(*s->rows));
	if (s->rows == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	list_init(&s->list, (struct list_source){ s, count, cell }, cols, COLS);
	s->list.no_digits = s->list.digits_filter = true;
	s->list.empty = "本单位没有别的人, 或还没有取到名册: 连上中心后按 F5。";
	load(s);
	return ERR_OK;
}

static void
deputies_close(struct view *v)
{
	struct deputies *s = v->state;

	admin_form_close(&s->form);
	list_free(&s->list);
	free(s->rows);
}

/* ---- inputs ---- */

static void
open_form(struct deputies *s)
{
	char day[24];
	const int32_t today = civil_day(s->desk->now);

	(void)snprintf(s->title, sizeof(s->title), "授权 %s %s 代签", s->one.job_no, s->one.name);
	admin_form_open(&s->form, s->desk, s->title, cells, CELLS);
	admin_form_put(&s->form, CELL_FROM,
	    civil_format(civil_day_start(today), "%Y-%m-%d", day, sizeof(day)));
	admin_form_put(&s->form, CELL_TO,
	    civil_format(civil_day_start(today + DAYS), "%Y-%m-%d", day, sizeof(day)));
}

static unsigned
enter(struct deputies *s)
{
	static const char *const answers[] = { "改起止日期", "撤回代签" };
	const size_t row = list_row(&s->list);

	if (row == LIST_NONE)
		return VIEW_DRAW;
	if (!part_online(s->desk)) {
		s->desk->say(s->desk->app, 1, "和中心的线路断了: 现在只能看, 要授权请等线路恢复。");
		return VIEW_DRAW;
	}
	s->one = s->rows[row];
	if (s->one.deputy_by[0] == '\0') {
		open_form(s);
		return VIEW_DRAW;
	}
	(void)snprintf(s->title, sizeof(s->title), "%s %s", s->one.job_no, s->one.name);
	dialog_ask(&s->dialog, s->title, "已经授权代签。", answers, 2, 0);
	return VIEW_DRAW | VIEW_FLUSH;
}

static unsigned
dialog_in(struct deputies *s, const struct input *in)
{
	struct react r = { 0 };

	dialog_input(&s->dialog, in, &r);
	if ((r.bits & REACT_TAKE) != 0 && s->dialog.taken == 0)
		open_form(s);
	else if ((r.bits & REACT_TAKE) != 0)
		give(s, "", "");
	return VIEW_DRAW;
}

static unsigned
form_in(struct deputies *s, const struct input *in)
{
	unsigned bits;

	switch (admin_form_input(&s->form, in, &bits)) {
	case ADMIN_FORM_SEND:
		give(s, admin_form_text(&s->form, CELL_FROM), admin_form_text(&s->form, CELL_TO));
		return VIEW_DRAW;
	case ADMIN_FORM_LEFT:
		admin_form_close(&s->form);
		return VIEW_DRAW;
	default:
		return bits;
	}
}

static unsigned
deputies_input(struct view *v, const struct input *in)
{
	struct deputies *s = v->state;
	struct react r = { 0 };

	if (s->dialog.open)
		return dialog_in(s, in);
	if (s->form.open)
		return form_in(s, in);
	if (input_is(in, ACTION_ENTER))
		return enter(s);
	if (input_is(in, ACTION_RETRY)) {
		load(s);
		return VIEW_DRAW;
	}
	list_input(&s->list, in, &r);
	return r.bits != 0 ? VIEW_DRAW : VIEW_IGNORED;
}

static unsigned
deputies_event(struct view *v, const struct news *n)
{
	struct deputies *s = v->state;
	struct err e = n->err;
	bool more;

	if (n->kind == NEWS_LINK && !s->loaded)
		load(s);
	if (n->kind != NEWS_DONE || n->job == 0 || n->job != s->job)
		return n->kind == NEWS_LINK ? VIEW_DRAW : 0;
	s->job = 0;
	if (e.code == ERR_OK && s->loading)
		s->loaded = people_read(n->answer != NULL ? n->answer : "",
				n->answer != NULL ? strlen(n->answer) : 0, s->rows, &s->n, &more,
				&e) == ERR_OK;
	if (e.code != ERR_OK) {
		s->desk->say(s->desk->app, 2, "%s", e.text);
	} else if (!s->loading) {
		s->desk->say(s->desk->app, 0, "已记下; 本人重新登录后生效。");
		admin_form_close(&s->form);
		load(s);
		return VIEW_DRAW;
	}
	s->loading = false;
	list_refresh(&s->list);
	return VIEW_DRAW;
}

static unsigned
deputies_scopes(const struct view *v)
{
	const struct deputies *s = v->state;

	return s->form.open && !s->dialog.open ? admin_form_scopes(&s->form)
					       : SCOPE_ALL | (unsigned)SCOPE_SYNC;
}

/* ---- picture ---- */

static void
deputies_draw(const struct view *v, struct canvas *c, struct rect body)
{
	struct deputies *s = v->state;
	const int rule = body.row + body.rows - DETAIL_ROWS - 1;
	const struct rect at = { rule + 1, body.col + 1, DETAIL_ROWS, body.cols - 2 };

	if (canvas_too_small(c))
		return;
	s->list.at = (struct rect){ body.row, body.col, rule - body.row, body.cols };
	list_draw(&s->list, c, !s->form.open);
	canvas_hline(c, rule, body.col + 1, body.cols - 2, ROLE_RULE);
	if (s->form.open)
		admin_form_draw(&s->form, c, at);
	else
		(void)wrap_draw(c, at, part_online(s->desk) ? ROLE_DIM : ROLE_NEAR,
		    part_online(s->desk) ? "Enter 授权选中的人代您审签, 写明起止日期; "
					   "代签的反馈上注明受谁授权。不能转授。"
					 : "和中心的线路断了: 现在只能看。");
	if (s->dialog.open)
		dialog_draw(&s->dialog, c);
}

static const struct bar_key keys[] = { { ACTION_HELP, NULL }, { ACTION_BACK, NULL },
	{ ACTION_ENTER, "授权" }, { ACTION_NONE, "输入=筛选" }, { ACTION_RETRY, "刷新" },
	{ ACTION_SUBMIT, "送出" } };

const struct view_ops deputies_view = {
	.name = "deputies",
	.title = "授权代签",
	.aliases = "授权代签 代签 审签 daiqian deputy",
	.footer = keys,
	.n_footer = sizeof(keys) / sizeof(keys[0]),
	.answers = ACTS_ROWS | ACTS_EDIT | ACT(NEXT) | ACT(PREV) | ACT(SUBMIT) | ACT(RETRY),
	.roles = ROLE_BIT(UNIT_LEAD),
	.state_size = sizeof(struct deputies),
	.open = deputies_open,
	.scopes = deputies_scopes,
	.input = deputies_input,
	.event = deputies_event,
	.draw = deputies_draw,
	.close = deputies_close,
};
