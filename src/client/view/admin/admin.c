/* admin.c: 管理: the administrator's work by keys: people and their passwords, seats, and what the units' rosters and the
 * calendar lack. Every act is the centre's to do and to refuse, in its words; with the line down what was seen stays to be
 * read, and the screen says so.
 *
 * Here: the pages, the acts of a row in a dialog. What a page is about stands in its own file, what is asked of the centre
 * in admin_ask.c. Not here: rights (the centre has them in one table), the checks of names and codes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/secret.h"
#include "base/str.h"
#include "client/ui/wrap.h"
#include "client/view/all_p.h"
#include "admin_p.h"

#define DETAIL_ROWS 3

#define TABS ADMIN_RESULT /* the pages Tab goes through */

const struct admin_page *const admin_pages[ADMIN_PAGES] = {
	[ADMIN_PEOPLE] = &admin_people_page,
	[ADMIN_SEATS] = &admin_seats_page,
	[ADMIN_DUTY] = &admin_duty_page,
	[ADMIN_CITY] = &admin_city_page,
	[ADMIN_RESULT] = &admin_result_page,
};

static const struct admin_page *
page(const struct admin *s)
{
	return admin_pages[s->page];
}

/* ---- for the pages ---- */

void
admin_say_when(int64_t at, struct list_cell *out)
{
	if (at == 0)
		out->text = "从未";
	else
		(void)civil_format(at, "%m-%d %H:%M", out->buf, sizeof(out->buf));
}

void
admin_dialog(struct admin *s, int n, int enter)
{
	dialog_ask(&s->dialog, s->dialog_title, s->dialog_text, s->answers, n, enter);
}

/* ---- opening ---- */

static size_t
count(void *ctx)
{
	const struct admin *s = ctx;

	return page(s)->of != NULL ? s->rows[s->page].n : page(s)->count(ctx);
}

static void
cell(void *ctx, size_t row, int col, struct list_cell *out)
{
	out->text = out->buf;
	page(ctx)->cell(ctx, row, col, out);
}

void
admin_page_to(struct admin *s, int n)
{
	list_free(&s->list);
	s->page = n;
	list_init(&s->list, (struct list_source){ s, count, cell }, page(s)->cols, page(s)->n_cols);
	s->list.no_digits = true;
	s->list.digits_filter = true;
	s->list.empty = page(s)->columns_empty;
	admin_reload(s);
}

static enum err_code
admin_open(struct view *v, const char *arg, struct err *e)
{
	struct admin *s = v->state;

	(void)arg;
	s->desk = v->desk;
	if (!admin_people_catalogues(s))
		return err_set(e, ERR_NO_MEMORY, NULL);
	admin_duty_start(s);
	admin_page_to(s, ADMIN_PEOPLE);
	return ERR_OK;
}

static void
admin_close(struct view *v)
{
	struct admin *s = v->state;

	admin_form_close(&s->form);
	admin_tables_free(s);
	list_free(&s->list);
	free(s->by_need);
	for (int i = 0; i < ADMIN_PAGES; i++)
		free(s->rows[i].rows);
	picker_catalogue_free(&s->units);
	picker_catalogue_free(&s->roles);
	picker_catalogue_free(&s->skills);
	picker_catalogue_free(&s->whats);
	free(s->unit_items);
	city_free(s->unit_words);
}

/* ---- inputs ---- */

static unsigned
form_input(struct admin *s, const struct input *in)
{
	unsigned bits;

	if (s->job != 0 && !s->loading)
		return VIEW_DRAW; /* it is on its way as it is */
	switch (admin_form_input(&s->form, in, &bits)) {
	case ADMIN_FORM_SEND:
		return page(s)->send(s) | VIEW_DRAW;
	case ADMIN_FORM_LEFT:
		admin_form_close(&s->form);
		break;
	default:
		break;
	}
	return bits;
}

static unsigned
dialog_in(struct admin *s, const struct input *in)
{
	struct react r = { 0 };

	dialog_input(&s->dialog, in, &r);
	return (r.bits & REACT_TAKE) != 0 ? page(s)->taken(s, s->dialog.taken) | VIEW_DRAW
					  : VIEW_DRAW;
}

/* Acts need the centre; that is said before anybody types. */
static bool
may_act(struct admin *s)
{
	if (part_online(s->desk))
		return true;
	s->desk->say(s->desk->app, 1, "和中心的线路断了: 现在只能看, 要改请等线路恢复。");
	return false;
}

static unsigned
list_key(struct admin *s, const struct input *in)
{
	switch ((int)in->action) {
	case ACTION_NEXT:
	case ACTION_PREV:
		if (s->page < TABS)
			admin_page_to(
			    s, (s->page + (in->action == ACTION_NEXT ? 1 : TABS - 1)) % TABS);
		return VIEW_DRAW;
	case ACTION_RETRY:
		if (may_act(s))
			admin_reload(s);
		return VIEW_DRAW;
	case ACTION_NEW:
		if (page(s)->add == NULL)
			return VIEW_IGNORED;
		return may_act(s) ? page(s)->add(s) | VIEW_DRAW : VIEW_DRAW;
	case ACTION_ENTER:
		if (list_row(&s->list) == LIST_NONE || page(s)->enter == NULL || !may_act(s))
			return VIEW_DRAW;
		return page(s)->enter(s) | VIEW_DRAW;
	case ACTION_SUBMIT:
		if (page(s)->submit == NULL)
			return VIEW_IGNORED;
		return may_act(s) ? page(s)->submit(s) | VIEW_DRAW : VIEW_DRAW;
	case ACTION_BACK:
		if (s->page < TABS || s->list.filter.text.len > 0)
			return 0;
		admin_page_to(s, s->tables.from);
		return VIEW_DRAW;
	case ACTION_LEFT:
	case ACTION_RIGHT:
		if (page(s)->step == NULL)
			return 0;
		return page(s)->step(s, in->action == ACTION_LEFT ? -1 : 1) | VIEW_DRAW;
	default:
		return 0;
	}
}

/* Is that all this key does? What leaves the list or opens a row must not, for whom the code was only in the way. */
static bool
put_code_away(struct admin *s, const struct input *in)
{
	if (s->code[0] == '\0')
		return false;
	secret_wipe(s->code, sizeof(s->code));
	return in->kind != INPUT_ACTION || in->action == ACTION_BACK || in->action == ACTION_ENTER;
}

static unsigned
admin_input(struct view *v, const struct input *in)
{
	struct admin *s = v->state;
	struct react r = { 0 };
	unsigned bits;

	if (!part_signed_in(s->desk))
		return VIEW_IGNORED;
	if (s->dialog.open)
		return dialog_in(s, in);
	if (s->form.open)
		return form_input(s, in);
	if (put_code_away(s, in))
		return VIEW_DRAW;
	s->made[0] = '\0';
	bits = in->kind == INPUT_ACTION ? list_key(s, in) : 0;
	if (bits != 0)
		return bits;
	list_input(&s->list, in, &r);
	return part_react(s->desk, &r);
}

static unsigned
admin_scopes(const struct view *v)
{
	const struct admin *s = v->state;

	if (s->form.open && !s->dialog.open)
		return admin_form_scopes(&s->form);
	return SCOPE_ALL | SCOPE_SYNC;
}

static unsigned
admin_event(struct view *v, const struct news *n)
{
	struct admin *s = v->state;
	const char *text = n->answer != NULL ? n->answer : "";
	bool loading = s->loading;

	if (n->kind == NEWS_LINK) {
		if (part_online(s->desk) && page(s)->of != NULL && s->job == 0 &&
		    list_row(&s->list) == LIST_NONE && s->list.filter.text.len == 0)
			admin_reload(s); /* nothing is here yet */
		return VIEW_DRAW;
	}
	if (n->kind == NEWS_TABLES) {
		admin_duty_start(s);
		list_refresh(&s->list);
		return VIEW_DRAW;
	}
	if (n->kind != NEWS_DONE || n->job == 0 || n->job != s->job)
		return 0;
	s->job = 0;
	s->loading = false;
	if (n->err.code != ERR_OK)
		s->desk->say(s->desk->app, loading ? 1 : 2, "%s", n->err.text);
	else if (loading)
		admin_rows_came(s, text);
	else
		admin_pages[s->asked_by]->answer(s, text);
	if ((!loading || s->asked_by != s->page) && s->rows[s->page].at == 0)
		admin_reload(s); /* one has turned here, or acted, while something else was asked */
	list_refresh(&s->list);
	admin_stand_on_made(s);
	return VIEW_DRAW;
}

/* ---- picture ---- */

static void
right_words(const struct admin *s, char *out, size_t size)
{
	const struct admin_rows *r = &s->rows[s->page];
	char when[24];

	if (s->job != 0)
		(void)str_copy(out, size, s->loading ? "正在取名册" : "正在办理");
	else if (page(s)->right != NULL)
		page(s)->right(s, out, size);
	else if (part_online(s->desk))
		out[0] = '\0';
	else if (page(s)->of != NULL && r->at != 0)
		(void)snprintf(
		    out, size, "断线, 看的是 %s 的", part_when(r->at, s->desk->now, when));
	else
		(void)str_copy(out, size, "断线, 只能看本机有的");
}

static void
draw_tabs(const struct admin *s, struct canvas *c, struct rect body)
{
	char right[80];
	int col = body.col + 1;

	for (int i = s->page < TABS ? 0 : s->page; i < (s->page < TABS ? TABS : ADMIN_PAGES); i++) {
		canvas_text(c, body.row, col, 1, ROLE_KEY, i == s->page ? ">" : " ");
		col += 2 + canvas_text(c, body.row, col + 1, -1,
			       i == s->page ? ROLE_HEADING : ROLE_DIM, admin_pages[i]->title);
	}
	right_words(s, right, sizeof(right));
	if (right[0] != '\0')
		canvas_right(c, body.row, body.col + body.cols - 1,
		    part_online(s->desk) ? ROLE_DIM : ROLE_NEAR, right);
}

static void
admin_draw(const struct view *v, struct canvas *c, struct rect body)
{
	struct admin *s = v->state;
	int below = s->form.open ? admin_form_rows(&s->form) : DETAIL_ROWS;
	int rule = body.row + body.rows - below - 1;
	struct rect at = { rule + 1, body.col + 1, below, body.cols - 2 };

	if (canvas_too_small(c))
		return;
	draw_tabs(s, c, body);
	s->list.at = (struct rect){ body.row + 1, body.col, rule - body.row - 1, body.cols };
	list_draw(&s->list, c, !s->form.open);
	canvas_hline(c, rule, body.col + 1, body.cols - 2, ROLE_RULE);
	if (s->form.open)
		admin_form_draw(&s->form, c, at);
	else if (s->code[0] != '\0')
		(void)wrap_draw(c, at, ROLE_SPEAK, s->code);
	else if (list_row(&s->list) != LIST_NONE)
		page(s)->detail(s, c, at);
	if (s->dialog.open)
		dialog_draw(&s->dialog, c);
}

static const struct bar_key list_keys[] = { { ACTION_HELP, NULL }, { ACTION_BACK, NULL },
	{ ACTION_NEXT, "换页" }, { ACTION_NONE, "输入=筛选" }, { ACTION_ENTER, "办理" },
	{ ACTION_NEW, "新增" }, { ACTION_RETRY, "刷新" } };
static const struct bar_key duty_keys[] = { { ACTION_HELP, NULL }, { ACTION_BACK, NULL },
	{ ACTION_NEXT, "换页" }, { ACTION_NEW, "导入文件" },
	{ ACTION_NONE, "左右=换日子 输入=筛选" } };
static const struct bar_key city_keys[] = { { ACTION_HELP, NULL }, { ACTION_BACK, NULL },
	{ ACTION_NEXT, "换页" }, { ACTION_NEW, "核对新资料" } };
static const struct bar_key result_keys[] = { { ACTION_HELP, NULL }, { ACTION_BACK, NULL },
	{ ACTION_NONE, "上下=看全文 输入=筛选" }, { ACTION_SUBMIT, "照此更新" } };
static const struct bar_key form_keys[] = { { ACTION_HELP, NULL }, { ACTION_BACK, NULL },
	{ ACTION_ENTER, "下一项" }, { ACTION_NONE, "首字母=选择" }, { ACTION_SUBMIT, "送出" } };

#define KEYS(keys)                                     \
	{                                              \
		keys, sizeof(keys) / sizeof((keys)[0]) \
	}

static const struct bar_key *
admin_keys(const struct view *v, size_t *n)
{
	static const struct {
		const struct bar_key *keys;
		size_t n;
	} of_page[ADMIN_PAGES] = { [ADMIN_PEOPLE] = KEYS(list_keys),
		[ADMIN_SEATS] = KEYS(list_keys),
		[ADMIN_DUTY] = KEYS(duty_keys),
		[ADMIN_CITY] = KEYS(city_keys),
		[ADMIN_RESULT] = KEYS(result_keys) },
	  form = KEYS(form_keys);
	const struct admin *s = v->state;

	*n = s->form.open ? form.n : of_page[s->page].n;
	return s->form.open ? form.keys : of_page[s->page].keys;
}

const struct view_ops admin_view = {
	.name = "admin",
	.title = "管理",
	.aliases = "管理 人员 坐席机 值班表 日历 城市资料 guanli admin",
	.footer = list_keys,
	.n_footer = sizeof(list_keys) / sizeof(list_keys[0]),
	.keys = admin_keys,
	.answers =
	    ACTS_ROWS | ACTS_EDIT | ACT(NEXT) | ACT(PREV) | ACT(SUBMIT) | ACT(NEW) | ACT(RETRY),
	.roles = ROLES_STEWARD,
	.state_size = sizeof(struct admin),
	.open = admin_open,
	.scopes = admin_scopes,
	.input = admin_input,
	.event = admin_event,
	.draw = admin_draw,
	.close = admin_close,
};
