/* editing.c: the desk of those who look after knowledge (知识维护): lists of what waits, the chosen one below as the
 * call-taker will have it, its steps by their digits; the form of an article; a line for words.
 *
 * Works with the line down like every desk: steps are kept here and sent when the centre can be reached, and it is said so.
 * Not here: rows (editing_rows.c), steps and their words (editing_step.c), the form (editing_form.c), the picture
 * (editing_draw.c), the pages below (editing_look.c). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "base/width.h"
#include "client/ui/wrap.h"
#include "client/view/all_p.h"
#include "editing_p.h"

const struct editing_desk_list editing_lists[EDITING_LISTS] = {
	[EDITING_REVIEW] = { "待审", "没有等审核的稿子。", 2, { ACT_PUBLISH, ACT_RETURN } },
	[EDITING_WORK] = { "在改", "没有在改的稿子。按 F2 起草一条新知识。", 2,
	    { ACT_EDIT, ACT_DISCARD } },
	[EDITING_CORRECT] = { "更正",
	    "没有等答复的纠错。话务员在知识里按 Ctrl-E 报错, 会到这里来。", 6,
	    { ACT_EDIT, ACT_FIXED, ACT_KEPT, ACT_ASKED, ACT_TASK, ACT_WITHDRAW } },
	[EDITING_EXPIRING] = { "到期", "30 天内没有到期的知识。", 2, { ACT_EDIT, ACT_WITHDRAW } },
	[EDITING_MISS] = { "无答案", "没有查了却没有引用的词。", 1, { ACT_NEW } },
	[EDITING_USE] = { "使用", "还没有知识。", 2, { ACT_EDIT, ACT_WITHDRAW } },
	[EDITING_TICKET] = { "由工单", "本机没有已办结的工单。", 1, { ACT_NEW } },
};

static const char *const publish_it[] = { "发布, 话务员马上可以引用" };

/* ---- rows ---- */

enum col { COL_MARK, COL_NO, COL_TITLE, COL_BY, COL_WHEN, COLS };
static const struct list_col cols[COLS] = {
	[COL_MARK] = { .head = "", .cols = 14 },
	[COL_NO] = { .head = "编号", .cols = 11 },
	[COL_TITLE] = { .head = "标题", .cols = 0 },
	[COL_BY] = { .head = "谁", .cols = 6 },
	[COL_WHEN] = { .head = "时间", .cols = 11 },
};

static size_t
count(void *ctx)
{
	return (size_t)((const struct editing *)ctx)->n;
}

static void
cell(void *ctx, size_t row, int col, struct list_cell *out)
{
	const struct editing *s = ctx;
	const struct editing_row *r = &s->rows[row];
	char when[24];

	switch ((enum col)col) {
	case COL_MARK:
		out->text = r->mark;
		out->role = r->role;
		break;
	case COL_NO:
		out->text = r->kb_no;
		break;
	case COL_TITLE:
		out->text = r->title;
		break;
	case COL_BY:
		out->text = r->who;
		break;
	case COL_WHEN:
		if (s->which == EDITING_CORRECT)
			(void)civil_format(
			    civil_day_start(r->due), "%m-%d 前答", out->buf, sizeof(out->buf));
		else if (s->which == EDITING_EXPIRING || s->which == EDITING_USE)
			(void)civil_format(r->at, "%Y-%m-%d", out->buf, sizeof(out->buf));
		else
			(void)str_copy(
			    out->buf, sizeof(out->buf), part_when(r->at, s->desk->now, when));
		out->text = out->buf;
		break;
	case COLS:
		break;
	}
}

const struct editing_row *
editing_chosen(const struct editing *s)
{
	const size_t row = list_row(&s->list);

	return row != LIST_NONE && row < (size_t)s->n ? &s->rows[row] : NULL;
}

void
editing_refresh(struct editing *s)
{
	if (!s->stale || !part_signed_in(s->desk))
		return;
	s->stale = false;
	s->n = editing_rows(s->desk, s->which, s->rows, EDITING_ROWS);
	list_refresh(&s->list);
}

static unsigned
to_list(struct editing *s, int by)
{
	s->which = (enum editing_list)(((int)s->which + EDITING_LISTS + by) % EDITING_LISTS);
	s->stale = true;
	s->page = PAGE_PREVIEW;
	s->leaf = 0;
	editing_refresh(s);
	list_select(&s->list, 0);
	return VIEW_DRAW;
}

/* ---- opening ---- */

static enum err_code
editing_open(struct view *v, const char *arg, struct err *e)
{
	struct editing *s = v->state;

	s->desk = v->desk;
	s->stale = true;
	s->rows = calloc(EDITING_ROWS, sizeof(*s->rows));
	if (s->rows == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	list_init(&s->list, (struct list_source){ s, count, cell }, cols, COLS);
	s->list.no_digits = true;
	editing_form_init(&s->form, v->desk);
	editing_words_init(&s->words);
	for (int i = 0; arg != NULL && i < EDITING_LISTS; i++)
		if (strcmp(editing_lists[i].label, arg) == 0)
			s->which = (enum editing_list)i;
	return ERR_OK;
}

static void
editing_close(struct view *v)
{
	struct editing *s = v->state;

	editing_words_free(&s->words, s->desk);
	editing_form_free(&s->form);
	list_free(&s->list);
	free(s->rows);
}

/* ---- steps ---- */

static unsigned
ask_publish(struct editing *s, const struct editing_row *r)
{
	struct article_work w;
	struct err e = { 0 };

	(void)cache_article_work(s->desk->cache, r->kb_no, &w);
	if (editing_may(s->desk, &w, ARTICLE_STEP_PUBLISH, &e) != ERR_OK) {
		s->desk->say(s->desk->app, 1, "%s", e.text);
		return VIEW_DRAW;
	}
	(void)snprintf(s->question, sizeof(s->question),
	    "%s %s: 内容、依据、有效期和读给来电人的话都核对过了吗? Tab 可以看与现行版的比较。",
	    r->kb_no, r->title);
	dialog_ask(&s->dialog, "发布前请确认", s->question, publish_it, 1, -1);
	return VIEW_DRAW | VIEW_FLUSH;
}

static unsigned
begin_new(struct editing *s, const struct editing_row *r)
{
	struct article a;

	article_init(&a);
	if (s->which == EDITING_TICKET) {
		if (editing_from_ticket(s->desk, r->id, &a))
			(void)editing_form_new(&s->form, &a);
	} else {
		a.kind = ARTICLE_FAQ;
		a.title = str_dup(r != NULL ? r->title : "");
		(void)editing_form_new(&s->form, r != NULL && a.title != NULL ? &a : NULL);
	}
	article_free(&a);
	return VIEW_DRAW;
}

static unsigned
act(struct editing *s, enum editing_act a)
{
	const struct editing_row *r = editing_chosen(s);

	if (r == NULL)
		return VIEW_DRAW;
	switch (a) {
	case ACT_PUBLISH:
		return ask_publish(s, r);
	case ACT_EDIT:
		(void)editing_form_open(&s->form, r->kb_no);
		return VIEW_DRAW;
	case ACT_NEW:
		return begin_new(s, r);
	default:
		(void)editing_words_open(&s->words, s->desk, a, r);
		return VIEW_DRAW;
	}
}

/* A look comes before the step where there is something to be let out; elsewhere the first step is the usual one. */
static unsigned
enter(struct editing *s)
{
	if (s->which != EDITING_REVIEW)
		return act(s, editing_lists[s->which].act[0]);
	s->page = (enum editing_page)((s->page + 1) % PAGES);
	s->leaf = 0;
	return VIEW_DRAW;
}

/* ---- inputs ---- */

static unsigned
asked(struct editing *s, const struct input *in)
{
	struct react r = { 0 };

	dialog_input(&s->dialog, in, &r);
	part_refused(s->desk, &r);
	if ((r.bits & REACT_TAKE) != 0 && editing_chosen(s) != NULL)
		editing_publish(&s->words, s->desk, editing_chosen(s));
	return VIEW_DRAW;
}

/* 0: not one of its own. */
static unsigned
own_key(struct editing *s, const struct input *in)
{
	switch ((int)in->action) {
	case ACTION_LEFT:
		return to_list(s, -1);
	case ACTION_RIGHT:
		return to_list(s, 1);
	case ACTION_ENTER:
		return editing_chosen(s) != NULL ? enter(s) : VIEW_DRAW;
	case ACTION_NEXT:
		s->page = (enum editing_page)((s->page + 1) % PAGES);
		s->leaf = 0;
		return VIEW_DRAW;
	case ACTION_NEW:
		(void)editing_form_new(&s->form, NULL);
		return VIEW_DRAW;
	case ACTION_PAGE_DOWN:
		s->leaf += 5;
		return VIEW_DRAW;
	case ACTION_PAGE_UP:
		s->leaf = s->leaf > 5 ? s->leaf - 5 : 0;
		return VIEW_DRAW;
	default:
		return 0;
	}
}

static unsigned
list_keys(struct editing *s, const struct input *in)
{
	const int digit = input_digit(in);
	const size_t before = list_row(&s->list);
	struct react r = { 0 };
	unsigned bits = 0;

	if (digit > 0)
		return digit <= editing_lists[s->which].n_acts
			   ? act(s, editing_lists[s->which].act[digit - 1])
			   : VIEW_DRAW;
	if (in->kind == INPUT_ACTION)
		bits = own_key(s, in);
	if (bits != 0)
		return bits;
	list_input(&s->list, in, &r);
	part_refused(s->desk, &r);
	if (list_row(&s->list) != before)
		s->leaf = 0;
	return r.bits != 0 ? VIEW_DRAW : VIEW_IGNORED;
}

static unsigned
editing_input(struct view *v, const struct input *in)
{
	struct editing *s = v->state;
	unsigned bits;

	if (!part_signed_in(s->desk))
		return VIEW_IGNORED;
	editing_refresh(s);
	if (s->dialog.open)
		return asked(s, in);
	if (s->words.open)
		return editing_words_input(&s->words, s->desk, in);
	if (!s->form.open)
		return list_keys(s, in);
	bits = editing_form_input(&s->form, in);
	s->stale = s->stale || (bits & VIEW_CLOSE) != 0;
	return bits & ~(unsigned)VIEW_CLOSE;
}

static unsigned
editing_event(struct view *v, const struct news *n)
{
	struct editing *s = v->state;
	bool sent, done;
	unsigned bits = editing_form_event(&s->form, n, &sent);

	bits |= editing_words_event(&s->words, s->desk, n, &done);
	if (n->kind == NEWS_TABLES && (n->tables & CACHE_CITY) != 0 && s->form.open) {
		char kept[ARTICLE_KB_NO_BYTES]; /* its lists stood in the city that is gone */

		(void)str_copy(kept, sizeof(kept), s->form.kb_no);
		s->form.open = editing_form_open(&s->form, kept);
	}
	if (!sent && !done && n->kind != NEWS_TABLES)
		return bits;
	s->stale = true;
	return bits | VIEW_DRAW;
}

static unsigned
editing_scopes(const struct view *v)
{
	const struct editing *s = v->state;

	if (s->words.open)
		return SCOPE_ALL | SCOPE_EDIT;
	return s->form.open && !s->dialog.open ? editing_form_scopes(&s->form) : SCOPE_ALL;
}

static unsigned
editing_idle(struct view *v)
{
	struct editing *s = v->state;

	ticket_note_save(&s->form.note, s->desk);
	ticket_note_save(&s->words.note, s->desk);
	return 0;
}

static unsigned
editing_resume(struct view *v)
{
	((struct editing *)v->state)->stale = true;
	return VIEW_DRAW;
}

static const struct bar_key list_footer[] = { { ACTION_HELP, NULL }, { ACTION_BACK, NULL },
	{ ACTION_NONE, "数字=操作 左右=换队列 字母=筛选" }, { ACTION_NEW, "起草" },
	{ ACTION_PAGE_DOWN, "下页" } };
static const struct bar_key form_footer[] = { { ACTION_HELP, NULL }, { ACTION_BACK, "存下返回" },
	{ ACTION_SUBMIT, "送审" }, { ACTION_HOLD, "存草稿" }, { ACTION_PAGE_DOWN, "预览" },
	{ ACTION_NEWLINE, NULL } };

#define N(keys) (sizeof(keys) / sizeof((keys)[0]))

static const struct bar_key *
editing_keys(const struct view *v, size_t *n)
{
	const struct editing *s = v->state;

	*n = s->form.open ? N(form_footer) : N(list_footer);
	return s->form.open ? form_footer : list_footer;
}

const struct view_ops editing_view = {
	.name = "editing",
	.title = "知识维护",
	.aliases = "知识维护 知识采编 知识审核 更正 到期 zswh caibian editing",
	.footer = list_footer,
	.n_footer = N(list_footer),
	.keys = editing_keys,
	.answers = ACTS_ROWS | ACTS_EDIT | ACT(NEXT) | ACT(PREV) | ACT(NEW) | ACT(SUBMIT) |
		   ACT(HOLD) | ACT(NEWLINE),
	.roles = ROLES_KB,
	.state_size = sizeof(struct editing),
	.open = editing_open,
	.scopes = editing_scopes,
	.input = editing_input,
	.event = editing_event,
	.resume = editing_resume,
	.draw = editing_draw,
	.idle = editing_idle,
	.close = editing_close,
};
