/* knowledge_draw.c: the picture of the knowledge screen, after wireframes/knowledge-80x24.txt: the query, what was found,
 * the chosen article with what is read to the caller first. From 110 columns on the list stands at the left, the article
 * at the right.
 *
 * Words of the query are marked wherever they stand. What must not be read says so in words, in the list and over the
 * text itself. Digits are shown only where they choose. Not here: the keys and what was told (knowledge_foot.c). */
#include "knowledge_p.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "base/width.h"
#include "client/ui/wrap.h"
#include "client/view/marked_p.h"

#define WIDE_COLS   110
#define LIST_COLS   46 /* of a wide screen */
#define LIST_LINES  3  /* a row there: title, source and validity, the piece that was hit */
#define NARROW_ROWS 5
#define BODY_ROWS   20 /* of the smallest screen */
#define ANSWER_ROWS 4  /* 120 characters */

/* ---- text with marks ---- */

/* Wrapped lines ${first} and on; how many were drawn. */
static int
draw_text(struct canvas *c, struct rect at, enum role role, const char *s, int first,
    const struct knowledge_marks *m)
{
	size_t n = strlen(s), from = 0;
	int line = 0;

	for (; from < n && line < first + at.rows; line++) {
		size_t next = 0, shown = wrap_next(s + from, n - from, at.cols, &next);

		if (line >= first)
			(void)marked_span(c,
			    (struct rect){ at.row + line - first, at.col, 1, at.cols }, role, s,
			    from, from + shown, m->v, m->n);
		from += next;
	}
	return line > first ? line - first : 0;
}

/* ---- the query ---- */

static void
count_words(const struct knowledge *s, char *out, size_t size)
{
	static const char *const what[] = { [KNOWLEDGE_FOUND] = "",
		[KNOWLEDGE_PROPOSED] = "适合本单 ",
		[KNOWLEDGE_COMMON] = "常用 " };

	(void)snprintf(out, size, "%s%s%d%s 条", s->partial ? "未完 " : "", what[s->offer],
	    s->n_rows, s->n_rows == KNOWLEDGE_ROWS ? "+" : "");
}

static void
draw_query(struct knowledge *s, struct canvas *c, struct rect at)
{
	char count[64], right[128];
	int end = at.col + at.cols - 1;

	count_words(s, count, sizeof(count));
	(void)snprintf(right, sizeof(right), "%s%s", count,
	    s->desk->sheet != NULL && s->n_rows > 0 ? "  Enter=引用" : "");
	end = canvas_right(c, at.row, end, s->partial ? ROLE_NEAR : ROLE_DIM, right) - 2;
	canvas_text(c, at.row, at.col + 1, 4, s->on_list ? ROLE_LABEL : ROLE_FOCUS, "查询");
	s->query.at = (struct rect){ at.row, at.col + 7, 1, end - at.col - 7 };
	if (field_text(&s->query)[0] == '\0')
		canvas_cut(c, at.row, at.col + 7, end - at.col - 7, ROLE_HINT,
		    "  汉字或拼音首字母, 如 gjj 提取");
	field_draw(&s->query, c, ROLE_VALUE, !s->on_list);
}

/* ---- the list ---- */

static const char *
source_name(const struct knowledge *s, const char *code)
{
	return s->desk->city != NULL ? city_unit_name(s->desk->city, code) : code;
}

/* How it stands, at most 20 columns. */
static enum role
validity(const struct knowledge *s, const struct kb_row *r, char *out, size_t size)
{
	char warning[KNOWLEDGE_WARNING], until[16];

	(void)knowledge_warning(r->standing, r->until, knowledge_today(s), warning);
	if (warning[0] != '\0') {
		(void)str_copy(out, size, warning);
		return ROLE_NEAR;
	}
	if (r->internal) {
		(void)str_copy(out, size, "仅内部, 不读");
		return ROLE_NORMAL;
	}
	(void)civil_format(civil_day_start(r->until), "%Y-%m-%d", until, sizeof(until));
	(void)snprintf(out, size, "有效至 %s", until);
	return ROLE_NORMAL;
}

/* ">1 ": which one, and the digit that chooses it. */
static void
draw_mark(const struct knowledge *s, struct canvas *c, int row, int col, int i)
{
	bool chosen = i == s->at;

	canvas_text(c, row, col, 1, ROLE_FOCUS, chosen ? ">" : "");
	if (s->on_list)
		canvas_printf(c, row, col + 1, 2, ROLE_KEY, "%d", i % s->page + 1);
	if (s->on_list && chosen)
		canvas_cursor(c, row, col);
}

static void
draw_used(struct canvas *c, int row, int end, const struct kb_row *r)
{
	char used[32];

	if (r->used <= 0)
		return;
	(void)snprintf(used, sizeof(used), "引用 %d", r->used);
	canvas_right(c, row, end, ROLE_DIM, used);
}

static void
draw_row(const struct knowledge *s, struct canvas *c, struct rect at, int i)
{
	const struct kb_row *r = &s->rows[i];
	char valid[64];
	enum role role = validity(s, r, valid, sizeof(valid));
	int end = at.col + at.cols - 1;

	draw_mark(s, c, at.row, at.col + 1, i);
	marked_line(c, (struct rect){ at.row, at.col + 4, 1, 32 }, ROLE_NORMAL, r->title, r->mark,
	    r->n_marks);
	canvas_cut(c, at.row, at.col + 38, 12, ROLE_NORMAL, source_name(s, r->source));
	canvas_cut(c, at.row, at.col + 51, 18, role, valid);
	draw_used(c, at.row, end, r);
}

static void
draw_row_wide(const struct knowledge *s, struct canvas *c, struct rect at, int i)
{
	const struct kb_row *r = &s->rows[i];
	char valid[64];
	enum role role = validity(s, r, valid, sizeof(valid));
	int end = at.col + at.cols - 1;

	draw_mark(s, c, at.row, at.col + 1, i);
	marked_line(c, (struct rect){ at.row, at.col + 4, 1, end - at.col - 4 }, ROLE_NORMAL,
	    r->title, r->mark, r->n_marks);
	canvas_cut(c, at.row + 1, at.col + 6, 12, ROLE_DIM, source_name(s, r->source));
	canvas_cut(c, at.row + 1, at.col + 19, 18, role, valid);
	draw_used(c, at.row + 1, end, r);
	marked_line(c, (struct rect){ at.row + 2, at.col + 6, 1, end - at.col - 6 }, ROLE_DIM,
	    r->snippet, r->in_snippet, r->n_in_snippet);
}

static void
draw_nothing(const struct knowledge *s, struct canvas *c, struct rect at)
{
	const char *words =
	    !part_signed_in(s->desk) ? "还没有登录, 按 Ctrl-P 输 登录。"
	    : s->offer == KNOWLEDGE_FOUND
		? "没有查到。少输几个字, 或换个说法: 汉字、拼音首字母都可以, 如 gjj "
		  "提取。按 Shift-Tab 在工单、单位、转接里查同样的字; 仍没有的登记派单, 或问班长。"
		: "本机还没有知识, 请等状态行说取数据完成。";

	(void)wrap_draw(
	    c, (struct rect){ at.row, at.col + 4, at.rows, at.cols - 6 }, ROLE_DIM, words);
}

static void
draw_list(struct knowledge *s, struct canvas *c, struct rect at, bool wide)
{
	int lines = wide ? LIST_LINES : 1, first;

	s->page = at.rows / lines < KNOWLEDGE_PAGE ? at.rows / lines : KNOWLEDGE_PAGE;
	first = s->at - s->at % s->page;
	for (int i = 0; i < s->page && first + i < s->n_rows; i++) {
		struct rect row = { at.row + i * lines, at.col, lines, at.cols };

		if (wide)
			draw_row_wide(s, c, row, first + i);
		else
			draw_row(s, c, row, first + i);
	}
	if (s->n_rows == 0)
		draw_nothing(s, c, at);
}

/* ---- the article ---- */

static int
draw_head(const struct knowledge *s, struct canvas *c, struct rect at)
{
	const struct article *a = &s->article;
	char right[64];
	int end = at.col + at.cols - 1;

	(void)snprintf(right, sizeof(right), "%s  第%d版  %s", a->kb_no, a->version,
	    a->internal ? "仅内部" : "可对外");
	end = canvas_right(c, at.row, end, ROLE_DIM, right) - 2;
	marked_line(c, (struct rect){ at.row, at.col + 1, 1, end - at.col - 1 },
	    s->in_title.n > 0 ? ROLE_NORMAL : ROLE_HEADING, a->title, s->in_title.v, s->in_title.n);
	return 1;
}

/* What may be said, or why it may not. */
static int
draw_answer(const struct knowledge *s, struct canvas *c, struct rect at)
{
	const struct article *a = &s->article;
	char why[KNOWLEDGE_WARNING];
	enum article_standing st = knowledge_standing(s);
	bool readable = knowledge_readable(s);

	(void)knowledge_warning(st, a->until, knowledge_today(s), why);
	if (readable)
		canvas_text(c, at.row, at.col + 1, at.cols - 2, ROLE_LABEL, "读给来电人:");
	else if (why[0] != '\0')
		canvas_printf(c, at.row, at.col + 1, at.cols - 2, ROLE_NEAR,
		    "%s给来电人; 请先核实, 或按下面的键纠错:", why);
	else
		canvas_text(c, at.row, at.col + 1, at.cols - 2, ROLE_NEAR, "仅内部, 不读给来电人:");
	return 1 + draw_text(c, (struct rect){ at.row + 1, at.col + 3, ANSWER_ROWS, at.cols - 5 },
		       readable ? ROLE_SPEAK : ROLE_NORMAL, a->answer, 0, &s->in_answer);
}

static int
draw_basis(const struct knowledge *s, struct canvas *c, struct rect at)
{
	const struct article *a = &s->article;
	char right[160], updated[16], until[16];
	int end = at.col + at.cols - 1;

	(void)civil_format(civil_day_start(a->updated), "%Y-%m-%d", updated, sizeof(updated));
	(void)civil_format(civil_day_start(a->until), "%Y-%m-%d", until, sizeof(until));
	(void)snprintf(
	    right, sizeof(right), "来源 %s   更新 %s", source_name(s, a->source), updated);
	end = canvas_right(c, at.row, end, ROLE_DIM, right) - 2;
	canvas_text(c, at.row, at.col + 1, 4, ROLE_LABEL, "依据");
	canvas_cut(c, at.row, at.col + 6, end - at.col - 6, ROLE_NORMAL,
	    *a->basis != '\0' ? a->basis : "-");
	return 1;
}

/* The dotted line above the body; on a narrow screen what was hit stands in it when the title has nothing of it. */
static int
draw_dots(const struct knowledge *s, struct canvas *c, struct rect at, bool wide)
{
	const struct kb_row *r = &s->rows[s->at];
	int col = at.col + 1, end = at.col + at.cols - 1;

	if (!wide && r->snippet[0] != '\0') {
		canvas_text(c, at.row, col, 4, ROLE_LABEL, "命中");
		marked_line(c, (struct rect){ at.row, col + 5, 1, end - col - 5 }, ROLE_HINT,
		    r->snippet, r->in_snippet, r->n_in_snippet);
		return 1;
	}
	for (; col < end; col++)
		canvas_text(c, at.row, col, 1, ROLE_RULE, ".");
	return 1;
}

static void
draw_body(struct knowledge *s, struct canvas *c, struct rect at)
{
	int lines = wrap_lines(str_c(&s->body), at.cols);

	if (at.rows <= 0)
		return;
	s->leaves = (lines + at.rows - 1) / at.rows;
	if (s->leaf >= s->leaves)
		s->leaf = s->leaves - 1;
	(void)draw_text(c, at, ROLE_NORMAL, str_c(&s->body), s->leaf * at.rows, &s->in_body);
}

/* The rule below the article; which page of it stands in the rule. */
static void
draw_foot_rule(const struct knowledge *s, struct canvas *c, int row, struct rect body)
{
	char mark[48];

	canvas_hline(c, row, body.col + 1, body.cols - 2, ROLE_RULE);
	if (s->article.kb_no[0] == '\0' || s->leaves < 2)
		return;
	(void)snprintf(mark, sizeof(mark), " 第 %d/%d 页 ", s->leaf + 1, s->leaves);
	canvas_right(c, row, body.col + body.cols - 3, ROLE_NORMAL, mark);
}

static void
draw_article(struct knowledge *s, struct canvas *c, struct rect at, bool wide)
{
	int end = at.row + at.rows;

	if (s->article.kb_no[0] == '\0')
		return;
	at.row += draw_head(s, c, at);
	at.row += draw_answer(s, c, at);
	at.row += draw_basis(s, c, at);
	at.row += draw_dots(s, c, at, wide);
	draw_body(s, c, (struct rect){ at.row, at.col + 1, end - at.row, at.cols - 2 });
}

/* ---- all of it ---- */

static void
draw_narrow(struct knowledge *s, struct canvas *c, struct rect body)
{
	int more = body.rows > BODY_ROWS ? (body.rows - BODY_ROWS) / 3 : 0;
	int rows = NARROW_ROWS + more < KNOWLEDGE_PAGE ? NARROW_ROWS + more : KNOWLEDGE_PAGE;
	int top = body.row + 1 + rows, foot = body.row + body.rows - 3;

	draw_list(s, c, (struct rect){ body.row + 1, body.col, rows, body.cols }, false);
	canvas_hline(c, top, body.col + 1, body.cols - 2, ROLE_RULE);
	draw_article(s, c, (struct rect){ top + 1, body.col, foot - top - 1, body.cols }, false);
	draw_foot_rule(s, c, foot, body);
	knowledge_draw_foot(s, c, (struct rect){ foot + 1, body.col, 2, body.cols });
}

static void
draw_wide(struct knowledge *s, struct canvas *c, struct rect body)
{
	int top = body.row + 2, foot = body.row + body.rows - 3, right = body.col + LIST_COLS;

	canvas_hline(c, body.row + 1, body.col + 1, body.cols - 2, ROLE_RULE);
	draw_list(s, c, (struct rect){ top, body.col, foot - top, LIST_COLS }, true);
	canvas_vline(c, top, right, foot - top, ROLE_RULE);
	draw_article(
	    s, c, (struct rect){ top, right + 1, foot - top, body.cols - LIST_COLS - 1 }, true);
	draw_foot_rule(s, c, foot, body);
	knowledge_draw_foot(s, c, (struct rect){ foot + 1, body.col, 2, body.cols });
}

void
knowledge_draw(const struct view *v, struct canvas *c, struct rect body)
{
	struct knowledge *s = v->state;

	knowledge_refresh(s);
	draw_query(s, c, (struct rect){ body.row, body.col, 1, body.cols });
	if (body.cols >= WIDE_COLS)
		draw_wide(s, c, body);
	else
		draw_narrow(s, c, body);
	dialog_draw(&s->dialog, c);
}
