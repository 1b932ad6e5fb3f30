/* editing_draw.c: the picture of 知识维护: the lists by name, the rows of one, the chosen row below with its page and its
 * steps. Not here: the form's picture (editing_form.c), the pages (editing_look.c). */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "client/ui/wrap.h"
#include "editing_p.h"

static void
draw_lists(const struct editing *s, struct canvas *c, struct rect at)
{
	int col = at.col + 1;

	for (int i = 0; i < EDITING_LISTS && col < at.col + at.cols - 8; i++) {
		const bool here = i == (int)s->which;

		if (here)
			col += 2 + canvas_printf(c, at.row, col, 24, ROLE_FOCUS, "[%s %d]",
				       editing_lists[i].label, s->n);
		else
			col += 2 +
			       canvas_text(c, at.row, col, 12, ROLE_NORMAL, editing_lists[i].label);
	}
}

/* Who has written it may not let it out: it is said who may, and not offered. */
static bool
may_publish(const struct editing *s)
{
	const struct editing_row *r = editing_chosen(s);
	struct article_work w;

	return r != NULL && cache_article_work(s->desk->cache, r->kb_no, &w) &&
	       editing_may(s->desk, &w, ARTICLE_STEP_PUBLISH, NULL) == ERR_OK;
}

static void
draw_acts(const struct editing *s, struct canvas *c, struct rect at)
{
	static const char *const pages[PAGES] = { "预览", "比较", "历次" };
	const struct editing_desk_list *l = &editing_lists[s->which];
	int col = at.col;

	for (int i = 0; i < l->n_acts; i++) {
		if (l->act[i] == ACT_PUBLISH && !may_publish(s)) {
			col += 2 + canvas_text(c, at.row, col, at.col + at.cols - col, ROLE_DIM,
				       "发布要由另一个人审核");
			continue;
		}
		col += canvas_printf(c, at.row, col, at.col + at.cols - col, ROLE_KEY, "%d", i + 1);
		col += 2 + canvas_text(c, at.row, col, at.col + at.cols - col, ROLE_NORMAL,
			       editing_act_label(l->act[i]));
	}
	canvas_printf(c, at.row, col + 1, at.col + at.cols - col - 1, ROLE_DIM, "Tab %s",
	    pages[(s->page + 1) % PAGES]);
}

static int
draw_correction(
    const struct editing *s, const struct editing_row *r, struct canvas *c, struct rect at)
{
	struct str line = { 0 };
	char who[PART_PERSON_SIZE];
	int rows;

	if (r->words[0] == '\0' || at.rows < 2)
		return 0;
	if (s->which == EDITING_CORRECT)
		str_addf(&line, "%s 报 %s: ", part_person(s->desk, r->by, who),
		    record_code_label(RECORD_CORRECT, r->code));
	str_add(&line, r->words);
	rows = wrap_draw(
	    c, (struct rect){ at.row, at.col, at.rows / 2, at.cols }, ROLE_NEAR, str_c(&line));
	str_free(&line);
	return rows;
}

static int
page_lines(const struct editing *s, const struct article *live, const struct article *a,
    const char *kb_no, struct canvas *c, struct rect at)
{
	if (s->page == PAGE_VERSIONS)
		return editing_versions(s->desk, kb_no, c, at, s->leaf);
	return s->page == PAGE_CHANGES ? editing_changes(s->desk, live, a, c, at, s->leaf)
				       : editing_look(s->desk, a, c, at, s->leaf);
}

/* Leafed through to its last line and no further. */
static void
draw_page(struct editing *s, const struct editing_row *r, struct canvas *c, struct rect at)
{
	struct rect none = at;
	struct article_work w;
	struct article a, live;
	int lines;

	article_init(&a);
	article_init(&live);
	none.rows = 0;
	(void)cache_article_work(s->desk->cache, r->kb_no, &w);
	(void)cache_article(s->desk->cache, r->kb_no, &live, NULL);
	if (editing_copy(s->desk, &w, &a)) {
		lines = page_lines(s, &live, &a, r->kb_no, c, none);
		if (s->leaf > lines - at.rows)
			s->leaf = lines > at.rows ? lines - at.rows : 0;
		(void)page_lines(s, &live, &a, r->kb_no, c, at);
	}
	article_free(&a);
	article_free(&live);
}

static void
draw_chosen(struct editing *s, struct canvas *c, struct rect at)
{
	const struct editing_row *r = editing_chosen(s);
	int rows;

	if (s->words.open) {
		editing_words_draw(
		    &s->words, c, (struct rect){ at.row + at.rows - 2, at.col, 2, at.cols });
		at.rows -= 2;
	} else if (r != NULL) {
		draw_acts(s, c, (struct rect){ at.row + at.rows - 1, at.col, 1, at.cols });
		at.rows--;
	}
	if (r == NULL)
		return;
	rows = draw_correction(s, r, c, at);
	at.row += rows;
	at.rows -= rows;
	if (s->which == EDITING_MISS)
		(void)wrap_draw(c, at, ROLE_DIM,
		    "话务员查了这个词, 没有引用任何一条。按 1 用它起草, 或给已有的知识加关键词。");
	else if (s->which == EDITING_TICKET)
		(void)wrap_draw(c, at, ROLE_DIM,
		    "按 1 用这件工单的公开答复起草: 姓名、电话、住址会去掉, 请再通读一遍。");
	else
		draw_page(s, r, c, at);
}

void
editing_draw(const struct view *v, struct canvas *c, struct rect body)
{
	struct editing *s = v->state;
	int rows = body.rows / 3;

	if (canvas_too_small(c))
		return;
	editing_refresh(s);
	if (s->form.open) {
		editing_form_draw(&s->form, c, body);
		return;
	}
	draw_lists(s, c, body);
	s->list.at = (struct rect){ body.row + 1, body.col, rows, body.cols };
	s->list.empty = editing_lists[s->which].empty;
	list_draw(&s->list, c, !s->words.open);
	canvas_hline(c, body.row + 1 + rows, body.col + 1, body.cols - 2, ROLE_RULE);
	draw_chosen(s, c,
	    (struct rect){
		body.row + 2 + rows, body.col + 1, body.rows - 2 - rows, body.cols - 2 });
	dialog_draw(&s->dialog, c);
}
