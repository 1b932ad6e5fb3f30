/* form_draw.c: the picture of a step's form, and the keys of its place for the footer: a heading, then one row a question;
 * the text being written has more. Where there is not room for all, the rows around the focus are shown. */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "base/width.h"
#include "attach_p.h"
#include "client/ui/wrap.h"
#include "form_p.h"
#include "model/members.h"
#include "model/wording.h"

#define LABEL_MIN 8
#define LABEL_MAX 20
#define TEXT_ROWS 4 /* of a text with the focus */
#define HEAD_ROWS 1
#define PICK_COLS 56 /* of a cell at 80 columns */

static int
label_cols(const struct form *f)
{
	int cols = LABEL_MIN;

	for (int i = 0; i < f->n; i++) {
		int w = width_str(f->cell[i].ask->label);

		if (w > cols)
			cols = w;
	}
	return (cols > LABEL_MAX ? LABEL_MAX : cols) + 2;
}

/* Rows below the value for what one may choose from, where it does not fit beside it; 0 where it does. */
static int
pick_rows(const struct form *f, int i)
{
	const struct choice *ch = &f->cell[i].pick;
	const enum deed_kind kind = f->cell[i].ask->kind;
	int cols = 0, widest = 1, rows = 1, col = 0;

	if (i != f->focus || (kind != DEED_CHOICE && kind != DEED_STARS))
		return 0;
	for (int k = 0; k < ch->n; k++) {
		int w = width_str(ch->labels[k]) + 2;

		widest = w > widest ? w : widest;
		cols += w;
		rows += col > 0 && col + w > PICK_COLS;
		col = col > 0 && col + w <= PICK_COLS ? col + w : w;
	}
	return cols + widest + 1 <= PICK_COLS ? 0 : rows;
}

static int
cell_rows(const struct form *f, int i, int most)
{
	int rows;

	if (pick_rows(f, i) > 0)
		return 1 + pick_rows(f, i) > most ? most : 1 + pick_rows(f, i);
	if (f->cell[i].ask->kind != DEED_TEXT || i != f->focus)
		return 1;
	rows = textarea_rows(&f->cell[i].words);
	rows = rows < 2 ? 2 : rows;
	return rows > most ? most : rows;
}

int
form_rows(const struct form *f, int rows)
{
	int want = HEAD_ROWS;

	for (int i = 0; i < f->n; i++)
		want += f->cell[i].ask->kind == DEED_TEXT && i == f->focus ? TEXT_ROWS
									   : 1 + pick_rows(f, i);
	return want > rows ? rows : want;
}

static void
draw_units(const struct form *f, const struct form_cell *c, struct canvas *cv, struct rect at)
{
	const char *code = NULL;
	char one[16];
	size_t n = 0;
	int col = at.col;

	while (members_next(str_c(&c->units), &code, &n)) {
		(void)snprintf(one, sizeof(one), "%.*s", (int)n, code);
		col += canvas_cut(cv, at.row, col, at.col + at.cols - col, ROLE_VALUE,
			   f->desk->city != NULL ? city_unit_name(f->desk->city, one) : one) +
		       2;
	}
}

/* The value, and below it all there is to choose from by digit. */
static void
draw_pick(struct form *f, int i, struct canvas *cv, struct rect at)
{
	struct choice *ch = &f->cell[i].pick;
	int row = at.row + 1, col = at.col;

	ch->at = (struct rect){ at.row, at.col, 1, at.cols };
	if (pick_rows(f, i) == 0) {
		choice_draw(ch, cv, ROLE_VALUE, i == f->focus);
		return;
	}
	canvas_cut(
	    cv, at.row, at.col, at.cols, ROLE_VALUE, ch->value >= 0 ? ch->labels[ch->value] : "-");
	canvas_cursor(cv, at.row, at.col);
	for (int k = 0; k < ch->n; k++) {
		char text[64];
		int w;

		(void)snprintf(text, sizeof(text), "%d%s", k + 1, ch->labels[k]);
		w = width_str(text);
		if (col > at.col && col + w > at.col + PICK_COLS) {
			col = at.col;
			row++;
		}
		if (row < at.row + at.rows)
			canvas_text(cv, row, col, w, ROLE_HINT, text);
		col += w + 1;
	}
}

static void
draw_cell(struct form *f, int i, struct canvas *cv, struct rect at)
{
	struct form_cell *c = &f->cell[i];
	const bool here = i == f->focus;
	int taken;

	switch (c->ask->kind) {
	case DEED_TEXT:
		textarea_place(&c->words, at);
		if (here)
			textarea_draw(&c->words, cv, ROLE_VALUE, here);
		else /* its beginning, not where one was last */
			(void)wrap_draw(cv, at, ROLE_VALUE, textarea_text(&c->words));
		break;
	case DEED_CHOICE:
	case DEED_STARS:
		draw_pick(f, i, cv, at);
		break;
	case DEED_UNITS:
		draw_units(f, c, cv, at);
		taken = c->units.len == 0 ? 0 : at.cols / 2;
		c->unit.at = (struct rect){ at.row, at.col + taken, 1, at.cols - taken };
		if (here || c->units.len == 0)
			picker_draw(&c->unit, cv, ROLE_VALUE, here);
		break;
	case DEED_FILES:
		attach_draw(f, c, cv, at, here);
		break;
	case DEED_UNIT:
		c->unit.at = at;
		picker_draw(&c->unit, cv, ROLE_VALUE, here);
		break;
	default:
		c->line.at = at;
		field_draw(&c->line, cv, ROLE_VALUE, here);
		break;
	}
	/* behind the cursor of an empty line, where nothing else stands */
	if (*form_cell_text(c) == '\0' && c->ask->hint[0] != '\0' && c->ask->kind != DEED_UNIT &&
	    c->ask->kind != DEED_UNITS && c->ask->kind != DEED_STARS)
		canvas_cut(cv, at.row, at.col + 2, at.cols - 2, ROLE_HINT, c->ask->hint);
}

/* The first cell shown, so that the one with the focus is among them. */
static int
first_shown(const struct form *f, int rows, int most)
{
	int first = f->focus, left = rows - cell_rows(f, f->focus, most);

	while (first > 0 && left >= 1) {
		first--;
		left--;
	}
	return first;
}

/* What a reply should not say, of the cell with the focus, else of the first that says it. */
static void
add_wording(const struct form *f, struct str *out)
{
	static const enum event_kind replies[] = { EVENT_REPLY, EVENT_REPLY_ASK, EVENT_CO_REPLY,
		EVENT_SUPERVISE_REPLY };
	bool is_reply = false;

	for (size_t i = 0; i < sizeof(replies) / sizeof(replies[0]); i++)
		is_reply = is_reply || f->kind == replies[i];
	for (int k = 0; is_reply && k < f->n && out->len == 0; k++) {
		const int i = (f->focus + k) % f->n;

		if (f->cell[i].ask->kind != DEED_TEXT ||
		    wording_check(f->desk->city, form_cell_text(&f->cell[i]),
			f->cell[i].ask->arg == EA_PUBLIC, NULL) == 0)
			continue;
		(void)wording_check(f->desk->city, form_cell_text(&f->cell[i]),
		    f->cell[i].ask->arg == EA_PUBLIC, out);
	}
}

/* What the step still owes and what it should not say, on the heading: before it is refused. */
static void
draw_owed(const struct form *f, struct canvas *c, int row, int col, int cols)
{
	struct str out = { 0 }, words = { 0 };
	const char *owes = NULL;

	for (int i = 0; i < f->n && owes == NULL; i++)
		owes = attach_owes_photo(f, &f->cell[i]);
	add_wording(f, &words);
	str_addf(&out, "! %s%s%s", owes != NULL ? owes : "",
	    owes != NULL && words.len > 0 ? "; " : "", str_c(&words));
	if (owes != NULL || words.len > 0)
		canvas_cut(c, row, col, cols, ROLE_NEAR, str_c(&out));
	str_free(&out);
	str_free(&words);
}

void
form_draw(struct form *f, struct canvas *c, struct rect at)
{
	const int label = label_cols(f), rows = at.rows - HEAD_ROWS,
		  most = rows < TEXT_ROWS ? rows : TEXT_ROWS;
	char head[96];
	int row = at.row + HEAD_ROWS, col, left;

	canvas_fill(c, at, ROLE_NORMAL);
	(void)snprintf(head, sizeof(head), "%s%s", form_label(f), f->job != 0 ? "  正在送出" : "");
	canvas_text(c, at.row, at.col, -1, ROLE_HEADING, head);
	left = canvas_right(c, at.row, at.col + at.cols, ROLE_HINT,
	    f->n > 1 ? "Enter=下一项 F10=送出 Esc=先放着"
	    : f->n == 1 && f->cell[0].ask->kind == DEED_TEXT
		? "Enter=送出 Esc Enter=换行 Esc=先放着"
		: "Enter=送出 Esc=先放着");
	col = at.col + width_str(head) + 2;
	if (left - 2 > col)
		draw_owed(f, c, at.row, col, left - 2 - col);
	if (f->n == 0)
		return; /* a step that asks nothing: it is on its way */
	for (int i = first_shown(f, rows, most); i < f->n && row < at.row + at.rows; i++) {
		int high = cell_rows(f, i, most);
		struct rect cell = { row, at.col + label, high, at.cols - label };

		if (row + high > at.row + at.rows)
			cell.rows = at.row + at.rows - row;
		canvas_cut(c, row, at.col, label - 1,
		    f->cell[i].ask->must || attach_owes_photo(f, &f->cell[i]) != NULL ? ROLE_LABEL
										      : ROLE_DIM,
		    f->cell[i].ask->label);
		draw_cell(f, i, c, cell);
		row += high;
	}
	if (f->n > 0 && f->cell[f->focus].unit.open)
		picker_draw_list(&f->cell[f->focus].unit, c);
}

/* ---- the footer ---- */

const struct bar_key *
form_keys(const struct form *f, const struct view *v, size_t *n)
{
	static const struct bar_key
	    list[] = { { ACTION_NONE,
		"数字=选那一行 Enter=选中 上下=移动 首字母、汉字、代码=查找 Esc=不选" } },
	    path[] = { { ACTION_NONE, "Tab=补全 Enter=添加 Esc=不加" } },
	    closed[] = { { ACTION_HELP, NULL },
		    { ACTION_NONE, "数字=选 Enter、Tab=下一项 F10=送出 Esc=先放着" } },
	    unit[] = { { ACTION_HELP, NULL },
		    { ACTION_NONE, "首字母、汉字、代码=找单位 退格=清掉 F10=送出 "
				   "Esc=先放着" } },
	    text[] = { { ACTION_HELP, NULL }, { ACTION_NONE, "Enter=下一项 F10=送出 Esc=先放着" },
		    { ACTION_NEWLINE, NULL }, { ACTION_MODULE, NULL } },
	    line[] = { { ACTION_HELP, NULL },
		    { ACTION_NONE, "Enter、Tab=下一项 F10=送出 Esc=先放着" } };
	static const struct {
		const struct bar_key *keys;
		size_t n;
	} of[] = { [DEED_LINE] = { line, 2 },
		[DEED_TEXT] = { text, 4 },
		[DEED_CHOICE] = { closed, 2 },
		[DEED_UNIT] = { unit, 2 },
		[DEED_UNITS] = { unit, 2 },
		[DEED_PERSON] = { line, 2 },
		[DEED_DAYS] = { line, 2 },
		[DEED_TIME] = { line, 2 },
		[DEED_STARS] = { closed, 2 },
		[DEED_TICKET] = { line, 2 },
		[DEED_FILES] = { line, 2 } };
	const struct form_cell *c = &f->cell[f->focus];
	const enum deed_kind kind = f->n > 0 ? c->ask->kind : DEED_LINE;

	*n = v->ops->n_footer;
	if (!f->open)
		return v->ops->footer;
	*n = 1;
	if (f->n > 0 && form_cell_takes_all(c))
		return kind == DEED_FILES ? path : list;
	*n = of[kind].n;
	return of[kind].keys;
}
