/* qa.c: quality (质检): what was drawn to be scored, sheets in dispute, the scores given; and to everybody the scores about
 * himself. Enter opens the sheet (qa_sheet.c).
 *
 * Invariant: a sheet that has marks and is not saved is there again when it is opened again. Not here: the lot itself, which
 * the centre draws (hotseatd qa draw). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "client/ui/list.h"
#include "client/ui/wrap.h"
#include "client/view/all_p.h"
#include "client/view/part_p.h"
#include "model/number.h"
#include "qa_p.h"

#define WORDS_ROWS 4

struct qa {
	struct desk *desk;
	struct qa_row *rows; /* QA_ROWS_MOST */
	int n;
	bool stale, in_sheet;
	struct list list;
	struct qa_sheet sheet;
};

enum col { COL_WHAT, COL_SCORE, COL_WHOM, COL_FORM, COL_TITLE, COL_WHEN, COLS };
static const struct list_col cols[COLS] = {
	[COL_WHAT] = { .head = "", .cols = 6 },
	[COL_SCORE] = { .head = "得分", .cols = 10 },
	[COL_WHOM] = { .head = "被评", .cols = 6 },
	[COL_FORM] = { .head = "评分表", .cols = 10 },
	[COL_TITLE] = { .head = "工单", .cols = 0 },
	[COL_WHEN] = { .head = "时间", .cols = 11 },
};

static size_t
count(void *ctx)
{
	return (size_t)((const struct qa *)ctx)->n;
}

static void
score_cell(const struct qa_row *r, struct list_cell *out)
{
	const struct qa_form *f = qa_form(r->form);
	const char *grade;

	if (r->sheet[0] == '\0' || f == NULL) {
		out->text = r->why[0] != '\0' ? record_code_label(RECORD_QA_DRAW, r->why) : "";
		return;
	}
	grade = qa_grade(f, &r->marks);
	(void)snprintf(out->buf, sizeof(out->buf), "%d %s", qa_score(f, &r->marks),
	    record_result_label(RECORD_QA_SHEET, grade));
	out->text = out->buf;
	if (qa_score(f, &r->marks) < QA_PASS)
		out->role = ROLE_NEAR;
}

static void
cell(void *ctx, size_t row, int col, struct list_cell *out)
{
	const struct qa *s = ctx;
	const struct qa_row *r = &s->rows[row];
	char when[24], no[24];

	switch ((enum col)col) {
	case COL_WHAT:
		out->text = r->again ? "复评" : qa_what_label(r->what);
		if (r->what == QA_DISPUTED)
			out->role = ROLE_NEAR;
		break;
	case COL_SCORE:
		score_cell(r, out);
		break;
	case COL_WHOM:
		out->text = r->judged;
		break;
	case COL_FORM:
		out->text = record_code_label(RECORD_QA_SHEET, r->form);
		break;
	case COL_TITLE:
		number_last6(r->no, no);
		(void)snprintf(out->buf, sizeof(out->buf), "%.6s ", no);
		(void)str_copy(
		    out->buf + strlen(out->buf), sizeof(out->buf) - strlen(out->buf), r->title);
		out->text = out->buf;
		break;
	case COL_WHEN:
		str_copy(out->buf, sizeof(out->buf), part_when(r->at, s->desk->now, when));
		out->text = out->buf;
		break;
	case COLS:
		break;
	}
}

static void
refresh(struct qa *s)
{
	if (!s->stale || !part_signed_in(s->desk))
		return;
	s->stale = false;
	qa_rows_free(s->rows, s->n);
	s->n = qa_rows_load(s->desk, s->rows, QA_ROWS_MOST);
	list_refresh(&s->list);
}

static const struct qa_row *
chosen(const struct qa *s)
{
	size_t row = list_row(&s->list);

	return row != LIST_NONE && row < (size_t)s->n ? &s->rows[row] : NULL;
}

static enum err_code
qa_open(struct view *v, const char *arg, struct err *e)
{
	struct qa *s = v->state;

	(void)arg;
	s->desk = v->desk;
	s->stale = true;
	qa_sheet_init(&s->sheet, v->desk);
	s->rows = calloc(QA_ROWS_MOST, sizeof(*s->rows));
	if (s->rows == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	list_init(&s->list, (struct list_source){ s, count, cell }, cols, COLS);
	s->list.empty = "没有要评的, 也没有评过您的。抽检名单由中心管理员抽取, 抽中后自动"
			"出现在这里。";
	return ERR_OK;
}

static void
qa_close(struct view *v)
{
	struct qa *s = v->state;

	qa_rows_free(s->rows, s->n);
	free(s->rows);
	list_free(&s->list);
	qa_sheet_free(&s->sheet);
}

/* ---- inputs ---- */

static unsigned
enter(struct qa *s)
{
	const struct qa_row *r = chosen(s);

	if (r == NULL)
		return VIEW_DRAW;
	s->in_sheet = qa_sheet_open(&s->sheet, r);
	return VIEW_DRAW;
}

static unsigned
leave_sheet(struct qa *s)
{
	if (ticket_note_any(&s->sheet.note))
		s->desk->say(s->desk->app, 1,
		    s->sheet.read_only ? "申诉还没有送出, 写的理由已存下, 再打开这张表接着写。"
				       : "评分还没有保存, 扣分和评语已存下, 再打开这件接着评。");
	qa_sheet_save(&s->sheet);
	s->in_sheet = false;
	return VIEW_DRAW;
}

static unsigned
qa_input(struct view *v, const struct input *in)
{
	struct qa *s = v->state;
	struct react r = { 0 };
	unsigned bits;

	if (!part_signed_in(s->desk))
		return VIEW_IGNORED;
	refresh(s);
	if (s->in_sheet) {
		bits = qa_sheet_input(&s->sheet, in);
		return (bits & VIEW_CLOSE) != 0 ? leave_sheet(s) : bits;
	}
	if (input_is(in, ACTION_ENTER))
		return enter(s);
	if (input_is(in, ACTION_NEXT) && chosen(s) != NULL && chosen(s)->no[0] != '\0') {
		s->desk->open(s->desk->app, view_by_name("ticket"), chosen(s)->ticket);
		return VIEW_DRAW;
	}
	list_input(&s->list, in, &r);
	part_refused(s->desk, &r);
	return (r.bits & REACT_TAKE) != 0 ? enter(s) : r.bits != 0 ? VIEW_DRAW : VIEW_IGNORED;
}

static unsigned
qa_event(struct view *v, const struct news *n)
{
	struct qa *s = v->state;
	bool saved;
	unsigned bits = qa_sheet_event(&s->sheet, n, &saved);

	if (saved)
		s->in_sheet = false;
	if (saved ||
	    (n->kind == NEWS_TABLES && (n->tables & (CACHE_RECORDS | CACHE_TICKETS)) != 0)) {
		s->stale = true;
		return bits | VIEW_DRAW;
	}
	return bits;
}

static unsigned
qa_scopes(const struct view *v)
{
	const struct qa *s = v->state;

	return SCOPE_ALL | (s->in_sheet && s->sheet.in_remark ? (unsigned)SCOPE_EDIT : 0U);
}

static unsigned
qa_idle(struct view *v)
{
	qa_sheet_save(&((struct qa *)v->state)->sheet);
	return 0;
}

/* ---- picture ---- */

static void
draw_words(const struct qa *s, struct canvas *c, struct rect at)
{
	const struct qa_row *r = chosen(s);
	char line[700];

	if (r == NULL)
		return;
	canvas_cut(c, at.row, at.col, at.cols, ROLE_VALUE, r->heard);
	at = (struct rect){ at.row + 1, at.col, at.rows - 1, at.cols };
	if (r->plea != NULL)
		(void)snprintf(line, sizeof(line), "申诉: %.600s", r->plea);
	else
		(void)snprintf(line, sizeof(line), "%s%.600s", r->words != NULL ? "评语: " : "",
		    r->words != NULL      ? r->words
		    : r->sheet[0] != '\0' ? "没有评语。"
					  : r->content);
	(void)wrap_draw(c, at, r->plea != NULL ? ROLE_NEAR : ROLE_NORMAL, line);
}

static void
qa_draw_view(const struct view *v, struct canvas *c, struct rect body)
{
	struct qa *s = v->state;
	int rule = body.row + body.rows - WORDS_ROWS - 1;

	if (canvas_too_small(c))
		return;
	refresh(s);
	if (s->in_sheet) {
		qa_sheet_draw(&s->sheet, c, body);
		return;
	}
	s->list.at = (struct rect){ body.row, body.col, body.rows - WORDS_ROWS - 1, body.cols };
	list_draw(&s->list, c, true);
	canvas_hline(c, rule, body.col + 1, body.cols - 2, ROLE_RULE);
	draw_words(s, c, (struct rect){ rule + 1, body.col + 1, WORDS_ROWS, body.cols - 2 });
}

static const struct bar_key list_keys[] = { { ACTION_HELP, NULL }, { ACTION_BACK, NULL },
	{ ACTION_NONE, "字母=筛选" }, { ACTION_ENTER, "评分或查看" }, { ACTION_NEXT, "工单" } };
static const struct bar_key sheet_keys[] = { { ACTION_HELP, NULL }, { ACTION_BACK, NULL },
	{ ACTION_NONE, "数字=扣分 0=清掉" }, { ACTION_RIGHT, "换评分表" }, { ACTION_NEXT, "评语" },
	{ ACTION_SUBMIT, "保存" } };
static const struct bar_key look_keys[] = { { ACTION_HELP, NULL }, { ACTION_BACK, NULL },
	{ ACTION_SUBMIT, "申诉" } };

#define N(keys) (sizeof(keys) / sizeof((keys)[0]))

static const struct bar_key *
qa_keys(const struct view *v, size_t *n)
{
	const struct qa *s = v->state;

	*n = !s->in_sheet ? N(list_keys) : s->sheet.read_only ? N(look_keys) : N(sheet_keys);
	return !s->in_sheet ? list_keys : s->sheet.read_only ? look_keys : sheet_keys;
}

const struct view_ops qa_view = {
	.name = "qa",
	.title = "质检",
	.aliases = "质检 评分 双随机 抽检 申诉 zhijian pingfen qa",
	.footer = list_keys,
	.n_footer = N(list_keys),
	.keys = qa_keys,
	.answers = ACTS_ROWS | ACTS_EDIT | ACT(NEXT) | ACT(SUBMIT) | ACT(NEWLINE),
	.roles = PART_ANYONE,
	.state_size = sizeof(struct qa),
	.open = qa_open,
	.scopes = qa_scopes,
	.input = qa_input,
	.event = qa_event,
	.draw = qa_draw_view,
	.idle = qa_idle,
	.close = qa_close,
};
