/* search_draw.c: the picture of the search over everything: the query, the kinds of things, what was found, and of the
 * chosen one why it was.
 *
 * Words of the query are marked wherever they stand. What is not all is said in words. Digits are shown only where they
 * choose. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "base/width.h"
#include "client/ui/wrap.h"
#include "client/view/marked_p.h"
#include "search_p.h"

#define HEAD_ROWS   3
#define CHOSEN_ROWS 4
#define KIND_COLS   5
#define NO_COLS     7
#define RIGHT_COLS  20

/* What the answer lacks, in words; "" nothing. */
static void
note_words(const struct search *s, char *out, size_t size)
{
	char day[16] = "";

	out[0] = '\0';
	if (s->note.damaged)
		(void)str_copy(out, size, "工单索引损坏, 正在重编");
	else if (s->kb_damaged)
		(void)str_copy(out, size, "知识索引损坏, 正在重编");
	else if (s->note.unready && s->note.since > 0) {
		civil_format(s->note.since, "%Y-%m-%d", day, sizeof(day));
		(void)snprintf(out, size, "工单索引已编到 %s", day);
	} else if (s->note.unready)
		(void)str_copy(out, size, "工单索引正在编");
	else if (s->note.newest)
		(void)snprintf(out, size, "工单按最近 %d 条内排序", FIND_NEWEST);
	else if (s->note.cut || s->partial)
		(void)str_copy(out, size, "未完");
}

static void
draw_query(struct search *s, struct canvas *c, struct rect at)
{
	char count[48];
	int end = at.col + at.cols - 1;

	(void)snprintf(count, sizeof(count), "%d%s 条", s->n, s->n == SEARCH_ROWS ? "+" : "");
	end = canvas_right(c, at.row, end, ROLE_DIM, count) - 2;
	canvas_text(c, at.row, at.col + 1, 4, s->on_list ? ROLE_LABEL : ROLE_FOCUS, "查找");
	s->query.at = (struct rect){ at.row, at.col + 7, 1, end - at.col - 7 };
	if (field_text(&s->query)[0] == '\0')
		canvas_cut(c, at.row, at.col + 7, end - at.col - 7, ROLE_HINT,
		    "  汉字、拼音首字母、单号、电话、车牌、路名门牌");
	field_draw(&s->query, c, ROLE_VALUE, !s->on_list);
}

static void
draw_scopes(const struct search *s, struct canvas *c, struct rect at)
{
	char words[96];
	int col = at.col + 1, end = at.col + at.cols - 1;

	note_words(s, words, sizeof(words));
	for (int i = SEARCH_ALL; i <= SEARCH_LAST; i++) {
		bool here = i == s->scope;

		col += canvas_printf(c, at.row, col, end - col, here ? ROLE_FOCUS : ROLE_DIM,
		    here ? "[%s]" : " %s ", search_scope_label(i));
	}
	if (width_str(words) < end - col - 1)
		canvas_right(c, at.row, end, ROLE_NEAR, words);
	else if (words[0] != '\0')
		canvas_cut(c, at.row, col + 1, end - col - 1, ROLE_NEAR, words);
}

static void
draw_row(const struct search *s, struct canvas *c, struct rect at, int i)
{
	const struct search_hit *h = &s->hit[i];
	const bool chosen = i == s->at;
	int end = at.col + at.cols - 1, col = at.col + 4;
	char right[64];

	canvas_text(c, at.row, at.col + 1, 1, ROLE_FOCUS, chosen ? ">" : "");
	if (s->on_list)
		canvas_printf(c, at.row, at.col + 2, 2, ROLE_KEY, "%d", i % s->page + 1);
	if (s->on_list && chosen)
		canvas_cursor(c, at.row, at.col + 1);
	canvas_text(c, at.row, col, KIND_COLS, ROLE_DIM, search_scope_label(h->scope));
	col += KIND_COLS;
	if (h->no[0] != '\0') {
		canvas_text(c, at.row, col, NO_COLS, ROLE_DIM, h->no);
		col += NO_COLS;
	}
	(void)snprintf(right, sizeof(right), "%s%s%s", h->where,
	    h->where[0] != '\0' && h->state[0] != '\0' ? " " : "", h->state);
	canvas_right(c, at.row, end, ROLE_DIM, right);
	marked_line(c, (struct rect){ at.row, col, 1, end - RIGHT_COLS - col }, ROLE_NORMAL,
	    h->title, h->mark, h->n_marks);
}

/* Of the chosen one: why it was found. */
static void
draw_chosen(const struct search *s, struct canvas *c, struct rect at)
{
	const struct search_hit *h = &s->hit[s->at];
	int used;

	canvas_hline(c, at.row, at.col + 1, at.cols - 2, ROLE_RULE);
	marked_line(c, (struct rect){ at.row + 1, at.col + 1, 1, at.cols - 2 }, ROLE_HEADING,
	    h->title, h->mark, h->n_marks);
	if (h->piece[0] == '\0')
		return;
	used = canvas_printf(c, at.row + 2, at.col + 1, 20, ROLE_DIM, "%s: ", h->of);
	marked_line(c, (struct rect){ at.row + 2, at.col + 1 + used, 1, at.cols - 2 - used },
	    ROLE_NORMAL, h->piece, h->in_piece, h->n_in_piece);
}

static void
draw_nothing(const struct search *s, struct canvas *c, struct rect at)
{
	char words[320];

	if (!part_signed_in(s->desk))
		str_copy(words, sizeof(words), "还没有登录, 按 Ctrl-P 输 登录。");
	else if (field_text(&s->query)[0] == '\0')
		str_copy(words, sizeof(words),
		    "输入要找的: 停车难、tcn、tingche、红山路78号、138****5678、单号后六位。Tab "
		    "换范围。");
	else
		snprintf(words, sizeof(words),
		    "没有查到。少输几个字, 或换个说法: 汉字、拼音、首字母都可以。%s",
		    s->scope == SEARCH_ALL || s->scope == FIND_IN_TICKETS
			? "姓名是加密存的, 这里不按姓名查: 找人请输电话号码或单号。"
			: "");
	(void)wrap_draw(
	    c, (struct rect){ at.row, at.col + 4, at.rows, at.cols - 6 }, ROLE_DIM, words);
}

void
search_draw(const struct view *v, struct canvas *c, struct rect body)
{
	struct search *s = v->state;
	struct rect list = { body.row + HEAD_ROWS, body.col, body.rows - HEAD_ROWS - CHOSEN_ROWS,
		body.cols };
	int first;

	search_refresh(s, false);
	draw_query(s, c, body);
	draw_scopes(s, c, (struct rect){ body.row + 1, body.col, 1, body.cols });
	canvas_hline(c, body.row + 2, body.col + 1, body.cols - 2, ROLE_RULE);
	if (s->n == 0) {
		draw_nothing(s, c, list);
		return;
	}
	s->page = list.rows < SEARCH_PAGE ? (list.rows > 0 ? list.rows : 1) : SEARCH_PAGE;
	first = s->at - s->at % s->page;
	for (int i = 0; i < s->page && first + i < s->n; i++)
		draw_row(s, c, (struct rect){ list.row + i, list.col, 1, list.cols }, first + i);
	draw_chosen(s, c,
	    (struct rect){ body.row + body.rows - CHOSEN_ROWS, body.col, CHOSEN_ROWS, body.cols });
}
